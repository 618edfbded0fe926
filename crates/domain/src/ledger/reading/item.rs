//! Which item of the list a cell means: by number in any spelling, by official text, by its words, by its category.
//!
//! The words are data (`data/item-words.tsv`), the texts those of the list. What may be several items is asked, never
//! guessed; the title of the row may decide within a category that the cell names.

use crate::catalogue::{Catalogue, ItemKey, SchoolKind};
use crate::date::{PartialDate, half_width};
use crate::zh;
use std::sync::OnceLock;

/// What a cell of an item column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// As the list numbers it.
    Literal,
    /// By number in another spelling.
    Number(u8),
    /// By text, words or category.
    Text(u8),
    /// One of these, or something near them.
    Doubtful(Vec<u8>),
    /// None.
    No,
}

struct Tables {
    /// Number, category, text without signs.
    items: Vec<(u8, u8, String)>,
    /// Number and name without signs and 信息.
    categories: Vec<(u8, String)>,
    /// A word, whether it must be the whole cell, and the items it may mean.
    words: Vec<(String, bool, Vec<u8>)>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let list = Catalogue::statutory(SchoolKind::University);
        let number = |key: &ItemKey| match key {
            ItemKey::Official(number) => *number,
            ItemKey::School(_) => 0,
        };
        let words = include_str!("../../../data/item-words.tsv").lines().filter(|line| !line.starts_with('#'));
        let words = words.filter_map(|line| {
            let mut columns = line.split('\t');
            let (word, items) = (columns.next()?, columns.next()?);
            let whole = word.strip_prefix('=');
            let items = items.split('、').filter_map(|item| item.parse().ok()).collect();
            Some((whole.unwrap_or(word).to_string(), whole.is_some(), items))
        });
        Tables {
            items: list.items.iter().map(|item| (number(&item.key), item.category, letters(&item.text))).collect(),
            categories: list.categories.iter().map(|known| (known.number, category_name(&known.name))).collect(),
            words: words.collect(),
        }
    })
}

