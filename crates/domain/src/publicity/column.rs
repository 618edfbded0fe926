//! A column that some kind of list must not show, and the heads that mean it.

/// Longest head that is judged, in characters; longer text is a sentence or a title.
const LONGEST: usize = 16;

/// Other heads that people give to what the rules allow.
const SAME: [(&str, &[&str]); 17] = [
    (
        "姓名",
        &[
            "学生姓名",
            "考生姓名",
            "职工姓名",
            "教师姓名",
            "本人姓名",
            "申请人姓名",
            "获奖人姓名",
            "获奖者姓名",
            "获奖学生",
            "受助学生",
            "拟聘人员",
            "推荐人选",
            "名字",
            "人员姓名",
            "name",
        ],
    ),
    ("学校", &["学校名称", "所在学校"]),
    ("院系", &["学院", "系", "系部", "二级学院", "所在学院", "所在院系", "院（系）", "院系名称", "学院名称"]),
    ("单位", &["部门", "所在单位", "所在部门", "工作单位"]),
    ("年级", &["所在年级", "入学年级"]),
    ("专业", &["专业名称", "所学专业", "录取专业"]),
    ("班级", &["所在班级", "行政班", "班级名称"]),
    ("奖项", &["奖学金", "奖学金名称", "获奖名称", "奖项名称", "荣誉称号", "奖励名称", "等级", "奖学金等级"]),
    ("档次", &["资助档次", "等级"]),
    ("总成绩", &["综合成绩", "最终成绩"]),
    ("笔试面试成绩", &["笔试成绩", "面试成绩", "总成绩", "综合成绩"]),
    ("招聘岗位", &["岗位", "应聘岗位", "岗位名称"]),
    ("毕业院校", &["毕业学校", "毕业院校及专业"]),
    ("现任职务", &["现任", "现职务", "现任职位"]),
    ("拟任职务", &["拟任", "拟任职位", "拟聘职务"]),
    ("候选人名称及排序", &["候选人", "候选人名称", "中标候选人", "投标人", "单位名称", "排序", "名次"]),
    ("投标报价", &["报价", "报价元"]),
];

/// A column that some kind forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the rules, such as 身份证件号码.
    pub name: &'static str,
    /// Words of heads that mean it: Chinese ones anywhere in a head, Latin ones as the whole head.
    pub heads: Vec<&'static str>,
    /// Words that make such a head mean something else: 监督电话 is an office's.
    pub unless: Vec<&'static str>,
}

impl Column {
    /// Whether a head means this column.
    pub fn means(&self, head: &str) -> bool {
        self.is_meant_by(&plain(head))
    }

    pub(super) fn is_meant_by(&self, plain: &str) -> bool {
        let named = |word: &&str| if word.is_ascii() { plain == *word } else { plain.contains(*word) };
        plain.chars().count() <= LONGEST
            && self.heads.iter().any(named)
            && !self.unless.iter().any(|word| plain.contains(word))
    }
}

/// A head as its words are compared: what stands in brackets behind it explains it and goes (姓名（与身份证一致）), and so
/// do blanks and marks.
pub(super) fn plain(head: &str) -> String {
    let main = head.find(['(', '（']).filter(|at| *at > 0).map_or(head, |at| &head[..at]);
    crate::date::half_width(main)
        .chars()
        .filter(|c| !c.is_whitespace() && !"*:()[]【】、_-/·\u{200b}\u{feff}".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a head names a column of the rules, by its name or by another that people give it.
pub(super) fn is(head: &str, name: &str) -> bool {
    let plain_head = plain(head);
    let same = SAME.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, same)| same);
    plain_head == plain(name) || same.iter().any(|other| plain_head == plain(other))
}

/// Words of a field of the table.
pub(super) fn list(field: &'static str) -> Vec<&'static str> {
    field.split('、').filter(|name| !name.is_empty() && *name != "-").collect()
}
