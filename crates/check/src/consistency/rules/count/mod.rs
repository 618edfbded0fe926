//! Rule `count`: a stated number of listed things against the list.
//!
//! 等 means "and others" as often as "these", so a list with 等 is only questioned when it comes within
//! one of a long count, or has more names than were stated.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::Sink;
use crate::consistency::document::marker::Style;
use crate::consistency::document::norm::{Norm, tail};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rules::numbering::Outline;
use crate::numbers;

/// Lists are looked for at most this many bytes back.
const REACH: usize = 1_500;

const NUMBER: &str = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})";

static AFTER_ETC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"等(?:共|共计|合计)?{NUMBER}(?:个|家|所|项|类|种|门|部|大|支|条|本|省|市|处|款|件|篇|场)"))
        .expect("a constant pattern")
});

static AFTER_LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<b>[\u{{4e00}}-\u{{9fff}}”》）]){NUMBER}(?:个(?:方面|部门|学院|专业|环节|层面|维度|阶段|板块|类别|领域|渠道|平台|模块|栏目|专栏|部分|单位|职能部门|处室|省|市|县|步骤|层次|校区|系|学科|乡镇)|大类|大板块|大方面|类|支队伍|种形式|种方式|项制度)"
    ))
    .expect("a constant pattern")
});

static BEFORE_LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"{NUMBER}(?:个|项|类|种|门|家|所|大)[\u{{4e00}}-\u{{9fff}}]{{0,12}}(?P<o>，?分别为：?|，?分别是：?|，即：?|，为：?|（)(?P<l>[^。；）]{{3,600}})"))
        .expect("a constant pattern")
});

static FOLLOWING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:以下|下列|如下){NUMBER}(?:个|点|项|类|条|种|大|方面)")).expect("a constant pattern")
});

/// 存在三方面问题： at the end of a paragraph, and 共公开信息5项，具体如下：, with the entries below.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<w>[\u{{4e00}}-\u{{9fff}}]){NUMBER}(?:(?:个|大)?(?:方面|层面|环节|问题|不足|举措|措施|部分|途径|渠道|步骤|阶段)(?:的?[\u{{4e00}}-\u{{9fff}}]{{0,10}})|(?:项|条|个|点|件|类)[\u{{4e00}}-\u{{9fff}}]{{0,10}}，?(?:具体|内容|情况|名单|分别|目录|清单)?(?:如下|分别为|分别是))(?:：|。?$)"
    ))
    .expect("a constant pattern")
});

/// 从三个方面改进：一是…
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"{NUMBER}(?:(?:个|大)?(?:方面|层面|环节|问题|不足|原因|特点|举措|措施|途径|渠道)|点(?:要求|意见|建议|希望))[\u{{4e00}}-\u{{9fff}}]{{0,12}}(?P<s>：|。|，)(?:一是|一要|第一|（一）|（1）)"
    ))
    .expect("a constant pattern")
});

static TOTAL_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?:以上)?(?:共计|合计|总计|共)：?{NUMBER}(?P<u>条|项|个|篇|份|件|期|次)"))
        .expect("a constant pattern")
});

/// 报告由八个部分组成; 全文包括概述、…等七部分.
static CHAPTERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<s>报告|全文|内容)(?P<l>[^。；]{{0,420}}?)(?P<b>由|分为|共分为|共分|分|包括|包含|为|共|共有|涵盖|等|以下|的?情况|的?措施|事项|计划|[表》）])(?:以下)?{NUMBER}(?:个|大)?部分"
    ))
    .expect("a constant pattern")
});

/// A count announced and not yet compared with what follows.
#[derive(Debug)]
struct Announced {
    stated: u64,
    range: Range<usize>,
    style: Option<Style>,
    seen: u64,
    fresh: bool,
}

/// Counts that look beyond their paragraph.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    announced: Option<Announced>,
    /// "The report has eight parts", with its place.
    parts: Option<(u64, Range<usize>)>,
    /// Chapters 一、 二、 … in order from 1.
    chapters: u64,
    chapters_broken: bool,
    /// An attachment or table without a number stands among or behind the chapters.
    attached: bool,
}

