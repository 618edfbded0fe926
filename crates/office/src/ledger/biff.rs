//! What an .xls says of its cells beside their text: the addresses behind them (MS-XLS, HLINK records), the rows and columns
//! that it hides (ROW, COLINFO), the cells that are struck through (FONT, XF).
//!
//! The library that reads the cells gives none of it. The stream of records is walked once more; a record is used only
//! when all of it lies within the stream, and what is no address of a page stays what the file says. It must not read
//! cells.

use super::compound::{self, u16_at, u32_at};
use super::links::Links;
use std::collections::HashMap;

/// Cells of one link over a range.
const RANGE: u16 = 2_000;

/// The records that matter.
mod record {
    pub(super) const BEGIN: u16 = 0x0809;
    pub(super) const END: u16 = 0x000A;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const LINK: u16 = 0x01B8;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const FONT: u16 = 0x0031;
    pub(super) const FORMAT: u16 = 0x00E0;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const COLUMNS: u16 = 0x007D;
    /// A cell of each kind: label, number and the like, with row, column and format first.
    pub(super) const CELLS: [u16; 8] = [0x00FD, 0x0203, 0x027E, 0x0006, 0x0204, 0x0205, 0x00D6, 0x0406];
    /// Numbers side by side.
    pub(super) const NUMBERS: u16 = 0x00BD;
}

/// The flag of a font that strikes through.
const STRUCK: u16 = 0x0008;
/// The flag of a row that is hidden.
const ROW_HIDDEN: u16 = 0x0020;

/// What the flags of a link say is there.
mod has {
    pub(super) const MONIKER: u32 = 0x001;
    pub(super) const PLACE: u32 = 0x008;
    pub(super) const SHOWN: u32 = 0x010;
    pub(super) const FRAME: u32 = 0x080;
    pub(super) const AS_TEXT: u32 = 0x100;
}

const URL: [u8; 16] = [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B];
const FILE: [u8; 16] = [0x03, 0x03, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

/// What stands behind the cells of each sheet, in the order of the workbook's sheets as its globals list them. Nothing when
/// the stream cannot be walked: then it is not read, which is told.
pub(crate) fn behind(file: &[u8]) -> Option<HashMap<usize, Links>> {
    let stream = compound::stream(file, &["Workbook", "Book"])?;
    let (mut starts, mut fonts, mut formats) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, data) in Records::at(&stream, 0) {
        match kind {
            record::SHEET => starts.push(usize::try_from(u32_at(data, 0)?).ok()?),
            record::FONT => fonts.push(u16_at(data, 2).is_some_and(|flags| flags & STRUCK != 0)),
            record::FORMAT => formats.push(u16_at(data, 0).unwrap_or_default()),
            record::END => break,
            _ => {}
        }
    }
    // There is no font of number 4: what is numbered higher stands one place before.
    let font = |number: u16| fonts.get(usize::from(if number > 4 { number - 1 } else { number })).copied();
    let struck: Vec<bool> = formats.into_iter().map(|number| font(number).unwrap_or_default()).collect();
    let mut sheets = HashMap::new();
    for (at, start) in starts.into_iter().enumerate() {
        sheets.insert(at, of_sheet(&stream, start, &struck)?);
    }
    Some(sheets)
}

/// What the records say of the sheet that begin at a place; `struck` are the formats that strike through. Nothing when they
/// do not come to their end.
fn of_sheet(stream: &[u8], start: usize, struck: &[bool]) -> Option<Links> {
    let mut links = Links::default();
    let mut open = 0u32;
    let mut held: Option<Vec<u8>> = None;
    for (kind, data) in Records::at(stream, start) {
        match (kind, &mut held) {
            (record::CONTINUE, Some(link)) => {
                link.extend_from_slice(data);
                continue;
            }
            (_, held) => {
                if let Some(link) = held.take() {
                    note(&link, &mut links);
                }
            }
        }
        match kind {
            // A chart in the sheet has a beginning and an end of its own.
            record::BEGIN => open += 1,
            record::END if open <= 1 => return Some(links),
            record::END => open -= 1,
            record::LINK => held = Some(data.to_vec()),
            // What a chart says is no row of the sheet.
            _ if open <= 1 => looks(kind, data, struck, &mut links),
            _ => {}
        }
    }
    None
}

/// How rows, columns and cells look: hidden, struck through.
fn looks(kind: u16, data: &[u8], struck: &[bool], links: &mut Links) {
    let mut strike = |row: u16, column: u16, format: Option<u16>| {
        if format.is_some_and(|format| struck.get(usize::from(format)) == Some(&true))
            && let Some(hint) = links.at(row.into(), column.into())
        {
            hint.struck = true;
        }
    };
    match (kind, u16_at(data, 0), u16_at(data, 2)) {
        (record::ROW, Some(row), _) if u16_at(data, 12).is_some_and(|flags| flags & ROW_HIDDEN != 0) => {
            links.hide_row(u64::from(row) + 1);
        }
        (record::COLUMNS, Some(first), Some(last)) if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
            links.hide_columns(first.into(), last.into());
        }
        (record::NUMBERS, Some(row), Some(first)) => {
            // Each has a format and a number of four bytes; the last column closes the record.
            let count = u16::try_from(data.len().saturating_sub(6) / 6).unwrap_or_default();
            for at in 0..count {
                strike(row, first.saturating_add(at), u16_at(data, 4 + usize::from(at) * 6));
            }
        }
        (kind, Some(row), Some(column)) if record::CELLS.contains(&kind) => strike(row, column, u16_at(data, 4)),
        _ => {}
    }
}

