//! Parts under their whole, and what no parts can do: exceed it.
//!
//! Where `relations` asks whether parts make their whole, here only their meaning counts: one part greater than its
//! whole, or parts that cannot be the same thing (`member`) and together exceed it, are impossible however incomplete
//! the list. Parts that fall short are remembered with what they are called, since another list of the same names may
//! tell that they should not. It must not report.

use std::collections::HashMap;
use std::ops::Range;

use super::member::{self, Member};
use super::rate::bounds;
use super::view::View;
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, noun_after, same_unit};
use crate::consistency::words;

/// A number that stands under a whole.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) index: usize,
    name: String,
    members: Vec<Member>,
    /// Whether it belongs to the list beyond doubt.
    sure: bool,
}

/// A whole with the parts that the words put under it.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    pub(crate) whole: usize,
    /// Numbers further back of which the parts may be meant.
    others: Vec<usize>,
    pub(crate) parts: Vec<Part>,
    /// 分别为, 分为: nothing is named twice.
    divides: bool,
    /// 两院共, 由…组成: nothing is left out.
    exhaustive: bool,
}

/// Parts that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excess {
    pub(crate) whole: usize,
    /// One part, or several that cannot be the same thing.
    pub(crate) parts: Vec<usize>,
    pub(crate) sure: bool,
}

/// Parts that leave something over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remainder {
    pub(crate) whole: usize,
    pub(crate) parts: Vec<usize>,
    /// Whether all belong to the list beyond doubt.
    pub(crate) sure: bool,
    /// The class of parts that leaves nothing out.
    pub(crate) complete: bool,
    /// What the parts are called, to know the same list again.
    pub(crate) names: String,
    /// Nothing is left over: what is remembered of a list that adds up.
    pub(crate) holds: bool,
}

/// The divisions of a sentence.
pub(crate) fn divisions(text: &str, sentence: &Sentence) -> Vec<Division> {
    let view = View { text, range: sentence.range.clone(), all: &sentence.quantities };
    let under = (1..view.all.len()).filter_map(|first| view.division(first));
    under.chain((2..view.all.len()).filter_map(|whole| view.made_up(whole))).collect()
}

/// How a list is announced.
struct Opening {
    /// Where the word that announces it begins.
    at: usize,
    divides: bool,
    exhaustive: bool,
    /// The whole, where the words name it: 专任教师中教授 72 人.
    named: Option<usize>,
    /// Behind an opening parenthesis or right behind the whole, so that no other whole is meant.
    close: bool,
}

/// How the program's own reports begin the count of a category.
const OWN_FORM: &str = "本类共公开";

/// Between 其中 and its whole there may be a clause, but no long one.
const FARTHEST: usize = 24;

