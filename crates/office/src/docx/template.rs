//! A report inside a school's own Word file: its red head, document number and issuing body stay, its styles are used.
//!
//! The text stands where the paragraph with `{{正文}}` or `{{body}}` is, else at the end. Styles are matched by their names, as Word
//! itself knows them; what the school's file lacks is added. Everything else of it is left as it is.

use super::{DocxError, archive, body, chart};
use domain::document::Document;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// What stands in the school's file where the report belongs, in either language.
const PLACES: [&str; 2] = ["{{正文}}", "{{body}}"];
/// Bytes one part of the file may unfold to.
const PART: u64 = 64 << 20;
/// Prefixes that the report uses.
const NAMES: [(&str, &str); 4] = [
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
];

/// The document inside a school's file.
///
/// # Errors
/// The file is no Word file, or has no styles.
pub fn write_report_in(document: &Document, template: &[u8]) -> Result<Vec<u8>, DocxError> {
    let mut parts = unpacked(template)?;
    let body = body::write_inside(document)?;
    let (styles, ids) = styles(&text(&parts, "word/styles.xml")?);
    let xml = placed(&text(&parts, "word/document.xml")?, &restyled(&body.xml, &ids))?;
    let relations = text(&parts, "word/_rels/document.xml.rels")?;
    let relations = before(&relations, "</Relationships>", &body.relations)?;
    let mut types = chart::content_types(body.charts.len(), true);
    let known = text(&parts, "[Content_Types].xml")?;
    if !body.charts.is_empty() && !known.contains("Extension=\"xlsx\"") {
        types.push_str("<Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>");
    }
    let types = before(&known, "</Types>", &types)?;
    for (name, text) in [
        ("word/styles.xml", styles),
        ("word/document.xml", xml),
        ("word/_rels/document.xml.rels", relations),
        ("[Content_Types].xml", types),
    ] {
        if let Some((_, content)) = parts.iter_mut().find(|(known, _)| known == name) {
            *content = text.into_bytes();
        }
    }
    for (at, drawn) in body.charts.iter().enumerate() {
        parts.extend(chart::parts(chart::number(at + 1, true), drawn)?);
    }
    archive(&parts)
}

fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, DocxError> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(DocxError::read)?;
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(DocxError::read)?;
        let name = part.name().map_err(DocxError::read)?.into_owned();
        let mut content = Vec::new();
        let count = part.take(PART + 1).read_to_end(&mut content).map_err(DocxError::read)?;
        if count as u64 > PART {
            return Err(DocxError::Read(format!("{name} is too large")));
        }
        if !name.ends_with('/') {
            parts.push((name, content));
        }
    }
    Ok(parts)
}

fn text(parts: &[(String, Vec<u8>)], name: &str) -> Result<String, DocxError> {
    let part = parts.iter().find(|(known, _)| known == name);
    let (_, content) = part.ok_or_else(|| DocxError::Read(format!("{name} is missing")))?;
    String::from_utf8(content.clone()).map_err(DocxError::read)
}

fn before(text: &str, end: &str, more: &str) -> Result<String, DocxError> {
    let at = text.rfind(end).ok_or_else(|| DocxError::Read(format!("{end} is missing")))?;
    Ok(format!("{}{more}{}", &text[..at], &text[at..]))
}

/// Each style of a part: its id, its name in lower case, and the whole element.
fn each_style(xml: &str) -> Vec<(&str, String, &str)> {
    let value = |text: &str, start: &str| {
        let at = text.find(start)? + start.len();
        Some(at..at + text[at..].find('"')?)
    };
    xml.split("<w:style ")
        .skip(1)
        .filter_map(|rest| {
            let whole = &rest[..rest.find("</w:style>")?];
            let name = &whole[value(whole, "<w:name w:val=\"")?];
            Some((&whole[value(whole, "w:styleId=\"")?], name.to_lowercase(), whole))
        })
        .collect()
}

/// The school's styles with ours that they lack, and by what id each of ours goes there.
fn styles(theirs: &str) -> (String, BTreeMap<String, String>) {
    let ours = include_str!("template/styles.xml");
    let known = each_style(theirs);
    let mut ids = BTreeMap::new();
    let mut missing = Vec::new();
    for (id, name, whole) in each_style(ours) {
        match known.iter().find(|(_, other, _)| *other == name) {
            Some((other, ..)) => ids.insert(id.to_string(), (*other).to_string()),
            None => {
                missing.push(whole);
                let taken = known.iter().any(|(other, ..)| *other == id);
                ids.insert(id.to_string(), if taken { format!("Report{id}") } else { id.to_string() })
            }
        };
    }
    let mut added = String::new();
    for whole in missing {
        // Lists of ours are not theirs; what was the default here is one of many there.
        let mut style = whole.replace(" w:default=\"1\"", "");
        while let (Some(from), Some(to)) = (style.find("<w:numPr>"), style.find("</w:numPr>")) {
            style.replace_range(from..to + "</w:numPr>".len(), "");
        }
        added.push_str(&format!("<w:style {style}</w:style>\n"));
    }
    let end = theirs.rfind("</w:styles>").unwrap_or(theirs.len());
    (format!("{}{}{}", &theirs[..end], restyled(&added, &ids), &theirs[end..]), ids)
}

/// References to styles of ours by the ids they have in the school's file.
fn restyled(xml: &str, ids: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    let marks = [
        "<w:pStyle w:val=\"",
        "<w:rStyle w:val=\"",
        "<w:tblStyle w:val=\"",
        "<w:basedOn w:val=\"",
        "<w:next w:val=\"",
        "w:styleId=\"",
    ];
    while let Some((at, mark)) = marks.iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min() {
        let start = at + mark.len();
        let end = rest[start..].find('"').map_or(rest.len(), |end| start + end);
        let id = &rest[start..end];
        out.push_str(&rest[..start]);
        out.push_str(ids.get(id).map_or(id, String::as_str));
        rest = &rest[end..];
    }
    out + rest
}

/// The school's text with the report in its place.
fn placed(theirs: &str, report: &str) -> Result<String, DocxError> {
    let body_end = theirs.rfind("</w:body>").ok_or_else(|| DocxError::Read("</w:body> is missing".into()))?;
    let found = PLACES.iter().find_map(|place| theirs.find(place).map(|at| (at, place.len())));
    let (from, to) = match found {
        Some((at, length)) => {
            let start = theirs[..at].rfind("<w:p>").max(theirs[..at].rfind("<w:p ")).unwrap_or(at);
            let end = theirs[at..].find("</w:p>").map_or(at + length, |end| at + end + "</w:p>".len());
            (start, end)
        }
        None => {
            let end = theirs[..body_end].rfind("<w:sectPr").unwrap_or(body_end);
            // A section that ends inside a paragraph is not the last one.
            let last = theirs[end..body_end].contains("</w:p>");
            if last { (body_end, body_end) } else { (end, end) }
        }
    };
    let mut whole = format!("{}{report}{}", &theirs[..from], &theirs[to..]);
    for (prefix, name) in NAMES {
        let declared = format!("xmlns:{prefix}=");
        let root = whole.find("<w:document").ok_or_else(|| DocxError::Read("w:document is missing".into()))?;
        let end = whole[root..].find('>').map_or(whole.len(), |end| root + end);
        if !whole[root..end].contains(&declared) {
            whole.insert_str(root + "<w:document".len(), &format!(" {declared}\"{name}\""));
        }
    }
    Ok(whole)
}
