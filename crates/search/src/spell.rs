//! What somebody may have meant who found nothing: words that are known and differ from what was typed by a character, by
//! one of the same sound, or that were typed by their sound; and shorter questions.

use crate::fold::fold_chars;
use crate::query::Query;
use crate::sound::{sound_alike, spelled};
use crate::words::known;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Longest question that is mended, in characters.
const LONGEST: usize = 30;
/// Longest word that one is mended by.
const LONGEST_WORD: usize = 14;
/// Most corrections that are proposed.
const MOST: usize = 8;

/// The words by which questions are mended: those that the program brings and those of the school.
#[derive(Debug, Clone, Default)]
pub struct Speller {
    words: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    chars: Vec<char>,
    /// Its characters, each as one bit of 64: what differs in more bits than may be, is another word.
    mask: u64,
    sound: Option<String>,
}

fn mask(chars: &[char]) -> u64 {
    chars.iter().fold(0, |mask, c| mask | 1 << (u32::from(*c) % 61))
}

impl Speller {
    /// Over names of the school besides the words of colleges.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Speller {
        let mut words: BTreeSet<Vec<char>> = known().all().map(<[char]>::to_vec).collect();
        words.extend(names.into_iter().map(fold_chars));
        let fits = |word: &Vec<char>| (2..=LONGEST_WORD).contains(&word.len());
        let words = words.into_iter().filter(fits);
        Speller { words: words.map(|chars| Known { mask: mask(&chars), sound: spelled(&chars), chars }).collect() }
    }

    /// Questions that may have been meant, the likeliest first. Whether they find anything is not known here.
    pub fn meant(&self, query: &Query) -> Vec<String> {
        let typed = &query.whole;
        if typed.len() < 2 || typed.len() > LONGEST {
            return Vec::new();
        }
        let is_known = |run: &[char]| self.words.binary_search_by(|known| known.chars.as_slice().cmp(run)).is_ok();
        let mut right: Vec<Range<usize>> = known().split(typed);
        right.push(0..typed.len());
        right.retain(|piece| is_known(&typed[piece.clone()]));
        // By how much they differ, in tenths; of those that differ alike, the longest word mended.
        let mut found: BTreeMap<Vec<char>, (u32, usize)> = BTreeMap::new();
        let mut propose = |mended: Vec<char>, cost: u32, length: usize| {
            let rank = (cost, usize::MAX - length);
            found.entry(mended).and_modify(|known| *known = rank.min(*known)).or_insert(rank);
        };
        let letters: String = typed.iter().collect();
        for word in &self.words {
            if typed.iter().all(char::is_ascii_alphabetic) {
                if word.sound.as_ref() == Some(&letters) {
                    propose(word.chars.clone(), 0, word.chars.len());
                }
                continue;
            }
            for length in word.chars.len().saturating_sub(1).max(2)..=(word.chars.len() + 1).min(typed.len()) {
                for at in 0..=typed.len() - length {
                    let window = &typed[at..at + length];
                    if (mask(window) & !word.mask).count_ones() > 1 || (word.mask & !mask(window)).count_ones() > 1 {
                        continue;
                    }
                    let Some(cost) = cost(window, &word.chars) else { continue };
                    // What is a word already, or part of one, is none that was typed wrong.
                    if right.iter().any(|right| right.start <= at && at + length <= right.end) {
                        continue;
                    }
                    let mended = [&typed[..at], &word.chars, &typed[at + length..]].concat();
                    propose(mended, cost, word.chars.len());
                }
            }
        }
        let mut found: Vec<(Vec<char>, (u32, usize))> = found.into_iter().collect();
        found.sort_by_key(|(_, rank)| *rank);
        found.into_iter().take(MOST).map(|(mended, _)| mended.into_iter().collect()).collect()
    }

    /// Shorter questions that hold some of what was asked: its words, and neighbours among them together.
    pub fn shorter(query: &Query) -> Vec<String> {
        let words = query.words();
        let mut shorter: Vec<String> = Vec::new();
        if words.len() > 2 {
            shorter.extend(words.windows(2).map(|pair| pair.join(" ")));
        }
        if words.len() > 1 {
            shorter.extend(words.iter().filter(|word| word.chars().count() > 1).cloned());
        } else if let [word] = query.words.as_slice() {
            // One word that is not known: its halves.
            let chars = &word.chars;
            // Half a number is another number, and half of what was typed in letters no word.
            if chars.len() >= 4 && !chars.iter().all(char::is_ascii) {
                let halves = [&chars[..chars.len() / 2], &chars[chars.len() / 2..]];
                shorter.extend(halves.iter().map(|half| half.iter().collect::<String>()));
            }
        }
        shorter
    }
}

/// How much two runs differ by one change, in tenths: a character of the same sound, two that changed places, another
/// character, one too many or too few. `None` when they are alike or differ by more; of words of two characters only what
/// sounds alike is taken for the same.
fn cost(typed: &[char], word: &[char]) -> Option<u32> {
    let same_ahead = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (a, b) = (&typed[same_ahead..], &word[same_ahead..]);
    let same_behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same_behind], &b[..b.len() - same_behind]);
    match (a, b) {
        ([x], [y]) if sound_alike(*x, *y) => Some(2),
        ([x, y], [z, w]) if x == w && y == z && word.len() > 2 => Some(4),
        ([_], [_]) if word.len() > 2 => Some(6),
        ([_], []) | ([], [_]) if word.len() > 2 => Some(8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_wrong_is_mended() {
        let speller = Speller::new(["江南学院", "汽车检测与维修技术"]);
        let first = |typed: &str| {
            let meant = speller.meant(&Query::read(typed).unwrap());
            meant.first().cloned().unwrap_or_default()
        };
        for (typed, meant) in [
            ("招声计划", "招生计划"),
            ("奖学今", "奖学金"),
            ("奖金学", "奖学金"),
            ("汽车检测于维修技术", "汽车检测与维修技术"),
            ("zhaosheng", "招生"),
            ("招声计划调剂名额", "招生计划调剂名额"),
        ] {
            assert_eq!(first(typed), meant, "{typed}");
        }
        assert_eq!(first("奖学金"), "", "what is known is right");
        assert_eq!(first("犇犇犇"), "");
    }

    #[test]
    fn shorter_questions_hold_some_of_it() {
        let shorter = |typed: &str| Speller::shorter(&Query::read(typed).unwrap());
        assert_eq!(shorter("奖学金名单"), ["奖学金", "名单"]);
        assert_eq!(shorter("招生 奖学金 名单"), ["招生 奖学金", "奖学金 名单", "招生", "奖学金", "名单"]);
        assert_eq!(shorter("犇犇羴羴"), ["犇犇", "羴羴"]);
        assert!(shorter("jwc").is_empty());
        assert!(shorter("5531").is_empty() && shorter("scholarship").is_empty());
    }
}
