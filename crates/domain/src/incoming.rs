//! What a document says of itself: title, document number, date, who signed it, and its text as blocks, each with the place
//! where it was read, so that a person can check every guess against the paper.
//!
//! It exists so that a notice that lies ready as a Word file need not be typed again. What is not read for certain is said to
//! be doubtful, and what is found nowhere stays empty; nothing is decided here for anybody. It reads no file: that is the
//! business of readers, who hand over an [`Extract`].

mod head;
mod links;

use crate::catalogue::ItemKey;
use crate::date::{PartialDate, half_width};
use crate::extract::{BlockKind, Extract, Place};
use crate::ledger::items_of_title;
use crate::record::Form;
use crate::text::{self, Block, Cell, Set, Table};
use crate::zh;
use head::{clean, form, head};
use links::Addresses;
use std::collections::BTreeMap;

/// Lines at its end among which signature and date stand.
const FOOT: usize = 6;
/// Longest summary (内容概述 within 100 characters).
const LONGEST_SUMMARY: usize = 100;

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The paragraph, from 1, as the document counts them; `None` when it follows from something else.
    pub paragraph: Option<usize>,
    /// Why it may be wrong: a code, a message key under `incoming-doubt-`.
    pub doubt: Option<&'static str>,
}

/// What a document says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Incoming {
    /// Its title.
    pub title: Option<Read<String>>,
    /// Its document number, with the brackets that GB/T 9704 wants.
    pub document_number: Option<Read<String>>,
    /// Its date.
    pub made_on: Option<Read<PartialDate>>,
    /// Who signed it, as it stands there.
    pub signed_by: Option<Read<String>>,
    /// What kind of document it is, by its title.
    pub form: Option<Read<Form>>,
    /// Items that its title speaks of, the likeliest first.
    pub items: Vec<ItemKey>,
    /// A summary from its first sentences.
    pub summary: Option<Read<String>>,
    /// Its text, in the signs of [`crate::text`].
    pub body: String,
    /// Pictures of the text, by the names that they have in it.
    pub pictures: Vec<Pictured>,
    /// Paragraphs of the text.
    pub paragraphs: usize,
    /// Tables of the text.
    pub tables: usize,
    /// What the file holds and the text does not, by kind (`comment`, `deleted`, `margin`, `note`, `box`, `hidden`,
    /// `picture`) and how often.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// A picture of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictured {
    /// The part of the file that holds it.
    pub part: String,
    /// Its name in the text, and as an attachment.
    pub file: String,
}

/// A line of the document on its way into the text.
#[derive(Debug)]
struct Line {
    block: Block,
    paragraph: Option<usize>,
}

impl Line {
    fn words(&self) -> &str {
        match &self.block {
            Block::Heading(_, words) | Block::Paragraph(_, words) => words,
            Block::Table(_) | Block::Picture(_) => "",
        }
    }
}

/// Endings of the pictures that browsers show.
const SHOWN: [&str; 4] = ["png", "jpg", "jpeg", "gif"];

/// Pictures on their way into the text, each after the paragraph that it stands in.
struct Pictures<'a> {
    waiting: std::slice::Iter<'a, crate::extract::Picture>,
    taken: Vec<Pictured>,
    left_out: usize,
}

impl Pictures<'_> {
    /// Puts those that stand before a paragraph behind the lines so far; all that are left, without one.
    fn before(&mut self, paragraph: Option<usize>, lines: &mut Vec<Line>) {
        while let Some(picture) = self.waiting.as_slice().first() {
            if paragraph.is_some_and(|paragraph| picture.paragraph >= paragraph) {
                break;
            }
            self.waiting.next();
            match self.file(picture.part.as_deref()) {
                Some(file) => {
                    let plain = |c: char| !matches!(c, '[' | ']') && !c.is_control();
                    let caption = picture.shows.chars().map(|c| if plain(c) { c } else { ' ' }).collect::<String>();
                    let block = Block::Picture(text::Picture { caption: caption.trim().to_string(), file });
                    lines.push(Line { block, paragraph: Some(picture.paragraph) });
                }
                None => self.left_out += 1,
            }
        }
    }

    /// The name of a part in the text; one that stands there twice has one name.
    fn file(&mut self, part: Option<&str>) -> Option<String> {
        let part = part?;
        if let Some(known) = self.taken.iter().find(|known| known.part == part) {
            return Some(known.file.clone());
        }
        let ending = part.rsplit_once('.')?.1.to_lowercase();
        if !SHOWN.contains(&ending.as_str()) {
            return None;
        }
        let file = format!("图{}.{ending}", self.taken.len() + 1);
        self.taken.push(Pictured { part: part.to_string(), file: file.clone() });
        Some(file)
    }
}

