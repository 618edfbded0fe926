//! The unit that answers for a row.
//!
//! One unit answers; of several it is the first, and the others are kept in the remark. A row that names none takes that
//! of its sheet, unless the rows above it say another.

use super::super::words;
use super::{Cells, Doubt, Taken, Understood, shape};

/// What part a unit has in something.
const PARTS: [&str; 7] = ["牵头", "主办", "负责", "主责", "协办", "配合", "汇总"];

impl Cells<'_> {
    /// The unit: that of the sheet when the row names none; the first of several.
    pub(in super::super) fn unit(&mut self, is_unit: &dyn Fn(&str) -> bool) {
        let Some(at) = self.at("unit") else { return };
        let text = self.cell(at).to_string();
        let none = words::says_nothing(&text) || (words::stands_for_name(&text) || is_nobody(&text)) && !is_unit(&text);
        if text.is_empty() || none {
            if none {
                self.take(at, Taken::NoName, "");
            }
            if let Some((unit, kind)) = &self.written.sheet.unit {
                // A merged cell that a text has lost, or a row of the office itself: nobody can tell. Of a row without a
                // title nothing more is asked.
                let asks = !none && !self.text("title").is_empty();
                if let Some(above) = self.written.sheet.unit_above.as_ref().filter(|above| asks && *above != unit) {
                    return self.ask(at, Doubt::Unit, vec![above.clone(), unit.clone()]);
                }
                self.row.0[at].clone_from(unit);
                self.understood.push(Understood::new(*kind, Some(at), "", unit.clone()));
            }
            return;
        }
        if text.is_ascii() || is_unit(&text) {
            return;
        }
        let Some(text) = self.without_part(at, &text, is_unit) else { return };
        let parts: Vec<&str> = text
            .split(['、', '，', ',', '；', ';', '/', '\n', ' ', '\u{3000}'])
            .map(str::trim)
            .map(|part| PARTS.iter().find_map(|word| part.strip_suffix(word)).unwrap_or(part))
            .filter(|part| !part.is_empty())
            .collect();
        let several = parts.len() > 1 && parts.iter().all(|part| shape::is_unit(part) || is_unit(part));
        if several {
            return self.first_unit(at, parts[0]);
        }
        let joined: Vec<&str> = text.split(['及', '和', '与', '暨']).map(str::trim).collect();
        let named = |part: &&str| shape::is_unit(part) || is_unit(part);
        // 教务处及各二级学院: the first, and all of a kind.
        let others = |part: &&str| part.starts_with(['各', '相', '有', '全']) || named(part);
        if joined.len() > 1 && named(&joined[0]) && joined[1..].iter().all(others) {
            return self.first_unit(at, joined[0]);
        }
        // A person beside the unit: the unit answers, and no name goes along.
        if let [unit, person] = text
            .split([' ', '\u{3000}', '\n', ':', '：'])
            .map(str::trim)
            .filter(|part| !part.is_empty() && !part.chars().all(|c| c.is_ascii_digit() || c == '-'))
            .collect::<Vec<_>>()
            .as_slice()
            && shape::is_unit(unit)
            && !shape::is_unit(person)
            && (2..=4).contains(&person.chars().count())
        {
            self.row.0[at] = (*unit).to_string();
            self.understood.push(Understood::new(Taken::Unit, Some(at), unit, *unit));
        }
    }

    /// The cell without what says only which part a unit has in it: （牵头）, 等, a sign at its end. Nothing when that is the
    /// unit, and told.
    fn without_part(&mut self, at: usize, text: &str, is_unit: &dyn Fn(&str) -> bool) -> Option<String> {
        let mut bare = text.trim_end_matches(['、', '，', ',', '；', ';', '/', ':', '：', '。']).trim().to_string();
        for part in PARTS {
            bare = bare.replace(&format!("（{part}）"), "").replace(&format!("({part})"), "");
        }
        let bare = bare.strip_suffix('等').map_or(bare.clone(), str::to_string);
        let bare = without_number(&bare);
        if bare == text || bare.is_empty() {
            return Some(text.to_string());
        }
        let one = !bare.contains(['、', '，', ',', '；', ';', '/', ' ', '\n']);
        if one && (shape::is_unit(&bare) || is_unit(&bare)) {
            self.take(at, Taken::Unit, bare);
            return None;
        }
        Some(bare)
    }

    /// The first of several units answers; the cell is kept in the remark.
    fn first_unit(&mut self, at: usize, first: &str) {
        let whole = self.cell(at).split_whitespace().collect::<Vec<_>>().join("、");
        if let Some(note) = self.at("note") {
            let kept = format!("责任部门：{whole}");
            let note = &mut self.row.0[note];
            if !note.contains(&kept) {
                *note = if note.trim().is_empty() { kept } else { format!("{}；{kept}", note.trim()) };
            }
        }
        self.take(at, Taken::Unit, first);
    }
}

/// Whether a cell names no unit that answers: the one that speaks, or a person.
fn is_nobody(text: &str) -> bool {
    const SPEAKING: [&str; 14] = [
        "本单位",
        "本部门",
        "本处",
        "本院",
        "本系",
        "本校",
        "我单位",
        "我部门",
        "我处",
        "我院",
        "我部",
        "我校",
        "我系",
        "该部门",
    ];
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let person = (2..=5).contains(&plain.chars().count())
        && ["老师", "同志", "主任", "处长", "科长", "院长", "书记", "秘书"].iter().any(|word| plain.ends_with(word));
    SPEAKING.contains(&plain.as_str()) || person
}

/// A unit's name without the number of its row before it, and its telephone or how many rows it has behind: 1.教务处,
/// 教务处83512345, 教务处（共2条）.
fn without_number(text: &str) -> String {
    let text = in_brackets(text).unwrap_or(text);
    let front = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let front = match front.len() < text.len() {
        true => front.strip_prefix(['.', '、', '．', ' ']).map_or(text, str::trim_start),
        false => text,
    };
    let digits = |c: char| c.is_ascii_digit() || c == '-';
    let back = front.trim_end_matches(digits);
    let back = if front.len() - back.len() >= 7 { back.trim_end() } else { front };
    match back.split_once(['（', '(']) {
        Some((name, inner)) if inner.contains(|c: char| c.is_ascii_digit()) => name.trim_end().to_string(),
        _ => back.to_string(),
    }
}

/// What stands in brackets, when that is all: （教务处）.
fn in_brackets(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix(['（', '(', '【', '['])?.strip_suffix(['）', ')', '】', ']'])?;
    (!inner.contains(['（', '(', '【', '[', '）', ')', '】', ']'])).then(|| inner.trim())
}
