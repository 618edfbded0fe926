//! Rows of a record and the record they make, both ways.
//!
//! It exists so that stages stored as a code and nullable columns become variants in one place, and so that a
//! row no rule allows is an error that names table, column and id. It must not query.

use crate::db::sql::{json_list, read_list, rows, stored};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use chrono::{DateTime, NaiveDate};
use domain::date::PartialDate;
use domain::ids::UserId;
use domain::record::{
    Account, Audience, Edition, Form, IndexNumber, Openness, Origin, Past, Progress, Publicity, Record, Release, Term,
    Validity, Visibility,
};
use domain::school_year::SchoolYear;

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
        until: String,
        titled: Option<i64>,
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
        of_row: i64,
    }
}

impl RecordRow {
    /// The record, with its editions and releases in order and without attachments.
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
            attachments: Vec::new(),
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
                secrecy_reviewer: match &self.secrecy_reviewer {
                    None => None,
                    Some(reviewer) => Some(reviewer.parse().map_err(|_| wrong("secrecy_reviewer"))?),
                },
                publish_at: match self.publish_at {
                    None => None,
                    Some(at) => Some(DateTime::from_timestamp_micros(at).ok_or_else(|| wrong("publish_at"))?),
                },
            },
            "done" => Progress::Done,
            "stopped" => Progress::Stopped,
            _ => return Err(wrong("progress")),
        })
    }

    fn visibility(&self) -> Result<Visibility> {
        let wrong = |column| impossible("record", column, &self.id);
        let edition = || -> Result<u32> {
            self.public_edition.and_then(|edition| u32::try_from(edition).ok()).ok_or_else(|| wrong("public_edition"))
        };
        let since = || date(&self.since).ok_or_else(|| wrong("since"));
        let updated = || date(&self.updated).ok_or_else(|| wrong("updated"));
        let was = || -> Result<Past> {
            Ok(Past {
                edition: edition()?,
                since: since()?,
                updated: updated()?,
                until: date(&self.until).ok_or_else(|| wrong("until"))?,
                titled: match self.titled {
                    Some(0) => false,
                    Some(1) => true,
                    _ => return Err(wrong("titled")),
                },
            })
        };
        Ok(match self.visibility.as_str() {
            "hidden" => Visibility::Hidden,
            "public" => Visibility::Public { edition: edition()?, since: since()?, updated: updated()? },
            "withdrawn" => Visibility::Withdrawn {
                was: was()?,
                reason: self.withdrawn_reason.clone().ok_or_else(|| wrong("withdrawn_reason"))?,
                successor: self.successor.clone(),
            },
            "expired" => Visibility::Expired { was: was()? },
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
            of_row: self.of_row != 0,
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
    /// Where a record counts; `None` when it counts nowhere.
    pub(crate) fn of(record: &Record) -> Option<Cell> {
        if record.accounted() == Account::None {
            return None;
        }
        Some(Cell {
            item: record.item.to_string(),
            report_year: report_year(record),
            month: record.published_on().to_string().chars().take(7).collect(),
        })
    }
}

/// The first calendar year of the school year that accounts for the record.
pub(crate) fn report_year(record: &Record) -> i64 {
    i64::from(record.accounted_in().first_year())
}

/// When a record was on view, as its columns hold it.
#[derive(Default)]
pub(crate) struct OnView {
    edition: Option<i64>,
    since: PartialDate,
    updated: PartialDate,
    until: PartialDate,
    titled: Option<i64>,
}

impl OnView {
    fn of(visibility: &Visibility) -> OnView {
        match visibility {
            Visibility::Hidden => OnView::default(),
            Visibility::Public { edition, since, updated } => {
                OnView { edition: Some(i64::from(*edition)), since: *since, updated: *updated, ..OnView::default() }
            }
            Visibility::Withdrawn { was, .. } | Visibility::Expired { was } => OnView {
                edition: Some(i64::from(was.edition)),
                since: was.since,
                updated: was.updated,
                until: was.until,
                titled: Some(i64::from(was.titled)),
            },
        }
    }
}

/// Who had the newest edition in hand, as its columns hold it.
#[derive(Default)]
pub(crate) struct InHand<'a> {
    returned: Option<&'a str>,
    unit_reviewer: Option<String>,
    secrecy_reviewer: Option<String>,
    publish_at: Option<i64>,
}

impl InHand<'_> {
    fn of(progress: &Progress) -> InHand<'_> {
        match progress {
            Progress::Draft { returned } => InHand { returned: returned.as_deref(), ..InHand::default() },
            Progress::SecrecyReview { unit_reviewer } => {
                InHand { unit_reviewer: Some(unit_reviewer.to_string()), ..InHand::default() }
            }
            Progress::Approved { secrecy_reviewer, publish_at } => InHand {
                secrecy_reviewer: secrecy_reviewer.map(|user| user.to_string()),
                publish_at: publish_at.map(|at| at.timestamp_micros()),
                ..InHand::default()
            },
            Progress::UnitReview | Progress::Done | Progress::Stopped => InHand::default(),
        }
    }
}

