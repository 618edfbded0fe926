//! Comparing a text with a ledger at hand: a figure the ledger names, printed with another value.
//!
//! Only the figure's own name right before a number with the figure's own unit counts; a text that says the same
//! in other words is passed over rather than guessed at.

use super::baseline::fingerprint;
use crate::error::{Error, Result};
use check::consistency::{Finding, Fingerprint, Message, Rule, Severity};
use domain::figure::{Figure, Quantity};
use domain::ledger::{Entry, Nothing, Table, read_row};
use office::ledger::Limits;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Figures that a text is compared with: those of a ledger file. None by default.
#[derive(Debug, Clone, Default)]
pub struct LedgerFigures(Vec<Known>);

/// A figure of the ledger.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    unit: String,
    value: Quantity,
    dataset: String,
    key: String,
}

/// What the comparison gave.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// Places where a figure's name stands before a number with its unit.
    pub(super) claims: usize,
    /// Those with another number.
    pub(super) findings: Vec<Finding>,
}

impl LedgerFigures {
    /// The figures of a ledger file.
    ///
    /// # Errors
    /// The file cannot be read as a ledger. Rows that hold no figure are passed over.
    pub fn read(file: &Path) -> Result<LedgerFigures> {
        let wrong = |error| Error::LedgerFile { file: file.display().to_string(), error };
        let mut known: Vec<Known> = Vec::new();
        for located in office::ledger::read(file, &Limits::default()).map_err(wrong)? {
            let located = located.map_err(wrong)?;
            if located.table == Table::Figures
                && let Ok(Entry::Figure(dataset, figure)) = read_row(located.written(), &Nothing).entry
            {
                known.extend(Known::of(&dataset.key, &figure));
            }
        }
        Ok(LedgerFigures::without_ambiguous(known))
    }

    /// A name that several figures share with different values says nothing.
    fn without_ambiguous(mut known: Vec<Known>) -> LedgerFigures {
        let mut values: HashMap<&str, (Quantity, bool)> = HashMap::new();
        for figure in &known {
            let first = values.entry(&figure.name).or_insert((figure.value, false));
            first.1 |= first.0.compare(figure.value).is_ne();
        }
        let ambiguous: HashSet<String> =
            values.into_iter().filter(|(_, (_, differ))| *differ).map(|(name, _)| name.to_string()).collect();
        known.retain(|figure| !ambiguous.contains(&figure.name));
        LedgerFigures(known)
    }
}

impl Known {
    /// An exact figure whose name has at least three characters; shorter ones stand everywhere.
    fn of(dataset: &str, figure: &Figure) -> Option<Known> {
        let (Some(value), false, 3..) = (figure.value, figure.approximate, figure.name.chars().count()) else {
            return None;
        };
        let (name, unit, key) = (figure.name.clone(), figure.unit.clone(), figure.key.clone());
        Some(Known { name, unit, value, dataset: dataset.to_string(), key })
    }
}

/// Every place of a text where a figure's name stands right before a number with its unit, and those among them that
/// give another number.
pub(super) fn compare_with_ledger(text: &str, figures: &LedgerFigures) -> Compared {
    let mut compared = Compared::default();
    for known in &figures.0 {
        for (at, _) in text.match_indices(&known.name) {
            let after = at + known.name.len();
            let Some((number, printed, end)) = number_after(&text[after..], &known.unit) else { continue };
            compared.claims += 1;
            if number.compare(known.value).is_ne() {
                compared.findings.push(differs(known, &printed, at..after + end));
            }
        }
    }
    compared
}

/// The number right behind a name: over 为, 是, 共, 共计, a colon or blanks, with the unit behind it.
fn number_after(rest: &str, unit: &str) -> Option<(Quantity, String, usize)> {
    let skipped = rest.trim_start_matches(['为', '是', '共', '计', '：', ':', ' ', '有', '达']);
    let start = rest.len() - skipped.len();
    if start > 12 {
        return None;
    }
    let length = skipped.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(skipped.len());
    let printed = skipped[..length].trim_end_matches(['.', ',']);
    let behind = skipped[printed.len()..].trim_start();
    if !unit.is_empty() && !behind.starts_with(unit) {
        return None;
    }
    Some((printed.parse().ok()?, printed.to_string(), start + printed.len()))
}

fn differs(known: &Known, printed: &str, range: std::ops::Range<usize>) -> Finding {
    let value = known.value.to_string();
    let print = fingerprint(&["ledger", &known.dataset, &known.name, printed]);
    let fingerprint = Fingerprint::parse(&print).expect("sixteen hexadecimal digits");
    Finding {
        rule: Rule::Repeat,
        severity: Severity::Warning,
        range,
        places: Vec::new(),
        message: Message {
            zh: format!(
                "“{}”此处为{printed}{unit}，台账登记为{value}{unit}（数据集 {}）",
                known.name,
                known.dataset,
                unit = known.unit
            ),
            en: format!(
                "“{}” is {printed}{unit} here and {value}{unit} in the ledger (dataset {})",
                known.name,
                known.dataset,
                unit = known.unit
            ),
        },
        arithmetic: Vec::new(),
        expected: Some(value),
        found: Some(printed.to_string()),
        reference: Some(format!("figure:{}.{}", known.dataset, known.key)),
        suggestion: None,
        fingerprint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(known: &[(&str, i64)]) -> LedgerFigures {
        let known = known.iter().map(|(name, value)| Known {
            name: name.to_string(),
            unit: "人".into(),
            value: Quantity::whole(*value),
            dataset: "g".into(),
            key: "total".into(),
        });
        LedgerFigures::without_ambiguous(known.collect())
    }

    #[test]
    fn another_number_for_a_named_figure_is_found_and_the_same_is_silent() {
        let known = figures(&[("毕业生总人数", 4540)]);
        let told = |text: &str| {
            let compared = compare_with_ledger(text, &known);
            (compared.claims, compared.findings.len())
        };
        assert_eq!(told("2023届毕业生总人数为4540人，"), (1, 0));
        assert_eq!(told("毕业生总人数共4,540人"), (1, 0));
        assert_eq!(told("毕业生总人数为3540人"), (1, 1));
        assert_eq!(told("毕业生总人数增长5%，比上年毕业生总人数多"), (0, 0));
    }

    #[test]
    fn a_name_that_two_figures_share_says_nothing_unless_they_agree() {
        let claims = |known| compare_with_ledger("在校生人数为100人", &figures(known)).claims;
        assert_eq!(claims(&[("在校生人数", 100), ("在校生人数", 200)]), 0);
        assert!(claims(&[("在校生人数", 100), ("在校生人数", 100)]) > 0);
    }
}
