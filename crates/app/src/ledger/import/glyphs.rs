//! Characters of a file that no font of the report has: told with their cells, since the report prints them as their
//! number. Nothing is refused for it.

use domain::ledger::{Row, Table, Taken, Understood};
use office::ledger::{Remark, RowPlace, Spot};
use std::collections::HashMap;

/// What is known of the characters met so far.
pub(super) struct Glyphs {
    fonts: typeset::Fonts,
    known: HashMap<char, bool>,
}

impl Glyphs {
    pub(super) fn of(fonts: &typeset::Fonts) -> Glyphs {
        Glyphs { fonts: fonts.clone(), known: HashMap::new() }
    }

    /// The cells of a row that hold such a character, each with what is printed in its place.
    pub(super) fn missing(&mut self, table: Table, row: &Row, place: &RowPlace) -> Vec<Remark> {
        let mut told = Vec::new();
        for (at, cell) in row.0.iter().enumerate().filter(|(_, cell)| !cell.is_ascii()) {
            let mut lacking: Vec<char> = cell.chars().filter(|c| !self.has(*c)).collect();
            lacking.dedup();
            if lacking.is_empty() {
                continue;
            }
            let written: String = lacking.iter().take(8).collect();
            let printed: String = lacking.iter().take(8).map(|c| format!("〔U+{:04X}〕", u32::from(*c))).collect();
            let spot = Spot::Row(place.clone(), Some(at));
            told.push(Remark::Understood {
                table: Some(table),
                spot,
                remark: Understood::new(Taken::Glyph, Some(at), &written, printed),
            });
        }
        told
    }

    fn has(&mut self, character: char) -> bool {
        let fonts = &self.fonts;
        let ask = || fonts.without_glyph(character.encode_utf8(&mut [0; 4])).is_empty();
        character.is_ascii() || *self.known.entry(character).or_insert_with(ask)
    }
}
