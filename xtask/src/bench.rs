//! Benchmarks: builds the release program and prints the figures of `benches/README.md`.

use crate::{root, run as call, say};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Every benchmark, or those of one name.
pub(crate) fn run_crates(names: &[&str]) -> Result<()> {
    const ALL: [(&str, &str); 10] = [
        ("domain", "deadlines"),
        ("store", "import"),
        ("store", "pages"),
        ("web", "pages"),
        ("office", "ledger"),
        ("office", "read"),
        ("typeset", "pdf"),
        ("check", "consistency"),
        ("check", "personal"),
        ("search", "find"),
    ];
    for (package, bench) in ALL {
        if names.is_empty() || names.contains(&bench) || names.contains(&package) {
            call("cargo", &["bench", "--quiet", "--locked", "-p", package, "--bench", bench])?;
        }
    }
    Ok(())
}

/// Runs the benchmarks of the crates and then the program as a whole.
pub(crate) fn run(names: &[&str]) -> Result<bool> {
    if names.is_empty() || names.contains(&"demo") {
        whole()?;
    }
    run_crates(names)?;
    Ok(true)
}

/// The whole program: `demo` cold and again, and the size of the binary.
fn whole() -> Result<()> {
    call("cargo", &["build", "--release", "--locked", "--quiet", "--bin", "gongkai"])?;
    let program = root().join("target/release/gongkai");
    let bytes = std::fs::metadata(&program).with_context(|| program.display().to_string())?.len();
    say(format!("release binary                     {:>8.1} MB", bytes as f64 / 1e6));
    let passing = tempfile::Builder::new().prefix("gongkai-bench-").tempdir()?;
    let folder = passing.path().join("data");
    for what in ["demo, new folder", "demo, second time"] {
        let took = demo(&program, &folder)?;
        say(format!("{what:<34} {:>8.2} s", took.as_secs_f64()));
    }
    let office = folder.join("office");
    std::fs::create_dir_all(&office)?;
    let config = office.join("gongkai.toml");
    let config = config.display().to_string();
    measured(&program, &["init", "--config", &config, "--name", "x", "--kind", "vocational", "--administrator", "x"])?;
    let ledger = folder.join("ledger.csv");
    write_ledger(&ledger, 1_000_000)?;
    let ledger = ledger.display().to_string();
    for what in ["import of a 1,000,000-row .csv", "the same again"] {
        let (took, memory) = measured(&program, &["import", "ledger", &ledger, "--config", &config, "--yes"])?;
        say(format!("{what:<34} {:>8.2} s   peak {:>6.0} MB", took.as_secs_f64(), memory as f64 / 1e3));
    }
    plans(&program, passing.path())?;
    a_report(&program, passing.path())?;
    Ok(passing.close()?)
}

/// A new school in a folder of its own, and its settings.
fn school(program: &Path, folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder)?;
    let config = folder.join("gongkai.toml").display().to_string();
    measured(program, &["init", "--config", &config, "--name", "x", "--kind", "vocational", "--administrator", "x"])?;
    Ok(config)
}

/// The plan of a book of 10,000 rows, a tenth of them corrected since it came in; aim: 3 s.
fn plans(program: &Path, passing: &Path) -> Result<()> {
    const ROWS: usize = 10_000;
    let folder = passing.join("plan");
    let config = school(program, &folder)?;
    let file = |name: &str| folder.join(name).display().to_string();
    write_year(&folder.join("first.csv"), ROWS, usize::MAX)?;
    write_year(&folder.join("second.csv"), ROWS, 10)?;
    measured(program, &["import", "ledger", &file("first.csv"), "--config", &config, "--yes"])?;
    measured(program, &["export", "ledger", &file("first.xlsx"), "--config", &config])?;
    for (what, name) in [("plan of 10,000 rows, .csv", "second.csv"), ("plan of 10,000 rows, .xlsx", "first.xlsx")] {
        let (took, memory) = measured(program, &["import", "ledger", &file(name), "--config", &config, "--dry-run"])?;
        say(format!("{what:<34} {:>8.2} s   peak {:>6.0} MB", took.as_secs_f64(), memory as f64 / 1e3));
    }
    Ok(())
}

/// The report of a year of 3,000 records, in all formats and read back; aim: 6 s, 300 MB.
fn a_report(program: &Path, passing: &Path) -> Result<()> {
    let folder = passing.join("report");
    let config = school(program, &folder)?;
    let (ledger, out) = (folder.join("year.csv"), folder.join("out").display().to_string());
    write_year(&ledger, 3_000, usize::MAX)?;
    let ledger = ledger.display().to_string();
    measured(program, &["import", "ledger", &ledger, "--config", &config, "--yes"])?;
    let (took, memory) = measured(program, &["report", "2022-2023", "--config", &config, "--out", &out])?;
    let what = "report of 3,000 records";
    say(format!("{what:<34} {:>8.2} s   peak {:>6.0} MB", took.as_secs_f64(), memory as f64 / 1e3));
    Ok(())
}

/// A year's book without keys, the title of one row in so many corrected.
fn write_year(path: &Path, rows: usize, corrected: usize) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "标题,事项,责任部门,公开日期,渠道,网址")?;
    for n in 0..rows {
        let (month, day) = (1 + n % 8, 1 + n % 28);
        let (item, unit) = (1 + n % 50, n % 13);
        let more = if n % corrected == corrected - 1 { "（更正）" } else { "" };
        writeln!(
            file,
            "关于第{n}批工作安排的通知{more},{item},单位{unit},2023-{month:02}-{day:02},官网,https://www.example.edu.cn/{n}.html"
        )?;
    }
    Ok(())
}

/// A plain list of records as a school would keep it.
fn write_ledger(path: &Path, rows: usize) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "编号,标题,事项,责任部门,公开日期,渠道,网址")?;
    for n in 0..rows {
        let (year, month, day) = (2010 + n % 16, 1 + n % 12, 1 + n % 28);
        let (item, unit) = (1 + n % 50, n % 30);
        writeln!(
            file,
            "k{n},关于做好第{n}号事项公开工作的通知,{item},单位{unit},{year}-{month:02}-{day:02},官网,https://www.example.edu.cn/{n}.html"
        )?;
    }
    Ok(())
}

/// Runs the program to its end: how long it took and its peak resident memory in kB, as the system tells it.
fn measured(program: &Path, arguments: &[&str]) -> Result<(Duration, u64)> {
    let start = Instant::now();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(20));
    };
    anyhow::ensure!(ended.success(), "{} failed", arguments.join(" "));
    Ok((start.elapsed(), peak))
}

fn demo(program: &Path, folder: &Path) -> Result<Duration> {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(["demo", "--no-serve", "--data"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    anyhow::ensure!(command.status()?.success(), "the demo failed");
    Ok(start.elapsed())
}
