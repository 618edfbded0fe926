//! Typed identifiers with a prefixed text form: `rec_01jd…`, `evt_…`.
//!
//! Ids are inputs of the rules; making them (time-ordered, UUID version 7) is the business of `app`. The
//! numbers that people quote (index number, document number) are other types and live with the record.

use std::fmt;
use std::str::FromStr;

/// Text that is not an identifier of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {prefix}_ identifier: {text}")]
pub struct WrongId {
    /// The prefix that was wanted.
    pub prefix: &'static str,
    /// What was given, cut to 40 characters.
    pub text: String,
}

fn parse(prefix: &'static str, text: &str) -> Result<u128, WrongId> {
    let wrong = || WrongId { prefix, text: text.chars().take(40).collect() };
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(wrong)?;
    if digits.len() != 32 || !digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Err(wrong());
    }
    u128::from_str_radix(digits, 16).map_err(|_| wrong())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl $name {
            /// The prefix of the text form.
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{:032x}", Self::PREFIX, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = WrongId;

            fn from_str(text: &str) -> Result<Self, WrongId> {
                parse(Self::PREFIX, text).map($name)
            }
        }
    )*};
}

ids! {
    /// A record (公开信息).
    RecordId = "rec",
    /// An event of the ledger.
    EventId = "evt",
    /// A person with an account.
    UserId = "usr",
    /// A file of a record.
    AttachmentId = "att",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_refuses_another_kind() {
        let id = RecordId(0x0192_f3a4_5b6c_7d8e_9fa0_b1c2_d3e4_f506);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(id.to_string().parse::<EventId>().is_err());
        assert!("rec_12".parse::<RecordId>().is_err());
        assert!("rec_+192f3a45b6c7d8e9fa0b1c2d3e4f506".parse::<RecordId>().is_err());
    }
}
