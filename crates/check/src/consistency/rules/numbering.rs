//! Rule `numbering`: chapters and list entries that skip, repeat or go back.
//!
//! The outline says where the numbers break; here it is put into words. Numbers inside a sentence (一是, 二是) are read
//! here as well.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::document::Document;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::outline::{Break, Outline};
use crate::consistency::document::table::Grid;
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::numbers;

/// The rule keeps nothing: the outline does.
pub(crate) struct Numbering;

impl Check for Numbering {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        sink.claims += usize::from(paragraph.step.compared);
        paragraph.step.breaks.iter().for_each(|found| sink.report(finding_of(found)));
        if paragraph.is_prose() {
            inline(paragraph.norm, sink);
        }
    }

    fn table(&mut self, grid: &Grid, sink: &mut Sink) {
        (0..grid.width.min(3)).for_each(|column| serials(grid, column, sink));
    }

    fn finish(self: Box<Self>, _: &Document, outline: &Outline, sink: &mut Sink) {
        outline.unconfirmed().for_each(|found| sink.report(finding_of(found)));
    }
}

fn finding_of(found: &Break) -> Finding {
    let Break { style, last, value, ref range } = *found;
    let expected = last + 1;
    let (now, before, next) = (style.print(value), style.print(last), style.print(expected));
    let message = if value == last {
        Message::new(
            format!("编号“{now}”用了两次，这里应为“{next}”。"),
            format!("Number {now} is used twice; here it should be {next}."),
        )
    } else if value > expected {
        Message::new(
            format!("编号由“{before}”跳到“{now}”，缺“{next}”：请补上这一项或改正编号。"),
            format!("Numbers jump from {before} to {now}; {next} is missing. Add the entry or renumber."),
        )
    } else {
        Message::new(
            format!("编号“{now}”排在“{before}”之后：次序有误，或新的一列缺了它前面的编号，请改正。"),
            format!(
                "Number {now} comes after {before}: out of order, or the first entries of a new list are missing. Correct it."
            ),
        )
    };
    Finding::new(Rule::Numbering, Severity::Warning, range.clone(), message)
        .instead(Required::new(expected), Printed::new(value))
}

/// The column 序号 of a table: 1, 2, 4. A table of chosen rows skips often, and then says nothing.
fn serials(grid: &Grid, column: usize, sink: &mut Sink) {
    let head = grid.at(0, column).map_or("", |slot| slot.label.as_str());
    if !matches!(head, "序号" | "编号" | "序" | "No.") {
        return;
    }
    let numbers: Vec<(u64, &Range<usize>)> = (1..grid.rows.len())
        .filter_map(|row| grid.at(row, column))
        .filter_map(|slot| Some((slot.digits.parse().ok()?, &slot.range)))
        .collect();
    if numbers.len() < 3 || numbers[0].0 != 1 {
        return;
    }
    sink.claims += 1;
    let odd = |w: &&[(u64, &Range<usize>)]| w[1].0 != w[0].0 + 1 && w[1].0 != 1;
    let mut breaks: Vec<&[(u64, &Range<usize>)]> = numbers.windows(2).filter(odd).collect();
    // 1, 3, 3: one wrong number breaks twice.
    if let [first, second] = breaks[..]
        && std::ptr::eq(first[1].1, second[0].1)
        && second[1].0 == first[0].0 + 2
    {
        breaks.truncate(1);
    }
    if breaks.len() > 1.max(numbers.len() / 20) {
        return;
    }
    for pair in breaks {
        let (last, value) = (pair[0].0, pair[1].0);
        let expected = last + 1;
        // A row that is numbered as the whole, or far off, is no slip.
        if value > expected + 2 || value < last {
            continue;
        }
        let message = if value == last {
            Message::new(
                format!("表中序号 {value} 用了两次，这里应为 {expected}。"),
                format!("Serial number {value} is used twice in this table; here it should be {expected}."),
            )
        } else {
            Message::new(
                format!("表中序号由 {last} 跳到 {value}，缺 {expected}：请补上这一行或改正序号。"),
                format!("Serial numbers jump from {last} to {value}; {expected} is missing. Add the row or renumber."),
            )
        };
        let finding = Finding::new(Rule::Numbering, Severity::Warning, pair[1].1.clone(), message)
            .instead(Required::new(expected), Printed::new(value));
        sink.report(finding);
    }
}

static IS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([一二三四五六七八九十]{1,3})是").expect("a constant pattern"));

static ORDINAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(首先|其次|第([一二三四五六七八九十]{1,3}))(?:步)?，").expect("a constant pattern"));

static CIRCLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([①-⑳])").expect("a constant pattern"));

static PAREN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"（(\d{1,2})）").expect("a constant pattern"));

static POINT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\d{1,2})[.、]\p{Han}").expect("a constant pattern"));

/// 三是, 首先, ④: which entry it is.
fn entry(text: &str) -> Option<u64> {
    match text {
        "首先" => Some(1),
        "其次" => Some(2),
        _ => match text.chars().next() {
            Some(c @ '①'..='⑳') => Some(u64::from(c as u32 - '①' as u32) + 1),
            Some(c) if c.is_ascii_digit() => text.parse().ok(),
            _ => numbers::chinese(text.trim_start_matches('第')),
        },
    }
}

/// 一是…；二是…；四是…. and 第一，…。第二，…。第四，….
fn inline(norm: &Norm, sink: &mut Sink) {
    if norm.text.contains("二是") || norm.text.contains("三是") {
        numbered(norm, &IS, sink);
    }
    // In one line the entries end in semicolons.
    let listed = norm.text.contains('；');
    if listed && norm.text.contains("（1）") && norm.text.contains("（2）") {
        numbered(norm, &PAREN, sink);
    }
    if listed && norm.text.starts_with(['1', '１']) && norm.text.contains("；2") {
        numbered(norm, &POINT, sink);
    }
    if ["第二，", "第三，", "第四，", "第二步，"].iter().any(|w| norm.text.contains(w)) {
        numbered(norm, &ORDINAL, sink);
    }
    if norm.text.contains('①') && norm.text.contains(['③', '④', '②']) {
        numbered(norm, &CIRCLE, sink);
    }
}

fn numbered(norm: &Norm, form: &Regex, sink: &mut Sink) {
    let mut last: Option<(u64, Range<usize>)> = None;
    for caps in form.captures_iter(&norm.text) {
        let (Some(whole), Some(value)) = (caps.get(0), entry(&caps[1])) else { continue };
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
                    .instead(Required::new(previous + 1), Printed::new(value));
                sink.report(finding);
            }
        }
        if value == 1 || last.is_some() {
            last = Some((value, whole.range()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::consistency::finding::Rule;
    use crate::consistency::testing::findings;

    #[test]
    fn a_skipped_chapter_is_named_in_the_style_of_the_others() {
        let found = findings(Rule::Numbering, &["一、概述", "三、评议情况", "四、其他事项"]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].message.en.contains("二、 is missing"), "{}", found[0].message.en);
    }

    #[test]
    fn a_list_between_chapters_restarts_and_the_chapters_go_on() {
        let lines = ["一、概述", "1. 加强领导。", "2. 完善制度。", "二、评议情况", "1. 问卷调查。", "三、其他事项"];
        assert!(findings(Rule::Numbering, &lines).is_empty());
    }

    #[test]
    fn a_skipped_entry_inside_a_sentence_is_found() {
        let found = findings(Rule::Numbering, &["一是健全机制；二是拓展渠道；四是强化监督。"]);
        assert_eq!((found.len(), found[0].expected.as_deref(), found[0].found.as_deref()), (1, Some("3"), Some("4")));
    }
}
