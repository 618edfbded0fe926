//! What a kind of publicity may show: its allowed and forbidden columns.
//!
//! The kinds are data (`data/policies.tsv`) with their basis and how sure it is; a school may bring its own
//! table in the same form. A policy does not change what personal data is, only which columns are judged
//! by name and whether months of birth and student numbers may stand.

use std::fmt;

use super::finding::Kind;
use super::labels::{self, Label};

/// The columns of one kind of publicity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Stable id of the kind, such as `national_scholarship`.
    pub id: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Columns that may be shown. Empty when the source names none.
    pub allowed: Vec<String>,
    /// Columns that may not be shown. Empty when the source names none.
    pub forbidden: Vec<String>,
    /// How sure the source is.
    pub sure: Sure,
    /// The rule it rests on.
    pub basis: String,
}

/// How sure a policy's content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sure {
    /// The text of the rule was read.
    Verified,
    /// Part of it was read, or a text that quotes it.
    PartlyVerified,
    /// Common knowledge that a school must confirm before it is shown as law.
    GeneralKnowledge,
}

/// A table of policies that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// Line from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for PolicyError {}

/// What a policy says about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// May be shown, or the policy does not speak of it.
    Open,
    /// May not be shown.
    Forbidden(Kind),
    /// Shown masked or not at all unless the policy allows it.
    Masked,
}

/// Columns that are masked or left out by default, beside the numbers a school gives.
const MASKED: [&str; 14] = [
    "照片",
    "相片",
    "籍贯",
    "民族",
    "家庭成员",
    "家庭情况",
    "健康状况",
    "身体状况",
    "成绩排名",
    "综合排名",
    "疾病",
    "病史",
    "宗教信仰",
    "婚姻状况",
];

/// Other names of the columns that some policies forbid by their own words.
const ALIASES: [(&str, &[&str]); 3] = [
    ("困难原因", &["困难原因", "致贫原因", "致困原因", "困难情况", "困难类型说明", "贫困原因"]),
    ("家庭经济情况", &["家庭经济情况", "家庭经济状况", "家庭收入", "家庭年收入", "人均年收入", "人均收入", "家庭人均"]),
    (
        "评标委员会成员联系方式",
        &[
            "评委联系方式",
            "评委电话",
            "专家联系方式",
            "专家电话",
            "评标委员会成员联系方式",
            "评审专家联系方式",
            "评审专家电话",
        ],
    ),
];

impl Policy {
    /// The policy of a kind of publicity that is known, by its id.
    pub fn of(kind: &str) -> Option<Policy> {
        Policy::known().into_iter().find(|policy| policy.id == kind)
    }

    /// All kinds that are known, in the order of their table.
    pub fn known() -> Vec<Policy> {
        Policy::parse(include_str!("data/policies.tsv")).expect("the embedded table is tested to be whole")
    }

    /// Reads a table of policies: one line each with id, name, English name, allowed columns, forbidden
    /// columns (divided by 、 or commas, `-` for none), how sure, and basis, divided by tabs; `#` begins a
    /// comment.
    ///
    /// # Errors
    /// When a line has too few fields, an id stands twice, or the surety is no known word.
    pub fn parse(table: &str) -> Result<Vec<Policy>, PolicyError> {
        let mut policies: Vec<Policy> = Vec::new();
        for (at, line) in table.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |problem| PolicyError { line: at + 1, problem };
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            let &[id, name_zh, name_en, allowed, forbidden, sure, basis] = fields.as_slice() else {
                return Err(wrong("seven fields divided by tabs are expected"));
            };
            if id.is_empty() || policies.iter().any(|policy| policy.id == id) {
                return Err(wrong("the id is empty or stands twice"));
            }
            let sure = match sure {
                "verified" => Sure::Verified,
                "partly_verified" => Sure::PartlyVerified,
                "general_knowledge" => Sure::GeneralKnowledge,
                _ => return Err(wrong("how sure must be verified, partly_verified or general_knowledge")),
            };
            policies.push(Policy {
                id: id.into(),
                name_zh: name_zh.into(),
                name_en: name_en.into(),
                allowed: columns(allowed),
                forbidden: columns(forbidden),
                sure,
                basis: basis.into(),
            });
        }
        Ok(policies)
    }

    /// What this policy says about a column named `head`.
    pub(super) fn column(&self, head: &str, label: Option<Label>) -> Column {
        let name = labels::plain(head);
        if name.is_empty() {
            return Column::Open;
        }
        if self.allows(&name, label) {
            return Column::Open;
        }
        for forbidden in &self.forbidden {
            if let Some((_, aliases)) = ALIASES.iter().find(|alias| alias.0 == forbidden) {
                if aliases.iter().any(|alias| name.contains(alias)) {
                    return Column::Forbidden(Kind::OtherId);
                }
                continue;
            }
            match labels::head(forbidden) {
                Some(own) if same(own, label) => return Column::Forbidden(kind(label)),
                None if name.contains(forbidden.as_str()) => return Column::Forbidden(Kind::OtherId),
                _ => {}
            }
        }
        if MASKED.iter().any(|masked| name.contains(masked)) && name.chars().count() <= 12 && !self.forbidden.is_empty()
        {
            return Column::Masked;
        }
        Column::Open
    }

    /// Whether months of birth may be shown.
    pub(super) fn allows_birth_month(&self) -> bool {
        self.allowed.iter().any(|name| name == "出生年月")
    }

    /// Whether student and candidate numbers may be shown whole.
    pub(super) fn allows_student_numbers(&self) -> bool {
        self.forbidden.is_empty()
            || self.allowed.iter().any(|name| labels::head(name) == Some(Label::Student) && !name.contains("遮盖"))
    }

    fn allows(&self, name: &str, label: Option<Label>) -> bool {
        self.allowed.iter().any(|allowed| {
            let allowed = labels::plain(allowed);
            allowed == name || (label == Some(Label::Birth) && allowed == "出生年月" && !name.contains('日'))
        })
    }
}

