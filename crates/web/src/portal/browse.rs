//! Lists without a search: units, one unit, all records by day and kind, documents by number.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::asked::Questions;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use app::portal::browse::{Listing, NumbersView, RecordsQuery, RecordsView, SeriesLine, UnitLine, UnitView as Found};
use app::portal::view::Place;
use askama::Template;
use axum::response::Response;
use domain::record::Form;
use domain::school::UnitKind;
use form_urlencoded::Serializer;
use std::sync::Arc;

/// Years, months, kinds and units that are shown at once beside a list; the rest is folded.
const AT_ONCE: usize = 8;

#[derive(Template)]
#[template(path = "portal/units.html")]
pub(crate) struct UnitsPage {
    pub(crate) frame: Frame,
    pub(crate) units: Vec<UnitLine>,
}

impl Page for UnitsPage {}

impl UnitsPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, units: Vec<UnitLine>) -> UnitsPage {
        let (name, about) = (request.lang.say("browse-units"), request.lang.say("browse-units-about"));
        let frame = Frame::new(request, identity, Section::Catalogue, name.clone())
            .column(name, about)
            .under("/catalogue", request.lang.say("portal-nav-catalogue"));
        UnitsPage { frame, units }
    }

    fn of(&self, kind: &UnitKind) -> Vec<&UnitLine> {
        self.units.iter().filter(|line| line.unit.kind == *kind).collect()
    }

    fn kind(&self, kind: &UnitKind) -> String {
        kind_of_unit(&self.frame, kind)
    }
}

fn kind_of_unit(frame: &Frame, kind: &UnitKind) -> String {
    frame.say(match kind {
        UnitKind::Department => "portal-unit-department",
        UnitKind::College => "portal-unit-college",
        UnitKind::Body => "portal-unit-body",
        UnitKind::Other => "portal-unit-other",
    })
}

/// What is asked of a list, as it stands in its address.
fn query(request: &PageRequest) -> Result<RecordsQuery, HttpError> {
    let mut questions = Questions::of(request);
    let query = RecordsQuery {
        year: questions.read_with("year", |text| text.parse().ok().filter(|year| (1900..=9999).contains(year))),
        month: questions.read_with("month", |text| text.parse().ok().filter(|month| (1..=12).contains(month))),
        form: questions.read_with("form", Form::read),
        unit: questions.text("unit"),
        at: place(request),
    };
    // A month of no year is none of them.
    if query.month.is_some() && request.query("year").is_none() {
        questions.wrong("month", "without-year");
    }
    questions.done()?;
    Ok(query.possible())
}

/// Where a page of a list begins, as it stands in an address.
pub(crate) fn place(request: &PageRequest) -> Place {
    match (request.query("after"), request.query("before")) {
        (Some(after), _) => Place::After(after),
        (None, Some(before)) => Place::Before(before),
        (None, None) => Place::First,
    }
}

/// The address of a list with what is asked of it.
fn address(base: String, query: &RecordsQuery) -> String {
    let mut pairs = Serializer::new(String::new());
    if let Some(year) = query.year {
        pairs.append_pair("year", &year.to_string());
    }
    if let Some(month) = query.month {
        pairs.append_pair("month", &month.to_string());
    }
    if let Some(form) = query.form {
        pairs.append_pair("form", form.code());
    }
    if let Some(unit) = &query.unit {
        pairs.append_pair("unit", unit);
    }
    match &query.at {
        Place::First => {}
        Place::After(id) => drop(pairs.append_pair("after", id)),
        Place::Before(id) => drop(pairs.append_pair("before", id)),
    }
    let pairs = pairs.finish();
    if pairs.is_empty() { base } else { format!("{base}?{pairs}") }
}

