//! A date in three columns beside each other: its year, its month, its day.
//!
//! Told by their heads 年, 月, 日, or by what stands in them where one head of a date lies over all three. The three cells
//! become one in the first of the columns, as a person would write it; whether it is a date is judged like any other.

use super::RawRow;
use crate::ledger::lines::is_heads_of_days;
use domain::ledger::{HeadAnswers, Table, columns, head_of};

/// The three columns, and what they are together.
pub(super) struct Days {
    /// The first of them.
    at: usize,
    /// The head that they have together.
    pub(super) head: String,
}

/// Columns that dates may be of, the likeliest of an unnamed one first.
const DATES: [&str; 4] = ["published_on", "made_on", "publicity_from", "publicity_until"];

impl Days {
    /// The columns under a head, told also by the rows below it.
    /// `upper` is the head's first line.
    pub(super) fn find(
        (heads, upper): (&[String], &[String]),
        rows: &[&RawRow],
        table: Table,
        answers: &HeadAnswers,
    ) -> Option<Days> {
        if table != Table::Records {
            return None;
        }
        let cell = |at: usize| heads.get(at).map_or("", |cell| cell.trim());
        let key = |text: &str| head_of(table, text, answers).map(|at| columns(table)[at].key);
        let dated = |text: &str| key(text).is_some_and(|key| DATES.contains(&key));
        let count = heads.len().max(rows.iter().map(|raw| raw.cells.len()).max().unwrap_or_default());
        let last = count.checked_sub(2)?;
        let named = (0..last).find(|at| is_heads_of_days([cell(*at), cell(at + 1), cell(at + 2)]));
        let Some(at) = named else {
            let blank = |at: usize| cell(at).is_empty();
            let at = (0..last).find(|at| dated(cell(*at)) && blank(at + 1) && blank(at + 2) && hold_days(rows, *at))?;
            return Some(Days { at, head: cell(at).to_string() });
        };
        let group = upper.get(at).map_or("", |cell| cell.trim());
        let others: Vec<&str> = (0..heads.len()).filter_map(|other| key(cell(other))).collect();
        let free = || DATES[..2].iter().find(|date| !others.contains(date));
        // 成文 over the three is 成文日期.
        let of_group = [group.to_string(), format!("{group}日期")].into_iter().find(|head| dated(head));
        let by_place = || columns(table).iter().find(|column| Some(&column.key) == free());
        let head = of_group.or_else(|| by_place().map(|column| column.zh.to_string()))?;
        Some(Days { at, head })
    }

    /// Puts the one head in place of the three.
    pub(super) fn name(&self, heads: &mut Vec<String>) {
        heads.resize(heads.len().max(self.at + 3), String::new());
        heads[self.at].clone_from(&self.head);
        heads[self.at + 1].clear();
        heads[self.at + 2].clear();
    }

    /// Puts the one cell in place of the three.
    pub(super) fn join(&self, raw: &mut RawRow) {
        let mut whole = String::new();
        for (at, sign) in (self.at..).zip(['年', '月', '日']) {
            let Some(cell) = raw.cells.get_mut(at) else { break };
            let part = std::mem::take(cell);
            whole.push_str(part.trim());
            if part.trim().chars().next_back().is_some_and(is_digit) {
                whole.push(sign);
            }
        }
        if let Some(cell) = raw.cells.get_mut(self.at) {
            *cell = whole;
        }
        // A part of a date is a number and has lost nothing by it.
        let own = self.at..self.at + 3;
        raw.hints.retain(|hint| !own.contains(&(hint.at as usize)));
    }

    /// The column that begins them.
    pub(super) fn at(&self) -> usize {
        self.at
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether the cells of three columns are years, months and days wherever there is something.
fn hold_days(rows: &[&RawRow], at: usize) -> bool {
    let number = |raw: &RawRow, at: usize, sign: char| -> Option<u32> {
        raw.cells.get(at)?.trim().trim_end_matches(sign).parse().ok()
    };
    let day = |raw: &&&RawRow| {
        number(raw, at, '年').is_some_and(|year| (1990..=2100).contains(&year))
            && number(raw, at + 1, '月').is_some_and(|month| (1..=12).contains(&month))
            && number(raw, at + 2, '日').is_some_and(|day| (1..=31).contains(&day))
    };
    let blank = |raw: &&&RawRow| (at..at + 3).all(|at| raw.cells.get(at).is_none_or(|cell| cell.trim().is_empty()));
    rows.iter().any(|raw| day(&raw)) && rows.iter().all(|raw| day(&raw) || blank(&raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_cells_become_the_date_that_they_say() {
        for (cells, wanted) in [
            (["2024", "3", "5"], "2024年3月5日"),
            (["2024年", "3月", "5日"], "2024年3月5日"),
            (["2024", "3", ""], "2024年3月"),
            (["", "3", "5"], "3月5日"),
            (["2024", "3", "上旬"], "2024年3月上旬"),
            (["", "", ""], ""),
        ] {
            let cells = std::iter::once("甲").chain(cells).map(str::to_string).collect();
            let mut raw = RawRow { row: 1, cells, hints: Vec::new() };
            Days { at: 1, head: String::new() }.join(&mut raw);
            assert_eq!(raw.cells, ["甲", wanted, "", ""], "{wanted}");
        }
    }
}
