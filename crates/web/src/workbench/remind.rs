//! One's own reminders and how one is reached; and the office asking for what is due, with how things stand per unit.

use crate::error::HttpError;
use crate::http::form::{self, FromForm, Reader, own_address};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use app::reminders::{self, Choice, Covered, CoveredUnit, Label, LastTime, Line, Mine, Urged, Wanted};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::ItemKey;
use domain::coverage::State;
use domain::reminder::Stage;
use std::sync::Arc;

/// Most characters of a note.
const NOTE: usize = 200;

/// At which point somebody was reminded, in words.
pub(crate) fn stage(lang: Lang, stage: Stage) -> String {
    let key = format!("remind-stage-{}", stage.code());
    match stage {
        Stage::Before(days, _) => lang.say_with(&key, &[("days", &days.to_string())]),
        _ => lang.say(&key),
    }
}

#[derive(Template)]
#[template(path = "workbench/reminders.html")]
struct RemindersPage {
    bench: Bench,
    mine: Mine,
    /// What was typed as an address, and that it is none.
    wrong: bool,
    done: Option<String>,
}

impl RemindersPage {
    fn unread(&self) -> usize {
        self.mine.lines.iter().filter(|line| !line.read).count()
    }

    fn heading(&self) -> String {
        match self.unread() {
            0 => self.bench.say("remind-heading-none"),
            n => self.bench.count("remind-heading", n),
        }
    }

    fn newest(&self) -> u64 {
        self.mine.lines.first().map_or(0, |line| line.nr)
    }

    fn label<'a>(&self, label: &'a Label) -> &'a str {
        label.text(self.bench.lang)
    }

    fn need(&self, line: &Line) -> String {
        self.bench.say(&format!("remind-need-{}", line.need.code().replace('_', "-")))
    }

    fn stage(&self, line: &Line) -> String {
        stage(self.bench.lang, line.stage)
    }

    fn by(&self, line: &Line) -> String {
        match &line.by {
            Some(by) => self.bench.say1("remind-by", "by", by),
            None => self.bench.say("remind-by-program"),
        }
    }
}

async fn open(site: &Site, request: &PageRequest) -> Result<(app::Ctx, RemindersPage), HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(site, request, "reminders").await?;
    let mine = reminders::mine(&ctx, &desk).await?;
    let bench = bench.titled(request.lang.say("work-at-reminders"));
    Ok((ctx, RemindersPage { bench, mine, wrong: false, done: None }))
}

/// One's own reminders.
pub(crate) async fn mine(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = open(&site, &request).await?;
    let done = request.told(Tells::Done).filter(|done| ["read", "reach"].contains(&done.as_str()));
    let done = done.map(|done| page.bench.say(&format!("remind-done-{done}")));
    show(&request, &RemindersPage { done, ..page })
}

enum Wish {
    Read { nr: u64, alone: bool },
    Reach(Choice),
}

impl FromForm for Wish {
    fn from_form(form: &mut Reader<'_>) -> Option<Wish> {
        let what = form.raw("act").to_string();
        Some(match what.as_str() {
            "read" => Wish::Read { nr: form.choice("nr", |nr| nr.parse().ok())?, alone: true },
            "read-all" => Wish::Read { nr: form.choice("nr", |nr| nr.parse().ok())?, alone: false },
            "reach" => {
                let language = |tag: &str| Lang::ALL.into_iter().find(|lang| lang.tag() == tag);
                let (email, lang) = (form.line("email", 200), form.choice("lang", language));
                Wish::Reach(Choice { email: email?, lang: lang?, mail: form.raw("mail") == "yes" })
            }
            _ => return form.refuse("act", "choice"),
        })
    }
}

