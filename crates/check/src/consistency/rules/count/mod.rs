//! Rule `count`: a stated number of listed things against the list.
//!
//! Lists of names in a sentence are compared in `names`; here are entries that a number announces, totals below a
//! list, and the parts of a report.

mod names;
mod number;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use number::{NUMBER, value};

use crate::consistency::document::Document;
use crate::consistency::document::marker::Style;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::outline::Outline;
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::words;
use crate::numbers;

static FOLLOWING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:以下|下列|如下){NUMBER}(?:个|点|项|类|条|种|大|方面)")).expect("a constant pattern")
});

/// 存在三方面问题： at the end of a paragraph, and 共公开信息5项，具体如下：, with the entries below.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let nouns = words::pattern(&words::ANNOUNCED_BELOW);
    Regex::new(&format!(
        r"(?P<w>[\u{{4e00}}-\u{{9fff}}]){NUMBER}(?:(?:个|大)?(?:{nouns})(?:的?[\u{{4e00}}-\u{{9fff}}]{{0,10}})|(?:项|条|个|点|件|类)[\u{{4e00}}-\u{{9fff}}]{{0,10}}，?(?:具体|内容|情况|名单|分别|目录|清单)?(?:如下|分别为|分别是))(?:：|。?$)"
    ))
    .expect("a constant pattern")
});

/// 从三个方面改进：一是…
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    let nouns = words::pattern(&words::ANNOUNCED_HERE);
    Regex::new(&format!(
        r"{NUMBER}(?:(?:个|大)?(?:{nouns})|点(?:要求|意见|建议|希望))[\u{{4e00}}-\u{{9fff}}]{{0,12}}(?P<s>：|。|，)(?:一是|一要|第一|（一）|（1）)"
    ))
    .expect("a constant pattern")
});

static TOTAL_LINE: LazyLock<Regex> = LazyLock::new(|| {
    let units = words::pattern(&words::ENTRY_UNITS);
    Regex::new(&format!(r"^(?:以上)?(?:共计|合计|总计|共)：?{NUMBER}(?P<u>{units})")).expect("a constant pattern")
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

impl Check for Counts {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        if paragraph.is_prose() {
            self.read(paragraph.norm, paragraph.outline, sink);
        }
    }

    fn finish(self: Box<Self>, _: &Document, _: &Outline, sink: &mut Sink) {
        self.settle(sink);
    }
}

impl Counts {
    /// Reads a paragraph; the outline has read it already.
    fn read(&mut self, norm: &Norm, outline: &Outline, sink: &mut Sink) {
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
        names::examine(norm, sink);
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
            let plausible = listed >= stated || (counted && listed + 2 >= stated);
            if listed >= 2 && plausible && !known && !is_partial(&norm.text[..whole.start()]) {
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
            && words::ATTACHMENTS.iter().any(|w| norm.text.contains(w));
        if let Some(marker) = norm.marker.filter(|m| m.style == Style::Han) {
            if !norm.looks_like_heading() {
                // A numbered paragraph that is no title: the chapters are not certain.
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
    fn settle(mut self, sink: &mut Sink) {
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
        || words::CHOICE.iter().any(|w| clause.contains(w))
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
