//! What surrounds an annual report while it is made: versions of the draft, what was sent to be approved and what came of it,
//! remarks on its parts.
//!
//! Versions and answers are never changed once they are there. Nothing is decided here.

use crate::db::sql::{Number, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::record_row::school_year;
use crate::{Reader, Tx};
use domain::record::Timestamp;
use domain::school_year::SchoolYear;

const VERSION: Table =
    Table { name: "report_version", columns: &["year", "nr", "kept_at", "kept_by", "seq", "document"] };
const APPROVAL: Table = Table {
    name: "report_approval",
    columns: &["year", "nr", "version", "sent_at", "sent_by", "answer", "answered_at", "answered_by", "reason"],
};
const REMARK: Table = Table {
    name: "report_remark",
    columns: &["year", "nr", "part", "made_at", "made_by", "wording", "settled_at", "settled_by"],
};

/// A draft that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportVersion {
    /// From 1.
    pub nr: u32,
    /// When.
    pub at: Timestamp,
    /// By whom, as events name actors.
    pub by: String,
    /// Number of the ledger's last event then.
    pub seq: u64,
}

/// What a leader said of a version, or that it was taken back before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// `approved`, `returned` or `taken_back`.
    pub answer: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why, where it was sent back.
    pub reason: String,
}

/// A version that was sent to be approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportApproval {
    /// From 1.
    pub nr: u32,
    /// Which version.
    pub version: u32,
    /// When it was sent.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What came of it.
    pub answered: Option<Answered>,
}

/// A remark on a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRemark {
    /// From 1 in its year.
    pub nr: u32,
    /// Which part, from 1; 0 is the whole.
    pub part: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What it says.
    pub text: String,
    /// When it was settled and by whom.
    pub settled: Option<(Timestamp, String)>,
}

rows! {
    struct VersionRow {
        nr: i64,
        kept_at: i64,
        kept_by: String,
        seq: i64,
    }

    struct DocumentRow {
        document: String,
    }

    struct ApprovalRow {
        nr: i64,
        version: i64,
        sent_at: i64,
        sent_by: String,
        answer: Option<String>,
        answered_at: Option<i64>,
        answered_by: Option<String>,
        reason: String,
    }

    struct RemarkRow {
        nr: i64,
        part: i64,
        made_at: i64,
        made_by: String,
        wording: String,
        settled_at: Option<i64>,
        settled_by: Option<String>,
    }
}

fn number(value: i64, table: &'static str, column: &'static str) -> Result<u32> {
    u32::try_from(value).map_err(|_| impossible(table, column, value))
}

fn moment(value: i64, table: &'static str, column: &'static str) -> Result<Timestamp> {
    Timestamp::from_timestamp_micros(value).ok_or_else(|| impossible(table, column, value))
}

fn of(year: SchoolYear) -> i64 {
    i64::from(year.first_year())
}

impl Reader {
    /// The drafts that were kept of a year's report, the newest first.
    pub async fn report_versions(&self, year: SchoolYear) -> Result<Vec<ReportVersion>> {
        let text = "SELECT nr, kept_at, kept_by, seq FROM report_version WHERE year = $1 ORDER BY nr DESC";
        let rows: Vec<VersionRow> = sql(text, [of(year).into()]).all(&self.tx).await?;
        let version = |row: VersionRow| {
            Ok(ReportVersion {
                nr: number(row.nr, "report_version", "nr")?,
                at: moment(row.kept_at, "report_version", "kept_at")?,
                by: row.kept_by,
                seq: row.seq.unsigned_abs(),
            })
        };
        rows.into_iter().map(version).collect()
    }

    /// The text of a kept draft.
    pub async fn report_version(&self, year: SchoolYear, nr: u32) -> Result<Option<String>> {
        let values = [of(year).into(), i64::from(nr).into()];
        let text = "SELECT document FROM report_version WHERE year = $1 AND nr = $2";
        let row: Option<DocumentRow> = sql(text, values).one(&self.tx).await?;
        Ok(row.map(|row| row.document))
    }

    /// What was sent to be approved of a year's report, the newest first.
    pub async fn report_approvals(&self, year: SchoolYear) -> Result<Vec<ReportApproval>> {
        let text = "SELECT * FROM report_approval WHERE year = $1 ORDER BY nr DESC";
        let rows: Vec<ApprovalRow> = sql(text, [of(year).into()]).all(&self.tx).await?;
        let approval = |row: ApprovalRow| {
            let answered = match (row.answer, row.answered_at, row.answered_by) {
                (Some(answer), Some(at), Some(by)) => {
                    let at = moment(at, "report_approval", "answered_at")?;
                    Some(Answered { answer, at, by, reason: row.reason })
                }
                _ => None,
            };
            Ok(ReportApproval {
                nr: number(row.nr, "report_approval", "nr")?,
                version: number(row.version, "report_approval", "version")?,
                at: moment(row.sent_at, "report_approval", "sent_at")?,
                by: row.sent_by,
                answered,
            })
        };
        rows.into_iter().map(approval).collect()
    }

