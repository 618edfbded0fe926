//! A part of a report as rows: what it says, and beside each line where a number comes from, what is missing, what the checker
//! says, and what has changed since the last kept draft.

use crate::workbench::bench::Bench;
use app::studio::Studio;
use domain::document::{Align, Block, Chart, Column, Document, Inline, plain};

/// How something that is missing is marked in a report.
const GAP: [&str; 2] = ["【待补：", "【待核："];
/// Notes beside one line.
const NOTES: usize = 4;

/// A line of a part with what stands beside it.
pub(crate) struct Row {
    pub(crate) block: Shown,
    pub(crate) notes: Vec<Note>,
}

/// What a line says.
pub(crate) enum Shown {
    /// A heading of this level.
    Heading(u8, String),
    /// Running text.
    Paragraph(Vec<Run>),
    /// Numbered entries.
    List(Vec<Vec<Run>>),
    /// A table: caption, heads, rows of cells with their class.
    Table(String, Vec<(String, &'static str)>, Vec<Vec<(&'static str, Vec<Run>)>>),
    /// A chart.
    Chart(Chart),
    /// The signature.
    Signature(Vec<String>),
}

/// A run of words.
pub(crate) enum Run {
    Text(String),
    /// What is missing.
    Gap(String),
    /// What comes from the ledger: its text, its reference, and whether that is asked about.
    Ref(String, String, bool),
    Link(String, String),
    Remark(String),
}

/// A note beside a line.
pub(crate) enum Note {
    /// Where a number comes from: it, the words, and where to go.
    Source(String, String, Option<String>),
    /// What is missing, and how often.
    Gap(String, usize),
    /// What the checker says.
    Finding(String, String),
    /// What has changed since the last kept draft: before and now.
    Changed(String, String),
}

/// The blocks of a part, 0 being what stands before the first.
fn blocks(document: &Document, part: usize) -> Vec<&Block> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for block in &document.blocks {
        if matches!(block, Block::Heading { level: 1, .. }) {
            at += 1;
        }
        if at == part {
            blocks.push(block);
        }
    }
    blocks
}

/// How much is marked as missing in each part, by its number.
pub(crate) fn gaps_by_part(document: &Document) -> Vec<usize> {
    let mut gaps = vec![0];
    for block in &document.blocks {
        if matches!(block, Block::Heading { level: 1, .. }) {
            gaps.push(0);
        }
        if let Some(last) = gaps.last_mut() {
            *last += runs_of(block).into_iter().map(|inlines| marks(&plain(inlines)).len()).sum::<usize>();
        }
    }
    gaps
}

/// The words of a block, run by run.
fn runs_of(block: &Block) -> Vec<&[Inline]> {
    match block {
        Block::Paragraph(inlines) => vec![inlines],
        Block::List(entries) => entries.iter().map(Vec::as_slice).collect(),
        Block::Table(table) => table.rows.iter().flatten().map(Vec::as_slice).collect(),
        Block::Heading { .. } | Block::Chart(_) | Block::Signature(_) => Vec::new(),
    }
}

/// The marks of what is missing in a text.
fn marks(text: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(at) = GAP.iter().filter_map(|mark| rest.find(mark)).min() {
        let end = rest[at..].find('】').map_or(rest.len(), |end| at + end + '】'.len_utf8());
        found.push(&rest[at..end]);
        rest = &rest[end..];
    }
    found
}

/// The rows of a part. Of the reference that is asked about the source is told at its first place.
pub(crate) fn rows(bench: &Bench, studio: &Studio, part: usize, of: Option<&str>) -> Vec<Row> {
    let mut told = false;
    let mut rows = Vec::new();
    for block in blocks(&studio.built.document, part) {
        let notes = notes(bench, studio, block, of, &mut told);
        rows.push(Row { block: shown(block, of), notes });
    }
    rows
}

fn notes(bench: &Bench, studio: &Studio, block: &Block, of: Option<&str>, told: &mut bool) -> Vec<Note> {
    let mut notes = Vec::new();
    let runs = runs_of(block);
    let values = || {
        runs.iter().flat_map(|run| run.iter()).filter_map(|inline| match inline {
            Inline::Value { text, source } => Some((text, source)),
            _ => None,
        })
    };
    if let Some((text, source)) = values().find(|(_, source)| !*told && Some(source.as_str()) == of) {
        *told = true;
        let (words, link) = explain(bench, studio, source);
        notes.push(Note::Source(text.clone(), words, link));
    }
    let text: Vec<String> = runs.iter().map(|run| plain(run)).collect();
    let mut missing: Vec<(&str, usize)> = Vec::new();
    for mark in text.iter().flat_map(|text| marks(text)) {
        match missing.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, count)) => *count += 1,
            None => missing.push((mark, 1)),
        }
    }
    notes.extend(missing.into_iter().take(NOTES).map(|(mark, count)| Note::Gap(mark.to_string(), count)));
    for finding in &studio.findings {
        let sentence = finding.context.0.trim();
        if !sentence.is_empty() && text.iter().any(|text| text.contains(sentence)) {
            notes.push(Note::Finding(finding.quote.clone(), finding.message.clone()));
        }
    }
    let changed = studio.changed.iter().filter(|changed| values().any(|(_, source)| *source == changed.source));
    let empty = || bench.say("plan-empty");
    let changed = changed.map(|changed| {
        Note::Changed(changed.old.clone().unwrap_or_else(empty), changed.new.clone().unwrap_or_else(empty))
    });
    notes.extend(changed.take(NOTES));
    notes
}

