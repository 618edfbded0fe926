//! Signed notes (C2SP signed-note) with Ed25519, and cosignatures of checkpoints (C2SP tlog-cosignature, `cosignature/v1`).

use crate::hash::sha256;
use crate::{Error, Result, hex, unhex};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::fmt;
use std::str::FromStr;

/// Signature type of a note.
const ED25519_NOTE: u8 = 0x01;
/// Signature type of a cosignature with its time.
pub const COSIGNATURE: u8 = 0x04;
/// What a private key begins with.
const PRIVATE: &str = "PRIVATE+KEY+";
/// How a line with a signature begins.
const DASH: &str = "— ";
/// Most signatures that are read of one note, and its longest text.
const MOST: usize = 100;
const LONGEST: usize = 1_000_000;

/// Whether a key may be called so.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_id(name: &str, kind: u8, key: &[u8]) -> [u8; 4] {
    let hash = sha256(&[name.as_bytes(), b"\n", &[kind], key]);
    [hash[0], hash[1], hash[2], hash[3]]
}

/// What a signature is checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: u8,
    key: [u8; 32],
}

impl VerifierKey {
    /// The name, which for a log is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id: the first four bytes of a hash, as base 16.
    pub fn id(&self) -> String {
        hex(&self.key_id())
    }

    /// Whether it checks cosignatures and not notes.
    pub fn is_cosigner(&self) -> bool {
        self.kind == COSIGNATURE
    }

    fn key_id(&self) -> [u8; 4] {
        key_id(&self.name, self.kind, &self.key)
    }

    /// Whether the signature is of this key, and over this text; for a cosignature, its time.
    fn check(&self, text: &str, signature: &Signature) -> Result<Option<u64>> {
        let key = UnparsedPublicKey::new(&ED25519, self.key);
        if self.kind == ED25519_NOTE {
            return key.verify(text.as_bytes(), &signature.bytes).map(|()| None).map_err(|_| Error::Signature);
        }
        let (time, bytes) = signature.bytes.split_first_chunk::<8>().ok_or(Error::Signature)?;
        let time = u64::from_be_bytes(*time);
        if time > i64::MAX as u64 {
            return Err(Error::Signature);
        }
        key.verify(cosigned(text, time).as_bytes(), bytes).map(|()| Some(time)).map_err(|_| Error::Signature)
    }
}

/// What a cosignature is over.
fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.kind];
        key.extend(self.key);
        write!(f, "{}+{}+{}", self.name, self.id(), STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<VerifierKey> {
        let wrong = || Error::Form("key");
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong()) };
        let bytes = STANDARD.decode(key).map_err(|_| wrong())?;
        let (kind, key) = bytes.split_first().ok_or_else(wrong)?;
        let key: [u8; 32] = key.try_into().map_err(|_| wrong())?;
        let known = VerifierKey { name: name.to_string(), kind: *kind, key };
        let sound = is_name(name) && matches!(*kind, ED25519_NOTE | COSIGNATURE) && unhex(id) == Some(known.key_id());
        if sound { Ok(known) } else { Err(wrong()) }
    }
}

