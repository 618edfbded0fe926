//! What an .ods says of its cells beside their text: addresses behind them, merged cells, what is hidden or struck through.
//!
//! The library that reads the cells gives none of it. The part that holds them is read once more as a stream; whatever is
//! wrong with it the library has told already.

use super::LedgerFileError;
use super::links::{self, Links};
use calamine::Dimensions;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Seek};

/// Merged cells that are remembered; a book of people has some hundreds.
const MERGED: usize = 100_000;
/// Cells of one repetition that get the link of the first.
const REPEATED: u32 = 200;

/// Styles that are remembered.
const STYLES: usize = 10_000;
/// Hidden rows of one repetition that are remembered: a file hides all that is below its last row.
const HIDDEN: u32 = 2_000;

/// What stands behind the cells of a sheet.
#[derive(Debug, Default)]
pub(crate) struct Behind {
    pub(crate) links: Links,
    pub(crate) merged: Vec<Dimensions>,
    /// Whether addresses were looked for at all.
    pub(crate) links_read: bool,
}

/// What stands behind the cells of each sheet, by its name.
pub(crate) fn read(input: impl Read + Seek) -> Result<HashMap<String, Behind>, LedgerFileError> {
    let mut archive = zip::ZipArchive::new(input).map_err(LedgerFileError::damaged)?;
    let part = archive.by_name("content.xml").map_err(LedgerFileError::damaged)?;
    scan(BufReader::with_capacity(1 << 16, part))
}

/// Where the reading stands.
#[derive(Default)]
struct At {
    sheet: String,
    /// Tables within cells are none of ours.
    tables: u32,
    row: u32,
    row_times: u32,
    column: u32,
    column_times: u32,
    /// Within a remark on a cell.
    aside: u32,
    /// What it says so far.
    remark: String,
    /// Columns that have been described so far.
    described: u32,
    /// Of columns whose cells are struck through unless a cell says otherwise, the first and the one behind the last.
    struck: Vec<(u32, u32)>,
    /// Whether the row's cells are.
    row_struck: bool,
}

impl At {
    /// Whether a cell with this style, or without one, is struck through.
    fn is_struck(&self, style: Option<String>, struck: &HashSet<String>) -> bool {
        match style {
            Some(style) => struck.contains(&style),
            None => self.row_struck || self.struck.iter().any(|(first, end)| (*first..*end).contains(&self.column)),
        }
    }
}

