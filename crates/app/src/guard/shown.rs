//! What others wrote, made fit to be shown within a message of ours: on one line, without what steers a terminal, and
//! without a person's number or a password in it.
//!
//! A message that repeats a cell, a key or a heading of a file goes through here, since nobody knows what stands there:
//! an identity number in a column of dates is as likely as a date. It must not be used on what a finding quotes; the
//! findings of the whole file decide there (`quotes`).

use crate::guard::passwords::without_passwords;
use domain::address::host;
use std::borrow::Cow;
use std::ops::Range;

/// Text of others on one line and harmless to a terminal: control characters, and marks that turn the direction of
/// writing, can hide or forge what a person reads. Each character stays one character.
pub fn printable(text: &str) -> String {
    let harmless = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if steers(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(harmless).collect()
}

/// Whether a character does something to a terminal or to the order of reading instead of standing there.
pub fn steers(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        // Never part of a text by the standard; programs use them for purposes of their own.
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || c.is_control()
}

/// Text of others as a message may repeat it: [`printable`], and with every number that is or may be a person's
/// covered, and the passwords of addresses ([`without_passwords`]). Long numbers are covered whatever they are, since a
/// message loses nothing by it and the cell is named.
pub fn shown(text: &str) -> String {
    let text = without_passwords(text);
    let masked = masked(&text);
    let covered = without_long_numbers(&masked);
    printable(&covered)
}

/// What the engine finds, certain or not, in its masked form.
fn masked(text: &str) -> Cow<'_, str> {
    let (mut shown, mut at) = (String::new(), 0);
    let own = addresses_of_schools(text);
    let in_own = |range: &Range<usize>| own.iter().any(|at| at.start <= range.start && range.end <= at.end);
    let findings = check::personal::scan_text(text);
    // What only may be a person's is a page's number within the address of a page of a school.
    let covered = findings.iter().filter(|finding| finding.certain || !in_own(&finding.range));
    for finding in covered.filter(|finding| !finding.partly_masked) {
        shown.push_str(&text[at..finding.range.start]);
        shown.push_str(&finding.masked);
        at = finding.range.end;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[at..]);
    Cow::Owned(shown)
}

/// Where web addresses of schools stand in a text, from their scheme to their last sign.
fn addresses_of_schools(text: &str) -> Vec<Range<usize>> {
    let starts = text.match_indices("://").filter_map(|(at, _)| {
        let before = &text[..at];
        ["https", "http"].iter().find_map(|scheme| before.strip_suffix(scheme)).map(str::len)
    });
    let ends = |c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | ';' | ',');
    let whole = starts.map(|start| start..text[start..].find(ends).map_or(text.len(), |length| start + length));
    let school = |at: &Range<usize>| host(&text[at.clone()]).is_some_and(|host| host.ends_with(".edu.cn"));
    whole.filter(school).collect()
}

/// Digits in a row that make a number long: as many as a mobile number has.
const LONG: usize = 11;
/// The same for digits with blanks between them: fewer may be figures side by side.
const LONG_APART: usize = 15;
/// Messages cut what they repeat; a text of so many characters may have been cut within a number.
const MAY_BE_CUT: usize = 40;
/// Where remarks and messages about cells cut.
const CUTS: [usize; 3] = [40, 120, 200];
/// Digits before such a cut that may be the head of a person's number.
const HEAD: usize = 6;

