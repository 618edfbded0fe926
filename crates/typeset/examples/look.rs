//! Writes the sample report in every format into the folder given, to be looked at:
//! `cargo run -p typeset --example look -- FOLDER [FONT_FOLDER]`.

#[path = "../testdata/sample.rs"]
mod sample;

use std::path::PathBuf;
use std::time::Instant;

#[expect(clippy::print_stderr, reason = "an example that talks")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let folder = arguments.next().unwrap_or_else(|| PathBuf::from("."));
    let start = Instant::now();
    let fonts = typeset::Fonts::with_folders(&arguments.collect::<Vec<_>>());
    eprintln!("{:?} faces", start.elapsed());
    std::fs::create_dir_all(&folder)?;
    let start = Instant::now();
    let rows = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok());
    let document = rows.map_or_else(sample::report, sample::ledger);
    let pdf = typeset::pdf(&document, &fonts, &|step| eprintln!("{:?} {step:?}", start.elapsed()))?;
    eprintln!("{:?} done, {} bytes; faces replaced: {:?}", start.elapsed(), pdf.len(), fonts.missing());
    std::fs::write(folder.join("report.pdf"), pdf)?;
    std::fs::write(folder.join("report.html"), typeset::html_page(&document))?;
    std::fs::write(folder.join("report.md"), typeset::markdown(&document))?;
    Ok(())
}
