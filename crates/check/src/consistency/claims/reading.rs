//! What the words of a sentence say a percentage, ratio or average is of.
//!
//! Finds readings only; whether one fits is for `rate` to say.

use std::sync::LazyLock;

use regex::Regex;

use super::rate::{Base, Certainty, Earlier, Figure, RateClaim, Reading};
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, same_unit};
use crate::consistency::words;
use crate::numbers::Amount;

/// The figures of another year, one beside the other.
static AGAINST_YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:较|比|与)(?:20\d\d[年届]|上年|去年|上届).*、").expect("a constant pattern"));

/// A sentence, its quantities, and those stated before it in the paragraph.
pub(crate) struct Context<'a> {
    pub(crate) text: &'a str,
    pub(crate) sentence: &'a Sentence,
    pub(crate) all: &'a [Quantity],
    pub(crate) earlier: &'a [Earlier],
}

/// What a share may be of.
#[derive(Default)]
struct Bases {
    readings: Vec<Reading>,
    /// The different values that the words name.
    named: Vec<i128>,
    /// Those they leave open.
    open: Vec<i128>,
    /// How many of the readings are of this sentence.
    here: usize,
}

impl Bases {
    fn add(&mut self, value: i128, matches: bool, reading: Reading) {
        let list = if matches { &mut self.named } else { &mut self.open };
        if !list.contains(&value) {
            list.push(value);
        }
        self.readings.push(reading);
    }
}

