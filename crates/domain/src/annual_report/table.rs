//! Part eight: the table of all items (清单事项公开情况表).

use super::chapters::locator;
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
        let (entries, latest, nil) = match item.key {
            ItemKey::Official(number) => match self.accounts.get(&number) {
                Some(account) => (account.entries, account.latest, account.nil),
                None => (0, None, false),
            },
            ItemKey::School(_) => self.own_account(item),
        };
        let source = |field: &str| format!("item:{}#{field}", item.key);
        let Some(record) = latest.and_then(|at| self.year.records.get(at)) else {
            let state = if nil { "零报告：本学年无此类信息" } else { "未公开" };
            return (none(), vec![Inline::value(state, source("state"))]);
        };
        let on = record.published_on();
        let date = if on.is_unknown() { vec![words("不详")] } else { vec![Inline::value(on.zh(), source("latest"))] };
        let mut situation =
            vec![words("已公开"), Inline::value(format!("{entries}条"), source("entries")), words("。")];
        match record.releases.iter().find(|release| crate::address::is_web(&release.locator)) {
            Some(release) => situation.push(locator(&release.locator)),
            None => situation.extend(self.releases(record)),
        }
        (date, situation)
    }

    fn own_account(&self, item: &Item) -> (u64, Option<usize>, bool) {
        let own = self.year.records.iter().enumerate();
        let own: Vec<_> = own.filter(|(_, r)| r.item == item.key && super::overview::disclosed(r)).collect();
        let entries = own.iter().map(|(_, record)| u64::from(record.count)).sum();
        let latest = own
            .iter()
            .max_by_key(|(at, record)| (record.published_on().sort_key(), usize::MAX - at))
            .map(|(at, _)| *at);
        (entries, latest, false)
    }
}
