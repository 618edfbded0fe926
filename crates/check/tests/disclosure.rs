//! The prescribed tables of government disclosure reports, wrong in one cell at a time: every such cell is
//! an error, named by row and column, and nothing else is told.

mod common;

use check::consistency::{Finding, Options, Rule, Severity, check};

/// A filled-in table of requests, every merged cell repeated.
fn table() -> &'static str {
    let corpus = include_str!("../corpus/7-disclosure.txt");
    let entry = corpus.split("@ ").nth(1).expect("the first entry");
    entry.split_once('\n').expect("a verdict and a table").1
}

fn sums(text: &str) -> Vec<Finding> {
    let outcome = check(&common::markdown(text), &Options::default());
    outcome.findings.into_iter().filter(|f| f.rule == Rule::Sum).collect()
}

/// The text with one number replaced; numbers are counted over the rows that hold any.
fn with(number: usize, change: impl Fn(&str) -> String) -> Option<String> {
    let mut count = 0;
    let mut changed = false;
    let cells: Vec<String> = table()
        .split('|')
        .map(|cell| {
            let digits = !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
            count += usize::from(digits);
            if digits && count == number + 1 {
                changed = true;
                return change(cell);
            }
            cell.to_owned()
        })
        .collect();
    changed.then(|| cells.join("|"))
}

#[test]
fn the_table_as_filled_in_is_silent() {
    assert!(sums(table()).is_empty(), "{:#?}", sums(table()));
}

#[test]
fn any_one_wrong_cell_is_one_error_with_the_right_value() {
    let mut tried = 0;
    while let Some(text) = with(tried, |cell| format!("{}", cell.parse::<u32>().expect("digits") + 30)) {
        let found = sums(&text);
        assert_eq!(found.len(), 1, "cell {tried}: {found:#?}");
        assert_eq!(found[0].severity, Severity::Error);
        let suggestion = found[0].suggestion.as_ref().expect("one cell is to blame");
        assert_eq!(suggestion.at, found[0].range);
        let mended = with(tried, |cell| {
            assert_eq!(cell, suggestion.with, "cell {tried}");
            cell.to_owned()
        });
        assert!(mended.is_some());
        tried += 1;
    }
    assert_eq!(tried, 25 * 7, "cells of the prescribed form");
}

#[test]
fn the_message_names_row_and_column_in_both_languages() {
    let text = table().replace("|4.保护第三方合法权益|5|", "|4.保护第三方合法权益|8|");
    let found = sums(&text);
    let [finding] = &found[..] else { panic!("{found:#?}") };
    assert!(finding.message.zh.contains("4.保护第三方合法权益") && finding.message.zh.contains("自然人"));
    assert!(finding.message.en.starts_with("In the table of requests, row “"), "{}", finding.message.en);
    assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some("5"), Some("8")));
    assert_eq!(&text[finding.range.clone()], "8");
}

#[test]
fn a_table_that_breaks_everywhere_was_read_wrongly_and_is_left_alone() {
    let mut text = table().to_owned();
    for (n, row) in [
        "（一）予以公开|",
        "（二）部分公开|",
        "5.属于三类内部事务信息|",
        "7.属于行政执法案卷|",
        "1.信访举报投诉类申请|",
        "2.重复申请|",
    ]
    .iter()
    .enumerate()
    {
        let at = text.rfind(row).expect("a row of the form") + row.len();
        text.insert_str(at, &(n + 3).to_string());
    }
    assert!(sums(&text).is_empty(), "{:#?}", sums(&text));
}
