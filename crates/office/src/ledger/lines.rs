//! The lines of a head: a second one under groups, and heads of tables that stand side by side.
//!
//! 公开情况 over 日期 | 渠道 | 网址, 公开渠道 over 官网 | 公众号 | 公告栏: the lower words are the heads, whatever the upper
//! one is like. A row is a head's second line only when it speaks as heads do and says nothing that a row says.

use domain::ledger::{HeadAnswers, Table, columns, head_of, says_as_row, speaks_as_head};
use std::ops::Range;

/// Characters of a head's cell; a sentence is none.
const LONGEST: usize = 14;

/// The head with a second line joined to it, where the row below is one. `known` are the columns of the first line.
pub(crate) fn joined(
    upper: &[String],
    lower: &[String],
    known: &[Option<usize>],
    (table, answers): (Table, &HeadAnswers),
) -> Option<Vec<String>> {
    let above = |at: usize| upper.get(at).map_or("", |cell| cell.trim());
    let below: Vec<&str> = lower
        .iter()
        .map(|cell| cell.trim())
        .enumerate()
        // A head merged over both lines stands in both.
        .map(|(at, cell)| if cell == above(at) { "" } else { cell })
        .collect();
    let filled: Vec<usize> = (0..below.len()).filter(|at| !below[*at].is_empty()).collect();
    if filled.is_empty() {
        return None;
    }
    let column = |at: usize| known.get(at).copied().flatten();
    let is_head = |cell: &str| head_of(table, cell, answers).is_some() || answers.of(table, cell).is_some();
    let plain = filled.iter().all(|at| column(*at).is_none() && is_head(below[*at]));
    let second = || table == Table::Records && is_second(&below, &filled, (upper, known), answers);
    if !(plain || second()) {
        return None;
    }
    let days = days_of(&below);
    let mut cells = upper.to_vec();
    cells.resize(cells.len().max(below.len()), String::new());
    let mut group = String::new();
    for (at, cell) in cells.iter_mut().enumerate() {
        if !above(at).is_empty() {
            above(at).clone_into(&mut group);
        }
        let Some(own) = below.get(at).filter(|own| !own.is_empty()) else { continue };
        // 成文 over 日期 is 成文日期; 公开 over 年, 月, 日 is one date in three columns.
        let whole = format!("{group}{own}");
        if is_ticked(own) && own.chars().count() < 4 {
            *cell = ticked(&group, own);
            continue;
        }
        *cell =
            if head_of(table, &whole, answers).is_some() && !days.contains(&at) { whole } else { (*own).to_string() };
    }
    Some(cells)
}

/// Whether cells under a head of records are its second line.
fn is_second(
    below: &[&str],
    filled: &[usize],
    (upper, known): (&[String], &[Option<usize>]),
    answers: &HeadAnswers,
) -> bool {
    let column = |at: usize| known.get(at).copied().flatten();
    let key = |at: usize| column(at).map(|column| columns(Table::Records)[column].key);
    // Every row has a title of its own; below a group that is like a title stands the head of titles itself.
    let titled = |cell: &str| {
        head_of(Table::Records, cell, answers).is_some_and(|at| columns(Table::Records)[at].key == "title")
    };
    // 主动公开, 依申请公开, 不予公开 under 公开属性 have a column each, to be ticked.
    if filled.len() > 1 && filled.iter().all(|at| is_ticked(below[*at])) {
        return filled.iter().skip(1).all(|at| upper.get(*at).is_none_or(|cell| cell.trim().is_empty()));
    }
    if filled.iter().any(|at| key(*at) == Some("title") && !titled(below[*at])) {
        return false;
    }
    if filled.iter().any(|at| below[*at].chars().count() > LONGEST || says_as_row(below[*at])) {
        return false;
    }
    let grouped = filled.iter().any(|at| upper.get(*at).is_none_or(|cell| cell.trim().is_empty()));
    let days = days_of(below);
    let spoken = filled.iter().filter(|at| days.contains(at) || speaks_as_head(below[**at], answers)).count();
    grouped && spoken > 0 && spoken * 2 >= filled.len()
}

/// Words over columns that are ticked to say for whom something is.
const TICKED: [&str; 14] = [
    "主动公开",
    "依申请公开",
    "不予公开",
    "不公开",
    "校内公开",
    "向社会公开",
    "主动",
    "依申请",
    "不予",
    "社会",
    "校内",
    "本单位",
    "是",
    "否",
];

/// The head of such a column, whole: 否 under 是否公开 is 是否公开否, 校内 under 公开范围 校内公开.
fn ticked(group: &str, own: &str) -> String {
    match own {
        "主动" => "主动公开".to_string(),
        "依申请" => "依申请公开".to_string(),
        "不予" => "不予公开".to_string(),
        "社会" => "向社会公开".to_string(),
        "校内" | "本单位" => "校内公开".to_string(),
        _ => format!("{group}{own}"),
    }
}

fn is_ticked(cell: &str) -> bool {
    TICKED.contains(&cell)
}

