//! Rows of a record and the record they make, both ways.
//!
//! It exists so that stages stored as a code and nullable columns become variants in one place, and so that a
//! row no rule allows is an error that names table, column and id. It must not query.

use crate::error::{Result, impossible};
use crate::sql::{Table, Value, json_list, optional, read_list, rows};
use chrono::{DateTime, NaiveDate};
use domain::date::PartialDate;
use domain::ids::UserId;
use domain::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Progress, Publicity, Record, Release, Term, Validity,
    Visibility,
};
use domain::school_year::SchoolYear;

pub(crate) const RECORD: Table = Table {
    name: "record",
    columns: &[
        "nr",
        "id",
        "ledger_key",
        "index_school",
        "index_year",
        "index_serial",
        "item",
        "unit",
        "form",
        "origin",
        "openness",
        "openness_ground",
        "audience",
        "term_until",
        "validity",
        "things",
        "year",
        "report_year",
        "publicity_kind",
        "publicity_from",
        "publicity_until",
        "publicity_first",
        "publicity_last",
        "drafter",
        "progress",
        "returned",
        "unit_reviewer",
        "secrecy_reviewer",
        "publish_at",
        "visibility",
        "public_edition",
        "since",
        "updated",
        "withdrawn_reason",
        "successor",
        "title",
        "document_number",
        "note",
        "source",
        "fingerprint",
        "version",
    ],
};

pub(crate) const EDITION: Table = Table {
    name: "edition",
    columns: &[
        "record_nr",
        "number",
        "title",
        "summary",
        "body",
        "document_number",
        "issuer",
        "made_on",
        "keywords",
        "change_note",
    ],
};

pub(crate) const RELEASE: Table = Table {
    name: "release",
    columns: &["record_nr", "position", "edition", "channel", "released_on", "locator", "evidence", "note"],
};

rows! {
    pub(crate) struct RecordRow {
        pub(crate) nr: i64,
        pub(crate) id: String,
        ledger_key: String,
        index_school: String,
        index_year: i64,
        index_serial: i64,
        item: String,
        unit: String,
        form: String,
        origin: String,
        openness: String,
        openness_ground: Option<String>,
        audience: String,
        term_until: Option<String>,
        validity: String,
        things: i64,
        year: Option<i64>,
        publicity_kind: Option<String>,
        publicity_from: String,
        publicity_until: String,
        drafter: Option<String>,
        progress: String,
        returned: Option<String>,
        unit_reviewer: Option<String>,
        secrecy_reviewer: Option<String>,
        publish_at: Option<i64>,
        visibility: String,
        public_edition: Option<i64>,
        since: String,
        updated: String,
        withdrawn_reason: Option<String>,
        successor: Option<String>,
        note: String,
        source: String,
        version: i64,
    }

    pub(crate) struct EditionRow {
        pub(crate) record_nr: i64,
        number: i64,
        title: String,
        summary: String,
        body: String,
        document_number: String,
        issuer: String,
        made_on: String,
        keywords: String,
        change_note: String,
    }

    pub(crate) struct ReleaseRow {
        pub(crate) record_nr: i64,
        position: i64,
        edition: i64,
        channel: String,
        released_on: String,
        locator: String,
        evidence: String,
        note: String,
    }
}

impl RecordRow {
    /// The record, with its editions and releases in order.
    pub(crate) fn record(self, editions: Vec<Edition>, releases: Vec<Release>) -> Result<Record> {
        let wrong = |column| impossible("record", column, &self.id);
        let progress = self.progress()?;
        let visibility = self.visibility()?;
        Ok(Record {
            id: self.id.parse().map_err(|_| wrong("id"))?,
            index: self.index()?,
            item: self.item.parse().map_err(|_| wrong("item"))?,
            form: Form::read(&self.form).ok_or_else(|| wrong("form"))?,
            origin: Origin::read(&self.origin).ok_or_else(|| wrong("origin"))?,
            openness: match (self.openness.as_str(), &self.openness_ground) {
                ("proactive", None) => Openness::Proactive,
                ("on_request", None) => Openness::OnRequest,
                ("withheld", Some(ground)) => Openness::Withheld { ground: ground.clone() },
                _ => return Err(wrong("openness")),
            },
            audience: Audience::read(&self.audience).ok_or_else(|| wrong("audience"))?,
            term: match &self.term_until {
                None => Term::Standing,
                Some(day) => Term::Until(day.parse::<NaiveDate>().map_err(|_| wrong("term_until"))?),
            },
            validity: Validity::read(&self.validity).ok_or_else(|| wrong("validity"))?,
            count: u32::try_from(self.things).map_err(|_| wrong("things"))?,
            year: match self.year {
                None => None,
                Some(year) => Some(school_year(year).ok_or_else(|| wrong("year"))?),
            },
            publicity: match &self.publicity_kind {
                None => None,
                Some(kind) => Some(Publicity {
                    kind: kind.clone(),
                    from: date(&self.publicity_from).ok_or_else(|| wrong("publicity_from"))?,
                    until: date(&self.publicity_until).ok_or_else(|| wrong("publicity_until"))?,
                }),
            },
            drafter: match &self.drafter {
                None => None,
                Some(user) => Some(user.parse().map_err(|_| wrong("drafter"))?),
            },
            progress,
            visibility,
            editions,
            releases,
            version: u32::try_from(self.version).map_err(|_| wrong("version"))?,
            unit: (!self.unit.is_empty()).then_some(self.unit),
            key: self.ledger_key,
            note: self.note,
            source: self.source,
        })
    }

