//! What a document is made of, before any rule: text in one form, quantities, dates, tables, its own account of itself.
//!
//! Everything here only reads. It must not test anything, nor know of a rule or a finding.

mod address;
pub(crate) mod chars;
pub(crate) mod date;
pub(crate) mod form;
pub(crate) mod marker;
pub(crate) mod norm;
pub(crate) mod outline;
pub(crate) mod period;
pub(crate) mod pieces;
pub(crate) mod profile;
pub(crate) mod quantity;
pub(crate) mod table;

use std::ops::Range;

use domain::extract::Extract;

use crate::consistency::words;
use form::Form;
use period::Span;
use profile::{Genre, Profile};

/// A document with what it says about itself as a whole.
pub(crate) struct Document<'a> {
    pub(crate) extract: &'a Extract,
    pub(crate) profile: Profile,
    /// The period that the report states, where its own word counts: when the caller gave none.
    pub(crate) stated: Option<(Span, Range<usize>)>,
    /// The period of its events: the one given, the one stated, or the one of the title.
    pub(crate) span: Option<Span>,
    /// Whether it reports on a period at all.
    pub(crate) reports: bool,
    /// Prescribed tables that a PDF or plain text gives as lines.
    pub(crate) forms: Vec<Form>,
    /// Where the rows of such tables stand.
    rows: Vec<Range<usize>>,
}

impl<'a> Document<'a> {
    /// Reads what must be known before the first paragraph.
    pub(crate) fn read(extract: &'a Extract, year: Option<Span>, school: Option<&str>) -> Document<'a> {
        let profile = Profile::of(extract, year, school);
        let college = profile.genre == Genre::CollegeReport;
        // A period that was given, or that a document of another kind states, is not asked for.
        let asked = year.is_none() && (college || reports_on_disclosure(extract, &profile));
        let stated = if asked { period::stated(extract) } else { None };
        let reports = year.is_some() || college || stated.is_some();
        let span = match (&stated, profile.span) {
            (Some((stated, _)), titled)
                if period::is_a_year(*stated) && titled.is_none_or(|titled| period::overlaps(*stated, titled)) =>
            {
                Some(*stated)
            }
            (_, titled) => titled,
        };
        let (forms, rows) = form::in_text(extract);
        Document { extract, profile, stated, span, reports, forms, rows }
    }

    /// Whether the text there is the row of a table that lost its cells, whatever number it begins with.
    pub(crate) fn is_row(&self, place: &Range<usize>) -> bool {
        self.rows.iter().any(|row| row.contains(&place.start))
    }
}

/// Whether the title is that of a yearly report on disclosure, a government body's included.
fn reports_on_disclosure(extract: &Extract, profile: &Profile) -> bool {
    let title = profile.title.clone().and_then(|place| extract.text.get(place)).unwrap_or("");
    title.contains("信息公开") && words::REPORT_TITLES.iter().any(|w| title.contains(w))
}