impl View<'_> {
    /// The division whose first part this number is, if it is one.
    fn division(&self, first: usize) -> Option<Division> {
        let part = &self.all[first];
        if !self.is_stock(first) || part.approximate && part.amount.value == 0 {
            return None;
        }
        let opening = self.opening(first)?;
        let wholes = opening.named.map_or_else(|| self.wholes_of(first, opening.at), |whole| vec![whole]);
        let (&whole, others) = wholes.split_first()?;
        let others = if opening.close { Vec::new() } else { self.rivals(whole, others) };
        let parts = self.parts_from(first, whole);
        let divides = opening.divides;
        let exhaustive = opening.exhaustive || self.label(whole).contains(OWN_FORM);
        (!parts.is_empty()).then_some(Division { whole, others, parts, divides, exhaustive })
    }

    /// 2 名教授、4 名副教授，共 6 人: the parts before their total, where they are told apart by their names.
    fn made_up(&self, whole: usize) -> Option<Division> {
        let total = &self.all[whole];
        let label = self.label(whole);
        let short = label.chars().count() <= 8 && !["共有", "共同", "公共", "共建"].iter().any(|w| label.contains(w));
        let says = short && (label.contains('共') || words::TOTAL_BEHIND.iter().any(|w| label.contains(w)));
        let behind = noun_after(self.text, total);
        let composed = behind.starts_with("组成") || behind.starts_with("构成");
        let (from, inside) = match self.closed_group(whole) {
            Some(group) => (group, true),
            None => (self.range.start, false),
        };
        // 共 58 篇（部分重复）
        let remark = self.cut(total.end..self.range.end).split('）').next().unwrap_or("");
        let twice = remark.starts_with('（') && ["部分", "重复", "兼", "同时"].iter().any(|w| remark.contains(w));
        let plain = !twice && (behind.is_empty() || composed || subject(behind).is_some());
        if !(says || inside) || !self.is_stock(whole) || total.unit == Unit::None || !plain {
            return None;
        }
        let mut parts: Vec<Part> = Vec::new();
        let mut end = total.label.start;
        let group = if inside { from } else { total.group };
        let mut counted = numeral_before(label);
        for i in (0..whole).rev().take_while(|i| self.all[*i].at.start >= from) {
            let quantity = &self.all[i];
            let gap = without_brackets(self.cut(quantity.end..end));
            if quantity.group != group {
                // What stands in brackets explains the part before it.
                if quantity.depth > total.depth && !inside { continue } else { break }
            }
            if !inside && gap.contains(['。', '；', '：']) || gap.contains("其中") {
                break;
            }
            end = quantity.label.start;
            // 三校合计: how many they are.
            if i + 1 == whole && !same_unit(quantity, total) && parts.is_empty() && !inside {
                counted = usize::try_from(quantity.amount.value / crate::numbers::ONE).ok();
                continue;
            }
            if quantity.percent {
                continue;
            }
            let name = self.name(i);
            let members = member::members(&name, quantity.unit == Unit::Person);
            let alike = same_unit(quantity, total) || quantity.unit == Unit::None && inside;
            // 会员（个人会员 420 名、单位会员 36 名）456 名: alike by their ends.
            let named = !members.is_empty() || inside && name.chars().count() > 2;
            if !alike || !named || !self.is_stock(i) || self.label(i).contains("其中") {
                break;
            }
            parts.insert(0, Part { index: i, name, members, sure: true });
        }
        let same = parts.len() >= 2 && parts.iter().all(|p| akin(&p.members, &parts[0].members));
        let ends = |p: &Part| tail(&p.name, 6).to_owned();
        let paired = inside && parts.len() >= 2 && parts.iter().all(|p| ends(p) == ends(&parts[0]));
        let (same, divides) = (same || paired, paired);
        let exhaustive = composed || counted == Some(parts.len());
        same.then_some(Division { whole, others: Vec::new(), parts, divides, exhaustive })
    }

    /// 党员（正式 72 名、预备 8 名）80 名: the brackets right before a number.
    fn closed_group(&self, whole: usize) -> Option<usize> {
        let last = whole.checked_sub(1)?;
        let group = self.all[last].group;
        let gap = self.cut(self.all[last].end..self.all[whole].at.start);
        (group > 0 && matches!(gap, "）" | "）共" | "）合计") && self.all[whole].group != group).then_some(group)
    }

    /// The words that put a number under the one before it.
    fn opening(&self, first: usize) -> Option<Opening> {
        let from = self.all[first - 1].end;
        // 8 位教师，包括 3 位博士: the noun of the whole stands behind it.
        let noun = noun_after(self.text, &self.all[first - 1]);
        let counted =
            (1..=8).contains(&noun.chars().count()) && self.cut(from + noun.len()..self.range.end).starts_with('，');
        let cues = ["中", "有", "含", "包", "分", "由"].iter().any(|w| noun.contains(w));
        let from = if counted && !cues { from + noun.len() } else { from };
        let lead = self.cut(from..self.all[first].at.start);
        let close = |before: &str| before.chars().all(|c| matches!(c, '，' | '（' | '：'));
        for cue in words::PART_CUES.iter() {
            let Some(at) = lead.find(cue) else { continue };
            let before = &lead[..at];
            let of_which = cue.starts_with("其中") || cue.starts_with("分别");
            let near = close(before) && (!matches!(*cue, "有" | "含" | "包括" | "包含") || before.chars().count() <= 1);
            // 拥有, 现有, 含量: only 有 and 含 that open a clause are meant.
            let opens =
                *cue != "有" && *cue != "含" || before.ends_with(['，', '（']) || (*cue == "含" && before.is_empty());
            let afar = of_which && before.chars().count() <= FARTHEST && !before.contains(['；', '）']);
            if (near && opens) || afar {
                let divides = cue.starts_with('分');
                let close = before.ends_with('（');
                return Some(Opening { at: from + at, divides, exhaustive: false, named: None, close });
            }
        }
        let plain = Opening { at: from, divides: false, exhaustive: false, named: None, close: true };
        // W（A、B）
        let group = self.all[first].group;
        let direct = group > 0 && group >= from && self.cut(from..group).chars().count() <= 4;
        if direct && self.all[first - 1].group != group && !self.cut(from..group).contains(['，', '、', '；']) {
            return Some(Opening { at: group, ..plain });
        }
        // 专家 14 名：3 名院士、5 名学者; 150 名，由教职工 110 名和学生 40 名组成.
        let behind = self.cut(self.all[first].end..self.range.end);
        let sentence = behind.split('。').next().unwrap_or("");
        if lead.starts_with("，由") && (sentence.contains("组成") || sentence.contains("构成")) {
            return Some(Opening { at: from, divides: true, exhaustive: true, ..plain });
        }
        if lead.starts_with('：') && lead.chars().count() <= 12 && !lead.contains(['，', '；']) {
            return Some(Opening {
                at: from,
                divides: self.all[first + 1..]
                    .first()
                    .is_some_and(|n| self.cut(self.all[first].end..n.at.start).contains('、')),
                ..plain
            });
        }
        // 专任教师中教授 72 人: the whole is called by its name.
        if let Some((subject, _)) = lead.rsplit(['，', '；']).next().and_then(|l| l.split_once('中'))
            && (2..=8).contains(&subject.chars().count())
            && lead.starts_with(['，', '；'])
        {
            let whole = (0..first).rev().find(|i| self.label(*i).ends_with(subject) && self.is_stock(*i))?;
            return same_unit(&self.all[whole], &self.all[first]).then_some(Opening {
                at: from,
                named: Some(whole),
                ..plain
            });
        }
        // 12 名委员中，教师委员 8 名.
        let noun = lead.split_once("中，").map_or("", |(noun, _)| noun);
        let among = (noun.chars().count() <= 6 && lead.contains("中，"))
            && !noun.contains(['，', '。', '；', '（'])
            && !["过程", "工作", "活动", "期"].iter().any(|w| noun.contains(w));
        if among {
            return Some(Opening { at: from + noun.len(), ..plain });
        }
        // 专任教师 62 人，教授 25 人: titles right behind teachers.
        let teachers = self.label(first - 1).ends_with("教师") || self.label(first - 1).ends_with("教师为");
        let titled = lead.starts_with('，') && teachers && self.members_of(first).iter().any(|m| m.class == "title");
        // 共评出论文 30 篇，教师论文 18 篇、学生论文 12 篇: a total, and two of its kinds.
        let total = self.has_total_word(first - 1) && lead.starts_with('，') && self.all.len() > first + 1;
        let ends = |i: usize| tail(self.label(i), 6).to_owned();
        let next = (first + 1..self.all.len()).find(|i| !self.all[*i].percent);
        let both = |class: &dyn Fn(&str) -> bool| {
            next.is_some_and(|next| {
                let other = self.members_of(next);
                let mut own = self.members_of(first).into_iter();
                own.any(|m| class(&m.class) && other.iter().any(|n| n.class == m.class && n.name != m.name))
            })
        };
        // 毕业生 2480 人，专科生 1860 人，本科生 620 人; 总数为 260 间，东校区 120 间，西校区 80 间.
        let people = lead.starts_with('，')
            && self.all[first].unit == Unit::Person
            && subject(self.label(first - 1)).is_some()
            && both(&|class| !class.starts_with('…'));
        let places = total && both(&|class| class.starts_with('…'));
        // 7 人，3 人来自企业，4 人来自科研院所.
        let from_each = |i: usize| noun_after(self.text, &self.all[i]).starts_with("来自");
        let origins = lead == "，" && from_each(first) && next.is_some_and(from_each);
        if people || places || origins {
            return Some(Opening { divides: origins, ..plain });
        }
        let kinds = total
            && akin(&self.members_of(first), &self.members_of(first + 1))
            && (ends(first) == ends(first - 1) && ends(first) == ends(first + 1)
                || self.all[first].unit == Unit::Person && self.members_of(first).iter().any(|m| m.class == "sex"));
        (titled || kinds).then_some(plain)
    }

    /// The numbers before the opening that a part may be of, the nearest first.
    fn wholes_of(&self, first: usize, at: usize) -> Vec<usize> {
        let part = &self.all[first];
        let fits = |i: &usize| {
            self.is_stock(*i)
                && self.all[*i].end <= at
                && (same_unit(&self.all[*i], part) || part.unit == Unit::None && part.group > 0)
                && self.all[*i].unit != Unit::None
        };
        let inside: Vec<usize> =
            (0..first).rev().filter(|i| self.all[*i].group == part.group).filter(fits).take(6).collect();
        if !inside.is_empty() || part.group == 0 {
            return inside;
        }
        // （A、B） explains the number right before it and no other.
        let near = |i: &usize| {
            let gap = self.text.get(self.after_share(*i)..part.group).unwrap_or("，");
            gap.chars().count() <= 4 && !gap.contains(['，', '、', '；', '。', '）'])
        };
        // A bare number needs a name to be a part: 结构（5.1：38.4：56.5） has none.
        let named = part.unit != Unit::None || part.amount.is_exact_count() && !self.name(first).is_empty();
        self.before_group(part.group).filter(|i| named && fits(i) && near(i)).into_iter().collect()
    }

    /// Of the wholes further back those that may be meant as well: not the staff that the teachers belong to, not students
    /// where teachers stand nearer.
    fn rivals(&self, whole: usize, others: &[usize]) -> Vec<usize> {
        let near = subject(self.label(whole));
        others
            .iter()
            .copied()
            .filter(|other| match (near, subject(self.label(*other))) {
                (Some(near), Some(far)) => near == far,
                _ => true,
            })
            .collect()
    }

    /// The parts from the first on, until the list is left.
    fn parts_from(&self, first: usize, whole: usize) -> Vec<Part> {
        let group = self.all[first].group;
        let unit = &self.all[first];
        let mut parts: Vec<Part> = Vec::new();
        let mut interrupted = false;
        let form = self.label(whole).contains(OWN_FORM);
        let mut end = self.all[first].at.start;
        for i in first..self.all.len() {
            crate::steps::take(1);
            let quantity = &self.all[i];
            if quantity.group != group {
                // What stands in brackets explains the part; when the list's own brackets close it ends.
                if group > 0 && quantity.depth < unit.depth {
                    break;
                }
                // 硕士 176 人（含在读博士 64 人）: then the two are not apart.
                let inner = self.members_of(i);
                if let Some(outer) = parts.last_mut() {
                    outer.members.retain(|m| !inner.iter().any(|n| n.class == m.class && n.name != m.name));
                }
                continue;
            }
            let gap = without_brackets(self.cut(end..quantity.at.start));
            if i > first
                && (gap.contains(['。', '）'])
                    || words::PART_CUES.iter().take(2).any(|c| gap.contains(c))
                    || gap.contains("其中"))
            {
                break;
            }
            end = quantity.end;
            if quantity.percent || quantity.difference {
                continue;
            }
            let name = self.name(i);
            let leaves = i > first
                && (words::LEAVES_LIST.iter().any(|w| name.starts_with(w))
                    || words::SUBJECTS.iter().any(|w| name.starts_with(w)) && name.contains('中'));
            if leaves {
                break;
            }
            if !same_unit(quantity, unit) || quantity.each {
                interrupted = true;
                continue;
            }
            let members = member::members(&name, quantity.unit == Unit::Person);
            let semicolon = gap.contains('；');
            // 博士生导师 18 人；硕士生导师 230 人: behind a semicolon only the meaning goes on with a list.
            let akin = parts.iter().any(|p| akin(&members, &p.members) || !semicolon && alike(&name, &p.name));
            let listed =
                ['、', '和', '及', '与'].iter().any(|c| tail(&self.text[..quantity.label.start], 3).ends_with(*c))
                    || name_joins(self.label(i));
            // 本类共公开信息 6 条，其中第1项 3 条…: the form of the program's own reports names every item.
            let sure = parts.is_empty() || form || akin || (listed && !semicolon && !interrupted);
            let short = name.chars().count() <= 6
                && !semicolon
                && !interrupted
                && !name.is_empty()
                && !words::SUBJECTS.iter().any(|w| name.starts_with(w));
            if !sure && !short {
                break;
            }
            if self.is_no_part(i, &name, whole) {
                // The first word decides: a stage or a plan opens no list.
                if parts.is_empty() {
                    break;
                }
                interrupted = true;
                continue;
            }
            parts.push(Part { index: i, name, members, sure });
        }
        parts
    }

    /// What a part is called: the words before it, or those behind where none stand before.
    fn name(&self, i: usize) -> String {
        if let Some(name) = self.respective(i) {
            return name.trim_start_matches(|c: char| matches!(c, '其' | '中' | '，')).to_owned();
        }
        let mut label = self.label(i);
        if let Some(at) = words::PART_CUES.iter().take(3).find_map(|cue| Some(label.rfind(cue)? + cue.len())) {
            label = &label[at..];
        }
        for lead in ["包括", "包含", "含", "有", "和", "及", "与", "以及", "分别", "为"] {
            label = label.strip_prefix(lead).unwrap_or(label);
        }
        let label = label.trim_end_matches(['为', '有', '是', '达', '到', '共', '计', '约', '的']);
        // 5 位副教授和 9 位讲师: what stands before is the name of the number before.
        let counted =
            ["现有", "共有", "设有", "包括", "引进", "聘请", "由", "有"].iter().any(|w| self.label(i).ends_with(w));
        let noun = noun_after(self.text, &self.all[i]).trim_start_matches(['为', '是', '的']);
        let taken = counted && !noun.is_empty()
            || i > 0 && self.all[i - 1].end == self.all[i].label.start && self.label(i).ends_with(['和', '及', '与']);
        if label.is_empty() || taken {
            let end = noun.find(|c: char| c.is_ascii_digit()).unwrap_or(noun.len());
            return noun[..end].trim_end_matches(['和', '及', '与', '共', '计']).to_owned();
        }
        label.to_owned()
    }

    fn members_of(&self, i: usize) -> Vec<Member> {
        member::members(&self.name(i), self.all[i].unit == Unit::Person)
    }

    /// A stage, a plan or another time by its words, unless the whole has the same.
    fn is_no_part(&self, i: usize, name: &str, whole: usize) -> bool {
        let label = self.label(whole);
        let behind = noun_after(self.text, &self.all[i]);
        words::NO_PART.iter().any(|w| (name.contains(w) || behind.starts_with(w)) && !label.contains(w))
    }
}

