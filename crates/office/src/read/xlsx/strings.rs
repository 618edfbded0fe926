//! The shared strings of a workbook: each text once, cells refer to it by number.
//!
//! It exists to keep a large list lean (one buffer, not a string per entry) and to know where each
//! string stood for `redact`. It must not hold what is not shown (phonetic readings).

use std::ops::Range;

use domain::extract::{BlockKind, Concealed, Place};

use super::super::ReadError;
use super::super::builder::{Builder, Mapping};
use super::super::xml::{Token, Xml};

/// A piece of a string and where it stands in its part.
pub(crate) type Piece = (Range<usize>, Range<usize>);

/// All shared strings.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
    /// Which strings a cell shows; programs leave those of deleted cells behind.
    used: Vec<bool>,
    /// Pieces per string, kept only when traced.
    pieces: Vec<Vec<Piece>>,
    pub(crate) part: usize,
}

impl Strings {
    pub(crate) fn read(source: &str, name: &str, builder: &mut Builder<'_>) -> Result<Strings, ReadError> {
        let mut strings = Strings { part: builder.enter(name), ..Strings::default() };
        let traced = builder.is_traced();
        let mut xml = Xml::new(source, name, builder.limits.max_depth);
        let (mut in_string, mut in_text) = (false, false);
        let mut pieces = Vec::new();
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => match tag.name() {
                    "si" => in_string = true,
                    "rPh" => xml.skip()?,
                    "t" => in_text = in_string,
                    _ => {}
                },
                Token::Close(end) => match end.name() {
                    "t" => in_text = false,
                    "si" => {
                        in_string = false;
                        strings.ends.push(strings.text.len());
                        if traced {
                            strings.pieces.push(std::mem::take(&mut pieces));
                        }
                    }
                    _ => {}
                },
                Token::Text(text, at) if in_text => {
                    let begin = strings.ends.last().copied().unwrap_or(0);
                    let start = strings.text.len() - begin;
                    strings.text.push_str(&text);
                    if traced {
                        pieces.push((start..start + text.len(), at));
                    }
                }
                Token::Text(..) => {}
            }
        }
        strings.used = vec![false; strings.ends.len()];
        Ok(strings)
    }

    /// Says that a cell shows a string.
    pub(crate) fn use_one(&mut self, index: usize) {
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
    }

    /// Emits the strings that no cell shows: what is gone from the sheets and still in the file.
    pub(crate) fn emit_unused(&self, builder: &mut Builder<'_>) -> Result<(), ReadError> {
        for index in (0..self.ends.len()).filter(|index| !self.used[*index]) {
            let text = self.get(index).unwrap_or_default();
            if text.trim().is_empty() {
                continue;
            }
            let place = Place::Property("xl/sharedStrings.xml".to_owned());
            let range = builder.emit_text(text, BlockKind::Stored, place, Some(Concealed::Stored))?;
            for (piece, source) in self.pieces(index) {
                let own = range.start + piece.start..range.start + piece.end;
                builder.trace(own, self.part, source.clone(), Mapping::Chars);
            }
        }
        Ok(())
    }

    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    pub(crate) fn pieces(&self, index: usize) -> &[Piece] {
        self.pieces.get(index).map_or(&[], Vec::as_slice)
    }
}
