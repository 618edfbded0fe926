//! Dates of birth: a date that the text or a column says someone was born on.
//!
//! Most dates in a document are no one's birthday, and rules of age (1988年1月1日以后出生) name dates that
//! are nobody's; only a word of birth that touches the date counts.

use std::ops::Range;

use super::chars::{self, is_blank, is_invisible};
use super::context::{Context, Distance, Frame, Words};
use super::finding::{Finding, Kind, Reason, mask_front};
use super::identity::is_day;
use super::labels::Label;

/// A date read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) range: Range<usize>,
    pub(super) year: u32,
    pub(super) month: u32,
    /// `None` when the text gives only year and month.
    pub(super) day: Option<u32>,
}

/// Words after a date that make it a bound in a rule.
const BOUNDS: [&str; 16] =
    ["以后", "之后", "以前", "之前", "前", "后", "至", "到", "及以", "（含", "(含", "含", "起", "止", "期间", "（不含"];

/// Finds a date of birth at the digits that start at byte `at`.
pub(super) fn birth(text: &str, at: usize, context: &Context<'_>, out: &mut Vec<Finding>) {
    let Some(date) = read(text, at) else { return };
    judge(text, date, context, out);
}

/// Finds a date of birth that a spreadsheet gave as the number of its day (1 is 1900-01-01) in a column of
/// dates of birth: 1930 to 2030.
pub(super) fn birth_serial(text: &str, digits: Range<usize>, value: u32, out: &mut Vec<Finding>) {
    if (10_959..=47_847).contains(&value) && text.trim() == &text[digits.clone()] {
        let shown = mask_front(&text[digits.clone()], 1);
        out.push(Finding::new(Kind::BirthDate, digits, shown, true, Reason::BirthNamed));
    }
}

/// Finds a date of birth written in Chinese numerals after a word of birth at byte `at`.
pub(super) fn birth_in_chinese(text: &str, at: usize, frame: Frame, out: &mut Vec<Finding>) {
    let from = at
        + text[at..]
            .chars()
            .take_while(|&c| is_blank(c) || matches!(c, '：' | ':' | '于' | '为' | '是' | '日' | '期' | '年' | '月'))
            .map(char::len_utf8)
            .sum::<usize>();
    if let Some(date) = read_chinese(text, from) {
        let mut words = Words::default();
        let context = words.before(text, from, frame);
        judge(text, date, &context, out);
    }
}

fn judge(text: &str, date: Date, context: &Context<'_>, out: &mut Vec<Finding>) {
    if !(1930..=2030).contains(&date.year) {
        return;
    }
    let after = skip(text, date.range.end);
    let rest = &text[after..];
    let bounded = BOUNDS.iter().any(|word| rest.starts_with(word));
    let born_after = born_follows(rest);
    let born_before = match context.nearest() {
        Some((Label::Birth, Distance::Touching)) => true,
        _ => born_precedes(context.plain()),
    };
    if bounded || !(born_after || born_before) {
        return;
    }
    let narrative = context.plain().ends_with('于') || born_after && !born_before;
    let month_only = date.day.is_none();
    if month_only && context.frame().birth_month_allowed {
        return;
    }
    let (certain, why) = match (narrative, month_only) {
        (_, false) if context.frame().birth_month_allowed => (false, Reason::BirthNamed),
        (true, _) if date.year < 1945 => (false, Reason::BirthUnsure),
        (true, true) => (false, Reason::BirthMonth),
        _ => (true, Reason::BirthNamed),
    };
    let shown: String = text[date.range.clone()].chars().filter(|&c| !is_blank(c) && !is_invisible(c)).collect();
    out.push(Finding::new(Kind::BirthDate, date.range, mask_front(&shown, 2), certain, why));
}

