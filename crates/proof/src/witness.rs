//! What a witness is asked and what it answers (C2SP tlog-witness, v1.0.0): whether a checkpoint continues what it saw before.
//!
//! It exists so that a log cannot show one tree to one visitor and another to the next: whoever cosigns has seen one line of trees
//! only. Deciding is here; keeping what was seen, before anything is answered, is the caller's.

use crate::checkpoint::Checkpoint;
use crate::hash::{Hash, empty_root};
use crate::note::{Note, VerifierKey};
use crate::tree::verify_consistency;
use crate::{Error, Result, decimal};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::str::FromStr;

/// Most hashes of a proof of consistency: a tree has 63 levels.
const MOST: usize = 63;

/// A checkpoint with the proof that it continues an older one: the body of `add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// How large the log was when the witness saw it last, as far as the sender knows; 0 when never.
    pub old: u64,
    /// That it has grown since, and nothing else.
    pub proof: Vec<Hash>,
    /// The new checkpoint, signed by its log.
    pub note: Note,
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", STANDARD.encode(hash)))?;
        write!(f, "\n{}", self.note)
    }
}

impl FromStr for Submission {
    type Err = Error;

    fn from_str(body: &str) -> Result<Submission> {
        let wrong = || Error::Form("submission");
        let (head, note) = body.split_once("\n\n").ok_or_else(wrong)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?)).ok_or_else(wrong)?;
        let hash = |line: &str| STANDARD.decode(line).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong);
        let proof: Vec<Hash> = lines.take(MOST + 1).map(hash).collect::<Result<_>>()?;
        if proof.len() > MOST {
            return Err(wrong());
        }
        Ok(Submission { old, proof, note: note.parse()? })
    }
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no checkpoint, or is said to have grown from a larger one: 400.
    Form,
    /// None of the log's keys signed it, or one did wrongly: 403.
    Signature,
    /// The witness saw another size last, this one: 409 with the size.
    Stale(u64),
    /// Two roots for one size, both signed by the log: 409. Nothing explains it but a log that shows two faces.
    Fork,
    /// What is said to be its proof is none: 422.
    Proof,
}

impl Refusal {
    /// The status of HTTP that answers it, and the size that goes with it.
    pub fn status(self) -> (u16, Option<u64>) {
        match self {
            Refusal::Form => (400, None),
            Refusal::Signature => (403, None),
            Refusal::Stale(size) => (409, Some(size)),
            Refusal::Fork => (409, None),
            Refusal::Proof => (422, None),
        }
    }

    /// A short word for programs and logs.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Form => "form",
            Refusal::Signature => "signature",
            Refusal::Stale(_) => "stale",
            Refusal::Fork => "fork",
            Refusal::Proof => "proof",
        }
    }
}

/// Whether a checkpoint continues what was seen last of its log: its size and root, nothing when none was.
///
/// # Errors
/// [`Refusal`], in the order that the specification checks them.
pub fn witness(
    seen: Option<&Checkpoint>,
    asked: &Submission,
    keys: &[VerifierKey],
) -> std::result::Result<Checkpoint, Refusal> {
    let new = Checkpoint::open(&asked.note, keys).map_err(|error| match error {
        Error::Form(_) => Refusal::Form,
        _ => Refusal::Signature,
    })?;
    if asked.old > new.size {
        return Err(Refusal::Form);
    }
    let (size, root) = seen.map_or_else(|| (0, empty_root()), |seen| (seen.size, seen.root));
    if asked.old != size {
        // A sender that is behind learns where to begin; a signed root that differs is told apart from it.
        let forked = new.size == size && new.root != root;
        return Err(if forked { Refusal::Fork } else { Refusal::Stale(size) });
    }
    if new.size == size && new.root != root {
        return Err(Refusal::Fork);
    }
    if size == 0 || new.size == size {
        return if asked.proof.is_empty() { Ok(new) } else { Err(Refusal::Proof) };
    }
    verify_consistency((size, &root), (new.size, &new.root), &asked.proof).map_err(|_| Refusal::Proof)?;
    Ok(new)
}
