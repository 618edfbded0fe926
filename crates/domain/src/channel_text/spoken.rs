//! A text as it is read out: numbers, dates, times and shares in words, addresses of the web left to the original.
//!
//! Chinese readers say years and numbers of telephones digit by digit and counts as counts. What is what is told by the
//! characters around it. No digit stays, so that nobody stumbles at the microphone.

use chrono::NaiveDate;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// From this length on a number without marks is read digit by digit: of a telephone, an account, a code.
const LONG: usize = 7;
/// Before these, two of something is 两.
const MEASURES: &str = "个名次项条天件所位种家门场周";
/// Behind four digits these make them a year.
const OF_A_YEAR: &str = "年级届版";

/// The text as it is read out.
pub fn spoken(text: &str) -> String {
    let characters: Vec<char> = text.chars().map(narrow).collect();
    let mut reader = Reader { characters: &characters, at: 0, out: String::with_capacity(text.len()) };
    while reader.at < characters.len() {
        reader.step();
    }
    reader.out
}

/// A full-width digit or sign between digits as the usual one.
fn narrow(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(u32::from(character) - 0xFF10 + 0x30).unwrap_or(character),
        '％' => '%',
        '．' => '.',
        c => c,
    }
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
    out: String,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn step(&mut self) {
        let Some(character) = self.peek(0) else { return };
        if self.web_address() {
            return;
        }
        if character.is_ascii_digit() {
            if !(self.date() || self.time() || self.range()) {
                self.number();
            }
            return;
        }
        self.at += 1;
        match character {
            // 〔2023〕12号 is read as a year and a number, that nobody takes for one.
            '〔' | '[' => self.year_of_a_number(),
            '〕' | ']' => {}
            c => self.out.push(c),
        }
    }

    /// `2023〕` of a number of a document, behind its bracket.
    fn year_of_a_number(&mut self) {
        let year = self.digits(self.at);
        if year.len() == 4 && matches!(self.peek(4), Some('〕' | ']')) {
            self.out.push_str(&format!("{}年", one_by_one(&year)));
            self.at += 5;
        }
    }

    /// An address is not read out.
    fn web_address(&mut self) -> bool {
        let rest = &self.characters[self.at..];
        let begins = |scheme: &str| scheme.chars().zip(rest).all(|(a, b)| a == b.to_ascii_lowercase());
        let long_enough = rest.len() > "https://".len();
        if !long_enough || !(begins("http://") || begins("https://")) {
            return false;
        }
        self.at += rest.iter().take_while(|c| c.is_ascii_graphic()).count();
        self.out.push_str(if self.out.ends_with('见') { "原文中的网址" } else { "网址见原文" });
        true
    }

    /// Digits from a place on.
    fn digits(&self, from: usize) -> String {
        self.characters.iter().skip(from).take_while(|c| c.is_ascii_digit()).collect()
    }

    /// `2023-10-18`, with any of the usual marks.
    fn date(&mut self) -> bool {
        let year = self.digits(self.at);
        let Some(mark) = self.peek(4).filter(|mark| matches!(mark, '-' | '/' | '.')) else { return false };
        let month = self.digits(self.at + 5);
        let day_at = self.at + 5 + month.len();
        let day = self.digits(day_at + 1);
        let plausible = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        if !plausible || self.characters.get(day_at) != Some(&mark) {
            return false;
        }
        let (Ok(y), Ok(m), Ok(d)) = (year.parse(), month.parse(), day.parse()) else { return false };
        if NaiveDate::from_ymd_opt(y, m, d).is_none() {
            return false;
        }
        let words = format!("{}年{}月{}日", one_by_one(&year), count(u64::from(m)), count(u64::from(d)));
        self.out.push_str(&words);
        self.at = day_at + 1 + day.len();
        true
    }

    /// `10:30`.
    fn time(&mut self) -> bool {
        let hour = self.digits(self.at);
        let mark = self.characters.get(self.at + hour.len());
        let minute = self.digits(self.at + hour.len() + 1);
        if hour.len() > 2 || !matches!(mark, Some(':' | '：')) || minute.len() != 2 {
            return false;
        }
        let (Ok(h), Ok(m)) = (hour.parse::<u64>(), minute.parse::<u64>()) else { return false };
        if h > 24 || m > 59 {
            return false;
        }
        self.out.push_str(&format!("{}点", count(h)));
        match m {
            0 => {}
            1..=9 => self.out.push_str(&format!("零{}分", count(m))),
            _ => self.out.push_str(&format!("{}分", count(m))),
        }
        self.at += hour.len() + 3;
        true
    }

    /// `2023-2024学年`, `5-8人`, and the two parts of a telephone's number.
    fn range(&mut self) -> bool {
        let first = self.digits(self.at);
        let mark_at = self.at + first.len();
        let second = self.digits(mark_at + 1);
        let marked = matches!(self.characters.get(mark_at), Some('-' | '~' | '—' | '–' | '～'));
        if !marked || second.is_empty() {
            return false;
        }
        let code = is_code(&first) || is_code(&second);
        let years = first.len() == 4 && second.len() == 4;
        if code || years {
            self.out.push_str(&one_by_one(&first));
            self.out.push_str(if code { "，" } else { "至" });
            self.out.push_str(&one_by_one(&second));
            self.at = mark_at + 1 + second.len();
        } else {
            self.number();
            self.out.push('至');
            self.at = mark_at + 1;
        }
        true
    }

    /// Any other number, with its share.
    fn number(&mut self) {
        let start = self.at;
        let mut whole = self.digits(start);
        let mut end = start + whole.len();
        // 1,234,567
        while self.characters.get(end) == Some(&',') && self.digits(end + 1).len() == 3 && whole.len() < 13 {
            whole.push_str(&self.digits(end + 1));
            end += 4;
        }
        let grouped = end - start > whole.len();
        let part = if self.characters.get(end) == Some(&'.') { self.digits(end + 1) } else { String::new() };
        if !part.is_empty() {
            end += 1 + part.len();
        }
        let next = self.characters.get(end).copied();
        let before = start.checked_sub(1).and_then(|before| self.characters.get(before)).copied();
        let share = match next {
            Some('%') => "百分之",
            Some('‰') => "千分之",
            _ => "",
        };
        self.at = end + usize::from(!share.is_empty());
        let year = whole.len() == 4 && next.is_some_and(|c| OF_A_YEAR.contains(c) || matches!(c, '〕' | ']' | '学'));
        let of_a_word = before.is_some_and(|c| c.is_ascii_alphabetic());
        let value = whole.parse::<u64>();
        let said = match value {
            _ if part.is_empty() && (year || of_a_word || (!grouped && is_code(&whole))) => one_by_one(&whole),
            Ok(2) if part.is_empty() && next.is_some_and(|c| MEASURES.contains(c)) => "两".to_string(),
            Ok(value) => count(value),
            Err(_) => one_by_one(&whole),
        };
        self.out.push_str(share);
        self.out.push_str(&said);
        if !part.is_empty() {
            self.out.push('点');
            self.out.extend(part.chars().filter_map(zero_to_nine));
        }
    }
}

