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
use crate::consistency::document::period::PERIOD_WORDS;
use crate::consistency::document::profile::Genre;
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::numbers;

/// A required chapter: what it is called, and the words that tell it.
const CHAPTERS: [(&str, &str, &[&str]); 8] = [
    ("概述", "overview", &["概述", "概况", "基本情况", "总体情况"]),
    ("主动公开情况", "proactive disclosure", &["主动公开", "公开的主要内容"]),
    ("依申请公开和不予公开情况", "requests and refusals", &["依申请", "申请公开", "公开申请", "不予公开"]),
    ("对信息公开的评议情况", "evaluation", &["评议", "评价"]),
    ("受到举报、复议、诉讼的情况", "complaints, reviews, lawsuits", &["举报", "复议", "诉讼", "投诉"]),
    (
        "主要经验、问题和改进措施",
        "experience, problems, measures",
        &["经验", "问题", "改进", "举措", "努力方向", "下一步"],
    ),
    ("其他需要报告的事项", "other matters", &["其他", "其它", "需要说明", "说明的事项", "附则"]),
    ("清单事项公开情况表", "item table", &["清单", "情况表", "事项表", "公开表", "附表"]),
];

/// Phrases of the list's items, by category; a heading that holds one belongs there.
const CATEGORIES: [(&str, &[&str], &[&str]); 9] = [
    ("基本信息", &["基本信息", "基本情况"], &["学校章程", "教职工代表大会", "学术委员会", "发展规划"]),
    ("招生考试信息", &["招生考试", "招生信息", "招生录取"], &["招生章程", "招生计划", "录取分数", "招生咨询"]),
    (
        "财务、资产及收费信息",
        &["财务", "资产及收费"],
        &["预决算", "预算公开", "决算公开", "资产管理制度", "招投标", "收费项目", "收费标准", "受捐赠财产"],
    ),
    (
        "人事师资信息",
        &["人事师资", "人事信息"],
        &["社会兼职", "因公出国", "岗位设置", "干部任免", "人员招聘", "教职工争议"],
    ),
    (
        "教学质量信息",
        &["教学质量信息", "教学信息", "教育教学质量", "教学质量"],
        &["停招专业", "课程总门数", "教学质量报告", "艺术教育发展"],
    ),
    ("学生管理服务信息", &["学生管理"], &["学籍管理", "奖学金", "助学金", "助学贷款", "学生申诉", "奖励处罚"]),
    ("学风建设信息", &["学风建设"], &["学术规范", "学术不端"]),
    ("学位、学科信息", &["学位", "学科信息"], &["授予博士", "学位授权", "同等学力人员"]),
    ("对外交流与合作信息", &["对外交流", "国际交流"], &["中外合作办学", "来华留学"]),
];

/// What has been seen of the report's structure.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    seen: [bool; 8],
    /// The last chapter heading, where missing ones are reported.
    last_chapter: Option<Range<usize>>,
    chapter: Option<usize>,
    category: Option<usize>,
    statistic_period: bool,
    table_in_last: bool,
    /// The report says which parts it has.
    announces: bool,
    /// It keeps to the form of the government's reports, which has six parts.
    government_form: bool,
}

impl Check for Structure {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        if paragraph.is_cell() {
            self.table_in_last |= self.chapter == Some(7);
        } else if paragraph.is_prose() {
            self.read(paragraph.norm, sink);
        }
    }

    fn finish(self: Box<Self>, document: &Document, _: &Outline, sink: &mut Sink) {
        self.missing(document, sink);
    }
}