impl Context<'_> {
    pub(crate) fn label(&self, i: usize) -> &str {
        &self.text[self.all[i].label.clone()]
    }

    /// The words between the quantity before and this one.
    pub(crate) fn lead(&self, i: usize) -> &str {
        let from = if i == 0 { self.sentence.range.start } else { self.all[i - 1].end };
        &self.text[from.min(self.all[i].at.start)..self.all[i].at.start]
    }

    pub(crate) fn is_stock(&self, i: usize) -> bool {
        let q = &self.all[i];
        !q.percent && !q.difference && !q.approximate && q.unit != Unit::None && q.amount.value > 0
    }

    /// A 10 人、B 20 人，分别占 33.3%、66.7%.
    pub(crate) fn respectively(&self, i: usize, percents: usize) -> Option<RateClaim> {
        let first = (0..=i).rev().take_while(|p| self.all[*p].percent).last()?;
        if !self.text[self.sentence.range.start..self.all[first].at.start].ends_with("占")
            && !tail(self.lead(first), 60).contains("分别占")
        {
            return None;
        }
        let run = (first..self.all.len()).take_while(|p| self.all[*p].percent).count();
        if run < 2 || percents != run || !tail(self.lead(first), 60).contains("分别") {
            return None;
        }
        let stocks: Vec<usize> = (0..first).filter(|s| self.is_stock(*s)).collect();
        let parts = stocks.get(stocks.len().checked_sub(run)?..)?;
        let part = parts[i - first];
        let mut readings: Vec<Reading> = stocks[..stocks.len() - run]
            .iter()
            .filter(|w| same_unit(&self.all[**w], &self.all[part]))
            .map(|w| Reading { of: vec![part], base: Base::Here(*w) })
            .collect();
        readings.extend(
            self.earlier_bases(part, "", "").map(|(amount, _)| Reading { of: vec![part], base: Base::Earlier(amount) }),
        );
        // A base of another sentence is one of many that could be meant.
        let here = readings.first().is_some_and(|r| matches!(r.base, Base::Here(_)));
        let certainty = if readings.len() == 1 && here { Certainty::Likely } else { Certainty::Loose };
        Some(RateClaim { stated: i, figure: Figure::Share, readings, certainty })
    }

    /// 112.8 万套，占年度计划 170.4 万套的 66.2%: the base has its own number after 占.
    fn share_of_number(&self, i: usize) -> Option<RateClaim> {
        let base = i.checked_sub(1)?;
        let of = base.checked_sub(1)?;
        if let Some(claim) = self.share_of_several(i, base) {
            return Some(claim);
        }
        let lead = self.lead(i);
        let own = lead.rsplit('）').next().unwrap_or(lead);
        let name = self.label(base);
        let close = lead.chars().count() <= 12 && !lead.contains(['，', '；', '、']) && own.starts_with('的');
        let between = &self.text[self.all[of].end..self.all[base].at.start];
        // 占教职工总数（320 人）的 15%
        let bracketed = name.is_empty() && between.contains('占') && between.ends_with('（');
        let fits = close
            && (["占", "为", "是", "仅占", "约占", "完成", "相当于"].iter().any(|w| name.starts_with(w)) || bracketed)
            && self.is_stock(base)
            && self.is_stock(of)
            && same_unit(&self.all[of], &self.all[base])
            && between.chars().count() <= 22
            && !own.contains("分别");
        fits.then(|| RateClaim {
            stated: i,
            figure: Figure::Share,
            readings: vec![Reading { of: vec![of], base: Base::Here(base) }],
            certainty: Certainty::Explicit,
        })
    }

    /// 教授 60 人、副教授 120 人，二者合计占教师总数 300 人的 60%.
    fn share_of_several(&self, i: usize, base: usize) -> Option<RateClaim> {
        let (who, _) = self.label(base).split_once('占')?;
        let most = match who {
            "二者合计" | "两者合计" | "二者共" | "两者共" | "两项合计" | "二者" | "两者" => 2,
            "三者合计" | "三者共" | "三项合计" | "三者" => 3,
            "合计" | "共" | "合" => 9,
            _ => return None,
        };
        let like = |s: &usize| self.is_stock(*s) && same_unit(&self.all[*s], &self.all[base]);
        let of: Vec<usize> = (0..base).rev().take_while(like).take(most).collect();
        let own =
            self.lead(i).starts_with('的') && self.is_stock(base) && (of.len() == most || most == 9 && of.len() >= 2);
        let readings = vec![Reading { of, base: Base::Here(base) }];
        own.then_some(RateClaim { stated: i, figure: Figure::Share, readings, certainty: Certainty::Explicit })
    }

    /// The number that a share is of: the one before it, past its own growth: 122 亿元，增长 3.1%，占….
    fn part_of(&self, i: usize) -> Option<usize> {
        let mut of = i.checked_sub(1)?;
        for _ in 0..2 {
            let growth = self.all[of].percent && words::OWN_GROWTH.iter().any(|w| self.label(of).contains(w));
            let change = self.all[of].difference && !self.all[of].percent;
            let Some(before) = of.checked_sub(1) else { break };
            let gap = &self.text[self.all[before].end..self.all[of].at.start];
            let share = self.all[of].percent && ["占", "完成"].iter().any(|w| self.label(of).contains(w));
            if !(growth || change || share) || gap.contains(['；', '。', '）']) || gap.chars().count() > 14 {
                break;
            }
            of = before;
        }
        Some(of)
    }

    /// 较2024届的 2987 人、落实率 92.4%: the rate of another year, which this year's figures do not make.
    pub(crate) fn of_another_year(&self, i: usize) -> bool {
        let before = tail(&self.text[self.sentence.range.start..self.all[i].at.start], 60);
        let clause = before.rsplit(['，', '；', '。', '（']).next().unwrap_or("");
        let label = self.label(i);
        let change = words::UP.iter().chain(words::DOWN.iter()).any(|w| label.contains(w));
        label.contains('率') && !change && AGAINST_YEAR.is_match(clause)
    }

    /// …380 人，占专任教师的 62.09%.
    pub(crate) fn share(&self, i: usize) -> Option<RateClaim> {
        if let Some(claim) = self.share_of_number(i) {
            return Some(claim);
        }
        let lead = self.lead(i);
        let cut = lead.rfind('占')?;
        let words = &lead[cut + '占'.len_utf8()..];
        if words.contains(['，', '；', '：', '。']) || ["分别", "合计", "共计", "同比"].iter().any(|w| lead.contains(w))
        {
            return None;
        }
        let nothing = RateClaim { stated: i, figure: Figure::Share, readings: Vec::new(), certainty: Certainty::Loose };
        let gap = &lead[..cut];
        // The part stands right before 占; a clause in between names another part without a number.
        let of = self.part_of(i)?;
        if !self.is_stock(of)
            || gap.chars().filter(|c| !c.is_ascii_punctuation()).count() > 12
            || gap.contains('；')
            || gap.contains('）')
        {
            return Some(nothing);
        }
        // 在全行业收入中占比 65.8%: the base stands before 占.
        let inside = gap.trim_start_matches('，').strip_prefix('在').and_then(|g| g.strip_suffix('中'));
        let base_name = inside.map_or_else(|| base_name(words), base_name);
        let Bases { mut readings, named, open, here } = self.bases(of, base_name, words);
        readings.extend(self.sums_up_to(of));
        let of_which = self.text[self.sentence.range.start..self.all[of].at.start].contains("其中");
        let plain = words::PLAIN_SHARE.iter().fold(words.to_owned(), |rest, w| rest.replace(w, ""));
        // 占 60.5% of nothing else than what the part was counted from.
        let last = gap.rsplit('，').next().unwrap_or(gap);
        let own = last.trim_matches(['约', '仅', '均', '只', '、']).is_empty();
        // A base with a share of its own is a part itself.
        let divided = readings.first().is_some_and(|r| match r.base {
            Base::Here(b) => self.all.get(b + 1).is_some_and(|next| next.percent && self.label(b + 1).contains('占')),
            _ => false,
        });
        let own = own && (of_which || !divided);
        let whole =
            own && plain.is_empty() && (here > 0 && (of_which || open.len() == 1) || here == 0 && open.len() == 1);
        let certainty = if named.is_empty() && whole {
            Certainty::Whole
        } else if named.len() == 1 {
            Certainty::Explicit
        } else if named.is_empty() && here == 1 && open.len() == 1 && self.holds_name(&readings, base_name, words) {
            Certainty::Whole
        } else if named.is_empty() && open.len() == 1 && here == 1 && of_which && base_name.is_empty() {
            Certainty::Likely
        } else {
            Certainty::Loose
        };
        Some(RateClaim { stated: i, figure: Figure::Share, readings, certainty })
    }

    /// 公开事项 50 项，…占公开总数的: the only whole there is, whose label holds the name.
    fn holds_name(&self, readings: &[Reading], name: &str, words: &str) -> bool {
        let label = readings.first().and_then(|r| if let Base::Here(b) = r.base { Some(self.label(b)) } else { None });
        name.chars().count() >= 2 && label.is_some_and(|label| label.contains(name) && one_place(label, words))
    }

    /// Everything before `of` that it may be a share of; what the words name comes first.
    fn bases(&self, of: usize, base_name: &str, words: &str) -> Bases {
        let mut bases = Bases::default();
        let value = |b: usize| self.all[b].amount.value;
        for base in (0..of).rev().filter(|b| self.is_stock(*b) && same_unit(&self.all[*b], &self.all[of])) {
            if value(base) >= value(of) {
                let label = self.label(base);
                let matches = !base_name.is_empty() && one_place(label, words) && names(label, base_name);
                bases.add(value(base), matches, Reading { of: vec![of], base: Base::Here(base) });
            }
        }
        bases.here = bases.readings.len();
        for (amount, matches) in self.earlier_bases(of, base_name, words) {
            bases.add(amount.value, matches, Reading { of: vec![of], base: Base::Earlier(amount) });
        }
        if let [named] = bases.named[..] {
            let value_of = |r: &Reading| match r.base {
                Base::Here(b) => value(b),
                Base::Earlier(a) => a.value,
                _ => 0,
            };
            bases.readings.sort_by_key(|r| value_of(r) != named);
        }
        bases
    }

    /// 占 stands where several parts were just listed: the share may be that of their sum.
    fn sums_up_to(&self, of: usize) -> Vec<Reading> {
        let alike = |i: &usize| self.is_stock(*i) && same_unit(&self.all[*i], &self.all[of]);
        let mut readings = Vec::new();
        for from in (0..of).rev().take(5).take_while(alike) {
            let sum: Vec<usize> = (from..=of).collect();
            readings.extend((0..from).filter(alike).map(|b| Reading { of: sum.clone(), base: Base::Here(b) }));
        }
        readings
    }

    /// 512 人，占 10.47%: parts with the share right after them.
    pub(crate) fn numbers_with_shares(&self) -> Vec<(usize, usize)> {
        let shares = |i: &usize| {
            let lead = self.lead(*i);
            let close =
                lead.chars().count() <= 14 && lead.contains('占') && !lead.contains("分别") && !lead.contains('）');
            self.all[*i].percent && !self.all[*i].approximate && close && self.is_stock(i - 1)
        };
        let all: Vec<usize> = (1..self.all.len()).filter(shares).collect();
        // One unit, or the shares are of different things.
        let unit = all.first().map(|i| self.all[i - 1].unit);
        all.into_iter().filter(|i| Some(self.all[i - 1].unit) == unit).map(|i| (i - 1, i)).collect()
    }

    pub(super) fn earlier_bases(&self, of: usize, name: &str, words: &str) -> impl Iterator<Item = (Amount, bool)> {
        let (unit, value) = (self.all[of].unit, self.all[of].amount.value);
        let bases: Vec<(Amount, bool)> = self
            .earlier
            .iter()
            .rev()
            .filter(|e| e.exact && e.unit == unit && e.amount.value >= value)
            .map(|e| (e.amount, !name.is_empty() && one_place(&e.label, words) && names(&e.label, name)))
            .take(12)
            .collect();
        bases.into_iter()
    }

    /// 报到率 96.88%, 完成预算的 95.2%: quotients of what was just counted.
    pub(crate) fn named_rate(&self, i: usize) -> Option<RateClaim> {
        let label = tail(self.label(i), 45).trim_end_matches(['为', '达', '到', '是', '约']);
        let planned =
            (label.contains("完成") && label.contains('的')) || (label.contains("预算") && label.ends_with('的'));
        let label = if label.ends_with("满意度") { "满意率" } else { label };
        let label = label.strip_suffix("进度").filter(|l| l.ends_with("执行")).map_or(label, |_| "预算执行率");
        let planned =
            planned || label.ends_with("完成率") && ["计划", "任务", "目标"].iter().any(|w| label.contains(w));
        let rate = label.ends_with('率') && !words::NO_QUOTIENT.iter().any(|w| label.ends_with(w));
        if !rate && !planned {
            return None;
        }
        if let Some(claim) = self.graded(i, label) {
            return Some(claim);
        }
        let employment = label.contains("就业") || label.contains("去向落实") || label.contains("升学");
        let from = self.text[self.sentence.range.start..self.all[i].at.start]
            .rfind(['；', '。'])
            .map_or(0, |p| self.sentence.range.start + p);
        let before: Vec<usize> = (0..i).filter(|s| self.is_stock(*s) && self.all[*s].at.start >= from).collect();
        // 升学率 of two numbers is no custom: of all who leave school, those who go on.
        let own = label.ends_with("升学率") && before.len() == 2;
        let mut readings: Vec<Reading> = Vec::new();
        for &base in &before {
            for &of in &before {
                if of != base
                    && same_unit(&self.all[of], &self.all[base])
                    && (planned || self.all[of].amount.value <= self.all[base].amount.value)
                {
                    readings.push(Reading { of: vec![of], base: Base::Here(base) });
                }
            }
        }
        if employment {
            readings.extend(self.employed(&before));
        }
        if words::SAVINGS.iter().any(|w| label.contains(w)) {
            let drops = pairs(&before).filter(|(a, b)| same_unit(&self.all[*a], &self.all[*b]));
            readings.extend(drops.map(|(of, from)| Reading { of: vec![of], base: Base::From(from) }));
        }
        // 计划 5000 人，录取 4800 人，报到 4650 人，计划完成率: which of them counts as done is custom.
        let one = !label.ends_with("完成率") || before.len() == 2;
        if let Some(done) = self
            .planned(&before)
            .filter(|_| one)
            .filter(|_| planned && ["预算", "计划", "目标"].iter().any(|w| label.contains(w)))
        {
            return Some(RateClaim {
                stated: i,
                figure: Figure::Share,
                readings: vec![done],
                certainty: Certainty::Explicit,
            });
        }
        // The stage before may stand in the clause before.
        let all: Vec<usize> = (0..i).filter(|s| self.is_stock(*s)).collect();
        let staged = self.stages(label, &all).filter(|_| rate && (!employment || own));
        if let Some(stages) = &staged {
            readings.insert(0, stages.clone());
        }
        // Two numbers right before the rate, and nothing else it could be of.
        let near = before.last().is_some_and(|last| {
            let gap = self.text[self.all[*last].end..self.all[i].at.start].chars().count();
            gap <= label.chars().count() + 8
        });
        // 提案 86 件，已答复 86 件，满意率: two like numbers name no quotient.
        let differ = before.windows(2).all(|w| self.all[w[0]].amount.value != self.all[w[1]].amount.value);
        let sure = (before.len() == 2 && differ && near || staged.is_some()) && !readings.is_empty();
        let certainty = if staged.is_some() && near {
            Certainty::Whole
        } else if sure {
            Certainty::Likely
        } else {
            Certainty::Loose
        };
        Some(RateClaim { stated: i, figure: Figure::Share, readings, certainty })
    }

    /// 满意 700 人，基本满意 250 人，不满意 50 人，满意率: which grades count, and whether all who took part do or only those who
    /// answered, is custom. Every customary reading is a reading, and a number that no grade names is none of them.
    fn graded(&self, i: usize, label: &str) -> Option<RateClaim> {
        let called = |row: &&words::Row| {
            row.first().is_some_and(|stems| stems.iter().any(|stem| label.ends_with(&format!("{stem}率"))))
        };
        let row = words::GRADES.iter().find(called)?;
        let [stem, good, bad, ..] = &row[..] else { return None };
        let turned = stem.iter().any(|stem| words::NEGATED.iter().any(|no| label.ends_with(&format!("{no}{stem}率"))));
        let name = |s: &usize| self.grade(*s, good, bad);
        let stocks: Vec<usize> = (0..i).filter(|s| self.is_stock(*s)).collect();
        let grades: Vec<(usize, bool)> = stocks.iter().filter_map(|s| Some((*s, name(s)?))).collect();
        let claim = |readings, certainty| RateClaim { stated: i, figure: Figure::Share, readings, certainty };
        match grades.as_slice() {
            [] => return None,
            // Of the others alone no rate is made.
            [(_, is_good)] if *is_good == turned => return Some(claim(Vec::new(), Certainty::Loose)),
            // One number named like the rate is a stage like any other.
            [_] => return None,
            _ => {}
        }
        let of: Vec<usize> = grades.iter().filter(|(_, is_good)| *is_good != turned).map(|(s, _)| *s).collect();
        let first = grades[0].0;
        let alike = |s: &usize| same_unit(&self.all[*s], &self.all[first]);
        let wholes: Vec<usize> = stocks.iter().copied().filter(|s| name(s).is_none() && alike(s)).collect();
        let sum = |all: &[usize]| all.iter().map(|s| self.all[*s].amount.value).sum::<i128>();
        let answered = sum(&grades.iter().map(|(s, _)| *s).collect::<Vec<_>>());
        let last_place = self.all[first].amount.last_place;
        let mut bases: Vec<(Base, i128)> = wholes.iter().map(|s| (Base::Here(*s), self.all[*s].amount.value)).collect();
        bases.extend(
            self.earlier
                .iter()
                .rev()
                .filter(|e| e.exact && e.unit == self.all[first].unit)
                .take(12)
                .map(|e| (Base::Earlier(e.amount), e.amount.value)),
        );
        let whole_is_made = wholes.iter().any(|s| self.all[*s].amount.value == answered);
        bases.push((Base::Earlier(Amount { value: answered, last_place }), answered));
        let parts: Vec<Vec<usize>> = (1u32..1 << of.len().min(6))
            .map(|mask| of.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, s)| *s).collect())
            .collect();
        let readings = bases.iter().flat_map(|(base, value)| {
            let fits = parts.iter().filter(|of| sum(of) <= *value);
            fits.map(|of| Reading { of: of.clone(), base: base.clone() }).collect::<Vec<_>>()
        });
        // Grades that make the whole leave no other reading.
        Some(claim(readings.collect(), if whole_is_made { Certainty::Whole } else { Certainty::Loose }))
    }

    /// Whether a quantity is of a grade, and of a good one.
    fn grade(&self, s: usize, good: &[&str], bad: &[&str]) -> Option<bool> {
        let label = self.label(s).trim_end_matches(['的', '有', '为', '共', '：']);
        let label = label.strip_suffix("人数").unwrap_or(label);
        let behind = &self.text[self.all[s].end..self.sentence.range.end];
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(['，', '、', '；', '。', '）']);
        let named = |grades: &[&str]| {
            grades.iter().any(|grade| label.ends_with(grade) || behind.strip_prefix(grade).is_some_and(ends))
        };
        if named(bad) { Some(false) } else { named(good).then_some(true) }
    }

    /// 年初预算为 A，支出决算为 B，完成年初预算的: B over A.
    fn planned(&self, before: &[usize]) -> Option<Reading> {
        let is_plan = |s: &usize| {
            let label = self.label(*s);
            ["预算", "计划", "目标"].iter().any(|w| label.contains(w))
                && !["决算", "实际", "完成"].iter().any(|w| label.contains(w))
        };
        let is_done = |s: &usize| words::DONE.iter().any(|w| self.label(*s).contains(w)) && !is_plan(s);
        let at = before.iter().rposition(is_plan)?;
        let of = before[at + 1..].iter().copied().find(is_done)?;
        let base = before[at];
        same_unit(&self.all[of], &self.all[base]).then(|| Reading { of: vec![of], base: Base::Here(base) })
    }

    /// 录取 5762 人，报到 5531 人，报到率: the stage the rate is named after, over the stage before it.
    fn stages(&self, label: &str, before: &[usize]) -> Option<Reading> {
        let name = label.strip_suffix('率')?;
        let start = name.char_indices().rev().nth(1)?.0;
        let stem = &name[start..];
        let also =
            words::STAGES.iter().filter(|row| row.first().is_some_and(|c| c.contains(&stem))).flat_map(|row| &row[1]);
        let stems: Vec<&str> = std::iter::once(stem).chain(also.copied()).collect();
        // 未报到 200 人 is no stage.
        let reached = |label: &str, stem: &str| {
            label.find(stem).is_some_and(|at| !words::NEGATED.iter().any(|no| label[..at].ends_with(no)))
        };
        let at = before.iter().rposition(|s| stems.iter().any(|stem| reached(self.label(*s), stem)))?;
        let of = before[at];
        let large = |b: &&usize| {
            same_unit(&self.all[**b], &self.all[of]) && self.all[**b].amount.value >= self.all[of].amount.value
        };
        // 结项 42 项，立项 60 项，结项率: the stage before may stand behind, if nothing else does.
        let behind = || before[at + 1..].first().filter(|b| before.len() == 2 && large(b));
        let base = before[..at].iter().rev().find(large).or_else(behind)?;
        Some(Reading { of: vec![of], base: Base::Here(*base) })
    }

    /// Which outcomes count as employed is a matter of definition: every subset of the parts is a reading.
    fn employed(&self, before: &[usize]) -> Vec<Reading> {
        let Some((&base, parts)) = before.split_first() else { return Vec::new() };
        let parts: Vec<usize> =
            parts.iter().copied().filter(|p| same_unit(&self.all[*p], &self.all[base])).take(9).collect();
        (1u32..1 << parts.len())
            .filter(|mask| mask.count_ones() > 1)
            .map(|mask| Reading {
                of: parts.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, p)| *p).collect(),
                base: Base::Here(base),
            })
            .collect()
    }

    /// 生师比 17.55:1, 师生比 1:17.55.
    pub(crate) fn ratio(&self, i: usize) -> Option<RateClaim> {
        let at = &self.all[i];
        let after = &self.text[at.end..self.sentence.range.end];
        let ends_at_one = after.starts_with("：1")
            && !after["：1".len()..].starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && self.label(i).contains('比');
        let before = tail(&self.text[self.sentence.range.start..at.at.start], 30);
        let from_one = before.strip_suffix("1：").is_some_and(|b| b.contains("师生比"));
        if !ends_at_one && !from_one {
            return None;
        }
        let persons = |s: &usize| self.is_stock(*s) && self.all[*s].unit == Unit::Person;
        let before = self.before_or_behind(i, persons);
        let readings = pairs(&before).map(|(of, base)| Reading { of: vec![of], base: Base::Here(base) }).collect();
        let certainty = if before.len() == 2 { Certainty::Likely } else { Certainty::Loose };
        Some(RateClaim { stated: i, figure: Figure::Ratio, readings, certainty })
    }

    /// The numbers before a figure, or where none stand there the two right behind it: 人均 100 册（图书 180 万册，学生 18000 人）.
    fn before_or_behind(&self, i: usize, fits: impl Fn(&usize) -> bool) -> Vec<usize> {
        let before: Vec<usize> = (0..i).filter(&fits).collect();
        // 17.5:1 has a second number of its own.
        let behind = || (i + 1..self.all.len().min(i + 4)).filter(|s| !self.all[*s].percent).filter(&fits);
        if before.is_empty() && behind().count() == 2 { behind().collect() } else { before }
    }

    /// 人均 125 元, 平均每班 42 人.
    pub(crate) fn average(&self, i: usize) -> Option<RateClaim> {
        let label = self.label(i);
        if !words::AVERAGES.iter().any(|w| label.contains(w)) || self.all[i].unit == Unit::None {
            return None;
        }
        let head = words::PER_HEAD.iter().any(|w| label.contains(w));
        let before = self.before_or_behind(i, |s| self.is_stock(*s));
        let readings: Vec<Reading> = before
            .iter()
            .flat_map(|of| before.iter().map(move |base| (*of, *base)))
            .filter(|(of, base)| {
                let per_head = self.all[*base].unit == Unit::Person || !head;
                of != base
                    && self.all[*base].is_count()
                    && per_head
                    && same_unit(&self.all[*of], &self.all[i])
                    && !same_unit(&self.all[*of], &self.all[*base])
            })
            .map(|(of, base)| Reading { of: vec![of], base: Base::Here(base) })
            .collect();
        let certainty = if before.len() == 2 && readings.len() == 1 { Certainty::Likely } else { Certainty::Loose };
        Some(RateClaim { stated: i, figure: Figure::Average, readings, certainty })
    }
}

