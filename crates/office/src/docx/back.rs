//! Reads a written report back as a person reads it: the text of the body in order, with the numbers Word
//! counts, so that what the file says can be compared with what the ledger holds.
//!
//! An own small reader that shares nothing with the writer but the counting of Chinese numerals; otherwise
//! one mistake would hide in both.

use super::DocxError;
use super::number::chinese;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// Bytes one part may unfold to.
const PART: u64 = 256 << 20;

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// The text of the body, one line a paragraph or cell, automatic numbers before the text they number. Cover and
/// contents are left out; a chart gives a line a category, its values after tabs. Empty paragraphs give none.
pub fn read_back(bytes: &[u8]) -> Result<String, DocxError> {
    Ok(walked(bytes)?.out)
}

/// The links of the body in order: printed text and address. The contents' own links are left out.
pub fn read_back_links(bytes: &[u8]) -> Result<Vec<(String, String)>, DocxError> {
    Ok(walked(bytes)?.links)
}

fn walked(bytes: &[u8]) -> Result<Body, DocxError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(DocxError::read)?;
    let document = part(&mut archive, "word/document.xml")?;
    let lists = match part(&mut archive, "word/numbering.xml") {
        Ok(text) => Lists::read(&text)?,
        Err(_) => Lists::default(),
    };
    let styles = part(&mut archive, "word/styles.xml").map_or_else(|_| Ok(HashMap::new()), |text| styles(&text))?;
    let relations = part(&mut archive, "word/_rels/document.xml.rels")
        .map_or_else(|_| Ok(HashMap::new()), |text| relations(&text))?;
    let mut body = Body { lists, styles, relations, ..Body::default() };
    let mut reader = Reader::from_str(&document);
    loop {
        match reader.read_event().map_err(DocxError::read)? {
            Event::Start(element) => body.open(&element, &mut archive, false)?,
            Event::Empty(element) => body.open(&element, &mut archive, true)?,
            Event::End(element) => body.close(element.local_name().as_ref()),
            Event::Text(text) if body.in_text => body.line.push_str(&text.xml10_content()),
            Event::CData(text) if body.in_text => body.line.push_str(&text.xml10_content()),
            Event::GeneralRef(name) if body.in_text => body.line.push_str(&entity(&name)?),
            Event::Eof => return Ok(body),
            _ => {}
        }
    }
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<String, DocxError> {
    let file = archive.by_name(name).map_err(|_| DocxError::Read(format!("{name} is missing")))?;
    let mut text = String::new();
    let count = file.take(PART + 1).read_to_string(&mut text).map_err(DocxError::read)?;
    if count as u64 > PART { Err(DocxError::Read(format!("{name} is too large"))) } else { Ok(text) }
}

fn entity(name: &quick_xml::events::BytesRef<'_>) -> Result<String, DocxError> {
    if let Some(c) = name.resolve_char_ref().map_err(DocxError::read)? {
        return Ok(c.to_string());
    }
    let known = quick_xml::escape::resolve_xml_entity(name);
    known.map(str::to_string).ok_or_else(|| DocxError::Read("an unknown entity".to_string()))
}

/// An attribute by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

