//! What stands behind the cells of a workbook's sheet: addresses, and formulas without a kept result.
//!
//! The library that reads cells gives neither. The sheet's part is read once more, as a stream, and only when it holds a
//! formula, a link or something hidden at all; large ledgers that a program wrote have none and pay only for the look.

use super::LedgerFileError;
use super::map::RawHint;
use crate::read::xml::{Token, Xml};
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

type Archive = ZipArchive<BufReader<File>>;

/// Cells that are remembered; a sheet of people has some hundreds.
const CELLS: usize = 200_000;
/// Cells of one link over a range.
const RANGE: u32 = 2_000;
/// Bytes of the parts that say where sheets are and whither they link.
const PART: u64 = 32 << 20;

/// What stands behind cells, by row from 0.
#[derive(Debug, Default)]
pub(crate) struct Links {
    rows: HashMap<u32, Vec<RawHint>>,
    count: usize,
    /// Rows from 1 that the sheet hides.
    hidden: HashSet<u64>,
    /// Columns from 0 that it hides, from and to.
    columns: Vec<(u32, u32)>,
}

impl Links {
    /// The hints of a row from 0.
    pub(crate) fn of_row(&self, row: u32) -> &[RawHint] {
        self.rows.get(&row).map_or(&[], Vec::as_slice)
    }

    /// Whether the sheet hides a row from 1.
    pub(crate) fn hides(&self, row: u64) -> bool {
        self.hidden.contains(&row)
    }

    /// The columns that the sheet hides, each from and to.
    pub(crate) fn hidden_columns(&self) -> &[(u32, u32)] {
        &self.columns
    }

    /// Keeps that a row from 1 is hidden.
    pub(crate) fn hide_row(&mut self, row: u64) {
        if self.hidden.len() < CELLS {
            self.hidden.insert(row);
        }
    }

    /// Keeps that columns from 0 are hidden.
    pub(crate) fn hide_columns(&mut self, first: u32, last: u32) {
        if self.columns.len() < RANGE as usize {
            self.columns.push((first, last));
        }
    }

    /// Keeps whether columns are hidden.
    fn column(&mut self, start: &BytesStart<'_>) {
        let number = |name: &str| attribute(start, name)?.parse::<u32>().ok()?.checked_sub(1);
        if let (true, Some(first), Some(last)) = (is_hidden(start), number("min"), number("max")) {
            self.hide_columns(first, last);
        }
    }

    /// Keeps whether a row is hidden; one without its number follows the last.
    fn row(&mut self, start: &BytesStart<'_>, last: &mut u64) {
        *last = attribute(start, "r").and_then(|row| row.parse().ok()).unwrap_or_else(|| last.saturating_add(1));
        if is_hidden(start) {
            self.hide_row(*last);
        }
    }

    pub(crate) fn at(&mut self, row: u32, column: u32) -> Option<&mut RawHint> {
        let hints = self.rows.entry(row).or_default();
        let at = match hints.iter().position(|hint| hint.at == column) {
            Some(at) => at,
            None if self.count >= CELLS => return None,
            None => {
                self.count += 1;
                hints.push(RawHint { at: column, ..RawHint::default() });
                hints.len() - 1
            }
        };
        hints.get_mut(at)
    }
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true"))
}

/// The parts of a workbook's sheets by their names.
pub(crate) fn parts(path: &Path) -> Result<HashMap<String, String>, LedgerFileError> {
    let mut archive = open(path)?;
    let book = text(&mut archive, "xl/workbook.xml")?;
    let targets = targets(&mut archive, "xl/_rels/workbook.xml.rels")?;
    let mut parts = HashMap::new();
    each(&book, "sheet", |attribute| {
        let (Some(name), Some(id)) = (attribute("name"), attribute("id")) else { return };
        if let Some(target) = targets.get(&id) {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
            parts.insert(name, part);
        }
    });
    Ok(parts)
}

/// What stands behind the cells of a sheet.
pub(crate) fn read(path: &Path, part: &str) -> Result<Links, LedgerFileError> {
    let mut archive = open(path)?;
    if !worth_reading(&mut archive, part)? {
        return Ok(Links::default());
    }
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let targets = targets(&mut archive, &format!("{folder}/_rels/{file}.rels"))?;
    let part = archive.by_name(part).map_err(LedgerFileError::damaged)?;
    scan(BufReader::with_capacity(1 << 16, part), &targets)
}

fn open(path: &Path) -> Result<Archive, LedgerFileError> {
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    ZipArchive::new(BufReader::new(file)).map_err(LedgerFileError::damaged)
}

/// A small part as text; none is an empty one.
fn text(archive: &mut Archive, name: &str) -> Result<String, LedgerFileError> {
    let Ok(part) = archive.by_name(name) else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    part.take(PART).read_to_end(&mut bytes).map_err(LedgerFileError::damaged)?;
    Ok(crate::read::Package::decode(bytes))
}

