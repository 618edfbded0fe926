//! What the cells of a column have in common, whatever its head says: the column told by its content.

use super::address;
use super::date::{self, Dated, StatedYear};
use super::item;
use super::words;
use crate::date::{PartialDate, half_width};

/// What most cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Dates,
    Addresses,
    Units,
    /// Items by text, and whether most of them mean one item and not a whole category.
    Items(bool),
    Openness,
    /// Numbers of items with what marks them as such: 第5项, （37）, 2、学校章程.
    ItemNumbers,
    Numbers,
    /// Too few cells, or no kind that most of them have.
    Other,
}

/// Of ten cells so many decide; one cell decides nothing.
const MOST: usize = 8;

/// The shape of a column of the file by a sample of its rows.
pub(super) fn of_column(sample: &[Vec<String>], at: usize) -> Shape {
    let cells: Vec<&str> =
        sample.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    // 同上 says of a column nothing by itself.
    let cells: Vec<&str> = cells.into_iter().filter(|cell| !is_ditto(cell)).collect();
    if cells.len() < 2 {
        return Shape::Other;
    }
    let most =
        |holds: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| holds(cell)).count() * 10 >= cells.len() * MOST;
    let plain_number =
        |cell: &str| !cell.is_empty() && half_width(cell).bytes().all(|b| b.is_ascii_digit()) && cell.len() < 5;
    // No item is 0: these answer yes and no.
    let yes_or_no = || cells.iter().all(|cell| matches!(*cell, "0" | "1")) && cells.contains(&"0");
    if yes_or_no() {
        Shape::Other
    } else if most(&plain_number) {
        Shape::Numbers
    } else if most(&|cell| words::openness(cell).is_some()) {
        Shape::Openness
    // 是 stands for an address in a column of such; alone it is an answer, to be judged cell by cell.
    } else if most(&|cell| words::tick(cell).is_some()) {
        Shape::Other
    } else if most(&address::holds_one) {
        Shape::Addresses
    } else if most(&is_dated) {
        Shape::Dates
    // Sections of one department are none that answer.
    // Firms are none of a school's.
    } else if most(&|cell| is_unit(cell) && !cell.ends_with(['科', '司']) && !cell.ends_with("集团")) {
        Shape::Units
    } else if most(&item::is_name) {
        Shape::Items(true)
    } else if most(&item::is_of_list) {
        Shape::Items(false)
    } else if most(&item::is_number) {
        Shape::ItemNumbers
    } else {
        Shape::Other
    }
}

/// Whether the cells of a column, be it one, are mostly numbers or names of items, and no number is beyond them.
pub(super) fn are_items(sample: &[Vec<String>], at: usize) -> bool {
    let cells: Vec<&str> = sample.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).collect();
    let cells: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty() && !is_ditto(cell)).collect();
    let meant = cells.iter().filter(|cell| item::is_number(cell) || item::is_name(cell)).count();
    let beyond = cells.iter().any(|cell| cell.parse::<u64>().is_ok_and(|number| !(1..=50).contains(&number)));
    !cells.is_empty() && meant * 10 >= cells.len() * 6 && !beyond
}

/// Whether the cells of a column, be it one, are mostly categories of the list.
pub(super) fn are_categories(sample: &[Vec<String>], at: usize) -> bool {
    let cells = sample.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let cells: Vec<&str> = cells.filter(|cell| !is_ditto(cell)).collect();
    let named = cells.iter().filter(|cell| item::category_of(cell).is_some()).count();
    !cells.is_empty() && named * 10 >= cells.len() * 6
}

/// Whether a text is a date in a notation that needs no reading.
pub(super) fn is_day(cell: &str) -> bool {
    cell.parse::<PartialDate>().is_ok_and(|date| !matches!(date, PartialDate::Unknown | PartialDate::Year(_)))
}

/// Whether a text is a date or a period in any notation that names its year.
fn is_dated(cell: &str) -> bool {
    let year = || half_width(cell).bytes().filter(u8::is_ascii_digit).count() >= 5;
    let read = || date::read(cell, false, StatedYear::None);
    is_day(cell) || year() && matches!(read(), Dated::Other(_) | Dated::Period(..) | Dated::Vague(_))
}

