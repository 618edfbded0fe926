//! Rule `category`: the required chapters of a college's annual report, its item table and statistic
//! period, and headings filed under another category of the official list.
//!
//! Required by the Ministry of Education's yearly notices on the report (eight parts) and by
//! 《高等学校信息公开事项清单》(教办函〔2014〕23号). Only for documents that are such a report: government
//! reports have six parts of their own, and notices and budgets have none.

use std::ops::Range;

use chrono::Datelike;

use crate::consistency::document::Document;
use crate::consistency::document::marker::Style;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::outline::Outline;
use crate::consistency::document::profile::Genre;
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::words::{self, Row};
use crate::numbers;

/// The parts of a report, as rows of the table of chapters.
const PARTS: usize = 8;
const PROACTIVE: usize = 1;
const REQUESTS: usize = 2;
const EVALUATION: usize = 3;
const COMPLAINTS: usize = 4;
const OTHER_MATTERS: usize = 6;
const ITEM_TABLE: usize = 7;

/// Whether a text holds a word of a column.
fn says(row: &Row, column: usize, text: &str) -> bool {
    row.get(column).is_some_and(|cell| cell.iter().any(|word| text.contains(word)))
}

fn name(row: &Row, column: usize) -> &'static str {
    row.get(column).and_then(|cell| cell.first()).copied().unwrap_or("")
}

/// What has been seen of the report's structure.
#[derive(Debug, Default)]
pub(crate) struct Categories {
    seen: [bool; PARTS],
    /// The last chapter heading, where missing ones are reported.
    last_chapter: Option<Range<usize>>,
    chapter: Option<usize>,
    category: Option<&'static Row>,
    statistic_period: bool,
    table_in_last: bool,
    /// The report says which parts it has.
    announces: bool,
    /// It keeps to the form of the government's reports, which has six parts.
    government_form: bool,
}

impl Check for Categories {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        if paragraph.is_cell() {
            self.table_in_last |= self.chapter == Some(ITEM_TABLE);
        } else if paragraph.is_prose() {
            self.read(paragraph.norm, sink);
        }
    }

    fn finish(self: Box<Self>, document: &Document, _: &Outline, sink: &mut Sink) {
        self.missing(document, sink);
    }
}

impl Categories {
    /// Reads a paragraph of running text.
    fn read(&mut self, norm: &Norm, sink: &mut Sink) {
        self.statistic_period |= states_period(&norm.text);
        let announces = self.last_chapter.is_none() && words::ANNOUNCES_PARTS.iter().any(|w| norm.text.contains(w));
        self.announces |= announces;
        self.government_form |= words::GOVERNMENT_FORM.iter().any(|w| norm.text.contains(w));
        if !announces {
            self.covered(norm);
        }
        // The table may be an attachment, or stand without a number of its own.
        let table = words::ITEM_TABLE.iter().any(|w| norm.text.contains(w));
        if table && norm.text.contains("清单") {
            self.seen[ITEM_TABLE] = true;
            self.table_in_last |= norm.text.contains("附") || !norm.addresses.is_empty();
        }
        // PDF readers run a chapter's title into the text below it.
        if norm.marker.is_some_and(|m| matches!(m.style, Style::Han | Style::Chapter(_))) {
            let title: String = norm.body_text().chars().take(30).collect();
            for (seen, row) in self.seen.iter_mut().zip(words::CHAPTERS.iter()) {
                *seen |= says(row, 2, &title);
            }
        }
        let chapter =
            norm.marker.is_some_and(|m| matches!(m.style, Style::Han | Style::Chapter(_))) && norm.looks_like_heading();
        if self.chapter == Some(ITEM_TABLE) && (!norm.addresses.is_empty() || norm.text.contains("附件")) {
            self.table_in_last = true;
        }
        if chapter {
            // The form that some provinces prescribe for colleges after the government's.
            self.government_form |= norm.body_text().starts_with("收到和处理");
            self.seen[PROACTIVE] |= norm.body_text().ends_with("公开情况")
                && !words::NOT_PROACTIVE.iter().any(|w| norm.body_text().contains(w));
            self.chapter = words::CHAPTERS.iter().rposition(|row| says(row, 2, norm.body_text()));
            self.category = None;
            self.last_chapter = Some(norm.whole());
            return;
        }
        if self.chapter == Some(PROACTIVE) && norm.looks_like_heading() {
            self.heading(norm, sink);
        }
    }

    /// What a report must contain may stand under another heading: 未收到因信息公开工作引起的举报.
    fn covered(&mut self, norm: &Norm) {
        let text = norm.text.as_str();
        let holds = |words: &[&str]| words.iter().any(|w| text.contains(w));
        let counted = text.contains(|c: char| c.is_ascii_digit()) || holds(&words::NOTHING);
        self.seen[REQUESTS] |= counted && holds(&words::ON_REQUESTS);
        self.seen[EVALUATION] |= text.contains("公开") && holds(&words::ON_EVALUATION);
        self.seen[COMPLAINTS] |= counted && text.contains("公开") && holds(&words::ON_COMPLAINTS);
    }