fn number<T: std::str::FromStr>(element: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(element, name)?.parse().ok()
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

/// The lists of the document and their counters.
#[derive(Debug, Default)]
struct Lists {
    kinds: HashMap<u32, HashMap<usize, Level>>,
    /// Kind and restarts of each list.
    lists: HashMap<u32, (u32, HashMap<usize, u32>)>,
    /// Counters by kind and level.
    counts: HashMap<(u32, usize), u32>,
    /// Restarts that have been used.
    restarted: std::collections::HashSet<(u32, usize)>,
}

impl Lists {
    fn read(text: &str) -> Result<Lists, DocxError> {
        let mut lists = Lists::default();
        let (mut kind, mut list, mut level) = (0u32, None, 0usize);
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(DocxError::read)? {
                Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                    "abstractNum" => kind = number(&element, "abstractNumId").unwrap_or(0),
                    "lvl" => level = number(&element, "ilvl").unwrap_or(0),
                    "num" => list = number(&element, "numId"),
                    "abstractNumId" => {
                        if let Some(list) = list {
                            lists.lists.insert(list, (number(&element, "val").unwrap_or(0), HashMap::new()));
                        }
                    }
                    "lvlOverride" => level = number(&element, "ilvl").unwrap_or(0),
                    "startOverride" => {
                        if let Some((_, restarts)) = list.and_then(|list| lists.lists.get_mut(&list)) {
                            restarts.insert(level, number(&element, "val").unwrap_or(1));
                        }
                    }
                    name @ ("start" | "numFmt" | "lvlText") => {
                        let value = attribute(&element, "val").unwrap_or_default();
                        let level = lists.kinds.entry(kind).or_default().entry(level).or_default();
                        match name {
                            "start" => level.start = value.parse().unwrap_or(1),
                            "numFmt" => level.format = value,
                            _ => level.text = value,
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(lists),
                _ => {}
            }
        }
    }

    /// Counts one paragraph and gives its number as shown.
    fn next(&mut self, list: u32, at: usize) -> String {
        let Some((kind, restarts)) = self.lists.get(&list).cloned() else { return String::new() };
        let Some(levels) = self.kinds.get(&kind).cloned() else { return String::new() };
        let start = levels.get(&at).map_or(1, |level| level.start);
        let restart = restarts.get(&at).filter(|_| self.restarted.insert((list, at)));
        let count = match (restart, self.counts.get(&(kind, at))) {
            (Some(restart), _) => *restart,
            (None, Some(count)) => count + 1,
            (None, None) => start,
        };
        self.counts.insert((kind, at), count);
        self.counts.retain(|(one, level), _| *one != kind || *level <= at);
        let Some(level) = levels.get(&at) else { return String::new() };
        let mut text = level.text.clone();
        for (above, about) in &levels {
            let count = self.counts.get(&(kind, *above)).copied().unwrap_or(about.start);
            let shown = if about.format.starts_with("chinese") { chinese(count) } else { count.to_string() };
            text = text.replace(&format!("%{}", above + 1), &shown);
        }
        text
    }
}

/// The list and level each paragraph style is bound to.
fn styles(text: &str) -> Result<HashMap<String, (u32, usize)>, DocxError> {
    let mut styles: HashMap<String, (u32, usize)> = HashMap::new();
    let mut style = String::new();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(DocxError::read)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "style" => style = attribute(&element, "styleId").unwrap_or_default(),
                "ilvl" => styles.entry(style.clone()).or_default().1 = number(&element, "val").unwrap_or(0),
                "numId" => styles.entry(style.clone()).or_default().0 = number(&element, "val").unwrap_or(0),
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn relations(text: &str) -> Result<HashMap<String, String>, DocxError> {
    let mut relations = HashMap::new();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(DocxError::read)? {
            Event::Start(element) | Event::Empty(element) => {
                if let (Some(id), Some(target)) = (attribute(&element, "Id"), attribute(&element, "Target")) {
                    relations.insert(id, target);
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Body {
    lists: Lists,
    styles: HashMap<String, (u32, usize)>,
    relations: HashMap<String, String>,
    out: String,
    line: String,
    /// Inside `w:t`.
    in_text: bool,
    style: String,
    list: Option<u32>,
    level: Option<usize>,
    /// Links so far, and the one that is open: where its text begins in the line, and its address.
    links: Vec<(String, String)>,
    link: Option<(usize, String)>,
    /// Lines of charts, after the paragraph they stand in.
    charts: String,
}

impl Body {
    fn open(&mut self, element: &BytesStart<'_>, archive: &mut Archive<'_>, empty: bool) -> Result<(), DocxError> {
        let prefixed = element.name();
        match prefixed.as_ref() {
            "w:p" => {
                self.line.clear();
                self.style.clear();
                (self.list, self.level) = (None, None);
            }
            "w:pStyle" => self.style = attribute(element, "val").unwrap_or_default(),
            "w:numId" => self.list = number(element, "val"),
            "w:ilvl" => self.level = number(element, "val"),
            "w:t" => self.in_text = !empty,
            // Inside `w:tabs` it is a stop, which has a value.
            "w:tab" if attribute(element, "val").is_none() => self.line.push('\t'),
            "w:br" if attribute(element, "type").is_none() => self.line.push('\n'),
            "w:hyperlink" => {
                let address = attribute(element, "id").and_then(|id| self.relations.get(&id).cloned());
                self.link = address.map(|address| (self.line.len(), address));
            }
            "c:chart" => {
                let target = attribute(element, "id").and_then(|id| self.relations.get(&id).cloned());
                if let Some(target) = target {
                    self.charts.push_str(&chart_lines(&part(archive, &format!("word/{target}"))?)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "hyperlink" => {
                if let Some((start, address)) = self.link.take() {
                    self.links.push((self.line.get(start..).unwrap_or_default().to_string(), address));
                }
            }
            "p" => {
                let bound = self.styles.get(&self.style).copied();
                let list = self.list.or(bound.map(|(list, _)| list)).unwrap_or(0);
                let level = self.level.or(bound.map(|(_, level)| level)).unwrap_or(0);
                let contents = self.style.starts_with("TOC") || self.style.starts_with("Cover");
                if list > 0 && !contents {
                    self.out.push_str(&self.lists.next(list, level));
                }
                if !self.line.is_empty() && !contents {
                    self.out.push_str(&self.line);
                    self.out.push('\n');
                }
                self.line.clear();
                self.out.push_str(&std::mem::take(&mut self.charts));
            }
            _ => {}
        }
    }
}

/// A chart's cached numbers: a line a category.
fn chart_lines(text: &str) -> Result<String, DocxError> {
    let mut lines: Vec<String> = Vec::new();
    let (mut series, mut point, mut place, mut in_value) = (0usize, 0usize, "", false);
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(DocxError::read)? {
            Event::Start(element) => match element.name().as_ref() {
                "c:ser" => series += 1,
                "c:tx" => place = "name",
                "c:cat" => place = "category",
                "c:val" => place = "value",
                "c:pt" => point = number(&element, "idx").unwrap_or(0),
                "c:v" => {
                    in_value = (place == "category" && series == 1) || place == "value";
                    // A point far outside the list is no chart of ours.
                    if in_value && point > 100_000 {
                        return Err(DocxError::Read("a chart with too many points".to_string()));
                    }
                    if in_value && lines.len() <= point {
                        lines.resize(point + 1, String::new());
                    }
                    if in_value && place == "value" {
                        lines[point].push('\t');
                    }
                }
                _ => {}
            },
            Event::End(element) if element.name().as_ref() == "c:v" => in_value = false,
            Event::Text(text) if in_value => lines[point].push_str(&text.xml10_content()),
            Event::GeneralRef(name) if in_value => lines[point].push_str(&entity(&name)?),
            Event::Eof => return Ok(lines.into_iter().map(|line| line + "\n").collect()),
            _ => {}
        }
    }
}
