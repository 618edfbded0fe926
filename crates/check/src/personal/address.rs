//! Home addresses.
//!
//! An address is a run of words for ever smaller places: 省 市 县 镇 村 组, or 区 路 号 栋 室. It is somebody's
//! home when a label says so, when a verb does (家住), or when it goes down to a door and stands beside a
//! person. A school's, an office's and a venue's address is none, however exact.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::chars::{self, is_blank, is_invisible};
use super::context::{Frame, Words};
use super::finding::{Finding, Kind, Reason, mask_front};
use super::labels::{self, Label};

/// What starts an address, a date of birth or a number in Chinese numerals, a mailbox with its sign written out:
/// the words looked for in the whole text.
const CUES: [&str; 44] = [
    "住址",
    "地址",
    "家住",
    "我家在",
    "他家在",
    "她家在",
    "老家在",
    "现住",
    "住在",
    "居住",
    "户籍",
    "户口",
    "住于",
    "常住地",
    "暂住地",
    "家庭所在地",
    "出生",
    "生于",
    "生日",
    "address",
    "(at)",
    "[at]",
    "身份证",
    "一三",
    "一四",
    "一五",
    "一六",
    "一七",
    "一八",
    "一九",
    "幺三",
    "幺四",
    "幺五",
    "幺六",
    "幺七",
    "幺八",
    "幺九",
    "壹叁",
    "壹肆",
    "壹伍",
    "壹陆",
    "壹柒",
    "壹捌",
    "壹玖",
];

/// The next cue at or after `from`.
pub(super) fn cues(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    static SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(CUES)
            .expect("a short fixed list of words fits the automaton")
    });
    SEARCH.find_iter(text).map(|hit| (hit.start(), hit.end(), &text[hit.start()..hit.end()]))
}

/// Characters between two parts of an address: 双江拉祜族佤族布朗族傣族自治县 is the longest county's name.
const LONGEST_NAME: usize = 16;

/// Longest address in characters.
const LONGEST: usize = 72;

/// What an address is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Parts {
    /// 省, 市, 县, 区.
    region: u8,
    /// 镇, 乡, 街道, 路, 村, 小区.
    local: u8,
    /// A number with 号, 栋, 单元, 室; 村 with 组.
    house: u8,
    /// Byte after the last part, from the start of the text judged.
    end: usize,
    /// A word of an institution or venue.
    institution: bool,
}

/// Finds the address that a label or verb at `cue` (bytes of the word) begins.
pub(super) fn after_cue(text: &str, cue: Range<usize>, frame: Frame, out: &mut Vec<Finding>) {
    let verb = match &text[cue.clone()] {
        "家住" | "住在" | "住于" | "我家在" | "他家在" | "她家在" | "老家在" => true,
        "现住" => !text[cue.end..].starts_with(['址', '地', '房']),
        "居住" => text[cue.end..].starts_with(['在', '于']),
        _ => false,
    };
    let (label, end) = if verb { (Label::Abode, cue.end) } else { label_around(text, cue.clone()) };
    if !matches!(label, Label::Abode | Label::Place) {
        return;
    }
    let from = skip_glue(text, end);
    let Some((range, parts)) = run(text, from, verb) else { return };
    // 居住地乡镇人民政府 in a rule is no address; one that follows its label at once has a number.
    let divided = verb || text[end..from].contains([':', '：', '为', '是', '|', '=']);
    if !divided && parts.house == 0 {
        return;
    }
    let mut words = Words::default();
    let before = words.before(text, cue.start, frame);
    let person = frame.people || before.of_person();
    let firm = [Label::Party, Label::Credit, Label::Office].iter().any(|&label| before.mentions(label));
    if label == Label::Place && firm && !person {
        return;
    }
    judge(text, range, parts, label == Label::Abode, person, verb, out);
}

/// Judges a cell that stands under a head of addresses.
pub(super) fn cell(text: &str, label: Label, frame: Frame, out: &mut Vec<Finding>) {
    let from = skip_glue(text, 0);
    if let Some((range, parts)) = run(text, from, false) {
        judge(text, range, parts, label == Label::Abode, frame.people, false, out);
    } else if label == Label::Abode && frame.people {
        // 湖南岳阳 beneath 家庭住址 is a place of living in whatever words; 同上 and 不详 are none.
        let whole = text.trim();
        let start = text.len() - text.trim_start().len();
        let han = whole.chars().filter(|c| matches!(c, '一'..='鿿')).count();
        if (4..=40).contains(&han) && !whole.contains(['无', '略', '详', '同', '未', '■']) {
            let range = start..start + whole.len();
            out.push(Finding::new(Kind::Address, range, mask_front(whole, 3), false, Reason::AddressUnsure));
        }
    }
}