/// Reads a document.
pub fn read(extract: &Extract) -> Incoming {
    let mut incoming = Incoming::default();
    let (mut lines, pictures) = lines(extract, &mut incoming.left_out);
    head(&mut lines, &mut incoming);
    foot(&mut lines, &mut incoming);
    if let Some(title) = &incoming.title {
        incoming.form = form(&title.value).map(|value| Read { value, paragraph: None, doubt: None });
        incoming.items = items_of_title(&title.value).into_iter().map(ItemKey::Official).collect();
    }
    incoming.summary = summary(&lines);
    incoming.tables = lines.iter().filter(|line| matches!(line.block, Block::Table(_))).count();
    incoming.paragraphs =
        lines.iter().filter(|line| matches!(line.block, Block::Heading(..) | Block::Paragraph(..))).count();
    incoming.body = text::print(lines.iter().map(|line| &line.block));
    // What stood above the title is the head of the paper.
    let shown: Vec<String> = text::pictures(&incoming.body).collect();
    incoming.pictures = pictures.into_iter().filter(|picture| shown.contains(&picture.file)).collect();
    incoming
}

/// What readers of the document see, in order, and how much of what they do not see.
fn lines(extract: &Extract, left_out: &mut BTreeMap<&'static str, usize>) -> (Vec<Line>, Vec<Pictured>) {
    let mut lines = Vec::new();
    let mut pictures = Pictures { waiting: extract.pictures.iter(), taken: Vec::new(), left_out: 0 };
    let mut table: Option<(usize, Vec<Vec<Cell>>)> = None;
    let addresses = Addresses::of(extract);
    for block in &extract.blocks {
        let words = addresses.beside(block);
        let words = words.trim();
        let kind = match &block.kind {
            _ if block.concealed.is_some() => Some("hidden"),
            BlockKind::Comment => Some("comment"),
            BlockKind::Deleted => Some("deleted"),
            BlockKind::PageMargin => Some("margin"),
            BlockKind::Note => Some("note"),
            BlockKind::TextBox => Some("box"),
            BlockKind::Property | BlockKind::Stored => Some("hidden"),
            _ => None,
        };
        if let Some(kind) = kind {
            if !words.is_empty() {
                *left_out.entry(kind).or_default() += 1;
            }
            continue;
        }
        if let BlockKind::Cell { table: number, row, row_span, column_span, .. } = block.kind {
            if table.as_ref().is_some_and(|(open, _)| *open != number) {
                close(&mut table, &mut lines);
            }
            if let (None, Some(first)) = (&table, in_body(&block.place)) {
                pictures.before(Some(first), &mut lines);
            }
            let (_, rows) = table.get_or_insert_with(|| (number, Vec::new()));
            if rows.len() <= row {
                rows.resize_with(row + 1, Vec::new);
            }
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let span = |n: usize| u32::try_from(n.max(1)).unwrap_or(1);
            rows[row].push(Cell { text: words, columns: span(column_span), rows: span(row_span) });
            continue;
        }
        close(&mut table, &mut lines);
        if words.is_empty() {
            continue;
        }
        if let Some(paragraph) = in_body(&block.place) {
            pictures.before(Some(paragraph), &mut lines);
        }
        let paragraph = match &block.place {
            Place::Paragraph { part, number } if part == "body" => Some(*number),
            Place::Line { line, .. } => Some(*line),
            _ => None,
        };
        let block = match &block.kind {
            BlockKind::Heading(level) => Block::Heading((*level).clamp(1, 3), words.to_string()),
            BlockKind::ListItem { marker: Some(marker), .. } => {
                Block::Paragraph(Set::Prose, format!("{}{words}", marker.trim()))
            }
            _ => match heading_level(words) {
                Some(level) => Block::Heading(level, words.to_string()),
                None => Block::Paragraph(Set::Prose, words.to_string()),
            },
        };
        lines.push(Line { block, paragraph });
    }
    close(&mut table, &mut lines);
    pictures.before(None, &mut lines);
    if pictures.left_out > 0 {
        left_out.insert("picture", pictures.left_out);
    }
    (lines, pictures.taken)
}

/// The paragraph of the body in which something stands.
fn in_body(place: &Place) -> Option<usize> {
    match place {
        Place::Paragraph { part, number } if part == "body" => Some(*number),
        _ => None,
    }
}

