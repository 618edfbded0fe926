//! The dates of a row: what its cells say of days, months, periods and school years.
//!
//! A year comes from the row or its sheet or not at all; 长期 in a column of dates is a term. What may be two dates is
//! asked about. It must not know how a date is spelt: that is [`date`](super::super::date).

use super::super::date::{self, Dated};
use super::{Cells, Doubt, StatedYear, Table, Taken, Understood};
use crate::date::PartialDate;
use crate::record::Form;
use crate::school_year::SchoolYear;
use chrono::{Datelike, NaiveDate};

/// Columns that hold dates.
const DATES: [&str; 8] =
    ["made_on", "published_on", "on", "signed_on", "as_of", "state_on", "publicity_from", "publicity_until"];

impl Cells<'_> {
    /// School years in other spellings; a calendar year may be either of two.
    pub(in super::super) fn school_years(&mut self) {
        for key in ["year", "from_year"] {
            let Some(at) = self.at(key) else { continue };
            let text = self.cell(at).to_string();
            if text.is_empty() || text.parse::<SchoolYear>().is_ok() {
                continue;
            }
            match StatedYear::of(&text) {
                StatedYear::School(year) => self.take(at, Taken::Word, year.to_string()),
                StatedYear::Calendar(year) => {
                    let years = [year - 1, year].into_iter().filter_map(SchoolYear::beginning);
                    self.ask(at, Doubt::Word, years.map(|year| year.to_string()).collect());
                }
                StatedYear::None | StatedYear::Month(..) => {
                    if let Some(year) = short_school_year(&text) {
                        self.take(at, Taken::Word, year.to_string());
                        continue;
                    }
                    let plain = text.trim().trim_end_matches("年");
                    if let Some(year) = plain.parse::<i32>().ok().filter(|year| (1990..=2100).contains(year)) {
                        let years = [year - 1, year].into_iter().filter_map(SchoolYear::beginning);
                        self.ask(at, Doubt::Word, years.map(|year| year.to_string()).collect());
                    }
                }
            }
        }
    }

    /// The year that a date without one is of: the row's own, else the sheet's.
    pub(in super::super) fn stated_year(&self) -> StatedYear {
        match self.text("year").parse() {
            Ok(year) => StatedYear::School(year),
            Err(_) => self.written.sheet.year,
        }
    }

    /// The same for what stands beside the row's day of disclosure: its period, the days of its channels. What no title
    /// states, that day does.
    pub(super) fn stated_beside(&self, stated: StatedYear) -> StatedYear {
        if stated != StatedYear::None {
            return stated;
        }
        let Some(day) = self.at("published_on") else { return stated };
        match date::read(self.cell(day), self.is_number(day), stated) {
            Dated::Literal => self.cell(day).parse().map_or(stated, StatedYear::of_date),
            Dated::Other(on) | Dated::Period(on, _) => StatedYear::of_date(on),
            _ => stated,
        }
    }

    pub(in super::super) fn dates(&mut self, stated: StatedYear) {
        let beside = self.stated_beside(stated);
        self.periods(beside);
        for key in DATES {
            let stated = if key.starts_with("publicity") { beside } else { stated };
            let Some(at) = self.at(key) else { continue };
            let text = self.cell(at).to_string();
            if text.is_empty() {
                continue;
            }
            match date::read(&text, self.is_number(at), stated) {
                Dated::Literal if self.written.hints.iter().any(|hint| hint.column == at && hint.month) => {
                    self.understood.push(Understood::new(Taken::FirstDay, Some(at), "", text.clone()));
                }
                Dated::Literal if self.is_before_all(key, at) => self.before_all(at),
                Dated::Literal | Dated::No => {}
                Dated::Other(date) => self.take(at, Taken::Date, date.to_string()),
                Dated::OfStatedYear(date) => self.take(at, Taken::Year, date.to_string()),
                Dated::Vague(date) => {
                    self.take(at, Taken::Vague, date.to_string());
                    self.year_of(key, &text, stated, date::span(&text, stated));
                }
                Dated::InYear(year) => self.in_year(at, year),
                Dated::Nothing => self.no_date(at, &text),
                Dated::NotYet => self.no_day_yet(at, key),
                Dated::Blank => self.ask(at, Doubt::BlankDate, Vec::new()),
                Dated::Period(from, until) => self.period(at, key, from, until),
                Dated::Yearless => self.ask(at, Doubt::Year, Vec::new()),
                Dated::Doubtful(dates) => self.ask(at, Doubt::Date, dates.iter().map(PartialDate::to_string).collect()),
            }
            self.weekday(at, &text);
        }
        let Some(at) = self.at("term") else { return };
        let text = self.cell(at).to_string();
        if let Dated::Other(PartialDate::Day(day)) = date::read(&text, false, StatedYear::None) {
            self.take(at, Taken::Date, day.to_string());
        }
    }

    /// Whether a day of disclosure lies before there was anybody to disclose: a century was mistaken.
    fn is_before_all(&self, key: &str, at: usize) -> bool {
        matches!(key, "published_on" | "on" | "publicity_from" | "publicity_until")
            && self
                .cell(at)
                .parse::<PartialDate>()
                .ok()
                .and_then(PartialDate::span)
                .is_some_and(|(day, _)| day.year() < 1949)
    }

    fn before_all(&mut self, at: usize) {
        let meant = self.cell(at).strip_prefix("19").map(|rest| format!("20{rest}"));
        self.ask(at, Doubt::Date, meant.into_iter().collect());
    }

    /// What has no day of disclosure yet is not public, unless a column says what it is.
    fn no_day_yet(&mut self, at: usize, key: &str) {
        let asks = matches!(key, "published_on" | "on") && self.may_be_public();
        if asks { self.ask(at, Doubt::NotYet, Vec::new()) } else { self.take(at, Taken::NoDate, "") }
    }

    /// Whether nothing in the row's own columns says that it is no public record.
    pub(super) fn may_be_public(&self) -> bool {
        let state = self.text("state");
        !self.is_narrow() && (state.is_empty() || state == "公开")
    }

    /// A day of the week that is not the date's: one of the two is wrong, and the date is kept.
    fn weekday(&mut self, at: usize, text: &str) {
        let (Some(said), Ok(PartialDate::Day(day))) = (date::weekday(text), self.cell(at).parse()) else { return };
        if said != day.weekday() {
            let is = format!("{day} {}", date::weekday_zh(day.weekday()));
            self.understood.push(Understood::new(Taken::Weekday, Some(at), text, is));
        }
    }

    /// What lies in one school year counts there, and what lies in two in that of its book.
    fn year_of(&mut self, key: &str, text: &str, stated: StatedYear, span: Option<(NaiveDate, NaiveDate)>) {
        let Some((first, last)) = span else { return };
        // The day of disclosure decides; a record without one counts by the day that it was made.
        let decides = key == "published_on" || key == "made_on" && self.text("published_on").is_empty();
        if self.written.table != Table::Records || !decides {
            return;
        }
        let (first, last) = (SchoolYear::of(first), SchoolYear::of(last));
        let year = match stated {
            _ if first == last => first,
            StatedYear::School(year) if year == first || year == last => year,
            _ => return,
        };
        if let Some(at) = self.at("year").filter(|at| self.cell(*at).is_empty()) {
            self.row.0[at] = year.to_string();
            self.understood.push(Understood::new(Taken::InYear, Some(at), text, year.to_string()));
        }
    }

    /// What is for applicants, or for nobody, has no day of disclosure; the day that stands there tells its school year.
    pub(in super::super) fn day_of_kept(&mut self) {
        let places = (self.at("published_on"), self.at("year"));
        let (Some(day), Some(year)) = places else { return };
        let kept = matches!(self.text("openness"), "依申请公开" | "不予公开");
        let read = self.cell(day).parse::<PartialDate>().unwrap_or_default();
        let Some((first, last)) = read.span().filter(|_| kept && self.cell(year).is_empty()) else { return };
        if SchoolYear::of(first) == SchoolYear::of(last) {
            let written = self.cell(day).to_string();
            self.row.0[year] = SchoolYear::of(first).to_string();
            let told = Understood::new(Taken::KeptBackOn, Some(day), &written, SchoolYear::of(first).to_string());
            self.understood.push(told);
        }
    }

    /// A bare year in a book of a school year that it touches.
    pub(in super::super) fn year_of_book(&mut self, stated: StatedYear) {
        for key in ["published_on", "made_on"] {
            let text = self.text(key).to_string();
            if let Ok(date @ PartialDate::Year(_)) = text.parse() {
                self.year_of(key, &text, stated, date.span());
            }
        }
    }

    /// Of a date only the school year is known.
    fn in_year(&mut self, at: usize, year: SchoolYear) {
        match self.at("year").filter(|year| self.cell(*year).is_empty()) {
            Some(column) => {
                self.row.0[column] = year.to_string();
                let written = std::mem::take(&mut self.row.0[at]);
                self.understood.push(Understood::new(Taken::Vague, Some(at), &written, year.to_string()));
            }
            None => self.take(at, Taken::NoDate, ""),
        }
    }

    /// 长期 in a column of dates is a term.
    fn no_date(&mut self, at: usize, text: &str) {
        let standing = text.starts_with("长期");
        if let Some(form) = self.at("form").filter(|form| standing && self.cell(*form).is_empty()) {
            // A page that stands for good bears no date, and lacks none.
            self.row.0[form] = Form::Page.zh().to_string();
            let written = std::mem::take(&mut self.row.0[at]);
            self.understood.push(Understood::new(Taken::NoDate, Some(at), &written, "长期公开"));
        } else {
            self.take(at, Taken::NoDate, "");
        }
        if let Some(term) = self.at("term").filter(|term| standing && self.cell(*term).is_empty()) {
            self.row.0[term] = "长期".to_string();
        }
    }
}

/// 24-25, 24/25学年: two years beside each other.
fn short_school_year(text: &str) -> Option<SchoolYear> {
    let plain: String = crate::date::half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = ["学年度", "学年", "年度", "年"].iter().find_map(|word| plain.strip_suffix(word)).unwrap_or(&plain);
    let (first, next) = bare.split_once(['-', '/', '—', '–', '~', '至'])?;
    let two = |text: &str| (text.len() == 2).then(|| text.parse::<i32>().ok()).flatten();
    let (first, next) = (two(first)?, two(next.trim_start_matches(['-', '—']))?);
    (first + 1 == next).then(|| SchoolYear::beginning(2000 + first)).flatten()
}
