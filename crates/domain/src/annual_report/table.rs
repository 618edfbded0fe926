//! Part eight: the table of all items (清单事项公开情况表).

use super::chapters::{locator, taken_down};
use super::{Composer, words};
use crate::catalogue::{Applicability, Item, ItemKey};
use crate::document::{Align, Block, Column, Inline, Table};

impl Composer<'_> {
    pub(super) fn item_table(&mut self) {
        self.next_part();
        let caption = self.caption(&format!("{}学年清单事项公开情况", self.year.year));
        let columns = [
            ("序号", 6),
            ("类别", 13),
            ("公开事项", 36),
            ("责任部门", 13),
            ("最近公开日期", 14),
            ("公开情况及链接", 32),
        ]
        .into_iter()
        .map(|(head, width)| Column {
            head: head.to_string(),
            width,
            align: if matches!(head, "公开事项" | "公开情况及链接") { Align::Start } else { Align::Center },
        })
        .collect();
        let items: Vec<&Item> = self.year.catalogue.items.iter().collect();
        let rows = items.iter().map(|item| self.item_row(item)).collect();
        self.blocks.push(Block::Table(Table { caption, columns, rows }));
    }

    fn item_row(&self, item: &Item) -> Vec<Vec<Inline>> {
        let category = self.year.catalogue.category(item.category).map_or("", |category| category.name.as_str());
        let unit = self.unit_name(item.unit.as_deref());
        let source = |field: &str| format!("item:{}#{field}", item.key);
        let (date, situation) = self.situation(item);
        vec![
            vec![words(item.key.to_string())],
            vec![words(category)],
            vec![Inline::value(item.text.clone(), source("text"))],
            vec![Inline::value(unit.unwrap_or("未登记"), source("unit"))],
            date,
            situation,
        ]
    }

    fn situation(&self, item: &Item) -> (Vec<Inline>, Vec<Inline>) {
        let none = || vec![words("—")];
        if let Applicability::NotApplicable { reason } = &item.applicability {
            return (none(), vec![words(format!("不适用：{reason}"))]);
        }
        let account = self.accounts.get(&item.key).copied().unwrap_or_default();
        let source = |field: &str| format!("item:{}#{field}", item.key);
        let own = [item.key.clone()];
        let keys = match &item.key {
            ItemKey::Official(number) => self.counting.get(number).map_or(&own[..], Vec::as_slice),
            ItemKey::School(_) => &own,
        };
        let Some(record) = crate::coverage::cited(&self.year.records, keys) else {
            let state = if account.nil { "零报告：本学年无此类信息" } else { "未公开" };
            return (none(), vec![Inline::value(state, source("state"))]);
        };
        let on = record.published_on();
        let date = if on.is_unknown() { vec![words("不详")] } else { vec![Inline::value(on.zh(), source("latest"))] };
        let mut situation =
            vec![words("已公开"), Inline::value(format!("{}条", account.entries), source("entries")), words("。")];
        match record.releases.iter().find(|release| release.is_web()) {
            _ if record.taken_down() => situation.extend(taken_down(record)),
            Some(release) => situation.push(locator(&release.locator)),
            None => situation.extend(self.releases(record)),
        }
        (date, situation)
    }
}
