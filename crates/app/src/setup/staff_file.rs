//! A list of units and people as somebody sends it (.xlsx, .csv, .docx): read by the program's one reader of files and laid out as
//! lines under known heads. It decides nothing about what the lines mean.

use crate::guard::{Limits, ReadError, Source, read_text};
use domain::date::half_width;
use domain::extract::{BlockKind, Extract, Place};
use domain::text::turns;
use std::collections::BTreeMap;

/// Most lines of a list.
pub(super) const LINES: usize = 3_000;
/// Lines above a head that are looked through for it.
const ABOVE: usize = 8;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// Code of a unit.
    Code,
    /// Name of a unit, or the unit of a person.
    Unit,
    /// Kind of a unit.
    Kind,
    /// Unit above.
    Parent,
    /// What a person signs in with.
    Login,
    /// A person's name.
    Name,
    /// Where mail reaches them.
    Email,
    /// What they are.
    Post,
}

/// Heads of columns as colleges write them, without blanks.
const HEADS: [(&str, Column); 33] = [
    ("单位代码", Column::Code),
    ("部门代码", Column::Code),
    ("代码", Column::Code),
    ("code", Column::Code),
    ("单位名称", Column::Unit),
    ("部门名称", Column::Unit),
    ("单位", Column::Unit),
    ("部门", Column::Unit),
    ("所在部门", Column::Unit),
    ("所在单位", Column::Unit),
    ("unit", Column::Unit),
    ("单位类别", Column::Kind),
    ("类别", Column::Kind),
    ("kind", Column::Kind),
    ("上级单位", Column::Parent),
    ("上级部门", Column::Parent),
    ("parent", Column::Parent),
    ("工号", Column::Login),
    ("账号", Column::Login),
    ("登录名", Column::Login),
    ("职工号", Column::Login),
    ("login", Column::Login),
    ("姓名", Column::Name),
    ("name", Column::Name),
    ("邮箱", Column::Email),
    ("电子邮箱", Column::Email),
    ("电子邮件", Column::Email),
    ("email", Column::Email),
    ("岗位", Column::Post),
    ("角色", Column::Post),
    ("职责", Column::Post),
    ("role", Column::Post),
    ("post", Column::Post),
];

/// A line of a list as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// Its sheet; empty in a file of one table.
    pub sheet: String,
    /// Its row as a person counts it.
    pub row: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A list as it was sent: everything that stands in its tables.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Grid {
    /// Its lines in order.
    pub lines: Vec<Line>,
    /// Rows, columns or sheets that are hidden in the file, which nobody who looks at it sees, were left out.
    pub hidden: bool,
    /// There were more lines than are read.
    pub cut: bool,
    /// Characters that turn the direction of writing, which nobody sees, were taken out.
    #[serde(default)]
    pub cleaned: bool,
}

/// A line that cannot be taken, and why: a message key under `setting-staff-`, with the text it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Its sheet.
    pub sheet: String,
    /// Its row.
    pub row: usize,
    /// Why.
    pub code: &'static str,
    /// The text.
    pub text: String,
}

/// Reads a list that was sent under a name. Blocks; for a thread that may.
///
/// # Errors
/// The file cannot be read.
pub fn read_grid(name: &str, bytes: &[u8]) -> Result<Grid, ReadError> {
    Ok(grid(&read_text(Source::Held { name, bytes }, &Limits::default())?))
}

/// The tables of a file as lines.
fn grid(extract: &Extract) -> Grid {
    let mut grid = Grid::default();
    let mut lines: BTreeMap<(usize, usize), Line> = BTreeMap::new();
    for block in &extract.blocks {
        let BlockKind::Cell { table, row, column, .. } = block.kind else { continue };
        if block.concealed.is_some() {
            grid.hidden = true;
            continue;
        }
        if column > 40 {
            continue;
        }
        let sheet = match &block.place {
            Place::Cell { sheet, .. } => sheet.clone(),
            _ => String::new(),
        };
        let line = lines.entry((table, row)).or_insert(Line { sheet, row: row + 1, cells: Vec::new() });
        if line.cells.len() <= column {
            line.cells.resize(column + 1, String::new());
        }
        let text = extract.text_of(block).split_whitespace().collect::<Vec<_>>().join(" ");
        grid.cleaned |= text.chars().any(turns);
        if let Some(cell) = line.cells.get_mut(column) {
            *cell = text.chars().filter(|c| !turns(*c)).take(200).collect();
        }
    }
    grid.cut = lines.len() > LINES;
    grid.lines =
        lines.into_values().filter(|line| line.cells.iter().any(|cell| !cell.is_empty())).take(LINES).collect();
    grid
}

