//! The words that are known: which mean the same (`data/synonyms.tsv`), and by which what is typed together is told apart
//! (`data/words.tsv` besides).
//!
//! They help whoever asks; what is found without them is found with them too.

use crate::fold::fold_chars;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Characters and words that a question may hold without meaning that they must stand in the text.
const LITTLE: &[&str] = &[
    "的",
    "了",
    "和",
    "与",
    "及",
    "在",
    "是",
    "吗",
    "呢",
    "有",
    "我",
    "要",
    "想",
    "请",
    "问",
    "怎么",
    "怎样",
    "如何",
    "哪里",
    "哪儿",
    "什么",
    "多少",
    "有没有",
    "在哪",
    "在哪里",
    "请问",
    "关于",
    "为什么",
    "何时",
    "几号",
    "the",
    "of",
    "and",
    "for",
    "in",
];

/// The longest word that is told apart, in characters.
const LONGEST: usize = 14;

pub(crate) struct Words {
    /// For each word the groups it stands in.
    groups: HashMap<Vec<char>, Vec<usize>>,
    /// Words that mean the same, as they are written.
    alike: Vec<Vec<String>>,
}

/// The words that the program brings.
pub(crate) fn known() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = |text: &'static str| text.lines().filter(|line| !line.starts_with('#'));
        let mut groups: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
        let mut alike: Vec<Vec<String>> = Vec::new();
        for line in lines(include_str!("../data/synonyms.tsv")) {
            let words: Vec<String> =
                line.split('\t').next().unwrap_or_default().split('、').map(str::to_string).collect();
            for word in &words {
                groups.entry(fold_chars(word)).or_default().push(alike.len());
            }
            alike.push(words);
        }
        for word in lines(include_str!("../data/words.tsv")).flat_map(str::split_whitespace) {
            groups.entry(fold_chars(word)).or_default();
        }
        for word in LITTLE.iter().filter(|word| word.chars().count() > 1) {
            groups.entry(fold_chars(word)).or_default();
        }
        Words { groups, alike }
    })
}

impl Words {
    /// Other words that mean the same as this one, without those that hold it.
    pub(crate) fn like(&self, word: &[char]) -> Vec<String> {
        let holds = |other: &[char]| other.windows(word.len()).any(|part| part == word);
        let mut like: Vec<String> = Vec::new();
        for group in self.groups.get(word).into_iter().flatten() {
            for other in &self.alike[*group] {
                if !like.contains(other) && !holds(&fold_chars(other)) {
                    like.push(other.clone());
                }
            }
        }
        like
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[char]> {
        self.groups.keys().map(Vec::as_slice)
    }

    /// Whether the word says nothing of what is looked for.
    pub(crate) fn is_little(word: &[char]) -> bool {
        LITTLE.iter().any(|little| little.chars().eq(word.iter().copied()))
    }

    /// A run of characters taken apart into words: as few as cover most of it by known ones. What no known word covers stays
    /// together.
    pub(crate) fn split(&self, run: &[char]) -> Vec<std::ops::Range<usize>> {
        // best[i]: characters not covered, pieces, and where the last piece of the best way to i begins.
        let mut best: Vec<(usize, usize, usize, bool)> = vec![(usize::MAX, 0, 0, false); run.len() + 1];
        best[0] = (0, 0, 0, true);
        for end in 1..=run.len() {
            for start in end.saturating_sub(LONGEST)..end {
                let (uncovered, pieces, _, before_known) = best[start];
                let word = &run[start..end];
                let is_known = word.len() > 1 && self.groups.contains_key(word) || Self::is_little(word);
                let way = match is_known {
                    true => (uncovered, pieces + 1, start, true),
                    // What is not known joins what was not known before it.
                    false if word.len() == 1 => (uncovered + 1, pieces + usize::from(before_known), start, false),
                    false => continue,
                };
                if (way.0, way.1) < (best[end].0, best[end].1) {
                    best[end] = way;
                }
            }
        }
        let (mut pieces, mut end) = (Vec::new(), run.len());
        while end > 0 {
            let (_, _, start, is_known) = best[end];
            match pieces.last_mut() {
                Some((later, false)) if !is_known => {
                    let later: &mut std::ops::Range<usize> = later;
                    later.start = start;
                }
                _ => pieces.push((start..end, is_known)),
            }
            end = start;
        }
        pieces.reverse();
        pieces.into_iter().map(|(piece, _)| piece).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let run: Vec<char> = text.chars().collect();
        known().split(&run).into_iter().map(|piece| run[piece].iter().collect()).collect()
    }

    #[test]
    fn words_that_are_typed_together_are_told_apart() {
        assert_eq!(split("奖学金名单"), ["奖学金", "名单"]);
        assert_eq!(split("助学金公示"), ["助学金", "公示"]);
        assert_eq!(split("单招分数线"), ["单招", "分数线"]);
        assert_eq!(split("养老院采购"), ["养老院", "采购"]);
        assert_eq!(split("学校的章程"), ["学校", "的", "章程"]);
        assert_eq!(split("犇"), ["犇"]);
        assert!(split("").is_empty());
    }

    #[test]
    fn words_that_mean_the_same_find_each_other() {
        assert_eq!(known().like(&fold_chars("单招")), ["单独招生"]);
        assert!(known().like(&fold_chars("贫困生")).contains(&"家庭经济困难学生".to_string()));
        assert!(known().like(&fold_chars("分数线")).contains(&"录取最低分".to_string()));
        assert!(known().like(&fold_chars("部门决算")).contains(&"决算".to_string()));
        assert!(known().like(&fold_chars("犇")).is_empty());
    }

    #[test]
    fn the_table_of_synonyms_gives_a_reason_for_each_group_and_names_no_word_twice_in_one() {
        let lines: Vec<&str> =
            include_str!("../data/synonyms.tsv").lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() >= 120, "{}", lines.len());
        for line in lines {
            let (words, reason) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
            let folded: Vec<Vec<char>> = words.split('、').map(fold_chars).collect();
            assert!(folded.len() > 1 && !reason.is_empty(), "{line}");
            assert!(folded.iter().all(|word| (2..=LONGEST).contains(&word.len())), "{line}");
            let mut once = folded.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), folded.len(), "{line}");
        }
    }
}
