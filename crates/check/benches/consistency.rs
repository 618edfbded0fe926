//! How long the checker takes: a report of 40 pages, and ten and a hundred times that, to show that time
//! grows with the text. Beside it, in the same run, one pass of a regular expression that only finds
//! the numbers of the same text: the least that any checker has to do.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use check::consistency::{Options, check};

/// Characters on a page set by GB/T 9704: 22 lines of 28.
const PAGE: usize = 22 * 28;

const REPORT: &str = include_str!("../tests/report.md");
const CORPUS: [&str; 3] = [
    include_str!("../corpus/1-college.txt"),
    include_str!("../corpus/4-budget.txt"),
    include_str!("../corpus/5-tables.txt"),
];

fn text_of(pages: usize) -> String {
    let mut text = String::from(REPORT);
    let sentences: Vec<&str> =
        CORPUS.iter().flat_map(|c| c.split("\n@")).filter_map(|e| e.split_once('\n')).map(|(_, t)| t).collect();
    let mut length = text.chars().count();
    for sentence in sentences.iter().cycle() {
        if length >= pages * PAGE {
            break;
        }
        text.push('\n');
        text.push_str(sentence);
        text.push('\n');
        length += sentence.chars().count() + 2;
    }
    text
}

fn best_of(rounds: usize, mut work: impl FnMut()) -> Duration {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn main() {
    let numbers = regex::Regex::new(r"\d[\d,.]*\s*[万亿]?\s*[\p{Han}%]").expect("a constant pattern");
    for (pages, rounds) in [(40, 20), (400, 5), (4_000, 2)] {
        let text = text_of(pages);
        let extract = common::markdown(&text);
        let outcome = check(&extract, &Options::default());
        let checked = best_of(rounds, || {
            black_box(check(&extract, &Options::default()));
        });
        let scanned = best_of(rounds, || {
            black_box(numbers.find_iter(&text).count());
        });
        println!(
            "{pages:5} pages, {:8} bytes: check {:9.2} ms ({} claims, {} findings; {:.1} MB/s); numbers alone {:8.2} ms",
            text.len(),
            checked.as_secs_f64() * 1e3,
            outcome.claims,
            outcome.findings.len(),
            text.len() as f64 / 1e6 / checked.as_secs_f64(),
            scanned.as_secs_f64() * 1e3,
        );
    }
}
