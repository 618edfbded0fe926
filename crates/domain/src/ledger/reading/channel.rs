//! Channels as cells name them: several in one cell, none, and what a name tells of its kind.
//!
//! The words are data (`data/channel-words.tsv`, `data/channel-names.tsv`). A kind that no word tells stays unknown.

use crate::address::host;
use crate::date::{PartialDate, half_width};
use crate::school::ChannelKind;
use std::sync::OnceLock;

/// Words that say that there is no channel.
const NONE: [&str; 14] =
    ["无", "暂无", "没有", "未公开", "/", "\\", "-", "--", "—", "——", "不适用", "未发布", "无渠道", "待定"];

fn words() -> &'static [(String, ChannelKind)] {
    static WORDS: OnceLock<Vec<(String, ChannelKind)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = include_str!("../../../data/channel-words.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?.to_string(), ChannelKind::read(cells.next()?)?))
        })
        .collect()
    })
}

fn groups() -> &'static [Vec<&'static str>] {
    static GROUPS: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    GROUPS.get_or_init(|| {
        let rows = include_str!("../../../data/channel-names.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.map(|line| line.split('\t').next().unwrap_or_default().split('、').collect()).collect()
    })
}

/// The kind that a channel's name tells, or the address that is its name.
pub fn channel_kind(name: &str) -> Option<ChannelKind> {
    let plain: String = half_width(name).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if host(name).is_some_and(|host| host.is_ascii()) {
        return Some(kind_of_address(name));
    }
    let mut found: Vec<(usize, ChannelKind)> = words()
        .iter()
        .filter(|(word, _)| holds(&plain, word))
        .map(|(word, kind)| (word.chars().count(), *kind))
        .collect();
    found.sort_unstable_by_key(|(length, _)| std::cmp::Reverse(*length));
    let (longest, kind) = *found.first()?;
    found.iter().all(|(length, other)| *length < longest || *other == kind).then_some(kind)
}

/// Whether a name ends in the word that tells its kind.
pub(super) fn ends_as_one(name: &str) -> bool {
    let plain: String = half_width(name).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    channel_group(&plain).is_some() || words().iter().any(|(word, _)| plain.ends_with(word.as_str()))
}

/// A Latin word counts only by itself: oa is not in board.
fn holds(name: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    name.match_indices(word).any(|(at, _)| {
        !word.is_ascii() || !letter(name[..at].chars().next_back()) && !letter(name[at + word.len()..].chars().next())
    })
}

/// The kind of channel an address belongs to by its host.
pub fn kind_of_address(address: &str) -> ChannelKind {
    let host = host(address).unwrap_or_default();
    let of = |ends: &[&str]| ends.iter().any(|end| host == *end || host.ends_with(&format!(".{end}")));
    if of(&["mp.weixin.qq.com", "weixin.qq.com"]) {
        ChannelKind::Wechat
    } else if of(&["weibo.com", "weibo.cn"]) {
        ChannelKind::Microblog
    } else if of(&["douyin.com", "kuaishou.com", "bilibili.com", "iesdouyin.com"]) {
        ChannelKind::Video
    } else if host.starts_with("oa.") {
        ChannelKind::Office
    } else {
        ChannelKind::Website
    }
}

/// Whether an address is of a site of disclosure, as schools name their hosts: xxgk.
pub(super) fn is_disclosure(address: &str) -> bool {
    host(address).is_some_and(|host| host.split('.').next().is_some_and(|first| first.contains("xxgk")))
}

/// Words in the names of sites of units, and how their hosts begin.
const HOSTS: [(&str, &[&str]); 18] = [
    ("信息公开", &["xxgk", "gk", "xxgkw"]),
    ("招生", &["zs", "zsb", "zsw", "zhaosheng", "zsc", "zsjy", "admission", "admissions", "bkzs", "zsxx"]),
    ("就业", &["jy", "jyb", "jyw", "job", "career", "jiuye", "jyzd"]),
    ("教务", &["jwc", "jw", "jwb", "jiaowu"]),
    ("研究生", &["yjs", "yjsc", "yjsy", "gs", "grad", "yz"]),
    ("图书馆", &["lib", "library", "tsg"]),
    ("人事", &["rsc", "rs", "hr", "renshi"]),
    ("财务", &["cwc", "cw", "caiwu", "jcc"]),
    ("采购", &["cg", "cgb", "cgzx", "caigou", "zbcg", "zcc"]),
    ("招标", &["zb", "zbb", "zbw", "zbcg", "bid"]),
    ("学生处", &["xsc", "xs", "xgc", "xgb", "xg"]),
    ("学生工作", &["xsc", "xgc", "xgb", "xg"]),
    ("学工", &["xgc", "xgb", "xg", "xsc"]),
    ("科研", &["ky", "kyc", "kjc", "keyan"]),
    ("资助", &["zz", "zzzx", "xszz"]),
    ("新闻", &["news", "xw", "xww", "xwzx"]),
    ("党建", &["dj", "djw", "dangjian"]),
    ("后勤", &["hq", "hqc", "houqin", "hqjt"]),
];

/// Which of several sites, by their names, a host may be that of: the school's own has the bare name of its domain, that of
/// a unit begins as such hosts do. All of them where nothing tells.
pub(super) fn of_host(host: &str, names: &[&str]) -> Vec<usize> {
    let those = |fits: &dyn Fn(&str) -> bool| (0..names.len()).filter(|at| fits(names[*at])).collect::<Vec<_>>();
    let own = |name: &str| channel_group(name).is_some_and(|group| channel_group("官网") == Some(group));
    let ends = [".edu.cn", ".com.cn", ".gov.cn", ".org.cn", ".net.cn", ".ac.cn", ".cn", ".com", ".org", ".net"];
    let bare = ends.iter().find_map(|end| host.strip_suffix(end)).is_some_and(|rest| !rest.contains('.'));
    let label = host.split('.').next().unwrap_or_default();
    let hinted = |name: &str| HOSTS.iter().any(|(word, labels)| name.contains(word) && labels.contains(&label));
    let found = match bare {
        true => those(&own),
        false => Some(those(&hinted)).filter(|found| !found.is_empty()).unwrap_or_else(|| those(&|name| !own(name))),
    };
    if found.is_empty() { (0..names.len()).collect() } else { found }
}

/// The first of the names under which the same channel of a school goes, where the name is one of such.
pub fn channel_group(name: &str) -> Option<&'static str> {
    let plain: String = half_width(name).chars().filter(|c| !c.is_whitespace()).collect();
    groups().iter().find(|group| group.contains(&plain.as_str()))?.first().copied()
}

