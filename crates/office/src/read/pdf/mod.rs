//! PDF files: the text of each page in reading order, what is drawn over, comments, properties.
//!
//! It exists on the interpreter that the typesetter already brings. A PDF knows glyphs and places, not
//! paragraphs: lines, columns and paragraphs are judged from geometry and may be judged wrongly. It
//! must only be used where a crash is survivable (see `worker`).

mod annotations;
mod device;
mod drawing;
mod layout;
mod lines;
mod paragraphs;
mod table;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::extract::Concealed;
use encoding_rs::{UTF_16BE, UTF_16LE};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::xref::XRef;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::{Affine, Rect};

use super::ReadError;
use super::builder::Builder;
use annotations::Annotation;
use device::{Collector, Found};
pub use drawing::pdf_in_drawing_order;

/// Reads one PDF.
pub(crate) fn read(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
                ReadError::Encrypted
            }
            _ => ReadError::damaged("pdf"),
        })?;
        annotations::properties(&pdf, builder)?;
        let pages = read_pages(&pdf, builder)?;
        let filled =
            pages.iter().flat_map(|page| &page.annotations).map(|annotation| annotation.text.clone()).collect();
        paragraphs::emit(pages, builder)?;
        annotations::fields(&pdf, &filled, builder)?;
        annotations::attachments(&pdf, builder)
    }));
    read.unwrap_or_else(|_| Err(ReadError::damaged("pdf")))
}

/// One page, ready to be cut into paragraphs.
pub(crate) struct PageText {
    pub(crate) number: usize,
    pub(crate) height: f64,
    pub(crate) layout: layout::PageLayout,
    /// Comments and filled fields, which stand beside or above the text.
    pub(crate) annotations: Vec<Annotation>,
}

/// A file with nothing in it, whose catalogue switches no layer off.
const BLANK: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n\
    << /Type /Pages /Kids [] /Count 0 >>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n\
    0000000058 00000 n \ntrailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n110\n%%EOF\n";

fn read_pages(pdf: &Pdf, builder: &mut Builder<'_>) -> Result<Vec<PageText>, ReadError> {
    if pdf.pages().len() > builder.limits.max_pages {
        return Err(ReadError::TooLarge { what: "pages", limit: builder.limits.max_pages as u64 });
    }
    let blank = if annotations::has_layers(pdf) { Pdf::new(BLANK.to_vec()).ok() } else { None };
    let max_text = builder.limits.max_text;
    let (cache, all_on) = (InterpreterCache::new(), InterpreterCache::new());
    let unembedded = OnceCell::new();
    let mut pages = Vec::new();
    let mut bytes_of_text = 0usize;
    for (at, page) in pdf.pages().iter().enumerate() {
        let mut found = collect(page, &cache, page.xref(), max_text);
        if let Some(blank) = &blank {
            let whole = collect(page, &all_on, blank.xref(), max_text);
            add_hidden_layers(&mut found, whole);
        }
        if found.lacks_characters()
            && let Some(second) = unembedded.get_or_init(|| without_fonts(pdf))
            && let Some(page) = second.pages().get(at)
        {
            let again = collect(page, &InterpreterCache::new(), page.xref(), max_text);
            if again.unknown < found.unknown {
                found = again;
            }
        }
        bytes_of_text += found.glyphs.iter().map(|glyph| glyph.text.len()).sum::<usize>();
        if bytes_of_text > max_text {
            return Err(ReadError::TooLarge { what: "text-bytes", limit: max_text as u64 });
        }
        pages.push(lay_out(page, at + 1, found, builder));
    }
    Ok(pages)
}

/// What only shows when every layer is on stands on a layer that is off.
fn add_hidden_layers(found: &mut Found, whole: Found) {
    let key = |glyph: &device::Glyph| (glyph.x.to_bits(), glyph.y.to_bits(), glyph.text.clone());
    let mut shown: HashMap<_, usize> = HashMap::new();
    for glyph in &found.glyphs {
        *shown.entry(key(glyph)).or_default() += 1;
    }
    for mut glyph in whole.glyphs {
        match shown.get_mut(&key(&glyph)) {
            Some(left) if *left > 0 => *left -= 1,
            _ => {
                glyph.hidden = Some(Concealed::HiddenText);
                found.glyphs.push(glyph);
            }
        }
    }
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

fn collect<'p>(page: &Page<'p>, cache: &InterpreterCache<'p>, layers: &'p XRef, max_text: usize) -> Found {
    let (width, height, initial) = geometry(page);
    let area = Rect::new(0.0, 0.0, width, height);
    let mut context = Context::new(initial, area, cache, layers, InterpreterSettings::default());
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
    let visible = found.glyphs.iter().any(|glyph| glyph.hidden.is_none() && !glyph.text.trim().is_empty());
    if !visible && found.unknown == 0 && found.images > 0 {
        builder.notice("page-is-picture", at);
    } else if found.legible_images > 0 {
        builder.notice("picture-on-page", at);
    }
    let seen: String = found.glyphs.iter().filter(|g| g.hidden.is_none()).map(|g| g.text.as_str()).collect();
    let (links, annotations) = annotations::of_page(page, initial, &seen);
    let layout = layout::lay_out(found.glyphs, &found.rules, (width, height), &links);
    PageText { number, height, layout, annotations }
}

/// A text string outside of pages: UTF-16 or UTF-8 with a mark, else close to Latin 1 (ISO 32000-2,
/// 7.9.2.2).
fn text_string(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xFE\xFF") {
        return UTF_16BE.decode_without_bom_handling(wide).0.into_owned();
    }
    // Against the standard, and met all the same.
    if let Some(wide) = bytes.strip_prefix(b"\xFF\xFE") {
        return UTF_16LE.decode_without_bom_handling(wide).0.into_owned();
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
