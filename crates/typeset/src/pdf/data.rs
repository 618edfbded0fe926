//! The document as data for the template: words cleaned, long addresses cut where a line may break, charts drawn.

use std::collections::BTreeSet;

use chrono::Datelike;
use domain::document::{Align, Block, Chart, Document, Inline, Table};
use serde_json::{Value, json};

use crate::fonts::{Face, Fonts, SONG};
use crate::svg::{ChartTheme, drawn};
use crate::text::{anchor, clean, is_absolute, is_blank, safe_address, stand_in};

/// From this many headings of the first level on, a document has a cover and a contents page.
const CHAPTERS_OF_A_LONG_DOCUMENT: usize = 4;
/// A row that may take more than this of the height of a page, in points, may break across pages; any other stays whole.
const TALL_ROW: f64 = 300.0;
/// The same for a table of a few rows.
const TALL_TABLE: f64 = 400.0;
/// A table with at most this many rows is not divided between pages.
const ROWS_OF_A_SHORT_TABLE: usize = 15;
/// A table of a few columns is set larger up to this many rows: about a page.
const ROWS_IN_LARGER_TYPE: usize = 30;
/// A long table of so many columns is set in small type.
const COLUMNS_IN_SMALL_TYPE: usize = 6;
/// What a number is not parted from, and how long a date or number may be to be kept in one line.
const UNITS: &str = "年月日时分人条项次期门篇部个件类名位所处号届元";
const LONGEST_KEPT: usize = 12;
/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;
/// Width of the type area, width of a chart and most height of one, in millimetres.
const TYPE_AREA_WIDTH: f64 = 156.0;
const CHART_WIDTH: f64 = 124.0;
const TALLEST_CHART: f64 = 195.0;
/// Latin letters and digits without a blank that are never cut; longer runs may break anywhere.
const UNCUT: usize = 14;
/// Longest piece of such a run in running text, where a gap at the end of a line would be justified away.
const FINE: usize = 1;
/// The same in a table, where lines are ragged and pieces cost time.
const COARSE: usize = 6;

/// What the template reads, and the characters that had to be replaced.
pub(super) struct Prepared {
    pub(super) json: String,
    pub(super) replaced: Vec<char>,
}

/// Turns the document into the template's data.
///
/// With `plain` only what the faces of every document have is printed as it is.
pub(super) fn prepare(document: &Document, fonts: &Fonts, plain: bool) -> Prepared {
    let mut setter = Setter::new(fonts, plain);
    let chapters = document.blocks.iter().filter(|b| matches!(b, Block::Heading { level: 1, .. })).count();
    setter.chapters = chapters >= CHAPTERS_OF_A_LONG_DOCUMENT;
    let (lang, region) = language(document.language);
    let chinese = lang == "zh";
    let blocks = blocks(document, &mut setter);
    let date = document.date;
    let date_text = if !document.signed {
        String::new()
    } else if chinese {
        format!("{}年{}月{}日", date.year(), date.month(), date.day())
    } else {
        date.to_string()
    };
    let mut title: Vec<String> = document.title.iter().map(|line| setter.words(line)).collect();
    if title.iter().all(|line| is_blank(line)) {
        // PDF/UA demands a title: a document without one is named after its issuer.
        let issuer = setter.words(&document.issuer);
        title = vec![if is_blank(&issuer) { "—".into() } else { issuer }];
    }
    let data = json!({
        "lang": lang,
        "region": region,
        "title": title,
        "issuer": setter.words(&document.issuer),
        "subject": setter.words(&document.subject),
        "keywords": document.keywords.iter().map(|k| setter.words(k)).collect::<Vec<_>>(),
        "date": [date.year().clamp(1, 9999), date.month() as i32, date.day() as i32],
        "date-text": date_text,
        "words": { "contents": if chinese { "目　录" } else { "Contents" } },
        "cover": setter.chapters,
        "faces": {
            "title": fonts.chain(Face::Title), "body": fonts.chain(Face::Body),
            "hei": fonts.chain(Face::Hei), "kai": fonts.chain(Face::Kai), "song": [SONG],
        },
        "blocks": blocks,
    });
    setter.prepared(&data)
}

/// `zh-CN` as typst wants it: two or three letters each; anything else is taken as Chinese of the mainland.
fn language(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split('-');
    let lang = parts.next().unwrap_or_default().to_ascii_lowercase();
    let region =
        parts.find(|p| p.len() == 2 && p.chars().all(|c| c.is_ascii_alphabetic())).map(str::to_ascii_lowercase);
    if (2..=3).contains(&lang.len()) && lang.chars().all(|c| c.is_ascii_alphabetic()) {
        let region = region.or_else(|| (lang == "zh").then(|| "cn".into()));
        (lang, region)
    } else {
        ("zh".into(), Some("cn".into()))
    }
}

