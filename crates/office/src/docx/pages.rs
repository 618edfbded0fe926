//! On which page a heading falls, for the contents before Word has brought them up to date.
//!
//! The document is laid out as Word lays it out, with the widths of its faces instead of the faces themselves: characters
//! into lines by the rules of Chinese line breaking, lines into pages of 22, what is kept together kept together. Page
//! numbers are looked up, so a face that a machine lacks may still move a heading by a page.

use super::chart::height_mm;
use domain::document::{Block, Document, Inline, Table, plain};

/// The type area of GB/T 9704 and its grid, in points.
const WIDTH: f64 = 442.2;
const HEIGHT: f64 = 637.8;
const LINE: f64 = 28.95;
/// 三号, and what the styles take off every character so that 28 fill a line.
const SIZE: f64 = 16.0;
const SPACING: f64 = -0.25;
/// What programs put between Chinese and Latin, in characters.
const BETWEEN: f64 = 0.225;
/// Title: lines of exact height and the distance to the text.
const TITLE: f64 = 33.0;
/// Captions: above and below their line.
const CAPTION: f64 = 9.0;
/// Above and below a chart, and the empty paragraph behind a table.
const FIGURE: f64 = 6.0;
const BEHIND_TABLE: f64 = 15.5;
/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// A table of so many columns and more rows than these is set in small type, as in the PDF.
const COLUMNS_IN_SMALL_TYPE: usize = 6;
const ROWS_IN_LARGER_TYPE: usize = 30;
/// Rows of a table that is not divided between pages.
const ROWS_OF_A_SHORT_TABLE: usize = 15;

/// What does not begin a line, what does not end one, and what may hang over its end.
const CLOSING: &str = "，。、；：！？）》〉」』】〕’”…％%),.:;!?]}";
const OPENING: &str = "（《〈「『【〔‘“([{";
const HANGING: &str = "，。、；：,.";

/// Whether a table is set in small type.
pub(crate) fn is_small(table: &Table) -> bool {
    table.columns.len() >= COLUMNS_IN_SMALL_TYPE && table.rows.len() > ROWS_IN_LARGER_TYPE
}

/// Whether a table is kept on one page: one of a few rows, which leaves no more than a third of the page before it blank.
pub(crate) fn is_whole(table: &Table) -> bool {
    table.rows.len() <= ROWS_OF_A_SHORT_TABLE && rows(table).iter().sum::<f64>() < HEIGHT / 3.0
}

/// The width of a character of Times New Roman in thousandths of its size; every other is full.
fn thousandths(c: char) -> f64 {
    let width: u16 = match c {
        ' ' | '.' | ',' => 250,
        'i' | 'j' | 'l' | 't' | '/' | ':' | ';' | '\\' => 278,
        'f' | 'r' | 'I' | '-' | '(' | ')' | '!' | '[' | ']' | '`' => 333,
        's' | 'J' => 389,
        'a' | 'c' | 'e' | 'z' | '?' => 444,
        'F' | 'P' | 'S' => 556,
        'E' | 'L' | 'T' | 'Z' | '+' | '=' | '<' | '>' => 600,
        'w' | 'A' | 'D' | 'G' | 'H' | 'K' | 'N' | 'O' | 'Q' | 'U' | 'V' | 'X' | 'Y' => 722,
        'B' | 'C' | 'R' => 667,
        'm' | '&' => 778,
        '%' => 833,
        'M' | 'W' | '@' => 900,
        c if c.is_ascii() => 500,
        _ => 1000,
    };
    f64::from(width) / 1000.0
}

