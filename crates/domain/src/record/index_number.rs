//! Index numbers (索引号): the number by which a record is cited, never reused.

use std::fmt;

/// Index number (索引号): `学校代码/年份-五位流水`, never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexNumber {
    /// The school's code.
    pub school: String,
    /// Calendar year of publication (or of entry when that is unknown).
    pub year: i32,
    /// Serial within the year, from 1; printed with at least five digits.
    pub serial: u32,
}

/// Text that is no index number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an index number such as 12345/2023-00017: {0}")]
pub struct NotAnIndexNumber(pub String);

impl fmt::Display for IndexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}-{:05}", self.school, self.year, self.serial)
    }
}

impl std::str::FromStr for IndexNumber {
    type Err = NotAnIndexNumber;

    fn from_str(text: &str) -> Result<Self, NotAnIndexNumber> {
        let wrong = || NotAnIndexNumber(text.trim().chars().take(40).collect());
        let plain = crate::date::half_width(text.trim());
        let (school, rest) = plain.rsplit_once('/').ok_or_else(wrong)?;
        let (year, serial) = rest.split_once('-').ok_or_else(wrong)?;
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if school.is_empty()
            || school.len() > 32
            || !digits(year)
            || year.len() != 4
            || !digits(serial)
            || serial.len() < 5
        {
            return Err(wrong());
        }
        Ok(IndexNumber {
            school: school.to_string(),
            year: year.parse().map_err(|_| wrong())?,
            serial: serial.parse().ok().filter(|serial| *serial > 0).ok_or_else(wrong)?,
        })
    }
}
