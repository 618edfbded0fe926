//! A copy of a text without what was found in it.

use super::finding::{Finding, Reason};

/// What stands in the place of something removed. It has no length of its own to give away, no digit, and
/// no word that a scan could take for a value.
pub const REMOVED: &str = "■■■";

/// `text` with every finding replaced by [`REMOVED`], certain or not, except columns reported by name
/// (their cells are findings of their own).
///
/// Ranges that do not fit the text are passed over, overlapping ones are joined; the result holds nothing
/// of what they cover. Whoever calls it scans the copy again to prove it.
pub fn redact(text: &str, findings: &[Finding]) -> String {
    let mut ranges: Vec<_> = findings
        .iter()
        .filter(|finding| !matches!(finding.why, Reason::ForbiddenColumn | Reason::MaskedColumn))
        .map(|finding| finding.range.clone())
        .filter(|range| {
            range.start < range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
        })
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut copy = String::with_capacity(text.len());
    let mut done = 0;
    for range in ranges {
        if range.start >= done {
            copy.push_str(&text[done..range.start]);
            copy.push_str(REMOVED);
        }
        done = done.max(range.end);
    }
    copy.push_str(&text[done..]);
    copy
}
