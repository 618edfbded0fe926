//! How fast running text and lists are scanned, and what is found of planted values, beside the bare patterns
//! through `regex` and ripgrep and beside Presidio with the same patterns.
//!
//! `cargo bench -p check --bench personal`. The prose is ordinary Chinese with years, counts and amounts in it
//! and a personal number every so many lines; in the lists every line has an identity number, a mobile number,
//! a student number and a mailbox. The patterns beside it test neither check digits nor words, so they do a part
//! of the work only. Presidio runs when `GONGKAI_BENCH_PRESIDIO` names a Python that has it.

#![expect(clippy::print_stdout, reason = "a benchmark talks to whoever runs it")]

use std::io::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

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

/// A list of people, a line each, with every number right by its check character.
fn list(separator: &str) -> String {
    let mut text = ["学号", "姓名", "身份证号", "手机", "邮箱"].join(separator) + "\n";
    let mut row = 0u64;
    while text.len() < SIZE / 4 {
        row += 1;
        let (year, month, day) = (1998 + row % 9, 1 + row % 12, 1 + row % 28);
        let body = format!("430602{year}{month:02}{day:02}{:03}", row % 1000);
        let cells = [
            format!("2021{row:08}"),
            "张三".to_owned(),
            format!("{body}{}", check_character(&body)),
            format!("138{:08}", row * 7919 % 100_000_000),
            format!("zhangsan{row}@example.com"),
        ];
        text.push_str(&(cells.join(separator) + "\n"));
    }
    text
}

