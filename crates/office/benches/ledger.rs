//! How long ledger files take, and how much memory: `cargo bench -p office --bench ledger`.
//!
//! Prints figures and asserts none; the machine is not always idle.

use domain::ledger::{Row, Table, columns};
use office::ledger::{Format, Limits, read, write};
use std::io::{BufWriter, Write};
use std::time::Instant;

/// Rows that look like a real ledger's.
fn rows(count: usize) -> impl Iterator<Item = (Table, Row)> {
    (0..count).map(|at| {
        let cell = |key: &str| match key {
            "key" => format!("2023-{at:07}"),
            "title" => format!("关于做好2023年第{at}批家庭经济困难学生认定工作的通知"),
            "item" => (at % 50 + 1).to_string(),
            "unit" => "学生工作处".to_string(),
            "form" => "通知".to_string(),
            "made_on" | "published_on" => format!("2023-{:02}-{:02}", at % 12 + 1, at % 28 + 1),
            "channel" => "site；wechat".to_string(),
            "locator" => format!("https://www.example.edu.cn/info/1001/{at}.htm"),
            _ => String::new(),
        };
        (Table::Records, Row(columns(Table::Records).iter().map(|column| cell(column.key)).collect()))
    })
}

/// Peak resident memory in megabytes, where the system tells it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() {
    let folder = std::env::temp_dir().join(format!("gongkai-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the benchmark");
    let mut said = std::io::stdout();
    for (format, count) in [(Format::Csv, 1_000_000), (Format::Json, 200_000), (Format::Xlsx, 50_000)] {
        let path = folder.join(format!("ledger.{}", format.extension()));
        let start = Instant::now();
        let mut file = BufWriter::new(std::fs::File::create(&path).expect("a file"));
        write(format, &mut file, &mut rows(count)).expect("written");
        file.flush().expect("written");
        let wrote = start.elapsed();
        let start = Instant::now();
        let read = read(&path, &Limits::default()).expect("opened").filter(Result::is_ok).count();
        let line = format!(
            "{format:?} {count} rows: wrote in {wrote:.2?}, read {read} in {:.2?}, peak {} MB",
            start.elapsed(),
            peak()
        );
        writeln!(said, "{line}").expect("said");
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}
