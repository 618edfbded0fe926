//! Rule `sum` over a list: a whole in the line that opens it, one part in each entry.
//!
//! 共招生 5531 人，其中： followed by numbered lines is one statement; here it is put together again.

use domain::extract::Extract;

use crate::consistency::Sink;
use crate::consistency::claims::case;
use crate::consistency::document::norm::{Norm, Piece};

/// Longer lists are catalogues.
const MOST: usize = 30;

/// A list that is being read.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    head: Vec<Piece>,
    entries: Vec<Vec<Piece>>,
}

impl Lists {
    /// Reads a paragraph made of `pieces`.
    pub(crate) fn read(&mut self, extract: &Extract, pieces: &[Piece], norm: &Norm, sink: &mut Sink) {
        if !self.head.is_empty() {
            let short = norm.text.chars().count() <= 80;
            let entry = norm.marker.is_some()
                || norm.kind == crate::consistency::document::norm::Kind::Item
                || norm.text.chars().count() <= 40;
            if short
                && entry
                && norm.text.contains(|c: char| c.is_ascii_digit())
                && !norm.looks_like_heading()
                && self.entries.len() < MOST
            {
                self.entries.push(pieces.to_vec());
                return;
            }
            self.flush(extract, sink);
        }
        if norm.text.ends_with('：')
            && norm.text.contains(|c: char| c.is_ascii_digit())
            && norm.text.chars().count() <= 300
        {
            self.head = pieces.to_vec();
        }
    }

    /// Tests the list that just ended.
    pub(crate) fn flush(&mut self, extract: &Extract, sink: &mut Sink) {
        let (head, entries) = (std::mem::take(&mut self.head), std::mem::take(&mut self.entries));
        if head.is_empty() || entries.len() < 2 {
            return;
        }
        let mut norm = Norm::from_pieces(extract, &head);
        let mut bounds = vec![norm.text.len()];
        for entry in &entries {
            norm.append_entry(extract, entry);
            bounds.push(norm.text.len());
        }
        case::examine_list(&norm, &bounds, sink);
    }
}