fn blocks(document: &Document, setter: &mut Setter<'_>) -> Vec<Value> {
    let mut level_before = 0;
    let mut anchors = BTreeSet::new();
    let mut made = Vec::with_capacity(document.blocks.len());
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading { number, text, .. } if is_blank(&format!("{number}{text}")) => {}
            Block::Heading { level, number, text, anchor: name } => {
                let look = (*level).clamp(1, 4);
                // PDF/UA allows no gap in the levels, whatever the look.
                level_before = look.min(level_before + 1);
                let mut name = anchor(name, index);
                if !anchors.insert(name.clone()) {
                    name = format!("{name}--{index}");
                    anchors.insert(name.clone());
                }
                let words = format!("{number}{text}");
                made.push(json!({ "k": "h", "look": look - 1, "level": level_before, "text": setter.run(&words), "anchor": name }));
            }
            Block::Paragraph(inlines) => {
                // The last words of a document go with its signature to the next page.
                let sticky = matches!(document.blocks.get(index + 1), Some(Block::Signature(_)))
                    && domain::document::plain(inlines).chars().count() < 280;
                // A note in small type is ragged: its arithmetic would be drawn apart.
                let note = !inlines.is_empty() && inlines.iter().all(|inline| matches!(inline, Inline::Remark(_)));
                made.push(json!({ "k": "p", "runs": setter.inlines(inlines), "sticky": sticky, "note": note }));
            }
            Block::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    let mut runs = vec![json!(format!("（{}）", number + 1))];
                    runs.extend(setter.inlines(item));
                    made.push(json!({ "k": "p", "runs": runs, "sticky": false, "note": false }));
                }
            }
            Block::Table(table) if !table.columns.is_empty() => made.push(tabular(table, setter)),
            Block::Table(_) => {}
            Block::Chart(chart) => made.push(drawing(chart, setter)),
            Block::Signature(lines) if !lines.is_empty() => {
                made.push(json!({ "k": "s", "lines": lines.iter().map(|l| setter.words(l)).collect::<Vec<_>>() }));
            }
            Block::Signature(_) => {}
        }
    }
    made
}

fn tabular(table: &Table, setter: &mut Setter<'_>) -> Value {
    let width = table.columns.len();
    setter.piece = COARSE;
    // 小四 for a small table, 五号 when columns must share the line or the table runs over pages, 小五 when both; within a
    // document of chapters, whose details are in an annex, a little less.
    let (few, short) = (width <= 4, table.rows.len() <= ROWS_IN_LARGER_TYPE);
    let size = match (few, short) {
        (true, true) => 12.0,
        (false, false) if width >= COLUMNS_IN_SMALL_TYPE && setter.chapters => 8.0,
        (false, false) if width >= COLUMNS_IN_SMALL_TYPE => 9.0,
        _ => 10.5,
    };
    let heights: Vec<f64> = table.rows.iter().map(|row| height(table, row, size)).collect();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .zip(&heights)
        .map(|(row, height)| {
            let mut cells: Vec<Value> = Vec::with_capacity(width);
            for (cell, column) in row.iter().zip(&table.columns) {
                setter.room = room(table, column.width) / size;
                cells.push(Value::Array(setter.inlines(cell)));
            }
            cells.resize(width, json!([]));
            json!({ "cells": cells, "tall": *height > TALL_ROW })
        })
        .collect();
    let made = json!({
        "k": "t",
        "caption": setter.words(&table.caption),
        "size": size,
        "widths": table.columns.iter().map(|c| c.width.max(1)).collect::<Vec<_>>(),
        "aligns": table.columns.iter().map(|c| match c.align { Align::Start => "start", Align::Center => "center", Align::End => "end" }).collect::<Vec<_>>(),
        "heads": table.columns.iter().map(|c| setter.run(&c.head)).collect::<Vec<_>>(),
        "whole": table.rows.len() <= ROWS_OF_A_SHORT_TABLE && heights.iter().sum::<f64>() <= TALL_TABLE,
        "rows": rows,
    });
    (setter.piece, setter.room) = (FINE, f64::MAX);
    made
}

/// Width for words in a column of this relative width, in points.
fn room(table: &Table, width: u16) -> f64 {
    let sum: f64 = table.columns.iter().map(|column| f64::from(column.width.max(1))).sum();
    TYPE_AREA_WIDTH * MM * f64::from(width.max(1)) / sum - 8.0
}

/// About how tall a row is set, rather too much than too little: a row that stays whole must have room on a page.
fn height(table: &Table, row: &[Vec<Inline>], size: f64) -> f64 {
    let lines = row.iter().zip(&table.columns).map(|(cell, column)| {
        let room = room(table, column.width).max(size);
        let characters: f64 =
            cell.iter().flat_map(|inline| inline.printed().chars()).map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum();
        // Lines are ragged, most of all where addresses are broken.
        (characters * size / room * 1.25 + 1.0).ceil()
    });
    lines.fold(1.0, f64::max) * size * 1.45 + 8.0
}

