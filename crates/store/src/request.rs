//! Requests for disclosure as rows. A request is what its steps make of it, so it is read by taking them again: a step that was not
//! possible where it stands is an impossible row. Of the receipt only the digest is kept, and a request is found by it alone.

use crate::db::sql::{Number, Sql, Table, json_list, read_list, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result, impossible};
use crate::whole::Disagreement;
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::record::Timestamp;
use domain::request::{Applicant, ApplicantKind, Did, Entry, Hand, Intake, Request, RequestNumber, Step, Wanted, Way};
use std::collections::BTreeMap;

/// Requests as they came in, with what stands beside them.
pub(crate) const REQUEST: Table = Table {
    name: "request",
    columns: &[
        "year",
        "serial",
        "receipt",
        "received_on",
        "entered_at",
        "intake",
        "kind",
        "name",
        "contact",
        "representative",
        "phone",
        "email",
        "address",
        "content",
        "purpose",
        "wanted",
        "way",
        "identity",
        "identity_until",
        "stage",
        "ended_on",
        "version",
        "released",
    ],
};

/// What was done with them.
pub(crate) const STEP: Table = Table {
    name: "request_step",
    columns: &["year", "serial", "nr", "entered_at", "happened_on", "person", "act", "texts"],
};

const UNIT: Table = Table { name: "request_unit", columns: &["year", "serial", "place", "unit"] };

/// A request with what only the store knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRequest {
    /// The request.
    pub request: Request,
    /// How often it was saved.
    pub version: u32,
    /// Whether an identity number is kept.
    pub has_identity: bool,
    /// The draft of a record that was made of its answer.
    pub released: Option<RecordId>,
}

/// Which requests are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestsOf {
    /// Those that are not over.
    Open,
    /// All that were open for some time between these days, both within.
    Between(NaiveDate, NaiveDate),
    /// Every one.
    All,
}

rows! {
    struct RequestRow {
        year: i64,
        serial: i64,
        received_on: String,
        entered_at: i64,
        intake: String,
        kind: String,
        name: String,
        contact: String,
        representative: String,
        phone: String,
        email: String,
        address: String,
        content: String,
        purpose: String,
        wanted: String,
        way: String,
        identity: Option<String>,
        stage: String,
        ended_on: Option<String>,
        version: i64,
        released: Option<String>,
    }

    struct StepRow {
        year: i64,
        serial: i64,
        entered_at: i64,
        happened_on: String,
        person: Option<String>,
        act: String,
        texts: String,
    }

    struct UnitRow {
        year: i64,
        serial: i64,
        unit: String,
    }

    struct Numbered {
        year: i64,
        serial: i64,
    }

    struct Kept {
        identity: Option<String>,
    }

    struct Day {
        day: Option<String>,
    }
}

impl RequestsOf {
    /// The condition on `request AS r`.
    fn condition(self, query: &mut Sql) {
        match self {
            RequestsOf::Open => {
                query.push("r.ended_on IS NULL");
            }
            RequestsOf::Between(from, to) => {
                query.push("r.received_on <= ").bind(to.to_string());
                query.push(" AND (r.ended_on IS NULL OR r.ended_on >= ").bind(from.to_string()).push(")");
            }
            RequestsOf::All => {
                query.push("1 = 1");
            }
        }
    }
}

impl Reader {
    /// Requests, in the order of their numbers.
    ///
    /// # Errors
    /// An impossible row: what no act leads to.
    pub async fn requests(&self, of: RequestsOf) -> Result<Vec<StoredRequest>> {
        self.requests_where(&|query| of.condition(query)).await
    }

    /// The request with this number.
    pub async fn find_request(&self, number: RequestNumber) -> Result<Option<StoredRequest>> {
        let named = |query: &mut Sql| {
            query.push("r.year = ").bind(i64::from(number.year));
            query.push(" AND r.serial = ").bind(i64::from(number.serial));
        };
        Ok(self.requests_where(&named).await?.pop())
    }

    /// The number of the request that a receipt opens, by the digest of it.
    pub async fn request_of(&self, receipt: &str) -> Result<Option<RequestNumber>> {
        let text = "SELECT year, serial FROM request WHERE receipt = $1";
        let row: Option<Numbered> = sql(text, [receipt.into()]).one(&self.tx).await?;
        row.map(|row| number(row.year, row.serial)).transpose()
    }

