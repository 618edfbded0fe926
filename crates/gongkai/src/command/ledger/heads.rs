//! What heads of a file mean, where reading does not tell: asked at a terminal, given with `--column`, and what is kept
//! of it.

use super::reading::question;
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::guard::shown;
use app::ledger::{HeadAnswer, Outcome};
use domain::ledger::{Doubt, columns};
use serde_json::{Value, json};
use std::collections::HashSet;

/// What `--column` gives.
pub(super) fn given(texts: &[String], talk: &Talk) -> Result<Vec<HeadAnswer>> {
    let wrong = |text: &String| anyhow!(talk.lang.say_with("column-wrong", &[("text", &shown(text))]));
    texts.iter().map(|text| HeadAnswer::read(text).ok_or_else(|| wrong(text))).collect()
}

/// Asks what the heads in doubt mean that were not asked about yet. Nobody need answer.
pub(super) fn asked(outcome: &Outcome, before: &mut HashSet<String>, talk: &Talk) -> Result<Vec<HeadAnswer>> {
    let mut answers = Vec::new();
    let mut questions: Vec<_> = outcome.questions.told().iter().collect();
    // Without a required column nothing is read at all.
    questions.sort_by_key(|told| told.remark.kind != Doubt::MissingColumn);
    for told in questions {
        let mut choices: Vec<HeadAnswer> = told
            .remark
            .candidates
            .iter()
            .filter_map(|choice| HeadAnswer::to(&told.remark, told.table, choice))
            .collect();
        // A head that need not be read may be left out for good.
        if told.remark.kind == Doubt::Head {
            choices.extend(HeadAnswer::to(&told.remark, told.table, ""));
        }
        let words = question(told, talk.lang);
        if choices.is_empty() || !before.insert(words.clone()) {
            continue;
        }
        talk.line(&words);
        for (at, choice) in choices.iter().enumerate() {
            let key = if choice.column.is_empty() { "column-choice-none" } else { "column-choice" };
            let number = (at + 1).to_string();
            talk.say(key, &[("number", &number), ("head", &shown(&choice.head)), ("column", &choice.column)]);
        }
        let Some(line) = talk.ask("column-ask")? else { return Ok(answers) };
        let picked =
            line.trim().parse::<usize>().ok().and_then(|number| choices.into_iter().nth(number.checked_sub(1)?));
        answers.extend(picked);
    }
    Ok(answers)
}

/// How the questions about heads are answered, where there are any.
pub(super) fn tell_way(outcome: &Outcome, talk: &Talk) {
    let first = outcome.questions.told().iter().find_map(|told| {
        let choice = told.remark.candidates.first()?;
        HeadAnswer::to(&told.remark, told.table, choice)
    });
    if let Some(HeadAnswer { head, column }) = first {
        talk.say("question-answer", &[("head", &shown(&head)), ("column", &column)]);
    }
}

/// The answers that are kept from now on.
pub(super) fn tell_kept(outcome: &Outcome, talk: &Talk) {
    for (_, head, column) in &outcome.answered {
        let key = if column.is_empty() { "head-kept-none" } else { "head-kept" };
        talk.say(key, &[("head", &shown(head)), ("column", column)]);
    }
}

/// The same for programs.
pub(super) fn as_json(outcome: &Outcome) -> Vec<Value> {
    let key = |table: domain::ledger::Table, zh: &str| {
        columns(table).iter().find(|column| column.zh == zh).map(|column| column.key)
    };
    let one = |(table, head, column): &(domain::ledger::Table, String, &'static str)| json!({ "table": table.code(), "head": shown(head), "column": key(*table, column) });
    outcome.answered.iter().map(one).collect()
}
