//! What sheets and rows are that look like those of records and are none: requests, complaints, statistics, counts;
//! the example of a form, the line of numbers under its head.
//!
//! Such a sheet is left out and told with where its numbers belong; nothing in it is a question a clerk could answer by
//! renaming a column. A sheet that names titles and items is a ledger, whatever else it speaks of.

use super::answers::HeadAnswers;
use super::heads::head_of;
use super::shape::is_aside;
use crate::date::half_width;
use crate::ledger::remark::Taken;
use crate::ledger::{Table, columns};

/// Heads of a register of requests; two of them decide.
const OF_REQUESTS: [&str; 17] = [
    "申请人",
    "申请人姓名",
    "申请内容",
    "申请事项",
    "申请日期",
    "申请时间",
    "申请编号",
    "申请方式",
    "申请公开内容",
    "受理日期",
    "受理时间",
    "受理部门",
    "答复日期",
    "答复时间",
    "答复方式",
    "答复结果",
    "答复内容",
];

/// Words of which a head of a register of complaints, reviews or lawsuits holds one.
const OF_COMPLAINTS: [&str; 9] = ["举报", "投诉", "信访", "复议", "诉讼", "案由", "原告", "被告", "案号"];

/// What stands beside it.
const BESIDE_COMPLAINTS: [&str; 14] = [
    "结果",
    "办理结果",
    "处理结果",
    "处理情况",
    "办理情况",
    "办理部门",
    "处理部门",
    "受理部门",
    "受理机关",
    "办结时间",
    "办结日期",
    "举报人",
    "投诉人",
    "答复情况",
];

