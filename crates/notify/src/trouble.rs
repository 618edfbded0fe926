//! What goes wrong between here and another server, as facts that can be told.

/// How far it had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reaching the server.
    Connect,
    /// Agreeing on encryption.
    Encrypt,
    /// Its greeting, and ours.
    Greet,
    /// Name and password.
    SignIn,
    /// Who sends it.
    Sender,
    /// For whom it is.
    Recipient,
    /// The message itself.
    Message,
    /// Its answer.
    Answer,
}

impl Step {
    /// Stable code, a message key under `message-step-`.
    pub fn code(self) -> &'static str {
        match self {
            Step::Connect => "connect",
            Step::Encrypt => "encrypt",
            Step::Greet => "greet",
            Step::SignIn => "sign-in",
            Step::Sender => "sender",
            Step::Recipient => "recipient",
            Step::Message => "message",
            Step::Answer => "answer",
        }
    }
}

/// What a server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its number.
    pub code: i64,
    /// Its words, on one line, cut.
    pub text: String,
}

/// Why a message did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The server cannot be reached.
    #[error("cannot connect: {0}")]
    Unreachable(String),
    /// It does not answer in time.
    #[error("no answer in time while: {}", .0.code())]
    Slow(Step),
    /// It hung up.
    #[error("the connection ended while: {}", .0.code())]
    Lost(Step),
    /// Encryption could not be agreed on, or its certificate is none that is trusted.
    #[error("no encrypted connection: {0}")]
    Encryption(String),
    /// It offers no STARTTLS.
    #[error("the server offers no STARTTLS")]
    NoStartTls,
    /// It offers no way to sign in that is known here.
    #[error("the server offers no known way to sign in")]
    NoSignIn,
    /// A password would have to go over the wire unencrypted.
    #[error("a password is not sent unencrypted")]
    Bare,
    /// What answers does not speak the protocol.
    #[error("the server does not speak the protocol")]
    Foreign,
    /// It says no.
    #[error("refused while {}: {} {}", step.code(), reply.code, reply.text)]
    Refused {
        /// To what.
        step: Step,
        /// In its words.
        reply: Reply,
        /// Whether trying again is of no use.
        for_good: bool,
    },
    /// It has had too many.
    #[error("too many messages: {} {}", .0.code, .0.text)]
    TooMany(Reply),
}

impl Trouble {
    /// Stable code, a message key under `message-trouble-`.
    pub fn code(&self) -> &'static str {
        match self {
            Trouble::Unreachable(_) => "unreachable",
            Trouble::Slow(_) => "slow",
            Trouble::Lost(_) => "lost",
            Trouble::Encryption(_) => "encryption",
            Trouble::NoStartTls => "no-starttls",
            Trouble::NoSignIn => "no-sign-in",
            Trouble::Bare => "bare",
            Trouble::Foreign => "foreign",
            Trouble::Refused { .. } => "refused",
            Trouble::TooMany(_) => "too-many",
        }
    }

    /// Whether trying again is of no use.
    pub fn is_for_good(&self) -> bool {
        matches!(self, Trouble::Refused { for_good: true, .. })
    }

    /// Whether, after handing over, nobody knows if it arrived.
    pub fn leaves_unsure(&self) -> bool {
        !matches!(self, Trouble::Refused { .. } | Trouble::TooMany(_))
    }
}

/// Words of a stranger on one line, without what steers a terminal, cut.
pub(crate) fn words(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(200).collect::<String>().trim().to_string()
}
