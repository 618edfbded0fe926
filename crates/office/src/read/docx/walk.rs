//! One walk through one part of a Word file.
//!
//! It exists because body, notes, headers and comments are the same language with another meaning for
//! their paragraphs. It must not recurse: what is open is a stack of frames.

use domain::extract::{BlockKind, Concealed, Picture, Place};

use super::super::ReadError;
use super::super::builder::{Builder, Draft, Pending};
use super::super::package::Relations;
use super::super::xml::{Tag, Token, Xml};
use super::Shared;
use super::frames::{Cell, Field, Frame, Paragraph, Table, field_address};

/// Which story of the document a part holds; decides what its paragraphs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    Body,
    Footnote,
    Endnote,
    Header,
    Footer,
    Comment,
}

impl Story {
    fn name(self) -> &'static str {
        match self {
            Story::Body => "body",
            Story::Footnote => "footnote",
            Story::Endnote => "endnote",
            Story::Header => "header",
            Story::Footer => "footer",
            Story::Comment => "comment",
        }
    }

    fn kind(self) -> Option<BlockKind> {
        match self {
            Story::Body => None,
            Story::Footnote | Story::Endnote => Some(BlockKind::Note),
            Story::Header | Story::Footer => Some(BlockKind::PageMargin),
            Story::Comment => Some(BlockKind::Comment),
        }
    }
}

/// Where the characters that come next go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Nowhere,
    Text,
    Deleted,
    Instruction,
}

pub(crate) struct Walk<'a, 'b, 'l> {
    xml: Xml<'a>,
    part: usize,
    story: Story,
    relations: &'a Relations,
    shared: &'b mut Shared,
    builder: &'b mut Builder<'l>,
    frames: Vec<Frame>,
    fields: Vec<Field>,
    /// Open hyperlinks: where the text began and the address.
    links: Vec<(usize, Option<String>)>,
    paragraphs: usize,
    boxed: usize,
    in_paragraph_properties: bool,
    in_run: bool,
    hidden_run: bool,
    deletions: usize,
    mode: Mode,
    /// What the drawing that is open is said to show.
    shows: String,
}

