//! Reports ready for the portal's readers: made when the program starts and again when the ledger has moved.
//!
//! What lies on the shelf is derived and can be deleted at any time. It is made in the background so that no
//! visitor waits for a PDF, and only for years of a size that makes a report.

use super::{Format, build, render};
use crate::context::{App, Ctx};
use crate::error::{Error, Result};
use crate::portal::Shelf;
use crate::words::Lang;
use domain::document::Document;
use domain::event::Actor;
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Filter, Page};

/// Quiet that a burst of events must leave before reports are made again.
const QUIET: Duration = Duration::from_secs(2);

/// A year with more records than this has its report made on the command line only.
const LARGEST: usize = 20_000;

/// Where the files of the shelf lie.
pub fn folder(app: &App) -> PathBuf {
    app.settings.resolve(Path::new("derived/reports"))
}

/// Keeps the shelf as the ledger is, until the process ends. Run it as a task of its own.
pub async fn keep(app: Arc<App>, shelf: Arc<Shelf>) {
    let mut changes = app.store.changes();
    let mut known = BTreeMap::new();
    loop {
        changes.mark_unchanged();
        if let Err(error) = shelve(&app, &shelf, &mut known).await {
            tracing::error!(error = &error as &dyn std::error::Error, "app.report.shelve");
        }
        if changes.changed().await.is_err() {
            return;
        }
        while let Ok(Ok(())) = tokio::time::timeout(QUIET, changes.changed()).await {}
    }
}

/// Makes the reports whose text has changed.
async fn shelve(app: &Arc<App>, shelf: &Shelf, known: &mut BTreeMap<SchoolYear, Document>) -> Result<()> {
    let ctx = app.ctx(Actor::System("reports"), Lang::Zh);
    for year in app.store.read().await?.years().await? {
        if too_large(&ctx, year).await? {
            continue;
        }
        let built = build(&ctx, year, None).await?;
        if known.get(&year) == Some(&built.document) {
            continue;
        }
        let folder = folder(app).join(year.to_string());
        let (app, document) = (Arc::clone(app), built.document.clone());
        let written = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
            for format in Format::ALL {
                let path = folder.join(format!("report.{}", format.extension()));
                let bytes = render(&app, &built, format)?;
                if std::fs::read(&path).is_ok_and(|present| present == bytes) {
                    continue;
                }
                let beside = folder.join(format!("report.{}.part", format.extension()));
                std::fs::write(&beside, bytes).map_err(|error| Error::file(&beside, error))?;
                std::fs::rename(&beside, &path).map_err(|error| Error::file(&path, error))?;
            }
            Ok::<(), Error>(())
        });
        written.await.map_err(Error::internal)??;
        shelf.put(year, document.clone());
        known.insert(year, document);
    }
    Ok(())
}

/// Whether the year has more than [`LARGEST`] records: asked page by page, so that a huge year is not read whole.
async fn too_large(ctx: &Ctx, year: SchoolYear) -> Result<bool> {
    let reader = ctx.app.store.read().await?;
    let filter = Filter { year: Some(year), all_states: true, ..Filter::default() };
    let mut page = Page::first(1_000);
    let mut seen = 0;
    loop {
        let listed = reader.lines(&filter, page).await?;
        seen += listed.rows.len();
        match listed.next {
            _ if seen > LARGEST => return Ok(true),
            Some(next) => page = Page::after(next, 1_000),
            None => return Ok(false),
        }
    }
}
