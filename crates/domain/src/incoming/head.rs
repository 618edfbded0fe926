//! The head of a document: its number and title among what belongs to the paper. What is neither stays in the text.

use super::{Incoming, Line, Read, heading_level};
use crate::date::half_width;
use crate::record::Form;
use crate::text::Block;

/// Lines at the head of a document among which number and title stand.
const HEAD: usize = 12;
/// Longest title of a document, in characters.
const LONGEST_TITLE: usize = 90;

/// Takes number and title out of the head, and with them what stands above the title and belongs to the paper. What of it is
/// not known to belong there stays in the text.
pub(super) fn head(lines: &mut Vec<Line>, incoming: &mut Incoming) {
    let mut end = head_end(lines);
    let mut from = 0;
    let numbered = (0..end).find_map(|at| Some((at, document_number(lines[at].words())?)));
    if let Some((at, number)) = numbered {
        let other = number != lines[at].words().trim();
        let paragraph = lines[at].paragraph;
        // A line that holds more than the number (签发人) is no line of the text either.
        lines.remove(at);
        incoming.document_number = Some(Read { value: number, paragraph, doubt: other.then_some("brackets") });
        (from, end) = (at, end - 1);
    }
    // The number stands above the title (红头), or below it in brackets.
    let order = || (from..end).chain(0..from);
    let plain = |at: &usize| may_be_title(lines[*at].words()) && !is_of_the_paper(lines[*at].words());
    let found = order().find(|at| ends_as_title(lines[*at].words()));
    let (at, doubt) = match found {
        Some(at) => (at, None),
        None => match order().find(plain) {
            Some(at) => (at, Some("title")),
            None => return,
        },
    };
    let bounds = if at < from { 0..from } else { from..end };
    let (first, last) = title_lines(lines, at, &bounds);
    let title: String = lines[first..=last].iter().map(Line::words).collect();
    let paragraph = lines[first].paragraph;
    incoming.title = Some(Read { value: clean(&title), paragraph, doubt });
    let mut place = 0;
    let mut pictures = 0;
    lines.retain(|line| {
        let at = place;
        place += 1;
        let picture = matches!(line.block, Block::Picture(_));
        let gone = at <= last && (at >= first || picture || is_of_the_paper(line.words()));
        pictures += usize::from(gone && picture);
        !gone
    });
    if pictures > 0 {
        *incoming.left_out.entry("picture").or_default() += pictures;
    }
}

/// How many lines come before the salutation, the first sentence or the first heading: number and title stand among them.
fn head_end(lines: &[Line]) -> usize {
    let text = |line: &Line| {
        let words = line.words().trim();
        let article =
            words.starts_with('第') && ["条", "章"].iter().any(|unit| words.chars().take(6).any(|c| unit.contains(c)));
        let title = ends_as_title(words) || is_of_the_paper(words) || document_number(words).is_some();
        let sentence = words.contains('。') || words.ends_with(['：', ':', '；', '，']);
        let long = words.chars().count() > LONGEST_TITLE;
        matches!(line.block, Block::Table(_))
            || !title && (sentence || long || article || heading_level(words).is_some())
    };
    lines.iter().take(HEAD).position(text).unwrap_or_else(|| lines.len().min(HEAD))
}

/// First and last line of a title of which one line is known.
fn title_lines(lines: &[Line], at: usize, bounds: &std::ops::Range<usize>) -> (usize, usize) {
    let (mut first, mut last) = (at, at);
    // 关于印发《某某办法》 ends as a title does, and goes on.
    if lines.get(at + 1).is_some_and(|next| at + 1 < bounds.end && next.words().trim().starts_with('的')) {
        last += 1;
    }
    // A long title runs over lines: what stands between the head and its last line belongs to it.
    while first > bounds.start && last - first < 2 {
        let before = lines[first - 1].words();
        let together: usize = lines[first - 1..=last].iter().map(|line| line.words().chars().count()).sum();
        let begins = ["关于", "转发", "印发"].iter().any(|word| lines[first].words().trim().starts_with(word));
        if !may_be_title(before)
            || ends_as_title(before)
            || is_of_the_paper(before)
            || together > LONGEST_TITLE
            || begins
        {
            break;
        }
        first -= 1;
    }
    (first, last)
}

/// Whether a line above a title belongs to the paper and not to what it says: whose paper it is, who lets it go out, its copy,
/// secrecy and urgency (GB/T 9704-2012, 7.2).
fn is_of_the_paper(words: &str) -> bool {
    const NAMES: [&str; 14] =
        ["学院", "大学", "学校", "委员会", "党委", "团委", "工会", "办公室", "处", "部", "中心", "馆", "厅", "教育局"];
    const SIGNS: [&str; 9] = ["特急", "加急", "平急", "机密", "秘密", "绝密", "内部资料", "内部文件", "★"];
    let squeezed: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let length = squeezed.chars().count();
    let marks = squeezed.contains(['。', '，', '：', '；', '《', '“']);
    squeezed.starts_with("签发人")
        || length <= 8 && SIGNS.iter().any(|sign| squeezed.starts_with(sign))
        || length > 0 && length <= 8 && squeezed.chars().all(|c| c.is_ascii_digit())
        || length <= 30 && !marks && squeezed.ends_with("文件")
        || length <= 24 && !marks && !squeezed.starts_with("关于") && NAMES.iter().any(|name| squeezed.ends_with(name))
}

