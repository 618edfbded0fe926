//! The document model as PDF, HTML and Markdown, and its charts as SVG; and the notice for a board as PDF.
//!
//! The fourth writer, .docx, is the office crate's. All of them take [`domain::document::Document`] and print the
//! same words. Typst lives behind [`pdf`] and none of its types come out. No IO but the font folders an operator
//! names; no clock.

mod fonts;
mod html;
mod markdown;
mod pdf;
mod svg;
mod text;

pub use fonts::{Face, Fonts};
pub use html::{HtmlOptions, html, html_page};
pub use markdown::markdown;
pub use pdf::{Error, Paper, Step, notice, pdf};
pub use svg::{ChartTheme, chart_svg, chart_svg_noted};
pub use text::printed;
