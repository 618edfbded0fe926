//! The article for a WeChat official account: HTML whose look is written on every element, for the editor there drops style
//! sheets and classes but keeps what stands in `style`.
//!
//! Words are escaped wherever they stand; the elements and styles are ours alone. No link: the editor takes links to its own
//! articles only, so the address is printed and goes into “阅读原文” by hand.

use super::{Source, picture_here, signed};
use crate::text::{Block, Set, Table, blocks};

const HEADING: &str = "font-size:17px;font-weight:bold;line-height:1.75;margin:24px 0 8px;";
const PROSE: &str = "font-size:16px;line-height:1.75;margin:0 0 12px;text-align:justify;text-indent:2em;";
const RIGHT: &str = "font-size:16px;line-height:1.75;margin:0 0 4px;text-align:right;";
const MIDDLE: &str = "font-size:16px;line-height:1.75;margin:0 0 12px;text-align:center;";
const SUMMARY: &str = "font-size:15px;line-height:1.75;margin:0 0 20px;padding:12px 16px;background:#f3f1ea;";
const TABLE: &str = "border-collapse:collapse;width:100%;margin:8px 0 16px;font-size:14px;line-height:1.6;";
const CELL: &str = "border:1px solid #857f72;padding:4px 8px;";
const HEAD: &str = "border:1px solid #857f72;padding:4px 8px;background:#f3f1ea;font-weight:bold;";
const FOOT: &str = "font-size:14px;line-height:1.75;margin:24px 0 0;color:#5b6470;";

/// The article as HTML. The title is not in it: it has a field of its own there.
pub fn article(source: &Source<'_>) -> String {
    let mut html = String::from("<section>\n");
    if !source.summary.trim().is_empty() {
        element(&mut html, "p", SUMMARY, source.summary.trim());
    }
    if !source.number.trim().is_empty() {
        element(&mut html, "p", MIDDLE, source.number.trim());
    }
    for placed in blocks(source.body) {
        match &placed.block {
            Block::Heading(_, words) => element(&mut html, "p", HEADING, words),
            Block::Paragraph(Set::Prose, words) => element(&mut html, "p", PROSE, words),
            Block::Paragraph(Set::Right, words) => element(&mut html, "p", RIGHT, words),
            Block::Paragraph(Set::Middle, words) => element(&mut html, "p", MIDDLE, words),
            // Pictures are put in where the article is written: places for articles take none from elsewhere.
            Block::Picture(picture) => element(&mut html, "p", MIDDLE, &picture_here(picture)),
            Block::Table(table) => tabular(&mut html, table),
        }
    }
    let address = (!source.address.is_empty()).then(|| format!("原文：{}", source.address));
    for words in signed(source).into_iter().chain(address) {
        element(&mut html, "p", FOOT, &words);
    }
    html.push_str("</section>\n");
    html
}

fn element(html: &mut String, name: &str, style: &str, words: &str) {
    html.push_str(&format!("<{name} style=\"{style}\">"));
    escaped(html, words);
    html.push_str(&format!("</{name}>\n"));
}

fn tabular(html: &mut String, table: &Table) {
    html.push_str(&format!("<table style=\"{TABLE}\"><tbody>\n"));
    for (at, row) in table.rows.iter().enumerate() {
        html.push_str("<tr>");
        for cell in row {
            let style = if at == 0 { HEAD } else { CELL };
            html.push_str(&format!("<td style=\"{style}\""));
            for (name, covers) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                if covers > 1 {
                    html.push_str(&format!(" {name}=\"{covers}\""));
                }
            }
            html.push('>');
            escaped(html, &cell.text);
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table>\n");
}

/// Words as text of an element; control characters, which no editor shows, are left out.
fn escaped(html: &mut String, words: &str) {
    for character in words.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if c.is_control() => html.push(' '),
            c => html.push(c),
        }
    }
}
