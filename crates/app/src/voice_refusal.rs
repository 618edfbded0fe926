//! Why an opinion, enquiry, correction or complaint does not go as was asked. Apart from the use cases, so that the one error can
//! hold it.

use domain::voice::VoiceError;

/// Why a use case of voices did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the life of a voice does not allow.
    #[error(transparent)]
    Voice(#[from] VoiceError),
    /// It is said to have come in before the rules were in force.
    #[error("it would have come in before the rules were in force")]
    BeforeRules,
    /// Too much of one sender waits: of their telephone or mailbox, or said of one voice.
    #[error("too much of one sender waits")]
    Full,
    /// The same words were sent just before.
    #[error("the same was sent just before")]
    Repeated,
    /// There is no such unit, or it is closed.
    #[error("there is no such unit")]
    NoUnit,
    /// The record that is to be corrected is not on view.
    #[error("no such record is on view")]
    NoRecord,
    /// The supervisors have set no key, so that no complaint can be sealed to it.
    #[error("no key is set")]
    NoKey,
    /// What is sealed cannot be opened, or nothing can be sealed.
    #[error("sealed words cannot be opened or made")]
    Sealed,
    /// The key has to be opened first.
    #[error("the key has to be opened first")]
    Locked,
    /// No key opens by this passphrase.
    #[error("no key opens by this passphrase")]
    Passphrase,
    /// A passphrase that somebody would guess.
    #[error("the passphrase is too short")]
    Weak,
    /// What would be on view names whoever sent it.
    #[error("the words name who sent it")]
    NamesSender,
}

impl Refusal {
    /// Stable code, a message key under `voice-refused-`.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Voice(error) => error.code(),
            Refusal::BeforeRules => "before-rules",
            Refusal::Full => "full",
            Refusal::Repeated => "repeated",
            Refusal::NoUnit => "unknown-unit",
            Refusal::NoRecord => "no-record",
            Refusal::NoKey => "no-key",
            Refusal::Sealed => "sealed",
            Refusal::Locked => "locked",
            Refusal::Passphrase => "passphrase",
            Refusal::Weak => "weak",
            Refusal::NamesSender => "names-sender",
        }
    }
}