    pub(crate) fn index(&self) -> Result<IndexNumber> {
        let wrong = |column| impossible("record", column, &self.id);
        Ok(IndexNumber {
            school: self.index_school.clone(),
            year: i32::try_from(self.index_year).map_err(|_| wrong("index_year"))?,
            serial: u32::try_from(self.index_serial).map_err(|_| wrong("index_serial"))?,
        })
    }

    fn progress(&self) -> Result<Progress> {
        let wrong = |column| impossible("record", column, &self.id);
        let user = |id: &Option<String>, column| -> Result<UserId> {
            id.as_deref().and_then(|id| id.parse().ok()).ok_or_else(|| wrong(column))
        };
        Ok(match self.progress.as_str() {
            "draft" => Progress::Draft { returned: self.returned.clone() },
            "unit_review" => Progress::UnitReview,
            "secrecy_review" => Progress::SecrecyReview { unit_reviewer: user(&self.unit_reviewer, "unit_reviewer")? },
            "approved" => Progress::Approved {
                secrecy_reviewer: user(&self.secrecy_reviewer, "secrecy_reviewer")?,
                publish_at: match self.publish_at {
                    None => None,
                    Some(at) => Some(DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("publish_at"))?),
                },
            },
            "done" => Progress::Done,
            _ => return Err(wrong("progress")),
        })
    }

    fn visibility(&self) -> Result<Visibility> {
        let wrong = |column| impossible("record", column, &self.id);
        Ok(match self.visibility.as_str() {
            "hidden" => Visibility::Hidden,
            "public" => Visibility::Public {
                edition: self
                    .public_edition
                    .and_then(|edition| u32::try_from(edition).ok())
                    .ok_or_else(|| wrong("public_edition"))?,
                since: date(&self.since).ok_or_else(|| wrong("since"))?,
                updated: date(&self.updated).ok_or_else(|| wrong("updated"))?,
            },
            "withdrawn" => Visibility::Withdrawn {
                reason: self.withdrawn_reason.clone().ok_or_else(|| wrong("withdrawn_reason"))?,
                successor: self.successor.clone(),
            },
            "expired" => Visibility::Expired,
            _ => return Err(wrong("visibility")),
        })
    }
}

impl EditionRow {
    pub(crate) fn edition(self) -> Result<Edition> {
        let wrong = |column| impossible("edition", column, format!("{}/{}", self.record_nr, self.number));
        Ok(Edition {
            number: u32::try_from(self.number).map_err(|_| wrong("number"))?,
            made_on: date(&self.made_on).ok_or_else(|| wrong("made_on"))?,
            keywords: read_list(&self.keywords).ok_or_else(|| wrong("keywords"))?,
            title: self.title,
            summary: self.summary,
            body: self.body,
            document_number: self.document_number,
            issuer: self.issuer,
            change_note: self.change_note,
        })
    }
}

impl ReleaseRow {
    pub(crate) fn release(self) -> Result<Release> {
        let wrong = |column| impossible("release", column, format!("{}/{}", self.record_nr, self.position));
        Ok(Release {
            edition: u32::try_from(self.edition).map_err(|_| wrong("edition"))?,
            on: date(&self.released_on).ok_or_else(|| wrong("released_on"))?,
            channel: self.channel,
            locator: self.locator,
            evidence: self.evidence,
            note: self.note,
        })
    }
}

/// What `tally` needs of a record, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) item: String,
    pub(crate) report_year: i64,
    /// `2023-05`, `2023` when only the year is known, or nothing.
    pub(crate) month: String,
}

impl Cell {
    /// Where a record counts; `None` when no visitor may find it.
    pub(crate) fn of(record: &Record) -> Option<Cell> {
        let Visibility::Public { since, .. } = record.visibility else { return None };
        if record.audience != Audience::Public || record.openness != Openness::Proactive {
            return None;
        }
        Some(Cell {
            item: record.item.to_string(),
            report_year: report_year(record),
            month: since.to_string().chars().take(7).collect(),
        })
    }
}

