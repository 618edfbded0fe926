//! The annual report: composed from the ledger, written in every format, read back and compared.
//!
//! For the office it is made anew from the ledger each time, so that it cannot differ from it; what is issued
//! ([`issue`]) is kept whole and never changes. There is one writer ([`file`]): the comparison is part of it, and a file
//! that does not say what the ledger says is never handed out.

mod begin;
mod check;
mod figures;
mod format;
mod gaps;
mod issue;
mod kept;
mod proof;
mod requests;
mod surveys;
mod voices;

pub use begin::{Beginning, begin, keep_begun};
pub use check::{checked, report_behind};
pub use figures::json;
pub use format::Format;
pub use gaps::{Lacking, gaps, gaps_workbook, lacking};
pub use issue::{Issuing, Unfilled, final_report, issue, last_signed};
pub(crate) use issue::{issue_approved, may_be_approved};
pub(crate) use kept::{read as read_document, write as write_document};
pub use proof::{Compared, compare};
pub use requests::account;

use crate::context::{App, Ctx};
use crate::error::{Error, Result};
use crate::files::{Access, Output, Over};
use crate::guard::rows::names_a_person;
use domain::annual_report::{Composed, Gap, Year, compose};
use domain::audit::{Discrepancy, audit};
use domain::catalogue::Catalogue;
use domain::document::{Block, Document, Inline, plain};
use domain::figure::Dataset;
use domain::policy::{Permission, Relation};
use domain::school::School;
use domain::school_year::SchoolYear;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use store::{Draft, Reader};

/// A report before it is written.
#[derive(Debug, Clone)]
pub struct Built {
    /// What it is made from.
    pub year: Year,
    /// What it says.
    pub document: Document,
    /// Its annex: every record and channel.
    pub annex: Document,
    /// What it still lacks.
    pub gaps: Vec<Gap>,
    /// The school's own Word file, in which .docx is written when there is one.
    pub template: Option<Arc<[u8]>>,
    /// What does not add up in the ledger.
    pub discrepancies: Vec<Discrepancy>,
    /// Records of the year that are not public and so not in the report. Never in the document.
    pub drafts: Vec<Draft>,
}

impl Built {
    /// The report with its annex behind it, for formats that have no pages.
    pub fn whole(&self) -> Document {
        let mut whole = self.document.clone();
        whole.blocks.extend(self.annex.blocks.iter().cloned());
        whole
    }
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
    /// Characters that it prints as their number, each with the words in which it first stands.
    pub replaced: Vec<(char, String)>,
}

/// Puts what the registers of voices and the answers to surveys say of a year in the place of what was entered by hand.
///
/// # Errors
/// Of the database.
pub async fn registers(reader: &Reader, app: &App, year: SchoolYear, datasets: &mut Vec<Dataset>) -> Result<()> {
    voices::voices(reader, app, year, datasets).await?;
    surveys::evaluation(reader, year, datasets).await
}

/// Everything a year's report is made from. [`Error::NotFound`] when the ledger has nothing for the year.
pub async fn load(reader: &Reader, app: &App, year: SchoolYear) -> Result<Year> {
    // A report is kept and passed on, so what stands for a limited time only appears as it will when that is over.
    let disclosed = reader.disclosed(year).await?.into_iter();
    let records: Vec<_> = disclosed.map(|record| record.lasting(names_a_person)).collect();
    let withdrawn = reader.withdrawn(year).await?;
    let kept_back = reader.kept_back(year).await?;
    let mut datasets = reader.datasets(Some(year)).await?;
    // Where the register knows of the year it is the account, and what was entered by hand is none.
    if let Some(balance) = account(reader, year).await? {
        let at = datasets.iter().position(|dataset| dataset.key == domain::request::register::KEY);
        let typed = at.map(|at| datasets.remove(at));
        datasets.push(balance.dataset_beside(year, typed.as_ref()));
    }
    registers(reader, app, year, &mut datasets).await?;
    let mut texts = reader.texts(Some(year)).await?;
    surveys::summary(reader, year, &mut texts).await?;
    let nothing = kept_back.is_empty();
    if records.is_empty() && withdrawn.is_empty() && datasets.is_empty() && texts.is_empty() && nothing {
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
        withdrawn,
        kept_back,
        perhaps: reader.perhaps_of(year).await?,
        datasets,
        texts,
        nils: reader.nil_statements(Some(year)).await?,
        calendar: app.calendar.clone(),
        signed_on: None,
        unfinished: None,
        findings: Vec::new(),
    })
}

/// Composes the report of a year from the ledger as it is now.
pub async fn build(ctx: &Ctx, year: SchoolYear, signed_on: Option<chrono::NaiveDate>) -> Result<Built> {
    ctx.allow(Permission::BuildReport, Relation::School)?;
    let reader = ctx.read().await?;
    let unfinished = (ctx.today() <= year.last_day()).then(|| ctx.today());
    let mut year = Year { signed_on, unfinished, ..load(&reader, &ctx.app, year).await? };
    // What the checker finds in it is said in part seven.
    year.findings = check::found_in(&compose(&year)?);
    let Composed { document, annex, gaps } = compose(&year)?;
    let discrepancies = audit(&year, ctx.today());
    let drafts = reader.drafts_of(year.year).await?;
    Ok(Built { year, document, annex, gaps, template: None, discrepancies, drafts })
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
    /// Characters that the file prints as their number because no face has them.
    pub replaced: Vec<char>,
}

