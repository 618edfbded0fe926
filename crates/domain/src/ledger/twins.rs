//! The same thing twice in one file: a summary beside its details, one notice of two departments, one record on a row for
//! each channel.
//!
//! What only repeats an earlier row is that row's; a row directly below that differs in nothing but its channel is a
//! further release of it; what may be the same and differs is a question. Rows that somebody gave keys are what their keys
//! say and do not come here. It decides only this.

use super::recognise::{Face, address_key, beside, compatible, likeness, numbered_apart, plain};
use crate::date::PartialDate;
use std::collections::HashMap;

/// Share of a title that must be the same for a row on the same page to be asked about.
const ALIKE: f64 = 0.6;
/// Rows that may give one page before it is the page of a list, which tells none of them.
const LIST: usize = 4;
/// Days within which one notice may go up over several channels.
const WEEKS: i64 = 21;
/// Rows with one title that are held against each other.
const CROWD: usize = 50;

/// A row of a file without a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileRow {
    /// What it is recognised by.
    pub face: Face,
    /// Its channels as written.
    pub channels: Vec<String>,
    /// Everything else that it says in a number; 0 for nothing.
    pub rest: u64,
    /// Its sheet in a number, and its row there.
    pub at: (u64, u64),
    /// An index number says which record it is.
    pub indexed: bool,
}

/// What a row is to an earlier one of its file, by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    /// It says nothing else.
    Repeats(usize),
    /// The same thing over another channel.
    Joins(usize),
    /// It may be the same thing.
    Asks(usize),
}

/// The rows that are, or may be, what an earlier row is.
pub fn twins(rows: &[FileRow]) -> HashMap<usize, Twin> {
    let mut by_title: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_address: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_place: HashMap<(&str, PartialDate), Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.indexed) {
        by_place.entry((&row.face.item, row.face.date)).or_default().push(at);
        by_title.entry(plain(&row.face.title)).or_default().push(at);
        for address in &row.face.addresses {
            by_address.entry(address_key(address)).or_default().push(at);
        }
    }
    let mut found: HashMap<usize, Twin> = HashMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.indexed) {
        if let Some(first) = joined(rows, at, &found) {
            found.insert(at, Twin::Joins(first));
            continue;
        }
        let title = by_title.get(&plain(&row.face.title)).into_iter().flatten().take(CROWD);
        let pages = row.face.addresses.iter().filter_map(|address| by_address.get(&address_key(address)));
        let pages = pages.filter(|there| there.len() < LIST).flatten();
        // A summary may call a thing a little differently than its details.
        let place = by_place.get(&(row.face.item.as_str(), row.face.date)).into_iter().flatten().take(CROWD);
        let place = place.filter(|other| rows[**other].at.0 != row.at.0);
        let mut earlier: Vec<usize> = title.chain(pages).chain(place).copied().filter(|other| *other < at).collect();
        earlier.sort_unstable();
        earlier.dedup();
        // What an earlier row already is, that row is held against.
        earlier.retain(|other| !found.contains_key(other));
        let twin = earlier.iter().find(|other| repeats(row, &rows[**other])).map(|other| Twin::Repeats(*other));
        let asked = || earlier.iter().find(|other| may_be_same(row, &rows[**other])).map(|other| Twin::Asks(*other));
        if let Some(twin) = twin.or_else(asked) {
            found.insert(at, twin);
        }
    }
    found
}

/// Whether two days lie so near.
fn within(one: PartialDate, other: PartialDate, days: i64) -> bool {
    matches!((one, other), (PartialDate::Day(one), PartialDate::Day(other)) if (one - other).num_days().abs() <= days)
}

fn is_same_title(one: &Face, other: &Face) -> bool {
    plain(&one.title) == plain(&other.title)
}

fn agree(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || one == other
}

