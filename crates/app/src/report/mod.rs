//! The annual report: composed from the ledger, written in every format, read back and compared.
//!
//! For the office it is made anew from the ledger each time, so that it cannot differ from it; what is issued
//! ([`issue`]) is kept whole and never changes. There is one writer ([`file`]): the comparison is part of it, and a file
//! that does not say what the ledger says is never handed out.

mod figures;
mod issue;
mod kept;
mod proof;

pub use figures::json;
pub use issue::{Issuing, issue, last_signed};
pub(crate) use kept::read as read_document;
pub use proof::{Compared, compare};

use crate::context::{App, Ctx};
use crate::error::{Error, Result};
use crate::files::Access;
use crate::guard::rows::names_a_person;
use domain::annual_report::{Year, compose};
use domain::audit::{Discrepancy, audit};
use domain::catalogue::Catalogue;
use domain::document::Document;
use domain::policy::{Permission, Relation};
use domain::school::School;
use domain::school_year::SchoolYear;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use store::Reader;

/// A format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Word, for going on editing.
    Docx,
    /// For signing, printing and keeping.
    Pdf,
    /// One accessible page.
    Html,
    /// Plain text with marks.
    Markdown,
    /// Every figure with its reference.
    Json,
}

impl Format {
    /// Every format, in the order they are written.
    pub const ALL: [Format; 5] = [Format::Docx, Format::Pdf, Format::Html, Format::Markdown, Format::Json];

    /// Every format, in the order of a list of downloads.
    pub const DOWNLOADS: [Format; 5] = [Format::Pdf, Format::Docx, Format::Html, Format::Markdown, Format::Json];

    /// File name ending without its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Markdown => "md",
            Format::Json => "json",
        }
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Pdf => "application/pdf",
            Format::Html => "text/html; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Json => "application/json",
        }
    }

    /// The format by its ending.
    pub fn of(extension: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.extension() == extension)
    }
}

/// A report before it is written.
#[derive(Debug, Clone)]
pub struct Built {
    /// What it is made from.
    pub year: Year,
    /// What it says.
    pub document: Document,
    /// What does not add up in the ledger.
    pub discrepancies: Vec<Discrepancy>,
}

/// A file of the report.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its format.
    pub format: Format,
    /// Where it is.
    pub path: PathBuf,
    /// How long it is, in bytes.
    pub bytes: usize,
    /// What was compared with the ledger after writing, for the formats that are read back.
    pub compared: Option<Compared>,
}

/// Everything a year's report is made from. [`Error::NotFound`] when the ledger has nothing for the year.
pub async fn load(reader: &Reader, app: &App, year: SchoolYear) -> Result<Year> {
    // A report is kept and passed on, so what stands for a limited time only appears as it will when that is over.
    let disclosed = reader.disclosed(year).await?.into_iter();
    let records: Vec<_> = disclosed.map(|record| record.lasting(names_a_person)).collect();
    let undisclosed = reader.undisclosed(year).await?;
    let datasets = reader.datasets(Some(year)).await?;
    let texts = reader.texts(Some(year)).await?;
    let nothing = undisclosed.on_request + undisclosed.withheld == 0;
    if records.is_empty() && datasets.is_empty() && texts.is_empty() && nothing {
        return Err(Error::NotFound { kind: "report", key: year.to_string() });
    }
    let school = School::of(reader.facts().await?);
    let catalogue = Catalogue::in_year(school.kind(), &reader.item_settings().await?, year)?;
    Ok(Year {
        school,
        year,
        catalogue,
        units: reader.units().await?,
        channels: reader.channels().await?,
        records,
        on_request: undisclosed.on_request,
        withheld: undisclosed.withheld,
        datasets,
        texts,
        nils: reader.nil_statements(Some(year)).await?,
        calendar: app.calendar.clone(),
        signed_on: None,
    })
}

