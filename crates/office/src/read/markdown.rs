//! Markdown, read line by line over the decoded file: blocks are ranges of the original text.
//!
//! It exists because positions must be those of the file an author has open, so markup stays in the
//! text and blocks merely point between it. It must not render anything.

use std::ops::Range;

use domain::extract::{BlockKind, Concealed, Link};

use super::ReadError;
use super::builder::Builder;
use super::plain::{self, Line, Lines, trimmed};

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
    let mut walk = Walk { text: &text, builder, open: None, tables: 0, table: None, fence: None, comment: false };
    let mut lines = Lines::new(&text).peekable();
    while let Some(line) = lines.next() {
        walk.line(&line, lines.peek())?;
    }
    walk.close()?;
    let links = links(&text);
    builder.extract.links = links;
    builder.extract.text = text;
    Ok(())
}

/// A paragraph or list entry that the next line may continue.
struct Open {
    range: Range<usize>,
    kind: BlockKind,
    line: usize,
    column: usize,
}

struct Walk<'t, 'b, 'l> {
    text: &'t str,
    builder: &'b mut Builder<'l>,
    open: Option<Open>,
    tables: usize,
    /// Row of the open table.
    table: Option<usize>,
    /// The mark that ends the open code block.
    fence: Option<&'t str>,
    comment: bool,
}

impl<'t> Walk<'t, '_, '_> {
    fn line(&mut self, line: &Line<'t>, next: Option<&Line<'t>>) -> Result<(), ReadError> {
        let content = strip_quote(line.text);
        let at = line.range.start + (line.text.len() - content.len());
        let bare = content.trim();
        if let Some(fence) = self.fence {
            if bare.starts_with(fence) && bare.trim_start_matches(&fence[..1]).is_empty() {
                self.fence = None;
            } else if !bare.is_empty() {
                self.add(line, trimmed(self.text, at..line.range.end), BlockKind::Paragraph, None)?;
            }
            return Ok(());
        }
        if self.comment || bare.starts_with("<!--") {
            return self.comment_line(line, at, bare);
        }
        if bare.is_empty() {
            self.table = None;
            return self.close();
        }
        if bare.starts_with("```") || bare.starts_with("~~~") {
            self.close()?;
            self.fence = Some(&bare[..3]);
            return Ok(());
        }
        if self.table.is_some() || begins_table(bare, next) {
            if bare.contains('|') {
                return self.table_row(line, at);
            }
            self.table = None;
        }
        if let Some((level, range)) = heading(self.text, at..line.range.end) {
            self.close()?;
            return self.add(line, range, BlockKind::Heading(level), None);
        }
        if self.open.as_ref().is_some_and(|open| open.kind == BlockKind::Paragraph)
            && let Some(level) = underline(bare)
        {
            // A setext heading: the paragraph above becomes it.
            if let Some(open) = &mut self.open {
                open.kind = BlockKind::Heading(level);
            }
            return self.close();
        }
        if is_rule(bare) {
            return self.close();
        }
        self.running(line, content, at)
    }

    /// Paragraphs and list entries, which go on over several lines.
    fn running(&mut self, line: &Line<'t>, content: &'t str, at: usize) -> Result<(), ReadError> {
        let range = trimmed(self.text, at..line.range.end);
        let indent = content.len() - content.trim_start().len();
        if list_marker(content.trim_start()).is_some() {
            self.close()?;
            let level = u8::try_from(indent / 2).unwrap_or(u8::MAX);
            self.begin(line, range, BlockKind::ListItem { marker: None, level });
        } else if let Some(open) = &mut self.open {
            open.range.end = range.end;
        } else {
            self.begin(line, range, BlockKind::Paragraph);
        }
        // Two blanks or a backslash at the end break the line, yet the sentence may go on: it stays.
        Ok(())
    }

    fn begin(&mut self, line: &Line<'_>, range: Range<usize>, kind: BlockKind) {
        let column = self.text[line.range.start..range.start].chars().count() + 1;
        self.open = Some(Open { range, kind, line: line.number, column });
    }

    fn close(&mut self) -> Result<(), ReadError> {
        match self.open.take() {
            Some(open) => plain::push(self.builder, open.range, open.kind, open.line, open.column),
            None => Ok(()),
        }
    }