/// Covers the middle of every long number, whatever it is.
fn without_long_numbers(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    // The last number of a page of a school is whole where nothing has cut it.
    let ends_in_own = addresses_of_schools(text).last().is_some_and(|last| last.end == text.len());
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(chars[at]) {
            at += 1;
            continue;
        }
        let (mut places, mut longest, mut row) = (Vec::new(), 0, 0);
        let mut next = at;
        while next < chars.len() {
            if is_digit(chars[next]) {
                places.push(next);
                row += 1;
                longest = longest.max(row);
            } else if !is_invisible(chars[next]) {
                let goes_on = is_blank(chars[next]) && chars.get(next + 1).copied().is_some_and(is_digit);
                if !goes_on {
                    break;
                }
                row = 0;
            }
            next += 1;
        }
        let cut = next == chars.len() && next >= MAY_BE_CUT && row >= HEAD && (!ends_in_own || CUTS.contains(&next));
        if longest >= LONG || places.len() >= LONG_APART || cut {
            let back = if cut { 0 } else { 4 };
            for place in &places[3..places.len() - back] {
                chars[*place] = '*';
            }
        }
        at = next;
    }
    chars.into_iter().collect()
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{3000}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_others_wrote_cannot_steer_a_terminal() {
        assert_eq!(printable("甲\n乙\t丙"), "甲 乙 丙");
        assert_eq!(printable("a\u{1b}[31mb\u{7}"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(printable("file\u{202e}txt.exe\u{2069}"), "file\u{fffd}txt.exe\u{fffd}");
        assert_eq!(printable("a\u{9b}2J\u{fdd0}[31m"), "a\u{fffd}2J\u{fffd}[31m");
    }

    #[test]
    fn what_a_cell_should_have_held_is_repeated_as_it_is() {
        for text in [
            "2023年13月40日",
            "2022-09-01至2023-08-31",
            "2022-09-01-2023-08-31",
            "4896 493 142",
            "4896+493+142=5531≠5540",
            "13004/2023-00017",
            "某院发〔2023〕12号",
            "https://www.example.edu.cn/info/1013/20230905.htm",
            "",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn the_number_of_a_page_of_a_school_is_no_persons() {
        let page = "https://www.jngy.edu.cn/info/2026/03/09/content_1234567890_3.htm";
        assert_eq!(shown(page), page);
        assert_eq!(shown(&format!("官网 2025-10-10 {page}；公众号")), format!("官网 2025-10-10 {page}；公众号"));
        let page = "https://www.jngy.edu.cn/info/2026/03/09/content/12345678";
        assert_eq!(shown(page), page, "it ends so, and is not cut");
        let cut = format!("{}{page}", "甲".repeat(120 - page.len()));
        assert!(shown(&cut).ends_with("/123*****"), "where remarks cut it may be more: {}", shown(&cut));
        let other = page.replace(".edu.cn", ".com");
        assert!(shown(&other).ends_with("/123*****"), "of others nobody knows");
        for person in ["https://x.edu.cn/110101199003070038.htm", "https://x.edu.cn/?tel=13800000000"] {
            assert_ne!(shown(person), person, "what surely is a person's is covered there too");
        }
    }

    #[test]
    fn a_persons_number_is_never_repeated_whole_right_or_wrong_split_or_cut() {
        for (text, wanted) in [
            ("110101199003070038", "110***********0038"),
            ("110101199003070039", "110***********0039"),
            ("1101 0119 9003 0700 39", "110* **** **** **00 39"),
            ("１１０１０１１９９００３０７００３９", "110***********0039"),
            ("１２３４５６７８９０１", "１２３****８９０１"),
            ("13800000000", "138****0000"),
            ("12345678901", "123****8901"),
            ("6222021234567890128", "622************0128"),
        ] {
            assert_eq!(shown(text), wanted);
        }
        // As a message cuts a cell to forty characters.
        let cell: String = format!("{}110101199003070038", "王".repeat(30)).chars().take(40).collect();
        assert_eq!(shown(&cell), format!("{}110*******", "王".repeat(30)));
    }

    proptest! {
        #[test]
        fn nothing_shown_steers_or_holds_eleven_digits_in_a_row(text in "[0-9０-９ 王\u{1b}\u{9b}\u{202e}\u{200b}a-]{0,60}") {
            let shown = shown(&text);
            prop_assert!(!shown.chars().any(steers), "{shown:?}");
            let longest = shown.split(|c| !is_digit(c)).map(|row| row.chars().count()).max().unwrap_or(0);
            prop_assert!(longest < LONG, "{shown}");
        }
    }
}