/// 两院共, 三个系合计: how many the total says it is of.
fn numeral_before(label: &str) -> Option<usize> {
    let numeral: String = label.chars().take_while(|c| crate::numbers::is_numeral(*c)).collect();
    crate::numbers::chinese(&numeral).and_then(|n| usize::try_from(n).ok())
}

/// The two kinds of people that never belong to each other, and those that stand for all who work there.
fn subject(label: &str) -> Option<u8> {
    let label = label.trim_end_matches(['共', '有', '为', '达', '到', '计', '约', '总', '数']);
    let ends = |all: &[&str]| all.iter().any(|w| label.ends_with(w));
    let outside = label.contains("外聘") || label.contains("兼职") || label.contains("新");
    if ends(&["学生", "在校生", "新生", "毕业生", "生", "研究生"]) {
        Some(0)
    } else if ends(&["专任教师", "教师", "专职教师"]) && !outside {
        Some(1)
    } else if ends(&["教职工", "职工", "教职员工", "员工", "编制", "人员"]) {
        Some(2)
    } else {
        None
    }
}

/// 和讲师, 及以下: the joining word stands in the label.
fn name_joins(label: &str) -> bool {
    ["和", "及", "与", "以及"].iter().any(|w| label.starts_with(w))
}

/// Whether two parts have a class in common.
fn akin(a: &[Member], b: &[Member]) -> bool {
    a.iter().any(|m| b.iter().any(|n| n.class == m.class))
}