impl Counts {
    /// Reads a paragraph; the outline has read it already.
    pub(crate) fn read(&mut self, norm: &Norm, outline: &Outline, sink: &mut Sink) {
        self.follow(norm, sink);
        self.chapter(norm);
        if let Some(above) = outline.list_above() {
            total_line(norm, above, sink);
        }
        const UNITS: [char; 15] =
            ['个', '类', '项', '家', '等', '大', '支', '种', '点', '部', '门', '所', '方', '条', '件'];
        if !norm.text.contains(UNITS) {
            return;
        }
        // Plain searches first: most paragraphs hold none of these, and patterns are dear.
        if norm.text.contains('等') {
            after_etc(norm, sink);
        }
        if norm.text.contains('、') {
            after_list(norm, sink);
            before_list(norm, sink);
        }
        if ["以下", "下列", "如下", "一是", "第一", "（一）", "1.", "（1）", "①"].iter().any(|w| norm.text.contains(w))
            || norm.text.ends_with(['：', '。'])
        {
            self.announce(norm, sink);
        }
        // Behind the first chapter another report is spoken of.
        if self.parts.is_none()
            && self.chapters == 0
            && norm.text.contains("部分")
            && let Some(caps) = CHAPTERS.captures(&norm.text)
            && let (Some(n), Some(number), Some(whole)) = (value(&caps), caps.name("n"), caps.get(0))
            && !norm.text[whole.end()..].starts_with(['第', '信', '内'])
        {
            self.parts = Some((n, norm.source(&(number.start()..whole.end()))));
        }
    }

    /// 以下三个方面: entries in the same paragraph, or in those that follow.
    fn announce(&mut self, norm: &Norm, sink: &mut Sink) {
        let announced = FOLLOWING.captures_iter(&norm.text).last();
        for caps in INLINE.captures_iter(&norm.text) {
            let (Some(stated), Some(whole), Some(sign)) =
                (value(&caps).filter(|n| *n > 1), caps.get(0), caps.name("s"))
            else {
                continue;
            };
            let known = announced.as_ref().and_then(|c| c.get(0)).is_some_and(|a| a.end() > whole.start());
            let listed = inline_entries(&norm.text[sign.end()..]);
            // Behind a full stop the last entries may stand in other paragraphs, so that fewer prove nothing.
            let counted = whole.as_str().contains(['个', '大']) && sign.as_str() == "：";
            let told = listed >= stated || (counted && listed + 2 >= stated);
            if listed >= 2 && told && !known && !is_partial(&norm.text[..whole.start()]) {
                compare_following(stated, listed, norm.source(&whole.range()), sink);
            }
        }
        if let Some(caps) = announced {
            let (Some(stated), Some(whole)) = (value(&caps).filter(|n| *n > 1), caps.get(0)) else { return };
            let rest = &norm.text[whole.end()..];
            let inline = inline_entries(rest);
            let range = norm.source(&whole.range());
            if inline >= 2 {
                compare_following(stated, inline, range, sink);
            } else if rest.ends_with('：') && rest.chars().count() <= 80
                || rest.ends_with('。') && rest.chars().count() <= 24
                || rest.chars().count() <= 8
            {
                self.announced = Some(Announced { stated, range, style: None, seen: 0, fresh: true });
            }
        } else if norm.text.ends_with(['：', '。'])
            && let Some(caps) = OPENING.captures_iter(&norm.text).last()
            && let (Some(stated), Some(word), Some(whole)) = (value(&caps), caps.name("w"), caps.get(0))
            && whole.end() == norm.text.len()
            && (2..=20).contains(&stated)
            && !is_partial(&norm.text[..word.end()])
        {
            let range = norm.source(&(word.end()..whole.end()));
            self.announced = Some(Announced { stated, range, style: None, seen: 0, fresh: true });
        }
    }

