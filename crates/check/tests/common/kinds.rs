//! Sentences by kind of mistake: reads the files of `corpus-kinds` and asks the engine about each.
//!
//! A line gives a kind, a text and why. `{wrong|right}` in the text makes one false sentence for every pair of
//! braces and one true one; a text without braces is true but tempting. It must not know how the engine reads.

use std::collections::BTreeMap;

use check::consistency::{Options, Outcome, Rule, Severity, check};

/// One sentence, or one text of several paragraphs, with what is true of it.
pub(crate) struct Case {
    /// The kind of mistake, 1 to 9, as the note of the corpus counts them.
    pub(crate) kind: u8,
    pub(crate) text: String,
    /// Whether a figure of it is false.
    pub(crate) wrong: bool,
    pub(crate) why: String,
}

/// Every case of a file.
pub(crate) fn cases(file: &str) -> Vec<Case> {
    let mut all = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut cells = line.split('\t');
        let (Some(kind), Some(text), Some(why)) = (cells.next(), cells.next(), cells.next()) else {
            panic!("three cells: {line}");
        };
        let kind: u8 = kind.parse().expect("a kind");
        let pairs = text.matches('{').count();
        for wrong in (0..pairs).map(Some).chain([None]) {
            all.push(Case { kind, text: chosen(text, wrong), wrong: wrong.is_some(), why: why.to_owned() });
        }
    }
    all
}

/// The text with the wrong side of one pair of braces and the right side of all others.
fn chosen(text: &str, wrong: Option<usize>) -> String {
    let mut kept = String::new();
    let mut rest = text;
    let mut number = 0;
    while let Some((before, after)) = rest.split_once('{') {
        let (pair, tail) = after.split_once('}').expect("a closed pair");
        let (bad, good) = pair.split_once('|').expect("wrong and right");
        kept.push_str(before);
        kept.push_str(if wrong == Some(number) { bad } else { good });
        number += 1;
        rest = tail;
    }
    kept.push_str(rest);
    // Paragraphs stand apart, the rows of a table do not.
    kept.replace("¶|", "\n|").replace('¶', "\n\n")
}

/// What the engine says of a case, findings of other rules than these left out.
pub(crate) fn asked(case: &Case) -> Outcome {
    let mut outcome = check(&crate::common::markdown(&case.text), &Options { notes: true, ..Options::default() });
    outcome
        .findings
        .retain(|f| matches!(f.rule, Rule::Sum | Rule::Rate | Rule::Repeat | Rule::Count | Rule::Numbering));
    outcome
}

/// The strongest finding, notes included.
pub(crate) fn strongest(outcome: &Outcome) -> Option<Severity> {
    outcome.findings.iter().map(|f| f.severity).max()
}

/// What was found of a kind.
#[derive(Default, Clone, Copy)]
pub(crate) struct Score {
    pub(crate) wrong: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    pub(crate) clean: usize,
    pub(crate) false_errors: usize,
    pub(crate) false_warnings: usize,
}

impl Score {
    /// Per cent of the wrong ones that are a warning or an error.
    pub(crate) fn found(&self) -> usize {
        100 * (self.errors + self.warnings) / self.wrong.max(1)
    }
}

/// The score of every kind, and the cases that were missed or falsely accused.
pub(crate) fn measure(all: &[Case]) -> (BTreeMap<u8, Score>, Vec<String>) {
    let mut scores: BTreeMap<u8, Score> = BTreeMap::new();
    let mut odd = Vec::new();
    for case in all {
        let outcome = asked(case);
        let score = scores.entry(case.kind).or_default();
        let strongest = strongest(&outcome);
        let said: Vec<String> = outcome
            .findings
            .iter()
            .map(|f| format!("{} {}: {}", f.rule.code(), f.severity.code(), f.message.zh))
            .collect();
        if case.wrong {
            score.wrong += 1;
            match strongest {
                Some(Severity::Error) => score.errors += 1,
                Some(Severity::Warning) => score.warnings += 1,
                other => {
                    score.notes += usize::from(other.is_some());
                    odd.push(format!("missed {}\t{}\t{} {}", case.kind, case.text, case.why, said.join("; ")));
                }
            }
        } else {
            score.clean += 1;
            match strongest {
                Some(Severity::Error) => score.false_errors += 1,
                Some(Severity::Warning) => score.false_warnings += 1,
                _ => continue,
            }
            odd.push(format!("accused {}\t{}\t{} {}", case.kind, case.text, case.why, said.join("; ")));
        }
    }
    (scores, odd)
}