/// Whether the name of a channel has a day within it: 官网2025-10-10. An address has numbers of its own.
pub(super) fn names_a_day(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let signs = ['-', '.', '/', '年', '月'];
    let letters: Vec<char> = name.chars().collect();
    let between = letters.windows(3).any(|three| {
        three[0].is_ascii_digit() && signs.contains(&three[1]) && (three[2].is_ascii_digit() || three[1] == '月')
    });
    digits >= 3 && between && host(name).is_none()
}

/// Whether a text says that there is no channel.
pub(super) fn says_none(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    NONE.contains(&plain.as_str())
}

/// The parts of a cell between signs and line feeds, as they stand.
pub(super) fn parts(text: &str) -> Vec<&str> {
    divided(text).into_iter().map(str::trim).collect()
}

/// The two channels of a name that is one behind the other: 官网公众号.
pub(super) fn two_in_one(name: &str) -> Option<[&str; 2]> {
    if channel_group(name).is_some() {
        return None;
    }
    name.char_indices().skip(1).map(|(at, _)| name.split_at(at)).find_map(|(first, second)| {
        let (one, other) = (channel_group(first)?, channel_group(second)?);
        (one != other && channel_kind(one) != channel_kind(other)).then_some([first, second])
    })
}

/// The channels of a cell. Signs and line feeds divide; blanks, dots and 和 only where every part names a channel.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for part in divided(text).into_iter().flat_map(bracketed) {
        let part = plainly(part);
        let by_sign: Vec<&str> = part.split(['·', '•', '—', '–', '－', '-']).map(str::trim).collect();
        let by_blank: Vec<&str> = part.split_whitespace().collect();
        let by_word: Vec<&str> = part.split(['和', '及', '与']).map(str::trim).collect();
        let every = |parts: &[&str]| parts.len() > 1 && parts.iter().all(|part| channel_kind(part).is_some());
        if every(&by_blank) {
            parts.extend(by_blank.into_iter().map(plainly));
        } else if every(&by_sign) {
            parts.extend(by_sign);
        } else if every(&by_word) {
            parts.extend(by_word);
        } else if !part.is_empty() {
            parts.push(part);
        }
    }
    let mut all: Vec<String> = Vec::new();
    for part in parts {
        let part = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '.' | ':' | '：')).to_string();
        if !part.is_empty() && !all.contains(&part) {
            all.push(part);
        }
    }
    // 1、官网: the number in a list is none.
    if all.iter().any(|part| channel_kind(part).is_some()) {
        all.retain(|part| !part.bytes().all(|b| b.is_ascii_digit()));
    }
    all
}