    fn follow(&mut self, norm: &Norm, sink: &mut Sink) {
        let Some(open) = &mut self.announced else { return };
        let fresh = std::mem::replace(&mut open.fresh, false);
        let ordinal = leading_ordinal(&norm.text);
        match (open.style, norm.marker, ordinal) {
            (None, Some(marker), _) if fresh && marker.value == 1 => {
                open.style = Some(marker.style);
                open.seen = 1;
            }
            (None, None, Some(1)) if fresh => open.seen = 1,
            (Some(style), Some(marker), _) if marker.style == style && marker.value == open.seen + 1 => open.seen += 1,
            (None, None, Some(n)) if n == open.seen + 1 => open.seen += 1,
            // Text below an entry belongs to it; another heading or a restart ends the list.
            // Lower entries and their headings stand within an entry.
            (Some(style), Some(marker), _) if marker.style.rank() > style.rank() => {}
            (Some(_), None, _) if !norm.looks_like_heading() => {}
            _ => self.close(sink),
        }
    }

    fn close(&mut self, sink: &mut Sink) {
        if let Some(open) = self.announced.take()
            && open.seen >= 2
        {
            compare_following(open.stated, open.seen, open.range, sink);
        }
    }

    fn chapter(&mut self, norm: &Norm) {
        // The last part is often an unnumbered table behind the text.
        self.attached |= self.chapters > 0
            && norm.marker.is_none()
            && norm.text.chars().count() <= 40
            && ["附件", "附表", "附：", "清单", "情况表"].iter().any(|w| norm.text.contains(w));
        if let Some(marker) = norm.marker.filter(|m| m.style == Style::Han) {
            if !norm.looks_like_heading() {
                // A numbered paragraph that is no title: the chapters cannot be told for certain.
                self.chapters_broken |= marker.value == self.chapters + 1;
            } else if marker.value == self.chapters + 1 {
                self.chapters += 1;
            } else if marker.value == 1 {
                // A table of contents came before the chapters themselves.
                self.chapters = 1;
            } else {
                self.chapters_broken = true;
            }
        }
    }

    /// Compares what only the end of the document settles.
    pub(crate) fn finish(mut self, sink: &mut Sink) {
        self.close(sink);
        let Some((stated, range)) = self.parts else { return };
        // An extract of a report has the number of parts and not the parts.
        if self.chapters < 3 || self.chapters_broken || self.chapters + 2 < stated {
            return;
        }
        sink.claims += 1;
        let chapters = self.chapters;
        if stated == chapters || (self.attached && stated == chapters + 1) {
            return;
        }
        let message = Message::new(
            format!("文中说报告有 {stated} 个部分，编号的章有 {chapters} 个：请改正个数，或补齐缺的一章。"),
            format!("The report is said to have {stated} parts; it has {chapters} chapters. Correct one or the other."),
        );
        sink.report(
            Finding::new(Rule::Count, Severity::Warning, range, message)
                .mismatch(Stated::new(stated), Derived::new(chapters)),
        );
    }
}

/// 主要有, 其中, 第: what follows is a choice from the number, or the number is an ordinal.
fn is_partial(before: &str) -> bool {
    let clause = before.rsplit(['。', '；', '，', '：']).next().unwrap_or(before);
    before.ends_with(['第', '前', '后', '近', '余', '数', '多', '几', '约', '这', '上'])
        || ["其中", "之一", "例如", "比如", "部分", "上述", "前述"].iter().any(|w| clause.contains(w))
}

fn value(caps: &regex::Captures) -> Option<u64> {
    let text = caps.name("n")?.as_str();
    text.parse().ok().or_else(|| numbers::chinese(text))
}

fn compare_following(stated: u64, seen: u64, range: Range<usize>, sink: &mut Sink) {
    sink.claims += 1;
    if stated == seen {
        return;
    }
    let message = Message::new(
        format!("文中说有 {stated} 项，后面列出 {seen} 项：请改正项数，或补齐、删去列项。"),
        format!("{stated} entries are announced and {seen} follow. Correct the number or the list."),
    );
    sink.report(
        Finding::new(Rule::Count, Severity::Warning, range, message).mismatch(Stated::new(stated), Derived::new(seen)),
    );
}

