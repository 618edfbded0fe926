//! Messages that leave the house: mail over SMTP, and robots of groups over HTTPS.
//!
//! It fences off what speaks to strange servers: sockets, TLS, their protocols and what can go wrong there. It must not
//! know what a message is about, keep anything, log anything, or try again: `app` decides when, and says in words what
//! [`Trouble`] names. Passwords and addresses of robots are secrets, and no error or `Debug` here shows one.
//!
//! Both ways part in two what is done in one elsewhere: first everything that may fail harmlessly, then handing over, after
//! which nobody may try again without knowing that it did not arrive.

mod look;
pub mod mail;
pub mod post;
pub mod robot;
pub mod smtp;
mod trouble;
mod wire;

pub use look::{Looker, Seen};
pub use trouble::{Reply, Step, Trouble};
pub use wire::Roots;

use std::fmt;

/// A password, or an address that opens something to whoever knows it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes it, without blanks and line ends around it, as a file has them.
    pub fn new(text: &str) -> Secret {
        Secret(text.trim().to_string())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is never to be shown.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
