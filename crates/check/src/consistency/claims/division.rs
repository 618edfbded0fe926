//! Divisions that are complete by what their parts are called.
//!
//! 第一、第二、第三产业 make the product and 男 and 女 make the persons whatever words stand around them, so
//! a sentence need not say 共 to be held to it. Words only: it must not look at the numbers.

use std::borrow::Cow;

use crate::consistency::words::{self, Words};

/// Which of the parts make a division that is complete by its names; `whole` is the label of the whole,
/// `parts` the words around each part in the order of the text. One whole may be divided in two ways.
pub(crate) fn complete(whole: &str, parts: &[String]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    for row in words::DIVISIONS.iter() {
        let [names, division @ ..] = &row[..] else { continue };
        if !(names.is_empty() || names.iter().any(|w| whole.contains(w))) {
            continue;
        }
        let Some(chosen) = chosen(division, parts) else { continue };
        if !all.iter().any(|known| known.iter().any(|i| chosen.contains(i))) {
            all.push(chosen);
        }
    }
    all
}

/// The part that each column of a division names.
fn chosen(division: &[Words], parts: &[String]) -> Option<Vec<usize>> {
    let mut chosen: Vec<usize> = Vec::new();
    for names in division {
        let named = |i: &usize| !chosen.contains(i) && calls(&parts[*i], names);
        chosen.push((0..parts.len()).find(named)?);
    }
    // A name that comes twice does not tell which one is meant.
    let last = *chosen.iter().max()?;
    let twice = division.iter().any(|names| (0..=last).filter(|i| calls(&parts[*i], names)).count() > 1);
    chosen.sort_unstable();
    (!twice).then_some(chosen)
}

/// Whether two parts are called as halves of one thing.
pub(crate) fn pair(a: &str, b: &str) -> bool {
    words::PAIRS.iter().any(|row| {
        let [one, other] = &row[..] else { return false };
        calls(a, one) && calls(b, other) || calls(b, one) && calls(a, other)
    })
}

fn calls(words: &str, names: &[&str]) -> bool {
    // 进出口 is neither 出口 nor 进口; 非全日制 is not 全日制, 非税收入 no 税收.
    let words =
        if words.contains("进出口") { Cow::Owned(words.replace("进出口", "")) } else { Cow::Borrowed(words) };
    names
        .iter()
        .any(|name| words.match_indices(name).any(|(at, _)| !words[..at].ends_with('非') || name.starts_with('非')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn three_industries_make_the_product_even_with_industry_among_them() {
        let parts = words(&["第一产业增加值", "第二产业增加值", "工业增加值", "第三产业增加值"]);
        assert_eq!(complete("实现地区生产总值", &parts), vec![vec![0, 1, 3]]);
        assert_eq!(complete("全社会用电量", &parts), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn imports_and_exports_are_not_the_trade_they_make() {
        assert_eq!(complete("进出口总额", &words(&["出口", "进口"])), vec![vec![0, 1]]);
        assert_eq!(complete("进出口总额", &words(&["对东盟进出口", "进口"])), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn people_are_divided_by_place_and_by_sex() {
        let parts = words(&["城镇人口", "乡村人口", "男性人口", "女性人口"]);
        assert_eq!(complete("年末户籍人口", &parts), vec![vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn halves_are_known_in_either_order() {
        assert!(pair("法人申请", "自然人申请"));
        assert!(!pair("自然人申请", "当面申请"));
        assert!(pair("全日制学生", "非全日制学生"));
        assert!(!pair("全日制学生", "全日制教师"));
    }
}
