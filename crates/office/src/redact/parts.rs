//! Redaction within the parts of .docx and .xlsx.
//!
//! It exists to change characters in place: no part is built anew from a model that might drop what it
//! does not know. It must not leave preview pictures, which show the first page as it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::Range;

use domain::extract::Extract;
use quick_xml::escape::minimal_escape;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::needles::Needles;
use super::{RedactError, Redacted, Span, distinctive};
use crate::read::xml::{Token, Xml};
use crate::read::{Limits, Mapping, Origin, Package, Traced};

/// What to change, by part: where, and which characters of the decoded piece or which new text.
pub(super) type Edits = BTreeMap<usize, Vec<Edit>>;

pub(super) struct Edit {
    source: Range<usize>,
    change: Change,
}

enum Change {
    /// Characters of the piece, counted from 0, become this sign.
    Characters(Range<usize>, Sign),
    /// A worksheet cell is written anew with this text.
    Cell(String),
}

#[derive(Clone, Copy)]
enum Sign {
    Star,
    /// A stored number or date must stay one: its digits become `1`.
    One,
}

/// Finds the piece of each span.
pub(super) fn edits(extract: &Extract, origins: &[Origin], spans: &[&Span]) -> Result<Edits, RedactError> {
    let mut edits = Edits::new();
    let mut by_start: Vec<&Origin> = origins.iter().collect();
    by_start.sort_by_key(|origin| origin.text.start);
    // Two spans in one cell must both be gone from its new text.
    let mut all: Vec<&Span> = spans.to_vec();
    all.sort_by_key(|span| span.range.start);
    for span in &all {
        let block = &extract.blocks[span.block].range;
        let first = by_start.partition_point(|origin| origin.text.start < block.start);
        let own = by_start[first..].iter().take_while(|origin| origin.text.start <= block.end);
        let mut reached = vec![false; span.range.len()];
        for origin in own {
            let from = origin.text.start.max(span.range.start);
            let to = origin.text.end.min(span.range.end);
            if from >= to {
                continue;
            }
            reached[from - span.range.start..to - span.range.start].fill(true);
            let change = match origin.mapping {
                Mapping::Cell => Change::Cell(masked(extract, &origin.text, &all)),
                mapping => {
                    let count = |range: Range<usize>| extract.text[range].chars().count();
                    let start = count(origin.text.start..from);
                    let sign = if mapping == Mapping::Number { Sign::One } else { Sign::Star };
                    Change::Characters(start..start + count(from..to), sign)
                }
            };
            edits.entry(origin.part).or_default().push(Edit { source: origin.source.clone(), change });
        }
        let missed = extract.text[span.range.clone()].char_indices().any(|(at, c)| c.is_alphanumeric() && !reached[at]);
        if missed {
            return Err(RedactError::NotRemoved(span.block));
        }
    }
    Ok(edits)
}

fn masked(extract: &Extract, range: &Range<usize>, spans: &[&Span]) -> String {
    let first = spans.partition_point(|span| span.range.end <= range.start);
    let own = || spans[first..].iter().take_while(|span| span.range.start < range.end);
    let hit = |at: usize| own().any(|span| span.range.contains(&(range.start + at)));
    extract.text[range.clone()].char_indices().map(|(at, c)| if hit(at) { '*' } else { c }).collect()
}

/// A file to write anew: its bytes, what was read of it, and what is to go.
pub(super) struct Source<'s> {
    pub(super) bytes: &'s [u8],
    pub(super) file: &'s Traced,
    pub(super) spans: &'s [Span],
    /// Addresses to blot out wherever they stand.
    pub(super) addresses: &'s [String],
    pub(super) limits: &'s Limits,
}

