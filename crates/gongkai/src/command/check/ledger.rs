//! Comparing a text with a ledger at hand: a figure the ledger names, printed with another value.
//!
//! Only the figure's own name right before a number with the figure's own unit counts; a text that says the same
//! in other words is passed over rather than guessed at.

use anyhow::Result;
use check::consistency::{Finding, Fingerprint, Message, Rule, Severity};
use domain::figure::Quantity;
use domain::ledger::{Entry, Table, parse};
use office::ledger::Limits;
use std::path::Path;

/// A figure of the ledger.
pub(super) struct Fact {
    name: String,
    unit: String,
    value: Quantity,
    dataset: String,
}

/// What the comparison gave.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) claims: usize,
    pub(super) findings: Vec<Finding>,
}

/// The figures of a ledger file. Names that several figures share with different values say nothing and are left
/// out, as are names of fewer than three characters.
pub(super) fn read(file: &Path) -> Result<Vec<Fact>> {
    let wrong = |error| app::Error::LedgerFile { file: file.display().to_string(), error };
    let mut facts: Vec<Fact> = Vec::new();
    for located in office::ledger::read(file, &Limits::default()).map_err(wrong)? {
        let located = located.map_err(wrong)?;
        if located.table != Table::Figures {
            continue;
        }
        if let Ok(Entry::Figure(dataset, figure)) = parse(located.table, &located.row)
            && let (Some(value), false, 3..) = (figure.value, figure.approximate, figure.name.chars().count())
        {
            facts.push(Fact { name: figure.name, unit: figure.unit, value, dataset });
        }
    }
    let ambiguous: Vec<String> = facts
        .iter()
        .filter(|fact| facts.iter().any(|other| other.name == fact.name && other.value.compare(fact.value).is_ne()))
        .map(|fact| fact.name.clone())
        .collect();
    facts.retain(|fact| !ambiguous.contains(&fact.name));
    Ok(facts)
}

/// Every place where a figure's name stands right before a number with its unit.
pub(super) fn compare(text: &str, facts: &[Fact]) -> Compared {
    let mut compared = Compared::default();
    for fact in facts {
        for (at, _) in text.match_indices(&fact.name) {
            let after = at + fact.name.len();
            let Some((number, printed, end)) = number_after(&text[after..], &fact.unit) else { continue };
            compared.claims += 1;
            if number.compare(fact.value).is_ne() {
                compared.findings.push(differs(fact, &printed, at..after + end));
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

fn differs(fact: &Fact, printed: &str, range: std::ops::Range<usize>) -> Finding {
    let value = fact.value.to_string();
    let print = super::judge::fingerprint(&["ledger", &fact.dataset, &fact.name, printed]);
    let fingerprint = Fingerprint::parse(&print).expect("sixteen hexadecimal digits");
    Finding {
        rule: Rule::Repeat,
        severity: Severity::Warning,
        range,
        places: Vec::new(),
        message: Message {
            zh: format!(
                "“{}”此处为{printed}{unit}，台账登记为{value}{unit}（数据集 {}）",
                fact.name,
                fact.dataset,
                unit = fact.unit
            ),
            en: format!(
                "“{}” is {printed}{unit} here and {value}{unit} in the ledger (dataset {})",
                fact.name,
                fact.dataset,
                unit = fact.unit
            ),
        },
        arithmetic: Vec::new(),
        expected: Some(value),
        found: Some(printed.to_string()),
        suggestion: None,
        fingerprint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Vec<Fact> {
        vec![Fact {
            name: "毕业生总人数".into(), unit: "人".into(), value: Quantity::whole(4540), dataset: "g".into()
        }]
    }

    #[test]
    fn another_number_for_a_named_figure_is_found_and_the_same_is_silent() {
        let told = |text: &str| {
            let compared = compare(text, &facts());
            (compared.claims, compared.findings.len())
        };
        assert_eq!(told("2023届毕业生总人数为4540人，"), (1, 0));
        assert_eq!(told("毕业生总人数共4,540人"), (1, 0));
        assert_eq!(told("毕业生总人数为3540人"), (1, 1));
        assert_eq!(told("毕业生总人数增长5%，比上年毕业生总人数多"), (0, 0));
    }
}
