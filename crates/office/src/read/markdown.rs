//! Markdown: `pulldown-cmark` says which ranges of the file are which blocks; the text stays that of the file.
//!
//! It exists because positions must be those of the file an author has open, so markup stays in the text and blocks
//! point between it. It must not render anything and must not lose text: what no rendering shows, such as where a
//! reference leads or a cell beyond the last column, becomes a block all the same.

use std::ops::Range;

use domain::extract::{BlockKind, Concealed};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::ReadError;
use super::builder::Builder;
use super::plain::{self, trimmed};

/// Above this many bytes a file is read as plain lines.
const COARSE: usize = 16 * 1024 * 1024;

/// Reads a Markdown file.
pub(crate) fn read(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let text = plain::decode(bytes, builder)?;
    builder.extract.text = text;
    if builder.extract.text.len() > COARSE {
        return plain::coarse(builder);
    }
    let text = std::mem::take(&mut builder.extract.text);
    let mut walk = Walk::new(&text, builder);
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
    {
        walk.event(event, range)?;
    }
    walk.close()?;
    walk.leftover(text.len())?;
    builder.extract.text = text;
    Ok(())
}

/// A block whose end is not known yet.
struct Open {
    kind: BlockKind,
    /// Its first byte; a heading begins with its first word.
    start: Option<usize>,
    /// Behind the last word so far; none as long as there is only the mark of a list entry.
    end: Option<usize>,
}

/// A link or picture whose end is not known yet.
struct OpenLink {
    address: String,
    /// What its text covers so far.
    range: Option<Range<usize>>,
}

/// Follows the parser and keeps the one block that is open.
struct Walk<'t, 'b, 'l> {
    text: &'t str,
    builder: &'b mut Builder<'l>,
    open: Option<Open>,
    /// How many lists we are in.
    lists: u8,
    tables: usize,
    row: usize,
    column: usize,
    /// Whether we are in a row, where text that is left over belongs to further cells.
    in_row: bool,
    /// Whether the table has ended for us and not for the parser.
    below_table: bool,
    code: Option<CodeBlockKind<'t>>,
    /// Whether a comment has begun and not ended.
    comment: bool,
    links: Vec<OpenLink>,
    /// The address of an `<a>` and where its text begins.
    anchor: Option<(String, usize)>,
    /// Up to here everything is in a block, or markup.
    done: usize,
    counted: Counted,
}

/// How far lines and columns are counted.
struct Counted {
    at: usize,
    line: usize,
    column: usize,
}

