//! What a key that a clerk gave says, and how far: 2025-01, A1, ①, 1.1, No.1.
//!
//! A key is unique within its source and nowhere else: two departments number their books alike. Whether a key that the
//! ledger knows is met again from the same source the other keys of its sheet tell, and the units; where they do not, only
//! what the rows say counts. Rows whose title and item both differ are never one record. It decides only this; which keys
//! are there is the caller's to know.

use super::recognise::{ALIKE, CORRECTED, Face, address_key, beside, likeness, numbered_apart, plain};
use crate::date::half_width;
use crate::school_year::SchoolYear;
use crate::zh;
use std::collections::HashSet;

/// Digits of a number that may only count the rows of a sheet.
const RUNNING: usize = 4;
/// Keys of a sheet that the ledger knows, from which they tell whether it is the same source.
const ENOUGH: u64 = 3;
/// What stands between a key and what tells it from another's of the same spelling.
const OF: char = '@';

/// Whether a record that has a key and a row that gives it come from one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The same book again.
    Same,
    /// Another department's, or another book.
    Another,
    /// Nothing tells.
    Unknown,
}

/// What a key says that a record has and a row gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// The row is about the record.
    Record,
    /// A person must say.
    Asked,
    /// The record is another's, which has the same key by chance.
    Another,
}

/// Keys of a sheet that the ledger knows: of how many rows the record is the row by what they say, and of how many not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeysMet {
    /// Rows that are their records.
    pub agree: u64,
    /// Rows that are not.
    pub differ: u64,
}

impl KeysMet {
    /// Takes one row in.
    pub fn meet(&mut self, row: &Face, there: &Face) {
        let agree = agrees(row, there);
        (self.agree, self.differ) = (self.agree + u64::from(agree), self.differ + u64::from(!agree));
    }

    /// Whether the sheet is the source of a record with the key of one of its rows.
    pub fn origin(self, row: &Face, there: &Face) -> Origin {
        let all = self.agree + self.differ;
        if all >= ENOUGH && self.agree * 2 >= all {
            return Origin::Same;
        }
        let other_unit = !row.unit.is_empty() && !there.unit.is_empty() && row.unit != there.unit;
        if all >= ENOUGH && self.agree * 5 <= all || other_unit { Origin::Another } else { Origin::Unknown }
    }
}

fn titled_alike(row: &Face, there: &Face) -> bool {
    let (one, other) = (plain(&row.title), plain(&there.title));
    let filled = !one.is_empty() && !other.is_empty();
    one == other || filled && (one.contains(&other) || other.contains(&one)) || likeness(&one, &other) >= ALIKE
}

fn one_page_or_number(row: &Face, there: &Face) -> bool {
    let theirs: HashSet<String> = there.addresses.iter().map(|address| address_key(address)).collect();
    let page = row.addresses.iter().any(|address| theirs.contains(&address_key(address)));
    page || !row.number.is_empty() && plain(&row.number) == plain(&there.number)
}

fn same_day(row: &Face, there: &Face) -> bool {
    !row.date.is_unknown() && row.date == there.date
}

/// Whether a row is a record by what is hardly ever corrected together with everything else.
pub fn agrees(row: &Face, there: &Face) -> bool {
    let title = likeness(&plain(&row.title), &plain(&there.title));
    title >= 1.0 || title >= CORRECTED && !numbered_apart(&row.title, &there.title) || one_page_or_number(row, there)
}

/// Whether a row is about the record that has its key. `strength` is how surely they are one by what they say alone.
pub fn meant_by_key(row: &Face, there: &Face, strength: Option<u8>, origin: Origin) -> Meant {
    // A file without the column of items, or of titles, says nothing of them.
    let item = row.item.is_empty() || row.item == there.item;
    let title = row.title.is_empty() || titled_alike(row, there);
    let equal = !row.title.is_empty() && plain(&row.title) == plain(&there.title);
    let apart = numbered_apart(&row.title, &there.title);
    match (origin, strength) {
        (Origin::Same, _) if title || item => Meant::Record,
        (Origin::Same, _) => Meant::Asked,
        (Origin::Unknown, _) if equal => Meant::Record,
        // Key, title and day are not alike by chance; item and unit were put right.
        (_, _) if equal && same_day(row, there) => Meant::Record,
        (_, Some(1..)) => Meant::Record,
        // With its item and day the same a title was mended, and with its item and title nearly so the rest was.
        (Origin::Unknown, _) if item && (title && !apart || same_day(row, there)) => Meant::Record,
        (_, Some(0)) => Meant::Asked,
        (Origin::Another, None) if item && title && !apart && beside(row.date, there.date) => Meant::Record,
        (Origin::Unknown, None) => Meant::Asked,
        (_, None) if equal || one_page_or_number(row, there) || item && title && !apart => Meant::Asked,
        (_, None) => Meant::Another,
    }
}

