//! Word files: body, tables, notes, headers, text boxes, comments, tracked changes, properties.
//!
//! It exists to turn a .docx into blocks a reader of the printed page would recognise, and to keep
//! what that reader would not see (deleted, hidden, stored) apart from it. It must not lay out text.

mod frames;
mod numbering;
mod styles;
mod walk;

use std::collections::HashSet;

use super::builder::Builder;
use super::package::{Package, Relations};
use super::{ReadError, nested, properties};
use numbering::Numbering;
pub(crate) use numbering::number;
use styles::Styles;
use walk::{Story, Walk};

/// What the walks through all parts share.
pub(crate) struct Shared {
    styles: Styles,
    numbering: Numbering,
    /// Tables met so far over the whole file.
    tables: usize,
}

/// Reads one .docx.
pub(crate) fn read(package: Package<'_>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let main = package.main_part()?.unwrap_or_else(|| "word/document.xml".to_owned());
    let relations = package.relations(&main)?;
    let depth = builder.limits.max_depth;
    let styles = match related(&relations, "styles") {
        Some(name) => package.text(name)?.map(|text| Styles::read(&text, depth)).transpose()?,
        None => None,
    };
    let numbering = match related(&relations, "numbering") {
        Some(name) => package.text(name)?.map(|text| Numbering::read(&text, depth)).transpose()?,
        None => None,
    };
    let mut shared = Shared { styles: styles.unwrap_or_default(), numbering: numbering.unwrap_or_default(), tables: 0 };
    let mut claimed: HashSet<String> = HashSet::new();
    let text = package.required(&main)?;
    Walk::new(&text, &main, Story::Body, &relations, &mut shared, builder).run()?;
    claimed.insert(main);
    let stories = [
        ("footnotes", Story::Footnote),
        ("endnotes", Story::Endnote),
        ("header", Story::Header),
        ("footer", Story::Footer),
        ("comments", Story::Comment),
    ];
    for (kind, story) in stories {
        let targets: Vec<String> = relations
            .values()
            .filter(|relation| relation.kind == kind && !relation.external)
            .map(|r| r.target.clone())
            .collect();
        for target in targets {
            if !claimed.insert(target.clone()) {
                continue;
            }
            let Some(text) = package.text(&target)? else { continue };
            let own = package.relations(&target)?;
            Walk::new(&text, &target, story, &own, &mut shared, builder).run()?;
        }
    }
    read_rest(&package, &relations, &claimed, builder)
}

/// Properties, and every XML part that could hold text and that no story claimed.
fn read_rest(
    package: &Package<'_>,
    relations: &Relations,
    claimed: &HashSet<String>,
    builder: &mut Builder<'_>,
) -> Result<(), ReadError> {
    properties::read(package, builder)?;
    properties::note_pictures(package, builder);
    const DESIGN: [&str; 7] =
        ["styles", "numbering", "webSettings", "fontTable", "theme", "stylesWithEffects", "commentsExtended"];
    let design: HashSet<&str> =
        relations.values().filter(|r| DESIGN.contains(&r.kind.as_str())).map(|r| r.target.as_str()).collect();
    for name in package.names() {
        let stored = (name.starts_with("word/") || name.starts_with("customXml/")) && name.ends_with(".xml");
        let drawn = !name.contains("/theme/") && !name.starts_with("customXml/itemProps");
        if stored && drawn && !claimed.contains(name) && !design.contains(name.as_str()) {
            properties::read_stored(package, name, builder)?;
        }
    }
    properties::read_addresses(package, builder)?;
    // Documents inserted whole, which Word only takes in when it opens the file.
    for chunk in relations.values().filter(|relation| relation.kind == "aFChunk" && !relation.external) {
        if let Some(bytes) = package.bytes(&chunk.target)? {
            nested::read(&chunk.target, bytes, builder)?;
        }
    }
    properties::read_embedded(package, builder)
}

fn related<'r>(relations: &'r Relations, kind: &str) -> Option<&'r str> {
    relations.values().find(|relation| relation.kind == kind && !relation.external).map(|r| r.target.as_str())
}
