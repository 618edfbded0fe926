//! Which column a head means: by its names, by the synonyms of `data/heads.tsv`, by likeness, by what the cells hold.
//!
//! Names are literal; everything else is told, what somebody answered before first, and what is only likely is asked. A
//! column is never taken by two heads.

mod near;
mod records;

pub use records::begins_publicity;

use super::answers::HeadAnswers;
use super::closed;
use super::shape::{self, Shape};
use super::sites::{SiteColumn, SiteHolds};
use super::words::plain_head as plain;
use crate::ledger::remark::{Doubt, Question, Taken, Understood};
use crate::ledger::{Table, column_of, columns, key_columns};
use near::{by_likeness, missing, nearest};
use std::collections::HashMap;
use std::sync::OnceLock;

/// What was made of the head of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads {
    /// For each head of the file, the column of the table.
    pub known: Vec<Option<usize>>,
    /// Columns that are a channel each.
    pub sites: Vec<SiteColumn>,
    /// A column of categories beside that of the items.
    pub category: Option<usize>,
    /// Columns that say whether a row is open to all.
    pub guards: Vec<usize>,
    /// Heads that were interpreted, with their place in the file.
    pub understood: Vec<(usize, Understood)>,
    /// Heads that are only likely, and required columns that are missing (without a place).
    pub questions: Vec<(Option<usize>, Question)>,
    /// A required column is missing, so that no row can be read.
    pub unreadable: bool,
    /// Columns whose question keeps all rows: without the day of disclosure a row would be public, and nobody could say
    /// since when.
    pub keeping: Vec<usize>,
}

type Synonyms = HashMap<(Table, String), usize>;

fn synonyms() -> &'static Synonyms {
    static SYNONYMS: OnceLock<Synonyms> = OnceLock::new();
    SYNONYMS.get_or_init(|| {
        let rows = include_str!("../../../data/heads.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|line| {
            let mut cells = line.split('\t');
            let table = Table::read(cells.next()?)?;
            let key = cells.next()?;
            let at = columns(table).iter().position(|column| column.key == key)?;
            Some(((table, cells.next()?.to_string()), at))
        })
        .collect()
    })
}

/// The column that a head names outright, by an answer or by a synonym.
pub fn head_of(table: Table, head: &str, answers: &HeadAnswers) -> Option<usize> {
    literal(table, head).or_else(|| answers.of(table, head).unwrap_or_else(|| by_synonym(table, head)))
}

/// The column whose name a head is. A name that says little, as 时间 does, leaves room for an answer.
fn literal(table: Table, head: &str) -> Option<usize> {
    column_of(table, head).filter(|column| !records::is_weak(table, *column, head))
}

fn by_synonym(table: Table, head: &str) -> Option<usize> {
    let plain = plain(head);
    let named = |plain: &str| column_of(table, plain).or_else(|| synonyms().get(&(table, plain.to_string())).copied());
    let now = || NOW.iter().find_map(|word| named(plain.strip_prefix(word)?));
    column_of(table, head).or_else(|| named(&plain)).or_else(now)
}

/// What stands before the name of a column that holds what is so by now: 更正后公开日期.
const NOW: [&str; 9] = ["更正后", "变更后", "修改后", "调整后", "更新后", "实际", "最终", "现", "新"];
/// What stands before the name of one that holds what was so, or ought to be: it is not that column.
const NOT_NOW: [&str; 13] =
    ["更正前", "变更前", "修改前", "调整前", "更新前", "计划", "预计", "预定", "原", "旧", "拟", "应", "曾"];

/// Whether a head says so little that what stands under it is not held against the column of a better name: 时间 beside
/// 公开时间.
pub fn says_little(table: Table, head: &str) -> bool {
    by_synonym(table, head).is_some_and(|column| records::is_weak(table, column, head))
}

/// Whether a head says that its column holds what is so by now: 更正后公开日期.
pub fn says_now(head: &str) -> bool {
    let plain = plain(head);
    NOW.iter().any(|word| plain.strip_prefix(word).is_some_and(|rest| by_synonym(Table::Records, rest).is_some()))
}

