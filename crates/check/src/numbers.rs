//! Numbers as Chinese documents print them: digits, 万/亿, and numerals such as 一百二十三 or 二〇二三.
//!
//! Exists so that every rule reads a number the same way and with exact arithmetic (no floating point:
//! a checker that rounds cannot accuse anybody of a wrong sum). It must not know what a number counts;
//! units, labels and approximations belong to `consistency::quantity`.

/// Numbers are held as whole millionths, so `1.5` is `1_500_000`.
pub const ONE: i128 = 1_000_000;

/// No real amount is larger; products of two amounts and a percentage stay within `i128`.
const LARGEST: i128 = 1_000_000_000_000_000_000 * ONE;

/// An amount read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The value in millionths.
    pub value: i128,
    /// What one step of the last printed digit is worth, in millionths: the statement means
    /// `value ± last_place / 2` when it was rounded.
    pub last_place: i128,
}

impl Amount {
    /// A whole number.
    #[must_use]
    pub fn whole(value: i64) -> Amount {
        Amount { value: i128::from(value) * ONE, last_place: ONE }
    }

    /// Whether the last printed digit counts single things, so that no rounding can be presumed.
    #[must_use]
    pub fn is_exact_count(&self) -> bool {
        self.last_place == ONE && self.value % ONE == 0
    }
}

/// The Chinese numeral of a number below 100, as chapters and list entries are counted: 一, 十二, 三十.
/// Larger numbers, which no chapter has, come out in digits.
#[must_use]
pub fn han(n: u64) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let ones = DIGITS[(n % 10) as usize];
    match n / 10 {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        tens @ 2..=9 => format!("{}十{ones}", DIGITS[tens as usize]),
        _ => n.to_string(),
    }
}

/// Reads an amount at the start of `text`: ASCII digits with an optional decimal part and scale
/// (`万`, `亿`, `万亿`, `千`), and says how many bytes it took. Separators must be gone already.
/// `None` when no digit stands there or the number is longer than any real one.
#[must_use]
pub fn read_amount(text: &str) -> Option<(Amount, usize)> {
    let bytes = text.as_bytes();
    let whole_len = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if whole_len == 0 || whole_len > 13 {
        return None;
    }
    let mut value: i128 = text[..whole_len].parse::<i128>().ok()? * ONE;
    let mut last_place = ONE;
    let mut len = whole_len;
    if bytes.get(len) == Some(&b'.') {
        let decimals = bytes[len + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if decimals > 6 {
            return None;
        }
        if decimals > 0 {
            let fraction: i128 = text[len + 1..len + 1 + decimals].parse().ok()?;
            let step = ONE / 10i128.pow(decimals as u32);
            value += fraction * step;
            last_place = step;
            len += 1 + decimals;
        }
    }
    let (factor, scale_len) = scale(&text[len..]);
    let value = value.checked_mul(factor).filter(|v| *v <= LARGEST)?;
    Some((Amount { value, last_place: last_place * factor }, len + scale_len))
}

/// The amount in the scale in which `printed` gives one: 58000000 beside 5836.42万 is 5800.
#[must_use]
pub fn print_in_scale(value: i128, printed: &str) -> String {
    let digits = printed.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    print(value / scale(&printed[digits..]).0)
}

/// The scale word at the start of `rest`, its factor and length in bytes; `(1, 0)` if none.
fn scale(rest: &str) -> (i128, usize) {
    for (word, factor) in
        [("万亿", 1_000_000_000_000), ("千万", 10_000_000), ("百万", 1_000_000), ("亿", 100_000_000), ("万", 10_000)]
    {
        if rest.starts_with(word) {
            return (factor, word.len());
        }
    }
    // 千 is a scale in 5千元 and part of the unit in 5千克, 5千米, 5千瓦时.
    if let Some(after) = rest.strip_prefix('千')
        && !after.starts_with(['克', '米', '瓦', '伏', '字', '卡', '帕'])
    {
        return (1_000, '千'.len_utf8());
    }
    (1, 0)
}

/// Whether a character can stand in a Chinese numeral.
#[must_use]
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '亿')
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
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

