//! Everything that was done, by whom and when: for those who look over the work. It can be searched and taken along, never
//! changed.

use crate::context::Ctx;
use crate::error::Result;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::event::Act;
use domain::ids::{RecordId, UserId};
use domain::policy::{Permission, Relation};
use domain::record::{IndexNumber, Reach, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::{Filter, LogFilter, LoggedEvent, Page, Reader};

/// Lines on a page.
const PAGE: u32 = 100;
/// Most lines that are taken along at once.
pub const MOST: u32 = 20_000;
/// Most records whose title has the words that were looked for.
const TITLES: u32 = 200;

/// Something that was done.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// Its place among all that whoever reads it may ever see, from 1 and without gaps: a gap would tell of what they may not.
    pub number: u64,
    /// The event.
    pub event: LoggedEvent,
    /// Name of whoever did it, when it was a person.
    pub by: Option<String>,
    /// Title of the record or name of the person that it was done to, where there is one.
    pub object: Option<String>,
}

/// Whether a record is gone because whoever asks deleted its draft: their second press is told so.
///
/// # Errors
/// Of the database.
pub async fn has_deleted(ctx: &Ctx, id: domain::ids::RecordId) -> Result<bool> {
    let filter = store::EventFilter { object: Some(domain::event::Object::Record(id)) };
    let events = ctx.read().await?.events(&filter, 0, 1_000).await?;
    let me = ctx.who.actor().to_string();
    Ok(events.last().is_some_and(|last| last.act == domain::event::Act::RecordDeleted && last.actor == me))
}

/// Names of what facts of events name by code.
#[derive(Debug, Clone, Default)]
pub struct LogNames {
    /// Units by code.
    pub units: BTreeMap<String, String>,
    /// Channels by code.
    pub channels: BTreeMap<String, String>,
    /// People by id.
    pub people: BTreeMap<String, String>,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, Default)]
pub struct LogPage {
    /// Its lines.
    pub lines: Vec<LogLine>,
    /// Names of what they name by code.
    pub names: LogNames,
    /// The next page begins below this number of a line.
    pub next: Option<u64>,
}

/// What is looked for in the log; everything when empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogQuery {
    /// Who did it: `operator`, `system:…` or the id of a person.
    pub who: Option<String>,
    /// What was done.
    pub act: Option<Act>,
    /// To what: an index number, a key, a code, a login, or words of a title or name.
    pub about: Option<String>,
    /// Not before this day in China.
    pub from: Option<NaiveDate>,
    /// Not after this day.
    pub until: Option<NaiveDate>,
}

/// A page of what is looked for, below a line's number.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever may not read it.
pub async fn log(ctx: &Ctx, query: &LogQuery, before: Option<u64>) -> Result<LogPage> {
    some(ctx, query, before, PAGE).await
}

/// Everything that is looked for, as far as [`MOST`] goes; `next` is set when there is more.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever may not read it.
pub async fn whole_log(ctx: &Ctx, query: &LogQuery) -> Result<LogPage> {
    some(ctx, query, None, MOST).await
}

/// Who has done anything: as events name them, with the names of people.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever may not read the log.
pub async fn log_actors(ctx: &Ctx) -> Result<Vec<(String, Option<String>)>> {
    ctx.allow(Permission::SeeLog, Relation::School)?;
    let reader = ctx.read().await?;
    let actors = reader.actors().await?;
    let ids: Vec<UserId> = actors.iter().filter_map(|actor| actor.parse().ok()).collect();
    let names = reader.names_of(&ids).await?;
    let named = |actor: String| {
        let name = actor.parse::<UserId>().ok().and_then(|id| names.get(&id).cloned());
        (actor, name)
    };
    Ok(actors.into_iter().map(named).collect())
}

async fn some(ctx: &Ctx, query: &LogQuery, before: Option<u64>, most: u32) -> Result<LogPage> {
    ctx.allow(Permission::SeeLog, Relation::School)?;
    let reader = ctx.read().await?;
    let filter = LogFilter {
        actor: query.who.clone(),
        acts: query.act.into_iter().collect(),
        objects: match &query.about {
            Some(about) => Some(meant(&reader, about).await?),
            None => None,
        },
        complaints: ctx.allow(Permission::SeeComplaints, Relation::School).is_ok(),
        from: query.from.and_then(begins),
        until: query.until.and_then(|day| day.succ_opt()).and_then(begins),
    };
    let numbers = Numbers(if filter.complaints { Vec::new() } else { reader.complaint_events().await? });
    let before = before.map(|number| numbers.event(number));
    let mut events = reader.latest_events(&filter, before, most + 1).await?;
    let more = events.len() > most as usize;
    events.truncate(most as usize);
    let next = events.last().filter(|_| more).map(|event| numbers.line(event.seq));
    let names = LogNames {
        units: reader.units().await?.into_iter().map(|unit| (unit.code, unit.name)).collect(),
        channels: reader.channels().await?.into_iter().map(|channel| (channel.code, channel.name)).collect(),
        people: reader.people().await?.into_iter().map(|person| (person.id.to_string(), person.name)).collect(),
    };
    Ok(LogPage { lines: lines(&reader, events, &numbers).await?, names, next })
}