/// Whether two cells of columns that mean the same say the same: letters and width aside, a day and its month, a name and
/// the same with more before it.
pub fn is_same_said(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        let half = crate::date::half_width(text).to_lowercase();
        half.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let day = |text: &str| match super::date::read(text, false, super::StatedYear::None) {
        super::date::Dated::Literal => text.trim().parse().ok(),
        super::date::Dated::Other(date) => Some(date),
        _ => None,
    };
    let (first, second) = (bare(one), bare(other));
    first.contains(&second)
        || second.contains(&first)
        || matches!((day(one), day(other)), (Some(one), Some(other)) if crate::ledger::recognise::compatible(one, other))
}

/// Whether a head holds what was so, or ought to be, in a column of its own.
fn is_not_now(table: Table, head: &str) -> bool {
    let plain = plain(head);
    column_of(table, &plain).is_none()
        && NOT_NOW.iter().filter_map(|word| plain.strip_prefix(word)).any(|rest| by_synonym(table, rest).is_some())
}

/// Whether cells may be the head of the table: required columns or three columns are named; or, of records, the title and
/// one more; or two with a third head that is like one.
pub fn may_be_head(table: Table, cells: &[String], answers: &HeadAnswers) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
    // A sentence or an address is no head.
    if filled.iter().any(|cell| cell.chars().count() > 30 || cell.contains("://")) {
        return false;
    }
    let mut known: Vec<usize> = filled.iter().filter_map(|cell| head_of(table, cell, answers)).collect();
    known.sort_unstable();
    known.dedup();
    let required: Vec<usize> = required(table);
    let all = !required.is_empty() && required.iter().all(|at| known.contains(at));
    let first = required.first().is_some_and(|at| known.contains(at));
    let like = || {
        filled.iter().filter(|cell| head_of(table, cell, answers).is_none() && nearest(table, cell).is_some()).count()
    };
    let keys = key_columns(table);
    let keyed = !keys.is_empty()
        && known.len() > keys.len()
        && keys.iter().all(|key| {
            columns(table).iter().position(|column| column.key == *key).is_some_and(|at| known.contains(&at))
        });
    // Who names the things by their keys needs no more than the column that changes.
    all || keyed
        || known.len() >= 3
        || table == Table::Records && (first && known.len() == 2 || known.len() == 2 && like() > 0)
        || table == Table::Records && filled.len() >= 2 && known.len() == 1 && like() > 0
}

/// Whether a head is that of records although its sheet or file is called as another table: clerks call one 事项 too. The
/// title tells, and that more of its cells are columns of records.
pub fn reads_as_records(table: Table, cells: &[String], answers: &HeadAnswers) -> bool {
    if table == Table::Records || !may_be_head(Table::Records, cells, answers) {
        return false;
    }
    let filled = || cells.iter().filter(|cell| !cell.trim().is_empty());
    let known = |of: Table| filled().filter(|cell| head_of(of, cell, answers).is_some()).count();
    let title = columns(Table::Records).iter().position(|column| column.key == "title");
    let titled = |cell: &String| head_of(Table::Records, cell, answers) == title;
    filled().any(|cell| titled(cell) && head_of(table, cell, answers).is_none()) && known(Table::Records) > known(table)
}

fn required(table: Table) -> Vec<usize> {
    columns(table).iter().enumerate().filter(|(_, column)| column.required).map(|(at, _)| at).collect()
}

/// Reads the head of a table; `sample` are rows below it. What is read by content needs two cells at least.
pub fn read_heads(table: Table, heads: &[String], sample: &[Vec<String>], answers: &HeadAnswers) -> Heads {
    let mut found = Heads { known: vec![None; heads.len()], ..Heads::default() };
    let mut shapes: Vec<Shape> = (0..heads.len()).map(|at| shape::of_column(sample, at)).collect();
    let mut heads = heads.to_vec();
    let mut taken = vec![false; columns(table).len()];
    if table == Table::Records {
        records::of_desk(&mut heads, &mut shapes, sample, &mut found);
    }
    for (at, head) in heads.iter().enumerate() {
        let Some(column) = literal(table, head).filter(|column| !taken[*column] && fits(table, *column, shapes[at]))
        else {
            continue;
        };
        taken[column] = true;
        found.known[at] = Some(column);
    }
    answered(table, &mut heads, &mut shapes, &mut taken, &mut found, answers);
    let heads = heads.as_slice();
    let weak_too = |head: &String| column_of(table, head).is_some();
    for (at, head) in heads.iter().enumerate().filter(|(_, head)| !weak_too(head)) {
        let free = found.known[at].is_none();
        let Some(column) =
            by_synonym(table, head).filter(|column| free && !taken[*column] && fits(table, *column, shapes[at]))
        else {
            continue;
        };
        taken[column] = true;
        found.known[at] = Some(column);
        found.understood.push((at, told(table, Taken::Head, head, column)));
    }
    if table == Table::Records {
        records::of_people(heads, &mut taken, &mut found);
        records::periods_beside(heads, &mut taken, &mut found);
        records::items_as_titles(heads, &shapes, &mut taken, &mut found);
        records::weak(heads, &shapes, &mut taken, &mut found);
        records::by_site(heads, sample, &mut taken, &mut found);
        by_content(heads, sample, &shapes, &mut taken, &mut found);
        records::as_title(heads, &shapes, &mut taken, &mut found);
        records::category(heads, sample, &taken, &mut found);
        records::openness_unread(heads, &taken, &mut found);
        records::guards(heads, &mut found);
    }
    by_likeness(table, heads, &shapes, &mut taken, &mut found);
    if table == Table::Records {
        records::asked_guards(&mut found);
    }
    missing(table, (heads, sample), &shapes, &taken, &mut found);
    found.understood.sort_by_key(|(at, _)| *at);
    found
}

