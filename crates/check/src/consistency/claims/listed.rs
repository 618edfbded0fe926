//! The numbers of a list of parts: which whole they stand under, and where the list ends.
//!
//! A list ends where a new subject begins, which no mark says: what goes on must be alike by its name (`member`), by a
//! joining mark, or at least short. Whether the numbers can be is for `parts` to say.

use super::member::{self, Member};
use super::parts::{Division, Part};
use super::view::View;
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Unit, noun_after, same_unit};
use crate::consistency::words;

/// More quantities in one breath than these are a catalogue.
const MOST_BESIDE: usize = 30;

/// Behind a number: where a thing comes from, goes to, or what it is, which tells one from the other.
pub(super) const ORIGINS: [&str; 9] = ["来自", "毕业于", "分布在", "位于", "由", "为", "是", "属于", "赴"];

/// How the program's own reports begin the count of a category.
const OWN_FORM: &str = "本类共公开";

impl View<'_> {
    /// The division whose first part this number is, if it is one.
    pub(super) fn division(&self, first: usize) -> Option<Division> {
        let part = &self.all[first];
        if !self.is_stock(first) || part.approximate && part.amount.value == 0 {
            return None;
        }
        let opening = self.opening(first)?;
        let wholes = opening.named.map_or_else(|| self.wholes_of(first, opening.at), |whole| vec![whole]);
        let (&whole, others) = wholes.split_first()?;
        let others = if opening.close { Vec::new() } else { self.rivals(whole, others) };
        // 讲座 20 场、沙龙 12 场，其中线上 25 场: the parts may be of both.
        let beside = if opening.close || opening.named.is_some() { Vec::new() } else { self.coordinated(whole) };
        let mut parts = self.parts_from(first, whole);
        if opening.bare {
            let ends = |p: &Part| self.cut(self.all[whole].end..self.all[p.index].at.start).contains('；');
            parts.truncate(parts.iter().position(ends).unwrap_or(parts.len()));
        }
        // 分布在三个校区：东区 41 个，西区 27 个，北区 18 个: the whole says how many parts there are.
        let counts = self.all[whole].amount.value == parts.len() as i128 * crate::numbers::ONE;
        // 3 个校区：东校区 5 个、西校区 4 个、南校区 3 个: each is called after what is counted.
        let noun = noun_after(self.text, &self.all[whole]);
        let called = noun.chars().count() >= 2 && parts.iter().all(|p| p.name.contains(noun));
        if counts
            && parts.len() >= 2
            && (!opening.divides || called)
            && parts.iter().any(|p| self.all[p.index].amount.value > self.all[whole].amount.value)
        {
            return None;
        }
        let listed: Vec<usize> = parts.iter().map(|p| p.index).collect();
        parts.truncate(self.closed_at(whole, &beside, &listed));
        let divides = opening.divides;
        // 共 1260 册，分别为…: a total and its division.
        let told = opening.divides && self.has_total_word(whole) && parts.len() >= 2;
        let exhaustive = opening.exhaustive || told || self.label(whole).contains(OWN_FORM);
        (!parts.is_empty()).then_some(Division { whole, beside, others, parts, divides, exhaustive })
    }

    /// 2 名教授、4 名副教授，共 6 人: the parts before their total, where they are told apart by their names.
    pub(super) fn made_up(&self, whole: usize) -> Option<Division> {
        let total = &self.all[whole];
        let label = self.label(whole);
        // 三栋楼共有: how many they are stands before.
        let counted =
            whole.checked_sub(1).is_some_and(|n| self.all[n].end == total.label.start && self.all[n].is_count());
        let told = counted || numeral_before(label).is_some();
        let short = label.chars().count() <= 8
            && !["共有", "共同", "公共", "共建"].iter().any(|w| label.contains(w) && !(told && *w == "共有"));
        // 东、西校区分别有教室 126 间和 89 间，共有教室 215 间: the noun of the total stands before its parts.
        let again = label
            .strip_prefix("共有")
            .filter(|noun| noun.chars().count() >= 2)
            .is_some_and(|noun| tail(self.cut(self.range.start..total.label.start), 200).contains(noun));
        // 住校生 12000 人，走读生 600 人，全校学生 12600 人: the whole where its parts leave nothing out.
        let over = ["全校", "全院", "全体", "总"].iter().any(|w| label.starts_with(w)) && label.chars().count() <= 8;
        // 由 A、B 和 C 构成，总收入 W
        let made = self.cut(self.all[whole - 1].end..total.at.start);
        let formed = (made.starts_with("构成，总") || made.starts_with("组成，总")) && label.chars().count() <= 8;
        let says =
            again || formed || short && (label.contains('共') || words::TOTAL_BEHIND.iter().any(|w| label.contains(w)));
        let behind = noun_after(self.text, total);
        let composed = behind.starts_with("组成") || behind.starts_with("构成");
        let (from, inside) = match self.closed_group(whole) {
            Some(group) => (group, true),
            None => (self.range.start, false),
        };
        // 共 58 篇（部分重复）
        let remark = self.cut(total.end..self.range.end).split('）').next().unwrap_or("");
        let twice = remark.starts_with('（') && ["部分", "重复", "兼", "同时"].iter().any(|w| remark.contains(w));
        // 共 7 个博士学位授权点: what all the parts are called after.
        let noun = !(behind.is_empty() || composed || subject(behind).is_some());
        let plain = !twice && (!noun || behind.chars().count() <= 10);
        if !(says || inside || over) || !self.is_stock(whole) || total.unit == Unit::None || !plain {
            return None;
        }
        let (parts, counted) = self.parts_before(whole, from, inside);
        let same = parts.len() >= 2 && parts.iter().all(|p| akin(&p.members, &parts[0].members));
        if !(says || inside || parts.len() == 2 && member::opposed(&parts[0].members, &parts[1].members)) {
            return None;
        }
        let named: String = behind.chars().take(2).collect();
        if noun && !parts.iter().all(|p| p.name.contains(&named)) {
            return None;
        }
        let ends = |p: &Part| tail(&p.name, 6).to_owned();
        let paired = inside && parts.len() >= 2 && parts.iter().all(|p| ends(p) == ends(&parts[0]));
        let (same, divides) = (same || paired, paired);
        let exhaustive = composed || formed || counted == Some(parts.len());
        same.then_some(Division { whole, beside: Vec::new(), others: Vec::new(), parts, divides, exhaustive })
    }

    /// The parts right before a total, from `from` on, and how many its words say that they are.
    fn parts_before(&self, whole: usize, from: usize, inside: bool) -> (Vec<Part>, Option<usize>) {
        let total = &self.all[whole];
        let mut parts: Vec<Part> = Vec::new();
        let mut end = total.label.start;
        let group = if inside { from } else { total.group };
        let mut counted = numeral_before(self.label(whole));
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
        (parts, counted)
    }

    /// 党员（正式 72 名、预备 8 名）80 名: the brackets right before a number.
    fn closed_group(&self, whole: usize) -> Option<usize> {
        let last = whole.checked_sub(1)?;
        let group = self.all[last].group;
        let gap = self.cut(self.all[last].end..self.all[whole].at.start);
        (group > 0 && matches!(gap, "）" | "）共" | "）合计") && self.all[whole].group != group).then_some(group)
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
        if inside.is_empty() && part.group == 0 {
            // 专业建设点（共 12 个），其中…: the total in the brackets right before.
            let near = |i: &usize| {
                let said = ["共", "合计", "总"].iter().any(|w| self.label(*i).starts_with(w));
                self.all[*i].group > 0 && said && self.cut(self.all[*i].end..self.range.end).starts_with('）')
            };
            return first.checked_sub(1).filter(|i| fits(i) && near(i)).into_iter().collect();
        }
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

    /// What stands beside a whole in one breath, so that parts may be of all together; empty where the whole stands alone
    /// or under another. Counted in whatever words: 信件 36 封、电话 120 个.
    pub(super) fn coordinated(&self, whole: usize) -> Vec<usize> {
        let near = &self.all[whole];
        let like = |i: usize| {
            let other = &self.all[i];
            let counted = matches!((&other.unit, &near.unit), (Unit::Other(_), Unit::Other(_)));
            self.is_stock(i) && other.unit != Unit::None && (same_unit(other, near) || counted)
        };
        let mut beside = Vec::new();
        let mut end = near.at.start;
        for i in (0..whole).rev() {
            crate::steps::take(1);
            let other = &self.all[i];
            if other.group != near.group {
                continue;
            }
            let gap = self.cut(other.end..end);
            let over = matches!((subject(self.label(i)), subject(self.label(whole))), (Some(2), Some(1)));
            if gap.contains(['。', '；', '：', '—']) || gap.contains("其中") || !like(i) || over {
                break;
            }
            // A total above what follows it is no neighbour: 共有 46 个支部，教工支部 20 个.
            let joined = gap.starts_with(['、', '和', '及', '与']) || same_unit(other, near);
            if !joined
                || self.has_total_word(i) && !self.has_total_word(whole) && other.amount.value >= near.amount.value
            {
                break;
            }
            beside.push(i);
            end = other.at.start;
            if beside.len() >= MOST_BESIDE {
                break;
            }
        }
        beside
    }

    /// How many of the parts there are before a list that makes its whole to the last digit ends: what follows such a
    /// list behind another mark is another attribute. 男生 1000 人、女生 1100 人，升学 420 人 of 2100.
    pub(super) fn closed_at(&self, whole: usize, beside: &[usize], parts: &[usize]) -> usize {
        let value = |i: usize| self.all[i].amount.value;
        let single = value(whole);
        let together = single + beside.iter().map(|i| value(*i)).sum::<i128>();
        let mut sum = parts.first().map_or(0, |i| value(*i));
        for (n, ends) in parts.windows(2).enumerate() {
            let [last, next] = *ends else { break };
            if n > 0 && (sum == single || sum == together) {
                let before = self.cut(self.all[parts[n - 1]].end..self.all[last].at.start);
                let behind = self.cut(self.all[last].end..self.all[next].at.start);
                let listed = before.contains('、') || before.starts_with(['和', '及', '与']);
                let left = !behind.contains('、') && behind.contains(['，', '；']);
                // With one mark throughout only the names tell: 本科生…，专科生…，升学….
                let (a, b, c) = (self.members_of(parts[n - 1]), self.members_of(last), self.members_of(next));
                if left && (listed || akin(&a, &b) && !akin(&b, &c)) {
                    return n + 1;
                }
            }
            sum += value(next);
        }
        parts.len()
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
            // 本类共公开信息 6 条，其中第1项 3 条…: the form of the program's own reports names every item.
            let belongs = if form { Some(true) } else { self.belongs(i, &name, &members, &parts, &gap, interrupted) };
            let Some(sure) = belongs else { break };
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

    /// Whether a number goes on with a list, and whether beyond doubt; `None` where the list ends.
    fn belongs(
        &self,
        i: usize,
        name: &str,
        members: &[Member],
        parts: &[Part],
        gap: &str,
        interrupted: bool,
    ) -> Option<bool> {
        let semicolon = gap.contains('；');
        // 博士生导师 18 人；硕士生导师 230 人: behind a semicolon only the meaning goes on with a list.
        let akin = parts.iter().any(|p| akin(members, &p.members) || !semicolon && alike(name, &p.name));
        let origin = |w: &&str| {
            let behind = |i: usize| noun_after(self.text, &self.all[i]);
            behind(i).starts_with(*w) && parts.first().is_some_and(|p| behind(p.index).starts_with(*w))
        };
        let akin = akin || !semicolon && ORIGINS.iter().any(origin);
        let before = tail(&self.text[..self.all[i].label.start], 3);
        let listed = ['、', '和', '及', '与'].iter().any(|c| before.ends_with(*c)) || name_joins(self.label(i));
        let sure = parts.is_empty() || akin || (listed && !semicolon && !interrupted);
        let short = (1..=6).contains(&name.chars().count())
            && !semicolon
            && !interrupted
            && !words::SUBJECTS.iter().any(|w| name.starts_with(w));
        (sure || short).then_some(sure)
    }

    /// What a part is called: the words before it, or those behind where none stand before.
    fn name(&self, i: usize) -> String {
        if let Some(name) = self.respective(i) {
            return name.trim_start_matches(['其', '中', '，']).to_owned();
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
        // 8 名委员中 3 名为校外专家
        let among = label.ends_with('中') && !noun.is_empty();
        if label.is_empty() || taken || among {
            let end = noun.find(|c: char| c.is_ascii_digit()).unwrap_or(noun.len());
            return noun[..end].trim_end_matches(['和', '及', '与', '共', '计']).to_owned();
        }
        label.to_owned()
    }

    pub(super) fn members_of(&self, i: usize) -> Vec<Member> {
        member::members(&self.name(i), self.all[i].unit == Unit::Person)
    }

    /// A stage, a plan or another time by its words, unless the whole has the same.
    fn is_no_part(&self, i: usize, name: &str, whole: usize) -> bool {
        let label = self.label(whole);
        let behind = noun_after(self.text, &self.all[i]);
        // 电子图书 120 万册（另计）
        let remark = self.cut(self.all[i].end..self.range.end);
        if ["（另", "（不计", "（不含", "（未计"].iter().any(|w| remark.starts_with(w)) {
            return true;
        }
        // 12 个二级学院，其中工学院专业 14 个: subjects are no colleges.
        let over = format!("{label}{}", noun_after(self.text, &self.all[whole]));
        let counts = |text: &str| words::THINGS.iter().any(|w| text.ends_with(w));
        let another = words::THINGS.iter().any(|w| name.ends_with(w) && !over.contains(w));
        if another && counts(&over) && matches!(self.all[i].unit, Unit::Other(_)) {
            return true;
        }
        // 其中三年服务费 680 万元: more years than the whole speaks of.
        let years = |text: &str| {
            text.match_indices('年').any(|(at, _)| {
                let before = text[..at].chars().next_back();
                before.is_some_and(|c| "两三四五六十".contains(c)) && !text[at..].starts_with("年级")
            })
        };
        let plan = matches!(name, "预算" | "年初预算" | "预算数" | "年初预算数" | "决算" | "决算数");
        if years(name) && !years(label) || plan && !label.contains(name) {
            return true;
        }
        // 上年结转 2 件 is a part of what a year has to do.
        let carried = ["上年结转", "上年度结转", "去年结转", "往年结转"].iter().any(|w| name.starts_with(w));
        words::NO_PART.iter().any(|w| (name.contains(w) && !carried || behind.starts_with(w)) && !label.contains(w))
    }
}

/// 两院共, 三个系合计: how many the total says it is of.
fn numeral_before(label: &str) -> Option<usize> {
    let numeral: String = label.chars().take_while(|c| crate::numbers::is_numeral(*c)).collect();
    crate::numbers::chinese(&numeral).and_then(|n| usize::try_from(n).ok())
}

/// The two kinds of people that never belong to each other, and those that stand for all who work there.
pub(super) fn subject(label: &str) -> Option<u8> {
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
pub(super) fn akin(a: &[Member], b: &[Member]) -> bool {
    a.iter().any(|m| b.iter().any(|n| n.class == m.class))
}

/// 2021 年立项 and 2022 年立项; 学术科技活动 and 文化艺术活动.
fn alike(a: &str, b: &str) -> bool {
    let bare = |t: &str| -> String { t.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect() };
    let end = |t: &str| tail(t, 6).to_owned();
    a != b
        && (ORIGINS.iter().any(|w| a.starts_with(w) && b.starts_with(w))
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
