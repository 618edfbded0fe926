//! What an office file says about itself, and any part no other reader claims.
//!
//! It exists because names and numbers hide in properties, chart caches and embedded data long after
//! they left the page. It must not decide what is personal.

use std::collections::HashSet;
use std::ops::Range;

use domain::extract::{BlockKind, Concealed, Place};

use super::builder::{Builder, Draft, Mapping, Pending};
use super::package::Package;
use super::xml::{Token, Xml};
use super::{ReadError, nested};

/// `docProps/*`: every leaf with text is one property.
pub(crate) fn read(package: &Package<'_>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    name_unread(package, builder);
    for name in ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"] {
        let Some(text) = package.text(name)? else { continue };
        let part = builder.enter(name);
        let mut xml = Xml::new(&text, name, builder.limits.max_depth);
        let mut open: Vec<String> = Vec::new();
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => {
                    // `<property name="…"><vt:lpwstr>` and `<TitlesOfParts><vt:vector><vt:lpstr>`: the
                    // inner names say nothing, so the outer one stays.
                    let own = tag.attr("name").map_or_else(|| tag.name().to_owned(), |own| own.into_owned());
                    let own = if tag.prefix() == "vt" { open.last().cloned().unwrap_or(own) } else { own };
                    open.push(own);
                }
                Token::Close(_) => {
                    open.pop();
                }
                Token::Text(text, source) if !text.trim().is_empty() => {
                    let mut draft = Draft::default();
                    push_trimmed(&mut draft, &text, part, source);
                    let place = Place::Property(open.last().cloned().unwrap_or_default());
                    let concealed = Some(Concealed::Stored);
                    builder.emit(Pending { draft, kind: BlockKind::Property, place, concealed })?;
                }
                Token::Text(..) => {}
            }
        }
    }
    Ok(())
}

/// Text without the blanks of its layout, with a source that still corresponds.
fn push_trimmed(draft: &mut Draft, text: &str, part: usize, source: Range<usize>) {
    // Blanks at the start are one byte each in the source too (references to them do not occur here).
    let lead = text.len() - text.trim_start().len();
    draft.push_from(text.trim(), part, source.start + lead..source.end);
}

/// Macros and controls are not opened; a person must know that they are there.
fn name_unread(package: &Package<'_>, builder: &mut Builder<'_>) {
    let unread = |name: &&String| name.contains("/activeX/") || name.ends_with("vbaProject.bin");
    for name in package.names().iter().filter(unread).take(100) {
        builder.notice("part-not-read", name.as_str());
    }
}

/// Files within the file; more of them than this are named and not opened.
const MAX_EMBEDDED: usize = 100;

/// Opens the files within the file: the workbook behind a chart, a document inserted as an object. Those that cannot be read are named.
pub(crate) fn read_embedded(package: &Package<'_>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let embedded = package.names().iter().filter(|name| name.contains("/embeddings/") && !name.ends_with(".rels"));
    for (at, name) in embedded.enumerate() {
        match package.bytes(name)? {
            Some(bytes) if at < MAX_EMBEDDED => nested::read(name, bytes, builder)?,
            _ => builder.notice("part-not-read", name.as_str()),
        }
    }
    Ok(())
}

/// Addresses that parts keep and no link of the text leads to, as a deleted link leaves them behind.
pub(crate) fn read_addresses(package: &Package<'_>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let known: HashSet<String> = builder.extract.links.iter().map(|link| link.address.clone()).collect();
    for name in package.names().iter().filter(|name| name.ends_with(".rels")) {
        let Some(text) = package.text(name)? else { continue };
        let part = builder.enter(name);
        let mut xml = Xml::new(&text, name, builder.limits.max_depth);
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            let (Some(target), Some(source)) = (tag.attr("Target"), tag.attr_source("Target")) else { continue };
            let person = target.starts_with("mailto:") || target.starts_with("tel:");
            if person && !known.contains(target.as_ref()) {
                let place = Place::Property(name.clone());
                let range = builder.emit_text(&target, BlockKind::Stored, place, Some(Concealed::Stored))?;
                builder.trace(range, part, source, Mapping::Chars);
            }
        }
    }
    Ok(())
}

