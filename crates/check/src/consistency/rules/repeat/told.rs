//! Rule `repeat` between text and table: a figure in words against the cell that its words name.
//!
//! 办理行政复议案件 134 件 above a table whose row 行政复议案件 says 170 is one fact with two values. The words before the
//! number must be made up of the row's name and of what is said of anything (全年, 共, 办理); one word more, such as 男生 or
//! 上半年, tells another fact, and nothing is compared. It must not guess which column is meant.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::document::Document;
use crate::consistency::document::chars::head;
use crate::consistency::document::outline::Outline;
use crate::consistency::document::quantity::{Unit, noun_after};
use crate::consistency::document::table::{Grid, Slot, not_summable};
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::slip::slipped;
use crate::consistency::words;
use crate::numbers::{Amount, ONE};

/// Figures kept for comparison at most.
const MOST: usize = 4_000;

/// The names of rows are no sentences, and those of two or three characters name too much.
const LONGEST: usize = 20;
const SHORTEST: usize = 4;

/// A table stands right behind the words that announce it.
const NEAR: usize = 400;

/// 教授, 微博: names of two or three characters mean the table beside which they stand.
const BESIDE: usize = 1_200;

const TOTALS: [&str; 2] = ["合计", "总计"];

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"20\d\d(?:年度?|-20\d\d学年|学年)").expect("a constant pattern"));

/// 截至年底, 截至2023年12月31日: the time that tables are of.
static TO_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:截至|截止)(?:到)?(?:目前|年底|年末|本年底|本年末|(?:20\d\d年)?(?:底|末|12月底|12月31日|8月31日))[,，]?",
    )
    .expect("a constant pattern")
});

static REMARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[(（][^)）]*[)）]").expect("a constant pattern"));

/// A figure that the text gives.
#[derive(Debug)]
struct Told {
    /// The words before it.
    label: String,
    years: Vec<String>,
    /// As printed, without its scale.
    digits: i128,
    printed: String,
    place: Range<usize>,
    /// 件, 人, 万元.
    unit: String,
    /// 见下表: the table behind it is announced.
    announced: bool,
    /// Cells that its words name, with the name.
    cells: Vec<(i128, String, Range<usize>)>,
}

/// The figures of the text, and the cells that they name.
#[derive(Debug, Default)]
pub(crate) struct ToldTwice {
    told: Vec<Told>,
    /// Figures by two characters of their words.
    by_pair: HashMap<(char, char), Vec<usize>>,
}

impl Check for ToldTwice {
    fn paragraph(&mut self, paragraph: &Paragraph, _: &mut Sink) {
        if !paragraph.is_prose() {
            return;
        }
        let text = &paragraph.norm.text;
        for sentence in paragraph.sentences {
            for quantity in &sentence.quantities {
                let stock = !quantity.percent && !quantity.difference && !quantity.each && !quantity.approximate;
                let counted = quantity.unit != Unit::None && quantity.depth == 0;
                if !stock || !counted || self.told.len() >= MOST {
                    continue;
                }
                let behind = noun_after(text, quantity);
                let lead = text.get(sentence.range.start..quantity.label.start).unwrap_or("");
                let lead = TO_DATE.replace_all(lead, "");
                let label = &text[quantity.label.clone()];
                // 全年共有 5 件予以公开: the name stands behind the number.
                let turned = (2..=10).contains(&behind.chars().count()) && bare(label).is_empty();
                let (label, behind) = if turned { (behind, "") } else { (label, behind) };
                let other = |said: &str| words::ANOTHER_FACT.iter().any(|w| said.contains(w));
                // 女教师 120 人，其中教授 30 人: of another whole than the table's.
                let part = label.contains("其中") || lead.contains("其中");
                let whole = sentence.quantities.iter().take_while(|q| q.at.start < quantity.at.start).last();
                let of_another = part && whole.is_some_and(|q| !bare(&text[q.label.clone()]).is_empty());
                let lead = lead.strip_suffix("其中，").unwrap_or(&lead);
                // 网站 9 个（42 次）、文件 3 个（24 次）: the entries of a list are no sentences of their own.
                let listed =
                    text[..quantity.label.start].ends_with(['、', '：']) || text[quantity.end..].starts_with('（');
                if label.chars().count() > 30 || listed || !behind.is_empty() || other(lead) || of_another {
                    continue;
                }
                let years =
                    YEAR.find_iter(lead).chain(YEAR.find_iter(label)).map(|m| m.as_str()[..4].to_owned()).collect();
                let scale = numbers_scale(&text[quantity.at.clone()]);
                self.keep(Told {
                    label: REMARK.replace_all(label, "").into_owned(),
                    years,
                    digits: quantity.amount.value / scale,
                    printed: text[quantity.at.start..quantity.end].to_owned(),
                    unit: text[quantity.at.end..quantity.end].to_owned(),
                    place: paragraph.norm.source(&(quantity.at.start..quantity.end)),
                    announced: ["见下表", "如下表", "见表", "如表"]
                        .iter()
                        .any(|w| head(&text[quantity.end..], 240).contains(w)),
                    cells: Vec::new(),
                });
            }
        }
    }

