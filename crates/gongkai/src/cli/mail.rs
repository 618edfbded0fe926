//! `mail …`: trying whether mail goes out. Only what can be typed.

use clap::Subcommand;

/// `mail …`.
#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// A trial mail.
    Test {
        /// Where it goes.
        address: String,
    },
}