/// The first calendar year of the school year that accounts for the record, 0 when none does.
fn report_year(record: &Record) -> i64 {
    record.accounted_in().map_or(0, |year| i64::from(year.first_year()))
}

/// Appends the values of the record's row, in the order of [`RECORD`].
pub(crate) fn record_values(record: &Record, nr: i64, fingerprint: i64, version: u32, into: &mut Vec<Value>) {
    let shown = record.public_edition().or_else(|| record.newest());
    let (edition, since, updated) = match record.visibility {
        Visibility::Public { edition, since, updated } => (Some(i64::from(edition)), since, updated),
        _ => (None, PartialDate::Unknown, PartialDate::Unknown),
    };
    let (withdrawn, successor) = match &record.visibility {
        Visibility::Withdrawn { reason, successor } => (Some(reason.as_str()), successor.as_deref()),
        _ => (None, None),
    };
    let publicity = record.publicity.as_ref();
    let (from, until) = publicity.map_or_else(Default::default, |publicity| (publicity.from, publicity.until));
    let last = until.span().map_or_else(String::new, |(_, last)| last.to_string());
    into.extend([
        nr.into(),
        record.id.to_string().into(),
        record.key.as_str().into(),
        record.index.school.as_str().into(),
        i64::from(record.index.year).into(),
        i64::from(record.index.serial).into(),
        record.item.to_string().into(),
        record.unit.as_deref().unwrap_or_default().into(),
        record.form.code().into(),
        record.origin.code().into(),
        record.openness.code().into(),
        optional(match &record.openness {
            Openness::Withheld { ground } => Some(ground),
            _ => None,
        }),
        record.audience.code().into(),
        Value::from(match record.term {
            Term::Standing => None,
            Term::Until(day) => Some(day.to_string()),
        }),
        record.validity.code().into(),
        i64::from(record.count).into(),
        record.year.map(|year| i64::from(year.first_year())).into(),
        report_year(record).into(),
        optional(publicity.map(|publicity| publicity.kind.as_str())),
        from.to_string().into(),
        until.to_string().into(),
        from.sort_key().into(),
        last.into(),
        Value::from(record.drafter.map(|user| user.to_string())),
    ]);
    progress_values(&record.progress, into);
    into.extend([
        record.visibility.code().into(),
        edition.into(),
        since.to_string().into(),
        updated.to_string().into(),
        optional(withdrawn),
        optional(successor),
        shown.map_or("", |edition| edition.title.as_str()).into(),
        shown.map_or("", |edition| edition.document_number.as_str()).into(),
        record.note.as_str().into(),
        record.source.as_str().into(),
        fingerprint.into(),
        i64::from(version).into(),
    ]);
}

fn progress_values(progress: &Progress, into: &mut Vec<Value>) {
    let (mut returned, mut unit, mut secrecy, mut publish_at) = (None, None, None, None);
    match progress {
        Progress::Draft { returned: reason } => returned = reason.as_deref(),
        Progress::SecrecyReview { unit_reviewer } => unit = Some(unit_reviewer.to_string()),
        Progress::Approved { secrecy_reviewer, publish_at: at } => {
            secrecy = Some(secrecy_reviewer.to_string());
            publish_at = at.map(|at| at.timestamp_micros());
        }
        Progress::UnitReview | Progress::Done => {}
    }
    into.extend([
        progress.code().into(),
        optional(returned),
        Value::from(unit),
        Value::from(secrecy),
        Value::from(publish_at),
    ]);
}

/// Appends the values of the edition's row, in the order of [`EDITION`].
pub(crate) fn edition_values(edition: &Edition, nr: i64, into: &mut Vec<Value>) {
    into.extend([
        nr.into(),
        i64::from(edition.number).into(),
        edition.title.as_str().into(),
        edition.summary.as_str().into(),
        edition.body.as_str().into(),
        edition.document_number.as_str().into(),
        edition.issuer.as_str().into(),
        edition.made_on.to_string().into(),
        json_list(&edition.keywords).into(),
        edition.change_note.as_str().into(),
    ]);
}

/// Appends the values of the release's row, in the order of [`RELEASE`].
pub(crate) fn release_values(release: &Release, nr: i64, position: usize, into: &mut Vec<Value>) {
    into.extend([
        nr.into(),
        i64::try_from(position).unwrap_or(i64::MAX).into(),
        i64::from(release.edition).into(),
        release.channel.as_str().into(),
        release.on.to_string().into(),
        release.locator.as_str().into(),
        release.evidence.as_str().into(),
        release.note.as_str().into(),
    ]);
}

/// A date as the store writes it: exactly the text of a partial date, nothing that people type.
pub(crate) fn date(text: &str) -> Option<PartialDate> {
    let date: PartialDate = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

/// A school year by its first calendar year.
pub(crate) fn school_year(first: i64) -> Option<SchoolYear> {
    SchoolYear::beginning(i32::try_from(first).ok()?)
}
