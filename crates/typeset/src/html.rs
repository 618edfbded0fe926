//! The document as a web page: headings with anchors, contents, tables with scopes, charts with their numbers.
//!
//! No script and no inline style, so that it stands under a strict content security policy. Every word of the
//! document goes through [`escape`]; only harmless addresses become links.

use std::collections::BTreeSet;
use std::fmt::Write;

use domain::document::{Align, Block, Chart, Document, Inline, Table};

use crate::svg::{ChartTheme, drawn};
use crate::text::{anchor, clean, is_blank, safe_address};

const STYLE: &str = include_str!("templates/page.css");

/// How the article is fitted into the page that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlOptions {
    /// Whether the title and issuer stand at the head of the article; a page with its own `<h1>` leaves it out.
    pub title: bool,
    /// Whether a list of contents with links comes before the text, when there are headings.
    pub contents: bool,
    /// Level of the document's first heading level, 2 to 3; the title is one level above.
    pub first_level: u8,
}

impl Default for HtmlOptions {
    fn default() -> HtmlOptions {
        HtmlOptions { title: true, contents: true, first_level: 2 }
    }
}

/// The document as one `<article>`, for a page that has its own head and style.
///
/// Values carry `data-source`, the reference they were taken from. Charts are inline SVG that takes its colours
/// from CSS custom properties (see [`ChartTheme::Page`]), each with its numbers in a table.
pub fn html(document: &Document, options: &HtmlOptions) -> String {
    let words = Words::of(document.language);
    let mut out = String::with_capacity(64 << 10);
    let first = options.first_level.clamp(2, 3);
    let _ = writeln!(out, "<article class=\"document\" lang=\"{}\">", escape(document.language));
    let anchors = anchors(document);
    if options.title && !document.title.is_empty() {
        let lines: Vec<String> = document.title.iter().map(|line| escape(line)).collect();
        let _ = writeln!(out, "<header>\n<h{0} class=\"document-title\">{1}</h{0}>", first - 1, lines.join("<br>"));
        let date =
            if document.signed { format!(" <time datetime=\"{0}\">{0}</time>", document.date) } else { String::new() };
        let _ = writeln!(out, "<p class=\"document-issuer\">{}{date}</p>\n</header>", escape(&document.issuer));
    }
    if options.contents {
        contents(&mut out, document, &anchors, words);
    }
    for (index, (block, anchor)) in document.blocks.iter().zip(&anchors).enumerate() {
        if let Block::Chart(chart) = block {
            write_chart(&mut out, chart, index, words);
        } else {
            write_block(&mut out, block, anchor.as_deref(), first);
        }
    }
    out.push_str("</article>\n");
    out
}

/// The document as one file that can be opened, printed and passed on by itself: style inside, light, dark and print.
pub fn html_page(document: &Document) -> String {
    let mut out = String::with_capacity(64 << 10);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<meta name=\"author\" content=\"{}\">\n<meta name=\"description\" content=\"{}\">\n<meta name=\"keywords\" content=\"{}\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escape(document.language),
        escape(&document.title_line()),
        escape(&document.issuer),
        escape(&document.subject),
        escape(&document.keywords.join(",")),
    );
    out.push_str(&html(document, &HtmlOptions { first_level: 2, ..HtmlOptions::default() }));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The few words of the page itself, in the document's language.
#[derive(Debug, Clone, Copy)]
struct Words {
    contents: &'static str,
    numbers: &'static str,
    item: &'static str,
}

impl Words {
    fn of(language: &str) -> Words {
        if language.starts_with("en") {
            Words { contents: "Contents", numbers: "Figures of the chart", item: "Item" }
        } else {
            Words { contents: "目录", numbers: "图中数据", item: "项目" }
        }
    }
}

/// One anchor for each heading that has words, unique in the document.
fn anchors(document: &Document) -> Vec<Option<String>> {
    let mut used = BTreeSet::new();
    document
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| {
            let Block::Heading { anchor: name, number, text, .. } = block else { return None };
            if is_blank(&format!("{number}{text}")) {
                return None;
            }
            let mut name = anchor(name, index);
            if !used.insert(name.clone()) {
                name = format!("{name}--{index}");
                used.insert(name.clone());
            }
            Some(name)
        })
        .collect()
}

