//! Digests of contents as they are kept and compared: SHA-256 in hexadecimal digits.
//!
//! It exists so that a digest is written in one way wherever it is kept. It must not decide what is digested.

use sha2::{Digest as _, Sha256};

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// The digest of a content.
pub(crate) fn sha256(content: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(content.as_ref()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_published_test_vector_holds() {
        assert_eq!(super::sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(super::hex(&[0, 0x0f, 0xf0]), "000ff0");
    }
}
