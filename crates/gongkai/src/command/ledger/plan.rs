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
        let args = [("head", cell.head.to_string()), ("old", said(&cell.old, lang)), ("new", said(&cell.new, lang))];
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
        lang.say_with("plan-cell", &args)
    };
    cells.map(one).collect()
}

/// A cell, cut; an empty one is said to be empty.
fn said(text: &str, lang: Lang) -> String {
    if text.is_empty() {
        return lang.say("plan-empty");
    }
    let text = shown(text);
    let cut: String = text.chars().take(CELL).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
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
    json!({ "changes": changes, "possible": possible })
}
