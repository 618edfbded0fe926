//! A check's answer for people: the sentence with its place marked, the arithmetic, the suggestion, the counts.
//!
//! On a terminal the place is underlined with carets, in a line cut to the terminal's width; elsewhere it stands
//! between 【 and 】, which survive any font. What a file says never steers the terminal.

use super::{FileAnswer, NOTE};
use crate::command::overview;
use crate::talk::{Ink, Talk, columns};
use app::guard::{Finding, Place, printable};
use std::ops::Range;

/// Blanks before what belongs to a finding.
const INDENT: &str = "    ";

/// Further places listed; the rest is counted.
const PLACES: usize = 50;

/// Characters of a marked place that are shown in a pipe; of a longer one the middle is left out.
const MARKED: usize = 300;

/// The rule whose arithmetic is the list of its places once more.
const PERIOD: &str = "period";

/// A table of the files and a line for all together when there are several.
pub(super) fn total(files: &[FileAnswer], notes: bool, talk: &Talk) {
    if files.len() > 1 {
        let line = |file: &FileAnswer| {
            let of = |severity: &str| file.findings.iter().filter(|finding| finding.severity == severity).count();
            let (unread, failed) = (file.notices.len(), usize::from(file.error.is_some()));
            (vec![file.claims, of("error"), of("warning"), unread, failed], printable(&file.file))
        };
        let heads = ["overview-claims", "severity-error", "severity-warning", "overview-unread", "overview-failed"];
        overview::print(&heads, &files.iter().map(line).collect::<Vec<_>>(), talk);
        let findings: Vec<&Finding> = files.iter().flat_map(|file| &file.findings).collect();
        let claims = files.iter().map(|file| file.claims).sum();
        let failed = files.iter().filter(|file| file.error.is_some()).count();
        summary("check-total", claims, &findings, notes, &[("files", files.len()), ("failed", failed)], "", talk);
    }
}

/// A file's findings and counts; with `notes` what is only worth knowing as well.
pub(super) fn one(file: &FileAnswer, notes: bool, talk: &Talk) {
    let name = printable(&file.file);
    for finding in file.findings.iter().filter(|finding| notes || finding.severity != NOTE) {
        show(&name, finding, talk);
    }
    if file.error.is_none() {
        let findings: Vec<&Finding> = file.findings.iter().collect();
        let key = if findings.is_empty() { "check-summary" } else { "check-summary-found" };
        summary(key, file.claims, &findings, notes, &[], &name, talk);
        if !file.complete {
            talk.say("unread-summary", &[("count", &file.notices.len().to_string())]);
        }
        let hidden = findings.iter().filter(|finding| !notes && finding.severity == NOTE).count();
        if hidden > 0 {
            talk.say("check-notes-hidden", &[("count", &hidden.to_string())]);
        }
    }
}