    fn table(&mut self, grid: &Grid, _: &mut Sink) {
        if grid.rows.len() < 2 || self.told.is_empty() {
            return;
        }
        // 2023年渠道 over the names says of what year all the columns are.
        let first = grid.header(false, 0);
        let of_all = YEAR.find(&first).map_or(String::new(), |year| format!("{}|", year.as_str()));
        let dated = |head: String| if YEAR.is_match(&head) { head } else { format!("{of_all}{head}") };
        let heads: Vec<String> = (0..grid.width).map(|c| dated(grid.header(false, c))).collect();
        for row in 0..grid.rows.len() {
            self.row(grid, row, &heads);
        }
    }

    fn finish(self: Box<Self>, _: &Document, _: &Outline, sink: &mut Sink) {
        for told in self.told.iter().filter(|t| !t.cells.is_empty()) {
            sink.claims += 1;
            let mut values: Vec<i128> = told.cells.iter().map(|c| c.0).collect();
            values.sort_unstable();
            values.dedup();
            let [value] = values[..] else { continue };
            // What differs many times over is another unit or another thing.
            if value == told.digits || value == 0 || value > told.digits * 4 || told.digits > value * 4 {
                continue;
            }
            let (_, name, place) = &told.cells[0];
            let cell = crate::numbers::print(value);
            let printed = &told.printed;
            let message = Message::new(
                format!("文中写作 {printed}，表中“{name}”为 {cell}：两处应一致。"),
                format!("The text says {printed}; the table gives {cell} for “{name}”. The two must agree."),
            );
            sink.report(
                Finding::new(Rule::Repeat, Severity::Warning, told.place.clone(), message)
                    .instead(Required::new(&cell), Printed::new(crate::numbers::print(told.digits)))
                    .places(vec![told.place.clone(), place.clone()]),
            );
        }
    }
}