fn shown(block: &Block, of: Option<&str>) -> Shown {
    let class = |column: &Column| match column.align {
        Align::End => "n",
        Align::Start | Align::Center => "",
    };
    match block {
        Block::Heading { level, number, text, .. } => Shown::Heading(*level, format!("{number}{text}")),
        Block::Paragraph(inlines) => Shown::Paragraph(runs(inlines, of)),
        Block::List(entries) => Shown::List(entries.iter().map(|entry| runs(entry, of)).collect()),
        Block::Table(table) => Shown::Table(
            table.caption.clone(),
            table.columns.iter().map(|column| (column.head.clone(), class(column))).collect(),
            table
                .rows
                .iter()
                .map(|row| {
                    let class = |at: usize| table.columns.get(at).map_or("", class);
                    row.iter().enumerate().map(|(at, cell)| (class(at), runs(cell, of))).collect()
                })
                .collect(),
        ),
        Block::Chart(chart) => Shown::Chart(chart.clone()),
        Block::Signature(lines) => Shown::Signature(lines.clone()),
    }
}

fn runs(inlines: &[Inline], of: Option<&str>) -> Vec<Run> {
    let mut runs = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => words(text, &mut runs),
            Inline::Value { text, source } => {
                runs.push(Run::Ref(text.clone(), source.clone(), Some(source.as_str()) == of));
            }
            Inline::Link { text, address } => runs.push(Run::Link(text.clone(), address.clone())),
            Inline::Remark(text) => runs.push(Run::Remark(text.clone())),
        }
    }
    runs
}

/// Words with what is missing marked.
fn words(text: &str, runs: &mut Vec<Run>) {
    let mut rest = text;
    for mark in marks(text) {
        if let Some((before, behind)) = rest.split_once(mark) {
            if !before.is_empty() {
                runs.push(Run::Text(before.to_string()));
            }
            runs.push(Run::Gap(mark.to_string()));
            rest = behind;
        }
    }
    if !rest.is_empty() {
        runs.push(Run::Text(rest.to_string()));
    }
}

/// Where a number comes from, in words, and where to go to change it.
pub(crate) fn explain(bench: &Bench, studio: &Studio, source: &str) -> (String, Option<String>) {
    let year = &studio.built.year;
    let (kind, rest) = source.split_once(':').unwrap_or((source, ""));
    let (object, _) = rest.split_once('#').unwrap_or((rest, ""));
    let link = |path: String| Some(bench.to(&path));
    match kind {
        "figure" | "dataset" => {
            let (key, figure) = object.split_once('.').unwrap_or((object, ""));
            let dataset = year.datasets.iter().find(|dataset| dataset.key == key);
            let title = dataset.map_or(key, |dataset| dataset.title.as_str());
            let figure = dataset.and_then(|dataset| dataset.figure(figure)).map_or("", |figure| figure.name.as_str());
            let from = dataset.map_or("", |dataset| dataset.source.as_str());
            let args = [("dataset", title), ("figure", figure), ("source", from)];
            let key_words = if from.is_empty() { "work-report-from-dataset" } else { "work-report-from-dataset-of" };
            (bench.lang.say_with(key_words, &args), link(format!("/work/figures/{}/{key}", year.year)))
        }
        "record" => (bench.say1("work-report-from-record", "record", object), link(format!("/work/ledger?q={object}"))),
        "item" => (bench.say1("work-report-from-item", "item", object), link(format!("/work/ledger?item={object}"))),
        "channel" => (bench.say("work-report-from-channel"), link("/work/ledger".into())),
        "school" => (bench.say("work-report-from-school"), None),
        "year" => (bench.say("work-report-from-year"), None),
        _ => {
            let key = match (kind, object) {
                ("coverage", _) => "work-report-from-coverage",
                ("count", "records.on_request" | "records.withheld") => "work-report-from-closed",
                ("count", what) if what.starts_with("channel") => "work-report-from-channel",
                ("count", what) if what.starts_with("timeliness") => "work-report-from-timeliness",
                ("count", what) if what.starts_with("records") => "work-report-from-ledger",
                _ => "work-report-from-other",
            };
            (bench.say(key), link("/work/ledger".into()))
        }
    }
}
