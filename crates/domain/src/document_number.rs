//! Document numbers (文号) taken apart: whose series, of which year, the how-manieth.
//!
//! So that documents can be browsed as they were numbered. A number that is not written this way is none the worse; it only
//! stands in no series. It must not correct what people wrote.

use crate::date::half_width;

/// A document number that stands in a series: `民院发〔2023〕12号`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InSeries {
    /// Who numbers and what (机关代字): `民院发`.
    pub series: String,
    /// Year.
    pub year: u16,
    /// Which of that year.
    pub serial: u32,
}

impl InSeries {
    /// Takes a document number apart; `None` for one that is written otherwise.
    pub fn read(text: &str) -> Option<InSeries> {
        let text: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let open = text.find(['〔', '[', '(', '【', '﹝', '［', '（'])?;
        let (series, rest) = text.split_at(open);
        let rest = rest.get(rest.chars().next()?.len_utf8()..)?;
        let close = rest.find(['〕', ']', ')', '】', '﹞', '］', '）'])?;
        let (year, rest) = rest.split_at(close);
        let rest = rest.get(rest.chars().next()?.len_utf8()..)?;
        let serial = rest.strip_prefix('第').unwrap_or(rest).strip_suffix('号')?;
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let named = !series.is_empty() && series.chars().all(char::is_alphanumeric);
        if !named || year.len() != 4 || !digits(year) || !digits(serial) {
            return None;
        }
        Some(InSeries { series: series.to_string(), year: year.parse().ok()?, serial: serial.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_series_is_taken_apart_however_its_brackets_are_written() {
        for (written, series, year, serial) in [
            ("民院发〔2023〕12号", "民院发", 2023, 12),
            ("民院发[2023]12号", "民院发", 2023, 12),
            ("民院发（2023）第12号", "民院发", 2023, 12),
            ("民院发 〔２０２３〕 １２ 号", "民院发", 2023, 12),
            ("XX院字【2019】003号", "XX院字", 2019, 3),
        ] {
            let read = InSeries::read(written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!((read.series.as_str(), read.year, read.serial), (series, year, serial), "{written}");
        }
    }

    #[test]
    fn what_is_written_otherwise_stands_in_no_series() {
        for written in [
            "",
            "民院发2023年12号",
            "〔2023〕12号",
            "民院发〔23〕12号",
            "民院发〔2023〕号",
            "民院发〔2023〕12",
            "民院发〔2023〕12号、13号",
            "民院发〔2023",
            "2023-12",
            "民院发〔2023〕99999999999号",
            "号",
            "（",
        ] {
            assert_eq!(InSeries::read(written), None, "{written}");
        }
    }
}
