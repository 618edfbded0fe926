//! Columns of which each is one channel: 官网 | 公众号 | 公告栏, with ticks, dates or addresses below.
//!
//! The head names the channel and may say what its cells are (官网公开日期, 公众号链接); what the cells hold decides. A row is
//! then a release for each channel that it ticks, dates or addresses. A cell that is none of these is asked about and
//! never becomes the name of a channel.

use super::channel::{self, channel_group, channel_kind, says_none};
use super::date::{self, Dated, StatedYear};
use super::words::tick;
use super::{address, shape};
use crate::date::{PartialDate, half_width};
use crate::ledger::{Table, column_of};
use crate::school::ChannelKind;

/// A column of the file that is one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteColumn {
    /// Column of the file.
    pub at: usize,
    /// The channel.
    pub channel: String,
    /// What its cells are.
    pub holds: SiteHolds,
}

/// What the cells of a channel's column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteHolds {
    /// Ticks, or nothing that tells.
    Ticks,
    /// The days on which it was public there.
    Dates,
    /// The addresses at which it is public there.
    Addresses,
}

impl SiteHolds {
    /// The column of records that such cells speak of.
    pub fn key(self) -> &'static str {
        match self {
            SiteHolds::Ticks => "channel",
            SiteHolds::Dates => "published_on",
            SiteHolds::Addresses => "locator",
        }
    }
}

/// A filled cell in the column of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteCell {
    /// The channel.
    pub channel: String,
    /// What the column holds.
    pub holds: SiteHolds,
    /// Its text.
    pub text: String,
    /// The address behind it.
    pub link: Option<String>,
    /// A link stands behind it whose address could not be read.
    pub lost: bool,
    /// The file holds a number there.
    pub number: bool,
}

/// Endings of heads that say that days stand below, longest first.
const OF_DATES: [&str; 18] = [
    "首次公开日期",
    "首次公开时间",
    "公开日期",
    "公开时间",
    "发布日期",
    "发布时间",
    "公布日期",
    "公布时间",
    "推送日期",
    "推送时间",
    "张贴日期",
    "张贴时间",
    "公示日期",
    "公示时间",
    "上网日期",
    "上网时间",
    "日期",
    "时间",
];

/// Endings that say that addresses do.
const OF_ADDRESSES: [&str; 13] = [
    "公开网址",
    "公开链接",
    "发布链接",
    "发布网址",
    "网页链接",
    "链接地址",
    "网址链接",
    "链接网址",
    "页面地址",
    "网址",
    "链接",
    "地址",
    "url",
];

/// Words around a channel's name that add nothing: 是否在官网公开.
const BEFORE: [&str; 8] = ["是否在", "是否已在", "是否上", "是否", "其中", "在", "通过", "发布于"];
const AFTER: [&str; 8] = ["是否公开", "是否发布", "是否", "公开", "发布", "公布", "推送", "张贴"];

/// The channel that a head names, and what the head says of its cells. A name of a column is none.
pub(super) fn of_head(head: &str) -> Option<(String, Option<SiteHolds>)> {
    if column_of(Table::Records, head).is_some() {
        return None;
    }
    let plain: String = half_width(head).chars().filter(|c| c.is_alphanumeric()).collect();
    let cut = |endings: &[&str]| {
        endings.iter().find_map(|ending| {
            let lower = plain.to_lowercase();
            lower.ends_with(ending).then(|| plain[..plain.len() - ending.len()].to_string())
        })
    };
    let dated = cut(&OF_DATES).map(|rest| (rest, Some(SiteHolds::Dates)));
    let addressed = || cut(&OF_ADDRESSES).map(|rest| (rest, Some(SiteHolds::Addresses)));
    let (rest, holds) = dated.or_else(addressed).unwrap_or_else(|| (plain.clone(), None));
    let rest = BEFORE.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(&rest);
    let name = AFTER.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    let kind = channel_kind(name)?;
    let may_be = matches!(
        kind,
        ChannelKind::Website
            | ChannelKind::Platform
            | ChannelKind::Wechat
            | ChannelKind::Microblog
            | ChannelKind::Video
            | ChannelKind::Group
            | ChannelKind::Office
            | ChannelKind::Sms
            | ChannelKind::Print
            | ChannelKind::Board
            | ChannelKind::Radio
            | ChannelKind::Television
            | ChannelKind::Screen
    );
    // 网站编辑 is a person, 网页标题 a title.
    (may_be && name.chars().count() <= 12 && channel::ends_as_one(name)).then(|| (name.to_string(), holds))
}

