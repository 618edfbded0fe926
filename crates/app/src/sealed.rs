//! Words that only those they are meant for can open: sealed to a public key, whose private half a passphrase opens.
//!
//! HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) by `hpke`; the private half under AES-256-GCM by `ring`, its key by
//! Argon2id from the passphrase. What somebody has who has the database, a backup or the other key files opens nothing here. What
//! is sealed says by its length no more than how many half kilobytes it fills. It is bound to its place, so that one text cannot
//! be put in another's.
//!
//! An opened key lies in the memory of this process, for one session, and is gone when that was idle for a while. Whoever can
//! change the program that runs, or read its memory, can read what is opened or typed meanwhile: no key keeps those out.

use crate::clock::Ids;
use crate::error::Error;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use domain::record::Timestamp;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What every text is sealed for.
const INFO: &[u8] = b"gongkai complaint 1";
/// How an opened key that nobody uses is forgotten.
const IDLE: TimeDelta = TimeDelta::minutes(30);
/// A text is filled up to a multiple of so many bytes.
const FILL: usize = 512;
/// Argon2id with 64 MiB and three passes (RFC 9106, second choice): a passphrase is opened seldom.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;

type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// What cannot be sealed or opened; why is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed words cannot be made or opened")]
pub(crate) struct NotSealed;

/// The private half of a pair.
#[derive(Clone)]
pub(crate) struct PrivateKey(Private);

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

/// The public half, to which words are sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey(String);

impl PrivateKey {
    /// The pair that 32 secret bytes make, always the same.
    pub(crate) fn of(secret: &[u8; 32]) -> PrivateKey {
        PrivateKey(X25519HkdfSha256::derive_keypair(secret).0)
    }

    /// Its public half.
    pub(crate) fn public(&self) -> PublicKey {
        PublicKey(STANDARD.encode(X25519HkdfSha256::sk_to_pk(&self.0).to_bytes()))
    }

    /// Opens what was sealed to its public half at a place.
    pub(crate) fn open(&self, place: &str, sealed: &str) -> Result<String, NotSealed> {
        let bytes = STANDARD.decode(sealed).map_err(|_| NotSealed)?;
        let (encapped, text) = bytes.split_at_checked(Encapped::size()).ok_or(NotSealed)?;
        let encapped = Encapped::from_bytes(encapped).map_err(|_| NotSealed)?;
        let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &encapped,
            INFO,
            text,
            place.as_bytes(),
        );
        unfilled(&plain.map_err(|_| NotSealed)?)
    }

    /// As it is kept: under the key that a passphrase and a salt make. Takes a tenth of a second of one core.
    pub(crate) fn wrap(&self, passphrase: &str, salt: &[u8; 32], ids: &Ids) -> Result<String, NotSealed> {
        let random = ids.secret().map_err(|_| NotSealed)?;
        let nonce: [u8; NONCE_LEN] = random[..NONCE_LEN].try_into().map_err(|_| NotSealed)?;
        let mut bytes = self.0.to_bytes().to_vec();
        let bound = Aad::from(self.public().0.into_bytes());
        let key = under(passphrase, salt)?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut bytes).map_err(|_| NotSealed)?;
        Ok(STANDARD.encode([&nonce[..], &bytes].concat()))
    }

    /// Reads one that was kept; nothing by another passphrase.
    pub(crate) fn unwrap(
        wrapped: &str,
        public: &PublicKey,
        passphrase: &str,
        salt: &str,
    ) -> Result<PrivateKey, NotSealed> {
        let salt: [u8; 32] = STANDARD.decode(salt).ok().and_then(|salt| salt.try_into().ok()).ok_or(NotSealed)?;
        let bytes = STANDARD.decode(wrapped).map_err(|_| NotSealed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or(NotSealed)?;
        let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(|_| NotSealed)?;
        let mut sealed = sealed.to_vec();
        let bound = Aad::from(public.0.clone().into_bytes());
        let key = under(passphrase, &salt)?;
        let plain =
            key.open_in_place(Nonce::assume_unique_for_key(nonce), bound, &mut sealed).map_err(|_| NotSealed)?;
        let key = PrivateKey(Private::from_bytes(plain).map_err(|_| NotSealed)?);
        if key.public() == *public { Ok(key) } else { Err(NotSealed) }
    }
}

impl PublicKey {
    /// One that was kept.
    pub(crate) fn kept(text: &str) -> PublicKey {
        PublicKey(text.to_string())
    }

    /// As it is kept.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    /// What people compare: twenty hexadecimal digits of its digest.
    pub(crate) fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.0.as_bytes());
        let digits: Vec<String> = digest.chunks(2).take(5).map(|two| format!("{:02X}{:02X}", two[0], two[1])).collect();
        digits.join(" ")
    }

    /// Seals words for a place.
    pub(crate) fn seal(&self, place: &str, words: &str, ids: &Ids) -> Result<String, NotSealed> {
        // Asked first, for the cipher has no answer to a system without randomness.
        ids.secret().map_err(|_| NotSealed)?;
        let bytes = STANDARD.decode(&self.0).map_err(|_| NotSealed)?;
        let public = Public::from_bytes(&bytes).map_err(|_| NotSealed)?;
        let (encapped, text) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            INFO,
            &filled(words),
            place.as_bytes(),
        )
        .map_err(|_| NotSealed)?;
        Ok(STANDARD.encode([&encapped.to_bytes()[..], &text].concat()))
    }
}

/// A salt, as it is kept and as it is used.
pub(crate) fn salt(ids: &Ids) -> Result<([u8; 32], String), Error> {
    let salt = ids.secret()?;
    Ok((salt, STANDARD.encode(salt)))
}

