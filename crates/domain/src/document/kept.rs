//! What no line breaks: a date, a number with its unit.
//!
//! Writers that set lines themselves keep such a part whole. Word and WPS are told by the document which signs begin no
//! line; LibreOffice heeds no such list, and for it an invisible joiner stands between the signs ([`joined`]), the one
//! that Word itself calls a no-width non break. Readers of our own take it out again ([`unjoined`]).

/// What a number is not parted from, and how long a date or number may be to be kept in one line.
const UNITS: &str = "年月日时分人条项次期门篇部个件类名位所处号届元";
const LONGEST_KEPT: usize = 12;
/// ZERO WIDTH JOINER.
const JOINER: char = '\u{200D}';

/// Cuts words into what may be broken over lines and what may not (`true`): a date, a number with its unit.
pub fn kept_together(text: &str) -> Vec<(bool, &str)> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let end = |at: usize| characters.get(at).map_or(text.len(), |(place, _)| *place);
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while at < characters.len() {
        let start = at;
        let inside_word = start > 0 && characters[start - 1].1.is_ascii_graphic();
        let mut measured = false;
        while characters.get(at).is_some_and(|(_, c)| c.is_ascii_digit()) {
            while characters.get(at).is_some_and(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',' | '%')) {
                at += 1;
            }
            if characters.get(at).is_some_and(|(_, c)| UNITS.contains(*c)) {
                at += 1;
                measured = true;
            }
        }
        let followed = characters.get(at).is_some_and(|(_, c)| c.is_ascii_graphic() && !matches!(c, '(' | ')'));
        if measured && !inside_word && !followed && at - start <= LONGEST_KEPT {
            if end(start) > from {
                parts.push((false, &text[from..end(start)]));
            }
            parts.push((true, &text[end(start)..end(at)]));
            from = end(at);
        }
        at = at.max(start + 1);
    }
    if from < text.len() || parts.is_empty() {
        parts.push((false, &text[from..]));
    }
    parts
}

/// The text with joiners within what no line breaks.
pub fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (kept, part) in kept_together(text) {
        let mut before: Option<char> = None;
        for c in part.chars() {
            // Digits by themselves are one word.
            if kept && before.is_some_and(|before| before.is_ascii() != c.is_ascii()) {
                out.push(JOINER);
            }
            out.push(c);
            before = Some(c);
        }
    }
    out
}

/// The text without the joiners that [`joined`] puts beside digits.
pub fn unjoined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let beside = |other: Option<&char>| other.is_some_and(char::is_ascii_digit);
        if c != JOINER || !(beside(out.chars().next_back().as_ref()) || beside(rest.peek())) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_with_their_unit_are_kept_together() {
        let kept = |text: &str| -> Vec<String> {
            let parts = kept_together(text);
            assert_eq!(parts.iter().map(|(_, part)| *part).collect::<String>(), text);
            parts.into_iter().filter(|(kept, _)| *kept).map(|(_, part)| part.to_string()).collect()
        };
        assert_eq!(kept("于2023年9月1日公开5531人，占63.60%。"), ["2023年9月1日", "5531人"]);
        assert_eq!(kept("岳财发〔2020〕9号、GB9704号、http://a.cn/2023年"), ["9号"]);
        assert_eq!(kept("没有"), Vec::<String>::new());
    }

    #[test]
    fn joiners_stand_within_dates_and_numbers_alone_and_go_again() {
        let text = "于2023年9月1日公开5531人，占63.60%，见GB9704号、第1项。";
        let bound = joined(text);
        assert_eq!(bound.matches(JOINER).count(), 5 + 1 + 1, "{bound:?}");
        assert!(bound.contains("2023\u{200D}年\u{200D}9\u{200D}月\u{200D}1\u{200D}日公开5531\u{200D}人"));
        assert_eq!(unjoined(&bound), text);
        assert_eq!(unjoined("क्\u{200D}ष"), "क्\u{200D}ष", "what a script needs stays");
    }
}