/// The events that a reader may not know of, ascending: the others are numbered as if those were not there.
struct Numbers(Vec<u64>);

impl Numbers {
    /// The number of the line of an event.
    fn line(&self, event: u64) -> u64 {
        event - self.0.partition_point(|hidden| *hidden <= event) as u64
    }

    /// The event that the line with this number tells of.
    fn event(&self, line: u64) -> u64 {
        self.0.iter().fold(line, |event, hidden| if *hidden <= event { event.saturating_add(1) } else { event })
    }
}

/// The first moment of a day in China.
fn begins(day: NaiveDate) -> Option<Timestamp> {
    day.and_time(NaiveTime::MIN).and_utc().checked_sub_signed(TimeDelta::hours(8))
}

/// Keys of the things that a text may mean.
async fn meant(reader: &Reader, about: &str) -> Result<Vec<String>> {
    let about = about.trim();
    let mut keys = BTreeSet::from([about.to_string()]);
    if let Ok(index) = about.parse::<IndexNumber>() {
        keys.extend(reader.find_record_by_index(&index).await?.map(|record| record.id.to_string()));
    }
    let titled = Filter { text: Some(about.to_string()), reach: Reach::Staff, ..Filter::default() };
    let titled = reader.lines(&titled, Page::first(TITLES)).await?;
    keys.extend(titled.rows.iter().map(|line| line.id.to_string()));
    let people = reader.people().await?;
    let named = people.iter().filter(|person| person.name.contains(about) || person.login.to_string() == about);
    keys.extend(named.map(|person| person.id.to_string()));
    keys.extend(reader.units().await?.into_iter().filter(|unit| unit.name.contains(about)).map(|unit| unit.code));
    let channels = reader.channels().await?;
    keys.extend(channels.into_iter().filter(|channel| channel.name.contains(about)).map(|channel| channel.code));
    Ok(keys.into_iter().collect())
}

async fn lines(reader: &Reader, events: Vec<LoggedEvent>, numbers: &Numbers) -> Result<Vec<LogLine>> {
    let id = |text: &str| text.parse::<UserId>().ok();
    let people: BTreeSet<UserId> =
        events.iter().flat_map(|event| [id(&event.actor), id(&event.object_key)]).flatten().collect();
    let names = reader.names_of(&people.into_iter().collect::<Vec<_>>()).await?;
    let ids: BTreeSet<RecordId> = events.iter().filter_map(|event| event.object_key.parse().ok()).collect();
    let records = reader.records(&ids.into_iter().collect::<Vec<_>>()).await?;
    let datasets = match events.iter().any(|event| event.object_kind == "dataset") {
        true => reader.datasets(None).await?,
        false => Vec::new(),
    };
    let datasets: BTreeMap<String, String> = datasets.into_iter().map(|one| (one.key, one.title)).collect();
    let lines = events.into_iter().map(|event| LogLine {
        number: numbers.line(event.seq),
        by: id(&event.actor).and_then(|id| names.get(&id).cloned()),
        object: match id(&event.object_key) {
            // Who signs in does it to nobody but themselves, who stand there already.
            Some(_) if event.object_key == event.actor => Some(String::new()),
            Some(person) => names.get(&person).cloned(),
            None if event.object_kind == "dataset" => datasets.get(event.object_key.as_str()).cloned(),
            None => event
                .object_key
                .parse()
                .ok()
                .and_then(|id| records.get(&id))
                .and_then(|record| record.newest().map(|edition| edition.title.clone())),
        },
        event,
    });
    Ok(lines.collect())
}

/// A table of words as a text of commas, which spreadsheets open; heads first.
pub fn table_text(heads: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    for row in std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)) {
        text += &row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        text += "\r\n";
    }
    text.into_bytes()
}

/// A cell that a spreadsheet reads as words and never as a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_numbered_without_gaps_whatever_is_hidden_and_lead_back_to_their_events(
            hidden in prop::collection::btree_set(1_u64..60, 0..30),
        ) {
            let seen: Vec<u64> = (1..60).filter(|event| !hidden.contains(event)).collect();
            let numbers = Numbers(hidden.into_iter().collect());
            for (nth, event) in seen.into_iter().enumerate() {
                prop_assert_eq!(numbers.line(event), nth as u64 + 1);
                prop_assert_eq!(numbers.event(nth as u64 + 1), event);
            }
        }
    }

    #[test]
    fn a_cell_of_the_list_is_never_a_formula_and_keeps_its_quotation_marks() {
        let rows = vec![vec!["=1+1".to_string(), "他说\"好\"".into()]];
        let bytes = table_text(&["谁".into(), "什么".into()], &rows);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}\"谁\",\"什么\"\r\n\"'=1+1\",\"他说\"\"好\"\"\"\r\n");
    }
}