/// 一是…二是… or 第一，…第二，… in running text: how many, counted from one without a gap.
fn inline_entries(text: &str) -> u64 {
    let mut best = 0;
    for form in [["", "是"], ["", "要"], ["第", "，"], ["（", "）"], ["第", "、"]] {
        let mut at = 0;
        let mut count = 0;
        let mut restart = usize::MAX;
        for n in 1..=20u64 {
            let word = numbers::han(n);
            let marks = [format!("{}{word}{}", form[0], form[1]), format!("{}{n}{}", form[0], form[1])];
            let find = |from: usize| {
                marks.iter().filter_map(|m| text[from..].find(m.as_str()).map(|i| from + i + m.len())).min()
            };
            let Some(found) = find(at).filter(|f| *f < restart) else { break };
            if n == 1 {
                // Where another list begins, this one has ended.
                restart = find(found).unwrap_or(usize::MAX);
            }
            (at, count) = (found, n);
        }
        best = best.max(count);
    }
    best
}

/// 一是, 二要 or 三类： at the head of a paragraph.
fn leading_ordinal(text: &str) -> Option<u64> {
    let (at, word) = text.char_indices().take(3).find(|(_, c)| matches!(c, '是' | '要' | '类'))?;
    let named = word != '类' || text[at + word.len_utf8()..].starts_with('：');
    named.then(|| numbers::chinese(&text[..at])).flatten()
}

/// 共计：17条 right below a numbered list.
fn total_line(norm: &Norm, above: u64, sink: &mut Sink) {
    let Some(caps) = TOTAL_LINE.captures(norm.body_text()) else { return };
    let (Some(stated), Some(whole)) = (value(&caps), caps.get(0)) else { return };
    // 共6次检查 begins another sentence; the total of a list stands by itself.
    let after = norm.body_text()[whole.end()..].chars().next();
    if after.is_some_and(|c| !matches!(c, '（' | '。' | '；' | '，')) {
        return;
    }
    // Two entries and a total of dozens: each entry has a total of its own.
    if above < 3 && stated.abs_diff(above) > 1 {
        return;
    }
    sink.claims += 1;
    if stated == above {
        return;
    }
    let range = norm.source(&(norm.body..norm.body + whole.end()));
    let message = Message::new(
        format!("上面的清单有 {above} 项，此处写作 {stated}：请改正合计或清单。"),
        format!("The list above has {above} entries; {stated} is stated here. Correct the total or the list."),
    );
    let severity = if stated.abs_diff(above) <= 3 { Severity::Error } else { Severity::Warning };
    sink.report(Finding::new(Rule::Count, severity, range, message).mismatch(Stated::new(stated), Derived::new(above)));
}

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
        let joints = items
            .iter()
            .map(|i| {
                ["以及", "和", "与", "及", "或", "暨"].iter().map(|w| i.matches(w).count() as u64).max().unwrap_or(0)
            })
            .sum();
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
        const VERBS: [&str; 34] = [
            "了", "在", "对", "向", "为", "由", "以", "把", "将", "是", "有", "设", "于", "从", "开展", "参加", "通过",
            "完成", "涵盖", "包括", "包含", "涉及", "覆盖", "建成", "形成", "获", "印发", "制定", "落实", "推进",
            "加强", "含", "围绕", "来自",
        ];
        let after = self.items.iter().rposition(|i| VERBS.iter().any(|v| i.contains(v))).unwrap_or(0);
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
    ["以上", "及以上", "或以上", "以下", "以内", "左右", "或"].iter().any(|w| after.starts_with(w))
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
        const NOT_A_NAME: [&str; 40] = [
            "等", "这", "以上", "上述", "前", "后", "每", "另", "其他", "各", "共", "计", "近", "约", "的", "有", "设",
            "了", "建有", "包括", "涵盖", "分为", "在", "从", "围绕", "第", "全部", "为", "是", "到", "及", "和", "与",
            "由", "成", "对", "增", "共有", "下", "至",
        ];
        let lead = &norm.text[..before.end()];
        let after = &norm.text[whole.end()..];
        // 跨2个县级以上: a bound, or the first syllable of another word.
        if is_bound(after) || after.starts_with('级') {
            continue;
        }
        if NOT_A_NAME.iter().any(|w| lead.ends_with(w)) || stated < 2 {
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
        let explains =
            ["等", "如", "含", "不", "其", "其中", "有", "由", "均", "已", "见", "详", "年", "了", "共", "：", "，"]
                .iter()
                .any(|w| text.contains(w));
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
