//! Preface and part one: basis, statistic period, what was disclosed as a whole, coverage.

use super::{Composer, UnknownReference, column, counted, words};
use crate::catalogue::{Applicability, ItemKey};
use crate::coverage::{Timeliness, coverage, punctuality};
use crate::date::zh_day;
use crate::document::{Align, Chart, ChartKind, Inline, Series};
use crate::record::{Disclosed, Form};
use crate::school::OFFICE_FACTS;
use crate::zh::joined;
use chrono::Datelike;

/// How the records of a year lie to its statistic period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) within: u64,
    pub(super) outside: u64,
    /// On view for good, on a standing page that bears no date.
    pub(super) standing: u64,
    pub(super) undated: u64,
}

impl Totals {
    pub(super) fn all(self) -> u64 {
        self.within + self.outside + self.standing + self.undated
    }
}

/// Whether a record stands for good where no date is given: a page or a table that is brought up to date in its place.
pub(super) fn stands_for_good(record: &Disclosed) -> bool {
    record.published_on().is_unknown() && matches!(record.form, Form::Page | Form::Data)
}

/// Whether the date of a record still has to be supplied. A batch goes out over a year.
pub(super) fn lacks_date(record: &Disclosed) -> bool {
    match record.published_on().span() {
        None => !stands_for_good(record),
        Some((first, last)) => record.count == 1 && first.month() != last.month(),
    }
}

