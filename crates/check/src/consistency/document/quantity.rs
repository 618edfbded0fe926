//! Quantities in a sentence: number, unit, label, and how exact they claim to be.
//!
//! The one place that knows what a number in Chinese running text counts. It must not compare
//! quantities; that is for the rules.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::chars::{head, tail};
use super::norm::Norm;
use crate::consistency::words;
use crate::numbers::{self, Amount, ONE};

/// What a quantity counts, so far that two of them may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Unit {
    /// 人, 名, 位: persons.
    Person,
    /// 元 in any scale.
    Money,
    /// Any other counted or measured unit: its text.
    Other(&'static str),
    /// A bare number.
    None,
}

/// One quantity.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    /// The number with its scale, in normalised bytes.
    pub(crate) at: Range<usize>,
    /// End of number and unit.
    pub(crate) end: usize,
    pub(crate) amount: Amount,
    pub(crate) unit: Unit,
    pub(crate) percent: bool,
    /// 约, 余, ranges: not to be held to an equality.
    pub(crate) approximate: bool,
    /// 增加 20 人: a difference, no stock.
    pub(crate) difference: bool,
    /// 人均 20 元, 男女各 20 人: one of several alike, so that nothing is the sum of it.
    pub(crate) each: bool,
    /// Text between the last delimiter or quantity and the number.
    pub(crate) label: Range<usize>,
    /// Parentheses open around it.
    pub(crate) depth: usize,
    /// Which pair of parentheses, by the place of the opening one; 0 outside.
    pub(crate) group: usize,
}

impl Quantity {
    pub(crate) fn is_count(&self) -> bool {
        self.amount.is_exact_count() && !self.percent && !matches!(self.unit, Unit::Money)
    }

    /// The digits as printed, without scale.
    pub(crate) fn digits<'a>(&self, text: &'a str) -> &'a str {
        let printed = &text[self.at.clone()];
        let end = printed.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        &printed[..end]
    }
}

/// A sentence of a paragraph with its quantities.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) range: Range<usize>,
    pub(crate) quantities: Vec<Quantity>,
    /// From where on its numbers are not read.
    pub(crate) unread: Option<usize>,
}

/// More numbers than this in one sentence are read clause by clause, each up to a semicolon; where none stands, they are
/// a table that lost its lines, and the rest is not read, which [`Sentence::unread`] tells.
pub(crate) const MOST: usize = 60;

/// The units by their first character, the longest first.
static BY_FIRST: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<char, Vec<&'static str>> = HashMap::new();
    for unit in words::UNITS.iter().copied() {
        map.entry(unit.chars().next().unwrap_or(' ')).or_default().push(unit);
    }
    map.values_mut().for_each(|units| units.sort_by_key(|u| std::cmp::Reverse(u.len())));
    map
});

/// The sentences of a paragraph that hold at least one quantity.
pub(crate) fn sentences(norm: &Norm) -> Vec<Sentence> {
    let text = &norm.text;
    let mut all = Vec::new();
    let mut start = norm.body;
    for (at, c) in text[norm.body..].char_indices().map(|(i, c)| (i + norm.body, c)) {
        // A sentence that opens with 其中 or 分产业看 goes on with the one before.
        if matches!(c, '。' | '！' | '？') && !words::CUES.iter().any(|cue| text[at + c.len_utf8()..].starts_with(cue))
        {
            push_sentence(text, start..at, &mut all);
            start = at + c.len_utf8();
        }
    }
    push_sentence(text, start..text.len(), &mut all);
    all
}

fn push_sentence(text: &str, range: Range<usize>, all: &mut Vec<Sentence>) {
    let mut rest = range;
    loop {
        let (mut quantities, stop) = quantities(text, rest.clone());
        let mut sentence = rest.clone();
        let mut unread = None;
        if stop < rest.end {
            let cut = text[rest.start..stop].rfind('；').map(|at| rest.start + at);
            let outside =
                |at: usize| text[rest.start..at].matches('（').count() <= text[rest.start..at].matches('）').count();
            if let Some(cut) = cut.filter(|at| outside(*at)) {
                quantities.retain(|q| q.end <= cut);
                sentence.end = cut;
            } else {
                unread = Some(stop);
            }
        }
        let next = sentence.end + '；'.len_utf8();
        let goes_on = sentence.end < rest.end;
        if !quantities.is_empty() {
            all.push(Sentence { range: sentence, quantities, unread });
        }
        if !goes_on {
            return;
        }
        rest.start = next;
    }
}

