//! What a proof file proves, checked with keys that are known: offline, of whatever school's log.

use proof::{Error, ProofFile, VerifierKey};

/// What the commitments of an entry are over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The title.
    pub title: String,
    /// The document number; empty when there is none.
    pub number: String,
    /// SHA-256 of the text, in hexadecimal.
    pub text: String,
    /// SHA-256 and name of each file.
    pub files: Vec<(String, String)>,
}

/// What holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// A code of what happened, a message key under `log-kind-`.
    pub kind: &'static str,
    /// To which record: its index number; empty when it is about none.
    pub index: String,
    /// Which edition; 0 when it is about none.
    pub edition: u32,
    /// The civil day in China.
    pub date: String,
    /// The instant.
    pub at: String,
    /// Its place in the log, from 1.
    pub place: u64,
    /// How many entries the log had.
    pub size: u64,
    /// What the log is called.
    pub origin: String,
    /// What it was made of, where the file has it.
    pub opened: Option<Opened>,
    /// Witnesses that are known, with the time of each in seconds since 1970.
    pub witnesses: Vec<(String, u64)>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks a proof file with these keys. Keys that are none are passed over.
///
/// # Errors
/// A code of what does not hold, a message key under `log-fault-`.
pub fn check(file: &str, keys: &[String]) -> Result<Checked, &'static str> {
    let keys: Vec<VerifierKey> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    // Editors and mails change the ends of lines and what stands behind the last.
    let file = file.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let verified = format!("{}\n", file.trim_end()).parse::<ProofFile>().and_then(|file| file.verify(&keys));
    let verified = verified.map_err(|error| match error {
        Error::Form(_) => "form",
        Error::Unknown | Error::Origin => "unknown",
        Error::Signature => "signature",
        Error::Opening(_) => "opening",
        Error::Proof | Error::Range { .. } | Error::Tile(_) => "proof",
    })?;
    let opened = verified.opening.map(|opening| {
        let meta: serde_json::Value = serde_json::from_str(&opening.meta).unwrap_or_default();
        let of = |name: &str| meta.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_string();
        Opened {
            title: of("title"),
            number: of("number"),
            text: hex(&opening.text),
            files: opening.files.iter().map(|(digest, name)| (hex(digest), name.clone())).collect(),
        }
    });
    Ok(Checked {
        kind: verified.entry.kind.code(),
        index: verified.entry.index,
        edition: verified.entry.edition,
        date: verified.entry.date,
        at: verified.entry.at,
        place: verified.index + 1,
        size: verified.checkpoint.size,
        origin: verified.checkpoint.origin,
        opened,
        witnesses: verified.witnesses,
    })
}

/// Whether a text is the key of a log or witness.
pub fn is_key(text: &str) -> bool {
    text.parse::<VerifierKey>().is_ok()
}
