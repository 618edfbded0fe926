//! How long it takes to bring in 1,000, 100,000 and 1,000,000 records, each with an edition, a release and an
//! event, and how much memory the process takes. It prints; nothing is asserted.
//!
//! `cargo bench -p store --bench import [-- 1000 100000 …]`; `GONGKAI_BENCH_ADDRESS` names a database other than
//! a SQLite file in the temporary folder, which must be empty.

#[path = "../tests/suite/make.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use more of it")]
mod make;
mod place;

use std::io::Write;
use std::time::Instant;

#[tokio::main]
async fn main() {
    for size in place::sizes() {
        let place = place::Place::new(size);
        let start = Instant::now();
        let store = place::fill(&place.address, size).await;
        let first = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let written = place::import(&store, size).await;
        let second = start.elapsed().as_secs_f64();
        let memory = peak_memory_mb();
        let line = format!(
            "import {size:>9} records: {first:7.2} s; again ({written} written): {second:6.2} s; peak memory {memory} MB"
        );
        writeln!(std::io::stdout(), "{line}").expect("standard output is open");
    }
}

/// The most memory the process has held, where the system tells (Linux).
fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
