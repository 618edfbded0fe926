//! Numbers written out in Chinese numerals: 一三八…, 壹叁捌….
//!
//! People who know that digits are looked for write them so. Only whole numbers with every mark right are
//! reported; a numeral with 十 or 百 in it is a quantity and none.

use super::chars::{self, is_blank, is_hyphen, is_invisible, is_x};
use super::context::{Frame, Words};
use super::finding::{Finding, Kind, Reason, mask, mask_digits};
use super::identity;
use super::numbers::spell;
use super::phones::{PHONES, is_mobile};

/// Finds a mobile number whose first two numerals stand at byte `at`.
pub(super) fn mobile(text: &str, at: usize, frame: Frame, out: &mut Vec<Finding>) {
    if chars::before(text, at).is_some_and(|c| numeral(c).is_some() || counts(c)) {
        return;
    }
    let (digits, end) = read(text, at);
    if !is_mobile(&digits) || chars::after(text, end).is_some_and(counts) {
        return;
    }
    let mut words = Words::default();
    let context = words.before(text, at, frame);
    let spoken = context.near(&PHONES);
    let (certain, why) = match context.of_office() {
        true => (false, Reason::MobileOfOffice),
        false if spoken || context.of_person() => (true, Reason::MobileRange),
        false => (false, Reason::MobileUnsure),
    };
    out.push(Finding::new(Kind::Mobile, at..end, mask_digits(&digits), certain, why));
}

/// Finds an identity number after the word 身份证, which ends at byte `at`.
pub(super) fn identity_number(text: &str, at: usize, out: &mut Vec<Finding>) {
    let glue = |c: char| is_blank(c) || is_invisible(c) || matches!(c, '件' | '号' | '码' | '为' | '是' | ':' | '：');
    let start = at + text[at..].chars().take(12).take_while(|&c| glue(c)).map(char::len_utf8).sum::<usize>();
    let (mut digits, mut end) = read(text, start);
    let x = chars::after(text, end).filter(|&c| digits.len() == 17 && is_x(c));
    let check = match (x, digits.len()) {
        (Some(c), _) => {
            end += c.len_utf8();
            10
        }
        (None, 18) => digits.pop().unwrap_or(0),
        _ => return,
    };
    let marks = identity::eighteen(&digits, check);
    if marks.prefecture && marks.date && marks.check {
        let last = if check == 10 { 'X' } else { char::from(b'0' + check) };
        let shown = mask(&format!("{}{last}", spell(&digits)));
        out.push(Finding::new(Kind::IdCard, start..end, shown, true, Reason::IdAllMarks));
    }
}

/// The numerals from byte `at` on, blanks and hyphens between them, and the byte after the last.
fn read(text: &str, at: usize) -> (Vec<u8>, usize) {
    let (mut digits, mut end) = (Vec::new(), at);
    for (offset, c) in text[at..].char_indices().take(64) {
        if let Some(digit) = numeral(c) {
            digits.push(digit);
            end = at + offset + c.len_utf8();
        } else if !(is_blank(c) || is_hyphen(c) || is_invisible(c)) {
            break;
        }
    }
    (digits, end)
}

fn numeral(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' | '○' | '０' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// A sign that makes the numerals beside it a quantity or an ordinal.
fn counts(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿' | '点' | '第' | '拾' | '佰' | '仟' | '分')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_no_number_of_a_person() {
        let found = |text: &str| {
            let mut out = Vec::new();
            mobile(text, 0, Frame::default(), &mut out);
            out.len()
        };
        assert_eq!(found("一三九〇七三〇〇〇〇一"), 1);
        assert_eq!(found("一三九〇七三〇〇〇〇一万"), 0);
        assert_eq!(found("一三九〇七三〇〇〇〇一二"), 0);
        assert_eq!(found("一三五规划"), 0);
    }
}
