//! Objections as rows. Of the receipt that opens one to whoever filed it only the digest is kept, and it is found by that
//! digest alone: nothing here compares receipts.

use crate::db::sql::{Number, Sql, Table, json_list, read_list, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ids::RecordId;
use domain::objection::{Objection, ObjectionNumber, Objector, Outcome, Ruling, Stage};
use domain::policy::Desk;
use domain::record::Timestamp;

const OBJECTION: Table = Table {
    name: "objection",
    columns: &[
        "year",
        "serial",
        "receipt",
        "record",
        "edition",
        "about_row",
        "body",
        "name",
        "contact",
        "filed_at",
        "stage",
        "about_cells",
    ],
};

const COLUMNS: &str = "year, serial, record, edition, about_row, body, name, contact, filed_at, stage, acknowledged_at,
    ruled_by, ruled_at, ruling, answer, about_cells";

rows! {
    struct ObjectionRow {
        year: i64,
        serial: i64,
        record: String,
        edition: i64,
        about_row: Option<i64>,
        body: String,
        name: Option<String>,
        contact: Option<String>,
        filed_at: i64,
        stage: String,
        acknowledged_at: Option<i64>,
        ruled_by: Option<String>,
        ruled_at: Option<i64>,
        ruling: Option<String>,
        answer: Option<String>,
        about_cells: Option<String>,
    }

    struct Tally {
        ruling: Option<String>,
        n: i64,
    }
}

impl Reader {
    /// The objections to a record, the latest first.
    pub async fn objections(&self, record: RecordId) -> Result<Vec<Objection>> {
        let text = format!("SELECT {COLUMNS} FROM objection WHERE record = $1 ORDER BY year DESC, serial DESC");
        let rows: Vec<ObjectionRow> = sql(&text, [record.to_string().into()]).all(&self.tx).await?;
        rows.into_iter().map(objection).collect()
    }

    /// The objection that a receipt opens, by the digest of it.
    pub async fn objection_of(&self, receipt: &str) -> Result<Option<Objection>> {
        let text = format!("SELECT {COLUMNS} FROM objection WHERE receipt = $1");
        let row: Option<ObjectionRow> = sql(&text, [receipt.into()]).one(&self.tx).await?;
        row.map(objection).transpose()
    }

    /// The objection with this number.
    pub async fn find_objection(&self, number: ObjectionNumber) -> Result<Option<Objection>> {
        let text = format!("SELECT {COLUMNS} FROM objection WHERE year = $1 AND serial = $2");
        let row: Option<ObjectionRow> = sql(&text, key(number)).one(&self.tx).await?;
        row.map(objection).transpose()
    }

    /// What became of the objections to a record.
    pub async fn outcome(&self, record: RecordId) -> Result<Outcome> {
        let text = "SELECT ruling, count(*) AS n FROM objection WHERE record = $1 GROUP BY ruling";
        let rows: Vec<Tally> = sql(text, [record.to_string().into()]).all(&self.tx).await?;
        let mut outcome = Outcome::default();
        for row in rows {
            let n = u32::try_from(row.n).unwrap_or(u32::MAX);
            match row.ruling.as_deref().map(Ruling::read) {
                None => outcome.open = n,
                Some(Some(Ruling::Upheld)) => outcome.upheld = n,
                Some(Some(Ruling::PartlyUpheld)) => outcome.partly = n,
                Some(Some(Ruling::Rejected)) => outcome.rejected = n,
                Some(None) => return Err(impossible("objection", "ruling", record.to_string())),
            }
        }
        Ok(outcome)
    }

    /// How many objections to records of a desk are not decided.
    pub async fn open_objections(&self, desk: &Desk) -> Result<u64> {
        let mut query = Sql::new(
            "SELECT count(*) AS n FROM objection WHERE ruling IS NULL AND record IN (SELECT id FROM record WHERE ",
        );
        query.on_desk(desk).push(")");
        Ok(query.one::<Number>(&self.tx).await?.map_or(0, |row| row.n.unsigned_abs()))
    }
}

impl Tx {
    /// The number of the next objection of a calendar year. There is one writer at a time, so that nobody else takes it.
    pub async fn next_objection(&mut self, year: i32) -> Result<ObjectionNumber> {
        let text = "SELECT coalesce(max(serial), 0) AS n FROM objection WHERE year = $1";
        let row: Option<Number> = sql(text, [i64::from(year).into()]).one(&self.tx).await?;
        let last = row.map_or(0, |row| row.n);
        let serial = u32::try_from(last + 1).map_err(|_| impossible("objection", "serial", last))?;
        Ok(ObjectionNumber { year, serial })
    }

    /// Keeps a new objection with the digest of the receipt that opens it.
    pub async fn file_objection(&mut self, objection: &Objection, receipt: &str) -> Result<()> {
        self.about_to_write([objection.record.to_string()]).await?;
        let objector = objection.objector.as_ref();
        let mut values = key(objection.number).to_vec();
        values.extend([
            receipt.into(),
            objection.record.to_string().into(),
            i64::from(objection.edition).into(),
            objection.row.map(i64::from).into(),
            objection.text.as_str().into(),
            objector.map(|objector| objector.name.as_str()).into(),
            objector.map(|objector| objector.contact.as_str()).into(),
            objection.filed_at.timestamp_micros().into(),
            objection.stage.code().into(),
            (!objection.cells.is_empty()).then(|| json_list(&objection.cells)).into(),
        ]);
        OBJECTION.insert(&self.tx, values, "").await
    }

    /// Keeps how far an objection has come.
    pub async fn save_objection_stage(&mut self, objection: &Objection) -> Result<()> {
        self.about_to_write([objection.record.to_string()]).await?;
        let mut values = key(objection.number).to_vec();
        values.push(objection.stage.code().into());
        let text = match &objection.stage {
            Stage::Filed => "UPDATE objection SET stage = $3 WHERE year = $1 AND serial = $2",
            Stage::Acknowledged { at } => {
                values.push(at.timestamp_micros().into());
                "UPDATE objection SET stage = $3, acknowledged_at = $4 WHERE year = $1 AND serial = $2"
            }
            Stage::Ruled { by, at, ruling, answer } => {
                values.extend([
                    by.to_string().into(),
                    at.timestamp_micros().into(),
                    ruling.code().into(),
                    answer.as_str().into(),
                ]);
                "UPDATE objection SET stage = $3, ruled_by = $4, ruled_at = $5, ruling = $6, answer = $7
                 WHERE year = $1 AND serial = $2 AND ruling IS NULL"
            }
        };
        match sql(text, values).run(&self.tx).await? {
            1 => Ok(()),
            _ => Err(crate::Error::Conflict { kind: "objection", key: objection.number.to_string() }),
        }
    }
}

fn key(number: ObjectionNumber) -> [Value; 2] {
    [i64::from(number.year).into(), i64::from(number.serial).into()]
}

fn objection(row: ObjectionRow) -> Result<Objection> {
    let id = format!("{}-{}", row.year, row.serial);
    let wrong = |column| impossible("objection", column, &id);
    let instant = |at: Option<i64>, column| at.and_then(Timestamp::from_timestamp_micros).ok_or_else(|| wrong(column));
    let stage = match row.stage.as_str() {
        "filed" => Stage::Filed,
        "acknowledged" => Stage::Acknowledged { at: instant(row.acknowledged_at, "acknowledged_at")? },
        "ruled" => Stage::Ruled {
            by: row.ruled_by.as_deref().and_then(|by| by.parse().ok()).ok_or_else(|| wrong("ruled_by"))?,
            at: instant(row.ruled_at, "ruled_at")?,
            ruling: row.ruling.as_deref().and_then(Ruling::read).ok_or_else(|| wrong("ruling"))?,
            answer: row.answer.ok_or_else(|| wrong("answer"))?,
        },
        _ => return Err(wrong("stage")),
    };
    Ok(Objection {
        number: ObjectionNumber {
            year: i32::try_from(row.year).map_err(|_| wrong("year"))?,
            serial: u32::try_from(row.serial).map_err(|_| wrong("serial"))?,
        },
        record: row.record.parse().map_err(|_| wrong("record"))?,
        edition: u32::try_from(row.edition).map_err(|_| wrong("edition"))?,
        row: row.about_row.map(|row| u32::try_from(row).map_err(|_| wrong("about_row"))).transpose()?,
        cells: match &row.about_cells {
            Some(cells) => read_list(cells).ok_or_else(|| wrong("about_cells"))?,
            None => Vec::new(),
        },
        text: row.body,
        objector: row.name.zip(row.contact).map(|(name, contact)| Objector { name, contact }),
        filed_at: instant(Some(row.filed_at), "filed_at")?,
        stage,
    })
}
