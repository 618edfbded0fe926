//! Words that clerks write for those that a column knows, and numbers with what stands around them.
//!
//! Only words that can mean one thing in their column are here; what a word leaves open is a fault as before.

mod columns;

use super::channel::says_none;
use crate::date::half_width;
pub(super) use columns::{known, openness};

/// A head in the form the synonyms have: half width, lower case, letters alone, without what stands in brackets.
pub(super) fn plain_head(head: &str) -> String {
    let (mut text, mut depth) = (String::new(), 0);
    for c in half_width(head).to_lowercase().chars() {
        match c {
            '(' | '[' | '【' | '〔' | '<' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' => depth = 0,
            c if depth == 0 && c.is_alphanumeric() => text.push(c),
            _ => {}
        }
    }
    text
}

/// Whether a text says that there is nothing: 无, 本学年无此类信息.
pub(super) fn says_nothing(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.trim_end_matches(['。', '.']);
    let word = matches!(
        bare,
        "无" | "暂无"
            | "没有"
            | "/"
            | "\\"
            | "-"
            | "--"
            | "—"
            | "——"
            | "无此项"
            | "不涉及"
            | "未涉及"
            | "未发生"
            | "无内容"
            | "无信息"
            | "零报告"
            | "无更新"
            | "未更新"
            | "无变化"
    );
    let begins = [
        "本学年无",
        "本年度无",
        "本年无",
        "本学期无",
        "本部门无",
        "本单位无",
        "无此类",
        "无相关",
        "不涉及",
        "未产生",
        "未发生",
    ];
    // 我校无中外合作办学项目, 未成立学术委员会
    let ours = ["我校", "我院", "本校", "本院", "学校", "学院", "本部门", "本单位", "目前", "暂时", "尚", "暂"];
    let own = ours.iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    let named = own.len() < bare.len();
    let lacks = ["未成立", "未设立", "未开设", "未设置", "未开展", "未制定", "未组建", "未招收", "不招收"];
    let none = lacks.iter().any(|word| own.starts_with(word)) || named && own.starts_with(['无', '没']);
    let document = ["通知", "公告", "公示", "办法", "方案", "报告", "规定", "的函", "说明", "名单", "情况"];
    let says = none && !document.iter().any(|word| bare.ends_with(word));
    word || says && bare.chars().count() <= 20
        || bare.chars().count() <= 14 && begins.iter().any(|start| bare.starts_with(start))
}

/// Words behind 见, 详见, 同 that point to where something stands, and by themselves too.
const POINTED: [&str; 17] = [
    "附件", "附表", "附页", "附后", "附图", "备注", "正文", "文件", "原文", "链接", "网址", "下表", "上表", "表格",
    "说明", "下文", "标题",
];

/// Words that say that nobody has written a name yet, or knows none.
const UNNAMED: [&str; 24] = [
    "另附",
    "待补",
    "待补充",
    "待填",
    "待填写",
    "待核",
    "待核实",
    "待核对",
    "待确认",
    "待查",
    "待定",
    "未定",
    "待编号",
    "编号中",
    "文号待定",
    "暂无文号",
    "不详",
    "不明",
    "不清楚",
    "不知道",
    "未知",
    "未填",
    "请填写",
    "略",
];

/// Whether a cell that should hold a name or a number holds words in its place: 见附件, 待定, ？？, XX.
pub(super) fn stands_for_name(text: &str) -> bool {
    let plain: String = half_width(text).to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.trim_matches(['(', ')', '[', ']', '【', '】', '。', '.', '!', ':']);
    if bare.is_empty()
        || bare != "X" && bare.chars().all(|c| matches!(c, '?' | 'X' | '×' | '*' | '_' | '…' | '.' | '○' | '〇'))
    {
        return !plain.is_empty();
    }
    if UNNAMED.contains(&bare) {
        return true;
    }
    // 见附件1, 详见附件二
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let before = ["详见", "参见", "另见", "请见", "见", "如", "同"];
    let pointed = before.iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    POINTED.contains(&pointed)
}

/// Signs and words by which a cell says that it is so.
const YES: [&str; 24] = [
    "√",
    "✓",
    "✔",
    "☑",
    "✅",
    "▲",
    "●",
    "■",
    "★",
    "v",
    "y",
    "yes",
    "true",
    "1",
    "是",
    "有",
    "对",
    "已",
    "已公开",
    "已发布",
    "已推送",
    "已张贴",
    "已上网",
    "公开",
];

/// By which it says that it is not.
const NO: [&str; 14] = ["×", "✗", "✘", "✕", "☐", "□", "x", "n", "no", "false", "0", "否", "不", "未"];