fn drawing(chart: &Chart, setter: &mut Setter<'_>) -> Value {
    let chart = Chart {
        title: setter.words(&chart.title),
        description: setter.words(&chart.description),
        kind: chart.kind,
        categories: chart.categories.iter().map(|c| setter.words(c)).collect(),
        series: chart
            .series
            .iter()
            .map(|s| domain::document::Series { name: setter.words(&s.name), values: s.values.clone() })
            .collect(),
        unit: setter.words(&chart.unit),
    };
    let drawing = drawn(&chart, ChartTheme::Paper, "");
    let alt = if chart.description.is_empty() { chart.title.clone() } else { chart.description.clone() };
    json!({
        "k": "c",
        "svg": drawing.svg,
        // In millimetres: always as wide unless that is taller than a page with its caption.
        "width": CHART_WIDTH.min(TALLEST_CHART / drawing.ratio.max(0.01)),
        "caption": chart.title.clone(),
        "alt": if is_blank(&alt) { "图".to_string() } else { alt },
    })
}

/// Turns words into what the faces can print.
pub(super) struct Setter<'a> {
    fonts: &'a Fonts,
    plain: bool,
    missing: BTreeSet<char>,
    known: BTreeSet<char>,
    piece: usize,
    /// Characters that a line has room for.
    room: f64,
    /// Whether the document has chapters, a cover and contents.
    chapters: bool,
}

impl<'a> Setter<'a> {
    /// For these faces. With `plain` only what the faces of every document have is printed as it is.
    pub(super) fn new(fonts: &'a Fonts, plain: bool) -> Setter<'a> {
        Setter {
            fonts,
            plain,
            missing: BTreeSet::new(),
            known: BTreeSet::new(),
            piece: FINE,
            room: f64::MAX,
            chapters: false,
        }
    }

    /// The template's data with the characters that had to be replaced.
    pub(super) fn prepared(self, data: &Value) -> Prepared {
        Prepared { json: data.to_string(), replaced: self.missing.into_iter().collect() }
    }

    /// Cleaned words; a character without a glyph becomes its number.
    pub(super) fn words(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in clean(text).chars() {
            if self.known.contains(&character) {
                out.push(character);
            } else if if self.plain { Fonts::is_plain(character) } else { self.fonts.covers(character) } {
                self.known.insert(character);
                out.push(character);
            } else {
                self.missing.insert(character);
                out.push_str(&stand_in(character));
            }
        }
        out
    }

    /// Words as a string, or as pieces between which a line may break.
    pub(super) fn run(&mut self, text: &str) -> Value {
        let words = self.words(text);
        let mut made: Vec<Value> = Vec::new();
        for (kept, part) in kept_together(&words) {
            let fits = || part.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum::<f64>() < self.room;
            if kept && fits() {
                made.push(json!({ "k": "n", "text": part }));
            } else {
                made.extend(pieces(part, self.piece).into_iter().map(Value::from));
            }
        }
        if made.iter().all(Value::is_string) && made.len() <= 1 { Value::String(words) } else { json!(made) }
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<Value> {
        inlines
            .iter()
            .filter(|inline| !inline.printed().is_empty())
            .map(|inline| match inline {
                Inline::Text(text) | Inline::Value { text, .. } => self.run(text),
                Inline::Remark(text) => json!({ "k": "r", "text": self.run(text) }),
                Inline::Link { text, address } => {
                    let safe = safe_address(address).filter(|a| is_absolute(a));
                    // On paper an address can only be followed if it is printed.
                    let tail = safe
                        .as_ref()
                        .filter(|a| a.trim_end_matches('/') != text.trim().trim_end_matches('/'))
                        // In a column that shows it short there is no room for it.
                        .filter(|_| self.room == f64::MAX || !domain::address::is_short_of(text, address))
                        .map(|a| self.run(&format!("（{a}）")));
                    json!({ "k": "a", "address": safe, "text": self.run(text), "tail": tail })
                }
            })
            .collect()
    }
}

/// Cuts words into what may be broken over lines and what may not (`true`): a date, a number with its unit.
fn kept_together(text: &str) -> Vec<(bool, &str)> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let end = |at: usize| characters.get(at).map_or(text.len(), |(place, _)| *place);
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while at < characters.len() {
        let start = at;
        let inside_word = start > 0 && characters[start - 1].1.is_ascii_graphic();
        let mut measured = false;
        while characters.get(at).is_some_and(|(_, c)| c.is_ascii_digit()) {
            while characters.get(at).is_some_and(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',' | '%')) {
                at += 1;
            }
            if characters.get(at).is_some_and(|(_, c)| UNITS.contains(*c)) {
                at += 1;
                measured = true;
            }
        }
        let followed = characters.get(at).is_some_and(|(_, c)| c.is_ascii_graphic() && !matches!(c, '(' | ')'));
        if measured && !inside_word && !followed && at - start <= LONGEST_KEPT {
            if end(start) > from {
                parts.push((false, &text[from..end(start)]));
            }
            parts.push((true, &text[end(start)..end(at)]));
            from = end(at);
        }
        at = at.max(start + 1);
    }
    if from < text.len() || parts.is_empty() {
        parts.push((false, &text[from..]));
    }
    parts
}

