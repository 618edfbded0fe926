//! What a PDF holds besides the text of its pages: links, comments, filled fields, attachments, properties.
//!
//! It exists because a number that no page draws is still in the file: in a field without an appearance, in
//! a comment, in an attached list. It must not run what a file asks for, and walks its trees with a bound on
//! every step, since they may lead back to themselves.

use std::collections::HashSet;

use domain::extract::{BlockKind, Concealed, Place};
use hayro_interpret::RectExt;
use hayro_syntax::Pdf;
use hayro_syntax::object::{self, Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Page;
use kurbo::Affine;

use super::super::ReadError;
use super::super::builder::Builder;
use super::super::nested;
use super::lines::LinkArea;
use super::text_string;

/// More annotations than any page has.
const MAX_ANNOTATIONS: usize = 20_000;
/// More nodes of a tree than are walked.
const MAX_NODES: usize = 20_000;
/// How far a field's parents are asked for what it does not say itself.
const MAX_PARENTS: usize = 32;
/// More attachments than are opened.
const MAX_ATTACHMENTS: usize = 100;

/// A comment or field: text that stands on a page and is not part of what the page draws.
pub(crate) struct Annotation {
    pub(crate) text: String,
    pub(crate) kind: BlockKind,
    pub(crate) concealed: Option<Concealed>,
}

fn catalogue(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// Whether the file has layers that may be off.
pub(crate) fn has_layers(pdf: &Pdf) -> bool {
    catalogue(pdf).is_some_and(|root| root.get::<Dict<'_>>("OCProperties").is_some())
}

/// Links, comments and filled fields of a page that shows the text `seen`.
pub(crate) fn of_page(page: &Page<'_>, initial: Affine, seen: &str) -> (Vec<LinkArea>, Vec<Annotation>) {
    let (mut links, mut annotations) = (Vec::new(), Vec::new());
    let Some(all) = page.raw().get::<Array<'_>>("Annots") else { return (links, annotations) };
    let seen = squeezed(seen);
    for annotation in all.iter::<Dict<'_>>().take(MAX_ANNOTATIONS) {
        let kind = annotation.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or("", |kind| kind.as_str());
        if kind == "Link" {
            let address = annotation.get::<Dict<'_>>("A").and_then(|action| action.get::<object::String<'_>>("URI"));
            if let (Some(address), Some(area)) = (address, annotation.get::<object::Rect>("Rect")) {
                let area = initial.transform_rect_bbox(area.to_kurbo());
                links.push(LinkArea { area, address: text_string(address.as_bytes()) });
            }
            continue;
        }
        // Flags: 2 is hidden, 32 is shown on no screen (ISO 32000-2, 12.5.3).
        let hidden = annotation.get::<u32>("F").unwrap_or(0) & (2 | 32) != 0;
        let concealed = hidden.then_some(Concealed::HiddenText);
        let drawn = |text: &str| !hidden && seen.contains(&squeezed(text));
        if kind == "Widget" {
            let values = values(&annotation).into_iter().filter(|value| !drawn(value));
            annotations.extend(values.map(|text| Annotation { text, kind: BlockKind::TextBox, concealed }));
        } else if let Some(text) = written(&annotation, "Contents") {
            // Words written on the page with a tool come again as their own description.
            if kind != "FreeText" || !drawn(&text) {
                let kind = if kind == "FreeText" { BlockKind::TextBox } else { BlockKind::Comment };
                annotations.push(Annotation { text: text.replace('\r', "\n"), kind, concealed });
            }
        }
    }
    (links, annotations)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text string of a dictionary, if it says something.
fn written(dict: &Dict<'_>, key: &str) -> Option<String> {
    let text = text_string(dict.get::<object::String<'_>>(key)?.as_bytes());
    (!text.trim().is_empty()).then_some(text)
}

/// What is filled in a field, or in the field that a widget belongs to.
fn values(field: &Dict<'_>) -> Vec<String> {
    let mut at = field.clone();
    for _ in 0..MAX_PARENTS {
        match at.get::<Object<'_>>("V") {
            Some(Object::String(text)) => return kept(vec![text_string(text.as_bytes())]),
            Some(Object::Stream(stream)) => {
                return kept(stream.decoded().map(|bytes| vec![text_string(&bytes)]).unwrap_or_default());
            }
            Some(Object::Array(chosen)) => {
                let chosen = chosen.iter::<object::String<'_>>().take(1000);
                return kept(chosen.map(|text| text_string(text.as_bytes())).collect());
            }
            // The state of a box or button is a name and says nothing by itself.
            Some(_) => return Vec::new(),
            None => {}
        }
        let Some(parent) = at.get::<Dict<'_>>("Parent") else { break };
        at = parent;
    }
    Vec::new()
}

fn kept(values: Vec<String>) -> Vec<String> {
    values.into_iter().map(|text| text.replace('\r', "\n")).filter(|text| !text.trim().is_empty()).collect()
}

/// Values of fields that stand on no page.
pub(crate) fn fields(pdf: &Pdf, known: &HashSet<String>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let form = catalogue(pdf).and_then(|root| root.get::<Dict<'_>>("AcroForm"));
    let Some(top) = form.and_then(|form| form.get::<Array<'_>>("Fields")) else { return Ok(()) };
    let mut open: Vec<Dict<'_>> = top.iter::<Dict<'_>>().take(MAX_NODES).collect();
    let mut left = MAX_NODES;
    while let Some(field) = open.pop().filter(|_| left > 0) {
        left -= 1;
        if let Some(kids) = field.get::<Array<'_>>("Kids") {
            open.extend(kids.iter::<Dict<'_>>().take(left));
        }
        // A widget has been read with its page, whether its value is drawn there or not.
        if field.contains_key("Rect") || field.contains_key("Kids") {
            continue;
        }
        let name = written(&field, "T").unwrap_or_else(|| "AcroForm".to_owned());
        for value in values(&field).into_iter().filter(|value| !known.contains(value)) {
            let place = Place::Property(name.clone());
            builder.emit_text(&value, BlockKind::Stored, place, Some(Concealed::Stored))?;
        }
    }
    Ok(())
}

/// Files within the file: their names, and what is in those we can read.
pub(crate) fn attachments(pdf: &Pdf, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let Some(root) = catalogue(pdf) else { return Ok(()) };
    let mut files: Vec<Dict<'_>> = Vec::new();
    let tree = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"));
    let mut open: Vec<Dict<'_>> = tree.into_iter().collect();
    let mut left = MAX_NODES;
    while let Some(node) = open.pop().filter(|_| left > 0) {
        left -= 1;
        if let Some(kids) = node.get::<Array<'_>>("Kids") {
            open.extend(kids.iter::<Dict<'_>>().take(left));
        }
        if let Some(names) = node.get::<Array<'_>>("Names") {
            // Names and files take turns.
            let own = names.iter::<Object<'_>>().take(left).filter_map(Object::into_dict);
            files.extend(own);
        }
    }
    if let Some(own) = root.get::<Array<'_>>("AF") {
        files.extend(own.iter::<Dict<'_>>().take(MAX_ATTACHMENTS));
    }
    for page in pdf.pages().iter() {
        let Some(all) = page.raw().get::<Array<'_>>("Annots") else { continue };
        files.extend(all.iter::<Dict<'_>>().take(MAX_ANNOTATIONS).filter_map(|each| each.get::<Dict<'_>>("FS")));
    }
    let mut seen = HashSet::new();
    for file in files {
        let name = written(&file, "UF").or_else(|| written(&file, "F")).unwrap_or_else(|| "attachment".to_owned());
        let held = file.get::<Dict<'_>>("EF");
        let stream = held.and_then(|held| held.get::<Stream<'_>>("UF").or_else(|| held.get::<Stream<'_>>("F")));
        let Some(stream) = stream.filter(|stream| seen.insert(stream.obj_id())) else { continue };
        if seen.len() > MAX_ATTACHMENTS {
            builder.notice("part-not-read", name);
            continue;
        }
        builder.emit_text(&name, BlockKind::Stored, Place::Property(name.clone()), Some(Concealed::Stored))?;
        match stream.decoded() {
            Ok(bytes) => nested::read(&name, bytes.into_owned(), builder)?,
            Err(_) => builder.notice("part-not-read", name),
        }
    }
    Ok(())
}

/// What the file says about itself.
pub(crate) fn properties(pdf: &Pdf, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let metadata = pdf.metadata();
    let all = [
        ("title", &metadata.title),
        ("author", &metadata.author),
        ("subject", &metadata.subject),
        ("keywords", &metadata.keywords),
        ("creator", &metadata.creator),
        ("producer", &metadata.producer),
    ];
    for (name, value) in all {
        let Some(text) = value.as_ref().map(|bytes| text_string(bytes)).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        let place = Place::Property(name.to_owned());
        builder.emit_text(text.trim(), BlockKind::Property, place, Some(Concealed::Stored))?;
    }
    Ok(())
}
