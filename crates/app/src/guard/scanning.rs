//! Scanning a file for personal data: each finding is given as it is found, since a list of people may hold millions.

mod large;

use super::place::{Spot, Spots};
use super::{Limits, Notice, Policy, ReadError, Site, Source};
use crate::words::Lang;
use check::personal::{self, Finding};
use domain::extract::{BlockKind, Concealed, Extract, Place};
use serde::Serialize;

/// Most bytes of what a file says that are kept to be searched: several times a thick book.
const LONGEST_SAID: usize = 4_000_000;

/// How to scan.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// The language of words.
    pub lang: Lang,
    /// The kind of publicity the file is meant for.
    pub policy: Option<Policy>,
    /// What reading may cost.
    pub limits: Limits,
}

/// Personal data at a place. Its JSON is a contract: fields are added, never renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// The kind's code.
    pub kind: &'static str,
    /// `line:column` of running text, `Sheet1!C7` of a sheet, the name of a property.
    #[serde(rename = "where")]
    pub place: String,
    /// First character in the text, from 0; in a sheet, in the cell.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// What may be shown of it.
    pub text_masked: String,
    /// Whether it is personal data beyond reasonable doubt.
    pub certain: bool,
    /// Where the original shows it, when `where` counts lines of a text that nobody sees.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
    /// Whether the file itself hides some of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partly_masked: bool,
    /// Why a reader of the document would not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<&'static str>,
    /// The code of what decided.
    pub reason: &'static str,
    /// Kind and reason for people.
    #[serde(skip)]
    pub words: String,
}

/// Scans one file and gives each finding as it is found; afterwards what a person must know of how it was read. Memory
/// does not grow with a large text or table.
///
/// # Errors
/// The file cannot be read. What was given before stands.
pub fn scan_file<'a>(
    source: impl Into<Source<'a>>,
    scan: &Scan,
    mut give: impl FnMut(Exposure),
) -> Result<Vec<Notice>, ReadError> {
    let source = source.into();
    if let Source::Stored(path) = source
        && let Some(notices) = large::scan(path, scan, &mut give)?
    {
        return Ok(notices);
    }
    let whole = Whole::read(source, scan)?;
    whole.exposures(scan.lang).for_each(give);
    Ok(whole.extract.notices)
}

/// A file that is held, as the guard read it.
#[derive(Debug)]
pub(crate) struct Held {
    /// What could not be read.
    pub(crate) notices: Vec<Notice>,
    /// What of it nobody sees who opens it: a code, and where. Whoever gets the file gets that too.
    pub(crate) concealed: Concealments,
    /// What it says to whoever reads it.
    pub(crate) said: String,
}

/// What of a file nobody sees who opens it: a code, and where.
pub(crate) type Concealments = Vec<(&'static str, String)>;

/// The same for a file that is held, with what it says and what it conceals, whether something was found there or not.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn scan_held(source: Source<'_>, scan: &Scan, give: impl FnMut(Exposure)) -> Result<Held, ReadError> {
    let whole = Whole::read(source, scan)?;
    whole.exposures(scan.lang).for_each(give);
    let (concealed, said) = (concealments(&whole.extract), said(&whole.extract));
    Ok(Held { notices: whole.extract.notices, concealed, said })
}

/// What a file says, without what is hidden in it, deleted or said about it.
pub fn said(extract: &Extract) -> String {
    let shown = extract.blocks.iter().filter(|block| {
        let about = matches!(
            block.kind,
            BlockKind::Comment | BlockKind::Deleted | BlockKind::Property | BlockKind::Stored | BlockKind::PageMargin
        );
        block.concealed.is_none() && !about
    });
    let mut said = String::new();
    for block in shown {
        let text = &extract.text[block.range.clone()];
        if said.len() + text.len() >= LONGEST_SAID {
            break;
        }
        said.push_str(text);
        said.push('\n');
    }
    said
}

/// Each sort of concealment once for each sheet, in the order of the file. What programs store for themselves is none.
fn concealments(extract: &Extract) -> Concealments {
    let mut told = Concealments::new();
    for block in &extract.blocks {
        let code = match (&block.kind, block.concealed) {
            (BlockKind::Comment, _) => "comment",
            (_, Some(why)) if why != Concealed::Stored => hidden(why),
            _ => continue,
        };
        let at = match &block.place {
            Place::Cell { sheet, .. } => sheet.clone(),
            _ => String::new(),
        };
        if !extract.text_of(block).trim().is_empty() && !told.contains(&(code, at.clone())) {
            told.push((code, at));
        }
    }
    told
}

/// A file held as one text, with what was found in it.
pub(super) struct Whole {
    pub(super) extract: Extract,
    pub(super) found: Vec<Finding>,
}

impl Whole {
    pub(super) fn read(source: Source<'_>, scan: &Scan) -> Result<Whole, ReadError> {
        let extract = source.read(&scan.limits)?;
        let found = personal::scan(&extract, scan.policy.as_ref());
        Ok(Whole { extract, found })
    }

    pub(super) fn exposures(&self, lang: Lang) -> impl Iterator<Item = Exposure> {
        let spots = Spots::of(&self.extract.text);
        self.found.iter().map(move |finding| in_whole(finding, &self.extract, &spots, lang))
    }
}

fn in_whole(finding: &Finding, extract: &Extract, spots: &Spots<'_>, lang: Lang) -> Exposure {
    let block = extract.blocks.get(finding.block);
    let in_block = |from: usize| extract.text[from..finding.range.start].chars().count();
    let length = extract.text[finding.range.clone()].chars().count();
    match block.map(|block| (&block.place, block.range.start)) {
        Some((Place::Cell { sheet, cell }, from)) => {
            exposure(finding, format!("{sheet}!{cell}"), in_block(from), length, lang)
        }
        Some((Place::Property(name), from)) => exposure(finding, name.clone(), in_block(from), length, lang),
        _ => {
            let spot = spots.at(finding.range.start);
            let site = Site::of(extract, finding.range.start);
            Exposure { site, ..in_lines(finding, spot, length, lang) }
        }
    }
}

/// A finding in running text.
fn in_lines(finding: &Finding, spot: Spot, length: usize, lang: Lang) -> Exposure {
    exposure(finding, format!("{}:{}", spot.line, spot.column), spot.character, length, lang)
}

fn exposure(finding: &Finding, place: String, start: usize, length: usize, lang: Lang) -> Exposure {
    Exposure {
        kind: finding.kind.code(),
        place,
        start,
        end: start + length,
        text_masked: finding.masked.clone(),
        certain: finding.certain,
        site: None,
        partly_masked: finding.partly_masked,
        hidden: finding.concealed.map(hidden),
        reason: finding.why.code(),
        words: match lang {
            Lang::Zh => format!("{}：{}", finding.kind.zh(), finding.why.zh()),
            Lang::En => format!("{}: {}", finding.kind.en(), finding.why.en()),
        },
    }
}

pub(super) fn hidden(concealed: Concealed) -> &'static str {
    match concealed {
        Concealed::HiddenSheet => "hidden-sheet",
        Concealed::HiddenRow => "hidden-row",
        Concealed::HiddenColumn => "hidden-column",
        Concealed::HiddenText => "hidden-text",
        Concealed::TrackedDeletion => "tracked-deletion",
        Concealed::Covered => "covered",
        Concealed::Stored => "stored",
    }
}