/// The level of a line that is a heading by its number and by being no sentence (GB/T 9704-2012, 7.3.3: 一、 then （一）): few
/// notices give it a style.
fn heading_level(words: &str) -> Option<u8> {
    const LONGEST: usize = 30;
    const NUMERALS: &str = "一二三四五六七八九十";
    let is_numeral = |c: char| NUMERALS.contains(c);
    let (level, rest) = match words.strip_prefix(['（', '(']) {
        Some(inner) => (2, inner.trim_start_matches(is_numeral).strip_prefix(['）', ')'])?),
        None => (1, words.trim_start_matches(is_numeral).strip_prefix('、')?),
    };
    let numbered = words.trim_start_matches(['（', '(']).starts_with(is_numeral);
    // 一、二等奖 is no heading, and what ends or goes on like a sentence is none either.
    let sentence = rest.contains(['。', '；', '，', '：', ':', ';']) || rest.is_empty() || rest.starts_with(is_numeral);
    (numbered && !sentence && words.chars().count() <= LONGEST).then_some(level)
}

fn close(table: &mut Option<(usize, Vec<Vec<Cell>>)>, lines: &mut Vec<Line>) {
    if let Some((_, rows)) = table.take() {
        let rows: Vec<Vec<Cell>> = rows.into_iter().filter(|row| !row.is_empty()).collect();
        if !rows.is_empty() {
            lines.push(Line { block: Block::Table(Table { rows }), paragraph: None });
        }
    }
}

/// Finds date and signature at the end and sets them to the right, as notices have them.
fn foot(lines: &mut [Line], incoming: &mut Incoming) {
    let from = lines.len().saturating_sub(FOOT);
    let year = incoming
        .document_number
        .as_ref()
        .and_then(|number| number.value.split('〔').nth(1)?.split('〕').next()?.parse::<i32>().ok());
    let dated = (from..lines.len()).rev().find_map(|at| Some((at, date(lines[at].words(), year)?)));
    let Some((at, (made_on, guessed))) = dated else { return };
    let doubt = if guessed { Some("year") } else { None };
    incoming.made_on = Some(Read { value: made_on, paragraph: lines[at].paragraph, doubt });
    to_the_right(&mut lines[at]);
    let Some(before) = at.checked_sub(1) else { return };
    let name = lines[before].words().trim().to_string();
    let length = name.chars().count();
    let signs = (2..=24).contains(&length) && !name.contains(['。', '，', '：', '；', '、', '《', '1', '2']);
    if signs && !matches!(lines[before].block, Block::Heading(..)) {
        incoming.signed_by = Some(Read { value: clean(&name), paragraph: lines[before].paragraph, doubt: None });
        to_the_right(&mut lines[before]);
    }
}

fn to_the_right(line: &mut Line) {
    if let Block::Paragraph(set, _) = &mut line.block {
        *set = Set::Right;
    }
}

/// A line that is a date and nothing else; whether its year was taken from elsewhere.
fn date(line: &str, year: Option<i32>) -> Option<(PartialDate, bool)> {
    let plain: String = half_width(line).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_matches(['(', ')', '（', '）', '。']);
    if plain.chars().count() > 16 || !plain.contains('日') && !plain.contains(['.', '-', '/']) {
        return None;
    }
    let arabic = chinese_date(plain).unwrap_or_else(|| plain.to_string());
    match arabic.parse::<PartialDate>() {
        Ok(date @ PartialDate::Day(_)) => Some((date, false)),
        _ => {
            let year = year?;
            match format!("{year}年{arabic}").parse::<PartialDate>() {
                Ok(date @ PartialDate::Day(_)) => Some((date, true)),
                _ => None,
            }
        }
    }
}

/// 二〇二六年九月十五日 in Arabic digits; without a year 九月十五日 alone.
fn chinese_date(text: &str) -> Option<String> {
    let (year, rest) = match text.split_once('年') {
        Some((year, rest)) => (Some(zh::number(year)?), rest),
        None => (None, text),
    };
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let (month, day) = (zh::number(month)?, zh::number(day)?);
    Some(year.map_or_else(|| format!("{month}月{day}日"), |year| format!("{year}年{month}月{day}日")))
}

