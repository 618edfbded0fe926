//! Writing ledger files and templates.
//!
//! What is written here reads back as the same rows in every form. Text only: dates and numbers keep the
//! digits they have, nothing is turned into a spreadsheet's idea of it.

use super::describe::{about_table, describe_json};
use super::json::{FORMAT, VERSION};
use super::text::guarded;
use super::to_fill::Line;
use super::write_xlsx::{self, Sheets};
use super::{Format, LedgerFileError};
use domain::annual_report::{READY_TEXTS, ready};
use domain::ledger::{Row, TO_FILL_MARK as MARK, Table, columns, hint, print};
use domain::school_year::SchoolYear;
use std::io::{BufWriter, Write};

/// Writes rows in the order given. In JSON the rows of one table must follow each other.
///
/// A .csv is UTF-8 with its mark and CR LF, as spreadsheets want it; a cell they could run as a formula gets
/// an apostrophe that reading takes away. The same rows give the same bytes. Returns how many were written.
pub fn write(
    format: Format,
    out: &mut dyn Write,
    rows: &mut dyn Iterator<Item = (Table, Row)>,
) -> Result<u64, LedgerFileError> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let count = match format {
        Format::Xlsx => write_xlsx::write(&mut out, rows)?,
        Format::Csv => write_csv(&mut out, rows)?,
        Format::Json => write_json(&mut out, rows)?,
    };
    out.flush().map_err(|error| LedgerFileError::io(&error))?;
    Ok(count)
}

/// An empty ledger to fill in: every table with its head, an example that is not imported, and what to write
/// in each column in Chinese and English. Below the examples stand the rows that parts three to five of the annual report
/// ask for; without a year they bear the mark of remarks.
pub fn template(format: Format, year: Option<SchoolYear>) -> Result<Vec<u8>, LedgerFileError> {
    let mut bytes = Vec::new();
    match format {
        Format::Xlsx => {
            let mut sheets = Sheets::with_descriptions()?;
            for table in Table::ALL {
                sheets.remark(*table, &example(*table))?;
            }
            for line in ready_lines(year) {
                match line {
                    Line::Row(table, row) => sheets.row(table, &row)?,
                    Line::Remark(table, cells) => sheets.remark(table, &cells)?,
                }
            }
            sheets.save(&mut bytes)?;
        }
        Format::Csv => template_csv(&mut bytes, year).map_err(|error| LedgerFileError::io(&error))?,
        Format::Json => template_json(&mut bytes, year).map_err(|error| LedgerFileError::io(&error))?,
    }
    Ok(bytes)
}

/// The rows that parts three to five of the report of a year ask for, and the places of its texts; of no year in
/// particular all of them bear the mark of remarks.
fn ready_lines(year: Option<SchoolYear>) -> Vec<Line> {
    let marked = |table: Table, row: Row| {
        let mut cells = row.0;
        if let Some(first) = cells.first_mut() {
            first.insert_str(0, MARK);
        }
        Line::Remark(table, cells)
    };
    let example = columns(Table::Datasets).iter().find(|column| column.key == "year");
    let of = year.or_else(|| example.and_then(|column| column.example.parse().ok()));
    let Some(of) = of else { return Vec::new() };
    let rows = ready(of).into_iter().map(|entry| print(&entry)).map(|(table, row)| match year {
        Some(_) => Line::Row(table, row),
        None => marked(table, row),
    });
    let rows: Vec<Line> = rows.collect();
    let texts = READY_TEXTS.iter().map(|(place, about)| {
        let hint = hint(about);
        let cells = [of.to_string(), (*place).to_string(), "1".to_string(), String::new(), hint];
        marked(Table::Texts, Row(cells.to_vec()))
    });
    rows.into_iter().chain(texts).collect()
}

/// The example of a table, its first cell marked so that it is never imported.
fn example(table: Table) -> Vec<String> {
    let mut cells: Vec<String> = columns(table).iter().map(|column| column.example.to_string()).collect();
    if let Some(first) = cells.first_mut() {
        *first = format!("#示例 {first}").trim_end().to_string();
    }
    cells
}

fn heads(table: Table) -> Vec<String> {
    columns(table).iter().map(|column| column.zh.to_string()).collect()
}

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

fn write_csv(out: &mut dyn Write, rows: &mut dyn Iterator<Item = (Table, Row)>) -> Result<u64, LedgerFileError> {
    let io = |error: std::io::Error| LedgerFileError::io(&error);
    out.write_all(BYTE_ORDER_MARK.as_bytes()).map_err(io)?;
    let mut current = None;
    let mut count = 0;
    for (table, row) in rows {
        if current != Some(table) {
            // Records that come first are a plain table, as people know it.
            if current.is_some() || table != Table::Records {
                section(out, table).map_err(io)?;
            }
            csv_line(out, heads(table).iter().map(String::as_str)).map_err(io)?;
            current = Some(table);
        }
        let width = columns(table).len();
        let cells = row.0.iter().take(width).map(String::as_str);
        let missing = width.saturating_sub(row.0.len());
        let guarded: Vec<_> = cells.map(guarded).chain(std::iter::repeat_n("".into(), missing)).collect();
        csv_line(out, guarded.iter().map(|cell| cell.as_ref())).map_err(io)?;
        count += 1;
    }
    if current.is_none() {
        csv_line(out, heads(Table::Records).iter().map(String::as_str)).map_err(io)?;
    }
    Ok(count)
}