/// Blanks between Chinese characters set a title in width and are no part of it.
pub(super) fn clean(title: &str) -> String {
    let letters: Vec<char> = title.chars().collect();
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_whitespace() {
            out.push(*letter);
        } else if latin(at.checked_sub(1).and_then(|before| letters.get(before))) && latin(letters.get(at + 1)) {
            out.push(' ');
        }
    }
    out
}

/// What titles of documents end in.
const ENDINGS: &[(&str, Form)] = &[
    ("通知", Form::Notice),
    ("通告", Form::Notice),
    ("公告", Form::Notice),
    ("公示", Form::List),
    ("名单", Form::List),
    ("办法", Form::Rule),
    ("规定", Form::Rule),
    ("制度", Form::Rule),
    ("细则", Form::Rule),
    ("章程", Form::Rule),
    ("条例", Form::Rule),
    ("规程", Form::Rule),
    ("规则", Form::Rule),
    ("守则", Form::Rule),
    ("通报", Form::Bulletin),
    ("方案", Form::Document),
    ("意见", Form::Document),
    ("决定", Form::Document),
    ("批复", Form::Document),
    ("函", Form::Document),
    ("预案", Form::Document),
    ("计划", Form::Report),
    ("规划", Form::Report),
    ("要点", Form::Report),
    ("报告", Form::Report),
    ("总结", Form::Report),
    ("简章", Form::Document),
    ("纪要", Form::Meeting),
    ("决议", Form::Meeting),
    ("预算", Form::Data),
    ("决算", Form::Data),
    ("一览表", Form::Data),
    ("统计表", Form::Data),
    ("简介", Form::Page),
    ("概况", Form::Page),
    ("招标公告", Form::Tender),
    ("采购公告", Form::Tender),
    ("中标公告", Form::Tender),
    ("成交公告", Form::Tender),
];

/// A title without what stands behind it in brackets: （试行）, （2026年修订）.
fn bare(title: &str) -> &str {
    let title = title.trim();
    match title.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']).map(|at| &inner[..at])) {
        Some(before) if !before.is_empty() => before.trim(),
        _ => title,
    }
}

fn ends_as_title(words: &str) -> bool {
    may_be_title(words) && ENDINGS.iter().any(|(ending, _)| bare(words).ends_with(ending))
}

/// Whether a line could be a title: short, no sentence, no salutation.
fn may_be_title(words: &str) -> bool {
    let words = words.trim();
    let length = words.chars().count();
    (4..=LONGEST_TITLE).contains(&length)
        && !words.ends_with(['。', '：', ':', '；', '，', '、', '？'])
        && !words.starts_with(['一', '（', '(', '1']) | words.starts_with("一流")
        && document_number(words).is_none()
}

pub(super) fn form(title: &str) -> Option<Form> {
    let bare = bare(title);
    // The longest ending wins: 招标公告 is no 公告.
    let ending = ENDINGS.iter().filter(|(ending, _)| bare.ends_with(ending)).max_by_key(|(ending, _)| ending.len());
    let passed_on = bare.starts_with("转发") || bare.contains("关于转发");
    if passed_on { Some(Form::Forward) } else { ending.map(|(_, form)| *form) }
}

/// A document number in a line, with 〔〕 whatever brackets stand there: 民院发〔2023〕12号, alone, in brackets of its own
/// below a title, or beside 签发人.
fn document_number(line: &str) -> Option<String> {
    let line = line.trim();
    let inner = line.strip_prefix(['（', '(']).and_then(|line| line.strip_suffix(['）', ')']));
    let labelled = ["发文字号", "文号"].iter().find_map(|label| line.strip_prefix(label)?.strip_prefix(['：', ':']));
    let beside = line.starts_with("签发人").then(|| line.split_whitespace().find(|word| word.contains('号'))).flatten();
    plain_number(inner.or(labelled).or(beside).unwrap_or(line))
}

fn plain_number(line: &str) -> Option<String> {
    let line: Vec<char> = half_width(line).chars().filter(|c| !c.is_whitespace()).collect();
    let open = line.iter().position(|c| matches!(c, '〔' | '[' | '［' | '(' | '（' | '【'))?;
    let year = line.get(open + 1..open + 5)?;
    let close = line.get(open + 5)?;
    let digits = |chars: &[char]| !chars.is_empty() && chars.iter().all(char::is_ascii_digit);
    if !digits(year) || !matches!(close, '〕' | ']' | '］' | ')' | '）' | '】') {
        return None;
    }
    let rest = &line[open + 6..];
    let end = rest.iter().position(|c| *c == '号')?;
    let number: Vec<char> = rest[..end].iter().copied().filter(|c| *c != '第').collect();
    if !digits(&number) || number.len() > 5 {
        return None;
    }
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let begin = line[..open].iter().rposition(|c| !han(c)).map_or(0, |at| at + 1);
    let issuer: String = line[begin..open].iter().collect();
    // A citation within a sentence is longer and stands among other words.
    if !(2..=14).contains(&issuer.chars().count()) || begin > 0 || rest.len() > end + 12 {
        return None;
    }
    Some(format!("{issuer}〔{}〕{}号", year.iter().collect::<String>(), number.iter().collect::<String>()))
}