    fn add(
        &mut self,
        line: &Line<'_>,
        range: Range<usize>,
        kind: BlockKind,
        concealed: Option<Concealed>,
    ) -> Result<(), ReadError> {
        let column = self.text[line.range.start..range.start].chars().count() + 1;
        plain::push(self.builder, range, kind, line.number, column)?;
        if let Some(block) = self.builder.extract.blocks.last_mut() {
            block.concealed = concealed;
        }
        Ok(())
    }

    fn comment_line(&mut self, line: &Line<'_>, at: usize, bare: &str) -> Result<(), ReadError> {
        self.close()?;
        self.comment = !bare.contains("-->");
        let mut range = trimmed(self.text, at..line.range.end);
        if self.text[range.clone()].starts_with("<!--") {
            range.start += 4;
        }
        if let Some(end) = self.text[range.clone()].find("-->") {
            range.end = range.start + end;
        }
        let range = trimmed(self.text, range);
        if range.is_empty() {
            return Ok(());
        }
        self.add(line, range, BlockKind::Stored, Some(Concealed::Stored))
    }

    fn table_row(&mut self, line: &Line<'_>, at: usize) -> Result<(), ReadError> {
        self.close()?;
        let row = match self.table {
            None => {
                self.tables += 1;
                0
            }
            Some(row) => row,
        };
        if is_delimiter_row(self.text[at..line.range.end].trim()) {
            self.table = Some(row);
            return Ok(());
        }
        self.table = Some(row + 1);
        let mut counted = (line.range.start, 1);
        for (column, cell) in cells(self.text, trimmed(self.text, at..line.range.end)).enumerate() {
            let range = trimmed(self.text, cell);
            if range.is_empty() {
                continue;
            }
            let kind = BlockKind::Cell { table: self.tables - 1, row, column, row_span: 1, column_span: 1 };
            counted = (range.start, counted.1 + self.text[counted.0..range.start].chars().count());
            plain::push(self.builder, range, kind, line.number, counted.1)?;
        }
        Ok(())
    }
}

/// `> ` and `>> ` before a line.
fn strip_quote(line: &str) -> &str {
    let mut rest = line;
    for _ in 0..10 {
        let indented = rest.trim_start_matches(' ');
        match indented.strip_prefix('>') {
            Some(inner) if rest.len() - indented.len() <= 3 => rest = inner.strip_prefix(' ').unwrap_or(inner),
            _ => break,
        }
    }
    rest
}

fn heading(text: &str, range: Range<usize>) -> Option<(u8, Range<usize>)> {
    let content = &text[range.clone()];
    let inner = content.trim_start();
    let level = inner.bytes().take_while(|byte| *byte == b'#').count();
    // Chinese authors often forget the blank after `#`; `#` and a digit is a number sign.
    let after = inner[level..].chars().next();
    if !(1..=6).contains(&level) || content.len() - inner.len() > 3 {
        return None;
    }
    if !after.is_none_or(|c| c.is_whitespace() || (level > 1 && !c.is_ascii())) {
        return None;
    }
    let start = range.start + (content.len() - inner.len()) + level;
    let mut own = trimmed(text, start..range.end);
    let closed = text[own.clone()].trim_end_matches('#');
    if closed.len() < own.len() && (closed.is_empty() || closed.ends_with([' ', '\t'])) {
        own = trimmed(text, own.start..own.start + closed.len());
    }
    (!own.is_empty()).then_some((u8::try_from(level).unwrap_or(6), own))
}

/// `===` makes the paragraph above a heading of level 1, `---` of level 2.
fn underline(bare: &str) -> Option<u8> {
    if bare.len() >= 3 && bare.bytes().all(|byte| byte == b'=') {
        return Some(1);
    }
    (bare.len() >= 3 && bare.bytes().all(|byte| byte == b'-')).then_some(2)
}

fn is_rule(bare: &str) -> bool {
    let signs: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    signs.len() >= 3 && ['-', '*', '_'].iter().any(|sign| signs.chars().all(|c| c == *sign))
}