/// Heads that somebody has answered. One that is not to be read is blank to everything that follows; an answer that the
/// cells contradict is none.
fn answered(
    table: Table,
    heads: &mut [String],
    shapes: &mut [Shape],
    taken: &mut [bool],
    found: &mut Heads,
    answers: &HeadAnswers,
) {
    for at in 0..heads.len() {
        if found.known[at].is_some() || literal(table, &heads[at]).is_some() {
            continue;
        }
        match answers.of(table, &heads[at]) {
            Some(Some(column)) if !taken[column] && fits(table, column, shapes[at]) => {
                taken[column] = true;
                found.known[at] = Some(column);
                found.understood.push((at, told(table, Taken::HeadAnswer, &heads[at], column)));
            }
            Some(None) => {
                found.understood.push((at, Understood::new(Taken::HeadLeft, None, &heads[at], "")));
                heads[at].clear();
                shapes[at] = Shape::Other;
            }
            _ => {}
        }
    }
}

fn told(table: Table, kind: Taken, head: &str, column: usize) -> Understood {
    Understood::new(kind, Some(column), head, columns(table)[column].zh)
}

/// Whether cells of that shape can stand in the column: 公开方式 over 主动公开 is no channel.
fn fits(table: Table, column: usize, shape: Shape) -> bool {
    if table != Table::Records {
        return true;
    }
    let key = columns(table)[column].key;
    match shape {
        Shape::Openness => !matches!(key, "channel" | "form" | "audience"),
        // 公开类别 over numbers of items.
        Shape::Items(_) | Shape::ItemNumbers | Shape::Numbers if key == "openness" => false,
        Shape::Addresses => matches!(key, "locator" | "channel" | "note" | "source" | "body" | "summary"),
        Shape::Dates => !matches!(key, "title" | "item" | "unit" | "channel" | "locator" | "openness" | "audience"),
        Shape::Units => !matches!(key, "title" | "item" | "published_on" | "made_on" | "locator"),
        // Titles hold the words of items too.
        Shape::ItemNumbers => !matches!(key, "unit" | "channel" | "locator"),
        Shape::Items(_) | Shape::Numbers | Shape::Other => true,
    }
}

