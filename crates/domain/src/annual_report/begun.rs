//! Part one begun from last year's report: its sentences, with every number and date of that year marked, so that
//! nothing old passes in silence.
//!
//! What the program itself says of the year from the ledger is not taken. It must not decide whether the sentences still
//! hold: a person does, mark by mark.

use crate::extract::{BlockKind, Extract, Place};
use crate::zh::{is_numeral, number};

/// What stands before something that a person has to look at again.
const MARK: &str = "【待核：";
/// The same of what is missing, as drafts of the report print it.
const MISSING: &str = "【待补：";
const END: char = '】';

/// Sections of part one that the program writes anew each year (`overview.rs`).
const OWN: [&str; 2] = ["主动公开总体情况", "清单事项落实情况"];

/// What schools call part one.
const NAMES: [&str; 7] = ["概述", "总体情况", "总体概况", "概况", "基本情况", "总体工作情况", "综述"];

/// A heading is no longer than this; a sentence of that length would end in a stop.
const HEADING: usize = 32;

/// Part one of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Begun {
    /// Sub-headings without their numbers, the first perhaps empty, each with its paragraphs.
    pub sections: Vec<(String, Vec<String>)>,
    /// Sections that were left out because the program writes them from the ledger.
    pub own: Vec<String>,
    /// Tables and captions that were left out.
    pub tables: usize,
}

/// How a heading is numbered: its style, the coarsest first, and the number.
type Rank = (u8, usize);

/// The first part of a report, as far as it is text; nothing when no heading says where it begins.
pub fn part_one(extract: &Extract) -> Option<Begun> {
    let lines = lines(extract);
    let starts = lines.iter().position(|line| {
        let (rank, words) = numbered(&line.text);
        let first = rank.is_none_or(|(style, number)| style <= 1 && number == 1);
        line.heading() && first && (line.level.is_some() || rank.is_some()) && is_part_one(words)
    })?;
    let start = &lines[starts];
    let mut begun = Begun::default();
    let mut own = false;
    for line in &lines[starts + 1..] {
        if line.heading() && ends(start, line) {
            break;
        }
        if line.cell.is_some() || is_caption(&line.text) {
            begun.tables += usize::from(!own && line.cell.is_none_or(|first| first));
            continue;
        }
        let (rank, words) = numbered(&line.text);
        if line.heading() && (line.level.is_some() || rank.is_some_and(|(style, _)| style <= 2)) {
            own = OWN.contains(&words);
            if own {
                begun.own.push(words.to_string());
            } else {
                begun.sections.push((words.to_string(), Vec::new()));
            }
        } else if !own {
            if begun.sections.is_empty() {
                begun.sections.push((String::new(), Vec::new()));
            }
            if let Some((_, paragraphs)) = begun.sections.last_mut() {
                paragraphs.push(line.text.clone());
            }
        }
    }
    begun.sections.retain(|(_, paragraphs)| !paragraphs.is_empty());
    Some(begun).filter(|begun| !begun.sections.is_empty())
}

/// A line of a report as a reader sees it.
struct Line {
    text: String,
    /// Level, when the file says that it is a heading.
    level: Option<u8>,
    /// For a cell of a table, whether it is the first of it.
    cell: Option<bool>,
}

impl Line {
    /// Whether it can be a heading: the file says so, or it is short and no sentence; an entry of the contents is none.
    fn heading(&self) -> bool {
        let contents = self.text.contains("…") || self.text.contains("..") || self.text.contains(". .");
        let listed =
            self.text.contains('\t') || self.level.is_none() && self.text.ends_with(|c: char| c.is_ascii_digit());
        let short =
            self.text.chars().count() <= HEADING && !self.text.ends_with(['。', '；', '！', '？', '，', '：', '、']);
        self.cell.is_none() && !contents && !listed && (self.level.is_some() || short)
    }
}

/// What is read of a file, a block a line; what a page of a PDF breaks is one again.
fn lines(extract: &Extract) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut open = false;
    for block in extract.blocks.iter().filter(|block| block.concealed.is_none()) {
        let Some(text) = extract.text.get(block.range.clone()) else { continue };
        let text: String = text.split('\n').map(str::trim).collect();
        let text = match &block.kind {
            BlockKind::ListItem { marker: Some(marker), .. } => format!("{marker}{text}"),
            _ => text,
        };
        let (level, cell) = match &block.kind {
            BlockKind::Heading(level) => (Some(*level), None),
            BlockKind::Paragraph | BlockKind::ListItem { .. } => (None, None),
            BlockKind::Cell { row, column, .. } => (None, Some(*row == 0 && *column == 0)),
            _ => continue,
        };
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}').to_string();
        if text.is_empty() || is_page_number(&text) {
            continue;
        }
        let line = Line { text, level, cell };
        let paragraph = line.level.is_none() && line.cell.is_none();
        match lines.last_mut() {
            Some(last) if open && paragraph && numbered(&line.text).0.is_none() => last.text.push_str(&line.text),
            _ => lines.push(line),
        }
        // A paragraph of a page that ends within a sentence goes on with the next one.
        let whole = |line: &Line| line.text.ends_with(['。', '；', '！', '？', '：', '”', '）']) || line.heading();
        open = paragraph && matches!(block.place, Place::Page { .. }) && lines.last().is_some_and(|line| !whole(line));
    }
    lines
}

