//! What a kind of publicity may show: its allowed and forbidden columns.
//!
//! The kinds are the table of `domain::publicity`, with their basis and how sure it is. A policy does not change what
//! personal data is, only which columns are judged by name and whether months of birth and student numbers may stand.

use domain::publicity::{self, Kind as Publicity};

use super::finding::Kind;
use super::labels::{self, Label};

/// The columns of one kind of publicity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Stable id of the kind, such as `national_scholarship`.
    pub id: String,
    /// Columns that may be shown. Empty when the source names none.
    pub allowed: Vec<&'static str>,
    /// Columns that may not be shown. Empty when the source names none.
    pub forbidden: Vec<&'static str>,
}

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

impl Policy {
    /// The policy of a kind of publicity that is known, by its id or a name of it.
    pub fn of(kind: &str) -> Option<Policy> {
        Publicity::read(kind).map(Policy::from)
    }

    /// All kinds that are known, in the order of their table.
    pub fn known() -> Vec<Policy> {
        Publicity::all().iter().map(Policy::from).collect()
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
        for &forbidden in &self.forbidden {
            // The columns that every list of people keeps to itself are known by their labels, others by their own words.
            if Publicity::general().forbidden.contains(&forbidden) {
                if labels::head(forbidden).is_some_and(|own| same(own, label)) {
                    return Column::Forbidden(kind(label));
                }
            } else if publicity::Column::all().iter().any(|column| column.name == forbidden && column.means(head)) {
                return Column::Forbidden(Kind::OtherId);
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
        self.allowed.contains(&"出生年月")
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

impl From<&'static Publicity> for Policy {
    fn from(kind: &'static Publicity) -> Policy {
        Policy { id: kind.id.into(), allowed: kind.allowed.clone(), forbidden: kind.forbidden.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(kind: &str, head: &str) -> Column {
        Policy::of(kind).expect(kind).column(head, labels::head(head))
    }

    #[test]
    fn every_kind_of_publicity_has_a_policy_by_id_and_by_name() {
        assert_eq!(Policy::known().len(), Publicity::all().len());
        assert_eq!(Policy::of("国奖"), Policy::of("national_scholarship"));
        assert_eq!(Policy::of("公益助学"), None);
    }

    #[test]
    fn heads_that_the_table_knows_are_forbidden_here_too() {
        let mut open: Vec<&str> = Vec::new();
        for column in publicity::Column::all() {
            let kind = Publicity::all().iter().find(|kind| kind.forbidden.contains(&column.name)).expect(column.name);
            open.extend(
                column.heads.iter().copied().filter(|head| !matches!(verdict(kind.id, head), Column::Forbidden(_))),
            );
        }
        assert_eq!(open, [""; 0]);
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
}
