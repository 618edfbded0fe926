//! The annex: every record of the year and every channel in use, as tables that can be sorted and searched.

use super::items::{published, taken_down};
use super::overview::lacks_date;
use super::{Composer, GapKind, column, locator, words};
use crate::document::{Align, Block, Inline};
use crate::record::Disclosed;

impl Composer<'_> {
    pub(super) fn annex(&mut self) {
        (self.table_name, self.tables) = ("附表", 0);
        self.annex_heading(1, "主动公开信息明细表");
        self.record_table();
        let used = self.used_channels();
        if used.is_empty() {
            return;
        }
        self.annex_heading(2, "信息公开渠道一览表");
        let columns = vec![
            column("序号", 7, Align::Center),
            column("渠道", 25, Align::Start),
            column("类别", 12, Align::Center),
            column("网址或地点", 44, Align::Start),
            column("公开次数", 12, Align::Center),
        ];
        let row = |(at, (channel, times)): (usize, (&crate::school::Channel, u64))| {
            vec![
                vec![words((at + 1).to_string())],
                vec![Inline::value(channel.name.clone(), format!("channel:{}", channel.code))],
                vec![words(channel.kind.zh())],
                vec![locator(&channel.address)],
                vec![Inline::value(times.to_string(), format!("count:channel.{}", channel.code))],
            ]
        };
        let rows = used.into_iter().enumerate().map(row).collect();
        self.table("信息公开渠道及公开次数", columns, rows);
    }

    /// The list of the annexes behind the last part (附件说明), under a heading so that the contents name it.
    pub(super) fn annexes(&mut self, annex: &[Block]) {
        let names = annex.iter().filter_map(|block| match block {
            Block::Heading { number, text, .. } => Some(format!("{}：{text}", number.trim())),
            _ => None,
        });
        let names: Vec<String> = names.collect();
        self.blocks.push(Block::Heading {
            level: 1,
            number: String::new(),
            text: "附件目录".to_string(),
            anchor: "annexes".to_string(),
        });
        for name in names {
            self.say(vec![words(name)]);
        }
    }

    fn annex_heading(&mut self, number: usize, text: &str) {
        self.blocks.push(Block::Heading {
            level: 1,
            number: format!("附件{number}　"),
            text: text.to_string(),
            anchor: format!("annex-{number}"),
        });
    }

    /// All records in the order of categories and items.
    fn record_table(&mut self) {
        let columns = vec![
            column("序号", 9, Align::Center),
            column("类别", 10, Align::Center),
            column("事项", 9, Align::Center),
            column("信息名称", 25, Align::Start),
            column("责任部门", 14, Align::Center),
            column("公开日期", 26, Align::Center),
            column("公开渠道及网址", 27, Align::Start),
        ];
        let mut rows = Vec::new();
        for category in self.categories() {
            for item in self.year.catalogue.items_in(category.number) {
                for record in self.year.records.iter().filter(|record| record.item == item.key) {
                    rows.push(self.record_row(rows.len() + 1, &category.name, record));
                }
            }
        }
        if rows.is_empty() {
            return self.say(vec![words("本学年没有主动公开信息的记录。")]);
        }
        self.table(&format!("{}学年主动公开信息", self.year.year.zh()), columns, rows);
    }

    fn record_row(&mut self, number: usize, category: &str, record: &Disclosed) -> Vec<Vec<Inline>> {
        let source = |field: &str| format!("record:{}#{field}", record.index);
        let mut name = match record.title() {
            Some(title) => vec![Inline::value(title, source("title"))],
            // Why it went is not said: the words may only look like a name.
            None => vec![Inline::Remark("（已撤下，名称从略）".into())],
        };
        if let Some(edition) = record.principal_edition().filter(|edition| !edition.document_number.is_empty()) {
            name.push(words(format!("（{}）", edition.document_number)));
        }
        if record.count > 1 {
            name.push(words("（"));
            name.push(Inline::value(format!("{}条", record.count), source("count")));
            name.push(words("）"));
        }
        let mut date = published(record, &source("published"));
        if lacks_date(record) {
            // The mark stands in the date already; here it is kept for the list.
            let _ = self.record_lacks(GapKind::Date, record);
        }
        if self.year.year.excludes(record.published_on()) == Some(true) {
            date.push(Inline::Remark("（统计期外）".into()));
        }
        let place = if record.taken_down() { taken_down(record) } else { self.releases(record) };
        if record.releases.is_empty() && !record.taken_down() {
            let _ = self.record_lacks(GapKind::Channel, record);
        }
        let by_item = self.year.catalogue.item(&record.item).and_then(|item| item.unit.as_deref());
        let unit = self.unit_name(record.unit.as_deref()).or_else(|| self.unit_name(by_item));
        vec![
            vec![words(number.to_string())],
            vec![words(category)],
            vec![words(record.item.to_string())],
            name,
            vec![unit.map_or_else(|| words("—"), |unit| Inline::value(unit, source("unit")))],
            date,
            place,
        ]
    }
}