/// Finds an address without a label: `at` is the byte after digits that a word for a door follows.
pub(super) fn by_door(text: &str, digits: Range<usize>, frame: Frame, out: &mut Vec<Finding>) {
    let rest = &text[digits.end..];
    let door = ["室", "单元", "栋", "幢", "户", "组", "号楼", "座"].iter().any(|word| rest.starts_with(word));
    if !door || rest.starts_with("组织") || rest.starts_with("户籍") || rest.starts_with("户口") {
        return;
    }
    // 建成近900幢, 最后一批118户, 32座小站: counted, not numbered.
    let counted =
        ["近", "约", "共", "达", "有", "余", "批", "等", "等共", "的", "计", "修", "建", "成", "为", "是", "到"]
            .iter()
            .any(|word| text[..digits.start].trim_end_matches(is_blank).ends_with(word));
    if counted || rest.starts_with("座小") || rest.starts_with("户人") || rest.starts_with("户家") {
        return;
    }
    let floor = chars::ceil(text, digits.start.saturating_sub(LONGEST * 3));
    let start = text[floor..digits.start]
        .rfind(ends_run)
        .map_or(floor, |at| floor + at + chars::after(text, floor + at).map_or(1, char::len_utf8));
    let Some((start, lives)) = after_verb(text, start, digits.start) else { return };
    let Some((range, parts)) = run(text, start, false) else { return };
    // The run must reach this door, or another door of it will be asked.
    if range.end <= digits.end || parts.region == 0 || parts.local == 0 || parts.institution {
        return;
    }
    let mut words = Words::default();
    let context = words.before(text, start, frame);
    if context.near(&[Label::OrgPlace, Label::Office, Label::Place, Label::Abode])
        || context.mentions(Label::OrgPlace)
        || context.after_unit()
    {
        return;
    }
    if matches!(frame.label, Some(Label::OrgPlace | Label::Unit | Label::Office)) {
        return;
    }
    let person = lives || context.of_person();
    let why = if person { Reason::AddressNamed } else { Reason::AddressUnsure };
    let shown = mask_front(text[range.clone()].trim(), 3);
    out.push(Finding::new(Kind::Address, range, shown, person, why));
}

/// Past the verb of a clause (寄往, 送到, 住在) and whether it says that someone lives there; `None` where it says that something is situated there (位于).
fn after_verb(text: &str, from: usize, until: usize) -> Option<(usize, bool)> {
    let region = text[from..until].find(['省', '市', '县', '区', '州', '旗', '盟'])?;
    let head = &text[from..from + region];
    if head.contains("位于") || head.contains("设在") || head.contains("坐落") {
        return None;
    }
    let verb =
        head.char_indices().rev().find(|(_, c)| matches!(c, '往' | '至' | '到' | '于' | '住' | '在' | '是' | '为'));
    Some(verb.map_or((from, false), |(at, c)| (from + at + c.len_utf8(), c == '住' || head[..at].ends_with('住'))))
}

fn judge(text: &str, range: Range<usize>, parts: Parts, home: bool, person: bool, verb: bool, out: &mut Vec<Finding>) {
    let shown = &text[range.clone()];
    let length = shown.chars().count();
    if length < 4 || parts.region + parts.local == 0 {
        return;
    }
    let exact = parts.house > 0 && parts.region + parts.local > 0;
    let (certain, why) = match (home, exact) {
        // A dormitory or a workplace is no home, though a label may call it one.
        _ if parts.institution && verb => return,
        (true, true) if !parts.institution => (true, Reason::AddressNamed),
        (true, _)
            if parts.institution && parts.house == 0
                || verb && (parts.region == 0 || parts.region + parts.local < 3) =>
        {
            return;
        }
        (true, _) => (false, Reason::AddressUnsure),
        (false, _) if parts.institution || parts.house < 2 && !person => return,
        (false, true) => (person, if person { Reason::AddressNamed } else { Reason::AddressUnsure }),
        (false, false) if person && parts.local > 0 => (false, Reason::AddressUnsure),
        _ => return,
    };
    let partly = shown.contains(['*', '＊', '×', '●', '■']);
    let mut finding = Finding::new(Kind::Address, range.clone(), mask_front(shown, 3), certain && !partly, why);
    if partly {
        finding.partly_masked = true;
        finding.why = Reason::PartlyMasked;
    }
    out.push(finding);
}

