//! The program's own checker over a report that was just composed, and the report that an edited one is compared with.
//!
//! What it finds is said in part seven of the report, so that a reader who checks the report finds nothing that the
//! report does not say itself. What is compared and how is the guard's.

use super::{Built, build};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::{CheckOptions, Checked, Extract, LedgerReport, Span, check_text};
use crate::words::Lang;
use domain::annual_report::{Composed, Finding, FindingKind};
use domain::document::{Block, Document, Inline, plain};
use domain::extract::{BlockKind, Link, Place};
use domain::school_year::SchoolYear;
use std::ops::Range;

/// Characters quoted on each side of what a finding is about.
const AROUND: usize = 12;

/// What the checker says of the report and its annex. Nothing is written anywhere.
pub fn checked(built: &Built, lang: Lang) -> Checked {
    check_text(extract(&[&built.document, &built.annex]), &CheckOptions { lang, ..CheckOptions::default() })
}

/// What the checker finds in a composed report, for its part seven. Personal data is no matter for print.
pub(super) fn found_in(composed: &Composed) -> Vec<Finding> {
    let options = CheckOptions { lang: Lang::Zh, ..CheckOptions::default() };
    let checked = check_text(extract(&[&composed.document, &composed.annex]), &options);
    let finding = |finding: crate::guard::Finding| {
        let (sentence, within) = &finding.context;
        Some(Finding {
            kind: FindingKind::read(finding.rule)?,
            quote: clause(sentence, within.clone()),
            stated: finding.expected.unwrap_or_default(),
            derived: finding.found.unwrap_or_default(),
            places: finding.places.len(),
        })
    };
    checked.findings.into_iter().filter_map(finding).collect()
}

/// The words around a place of a sentence, as far as no mark divides them from it.
fn clause(sentence: &str, within: Range<usize>) -> String {
    let divides = |c: &char| "，。；：、（）《》【】“”\n".contains(*c);
    let near = |side: Vec<char>| (side.len() > AROUND, side.into_iter().take(AROUND).collect::<Vec<_>>());
    let (more_before, mut before) = near(sentence[..within.start].chars().rev().take_while(|c| !divides(c)).collect());
    let (more_behind, behind) = near(sentence[within.end..].chars().take_while(|c| !divides(c)).collect());
    before.reverse();
    let cut = |more| if more { "……" } else { "" };
    let (before, behind): (String, String) = (before.into_iter().collect(), behind.into_iter().collect());
    format!("{}{before}{}{behind}{}", cut(more_before), &sentence[within], cut(more_behind))
}

/// Documents as a reader of files would extract them.
fn extract(documents: &[&Document]) -> Extract {
    let mut extract = Extract::default();
    let mut tables = 0;
    for document in documents {
        for line in &document.title {
            push(&mut extract, &[Inline::text(line)], BlockKind::Heading(1));
        }
        for block in &document.blocks {
            match block {
                Block::Heading { level, number, text, .. } => {
                    push(&mut extract, &[Inline::text(format!("{number}{text}"))], BlockKind::Heading(*level));
                }
                Block::Paragraph(inlines) => push(&mut extract, inlines, BlockKind::Paragraph),
                Block::List(entries) => entries.iter().enumerate().for_each(|(at, entry)| {
                    let marker = Some(format!("（{}）", at + 1));
                    push(&mut extract, entry, BlockKind::ListItem { marker, level: 0 });
                }),
                Block::Table(table) => {
                    push(&mut extract, &[Inline::text(&table.caption)], BlockKind::Paragraph);
                    let heads: Vec<Vec<Inline>> =
                        table.columns.iter().map(|column| vec![Inline::text(&column.head)]).collect();
                    for (row, cells) in [&heads].into_iter().chain(&table.rows).enumerate() {
                        for (column, cell) in cells.iter().enumerate() {
                            let kind = BlockKind::Cell { table: tables, row, column, row_span: 1, column_span: 1 };
                            push(&mut extract, cell, kind);
                        }
                    }
                    tables += 1;
                }
                Block::Chart(chart) => push(&mut extract, &[Inline::text(&chart.title)], BlockKind::Paragraph),
                Block::Signature(lines) => {
                    lines.iter().for_each(|line| push(&mut extract, &[Inline::text(line)], BlockKind::Paragraph));
                }
            }
        }
    }
    extract
}

fn push(extract: &mut Extract, inlines: &[Inline], kind: BlockKind) {
    let place = Place::Line { line: extract.blocks.len() + 1, column: 1 };
    let range = extract.push(&plain(inlines).replace('\n', " "), kind, place, None);
    let mut at = range.start;
    for inline in inlines {
        let end = at + inline.printed().len();
        if let Inline::Link { address, .. } = inline {
            extract.links.push(Link { range: at..end, address: address.clone() });
        }
        at = end;
    }
}

/// The report that a text was made from: of the year asked for, else of the one that the text names first.
///
/// # Errors
/// Nothing says of which school year the text is, or the ledger has nothing of that year.
pub async fn report_behind(ctx: &Ctx, text: &Extract, asked: Option<Span>) -> Result<LedgerReport> {
    let whole = |span: Span| Some(SchoolYear::of(span.from)).filter(|year| year.last_day() == span.to);
    let year = match asked {
        Some(span) => whole(span),
        None => SchoolYear::first_in(&text.text),
    };
    let year = year.ok_or(Error::NotFound { kind: "school-year", key: String::new() })?;
    let built = build(ctx, year, None).await?;
    // The lines of a title are paragraphs like others where a file is read.
    let titled = |document: Document| {
        let title = document.title.into_iter().map(|line| Block::Paragraph(vec![Inline::text(line)]));
        title.chain(document.blocks).collect()
    };
    Ok(LedgerReport { report: titled(built.document), annex: titled(built.annex) })
}