impl<'a, 'b, 'l> Walk<'a, 'b, 'l> {
    pub(crate) fn new(
        text: &'a str,
        name: &'a str,
        story: Story,
        relations: &'a Relations,
        shared: &'b mut Shared,
        builder: &'b mut Builder<'l>,
    ) -> Walk<'a, 'b, 'l> {
        let xml = Xml::new(text, name, builder.limits.max_depth);
        let part = builder.enter(name);
        Walk {
            xml,
            part,
            story,
            relations,
            shared,
            builder,
            frames: Vec::new(),
            fields: Vec::new(),
            links: Vec::new(),
            paragraphs: 0,
            boxed: 0,
            in_paragraph_properties: false,
            in_run: false,
            hidden_run: false,
            deletions: 0,
            mode: Mode::Nowhere,
            shows: String::new(),
        }
    }

    pub(crate) fn run(mut self) -> Result<(), ReadError> {
        while let Some(token) = self.xml.next()? {
            match token {
                Token::Open(tag) => self.open(&tag)?,
                // `a:p` is a paragraph of a drawing, which `open` does not open either.
                Token::Close(end) if end.name() == "p" && end.prefix() == "a" => {}
                Token::Close(end) => self.close(end.name())?,
                Token::Text(text, source) => match self.mode {
                    Mode::Nowhere => {}
                    Mode::Text => self.say(&text, Some(source), false),
                    Mode::Deleted => self.say(&text, Some(source), true),
                    Mode::Instruction => self.instruct(&text, source),
                },
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        match tag.name() {
            // Old states of tracked formatting, stand-ins for older programs, readings above characters,
            // and the settings of content controls: nothing a reader sees as text.
            "Fallback" | "rt" | "sdtEndPr" => self.xml.skip()?,
            "sdtPr" => self.choices()?,
            "docPr" => self.described(tag)?,
            "blip" => self.picture(tag, "embed"),
            "imagedata" => self.picture(tag, "id"),
            name if name.ends_with("Change") => self.xml.skip()?,
            "footnote" | "endnote" if tag.attr("type").is_some_and(|kind| kind.contains("eparator")) => {
                self.xml.skip()?;
            }
            "p" if tag.prefix() != "a" => self.begin_paragraph(),
            "pPr" => self.in_paragraph_properties = true,
            "r" => self.begin_run(),
            "t" => self.mode = Mode::Text,
            "delText" => self.mode = Mode::Deleted,
            "instrText" => self.mode = Mode::Instruction,
            "del" | "moveFrom" => self.deletions += 1,
            "tbl" => {
                self.frames.push(Frame::Table(Table::new(self.shared.tables)));
                self.shared.tables += 1;
            }
            "tr" => {
                if let Some(Frame::Table(table)) = self.frames.last_mut() {
                    table.begin_row();
                }
            }
            "tc" => {
                self.builder.count_cell()?;
                self.frames.push(Frame::Cell(Box::default()));
            }
            "txbxContent" => self.frames.push(Frame::TextBox),
            "hyperlink" => self.begin_link(tag),
            "fldSimple" => {
                let address = tag.attr("instr").and_then(|instruction| field_address(&instruction));
                let start = self.draft_length();
                self.links.push((start, address));
            }
            "fldChar" => self.field(&tag.attr("fldCharType").unwrap_or_default()),
            _ if self.in_paragraph_properties => self.paragraph_property(tag),
            _ if self.in_run => self.in_run(tag),
            _ => self.table_property(tag),
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "p" => self.end_paragraph()?,
            "pPr" => self.in_paragraph_properties = false,
            "r" => self.in_run = false,
            "t" | "delText" | "instrText" => self.mode = Mode::Nowhere,
            "del" | "moveFrom" => self.deletions = self.deletions.saturating_sub(1),
            "hyperlink" | "fldSimple" => {
                if let Some((start, Some(address))) = self.links.pop()
                    && let Some(paragraph) = self.paragraph()
                {
                    paragraph.draft.link_from(start, &address);
                }
            }
            "tc" => self.end_cell(),
            "tbl" => self.end_table()?,
            "txbxContent" => {
                if matches!(self.frames.last(), Some(Frame::TextBox)) {
                    self.frames.pop();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        match self.frames.last_mut() {
            Some(Frame::Paragraph(paragraph)) => Some(paragraph),
            _ => None,
        }
    }

    fn draft_length(&mut self) -> usize {
        self.paragraph().map_or(0, |paragraph| paragraph.draft.text.len())
    }

    fn begin_paragraph(&mut self) {
        let boxed = matches!(self.frames.last(), Some(Frame::TextBox));
        let counter = if boxed { &mut self.boxed } else { &mut self.paragraphs };
        *counter += 1;
        let number = *counter;
        self.frames.push(Frame::Paragraph(Box::new(Paragraph::numbered(number))));
    }

    fn begin_run(&mut self) {
        self.in_run = true;
        let style = self.paragraph().and_then(|paragraph| paragraph.style.clone());
        self.hidden_run = style.is_some_and(|style| self.shared.styles.hidden(&style));
    }

    fn begin_link(&mut self, tag: &Tag<'_>) {
        let relation = tag.attr("id").and_then(|id| self.relations.get(id.as_ref()));
        let address = relation.filter(|relation| relation.external).map(|relation| relation.target.clone());
        let start = self.draft_length();
        self.links.push((start, address));
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                let at = self.draft_length();
                let frames = self.frames.len();
                let number = self.paragraph().map_or(0, |paragraph| paragraph.number);
                if let Some(field) = self.fields.last_mut() {
                    field.result = Some((frames, number, at));
                }
            }
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                let Some(address) = field_address(&field.instruction) else { return };
                let frames = self.frames.len();
                let Some(paragraph) = self.paragraph() else { return };
                let start = match field.result {
                    Some((depth, number, start)) if depth == frames && number == paragraph.number => start,
                    _ => paragraph.draft.text.len(),
                };
                paragraph.draft.link_from(start, &address);
            }
            _ => {}
        }
    }

    /// The instruction of a field says what to show and is not shown itself. What a person may have written in
    /// it, in quotes or as plain text, is kept apart; addresses of links are links.
    fn instruct(&mut self, text: &str, source: std::ops::Range<usize>) {
        let Some(field) = self.fields.last_mut() else { return };
        if field.instruction.len() < 10_000 {
            field.instruction.push_str(text);
        }
        let kind = field.instruction.trim_start();
        let written = text.contains('"') && !kind.starts_with("HYPERLINK") && !kind.starts_with("TOC");
        if written {
            self.keep_aside(text, source);
        }
    }

    /// Text of this paragraph that is stored and not shown.
    fn keep_aside(&mut self, text: &str, source: std::ops::Range<usize>) {
        let (part, traced) = (self.part, self.builder.is_traced());
        let Some(paragraph) = self.paragraph() else { return };
        let draft = paragraph.draft_for(Some(Concealed::Stored));
        if traced { draft.push_from(text, part, source) } else { draft.push(text) }
    }

    /// The choices a content control offers; only the chosen one is shown.
    fn choices(&mut self) -> Result<(), ReadError> {
        let mut depth = 1usize;
        while depth > 0 {
            match self.xml.next()? {
                Some(Token::Open(tag)) => {
                    depth += 1;
                    if tag.name() == "listItem" {
                        self.store(&tag, "displayText")?;
                        if tag.attr("value") != tag.attr("displayText") {
                            self.store(&tag, "value")?;
                        }
                    }
                }
                Some(Token::Close(_)) => depth -= 1,
                Some(Token::Text(..)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// A picture that readers of the body see. One that is not in the file is told without its part.
    fn picture(&mut self, tag: &Tag<'_>, by: &str) {
        if self.story != Story::Body || self.hidden_run || self.deletions > 0 {
            return;
        }
        let relation = tag.attr(by).and_then(|id| self.relations.get(id.as_ref()));
        let part = relation.filter(|relation| !relation.external).map(|relation| relation.target.clone());
        let shows = std::mem::take(&mut self.shows);
        self.builder.picture(Picture { paragraph: self.paragraphs.max(1), part, shows });
    }

    /// What a picture is said to show, unless the program only numbered it.
    fn described(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        self.shows = tag.attr("descr").map(|words| words.into_owned()).unwrap_or_default();
        self.store(tag, "descr")?;
        self.store(tag, "title")
    }

    /// An attribute that holds words, as a block of its own.
    fn store(&mut self, tag: &Tag<'_>, name: &str) -> Result<(), ReadError> {
        let (Some(value), Some(source)) = (tag.attr(name), tag.attr_source(name)) else { return Ok(()) };
        let mut draft = Draft::default();
        draft.push_from(&value, self.part, source);
        if draft.is_blank() {
            return Ok(());
        }
        let place = Place::Paragraph { part: self.story.name().to_owned(), number: self.paragraphs.max(1) };
        self.hand_up(vec![Pending { draft, kind: BlockKind::Stored, place, concealed: Some(Concealed::Stored) }])
    }

    fn paragraph_property(&mut self, tag: &Tag<'_>) {
        let Some(paragraph) = self.paragraph() else { return };
        match tag.name() {
            "pStyle" => paragraph.style = tag.attr("val").map(|style| style.into_owned()),
            "numId" => paragraph.list.0 = tag.number("val"),
            "ilvl" => paragraph.list.1 = tag.number("val").and_then(|level| usize::try_from(level).ok()),
            "outlineLvl" => paragraph.outline = tag.number("val").and_then(|level| u8::try_from(level).ok()),
            _ => {}
        }
    }

    fn in_run(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "vanish" => self.hidden_run = tag.flag("val").unwrap_or(true),
            "rStyle" => self.hidden_run |= tag.attr("val").is_some_and(|style| self.shared.styles.hidden(&style)),
            "tab" | "ptab" => self.say("\t", None, false),
            "br" | "cr" => self.say("\n", None, false),
            "noBreakHyphen" => self.say("-", None, false),
            "sym" => {
                let code = tag.attr("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let shown = code.and_then(|code| symbol(&tag.attr("font").unwrap_or_default(), code));
                self.say(&shown.map(String::from).unwrap_or_default(), None, false);
            }
            _ => {}
        }
    }

    fn table_property(&mut self, tag: &Tag<'_>) {
        match (self.frames.last_mut(), tag.name()) {
            (Some(Frame::Cell(cell)), "gridSpan") => {
                cell.span = tag.number("val").and_then(|span| usize::try_from(span).ok()).unwrap_or(1);
            }
            (Some(Frame::Cell(cell)), "vMerge") => cell.merge = Some(tag.attr("val").is_some_and(|v| v == "restart")),
            (Some(Frame::Table(table)), "gridBefore") => {
                table.skip_columns(tag.number("val").and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str, source: Option<std::ops::Range<usize>>, deleted: bool) {
        // The instruction of a field is not shown, whatever element it hides in; a field within the
        // instruction of another belongs to the instruction with its result.
        if let Some(source) = source.clone().filter(|_| self.fields.iter().any(|field| field.result.is_none())) {
            return self.keep_aside(text, source);
        }
        let concealed = if deleted || self.deletions > 0 {
            Some(Concealed::TrackedDeletion)
        } else if self.hidden_run {
            Some(Concealed::HiddenText)
        } else {
            None
        };
        let (part, traced) = (self.part, self.builder.is_traced());
        let Some(paragraph) = self.paragraph() else { return };
        let draft = paragraph.draft_for(concealed);
        match source {
            Some(source) if traced => draft.push_from(text, part, source),
            _ => draft.push(text),
        }
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        if !matches!(self.frames.last(), Some(Frame::Paragraph(_))) {
            return Ok(());
        }
        let Some(Frame::Paragraph(mut paragraph)) = self.frames.pop() else { return Ok(()) };
        let boxed = matches!(self.frames.last(), Some(Frame::TextBox));
        let part = if boxed { "textbox" } else { self.story.name() };
        let place = Place::Paragraph { part: part.to_owned(), number: paragraph.number };
        let (kind, marker) = self.kind(&paragraph, boxed);
        let asides = paragraph.asides(&place, &kind);
        let mut out = Vec::new();
        let mut draft = std::mem::take(&mut paragraph.draft);
        draft.trim_end();
        if let Some(Frame::Cell(cell)) = self.frames.last_mut() {
            add_to_cell(cell, draft, marker, paragraph.number);
        } else if !draft.is_blank() || draft.has_links() {
            let draft = match (&kind, marker) {
                // A heading has no field for its number, and the checker must see 一、二、四、.
                (BlockKind::ListItem { .. }, _) | (_, None) => draft,
                (_, Some(marker)) => prefixed(&marker, draft),
            };
            out.push(Pending { draft, kind, place, concealed: None });
        }
        out.extend(asides);
        out.append(&mut paragraph.after);
        self.hand_up(out)
    }

    /// What a paragraph is, and the number Word prints before it.
    fn kind(&mut self, paragraph: &Paragraph, boxed: bool) -> (BlockKind, Option<String>) {
        let style = paragraph.style.as_deref();
        let from_style = style.and_then(|style| self.shared.styles.list(style));
        let (num, level) = match (paragraph.list, from_style) {
            ((Some(num), level), _) => (Some(num), level.unwrap_or(0)),
            ((None, level), Some((num, own))) => {
                // A list may name the style of a level, which then says more than the style does itself.
                let named = style.and_then(|style| self.shared.numbering.level_of(num, style));
                (Some(num), level.or(named).unwrap_or(own))
            }
            ((None, _), None) => (None, 0),
        };
        // An empty numbered paragraph still counts in Word, so the counter moves here in any case.
        let marker = num.filter(|num| *num != 0).and_then(|num| self.shared.numbering.next(num, level));
        let heading = match paragraph.outline {
            Some(level) => (level < 9).then_some(level + 1),
            None => style.and_then(|style| self.shared.styles.heading(style)),
        };
        let kind = if boxed {
            BlockKind::TextBox
        } else if let Some(kind) = self.story.kind() {
            kind
        } else if let Some(level) = heading {
            BlockKind::Heading(level)
        } else if marker.is_some() {
            BlockKind::ListItem { marker: marker.clone(), level: u8::try_from(level).unwrap_or(u8::MAX) }
        } else {
            BlockKind::Paragraph
        };
        (kind, marker)
    }

    /// Gives finished blocks to what encloses them, or to the extract.
    fn hand_up(&mut self, blocks: Vec<Pending>) -> Result<(), ReadError> {
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Paragraph(paragraph) => {
                    paragraph.after.extend(blocks);
                    return Ok(());
                }
                Frame::Cell(cell) => {
                    cell.after.extend(blocks);
                    return Ok(());
                }
                Frame::Table(_) | Frame::TextBox => {}
            }
        }
        for block in blocks {
            self.builder.emit(block)?;
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        if !matches!(self.frames.last(), Some(Frame::Cell(_))) {
            return;
        }
        let Some(Frame::Cell(cell)) = self.frames.pop() else { return };
        let number = cell.first.unwrap_or(self.paragraphs);
        let place = Place::Paragraph { part: self.story.name().to_owned(), number };
        if let Some(Frame::Table(table)) = self.frames.last_mut() {
            table.take(*cell, place);
        }
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        if !matches!(self.frames.last(), Some(Frame::Table(_))) {
            return Ok(());
        }
        let Some(Frame::Table(table)) = self.frames.pop() else { return Ok(()) };
        self.hand_up(table.close())
    }
}

/// A sign of a symbol font as the character that looks like it. Symbol fonts keep theirs in the private use
/// area; boxes and ticks of forms are the ones that mean something.
fn symbol(font: &str, code: u32) -> Option<char> {
    let plain = char::from_u32(code).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
    let own = code & 0xFF;
    match (font, own) {
        ("Wingdings", 0xA8 | 0x6F | 0x71) | ("Wingdings 2", 0xA3 | 0x2A) => Some('□'),
        ("Wingdings", 0xFE) | ("Wingdings 2", 0x52) => Some('☑'),
        ("Wingdings", 0xFD) | ("Wingdings 2", 0x51 | 0x53 | 0x54) => Some('☒'),
        ("Wingdings", 0xFC) | ("Wingdings 2", 0x50) => Some('✓'),
        ("Wingdings", 0x6C) => Some('●'),
        ("Wingdings", 0x6E) => Some('■'),
        ("Wingdings", 0x81..=0x8A) => char::from_u32(0x2460 + own - 0x81),
        _ => plain,
    }
}

fn prefixed(marker: &str, draft: Draft) -> Draft {
    let mut whole = Draft::default();
    whole.push(marker);
    // `1.` and `a)` want a blank before the text, `一、` and `（一）` do not.
    if marker.chars().last().is_some_and(|last| last.is_ascii()) && !draft.is_blank() {
        whole.push(" ");
    }
    whole.append(draft);
    whole
}

/// Paragraphs of a cell become lines of one block.
fn add_to_cell(cell: &mut Cell, draft: Draft, marker: Option<String>, number: usize) {
    cell.first.get_or_insert(number);
    let draft = match marker {
        Some(marker) => prefixed(&marker, draft),
        None => draft,
    };
    if draft.is_blank() {
        return;
    }
    if !cell.draft.is_blank() {
        cell.draft.push("\n");
    }
    cell.draft.append(draft);
}
