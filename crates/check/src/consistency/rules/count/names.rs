//! Rule `count`: a stated number of names against the names, in one sentence.
//!
//! 等 means "and others" as often as "these", so a list with 等 is only questioned when it comes within one of a long
//! count, or has more names than were stated.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number::{NUMBER, value};
use crate::consistency::document::chars::tail;
use crate::consistency::document::norm::Norm;
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::words;

/// Tests the lists of names of a paragraph.
pub(crate) fn examine(norm: &Norm, sink: &mut Sink) {
    // Plain searches first: most paragraphs hold none of these, and patterns are dear.
    if norm.text.contains('等') {
        after_etc(norm, sink);
    }
    if norm.text.contains('、') {
        after_list(norm, sink);
        before_list(norm, sink);
    }
}

/// Lists are looked for at most this many bytes back.
const REACH: usize = 1_500;

static AFTER_ETC: LazyLock<Regex> = LazyLock::new(|| {
    let units = words::pattern(&words::ETC_UNITS);
    Regex::new(&format!(r"等(?:共|共计|合计)?{NUMBER}(?:{units})")).expect("a constant pattern")
});

static AFTER_LIST: LazyLock<Regex> = LazyLock::new(|| {
    let nouns = words::pattern(&words::LISTED_NOUNS);
    Regex::new(&format!(
        r"(?P<b>[\u{{4e00}}-\u{{9fff}}”》）]){NUMBER}(?:个(?:{nouns})|大类|大板块|大方面|类|支队伍|种形式|种方式|项制度)"
    ))
    .expect("a constant pattern")
});

static BEFORE_LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"{NUMBER}(?:个|项|类|种|门|家|所|大)[\u{{4e00}}-\u{{9fff}}]{{0,12}}(?P<o>，?分别为：?|，?分别是：?|，即：?|，为：?|（)(?P<l>[^。；）]{{3,600}})"))
        .expect("a constant pattern")
});

/// A list in running text.
struct List<'a> {
    items: Vec<&'a str>,
    /// 和, 与, 及 that may separate two more names, or stand inside one.
    joints: u64,
}