/// Where one turns to from a page of a list: the first page, the one before, the next one.
pub(crate) struct Turns {
    pub(crate) first: Option<String>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

fn turns(list: &Listing, query: &RecordsQuery, to: impl Fn(&RecordsQuery) -> String) -> Turns {
    let at = |at: Place| to(&RecordsQuery { at, ..query.clone() });
    Turns {
        first: list.previous.as_ref().map(|_| at(Place::First)),
        previous: list.previous.clone().map(|id| at(Place::Before(id))),
        next: list.next.clone().map(|id| at(Place::After(id))),
    }
}

/// How much a list holds.
fn tally(frame: &Frame, list: &Listing) -> String {
    let mut words = frame.count("browse-records", list.records);
    if list.things != list.records {
        words.push_str(&frame.say("portal-list-comma"));
        words.push_str(&frame.count("browse-things", list.things));
    }
    words
}

/// One choice beside a list.
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) lang: &'static str,
    pub(crate) address: String,
    pub(crate) records: u64,
    pub(crate) chosen: bool,
}

/// Choices of one kind, of which any can be taken back.
pub(crate) struct Choices {
    pub(crate) name: String,
    pub(crate) any: Option<String>,
    pub(crate) shown: Vec<Choice>,
    pub(crate) more: Vec<Choice>,
}

impl Choices {
    fn of(name: String, any: Option<String>, mut all: Vec<Choice>) -> Choices {
        // Whatever is chosen is seen.
        if let Some(at) = all.iter().position(|choice| choice.chosen).filter(|at| *at >= AT_ONCE) {
            let chosen = all.remove(at);
            all.insert(AT_ONCE - 1, chosen);
        }
        let more = if all.len() > AT_ONCE + 1 { all.split_off(AT_ONCE) } else { Vec::new() };
        Choices { name, any, shown: all, more }
    }
}

#[derive(Template)]
#[template(path = "portal/unit.html")]
pub(crate) struct UnitPage {
    pub(crate) frame: Frame,
    pub(crate) view: Found,
}

impl Page for UnitPage {}

impl UnitPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: Found) -> UnitPage {
        let about = request.lang.say_with("browse-unit-about", &[("unit", &view.unit.name)]);
        let frame = Frame::new(request, identity, Section::Catalogue, view.unit.name.clone())
            .column(view.unit.name.clone(), about)
            .followed(format!("unit-{}", view.unit.code))
            .under("/catalogue", request.lang.say("portal-nav-catalogue"))
            .under("/units", request.lang.say("browse-units"));
        // A list from some place on is no page of its own to find.
        let frame = if request.raw_query.is_some() { frame.unlisted() } else { frame };
        UnitPage { frame, view }
    }

    fn kind(&self) -> String {
        kind_of_unit(&self.frame, &self.view.unit.kind)
    }

    fn to(&self, query: &RecordsQuery) -> String {
        address(self.frame.to_unit(&self.view.unit.code), &RecordsQuery { unit: None, ..query.clone() })
    }

    fn turns(&self) -> Turns {
        turns(&self.view.list, &self.view.query, |query| self.to(query))
    }

    fn tally(&self) -> String {
        tally(&self.frame, &self.view.list)
    }

    fn years(&self) -> Choices {
        years(&self.frame, &self.view.years, &self.view.query, |query| self.to(query))
    }

    /// How it kept the terms of its items, in a sentence; what cannot be judged is told too.
    fn kept(&self) -> Vec<String> {
        let timeliness = self.view.timeliness;
        let judged = timeliness.on_time + timeliness.late;
        let mut said = Vec::new();
        if judged > 0 {
            let numbers = [judged, timeliness.on_time, timeliness.late].map(|n| n.to_string());
            let [judged, on_time, late] = numbers.each_ref().map(String::as_str);
            let values = [("judged", judged), ("on_time", on_time), ("late", late)];
            said.push(self.frame.lang.say_with("browse-kept", &values));
        }
        if timeliness.unknown > 0 {
            said.push(self.frame.count("browse-kept-unknown", timeliness.unknown));
        }
        said
    }

    fn letter(&self) -> Option<String> {
        let email = self.frame.site.email.as_ref()?;
        let subject = self.frame.say1("browse-letter", "unit", &self.view.unit.name);
        Some(crate::portal::frame::letter(email, &subject))
    }

    fn months_within(&self) -> String {
        let query = RecordsQuery { unit: Some(self.view.unit.code.clone()), ..RecordsQuery::default() };
        address(self.frame.to("/records"), &query)
    }
}

