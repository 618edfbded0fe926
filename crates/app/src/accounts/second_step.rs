//! The second step of signing in: six digits that change every half minute (RFC 6238), and spare codes for when the
//! telephone is lost.

use super::secret::digest;
use crate::clock::Ids;
use crate::digest::hex;
use crate::error::{Error, Result};
use domain::record::Timestamp;
use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret, Totp};

/// How many spare codes somebody gets.
const SPARE_CODES: usize = 10;

/// A key for a second step, before anybody has shown that it works.
#[derive(Clone)]
pub struct SecondStep {
    totp: Totp,
}

impl std::fmt::Debug for SecondStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecondStep(…)")
    }
}

impl SecondStep {
    /// A new key of 160 bits.
    pub(super) fn new(ids: &Ids) -> Result<SecondStep> {
        SecondStep::of(Secret::from(&ids.secret()?[..20]))
    }

    /// The one with this key in base 32.
    ///
    /// # Errors
    /// When it is no key.
    pub fn read(key: &str) -> Result<SecondStep> {
        let secret = Secret::try_from_base32(key);
        SecondStep::of(secret.map_err(|error| Error::internal(anyhow::anyhow!("a kept key: {error}")))?)
    }

    fn of(secret: Secret) -> Result<SecondStep> {
        // One step of half a minute to either side, for clocks that are off.
        let totp = Builder::new().with_secret(secret).with_skew(1).build();
        totp.map(|totp| SecondStep { totp }).map_err(|error| Error::internal(anyhow::anyhow!("{error}")))
    }

    /// The key in base 32, for whoever types it into an app.
    pub fn key(&self) -> String {
        self.totp.secret().to_base32()
    }

    /// The step of time that the code belongs to, when it is a code of now that is later than `used`.
    pub(super) fn accepts(&self, code: &str, now: Timestamp, used: u64) -> Option<u64> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.timestamp()).ok()?;
        self.totp.check(&code, seconds).filter(|step| *step > used)
    }

    /// The code of now: for tests, which have no telephone.
    pub fn code(&self, now: Timestamp) -> String {
        self.totp.generate(u64::try_from(now.timestamp()).unwrap_or_default()).to_string()
    }

    /// The picture that an app reads, as rows of dark squares, with the address that stands in it.
    ///
    /// # Errors
    /// When the names are too long for a picture.
    pub fn picture(&self, school: &str, login: &str) -> Result<Vec<Vec<bool>>> {
        let part = |text: &str| {
            let text: String = text.chars().filter(|c| *c != ':').take(40).collect();
            percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let (school, login) = (part(school), part(login));
        let address = format!("otpauth://totp/{school}:{login}?secret={}&issuer={school}", self.key());
        squares(&address)
    }
}

/// A text as a QR code: rows of squares, dark or not, without the quiet border of four squares.
///
/// # Errors
/// When it is too long.
pub fn squares(text: &str) -> Result<Vec<Vec<bool>>> {
    let code =
        QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?;
    let size = code.size();
    Ok((0..size).map(|y| (0..size).map(|x| code.get_module(x, y)).collect()).collect())
}

/// New spare codes as people read them, `k7m2-9qpd`, in letters and digits that cannot be taken for each other.
pub(super) fn spare_codes(ids: &Ids) -> Result<Vec<String>> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut codes = Vec::with_capacity(SPARE_CODES);
    while codes.len() < SPARE_CODES {
        let drawn = ids.secret()?;
        // Bytes that would favour the first letters are left out.
        let fair = drawn.iter().filter(|byte| usize::from(**byte) < 256 / LETTERS.len() * LETTERS.len());
        let letters: String = fair.take(8).map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()] as char).collect();
        if let (Some(first), Some(second)) = (letters.get(..4), letters.get(4..8)) {
            codes.push(format!("{first}-{second}"));
        }
    }
    Ok(codes)
}

/// What is kept of a spare code. Its owner is hashed with it, so that one guess is not tried on everybody.
pub(super) fn spare_digest(person: domain::ids::UserId, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    digest(&format!("{person} {}", hex(plain.to_ascii_lowercase().as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::UserId;

    fn at(seconds: i64) -> Timestamp {
        chrono::DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the key of twenty ASCII digits, SHA-1, the last six of the eight digits printed there.
        let step = SecondStep::of(Secret::from(b"12345678901234567890".as_slice())).unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step.code(at(seconds)), code);
            assert!(step.accepts(code, at(seconds), 0).is_some());
        }
    }

    #[test]
    fn a_code_is_good_once_and_for_half_a_minute_around() {
        let step = SecondStep::new(&Ids::Random).unwrap();
        let now = at(1_700_000_000);
        let used = step.accepts(&step.code(now), now, 0).unwrap();
        assert_eq!(step.accepts(&step.code(now), now, used), None, "used up");
        assert!(step.accepts(&step.code(now), at(1_700_000_030), 0).is_some());
        assert_eq!(step.accepts(&step.code(now), at(1_700_000_120), 0), None);
        assert_eq!(step.accepts("", now, 0), None);
        assert_eq!(SecondStep::read(&step.key()).unwrap().code(now), step.code(now));
    }

    #[test]
    fn spare_codes_differ_and_are_known_however_they_are_typed() {
        let codes = spare_codes(&Ids::Random).unwrap();
        let all: std::collections::BTreeSet<&String> = codes.iter().collect();
        assert_eq!(all.len(), SPARE_CODES);
        let typed = codes[0].to_uppercase().replace('-', " ");
        assert_eq!(spare_digest(UserId(1), &typed), spare_digest(UserId(1), &codes[0]));
        assert_ne!(spare_digest(UserId(2), &codes[0]), spare_digest(UserId(1), &codes[0]));
    }

    #[test]
    fn the_picture_is_square() {
        let picture = SecondStep::new(&Ids::Random).unwrap().picture("江南职业技术学院", "20180217").unwrap();
        assert!(picture.len() > 20 && picture.iter().all(|row| row.len() == picture.len()));
    }
}
