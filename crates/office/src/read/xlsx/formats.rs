//! How a stored number is shown: as a date, a percentage, or as it is.
//!
//! It exists because a worksheet stores 2023-09-01 as 45170 and 91.21 % as 0.9121, and the checker must
//! see what a person sees. Rules: ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats), serial dates
//! of 18.17.4. It must not round anything but percentages.

use std::collections::HashMap;

use super::super::ReadError;
use super::super::xml::{Token, Xml};

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shape {
    #[default]
    AsIs,
    /// With this many decimals.
    Percent(usize),
    /// 2023-09-01, or 2023年9月1日 when `words`.
    Date { words: bool, day: bool },
    /// Date and time.
    DateTime { words: bool },
    /// Time of day.
    Time,
}

/// The shapes of all cell styles, by style index.
#[derive(Debug, Default)]
pub(crate) struct Formats {
    by_style: Vec<Shape>,
}

impl Formats {
    /// Reads `xl/styles.xml`.
    pub(crate) fn read(text: &str, max_depth: usize) -> Result<Formats, ReadError> {
        let mut codes: HashMap<i64, String> = HashMap::new();
        let mut by_style = Vec::new();
        let mut in_cell_formats = false;
        let mut xml = Xml::new(text, "xl/styles.xml", max_depth);
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => match tag.name() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.attr("formatCode")) {
                            codes.insert(id, code.into_owned());
                        }
                    }
                    "cellXfs" => in_cell_formats = true,
                    "xf" if in_cell_formats => {
                        let id = tag.number("numFmtId").unwrap_or(0);
                        by_style.push(codes.get(&id).map_or_else(|| built_in(id), |code| shape(code)));
                    }
                    _ => {}
                },
                Token::Close(end) if end.name() == "cellXfs" => in_cell_formats = false,
                _ => {}
            }
        }
        Ok(Formats { by_style })
    }

    pub(crate) fn of(&self, style: usize) -> Shape {
        self.by_style.get(style).copied().unwrap_or_default()
    }
}

/// Formats a file need not spell out, including those of Chinese and Japanese Excel (27 to 36, 50 to 58).
fn built_in(id: i64) -> Shape {
    match id {
        9 => Shape::Percent(0),
        10 => Shape::Percent(2),
        14..=16 | 30 => Shape::Date { words: false, day: true },
        17 => Shape::Date { words: false, day: false },
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shape::Time,
        22 => Shape::DateTime { words: false },
        28 | 29 | 31 | 50 | 51 | 53 | 54 | 58 => Shape::Date { words: true, day: true },
        27 | 36 | 52 | 57 => Shape::Date { words: true, day: false },
        _ => Shape::AsIs,
    }
}

/// The shape a format code asks for; only its first section (positive numbers) counts.
fn shape(code: &str) -> Shape {
    let mut plain = String::new();
    let mut chars = code.chars();
    let mut words = false;
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => {
                let quoted: String = chars.by_ref().take_while(|c| *c != '"').collect();
                words |= quoted.contains('年');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // [h] is a duration, [$-804] a language, [Red] a colour.
                if inside.chars().all(|c| "hHmMsS".contains(c)) {
                    plain.push_str(&inside);
                }
            }
            '年' => words = true,
            c => plain.push(c.to_ascii_lowercase()),
        }
    }
    if plain.contains('%') {
        let decimals =
            plain.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(|c| "0#?".contains(*c)).count());
        return Shape::Percent(decimals.min(12));
    }
    if plain.contains("general") || plain.contains(['0', '#', '@', '?']) && !plain.contains(['y', 'd']) {
        // `mm:ss.0` is a time all the same.
        if !(plain.contains('s') && plain.contains('m')) {
            return Shape::AsIs;
        }
    }
    let date = plain.contains('y') || plain.contains('d') || words;
    let time = plain.contains('h') || plain.contains('s');
    match (date, time) {
        (true, true) => Shape::DateTime { words },
        (true, false) => Shape::Date { words, day: plain.contains('d') },
        (false, true) => Shape::Time,
        (false, false) if plain.contains('m') && !plain.contains("m\"") => Shape::Date { words, day: false },
        (false, false) => Shape::AsIs,
    }
}

/// A stored number as its reader sees it.
pub(crate) fn show(raw: &str, shape: Shape, from_1904: bool) -> String {
    let Ok(value) = raw.trim().parse::<f64>() else { return raw.to_owned() };
    if !value.is_finite() {
        return raw.to_owned();
    }
    match shape {
        Shape::AsIs => plain(raw.trim(), value),
        Shape::Percent(decimals) => format!("{:.decimals$}%", value * 100.0),
        Shape::Date { .. } | Shape::DateTime { .. } | Shape::Time => {
            dated(value, shape, from_1904).unwrap_or_else(|| plain(raw.trim(), value))
        }
    }
}

