//! A list of a publicity period as rows under heads, and what of it may be shown: which columns the kind allows, forbids or
//! wants masked, and which rows say the same of one name.
//!
//! It exists so that a list is judged before anybody sees it. What stands in the cells is for the personal-data engine; here
//! only heads and equal cells are looked at. It must not read files or keep anything.

use super::column::{is, plain};
use super::columns::forbidden_columns;
use super::kind::Kind;
use super::sensitive::Sensitive;
use std::collections::BTreeMap;

/// Most rows of a list.
pub const MOST_ROWS: usize = 5_000;
/// Most columns of a list.
pub const MOST_COLUMNS: usize = 30;
/// Longest cell, in characters.
pub const LONGEST_CELL: usize = 300;

/// Rows under heads. Every row has as many cells as there are heads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roll {
    /// The heads.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// Why a row of a list of people is nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowDoubt {
    /// It draws a sum (合计).
    Sum,
    /// It is the head once more, as sheets of many pages have it.
    Head,
    /// It has no name.
    Nameless,
}

impl RowDoubt {
    /// Stable code, the end of a message key under `periods-doubt-`.
    pub fn code(self) -> &'static str {
        match self {
            RowDoubt::Sum => "sum",
            RowDoubt::Head => "head",
            RowDoubt::Nameless => "nameless",
        }
    }
}

