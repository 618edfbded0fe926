//! A record (公开信息): a document with numbered editions, its life from draft to tombstone, and its releases
//! over channels.
//!
//! Pure transitions: each checks stage and separation of duties and returns the event to be committed with
//! it. Editions never change once public. What can be computed (overdue, coverage) is not stored here.

use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::event::{Act, Event, Object};
use crate::ids::{RecordId, UserId};
use crate::school_year::SchoolYear;
use chrono::{DateTime, Utc};
use std::fmt;

/// An instant, truncated to microseconds at the clock.
pub type Timestamp = DateTime<Utc>;

/// Index number (索引号): `学校代码/年份-五位流水`, never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexNumber {
    /// The school's code.
    pub school: String,
    /// Calendar year of publication (or of entry when that is unknown).
    pub year: i32,
    /// Serial within the year, from 1; printed with at least five digits.
    pub serial: u32,
}

/// Text that is no index number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an index number such as 12345/2023-00017: {0}")]
pub struct NotAnIndexNumber(pub String);

impl fmt::Display for IndexNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}-{:05}", self.school, self.year, self.serial)
    }
}

impl std::str::FromStr for IndexNumber {
    type Err = NotAnIndexNumber;

    fn from_str(text: &str) -> Result<Self, NotAnIndexNumber> {
        let wrong = || NotAnIndexNumber(text.trim().chars().take(40).collect());
        let plain = crate::date::half_width(text.trim());
        let (school, rest) = plain.rsplit_once('/').ok_or_else(wrong)?;
        let (year, serial) = rest.split_once('-').ok_or_else(wrong)?;
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if school.is_empty()
            || school.len() > 32
            || !digits(year)
            || year.len() != 4
            || !digits(serial)
            || serial.len() < 5
        {
            return Err(wrong());
        }
        Ok(IndexNumber {
            school: school.to_string(),
            year: year.parse().map_err(|_| wrong())?,
            serial: serial.parse().ok().filter(|serial| *serial > 0).ok_or_else(wrong)?,
        })
    }
}

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value in the order of the glossary.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Stable code, used in ledgers, store and message keys.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The statutory or customary Chinese word, as ledgers write it.
            pub fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh,)* }
            }

            /// Reads the code or the Chinese word.
            pub fn read(text: &str) -> Option<$name> {
                let text = text.trim();
                $name::ALL.iter().copied().find(|value| value.code() == text || value.zh() == text)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// What kind of document it is (体裁).
    Form {
        /// A document issued under a number.
        Document = "document", "发文";
        /// A notice.
        Notice = "notice", "通知";
        /// A document of a higher body passed on.
        Forward = "forward", "转发";
        /// A list of names.
        List = "list", "名单";
        /// A rule or regulation.
        Rule = "rule", "制度";
        /// A plan or report.
        Report = "report", "报告";
        /// A meeting.
        Meeting = "meeting", "会议";
        /// A standing page.
        Page = "page", "页面";
        /// Figures or tables.
        Data = "data", "数据";
        /// News of work done.
        News = "news", "动态";
        /// A tender or purchase.
        Tender = "tender", "采购";
        /// A bulletin of the inspection office.
        Bulletin = "bulletin", "督导通报";
        /// Anything else.
        Other = "other", "其他";
    }
}

coded! {
    /// How the school came to have it (办法第二条).
    Origin {
        /// Made by the school.
        Made = "made", "制作";
        /// Arose in the school's work.
        Produced = "produced", "产生";
        /// Obtained from elsewhere.
        Obtained = "obtained", "获取";
    }
}

coded! {
    /// Who may read it (公开范围).
    Audience {
        /// Everyone.
        Public = "public", "社会";
        /// Members of the school.
        Campus = "campus", "校内";
        /// Members of one unit.
        Unit = "unit", "本单位";
    }
}

coded! {
    /// Whether it is in force (效力).
    Validity {
        /// In force.
        InForce = "in_force", "有效";
        /// Lapsed.
        Lapsed = "lapsed", "失效";
        /// Repealed.
        Repealed = "repealed", "废止";
    }
}

/// Whether it is disclosed, and why not (公开属性).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Openness {
    /// By the school of its own accord (主动公开).
    Proactive,
    /// On request (依申请公开).
    OnRequest,
    /// Not (不予公开), on this ground.
    Withheld {
        /// The ground with its article.
        ground: String,
    },
}

