//! PDF by typst, in process: PDF/A-2a and PDF/UA-1 at once, the same bytes for the same document.
//!
//! The template is ours and fixed; the document enters as one JSON file that the template reads, so nothing a
//! person wrote is ever parsed as markup. The world given to typst has that file and the fonts: no folders,
//! no network, no packages, no clock. This module must not let a type of typst's out.

mod data;
mod notice;

pub use notice::{Paper, notice};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::Fonts;
use domain::document::Document;

const TEMPLATE: &str = include_str!("templates/report.typ");

/// What the writer is at, for a progress bar, and what it had to do differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Charts are drawn and the words prepared.
    Preparing,
    /// These characters have no glyph in any face and are printed as their number, `〔U+E000〕` ([`crate::printed`]).
    /// Reported before pages are set, each time anew; mostly there are none.
    Replaced(Vec<char>),
    /// Pages are set; the longest step.
    Setting,
    /// The file is written; carries the number of pages.
    Writing {
        /// Pages set.
        pages: usize,
    },
}

/// Why no PDF could be made. The words of the document are never part of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A part of the program's own set-up does not hold: template, fonts or standards.
    #[error("the PDF writer is not set up: {0}")]
    Setup(String),
    /// The pages could not be set.
    #[error("the pages of the PDF could not be set: {0}")]
    Pages(String),
    /// The file could not be written to the archival and accessibility standards.
    #[error("the PDF does not meet PDF/A-2a and PDF/UA-1: {0}")]
    Standard(String),
}

/// The document as a PDF file: A4 in the page of GB/T 9704-2012, tagged, with outline and properties.
///
/// With four or more headings of the first level it has a cover and a contents page; a shorter document begins
/// with its title. Two calls with the same document and fonts give the same bytes. `progress` is called at the
/// start of each [`Step`].
pub fn pdf(document: &Document, fonts: &Fonts, progress: &dyn Fn(Step)) -> Result<Vec<u8>, Error> {
    printed(TEMPLATE, &|fonts, plain| data::prepare(document, fonts, plain), fonts, progress)
}

/// A template with its data, which `prepare` makes for a set of faces; `plain` asks for what is out of the ordinary as numbers.
fn printed(
    template: &str,
    prepare: &dyn Fn(&Fonts, bool) -> data::Prepared,
    fonts: &Fonts,
    progress: &dyn Fn(Step),
) -> Result<Vec<u8>, Error> {
    progress(Step::Preparing);
    let prepared = prepare(fonts, false);
    let wide;
    let (fonts, prepared) = if prepared.replaced.is_empty() {
        (fonts, prepared)
    } else {
        wide = fonts.widened();
        (&wide, prepare(&wide, false))
    };
    match set(template, fonts, prepared, progress) {
        // A mark that no face can join to its letter makes the standard refuse the file. A report must come out, so
        // what is out of the ordinary is then printed as numbers.
        Err(Error::Standard(_)) => set(template, fonts, prepare(fonts, true), progress),
        done => done,
    }
}

fn set(template: &str, fonts: &Fonts, prepared: data::Prepared, progress: &dyn Fn(Step)) -> Result<Vec<u8>, Error> {
    progress(Step::Replaced(prepared.replaced));
    let world = Workplace::new(template, fonts, prepared.json)?;
    progress(Step::Setting);
    let result = typst::compile::<PagedDocument>(&world);
    let paged = result.output.map_err(|errors| Error::Pages(told(&errors)))?;
    progress(Step::Writing { pages: paged.pages().len() });
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| Error::Setup(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Gongkai".into())),
        standards,
        ..PdfOptions::default()
    };
    let file = typst_pdf::pdf(&paged, &options).map_err(|errors| Error::Standard(told(&errors)));
    // A server makes many different documents; what typst remembers of this one would only fill memory.
    typst::comemo::evict(0);
    file
}

/// Typst's own messages, on one line; they name parts of the template, not words of the document.
fn told(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<String> = errors
        .iter()
        .take(3)
        .map(|error| {
            let hints: Vec<&str> = error.hints.iter().map(|hint| hint.v.as_str()).collect();
            if hints.is_empty() {
                error.message.to_string()
            } else {
                format!("{} ({})", error.message, hints.join("; "))
            }
        })
        .collect();
    messages.join("; ")
}

/// The world of one document: the template, its data, the fonts.
struct Workplace<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl<'a> Workplace<'a> {
    fn new(template: &str, fonts: &'a Fonts, json: String) -> Result<Workplace<'a>, Error> {
        let template = Source::new(file_id("/template.typ")?, template.into());
        Ok(Workplace {
            library: LazyHash::new(Library::builder().build()),
            fonts,
            template,
            data_id: file_id("/data.json")?,
            data: Bytes::from_string(json),
        })
    }
}

fn file_id(path: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(path).map_err(|_| Error::Setup(format!("{path} is no path")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Workplace<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(absent(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(absent(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// Nothing printed may depend on the day it is printed.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
