//! The document as GitHub-flavoured Markdown, escaped so that none of its words becomes markup, and no more.
//!
//! A backslash before ASCII punctuation prints the mark itself by the specification (CommonMark 0.31, 2.4).

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
            Block::Paragraph(inlines) => paragraph(&mut out, &inline(inlines, true)),
            Block::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    paragraph(&mut out, &format!("（{}）{}", index + 1, inline(item, false)));
                }
            }
            Block::Table(table) => write_table(&mut out, table),
            Block::Chart(chart) => write_chart(&mut out, chart),
            Block::Signature(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escaped(line, true).trim().to_string()).collect();
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
    paragraph(out, &escaped(&table.caption, true));
    let heads: Vec<String> = table.columns.iter().map(|c| escape(&c.head)).collect();
    let marks: Vec<&str> = table.columns.iter().map(|c| mark(c.align)).collect();
    row(out, &heads);
    let _ = writeln!(out, "| {} |", marks.join(" | "));
    for cells in &table.rows {
        let cells: Vec<String> = (0..table.columns.len())
            .map(|i| cells.get(i).map(|cell| inline(cell, false)).unwrap_or_default())
            .collect();
        row(out, &cells);
    }
    out.push('\n');
}

fn write_chart(out: &mut String, chart: &Chart) {
    paragraph(out, &escaped(&chart.title, true));
    paragraph(out, &escaped(&chart.description, true));
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

/// `start` says whether they begin a line.
fn inline(inlines: &[Inline], start: bool) -> String {
    let mut out = String::new();
    for (at, inline) in inlines.iter().enumerate() {
        let escape = |text: &str| escaped(text, start && at == 0);
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

/// Words within a line, in which no mark means anything.
fn escape(text: &str) -> String {
    escaped(text, false)
}

/// Words in which no mark means anything, and nothing else is escaped: what a reader sees in an editor is the text.
/// `start` says whether they begin a line, where a few marks more would mean something. Addresses in words are broken
/// with an escaped mark, so that no reader links them by itself past what the document calls a link.
fn escaped(text: &str, start: bool) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (index, character) in text.char_indices() {
        if is_markup(&text, index, character, start) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Whether a mark would be taken for markup where it stands.
fn is_markup(text: &str, index: usize, character: char, start: bool) -> bool {
    let before = &text[..index];
    let after = &text[index + character.len_utf8()..];
    let (previous, next) = (before.chars().next_back(), after.chars().next());
    let ends = next.is_none_or(char::is_whitespace);
    let first = start && before.trim().is_empty();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match character {
        '*' | '`' | '[' | ']' | '|' | '$' | '~' | '^' | '{' | '}' | '\\' => true,
        // Within a word an underscore is one.
        '_' => !(word(previous) && word(next)),
        '<' => next.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => next.is_none_or(|c| c.is_ascii_alphabetic() || c == '#'),
        '!' => next.is_none_or(|c| c == '['),
        // Heads, quotations, lines that make the one above a head, lists and rules, at the beginning of a line.
        '#' | '>' | '=' => first,
        '+' | '-' => first && (ends || next == Some(character)),
        '.' | ')' if start && ends => {
            let number = before.trim_start();
            !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit())
        }
        '.' => before.to_ascii_lowercase().ends_with("www"),
        ':' => {
            first
                || after.starts_with("//")
                || before.to_ascii_lowercase().ends_with("mailto")
                || before.to_ascii_lowercase().ends_with("xmpp")
        }
        '@' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        for plain in [
            "2022-2023学年",
            "63.60%",
            "1.资产管理制度",
            "a_b_c",
            "2509 + 64 = 2573",
            "（1）第一",
            "C#",
            "1 < 2 > 0",
            "A & B",
        ] {
            assert_eq!(escaped(plain, true), plain);
        }
        for (text, wanted) in [
            ("1. 一", "1\\. 一"),
            ("- 一", "\\- 一"),
            ("# 一", "\\# 一"),
            ("*重*", "\\*重\\*"),
            ("_斜_", "\\_斜\\_"),
            ("&amp;", "\\&amp;"),
            ("<b>", "\\<b>"),
            ("www.a.cn", "www\\.a.cn"),
        ] {
            assert_eq!(escaped(text, true), wanted);
        }
    }
}
