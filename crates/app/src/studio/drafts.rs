//! Drafts of a report that were kept, the difference between them, what the ledger says otherwise since, and remarks.

use super::{actor, conflict, event};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::portal::diff::{Line, Piece, paragraphs};
use crate::report::{build, read_document, write_document};
use domain::document::{Block, Document, Inline, plain};
use domain::event::Act;
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use store::{Reader, ReportVersion};

/// Values that are told of; beyond it they are only fewer.
const MOST_CHANGED: usize = 100;
/// Longest remark, in characters.
const REMARK: usize = 2_000;

/// A draft that was kept.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which.
    pub version: ReportVersion,
    /// Name of who kept it.
    pub by: String,
}

/// Something that the ledger says otherwise than a kept draft does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The reference into the ledger.
    pub source: String,
    /// What the draft says; nothing when it is new.
    pub old: Option<String>,
    /// What it would say now; nothing when it is gone.
    pub new: Option<String>,
}

/// Keeps the report as it would be made now, and gives its number. One that is just as the newest is not kept again.
///
/// # Errors
/// [`Error::NotFound`] when the ledger has nothing for the year.
pub async fn keep(ctx: &Ctx, year: SchoolYear) -> Result<u32> {
    ctx.allow(Permission::WriteReport, Relation::School)?;
    let document = write_document(&build(ctx, year, None).await?.whole())?;
    let mut change = ctx.write().await?;
    if let Some(newest) = change.report_versions(year).await?.first()
        && change.report_version(year, newest.nr).await?.as_deref() == Some(document.as_str())
    {
        return Ok(newest.nr);
    }
    let nr = change.keep_report(year, &actor(ctx), &document).await?;
    change.commit(event(Act::ReportKept, year).with("version", nr)).await?;
    Ok(nr)
}

/// The document of a kept draft.
pub(super) async fn document(reader: &Reader, year: SchoolYear, nr: u32) -> Result<Document> {
    let absent = || Error::NotFound { kind: "report", key: format!("{year}/{nr}") };
    let text = reader.report_version(year, nr).await?.ok_or_else(absent)?;
    read_document(&text).map_err(|error| Error::Internal(error.context("a kept draft of a report")))
}

/// What changed from one kept draft to another, or to the report as it would be made now: the changed lines, each under the
/// part it stands in.
///
/// # Errors
/// [`Error::NotFound`] when there is no such draft.
pub async fn compared(ctx: &Ctx, year: SchoolYear, old: u32, new: Option<u32>) -> Result<Vec<(String, Vec<Line>)>> {
    ctx.allow(Permission::BuildReport, Relation::School)?;
    let reader = ctx.read().await?;
    let old = document(&reader, year, old).await?;
    let new = match new {
        Some(nr) => document(&reader, year, nr).await?,
        None => build(ctx, year, None).await?.whole(),
    };
    let mut parts: Vec<(String, Vec<Line>)> = Vec::new();
    for (title, text) in by_part(&new) {
        let before = by_part(&old).into_iter().find(|(known, _)| *known == title).map(|(_, text)| text);
        let lines = paragraphs(&before.unwrap_or_default(), &text);
        let same = |line: &Line| line.iter().all(|piece| matches!(piece, Piece::Same(_)));
        let changed: Vec<Line> = lines.into_iter().filter(|line| !same(line)).collect();
        if !changed.is_empty() {
            parts.push((title, changed));
        }
    }
    Ok(parts)
}

/// The text of a document by its parts, a line for each block, entry and row.
fn by_part(document: &Document) -> Vec<(String, String)> {
    let mut parts = vec![(String::new(), String::new())];
    for block in &document.blocks {
        if let Block::Heading { level: 1, number, text, .. } = block {
            parts.push((format!("{number}{text}"), String::new()));
            continue;
        }
        let mut line = |text: String| {
            if let Some((_, part)) = parts.last_mut() {
                part.push_str(&text.replace('\n', " "));
                part.push('\n');
            }
        };
        match block {
            Block::Heading { number, text, .. } => line(format!("{number}{text}")),
            Block::Paragraph(inlines) => line(plain(inlines)),
            Block::List(entries) => entries.iter().for_each(|entry| line(plain(entry))),
            Block::Table(table) => {
                line(table.caption.clone());
                for row in &table.rows {
                    line(row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("　"));
                }
            }
            Block::Chart(chart) => line(chart.title.clone()),
            Block::Signature(_) => {}
        }
    }
    parts
}

/// What the ledger says otherwise than the newest kept draft.
///
/// # Errors
/// As [`super::open`].
pub async fn changes(ctx: &Ctx, year: SchoolYear) -> Result<Vec<Changed>> {
    let built = build(ctx, year, None).await?;
    let reader = ctx.read().await?;
    match reader.report_versions(year).await?.first() {
        Some(newest) => since(&reader, year, newest.nr, &built.whole()).await,
        None => Ok(Vec::new()),
    }
}

pub(super) async fn since(reader: &Reader, year: SchoolYear, nr: u32, now: &Document) -> Result<Vec<Changed>> {
    let (old, new) = (values(&document(reader, year, nr).await?), values(now));
    let mut changed: Vec<Changed> = Vec::new();
    for (source, text) in &new {
        if old.get(source) != Some(text) {
            changed.push(Changed { source: source.clone(), old: old.get(source).cloned(), new: Some(text.clone()) });
        }
    }
    for (source, text) in old.into_iter().filter(|(source, _)| !new.contains_key(source)) {
        changed.push(Changed { source, old: Some(text), new: None });
    }
    changed.truncate(MOST_CHANGED);
    Ok(changed)
}

/// What a document says of each reference.
fn values(document: &Document) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let mut take = |inlines: &[Inline]| {
        for inline in inlines {
            if let Inline::Value { text, source } = inline {
                values.entry(source.clone()).or_insert_with(|| text.clone());
            }
        }
    };
    for block in &document.blocks {
        match block {
            Block::Paragraph(inlines) => take(inlines),
            Block::List(entries) => entries.iter().for_each(|entry| take(entry)),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| take(cell)),
            Block::Heading { .. } | Block::Chart(_) | Block::Signature(_) => {}
        }
    }
    values
}

/// Makes a remark on a part, 0 being the whole. Who writes the report and who approves it may.
///
/// # Errors
/// [`Error::Forbidden`] for everybody else.
pub async fn remark(ctx: &Ctx, year: SchoolYear, part: u32, text: &str) -> Result<()> {
    allow_remarks(ctx)?;
    let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).take(REMARK).collect();
    let text = crate::guard::publication::covered(&text);
    let mut change = ctx.write().await?;
    let nr = change.remark_report(year, part.min(8), &actor(ctx), &text).await?;
    change.commit(event(Act::ReportRemarked, year).with("part", part).with("remark", nr)).await?;
    Ok(())
}

/// Settles a remark.
///
/// # Errors
/// [`Error::Conflict`] when it is settled already.
pub async fn settle(ctx: &Ctx, year: SchoolYear, nr: u32) -> Result<()> {
    allow_remarks(ctx)?;
    let mut change = ctx.write().await?;
    if !change.settle_report(year, nr, &actor(ctx)).await? {
        return Err(conflict(year));
    }
    change.commit(event(Act::ReportRemarkSettled, year).with("remark", nr)).await?;
    Ok(())
}

fn allow_remarks(ctx: &Ctx) -> Result<()> {
    let writes = ctx.allow(Permission::WriteReport, Relation::School);
    writes.or_else(|_| ctx.allow(Permission::ApproveReport, Relation::School))
}