/// Columns without a name that are told by their cells: addresses, units, openness. A column of dates is asked about,
/// for there are several dates it may be.
fn by_content(heads: &[String], sample: &[Vec<String>], shapes: &[Shape], taken: &mut [bool], found: &mut Heads) {
    let at_of = |key: &str| columns(Table::Records).iter().position(|column| column.key == key).unwrap_or_default();
    // A head that speaks of items over cells of which most are some: 栏目, 目录.
    let item = at_of("item");
    let spoken: Vec<usize> = (0..heads.len())
        .filter(|at| found.is_free(*at) && records::speaks_of_items(&heads[*at]) && shape::are_items(sample, *at))
        .collect();
    if let ([at], false) = (spoken.as_slice(), taken[item]) {
        taken[item] = true;
        found.known[*at] = Some(item);
        found.understood.push((*at, told(Table::Records, Taken::HeadByContent, &heads[*at], item)));
    }
    let contents = [
        (Shape::Addresses, "locator"),
        (Shape::Units, "unit"),
        (Shape::Openness, "openness"),
        // Beside a column of categories one of items is the better.
        (Shape::Items(true), "item"),
        (Shape::ItemNumbers, "item"),
        (Shape::Items(false), "item"),
    ];
    // 序号 numbers the rows, of which a heading may begin with its item's.
    let numbers_rows = |at: usize, key: &str| key == "item" && plain(&heads[at]) == "序号";
    // 中标单位 and 供应商 name firms, and nobody of the school; 知悉范围 and 协办单位 name others than who answers.
    let strangers = |at: usize, key: &str| {
        const OTHERS: [&str; 26] = [
            "中标", "供应", "成交", "承建", "施工", "承包", "代理", "合作", "厂商", "企业", "乙方", "监理", "用人",
            "来访", "范围", "对象", "权限", "协办", "配合", "受理", "会签", "主送", "抄送", "联合", "参与", "监督",
        ];
        key == "unit" && (closed::is_guard(&heads[at]) || OTHERS.iter().any(|word| plain(&heads[at]).contains(word)))
    };
    for (shape, key) in contents {
        let column = at_of(key);
        let here: Vec<usize> = (0..heads.len())
            .filter(|at| found.is_free(*at) && shapes[*at] == shape && !numbers_rows(*at, key) && !strangers(*at, key))
            .collect();
        if let ([at], false) = (here.as_slice(), taken[column]) {
            taken[column] = true;
            found.known[*at] = Some(column);
            found.understood.push((*at, told(Table::Records, Taken::HeadByContent, &heads[*at], column)));
        }
    }
    let dated: Vec<usize> = (0..heads.len()).filter(|at| found.is_free(*at) && shapes[*at] == Shape::Dates).collect();
    let (made, published) = (at_of("made_on"), at_of("published_on"));
    // Days of channels are days of disclosure.
    let told_by_sites = found.sites.iter().any(|site| site.holds == SiteHolds::Dates);
    let open: Vec<usize> =
        [published, made].into_iter().filter(|column| !taken[*column] && (*column == made || !told_by_sites)).collect();
    if let ([at], [first, ..]) = (dated.as_slice(), open.as_slice()) {
        if *first == published {
            found.keeping.push(*at);
        }
        let candidates = open.iter().map(|column| columns(Table::Records)[*column].zh.to_string()).collect();
        found.questions.push((Some(*at), Question::new(Doubt::Head, Some(*first), &heads[*at], candidates)));
    }
}

impl Heads {
    /// Whether a column of the file is nothing so far.
    fn is_free(&self, at: usize) -> bool {
        self.known[at].is_none()
            && self.category != Some(at)
            && !self.guards.contains(&at)
            && !self.sites.iter().any(|site| site.at == at)
    }

    /// Whether somebody answered what it is.
    fn is_answered(&self, at: usize) -> bool {
        self.understood.iter().any(|(place, told)| *place == at && told.kind == Taken::HeadAnswer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_string).collect()
    }

    fn read(text: &str, rows: &[&str]) -> (Vec<&'static str>, Heads) {
        let sample: Vec<Vec<String>> = rows.iter().map(|row| heads(row)).collect();
        let found = read_heads(Table::Records, &heads(text), &sample, &HeadAnswers::default());
        let keys = found.known.iter().map(|at| at.map_or("", |at| columns(Table::Records)[at].key)).collect();
        (keys, found)
    }

    #[test]
    fn heads_are_known_by_synonyms_and_told() {
        let (keys, found) = read(
            "序号 公开信息名称 对应清单事项 上网时间 责任处室 公开载体 网页链接",
            &["1 甲 37 2024-10-1 教务处 官网 https://a.cn"],
        );
        assert_eq!(keys, ["", "title", "item", "published_on", "unit", "channel", "locator"]);
        assert_eq!(found.understood.len(), 6);
        assert!(found.questions.is_empty() && !found.unreadable, "{found:?}");
        let (keys, found) = read("标题 事项 公开日期", &[]);
        assert_eq!((keys, found.understood.len()), (vec!["title", "item", "published_on"], 0), "names are literal");
    }

    #[test]
    fn a_head_in_brackets_or_with_an_ending_is_the_same_head() {
        let (keys, _) = read("信息名称（全称） 清单事项（序号） 责任部门(单位)", &[]);
        assert_eq!(keys, ["title", "item", "unit"]);
    }

