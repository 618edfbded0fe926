//! Lists of people beside the list of a posting, held to the same column policy: in tables of the record's text and of the
//! files that are attached to it. The rule is the one that judges the list ([`super::roll::examine`]); here its tables are
//! found, and what goes is told with its place and can be covered.
//!
//! What cannot be read (a picture, a scan) is judged by nobody here; that it was not is said by the file's inspection.

use super::place::Spots;
use super::roll::examine;
use super::written::{Origin, extract_of};
use super::{Copy, Limits, Notice, ReadError, RedactError, Source};
use crate::error::PersonalData;
use domain::extract::{Extract, Place};
use domain::publicity::beside::{Listed, lists_in};
use domain::publicity::grid::{Grid, UNTOLD, grids};
use domain::publicity::roll::middle;
use domain::publicity::{Fate, Kind};
use domain::text::{Block, Table, blocks, print};
use office::redact::{self, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Rounds of covering: a head that comes to light with the first is judged in the next.
const ROUNDS: usize = 3;
/// What a table of a record shows that its kind keeps off the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Name of the file it stands in; empty in the text of the record.
    pub file: String,
    /// Where in the file: `Sheet1!C1`, `12:4`.
    pub place: String,
    /// Line of the record's text, from 0.
    pub line: Option<usize>,
    /// Head of the column.
    pub head: String,
    /// Why it may not be shown so.
    pub why: Why,
    /// An example of what was found in its cells, masked; empty when the head alone decides.
    pub masked: String,
    /// What is to be covered of each block of the file; nothing where people have to mend it.
    cover: Vec<(usize, Range<usize>)>,
}

/// Why a column may not be shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The kind forbids it.
    Forbidden,
    /// Its cells hold what nobody may show.
    Found,
    /// Single cells of it do.
    Cells,
    /// It is a number of somebody whose middle is to be covered.
    Unmasked,
    /// No rule of the kind names it, and nobody decided to show it.
    Open,
}

impl Why {
    /// Stable code, the end of a message key under `publicity-beside-`.
    pub fn code(self) -> &'static str {
        match self {
            Why::Forbidden => "forbidden",
            Why::Found => "found",
            Why::Cells => "cells",
            Why::Unmasked => "unmasked",
            Why::Open => "open",
        }
    }
}

impl Misfit {
    /// The same for whoever is refused.
    pub(crate) fn told(&self) -> PersonalData {
        let field = if self.file.is_empty() { "body" } else { PersonalData::ATTACHMENT };
        let line = self.line.map(|line| (line + 1).to_string()).unwrap_or_default();
        let parts = [&self.file, &self.place, &line, &self.head, &self.masked];
        let told: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        PersonalData { field, masked: told.join(" ") }
    }
}

/// What tables of a text show that a list of this kind may not. `decided` are heads that somebody wants shown.
pub(crate) fn in_text(kind: &Kind, decided: &[String], body: &str) -> Vec<Misfit> {
    let (extract, from) = extract_of(body);
    let mut found = in_extract(kind, decided, &extract, |block| from.get(block).map(|at| at.line));
    for misfit in &mut found {
        misfit.place = String::new();
    }
    found
}

/// The same of a file.
///
/// # Errors
/// It cannot be read.
pub(crate) fn in_file(
    kind: &Kind,
    decided: &[String],
    name: &str,
    bytes: &[u8],
) -> std::result::Result<Vec<Misfit>, ReadError> {
    looked_into(kind, decided, name, bytes).map(|(found, _)| found)
}

/// The same, with what could not be read.
fn looked_into(
    kind: &Kind,
    decided: &[String],
    name: &str,
    bytes: &[u8],
) -> std::result::Result<(Vec<Misfit>, Vec<Notice>), ReadError> {
    let extract = Source::Held { name, bytes }.read(&Limits::default())?;
    let mut found = in_extract(kind, decided, &extract, |_| None);
    for misfit in &mut found {
        misfit.file = super::shown(name);
    }
    Ok((found, extract.notices))
}

