//! Rule `sum` over sentences: a total and the entries that its neighbours count one by one.
//!
//! 学校共有床位 2300 张。1 号楼 800 张。2 号楼 700 张。3 号楼 900 张 is one sum in four sentences. Entries are told by names of
//! one kind (1号楼, 2号楼; 教务处, 学生处; 2021年, 2022年), and their total by its word and by what both count. It must not
//! guess that a list is whole: entries that fall short are only questioned where one slip mends them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::claims::member::{self, Member};
use crate::consistency::claims::relation::adds_up;
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Quantity, Unit, noun_after};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::Sink;
use crate::consistency::slip::slipped;
use crate::consistency::words;
use crate::numbers::{self, Amount, print};

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(20\d\d年|上半年|下半年|\d{1,2}月)(.{0,6})$").expect("a constant pattern"));

/// 第一期, 第二批: entries told by their number.
static NTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(第[一二三四五六七八九十\d]{1,3})(期|批|轮|场|组|阶段|站|课堂)(.{0,10})$")
        .expect("a constant pattern")
});

/// No document has more numbers that matter here.
const MOST: usize = 20_000;

/// A list has no more entries.
const LONGEST: usize = 40;

/// A number in the order of the document.
#[derive(Debug)]
struct Item {
    label: String,
    kinds: Vec<Member>,
    unit: String,
    amount: Amount,
    place: Range<usize>,
    paragraph: usize,
    sentence: usize,
    total: bool,
    /// How many entries its own words say that it is of.
    of: Option<u64>,
    /// 以上三项共计.
    above: bool,
    /// 培训四期，累计 380 人: what was counted right before it, with its unit.
    counted: Option<(u64, String)>,
    /// An entry it cannot be: a plan, another year, a change, a part.
    other: bool,
    /// The sentence behind says that there are others.
    open: bool,
}

impl Item {
    /// What a number is by the words around it; where it stands is for the caller to say.
    fn read(text: &str, before: Option<&Quantity>, quantity: &Quantity) -> Item {
        let label = called(text, quantity);
        let inexact = quantity.difference || quantity.approximate || quantity.each;
        let no_entry = |label: &str| words::NO_ENTRY.iter().any(|w| label.contains(w));
        // 其中东校区 820 亩。西校区 580 亩。: the first of the entries.
        let plain = label.strip_prefix("其中").map(|l| l.trim_start_matches('，').to_owned()).filter(|l| !no_entry(l));
        let label = plain.unwrap_or(label);
        let other = inexact || no_entry(&label);
        let own = kinds(&label);
        let words_before = &text[quantity.label.clone()];
        let says = |all: &[&str]| all.iter().any(|w| words_before.contains(w));
        // 上半年共开展 12 期 is an entry of its year.
        let half = ["上半年", "下半年", "一季度", "二季度", "三季度", "四季度"].iter().any(|w| label.contains(w));
        let counted = before.filter(|q| q.is_count()).and_then(|q| {
            let count = u64::try_from(q.amount.value / numbers::ONE).ok()?;
            Some((count, text[q.at.end..q.end].to_owned()))
        });
        let heaped = words_before.contains("累计")
            && (counted.is_some() || said_of(text, None, quantity).is_some())
            && !inexact
            && !words::NO_ENTRY.iter().any(|w| *w != "累计" && label.contains(w));
        let whole = says(&words::MAKES_WHOLE) || own.is_empty() && says(&words::MAY_MAKE_WHOLE);
        let total = heaped || !other && !half && whole;
        Item {
            kinds: if total || other { Vec::new() } else { own },
            unit: text[quantity.at.end..quantity.end].to_owned(),
            amount: quantity.amount,
            place: 0..0,
            paragraph: 0,
            sentence: 0,
            label,
            total,
            counted,
            above: ["以上", "上述"].iter().any(|w| tail(&text[..quantity.at.start], 36).contains(w)),
            of: said_of(text, before, quantity),
            other: other && !total,
            open: false,
        }
    }
}

/// What a number is called: the words before it, before its colon, or behind it.
fn called(text: &str, quantity: &Quantity) -> String {
    let before = &text[quantity.label.clone()];
    if !before.is_empty() {
        return before.to_owned();
    }
    // 国家奖学金：20 人
    let colon = text[..quantity.label.start].strip_suffix('：').map(|t| tail(t, 36));
    let name = colon.and_then(|t| t.rsplit(['，', '；', '。', '、', '）', ' ']).next()).unwrap_or("");
    if name.is_empty() { noun_after(text, quantity) } else { name }.to_owned()
}