/// The length of `- `, `* `, `+ `, `1. ` or `1) ` at the start of a line.
fn list_marker(content: &str) -> Option<usize> {
    let blank_at = |at: usize| content[at..].starts_with([' ', '\t']) || content.len() == at;
    if content.starts_with(['-', '*', '+']) && blank_at(1) {
        return Some(1);
    }
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let marked = (1..=9).contains(&digits) && content[digits..].starts_with(['.', ')']);
    (marked && blank_at(digits + 1)).then_some(digits + 1)
}

fn begins_table(bare: &str, next: Option<&Line<'_>>) -> bool {
    bare.contains('|') && next.is_some_and(|next| is_delimiter_row(strip_quote(next.text).trim()))
}

fn is_delimiter_row(bare: &str) -> bool {
    bare.contains('-') && bare.contains('|') && bare.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a pipe row; `\|` and pipes within code do not end a cell.
fn cells(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let start = range.start + usize::from(bytes.get(range.start) == Some(&b'|'));
    let mut found = Vec::new();
    let (mut from, mut at, mut code) = (start, start, false);
    while at < range.end {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => code = !code,
            b'|' if !code => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if from < range.end {
        found.push(from..range.end);
    }
    found.into_iter()
}

/// How far a link's text and address may stretch, so that unmatched brackets cost nothing.
const LINK_REACH: usize = 4000;

/// `[text](address)`, `<address>` and `<a href="address">text</a>`.
fn links(text: &str) -> Vec<Link> {
    let bytes = text.as_bytes();
    let mut found: Vec<Link> = Vec::new();
    let mut opened: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' if opened.len() < 100 => opened.push(at + 1),
            // A link cannot span paragraphs.
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => opened.clear(),
            b']' => {
                if let Some(start) = opened.pop()
                    && bytes.get(at + 1) == Some(&b'(')
                    && at - start <= LINK_REACH
                    && let Some((address, end)) = destination(text, at + 2)
                {
                    found.push(Link { range: start..at, address });
                    at = end;
                }
            }
            b'<' => {
                if let Some((link, end)) = angled(text, at) {
                    found.push(link);
                    at = end;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found.sort_by_key(|link| (link.range.start, link.range.end));
    found
}

/// The address after `](`, and where its closing bracket stands.
fn destination(text: &str, from: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let reach = bytes.len().min(from + LINK_REACH);
    let mut address = Vec::new();
    let mut depth = 0usize;
    let mut at = from;
    let mut in_title = false;
    while at < reach {
        match bytes[at] {
            b'\n' => return None,
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                at += 1;
                if !in_title {
                    address.push(bytes[at]);
                }
            }
            b')' if depth == 0 => {
                let address = String::from_utf8(address).ok()?;
                let address = address.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
                return Some((address, at));
            }
            // A title follows the address after a blank.
            b' ' if !address.is_empty() => in_title = true,
            byte => {
                depth = match byte {
                    b'(' => depth + 1,
                    b')' => depth - 1,
                    _ => depth,
                };
                if !in_title {
                    address.push(byte);
                }
            }
        }
        at += 1;
    }
    None
}

/// `<https://…>`, `<name@host>` or `<a href="…">…</a>` at `from`, and its last byte.
fn angled(text: &str, from: usize) -> Option<(Link, usize)> {
    let mut reach = text.len().min(from + LINK_REACH);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let close = from + text.get(from..reach)?.find('>')?;
    let inside = &text[from + 1..close];
    if inside.contains(['\n', '<']) {
        return None;
    }
    if let Some(tag) = inside.strip_prefix("a ") {
        let value = tag.split_once("href=")?.1;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let address = value[1..].split(quote).next()?.to_owned();
        let end = text.get(close + 1..reach)?.find("</a>").map(|end| close + 1 + end)?;
        return Some((Link { range: close + 1..end, address }, end));
    }
    let scheme = ["http://", "https://", "mailto:", "ftp://"].iter().any(|scheme| inside.starts_with(scheme));
    let mail = inside.contains('@') && !inside.contains([' ', '"', '=']);
    (scheme || mail).then(|| (Link { range: from + 1..close, address: inside.to_owned() }, close))
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
}