impl ToldTwice {
    fn keep(&mut self, told: Told) {
        let chars: Vec<char> = told.label.chars().collect();
        let mut pairs: Vec<(char, char)> = chars.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            self.by_pair.entry(pair).or_default().push(self.told.len());
        }
        self.told.push(told);
    }

    /// Figures whose words hold this name.
    fn naming(&self, name: &str) -> Vec<usize> {
        let mut chars = name.chars();
        let (Some(a), Some(b)) = (chars.next(), chars.next()) else { return Vec::new() };
        let known = self.by_pair.get(&(a, b)).map(Vec::as_slice).unwrap_or_default();
        crate::steps::take(known.len());
        known.iter().copied().filter(|i| self.told[*i].label.contains(name)).take(50).collect()
    }

    fn row(&mut self, grid: &Grid, row: usize, heads: &[String]) {
        let slots = &grid.rows[row];
        let Some(label) = slots.iter().find(|s| !s.label.is_empty()).map(|s| plain(&s.label)) else { return };
        let numbers: Vec<usize> =
            (0..slots.len()).filter(|c| slots[*c].amount.is_some() && !not_summable(&heads[*c])).collect();
        let length = label.chars().count();
        if numbers.is_empty() || !(2..=LONGEST).contains(&length) {
            return;
        }
        let short = length < SHORTEST && !TOTALS.contains(&label.as_str());
        let total = TOTALS.iter().find_map(|w| label.strip_suffix(w));
        let name = match total {
            // The total of a table is named by the head of its column.
            Some("") => None,
            Some(rest) => Some(rest.to_owned()),
            None => Some(label.clone()),
        };
        if let Some(name) = name {
            for told in self.naming(&name) {
                if short && !self.beside(told, grid) {
                    continue;
                }
                let Some(rest) = self.rest(told, &name) else { continue };
                if let Some(column) = self.column(told, &numbers, heads, &rest) {
                    self.note(told, slots, column, &label);
                }
            }
            return;
        }
        if let [column] = numbers[..] {
            self.total_behind(grid, row, column, &heads[column]);
        }
        for &column in &numbers {
            let head = heads[column].split('|').rfind(|h| !h.is_empty()).unwrap_or("").to_owned();
            let head = REMARK.replace_all(&head, "").into_owned();
            let name = head.trim_end_matches(['数', '量', '额', '条', '人', '件', '篇', '项', '次']).to_owned();
            if name.chars().count() < 2 {
                continue;
            }
            for told in self.naming(&name) {
                let whole = ["全年", "共", "总", "合计"].iter().any(|w| self.told[told].label.contains(w));
                let rest = self.rest(told, &name).filter(|r| r.is_empty());
                if whole && rest.is_some() && self.of_year(told, &heads[column]) {
                    self.note(told, slots, column, &format!("{head}{label}"));
                }
            }
        }
    }

    /// Whether a figure stands near a table, before or behind it.
    fn beside(&self, told: usize, grid: &Grid) -> bool {
        let of = |row: Option<&Vec<Slot>>| row.into_iter().flatten().map(|s| s.range.clone()).find(|r| !r.is_empty());
        let (Some(first), Some(last)) = (of(grid.rows.first()), of(grid.rows.last())) else { return false };
        let place = &self.told[told].place;
        let before = place.end <= first.start && first.start - place.end <= BESIDE;
        before || place.start >= last.end && place.start - last.end <= BESIDE
    }

    /// 共受理申请 27 件，见下表: the total of the table right behind, whose first head says what is counted.
    fn total_behind(&mut self, grid: &Grid, row: usize, column: usize, head: &str) {
        let Some(start) = grid.rows.iter().flatten().map(|s| s.range.start).filter(|s| *s > 0).min() else { return };
        let first = grid.rows.first().and_then(|r| r.first()).map_or("", |s| s.label.as_str());
        let noun = ["类别", "类型", "种类", "名称", "项目", "方式", "渠道"]
            .iter()
            .fold(first, |noun, w| noun.strip_suffix(w).unwrap_or(noun));
        let near: Vec<usize> = (0..self.told.len())
            .rev()
            .take(12)
            .filter(|i| self.told[*i].place.end <= start && start - self.told[*i].place.end <= NEAR)
            .collect();
        for told in near {
            let said = &self.told[told].label;
            let unit = self.told[told].unit.as_str();
            let whole = ["共", "总", "合计", "各类"].iter().any(|w| said.contains(w));
            let counted = !unit.is_empty()
                && (head.contains(&format!("{unit}数"))
                    || head.contains(&format!("（{unit}）"))
                    || head.contains(&format!("({unit})")));
            let rest = bare(said).replace(noun, "");
            let named = noun.chars().count() >= 2 && rest.is_empty() && said.contains(noun);
            // 经费支出合计 25.6 over a table whose total is 26.5: a slip away, and in its unit.
            let slip = || {
                let cell = grid.rows[row][column].amount?;
                let figure = Amount { value: self.told[told].digits, last_place: cell.last_place };
                let years = &self.told[told].years;
                let dated = years.is_empty() || years.iter().any(|y| head.contains(y.as_str()));
                let long = cell.value / cell.last_place.max(1) >= 100;
                (dated && (long || self.told[told].announced)).then(|| slipped(figure, cell.value)).flatten()
            };
            let total =
                ["合计", "总计", "总量", "总数", "总额"].iter().any(|w| said.ends_with(w)) || said.contains("各类");
            let unsaid = !REMARK.is_match(head) && head.contains("数量");
            let total = total || self.told[told].announced;
            if whole && (counted && named || total && (counted || unsaid) && slip().is_some()) {
                self.note(told, &grid.rows[row], column, "合计");
            }
        }
    }

    fn note(&mut self, told: usize, slots: &[Slot], column: usize, name: &str) {
        if let Some(amount) = slots[column].amount
            && self.told[told].cells.len() < 8
        {
            self.told[told].cells.push((amount.value, name.to_owned(), slots[column].range.clone()));
        }
    }

    /// What the words of a figure say beside a name and what is said of anything.
    fn rest(&self, told: usize, name: &str) -> Option<String> {
        let label = &self.told[told].label;
        let (before, after) = label.split_once(name)?;
        // 行政复议 in 未经行政复议: the longer word is another.
        let joined = format!("{before}\u{0}{after}");
        Some(bare(&joined).replace('\u{0}', ""))
    }

    /// The one column that a figure can be of.
    fn column(&self, told: usize, numbers: &[usize], heads: &[String], rest: &str) -> Option<usize> {
        let fits: Vec<usize> = numbers.iter().copied().filter(|c| self.of_year(told, &heads[*c])).collect();
        // 机械工程学院有学生 1280 人: of 学生数 and 教师数 the one that the words name.
        let said = &self.told[told].label;
        let named = |c: &usize| {
            heads[*c].split('|').any(|h| {
                let head = REMARK.replace_all(h, "");
                let head = head.trim_end_matches("人数").trim_end_matches(['数', '量', '额']);
                head.chars().count() >= 2 && said.contains(head)
            })
        };
        let by_head: Vec<usize> = fits.iter().copied().filter(named).collect();
        if let ([one], [_, _, ..]) = (&by_head[..], &fits[..])
            && heads[*one].split('|').any(|h| {
                let head = REMARK.replace_all(h, "");
                let head = head.trim_end_matches("人数").trim_end_matches(['数', '量', '额']);
                bare(rest).replace(head, "").is_empty()
            })
        {
            return Some(*one);
        }
        // 预算数 and 决算数: what was spent is the outcome unless the words say 预算.
        let outcome: Vec<usize> = fits.iter().copied().filter(|c| heads[*c].contains("决算")).collect();
        if let ([one], true) = (&outcome[..], fits.len() > 1 && !said.contains("预算") && rest.is_empty()) {
            return Some(*one);
        }
        if rest.is_empty() {
            if let [one] = fits[..] {
                return Some(one);
            }
            let totals: Vec<usize> = fits
                .iter()
                .copied()
                .filter(|c| heads[*c].split('|').any(|h| matches!(h, "合计" | "总计" | "小计")))
                .collect();
            return if let [one] = totals[..] { Some(one) } else { None };
        }
        let named: Vec<usize> = fits.into_iter().filter(|c| heads[*c].split('|').any(|h| bare(h) == rest)).collect();
        if let [one] = named[..] { Some(one) } else { None }
    }

    /// Whether figure and column are of one year and one unit, as far as both say.
    fn of_year(&self, told: usize, head: &str) -> bool {
        let unit = self.told[told].unit.as_str();
        let mut units = REMARK.find_iter(head).map(|m| m.as_str().trim_matches(['(', '（', '）', ')'])).peekable();
        let money = |u: &str| u.ends_with('元');
        let person = |u: &str| matches!(u, "人" | "名" | "位");
        let alike =
            |u: &str| u.ends_with(unit) || unit.ends_with(u) || money(u) && money(unit) || person(u) && person(unit);
        if units.peek().is_some() && !units.any(|u| alike(u) || !words::UNITS.contains(&u)) {
            return false;
        }
        let years = &self.told[told].years;
        let heads: Vec<&str> = YEAR.find_iter(head).map(|m| &m.as_str()[..4]).collect();
        years.is_empty() || heads.is_empty() || heads.iter().any(|h| years.iter().any(|y| y == h))
    }
}