/// The numbers read so far.
#[derive(Debug, Default)]
pub(crate) struct Across {
    all: Vec<Item>,
    paragraph: usize,
    sentence: usize,
}

impl Across {
    /// Reads a paragraph of running text.
    pub(crate) fn read(&mut self, paragraph: &Paragraph) {
        self.paragraph += 1;
        let text = &paragraph.norm.text;
        for sentence in paragraph.sentences {
            self.sentence += 1;
            let said = &text[sentence.range.clone()];
            let open = ["其他", "其余", "其它", "等单位", "等部门", "正在"].iter().any(|w| said.contains(w));
            for (n, quantity) in sentence.quantities.iter().enumerate() {
                if self.all.len() >= MOST || quantity.depth > 0 || quantity.percent || quantity.unit == Unit::None {
                    continue;
                }
                let before = n.checked_sub(1).map(|n| &sentence.quantities[n]);
                let mut item = Item::read(text, before, quantity);
                (item.paragraph, item.sentence, item.open) = (self.paragraph, self.sentence, open);
                item.place = paragraph.norm.source(&(quantity.at.start..quantity.end));
                self.all.push(item);
            }
        }
    }

    /// Tests every total against the entries right behind it, or else right before it.
    pub(crate) fn finish(&self, sink: &mut Sink) {
        for at in (0..self.all.len()).filter(|i| self.all[*i].total) {
            let behind = self.entries(at, &mut (at + 1..self.all.len()));
            let before = self.entries(at, &mut (0..at).rev());
            let fits = |run: &Vec<usize>| run.len() >= 2 && self.one_thing(at, run);
            let mut runs: Vec<Vec<usize>> = [behind, before].into_iter().filter(fits).collect();
            if runs.is_empty() {
                runs.extend(self.as_many(at).or_else(|| self.sentence_by_sentence(at)));
            }
            let holds = |run: &Vec<usize>| adds_up(self.all[at].amount, run.iter().map(|i| self.all[*i].amount));
            if runs.is_empty() {
                continue;
            }
            sink.claims += 1;
            if runs.iter().any(holds) {
                continue;
            }
            if let [run] = &runs[..] {
                let finding = self.finding(at, run);
                finding.into_iter().for_each(|f| sink.report(f));
            }
        }
    }

    /// The entries that follow each other from a total on, in either direction.
    fn entries(&self, at: usize, order: &mut dyn Iterator<Item = usize>) -> Vec<usize> {
        let total = &self.all[at];
        let mut run: Vec<usize> = Vec::new();
        let mut last = at;
        for i in order {
            crate::steps::take(1);
            let item = &self.all[i];
            if item.paragraph.abs_diff(self.all[last].paragraph) > 1 || run.len() >= LONGEST {
                break;
            }
            // 三个食堂共有: how many they are.
            if i + 1 == at && total.of == u64::try_from(item.amount.value / numbers::ONE).ok() && run.is_empty() {
                continue;
            }
            // A sentence may say more of its entry in another unit.
            if item.unit != total.unit {
                if item.sentence == self.all[last].sentence && !item.total { continue } else { break }
            }
            let first = run.first().map_or(item, |f| &self.all[*f]);
            let akin = item.kinds.iter().any(|k| first.kinds.iter().any(|f| f.class == k.class));
            let twice = run.iter().any(|r| self.all[*r].kinds.iter().any(|k| item.kinds.contains(k)));
            if item.total || item.other || !akin || twice {
                // A number of the same unit that is no entry makes the list doubtful.
                if item.sentence == self.all[last].sentence && !item.total {
                    return Vec::new();
                }
                break;
            }
            last = i;
            run.push(i);
        }
        run
    }

