//! Records as those see them who work on them: lists at every stage, with who has them and since when they wait.
//!
//! It exists beside the lists for readers because these ask what is on view and those what is on its way. Whose records
//! somebody may read so is `domain::policy`'s; here it is a condition.

use crate::db::sql::{Number, Sql, rows, sql};
use crate::error::{Result, impossible};
use crate::record_list::{Filter, Line, Listed, Page};
use crate::record_row::date;
use crate::{Reader, record_list};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::{RecordId, UserId};
use domain::policy::Desk;
use domain::record::{Audience, Timestamp};
use domain::school_year::SchoolYear;
use std::collections::HashMap;

/// A record in a list for those who work on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskLine {
    /// As readers would see it listed.
    pub line: Line,
    /// How far its newest edition has come: a code of `domain::record::Progress`.
    pub progress: String,
    /// Why it came back, if it did.
    pub returned: Option<String>,
    /// Whether it is on view: a code of `domain::record::Visibility`.
    pub visibility: String,
    /// Who drafted the newest edition, if a person did.
    pub drafter: Option<UserId>,
    /// Who passed it for its unit, while it waits for the other review.
    pub unit_reviewer: Option<UserId>,
    /// The minute it is planned for.
    pub publish_at: Option<Timestamp>,
    /// For whom.
    pub audience: Audience,
    /// Whether it is kept back, so that it is for nobody, whatever its audience was.
    pub withheld: bool,
    /// When the newest edition was made or obtained.
    pub made_on: PartialDate,
    /// When anything last happened to it.
    pub moved_at: Option<Timestamp>,
    /// Its version, by which an act upon it says which state of it was seen.
    pub version: u32,
}

rows! {
    struct DeskRow {
        id: String,
        progress: String,
        returned: Option<String>,
        visibility: String,
        drafter: Option<String>,
        unit_reviewer: Option<String>,
        publish_at: Option<i64>,
        audience: String,
        openness: String,
        made_on: String,
        moved_at: Option<i64>,
        version: i64,
    }
}

impl Sql {
    /// Appends the condition under which a record is on somebody's desk.
    pub(crate) fn on_desk(&mut self, desk: &Desk) -> &mut Sql {
        match desk {
            Desk::School => self.push("nr > 0"),
            Desk::Units(units) if units.is_empty() => self.push("nr < 0"),
            Desk::Units(units) => self.push("unit IN (").bind_list(units.iter().map(String::as_str)).push(")"),
        }
    }
}

impl Reader {
    /// A page of the records on a desk. The filter must name one.
    pub async fn desk_lines(&self, filter: &Filter, page: Page) -> Result<Listed<DeskLine>> {
        let record_list::Listed { rows, next, previous } = self.lines(filter, page).await?;
        let rows = self.at_work(rows).await?;
        Ok(Listed { rows, next, previous })
    }

    /// How many records a filter finds.
    pub async fn count_lines(&self, filter: &Filter) -> Result<u64> {
        let mut query = Sql::new("SELECT count(*) AS n FROM record WHERE ");
        filter.condition(&mut query);
        let n = query.one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        u64::try_from(n).map_err(|_| impossible("record", "count", n))
    }

