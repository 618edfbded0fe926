//! `backup`, `restore`, `verify`: what can be typed.

use super::TextOrJson;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Where to.
    pub file: Option<PathBuf>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

/// `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    pub file: PathBuf,
    /// Another database than the one that the backup came from.
    #[arg(long, value_name = "ADDRESS")]
    pub database: Option<String>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

/// `verify`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Verify {
    /// Something else than a backup or the database.
    #[command(subcommand)]
    pub other: Option<VerifyOther>,
    /// A backup; without one, the school's database.
    pub file: Option<PathBuf>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

/// `verify …`.
#[derive(Debug, Subcommand)]
pub(crate) enum VerifyOther {
    /// A proof of the public log.
    Proof(VerifyProof),
}

/// `verify proof`.
#[derive(Debug, Args)]
pub(crate) struct VerifyProof {
    /// The proof.
    pub file: PathBuf,
    /// Public key of the log; without one, this school's.
    #[arg(long, value_name = "KEY")]
    pub key: Vec<String>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}