/// Whither a part links, by id.
fn targets(archive: &mut Archive, name: &str) -> Result<HashMap<String, String>, LedgerFileError> {
    let text = text(archive, name)?;
    let mut targets = HashMap::new();
    each(&text, "Relationship", |attribute| {
        if let (Some(id), Some(target)) = (attribute("Id"), attribute("Target")) {
            targets.insert(id, target);
        }
    });
    Ok(targets)
}

/// Calls `take` with the attributes of every element of a name. Damage ends it: the library has read the part already.
fn each(text: &str, name: &str, mut take: impl FnMut(&dyn Fn(&str) -> Option<String>)) {
    let mut xml = Xml::new(text, name, 64);
    while let Ok(Some(token)) = xml.next() {
        if let Token::Open(tag) = token
            && tag.name() == name
        {
            take(&|key| tag.attr(key).map(|value| value.into_owned()));
        }
    }
}

/// Whether a part holds a link, a formula or something hidden at all.
fn worth_reading(archive: &mut Archive, part: &str) -> Result<bool, LedgerFileError> {
    let part = archive.by_name(part).map_err(LedgerFileError::damaged)?;
    let mut input = BufReader::with_capacity(1 << 16, part);
    let mut before: Vec<u8> = Vec::new();
    loop {
        let bytes = input.fill_buf().map_err(LedgerFileError::damaged)?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let count = bytes.len();
        // An element's name may be cut by the buffer.
        before.extend_from_slice(bytes);
        input.consume(count);
        if before.windows(2).any(|pair| pair == b"<f" || pair == b":f")
            || before.windows(9).any(|word| word == b"hyperlink")
            || before.windows(7).any(|word| word == b"hidden=")
        {
            return Ok(true);
        }
        before.drain(..before.len().saturating_sub(16));
    }
}

/// The state of reading a cell.
#[derive(Default)]
struct Cell {
    place: Option<(u32, u32)>,
    formula: Option<String>,
    has_formula: bool,
    has_value: bool,
}

fn scan(input: impl BufRead, targets: &HashMap<String, String>) -> Result<Links, LedgerFileError> {
    let mut xml = quick_xml::Reader::from_reader(input);
    let (mut links, mut cell, mut buffer) = (Links::default(), Cell::default(), Vec::new());
    let mut in_formula = false;
    let mut in_value = false;
    let mut row = 0;
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(LedgerFileError::damaged)?;
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "c" => cell = Cell { place: place_of(&start), ..Cell::default() },
                "f" => (in_formula, cell.has_formula) = (true, true),
                "v" | "t" => in_value = true,
                "hyperlink" => link(&start, targets, &mut links),
                "row" => links.row(&start, &mut row),
                "col" => links.column(&start),
                _ => {}
            },
            Event::Empty(start) => match start.local_name().as_ref() {
                // A shared formula is written once; its other cells only refer to it.
                "f" => cell.has_formula = true,
                "col" => links.column(&start),
                "hyperlink" => link(&start, targets, &mut links),
                _ => {}
            },
            Event::Text(text) if in_formula => {
                cell.formula.get_or_insert_default().push_str(&text);
            }
            Event::GeneralRef(entity) if in_formula => {
                cell.formula.get_or_insert_default().push_str(entity_of(&entity));
            }
            Event::Text(text) if in_value => cell.has_value = cell.has_value || !text.trim().is_empty(),
            Event::GeneralRef(_) if in_value => cell.has_value = true,
            Event::End(end) => match end.local_name().as_ref() {
                "f" => in_formula = false,
                "v" | "t" => in_value = false,
                "c" => note(std::mem::take(&mut cell), &mut links),
                _ => {}
            },
            Event::Eof => return Ok(links),
            _ => {}
        }
    }
}

fn entity_of(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "lt" => "<",
        "gt" => ">",
        _ => "",
    }
}

pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let raw = found.value;
    let value = quick_xml::escape::unescape(&raw).map(|value| value.into_owned());
    // A bare & is a fault of the writer; the address is the same.
    Some(value.unwrap_or_else(|_| raw.to_string()))
}

fn place_of(start: &BytesStart<'_>) -> Option<(u32, u32)> {
    place(&attribute(start, "r")?)
}

/// `C7` as row 6, column 2.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name[..letters].bytes().try_fold(0u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = name[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Remembers what a cell's formula says: an address, or that nothing is kept of it.
fn note(cell: Cell, links: &mut Links) {
    let Some((row, column)) = cell.place.filter(|_| cell.has_formula) else { return };
    let linked = cell.formula.as_deref().and_then(of_formula);
    if linked.is_none() && cell.has_value {
        return;
    }
    if let Some(hint) = links.at(row, column) {
        hint.formula = !cell.has_value;
        hint.lost = linked == Some(None);
        hint.link = linked.flatten();
    }
}

