//! What says that something is not there: not public yet, not on this channel, no longer at this address.
//!
//! 未公开 in place of a day, 官网× among channels, …；已删除 behind an address are no day, no channel and no address. Read as
//! such they would make public what is not, so what they say decides, and where it does not a person is asked.

use super::channel::channel_kind;
use super::words::{self, tick};
use crate::date::half_width;

fn plain(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Words that say by themselves that something is not public yet.
const NOT_YET: [&str; 34] = [
    "未发",
    "未发布",
    "未公布",
    "未公开",
    "未公示",
    "未上网",
    "未上线",
    "未挂网",
    "未推送",
    "未上传",
    "未张贴",
    "未定",
    "待定",
    "待发",
    "待公示",
    "待公布",
    "待上网",
    "待上传",
    "待上线",
    "待推送",
    "待张贴",
    "待更新",
    "待完善",
    "暂缓",
    "缓发",
    "暂缓发布",
    "暂未发布",
    "尚未发布",
    "拟发",
    "拟发布",
    "审核中",
    "审批中",
    "办理中",
    "整改中",
];

/// Whether a text says, in place of a day, a channel or an address, that nothing is public yet.
pub(super) fn not_yet(text: &str) -> bool {
    let plain = plain(text);
    let bare = plain.trim_end_matches(['。', '.', '!', '…']).trim_matches(['(', ')', '[', ']', '【', '】']);
    NOT_YET.contains(&bare) || words::not_yet(bare)
}

/// What a part of a cell of channels says of the channel that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// It went out there: 官网√.
    There(String),
    /// It did not: 未在官网公开, 官网×, 官网：否.
    Not(String),
    /// It is to: 官网（待发）.
    Later(String),
}

/// Words behind a channel's name by which it did not go out there; a sign too.
const NOT_BEHIND: [&str; 20] = [
    "没有公开",
    "没有发布",
    "暂未公开",
    "暂未发布",
    "尚未公开",
    "尚未发布",
    "未公开",
    "未发布",
    "未公布",
    "未公示",
    "未推送",
    "未张贴",
    "未上传",
    "未上",
    "未发",
    "不公开",
    "不发",
    "没有",
    "无",
    "否",
];

/// By which it is to.
const LATER_BEHIND: [&str; 12] =
    ["待公开", "待发布", "待推送", "待上传", "待张贴", "待发", "待定", "暂缓", "拟公开", "拟发布", "拟发", "审核中"];

/// By which it did.
const BEHIND: [&str; 14] = [
    "已公开",
    "已发布",
    "已公布",
    "已推送",
    "已张贴",
    "已上传",
    "已上网",
    "已发",
    "已贴",
    "已推",
    "已挂网",
    "已挂",
    "已上",
    "是",
];

/// What a part says of its channel, when it says more than its name.
pub(super) fn said(part: &str) -> Option<Said> {
    let plain = plain(part);
    let named = |name: &str| {
        let name = name.trim_end_matches([':', '-', '—', '(', '[']);
        channel_kind(name).is_some().then(|| name.to_string())
    };
    if let Some((name, inner)) = plain.split_once(['(', '[', '【', ':']).filter(|_| !plain.contains("://")) {
        let inner = inner.trim_end_matches([')', ']', '】']);
        let name = named(name)?;
        return if later(inner) {
            Some(Said::Later(name))
        } else if NOT_BEHIND.contains(&inner) || tick(inner) == Some(false) {
            Some(Said::Not(name))
        } else {
            (BEHIND.contains(&inner) || tick(inner) == Some(true)).then_some(Said::There(name))
        };
    }
    if let Some(name) = denied(&plain).and_then(named) {
        return Some(Said::Not(name));
    }
    // 官网，待发: what stands alone is said of what stands before it.
    if not_yet(&plain) {
        return Some(Said::Later(String::new()));
    }
    let sign = plain.chars().next_back()?;
    let before = plain.strip_suffix(sign)?;
    let han = before.ends_with(|c: char| !c.is_ascii());
    match sign {
        '×' | '✗' | '✘' | '✕' | '☐' | '□' => return named(before).map(Said::Not),
        '√' | '✓' | '✔' | '☑' | '✅' => return named(before).map(Said::There),
        'x' | 'X' if han => return named(before).map(Said::Not),
        _ => {}
    }
    let behind = |words: &[&str]| words.iter().find_map(|word| plain.strip_suffix(word)).and_then(named);
    behind(&LATER_BEHIND)
        .map(Said::Later)
        .or_else(|| behind(&NOT_BEHIND).map(Said::Not))
        .or_else(|| behind(&BEHIND).map(Said::There))
}

