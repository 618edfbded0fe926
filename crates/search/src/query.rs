//! What somebody looks for: the words they typed, together or apart, each with others that mean the same.
//!
//! Reading a question never makes it narrower than its text: whatever holds the text holds each of the words.

use crate::fold::{Folded, fold, fold_chars, is_dropped};
use crate::sound::initials;
use crate::words::{Words, known};
use std::ops::Range;

/// Most words of a question; what follows stays together.
const MOST_WORDS: usize = 10;
/// Longest name that is found by first letters from its middle, in characters.
const LONGEST_NAME: usize = 16;
/// What the year of a document number stands in, as it is typed.
const BRACKETS: [char; 7] = ['[', '［', '〔', '【', '﹝', '(', '（'];
/// What stands behind a number and need not be in the text.
const MEASURES: &str = "年月日号届级期次批项条";

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    typed: String,
    pub(crate) whole: Vec<char>,
    pub(crate) words: Vec<Word>,
}

/// One of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) chars: Vec<char>,
    /// Where in the whole it begins.
    pub(crate) at: usize,
    /// Other words that mean the same.
    pub(crate) like: Vec<Vec<char>>,
}

impl Word {
    /// Whether it may be first letters.
    pub(crate) fn is_letters(&self) -> bool {
        self.chars.len() > 1
            && self.chars.iter().all(char::is_ascii_alphanumeric)
            && self.chars.iter().any(char::is_ascii_alphabetic)
    }

    /// It and what means the same.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &[char]> {
        std::iter::once(self.chars.as_slice()).chain(self.like.iter().map(Vec::as_slice))
    }
}

impl Query {
    /// The question as it was typed; `None` when nothing of it can be looked for.
    pub fn read(typed: &str) -> Option<Query> {
        let whole = fold_chars(typed);
        if whole.is_empty() {
            return None;
        }
        let (mut words, mut at) = (Vec::new(), 0);
        for part in typed.split(divides) {
            let chars = fold_chars(part);
            let pieces = if words.len() > MOST_WORDS { together(&chars) } else { pieces(part, &chars) };
            for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
                let word = chars[piece.clone()].to_vec();
                let like = known().like(&word).iter().map(|like| fold_chars(like)).collect();
                words.push(Word { chars: word, at: at + piece.start, like });
            }
            at += chars.len();
        }
        let says = |word: &Word| !Words::is_little(&word.chars);
        if words.iter().any(says) {
            words.retain(says);
        }
        // The same word twice asks for nothing more.
        let mut once: Vec<Word> = Vec::new();
        for word in words {
            if !once.iter().any(|known| known.chars == word.chars) {
                once.push(word);
            }
        }
        Some(Query { typed: typed.trim().to_string(), whole, words: once })
    }

    /// A question for one word.
    pub(crate) fn single(word: &Word) -> Query {
        Query { typed: String::new(), whole: word.chars.clone(), words: vec![word.clone()] }
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// All of it in its one form.
    pub fn whole(&self) -> String {
        self.whole.iter().collect()
    }

    /// How many characters of it can be looked for.
    pub fn length(&self) -> usize {
        self.whole.len()
    }

    /// Its words, in their one form.
    pub fn words(&self) -> Vec<String> {
        self.words.iter().map(|word| word.chars.iter().collect()).collect()
    }

    /// Other words that are looked for because they mean the same.
    pub fn also(&self) -> Vec<String> {
        let mut also: Vec<String> = Vec::new();
        for word in &self.words {
            for like in known().like(&word.chars) {
                if !also.contains(&like) && !self.whole_holds(&like) {
                    also.push(like);
                }
            }
        }
        also
    }

    fn whole_holds(&self, other: &str) -> bool {
        let other = fold_chars(other);
        self.whole.windows(other.len().max(1)).any(|part| part == other)
    }

    /// How well a thing with these texts, each with its weight, is what is looked for; `None` when one of the words is in none
    /// of them.
    pub fn weigh(&self, texts: &[(&str, f32)]) -> Option<f32> {
        let folded: Vec<(Vec<char>, f32)> = texts.iter().map(|(text, weight)| (fold_chars(text), *weight)).collect();
        let mut sum = 0.0;
        for word in &self.words {
            let best = folded.iter().map(|(text, weight)| weight * word_in(word, text)).fold(0.0, f32::max);
            if best == 0.0 {
                return None;
            }
            sum += best;
        }
        for (text, weight) in &folded {
            if *text == self.whole {
                sum += 4.0 * weight;
            } else if text.starts_with(&self.whole) {
                sum += 2.0 * weight;
            } else if holds(text, &self.whole) {
                sum += weight;
            }
        }
        Some(sum)
    }

    /// Whether the text says any of its words.
    pub fn touches(&self, text: &str) -> bool {
        let folded = fold_chars(text);
        self.words.iter().any(|word| word_in(word, &folded) > 0.0)
    }

    /// Where in the text words of the question stand, in its bytes, in order and apart from each other.
    pub(crate) fn places(&self, folded: &Folded) -> Vec<(Range<usize>, usize)> {
        let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
        let mut look = |needle: &[char], which: usize| {
            if needle.is_empty() {
                return;
            }
            for (at, part) in folded.chars.windows(needle.len()).enumerate() {
                if part == needle {
                    runs.push((at..at + needle.len(), which));
                }
            }
        };
        for (which, word) in self.words.iter().enumerate() {
            word.forms().for_each(|form| look(form, which));
        }
        look(&self.whole, self.words.len());
        runs.sort_by_key(|(run, _)| (run.start, run.end));
        runs
    }
}