fn summary(
    key: &str,
    claims: usize,
    findings: &[&Finding],
    notes: bool,
    more: &[(&'static str, usize)],
    file: &str,
    talk: &Talk,
) {
    let of = |severity: &str| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [
        ("claims", claims),
        ("findings", findings.len() - if notes { 0 } else { of(NOTE) }),
        ("errors", of("error")),
        ("warnings", of("warning")),
        ("notes", of(NOTE)),
    ];
    let counts: Vec<(&'static str, String)> =
        counts.iter().chain(more).map(|(name, count)| (*name, count.to_string())).collect();
    let args: Vec<(&'static str, &str)> =
        counts.iter().map(|(name, count)| (*name, count.as_str())).chain([("file", file)]).collect();
    talk.say(key, &args);
}

fn show(file: &str, finding: &Finding, talk: &Talk) {
    let ink = match finding.severity {
        "error" => Ink::Bad,
        "warning" => Ink::Warn,
        _ => Ink::Link,
    };
    let severity = talk.lang.say(&format!("severity-{}", finding.severity));
    let site = finding.site.as_ref().map(|site| printable(&site.words(talk.lang))).unwrap_or_default();
    let head = format!("{file}:{}:{}{site} {severity} [{}]", finding.line, finding.column, finding.rule);
    talk.line(format!("{} {}", talk.ink(ink, &head), printable(&finding.message)));
    let (sentence, within) = &finding.context;
    match talk.width() {
        Some(width) => {
            let (line, carets) = underlined(sentence, within, width.saturating_sub(INDENT.len()).max(20));
            talk.line(format!("{INDENT}{line}"));
            talk.line(format!("{INDENT}{}", talk.ink(ink, &carets)));
        }
        None => talk.line(format!("{INDENT}{}", bracketed(sentence, within))),
    }
    for step in finding.arithmetic.iter().filter(|_| finding.rule != PERIOD) {
        talk.line(format!("{INDENT}{}", printable(step)));
    }
    if let Some(suggestion) = &finding.suggestion {
        let args = [
            ("replace", printable(&suggestion.replace)),
            ("with", printable(&suggestion.with)),
            ("why", printable(&suggestion.why)),
        ];
        talk.say("check-suggestion", &args.each_ref().map(|(name, value)| (*name, value.as_str())));
    }
    // What stands within the marked place is seen there.
    let elsewhere = |place: &&Place| place.start < finding.start || place.end > finding.end;
    let places: Vec<&Place> = finding.places.iter().filter(elsewhere).collect();
    for place in places.iter().take(PLACES) {
        let site = place.site.as_ref().map(|site| printable(&site.words(talk.lang))).unwrap_or_default();
        talk.line(format!(
            "{INDENT}{}:{}{site} {}",
            place.line,
            place.column,
            shortened(&printable(&place.quote), MARKED)
        ));
    }
    if places.len() > PLACES {
        talk.say("check-more-places", &[("count", &(places.len() - PLACES).to_string())]);
    }
}

/// The sentence on one line with the place between brackets.
fn bracketed(sentence: &str, within: &Range<usize>) -> String {
    let marked = shortened(&printable(&sentence[within.clone()]), MARKED);
    format!(
        "{}【{marked}】{}",
        printable(sentence[..within.start].trim_start()),
        printable(sentence[within.end..].trim_end())
    )
}

/// Text with its middle left out when it is longer than `most` characters.
fn shortened(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_string();
    }
    let half = most / 2;
    text.chars().take(half).chain(['…']).chain(text.chars().skip(count - half)).collect()
}

/// The part of a sentence around a place that fits into `width` columns, and the line of carets under the place.
fn underlined(sentence: &str, within: &Range<usize>, width: usize) -> (String, String) {
    let wide = |text: &str| text.chars().map(columns).sum::<usize>();
    let before = printable(sentence[..within.start].trim_start());
    let marked = printable(&sentence[within.clone()]);
    let behind = printable(sentence[within.end..].trim_end());
    // The place comes first, then a third of what is left before it, and the rest behind it.
    let marked = cut(&marked, width, false);
    let left = width.saturating_sub(wide(&marked));
    let room = left.saturating_sub(wide(&behind)).max(left / 3);
    let before = cut(&before, room, true);
    let behind = cut(&behind, left.saturating_sub(wide(&before)), false);
    let carets = format!("{}{}", " ".repeat(wide(&before)), "^".repeat(wide(&marked).max(1)));
    (format!("{before}{marked}{behind}"), carets)
}

/// As much of a text as `room` columns hold, from its end or from its beginning, with … where it was cut.
fn cut(text: &str, room: usize, from_end: bool) -> String {
    if text.chars().map(columns).sum::<usize>() <= room {
        return text.to_string();
    }
    // The mark of the cut is one column wide by the tables and two in many Chinese fonts.
    let Some(mut room) = room.checked_sub(2) else { return String::new() };
    let mut kept: Vec<char> = Vec::new();
    let mut keep = |c: char| {
        let fits = columns(c) <= room;
        room = room.saturating_sub(columns(c));
        if fits {
            kept.push(c);
        }
        fits
    };
    if from_end {
        text.chars().rev().all(&mut keep);
        ['…'].into_iter().chain(kept.into_iter().rev()).collect()
    } else {
        text.chars().all(&mut keep);
        kept.into_iter().chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, marked: &str, width: usize, wanted: (&str, &str)) {
        let at = sentence.find(marked).expect("the place is in the sentence");
        let (line, carets) = underlined(sentence, &(at..at + marked.len()), width);
        assert_eq!((line.as_str(), carets.as_str()), wanted);
        assert!(line.chars().map(columns).sum::<usize>() <= width, "{line}");
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        check("共5531人，其中甲4896人。", "5531人", 40, ("共5531人，其中甲4896人。", "  ^^^^^^"));
        check("总计 100 项", "总计", 40, ("总计 100 项", "^^^^"));
        check("a\tb\u{202e}c", "b", 40, ("a b\u{fffd}c", "  ^"));
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_place() {
        let far = "前".repeat(60);
        let sentence = format!("{far}，共100人，{}", "后".repeat(60));
        check(&sentence, "共100人", 27, ("…前，共100人，后后后后后…", "     ^^^^^^^"));
        check(&sentence, &sentence, 20, ("前前前前前前前前前…", "^^^^^^^^^^^^^^^^^^^"));
        check(&format!("{far}尾"), "尾", 12, ("…前前前前尾", "         ^^"));
    }
}
