//! Opinions, enquiries, corrections and complaints as rows. A voice is what its steps make of it, so it is read by taking them
//! again: a step that was not possible where it stands is an impossible row, and so is a complaint with a word that is not sealed.
//! Of the receipt only the digest is kept.

use crate::db::sql::{Number, Sql, Table, json_list, read_list, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result, impossible};
use crate::whole::Disagreement;
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::ids::UserId;
use domain::record::Timestamp;
use domain::voice::{Did, Entry, Hand, Intake, Kind, Step, Voice, VoiceNumber, Words};
use std::collections::BTreeMap;

/// Voices as they came in, with what stands beside them.
pub(crate) const VOICE: Table = Table {
    name: "voice",
    columns: &[
        "kind",
        "year",
        "serial",
        "receipt",
        "received_on",
        "entered_at",
        "intake",
        "content",
        "name",
        "contact",
        "record",
        "reader_key",
        "stage",
        "ended_on",
        "shown_on",
        "version",
    ],
};

/// What was done with them.
pub(crate) const STEP: Table = Table {
    name: "voice_step",
    columns: &["kind", "year", "serial", "nr", "entered_at", "happened_on", "person", "act", "texts"],
};

const UNIT: Table = Table { name: "voice_unit", columns: &["kind", "year", "serial", "place", "unit"] };

/// Keys of complaints.
pub(crate) const KEY: Table =
    Table { name: "complaint_key", columns: &["nr", "made_at", "made_by", "public_key", "salt", "wrapped"] };

/// A voice with what only the store knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVoice {
    /// The voice.
    pub voice: Voice,
    /// How often it was saved.
    pub version: u32,
    /// Of a complaint, the public key of whoever has its receipt.
    pub reader_key: Option<String>,
}

/// Which voices are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoicesOf {
    /// Those whose senders wait.
    Open,
    /// All that were open for some time between these days, both within.
    Between(NaiveDate, NaiveDate),
    /// Those whose answer is on view.
    Shown,
}

/// A pair of keys that words of complaints are sealed to: the public half, and the private half as its passphrase opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintKey {
    /// From 1; the last one is the one in use.
    pub nr: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: UserId,
    /// The public half.
    pub public_key: String,
    /// What the passphrase is mixed with.
    pub salt: String,
    /// The private half, sealed.
    pub wrapped: String,
}

rows! {
    struct VoiceRow {
        kind: String,
        year: i64,
        serial: i64,
        received_on: String,
        entered_at: i64,
        intake: String,
        content: String,
        name: String,
        contact: String,
        record: Option<String>,
        reader_key: Option<String>,
        stage: String,
        ended_on: Option<String>,
        shown_on: Option<String>,
        version: i64,
    }

    struct StepRow {
        kind: String,
        year: i64,
        serial: i64,
        entered_at: i64,
        happened_on: String,
        person: Option<String>,
        act: String,
        texts: String,
    }

    struct UnitRow {
        kind: String,
        year: i64,
        serial: i64,
        unit: String,
    }

    struct Numbered {
        kind: String,
        year: i64,
        serial: i64,
    }

    struct KeyRow {
        nr: i64,
        made_at: i64,
        made_by: String,
        public_key: String,
        salt: String,
        wrapped: String,
    }

    struct First {
        at: Option<i64>,
    }
}

/// What happened to a voice, and the units that work on it.
type StepsAndUnits = (Vec<Step>, Vec<String>);

impl VoicesOf {
    /// The condition on `voice AS v`.
    fn condition(self, query: &mut Sql) {
        match self {
            VoicesOf::Open => {
                query.push("v.ended_on IS NULL");
            }
            VoicesOf::Between(from, to) => {
                query.push("v.received_on <= ").bind(to.to_string());
                query.push(" AND (v.ended_on IS NULL OR v.ended_on >= ").bind(from.to_string()).push(")");
            }
            VoicesOf::Shown => {
                query.push("v.shown_on IS NOT NULL");
            }
        }
    }
}

impl Reader {
    /// Voices, in the order of their kinds and numbers.
    ///
    /// # Errors
    /// An impossible row: what no act leads to.
    pub async fn voices(&self, of: VoicesOf) -> Result<Vec<StoredVoice>> {
        self.voices_where(&|query| of.condition(query)).await
    }