    /// When somebody drafted what: the drafter of each edition is in the events, of the newest in the record.
    async fn at_work(&self, lines: Vec<Line>) -> Result<Vec<DeskLine>> {
        let mut facts: HashMap<RecordId, DeskRow> = HashMap::new();
        for some in lines.chunks(500) {
            let mut query = Sql::new(
                "SELECT id, progress, returned, visibility, drafter, unit_reviewer, publish_at, audience, openness, version,
                    (SELECT made_on FROM edition WHERE record_nr = nr ORDER BY number DESC LIMIT 1) AS made_on,
                    (SELECT max(happened_at) FROM event
                        WHERE object_kind = 'record' AND object_key = record.id) AS moved_at
                 FROM record WHERE id IN (",
            );
            query.bind_list(some.iter().map(|line| line.id.to_string())).push(")");
            for row in query.all::<DeskRow>(&self.tx).await? {
                let id = row.id.parse().map_err(|_| impossible("record", "id", &row.id))?;
                facts.insert(id, row);
            }
        }
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            let id = line.id.to_string();
            let row = facts.remove(&line.id).ok_or_else(|| impossible("record", "id", &id))?;
            let wrong = |column| impossible("record", column, &id);
            let user = |text: Option<String>, column| match text {
                Some(text) => text.parse().map(Some).map_err(|_| wrong(column)),
                None => Ok(None),
            };
            let instant = |at: Option<i64>, column| match at {
                Some(at) => Timestamp::from_timestamp_micros(at).map(Some).ok_or_else(|| wrong(column)),
                None => Ok(None),
            };
            rows.push(DeskLine {
                progress: row.progress,
                returned: row.returned,
                visibility: row.visibility,
                drafter: user(row.drafter, "drafter")?,
                unit_reviewer: user(row.unit_reviewer, "unit_reviewer")?,
                publish_at: instant(row.publish_at, "publish_at")?,
                audience: Audience::read(&row.audience).ok_or_else(|| wrong("audience"))?,
                withheld: row.openness == "withheld",
                made_on: date(&row.made_on).ok_or_else(|| wrong("made_on"))?,
                moved_at: instant(row.moved_at, "moved_at")?,
                version: u32::try_from(row.version).map_err(|_| wrong("version"))?,
                line,
            });
        }
        Ok(rows)
    }

    /// Of each item, the earliest whole day on which something was made that is on its way to the public and not there yet.
    pub async fn waiting_since(&self) -> Result<Vec<(ItemKey, NaiveDate)>> {
        rows! {
            struct Waiting {
                item: String,
                since: String,
            }
        }
        let text = "SELECT item, min(made_on) AS since FROM record JOIN edition ON record_nr = nr
             WHERE progress NOT IN ('done', 'stopped') AND visibility = 'hidden' AND openness = 'proactive'
                 AND length(made_on) = 10
             GROUP BY item ORDER BY item";
        let rows: Vec<Waiting> = sql(text, []).all(&self.tx).await?;
        let read = |row: Waiting| {
            let item = row.item.parse().map_err(|_| impossible("record", "item", &row.item))?;
            let since = row.since.parse().map_err(|_| impossible("edition", "made_on", &row.item))?;
            Ok((item, since))
        };
        rows.into_iter().map(read).collect()
    }

    /// Names of people by id, whoever they are and were.
    pub async fn names_of(&self, people: &[UserId]) -> Result<HashMap<UserId, String>> {
        rows! {
            struct NamedRow {
                id: String,
                name: String,
            }
        }
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let mut query = Sql::new("SELECT id, name FROM person WHERE id IN (");
        query.bind_list(people.iter().map(ToString::to_string)).push(")");
        let rows = query.all::<NamedRow>(&self.tx).await?;
        rows.into_iter()
            .map(|row| Ok((row.id.parse().map_err(|_| impossible("person", "id", &row.id))?, row.name)))
            .collect()
    }