fn is_page_number(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| matches!(c, '-' | '—' | '–' | ' '));
    inner != text && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'))
}

/// Number and words of a heading: 一、概述.
fn numbered(text: &str) -> (Option<Rank>, &str) {
    let run = |text: &str| text.chars().take_while(|c| is_numeral(*c) || c.is_ascii_digit()).map(char::len_utf8).sum();
    let read = |text: &str| text.parse().ok().or_else(|| number(text).and_then(|number| usize::try_from(number).ok()));
    let cut = |rank: Option<Rank>, rest: &str| {
        let words = rest.trim_start_matches([' ', '　', '、', '.', '．', '：', ':']);
        (rank, &text[text.len() - words.len()..])
    };
    if let Some(rest) = text.strip_prefix('第') {
        let length: usize = run(rest);
        for unit in ["部分", "章", "篇"] {
            if let (Some(rest), Some(number)) = (rest[length..].strip_prefix(unit), read(&rest[..length])) {
                return cut(Some((0, number)), rest);
            }
        }
    }
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let length: usize = run(rest);
        if let (Some(after), Some(number)) = (rest[length..].strip_prefix(['）', ')']), read(&rest[..length])) {
            let style = if rest.starts_with(|c: char| c.is_ascii_digit()) { 4 } else { 2 };
            return cut(Some((style, number)), after);
        }
    }
    let length: usize = run(text);
    if let (Some(after), Some(number)) = (text[length..].strip_prefix(['、', '.', '．']), read(&text[..length])) {
        let style = if text.starts_with(|c: char| c.is_ascii_digit()) { 3 } else { 1 };
        // 3.5 is no heading's number.
        if !after.starts_with(|c: char| c.is_ascii_digit()) {
            return cut(Some((style, number)), after);
        }
    }
    (None, text)
}

fn is_part_one(words: &str) -> bool {
    let plain: String = words.chars().filter(|c| !c.is_whitespace() && *c != '　').collect();
    let others = ["主动公开", "依申请", "公开情况", "评议"];
    NAMES.iter().any(|name| plain.ends_with(name)) && !others.iter().any(|other| plain.contains(other))
}

/// Whether the part that begins with one heading is over before the other.
fn ends(start: &Line, line: &Line) -> bool {
    let ((from, _), (to, _)) = (numbered(&start.text), numbered(&line.text));
    match (from, to) {
        (Some((style, first)), Some((other, next))) if style == other => next > first,
        (Some((style, _)), Some((other, _))) => other < style,
        _ => matches!((start.level, line.level), (Some(start), Some(line)) if line <= start),
    }
}

/// A table's or a chart's caption, and what stands over it alone.
fn is_caption(text: &str) -> bool {
    let numbered = text.strip_prefix(['表', '图']).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit()) && text.chars().count() <= 60 && !text.ends_with('。')
    });
    numbered || text.starts_with("单位：") && text.chars().count() <= 10
}

/// The sentence with every number and date of it marked as to be looked at again.
pub fn marked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let rest: String = chars[at..].iter().take(8).collect();
        let kept = [MARK, MISSING].iter().any(|mark| rest.starts_with(mark));
        let end = if kept {
            chars[at..].iter().position(|c| *c == END).map_or(chars.len(), |end| at + end + 1)
        } else {
            at + stale(&chars[at..], at.checked_sub(1).map(|before| chars[before])).unwrap_or(0)
        };
        let words = || chars[at..end].iter().collect::<String>();
        match end > at {
            true if kept => out.push_str(&words()),
            true => out.push_str(&format!("{MARK}{}{END}", words())),
            false => out.push(chars[at]),
        }
        at = end.max(at + 1);
    }
    out
}

/// What is marked in a text, in order: as to be looked at again, or as missing.
pub fn marks(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, mark)) = [MARK, MISSING].iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min() {
        let inside = &rest[at + mark.len()..];
        let end = inside.find(END).unwrap_or(inside.len());
        found.push(&inside[..end]);
        rest = &inside[end..];
    }
    found
}

const ADDRESSES: [&str; 3] = ["http://", "https://", "www."];

