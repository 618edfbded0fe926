//! Styles of a Word document, as far as they change what a reader sees: outline level, list, hidden.
//!
//! It exists because headings and list numbers usually come from a style, not from the paragraph. It
//! must not care for fonts or colours.

use std::collections::HashMap;

use super::super::ReadError;
use super::super::xml::{Token, Xml};

/// What a style says, before its parent is asked.
#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    name: String,
    outline: Option<u8>,
    list: Option<(Option<i64>, usize)>,
    hidden: Option<bool>,
}

/// All styles by id.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    by_id: HashMap<String, Style>,
}

/// How far a chain of parents is followed; real documents have under ten.
const CHAIN: usize = 30;

impl Styles {
    /// Reads `word/styles.xml`.
    pub(crate) fn read(text: &str, max_depth: usize) -> Result<Styles, ReadError> {
        let mut styles = Styles::default();
        let mut xml = Xml::new(text, "word/styles.xml", max_depth);
        let mut open: Option<(String, Style)> = None;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) if tag.name() == "style" => {
                    let id = tag.attr("styleId").map(|id| id.into_owned()).unwrap_or_default();
                    open = Some((id, Style::default()));
                }
                Token::Open(tag) => {
                    let Some((_, style)) = &mut open else { continue };
                    match tag.name() {
                        "name" => style.name = tag.attr("val").map(|name| name.to_lowercase()).unwrap_or_default(),
                        "basedOn" => style.based_on = tag.attr("val").map(|id| id.into_owned()),
                        "outlineLvl" => style.outline = tag.number("val").and_then(|level| u8::try_from(level).ok()),
                        "numId" => style.list.get_or_insert((None, 0)).0 = tag.number("val"),
                        "ilvl" => {
                            let level = tag.number("val").and_then(|level| usize::try_from(level).ok());
                            style.list.get_or_insert((None, 0)).1 = level.unwrap_or(0);
                        }
                        "vanish" => style.hidden = Some(tag.flag("val").unwrap_or(true)),
                        _ => {}
                    }
                }
                Token::Close(end) if end.name() == "style" => styles.by_id.extend(open.take()),
                _ => {}
            }
        }
        Ok(styles)
    }

    fn ask<T>(&self, id: &str, question: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut at = self.by_id.get(id);
        for _ in 0..CHAIN {
            let style = at?;
            if let Some(answer) = question(style) {
                return Some(answer);
            }
            at = self.by_id.get(style.based_on.as_ref()?);
        }
        None
    }

    /// The heading level, from 1, that a style gives its paragraphs.
    pub(crate) fn heading(&self, id: &str) -> Option<u8> {
        self.ask(id, |style| {
            if let Some(level) = style.outline {
                return Some((level < 9).then_some(level + 1));
            }
            let name = style.name.as_str();
            let numbered = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"));
            match numbered.map(str::trim) {
                Some("") => Some(Some(1)),
                Some(level) => level.parse::<u8>().ok().filter(|level| (1..=9).contains(level)).map(Some),
                None if name == "title" => Some(Some(1)),
                None => None,
            }
        })
        .flatten()
    }

    /// The list and level a style puts its paragraphs in.
    pub(crate) fn list(&self, id: &str) -> Option<(i64, usize)> {
        let list = self.ask(id, |style| style.list.filter(|(num, _)| num.is_some()))?;
        let level = self.ask(id, |style| style.list.map(|(_, level)| level)).unwrap_or(list.1);
        list.0.map(|num| (num, level))
    }

    /// Whether a style hides its text.
    pub(crate) fn hidden(&self, id: &str) -> bool {
        self.ask(id, |style| style.hidden).unwrap_or(false)
    }
}
