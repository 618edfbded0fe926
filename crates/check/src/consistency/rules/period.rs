//! Rule `period`: events outside the year that a report reports on.
//!
//! A report that counts next autumn's events says so twenty times; it is reported once, with every place.
//! Dates before the year are mostly background (a law, a founding) and count only for what was published.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use crate::consistency::document::Document;
use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::date::DateAt;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::outline::Outline;
use crate::consistency::document::period::{Span, is_a_year, overlaps};
use crate::consistency::document::pieces::Kind;
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::words;

/// Days after the year in which its state of affairs is taken.
const STATE_AFTER: Days = Days::new(31);

/// Dates outside the reporting year so far.
#[derive(Debug, Default)]
pub(crate) struct Periods {
    places: Vec<Range<usize>>,
    /// 截至 … dates among them: a state of affairs rather than an event.
    as_of: usize,
    /// Those right after the year, whose state of affairs is that of the year: 截至2023年9月1日.
    of_the_year: usize,
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    texts: Vec<String>,
}

impl Check for Periods {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        if let Some(span) = paragraph.document.span.filter(|_| paragraph.document.reports) {
            self.read(paragraph.norm, paragraph.dates, span, sink);
        }
    }

    fn finish(self: Box<Self>, document: &Document, _: &Outline, sink: &mut Sink) {
        examine_stated(document, sink);
        if let Some(span) = document.span.filter(|_| document.reports) {
            self.report(span, sink);
        }
    }
}

impl Periods {
    /// Reads the dates of a paragraph.
    fn read(&mut self, norm: &Norm, dates: &[DateAt], span: Span, sink: &mut Sink) {
        let dated: usize = dates.iter().map(|d| norm.text[d.at.clone()].chars().count()).sum();
        let beside = norm.text.chars().count().saturating_sub(dated);
        // The date below a report, and lines about its publication, are not events of the year.
        // Columns of a table that the file does not mark as one: a day alone in its cell describes no event.
        if beside <= 8
            || norm.columns
            || norm.looks_like_heading()
            || signs(norm, dates)
            || words::PERIOD_WORDS.iter().any(|w| norm.text.contains(w))
            || words::PUBLICATION_LINES.iter().any(|w| norm.text.contains(w))
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
                let planned = words::PLANNED.iter().any(|w| before.contains(w));
                let later = words::IN_FORCE.iter().any(|w| after.contains(w));
                let far = span.to.checked_add_days(Days::new(430)).is_some_and(|limit| first > limit);
                if planned || later || far {
                    continue;
                }
            } else {
                let near = span.from.checked_sub_days(Days::new(366)).is_some_and(|limit| last >= limit);
                let publishes = words::EVENTS.iter().any(|w| after.contains(w));
                let background = words::HISTORY.iter().any(|w| before.contains(w) || after.contains(w));
                if !near || !publishes || background {
                    continue;
                }
            }
            let as_of = ["截至", "截止"].iter().any(|w| before.contains(w));
            let soon = span.to.checked_add_days(STATE_AFTER).is_some_and(|limit| first <= limit && first > span.to);
            self.as_of += usize::from(as_of);
            self.of_the_year += usize::from(as_of && soon);
            self.places.push(norm.source(&date.at));
            self.texts.push(norm.text[date.at.clone()].to_owned());
            self.earliest = Some(self.earliest.map_or(first, |d| d.min(first)));
            self.latest = Some(self.latest.map_or(first, |d| d.max(first)));
        }
    }

    /// Says it once: every place is in the finding.
    fn report(self, span: Span, sink: &mut Sink) {
        let (Some(first), Some(earliest), Some(latest)) = (self.places.first().cloned(), self.earliest, self.latest)
        else {
            return;
        };
        let count = self.places.len();
        if self.of_the_year == count {
            return;
        }
        let severity = if self.as_of == count { Severity::Note } else { Severity::Warning };
        let message = if count == 1 {
            Message::new(
                format!("日期“{}”不在报告期 {} 至 {} 之内：请核对年份。", self.texts[0], span.from, span.to),
                format!(
                    "The date “{}” lies outside the reporting year {} to {}. Check its year.",
                    self.texts[0], span.from, span.to
                ),
            )
        } else {
            Message::new(
                format!(
                    "{count} 处日期不在报告期 {} 至 {} 之内（{earliest} 至 {latest}）：请逐处核对年份，或移到所属年度的报告。",
                    span.from, span.to
                ),
                format!(
                    "{count} dates lie outside the reporting year {} to {} ({earliest} to {latest}). Check the year of each.",
                    span.from, span.to
                ),
            )
        };
        let mut finding = Finding::new(Rule::Period, severity, first, message)
            .instead(Required::new(format!("{}..{}", span.from, span.to)), Printed::new(self.texts.join("、")))
            .places(self.places);
        finding.arithmetic = self.texts;
        sink.report(finding);
    }
}