/// Attributes that hold what a person entered or who a person is, by element.
const PERSONAL_ATTRIBUTES: [(&str, &str); 8] = [
    // Variables of a Word document, its mail merge, and the accounts of those who commented.
    ("docVar", "val"),
    ("query", "val"),
    ("presenceInfo", "userId"),
    ("person", "userId"),
    // What a picture or shape is said to show.
    ("cNvPr", "descr"),
    ("docPr", "descr"),
    // The captions of a pivot table's items, and what a slicer shows.
    ("item", "n"),
    ("dbPr", "command"),
];

/// Elements whose text says where a drawing stands, what a control does or which cells a chart shows.
const DESIGN: [&str; 7] = ["from", "to", "pos", "ext", "ClientData", "formatCode", "extLst"];

/// Most pictures of one file that are named; that it was not read whole is said by the first.
const MOST_NAMED: usize = 20;

/// Says of each picture in the file that nobody read what it shows. Charts are drawn from numbers that are read, and are none;
/// the preview of the first page is not shown to readers.
pub(crate) fn note_pictures(package: &Package<'_>, builder: &mut Builder<'_>) {
    let pictures = package.names().iter().filter(|name| name.contains("/media/"));
    for name in pictures.take(MOST_NAMED) {
        builder.notice("picture-in-file", name.as_str());
    }
}

/// Any other XML part: the text of each paragraph-like element, and the attributes that hold values.
pub(crate) fn read_stored(package: &Package<'_>, name: &str, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let Some(text) = package.text(name)? else { return Ok(()) };
    let part = builder.enter(name);
    let kind = if name.contains("/drawings/") { BlockKind::TextBox } else { BlockKind::Stored };
    let mut xml = Xml::new(&text, name, builder.limits.max_depth);
    let mut draft = Draft::default();
    let (mut in_reference, mut runs) = (false, 0usize);
    loop {
        let token = match xml.next() {
            Ok(Some(token)) => token,
            Ok(None) => break,
            // Drawings for older programs are written like web pages and need not be well-formed.
            Err(ReadError::Damaged { .. }) if name.ends_with(".vml") => {
                builder.notice("part-not-read", name);
                break;
            }
            Err(error) => return Err(error),
        };
        match token {
            Token::Open(tag) if tag.name() == "Fallback" || DESIGN.contains(&tag.name()) => xml.skip()?,
            Token::Open(tag) => {
                runs += usize::from(tag.name() == "r");
                in_reference |= tag.name() == "f" && name.contains("/charts/");
                // Pivot caches keep values as attributes: <s v="…"/>, <n v="…"/>, <d v="…"/>.
                let cached = name.contains("/pivotCache/") && matches!(tag.name(), "s" | "n" | "d");
                let personal =
                    PERSONAL_ATTRIBUTES.iter().filter(|(element, _)| *element == tag.name()).map(|(_, key)| *key);
                for key in personal.chain(cached.then_some("v")) {
                    let (Some(value), Some(source)) = (tag.attr(key), tag.attr_source(key)) else { continue };
                    if value.trim().is_empty() {
                        continue;
                    }
                    let mapping = if !cached || tag.name() == "s" { Mapping::Chars } else { Mapping::Number };
                    let place = Place::Property(name.to_owned());
                    let range = builder.emit_text(&value, BlockKind::Stored, place, Some(Concealed::Stored))?;
                    builder.trace(range, part, source, mapping);
                }
            }
            Token::Text(text, source) if !text.trim().is_empty() && !in_reference => {
                draft.push_from(&text, part, source);
            }
            Token::Text(..) => {}
            Token::Close(end) if end.name() == "f" => in_reference = false,
            // Runs of one paragraph stay together (`a:r`, `a:t`); everything else ends a piece.
            Token::Close(end) if end.name() == "r" => runs = runs.saturating_sub(1),
            Token::Close(end) if matches!(end.name(), "t" | "rPr") || (runs > 0 && end.name() != "p") => {}
            Token::Close(_) => flush(&mut draft, &kind, name, builder)?,
        }
    }
    flush(&mut draft, &kind, name, builder)
}

fn flush(draft: &mut Draft, kind: &BlockKind, name: &str, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let draft = std::mem::take(draft);
    if draft.is_blank() {
        return Ok(());
    }
    let concealed = (*kind == BlockKind::Stored).then_some(Concealed::Stored);
    builder.emit(Pending { draft, kind: kind.clone(), place: Place::Property(name.to_owned()), concealed })?;
    Ok(())
}