/// Whether digits are a code and no count.
fn is_code(digits: &str) -> bool {
    digits.len() >= LONG || (digits.len() > 1 && digits.starts_with('0'))
}

fn zero_to_nine(digit: char) -> Option<char> {
    DIGITS.get(digit.to_digit(10)? as usize).copied()
}

/// `2023` is 二〇二三; years and codes alike.
fn one_by_one(digits: &str) -> String {
    digits.chars().filter_map(zero_to_nine).map(|c| if c == '零' { '〇' } else { c }).collect()
}

/// A count: `1005` is 一千零五, `20000` 两万.
fn count(value: u64) -> String {
    if value == 0 {
        return "零".to_string();
    }
    let mut said = String::new();
    let mut rest = value;
    let mut began = false;
    let mut gap = false;
    for (size, name) in
        [(10_u64.pow(16), "亿亿"), (10_u64.pow(12), "万亿"), (10_u64.pow(8), "亿"), (10_000, "万"), (1, "")]
    {
        let (group, left) = (rest / size, rest % size);
        rest = left;
        if group == 0 {
            gap = began;
            continue;
        }
        if began && (gap || group < 1_000) {
            said.push('零');
        }
        match (group, name) {
            (2, name) if !name.is_empty() => said.push('两'),
            (group, _) => below_ten_thousand(&mut said, group, began),
        }
        said.push_str(name);
        (began, gap) = (true, false);
    }
    said
}

fn below_ten_thousand(said: &mut String, group: u64, began: bool) {
    let mut gap = false;
    let mut here = false;
    for (size, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = group / size % 10;
        if digit == 0 {
            gap = here;
            continue;
        }
        if gap {
            said.push('零');
        }
        // 十五, but 一百一十五.
        let ten = digit == 1 && size == 10 && !here && !began;
        if !ten {
            said.extend(DIGITS.get(digit as usize));
        }
        said.push_str(name);
        (here, gap) = (true, false);
    }
}