/// Cuts long runs of Latin letters and digits, after the marks of an address where there are some.
fn pieces(text: &str, longest: usize) -> Vec<&str> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let solid = |c: char| c.is_ascii_graphic();
    let mut chars = text.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        if !solid(character) {
            start = at + character.len_utf8();
            continue;
        }
        let ends = chars.peek().is_none_or(|(_, next)| !solid(*next));
        if ends {
            let end = at + 1;
            if end - start > UNCUT {
                cut(text, start, end, longest, &mut cuts);
            }
            start = end;
        }
    }
    if cuts.is_empty() {
        return vec![text];
    }
    let mut out = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for at in cuts {
        out.push(&text[from..at]);
        from = at;
    }
    out.push(&text[from..]);
    out.retain(|piece| !piece.is_empty());
    out
}

/// Cuts one run: after each mark, and every few characters where no mark comes. After `://` typst breaks at the
/// marks by itself, so in a table, where pieces cost time, only what is long between two marks is cut.
fn cut(text: &str, start: usize, end: usize, longest: usize, cuts: &mut Vec<usize>) {
    let run = &text.as_bytes()[start..end];
    let mut address = longest > FINE && run.windows(3).any(|w| w == b"://");
    let is_mark =
        |byte: u8| matches!(byte, b'/' | b'.' | b'-' | b'_' | b'?' | b'&' | b'=' | b'%' | b'#' | b':' | b',' | b'@');
    let mut since = 0;
    for at in 0..run.len().saturating_sub(1) {
        since += 1;
        if address {
            let ahead = run[at + 1..].iter().position(|b| is_mark(*b)).unwrap_or(run.len() - at - 1);
            if is_mark(run[at]) {
                since = 0;
            } else if since >= longest && ahead > 2 {
                // Behind a cut typst no longer sees an address.
                address = false;
                cuts.push(start + at + 1);
                since = 0;
            }
            continue;
        }
        // `//` and `://` stay together.
        if (is_mark(run[at]) && run[at + 1] != b'/' && since >= 3) || since >= longest {
            cuts.push(start + at + 1);
            since = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_the_text_back_and_short_words_stay_whole() {
        let address =
            "见 http://zsw.hnvc.net.cn/info/1021/12345.htm?urltype=0123456789abcdef0123456789abcdef&id=9 一文";
        for longest in [FINE, COARSE] {
            let cut = pieces(address, longest);
            assert_eq!(cut.concat(), address);
            assert!(cut.len() > 5, "{cut:?}");
            assert!(cut.iter().all(|p| !p.is_empty()));
        }
        assert_eq!(pieces("信息公开 GB/T 9704", COARSE), ["信息公开 GB/T 9704"]);
        assert_eq!(pieces("", FINE), [""]);
    }

    #[test]
    fn what_no_face_has_is_printed_as_its_number() {
        let fonts = Fonts::embedded();
        let mut setter = Setter::new(&fonts, false);
        assert_eq!(setter.words("好\u{12000}"), "好〔U+12000〕");
        assert_eq!(setter.missing.into_iter().collect::<String>(), "\u{12000}");
    }

    #[test]
    fn dates_and_numbers_with_their_unit_are_kept_together() {
        let kept = |text: &str| -> Vec<String> {
            let parts = kept_together(text);
            assert_eq!(parts.iter().map(|(_, part)| *part).collect::<String>(), text);
            parts.into_iter().filter(|(kept, _)| *kept).map(|(_, part)| part.to_string()).collect()
        };
        assert_eq!(kept("于2023年9月1日公开5531人，占63.60%。"), ["2023年9月1日", "5531人"]);
        assert_eq!(kept("岳财发〔2020〕9号、GB9704号、http://a.cn/2023年"), ["9号"]);
        assert_eq!(kept("没有"), Vec::<String>::new());
    }

    #[test]
    fn an_unknown_language_is_taken_as_chinese() {
        assert_eq!(language("zh-CN"), ("zh".into(), Some("cn".into())));
        assert_eq!(language("zh-Hans"), ("zh".into(), Some("cn".into())));
        assert_eq!(language("en"), ("en".into(), None));
        assert_eq!(language(""), ("zh".into(), Some("cn".into())));
    }
}
