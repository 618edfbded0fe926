//! A proof as a file (C2SP tlog-proof): an entry, its place, the path to the root, and the checkpoint with that root.
//!
//! What is in the tree is the entry; it stands in the line `extra`, with what its commitments are over as long as that may be shown.
//! Whoever checks hashes the entry themselves, so that nothing of the line has to be believed.

use crate::checkpoint::Checkpoint;
use crate::entry::{Entry, Opening};
use crate::hash::{Hash, leaf_hash};
use crate::note::{Note, VerifierKey};
use crate::tree::verify_inclusion;
use crate::{Error, Result, decimal, hex, unhex};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::str::FromStr;

const HEAD: &str = "c2sp.org/tlog-proof@v1";
/// Longest file that is read.
const LONGEST: usize = 1_000_000;
/// Longest path: a tree of 2^62 entries.
const DEEPEST: usize = 63;

/// A proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// The entry, byte for byte as it is in the log.
    pub entry: String,
    /// What its commitments are over.
    pub opening: Option<Opening>,
    /// Its place in the log, from 0.
    pub index: u64,
    /// The hashes from the entry's sibling to the root.
    pub path: Vec<Hash>,
    /// The checkpoint, with its signatures.
    pub checkpoint: Note,
}

/// What a proof proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was entered.
    pub entry: Entry,
    /// At which place, from 0.
    pub index: u64,
    /// In which log, and how large it was.
    pub checkpoint: Checkpoint,
    /// What the entry was made of, where the file has it.
    pub opening: Option<Opening>,
    /// Names of witnesses that were known, with the time of each, in seconds since 1970.
    pub witnesses: Vec<(String, u64)>,
}

impl ProofFile {
    fn extra(&self) -> String {
        let mut extra = format!("{}\n", self.entry);
        if let Some(Opening { salt, text, files, meta }) = &self.opening {
            extra.push_str(&format!("salt {}\ntext {}\n", hex(salt), hex(text)));
            for (digest, name) in files {
                extra.push_str(&format!("file {} {name}\n", hex(digest)));
            }
            extra.push_str(&format!("meta {meta}\n"));
        }
        extra
    }

    /// Checks everything with these keys: the log's, and of witnesses that are known.
    ///
    /// # Errors
    /// Whatever does not hold.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Verified> {
        let entry = Entry::read(self.entry.as_bytes())?;
        let checkpoint = Checkpoint::open(&self.checkpoint, keys)?;
        let leaf = leaf_hash(self.entry.as_bytes());
        verify_inclusion(&leaf, self.index, checkpoint.size, &self.path, &checkpoint.root)?;
        if let Some(opening) = &self.opening {
            opening.check(&entry)?;
        }
        let signed = self.checkpoint.verify(keys)?;
        let witnesses = signed.into_iter().filter_map(|(key, time)| Some((key.name().to_string(), time?))).collect();
        Ok(Verified { entry, index: self.index, checkpoint, opening: self.opening.clone(), witnesses })
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\nextra {}\nindex {}", STANDARD.encode(self.extra()), self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// The entry and its opening out of the line `extra`.
fn read_extra(extra: &str) -> Option<(String, Option<Opening>)> {
    let mut lines = extra.strip_suffix('\n')?.split('\n');
    let entry = lines.next()?.to_string();
    let Some(salt) = lines.next() else { return Some((entry, None)) };
    let salt = unhex(salt.strip_prefix("salt ")?)?;
    let text = unhex(lines.next()?.strip_prefix("text ")?)?;
    let mut files = Vec::new();
    let meta = loop {
        let line = lines.next()?;
        if let Some(meta) = line.strip_prefix("meta ") {
            break meta.to_string();
        }
        let (digest, name) = line.strip_prefix("file ")?.split_once(' ')?;
        files.push((unhex(digest)?, name.to_string()));
    };
    lines.next().is_none().then_some((entry, Some(Opening { salt, text, files, meta })))
}

impl FromStr for ProofFile {
    type Err = Error;

    fn from_str(text: &str) -> Result<ProofFile> {
        let wrong = || Error::Form("proof file");
        if text.len() > LONGEST {
            return Err(wrong());
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(wrong)?;
        let mut lines = head.split('\n');
        let (Some(HEAD), Some(extra), Some(index)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(wrong());
        };
        let extra = STANDARD.decode(extra.strip_prefix("extra ").ok_or_else(wrong)?).map_err(|_| wrong())?;
        let extra = String::from_utf8(extra).map_err(|_| wrong())?;
        let (entry, opening) = read_extra(&extra).ok_or_else(wrong)?;
        let index = index.strip_prefix("index ").and_then(decimal).ok_or_else(wrong)?;
        let hash = |line: &str| STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok());
        let path: Vec<Hash> = lines.map(hash).collect::<Option<_>>().ok_or_else(wrong)?;
        if path.len() > DEEPEST {
            return Err(wrong());
        }
        Ok(ProofFile { entry, opening, index, path, checkpoint: checkpoint.parse()? })
    }
}