fn check_character(body: &str) -> char {
    let sum: u32 = body.bytes().zip((1..=17).rev()).map(|(c, at)| (1 << at) % 11 * u32::from(c - b'0')).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// Lines with the value in each, and whether it is a person's.
const PLANTED: [(&str, &str, bool); 24] = [
    ("身份证号：11010519491231002X", "11010519491231002X", true),
    ("李四 110105 19491231 002X 一等奖", "110105 19491231 002X", true),
    ("证件号码：１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２Ｘ", true),
    ("身份证号：110105\u{200B}19491231002X", "110105\u{200B}19491231002X", true),
    ("手机：13900000001", "13900000001", true),
    ("手机：139 0000 0001", "139 0000 0001", true),
    ("手机：139-0000-0001", "139-0000-0001", true),
    ("手机：一三九〇〇〇〇〇〇〇一", "一三九〇〇〇〇〇〇〇一", true),
    ("银行卡号：6222020000000000000", "6222020000000000000", true),
    ("银行卡号：6222 0200 0000 0000 000", "6222 0200 0000 0000 000", true),
    ("家庭电话：0730-8412345", "0730-8412345", true),
    ("邮箱：zhangsan@example.com", "zhangsan@example.com", true),
    ("家庭住址：湖南省平江县三阳乡大众村5组", "湖南省平江县三阳乡大众村5组", true),
    ("出生日期：2005年3月12日", "2005年3月12日", true),
    ("护照号：E12345678", "E12345678", true),
    ("订单号：13900000001", "13900000001", false),
    ("https://a.example.cn/content/13900000001.html", "13900000001", false),
    ("学号：18020301011", "18020301011", false),
    ("浏览次数：13812345678", "13812345678", false),
    ("流水号 110105194912310021", "110105194912310021", false),
    ("监督电话：0730-8412345", "0730-8412345", false),
    ("总预算13900000001.00元", "13900000001", false),
    ("单号 6222020000000000001", "6222020000000000001", false),
    ("图标 logo@2x.png", "logo@2x.png", false),
];

/// Says how many planted values of persons, and how many other values, `finds` marks exactly.
fn planted(name: &str, finds: impl Fn(&str, &str) -> bool) {
    let count =
        |person: bool| PLANTED.iter().filter(|planted| planted.2 == person && finds(planted.0, planted.1)).count();
    let all = |person: bool| PLANTED.iter().filter(|planted| planted.2 == person).count();
    println!(
        "{name:<44} {:>3} of {} persons' values, {} of {} others",
        count(true),
        all(true),
        count(false),
        all(false)
    );
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

/// Time this thread has had on a processor, where the system tells it, so that other work on the machine does not
/// count; else the time on the clock.
fn own_time() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let output = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = output.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

/// The same for the programs this one has started and waited for, in steps of a hundredth of a second.
fn time_of_children() -> Duration {
    let output = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = output.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Runs `work` three times and says the best rate.
fn rate(name: &str, bytes: usize, work: impl FnMut() -> usize) {
    rate_by(own_time, name, bytes, work);
}

fn rate_by(clock: impl Fn() -> Duration, name: &str, bytes: usize, mut work: impl FnMut() -> usize) {
    let best = (0..3)
        .map(|_| {
            let start = clock();
            let found = work();
            (clock() - start, found)
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
        presidio(&text);
    }
    for (name, separator) in [("commas", ","), ("tabs", "\t"), ("blanks", " ")] {
        let text = list(separator);
        println!("a list of people, four values a line between {name}, {} MB", text.len() / 1_000_000);
        rate("  scan_text", text.len(), || scan_text(&text).len());
        let pattern = regex::Regex::new(&PATTERNS.join("|")).expect("the patterns are sound");
        rate("  regex crate, five bare patterns", text.len(), || pattern.find_iter(&text).count());
        ripgrep(&text);
        presidio(&text);
    }
    println!("planted values");
    planted("  scan_text, certain", |line, value| {
        scan_text(line).iter().any(|finding| finding.certain && &line[finding.range.clone()] == value)
    });
    let pattern = regex::Regex::new(&PATTERNS.join("|")).expect("the patterns are sound");
    planted("  bare patterns (regex, ripgrep)", |line, value| {
        pattern.find_iter(line).any(|found| found.as_str() == value)
    });
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
            rate_by(time_of_children, "  ripgrep, five bare patterns, from a file", text.len(), || {
                run().ok().and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok()).unwrap_or(0)
            });
        }
    }
    // Leaving the file behind would be rude, failing to remove it is no reason to fail.
    let _ = std::fs::remove_file(&file);
}

/// The same patterns in Presidio, by the script beside this file; a part of the text, since it is slow.
fn presidio(text: &str) {
    let Some(python) = std::env::var_os("GONGKAI_BENCH_PRESIDIO") else {
        return println!("  Presidio: skipped, GONGKAI_BENCH_PRESIDIO names no Python that has it");
    };
    let mut end = text.len().min(1 << 20);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let file = std::env::temp_dir().join(format!("personal-presidio-{}.txt", std::process::id()));
    let beside = file.with_extension("txt.planted");
    let lines: String = PLANTED.iter().map(|(line, value, _)| format!("{line}\t{value}\n")).collect();
    let written = std::fs::write(&file, &text[..end]).and_then(|()| std::fs::write(&beside, lines));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/presidio.py");
    let run = || std::process::Command::new(&python).arg(script).arg(&file).output().ok();
    let output = written.ok().and_then(|()| run()).map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    // Leaving the files behind would be rude, failing to remove them is no reason to fail.
    let _ = std::fs::remove_file(&file).and_then(|()| std::fs::remove_file(&beside));
    let output = output.unwrap_or_default();
    let field = |name: &str| {
        let rest = output.split_once(&format!("\"{name}\": "))?.1;
        Some(rest.split(['[', ']', ',', '}']).next()?.to_owned())
    };
    let (Some(seconds), Some(matches)) = (field("seconds").and_then(|text| text.parse::<f64>().ok()), field("matches"))
    else {
        return println!("  Presidio: {} could not run it", python.to_string_lossy());
    };
    println!("{:<44} {:>7.2} MB/s  {matches:>8} found", "  Presidio, the same patterns", end as f64 / 1e6 / seconds);
    let hits: Vec<bool> = output
        .split_once("\"planted\": [")
        .map(|(_, rest)| rest.split([',', ']']).take(PLANTED.len()).map(|word| word.trim() == "true").collect())
        .unwrap_or_default();
    planted("  Presidio, planted values", |line, value| {
        PLANTED
            .iter()
            .position(|known| known.0 == line && known.1 == value)
            .is_some_and(|at| hits.get(at) == Some(&true))
    });
}

/// Peak resident memory in KiB where the system tells it.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches("kB").trim().parse().ok()
}