    /// The events that are asked for with a number below `before`, the latest first, at most `limit`.
    pub async fn latest_events(
        &self,
        filter: &LogFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<crate::LoggedEvent>> {
        let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
        let mut query = Sql::new("SELECT * FROM event WHERE seq < ");
        query.bind(before);
        if let Some(actor) = &filter.actor {
            query.push(" AND actor = ").bind(actor.as_str());
        }
        if !filter.acts.is_empty() {
            query.push(" AND act IN (").bind_list(filter.acts.iter().map(|act| act.code())).push(")");
        }
        if let Some(keys) = &filter.objects {
            if keys.is_empty() {
                return Ok(Vec::new());
            }
            query.push(" AND object_key IN (").bind_list(keys.iter().map(String::as_str)).push(")");
        }
        if !filter.complaints {
            query.push(" AND object_kind <> ").bind(domain::event::Object::COMPLAINT);
        }
        if let Some(from) = filter.from {
            query.push(" AND happened_at >= ").bind(from.timestamp_micros());
        }
        if let Some(until) = filter.until {
            query.push(" AND happened_at < ").bind(until.timestamp_micros());
        }
        query.push(" ORDER BY seq DESC LIMIT ").bind(i64::from(limit));
        self.events_of(query).await
    }

    /// Numbers of what was done with complaints, ascending: what a reader who may not know of them has to be shown without gaps.
    pub async fn complaint_events(&self) -> Result<Vec<u64>> {
        rows! {
            struct SeqRow {
                seq: i64,
            }
        }
        let mut query = Sql::new("SELECT seq FROM event WHERE object_kind = ");
        query.bind(domain::event::Object::COMPLAINT).push(" ORDER BY seq");
        let rows: Vec<SeqRow> = query.all(&self.tx).await?;
        rows.into_iter().map(|row| u64::try_from(row.seq).map_err(|_| impossible("event", "seq", row.seq))).collect()
    }

    /// Everybody who ever did something under a name, as events name them.
    pub async fn actors(&self) -> Result<Vec<String>> {
        rows! {
            struct ActorRow {
                actor: String,
            }
        }
        let rows: Vec<ActorRow> = Sql::new("SELECT DISTINCT actor FROM event ORDER BY actor").all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| row.actor).collect())
    }
}

/// Which events are asked for; everything when empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogFilter {
    /// Who did them, as events name them.
    pub actor: Option<String>,
    /// What was done, one of these; anything when there is none.
    pub acts: Vec<domain::event::Act>,
    /// To what, by the keys of things; nothing is found when there is none among them.
    pub objects: Option<Vec<String>>,
    /// Whether what was done with complaints is among them.
    pub complaints: bool,
    /// Not before.
    pub from: Option<domain::record::Timestamp>,
    /// Before.
    pub until: Option<domain::record::Timestamp>,
}

/// Over which channel records of an item went out, and how many of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custom {
    /// The item.
    pub item: ItemKey,
    /// Code of the channel.
    pub channel: String,
    /// How many records.
    pub records: u64,
}

impl Reader {
    /// Over which channels what was public of these items in these school years went out, one record aside; the most used
    /// first.
    pub async fn customs(&self, items: &[ItemKey], years: &[SchoolYear], but: Option<RecordId>) -> Result<Vec<Custom>> {
        rows! {
            struct CustomRow {
                item: String,
                channel: String,
                n: i64,
            }
        }
        if items.is_empty() || years.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new(
            "SELECT item, channel, count(DISTINCT nr) AS n FROM record JOIN release ON record_nr = nr
             WHERE account <> 'none' AND item IN (",
        );
        query.bind_list(items.iter().map(ToString::to_string)).push(") AND report_year IN (");
        query.bind_list(years.iter().map(|year| i64::from(year.first_year()))).push(") AND record.id <> ");
        query.bind(but.map(|id| id.to_string()).unwrap_or_default());
        query.push(" GROUP BY item, channel ORDER BY n DESC, channel");
        let rows = query.all::<CustomRow>(&self.tx).await?;
        let custom = |row: CustomRow| {
            Ok(Custom {
                item: row.item.parse().map_err(|_| impossible("record", "item", &row.item))?,
                records: u64::try_from(row.n).map_err(|_| impossible("release", "count", row.n))?,
                channel: row.channel,
            })
        };
        rows.into_iter().map(custom).collect()
    }

    /// Over which channels these records went out.
    pub async fn released_over(&self, records: &[RecordId]) -> Result<HashMap<RecordId, Vec<String>>> {
        rows! {
            struct ReleasedRow {
                id: String,
                channel: String,
            }
        }
        let mut over: HashMap<RecordId, Vec<String>> = HashMap::new();
        for some in records.chunks(500) {
            let mut query = Sql::new(
                "SELECT record.id AS id, channel FROM record JOIN release ON record_nr = nr WHERE record.id IN (",
            );
            query.bind_list(some.iter().map(ToString::to_string)).push(")");
            for row in query.all::<ReleasedRow>(&self.tx).await? {
                let id = row.id.parse().map_err(|_| impossible("record", "id", &row.id))?;
                over.entry(id).or_default().push(row.channel);
            }
        }
        Ok(over)
    }
}