/// Letters and digits alone, half width.
fn letters(text: &str) -> String {
    half_width(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn category_name(name: &str) -> String {
    let plain = letters(name);
    plain.trim_end_matches("信息").trim_end_matches('类').trim_end_matches("信息").to_string()
}

/// Reads a cell; `title` is that of the row.
pub(super) fn read(text: &str, title: &str) -> Named {
    if text.trim().is_empty() || text.parse::<ItemKey>().is_ok() {
        return Named::Literal;
    }
    // 2023.11.1 is a day.
    if matches!(text.parse(), Ok(PartialDate::Month(..) | PartialDate::Day(_))) {
        return Named::No;
    }
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    // 第七条第（三）项 is a place in a decree, and of no list.
    let of_decree = plain.contains('条') && plain.ends_with('项');
    if let Some(near) = leading_number(&plain).0.and_then(item_of).filter(|_| of_decree) {
        return Named::Doubtful(vec![near]);
    }
    if let Some(number) = only_number(&plain) {
        return item_of(number).map_or(Named::No, Named::Number);
    }
    if let Some(named) = of_class(&plain).or_else(|| two_numbers(&plain)) {
        return named;
    }
    let (number, rest) = leading_number(&plain);
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(named) = by_category(number, rest, title) {
        return named;
    }
    let (number, rest) = match trailing_number(rest) {
        Some((before, last)) if number.is_none() => (Some(last), before),
        _ => (number, rest),
    };
    let meant = by_text(rest);
    match (number.and_then(item_of), meant.as_slice()) {
        (Some(number), []) if is_explicit(&plain) || is_part_of(number, rest) => Named::Number(number),
        (Some(number), []) => Named::Doubtful(vec![number]),
        (Some(number), meant) if meant.contains(&number) => Named::Number(number),
        (Some(number), meant) => Named::Doubtful([&[number], meant].concat()),
        (None, [only]) => Named::Text(*only),
        (None, []) => Named::No,
        (None, several) => Named::Doubtful(several.to_vec()),
    }
}

/// Whether a text is an item's official text or the name of a category, with or without a number.
pub(super) fn is_of_list(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let (number, rest) = leading_number(&plain);
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    by_category(number, rest, "").is_some() || tables().items.iter().any(|(_, _, known)| *known == letters(rest))
}

/// Whether a text is the number of one item, in any spelling, alone or with the item's words.
pub(super) fn is_number(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    // 5.31 is a day as often as a category with its item.
    if two_numbers(&plain).is_some() {
        return false;
    }
    match read(text, "") {
        Named::Number(_) => true,
        Named::Literal => matches!(text.parse(), Ok(ItemKey::Official(1..=50))),
        _ => is_of_list(text) && !text.trim().is_empty(),
    }
}

/// Whether a text is the name of one item: its official text or a part of it, or one of the words alone. A title that
/// only holds such a word is none.
pub(super) fn is_name(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let (_, rest) = leading_number(&plain);
    let rest = letters(rest);
    let one = matches!(read(text, ""), Named::Number(_) | Named::Text(_));
    let part = || tables().items.iter().any(|(_, _, known)| rest.chars().count() >= 4 && known.contains(&rest));
    one && (tables().words.iter().any(|(word, ..)| *word == rest) || part())
}

/// The items that the words of a title speak of, each once.
pub fn of_title(title: &str) -> Vec<u8> {
    by_words(&letters(title))
}

fn item_of(number: u32) -> Option<u8> {
    u8::try_from(number).ok().filter(|number| (1..=50).contains(number))
}

/// Words around a number that say no more than that it is one.
const BEFORE: [&str; 11] =
    ["清单事项", "公开事项", "清单第", "事项第", "清单", "事项", "序号", "编号", "第", "№", "No."];
const AFTER: [&str; 6] = ["项内容", "项", "条", "号", "款", "."];

/// 第三十七项, (37), 清单37, 37。
fn only_number(plain: &str) -> Option<u32> {
    let mut rest = plain.trim_matches(|c| SIGNS.contains(&c));
    loop {
        let cut = BEFORE.iter().find_map(|word| rest.strip_prefix(word));
        let cut = cut.or_else(|| AFTER.iter().find_map(|word| rest.strip_suffix(word)));
        match cut {
            Some(shorter) => rest = shorter.trim_matches(|c| SIGNS.contains(&c)),
            None => break,
        }
    }
    number(rest)
}

const SIGNS: [char; 20] =
    ['(', ')', '[', ']', '【', '】', '、', ',', '.', '。', ':', ';', '"', '\'', '“', '”', '〔', '〕', '#', ' '];

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { zh::number(text).filter(|number| *number < 100) }
}

/// A number before a text, with its signs: `37、`, `(37)`, `第37项`, `五、`.
fn leading_number(plain: &str) -> (Option<u32>, &str) {
    let start = plain.trim_start_matches(|c| SIGNS.contains(&c));
    let word = BEFORE.iter().find_map(|word| start.strip_prefix(word)).unwrap_or(start);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let numerals: usize = word.chars().take_while(|c| zh::is_numeral(*c)).map(char::len_utf8).sum();
    let end = if digits > 0 { digits } else { numerals };
    let (run, rest) = word.split_at(end);
    // 一流专业 begins with a word, not with a number.
    let marked = digits > 0 || word != start || rest.starts_with(|c| SIGNS.contains(&c));
    // 第六类 and 第二部分 number something else.
    let other =
        ["类", "大类", "部分", "章", "栏", "年", "届", "级", "期", "月"].iter().any(|word| rest.starts_with(word));
    match number(run).filter(|_| marked && !other) {
        Some(number) => (Some(number), AFTER.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest)),
        None => (None, start),
    }
}