/// A text with what its tables may not show covered, sign for sign; what stands elsewhere is as it was.
pub(crate) fn cover_text(kind: &Kind, decided: &[String], body: &str) -> String {
    let (extract, from) = extract_of(body);
    let mut lines: Vec<String> = body.lines().map(str::to_string).collect();
    let placed = blocks(body);
    let mut tables: BTreeMap<usize, (usize, Table)> = BTreeMap::new();
    for misfit in in_extract(kind, decided, &extract, |_| None) {
        for (block, range) in misfit.cover {
            let Some(Origin { line, cell: Some((first, row, at)) }) = from.get(block).copied() else { continue };
            let Some(table) = placed.iter().find_map(|placed| match &placed.block {
                Block::Table(table) if placed.line == first => Some((placed.lines, table)),
                _ => None,
            }) else {
                continue;
            };
            debug_assert!(line >= first);
            let (_, table) = tables.entry(first).or_insert_with(|| (table.0, table.1.clone()));
            let text = extract.blocks.get(block).map(|block| extract.text_of(block)).unwrap_or_default();
            let start = extract.blocks.get(block).map_or(0, |block| block.range.start);
            if let Some(cell) = table.rows.get_mut(row).and_then(|row| row.get_mut(at)) {
                cell.text = starred(text, range.start - start..range.end - start);
            }
        }
    }
    for (first, (count, table)) in tables.into_iter().rev() {
        let printed = print([&Block::Table(table)]);
        lines.splice(first..first + count, printed.lines().map(str::to_string));
    }
    lines.join("\n")
}

fn starred(text: &str, range: Range<usize>) -> String {
    text.char_indices().map(|(at, c)| if range.contains(&at) { '*' } else { c }).collect()
}

/// A copy of a file with what its tables may not show covered; nothing when there is nothing to cover.
///
/// # Errors
/// There is no such copy: of this format, or because people have to mend it.
pub(crate) fn cover_file(
    kind: &Kind,
    decided: &[String],
    name: &str,
    bytes: &[u8],
) -> std::result::Result<Option<Copy>, RedactError> {
    let mut copy: Option<Copy> = None;
    for _ in 0..ROUNDS {
        let held = copy.as_ref().map_or(bytes, |copy| copy.bytes.as_slice());
        let (found, unread) = looked_into(kind, decided, name, held)?;
        if found.is_empty() {
            return Ok(copy.map(|copy| Copy { unread, ..copy }));
        }
        let spans: Vec<Span> = found
            .iter()
            .flat_map(|misfit| &misfit.cover)
            .map(|(block, range)| Span { block: *block, range: range.clone() })
            .collect();
        if spans.is_empty() {
            return Err(RedactError::Left(found.len()));
        }
        let made = redact::redact(name, held, &spans, &Limits::default())?;
        copy = Some(Copy { bytes: made.bytes, not_looked_into: made.not_looked_into, unread: Vec::new() });
    }
    let held = copy.as_ref().map_or(bytes, |copy| copy.bytes.as_slice());
    let (found, unread) = looked_into(kind, decided, name, held)?;
    match found.len() {
        0 => Ok(copy.map(|copy| Copy { unread, ..copy })),
        left => Err(RedactError::Left(left)),
    }
}

