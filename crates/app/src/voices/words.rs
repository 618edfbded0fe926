//! Words of a voice on their way into the store and out of it: as they are, or sealed to the supervisors and to whoever has the
//! receipt, each text for its place.

use super::Refusal;
use crate::clock::Ids;
use crate::error::Result;
use crate::publicity::Receipt;
use crate::sealed::{Opener, PrivateKey, PublicKey};
use domain::voice::{Did, Kind, VoiceNumber, Words};
use store::{ComplaintKey, StoredVoice};

/// Version of the form in which sealed words are kept: number of the supervisors' key, sealed for them, sealed for the sender.
const FORM: &str = "1";

/// To whom the words of a voice are sealed; to nobody where its kind is no secret.
pub(super) enum Sealing {
    Open,
    Sealed { nr: u32, supervisors: PublicKey, sender: PublicKey, ids: Ids },
}

impl Sealing {
    /// That of a new voice.
    ///
    /// # Errors
    /// [`Refusal::NoKey`].
    pub(super) fn of_new(kind: Kind, keys: &[ComplaintKey], receipt: &Receipt, ids: &Ids) -> Result<Sealing> {
        if !kind.is_sealed() {
            return Ok(Sealing::Open);
        }
        Sealing::to(keys, sender_key(receipt).public(), ids)
    }

    /// That of one that is there.
    ///
    /// # Errors
    /// [`Refusal::NoKey`], [`Refusal::Sealed`].
    pub(super) fn of(stored: &StoredVoice, keys: &[ComplaintKey], ids: &Ids) -> Result<Sealing> {
        if !stored.voice.kind().is_sealed() {
            return Ok(Sealing::Open);
        }
        let sender = stored.reader_key.as_deref().ok_or(Refusal::Sealed)?;
        Sealing::to(keys, PublicKey::kept(sender), ids)
    }

    fn to(keys: &[ComplaintKey], sender: PublicKey, ids: &Ids) -> Result<Sealing> {
        let key = keys.last().ok_or(Refusal::NoKey)?;
        Ok(Sealing::Sealed { nr: key.nr, supervisors: PublicKey::kept(&key.public_key), sender, ids: ids.clone() })
    }

    /// The public key of whoever has the receipt, as it is kept.
    pub(super) fn sender(&self) -> Option<&str> {
        match self {
            Sealing::Open => None,
            Sealing::Sealed { sender, .. } => Some(sender.text()),
        }
    }

    /// Words for a place.
    pub(super) fn words(&self, place: &str, text: &str) -> Result<Words> {
        let text = text.trim();
        match self {
            Sealing::Open => Ok(Words::Plain(text.to_string())),
            Sealing::Sealed { nr, supervisors, sender, ids } => {
                let for_them = supervisors.seal(place, text, ids).map_err(|_| Refusal::Sealed)?;
                let for_sender = sender.seal(place, text, ids).map_err(|_| Refusal::Sealed)?;
                Ok(Words::Sealed(format!("{FORM}:{nr}:{for_them}:{for_sender}")))
            }
        }
    }

    /// An act with its words as they are kept; blank ones are refused before they are sealed.
    pub(super) fn did(&self, place: &str, did: Did) -> Result<Did> {
        let Some(text) = did.words().and_then(Words::plain).map(str::to_string) else { return Ok(did) };
        if text.trim().is_empty() && !matches!(did, Did::Withdrawn { .. }) {
            return Err(Refusal::Voice(domain::voice::VoiceError::Blank).into());
        }
        Ok(did.with_words(self.words(place, &text)?))
    }
}

/// What opens the words of a voice.
#[derive(Clone, Copy)]
pub(super) enum Opens<'a> {
    /// Nothing does: what is no secret can be read.
    Nothing,
    /// The supervisors' keys.
    Supervisors(&'a Opener),
    /// The receipt.
    Sender(&'a PrivateKey),
}

impl Opens<'_> {
    /// The words at a place; nothing where they cannot be opened.
    pub(super) fn words(self, place: &str, words: &Words) -> Option<String> {
        let kept = match words {
            Words::Plain(text) => return Some(text.clone()),
            Words::Sealed(kept) => kept,
        };
        let mut parts = kept.split(':');
        let (form, nr) = (parts.next()?, parts.next()?.parse().ok()?);
        let (for_them, for_sender) = (parts.next()?, parts.next()?);
        if form != FORM {
            return None;
        }
        match self {
            Opens::Nothing => None,
            Opens::Supervisors(opener) => opener.key(nr)?.open(place, for_them).ok(),
            Opens::Sender(key) => key.open(place, for_sender).ok(),
        }
    }
}

/// The key that a receipt makes.
pub(super) fn sender_key(receipt: &Receipt) -> PrivateKey {
    PrivateKey::of(&receipt.secret_for("voice reader"))
}

/// The place of a text that came in.
pub(super) fn place(number: VoiceNumber, field: &str) -> String {
    format!("{number} {field}")
}

/// The place of the words of a step.
pub(super) fn place_of_step(number: VoiceNumber, nth: usize) -> String {
    format!("{number} step {nth}")
}