/// Lines that a text fills whose first line begins so many points in. With `anywhere` Latin words may be broken, as in a
/// paragraph with an address.
fn lines(text: &str, first: f64, anywhere: bool) -> usize {
    let characters: Vec<char> = text.chars().collect();
    let (mut count, mut used, mut start) = (1, first, 0);
    while start < characters.len() {
        // The next piece that no line breaks.
        let mut end = start + 1;
        while end < characters.len() && !may_break(characters[end - 1], characters[end], anywhere) {
            end += 1;
        }
        let piece = &characters[start..end];
        let before = start.checked_sub(1).map(|at| characters[at]);
        let width = |piece: &[char]| -> f64 {
            let mut last = before;
            piece.iter().fold(0.0, |sum, c| {
                let between = last.is_some_and(|last| meets(last, *c));
                last = Some(*c);
                sum + SIZE * (thousandths(*c) + if between { BETWEEN } else { 0.0 }) + SPACING
            })
        };
        let hangs = piece.last().is_some_and(|last| HANGING.contains(*last));
        let inside = if hangs { &piece[..piece.len() - 1] } else { piece };
        if used + width(inside) > WIDTH && used > 0.0 {
            count += 1;
            used = 0.0;
        }
        used += width(piece);
        while used > WIDTH + SIZE {
            count += 1;
            used -= WIDTH;
        }
        start = end;
    }
    count
}

/// Whether a line may end between two characters.
fn may_break(last: char, next: char, anywhere: bool) -> bool {
    let word = |c: char| c.is_ascii_graphic() && !CLOSING.contains(c) && !OPENING.contains(c);
    let inside = word(last) && (word(next) || matches!(next, '.' | ',' | ':' | '?' | ')' | ']'));
    let inside = inside || (matches!(last, '.' | ',' | ':' | '(' | '[') && word(next));
    if inside {
        return anywhere || last == '-';
    }
    !OPENING.contains(last) && !CLOSING.contains(next) && next != ' '
}

/// Whether Chinese and Latin meet here.
fn meets(last: char, next: char) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '%';
    let han = |c: char| matches!(u32::from(c), 0x3400..=0x9FFF | 0x2_0000..=0x3_FFFF);
    (latin(last) && han(next)) || (han(last) && latin(next))
}

/// Lines of a paragraph of running text.
fn paragraph(number: &str, inlines: &[Inline]) -> usize {
    let mut text = number.to_string();
    for inline in inlines {
        text.push_str(inline.printed());
        if let Inline::Link { text: shown, address } = inline
            && super::address::is_printed(shown, address)
        {
            text.push_str(&format!("（{address}）"));
        }
    }
    let anywhere = inlines.iter().any(|inline| matches!(inline, Inline::Link { .. }));
    lines(&text, 2.0 * (SIZE + SPACING), anywhere)
}

/// Width in full characters, for the cells of tables.
fn width(text: &str) -> f64 {
    text.chars().map(thousandths).sum()
}

/// The heights of the head and the rows of a table.
fn rows(table: &Table) -> Vec<f64> {
    let sum: f64 = table.columns.iter().map(|column| f64::from(column.width.max(1))).sum();
    let (size, pitch) = if is_small(table) { (9.0, 12.5) } else { (10.5, 14.5) };
    let room = |width: u16| ((f64::from(width.max(1)) / sum * WIDTH - 10.8) / size).max(1.0);
    let height = |cells: Vec<String>| {
        let lines = cells.iter().zip(&table.columns).map(|(cell, column)| (width(cell) / room(column.width)).ceil());
        lines.fold(1.0, f64::max) * pitch + 2.5
    };
    let head = height(table.columns.iter().map(|column| column.head.clone()).collect());
    let rows = table.rows.iter().map(|row| height(row.iter().map(|cell| plain(cell)).collect()));
    [head].into_iter().chain(rows).collect()
}

/// The page and how far it is filled.
struct Paper {
    page: u32,
    used: f64,
}

impl Paper {
    /// Turns the page when so much does not fit.
    fn keep(&mut self, height: f64) {
        if self.used + height > HEIGHT && self.used > 0.0 {
            (self.page, self.used) = (self.page + 1, 0.0);
        }
    }

    fn put(&mut self, height: f64) {
        self.keep(height);
        self.used += height;
    }

    fn put_lines(&mut self, count: usize) {
        (0..count).for_each(|_| self.put(LINE));
    }
}

