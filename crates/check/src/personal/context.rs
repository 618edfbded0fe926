//! The words before a number, weighed: which label is nearest, and does it speak of this number.
//!
//! Looks back at most a sentence and a fixed count of bytes, so that scanning in pieces gives what
//! scanning the whole gives. In a list every line has several values and each looks back over the ones before
//! it; [`Words`] therefore goes forward with the scan and reads every byte once.

use std::cell::OnceCell;

use super::chars::{self, is_blank, is_invisible};
use super::labels::{self, Hit, Label};
use super::policy::Policy;

/// What a table or form says about the cell a text stands in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// The label of the cell's column, or of the cell to its left.
    pub(super) label: Option<Label>,
    /// Whether the table lists people by name.
    pub(super) people: bool,
    /// Whether the table lists departments and whom to ask there.
    pub(super) contacts: bool,
    /// Whether student and candidate numbers are to be reported (a policy says that they are masked).
    pub(super) student_numbers: bool,
    /// Whether months of birth may be shown (a policy allows 出生年月).
    pub(super) birth_month_allowed: bool,
}

impl Frame {
    /// Running text under a policy.
    pub(super) fn under(policy: Option<&Policy>) -> Frame {
        Frame {
            student_numbers: policy.is_some_and(|policy| !policy.allows_student_numbers()),
            birth_month_allowed: policy.is_some_and(Policy::allows_birth_month),
            ..Frame::default()
        }
    }
}

/// How a label stands to the value after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Distance {
    /// Only a colon, a bracket, 为 or other digits between: the label names the value.
    Touching,
    /// A few characters in the same clause.
    Near,
    /// Elsewhere in the sentence.
    Far,
}

/// Bytes looked at before a value.
pub(super) const REACH: usize = 210;
/// Bytes read before those, so that no label is cut where the look back ends.
const LEAD: usize = 64;
/// Bytes of plain text kept before it is begun anew.
const MOST: usize = 8192;

/// Nearly all bytes: digits, small letters, commas and most of a Chinese character's. They are kept as they are.
static KEPT: [bool; 256] = {
    let mut table = chars::table(b"0123456789abcdefghijklmnopqrstuvwxyz,");
    let mut byte = 0x80;
    while byte <= 0xE9 {
        table[byte] = byte <= 0xBF || byte >= 0xE4;
        byte += 1;
    }
    table
};

/// The words of a text up to a place that moves forward with the scan: lower case, without blanks, from the
/// last sentence's end on, with the labels in them. Holds text of the file, so it is not printable.
#[derive(Default)]
pub(super) struct Words {
    plain: String,
    hits: Vec<Hit>,
    /// Where in `plain` and where in the text each run without a left-out character begins.
    runs: Vec<(usize, usize)>,
    /// Byte of the text up to which `plain` goes; 0 before anything is read.
    upto: usize,
}

impl Words {
    /// Forgets the text read so far; another one follows.
    pub(super) fn clear(&mut self) {
        self.begin(0);
    }