impl Openness {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Openness::Proactive => "proactive",
            Openness::OnRequest => "on_request",
            Openness::Withheld { .. } => "withheld",
        }
    }

    /// The statutory word.
    pub fn zh(&self) -> &'static str {
        match self {
            Openness::Proactive => "主动公开",
            Openness::OnRequest => "依申请公开",
            Openness::Withheld { .. } => "不予公开",
        }
    }
}

/// How long it stays public (公开期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// For good (长期).
    Standing,
    /// To the end of this day.
    Until(chrono::NaiveDate),
}

/// The content of a record as it was at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// From 1.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Summary, within 100 characters (内容概述).
    pub summary: String,
    /// The text itself; empty when only an off-site copy is known.
    pub body: String,
    /// Document number such as 民院发〔2023〕12号; empty when it has none.
    pub document_number: String,
    /// The body that issued it, when it is not the school.
    pub issuer: String,
    /// When it was made or obtained.
    pub made_on: PartialDate,
    /// Keywords.
    pub keywords: Vec<String>,
    /// For an edition after the first: what changed, for the public.
    pub change_note: String,
}

/// One going-out of an edition over one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Which edition.
    pub edition: u32,
    /// Channel's code.
    pub channel: String,
    /// When, as far as it is known.
    pub on: PartialDate,
    /// Address or place.
    pub locator: String,
    /// Evidence: a scan, photograph or screenshot, named.
    pub evidence: String,
    /// Remark.
    pub note: String,
}

/// How far the newest edition has come. A variant holds only its own facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Being written; `returned` is the reason when a reviewer sent it back.
    Draft {
        /// Why it came back, if it did.
        returned: Option<String>,
    },
    /// With the unit's head.
    UnitReview,
    /// With the secrecy reviewer.
    SecrecyReview {
        /// Who passed it for the unit.
        unit_reviewer: UserId,
    },
    /// Passed; to be published, perhaps at a set minute.
    Approved {
        /// Who reviewed it for secrecy.
        secrecy_reviewer: UserId,
        /// Not before this instant.
        publish_at: Option<Timestamp>,
    },
    /// Out.
    Done,
}

impl Progress {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Progress::Draft { .. } => "draft",
            Progress::UnitReview => "unit_review",
            Progress::SecrecyReview { .. } => "secrecy_review",
            Progress::Approved { .. } => "approved",
            Progress::Done => "done",
        }
    }
}

/// What the public sees of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// Nothing yet.
    Hidden,
    /// An edition.
    Public {
        /// Which.
        edition: u32,
        /// First public on this day, as far as it is known.
        since: PartialDate,
        /// Last brought up to date.
        updated: PartialDate,
    },
    /// A tombstone with the reason.
    Withdrawn {
        /// Why.
        reason: String,
        /// Index number of what takes its place.
        successor: Option<String>,
    },
    /// A tombstone: its term is over.
    Expired,
}

impl Visibility {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Visibility::Hidden => "hidden",
            Visibility::Public { .. } => "public",
            Visibility::Withdrawn { .. } => "withdrawn",
            Visibility::Expired => "expired",
        }
    }
}

/// A record with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Identity in the store and in public addresses.
    pub id: RecordId,
    /// The key its ledger file knows it by; stable over imports.
    pub key: String,
    /// Index number.
    pub index: IndexNumber,
    /// Item it is disclosed under.
    pub item: ItemKey,
    /// Responsible unit's code, when known.
    pub unit: Option<String>,
    /// Kind of document.
    pub form: Form,
    /// How the school came to have it.
    pub origin: Origin,
    /// Whether it is disclosed.
    pub openness: Openness,
    /// To whom.
    pub audience: Audience,
    /// For how long.
    pub term: Term,
    /// Whether it is in force.
    pub validity: Validity,
    /// How many like things it stands for; more than 1 is a batch entry.
    pub count: u32,
    /// The school year whose report accounts for it, when the source says so; else it follows from the date.
    pub year: Option<SchoolYear>,
    /// Kind of publicity period (公示), when it is one: an id of the publicity rules.
    pub publicity: Option<Publicity>,
    /// Who drafted the newest edition; `None` for what was imported.
    pub drafter: Option<UserId>,
    /// How far the newest edition has come.
    pub progress: Progress,
    /// What the public sees.
    pub visibility: Visibility,
    /// Editions by number.
    pub editions: Vec<Edition>,
    /// Releases in the order they were entered.
    pub releases: Vec<Release>,
    /// Remark for staff and report.
    pub note: String,
    /// Where the entry was taken from, for imported ones.
    pub source: String,
    /// Counts saves; a stale one is refused.
    pub version: u32,
}