/// What names of units end in.
const ENDINGS: [&str; 32] = [
    "处",
    "部",
    "学院",
    "院",
    "办",
    "办公室",
    "中心",
    "馆",
    "系",
    "会",
    "室",
    "科",
    "委",
    "团委",
    "委员会",
    "集团",
    "公司",
    "研究所",
    "所",
    "学校",
    "附中",
    "医院",
    "社",
    "机关",
    "总支",
    "支部",
    "书院",
    "工会",
    "妇联",
    "教研部",
    "实验室",
    "基地",
];

/// What no name of a unit holds, though it may end like one.
const NOT_IN_UNITS: [&str; 25] = [
    "各",
    "通知",
    "公告",
    "公示",
    "关于",
    "工作会",
    "名单",
    "大会",
    "会议",
    "报告",
    "规定",
    "办法",
    "制度",
    "公开",
    "台账",
    "汇总",
    "明细",
    "清单",
    "目录",
    "附件",
    "学年",
    "年度",
    "说明",
    "全部",
    "内部",
];

/// Whether a text looks like the name of a unit.
pub fn is_unit(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.split('(').next().unwrap_or_default();
    let length = bare.chars().count();
    (2..=16).contains(&length)
        && !matches!(bare, "本科" | "专科" | "预科" | "文科" | "理科" | "学科" | "工科" | "本专科")
        && bare.chars().all(|c| c.is_alphanumeric() && !c.is_ascii_digit() || matches!(c, '、' | '/' | '·'))
        && ENDINGS
            .iter()
            .any(|ending| bare.ends_with(ending) && bare.len() > ending.len() || bare == "团委" || bare == "工会")
        && !NOT_IN_UNITS.iter().any(|word| bare.contains(word))
}

/// The units of a cell that names several of them, by what divides them: 党政办、人事处. A cell that names one, or something
/// else, is none.
pub fn several_units(text: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = text
        .split(['、', '，', ',', '；', ';', '/', '\n', ' ', '\u{3000}'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    (parts.len() > 1 && parts.iter().all(|part| is_unit(part))).then(|| parts.into_iter().map(str::to_string).collect())
}

/// What units are called in short, without the word that their names end in.
const SHORT: [&str; 38] = [
    "教务",
    "学工",
    "学生工作",
    "人事",
    "财务",
    "计财",
    "后勤",
    "科研",
    "招生",
    "就业",
    "招就",
    "团委",
    "党办",
    "校办",
    "院办",
    "国资",
    "资产",
    "基建",
    "保卫",
    "审计",
    "纪检",
    "纪委",
    "纪检监察",
    "宣传",
    "组织",
    "统战",
    "外事",
    "国际交流",
    "图书",
    "信息中心",
    "网信",
    "离退休",
    "工会",
    "武装",
    "采购",
    "招标",
    "研究生",
    "质管",
];

/// The unit that a sheet's name is, when it is one: a name that ends like a unit's, or what one is called in short.
/// Any other word, 合作交流, 第一学期, 王芳, may be what the rows are about, or how the file was made. A number before it is passed over: `3.学生处`.
pub fn unit_of_sheet(name: &str) -> Option<String> {
    let plain: String = half_width(name).chars().filter(|c| !c.is_whitespace()).collect();
    let bare =
        plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '-' | '_' | '(' | ')'));
    let bare = without_part(bare);
    if let Some(unit) = within(bare) {
        return Some(as_written(name, unit));
    }
    SHORT.contains(&bare).then(|| bare.to_string())
}

/// A name as the file writes it, its brackets as wide: it is found in the text of half width.
fn as_written(text: &str, found: String) -> String {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let there = chars.windows(found.chars().count().max(1)).map(|window| window.iter().collect::<String>());
    there.into_iter().find(|window| half_width(window) == found).unwrap_or(found)
}

/// A text without the number of its part before it: 第五部分科研处.
fn without_part(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('第') else { return text };
    let after = rest.trim_start_matches(|c: char| crate::zh::is_numeral(c) || c.is_ascii_digit());
    if after.len() == rest.len() {
        return text;
    }
    let parts = ["部分", "章", "节", "编", "篇", "类"];
    let after = parts.iter().find_map(|part| after.strip_prefix(part)).unwrap_or(text);
    after.trim_start_matches(['、', ':', '.', '-', '—'])
}