fn years(frame: &Frame, years: &[(i32, u64)], query: &RecordsQuery, to: impl Fn(&RecordsQuery) -> String) -> Choices {
    let base = RecordsQuery { year: None, month: None, at: Place::First, ..query.clone() };
    let choice = |(year, records): &(i32, u64)| Choice {
        name: frame.say1("search-year", "year", year),
        lang: frame.lang.tag(),
        address: to(&RecordsQuery { year: Some(*year), ..base.clone() }),
        records: *records,
        chosen: query.year == Some(*year),
    };
    let any = query.year.map(|_| to(&base));
    Choices::of(frame.say("search-by-year"), any, years.iter().map(choice).collect())
}

#[derive(Template)]
#[template(path = "portal/records.html")]
pub(crate) struct RecordsPage {
    pub(crate) frame: Frame,
    pub(crate) view: RecordsView,
}

impl Page for RecordsPage {}

impl RecordsPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: RecordsView) -> RecordsPage {
        let (name, about) = (request.lang.say("browse-records-title"), request.lang.say("browse-records-about"));
        let frame = Frame::new(request, identity, Section::Catalogue, name.clone())
            .column(name, about)
            .under("/catalogue", request.lang.say("portal-nav-catalogue"));
        let frame = if request.raw_query.is_some() { frame.unlisted() } else { frame };
        RecordsPage { frame, view }
    }

    fn to(&self, query: &RecordsQuery) -> String {
        address(self.frame.to("/records"), query)
    }

    fn turns(&self) -> Turns {
        turns(&self.view.list, &self.view.query, |query| self.to(query))
    }

    fn tally(&self) -> String {
        tally(&self.frame, &self.view.list)
    }

    /// What narrows the list: each with what choosing it would leave.
    fn choices(&self) -> Vec<Choices> {
        let (frame, query) = (&self.frame, RecordsQuery { at: Place::First, ..self.view.query.clone() });
        let mut all = vec![years(frame, &self.view.years, &query, |query| self.to(query))];
        if !self.view.months.is_empty() {
            let choice = |(month, records): &(u32, u64)| Choice {
                name: frame.say(&format!("month-{month}")),
                lang: frame.lang.tag(),
                address: self.to(&RecordsQuery { month: Some(*month), ..query.clone() }),
                records: *records,
                chosen: query.month == Some(*month),
            };
            let any = query.month.map(|_| self.to(&RecordsQuery { month: None, ..query.clone() }));
            let months = self.view.months.iter().map(choice).collect();
            all.push(Choices { name: frame.say("browse-by-month"), any, shown: months, more: Vec::new() });
        }
        let form = |(form, records): &(Form, u64)| Choice {
            name: self.form(*form),
            lang: frame.lang.tag(),
            address: self.to(&RecordsQuery { form: Some(*form), ..query.clone() }),
            records: *records,
            chosen: query.form == Some(*form),
        };
        let any = query.form.map(|_| self.to(&RecordsQuery { form: None, ..query.clone() }));
        all.push(Choices::of(frame.say("search-by-form"), any, self.view.forms.iter().map(form).collect()));
        let unit = |(code, name, records): &(String, String, u64)| Choice {
            name: name.clone(),
            lang: "zh-CN",
            address: self.to(&RecordsQuery { unit: Some(code.clone()), ..query.clone() }),
            records: *records,
            chosen: query.unit.as_ref() == Some(code),
        };
        let any = query.unit.as_ref().map(|_| self.to(&RecordsQuery { unit: None, ..query.clone() }));
        all.push(Choices::of(frame.say("search-by-unit"), any, self.view.units.iter().map(unit).collect()));
        all.retain(|choices| !choices.shown.is_empty() || choices.any.is_some());
        all
    }

    fn form(&self, form: Form) -> String {
        match self.frame.english() {
            true => self.frame.say(&format!("portal-form-{}", form.code())),
            false => form.zh().to_string(),
        }
    }

    fn filtered(&self) -> bool {
        RecordsQuery { at: Place::First, ..self.view.query.clone() } != RecordsQuery::default()
    }
}