    /// 附中学生 A 人，附小学生 B 人，附幼学生 C 人。三校学生总数 W 人: as many before a total as it says, all of one noun.
    fn as_many(&self, at: usize) -> Option<Vec<usize>> {
        let total = &self.all[at];
        let count = usize::try_from(total.of?).ok().filter(|n| (2..=12).contains(n))?;
        let reach = if total.above { count } else { 1 };
        let near = |i: &usize| total.paragraph - self.all[*i].paragraph <= reach;
        let numeral = |i: &usize| self.all[*i].unit != total.unit && *i + 1 == at;
        let run: Vec<usize> =
            (0..at).rev().take(2 * count + 2).filter(|i| !numeral(i)).take(count).take_while(near).collect();
        let noun = |i: usize| tail(self.all[i].label.trim_end_matches(['有', '共', '为', '达']), 6).to_owned();
        let first = noun(*run.first()?);
        // 以上三项共计: whatever stands above.
        let above = total.above;
        let alike = |i: &usize| {
            let item = &self.all[*i];
            let own = item.unit == total.unit && !item.total && !item.other && !item.open;
            own && (noun(*i) == first || above) && item.label.chars().count() > 2
        };
        let mut names: Vec<&str> = run.iter().map(|i| self.all[*i].label.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let apart = run.iter().any(|i| self.all[*i].sentence != total.sentence);
        let further = run.last().and_then(|i| i.checked_sub(1)).is_some_and(|i| near(&i) && alike(&i));
        let whole = run.len() == count && names.len() == count && run.iter().all(alike);
        (whole && apart && !further && (above || total.label.contains(&first))).then_some(run)
    }

    /// 印发文件共 86 份。党委文件 28 份。行政文件 42 份。会议纪要 16 份。 and the paragraph ends: a short sentence for each.
    fn sentence_by_sentence(&self, at: usize) -> Option<Vec<usize>> {
        let total = &self.all[at];
        let run: Vec<usize> =
            (at + 1..self.all.len()).take(9).take_while(|i| self.all[*i].paragraph == total.paragraph).collect();
        let last = *run.last()?;
        let ends = self.all.get(last + 1).is_none_or(|next| next.paragraph != total.paragraph);
        // 国家奖学金发放 16 万元，励志奖学金发放 250 万元: or all in the sentence behind, with the verb of the total.
        let verb = tail(&self.all[last].label, 6).to_owned();
        let listed = verb.chars().count() == 2
            && total.label.contains(&verb)
            && run.iter().all(|i| self.all[*i].sentence == total.sentence + 1 && self.all[*i].label.ends_with(&verb));
        let one = |i: &usize| {
            let item = &self.all[*i];
            let own = item.unit == total.unit && !item.total && !item.other && !item.open;
            own && (listed || item.sentence == self.all[*i - 1].sentence + 1)
                && (3..=12).contains(&item.label.chars().count())
        };
        let sum: i128 = run.iter().map(|i| self.all[*i].amount.value).sum();
        let near = (sum - total.amount.value).abs() * 10 <= total.amount.value;
        let says = total.label.contains('共') && total.sentence > 0;
        let mut names: Vec<&str> = run.iter().map(|i| self.all[*i].label.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        (says && ends && near && run.len() >= 3 && names.len() == run.len() && run.iter().all(one)).then_some(run)
    }

    /// Whether total and entries count one thing by their words, in sentences of their own.
    fn one_thing(&self, at: usize, run: &[usize]) -> bool {
        let total = &self.all[at];
        let apart = run.iter().any(|i| self.all[*i].sentence != total.sentence);
        let open = run.iter().chain([&at]).any(|i| self.all[*i].open);
        let rest = |i: &usize| self.all[*i].kinds.first().map_or("", |k| k.class.trim_start_matches('…')).to_owned();
        let shares = |i: &usize| {
            let rest: Vec<char> = rest(i).chars().collect();
            // 上半年 34 场，下半年 52 场: of whatever the total counts.
            let table = self.all[*i].kinds.first().is_some_and(|k| !k.class.starts_with('…'));
            let noun: Vec<char> = self.all[*i].label.chars().collect();
            let bare = matches!(total.label.as_str(), "共计" | "合计" | "总计" | "共" | "一共");
            if table {
                return bare || noun.windows(2).any(|w| total.label.contains(&w.iter().collect::<String>()));
            }
            let time = matches!(rest.iter().collect::<String>().as_str(), "半年" | "季度");
            let own = time || rest.windows(2).any(|w| total.label.contains(&w.iter().collect::<String>()));
            own || words::KINDS_OF.contains(&rest.iter().collect::<String>().as_str())
        };
        apart && !open && run.iter().all(shares)
    }

    fn finding(&self, at: usize, run: &[usize]) -> Option<Finding> {
        let total = &self.all[at];
        let sum: i128 = run.iter().map(|i| self.all[*i].amount.value).sum();
        let off = total.amount.value - sum;
        let slip = slipped(total.amount, sum).is_some()
            || run.iter().any(|i| slipped(self.all[*i].amount, self.all[*i].amount.value + off).is_some());
        let class = self.all[run[0]].kinds.first().map_or("", |k| k.class.as_str());
        let year = (total.label.contains("全年") || class == "…半年" || class == "…季度")
            && (class.starts_with("…半年") && run.len() == 2 || class.starts_with("…季度") && run.len() == 4);
        let before = total.counted.as_ref();
        let nth = before.is_some_and(|(n, unit)| *n == run.len() as u64 && class.starts_with(&format!("…{unit}")));
        let counted = year || nth || total.of == Some(run.len() as u64);
        // What falls short may be a list that is not whole; what is far too much may be of another total.
        if !counted && (off > 0 && !(slip && run.len() >= 3) || off < 0 && !(slip || -off * 2 <= total.amount.value)) {
            return None;
        }
        let mut run = run.to_vec();
        run.sort_unstable();
        let (stated, derived) = (print(total.amount.value), print(sum));
        let unit = &total.unit;
        let message = Message::new(
            format!("各句所列之和为 {derived}{unit}，与总数 {stated}{unit} 不符，相差 {}{unit}。", print(off.abs())),
            format!(
                "What the sentences list makes {derived}, not the stated {stated}; the difference is {}.",
                print(off.abs())
            ),
        );
        let terms: Vec<String> = run.iter().map(|i| print(self.all[*i].amount.value)).collect();
        Some(
            Finding::new(Rule::Sum, Severity::Warning, total.place.clone(), message)
                .mismatch(Stated::new(&stated), Derived::new(&derived))
                .arithmetic(format!("{}={derived}≠{stated}", terms.join("+")))
                .places(run.iter().map(|i| self.all[*i].place.clone()).collect()),
        )
    }
}

/// 两校区共, 三类合计: the number of entries that a total says it is of.
fn said_of(text: &str, before: Option<&Quantity>, total: &Quantity) -> Option<u64> {
    if let Some(count) = before.filter(|q| q.end == total.label.start && q.is_count()) {
        return u64::try_from(count.amount.value / numbers::ONE).ok();
    }
    let numeral: String = text[total.label.clone()].chars().take_while(|c| numbers::is_numeral(*c)).collect();
    numbers::chinese(&numeral)
}

/// What an entry is one of: a building, an office, a year.
fn kinds(label: &str) -> Vec<Member> {
    if let Some(year) = YEAR.captures(label) {
        let long = ["半年", "年", "月"].into_iter().find(|w| year[1].ends_with(w)).unwrap_or("");
        return vec![Member { class: format!("…{long}{}", &year[2]), name: year[1].to_owned(), within: "" }];
    }
    let label = label.trim_end_matches(['为', '有', '是', '达', '到', '的']);
    if let Some(nth) = NTH.captures(label) {
        let name = format!("{}{}", &nth[1], &nth[2]);
        return vec![Member { class: format!("…{}{}", &nth[2], &nth[3]), name, within: "" }];
    }
    // 校本部教师 and 南校区教师: the seat of a school is one of its places.
    if let Some(rest) = ["校本部", "本部"].iter().find_map(|w| label.strip_prefix(w)) {
        let rest = rest.strip_prefix("校区").unwrap_or(rest);
        return vec![Member { class: format!("…校区{rest}"), name: "校本部".to_owned(), within: "" }];
    }
    let own: Vec<Member> = member::kind_of(label).into_iter().collect();
    // 网络申请, 信函申请: kinds that the table knows.
    // 教职工 and 学生 are subjects of their own wherever they stand.
    let persons = member::members(label, true);
    let of_things = |m: &Member| !m.class.starts_with(['…', '±']) && !persons.iter().any(|p| p.class == m.class);
    let table = || member::members(label, false).into_iter().filter(of_things).collect();
    if own.is_empty() { table() } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_told_by_names_of_one_kind() {
        let class = |text: &str| kinds(text).first().map(|k| (k.class.clone(), k.name.clone()));
        assert_eq!(class("1号楼床位"), Some(("…号楼床位".to_owned(), "1号楼".to_owned())));
        assert_eq!(class("2021年招生"), Some(("…年招生".to_owned(), "2021年".to_owned())));
        assert_eq!(class("网络申请"), Some(("channel".to_owned(), "网上申请".to_owned())));
        assert_eq!(class("教职工"), None);
    }
}
