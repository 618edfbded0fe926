//! How long an index of 1,000 and 100,000 records takes to make, how large it is beside its text, and how long searches take:
//! median and 99th percentile of 200 runs, in milliseconds. It prints; nothing is asserted.
//!
//! `cargo bench -p search --bench find [-- 1000 100000 …]`.

use chrono::NaiveDate;
use domain::ids::RecordId;
use search::{Ask, Entry, Index, Names, Query};
use std::io::Write;
use std::time::Instant;

const WORDS: &[&str] = &[
    "招生",
    "计划",
    "章程",
    "奖学金",
    "助学金",
    "名单",
    "公示",
    "预算",
    "决算",
    "采购",
    "招标",
    "岗位",
    "聘用",
    "教学",
    "质量",
    "报告",
    "就业",
    "课程",
    "专业",
    "学生",
    "教师",
    "学籍",
    "处分",
    "申诉",
    "会议",
    "制度",
    "办法",
    "通知",
    "安全",
    "应急",
    "食堂",
    "宿舍",
    "图书",
    "科研",
];

fn main() {
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    for size in if sizes.is_empty() { vec![1_000, 100_000] } else { sizes } {
        measure(size);
    }
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn text(&mut self, length: usize) -> String {
        let mut text = String::new();
        while text.chars().count() < length {
            // Mostly rare characters between words that many records share, as texts are.
            text.push_str(WORDS[self.roll(WORDS.len())]);
            for _ in 0..self.roll(6) {
                text.extend(char::from_u32(0x4e00 + (self.roll(60) * self.roll(60)) as u32));
            }
            if self.roll(9) == 0 {
                text.push('。');
            }
        }
        text
    }
}

fn measure(size: u32) {
    let mut dice = Dice(u64::from(size));
    let index = Index::new().expect("an index begins");
    let (mut bytes, start) = (0, Instant::now());
    let mut making = 0.0;
    for from in (0..size).step_by(1_000) {
        let entries: Vec<(RecordId, Entry)> =
            (from..size.min(from + 1_000)).map(|n| (RecordId(n.into()), entry(n, &mut dice))).collect();
        bytes += entries.iter().map(|(_, entry)| entry.title.len() + entry.texts[0].len()).sum::<usize>();
        let start = Instant::now();
        index.put(entries).expect("entries are taken");
        making += start.elapsed().as_secs_f64();
    }
    index.commit().expect("the index is made");
    let index_bytes = index.bytes().expect("its size is known");
    say(&format!(
        "{size} records: made in {:.1} s (with texts {:.1} s), text {} kB, index {} kB, {} %",
        making,
        start.elapsed().as_secs_f64(),
        bytes / 1000,
        index_bytes / 1000,
        index_bytes * 100 / bytes as u64
    ));
    for typed in ["奖学金名单", "招生计划 2023", "名单", "预算", "校", "关于第77号文件的通知", "招声计划"]
    {
        let ask = Ask { take: 20, ..Ask::default() };
        let query = Query::read(typed).expect("a question");
        let today: NaiveDate = "2026-11-30".parse().expect("a day");
        let mut times = Vec::new();
        let mut total = 0;
        for _ in 0..200 {
            let start = Instant::now();
            total = index.find(Some(&query), &Names::default(), &ask, today).expect("an answer").total;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        say(&format!("  {typed:<12} {total:>7} found   median {:8.2} ms   p99 {:8.2} ms", times[100], times[198]));
    }
}

fn entry(n: u32, dice: &mut Dice) -> Entry {
    let day = NaiveDate::from_num_days_from_ce_opt(738_000 + (n % 2_000) as i32);
    Entry {
        title: format!("关于{}第{n}号文件的通知", dice.text(10)),
        numbers: vec![format!("某院发〔{}〕{n}号", 2015 + n % 12)],
        texts: vec![dice.text(400)],
        category: u8::try_from(n % 10 + 1).ok(),
        item: (n % 50 + 1).to_string(),
        unit: Some(format!("u{}", n % 20)),
        year: Some(2015 + (n % 12) as i32),
        form: "notice".into(),
        day,
        ..Entry::default()
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
