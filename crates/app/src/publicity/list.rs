//! A list that somebody hands in: read within limits, its head found, and judged column by column, by head and by what stands
//! in the cells, before anything of it is kept.

use crate::error::{Error, Result};
use crate::guard::publication::{Field, Gate};
use crate::guard::{Limits, ReadError, Source, read_text};
use domain::extract::{BlockKind, Concealed, Extract, Place};
use domain::publicity::{Fate, Kind, Roll};
use domain::publicity::roll::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS};
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
    pub hidden_sheets: usize,
    /// Whether hidden rows or columns were not read.
    pub hidden_cells: bool,
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
    let (mut sheets, mut hidden) = (BTreeMap::<usize, Sheet>::new(), BTreeSet::new());
    let mut hidden_cells = false;
    for block in &extract.blocks {
        let BlockKind::Cell { table, row, column, .. } = block.kind else { continue };
        match block.concealed {
            Some(Concealed::HiddenSheet) => drop(hidden.insert(table)),
            Some(_) => hidden_cells = true,
            None if row > FARTHEST || column > FARTHEST => return Err(Look::Large),
            None => {
                let sheet = sheets.entry(table).or_default();
                if let Place::Cell { sheet: name, .. } = &block.place {
                    sheet.name.clone_from(name);
                }
                let text = extract.text_of(block).split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
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
    Ok(Read { roll, sheet: name, left_out, hidden_sheets: hidden.len(), hidden_cells, other_sheets })
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
    if fits(&roll) { Ok((roll, left_out)) } else { Err(Look::Large) }
}

/// Whether a list is no larger than is taken.
fn fits(roll: &Roll) -> bool {
    let long = |cell: &String| cell.chars().count() > LONGEST_CELL;
    roll.rows.len() <= MOST_ROWS
        && roll.heads.len() <= MOST_COLUMNS
        && !roll.rows.iter().chain([&roll.heads]).flatten().any(long)
}

/// A column as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// What becomes of it by its head.
    pub fate: Fate,
    /// In how many of its cells something was found that may certainly not be shown, and an example, masked.
    pub found: Option<(usize, String)>,
    /// The same for what is only suspected.
    pub suspected: Option<(usize, String)>,
    /// Whether somebody decided that it is shown although no rule names it.
    pub kept: bool,
}

impl Column {
    /// Whether it goes, whatever anybody says.
    pub fn goes(&self) -> bool {
        matches!(self.fate, Fate::Forbidden(_)) || self.found.is_some()
    }

    /// Whether it is among what is shown.
    pub fn stays(&self) -> bool {
        !self.goes() && (matches!(self.fate, Fate::Shown | Fate::Masked) || (self.fate == Fate::Unlisted && self.kept))
    }

    /// Whether nobody has decided on it.
    pub fn is_open(&self) -> bool {
        !self.goes() && self.fate == Fate::Unlisted && !self.kept
    }
}

/// A list as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The list as it came.
    pub roll: Roll,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What may be shown of it, after what goes is gone and what is to be covered is covered.
    pub shown: Roll,
    /// Rows of it, from 0, that say the same of one name: the first and the other one.
    pub twins: Vec<(usize, usize)>,
}

impl Examined {
    /// How many columns go.
    pub fn going(&self) -> usize {
        self.columns.iter().filter(|column| column.goes()).count()
    }

    /// Whether it may be kept as it is but for what goes by itself: nothing forbidden in it, everything decided.
    pub fn passes(&self) -> bool {
        !self.columns.iter().any(|column| column.goes() || column.is_open()) && fits(&self.roll)
    }
}

/// Judges a list for a kind. `kept` are heads of columns that no rule names and somebody wants shown.
pub fn examine(kind: &Kind, roll: Roll, kept: &[String]) -> Examined {
    let fates = roll.judge(kind);
    let judged = found(&roll, &fates);
    let columns: Vec<Column> = roll
        .heads
        .iter()
        .zip(&fates)
        .zip(judged)
        .map(|((head, fate), (found, suspected))| Column {
            head: head.clone(),
            fate: *fate,
            found,
            suspected,
            kept: !head.is_empty() && kept.contains(head),
        })
        .collect();
    let left: Vec<Fate> = columns
        .iter()
        .map(|column| if column.goes() { Fate::Numbering } else { column.fate })
        .collect();
    let shown = roll.cut(&left, |at| columns.get(at).is_some_and(|column| column.kept));
    Examined { twins: shown.twins(), shown, columns, roll }
}