/// The key that a passphrase and a salt make.
fn under(passphrase: &str, salt: &[u8; 32]) -> Result<LessSafeKey, NotSealed> {
    let params = Params::new(MEMORY, PASSES, 1, Some(32)).map_err(|_| NotSealed)?;
    let mut key = [0; 32];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(passphrase.as_bytes(), salt, &mut key).map_err(|_| NotSealed)?;
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).map_err(|_| NotSealed)?))
}

/// Words behind their length, filled up.
fn filled(words: &str) -> Vec<u8> {
    let mut bytes = (words.len() as u64).to_be_bytes().to_vec();
    bytes.extend(words.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(FILL), 0);
    bytes
}

fn unfilled(bytes: &[u8]) -> Result<String, NotSealed> {
    let (length, rest) = bytes.split_at_checked(8).ok_or(NotSealed)?;
    let length = u64::from_be_bytes(length.try_into().map_err(|_| NotSealed)?);
    let words = usize::try_from(length).ok().and_then(|length| rest.get(..length)).ok_or(NotSealed)?;
    String::from_utf8(words.to_vec()).map_err(|_| NotSealed)
}

/// The keys that a passphrase opened, by their numbers.
#[derive(Debug, Clone, Default)]
pub struct Opener(Arc<Vec<(u32, PrivateKey)>>);

impl Opener {
    pub(crate) fn new(keys: Vec<(u32, PrivateKey)>) -> Opener {
        Opener(Arc::new(keys))
    }

    /// The key with a number.
    pub(crate) fn key(&self, nr: u32) -> Option<&PrivateKey> {
        self.0.iter().find(|(of, _)| *of == nr).map(|(_, key)| key)
    }

    /// With the keys of another one.
    fn and(&self, other: &Opener) -> Opener {
        let others = other.0.iter().filter(|(nr, _)| self.key(*nr).is_none());
        Opener(Arc::new(self.0.iter().chain(others).cloned().collect()))
    }
}

/// What is open in this process: by session, until it was idle for a while.
#[derive(Debug, Default)]
pub struct Vault(Mutex<HashMap<String, (Opener, Timestamp)>>);

impl Vault {
    /// Keeps what a passphrase opened, beside what the session has open of other keys.
    pub(crate) fn keep(&self, session: &str, opener: Opener, now: Timestamp) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, used)| now - *used < IDLE);
        let opener = open.get(session).map_or_else(|| opener.clone(), |(kept, _)| opener.and(kept));
        open.insert(session.to_string(), (opener, now));
    }

    /// What a session has open; using it keeps it open.
    pub fn of(&self, session: &str, now: Timestamp) -> Option<Opener> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, used)| now - *used < IDLE);
        let (opener, used) = open.get_mut(session)?;
        *used = now.max(*used);
        Some(opener.clone())
    }

    /// Closes what a session has open.
    pub fn close(&self, session: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
    }

    /// Closes everything: for another passphrase.
    pub(crate) fn close_all(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "教务处把评奖名单改了三次，没有说明原因。";

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place_alone_and_tells_nothing_by_its_length() {
        let (key, other) = (PrivateKey::of(&[1; 32]), PrivateKey::of(&[2; 32]));
        let sealed = key.public().seal("complaint-2026-1 content", WORDS, &Ids::Random).unwrap();
        assert_eq!(key.open("complaint-2026-1 content", &sealed).as_deref(), Ok(WORDS));
        assert_eq!(other.open("complaint-2026-1 content", &sealed), Err(NotSealed));
        assert_eq!(key.open("complaint-2026-2 content", &sealed), Err(NotSealed));
        let again = key.public().seal("complaint-2026-1 content", WORDS, &Ids::Random).unwrap();
        assert_ne!(sealed, again, "the same words look different each time");
        let blank = key.public().seal("complaint-2026-1 content", "", &Ids::Random).unwrap();
        assert_eq!(blank.len(), sealed.len());
        for cut in [0, 10, sealed.len() - 4] {
            assert_eq!(key.open("complaint-2026-1 content", &sealed[..cut]), Err(NotSealed));
        }
    }

    #[test]
    fn a_private_half_is_kept_under_its_passphrase_and_put_beside_no_other_public_half() {
        let key = PrivateKey::of(&[1; 32]);
        let (salt, kept) = salt(&Ids::Random).unwrap();
        let wrapped = key.wrap("四个字的 words 一起", &salt, &Ids::Random).unwrap();
        let open = |public: &PublicKey, passphrase: &str| PrivateKey::unwrap(&wrapped, public, passphrase, &kept);
        assert!(open(&key.public(), "四个字的 words 一起").is_ok_and(|open| open.public() == key.public()));
        assert!(open(&key.public(), "四个字的 words 一").is_err());
        assert!(open(&PrivateKey::of(&[2; 32]).public(), "四个字的 words 一起").is_err());
    }

    #[test]
    fn an_opened_key_is_one_session_s_and_closes_when_it_is_idle() {
        let vault = Vault::default();
        let at = |minutes: i64| "2026-10-08T02:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minutes);
        vault.keep("one", Opener::new(vec![(1, PrivateKey::of(&[1; 32]))]), at(0));
        assert!(vault.of("two", at(1)).is_none());
        assert!(vault.of("one", at(29)).is_some_and(|opener| opener.key(1).is_some() && opener.key(2).is_none()));
        assert!(vault.of("one", at(58)).is_some(), "using it keeps it open");
        vault.keep("one", Opener::new(vec![(2, PrivateKey::of(&[2; 32]))]), at(60));
        assert!(vault.of("one", at(61)).is_some_and(|opener| opener.key(1).is_some() && opener.key(2).is_some()));
        assert!(vault.of("one", at(91)).is_none());
    }
}