fn later(inner: &str) -> bool {
    LATER_BEHIND.contains(&inner) || !NOT_BEHIND.contains(&inner) && not_yet(inner)
}

/// The channel of 未在官网公开, 没有上公众号.
fn denied(plain: &str) -> Option<&str> {
    let rest =
        ["尚未", "暂未", "还未", "没有", "并未", "未", "不", "没"].iter().find_map(|word| plain.strip_prefix(word))?;
    let rest = ["在", "上", "于", "通过", "发"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let acts = ["上公开", "公开", "发布", "公布", "推送", "张贴", "公示", "上网", "上传"];
    Some(acts.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest))
}

/// Words of what is counted about a page.
const COUNTED: [&str; 16] = [
    "点击量",
    "点击数",
    "点击",
    "浏览量",
    "浏览",
    "阅读量",
    "阅读数",
    "阅读",
    "访问量",
    "转发量",
    "转发",
    "点赞",
    "下载量",
    "关注",
    "截图",
    "播放量",
];

/// Whether a part of a cell of channels speaks of something else: 点击量2300, 共3条, 2300次.
pub(super) fn is_no_channel(part: &str) -> bool {
    let plain = plain(part);
    if plain.is_empty() || channel_kind(&plain).is_some() {
        return false;
    }
    let counted = COUNTED.iter().any(|word| plain.starts_with(word) || plain.ends_with(word));
    let bare = plain.trim_start_matches(['共', '约', '第']);
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let measured = digits.len() < bare.len()
        && matches!(
            digits,
            "次" | "人" | "人次" | "条" | "份" | "篇" | "期" | "张" | "页" | "元" | "万" | "个" | "件" | "分钟" | "天"
        );
    counted || measured
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_says_whether_its_channel_is_one() {
        let of = |text: &str| said(text);
        for text in [
            "未在官网公开",
            "官网×",
            "官网✗",
            "官网：否",
            "官网(否)",
            "官网未公开",
            "没有上官网",
            "官网（无）",
            "官网 x",
            "不在官网公开",
        ] {
            assert_eq!(of(text), Some(Said::Not("官网".into())), "{text}");
        }
        for text in ["官网（待发）", "官网待发布", "官网：待定", "官网（暂缓公开）", "官网（审核中）"]
        {
            assert_eq!(of(text), Some(Said::Later("官网".into())), "{text}");
        }
        for text in ["官网√", "官网：是", "官网（已发布）", "官网已公开", "官网:√"] {
            assert_eq!(of(text), Some(Said::There("官网".into())), "{text}");
        }
        for text in
            ["官网", "官网：通知公告栏目", "https://x.edu.cn/1", "未来网", "公告栏（一号楼）", "官网（公众号）", "OA"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_counted_about_a_page_is_no_channel() {
        for text in ["点击量2300", "阅读 100", "2300次", "共3条", "浏览量：12"] {
            assert!(is_no_channel(text), "{text}");
        }
        for text in ["官网", "公众号", "校友之家", "2号楼大厅", "1958公众号", "浏览器首页网站"] {
            assert!(!is_no_channel(text), "{text}");
        }
    }
}
