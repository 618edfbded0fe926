//! Reading a written report back and comparing it with what the ledger says.
//!
//! Every paragraph, list entry and table cell of the document must stand in the text that the file gives to
//! another reader; blanks and line ends are left out, since layout makes them. A row of a table that runs on to the next
//! page stands there in parts, and its parts are put together again. A difference is an error; what is right must never
//! be one, for a report that cannot be written is no report.

use super::Format;
use crate::error::{Error, Result};
use domain::document::{Block, Document, Inline, Table};
use std::cell::Cell;

/// Heights in millimetres above and below the text of a page of GB/T 9704, where only page numbers stand.
const BODY: (f64, f64) = (30.0, 33.0);

/// Bytes behind the last piece in which the next is looked for first.
const WINDOW: usize = 2_000;
/// Steps taken to put one row together before it is given up.
const STEPS: usize = 200_000;

/// What was compared and found to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compared {
    /// Paragraphs, entries and cells.
    pub pieces: usize,
    /// Numbers, dates, titles and addresses among them.
    pub values: usize,
    /// Of the pieces, those in a script that is written from the right or joined and stacked, of which a PDF keeps shapes
    /// and no order: only the words around it and its numbers were compared.
    pub shaped: usize,
}

/// Reads the file and compares it. Only .docx and .pdf are read back. `replaced` are the characters that the file prints
/// as their number.
///
/// # Errors
/// [`Error::Differs`] with the first piece that is missing.
pub fn compare(document: &Document, format: Format, bytes: &[u8], replaced: &[char]) -> Result<Compared> {
    let (name, pages) = match format {
        Format::Docx | Format::AnnexDocx => ("docx", vec![office::docx::read_back(bytes).map_err(Error::internal)?]),
        Format::Pdf => ("pdf", office::read::pdf_in_drawing_order(bytes, BODY).map_err(Error::internal)?),
        _ => return Ok(Compared::default()),
    };
    let pages = pages.iter().map(|page| bare(page)).collect::<Vec<_>>();
    let (text, near) = (pages.concat(), Cell::new(0));
    let mut proof = Proof { text, near, pages, replaced, compared: Compared::default() };
    let found = |piece: std::result::Result<(), String>| {
        piece.map_err(|missing| Error::Differs { format: name, missing: missing.chars().take(80).collect() })
    };
    for block in &document.blocks {
        match block {
            Block::Heading { number, text, .. } => found(proof.piece(&[Inline::text(format!("{number}{text}"))]))?,
            Block::Paragraph(inlines) => found(proof.piece(inlines))?,
            Block::List(entries) => entries.iter().try_for_each(|entry| found(proof.piece(entry)))?,
            Block::Table(table) => {
                found(proof.piece(&[Inline::text(table.caption.clone())]))?;
                table.rows.iter().try_for_each(|row| found(proof.row(table, row)))?;
            }
            Block::Signature(lines) => {
                lines.iter().try_for_each(|line| found(proof.piece(&[Inline::text(line.clone())])))?;
            }
            Block::Chart(_) => {}
        }
    }
    Ok(proof.compared)
}

/// A file's text and what has been found in it.
struct Proof<'a> {
    /// Page by page, without blanks.
    pages: Vec<String>,
    /// All of it.
    text: String,
    /// Behind what was found last: the next piece mostly stands there.
    near: Cell<usize>,
    replaced: &'a [char],
    compared: Compared,
}

impl Proof<'_> {
    /// A paragraph, entry or heading; the piece itself when it is missing.
    fn piece(&mut self, inlines: &[Inline]) -> std::result::Result<(), String> {
        match self.find(inlines) {
            Some(shaped) => self.count(inlines, shaped),
            None => return Err(domain::document::plain(inlines)),
        }
        Ok(())
    }

    fn row(&mut self, table: &Table, row: &[Vec<Inline>]) -> std::result::Result<(), String> {
        let found: Vec<Option<bool>> = row.iter().map(|cell| self.find(cell)).collect();
        if let Some(missing) = found.iter().position(Option::is_none) {
            let heads: Vec<Vec<Inline>> =
                table.columns.iter().map(|column| vec![Inline::text(column.head.clone())]).collect();
            let shaped = row.iter().any(|cell| domain::document::plain(cell).contains(is_shaped));
            if !self.stands_in_parts(&heads, row, shaped) {
                return Err(domain::document::plain(&row[missing]));
            }
        }
        for (cell, found) in row.iter().zip(found) {
            self.count(cell, found.unwrap_or_default());
        }
        Ok(())
    }

    fn count(&mut self, inlines: &[Inline], shaped: bool) {
        self.compared.pieces += 1;
        self.compared.shaped += usize::from(shaped);
        self.compared.values +=
            inlines.iter().filter(|inline| matches!(inline, Inline::Value { .. } | Inline::Link { .. })).count();
    }

    /// Whether the words stand in the text: as they are (`false`), or but for a script of which only shapes are kept
    /// (`true`).
    fn find(&self, inlines: &[Inline]) -> Option<bool> {
        let mut shaped = false;
        for words in self.runs(inlines) {
            if self.stands(&words) {
                continue;
            }
            let apart = |c: char| is_shaped(c) || !c.is_alphanumeric();
            if !words.contains(is_shaped) || !words.split(apart).all(|token| self.text.contains(token)) {
                return None;
            }
            shaped = true;
        }
        Some(shaped)
    }

    /// Whether words stand in the text, looked for first where the ones before were found.
    fn stands(&self, words: &str) -> bool {
        let near = self.near.get();
        let end = (near + words.len() + WINDOW).min(self.text.len());
        // A window may end within a character.
        let end = (end..=self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(near);
        let found = self.text[near..end].find(words).map(|at| near + at).or_else(|| self.text.find(words));
        if let Some(at) = found {
            self.near.set(at + words.len());
        }
        found.is_some()
    }

    /// What is printed without a break. Paper shows an address after the words of its link, so a run ends there.
    fn runs(&self, inlines: &[Inline]) -> Vec<String> {
        let mut runs = vec![String::new()];
        for inline in inlines {
            let printed = bare(&typeset::printed(inline.printed(), self.replaced));
            runs.last_mut().unwrap_or(&mut String::new()).push_str(&printed);
            if matches!(inline, Inline::Link { text, address } if text != address) {
                runs.push(String::new());
            }
        }
        runs
    }

    /// Whether a row stands at the foot of one page and at the head of the next: the beginning of each cell, then,
    /// after the repeated heads, the rest of each.
    fn stands_in_parts(&self, heads: &[Vec<Inline>], row: &[Vec<Inline>], shaped: bool) -> bool {
        let kept = |text: &str| -> Vec<char> {
            text.chars().filter(|c| !shaped || (c.is_alphanumeric() && !is_shaped(*c))).collect()
        };
        let cell = |cell: &Vec<Inline>| kept(&self.runs(cell).concat());
        let mut parts = Parts {
            pages: self.pages.iter().map(|page| kept(page)).collect(),
            heads: heads.iter().flat_map(cell).collect(),
            cells: row.iter().map(cell).collect(),
            done: vec![0; row.len()],
            steps: 0,
        };
        parts.stand()
    }
}

