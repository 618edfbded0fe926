//! The forms a report is written in.

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
    /// The annex in Word.
    AnnexDocx,
    /// The annex as a workbook.
    AnnexXlsx,
}

impl Format {
    /// Every format, in the order they are written.
    pub const ALL: [Format; 7] =
        [Format::Docx, Format::Pdf, Format::Html, Format::Markdown, Format::Json, Format::AnnexDocx, Format::AnnexXlsx];

    /// Every format, in the order of a list of downloads.
    pub const DOWNLOADS: [Format; 7] =
        [Format::Pdf, Format::Docx, Format::AnnexDocx, Format::AnnexXlsx, Format::Html, Format::Markdown, Format::Json];

    /// File name ending without its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Markdown => "md",
            Format::Json => "json",
            Format::AnnexDocx => "annex.docx",
            Format::AnnexXlsx => "annex.xlsx",
        }
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Docx | Format::AnnexDocx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Format::Pdf => "application/pdf",
            Format::Html => "text/html; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Json => "application/json",
            Format::AnnexXlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The format by its ending.
    pub fn of(extension: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.extension() == extension)
    }
}
