//! Scanning a large text or table in pieces, so that memory does not grow with the file.

use super::super::judge::{self, Spot, Spots};
use super::{Told, told};
use crate::talk::Talk;
use check::personal::{Finding, Policy, Scanner, TableScanner};
use office::ReadError;
use office::read::{Limits, Pieces, Rows};
use std::path::Path;

use super::teller::Teller;

/// Scans a file piece by piece and tells what it finds; `false` when the file is none that is read so.
pub(super) fn scan(
    file: &Path,
    policy: Option<&Policy>,
    talk: &Talk,
    teller: &mut Teller<'_>,
) -> Result<bool, ReadError> {
    let Some(pieces) = Pieces::open(file, &Limits::default())? else { return Ok(false) };
    let lost = if pieces.is_table() {
        table(Rows::of(pieces), policy, talk, teller)?
    } else {
        text(pieces, policy, talk, teller)?
    };
    if lost {
        teller.hush();
        judge::notice("characters-lost", "", file, talk);
    }
    Ok(true)
}

fn text(mut pieces: Pieces, policy: Option<&Policy>, talk: &Talk, teller: &mut Teller<'_>) -> Result<bool, ReadError> {
    let (mut scanner, mut trail, mut piece) = (Scanner::under(policy), Trail::new(), String::new());
    let mut give = |trail: &mut Trail, finding: &Finding| {
        let told = trail.tell(finding, talk);
        teller.tell(told);
    };
    while pieces.read_on(&mut piece)? {
        trail.goes_on(&piece);
        scanner.feed(&piece, |finding| give(&mut trail, &finding));
        piece.clear();
    }
    scanner.finish(|finding| give(&mut trail, &finding));
    Ok(pieces.lost_characters())
}

fn table(mut rows: Rows, policy: Option<&Policy>, talk: &Talk, teller: &mut Teller<'_>) -> Result<bool, ReadError> {
    let mut scanner = TableScanner::new(policy);
    while let Some(some) = rows.read_on()? {
        let spots = Spots::of(&some.extract.text);
        for finding in scanner.feed(&some.extract) {
            let spot = spots.at(finding.range.start);
            let length = some.extract.text[finding.range.clone()].chars().count();
            let place = format!("{}:{}", some.lines + spot.line, spot.column);
            teller.tell(told(&finding, place, some.characters + spot.character, length, talk.lang));
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

    fn tell(&mut self, finding: &Finding, talk: &Talk) -> Told {
        // Findings come in order, so each is looked for from the last one on.
        let (start, end) = (finding.range.start - self.before, finding.range.end - self.before);
        self.look(start);
        let length = self.text[start..end].chars().count();
        told(finding, format!("{}:{}", self.spot.line, self.spot.column), self.spot.character, length, talk.lang)
    }
}