/// A line under its head.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) sheet: String,
    pub(super) row: usize,
    cells: BTreeMap<Column, String>,
}

impl Row {
    /// What stands in a column.
    pub(super) fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    /// The fault of this row.
    pub(super) fn fault(&self, code: &'static str, text: &str) -> RowFault {
        RowFault { sheet: self.sheet.clone(), row: self.row, code, text: text.to_string() }
    }
}

/// The lines of units, the lines of people, and sheets in which neither head was found.
pub(super) fn rows(grid: &Grid) -> (Vec<Row>, Vec<Row>, Vec<RowFault>) {
    let (mut units, mut people, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(first) = grid.lines.get(at) {
        let sheet: Vec<&Line> = grid.lines[at..].iter().take_while(|line| line.sheet == first.sheet).collect();
        at += sheet.len();
        let heads = sheet.iter().take(ABOVE).map(|line| columns(&line.cells));
        let Some((head, columns)) = heads.enumerate().find(|(_, columns)| is_head(columns)) else {
            let code = "no-head";
            faults.push(RowFault { sheet: first.sheet.clone(), row: first.row, code, text: first.sheet.clone() });
            continue;
        };
        let of_people = columns.values().any(|column| *column == Column::Login);
        for line in &sheet[head + 1..] {
            let cells = columns.iter().filter_map(|(at, column)| Some((*column, line.cells.get(*at)?.clone())));
            let cells: BTreeMap<Column, String> = cells.filter(|(_, text)| !text.is_empty()).collect();
            if cells.is_empty() {
                continue;
            }
            let row = Row { sheet: line.sheet.clone(), row: line.row, cells };
            if of_people { people.push(row) } else { units.push(row) }
        }
    }
    (units, people, faults)
}

/// Known heads by where they stand; the first of two of one meaning counts.
fn columns(cells: &[String]) -> BTreeMap<usize, Column> {
    let mut found: BTreeMap<usize, Column> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let text: String = half_width(cell).chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
        // 工号（登录用）: what stands in brackets explains.
        let text = text.split(['(', '（']).next().unwrap_or_default().to_ascii_lowercase();
        let known = HEADS.iter().find(|(head, _)| *head == text).map(|(_, column)| *column);
        if let Some(column) = known.filter(|column| !found.values().any(|other| other == column)) {
            found.insert(at, column);
        }
    }
    found
}

/// A head of people has what they sign in with and their name, one of units code and name.
fn is_head(columns: &BTreeMap<usize, Column>) -> bool {
    let has = |wanted: Column| columns.values().any(|column| *column == wanted);
    has(Column::Login) && has(Column::Name) || has(Column::Code) && has(Column::Unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(sheet: &str, rows: &[&str]) -> Vec<Line> {
        let line = |(at, row): (usize, &&str)| Line {
            sheet: sheet.into(),
            row: at + 1,
            cells: row.split('|').map(str::to_string).collect(),
        };
        rows.iter().enumerate().map(line).collect()
    }

    #[test]
    fn two_sheets_are_told_apart_by_their_heads_and_a_title_above_is_passed_over() {
        let mut all = lines("单位", &["信息公开责任部门", "单位代码 *|单位 名称|类别", "jwc|教务处|职能部门"]);
        all.extend(lines("人员", &["姓 名|工号（登录用）|岗位|所在部门", "沈小禾|1001|信息员|教务处", "|||"]));
        all.extend(lines("说明", &["怎么填", "一行一人"]));
        let (units, people, faults) = rows(&Grid { lines: all, ..Grid::default() });
        assert_eq!((units.len(), units[0].get(Column::Code), units[0].get(Column::Unit)), (1, "jwc", "教务处"));
        assert_eq!((people.len(), people[0].get(Column::Login), people[0].row), (1, "1001", 2));
        assert_eq!(
            faults.iter().map(|fault| (fault.code, fault.text.as_str())).collect::<Vec<_>>(),
            [("no-head", "说明")]
        );
    }

    #[test]
    fn what_is_hidden_in_the_file_is_not_taken_and_told() {
        use domain::extract::Concealed;
        let mut extract = Extract::default();
        let cell = |row, column| BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
        let place = || Place::Cell { sheet: "人员".into(), cell: "A1".into() };
        extract.push("工号", cell(0, 0), place(), None);
        extract.push("姓名", cell(0, 1), place(), None);
        extract.push("9", cell(1, 0), place(), Some(Concealed::HiddenRow));
        let grid = grid(&extract);
        assert!(grid.hidden && grid.lines.len() == 1, "{grid:?}");
    }
}