impl<'t, 'b, 'l> Walk<'t, 'b, 'l> {
    fn new(text: &'t str, builder: &'b mut Builder<'l>) -> Walk<'t, 'b, 'l> {
        Walk {
            text,
            builder,
            open: None,
            lists: 0,
            tables: 0,
            row: 0,
            column: 0,
            in_row: false,
            below_table: false,
            code: None,
            comment: false,
            links: Vec::new(),
            anchor: None,
            done: 0,
            counted: Counted { at: 0, line: 1, column: 1 },
        }
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) -> Result<(), ReadError> {
        match event {
            Event::Start(tag) => return self.start(tag, range),
            Event::End(tag) => return self.end(tag, range),
            Event::Rule => return self.close(),
            Event::Text(_) if self.code.is_some() => return self.code(range),
            Event::Html(_) => return self.html(range),
            Event::InlineHtml(_) => self.anchors(&range),
            _ => {}
        }
        self.words(&range);
        Ok(())
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) -> Result<(), ReadError> {
        match tag {
            // The first paragraph of a list entry or note is the entry or note.
            Tag::Paragraph if self.open.as_ref().is_some_and(|open| open.end.is_none()) => {}
            Tag::Paragraph => self.begin(BlockKind::Paragraph, Some(range.start))?,
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(level as u8), None)?,
            Tag::Item => {
                let level = self.lists.saturating_sub(1);
                self.begin(BlockKind::ListItem { marker: None, level }, Some(range.start))?;
            }
            Tag::FootnoteDefinition(_) => self.begin(BlockKind::Note, Some(range.start))?,
            Tag::List(_) => {
                self.close()?;
                self.lists = self.lists.saturating_add(1);
            }
            Tag::CodeBlock(kind) => {
                self.close()?;
                if let CodeBlockKind::Fenced(_) = &kind {
                    let line = self.line_end(range.start).min(range.end);
                    let fence = self.text[range.start..line].trim_start_matches(['`', '~']);
                    self.push(line - fence.len()..line, BlockKind::Stored, Some(Concealed::Stored))?;
                }
                self.code = Some(kind);
            }
            Tag::Table(_) => {
                self.close()?;
                (self.tables, self.row) = (self.tables + 1, 0);
            }
            // Text right below a table is a row by the letter of the format, and is meant as text.
            Tag::TableRow if self.below_table || !self.text[range.clone()].contains('|') => {
                self.below_table = true;
                self.running(range);
            }
            Tag::TableCell if self.below_table => {}
            Tag::TableHead | Tag::TableRow => {
                self.leftover(range.start)?;
                (self.column, self.in_row) = (0, true);
            }
            Tag::TableCell => self.cell(range)?,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.words(&range);
                self.links.push(OpenLink { address: dest_url.into_string(), range: None });
            }
            Tag::BlockQuote(_) | Tag::HtmlBlock => self.close()?,
            _ => self.words(&range),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) -> Result<(), ReadError> {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                if let Some(OpenLink { address, range: words }) = self.links.pop() {
                    // Without a text it stands behind its bracket.
                    let bracket = range.start + 1 + usize::from(tag == TagEnd::Image);
                    self.builder.link(words.unwrap_or(bracket..bracket), &address);
                }
            }
            TagEnd::Table => {
                self.close()?;
                self.below_table = false;
            }
            TagEnd::TableHead | TagEnd::TableRow if !self.below_table => {
                self.leftover(range.end)?;
                (self.row, self.in_row) = (self.row + 1, false);
            }
            TagEnd::List(_) => {
                self.close()?;
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.close()?;
                self.code = None;
            }
            TagEnd::HtmlBlock => {
                self.close()?;
                self.comment = false;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.close()?,
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, kind: BlockKind, start: Option<usize>) -> Result<(), ReadError> {
        self.close()?;
        self.open = Some(Open { kind, start, end: None });
        Ok(())
    }

    /// Words of the open block and of the innermost link; what it lies in has counted the whole of it.
    fn words(&mut self, range: &Range<usize>) {
        if let Some(link) = self.links.last_mut() {
            let words = link.range.get_or_insert(range.clone());
            words.end = words.end.max(range.end);
        }
        if let Some(open) = &mut self.open {
            open.start.get_or_insert(range.start);
            open.end = Some(open.end.unwrap_or(0).max(range.end));
        }
    }

    /// Adds words to the open paragraph, or begins one.
    fn running(&mut self, range: Range<usize>) {
        self.open.get_or_insert(Open { kind: BlockKind::Paragraph, start: None, end: None });
        self.words(&range);
    }

    /// Ends the open block. Chinese authors often forget the blank after `##`; they mean a heading all the same.
    fn close(&mut self) -> Result<(), ReadError> {
        self.anchor = None;
        let Some(Open { mut kind, start: Some(mut start), end: Some(end) }) = self.open.take() else { return Ok(()) };
        if let BlockKind::Heading(_) = kind {
            return self.push(start..end, kind, None);
        }
        let mut at = start;
        while at < end {
            let line = at..self.line_end(at).min(end);
            at = line.end + 1;
            if let Some((level, own)) = unspaced_heading(self.text, &line) {
                self.push(start..line.start, kind, None)?;
                self.push(own, BlockKind::Heading(level), None)?;
                (start, kind) = (at.min(end), BlockKind::Paragraph);
            }
        }
        self.push(start..end, kind, None)
    }

    /// Lines of code stand each for itself; an indented text is far more often a text that someone indented.
    fn code(&mut self, range: Range<usize>) -> Result<(), ReadError> {
        let mut at = range.start;
        while at < range.end {
            let line = at..self.line_end(at).min(range.end);
            at = line.end + 1;
            match self.code {
                Some(CodeBlockKind::Fenced(_)) => self.push(line, BlockKind::Paragraph, None)?,
                _ if self.text[line.clone()].trim().is_empty() => self.close()?,
                _ => self.running(line),
            }
        }
        Ok(())
    }

