//! A book whose sheets are laid out as clerks lay them out, with the truth of each of its rows: channels as columns, heads of
//! two lines, another head further down, tables side by side, registers that are none, examples, words of openness where
//! channels stand.
//!
//! The same seed gives the same book; columns come in any order, with others between them that nobody reads.

use crate::book::{Chance, Day, ITEMS, Truth};
use domain::school::ChannelKind;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::path::Path;

/// Rows of a sheet.
const ROWS: usize = 18;

/// Units, one a sheet.
const UNITS: [&str; 10] =
    ["教务处", "学生工作处", "财务处", "人事处", "招生就业处", "科研处", "图书馆", "保卫处", "国际交流处", "信息中心"];

/// A fact before it is laid out.
struct Fact {
    title: String,
    item: u8,
    unit: &'static str,
    day: Day,
    /// Whether it is on the site, the account and the board, the first at least on one of them.
    on: [bool; 3],
    page: String,
    article: String,
}

impl Fact {
    fn any(chance: &mut Chance, unit: &'static str, sheet: usize, number: usize) -> Fact {
        let (item, _, words) = ITEMS[chance.below(ITEMS.len())];
        let Day(year, month, day) = Day::any(chance);
        let on =
            [[true, false, false], [true, true, false], [true, false, true], [true, true, true], [false, true, true]];
        Fact {
            title: format!("{words}第{sheet}/{number}号"),
            item,
            unit,
            // Its channels come a day after each other.
            day: Day(year, month, day.min(25)),
            on: on[chance.below(on.len())],
            page: format!("https://www.x.edu.cn/info/{sheet}/{number}.htm"),
            article: format!("https://mp.weixin.qq.com/s/{sheet}x{number}"),
        }
    }

    /// What it means when pages and articles are written, or only the page.
    fn truth(&self, articles: bool) -> Truth {
        use ChannelKind::{Board, Website, Wechat};
        let mut releases = Vec::new();
        if self.on[0] {
            releases.push((Some(Website), self.page.clone()));
        }
        if self.on[1] {
            releases.push((Some(Wechat), if articles { self.article.clone() } else { String::new() }));
        }
        if self.on[2] {
            releases.push((Some(Board), String::new()));
        }
        releases.sort();
        Truth {
            title: self.title.clone(),
            item: self.item,
            unit: self.unit,
            published_on: self.day.iso(),
            releases,
            until: None,
            doubtful: false,
        }
    }

    fn page(&self) -> String {
        if self.on[0] { self.page.clone() } else { String::new() }
    }

    fn date(&self) -> String {
        let Day(year, month, day) = self.day;
        format!("{year}.{month}.{day}")
    }

    /// The days of its channels: each a day after the one before it.
    fn days(&self) -> [String; 3] {
        let mut later = 0;
        self.on.map(|on| {
            let Day(year, month, day) = self.day;
            let text = if on { format!("{year}.{month}.{}", day + later) } else { String::new() };
            later += u32::from(on);
            text
        })
    }

    fn ticks(&self, chance: &mut Chance) -> [String; 3] {
        self.on
            .map(|on| chance.of(if on { &["√", "✓", "是", "✔", "√ "] } else { &["", "否", "×", "/", ""] }).to_string())
    }
}

/// A sheet being laid out: lines of its head and rows, and heads merged over columns.
struct Sheet {
    lines: Vec<Vec<String>>,
    groups: Vec<(usize, usize, usize)>,
}

fn cells(text: &[&str]) -> Vec<String> {
    text.iter().map(|cell| cell.to_string()).collect()
}

impl Sheet {
    fn titled(title: &str) -> Sheet {
        Sheet { lines: vec![vec![title.to_string()]], groups: Vec::new() }
    }

    fn add(&mut self, line: Vec<String>) {
        self.lines.push(line);
    }