/// Words with which a row begins that draws a sum.
const SUMS: [&str; 5] = ["合计", "小计", "总计", "共计", "总人数"];

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is shown.
    Shown,
    /// It is shown with its middle covered: a number that tells people apart without being needed whole.
    Masked,
    /// It only numbers the rows, which is done anew.
    Numbering,
    /// The kind forbids it; the name of the column in the rules.
    Forbidden(&'static str),
    /// It is more than a list needs, or sensitive: shown only when somebody says so, knowing why not.
    Sensitive(&'static Sensitive),
    /// No rule of the kind names it: somebody decides.
    Unlisted,
}

/// Numbers of persons that are covered in the middle unless the kind allows them by name. Neither allowed nor forbidden by
/// 教财厅函〔2017〕28号, which wants lists 简洁、够用.
const COVERED: [&str; 7] = ["学号", "考生号", "准考证号", "考生编号", "报名号", "工号", "学籍号"];

/// Heads that number the rows.
const NUMBERING: [&str; 6] = ["序号", "编号", "序", "no", "num", "行号"];

/// Heads that tell who somebody is, beside the name.
const WHO: [&str; 6] = ["院系", "单位", "年级", "专业", "班级", "学校"];

impl Roll {
    /// What becomes of each column in a list of this kind.
    pub fn judge(&self, kind: &Kind) -> Vec<Fate> {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        let forbidden: BTreeMap<usize, &'static str> = forbidden_columns(Some(kind), &heads).into_iter().collect();
        let fate = |(at, head): (usize, &&str)| match forbidden.get(&at) {
            Some(name) => Fate::Forbidden(name),
            None => fate(kind, head),
        };
        heads.iter().enumerate().map(fate).collect()
    }

    /// The list with the columns that stay, those to be covered covered.
    #[must_use]
    pub fn cut(&self, fates: &[Fate], stays: impl Fn(usize) -> bool) -> Roll {
        let kept: Vec<(usize, bool)> = fates
            .iter()
            .enumerate()
            .filter(|(at, fate)| match fate {
                Fate::Shown | Fate::Masked => true,
                Fate::Unlisted | Fate::Sensitive(_) => stays(*at),
                Fate::Numbering | Fate::Forbidden(_) => false,
            })
            .map(|(at, fate)| (at, *fate == Fate::Masked))
            .collect();
        let cell = |row: &Vec<String>, (at, covered): (usize, bool)| {
            let text = row.get(at).map(String::as_str).unwrap_or_default();
            if covered { cover(text) } else { text.to_string() }
        };
        Roll {
            heads: kept.iter().filter_map(|(at, _)| self.heads.get(*at).cloned()).collect(),
            rows: self.rows.iter().map(|row| kept.iter().map(|kept| cell(row, *kept)).collect()).collect(),
        }
    }

    /// Positions of the columns that hold names of people.
    pub fn name_columns(&self) -> Vec<usize> {
        (0..self.heads.len()).filter(|at| is(&self.heads[*at], "姓名")).collect()
    }

    /// Rows, from 0, that are nobody's: sums, heads once more, and rows without a name. None of a list without names.
    pub fn doubts(&self) -> Vec<(usize, RowDoubt)> {
        let names = self.name_columns();
        let doubt = |row: &Vec<String>| {
            let filled = || row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
            let sums = |cell: &str| {
                let plain = plain(cell);
                SUMS.iter().any(|word| plain == *word || plain.strip_prefix(word).is_some_and(is_count))
            };
            let mut named =
                names.iter().filter_map(|at| row.get(*at)).filter(|cell| !cell.trim().is_empty()).peekable();
            match named.peek() {
                _ if filled().next().is_none() => None,
                Some(cell) if is(cell, "姓名") => Some(RowDoubt::Head),
                Some(cell) if sums(cell) => Some(RowDoubt::Sum),
                _ if filled().next().is_some_and(sums) => Some(RowDoubt::Sum),
                Some(_) => None,
                None => Some(RowDoubt::Nameless),
            }
        };
        if names.is_empty() {
            return Vec::new();
        }
        self.rows.iter().enumerate().filter_map(|(at, row)| Some((at, doubt(row)?))).collect()
    }

    /// Whether two lists stand side by side in it: names under the same head twice. Read as one, half of the people would be
    /// columns of the others.
    pub fn is_side_by_side(&self) -> bool {
        let names: Vec<String> = self.name_columns().into_iter().map(|at| plain(&self.heads[at])).collect();
        names.iter().enumerate().any(|(at, name)| names[..at].contains(name))
    }

    /// Whether it is a list of people, as its kind has it, and no column holds their names.
    pub fn lacks_names(&self, kind: &Kind) -> bool {
        !self.rows.is_empty() && kind.allowed.contains(&"姓名") && self.name_columns().is_empty()
    }

    /// Whether a text holds the name of somebody in the list. A word of one character is taken for no name, nor is a short
    /// one in Latin letters: they stand in too many other words.
    pub fn is_named_in(&self, text: &str) -> bool {
        let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        let text: String = squeezed(text);
        let columns = self.name_columns();
        let cells = self.rows.iter().flat_map(|row| columns.iter().filter_map(|at| row.get(*at)));
        let mut names = cells.flat_map(|cell| cell.split(['、', '，', ',', '；', ';', '/', '（', '(', '）', ')']));
        names.any(|name| {
            let name: String = squeezed(name);
            let least = if name.is_ascii() { 4 } else { 2 };
            name.chars().count() >= least && text.contains(&name)
        })
    }

    /// Rows that say the same of one name, as positions from 0: each with the first one like it.
    pub fn twins(&self) -> Vec<(usize, usize)> {
        let named = |head: &String| is(head, "姓名");
        let tells = |head: &String| named(head) || WHO.iter().any(|who| is(head, who)) || is_covered(&plain(head));
        let numbers = |head: &String| NUMBERING.contains(&plain(head).as_str());
        let all = !self.heads.iter().any(named);
        let compared = |head: &String| if all { !numbers(head) } else { tells(head) };
        let columns: Vec<usize> = (0..self.heads.len()).filter(|at| compared(&self.heads[*at])).collect();
        let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut twins = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let words = |at: &usize| row.get(*at).map(|cell| cell.split_whitespace().collect()).unwrap_or_default();
            let key: Vec<String> = columns.iter().map(words).collect();
            if key.iter().all(String::is_empty) {
                continue;
            }
            match first.get(&key) {
                Some(other) => twins.push((*other, at)),
                None => drop(first.insert(key, at)),
            }
        }
        twins
    }

    /// Which rows do not stand in an earlier list, however it was ordered. Under other heads all of them are new.
    pub fn new_since(&self, before: &Roll) -> Vec<bool> {
        if self.heads != before.heads {
            return vec![true; self.rows.len()];
        }
        let mut there: BTreeMap<&Vec<String>, usize> = BTreeMap::new();
        for row in &before.rows {
            *there.entry(row).or_default() += 1;
        }
        let new = |row: &Vec<String>| match there.get_mut(row) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        self.rows.iter().map(new).collect()
    }

    /// As lines of cells with tabs between them, the heads first; for a form and for pasting into a spreadsheet.
    pub fn lines(&self) -> String {
        let line = |cells: &Vec<String>| {
            let plain: Vec<String> = cells.iter().map(|cell| tidy(cell)).collect();
            plain.join("\t")
        };
        std::iter::once(&self.heads).chain(&self.rows).map(line).collect::<Vec<_>>().join("\n")
    }

    /// The list of such lines; nothing when there is no row under a head.
    pub fn read_lines(text: &str) -> Option<Roll> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        Roll::of(lines.map(|line| line.split('\t').map(tidy).collect()).collect()).map(|(roll, _)| roll)
    }

    /// The list in rows of cells as they stand in a sheet: the head is the first row with two cells at least; what stands
    /// above it, and what stands below in one cell alone, is no row of the list. With it how many such rows below were left
    /// out.
    pub fn of(sheet: Vec<Vec<String>>) -> Option<(Roll, usize)> {
        let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
        let single = sheet.iter().map(filled).max()? <= 1;
        let at = sheet.iter().position(|row| filled(row) >= if single { 1 } else { 2 })?;
        let mut rows = sheet.into_iter().skip(at).peekable();
        let mut heads = rows.next()?;
        // A head of two rows names its people in both, joined from one to the other: the lower one has a word for each column.
        let same = |heads: &Vec<String>, next: &Vec<String>| {
            heads.iter().zip(next).any(|(head, next)| is(head, "姓名") && head == next)
        };
        while let Some(lower) = rows.next_if(|next| same(&heads, next)) {
            let word = |(at, lower): (usize, String)| match lower.is_empty() {
                true => heads.get(at).cloned().unwrap_or_default(),
                false => lower,
            };
            heads = lower.into_iter().enumerate().map(word).collect();
        }
        while heads.last().is_some_and(String::is_empty) {
            heads.pop();
        }
        let rows: Vec<Vec<String>> = rows.filter(|row| filled(row) > 0).collect();
        let (kept, left): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| single || filled(row) > 1);
        // Cells beyond the last head are told of by a head of their own.
        let width = kept.iter().map(|row| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1)).max();
        let width = width.unwrap_or(0).max(heads.len());
        heads.resize(width, String::new());
        let rows: Vec<Vec<String>> = kept
            .into_iter()
            .map(|mut row| {
                row.resize(width, String::new());
                row
            })
            .collect();
        (!rows.is_empty()).then_some((Roll { heads, rows }, left.len()))
    }
}

