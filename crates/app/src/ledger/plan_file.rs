//! The plan of an import as a workbook, for a colleague who decides about it: what is new, what changes from what to
//! what, what is asked and what is left out, a sheet each.

use super::plan::Change;
use super::tally::{Bad, Outcome};
use crate::error::{Error, Result};
use crate::files::{Access, Output};
use crate::guard::shown;
use crate::guard::words::{self, judged, ledger_file, question};
use crate::words::Lang;
use domain::document::{Align, Block, Column, Document, Inline, Table};
use domain::ledger::{Doubt, Understood};

/// Writes the plan to an .xlsx file.
///
/// # Errors
/// The file cannot be written.
pub fn write_plan(out: impl Into<Output>, source: &str, outcome: &Outcome, lang: Lang) -> Result<()> {
    crate::files::write(out, plan_workbook(source, outcome, lang)?, Access::Private)
}

/// The plan as an .xlsx file. What stands in cells is repeated without a number that may be a person's.
///
/// # Errors
/// It cannot be made.
pub fn plan_workbook(source: &str, outcome: &Outcome, lang: Lang) -> Result<Vec<u8>> {
    let mut blocks = Vec::new();
    let mut sheet = |key: &str, heads: &[&str], rows: Vec<Vec<String>>| {
        let title = lang.say(key);
        blocks.push(Block::Heading { level: 1, number: String::new(), text: title.clone(), anchor: String::new() });
        let column = |head: &&str| Column { head: lang.say(head), width: 20, align: Align::Start };
        let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Inline::Text(shown(&cell))]).collect();
        blocks.push(Block::Table(Table {
            caption: title,
            columns: heads.iter().map(column).collect(),
            rows: rows.into_iter().map(cells).collect(),
        }));
    };
    let place = |change: &Change| change.place.as_ref().map(|place| place.row(lang.into())).unwrap_or_default();
    let table = |change: &Change| lang.say(&format!("table-{}", change.table.code()));
    let (left, taken): (Vec<&Change>, Vec<&Change>) = outcome.changes.iter().partition(|change| change.left);
    let (new, changed): (Vec<&Change>, Vec<&Change>) = taken.into_iter().partition(|change| change.new);
    let told = |change: &Change| -> Vec<Vec<String>> {
        let row = || vec![table(change), place(change), change.name.clone()];
        let cells = change
            .cells
            .iter()
            .map(|cell| [row(), vec![cell.head.into(), cell.old.clone(), cell.new.clone()]].concat());
        if change.cells.is_empty() { vec![row()] } else { cells.collect() }
    };
    let cells = changed.iter().flat_map(|change| told(change));
    let heads = ["plan-table", "plan-place", "plan-name", "plan-column", "plan-old", "plan-new-head"];
    sheet("plan-sheet-changed", &heads, cells.collect());
    let rows = new.iter().map(|change| vec![table(change), place(change), change.name.clone()]);
    sheet("plan-sheet-new", &heads[..3], rows.collect());
    if !left.is_empty() {
        let rows = left.iter().flat_map(|change| told(change));
        sheet("plan-sheet-left", &heads, rows.collect());
    }
    let possible = outcome.possible.iter().flat_map(|row| {
        row.candidates.iter().map(|candidate| {
            let index = candidate.index.to_string();
            vec![row.place.row(lang.into()), row.title.clone(), candidate.key.clone(), index, candidate.title.clone()]
        })
    });
    let heads = ["plan-place", "plan-name", "plan-key", "plan-index", "plan-candidate"];
    sheet("plan-sheet-possible", &heads, possible.collect());
    let missing = outcome.missing.iter().map(|missing| {
        let index = missing.index.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![lang.say(&format!("table-{}", missing.table.code())), missing.name.clone(), missing.key.clone(), index]
    });
    sheet("plan-sheet-missing", &["plan-table", "plan-name", "plan-key", "plan-index"], missing.collect());
    let bad = outcome.bad.iter().map(|bad| match bad {
        Bad::File(error) => vec![String::new(), String::new(), ledger_file(lang, error)],
        Bad::Cell { column, kind, text, place, .. } => {
            let args = [("head", bad.head().unwrap_or_default()), ("text", text.as_str())];
            let words = lang.say_with(&format!("fault-{}", kind.code()), &args);
            vec![place.cell(*column, lang.into()), bad.head().unwrap_or_default().to_string(), words]
        }
    });
    sheet("plan-sheet-bad", &["plan-place", "plan-column", "plan-fault"], bad.collect());
    let questions = outcome.questions.told().iter().flat_map(|told| {
        let words = question(lang, told.table, &told.remark, told.rows);
        // What a column lacks is one thing, however many rows it costs.
        let once = told.remark.kind == Doubt::MissingColumn;
        let places = told.places.iter().take(if once { 1 } else { usize::MAX });
        places.map(move |spot| vec![spot.text(lang.into()), words.clone()])
    });
    sheet("plan-sheet-questions", &["plan-place", "plan-question"], questions.collect());
    let understood = outcome.understood.told().iter().flat_map(|told| {
        let Understood { kind, column, written, taken } = &told.remark;
        let words = words::understood(lang, told.table, *kind, *column, told.count);
        let words = words.trim_end_matches([':', '：', ' ']).to_string();
        told.places.iter().map(move |spot| vec![spot.text(lang.into()), words.clone(), written.clone(), taken.clone()])
    });
    let heads = ["plan-place", "plan-remark", "plan-written", "plan-taken"];
    sheet("plan-sheet-understood", &heads, understood.collect());
    let remarks = outcome.judged.told().iter().flat_map(|told| {
        let words = judged(lang, &told.remark, told.count);
        told.places.iter().map(move |spot| vec![spot.text(lang.into()), words.clone()])
    });
    sheet("plan-sheet-judged", &["plan-place", "plan-remark"], remarks.collect());
    let document = Document {
        title: vec![lang.say_with("plan-title", &[("file", source)])],
        issuer: String::new(),
        language: lang.tag(),
        date: chrono::NaiveDate::default(),
        signed: false,
        subject: String::new(),
        keywords: Vec::new(),
        blocks,
    };
    office::tables::write_tables(&document).map_err(Error::internal)
}