    #[test]
    fn what_the_cells_hold_goes_before_what_the_head_says() {
        let rows = ["甲 37 主动公开 https://a.cn/1 教务处", "乙 38 依申请公开 https://a.cn/2 财务处"];
        let (keys, found) = read("标题 事项 公开方式 佐证 归口", &rows);
        assert_eq!(keys, ["title", "item", "openness", "locator", "unit"], "{found:?}");
        assert!(found.understood.iter().all(|(_, told)| told.kind == Taken::HeadByContent));
    }

    #[test]
    fn a_column_of_items_or_categories_is_known_by_them() {
        let rows = ["1 学生管理服务信息 国家奖学金评审通知 主动公开", "2 财务、资产及收费信息 2024年部门预算 主动公开"];
        let (keys, _) = read("序号 类别 公开内容 公开方式", &rows);
        assert_eq!(keys, ["", "item", "title", "openness"]);
        let rows = ["基本信息 学校章程 某某大学章程", "财务、资产及收费信息 收支预算总表 2024年部门预算"];
        let (keys, found) = read("一级指标 二级指标 文件名称", &rows);
        assert_eq!((keys, found.category), (vec!["", "item", "title"], Some(0)));
        let told: Vec<(usize, Taken)> = found.understood.iter().map(|(at, told)| (*at, told.kind)).collect();
        assert!(told.contains(&(0, Taken::Category)), "{told:?}");
        let (_, found) =
            read("部门 项目 事项 时间", &["教务处 关于专业设置的公告 28 2024-10-1", "财务处 收费公示 21 2024-10-2"]);
        assert_eq!(found.questions[0].1.candidates, ["项目"]);
    }

    #[test]
    fn the_term_of_the_workbenchs_table_is_none_of_the_records() {
        let rows = ["甲 37 教务处 待发布 2026-10-1 2026-10-29 王某", "乙 38 教务处 已公开 2026-10-2 2026-10-30 王某"];
        let (keys, found) = read("标题 事项 部门 状态 生成日期 期限 起草人", &rows);
        assert_eq!(keys, ["title", "item", "unit", "state", "made_on", "", ""]);
        let left: Vec<usize> = found.understood.iter().map(|(at, _)| *at).collect();
        assert_eq!(left, [5, 6], "{found:?}");
        let (keys, _) = read("标题 事项 部门 状态 生成日期 期限 网址", &rows);
        assert_eq!(keys[5], "term", "a book of clerks has other columns too");
        let (keys, _) = read("标题 事项 状态 期限", &["甲 37 公开 长期", "乙 38 公开 一年"]);
        assert_eq!(keys[3], "term", "and says how long");
    }