    /// What is kept of an identity number, which only its key opens.
    pub async fn sealed_identity(&self, number: RequestNumber) -> Result<Option<String>> {
        let text = "SELECT identity FROM request WHERE year = $1 AND serial = $2";
        Ok(sql(text, key(number)).one::<Kept>(&self.tx).await?.and_then(|row| row.identity))
    }

    /// How many requests are not over.
    pub async fn open_requests(&self) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM request WHERE ended_on IS NULL";
        Ok(Sql::new(text).one::<Number>(&self.tx).await?.map_or(0, |row| row.n.unsigned_abs()))
    }

    /// The last day on which the next identity number is kept.
    pub async fn next_identity_purge(&self) -> Result<Option<NaiveDate>> {
        let text =
            "SELECT min(identity_until) AS day FROM request WHERE identity IS NOT NULL AND identity_until IS NOT NULL";
        let day = Sql::new(text).one::<Day>(&self.tx).await?.and_then(|row| row.day);
        day.map(|day| date(&day, "request", "identity_until", "")).transpose()
    }

    /// Requests that are not what their steps make of them, or cannot be read.
    pub async fn disagreeing_requests(&self) -> Result<Vec<Disagreement>> {
        let rows: Vec<Numbered> =
            Sql::new("SELECT year, serial FROM request ORDER BY year, serial").all(&self.tx).await?;
        let mut found = Vec::new();
        for row in rows {
            let of = |table, column: &str| Disagreement {
                table,
                row: format!("{}-{}", row.year, row.serial),
                column: column.to_string(),
            };
            match number(row.year, row.serial) {
                Err(_) => found.push(of("request", "serial")),
                Ok(number) => match self.find_request(number).await {
                    Ok(_) => {}
                    Err(Error::Impossible { table, column, .. }) => found.push(of(table, column)),
                    Err(error) => return Err(error),
                },
            }
        }
        Ok(found)
    }

    async fn requests_where(&self, condition: &(dyn Fn(&mut Sql) + Sync)) -> Result<Vec<StoredRequest>> {
        let query = |text: &str, order: &str| {
            let mut query = Sql::new(text);
            query.push(" WHERE ");
            condition(&mut query);
            query.push(order);
            query
        };
        let rows: Vec<RequestRow> = query(
            "SELECT year, serial, received_on, entered_at, intake, kind, name, contact, representative, phone, email,
                address, content, purpose, wanted, way, identity, stage, ended_on, version, released FROM request AS r",
            " ORDER BY year, serial",
        )
        .all(&self.tx)
        .await?;
        let steps: Vec<StepRow> = query(
            "SELECT s.year, s.serial, s.entered_at, s.happened_on, s.person, s.act, s.texts FROM request_step AS s
             JOIN request AS r ON r.year = s.year AND r.serial = s.serial",
            " ORDER BY s.year, s.serial, s.nr",
        )
        .all(&self.tx)
        .await?;
        let units: Vec<UnitRow> = query(
            "SELECT u.year, u.serial, u.unit FROM request_unit AS u
             JOIN request AS r ON r.year = u.year AND r.serial = u.serial",
            " ORDER BY u.year, u.serial, u.place",
        )
        .all(&self.tx)
        .await?;
        let mut of: BTreeMap<(i64, i64), (Vec<Step>, Vec<String>)> = BTreeMap::new();
        for row in steps {
            let key = (row.year, row.serial);
            of.entry(key).or_default().0.push(step(row)?);
        }
        for row in units {
            let kept = &mut of.entry((row.year, row.serial)).or_default().1;
            // Two that became one stand here once.
            if !kept.contains(&row.unit) {
                kept.push(row.unit);
            }
        }
        rows.into_iter()
            .map(|row| {
                let (steps, units) = of.remove(&(row.year, row.serial)).unwrap_or_default();
                stored(row, steps, units)
            })
            .collect()
    }
}

