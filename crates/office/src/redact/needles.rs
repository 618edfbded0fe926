//! Many texts looked for at once.
//!
//! It exists because a list of fifty thousand people has as many texts to look for in every part of its file:
//! one after the other that is hours. It must not look for anything shorter than [`HEAD`] characters.

use std::collections::HashMap;
use std::ops::Range;

/// How many characters of a text find its candidates.
const HEAD: usize = 6;

/// Texts to look for.
pub(super) struct Needles<'n> {
    /// By their first characters, the longest first.
    by_head: HashMap<&'n str, Vec<&'n str>>,
    /// Which characters below this many begin any.
    begins: Vec<bool>,
}

/// Characters distinguished by `begins`; others are looked up.
const KNOWN: usize = 0x300;

fn head(text: &str) -> Option<&str> {
    match text.char_indices().nth(HEAD - 1) {
        Some((at, last)) => Some(&text[..at + last.len_utf8()]),
        None => None,
    }
}

impl<'n> Needles<'n> {
    /// Texts of fewer than six characters are left out.
    pub(super) fn new(texts: impl IntoIterator<Item = &'n str>) -> Needles<'n> {
        let mut by_head: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut begins = vec![false; KNOWN];
        for text in texts {
            let (Some(head), Some(first)) = (head(text), text.chars().next()) else { continue };
            by_head.entry(head).or_default().push(text);
            if let Some(begins) = begins.get_mut(first as usize) {
                *begins = true;
            }
        }
        for texts in by_head.values_mut() {
            texts.sort_unstable_by(|one, two| two.len().cmp(&one.len()).then(one.cmp(two)));
            texts.dedup();
        }
        Needles { by_head, begins }
    }

    /// Where the texts stand, from the left, without overlap.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, &'n str)> + 't {
        let mut next = 0;
        text.char_indices().filter_map(move |(at, c)| {
            let begins = self.begins.get(c as usize).copied().unwrap_or(true);
            if at < next || !begins || self.by_head.is_empty() {
                return None;
            }
            let rest = &text[at..];
            let found = *self.by_head.get(head(rest)?)?.iter().find(|needle| rest.starts_with(**needle))?;
            next = at + found.len();
            Some((at..next, found))
        })
    }

    /// The first of the texts that stands in `text`.
    pub(super) fn first_in(&self, text: &str) -> Option<&'n str> {
        self.find(text).next().map(|(_, found)| found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_where_it_stands_and_the_longest_wins() {
        let needles = Needles::new(["110101", "11010119900307", "湖南省长沙市岳麓区", "short"]);
        let text = "甲11010119900307、湖南省长沙市岳麓区short110101";
        let found: Vec<&str> = needles
            .find(text)
            .map(|(at, needle)| {
                assert_eq!(&text[at], needle);
                needle
            })
            .collect();
        assert_eq!(found, ["11010119900307", "湖南省长沙市岳麓区", "110101"]);
        assert_eq!(needles.first_in("湖南省长沙市岳麓"), None);
        assert_eq!(Needles::new([]).first_in(text), None);
    }
}
