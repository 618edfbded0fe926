//! The channels of a cell: several, none, with the day of each, with what says that it did not go out there.
//!
//! A channel is one that a row says it went out over. What is denied or still to come is none, what only members of the
//! school see is no public one, and what is no channel at all is asked about. Which address belongs to which is in
//! [`places`](super::places).

use super::super::absent::{self, Said};
use super::super::address::{self, Addresses};
use super::super::channel::{self, channel_group, channel_kind};
use super::super::date::{self, Dated};
use super::super::sites::{Site, position};
use super::super::words as said_words;
use super::places::is_code;
use super::{Cells, Doubt, Question, StatedYear, Taken};
use crate::date::PartialDate;
use crate::school::ChannelKind;

impl Cells<'_> {
    /// What the parts of a cell say of their channels: those that are denied go, those that are to come are asked about
    /// unless a column says what the record is.
    pub(super) fn standing_of_channels(&mut self, at: usize) {
        let text = self.cell(at).to_string();
        if text.is_empty() || text.is_ascii() || text.contains("://") {
            return;
        }
        if absent::not_yet(&text) {
            return match self.may_be_public() {
                true => self.ask(at, Doubt::NotYet, Vec::new()),
                false => self.take(at, Taken::NoChannel, ""),
            };
        }
        let parts: Vec<&str> = channel::parts(&text).into_iter().filter(|part| !part.is_empty()).collect();
        let said: Vec<Option<Said>> = parts.iter().map(|part| absent::said(part)).collect();
        if said.iter().all(Option::is_none) {
            return;
        }
        let mut kept: Vec<String> = Vec::new();
        let (mut denied, mut later) = (false, false);
        for (part, said) in parts.iter().zip(said) {
            match said {
                None => kept.push((*part).to_string()),
                Some(Said::There(name)) => kept.push(name),
                Some(Said::Not(_)) => denied = true,
                Some(Said::Later(_)) => later = true,
            }
        }
        if (later || denied && kept.is_empty()) && self.may_be_public() {
            return self.ask(at, Doubt::NotYet, Vec::new());
        }
        let kind = if kept.is_empty() { Taken::NoChannel } else { Taken::Channels };
        self.take(at, kind, kept.join("；"));
    }

    /// Channels of which each has its day beside it: 官网2025-03-01、公众号3月2日. The days are those of the releases.
    pub(super) fn dated_channels(&mut self, at: usize, stated: StatedYear) -> Vec<Site> {
        let text = self.cell(at).to_string();
        if text.is_ascii() || text.contains("://") || !text.contains(|c: char| c.is_numeric()) {
            return Vec::new();
        }
        let mut parts: Vec<&str> = channel::parts(&text).into_iter().filter(|part| !part.is_empty()).collect();
        let blanks: Vec<&str> = text.split_whitespace().collect();
        if parts.len() == 1 && blanks.len() > 1 && blanks.iter().all(|part| dated(part, stated).is_some()) {
            parts = blanks;
        }
        let stated = match self.stated_beside(stated) {
            // Of the days of one cell the first with a year gives it to the others.
            StatedYear::None => parts.iter().find_map(|part| of_day(part)).unwrap_or_default(),
            stated => stated,
        };
        let read: Vec<Option<(String, Day)>> = parts.iter().map(|part| dated(part, stated)).collect();
        if read.iter().all(Option::is_none) {
            return Vec::new();
        }
        let mut sites: Vec<Site> = Vec::new();
        for (part, read) in parts.iter().zip(read) {
            let (name, on) = match read {
                Some((name, Day::Is(on))) => (name, on),
                Some((_, Day::Yearless)) => {
                    self.ask(at, Doubt::Year, Vec::new());
                    return Vec::new();
                }
                None if channel::names_a_day(part) => return Vec::new(),
                None => ((*part).to_string(), PartialDate::Unknown),
            };
            for name in if on.is_unknown() { channel::split(&name) } else { vec![name] } {
                match position(&sites, &name).filter(|known| sites[*known].on.is_unknown()) {
                    Some(known) => sites[known].on = on,
                    None => sites.push(Site { on, ..Site::named(&name) }),
                }
            }
        }
        sites
    }

    /// Channels that members of the school alone see are no public ones; where nothing else is named the row says whom it
    /// is for, or is asked. What has an index number was written by the program and says all there is.
    pub(super) fn only_inside(&mut self, at: usize, names: &[String], elsewhere: bool) {
        let said = !self.text("audience").is_empty() || !self.text("index").is_empty();
        if said || elsewhere || names.is_empty() || !self.may_be_public() {
            return;
        }
        if names.iter().all(|name| is_inside(name)) {
            self.questions.push(Question::new(Doubt::Inside, Some(at), &names.join("；"), Vec::new()));
        }
    }

    /// Whether a part is no channel but something counted about one, or two channels written as one: both are asked about.
    fn is_of_something_else(&mut self, at: usize, names: &[String]) -> bool {
        let others: Vec<&String> = names.iter().filter(|name| absent::is_no_channel(name)).collect();
        if !others.is_empty() {
            let rest: Vec<&str> =
                names.iter().filter(|name| !absent::is_no_channel(name)).map(String::as_str).collect();
            let candidates = Some(rest.join("；")).filter(|rest| !rest.is_empty());
            self.ask(at, Doubt::Word, candidates.into_iter().collect());
            return true;
        }
        if let Some([first, second]) = names.iter().find_map(|name| channel::two_in_one(name)) {
            self.ask(at, Doubt::Word, vec![format!("{first}；{second}")]);
            return true;
        }
        false
    }

    /// The channels of a cell when it is more than codes and names divided as the column wants; addresses in it join
    /// those of the row.
    pub(super) fn channels(&mut self, at: usize, found: &mut Vec<String>) -> Option<Vec<String>> {
        let text = self.cell(at).to_string();
        if text.is_empty() || text.split(['；', ';']).all(|part| is_code(part.trim())) {
            return None;
        }
        let Addresses { found: inner, words, refused, danger, .. } = address::read(&text);
        if refused {
            self.row.0[at].clear();
            self.refuse_address(at, &text);
            return Some(Vec::new());
        }
        if (danger.is_some() || !inner.is_empty()) && self.endangers(at, danger, &words) {
            return Some(Vec::new());
        }
        let page = |address: &String| {
            address.split_once("://").is_some_and(|(_, rest)| rest.trim_end_matches('/').contains('/'))
        };
        let pages: Vec<String> = inner.iter().filter(|address| page(address)).cloned().collect();
        let mut names = channel::split(if inner.is_empty() { &text } else { &words });
        // The address of a site as a whole is the channel itself, where no name stands beside it.
        if names.is_empty() {
            names.extend(
                inner.iter().filter(|address| !page(address)).filter_map(|address| crate::address::host(address)),
            );
        }
        let before = names.len();
        names.retain(|name| !channel::says_none(name) && !said_words::stands_for_name(name));
        if names.is_empty() && before > 0 || names.is_empty() && channel::says_none(&text) {
            self.take(at, Taken::NoChannel, "");
            return Some(Vec::new());
        }
        if self.is_of_something_else(at, &names) {
            return Some(Vec::new());
        }
        for page in pages {
            if !found.iter().any(|known| address::same(known, &page)) {
                found.push(page);
            }
        }
        // A day within the name of a channel is when it went out over it, or until when: only a person can say.
        if let Some(name) = names.iter().find(|name| channel::names_a_day(name) && !is_code(name)) {
            let name: String = name.chars().take_while(|c| !c.is_ascii_digit() && !matches!(c, '(' | '（')).collect();
            self.ask(
                at,
                Doubt::Word,
                Some(name.trim().to_string()).filter(|name| !name.is_empty()).into_iter().collect(),
            );
            return Some(Vec::new());
        }
        let joined = names.join("；");
        let literal: Vec<&str> =
            text.split(['；', ';', '、', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if literal != names {
            self.take(at, Taken::Channels, joined);
        }
        Some(names)
    }
}

/// When a channel's release was.
enum Day {
    Is(PartialDate),
    Yearless,
}

/// The year and month that a part with a full day in it states.
fn of_day(part: &str) -> Option<StatedYear> {
    match dated(part, StatedYear::None)? {
        (_, Day::Is(on)) => Some(StatedYear::of_date(on)),
        (_, Day::Yearless) => None,
    }
}

/// The channel and the day of a part that is both and nothing else.
fn dated(part: &str, stated: StatedYear) -> Option<(String, Day)> {
    let half = crate::date::half_width(part);
    let plain = half.trim();
    let first = plain.find(|c: char| c.is_ascii_digit())?;
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '-' | '—' | ',' | '【' | '】');
    let (name, day) = match plain[..first].trim_matches(edge) {
        "" => {
            let of_day = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '号' | '.' | '-' | '/' | ' ');
            let begins = plain.find(|c: char| c.is_ascii_digit())?;
            let end = plain[begins..].find(|c: char| !of_day(c)).map(|at| begins + at)?;
            (plain[end..].trim_matches(edge), plain[..end].trim_matches(edge))
        }
        name => (name, plain[first..].trim_matches(edge)),
    };
    let name = name.trim_end_matches(['于', '在']);
    if channel_kind(name).is_none() || !channel::ends_as_one(name) {
        return None;
    }
    let day = ["发布", "公开", "推送", "张贴", "公布"].iter().find_map(|word| day.strip_suffix(word)).unwrap_or(day);
    let whole = |on: PartialDate| matches!(on, PartialDate::Day(_) | PartialDate::Month(..)).then_some(Day::Is(on));
    let on = match date::read(day, false, stated) {
        Dated::Literal => whole(day.parse().ok()?)?,
        Dated::Other(on) | Dated::OfStatedYear(on) => whole(on)?,
        Dated::Yearless => Day::Yearless,
        _ => return None,
    };
    Some((name.to_string(), on))
}

