//! Marks in cells: section lines, rows that are no data, rows that continue the one before, and the
//! apostrophe that keeps a spreadsheet from running a cell of a .csv as a formula.
//!
//! One rule in both directions: what [`guarded`] adds, [`unguarded`] takes away, and nothing else.

use domain::date::half_width;
use std::borrow::Cow;

/// What the first filled cell of a row can say about the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `#表`: the next cell names the table that follows.
    Section,
    /// `#续`: the cells continue those of the row before; a cell of a workbook holds only 32,767 characters.
    Continued,
    /// `#示例`, `#说明`: no data.
    Remark,
}

const MARKS: &[(&str, Mark)] = &[
    ("#表", Mark::Section),
    ("#table", Mark::Section),
    ("#续", Mark::Continued),
    ("#cont", Mark::Continued),
    ("#示例", Mark::Remark),
    ("#example", Mark::Remark),
    ("#说明", Mark::Remark),
    ("#note", Mark::Remark),
];

/// The mark a row begins with, if any.
pub(crate) fn mark_of(cells: &[String]) -> Option<Mark> {
    mark(cells.iter().find(|cell| !cell.trim().is_empty())?)
}

/// The cells of a row behind `#说明` in its first filled cell, when more than the mark stands there: such a row may have
/// been filled in although the mark was left. An example never is.
pub(crate) fn behind_remark(cells: &[String]) -> Option<Vec<String>> {
    let at = cells.iter().position(|cell| !cell.trim().is_empty())?;
    let rest =
        ["#说明", "＃说明", "#note", "＃note"].iter().find_map(|word| cells[at].trim_start().strip_prefix(word))?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | ',' | '，'));
    if rest.is_empty() {
        return None;
    }
    let mut cells = cells.to_vec();
    cells[at] = rest.to_string();
    Some(cells)
}

/// The mark a cell begins with: the word alone, or followed by a blank or a colon, so that `#表彰` is a text.
fn mark(cell: &str) -> Option<Mark> {
    let start: String = cell.trim_start().chars().take(16).collect();
    if !start.starts_with(['#', '＃']) {
        return None;
    }
    let plain = half_width(&start).to_lowercase();
    MARKS.iter().find_map(|(word, mark)| {
        let rest = plain.strip_prefix(word)?;
        let ends = rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ':' | ','));
        ends.then_some(*mark)
    })
}

/// Whether a spreadsheet that opens a .csv could run the cell: it begins with `=`, `+`, `-`, `@` (also full
/// width), a tab or a line feed, and is not a plain number.
fn could_run(cell: &str) -> bool {
    let risky = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\n', '\r']);
    risky && !is_number(cell)
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let digits = digits.strip_suffix('%').unwrap_or(digits);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(rest)
}

/// A cell as a .csv writes it: with an apostrophe before what could run or be taken for a mark.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    let bare = cell.trim_start_matches('\'');
    if could_run(bare) || mark(bare).is_some() { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The same for a workbook, whose text cells never run: only marks need it.
pub(crate) fn guarded_mark(cell: &str) -> Cow<'_, str> {
    if mark(cell.trim_start_matches('\'')).is_some() { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Takes the apostrophe of [`guarded`] away.
pub(crate) fn unguarded(cell: &mut String) {
    let bare = cell.trim_start_matches('\'');
    if bare.len() < cell.len() && (could_run(bare) || mark(bare).is_some()) {
        cell.remove(0);
    }
}

/// Takes the apostrophe of [`guarded_mark`] away.
pub(crate) fn unguarded_mark(cell: &mut String) {
    let bare = cell.trim_start_matches('\'');
    if bare.len() < cell.len() && mark(bare).is_some() {
        cell.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_guarded_and_comes_back() {
        for text in ["=1+1", "+86 731 1", "-待定", "@办公室", "'=1", "＝SUM(A1)", "\tx", "#表", "#示例 a", "''#续"]
        {
            let kept = guarded(text).into_owned();
            assert!(kept.starts_with('\''), "{text}");
            let mut back = kept;
            unguarded(&mut back);
            assert_eq!(back, text);
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["-3.5", "+7", "-0.5%", "通知", "'a", "#表彰决定", "#1 楼", "", "a=b"] {
            assert_eq!(guarded(text), text);
            let mut same = text.to_string();
            unguarded(&mut same);
            assert_eq!(same, text);
        }
    }

    #[test]
    fn marks_are_found_in_the_first_filled_cell() {
        let cells = |text: &[&str]| text.iter().map(|t| t.to_string()).collect::<Vec<_>>();
        assert_eq!(mark_of(&cells(&["", "#示例 2023-1"])), Some(Mark::Remark));
        assert_eq!(mark_of(&cells(&["＃表", "单位"])), Some(Mark::Section));
        assert_eq!(behind_remark(&cells(&["", "#说明 2023-2024", "3"])), Some(cells(&["", "2023-2024", "3"])));
        assert_eq!(behind_remark(&cells(&["#说明", "文字"])), None, "a description of columns");
        assert_eq!(behind_remark(&cells(&["#示例 2023-2024", "3"])), None);
        assert_eq!(mark_of(&cells(&["a", "#示例"])), None);
    }
}