/// Where `HYPERLINK("https://…","查看")` leads; nothing within for an address that is computed from other cells. Nothing at
/// all for another formula.
pub(super) fn of_formula(formula: &str) -> Option<Option<String>> {
    let plain = formula.trim_start_matches('=').trim_start();
    let name = plain.get(..9).filter(|name| name.eq_ignore_ascii_case("HYPERLINK"))?;
    let inner = plain[name.len()..].trim_start().strip_prefix('(')?;
    Some(first_argument(inner))
}

/// The first argument of a formula where it is a text, or texts joined by `&`.
fn first_argument(formula: &str) -> Option<String> {
    let (mut address, mut rest) = (String::new(), formula);
    loop {
        rest = rest.trim_start().strip_prefix('"')?;
        loop {
            let (text, after) = rest.split_once('"')?;
            address.push_str(text);
            match after.strip_prefix('"') {
                Some(more) => {
                    address.push('"');
                    rest = more;
                }
                None => {
                    rest = after.trim_start();
                    break;
                }
            }
        }
        match rest.chars().next()? {
            '&' => rest = &rest[1..],
            ',' | ';' | ')' => return Some(address).filter(|address| !address.trim().is_empty()),
            _ => return None,
        }
    }
}

/// Remembers a link over a cell or a range of cells.
fn link(start: &BytesStart<'_>, targets: &HashMap<String, String>, links: &mut Links) {
    // Without a relation it leads to a place in the workbook.
    let Some(id) = attribute(start, "id") else { return };
    let (Some(target), Some(range)) = (targets.get(&id), attribute(start, "ref")) else { return };
    let target = match attribute(start, "location") {
        // Excel keeps what follows # apart.
        Some(rest) if !rest.is_empty() => format!("{target}#{rest}"),
        _ => target.clone(),
    };
    let (first, last) = range.split_once(':').unwrap_or((range.as_str(), range.as_str()));
    let (Some(first), Some(last)) = (place(first), place(last)) else { return };
    for row in first.0..=last.0.min(first.0.saturating_add(RANGE)) {
        for column in first.1..=last.1.min(first.1.saturating_add(20)) {
            if let Some(hint) = links.at(row, column) {
                hint.link = Some(target.clone());
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_link_give_their_address() {
        for (formula, wanted) in [
            (r#"HYPERLINK("https://a.cn/1","查看")"#, "https://a.cn/1"),
            (r#"=hyperlink( "https://a.cn/?a=""b""" )"#, "https://a.cn/?a=\"b\""),
            (r#"HYPERLINK("https://a.cn" & "/1.htm";"查看")"#, "https://a.cn/1.htm"),
        ] {
            assert_eq!(of_formula(formula), Some(Some(wanted.to_string())), "{formula}");
        }
        let computed =
            ["HYPERLINK(A1,\"查看\")", "HYPERLINK(\"https://a.cn/\"&B2,1)", "HYPERLINK(\"\")", "HYPERLINK(\"a"];
        for formula in computed {
            assert_eq!(of_formula(formula), Some(None), "{formula}");
        }
        assert_eq!(of_formula("SUM(A1)"), None);
    }

    #[test]
    fn links_of_cells_and_ranges_and_formulas_without_a_result_are_found() {
        let sheet = r#"<worksheet xmlns:r="x"><sheetData><row r="1"><c r="A1"><f>TODAY()</f></c>
            <c r="B1" t="str"><f>HYPERLINK("https://a.cn/?x=1&amp;y=2","看")</f><v>看</v></c>
            <c r="C1"><f>1+1</f><v>2</v></c></row></sheetData>
            <hyperlinks><hyperlink ref="D2:D3" r:id="rId1" location="top"/><hyperlink ref="E1" location="Sheet2!A1"/></hyperlinks></worksheet>"#;
        let targets = HashMap::from([("rId1".to_string(), "https://a.cn/2".to_string())]);
        let links = scan(sheet.as_bytes(), &targets).unwrap();
        let at = |row, column| links.of_row(row).iter().find(|hint| hint.at == column);
        assert!(at(0, 0).is_some_and(|hint| hint.formula && hint.link.is_none()));
        assert_eq!(at(0, 1).and_then(|hint| hint.link.as_deref()), Some("https://a.cn/?x=1&y=2"));
        assert_eq!(at(2, 3).and_then(|hint| hint.link.as_deref()), Some("https://a.cn/2#top"));
        assert_eq!((at(0, 2).is_some(), at(0, 4).is_some(), links.count), (false, false, 4));
    }
}
