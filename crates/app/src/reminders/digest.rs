//! The mail that gathers what somebody is reminded of: as text and as HTML, in their language.
//!
//! Its subject says the situation. Texts are made by templates, which escape what people wrote.

use super::label::Label;
use crate::context::Ctx;
use crate::desk::{Desk, Waiting};
use crate::error::{Error, Result};
use crate::words::Lang;
use askama::Template;
use chrono::{Datelike, NaiveDate};
use domain::calendar::DueDate;
use domain::person::Person;
use domain::reminder::{Need, Stage, Thing};
use std::collections::BTreeMap;
use store::NewReminder;

/// A thing in a digest.
struct Row {
    title: String,
    about: String,
    /// Whether it is past its day.
    late: bool,
    path: String,
}

/// What somebody is reminded of, gathered.
pub(super) struct Digest {
    pub(super) subject: String,
    lang: Lang,
    name: String,
    school: String,
    /// Who asks for it, when it is not the program.
    by: Option<String>,
    note: String,
    rows: Vec<Row>,
    first_day: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "digest.html")]
struct Page<'a> {
    digest: &'a Digest,
    origin: &'a str,
}

#[derive(Template)]
#[template(path = "digest.txt")]
struct Text<'a> {
    digest: &'a Digest,
    origin: &'a str,
}

impl Digest {
    pub(super) fn of(
        desk: &Desk,
        lang: Lang,
        person: &Person,
        reminders: &[&NewReminder],
        labels: &BTreeMap<Thing, Label>,
        due: &BTreeMap<Thing, &Waiting>,
        by: Option<&str>,
    ) -> Digest {
        let mut rows: Vec<(i64, Row)> = Vec::new();
        let (mut late, mut week, mut soon, mut others) = (0, 0, 0, 0);
        for reminder in reminders {
            let Some(label) = labels.get(&reminder.thing) else { continue };
            let on = due.get(&reminder.thing).and_then(|one| one.matter.due).or(reminder.stage.due());
            let left = on.map(|on| desk.distance(DueDate::Fixed(on)).left);
            match (left, on) {
                (Some(left), _) if left < 0 => late += 1,
                (Some(_), Some(on)) if same_week(on, desk.today()) => week += 1,
                (Some(left), _) if left <= 5 => soon += 1,
                _ => others += 1,
            }
            let item = lang.say_with("remind-item", &[("item", &label.item)]);
            let unit = label.unit.as_deref().map(|unit| desk.unit_name(unit).to_string()).unwrap_or_default();
            let title = format!("{item} {}", label.abroad(lang));
            let parts =
                [need(lang, reminder.need), on.map(|_| distance(lang, left)), escalation(lang, reminder.stage, &unit)];
            let about = parts.into_iter().flatten().collect::<Vec<_>>().join(&lang.say("remind-comma"));
            let row = Row { title, about, late: left.is_some_and(|left| left < 0), path: label.path.clone() };
            rows.push((left.unwrap_or(i64::MAX), row));
        }
        rows.sort_by_key(|(left, _)| *left);
        let counted = [
            ("remind-count-late", late),
            ("remind-count-week", week),
            ("remind-count-soon", soon),
            ("remind-count-others", others),
        ];
        let parts = counted.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| lang.count(key, count));
        let parts = parts.collect::<Vec<_>>().join(&lang.say("remind-comma"));
        let subject = match by {
            Some(by) => lang.say_with("remind-subject-by", &[("by", by), ("parts", &parts)]),
            None => lang.say_with("remind-subject", &[("parts", &parts)]),
        };
        Digest {
            subject,
            lang,
            name: person.name.clone(),
            school: desk.school.clone(),
            by: by.map(str::to_string),
            note: reminders.first().map(|one| one.note.clone()).unwrap_or_default(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            first_day: Some(desk.today()),
        }
    }

    /// As text and as HTML.
    pub(super) fn texts(&self, ctx: &Ctx) -> Result<(String, String)> {
        let origin = ctx.app.settings.public_address.trim_end_matches('/');
        let plain = Text { digest: self, origin }.render().map_err(Error::internal)?;
        let html = Page { digest: self, origin }.render().map_err(Error::internal)?;
        Ok((plain, html))
    }

    fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    fn greeting(&self) -> String {
        self.lang.say_with("remind-greeting", &[("name", &self.name)])
    }

    fn asked(&self) -> Option<String> {
        self.by.as_deref().map(|by| self.lang.say_with("remind-asked-by", &[("by", by)]))
    }

    fn day(&self) -> String {
        let Some(day) = self.first_day else { return String::new() };
        match self.lang {
            Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Lang::En => day.format("%-d %B %Y").to_string(),
        }
    }

    /// The address of a page of the workbench; empty where the site has none.
    fn link(&self, origin: &str, path: &str) -> String {
        match (origin, self.lang) {
            ("", _) => String::new(),
            (origin, Lang::Zh) => format!("{origin}{path}"),
            (origin, Lang::En) => format!("{origin}/en{path}"),
        }
    }
}

fn same_week(one: NaiveDate, other: NaiveDate) -> bool {
    one.iso_week() == other.iso_week()
}

/// What a thing needs, in words.
fn need(lang: Lang, need: Need) -> Option<String> {
    Some(lang.say(&format!("remind-need-{}", need.code().replace('_', "-"))))
}

/// How far the day is, in words.
fn distance(lang: Lang, left: Option<i64>) -> String {
    match left {
        Some(0) => lang.say("work-due-today"),
        Some(left) if left < 0 => lang.count("work-late", left.unsigned_abs()),
        Some(left) => lang.count("work-left", left.unsigned_abs()),
        None => String::new(),
    }
}

/// To whom it went before it comes to a head or the office.
fn escalation(lang: Lang, stage: Stage, unit: &str) -> Option<String> {
    matches!(stage, Stage::Head(_) | Stage::Office(_)).then(|| lang.say_with("remind-escalated", &[("unit", unit)]))
}
