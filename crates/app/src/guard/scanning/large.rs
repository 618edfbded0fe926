//! Scanning a large text or table in pieces, so that memory does not grow with the file.

use super::super::place::{Spot, Spots};
use super::{Exposure, Scan, in_lines};
use crate::guard::{Notice, ReadError};
use crate::words::Lang;
use check::personal::{Finding, Scanner, TableScanner};
use office::read::{Pieces, Rows};
use std::path::Path;

/// Scans a file piece by piece and gives what it finds; nothing when the file is none that is read so.
pub(super) fn scan(
    file: &Path,
    scan: &Scan,
    give: &mut impl FnMut(Exposure),
) -> Result<Option<Vec<Notice>>, ReadError> {
    let Some(pieces) = Pieces::open(file, &scan.limits)? else { return Ok(None) };
    let lost = if pieces.is_table() { table(Rows::of(pieces), scan, give)? } else { text(pieces, scan, give)? };
    Ok(Some(lost.then(|| Notice { key: "characters-lost", at: String::new() }).into_iter().collect()))
}

fn text(mut pieces: Pieces, scan: &Scan, give: &mut impl FnMut(Exposure)) -> Result<bool, ReadError> {
    let (mut scanner, mut trail, mut piece) = (Scanner::under(scan.policy.as_ref()), Trail::new(), String::new());
    while pieces.read_on(&mut piece)? {
        trail.goes_on(&piece);
        scanner.feed(&piece, |finding| give(trail.place(&finding, scan.lang)));
        piece.clear();
    }
    scanner.finish(|finding| give(trail.place(&finding, scan.lang)));
    Ok(pieces.lost_characters())
}

fn table(mut rows: Rows, scan: &Scan, give: &mut impl FnMut(Exposure)) -> Result<bool, ReadError> {
    let mut scanner = TableScanner::new(scan.policy.as_ref());
    while let Some(some) = rows.read_on()? {
        let spots = Spots::of(&some.extract.text);
        for finding in scanner.feed(&some.extract) {
            let spot = spots.at(finding.range.start);
            let length = some.extract.text[finding.range.clone()].chars().count();
            let spot =
                Spot { character: some.characters + spot.character, line: some.lines + spot.line, column: spot.column };
            give(in_lines(&finding, spot, length, scan.lang));
        }
    }
    Ok(rows.lost_characters())
}

/// The end of the text read so far, for the places of findings that are given later.
struct Trail {
    text: String,
    /// Byte of the whole text at which `text` begins, and where that is.
    before: usize,
    /// Byte of `text` that is looked from, and where that is.
    looked: usize,
    spot: Spot,
}

/// Bytes of text kept: a scanner gives a finding before so much more has been read.
const KEPT: usize = 1024 * 1024;

impl Trail {
    fn new() -> Trail {
        Trail { text: String::new(), before: 0, looked: 0, spot: Spot { character: 0, line: 1, column: 1 } }
    }

    fn goes_on(&mut self, piece: &str) {
        if self.text.len() > 2 * KEPT {
            let mut far = self.text.len() - KEPT;
            while !self.text.is_char_boundary(far) {
                far -= 1;
            }
            self.leave(far);
        }
        self.text.push_str(piece);
    }

    /// Lets go of the first `length` bytes kept.
    fn leave(&mut self, length: usize) {
        self.look(length);
        self.text.drain(..length);
        self.before += length;
        self.looked -= length;
    }

    /// Moves the look to byte `at` unless it is there already.
    fn look(&mut self, at: usize) {
        if at > self.looked {
            self.spot = self.spot.past(&self.text[self.looked..at]);
            self.looked = at;
        }
    }

    /// The finding at its place.
    fn place(&mut self, finding: &Finding, lang: Lang) -> Exposure {
        // Findings come in order, so each is looked for from the last one on.
        let (start, end) = (finding.range.start - self.before, finding.range.end - self.before);
        self.look(start);
        let length = self.text[start..end].chars().count();
        in_lines(finding, self.spot, length, lang)
    }
}
