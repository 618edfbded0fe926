//! `status`. Only what can be typed.

use crate::cli::TextOrJson;
use clap::Args;

/// `status`.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}