fn scan(input: impl BufRead) -> Result<HashMap<String, Behind>, LedgerFileError> {
    let mut xml = quick_xml::Reader::from_reader(input);
    let (mut sheets, mut at, mut buffer) = (HashMap::<String, Behind>::new(), At::default(), Vec::new());
    let mut merged = 0usize;
    // Names of styles that strike through, and the one that is being described.
    let (mut struck, mut style) = (HashSet::new(), String::new());
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(LedgerFileError::damaged)?;
        let (start, empty) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let name = start.local_name();
            match name.as_ref() {
                "style" if !empty => style = links::attribute(start, "name").unwrap_or_default(),
                "text-properties" if !style.is_empty() && strikes(start) && struck.len() < STYLES => {
                    struck.insert(style.clone());
                }
                "table-column" if at.tables == 1 => column(start, &struck, &mut at, &mut sheets),
                "table" if !empty => {
                    at.tables += 1;
                    if at.tables == 1 {
                        at = At {
                            tables: 1,
                            sheet: links::attribute(start, "name").unwrap_or_default(),
                            ..At::default()
                        };
                    }
                }
                "annotation" if !empty => {
                    at.aside += 1;
                    at.remark.clear();
                }
                "span"
                    if at.tables == 1
                        && at.aside == 0
                        && links::attribute(start, "style-name").is_some_and(|style| struck.contains(&style)) =>
                {
                    strike(&mut sheets, &at);
                }
                "table-row" if at.tables == 1 => {
                    (at.row_times, at.column) = (times(start, "number-rows-repeated"), 0);
                    at.row_struck =
                        links::attribute(start, "default-cell-style-name").is_some_and(|style| struck.contains(&style));
                    if is_hidden(start) {
                        let links = &mut sheets.entry(at.sheet.clone()).or_default().links;
                        let last = at.row.saturating_add(at.row_times.min(HIDDEN));
                        (at.row..last).for_each(|row| links.hide_row(u64::from(row) + 1));
                    }
                    if empty {
                        at.row = at.row.saturating_add(at.row_times);
                    }
                }
                "table-cell" | "covered-table-cell" if at.tables == 1 => {
                    at.column_times = times(start, "number-columns-repeated");
                    if merged < MERGED
                        && let Some(range) = spanned(start, &at)
                    {
                        merged += 1;
                        sheets.entry(at.sheet.clone()).or_default().merged.push(range);
                    }
                    let formula = links::attribute(start, "formula");
                    if let Some(link) = formula.and_then(|text| links::of_formula(text.split_once('=')?.1)) {
                        note(&mut sheets, &at, link);
                    }
                    if !empty && at.is_struck(links::attribute(start, "style-name"), &struck) {
                        strike(&mut sheets, &at);
                    }
                    if empty {
                        at.column = at.column.saturating_add(at.column_times);
                    }
                }
                "a" if at.tables == 1 && at.aside == 0 => {
                    if let Some(link) = links::attribute(start, "href") {
                        note(&mut sheets, &at, Some(link));
                    }
                }
                _ => {}
            }
        }
        match event {
            Event::End(end) => match end.local_name().as_ref() {
                "style" => style.clear(),
                "table" => at.tables = at.tables.saturating_sub(1),
                "annotation" => {
                    at.aside = at.aside.saturating_sub(1);
                    remark(&mut sheets, &at);
                }
                "table-row" if at.tables == 1 => at.row = at.row.saturating_add(at.row_times),
                "table-cell" | "covered-table-cell" if at.tables == 1 => {
                    at.column = at.column.saturating_add(at.column_times);
                }
                _ => {}
            },
            Event::Text(text) if at.aside > 0 && at.tables == 1 && at.remark.chars().count() < REMARK => {
                at.remark.push_str(&text.into_inner());
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Whether a style strikes its text through.
fn strikes(start: &BytesStart<'_>) -> bool {
    ["text-line-through-style", "text-line-through-type"]
        .iter()
        .any(|name| links::attribute(start, name).is_some_and(|how| how != "none"))
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    links::attribute(start, "visibility").is_some_and(|how| matches!(how.as_str(), "collapse" | "filter"))
}

/// A description of one column or more: whether they are hidden, and how their cells look.
fn column(start: &BytesStart<'_>, struck: &HashSet<String>, at: &mut At, sheets: &mut HashMap<String, Behind>) {
    let (first, end) = (at.described, at.described.saturating_add(times(start, "number-columns-repeated")));
    at.described = end;
    if is_hidden(start) {
        sheets.entry(at.sheet.clone()).or_default().links.hide_columns(first, end - 1);
    }
    if links::attribute(start, "default-cell-style-name").is_some_and(|style| struck.contains(&style))
        && at.struck.len() < STYLES
    {
        at.struck.push((first, end));
    }
}

/// Remembers that cells are struck through.
fn strike(sheets: &mut HashMap<String, Behind>, at: &At) {
    let links = &mut sheets.entry(at.sheet.clone()).or_default().links;
    for row in at.row..at.row.saturating_add(at.row_times.min(REPEATED)) {
        for column in at.column..at.column.saturating_add(at.column_times.min(REPEATED)) {
            if let Some(hint) = links.at(row, column) {
                hint.struck = true;
            }
        }
    }
}

/// Characters of a remark on a cell that are kept.
const REMARK: usize = 500;

/// Remembers the remark on a cell.
fn remark(sheets: &mut HashMap<String, Behind>, at: &At) {
    let said: String = at.remark.trim().chars().take(REMARK).collect();
    let links = &mut sheets.entry(at.sheet.clone()).or_default().links;
    if let Some(hint) = links.at(at.row, at.column).filter(|_| !said.is_empty()) {
        hint.note = Some(said);
    }
}

/// How often a row or cell stands there.
fn times(start: &BytesStart<'_>, name: &str) -> u32 {
    links::attribute(start, name).and_then(|times| times.parse().ok()).unwrap_or(1).max(1)
}

/// The range of a cell that is merged with others.
fn spanned(start: &BytesStart<'_>, at: &At) -> Option<Dimensions> {
    let (rows, columns) = (times(start, "number-rows-spanned"), times(start, "number-columns-spanned"));
    let end = (at.row.checked_add(rows - 1)?, at.column.checked_add(columns - 1)?);
    (rows > 1 || columns > 1).then(|| Dimensions::new((at.row, at.column), end))
}

/// Remembers the first address of a cell, or that it has one which cannot be read.
fn note(sheets: &mut HashMap<String, Behind>, at: &At, link: Option<String>) {
    let links = &mut sheets.entry(at.sheet.clone()).or_default().links;
    for row in at.row..at.row.saturating_add(at.row_times.min(REPEATED)) {
        for column in at.column..at.column.saturating_add(at.column_times.min(REPEATED)) {
            if let Some(hint) = links.at(row, column)
                && hint.link.is_none()
            {
                hint.lost = link.is_none();
                hint.link.clone_from(&link);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_merged_cells_are_found_where_they_stand() {
        let xml = r#"<office:document-content><office:body><office:spreadsheet>
            <table:table table:name="教务处"><table:table-header-rows><table:table-row table:number-rows-repeated="2">
            <table:table-cell/></table:table-row></table:table-header-rows>
            <table:table-row><table:table-cell table:number-rows-spanned="3"><text:p>教务处</text:p></table:table-cell>
            <table:table-cell table:number-columns-repeated="2"/>
            <table:table-cell><office:annotation><text:p><text:a xlink:href="https://note.cn/">x</text:a></text:p></office:annotation>
            <text:p><text:a xlink:href="https://x.edu.cn/1?a=1&amp;b=2">查看</text:a></text:p></table:table-cell>
            <table:table-cell table:formula="of:=HYPERLINK(&quot;https://x.edu.cn/2&quot;;&quot;查看&quot;)"/></table:table-row>
            <table:table-row/><table:table-row><table:covered-table-cell/><table:table-cell><text:p>
            <text:a xlink:href="https://x.edu.cn/3">查看</text:a></text:p></table:table-cell></table:table-row>
            </table:table></office:spreadsheet></office:body></office:document-content>"#;
        let sheets = scan(xml.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let Behind { links, merged, .. } = &sheets["教务处"];
        assert_eq!(merged.as_slice(), [Dimensions::new((2, 0), (4, 0))]);
        let of = |row: u32| -> Vec<(u32, &str)> {
            links.of_row(row).iter().map(|hint| (hint.at, hint.link.as_deref().unwrap_or_default())).collect()
        };
        assert_eq!(of(2), [(3, "https://x.edu.cn/1?a=1&b=2"), (4, "https://x.edu.cn/2")]);
        assert_eq!(of(4), [(1, "https://x.edu.cn/3")]);
    }
}
