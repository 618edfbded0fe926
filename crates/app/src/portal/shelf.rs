//! Annual reports ready for readers: texts kept in memory, files in a folder.
//!
//! The portal reads from here and never builds a report. It must not lead out of its folder: file names are made of
//! a school year and a fixed word.

use super::view::{ReportFormat, ReportLine};
use domain::document::Document;
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Annual reports ready for readers: texts kept in memory, files in a folder.
///
/// The folder holds one folder a school year (`2022-2023`), in it `report.pdf`, `report.docx`, `report.html`,
/// `report.md` and `report.json`. Nothing else in it can be reached.
#[derive(Debug, Default)]
pub struct Shelf {
    folder: Option<PathBuf>,
    documents: RwLock<BTreeMap<SchoolYear, Arc<Document>>>,
    moves: AtomicU64,
}

impl Shelf {
    /// A shelf over a folder; `None` for one without files.
    pub fn new(folder: Option<PathBuf>) -> Shelf {
        Shelf { folder, ..Shelf::default() }
    }

    /// Puts up the text of a report, in place of an earlier one. Call it too after files were rewritten.
    pub fn put(&self, year: SchoolYear, document: Document) {
        self.documents.write().unwrap_or_else(PoisonError::into_inner).insert(year, Arc::new(document));
        self.moves.fetch_add(1, Ordering::Release);
    }

    /// How often something was put up: a part of what pages depend on.
    pub fn moves(&self) -> u64 {
        self.moves.load(Ordering::Acquire)
    }

    /// The text of a report.
    pub fn document(&self, year: SchoolYear) -> Option<Arc<Document>> {
        self.documents.read().unwrap_or_else(PoisonError::into_inner).get(&year).cloned()
    }

    /// All reports, newest first.
    pub async fn list(&self) -> Vec<ReportLine> {
        let mut years: Vec<SchoolYear> =
            self.documents.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect();
        if let Some(folder) = &self.folder
            && let Ok(mut entries) = tokio::fs::read_dir(folder).await
        {
            while let Ok(Some(entry)) = entries.next_entry().await {
                let name = entry.file_name();
                let Some(year) = name.to_str().and_then(|name| name.parse::<SchoolYear>().ok()) else { continue };
                if name.to_str() == Some(year.to_string().as_str()) {
                    years.push(year);
                }
            }
        }
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let mut lines = Vec::with_capacity(years.len());
        for year in years {
            let line = self.line(year).await;
            if line.readable || !line.files.is_empty() {
                lines.push(line);
            }
        }
        lines
    }

    /// One report as in the list.
    pub async fn line(&self, year: SchoolYear) -> ReportLine {
        let mut files = Vec::new();
        for format in ReportFormat::ALL {
            if let Some(path) = self.path(year, format)
                && let Ok(about) = tokio::fs::metadata(&path).await
                && about.is_file()
            {
                files.push((format, about.len()));
            }
        }
        ReportLine { year, readable: self.document(year).is_some(), files }
    }

    /// A file of a report, whole; `None` when there is none. At most 64 MB are read.
    pub async fn file(&self, year: SchoolYear, format: ReportFormat) -> Option<Vec<u8>> {
        const MOST: u64 = 64 * 1024 * 1024;
        let path = self.path(year, format)?;
        let about = tokio::fs::metadata(&path).await.ok()?;
        if !about.is_file() || about.len() > MOST {
            return None;
        }
        tokio::fs::read(&path).await.ok()
    }

    /// Made of a number and a fixed word, so it cannot lead out of the folder.
    fn path(&self, year: SchoolYear, format: ReportFormat) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(year.to_string()).join(format!("report.{}", format.extension())))
    }
}