/// The row of a record. To add a column: here, in [`RecordRow`], and in a migration.
pub(crate) fn record_values(record: &Record, nr: i64, fingerprint: i64, version: u32, into: &mut Vec<Value>) {
    let (seen, hand) = (OnView::of(&record.visibility), InHand::of(&record.progress));
    row(record, seen, hand, nr, fingerprint, version, into);
}

stored! {
    RECORD = "record", fn row(
        record: &Record, seen: OnView, hand: InHand<'_>, nr: i64, fingerprint: i64, version: u32,
    ) {
        nr: nr,
        id: record.id.to_string(),
        ledger_key: &record.key,
        index_school: &record.index.school,
        index_year: i64::from(record.index.year),
        index_serial: i64::from(record.index.serial),
        item: record.item.to_string(),
        unit: record.unit.as_deref().unwrap_or_default(),
        form: record.form.code(),
        origin: record.origin.code(),
        openness: record.openness.code(),
        openness_ground: match &record.openness {
            Openness::Withheld { ground } => Some(ground.as_str()),
            Openness::Proactive | Openness::OnRequest => None,
        },
        audience: record.audience.code(),
        term_until: match record.term {
            Term::Standing => None,
            Term::Until(day) => Some(day.to_string()),
        },
        validity: record.validity.code(),
        things: i64::from(record.count),
        year: record.year.map(|year| i64::from(year.first_year())),
        report_year: report_year(record),
        publicity_kind: record.publicity.as_ref().map(|period| period.kind.as_str()),
        publicity_from: record.publicity.as_ref().map_or_else(String::new, |period| period.from.to_string()),
        publicity_until: record.publicity.as_ref().map_or_else(String::new, |period| period.until.to_string()),
        publicity_first: record.publicity.as_ref().map_or_else(String::new, |period| period.from.sort_key()),
        publicity_last: record.publicity.as_ref().and_then(|period| period.until.span())
            .map_or_else(String::new, |(_, last)| last.to_string()),
        drafter: record.drafter.map(|user| user.to_string()),
        progress: record.progress.code(),
        returned: hand.returned,
        unit_reviewer: hand.unit_reviewer,
        secrecy_reviewer: hand.secrecy_reviewer,
        publish_at: hand.publish_at,
        visibility: record.visibility.code(),
        public_edition: seen.edition,
        since: seen.since.to_string(),
        updated: seen.updated.to_string(),
        until: seen.until.to_string(),
        titled: seen.titled,
        withdrawn_reason: match &record.visibility {
            Visibility::Withdrawn { reason, .. } => Some(reason.as_str()),
            _ => None,
        },
        successor: match &record.visibility {
            Visibility::Withdrawn { successor, .. } => successor.as_deref(),
            _ => None,
        },
        finder: record.finder().code(),
        account: record.accounted().code(),
        title: record.principal_edition().map_or("", |edition| edition.title.as_str()),
        document_number: record.principal_edition().map_or("", |edition| edition.document_number.as_str()),
        note: &record.note,
        source: &record.source,
        fingerprint: fingerprint,
        version: i64::from(version),
    }
}

stored! {
    EDITION = "edition", fn edition_values(edition: &Edition, nr: i64) {
        record_nr: nr,
        number: i64::from(edition.number),
        title: &edition.title,
        summary: &edition.summary,
        body: &edition.body,
        document_number: &edition.document_number,
        issuer: &edition.issuer,
        made_on: edition.made_on.to_string(),
        keywords: json_list(&edition.keywords),
        change_note: &edition.change_note,
    }
}

stored! {
    RELEASE = "release", fn release_values(release: &Release, nr: i64, position: usize) {
        record_nr: nr,
        position: i64::try_from(position).unwrap_or(i64::MAX),
        edition: i64::from(release.edition),
        channel: &release.channel,
        released_on: release.on.to_string(),
        locator: &release.locator,
        evidence: &release.evidence,
        note: &release.note,
        of_row: i64::from(release.of_row),
    }
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
