//! The program's own checker over a report that was just composed.

use super::Built;
use crate::error::{Error, Result};
use crate::guard::{CheckOptions, Checked, Source, check_file};
use crate::words::Lang;

/// What the checker says of the report as text. Nothing is written anywhere.
///
/// # Errors
/// The text is longer than the checker reads.
pub fn checked(built: &Built, lang: Lang) -> Result<Checked> {
    let text = typeset::markdown(&built.document);
    let options = CheckOptions { lang, ..CheckOptions::default() };
    check_file(Source::Held { name: "report.md", bytes: text.as_bytes() }, &options).map_err(Error::internal)
}
