//! A book as thirteen departments of a school deliver it, with the truth of each of its rows.
//!
//! Every sheet has its department's habits: titles, heads, notations of dates, items, units, channels and addresses; some
//! rows say what nobody can know. The same seed gives the same book. A test reads it and compares with the truth.

use domain::school::ChannelKind;
use rust_xlsxwriter::{Format, Formula, Url, Workbook, Worksheet};
use std::path::Path;

/// What a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// Its title, unique in the book.
    pub title: String,
    /// Item of the list.
    pub item: u8,
    /// Unit.
    pub unit: &'static str,
    /// Publication date as [`domain::date::PartialDate`] prints it.
    pub published_on: String,
    /// Releases: kind of channel (none where no channel is named) and address, sorted.
    pub releases: Vec<(Option<ChannelKind>, String)>,
    /// Last day of its publicity period.
    pub until: Option<String>,
    /// It says what nobody can know for certain, and must be asked about.
    pub doubtful: bool,
}

/// The thirteen departments.
const UNITS: [&str; 13] = [
    "教务处",
    "学生工作处",
    "财务处",
    "人事处",
    "招生就业处",
    "科研处",
    "图书馆",
    "后勤处",
    "保卫处",
    "国际交流处",
    "团委",
    "信息中心",
    "纪检监察室",
];

/// Rows of a department.
const ROWS: usize = 24;

/// Reproducible chance.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// A day of the school year 2024-2025.
#[derive(Clone, Copy)]
pub(crate) struct Day(pub(crate) i32, pub(crate) u32, pub(crate) u32);

impl Day {
    pub(crate) fn any(chance: &mut Chance) -> Day {
        let month = chance.below(11) as u32 + 9;
        let (year, month) = if month > 12 { (2025, month - 12) } else { (2024, month) };
        Day(year, month, chance.below(27) as u32 + 1)
    }

    pub(crate) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.0, self.1, self.2)
    }

    fn serial(self) -> f64 {
        let day = chrono::NaiveDate::from_ymd_opt(self.0, self.1, self.2).unwrap();
        (day - chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days() as f64
    }
}