impl Structure {
    /// Reads a paragraph of running text.
    fn read(&mut self, norm: &Norm, sink: &mut Sink) {
        self.statistic_period |= states_period(&norm.text);
        let announces = self.last_chapter.is_none()
            && ["全文", "内容包括", "内容包含", "报告包括", "个部分", "部分组成", "部分内容"]
                .iter()
                .any(|w| norm.text.contains(w));
        self.announces |= announces;
        self.government_form |= ["政府信息公开工作年度报告格式", "收到和处理政府信息公开申请", "政府信息公开行政复议"]
            .iter()
            .any(|w| norm.text.contains(w));
        if !announces {
            self.covered(norm);
        }
        // The table may be an attachment, or stand without a number of its own.
        let table = ["情况表", "公开表", "事项表", "附件", "附表"].iter().any(|w| norm.text.contains(w));
        if table && norm.text.contains("清单") {
            self.seen[7] = true;
            self.table_in_last |= norm.text.contains("附") || !norm.addresses.is_empty();
        }
        // PDF readers run a chapter's title into the text below it.
        if norm.marker.is_some_and(|m| matches!(m.style, Style::Han | Style::Chapter(_))) {
            let title: String = norm.body_text().chars().take(30).collect();
            for (i, (_, _, words)) in CHAPTERS.iter().enumerate() {
                self.seen[i] |= words.iter().any(|w| title.contains(w));
            }
        }
        let chapter =
            norm.marker.is_some_and(|m| matches!(m.style, Style::Han | Style::Chapter(_))) && norm.looks_like_heading();
        if self.chapter == Some(7) && (!norm.addresses.is_empty() || norm.text.contains("附件")) {
            self.table_in_last = true;
        }
        if chapter {
            // The form that some provinces prescribe for colleges after the government's.
            self.government_form |= norm.body_text().starts_with("收到和处理");
            self.seen[1] |= norm.body_text().ends_with("公开情况")
                && !["申请", "不予", "清单", "事项"].iter().any(|w| norm.body_text().contains(w));
            self.chapter =
                CHAPTERS.iter().rposition(|(_, _, words)| words.iter().any(|w| norm.body_text().contains(w)));
            self.category = None;
            self.last_chapter = Some(norm.whole());
            return;
        }
        if self.chapter == Some(1) && norm.looks_like_heading() {
            self.heading(norm, sink);
        }
    }

    /// What a report must contain may stand under another heading: 未收到因信息公开工作引起的举报.
    fn covered(&mut self, norm: &Norm) {
        let text = norm.text.as_str();
        let holds = |words: &[&str]| words.iter().any(|w| text.contains(w));
        let counted = text.contains(|c: char| c.is_ascii_digit()) || holds(&["未", "没有", "无", "零"]);
        self.seen[2] |= counted && holds(&["信息公开申请", "依申请公开", "申请公开"]);
        self.seen[3] |= text.contains("公开") && holds(&["评议", "满意度", "测评", "评价"]);
        self.seen[4] |= counted && text.contains("公开") && holds(&["举报", "复议", "诉讼"]);
    }

    fn heading(&mut self, norm: &Norm, sink: &mut Sink) {
        let words = norm.body_text();
        if norm.marker.is_some_and(|m| m.style == Style::HanParen) {
            self.category = CATEGORIES.iter().position(|(_, names, _)| names.iter().any(|n| words.contains(n)));
            return;
        }
        let Some(own) = self.category else { return };
        let Some(official) = CATEGORIES.iter().position(|(_, _, items)| items.iter().any(|i| words.contains(i))) else {
            return;
        };
        sink.claims += 1;
        if CATEGORIES[own].2.iter().any(|i| words.contains(i)) || official == own {
            return;
        }
        let (there, here) = (CATEGORIES[official].0, CATEGORIES[own].0);
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
        if self.seen[..6].iter().filter(|s| **s).count() < 3 {
            return;
        }
        let at = self.last_chapter.clone().or_else(|| profile.title.clone()).unwrap_or(0..0);
        sink.claims += CHAPTERS.len() + 1;
        // The list of items was published in July 2014; earlier reports could not have its table.
        let before_the_list = document.span.is_some_and(|span| span.from.year() < 2013);
        for (i, (zh, en, _)) in CHAPTERS.iter().enumerate().filter(|(i, _)| !self.seen[*i]) {
            // A report that names its parts and has no other matters simply has none.
            if i == 7 && before_the_list || i == 6 && self.announces {
                continue;
            }
            let number = numbers::han(i as u64 + 1);
            let message = if i == 7 {
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
        if self.seen[7] && !self.table_in_last {
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
    let named = PERIOD_WORDS.iter().any(|w| text.contains(w)) && text.contains('年');
    named
        || (text.contains("9月1日") && text.contains("8月31日"))
        || (text.contains("1月1日") && text.contains("12月31日"))
        || (text.contains("9月") && text.contains("8月") && text.contains('至') && text.contains("学年"))
}