impl Tx {
    /// The number of the next request of a calendar year. There is one writer at a time, so that nobody else takes it.
    pub async fn next_request(&mut self, year: i32) -> Result<RequestNumber> {
        let text = "SELECT coalesce(max(serial), 0) AS n FROM request WHERE year = $1";
        let last = sql(text, [i64::from(year).into()]).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        let serial = u32::try_from(last + 1).map_err(|_| impossible("request", "serial", last))?;
        Ok(RequestNumber { year, serial })
    }

    /// Keeps a new request with the digest of the receipt that opens it, and an identity number under its key.
    pub async fn file_request(&mut self, request: &Request, receipt: &str, identity: Option<&str>) -> Result<()> {
        let entry = &request.entry;
        let applicant = &entry.applicant;
        let mut values = key(entry.number).to_vec();
        values.extend([
            receipt.into(),
            entry.received_on.to_string().into(),
            entry.entered_at.timestamp_micros().into(),
            entry.intake.code().into(),
            entry.kind.code().into(),
            applicant.name.as_str().into(),
            applicant.contact.as_str().into(),
            applicant.representative.as_str().into(),
            applicant.phone.as_str().into(),
            applicant.email.as_str().into(),
            applicant.address.as_str().into(),
            entry.content.as_str().into(),
            entry.purpose.as_str().into(),
            entry.wanted.code().into(),
            entry.way.code().into(),
            identity.into(),
            None::<&str>.into(),
            request.stage.code().into(),
            request.stage.ending().map(|ending| ending.on.to_string()).into(),
            1_i64.into(),
            None::<&str>.into(),
        ]);
        let held = self.request_held(entry.number).await?;
        REQUEST.insert(&self.tx, values, "").await?;
        self.add_steps(request, 0).await?;
        self.save_request_units(request).await?;
        self.seal_request(entry.number, held).await
    }

    /// Keeps a request that was read at this version, with the steps that were taken since; `identity_until` is the last day of an
    /// identity number of one that is over.
    ///
    /// # Errors
    /// A conflict when somebody else has saved it since.
    pub async fn save_request(
        &mut self,
        request: &Request,
        version: u32,
        identity_until: Option<NaiveDate>,
    ) -> Result<()> {
        let number = request.entry.number;
        let held = self.request_held(number).await?;
        let mut values = key(number).to_vec();
        values.extend([
            i64::from(version).into(),
            request.stage.code().into(),
            request.stage.ending().map(|ending| ending.on.to_string()).into(),
            identity_until.map(|day| day.to_string()).into(),
        ]);
        let text = "UPDATE request SET stage = $4, ended_on = $5, identity_until = $6, version = version + 1
             WHERE year = $1 AND serial = $2 AND version = $3";
        if sql(text, values).run(&self.tx).await? != 1 {
            return Err(Error::Conflict { kind: "request", key: number.to_string() });
        }
        let text = "SELECT count(*) AS n FROM request_step WHERE year = $1 AND serial = $2";
        let kept = sql(text, key(number)).one::<Number>(&self.tx).await?.map_or(0, |row| row.n);
        self.add_steps(request, usize::try_from(kept).unwrap_or_default()).await?;
        self.save_request_units(request).await?;
        self.seal_request(number, held).await
    }

    /// Notes the draft of a record that was made of an answer.
    pub async fn release_request(&mut self, number: RequestNumber, record: RecordId) -> Result<()> {
        let held = self.request_held(number).await?;
        let [year, serial] = key(number);
        let text = "UPDATE request SET released = $3 WHERE year = $1 AND serial = $2 AND released IS NULL";
        match sql(text, [year, serial, record.to_string().into()]).run(&self.tx).await? {
            1 => self.seal_request(number, held).await,
            _ => Err(Error::Conflict { kind: "request", key: number.to_string() }),
        }
    }

    /// Destroys identity numbers whose last day lies before this one; of which requests.
    pub async fn purge_identities(&mut self, before: NaiveDate) -> Result<Vec<RequestNumber>> {
        let due = "identity IS NOT NULL AND identity_until < $1";
        let text = format!("SELECT year, serial FROM request WHERE {due} ORDER BY year, serial");
        let rows: Vec<Numbered> = sql(&text, [before.to_string().into()]).all(&self.tx).await?;
        let mut purged = Vec::new();
        for row in rows {
            let number = number(row.year, row.serial)?;
            let held = self.request_held(number).await?;
            let text = "UPDATE request SET identity = NULL WHERE year = $1 AND serial = $2";
            sql(text, key(number)).run(&self.tx).await?;
            self.seal_request(number, held).await?;
            purged.push(number);
        }
        Ok(purged)
    }

