//! Citizen identity numbers: GB 11643-1999 with 18 characters, and the 15 digits used before it.
//!
//! Pure arithmetic over digits. It must not look at the words around a number; see `numbers`.

use std::sync::LazyLock;

/// What an eighteen-character number shows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// The first four digits are a prefecture that exists or existed.
    pub(super) prefecture: bool,
    /// The first six digits are a county that exists or existed.
    pub(super) county: bool,
    /// The date of birth is a day of the calendar between 1900 and 2030.
    pub(super) date: bool,
    /// The last character is the check character of the seventeen before it (ISO 7064, MOD 11-2).
    pub(super) check: bool,
    /// The year of birth as written.
    pub(super) year: u32,
}

/// The marks of 17 digits and a check value (10 stands for X).
pub(super) fn eighteen(digits: &[u8], check: u8) -> Marks {
    let year = number(&digits[6..10]);
    let region = Regions::get();
    Marks {
        prefecture: region.prefecture(&digits[..4]),
        county: region.county(&digits[..6]),
        date: (1900..=2030).contains(&year) && is_day(year, number(&digits[10..12]), number(&digits[12..14])),
        check: check_value(&digits[..17]) == check,
        year,
    }
}

/// The marks of a fifteen-digit number; it has no check character, and its year lies in 1900 to 1999.
pub(super) fn fifteen(digits: &[u8]) -> Marks {
    let year = 1900 + number(&digits[6..8]);
    let region = Regions::get();
    Marks {
        prefecture: region.prefecture(&digits[..4]),
        county: region.county(&digits[..6]),
        date: is_day(year, number(&digits[8..10]), number(&digits[10..12])),
        check: true,
        year,
    }
}

/// Whether 18 digits could be the identity card of a foreigner with permanent residence (first digit 9,
/// form of 2023): a real date and a right check character.
pub(super) fn permanent_resident(digits: &[u8], check: u8) -> bool {
    let marks = eighteen(digits, check);
    digits[0] == 9 && marks.date && marks.check
}

/// Check value by GB 11643-1999, 10 for X.
pub(super) fn check_value(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(&digit, weight)| u32::from(digit) * weight).sum();
    ((12 - sum % 11) % 11) as u8
}

/// Whether two digits are the head of a province's codes.
pub(super) fn is_province(digits: &[u8]) -> bool {
    matches!(number(digits), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// The number that digits spell.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, &digit| sum.wrapping_mul(10).wrapping_add(u32::from(digit)))
}

/// Whether a day of the Gregorian calendar.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    chrono::NaiveDate::from_ymd_opt(year as i32, month, day).is_some()
}

/// The region codes: each prefecture with a bit for each county number under it.
struct Regions(Vec<(u32, u128)>);

impl Regions {
    fn get() -> &'static Regions {
        static REGIONS: LazyLock<Regions> = LazyLock::new(|| Regions::parse(include_str!("data/regions.txt")));
        &REGIONS
    }

    fn parse(table: &str) -> Regions {
        let mut rows = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_ascii_whitespace();
            let Some(prefecture) = parts.next().and_then(|code| code.parse().ok()) else { continue };
            let mut counties = 1u128;
            for part in parts {
                let (from, to) = part.split_once('-').unwrap_or((part, part));
                if let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) {
                    (from..=to.min(99)).for_each(|county| counties |= 1 << county);
                }
            }
            rows.push((prefecture, counties));
        }
        rows.sort_unstable();
        Regions(rows)
    }

    fn counties(&self, prefecture: &[u8]) -> Option<u128> {
        let code = number(prefecture);
        self.0.binary_search_by_key(&code, |row| row.0).ok().map(|at| self.0[at].1)
    }

    fn prefecture(&self, digits: &[u8]) -> bool {
        self.counties(digits).is_some()
    }

    fn county(&self, digits: &[u8]) -> bool {
        self.counties(&digits[..4]).is_some_and(|bits| bits >> number(&digits[4..6]) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    #[test]
    fn the_example_of_the_standard_holds() {
        // GB 11643-1999 gives 11010519491231002X as its worked example.
        assert_eq!(check_value(&digits("11010519491231002")), 10);
        let marks = eighteen(&digits("11010519491231002"), 10);
        assert!(marks.prefecture && marks.county && marks.date && marks.check);
    }

    #[test]
    fn a_day_that_never_was_is_no_date_of_birth() {
        assert!(!eighteen(&digits("43060219990229001"), 0).date);
        assert!(eighteen(&digits("43060220000229001"), 0).date);
    }

    #[test]
    fn regions_that_never_were_are_unknown() {
        assert!(Regions::get().county(&digits("430602")));
        assert!(!Regions::get().county(&digits("430699")));
        assert!(!Regions::get().prefecture(&digits("4399")));
        assert!(!is_province(&digits("99")) && is_province(&digits("43")));
    }

    #[test]
    fn the_table_of_regions_reads_whole() {
        let rows = include_str!("data/regions.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(Regions::get().0.len(), rows);
        assert!(Regions::get().0.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