/// Reads a whole Chinese numeral: positional (二〇二三 is 2023) or with units (一百二十三 is 123).
/// `None` when anything else stands in it or it does not form one number (such as 三四 for "three or four").
#[must_use]
pub fn chinese(text: &str) -> Option<u64> {
    let count = text.chars().count();
    if count == 0 || count > 16 || !text.chars().all(is_numeral) {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        // Two or three digits in a row without units are ranges (三四十人, 七八个), not numbers, except
        // years and numbers with a zero (一〇五).
        let has_zero = text.chars().any(|c| digit(c) == Some(0));
        if count > 1 && count != 4 && !has_zero {
            return None;
        }
        return text.chars().try_fold(0u64, |sum, c| Some(sum * 10 + digit(c)?));
    }
    with_units(text)
}

/// The unit form: 三万五千二百零六.
fn with_units(text: &str) -> Option<u64> {
    let (mut total, mut section, mut pending): (u64, u64, Option<u64>) = (0, 0, None);
    let mut last_unit = u64::MAX;
    for c in text.chars() {
        if let Some(d) = digit(c) {
            if pending.is_some_and(|p| p != 0) {
                return None;
            }
            pending = Some(d);
            continue;
        }
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            _ => 100_000_000,
        };
        if unit < 10_000 {
            if unit >= last_unit {
                return None;
            }
            last_unit = unit;
            section += pending.take().filter(|d| *d != 0).unwrap_or(1) * unit;
        } else {
            section += pending.take().unwrap_or(0);
            total = if unit == 10_000 {
                total.checked_add(section.checked_mul(unit)?)?
            } else {
                total.checked_add(section)?.checked_mul(unit)?
            };
            section = 0;
            last_unit = u64::MAX;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

/// Prints an amount in millionths without superfluous zeros.
#[must_use]
pub fn print(value: i128) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    let one = ONE.unsigned_abs();
    let (whole, fraction) = (value / one, value % one);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{fraction:06}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_with_units_are_read() {
        for (text, value) in [
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百二十三", 123),
            ("一百零五", 105),
            ("两千零六", 2006),
            ("三万五千二百零六", 35_206),
            ("一亿二千万", 120_000_000),
            ("二十三万", 230_000),
            ("二〇二三", 2023),
            ("一〇五", 105),
            ("八", 8),
        ] {
            assert_eq!(chinese(text), Some(value), "{text}");
        }
    }

    #[test]
    fn a_spoken_range_is_no_number() {
        for text in ["三四", "七八", "", "一二三", "十百", "一是"] {
            assert_eq!(chinese(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_know_the_worth_of_their_last_digit() {
        let (amount, len) = read_amount("1.2亿元").expect("a number");
        assert_eq!((amount.value, amount.last_place, len), (120_000_000 * ONE, 10_000_000 * ONE, "1.2亿".len()));
        let (amount, _) = read_amount("300万元").expect("a number");
        assert_eq!((amount.value, amount.last_place), (3_000_000 * ONE, 10_000 * ONE));
        let (amount, len) = read_amount("5千克").expect("a number");
        assert_eq!((amount.value, len), (5 * ONE, 1));
        assert!(read_amount("万").is_none());
    }

    #[test]
    fn an_amount_is_printed_in_the_scale_of_another() {
        assert_eq!(print_in_scale(58_364_200 * ONE, "5838.42万"), "5836.42");
        assert_eq!(print_in_scale(150_000_000 * ONE, "1.2亿"), "1.5");
        assert_eq!(print_in_scale(7 * ONE, "七"), "7");
    }

    #[test]
    fn printing_drops_superfluous_zeros() {
        assert_eq!(print(1_500_000), "1.5");
        assert_eq!(print(-42 * ONE), "-42");
    }
}
