//! The notes behind the cells of a workbook's sheet, which the library that reads cells does not give.
//!
//! People write there what no column is for: 此件涉密, 待审查. Notes stand in a part of their own, which the sheet's relations
//! name; most sheets have none.

use super::LedgerFileError;
use super::links::Links;
use crate::read::xml::{Token, Xml};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Bytes of a part that are read.
const PART: u64 = 32 << 20;
/// Characters of one note that are kept.
const LONGEST: usize = 500;

/// Adds the notes of a sheet's part to what stands behind its cells.
pub(crate) fn add(path: &Path, part: &str, links: &mut Links) -> Result<(), LedgerFileError> {
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(LedgerFileError::damaged)?;
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let relations = text(&mut archive, &format!("{folder}/_rels/{name}.rels"))?;
    let mut parts = Vec::new();
    let mut xml = Xml::new(&relations, "relations", 64);
    while let Ok(Some(token)) = xml.next() {
        let Token::Open(tag) = token else { continue };
        let kind = tag.attr("Type").map(|kind| kind.rsplit('/').next().unwrap_or_default().to_string());
        if matches!(kind.as_deref(), Some("comments" | "threadedComment")) {
            parts.extend(tag.attr("Target").map(|target| whole(folder, &target)));
        }
    }
    for part in parts {
        let notes = text(&mut archive, &part)?;
        read(&notes, links);
    }
    Ok(())
}

/// Texts of a workbook's cells of which a part is struck through: what somebody has crossed out stands in them like the rest.
/// `parts` are those of its sheets, in which some programs write the strings themselves.
pub(crate) fn partly_struck<'p>(
    path: &Path,
    parts: impl Iterator<Item = &'p String>,
) -> Result<HashSet<String>, LedgerFileError> {
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(LedgerFileError::damaged)?;
    let mut found = struck(&text(&mut archive, "xl/sharedStrings.xml")?);
    for part in parts {
        found.extend(struck(&text(&mut archive, part)?));
    }
    Ok(found)
}

/// The strings of which a run is struck through.
fn struck(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    if !text.contains("strike") {
        return found;
    }
    let mut xml = Xml::new(text, "strings", 64);
    let (mut whole, mut crossed, mut phonetic) = (String::new(), false, false);
    while let Ok(Some(token)) = xml.next() {
        match token {
            Token::Open(tag) if matches!(tag.name(), "si" | "is") => {
                whole.clear();
                crossed = false;
            }
            Token::Open(tag) if tag.name() == "strike" => {
                crossed |= tag.attr("val").is_none_or(|val| !matches!(&*val, "0" | "false"));
            }
            Token::Open(tag) if tag.name() == "rPh" => phonetic = true,
            Token::Close(end) if end.name() == "rPh" => phonetic = false,
            Token::Text(part, _) if !phonetic => whole.push_str(&part),
            Token::Close(end) if matches!(end.name(), "si" | "is") && crossed => {
                _ = found.insert(std::mem::take(&mut whole))
            }
            _ => {}
        }
    }
    found
}

/// The path of a part that another in a folder names.
fn whole(folder: &str, target: &str) -> String {
    if let Some(target) = target.strip_prefix('/') {
        return target.to_string();
    }
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn text(archive: &mut ZipArchive<BufReader<File>>, name: &str) -> Result<String, LedgerFileError> {
    let Ok(part) = archive.by_name(name) else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    part.take(PART).read_to_end(&mut bytes).map_err(LedgerFileError::damaged)?;
    Ok(crate::read::Package::decode(bytes))
}

/// The notes of one part. Damage ends it: the cells have been read by then.
fn read(text: &str, links: &mut Links) {
    let mut xml = Xml::new(text, "notes", 64);
    let (mut place, mut note, mut phonetic) = (None, String::new(), false);
    while let Ok(Some(token)) = xml.next() {
        match token {
            Token::Open(tag) if matches!(tag.name(), "comment" | "threadedComment") => {
                place = tag.attr("ref").and_then(|cell| position(&cell));
                note.clear();
            }
            Token::Open(tag) if tag.name() == "rPh" => phonetic = true,
            Token::Close(end) if end.name() == "rPh" => phonetic = false,
            Token::Text(part, _) if place.is_some() && !phonetic => {
                note.extend(part.chars().take(LONGEST.saturating_sub(note.chars().count())));
            }
            Token::Close(end) if matches!(end.name(), "comment" | "threadedComment") => {
                if let Some(hint) = place.take().and_then(|(row, column)| links.at(row, column))
                    && !note.trim().is_empty()
                {
                    let known = hint.note.get_or_insert_default();
                    if !known.contains(note.trim()) {
                        known.push_str(note.trim());
                    }
                }
            }
            _ => {}
        }
    }
}

/// Row and column from 0 of `C7`.
fn position(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let column = cell[..digits].bytes().try_fold(0u32, |column, letter| {
        let letter = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(letter)
    })?;
    Some((cell[digits..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_with_a_run_that_is_struck_through_are_found() {
        let xml = r#"<sst><si><r><rPr><strike/></rPr><t>旧</t></r><r><t>新办法</t></r></si><si><t>旧办法</t></si><si><r><rPr><strike val="0"/></rPr><t>甲</t></r></si></sst>"#;
        assert_eq!(struck(xml), HashSet::from(["旧新办法".to_string()]));
        let own = r#"<row><c t="inlineStr"><is><r><rPr><strike/></rPr><t>旧</t></r><r><t>新</t></r></is></c></row>"#;
        assert_eq!(struck(own), HashSet::from(["旧新".to_string()]));
        assert!(struck("<sst><si><t>甲").is_empty() && struck("").is_empty());
    }

    #[test]
    fn notes_are_found_where_they_stand() {
        let xml = r#"<comments><authors><author>a</author></authors><commentList><comment ref="C7" authorId="0"><text><r><t>此件</t></r><r><t>涉密</t></r></text></comment></commentList></comments>"#;
        let mut links = Links::default();
        read(xml, &mut links);
        let notes: Vec<_> = links.of_row(6).iter().map(|hint| (hint.at, hint.note.as_deref())).collect();
        assert_eq!(notes, [(2, Some("此件涉密"))]);
        assert_eq!(position("AA1"), Some((0, 26)));
        assert_eq!((position("7"), position("a7"), position("C0")), (None, None, None));
        assert_eq!(whole("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
    }
}
