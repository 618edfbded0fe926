//! A list that somebody hands in: read within limits, one sheet of it, its head found. It is judged by the guard (`guard::roll`).

use crate::error::{Error, Result};
use crate::guard::roll::fits;
use crate::guard::{Limits, ReadError, Source, read_text};
use domain::extract::{BlockKind, Concealed, Extract, Place};
use domain::publicity::Roll;
use domain::publicity::roll::{MOST_COLUMNS, MOST_ROWS};
use std::collections::{BTreeMap, BTreeSet};

/// Rows and columns beyond which the cells of a file are not looked at.
const FARTHEST: usize = 100_000;

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The list.
    pub roll: Roll,
    /// Name of the sheet it stands on; empty where there are none.
    pub sheet: String,
    /// Rows with one cell alone, such as a total, that were taken for no rows of the list.
    pub left_out: usize,
    /// Sheets that were not read because they are hidden.
    pub hidden_sheets: Vec<String>,
    /// How many hidden rows, and how many hidden columns, were not read.
    pub hidden_rows: usize,
    /// The columns.
    pub hidden_columns: usize,
    /// Other sheets with something on them, which were not read.
    pub other_sheets: Vec<String>,
}

/// Why no list was found in what was read.
#[derive(Debug)]
pub enum Look {
    /// There is no row under a head.
    Empty,
    /// More rows, columns or text in a cell than a list may have.
    Large,
    /// Two lists stand side by side.
    SideBySide,
    /// It cannot be read.
    Unreadable(ReadError),
}

/// The list in a file, or in text that was pasted from a spreadsheet.
///
/// # Errors
/// Inside: why there is none, for a reason that can be told. Outside: the machine's.
pub async fn read_list(name: &str, bytes: Vec<u8>) -> Result<std::result::Result<Read, Look>> {
    let name = name.to_string();
    let read = move || read_text(Source::Held { name: &name, bytes: &bytes }, &Limits::default());
    let extract = match tokio::task::spawn_blocking(read).await.map_err(Error::internal)? {
        Ok(extract) => extract,
        Err(error) => return Ok(Err(Look::Unreadable(error))),
    };
    Ok(in_extract(&extract))
}

/// One table of a file, cell by cell.
#[derive(Default)]
struct Sheet {
    name: String,
    cells: BTreeMap<(usize, usize), String>,
}

fn in_extract(extract: &Extract) -> std::result::Result<Read, Look> {
    let mut sheets = BTreeMap::<usize, Sheet>::new();
    let mut hidden = (BTreeMap::<usize, String>::new(), BTreeSet::new(), BTreeSet::new());
    for block in &extract.blocks {
        let BlockKind::Cell { table, row, column, row_span, .. } = block.kind else { continue };
        match block.concealed {
            Some(Concealed::HiddenSheet) => {
                let Place::Cell { sheet, .. } = &block.place else { continue };
                hidden.0.entry(table).or_insert_with(|| sheet.clone());
            }
            Some(Concealed::HiddenColumn) => drop(hidden.2.insert((table, column))),
            Some(_) => drop(hidden.1.insert((table, row))),
            None if row > FARTHEST || column > FARTHEST => return Err(Look::Large),
            None => {
                let sheet = sheets.entry(table).or_default();
                if let Place::Cell { sheet: name, .. } = &block.place {
                    sheet.name.clone_from(name);
                }
                let text = extract.text_of(block).split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    // A joined cell holds for each row that it is joined over.
                    let joined = row_span.clamp(1, MOST_ROWS);
                    for row in row + 1..row + joined {
                        sheet.cells.entry((row, column)).or_insert_with(|| text.clone());
                    }
                    sheet.cells.insert((row, column), text);
                }
            }
        }
    }
    let mut filled = sheets.into_values().filter(|sheet| !sheet.cells.is_empty());
    let Some(sheet) = filled.next() else { return Err(Look::Empty) };
    let other_sheets = filled.map(|sheet| sheet.name).collect();
    let name = sheet.name.clone();
    let (roll, left_out) = rows(sheet)?;
    let (hidden_sheets, rows, columns) = hidden;
    Ok(Read {
        roll,
        sheet: name,
        left_out,
        hidden_sheets: hidden_sheets.into_values().collect(),
        hidden_rows: rows.len(),
        hidden_columns: columns.len(),
        other_sheets,
    })
}

fn rows(sheet: Sheet) -> std::result::Result<(Roll, usize), Look> {
    let mut lines: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for ((row, column), text) in sheet.cells {
        lines.entry(row).or_default().insert(column, text);
    }
    let columns: BTreeSet<usize> = lines.values().flat_map(|line| line.keys().copied()).collect();
    // Columns that are empty throughout are none.
    let columns: Vec<usize> = columns.into_iter().collect();
    if columns.len() > MOST_COLUMNS || lines.len() > MOST_ROWS + 20 {
        return Err(Look::Large);
    }
    let line = |mut cells: BTreeMap<usize, String>| -> Vec<String> {
        columns.iter().map(|column| cells.remove(column).unwrap_or_default()).collect()
    };
    let (roll, left_out) = Roll::of(lines.into_values().map(line).collect()).ok_or(Look::Empty)?;
    if roll.is_side_by_side() {
        return Err(Look::SideBySide);
    }
    if fits(&roll) { Ok((roll, left_out)) } else { Err(Look::Large) }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(name: &str, text: &str) -> Read {
        read_list(name, text.as_bytes().to_vec()).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_list_is_read_from_csv_and_from_pasted_lines() {
        let list = "姓名,学院\n李示例,商学院\n王样本,医护学院\n合计2人,\n";
        for (name, text) in [("名单.csv", list.to_string()), ("名单.tsv", list.replace(',', "\t"))] {
            let read = read(name, &text).await;
            assert_eq!(read.roll.heads, ["姓名", "学院"], "{name}");
            assert_eq!(read.roll.rows, [["李示例", "商学院"], ["王样本", "医护学院"]], "{name}");
            assert_eq!(read.left_out, 1);
        }
        let beside = "姓名,班级,姓名,班级\n李示例,一班,王样本,二班\n".as_bytes().to_vec();
        assert!(matches!(read_list("x.csv", beside).await.unwrap(), Err(Look::SideBySide)));
        assert!(matches!(read_list("x.csv", b"only,heads".to_vec()).await.unwrap(), Err(Look::Empty)));
    }
}
