//! What stands beside a request: its letters as they were issued, and the record that was made of its answer.
//!
//! A letter is written once and never again; whoever wants another has to issue another.

use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ids::RecordId;
use domain::record::Timestamp;
use domain::request::{Applicant, RequestNumber};

/// Letters as they were issued.
pub(crate) const LETTER: Table =
    Table { name: "request_letter", columns: &["year", "serial", "letter", "issued_at", "document"] };

rows! {
    struct Written {
        document: String,
    }

    struct Numbered {
        year: i64,
        serial: i64,
    }
}

fn number(row: &Numbered) -> Result<RequestNumber> {
    let wrong = |column| impossible("request", column, format!("{}-{}", row.year, row.serial));
    Ok(RequestNumber {
        year: i32::try_from(row.year).map_err(|_| wrong("year"))?,
        serial: u32::try_from(row.serial).map_err(|_| wrong("serial"))?,
    })
}

impl Reader {
    /// A letter as it was issued; nothing of one that was not, or before this was kept.
    pub async fn issued_letter(&self, of: RequestNumber, letter: &str) -> Result<Option<String>> {
        let text = "SELECT document FROM request_letter WHERE year = $1 AND serial = $2 AND letter = $3";
        let values = [i64::from(of.year).into(), i64::from(of.serial).into(), letter.into()];
        Ok(sql(text, values).one::<Written>(&self.tx).await?.map(|row| row.document))
    }

    /// The request of whose answer a record was made.
    pub async fn request_released_as(&self, record: RecordId) -> Result<Option<RequestNumber>> {
        let text = "SELECT year, serial FROM request WHERE released = $1";
        let row = sql(text, [record.to_string().into()]).one::<Numbered>(&self.tx).await?;
        row.as_ref().map(number).transpose()
    }

    /// Requests that are not over and came from somebody of this name, telephone or mailbox.
    pub async fn open_requests_like(&self, applicant: &Applicant) -> Result<Vec<RequestNumber>> {
        let mut query = Sql::new("SELECT year, serial FROM request WHERE ended_on IS NULL AND (name = ");
        query.bind(applicant.name.as_str());
        for (column, value) in [(" OR phone = ", &applicant.phone), (" OR email = ", &applicant.email)] {
            if !value.is_empty() {
                query.push(column).bind(value.as_str());
            }
        }
        query.push(") ORDER BY year, serial");
        query.all::<Numbered>(&self.tx).await?.iter().map(number).collect()
    }

    /// How many identity numbers are kept under the key.
    pub async fn sealed_identities(&self) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM request WHERE identity IS NOT NULL";
        Ok(Sql::new(text).one::<Number>(&self.tx).await?.map_or(0, |row| row.n.unsigned_abs()))
    }
}

impl Tx {
    /// Keeps a letter as it is issued.
    pub async fn issue_letter(&mut self, of: RequestNumber, letter: &str, at: Timestamp, document: &str) -> Result<()> {
        let held = self.request_held(of).await?;
        let values = vec![
            i64::from(of.year).into(),
            i64::from(of.serial).into(),
            letter.into(),
            at.timestamp_micros().into(),
            document.into(),
        ];
        LETTER.insert(&self.tx, values, "").await?;
        self.seal_request(of, held).await
    }

    /// Forgets that a record was made of an answer, for it is gone.
    pub async fn forget_released(&mut self, record: RecordId) -> Result<()> {
        let Some(of) = self.request_released_as(record).await? else { return Ok(()) };
        let held = self.request_held(of).await?;
        let text = "UPDATE request SET released = NULL WHERE released = $1";
        sql(text, [record.to_string().into()]).run(&self.tx).await?;
        self.seal_request(of, held).await
    }
}