/// The one writer: renders a format, and reads .docx and .pdf back and compares them with the ledger. Blocking: a PDF
/// takes tenths of a second.
///
/// # Errors
/// [`Error::Differs`] when a file does not say what the ledger says.
pub fn file(app: &App, built: &Built, format: Format) -> Result<File> {
    let (bytes, replaced) = render(app, built, format)?;
    let compared = match format {
        Format::Docx | Format::Pdf => Some(compare(&built.document, format, &bytes, &replaced)?),
        Format::AnnexDocx => Some(compare(&built.annex, format, &bytes, &replaced)?),
        Format::Html | Format::Markdown | Format::Json | Format::AnnexXlsx => None,
    };
    Ok(File { format, bytes, compared, replaced })
}

fn render(app: &App, built: &Built, format: Format) -> Result<(Vec<u8>, Vec<char>)> {
    let document = &built.document;
    let bytes = match format {
        Format::Docx => match &built.template {
            Some(template) => office::docx::write_report_in(document, template)
                .map_err(|error| Error::Template { why: error.to_string() })?,
            None => office::docx::write_report(document, office::ledger::Language::Zh).map_err(Error::internal)?,
        },
        Format::AnnexDocx => {
            office::docx::write_report(&built.annex, office::ledger::Language::Zh).map_err(Error::internal)?
        }
        Format::AnnexXlsx => office::tables::write_tables(&built.annex).map_err(Error::internal)?,
        Format::Pdf => return pdf(app, document),
        Format::Html => typeset::html_page(&built.whole()).into_bytes(),
        Format::Markdown => typeset::markdown(&built.whole()).into_bytes(),
        Format::Json => json(built)?.into_bytes(),
    };
    Ok((bytes, Vec::new()))
}

/// The PDF and the characters that it prints as their number.
pub(crate) fn pdf(app: &App, document: &Document) -> Result<(Vec<u8>, Vec<char>)> {
    let replaced = RefCell::new(Vec::new());
    let step = |step: typeset::Step| {
        if let typeset::Step::Replaced(characters) = step {
            *replaced.borrow_mut() = characters;
        }
    };
    let bytes = typeset::pdf(document, fonts(app), &step).map_err(Error::internal)?;
    Ok((bytes, replaced.into_inner()))
}

/// The fonts: those in the program, the school's folders, and the free 仿宋 that lies beside the program because
/// its licence keeps it out of it. Read once in the life of the process.
pub(crate) fn fonts(app: &App) -> &'static typeset::Fonts {
    static FONTS: OnceLock<typeset::Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut folders: Vec<PathBuf> = app.settings.fonts.iter().map(|folder| app.settings.resolve(folder)).collect();
        folders.extend(beside_the_program());
        typeset::Fonts::with_folders(&folders)
    })
}

/// The faces an official document calls for that are not there; another stands in for each.
pub fn missing_faces(app: &App) -> Vec<&'static str> {
    fonts(app).missing().into_iter().map(typeset::Face::name).collect()
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
/// their places and moved there when all that can be made are whole and true, so that a full disk leaves no draft in two
/// versions; a format that cannot be made keeps none of the others back, and where one file may not be replaced none is. A
/// draft is its owner's alone. `progress` hears of each format begun.
///
/// # Errors
/// The folder cannot be made or written to. What happened to each format is in the answer.
pub fn write(
    app: &App,
    built: &Built,
    (folder, over): (&Path, Over),
    formats: &[Format],
    progress: &dyn Fn(Format),
) -> Result<Vec<Result<Written>>> {
    let _folder = crate::files::folder(folder)?;
    let (mut told, mut begun) = (Vec::new(), Vec::new());
    for format in formats {
        progress(*format);
        let File { bytes, compared, replaced, .. } = match file(app, built, *format) {
            Ok(file) => file,
            Err(error) => {
                told.push(Err(error));
                continue;
            }
        };
        let path = folder.join(format!("{}-{}.{}", FILE_STEM, built.year.year, format.extension()));
        let out = Output { path: path.clone(), over };
        begun.push((path.clone(), crate::files::begin(&out, &bytes, Access::Private)?));
        let replaced = replaced.iter().map(|c| (*c, place_of(&built.document, *c))).collect();
        told.push(Ok(Written { format: *format, path, bytes: bytes.len(), compared, replaced }));
    }
    for (path, file) in &begun {
        file.spare().map_err(|error| Error::file(path, error))?;
    }
    for (path, file) in begun {
        file.commit().map_err(|error| Error::file(&path, error))?;
    }
    Ok(told)
}

/// The first words of the document in which a character stands, to find it by.
fn place_of(document: &Document, character: char) -> String {
    let words = |inlines: &Vec<Inline>| {
        let text = plain(inlines);
        text.contains(character).then(|| text.chars().take(40).collect())
    };
    let place = document.blocks.iter().find_map(|block| match block {
        Block::Paragraph(inlines) => words(inlines),
        Block::List(entries) => entries.iter().find_map(words),
        Block::Table(table) => table.rows.iter().flatten().find_map(words),
        Block::Heading { text, .. } => words(&vec![Inline::text(text.clone())]),
        Block::Chart(_) | Block::Signature(_) => None,
    });
    place.unwrap_or_else(|| document.title_line())
}

/// How the files of a report are named before the year.
pub const FILE_STEM: &str = "annual-report";
