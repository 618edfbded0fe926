//! How many wrong digits `check` finds: sums that hold in real text are looked for by brute force (a number
//! that equals a run of others of its unit, whatever the words say), one digit of each number is changed,
//! and the engine is asked. What it stays silent about is printed, to be judged by a person.
//!
//! Exists because precision is easy to see and recall is not. It must not know how the engine reads text.
//!
//! `cargo run --release -p check --example recall -- [--missed] FILE...` (one paragraph a line), or
//! `… -- [--missed] --kinds FILE.tsv...` for the sentences by kind of mistake in `corpus-kinds`.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/common/kinds.rs"]
mod kinds;

use std::ops::Range;
use std::sync::LazyLock;

use check::consistency::{Options, Rule, check};
use domain::extract::{BlockKind, Extract, Place};
use regex::Regex;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\d{1,13}(?:\.\d{1,4})?)(万亿|亿|万|千)?(个百分点|万元|亿元|元|人次|平方公里|公里|公顷|吨|斤|户|人|名|件|条|项|个|家|所|门|次|篇|本|辆|台|亩|场|期|册|起|宗|头|只|%)?")
        .expect("a constant pattern")
});

/// A printed number.
struct Number {
    at: Range<usize>,
    /// In hundred-millionths of the printed scale, so that decimals are exact.
    value: i128,
    unit: String,
}

fn numbers(sentence: &str) -> Vec<Number> {
    NUMBER
        .captures_iter(sentence)
        .filter_map(|caps| {
            let digits = caps.get(1)?;
            let (whole, fraction) = digits.as_str().split_once('.').unwrap_or((digits.as_str(), ""));
            let value: i128 = format!("{whole}{fraction:0<4}").parse().ok()?;
            let unit = format!("{}{}", caps.get(2).map_or("", |m| m.as_str()), caps.get(3).map_or("", |m| m.as_str()));
            let dated = sentence[digits.end()..].starts_with(['年', '月', '日', '届', '级']);
            (!dated && !unit.ends_with("百分点")).then_some(Number { at: digits.range(), value, unit })
        })
        .take(40)
        .collect()
}

/// The numbers of every equation that holds in a sentence, the whole first.
fn identities(sentence: &str) -> Vec<Vec<Range<usize>>> {
    let all = numbers(sentence);
    let mut found: Vec<Vec<Range<usize>>> = Vec::new();
    for (w, whole) in all.iter().enumerate() {
        // A small whole is made up by chance.
        if whole.at.len() < 3 || whole.unit == "%" {
            continue;
        }
        let alike: Vec<usize> = (0..all.len()).filter(|i| all[*i].unit == whole.unit && all[*i].value > 0).collect();
        let runs = |side: Vec<usize>| {
            (0..side.len().min(6)).find_map(|from| {
                let mut sum = 0;
                for to in from..side.len() {
                    sum += all[side[to]].value;
                    if sum == whole.value && to > from {
                        return Some(side[from..=to].to_vec());
                    }
                }
                None
            })
        };
        let after = runs(alike.iter().copied().filter(|i| *i > w).collect());
        let parts = after.or_else(|| runs(alike.iter().copied().filter(|i| *i < w).rev().collect()));
        if let Some(parts) = parts {
            found.push(std::iter::once(w).chain(parts).map(|i| all[i].at.clone()).collect());
        }
    }
    found
}

/// Sentences, the parts of a whole with the sentence that gives it.
fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for sentence in paragraph.split_inclusive('。') {
        let end = start + sentence.len();
        match all.last_mut() {
            Some(last) if sentence.starts_with("其中") || sentence.starts_with("分") => last.end = end,
            _ => all.push(start..end),
        }
        start = end;
    }
    all
}

