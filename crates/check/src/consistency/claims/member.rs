//! What a part is called, so far that it tells which other parts cannot be the same thing.
//!
//! 教授 and 副教授 are two persons, 教授 and 党员 may be one. Words only, from `parts.tsv`: it must not look at numbers.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use crate::consistency::document::chars::tail;
use crate::consistency::words;

/// One row of the table of parts.
#[derive(Debug)]
struct Known {
    class: &'static str,
    member: &'static str,
    within: &'static str,
    things: bool,
}

/// What a part is within a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) class: String,
    pub(crate) name: String,
    /// The member that holds it, empty if none.
    pub(crate) within: &'static str,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let cell = |row: &words::Row, column: usize| row.get(column).and_then(|c| c.first()).copied().unwrap_or("");
    words::PARTS
        .iter()
        .map(|row| Known {
            class: cell(row, 0),
            member: cell(row, 1),
            within: cell(row, 3).trim_start_matches('-'),
            things: cell(row, 4) == "things",
        })
        .collect()
});

/// The words of all rows with the row each belongs to.
static FINDER: LazyLock<(AhoCorasick, Vec<usize>)> = LazyLock::new(|| {
    let mut all: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for (row, cells) in words::PARTS.iter().enumerate() {
        for word in cells.get(2).into_iter().flatten() {
            all.push(word);
            rows.push(row);
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(all);
    (finder.unwrap_or_else(|_| words::finder(&[])), rows)
});

/// Longer names are clauses that tell something else as well.
const LONGEST: usize = 16;

/// What a part is by its words, once for each class; `persons` where a person may be counted under several.
pub(crate) fn members(name: &str, persons: bool) -> Vec<Member> {
    if let Some(band) = age(name) {
        return vec![band];
    }
    if name.chars().count() > LONGEST {
        return Vec::new();
    }
    let (finder, rows) = &*FINDER;
    let mut found: Vec<Member> = Vec::new();
    let mut twice: Vec<&str> = Vec::new();
    let (mut rest, mut end) = (String::new(), 0);
    for hit in finder.find_iter(name) {
        rest.push_str(&name[end..hit.start()]);
        end = hit.end();
        let Some(known) = rows.get(hit.pattern().as_usize()).and_then(|row| KNOWN.get(*row)) else { continue };
        if known.things && persons {
            continue;
        }
        match found.iter().find(|m| m.class == known.class) {
            Some(other) if other.name != known.member => twice.push(known.class),
            Some(_) => {}
            None => found.push(Member {
                class: known.class.to_owned(),
                name: known.member.to_owned(),
                within: known.within,
            }),
        }
    }
    rest.push_str(&name[end..]);
    // 中级及以下 is a rank, 硕士及以上 holds the doctors.
    if words::NO_MEMBER.iter().any(|w| rest.contains(w)) {
        return Vec::new();
    }
    found.retain(|m| !twice.contains(&m.class.as_str()));
    found.extend(kind_of(name));
    if let Some(opposed) = done_or_not(name) {
        // 无博士学位 is no degree; 未通过 is a word of the table.
        let told = finder.find_iter(name).any(|hit| hit.start() == 0);
        if opposed.name == NOT && !told {
            found.clear();
        }
        found.push(opposed);
    }
    found
}

/// The classes of what is so or is not begin with this.
const OPPOSED: &str = "±";

const NOT: &str = "not";

/// 结题 and 未结题, 有学位 and 无学位: of one name with and without its denial a thing is just one.
fn done_or_not(name: &str) -> Option<Member> {
    let bare = ["人数", "的", "数"].iter().fold(name, |rest, end| rest.strip_suffix(end).unwrap_or(rest));
    let denied = ["尚未", "还未", "没有", "未", "无", "不"].iter().find_map(|no| bare.strip_prefix(no));
    let said = ["已经", "已", "有", "实现", "实际"].iter().find_map(|yes| bare.strip_prefix(yes)).unwrap_or(bare);
    let rest = denied.unwrap_or(said);
    let rest = rest.strip_prefix("实现").unwrap_or(rest).trim_start_matches(['予', '以']);
    (2..=8).contains(&rest.chars().count()).then(|| Member {
        class: format!("{OPPOSED}{rest}"),
        name: if denied.is_some() { NOT } else { "so" }.to_owned(),
        within: "",
    })
}

/// Whether two parts are one name and its denial, or leave nothing out by the table.
pub(crate) fn opposed(a: &[Member], b: &[Member]) -> bool {
    a.iter().any(|m| {
        b.iter()
            .any(|n| n.class == m.class && n.name != m.name && complete(&m.class, &[m.name.as_str(), n.name.as_str()]))
    })
}

/// The class of ages, whose members are kept as the years they reach from and to.
pub(crate) const AGE: &str = "age";

static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d{2})周?岁?[-~至到](\d{2})周?岁").expect("a constant pattern"));

static BEYOND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d{2})周?岁(?:及)?(以下|以上)").expect("a constant pattern"));

/// 35岁以下, 36至45岁, 46岁以上.
fn age(name: &str) -> Option<Member> {
    let (from, to) = if let Some(found) = BETWEEN.captures(name) {
        (found[1].to_owned(), found[2].to_owned())
    } else {
        let found = BEYOND.captures(name)?;
        if &found[2] == "以下" {
            ("00".to_owned(), found[1].to_owned())
        } else {
            (found[1].to_owned(), "99".to_owned())
        }
    };
    Some(Member { class: AGE.to_owned(), name: format!("{from}-{to}"), within: "" })
}