/// Digits without an exponent and without the noise of binary fractions (15 significant digits).
pub(crate) fn plain(raw: &str, value: f64) -> String {
    let simple = !raw.contains(['e', 'E']) && raw.len() <= 16;
    if simple {
        return raw.to_owned();
    }
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let digits = raw.strip_prefix('-').unwrap_or(raw);
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return raw.to_owned();
        }
        // Fifteen digits are all a worksheet keeps; what follows is noise of the binary form.
        let scientific = format!("{value:.14e}");
        let (digits, exponent) = scientific.split_once('e').unwrap_or((scientific.as_str(), "0"));
        let digits: String = digits.chars().filter(|c| *c != '.').collect();
        let length = exponent.parse::<usize>().unwrap_or(0) + 1 + usize::from(value < 0.0);
        return format!("{digits:0<length$}").chars().take(length).collect();
    }
    let magnitude = value.abs().log10().floor();
    let decimals = (14.0 - magnitude).clamp(0.0, 30.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A serial date whose exact format is not known: a date, with its time if it has one.
pub(crate) fn show_date(value: f64) -> String {
    let shape = match (value.trunc() == 0.0, value.fract() == 0.0) {
        (true, _) => Shape::Time,
        (false, true) => Shape::Date { words: false, day: true },
        (false, false) => Shape::DateTime { words: false },
    };
    dated(value, shape, false).unwrap_or_else(|| value.to_string())
}

fn dated(value: f64, shape: Shape, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let seconds_all = (value.fract() * 86_400.0).round() as u32;
    let (mut day, seconds) = (value.trunc() as i64, seconds_all % 86_400);
    if seconds_all >= 86_400 {
        day += 1;
    }
    let clock = if seconds % 60 == 0 {
        format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
    } else {
        format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    };
    if shape == Shape::Time {
        // A duration may pass a day.
        let hours = day.min(100_000) * 24;
        return Some(if hours == 0 { clock } else { format!("{}{}", hours + i64::from(seconds / 3600), &clock[2..]) });
    }
    // 1900 is wrongly a leap year in the serial dates of 18.17.4.1, so days up to 60 are one off.
    let (year, month, date) = if from_1904 {
        civil(day - 24_107)
    } else if day < 60 {
        civil(day - 25_568)
    } else {
        civil(day - 25_569)
    };
    if day == 0 && !from_1904 {
        return Some(clock);
    }
    let date = match shape {
        Shape::Date { words: true, day: false } => format!("{year}年{month}月"),
        Shape::Date { words: false, day: false } => format!("{year}-{month:02}"),
        Shape::Date { words: true, .. } | Shape::DateTime { words: true } => format!("{year}年{month}月{date}日"),
        _ => format!("{year}-{month:02}-{date:02}"),
    };
    Some(if matches!(shape, Shape::DateTime { .. }) { format!("{date} {clock}") } else { date })
}

/// Days since 1970-01-01 as year, month, day (proleptic Gregorian).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_its_format_says() {
        let cases = [
            ("45170", "yyyy\\-mm\\-dd", "2023-09-01"),
            ("45170", "yyyy\"年\"m\"月\"d\"日\";@", "2023年9月1日"),
            ("45170.5", "yyyy/m/d h:mm", "2023-09-01 12:00"),
            ("0.9121468", "0.00%", "91.21%"),
            ("0.5", "0%", "50%"),
            ("0.75", "h:mm:ss", "18:00"),
            ("1.5", "[h]:mm", "36:00"),
            ("12345.678", "#,##0.00", "12345.678"),
            ("59", "[$-804]yyyy-mm-dd", "1900-02-28"),
            ("3", "General", "3"),
            ("7", "[Red]0_);\\(0\\)", "7"),
        ];
        for (raw, code, expected) in cases {
            assert_eq!(show(raw, shape(code), false), expected, "{raw} with {code}");
        }
    }

    #[test]
    fn long_numbers_keep_their_digits_and_lose_only_noise() {
        assert_eq!(show("4.3010219900307E+17", Shape::AsIs, false), "430102199003070000");
        assert_eq!(show("430102199003074514", Shape::AsIs, false), "430102199003074514");
        assert_eq!(show("0.30000000000000004", Shape::AsIs, false), "0.3");
        assert_eq!(show("17.550000000000001", Shape::AsIs, false), "17.55");
        assert_eq!(show("13800138000", Shape::AsIs, false), "13800138000");
        assert_eq!(show("1E-3", Shape::AsIs, false), "0.001");
    }

    #[test]
    fn a_workbook_that_counts_from_1904_is_four_years_later() {
        assert_eq!(show("0", shape("yyyy-mm-dd"), true), "1904-01-01");
    }
}