/// The records from a place on, as far as they are whole.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn at(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.stream, self.at)?, u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + usize::from(length))?;
        self.at += 4 + data.len();
        Some((kind, data))
    }
}

/// Remembers a link over a cell or a range of cells. Of one whose target cannot be read it is kept that there is one.
fn note(data: &[u8], links: &mut Links) {
    let corner = |at: usize| u16_at(data, at);
    let (Some(top), Some(bottom), Some(left), Some(right)) = (corner(0), corner(2), corner(4), corner(6)) else {
        return;
    };
    let target = match data.get(24..).map(target) {
        // It leads to a place in the workbook.
        Some(Some(target)) if target.is_empty() || target.starts_with('#') => return,
        Some(target) => target,
        None => None,
    };
    for row in top..=bottom.min(top.saturating_add(RANGE)) {
        for column in left..=right.min(left.saturating_add(20)) {
            if let Some(hint) = links.at(row.into(), column.into()) {
                hint.lost = target.is_none();
                hint.link.clone_from(&target);
            }
        }
    }
}

/// Where a link object leads.
fn target(object: &[u8]) -> Option<String> {
    let mut from = Taken { bytes: object };
    (from.number()? == 2).then_some(())?;
    let flags = from.number()?;
    for shown in [has::SHOWN, has::FRAME] {
        if flags & shown != 0 {
            from.text()?;
        }
    }
    let mut target = match (flags & has::MONIKER != 0, flags & has::AS_TEXT != 0) {
        (true, true) => from.text()?,
        (true, false) => from.moniker()?,
        _ => String::new(),
    };
    if flags & has::PLACE != 0 {
        let place = from.text()?;
        // What follows # is kept apart.
        if !place.is_empty() {
            target = format!("{target}#{place}");
        }
    }
    Some(target)
}

/// Bytes that are taken one after another.
struct Taken<'a> {
    bytes: &'a [u8],
}

impl<'a> Taken<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        u32_at(self.take(4)?, 0)
    }

    /// A text with the count of its characters before it, the closing nought among them.
    fn text(&mut self) -> Option<String> {
        let count = usize::try_from(self.number()?).ok()?;
        Some(wide(self.take(count.checked_mul(2)?)?))
    }

    fn moniker(&mut self) -> Option<String> {
        let class = self.take(16)?;
        if class == URL {
            let length = usize::try_from(self.number()?).ok()?;
            // An identifier may stand behind the address's closing nought.
            return Some(wide(self.take(length)?));
        }
        if class != FILE {
            return None;
        }
        self.take(2)?;
        let length = usize::try_from(self.number()?).ok()?;
        let short: String =
            self.take(length)?.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
        self.take(24)?;
        let Some(rest @ 1..) = self.number() else { return Some(short) };
        let mut long = Taken { bytes: self.take(usize::try_from(rest).ok()?)? };
        let length = usize::try_from(long.number()?).ok()?;
        long.take(2)?;
        Some(wide(long.take(length)?))
    }
}

/// UTF-16 up to the closing nought.
fn wide(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|unit| *unit != 0)
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
        let count = u32::try_from(units.len()).unwrap_or_default();
        count.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
    }

    /// A link over B3:B4 as Excel writes one.
    fn link(flags: u32, parts: &[&[u8]]) -> Vec<u8> {
        let corners = [2u16, 3, 1, 1].into_iter().flat_map(u16::to_le_bytes);
        let head = [2u32, flags].into_iter().flat_map(u32::to_le_bytes);
        corners.chain([0; 16]).chain(head).chain(parts.concat()).collect()
    }

    fn url(address: &str) -> Vec<u8> {
        let mut counted = text(address);
        let bytes = u32::try_from(counted.len() - 4).unwrap_or_default();
        counted[..4].copy_from_slice(&bytes.to_le_bytes());
        [&URL[..], &counted].concat()
    }

    fn noted(data: &[u8]) -> Vec<(u32, Option<String>, bool)> {
        let mut links = Links::default();
        note(data, &mut links);
        (0..6).flat_map(|row| links.of_row(row).iter().map(move |hint| (row, hint.link.clone(), hint.lost))).collect()
    }

    #[test]
    fn each_form_of_a_link_gives_its_address() {
        let page = "https://x.edu.cn/信息/1.htm?a=1&b=2";
        let both = |address: &str| vec![(2, Some(address.to_string()), false), (3, Some(address.to_string()), false)];
        assert_eq!(noted(&link(0x03, &[&url(page)])), both(page));
        assert_eq!(noted(&link(0x17, &[&text("查看"), &url(page)])), both(page));
        assert_eq!(
            noted(&link(0x9F, &[&text("查看"), &text("_blank"), &url(page), &text("top")])),
            both(&format!("{page}#top"))
        );
        assert_eq!(noted(&link(0x103, &[&text(page)])), both(page));
        let file = [&FILE[..], &[0, 0], &6u32.to_le_bytes(), b"a.doc\0", &[0; 24], &0u32.to_le_bytes()].concat();
        assert_eq!(noted(&link(0x01, &[&file])), both("a.doc"));
        assert_eq!(noted(&link(0x08, &[&text("Sheet2!A1")])), [], "a place in the workbook is no address");
        let other = [&[7u8; 16][..], &[0; 8]].concat();
        assert_eq!(noted(&link(0x01, &[&other])), [(2, None, true), (3, None, true)], "that there is one is not lost");
    }

    proptest! {
        #[test]
        fn no_record_makes_it_panic(flags in 0u32..0x400, data in proptest::collection::vec(any::<u8>(), 0..80), cut in 0usize..60) {
            let mut whole = link(flags, &[&data]);
            noted(&whole);
            whole.truncate(cut);
            noted(&whole);
        }
    }
}