/// Where the reader of quantities is in the sentence.
#[derive(Default)]
struct State {
    /// Where each parenthesis opened, with the label before it and the quantities found so far.
    open: Vec<(usize, usize, usize)>,
    /// Inside 《》 or “”: titles and slogans hold no quantities.
    quoted: usize,
    label_from: usize,
}

/// The numbers of a stretch, and how far they were read.
fn quantities(text: &str, range: Range<usize>) -> (Vec<Quantity>, usize) {
    let mut found: Vec<Quantity> = Vec::new();
    let mut state = State { label_from: range.start, ..State::default() };
    let mut at = range.start;
    while at < range.end && found.len() < MOST {
        let c = text[at..].chars().next().unwrap_or(' ');
        crate::steps::take(1);
        match c {
            '《' | '“' | '「' => state.quoted += 1,
            '》' | '”' | '」' => state.quoted = state.quoted.saturating_sub(1),
            '（' | '〔' => {
                state.open.push((at, state.label_from, found.len()));
                state.label_from = at + c.len_utf8();
            }
            '）' | '〕' => {
                // 生产总值（GDP）400亿元: a remark without numbers belongs to the label.
                state.label_from = match state.open.pop() {
                    Some((_, label, count)) if count == found.len() => label,
                    Some((open, label, count)) if count + 1 == found.len() => {
                        let outer = state.open.last().map_or(0, |o| o.0);
                        unwrap_bracket(text, found.last_mut(), open..at, label, (state.open.len(), outer));
                        at + c.len_utf8()
                    }
                    _ => at + c.len_utf8(),
                };
            }
            '，' | '、' | '；' | '：' => state.label_from = at + c.len_utf8(),
            _ if state.quoted == 0 && (c.is_ascii_digit() || numbers::is_numeral(c) || c == '百') => {
                let (next, quantity) = read(text, at, range.end, &state);
                if let Some(quantity) = quantity {
                    state.label_from = quantity.end;
                    found.push(quantity);
                }
                at = next;
                continue;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    share_units(text, &mut found);
    // Where only words are left, nothing is.
    let left = text[at.min(range.end)..range.end].contains(|c: char| c.is_ascii_digit());
    (found, if left { at } else { range.end })
}

/// 教授（38人）、副教授（62人）: a number alone in its brackets is said of the name before them.
fn unwrap_bracket(
    text: &str,
    quantity: Option<&mut Quantity>,
    bracket: Range<usize>,
    label: usize,
    (depth, group): (usize, usize),
) {
    let Some(quantity) = quantity else { return };
    let alone = quantity.at.start == bracket.start + '（'.len_utf8() && quantity.end == bracket.end;
    let named = text.get(label..bracket.start).is_some_and(|name| (2..=10).contains(&name.chars().count()));
    if alone && named && !quantity.percent && quantity.unit != Unit::None {
        (quantity.label, quantity.depth, quantity.group) = (label..bracket.start, depth, group);
        quantity.end = bracket.end + '）'.len_utf8();
    }
}

/// Reads the number at `at`; gives where to go on and the quantity, if it is one.
fn read(text: &str, at: usize, end: usize, state: &State) -> (usize, Option<Quantity>) {
    let rest = &text[at..end];
    let before = tail(&text[..at], 24);
    let Some((amount, len, per_hundred)) = fraction(before, rest).or_else(|| number(rest)) else {
        let skip = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.' || numbers::is_numeral(*c))
            .map(char::len_utf8)
            .sum::<usize>();
        return (at + skip.max(rest.chars().next().map_or(1, char::len_utf8)), None);
    };
    let mut next = at + len;
    let numeral = !rest.starts_with(|c: char| c.is_ascii_digit()) && !per_hundred;
    let coded = is_code(before, &text[next..end]);
    let (loose_after, skip) = looseness_after(&text[next..end]);
    let mut after = &text[next + skip..end];
    let percent = per_hundred || after.starts_with('%') || after.starts_with('‰');
    let (unit, unit_len) = if percent { (Unit::None, usize::from(after.starts_with('%'))) } else { unit_at(after) };
    // 1250万度 is electricity, 30度 an angle.
    let power = unit == Unit::Other("") && after.starts_with('度') && text[at..next].ends_with(['万', '亿']);
    let unit = if power { Unit::Other("度") } else { unit };
    after = &after[unit_len..];
    // 48.91亿 of things that the label names.
    let scaled = unit == Unit::None && !percent && text[at..next].ends_with(['万', '亿']);
    let unit = if scaled { Unit::Other("亿") } else { unit };
    if unit == Unit::Other("") || coded || (numeral && matches!(unit, Unit::None)) || (numeral && amount.value <= ONE) {
        // Past a date, an ordinal or a code; the next number starts after it.
        return (next + skip + unit_len, None);
    }
    if !percent && qualifies(after) {
        return (next + skip + unit_len, None);
    }
    let (range_follows, range_len) = range_after(&text[next..end]);
    if range_follows && !is_range(&text[at..next], &text[next..next + range_len]) {
        return (next + range_len, None);
    }
    if range_follows {
        next += range_len;
        // 1-12月, 3日至5日 are dates.
        let (unit, unit_len) = unit_at(&text[next..end]);
        if unit == Unit::Other("") {
            return (next + unit_len, None);
        }
    }
    let unit = if range_follows { Unit::None } else { unit };
    let stop = if range_follows { next } else { next + skip + unit_len };
    let approximate = loose_after || range_follows || loose_before(before) || loose_tail(after);
    let label = state.label_from.min(at)..at;
    let points = matches!(unit, Unit::Other(u) if u.ends_with("百分点"));
    let difference = !percent && (points || is_difference(&text[label.clone()]));
    let each = is_each(&text[label.clone()]);
    let quantity = Quantity {
        at: at..at + len,
        end: stop,
        amount,
        unit,
        percent,
        approximate,
        difference,
        each,
        label,
        depth: state.open.len(),
        group: state.open.last().map_or(0, |o| o.0),
    };
    (stop, Some(quantity))
}

/// 占两成五, 占三分之一: a share in words, as per cent. How exact it is, is how people speak: a tenth, or a third.
fn fraction(before: &str, rest: &str) -> Option<(Amount, usize, bool)> {
    let said =
        ["占", "达", "近", "约", "的", "为", "超", "了", "有", "过", "比", "高"].iter().any(|w| before.ends_with(w));
    // 占1/3
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(rest);
    if let Some(behind) = rest[first..].strip_prefix('/').filter(|_| said && (1..=2).contains(&first)) {
        let second = digits(behind);
        let of: u64 = rest[..first].parse().ok()?;
        let value: u64 = behind[..second].parse().ok().filter(|v| (2..=10).contains(v) && of < *v)?;
        let share = i128::from(of) * 100 * ONE / i128::from(value);
        return Some((Amount { value: share / ONE * ONE, last_place: 2 * ONE }, first + 1 + second, true));
    }
    let numeral = |text: &str| -> String { text.chars().take(3).take_while(|c| numbers::is_numeral(*c)).collect() };
    let first = numeral(rest);
    let value = numbers::chinese(&first).filter(|_| said)?;
    let behind = &rest[first.len()..];
    if let Some(part) = behind.strip_prefix("分之") {
        let second = numeral(part);
        let of = numbers::chinese(&second).filter(|of| *of < value && (2..=10).contains(&value))?;
        let share = i128::from(of) * 100 * ONE / i128::from(value);
        let len = first.len() + "分之".len() + second.len();
        return Some((Amount { value: share / ONE * ONE, last_place: 2 * ONE }, len, true));
    }
    let part = behind.strip_prefix('成').filter(|_| (1..=10).contains(&value))?;
    let second = numeral(part);
    let half = part.starts_with('半');
    let tenth = i128::from(numbers::chinese(&second).unwrap_or(if half { 5 } else { 0 }));
    let end = &part[if half { '半'.len_utf8() } else { second.len() }..];
    // 三成员, 一成不变: no share.
    let closed = end.is_empty()
        || end.starts_with(['，', '。', '；', '、', '）', '以', '左', '的', '多', '是', '为', '来', '有']);
    if !closed || tenth > 9 {
        return None;
    }
    let exact = half || !second.is_empty();
    let len = rest.len() - end.len();
    let value = (i128::from(value) * 10 + tenth) * ONE;
    Some((Amount { value, last_place: if exact { ONE } else { 10 * ONE } }, len, true))
}

/// A number in digits, in Chinese numerals before a unit, or 百分之….
fn number(rest: &str) -> Option<(Amount, usize, bool)> {
    if let Some(part) = rest.strip_prefix("百分之") {
        let lead = "百分之".len();
        if let Some((amount, len)) = numbers::read_amount(part) {
            return Some((amount, lead + len, true));
        }
        let numeral: String = part.chars().take(12).take_while(|c| numbers::is_numeral(*c)).collect();
        let value = numbers::chinese(&numeral)?;
        let (mut amount, mut len) = (Amount::whole(value.try_into().ok()?), lead + numeral.len());
        if let Some(fraction) = part[numeral.len()..].strip_prefix('点') {
            let digits: String = fraction.chars().take(4).take_while(|c| numbers::is_numeral(*c)).collect();
            for digit in digits.chars() {
                let step = amount.last_place / 10;
                amount.value += i128::from(numbers::chinese(&digit.to_string())?) * step;
                amount.last_place = step;
            }
            len += '点'.len_utf8() + digits.len();
        }
        return Some((amount, len, true));
    }
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return numbers::read_amount(rest).map(|(amount, len)| (amount, len, false));
    }
    let numeral: String = rest.chars().take(16).take_while(|c| numbers::is_numeral(*c)).collect();
    let value = numbers::chinese(&numeral)?;
    if let Some(decimal) = numeral_with_point(value, &rest[numeral.len()..]) {
        return Some((decimal.0, numeral.len() + decimal.1, false));
    }
    Some((Amount::whole(value.try_into().ok()?), numeral.len(), false))
}

/// 点五亿 behind 一: what follows the whole of a numeral, and its length. 三点十分 is a time.
fn numeral_with_point(whole: u64, rest: &str) -> Option<(Amount, usize)> {
    let fraction = rest.strip_prefix('点')?;
    let digits: String = fraction.chars().take(7).take_while(|c| "零〇一二三四五六七八九".contains(*c)).collect();
    let plain: String =
        digits.chars().filter_map(|c| numbers::chinese(&c.to_string())).map(|n| n.to_string()).collect();
    let behind = &fraction[digits.len()..];
    if plain.is_empty() || behind.starts_with(['十', '百', '千', '分', '半', '刻']) {
        return None;
    }
    let scale = ["万亿", "亿", "万"].into_iter().find(|w| behind.starts_with(w)).unwrap_or("");
    let (amount, _) = numbers::read_amount(&format!("{whole}.{plain}{scale}"))?;
    Some((amount, '点'.len_utf8() + digits.len() + scale.len()))
}

/// The unit at the start of `after`: its family and length. `Other("")` marks dates and ordinals.
fn unit_at(after: &str) -> (Unit, usize) {
    let first = after.chars().next().and_then(|c| BY_FIRST.get(&c));
    let Some(unit) = first.and_then(|units| units.iter().find(|u| after.starts_with(**u))) else {
        return (Unit::None, 0);
    };
    let family = match *unit {
        "人" | "名" | "位" => Unit::Person,
        "元" | "万元" | "亿元" => Unit::Money,
        u if words::NO_COUNT.contains(&u) => Unit::Other(""),
        u => Unit::Other(u),
    };
    (family, unit.len())
}

/// 余, 多, 左右 … right after the number: whether approximate, and bytes before the unit to skip.
fn looseness_after(after: &str) -> (bool, usize) {
    for word in ["余", "多", "来"] {
        if after.starts_with(word) {
            return (true, word.len());
        }
    }
    let more = after.starts_with('+') && !after[1..].starts_with(|c: char| c.is_ascii_digit());
    (more, usize::from(more))
}

/// 左右, 以上 … after the unit.
fn loose_tail(after: &str) -> bool {
    words::LOOSE_AFTER.iter().any(|w| after.starts_with(w))
}

/// 单价10万元以上设备4.12亿元: the bound of what is counted, which has a number of its own.
fn qualifies(after: &str) -> bool {
    let bound = ["（含）以上", "及以上", "（含）以下", "及以下", "以上", "以下"];
    let Some(rest) = bound.iter().find_map(|w| after.strip_prefix(w)) else { return false };
    let noun: String = rest.chars().take(13).take_while(|c| !c.is_ascii() && !"，、；：。（）".contains(*c)).collect();
    let numeral = noun.chars().any(numbers::is_numeral);
    (2..=12).contains(&noun.chars().count()) && !numeral && rest[noun.len()..].starts_with(|c: char| c.is_ascii_digit())
}

fn loose_before(before: &str) -> bool {
    // 通过 285 人 says who passed.
    let passed = ["通过", "经过", "考过"].iter().any(|w| before.ends_with(w));
    // 节约 5 万元, 签约 320 人: no guess.
    let deed = ["节约", "签约", "预约", "履约", "违约", "续约", "解约", "邀约"].iter().any(|w| before.ends_with(w));
    !passed && !deed && words::LOOSE_BEFORE.iter().any(|w| before.ends_with(w))
}

/// 增加, 减少, 比上年 …: the number is a change.
fn is_difference(label: &str) -> bool {
    let label = tail(label, 60);
    // 增加值 is a product, no increase.
    if reaches(label) || words::NO_DIFFERENCE.iter().any(|w| label.contains(w)) {
        return false;
    }
    words::DIFFERENCE.iter().any(|w| label.contains(w))
        || (label.contains(['比', '较']) && ["多", "少", "增", "减", "新增"].iter().any(|w| label.ends_with(w)))
        || label.ends_with('第')
}

/// 人均, 单产, 男女各…: what is counted is one of many.
fn is_each(label: &str) -> bool {
    let label = tail(label, 60).trim_end_matches(['为', '有', '达', '到', '是', '约']);
    // 单价10万元以上设备 are all of a kind, and no price.
    let bound = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let means = |w: &&str| label.match_indices(*w).any(|(at, _)| !bound(&label[at + w.len()..]));
    label.ends_with('各') || words::EACH.iter().any(means)
}

/// 增长到, 降至: the number is the new stock, not the change.
pub(crate) fn reaches(label: &str) -> bool {
    words::REACHES.iter().any(|w| label.contains(w))
}

/// An ordinal, or part of a code: 第3, A12, 3.1.2, 5kg.
fn is_code(before: &str, after: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '第' | '〔' | '/' | '#' | '.' | '_' | '@'))
        || is_dashed(before)
        || after.starts_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'G' | 'T' | 'M' | 'm'))
        || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Part of a code or a telephone number such as 0730-8888.
