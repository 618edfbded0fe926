//! Workbooks: every sheet, shown or not, and everything a workbook remembers.
//!
//! It exists because lists of names leak through what a spreadsheet hides: sheets, rows, columns,
//! comments, caches, names. It must not compute formulas; the values the file holds are the values.

mod formats;
mod sheet;
mod strings;

use std::collections::HashSet;

use domain::extract::{BlockKind, Concealed, Place};

use super::builder::{Builder, Draft, Pending};
use super::package::{Package, Relations};
use super::xml::{Token, Xml};
use super::{ReadError, properties};
use formats::Formats;
use strings::Strings;

pub(crate) use formats::{plain as plain_number, show_date};
pub(crate) use sheet::name as cell_name;

/// What every sheet needs of the workbook.
struct Workbook {
    formats: Formats,
    strings: Strings,
    from_1904: bool,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

/// Reads one .xlsx or .xlsm.
pub(crate) fn read(package: Package<'_>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let main = package.main_part()?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let relations = package.relations(&main)?;
    let mut claimed: HashSet<String> = HashSet::from([main.clone()]);
    let by_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind).map(|r| r.target.clone());
    let mut workbook = Workbook { formats: Formats::default(), strings: Strings::default(), from_1904: false };
    if let Some(name) = by_kind("styles") {
        if let Some(text) = package.text(&name)? {
            workbook.formats = Formats::read(&text, builder.limits.max_depth)?;
        }
        claimed.insert(name);
    }
    if let Some(name) = by_kind("sharedStrings") {
        if let Some(text) = package.text(&name)? {
            workbook.strings = Strings::read(&text, &name, builder)?;
        }
        claimed.insert(name);
    }
    let text = package.required(&main)?;
    let (sheets, names) = list(&text, &main, &mut workbook, builder)?;
    for (table, listed) in sheets.iter().enumerate() {
        let Some(target) = relations.get(&listed.relation).map(|relation| relation.target.clone()) else { continue };
        if !claimed.insert(target.clone()) {
            continue;
        }
        let Some(text) = package.text(&target)? else { return Err(ReadError::damaged("xl/worksheets")) };
        let own = package.relations(&target)?;
        sheet::read(
            &sheet::Source { text: &text, part: &target, name: &listed.name, table, hidden: listed.hidden },
            &mut workbook,
            &own,
            builder,
        )?;
        drop(text);
        read_comments(&package, &own, listed, &mut claimed, builder)?;
    }
    for pending in names {
        builder.emit(pending)?;
    }
    workbook.strings.emit_unused(builder)?;
    read_rest(&package, &claimed, builder)
}

/// The sheets in order, and the defined names as blocks.
fn list(
    text: &str,
    main: &str,
    workbook: &mut Workbook,
    builder: &mut Builder<'_>,
) -> Result<(Vec<Listed>, Vec<Pending>), ReadError> {
    let part = builder.enter(main);
    let mut xml = Xml::new(text, main, builder.limits.max_depth);
    let (mut sheets, mut names) = (Vec::new(), Vec::new());
    let mut name: Option<(String, Draft)> = None;
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) => match tag.name() {
                "workbookPr" => workbook.from_1904 = tag.flag("date1904").unwrap_or(false),
                "sheet" => sheets.push(Listed {
                    name: tag.attr("name").map(|name| name.into_owned()).unwrap_or_default(),
                    relation: tag.attr("id").map(|id| id.into_owned()).unwrap_or_default(),
                    hidden: tag.attr("state").is_some_and(|state| state != "visible"),
                }),
                "definedName" => name = tag.attr("name").map(|name| (name.into_owned(), Draft::default())),
                _ => {}
            },
            Token::Text(text, source) => {
                if let Some((_, draft)) = &mut name {
                    draft.push_from(&text, part, source);
                }
            }
            Token::Close(end) if end.name() == "definedName" => {
                if let Some((name, draft)) = name.take()
                    && !draft.is_blank()
                {
                    let place = Place::Property(name);
                    names.push(Pending { draft, kind: BlockKind::Stored, place, concealed: Some(Concealed::Stored) });
                }
            }
            Token::Close(_) => {}
        }
    }
    Ok((sheets, names))
}

