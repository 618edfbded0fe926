//! Parts two to seven: disclosure by category, requests, survey, complaints, lessons, what else there is.

use super::{Composer, UnknownReference, counted, words};
use crate::catalogue::{Applicability, Category, Item, ItemKey};
use crate::document::{Align, Block, Chart, ChartKind, Column, Inline, Series, Table};
use crate::figure::{Dataset, Figure, Identity, Quantity};
use crate::record::{Disclosed, Visibility};
use crate::school::ChannelKind;
use crate::zh::{joined, quoted};

impl Composer<'_> {
    pub(super) fn disclosure(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        self.kept("2", 1)?;
        self.channels();
        let categories: Vec<Category> = self.year.catalogue.categories.clone();
        for category in &categories {
            self.section(&category.name);
            self.kept(&format!("2.{}", category.number), 2)?;
            self.datasets_of(category.number);
            self.records_of(category);
            self.remaining_items(category.number);
        }
        Ok(())
    }

    fn channels(&mut self) {
        if self.year.channels.is_empty() {
            return;
        }
        self.section("公开渠道");
        let on_line = self.year.channels.iter().filter(|channel| channel.kind.on_line()).count();
        let unknown = self.year.channels.iter().filter(|channel| channel.kind == ChannelKind::Other).count();
        let all = self.year.channels.len();
        let mut sentence = vec![
            words("学校登记的信息公开渠道"),
            counted(all as u64, "个", "count:channels.all"),
            words("，其中线上渠道"),
            counted(on_line as u64, "个", "count:channels.on_line"),
            words("，线下渠道"),
            counted((all - on_line - unknown) as u64, "个", "count:channels.off_line"),
        ];
        if unknown > 0 {
            // What a channel of another kind is nobody has said; it is neither.
            sentence.push(words("，另有"));
            sentence.push(counted(unknown as u64, "个", "count:channels.unknown"));
            sentence.push(words("未区分线上线下"));
        }
        sentence.push(words("。各渠道本学年登记的发布次数见下表，同一信息经多个渠道发布的分别计算。"));
        self.say(sentence);
        let caption = self.caption("信息公开渠道及发布次数");
        let columns = vec![
            column("渠道", 22, Align::Start),
            column("类别", 11, Align::Center),
            column("地址", 45, Align::Start),
            column("发布次数", 10, Align::Center),
        ];
        let rows = self
            .year
            .channels
            .iter()
            .map(|channel| {
                let times = self.year.records.iter().map(|record| {
                    let here = record.releases.iter().filter(|release| release.channel == channel.code).count() as u64;
                    here * u64::from(record.count)
                });
                let times: u64 = times.sum();
                vec![
                    vec![Inline::value(channel.name.clone(), format!("channel:{}", channel.code))],
                    vec![words(channel.kind.zh())],
                    vec![locator(&channel.address)],
                    vec![counted(times, "", &format!("count:channel.{}", channel.code))],
                ]
            })
            .collect();
        self.blocks.push(Block::Table(Table { caption, columns, rows }));
    }

    fn datasets_of(&mut self, category: u8) {
        let here = |key: &ItemKey| self.year.catalogue.item(key).is_some_and(|item| item.category == category);
        // Requests, complaints and the survey have parts of their own.
        let datasets: Vec<&Dataset> = self
            .year
            .datasets
            .iter()
            .filter(|d| here(&d.item) && !matches!(d.key.as_str(), "requests" | "complaints" | "survey"))
            .collect();
        for dataset in datasets {
            // Where people's own sentences give every figure, a list of them would only repeat.
            if !self.told_in_texts(category, dataset) {
                self.say_figures(dataset);
            }
            self.doubts_and_chart(dataset);
        }
    }

    /// Whether the kept texts of a category refer to every figure of the dataset.
    fn told_in_texts(&self, category: u8, dataset: &Dataset) -> bool {
        let texts = self.texts(&format!("2.{category}"));
        let told: Vec<&str> = texts.iter().flat_map(|text| super::references(&text.text)).collect();
        dataset.figures.iter().all(|figure| told.contains(&format!("{}.{}", dataset.key, figure.key).as_str()))
    }

    fn dataset_section(&mut self, dataset: &Dataset) {
        self.say_figures(dataset);
        self.doubts_and_chart(dataset);
    }

    fn say_figures(&mut self, dataset: &Dataset) {
        let mut sentence = Vec::new();
        if !dataset.as_of.is_unknown() {
            sentence.push(words("截至"));
            sentence.push(Inline::value(dataset.as_of.zh(), format!("dataset:{}#as_of", dataset.key)));
            sentence.push(words("，"));
        }
        sentence.push(words(format!("{}：", dataset.title)));
        for (at, figure) in dataset.figures.iter().enumerate() {
            if at > 0 {
                sentence.push(words("，"));
            }
            sentence.push(words(figure.name.clone()));
            sentence.push(figure_value(dataset, figure));
        }
        sentence.push(words("。"));
        self.say(sentence);
    }

    fn doubts_and_chart(&mut self, dataset: &Dataset) {
        for broken in dataset.broken() {
            self.say(vec![Inline::Remark(format!(
                "注：上列数据按原件登记，各项不能相合：{}，原件为{}，此数据存疑。",
                broken.arithmetic.worked, broken.arithmetic.expected
            ))]);
        }
        if let Some(chart) = chart(dataset) {
            self.blocks.push(Block::Chart(chart));
        }
    }

    fn records_of(&mut self, category: &Category) {
        let mut records: Vec<&Disclosed> = Vec::new();
        for item in self.year.catalogue.items_in(category.number) {
            records.extend(self.year.records.iter().filter(|record| record.item == item.key));
        }
        if records.is_empty() {
            return;
        }
        let caption = self.caption(&format!("{}公开明细", category.name));
        let columns = vec![
            column("序号", 6, Align::Center),
            column("事项", 6, Align::Center),
            column("信息名称", 38, Align::Start),
            column("公开日期", 16, Align::Center),
            column("公开渠道及网址", 34, Align::Start),
        ];
        let rows = records.iter().enumerate().map(|(at, record)| self.record_row(at + 1, record)).collect();
        self.blocks.push(Block::Table(Table { caption, columns, rows }));
    }

    fn record_row(&self, number: usize, record: &Disclosed) -> Vec<Vec<Inline>> {
        let source = |field: &str| format!("record:{}#{field}", record.index);
        let edition = record.principal_edition();
        let mut name = match record.title() {
            Some(title) => vec![Inline::value(title, source("title"))],
            None => vec![Inline::Remark("（标题含个人信息，不再列出）".into())],
        };
        if let Some(edition) = edition.filter(|edition| !edition.document_number.is_empty()) {
            name.push(words(format!("（{}）", edition.document_number)));
        }
        if record.count > 1 {
            name.push(words("（"));
            name.push(Inline::value(format!("{}条", record.count), source("count")));
            name.push(words("）"));
        }
        let on = record.published_on();
        let mut date = Vec::new();
        if on.is_unknown() {
            date.push(words("不详"));
        } else {
            date.push(Inline::value(on.zh(), source("published")));
            if self.year.year.excludes(on) == Some(true) {
                date.push(Inline::Remark("（统计期外）".into()));
            }
        }
        let place = if record.taken_down() { taken_down(record) } else { self.releases(record) };
        vec![vec![words(number.to_string())], vec![words(record.item.to_string())], name, date, place]
    }

    /// `公众号“民院新青年”；学校官网（2023年9月9日） https://…`: each channel, with its own date where it differs.
    pub(super) fn releases(&self, record: &Disclosed) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut printed: Vec<&str> = Vec::new();
        for (at, release) in record.releases.iter().enumerate() {
            if at > 0 {
                inlines.push(words("；"));
            }
            let source = format!("record:{}#release.{}", record.index, at + 1);
            inlines.push(Inline::value(self.channel_name(&release.channel), source.clone()));
            if !release.on.is_unknown() && release.on != record.published_on() {
                inlines.push(words("（"));
                inlines.push(Inline::value(release.on.zh(), format!("{source}.on")));
                inlines.push(words("）"));
            }
            if !release.locator.is_empty() && !printed.contains(&release.locator.as_str()) {
                inlines.push(words("："));
                inlines.push(locator(&release.locator));
                printed.push(&release.locator);
            }
        }
        if inlines.is_empty() {
            inlines.push(words("渠道未登记"));
        }
        inlines
    }

    /// Items of the category without a record: answered nil, open, or not for this school.
    fn remaining_items(&mut self, category: u8) {
        let items: Vec<&Item> =
            self.year.catalogue.items_in(category).filter(|item| matches!(item.key, ItemKey::Official(_))).collect();
        let number = |item: &Item| format!("第{}项", item.key);
        let account = |item: &Item| self.accounts.get(&item.key).copied().unwrap_or_default();
        let without: Vec<&&Item> = items
            .iter()
            .filter(|item| !matches!(item.applicability, Applicability::NotApplicable { .. }))
            .filter(|item| account(item).entries == 0)
            .collect();
        let (nil, open): (Vec<&Item>, Vec<&Item>) =
            without.iter().map(|item| **item).partition(|item| account(item).nil);
        let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
        for item in &items {
            if let Applicability::NotApplicable { reason } = &item.applicability {
                match reasons.iter_mut().find(|(known, _)| known == reason) {
                    Some((_, numbers)) => numbers.push(number(item)),
                    None => reasons.push((reason, vec![number(item)])),
                }
            }
        }
        let mut sentences = String::new();
        if !nil.is_empty() {
            sentences +=
                &format!("{}本学年无应公开的信息，责任部门已作零报告。", joined(nil.iter().map(|item| number(item))));
        }
        if !open.is_empty() {
            sentences += &format!("{}台账中尚无公开信息。", joined(open.iter().map(|item| number(item))));
        }
        for (reason, numbers) in reasons {
            sentences += &format!("{}不适用于本校（{reason}）。", joined(numbers));
        }
        if !sentences.is_empty() {
            self.say(vec![words(sentences)]);
        }
    }

    pub(super) fn requests(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("3", 1)?;
        match self.dataset("requests") {
            Some(dataset) if !is_zero(dataset, "received") => self.dataset_section(dataset),
            Some(_) if !kept => self.say(vec![
                words("依申请公开："),
                Inline::value("无", "figure:requests.received"),
                words("。本学年未收到信息公开申请，未发生答复、收费和减免费用的情况。"),
            ]),
            None if !kept => self.say(vec![words("台账未登记依申请公开情况。")]),
            _ => {}
        }
        let (withheld, on_request) = (self.year.withheld, self.year.on_request);
        if withheld + on_request > 0 {
            self.say(vec![
                words("台账中属性为依申请公开的信息"),
                counted(on_request, "条", "count:records.on_request"),
                words("，不予公开的信息"),
                counted(withheld, "条", "count:records.withheld"),
                words("。"),
            ]);
        } else if !kept {
            self.say(vec![words("不予公开："), Inline::value("无", "count:records.withheld"), words("。")]);
        }
        Ok(())
    }

    pub(super) fn survey(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("4", 1)?;
        match self.dataset("survey") {
            Some(dataset) => self.dataset_section(dataset),
            None if !kept => self.say(vec![words("本学年台账未登记评议结果。")]),
            None => {}
        }
        Ok(())
    }

    pub(super) fn complaints(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("5", 1)?;
        let Some(dataset) = self.dataset("complaints") else {
            if !kept {
                self.say(vec![words("本学年台账未登记举报、复议、诉讼情况。")]);
            }
            return Ok(());
        };
        let known: Vec<(&str, &Figure)> = [("received", "举报"), ("reviews", "行政复议"), ("lawsuits", "行政诉讼")]
            .into_iter()
            .filter_map(|(key, name)| Some((name, dataset.figure(key)?)))
            .collect();
        if known.iter().any(|(_, figure)| figure.value.is_some_and(|value| value.mantissa != 0)) {
            self.dataset_section(dataset);
        } else if !kept {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            self.say(vec![
                words(format!("因信息公开工作受到{}的情况：", joined(&names))),
                Inline::value("无", "figure:complaints.received"),
                words("。"),
            ]);
        }
        Ok(())
    }

    pub(super) fn lessons(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        if !self.kept("6", 1)? {
            self.say(vec![words("本学年台账未登记主要经验、问题和改进措施。")]);
        }
        Ok(())
    }

    /// What a reader must know of the data: what does not add up, lies outside the period or is not known.
    pub(super) fn other(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("7", 1)?;
        let mut notes: Vec<Vec<Inline>> = Vec::new();
        for dataset in &self.year.datasets {
            notes.extend(disputed_notes(dataset));
        }
        let totals = self.totals();
        if totals.outside > 0 {
            notes.push(vec![
                words("公开日期在统计期限外的信息"),
                counted(totals.outside, "条", "count:records.outside"),
                words("，因原报告将其计入本学年，仍列入明细并逐条注明“统计期外”，不计入统计期限内的条数。"),
            ]);
        }
        if totals.undated > 0 {
            notes.push(vec![
                words("公开日期不详的信息"),
                counted(totals.undated, "条", "count:records.undated"),
                words("，明细中记为“不详”。"),
            ]);
        }
        let without_address = self
            .year
            .records
            .iter()
            .filter(|record| !record.has_address())
            .map(|record| u64::from(record.count))
            .sum::<u64>();
        if without_address > 0 {
            notes.push(vec![
                words("未登记可供查阅网址的信息"),
                counted(without_address, "条", "count:records.without_address"),
                words("，清单事项公开情况表中以公开渠道代替链接。"),
            ]);
        }
        if notes.is_empty() {
            if !kept {
                self.say(vec![words("无。")]);
            }
            return Ok(());
        }
        self.say(vec![words("本报告的数据由学校信息公开台账生成。编制中发现下列需要说明的情况：")]);
        self.blocks.push(Block::List(notes));
        Ok(())
    }
}