/// Whether what stands behind 合计 is a number of people or things.
fn is_count(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万零〇".contains(c));
    rest.len() < text.len() && ["", "人", "名", "人次", "元", "项", "个"].contains(&rest)
}

/// A cell without line ends and tabs.
fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a head, in plain form, means a number of somebody that is covered in the middle.
pub(super) fn is_covered(plain: &str) -> bool {
    COVERED.iter().any(|word| plain.contains(word))
}

fn fate(kind: &Kind, head: &str) -> Fate {
    let text = plain(head);
    if NUMBERING.contains(&text.as_str()) {
        return Fate::Numbering;
    }
    let allowed = kind.allowed.iter().find(|name| is(head, name));
    if let Some(sensitive) = Sensitive::of(kind, head) {
        return if sensitive.never { Fate::Forbidden(sensitive.column.name) } else { Fate::Sensitive(sensitive) };
    }
    match allowed {
        Some(name) if name.contains('遮') => Fate::Masked,
        Some(_) => Fate::Shown,
        None if is_covered(&text) => Fate::Masked,
        // Where no source names columns, those of a list are the school's to choose, but for a column without a name.
        None if kind.allowed.is_empty() && !text.is_empty() => Fate::Shown,
        None => Fate::Unlisted,
    }
}

/// A number with its middle covered: `2024****017`.
pub fn cover(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let middle = middle(text);
    format!("{}****{}", &text[..middle.start], &text[middle.end..])
}