/// How much from here on is a number, a date or an address with one.
fn stale(chars: &[char], before: Option<char>) -> Option<usize> {
    let head: String = chars.iter().take(8).collect();
    if ADDRESSES.iter().any(|address| head.starts_with(address)) {
        let length = chars.iter().position(|c| c.is_whitespace() || !c.is_ascii()).unwrap_or(chars.len());
        return Some(length).filter(|length| chars[..*length].iter().any(char::is_ascii_digit));
    }
    let skip = match chars {
        ['第' | '〔' | '[' | '约' | '近', next, ..] if is_digit(*next) || is_numeral(*next) => 1,
        ['百', '分', '之', next, ..] if is_digit(*next) || is_numeral(*next) => 3,
        _ => 0,
    };
    let first = *chars.get(skip)?;
    if is_digit(first) {
        return Some(skip + arabic(&chars[skip..]));
    }
    // A numeral inside a word of its own run is no beginning: of 二十 it is 二.
    if !is_count(first) || skip == 0 && before.is_some_and(is_count) {
        return None;
    }
    let run = chars[skip..].iter().take_while(|c| is_count(**c)).count();
    let end = skip + run;
    let suffix = suffix(&chars[end..], &SPELT);
    // 一个 and 一次 count nothing; 十分 and 千方百计 neither.
    let lone = run == 1 && matches!(first, '一' | '百' | '千' | '万' | '亿' | '零') && chars.first() != Some(&'第');
    let rate = skip == 3;
    (rate || suffix > 0 && !lone).then_some(end + suffix)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// A numeral, or 两.
fn is_count(c: char) -> bool {
    is_numeral(c) || matches!(c, '两' | '〇' | '零' | '百' | '千' | '万' | '亿')
}

/// A number in figures with what joins it to the next, and what it counts.
fn arabic(chars: &[char]) -> usize {
    const JOINS: &str = ".．,/:：-－—–~～至到年月日时分号万亿千百余多度〕]学第×";
    let mut at = 0;
    loop {
        while chars.get(at).copied().is_some_and(is_digit) {
            at += 1;
        }
        at += suffix(&chars[at..], &COUNTED);
        let joins = chars[at..].iter().take(3).take_while(|c| JOINS.contains(**c)).count();
        if !chars.get(at + joins).copied().is_some_and(is_digit) {
            return at;
        }
        at += joins;
    }
}

/// What may stand behind a number in figures; the longest first.
const COUNTED: [&str; 44] = [
    "平方米",
    "学年度",
    "学年",
    "年度",
    "月份",
    "余",
    "多",
    "万",
    "亿",
    "千",
    "百",
    "年",
    "月",
    "日",
    "号",
    "时",
    "分",
    "%",
    "％",
    "‰",
    "元",
    "条",
    "次",
    "项",
    "件",
    "个",
    "人",
    "名",
    "场",
    "期",
    "份",
    "篇",
    "类",
    "家",
    "种",
    "位",
    "所",
    "门",
    "部",
    "届",
    "级",
    "页",
    "册",
    "〕",
];

/// What may stand behind a number in words and makes a count of it.
const SPELT: [&str; 26] = [
    "学年", "年度", "月份", "余", "多", "年", "月", "日", "条", "次", "项", "件", "个", "人", "名", "场", "期", "份",
    "篇", "类", "家", "种", "位", "届", "元", "批",
];

/// How much of what follows is what was counted.
fn suffix(chars: &[char], known: &[&str]) -> usize {
    let mut at = 0;
    while let Some(word) = known.iter().find(|word| {
        let mut rest = chars[at..].iter();
        word.chars().all(|c| rest.next() == Some(&c))
    }) {
        at += word.chars().count();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Block;

    fn extract(blocks: &[(BlockKind, &str)]) -> Extract {
        let mut extract = Extract::default();
        for (line, (kind, text)) in blocks.iter().enumerate() {
            let from = extract.text.len();
            extract.text.push_str(text);
            let place = Place::Line { line: line + 1, column: 1 };
            extract.blocks.push(Block { range: from..extract.text.len(), kind: kind.clone(), place, concealed: None });
            extract.text.push('\n');
        }
        extract
    }

    fn paragraphs(lines: &[&str]) -> Extract {
        extract(&lines.iter().map(|line| (BlockKind::Paragraph, *line)).collect::<Vec<_>>())
    }

    #[test]
    fn part_one_is_found_by_its_heading_in_any_spelling_and_ends_before_part_two() {
        for (heading, next) in [
            ("一、信息公开工作概述", "二、主动公开情况"),
            ("一、概 述", "二、主动公开信息情况"),
            ("一、总体情况", "二、信息主动公开情况"),
            ("第一部分　学校信息公开工作总体概况", "第二部分 主动公开"),
            ("一.信息公开工作基本情况", "二.主动公开情况"),
        ] {
            let lines =
                ["某学院年度报告", "前言。", heading, "学校高度重视。", "（一）领导重视", "党委抓。", next, "别的。"];
            let found = part_one(&paragraphs(&lines)).unwrap_or_else(|| panic!("{heading}"));
            let text = |words: &str| vec![words.to_string()];
            let sections = [(String::new(), text("学校高度重视。")), ("领导重视".into(), text("党委抓。"))];
            assert_eq!(found.sections, sections, "{heading}");
        }
        let bare = [
            (BlockKind::Heading(1), "概述"),
            (BlockKind::Paragraph, "学校高度重视。"),
            (BlockKind::Heading(1), "主动公开情况"),
            (BlockKind::Paragraph, "别的。"),
        ];
        assert_eq!(part_one(&extract(&bare)).unwrap().sections, [(String::new(), vec!["学校高度重视。".to_string()])]);
        for none in [&["二、主动公开总体情况", "甲。"][..], &["概述", "甲。"], &["一、主动公开情况概述", "甲。"], &[]]
        {
            assert_eq!(part_one(&paragraphs(none)), None, "{none:?}");
        }
    }

    #[test]
    fn contents_tables_and_what_the_program_writes_itself_are_left_out_and_told() {
        let cell = |row, column| BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
        let blocks = [
            (BlockKind::Paragraph, "一、信息公开工作概述\t1"),
            (BlockKind::Paragraph, "一、信息公开工作概述. . . . . . . 1"),
            (BlockKind::Heading(1), "一、信息公开工作概述"),
            (BlockKind::Heading(2), "（一）领导重视"),
            (BlockKind::Paragraph, "党委抓。"),
            (BlockKind::Paragraph, "表1　各类别情况"),
            (cell(0, 0), "类别"),
            (cell(0, 1), "条"),
            (BlockKind::Heading(2), "（二）主动公开总体情况"),
            (BlockKind::Paragraph, "共100条。"),
            (BlockKind::Heading(1), "二、主动公开情况"),
        ];
        let found = part_one(&extract(&blocks)).unwrap();
        assert_eq!(found.sections, [("领导重视".to_string(), vec!["党委抓。".to_string()])]);
        assert_eq!((found.own.as_slice(), found.tables), (&["主动公开总体情况".to_string()][..], 2));
    }

    #[test]
    fn every_number_and_date_is_marked_whole_and_words_that_count_nothing_are_not() {
        for (text, expected) in [
            ("2022—2023学年公开1,234条。", "【待核：2022—2023学年】公开【待核：1,234条】。"),
            ("自2022年9月1日至2023年8月31日止", "自【待核：2022年9月1日至2023年8月31日】止"),
            ("满意率98.5％，其中", "满意率【待核：98.5％】，其中"),
            ("教办函〔2014〕23号", "教办函【待核：〔2014〕23号】"),
            ("教育部令第29号", "教育部令【待核：第29号】"),
            (
                "召开会议三次、培训二十余人，占百分之九十",
                "召开会议【待核：三次】、培训【待核：二十余人】，占【待核：百分之九十】",
            ),
            ("二〇二三年", "【待核：二〇二三年】"),
            ("第三十五次会议", "【待核：第三十五次】会议"),
            ("网址https://www.x.edu.cn/info/1021.htm。", "网址【待核：https://www.x.edu.cn/info/1021.htm】。"),
            ("２０２３年", "【待核：２０２３年】"),
            ("一是统一思想，十分重视，进一步一次性公开", "一是统一思想，十分重视，进一步一次性公开"),
            ("千方百计，万众一心", "千方百计，万众一心"),
            ("已标【待核：2022年】和【待补：数据】", "已标【待核：2022年】和【待补：数据】"),
            ("", ""),
        ] {
            assert_eq!(marked(text), expected);
            assert_eq!(marked(&marked(text)), expected, "once is enough");
        }
    }

    #[test]
    fn marks_are_found_also_where_one_was_cut_off() {
        assert_eq!(marks("共【待核：3条】和【待补：数据】，【待核：未"), ["3条", "数据", "未"]);
        assert!(marks("无【待核】").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_digit_of_any_text_stays_outside_a_mark(text in "[0-9０-９一二十百第〔〕年月日次，。【】待核：a-z ]{0,40}") {
            let marked = marked(&text);
            let mut rest = marked.as_str();
            while let Some(at) = rest.find(MARK).into_iter().chain(rest.find(MISSING)).min() {
                proptest::prop_assert!(!rest[..at].contains(is_digit), "{marked}");
                rest = rest[at..].split_once(END).map_or("", |(_, after)| after);
            }
            proptest::prop_assert!(!rest.contains(is_digit), "{marked}");
        }
    }
}