/// Composes the report of a year from the ledger as it is now.
pub async fn build(ctx: &Ctx, year: SchoolYear, signed_on: Option<chrono::NaiveDate>) -> Result<Built> {
    ctx.allow(Permission::BuildReport, Relation::School)?;
    let reader = ctx.read().await?;
    let year = Year { signed_on, ..load(&reader, &ctx.app, year).await? };
    let document = compose(&year)?;
    let discrepancies = audit(&year);
    Ok(Built { year, document, discrepancies })
}

/// A file of the report in memory.
#[derive(Debug, Clone)]
pub struct File {
    /// Its format.
    pub format: Format,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What was compared with the ledger after writing, for the formats that are read back.
    pub compared: Option<Compared>,
}

/// The one writer: renders a format, and reads .docx and .pdf back and compares them with the ledger. Blocking: a PDF
/// takes tenths of a second.
///
/// # Errors
/// [`Error::Differs`] when a file does not say what the ledger says.
pub fn file(app: &App, built: &Built, format: Format) -> Result<File> {
    let bytes = render(app, built, format)?;
    let compared = match format {
        Format::Docx | Format::Pdf => Some(compare(&built.document, format, &bytes)?),
        Format::Html | Format::Markdown | Format::Json => None,
    };
    Ok(File { format, bytes, compared })
}

fn render(app: &App, built: &Built, format: Format) -> Result<Vec<u8>> {
    let document = &built.document;
    Ok(match format {
        Format::Docx => office::docx::write_report(document, office::ledger::Language::Zh).map_err(Error::internal)?,
        Format::Pdf => typeset::pdf(document, fonts(app), &|_| {}).map_err(Error::internal)?,
        Format::Html => typeset::html_page(document).into_bytes(),
        Format::Markdown => typeset::markdown(document).into_bytes(),
        Format::Json => json(built)?.into_bytes(),
    })
}

/// The fonts: those in the program, the school's folders, and the free 仿宋 that lies beside the program because
/// its licence keeps it out of it. Read once in the life of the process.
fn fonts(app: &App) -> &'static typeset::Fonts {
    static FONTS: OnceLock<typeset::Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut folders: Vec<PathBuf> = app.settings.fonts.iter().map(|folder| app.settings.resolve(folder)).collect();
        folders.extend(beside_the_program());
        let fonts = typeset::Fonts::with_folders(&folders);
        for face in fonts.missing() {
            tracing::warn!(face = face.name(), "app.report.fonts: this face is missing, another stands in for it");
        }
        fonts
    })
}

/// `fonts` beside the executable, and `assets/fonts` of the source tree it was built in (`target/release` lies
/// two folders below it).
fn beside_the_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    let beside = program.parent().map(|folder| folder.join("fonts"));
    let source = program.ancestors().skip(2).take(4).map(|folder| folder.join("assets/fonts/fandol"));
    beside.into_iter().chain(source).filter(|folder| folder.is_dir()).collect()
}

/// Writes the formats asked for into a folder and compares .docx and .pdf with the ledger. The files are written beside
/// their places and moved there when all are whole and true, so that a full disk leaves no draft in two versions; a
/// draft is its owner's alone. `progress` hears of each format begun.
pub fn write(
    app: &App,
    built: &Built,
    folder: &Path,
    formats: &[Format],
    progress: &dyn Fn(Format),
) -> Result<Vec<Written>> {
    std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    let (mut written, mut whole) = (Vec::new(), Vec::new());
    for format in formats {
        progress(*format);
        let File { bytes, compared, .. } = file(app, built, *format)?;
        let path = folder.join(format!("{}-{}.{}", FILE_STEM, built.year.year, format.extension()));
        whole.push(crate::files::begin(&path, &bytes, Access::Private)?);
        written.push(Written { format: *format, path, bytes: bytes.len(), compared });
    }
    for (file, Written { path, .. }) in whole.into_iter().zip(&written) {
        file.commit().map_err(|error| Error::file(path, error))?;
    }
    Ok(written)
}

/// How the files of a report are named before the year.
pub const FILE_STEM: &str = "annual-report";
