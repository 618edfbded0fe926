//! Rules for the heads of records alone: names that say little, columns that are a channel each, 内容 as the title.
//!
//! Each takes only what no better head names, and tells what it made of it.

use super::super::closed;
use super::super::shape::{self, Shape};
use super::super::sites::{self, SiteColumn, SiteHolds};
use super::{Heads, by_synonym, fits, plain, told};
use crate::ledger::remark::{Doubt, Question, Taken, Understood};
use crate::ledger::{Table, column_of, columns};

/// Names of columns that say so little that another head goes before them, wherever it stands: 时间 beside 公开时间,
/// 公开方式 beside 公开渠道.
pub(super) fn is_weak(table: Table, column: usize, head: &str) -> bool {
    const WEAK: [&str; 6] = ["时间", "日期", "公开形式", "公开方式", "地址", "名称"];
    table == Table::Records && columns(table)[column].zh != plain(head) && WEAK.contains(&plain(head).as_str())
}

/// Heads of the table that the workbench shows and gives as a file, in both of its languages, in plain form.
const DESK: [&str; 20] = [
    "标题",
    "索引号",
    "文号",
    "事项",
    "部门",
    "状态",
    "生成日期",
    "公开日期",
    "给谁看",
    "title",
    "indexnumber",
    "documentnumber",
    "item",
    "unit",
    "state",
    "madeon",
    "publicsince",
    "forwhom",
    "序号",
    "编号",
];
/// Those that are no columns of the ledger: until when something is to be done, and who does it.
const DESK_ONLY: [&str; 4] = ["期限", "起草人", "due", "drafter"];

/// The workbench's own table: its 期限 is the day until which a record is to be public, and not that until which it is.
pub(super) fn of_desk(heads: &mut [String], shapes: &mut [Shape], sample: &[Vec<String>], found: &mut Heads) {
    let named: Vec<String> = heads.iter().map(|head| plain(head)).filter(|head| !head.is_empty()).collect();
    let known = |head: &String| DESK.contains(&head.as_str()) || DESK_ONLY.contains(&head.as_str());
    let staged = named.iter().any(|head| matches!(head.as_str(), "状态" | "state"));
    let days = |at: usize| {
        let cells = sample.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
        cells.into_iter().all(|cell| shape::is_day(cell))
    };
    if !staged || !named.iter().all(known) {
        return;
    }
    for at in 0..heads.len() {
        let head = plain(&heads[at]);
        let due = matches!(head.as_str(), "期限" | "due");
        if DESK_ONLY.contains(&head.as_str()) && (!due || days(at)) {
            found.understood.push((at, Understood::new(Taken::DeskColumn, None, &heads[at], "")));
            heads[at].clear();
            shapes[at] = Shape::Other;
        }
    }
}

/// Takes those whose column no other head names.
pub(super) fn weak(heads: &[String], shapes: &[Shape], taken: &mut [bool], found: &mut Heads) {
    let table = Table::Records;
    for (at, head) in heads.iter().enumerate() {
        let free = found.known[at].is_none();
        let column = column_of(table, head).filter(|column| free && is_weak(table, *column, head));
        if let Some(column) = column.filter(|column| !taken[*column] && fits(table, *column, shapes[at])) {
            taken[column] = true;
            found.known[at] = Some(column);
        }
    }
}

