//! How a list of parts is announced: by 其中, by brackets, by a colon, by the name of its whole, or by nothing but names.
//!
//! Words only: which numbers the list has is for `listed` to read.

use super::listed::{ORIGINS, akin, subject};
use super::member;
use super::view::View;
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Unit, noun_after, same_unit};
use crate::consistency::words;

/// How a list is announced.
pub(super) struct Opening {
    /// Where the word that announces it begins.
    pub(super) at: usize,
    pub(super) divides: bool,
    pub(super) exhaustive: bool,
    /// The whole, where the words name it: 专任教师中教授 72 人.
    pub(super) named: Option<usize>,
    /// Behind an opening parenthesis or right behind the whole, so that no other whole is meant.
    pub(super) close: bool,
    /// By names alone, without any word or mark.
    pub(super) bare: bool,
}

/// Between 其中 and its whole there may be a clause, but no long one.
const FARTHEST: usize = 24;

impl View<'_> {
    /// The words that put a number under the one before it.
    pub(super) fn opening(&self, first: usize) -> Option<Opening> {
        let from = self.behind_noun(first);
        let lead = self.cut(from..self.all[first].at.start);
        let plain = || Opening { at: from, divides: false, exhaustive: false, named: None, close: true, bare: false };
        self.by_cue(from, lead)
            .or_else(|| self.by_share(first, lead, plain()))
            .or_else(|| self.by_mark(first, from, lead, plain()))
            .or_else(|| self.by_name(first, from, lead, plain()))
            .or_else(|| self.by_kinds(first, lead, plain()))
    }

    /// Where the words before a number begin: 8 位教师，包括 3 位博士 has the noun of the whole behind it.
    fn behind_noun(&self, first: usize) -> usize {
        let from = self.all[first - 1].end;
        let noun = noun_after(self.text, &self.all[first - 1]);
        let counted = (1..=8).contains(&noun.chars().count())
            && self.cut(from + noun.len()..self.range.end).starts_with(['，', '：']);
        // 105 篇论文里，一区 42 篇: 里 puts what follows under it, as 中 does.
        let cues = ["中", "有", "含", "包", "分", "由"].iter().any(|w| noun.contains(w)) || noun.ends_with('里');
        if counted && !cues { from + noun.len() } else { from }
    }

    /// 其中, 包括, 含, 分别为.
    fn by_cue(&self, from: usize, lead: &str) -> Option<Opening> {
        let close = |before: &str| before.chars().all(|c| matches!(c, '，' | '（' | '：'));
        words::PART_CUES.iter().find_map(|cue| {
            let at = lead.find(cue)?;
            // 专业建设点（共 12 个），其中…
            let before = lead[..at].strip_prefix('）').unwrap_or(&lead[..at]);
            let of_which = cue.starts_with("其中") || cue.starts_with("分别");
            let near = close(before) && (!matches!(*cue, "有" | "含" | "包括" | "包含") || before.chars().count() <= 1);
            // 拥有, 现有, 含量: only 有 and 含 that open a clause are meant.
            let opens =
                *cue != "有" && *cue != "含" || before.ends_with(['，', '（']) || (*cue == "含" && before.is_empty());
            let afar = of_which && before.chars().count() <= FARTHEST && !before.contains(['；', '）']);
            let (divides, close) = (cue.starts_with('分'), before.ends_with('（'));
            let opening = Opening { at: from + at, divides, exhaustive: false, named: None, close, bare: false };
            ((near && opens) || afar).then_some(opening)
        })
    }

    /// 招聘会 26 场，大型双选会就占了 18 场.
    fn by_share(&self, first: usize, lead: &str, plain: Opening) -> Option<Opening> {
        let taken =
            ["占了", "就占", "占", "占去", "占其中的", "占据了", "就有", "即有"].iter().any(|w| lead.ends_with(w));
        (taken && lead.starts_with('，') && lead.chars().count() <= 16 && !self.all[first].percent).then_some(plain)
    }

    /// W（A、B）; W：A、B; W，由 A 和 B 组成.
    fn by_mark(&self, first: usize, from: usize, lead: &str, plain: Opening) -> Option<Opening> {
        let group = self.all[first].group;
        let direct = group > 0 && group >= from && self.cut(from..group).chars().count() <= 4;
        if direct && self.all[first - 1].group != group && !self.cut(from..group).contains(['，', '、', '；']) {
            return Some(Opening { at: group, ..plain });
        }
        let behind = self.cut(self.all[first].end..self.range.end);
        let sentence = behind.split('。').next().unwrap_or("");
        if lead.starts_with("，由") && (sentence.contains("组成") || sentence.contains("构成")) {
            return Some(Opening { divides: true, exhaustive: true, ..plain });
        }
        // 按申请人分：自然人 9 件，法人 3 件
        let sorted = lead
            .strip_prefix('，')
            .and_then(|l| l.split_once('：'))
            .is_some_and(|(by, _)| by.chars().count() <= 8 && by.starts_with('按') && by.ends_with(['分', '看', '类']));
        if sorted {
            return Some(Opening { divides: true, ..plain });
        }
        if lead.starts_with('：') && lead.chars().count() <= 12 && !lead.contains(['，', '；']) {
            let next = self.all.get(first + 1);
            let total = self.has_total_word(first - 1);
            let marks: &[char] = if total { &['、', '，', '；'] } else { &['、'] };
            let divides = next.is_some_and(|n| self.cut(self.all[first].end..n.at.start).contains(marks));
            return Some(Opening { divides, ..plain });
        }
        None
    }

    /// 专任教师中教授 72 人; 12 名委员中，教师委员 8 名.
    fn by_name(&self, first: usize, from: usize, lead: &str, plain: Opening) -> Option<Opening> {
        if let Some((subject, _)) = lead.rsplit(['，', '；']).next().and_then(|l| l.split_once('中'))
            && (2..=8).contains(&subject.chars().count())
            && lead.starts_with(['，', '；'])
        {
            let whole = (0..first).rev().find(|i| self.label(*i).ends_with(subject) && self.is_stock(*i))?;
            let alike = same_unit(&self.all[whole], &self.all[first]);
            return alike.then_some(Opening { named: Some(whole), ..plain });
        }
        let (noun, _) = ["当中，", "之中，", "中，", "里，", "里面，", "中有"]
            .iter()
            .find_map(|mark| lead.split_once(mark))
            .or_else(|| lead.strip_suffix('中').map(|noun| (noun, "")))?;
        let among = noun.chars().count() <= 6
            && !noun.contains(['，', '。', '；', '（'])
            && !["过程", "工作", "活动", "期"].iter().any(|w| noun.contains(w));
        among.then_some(Opening { at: from + noun.len(), ..plain })
    }

    /// No word at all, but names that are kinds of what stands before them.
    fn by_kinds(&self, first: usize, lead: &str, plain: Opening) -> Option<Opening> {
        if !lead.starts_with('，') || lead.contains('中') {
            return None;
        }
        let whole = self.label(first - 1);
        let own = self.members_of(first);
        // 专任教师 62 人，教授 25 人: titles right behind teachers.
        let teachers = whole.ends_with("教师") || whole.ends_with("教师为");
        if teachers && own.iter().any(|m| m.class == "title") {
            return Some(plain);
        }
        if let Some(single) = self.some_of(first, lead) {
            return single.then_some(Opening { bare: true, ..plain });
        }
        // 正高级 8 名（含二级岗 2 名）、副高级 19 名: what stands in brackets explains the part and is none beside it.
        let group = self.all[first].group;
        let next = (first + 1..self.all.len()).find(|i| !self.all[*i].percent && self.all[*i].group == group)?;
        let other = self.members_of(next);
        // 学生 9680 人，教师 452 人；学生 12000 人: what is itself of the class stands beside it and not above.
        let beside = self.members_of(first - 1);
        let both = |class: &dyn Fn(&str) -> bool| {
            own.iter().any(|m| {
                class(&m.class)
                    && !beside.iter().any(|b| b.class == m.class)
                    && other.iter().any(|n| n.class == m.class && n.name != m.name)
            })
        };
        // 毕业生 2480 人，专科生 1860 人，本科生 620 人; 总数为 260 间，东校区 120 间，西校区 80 间.
        let person = self.all[first].unit == Unit::Person;
        let total = self.has_total_word(first - 1);
        // 优秀 20 人，合格 78 人，不合格 2 人: what stands before is a grade like them where something stands above it.
        let above = |i: usize| same_unit(&self.all[i], &self.all[first]) && self.is_stock(i);
        let top = !(0..first - 1).any(above);
        // 博士后 46 人，在站 26 人，出站 20 人: the names alone, and nothing else.
        let alone = [first, next].into_iter().all(|i| (2..=4).contains(&self.label(i).chars().count()));
        // 教师 24 人，职工 12 人，学生 120 人，家长 28 人: what stands between two of a kind is no whole of the second.
        let listed = (0..first - 1).any(|i| {
            let between = self.cut(self.all[i].end..self.all[first].at.start);
            same_unit(&self.all[i], &self.all[first])
                && akin(&self.members_of(i), &own)
                && !between.contains(['。', '；', '\n'])
        });
        let people =
            person && !listed && (subject(whole).is_some() || alone && top) && both(&|class| !class.starts_with('…'));
        let places = total && both(&|class| class.starts_with('…'));
        // 项目 56 项，结题 49 项，未结题 7 项: one name with and without its denial.
        let halves = member::opposed(&own, &other) && same_unit(&self.all[first], &self.all[next]);
        let opposed = halves && above(first - 1) && top;
        let origins = self.by_origin(first, next, lead);
        // 共评出论文 30 篇，教师论文 18 篇、学生论文 12 篇: a total, and two of its kinds.
        let ends = |i: usize| tail(self.label(i), 6).to_owned();
        // 共 10 件，自然人提出 6 件，法人提出 4 件: kinds of things that the table knows.
        let third = self.all.get(next + 1).is_some_and(|q| same_unit(q, &self.all[next]))
            && akin(&self.members_of(next + 1), &other);
        let table = !person && top && both(&|class| !class.starts_with(['…', '±']));
        let named = ends(first) == ends(first - 1) && ends(first) == ends(next) || table;
        // 省级以上平台 26 个，国家级 4 个、省部级 22 个
        let bound = whole.contains("以上") && table;
        let kinds = (total || bound || third && table)
            && akin(&own, &other)
            && (named || person && own.iter().any(|m| m.class == "sex"));
        (people || places || origins || kinds || opposed).then_some(Opening { divides: origins, bare: true, ..plain })
    }

    /// A single number that is of those before it by what is said of it: whether it can be; none where it is none.
    fn some_of(&self, first: usize, lead: &str) -> Option<bool> {
        let (whole, label) = (self.label(first - 1), self.label(first));
        let alike = same_unit(&self.all[first], &self.all[first - 1]);
        // 教师 846 名，博士学位获得者 486 名: a degree right behind teachers.
        let teachers = whole.ends_with("教师") || whole.ends_with("教师为");
        let degree = label.contains("学位") && !["点", "授权", "授予", "论文"].iter().any(|w| label.contains(w));
        if teachers && degree && alike {
            return Some(true);
        }
        // 课程 862 门，262 门为双语课程: what some of them are.
        let behind = |i: usize| noun_after(self.text, &self.all[i]);
        let is = |i: usize| behind(i).starts_with(['为', '是']);
        let some = lead == "，" && is(first) && behind(first).chars().count() > 2 && !is(first - 1);
        let next = (first + 1..self.all.len()).find(|i| !self.all[*i].percent);
        let last = next.is_none_or(|next| behind(next).is_empty());
        (some && last).then(|| alike && matches!(self.all[first].unit, Unit::Other(_)))
    }

    /// 8 种由社会捐赠，5 种由学校出资; 7 人，3 人来自企业，4 人来自科研院所: one word tells them apart, and no thing is both.
    fn by_origin(&self, first: usize, next: usize, lead: &str) -> bool {
        let from_each = |i: usize| {
            let behind = noun_after(self.text, &self.all[i]);
            ORIGINS.iter().find(|w| behind.starts_with(**w)).copied().filter(|w| behind.len() > w.len())
        };
        let one = from_each(first).is_some() && from_each(first) == from_each(next);
        lead == "，" && one && from_each(first - 1).is_none()
    }
}