/// A channel with what stands in brackets behind it: another channel, or when it went out over the first, which the
/// caller tells by the text being another.
fn bracketed(part: &str) -> Vec<&str> {
    let whole = vec![part];
    let Some((outer, rest)) = part.split_once(['(', '（']) else { return whole };
    let Some((inner, "")) = rest.split_once([')', '）']).map(|(inner, after)| (inner, after.trim())) else {
        return whole;
    };
    if channel_kind(outer).is_none() {
        return whole;
    }
    if inner.parse::<PartialDate>().is_ok_and(|date| !date.is_unknown()) {
        vec![outer]
    } else if channel_kind(inner).is_some() {
        vec![outer, inner]
    } else {
        whole
    }
}

/// A channel without its number in a list, without 等, without the section of the site: 1.官网, 官网等, 官网>信息公开.
fn plainly(part: &str) -> &str {
    let part = part.trim();
    let named = |text: &str| channel_kind(text).is_some();
    let numbered = part.trim_start_matches(|c: char| c.is_ascii_digit());
    let part = match numbered.strip_prefix(['.', '、', ')', '）', '．']) {
        Some(rest) if numbered.len() < part.len() && named(rest) => rest.trim(),
        _ => part,
    };
    let part = part.strip_suffix('等').filter(|rest| named(rest)).unwrap_or(part);
    // 官网：通知公告栏目, 官网首页-通知公告: the site, and where on it.
    if let Some((site, _)) = part.split_once([':', '：', '-', '－']).filter(|_| !part.contains("://")) {
        let site = site.trim();
        let page = ["首页", "主页", "网页"].iter().find_map(|page| site.strip_suffix(page)).unwrap_or(site);
        if let Some(known) = [site, page].into_iter().find(|name| channel_group(name).is_some()) {
            return known;
        }
    }
    match part.split_once(['>', '＞', '→', '—', '–']) {
        Some((site, section))
            if !part.contains("://") && named(site) && !named(section.trim_start_matches(['—', '>'])) =>
        {
            site.trim()
        }
        _ => part,
    }
}