fn in_extract(
    kind: &Kind,
    decided: &[String],
    extract: &Extract,
    line: impl Fn(usize) -> Option<usize>,
) -> Vec<Misfit> {
    let spots = Spots::of(&extract.text);
    let place = |block: usize| match extract.blocks.get(block).map(|block| (&block.place, block.range.start)) {
        Some((Place::Cell { sheet, cell }, _)) => super::shown(&format!("{sheet}!{cell}")),
        Some((_, start)) => {
            let spot = spots.at(start);
            format!("{}:{}", spot.line, spot.column)
        }
        None => String::new(),
    };
    let mut found: Vec<Misfit> = Vec::new();
    for grid in grids(extract) {
        for listed in lists_in(kind, &grid.rows) {
            for misfit in judge(kind, decided, &grid, listed) {
                let (head, why, masked, at, cover) = misfit;
                let block = grid.from.get(&at).map(|(block, _)| *block);
                let told = Misfit {
                    file: String::new(),
                    place: block.map(&place).unwrap_or_default(),
                    line: block.and_then(&line),
                    head: super::shown(&head),
                    why,
                    masked,
                    cover,
                };
                // A long list is judged in pieces, and its column is one.
                match found.iter_mut().find(|known| known.place == told.place && known.head == told.head) {
                    Some(known) => known.cover.extend(told.cover),
                    None => found.push(told),
                }
            }
        }
    }
    found
}

type Judged = (String, Why, String, (usize, usize), Vec<(usize, Range<usize>)>);

/// What a list shows that its kind does not allow, column by column.
fn judge(kind: &Kind, decided: &[String], grid: &Grid, listed: Listed) -> Vec<Judged> {
    let Listed { mut roll, heads_at, cells_at } = listed;
    for row in &mut roll.rows {
        for cell in row.iter_mut().filter(|cell| is_covered(cell)) {
            cell.clear();
        }
    }
    // A column in which nothing stands any more shows nothing, whatever its head.
    let filled: Vec<bool> = (0..roll.heads.len())
        .map(|at| roll.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty())))
        .collect();
    let source = |row: usize, at: usize| cells_at.get(row).and_then(|row| row.get(at)).and_then(|at| grid.from.get(at));
    let whole = |at: usize, rows: &[usize]| -> Vec<(usize, Range<usize>)> {
        let rows = rows.iter().filter(|row| roll.rows[**row].get(at).is_some_and(|cell| !cell.trim().is_empty()));
        rows.filter_map(|row| source(*row, at).cloned()).collect()
    };
    let all: Vec<usize> = (0..roll.rows.len()).collect();
    let judged = examine(kind, roll.clone(), decided);
    let columns = judged.columns.iter().enumerate().filter(|(at, _)| filled[*at]);
    columns
        .filter_map(|(at, column)| {
            let masked = column.found.clone().map(|(_, masked)| masked).unwrap_or_default();
            let (why, cover) = match column.fate {
                Fate::Forbidden(_) => (Why::Forbidden, whole(at, &all)),
                _ if column.goes() => (Why::Found, whole(at, &all)),
                // The rest of the cell is to be shown: what of it goes, people know.
                _ if column.is_wrong() => (Why::Cells, Vec::new()),
                _ if column.is_open() => (Why::Open, whole(at, &all)),
                Fate::Masked => {
                    let open: Vec<usize> = all.iter().copied().filter(|row| !is_masked(&roll.rows[*row][at])).collect();
                    if open.is_empty() {
                        return None;
                    }
                    let inner = |row: &usize| {
                        let (block, range) = source(*row, at)?;
                        let middle = middle(&roll.rows[*row][at]);
                        Some((*block, range.start + middle.start..range.start + middle.end))
                    };
                    (Why::Unmasked, open.iter().filter_map(inner).collect())
                }
                _ => return None,
            };
            Some((column.head.clone(), why, masked, heads_at[at], cover))
        })
        .collect()
}

/// Whether a cell was covered whole.
fn is_covered(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| c == '*')
}