/// The first of the rows of one thing, when this row directly below them names it over a channel that none of them has.
/// Another day or another address makes it more than another channel.
fn joined(rows: &[FileRow], at: usize, found: &HashMap<usize, Twin>) -> Option<usize> {
    let (row, before) = (&rows[at], rows.get(at.checked_sub(1)?).filter(|before| !before.indexed)?);
    let first = match found.get(&(at - 1)) {
        Some(Twin::Joins(first)) => *first,
        None => at - 1,
        Some(_) => return None,
    };
    let all = || rows[first..at].iter();
    let differs = |other: &FileRow| {
        let (one, other) = (&row.face, &other.face);
        // A document's number says that it is one document, wherever and whenever it went up.
        if !one.number.is_empty() && one.number == other.number && within(one.date, other.date, WEEKS) {
            return false;
        }
        !one.date.is_unknown() && !other.date.is_unknown() && one.date != other.date || other_places(one, other)
    };
    let rest = row.rest == 0 || row.rest == before.rest;
    let disjoint = all().all(|other| over_another_channel(row, other));
    (is_below(row, before) && disjoint && rest && !all().any(differs)).then_some(first)
}

/// Whether a row stands directly below another and names the same thing of the same unit.
fn is_below(row: &FileRow, before: &FileRow) -> bool {
    let (one, other) = (&row.face, &before.face);
    let same = one.title == other.title && one.item == other.item && one.unit == other.unit;
    row.at.0 == before.at.0 && row.at.1 == before.at.1 + 1 && same && agree(&one.number, &other.number)
}

/// Whether both name channels, and none that the other has.
fn over_another_channel(row: &FileRow, other: &FileRow) -> bool {
    let named = !row.channels.is_empty() && !other.channels.is_empty();
    named && other.channels.iter().all(|channel| !row.channels.contains(channel))
}

/// Whether both give addresses, and not the same.
fn other_places(one: &Face, other: &Face) -> bool {
    !one.addresses.is_empty() && !other.addresses.is_empty() && places(one) != places(other)
}

fn places(face: &Face) -> Vec<String> {
    face.addresses.iter().map(|address| address_key(address)).collect()
}

/// Whether a row says nothing that the earlier one does not say.
fn repeats(row: &FileRow, earlier: &FileRow) -> bool {
    let (one, other) = (&row.face, &earlier.face);
    let within = |one: &str, other: &str| one.is_empty() || one == other;
    let all_in = |some: &[String], others: &[String]| some.iter().all(|channel| others.contains(channel));
    one.title == other.title
        && one.item == other.item
        && within(&one.unit, &other.unit)
        && (one.date.is_unknown() || one.date == other.date)
        && one.year.is_none_or(|year| Some(year) == other.year)
        && within(&one.number, &other.number)
        && (one.addresses.is_empty() || places(one) == places(other))
        && (row.channels.is_empty()
            || all_in(&row.channels, &earlier.channels) && all_in(&earlier.channels, &row.channels))
        && (row.rest == 0 || row.rest == earlier.rest)
}

/// Columns of which a row that repeats an earlier one says nothing, and that one something; an empty key stands for those
/// that are not looked at here.
pub fn unsaid(row: &FileRow, earlier: &FileRow) -> Vec<&'static str> {
    let (one, other) = (&row.face, &earlier.face);
    let lacks = [
        ("unit", one.unit != other.unit),
        ("published_on", one.date != other.date),
        ("document_number", one.number != other.number),
        ("channel", row.channels.is_empty() && !earlier.channels.is_empty()),
        ("locator", places(one) != places(other)),
        ("", row.rest != earlier.rest),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(key, _)| key).collect()
}

