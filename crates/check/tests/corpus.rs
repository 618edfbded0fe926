//! The corpus: real-looking sentences of both kinds with a verdict and its reason each.
//!
//! Prints precision and recall per rule and fails when a verdict is not met.

#![expect(clippy::print_stdout, reason = "the scores are for the reader of the test's output")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use check::consistency::{Options, Outcome, Rule, check};

const FILES: &[(&str, &str)] = &[
    ("1-college", include_str!("../corpus/1-college.txt")),
    ("2-tricky", include_str!("../corpus/2-tricky.txt")),
    ("3-government", include_str!("../corpus/3-government.txt")),
    ("4-budget", include_str!("../corpus/4-budget.txt")),
    ("5-tables", include_str!("../corpus/5-tables.txt")),
    ("6-notices", include_str!("../corpus/6-notices.txt")),
    ("7-disclosure", include_str!("../corpus/7-disclosure.txt")),
    ("8-outline", include_str!("../corpus/8-outline.txt")),
    ("9-second", include_str!("../corpus/9-second.txt")),
];

struct Entry<'a> {
    file: &'a str,
    verdict: &'a str,
    reason: &'a str,
    text: String,
}

fn entries() -> Vec<Entry<'static>> {
    let mut all: Vec<Entry> = Vec::new();
    for (file, content) in FILES {
        // What stands before the first entry is a comment.
        let first = content.find("@ ").unwrap_or(0);
        for line in content[first..].lines() {
            if let Some(head) = line.strip_prefix("@ ") {
                let (verdict, reason) = head.split_once(" | ").expect("an entry gives its reason");
                all.push(Entry { file, verdict, reason, text: String::new() });
            } else if let Some(entry) = all.last_mut() {
                entry.text.push_str(line);
                entry.text.push('\n');
            }
        }
    }
    all
}

#[derive(Default)]
struct Score {
    right: usize,
    missed: usize,
    wrong: usize,
}

#[test]
fn every_entry_of_the_corpus_gets_its_verdict() {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut failures = String::new();
    let all = entries();
    assert!(all.len() >= 400, "only {} entries", all.len());
    for entry in &all {
        let outcome = check(&common::markdown(&entry.text), &Options::default());
        let expected = entry.verdict.strip_prefix("fails ");
        let hit = expected.is_some_and(|rule| outcome.findings.iter().any(|f| f.rule.code() == rule));
        let others: Vec<&str> =
            outcome.findings.iter().map(|f| f.rule.code()).filter(|r| Some(*r) != expected).collect();
        if let Some(rule) = expected {
            let score = scores.entry(rule).or_default();
            if hit { score.right += 1 } else { score.missed += 1 }
        }
        for rule in &others {
            scores.entry(rule).or_default().wrong += 1;
        }
        let tested = !entry.verdict.starts_with("holds ") || outcome.claims > 0;
        if (expected.is_some() && !hit) || !others.is_empty() || !tested {
            let _ = writeln!(
                failures,
                "{} [{}] {}\n  {}  got: {}",
                entry.file,
                entry.verdict,
                entry.reason,
                entry.text.trim(),
                listed(&outcome)
            );
        }
    }
    for (rule, s) in &scores {
        let percent = |a: usize, b: usize| if b == 0 { 100.0 } else { 100.0 * a as f64 / b as f64 };
        println!(
            "{rule:10} precision {:5.1} %  recall {:5.1} %  ({} found, {} missed, {} wrong)",
            percent(s.right, s.right + s.wrong),
            percent(s.right, s.right + s.missed),
            s.right,
            s.missed,
            s.wrong
        );
    }
    assert!(failures.is_empty(), "verdicts not met:\n{failures}");
}

#[test]
fn every_rule_has_sentences_that_fail_it() {
    let all = entries();
    for rule in Rule::ALL {
        let verdict = format!("fails {}", rule.code());
        assert!(all.iter().any(|entry| entry.verdict == verdict), "no entry {verdict}");
    }
}

/// What programs read of a finding is a number, not a sentence.
#[test]
fn values_of_sums_and_rates_are_plain_numbers() {
    let plain = |value: &Option<String>| {
        value
            .as_deref()
            .is_some_and(|v| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-'))
    };
    for entry in &entries() {
        for finding in check(&common::markdown(&entry.text), &Options::default()).findings {
            if matches!(finding.rule, Rule::Sum | Rule::Rate) {
                assert!(plain(&finding.expected) && plain(&finding.found), "{}: {finding:#?}", entry.text);
            }
        }
    }
}

fn listed(outcome: &Outcome) -> String {
    outcome.findings.iter().map(|f| format!("{} {}: {}; ", f.rule.code(), f.severity.code(), f.message.zh)).collect()
}
