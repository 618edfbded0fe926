//! Passwords and tokens: how they are hashed, compared and made.
//!
//! The one place that sees them as they were typed. Nothing here is logged, shown or stored but as a digest.

use crate::clock::Ids;
use crate::digest::{hex, sha256};
use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Something that opens what it is for, to be handed out once and kept as a digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one: 256 bits that nobody can guess, as 64 hexadecimal digits.
    pub(super) fn new(ids: &Ids) -> Result<Token> {
        Ok(Token(hex(&ids.secret()?)))
    }

    /// What somebody brought along.
    pub fn brought(text: &str) -> Token {
        Token(text.trim().chars().take(200).collect())
    }

    /// As it is handed out.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it. It has 256 random bits, so that a plain digest is enough.
    pub(super) fn digest(&self) -> String {
        digest(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    sha256(text)
}

/// A password as it is kept: Argon2id with 19 MiB, two passes, one lane (RFC 9106; the first choice of the OWASP sheet on
/// storing passwords). Takes some 30 ms of one core.
pub(super) async fn hash(password: &str) -> Result<String> {
    let password = password.to_string();
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
    let hashed = tokio::task::spawn_blocking(work).await.map_err(Error::internal)?;
    hashed.map_err(|error| Error::internal(anyhow::anyhow!("hashing failed: {error}")))
}

/// Whether this is the password. Without one that is kept it takes as long, so that nobody learns by the clock who has an
/// account.
pub(super) async fn is_right(password: &str, kept: Option<&str>) -> Result<bool> {
    /// The hash of nothing that anybody can type.
    const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$\
                           AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let (password, hash) = (password.to_string(), kept.unwrap_or(NOBODYS).to_string());
    let work = move || {
        let parsed = PasswordHash::new(&hash)?;
        Ok::<bool, argon2::password_hash::phc::Error>(
            Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok(),
        )
    };
    let right = tokio::task::spawn_blocking(work).await.map_err(Error::internal)?;
    let right = right.map_err(|error| Error::internal(anyhow::anyhow!("a kept hash cannot be read: {error}")))?;
    Ok(right && kept.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_as_a_hash_that_only_it_fits() {
        let kept = hash("三月的风吹过操场边的梧桐").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("三月的风吹过操场边的梧桐", Some(&kept)).await.unwrap());
        assert!(!is_right("三月的风吹过操场边的梧", Some(&kept)).await.unwrap());
        assert!(!is_right("", None).await.unwrap());
        assert_ne!(kept, hash("三月的风吹过操场边的梧桐").await.unwrap(), "each with a salt of its own");
    }

    #[test]
    fn a_token_is_long_and_never_printed() {
        let token = Token::new(&Ids::Random).unwrap();
        assert_eq!(token.reveal().len(), 64);
        assert_ne!(token, Token::new(&Ids::Random).unwrap());
        assert!(!format!("{token:?}").contains(token.reveal()));
    }
}
