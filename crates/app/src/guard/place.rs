//! Places of an extracted text as people and programs count them, and the sentence around one.
//!
//! The engines speak of bytes; nobody else does. Nothing is read or judged here.

use std::ops::Range;

/// A place in the extracted text as people and programs count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Unicode scalar values before it, from 0.
    pub(super) character: usize,
    /// Line from 1.
    pub(super) line: usize,
    /// Column from 1.
    pub(super) column: usize,
}

/// Turns byte offsets of a text into spots. Marks every few thousand bytes keep a look-up short in any text.
pub(super) struct Spots<'t> {
    text: &'t str,
    marks: Vec<(usize, Spot)>,
}

const MARK_EVERY: usize = 4096;

impl<'t> Spots<'t> {
    pub(super) fn of(text: &'t str) -> Spots<'t> {
        let mut spot = Spot { character: 0, line: 1, column: 1 };
        let (mut marks, mut at) = (vec![(0, spot)], 0);
        while text.len() - at > MARK_EVERY {
            let mut next = at + MARK_EVERY;
            while !text.is_char_boundary(next) {
                next += 1;
            }
            spot = spot.past(&text[at..next]);
            marks.push((next, spot));
            at = next;
        }
        Spots { text, marks }
    }

    pub(super) fn at(&self, byte: usize) -> Spot {
        let mark = self.marks.partition_point(|(at, _)| *at <= byte).saturating_sub(1);
        let (from, spot) = self.marks[mark];
        let mut to = byte.clamp(from, self.text.len());
        while !self.text.is_char_boundary(to) {
            to += 1;
        }
        spot.past(&self.text[from..to])
    }
}

impl Spot {
    /// The place behind `text` that begins here.
    pub(super) fn past(self, text: &str) -> Spot {
        let characters = text.chars().count();
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        let column = match text.rfind('\n') {
            Some(at) => text[at + 1..].chars().count() + 1,
            None => self.column + characters,
        };
        Spot { character: self.character + characters, line: self.line + lines, column }
    }
}

/// The sentence around a range, at most 120 characters on each side of it, with the range within it.
pub(super) fn sentence(text: &str, range: &Range<usize>) -> (String, Range<usize>) {
    const FAR: usize = 120;
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '\n' | '；');
    let before = &text[..range.start];
    // No further back than is shown: a paragraph of findings without a stop would be searched whole for each.
    let near = before.char_indices().rev().take(FAR).take_while(|(_, c)| !ends(*c));
    let start = near.last().map_or(range.start, |(at, _)| at);
    let behind = &text[range.end..];
    let end = behind.char_indices().take(FAR).find(|(_, c)| ends(*c)).map(|(at, c)| at + c.len_utf8());
    let end = range.end + end.unwrap_or_else(|| behind.char_indices().nth(FAR).map_or(behind.len(), |(at, _)| at));
    (text[start..end].to_string(), range.start - start..range.end - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spots_count_characters_lines_and_columns() {
        let text = "甲乙\n丙".repeat(3_000);
        let spots = Spots::of(&text);
        let byte = text.char_indices().nth(8_001).unwrap().0;
        let spot = spots.at(byte);
        let before = &text[..byte];
        assert_eq!(spot.character, 8_001);
        assert_eq!(spot.line, before.matches('\n').count() + 1);
        assert_eq!(spot.column, before.rsplit('\n').next().unwrap().chars().count() + 1);
        assert_eq!(spots.at(0), Spot { character: 0, line: 1, column: 1 });
        assert_eq!(spots.at(text.len()).character, text.chars().count());
    }

    #[test]
    fn a_sentence_ends_where_its_punctuation_does() {
        let text = "前一句。共5531人，其中甲4896人。后一句。";
        let at = text.find("5531").unwrap();
        let (sentence, within) = sentence(text, &(at..at + 4));
        assert_eq!(sentence, "共5531人，其中甲4896人。");
        assert_eq!(&sentence[within], "5531");
    }

    #[test]
    fn of_a_sentence_without_end_only_what_is_near_is_given() {
        let text = format!("首{}中{}尾", "甲".repeat(5_000), "乙".repeat(5_000));
        let at = text.find('中').unwrap();
        let (sentence, within) = sentence(&text, &(at..at + '中'.len_utf8()));
        assert_eq!(sentence, format!("{}中{}", "甲".repeat(120), "乙".repeat(120)));
        assert_eq!(&sentence[within], "中");
    }
}
