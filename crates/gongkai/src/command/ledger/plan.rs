//! What an import would do, printed: changes from what to what, what would go, and what may be another record.

use crate::talk::{Ink, Talk};
use app::guard::{printable, shown};
use app::ledger::{Cell, Change, Outcome, Possible};
use app::words::Lang;
use serde_json::{Value, json};

/// Changes that are printed; the rest are counted.
const PRINTED: usize = 50;
/// Characters of a cell that are printed.
const CELL: usize = 60;
/// Characters that are printed before the first that differs.
const BEFORE: usize = 16;

/// Prints what changes, what goes and what is asked.
pub(super) fn tell(outcome: &Outcome, talk: &Talk) {
    let (new, changed): (Vec<&Change>, Vec<&Change>) = outcome.changes.iter().partition(|change| change.new);
    list("plan-changed", &changed, talk, |change| {
        format!("{}{}", line(change, talk), cells(change.cells.iter(), talk.lang))
    });
    let gone: Vec<&Change> = changed.into_iter().filter(|change| change.cells.iter().any(Cell::vanishes)).collect();
    list("plan-gone", &gone, talk, |change| {
        format!("{}{}", line(change, talk), cells(change.cells.iter().filter(|cell| cell.vanishes()), talk.lang))
    });
    let records: Vec<&Change> = new.into_iter().filter(|change| change.table.code() == "records").collect();
    if !outcome.kept {
        list("plan-new", &records, talk, |change| line(change, talk));
    }
    let possible: Vec<&Possible> = outcome.possible.iter().collect();
    list("plan-possible", &possible, talk, |row| {
        let one = |candidate: &app::ledger::Candidate| {
            let (key, index) = (shown(&candidate.key), candidate.index.to_string());
            let args = [("key", key.as_str()), ("index", &index), ("title", &shown(&candidate.title))];
            talk.lang.say_with("plan-candidate-line", &args)
        };
        let all: Vec<String> = row.candidates.iter().take(3).map(one).collect();
        let at = row.place.row(talk.lang.into());
        format!("{} {}{}", printable(&at), shown(&row.title), all.join(&talk.lang.say("list-separator")))
    });
    if !possible.is_empty() {
        talk.say("plan-possible-advice", &[]);
    }
    missing(outcome, talk);
}

/// What an earlier delivery of the book had and this one has not.
fn missing(outcome: &Outcome, talk: &Talk) {
    if outcome.missing.is_empty() {
        return;
    }
    talk.line(talk.ink(Ink::Strong, &talk.lang.count("plan-missing", outcome.missing_all)));
    for one in outcome.missing.iter().take(PRINTED) {
        let known = one.index.as_ref().map_or_else(|| shown(&one.key), ToString::to_string);
        talk.line(format!("　{} {}", shown(&known), shown(&one.name)));
    }
    let more = outcome.missing_all.saturating_sub(PRINTED as u64);
    if more > 0 {
        talk.say("plan-more", &[("count", &more.to_string())]);
    }
    talk.say("plan-missing-advice", &[]);
}

fn list<T>(key: &str, all: &[&T], talk: &Talk, words: impl Fn(&T) -> String) {
    if all.is_empty() {
        return;
    }
    let count = all.len().to_string();
    talk.line(talk.ink(Ink::Strong, &talk.lang.say_with(key, &[("count", &count)])));
    for one in all.iter().take(PRINTED) {
        talk.line(format!("　{}", words(one)));
    }
    if all.len() > PRINTED {
        talk.say("plan-more", &[("count", &(all.len() - PRINTED).to_string())]);
    }
}

fn line(change: &Change, talk: &Talk) -> String {
    let at = change.place.as_ref().map(|place| place.row(talk.lang.into())).unwrap_or_default();
    format!("{} {}", printable(&at), shown(&change.name))
}