/// A cell of the book.
#[derive(Clone)]
enum Cell {
    Text(String),
    Number(f64),
    /// A number shown as a date.
    Date(f64),
    /// A word with an address behind it.
    Link(String, String),
    /// A formula that links.
    Formula(String, String),
    Blank,
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub(crate) const ITEMS: [(u8, &str, &str); 12] = [
    (37, "奖学金", "关于评选奖学金的通知"),
    (25, "人员招聘", "公开招聘公告"),
    (19, "收支预算总表、收入预算表", "部门预算"),
    (20, "决算", "部门决算"),
    (36, "学籍管理办法", "学籍管理规定"),
    (28, "专业设置", "专业设置情况"),
    (18, "采购", "采购结果公告"),
    (7, "招生章程", "招生章程"),
    (33, "就业质量报告", "就业质量年度报告"),
    (42, "学术不端", "学术不端行为处理办法"),
    (48, "来华留学", "来华留学生管理规定"),
    (50, "应急预案", "突发事件应急预案"),
];

/// An item cell in one of the spellings; the third of ten is its words.
fn item(chance: &mut Chance, (number, words, _): (u8, &str, &str)) -> Cell {
    let zh = domain::zh::numeral(usize::from(number));
    match chance.below(10) {
        0 => Cell::Number(f64::from(number)),
        1 => text(format!("第{number}项")),
        2 => text(words),
        3 => text(format!("{number}、{words}")),
        4 => text(format!("（{number}）")),
        5 => text(zh),
        6 => text(format!("第{zh}项")),
        7 => text(format!("{number}.")),
        8 => text(format!("清单{number}")),
        _ => text(number.to_string()),
    }
}

/// A date cell in one of the notations of a department.
fn date(chance: &mut Chance, habit: usize, day: Day) -> Cell {
    let Day(year, month, date) = day;
    match habit % 8 {
        0 => text(format!("{year}.{month}.{date}")),
        1 => Cell::Date(day.serial()),
        2 => text(format!("{month}月{date}日")),
        3 => text(format!("{year}年{month}月{date}日")),
        4 => text(format!("{year}/{month}/{date}")),
        5 => {
            let digits: String = year
                .to_string()
                .chars()
                .map(|c| "〇一二三四五六七八九".chars().nth(c as usize - 48).unwrap())
                .collect();
            text(format!("{digits}年{}月{}日", domain::zh::numeral(month as usize), domain::zh::numeral(date as usize)))
        }
        6 => text(format!("{}年{month}月{date}日", year % 100)),
        _ => {
            let forms = [
                format!("{year}。{month}。{date}"),
                format!("{year}.{month}.{date}（已公布）"),
                format!("{year}.\n{month}.{date}"),
            ];
            text(forms[chance.below(3)].clone())
        }
    }
}

/// Channels and address of a row, with what they mean.
fn places(chance: &mut Chance, habit: usize, page: &str) -> (Cell, Cell, Vec<(Option<ChannelKind>, String)>) {
    use ChannelKind::{Board, Website, Wechat};
    let article = page.replace("www.x.edu.cn/info", "mp.weixin.qq.com/s");
    let on = |kind| (Some(kind), page.to_string());
    let site = chance.of(&["官网", "学校官网", "学校网站"]);
    let several = format!("{site}{}公告栏", chance.of(&["、", "，", "/", " ", "\n", "；", ","]));
    match habit % 9 {
        0 => (text(site), text(page), vec![on(Website)]),
        1 => (
            text(site),
            Cell::Link(chance.of(&["点击查看", "查看", "链接"]).to_string(), page.into()),
            vec![on(Website)],
        ),
        2 => (text(several), text(page), vec![(Some(Board), String::new()), on(Website)]),
        3 => (text(site), Cell::Formula("查看".into(), page.into()), vec![on(Website)]),
        4 => (text(site), text(format!("{site}：{page}")), vec![on(Website)]),
        5 => {
            let both = format!("{page}\n{article}");
            (text(format!("{site}、公众号")), text(both), vec![on(Website), (Some(Wechat), article)])
        }
        6 => {
            let full: String = page.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
            (text(site), text(full), vec![on(Website)])
        }
        7 => (text("公告栏"), text(chance.of(&["无", "/", ""])), vec![(Some(Board), String::new())]),
        _ => (text("微信公众号"), text(article.clone()), vec![(Some(Wechat), article)]),
    }
}

/// Heads of a department for title, item, unit, date, channel and address.
const HEADS: [[&str; 6]; 7] = [
    ["标题", "事项", "责任部门", "公开日期", "公开渠道", "网址"],
    ["公开内容", "清单序号", "责任单位", "公开时间", "公开形式", "链接"],
    ["公开信息名称", "对应清单事项", "部门", "发布时间", "载体", "公开网址"],
    ["信息标题", "清单事项", "填报单位", "上网时间", "公开途径", "网页链接"],
    ["信息\n名称", "清单\n事项（序号）", "责任\n处室", "发布\n日期", "发布\n渠道", "网 址"],
    ["名称*", "公开事项编号", "公开部门（单位）", "信息公开时间", "公开方式", "佐证链接"],
    ["文件标题", "所属清单事项", "发布单位", "公布日期", "发布平台", "链接地址"],
];

/// Writes the book and gives the truth of its rows.
pub fn departments(seed: u64, file: &Path) -> Vec<Truth> {
    let mut chance = Chance(seed);
    let mut book = Workbook::new();
    let mut truths = Vec::new();
    notes(book.add_worksheet().set_name("填表说明").unwrap());
    for (at, unit) in UNITS.iter().enumerate() {
        let name = if *unit == "后勤处" { "后勤" } else { unit };
        let sheet = book.add_worksheet().set_name(name).unwrap();
        department(&mut chance, sheet, at, unit, &mut truths);
    }
    book.add_worksheet().set_name("Sheet15").unwrap();
    book.save(file).unwrap();
    truths
}

fn notes(sheet: &mut Worksheet) {
    for (row, line) in (0..).zip(["填表说明", "1.请各单位于9月15日前报送。", "2.清单序号见附件。"])
    {
        sheet.write(row, 0, line).unwrap();
    }
}

fn department(chance: &mut Chance, sheet: &mut Worksheet, at: usize, unit: &'static str, truths: &mut Vec<Truth>) {
    let with_unit = at % 3 == 2;
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 6, &format!("{unit}2024-2025学年信息公开台账"), &plain).unwrap();
    if at.is_multiple_of(4) {
        sheet.write(1, 0, format!("填报单位：{unit}    填报时间：2025年9月10日")).unwrap();
    }
    let head = 2u32;
    let [title, item_head, unit_head, date_head, channel, address] = HEADS[at % HEADS.len()];
    let heads = ["序号", title, item_head, unit_head, date_head, channel, address];
    let shown: Vec<&str> = heads.into_iter().filter(|head| with_unit || *head != unit_head).collect();
    for (column, head_text) in (0..).zip(&shown) {
        sheet.write(head, column, *head_text).unwrap();
    }
    let mut row = head;
    for number in 0..ROWS {
        row += 1;
        if number == 12 && at.is_multiple_of(5) {
            sheet.write(row, 0, "二、其他信息").unwrap();
            row += 1;
        }
        let (cells, truth) = one(chance, at, number, unit);
        let cells = cells.into_iter().enumerate().filter(|(place, _)| with_unit || *place != 3).map(|(_, cell)| cell);
        for (column, cell) in (0..).zip(cells) {
            put(sheet, row, column, &cell);
        }
        truths.push(truth);
    }
    sheet.write(row + 2, 0, "合计").unwrap();
    sheet.write(row + 2, 1, format!("{ROWS}条")).unwrap();
    sheet.write(row + 3, 0, "填表人：张三").unwrap();
    sheet.write(row + 3, 2, "审核人：李四").unwrap();
}

