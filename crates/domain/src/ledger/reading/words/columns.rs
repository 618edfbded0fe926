//! The words that a column knows and those that clerks write for them, as data: openness, states, kinds, parts of a report.
//!
//! Only a word that can mean one thing in its column is here. It changes no cell: that is for who reads the row.

use crate::date::half_width;
use crate::ledger::Table;
use crate::zh;

/// Words of one column: table, key, the word the column knows, other words for it.
const WORDS: &[(Table, &str, &str, &[&str])] = &[
    (Table::Records, "form", "通知", &["通知公告", "公告", "通告"]),
    (Table::Records, "form", "制度", &["规章制度", "管理办法", "办法", "规定"]),
    (Table::Records, "form", "名单", &["公示", "公示名单"]),
    (Table::Records, "form", "发文", &["文件", "公文", "红头文件"]),
    (Table::Records, "form", "动态", &["新闻", "要闻", "工作动态"]),
    (Table::Records, "form", "采购", &["招标", "采购公告", "招标公告"]),
    (Table::Records, "form", "报告", &["总结", "年度报告"]),
    (
        Table::Records,
        "audience",
        "社会",
        &[
            "Everyone",
            "社会公众",
            "全社会",
            "面向社会",
            "公众",
            "向社会公开",
            "社会公开",
            "对外",
            "校外",
            "校内外",
            "所有人",
            "社会各界",
            "面向社会公众",
            "面向全社会",
            "全社会公开",
            "向全社会公开",
            "面向社会公开",
            "考生",
            "考生及家长",
            "考生和家长",
        ],
    ),
    (
        Table::Records,
        "audience",
        "校内",
        &[
            "Membersoftheschool",
            "全校",
            "全体师生",
            "师生",
            "校内公开",
            "全校师生",
            "教职工",
            "学生",
            "全体教职工",
            "面向校内",
            "全体学生",
            "全院师生",
        ],
    ),
    (Table::Records, "audience", "本单位", &["部门内部", "单位内部", "本部门", "Membersoftheunit"]),
    (Table::Records, "term", "长期", &["长期公开", "永久", "长期有效", "永久公开", "常年"]),
    (Table::Records, "validity", "有效", &["现行有效", "现行", "有效期内", "执行中"]),
    (Table::Records, "validity", "废止", &["已废止", "作废"]),
    (Table::Records, "validity", "失效", &["已失效"]),
    // Words of the workbench for how far a record has come: what is not public yet is a draft to the ledger.
    (
        Table::Records,
        "state",
        "公开",
        &[
            "已公开",
            "已发布",
            "已上网",
            "已上线",
            "发布",
            "公布",
            "已公布",
            "正常",
            "正常公开",
            "公开中",
            "是",
            "√",
            "修订中",
            "Public",
            "Beingamended",
        ],
    ),
    (
        Table::Records,
        "state",
        "草稿",
        &[
            "拟稿",
            "拟公开",
            "起草中",
            "未发布",
            "否",
            "未公开",
            "待公开",
            "暂缓公开",
            "审核中",
            "审批中",
            "送审",
            "待审",
            "待审核",
            "待审批",
            "待部门审核",
            "待保密审查",
            "待发布",
            "被退回",
            "已停办",
            "Draft",
            "Withtheunit",
            "Secrecyreview",
            "Tobepublished",
            "Sentback",
            "Stopped",
        ],
    ),
    (Table::Records, "state", "撤回", &["已撤回", "已撤下", "Withdrawn"]),
    (Table::Records, "state", "到期", &["已到期", "已到期撤下", "到期撤下", "Termover"]),
    (Table::Identities, "kind", "sum", &["合计", "总和", "求和", "总数"]),
    (Table::Identities, "kind", "rate", &["比率", "占比", "比例", "百分比"]),
    (Table::Identities, "kind", "part", &["部分", "其中"]),
    (Table::Identities, "kind", "stage", &["阶段"]),
    (Table::Items, "applies", "适用", &["是"]),
    (Table::Items, "applies", "不适用", &["否"]),
    (Table::Channels, "kind", "网站", &["官网", "网页"]),
    (Table::Channels, "kind", "公众号", &["微信公众号", "微信"]),
    (Table::Units, "kind", "职能部门", &["部门", "机关", "机关部门", "党政部门", "行政部门"]),
    (Table::Units, "kind", "二级学院", &["学院", "院系", "教学单位", "系部"]),
];

