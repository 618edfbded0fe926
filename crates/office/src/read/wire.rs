//! An [`Extract`] or a [`ReadError`] as bytes between the worker process and its parent.
//!
//! It exists so that the worker's answer is plain data of known shape. The parent treats the worker as
//! hostile: every length is checked before it is believed, every range before it is used.

use std::ops::Range;

use domain::extract::{Block, BlockKind, Concealed, Extract, Link, Notice, Picture, Place};

use super::ReadError;

const MAGIC: &[u8; 4] = b"GKX2";

/// Writes an answer.
pub(crate) fn write(answer: &Result<Extract, ReadError>) -> Vec<u8> {
    let mut out = Writer(MAGIC.to_vec());
    match answer {
        Ok(extract) => {
            out.byte(0);
            out.text(&extract.text);
            out.number(extract.blocks.len());
            extract.blocks.iter().for_each(|block| out.block(block));
            out.number(extract.links.len());
            for link in &extract.links {
                out.range(&link.range);
                out.text(&link.address);
            }
            out.number(extract.notices.len());
            for notice in &extract.notices {
                out.text(notice.key);
                out.text(&notice.at);
            }
            out.number(extract.pictures.len());
            for picture in &extract.pictures {
                out.number(picture.paragraph);
                out.text(picture.part.as_deref().unwrap_or_default());
                out.text(&picture.shows);
            }
        }
        Err(error) => {
            out.byte(1);
            out.error(error);
        }
    }
    out.0
}

/// Reads an answer; `None` if it is not one.
pub(crate) fn read(bytes: &[u8]) -> Option<Result<Extract, ReadError>> {
    let mut from = Reader(bytes.strip_prefix(MAGIC)?);
    if from.byte()? == 1 {
        return from.error().map(Err);
    }
    let text = from.text()?.to_owned();
    let mut extract = Extract { text, ..Extract::default() };
    let fits = |range: &Range<usize>, text: &str| text.get(range.clone()).is_some();
    for _ in 0..from.number()? {
        let block = from.block()?;
        if !fits(&block.range, &extract.text) {
            return None;
        }
        extract.blocks.push(block);
    }
    for _ in 0..from.number()? {
        let link = Link { range: from.range()?, address: from.text()?.to_owned() };
        if !fits(&link.range, &extract.text) {
            return None;
        }
        extract.links.push(link);
    }
    for _ in 0..from.number()? {
        let key = known_notice(from.text()?)?;
        extract.notices.push(Notice { key, at: from.text()?.to_owned() });
    }
    for _ in 0..from.number()? {
        let (paragraph, part, shows) = (from.number()?, from.text()?.to_owned(), from.text()?.to_owned());
        extract.pictures.push(Picture { paragraph, part: Some(part).filter(|part| !part.is_empty()), shows });
    }
    from.0.is_empty().then_some(Ok(extract))
}

/// Every notice a reader gives; keys of messages are static.
const NOTICES: [&str; 8] = [
    "page-is-picture",
    "page-not-read",
    "text-without-unicode",
    "characters-lost",
    "part-not-read",
    "sheet-not-read",
    "picture-in-file",
    "picture-on-page",
];

fn known_notice(key: &str) -> Option<&'static str> {
    NOTICES.into_iter().find(|known| *known == key)
}

const WHATS: [&str; 7] = ["bytes", "inflated-bytes", "parts", "cells", "pages", "text-bytes", "entity"];
const FORBIDDEN: [&str; 2] = ["doctype", "entity"];
const FORMATS: [&str; 4] = [".doc", ".pptx", ".ppt", "OpenDocument"];
const INSTEADS: [&str; 3] = [".docx", ".pdf", ".docx / .xlsx"];

