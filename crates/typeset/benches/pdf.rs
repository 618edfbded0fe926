//! How long a PDF takes, from a cold process, beside other ways to the same pages on the same content:
//! WeasyPrint and LibreOffice from our own HTML, when they are on PATH. Run with `cargo bench -p typeset`.
//!
//! Each figure is a process of its own, started by this one, so that unpacking fonts is counted and nothing is
//! remembered between two runs. Names after `--` choose among small, report, table and addresses. The best of three is printed, since other work on the machine only adds time.

#[path = "../testdata/sample.rs"]
mod sample;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::document::Document;

const RUNS: usize = 3;

fn documents() -> [(&'static str, &'static str, Document); 4] {
    [
        ("small", "table of 10 rows", sample::ledger(10)),
        ("report", "annual report", sample::report()),
        ("table", "5,000 rows", sample::ledger(5000)),
        ("addresses", "5,000 rows with addresses", sample::ledger_with_addresses(5000)),
    ]
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("typeset-bench-{}", std::process::id()));
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [mode, name, target] = &arguments[..]
        && mode == "--write"
    {
        return write(name, Path::new(target));
    }
    std::fs::create_dir_all(&folder)?;
    println!("{:<32} {:>10} {:>8} {:>10}", "best of three, whole process", "seconds", "pages", "bytes");
    for (name, words, document) in documents() {
        if !arguments.is_empty() && !arguments.iter().any(|wanted| wanted == name) {
            continue;
        }
        let pdf = folder.join(format!("{name}.pdf"));
        let myself = std::env::current_exe()?;
        let time = best(|| {
            let mut command = Command::new(&myself);
            command.arg("--write").arg(name).arg(&pdf);
            command
        });
        line(&format!("Gongkai: {words}"), time, &pdf);
        let page = folder.join(format!("{name}.html"));
        std::fs::write(&page, typeset::html_page(&document))?;
        let rival = folder.join(format!("{name}-weasyprint.pdf"));
        line(
            "  WeasyPrint from our HTML",
            best(|| command("weasyprint", &[page.as_os_str(), rival.as_os_str()])),
            &rival,
        );
        let office = folder.join("office");
        let rival = office.join(format!("{name}.pdf"));
        let filter = "pdf:writer_web_pdf_Export";
        let arguments = ["--headless", "--convert-to", filter, "--outdir"].map(std::ffi::OsStr::new);
        let arguments = [&arguments[..], &[office.as_os_str(), page.as_os_str()]].concat();
        line("  LibreOffice from our HTML", best(|| command("soffice", &arguments)), &rival);
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The part that runs in a process of its own.
fn write(name: &str, target: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let document = documents().into_iter().find(|(n, _, _)| *n == name).map(|(_, _, d)| d).ok_or("no such document")?;
    let fonts =
        typeset::Fonts::with_folders(&[PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts/fandol")]);
    std::fs::write(target, typeset::pdf(&document, &fonts, &|_| ())?)?;
    Ok(())
}

fn command(name: &str, arguments: &[&std::ffi::OsStr]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The shortest of the runs; nothing when the program is absent or fails. One run is enough above twenty seconds.
fn best(make: impl Fn() -> Command) -> Option<Duration> {
    let mut shortest: Option<Duration> = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        if !make().status().is_ok_and(|status| status.success()) {
            return shortest;
        }
        let time = start.elapsed();
        shortest = Some(shortest.map_or(time, |s| s.min(time)));
        if time > Duration::from_secs(20) {
            break;
        }
    }
    shortest
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn line(words: &str, time: Option<Duration>, file: &Path) {
    match (time, std::fs::read(file)) {
        (Some(time), Ok(bytes)) => {
            println!("{words:<32} {:>10.3} {:>8} {:>10}", time.as_secs_f64(), pages(&bytes), bytes.len())
        }
        _ => println!("{words:<32} {:>10}", "not here"),
    }
}

/// Pages of a PDF.
fn pages(bytes: &[u8]) -> usize {
    hayro_syntax::Pdf::new(bytes.to_vec()).map_or(0, |pdf| pdf.pages().len())
}