/// 生 or 出生 right after a date, and not the head of another word (1998年3月生效).
fn born_follows(rest: &str) -> bool {
    if rest.starts_with("出生") {
        return !["率", "人口", "证", "缺陷", "登记"].iter().any(|tail| rest["出生".len()..].starts_with(tail));
    }
    rest.strip_prefix('生').is_some_and(|rest| {
        rest.chars().find(|&c| !is_blank(c)).is_none_or(|c| {
            matches!(
                c,
                '，' | ',' | '、' | '；' | ';' | '。' | '）' | ')' | '\n' | '\r' | '于' | '|' | '\t' | '】' | ']'
            )
        })
    })
}

/// 出生于, 出生在, or 生于 after a name or at the head of a clause; never 发生于, 毕业生于, 考生于.
fn born_precedes(plain: &str) -> bool {
    let Some(head) = plain.strip_suffix("生于") else {
        return ["出生在", "出生:", "出生："].iter().any(|word| plain.ends_with(word));
    };
    if head.ends_with('出') {
        return !head.ends_with("输出") && !head.ends_with("导出");
    }
    let name: Vec<char> = head.chars().rev().take_while(|&c| c.is_alphanumeric() && !c.is_ascii()).take(6).collect();
    match name.as_slice() {
        [] => true,
        ['他' | '她', ..] if name.len() == 1 => true,
        [_, .., surname] if (2..=4).contains(&name.len()) => {
            SURNAMES.contains(*surname)
                && (matches!(name[0], '男' | '女') && name.len() > 2
                    || !"学考新女男师医发产诞派衍滋寄招研毕究科专中养业陌优差众人一民卫再".contains(name[0]))
        }
        _ => false,
    }
}

/// Surnames common enough to begin a name before 生于.
const SURNAMES: &str = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温易";

/// Whether a Latin word of birth stands in `text`.
pub(super) fn latin_word_of_birth(text: &str) -> bool {
    const WORDS: [&[u8]; 4] = [b"birth", b"dob", b"csrq", b"csny"];
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        WORDS.iter().any(|word| bytes[at..].get(..word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word)))
    })
}

fn skip(text: &str, at: usize) -> usize {
    at + text[at..].chars().take_while(|&c| is_blank(c) || is_invisible(c)).map(char::len_utf8).sum::<usize>()
}

/// Reads `1998年3月5日`, `1998-03-05`, `1998.3`, `19980305`, `1998/3/5`, `199803` at byte `at`, digits ASCII
/// or full-width, blanks between.
pub(super) fn read(text: &str, at: usize) -> Option<Date> {
    let mut cursor = Cursor { text, at };
    let (first, length) = cursor.digits(8);
    let mut end = cursor.at;
    let date = |year, month, day: Option<u32>, end| {
        let valid = is_day(year, month, day.unwrap_or(1));
        valid.then_some(Date { range: at..end, year, month, day })
    };
    match length {
        8 => return date(first / 10_000, first / 100 % 100, Some(first % 100), end),
        6 => return date(first / 100, first % 100, None, end),
        4 => {}
        _ => return None,
    }
    let separator = cursor.separator()?;
    let (month, length) = cursor.digits(2);
    if length == 0 {
        return None;
    }
    end = cursor.at;
    if separator == '年' {
        if !cursor.eat('月') {
            return None;
        }
        end = cursor.at;
    } else if cursor.separator() != Some(separator) {
        return date(first, month, None, end);
    }
    let (day, length) = cursor.digits(2);
    if length == 0 {
        return date(first, month, None, end);
    }
    end = cursor.at;
    if separator == '年' {
        if !(cursor.eat('日') || cursor.eat('号')) {
            return None;
        }
        end = cursor.at;
    }
    date(first, month, Some(day), end)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    /// Up to `most` digits, after blanks; more digits than that are no date.
    fn digits(&mut self, most: usize) -> (u32, usize) {
        let start = skip(self.text, self.at);
        let (mut value, mut length, mut end) = (0u32, 0, start);
        for (offset, c) in self.text[start..].char_indices() {
            match chars::digit(c) {
                Some(digit) if length < most => {
                    value = value * 10 + u32::from(digit);
                    length += 1;
                    end = start + offset + c.len_utf8();
                }
                Some(_) => return (0, 0),
                None if is_invisible(c) => {}
                None => break,
            }
        }
        if length > 0 {
            self.at = end;
        }
        (value, length)
    }

    fn separator(&mut self) -> Option<char> {
        let at = skip(self.text, self.at);
        let c = chars::after(self.text, at)?;
        let kind = match c {
            '年' => '年',
            '-' | '－' | '–' | '—' => '-',
            '/' | '／' => '/',
            '.' | '．' | '·' => '.',
            _ => return None,
        };
        self.at = at + c.len_utf8();
        Some(kind)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let at = skip(self.text, self.at);
        let found = self.text[at..].starts_with(wanted);
        if found {
            self.at = at + wanted.len_utf8();
        }
        found
    }
}