    /// What stands before byte `at` of `text`, which begins a value: no label reaches over it.
    pub(super) fn before<'a>(&'a mut self, text: &str, at: usize, frame: Frame) -> Context<'a> {
        if at < self.upto || at - self.upto > REACH + LEAD || self.plain.len() > MOST {
            self.begin(chars::ceil(text, at.saturating_sub(REACH + LEAD)));
        }
        let searched = self.plain.len();
        let cleared = self.extend(text, at);
        labels::find_from(&self.plain, if cleared { 0 } else { searched }, &mut self.hits);
        let from = self.place_of(chars::ceil(text, at.saturating_sub(REACH)));
        let first = self.hits.iter().rposition(|hit| hit.start < from).map_or(0, |at| at + 1);
        Context { plain: &self.plain, from, hits: &self.hits[first..], frame, nearest: OnceCell::new() }
    }

    fn begin(&mut self, at: usize) {
        self.plain.clear();
        self.hits.clear();
        self.runs.clear();
        self.upto = at;
    }

    /// Reads on to byte `at`; whether a sentence ended on the way.
    fn extend(&mut self, text: &str, at: usize) -> bool {
        let (mut run, mut place, mut cleared) = (self.upto, self.upto, false);
        let bytes = text.as_bytes();
        while place < at {
            if KEPT[usize::from(bytes[place])] {
                place += 1;
                continue;
            }
            let Some(c) = chars::after(text, place) else { break };
            let next = place + c.len_utf8();
            match c {
                '。' | '！' | '？' | '!' => {
                    self.begin(next);
                    (run, cleared) = (next, true);
                }
                '\n' => {
                    self.take(text, run..place);
                    if self.plain.ends_with('\n') {
                        self.begin(next);
                        (run, cleared) = (next, true);
                    } else {
                        run = place;
                    }
                }
                c if is_blank(c) || is_invisible(c) || c == '\r' => {
                    self.take(text, run..place);
                    run = next;
                }
                'A'..='Z' => {
                    self.take(text, run..place);
                    self.runs.push((self.plain.len(), place));
                    self.plain.push(c.to_ascii_lowercase());
                    run = next;
                }
                _ => {}
            }
            place = next;
        }
        self.take(text, run..at);
        self.upto = at;
        cleared
    }

    fn take(&mut self, text: &str, range: std::ops::Range<usize>) {
        if range.start < range.end {
            // What goes on where the last run ended is one run with it.
            let goes_on = self.runs.last().is_some_and(|run| run.1 + (self.plain.len() - run.0) == range.start);
            if !goes_on {
                self.runs.push((self.plain.len(), range.start));
            }
            self.plain.push_str(&text[range]);
        }
    }

    /// The byte of `plain` that byte `at` of the text became, or the first one after it that is there.
    fn place_of(&self, at: usize) -> usize {
        let after = self.runs.iter().rposition(|run| run.1 <= at).map_or(0, |run| run + 1);
        let next = self.runs.get(after).map_or(self.plain.len(), |run| run.0);
        match after.checked_sub(1).map(|run| self.runs[run]) {
            Some((place, start)) => (place + (at - start)).min(next),
            None => next,
        }
    }
}

/// The surroundings of one value. Holds text of the file, so it is not printable.
pub(super) struct Context<'a> {
    /// Lower case, without blanks; the look back begins at byte `from` of it.
    plain: &'a str,
    from: usize,
    /// The labels from there on, their places bytes of `plain`.
    hits: &'a [Hit],
    frame: Frame,
    nearest: OnceCell<Option<(Label, Distance)>>,
}