    /// The voice with this number.
    pub async fn find_voice(&self, number: VoiceNumber) -> Result<Option<StoredVoice>> {
        let named = |query: &mut Sql| {
            query.push("v.kind = ").bind(number.kind.code());
            query.push(" AND v.year = ").bind(i64::from(number.year));
            query.push(" AND v.serial = ").bind(i64::from(number.serial));
        };
        Ok(self.voices_where(&named).await?.pop())
    }

    /// The number of the voice that a receipt opens, by the digest of it.
    pub async fn voice_of(&self, receipt: &str) -> Result<Option<VoiceNumber>> {
        let text = "SELECT kind, year, serial FROM voice WHERE receipt = $1";
        let row: Option<Numbered> = sql(text, [receipt.into()]).one(&self.tx).await?;
        row.map(|row| number(&row.kind, row.year, row.serial)).transpose()
    }

    /// How many voices wait for an answer: complaints, or all the others.
    pub async fn open_voices(&self, complaints: bool) -> Result<u64> {
        let which = if complaints { "=" } else { "<>" };
        let text = format!("SELECT count(*) AS n FROM voice WHERE ended_on IS NULL AND kind {which} 'complaint'");
        Ok(Sql::new(&text).one::<Number>(&self.tx).await?.map_or(0, |row| row.n.unsigned_abs()))
    }

    /// When the first complaint, or the first of the others, was entered.
    pub async fn first_voice(&self, complaints: bool) -> Result<Option<Timestamp>> {
        let which = if complaints { "=" } else { "<>" };
        let text = format!("SELECT min(entered_at) AS at FROM voice WHERE kind {which} 'complaint'");
        let at = Sql::new(&text).one::<First>(&self.tx).await?.and_then(|row| row.at);
        at.map(|at| Timestamp::from_timestamp_micros(at).ok_or_else(|| impossible("voice", "entered_at", at)))
            .transpose()
    }

    /// The keys of complaints, the one in use last.
    pub async fn complaint_keys(&self) -> Result<Vec<ComplaintKey>> {
        let text = "SELECT nr, made_at, made_by, public_key, salt, wrapped FROM complaint_key ORDER BY nr";
        let rows: Vec<KeyRow> = Sql::new(text).all(&self.tx).await?;
        let key = |row: KeyRow| {
            let wrong = |column| impossible("complaint_key", column, row.nr);
            Ok(ComplaintKey {
                nr: u32::try_from(row.nr).map_err(|_| wrong("nr"))?,
                made_at: Timestamp::from_timestamp_micros(row.made_at).ok_or_else(|| wrong("made_at"))?,
                made_by: row.made_by.parse().map_err(|_| wrong("made_by"))?,
                public_key: row.public_key,
                salt: row.salt,
                wrapped: row.wrapped,
            })
        };
        rows.into_iter().map(key).collect()
    }