/// What signs.
pub struct SigningKey {
    name: String,
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

// Not derived: a seed is nobody's to read in a log.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("name", &self.name).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// The key that a seed makes, under a name that is not empty and has neither spaces nor plus signs.
    ///
    /// # Errors
    /// [`Error::Form`] for another name.
    pub fn new(name: &str, seed: [u8; 32]) -> Result<SigningKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| Error::Form("key"))?;
        if is_name(name) { Ok(SigningKey { name: name.to_string(), seed, pair }) } else { Err(Error::Form("key")) }
    }

    /// The public key of a seed, of which a name may be made.
    ///
    /// # Errors
    /// [`Error::Form`] for a seed that makes no key.
    pub fn public_of(seed: &[u8; 32]) -> Result<[u8; 32]> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error::Form("key"))?;
        pair.public_key().as_ref().try_into().map_err(|_| Error::Form("key"))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key as it is kept.
    pub fn to_private_text(&self) -> String {
        let mut key = vec![ED25519_NOTE];
        key.extend(self.seed);
        format!("{PRIVATE}{}+{}+{}", self.name, self.verifier().id(), STANDARD.encode(key))
    }

    /// Reads a key as it is kept.
    ///
    /// # Errors
    /// [`Error::Form`] when it is none.
    pub fn read(text: &str) -> Result<SigningKey> {
        let wrong = || Error::Form("key");
        let mut parts = text.trim().strip_prefix(PRIVATE).ok_or_else(wrong)?.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong()) };
        let bytes = STANDARD.decode(key).map_err(|_| wrong())?;
        let (kind, seed) = bytes.split_first().ok_or_else(wrong)?;
        let key = SigningKey::new(name, seed.try_into().map_err(|_| wrong())?)?;
        if *kind == ED25519_NOTE && key.verifier().id() == id { Ok(key) } else { Err(wrong()) }
    }

    fn public(&self, kind: u8) -> VerifierKey {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        VerifierKey { name: self.name.clone(), kind, key }
    }

    /// What checks notes of this key.
    pub fn verifier(&self) -> VerifierKey {
        self.public(ED25519_NOTE)
    }

    /// What checks cosignatures of this key. One key is used for one of both.
    pub fn cosigner(&self) -> VerifierKey {
        self.public(COSIGNATURE)
    }

    /// Signs a text, whose last character ends a line.
    pub fn sign(&self, text: &str) -> Signature {
        let bytes = self.pair.sign(text.as_bytes()).as_ref().to_vec();
        Signature { name: self.name.clone(), id: self.verifier().key_id(), bytes }
    }

    /// Says that at a time, in seconds since 1970, this text was the largest consistent tree that was seen.
    pub fn cosign(&self, text: &str, time: u64) -> Signature {
        let mut bytes = time.to_be_bytes().to_vec();
        bytes.extend(self.pair.sign(cosigned(text, time).as_bytes()).as_ref());
        Signature { name: self.name.clone(), id: self.cosigner().key_id(), bytes }
    }
}

/// A signature as it stands under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key.
    pub name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id[..], &self.bytes].concat();
        write!(f, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}

impl FromStr for Signature {
    type Err = Error;

    /// Reads a line without its end.
    fn from_str(line: &str) -> Result<Signature> {
        let wrong = || Error::Form("signature");
        let (name, bytes) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or_else(wrong)?;
        let bytes = STANDARD.decode(bytes).map_err(|_| wrong())?;
        let (id, bytes) = bytes.split_first_chunk::<4>().ok_or_else(wrong)?;
        if !is_name(name) || bytes.is_empty() {
            return Err(wrong());
        }
        Ok(Signature { name: name.to_string(), id: *id, bytes: bytes.to_vec() })
    }
}

/// A text with signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with the end of its last line.
    pub text: String,
    /// At least one when it was read.
    pub signatures: Vec<Signature>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl FromStr for Note {
    type Err = Error;

    fn from_str(note: &str) -> Result<Note> {
        let wrong = || Error::Form("note");
        if note.len() > LONGEST || note.chars().any(|c| c.is_control() && c != '\n') {
            return Err(wrong());
        }
        let at = note.rfind("\n\n").ok_or_else(wrong)?;
        let (text, below) = (&note[..=at], &note[at + 2..]);
        let lines = below.strip_suffix('\n').ok_or_else(wrong)?;
        let signatures: Vec<Signature> = lines.split('\n').take(MOST + 1).map(str::parse).collect::<Result<_>>()?;
        if signatures.len() > MOST {
            return Err(wrong());
        }
        Ok(Note { text: text.to_string(), signatures })
    }
}

impl Note {
    /// Which of these keys signed it, with the time of those that give one. A signature of any other key is passed over.
    ///
    /// # Errors
    /// [`Error::Signature`] when one of a known key does not hold, [`Error::Unknown`] when there is none of a known key.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<(&'k VerifierKey, Option<u64>)>> {
        let mut signed = Vec::new();
        for signature in &self.signatures {
            let is = |key: &&VerifierKey| key.name == signature.name && key.key_id() == signature.id;
            if let Some(key) = keys.iter().find(is) {
                signed.push((key, key.check(&self.text, signature)?));
            }
        }
        if signed.is_empty() { Err(Error::Unknown) } else { Ok(signed) }
    }
}