/// 2021 年立项 and 2022 年立项; 学术科技活动 and 文化艺术活动.
fn alike(a: &str, b: &str) -> bool {
    let bare = |t: &str| -> String { t.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect() };
    let end = |t: &str| tail(t, 6).to_owned();
    a != b
        && (a.starts_with("来自") && b.starts_with("来自")
            || bare(a) == bare(b) && a.contains(|c: char| c.is_ascii_digit())
            || a.chars().count() > 2 && end(a).chars().count() == 2 && end(a) == end(b))
}

/// A text without what stands in parentheses.
fn without_brackets(text: &str) -> String {
    let mut kept = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '（' | '〔' => depth += 1,
            '）' | '〕' if depth > 0 => depth -= 1,
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The least and the greatest that a printed number may mean.
fn span(quantity: &Quantity) -> (i128, i128) {
    if quantity.approximate {
        // 近 50, 50 余: as much as a fifth more or less.
        return (quantity.amount.value * 4 / 5, quantity.amount.value * 6 / 5);
    }
    bounds(quantity.amount, quantity.unit)
}

impl Division {
    /// What of it cannot be.
    pub(crate) fn excess(&self, text: &str, all: &[Quantity]) -> Option<Excess> {
        let label = &text[all[self.whole].label.clone()];
        let changed = label.contains(['比', '较']) && ["少", "多", "增", "减"].iter().any(|w| label.contains(w));
        let each = tail(&text[..all[self.whole].at.start], 24).contains('每');
        if changed || each || words::NET.iter().any(|w| label.contains(w)) || all[self.whole].difference {
            return None;
        }
        let most = std::iter::once(&self.whole).chain(&self.others).map(|i| span(&all[*i]).1).max()?;
        // What belongs by its place alone and is many times the whole is something else.
        let belongs = |p: &&Part| p.sure || all[p.index].amount.value <= 2 * most;
        if let Some(part) =
            self.parts.iter().find(|p| p.index > self.whole && span(&all[p.index]).0 > most && belongs(p))
        {
            let sure = part.sure && !all[part.index].approximate && !all[self.whole].approximate;
            return Some(Excess { whole: self.whole, parts: vec![part.index], sure });
        }
        if all[self.whole].approximate {
            return None;
        }
        let exact: Vec<&Part> = self.parts.iter().filter(|p| !all[p.index].approximate).collect();
        let low = |p: &Part| span(&all[p.index]).0;
        if self.divides && exact.len() >= 2 && exact.iter().all(|p| p.sure) {
            let sum: i128 = exact.iter().map(|p| low(p)).sum();
            if sum > most && !two_views(&exact) {
                return Some(Excess { whole: self.whole, parts: exact.iter().map(|p| p.index).collect(), sure: true });
            }
        }
        let mut classes: Vec<&str> = exact.iter().flat_map(|p| p.members.iter().map(|m| m.class.as_str())).collect();
        classes.sort_unstable();
        classes.dedup();
        classes.into_iter().find_map(|class| {
            let bands: Vec<&str> =
                exact.iter().flat_map(|p| &p.members).filter(|m| m.class == class).map(|m| m.name.as_str()).collect();
            if class == member::AGE && !member::bands_apart(&bands) {
                return None;
            }
            let (parts, sum) = apart(&exact, class, low);
            (parts.len() >= 2 && sum > most).then_some(Excess { whole: self.whole, parts, sure: true })
        })
    }

    /// What is left over, of a list that claims to be whole or that another may show to be.
    pub(crate) fn remainder(&self, text: &str, sentence: &Sentence) -> Option<Remainder> {
        let all = &sentence.quantities;
        let view = View { text, range: sentence.range.clone(), all };
        let parts: Vec<usize> = self.parts.iter().map(|p| p.index).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return None };
        let end = (all[*last].end + noun_after(text, &all[*last]).len()).min(sentence.range.end);
        let scope = all[self.whole].end.min(all[*first].label.start)..end;
        let exact = |i: &usize| !all[*i].approximate;
        let next = view.cut(scope.end..sentence.range.end).trim_start_matches(['，', '；', '。', '）']);
        // 1 份因故无法调取 goes on with the list, 2023年 begins anew.
        let behind = next.trim_start_matches(|c: char| c.is_ascii_digit());
        let further = behind.len() < next.len() && !behind.starts_with(['年', '.', '-', '月']);
        let goes_on = further
            || ["其余", "其他", "其它", "另", "还有", "剩", "未", "以及", "缺"].iter().any(|w| next.starts_with(w));
        if parts.len() < 2
            || !parts.iter().chain([&self.whole]).all(exact)
            || view.is_open_ended(&scope)
            || two_views(&self.parts.iter().collect::<Vec<_>>())
        {
            return None;
        }
        let before = all[*first].at.start < all[self.whole].at.start;
        let sure = self.parts.iter().all(|p| p.sure);
        let rest = span(&all[self.whole]).0 - parts.iter().map(|i| span(&all[*i]).1).sum::<i128>();
        let holds = rest <= 0;
        if goes_on && !holds {
            return None;
        }
        let class = self.parts[0]
            .members
            .iter()
            .find(|m| self.parts.iter().all(|p| p.members.iter().any(|n| n.class == m.class)));
        let complete = sure
            && (self.exhaustive
                || class.is_some_and(|m| {
                    let names: Vec<&str> = self
                        .parts
                        .iter()
                        .filter_map(|p| p.members.iter().find(|n| n.class == m.class).map(|n| n.name.as_str()))
                        .collect();
                    member::complete(&m.class, &names)
                }));
        if before && !complete {
            return None;
        }
        let mut names: Vec<&str> = self.parts.iter().map(|p| p.name.as_str()).collect();
        names.sort_unstable();
        Some(Remainder { whole: self.whole, parts, sure, complete, names: names.join("|"), holds })
    }
}

