//! Reminders as rows, and who wants none by mail.
//!
//! A reminder stands once for a person, a thing and a stage. Which are due is decided by `domain`; what they carry is never
//! public.

use crate::db::sql::{Number, Sql, Table, optional, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ids::UserId;
use domain::record::Timestamp;
use domain::reminder::{Need, Stage, Thing};
use std::collections::{BTreeMap, BTreeSet};

const REMINDER: Table = Table {
    name: "reminder",
    columns: &["nr", "person", "thing", "stage", "need", "made_at", "made_by", "note", "read_at"],
};
const CHOICE: Table = Table { name: "mail_choice", columns: &["person", "mail", "lang"] };

/// A reminder to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReminder {
    /// Who is reminded.
    pub person: UserId,
    /// Of what.
    pub thing: Thing,
    /// At which point.
    pub stage: Stage,
    /// What it needs of them.
    pub need: Need,
    /// Who reminds them; nobody when the program does.
    pub by: Option<UserId>,
    /// What they say.
    pub note: String,
}

/// A reminder as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReminder {
    /// Its number.
    pub nr: u64,
    /// What it says.
    pub reminder: NewReminder,
    /// Since when.
    pub at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// How a person wants to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailChoice {
    /// Whether by mail.
    pub mail: bool,
    /// In which language, by its tag.
    pub lang: String,
}

rows! {
    struct ReminderRow {
        nr: i64,
        person: String,
        thing: String,
        stage: String,
        need: String,
        made_at: i64,
        made_by: Option<String>,
        note: String,
        read_at: Option<i64>,
    }

    struct KnownRow {
        person: String,
        thing: String,
        stage: String,
    }

    struct ChoiceRow {
        person: String,
        mail: i64,
        lang: String,
    }
}

impl ReminderRow {
    fn reminder(self) -> Result<StoredReminder> {
        let nr = self.nr;
        let wrong = |column| impossible("reminder", column, nr);
        let instant = |micros, column| Timestamp::from_timestamp_micros(micros).ok_or_else(|| wrong(column));
        Ok(StoredReminder {
            nr: u64::try_from(nr).map_err(|_| wrong("nr"))?,
            at: instant(self.made_at, "made_at")?,
            read_at: self.read_at.map(|at| instant(at, "read_at")).transpose()?,
            reminder: NewReminder {
                person: self.person.parse().map_err(|_| wrong("person"))?,
                thing: self.thing.parse().map_err(|_| wrong("thing"))?,
                stage: self.stage.parse().map_err(|_| wrong("stage"))?,
                need: Need::read(&self.need).ok_or_else(|| wrong("need"))?,
                by: self.made_by.map(|by| by.parse().map_err(|_| wrong("made_by"))).transpose()?,
                note: self.note,
            },
        })
    }
}

impl Reader {
    /// Of these things, who was reminded at which stages.
    pub async fn reminded(&self, things: &[Thing]) -> Result<BTreeSet<(UserId, Thing, Stage)>> {
        let mut known = BTreeSet::new();
        for some in things.chunks(500) {
            let mut query = Sql::new("SELECT person, thing, stage FROM reminder WHERE thing IN (");
            query.bind_list(some.iter().map(ToString::to_string)).push(")");
            for KnownRow { person, thing, stage } in query.all::<KnownRow>(&self.tx).await? {
                let wrong = |column| impossible("reminder", column, &thing);
                let person = person.parse().map_err(|_| wrong("person"))?;
                let stage = stage.parse().map_err(|_| wrong("stage"))?;
                known.insert((person, thing.parse().map_err(|_| wrong("thing"))?, stage));
            }
        }
        Ok(known)
    }