/// 教学质量信息31 and 奖学金（37）.
fn trailing_number(text: &str) -> Option<(&str, u32)> {
    let bare = text.trim_end_matches(|c| SIGNS.contains(&c)).trim_end_matches("项").trim_end_matches("第");
    let digits = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, run) = bare.split_at(bare.len() - digits);
    let before = before.trim_end_matches('第').trim_end_matches(|c| SIGNS.contains(&c));
    number(run).map(|number| (before, number))
}

/// Whether a text is a part of an item's own: 37.学生.
fn is_part_of(item: u8, text: &str) -> bool {
    let part = letters(text);
    part.chars().count() > 1 && tables().items.iter().any(|(of, _, known)| *of == item && known.contains(&part))
}

/// The item that a row between the others names when it is nothing but an item's number and text, or its text:
/// 2.学校章程及制定的各项规章制度. The words of one alone are not enough, for they may be those of a title.
pub fn item_of_group(cells: &[String]) -> Option<u8> {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let only = filled.next()?;
    if filled.any(|cell| cell != only) {
        return None;
    }
    let plain: String = half_width(only).chars().filter(|c| !c.is_whitespace()).collect();
    let (number, rest) = leading_number(&plain);
    let rest = letters(rest);
    let whole = tables().items.iter().find(|(_, _, known)| *known == rest).map(|(item, ..)| *item);
    let said = number.and_then(item_of);
    match (whole, said) {
        (Some(item), None) => Some(item),
        (Some(item), Some(said)) => (item == said || is_explicit(&plain)).then_some(item),
        (None, Some(said)) => (rest.chars().count() >= 4 && is_part_of(said, &rest)).then_some(said),
        (None, None) => None,
    }
}

/// Whether a row between the others is nothing but the name of a category: 一、基本信息. What follows it is of no item yet.
pub fn is_category_row(cells: &[String]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let only = filled.next().filter(|_| filled.next().is_none());
    only.and_then(category_of).is_some()
}

/// Whether the number is said to be one of the list: 第37项, 清单37.
fn is_explicit(plain: &str) -> bool {
    plain.starts_with("清单") || plain.starts_with("事项") || plain.starts_with('第') && plain.contains('项')
}

/// 第六类第2项, 六类37: a category, and an item of it or a place in it.
fn of_class(plain: &str) -> Option<Named> {
    let (before, after) = plain.split_once('类')?;
    let category = only_number(before)?;
    let inner = only_number(after)?;
    let items = tables().items.iter().filter(|(_, of, _)| u32::from(*of) == category);
    let items: Vec<u8> = items.map(|(item, ..)| *item).collect();
    if let Some(item) = item_of(inner).filter(|item| items.contains(item)) {
        return Some(Named::Number(item));
    }
    let place = usize::try_from(inner).ok().and_then(|inner| items.get(inner.checked_sub(1)?));
    // 第2类第1项 says it; 2类1 may mean item 1 as well.
    let said = plain.starts_with('第') && after.contains('第') && after.ends_with('项');
    Some(match place {
        Some(item) if said => Named::Number(*item),
        Some(item) => Named::Doubtful([Some(*item), item_of(inner)].into_iter().flatten().collect()),
        None => Named::Doubtful(items.clone()),
    })
}