impl<'a> List<'a> {
    /// The list that ends at the end of `text`.
    fn before(text: &'a str) -> List<'a> {
        let text = tail(text, REACH);
        let mut depth = 0usize;
        let mut cuts: Vec<usize> = Vec::new();
        let mut start = 0;
        for (i, c) in text.char_indices().rev() {
            match c {
                '）' | '〕' => depth += 1,
                '》' | '”' => {
                    depth += 1;
                    // 《甲》《乙》: names that their marks alone keep apart.
                    if depth == 1 && text[i + c.len_utf8()..].starts_with(['《', '“']) {
                        cuts.push(i + c.len_utf8());
                    }
                }
                '（' | '《' | '“' | '〔' if depth > 0 => depth -= 1,
                '，' | '。' | '；' | '：' | '！' | '？' | '（' | '〔' | '“' | '《' if depth == 0 => {
                    start = i + c.len_utf8();
                    break;
                }
                '、' if depth == 0 => cuts.push(i),
                _ => {}
            }
        }
        cuts.reverse();
        List::from_cuts(text, start, &cuts, text.len())
    }

    /// The list that `text` is.
    fn of(text: &'a str) -> List<'a> {
        let mut depth = 0usize;
        let mut cuts = Vec::new();
        for (i, c) in text.char_indices() {
            match c {
                '（' | '《' | '“' => {
                    if depth == 0 && i > 0 && text[..i].ends_with(['》', '”']) {
                        cuts.push(i);
                    }
                    depth += 1;
                }
                '）' | '》' | '”' => depth = depth.saturating_sub(1),
                '、' if depth == 0 => cuts.push(i),
                _ => {}
            }
        }
        List::from_cuts(text, 0, &cuts, text.len())
    }

    fn from_cuts(text: &'a str, start: usize, cuts: &[usize], end: usize) -> List<'a> {
        let mut items = Vec::new();
        let mut from = start;
        for cut in cuts.iter().copied().chain([end]) {
            items.push(text[from..cut].trim_start_matches('、').trim());
            from = cut;
        }
        items.retain(|i| !i.is_empty());
        let joints =
            items.iter().map(|i| words::JOINTS.iter().map(|w| i.matches(w).count() as u64).max().unwrap_or(0)).sum();
        List { items, joints }
    }

    fn len(&self) -> u64 {
        self.items.len() as u64
    }

    fn fits(&self, stated: u64) -> bool {
        (self.len()..=self.len() + self.joints).contains(&stated)
    }

    /// How many names at the end of the list are surely names: a verb begins a new list.
    fn surely(&self) -> u64 {
        let after = self.items.iter().rposition(|i| words::LIST_VERBS.iter().any(|v| i.contains(v))).unwrap_or(0);
        (self.items.len() - after) as u64
    }

    fn clean(&self) -> bool {
        self.items.len() >= 2
            && self.items.iter().skip(1).all(|i| i.chars().count() <= 30)
            && !self
                .items
                .iter()
                .any(|i| i.contains(|c: char| c.is_ascii_digit()) && i.contains(['人', '项', '个', '元', '次', '%']))
    }
}

/// 两个以上 and 三个以内 bound a number and state none.
fn is_bound(after: &str) -> bool {
    words::BOUNDS.iter().any(|w| after.starts_with(w))
}

/// 甲、乙、丙等16个部门.
fn after_etc(norm: &Norm, sink: &mut Sink) {
    for caps in AFTER_ETC.captures_iter(&norm.text) {
        let (Some(stated), Some(whole)) = (value(&caps), caps.get(0)) else { continue };
        if norm.text[..whole.start()].ends_with(['高', '中', '初', '平', '同', '一', '二', '三', '特', '优'])
        {
            continue;
        }
        let list = List::before(&norm.text[..whole.start()]);
        if !list.clean() || stated < 2 || is_bound(&norm.text[whole.end()..]) {
            continue;
        }
        sink.claims += 1;
        let (least, most) = (list.len(), list.len() + list.joints);
        let short = stated.saturating_sub(most);
        // Up to nine, 等 mostly means "and others": 甲、乙、丙、丁等五个方面 names four of them and is no slip.
        let nearly = (short == 1 && stated >= 10) || (short == 2 && stated >= 15);
        let over = list.surely() > stated;
        if list.fits(stated) || !(nearly || over) {
            continue;
        }
        let listed = if over { least } else { most };
        report(norm, &list, whole.range(), stated, listed, sink);
    }
}

/// 甲、乙、丙三个方面.
fn after_list(norm: &Norm, sink: &mut Sink) {
    for caps in AFTER_LIST.captures_iter(&norm.text) {
        let (Some(stated), Some(number), Some(whole), Some(before)) =
            (value(&caps), caps.name("n"), caps.get(0), caps.name("b"))
        else {
            continue;
        };
        let lead = &norm.text[..before.end()];
        let after = &norm.text[whole.end()..];
        // 跨2个县级以上: a bound, or the first syllable of another word.
        if is_bound(after) || after.starts_with('级') {
            continue;
        }
        if words::NO_NAME.iter().any(|w| lead.ends_with(w)) || stated < 2 {
            continue;
        }
        let lead = &norm.text[..number.start()];
        // 从“甲、乙、丙”三个方面: one pair of marks around the whole list.
        let quoted = lead.strip_suffix('”').and_then(|l| l.rsplit_once('“')).filter(|(before, inside)| {
            inside.contains('、') && !inside.contains(['”', '。']) && !before.ends_with(['、', '”'])
        });
        let list = quoted.map_or_else(|| List::before(lead), |(_, inside)| List::of(inside));
        if !list.clean() {
            continue;
        }
        sink.claims += 1;
        let most = list.len() + list.joints;
        let over = list.surely() > stated && list.surely() <= stated + 2;
        let short = most < stated && stated - most == 1 && list.len() >= 2;
        if list.fits(stated) || list.surely() == stated || !(over || short) {
            continue;
        }
        report(
            norm,
            &list,
            whole.start() + before.len()..whole.end(),
            stated,
            if over { list.len() } else { most },
            sink,
        );
    }
}

/// 2个，为甲、乙; 3个校区（甲、乙、丙）.
fn before_list(norm: &Norm, sink: &mut Sink) {
    for caps in BEFORE_LIST.captures_iter(&norm.text) {
        let (Some(stated), Some(whole), Some(opener), Some(listed)) =
            (value(&caps), caps.get(0), caps.name("o"), caps.name("l"))
        else {
            continue;
        };
        let text = listed.as_str();
        let text = if opener.as_str() == "（" { text } else { text.split('，').next().unwrap_or(text) };
        // A digit or a verb makes it an explanation rather than a list of names.
        let explains = words::EXPLAINS.iter().any(|w| text.contains(w));
        if norm.text[..whole.start()].ends_with('第')
            || stated < 2
            || explains
            || text.contains(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        if opener.as_str() == "（" && (text.contains('为') || text.contains('是')) {
            continue;
        }
        // 三个月前; 县（市、区）: a length of time, and other names of the same rank.
        let unit = &whole.as_str()[..opener.start() - whole.start()];
        let ranks = text
            .split('、')
            .all(|t| t.trim_end_matches(['省', '市', '县', '区', '旗', '乡', '镇', '街', '道']).is_empty());
        // 2个，为甲、乙 names them; 两种方式，为考生提供… says what for.
        if opener.as_str().starts_with("，为") && !unit.ends_with(['个', '项', '类', '种', '门', '家', '所']) {
            continue;
        }
        if unit.contains("个月") || unit.contains("工作日") || ranks {
            continue;
        }
        let list = List::of(text);
        if !list.clean() {
            continue;
        }
        sink.claims += 1;
        let most = list.len() + list.joints;
        if list.fits(stated) || most.abs_diff(stated).min(list.len().abs_diff(stated)) > 2 {
            continue;
        }
        report(
            norm,
            &list,
            whole.start()..listed.start() + text.len(),
            stated,
            if list.len() > stated { list.len() } else { most },
            sink,
        );
    }
}

fn report(norm: &Norm, list: &List, place: Range<usize>, stated: u64, listed: u64, sink: &mut Sink) {
    let message = Message::new(
        format!("文中说 {stated} 个，列出的是 {listed} 个：请改正个数，或补齐、删去名称。"),
        format!("{stated} are stated and {listed} are listed. Correct the number or the names."),
    );
    let mut finding = Finding::new(Rule::Count, Severity::Warning, norm.source(&place), message)
        .mismatch(Stated::new(stated), Derived::new(listed));
    let names: Vec<&str> = list.items.iter().map(|i| tail(i, 60)).collect();
    finding.arithmetic.push(format!("{} = {listed}", names.join(" | ")));
    sink.report(finding);
}