/// Taken apart where no word can go on.
fn divides(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '|' | '+' | '&' | '。' | '!' | '！' | '?' | '？')
}

/// All of it as one word.
fn together(chars: &[char]) -> Vec<Range<usize>> {
    std::iter::once(0..chars.len()).collect()
}

/// The words of a part of a question that was typed together.
fn pieces(part: &str, chars: &[char]) -> Vec<Range<usize>> {
    // A document number is one word: its brackets hold the year.
    let bracketed = part.contains(BRACKETS) && chars.iter().any(char::is_ascii_digit);
    if bracketed && !part.starts_with(BRACKETS) {
        return together(chars);
    }
    let (mut out, mut start): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    while start < chars.len() {
        let latin = chars[start].is_ascii();
        let end = chars[start..].iter().position(|c| c.is_ascii() != latin).map_or(chars.len(), |len| start + len);
        if latin {
            out.push(start..end);
        } else {
            let after_number = start > 0 && chars[start - 1].is_ascii_digit();
            let before_number = chars.get(end).is_some_and(char::is_ascii_digit);
            let mut words: Vec<Range<usize>> = known()
                .split(&chars[start..end])
                .into_iter()
                .map(|word| start + word.start..start + word.end)
                .collect();
            if after_number && words.first().is_some_and(|word| word.len() == 1 && MEASURES.contains(chars[word.start]))
            {
                words.remove(0);
            }
            if before_number && words.len() == 1 && chars[words[0].clone()] == ['第'] {
                words.clear();
            }
            out.extend(joined(words, chars));
        }
        start = end;
    }
    out
}

/// What is left over between words, a character that says little by itself, stays with its neighbour: 西教学楼 is not 教学.
fn joined(words: Vec<Range<usize>>, chars: &[char]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    let mut waits = false;
    for word in words {
        let little = Words::is_little(&chars[word.clone()]);
        let single = word.len() == 1 && !little;
        let follows = |last: &Range<usize>| last.end == word.start && !Words::is_little(&chars[last.clone()]);
        match joined.last_mut() {
            Some(last) if (single || waits && !little) && follows(last) => {
                last.end = word.end;
                waits = false;
            }
            _ => {
                waits = single;
                joined.push(word);
            }
        }
    }
    joined
}

fn holds(text: &[char], part: &[char]) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|run| run == part)
}

/// How well a text says a word: 1 itself, less what means the same or sounds so; 0 when it does not.
fn word_in(word: &Word, text: &[char]) -> f32 {
    if holds(text, &word.chars) {
        return 1.0;
    }
    if word.like.iter().any(|like| holds(text, like)) {
        return 0.6;
    }
    if word.is_letters() {
        let letters: Vec<Vec<char>> = text.iter().map(|c| initials(*c)).collect();
        let fits = |run: &[Vec<char>]| run.iter().zip(&word.chars).all(|(letters, c)| letters.contains(c));
        // In a long text any letters follow each other somewhere: only its beginning is typed so.
        let runs = if letters.len() <= LONGEST_NAME { letters.len() } else { word.chars.len().min(letters.len()) };
        if letters[..runs].windows(word.chars.len()).any(fits) {
            return if letters.len() == word.chars.len() { 0.9 } else { 0.5 };
        }
    }
    0.0
}

/// A text in runs, each with whether it is what was looked for.
pub type Marked = Vec<(String, bool)>;

