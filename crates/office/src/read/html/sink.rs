//! Takes the tokens of a page and makes blocks of them.
//!
//! It exists to bound what a page may open at once and to end implied elements. It must not recurse.

use std::cell::RefCell;

use domain::extract::{BlockKind, Concealed};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

use super::super::builder::{Draft, Pending};
use super::super::{Limits, ReadError};
use super::frames::{Cell, Element, List, Role, Table};
use super::pending;

/// The sink of the tokenizer.
pub(super) struct Sink(RefCell<State>);

struct State {
    limits: Limits,
    open: Vec<Element>,
    draft: Draft,
    /// Line of the first character of the draft.
    line: usize,
    out: Vec<Pending>,
    blocks: usize,
    bytes: usize,
    tables: usize,
    /// Open elements that are hidden, scripted or preformatted.
    hidden: usize,
    preformatted: usize,
    error: Option<ReadError>,
}

/// Elements without an end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that begin and end a block of text.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
    "button",
];

impl Sink {
    pub(super) fn new(limits: Limits) -> Sink {
        Sink(RefCell::new(State {
            limits,
            open: Vec::new(),
            draft: Draft::default(),
            line: 1,
            out: Vec::new(),
            blocks: 0,
            bytes: 0,
            tables: 0,
            hidden: 0,
            preformatted: 0,
            error: None,
        }))
    }

    pub(super) fn failed(&self) -> bool {
        self.0.borrow().error.is_some()
    }

