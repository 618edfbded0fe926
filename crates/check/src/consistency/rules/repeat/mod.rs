//! Rule `repeat`: one fact with two values, the school's own name among them.
//!
//! Two sentences rarely speak of exactly the same thing, so only facts that are named alike to the
//! letter and differ by a slip are reported: the school's name, the report's year, the day a titled
//! document was published, and totals under one name. What a table says as well is compared in `told`.

pub(crate) mod told;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use chrono::NaiveDate;
use regex::Regex;

use crate::consistency::document::Document;
use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::date::DateAt;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::outline::Outline;
use crate::consistency::document::profile::{Genre, Profile};
use crate::consistency::document::quantity::{Sentence, Unit};
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::slip::one_slip;
use crate::consistency::words;
use crate::numbers::ONE;

/// Repeats kept for comparison at most; longer documents repeat in other ways.
const MOST: usize = 5_000;

/// Repeats seen so far.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    name: Option<(String, AhoCorasick)>,
    named: usize,
    misspelt: Vec<(String, Range<usize>)>,
    published: HashMap<String, (NaiveDate, Range<usize>)>,
    totals: HashMap<String, Vec<(i128, Range<usize>)>>,
}

static REPORTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"现将[^。；]{0,20}?(20\d\d)-(20\d\d)学年").expect("a constant pattern"));

impl Check for Repeats {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        let norm = paragraph.norm;
        self.school(norm);
        self.year(norm, &paragraph.document.profile, sink);
        self.publication(norm, paragraph.dates, sink);
        self.total(norm, paragraph.sentences);
    }

    fn finish(self: Box<Self>, _: &Document, _: &Outline, sink: &mut Sink) {
        if let Some((name, _)) = &self.name
            && self.named >= 2
        {
            sink.claims += self.named;
            let mut by_form: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
            for (text, place) in &self.misspelt {
                by_form.entry(text).or_default().push(place.clone());
            }
            let mut forms: Vec<_> = by_form.into_iter().collect();
            forms.sort_by_key(|(_, places)| places[0].start);
            // A form used nearly as often as the name is another name, not a slip.
            for (form, places) in forms.into_iter().filter(|(_, p)| p.len() * 3 <= self.named + 2) {
                let message = Message::new(
                    format!("校名写作“{form}”，应为“{name}”。"),
                    format!("The school's name is printed “{form}” instead of “{name}”."),
                );
                sink.report(
                    Finding::new(Rule::Repeat, Severity::Warning, places[0].clone(), message)
                        .instead(Required::new(name), Printed::new(form))
                        .places(places),
                );
            }
        }
        let mut totals: Vec<_> = self.totals.into_iter().filter(|(_, v)| v.len() == 2).collect();
        totals.sort_by_key(|(_, v)| v[0].1.start);
        for (label, values) in totals {
            sink.claims += 1;
            let [(a, first), (b, second)] = &values[..] else { continue };
            if a == b || !(one_slip(*a, *b) || (a - b).abs() * 50 <= *a) {
                continue;
            }
            let name = label.split('|').next().unwrap_or("");
            let message = Message::new(
                format!("“{name}”前后不一：{a} 与 {b}。"),
                format!("“{name}” has two values: {a} and {b}."),
            );
            sink.report(
                Finding::new(Rule::Repeat, Severity::Warning, second.clone(), message)
                    .instead(Required::new(a), Printed::new(b))
                    .places(vec![first.clone(), second.clone()]),
            );
        }
    }
}

impl Repeats {
    pub(crate) fn new(profile: &Profile) -> Repeats {
        let name = profile.school.as_ref().filter(|n| n.chars().count() >= 6).and_then(|name| {
            let mut words = vec![name.clone()];
            words.extend(misspellings(name));
            let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok()?;
            Some((name.clone(), automaton))
        });
        Repeats { name, ..Repeats::default() }
    }

    fn school(&mut self, norm: &Norm) {
        let Some((name, automaton)) = &self.name else { return };
        for found in automaton.find_iter(&norm.text) {
            if found.pattern().as_usize() == 0 {
                self.named += 1;
                continue;
            }
            let text = &norm.text[found.range()];
            let after = norm.text[found.end()..].chars().next();
            let last = name.chars().next_back();
            // 民族职业学 + 校: another school, not a slip.
            if after.is_some_and(|c| Some(c) == last || c == '校') || self.misspelt.len() > 50 {
                continue;
            }
            self.misspelt.push((text.to_owned(), norm.source(&found.range())));
        }
    }

    /// The opening formula names another school year than the title.
    fn year(&mut self, norm: &Norm, profile: &Profile, sink: &mut Sink) {
        let Some((a, b)) = profile.title_year.filter(|_| profile.genre == Genre::CollegeReport) else { return };
        let Some(caps) = norm.text.contains("现将").then(|| REPORTS.captures(&norm.text)).flatten() else { return };
        let (Some(first), Some(second)) = (caps.get(1), caps.get(2)) else { return };
        sink.claims += 1;
        if first.as_str().parse() == Ok(a) && second.as_str().parse() == Ok(b) {
            return;
        }
        let found = format!("{}-{}", first.as_str(), second.as_str());
        let message = Message::new(
            format!("标题为 {a}-{b} 学年，正文写作 {found} 学年。"),
            format!("The title says school year {a}-{b}, the text {found}."),
        );
        let finding = Finding::new(Rule::Repeat, Severity::Error, norm.source(&(first.start()..second.end())), message)
            .instead(Required::new(format!("{a}-{b}")), Printed::new(found));
        sink.report(finding);
    }

