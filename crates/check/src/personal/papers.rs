//! Passports, travel papers and other personal papers, found by their label.
//!
//! Letters and eight digits can be anything, so nothing here is reported without a word or a column that
//! says what it is.

use super::chain::Chain;
use super::chars::{is_blank, is_invisible, is_latin};
use super::context::{Context, Distance};
use super::finding::{Finding, Kind, Reason, mask};
use super::labels::Label;
use super::numbers::spell;

/// Finds a paper whose digits are group `at`.
pub(super) fn paper(text: &str, chain: &Chain, at: usize, context: &Context<'_>, out: &mut Vec<Finding>) {
    named_behind(text, chain, at, out);
    // Of several numbers after one label the later ones look like the first.
    let like_first =
        chain.groups[at].len == chain.groups[0].len && chain.groups[..=at].iter().all(|group| group.len > 6);
    if chain.groups[at].len > 20 || !like_first {
        return;
    }
    let Some((label, distance)) = context.nearest() else { return };
    let papers = [Label::Passport, Label::Travel, Label::Paper, Label::IdCard, Label::Student];
    if distance == Distance::Far || !papers.contains(&label) {
        return;
    }
    let group = &chain.groups[at];
    let (start, letters) = letters_before(text, group.range.start);
    let digits = chain.digits_of(at, at);
    let value = format!("{letters}{}", spell(digits));
    let length = letters.len() + group.len;
    if text[group.range.end..].starts_with(|c: char| is_latin(c) || c == '*' || c == '＊') {
        return;
    }
    match label {
        Label::Passport | Label::Travel => {
            let shape = match letters.len() {
                0 => distance == Distance::Touching && (7..=10).contains(&group.len) && !starts_like_mobile(digits),
                1..=3 => (6..=10).contains(&group.len) && (7..=12).contains(&length),
                _ => false,
            };
            if shape {
                out.push(Finding::new(Kind::Passport, start..group.range.end, mask(&value), true, Reason::PaperNamed));
            }
        }
        // A column of identity papers also holds passports and permits of foreigners.
        Label::IdCard if is_mainland_passport(&letters, group.len) || is_travel_paper(&letters, group.len) => {
            out.push(Finding::new(Kind::Passport, start..group.range.end, mask(&value), true, Reason::PaperNamed));
        }
        Label::IdCard if letters.len() == 3 && group.len == 12 => {
            out.push(Finding::new(Kind::OtherId, start..group.range.end, mask(&value), true, Reason::OtherPaperNamed));
        }
        Label::Paper if distance <= Distance::Near => {
            other(text, (start, group.range.end), &letters, digits, &value, distance, out)
        }
        Label::Student
            if distance == Distance::Touching && context.frame().student_numbers && (6..=20).contains(&length) =>
        {
            out.push(Finding::new(Kind::OtherId, start..group.range.end, mask(&value), false, Reason::StudentNumber));
        }
        _ => {}
    }
}

/// `持E12345678号护照`: the word may also come after.
fn named_behind(text: &str, chain: &Chain, at: usize, out: &mut Vec<Finding>) {
    let group = &chain.groups[at];
    let rest = text[group.range.end..].trim_start_matches(['号', '的', '）', ')', '（', '(']);
    if !rest.starts_with(['护', '通', '港']) {
        return;
    }
    let (start, letters) = letters_before(text, group.range.start);
    let named = rest.starts_with("护照") && is_mainland_passport(&letters, group.len)
        || (rest.starts_with("通行证") || rest.starts_with("港澳通行证")) && is_travel_paper(&letters, group.len);
    if named {
        let value = format!("{letters}{}", spell(chain.digits_of(at, at)));
        out.push(Finding::new(Kind::Passport, start..group.range.end, mask(&value), true, Reason::PaperNamed));
    }
}

/// Officer's cards (南字第0123456号), residence permits, social security cards.
fn other(
    text: &str,
    bytes: (usize, usize),
    letters: &str,
    digits: &[u8],
    value: &str,
    distance: Distance,
    out: &mut Vec<Finding>,
) {
    let (mut start, mut end) = bytes;
    if let Some(head) = text[..start].strip_suffix("字第").or_else(|| text[..start].strip_suffix("第")) {
        let word = head
            .chars()
            .rev()
            .take_while(|&c| c.is_alphabetic() && !c.is_ascii())
            .take(1)
            .map(char::len_utf8)
            .sum::<usize>();
        start = head.len() - word;
        if text[end..].starts_with('号') {
            end += '号'.len_utf8();
        }
    } else if distance != Distance::Touching {
        return;
    }
    if (6..=20).contains(&digits.len()) && letters.len() <= 3 && !starts_like_mobile(digits) {
        out.push(Finding::new(Kind::OtherId, start..end, mask(value), true, Reason::OtherPaperNamed));
    }
}

/// Letters right before the digits, upper-case, at most four, and where they start.
fn letters_before(text: &str, at: usize) -> (usize, String) {
    let mut start = at;
    let mut letters = Vec::new();
    for (offset, c) in text[..at].char_indices().rev() {
        if is_latin(c) && letters.len() < 4 {
            letters.push(narrow(c).to_ascii_uppercase());
            start = offset;
        } else if !(is_invisible(c) || (is_blank(c) && letters.is_empty() && at - offset <= 4)) {
            break;
        }
    }
    (start, letters.into_iter().rev().collect())
}

fn narrow(c: char) -> char {
    match c {
        'ａ'..='ｚ' | 'Ａ'..='Ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn starts_like_mobile(digits: &[u8]) -> bool {
    super::phones::is_mobile(digits)
}

/// `E12345678`, `EA1234567`, `G12345678`, and service passports `SE`, `DE`, `PE` with seven digits.
fn is_mainland_passport(letters: &str, digits: usize) -> bool {
    let mut all = letters.chars();
    match (all.next(), all.next(), all.next()) {
        (Some('E' | 'G' | 'D' | 'S' | 'P'), None, _) => digits == 8,
        (Some('E'), Some(_), None) | (Some('S' | 'D' | 'P' | 'K' | 'M'), Some('E' | 'A' | 'J'), None) => digits == 7,
        _ => false,
    }
}

/// Exit-entry permits (C, H, M, T, L with 8 to 10 digits).
fn is_travel_paper(letters: &str, digits: usize) -> bool {
    matches!(letters, "C" | "H" | "M" | "T" | "L" | "W") && (8..=10).contains(&digits)
}