/// Whether heads say 年, 月, 日.
pub(crate) fn is_heads_of_days([year, month, day]: [&str; 3]) -> bool {
    matches!(year, "年" | "年份") && matches!(month, "月" | "月份") && matches!(day, "日" | "日期")
}

/// The three columns of a date under a head, if there are such.
fn days_of(below: &[&str]) -> Range<usize> {
    let first =
        (0..below.len().saturating_sub(2)).find(|at| is_heads_of_days([below[*at], below[at + 1], below[at + 2]]));
    first.map_or(0..0, |at| at..at + 3)
}

/// The parts of a head under which several tables stand side by side: the same heads again, from left to right.
pub(crate) fn side_by_side(cells: &[String], table: Table, answers: &HeadAnswers) -> Option<Vec<Range<usize>>> {
    let named = |key: &str| -> Vec<usize> {
        let is = |cell: &String| head_of(table, cell, answers).is_some_and(|at| columns(table)[at].key == key);
        cells.iter().enumerate().filter(|(_, cell)| is(cell)).map(|(at, _)| at).collect()
    };
    let titles = named("title");
    if table != Table::Records || titles.len() < 2 {
        return None;
    }
    let first = cells.iter().position(|cell| !cell.trim().is_empty())?;
    let wide = titles[1] - titles[0];
    let even = titles.windows(2).all(|pair| pair[1] - pair[0] == wide);
    let starts: Vec<usize> = (0..titles.len()).map(|part| first + part * wide).collect();
    let same = |part: usize| {
        (first..first + wide).all(|at| {
            let text = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
            text(at) == text(at + part * wide)
        })
    };
    if !even || titles[0] < first || titles[0] >= first + wide || !(1..titles.len()).all(same) {
        return None;
    }
    Some(starts.into_iter().map(|start| start..start + wide).collect())
}

/// Cells with those of other parts left blank, so that each keeps its place.
pub(crate) fn part_of(cells: &[String], part: &Range<usize>) -> Vec<String> {
    let kept = |(at, cell): (usize, &String)| if part.contains(&at) { cell.clone() } else { String::new() };
    cells.iter().enumerate().take(part.end).map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<String> {
        text.split('|').map(str::to_string).collect()
    }

    fn join(upper: &str, lower: &str) -> Option<String> {
        let upper = row(upper);
        let none = &HeadAnswers::default();
        let known: Vec<Option<usize>> = upper.iter().map(|cell| head_of(Table::Records, cell, none)).collect();
        joined(&upper, &row(lower), &known, (Table::Records, none)).map(|cells| cells.join("|"))
    }

    #[test]
    fn a_second_line_is_joined_under_groups_of_any_name() {
        for (upper, lower, wanted) in [
            ("标题|事项|公开情况||", "||日期|渠道|网址", "标题|事项|日期|渠道|网址"),
            ("标题|责任主体||发布情况||", "|部门|经办人|日期|渠道|网址", "标题|部门|经办人|日期|渠道|网址"),
            ("标题|事项|公开渠道||", "||官网|公众号|公告栏", "标题|事项|官网|公众号|公告栏"),
            ("标题|成文||网页地址|", "|日期|文号|官网地址|公众号地址", "标题|成文日期|文号|官网地址|公众号地址"),
            ("标题|事项|公开渠道|", "标题|事项|官网|公众号", "标题|事项|官网|公众号"),
            ("标题|公开情况|||", "|渠道及日期||网址|", "标题|渠道及日期||网址|"),
            ("公开内容||||事项", "名称|文号|日期|网址|", "公开内容名称|文号|日期|网址|事项"),
            ("标题|事项|公开渠道||", "||官网|公众号|其他", "标题|事项|官网|公众号|其他"),
            ("标题|公开日期||网址|", "|官网|公众号|官网|公众号", "标题|官网|公众号|官网|公众号"),
        ] {
            assert_eq!(join(upper, lower).as_deref(), Some(wanted), "{lower}");
        }
    }

    #[test]
    fn a_row_is_no_second_line() {
        for (upper, lower) in [
            ("标题|事项|公开渠道|", "甲|37|官网|公众号"),
            ("标题|事项|公开渠道||", "||√|√|"),
            ("标题|事项|公开情况||", "||2024.3.5|官网|https://a.cn"),
            ("标题|事项|渠道|网址", "||官网|"),
        ] {
            assert_eq!(join(upper, lower), None, "{lower}");
        }
    }

    #[test]
    fn tables_side_by_side_are_told_apart() {
        let head = row("序号|标题|事项|公开日期||序号|标题|事项|公开日期");
        let none = &HeadAnswers::default();
        assert_eq!(side_by_side(&head, Table::Records, none), Some(vec![0..5, 5..10]));
        assert_eq!(part_of(&row("1|甲|1|x||2|乙"), &(5..10)).join("|"), "|||||2|乙");
        for text in ["序号|标题|名称|事项", "序号|标题|事项|名称|公开日期", "标题|事项"] {
            assert_eq!(side_by_side(&row(text), Table::Records, none), None, "{text}");
        }
    }
}