fn column(head: &str, width: u16, align: Align) -> Column {
    Column { head: head.to_string(), width, align }
}

/// An address as a link, a place as words.
/// What stands in the place of channels and addresses when a record has come down.
pub(super) fn taken_down(record: &Disclosed) -> Vec<Inline> {
    let state = match record.visibility {
        Visibility::Withdrawn { .. } => "已撤回",
        _ => "已到期撤下",
    };
    vec![Inline::value(state, format!("record:{}#state", record.index))]
}

pub(super) fn locator(text: &str) -> Inline {
    if crate::address::is_web(text) {
        Inline::Link { text: text.to_string(), address: text.to_string() }
    } else if text.is_empty() {
        words("—")
    } else {
        words(text)
    }
}

fn figure_value(dataset: &Dataset, figure: &Figure) -> Inline {
    let text = if figure.value.is_some() { figure.printed() } else { "不详".to_string() };
    Inline::value(text, format!("figure:{}.{}", dataset.key, figure.key))
}

fn is_zero(dataset: &Dataset, key: &str) -> bool {
    dataset.figure(key).and_then(|figure| figure.value).is_none_or(|value| value.mantissa == 0)
}

fn disputed_notes(dataset: &Dataset) -> Vec<Vec<Inline>> {
    let mut notes = Vec::new();
    for broken in dataset.broken() {
        notes.push(vec![
            words(format!("{}的数据不能相合：", quoted(&dataset.title))),
            Inline::value(broken.arithmetic.worked, format!("identity:{}", dataset.key)),
            words(format!("，原件为{}。", broken.arithmetic.expected)),
        ]);
    }
    for figure in &dataset.figures {
        if let Some(reason) = &figure.disputed {
            notes.push(vec![
                words(format!("{}中“{}”", quoted(&dataset.title), figure.name)),
                figure_value(dataset, figure),
                words(format!("存疑：{}", ended(reason))),
            ]);
        }
    }
    notes
}