impl Composer<'_> {
    pub(super) fn preface(&mut self) -> Result<(), UnknownReference> {
        let year = self.year.year;
        if !self.kept("preface", 1)? {
            self.say(vec![words(format!(
                "根据《高等学校信息公开办法》（教育部令第29号）和《教育部关于公布〈高等学校信息公开事项清单〉的通知》（教办函〔2014〕23号）要求，\
                 {}编制了{}学年信息公开工作年度报告。",
                self.year.school.name(),
                year.zh()
            ))]);
        }
        self.say(vec![
            words("本报告分八个部分，另有附件。统计期限为"),
            Inline::value(zh_day(year.first_day()), "year:first"),
            words("至"),
            Inline::value(zh_day(year.last_day()), "year:last"),
            words("。"),
        ]);
        if let Some(day) = self.year.unfinished {
            self.say(vec![
                words("本学年尚未结束，本稿所列情况截至"),
                Inline::value(zh_day(day), "year:as_of"),
                words("，不作为正式报告。"),
            ]);
        }
        let known: Vec<(&str, &str)> =
            OFFICE_FACTS.iter().filter_map(|key| Some((*key, self.year.school.fact(key)?))).collect();
        if !known.is_empty() {
            let mut sentence = vec![words("如对本报告有疑问，可与学校信息公开工作机构联系：")];
            for (at, (key, value)) in known.iter().enumerate() {
                if at > 0 {
                    sentence.push(words("；"));
                }
                sentence.push(words(format!("{}：", office_label(key))));
                sentence.push(Inline::value(*value, format!("school:{key}")));
            }
            sentence.push(words("。"));
            self.say(sentence);
        }
        Ok(())
    }

    pub(super) fn overview(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        self.kept("1", 1)?;
        self.section("主动公开总体情况");
        let totals = self.totals();
        let year = self.year.year;
        if totals.all() == 0 {
            self.say(vec![words(format!("{}学年，学校没有主动公开信息的记录。", year.zh()))]);
        } else {
            self.say_totals(totals);
            self.months_chart(totals);
            self.categories_chart();
        }
        self.section("清单事项落实情况");
        self.say_coverage();
        self.coverage_table();
        self.coverage_chart();
        Ok(())
    }

    /// Records that count, within the statistic period and not.
    pub(super) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for record in self.year.records.iter() {
            let count = u64::from(record.count);
            match self.year.year.excludes(record.published_on()) {
                Some(true) => totals.outside += count,
                Some(false) => totals.within += count,
                None if stands_for_good(record) => totals.standing += count,
                None => totals.undated += count,
            }
        }
        totals
    }

    fn say_totals(&mut self, totals: Totals) {
        let mut sentence = vec![
            words(format!("{}学年，学校主动公开信息", self.year.year.zh())),
            counted(totals.all(), "条", "count:records.all"),
        ];
        let batches: u64 = self.year.records.iter().filter(|r| r.count > 1).map(|r| u64::from(r.count)).sum();
        if batches > 0 {
            sentence.push(words("（含成批公开的"));
            sentence.push(counted(batches, "条", "count:records.batches"));
            sentence.push(words("）"));
        }
        let parts = [
            (totals.within, "公开日期在统计期限内的", "count:records.within"),
            (totals.outside, "在统计期限外、一并列出的", "count:records.outside"),
            (totals.standing, "长期公开的", "count:records.standing"),
            (totals.undated, "公开日期待补的", "count:records.undated"),
        ];
        let present: Vec<_> = parts.iter().filter(|(count, _, _)| *count > 0).collect();
        if let [(_, label, _)] = present.as_slice() {
            sentence.push(words(format!("，均为{}信息", label)));
        } else {
            sentence.push(words("，其中"));
            for (at, (count, label, source)) in present.iter().enumerate() {
                if at > 0 {
                    sentence.push(words("，"));
                }
                sentence.push(words(*label));
                sentence.push(counted(*count, "条", source));
            }
        }
        sentence.push(words("。逐条情况见附件1。"));
        self.say(sentence);
        let mut timeliness = Timeliness::default();
        for record in self.year.records.iter() {
            if let Some(item) = self.year.catalogue.item(&record.item) {
                timeliness.count(punctuality(record, item.timing, &self.year.calendar));
            }
        }
        let judged = u64::from(timeliness.on_time + timeliness.late);
        if judged > 0 {
            self.say_timeliness(judged, timeliness);
        }
    }

    /// `可以核算公开时限的300条，均按时公开。`
    fn say_timeliness(&mut self, judged: u64, timeliness: Timeliness) {
        let mut sentence = vec![words("可以核算公开时限的"), counted(judged, "条", "count:timeliness.judged")];
        match (timeliness.on_time, timeliness.late) {
            (_, 0) => sentence.push(words("，均按时公开。")),
            (0, _) => sentence.push(words("，均超过时限。")),
            (on_time, late) => sentence.extend([
                words("中，按时公开"),
                counted(on_time.into(), "条", "count:timeliness.on_time"),
                words("，超过时限"),
                counted(late.into(), "条", "count:timeliness.late"),
                words("。"),
            ]),
        }
        self.say(sentence);
    }

    fn months_chart(&mut self, totals: Totals) {
        let first = self.year.year.first_year();
        let months: Vec<(i32, u32)> = (9..=12).map(|m| (first, m)).chain((1..=8).map(|m| (first + 1, m))).collect();
        let mut counts = vec![0u64; months.len()];
        for record in self.year.records.iter() {
            if let Some((from, to)) = record.published_on().span()
                && (from.year(), from.month()) == (to.year(), to.month())
                && let Some(at) = months.iter().position(|month| *month == (from.year(), from.month()))
            {
                counts[at] += u64::from(record.count);
            }
        }
        let total: u64 = counts.iter().sum();
        // Months of a few tell nothing of the year.
        if total == 0 || total * 2 < totals.all() {
            return;
        }
        let most = counts.iter().copied().max().unwrap_or_default();
        let busiest: Vec<String> = (0..counts.len())
            .filter(|at| counts[*at] == most)
            .map(|at| format!("{}年{}月", months[at].0, months[at].1))
            .collect();
        // 最多 of many months is none.
        let told = match busiest.as_slice() {
            [one] => format!("，{one}最多，{most}条"),
            [_, _] | [_, _, _] => format!("，{}最多，各{most}条", joined(&busiest)),
            _ => String::new(),
        };
        self.chart(Chart {
            title: format!("{}学年各月主动公开信息条数", self.year.year.zh()),
            description: format!("统计期限内公开月份明确的信息{total}条{told}。"),
            kind: ChartKind::Columns,
            categories: months.iter().map(|(_, month)| format!("{month}月")).collect(),
            series: vec![Series { name: "条数".into(), values: counts }],
            unit: "条".into(),
        });
    }

    fn categories_chart(&mut self) {
        let counts = self.categories().into_iter().map(|category| (category, self.entries_in(category.number)));
        let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
        // Two bars say no more than a sentence does.
        if counts.len() < 3 {
            return;
        }
        let total: u64 = counts.iter().map(|(_, count)| count).sum();
        self.chart(Chart {
            title: format!("{}学年各类别主动公开信息条数", self.year.year.zh()),
            description: format!("按信息所属类别统计，共{total}条。"),
            kind: ChartKind::Bars,
            categories: counts.iter().map(|(category, _)| category.name.clone()).collect(),
            series: vec![Series { name: "条数".into(), values: counts.iter().map(|(_, count)| *count).collect() }],
            unit: "条".into(),
        });
    }

    /// Entries of the year under the items of a category.
    pub(super) fn entries_in(&self, category: u8) -> u64 {
        let records = self.year.records.iter();
        let here = records.filter(|r| self.year.catalogue.item(&r.item).is_some_and(|item| item.category == category));
        here.map(|record| u64::from(record.count)).sum()
    }

    fn say_coverage(&mut self) {
        let all = coverage(&self.year.catalogue.items, &self.accounts);
        let mut sentence = vec![
            words("《高等学校信息公开事项清单》10类50项中，适用于本校的"),
            counted(all.applicable.into(), "项", "coverage:applicable"),
            words("，不适用的"),
            counted(all.not_applicable.into(), "项", "coverage:not_applicable"),
            words("。适用事项中，"),
        ];
        let parts = [
            (all.disclosed, "本学年已公开", "coverage:disclosed"),
            (all.nil, "经责任部门确认无应公开信息的", "coverage:nil"),
            (all.open(), "尚未公开", "coverage:open"),
        ];
        let back = self.items_kept_back();
        // A kind of which there is none is left out: nobody signs “尚未公开0项”.
        for (at, (count, label, source)) in parts.iter().filter(|(count, _, _)| *count > 0).enumerate() {
            if at > 0 {
                sentence.push(words("，"));
            }
            sentence.push(words(*label));
            sentence.push(counted((*count).into(), "项", source));
            if *source == "coverage:open" && back > 0 {
                sentence.push(words("（其中信息列为依申请公开或不予公开的"));
                sentence.push(counted(back, "项", "coverage:kept_back"));
                sentence.push(words("）"));
            }
        }
        sentence.push(words("。"));
        sentence.extend(self.own_categories().map(words));
        self.say(sentence);
    }

    /// Applicable items of which nothing is public and something is given on request, or withheld.
    fn items_kept_back(&self) -> u64 {
        let items = self.year.catalogue.items.iter().filter(|item| {
            let account = self.accounts.get(&item.key).copied().unwrap_or_default();
            let applies = !matches!(item.applicability, Applicability::NotApplicable { .. });
            matches!(item.key, ItemKey::Official(_)) && applies && account.entries == 0 && !account.nil
        });
        items.filter(|item| self.keeps_back(item).is_some()).count() as u64
    }

    /// Where what the school counts in categories of its own is counted: once, in the table of categories, and there only
    /// under its own name.
    fn own_categories(&self) -> Option<String> {
        let own = self.year.catalogue.categories.iter().filter(|category| category.number > super::OTHER);
        let own: Vec<String> = own.map(|category| format!("“{}”", category.name)).collect();
        let items = self.year.catalogue.items.iter().filter(|item| matches!(item.key, ItemKey::School(_)));
        let mut stood_for: Vec<u8> = items.flat_map(|item| item.maps_to.iter().copied()).collect();
        stood_for.sort_unstable();
        stood_for.dedup();
        let stood_for = joined(stood_for.into_iter().map(|number| format!("第{number}项")));
        (!own.is_empty()).then(|| match stood_for.as_str() {
            "" => format!("学校另设{}类别，其信息条数在表1中单独列出。", joined(own)),
            items => format!(
                "学校另设{}类别，其信息条数在表1中单独列出，不重复计入其他类别；这些信息同时是清单{items}的公开情况，在表2中随该事项列出。",
                joined(own)
            ),
        })
    }

    fn coverage_table(&mut self) {
        let head = ["类别", "清单事项", "适用", "已公开", "零报告", "尚未公开", "信息条数"];
        let place = |at: usize| if at == 0 { (28, Align::Start) } else { (11, Align::Center) };
        let columns =
            head.iter().enumerate().map(|(at, head)| column(head, place(at).0, place(at).1)).collect::<Vec<_>>();
        let mut rows = Vec::new();
        for category in self.categories() {
            let items: Vec<_> = self.year.catalogue.items_in(category.number).collect();
            let part = coverage(items.iter().copied(), &self.accounts);
            let entries = self.entries_in(category.number);
            let own = category.number > 10;
            let source = |name: &str| format!("coverage:{}.{name}", category.number);
            let cell = |value: u64, name: &str| {
                let text = if own && name != "entries" { "—".to_string() } else { value.to_string() };
                vec![Inline::value(text, source(name))]
            };
            rows.push(vec![
                vec![words(category.name.clone())],
                cell(items.iter().filter(|item| matches!(item.key, ItemKey::Official(_))).count() as u64, "items"),
                cell(part.applicable.into(), "applicable"),
                cell(part.disclosed.into(), "disclosed"),
                cell(part.nil.into(), "nil"),
                cell(part.open().into(), "open"),
                cell(entries, "entries"),
            ]);
        }
        let all = coverage(&self.year.catalogue.items, &self.accounts);
        let total = |value: u64, name: &str| vec![Inline::value(value.to_string(), format!("coverage:all.{name}"))];
        rows.push(vec![
            vec![words("合计")],
            total(50, "items"),
            total(all.applicable.into(), "applicable"),
            total(all.disclosed.into(), "disclosed"),
            total(all.nil.into(), "nil"),
            total(all.open().into(), "open"),
            total(self.totals().all(), "entries"),
        ]);
        self.table("各类别清单事项落实情况", columns, rows);
    }

    fn coverage_chart(&mut self) {
        let categories: Vec<_> = self.categories().into_iter().filter(|c| c.number <= super::OTHER).collect();
        let parts: Vec<_> = categories
            .iter()
            .map(|category| coverage(self.year.catalogue.items_in(category.number), &self.accounts))
            .collect();
        let series = |name: &str, value: fn(&crate::coverage::Coverage) -> u32| Series {
            name: name.to_string(),
            values: parts.iter().map(|part| u64::from(value(part))).collect(),
        };
        let all = coverage(&self.year.catalogue.items, &self.accounts);
        self.chart(Chart {
            title: "清单事项落实情况".into(),
            description: format!(
                "适用{}项，已公开{}项，零报告{}项，尚未公开{}项；不适用{}项。",
                all.applicable,
                all.disclosed,
                all.nil,
                all.open(),
                all.not_applicable
            ),
            kind: ChartKind::Stacked,
            categories: categories.iter().map(|category| category.name.clone()).collect(),
            series: vec![
                series("已公开", |part| part.disclosed),
                series("零报告", |part| part.nil),
                series("尚未公开", |part| part.open()),
                series("不适用", |part| part.not_applicable),
            ],
            unit: "项".into(),
        });
    }
}

fn office_label(key: &str) -> &'static str {
    match key {
        "office" => "机构名称",
        "head" => "负责人",
        "address" => "办公地址",
        "hours" => "办公时间",
        "phone" => "联系电话",
        "fax" => "传真",
        _ => "电子邮箱",
    }
}