/// What a cell ticks: so, not so, or neither.
pub(super) fn tick(text: &str) -> Option<bool> {
    let plain: String = half_width(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if YES.contains(&plain.as_str()) {
        return Some(true);
    }
    (NO.contains(&plain.as_str()) || says_none(&plain)).then_some(false)
}

/// Words that say that something is not open to all.
const NOT_FOR_ALL: [&str; 20] = [
    "不公开",
    "不予公开",
    "不对外",
    "内网",
    "内部文件",
    "内部公开",
    "内部通知",
    "内部发文",
    "内部系统",
    "校内公开",
    "校内可见",
    "校内访问",
    "校内浏览",
    "校内查看",
    "限校内",
    "仅校内",
    "登录",
    "登陆",
    "涉密",
    "秘密",
];

/// Whether words beside or in place of an address or a channel say that not everybody may see it: （需登录）, 内部文件.
pub(super) fn not_for_all(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let open = ["无需登录", "不需登录", "免登录", "无须登录"].iter().any(|word| plain.contains(word));
    plain == "内部" || !open && NOT_FOR_ALL.iter().any(|word| plain.contains(word))
}

/// Whether a title says so of itself in brackets at its end: （校内）, （内部资料）.
pub(super) fn title_not_for_all(title: &str) -> bool {
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    let inner = plain.strip_suffix([')', ']', '】', '〕']).and_then(|rest| {
        let at = rest.rfind(['(', '[', '【', '〔'])?;
        Some(rest[at..].trim_start_matches(['(', '[', '【', '〔']))
    });
    inner.is_some_and(|inner| {
        let alone = ["校内", "内部", "限校内", "仅校内", "内部资料", "内部使用", "仅限内部", "校内使用", "校内版"];
        alone.contains(&inner) || inner == "依申请公开" || not_for_all(inner)
    }) || plain.rsplit_once(['-', '—']).is_some_and(|(_, last)| matches!(last, "依申请公开" | "不予公开" | "校内公开"))
}

/// Whether a short remark says that it is not open to all: 涉密, 仅限校内查看. Of a long one a person must judge.
pub(super) fn note_not_for_all(note: &str) -> bool {
    let denied = ["不涉密", "非涉密", "未涉密", "无涉密", "不涉及", "不属于", "已脱密", "已解密"];
    let short = note.chars().count() <= 20;
    short && !denied.iter().any(|word| note.contains(word)) && not_for_all(note)
}

/// Whether a short remark, or what stands in brackets behind a title, says that it is not public yet: 暂缓公开, 待审批.
pub(super) fn not_yet(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let begins = [
        "未公开",
        "尚未公开",
        "暂未公开",
        "暂缓公开",
        "暂不公开",
        "待公开",
        "待发布",
        "待审",
        "待领导审",
        "拟公开",
        "整改后公开",
    ];
    let planned = ["计划", "拟于", "预计"].iter().any(|word| plain.contains(word))
        && ["公开", "发布"].iter().any(|word| plain.ends_with(word))
        && !plain.starts_with('已')
        && !plain.contains("按计划");
    plain.chars().count() <= 20 && (begins.iter().any(|word| plain.starts_with(word)) || planned)
}

/// Whether a remark says that the row is to be read otherwise than it stands: 请删除此条, 日期应为2024.11.10, 不计入本学年.
pub(super) fn corrects(note: &str) -> bool {
    let plain: String = half_width(note).chars().filter(|c| !c.is_whitespace()).collect();
    let deletes =
        ["请删", "删除此", "删除本", "此条删除", "本条删除", "该条删除", "请撤", "不要上报", "不上报", "勿上报"];
    let leaves = ["不计入", "不纳入", "不统计", "不算本"];
    let wrong = ["有误", "写错", "填错", "录错", "登错"].iter().any(|word| plain.contains(word));
    let digit = |rest: &str| rest.chars().take(2).any(|c| c.is_ascii_digit());
    let said =
        ["应为", "应是", "更正为", "实际公开时间", "实际公开日期", "实际发布时间", "实际发布日期", "实为", "有效期至"];
    let behind = |word: &&str| {
        plain.split_once(*word).is_some_and(|(_, rest)| digit(rest.trim_start_matches(['为', '是', ':', '至'])))
    };
    let short = plain.chars().count() <= 40;
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    short && (has(&deletes) || has(&leaves) || wrong || said.iter().any(behind))
}

/// Whether a remark says that the row repeats another.
pub(super) fn repeats(note: &str) -> bool {
    let plain: String = half_width(note).chars().filter(|c| !c.is_whitespace()).collect();
    let other = (plain.starts_with('与') || plain.starts_with('同')) && plain.contains(['行', '条', '号']);
    matches!(plain.as_str(), "重复" | "重复项" | "重复行" | "重复登记" | "重复填报")
        || plain.chars().count() <= 12 && other && plain.ends_with("重复")
}

/// The same of a title: （草稿）, （待发布）, （拟）甲办法.
pub(super) fn title_not_yet(title: &str) -> bool {
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    let said = |inner: String| matches!(inner.as_str(), "草稿" | "初稿" | "拟稿" | "未发布") || not_yet(&inner);
    plain.starts_with("(拟)") || behind(title).is_some_and(said)
}

/// What stands before a title in brackets, or before a stroke: 【内部】, 不予公开-.
pub(super) fn before(title: &str) -> Vec<String> {
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    let inner = plain.strip_prefix(['(', '【', '[']).and_then(|rest| rest.split([')', '】', ']']).next());
    let first = plain.split_once(['-', '—', ':', '|']).map(|(first, _)| first).filter(|one| one.chars().count() <= 6);
    inner.into_iter().chain(first).map(str::to_string).collect()
}

/// What stands in brackets at the end of a title, or as a word behind a dash: 甲办法-待审.
pub(super) fn behind(title: &str) -> Option<String> {
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    let Some(inner) = plain.strip_suffix([')', '】']) else {
        let (_, word) = plain.rsplit_once(['-', '—', '–', '_'])?;
        return ((2..=4).contains(&word.chars().count())).then(|| word.to_string());
    };
    let at = inner.rfind(['(', '【'])?;
    Some(inner[at..].trim_start_matches(['(', '【']).to_string())
}

/// How many things a title names, one a line and numbered: 1.甲办法, 2.乙办法.
pub(super) fn several_things(title: &str) -> Option<usize> {
    let lines: Vec<&str> = title.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let numbered = |(at, line): (usize, &&str)| {
        let half = half_width(line);
        let bare = half.trim_start_matches('(');
        let rest = bare.strip_prefix(&(at + 1).to_string());
        rest.is_some_and(|rest| rest.starts_with(['.', '、', ')', ',', ' ']))
    };
    (lines.len() > 1 && lines.iter().enumerate().all(numbered)).then_some(lines.len())
}

/// Whether a title is words in place of one. What is numbered, as 文件1 is, may be one.
fn in_place(title: &str) -> bool {
    let bare = title.trim();
    !bare.ends_with(char::is_numeric) && !bare.starts_with('同') && stands_for_name(title)
}

/// Whether a title is none: a number, a word in place of a link, a trial.
pub(super) fn is_no_title(title: &str) -> bool {
    let plain: String = half_width(title).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    // 见41, 见第3条
    let elsewhere = plain.strip_prefix('见').is_some_and(|rest| {
        let rest = rest.trim_start_matches('第').trim_end_matches(['条', '项', '行', '号']);
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || crate::zh::is_numeral(c))
    });
    let trial = elsewhere || matches!(plain.as_str(), "测试" | "test" | "aaa" | "xxx" | "标题" | "示例");
    trial
        || in_place(title)
        || !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_punctuation())
}