/// Whether a row may be what an earlier one is: the same page, or the same title of one day.
fn may_be_same(row: &FileRow, earlier: &FileRow) -> bool {
    let (one, other) = (&row.face, &earlier.face);
    if one.year.is_some() && other.year.is_some() && one.year != other.year {
        return false;
    }
    let shared = |address: &String| other.addresses.iter().any(|there| address_key(there) == address_key(address));
    let page = one.addresses.iter().any(shared);
    let apart = !page && !one.addresses.is_empty() && !other.addresses.is_empty();
    let (same_title, same_item) = (is_same_title(one, other), one.item == other.item);
    let same_day = compatible(one.date, other.date);
    let dated = !one.date.is_unknown() && !other.date.is_unknown();
    let alike = || {
        let (one, other) = (plain(&one.title), plain(&other.title));
        one.contains(&other) || other.contains(&one) || likeness(&one, &other) >= ALIKE
    };
    let numbered = || numbered_apart(&one.title, &other.title);
    let other_sheet = row.at.0 != earlier.at.0;
    // On another sheet, or below over another channel, a day or two beside may be a slip.
    let elsewhere = other_sheet || is_below(row, earlier) && over_another_channel(row, earlier);
    let near = elsewhere && beside(one.date, other.date) && one.unit == other.unit;
    // One notice goes up here today and there next week.
    let later = is_below(row, earlier) && over_another_channel(row, earlier) && within(one.date, other.date, WEEKS);
    match (page, same_title) {
        (false, true) if same_item && (near || later) => true,
        (true, true) => same_day || beside(one.date, other.date),
        (true, false) => same_item && same_day && dated && alike() && !numbered(),
        (false, true) if !apart => same_item && same_day && (dated || one.unit == other.unit),
        (false, true) => same_item && same_day && dated && one.unit == other.unit,
        (false, false) => {
            other_sheet
                && same_item
                && dated
                && one.date == other.date
                && one.unit == other.unit
                && alike()
                && !numbered()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(at: u64, title: &str, unit: &str, date: &str, channel: &str, address: &str) -> FileRow {
        let some = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty()).into_iter().collect();
        let face = Face {
            title: title.into(),
            item: "5".into(),
            unit: unit.into(),
            date: date.parse().unwrap(),
            addresses: some(address),
            ..Face::default()
        };
        FileRow { face, channels: some(channel), at: (1, at), ..FileRow::default() }
    }

    fn told(rows: &[FileRow]) -> Vec<(usize, Twin)> {
        let mut told: Vec<_> = twins(rows).into_iter().collect();
        told.sort_by_key(|(at, _)| *at);
        told
    }

    const PLAN: &str = "关于印发2024年工作要点的通知";

    #[test]
    fn what_only_repeats_a_row_is_that_row() {
        let first = row(2, PLAN, "党政办公室", "2024-03-05", "官网", "https://x.edu.cn/1.htm");
        let mut second = FileRow { at: (2, 2), ..first.clone() };
        assert_eq!(told(&[first.clone(), second.clone()]), [(1, Twin::Repeats(0))]);
        second.face.unit.clear();
        second.channels.clear();
        assert_eq!(told(&[first.clone(), second.clone()]), [(1, Twin::Repeats(0))], "a row that says less");
        assert_eq!(unsaid(&second, &first), ["unit", "channel"]);
        assert_eq!(unsaid(&first, &first), [""; 0]);
        second.rest = 7;
        assert_eq!(told(&[first.clone(), second]), [(1, Twin::Asks(0))], "a remark that the first has not");
    }

    #[test]
    fn rows_with_index_numbers_of_their_own_are_nobodys_twins() {
        let first = row(2, PLAN, "党政办公室", "2024-03-05", "官网", "https://x.edu.cn/1.htm");
        let indexed = |at| FileRow { at: (1, at), indexed: true, ..first.clone() };
        assert_eq!(told(&[indexed(2), indexed(3)]), []);
        assert_eq!(told(&[indexed(2), FileRow { at: (1, 3), ..first.clone() }]), []);
    }

    #[test]
    fn one_thing_of_two_departments_or_with_a_difference_is_asked() {
        let first = row(2, PLAN, "党政办公室", "2024-03-05", "官网", "https://x.edu.cn/1.htm");
        for other in [
            row(9, PLAN, "教务处", "2024-03-05", "官网", "https://x.edu.cn/1.htm"),
            row(9, PLAN, "党政办公室", "2024-03-08", "官网", "https://x.edu.cn/1.htm"),
            row(9, "印发2024年工作要点", "党政办公室", "2024-03-05", "官网", "https://x.edu.cn/1.htm"),
            row(9, PLAN, "教务处", "2024-03-05", "官网", ""),
        ] {
            assert_eq!(told(&[first.clone(), other.clone()]), [(1, Twin::Asks(0))], "{other:?}");
        }
        for another in [
            row(9, PLAN, "教务处", "2024-09-06", "官网", "https://x.edu.cn/9.htm"),
            row(9, "国家奖学金名单", "党政办公室", "2024-03-05", "官网", "https://x.edu.cn/1.htm"),
            row(9, PLAN, "教务处", "2024-03-05", "官网", "https://jwc.x.edu.cn/1.htm"),
        ] {
            assert_eq!(told(&[first.clone(), another.clone()]), [], "{another:?}");
        }
    }

    #[test]
    fn the_page_of_a_list_tells_none_of_its_rows() {
        let rows: Vec<FileRow> = (1..=6)
            .map(|n| {
                row(
                    n * 2,
                    &format!("资助名单公示{}", "甲乙丙丁戊己".chars().nth(n as usize - 1).unwrap()),
                    "学生处",
                    "2024-03-05",
                    "官网",
                    "https://x.edu.cn/list.htm",
                )
            })
            .collect();
        assert_eq!(told(&rows), []);
    }

    #[test]
    fn a_row_for_each_channel_is_one_thing_when_nothing_else_differs() {
        let rows = [
            row(2, "学校简介", "党政办公室", "2023-10-08", "官网", "https://x.edu.cn/1.htm"),
            row(3, "学校简介", "党政办公室", "2023-10-08", "公众号", ""),
            row(4, "学校简介", "党政办公室", "", "公告栏", ""),
            row(5, "学校简介", "党政办公室", "2024-03-10", "抖音", ""),
            row(6, "章程", "党政办公室", "2023-10-08", "官网", "https://x.edu.cn/2.htm"),
        ];
        assert_eq!(told(&rows), [(1, Twin::Joins(0)), (2, Twin::Joins(0))]);
        let again = row(3, "学校简介", "党政办公室", "2023-11-08", "官网", "https://x.edu.cn/3.htm");
        assert_eq!(told(&[rows[0].clone(), again]), [], "the same channel again is another thing");
    }

    #[test]
    fn another_day_or_address_makes_no_further_release() {
        let first = row(2, "采购公告", "资产处", "2025-10-10", "公众号", "https://mp.weixin.qq.com/s/1");
        let month = row(3, "采购公告", "资产处", "2025-11-10", "官网", "");
        assert_eq!(told(&[first.clone(), month]), [], "a notice of another month");
        let page = row(3, "采购公告", "资产处", "2025-10-10", "官网", "https://x.edu.cn/2.htm");
        assert_eq!(told(&[first.clone(), page]), [(1, Twin::Asks(0))], "another address of the day");
        let day = row(3, "采购公告", "资产处", "2025-10-11", "官网", "");
        assert_eq!(told(&[first.clone(), day]), [(1, Twin::Asks(0))], "the day after");
        let monthly = |at, month: &str, channel| row(at, "月度公告", "校办", month, channel, "");
        let three = [monthly(2, "2025-10", "官网"), monthly(3, "2025-11", "公众号"), monthly(4, "2025-12", "公告栏")];
        assert_eq!(told(&three), [], "three months are three notices");
    }

    #[test]
    fn a_summary_beside_its_details_is_asked_when_they_differ() {
        let on = |sheet, title: &str, date: &str, channel| FileRow {
            at: (sheet, 4),
            ..row(4, title, "财务处", date, channel, "")
        };
        let ask = [(1, Twin::Asks(0))];
        assert_eq!(told(&[on(1, "预算", "2026-03-03", "官网"), on(2, "预算", "2026-03-04", "官网")]), ask);
        assert_eq!(told(&[on(1, "预算", "2026-03-03", "官网"), on(2, "预算", "2026-03-20", "官网")]), []);
        assert_eq!(told(&[on(1, "专业设置", "2026-03-03", "官网"), on(2, "专业设置情况", "2026-03-03", "官网")]), ask);
        let mut both = on(1, "收费标准", "2025-10-03", "官网");
        both.channels.push("公告栏".into());
        assert_eq!(told(&[both, on(2, "收费标准", "2025-10-03", "官网")]), ask, "fewer channels are not the same");
    }
}
