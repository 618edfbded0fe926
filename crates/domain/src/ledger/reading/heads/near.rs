//! Heads that are like a column's, and required columns that no head names: taken when much alike, else asked.
//!
//! It goes last: what a name, a synonym, an answer or the cells tell goes before likeness.

use super::super::shape::{self, Shape};
use super::{Heads, by_synonym, fits, is_not_now, plain, required, synonyms, told};
use crate::ledger::reading::item::likeness;
use crate::ledger::remark::{Doubt, Question, Taken};
use crate::ledger::{Table, columns, key_columns};

/// Likeness in hundredths from which a head is probably the column.
const PROBABLE: u32 = 50;
/// From which it is taken as the column, when its cells do not say otherwise.
const SURE: u32 = 80;

/// The column whose names are most like the head, with the likeness; none when two columns are about as like.
pub(super) fn nearest(table: Table, head: &str) -> Option<(usize, u32)> {
    let plain = plain(head);
    if plain.chars().count() < 2 {
        return None;
    }
    let mut best: Vec<u32> = vec![0; columns(table).len()];
    let mut meet = |at: usize, name: &str| best[at] = best[at].max(alike(name, &plain));
    for (at, column) in columns(table).iter().enumerate() {
        meet(at, column.zh);
        column.aliases.iter().for_each(|alias| meet(at, alias));
    }
    for ((of, name), at) in synonyms() {
        if *of == table {
            meet(*at, name);
        }
    }
    let mut order: Vec<(u32, usize)> = best.into_iter().zip(0..).collect();
    order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    match order.as_slice() {
        [(first, at), (second, _), ..] if *first >= PROBABLE && second + 10 <= *first => Some((*at, *first)),
        _ => None,
    }
}

/// Likeness of two heads; one that holds the other whole is probable at least.
pub(super) fn alike(name: &str, head: &str) -> u32 {
    let whole = name.chars().count() >= 2 && head.contains(name) && head.chars().count() <= name.chars().count() + 4;
    likeness(name, head).max(if whole { 60 } else { 0 })
}

/// Heads that are like a column's: taken when much alike, else asked, where the column is not there otherwise.
pub(super) fn by_likeness(table: Table, heads: &[String], shapes: &[Shape], taken: &mut [bool], found: &mut Heads) {
    let mut near: Vec<(u32, usize, usize)> = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let asked = found.questions.iter().any(|(place, _)| *place == Some(at));
        if found.is_free(at) && !asked && by_synonym(table, head).is_none() && !is_not_now(table, head) {
            near.extend(nearest(table, head).map(|(column, likeness)| (likeness, at, column)));
        }
    }
    near.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (likeness, at, column) in near {
        if taken[column] || !fits(table, column, shapes[at]) || shapes[at] == Shape::Numbers && !counts(table, column) {
            continue;
        }
        if likeness >= SURE {
            taken[column] = true;
            found.known[at] = Some(column);
            found.understood.push((at, told(table, Taken::Head, &heads[at], column)));
        } else if !columns(table)[column].required && !found.questions.iter().any(|(_, q)| q.column == Some(column)) {
            if columns(table)[column].key == "published_on" && shapes[at] == Shape::Dates {
                found.keeping.push(at);
            }
            let candidates = vec![columns(table)[column].zh.to_string()];
            found.questions.push((Some(at), Question::new(Doubt::Head, Some(column), &heads[at], candidates)));
        }
    }
}

/// Columns in which numbers are expected.
fn counts(table: Table, column: usize) -> bool {
    matches!(columns(table)[column].key, "item" | "count" | "number" | "order" | "value" | "key" | "code")
}

/// Heads of columns that hold words and are no titles.
const PLAIN: [&str; 10] =
    ["备注", "说明", "责任人", "联系人", "填表人", "审核人", "负责人", "完成情况", "是否完成", "联系电话"];

/// What heads end in that are no items.
const NO_ITEMS: [&str; 8] = ["理由", "依据", "原因", "时间", "日期", "单位", "部门", "结果"];

/// Required columns that are not there, with the heads that may be them. Rows that name their key can do without.
pub(super) fn missing(
    table: Table,
    (heads, sample): (&[String], &[Vec<String>]),
    shapes: &[Shape],
    taken: &[bool],
    found: &mut Heads,
) {
    let named = |key: &str| columns(table).iter().position(|column| column.key == key).is_some_and(|at| taken[at]);
    let keys = key_columns(table);
    if !keys.is_empty() && keys.iter().all(|key| named(key)) || table == Table::Records && named("index") {
        return;
    }
    let mut offered: Vec<usize> = Vec::new();
    for column in required(table).into_iter().filter(|at| !taken[*at]) {
        let names = columns(table)[column];
        let mut near: Vec<(u32, usize)> = Vec::new();
        for (at, head) in heads.iter().enumerate().filter(|(at, _)| found.is_free(*at)) {
            let plain = plain(head);
            // 序号 numbers the rows of the sheet, and one head is not two columns.
            if plain == "序号" || offered.contains(&at) || !fits(table, column, shapes[at]) || is_not_now(table, head)
            {
                continue;
            }
            // 不予公开理由 and 出访时间 are no items, whatever words they share with one.
            if names.key == "item" && NO_ITEMS.iter().any(|word| plain.ends_with(word)) {
                continue;
            }
            // What no column is may be the title, the one column of words that every table has.
            if names.key == "title"
                && matches!(shapes[at], Shape::Other | Shape::Items(_))
                && plain.chars().count() > 1
                && !PLAIN.contains(&plain.as_str())
            {
                near.push((21, at));
            }
            // Small numbers may be those of items, or of something else.
            if names.key == "item" && shapes[at] == Shape::Numbers && shape::are_items(sample, at) {
                near.push((30, at));
            }
            let all = std::iter::once(names.zh).chain(names.aliases.iter().copied());
            let of_data = synonyms().iter().filter(|((of, _), at)| *of == table && **at == column);
            let most = all.chain(of_data.map(|((_, name), _)| name.as_str())).map(|name| alike(name, &plain)).max();
            near.extend(most.filter(|most| *most > 20).map(|most| (most, at)));
        }
        // Rows that are known by their title and something else need not repeat their item; whether they are, the ledger tells.
        let known = ["locator", "document_number", "published_on", "made_on"].into_iter().any(named);
        if names.key == "item" && near.is_empty() && table == Table::Records && named("title") && known {
            continue;
        }
        near.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut once: Vec<usize> = Vec::new();
        near.retain(|(_, at)| {
            !once.contains(at) && {
                once.push(*at);
                true
            }
        });
        near.truncate(3);
        offered.extend(near.iter().map(|(_, at)| *at));
        // Such a head is asked about once, for the column that matters.
        found.keeping.retain(|place| !near.iter().any(|(_, at)| at == place));
        found.questions.retain(|(place, _)| place.is_none_or(|place| !near.iter().any(|(_, at)| *at == place)));
        let candidates = near.into_iter().map(|(_, at)| heads[at].trim().to_string()).collect();
        found.questions.push((None, Question::new(Doubt::MissingColumn, Some(column), "", candidates)));
        found.unreadable = true;
    }
}
