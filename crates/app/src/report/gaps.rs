//! What the report of a year still lacks, as a workbook to send out and take back by import.
//!
//! The first sheet lists the gaps by unit. The others are sheets of the ledger with the rows concerned, a unit below the
//! other, so that what is filled in there is imported like any ledger.

use super::{Built, build};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::files::{Access, Output};
use domain::annual_report::{Gap, GapKind, marks, says_nothing};
use domain::catalogue::{ItemKey, ItemSetting};
use domain::ledger::{self, DatasetRef, Entry, Parts, Table, TextEntry};
use domain::policy::{Permission, Relation};
use domain::record::IndexNumber;
use domain::school_year::SchoolYear;
use office::ledger::Line;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Draft, Reader};

/// Records read at a time.
const PAGE: u32 = 1_000;
/// What stands for the unit of a gap that no unit can be named for.
const NOBODY: &str = "（责任部门待定）";

/// What a unit has to supply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// Name of the unit; `None` when none can be named.
    pub unit: Option<String>,
    /// Places of the report that lack something.
    pub gaps: usize,
    /// Records of the year that are drafts still and not in the report.
    pub drafts: usize,
}

/// What a unit has to supply: gaps of the report, and drafts that are not in it.
#[derive(Default)]
struct Owed<'b> {
    gaps: Vec<&'b Gap>,
    drafts: Vec<&'b Draft>,
}

/// Writes the workbook and tells how much is lacking by unit. Nothing is written when nothing is missing.
///
/// # Errors
/// The ledger has nothing for the year, or the file cannot be written.
pub async fn gaps(ctx: &Ctx, year: SchoolYear, out: impl Into<Output>) -> Result<Vec<Lacking>> {
    let (counts, bytes) = gaps_workbook(ctx, year).await?;
    if let Some(bytes) = bytes {
        crate::files::write(out, bytes, Access::Private)?;
    }
    Ok(counts)
}