#[derive(Template)]
#[template(path = "portal/numbers.html")]
pub(crate) struct NumbersPage {
    pub(crate) frame: Frame,
    pub(crate) view: NumbersView,
}

impl Page for NumbersPage {}

impl NumbersPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: NumbersView) -> NumbersPage {
        let (name, about) = (request.lang.say("browse-numbers"), request.lang.say("browse-numbers-about"));
        let frame = Frame::new(request, identity, Section::Catalogue, name.clone())
            .column(name, about)
            .under("/catalogue", request.lang.say("portal-nav-catalogue"));
        let frame = if request.raw_query.is_some() { frame.unlisted() } else { frame };
        NumbersPage { frame, view }
    }

    fn to(&self, series: &str, year: Option<u16>, page: usize) -> String {
        let mut pairs = Serializer::new(String::new());
        pairs.append_pair("series", series);
        if let Some(year) = year {
            pairs.append_pair("year", &year.to_string());
        }
        if page > 1 {
            pairs.append_pair("page", &page.to_string());
        }
        self.frame.to(&format!("/numbers?{}", pairs.finish()))
    }

    fn to_series(&self, line: &SeriesLine) -> String {
        self.to(&line.series, Some(line.year), 1)
    }

    fn to_others(&self) -> String {
        self.to("", None, 1)
    }

    /// Series by name, each with its years.
    fn series(&self) -> Vec<(&str, Vec<&SeriesLine>)> {
        let mut by_name: Vec<(&str, Vec<&SeriesLine>)> = Vec::new();
        for line in &self.view.series {
            match by_name.last_mut() {
                Some((name, lines)) if *name == line.series => lines.push(line),
                _ => by_name.push((&line.series, vec![line])),
            }
        }
        by_name
    }

    fn is_shown(&self, line: &SeriesLine) -> bool {
        self.view.shown.as_ref().is_some_and(|(name, year)| *name == line.series && *year == Some(line.year))
    }

    fn heading(&self) -> Option<String> {
        self.view.shown.as_ref().map(|(name, year)| match year {
            Some(year) => format!("{name}〔{year}〕"),
            None => self.frame.say("browse-numbers-others"),
        })
    }

    fn turn(&self, page: usize) -> String {
        let (name, year) = self.view.shown.clone().unwrap_or_default();
        self.to(&name, year, page)
    }
}

pub(crate) async fn units(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let units = site.portal_for(&request).units().await?;
        Ok(UnitsPage::new(&request, identity, units))
    })
    .await
}

pub(crate) async fn unit(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let absent = || HttpError::Absent(Absent::Page);
        let view = site.portal_for(&request).unit(request.param(0), query(&request)?).await?.ok_or_else(absent)?;
        Ok(UnitPage::new(&request, identity, view))
    })
    .await
}

pub(crate) async fn records(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let view = site.portal_for(&request).records(query(&request)?).await?;
        Ok(RecordsPage::new(&request, identity, view))
    })
    .await
}

pub(crate) async fn numbers(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let mut questions = Questions::of(&request);
        let year = questions.read("year");
        let page = questions.read("page").unwrap_or(1);
        questions.done()?;
        let shown =
            request.query("series").map(|series| if year.is_none() { (String::new(), None) } else { (series, year) });
        let view = site.portal_for(&request).numbers(shown, page).await?;
        Ok(NumbersPage::new(&request, identity, view))
    })
    .await
}
