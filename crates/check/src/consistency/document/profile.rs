//! What kind of document it is, for which school and year: learnt from its title and opening.
//!
//! Rules for annual reports must not touch a budget or a notice, so this is read before anything else.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::extract::Extract;
use regex::Regex;

use super::norm::Norm;
use super::period::Span;
use super::pieces::Paragraphs;
use crate::consistency::words;

/// What is demanded of a document depends on this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Genre {
    /// A college's annual report on information disclosure.
    CollegeReport,
    /// Anything else.
    Other,
}

/// The document's own account of itself.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) genre: Genre,
    pub(crate) title: Option<Range<usize>>,
    /// The school's full name.
    pub(crate) school: Option<String>,
    /// The school year of the title.
    pub(crate) title_year: Option<(i32, i32)>,
    pub(crate) span: Option<Span>,
    /// Years that the text states.
    pub(crate) years: Vec<i32>,
}

static SCHOOL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([\u{4e00}-\u{9fff}]{2,20}(?:大学|学院|学校))").expect("a constant pattern"));
static YEARS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20\d\d)-(20\d\d)学年").expect("a constant pattern"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20[0-3]\d) ?年").expect("a constant pattern"));

/// Titles stand within the first paragraphs.
const OPENING: usize = 12;

impl Profile {
    pub(crate) fn of(extract: &Extract, given: Option<Span>, school: Option<&str>) -> Profile {
        let mut profile = Profile {
            genre: Genre::Other,
            title: None,
            school: school.map(str::to_owned),
            title_year: None,
            span: given,
            years: years(&extract.text),
        };
        let mut heading = String::new();
        for pieces in Paragraphs::new(extract).take(OPENING) {
            let norm = Norm::from_pieces(extract, &pieces);
            if norm.text.chars().count() > 70 || norm.text.contains('。') {
                break;
            }
            // A title may be set on two or three lines.
            heading.push_str(&norm.text);
            let line = &norm.text;
            if profile.school.is_none() {
                profile.school = SCHOOL.captures(line).map(|c| c[1].to_owned());
            }
            if profile.title.is_none() && (line.contains("报告") || line.contains("信息公开") || line.contains("学年"))
            {
                profile.title = Some(norm.whole());
            }
            if profile.title_year.is_none() {
                profile.title_year = YEARS.captures(line).and_then(|c| Some((c[1].parse().ok()?, c[2].parse().ok()?)));
            }
        }
        let report = heading.contains("信息公开") && words::COLLEGE_REPORT_TITLES.iter().any(|w| heading.contains(w));
        let government = heading.contains("政府信息公开");
        let college = words::COLLEGE_WORDS.iter().any(|w| heading.contains(w));
        if report && college && !government {
            profile.genre = Genre::CollegeReport;
        }
        if profile.span.is_none()
            && profile.genre == Genre::CollegeReport
            && let Some((a, b)) = profile.title_year.filter(|(a, b)| *b == a + 1)
        {
            profile.span = NaiveDate::from_ymd_opt(a, 9, 1)
                .zip(NaiveDate::from_ymd_opt(b, 8, 31))
                .map(|(from, to)| Span { from, to });
        }
        profile
    }
}

fn years(text: &str) -> Vec<i32> {
    let mut found: BTreeSet<i32> = BTreeSet::new();
    for caps in YEAR.captures_iter(text) {
        found.extend(caps[1].parse::<i32>().ok());
        if found.len() > 8 {
            break;
        }
    }
    found.into_iter().collect()
}