fn plain(text: &str) -> String {
    half_width(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn names(cells: &[String], key: &str, answers: &HeadAnswers) -> bool {
    let named = cells.iter().filter_map(|cell| head_of(Table::Records, cell, answers));
    named.into_iter().any(|at| columns(Table::Records)[at].key == key)
}

/// What a sheet is by a row that may be its head, when it is no table of records.
pub fn register_of(cells: &[String], answers: &HeadAnswers) -> Option<Taken> {
    let heads: Vec<String> = cells.iter().map(|cell| plain(cell)).filter(|cell| !cell.is_empty()).collect();
    let titled = names(cells, "title", answers);
    if heads.len() < 3 || heads.iter().any(|head| head.chars().count() > 16) || titled && names(cells, "item", answers)
    {
        return None;
    }
    let asked = heads.iter().filter(|head| OF_REQUESTS.contains(&head.as_str())).count();
    if asked >= if titled { 3 } else { 2 }
        && heads.iter().any(|head| head.starts_with("申请") || head.starts_with("答复"))
    {
        return Some(Taken::RequestsOut);
    }
    let complaint = |head: &&String| OF_COMPLAINTS.iter().any(|word| head.contains(word));
    let beside = |head: &&String| BESIDE_COMPLAINTS.contains(&head.as_str());
    let complaints = heads.iter().filter(complaint).count();
    if !titled && complaints > 0 && heads.iter().filter(|head| complaint(head) || beside(head)).count() >= 2 {
        return Some(Taken::ComplaintsOut);
    }
    // How many there are of each item or unit, without a single title.
    let counted = heads.iter().any(|head| ["条数", "件数", "篇数", "数量"].iter().any(|word| head.ends_with(word)));
    // Who names records by their keys corrects single columns of them.
    let dated = ["published_on", "key", "index"].iter().any(|key| names(cells, key, answers));
    // A head that nobody knows may be that of the titles.
    let counts =
        |head: &String| ["数", "条", "率", "其中", "合计", "小计", "比例"].iter().any(|word| head.contains(word));
    let known = |head: &String| speaks_as_head(head, answers) || counts(head);
    (counted
        && !titled
        && !dated
        && heads.iter().all(known)
        && (names(cells, "item", answers) || names(cells, "unit", answers)))
    .then_some(Taken::CountsOut)
}

/// Whether rows without a head of records are a table of numbers: half of their cells are some, after the first.
pub fn is_statistics(rows: &[Vec<String>]) -> bool {
    let (mut cells, mut numbers, mut tables, mut telling) = (0usize, 0usize, 0usize, false);
    for row in rows {
        let filled: Vec<&str> = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        if filled.iter().any(|cell| super::shape::is_day(cell) || !super::address::read(cell).found.is_empty()) {
            return false;
        }
        if filled.len() < 2 {
            continue;
        }
        let found: Vec<Number> = filled.iter().skip(1).filter_map(|cell| number(cell)).collect();
        cells += filled.len() - 1;
        numbers += found.len();
        tables += usize::from(!found.is_empty());
        telling |= found.contains(&Number::Quantity);
    }
    tables >= 2 && telling && numbers * 2 >= cells
}

/// What a number says of its column.
#[derive(PartialEq)]
enum Number {
    /// It may be the number of a row or an item.
    Small,
    /// It can only be a quantity.
    Quantity,
}

fn number(cell: &str) -> Option<Number> {
    let text = half_width(cell).replace([',', '，'], "");
    let bare =
        text.trim_start_matches(['约', '近', '-']).trim_end_matches(['%', '‰', '人', '元', '万', '余', '项', '个']);
    let value: f64 = bare.parse().ok().filter(|_| bare.bytes().all(|b| b.is_ascii_digit() || b == b'.'))?;
    let small = bare.len() == cell.trim().len() && value.fract() == 0.0 && value <= 100.0;
    Some(if small { Number::Small } else { Number::Quantity })
}

/// What a cell of an example begins with, where its first cell is a number like those of others.
const MARKS_OF_EXAMPLES: [&str; 9] =
    ["(示例)", "[示例]", "【示例】", "示例:", "例:", "(例)", "(样例)", "【样例】", "样例:"];

/// Whether a row is the example of a form, or marks that rows go on.
pub fn is_example(cells: &[String]) -> bool {
    let marked = |cell: &&str| {
        let may_be = cell.starts_with(['(', '（', '[', '［', '【', '示', '例', '样']);
        may_be && MARKS_OF_EXAMPLES.iter().any(|mark| half_width(cell).starts_with(mark))
    };
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    if filled.len() > 1 && filled.iter().any(marked) {
        return true;
    }
    let Some(first) = filled.first().map(|cell| plain(cell)) else { return false };
    if filled.iter().all(|cell| plain(cell).is_empty()) {
        // …… and ---- alone in a row.
        return filled.iter().any(|cell| cell.contains(['…', '.', '·', '⋯']));
    }
    let first = first.trim_end_matches(|c: char| c.is_ascii_digit() || c == '一');
    filled.len() > 1
        && matches!(first, "例" | "例如" | "示例" | "样例" | "范例" | "举例" | "填写示例" | "填报示例" | "填表示例")
}

/// Whether a row numbers the columns of a form: 1 2 3 4 5, or A B C D.
pub fn is_numbering(cells: &[String]) -> bool {
    let filled: Vec<String> = cells.iter().map(|cell| plain(cell)).filter(|cell| !cell.is_empty()).collect();
    let counts = |first: usize| filled.iter().enumerate().all(|(at, cell)| cell.parse() == Ok(at + first));
    let letters = || {
        filled.iter().zip('A'..='Z').all(|(cell, letter)| cell.eq_ignore_ascii_case(letter.encode_utf8(&mut [0; 4])))
    };
    let after_word = || {
        matches!(filled[0].as_str(), "栏次" | "列号" | "甲")
            && filled[1..].iter().enumerate().all(|(at, cell)| cell.parse() == Ok(at + 1))
    };
    filled.len() >= 4 && (counts(1) || counts(0) || letters() || after_word())
}

/// Whether cells under a head are another head: at least three of them and most name columns or channels, and none says
/// what only a row says.
pub fn is_another_head(cells: &[String], answers: &HeadAnswers) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
    // Most rows hold a title or an address, and are passed over at once.
    if filled.len() < 3 || filled.iter().any(|cell| cell.chars().count() > 28) {
        return false;
    }
    let short = |cell: &&String| (1..=14).contains(&plain(cell).chars().count());
    if !filled.iter().all(short) || is_aside(cells) {
        return false;
    }
    let named = filled.iter().filter(|cell| speaks_as_head(cell, answers)).count();
    let title = names(cells, "title", answers) || names(cells, "item", answers);
    named >= 3 && named * 10 >= filled.len() * 6 && title && !filled.iter().any(|cell| says_as_row(cell))
}

/// Whether a cell speaks as a head does: it names a column, a channel or the running number, or is a head that somebody
/// answered, be it not to be read.
pub fn speaks_as_head(cell: &str, answers: &HeadAnswers) -> bool {
    matches!(plain(cell).as_str(), "序号" | "序" | "编号" | "No" | "no" | "NO")
        || head_of(Table::Records, cell, answers).is_some()
        || answers.of(Table::Records, cell).is_some()
        || super::sites::of_head(cell).is_some()
}

/// Whether a cell says what only a row says: a day, an address, a number.
pub fn says_as_row(cell: &str) -> bool {
    let text = half_width(cell.trim());
    super::shape::is_day(&text)
        || !super::address::read(&text).found.is_empty()
        || super::words::tick(&text).is_some()
        || !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<String> {
        text.split('|').map(str::to_string).collect()
    }

    #[test]
    fn registers_that_are_no_ledger_are_told_by_their_heads() {
        for (head, wanted) in [
            ("序号|申请人|申请日期|申请内容|受理部门|答复日期|答复方式|办理结果", Some(Taken::RequestsOut)),
            ("序号|时间|举报事项|办理部门|结果", Some(Taken::ComplaintsOut)),
            ("序号|清单事项|公开条数|责任部门|公开网址", Some(Taken::CountsOut)),
            ("序号|部门|公开条数|其中网站|其中公众号|备注", Some(Taken::CountsOut)),
            ("序号|标题|事项|责任部门|公开日期|条数", None),
            ("序号|公开内容|申请条件|公开日期|网址", None),
            ("序号|信息名称|清单事项|申请人|申请日期", None),
            ("序号|材料|清单事项|数量|部门", None),
            ("编号|事项|条数", None),
            ("序号|公开内容|栏目|举报电话|受理部门", None),
        ] {
            assert_eq!(register_of(&row(head), &HeadAnswers::default()), wanted, "{head}");
        }
    }

    #[test]
    fn a_table_of_numbers_is_told_from_rows_of_words() {
        let rows = |text: &[&str]| text.iter().map(|text| row(text)).collect::<Vec<_>>();
        assert!(is_statistics(&rows(&["学院|人数|就业率", "信息学院|500|96%", "护理学院|1,200人|约91.7%"])));
        assert!(!is_statistics(&rows(&["a|b|c", "甲|乙|2024年", "丙|丁|无"])));
        assert!(!is_statistics(&rows(&["1|甲通知|37", "2|乙通知|38", "3|丙通知|39"])), "items are no quantities");
        assert!(!is_statistics(&rows(&["1|甲|137|2024.3.5", "2|乙|138|2024.3.6"])), "what has days is a register");
    }

    #[test]
    fn examples_and_lines_of_numbers_are_no_rows() {
        for text in
            ["例|关于××的通知|37|教务处", "示例1||关于××的通知", "……|||", "例：|甲|37", "1|【示例】关于××的通知|37"]
        {
            assert!(is_example(&row(text)), "{text}");
        }
        for text in ["例会制度|37|教务处", "1|例|37", "|||", "示例", "1|甲|37"] {
            assert!(!is_example(&row(text)), "{text}");
        }
        assert!(
            is_numbering(&row("1|2|3|4|5|6|7")) && is_numbering(&row("A|B|C|D")) && is_numbering(&row("栏次|1|2|3"))
        );
        assert!(!is_numbering(&row("1|2|3")) && !is_numbering(&row("1|甲|3|4")));
    }

    #[test]
    fn a_head_further_down_is_no_row() {
        let none = &HeadAnswers::default();
        assert!(is_another_head(&row("序号|标题|公开日期|事项|网址|渠道"), none));
        for text in
            ["1|标题|37|教务处|2024.3.5", "3|网址公告|说明|2024-1-1|官网", "合计|标题|事项|日期", "渠道|备注|网址"]
        {
            assert!(!is_another_head(&row(text), none), "{text}");
        }
    }
}