/// Marks reminders as read, or chooses how to be reached.
pub(crate) async fn change(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let wish: Wish = form::read(&request)?;
    let (ctx, page) = open(&site, &request).await?;
    match wish {
        Wish::Read { nr, alone } => {
            reminders::read(&ctx, nr, alone).await?;
            Ok(go_on(&request, "/work/reminders?done=read"))
        }
        Wish::Reach(choice) => match reminders::choose(&ctx, choice.clone()).await {
            Ok(()) => Ok(go_on(&request, "/work/reminders?done=reach")),
            Err(app::Error::NotFound { kind: "address", .. }) => {
                let mine = Mine { choice, ..page.mine };
                let page = RemindersPage { mine, wrong: true, ..page };
                show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
            Err(error) => Err(error.into()),
        },
    }
}

#[derive(Template)]
#[template(path = "workbench/urge.html")]
struct UrgePage {
    bench: Bench,
    units: Vec<CoveredUnit>,
    /// Units by code.
    names: Vec<(String, String)>,
    /// The one unit that is shown.
    only: Option<String>,
    note: String,
    chosen: Vec<ItemKey>,
    wrong: Option<(&'static str, String)>,
    done: Vec<String>,
}

impl UrgePage {
    fn heading(&self) -> String {
        let count = |state| self.units.iter().map(|unit| unit.count(state)).sum::<usize>().to_string();
        let (late, never) = (count(State::Overdue), count(State::NeverDisclosed));
        self.bench.lang.say_with("urge-heading", &[("late", &late), ("never", &never)])
    }

    fn unit(&self, row: &CoveredUnit) -> String {
        let Some(code) = &row.unit else { return self.bench.say("urge-nobody-answers") };
        self.names.iter().find(|(known, _)| known == code).map_or_else(|| code.clone(), |(_, name)| name.clone())
    }

    /// Who would be asked.
    fn people(&self, row: &CoveredUnit) -> String {
        match (&row.unit, row.people.is_empty()) {
            (None, _) => String::new(),
            (Some(_), true) => self.bench.say("urge-nobody"),
            (Some(_), false) => {
                self.bench.say1("urge-would-go-to", "people", row.people.join(&self.bench.say("portal-list-comma")))
            }
        }
    }

    fn can_ask(&self, row: &CoveredUnit) -> bool {
        row.unit.is_some() && !row.people.is_empty()
    }

    fn open<'a>(&self, row: &'a CoveredUnit) -> Vec<&'a Covered> {
        row.items.iter().filter(|item| item.is_open()).collect()
    }

    fn rest<'a>(&self, row: &'a CoveredUnit) -> Vec<&'a Covered> {
        row.items.iter().filter(|item| !item.is_open()).collect()
    }

    /// `逾期 1　从未公开 2　…`: those states that occur.
    fn counts(&self, row: &CoveredUnit) -> Vec<String> {
        let counted = State::ALL.iter().map(|state| (class(*state), row.count(*state))).filter(|(_, count)| *count > 0);
        counted.map(|(class, count)| format!("{} {count}", self.bench.say(&format!("work-state-{class}")))).collect()
    }

    fn text(&self, item: &Covered) -> String {
        match self.bench.lang {
            Lang::En if !item.square.english.is_empty() => item.square.english.clone(),
            _ => item.square.text.clone(),
        }
    }

    fn state(&self, item: &Covered) -> String {
        self.bench.say(&format!("work-state-{}", class(item.square.state)))
    }

    fn last(&self, item: &Covered) -> String {
        last_time(&self.bench, item.last.as_ref())
    }

    fn is_chosen(&self, item: &Covered) -> bool {
        self.chosen.contains(&item.square.key)
    }

    fn wrong_in(&self, field: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.as_str())
    }
}

/// The class of a state, which is its shape.
fn class(state: State) -> &'static str {
    match state {
        State::Fresh => "fresh",
        State::DueSoon => "soon",
        State::Overdue => "late",
        State::NeverDisclosed => "never",
        State::Nil => "nil",
        State::NotApplicable => "na",
    }
}

/// When somebody was last reminded, in words.
pub(crate) fn last_time(bench: &Bench, last: Option<&LastTime>) -> String {
    let Some(last) = last else { return bench.say("urge-never") };
    let at = bench.moment(&last.at);
    match &last.by {
        Some(by) => bench.lang.say_with("urge-last-by", &[("at", &at), ("by", by)]),
        None => bench.say1("urge-last-program", "at", at),
    }
}