/// The label that the cue is part of, and where it ends: 户口 is the head of 户口所在地, 地址 the tail of 办公地址.
fn label_around(text: &str, cue: Range<usize>) -> (Label, usize) {
    let from = chars::ceil(text, cue.start.saturating_sub(36));
    let window = &text[from..chars::floor(text, cue.end + 36)];
    labels::find(window)
        .iter()
        .find(|hit| from + hit.start <= cue.start && cue.end <= from + hit.end)
        .map_or((Label::Number, cue.end), |hit| (hit.label, from + hit.end))
}

/// Past the colon and the small words between a label and its address.
fn skip_glue(text: &str, at: usize) -> usize {
    let mut at = at;
    if text[at..].starts_with(['(', '（'])
        && let Some(close) = text[at..].char_indices().take(16).find(|(_, c)| matches!(c, ')' | '）'))
    {
        at += close.0 + close.1.len_utf8();
    }
    at + text[at..]
        .chars()
        .take_while(|&c| {
            is_blank(c)
                || is_invisible(c)
                || matches!(
                    c,
                    ':' | '：' | '为' | '是' | '于' | '在' | '*' | '`' | '|' | '=' | '_' | '"' | '“' | ']' | '】'
                )
        })
        .map(char::len_utf8)
        .sum::<usize>()
}

/// Where a run of address words must end.
fn ends_run(c: char) -> bool {
    matches!(
        c,
        '。' | '；'
            | ';'
            | '！'
            | '？'
            | '\n'
            | '\t'
            | '，'
            | ','
            | '、'
            | '|'
            | '：'
            | ':'
            | '”'
            | '"'
            | '<'
            | '>'
            | '《'
            | '》'
            | '【'
            | '】'
            | '\r'
            | '!'
    )
}

/// The address at byte `from`, cut at its last part, and what it is made of.
fn run(text: &str, from: usize, verb: bool) -> Option<(Range<usize>, Parts)> {
    let limit = text[from..].char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| from + at);
    let ends = |c: char| ends_run(c) || verb && c == '的';
    let mut end = text[from..limit].find(ends).map_or(limit, |at| from + at);
    if goes_on(&text[from..end], &text[end..limit]) {
        let next = end + 1;
        end = text[next..limit].find(ends).map_or(limit, |at| next + at);
    }
    // The next label ends it too: 住址…402室联系电话…
    if let Some(hit) = labels::find(&text[from..end])
        .iter()
        .find(|hit| !matches!(hit.label, Label::Unit | Label::Name | Label::Number | Label::Student))
    {
        end = from + hit.start;
    }
    let parts = parts(&text[from..end]);
    let prose = text[from..from + parts.end]
        .contains(['个', '的', '在', '由', '或', '及', '其', '者', '等', '被', '将', '所', '以', '不', '每', '该']);
    (parts.end > 0 && !prose).then(|| (from..from + parts.end, parts))
}

/// Whether an address without a door that a line's end cuts goes on in the next line with its door.
fn goes_on(head: &str, rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('\n') else { return false };
    let line = rest.split(ends_run).next().unwrap_or(rest);
    let begun = parts(head);
    let labelled = rest[line.len()..].starts_with([':', '：']) || !labels::find(line).is_empty();
    begun.region > 0 && begun.house == 0 && !labelled && parts(line).house > 0
}

/// Counts the parts of an address.
fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let (mut number, mut after_blank, mut since) = (false, false, 0);
    for (at, c) in text.char_indices() {
        since += 1;
        if since > LONGEST_NAME {
            break;
        }
        let rest = &text[at + c.len_utf8()..];
        if is_blank(c) {
            // Behind a door a blank ends the address, unless another door or the name of an estate follows.
            let next = rest.trim_start_matches(is_blank);
            let door = number && next.starts_with(['号', '栋', '幢', '单', '室', '楼', '座', '组']);
            let goes_on = door || next.starts_with(|c: char| chars::digit(c).is_some()) || begins_with_estate(next);
            if parts.house > 0 && !goes_on {
                break;
            }
            after_blank = true;
            continue;
        }
        if counts(c) {
            // A long number after a blank is the next value, not a door.
            if after_blank && text[at..].chars().take_while(|&c| chars::digit(c).is_some()).count() >= 6 {
                break;
            }
            number = true;
        } else if let Some((part, length)) = part_of(&text[..at], c, rest, number, parts.local > 0) {
            let count = match part {
                Part::Region => &mut parts.region,
                Part::Local => &mut parts.local,
                Part::House => &mut parts.house,
            };
            *count = count.saturating_add(1);
            parts.end = at + length;
            (number, since) = (false, 0);
        } else if !is_invisible(c)
            && !matches!(c, '(' | '（' | ')' | '）' | '·')
            && !c.is_ascii_alphabetic()
            && !chars::is_hyphen(c)
        {
            number = false;
        }
        after_blank = false;
    }
    // A door may stand at the end without its word: 18号3栋402, 金色家园6-2-1203.
    if number && parts.local + parts.house > 0 {
        let tail = &text[parts.end..];
        let door = |c: char| chars::digit(c).is_some() || chars::is_hyphen(c) || c.is_ascii_uppercase();
        let length: usize = tail.chars().take_while(|&c| door(c)).map(char::len_utf8).sum();
        let split = tail[..length].trim_matches(chars::is_hyphen).contains(chars::is_hyphen);
        if length <= 15 && (parts.house > 0 || split) {
            parts.house = parts.house.saturating_add(1);
            parts.end += length;
        }
    }
    parts.institution = names_institution(text);
    parts
}

