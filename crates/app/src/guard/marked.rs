//! A file as a page can show it: its text line by line, with what does not add up and what is personal marked where it
//! stands. What was found of a person is covered in the text as well.
//!
//! For people who check a file by looking; programs take the findings of [`super::check_file`] and [`super::scan_file`].

use super::checking::{CheckOptions, check_text};
use super::quotes::Quotes;
use super::redacting::{Copy, RedactError, redact_file};
use super::rules::PERSONAL_DATA;
use super::scanning::Scan;
use super::{Limits, Notice, ReadError, Site, Source};
use crate::words::Lang;
use check::personal;
use domain::extract::{Block, BlockKind, Extract};
use std::cmp::Ordering;
use std::ops::Range;

/// Most lines that are shown; of a longer file only those around a mark.
const MOST_LINES: usize = 2_000;
/// Lines shown around a mark of a long file.
const AROUND: usize = 2;

/// How a run of text is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marking {
    /// Not at all.
    None,
    /// It has to be mended: note number, from 1.
    Stop(usize),
    /// It should be looked at: note number, from 1.
    Ask(usize),
}

/// A line of the text in runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLine {
    /// Its number, from 1.
    pub number: usize,
    /// Runs with how they are marked.
    pub runs: Vec<(String, Marking)>,
}

/// What is said of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whether it has to be mended, or only looked at.
    pub stops: bool,
    /// What it is.
    pub what: String,
    /// What may be shown of it, or the arithmetic.
    pub about: String,
    /// Where in the file.
    pub place: String,
    /// Why a reader of the file would not see it: a code, when there is such a reason.
    pub hidden: Option<&'static str>,
}

/// A file with its marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// Its lines; of a long file those around marks.
    pub lines: Vec<MarkedLine>,
    /// Lines of the file altogether.
    pub all_lines: usize,
    /// What is said of the marks, in the order of their numbers.
    pub notes: Vec<Note>,
    /// What could not be read.
    pub notices: Vec<Notice>,
    /// Statements that were tested.
    pub claims: usize,
}

impl Marked {
    /// Notes that have to be mended.
    pub fn stops(&self) -> usize {
        self.notes.iter().filter(|note| note.stops).count()
    }
}

/// Reads a file and marks what it finds.
///
/// # Errors
/// The file cannot be read; nothing is known of it then.
pub fn mark_file(source: Source<'_>, lang: Lang) -> Result<Marked, ReadError> {
    let limits = Limits::default();
    let extract = source.read(&limits)?;
    let found = personal::scan(&extract, None);
    let quotes = Quotes::new(&extract.text, &found);
    // What is marked, in bytes of the text, with its note.
    let mut marks: Vec<(Range<usize>, Note)> = Vec::new();
    for finding in found.iter().filter(|finding| !finding.is_column()) {
        let (kind, why) = match lang {
            Lang::Zh => (finding.kind.zh(), finding.why.zh()),
            Lang::En => (finding.kind.en(), finding.why.en()),
        };
        let note = Note {
            stops: finding.certain,
            what: kind.to_string(),
            about: format!("{}  {why}", finding.masked),
            place: shown_place(&extract, finding.range.start, lang),
            hidden: finding.concealed.map(super::scanning::hidden),
        };
        marks.push((finding.range.clone(), note));
    }
    let text = extract.text.clone();
    let places: Vec<String> =
        extract.blocks.iter().map(|block| shown_place(&extract, block.range.start, lang)).collect();
    let concealed =
        |block: &&Block| block.concealed.is_some() || matches!(block.kind, BlockKind::Property | BlockKind::Stored);
    let unseen: Vec<Range<usize>> = extract.blocks.iter().filter(concealed).map(|block| block.range.clone()).collect();
    let starts: Vec<usize> = extract.blocks.iter().map(|block| block.range.start).collect();
    let checked = check_text(extract.clone(), &CheckOptions { lang, limits, ..CheckOptions::default() });
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    for finding in checked.findings.iter().filter(|finding| finding.rule != PERSONAL_DATA && finding.severity != "note")
    {
        let at = |character: usize| bytes.get(character).copied().unwrap_or(text.len());
        let range = at(finding.start)..at(finding.end);
        let block = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let note = Note {
            stops: finding.severity == "error",
            what: lang.say("work-does-not-add-up"),
            about: finding.message.clone(),
            place: places.get(block).cloned().unwrap_or_default(),
            hidden: None,
        };
        marks.push((range, note));
    }
    marks.sort_by_key(|(range, note)| (range.start, !note.stops));
    // What no reader of the file sees (properties, hidden sheets) is shown only where something stands in it.
    let unseen: Vec<Range<usize>> =
        unseen.into_iter().filter(|range| !marks.iter().any(|(mark, _)| touch(mark, range))).collect();
    let mut lines = lines(&text, &marks, &quotes);
    lines.retain(|(from, _)| unseen.binary_search_by(|range| place_of(range, *from)).is_err());
    let lines: Vec<MarkedLine> = lines.into_iter().map(|(_, line)| line).collect();
    let all_lines = lines.len();
    let lines = if all_lines > MOST_LINES { near_marks(lines) } else { lines };
    let notes = marks.into_iter().map(|(_, note)| note).collect();
    Ok(Marked { lines, all_lines, notes, notices: checked.notices, claims: checked.claims })
}

