//! The public log: what was made public when, in a form that nobody can change afterwards without its being seen.
//!
//! It exists so that a visitor, a journalist, a province can hold the school to what it published, with this program or any other: a
//! Merkle tree as RFC 6962 has it, served as C2SP tlog-tiles, its checkpoints signed notes, its proofs files by C2SP tlog-proof.
//! All of it is functions over values and over a [`Reader`] of tiles. It must not do any input or output, read a clock or make
//! anything at random: keys are made of a seed, times are arguments. It knows nothing of records beyond [`Entry`].

mod checkpoint;
mod entry;
mod file;
mod hash;
mod note;
mod tile;
mod tree;
mod witness;

pub use checkpoint::Checkpoint;
pub use entry::{Commitments, Entry, Former, Kind, Opening};
pub use file::{ProofFile, Verified};
pub use hash::{Hash, empty_root, leaf_hash, node_hash};
pub use note::{COSIGNATURE, Note, Signature, SigningKey, VerifierKey};
pub use tile::{Bundle, Resource, Tile, read_bundle, write_bundle};
pub use tree::{
    Edge, Fetched, NewNode, Reader, consistency, inclusion, root, tiles_wanted, verify_consistency, verify_inclusion,
};
pub use witness::{Refusal, Submission, witness};

/// Why something of the log is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A tile that is needed is not there, or not of its width.
    #[error("tile {0} is missing or not of its width")]
    Tile(String),
    /// An index or size that the tree does not have.
    #[error("there is no entry {index} in a tree of {size}")]
    Range {
        /// What was asked for.
        index: u64,
        /// How large the tree is.
        size: u64,
    },
    /// A proof has another length than it must, or does not lead to the root.
    #[error("the proof does not lead to the root of the tree")]
    Proof,
    /// Something is not in its form; which.
    #[error("the {0} is not in its form")]
    Form(&'static str),
    /// None of the signatures is of a key that is known.
    #[error("no signature is of a key that is known")]
    Unknown,
    /// A signature of a key that is known does not hold.
    #[error("a signature does not hold")]
    Signature,
    /// A checkpoint is of another log.
    #[error("the checkpoint is of another log")]
    Origin,
    /// What a proof file says beside the entry is not what the entry was made of.
    #[error("the {0} in the file is not what was entered")]
    Opening(&'static str),
}

/// What comes of anything here.
pub type Result<T> = std::result::Result<T, Error>;

/// Small letters of base 16.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// The same back; only small letters, for there is one way to write a value here.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// A decimal number without sign or leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}