/// The parts between signs, but for those within brackets or of an address.
fn divided(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '《' | '“' => depth += 1,
            ')' | '）' | '》' | '”' => depth = depth.saturating_sub(1),
            '\n'
            | '\r'
            | ';'
            | '；'
            | '、'
            | ','
            | '，'
            | '|'
            | '｜'
            | '+'
            | '＋'
            | '/'
            | '／'
            | '\t'
            | '&'
            | '＆'
            | '\\'
            | '①'..='⑳'
                if depth == 0 =>
            {
                let around = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/' || c == ':');
                let stroke = matches!(c, '/' | '+' | '&')
                    && around(text[..at].chars().next_back())
                    && around(text[at + 1..].chars().next());
                if !stroke {
                    parts.push(&text[start..at]);
                    start = at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_divided_however_they_are_written() {
        for text in [
            "官网&公众号",
            "官网\\公众号",
            "官网·公众号",
            "①官网②公众号",
            "1.官网 2.公众号",
            "官网（公众号）",
            "官网—公众号",
        ] {
            assert_eq!(split(text), ["官网", "公众号"], "{text}");
        }
        for text in [
            "官网：通知公告栏目",
            "官网首页-通知公告",
            "官网等",
            "官网（2024.3.5）",
            "官网—通知公告",
            "官网>信息公开",
            "1、官网",
        ] {
            assert_eq!(split(text), ["官网"], "{text}");
        }
        for whole in ["信息公开网(旧版)", "中国教育信息网", "https://a.cn/x?a=1&b=2", "Q&A网站"] {
            assert_eq!(split(whole), [whole], "{whole}");
        }
    }

    #[test]
    fn the_kind_of_a_channel_is_told_by_its_name() {
        use ChannelKind::*;
        for (name, kind) in [
            ("学校官网", Website),
            ("信息公开网", Website),
            ("教务处网站", Website),
            ("校园网", Website),
            ("https://www.x.edu.cn", Website),
            ("微信公众号", Wechat),
            ("XX大学公众号", Wechat),
            ("微信群", Group),
            ("QQ群", Group),
            ("企业微信", Office),
            ("OA系统", Office),
            ("ＯＡ", Office),
            ("抖音", Video),
            ("视频号", Video),
            ("官方微博", Microblog),
            ("公告栏", Board),
            ("行政楼公示栏", Board),
            ("LED显示屏", Screen),
            ("校报", Print),
            ("教代会", Meeting),
            ("政府采购网", Platform),
            ("红头文件", Document),
        ] {
            assert_eq!(channel_kind(name), Some(kind), "{name}");
        }
        for name in ["校内", "官微", "board", "其他", "现场", "网"] {
            assert_eq!(channel_kind(name), None, "{name}");
        }
    }

    #[test]
    fn a_cell_is_split_where_signs_blanks_or_lines_divide_channels() {
        for text in [
            "官网、公众号",
            "官网/公众号",
            "官网,公众号",
            "官网 公众号",
            "官网\n公众号",
            "官网；\n公众号；",
            "官网+公众号",
            "官网和公众号",
            "官网，公众号。",
        ] {
            assert_eq!(split(text), ["官网", "公众号"], "{text}");
        }
        for text in ["公告栏（一号楼、二号楼）", "site", "Campus TV", "学生 工作 平台"] {
            assert_eq!(split(text), [text], "{text}");
        }
    }

    #[test]
    fn a_day_within_a_name_is_told_from_numbers() {
        for name in ["官网2025-10-10", "公示栏（2025.10.10-10.17）", "公众号10月12日"] {
            assert!(names_a_day(name), "{name}");
        }
        for name in ["官网", "2号楼公告栏", "1958公众号", "https://x.edu.cn/2025/10/1.htm", "3-2会议室"] {
            assert!(!names_a_day(name), "{name}");
        }
    }

    #[test]
    fn one_channel_under_its_usual_names_is_one() {
        assert_eq!(channel_group("官网"), channel_group("学校网站"));
        assert_eq!(channel_group("微信"), channel_group("学校微信公众号"));
        assert_eq!(channel_group("教务处网站"), None);
    }

    #[test]
    fn the_words_name_kinds_and_give_a_reason() {
        for line in include_str!("../../../data/channel-words.tsv").lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [word, kind, reason] = cells.as_slice() else { panic!("{line}") };
            assert!(ChannelKind::read(kind).is_some() && !reason.is_empty(), "{line}");
            assert_eq!(*word, half_width(word).to_lowercase(), "{line}");
        }
        for group in groups() {
            let kinds: Vec<_> = group.iter().map(|name| channel_kind(name)).collect();
            assert!(kinds.windows(2).all(|pair| pair[0] == pair[1]) && kinds[0].is_some(), "{group:?} {kinds:?}");
        }
    }

    #[test]
    fn an_address_is_that_of_the_site_whose_host_it_has() {
        for (host, names, wanted) in [
            ("x.edu.cn", &["招生网", "官网"][..], &[1][..]),
            ("zs.x.edu.cn", &["官网", "招生网"], &[1]),
            ("jwc.x.edu.cn", &["教务处网站", "学生处网站"], &[0]),
            ("math.x.edu.cn", &["官网", "数学学院网站"], &[1]),
            ("a.x.edu.cn", &["教务处网站", "学生处网站"], &[0, 1]),
            ("x.edu.cn", &["教务处网站", "学生处网站"], &[0, 1]),
        ] {
            assert_eq!(of_host(host, names), wanted, "{host} {names:?}");
        }
    }

    #[test]
    fn two_channels_written_as_one_are_two() {
        assert_eq!(two_in_one("官网公众号"), Some(["官网", "公众号"]));
        assert_eq!(two_in_one("学校官网公告栏"), Some(["学校官网", "公告栏"]));
        for name in ["官网", "微信公众号", "官方微信公众号", "教务处公众号", "校园官网", "信息公开网站"]
        {
            assert_eq!(two_in_one(name), None, "{name}");
        }
    }
}
