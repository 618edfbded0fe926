//! A ledger row as a typed entry.
//!
//! References to units and channels stay as the words of the row (code or name) until `app` resolves them
//! against what the database and the same file hold.

use crate::catalogue::{ItemKey, ItemSetting};
use crate::date::PartialDate;
use crate::figure::{Dataset, Figure, Identity};
use crate::record::{Audience, Edition, Form, IndexNumber, Openness, Origin, Publicity, Term, Validity, coded};
use crate::school_year::SchoolYear;

coded! {
    /// Kind of unit.
    UnitKind {
        /// Functional department.
        Department = "department", "职能部门";
        /// Secondary college.
        College = "college", "二级学院";
        /// A body set up for the work, such as the leading group.
        Body = "body", "工作机构";
        /// Anything else.
        Other = "other", "其他";
    }
}

coded! {
    /// Kind of channel; decides how a release is shown and whether it can be cited by an address.
    ChannelKind {
        /// A site of the school.
        Website = "website", "网站";
        /// A platform of somebody else.
        Platform = "platform", "校外平台";
        /// A WeChat official account.
        Wechat = "wechat", "公众号";
        /// A microblog.
        Microblog = "microblog", "微博";
        /// A short-video account.
        Video = "video", "短视频";
        /// A WeChat or QQ group.
        Group = "group", "群聊";
        /// The office system.
        Office = "office", "办公系统";
        /// Short messages.
        Sms = "sms", "短信";
        /// School paper, bulletins, handbooks, guides.
        Print = "print", "报刊";
        /// A notice board or a poster on a wall.
        Board = "board", "公告栏";
        /// A document sent to units.
        Document = "document", "文件";
        /// A meeting.
        Meeting = "meeting", "会议";
        /// Campus radio.
        Radio = "radio", "广播";
        /// Campus television.
        Television = "television", "电视";
        /// An electronic screen.
        Screen = "screen", "显示屏";
        /// A telephone line.
        Hotline = "hotline", "电话";
        /// An opinion box.
        Box = "box", "意见箱";
        /// Reception days of leaders.
        Reception = "reception", "接待日";
        /// Letters and notes to families.
        Letter = "letter", "信函";
        /// Lectures, drills and other activities.
        Activity = "activity", "活动";
        /// Anything else.
        Other = "other", "其他";
    }
}

impl ChannelKind {
    /// Whether it is on line.
    pub fn on_line(self) -> bool {
        use ChannelKind::*;
        matches!(self, Website | Platform | Wechat | Microblog | Video | Group | Office | Sms)
    }
}

/// One fact about the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolFact {
    /// Which: `name`, `code`, …
    pub key: String,
    /// Its value.
    pub value: String,
    /// Source or remark.
    pub note: String,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Kind.
    pub kind: UnitKind,
    /// Code of the unit above.
    pub parent: String,
    /// Its part in disclosure.
    pub duty: String,
    /// Who makes it up, for bodies.
    pub members: String,
    /// Source or remark.
    pub note: String,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ChannelKind,
    /// Address, number or place.
    pub address: String,
    /// Source or remark.
    pub note: String,
}

coded! {
    /// The state a row says its record is in.
    EntryState {
        /// Being prepared.
        Draft = "draft", "草稿";
        /// Public.
        Public = "public", "公开";
        /// Taken down with a reason.
        Withdrawn = "withdrawn", "撤回";
        /// Its term is over.
        Expired = "expired", "到期";
    }
}

/// A record as one row gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEntry {
    /// Key; made from the content when the row gives none.
    pub key: String,
    /// Index number, when the row gives one.
    pub index: Option<IndexNumber>,
    /// Title.
    pub title: String,
    /// Item.
    pub item: ItemKey,
    /// Unit, by code or name; empty when unknown.
    pub unit: String,
    /// Kind of document.
    pub form: Form,
    /// Document number.
    pub document_number: String,
    /// Issuing body.
    pub issuer: String,
    /// Origin.
    pub origin: Origin,
    /// Made or obtained on.
    pub made_on: PartialDate,
    /// First public on.
    pub published_on: PartialDate,
    /// Channels by code or name: a release each, with the row's date and locator.
    pub channels: Vec<String>,
    /// Address or place.
    pub locator: String,
    /// Openness.
    pub openness: Openness,
    /// Audience.
    pub audience: Audience,
    /// Term.
    pub term: Term,
    /// Validity.
    pub validity: Validity,
    /// How many like things it stands for, at least 1.
    pub count: u32,
    /// Summary.
    pub summary: String,
    /// Text.
    pub body: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// School year that accounts for it, when given.
    pub year: Option<SchoolYear>,
    /// Publicity period, when it is one.
    pub publicity: Option<Publicity>,
    /// State, when the row says it.
    pub state: Option<EntryState>,
    /// Why it was withdrawn.
    pub state_reason: String,
    /// What changed since the edition before.
    pub change_note: String,
    /// Remark.
    pub note: String,
    /// Where the row was taken from.
    pub source: String,
}

/// A further release of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseEntry {
    /// Key of the record.
    pub record: String,
    /// Channel by code or name.
    pub channel: String,
    /// When.
    pub on: PartialDate,
    /// Address or place.
    pub locator: String,
    /// Evidence.
    pub evidence: String,
    /// Which edition went out; the newest when empty.
    pub edition: Option<u32>,
    /// Remark.
    pub note: String,
}

/// An earlier edition of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionEntry {
    /// Key of the record.
    pub record: String,
    /// The edition; its number counts from 1.
    pub edition: Edition,
}

/// A paragraph of an annual report, kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEntry {
    /// Of which report.
    pub year: SchoolYear,
    /// `preface`, `1` to `8`, `2.3`.
    pub place: String,
    /// Order within the place.
    pub order: u32,
    /// Sub-heading, or empty.
    pub heading: String,
    /// The paragraph; `{dataset.figure}` refers to a figure.
    pub text: String,
    /// Where it was taken from.
    pub source: String,
}

/// A statement that there is nothing to disclose (零报告).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NilStatement {
    /// Item.
    pub item: ItemKey,
    /// School year.
    pub year: SchoolYear,
    /// Unit, by code or name.
    pub unit: String,
    /// Post of who signs.
    pub signed_by: String,
    /// When.
    pub signed_on: PartialDate,
    /// Remark.
    pub note: String,
}

/// A remark that belongs to a row and to no field of its domain type.
pub type Note = String;

/// One row, typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A fact about the school.
    School(SchoolFact),
    /// A unit.
    Unit(Unit),
    /// A channel.
    Channel(Channel),
    /// A setting of an item.
    Item(ItemSetting),
    /// A record.
    Record(Box<RecordEntry>),
    /// A release.
    Release(ReleaseEntry),
    /// An earlier edition.
    Edition(EditionEntry),
    /// A dataset, still without figures and identities.
    Dataset(Dataset),
    /// A figure and its dataset's key.
    Figure(String, Figure),
    /// An identity, its dataset's key and a remark.
    Identity(String, Identity, Note),
    /// A paragraph of a report.
    Text(TextEntry),
    /// A nil statement.
    Nil(NilStatement),
}