/// What a text says of something that is no longer as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// It was taken off view.
    TakenDown,
    /// It no longer holds, and may still be on view.
    Annulled,
}

/// Whether a remark says so: 已撤下, 公示期满撤下, 已废止.
pub(super) fn ended(text: &str) -> Option<Ended> {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let holds = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    // 已于2026年3月删除
    let gone = plain
        .find('已')
        .is_some_and(|at| ["删除", "移除", "撤除", "下线"].iter().any(|word| plain[at..].ends_with(word)));
    let replaced = plain.contains("已被") && holds(&["替代", "取代", "代替"]);
    if holds(&["未撤", "不撤", "无撤", "没有撤", "未删", "未移除"]) {
        None
    } else if gone
        || matches!(plain.as_str(), "停用" | "已停用" | "链接失效" | "网页失效" | "404" | "已失效链接")
        || holds(&["已移除"])
    {
        Some(Ended::TakenDown)
    } else if replaced {
        Some(Ended::Annulled)
    } else if holds(&["已撤", "撤下", "撤回", "已下线", "已下架", "已删", "下架", "停止公开"]) {
        Some(Ended::TakenDown)
    } else if holds(&["已废止", "已作废", "已失效", "已停止执行"]) || matches!(plain.as_str(), "废止" | "作废" | "失效")
    {
        Some(Ended::Annulled)
    } else {
        None
    }
}