/// Two numbers: a category and an item of it (五-31, 5.31), a category and the place within it (3-1), or two items.
fn two_numbers(plain: &str) -> Option<Named> {
    let parts: Vec<&str> = plain
        .split(|c| SIGNS.contains(&c) || matches!(c, '-' | '—' | '–' | '/' | '和' | '及' | '与' | '~' | '至'))
        .filter(|part| !part.is_empty())
        .collect();
    let numbers: Option<Vec<u32>> =
        parts.iter().map(|part| number(part.trim_start_matches('第').trim_end_matches('项'))).collect();
    let [first, second] = numbers?[..] else {
        let all: Option<Vec<u8>> = parts.iter().map(|part| number(part).and_then(item_of)).collect();
        return all.filter(|all| all.len() > 2).map(Named::Doubtful);
    };
    let items = &tables().items;
    // 第1-3项 and 1至3 are all between them.
    if plain.contains(['至', '~'])
        || plain.starts_with('第') && plain.ends_with('项') && plain.contains(['-', '—', '–'])
    {
        let all: Vec<u8> = (first..=second).filter_map(item_of).take(10).collect();
        return Some(if all.is_empty() { Named::No } else { Named::Doubtful(all) });
    }
    let in_category =
        items.iter().any(|(item, category, _)| (u32::from(*item), u32::from(*category)) == (second, first));
    let joined_as_place = !plain.contains(['、', ',', ';', '/', '和', '及', '与']);
    if in_category && joined_as_place {
        return item_of(second).map(Named::Number);
    }
    let mut candidates: Vec<u8> = Vec::new();
    let place =
        items.iter().filter(|(_, category, _)| u32::from(*category) == first).nth(second.saturating_sub(1) as usize);
    if joined_as_place {
        candidates.extend(place.filter(|_| second > 0).map(|(item, ..)| *item));
    }
    candidates.extend([first, second].into_iter().filter_map(item_of));
    candidates.dedup();
    Some(if candidates.is_empty() { Named::No } else { Named::Doubtful(candidates) })
}

/// A category's name, with its number or that of an item before or behind it.
fn by_category(number: Option<u32>, rest: &str, title: &str) -> Option<Named> {
    let (name, inner) = match trailing_number(rest) {
        Some((name, inner)) => (category_name(name), Some(inner)),
        None => (category_name(rest), None),
    };
    let (category, _) = tables().categories.iter().find(|(_, known)| *known == name && name.chars().count() > 1)?;
    let said = inner.or(number.filter(|number| *number != u32::from(*category))).and_then(item_of);
    if let Some(item) = said.filter(|item| is_of_category(*category, *item)) {
        return Some(Named::Number(item));
    }
    Some(within(*category, title))
}

/// The item of a category that a title speaks of, else all that it may be.
pub(super) fn within(category: u8, title: &str) -> Named {
    let meant: Vec<u8> = of_title(title).into_iter().filter(|item| is_of_category(category, *item)).collect();
    match meant.as_slice() {
        [only] => Named::Text(*only),
        [] => Named::Doubtful(items_of(category)),
        _ => Named::Doubtful(meant),
    }
}

fn items_of(category: u8) -> Vec<u8> {
    tables().items.iter().filter(|(_, of, _)| *of == category).map(|(item, ..)| *item).collect()
}

/// Whether an item of the list is of a category.
pub(super) fn is_of_category(category: u8, item: u8) -> bool {
    tables().items.iter().any(|(known, of, _)| (*known, *of) == (item, category))
}

/// The category that a text names, alone, with its number or by it: 二、招生考试信息, 第二类.
pub(super) fn category_of(text: &str) -> Option<u8> {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let categories = &tables().categories;
    let (_, rest) = leading_number(&plain);
    let name = category_name(rest);
    let named = categories.iter().find(|(_, known)| *known == name && name.chars().count() > 1);
    let counted = || {
        let number = only_number(plain.strip_suffix("大类").or_else(|| plain.strip_suffix('类'))?)?;
        categories.iter().find(|(known, _)| u32::from(*known) == number)
    };
    named.or_else(counted).map(|(number, _)| *number)
}

