//! Part eight: the table of all items (清单事项公开情况表).

use super::overview::{lacks_date, stands_for_good};
use super::{Composer, Gap, GapKind, Year, column, deadline, locator, units_of, words};
use crate::catalogue::{Applicability, Item, ItemKey};
use crate::document::{Align, Inline};
use crate::record::{Disclosed, Visibility};
use crate::zh::joined;

/// Units that are named in the item table; of more, how many there are.
const UNITS_SHOWN: usize = 4;

/// Characters of an address in the item table.
const LONGEST_ADDRESS: usize = 34;

impl Composer<'_> {
    pub(super) fn item_table(&mut self) {
        self.next_part();
        let columns = vec![
            column("序号", 8, Align::Center),
            column("类别", 14, Align::Center),
            column("公开事项", 30, Align::Start),
            column("责任部门", 13, Align::Center),
            column("最近公开日期", 20, Align::Center),
            column("公开情况及链接", 23, Align::Start),
        ];
        let rows = self.year.catalogue.items.iter().map(|item| self.item_row(item)).collect();
        self.table(&format!("{}学年清单事项公开情况", self.year.year.zh()), columns, rows);
    }

    fn item_row(&mut self, item: &Item) -> Vec<Vec<Inline>> {
        let category = self.year.catalogue.category(item.category).map_or("", |category| category.name.as_str());
        let source = |field: &str| format!("item:{}#{field}", item.key);
        let units = units_of(self.year, item);
        let applies = !matches!(item.applicability, Applicability::NotApplicable { .. });
        let unit = match units.as_slice() {
            [] if applies => self.item_lacks(GapKind::Unit, item),
            [] => words("—"),
            units if units.len() > UNITS_SHOWN => {
                let first = joined(&units[..UNITS_SHOWN - 1]);
                Inline::value(format!("{first}等{}个部门", units.len()), source("unit"))
            }
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
        if let Some((reason, by_kind)) = self.why_not(item) {
            let by = if by_kind { "（按学校类型）" } else { "" };
            let mut said = vec![words(format!("不适用{by}：{reason}"))];
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
            if let Some(kept_back) = self.keeps_back(item) {
                return (none(), kept_back_line(kept_back, &source("state")));
            }
            let mut open = vec![Inline::value("未公开", source("state")), words("，")];
            // By when, is said in the remark on the item.
            match deadline::of_item(self.year, item) {
                Ok(plan) => open.push(Inline::value(plan.zh(), source("note"))),
                Err(_) => open.push(self.lacks_deadline(item)),
            }
            return (none(), open);
        };
        let date = published(record, &source("latest"));
        let count = Inline::value(format!("{}条", account.entries), source("entries"));
        let mut situation = vec![words("已公开"), count, words("。")];
        // A reader follows a link and no notice board, so of several records one with a link is shown.
        let linked = crate::coverage::linked(&self.year.records, keys).unwrap_or(record);
        match linked.releases.iter().find(|release| release.is_web()) {
            _ if linked.taken_down() => situation.extend(taken_down(linked)),
            // The annex prints the address whole. Beside the latest date stands the link of its own record, or its day.
            Some(release) => {
                if linked.index != record.index {
                    situation.push(words("下列网址为"));
                    match linked.published_on().is_unknown() {
                        true => situation.push(words("另一条信息的：")),
                        false => {
                            situation.push(Inline::value(linked.published_on().zh(), source("linked")));
                            situation.push(words("公开的一条："));
                        }
                    }
                }
                situation.push(Inline::Link {
                    text: crate::address::short(&release.locator, LONGEST_ADDRESS),
                    address: release.locator.clone(),
                });
            }
            None => situation.extend(self.releases(record)),
        }
        (date, situation)
    }

    fn lacks_deadline(&mut self, item: &Item) -> Inline {
        let why = deadline::of_item(self.year, item).err().flatten();
        let said = why.map_or_else(String::new, |why| format!("（备注“{}”{}）", item.note.trim(), why.zh()));
        let (key, about) = (Some(item.key.clone()), format!("{}{said}", item.text));
        self.lacks_of(Gap { kind: GapKind::Deadline, unit: item.unit.clone(), item: key, record: None, about })
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

/// Items that are open and whose remark gives no deadline to print, each with its remark.
pub fn unprintable_deadlines(year: &Year) -> Vec<(ItemKey, String)> {
    let composer = Composer::new(year);
    let open = year.catalogue.items.iter().filter(|item| {
        let account = composer.accounts.get(&item.key).copied().unwrap_or_default();
        let applies = !matches!(item.applicability, Applicability::NotApplicable { .. });
        applies && account.entries == 0 && !account.nil && composer.keeps_back(item).is_none()
    });
    let unprintable = open.filter(|item| matches!(deadline::of_item(year, item), Err(Some(_))));
    unprintable.map(|item| (item.key.clone(), item.note.trim().to_string())).collect()
}

/// `依申请公开，共1条` and `不予公开，共1条`.
fn kept_back_line((on_request, withheld): (u64, u64), source: &str) -> Vec<Inline> {
    let mut said = Vec::new();
    for (count, as_what) in [(on_request, "依申请公开"), (withheld, "不予公开")] {
        if count > 0 {
            said.push(words(format!("{}{as_what}", if said.is_empty() { "列为" } else { "；" })));
            said.push(Inline::value(format!("{count}条"), source));
        }
    }
    said
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
