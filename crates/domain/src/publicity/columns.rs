//! Columns that a list must not show, and the heads that people give them.
//!
//! A head is judged by its words alone: what stands in the cells is for the personal-data engine (`check::personal`). The
//! words are data beside the kinds, so that a colleague can add one.

use super::column::{Column, is, plain};
use super::kind::Kind;
use super::sensitive::Sensitive;

/// Columns that a kind's own rule wants in words of its own: what stands there is what the rule asks for.
const OWN_WORDS: [&str; 4] = ["享受照顾政策类别", "资格条件", "转学理由", "业绩清单"];

/// The heads, by position, that a list of this kind must not have, each with the column it means. Without a kind the
/// columns are judged that no list of people may show. A head that the kind allows by name is never among them
/// (出生年月 in a notice of appointment).
pub fn forbidden_columns(kind: Option<&Kind>, heads: &[&str]) -> Vec<(usize, &'static str)> {
    let kind = kind.unwrap_or_else(|| Kind::general());
    let columns: Vec<&'static Column> =
        kind.forbidden.iter().filter_map(|name| Column::all().iter().find(|column| column.name == *name)).collect();
    let allowed: Vec<String> = kind.allowed.iter().map(|name| plain(name)).collect();
    let judge = |(at, head): (usize, &&str)| {
        let plain = plain(head);
        if allowed.contains(&plain) {
            return None;
        }
        columns.iter().find(|column| column.is_meant_by(&plain)).map(|column| (at, column.name))
    };
    heads.iter().enumerate().filter_map(judge).collect()
}

