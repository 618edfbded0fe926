//! What people write into the forms of the portal: whether it says anything, and whether it holds what everybody would read who works on
//! it and nobody has to.

use crate::http::form::Fields;
use domain::request::trace::is_blank;

/// Fewest signs that say something.
pub(crate) const LEAST: usize = 4;

/// How many signs of a text can be seen.
pub(crate) fn seen(text: &str) -> usize {
    text.chars().filter(|c| !is_blank(c.encode_utf8(&mut [0; 4]))).count()
}

/// The numbers of papers in texts that everybody reads who works on them, masked; none where whoever wrote them said that they are
/// none, or have to stand there.
pub(crate) fn papers(fields: &Fields, texts: &[&str]) -> Vec<String> {
    if fields.get("open_number").is_empty() { app::requests::identity_numbers(texts) } else { Vec::new() }
}