impl Context<'_> {
    /// The nearest label, other than a name or a unit, with its distance. The words in the text go before
    /// the column's.
    pub(super) fn nearest(&self) -> Option<(Label, Distance)> {
        *self.nearest.get_or_init(|| self.find_nearest())
    }

    fn find_nearest(&self) -> Option<(Label, Distance)> {
        let own = self
            .hits
            .iter()
            .rev()
            .find(|hit| hit.label.names_values() && !matches!(hit.label, Label::Name | Label::Unit | Label::Party));
        match (own, self.frame.label) {
            (Some(hit), None) => Some((hit.label, self.distance(hit))),
            (Some(hit), Some(label)) => match self.distance(hit) {
                Distance::Far => Some((label, Distance::Touching)),
                near => Some((hit.label, near)),
            },
            (None, Some(label)) => Some((label, Distance::Touching)),
            (None, None) => None,
        }
    }

    /// The label that names the value: nothing but a colon or the like between.
    pub(super) fn named(&self) -> Option<Label> {
        self.nearest().filter(|near| near.1 == Distance::Touching).map(|near| near.0)
    }

    /// Whether the nearest label is one of `labels` and not far.
    pub(super) fn near(&self, labels: &[Label]) -> bool {
        self.nearest().is_some_and(|(label, distance)| distance < Distance::Far && labels.contains(&label))
    }

    /// Whether the nearest label is one of `labels`, anywhere in the sentence.
    pub(super) fn about(&self, labels: &[Label]) -> bool {
        self.nearest().is_some_and(|(label, _)| labels.contains(&label))
    }

    /// Whether any label of the sentence is `label`.
    pub(super) fn mentions(&self, label: Label) -> bool {
        self.hits.iter().any(|hit| hit.label == label)
    }

    /// Whether a unit is what stands right before (工作单位：).
    pub(super) fn after_unit(&self) -> bool {
        self.hits.iter().rfind(|hit| hit.label.names_values()).is_some_and(|hit| {
            hit.label == Label::Unit && self.plain[hit.end..].chars().all(|c| matches!(c, ':' | '：' | '为' | '是'))
        })
    }

    /// Whether the sentence says that something is a person's own.
    pub(super) fn of_oneself(&self) -> bool {
        self.hits
            .iter()
            .any(|hit| self.plain[hit.start..].starts_with("个人") || self.plain[hit.start..].starts_with("本人"))
    }

    /// Whether the sentence names a person, or the table lists people.
    pub(super) fn of_person(&self) -> bool {
        self.frame.people
            || self
                .hits
                .iter()
                .any(|hit| matches!(hit.label, Label::Name | Label::IdCard | Label::Home | Label::Abode | Label::Birth))
    }

    /// Whether the table lists people by name.
    pub(super) fn in_list_of_people(&self) -> bool {
        self.frame.people
    }

    /// What the table says.
    pub(super) fn frame(&self) -> Frame {
        self.frame
    }

    /// Whether a telephone here is an office's: said by a word near it, or a department before it.
    pub(super) fn of_office(&self) -> bool {
        let personal =
            self.hits.iter().any(|hit| matches!(hit.label, Label::IdCard | Label::Home | Label::Abode | Label::Birth));
        if self.near(&[Label::Office])
            || self.frame.contacts && !personal
            || self.frame.label == Some(Label::Office)
            || (self.mentions(Label::Party) && !personal && !self.frame.people)
        {
            return true;
        }
        if self.hits.is_empty() {
            return false;
        }
        let line = self.plain.rfind(['\n', '；', ';']).map_or(0, |end| end + 1);
        let last =
            self.hits.iter().rfind(|hit| hit.label.names_values() && !matches!(hit.label, Label::Name | Label::Unit));
        if last.is_some_and(|hit| hit.label == Label::Office && hit.start >= line) {
            return true;
        }
        let Some(at) =
            self.hits.iter().rposition(|hit| matches!(hit.label, Label::Phone | Label::Mobile | Label::Email))
        else {
            return false;
        };
        let named = personal || self.mentions(Label::Name);
        if !named && self.hits[..at].iter().any(|hit| hit.label == Label::Office && hit.start >= line) {
            return true;
        }
        let owner = self.plain[..self.hits[at].start].trim_end_matches(['：', ':', '（', '(']);
        owner.ends_with(['处', '办', '科', '部', '院', '委', '局', '司', '馆', '所', '站', '校', '厅', '团', '会'])
            && !owner.ends_with("经办")
    }

    /// Whether a mailbox stands in a notice's block of contacts: an office's word, a fixed line, or the
    /// sending in of papers goes before it.
    pub(super) fn of_contact_block(&self) -> bool {
        self.hits.iter().any(|hit| matches!(hit.label, Label::Office | Label::OrgPlace | Label::Party | Label::Send))
            || self.after_fixed_line()
    }

    /// Whether a fixed-line number with its area code stands before (0730-8412345).
    fn after_fixed_line(&self) -> bool {
        let bytes = self.plain().as_bytes();
        if !bytes.contains(&b'-') {
            return false;
        }
        let digits = |run: &mut dyn Iterator<Item = &u8>| run.take_while(|byte| byte.is_ascii_digit()).count();
        bytes.iter().enumerate().filter(|(_, byte)| **byte == b'-').any(|(at, _)| {
            let area = digits(&mut bytes[..at].iter().rev());
            matches!(area, 3 | 4)
                && bytes[at - area] == b'0'
                && bytes[..at - area].last() != Some(&b'-')
                && digits(&mut bytes[at + 1..].iter()) >= 7
        })
    }

    /// Whether an account here is an institution's.
    pub(super) fn of_institution(&self) -> bool {
        if self.mentions(Label::OrgAccount) {
            return true;
        }
        ["户名", "账户名称", "帐户名称", "账户名", "收款人", "收款单位", "开户单位", "单位名称", "开户名"].iter().any(
            |word| {
                self.plain().rfind(word).is_some_and(|at| {
                    let owner: String = self.plain()[at + word.len()..]
                        .chars()
                        .take_while(|c| !matches!(c, '\n' | '，' | ',' | '；' | ';'))
                        .take(24)
                        .collect();
                    [
                        "学院",
                        "大学",
                        "学校",
                        "公司",
                        "中心",
                        "财政",
                        "委员会",
                        "集团",
                        "医院",
                        "协会",
                        "基金会",
                        "工会",
                        "党委",
                        "政府",
                    ]
                    .iter()
                    .any(|tail| owner.contains(tail))
                })
            },
        )
    }

    /// The text before the value, lower-case and without blanks.
    pub(super) fn plain(&self) -> &str {
        &self.plain[self.from..]
    }

    fn distance(&self, hit: &Hit) -> Distance {
        let gap = &self.plain[hit.end..];
        let glue = |c: char| {
            matches!(
                c,
                ':' | '：'
                    | '为'
                    | '是'
                    | '（'
                    | '('
                    | '）'
                    | ')'
                    | '“'
                    | '"'
                    | '\''
                    | '='
                    | '号'
                    | '码'
                    | '>'
                    | '|'
                    | '、'
                    | '/'
                    | '+'
                    | '['
                    | '【'
                    | '】'
                    | ']'
                    | '.'
                    | '《'
                    | '—'
                    | '*'
                    | '`'
                    | '\\'
                    | '｜'
                    | '→'
                    | '_'
                    | '#'
                    | '本'
                    | '人'
                    | '均'
                    | '系'
                    | '即'
                    | '■'
            ) || c.is_ascii_alphanumeric()
                || chars::is_hyphen(c)
                || chars::digit(c).is_some()
        };
        // A mark of redaction stands for a value: it must not bring a label nearer to the value after it.
        let wrapped = |c: char| matches!(c, ':' | '：' | '\n');
        if gap.chars().all(glue) || gap.chars().all(wrapped) {
            return Distance::Touching;
        }
        let length: usize = gap.chars().take(15).map(|c| if c == '■' { 8 } else { 1 }).sum();
        if length <= 14 && !gap.contains(['\n', '；', ';']) { Distance::Near } else { Distance::Far }
    }
}

