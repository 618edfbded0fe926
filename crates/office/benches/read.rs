//! How long readers take and what they hold, printed beside an alternative where there is one.
//!
//! `cargo bench -p office --bench read`
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::io::Cursor;
use std::time::Instant;

use office::{Limits, read_bytes, read_file};
use rust_xlsxwriter::Workbook;

fn main() {
    let workbook = workbook(50_000, 8);
    println!("workbook of 50,000 rows by 8 columns: {} kB", workbook.len() / 1024);
    let cells =
        timed("  office::read_bytes", || read_bytes("a.xlsx", &workbook, &Limits::default()).map(|e| e.blocks.len()));
    println!("  {} cells", cells.unwrap_or(0));
    timed("  calamine, values only", || {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&workbook)).ok()?;
        Some(calamine::Reader::worksheet_range(&mut book, "Sheet1").ok()?.used_cells().count())
    });
    drop(workbook);

    let path = std::env::temp_dir().join("gongkai-bench.txt");
    let line = "张三，男，身份证号码见附件，联系电话见名单，2023年9月1日公示。\n";
    let size = 100 * 1024 * 1024;
    if std::fs::write(&path, line.repeat(size / line.len())).is_ok() {
        let before = peak();
        println!("text of 100 MB:");
        let extract = timed("  office::read_file", || read_file(&path, &Limits::default()));
        println!(
            "  {} blocks, peak memory {} MB (before: {} MB)",
            extract.map_or(0, |e| e.blocks.len()),
            peak(),
            before
        );
        // It is in the folder for passing files; leaving it would do no harm.
        let _ = std::fs::remove_file(&path);
    }
    for name in ["report.pdf", "report.docx", "report.html"] {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        let Ok(bytes) = std::fs::read(file) else { continue };
        timed(&format!("{name}, once"), || read_bytes(name, &bytes, &Limits::default()).is_ok());
    }
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    println!("{what}: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    done
}

/// Peak resident memory in megabytes, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn workbook(rows: u32, columns: u16) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..rows {
        for column in 0..columns {
            // Half text, much of it shared, half numbers: what a list of names looks like.
            let done = if column % 2 == 0 {
                sheet.write_string(row, column, format!("第{}号学生", row % 5000 + u32::from(column)))
            } else {
                sheet.write_number(row, column, f64::from(row) * 1.5)
            };
            if done.is_err() {
                return Vec::new();
            }
        }
    }
    book.save_to_buffer().unwrap_or_default()
}
