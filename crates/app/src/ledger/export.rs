//! Writing the whole ledger to a file, a page of records at a time.

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::files::{Access, Output, WholeFile};
use domain::figure::Dataset;
use domain::ledger::{self, DatasetRef, Entry, Parts, Row, Table};
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use office::ledger::Format;
use store::Reader;

/// Records read at a time.
const PAGE: u32 = 1_000;

/// How many attachments a ledger file leaves out: it has no files in it.
pub async fn attachments_left_out(ctx: &Ctx) -> Result<u64> {
    ctx.allow(Permission::ExportLedger, Relation::School)?;
    Ok(ctx.read().await?.attachments_in_all().await?)
}

/// Writes everything to a file of the form its name says, next to it first and then in its place, so that a
/// failure leaves no half file. Drafts and remarks are in it, so it is its owner's alone. Gives the number of rows.
pub async fn export(ctx: &Ctx, out: impl Into<Output>, progress: &(dyn Fn(u64) + Sync)) -> Result<u64> {
    let Output { path, over } = out.into();
    let path = path.as_path();
    let wrong = |error| Error::LedgerFile { file: path.display().to_string(), error };
    let format = Format::of(path).ok_or_else(|| wrong(office::ledger::LedgerFileError::Format))?;
    ctx.allow(Permission::ExportLedger, Relation::School)?;
    let reader = ctx.read().await?;
    let (rows, receiver) = std::sync::mpsc::sync_channel::<(Table, Row)>(4 * PAGE as usize);
    let target = path.to_path_buf();
    // Writing is blocking work; rows reach it through a short queue.
    let writing = tokio::task::spawn_blocking(move || {
        let begun = WholeFile::create(&target, Access::Private);
        let mut file = begun.map_err(|error| Error::file(&target, error))?.over(over);
        match office::ledger::write(format, &mut file, &mut receiver.into_iter()) {
            Ok(_) => Ok(file),
            Err(error) => Err(Error::LedgerFile { file: target.display().to_string(), error }),
        }
    });
    let fed = feed(&reader, &rows, progress).await;
    drop(rows);
    let written = writing.await.map_err(Error::internal)?;
    // The writer's error says more than that nobody listened to the feed.
    let file = written?;
    let count = fed?;
    file.commit().map_err(|error| Error::file(path, error))?;
    Ok(count)
}

/// An empty ledger file with heads, descriptions and an example, and the rows that the report of a year asks for.
pub fn template(out: impl Into<Output>, year: Option<SchoolYear>) -> Result<()> {
    let out = out.into();
    let wrong = |error| Error::LedgerFile { file: out.path.display().to_string(), error };
    let format = Format::of(&out.path).ok_or_else(|| wrong(office::ledger::LedgerFileError::Format))?;
    let bytes = office::ledger::template(format, year).map_err(wrong)?;
    crate::files::write(out, bytes, Access::Ordinary)
}

type Rows = std::sync::mpsc::SyncSender<(Table, Row)>;

/// Sends every row. When nobody listens any more the writer has failed and says why.
async fn feed(reader: &Reader, rows: &Rows, progress: &(dyn Fn(u64) + Sync)) -> Result<u64> {
    let mut count = 0;
    let mut send = |entry: &Entry| {
        count += 1;
        rows.send(ledger::print(entry)).is_ok()
    };
    for fact in reader.facts().await? {
        send(&Entry::School(fact));
    }
    for unit in reader.units().await? {
        send(&Entry::Unit(unit));
    }
    for channel in reader.channels().await? {
        send(&Entry::Channel(channel));
    }
    for setting in reader.item_settings().await? {
        send(&Entry::Item(setting));
    }
    // Tables follow one another in a file, so records are walked once for each of their three tables.
    for table in [Table::Records, Table::Releases, Table::Editions] {
        let mut after: Option<String> = None;
        loop {
            let page = reader.export_records(after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            let mut listening = true;
            for record in &page {
                let Parts { record, editions, releases } = ledger::take_apart(record);
                listening = match table {
                    Table::Records => send(&Entry::Record(Box::new(record))),
                    Table::Releases => releases.into_iter().all(|release| send(&Entry::Release(release))),
                    _ => editions.into_iter().all(|edition| send(&Entry::Edition(edition))),
                };
            }
            if table == Table::Records {
                progress(page.len() as u64);
            }
            if !listening {
                return Ok(0);
            }
        }
    }
    let datasets = reader.datasets(None).await?;
    for dataset in &datasets {
        let bare = Dataset { figures: Vec::new(), identities: Vec::new(), ..dataset.clone() };
        send(&Entry::Dataset(bare));
    }
    let owner = |dataset: &Dataset| DatasetRef { key: dataset.key.clone(), year: Some(dataset.year) };
    for dataset in &datasets {
        for figure in &dataset.figures {
            send(&Entry::Figure(owner(dataset), figure.clone()));
        }
    }
    for dataset in &datasets {
        let notes = reader.identity_notes(&dataset.key, dataset.year).await?;
        for (identity, note) in dataset.identities.iter().zip(notes) {
            send(&Entry::Identity(owner(dataset), identity.clone(), note));
        }
    }
    for text in reader.texts(None).await? {
        send(&Entry::Text(text));
    }
    for nil in reader.nil_statements(None).await? {
        send(&Entry::Nil(nil));
    }
    Ok(count)
}