fn among(list: &[&'static str], text: &str) -> Option<&'static str> {
    list.iter().copied().find(|known| *known == text)
}

struct Writer(Vec<u8>);

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Seven bits a byte, low first.
    fn number(&mut self, number: usize) {
        let mut rest = number;
        while rest >= 0x80 {
            self.0.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn range(&mut self, range: &Range<usize>) {
        self.number(range.start);
        self.number(range.end);
    }

    fn block(&mut self, block: &Block) {
        self.range(&block.range);
        match &block.kind {
            BlockKind::Heading(level) => {
                self.byte(0);
                self.byte(*level);
            }
            BlockKind::Paragraph => self.byte(1),
            BlockKind::ListItem { marker, level } => {
                self.byte(2);
                self.byte(u8::from(marker.is_some()));
                self.text(marker.as_deref().unwrap_or_default());
                self.byte(*level);
            }
            BlockKind::Cell { table, row, column, row_span, column_span } => {
                self.byte(3);
                [table, row, column, row_span, column_span].into_iter().for_each(|number| self.number(*number));
            }
            BlockKind::Note => self.byte(4),
            BlockKind::PageMargin => self.byte(5),
            BlockKind::TextBox => self.byte(6),
            BlockKind::Comment => self.byte(7),
            BlockKind::Deleted => self.byte(8),
            BlockKind::Property => self.byte(9),
            BlockKind::Stored => self.byte(10),
        }
        match &block.place {
            Place::Line { line, column } => self.place(0, *line, *column),
            Place::Page { page, line } => self.place(1, *page, *line),
            Place::Paragraph { part, number } => {
                self.byte(2);
                self.text(part);
                self.number(*number);
            }
            Place::Cell { sheet, cell } => {
                self.byte(3);
                self.text(sheet);
                self.text(cell);
            }
            Place::Property(name) => {
                self.byte(4);
                self.text(name);
            }
        }
        let at = block.concealed.and_then(|why| CONCEALED.iter().position(|known| *known == why));
        self.byte(at.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0));
    }

    fn place(&mut self, kind: u8, one: usize, two: usize) {
        self.byte(kind);
        self.number(one);
        self.number(two);
    }

    fn error(&mut self, error: &ReadError) {
        self.text(error.key());
        let args = error.args();
        self.number(args.len());
        args.iter().for_each(|(_, value)| self.text(value));
    }
}

const CONCEALED: [Concealed; 7] = [
    Concealed::HiddenSheet,
    Concealed::HiddenRow,
    Concealed::HiddenColumn,
    Concealed::HiddenText,
    Concealed::TrackedDeletion,
    Concealed::Covered,
    Concealed::Stored,
];

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0usize;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.number()?;
        if length > self.0.len() {
            return None;
        }
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn range(&mut self) -> Option<Range<usize>> {
        Some(self.number()?..self.number()?)
    }

    fn block(&mut self) -> Option<Block> {
        let range = self.range()?;
        let kind = match self.byte()? {
            0 => BlockKind::Heading(self.byte()?),
            1 => BlockKind::Paragraph,
            2 => {
                let marked = self.byte()? == 1;
                let marker = self.text()?.to_owned();
                BlockKind::ListItem { marker: marked.then_some(marker), level: self.byte()? }
            }
            3 => BlockKind::Cell {
                table: self.number()?,
                row: self.number()?,
                column: self.number()?,
                row_span: self.number()?,
                column_span: self.number()?,
            },
            4 => BlockKind::Note,
            5 => BlockKind::PageMargin,
            6 => BlockKind::TextBox,
            7 => BlockKind::Comment,
            8 => BlockKind::Deleted,
            9 => BlockKind::Property,
            10 => BlockKind::Stored,
            _ => return None,
        };
        let place = match self.byte()? {
            0 => Place::Line { line: self.number()?, column: self.number()? },
            1 => Place::Page { page: self.number()?, line: self.number()? },
            2 => Place::Paragraph { part: self.text()?.to_owned(), number: self.number()? },
            3 => Place::Cell { sheet: self.text()?.to_owned(), cell: self.text()?.to_owned() },
            4 => Place::Property(self.text()?.to_owned()),
            _ => return None,
        };
        let concealed = match self.byte()? {
            0 => None,
            at => Some(*CONCEALED.get(usize::from(at) - 1)?),
        };
        Some(Block { range, kind, place, concealed })
    }

    fn error(&mut self) -> Option<ReadError> {
        let key = self.text()?;
        let mut args = Vec::new();
        for _ in 0..self.number()?.min(4) {
            args.push(self.text()?.to_owned());
        }
        let arg = |at: usize| args.get(at).cloned();
        Some(match key {
            "read.not-found" => ReadError::NotFound,
            "read.unreadable" => ReadError::Unreadable { why: arg(0)? },
            "read.too-large" => ReadError::TooLarge { what: among(&WHATS, &arg(0)?)?, limit: arg(1)?.parse().ok()? },
            "read.too-deep" => ReadError::TooDeep { limit: arg(0)?.parse().ok()? },
            "read.encrypted" => ReadError::Encrypted,
            "read.damaged" => ReadError::Damaged { what: arg(0)? },
            "read.forbidden" => ReadError::Forbidden { what: among(&FORBIDDEN, &arg(0)?)? },
            "read.unknown-format" => ReadError::UnknownFormat,
            "read.unsupported" => {
                ReadError::Unsupported { format: among(&FORMATS, &arg(0)?)?, instead: among(&INSTEADS, &arg(1)?)? }
            }
            "read.timed-out" => ReadError::TimedOut { seconds: arg(0)?.parse().ok()? },
            "read.out-of-memory" => ReadError::OutOfMemory { mebibytes: arg(0)?.parse().ok()? },
            "read.worker-died" => ReadError::WorkerDied,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Extract {
        let mut extract = Extract::default();
        let cell = BlockKind::Cell { table: 1, row: 300, column: 2, row_span: 1, column_span: 70_000 };
        let places = [
            Place::Line { line: 7, column: 9 },
            Place::Page { page: 1, line: 2 },
            Place::Paragraph { part: "body".into(), number: 400 },
            Place::Cell { sheet: "表一".into(), cell: "C7".into() },
            Place::Property("作者".into()),
        ];
        let kinds = [
            BlockKind::Heading(2),
            BlockKind::ListItem { marker: Some("（1）".into()), level: 3 },
            BlockKind::ListItem { marker: None, level: 0 },
            cell,
            BlockKind::Stored,
        ];
        for (at, (kind, place)) in kinds.into_iter().zip(places).enumerate() {
            extract.push("公开", kind, place, CONCEALED.get(at).copied());
        }
        extract.links.push(Link { range: 0..6, address: "http://a.cn".into() });
        extract.notices.push(Notice { key: "page-is-picture", at: "3".into() });
        for part in [Some("word/media/image1.png".to_string()), None] {
            extract.pictures.push(Picture { paragraph: 2, part, shows: "流程图".into() });
        }
        extract
    }

    #[test]
    fn an_answer_survives_the_way() {
        let answer = Ok(sample());
        assert_eq!(read(&write(&answer)), Some(answer));
        let errors = [
            ReadError::Encrypted,
            ReadError::TooLarge { what: "cells", limit: 5 },
            ReadError::Damaged { what: "zip".into() },
            ReadError::Forbidden { what: "doctype" },
            ReadError::Unsupported { format: ".doc", instead: ".docx" },
        ];
        for error in errors {
            assert_eq!(read(&write(&Err(error.clone()))), Some(Err(error)));
        }
    }

    #[test]
    fn a_cut_or_changed_answer_is_refused_and_never_a_panic() {
        let whole = write(&Ok(sample()));
        for cut in 0..whole.len() {
            assert_eq!(read(&whole[..cut]), None, "cut at {cut}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x85;
            let _ = read(&changed);
        }
    }
}