/// How much is lacking, by unit, those of nobody last.
pub fn lacking(built: &Built) -> Vec<Lacking> {
    let lacking =
        |(unit, owed): (Option<String>, Owed<'_>)| Lacking { unit, gaps: owed.gaps.len(), drafts: owed.drafts.len() };
    by_unit(built).into_iter().map(lacking).collect()
}

/// The workbook, nothing when nothing is missing, and how much is lacking by unit.
///
/// # Errors
/// The ledger has nothing for the year, or the file cannot be made.
pub async fn gaps_workbook(ctx: &Ctx, year: SchoolYear) -> Result<(Vec<Lacking>, Option<Vec<u8>>)> {
    ctx.allow(Permission::ExportLedger, Relation::School)?;
    let built = build(ctx, year, None).await?;
    let (by_unit, counts) = (by_unit(&built), lacking(&built));
    if by_unit.is_empty() {
        return Ok((counts, None));
    }
    let lines = lines(&ctx.read().await?, &built, &by_unit).await?;
    let list = list(&built, &by_unit);
    let written = tokio::task::spawn_blocking(move || office::ledger::write_to_fill(&list, &lines));
    let bytes = written.await.map_err(Error::internal)?.map_err(Error::internal)?;
    Ok((counts, Some(bytes)))
}

/// The gaps by the name of the unit that can supply them, those of nobody last.
fn by_unit(built: &Built) -> Vec<(Option<String>, Owed<'_>)> {
    let name = |unit: Option<&String>| {
        let unit = unit?;
        let known = built.year.units.iter().find(|one| one.code == *unit || one.name == *unit);
        Some(known.map_or(unit.clone(), |unit| unit.name.clone()))
    };
    let key = |name: Option<String>| (name.is_none(), name);
    let mut by_unit: BTreeMap<(bool, Option<String>), Owed<'_>> = BTreeMap::new();
    for gap in &built.gaps {
        by_unit.entry(key(name(gap.unit.as_ref()))).or_default().gaps.push(gap);
    }
    for draft in &built.drafts {
        by_unit.entry(key(name(draft.unit.as_ref()))).or_default().drafts.push(draft);
    }
    by_unit.into_iter().map(|((_, name), owed)| (name, owed)).collect()
}

/// How a unit is called in the workbook.
fn named(unit: Option<&String>) -> String {
    unit.map_or(NOBODY, String::as_str).to_string()
}

/// The list for people.
fn list(built: &Built, by_unit: &[(Option<String>, Owed<'_>)]) -> Vec<Vec<String>> {
    let heads = ["责任部门", "待补内容", "事项", "索引号", "信息名称或事项", "填在哪张表"];
    let mut list = vec![heads.map(str::to_string).to_vec()];
    for (unit, owed) in by_unit {
        for gap in &owed.gaps {
            let item = gap.item.as_ref().map(ToString::to_string).unwrap_or_default();
            let record = gap.record.as_ref().map(ToString::to_string).unwrap_or_default();
            let about = if gap.about.is_empty() { built.document.subject.clone() } else { gap.about.clone() };
            list.push(vec![named(unit.as_ref()), gap.kind.zh().to_string(), item, record, about, place(gap.kind)]);
        }
        for draft in &owed.drafts {
            let (item, index) = (draft.item.to_string(), draft.index.to_string());
            let place = format!("{}：公开日期、渠道、网址，状态改为公开", Table::Records.zh());
            list.push(vec![
                named(unit.as_ref()),
                "尚未公开，没有计入报告".into(),
                item,
                index,
                draft.title.clone(),
                place,
            ]);
        }
    }
    list
}

/// Sheet and column in which a gap is filled.
fn place(kind: GapKind) -> String {
    let (table, column) = match kind {
        GapKind::Date => (Table::Records, "公开日期"),
        GapKind::Channel => (Table::Records, "公开渠道、网址"),
        GapKind::Unit => (Table::Items, "责任部门"),
        GapKind::Deadline => (Table::Items, "备注，写明年月或年月日，如“2026年6月30日前完成”"),
        GapKind::Figure => (Table::Figures, "数值"),
        GapKind::Stale => (Table::Texts, "文字，核对改正后删去【待核：】"),
        GapKind::Text => (Table::Texts, "文字，现有的文字没有内容"),
        _ => (Table::Texts, "文字"),
    };
    format!("{}：{column}", table.zh())
}

/// The part of the report that a gap without a record or an item belongs to.
fn part(kind: GapKind) -> Option<&'static str> {
    match kind {
        GapKind::Requests => Some("3"),
        GapKind::Appraisal => Some("4"),
        GapKind::Complaints | GapKind::Reviews | GapKind::Lawsuits => Some("5"),
        GapKind::Lessons => Some("6"),
        _ => None,
    }
}

/// The sheets of the ledger: rows concerned, those of records under the unit that can complete them.
async fn lines(reader: &Reader, built: &Built, by_unit: &[(Option<String>, Owed<'_>)]) -> Result<Vec<Line>> {
    let numbers = |owed: &'_ Owed<'_>| -> BTreeSet<IndexNumber> {
        let gaps = owed.gaps.iter().filter_map(|gap| gap.record.clone());
        gaps.chain(owed.drafts.iter().map(|draft| draft.index.clone())).collect()
    };
    let all: BTreeSet<IndexNumber> = by_unit.iter().flat_map(|(_, owed)| numbers(owed)).collect();
    let wanted: BTreeSet<&IndexNumber> = all.iter().collect();
    let called = Called::load(reader).await?;
    let row = |entry: &Entry| called.row(entry);
    let mut records = records(reader, &wanted).await?;
    let settings = reader.item_settings().await?;
    let (mut lines, mut further) = (Vec::new(), Vec::new());
    for (unit, owed) in by_unit {
        let numbers = numbers(owed);
        if !numbers.is_empty() {
            lines.push(Line::Remark(Table::Records, vec![named(unit.as_ref())]));
        }
        for number in numbers {
            let Some(Parts { record, editions, releases }) = records.remove(&number) else { continue };
            lines.push(row(&Entry::Record(Box::new(record))));
            further.extend(releases.into_iter().map(Entry::Release));
            further.extend(editions.into_iter().map(Entry::Edition));
        }
    }
    let of_item = |gap: &&Gap| matches!(gap.kind, GapKind::Unit | GapKind::Deadline);
    let items: BTreeSet<&ItemKey> = built.gaps.iter().filter(of_item).filter_map(|gap| gap.item.as_ref()).collect();
    for key in items {
        let known = settings.iter().rev().find(|setting| setting.key == *key);
        lines.push(row(&Entry::Item(known.cloned().unwrap_or_else(|| ItemSetting::of(key.clone())))));
    }
    for dataset in &built.year.datasets {
        let owner = DatasetRef { key: dataset.key.clone(), year: Some(dataset.year) };
        for figure in dataset.figures.iter().filter(|figure| figure.value.is_none()) {
            lines.push(row(&Entry::Figure(owner.clone(), figure.clone())));
        }
    }
    lines.extend(further.iter().map(&row));
    let to_mend = built.year.texts.iter().filter(|text| is_to_mend(text));
    lines.extend(to_mend.map(|text| row(&Entry::Text(text.clone()))));
    lines.extend(to_write(built));
    Ok(lines)
}

/// Whether a kept text has a mark in it, or says nothing in its place.
fn is_to_mend(text: &TextEntry) -> bool {
    !marks(&text.text).is_empty() || !marks(&text.heading).is_empty() || says_nothing(&text.place, &text.text)
}

/// What units and channels are called: who fills the workbook in knows their names and not their codes. A name that two of
/// them share stays a code.
struct Called {
    units: HashMap<String, String>,
    channels: HashMap<String, String>,
}

impl Called {
    async fn load(reader: &Reader) -> Result<Called> {
        let units = reader.units().await?.into_iter().map(|unit| (unit.code, unit.name));
        let channels = reader.channels().await?.into_iter().map(|channel| (channel.code, channel.name));
        Ok(Called { units: unshared(units.collect()), channels: unshared(channels.collect()) })
    }

    fn row(&self, entry: &Entry) -> Line {
        let (table, mut row) = ledger::print(entry);
        for (cell, column) in row.0.iter_mut().zip(ledger::columns(table)) {
            let names = match (table, column.key) {
                (Table::Units | Table::Channels | Table::Figures, _) => continue,
                (_, "unit") => &self.units,
                (_, "channel") => &self.channels,
                _ => continue,
            };
            let codes = ledger::split_names(cell);
            let named: Vec<&String> = codes.iter().map(|code| names.get(code).unwrap_or(code)).collect();
            *cell = ledger::join_names(&named);
        }
        Line::Row(table, row)
    }
}

/// Names by code, without those that are the name or the code of another.
fn unshared(named: Vec<(String, String)>) -> HashMap<String, String> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for (code, name) in &named {
        *times.entry(name.clone()).or_default() += 1;
        if code != name {
            *times.entry(code.clone()).or_default() += 1;
        }
    }
    named.into_iter().filter(|(_, name)| times.get(name) == Some(&1)).collect()
}

/// Texts that nobody has written yet: lines to fill in, passed over as long as the mark stands before them and nothing was
/// written. Their order is one that no kept text has.
fn to_write(built: &Built) -> Vec<Line> {
    let year = built.year.year.to_string();
    let mut used: BTreeMap<&str, u32> = BTreeMap::new();
    for text in &built.year.texts {
        let last = used.entry(text.place.as_str()).or_default();
        *last = text.order.max(*last);
    }
    let mut lines = Vec::new();
    for gap in &built.gaps {
        let Some(part) = part(gap.kind) else { continue };
        // Where something is written that says nothing, that row is to be mended; a further one would leave it there.
        if part != "5" && built.year.texts.iter().any(|text| text.place == part && says_nothing(part, &text.text)) {
            continue;
        }
        let order = used.entry(part).or_default();
        *order += 1;
        let about = ledger::hint(gap.kind.zh());
        // Three things are answered in part five, each under its name.
        let heading = if part == "5" { gap.kind.zh().to_string() } else { String::new() };
        lines.push(Line::Remark(Table::Texts, vec![year.clone(), part.into(), order.to_string(), heading, about]));
    }
    lines
}

/// The records of these index numbers, taken apart as rows.
async fn records(reader: &Reader, wanted: &BTreeSet<&IndexNumber>) -> Result<BTreeMap<IndexNumber, Parts>> {
    let (mut found, mut after) = (BTreeMap::new(), None::<String>);
    while found.len() < wanted.len() {
        let page = reader.export_records(after.as_deref(), PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
        let here = page.iter().filter(|record| wanted.contains(&record.index));
        found.extend(here.map(|record| (record.index.clone(), ledger::take_apart(record))));
    }
    Ok(found)
}
