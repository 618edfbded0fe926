//! Rule `numbering`: chapters and list entries that skip, repeat or go back.
//!
//! Keeps the outline of what was read, which `count` also uses to know how long the list above is.
//! Lists that restart at 1, or go on across a heading, are what people do and stay silent.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Sink;
use super::finding::{Finding, Message, Rule, Severity};
use super::marker::Style;
use super::text::{Kind, Norm};
use crate::numbers;

/// A jump this far ahead is a stray number at the head of a line, not a skipped entry.
const FARTHEST_SKIP: u64 = 10;

/// One open sequence.
#[derive(Debug)]
struct Level {
    style: Style,
    last: u64,
    /// Entries seen in order since 1; 0 when the sequence did not start at 1 or broke.
    run: u64,
    /// Whether its last entry was a heading of the document rather than an entry of a list.
    heading: bool,
    pending: Option<Finding>,
}

/// The numbered structure of the document so far.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    open: Vec<Level>,
    /// Paragraph number of the last numbered entry.
    last_at: usize,
    paragraph: usize,
}

impl Outline {
    /// Reads a paragraph.
    pub(crate) fn read(&mut self, norm: &Norm, sink: &mut Sink) {
        self.paragraph += 1;
        inline(norm, sink);
        if is_contents_entry(&norm.text) {
            return;
        }
        let heading = matches!(norm.kind, Kind::Heading(_));
        let Some(marker) = norm.marker else { return };
        self.last_at = self.paragraph;
        let Some(level) = self.open.iter().position(|l| l.style == marker.style) else {
            let run = u64::from(marker.value == 1);
            self.open.push(Level { style: marker.style, last: marker.value, run, heading, pending: None });
            // No real document nests deeper than the styles there are.
            return;
        };
        for closed in self.open.drain(level + 1..) {
            closed.pending.into_iter().for_each(|f| sink.report(f));
        }
        let level = &mut self.open[level];
        level.heading = heading;
        sink.claims += 1;
        let expected = level.last + 1;
        if marker.value == expected {
            level.pending.take().into_iter().for_each(|f| sink.report(f));
            (level.last, level.run) = (expected, if level.run > 0 { level.run + 1 } else { 0 });
            return;
        }
        if marker.value == 1 {
            level.pending.take().into_iter().for_each(|f| sink.report(f));
            (level.last, level.run) = (1, 1);
            return;
        }
        // A pending jump was a stray line if the expected number now comes after all.
        if let Some(pending) = level.pending.take() {
            if pending.expected.as_deref() == Some(&marker.value.to_string()) && pending.found != pending.expected {
                (level.last, level.run) = (marker.value, level.run);
                return;
            }
            sink.report(pending);
        }
        let repeated = marker.value == level.last;
        if marker.value > expected + FARTHEST_SKIP || (marker.value < level.last && level.run == 0) {
            return;
        }
        let finding = break_of(norm, level.last, marker.value);
        if repeated {
            sink.report(finding);
        } else {
            level.pending = Some(finding);
        }
        (level.last, level.run) = (marker.value, 0);
    }

    /// How many entries the list that ended in the paragraph before has, if it was whole.
    pub(crate) fn list_above(&self) -> Option<u64> {
        let level = self.open.last()?;
        let whole = self.last_at + 1 >= self.paragraph && level.run == level.last && level.run > 1;
        (whole && !level.heading).then_some(level.run)
    }

    /// Reports what was still in doubt.
    pub(crate) fn finish(self, sink: &mut Sink) {
        for level in self.open {
            level.pending.into_iter().for_each(|f| sink.report(f));
        }
    }
}

/// A line of a table of contents: dots lead to a page number. Lines of one are often run together by PDF readers,
/// so their numbers say nothing.
fn is_contents_entry(text: &str) -> bool {
    [". . . .", "......", "………", "····"].iter().any(|leader| text.contains(leader))
}

fn break_of(norm: &Norm, last: u64, value: u64) -> Finding {
    let expected = last + 1;
    let range = norm.source(&(0..norm.body.max(norm.text.len().min(1))));
    let message = if value == last {
        Message::new(
            format!("编号 {value} 重复，应为 {expected}。"),
            format!("Number {value} is used twice; {expected} was expected."),
        )
    } else if value > expected {
        Message::new(
            format!("编号由 {last} 跳到 {value}，缺 {expected}。"),
            format!("Numbers jump from {last} to {value}; {expected} is missing."),
        )
    } else {
        Message::new(
            format!("编号 {value} 排在 {last} 之后，次序有误。"),
            format!("Number {value} comes after {last}."),
        )
    };
    let range = if range.is_empty() { norm.whole() } else { range };
    Finding::new(Rule::Numbering, Severity::Warning, range, message).values(expected.to_string(), value.to_string())
}

static INLINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([一二三四五六七八九十]{1,3})是").expect("a constant pattern"));

/// 一是…；二是…；四是….
fn inline(norm: &Norm, sink: &mut Sink) {
    if !norm.text.contains("二是") && !norm.text.contains("三是") {
        return;
    }
    let mut last: Option<(u64, Range<usize>)> = None;
    for caps in INLINE.captures_iter(&norm.text) {
        let (Some(whole), Some(value)) = (caps.get(0), numbers::chinese(&caps[1])) else { continue };
        let before = norm.text[..whole.start()].chars().next_back();
        // 唯一是, 第一是 and the like are words; an entry starts a clause.
        if before.is_some_and(|c| !matches!(c, '。' | '；' | '，' | '：' | ' ' | '）' | '”')) {
            continue;
        }
        if value > 1
            && let Some((previous, _)) = &last
        {
            sink.claims += 1;
            if value != previous + 1 {
                let word = if value == *previous { "重复" } else { "不连续" };
                let message = Message::new(
                    format!("“{}”与前面的第 {previous} 项{word}。", whole.as_str()),
                    format!("“{}” follows entry {previous}.", whole.as_str()),
                );
                let finding = Finding::new(Rule::Numbering, Severity::Warning, norm.source(&whole.range()), message)
                    .values((previous + 1).to_string(), value.to_string());
                sink.report(finding);
            }
        }
        if value == 1 || last.is_some() {
            last = Some((value, whole.range()));
        }
    }
}
