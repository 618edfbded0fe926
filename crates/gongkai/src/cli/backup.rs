//! `backup`, `restore`, `verify`: what can be typed.

use super::TextOrJson;
use clap::Args;
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
pub(crate) struct Verify {
    /// A backup; without one, the school's database.
    pub file: Option<PathBuf>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}
