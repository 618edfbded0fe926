//! Columns that a list of whatever kind shows only with a reason, or never: sensitive by law, or more than a list needs.
//!
//! A kind's own line says what its rule forbids; this says what holds for all of them, so that the list for which no other
//! kind fits is judged too. Words, reason and source are data, entry by entry (`data/publicity.tsv`, lines `S`). A head is
//! judged by its words alone, and a column that the kind allows by name is never among them.

use super::column::{Column, plain};
use super::kind::Kind;

/// A column that is judged for every kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitive {
    /// What it is, and the heads that mean it.
    pub column: Column,
    /// Whether it goes whatever anybody says; otherwise somebody may say that it is shown.
    pub never: bool,
    /// Why, in Chinese.
    pub reason_zh: &'static str,
    /// The same in English.
    pub reason_en: &'static str,
    /// What it rests on; cited in Chinese in every language.
    pub source: &'static str,
}

impl Sensitive {
    /// Every one in the order of the table.
    pub fn all() -> &'static [Sensitive] {
        &super::kind::table().sensitive
    }

    /// Names of the columns that a list of this kind never shows: by its own rule, and by what holds for all.
    pub fn kept_off(kind: &Kind) -> Vec<&'static str> {
        let all = Sensitive::all().iter().filter(|one| one.never).map(|one| one.column.name);
        let mut names = kind.forbidden.clone();
        for name in all.filter(|name| !kind.allowed.contains(name)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What a head of a list of this kind means, when that is sensitive.
    pub fn of(kind: &Kind, head: &str) -> Option<&'static Sensitive> {
        let plain = plain(head);
        if kind.allowed.iter().any(|name| super::roll::is(head, name)) {
            return None;
        }
        let found = |never: bool| {
            Sensitive::all().iter().find(|one| one.never == never && one.column.is_meant_by(&plain))
        };
        found(true).or_else(|| found(false))
    }

    /// One line of the table without its first field; `columns` are those that were read before it.
    pub(super) fn read(fields: &[&'static str], columns: &[Column]) -> Result<Sensitive, &'static str> {
        let &[name, judgement, heads, unless, reason_zh, reason_en, source] = fields else {
            return Err("begins with S and seven fields more");
        };
        let never = match judgement {
            "never" => true,
            "ask" => false,
            _ => return Err("the judgement is `never` or `ask`"),
        };
        let column = match heads {
            "-" => columns.iter().find(|column| column.name == name).ok_or("there is no line C of this name")?.clone(),
            _ => Column { name, heads: super::kind::list(heads), unless: super::kind::list(unless) },
        };
        Ok(Sensitive { column, never, reason_zh, reason_en, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_says_why_in_both_languages_and_what_it_rests_on() {
        assert!(Sensitive::all().len() > 10);
        for one in Sensitive::all() {
            let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han(one.reason_zh) && one.reason_zh.ends_with('。'), "{}", one.column.name);
            assert!(!han(one.reason_en) && one.reason_en.ends_with('.'), "{}", one.column.name);
            assert!(one.source.contains("第") || one.source.contains("号"), "{}", one.column.name);
        }
    }

    #[test]
    fn what_is_sensitive_by_law_is_judged_for_every_kind_that_does_not_allow_it_by_name() {
        for (head, never) in [
            ("病史", true),
            ("健康状况", true),
            ("残疾等级", true),
            ("宗教信仰", true),
            ("是否低保", true),
            ("身份证号", true),
            ("银行卡号", true),
            ("家庭住址", true),
            ("民族", false),
            ("户籍性质", false),
            ("政治面貌", false),
            ("手机号", false),
        ] {
            for kind in Kind::all() {
                let found = Sensitive::of(kind, head);
                match kind.allowed.contains(&head) {
                    true => assert_eq!(found, None, "{} {head}", kind.id),
                    false => assert_eq!(found.map(|one| one.never), Some(never), "{} {head}", kind.id),
                }
            }
        }
        let cadres = Kind::of("cadre_appointment").unwrap();
        assert_eq!(Sensitive::of(cadres, "政治面貌"), None, "the rule of appointments names it");
    }

    #[test]
    fn heads_of_offices_places_and_subjects_are_not_sensitive() {
        for head in ["姓名", "学院", "健康管理专业", "民族学院", "心理健康教育中心", "监督电话", "党员发展支部", "备注", "奖项", "岗位定位目标"] {
            assert_eq!(Sensitive::of(Kind::general(), head), None, "{head}");
        }
    }
}
