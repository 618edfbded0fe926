//! A record (公开信息): a document with numbered editions, its life from draft to tombstone, and its releases
//! over channels.
//!
//! Here is what a record holds; how it moves from draft to tombstone is in `life`, who sees what of it in
//! `visibility`. Editions never change once public. What can be computed (overdue, coverage) is not stored here.

mod attachment;
mod edition;
mod facts;
mod index_number;
mod life;
mod mend;
mod period;
mod suspicion;
mod visibility;
mod waiver;

pub use attachment::{
    Attachment, FileKind, Inspection, LARGEST_ATTACHMENT, LONGEST_ATTACHMENT_NAME, MOST_ATTACHMENTS, Spot, Unread,
};
pub use edition::{Edition, Release};
pub use facts::Facts;
pub use index_number::{IndexNumber, NotAnIndexNumber};
pub use life::{Progress, RecordError};
pub use mend::Belonging;
pub use suspicion::{AnswerError, Answered, Judged, LONGEST_ANSWER, TEXT as SUSPECT_TEXT};
pub use visibility::{
    Account, Disclosed, End, Finder, Past, Reach, Shown, Tombstone, Visibility, Withdrawn, lists_names,
};
pub use waiver::{Waiver, WaiverError};

use crate::catalogue::ItemKey;
use crate::coded::coded;
use crate::date::PartialDate;
use crate::event::{Act, Event, Object};
use crate::ids::{RecordId, UserId};
use crate::school_year::SchoolYear;
use chrono::{DateTime, Utc};

/// An instant, truncated to microseconds at the clock.
pub type Timestamp = DateTime<Utc>;

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
    /// Its files, in the order in which they came.
    pub attachments: Vec<Attachment>,
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

impl Record {
    /// The newest edition. A record has at least one.
    pub fn newest(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The edition with this number.
    pub fn edition(&self, number: u32) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.number == number)
    }

    /// The edition that is on view, if one is. To whom, [`Reach`] says.
    pub fn public_edition(&self) -> Option<&Edition> {
        match self.visibility {
            Visibility::Public { edition, .. } => self.edition(edition),
            _ => None,
        }
    }

    /// The edition that is on view, or was when the record came down; else the newest.
    pub fn principal_edition(&self) -> Option<&Edition> {
        let number = match &self.visibility {
            Visibility::Public { edition, .. } => Some(*edition),
            Visibility::Withdrawn { was, .. } | Visibility::Expired { was } => Some(was.edition),
            Visibility::Hidden => None,
        };
        number.and_then(|number| self.edition(number)).or_else(|| self.newest())
    }

    /// When it was first on view, as far as is known; what came down keeps its date.
    pub fn published_on(&self) -> PartialDate {
        match &self.visibility {
            Visibility::Public { since, .. } => *since,
            Visibility::Withdrawn { was, .. } | Visibility::Expired { was } => was.since,
            Visibility::Hidden => PartialDate::Unknown,
        }
    }

    /// The school year that accounts for it: as its source says, else by the date of publication, else by the
    /// date it was made; where these do not tell, the year it was entered in, so that nothing drops out of every account.
    pub fn accounted_in(&self) -> SchoolYear {
        let years = |date: PartialDate| date.span().map(|(first, last)| (SchoolYear::of(first), SchoolYear::of(last)));
        let dates = [self.published_on(), self.principal_edition().map(|edition| edition.made_on).unwrap_or_default()];
        let known = dates.into_iter().filter_map(years);
        let certain = known.clone().find(|(first, last)| first == last).map(|(first, _)| first);
        // Of a date known to the year, two school years are possible and no other.
        let possible = || known.clone().next().map(|(first, last)| self.entered_in().clamp(first, last));
        self.year.or(certain).or_else(possible).unwrap_or_else(|| self.entered_in())
    }

    /// The school year in which it was entered: by its id, which is ordered by time (UUID version 7), else the one that
    /// begins in the year of its index number.
    fn entered_in(&self) -> SchoolYear {
        let versioned = (self.id.0 >> 76) & 0xF == 7;
        let millis = i64::try_from(self.id.0 >> 80).ok().filter(|_| versioned);
        let entered = millis.and_then(chrono::DateTime::from_timestamp_millis).map(crate::date::day_in_china);
        let by_index = || chrono::NaiveDate::from_ymd_opt(self.index.year, 9, 1).unwrap_or_default();
        SchoolYear::of(entered.unwrap_or_else(by_index))
    }

    /// An event about this record.
    fn event(&self, act: Act) -> Event {
        Event::new(act, Object::Record(self.id)).with("index", &self.index)
    }
}

#[cfg(test)]
mod tests;
