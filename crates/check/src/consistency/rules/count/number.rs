//! A count as texts write it: in digits or as a Chinese numeral.

use crate::numbers;

/// The pattern of a count, named `n`.
pub(crate) const NUMBER: &str = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})";

/// The count that a pattern with [`NUMBER`] found.
pub(crate) fn value(caps: &regex::Captures) -> Option<u64> {
    let text = caps.name("n")?.as_str();
    text.parse().ok().or_else(|| numbers::chinese(text))
}
