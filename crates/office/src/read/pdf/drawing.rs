//! The text of a PDF in the order in which it is drawn.
//!
//! Our own typesetter draws paragraph after paragraph and cell after cell, so this order keeps the text of a
//! narrow table cell together, which reading order (line by line across the page) does not. It is what a written
//! report is compared by; for files of others the blocks of the ordinary reader are better.

use super::device::Collector;
use crate::read::ReadError;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use hayro_syntax::Pdf;
use kurbo::Rect;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// The text between the page margins, page by page. `margins` are the heights in
/// millimetres to leave out at the top and bottom of each page, where running heads and page numbers stand.
pub fn pdf_in_drawing_order(bytes: &[u8], margins: (f64, f64)) -> Result<Vec<String>, ReadError> {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let pdf = Pdf::new(bytes.to_vec()).map_err(|_| ReadError::damaged("pdf"))?;
        let cache = InterpreterCache::new();
        let mut pages = Vec::new();
        for page in pdf.pages().iter() {
            let (width, height) = page.render_dimensions();
            let (width, height) = (f64::from(width), f64::from(height));
            let initial = page.initial_transform(true).to_kurbo();
            let area = Rect::new(0.0, 0.0, width, height);
            let mut context = Context::new(initial, area, &cache, page.xref(), InterpreterSettings::default());
            let mut collector = Collector::new(width, height, usize::MAX);
            interpret_page(page, &mut context, &mut collector);
            let body = margins.0 * MM..height - margins.1 * MM;
            let glyphs = collector.finish().glyphs;
            let inside = glyphs.iter().filter(|glyph| body.contains(&glyph.y));
            pages.push(inside.map(|glyph| glyph.text.as_str()).collect());
        }
        Ok(pages)
    }));
    read.unwrap_or_else(|_| Err(ReadError::damaged("pdf")))
}
