//! A copy of a file without the personal data in it, proved by scanning the copy again.
//!
//! The copy is made in memory and given back; where it goes is for who asked.

use super::scanning::{Exposure, Scan, Whole};
use super::{Notice, ReadError, Source};
use check::personal::{self, Finding};
use domain::extract::Extract;
use office::redact::{self, Span};

/// Rounds of redaction. Covering a value can bring a label nearer to the next one, so the copy is read again until
/// nothing certain is left; more rounds than this mean that something is wrong.
const ROUNDS: usize = 4;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// The file, or its copy, cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file is gone or closed to us since it was read.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// No copy can be made of such a file, or not of this one safely.
    #[error("{0}")]
    Refused(redact::RedactError),
    /// So much that is certain is left in the copy, which is not given out.
    #[error("{0} findings are left in the copy")]
    Left(usize),
}

impl RedactError {
    /// The message key under `redact-` of what refused a copy; none where the error has words of its own.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            RedactError::Refused(error) => error.key().strip_prefix("redact."),
            _ => None,
        }
    }
}

impl From<redact::RedactError> for RedactError {
    fn from(error: redact::RedactError) -> RedactError {
        match error {
            redact::RedactError::Read(error) => RedactError::Read(error),
            other => RedactError::Refused(other),
        }
    }
}

/// What a redaction gave: what was found is known even where no copy could be made.
#[derive(Debug)]
pub struct Redacted {
    /// Everything that was found, certain or not.
    pub found: Vec<Exposure>,
    /// What a person must know of how the file was read.
    pub notices: Vec<Notice>,
    /// The copy.
    pub copy: Result<Copy, RedactError>,
}

/// A copy of a file. No `Debug` of its bytes: what is only suspected may be left in it.
pub struct Copy {
    /// The copy, of the same format as the file.
    pub bytes: Vec<u8>,
    /// Parts kept as they were although they may show the same again: pictures, embedded files, macros.
    pub not_looked_into: Vec<String>,
    /// What of the copy could not be read.
    pub unread: Vec<Notice>,
}

impl Copy {
    /// Whether all of the copy was looked into: only then nothing certain is left in it.
    pub fn is_proven(&self) -> bool {
        self.not_looked_into.is_empty() && self.unread.is_empty()
    }
}

impl std::fmt::Debug for Copy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Copy({} bytes, not looked into: {:?})", self.bytes.len(), self.not_looked_into)
    }
}

/// Scans one file and makes a copy of it without what was found.
///
/// # Errors
/// The file cannot be read at all. That no copy could be made stands in the answer.
pub fn redact_file<'a>(source: impl Into<Source<'a>>, scan: &Scan) -> Result<Redacted, ReadError> {
    let source = source.into();
    let whole = Whole::read(source, scan)?;
    let found = whole.exposures(scan.lang).collect();
    let notices = whole.extract.notices.clone();
    Ok(Redacted { found, notices, copy: copy(source, whole, scan) })
}

fn copy(source: Source<'_>, whole: Whole, scan: &Scan) -> Result<Copy, RedactError> {
    let name = source.name();
    let Whole { mut extract, mut found } = whole;
    let mut copy = Copy { bytes: source.bytes()?.into_owned(), not_looked_into: Vec::new(), unread: Vec::new() };
    for _ in 0..ROUNDS {
        let made = redact::redact(&name, &copy.bytes, &spans(&found, &extract), &scan.limits)?;
        copy = Copy { bytes: made.bytes, not_looked_into: made.not_looked_into, unread: Vec::new() };
        extract = Source::Held { name: &name, bytes: &copy.bytes }.read(&scan.limits)?;
        found = personal::scan(&extract, scan.policy.as_ref());
        found.retain(|finding| finding.certain && !finding.is_column());
        if found.is_empty() {
            copy.unread = extract.notices;
            // Pictures of the copy are told as what was not looked into.
            copy.unread.retain(|notice| notice.key != "picture-in-file" || copy.not_looked_into.is_empty());
            return Ok(copy);
        }
    }
    Err(RedactError::Left(found.len()))
}

/// What to take out of each block: a finding that runs over several blocks is a span in each. Columns reported by
/// their head are no text to take out; their cells are findings of their own.
fn spans(findings: &[Finding], extract: &Extract) -> Vec<Span> {
    let mut spans = Vec::new();
    for finding in findings.iter().filter(|finding| !finding.range.is_empty() && !finding.is_column()) {
        for (at, block) in extract.blocks.iter().enumerate().skip(finding.block) {
            let range = finding.range.start.max(block.range.start)..finding.range.end.min(block.range.end);
            if block.range.start >= finding.range.end {
                break;
            }
            if !range.is_empty() {
                spans.push(Span { block: at, range });
            }
        }
    }
    spans
}