/// A stated period that is no year, or not the year of the title: last year's sentence was left standing.
fn examine_stated(document: &Document, sink: &mut Sink) {
    let Some((span, place)) = &document.stated else { return };
    sink.claims += 1;
    if !is_a_year(*span) {
        let months = (span.to - span.from).num_days() * 12 / 365;
        let message = Message::new(
            format!("统计期限 {} 至 {} 约 {months} 个月，不是一年：请核对起止日期。", span.from, span.to),
            format!(
                "The stated period {} to {} is about {months} months, not a year. Check both days.",
                span.from, span.to
            ),
        );
        sink.report(
            Finding::new(Rule::Period, Severity::Warning, place.clone(), message)
                .instead(Required::new(12), Printed::new(format!("{}..{}", span.from, span.to))),
        );
        return;
    }
    let Some(titled) = document.profile.span.filter(|titled| !overlaps(*span, *titled)) else { return };
    let message = Message::new(
        format!(
            "标题的学年是 {} 至 {}，统计期限却写作 {} 至 {}：请改正其中一处。",
            titled.from, titled.to, span.from, span.to
        ),
        format!(
            "The title is for {} to {}, the stated period is {} to {}. Correct one of them.",
            titled.from, titled.to, span.from, span.to
        ),
    );
    sink.report(Finding::new(Rule::Period, Severity::Warning, place.clone(), message).instead(
        Required::new(format!("{}..{}", titled.from, titled.to)),
        Printed::new(format!("{}..{}", span.from, span.to)),
    ));
}

/// The last line of a letter: the office and the day, without the marks of a sentence.
fn signs(norm: &Norm, dates: &[DateAt]) -> bool {
    !matches!(norm.kind, Kind::Cell(_))
        && norm.marker.is_none()
        && dates.len() == 1
        && dates[0].at.end == norm.text.len()
        && norm.text.chars().count() <= 45
        && !norm.text.contains(['，', '。', '；', '：'])
}

#[cfg(test)]
mod tests {
    use crate::consistency::finding::{Rule, Severity};
    use crate::consistency::testing::findings;

    const TITLE: &str = "#某某学院2022-2023学年信息公开工作年度报告";

    #[test]
    fn last_years_period_left_standing_is_found() {
        let stated = |from: i32| format!("所列数据的统计期限为{from}年9月1日至{}年8月31日。", from + 1);
        assert!(findings(Rule::Period, &[TITLE, &stated(2022)]).is_empty());
        let found = findings(Rule::Period, &[TITLE, &stated(2021)]);
        assert_eq!(found[0].expected.as_deref(), Some("2022-09-01..2023-08-31"));
    }

    #[test]
    fn a_period_of_two_years_is_no_year() {
        let found = findings(Rule::Period, &[TITLE, "所列数据的统计期限为2021年9月1日至2023年8月31日。"]);
        assert!(found[0].message.en.contains("not a year"), "{}", found[0].message.en);
    }

    #[test]
    fn a_state_of_affairs_right_after_the_year_is_that_of_the_year() {
        let as_of =
            |day: &str| findings(Rule::Period, &[TITLE, &format!("截止到{day}，毕业生总人数为4540人，均已离校。")]);
        assert!(as_of("2023年9月1日").is_empty());
        assert_eq!(as_of("2023年10月9日").len(), 1);
        assert_eq!(
            findings(Rule::Period, &[TITLE, "2023年9月1日，学校召开了信息公开工作会议，部署全年任务。"]).len(),
            1
        );
    }

    #[test]
    fn a_state_of_affairs_at_a_later_day_is_only_worth_knowing() {
        let found = findings(Rule::Period, &[TITLE, "截至2023年10月15日，学校共开通公开栏目12个，访问量稳步上升。"]);
        assert_eq!(found[0].severity, Severity::Note);
    }
}