/// Chapters and their sections as nested lists of links.
fn contents(out: &mut String, document: &Document, anchors: &[Option<String>], words: Words) {
    let entries: Vec<(u8, String, &str)> = document
        .blocks
        .iter()
        .zip(anchors)
        .filter_map(|(block, anchor)| match (block, anchor) {
            (Block::Heading { level, number, text, .. }, Some(anchor)) if *level <= 2 => {
                Some((*level, format!("{number}{text}"), anchor.as_str()))
            }
            _ => None,
        })
        .collect();
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<nav class=\"document-contents\" aria-label=\"{0}\">\n<p class=\"document-contents-title\">{0}</p>\n<ol role=\"list\">",
        words.contents
    );
    let mut open = false;
    let mut nested = false;
    for (level, text, anchor) in entries {
        if level >= 2 && open {
            out.push_str(if nested { "</li>\n" } else { "\n<ol role=\"list\">\n" });
            nested = true;
        } else {
            if nested {
                out.push_str("</li>\n</ol>\n");
            }
            if open {
                out.push_str("</li>\n");
            }
            nested = false;
        }
        open = true;
        let _ = write!(out, "<li><a href=\"#{}\">{}</a>", escape(anchor), escape(&text));
    }
    if nested {
        out.push_str("</li>\n</ol>\n");
    }
    out.push_str("</li>\n</ol>\n</nav>\n");
}

fn write_block(out: &mut String, block: &Block, anchor: Option<&str>, first: u8) {
    match block {
        Block::Heading { level, number, text, .. } => {
            let level = (*level).clamp(1, 4) - 1 + first;
            if let Some(anchor) = anchor {
                let _ =
                    writeln!(out, "<h{level} id=\"{}\">{}{}</h{level}>", escape(anchor), escape(number), escape(text));
            }
        }
        Block::Paragraph(inlines) => {
            let _ = writeln!(out, "<p>{}</p>", inline(inlines));
        }
        Block::List(items) => {
            // The number is text, so that it is the same in every format and in a copy.
            out.push_str("<ol class=\"document-items\" role=\"list\">\n");
            for (index, item) in items.iter().enumerate() {
                let _ = writeln!(out, "<li>（{}）{}</li>", index + 1, inline(item));
            }
            out.push_str("</ol>\n");
        }
        Block::Table(table) => write_table(out, table),
        Block::Chart(_) => {}
        Block::Signature(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
            let _ = writeln!(out, "<p class=\"document-signature\">{}</p>", lines.join("<br>"));
        }
    }
}

fn write_table(out: &mut String, table: &Table) {
    // Focusable, so that a wide table can be scrolled by keyboard on a narrow screen.
    let _ = writeln!(
        out,
        "<div class=\"document-table\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>",
        escape(&table.caption)
    );
    if !table.caption.is_empty() {
        let _ = writeln!(out, "<caption>{}</caption>", escape(&table.caption));
    }
    out.push_str("<thead>\n<tr>");
    for column in &table.columns {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", place(column.align), escape(&column.head));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (index, column) in table.columns.iter().enumerate() {
            let cell = row.get(index).map(|cell| inline(cell)).unwrap_or_default();
            let _ = write!(out, "<td{}>{cell}</td>", place(column.align));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn place(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Center => " class=\"center\"",
        Align::End => " class=\"end\"",
    }
}

/// The drawing, its caption, and its numbers for those who cannot or would rather not see it.
fn write_chart(out: &mut String, chart: &Chart, index: usize, words: Words) {
    let _ = writeln!(
        out,
        "<figure class=\"document-chart\">\n<div class=\"document-drawing\" tabindex=\"0\">\n{}\n</div>\n<figcaption>{}</figcaption>",
        drawn(chart, ChartTheme::Page, &format!("-{index}")).svg,
        escape(&chart.title)
    );
    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", escape(&chart.unit)) };
    let _ = writeln!(
        out,
        "<details>\n<summary>{}</summary>\n<table>\n<caption>{}</caption>",
        words.numbers,
        escape(&chart.title)
    );
    let _ = write!(out, "<thead>\n<tr><th scope=\"col\">{}</th>", words.item);
    for series in &chart.series {
        let _ = write!(out, "<th scope=\"col\" class=\"end\">{}{unit}</th>", escape(&series.name));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for (index, category) in chart.categories.iter().enumerate() {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(category));
        for series in &chart.series {
            match series.values.get(index) {
                Some(value) => {
                    let _ = write!(out, "<td class=\"end\">{value}</td>");
                }
                None => out.push_str("<td class=\"end\"></td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</details>\n</figure>\n");
}

fn inline(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(&escape(text)),
            Inline::Value { text, source } => value(&mut out, text, source),
            Inline::Link { text, address } => {
                let shown = escape(if text.is_empty() { address } else { text });
                match safe_address(address) {
                    Some(address) => {
                        let _ = write!(out, "<a href=\"{}\">{shown}</a>", escape(&address));
                    }
                    None => out.push_str(&shown),
                }
            }
            Inline::Remark(text) => {
                let _ = write!(out, "<small>{}</small>", escape(text));
            }
        }
    }
    out
}

/// A plain number is `<data>` with its value for machines; other values are spans.
fn value(out: &mut String, text: &str, source: &str) {
    let plain = !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
    let (text, source) = (escape(text), escape(source));
    let _ = if plain {
        write!(out, "<data value=\"{text}\" data-source=\"{source}\">{text}</data>")
    } else {
        write!(out, "<span data-source=\"{source}\">{text}</span>")
    };
}

/// Words as HTML text or attribute value.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in clean(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
