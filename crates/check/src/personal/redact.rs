//! A copy of a text without what was found in it.

use std::ops::Range;

use super::finding::Finding;
use super::segment::scan_text;

/// What stands in the place of something removed. It has no length of its own to give away, no digit, and
/// no word that a scan could take for a value.
pub const REMOVED: &str = "■■■";

/// Rounds after which the copy is given as it is; one is nearly always enough.
const ROUNDS: usize = 8;

/// `text` with every finding replaced by [`REMOVED`], certain or not, except columns reported by name
/// (their cells are findings of their own).
///
/// What is taken out brings what stood around it together, so a value that had no label near it may have
/// one now: the copy is scanned again and what is certain in it is taken out too. Ranges that do not fit
/// the text are passed over, overlapping ones are joined. Whoever writes the copy to a file reads the file
/// again and scans that, since only the file can prove what it holds.
pub fn redact(text: &str, findings: &[Finding]) -> String {
    let ranges = findings.iter().filter(|finding| !finding.is_column()).map(|finding| finding.range.clone());
    let mut copy = without(text, ranges.collect());
    for _ in 0..ROUNDS {
        let left: Vec<_> =
            scan_text(&copy).into_iter().filter(|finding| finding.certain).map(|finding| finding.range).collect();
        if left.is_empty() {
            break;
        }
        copy = without(&copy, left);
    }
    copy
}

fn without(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.retain(|range| {
        range.start < range.end && text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
    });
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
