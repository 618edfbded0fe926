//! What has to be looked at in a text before others judge it: personal data, and figures that do not add up, each with the
//! line it stands in. What is certain stops it on its way; what is suspected wants an answer.
//!
//! The same engines judge files and what becomes public ([`crate::guard`]); here they are asked while somebody writes. What is
//! found of a person is never shown whole.

use crate::guard::publication::{Concern, Field, Gate};
use crate::guard::{CheckOptions, check_text, shown};
use crate::words::Lang;
use domain::extract::{BlockKind, Extract, Place};
use domain::record::{Edition, Record};
use domain::text::{Block, blocks};

/// Rule of the checker that the gate answers better here.
const PERSONAL: &str = "personal-data";

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Whether it may not go on like this.
    pub stops: bool,
    /// The field: `title`, `summary`, `body`, …
    pub field: &'static str,
    /// The line of the text, from 0, when it stands in the text.
    pub line: Option<usize>,
    /// What it is: a kind of personal data, or the rule that does not hold.
    pub what: String,
    /// What may be shown of it, or what the checker says.
    pub about: String,
}

/// Looks at what somebody wrote.
pub fn marks(lang: Lang, edition: &Edition) -> Vec<Mark> {
    let mut marks = personal(lang, edition);
    marks.extend(figures(lang, edition));
    marks.sort_by_key(|mark| (mark.field == "body", mark.line, !mark.stops));
    marks
}

/// Pictures of a text that are no attachments of its record: readers would see their names in their places.
pub fn pictures_missing(lang: Lang, record: &Record) -> Vec<Mark> {
    let Some(edition) = record.newest() else { return Vec::new() };
    let there: Vec<&str> = record.newest_attachments().map(|file| file.name.as_str()).collect();
    let missing = blocks(&edition.body).into_iter().filter_map(|placed| match placed.block {
        Block::Picture(picture) if !there.contains(&picture.file.as_str()) => Some((placed.line, picture.file)),
        _ => None,
    });
    let mark = |(line, file): (usize, String)| Mark {
        stops: false,
        field: "body",
        line: Some(line),
        what: lang.say("work-mark-picture"),
        about: shown(&file),
    };
    missing.map(mark).collect()
}

/// Whether anything keeps it from being sent for review.
pub fn stops(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| mark.stops)
}

/// The same text with what is certainly a person's covered, sign for sign, as a stroke of the pen would.
pub fn covered(edition: Edition) -> Edition {
    let certain = Gate::default().judge(fields(&edition)).refused;
    let places: Vec<(&'static str, std::ops::Range<usize>)> =
        certain.into_iter().map(|concern| (concern.field, concern.place)).collect();
    let cover = |field: &str, text: &str| {
        let is_covered = |at: usize| places.iter().any(|(of, place)| *of == field && place.contains(&at));
        text.chars().enumerate().map(|(at, c)| if is_covered(at) && c != '\n' { '*' } else { c }).collect()
    };
    Edition {
        title: cover("title", &edition.title),
        document_number: cover("document_number", &edition.document_number),
        summary: cover("summary", &edition.summary),
        change_note: cover("change_note", &edition.change_note),
        body: cover("body", &edition.body),
        ..edition
    }
}

fn fields(edition: &Edition) -> [Field<'static, '_>; 5] {
    [
        Field::new("title", &edition.title),
        Field::new("document_number", &edition.document_number),
        Field::new("summary", &edition.summary),
        Field::new("change_note", &edition.change_note),
        Field::new("body", &edition.body),
    ]
}

fn personal(lang: Lang, edition: &Edition) -> Vec<Mark> {
    let verdict = Gate::default().judge(fields(edition));
    let mark = |concern: Concern<'static>, stops| Mark {
        stops,
        field: concern.field,
        line: (concern.field == "body").then(|| line_of(&edition.body, concern.place.start)),
        what: match lang {
            Lang::Zh => concern.kind.zh().to_string(),
            Lang::En => concern.kind.en().to_string(),
        },
        about: concern.masked,
    };
    let refused = verdict.refused.into_iter().map(|concern| mark(concern, true));
    let asked = verdict.asked.into_iter().map(|concern| mark(concern, false));
    refused.chain(asked).collect()
}

/// The line in which a character stands, both from 0.
fn line_of(text: &str, character: usize) -> usize {
    text.chars().take(character).filter(|c| *c == '\n').count()
}

fn figures(lang: Lang, edition: &Edition) -> Vec<Mark> {
    let mut extract = Extract::default();
    // Of each line of the extract, the line of the text it is from.
    let mut from: Vec<Option<usize>> = Vec::new();
    let mut push = |words: &str, kind, line: Option<usize>| {
        let words = words.replace('\n', " ");
        let place = Place::Line { line: line.map_or(1, |line| line + 1), column: 1 };
        extract.push(&words, kind, place, None);
        from.push(line);
    };
    push(&edition.title, BlockKind::Heading(1), None);
    let mut tables = 0;
    for placed in blocks(&edition.body) {
        match &placed.block {
            Block::Heading(level, words) => push(words, BlockKind::Heading(level + 1), Some(placed.line)),
            Block::Paragraph(_, words) => push(words, BlockKind::Paragraph, Some(placed.line)),
            Block::Picture(picture) => push(&picture.caption, BlockKind::Paragraph, Some(placed.line)),
            Block::Table(table) => {
                for (row, cells) in table.rows.iter().enumerate() {
                    for (column, cell) in cells.iter().enumerate() {
                        let (row_span, column_span) = (cell.rows as usize, cell.columns as usize);
                        let kind = BlockKind::Cell { table: tables, row, column, row_span, column_span };
                        push(&cell.text, kind, Some(placed.line + row));
                    }
                }
                tables += 1;
            }
        }
    }
    let checked = check_text(extract, &CheckOptions { lang, ..CheckOptions::default() });
    let told = checked.findings.into_iter().filter(|finding| finding.rule != PERSONAL && finding.severity != "note");
    told.map(|finding| {
        let line = from.get(finding.line.saturating_sub(1)).copied().flatten();
        Mark {
            stops: false,
            field: if line.is_some() { "body" } else { "title" },
            line,
            what: lang.say("work-does-not-add-up"),
            about: finding.message,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Vec<Mark> {
        marks(Lang::Zh, &Edition { title: "某某通知".into(), body: body.into(), ..Edition::default() })
    }

    #[test]
    fn a_private_number_stops_and_is_shown_by_its_line_and_not_whole() {
        let found = of("各单位：\n联系人：沈老师，手机13800138000。");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].stops && found[0].line == Some(1) && stops(&found));
        assert!(!found[0].about.contains("13800138000"), "{found:?}");
    }

    #[test]
    fn a_sum_that_does_not_hold_is_told_at_its_line_and_stops_nothing() {
        let found = of("一、名额\n全校共32人，其中男生20人，女生13人。");
        assert!(!found.is_empty() && !stops(&found), "{found:?}");
        assert_eq!((found[0].field, found[0].line), ("body", Some(1)));
    }

    #[test]
    fn a_text_without_either_has_no_mark() {
        assert_eq!(of("各单位：\n请于12月10日前报名。\n>> 学生处\n>> 2026年11月30日"), []);
    }
}