/// Whether the running number that a row shares with a record can be meant: rows are put in and taken out, and their
/// numbers move, so item and day say nothing of which.
pub fn same_number_is_meant(row: &Face, face: &Face) -> bool {
    let title = likeness(&plain(&row.title), &plain(&face.title));
    let theirs: HashSet<String> = face.addresses.iter().map(|address| address_key(address)).collect();
    let address = row.addresses.iter().any(|address| theirs.contains(&address_key(address)));
    let item = row.item == face.item;
    address || (item && title >= ALIKE || title >= CORRECTED) && !numbered_apart(&row.title, &face.title)
}

/// Whether a key may only count the rows of a sheet, in whatever spelling: 1, （1）, 1、, ①, No.1, 第1条, 一.
pub fn is_running_number(key: &str) -> bool {
    if key.len() <= RUNNING && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let mut signs = key.chars();
    if let (Some(sign), None) = (signs.next(), signs.next())
        && is_sign(sign)
    {
        return true;
    }
    let text: String = half_width(key).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = ["no.", "no", "№", "第", "("].iter().find_map(|start| text.strip_prefix(start)).unwrap_or(&text);
    let bare = bare.trim_end_matches([')', '、', '.', ',', '号', '条', '项']);
    let digits = !bare.is_empty() && bare.len() <= RUNNING && bare.bytes().all(|byte| byte.is_ascii_digit());
    digits || !bare.is_empty() && bare.chars().all(zh::is_numeral) && zh::number(bare).is_some_and(|n| n < 10_000)
}

/// A number that is one sign: ① ⑴ ⒈ ㉑ ❶.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}'
        | '\u{3251}'..='\u{325f}' | '\u{32b1}'..='\u{32bf}' | '\u{3220}'..='\u{3229}')
}

/// The key of what a book of another year calls as this year's does.
pub fn key_of_year(key: &str, year: SchoolYear) -> String {
    format!("{key}{OF}{year}")
}

/// The key of what another source calls as a record that is there; nothing where nothing tells the source.
pub fn key_of_source(key: &str, source: &str) -> Option<String> {
    /// Characters that a key may have, and room for the year.
    const LONGEST: usize = 110;
    let source: String = source.chars().filter(|c| c.is_alphanumeric()).collect();
    let new = format!("{key}{OF}{source}");
    (!source.is_empty() && new.chars().count() <= LONGEST).then_some(new)
}

/// Whether a record's key is one that a clerk gave, bare or with what tells it from another's.
pub fn is_key_as_given(key: &str, given: &str) -> bool {
    key == given || key.strip_prefix(given).is_some_and(|rest| rest.starts_with(OF))
}