/// Whether the word up to the next blank or number is the name of a place with houses (金色花园 6 栋).
fn begins_with_estate(text: &str) -> bool {
    let end = text.find(|c: char| is_blank(c) || chars::digit(c).is_some()).unwrap_or(text.len());
    let word = &text[..end];
    word.chars().count() <= 10
        && ["花园", "小区", "家园", "公寓", "社区", "大院", "宿舍", "苑", "新村", "新城", "单元"]
            .iter()
            .any(|tail| word.ends_with(tail))
}

/// A character that numbers a house: a digit of any kind, or one that hides a digit.
fn counts(c: char) -> bool {
    chars::digit(c).is_some()
        || matches!(
            c,
            '一' | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '〇'
                | '*'
                | '＊'
                | '×'
                | '●'
                | '甲'
                | '乙'
                | '丙'
        )
}

/// The three grains of an address.
#[derive(Debug, Clone, Copy)]
enum Part {
    Region,
    Local,
    House,
}

/// Whether the word of an address ends with `c`, and how many bytes that word's end has.
fn part_of(before: &str, c: char, rest: &str, number: bool, local: bool) -> Option<(Part, usize)> {
    let length = c.len_utf8();
    let part = match c {
        '省' | '市' | '县' | '区'
            if before.ends_with(['城', '都', '本', '全', '我', '辖', '住', '景', '各', '跨', '外']) =>
        {
            return None;
        }
        '城' if rest.starts_with('市') => return None,
        '省' | '市' | '县' | '州' | '盟' | '旗' if !rest.starts_with(['级', '场', '政', '内', '外']) => {
            Part::Region
        }
        '区' if before.ends_with(['小', '社', '校']) => Part::Local,
        '区' if !rest.starts_with(['块', '别', '分', '域']) => Part::Region,
        '镇' | '乡' | '路' | '街' | '巷' | '道' | '弄' | '村' | '庄' | '屯' | '寨' | '里' | '园' | '苑' | '庭'
        | '湾' | '府' | '城' | '邸' | '坪' | '冲' | '垸' => Part::Local,
        '号' if number && rest.starts_with('楼') => return Some((Part::House, length + '楼'.len_utf8())),
        '单' if number && rest.starts_with('元') => return Some((Part::House, length + '元'.len_utf8())),
        '号' | '栋' | '幢' | '室' | '楼' | '座' | '户' | '房' | '门' | '层' if number => Part::House,
        '组' | '队' | '社' if number && local => Part::House,
        _ => return None,
    };
    Some((part, length))
}

/// Whether an institution or venue is named; 学院路 and 广场社区 are roads and places to live.
fn names_institution(text: &str) -> bool {
    INSTITUTIONS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let rest = &text[at + word.len()..];
            let road = rest.chars().take(3).any(|c| matches!(c, '路' | '街' | '巷' | '道' | '村' | '里'));
            let home = ["社区", "小区", "花园", "家园", "家属", "宿舍", "苑", "新村", "公寓"]
                .iter()
                .any(|tail| rest.starts_with(tail));
            !(road || home)
        })
    })
}

const INSTITUTIONS: [&str; 38] = [
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "校区",
    "医院",
    "公司",
    "办公",
    "教学楼",
    "行政楼",
    "实验楼",
    "图书馆",
    "政府",
    "局",
    "委员会",
    "会议室",
    "学生宿舍",
    "学生公寓",
    "酒店",
    "宾馆",
    "大厦",
    "广场",
    "银行",
    "服务中心",
    "中心",
    "法院",
    "检察院",
    "派出所",
    "体育馆",
    "报告厅",
    "园区",
    "产业园",
    "科技园",
    "写字楼",
    "商务",
    "交易",
    "厂",
];
