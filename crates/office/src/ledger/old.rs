//! Workbooks of other programs: .xls of Excel 97 and WPS (.et among them), .xlsb, .ods.
//!
//! They are held whole, since their readers do so, and therefore only up to [`MOST`]. These readers do not give how a
//! number is shown, which is told with the cells it matters for, nor what is hidden, what is struck through and the
//! addresses behind cells, which are read beside them ([`biff`], [`ods`]); of .xlsb they are not, and a cell that would
//! have an address is asked about.

use super::biff;
use super::error::short;
use super::links::Links;
use super::map::{Mapper, RawHint, RawRow};
use super::ods::{self, Behind};
use super::place::PlaceKind;
use super::sheets::{self, Grid, Merged};
use super::sink::{Sink, Stop};
use super::{Form, LedgerFileError, Limits};
use crate::read::container_format;
use calamine::{Data, ExcelDateTime, Ods, Range, Reader, SheetVisible, Xls, Xlsb};
use domain::ledger::HeadAnswers;
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

/// Bytes of such a file; what a department keeps is far below.
const MOST: u64 = 64 << 20;

/// The kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xls,
    Xlsb,
    Ods,
}

/// What a zipped file is by its parts, if anything that is read.
pub(crate) fn zipped(path: &Path) -> Option<Form> {
    let archive = zip::ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        Some(Form::Workbook)
    } else if has("xl/workbook.bin") {
        Some(Form::Old(Kind::Xlsb))
    } else if has("word/document.xml") {
        Some(Form::Word)
    } else if has("content.xml") && !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("odt")) {
        Some(Form::Old(Kind::Ods))
    } else {
        None
    }
}

pub(crate) fn produce(path: &Path, kind: Kind, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| LedgerFileError::io(&error))?;
    if bytes.len() as u64 > MOST {
        return Err(LedgerFileError::Size { what: "file-bytes", limit: MOST }.into());
    }
    match kind {
        Kind::Xls => {
            if let Err(crate::read::ReadError::Encrypted) = container_format(&bytes) {
                return Err(LedgerFileError::Password.into());
            }
            let read = biff::behind(&bytes);
            let links_read = read.is_some();
            let links = RefCell::new(read.unwrap_or_default());
            let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
                calamine::XlsError::Password => LedgerFileError::Password,
                other => LedgerFileError::damaged(other),
            })?;
            let of = |book: &mut Xls<_>, name: &str| {
                let at = book.sheets_metadata().iter().position(|sheet| sheet.name == name);
                let links = at.and_then(|at| links.borrow_mut().remove(&at)).unwrap_or_default();
                Behind { merged: book.merge_cells_by_sheet_name(name).unwrap_or_default(), links, links_read }
            };
            read_book(&mut book, &of, limits, sink)
        }
        Kind::Xlsb => {
            super::xlsx::check_unfolded(path, limits)?;
            let mut book = Xlsb::new(Cursor::new(bytes)).map_err(LedgerFileError::damaged)?;
            read_book(&mut book, &|_, _| Behind::default(), limits, sink)
        }
        Kind::Ods => {
            super::xlsx::check_unfolded(path, limits)?;
            let mut behind = ods::read(Cursor::new(&bytes))?;
            behind.values_mut().for_each(|sheet| sheet.links_read = true);
            let behind = RefCell::new(behind);
            let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
                calamine::OdsError::Password => LedgerFileError::Password,
                other => LedgerFileError::damaged(other),
            })?;
            let of = |_: &mut Ods<_>, name: &str| {
                behind.borrow_mut().remove(name).unwrap_or(Behind { links_read: true, ..Behind::default() })
            };
            read_book(&mut book, &of, limits, sink)
        }
    }
}