/// The name of a row without its number and remarks.
fn plain(label: &str) -> String {
    let label = REMARK.replace_all(label, "");
    let rest = label.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let numbered = rest.len() < label.len() && rest.starts_with(['、', '.', '．']);
    if numbered { rest.trim_start_matches(['、', '.', '．']).to_owned() } else { label.trim().to_owned() }
}

/// Words without years, remarks, and what is said of anything.
fn bare(text: &str) -> String {
    let text = REMARK.replace_all(text, "");
    let mut text = YEAR.replace_all(&text, "").into_owned();
    for word in words::SAID_OF_ANY.iter() {
        if text.contains(word) {
            text = text.replace(word, "");
        }
    }
    text
}

/// What the digits of a printed number are to be multiplied with: 万, 亿.
fn numbers_scale(printed: &str) -> i128 {
    let digits = printed.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    match &printed[digits..] {
        "" => 1,
        _ => crate::numbers::read_amount(&format!("1{}", &printed[digits..])).map_or(1, |(a, _)| a.value / ONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_anything_leaves_nothing_and_another_word_stays() {
        assert_eq!(bare("2023年共办理"), "");
        assert_eq!(bare("招收男生"), "男生");
        assert_eq!(bare("信息条数"), "");
    }

    #[test]
    fn digits_are_compared_without_their_scale() {
        assert_eq!((numbers_scale("3.2万"), numbers_scale("12")), (10_000, 1));
    }
}