/// What the characters around a run of digits make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A number by itself.
    Plain,
    /// A number with one or two letters before it, as in a pupil's number `G430…`.
    Lettered,
    /// Part of a code of letters and digits.
    Code,
    /// Part of a file's name.
    File,
    /// Part of a web address or of a path.
    Url,
}

/// Judges the run of characters without blanks that holds bytes `start..end`.
pub(super) fn token(text: &str, start: usize, end: usize) -> Token {
    let bytes = text.as_bytes();
    let whole = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'|' | b',' | b';');
    let before = bytes[..start].iter().rev().take(160).take_while(|byte| whole(byte)).count();
    let behind = bytes[end..].iter().take(80).take_while(|byte| whole(byte)).count();
    if before + behind == 0 {
        return Token::Plain;
    }
    let (head, tail) = (&text[start - before..start], &text[end..end + behind]);
    let letters = |text: &str| text.contains(|c: char| c.is_ascii_alphabetic());
    let path =
        head.contains("://") || head.contains("www.") || (head.contains('/') && head.contains('.') && letters(head));
    let file = tail.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if (path && !head.starts_with("tel:")) || (file && head.contains('/')) || head.contains('&') || head.contains('?') {
        return Token::Url;
    }
    if file && (head.contains('_') || head.is_empty()) {
        return Token::File;
    }
    let code_head = head
        .rsplit(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#')))
        .next()
        .unwrap_or("");
    let letters = code_head.chars().filter(char::is_ascii_alphabetic).count();
    if tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        || letters > 2
        || (letters > 0 && !code_head.ends_with(|c: char| c.is_ascii_alphabetic()))
    {
        return Token::Code;
    }
    if letters > 0 { Token::Lettered } else { Token::Plain }
}

/// Whether a unit that counts or measures follows byte `end`, or a currency sign stands before `start`.
pub(super) fn is_amount(text: &str, start: usize, end: usize) -> bool {
    let mut behind = text[end..].chars().filter(|&c| !is_blank(c) && !is_invisible(c));
    let (next, after) = (behind.next(), behind.next());
    let last = text[..start].chars().rev().find(|&c| !is_blank(c) && !is_invisible(c));
    // 名单, 个人, 本人, 位于: the character begins a word and counts nothing.
    let begins_a_word = matches!(
        (next, after),
        (Some('名'), Some('单' | '册' | '称' | '字')) | (Some('个' | '本'), Some('人')) | (Some('位'), Some('于'))
    );
    let next = next.filter(|_| !begins_a_word);
    next.is_some_and(|c| {
        matches!(
            c,
            '元' | '万'
                | '亿'
                | '％'
                | '%'
                | '册'
                | '个'
                | '件'
                | '套'
                | '台'
                | '吨'
                | '米'
                | '名'
                | '次'
                | '㎡'
                | '倍'
                | '字'
                | '篇'
                | '本'
                | '股'
                | '位'
        )
    }) || last.is_some_and(|c| matches!(c, '¥' | '￥' | '$' | '＄' | '€' | '第'))
}
