//! The receipt of an objection, a request or a voice: what opens it to whoever filed it, shown once and kept as a digest.

use crate::clock::Ids;
use crate::digest::sha256;
use crate::error::Result;
use sha2::{Digest, Sha256};

/// Digits that nobody takes for another one (Crockford's base 32).
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How long a receipt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// 60 bits, which nobody guesses at the rate that is answered.
    Plain = 12,
    /// 80 bits, which nobody finds who has its digest: for what opens sealed words.
    Sealing = 16,
}

impl Length {
    const ALL: [Length; 2] = [Length::Plain, Length::Sealing];
}
/// Shortest and longest id of a form that a receipt is made of.
const LEAST_ID: usize = 24;
const MOST_ID: usize = 64;

/// A receipt code.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt(String);

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Receipt(…)")
    }
}

impl Receipt {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn new(ids: &Ids, length: Length) -> Result<Receipt> {
        Ok(Receipt::from_bytes(&ids.secret()?, length))
    }

    /// The receipt of what one form says, the same however often that form is sent: whoever reloads the page that answered it
    /// sees it again, and nobody else has the id of the form. Nothing for an id that somebody might guess.
    pub(crate) fn of_form(form: &str, said: &[&str], length: Length) -> Option<Receipt> {
        if !(LEAST_ID..=MOST_ID).contains(&form.len()) {
            return None;
        }
        let mut digest = Sha256::new();
        for part in std::iter::once(&form).chain(said) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        Some(Receipt::from_bytes(&digest.finalize(), length))
    }

    fn from_bytes(bytes: &[u8], length: Length) -> Receipt {
        let digit = |byte: &u8| char::from(DIGITS[usize::from(byte & 31)]);
        Receipt(bytes.iter().take(length as usize).map(digit).collect())
    }

    /// What somebody typed: blanks, dashes of every sort and other marks between go, letters that look like digits are taken for them. Nothing when it cannot be
    /// a receipt.
    pub fn read(typed: &str) -> Option<Receipt> {
        let plain = domain::date::half_width(typed);
        let digits: String = plain
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .take(Length::Sealing as usize + 1)
            .collect();
        let known = Length::ALL.iter().any(|length| digits.len() == *length as usize)
            && digits.bytes().all(|byte| DIGITS.contains(&byte));
        known.then_some(Receipt(digits))
    }

    /// As it is handed out: `7K2M-94QX-TH0A`.
    pub fn reveal(&self) -> String {
        let groups: Vec<String> =
            self.0.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join("-")
    }

    /// What is kept of it.
    pub(super) fn digest(&self) -> String {
        self.digest_for("objection")
    }

    /// The same of a receipt for something else: one that opens the one opens no other.
    pub(crate) fn digest_for(&self, what: &'static str) -> String {
        sha256(format!("{what} {}", self.0))
    }

    /// What it makes that is secret to whoever has it, for something else again.
    pub(crate) fn secret_for(&self, what: &'static str) -> [u8; 32] {
        Sha256::digest(format!("{what} {}", self.0).as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_reads_back_however_it_is_typed_and_is_never_printed() {
        let receipt = Receipt::new(&Ids::Random, Length::Plain).unwrap();
        let shown = receipt.reveal();
        assert_eq!(shown.len(), 14);
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), format!("  {shown} ")] {
            assert_eq!(Receipt::read(&typed), Some(receipt.clone()), "{typed}");
        }
        assert!(!format!("{receipt:?}{}", receipt.digest()).contains(&receipt.0));
        for wrong in ["", "7K2M", "7K2M-94QX-TH0", "7K2M-94QX-TH0A0", "7K2M-94QX-TH0U", "甲乙丙丁甲乙丙丁甲乙丙丁"]
        {
            assert_eq!(Receipt::read(wrong), None, "{wrong}");
        }
        assert_eq!(Receipt::read("oIl0 0000 0000"), Receipt::read("011000000000"));
        assert_ne!(receipt, Receipt::new(&Ids::Random, Length::Plain).unwrap());
        let form = "0123456789abcdef0123456789abcdef";
        let of = |form, said: &[&str]| Receipt::of_form(form, said, Length::Plain);
        assert!(of(form, &["a", "b"]).is_some() && of(form, &["a", "b"]) == of(form, &["a", "b"]));
        assert_ne!(of(form, &["a", "b"]), of(form, &["ab", ""]), "other words are another objection");
        let long = Receipt::of_form(form, &["a", "b"], Length::Sealing).unwrap();
        assert_eq!((long.reveal().len(), Receipt::read(&long.reveal())), (19, Some(long.clone())));
        assert_ne!(long.secret_for("one"), long.secret_for("other"));
        assert_eq!((of("", &["a"]), of("guessable", &["a"])), (None, None));
    }
}