    /// The latest reminder of each of these things, whoever got it.
    pub async fn last_reminded(&self, things: &[Thing]) -> Result<BTreeMap<Thing, StoredReminder>> {
        let mut last = BTreeMap::new();
        for some in things.chunks(500) {
            let mut query =
                Sql::new("SELECT * FROM reminder WHERE nr IN (SELECT max(nr) FROM reminder WHERE thing IN (");
            query.bind_list(some.iter().map(ToString::to_string)).push(") GROUP BY thing)");
            for row in query.all::<ReminderRow>(&self.tx).await? {
                let stored = row.reminder()?;
                last.insert(stored.reminder.thing.clone(), stored);
            }
        }
        Ok(last)
    }

    /// Reminders of a person, the newest first, at most `limit`.
    pub async fn reminders_of(&self, person: UserId, limit: u32) -> Result<Vec<StoredReminder>> {
        let text = "SELECT * FROM reminder WHERE person = $1 ORDER BY nr DESC LIMIT $2";
        let rows = sql(text, [person.to_string().into(), i64::from(limit).into()]).all::<ReminderRow>(&self.tx).await?;
        rows.into_iter().map(ReminderRow::reminder).collect()
    }

    /// How many a person has not read.
    pub async fn unread_reminders(&self, person: UserId) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM reminder WHERE person = $1 AND read_at IS NULL";
        let row = sql(text, [person.to_string().into()]).one::<Number>(&self.tx).await?;
        Ok(row.map_or(0, |row| u64::try_from(row.n).unwrap_or_default()))
    }

    /// How people chose to be reached, those who chose.
    pub async fn mail_choices(&self) -> Result<BTreeMap<UserId, MailChoice>> {
        let rows: Vec<ChoiceRow> = sql("SELECT person, mail, lang FROM mail_choice", []).all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let person = row.person.parse().map_err(|_| impossible("mail_choice", "person", &row.person))?;
                Ok((person, MailChoice { mail: row.mail != 0, lang: row.lang }))
            })
            .collect()
    }
}

impl Tx {
    /// Keeps reminders made at an instant. One that stands already is left as it is; how many were new.
    pub async fn save_reminders(&mut self, reminders: &[NewReminder], at: Timestamp) -> Result<u64> {
        let top =
            sql("SELECT max(nr) AS n FROM reminder HAVING max(nr) IS NOT NULL", []).one::<Number>(&self.tx).await?;
        let first = top.map_or(0, |row| row.n) + 1;
        let before =
            sql("SELECT count(*) AS n FROM reminder", []).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        let mut values = Vec::new();
        for (nr, new) in (first..).zip(reminders) {
            values.extend([
                Value::from(nr),
                new.person.to_string().into(),
                new.thing.to_string().into(),
                new.stage.to_string().into(),
                new.need.code().into(),
                at.timestamp_micros().into(),
                optional(new.by.map(|by| by.to_string()).as_deref()),
                new.note.as_str().into(),
                Value::Int(None),
            ]);
        }
        REMINDER.insert(&self.tx, values, " ON CONFLICT (person, thing, stage) DO NOTHING").await?;
        let after = sql("SELECT count(*) AS n FROM reminder", []).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        Ok(u64::try_from(after - before).unwrap_or_default())
    }

    /// Marks as read what a person has up to this number, or the one of this number alone.
    pub async fn read_reminders(&mut self, person: UserId, nr: u64, alone: bool, at: Timestamp) -> Result<u64> {
        let compare = if alone { "=" } else { "<=" };
        let text =
            format!("UPDATE reminder SET read_at = $1 WHERE person = $2 AND read_at IS NULL AND nr {compare} $3");
        let nr = i64::try_from(nr).unwrap_or(i64::MAX);
        sql(&text, [at.timestamp_micros().into(), person.to_string().into(), nr.into()]).run(&self.tx).await
    }

    /// Keeps how a person wants to be reached.
    pub async fn save_mail_choice(&mut self, person: UserId, choice: &MailChoice) -> Result<()> {
        let values = vec![person.to_string().into(), choice.mail.into(), choice.lang.as_str().into()];
        CHOICE.upsert(&self.tx, 1, values).await
    }
}