/// The cells of a row and what they mean.
fn one(chance: &mut Chance, at: usize, number: usize, unit: &'static str) -> (Vec<Cell>, Truth) {
    let chosen = ITEMS[chance.below(ITEMS.len())];
    let day = Day::any(chance);
    let page = format!("https://www.x.edu.cn/info/{at}/{number}.htm");
    let mut title = format!("{}第{at}-{number}号", chosen.2);
    let (channel, mut address, mut releases) = places(chance, at + number % 3, &page);
    releases.sort();
    let mut cell_item = item(chance, chosen);
    let mut cell_date = date(chance, at, day);
    let mut published_on = day.iso();
    let (mut until, mut doubtful) = (None, false);
    match (at, number) {
        // A period of publicity.
        (4, 3 | 9) | (3, 5) => {
            title = format!("拟聘人员公示第{at}-{number}号");
            cell_date = text("2024.10.15-10.22");
            published_on = "2024-10-15".into();
            until = Some("2024-10-22".into());
        }
        // Another period.
        (7, 4) => {
            cell_date = text("2024年11月4日至11月8日");
            published_on = "2024-11-04".into();
        }
        // Only a month, and half a month.
        (5, 2) => (cell_date, published_on) = (text("2024年11月"), "2024-11".into()),
        (5, 7) => (cell_date, published_on) = (text("2024年11月上旬"), "2024-11".into()),
        (11, 1) => (cell_date, published_on) = (Cell::Number(2024.11), "2024-11".into()),
        // What nobody can know.
        (11, 2 | 8) => (cell_date, doubtful) = (Cell::Number(2024.1), true),
        (9, 4) => (cell_date, doubtful) = (text("24.5.12"), true),
        (6, 6) => (cell_item, doubtful) = (text("就业"), true),
        (1, 10) => (cell_item, doubtful) = (text("31、32"), true),
        (2, 11) => (address, doubtful) = (text("javascript:void(0)"), true),
        (12, 5) => (cell_date, doubtful) = (text("2025.2.29"), true),
        (8, 5) => (cell_item, doubtful) = (text("财务、资产及收费信息"), true),
        // The title links, and no address stands beside it.
        (10, n)
            if n % 2 == 0 && matches!(address, Cell::Text(_)) && releases.len() == 1 && !releases[0].1.is_empty() =>
        {
            let link = releases[0].1.clone();
            let cells = vec![
                Cell::Number(number as f64 + 1.0),
                Cell::Link(title.clone(), link),
                cell_item,
                text(unit),
                cell_date,
                channel,
                Cell::Blank,
            ];
            return (cells, Truth { title, item: chosen.0, unit, published_on, releases, until, doubtful });
        }
        _ => {}
    }
    let named = match (at, number % 4) {
        (2 | 11, 1) => text(format!("{unit}、审计处")),
        (5 | 8, 2) => Cell::Blank,
        (5, 3) => text(format!("{unit} 王五")),
        _ => text(unit),
    };
    let cells = vec![Cell::Number(number as f64 + 1.0), text(&title), cell_item, named, cell_date, channel, address];
    (cells, Truth { title, item: chosen.0, unit, published_on, releases, until, doubtful })
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) {
    let day = Format::new().set_num_format("yyyy/m/d");
    match cell {
        Cell::Blank => Ok(sheet),
        Cell::Text(text) if text.is_empty() => Ok(sheet),
        Cell::Text(text) => sheet.write_string(row, column, text),
        Cell::Number(number) => sheet.write_number(row, column, *number),
        Cell::Date(serial) => sheet.write_number_with_format(row, column, *serial, &day),
        Cell::Link(text, address) => sheet.write_url_with_text(row, column, Url::new(address.as_str()), text),
        Cell::Formula(text, address) => {
            let formula = Formula::new(format!("=HYPERLINK(\"{address}\",\"{text}\")")).set_result(text.as_str());
            sheet.write_formula(row, column, formula)
        }
    }
    .unwrap();
}
