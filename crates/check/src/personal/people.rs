//! What tables tell of people by name that nobody needs to know: illness, faith, a family's poverty.
//!
//! No arithmetic tells such words from others; what makes them personal is that a name stands beside them. Which columns and
//! words they are is data of the publicity kinds (`domain::publicity`), which judge their own lists more strictly. Tables
//! without people (numbers of the poor by college) are none of this.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::extract::Extract;
use domain::publicity::beside::{Listed, Row, last_head, lists_in};
use domain::publicity::grid::{Grid, lined, tables};
use domain::publicity::{Kind as Publicity, Sensitive};

use super::finding::{Finding, Kind, Reason};
use super::policy::Policy;

/// Heads of lists of people, or what they hold: a text without any of them has none.
const NAMED: [&str; 14] = [
    "姓",
    "名字",
    "学生",
    "人员",
    "人选",
    "学号",
    "考生",
    "准考证",
    "报名号",
    "工号",
    "学籍号",
    "name",
    "Name",
    "NAME",
];
/// What stands in a cell that says nothing.
const NOTHING: [&str; 10] = ["无", "否", "没有", "不是", "/", "-", "—", "——", "0", "\\"];
/// What says nothing ill of somebody's health.
const WELL: [&str; 7] = ["健康", "良好", "正常", "合格", "身体健康", "优", "好"];
/// What stands in the column of names where a sum is drawn.
const SUMS: [&str; 5] = ["合计", "小计", "总计", "共计", "平均"];
/// Longest head that is shown, in characters.
const LONGEST_HEAD: usize = 12;

/// The head of a list that goes on in the next piece of its table.
#[derive(Debug, Default)]
pub(super) struct Carried(Option<(usize, Row)>);

/// Whether a text may hold a list of people with something in it that is judged here, by its words.
pub fn may_list_people(text: &str) -> bool {
    NAMED.iter().any(|word| text.contains(word)) && Sensitive::may_stand_in(text)
}

/// What is told of people by name in the tables of a text whose running words are judged elsewhere; [`super::scan`] asks for
/// it itself.
pub fn told_in_tables(extract: &Extract) -> Vec<Finding> {
    beside_names(extract, None, &mut Carried::default())
}

/// What is told of people by name in the tables of a file, in its order.
pub(super) fn beside_names(extract: &Extract, policy: Option<&Policy>, carried: &mut Carried) -> Vec<Finding> {
    let mut found = Found { extract, kind: kind(policy), findings: Vec::new(), told: BTreeSet::new() };
    if carried.0.is_none() && !NAMED.iter().any(|word| extract.text.contains(word)) {
        return found.findings;
    }
    for (number, mut grid) in tables(extract) {
        let above = carried.0.take().filter(|(known, _)| *known == number).map(|(_, head)| head);
        let offset = usize::from(above.is_some());
        if let Some(head) = &above {
            grid.rows.insert(0, head.clone());
        }
        found.lists(&grid, offset);
        let head = last_head(&grid.rows).and_then(|at| grid.rows.get(at).cloned()).or(above);
        carried.0 = head.map(|head| (number, head));
    }
    lined(extract).iter().for_each(|grid| found.lists(grid, 0));
    found.findings
}

/// The kind whose own columns may be shown; of no kind none is its own.
fn kind(policy: Option<&Policy>) -> &'static Publicity {
    policy.and_then(|policy| Publicity::of(&policy.id)).unwrap_or_else(|| Publicity::general())
}

struct Found<'a> {
    extract: &'a Extract,
    kind: &'static Publicity,
    findings: Vec<Finding>,
    /// Where a finding begins: a joined cell stands in several rows.
    told: BTreeSet<usize>,
}

impl Found<'_> {
    /// Judges the lists of a table of which the first `offset` rows are not in the file.
    fn lists(&mut self, grid: &Grid, offset: usize) {
        for listed in lists_in(self.kind, &grid.rows) {
            // A form about one person: each label stands beside its value.
            let form = listed.heads_at.first().zip(listed.cells_at.first().and_then(|row| row.first()));
            let form = form.is_some_and(|(head, cell)| head.0 == cell.0);
            let names = listed.roll.name_columns();
            for column in 0..listed.roll.heads.len() {
                self.column(grid, offset, &listed, column, &names, form);
            }
        }
    }

    fn column(&mut self, grid: &Grid, offset: usize, listed: &Listed, column: usize, names: &[usize], form: bool) {
        let head = listed.roll.heads[column].trim();
        let meant = Sensitive::anywhere(head).filter(|_| Sensitive::of(self.kind, head).is_some());
        for (row, cells) in listed.roll.rows.iter().enumerate() {
            let Some(cell) = cells.get(column).map(|cell| cell.trim()).filter(|cell| tells(cell)) else { continue };
            let name = names.iter().filter_map(|at| cells.get(*at)).find(|name| !name.trim().is_empty());
            let named = name.is_some_and(|name| !SUMS.contains(&name.trim()));
            if !names.is_empty() && !named {
                continue;
            }
            let Some(at) = listed.cells_at.get(row).and_then(|row| row.get(column)) else { continue };
            let Some(from) = at.0.checked_sub(offset).and_then(|row| grid.from.get(&(row, at.1))) else { continue };
            if let Some((sensitive, certain)) = meant {
                let well = sensitive.column.name == "健康状况" && WELL.contains(&cell);
                self.tell(from, head, certain && !form && !well, Reason::SensitiveColumn);
            } else if let Some(said) = Sensitive::in_cell(self.kind, head, cell)
                && said.anywhere.is_some()
            {
                let text = &self.extract.text[from.1.clone()];
                let word = said.word_in(text).and_then(|word| Some((text.find(word)?, word.len())));
                let range = word.map_or(from.1.clone(), |(at, length)| from.1.start + at..from.1.start + at + length);
                self.tell(&(from.0, range), head, false, Reason::SensitiveCell);
            }
        }
    }

    fn tell(&mut self, (block, range): &(usize, Range<usize>), head: &str, certain: bool, why: Reason) {
        if !self.told.insert(range.start) {
            return;
        }
        let first: String = self.extract.text[range.clone()].chars().take(1).collect();
        let head: String = head.split_whitespace().collect::<String>().chars().take(LONGEST_HEAD).collect();
        let mut finding = Finding::new(Kind::OtherId, range.clone(), format!("{head}：{first}**"), certain, why);
        finding.block = *block;
        finding.concealed = self.extract.blocks.get(*block).and_then(|block| block.concealed);
        self.findings.push(finding);
    }
}

/// Whether a cell says anything of somebody.
fn tells(cell: &str) -> bool {
    !cell.is_empty() && !NOTHING.contains(&cell) && !cell.contains('■') && !cell.chars().all(|c| c == '*')
}