/// Items by official text, whole or the greater part of it, else by words.
fn by_text(text: &str) -> Vec<u8> {
    let plain = letters(text);
    if plain.chars().count() < 2 {
        return Vec::new();
    }
    let items = &tables().items;
    if let Some((item, ..)) = items.iter().find(|(_, _, known)| *known == plain) {
        return vec![*item];
    }
    let long = plain.chars().count() >= 5;
    let within: Vec<u8> = items
        .iter()
        .filter(|(_, _, known)| long && (known.contains(&plain) || plain.contains(known.as_str())))
        .map(|(item, ..)| *item)
        .collect();
    if within.len() == 1 {
        return within;
    }
    let mut near: Vec<(u32, u8)> = items.iter().map(|(item, _, known)| (likeness(known, &plain), *item)).collect();
    near.sort_unstable_by(|a, b| b.cmp(a));
    match near.as_slice() {
        [(best, item), (second, _), ..] if *best >= 75 && *second + 15 <= *best => vec![*item],
        _ => {
            let mut all = [within, by_words(&plain)].concat();
            all.sort_unstable();
            all.dedup();
            all
        }
    }
}

/// How alike two texts are by pairs of letters, in hundredths (Dice).
pub(super) fn likeness(a: &str, b: &str) -> u32 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let whole = a.len() + b.len();
    if whole == 0 {
        return 0;
    }
    let mut shared = 0;
    for pair in &a {
        if let Some(at) = b.iter().position(|other| other == pair) {
            b.swap_remove(at);
            shared += 1;
        }
    }
    u32::try_from(200 * shared / whole).unwrap_or(0)
}

