//! Checkpoints (C2SP tlog-checkpoint): which log, how large, which root.

use crate::hash::Hash;
use crate::note::{Note, SigningKey, VerifierKey};
use crate::{Error, Result, decimal};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::str::FromStr;

/// The head of a log at a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// What the log is called.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root))
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    /// Reads the text of a note. Lines after the third are passed over, and none may be empty.
    fn from_str(text: &str) -> Result<Checkpoint> {
        let wrong = || Error::Form("checkpoint");
        let lines: Vec<&str> = text.strip_suffix('\n').ok_or_else(wrong)?.split('\n').collect();
        let [origin, size, root, ..] = lines.as_slice() else { return Err(wrong()) };
        if lines.iter().any(|line| line.is_empty()) {
            return Err(wrong());
        }
        let root = STANDARD.decode(root).ok().and_then(|root| root.try_into().ok()).ok_or_else(wrong)?;
        Ok(Checkpoint { origin: (*origin).to_string(), size: decimal(size).ok_or_else(wrong)?, root })
    }
}

impl Checkpoint {
    /// The checkpoint as a note that the log's key signs.
    pub fn sign(&self, key: &SigningKey) -> Note {
        let text = self.to_string();
        let signatures = vec![key.sign(&text)];
        Note { text, signatures }
    }

    /// Reads a note that must be signed by the log itself: by one of these keys, whose name is the origin.
    ///
    /// # Errors
    /// [`Error::Form`], [`Error::Unknown`], [`Error::Signature`]; [`Error::Origin`] when a key of another name signed it.
    pub fn open(note: &Note, keys: &[VerifierKey]) -> Result<Checkpoint> {
        let checkpoint: Checkpoint = note.text.parse()?;
        let signed = note.verify(keys)?;
        let own = signed.iter().any(|(key, time)| time.is_none() && key.name() == checkpoint.origin);
        if own { Ok(checkpoint) } else { Err(Error::Origin) }
    }
}