/// What a title says of itself in brackets at its beginning or end, or in its last word: （已撤下）.
pub(super) fn ended_title(title: &str) -> Option<Ended> {
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    let (opens, closes) = (['(', '[', '【', '〔'], [')', ']', '】', '〕']);
    let inner = plain.strip_suffix(closes).and_then(|rest| rest.rfind(opens).map(|at| &rest[at..]));
    let first = plain.strip_prefix(opens).and_then(|rest| rest.find(closes).map(|at| &rest[..at]));
    let bare = |text: &str| text.trim_start_matches(opens).to_string();
    let last = ["已撤下", "已撤回", "已下线", "已废止", "已作废"].into_iter().find(|word| plain.ends_with(word));
    [inner.map(bare), first.map(bare), last.map(str::to_string)].into_iter().flatten().find_map(|text| {
        let annulled = || text.contains("废止") && !text.contains('含');
        ended(&text).or_else(|| annulled().then_some(Ended::Annulled))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_place_of_a_name_are_none() {
        for text in [
            "见附件",
            "详见附件1",
            "见附件二",
            "附件",
            "待定",
            "（待核实）",
            "？？",
            "XX",
            "××",
            "……",
            "见备注",
            "不详",
            "同标题",
        ] {
            assert!(stands_for_name(text), "{text}");
        }
        for text in [
            "教务处",
            "官网",
            "附件管理中心",
            "X学院",
            "见习基地",
            "如皋校区",
            "同济路校区",
            "A1",
            "校办",
            "表",
            "文件科",
        ] {
            assert!(!stands_for_name(text), "{text}");
        }
    }

    #[test]
    fn what_is_numbered_may_be_a_title() {
        for title in ["标题01", "文件3", "附件1", "通知12", "表格2", "同网址"] {
            assert!(!is_no_title(title), "{title}");
        }
        for title in ["见附件", "XX", "？？", "见41", "标题", "12"] {
            assert!(is_no_title(title), "{title}");
        }
    }

    #[test]
    fn a_text_says_that_not_everybody_may_see_it_or_that_it_is_off_view() {
        for text in ["不公开", "（校内公开）", "内部文件", "官网（内网）", "需登录", "内部"] {
            assert!(not_for_all(text), "{text}");
        }
        for text in ["官网", "行政楼公告栏", "校园网", "无需登录", "内部控制网", "校报"] {
            assert!(!not_for_all(text), "{text}");
        }
        for title in ["甲办法（校内）", "甲预案（内部资料）", "甲名单【不予公开】"] {
            assert!(title_not_for_all(title), "{title}");
        }
        for title in ["甲办法（试行）", "校内公开招聘公告", "甲公告（校内外）", "内部控制办法", "甲通知（校内各单位）"]
        {
            assert!(!title_not_for_all(title), "{title}");
        }
        for title in ["甲办法（已撤下）", "【已撤下】甲办法", "甲名单(2026年3月撤下)", "甲名单已撤下"]
        {
            assert_eq!(ended_title(title), Some(Ended::TakenDown), "{title}");
        }
        for title in ["甲办法（已废止）", "甲办法（已废止，见乙办法）", "甲办法（2025年废止）"]
        {
            assert_eq!(ended_title(title), Some(Ended::Annulled), "{title}");
        }
        for title in ["关于撤销甲专业的通知", "关于废止甲办法的通知", "甲办法（试行）", "甲公告（含废止目录）"]
        {
            assert_eq!(ended_title(title), None, "{title}");
        }
        assert_eq!((ended("未撤下"), ended("公示期满撤下")), (None, Some(Ended::TakenDown)));
        assert_eq!(
            (ended("已于2026年3月删除"), ended("已被新办法替代")),
            (Some(Ended::TakenDown), Some(Ended::Annulled))
        );
        assert_eq!((ended("2026年6月修订"), ended("已按要求删除个人信息后公开")), (None, None));
        for note in ["涉密", "不公开", "仅限校内查看"] {
            assert!(note_not_for_all(note), "{note}");
        }
        for note in ["不涉密", "经审查不属于涉密信息，可以公开", "学校章程第三条规定的不予公开情形不适用于本条信息"]
        {
            assert!(!note_not_for_all(note), "{note}");
        }
        for note in ["暂缓公开", "未公开，计划2026年12月公开", "待领导审批", "整改后公开"] {
            assert!(not_yet(note), "{note}");
        }
        for note in ["已按计划公开", "2026年6月修订", "主动公开", "未公开部分见附件所列的各项内容，其余已经全部公开"]
        {
            assert!(!not_yet(note), "{note}");
        }
        for title in ["甲办法（草稿）", "（拟）甲办法", "甲通知（待发布）"] {
            assert!(title_not_yet(title), "{title}");
        }
        for title in ["甲办法（征求意见稿）", "拟录用人员公示", "甲名单（拟推荐）"] {
            assert!(!title_not_yet(title), "{title}");
        }
        assert!(is_no_title("12") && is_no_title("测试") && !is_no_title("2025年校历"));
    }
}