fn ended(sentence: &str) -> String {
    let sentence = sentence.trim().trim_end_matches(['。', '.']);
    format!("{sentence}。")
}

/// The widest sum of the dataset as bars; a dataset without one has no chart.
pub fn chart(dataset: &Dataset) -> Option<Chart> {
    let parts = dataset
        .identities
        .iter()
        .filter_map(|identity| match identity {
            Identity::Sum { parts, .. } => Some(parts),
            _ => None,
        })
        .max_by_key(|parts| parts.len())?;
    let figures: Vec<&Figure> = parts.iter().filter_map(|key| dataset.figure(key)).collect();
    let value = |figure: &&Figure| match figure.value {
        Some(Quantity { mantissa, decimals: 0 }) => u64::try_from(mantissa).ok(),
        _ => None,
    };
    let values: Vec<u64> = figures.iter().map(value).collect::<Option<_>>()?;
    if values.len() < 2 {
        return None;
    }
    let told: Vec<String> = figures.iter().map(|figure| format!("{}{}", figure.name, figure.printed())).collect();
    Some(Chart {
        title: dataset.title.clone(),
        description: format!("{}。", told.join("，")),
        kind: ChartKind::Bars,
        categories: figures.iter().map(|figure| figure.name.clone()).collect(),
        series: vec![Series { name: dataset.title.clone(), values }],
        unit: figures[0].unit.clone(),
    })
}