/// How many cells something was found in, and an example of it, masked.
type Spots = Option<(usize, String)>;

/// What the gate finds in the cells of each column, as they would be shown: certain and suspected.
fn found(roll: &Roll, fates: &[Fate]) -> Vec<(Spots, Spots)> {
    let names: Vec<String> = (0..roll.heads.len()).map(|at| at.to_string()).collect();
    let texts: Vec<String> = roll
        .heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let judged = matches!(fates.get(at), Some(Fate::Shown | Fate::Masked | Fate::Unlisted));
            let covered = fates.get(at) == Some(&Fate::Masked);
            let mut text = if judged { format!("{head}\n") } else { String::new() };
            for cell in roll.rows.iter().filter_map(|row| row.get(at)).filter(|_| judged) {
                let cell = if covered { domain::publicity::roll::cover(cell) } else { cell.clone() };
                // A sentence of its own, so that nothing reaches from one row into the next.
                text.push_str(&format!("{head}：{cell}。\n"));
            }
            text
        })
        .collect();
    let verdict = Gate::default().judge(names.iter().zip(&texts).map(|(name, text)| Field::new(name, text)));
    let mut spots: Vec<(Spots, Spots)> = vec![(None, None); roll.heads.len()];
    let note = |spot: &mut Spots, masked: String| match spot {
        Some((count, _)) => *count += 1,
        None => *spot = Some((1, masked)),
    };
    for concern in verdict.refused {
        if let Some((certain, _)) = concern.field.parse().ok().and_then(|at: usize| spots.get_mut(at)) {
            note(certain, concern.masked);
        }
    }
    for concern in verdict.asked {
        if let Some((_, suspected)) = concern.field.parse().ok().and_then(|at: usize| spots.get_mut(at)) {
            note(suspected, concern.masked);
        }
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(id: &str) -> &'static Kind {
        Kind::of(id).unwrap()
    }

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
        assert!(matches!(read_list("x.csv", b"only,heads".to_vec()).await.unwrap(), Err(Look::Empty)));
    }

    #[test]
    fn what_is_forbidden_by_head_or_by_content_goes_and_the_rest_is_asked() {
        let list = Roll::read_lines(
            "姓名\t学院\t身份证号\t备注\t说明\n李示例\t商学院\t110101199003070038\t13800138000\t无\n王样本\t商学院\t\t\t无",
        )
        .unwrap();
        let judged = examine(kind("national_scholarship"), list.clone(), &[]);
        let going: Vec<&str> = judged.columns.iter().filter(|column| column.goes()).map(|c| c.head.as_str()).collect();
        assert_eq!(going, ["身份证号", "备注"], "{:?}", judged.columns);
        assert!(judged.columns[4].is_open() && !judged.passes());
        assert_eq!(judged.shown.heads, ["姓名", "学院"]);
        let (count, example) = judged.columns[3].found.clone().unwrap();
        assert!(count == 1 && !example.contains("13800138000"), "{example}");
        let kept = examine(kind("national_scholarship"), list, &["说明".into(), "备注".into()]);
        assert_eq!(kept.shown.heads, ["姓名", "学院", "说明"], "what is forbidden cannot be kept");
        let again = examine(kind("national_scholarship"), kept.shown.clone(), &["说明".into()]);
        assert!(again.passes());
        assert_eq!(again.shown, again.roll);
    }

    #[test]
    fn a_number_of_a_student_is_covered_and_passes() {
        let list = Roll::read_lines("姓名\t学号\n李示例\t20240101017").unwrap();
        let judged = examine(kind("national_scholarship"), list, &[]);
        assert_eq!(judged.shown.rows, [["李示例", "2024****017"]]);
        assert!(judged.passes());
    }
}