/// Whether a number that is covered in the middle is so.
fn is_masked(cell: &str) -> bool {
    let shown = cell.chars().filter(|c| c.is_alphanumeric()).count();
    cell.trim().is_empty() || cell == UNTOLD || (cell.contains("**") && shown <= 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> &'static Kind {
        Kind::of("national_inspirational_scholarship").unwrap()
    }

    #[track_caller]
    fn text(body: &str, want: &[(&str, Why)]) {
        let found = in_text(kind(), &[], body);
        let told: Vec<(&str, Why)> = found.iter().map(|misfit| (misfit.head.as_str(), misfit.why)).collect();
        assert_eq!(told, want, "{body}");
    }

    #[test]
    fn a_table_in_a_text_is_held_to_the_columns_of_the_kind() {
        text("现予公示。\n| 姓名 | 学院 | 困难原因 |\n| 李示例 | 商学院 | 家中变故 |", &[("困难原因", Why::Forbidden)]);
        text("| 姓名 | 学号 |\n| 李示例 | 20240101017 |", &[("学号", Why::Unmasked)]);
        text("| 姓名 | 学号 |\n| 李示例 | 2024****017 |", &[]);
        text("| 姓名 | 备注 |\n| 李示例 | 无 |", &[("备注", Why::Open)]);
        text("| 姓名 | 学院 |\n| 李示例（孤儿） | 商学院 |\n| 王样本 | 商学院 |", &[("姓名", Why::Cells)]);
        text("| 序号 | 姓名 | 院系 | 班级 |\n| 1 | 李示例 | 商学院 | 会计2401 |", &[]);
        assert_eq!(in_text(kind(), &["备注".into()], "| 姓名 | 备注 |\n| 李示例 | 无 |"), [], "somebody decided");
    }

    #[test]
    fn a_list_whose_columns_only_blanks_divide_is_a_list() {
        text("姓名 班级 家庭住址\n李示例 会计2401 某县某村", &[("家庭住址", Why::Forbidden)]);
        text("姓名\t班级\t电话\n李示例\t会计2401\t无", &[("电话", Why::Forbidden)]);
        text("请按 姓名 学号 班级 填写\n各班：\n请于12月10日 前报名。", &[]);
    }

    #[test]
    fn tables_that_are_not_about_people_are_left_alone() {
        text("| 学院 | 名额 |\n| 商学院 | 5 |", &[]);
        text("| 受理部门 | 联系电话 |\n| 学生处 | 0730-8390012 |", &[]);
        text("联系人：某老师　电话：0730-8390012", &[]);
    }

    #[test]
    fn what_goes_is_covered_in_the_text_and_the_rest_stays() {
        let body = "现予公示。\n| 姓名 | 学号 | 困难原因 |\n| 李示例 | 20240101017 | 家中变故 |\n\n>> 学生处";
        let covered = cover_text(kind(), &[], body);
        assert_eq!(covered, "现予公示。\n| 姓名 | 学号 | 困难原因 |\n| 李示例 | 2024****017 | **** |\n\n>> 学生处");
        assert_eq!(in_text(kind(), &[], &covered), []);
    }

    #[test]
    fn a_spreadsheet_is_held_to_the_same_columns_and_its_copy_passes() {
        let list =
            "名单\n姓名,学号,班级,家庭住址\n李示例,20240101017,会计2401,某县某村\n王样本,20240101018,会计2401,某县\n";
        let found = in_file(kind(), &[], "名单.csv", list.as_bytes()).unwrap();
        let told: Vec<(&str, Why)> = found.iter().map(|misfit| (misfit.head.as_str(), misfit.why)).collect();
        assert_eq!(told, [("学号", Why::Unmasked), ("家庭住址", Why::Forbidden)]);
        let copy = cover_file(kind(), &[], "名单.csv", list.as_bytes()).unwrap().unwrap();
        let text = String::from_utf8(copy.bytes.clone()).unwrap();
        assert!(!text.contains("某县") && !text.contains("20240101017") && text.contains("李示例"), "{text}");
        assert_eq!(in_file(kind(), &[], "名单.csv", &copy.bytes).unwrap(), []);
        assert!(cover_file(kind(), &[], "名单.csv", "姓名,班级\n李示例,一班".as_bytes()).unwrap().is_none());
    }
}