/// Whether no two bands of age have more than their ends in common.
pub(crate) fn bands_apart(names: &[&str]) -> bool {
    let ends = |name: &str| name.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned()));
    let bands: Vec<(String, String)> = names.iter().filter_map(|n| ends(n)).collect();
    bands.iter().enumerate().all(|(i, a)| bands[..i].iter().all(|b| a.1 <= b.0 || b.1 <= a.0))
}

/// 各类, 分类, 我院: no kind of its own.
const VAGUE: [char; 20] = [
    '全', '我', '各', '这', '该', '本', '分', '种', '多', '同', '其', '每', '之', '到', '好', '用', '益', '某', '哪',
    '谁',
];

/// 教学类, 2号楼, 东校区发布: the words before the ending tell what it is; what follows must be alike.
pub(crate) fn kind_of(name: &str) -> Option<Member> {
    words::KINDS_OF.iter().find_map(|ending| {
        let at = name.rfind(ending)?;
        let (own, rest) = (&name[..at], &name[at + ending.len()..]);
        let own = tail(own, 30).trim_start_matches(['和', '及', '与', '为']);
        let fits = (1..=8).contains(&own.chars().count()) && rest.chars().count() <= 6;
        // 各类, 两类, 分类, 相关处: no kind of its own.
        let vague = own.ends_with(VAGUE)
            || own.ends_with(['两', '三', '四', '五', '几']) && matches!(*ending, "类" | "方面" | "型" | "组")
            || own.ends_with(['法', '学', '医', '住', '高']) && matches!(*ending, "院" | "校" | "馆")
            // 地区, 社区, 自治区: kinds of places, of which one may lie in another.
            || own.ends_with(['地', '社', '小', '市', '城', '郊', '灾', '山', '牧', '景', '辖', '治', '县', '园'])
                && *ending == "区";
        // 信息学院 and 后勤处 are units alike.
        let alike = if matches!(*ending, "学院" | "处" | "系" | "分院" | "中心" | "部门") {
            "单位"
        } else {
            ending
        };
        (fits && !vague).then(|| Member {
            class: format!("…{alike}{rest}"),
            name: format!("{own}{ending}"),
            within: "",
        })
    })
}

/// The members that hold this one, the nearest first.
pub(crate) fn holders<'a>(class: &'a str, within: &'static str) -> impl Iterator<Item = &'static str> + 'a {
    std::iter::successors(Some(within), move |name| {
        KNOWN.iter().find(|k| k.class == class && k.member == *name).map(|k| k.within)
    })
    .take_while(|name| !name.is_empty())
}

/// Whether some members leave nothing out between them.
pub(crate) fn complete(class: &str, names: &[&str]) -> bool {
    if class.starts_with(OPPOSED) {
        return names.len() == 2 && names[0] != names[1];
    }
    words::COMPLETE.iter().any(|row| {
        row.first().is_some_and(|c| c.contains(&class))
            && row.get(1).is_some_and(|all| all.len() == names.len() && all.iter().all(|m| names.contains(m)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the table tells; that every name is opposed to its denial goes without saying.
    fn names(text: &str, persons: bool) -> Vec<(String, String)> {
        let told = members(text, persons).into_iter().filter(|m| !m.class.starts_with(OPPOSED));
        told.map(|m| (m.class, m.name)).collect()
    }

    #[test]
    fn a_name_and_its_denial_leave_nothing_out() {
        let are = |a: &str, b: &str| opposed(&members(a, false), &members(b, false));
        assert!(are("结题", "未结题") && are("已整改", "尚未整改") && are("有博士学位", "无博士学位"));
        assert!(!are("结题", "整改") && !are("未结题", "未整改") && !are("结题", "结题"));
        assert_eq!(names("无博士学位", true), vec![]);
    }

    fn one(text: &str) -> (String, String) {
        names(text, true).into_iter().next().expect("a member")
    }

    #[test]
    fn the_longest_word_tells_the_member() {
        assert_eq!(one("副教授").1, "副教授");
        assert_eq!(one("非全日制学生").1, "非全日制");
        assert_eq!(one("未通过").1, "未通过");
        assert_eq!(one("硕士研究生").1, "硕士");
    }

    #[test]
    fn what_may_be_the_same_person_is_no_member() {
        for text in ["博士生导师", "具有博士学位", "硕士及以上", "教授和副教授", "博士后流动站"]
        {
            assert_eq!(names(text, true), vec![], "{text}");
        }
        assert_eq!(names("省级奖励", true), vec![]);
        assert_eq!(names("省级课题", false)[0].1, "省级");
    }

    #[test]
    fn parts_of_one_ending_are_different_things() {
        assert_eq!(one("教学类"), ("…类".to_owned(), "教学类".to_owned()));
        assert_eq!(names("各类", false), vec![]);
    }

    #[test]
    fn every_part_of_a_complete_list_is_known_and_every_holder_is_a_member() {
        let known = |class: &str, member: &str| KNOWN.iter().any(|k| k.class == class && k.member == member);
        for row in words::COMPLETE.iter() {
            assert!(row[1].iter().all(|member| known(row[0][0], member)), "{row:?}");
        }
        for k in KNOWN.iter().filter(|k| !k.within.is_empty()) {
            assert!(known(k.class, k.within), "{k:?}");
        }
        assert!(words::PARTS.iter().all(|row| row.len() == 6), "every row says why");
    }
}
