//! What stands over or under rows, in names of sheets, titles, headings and notes, and says that not everybody may see them.
//!
//! It must not judge a row: it says that a line closes, opens, or begins another part.

use super::{CLAUSE, Kind, bare, says, words};

/// Words of lines that tell people what to fill in, and nothing of what stands below.
const TELLING: [&str; 13] =
    ["填", "请", "应当", "应先", "必须", "须经", "不得公开", "经审查", "说明", "含依", "含不予", "包括", "不得含"];

/// What stands over rows calls them by these: not public, not yet, no longer.
const CALLED: [&str; 26] = [
    "未公开",
    "未发布",
    "待公开",
    "待发布",
    "拟公开",
    "拟发布",
    "暂缓",
    "暂不公开",
    "草稿",
    "初稿",
    "拟稿",
    "已撤",
    "撤下",
    "撤回",
    "已删",
    "已下线",
    "下架",
    "作废",
    "废止",
    "失效",
    "停用",
    "过期",
    "旧版",
    "旧稿",
    "回收站",
    "备份",
];

/// What stands in brackets behind the name of a sheet, or is its whole name, when it is an old copy of another.
const COPY: [&str; 12] =
    ["原", "旧", "旧表", "原表", "原件", "原稿", "副本", "备份", "存档", "历史", "历史版本", "撤销"];

/// Words that what stands over rows ends with and that say nothing of them.
const NAMING: [&str; 22] = [
    "台账",
    "清单",
    "一览表",
    "一览",
    "目录",
    "汇总表",
    "汇总",
    "计划表",
    "明细表",
    "明细",
    "登记表",
    "统计表",
    "列表",
    "表",
    "信息",
    "事项",
    "内容",
    "材料",
    "部分",
    "情况",
    "记录",
    "类",
];

/// Whether what stands over rows begins with the number of a part: 三、, （二）, 第四部分.
pub fn is_numbered(line: &str) -> bool {
    unnumbered(&bare(line)).len() < bare(line).len()
}

/// How deep a heading lies by its number: 第一部分 above 一、 above （一） above 1. above (1).
fn depth(line: &str) -> Option<u8> {
    let plain = bare(line);
    if !is_numbered(line) {
        return None;
    }
    let rest = plain.trim_start_matches(['(', '[', '【', '第', '附']);
    let chinese = rest.starts_with(crate::zh::is_numeral);
    Some(match (plain.starts_with('第'), plain.starts_with(['(', '[', '【']), chinese) {
        (true, ..) => 0,
        (_, false, true) => 1,
        (_, true, true) => 2,
        (_, false, false) => 3,
        (_, true, false) => 4,
    })
}

/// Whether a heading begins another part than that which an earlier heading began: 四、 after 三、, and not （一） below it.
pub fn begins_another(line: &str, earlier: &str) -> bool {
    depth(line).zip(depth(earlier)).is_some_and(|(here, there)| here <= there)
}

fn unnumbered(plain: &str) -> &str {
    let rest = plain.trim_start_matches(['(', '[', '【', '第', '附']);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || crate::zh::is_numeral(c));
    if after.len() == rest.len() {
        return plain;
    }
    let ends = ["部分", "、", ".", ")", "]", "】", ":", "章", "节"];
    ends.iter().find_map(|end| after.strip_prefix(end)).map_or(plain, |rest| rest.trim_start_matches(['、', ':', '.']))
}

/// What stands over rows (the name of their sheet, a title, a heading between them, a note) when it says that not everybody
/// may see them, or not yet, or no longer: 内部资料 注意保存, 三、不予公开信息, （草稿）.
pub fn closing_line<'t>(lines: impl IntoIterator<Item = &'t str>) -> Option<String> {
    lines.into_iter().map(str::trim).find(|line| closes(line)).map(str::to_string)
}

/// Whether what stands over rows says that they are open to all.
pub fn opens(line: &str) -> bool {
    let plain = bare(line);
    plain.contains("主动公开") && !plain.contains("不主动公开") && !plain.contains("非主动公开")
}

fn closes(line: &str) -> bool {
    let plain = bare(line).to_uppercase();
    let asked = plain.replace("申请", "");
    let telling = TELLING.iter().any(|word| asked.contains(word)) && !plain.contains("注意保存");
    if plain.is_empty() || plain.chars().count() > 2 * CLAUSE || telling || opens(&plain) {
        return false;
    }
    let mut text = unnumbered(&plain).to_string();
    for word in words().iter().filter(|word| word.kind == Kind::Free) {
        text = text.replace(word.text.as_str(), "");
    }
    let inner = text.rsplit_once(['(', '[', '【']).map(|(_, inner)| inner.trim_end_matches([')', ']', '】']));
    let mut core = text.trim_matches(|c: char| !c.is_alphanumeric());
    while let Some(rest) = NAMING.iter().find_map(|word| core.strip_suffix(word)).filter(|rest| !rest.is_empty()) {
        core = rest;
    }
    // 2025-2026计划, 模板: a sheet of what is to come, or of nothing.
    let bare = core.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '—' | '~' | '至'));
    let bare = ["学年度", "学年", "年度", "年"].iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let copy = |name: &str| COPY.contains(&name) || CALLED.contains(&name);
    let empty = matches!(bare, "计划" | "模板" | "样表" | "样例" | "示例" | "空表");
    // 计划下学年公开的信息
    let behind = core.strip_prefix("计划").unwrap_or_default();
    let when = |c: char| c.is_ascii_digit() || "公发下于在本明年月".contains(c);
    let planned = behind.starts_with(when) && ["公开", "发布"].iter().any(|word| behind.contains(word));
    says(&plain).is_some()
        || says(core).is_some()
        || planned
        || empty
        || CALLED.iter().any(|word| core.contains(word))
        || copy(core)
        || inner.is_some_and(copy)
}

/// Whether a note about a table says that some of its rows are not for everybody, or not yet: 注：第2条暂不公开. Which, only
/// a person can say.
pub fn closing_note(note: &str) -> bool {
    let plain = bare(note);
    let noted = ["注", "备注", "附注", "★", "※", "*", "【注"].iter().any(|word| plain.starts_with(word));
    let asked = plain.replace("申请", "");
    let telling = ["填", "请", "应当", "必须", "须经"].iter().any(|word| asked.contains(word));
    let body = plain.trim_start_matches(|c: char| "备注附【】★※*".contains(c)).trim_start_matches([':', '、']);
    let said = [
        "暂不公开",
        "暂缓公开",
        "未公开",
        "不公开",
        "不予公开",
        "不对外",
        "校内公开",
        "依申请",
        "内部",
        "已撤",
        "作废",
    ];
    noted
        && !telling
        && body.split(['，', ',', '。', ';', '；']).any(|clause| {
            let mut clause = clause.to_string();
            for word in words().iter().filter(|word| word.kind == Kind::Free) {
                clause = clause.replace(word.text.as_str(), "");
            }
            says(&clause).is_some() || said.iter().any(|word| clause.contains(word)) && !opens(&clause)
        })
}

/// Characters of a heading that is nothing but the word for what stands below.
const HEADING: usize = 16;

/// Whether a row is such a word alone, or merged over its columns: 不予公开, 【校内公开】, 主动公开.
pub fn is_bare_heading(cells: &[String]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else { return false };
    first.chars().count() <= HEADING && filled.all(|cell| cell == first) && (closes(first) || opens(first))
}