/// Whether a forbidden column's label covers the label of a head.
fn same(forbidden: Label, head: Option<Label>) -> bool {
    let Some(head) = head else { return false };
    match forbidden {
        Label::Phone => matches!(head, Label::Phone | Label::Mobile | Label::Home),
        Label::BankCard => matches!(head, Label::BankCard | Label::Account),
        Label::IdCard => matches!(head, Label::IdCard | Label::Passport | Label::Travel),
        Label::Abode => matches!(head, Label::Abode),
        other => other == head,
    }
}

fn kind(label: Option<Label>) -> Kind {
    match label {
        Some(Label::IdCard) => Kind::IdCard,
        Some(Label::BankCard | Label::Account) => Kind::BankCard,
        Some(Label::Mobile | Label::Phone) => Kind::Mobile,
        Some(Label::Home) => Kind::Landline,
        Some(Label::Email) => Kind::Email,
        Some(Label::Abode) => Kind::Address,
        Some(Label::Birth) => Kind::BirthDate,
        Some(Label::Passport | Label::Travel) => Kind::Passport,
        _ => Kind::OtherId,
    }
}

fn columns(field: &str) -> Vec<String> {
    field
        .split(['、', ',', '，'])
        .map(str::trim)
        .filter(|name| !name.is_empty() && *name != "-")
        .map(String::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(kind: &str, head: &str) -> Column {
        Policy::of(kind).expect(kind).column(head, labels::head(head))
    }

    #[test]
    fn the_embedded_table_reads_whole() {
        let policies = Policy::known();
        let rows = include_str!("data/policies.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(policies.len(), rows);
        assert!(policies.iter().all(|policy| !policy.basis.is_empty() && !policy.name_en.is_empty()));
    }

    #[test]
    fn a_students_list_may_not_show_numbers_addresses_and_birthdays() {
        for head in [
            "身份证号",
            "身 份 证 号 码",
            "家庭住址",
            "联系电话",
            "手机号码",
            "出生日期",
            "出生年月",
            "银行卡号",
            "家长电话",
        ] {
            assert!(matches!(verdict("national_scholarship", head), Column::Forbidden(_)), "{head}");
        }
        for head in ["姓名", "院系", "班级", "序号", "备注", "监督电话", "奖项"] {
            assert_eq!(verdict("national_scholarship", head), Column::Open, "{head}");
        }
        assert_eq!(verdict("national_scholarship", "民族"), Column::Masked);
    }

    #[test]
    fn a_notice_of_appointment_may_show_the_month_of_birth_and_origin() {
        for head in ["出生年月", "籍贯", "民族"] {
            assert_eq!(verdict("cadre_appointment", head), Column::Open, "{head}");
        }
        assert_eq!(verdict("cadre_appointment", "身份证号"), Column::Forbidden(Kind::IdCard));
    }

    #[test]
    fn columns_with_names_of_their_own_are_known_by_their_other_names() {
        assert_eq!(verdict("hardship_identification", "致贫原因"), Column::Forbidden(Kind::OtherId));
        assert_eq!(verdict("hardship_identification", "家庭年收入（元）"), Column::Forbidden(Kind::OtherId));
        assert_eq!(verdict("tender_candidates", "专家电话"), Column::Forbidden(Kind::OtherId));
        assert_eq!(verdict("gp_result", "联系电话"), Column::Open);
    }

    #[test]
    fn a_table_that_is_not_one_is_refused_by_line() {
        assert_eq!(Policy::parse("# note\na\tb\n").map_err(|error| error.line), Err(2));
        assert!(Policy::parse("a\tb\tc\t-\t-\tsurely\tx\n").is_err());
        assert!(Policy::parse("a\tb\tc\t-\t-\tverified\tx\na\tb\tc\t-\t-\tverified\tx\n").is_err());
    }
}