/// The one unit in a sheet's name beside a year, a person, a number or the state of the file: 23-24学年教务处,
/// 学工处-张三, 教务处2, 信息工程学院台账, 教务处（终稿）.
fn within(name: &str) -> Option<String> {
    let (outer, inner) = match name.split_once('(') {
        Some((outer, rest)) => (outer, rest.trim_end_matches(')')),
        None => (name, ""),
    };
    // 教务处（招生办） and 学生工作部（处） are names of their own.
    if is_unit(name) && (inner.is_empty() || is_unit(inner) || ENDINGS.contains(&inner)) {
        return Some(name.to_string());
    }
    let mut units: Vec<String> = Vec::new();
    for part in outer.split(['-', '_', '—', '–', '、', ',', '.']) {
        let part = ["学年", "年度"].iter().find_map(|year| part.split_once(year)).map_or(part, |(_, after)| after);
        let part = part.trim_matches(|c: char| c.is_ascii_digit() || c == '年');
        let part = ["信息公开台账", "信息公开", "台账", "汇总表", "汇总", "明细表", "明细", "表"]
            .iter()
            .find_map(|word| part.strip_suffix(word))
            .unwrap_or(part);
        if is_unit(part) && !units.iter().any(|known| known == part) {
            units.push(part.to_string());
        }
    }
    match units.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The unit of the rows below, when a row between the others is nothing but its name: 一、党政办公室, 教务处（12条）,
/// 填报单位：人事处.
pub fn unit_of_group(cells: &[String]) -> Option<String> {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let only = filled.next()?;
    // A merged cell may stand in each of its columns.
    if filled.any(|cell| cell != only) {
        return None;
    }
    let plain: String = half_width(only).chars().filter(|c| !c.is_whitespace()).collect();
    if plain.contains(':') {
        return unit_of_title(only).filter(|unit| is_unit(unit));
    }
    let plain = without_part(&plain);
    let numbered = plain.trim_start_matches('(');
    let after = numbered.trim_start_matches(|c: char| crate::zh::is_numeral(c) || c.is_ascii_digit());
    let bare = match after.strip_prefix(['、', ')', '.']) {
        Some(rest) if after.len() < numbered.len() => rest,
        _ => plain,
    };
    let bare = match bare.split_once('(') {
        Some((outer, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with('共') => outer,
        _ => bare,
    };
    is_unit(bare).then(|| as_written(only, bare.to_string()))
}

/// Whether a cell refers to the one above it.
pub fn is_ditto(cell: &str) -> bool {
    matches!(cell.trim(), "同上" | "同前" | "〃" | "″" | "〞" | "\"" | "＂" | "''" | "同上。" | "同 上")
}

/// The unit that a title row states: 填报单位：教务处, or the words before the year or 信息公开, when they end like a unit.
pub fn unit_of_title(title: &str) -> Option<String> {
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    for label in ["单位:", "部门:", "学院:", "单位名称:", "部门名称:", "单位(盖章):", "部门(盖章):", "单位(公章):"]
    {
        if let Some((_, rest)) = plain.split_once(label) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() && !c.is_ascii_digit()).collect();
            let name = ["填表人", "填报人", "联系人", "审核人", "填表时间", "填报时间", "日期"]
                .iter()
                .find_map(|after| name.split_once(after).map(|(name, _)| name.to_string()))
                .unwrap_or(name);
            // 学生工作部（处）: a bracket that belongs to the name.
            let bracket = rest.strip_prefix(&name).and_then(|rest| rest.strip_prefix('(')?.split_once(')'));
            let name = match bracket.filter(|(inner, _)| ENDINGS.contains(inner) || is_unit(inner)) {
                Some((inner, _)) => format!("{name}({inner})"),
                None => name,
            };
            return (2..=20).contains(&name.chars().count()).then(|| as_written(title, name));
        }
    }
    // 附件2：, and a year before the unit.
    let plain = plain.split_once(':').filter(|(label, _)| label.starts_with("附件")).map_or(&*plain, |(_, rest)| rest);
    let year = |c: char| c.is_ascii_digit() || matches!(c, '-' | '—' | '–' | '至' | '/');
    let plain = plain.trim_start_matches(year);
    let plain = ["学年度", "学年", "年度", "年"].iter().find_map(|word| plain.strip_prefix(word)).unwrap_or(plain);
    const BEHIND: [&str; 7] = ["信息公开", "公开信息", "公示公告", "公开台账", "工作台账", "汇总表", "统计表"];
    let words = BEHIND.iter().filter_map(|word| plain.find(word));
    let end = plain.find(|c: char| c.is_ascii_digit()).into_iter().chain(words).min()?;
    let before = without_part(&plain[..end]);
    // 某某大学教务处: the school's name is not the unit's.
    let after_school = ["大学", "学校", "职业学院", "专科学校"]
        .iter()
        .filter_map(|school| before.rfind(school).map(|at| &before[at + school.len()..]))
        .find(|rest| !rest.is_empty());
    let name = after_school.unwrap_or(before);
    let school = ["大学", "职业学院", "职业技术学院", "专科学校"].iter().any(|ending| name.ends_with(ending));
    (is_unit(name) && !school).then(|| as_written(title, name.to_string()))
}

/// What rows of totals begin with.
const TOTALS: [&str; 5] = ["合计", "总计", "小计", "共计", "累计"];

/// What remarks under a table begin with; of these a row may be a record all the same, and is one with a day in its place.
const REMARKS: [&str; 5] = ["注:", "注1", "备注:", "说明:", "填表说明"];

/// Whether a row, by its first filled cell and its cells with the keys of their columns, holds what only a record does: an item, an address, a document's
/// number, or a day of its own. The day beside who signed a table is that of the signature.
pub fn holds_values(first: &str, cells: &[(&str, &str)]) -> bool {
    let begins: String = half_width(first).chars().filter(|c| !c.is_whitespace()).collect();
    let remark = REMARKS.iter().any(|word| begins.starts_with(word));
    // What a total counts stands below items and days as often as below numbers.
    let total = TOTALS.iter().any(|word| begins.starts_with(word));
    cells.iter().any(|(key, text)| match *key {
        "item" if total => false,
        "item" => item::is_number(text) || item::is_name(text) || text.parse::<crate::catalogue::ItemKey>().is_ok(),
        "locator" => !address::read(text).found.is_empty(),
        "document_number" => text.contains(['〔', '[', '［']) && text.contains('号'),
        "index" => text.parse::<crate::record::IndexNumber>().is_ok(),
        "published_on" | "made_on" => {
            let alone = cells.len() == 1 && first == *text;
            let day = date::read(text, false, StatedYear::Calendar(2024));
            (remark || alone) && !matches!(day, Dated::No | Dated::Nothing)
        }
        _ => false,
    })
}

/// Whether a row under the head is none of the table's: a total, a note, who filled it in, a heading between rows.
pub fn is_aside(cells: &[String]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let Some(first) = filled.first() else { return false };
    let plain: String = half_width(first).chars().filter(|c| !c.is_whitespace()).collect();
    let total = TOTALS.iter().find_map(|word| plain.strip_prefix(word));
    if total.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic())) {
        return true;
    }
    const NOTES: [&str; 20] = [
        "注:",
        "注1",
        "备注:",
        "说明:",
        "填表说明",
        "填表人",
        "填报人",
        "审核人",
        "制表人",
        "制表:",
        "单位负责人",
        "部门负责人",
        "负责人签字",
        "分管领导",
        "填报日期",
        "填表日期",
        "填报时间",
        "填表时间",
        "经办人",
        "联系人:",
    ];
    if filled.len() <= 6 && NOTES.iter().any(|word| plain.starts_with(word)) {
        return true;
    }
    // 一、学生资助 alone in its row.
    let numerals = plain.trim_start_matches(['(', ')']).chars().take_while(|c| crate::zh::is_numeral(*c)).count();
    let after = plain.trim_start_matches('(').chars().nth(numerals);
    filled.len() == 1 && numerals > 0 && matches!(after, Some('、' | ')' | '.')) && plain.chars().count() <= 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_of_departments_are_told_from_others() {
        for name in ["教务处", "3.学生处", "党政办", "马克思主义学院", "图书馆", "团委", "后勤", "人事", "财务 处"]
        {
            assert!(unit_of_sheet(name).is_some(), "{name}");
        }
        for (name, unit) in [
            ("23-24学年教务处", "教务处"),
            ("学工处-张三", "学工处"),
            ("教务处2", "教务处"),
            ("信息工程学院台账", "信息工程学院"),
            ("教务处（终稿）", "教务处"),
            ("教务处（招生办）", "教务处（招生办）"),
        ] {
            assert_eq!(unit_of_sheet(name).as_deref(), Some(unit), "{name}");
        }
        for name in [
            "主动公开",
            "公众号",
            "第二类",
            "招生考试信息",
            "规章制度",
            "其他",
            "第一批",
            "各系部",
            "合作交流",
            "招生就业",
            "学生资助",
            "第一学期",
            "上半年",
            "王芳",
            "补报",
            "更正",
            "最终版",
            "筛选结果",
            "透视",
            "正文",
            "本科",
            "钉钉",
        ] {
            assert_eq!(unit_of_sheet(name), None, "{name}");
        }
        for name in
            ["Sheet1", "工作表2", "汇总", "2024-2025学年", "填表说明", "台账", "9月", "附件1", "信息公开", "记录", "A"]
        {
            assert_eq!(unit_of_sheet(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_is_kept_as_it_is_written_without_the_number_of_its_part() {
        let name = "学生工作部（处）";
        assert_eq!(unit_of_sheet(name).as_deref(), Some(name));
        assert_eq!(unit_of_sheet("3.学生工作部（处）").as_deref(), Some(name));
        assert_eq!(unit_of_sheet("学生工作部(处)").as_deref(), Some("学生工作部(处)"));
        assert_eq!(unit_of_group(&[format!("三、{name}")]).as_deref(), Some(name));
        assert_eq!(unit_of_title(&format!("填报单位：{name}　填报人：王五")).as_deref(), Some(name));
        assert_eq!(unit_of_title(&format!("{name}2025-2026学年信息公开台账")).as_deref(), Some(name));
        for text in ["第五部分 科研处", "第五部分、科研处", "第2章 科研处"] {
            assert_eq!(unit_of_group(&[text.to_string()]).as_deref(), Some("科研处"), "{text}");
        }
        assert_eq!(unit_of_group(&["第一党支部办公室".to_string()]).as_deref(), Some("第一党支部办公室"));
    }

    #[test]
    fn a_row_that_is_only_a_unit_heads_the_rows_below() {
        let row = |text: &str| text.split('|').map(str::to_string).collect::<Vec<_>>();
        for (text, unit) in [
            ("一、党政办公室|||", "党政办公室"),
            ("（二）教务处", "教务处"),
            ("3.人事处|3.人事处", "人事处"),
            ("教务处（12条）||", "教务处"),
            ("填报单位：人事处", "人事处"),
        ] {
            assert_eq!(unit_of_group(&row(text)).as_deref(), Some(unit), "{text}");
        }
        for text in ["一、招生信息", "教务处|37", "合计", "", "注：教务处", "关于教务处"] {
            assert_eq!(unit_of_group(&row(text)), None, "{text}");
        }
    }

    #[test]
    fn totals_notes_and_headings_are_no_rows() {
        let row = |text: &str| text.split('|').map(str::to_string).collect::<Vec<_>>();
        for text in [
            "合计|||4条",
            "总计：4条",
            "|小计|3",
            "注：以上为本学年数据",
            "填表人：张三||审核人：李四",
            "（一）学生资助|||",
            "二、招生",
        ] {
            assert!(is_aside(&row(text)), "{text}");
        }
        for text in ["合计划拨经费的通知|37", "关于放假的通知", "一、关于放假的通知|37", "1|甲|37", "", "注册通知|36"]
        {
            assert!(!is_aside(&row(text)), "{text}");
        }
    }

    #[test]
    fn a_title_states_its_unit() {
        for (title, unit) in [
            ("教务处2024-2025学年信息公开台账", "教务处"),
            ("某某职业学院学生工作处信息公开台账", "学生工作处"),
            ("填报单位：财务处    填报人：王五", "财务处"),
            ("单位（盖章）：图书馆", "图书馆"),
        ] {
            assert_eq!(unit_of_title(title).as_deref(), Some(unit), "{title}");
        }
        for title in ["2024-2025学年信息公开台账", "某某大学信息公开台账", "某某职业学院2024年台账", "附件1"]
        {
            assert_eq!(unit_of_title(title), None, "{title}");
        }
    }
}