/// A search for a row that is divided between pages.
struct Parts {
    pages: Vec<Vec<char>>,
    heads: Vec<char>,
    cells: Vec<Vec<char>>,
    /// How much of each cell has been found.
    done: Vec<usize>,
    steps: usize,
}

impl Parts {
    fn stand(&mut self) -> bool {
        let total: usize = self.cells.iter().map(Vec::len).sum();
        for page in 0..self.pages.len().saturating_sub(1) {
            let end = self.pages[page].len();
            for at in (end.saturating_sub(total)..end).rev() {
                self.steps = 0;
                if self.from(page, at, 0) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the rest of the row, from this cell on, stands here and on the pages that follow.
    fn from(&mut self, page: usize, at: usize, cell: usize) -> bool {
        self.steps += 1;
        if self.steps > STEPS {
            return false;
        }
        let Some(words) = self.cells.get(cell) else {
            if self.done.iter().zip(&self.cells).all(|(done, cell)| *done == cell.len()) {
                return true;
            }
            let Some(next) = self.pages.get(page + 1).filter(|_| at == self.pages[page].len()) else { return false };
            let after = if next.starts_with(&self.heads) { self.heads.len() } else { 0 };
            return self.from(page + 1, after, 0) || (after > 0 && self.from(page + 1, 0, 0));
        };
        let rest = words[self.done[cell]..].iter().zip(&self.pages[page][at..]);
        let most = rest.take_while(|(wanted, found)| wanted == found).count();
        let before = self.done[cell];
        for taken in (0..=most).rev() {
            self.done[cell] = before + taken;
            if self.from(page, at + taken, cell + 1) {
                return true;
            }
        }
        self.done[cell] = before;
        false
    }
}

/// Letters of scripts that are written from the right, joined or stacked, and marks that join a letter: a PDF holds
/// their shapes in the order in which they are drawn.
fn is_shaped(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36F | 0x590..=0x10FF | 0x1100..=0x11FF | 0x1700..=0x18AF | 0x1900..=0x1CFF | 0x1DC0..=0x1DFF
        | 0x20D0..=0x20FF | 0xA840..=0xA87F | 0xA8E0..=0xABFF | 0xFB1D..=0xFDFF | 0xFE20..=0xFE2F | 0xFE70..=0xFEFF
        | 0x10800..=0x11FFF | 0x16F00..=0x16F9F | 0x1E000..=0x1EFFF)
}

/// Text without anything that layout may add or take away: blanks, line ends, what prints nothing.
fn bare(text: &str) -> String {
    let silent = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(u32::from(c),
                0xAD | 0x61C | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F
                | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF | 0xFDD0..=0xFDEF)
            || u32::from(c) & 0xFFFE == 0xFFFE
    };
    text.chars().filter(|c| !silent(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(pages: &[&str], heads: &str, cells: &[&str]) -> bool {
        let chars = |text: &&str| text.chars().collect::<Vec<char>>();
        Parts {
            pages: pages.iter().map(chars).collect(),
            heads: chars(&heads),
            cells: cells.iter().map(chars).collect(),
            done: vec![0; cells.len()],
            steps: 0,
        }
        .stand()
    }

    #[test]
    fn a_row_that_runs_over_a_page_is_put_together_again() {
        let cells = ["1", "关于公开的通知", "2023年5月"];
        assert!(parts(&["前文1关于公2023年", "序号标题日期开的通知5月2"], "序号标题日期", &cells));
        assert!(parts(&["前文1关于2023年5月", "公开", "的通知后文"], "序号标题日期", &cells));
        assert!(!parts(&["前文1关于公2023年", "序号标题日期开的通知6月2"], "序号标题日期", &cells));
        assert!(!parts(&["前文1关于公2024年", "序号标题日期开的通知5月2"], "序号标题日期", &cells));
        assert!(!parts(&["前文1关于公2023年此后还有", "序号标题日期开的通知5月2"], "序号标题日期", &cells));
    }

    #[test]
    fn what_prints_nothing_is_left_out() {
        assert_eq!(bare("a\u{200b} \u{feff}b\n\u{1}c\u{fe0f}"), "abc");
    }
}
