//! PDF files: the text of each page in reading order, what is drawn over, comments, properties.
//!
//! It exists on the interpreter that the typesetter already brings. A PDF knows glyphs and places, not
//! paragraphs: lines, columns and paragraphs are judged from geometry and may be judged wrongly. It
//! must only be used where a crash is survivable (see `worker`).

mod device;
mod drawing;
mod layout;
mod paragraphs;

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::extract::{BlockKind, Concealed, Place};
use encoding_rs::UTF_16BE;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RectExt, TransformExt, interpret_page};
use hayro_syntax::object::dict::keys::{A, ANNOTS, CONTENTS, RECT, SUBTYPE};
use hayro_syntax::object::{self, Array, Dict, Name};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::{Affine, Rect};

use super::ReadError;
use super::builder::Builder;
use device::{Collector, Found};
pub use drawing::pdf_in_drawing_order;

/// Reads one PDF.
pub(crate) fn read(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let pages = catch_unwind(AssertUnwindSafe(|| read_pages(bytes, builder)));
    let pages = pages.unwrap_or_else(|_| Err(ReadError::damaged("pdf")))?;
    paragraphs::emit(pages, builder)
}

/// One page, ready to be cut into paragraphs.
pub(crate) struct PageText {
    pub(crate) number: usize,
    pub(crate) height: f64,
    pub(crate) columns: Vec<layout::Column>,
    /// Text that an opaque shape covers, each run with its line.
    pub(crate) covered: Vec<(usize, String)>,
    pub(crate) comments: Vec<String>,
}

/// A link's area on the page and its address.
pub(crate) struct LinkArea {
    pub(crate) area: Rect,
    pub(crate) address: String,
}

fn read_pages(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<Vec<PageText>, ReadError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            ReadError::Encrypted
        }
        _ => ReadError::damaged("pdf"),
    })?;
    read_properties(&pdf, builder)?;
    if pdf.pages().len() > builder.limits.max_pages {
        return Err(ReadError::TooLarge { what: "pages", limit: builder.limits.max_pages as u64 });
    }
    let cache = InterpreterCache::new();
    let unembedded = OnceCell::new();
    let mut pages = Vec::new();
    let mut bytes_of_text = 0usize;
    for (at, page) in pdf.pages().iter().enumerate() {
        let mut found = collect(page, &cache, builder.limits.max_text);
        if found.lacks_characters()
            && let Some(second) = unembedded.get_or_init(|| without_fonts(&pdf))
            && let Some(page) = second.pages().get(at)
        {
            let again = collect(page, &InterpreterCache::new(), builder.limits.max_text);
            if again.unknown < found.unknown {
                found = again;
            }
        }
        let read = lay_out(page, at + 1, found, builder);
        bytes_of_text +=
            read.columns.iter().flat_map(|column| &column.lines).map(|line| line.text.len()).sum::<usize>();
        if bytes_of_text > builder.limits.max_text {
            return Err(ReadError::TooLarge { what: "text-bytes", limit: builder.limits.max_text as u64 });
        }
        pages.push(read);
    }
    Ok(pages)
}

/// The same file as if its fonts were not embedded. Older Chinese programs embed fonts without saying
/// which characters they hold; the interpreter then knows none, while for a font that is *not* embedded
/// it takes them from the character collection (Adobe-GB1). Names keep their length, so that no offset
/// moves; descriptors within compressed object streams are out of reach.
fn without_fonts(pdf: &Pdf) -> Option<Pdf> {
    let mut bytes = pdf.data().as_ref().to_vec();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(10).position(|ten| matches!(ten, b"/FontFile2" | b"/FontFile3")) {
        at += found + 10;
        bytes[at - 1] = b'X';
    }
    (at > 0).then(|| Pdf::new(bytes).ok()).flatten()
}

/// How the page lies: what turns its coordinates into ours.
fn geometry(page: &Page<'_>) -> (f64, f64, Affine) {
    let (width, height) = page.render_dimensions();
    (f64::from(width), f64::from(height), page.initial_transform(true).to_kurbo())
}

fn collect<'p>(page: &Page<'p>, cache: &InterpreterCache<'p>, max_text: usize) -> Found {
    let (width, height, initial) = geometry(page);
    let area = Rect::new(0.0, 0.0, width, height);
    let mut context = Context::new(initial, area, cache, page.xref(), InterpreterSettings::default());
    let mut collector = Collector::new(width, height, max_text);
    interpret_page(page, &mut context, &mut collector);
    collector.finish()
}

fn lay_out(page: &Page<'_>, number: usize, found: Found, builder: &mut Builder<'_>) -> PageText {
    let (width, height, initial) = geometry(page);
    let at = number.to_string();
    if found.overflow {
        builder.notice("page-not-read", at.clone());
    }
    if found.lacks_characters() {
        builder.notice("text-without-unicode", at.clone());
    }
    let visible = found.glyphs.iter().any(|glyph| !glyph.text.trim().is_empty());
    if !visible && found.unknown == 0 && found.images > 0 {
        builder.notice("page-is-picture", at);
    }
    let (links, comments) = annotations(page, initial);
    let (columns, covered) = layout::lines(found.glyphs, &found.rules, width, &links);
    PageText { number, height, columns, covered, comments }
}

/// Links and written comments of a page.
fn annotations(page: &Page<'_>, initial: Affine) -> (Vec<LinkArea>, Vec<String>) {
    let (mut links, mut comments) = (Vec::new(), Vec::new());
    let Some(all) = page.raw().get::<Array<'_>>(ANNOTS) else { return (links, comments) };
    for annotation in all.iter::<Dict<'_>>().take(20_000) {
        let kind = annotation.get::<Name<'_>>(SUBTYPE);
        if kind.as_ref().is_some_and(|kind| kind.as_str() == "Link") {
            let address = annotation.get::<Dict<'_>>(A).and_then(|action| action.get::<object::String<'_>>("URI"));
            if let (Some(address), Some(area)) = (address, annotation.get::<object::Rect>(RECT)) {
                let area = initial.transform_rect_bbox(area.to_kurbo());
                links.push(LinkArea { area, address: text_string(address.as_bytes()) });
            }
        } else if let Some(text) = annotation.get::<object::String<'_>>(CONTENTS) {
            let text = text_string(text.as_bytes());
            if !text.trim().is_empty() {
                comments.push(text.replace('\r', "\n"));
            }
        }
    }
    (links, comments)
}

fn read_properties(pdf: &Pdf, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let told = pdf.metadata();
    let all = [
        ("title", &told.title),
        ("author", &told.author),
        ("subject", &told.subject),
        ("keywords", &told.keywords),
        ("creator", &told.creator),
        ("producer", &told.producer),
    ];
    for (name, value) in all {
        let Some(text) = value.as_ref().map(|bytes| text_string(bytes)).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        let place = Place::Property(name.to_owned());
        builder.emit_text(text.trim(), BlockKind::Property, place, Some(Concealed::Stored))?;
    }
    Ok(())
}

/// A text string outside of pages: UTF-16 or UTF-8 with a mark, else close to Latin 1 (ISO 32000-2,
/// 7.9.2.2).
fn text_string(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xFE\xFF") {
        return UTF_16BE.decode_without_bom_handling(wide).0.into_owned();
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