/// The text with everything marked that the question asks for.
pub fn mark(text: &str, query: &Query) -> Marked {
    let folded = fold(text);
    let mut bytes: Vec<Range<usize>> = Vec::new();
    for (run, _) in query.places(&folded) {
        let run = folded.bytes(run);
        match bytes.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            // Only marks and blanks between two words: marked as one.
            Some(last) if text[last.end..run.start].chars().all(|c| is_dropped(c) && !divides(c)) => last.end = run.end,
            _ => bytes.push(run),
        }
    }
    let (mut out, mut from) = (Vec::new(), 0);
    for run in bytes {
        if run.start > from {
            out.push((text[from..run.start].to_string(), false));
        }
        from = run.end;
        out.push((text[run].to_string(), true));
    }
    if from < text.len() {
        out.push((text[from..].to_string(), false));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(typed: &str) -> Vec<String> {
        Query::read(typed).map(|query| query.words()).unwrap_or_default()
    }

    fn hits(text: &str, typed: &str) -> Vec<String> {
        let query = Query::read(typed).unwrap();
        mark(text, &query).into_iter().filter(|(_, hit)| *hit).map(|(run, _)| run).collect()
    }

    #[test]
    fn a_question_is_read_as_its_words() {
        for (typed, read) in [
            ("奖学金名单", vec!["奖学金", "名单"]),
            ("助学金 公示", vec!["助学金", "公示"]),
            ("招生计划2023", vec!["招生计划", "2023"]),
            ("2023年招生计划", vec!["2023", "招生计划"]),
            ("某院发[2026]12号", vec!["某院发202612号"]),
            ("“二十大”", vec!["二十大"]),
            ("奖学金!@#", vec!["奖学金"]),
            ("財", vec!["财"]),
            ("jwc", vec!["jwc"]),
            ("的", vec!["的"]),
            ("奖学金怎么申请", vec!["奖学金", "申请"]),
            ("奖学金 奖学金", vec!["奖学金"]),
            ("第37项", vec!["37"]),
            ("西教学楼", vec!["西教学楼"]),
            ("奖学金的名单", vec!["奖学金", "名单"]),
            ("2023年度报告", vec!["2023", "年度", "报告"]),
            ("！？", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(words(typed), read, "{typed}");
        }
        assert_eq!(Query::read("单招分数线").unwrap().also()[..2], ["单独招生", "录取最低分"]);
    }

    #[test]
    fn what_was_found_is_marked_as_it_is_written() {
        assert_eq!(hits("国家獎學金拟推荐名单", "奖学金名单"), ["獎學金", "名单"]);
        assert_eq!(hits("民院发〔2023〕12号", "民院发[2023]12号"), ["民院发〔2023〕12号"]);
        assert_eq!(hits("LED屏与led灯", "led"), ["LED", "led"]);
        assert_eq!(hits("单独招生章程", "单招"), ["单独招生"]);
        assert_eq!(hits("就业与创业", "就业、创业"), ["就业", "创业"]);
        assert!(hits("教务处", "jwc").is_empty());
    }

    #[test]
    fn short_things_are_weighed_by_what_of_the_question_they_say() {
        let weigh = |typed: &str, text: &str| Query::read(typed).unwrap().weigh(&[(text, 1.0)]).unwrap_or(0.0);
        assert!(weigh("教务处", "教务处") > weigh("教务处", "教务处考务科"));
        assert!(weigh("jwc", "教务处") > weigh("jwc", "教务处考务科"));
        assert!(weigh("jwc", "计划财务处") == 0.0);
        let long = "学生奖学金、助学金、学费减免、助学贷款与勤工俭学的申请与管理规定";
        assert!(weigh("xsjxj", long) > 0.0 && weigh("jdsq", long) == 0.0, "a long text by its beginning only");
        assert!(weigh("单招", "单独招生办法") > 0.0);
        assert!(weigh("教务 处分", "教务处") == 0.0, "each of its words");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn marking_loses_nothing(text in "[aAé〔）中文发學学 ]{0,24}", typed in "[aAé中文〔发學 ]{0,4}") {
            if let Some(query) = Query::read(&typed) {
                let joined: String = mark(&text, &query).into_iter().map(|(run, _)| run).collect();
                prop_assert_eq!(joined, text);
            }
        }

        #[test]
        fn a_text_that_holds_the_question_holds_its_words(
            text in "[的奖学金名单招生计划2023年号a〔〕、，。 ]{2,30}", from in 0usize..30, len in 2usize..12,
        ) {
            let part: String = text.chars().skip(from).take(len).collect();
            if let Some(query) = Query::read(&part) {
                prop_assert!(query.weigh(&[(&text, 1.0)]).is_some(), "{} {:?}", part, query);
            }
        }
    }
}
