//! Cuts plain text and Markdown into an `Extract` for tests, the way a reader of files would: `text`
//! is the file, blocks point into it. Much simpler than the real reader, on purpose.

use domain::extract::{BlockKind, Extract, Place};

/// Headings by `#`, tables by `|`, paragraphs by blank lines.
pub(crate) fn markdown(text: &str) -> Extract {
    let mut extract = Extract { text: text.to_owned(), ..Extract::default() };
    let (mut start, mut number, mut table, mut row) = (0, 0, 0usize, 0usize);
    let mut paragraph: Option<(usize, usize, usize)> = None;
    let mut in_table = false;
    for line in text.split_inclusive('\n') {
        number += 1;
        let (from, body) = (start, line.trim_end());
        start += line.len();
        let end = from + body.len();
        let plain = !body.trim().is_empty() && !body.starts_with('#') && !body.starts_with('|');
        if plain {
            let (s, _, n) = paragraph.unwrap_or((from, end, number));
            paragraph = Some((s, end, n));
        } else if let Some((s, e, n)) = paragraph.take() {
            push(&mut extract, s..e, BlockKind::Paragraph, n);
        }
        if !body.starts_with('|') && in_table {
            (in_table, row, table) = (false, 0, table + 1);
        }
        if body.starts_with('#') {
            let level = body.bytes().take_while(|b| *b == b'#').count();
            let text = body[level..].trim_start();
            push(&mut extract, end - text.len()..end, BlockKind::Heading(level.min(9) as u8), number);
        } else if let Some(cells) = body.strip_prefix('|') {
            in_table = true;
            if body.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
                continue;
            }
            let mut at = from + 1;
            for (column, cell) in cells.trim_end_matches('|').split('|').enumerate() {
                let lead = cell.len() - cell.trim_start().len();
                let range = at + lead..at + lead + cell.trim().len();
                push(&mut extract, range, BlockKind::Cell { table, row, column, row_span: 1, column_span: 1 }, number);
                at += cell.len() + 1;
            }
            row += 1;
        }
    }
    if let Some((s, e, n)) = paragraph {
        push(&mut extract, s..e, BlockKind::Paragraph, n);
    }
    extract
}

fn push(extract: &mut Extract, range: std::ops::Range<usize>, kind: BlockKind, line: usize) {
    extract.blocks.push(domain::extract::Block {
        range,
        kind,
        place: Place::Line { line, column: 1 },
        concealed: None,
    });
}