/// Channels beside those of the office system that members of the school alone see.
const INSIDE: [&str; 16] = [
    "钉钉",
    "钉钉群",
    "学习通",
    "校内文件",
    "邮件",
    "校内广播站",
    "内部邮件",
    "校内邮件",
    "校内邮箱",
    "工作邮箱",
    "校内公告",
    "校内通知",
    "内部通知",
    "内部公告",
    "校内系统",
    "内部系统",
];

/// Words that a place inside the school is called with.
const INSIDE_WORDS: [&str; 24] = [
    "教务系统",
    "学工系统",
    "人事系统",
    "科研系统",
    "财务系统",
    "办公系统",
    "信息门户",
    "办事大厅",
    "企业微信",
    "飞书",
    "工作群",
    "辅导员群",
    "教师群",
    "班级群",
    "内部刊物",
    "内刊",
    "口头",
    "存档",
    "留存",
    "仅供",
    "内部简报",
    "传阅",
    "干部会",
    "党委会",
];

/// Whether only members of the school see what goes out over a channel.
fn is_inside(name: &str) -> bool {
    let group = channel_group(name).unwrap_or(name);
    let within = INSIDE_WORDS.iter().any(|word| name.contains(word));
    channel_kind(group) == Some(ChannelKind::Office) || INSIDE.contains(&name.trim()) || within
}

/// Whether words in the place of an address say where members of the school alone find it, or that it lies in a drawer.
pub(super) fn is_kept_inside(words: &str) -> bool {
    let plain: String = crate::date::half_width(words).chars().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> = plain.split(['、', ',', ';', '/']).filter(|part| !part.is_empty()).collect();
    !parts.is_empty() && parts.iter().all(|part| part.chars().count() <= 16 && is_inside(part))
}
