//! Parts three to seven: requests, survey, complaints, lessons, what else there is.
//!
//! Each question is answered by name. What nobody has answered is a gap: silence is not 无.

use super::figures::as_of;
use super::{Composer, Finding, FindingKind, GapKind, UnknownReference, counted, doubts, says_nothing, words};
use crate::catalogue::{Applicability, Item, ItemKey};
use crate::date::zh_day;
use crate::document::{Block, Inline};
use crate::figure::Figure;
use crate::ledger::TextEntry;
use crate::record::Withdrawn;
use crate::survey::Level;
use crate::survey::tally::{OPEN_ANSWERS, SOURCE};
use crate::zh::{joined, quoted};

impl Composer<'_> {
    pub(super) fn requests(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("3", 1)?;
        match self.dataset("requests") {
            Some(dataset) if dataset.figure("carried_over").is_some() && dataset.figure("answered").is_some() => {
                self.say_register(dataset);
            }
            Some(dataset) if received(dataset.figure("received")) == Some(0) => {
                let none = Inline::value("无", "figure:requests.received");
                let sentence = [words("本学年收到信息公开申请："), none, words("。")];
                self.blocks.extend((!kept).then(|| Block::Paragraph(sentence.to_vec())));
            }
            Some(dataset) => {
                self.say_divided(dataset, "收到信息公开申请", "received");
                self.show(dataset);
            }
            None if !kept => {
                let gap = self.lacks(GapKind::Requests);
                self.say(vec![gap]);
            }
            None => {}
        }
        let (withheld, on_request) = (self.year.withheld(), self.year.on_request());
        let mut sentence =
            vec![words("本学年列为依申请公开的信息："), counted(on_request, "条", "count:records.on_request")];
        sentence.extend([
            words("；列为不予公开的信息："),
            counted(withheld, "条", "count:records.withheld"),
            words("。"),
        ]);
        self.say(sentence);
        Ok(())
    }

    /// The account of the register of requests: what came in, what became of it, what is carried on.
    fn say_register(&mut self, dataset: &crate::figure::Dataset) {
        let mut sentence = Vec::new();
        let mut say = |composer: &mut Self, before: &str, key: &str, behind: &str| {
            if let Some(figure) = dataset.figure(key) {
                sentence.push(words(before.to_string()));
                sentence.push(composer.figure_value(dataset, figure));
                sentence.push(words(behind.to_string()));
            }
        };
        say(self, "本学年收到信息公开申请", "received", "");
        say(self, "，上学年结转", "carried_over", "；");
        say(self, "办结", "answered", "");
        let some = |figure: &&Figure| received(Some(figure)) != Some(0);
        let apart = ["received", "carried_over", "due", "answered", "pending"];
        let results = dataset.figures.iter().filter(|figure| !apart.contains(&figure.key.as_str())).filter(some);
        for (at, figure) in results.enumerate() {
            let mark = if at == 0 { "，其中" } else { "、" };
            say(self, &format!("{mark}{}", figure.name), &figure.key, "");
        }
        say(self, "；结转下学年办理", "pending", "。");
        self.say(sentence);
        if let Some(why) = dataset.figure("received").and_then(|figure| figure.disputed.as_ref()) {
            self.say(vec![Inline::Remark(format!("注：{why}；数据待核实。"))]);
        }
    }

    pub(super) fn survey(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("4", 1)?;
        match self.dataset("survey") {
            Some(dataset) if dataset.source.starts_with(SOURCE) => self.say_evaluation(dataset),
            Some(dataset) => {
                self.say_divided(dataset, "参加信息公开评议", "participants");
                self.show(dataset);
            }
            None if !kept => {
                let gap = self.lacks(GapKind::Appraisal);
                self.say(vec![gap]);
            }
            None => {}
        }
        Ok(())
    }

    /// An evaluation of the school's own: who was asked and answered, and what they think on the whole, as far as it may be told.
    fn say_evaluation(&mut self, dataset: &crate::figure::Dataset) {
        let figure = |key: &str| dataset.figure(key);
        let some = |key: &str| figure(key).filter(|figure| figure.value.is_some_and(|value| value.mantissa != 0));
        let mut asked = as_of(dataset);
        asked.push(words("学校开展信息公开评议，"));
        for (key, before, behind) in [
            ("given", "发放问卷", "，"),
            ("back", "收回", "，"),
            ("back_rate", "回收率", "；"),
            (OPEN_ANSWERS, "公开填写", "。"),
        ] {
            if let Some(figure) = figure(key) {
                asked.extend([words(before), self.figure_value(dataset, figure), words(behind)]);
            }
        }
        if let Some(participants) = figure("participants") {
            asked.extend([words("参加评议的共"), self.figure_value(dataset, participants)]);
        }
        for (nth, figure) in dataset.figures.iter().filter(|figure| figure.key.starts_with("from_")).enumerate() {
            asked.push(words(format!("{}{}", if nth == 0 { "，其中" } else { "，" }, figure.name)));
            asked.push(self.figure_value(dataset, figure));
        }
        asked.push(words("。"));
        self.say(asked);
        let levels: Vec<_> = Level::ALL.iter().filter_map(|level| some(level.code())).collect();
        let mut thought = Vec::new();
        for (nth, level) in levels.iter().enumerate() {
            let before = if nth == 0 { "对学校信息公开工作的总体评价：" } else { "，" };
            thought.extend([words(format!("{before}{}", level.name)), self.figure_value(dataset, level)]);
        }
        if let (Some(rate), Some(base)) = (figure("rate"), figure("base")) {
            thought.extend([words("；表示意见的"), self.figure_value(dataset, base)]);
            thought.extend([words("中，满意率"), self.figure_value(dataset, rate)]);
        } else if let Some(rest) = figure("rest").filter(|_| !levels.is_empty()) {
            thought.extend([words("；其余"), self.figure_value(dataset, rest), words("选择人数少的选项，不单独列出")]);
        }
        if !thought.is_empty() {
            thought.push(words("。"));
            self.say(thought);
        }
        self.show(dataset);
    }

    /// Complaints, reviews and lawsuits, each by its name.
    pub(super) fn complaints(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        self.kept("5", 1)?;
        // 本学年无 under 行政复议情况 answers for those.
        let told = |text: &&TextEntry| !text.heading.is_empty() || !says_nothing("5", &text.text);
        let kept: String = self
            .texts("5")
            .into_iter()
            .filter(told)
            .flat_map(|text| [text.heading.as_str(), text.text.as_str()])
            .collect();
        let dataset = self.dataset("complaints");
        let asked = [
            ("received", "举报", "举报", GapKind::Complaints),
            ("reviews", "行政复议", "复议", GapKind::Reviews),
            ("lawsuits", "行政诉讼", "诉讼", GapKind::Lawsuits),
        ];
        let (mut none, mut some, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        for (key, name, word, gap) in asked {
            let figure = dataset.and_then(|dataset| dataset.figure(key));
            match received(figure) {
                Some(0) if kept.contains(word) => {}
                Some(0) => none.push((key, name)),
                Some(_) => some.extend(figure.map(|figure| (name, figure))),
                None if kept.contains(word) => {}
                None => missing.push(gap),
            }
        }
        if let Some(dataset) = dataset.filter(|_| !some.is_empty()) {
            let mut sentence = vec![words("因信息公开工作受到")];
            for (at, (name, figure)) in some.into_iter().enumerate() {
                sentence.push(words(format!("{}{name}", if at > 0 { "，" } else { "" })));
                sentence.push(self.figure_value(dataset, figure));
            }
            let told = |key: &str| asked.iter().any(|(known, ..)| *known == key) || key.starts_with("complaints_");
            for figure in dataset.figures.iter().filter(|figure| !told(&figure.key)) {
                sentence.push(words(format!("，{}", figure.name)));
                sentence.push(self.figure_value(dataset, figure));
            }
            sentence.push(words("。"));
            self.say(sentence);
        }
        if let [(key, _), ..] = none.as_slice() {
            let names = joined(none.iter().map(|(_, name)| *name));
            let source = format!("figure:complaints.{key}");
            self.say(vec![
                words(format!("因信息公开工作受到{names}的情况：")),
                Inline::value("无", source),
                words("。"),
            ]);
        }
        let missing: Vec<Inline> = missing.into_iter().map(|gap| self.lacks(gap)).collect();
        if !missing.is_empty() {
            self.say(missing);
        }
        self.say_voices();
        Ok(())
    }

    /// What the registers of complaints and of opinions, enquiries and corrections say beside how many complaints came in.
    fn say_voices(&mut self) {
        let tell = |composer: &mut Self, key: &str, wanted: &dyn Fn(&Figure) -> bool, head: &str| {
            let Some(dataset) = composer.dataset(key) else { return };
            let mut sentence = Vec::new();
            for figure in dataset.figures.iter().filter(|figure| wanted(figure)) {
                sentence.push(words(format!("{}{}", if sentence.is_empty() { head } else { "，" }, figure.name)));
                sentence.push(composer.figure_value(dataset, figure));
            }
            if !sentence.is_empty() {
                sentence.push(words("。"));
                composer.say(sentence);
            }
            if let Some(why) = dataset.figure("received").and_then(|figure| figure.disputed.as_ref()) {
                composer.say(vec![Inline::Remark(format!("注：{why}；数据待核实。"))]);
            }
        };
        tell(self, "complaints", &|figure| figure.key.starts_with("complaints_"), "本学年");
        let none = |dataset: &crate::figure::Dataset| {
            ["received", "due"].iter().all(|key| received(dataset.figure(key)) == Some(0))
        };
        if self.dataset("voices").is_some_and(none) {
            let none = Inline::value("无", "figure:voices.received");
            self.say(vec![words("本学年收到意见、咨询和更正："), none, words("。")]);
            return;
        }
        let always = ["received", "answered", "silent"];
        let said = |figure: &Figure| {
            let some = received(Some(figure)) != Some(0);
            figure.key != "due" && (some || always.contains(&figure.key.as_str()))
        };
        tell(self, "voices", &said, "本学年");
    }

    pub(super) fn lessons(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        if !self.kept("6", 1)? {
            let gap = self.lacks(GapKind::Lessons);
            self.say(vec![gap]);
        }
        Ok(())
    }

    /// What a reader must know of the data: what does not add up, lies outside the period or is not known.
    pub(super) fn other(&mut self) -> Result<(), UnknownReference> {
        self.next_part();
        let kept = self.kept("7", 1)?;
        let mut remarks = self.doubts_of_figures();
        remarks.extend(self.doubts_of_records());
        remarks.extend(self.doubts_of_items());
        remarks.extend(self.withdrawn());
        remarks.extend(self.doubts_of_channels());
        remarks.extend(self.doubts_of_sentences());
        remarks.extend(self.counts_outside());
        if remarks.is_empty() {
            if !kept {
                self.say(vec![words("无。")]);
            }
            return Ok(());
        }
        self.say(vec![words("编者注：本报告的数据有下列情况需要说明。")]);
        self.blocks.push(Block::List(remarks));
        Ok(())
    }

    /// Dates that their addresses contradict.
    fn doubts_of_records(&self) -> Vec<Vec<Inline>> {
        let remark = |doubt: doubts::LinkDate<'_>| {
            let source = |field: &str| format!("record:{}#{field}", doubt.record.index);
            vec![
                Inline::value(quoted(doubt.record.title().unwrap_or("（名单）")), source("title")),
                words("公开日期为"),
                Inline::value(zh_day(doubt.stated), source("published")),
                words("，其网址所含日期为"),
                Inline::value(doubt.carried.zh(), source("carried")),
                words("，待核实。"),
            ]
        };
        self.year.records.iter().filter_map(doubts::link_date).map(remark).collect()
    }

    /// Items that are marked as not applicable although something of them is public.
    fn doubts_of_items(&self) -> Vec<Vec<Inline>> {
        let remark = |item: &Item| {
            let entries = self.accounts.get(&item.key).map_or(0, |account| account.entries);
            let marked = matches!(item.applicability, Applicability::NotApplicable { .. });
            (marked && entries > 0).then(|| {
                let name = match &item.key {
                    ItemKey::Official(number) => format!("第{number}项"),
                    ItemKey::School(_) => format!("学校自设事项“{}”", item.text),
                };
                vec![
                    words(format!("{name}标为不适用，但本学年有公开的信息")),
                    counted(entries, "条", &format!("item:{}#entries", item.key)),
                    words("，已计入信息条数，未计入适用和已公开的事项，待核实。"),
                ]
            })
        };
        self.year.catalogue.items.iter().filter_map(remark).collect()
    }

    /// What was withdrawn within the year: no more disclosed, and not to be passed over.
    fn withdrawn(&self) -> Vec<Vec<Inline>> {
        if self.year.withdrawn.is_empty() {
            return Vec::new();
        }
        let all = self.year.withdrawn.iter().map(|one| u64::from(one.count)).sum();
        let total = vec![
            words("本学年公开后又撤回的信息"),
            counted(all, "条", "count:records.withdrawn"),
            words("，逐条说明如下，不计入主动公开信息的条数。"),
        ];
        let one = |one: &Withdrawn| {
            let source = |field: &str| format!("record:{}#{field}", one.index);
            let mut said = vec![words("已撤回：")];
            match &one.title {
                Some(title) => said.push(Inline::value(quoted(title), source("title"))),
                None => said.push(words(format!("索引号{}，名称从略", one.index))),
            }
            if one.count > 1 {
                said.push(Inline::value(format!("（{}条）", one.count), source("count")));
            }
            if !one.since.is_unknown() {
                said.extend([words("，公开日期"), Inline::value(one.since.zh(), source("published"))]);
            }
            if !one.until.is_unknown() {
                said.extend([words("，撤回日期"), Inline::value(one.until.zh(), source("until"))]);
            }
            match one.reason.trim() {
                "" => said.push(words("，理由未登记。")),
                reason => said.extend([
                    words("，理由："),
                    Inline::value(reason.trim_end_matches('。'), source("reason")),
                    words("。"),
                ]),
            }
            said
        };
        std::iter::once(total).chain(self.year.withdrawn.iter().map(one)).collect()
    }

    /// Channels with several addresses.
    fn doubts_of_channels(&self) -> Vec<Vec<Inline>> {
        let remark = |(name, hosts): (&str, Vec<String>)| {
            vec![words(format!("“{name}”有{}个网址：{}。", hosts.len(), joined(hosts)))]
        };
        self.hosts().into_iter().map(remark).collect()
    }

    fn hosts(&self) -> Vec<(&str, Vec<String>)> {
        doubts::hosts(self.year.channels.iter().map(|channel| (channel.name.as_str(), channel.address.as_str())))
    }

    /// What the checker found that no fact of the ledger says already.
    fn doubts_of_sentences(&self) -> Vec<Vec<Inline>> {
        let dates: Vec<doubts::LinkDate<'_>> = self.year.records.iter().filter_map(doubts::link_date).collect();
        let hosts = self.hosts();
        let told = |finding: &&Finding| match finding.kind {
            FindingKind::LinkDate => dates.iter().any(|doubt| finding.quote.contains(doubt.address)),
            FindingKind::Host => hosts.iter().any(|(_, hosts)| hosts.contains(&finding.stated)),
            _ => self.year.datasets.iter().any(|dataset| finding.is_of(dataset)),
        };
        let remark = |finding: &Finding| {
            let quote = clipped(&finding.quote);
            let said = match finding.kind {
                FindingKind::Count => format!("文中“{quote}”，所列名称为{}个，待核实。", finding.derived),
                FindingKind::Repeat if finding.derived.parse::<f64>().is_err() => {
                    format!("文中“{quote}”与“{}”不一致，待核实。", finding.stated)
                }
                FindingKind::Period if finding.places > 1 => {
                    format!("文中有{}处日期不在统计期限内，首处为“{quote}”，待核实。", finding.places)
                }
                kind => format!("文中“{quote}”，{}，待核实。", kind.zh()),
            };
            vec![words(said)]
        };
        self.year.findings.iter().filter(|finding| !told(finding)).map(remark).collect()
    }

    /// How many lie outside the period, lack a date or an address.
    fn counts_outside(&self) -> Vec<Vec<Inline>> {
        let totals = self.totals();
        let without_address = self.year.records.iter().filter(|record| !record.has_address());
        let without_address: u64 = without_address.map(|record| u64::from(record.count)).sum();
        let told = [
            (totals.outside, "公开日期在统计期限外的信息", "outside", "，在附件1中逐条注明“统计期外”。"),
            (totals.undated, "公开日期待补的信息", "undated", "，在附件1中逐条标明。"),
            (without_address, "没有网址的信息", "without_address", "，以公开渠道代替链接。"),
            (
                self.year.perhaps,
                "公开日期只写到年份、可能属于本学年的信息",
                "perhaps",
                "，暂计入其他学年，不计入本报告。",
            ),
        ];
        let remark = |(count, label, source, tail): (u64, &str, &str, &str)| {
            (count > 0)
                .then(|| vec![words(label), counted(count, "条", &format!("count:records.{source}")), words(tail)])
        };
        told.into_iter().filter_map(remark).collect()
    }
}

/// The number of a figure; `None` when there is no figure or nobody gave its number.
fn received(figure: Option<&Figure>) -> Option<i128> {
    figure?.value.map(|value| value.mantissa.into())
}

/// Characters of a quotation in a remark.
const QUOTED: usize = 40;

/// A quotation that is not too long for a remark.
fn clipped(quote: &str) -> String {
    let quote: String = quote.split_whitespace().collect();
    if quote.chars().count() <= QUOTED {
        return quote;
    }
    let kept: String = quote.chars().take(QUOTED).collect();
    format!("{kept}……")
}