/// Reads `一九九八年三月五日` and `二〇〇五年十二月`.
fn read_chinese(text: &str, at: usize) -> Option<Date> {
    let unit = |c: char| {
        "〇一二三四五六七八九"
            .chars()
            .position(|other| other == c)
            .or(matches!(c, '零' | '○').then_some(0))
            .map(|value| value as u32)
    };
    let part = |from: usize, mark: &[char]| {
        let end = from + text[from..].find(mark).filter(|&length| length <= 18)?;
        Some((&text[from..end], end + text[end..].chars().next()?.len_utf8()))
    };
    let small = |word: &str| {
        let (tens, ones) =
            word.split_once('十').map_or(("", word), |(tens, ones)| (if tens.is_empty() { "一" } else { tens }, ones));
        let value = |digit: &str| {
            if digit.is_empty() {
                Some(0)
            } else {
                digit.chars().next().filter(|_| digit.chars().count() == 1).and_then(unit)
            }
        };
        Some(value(tens)? * 10 + value(ones)?)
    };
    let (year, rest) = part(at, &['年'])?;
    if year.chars().count() != 4 {
        return None;
    }
    let year = year.chars().try_fold(0, |sum, c| Some(sum * 10 + unit(c)?))?;
    let (month, rest) = part(rest, &['月'])?;
    let month = small(month)?;
    let (day, end) = part(rest, &['日']).and_then(|(day, end)| Some((Some(small(day)?), end))).unwrap_or((None, rest));
    is_day(year, month, day.unwrap_or(1)).then_some(Date { range: at..end, year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_spelling() {
        for text in [
            "1998年3月5日",
            "1998-03-05",
            "1998/3/5",
            "1998.3.5",
            "19980305",
            "１９９８年３月５日",
            "1998 年 3 月 5 日",
        ] {
            let date = read(text, 0).expect(text);
            assert_eq!((date.year, date.month, date.day, date.range.end), (1998, 3, Some(5), text.len()), "{text}");
        }
        for text in ["1998年3月", "1998.03", "199803", "1998-03"] {
            assert_eq!(read(text, 0).map(|date| (date.year, date.month, date.day)), Some((1998, 3, None)), "{text}");
        }
        for text in ["1998年", "1998年13月", "1998-02-30", "123456789", "1998号", "1998年3级"] {
            assert_eq!(read(text, 0), None, "{text}");
        }
        assert_eq!(
            read_chinese("二〇〇五年十二月二十日", 0).map(|date| (date.year, date.month, date.day)),
            Some((2005, 12, Some(20)))
        );
        assert_eq!(
            read_chinese("一九九八年三月", 0).map(|date| (date.year, date.month, date.day)),
            Some((1998, 3, None))
        );
    }

    #[test]
    fn only_a_word_of_birth_makes_a_birthday() {
        assert!(born_precedes("雷某出生于") && born_precedes("张三生于") && born_precedes("生于"));
        for plain in ["事故发生于", "毕业生于", "考生于", "该校学生于", "诞生于", "报名考生于"]
        {
            assert!(!born_precedes(plain), "{plain}");
        }
        assert!(born_follows("生，汉族") && born_follows("出生") && !born_follows("生效") && !born_follows("出生率"));
    }
}