/// What the cells of a column say that may be a channel's; `None` when they say something else.
pub(super) fn of_cells(sample: &[Vec<String>], at: usize, said: Option<SiteHolds>) -> Option<SiteHolds> {
    let cells: Vec<&str> =
        sample.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let most = |fits: &dyn Fn(&str) -> bool| {
        !cells.is_empty() && cells.iter().filter(|cell| fits(cell)).count() * 10 >= cells.len() * 8
    };
    let yearless = |cell: &str| matches!(date::read(cell, false, StatedYear::None), Dated::Yearless);
    let dates = |cell: &str| shape::is_day(cell) || yearless(cell) || shape::is_ditto(cell) || says_none(cell);
    let addresses = |cell: &str| address::holds_one(cell) || address::stands_for_one(cell) || says_none(cell);
    let ticks = |cell: &str| tick(cell).is_some() || shape::is_ditto(cell);
    let speaks =
        |cell: &str| tick(cell) == Some(true) || shape::is_day(cell) || yearless(cell) || address::holds_one(cell);
    match said {
        Some(said) => Some(said),
        None if cells.is_empty() || most(&ticks) => Some(SiteHolds::Ticks),
        None if most(&dates) => Some(SiteHolds::Dates),
        None if most(&addresses) => Some(SiteHolds::Addresses),
        // One cell that speaks as a channel's does makes the column one; the others are asked about row by row, for with
        // the column every day in it would be lost.
        None if cells.iter().any(|cell| speaks(cell)) => Some(SiteHolds::Ticks),
        None => None,
    }
}

/// A channel of a row, with what its columns say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) on: PartialDate,
    pub(super) address: String,
}

impl Site {
    pub(super) fn named(name: &str) -> Site {
        Site { name: name.to_string(), on: PartialDate::Unknown, address: String::new() }
    }

    /// Whether another name is that of the same channel of a school: 官网地址 stands beside 学校官网.
    pub(super) fn is(&self, name: &str) -> bool {
        let group = channel_group(&self.name);
        self.name == name || group.is_some() && group == channel_group(name)
    }
}

/// Names of a school's site that do not say which.
const ANY_SITE: [&str; 4] = ["网站", "网页", "主页", "网上"];

/// The channel among those known that a column's name means: the same, or the only one of its kind.
pub(super) fn position(sites: &[Site], name: &str) -> Option<usize> {
    sites.iter().position(|site| site.is(name)).or_else(|| {
        let kind = channel_kind(name)?;
        let mut of_kind = sites.iter().enumerate().filter(|(_, site)| channel_kind(&site.name) == Some(kind));
        // 公众号地址 beside 教务处公众号, 网站链接 beside 官网; but 招生网 is not 官网.
        let general = kind != ChannelKind::Website && channel_group(name).is_some() || ANY_SITE.contains(&name);
        match (of_kind.next(), of_kind.next()) {
            (Some((at, _)), None) if general => Some(at),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_names_a_channel_and_may_say_what_stands_below() {
        for (head, name, holds) in [
            ("官网", "官网", None),
            ("学校官网", "学校官网", None),
            ("官网公开日期", "官网", Some(SiteHolds::Dates)),
            ("公告栏张贴日期", "公告栏", Some(SiteHolds::Dates)),
            ("公众号链接", "公众号", Some(SiteHolds::Addresses)),
            ("官网地址", "官网", Some(SiteHolds::Addresses)),
            ("OA", "OA", None),
            ("是否在官网公开", "官网", None),
        ] {
            assert_eq!(of_head(head), Some((name.to_string(), holds)), "{head}");
        }
        for head in
            ["网址", "公开日期", "发布平台", "会议名称", "网页标题", "网站编辑", "联系电话", "文件名称", "备注", "标题"]
        {
            assert_eq!(of_head(head), None, "{head}");
        }
    }

    #[test]
    fn the_cells_decide_whether_a_channel_is_ticked_dated_or_addressed() {
        let column = |cells: &[&str]| cells.iter().map(|cell| vec![cell.to_string()]).collect::<Vec<_>>();
        for (cells, holds) in [
            (&["√", "", "✓", "否"][..], Some(SiteHolds::Ticks)),
            (&[], Some(SiteHolds::Ticks)),
            (&["2024.3.5", "2024年3月6日"], Some(SiteHolds::Dates)),
            (&["https://a.cn/1", "无"], Some(SiteHolds::Addresses)),
            (&["√", "张贴一周"], Some(SiteHolds::Ticks)),
            (&["5月6日", "2026-03-28", "行政楼一楼"], Some(SiteHolds::Ticks)),
            (&["张三", "李四"], None),
        ] {
            assert_eq!(of_cells(&column(cells), 0, None), holds, "{cells:?}");
        }
    }
}