    /// 《…》于 5 月 9 日发布 here and 5 月 19 日 there.
    fn publication(&mut self, norm: &Norm, dates: &[DateAt], sink: &mut Sink) {
        for (i, date) in dates.iter().enumerate().filter(|(_, d)| !d.titled && !d.inherited && d.day.is_some()) {
            let Some(day) = date.first() else { continue };
            let before = tail(&norm.text[..date.at.start], 400);
            let Some((title, rest)) = before.rsplit_once('》').and_then(|(t, r)| Some((t.rsplit_once('《')?.1, r)))
            else {
                continue;
            };
            let until = dates.get(i + 1).map_or(norm.text.len(), |d| d.at.start).max(date.at.end);
            let after = head(&norm.text[date.at.end..until], 120);
            let clause = after.split(['，', '；', '。']).next().unwrap_or("");
            let Some(verb) = words::ISSUE_VERBS.iter().find(|v| clause.ends_with(**v)) else {
                continue;
            };
            if title.chars().count() < 8 || rest.chars().count() > 6 || self.published.len() > MOST {
                continue;
            }
            sink.claims += 1;
            let key = format!("{title}|{rest}|{verb}");
            let place = norm.source(&date.at);
            let Some((known, first)) = self.published.get(&key) else {
                self.published.insert(key, (day, place));
                continue;
            };
            if *known == day {
                continue;
            }
            let message = Message::new(
                format!("《{title}》的{verb}日期前后不一：{known} 与 {day}。"),
                format!("《{title}》 has two dates: {known} and {day}."),
            );
            let finding = Finding::new(Rule::Repeat, Severity::Warning, place.clone(), message)
                .instead(Required::new(known), Printed::new(day))
                .places(vec![first.clone(), place]);
            sink.report(finding);
        }
    }

    /// 毕业生总人数 4540 人 here and 4450 人 there.
    fn total(&mut self, norm: &Norm, sentences: &[Sentence]) {
        if !norm.text.contains('总') || self.totals.len() > MOST {
            return;
        }
        for sentence in sentences {
            let words = &norm.text[sentence.range.clone()];
            if words::OTHER_FACT.iter().any(|w| words.contains(w)) {
                continue;
            }
            for quantity in sentence
                .quantities
                .iter()
                .filter(|q| q.is_count() && !q.approximate && !q.difference && q.unit != Unit::None && q.depth == 0)
            {
                let label =
                    norm.text[quantity.label.clone()].trim_end_matches(['为', '有', '是', '达', '到', '约', '共']);
                let totals = words::TOTAL_NAMES.iter().any(|w| label.ends_with(w));
                if !totals || label.chars().count() < 6 || label.contains(['率', '均']) {
                    continue;
                }
                let key = format!("{label}|{}", &norm.text[quantity.at.end..quantity.end]);
                self.totals
                    .entry(key)
                    .or_default()
                    .push((quantity.amount.value / ONE, norm.source(&(quantity.label.start..quantity.end))));
            }
        }
    }
}

/// The name with one character left out or two neighbours swapped. Replaced characters are not tried:
/// 湖南工业大学 and 湖南工商大学 are two schools.
fn misspellings(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut forms = Vec::new();
    for i in 1..chars.len() {
        let form: String = chars.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| c).collect();
        // 湖南大 is an abbreviation in use.
        if !(i == chars.len() - 1 && form.ends_with('大')) {
            forms.push(form);
        }
        if i >= 2 && chars[i] != chars[i - 1] {
            let mut swapped = chars.clone();
            swapped.swap(i - 1, i);
            forms.push(swapped.into_iter().collect());
        }
    }
    forms.retain(|f| f != name);
    forms
}

#[cfg(test)]
mod tests {
    use super::misspellings;
    use crate::consistency::finding::Rule;
    use crate::consistency::testing::findings;

    #[test]
    fn a_character_lost_from_the_schools_name_is_found_and_an_abbreviation_is_not() {
        let title = "#虚构民族职业学院2022-2023学年信息公开工作年度报告";
        let text = "虚构民族职业学院高度重视信息公开，虚构民族职业学院党委专题研究。";
        let found = findings(Rule::Repeat, &[title, text, "虚构民族职学院官网已改版。"]);
        assert_eq!((found.len(), found[0].found.as_deref()), (1, Some("虚构民族职学院")));
        assert!(findings(Rule::Repeat, &[title, text, "民族职院官网已改版。"]).is_empty());
    }

    #[test]
    fn another_schools_name_is_not_a_misspelling() {
        assert!(!misspellings("湖南工业大学").iter().any(|form| form == "湖南工商大学" || form == "湖南工业大"));
    }

    #[test]
    fn a_title_published_on_two_days_is_found() {
        let line = |day: u32| format!("《关于做好国家奖学金评选工作的通知》于2023年5月{day}日发布。");
        assert!(findings(Rule::Repeat, &[&line(9), &line(9)]).is_empty());
        assert_eq!(findings(Rule::Repeat, &[&line(9), &line(19)]).len(), 1);
    }
}