    /// School years whose report waits to be approved, the latest first.
    pub async fn reports_to_approve(&self) -> Result<Vec<SchoolYear>> {
        rows! {
            struct Waiting {
                year: i64,
            }
        }
        let text = "SELECT DISTINCT year FROM report_approval WHERE answer IS NULL ORDER BY year DESC";
        let rows: Vec<Waiting> = sql(text, []).all(&self.tx).await?;
        let read = |row: Waiting| school_year(row.year).ok_or_else(|| impossible("report_approval", "year", row.year));
        rows.into_iter().map(read).collect()
    }

    /// Remarks on a year's report, in the order in which they were made.
    pub async fn report_remarks(&self, year: SchoolYear) -> Result<Vec<ReportRemark>> {
        let text = "SELECT * FROM report_remark WHERE year = $1 ORDER BY nr";
        let rows: Vec<RemarkRow> = sql(text, [of(year).into()]).all(&self.tx).await?;
        let remark = |row: RemarkRow| {
            let settled = match (row.settled_at, row.settled_by) {
                (Some(at), Some(by)) => Some((moment(at, "report_remark", "settled_at")?, by)),
                _ => None,
            };
            Ok(ReportRemark {
                nr: number(row.nr, "report_remark", "nr")?,
                part: number(row.part, "report_remark", "part")?,
                at: moment(row.made_at, "report_remark", "made_at")?,
                by: row.made_by,
                text: row.wording,
                settled,
            })
        };
        rows.into_iter().map(remark).collect()
    }
}

impl Tx {
    /// The next number of a year in a table.
    async fn next_of(&self, table: &Table, year: SchoolYear) -> Result<u32> {
        let text = format!("SELECT coalesce(max(nr), 0) + 1 AS n FROM {} WHERE year = $1", table.name);
        let row: Option<Number> = sql(&text, [of(year).into()]).one(&self.tx).await?;
        number(row.map_or(1, |row| row.n), "report_version", "nr")
    }

    /// Keeps a draft and gives its number.
    pub async fn save_report_version(
        &mut self,
        year: SchoolYear,
        (at, by): (Timestamp, &str),
        seq: u64,
        document: &str,
    ) -> Result<u32> {
        let nr = self.next_of(&VERSION, year).await?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let values = vec![
            of(year).into(),
            i64::from(nr).into(),
            at.timestamp_micros().into(),
            by.into(),
            seq.into(),
            document.into(),
        ];
        VERSION.insert(&self.tx, values, "").await?;
        Ok(nr)
    }

    /// Notes that a version was sent to be approved.
    pub async fn send_report(&mut self, year: SchoolYear, version: u32, (at, by): (Timestamp, &str)) -> Result<()> {
        let nr = self.next_of(&APPROVAL, year).await?;
        let nothing = || None::<&str>.into();
        let values = vec![
            of(year).into(),
            i64::from(nr).into(),
            i64::from(version).into(),
            at.timestamp_micros().into(),
            by.into(),
            nothing(),
            None::<i64>.into(),
            nothing(),
            "".into(),
        ];
        APPROVAL.insert(&self.tx, values, "").await
    }

    /// Writes down what came of it, as long as nothing is written there; whether it was.
    pub async fn answer_report(&mut self, year: SchoolYear, nr: u32, answered: &Answered) -> Result<bool> {
        let text = "UPDATE report_approval SET answer = $1, answered_at = $2, answered_by = $3, reason = $4
             WHERE year = $5 AND nr = $6 AND answer IS NULL";
        let values = [
            answered.answer.as_str().into(),
            answered.at.timestamp_micros().into(),
            answered.by.as_str().into(),
            answered.reason.as_str().into(),
            of(year).into(),
            i64::from(nr).into(),
        ];
        Ok(sql(text, values).run(&self.tx).await? > 0)
    }

    /// Keeps a remark on a part.
    pub async fn save_report_remark(
        &mut self,
        year: SchoolYear,
        part: u32,
        (at, by): (Timestamp, &str),
        text: &str,
    ) -> Result<u32> {
        let nr = self.next_of(&REMARK, year).await?;
        let values = vec![
            of(year).into(),
            i64::from(nr).into(),
            i64::from(part).into(),
            at.timestamp_micros().into(),
            by.into(),
            text.into(),
            None::<i64>.into(),
            None::<&str>.into(),
        ];
        REMARK.insert(&self.tx, values, "").await?;
        Ok(nr)
    }

    /// Settles a remark; whether it was open.
    pub async fn settle_report_remark(
        &mut self,
        year: SchoolYear,
        nr: u32,
        (at, by): (Timestamp, &str),
    ) -> Result<bool> {
        let text = "UPDATE report_remark SET settled_at = $1, settled_by = $2
             WHERE year = $3 AND nr = $4 AND settled_at IS NULL";
        let values = [at.timestamp_micros().into(), by.into(), of(year).into(), i64::from(nr).into()];
        Ok(sql(text, values).run(&self.tx).await? > 0)
    }
}