fn cells<'a>(cells: impl Iterator<Item = &'a Cell>, lang: Lang) -> String {
    let one = |cell: &Cell| {
        let (old, new) = said(&cell.old, &cell.new, lang);
        let args = [("head", cell.head.to_string()), ("old", old), ("new", new)];
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
        lang.say_with("plan-cell", &args)
    };
    cells.map(one).collect()
}

/// A cell before and after, cut so that what differs stays; an empty one is said to be empty.
fn said(old: &str, new: &str, lang: Lang) -> (String, String) {
    let (old_text, new_text) = (shown(old), shown(new));
    let same = old_text.chars().zip(new_text.chars()).take_while(|(one, other)| one == other).count();
    let long = old_text.chars().count().max(new_text.chars().count()) > CELL;
    // Where both would be cut to the same words the words before the difference go.
    let from = if long && same + BEFORE > CELL / 2 { same.saturating_sub(BEFORE) } else { 0 };
    let part = |text: &str| match text.is_empty() {
        true => lang.say("plan-empty"),
        false => cut(text, from),
    };
    (part(&old_text), part(&new_text))
}

/// The characters of a text from one on, as many as are printed.
fn cut(text: &str, from: usize) -> String {
    let kept: String = text.chars().skip(from).take(CELL).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if text.chars().count() > from + CELL { "…" } else { "" };
    format!("{before}{kept}{after}")
}

/// The plan for programs.
pub(super) fn as_json(outcome: &Outcome, lang: Lang) -> Value {
    let at = |change: &Change| change.place.as_ref().map(|place| place.row(lang.into()));
    let changes: Vec<Value> = outcome
        .changes
        .iter()
        .map(|change| {
            let cells: Vec<Value> = change
                .cells
                .iter()
                .map(|cell| {
                    let (old, new) = (shown(&cell.old), shown(&cell.new));
                    json!({ "column": cell.key, "head": cell.head, "old": old, "new": new, "gone": cell.vanishes() })
                })
                .collect();
            json!({
                "table": change.table.code(), "where": at(change), "name": shown(&change.name),
                "new": change.new, "cells": cells,
            })
        })
        .collect();
    let possible: Vec<Value> = outcome
        .possible
        .iter()
        .map(|row| {
            let candidates: Vec<Value> = row
                .candidates
                .iter()
                .map(|candidate| {
                    json!({
                        "id": candidate.id.to_string(), "key": shown(&candidate.key),
                        "index": candidate.index.to_string(), "title": shown(&candidate.title),
                    })
                })
                .collect();
            json!({ "where": row.place.row(lang.into()), "title": shown(&row.title), "candidates": candidates })
        })
        .collect();
    let missing = outcome.missing.iter().map(|one| {
        json!({
            "table": one.table.code(), "name": shown(&one.name), "key": shown(&one.key),
            "index": one.index.as_ref().map(ToString::to_string),
        })
    });
    let missing: Vec<Value> = missing.collect();
    json!({ "changes": changes, "possible": possible, "missing": missing, "missing_all": outcome.missing_all })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_long_cells_that_differ_late_are_cut_before_the_difference() {
        let page =
            |n: u8| format!("官网 2025-10-08 https://www.jngy.edu.cn/info/2026/03/09/content_1234567890_{n}.htm");
        let (old, new) = said(&page(1), &page(2), Lang::Zh);
        assert!(old.starts_with('…') && old.ends_with("_1.htm"), "{old}");
        assert!(new.starts_with('…') && new.ends_with("_2.htm"), "{new}");
        assert_eq!(said("学生处", "教务处", Lang::Zh), ("学生处".to_string(), "教务处".to_string()));
        let long = "甲".repeat(100);
        assert_eq!(said(&long, "乙", Lang::Zh), (format!("{}…", "甲".repeat(60)), "乙".to_string()));
        assert_eq!(said(&long, "", Lang::Zh), (format!("{}…", "甲".repeat(60)), Lang::Zh.say("plan-empty")));
    }
}