/// The page of each heading in the order of the document, counted from the page with the title.
pub(crate) fn estimate(document: &Document) -> Vec<u32> {
    let mut paper = Paper { page: 1, used: TITLE * document.title.len() as f64 + LINE };
    let mut pages = Vec::new();
    // Lines of the headings that go with what follows them.
    let mut waiting: Vec<usize> = Vec::new();
    for block in &document.blocks {
        if let Block::Heading { number, text, .. } = block {
            waiting.push(lines(&format!("{number}{text}"), 2.0 * (SIZE + SPACING), false));
            continue;
        }
        let held: usize = waiting.iter().sum();
        paper.keep(held as f64 * LINE + beginning(block));
        for count in waiting.drain(..) {
            pages.push(paper.page);
            paper.put_lines(count);
        }
        lay(block, &mut paper);
    }
    pages.extend(waiting.iter().map(|_| paper.page));
    pages
}

/// The height of what no page break parts from the headings above.
fn beginning(block: &Block) -> f64 {
    match block {
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => LINE,
        Block::Table(table) => {
            let kept = if is_whole(table) { usize::MAX } else { 2 };
            caption(&table.caption) + rows(table).iter().take(kept).sum::<f64>()
        }
        Block::Chart(chart) => f64::from(height_mm(chart)) * MM + FIGURE + caption(&chart.title),
        Block::Signature(said) => said.len() as f64 * LINE,
    }
}

fn caption(text: &str) -> f64 {
    if text.is_empty() { 0.0 } else { LINE + CAPTION }
}

fn lay(block: &Block, paper: &mut Paper) {
    match block {
        Block::Heading { .. } => {}
        // A note in small type takes the lines of the grid all the same.
        Block::Paragraph(inlines) => paper.put_lines(paragraph("", inlines)),
        Block::List(entries) => {
            let counts = entries.iter().enumerate().map(|(at, entry)| paragraph(&format!("（{}）", at + 1), entry));
            paper.put_lines(counts.sum());
        }
        Block::Table(table) => {
            let heights = rows(table);
            paper.keep(beginning(block));
            paper.used += caption(&table.caption);
            let head = heights.first().copied().unwrap_or_default();
            for (at, height) in heights.into_iter().enumerate() {
                let page = paper.page;
                paper.put(height);
                // The head comes again on every page.
                if at > 0 && paper.page > page {
                    paper.used += head;
                }
            }
            paper.put(BEHIND_TABLE);
        }
        Block::Chart(_) | Block::Signature(_) => paper.put(beginning(block)),
    }
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
        Block::Paragraph(vec![Inline::text("字".repeat(lines * 28 - 2))])
    }

    #[test]
    fn text_fills_the_page_below_the_title_and_the_next() {
        assert_eq!(estimated(vec![heading("甲"), text(19), heading("乙"), text(1)]), [1, 2]);
        assert_eq!(estimated(vec![heading("甲"), text(16), heading("乙"), text(1)]), [1, 1]);
    }

    #[test]
    fn a_heading_goes_with_what_follows_it() {
        assert_eq!(estimated(vec![text(17), heading("甲"), text(3)]), [1]);
        assert_eq!(estimated(vec![text(18), heading("甲"), text(3)]), [2]);
    }

    #[test]
    fn a_line_holds_28_characters_and_its_last_mark_hangs_over_its_end() {
        let count = |text: &str| lines(text, 0.0, false);
        assert_eq!((count(&"字".repeat(28)), count(&"字".repeat(29))), (1, 2));
        assert_eq!(count(&format!("{}，", "字".repeat(28))), 1);
        assert_eq!(count(&format!("{}（甲）", "字".repeat(27))), 2);
    }

    #[test]
    fn a_number_goes_to_the_next_line_whole_and_an_address_is_broken() {
        let full = "字".repeat(27);
        assert_eq!(lines(&format!("{full}12345"), 0.0, false), 2);
        assert!(!may_break('2', '0', false) && may_break('2', '0', true) && may_break('3', '年', false));
    }
}