    /// Lines of HTML are a paragraph, what stands in comments is stored.
    fn html(&mut self, range: Range<usize>) -> Result<(), ReadError> {
        self.anchors(&range);
        let mut at = range.start;
        while at < range.end {
            let end = self.line_end(at).min(range.end);
            loop {
                let mark = if self.comment { "-->" } else { "<!--" };
                let Some(found) = self.text[at..end].find(mark) else { break };
                self.html_piece(at..at + found)?;
                self.close()?;
                self.comment = !self.comment;
                at += found + mark.len();
            }
            self.html_piece(at..end)?;
            at = end + 1;
        }
        Ok(())
    }

    fn html_piece(&mut self, piece: Range<usize>) -> Result<(), ReadError> {
        if self.comment {
            return self.push(piece, BlockKind::Stored, Some(Concealed::Stored));
        }
        if !self.text[piece.clone()].trim().is_empty() {
            self.running(piece);
        }
        Ok(())
    }

    /// `<a href="…">text</a>`, which Markdown passes on to HTML.
    fn anchors(&mut self, range: &Range<usize>) {
        let mut at = range.start;
        while let Some(open) = self.text[at..range.end].find('<').map(|found| at + found) {
            let Some(length) = self.text[open..range.end].find('>') else { return };
            let tag = &self.text[open..open + length];
            at = open + length + 1;
            if tag.eq_ignore_ascii_case("</a") {
                if let Some((address, start)) = self.anchor.take() {
                    self.builder.link(start..open, &address);
                }
            } else if tag.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("<a ")) {
                self.anchor = href(tag).map(|address| (address.to_owned(), at));
            }
        }
    }

    fn cell(&mut self, range: Range<usize>) -> Result<(), ReadError> {
        let (table, row, column) = (self.tables.saturating_sub(1), self.row, self.column);
        self.column += 1;
        self.push(range, BlockKind::Cell { table, row, column, row_span: 1, column_span: 1 }, None)
    }

    /// Adds a block, and before it whatever the library passed over.
    fn push(&mut self, range: Range<usize>, kind: BlockKind, concealed: Option<Concealed>) -> Result<(), ReadError> {
        let range = trimmed(self.text, range.start.max(self.done)..range.end.max(self.done));
        if range.is_empty() {
            return Ok(());
        }
        self.leftover(range.start)?;
        self.add(range, kind, concealed)
    }

    fn add(&mut self, range: Range<usize>, kind: BlockKind, concealed: Option<Concealed>) -> Result<(), ReadError> {
        self.done = range.end;
        let (line, column) = self.place(range.start);
        plain::push(self.builder, range, kind, line, column)?;
        if let Some(block) = self.builder.extract.blocks.last_mut() {
            block.concealed = concealed;
        }
        Ok(())
    }

    /// Text before `until` that is in no block and no markup: where references lead, the number of an empty list
    /// entry, cells beyond the last column.
    fn leftover(&mut self, until: usize) -> Result<(), ReadError> {
        let mark = |c: char| c.is_whitespace() || matches!(c, '>' | '|');
        while self.done < until {
            let parts = |c: char| c == '\n' || (c == '|' && self.in_row);
            let end = self.text[self.done..until].find(parts).map_or(until, |found| self.done + found);
            let piece = &self.text[self.done..end];
            let start = end - piece.trim_start_matches(mark).len();
            let own = start..start + piece.trim_matches(mark).len();
            if self.text[own.clone()].contains(char::is_alphanumeric) {
                let kind = if self.in_row {
                    let (table, row, column) = (self.tables.saturating_sub(1), self.row, self.column);
                    self.column += 1;
                    BlockKind::Cell { table, row, column, row_span: 1, column_span: 1 }
                } else {
                    BlockKind::Paragraph
                };
                self.add(own, kind, None)?;
            }
            self.done = (end + 1).min(until);
        }
        Ok(())
    }

    /// The line and column of a byte, counted on from the byte before.
    fn place(&mut self, at: usize) -> (usize, usize) {
        for c in self.text[self.counted.at..at].chars() {
            match c {
                '\n' => (self.counted.line, self.counted.column) = (self.counted.line + 1, 1),
                _ => self.counted.column += 1,
            }
        }
        self.counted.at = at;
        (self.counted.line, self.counted.column)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |found| at + found)
    }
}

