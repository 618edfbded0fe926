//! Rule `sum`: what the labels of parts mean, so far that it tells whether they can make a whole.
//!
//! Words only: parts from two points of view overlap, 等 leaves a list open, 男 and 女 leave nothing out.
//! It must not look at the numbers.

use std::ops::Range;

use super::view::View;

impl View<'_> {
    /// 等, 包括, 主要 and the like: the parts do not claim to be all.
    pub(crate) fn is_open_ended(&self, scope: &Range<usize>) -> bool {
        let mut words = without_remarks(self.cut(scope.clone()));
        if [
            "包括",
            "主要",
            "例如",
            "特别是",
            "尤其",
            "涉及",
            "重点",
            "不含",
            "不包括",
            "如：",
            "其他不",
            "含",
            "以上",
            "以下",
            "累计",
            "近三年",
            "近五年",
            "历年",
            "计划",
            "超额",
            "另行",
        ]
        .iter()
        .any(|w| words.contains(w))
        {
            return true;
        }
        for word in [
            "高等", "中等", "初等", "等级", "平等", "同等", "一等", "二等", "三等", "特等", "优等", "等次", "甲等",
            "乙等", "均等", "对等", "相等", "四等", "等奖", "头等", "等额",
        ] {
            if words.contains(word) {
                words = words.replace(word, "");
            }
        }
        words.contains('等')
    }

    /// Labels from two points of view, such as 女 and 党员, count the same persons twice.
    pub(crate) fn overlapping(&self, parts: &[usize]) -> bool {
        let mut seen: Option<usize> = None;
        for &i in parts {
            let words = self.words(i);
            if let Some(view) = POINTS_OF_VIEW.iter().position(|view| view.iter().any(|w| words.contains(w))) {
                if seen.is_some_and(|s| s != view) {
                    return true;
                }
                seen = Some(view);
            }
        }
        // A scale without its lower end leaves out those below: 教授, 副教授 and no 讲师.
        let scale = |view: usize, ends: &[&str]| {
            seen == Some(view) && !parts.iter().any(|i| ends.iter().any(|e| self.words(*i).contains(e)))
        };
        if scale(2, &["初级", "助教", "助理", "其他", "无职称", "未定", "未评", "员级", "以下"])
            || scale(3, &["本科", "学士", "专科", "其他", "以下"])
        {
            return true;
        }
        // Titles and degrees contain one another: 高级职称 and 教授, 硕士以上 and 博士.
        let nested = |a: &str, b: &str| {
            parts.iter().any(|i| self.words(*i).contains(a)) && parts.iter().any(|i| self.words(*i).contains(b))
        };
        nested("高级职称", "教授")
            || nested("高职称", "教授")
            || nested("研究生学历", "博士")
            || nested("研究生学历", "硕士")
            || nested("正式党员", "新发展")
    }

    /// 男/女, 其余 and other divisions that leave nothing out.
    pub(crate) fn complete_by_meaning(&self, parts: &[usize]) -> bool {
        let words: Vec<String> = parts.iter().map(|i| self.words(*i)).collect();
        if parts.len() >= 2 && self.label(parts[parts.len() - 1]).starts_with("其余") {
            return true;
        }
        let pair = |a: &str, b: &str| {
            parts.len() == 2
                && (words[0].contains(a) && words[1].contains(b) || words[0].contains(b) && words[1].contains(a))
        };
        pair("男", "女")
            || pair("基本支出", "项目支出")
            || pair("线上", "线下")
            || pair("理论", "实践") && words.iter().all(|w| w.contains("学时") || w.contains("课时"))
    }
}

/// Without parentheses that hold no number: （含生育保险） belongs to a name and opens no list.
fn without_remarks(words: &str) -> String {
    let mut rest = words;
    let mut kept = String::with_capacity(words.len());
    while let Some((before, after)) = rest.split_once('（') {
        kept.push_str(before);
        match after.split_once('）') {
            Some((remark, tail)) if !remark.contains(|c: char| c.is_ascii_digit()) && !remark.contains("等") => {
                rest = tail
            }
            _ => {
                kept.push('（');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// Words that divide persons or things from one point of view; parts from two views overlap.
const POINTS_OF_VIEW: &[&[&str]] = &[
    &["男", "女"],
    &["党员", "团员", "民主党派", "群众"],
    &["教授", "讲师", "助教", "正高", "副高", "职称", "高级", "中级", "初级", "研究员", "工程师", "技师"],
    &["博士", "硕士", "学历", "学位"],
    &[
        "专任教师",
        "辅导员",
        "双师",
        "行政",
        "教辅",
        "工勤",
        "外聘",
        "兼职教师",
        "专职教师",
        "管理人员",
        "思政课教师",
        "骨干教师",
        "名师",
        "带头人",
    ],
    &["少数民族", "汉族", "藏族", "苗族", "土家族", "回族"],
    &["岁", "青年教师"],
    &["退役", "残疾", "贫困", "建档立卡", "脱贫", "低保", "孤儿", "困难"],
];