    fn heading(&mut self, norm: &Norm, sink: &mut Sink) {
        let words = norm.body_text();
        if norm.marker.is_some_and(|m| m.style == Style::HanParen) {
            self.category = words::CATEGORIES.iter().find(|row| says(row, 1, words));
            return;
        }
        let Some(own) = self.category else { return };
        let Some(official) = words::CATEGORIES.iter().find(|row| says(row, 2, words)) else { return };
        sink.claims += 1;
        if says(own, 2, words) {
            return;
        }
        let (there, here) = (name(official, 0), name(own, 0));
        let message = Message::new(
            format!("“{words}”在事项清单中属于“{there}”，此处列在“{here}”之下：请移到所属类别。"),
            format!("“{words}” belongs to “{there}” in the official list but stands under “{here}”. Move it."),
        );
        sink.report(
            Finding::new(Rule::Category, Severity::Warning, norm.whole(), message)
                .instead(Required::new(there), Printed::new(here)),
        );
    }

    /// Says what is missing.
    fn missing(self, document: &Document, sink: &mut Sink) {
        let profile = &document.profile;
        if profile.genre != Genre::CollegeReport || self.government_form {
            return;
        }
        // Too few chapters were recognised to speak about the others.
        if self.seen[..OTHER_MATTERS].iter().filter(|s| **s).count() < 3 {
            return;
        }
        let at = self.last_chapter.clone().or_else(|| profile.title.clone()).unwrap_or(0..0);
        sink.claims += self.seen.len() + 1;
        // The list of items was published in July 2014; earlier reports could not have its table.
        let before_the_list = document.span.is_some_and(|span| span.from.year() < 2013);
        let missing = self.seen.iter().zip(words::CHAPTERS.iter()).enumerate().filter(|(_, (seen, _))| !**seen);
        for (i, (_, row)) in missing {
            let (zh, en) = (name(row, 0), name(row, 1));
            // A report that names its parts and has no other matters simply has none.
            if i == ITEM_TABLE && before_the_list || i == OTHER_MATTERS && self.announces {
                continue;
            }
            let number = numbers::han(i as u64 + 1);
            let message = if i == ITEM_TABLE {
                Message::new(
                    "没有第八部分“清单事项公开情况表”：请把清单所列事项逐项列表并附链接。",
                    "Part 8, the table of listed items, is missing. List every item with its link.",
                )
            } else {
                Message::new(
                    format!("没有第{number}部分“{zh}”：请补写；没有发生的也要写明。"),
                    format!("Part {} ({en}) is missing. Add it; where nothing happened, say so.", i + 1),
                )
            };
            sink.report(
                Finding::new(Rule::Category, Severity::Warning, at.clone(), message)
                    .instead(Required::new(zh), Printed::new("")),
            );
        }
        if self.seen[ITEM_TABLE] && !self.table_in_last {
            let message = Message::new(
                "有“清单事项公开情况表”的标题，但没有表格、附件或链接：请补上。",
                "The item table has a heading but no table, attachment or link. Add it.",
            );
            sink.report(
                Finding::new(Rule::Category, Severity::Warning, at.clone(), message)
                    .instead(Required::new("清单事项公开情况表"), Printed::new("")),
            );
        }
        if !self.statistic_period {
            let at = profile.title.clone().unwrap_or(at);
            let message = Message::new(
                "没有写明统计期限：请写明起止日期（如 2022年9月1日至2023年8月31日）。",
                "The statistic period is not stated. Give its first and last day (1 September to 31 August).",
            );
            sink.report(
                Finding::new(Rule::Category, Severity::Warning, at, message)
                    .instead(Required::new("统计期限"), Printed::new("")),
            );
        }
    }
}

/// 统计期限为…至…, or both ends of a year from September to August.
fn states_period(text: &str) -> bool {
    let named = words::PERIOD_WORDS.iter().any(|w| text.contains(w)) && text.contains('年');
    named
        || (text.contains("9月1日") && text.contains("8月31日"))
        || (text.contains("1月1日") && text.contains("12月31日"))
        || (text.contains("9月") && text.contains("8月") && text.contains('至') && text.contains("学年"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::testing::findings;

    #[test]
    fn the_table_of_chapters_has_the_eight_parts_in_their_order() {
        assert_eq!(words::CHAPTERS.len(), PARTS);
        for (part, title) in [
            (PROACTIVE, "主动公开情况"),
            (REQUESTS, "依申请公开和不予公开情况"),
            (EVALUATION, "对信息公开的评议情况"),
            (COMPLAINTS, "受到举报、复议、诉讼的情况"),
            (OTHER_MATTERS, "其他需要报告的事项"),
            (ITEM_TABLE, "清单事项公开情况表"),
        ] {
            assert_eq!(name(&words::CHAPTERS[part], 0), title);
        }
    }

    #[test]
    fn an_item_under_another_category_is_found_with_its_own() {
        let report = |item: &str| {
            let heading = format!("#3. {item}");
            findings(Rule::Category, &["二、主动公开情况", "（二）招生考试信息", &heading, "已在学校网站公开。"])
        };
        assert!(report("招生章程").is_empty());
        assert_eq!(report("奖学金评定办法")[0].expected.as_deref(), Some("学生管理服务信息"));
    }
}
