//! One form for what people write in several: width, case, traditional characters, the radicals that PDFs write for
//! characters; brackets, quotation marks, other punctuation and blanks are left out.
//!
//! Texts and questions pass it alike, so whatever it does, a text is found by each of its parts. Each character keeps the
//! place in the text it came from, so that what was found can be marked there. It must not know any word.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;
use unicode_normalization::is_nfkc;

/// A text in its one form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Folded {
    /// Its characters.
    pub(crate) chars: Vec<char>,
    /// Where in the text each came from, in bytes.
    places: Vec<(u32, u32)>,
}

impl Folded {
    /// The bytes of the text that a run of characters came from.
    pub(crate) fn bytes(&self, run: Range<usize>) -> Range<usize> {
        let from = self.places.get(run.start).map_or(0, |place| place.0);
        let to = self.places.get(run.end.saturating_sub(1)).map_or(from, |place| place.1);
        from as usize..to as usize
    }
}

/// The text in its one form, with places. Of a text over 4 GB only the beginning is taken.
pub(crate) fn fold(text: &str) -> Folded {
    let mut folded = Folded { chars: Vec::with_capacity(text.len() / 3), places: Vec::with_capacity(text.len() / 3) };
    for (at, c) in text.char_indices() {
        let (Ok(from), Ok(to)) = (u32::try_from(at), u32::try_from(at + c.len_utf8())) else { break };
        fold_char(c, |c| {
            folded.chars.push(c);
            folded.places.push((from, to));
        });
    }
    folded
}

/// The same without places.
pub(crate) fn fold_chars(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len() / 3);
    for c in text.chars() {
        fold_char(c, |c| chars.push(c));
    }
    chars
}

/// Whether nothing is left of the character: a blank, a bracket, a mark.
pub(crate) fn is_dropped(c: char) -> bool {
    let mut kept = false;
    fold_char(c, |_| kept = true);
    !kept
}

fn fold_char(c: char, mut keep: impl FnMut(char)) {
    // Most of what is written here: no form to bring it to but the simplified one.
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return keep(simplified(c));
    }
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            keep(c.to_ascii_lowercase());
        }
        return;
    }
    if is_nfkc(std::iter::once(c).collect::<String>().as_str()) {
        return lower(c, &mut keep);
    }
    let mut parts = String::new();
    decompose_compatible(c, |part| parts.push(part));
    for part in parts.nfc() {
        lower(part, &mut keep);
    }
}

fn lower(c: char, keep: &mut impl FnMut(char)) {
    for c in c.to_lowercase() {
        if !is_mark(c) {
            keep(simplified(c));
        }
    }
}

/// Punctuation, brackets, quotation marks, blanks, and what steers writing. What is no letter but means something (`℃`)
/// stays.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || c.is_ascii_punctuation()
        || matches!(c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{ad}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}'
            | '\u{34f}' | '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}' | '\u{3001}'..='\u{3004}'
            | '\u{3008}'..='\u{3020}' | '\u{302a}'..='\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{fe10}'..='\u{fe6f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

/// The simplified character for a traditional one; any other as it is.
pub fn simplified(c: char) -> char {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = include_str!("../data/traditional.tsv").lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.filter_map(|line| line.split_once('\t')).flat_map(|(simple, traditional)| {
            let simple = simple.chars().next().unwrap_or_default();
            traditional.chars().map(move |from| (from, simple))
        });
        pairs.collect()
    });
    table.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold_chars(text).into_iter().collect()
    }

    #[test]
    fn width_case_script_brackets_quotes_marks_and_blanks_make_no_difference() {
        for (written, form) in [
            ("２０２３", "2023"),
            ("獎學金", "奖学金"),
            ("某院发〔2026〕12号", "某院发202612号"),
            ("某院发[2026]12号", "某院发202612号"),
            ("某院發（２０２６）１２號", "某院发202612号"),
            ("“二十大”", "二十大"),
            ("「二十大」", "二十大"),
            ("奖学金!@#", "奖学金"),
            ("奖 学　金", "奖学金"),
            ("LED屏", "led屏"),
            ("ＬＥＤ屏", "led屏"),
            ("⼯作", "工作"),
            ("㎡", "m2"),
            ("第①章", "第1章"),
            ("25℃", "25°c"),
            ("《章程》——（试行）·……", "章程试行"),
            ("cafe\u{301}", "cafe\u{301}"),
            ("", ""),
            ("！？", ""),
        ] {
            assert_eq!(folded(written), form, "{written}");
        }
    }

    #[test]
    fn the_table_of_characters_goes_one_way() {
        for (from, to) in [('學', '学'), ('發', '发'), ('後', '后'), ('學', '学'), ('著', '著')] {
            assert_eq!(simplified(from), to);
        }
        let lines = include_str!("../data/traditional.tsv").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (simple, traditional) = line.split_once('\t').unwrap();
            let simple = simple.chars().next().unwrap();
            assert_eq!(simplified(simple), simple, "{line}");
            assert!(traditional.chars().all(|c| simplified(c) == simple), "{line}");
        }
    }

    #[test]
    fn every_character_knows_where_it_came_from() {
        let text = "《章程》Ａ㎡";
        let folded = fold(text);
        assert_eq!(folded.chars, ['章', '程', 'a', 'm', '2']);
        assert_eq!(&text[folded.bytes(0..2)], "章程");
        assert_eq!(&text[folded.bytes(1..3)], "程》Ａ");
        assert_eq!(&text[folded.bytes(3..5)], "㎡");
        assert_eq!(folded.bytes(9..9), 0..0);
    }
}