/// Writes the archive anew with the edits made and the given parts replaced.
pub(super) fn rewrite(
    source: &Source<'_>,
    mut edits: Edits,
    mut replaced: BTreeMap<String, Redacted>,
) -> Result<Redacted, RedactError> {
    let Source { bytes, file: read, spans, limits, .. } = source;
    let package = Package::open(bytes, limits)?;
    let distinctive = distinctive(&read.extract, spans);
    let needles = Needles::new(distinctive.iter().copied().filter(|text| !text.contains(MARKUP)));
    let mut archive = ZipArchive::new(Cursor::new(*bytes)).map_err(|_| RedactError::Write)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let mut not_looked_into = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|_| RedactError::Write)?;
        let name = file.name().map_err(|_| RedactError::Write)?.into_owned();
        if name.starts_with("docProps/thumbnail") {
            continue;
        }
        let options = SimpleFileOptions::default()
            .compression_method(file.compression())
            .last_modified_time(file.last_modified().unwrap_or_default());
        if let Some(copy) = replaced.remove(&name) {
            drop(file);
            not_looked_into.extend(copy.not_looked_into.iter().map(|inner| format!("{name}/{inner}")));
            writer.start_file(&name, options).map_err(|_| RedactError::Write)?;
            writer.write_all(&copy.bytes).map_err(|_| RedactError::Write)?;
            continue;
        }
        let own = read.parts.iter().position(|known| *known == name).and_then(|part| edits.remove(&part));
        let is_text = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
        if !is_text {
            let looked_into = read.nested.iter().any(|nested| nested.part == name);
            if !file.is_dir() && !name.contains("printerSettings") && !looked_into {
                not_looked_into.push(name.clone());
            }
            writer.raw_copy_file(file).map_err(|_| RedactError::Write)?;
            continue;
        }
        let raw = package.bytes(&name)?.unwrap_or_default();
        let text = Package::decode(raw.clone());
        let changed = without(source, &text, &name, own, &needles, &distinctive)?;
        if changed == text {
            writer.raw_copy_file(file).map_err(|_| RedactError::Write)?;
            continue;
        }
        drop(file);
        writer.start_file(&name, options).map_err(|_| RedactError::Write)?;
        writer.write_all(&encode_like(&raw, &changed)).map_err(|_| RedactError::Write)?;
    }
    let copy = writer.finish().map_err(|_| RedactError::Write)?.into_inner();
    Ok(Redacted { bytes: copy, not_looked_into })
}

/// The text of one part without what is to go: the edits of blocks, then the same texts wherever they stand.
fn without(
    source: &Source<'_>,
    text: &str,
    name: &str,
    edits: Option<Vec<Edit>>,
    needles: &Needles<'_>,
    distinctive: &[&str],
) -> Result<String, RedactError> {
    let mut changed = match edits {
        Some(edits) => without_stand_ins(&apply(text, edits, name)?, name, source.limits)?,
        None => text.to_owned(),
    };
    if name == "_rels/.rels" {
        changed = without_thumbnail(&changed, source.limits)?;
    }
    sweep(&mut changed, name, needles);
    for address in source.addresses.iter().filter(|address| !address.contains(MARKUP)) {
        let stars = "*".repeat(address.chars().count());
        changed = changed.replace(address.as_str(), &stars);
    }
    if let Some(left) = left_over(&changed, name, distinctive, source.limits)? {
        let holds = |span: &&Span| source.file.extract.text[span.range.clone()] == *left;
        return Err(RedactError::NotRemoved(source.spans.iter().find(holds).map_or(0, |span| span.block)));
    }
    Ok(changed)
}

/// Characters that a part writes otherwise than they read.
const MARKUP: [char; 6] = ['&', '<', '>', '"', '\'', '*'];

/// A part without the drawings for older programs, which say the same again in pieces of their own.
fn without_stand_ins(text: &str, name: &str, limits: &Limits) -> Result<String, RedactError> {
    if !text.contains("Fallback>") {
        return Ok(text.to_owned());
    }
    let mut xml = Xml::new(text, name, limits.max_depth);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut depth, mut from) = (0, 0usize, 0);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) if tag.name() == "Fallback" => {
                from = if depth == 0 { tag.start } else { from };
                depth += 1;
            }
            Token::Close(end) if end.name() == "Fallback" && depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    out.push_str(&text[at..from]);
                    at = xml.position();
                }
            }
            _ => {}
        }
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// A removed text that a part still holds in pieces, in an element that no reader looks at.
fn left_over<'t>(
    text: &str,
    name: &str,
    distinctive: &[&'t str],
    limits: &Limits,
) -> Result<Option<&'t str>, RedactError> {
    let from = swept_from(text, name);
    if name.ends_with(".vml") || name.ends_with(".rels") || from.is_none() {
        return Ok(None);
    }
    const ENDS: [&str; 12] = ["p", "tc", "si", "v", "f", "c", "text", "tab", "br", "definedName", "comment", "pt"];
    let mut whole = String::new();
    let mut xml = Xml::new(text, name, limits.max_depth);
    while let Some(token) = xml.next()? {
        match token {
            Token::Text(piece, at) if Some(at.start) >= from => whole.push_str(&piece),
            Token::Close(end) if ENDS.contains(&end.name()) => whole.push('\n'),
            _ => {}
        }
    }
    // Short numbers meet by chance where elements without a blank between them adjoin.
    let long = distinctive.iter().copied().filter(|text| text.chars().count() >= 8);
    Ok(Needles::new(long).first_in(&whole))
}

