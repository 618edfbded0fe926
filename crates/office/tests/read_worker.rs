//! The worker process: the same answer as in process, and an end to what swells, hangs or dies.
//!
//! A program without the usual harness, because the worker is this executable started again.
#![expect(clippy::print_stdout, reason = "the harness is told what passed")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use office::ledger::{Bounds, LedgerFileError, TRIAL_ARGUMENT, trial, trial_main};
use office::read::worker::{ARGUMENT, read_isolated, read_with, worker_main};
use office::{Limits, ReadError, read_file};

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT) {
        return worker_main();
    }
    if std::env::args_os().nth(1).is_some_and(|argument| argument == TRIAL_ARGUMENT) {
        return trial_main();
    }
    let tests: [(&str, fn()); 7] = [
        ("a worker answers what reading in process answers", same_answer),
        ("a worker that takes too long is stopped", stopped_by_time),
        ("a worker that swells is stopped", stopped_by_memory),
        ("a program that is no worker is an error", no_worker),
        ("what is not there or no file is said", not_there),
        ("a ledger that comes to its end elsewhere may be read here", ledger_tried),
        ("a ledger that takes too long or too much is stopped", ledger_stopped),
    ];
    for (name, test) in tests {
        test();
        println!("ok: {name}");
    }
    ExitCode::SUCCESS
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn same_answer() {
    for name in ["report.pdf", "report.docx", "list.xlsx", "list.xls", "list.csv", "report.html", "locked.pdf"] {
        let path = fixture(name);
        assert_eq!(read_isolated(&path, &Limits::default()), read_file(&path, &Limits::default()), "{name}");
    }
}

fn stopped_by_time() {
    let limits = Limits { max_time: Duration::ZERO, ..Limits::default() };
    assert_eq!(read_isolated(&fixture("report.pdf"), &limits), Err(ReadError::TimedOut { seconds: 0 }));
}

fn stopped_by_memory() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("swells.html");
    let mut file = std::fs::File::create(&path).expect("the folder of tests is writable");
    file.write_all("<p>公开</p>\n".repeat(2_000_000).as_bytes()).expect("the disk has room");
    drop(file);
    let limits = Limits { max_memory: 8 * 1024 * 1024, ..Limits::default() };
    assert_eq!(read_isolated(&path, &limits), Err(ReadError::OutOfMemory { mebibytes: 8 }));
    std::fs::remove_file(&path).expect("it was made above");
}

fn no_worker() {
    let program = Path::new("/bin/true");
    if program.exists() {
        assert_eq!(read_with(program, &fixture("report.pdf"), &Limits::default()), Err(ReadError::WorkerDied));
    }
}

fn not_there() {
    assert_eq!(read_isolated(&fixture("nothing.pdf"), &Limits::default()), Err(ReadError::NotFound));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(matches!(read_isolated(folder, &Limits::default()), Err(ReadError::Unreadable { .. })));
}

fn ledger_tried() {
    let limits = office::ledger::Limits::default();
    for name in ["list.xlsx", "list.xls", "list.csv"] {
        assert_eq!(trial(&fixture(name), &limits, &Default::default(), Bounds::default()), Ok(()), "{name}");
    }
    // What is wrong with it is told by reading it.
    let damaged = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("damaged.xlsx");
    std::fs::write(&damaged, b"PK\x03\x04nothing").expect("the folder of tests is writable");
    assert_eq!(trial(&damaged, &limits, &Default::default(), Bounds::default()), Ok(()));
}

/// A sheet of many formatted empty rows, which costs its reader time.
fn ledger_stopped() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("many.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("记录").expect("a name");
    let format = rust_xlsxwriter::Format::new().set_bold();
    for row in 0..20_000 {
        sheet.write_blank(row, 0, &format).expect("a cell");
    }
    sheet.write(20_000, 0, "标题").and_then(|sheet| sheet.write(20_000, 1, "事项")).expect("cells");
    book.save(&path).expect("the folder of tests is writable");
    let limits = office::ledger::Limits::default();
    let tried = |bounds| trial(&path, &limits, &Default::default(), bounds);
    assert_eq!(tried(Bounds::default()), Ok(()));
    let short = Bounds { time: Duration::from_millis(1), ..Bounds::default() };
    assert_eq!(tried(short), Err(LedgerFileError::Slow { seconds: 0 }));
    if cfg!(target_os = "linux") {
        let narrow = Bounds { memory: 1 << 20, ..Bounds::default() };
        assert_eq!(tried(narrow), Err(LedgerFileError::Memory { mebibytes: 1 }));
    }
    std::fs::remove_file(&path).expect("it was made above");
}