/// Where a person finds a byte of the text again.
fn shown_place(extract: &Extract, byte: usize, lang: Lang) -> String {
    match Site::of(extract, byte) {
        Some(site) => site.words(lang),
        None => lang.count("work-mark-line", extract.text[..byte].matches('\n').count() as u64 + 1),
    }
}

fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Where a range lies to a byte.
fn place_of(range: &Range<usize>, byte: usize) -> Ordering {
    match (byte < range.start, byte < range.end) {
        (true, _) => Ordering::Greater,
        (false, true) => Ordering::Equal,
        (false, false) => Ordering::Less,
    }
}

/// The lines that have something in them, in runs, each with the byte it begins at. Where marks overlap, the first one is
/// drawn.
fn lines(text: &str, marks: &[(Range<usize>, Note)], quotes: &Quotes<'_>) -> Vec<(usize, MarkedLine)> {
    let (mut lines, mut from) = (Vec::new(), 0);
    for (number, line) in (1..).zip(text.split('\n')) {
        let to = from + line.len();
        let mut runs = Vec::new();
        let mut at = from;
        for (index, (range, note)) in marks.iter().enumerate() {
            let (start, end) = (range.start.max(at), range.end.min(to));
            if start >= end {
                continue;
            }
            if start > at {
                runs.push((quotes.over(at..start), Marking::None));
            }
            let marking = if note.stops { Marking::Stop(index + 1) } else { Marking::Ask(index + 1) };
            runs.push((quotes.over(start..end), marking));
            at = end;
        }
        if at < to {
            runs.push((quotes.over(at..to), Marking::None));
        }
        if !line.trim().is_empty() {
            lines.push((from, MarkedLine { number, runs }));
        }
        from = to + 1;
    }
    lines
}

fn near_marks(lines: Vec<MarkedLine>) -> Vec<MarkedLine> {
    let marked: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.runs.iter().any(|(_, marking)| *marking != Marking::None))
        .map(|(at, _)| at)
        .collect();
    let near = |at: usize| {
        let next = marked.partition_point(|mark| *mark + AROUND < at);
        marked.get(next).is_some_and(|mark| mark.abs_diff(at) <= AROUND)
    };
    lines.into_iter().enumerate().filter(|(at, _)| near(*at)).map(|(_, line)| line).take(MOST_LINES).collect()
}

/// A copy of a file without what was found of people, proved by reading it again.
///
/// # Errors
/// The file cannot be read, or no copy can be made of it: inside.
pub fn redacted_copy(source: Source<'_>, lang: Lang) -> Result<Result<Copy, RedactError>, ReadError> {
    Ok(redact_file(source, &Scan { lang, ..Scan::default() })?.copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Marked {
        mark_file(Source::Held { name: "x.md", bytes: text.as_bytes() }, Lang::Zh).unwrap()
    }

    #[test]
    fn marks_stand_where_they_belong_and_show_no_number_whole() {
        let marked = of("第一段。\n\n联系人张三，手机13800138000，请记下。\n\n全校共32人，其中男生20人，女生13人。\n");
        assert_eq!(marked.notes.len(), 2, "{marked:?}");
        let line = &marked.lines[1];
        assert!(line.runs.iter().any(|(_, marking)| *marking == Marking::Stop(1)), "{line:?}");
        let shown = format!("{marked:?}");
        assert!(!shown.contains("13800138000"), "{shown}");
        assert!(marked.lines[2].runs.iter().any(|(text, marking)| *marking != Marking::None && text.contains("20")));
    }

    #[test]
    fn no_text_is_lost_between_marks() {
        let text = "甲13800138000乙13900139000丙\n丁\n";
        let marked = of(text);
        let joined: String =
            marked.lines.iter().flat_map(|line| line.runs.iter().map(|(text, _)| text.as_str())).collect();
        for letter in ["甲", "乙", "丙", "丁"] {
            assert_eq!(joined.matches(letter).count(), 1, "{joined}");
        }
    }

    #[test]
    fn of_a_long_file_the_lines_around_marks_are_shown() {
        let mut text = "平常的一行。\n\n".repeat(3_000);
        text.push_str("手机13800138000\n");
        let marked = of(&text);
        assert!(marked.all_lines > MOST_LINES && marked.lines.len() <= 1 + AROUND, "{}", marked.lines.len());
    }
}
