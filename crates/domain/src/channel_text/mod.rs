//! Ready texts of a record for the places where a school makes things known: WeChat article, group message, short message,
//! screen, broadcast, e-mail, and the printed notice.
//!
//! They are proposals in Chinese, the language of the document, as the texts of the annual report are; whoever posts them may
//! change them. Nothing is cut in the middle of a sentence and nothing is left out in silence: what is too long for its place
//! is given whole and [`screen_over`] or [`messages`] says by how much. This module must not know where texts are sent.

mod article;
mod spoken;

pub use article::article;
pub use spoken::spoken;

use crate::date::zh_day;
use crate::text::{Block, Picture, Placed, Set, Table, blocks};
use crate::zh::quoted;
use chrono::NaiveDate;

/// Characters on one line of a screen: what the usual indoor strips show at once.
pub const SCREEN_LINE: usize = 24;
/// Units of a short message that is one message (3GPP TS 23.038: 140 octets of UCS-2).
pub const MESSAGE: usize = 70;
/// Units of each part of a longer one: six octets go to the header that joins the parts (3GPP TS 23.040, 9.2.3.24).
pub const MESSAGE_PART: usize = 67;
/// Characters spoken in a second: 240 a minute, an unhurried broadcast.
const SPOKEN_A_SECOND: usize = 4;
/// Most characters of the gist in a group message.
const GIST: usize = 120;
/// Most characters of the gist in a broadcast: about 40 seconds.
const SPOKEN_GIST: usize = 160;
/// A line before a colon up to this length is how somebody is addressed: `各二级学院：`.
const SALUTATION: usize = 24;

/// What the texts are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Source<'a> {
    /// Name of the school.
    pub school: &'a str,
    /// Name of the unit; empty when the ledger does not say.
    pub unit: &'a str,
    /// Title.
    pub title: &'a str,
    /// Document number; empty when it has none.
    pub number: &'a str,
    /// Summary; empty when there is none.
    pub summary: &'a str,
    /// The text as [`crate::text`] reads it.
    pub body: &'a str,
    /// When it was published, if the day is known.
    pub published: Option<NaiveDate>,
    /// Where it can be read; empty when the portal has no public address.
    pub address: &'a str,
    /// Whether only those who sign in to the portal can read it there.
    pub inside: bool,
}

/// The texts, each for one kind of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// For QQ and WeChat groups and the office system.
    pub group: String,
    /// For telephones.
    pub message: String,
    /// For a screen.
    pub screen: String,
    /// To be read out.
    pub broadcast: String,
    /// Subject of an e-mail.
    pub subject: String,
    /// Text of an e-mail.
    pub mail: String,
}

/// The texts of a record.
pub fn texts(source: &Source<'_>) -> Texts {
    Texts {
        group: group(source),
        message: message(source),
        screen: screen(source),
        broadcast: broadcast(source),
        subject: format!("【信息公开】{}", line(source.title)),
        mail: mail(source),
    }
}

/// How a short message is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Messages {
    /// Units it takes: a character of the basic plane is one, any other two.
    pub units: usize,
    /// Messages it is sent as.
    pub messages: usize,
    /// Units for which the last of them has room.
    pub room: usize,
}

/// As how many messages a text is sent. Line ends count.
pub fn messages(text: &str) -> Messages {
    let units = text.encode_utf16().count();
    let messages = if units <= MESSAGE { usize::from(units > 0) } else { units.div_ceil(MESSAGE_PART) };
    let whole = if messages <= 1 { MESSAGE } else { messages * MESSAGE_PART };
    Messages { units, messages, room: whole - units }
}

/// Characters of the longest line beyond what a screen shows at once; 0 when all fit.
pub fn screen_over(text: &str) -> usize {
    text.lines().map(|line| line.trim().chars().count()).max().unwrap_or_default().saturating_sub(SCREEN_LINE)
}

/// About how many seconds it takes to read a text out, rounded up; signs are not read.
pub fn seconds(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count().div_ceil(SPOKEN_A_SECOND)
}

/// A title without what makes it a document: `关于评选国家奖学金的通知` is 评选国家奖学金.
pub fn bare_title(title: &str) -> &str {
    let Some(rest) = title.strip_prefix("关于") else { return title };
    let kinds = ["通知", "公告", "公示", "通告", "通报", "意见", "决定", "报告", "请示", "函", "说明"];
    let about = kinds.iter().find_map(|kind| rest.strip_suffix(kind)?.strip_suffix('的'));
    about.filter(|about| !about.is_empty()).unwrap_or(title)
}

fn group(source: &Source<'_>) -> String {
    let gist = gist(source, GIST);
    let head = format!("【{}】{}已公开。", line(source.school), quoted(&line(source.title)));
    let mut text = format!("{head}{gist}");
    if !source.address.is_empty() {
        text.push_str(&format!("\n{}：{}", original(source), source.address));
    }
    text
}

