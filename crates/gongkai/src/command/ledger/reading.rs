//! What an import understood and what it asks, printed: like remarks in one line with a few examples, each question with
//! its places and what would answer it.
//!
//! Nobody knows what stands in a cell: all text of the file passes [`shown`].

use crate::talk::{Ink, Talk};
use app::guard::words::judged;
use app::guard::{printable, shown, words};
use app::ledger::{Outcome, Told};
use app::words::Lang;
use domain::ledger::{Doubt, Judged, Question, Table, Taken, Understood, columns};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Examples of one kind of remark.
const EXAMPLES: usize = 3;
/// Examples where each is a decision about a whole column, sheet or channel.
const ALL_EXAMPLES: usize = 60;
/// Questions that are printed.
const PRINTED: usize = 100;

fn key(table: Option<Table>, column: Option<usize>) -> Option<&'static str> {
    columns(table?).get(column?).map(|column| column.key)
}

/// The first of several places and how many there are.
pub(super) fn first_places(places: &[String], count: u64, lang: Lang) -> String {
    match places {
        [] => String::new(),
        [one] if count <= 1 => one.clone(),
        several => {
            let mark = if lang == Lang::Zh { "、" } else { ", " };
            let first = several.iter().take(3).cloned().collect::<Vec<_>>().join(mark);
            if count <= 3 {
                return first;
            }
            lang.say_with("places-first", &[("place", &first), ("count", &count.to_string())])
        }
    }
}

fn places<T>(told: &Told<T>, lang: Lang) -> Vec<String> {
    told.places.iter().map(|spot| spot.text(lang.into())).filter(|place| !place.is_empty()).collect()
}

/// Prints the questions, those about columns and sheets first.
pub(super) fn tell_questions(outcome: &Outcome, talk: &Talk) {
    let mut questions: Vec<&Told<Question>> = outcome.questions.told().iter().collect();
    let of_file =
        |told: &&Told<Question>| !matches!(told.remark.kind, Doubt::MissingColumn | Doubt::SheetHead | Doubt::Head);
    questions.sort_by_key(of_file);
    for told in questions.iter().take(PRINTED) {
        let at = first_places(&places(told, talk.lang), told.count, talk.lang);
        talk.line(format!("{} {}", talk.ink(Ink::Warn, &printable(&at)), question(told, talk.lang)));
    }
    let more = outcome.questions.more() + questions.len().saturating_sub(PRINTED) as u64;
    if more > 0 {
        talk.say("question-more", &[("count", &more.to_string())]);
    }
    if outcome.question_rows > 0 {
        let line = talk.lang.say_with("question-rows", &[("rows", &outcome.question_rows.to_string())]);
        talk.line(talk.ink(Ink::Bad, &line));
    }
}

pub(super) fn question(told: &Told<Question>, lang: Lang) -> String {
    words::question(lang, told.table, &told.remark, told.rows)
}

/// Like remarks by kind, table and column.
type Groups<'a> = BTreeMap<(Taken, Option<Table>, Option<usize>), Vec<&'a Told<Understood>>>;

/// Prints what was understood, a line for each kind and column.
pub(super) fn tell_understood(outcome: &Outcome, talk: &Talk) {
    let mut groups: Groups<'_> = BTreeMap::new();
    for told in outcome.understood.told() {
        let remark = &told.remark;
        // What is about heads is about each of them, and told in one line.
        let column = remark.column.filter(|_| !matches!(remark.kind, Taken::Head | Taken::HeadByContent | Taken::Site));
        groups.entry((remark.kind, told.table, column)).or_default().push(told);
    }
    if groups.is_empty() {
        return;
    }
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("understood-title")));
    for ((kind, table, column), group) in groups {
        let count: u64 = group.iter().map(|told| told.count).sum();
        let words = words::understood(talk.lang, table, kind, column, count);
        let examples = examples(kind, &group, count, talk.lang);
        talk.say("understood-line", &[("words", &format!("　{words}")), ("examples", &examples)]);
    }
    if outcome.understood.more() > 0 {
        talk.say("understood-more", &[("count", &outcome.understood.more().to_string())]);
    }
}