/// The first sentences that say something, as far as a summary may be long.
fn summary(lines: &[Line]) -> Option<Read<String>> {
    let says = |line: &&Line| {
        let words = line.words();
        matches!(line.block, Block::Paragraph(Set::Prose, _))
            && words.chars().count() >= 10
            && !words.ends_with(['：', ':'])
    };
    let line = lines.iter().find(says)?;
    let mut summary = String::new();
    for sentence in line.words().split_inclusive(['。', '；']) {
        if summary.chars().count() + sentence.chars().count() > LONGEST_SUMMARY {
            break;
        }
        summary.push_str(sentence);
    }
    if summary.is_empty() {
        // One long sentence: up to the last comma that fits.
        let cut: String = line.words().chars().take(LONGEST_SUMMARY - 1).collect();
        let at = cut.rfind('，').unwrap_or(cut.len());
        summary = format!("{}…", &cut[..at]);
    }
    let summary = summary.trim_end_matches('；').to_string();
    Some(Read { value: summary, paragraph: line.paragraph, doubt: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Link;

    fn document(lines: &[&str]) -> Extract {
        let mut extract = Extract::default();
        for (at, line) in lines.iter().enumerate() {
            let place = Place::Paragraph { part: "body".into(), number: at + 1 };
            extract.push(line, BlockKind::Paragraph, place, None);
        }
        extract
    }

    #[test]
    fn a_notice_in_red_says_what_it_is() {
        let read = read(&document(&[
            "江南职业技术学院文件",
            "江职院学[2026]21号",
            "关于做好2026—2027学年国家奖学金",
            "评审工作的通知",
            "各二级学院：",
            "根据上级有关文件精神，现就国家奖学金评审工作通知如下。",
            "一、名额",
            "二、评审要求是这样：先由学院初评，再报学校。",
            "一、二等奖名额",
            "（一）时间",
            "学生工作处",
            "九月十五日",
        ]));
        let title = read.title.unwrap();
        assert_eq!((title.value.as_str(), title.paragraph), ("关于做好2026—2027学年国家奖学金评审工作的通知", Some(3)));
        let number = read.document_number.unwrap();
        assert_eq!((number.value.as_str(), number.doubt), ("江职院学〔2026〕21号", Some("brackets")));
        let made = read.made_on.unwrap();
        assert_eq!((made.value.to_string().as_str(), made.doubt), ("2026-09-15", Some("year")));
        assert_eq!(read.signed_by.unwrap().value, "学生工作处");
        assert_eq!(read.form.unwrap().value, Form::Notice);
        assert_eq!(read.items.first(), Some(&ItemKey::Official(37)));
        assert_eq!(read.summary.unwrap().value, "根据上级有关文件精神，现就国家奖学金评审工作通知如下。");
        assert!(
            read.body.contains("\n# 一、名额\n二、评审要求") && read.body.contains("\n一、二等奖名额\n## （一）时间\n"),
            "{}",
            read.body
        );
        assert!(
            read.body.starts_with("各二级学院：\n") && read.body.ends_with(">> 学生工作处\n>> 九月十五日\n"),
            "{}",
            read.body
        );
    }

    /// Title, number and text of a document of these lines.
    fn parts(lines: &[&str]) -> (String, String, String) {
        let read = read(&document(lines));
        let value = |read: Option<Read<String>>| read.map(|read| read.value).unwrap_or_default();
        (value(read.title), value(read.document_number), read.body)
    }

    #[test]
    fn a_number_below_the_title_or_beside_its_signer_is_read_and_no_line_of_the_text_is_lost() {
        let body = ["各二级学院：", "现将有关事项通知如下。", "附件：", "2026年国家奖学金获奖学生名单", "学生管理办法"];
        let kept = "各二级学院：\n现将有关事项通知如下。\n附件：\n2026年国家奖学金获奖学生名单\n学生管理办法\n";
        for head in [
            &["关于公布获奖学生的通知", "（江职院学〔2026〕31号）"][..],
            &["关于公布获奖学生的通知", "江职院学〔2026〕31号"],
            &["江南职业技术学院文件", "江职院学〔2026〕31号", "关于公布获奖学生的通知"],
            &["江南职业技术学院文件", "江职院学〔2026〕31号　　签发人：李示例", "关于公布", "获奖学生的通知"],
            &["签发人：李示例　江职院学〔2026〕31号", "关于公布获奖学生的通知"],
            &["000012", "特急", "江南职业技术学院", "文号：江职院学[2026]31号", "关于公布获奖学生的通知"],
        ] {
            let (title, number, text) = parts(&[head, &body[..]].concat());
            assert_eq!(
                (title.as_str(), number.as_str()),
                ("关于公布获奖学生的通知", "江职院学〔2026〕31号"),
                "{head:?}"
            );
            assert_eq!(text, kept, "{head:?}");
        }
    }

    #[test]
    fn what_stands_above_a_title_and_is_not_the_head_of_the_paper_stays_in_the_text() {
        let (title, _, text) = parts(&[
            "（此件公开发布）",
            "江南职业技术学院",
            "2026年国家奖学金评审方案",
            "为做好评审工作，制定本方案。",
        ]);
        assert_eq!(title, "2026年国家奖学金评审方案");
        assert_eq!(text, "（此件公开发布）\n为做好评审工作，制定本方案。\n");
        let (title, _, text) = parts(&["本年度评审已经结束。", "获奖学生名单", "学生工作处"]);
        assert_eq!((title.as_str(), text.as_str()), ("", "本年度评审已经结束。\n获奖学生名单\n学生工作处\n"));
        let (title, _, text) =
            parts(&["关于印发《江南职业技术学院学生管理办法》", "的通知", "各学院：", "请遵照执行。"]);
        assert_eq!(title, "关于印发《江南职业技术学院学生管理办法》的通知");
        assert_eq!(text, "各学院：\n请遵照执行。\n");
    }

    #[test]
    fn an_address_behind_words_stands_beside_them() {
        let mut extract = document(&["某某通知", "请登录报名系统填报，网址www.example.edu.cn。", "联系人见附件"]);
        let link = |extract: &Extract, words: &str, address: &str| {
            let at = extract.text.find(words).unwrap();
            Link { range: at..at + words.len(), address: address.into() }
        };
        let links = [
            link(&extract, "www.example.edu.cn", "http://www.example.edu.cn/"),
            link(&extract, "报名系统", "https://bm.example.edu.cn/2026"),
            link(&extract, "联系人", "mailto:xsc@example.edu.cn?subject=x"),
            link(&extract, "附件", "javascript:alert(1)"),
        ];
        extract.links.extend(links);
        assert_eq!(
            read(&extract).body,
            "请登录报名系统（https://bm.example.edu.cn/2026）填报，网址www.example.edu.cn。\n联系人（xsc@example.edu.cn）见附件\n"
        );
    }

    #[test]
    fn a_rule_without_number_or_signature_is_read_too() {
        let read = read(&document(&[
            "学生管理规定（2026年修订）",
            "第一条 为规范学生管理，制定本规定。",
            "第二条 本规定自发布之日起施行。",
        ]));
        assert_eq!(read.title.unwrap().value, "学生管理规定（2026年修订）");
        assert_eq!(read.form.unwrap().value, Form::Rule);
        assert!(read.made_on.is_none() && read.signed_by.is_none() && read.document_number.is_none());
        assert_eq!(read.paragraphs, 2);
    }

    #[test]
    fn what_is_no_title_is_doubtful_and_what_is_no_date_is_none() {
        let found = read(&document(&["奖学金评审情况说明材料", "本年度共评审三次，2026年9月15日结束。"]));
        assert_eq!(found.title.unwrap().doubt, Some("title"));
        assert!(found.made_on.is_none(), "a date within a sentence is not the date of the paper");
        assert!(read(&document(&[])).title.is_none());
        let cited = read(&document(&[
            "某某通知",
            "根据《教育部关于印发办法的通知》（教办函〔2014〕23号）精神，请各单位认真落实有关要求。",
        ]));
        assert!(cited.document_number.is_none(), "a citation is not the number of the paper");
    }

    #[test]
    fn what_readers_do_not_see_is_counted_and_left_out() {
        let mut extract = document(&["某某通知", "正文一段，说明有关事项的具体安排。"]);
        let place = || Place::Property("x".into());
        extract.push("批注", BlockKind::Comment, place(), None);
        extract.push("删去的话", BlockKind::Deleted, place(), None);
        extract.push("作者", BlockKind::Property, place(), None);
        let read = read(&extract);
        assert_eq!(read.left_out.into_iter().collect::<Vec<_>>(), [("comment", 1), ("deleted", 1), ("hidden", 1)]);
        assert!(!read.body.contains("批注") && !read.body.contains("删去"));
    }

    #[test]
    fn tables_stay_tables_with_their_joined_cells() {
        let mut extract = document(&["某某通知"]);
        for (row, column, words, span) in [(0, 0, "单位", 2), (1, 0, "甲", 1), (1, 1, "3", 1)] {
            let kind = BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: span };
            extract.push(words, kind, Place::Property("t".into()), None);
        }
        let read = read(&extract);
        assert_eq!(read.body, "| 单位 | < |\n| 甲 | 3 |\n");
        assert_eq!(read.tables, 1);
    }
}