impl Sensitive {
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
        if kind.allowed.iter().any(|name| is(head, name)) {
            return None;
        }
        let found =
            |never: bool| Sensitive::all().iter().find(|one| one.never == never && one.column.is_meant_by(&plain));
        found(true).or_else(|| found(false))
    }

    /// What a cell of a list of this kind says, when that is sensitive under whatever head.
    pub fn in_cell(kind: &Kind, head: &str, cell: &str) -> Option<&'static Sensitive> {
        let own = |name: &&&str| OWN_WORDS.contains(*name) && is(head, name);
        if kind.allowed.iter().any(|name| own(&name)) {
            return None;
        }
        let squeezed: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        Sensitive::all().iter().find(|one| one.is_said_in(&squeezed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn forbidden(kind: &str, heads: &[&str], want: &[(usize, &str)]) {
        assert_eq!(forbidden_columns(Kind::of(kind), heads), want, "{kind} {heads:?}");
    }

    #[test]
    fn a_students_list_may_not_show_numbers_addresses_and_birthdays() {
        forbidden(
            "national_scholarship",
            &["序号", "姓名", "身 份 证 号 码", "院系", "家庭住址", "联系电话", "出生日期", "银行卡号"],
            &[(2, "身份证件号码"), (4, "家庭住址"), (5, "电话号码"), (6, "出生日期"), (7, "银行卡号")],
        );
        forbidden("national_scholarship", &["姓名", "学校", "院系", "年级", "专业", "班级", "奖项", "备注"], &[]);
    }

    #[test]
    fn customary_heads_mean_their_column() {
        for (head, column) in [
            ("身份证号", "身份证件号码"),
            ("学生身份证号码（18位）", "身份证件号码"),
            ("有效证件号", "身份证件号码"),
            ("SFZH", "身份证件号码"),
            ("ID No", "身份证件号码"),
            ("身份证地址", "家庭住址"),
            ("户籍所在地", "家庭住址"),
            ("家长电话", "电话号码"),
            ("手机号", "电话号码"),
            ("联系方式*", "电话号码"),
            ("出生年月", "出生日期"),
            ("开户行及账号", "银行卡号"),
            ("工资卡号", "银行卡号"),
        ] {
            forbidden("general", &[head], &[(0, column)]);
            assert_eq!(forbidden_columns(None, &[head]), [(0, column)], "{head}");
        }
    }

    #[test]
    fn heads_of_offices_and_things_mean_something_else() {
        let heads = [
            "监督电话",
            "咨询电话",
            "单位联系方式",
            "对公账户",
            "校园卡号",
            "微信公众号",
            "出生地",
            "姓名（与身份证一致）",
            "证件类型",
            "户籍性质",
            "hotel",
            "",
            "请在公示期内拨打联系电话向学生工作处反映情况",
        ];
        assert_eq!(forbidden_columns(None, &heads), []);
    }

    #[test]
    fn a_notice_of_appointment_may_show_the_month_of_birth_and_not_the_day() {
        forbidden(
            "cadre_appointment",
            &["姓名", "出生年月", "籍贯", "出生日期", "身份证号", "银行卡号"],
            &[(3, "出生日期"), (4, "身份证件号码"), (5, "银行卡号")],
        );
    }

    #[test]
    fn a_kind_forbids_what_its_own_rule_names_and_a_purchase_names_its_buyer() {
        forbidden(
            "hardship_identification",
            &["致贫原因", "家庭年收入（元）", "困难等级"],
            &[(0, "困难原因"), (1, "家庭经济情况")],
        );
        forbidden(
            "tender_candidates",
            &["评审专家联系方式", "投标报价", "专家电话"],
            &[(0, "评标委员会成员联系方式"), (2, "评标委员会成员联系方式")],
        );
        forbidden("gp_result", &["采购人", "联系电话"], &[]);
    }

    #[test]
    fn every_column_is_forbidden_by_some_kind_and_is_meant_by_its_own_name() {
        for column in Column::all() {
            assert!(Kind::all().iter().any(|kind| kind.forbidden.contains(&column.name)), "{}", column.name);
            assert!(column.means(column.name), "{}", column.name);
        }
    }

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
    fn heads_by_which_people_ask_for_health_faith_and_means_are_known() {
        for (head, never) in [
            ("信教", true),
            ("医疗", true),
            ("就诊医院", true),
            ("困难类型", true),
            ("Medical history", true),
            ("Religion", true),
            ("家庭年收入", true),
            ("收入", false),
            ("QQ", false),
            ("微信", false),
            ("申请理由", false),
            ("资助原因", false),
            ("年龄", false),
        ] {
            let found = Sensitive::of(Kind::general(), head);
            assert_eq!(found.map(|one| one.never), Some(never), "{head}");
        }
        assert_eq!(Sensitive::of(Kind::general(), "预算收入"), None);
    }

    #[test]
    fn cells_that_tell_of_illness_faith_and_poverty_are_found_under_any_head() {
        let said = |kind: &str, head: &str, cell: &str| {
            Sensitive::in_cell(Kind::of(kind).unwrap(), head, cell).map(|one| one.column.name)
        };
        for (cell, name) in [
            ("患抑郁症", "健康状况"),
            ("肢体残 疾二级", "健康状况"),
            ("信仰伊斯兰教", "宗教信仰"),
            ("低保户", "家庭经济情况"),
            ("建档立卡", "家庭经济情况"),
            ("李示例（孤儿）", "家庭经济情况"),
        ] {
            assert_eq!(said("general", "备注", cell), Some(name), "{cell}");
            assert_eq!(said("national_scholarship", "奖项", cell), Some(name), "{cell}");
        }
        for cell in
            ["", "无", "一等", "全国残疾人运动会一等奖", "抗肿瘤药物研究", "航道教研室", "青春信仰主题征文二等奖"]
        {
            assert_eq!(said("general", "备注", cell), None, "{cell}");
        }
        assert_eq!(said("special_admission_qualification", "享受照顾政策类别", "烈士子女"), None, "its rule names it");
    }

    #[test]
    fn heads_of_offices_places_and_subjects_are_not_sensitive() {
        for head in [
            "姓名",
            "学院",
            "健康管理专业",
            "民族学院",
            "心理健康教育中心",
            "监督电话",
            "党员发展支部",
            "备注",
            "奖项",
            "岗位定位目标",
        ] {
            assert_eq!(Sensitive::of(Kind::general(), head), None, "{head}");
        }
    }
}
