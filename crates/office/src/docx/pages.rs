//! About which page a heading falls on, for the contents before Word has brought them up to date.
//!
//! An estimate in lines of the grid (22 lines of 28 characters); no layout. It may be wrong by a page.

use domain::document::{Block, Document, Inline, Table, plain};

const LINES: f64 = 22.0;
const CHARACTERS: usize = 28;

/// A table of so many columns and more rows than these is set in small type, as in the PDF.
const COLUMNS_IN_SMALL_TYPE: usize = 6;
const ROWS_IN_LARGER_TYPE: usize = 30;

/// Whether a table is set in small type.
pub(crate) fn is_small(table: &Table) -> bool {
    table.columns.len() >= COLUMNS_IN_SMALL_TYPE && table.rows.len() > ROWS_IN_LARGER_TYPE
}

/// Width in full characters: Latin letters and digits take half.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

fn lines(text: &str) -> f64 {
    (width(text) + 2).div_ceil(CHARACTERS).max(1) as f64
}

fn paragraph(inlines: &[Inline]) -> f64 {
    let printed: usize = inlines
        .iter()
        .map(|inline| match inline {
            Inline::Link { text, address } if super::address::is_printed(text, address) => address.len() + 2,
            _ => 0,
        })
        .sum();
    (width(&plain(inlines)) + 2 + printed / 2).div_ceil(CHARACTERS).max(1) as f64
}

/// A table in lines of the grid: small or smaller text on a grid of 29 points a line.
fn table(table: &Table) -> f64 {
    let sum: f64 = table.columns.iter().map(|column| f64::from(column.width.max(1))).sum();
    let (size, pitch) = if is_small(table) { (9.0, 12.5) } else { (10.5, 15.5) };
    let row = |row: &Vec<Vec<Inline>>| {
        let cell = |(cell, column): (&Vec<Inline>, &domain::document::Column)| {
            let room = (f64::from(column.width.max(1)) / sum * 442.0 - 9.0) / size;
            (width(&plain(cell)) as f64 / room.max(1.0)).ceil().max(1.0)
        };
        (row.iter().zip(&table.columns).map(cell).fold(1.0, f64::max) * pitch + 5.0) / 29.0
    };
    2.0 + table.rows.iter().map(row).sum::<f64>()
}

/// The page of each heading in the order of the document, counted from the page with the title.
pub(crate) fn estimate(document: &Document) -> Vec<u32> {
    let mut at = 1.0 + document.title.len() as f64;
    let mut pages = Vec::new();
    // Headings right before the place, which go with what follows them, and their lines.
    let (mut waiting, mut lines_waiting) = (0, 0.0);
    for block in &document.blocks {
        let (height, whole) = match block {
            Block::Heading { number, text, .. } => {
                pages.push((at / LINES) as u32 + 1);
                waiting += 1;
                lines_waiting += lines(&format!("{number}{text}"));
                at += lines(&format!("{number}{text}"));
                continue;
            }
            Block::Paragraph(inlines) => (paragraph(inlines), 1.0),
            Block::List(entries) => (entries.iter().map(|entry| paragraph(entry)).sum(), 1.0),
            // Caption, head and first row stay together.
            Block::Table(one) => (table(one), 3.0),
            Block::Chart(chart) => {
                let height = f64::from(super::chart::height_mm(chart)) / (225.0 / LINES) + 1.5;
                (height, height)
            }
            Block::Signature(said) => (said.len() as f64, said.len() as f64),
        };
        let start = at - lines_waiting;
        let page_end = ((start / LINES).floor() + 1.0) * LINES;
        if at + whole > page_end && start % LINES > 0.0 {
            at = page_end + lines_waiting;
            let first = pages.len() - waiting;
            pages[first..].fill((page_end / LINES) as u32 + 1);
        }
        at += height;
        (waiting, lines_waiting) = (0, 0.0);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str) -> Block {
        Block::Heading { level: 1, number: String::new(), text: text.into(), anchor: text.into() }
    }

    fn estimated(blocks: Vec<Block>) -> Vec<u32> {
        let document = Document {
            title: vec!["报告".into()],
            issuer: String::new(),
            language: "zh-CN",
            date: chrono::NaiveDate::default(),
            signed: true,
            subject: String::new(),
            keywords: Vec::new(),
            blocks,
        };
        estimate(&document)
    }

    fn text(lines: usize) -> Block {
        Block::Paragraph(vec![Inline::text("字".repeat(lines * CHARACTERS - 2))])
    }

    #[test]
    fn text_fills_the_page_below_the_title_and_the_next() {
        assert_eq!(estimated(vec![heading("甲"), text(20), heading("乙"), text(1)]), [1, 2]);
    }

    #[test]
    fn a_heading_goes_with_what_follows_it() {
        assert_eq!(estimated(vec![text(19), heading("甲"), text(3)]), [2]);
    }
}