fn section(out: &mut dyn Write, table: Table) -> std::io::Result<()> {
    csv_line(out, ["#表", table.zh()].into_iter())
}

fn csv_line<'a>(out: &mut dyn Write, cells: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        // A carriage return or blanks at the ends only survive between quotation marks.
        let needs = cell.contains([',', '"', '\n', '\r', ';', '\t']) || cell.starts_with(' ') || cell.ends_with(' ');
        if needs {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

fn template_csv(out: &mut dyn Write, year: Option<SchoolYear>) -> std::io::Result<()> {
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    for table in Table::ALL {
        section(out, *table)?;
        csv_line(out, ["#说明", about_table(*table).0, about_table(*table).1].into_iter())?;
        for column in columns(*table) {
            let needed = if column.required { "必填 required" } else { "" };
            csv_line(out, ["#说明", column.zh, column.key, needed, column.about_zh, column.about_en].into_iter())?;
        }
        csv_line(out, heads(*table).iter().map(String::as_str))?;
        csv_line(out, example(*table).iter().map(String::as_str))?;
        for line in ready_lines(year).iter().filter(|line| line.table() == *table) {
            csv_line(out, line.cells().iter().map(String::as_str))?;
        }
    }
    Ok(())
}

fn write_json(out: &mut dyn Write, rows: &mut dyn Iterator<Item = (Table, Row)>) -> Result<u64, LedgerFileError> {
    let io = |error: std::io::Error| LedgerFileError::io(&error);
    write!(out, "{{\n\"format\":\"{FORMAT}\",\"version\":{VERSION}").map_err(io)?;
    let mut done: Vec<Table> = Vec::new();
    let mut count = 0;
    for (table, row) in rows {
        let begins = done.last() != Some(&table);
        if begins && done.contains(&table) {
            return Err(LedgerFileError::Order { table });
        }
        if begins {
            let close = if done.is_empty() { "" } else { "\n]" };
            write!(out, "{close},\n\"{}\":[\n", table.code()).map_err(io)?;
            done.push(table);
        } else {
            out.write_all(b",\n").map_err(io)?;
        }
        json_row(out, table, &row).map_err(io)?;
        count += 1;
    }
    if done.is_empty() {
        out.write_all(b",\n\"records\":[").map_err(io)?;
    }
    out.write_all(b"\n]\n}\n").map_err(io)?;
    Ok(count)
}

/// One row; empty cells are left out.
fn json_row(out: &mut dyn Write, table: Table, row: &Row) -> std::io::Result<()> {
    out.write_all(b"{")?;
    let filled = columns(table).iter().zip(&row.0).filter(|(_, cell)| !cell.is_empty());
    for (at, (column, cell)) in filled.enumerate() {
        let comma = if at > 0 { "," } else { "" };
        write!(out, "{comma}\"{}\":{}", column.key, json_text(cell))?;
    }
    out.write_all(b"}")
}

/// A row that reading passes over by its key `#`; whoever fills it in takes the key away.
fn json_remark(out: &mut dyn Write, table: Table, cells: &[String]) -> std::io::Result<()> {
    write!(out, "{{\"#\":\"{}\"", MARK.trim().trim_start_matches('#'))?;
    for (column, cell) in columns(table).iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        write!(out, ",\"{}\":{}", column.key, json_text(cell.trim_start_matches(MARK)))?;
    }
    out.write_all(b"}")
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn template_json(out: &mut dyn Write, year: Option<SchoolYear>) -> std::io::Result<()> {
    write!(out, "{{\n\"format\":\"{FORMAT}\",\"version\":{VERSION},\n\"#columns\":{}", describe_json())?;
    for table in Table::ALL {
        write!(out, ",\n\"{}\":[\n{{\"#\":\"示例 example\"", table.code())?;
        for column in columns(*table).iter().filter(|column| !column.example.is_empty()) {
            write!(out, ",\"{}\":{}", column.key, json_text(column.example))?;
        }
        out.write_all(b"}")?;
        for line in ready_lines(year).iter().filter(|line| line.table() == *table) {
            out.write_all(b",\n")?;
            match line {
                Line::Row(_, row) => json_row(out, *table, row)?,
                Line::Remark(_, cells) => json_remark(out, *table, cells)?,
            }
        }
        out.write_all(b"\n]")?;
    }
    out.write_all(b"\n}\n")
}