/// The word that the column knows for another.
pub(in super::super) fn known(table: Table, key: &str, text: &str) -> Option<&'static str> {
    let has_words = |(of, column, _, _): &&(Table, &str, &str, &[&str])| *of == table && *column == key;
    let place = (table, key) == (Table::Texts, "place");
    if text.is_empty() || key != "openness" && !place && !WORDS.iter().any(|row| has_words(&row)) {
        return None;
    }
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    if key == "openness" {
        return openness(&plain).filter(|word| *word != plain);
    }
    if place {
        return part_of_report(&plain).filter(|part| *part != plain);
    }
    let row =
        WORDS.iter().find(|(of, column, _, others)| *of == table && *column == key && others.contains(&plain.as_str()));
    row.map(|(_, _, word, _)| *word)
}

/// The openness that a word means.
pub(in super::super) fn openness(text: &str) -> Option<&'static str> {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    match plain.as_str() {
        "主动公开" | "主动" | "主动公开类" | "主动公开信息" | "proactive" => Some("主动公开"),
        "依申请公开" | "依申请" | "依申请公开类" | "申请公开" | "on_request" => Some("依申请公开"),
        "不予公开" | "不公开" | "不予公开类" | "免予公开" | "免于公开" | "withheld" => {
            Some("不予公开")
        }
        _ => None,
    }
}

/// The part of a report by its numeral or by its customary heading.
fn part_of_report(plain: &str) -> Option<&'static str> {
    const PARTS: [(&str, &[&str]); 9] = [
        ("preface", &["前言", "引言", "序言"]),
        ("1", &["概述", "工作概述", "总体情况"]),
        ("2", &["主动公开", "主动公开情况"]),
        ("3", &["依申请公开", "依申请公开和不予公开", "依申请公开和不予公开情况"]),
        ("4", &["评议", "评议情况"]),
        ("5", &["举报", "举报、复议、诉讼", "举报复议诉讼"]),
        ("6", &["经验、问题、改进措施", "经验问题改进措施", "经验问题", "主要经验、问题和改进措施"]),
        ("7", &["其他", "其他事项"]),
        ("8", &["清单事项公开情况表", "情况表"]),
    ];
    let bare = plain.trim_start_matches('第').trim_end_matches(['、', '.', ':']).trim_end_matches("部分");
    let bare = bare.trim_matches(['(', ')']);
    let number = zh::number(bare).or_else(|| bare.parse().ok()).filter(|number| (1..=8).contains(number));
    let by_number = number.and_then(|number| PARTS.get(number as usize));
    by_number.or_else(|| PARTS.iter().find(|(_, names)| names.contains(&plain))).map(|(place, _)| *place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::columns;

    #[test]
    fn words_mean_words_that_their_column_knows() {
        for (table, key, word, _) in WORDS {
            let at = columns(*table).iter().position(|column| column.key == *key);
            assert!(at.is_some(), "{table:?} {key} {word}");
        }
        assert_eq!(known(Table::Texts, "place", "六"), Some("6"));
        assert_eq!(known(Table::Texts, "place", "第六部分"), Some("6"));
        assert_eq!(known(Table::Texts, "place", "经验问题"), Some("6"));
        assert_eq!(known(Table::Texts, "place", "2.3"), None);
        assert_eq!(known(Table::Records, "openness", "主动"), Some("主动公开"));
        assert_eq!(known(Table::Records, "openness", "主动公开"), None);
    }
}