/// The bytes of a number that are covered when it is shown, of one without blanks around it.
pub fn middle(text: &str) -> std::ops::Range<usize> {
    let count = text.chars().count();
    let (head, tail) = match count {
        0..=4 => (0, 0),
        5..=8 => (1, 1),
        _ => (4, 3),
    };
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    byte(head)..byte(count - tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn roll(lines: &[&str]) -> Roll {
        Roll::read_lines(&lines.join("\n").replace(' ', "\t")).unwrap()
    }

    fn fates(kind: &str, heads: &str) -> Vec<Fate> {
        roll(&[heads, "甲 乙 丙 丁 戊 己 庚 辛 壬"]).judge(Kind::of(kind).unwrap())[..heads.split(' ').count()].to_vec()
    }

    #[test]
    fn a_scholarship_list_shows_its_columns_covers_numbers_and_loses_what_is_forbidden() {
        assert_eq!(
            fates("national_inspirational_scholarship", "序号 姓名 学院 年级 学号 身份证号 工资卡号 备注"),
            [
                Fate::Numbering,
                Fate::Shown,
                Fate::Shown,
                Fate::Shown,
                Fate::Masked,
                Fate::Forbidden("身份证件号码"),
                Fate::Forbidden("银行卡号"),
                Fate::Unlisted,
            ]
        );
    }

    #[test]
    fn a_list_of_the_general_kind_loses_what_is_sensitive_and_asks_about_what_is_more_than_it_needs() {
        let judged = fates("general", "姓名 学院 病史 民族 家庭低保 宗教 备注");
        assert_eq!(judged[..3], [Fate::Shown, Fate::Shown, Fate::Forbidden("健康状况")]);
        assert!(matches!(judged[3], Fate::Sensitive(asked) if asked.column.name == "民族"), "{:?}", judged[3]);
        assert_eq!(judged[4..], [Fate::Forbidden("家庭经济情况"), Fate::Forbidden("宗教信仰"), Fate::Shown]);
        let list = roll(&["姓名 民族", "李示例 土家族"]);
        let fates = list.judge(Kind::general());
        assert_eq!(list.cut(&fates, |_| false).heads, ["姓名"], "what nobody asked for is not shown");
        assert_eq!(list.cut(&fates, |_| true).heads, ["姓名", "民族"]);
    }

    #[test]
    fn a_number_is_covered_or_shown_as_the_kind_says() {
        assert_eq!(fates("independent_recruitment", "考生号 姓名"), [Fate::Masked, Fate::Shown]);
        assert_eq!(fates("postgraduate_admission", "考生编号 姓名"), [Fate::Shown, Fate::Shown]);
    }

    #[test]
    fn what_is_cut_is_gone_and_what_is_covered_cannot_be_read() {
        let list = roll(&["姓名 学号 身份证号 备注", "李示例 20240101017 110101199003070038 无"]);
        let fates = list.judge(Kind::of("national_scholarship").unwrap());
        let cut = list.cut(&fates, |_| false);
        assert_eq!(cut, roll(&["姓名 学号", "李示例 2024****017"]));
        assert_eq!(list.cut(&fates, |at| at == 3).heads, ["姓名", "学号", "备注"]);
    }

    #[test]
    fn twins_are_rows_of_one_name_in_one_class() {
        let list = roll(&[
            "姓名 班级 奖项",
            "李示例 会计2401 一等",
            "王样本 会计2401 一等",
            "李示例 会计2401 二等",
            "李示例 会计2402 一等",
        ]);
        assert_eq!(list.twins(), [(0, 2)]);
        let numbered = roll(&["姓名 班级 学号", "李示例 会计2401 2024****017", "李示例 会计2401 2024****018"]);
        assert_eq!(numbered.twins(), [], "another number is another person");
        assert_eq!(roll(&["项目 报价", "A 1", "A 1"]).twins(), [(0, 1)], "without names whole rows are compared");
    }

    #[test]
    fn a_text_that_holds_a_name_of_the_list_is_known_by_it() {
        let list = roll(&["序号 姓名 班级", "1 李娜娜 会计2401", "2 王样本、孙某(女) 会计2401", "3 Li 会计2401"]);
        for text in ["李娜娜不符合条件，撤回", "李 娜娜有误", "王样本", "孙某重复"] {
            assert!(list.is_named_in(text), "{text}");
        }
        for text in ["第1行不符合条件", "会计2401有误", "list", ""] {
            assert!(!list.is_named_in(text), "{text}");
        }
    }

    #[test]
    fn only_rows_that_were_not_shown_before_are_new() {
        let before = roll(&["姓名 班级", "李示例 一班", "王样本 二班"]);
        let now = roll(&["姓名 班级", "王样本 二班", "李示例 三班", "王样本 二班"]);
        assert_eq!(now.new_since(&before), [false, true, true]);
        assert_eq!(roll(&["姓名 系", "李示例 一班"]).new_since(&before), [true]);
    }

    #[test]
    fn titles_above_and_notes_below_are_no_rows() {
        let cells = |row: &[&str]| row.iter().map(|cell| cell.to_string()).collect::<Vec<_>>();
        let sheet = vec![
            cells(&["2026年名单", ""]),
            cells(&["姓名", "班级", ""]),
            cells(&["李示例", "一班"]),
            cells(&["", ""]),
            cells(&["合计1人", ""]),
        ];
        let (list, left) = Roll::of(sheet).unwrap();
        assert_eq!((list, left), (roll(&["姓名 班级", "李示例 一班"]), 1));
        assert_eq!(Roll::of(vec![cells(&["姓名", "班级"])]), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_list_and_lines_read_back(text in "\\PC{0,40}|[姓名学号\t\n0-9李 ]{0,60}") {
            if let Some(list) = Roll::read_lines(&text) {
                for kind in Kind::all() {
                    let cut = list.cut(&list.judge(kind), |_| true);
                    prop_assert!(cut.rows.iter().all(|row| row.len() == cut.heads.len()));
                }
                let _ = list.twins();
                prop_assert!(list.new_since(&list).iter().all(|new| !new));
            }
        }

        #[test]
        fn a_covered_number_keeps_seven_characters_at_most(text in "[0-9A-Z]{0,30}") {
            let covered = cover(&text);
            prop_assert!(covered.replace('*', "").len() <= 7);
            prop_assert!(text.is_empty() || covered.contains("****"));
        }
    }
}