/// Whether a key is given once and not again the next year: it names a year, or was made for its record.
pub fn is_lasting_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    let year = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        matches!(bytes.get(at..at + 2), Some(b"19" | b"20"))
            && digit(Some(at + 2))
            && digit(Some(at + 3))
            && !digit(at.checked_sub(1))
    };
    super::is_made_key(key) || key.contains(OF) || (0..bytes.len()).any(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::PartialDate;

    fn face(title: &str, item: &str, date: &str, unit: &str, address: &str) -> Face {
        Face {
            title: title.into(),
            item: item.into(),
            unit: unit.into(),
            date: date.parse().unwrap(),
            addresses: [address].into_iter().filter(|text| !text.is_empty()).map(str::to_string).collect(),
            ..Face::default()
        }
    }

    #[test]
    fn the_running_number_of_another_department_is_no_key() {
        let one = face("教务处信息1", "28", "2024-10-01", "", "https://x.edu.cn/j1");
        let other = face("学生处信息1", "37", "2024-11-01", "", "https://x.edu.cn/s1");
        assert!(!same_number_is_meant(&other, &one));
        assert!(same_number_is_meant(&Face { title: "教务处信息（更正）".into(), ..one.clone() }, &one));
        assert!(same_number_is_meant(&Face { item: "29".into(), date: PartialDate::Unknown, ..one.clone() }, &one));
        let next = Face { title: "教务处信息2".into(), date: "2024-10-02".parse().unwrap(), ..one.clone() };
        assert!(same_number_is_meant(&next, &one), "of one page it is believed");
        let renamed = Face { title: "全然不同".into(), addresses: Vec::new(), ..one.clone() };
        assert!(!same_number_is_meant(&renamed, &one));
    }

    #[test]
    fn numbers_count_rows_in_every_spelling() {
        for key in [
            "1",
            "0012",
            "（1）",
            "(12)",
            "1、",
            "1.",
            "１",
            "①",
            "⑳",
            "⒈",
            "❶",
            "No.1",
            "NO 12",
            "№3",
            "第5条",
            "一",
            "二十三",
        ] {
            assert!(is_running_number(key), "{key}");
        }
        for key in ["2025-01", "A1", "XX1", "1.1", "20251", "JWC-1", "一组", "第", "No.", "甲", ""] {
            assert_eq!(is_running_number(key), key.is_empty(), "{key}");
        }
    }

    #[test]
    fn a_key_is_believed_within_its_source_and_elsewhere_only_what_the_rows_say() {
        let there = face("2024年秋季考试安排", "29", "2024-10-01", "jwc", "https://x.edu.cn/1");
        let retitled = face("教学安排总表", "29", "2024-10-09", "jwc", "https://x.edu.cn/9");
        let other = face("国家奖学金名单", "37", "2024-11-01", "xsc", "https://x.edu.cn/7");
        for (row, origin, wanted) in [
            (&retitled, Origin::Same, Meant::Record),
            (&retitled, Origin::Unknown, Meant::Asked),
            (&retitled, Origin::Another, Meant::Another),
            (&other, Origin::Same, Meant::Asked),
            (&other, Origin::Unknown, Meant::Asked),
            (&other, Origin::Another, Meant::Another),
        ] {
            assert_eq!(meant_by_key(row, &there, None, origin), wanted, "{} {origin:?}", row.title);
        }
        let page = Face { addresses: there.addresses.clone(), ..other };
        assert_eq!(
            meant_by_key(&page, &there, None, Origin::Another),
            Meant::Asked,
            "the page of the other is a doubt"
        );
        assert_eq!(meant_by_key(&there, &there, Some(9), Origin::Another), Meant::Record);
    }

    #[test]
    fn the_keys_of_a_sheet_tell_its_source() {
        let of = |title: &str, unit: &str| face(title, "1", "2024-10-01", unit, "");
        let met = |rows: [(&str, &str); 3]| {
            let mut met = KeysMet::default();
            rows.iter().for_each(|(row, there)| met.meet(&of(row, ""), &of(there, "")));
            met.origin(&of("甲", ""), &of("乙", ""))
        };
        assert_eq!(met([("学校章程", "学校章程"), ("学校简介", "学校简介"), ("甲", "机构设置")]), Origin::Same);
        assert_eq!(met([("学校章程", "奖学金"), ("学校简介", "财务预算"), ("甲", "机构设置")]), Origin::Another);
        let few = KeysMet { agree: 0, differ: 1 };
        assert_eq!(few.origin(&of("甲", "jwc"), &of("乙", "xsc")), Origin::Another);
        assert_eq!(few.origin(&of("甲", "jwc"), &of("乙", "jwc")), Origin::Unknown);
    }

    #[test]
    fn a_key_that_names_a_year_is_given_once() {
        assert!(is_lasting_key("2023-0001") && is_lasting_key("JWC-2024-001") && is_lasting_key("auto-12"));
        let year = SchoolYear::beginning(2024).unwrap();
        assert!(is_lasting_key(&key_of_year("XX-001", year)));
        for key in ["XX-001", "1", "教务处-12", "120245", "A12024"] {
            assert!(!is_lasting_key(key), "{key}");
        }
        assert_eq!(key_of_source("A1", "学生处").as_deref(), Some("A1@学生处"));
        assert_eq!(key_of_source("A1", " （） "), None);
        assert!(is_key_as_given("A1@学生处", "A1") && is_key_as_given("A1", "A1") && !is_key_as_given("A10", "A1"));
    }
}
