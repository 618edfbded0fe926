//! What there is to mend: units, channels, datasets, texts, nil statements, records, each with the one word by which a
//! task names it. It changes nothing.

use super::records::find;
use super::report::{beginning, name_of};
use super::task::{NilName, TextName};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::ledger::names::{Names, plain};
use domain::policy::{Permission, Relation};
use domain::record::{Reach, Record};
use store::{CodeOf, Filter, Order, Page, Reader, Sort};

/// Records that are listed at once.
pub const MOST: u32 = 500;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Units.
    Units,
    /// Channels.
    Channels,
    /// Datasets.
    Datasets,
    /// Texts of reports.
    Texts,
    /// Nil statements.
    Nil,
    /// Records, drafts included, with their releases.
    Records,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Keys of the columns, messages under `list-head-`; the first is the word to name the thing by.
    pub columns: &'static [&'static str],
    /// Its rows.
    pub rows: Vec<Listed>,
    /// Whether there are more records than are listed.
    pub more: bool,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// A cell for each column.
    pub cells: Vec<String>,
    /// Releases of a record: the word to name it by, channel, date, locator.
    pub releases: Vec<[String; 4]>,
}

/// Lists what has the words of `query` in any of its cells; everything without one.
pub async fn list(ctx: &Ctx, what: What, query: Option<&str>) -> Result<Listing> {
    ctx.allow(Permission::MendLedger, Relation::School)?;
    let reader = ctx.read().await?;
    let query = query.map(str::trim).filter(|query| !query.is_empty());
    let (columns, rows): (&'static [&'static str], Vec<Vec<String>>) = match what {
        What::Units => (&["code", "name", "kind", "former", "named"], units(&reader).await?),
        What::Channels => (&["code", "name", "kind", "address", "former", "named"], channels(&reader).await?),
        What::Datasets => (&["dataset", "title", "item", "unit", "figures"], datasets(&reader).await?),
        What::Texts => (&["text", "heading", "begins"], texts(&reader).await?),
        What::Nil => (&["nil", "unit", "signed_by", "signed_on"], nil(&reader).await?),
        What::Records => return records(&reader, query).await,
    };
    let wanted = query.map(|query| plain(query).to_lowercase());
    let has = |row: &Vec<String>| {
        wanted.as_ref().is_none_or(|wanted| row.iter().any(|cell| plain(cell).to_lowercase().contains(wanted.as_str())))
    };
    let rows = rows.into_iter().filter(has).map(|cells| Listed { cells, releases: Vec::new() }).collect();
    Ok(Listing { columns, rows, more: false })
}

async fn units(reader: &Reader) -> Result<Vec<Vec<String>>> {
    let names = Names::load(reader, CodeOf::Unit).await?;
    let mut rows = Vec::new();
    for unit in reader.units().await? {
        let (former, named) = standing(reader, CodeOf::Unit, &names, &unit.code).await?;
        rows.push(vec![unit.code, unit.name, unit.kind.zh().into(), former, named]);
    }
    Ok(rows)
}

async fn channels(reader: &Reader) -> Result<Vec<Vec<String>>> {
    let names = Names::load(reader, CodeOf::Channel).await?;
    let mut rows = Vec::new();
    for channel in reader.channels().await? {
        let (former, named) = standing(reader, CodeOf::Channel, &names, &channel.code).await?;
        rows.push(vec![channel.code, channel.name, channel.kind.zh().into(), channel.address, former, named]);
    }
    Ok(rows)
}

/// What it was called before, and how many things name it.
async fn standing(reader: &Reader, of: CodeOf, names: &Names, code: &str) -> Result<(String, String)> {
    let named: u64 = reader.named_by(of, code).await?.iter().map(|(_, count)| count).sum();
    Ok((domain::ledger::join_names(names.before(code)), named.to_string()))
}

async fn datasets(reader: &Reader) -> Result<Vec<Vec<String>>> {
    let units = Names::load(reader, CodeOf::Unit).await?;
    let row = |dataset: &domain::figure::Dataset| {
        let unit = dataset.unit.as_deref().map_or("", |code| units.name(code)).to_string();
        let figures = dataset.figures.len().to_string();
        vec![name_of(dataset), dataset.title.clone(), dataset.item.to_string(), unit, figures]
    };
    Ok(reader.datasets(None).await?.iter().map(row).collect())
}

async fn texts(reader: &Reader) -> Result<Vec<Vec<String>>> {
    let row = |text: domain::ledger::TextEntry| {
        let begins = beginning(&text.text);
        let name = TextName { year: text.year, place: text.place, order: text.order };
        vec![name.to_string(), text.heading, begins]
    };
    Ok(reader.texts(None).await?.into_iter().map(row).collect())
}

async fn nil(reader: &Reader) -> Result<Vec<Vec<String>>> {
    let units = Names::load(reader, CodeOf::Unit).await?;
    let statements = reader.nil_statements(None).await?;
    let row = |nil: domain::nil_statement::NilStatement| {
        let unit = units.name(&nil.unit).to_string();
        vec![NilName::of(&nil), unit, nil.signed_by.clone(), nil.signed_on.to_string()]
    };
    Ok(statements.into_iter().map(row).collect())
}

async fn records(reader: &Reader, query: Option<&str>) -> Result<Listing> {
    let columns = &["key", "index", "title", "item", "unit", "year", "state"];
    let (units, channels) = (Names::load(reader, CodeOf::Unit).await?, Names::load(reader, CodeOf::Channel).await?);
    let mut found = Vec::new();
    if let Some(query) = query {
        match find(reader, query).await {
            Ok(record) => found.push(record),
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    let text = query.map(str::to_string);
    let (sort, order) = (Sort::Entry, Order::Ascending);
    let filter = Filter { text, reach: Reach::Staff, sort, order, ..Filter::default() };
    let page = reader.lines(&filter, Page::first(MOST)).await?;
    for line in &page.rows {
        if found.iter().all(|record| record.id != line.id) {
            found.push(reader.record(line.id).await?);
        }
    }
    let rows = found.iter().map(|record| row(record, &units, &channels)).collect();
    Ok(Listing { columns, rows, more: page.next.is_some() })
}

fn row(record: &Record, units: &Names, channels: &Names) -> Listed {
    let title = record.principal_edition().map_or_else(String::new, |edition| edition.title.clone());
    let unit = record.unit.as_deref().map_or("", |code| units.name(code)).to_string();
    let year = record.accounted_in().to_string();
    let state = match record.visibility.code() {
        "hidden" => record.progress.code(),
        visibility => visibility,
    };
    let release = |(at, release): (usize, &domain::record::Release)| {
        let name = format!("{}/{}", record.key, at + 1);
        [name, channels.name(&release.channel).to_string(), release.on.to_string(), release.locator.clone()]
    };
    Listed {
        cells: vec![
            record.key.clone(),
            record.index.to_string(),
            title,
            record.item.to_string(),
            unit,
            year,
            state.to_string(),
        ],
        releases: record.releases.iter().enumerate().map(release).collect(),
    }
}
