//! How fast running text is scanned, beside the bare patterns through `regex` and through ripgrep.
//!
//! `cargo bench -p check --bench personal`. The text is ordinary Chinese prose with years, counts and
//! amounts in it and a personal number every so many lines; the patterns beside it test neither check
//! digits nor words, so they do a part of the work only.

#![expect(clippy::print_stdout, reason = "a benchmark talks to whoever runs it")]

use std::io::Write;
use std::time::Instant;

use check::personal::{Scanner, scan, scan_text};
use domain::extract::{BlockKind, Extract, Place};

/// Bytes of text made for the run.
const SIZE: usize = 64 << 20;
const PATTERNS: [&str; 5] = [
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]",
    r"1[3-9][0-9]{9}",
    r"62[0-9]{14,17}",
    r"0[0-9]{2,3}-[0-9]{7,8}",
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+",
];

fn prose(sparse: usize) -> String {
    let lines = [
        "学校严格按照《高等学校信息公开事项清单》的规定，对照十大类五十条逐项梳理，做到应公开、尽公开。\n",
        "2023年9月1日至2024年8月31日，学校通过门户网站主动公开信息1286条，较上年增长12.5％。\n",
        "招生就业处坚持“阳光招生”，及时公布招生章程、招生计划、录取结果，接受考生、家长和社会监督。\n",
        "本年度共录取新生5531人，其中普通高考4896人，单独招生493人，其他142人。\n",
        "各二级学院、各部门要高度重视信息公开工作，明确责任领导和具体负责人，建立健全工作台账。\n",
        "（一）进一步完善制度建设；（二）进一步拓宽公开渠道；（三）进一步加强队伍建设。\n",
        "经费收入决算总额12345.67万元，其中财政拨款9876.54万元，事业收入2469.13万元。\n",
    ];
    let hits = [
        "身份证号：11010519491231002X\n",
        "联系人：张三，手机13800138000\n",
        "邮箱：zhangsan@example.com\n",
        "家庭住址：平江县三阳乡大众村5组\n",
    ];
    let mut text = String::with_capacity(SIZE + 256);
    let mut line = 0;
    while text.len() < SIZE {
        text.push_str(if line % sparse == sparse - 1 {
            hits[line / sparse % hits.len()]
        } else {
            lines[line % lines.len()]
        });
        line += 1;
    }
    text
}

/// A list of people as a worksheet gives it.
fn sheet(rows: usize) -> Extract {
    let mut extract = Extract::default();
    let mut row = |at: usize, cells: [String; 8]| {
        for (column, text) in cells.iter().enumerate() {
            let kind = BlockKind::Cell { table: 0, row: at, column, row_span: 1, column_span: 1 };
            let cell = format!("{}{}", char::from(b'A' + column as u8), at + 1);
            extract.push(text, kind, Place::Cell { sheet: "名单".into(), cell }, None);
        }
    };
    row(0, ["序号", "姓名", "学院", "班级", "学号", "身份证号", "手机", "奖项"].map(String::from));
    for at in 1..=rows {
        let text = |value: &str| value.to_owned();
        row(
            at,
            [
                at.to_string(),
                text("张三"),
                text("机电工程学院"),
                text("2021级机电1班"),
                format!("2021{at:08}"),
                text("11010519491231002X"),
                format!("1380000{:04}", at % 10_000),
                text("国家励志奖学金"),
            ],
        );
    }
    extract
}

/// Runs `work` three times and says the best rate.
fn rate(name: &str, bytes: usize, mut work: impl FnMut() -> usize) {
    let best = (0..3)
        .map(|_| {
            let start = Instant::now();
            let found = work();
            (start.elapsed(), found)
        })
        .min()
        .expect("three runs");
    println!("{name:<44} {:>7.0} MB/s  {:>8} found", bytes as f64 / 1e6 / best.0.as_secs_f64(), best.1);
}

fn main() {
    for (name, sparse) in [("a value every 2000 lines", 2000), ("a value every 20 lines", 20)] {
        let text = prose(sparse);
        println!("{name}, {} MB of prose", text.len() / 1_000_000);
        rate("  scan_text", text.len(), || scan_text(&text).len());
        rate("  Scanner, pieces of 64 KiB", text.len(), || {
            let mut found = 0;
            let mut scanner = Scanner::new();
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let mut cut = rest.len().min(64 << 10);
                while !rest.is_char_boundary(cut) {
                    cut += 1;
                }
                scanner.feed(&rest[..cut], |_| found += 1);
                rest = &rest[cut..];
            }
            scanner.finish(|_| found += 1);
            found
        });
        let pattern = regex::Regex::new(&PATTERNS.join("|")).expect("the patterns are sound");
        rate("  regex crate, five bare patterns", text.len(), || pattern.find_iter(&text).count());
        ripgrep(&text);
    }
    let numbers = "张三 11010519491231002X 13800138000\n".repeat(200_000);
    rate("a list of people, two values a line", numbers.len(), || scan_text(&numbers).len());
    let sheet = sheet(50_000);
    rate("a sheet of 50,000 rows and eight columns", sheet.text.len(), || scan(&sheet, None).len());
    println!(
        "peak resident memory: {} MB",
        peak().map_or_else(|| "unknown".to_owned(), |kib| (kib / 1024).to_string())
    );
}

/// The same patterns through ripgrep, when it is on the path.
fn ripgrep(text: &str) {
    let file = std::env::temp_dir().join(format!("personal-bench-{}.txt", std::process::id()));
    let written = std::fs::File::create(&file).and_then(|mut out| out.write_all(text.as_bytes()));
    if written.is_ok() {
        let run = || {
            std::process::Command::new("rg")
                .args(["--no-config", "--threads=1", "--count-matches", "--no-filename", "-e", &PATTERNS.join("|")])
                .arg(&file)
                .output()
        };
        if run().is_ok_and(|output| output.status.success()) {
            rate("  ripgrep, five bare patterns, from a file", text.len(), || {
                run().ok().and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok()).unwrap_or(0)
            });
        }
    }
    // Leaving the file behind would be rude, failing to remove it is no reason to fail.
    let _ = std::fs::remove_file(&file);
}

/// Peak resident memory in KiB where the system tells it.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches("kB").trim().parse().ok()
}