/// UTF-16 parts stay UTF-16, since their declaration says so.
fn encode_like(raw: &[u8], text: &str) -> Vec<u8> {
    match raw {
        [0xFF, 0xFE, ..] => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        [0xFE, 0xFF, ..] => [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        [0xEF, 0xBB, 0xBF, ..] => [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// Makes the edits of one part. Whole cells win over pieces within them.
fn apply(text: &str, mut edits: Vec<Edit>, name: &str) -> Result<String, RedactError> {
    let mut replaced: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    edits.sort_by_key(|edit| (edit.source.start, matches!(edit.change, Change::Characters(..))));
    let mut cells: Vec<Range<usize>> = Vec::new();
    for edit in edits {
        let slice = text.get(edit.source.clone()).ok_or(RedactError::Write)?;
        match edit.change {
            Change::Cell(new) => {
                replaced.insert(edit.source.start, (edit.source.end, cell(slice, &new, name)?));
                cells.push(edit.source);
            }
            Change::Characters(range, sign) => {
                if cells.last().is_some_and(|cell| cell.contains(&edit.source.start)) {
                    continue;
                }
                for (character, (at, length)) in characters(slice).into_iter().enumerate() {
                    if !range.contains(&character) {
                        continue;
                    }
                    let old = &slice[at..at + length];
                    let new = match sign {
                        Sign::Star => "*",
                        Sign::One if old.bytes().all(|byte| byte.is_ascii_digit()) => "1",
                        Sign::One => old,
                    };
                    let start = edit.source.start + at;
                    replaced.insert(start, (start + length, new.to_owned()));
                }
            }
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, (end, new)) in replaced {
        if start < at {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(&new);
        at = end;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// Where each character of a piece stands in its source: `&amp;` is one character.
fn characters(slice: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < slice.len() {
        let rest = &slice[at..];
        let reference = rest.strip_prefix('&').and_then(|inner| inner.find(';')).filter(|end| *end <= 10);
        let length = match reference {
            Some(end) => end + 2,
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
        found.push((at, length));
        at += length;
    }
    found
}

/// A cell with its place and style as they were and its value as text. A formula that other cells share
/// stays; any other would compute the removed value again.
fn cell(source: &str, text: &str, name: &str) -> Result<String, RedactError> {
    let mut xml = Xml::new(source, name, 50);
    let Some(Token::Open(tag)) = xml.next()? else { return Err(RedactError::Write) };
    let prefix = if tag.prefix().is_empty() { String::new() } else { format!("{}:", tag.prefix()) };
    let attr = |key: &str| tag.attr(key).map(|value| format!(" {key}=\"{}\"", minimal_escape(value.as_ref())));
    let kept: String = ["r", "s", "cm", "vm"].into_iter().filter_map(attr).collect();
    let text = minimal_escape(text);
    let mut begun = None;
    let mut formula = None;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(inner) if inner.name() == "f" => {
                let master =
                    matches!(inner.attr("t").as_deref(), Some("shared" | "array")) && inner.attr("ref").is_some();
                begun = master.then_some(inner.start);
            }
            Token::Close(end) if end.name() == "f" => {
                formula = begun.take().map(|start| &source[start..xml.position()]);
            }
            _ => {}
        }
    }
    // A constant in the formula may be the very thing to remove.
    let constant = |formula: &&str| formula.split_once('>').is_some_and(|(_, inner)| inner.contains(['"', '&']));
    let formula = formula.filter(|formula| !constant(formula));
    Ok(match formula {
        Some(formula) => format!("<{prefix}c{kept} t=\"str\">{formula}<{prefix}v>{text}</{prefix}v></{prefix}c>"),
        None => format!(
            "<{prefix}c{kept} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{prefix}c>"
        ),
    })
}

fn without_thumbnail(text: &str, limits: &Limits) -> Result<String, RedactError> {
    let mut xml = Xml::new(text, "_rels/.rels", limits.max_depth);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut drop_from = None;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag)
                if tag.name() == "Relationship" && tag.attr("Type").is_some_and(|t| t.ends_with("/thumbnail")) =>
            {
                drop_from = Some(tag.start);
            }
            Token::Close(_) => {
                if let Some(start) = drop_from.take() {
                    out.push_str(&text[at..start]);
                    at = xml.position();
                }
            }
            _ => {}
        }
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// Where a part is typed loosely enough to put stars in. Cells and caches are not: there a star in a number
/// would break the file, and blocks cover them.
fn swept_from(text: &str, name: &str) -> Option<usize> {
    if name.contains("/worksheets/") && !name.ends_with(".rels") {
        text.find("</sheetData>")
    } else {
        (!name.contains("/pivotCache/")).then_some(0)
    }
}

/// Removes the same texts where no block shows them: addresses of links, alternative texts, field codes.
fn sweep(text: &mut String, name: &str, needles: &Needles<'_>) {
    let Some(from) = swept_from(text, name) else { return };
    let found: Vec<Range<usize>> = needles.find(&text[from..]).map(|(at, _)| from + at.start..from + at.end).collect();
    if found.is_empty() {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        out.push_str(&text[at..range.start]);
        out.extend(text[range.clone()].chars().map(|_| '*'));
        at = range.end;
    }
    out.push_str(&text[at..]);
    *text = out;
}
