//! The numbers at the heads of chapters and list entries: 一、 （二） 3. ④ 第五章.
//!
//! Read from the line as printed, before anything is normalised. Which number may follow which is for
//! `numbering` to say.

use super::chars::fold;
use crate::consistency::words;
use crate::numbers;

/// How a chapter or list entry is numbered; entries of one sequence share the style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Style {
    /// 第一章, 第1节; the word is kept by its first byte.
    Chapter(char),
    /// 一、
    Han,
    /// （一）
    HanParen,
    /// 1. or 1、
    Digit(char),
    /// （1）
    DigitParen,
    /// 1）
    DigitHalf,
    /// ①
    Circle,
    /// 2.1, 2.1.3: what stands before the last point, three digits for each number.
    Dotted(u32),
}

impl Style {
    /// The usual order from chapters down.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Style::Chapter(_) => 0,
            Style::Han => 1,
            Style::HanParen => 2,
            Style::Digit(_) => 3,
            Style::DigitParen => 4,
            Style::DigitHalf => 5,
            Style::Circle => 6,
            Style::Dotted(_) => 2,
        }
    }

    /// The number as this style prints it: 三、 （三） 3. （3） 3） ③ 第三章.
    pub(crate) fn print(self, value: u64) -> String {
        let han = numbers::han(value);
        match self {
            Style::Chapter('部') => format!("第{han}部分"),
            Style::Chapter(unit) => format!("第{han}{unit}"),
            Style::Han => format!("{han}、"),
            Style::HanParen => format!("（{han}）"),
            Style::Digit(sign) => format!("{value}{sign}"),
            Style::DigitParen => format!("（{value}）"),
            Style::DigitHalf => format!("{value}）"),
            Style::Dotted(over) if over >= 1_000 => format!("{}.{}.{value}", over / 1_000, over % 1_000),
            Style::Dotted(over) => format!("{over}.{value}"),
            Style::Circle => u32::try_from(value)
                .ok()
                .filter(|v| (1..=20).contains(v))
                .and_then(|v| char::from_u32('①' as u32 + v - 1))
                .map_or_else(|| value.to_string(), String::from),
        }
    }
}

/// The number at the head of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) style: Style,
    pub(crate) value: u64,
}

/// Reads the number at the head of a line and its length in bytes.
pub(crate) fn read_marker(line: &str) -> Option<(Marker, usize)> {
    let body = line.trim_start_matches(['*', '_', ' ', '\u{3000}']);
    let lead = line.len() - body.len();
    let first = body.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some((
            Marker { style: Style::Circle, value: u64::from(first as u32 - '①' as u32 + 1) },
            lead + first.len_utf8(),
        ));
    }
    if first == '第' {
        let rest = &body[first.len_utf8()..];
        let (value, len) = number_at(rest)?;
        let unit = rest[len..].chars().next()?;
        // 第三条 and 第二批 at the head of a line count something else or quote a law.
        let word = if rest[len..].starts_with("部分") { "部分".len() } else { unit.len_utf8() };
        return (matches!(unit, '章' | '节' | '编') || rest[len..].starts_with("部分"))
            .then_some((Marker { style: Style::Chapter(unit), value }, lead + first.len_utf8() + len + word));
    }
    if matches!(first, '（' | '(') {
        let rest = &body[first.len_utf8()..];
        let (value, len) = number_at(rest)?;
        let han = rest.starts_with(numbers::is_numeral);
        let close = rest[len..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
        let style = if han { Style::HanParen } else { Style::DigitParen };
        return (value < 200).then_some((Marker { style, value }, lead + first.len_utf8() + len + close.len_utf8()));
    }
    if let Some((marker, len)) = dotted(body) {
        return Some((marker, lead + len));
    }
    let (value, len) = number_at(body)?;
    let rest = &body[len..];
    let sign = rest.chars().next()?;
    let after = rest[sign.len_utf8()..].chars().next();
    let end = lead + len + sign.len_utf8();
    if first.is_ascii_digit() || ('０'..='９').contains(&first) {
        let style = match sign {
            '.' | '．' if !after.is_some_and(|c| fold(c).is_ascii_digit()) => Style::Digit('.'),
            '、' => Style::Digit('、'),
            ')' | '）' => Style::DigitHalf,
            _ => return None,
        };
        return (value < 200).then_some((Marker { style, value }, end));
    }
    (matches!(sign, '、' | '．' | '.') && value < 100).then_some((Marker { style: Style::Han, value }, end))
}

/// 2.1 主动公开: numbers with points before a title. 3.5万元 is an amount, 5.20活动 may be a day.
fn dotted(body: &str) -> Option<(Marker, usize)> {
    let mut numbers: Vec<u32> = Vec::new();
    let mut at = 0;
    loop {
        let digits = body[at..].bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = body[at..at + digits].parse().ok().filter(|n| (1..100).contains(n) && digits <= 2)?;
        numbers.push(number);
        at += digits;
        match body[at..].strip_prefix('.') {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) && numbers.len() < 3 => at += 1,
            _ => break,
        }
    }
    let (last, over) = numbers.split_last()?;
    let title = body[at..].trim_start_matches([' ', '\u{3000}', '\t', '、']);
    let word = title.chars().next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let amount = title.starts_with(['万', '亿', '千', '百', '余', '多', '至', '到'])
        || words::UNITS.iter().any(|unit| title.starts_with(unit));
    let over = over.iter().copied().reduce(|a, b| a * 1_000 + b)?;
    (word && !amount).then(|| (Marker { style: Style::Dotted(over), value: u64::from(*last) }, at))
}

fn number_at(text: &str) -> Option<(u64, usize)> {
    let text = text.trim_end();
    let digits: String = text.chars().take(4).map(fold).take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        let len = text.chars().take(digits.len()).map(char::len_utf8).sum();
        return (digits.len() <= 3).then(|| digits.parse().ok().map(|v| (v, len))).flatten();
    }
    let numeral: String = text.chars().take(5).take_while(|c| numbers::is_numeral(*c)).collect();
    let value = numbers::chinese(&numeral)?;
    Some((value, numeral.len()))
}