    /// Voices that are not what their steps make of them, or cannot be read.
    pub async fn disagreeing_voices(&self) -> Result<Vec<Disagreement>> {
        let text = "SELECT kind, year, serial FROM voice ORDER BY kind, year, serial";
        let rows: Vec<Numbered> = Sql::new(text).all(&self.tx).await?;
        let mut found = Vec::new();
        for row in rows {
            let of = |table, column: &str| Disagreement {
                table,
                row: format!("{}-{}-{}", row.kind, row.year, row.serial),
                column: column.to_string(),
            };
            let read = match number(&row.kind, row.year, row.serial) {
                Ok(number) => self.find_voice(number).await.map(drop),
                Err(error) => Err(error),
            };
            match read {
                Ok(()) => {}
                Err(Error::Impossible { table, column, .. }) => found.push(of(table, column)),
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    async fn voices_where(&self, condition: &(dyn Fn(&mut Sql) + Sync)) -> Result<Vec<StoredVoice>> {
        let query = |text: &str, order: &str| {
            let mut query = Sql::new(text);
            query.push(" WHERE ");
            condition(&mut query);
            query.push(order);
            query
        };
        let joined = "JOIN voice AS v ON v.kind = t.kind AND v.year = t.year AND v.serial = t.serial";
        let rows: Vec<VoiceRow> = query(
            "SELECT kind, year, serial, received_on, entered_at, intake, content, name, contact, record, reader_key, stage,
                ended_on, shown_on, version FROM voice AS v",
            " ORDER BY kind, year, serial",
        )
        .all(&self.tx)
        .await?;
        let steps: Vec<StepRow> = query(
            &format!(
                "SELECT t.kind, t.year, t.serial, t.entered_at, t.happened_on, t.person, t.act, t.texts
                 FROM voice_step AS t {joined}"
            ),
            " ORDER BY t.kind, t.year, t.serial, t.nr",
        )
        .all(&self.tx)
        .await?;
        let units: Vec<UnitRow> = query(
            &format!("SELECT t.kind, t.year, t.serial, t.unit FROM voice_unit AS t {joined}"),
            " ORDER BY t.kind, t.year, t.serial, t.place",
        )
        .all(&self.tx)
        .await?;
        let mut of: BTreeMap<(String, i64, i64), StepsAndUnits> = BTreeMap::new();
        for row in steps {
            let key = (row.kind.clone(), row.year, row.serial);
            of.entry(key).or_default().0.push(step(row)?);
        }
        for row in units {
            let kept = &mut of.entry((row.kind, row.year, row.serial)).or_default().1;
            // Two that became one stand here once.
            if !kept.contains(&row.unit) {
                kept.push(row.unit);
            }
        }
        rows.into_iter()
            .map(|row| {
                let (steps, units) = of.remove(&(row.kind.clone(), row.year, row.serial)).unwrap_or_default();
                stored(row, steps, units)
            })
            .collect()
    }
}

impl Tx {
    /// The number of the next voice of a kind in a calendar year. There is one writer at a time, so that nobody else takes it.
    pub async fn next_voice(&mut self, kind: Kind, year: i32) -> Result<VoiceNumber> {
        let text = "SELECT coalesce(max(serial), 0) AS n FROM voice WHERE kind = $1 AND year = $2";
        let values = [kind.code().into(), i64::from(year).into()];
        let last = sql(text, values).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        let serial = u32::try_from(last + 1).map_err(|_| impossible("voice", "serial", last))?;
        Ok(VoiceNumber { kind, year, serial })
    }

    /// Keeps a new voice with the digest of the receipt that opens it, and the public key of whoever has that.
    pub async fn file_voice(&mut self, voice: &Voice, receipt: &str, reader_key: Option<&str>) -> Result<()> {
        let entry = &voice.entry;
        let mut values = key(entry.number).to_vec();
        values.extend([
            receipt.into(),
            entry.received_on.to_string().into(),
            entry.entered_at.timestamp_micros().into(),
            entry.intake.code().into(),
            entry.content.kept().into(),
            entry.name.kept().into(),
            entry.contact.kept().into(),
            entry.record.map(|record| record.to_string()).into(),
            reader_key.into(),
            voice.stage.code().into(),
            voice.ended_on().map(|on| on.to_string()).into(),
            voice.shown.as_ref().map(|shown| shown.on.to_string()).into(),
            1_i64.into(),
        ]);
        let held = self.voice_held(entry.number).await?;
        VOICE.insert(&self.tx, values, "").await?;
        self.add_voice_steps(voice, 0).await?;
        self.save_voice_units(voice).await?;
        self.seal_voice(entry.number, held).await
    }

    /// Keeps a voice that was read at this version, with the steps that were taken since.
    ///
    /// # Errors
    /// A conflict when somebody else has saved it since.
    pub async fn save_voice(&mut self, voice: &Voice, version: u32) -> Result<()> {
        let number = voice.entry.number;
        let held = self.voice_held(number).await?;
        let mut values = key(number).to_vec();
        values.extend([
            i64::from(version).into(),
            voice.stage.code().into(),
            voice.ended_on().map(|on| on.to_string()).into(),
            voice.shown.as_ref().map(|shown| shown.on.to_string()).into(),
        ]);
        let text = "UPDATE voice SET stage = $5, ended_on = $6, shown_on = $7, version = version + 1
             WHERE kind = $1 AND year = $2 AND serial = $3 AND version = $4";
        if sql(text, values).run(&self.tx).await? != 1 {
            return Err(Error::Conflict { kind: "voice", key: number.to_string() });
        }
        let text = "SELECT count(*) AS n FROM voice_step WHERE kind = $1 AND year = $2 AND serial = $3";
        let kept = sql(text, key(number)).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        self.add_voice_steps(voice, usize::try_from(kept).unwrap_or_default()).await?;
        self.save_voice_units(voice).await?;
        self.seal_voice(number, held).await
    }

    /// Keeps a key of complaints: a new one, or one under another passphrase.
    pub async fn save_complaint_key(&mut self, of: &ComplaintKey) -> Result<()> {
        let values = vec![
            i64::from(of.nr).into(),
            of.made_at.timestamp_micros().into(),
            of.made_by.to_string().into(),
            of.public_key.as_str().into(),
            of.salt.as_str().into(),
            of.wrapped.as_str().into(),
        ];
        KEY.upsert(&self.tx, 1, values).await
    }

    async fn add_voice_steps(&mut self, voice: &Voice, kept: usize) -> Result<()> {
        let mut values = Vec::new();
        for (nr, step) in voice.steps.iter().enumerate().skip(kept) {
            values.extend(key(voice.entry.number));
            let person = match step.by {
                Hand::Applicant => None,
                Hand::Person(person) => Some(person.to_string()),
            };
            values.extend([
                i64::try_from(nr).unwrap_or(i64::MAX).into(),
                step.at.timestamp_micros().into(),
                step.on.to_string().into(),
                person.into(),
                step.did.code().into(),
                json_list(&step.did.texts()).into(),
            ]);
        }
        STEP.insert(&self.tx, values, "").await
    }

    async fn save_voice_units(&mut self, voice: &Voice) -> Result<()> {
        let number = voice.entry.number;
        let text = "DELETE FROM voice_unit WHERE kind = $1 AND year = $2 AND serial = $3";
        sql(text, key(number)).run(&self.tx).await?;
        let mut values = Vec::new();
        for (place, unit) in voice.units.iter().enumerate() {
            values.extend(key(number));
            values.extend([i64::try_from(place).unwrap_or(i64::MAX).into(), unit.as_str().into()]);
        }
        UNIT.insert(&self.tx, values, "").await
    }
}

pub(crate) fn key(number: VoiceNumber) -> [Value; 3] {
    [number.kind.code().into(), i64::from(number.year).into(), i64::from(number.serial).into()]
}

fn number(kind: &str, year: i64, serial: i64) -> Result<VoiceNumber> {
    let wrong = |column| impossible("voice", column, format!("{kind}-{year}-{serial}"));
    Ok(VoiceNumber {
        kind: Kind::read(kind).ok_or_else(|| wrong("kind"))?,
        year: i32::try_from(year).map_err(|_| wrong("year"))?,
        serial: u32::try_from(serial).map_err(|_| wrong("serial"))?,
    })
}

fn date(text: &str, table: &'static str, column: &'static str, row: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| impossible(table, column, row))
}

fn step(row: StepRow) -> Result<Step> {
    let id = format!("{}-{}-{}", row.kind, row.year, row.serial);
    let wrong = |column| impossible("voice_step", column, &id);
    let kind = Kind::read(&row.kind).ok_or_else(|| wrong("kind"))?;
    let texts = read_list(&row.texts).ok_or_else(|| wrong("texts"))?;
    Ok(Step {
        at: Timestamp::from_timestamp_micros(row.entered_at).ok_or_else(|| wrong("entered_at"))?,
        on: date(&row.happened_on, "voice_step", "happened_on", &id)?,
        by: match row.person {
            None => Hand::Applicant,
            Some(person) => Hand::Person(person.parse().map_err(|_| wrong("person"))?),
        },
        did: Did::read(kind, &row.act, &texts).ok_or_else(|| wrong("act"))?,
    })
}

fn stored(row: VoiceRow, steps: Vec<Step>, units: Vec<String>) -> Result<StoredVoice> {
    let number = number(&row.kind, row.year, row.serial)?;
    let id = number.to_string();
    let wrong = |column| impossible("voice", column, &id);
    let words = |text: String| Words::read(number.kind, text);
    let entry = Entry {
        number,
        received_on: date(&row.received_on, "voice", "received_on", &id)?,
        entered_at: Timestamp::from_timestamp_micros(row.entered_at).ok_or_else(|| wrong("entered_at"))?,
        intake: Intake::read(&row.intake).ok_or_else(|| wrong("intake"))?,
        content: words(row.content),
        name: words(row.name),
        contact: words(row.contact),
        record: row.record.map(|record| record.parse().map_err(|_| wrong("record"))).transpose()?,
    };
    let voice = Voice::replay(entry, steps, units).map_err(|_| impossible("voice_step", "act", &id))?;
    if voice.stage.code() != row.stage {
        return Err(wrong("stage"));
    }
    if voice.ended_on().map(|on| on.to_string()) != row.ended_on {
        return Err(wrong("ended_on"));
    }
    if voice.shown.as_ref().map(|shown| shown.on.to_string()) != row.shown_on {
        return Err(wrong("shown_on"));
    }
    Ok(StoredVoice {
        voice,
        version: u32::try_from(row.version).map_err(|_| wrong("version"))?,
        reader_key: row.reader_key,
    })
}
