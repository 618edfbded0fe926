//! A chain: groups of digits with short gaps between them, as a person reads one number or several.
//!
//! `4306 0219 9001 0112 34` is one chain of five groups; so is `1 430602… 138…` in a line of a table
//! pasted as text. The chain only cuts; which runs of groups make a number is decided by the detectors.

use std::ops::Range;

use super::chars::{self, is_blank, is_hyphen, is_invisible};

/// What stands between two groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the group is the first of its chain.
    None,
    /// One to three blanks.
    Blank,
    /// A tab or a wide run of blanks: more a column border than a gap.
    Wide,
    /// A hyphen, with or without blanks.
    Hyphen,
    /// A line break.
    Break,
    /// A full stop or middle dot between digits.
    Dot,
    /// A closing bracket, as after an area code.
    Bracket,
}

/// Digits without a visible gap.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Bytes of the text from the first digit to the last.
    pub(super) range: Range<usize>,
    /// Index of its first digit in [`Chain::digits`].
    pub(super) first: usize,
    /// How many digits.
    pub(super) len: usize,
    /// What stands before it.
    pub(super) gap: Gap,
}

/// A chain and a buffer to read the next one into. Holds digits of the file, so it is not printable.
#[derive(Default)]
pub(super) struct Chain {
    /// The groups in order, at least one after [`Chain::read`].
    pub(super) groups: Vec<Group>,
    /// Values 0 to 9 of all digits of the groups that fit.
    pub(super) digits: Vec<u8>,
}

/// A chain is cut after so many groups, so that hostile text cannot make the work grow with its square.
const MAX_GROUPS: usize = 48;
/// Digits kept per chain; a longer run is passed over, it is no number of a person.
const MAX_DIGITS: usize = 256;

impl Chain {
    /// Reads the chain whose first digit starts at byte `at`; gives the byte after it.
    pub(super) fn read(&mut self, text: &str, at: usize) -> usize {
        self.groups.clear();
        self.digits.clear();
        let mut end = self.group(text, at, Gap::None);
        while self.groups.len() < MAX_GROUPS && self.digits.len() < MAX_DIGITS {
            let Some((next, gap)) = gap_after(text, end) else { break };
            end = self.group(text, next, gap);
        }
        end
    }

    /// The digits of groups `from..=to`.
    pub(super) fn digits_of(&self, from: usize, to: usize) -> &[u8] {
        let end = (self.groups[to].first + self.groups[to].len).min(self.digits.len());
        &self.digits[self.groups[from].first.min(end)..end]
    }

    /// The bytes of groups `from..=to`.
    pub(super) fn range_of(&self, from: usize, to: usize) -> Range<usize> {
        self.groups[from].range.start..self.groups[to].range.end
    }

    fn group(&mut self, text: &str, at: usize, gap: Gap) -> usize {
        let first = self.digits.len();
        let (mut end, mut len) = (at, 0);
        let bytes = text.as_bytes();
        let most = bytes.len().min(at + (MAX_DIGITS - first));
        while end < most && bytes[end].is_ascii_digit() {
            end += 1;
        }
        len += end - at;
        self.digits.extend(bytes[at..end].iter().map(|byte| byte - b'0'));
        let plain = end;
        let may_go_on = bytes.get(end).is_some_and(|&byte| byte >= 0x80 || byte.is_ascii_digit());
        if !may_go_on {
            self.groups.push(Group { range: at..end, first, len, gap });
            return end;
        }
        for (offset, c) in text[plain..].char_indices() {
            crate::steps::take(1);
            if let Some(value) = chars::digit(c) {
                end = plain + offset + c.len_utf8();
                len += 1;
                if self.digits.len() < MAX_DIGITS {
                    self.digits.push(value);
                }
            } else if !is_invisible(c) {
                break;
            }
        }
        self.groups.push(Group { range: at..end, first, len, gap });
        end
    }
}

/// The start of the next digit after a gap at `end`, and what the gap is.
fn gap_after(text: &str, end: usize) -> Option<(usize, Gap)> {
    let (mut blanks, mut tabs, mut hyphens, mut breaks, mut other) = (0, 0, 0, 0, None);
    if text
        .as_bytes()
        .get(end)
        .is_some_and(|byte| byte.is_ascii_graphic() && !matches!(byte, b'-' | b'.' | b')' | b']' | b'&'))
    {
        return None;
    }
    let mut past = 0;
    for (offset, c) in text[end..].char_indices() {
        crate::steps::take(1);
        if offset < past {
            continue;
        }
        if chars::digit(c).is_some() {
            let gap = match (other, hyphens, breaks) {
                (Some(gap), 0, 0) => gap,
                (None, 1, 0) => Gap::Hyphen,
                (None, 0 | 1, 1) => Gap::Break,
                (None, 0, 0) if tabs == 0 && blanks <= 3 => Gap::Blank,
                (None, 0, 0) => Gap::Wide,
                _ => return None,
            };
            return Some((end + offset, gap));
        }
        match c {
            '\t' => tabs += 1,
            '\r' => {}
            '\n' => breaks += 1,
            '.' | '·' | '．' | '•' if other.is_none() => other = Some(Gap::Dot),
            ')' | '）' | ']' | '】' if other.is_none() => other = Some(Gap::Bracket),
            c if is_blank(c) => blanks += 1,
            c if is_hyphen(c) => hyphens += 1,
            c if is_invisible(c) => {}
            '&' if chars::blank_reference(&text[end + offset..]) > 0 => {
                past = offset + chars::blank_reference(&text[end + offset..]);
                blanks += 1;
            }
            _ => return None,
        }
        if offset > 24 || hyphens > 1 || breaks > 1 || blanks > 12 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(usize, Gap)> {
        let mut chain = Chain::default();
        chain.read(text, 0);
        chain.groups.iter().map(|group| (group.len, group.gap)).collect()
    }

    #[test]
    fn gaps_are_told_apart() {
        assert_eq!(
            cut("0730-8412345 138\n1234\t5"),
            [(4, Gap::None), (7, Gap::Hyphen), (3, Gap::Blank), (4, Gap::Break), (1, Gap::Wide)]
        );
    }

    #[test]
    fn zero_width_characters_do_not_cut() {
        assert_eq!(cut("43\u{200B}06\u{FEFF}０２"), [(6, Gap::None)]);
    }

    #[test]
    fn a_million_digits_are_one_group_of_bounded_cost() {
        let mut chain = Chain::default();
        let text = "7".repeat(1_000_000);
        assert_eq!(chain.read(&text, 0), 1_000_000);
        assert!(chain.digits.len() <= MAX_DIGITS && chain.groups[0].len == 1_000_000);
    }
}