fn pairs(all: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    all.iter().flat_map(move |a| all.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b)
}

/// 教职工总数 in 占全校教职工总数的比例为: what the share is of.
pub(crate) fn base_name(words: &str) -> &str {
    let mut name = words.trim_start_matches(['了', '到', '其']);
    for lead in words::PLACES.iter().chain(words::BASE_HEADS.iter()) {
        name = name.strip_prefix(lead).unwrap_or(name);
    }
    for tail in words::BASE_ENDS.iter().copied() {
        name = name.strip_suffix(tail).unwrap_or(name);
    }
    name = name.trim_end_matches(['的', '之']);
    // 占总预算的: the same as 预算.
    if let Some(rest) = name.strip_prefix('总').filter(|rest| rest.chars().count() >= 2) {
        name = rest;
    }
    for tail in words::TOTALS.iter().copied() {
        if let Some(shorter) = name.strip_suffix(tail)
            && !shorter.is_empty()
        {
            name = shorter;
            break;
        }
    }
    name
}

/// Whether neither says 全省 where the other says 全市.
fn one_place(label: &str, words: &str) -> bool {
    let place = |text: &str| {
        let found = words::PLACES.iter().filter(|p| p.chars().count() == 2).find(|p| text.contains(**p))?;
        found.chars().last().filter(|c| matches!(c, '国' | '省' | '区' | '市' | '州' | '县' | '镇'))
    };
    match (place(label), place(words)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Whether a label names the base: 学校现有专任教师 names 专任教师, 外聘教师 does not name 教师.
pub(crate) fn names(label: &str, base: &str) -> bool {
    if base.chars().count() < 2 {
        return false;
    }
    // 教职工（含离退休）: the remark is no name.
    let label = match label.strip_suffix('）').and_then(|l| l.rsplit_once('（')) {
        Some((name, _)) => name,
        None => label,
    };
    let mut label = label.trim_end_matches(['为', '有', '是', '达', '到', '约', '共', '计']);
    for tail in words::LABEL_ENDS.iter().copied() {
        label = label.strip_suffix(tail).unwrap_or(label);
    }
    let Some(before) = label.strip_suffix(base) else { return false };
    base.chars().count() >= 4
        || before.is_empty()
        || before.ends_with([
            '有', '共', '中', '校', '院', '，', '现', '设', '的', '课', '年', '届', '县', '市', '区', '册', '岗', '籍',
        ])
}
