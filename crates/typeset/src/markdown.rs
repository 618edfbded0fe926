//! The document as GitHub-flavoured Markdown, escaped so that none of its words becomes markup.
//!
//! Readers differ in what they take as markup, so everything that any of them might is escaped: a backslash
//! before ASCII punctuation prints the mark itself by the specification (CommonMark 0.31, 2.4).

use std::fmt::Write;

use domain::document::{Align, Block, Chart, Document, Inline, Table};

use crate::text::{clean, is_absolute, is_blank, safe_address};

/// The document as Markdown; charts become tables of their numbers, with what they show in a line above.
pub fn markdown(document: &Document) -> String {
    let mut out = String::with_capacity(32 << 10);
    let title = document.title.iter().map(|line| escape(line)).collect::<Vec<_>>().join(" ");
    if !title.trim().is_empty() {
        let _ = write!(out, "# {}\n\n", title.trim());
    }
    for block in &document.blocks {
        match block {
            Block::Heading { level, number, text, .. } => {
                let words = format!("{number}{text}");
                if is_blank(&words) {
                    continue;
                }
                let marks = "#".repeat(usize::from((*level).clamp(1, 4)) + 1);
                let _ = write!(out, "{marks} {}\n\n", escape(&words).trim());
            }
            Block::Paragraph(inlines) => paragraph(&mut out, &inline(inlines)),
            Block::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    paragraph(&mut out, &format!("（{}）{}", index + 1, inline(item)));
                }
            }
            Block::Table(table) => write_table(&mut out, table),
            Block::Chart(chart) => write_chart(&mut out, chart),
            Block::Signature(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escape(line).trim().to_string()).collect();
                paragraph(&mut out, &lines.join("\\\n"));
            }
        }
    }
    out
}

/// Blanks at the ends would be lost or, four of them, make a code block.
fn paragraph(out: &mut String, words: &str) {
    let words = words.trim();
    if !words.is_empty() {
        let _ = write!(out, "{words}\n\n");
    }
}

fn write_table(out: &mut String, table: &Table) {
    if table.columns.is_empty() {
        return;
    }
    paragraph(out, &escape(&table.caption));
    let heads: Vec<String> = table.columns.iter().map(|c| escape(&c.head)).collect();
    let marks: Vec<&str> = table.columns.iter().map(|c| mark(c.align)).collect();
    row(out, &heads);
    let _ = writeln!(out, "| {} |", marks.join(" | "));
    for cells in &table.rows {
        let cells: Vec<String> =
            (0..table.columns.len()).map(|i| cells.get(i).map(|cell| inline(cell)).unwrap_or_default()).collect();
        row(out, &cells);
    }
    out.push('\n');
}

fn write_chart(out: &mut String, chart: &Chart) {
    paragraph(out, &escape(&chart.title));
    paragraph(out, &escape(&chart.description));
    if chart.series.is_empty() || chart.categories.is_empty() {
        return;
    }
    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", escape(&chart.unit)) };
    let mut heads = vec![String::new()];
    heads.extend(chart.series.iter().map(|s| format!("{}{unit}", escape(&s.name))));
    row(out, &heads);
    let _ = writeln!(out, "| --- |{}", " ---: |".repeat(chart.series.len()));
    for (index, category) in chart.categories.iter().enumerate() {
        let mut cells = vec![escape(category)];
        cells.extend(chart.series.iter().map(|s| s.values.get(index).map(u64::to_string).unwrap_or_default()));
        row(out, &cells);
    }
    out.push('\n');
}

fn mark(align: Align) -> &'static str {
    match align {
        Align::Start => "---",
        Align::Center => ":---:",
        Align::End => "---:",
    }
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn inline(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Value { text, .. } | Inline::Remark(text) => out.push_str(&escape(text)),
            Inline::Link { text, address } => {
                let shown = if text.is_empty() { address } else { text };
                match safe_address(address) {
                    Some(address)
                        if is_absolute(&address) && clean(shown).trim() == address && plain_address(&address) =>
                    {
                        let _ = write!(out, "<{address}>");
                    }
                    Some(address) => {
                        let _ = write!(out, "[{}](<{}>)", escape(shown), destination(&address));
                    }
                    None => out.push_str(&escape(shown)),
                }
            }
        }
    }
    out
}

/// Whether an address can stand between angle brackets as it is, in a table too.
fn plain_address(address: &str) -> bool {
    address.chars().all(|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '|' | '\\' | '`'))
}

/// An address inside `(<…>)`: marks that would end it or the cell are percent-encoded.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            ' ' => out.push_str("%20"),
            '*' | '_' | '&' | '$' => {
                out.push('\\');
                out.push(character);
            }
            c => out.push(c),
        }
    }
    out
}

/// Words in which no mark means anything. Addresses in words are broken with an escaped mark, so that no reader
/// links them by itself past what the document calls a link.
fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (index, character) in text.char_indices() {
        match character {
            // A number and a full stop at the beginning would be a list; + and - likewise; = and ~ draw lines.
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&' | '!' | '='
            | '^' => {
                out.push('\\');
                out.push(character);
            }
            '+' | '-' | '(' | ')' | '.' | ':' | '@' if special_here(&text, index, character) => {
                out.push('\\');
                out.push(character);
            }
            c => out.push(c),
        }
    }
    out
}

/// Marks that are markup only in some places: list marks at the beginning, and what makes readers link by themselves.
fn special_here(text: &str, index: usize, character: char) -> bool {
    let before = &text[..index];
    let beginning =
        before.trim().is_empty() || (before.trim().len() <= 9 && before.trim().bytes().all(|b| b.is_ascii_digit()));
    match character {
        '+' | '-' | '(' | ')' => beginning,
        '.' => beginning || before.to_ascii_lowercase().ends_with("www"),
        ':' => {
            beginning
                || text[index..].starts_with("://")
                || before.to_ascii_lowercase().ends_with("mailto")
                || before.to_ascii_lowercase().ends_with("xmpp")
        }
        '@' => true,
        _ => false,
    }
}
