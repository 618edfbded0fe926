//! Text of any length, read in pieces with fixed memory.

use super::chars;
use super::context::Frame;
use super::finding::Finding;
use super::policy::Policy;
use super::segment::{Scratch, segment};

/// Scans text that comes in pieces.
///
/// Gives what [`super::scan_text`] would give for the whole, as long as nothing found is longer than the
/// overlap kept between pieces (4 KiB, far beyond any number or address). Memory is one piece and the
/// overlap. Ranges count bytes from the beginning of all pieces.
///
/// ```
/// use check::personal::Scanner;
/// let mut found = Vec::new();
/// let mut scanner = Scanner::new();
/// for piece in ["监考员手机：138", "0013 8000"] {
///     scanner.feed(piece, |finding| found.push(finding));
/// }
/// scanner.finish(|finding| found.push(finding));
/// assert_eq!(found.len(), 1);
/// ```
// No `Debug`: it holds text of the file.
#[derive(Default)]
pub struct Scanner {
    held: String,
    /// Bytes of all pieces before `held`.
    before: usize,
    /// Findings that begin before this byte of `held` have been given.
    given: usize,
    scratch: Scratch,
    frame: Frame,
}

/// Bytes held back until more is known: a value may go on in the next piece.
const AHEAD: usize = 4096;
/// Bytes kept before them for context, more than any detector looks back.
const BEHIND: usize = 1024;
/// A piece shorter than this is gathered with the next before it is scanned.
const PIECE: usize = 256 * 1024;

impl Scanner {
    /// A scanner at the beginning of a text.
    pub fn new() -> Scanner {
        Scanner::default()
    }

    /// A scanner of text that is published as the kind of publicity that `policy` speaks of.
    pub fn under(policy: Option<&Policy>) -> Scanner {
        Scanner { frame: Frame::under(policy), ..Scanner::default() }
    }

    /// Takes the next piece and gives the findings that are settled. Pieces must be cut between
    /// characters; a reader of bytes holds back an unfinished character itself.
    pub fn feed(&mut self, piece: &str, mut give: impl FnMut(Finding)) {
        let mut rest = piece;
        while !rest.is_empty() {
            let take = chars::ceil(rest, PIECE);
            self.held.push_str(&rest[..take]);
            rest = &rest[take..];
            if self.held.len() >= PIECE {
                let until = line_start(&self.held, self.held.len().saturating_sub(AHEAD));
                self.give(until, &mut give);
            }
        }
    }

    /// Gives the findings that were held back. The scanner is spent.
    pub fn finish(mut self, mut give: impl FnMut(Finding)) {
        let end = self.held.len();
        self.give(end, &mut give);
    }

    /// Gives findings that begin before byte `until` of what is held, and lets go what is no longer needed.
    fn give(&mut self, until: usize, give: &mut impl FnMut(Finding)) {
        let mut found = Vec::new();
        segment(&self.held, self.frame, &mut self.scratch, &mut found);
        for mut finding in found.into_iter().filter(|finding| (self.given..until).contains(&finding.range.start)) {
            finding.range = finding.range.start + self.before..finding.range.end + self.before;
            give(finding);
        }
        let keep = line_start(&self.held, until.saturating_sub(BEHIND));
        self.held.drain(..keep);
        self.before += keep;
        self.given = until - keep;
    }
}

/// The start of the line that holds byte `at`, when it is near, so that no number is cut; else a boundary.
fn line_start(text: &str, at: usize) -> usize {
    let at = chars::floor(text, at);
    let near = chars::floor(text, at.saturating_sub(AHEAD));
    text[near..at].rfind('\n').map_or(at, |offset| near + offset + 1)
}
