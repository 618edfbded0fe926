//! Periods of days, and the period that a report says its figures are of.
//!
//! Whether an event may lie outside it is for the rules to say.

use std::ops::Range;

use chrono::NaiveDate;
use domain::extract::Extract;

use super::date::{dates, is_period};
use super::norm::Norm;
use super::pieces::Paragraphs;
use crate::consistency::words;

/// A period of civil days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Span {
    /// The school year that begins on 1 September of `start` and ends on 31 August of the next year,
    /// the reporting period of the Ministry of Education's notices on the annual report.
    #[must_use]
    pub fn school_year(start: i32) -> Option<Span> {
        let from = NaiveDate::from_ymd_opt(start, 9, 1)?;
        let to = NaiveDate::from_ymd_opt(start.checked_add(1)?, 8, 31)?;
        Some(Span { from, to })
    }

    /// Reads a school year such as `2022-2023`, or a calendar year such as `2023`, of which government bodies report.
    #[must_use]
    pub fn parse(text: &str) -> Option<Span> {
        if let Ok(year) = text.trim().parse::<i32>() {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
            return days.filter(|_| (1900..2200).contains(&year)).map(|(from, to)| Span { from, to });
        }
        let (a, b) = text.trim().split_once(['-', '—', '–'])?;
        let (a, b): (i32, i32) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
        (b == a + 1).then(|| Span::school_year(a)).flatten()
    }
}

/// The statistic period stands in the opening of a report.
const OPENING: usize = 30;

/// The period that the report itself says its figures are of, with its place:
/// 本报告所列数据的统计期限为2022年1月1日至12月31日.
pub(crate) fn stated(extract: &Extract) -> Option<(Span, Range<usize>)> {
    Paragraphs::new(extract).take(OPENING).find_map(|pieces| {
        let norm = Norm::from_pieces(extract, &pieces);
        if !words::PERIOD_WORDS.iter().any(|w| norm.text.contains(w)) {
            return None;
        }
        dates(&norm.text).windows(2).find_map(|pair| {
            let (from, to) = (pair[0].first()?, pair[1].last()?);
            let place = pair[0].at.start..pair[1].at.end;
            let joined = norm.text.get(pair[0].at.end..pair[1].at.start).is_some_and(is_period);
            // Shorter is the period of something else, longer is given as several years.
            let long = (180..=800).contains(&(to - from).num_days());
            (joined && long).then(|| (Span { from, to }, norm.source(&place)))
        })
    })
}

/// Whether two periods are the same year given with other days.
pub(crate) fn overlaps(a: Span, b: Span) -> bool {
    (a.to.min(b.to) - a.from.max(b.from)).num_days() > 180
}

/// A report is of one year: two weeks more or less are a slip of the pen in no calendar.
pub(crate) fn is_a_year(span: Span) -> bool {
    (350..=380).contains(&(span.to - span.from).num_days())
}