/// Comments of a sheet, the old kind and the threaded one.
fn read_comments(
    package: &Package<'_>,
    relations: &Relations,
    listed: &Listed,
    claimed: &mut HashSet<String>,
    builder: &mut Builder<'_>,
) -> Result<(), ReadError> {
    // A thread is kept twice, the second time as a comment for older programs, which only says so.
    let threads = relations.values().filter(|relation| relation.kind == "threadedComment");
    let notes = relations.values().filter(|relation| relation.kind == "comments");
    let mut threaded: HashSet<String> = HashSet::new();
    for relation in threads.chain(notes) {
        if !claimed.insert(relation.target.clone()) {
            continue;
        }
        if let Some(text) = package.text(&relation.target)? {
            comments_of_part(&text, &relation.target, listed, &mut threaded, builder)?;
        }
    }
    Ok(())
}

/// The comments of one part; `threaded` are the cells whose threads have been read.
fn comments_of_part(
    text: &str,
    name: &str,
    listed: &Listed,
    threaded: &mut HashSet<String>,
    builder: &mut Builder<'_>,
) -> Result<(), ReadError> {
    let part = builder.enter(name);
    let mut xml = Xml::new(text, name, builder.limits.max_depth);
    let mut open: Option<(String, Draft)> = None;
    let mut authors: Vec<String> = Vec::new();
    // Beside its text a comment may hold where its box stands.
    let (mut in_author, mut in_text, mut stands_in) = (false, false, false);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) if matches!(tag.name(), "comment" | "threadedComment") => {
                let cell = tag.attr("ref").map(|at| at.into_owned()).unwrap_or_default();
                let author = tag.number("authorId").and_then(|at| authors.get(usize::try_from(at).ok()?));
                stands_in = author.is_some_and(|author| author.starts_with("tc=")) && threaded.contains(&cell);
                if tag.name() == "threadedComment" {
                    threaded.insert(cell.clone());
                }
                open = Some((cell, Draft::default()));
            }
            Token::Open(tag) if tag.name() == "author" => {
                in_author = true;
                authors.push(String::new());
            }
            Token::Close(end) if end.name() == "author" => in_author = false,
            Token::Text(text, _) if in_author => {
                if let Some(author) = authors.last_mut() {
                    author.push_str(&text);
                }
            }
            Token::Open(tag) if tag.name() == "rPh" => xml.skip()?,
            Token::Open(tag) if tag.name() == "text" => in_text = true,
            Token::Close(end) if end.name() == "text" => in_text = false,
            Token::Text(text, source) => {
                if let Some((_, draft)) = &mut open
                    && in_text
                    && (!draft.is_blank() || !text.trim().is_empty())
                {
                    draft.push_from(&text, part, source);
                }
            }
            Token::Close(end) if matches!(end.name(), "comment" | "threadedComment") => {
                let Some((cell, mut draft)) = open.take() else { continue };
                draft.trim_end();
                if !draft.is_blank() && !stands_in {
                    let place = Place::Cell { sheet: listed.name.clone(), cell };
                    let concealed = listed.hidden.then_some(Concealed::HiddenSheet);
                    builder.emit(Pending { draft, kind: BlockKind::Comment, place, concealed })?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Properties, caches, drawings, charts: every XML part no sheet claimed.
fn read_rest(package: &Package<'_>, claimed: &HashSet<String>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    properties::read(package, builder)?;
    properties::note_pictures(package, builder);
    for name in package.names() {
        let readable = name.ends_with(".xml") || name.ends_with(".vml");
        let stored = (name.starts_with("xl/") || name.starts_with("customXml/")) && readable;
        let design = ["/theme/", "customXml/itemProps", "xl/calcChain", "/charts/style", "/charts/colors", "/tables/"];
        if stored && !claimed.contains(name) && !design.iter().any(|part| name.contains(part)) {
            properties::read_stored(package, name, builder)?;
        }
    }
    properties::read_addresses(package, builder)?;
    properties::read_embedded(package, builder)
}