    fn write(&self, sheet: &mut Worksheet) {
        for &(row, first, last) in &self.groups {
            let (row, first, last) = (row as u32, first as u16, last as u16);
            sheet.merge_range(row, first, row, last, "", &Format::new()).unwrap();
        }
        for (row, line) in (0..).zip(&self.lines) {
            for (column, cell) in (0..).zip(line).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
}

/// Lays out a sheet of a unit, with its number, and adds the truth of its rows.
type Layout = fn(&mut Chance, &'static str, usize, &mut Vec<Truth>) -> Sheet;

/// Writes the book and gives the truth of its rows.
pub fn layouts(seed: u64, file: &Path) -> Vec<Truth> {
    let mut chance = Chance(seed);
    let mut book = Workbook::new();
    let mut truths = Vec::new();
    let kinds: [Layout; 10] = [
        ticks,
        ticks_below_a_group,
        days_of_channels,
        days_and_addresses_below_groups,
        groups_like_columns,
        another_head,
        two_times,
        items_under_any_head,
        openness_among_channels,
        side_by_side,
    ];
    for (at, kind) in kinds.iter().enumerate() {
        let sheet = kind(&mut chance, UNITS[at], at, &mut truths);
        sheet.write(book.add_worksheet().set_name(UNITS[at]).unwrap());
    }
    for (name, lines) in registers() {
        let sheet = Sheet { lines, groups: Vec::new() };
        sheet.write(book.add_worksheet().set_name(name).unwrap());
    }
    book.save(file).unwrap();
    truths
}

fn facts(chance: &mut Chance, unit: &'static str, at: usize) -> Vec<Fact> {
    (0..ROWS).map(|number| Fact::any(chance, unit, at, number)).collect()
}

/// 官网 | 公众号 | 公告栏 with ticks; now and then a cell says something else, which nobody can know.
fn ticks(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let mut sheet = Sheet::titled(&format!("{unit}2024-2025学年信息公开台账"));
    sheet.add(cells(&["序号", "标题", "事项", "公开日期", "官网", "公众号", "公告栏", "经办人", "网址"]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let [mut site, account, board] = fact.ticks(chance);
        let mut truth = fact.truth(false);
        if number == 7 {
            (site, truth.doubtful) = ("首页通知栏".to_string(), true);
        }
        let first = [number.to_string(), fact.title.clone(), fact.item.to_string(), fact.date()];
        sheet.add([&first[..], &[site, account, board, "王五".into(), fact.page()]].concat());
        truths.push(truth);
    }
    sheet.add(cells(&["合计", "18条"]));
    sheet
}

/// The same below 公开渠道 or a group of another name.
fn ticks_below_a_group(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let group = chance.of(&["公开渠道", "公开形式", "公开情况", "发布平台", "公开方式（打√）"]).to_string();
    let mut sheet = Sheet::titled(&format!("{unit}2024-2025学年信息公开台账"));
    sheet.groups.push((1, 4, 6));
    sheet.add(
        [&cells(&["序号", "清单事项", "文件标题", "公开时间"])[..], &[group], &cells(&["", "", "网页链接"])].concat(),
    );
    sheet.add(cells(&["", "", "", "", "学校官网", "微信公众号", "校内公告栏"]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let first = [number.to_string(), format!("第{}项", fact.item), fact.title.clone(), fact.date()];
        sheet.add([&first[..], &fact.ticks(chance), &[fact.page()]].concat());
        truths.push(fact.truth(false));
    }
    sheet
}

/// A day and an address for each channel; now and then a day nobody can know.
fn days_of_channels(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let mut sheet = Sheet { lines: Vec::new(), groups: Vec::new() };
    sheet.add(cells(&[
        "公开内容",
        "清单序号",
        "官网公开日期",
        "公众号推送时间",
        "公告栏张贴日期",
        "官网链接",
        "公众号链接",
    ]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let mut days = fact.days();
        let mut truth = fact.truth(true);
        if number == 5 {
            let any = days.iter_mut().find(|day| !day.is_empty()).unwrap();
            (*any, truth.doubtful) = ("24.5.12".to_string(), true);
        }
        let article = if fact.on[1] { fact.article.clone() } else { String::new() };
        sheet.add([&[fact.title.clone(), fact.item.to_string()], &days[..], &[fact.page(), article]].concat());
        truths.push(truth);
    }
    sheet
}

/// The same below two groups, with the day on which it was made before them.
fn days_and_addresses_below_groups(
    chance: &mut Chance,
    unit: &'static str,
    at: usize,
    truths: &mut Vec<Truth>,
) -> Sheet {
    let mut sheet = Sheet::titled("2024-2025学年信息公开明细表");
    sheet.groups.extend([(1, 4, 6), (1, 7, 8)]);
    sheet.add(cells(&[
        "序号",
        "责任单位",
        "公开事项",
        "成文日期",
        "公开渠道及日期",
        "",
        "",
        "网页地址",
        "",
        "公开内容",
    ]));
    sheet.add(cells(&["", "", "", "", "学校官网", "微信公众号", "校内公告栏", "官网地址", "公众号地址"]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let article = if fact.on[1] { fact.article.clone() } else { String::new() };
        let first = [number.to_string(), unit.to_string(), format!("（{}）", fact.item), "2024.8.30".to_string()];
        sheet.add([&first[..], &fact.days(), &[fact.page(), article, fact.title.clone()]].concat());
        truths.push(fact.truth(true));
    }
    sheet
}

fn channels(fact: &Fact) -> String {
    let names = ["官网", "公众号", "公告栏"];
    names.iter().zip(fact.on).filter(|(_, on)| *on).map(|(name, _)| *name).collect::<Vec<_>>().join("、")
}

/// Group words that are like columns: 责任主体, 发布情况.
fn groups_like_columns(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let (who, what) =
        (chance.of(&["责任主体", "责任部门", "公开部门"]), chance.of(&["发布情况", "公开日期", "公开渠道"]));
    let (who, what) = (who.to_string(), what.to_string());
    let mut sheet = Sheet::titled("信息公开台账");
    sheet.groups.extend([(1, 3, 4), (1, 5, 7)]);
    sheet.add(vec!["序号".into(), "清单事项".into(), "标题".into(), who, "".into(), what, "".into(), "".into()]);
    sheet.add(cells(&["", "", "", "部门", "经办人", "日期", "渠道", "网址"]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let first =
            [number.to_string(), fact.item.to_string(), fact.title.clone(), unit.to_string(), "李四".to_string()];
        sheet.add([&first[..], &[fact.date(), channels(&fact), fact.page()]].concat());
        truths.push(fact.truth(false));
    }
    sheet
}

/// Half way down another head with the columns in another order, below the title of another unit.
fn another_head(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let mut sheet = Sheet::titled(&format!("{unit}信息公开台账"));
    // The third part has the head of the second again.
    let orders = [[0, 1, 2, 3, 4, 5], [3, 0, 4, 5, 1, 2], [3, 0, 4, 5, 1, 2]];
    let heads = ["标题", "事项", "公开日期", "成文日期", "网址", "公开渠道"];
    for (part, units) in [unit, "审计处", "基建处"].into_iter().enumerate() {
        if part > 0 {
            sheet.add(Vec::new());
            sheet.add(vec![format!("{units}信息公开台账")]);
            sheet.add(cells(&["填表人：王五", "", "填表日期：2025年9月1日"]));
        }
        let order = orders[part];
        sheet.add(order.iter().map(|column| heads[*column].to_string()).collect());
        for number in 0..6 {
            let fact = Fact::any(chance, units, at, part * 6 + number);
            let all = [
                fact.title.clone(),
                fact.item.to_string(),
                fact.date(),
                "2024-08-15".to_string(),
                fact.page(),
                channels(&fact),
            ];
            sheet.add(order.iter().map(|column| all[*column].clone()).collect());
            truths.push(fact.truth(false));
        }
    }
    sheet
}

/// 时间 and 公开时间.
fn two_times(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let mut sheet = Sheet::titled("信息公开台账");
    sheet.add(cells(&["标题", "事项", "时间", chance.of(&["公开时间", "发布日期"]), "公开渠道", "网址", "备注"]));
    for fact in facts(chance, unit, at) {
        let first = [fact.title.clone(), fact.item.to_string(), "2024-08-15".to_string()];
        sheet.add([&first[..], &[fact.date(), channels(&fact), fact.page(), "经办人已核对".into()]].concat());
        truths.push(fact.truth(false));
    }
    sheet
}

/// Numbers of items below heads that say nothing of them, an example and a line of numbers.
fn items_under_any_head(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let head = chance
        .of(&["栏目", "所属栏目", "公开栏目（对应清单）", "公开类别", "类别", "信息类别", "公开目录", "条目号"])
        .to_string();
    let title = chance.of(&["材料名称", "内容", "稿件标题", "主题"]).to_string();
    let mut sheet = Sheet::titled("信息公开台账");
    sheet.add(vec!["序号".into(), head, title, "公开日期".into(), "公开渠道".into(), "网址".into()]);
    sheet.add(cells(&["1", "2", "3", "4", "5", "6"]));
    sheet.add(cells(&["例", "第1项", "关于××的通知", "2024.1.1", "官网", "http://example.com/1"]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let spelt = [
            format!("第{}项", fact.item),
            format!("（{}）", fact.item),
            fact.item.to_string(),
            format!("{}.", fact.item),
        ];
        let first = [number.to_string(), spelt[chance.below(4)].clone(), fact.title.clone(), fact.date()];
        sheet.add([&first[..], &[channels(&fact), fact.page()]].concat());
        truths.push(fact.truth(false));
    }
    sheet.add(cells(&["……"]));
    sheet
}

/// 主动公开 where channels stand; a tick there says nothing.
fn openness_among_channels(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let mut sheet = Sheet::titled("信息公开台账");
    sheet.add(cells(&["标题", "事项", "公开日期", "公开形式", "网址"]));
    for (number, fact) in facts(chance, unit, at).into_iter().enumerate() {
        let mut truth = fact.truth(false);
        let mut named = channels(&fact);
        match number % 6 {
            1 => named = format!("主动公开、{named}"),
            3 => {
                named = "主动公开".to_string();
                truth.releases = Some((None, fact.page())).filter(|(_, page)| !page.is_empty()).into_iter().collect();
            }
            5 => (named, truth.doubtful) = ("√".to_string(), true),
            _ => {}
        }
        sheet.add(vec![fact.title.clone(), fact.item.to_string(), fact.date(), named, fact.page()]);
        truths.push(truth);
    }
    sheet
}

/// Two tables beside each other.
fn side_by_side(chance: &mut Chance, unit: &'static str, at: usize, truths: &mut Vec<Truth>) -> Sheet {
    let mut sheet = Sheet::titled("信息公开台账");
    let heads = ["序号", "标题", "事项", "公开日期", "公开渠道", "网址"];
    sheet.add([&cells(&heads)[..], &[String::new()], &cells(&heads)].concat());
    for pair in facts(chance, unit, at).chunks(2) {
        let half = |fact: &Fact| {
            vec!["1".into(), fact.title.clone(), fact.item.to_string(), fact.date(), channels(fact), fact.page()]
        };
        sheet.add([half(&pair[0]), vec![String::new()], half(&pair[1])].concat());
        truths.extend(pair.iter().map(|fact| fact.truth(false)));
    }
    sheet
}

/// Sheets that are none of the ledger.
fn registers() -> [(&'static str, Vec<Vec<String>>); 4] {
    let lines = |text: &[&[&str]]| text.iter().map(|line| cells(line)).collect::<Vec<_>>();
    [
        (
            "依申请公开登记表",
            lines(&[
                &["序号", "申请人", "申请日期", "申请内容", "受理部门", "答复日期", "答复方式"],
                &["1", "某甲", "2024.10.5", "录取名单", "招生就业处", "2024.10.20", "邮寄"],
                &["2", "某乙", "2024.11.5", "工资明细", "人事处", "2024.11.20", "邮寄"],
                &["3", "某丙", "2024.12.5", "经费明细", "财务处", "2024.12.20", "邮寄"],
            ]),
        ),
        (
            "举报投诉",
            lines(&[
                &["序号", "时间", "举报事项", "办理部门", "结果"],
                &["1", "2025.5.6", "食堂价格未公开", "后勤保障处", "已整改"],
            ]),
        ),
        (
            "毕业生统计",
            lines(&[
                &["学院", "毕业生人数", "就业人数", "就业率"],
                &["信息学院", "500", "480", "96%"],
                &["护理学院", "1,200人", "约1100", "91.7%"],
                &["合计", "1700", "1580", "92.9%"],
            ]),
        ),
        (
            "清单落实情况",
            lines(&[
                &["序号", "清单事项", "公开条数", "责任部门", "公开网址"],
                &["1", "第2项", "12", "党政办公室", "https://www.x.edu.cn/list2.htm"],
                &["2", "第47项", "0", "国际交流处", ""],
                &["3", "第50项", "3", "保卫处", "https://www.x.edu.cn/list50.htm"],
            ]),
        ),
    ]
}