/// What stands before the address.
fn original(source: &Source<'_>) -> &'static str {
    if source.inside { "原文（登录后可看）" } else { "原文" }
}

/// With the gist where that leaves it one message; else without; else with the bare title. If none is one message it says
/// the title all the same.
fn message(source: &Source<'_>) -> String {
    let (school, title) = (line(source.school), line(source.title));
    let where_to = match (source.address.split_once("://"), source.inside) {
        (Some((_, bare)), false) => format!("详见 {bare}"),
        (Some((_, bare)), true) => format!("登录查看 {bare}"),
        (None, false) => "详见学校信息公开网".to_string(),
        (None, true) => "登录学校信息公开网查看".to_string(),
    };
    let plain = format!("【{school}】{}已公开。{where_to}", quoted(&title));
    let room = MESSAGE.saturating_sub(messages(&plain).units);
    let full = format!("【{school}】{}已公开。{}{where_to}", quoted(&title), gist(source, room));
    let short = format!("【{school}】{}，{where_to}", bare_title(&title));
    [full, short].into_iter().find(|text| messages(text).messages <= 1).unwrap_or(plain)
}

/// The fullest form that fits one line; the title whole where none does.
fn screen(source: &Source<'_>) -> String {
    let title = line(source.title);
    let bare = bare_title(&title);
    let forms =
        [format!("{title}，详见信息公开网"), format!("{bare}，详见信息公开网"), title.clone(), bare.to_string()];
    forms.into_iter().find(|form| screen_over(form) == 0).unwrap_or(title)
}

fn broadcast(source: &Source<'_>) -> String {
    let gist = gist(source, SPOKEN_GIST);
    let text = format!(
        "各位老师、各位同学：{}公开了{}。{gist}全文请到学校信息公开网查看。",
        line(source.school),
        quoted(&line(source.title))
    );
    spoken(&text)
}

fn mail(source: &Source<'_>) -> String {
    let mut text = format!("{}\n", line(source.title));
    if !source.number.is_empty() {
        text.push_str(&format!("{}\n", source.number));
    }
    text.push('\n');
    for placed in blocks(source.body) {
        match placed.block {
            Block::Heading(_, words) | Block::Paragraph(_, words) => text.push_str(&format!("{words}\n\n")),
            Block::Picture(picture) => text.push_str(&format!("{}\n\n", picture_here(&picture))),
            Block::Table(table) => {
                for row in rows(&table) {
                    text.push_str(&format!("{}\n", row.join("　")));
                }
                text.push('\n');
            }
        }
    }
    if !source.address.is_empty() {
        text.push_str(&format!("{}：{}\n", original(source), source.address));
    }
    let signed = signed(source);
    if !signed.is_empty() {
        text.push_str(&format!("来源：{}", signed.join("，")));
    }
    text
}

/// What stands in the place of a picture where none can be shown.
fn picture_here(picture: &Picture) -> String {
    let shows = if picture.caption.is_empty() { picture.file.as_str() } else { picture.caption.as_str() };
    format!("（此处为图片：{shows}）")
}

/// Cells of each row, in order; what a cell covers is not repeated.
fn rows(table: &Table) -> impl Iterator<Item = Vec<&str>> {
    table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
}

/// Unit, school and day, as far as they are known.
pub fn signed(source: &Source<'_>) -> Vec<String> {
    let unit = [source.school, source.unit].concat();
    let day = source.published.map(|day| format!("{}公开", zh_day(day)));
    [unit].into_iter().chain(day).filter(|line| !line.trim().is_empty()).collect()
}

/// What it is about in whole sentences of at most so many characters together: of the summary, or of the text where there is
/// none. Empty when not even the first sentence fits.
fn gist(source: &Source<'_>, most: usize) -> String {
    let prose = if source.summary.trim().is_empty() { prose(source.body) } else { line(source.summary) };
    let mut gist = String::new();
    let mut length = 0;
    for sentence in prose.split_inclusive(['。', '！', '？', '\n']) {
        let sentence = sentence.trim();
        let ended = sentence.ends_with(['。', '！', '？']);
        let takes = sentence.encode_utf16().count() + usize::from(!ended);
        if sentence.is_empty() {
            continue;
        }
        if length + takes > most {
            break;
        }
        length += takes;
        gist.push_str(sentence);
        if !ended {
            gist.push('。');
        }
    }
    gist
}

/// The running text, without headings, tables, who is addressed and who signs.
fn prose(body: &str) -> String {
    let paragraphs = blocks(body).into_iter().filter_map(|Placed { block, .. }| match block {
        Block::Paragraph(Set::Prose, words) => Some(words),
        _ => None,
    });
    let salutation = |words: &String| words.ends_with(['：', ':']) && words.chars().count() <= SALUTATION;
    let kept: Vec<String> = paragraphs.filter(|words| !salutation(words)).collect();
    kept.join("\n")
}

/// Words on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The printed notice for a board: what a writer of pages takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Title.
    pub title: String,
    /// Document number; empty when it has none.
    pub number: String,
    /// The text.
    pub blocks: Vec<Block>,
    /// Unit, school and day.
    pub signed: Vec<String>,
    /// Name of the school, for the properties of the file.
    pub school: String,
    /// The day in the properties of the file.
    pub date: NaiveDate,
    /// What stands beside the code.
    pub caption: String,
    /// The address that stands in the code and below it.
    pub address: String,
}

/// The notice of a record. `date` is the day it was published, or the day on which it is printed.
pub fn notice(source: &Source<'_>, date: NaiveDate) -> Notice {
    Notice {
        title: line(source.title),
        number: source.number.to_string(),
        blocks: blocks(source.body).into_iter().map(|placed| placed.block).collect(),
        signed: signed(source),
        school: source.school.to_string(),
        date: source.published.unwrap_or(date),
        caption: if source.address.is_empty() { String::new() } else { "扫码看原文".to_string() },
        address: source.address.to_string(),
    }
}

#[cfg(test)]
mod tests;