    #[test]
    fn a_column_of_dates_without_a_name_is_asked_about() {
        let (keys, found) = read("标题 事项 节点", &["甲 37 2024-10-1", "乙 38 2024年10月2日"]);
        assert_eq!(keys, ["title", "item", ""]);
        let [(Some(2), question)] = found.questions.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            (question.kind, question.candidates.as_slice()),
            (Doubt::Head, &["公开日期".to_string(), "生成日期".to_string()][..])
        );
    }

    #[test]
    fn a_missing_column_is_named_once_with_the_head_that_may_be_it() {
        let (_, found) = read("公开信息名称 编号2 时间", &["甲 1 2024-10-1"]);
        let [(None, question)] = found.questions.as_slice() else { panic!("{found:?}") };
        assert_eq!((question.kind, question.candidates.as_slice()), (Doubt::MissingColumn, &["编号2".to_string()][..]));
        assert!(found.unreadable);
        let (_, found) = read("编号 标题 公开日期", &["a 甲 2024-10-1"]);
        assert!(!found.unreadable, "rows with keys may correct single columns");
    }

    #[test]
    fn a_head_that_somebody_answered_is_not_asked_about_again() {
        let (text, rows) = ("公开信息名称 编号2 节点", ["甲 1 2024-10-1", "乙 2 2024-10-2"]);
        let sample: Vec<Vec<String>> = rows.iter().map(|row| heads(row)).collect();
        let at = |key: &str| columns(Table::Records).iter().position(|column| column.key == key);
        let mut answers = HeadAnswers::default();
        assert_eq!(read_heads(Table::Records, &heads(text), &sample, &answers).questions.len(), 2);
        answers.insert(Table::Records, " 编号２", at("item"));
        answers.insert(Table::Records, "节点", None);
        let found = read_heads(Table::Records, &heads(text), &sample, &answers);
        assert_eq!(found.known, [at("title"), at("item"), None]);
        assert!(found.questions.is_empty() && !found.unreadable, "{found:?}");
        let told: Vec<(usize, Taken)> = found.understood.iter().map(|(at, told)| (*at, told.kind)).collect();
        assert_eq!(
            told,
            [(0, Taken::Head), (1, Taken::HeadAnswer), (2, Taken::HeadLeft)],
            "an answer is told each time"
        );
    }

    #[test]
    fn an_answer_is_none_where_a_name_or_the_cells_say_otherwise() {
        let at = |key: &str| columns(Table::Records).iter().position(|column| column.key == key);
        let mut answers = HeadAnswers::default();
        answers.insert(Table::Records, "内容", at("title"));
        answers.insert(Table::Records, "事项", at("unit"));
        let text = heads("标题 内容 事项");
        let found = read_heads(Table::Records, &text, &[], &answers);
        assert_eq!((found.known[0], found.known[2]), (at("title"), at("item")), "names are literal");
        let dates: Vec<Vec<String>> = ["2024-10-1 37", "2024-10-2 38"].iter().map(|row| heads(row)).collect();
        let found = read_heads(Table::Records, &heads("内容 事项"), &dates, &answers);
        assert_ne!(found.known[0], at("title"), "a column of dates is no title");
    }

    #[test]
    fn a_name_that_says_little_leaves_room_for_an_answer() {
        let at = |key: &str| columns(Table::Records).iter().position(|column| column.key == key);
        let sample: Vec<Vec<String>> = vec![heads("甲 37 2024-10-1"), heads("乙 38 2024-10-2")];
        let mut answers = HeadAnswers::default();
        let known =
            |answers: &HeadAnswers| read_heads(Table::Records, &heads("标题 事项 时间"), &sample, answers).known;
        assert_eq!(known(&answers)[2], at("published_on"));
        for answer in [at("made_on"), None] {
            answers.insert(Table::Records, "时间", answer);
            assert_eq!((known(&answers)[2], head_of(Table::Records, "时间", &answers)), (answer, answer));
        }
    }

    #[test]
    fn answers_let_a_head_be_found_that_says_nothing_by_itself() {
        let cells = heads("甲栏 乙栏");
        let mut answers = HeadAnswers::default();
        assert!(!may_be_head(Table::Records, &cells, &answers));
        answers.insert(Table::Records, "甲栏", Some(1));
        answers.insert(Table::Records, "乙栏", Some(2));
        assert!(may_be_head(Table::Records, &cells, &answers));
    }

    #[test]
    fn a_head_of_records_is_one_whatever_its_sheet_is_called() {
        let none = &HeadAnswers::default();
        for table in [Table::Items, Table::Units, Table::Channels, Table::Releases, Table::Nil] {
            assert!(reads_as_records(table, &heads("标题 事项 责任部门 公开日期 渠道 网址"), none), "{table:?}");
        }
        for table in Table::ALL.iter().filter(|table| **table != Table::Records) {
            let own: Vec<String> = columns(*table).iter().map(|column| column.zh.to_string()).collect();
            assert!(!reads_as_records(*table, &own, none), "{table:?}");
        }
    }

    #[test]
    fn titles_notes_and_addresses_are_no_head() {
        let (row, none) = (|text: &str| heads(text), &HeadAnswers::default());
        assert!(may_be_head(Table::Records, &row("序号 公开内容 清单序号 公开时间 公开网址"), none));
        assert!(may_be_head(Table::Records, &row("公开信息名称 编号2"), none));
        assert!(!may_be_head(Table::Records, &row("教务处2024-2025学年信息公开台账"), none));
        assert!(!may_be_head(Table::Records, &row("填表单位：教务处 填表时间：2024.10.1"), none));
        assert!(!may_be_head(Table::Records, &row("1.请各单位于9月15日前报送"), none));
    }

    #[test]
    fn the_synonyms_are_heads_of_their_table_in_plain_form_with_a_reason() {
        for line in include_str!("../../../data/heads.tsv").lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [table, key, head, reason] = cells.as_slice() else { panic!("{line}") };
            let table = Table::read(table).unwrap();
            let at = columns(table).iter().position(|column| column.key == *key).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((plain(head).as_str(), column_of(table, head)), (*head, None), "{line}");
            assert_eq!(head_of(table, head, &HeadAnswers::default()), Some(at), "{line}");
            assert!(!reason.is_empty());
        }
        let rows = include_str!("../../../data/heads.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows, synonyms().len(), "one head means one column");
    }
}