fn examples(kind: Taken, group: &[&Told<Understood>], count: u64, lang: Lang) -> String {
    use Taken::{ChannelKind, ChannelUnknown, ExampleOut, Head, HeadByContent, Name, RowOut, Sheet, Site};
    let sheet = kind == Sheet || kind.leaves_out() && !matches!(kind, RowOut | ExampleOut);
    let each =
        sheet || kind.leaves_out() || matches!(kind, Head | HeadByContent | Site | ChannelKind | ChannelUnknown | Name);
    let most = if each { ALL_EXAMPLES } else { EXAMPLES };
    let one = |told: &&Told<Understood>| {
        let (written, taken) = (shown(&told.remark.written), shown(&told.remark.taken));
        let said = match (written.is_empty(), taken.is_empty()) {
            (false, false) => format!("“{written}”→{taken}"),
            (false, true) => format!("“{written}”"),
            (true, _) => taken,
        };
        match places(told, lang).first().filter(|place| **place != told.remark.written) {
            Some(place) => format!("{said}{}", lang.say_with("example-place", &[("place", place)])),
            None => said,
        }
    };
    let mark = if lang == Lang::Zh { "；" } else { "; " };
    // Of rows that were left out each is named, equal ones by all of their places.
    let (shown, counted) = match kind {
        RowOut | ExampleOut => with_places(group, most, lang),
        _ => (group.iter().take(most).map(one).collect(), group.iter().take(most).map(|told| told.count).sum()),
    };
    if kind.leaves_out() && counted < count {
        return format!("{}{}", shown.join(mark), lang.say_with("example-and-rest", &[("count", &count.to_string())]));
    }
    let mut text = shown.join(mark);
    if counted < count || !each && shown.len() as u64 != count {
        text.push_str(&lang.say_with("example-and-more", &[("count", &count.to_string())]));
    }
    text
}

/// Rows that were left out, equal ones once with all of their places, `most` places at most; and how many those are.
fn with_places(group: &[&Told<Understood>], most: usize, lang: Lang) -> (Vec<String>, u64) {
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let (mut shown_rows, mut counted) = (Vec::new(), 0);
    for told in group {
        let places: Vec<String> = places(told, lang).into_iter().take(most.saturating_sub(counted)).collect();
        if places.is_empty() {
            continue;
        }
        let (written, taken) = (shown(&told.remark.written), shown(&told.remark.taken));
        let said = if taken.is_empty() { format!("“{written}”") } else { format!("“{written}”→{taken}") };
        counted += places.len();
        shown_rows.push(format!("{said}{}", lang.say_with("example-place", &[("place", &places.join(comma))])));
    }
    (shown_rows, counted as u64)
}

/// Prints what a person should look at in the facts, equal remarks in one line with their rows.
pub(super) fn tell_judged(outcome: &Outcome, talk: &Talk) {
    let mut remarks: Vec<&Told<Judged>> = outcome.judged.told().iter().collect();
    if remarks.is_empty() {
        return;
    }
    remarks.sort_by_key(|told| &told.remark);
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("judged-title")));
    for told in remarks {
        let at = first_places(&places(told, talk.lang), told.count, talk.lang);
        let words = format!("　{}", judged(talk.lang, &told.remark, told.count));
        talk.say("judged-line", &[("words", &words), ("place", &printable(&at))]);
    }
    if outcome.judged.more() > 0 {
        talk.say("judged-more", &[("count", &outcome.judged.more().to_string())]);
    }
}

/// What was judged of the facts, for programs.
pub(super) fn judged_as_json(outcome: &Outcome, lang: Lang) -> Vec<Value> {
    let one = |told: &Told<Judged>| {
        json!({
            "kind": told.remark.concern.code(), "table": told.table.map(Table::code), "about": shown(&told.remark.about),
            "count": told.count, "where": places(told, lang),
            "message": judged(lang, &told.remark, told.count),
        })
    };
    outcome.judged.told().iter().map(one).collect()
}

/// What was understood, for programs.
pub(super) fn understood_as_json(outcome: &Outcome, lang: Lang) -> Vec<Value> {
    let one = |told: &Told<Understood>| {
        json!({
            "kind": told.remark.kind.code(), "table": told.table.map(Table::code), "column": key(told.table, told.remark.column),
            "written": shown(&told.remark.written), "taken": shown(&told.remark.taken), "count": told.count,
            "where": places(told, lang),
        })
    };
    outcome.understood.told().iter().map(one).collect()
}

/// The questions, for programs.
pub(super) fn questions_as_json(outcome: &Outcome, lang: Lang) -> Vec<Value> {
    let one = |told: &Told<Question>| {
        let candidates: Vec<String> = told.remark.candidates.iter().map(|text| shown(text)).collect();
        json!({
            "kind": told.remark.kind.code(), "table": told.table.map(Table::code), "column": key(told.table, told.remark.column),
            "written": shown(&told.remark.written), "candidates": candidates, "count": told.count, "rows": told.rows,
            "where": places(told, lang), "message": question(told, lang),
        })
    };
    outcome.questions.told().iter().map(one).collect()
}
