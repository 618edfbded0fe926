//! What can be typed of the look at the portal.

use super::TextOrJson;
use clap::Args;

/// `audit`.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Form of the answer.
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
    /// School year of the score.
    #[arg(long)]
    pub year: Option<String>,
    /// Asks nobody outside.
    #[arg(long)]
    pub offline: bool,
}