/// A period in which a decision is open to objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publicity {
    /// Kind as in the publicity rules, or free words.
    pub kind: String,
    /// First day it stands, when known.
    pub from: PartialDate,
    /// Last day, when known.
    pub until: PartialDate,
}

/// A transition that the rules refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The record is not at the stage the act needs.
    #[error("`{act}` is not possible at stage `{stage}`")]
    WrongStage {
        /// The act tried.
        act: &'static str,
        /// Where it stands.
        stage: &'static str,
    },
    /// The same person may not do both.
    #[error("who drafted a record may not review it")]
    OwnWork,
    /// Something that must be given is empty.
    #[error("`{0}` must not be empty")]
    Missing(&'static str),
    /// The summary is too long.
    #[error("the summary has {0} characters, more than 100")]
    LongSummary(usize),
    /// Publication was set for an instant that has not come.
    #[error("publication is set for {0}")]
    TooEarly(Timestamp),
    /// What is withheld or not for everyone cannot be published proactively.
    #[error("only what is proactively open can be published")]
    NotOpen,
    /// An edition that does not exist.
    #[error("there is no edition {0}")]
    NoEdition(u32),
}

impl Record {
    /// The newest edition. A record has at least one.
    pub fn newest(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The edition that the public sees, if it sees one.
    pub fn public_edition(&self) -> Option<&Edition> {
        match self.visibility {
            Visibility::Public { edition, .. } => self.editions.iter().find(|e| e.number == edition),
            _ => None,
        }
    }

    /// When it was first public, as far as is known.
    pub fn published_on(&self) -> PartialDate {
        match self.visibility {
            Visibility::Public { since, .. } => since,
            _ => PartialDate::Unknown,
        }
    }

    /// The school year that accounts for it: as its source says, else by the date of publication, else by the
    /// date it was made.
    pub fn accounted_in(&self) -> Option<SchoolYear> {
        let by_date = |date: PartialDate| {
            let (first, last) = date.span()?;
            (SchoolYear::of(first) == SchoolYear::of(last)).then(|| SchoolYear::of(first))
        };
        self.year
            .or_else(|| by_date(self.published_on()))
            .or_else(|| by_date(self.newest().map(|edition| edition.made_on).unwrap_or_default()))
    }

    /// Sends the draft to the unit's head.
    pub fn submit(&mut self) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("submit")) };
        let edition = self.newest().ok_or(RecordError::Missing("edition"))?;
        if edition.title.trim().is_empty() {
            return Err(RecordError::Missing("title"));
        }
        let length = edition.summary.chars().count();
        if length > 100 {
            return Err(RecordError::LongSummary(length));
        }
        self.progress = Progress::UnitReview;
        Ok(self.event(Act::RecordSubmitted))
    }

    /// The unit's head passes it on to secrecy review.
    pub fn pass_unit_review(&mut self, by: UserId) -> Result<Event, RecordError> {
        let Progress::UnitReview = self.progress else { return Err(self.wrong("pass_unit_review")) };
        self.not_the_drafter(by)?;
        self.progress = Progress::SecrecyReview { unit_reviewer: by };
        Ok(self.event(Act::UnitReviewPassed))
    }

    /// The secrecy reviewer passes it (先审查、后公开、一事一审).
    pub fn pass_secrecy_review(&mut self, by: UserId, publish_at: Option<Timestamp>) -> Result<Event, RecordError> {
        let Progress::SecrecyReview { .. } = self.progress else { return Err(self.wrong("pass_secrecy_review")) };
        self.not_the_drafter(by)?;
        self.progress = Progress::Approved { secrecy_reviewer: by, publish_at };
        Ok(self.event(Act::SecrecyReviewPassed))
    }

    /// A reviewer sends it back to its drafter with a reason.
    pub fn send_back(&mut self, reason: &str) -> Result<Event, RecordError> {
        if !matches!(self.progress, Progress::UnitReview | Progress::SecrecyReview { .. } | Progress::Approved { .. }) {
            return Err(self.wrong("send_back"));
        }
        let reason = given(reason, "reason")?;
        self.progress = Progress::Draft { returned: Some(reason.clone()) };
        Ok(self.event(Act::RecordReturned).because(reason))
    }

    /// Makes the approved edition public on `today`; an edition that was public before is superseded by it.
    pub fn publish(&mut self, now: Timestamp, today: chrono::NaiveDate) -> Result<Event, RecordError> {
        let Progress::Approved { publish_at, .. } = self.progress else { return Err(self.wrong("publish")) };
        if let Some(set) = publish_at.filter(|set| *set > now) {
            return Err(RecordError::TooEarly(set));
        }
        if self.openness != Openness::Proactive {
            return Err(RecordError::NotOpen);
        }
        let edition = self.newest().ok_or(RecordError::Missing("edition"))?.number;
        let (act, since) = match self.visibility {
            Visibility::Public { since, .. } => (Act::RecordAmended, since),
            _ => (Act::RecordPublished, PartialDate::Day(today)),
        };
        self.visibility = Visibility::Public { edition, since, updated: PartialDate::Day(today) };
        self.progress = Progress::Done;
        Ok(self.event(act).with("edition", edition))
    }

    /// Begins the next edition of a public record; the public goes on seeing the present one.
    pub fn amend(&mut self, by: UserId, mut next: Edition) -> Result<Event, RecordError> {
        let (Progress::Done, Visibility::Public { .. }) = (&self.progress, &self.visibility) else {
            return Err(self.wrong("amend"));
        };
        given(&next.change_note, "change_note")?;
        next.number = self.newest().map_or(1, |edition| edition.number + 1);
        let number = next.number;
        self.editions.push(next);
        self.drafter = Some(by);
        self.progress = Progress::Draft { returned: None };
        Ok(self.event(Act::RecordDrafted).with("edition", number))
    }

    /// Takes a public record down; a tombstone with the reason stays at its address.
    pub fn withdraw(&mut self, reason: &str, successor: Option<IndexNumber>) -> Result<Event, RecordError> {
        let Visibility::Public { .. } = self.visibility else { return Err(self.wrong("withdraw")) };
        let reason = given(reason, "reason")?;
        let successor = successor.map(|index| index.to_string());
        self.visibility = Visibility::Withdrawn { reason: reason.clone(), successor };
        Ok(self.event(Act::RecordWithdrawn).because(reason))
    }

    /// Takes down a record whose term is over on `today`.
    pub fn expire(&mut self, today: chrono::NaiveDate) -> Result<Event, RecordError> {
        match (&self.visibility, self.term) {
            (Visibility::Public { .. }, Term::Until(last)) if today > last => {
                self.visibility = Visibility::Expired;
                Ok(self.event(Act::RecordExpired))
            }
            _ => Err(self.wrong("expire")),
        }
    }

    /// Registers that an edition went out over a channel.
    pub fn release(&mut self, release: Release) -> Result<Event, RecordError> {
        if !self.editions.iter().any(|edition| edition.number == release.edition) {
            return Err(RecordError::NoEdition(release.edition));
        }
        let channel = given(&release.channel, "channel")?;
        self.releases.push(release);
        Ok(self.event(Act::RecordReleased).with("channel", channel))
    }

    /// An event about this record.
    pub fn event(&self, act: Act) -> Event {
        Event::new(act, Object::Record(self.id)).with("index", &self.index)
    }

    fn not_the_drafter(&self, by: UserId) -> Result<(), RecordError> {
        if self.drafter == Some(by) { Err(RecordError::OwnWork) } else { Ok(()) }
    }

    fn wrong(&self, act: &'static str) -> RecordError {
        let stage = match self.progress {
            Progress::Done => self.visibility.code(),
            _ => self.progress.code(),
        };
        RecordError::WrongStage { act, stage }
    }
}

fn given(text: &str, name: &'static str) -> Result<String, RecordError> {
    let text = text.trim();
    if text.is_empty() { Err(RecordError::Missing(name)) } else { Ok(text.to_string()) }
}

#[cfg(test)]
mod tests;