/// What became of asking, as the address of the next page carries it.
fn carried(urged: &Urged) -> String {
    let Urged { things, people, already, nobody, later } = urged;
    format!("urged={things}.{people}.{already}.{}.{}", nobody.len(), u8::from(later.is_some()))
}

/// It in sentences.
pub(crate) fn urged(bench: &Bench, request: &PageRequest) -> Vec<String> {
    let Some(carried) = request.told(Tells::Urged) else { return Vec::new() };
    let numbers: Vec<u32> = carried.split('.').filter_map(|number| number.parse().ok()).collect();
    let [things, people, already, nobody, later] = numbers[..] else { return Vec::new() };
    let mut said = Vec::new();
    if things > 0 {
        said.push(
            bench.lang.say_with("urge-done", &[("things", &things.to_string()), ("people", &people.to_string())]),
        );
    }
    for (key, count) in [("urge-done-already", already), ("urge-done-nobody", nobody)] {
        if count > 0 {
            said.push(bench.count(key, count));
        }
    }
    if said.is_empty() {
        said.push(bench.say("urge-done-nothing"));
    }
    if later > 0 && things > 0 {
        said.push(bench.say("urge-done-later"));
    }
    said
}

async fn open_urge(site: &Site, request: &PageRequest) -> Result<(app::Ctx, UrgePage), HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(site, request, "home").await?;
    let overview = reminders::overview(&ctx, &desk).await?;
    if !overview.may_urge {
        return Err(HttpError::Forbidden);
    }
    let only = request.query("unit").filter(|unit| desk.units.iter().any(|known| known.code == *unit));
    let mut units = overview.units;
    units.retain(|row| only.is_none() || row.unit == only);
    let names = desk.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let done = urged(&bench, request);
    let bench = bench.titled(request.lang.say("work-at-urge"));
    let (note, chosen) = (String::new(), Vec::new());
    Ok((ctx, UrgePage { bench, units, names, only, note, chosen, wrong: None, done }))
}

/// How things stand per unit, and what may be asked for.
pub(crate) async fn urge_page(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = open_urge(&site, &request).await?;
    show(&request, &page)
}

/// What the office asks for, as a form says it.
struct Ask {
    wanted: Option<Wanted>,
    chosen: Vec<ItemKey>,
    note: String,
    back: String,
}

impl FromForm for Ask {
    fn from_form(form: &mut Reader<'_>) -> Option<Ask> {
        let items: Option<Vec<ItemKey>> = form.all("item").into_iter().map(|item| item.parse().ok()).collect();
        let Some(chosen) = items else { return form.refuse("item", "choice") };
        let unit = form.line("unit", 100)?;
        let wanted = match form.raw("act") {
            "late" => Some(Wanted::AllLate),
            "unit" if !unit.is_empty() => Some(Wanted::Unit(unit)),
            "items" => (!chosen.is_empty()).then(|| Wanted::Items(chosen.clone())),
            _ => return form.refuse("act", "choice"),
        };
        // Judged by the page, which keeps what was typed.
        let note = form.text("note", 10_000)?;
        let back = own_address(form.raw("back")).unwrap_or("/work").to_string();
        Some(Ask { wanted, chosen, note, back })
    }
}

/// Asks for what is due.
pub(crate) async fn urge(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let ask: Ask = form::read(&request)?;
    let (ctx, page) = open_urge(&site, &request).await?;
    let note = ask.note.trim().to_string();
    let wrong = match (&ask.wanted, note.chars().count() > NOTE) {
        (_, true) => Some(("note", page.bench.say("urge-note-long"))),
        (None, false) => Some(("item", page.bench.say("urge-nothing-chosen"))),
        (Some(_), false) => None,
    };
    let (Some(wanted), None) = (ask.wanted, &wrong) else {
        let page = UrgePage { note, chosen: ask.chosen, wrong, ..page };
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let urged = reminders::urge(&ctx, &wanted, &note).await?;
    let path = if ask.back.starts_with("/work/urge") { "/work/urge" } else { "/work" };
    Ok(go_on(&request, &format!("{path}?{}", carried(&urged))))
}
