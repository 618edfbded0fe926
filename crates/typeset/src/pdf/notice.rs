//! The notice for a board: one document on A4 or A3, with the code that a telephone reads at its foot.
//!
//! The page of a notice is read standing, from an arm's length: A3 is A4 enlarged, not A4 with more room.

use super::data::{Prepared, Setter};
use super::{Error, printed};
use crate::fonts::{Face, Fonts, SONG};
use crate::text::is_blank;
use chrono::Datelike;
use domain::channel_text::Notice;
use domain::text::{Block, Cell, Set, Table};
use serde_json::{Value, json};

const TEMPLATE: &str = include_str!("../templates/notice.typ");

/// Size of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm.
    A3,
}

impl Paper {
    /// Both.
    pub const ALL: [Paper; 2] = [Paper::A4, Paper::A3];

    /// Its name, as in file names: `a4`.
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::A3 => "a3",
        }
    }

    /// The one with this name.
    pub fn read(name: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| paper.name() == name)
    }

    /// How much larger than A4: the square root of two.
    fn scale(self) -> f64 {
        match self {
            Paper::A4 => 1.0,
            Paper::A3 => std::f64::consts::SQRT_2,
        }
    }
}

/// The notice as a PDF file. `code` is rows of dark and light squares without the quiet border; none is printed where there
/// are none. Two calls with the same notice, code and fonts give the same bytes.
///
/// # Errors
/// As for [`super::pdf`].
pub fn notice(notice: &Notice, code: &[Vec<bool>], paper: Paper, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    printed(TEMPLATE, &|fonts, plain| prepare(notice, code, paper, fonts, plain), fonts, &|_| ())
}

fn prepare(notice: &Notice, code: &[Vec<bool>], paper: Paper, fonts: &Fonts, plain: bool) -> Prepared {
    let mut setter = Setter::new(fonts, plain);
    let mut title = setter.words(&notice.title);
    if is_blank(&title) {
        // PDF/UA demands a title.
        title = "—".into();
    }
    let mut level_before = 0;
    let blocks: Vec<Value> =
        notice.blocks.iter().filter_map(|one| block(one, &mut level_before, &mut setter)).collect();
    let date = notice.date;
    let data = json!({
        "scale": paper.scale(),
        "title": title,
        "number": setter.words(&notice.number),
        "school": setter.words(&notice.school),
        "date": [date.year().clamp(1, 9999), date.month(), date.day()],
        "signed": notice.signed.iter().map(|line| setter.words(line)).collect::<Vec<_>>(),
        "code": if code.is_empty() { Value::Null } else { Value::from(drawing(code)) },
        "caption": setter.words(&notice.caption),
        "address": setter.run(&notice.address),
        "alt": setter.words(&format!("二维码：{}", notice.address)),
        "faces": {
            "title": fonts.chain(Face::Title), "body": fonts.chain(Face::Body),
            "hei": fonts.chain(Face::Hei), "song": [SONG],
        },
        "blocks": blocks,
    });
    setter.prepared(&data)
}

fn block(block: &Block, level_before: &mut u8, setter: &mut Setter<'_>) -> Option<Value> {
    match block {
        Block::Heading(_, text) | Block::Paragraph(_, text) if is_blank(text) => None,
        Block::Heading(level, text) => {
            // PDF/UA allows no gap in the levels.
            *level_before = (*level).clamp(1, 3).min(*level_before + 1);
            Some(json!({ "k": "h", "level": *level_before, "text": setter.run(text) }))
        }
        Block::Paragraph(set, text) => {
            let at = match set {
                Set::Prose => "prose",
                Set::Right => "right",
                Set::Middle => "middle",
            };
            Some(json!({ "k": "p", "at": at, "text": setter.run(text) }))
        }
        // The code beside the notice leads to the page that shows it.
        Block::Picture(picture) => {
            let shows = if picture.caption.is_empty() { &picture.file } else { &picture.caption };
            Some(json!({ "k": "p", "at": "middle", "text": setter.run(&format!("（图片见网页：{shows}）")) }))
        }
        Block::Table(table) => tabular(table, setter),
    }
}

/// A cell at its place.
struct Placed<'a> {
    cell: &'a Cell,
    row: usize,
    column: usize,
    columns: usize,
    rows: usize,
}

/// Every cell at a place of its own: what would cover another covers less.
fn placed(table: &Table) -> (usize, Vec<Placed<'_>>) {
    let widths = table.rows.iter().map(|row| row.iter().map(|cell| cell.columns.max(1) as usize).sum::<usize>());
    let width = widths.max().unwrap_or_default();
    let mut taken = vec![vec![false; width]; table.rows.len()];
    let mut cells = Vec::new();
    for (row, line) in table.rows.iter().enumerate() {
        let mut column = 0;
        for cell in line {
            while taken[row].get(column) == Some(&true) {
                column += 1;
            }
            if column >= width {
                // Of a row that is too long by what covers it from above, the rest stands in the last place.
                break;
            }
            let free = taken[row][column..].iter().take_while(|taken| !**taken).count();
            let columns = (cell.columns.max(1) as usize).min(free);
            let fits = |row: &&Vec<bool>| row[column..column + columns].iter().all(|taken| !taken);
            let rows = taken[row..].iter().take(cell.rows.max(1) as usize).take_while(fits).count();
            for line in &mut taken[row..row + rows] {
                line[column..column + columns].fill(true);
            }
            cells.push(Placed { cell, row, column, columns, rows });
        }
    }
    (width, cells)
}

fn tabular(table: &Table, setter: &mut Setter<'_>) -> Option<Value> {
    let (width, cells) = placed(table);
    if width == 0 {
        return None;
    }
    // The head is the first row and what its cells reach down into.
    let mut head = 1;
    for cell in &cells {
        if cell.row < head {
            head = head.max(cell.row + cell.rows);
        }
    }
    let made: Vec<Value> = cells
        .iter()
        .map(|one| {
            json!({
                "text": setter.run(&one.cell.text), "x": one.column, "y": one.row,
                "columns": one.columns, "rows": one.rows, "head": one.row < head,
            })
        })
        .collect();
    // A column is as wide as what stands in it, within measure.
    let mut widths = vec![2_usize; width];
    for one in cells.iter().filter(|one| one.columns == 1) {
        widths[one.column] = widths[one.column].max(one.cell.text.chars().count().min(16));
    }
    Some(json!({ "k": "t", "widths": widths, "cells": made, "size": if width > 5 { 10.5 } else { 12.0 } }))
}

/// The code as a drawing: one path of dark runs, four light squares around it (ISO/IEC 18004, 6.3.8).
fn drawing(code: &[Vec<bool>]) -> String {
    let side = code.len() + 8;
    let mut path = String::new();
    for (y, row) in code.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|dark| **dark == row[x]).count();
            if row[x] {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + 4, y + 4));
            }
            x += run;
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}