fn read_book<RS: Read + Seek, B: Reader<RS>>(
    book: &mut B,
    behind: &dyn Fn(&mut B, &str) -> Behind,
    limits: &Limits,
    sink: &mut Sink,
) -> Result<(), Stop>
where
    B::Error: std::fmt::Display,
{
    let mut visible = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.visible == SheetVisible::Visible {
            visible.push(sheet.name);
        } else {
            sink.notice(super::Notice::HiddenSheet { name: short(&sheet.name) });
        }
    }
    let mut grids = Vec::new();
    for name in visible {
        let range = book.worksheet_range(&name).map_err(LedgerFileError::damaged)?;
        // Merged cells are a help and no more: without them the row says what is missing.
        let behind = behind(book, &name);
        let formulas = book.worksheet_formula(&name).unwrap_or_default();
        grids.push(Held { name, rows: rows(&range, &formulas, &behind.links), behind });
    }
    let answers = sink.answers();
    let plan = sheets::plan(grids.iter().map(|grid| (grid.name.clone(), grid.start(&answers))), sink);
    for (grid, plan) in grids.into_iter().zip(plan) {
        let Some(plan) = plan else { continue };
        let mut facts = plan.facts;
        facts.links_unread = !grid.behind.links_read;
        let mut mapper = Mapper::new(plan.table, PlaceKind::Sheet, grid.name.as_str().into(), limits, facts);
        let mut merged = Merged::of(grid.behind.merged);
        mapper.hide(grid.behind.links.hidden_columns());
        for mut row in grid.rows {
            merged.fill(&mut row, mapper.head_row());
            if grid.behind.links.hides(row.row) {
                mapper.tell_hidden(&row, sink);
            }
            sheets::take(&mut mapper, row, sink)?;
        }
        mapper.end(sink)?;
    }
    sheets::ended(sink)
}

struct Held {
    name: String,
    rows: Vec<RawRow>,
    behind: Behind,
}

impl Held {
    fn start(&self, answers: &HeadAnswers) -> Grid {
        let mut grid = Grid::default();
        for row in &self.rows {
            if !grid.see(&row.cells, answers) {
                break;
            }
        }
        grid
    }
}

fn rows(range: &Range<Data>, formulas: &Range<String>, links: &Links) -> Vec<RawRow> {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = Vec::new();
    for (at, cells) in range.rows().enumerate() {
        let number = top + u32::try_from(at).unwrap_or(u32::MAX - top);
        let mut row =
            RawRow { row: u64::from(number) + 1, cells: vec![String::new(); left as usize], hints: Vec::new() };
        for cell in cells {
            let column = u32::try_from(row.cells.len()).unwrap_or(u32::MAX);
            row.cells.push(shown(cell));
            let behind = links.of_row(number).iter().find(|hint| hint.at == column);
            let struck = behind.is_some_and(|hint| hint.struck);
            let behind = behind.filter(|hint| hint.lost || hint.link.is_some()).map(|hint| hint.link.clone());
            let of_formula = || super::links::of_formula(formulas.get_value((number, column))?);
            let linked = behind.or_else(of_formula);
            let (lost, link) = (linked == Some(None), linked.flatten());
            let number = matches!(cell, Data::Float(_) | Data::Int(_));
            let month = match cell {
                Data::DateTime(value) => value.to_ymd_hms_milli().2 == 1,
                Data::DateTimeIso(text) => text.get(8..10) == Some("01"),
                _ => false,
            };
            if number || month || link.is_some() || lost || struck {
                row.hints.push(RawHint {
                    at: column,
                    link,
                    number,
                    formula: false,
                    month,
                    lost,
                    struck,
                    note: None,
                    merged: 0,
                });
            }
        }
        if row.cells.iter().any(|cell| !cell.is_empty()) || row.hints.iter().any(|hint| hint.link.is_some()) {
            rows.push(row);
        }
    }
    rows
}

fn shown(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Bool(value) => if *value { "是" } else { "否" }.to_string(),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => sheets::number(*value),
        Data::DateTime(value) => date(value),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_string(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(_) => super::map::FORMULA_ERROR.to_string(),
    }
}

fn date(value: &ExcelDateTime) -> String {
    sheets::date(value, false)
}