/// What all words of a text agree on, else all that they may mean. A word within a longer one does not count.
fn by_words(plain: &str) -> Vec<u8> {
    let mut found: Vec<(usize, usize, &[u8])> = Vec::new();
    for (word, whole, items) in &tables().words {
        let word = letters(word);
        if *whole && word != plain {
            continue;
        }
        found.extend(plain.match_indices(word.as_str()).map(|(at, _)| (at, at + word.len(), items.as_slice())));
    }
    let covered = |(from, until, _): &(usize, usize, &[u8])| {
        found.iter().any(|(other, end, _)| other <= from && until <= end && end - other > until - from)
    };
    let sets: Vec<&[u8]> = found.iter().filter(|word| !covered(word)).map(|(_, _, items)| *items).collect();
    let mut all: Vec<u8> = sets.concat();
    let common: Vec<u8> = all.iter().copied().filter(|item| sets.iter().all(|set| set.contains(item))).collect();
    if !common.is_empty() {
        all = common;
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_known_by_its_number_in_every_spelling() {
        for text in [
            "三十一",
            "（31）",
            "31、促进毕业生就业的政策措施和指导服务",
            "五-31",
            "5.31",
            "第三十一项",
            "清单31",
            "第31条",
            "事项31",
            "(五)31",
            "№31",
            "31。",
            "五、教学质量信息 31",
            "“31、就业指导”",
            "教学质量信息（31）",
            "清单第31项 就业政策",
            "31.就业",
            "第五类31项",
            "清单第五类第31项",
        ] {
            assert_eq!(read(text, ""), Named::Number(31), "{text}");
        }
        for text in ["31", "第 31 项", "３１", "S1", "31."] {
            assert_eq!(read(text, ""), Named::Literal, "{text}");
        }
    }

    #[test]
    fn an_item_is_known_by_its_text_and_its_words() {
        for (text, item) in [
            ("奖学金", 37),
            ("奖学金、助学金", 37),
            ("毕业生的规模、结构、就业率、就业流向情况", 32),
            ("学生奖学金、助学金、学费减免、助学贷款与勤工俭学的申请与管理规定", 37),
            ("收支决算总表、收入决算表", 20),
            ("招生章程", 7),
            ("学生申诉", 39),
            ("教代会工作报告", 3),
            ("来华留学生管理规定", 48),
            ("信息公开年度报告", 6),
        ] {
            assert_eq!(read(text, ""), Named::Text(item), "{text}");
        }
    }

    #[test]
    fn every_official_text_means_its_item_with_and_without_its_number() {
        for (number, _, _) in &tables().items {
            let list = Catalogue::statutory(SchoolKind::University);
            let text = &list.item(&ItemKey::Official(*number)).unwrap().text;
            assert_eq!(read(text, ""), Named::Text(*number), "{text}");
            assert_eq!(read(&format!("{number}、{text}"), ""), Named::Number(*number), "{text}");
            assert_eq!(read(&format!("（{}）{text}", zh::numeral(usize::from(*number))), ""), Named::Number(*number));
        }
    }

    #[test]
    fn what_may_be_several_items_is_asked() {
        for (text, candidates) in [
            ("就业", vec![31, 32, 33]),
            ("31，32", vec![31, 32]),
            ("31/32", vec![31, 32]),
            ("3-1", vec![15, 3, 1]),
            ("37、就业质量报告", vec![37, 33]),
            ("五、教学质量信息", (27..=35).collect()),
            ("六类2", vec![37, 2]),
            ("章程", vec![2, 7]),
            ("国有资产", vec![15, 17]),
            ("其它", vec![49, 50]),
            ("毕业生就业", vec![31, 32, 33]),
            ("预决算", vec![19, 20]),
            ("学风建设", vec![40, 41, 42]),
        ] {
            assert_eq!(read(text, "关于放假的通知"), Named::Doubtful(candidates), "{text}");
        }
        for text in ["51", "0", "-1", "其他工作", "放假", "第五十一项"] {
            assert!(!matches!(read(text, ""), Named::Number(_) | Named::Text(_) | Named::Literal), "{text}");
        }
    }

    #[test]
    fn a_place_in_a_category_and_a_part_of_the_text_beside_a_number_say_the_item() {
        assert_eq!(read("第六类第2项", ""), Named::Number(37));
        assert_eq!(read("37.学生", ""), Named::Number(37));
        assert_eq!(read("37.放假", ""), Named::Doubtful(vec![37]));
        for (text, item) in [("领导分工", 1), ("处分", 38), ("奖惩", 38)] {
            assert_eq!(read(text, ""), Named::Text(item), "{text}");
        }
        assert_eq!(read("教职工处分", ""), Named::No, "only the whole cell says so");
    }

    #[test]
    fn a_row_that_is_an_item_or_a_category_is_a_heading_and_a_title_is_none() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_string()).collect::<Vec<_>>();
        let item = |cells: &[&str]| item_of_group(&row(cells));
        assert_eq!(item(&["", "2.学校章程及制定的各项规章制度", ""]), Some(2));
        assert_eq!(item(&["学校章程及制定的各项规章制度"]), Some(2));
        assert_eq!(item(&["第37项 学生奖学金、助学金"]), Some(37));
        assert_eq!(item(&["（三）信息公开年度报告"]), None, "its number is another's");
        for cells in
            [&["1", "学校章程及制定的各项规章制度"][..], &["学校章程"], &["37"], &["2.学校章"], &["一、基本信息"]]
        {
            assert_eq!(item(cells), None, "{cells:?}");
        }
        assert!(is_category_row(&row(&["一、基本信息", ""])) && !is_category_row(&row(&["一、教务处"])));
    }

    #[test]
    fn within_a_category_the_title_may_decide() {
        assert_eq!(read("学生管理服务信息", "关于评选国家奖学金的通知"), Named::Text(37));
        assert_eq!(read("六、学生管理服务信息", "学籍管理规定"), Named::Text(36));
        assert_eq!(read("学生管理服务", "学籍异动与奖学金"), Named::Doubtful(vec![36, 37]));
        assert_eq!(read("财务、资产及收费", "2024年部门预算"), Named::Text(19));
    }

    #[test]
    fn the_words_name_items_of_the_list_and_give_a_reason() {
        for line in include_str!("../../../data/item-words.tsv").lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [word, items, reason] = columns.as_slice() else { panic!("{line}") };
            assert!(word.chars().count() > 1 && !reason.is_empty(), "{line}");
            assert!(
                items.split('、').all(|item| item.parse().is_ok_and(|item: u8| (1..=50).contains(&item))),
                "{line}"
            );
        }
    }
}