/// The level and words of `##标题`; a single `#` is a number sign as often.
fn unspaced_heading(text: &str, line: &Range<usize>) -> Option<(u8, Range<usize>)> {
    let hashes = text[line.clone()].trim_start_matches([' ', '>']);
    let words = hashes.trim_start_matches('#');
    let level = u8::try_from(hashes.len() - words.len()).ok().filter(|level| (2..=6).contains(level))?;
    let start = line.end - words.len();
    let end = start + words.trim_end_matches(['#', ' ']).len();
    words.starts_with(|c: char| !c.is_ascii() && !c.is_whitespace()).then_some((level, start..end))
}

/// The address of an opening tag.
fn href(tag: &str) -> Option<&str> {
    let value = tag.split_once("href=")?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::extract::{Block, Place};

    use crate::read::{Limits, read_bytes};

    fn blocks(text: &str) -> Vec<(BlockKind, String, (usize, usize))> {
        let extract = read_bytes("a.md", text.as_bytes(), &Limits::default()).expect("markdown always reads");
        assert_eq!(extract.text, text);
        let show = |block: &Block| match block.place {
            Place::Line { line, column } => (block.kind.clone(), extract.text_of(block).to_owned(), (line, column)),
            _ => panic!("markdown has lines"),
        };
        extract.blocks.iter().map(show).collect()
    }

    #[test]
    fn headings_lists_and_paragraphs_point_between_the_markup() {
        let found = blocks("# 一、概述 #\n\n正文第一行\n第二行。\n\n1. 甲\n2. 乙\n   续\n- 丙\n\n标题\n===\n");
        let kinds: Vec<(&str, (usize, usize))> = found.iter().map(|(_, text, at)| (text.as_str(), *at)).collect();
        assert_eq!(
            kinds,
            [
                ("一、概述", (1, 3)),
                ("正文第一行\n第二行。", (3, 1)),
                ("1. 甲", (6, 1)),
                ("2. 乙\n   续", (7, 1)),
                ("- 丙", (9, 1)),
                ("标题", (11, 1)),
            ]
        );
        assert_eq!(found[0].0, BlockKind::Heading(1));
        assert_eq!(found[5].0, BlockKind::Heading(1));
        assert!(matches!(found[2].0, BlockKind::ListItem { marker: None, level: 0 }));
    }

    #[test]
    fn cells_of_a_pipe_table_know_row_column_and_place() {
        let found = blocks("| 项目 | 数量 |\n|---|---:|\n| 甲\\|乙 | 3 |\n\n后文 | 不是表\n");
        let cells: Vec<(usize, usize, &str, usize)> = found
            .iter()
            .filter_map(|(kind, text, at)| match kind {
                BlockKind::Cell { row, column, .. } => Some((*row, *column, text.as_str(), at.1)),
                _ => None,
            })
            .collect();
        assert_eq!(cells, [(0, 0, "项目", 3), (0, 1, "数量", 8), (1, 0, "甲\\|乙", 3), (1, 1, "3", 10)]);
        assert_eq!(found.last().map(|(kind, ..)| kind), Some(&BlockKind::Paragraph));
    }

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        blocks(text).into_iter().map(|(kind, text, _)| (kind, text)).collect()
    }

    fn cell(row: usize, column: usize) -> BlockKind {
        BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 }
    }

    fn item(level: u8) -> BlockKind {
        BlockKind::ListItem { marker: None, level }
    }

    #[test]
    fn a_cell_beyond_the_last_column_is_a_cell() {
        let found = kinds("甲 | 乙\n--|--\n1 | 2 | 3 | 张三\n| 4 |\n");
        let cells = [(0, 0, "甲"), (0, 1, "乙"), (1, 0, "1"), (1, 1, "2"), (1, 2, "3"), (1, 3, "张三"), (2, 0, "4")];
        assert_eq!(found, cells.map(|(row, column, text)| (cell(row, column), text.to_owned())));
    }

    #[test]
    fn text_right_below_a_table_is_text() {
        let found = kinds("正文\n|甲|乙|\n|--|--|\n|1|2|\n合计3人，\n见附件|表二。\n");
        let below = (BlockKind::Paragraph, "合计3人，\n见附件|表二。".to_owned());
        assert_eq!((found.len(), found.first().map(|(kind, _)| kind)), (6, Some(&BlockKind::Paragraph)));
        assert_eq!(found.last(), Some(&below));
    }

    #[test]
    fn what_no_rendering_shows_is_read_all_the_same() {
        let text =
            "见[名单][1]。[^注]\n\n[1]: http://a.cn/13800138000\n\n[^注]: 由张三统计。\n\n```李四\n代码\n```\n\n5.\n";
        let paragraph = |text: &str| (BlockKind::Paragraph, text.to_owned());
        assert_eq!(
            kinds(text),
            [
                paragraph("见[名单][1]。[^注]"),
                paragraph("[1]: http://a.cn/13800138000"),
                (BlockKind::Note, "[^注]: 由张三统计。".to_owned()),
                (BlockKind::Stored, "李四".to_owned()),
                paragraph("代码"),
                paragraph("5."),
            ]
        );
        let extract = read_bytes("a.md", text.as_bytes(), &Limits::default()).expect("markdown always reads");
        assert_eq!(
            extract.links.iter().map(|link| link.address.as_str()).collect::<Vec<_>>(),
            ["http://a.cn/13800138000"]
        );
    }

    #[test]
    fn a_heading_needs_no_blank_behind_two_hashes() {
        let found = kinds("前文\n##二、概述\n后文\n\n#1 号楼\n");
        let paragraph = |text: &str| (BlockKind::Paragraph, text.to_owned());
        assert_eq!(
            found,
            [
                paragraph("前文"),
                (BlockKind::Heading(2), "二、概述".to_owned()),
                paragraph("后文"),
                paragraph("#1 号楼")
            ]
        );
    }

    #[test]
    fn lists_in_lists_are_deeper_and_their_further_paragraphs_are_paragraphs() {
        let found = kinds("1. 甲\n   - 乙\n\n     丙\n   - [丁](a)\n2. # 戊\n");
        assert_eq!(
            found,
            [
                (item(0), "1. 甲".to_owned()),
                (item(1), "- 乙".to_owned()),
                (BlockKind::Paragraph, "丙".to_owned()),
                (item(1), "- [丁](a)".to_owned()),
                (BlockKind::Paragraph, "2. #".to_owned()),
                (BlockKind::Heading(1), "戊".to_owned()),
            ]
        );
    }

    #[test]
    fn indented_text_is_a_paragraph_and_fenced_code_is_lines() {
        let found = kinds("    学校共有教职工\n    465人。\n\n    另有\n\n~~~\na = 1\n\nb = 2\n~~~\n");
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["学校共有教职工\n    465人。", "另有", "a = 1", "b = 2"]);
    }

    #[test]
    fn what_stands_beside_a_comment_is_not_lost() {
        let found = kinds("<div>\n甲<!-- 〇 -->\n</div>\n\n<!-- 一\n\n二 -->乙\n丙\n");
        let (paragraph, stored) = (BlockKind::Paragraph, BlockKind::Stored);
        assert_eq!(
            found,
            [
                (paragraph.clone(), "<div>\n甲".to_owned()),
                (stored.clone(), "〇".to_owned()),
                (paragraph.clone(), "</div>".to_owned()),
                (stored.clone(), "一".to_owned()),
                (stored, "二".to_owned()),
                (paragraph.clone(), "乙".to_owned()),
                (paragraph, "丙".to_owned()),
            ]
        );
    }

    #[test]
    fn links_carry_their_text_and_their_unescaped_address() {
        let text = "见[公告](http://a.cn/x\\_y(1).htm \"题\")与<https://b.cn/>，[a[b](c)\n<a href=\"d\">丁</a>";
        let extract = read_bytes("a.md", text.as_bytes(), &Limits::default()).expect("markdown always reads");
        let links: Vec<(&str, &str)> =
            extract.links.iter().map(|link| (&extract.text[link.range.clone()], link.address.as_str())).collect();
        assert_eq!(
            links,
            [("公告", "http://a.cn/x_y(1).htm"), ("https://b.cn/", "https://b.cn/"), ("b", "c"), ("丁", "d")]
        );
    }

    #[test]
    fn a_picture_in_a_link_carries_its_own_address() {
        let extract =
            read_bytes("a.md", "[![图](a.png) *文*](b) ![](c)".as_bytes(), &Limits::default()).expect("reads");
        let links: Vec<(&str, &str)> =
            extract.links.iter().map(|link| (&extract.text[link.range.clone()], link.address.as_str())).collect();
        assert_eq!(links, [("![图](a.png) *文*", "b"), ("图", "a.png"), ("", "c")]);
    }
}
