//! Part eight: the table of all items (清单事项公开情况表).

use super::overview::{lacks_date, stands_for_good};
use super::{Composer, Gap, GapKind, column, locator, words};
use crate::catalogue::{Applicability, Item, ItemKey};
use crate::document::{Align, Inline};
use crate::record::{Disclosed, Visibility};
use crate::zh::joined;

impl Composer<'_> {
    pub(super) fn item_table(&mut self) {
        self.next_part();
        let columns = vec![
            column("序号", 8, Align::Center),
            column("类别", 12, Align::Center),
            column("公开事项", 27, Align::Start),
            column("责任部门", 13, Align::Center),
            column("最近公开日期", 20, Align::Center),
            column("公开情况及链接", 28, Align::Start),
        ];
        let rows = self.year.catalogue.items.iter().map(|item| self.item_row(item)).collect();
        self.table(&format!("{}学年清单事项公开情况", self.year.year.zh()), columns, rows);
    }

    fn item_row(&mut self, item: &Item) -> Vec<Vec<Inline>> {
        let category = self.year.catalogue.category(item.category).map_or("", |category| category.name.as_str());
        let source = |field: &str| format!("item:{}#{field}", item.key);
        let units = self.units_of(item);
        let applies = !matches!(item.applicability, Applicability::NotApplicable { .. });
        let unit = match units.as_slice() {
            [] if applies => self.item_lacks(GapKind::Unit, item),
            [] => words("—"),
            units => Inline::value(joined(units), source("unit")),
        };
        let (date, situation) = self.situation(item);
        vec![
            vec![words(item.key.to_string())],
            vec![words(category)],
            vec![Inline::value(item.text.clone(), source("text"))],
            vec![unit],
            date,
            situation,
        ]
    }

    fn item_lacks(&mut self, kind: GapKind, item: &Item) -> Inline {
        let (key, about) = (Some(item.key.clone()), item.text.clone());
        self.lacks_of(Gap { kind, unit: item.unit.clone(), item: key, record: None, about })
    }

    fn situation(&mut self, item: &Item) -> (Vec<Inline>, Vec<Inline>) {
        let none = || vec![words("—")];
        let account = self.accounts.get(&item.key).copied().unwrap_or_default();
        let source = |field: &str| format!("item:{}#{field}", item.key);
        if let Applicability::NotApplicable { reason } = &item.applicability {
            let mut said = vec![words(format!("不适用：{reason}"))];
            if account.entries > 0 {
                said.push(words("（已公开"));
                said.push(Inline::value(format!("{}条", account.entries), source("entries")));
                said.push(words("，待核实）"));
            }
            return (none(), said);
        }
        let own = [item.key.clone()];
        let keys = match &item.key {
            ItemKey::Official(number) => self.counting.get(number).map_or(&own[..], Vec::as_slice),
            ItemKey::School(_) => &own,
        };
        let Some(record) = crate::coverage::cited(&self.year.records, keys) else {
            if account.nil {
                return (none(), vec![Inline::value("本学年无此类信息", source("state"))]);
            }
            let mut open = vec![Inline::value("未公开", source("state")), words("，")];
            // By when, is said in the remark on the item: 2023年12月31日前完成.
            match item.note.trim().trim_end_matches('。') {
                plan if plan.ends_with("完成") || plan.ends_with("公开") => {
                    open.push(Inline::value(plan, source("note")));
                }
                _ => open.push(self.item_lacks(GapKind::Deadline, item)),
            }
            return (none(), open);
        };
        let date = published(record, &source("latest"));
        let count = Inline::value(format!("{}条", account.entries), source("entries"));
        let mut situation = vec![words("已公开"), count, words("。")];
        match record.releases.iter().find(|release| release.is_web()) {
            _ if record.taken_down() => situation.extend(taken_down(record)),
            Some(release) => situation.push(locator(&release.locator)),
            None => situation.extend(self.releases(record)),
        }
        (date, situation)
    }

    /// `公众号“民院新青年”；学校官网（2023年9月9日）：https://…`: each channel, with its own date where it differs.
    pub(super) fn releases(&self, record: &Disclosed) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut printed: Vec<&str> = Vec::new();
        for (at, release) in record.releases.iter().enumerate() {
            if at > 0 {
                inlines.push(words("；"));
            }
            let source = format!("record:{}#release.{}", record.index, at + 1);
            let channel = self.channel(&release.channel);
            // An address speaks for itself where no channel is named.
            if channel.is_some() || release.locator.is_empty() {
                inlines
                    .push(Inline::value(channel.map_or("其他渠道", |channel| channel.name.as_str()), source.clone()));
            }
            if !release.on.is_unknown() && release.on != record.published_on() {
                inlines.push(words("（"));
                inlines.push(Inline::value(release.on.zh(), format!("{source}.on")));
                inlines.push(words("）"));
            }
            if !release.locator.is_empty() && !printed.contains(&release.locator.as_str()) {
                if channel.is_some() {
                    inlines.push(words("："));
                }
                inlines.push(locator(&release.locator));
                printed.push(&release.locator);
            }
        }
        if inlines.is_empty() {
            inlines.push(words(GapKind::Channel.mark()));
        }
        inlines
    }
}

/// The date of a record, 长期公开, or the mark of what is missing.
pub(super) fn published(record: &Disclosed, source: &str) -> Vec<Inline> {
    if stands_for_good(record) {
        return vec![words("长期公开")];
    }
    let mut date = Vec::new();
    if !record.published_on().is_unknown() {
        date.push(Inline::value(record.published_on().zh(), source));
    }
    if lacks_date(record) {
        date.push(words(GapKind::Date.mark()));
    }
    date
}

/// What stands in the place of channels and addresses when a record has come down.
pub(super) fn taken_down(record: &Disclosed) -> Vec<Inline> {
    let state = match record.visibility {
        Visibility::Withdrawn { .. } => "已撤回",
        _ => "已到期撤下",
    };
    vec![Inline::value(state, format!("record:{}#state", record.index))]
}
