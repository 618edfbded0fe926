//! Rule `period`: events outside the year that a report reports on.
//!
//! A report that counts next autumn's events says so twenty times; it is told once, with every place.
//! Dates before the year are mostly background (a law, a founding) and count only for what was published.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::date::DateAt;
use super::finding::{Finding, Message, Rule, Severity};
use super::text::{Norm, head, tail};
use super::{Sink, Span};

/// Dates outside the reporting year so far.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    places: Vec<Range<usize>>,
    /// 截至 … dates among them: a state of affairs rather than an event.
    as_of: usize,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    texts: Vec<String>,
}

impl Outside {
    /// Reads the dates of a paragraph.
    pub(crate) fn read(&mut self, norm: &Norm, dates: &[DateAt], span: Span, sink: &mut Sink) {
        let dated: usize = dates.iter().map(|d| norm.text[d.at.clone()].chars().count()).sum();
        let beside = norm.text.chars().count().saturating_sub(dated);
        // The date below a report, and lines about its publication, are not events of the year.
        if beside <= 8
            || norm.looks_like_heading()
            || ["统计期", "统计时间", "统计周期", "发布时间", "发布日期", "报告期"]
                .iter()
                .any(|w| norm.text.contains(w))
        {
            return;
        }
        for (i, date) in dates.iter().enumerate().filter(|(_, d)| !d.titled) {
            let (Some(first), Some(last)) = (date.first(), date.last()) else { continue };
            sink.claims += 1;
            if last >= span.from && first <= span.to {
                continue;
            }
            let before = tail(&norm.text[..date.at.start], 45);
            let until = dates.get(i + 1).map_or(norm.text.len(), |d| d.at.start).max(date.at.end);
            let after = head(&norm.text[date.at.end..until], 90);
            if first > span.to {
                let planned = ["将于", "拟于", "计划", "预计", "下一步", "力争", "截止时间", "之前", "前完成"]
                    .iter()
                    .any(|w| before.contains(w));
                let far = span.to.checked_add_days(Days::new(430)).is_some_and(|limit| first > limit);
                if planned || far {
                    continue;
                }
            } else {
                let near = span.from.checked_sub_days(Days::new(366)).is_some_and(|limit| last >= limit);
                let publishes =
                    ["发布", "公布", "公示", "公开", "召开", "举行", "举办"].iter().any(|w| after.contains(w));
                let background =
                    ["根据", "依据", "按照", "自", "从", "起", "以来", "印发", "修订", "上年", "去年", "上一"]
                        .iter()
                        .any(|w| before.contains(w) || after.contains(w));
                if !near || !publishes || background {
                    continue;
                }
            }
            self.as_of += usize::from(["截至", "截止"].iter().any(|w| before.contains(w)));
            self.places.push(norm.source(&date.at));
            self.texts.push(norm.text[date.at.clone()].to_owned());
            self.earliest = Some(self.earliest.map_or(first, |d| d.min(first)));
            self.latest = Some(self.latest.map_or(first, |d| d.max(first)));
        }
    }

    /// Says it once.
    pub(crate) fn finish(self, span: Span, sink: &mut Sink) {
        let (Some(first), Some(earliest), Some(latest)) = (self.places.first().cloned(), self.earliest, self.latest)
        else {
            return;
        };
        let count = self.places.len();
        let severity = if self.as_of == count { Severity::Note } else { Severity::Warning };
        let message = Message::new(
            format!("{count} 处日期不在报告期 {} 至 {} 之内（{earliest} 至 {latest}）。", span.from, span.to),
            format!(
                "{count} dates lie outside the reporting year {} to {} ({earliest} to {latest}).",
                span.from, span.to
            ),
        );
        let mut finding = Finding::new(Rule::Period, severity, first, message)
            .values(format!("{}..{}", span.from, span.to), self.texts.join("、"))
            .places(self.places);
        finding.arithmetic = self.texts;
        sink.report(finding);
    }
}