fn is_dashed(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next() == Some('-') && back.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// 30-35 is a range; 0730-8888123 and 2022-2023 are not.
fn is_range(first: &str, second: &str) -> bool {
    let second = second.trim_start_matches(|c: char| !c.is_ascii_digit());
    let year = |t: &str| t.len() == 4 && (t.starts_with("19") || t.starts_with("20"));
    let telephone = first.starts_with('0') || second.starts_with('0') || second.len() >= 7;
    let years = year(first) && year(second);
    !(telephone || years)
}

/// A second number after a range sign: whether, and its length with the sign.
fn range_after(after: &str) -> (bool, usize) {
    for sign in ["-", "~", "至", "到"] {
        if let Some(rest) = after.strip_prefix(sign) {
            let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            if digits > 0 {
                return (true, sign.len() + digits);
            }
        }
    }
    (false, 0)
}

/// 30、35、41人: the unit stands once, after the last.
fn share_units(text: &str, found: &mut [Quantity]) {
    for i in (1..found.len()).rev() {
        let (left, right) = found.split_at_mut(i);
        let (Some(before), after) = (left.last_mut(), &right[0]) else { continue };
        let gap = &text[before.end.min(after.at.start)..after.at.start];
        if before.unit == Unit::None
            && !before.percent
            && !after.percent
            && matches!(gap, "、" | "和" | "，" | "及" | "与")
        {
            before.unit = after.unit;
        }
    }
}

/// Whether two quantities may stand in one sum.
pub(crate) fn same_unit(a: &Quantity, b: &Quantity) -> bool {
    a.unit == b.unit && a.percent == b.percent
}

/// The noun that follows a quantity directly, up to the next delimiter: 12名教授.
pub(crate) fn noun_after<'a>(text: &'a str, quantity: &Quantity) -> &'a str {
    let rest = head(&text[quantity.end..], 48);
    let end = rest.find(['，', '、', '；', '。', '（', '）', '：', '其']).unwrap_or(rest.len());
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::document::pieces::Paragraphs;
    use domain::extract::{BlockKind, Extract, Place};

    fn read_all(text: &str) -> Vec<(String, bool)> {
        let mut extract = Extract::default();
        extract.push(text, BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
        let pieces = Paragraphs::new(&extract).next().expect("one paragraph");
        let norm = Norm::from_pieces(&extract, &pieces);
        sentences(&norm)
            .iter()
            .flat_map(|s| &s.quantities)
            .map(|q| (norm.text[q.at.start..q.end].to_owned(), q.approximate))
            .collect()
    }

    #[test]
    fn quantities_are_told_from_dates_codes_and_ordinals() {
        assert_eq!(
            read_all("2023 年 7 月 26 日，第 3 批共 1,234 人，电话 0730-8888，民院发〔2023〕12号。"),
            [("1234人".to_owned(), false)]
        );
    }

    #[test]
    fn words_of_doubt_make_a_quantity_approximate() {
        for text in ["论文100余篇", "约30人", "30多个", "5人以上", "30-35人", "3至5项"] {
            assert!(read_all(text).iter().all(|q| q.1), "{text}");
        }
        assert_eq!(read_all("共１２人"), [("12人".to_owned(), false)]);
    }

    #[test]
    fn chinese_numerals_count_when_a_unit_follows() {
        assert_eq!(read_all("组织三十五人参加一般性活动，统一安排"), [("三十五人".to_owned(), false)]);
    }

    #[test]
    fn titles_and_slogans_hold_no_quantities() {
        assert!(read_all("印发《关于5项任务的通知》，落实“三个100人”").is_empty());
    }
}