    async fn add_steps(&mut self, request: &Request, kept: usize) -> Result<()> {
        let mut values = Vec::new();
        for (nr, step) in request.steps.iter().enumerate().skip(kept) {
            values.extend(key(request.entry.number));
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

    async fn save_request_units(&mut self, request: &Request) -> Result<()> {
        let number = request.entry.number;
        sql("DELETE FROM request_unit WHERE year = $1 AND serial = $2", key(number)).run(&self.tx).await?;
        let mut values = Vec::new();
        for (place, unit) in request.units.iter().enumerate() {
            values.extend(key(number));
            values.extend([i64::try_from(place).unwrap_or(i64::MAX).into(), unit.as_str().into()]);
        }
        UNIT.insert(&self.tx, values, "").await
    }
}

pub(crate) fn key(number: RequestNumber) -> [Value; 2] {
    [i64::from(number.year).into(), i64::from(number.serial).into()]
}

fn number(year: i64, serial: i64) -> Result<RequestNumber> {
    let wrong = |column| impossible("request", column, format!("{year}-{serial}"));
    Ok(RequestNumber {
        year: i32::try_from(year).map_err(|_| wrong("year"))?,
        serial: u32::try_from(serial).map_err(|_| wrong("serial"))?,
    })
}

fn date(text: &str, table: &'static str, column: &'static str, row: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| impossible(table, column, row))
}

fn step(row: StepRow) -> Result<Step> {
    let id = format!("{}-{}", row.year, row.serial);
    let wrong = |column| impossible("request_step", column, &id);
    let texts = read_list(&row.texts).ok_or_else(|| wrong("texts"))?;
    Ok(Step {
        at: Timestamp::from_timestamp_micros(row.entered_at).ok_or_else(|| wrong("entered_at"))?,
        on: date(&row.happened_on, "request_step", "happened_on", &id)?,
        by: match row.person {
            None => Hand::Applicant,
            Some(person) => Hand::Person(person.parse().map_err(|_| wrong("person"))?),
        },
        did: Did::read(&row.act, &texts).ok_or_else(|| wrong("act"))?,
    })
}

fn stored(row: RequestRow, steps: Vec<Step>, units: Vec<String>) -> Result<StoredRequest> {
    let number = number(row.year, row.serial)?;
    let id = number.to_string();
    let wrong = |column| impossible("request", column, &id);
    let entry = Entry {
        number,
        received_on: date(&row.received_on, "request", "received_on", &id)?,
        entered_at: Timestamp::from_timestamp_micros(row.entered_at).ok_or_else(|| wrong("entered_at"))?,
        intake: Intake::read(&row.intake).ok_or_else(|| wrong("intake"))?,
        kind: ApplicantKind::read(&row.kind).ok_or_else(|| wrong("kind"))?,
        applicant: Applicant {
            name: row.name,
            contact: row.contact,
            representative: row.representative,
            phone: row.phone,
            email: row.email,
            address: row.address,
        },
        content: row.content,
        purpose: row.purpose,
        wanted: Wanted::read(&row.wanted).ok_or_else(|| wrong("wanted"))?,
        way: Way::read(&row.way).ok_or_else(|| wrong("way"))?,
    };
    let request = Request::replay(entry, steps, units).map_err(|_| impossible("request_step", "act", &id))?;
    if request.stage.code() != row.stage {
        return Err(wrong("stage"));
    }
    if request.stage.ending().map(|ending| ending.on.to_string()) != row.ended_on {
        return Err(wrong("ended_on"));
    }
    Ok(StoredRequest {
        request,
        version: u32::try_from(row.version).map_err(|_| wrong("version"))?,
        has_identity: row.identity.is_some(),
        released: row.released.map(|id| id.parse().map_err(|_| wrong("released"))).transpose()?,
    })
}