    pub(super) fn finish(self) -> Result<Vec<Pending>, ReadError> {
        let mut state = self.0.into_inner();
        while !state.open.is_empty() {
            state.pop();
        }
        state.flush();
        match state.error {
            Some(error) => Err(error),
            None => Ok(state.out),
        }
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        if state.error.is_some() {
            return TokenSinkResult::Continue;
        }
        let line = usize::try_from(line).unwrap_or(usize::MAX).max(1);
        match token {
            Token::CharacterTokens(text) => state.text(&text, line),
            Token::CommentToken(text) => state.comment(&text, line),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                match tag.kind {
                    TagKind::StartTag => {
                        state.start(&name, &tag, line);
                        return raw(&name);
                    }
                    TagKind::EndTag => state.end(&name),
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Whether a short value could be a number of a person or an address; most attributes only steer scripts.
fn may_identify(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() <= 1000 && (digits >= 7 || value.contains('@')) && !value.contains("://")
}

/// Elements whose content is not markup.
fn raw(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

impl State {
    fn text(&mut self, text: &str, line: usize) {
        if self.open.last().is_some_and(|top| matches!(top.name.as_str(), "script" | "style" | "iframe" | "noembed")) {
            return;
        }
        self.bytes += text.len();
        if self.bytes > self.limits.max_text {
            self.error = Some(ReadError::TooLarge { what: "text-bytes", limit: self.limits.max_text as u64 });
            return;
        }
        if self.preformatted > 0 {
            if self.draft.text.is_empty() {
                self.line = line;
            }
            self.draft.push(text);
            return;
        }
        for c in text.chars() {
            // No-break blanks are written on purpose and stay; layout blanks become one.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.draft.text.is_empty() && !self.draft.text.ends_with([' ', '\n']) {
                    self.draft.push(" ");
                }
            } else {
                if self.draft.text.is_empty() {
                    self.line = line;
                }
                self.draft.push(c.encode_utf8(&mut [0; 4]));
            }
        }
    }

    fn comment(&mut self, text: &str, line: usize) {
        if text.trim().is_empty() {
            return;
        }
        let mut draft = Draft::default();
        draft.push(text.trim());
        self.give(pending(draft, BlockKind::Stored, line, Some(Concealed::Stored)));
    }

    fn attr(tag: &Tag, name: &str) -> Option<String> {
        tag.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.to_string())
    }

    fn is_hidden(name: &str, tag: &Tag) -> bool {
        if name == "template" || tag.attrs.iter().any(|attr| &*attr.name.local == "hidden") {
            return true;
        }
        let style = Self::attr(tag, "style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    }

    fn start(&mut self, name: &str, tag: &Tag, line: usize) {
        self.stored_attributes(name, tag, line);
        match name {
            "br" => {
                self.draft.push("\n");
                return;
            }
            "hr" => return self.flush(),
            name if VOID.contains(&name) => return,
            "html" | "body" | "head" if self.open.iter().any(|element| element.name == name) => return,
            _ => {}
        }
        self.close_implied(name);
        let hidden = Self::is_hidden(name, tag);
        let heading = match name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        };
        // Text before a hidden element belongs to another block than the text in it.
        if hidden
            || heading.is_some()
            || BLOCKS.contains(&name)
            || matches!(name, "table" | "tr" | "td" | "th" | "li" | "title")
        {
            self.flush();
        }
        if self.open.len() >= self.limits.max_depth.saturating_mul(2) {
            self.error = Some(ReadError::TooDeep { limit: self.limits.max_depth.saturating_mul(2) });
            return;
        }
        let role = match heading {
            Some(level) => Role::Heading(level),
            None => self.role(name, tag, line),
        };
        self.hidden += usize::from(hidden);
        self.preformatted += usize::from(matches!(name, "pre" | "textarea"));
        if tag.self_closing && matches!(name, "path" | "use" | "circle" | "rect") {
            return;
        }
        self.open.push(Element { name: name.to_owned(), hidden, role });
    }

    fn role(&mut self, name: &str, tag: &Tag, line: usize) -> Role {
        let count =
            |key: &str| Self::attr(tag, key).and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, 1000);
        match name {
            "a" => match Self::attr(tag, "href") {
                Some(address) => Role::Link { start: self.draft.text.len(), address: address.trim().to_owned() },
                None => Role::None,
            },
            "ol" | "ul" | "menu" | "dir" => Role::List(List {
                ordered: name == "ol",
                next: Self::attr(tag, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1),
                style: Self::attr(tag, "type").unwrap_or_default(),
            }),
            "li" => {
                let value = Self::attr(tag, "value").and_then(|value| value.trim().parse().ok());
                let lists = self.open.iter().filter(|element| matches!(element.role, Role::List(_))).count();
                let level = u8::try_from(lists.saturating_sub(1)).unwrap_or(u8::MAX);
                let list = self.open.iter_mut().rev().find_map(|element| match &mut element.role {
                    Role::List(list) => Some(list),
                    _ => None,
                });
                Role::Entry { marker: list.map(|list| list.marker(value)), level }
            }
            "table" => {
                // A table in a cell makes the cell a piece of layout.
                if let Some(cell) = self.cell() {
                    cell.layout = true;
                }
                self.tables += 1;
                Role::Table(Table::new(self.tables - 1))
            }
            "tr" => {
                if let Some(table) = self.table() {
                    table.begin_row();
                }
                Role::None
            }
            "td" | "th" => {
                let (rows, columns) = (count("rowspan"), count("colspan"));
                match self.table().map(|table| table.place(rows, columns)) {
                    Some((row, column)) => {
                        Role::Cell(Cell { row, column, rows, columns, line, blocks: Vec::new(), layout: false })
                    }
                    None => Role::None,
                }
            }
            _ => Role::None,
        }
    }

    /// Text that a page holds in attributes: descriptions, the values of hidden fields, what scripts keep there.
    fn stored_attributes(&mut self, name: &str, tag: &Tag, line: usize) {
        let described = Self::attr(tag, "name").is_some() || Self::attr(tag, "property").is_some();
        for attr in &tag.attrs {
            let (key, value) = (&*attr.name.local, attr.value.trim());
            let shown = match (name, key) {
                ("meta", "content") => described,
                ("input", "value") | ("img" | "area", "alt") => true,
                (_, "title" | "placeholder") => may_identify(value),
                (_, key) => key.starts_with("data-") && may_identify(value),
            };
            if !shown || value.is_empty() {
                continue;
            }
            let mut draft = Draft::default();
            draft.push(value);
            let kind = if name == "meta" { BlockKind::Property } else { BlockKind::Stored };
            self.give(pending(draft, kind, line, Some(Concealed::Stored)));
        }
    }

    fn table(&mut self) -> Option<&mut Table> {
        self.open.iter_mut().rev().find_map(|element| match &mut element.role {
            Role::Table(table) => Some(table),
            _ => None,
        })
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.open.iter_mut().rev().find_map(|element| match &mut element.role {
            Role::Cell(cell) => Some(cell),
            _ => None,
        })
    }

    /// Ends what a start tag ends without saying so.
    fn close_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ol", "ul", "menu", "dir", "td", "th", "table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th"]),
            "option" => (&["option"], &["select", "datalist"]),
            "body" => (&["head"], &[]),
            "a" => (&["a"], &["td", "th", "li"]),
            name if BLOCKS.contains(&name) || name == "table" || (name.len() == 2 && name.starts_with('h')) => {
                (&["p"], &["td", "th", "li", "table", "button", "div"])
            }
            _ => return,
        };
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].name.as_str();
            if ends.contains(&open) {
                while self.open.len() > at {
                    self.pop();
                }
                return;
            }
            if within.contains(&open) {
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            return self.draft.push("\n");
        }
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else {
            if name == "p" {
                self.flush();
            }
            return;
        };
        // An end tag inside a cell cannot end what is open outside it, but for the table's own parts.
        let barrier = self.open.iter().rposition(|element| matches!(element.role, Role::Cell(_)));
        let own = matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "body" | "html");
        if barrier.is_some_and(|barrier| at < barrier) && !own {
            return;
        }
        while self.open.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let is_block = self.open.last().is_some_and(|top| {
            BLOCKS.contains(&top.name.as_str())
                || top.hidden
                || matches!(top.role, Role::Heading(_) | Role::Entry { .. } | Role::Cell(_) | Role::Table(_))
                || matches!(top.name.as_str(), "tr" | "title")
        });
        if is_block {
            self.flush();
        }
        let Some(element) = self.open.pop() else { return };
        self.hidden -= usize::from(element.hidden);
        self.preformatted -= usize::from(matches!(element.name.as_str(), "pre" | "textarea"));
        match element.role {
            Role::Link { start, address } if !address.is_empty() => self.draft.link_from(start, &address),
            Role::Cell(cell) => {
                if let Some(table) = self.table() {
                    let blocks = cell.close(table.index);
                    table.blocks.extend(blocks);
                }
            }
            Role::Table(table) => {
                for block in table.blocks {
                    self.hand_up(block);
                }
            }
            _ => {}
        }
    }

    /// Ends the current block of text.
    fn flush(&mut self) {
        let mut draft = std::mem::take(&mut self.draft);
        draft.trim_end();
        // A link that is still open begins anew with the next block.
        for element in &mut self.open {
            if let Role::Link { start, address } = &mut element.role {
                if !draft.is_blank() && *start < draft.text.len() {
                    draft.link_from(*start, address);
                }
                *start = 0;
            }
        }
        if draft.is_blank() {
            return;
        }
        let inner = self.open.iter_mut().rev().find(|element| {
            matches!(element.role, Role::Heading(_) | Role::Entry { .. } | Role::Cell(_)) || element.name == "title"
        });
        let kind = match inner {
            Some(Element { role: Role::Heading(level), .. }) => BlockKind::Heading(*level),
            Some(Element { role: Role::Entry { marker, level }, .. }) => match marker.take() {
                Some(marker) => BlockKind::ListItem { marker: Some(marker), level: *level },
                // The second paragraph of an entry has no number of its own.
                None => BlockKind::Paragraph,
            },
            Some(element) if element.name == "title" => BlockKind::Property,
            _ => BlockKind::Paragraph,
        };
        let concealed = (self.hidden > 0).then_some(Concealed::HiddenText);
        self.give(pending(draft, kind, self.line, concealed));
    }

    /// Counts a new block and hands it to what encloses it.
    fn give(&mut self, block: Pending) {
        self.blocks += 1;
        if self.blocks > self.limits.max_cells {
            self.error = Some(ReadError::TooLarge { what: "cells", limit: self.limits.max_cells as u64 });
            return;
        }
        self.hand_up(block);
    }

    fn hand_up(&mut self, block: Pending) {
        for element in self.open.iter_mut().rev() {
            match &mut element.role {
                Role::Cell(cell) => return cell.blocks.push(block),
                // Text between the rows of a table is shown before the table.
                Role::Table(table) => return table.blocks.push(block),
                _ => {}
            }
        }
        self.out.push(block);
    }
}