/// Parts seen from two sides by the words that tell it: 女 and 党员.
fn two_views(parts: &[&Part]) -> bool {
    let mut seen: Option<usize> = None;
    parts.iter().any(|p| {
        let view = words::VIEWS.iter().position(|row| row.get(1).is_some_and(|w| w.iter().any(|w| p.name.contains(w))));
        let other = view.is_some() && seen.is_some() && seen != view;
        seen = seen.or(view);
        other
    })
}

/// The parts of a class that are different things, and their sum; of one that holds others the greater side counts.
fn apart(parts: &[&Part], class: &str, low: impl Fn(&Part) -> i128) -> (Vec<usize>, i128) {
    let mut named: HashMap<&str, (&Part, i128, &'static str)> = HashMap::new();
    for part in parts {
        for member in part.members.iter().filter(|m| m.class == class) {
            let value = low(part);
            // A name that comes twice may be one thing said twice.
            let known = named.entry(member.name.as_str()).or_insert((part, value, member.within));
            if value > known.1 {
                *known = (part, value, member.within);
            }
        }
    }
    // What its holder speaks for is not counted by itself, unless the holder is less than what it holds.
    let holder = |within: &'static str| member::holders(class, within).find(|h| named.contains_key(h));
    let mut chosen: Vec<(usize, i128)> = Vec::new();
    for (name, (part, value, within)) in &named {
        if holder(within).is_some() {
            continue;
        }
        let inner: Vec<(usize, i128)> =
            named.values().filter(|n| holder(n.2) == Some(*name)).map(|n| (n.0.index, n.1)).collect();
        let sum: i128 = inner.iter().map(|n| n.1).sum();
        if sum > *value { chosen.extend(inner) } else { chosen.push((part.index, *value)) }
    }
    chosen.sort_unstable();
    (chosen.iter().map(|c| c.0).collect(), chosen.iter().map(|c| c.1).sum())
}

/// Where the numbers of a whole and its parts stand, from the first to the last.
pub(crate) fn stretch(all: &[Quantity], whole: usize, parts: &[usize]) -> Option<Range<usize>> {
    let each = || parts.iter().chain([&whole]);
    Some(each().map(|i| all[*i].at.start).min()?..each().map(|i| all[*i].end).max()?)
}