/// Columns of which each is a channel. What they say of dates, addresses and channels needs no column beside them.
pub(super) fn by_site(heads: &[String], sample: &[Vec<String>], taken: &mut [bool], found: &mut Heads) {
    let table = Table::Records;
    let at_of = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    let named = |at: usize| {
        let (channel, said) = sites::of_head(&heads[at])?;
        let holds = sites::of_cells(sample, at, said)?;
        Some(SiteColumn { at, channel, holds })
    };
    let free = (0..heads.len()).filter(|at| found.known[*at].is_none());
    let mut columns_of_sites: Vec<SiteColumn> = free.filter_map(named).collect();
    if columns_of_sites.is_empty() {
        return;
    }
    // 网站链接 is the address as such, but beside 公众号链接 that of the site.
    let address = (0..heads.len())
        .filter(|at| found.known[*at] == Some(at_of("locator")) && column_of(table, &heads[*at]).is_none())
        .filter(|at| !found.is_answered(*at));
    let beside = columns_of_sites.iter().any(|site| site.holds == SiteHolds::Addresses);
    let address: Vec<SiteColumn> = address.filter(|_| beside).filter_map(named).collect();
    for site in address {
        found.known[site.at] = None;
        found.understood.retain(|(at, _)| *at != site.at);
        taken[at_of("locator")] = false;
        columns_of_sites.push(site);
    }
    columns_of_sites.sort_by_key(|site| site.at);
    for site in &columns_of_sites {
        let told = Understood::new(Taken::Site, Some(at_of(site.holds.key())), &heads[site.at], site.channel.clone());
        found.understood.push((site.at, told));
    }
    found.sites = columns_of_sites;
}

/// 条数（人） counts people, and not how many documents a row stands for.
pub(super) fn of_people(heads: &[String], taken: &mut [bool], found: &mut Heads) {
    let count = columns(Table::Records).iter().position(|column| column.key == "count").unwrap_or_default();
    for (at, head) in heads.iter().enumerate() {
        let inner = head.split_once(['(', '（', '/']).map_or("", |(_, inner)| inner.trim_end_matches([')', '）']));
        let other = !inner.is_empty() && !["条", "件", "项", "个", "份", "篇", "则", "期"].contains(&inner.trim());
        if found.known[at] == Some(count) && other && !found.is_answered(at) {
            found.known[at] = None;
            found.understood.retain(|(place, _)| *place != at);
            taken[count] = false;
        }
    }
}

/// 公开事项 beside 清单序号 is the thing disclosed, where no other column is the title.
pub(super) fn items_as_titles(heads: &[String], shapes: &[Shape], taken: &mut [bool], found: &mut Heads) {
    let table = Table::Records;
    let at_of = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    let (title, item) = (at_of("title"), at_of("item"));
    let numbers = |at: &usize| matches!(shapes[*at], Shape::ItemNumbers | Shape::Numbers);
    let words = |at: &usize| found.known[*at] == Some(item) && !found.is_answered(*at) && !numbers(at);
    let beside = |at: &usize| found.is_free(*at) && by_synonym(table, &heads[*at]) == Some(item) && numbers(at);
    let (words, beside) = ((0..heads.len()).find(words), (0..heads.len()).find(beside));
    let (Some(words), Some(beside), false) = (words, beside, taken[title]) else { return };
    taken[title] = true;
    found.known[words] = Some(title);
    found.known[beside] = Some(item);
    found.understood.retain(|(at, _)| *at != words);
    found.understood.push((words, told(table, Taken::Head, &heads[words], title)));
    found.understood.push((beside, told(table, Taken::Head, &heads[beside], item)));
}

/// 内容 is the title where no other column is one.
pub(super) fn as_title(heads: &[String], shapes: &[Shape], taken: &mut [bool], found: &mut Heads) {
    let table = Table::Records;
    let at_of = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    let (title, body) = (at_of("title"), at_of("body"));
    let content = |at: &usize| {
        let free = found.known[*at].is_none() || found.known[*at] == Some(body) && !found.is_answered(*at);
        free && matches!(plain(&heads[*at]).as_str(), "内容" | "公示内容" | "公开的内容") && shapes[*at] == Shape::Other
    };
    if let (Some(at), false) = ((0..heads.len()).find(content), taken[title]) {
        if found.known[at] == Some(body) {
            taken[body] = false;
        }
        taken[title] = true;
        found.known[at] = Some(title);
        found.understood.push((at, told(table, Taken::Head, &heads[at], title)));
    }
}