/// Percentages with three digits that are the share, or the growth, made by two numbers of the sentence:
/// their places.
fn percentages(sentence: &str) -> Vec<Range<usize>> {
    let all = numbers(sentence);
    let fits = |stated: &Number, part: i128, base: i128| {
        let decimals = sentence[stated.at.clone()].split_once('.').map_or(0, |(_, d)| d.len() as u32);
        let step = 10i128.pow(4u32.saturating_sub(decimals));
        // Rounded to the printed place.
        base > 0 && part > 0 && (2 * part * 1_000_000 / base + step) / (2 * step) * step == stated.value
    };
    all.iter()
        .filter(|p| p.unit == "%" && p.at.len() >= 4)
        .filter(|p| {
            all.iter().any(|a| {
                a.at.end < p.at.start
                    && a.at.len() >= 3
                    && all.iter().any(|b| {
                        b.unit == a.unit
                            && b.at.end < p.at.start
                            && b.unit != "%"
                            && b.at.len() >= 3
                            && b.at != a.at
                            && (fits(p, a.value, b.value)
                                || fits(p, a.value, b.value - a.value)
                                || fits(p, (a.value - b.value).abs(), b.value)
                                || fits(p, a.value, b.value + a.value))
                    })
            })
        })
        .map(|p| p.at.clone())
        .collect()
}

fn is_reported(paragraph: &str) -> bool {
    let mut extract = Extract::default();
    extract.push(paragraph, BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
    check(&extract, &Options::default()).findings.iter().any(|f| matches!(f.rule, Rule::Sum | Rule::Rate))
}

/// The text with the second digit of a number (or its only one) turned into another.
fn slip(paragraph: &str, at: &Range<usize>) -> String {
    let digits: Vec<usize> = at.clone().filter(|i| paragraph.as_bytes()[*i].is_ascii_digit()).collect();
    let place = digits[digits.len().min(2) - 1];
    let digit = (paragraph.as_bytes()[place] - b'0' + 3) % 10;
    let digit = if digit == 0 && digits.len() == 1 { 5 } else { digit };
    format!("{}{digit}{}", &paragraph[..place], &paragraph[place + 1..])
}

/// Prints what is found of every kind of mistake, and with `show` what is missed or falsely accused.
fn by_kind(file: &str, show: bool) {
    let Ok(text) = std::fs::read_to_string(file) else { return };
    let (scores, odd) = kinds::measure(&kinds::cases(&text));
    odd.iter().filter(|_| show).for_each(|line| println!("{line}"));
    for (kind, s) in scores {
        println!(
            "kind {kind}: {:3} % of {:3} found ({} errors, {} warnings, {} notes); of {} true ones {} errors, {} warnings",
            s.found(),
            s.wrong,
            s.errors,
            s.warnings,
            s.notes,
            s.clean,
            s.false_errors,
            s.false_warnings
        );
    }
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.first().is_some_and(|a| a == "--missed");
    arguments.drain(..usize::from(show));
    if arguments.first().is_some_and(|a| a == "--kinds") {
        arguments[1..].iter().for_each(|file| by_kind(file, show));
        return;
    }
    let (mut shares, mut shares_found) = (0, 0);
    let (mut equations, mut slips, mut found, mut alarms) = (0, 0, 0, 0);
    for file in &arguments {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        for paragraph in text.lines().map(str::trim).filter(|l| l.len() < 6_000 && !l.is_empty()) {
            for range in sentences(paragraph) {
                let (from, sentence) = (range.start, &paragraph[range]);
                for share in percentages(sentence) {
                    if is_reported(paragraph) {
                        continue;
                    }
                    shares += 1;
                    let hit = is_reported(&slip(paragraph, &(share.start + from..share.end + from)));
                    shares_found += usize::from(hit);
                    if show && !hit {
                        println!("%\t{}\t{}", &sentence[share], sentence.trim());
                    }
                }
                for numbers in identities(sentence) {
                    if is_reported(paragraph) {
                        alarms += 1;
                        continue;
                    }
                    equations += 1;
                    let places: Vec<Range<usize>> = numbers.iter().map(|n| n.start + from..n.end + from).collect();
                    let hits = places.iter().filter(|p| is_reported(&slip(paragraph, p))).count();
                    slips += places.len();
                    found += hits;
                    if show && hits * 2 < places.len() {
                        let terms: Vec<&str> = places.iter().map(|p| &paragraph[p.clone()]).collect();
                        println!("{hits}/{}\t{}\t{}", places.len(), terms.join(" "), sentence.trim());
                    }
                }
            }
        }
    }
    println!("{shares} percentages, {shares_found} found ({} %)", 100 * shares_found / shares.max(1));
    println!(
        "{equations} equations, {slips} slips, {found} found ({} %); {alarms} reported untouched",
        100 * found / slips.max(1)
    );
}