/// A column of categories beside that of the items: it says less than they do, and may say that one of them is wrong.
pub(super) fn category(heads: &[String], sample: &[Vec<String>], taken: &[bool], found: &mut Heads) {
    let item = columns(Table::Records).iter().position(|column| column.key == "item").unwrap_or_default();
    if !taken[item] {
        return;
    }
    let here: Vec<usize> =
        (0..heads.len()).filter(|at| found.is_free(*at) && shape::are_categories(sample, *at)).collect();
    if let [at] = here.as_slice() {
        found.category = Some(*at);
        found.understood.push((*at, Understood::new(Taken::Category, Some(item), &heads[*at], "")));
    }
}

/// A head that speaks of openness over cells that do not: without it every row would be public, so the rows wait.
pub(super) fn openness_unread(heads: &[String], taken: &[bool], found: &mut Heads) {
    let table = Table::Records;
    for (at, head) in heads.iter().enumerate() {
        let named =
            by_synonym(table, head).filter(|column| matches!(columns(table)[*column].key, "openness" | "audience"));
        let Some(column) = named.filter(|column| found.is_free(at) && !taken[*column]) else { continue };
        found.keeping.push(at);
        let candidates = vec![columns(table)[column].zh.to_string()];
        found.questions.push((Some(at), Question::new(Doubt::Head, Some(column), head, candidates)));
    }
}

/// Columns of secrecy and review beside those of the ledger: what they say keeps a row or lets it pass.
pub(super) fn guards(heads: &[String], found: &mut Heads) {
    let asked = |at: usize| found.questions.iter().any(|(place, _)| *place == Some(at));
    let guards = (0..heads.len()).filter(|at| found.is_free(*at) && !asked(*at) && closed::is_guard(&heads[*at]));
    found.guards = guards.collect();
}

/// A column that is asked about because it may say what its rows are guards them until that is answered.
pub(super) fn asked_guards(found: &mut Heads) {
    let key = |column: usize| columns(Table::Records)[column].key;
    let asked = found.questions.iter().filter_map(|(at, question)| at.zip(question.column));
    let guards = asked.filter(|(at, column)| {
        matches!(key(*column), "state" | "openness" | "audience" | "validity") && !found.keeping.contains(at)
    });
    let guards: Vec<usize> = guards.map(|(at, _)| at).collect();
    found.guards.extend(guards);
}

/// Whether a head may speak of items of the list.
pub(super) fn speaks_of_items(head: &str) -> bool {
    let plain = plain(head);
    ["事项", "清单", "栏目", "条目", "条款", "目录", "项号"].iter().any(|word| plain.contains(word))
}

/// Whether a head is that of the first day only of a publicity: 公示开始, 公示起.
pub fn begins_publicity(head: &str) -> bool {
    let plain = plain(head);
    plain.contains("公示")
        && (["起始", "开始", "起日"].iter().any(|word| plain.contains(word)) || plain.ends_with('起'))
}

/// 公示期 beside 公示开始 or 公示时间 is how long, or both ends again: it says the last day where no other column does.
pub(super) fn periods_beside(heads: &[String], taken: &mut [bool], found: &mut Heads) {
    let table = Table::Records;
    let at_of = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    let (from, until) = (at_of("publicity_from"), at_of("publicity_until"));
    let of_publicity = |at: &usize| {
        let own = found.known[*at] == Some(from) || found.is_free(*at) && by_synonym(table, &heads[*at]) == Some(from);
        own && plain(&heads[*at]).contains("公示")
    };
    let places: Vec<usize> = (0..heads.len()).filter(of_publicity).collect();
    let Some(first) = places.iter().find(|at| begins_publicity(&heads[**at])).or(places.first()).copied() else {
        return;
    };
    let other = places.iter().find(|at| **at != first && !begins_publicity(&heads[**at]));
    let (Some(other), false) = (other.copied(), taken[until]) else { return };
    (taken[from], taken[until]) = (true, true);
    (found.known[first], found.known[other]) = (Some(from), Some(until));
    found.understood.retain(|(at, _)| *at != first && *at != other);
    found.understood.push((first, told(table, Taken::Head, &heads[first], from)));
    found.understood.push((other, told(table, Taken::Head, &heads[other], until)));
}
