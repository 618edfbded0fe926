//! Whether a row is about a record that is there already, when its key does not say so.
//!
//! A corrected title, date, item, unit or address must show as a change and never as a second public record; two things
//! that only look alike must not become one. What is neither is a question for a person. It reads nothing and decides
//! only this; what may then change is `merge`'s to say.

use crate::date::{PartialDate, half_width};
use crate::fnv::fnv64;
use crate::ids::RecordId;
use crate::ledger::years::{Across, Book, across};
use crate::school_year::SchoolYear;
use std::collections::{HashMap, HashSet};

/// Share of a title that must be the same for it to be taken as a correction of another.
pub(super) const CORRECTED: f64 = 0.75;
/// Share from which titles are alike enough to ask.
pub(super) const ALIKE: f64 = 0.6;
/// Share from which a row of the same number, unit and item is asked about.
const RETITLED: f64 = 0.5;
/// Characters that a title has at least which stands within another to be asked about.
const SHORT: usize = 4;
/// Records of one item and day that are compared by title.
const CROWD: usize = 200;
/// How sure a document number makes it.
const BY_NUMBER: u8 = 8;
/// Days of a week.
const WEEK: i64 = 7;

/// What a record, or the row of one, is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Face {
    /// Title.
    pub title: String,
    /// Item, by key.
    pub item: String,
    /// Unit, by code; empty when unknown.
    pub unit: String,
    /// First public on, else made on.
    pub date: PartialDate,
    /// Made on.
    pub made: PartialDate,
    /// The school year it is of, where something tells.
    pub year: Option<SchoolYear>,
    /// Document number.
    pub number: String,
    /// Addresses and places.
    pub addresses: Vec<String>,
}

/// What a row turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// This record.
    Same(RecordId),
    /// One of these, or another; a person must say.
    Doubtful(Vec<RecordId>),
    /// None that is there.
    New,
    /// None that is there; these, of another school year, are like it.
    OfAnotherYear(Vec<RecordId>),
}

/// The records that are there, by what they are recognised by.
#[derive(Debug, Default)]
pub struct Faces {
    faces: Vec<(RecordId, Face)>,
    by_title: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    by_address: HashMap<String, Vec<usize>>,
    by_place: HashMap<(String, PartialDate), Vec<usize>>,
    /// Titles of the file with their items and dates: a record that is among them is no other row's.
    listed: HashSet<u64>,
    /// Those of what is there, and how many have them.
    there: HashMap<u64, usize>,
    left: Left,
}

/// Records that no row of the file is as they are: of a book that comes again these may have been corrected.
#[derive(Debug, Default)]
struct Left {
    by_unit: HashMap<String, Vec<usize>>,
    by_item: HashMap<String, Vec<usize>>,
    by_date: HashMap<PartialDate, Vec<usize>>,
}

impl Left {
    fn of(faces: &Faces) -> Left {
        let mut left = Left::default();
        for (at, (_, face)) in faces.faces.iter().enumerate().filter(|(_, (_, face))| !faces.lists(face)) {
            left.by_unit.entry(face.unit.clone()).or_default().push(at);
            left.by_item.entry(face.item.clone()).or_default().push(at);
            if !face.date.is_unknown() {
                left.by_date.entry(face.date).or_default().push(at);
            }
        }
        left
    }

    /// Those that have a row's unit, item or day. Where very many have it, the file is no list of them all.
    fn near(&self, row: &Face) -> Vec<usize> {
        let found = [self.by_unit.get(&row.unit), self.by_item.get(&row.item), self.by_date.get(&row.date)];
        let few = found.into_iter().flatten().filter(|there| there.len() <= CROWD);
        let mut near: Vec<usize> = few.flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

impl Faces {
    /// Faces of the records that are there, and the rows of the file that is brought in.
    pub fn new(there: impl IntoIterator<Item = (RecordId, Face)>, file: impl IntoIterator<Item = Face>) -> Faces {
        let mut faces = Faces::default();
        for (id, face) in there {
            let at = faces.faces.len();
            faces.by_title.entry(plain(&face.title)).or_default().push(at);
            if !face.number.is_empty() {
                faces.by_number.entry(plain(&face.number)).or_default().push(at);
            }
            for address in &face.addresses {
                faces.by_address.entry(address_key(address)).or_default().push(at);
            }
            if !face.date.is_unknown() {
                faces.by_place.entry((face.item.clone(), face.date)).or_default().push(at);
            }
            *faces.there.entry(print_of(&face)).or_default() += 1;
            faces.faces.push((id, face));
        }
        faces.listed = file.into_iter().map(|face| print_of(&face)).collect();
        faces.left = Left::of(&faces);
        faces
    }

    /// How surely a row is about a record by what both say: 0 for a doubt, nothing when it is not.
    pub fn strength(&self, row: &Face, face: &Face) -> Option<u8> {
        self.judge(row, face)
    }

    /// Which record a row of a book is about. `taken` are records that other rows are about already.
    pub fn recognise(&self, row: &Face, taken: &HashSet<RecordId>, book: Option<Book>) -> Recognised {
        let (mut doubtful, mut of_another_year) = (Vec::new(), Vec::new());
        let mut best: Option<(u8, RecordId)> = None;
        for at in self.candidates(row) {
            let (id, face) = &self.faces[at];
            if taken.contains(id) {
                continue;
            }
            // What the file lists as it is, is that row's and not this one's.
            if self.lists(face) && print_of(face) != print_of(row) {
                continue;
            }
            let Some(strength) = self.judge(row, face) else { continue };
            let next = book.is_some_and(|book| book.sure && Some(book.year) == row.year);
            // What bears the very day and title is of the year of that day, wherever somebody has put it since.
            let same_day = matches!(row.date, PartialDate::Day(_)) && row.date == face.date;
            let moved = same_day && plain(&row.title) == plain(&face.title);
            match across(row.year, face.year, book).filter(|_| !moved) {
                Some(Across::Another) => of_another_year.push(*id),
                // Of a book that grows over the year, what is hardly like last year's is another.
                Some(Across::Doubtful) if next && (strength == 0 || row.date.is_unknown()) => of_another_year.push(*id),
                // A document number belongs to one document, whatever its date.
                Some(Across::Doubtful) if strength != BY_NUMBER => doubtful.push(*id),
                _ if strength == 0 => doubtful.push(*id),
                _ if best.is_none_or(|(known, _)| strength > known) => best = Some((strength, *id)),
                _ => {}
            }
        }
        match best {
            Some((_, id)) => Recognised::Same(id),
            None if !doubtful.is_empty() => Recognised::Doubtful(each_once(doubtful)),
            None if !of_another_year.is_empty() => Recognised::OfAnotherYear(of_another_year),
            None => Recognised::New,
        }
    }

    /// Whether the file lists a record as it is.
    pub fn lists(&self, face: &Face) -> bool {
        self.listed.contains(&print_of(face))
    }

    /// Whether something is there just as a row has it.
    pub fn has(&self, row: &Face) -> bool {
        self.there.contains_key(&print_of(row))
    }

    /// Whether two or more are there just as a row has it.
    pub fn has_two(&self, row: &Face) -> bool {
        self.there.get(&print_of(row)).is_some_and(|count| *count > 1)
    }

    /// Whether two rows have a record each: one of them just as its row has it, and another of the same title and item.
    pub fn has_each(&self, one: &Face, other: &Face) -> bool {
        let named = |row: &Face| -> Vec<usize> {
            let there = self.by_title.get(&plain(&row.title)).into_iter().flatten().take(CROWD).copied();
            let face = |at: &usize| &self.faces[*at].1;
            there.filter(|at| face(at).item == row.item && compatible(face(at).date, row.date)).collect()
        };
        let exact = |at: usize, row: &Face| print_of(&self.faces[at].1) == print_of(row);
        let others = named(other);
        let apart = |at: usize, it: usize| self.faces[at].0 != self.faces[it].0;
        let beside = |at: usize| others.iter().any(|it| apart(at, *it) && (exact(at, one) || exact(*it, other)));
        named(one).into_iter().any(beside)
    }

    /// The first record that is just as a row has it.
    pub fn just_as(&self, row: &Face) -> Option<RecordId> {
        let there = self.by_title.get(&plain(&row.title)).into_iter().flatten().take(CROWD);
        there.map(|at| &self.faces[*at]).find(|(_, face)| print_of(face) == print_of(row)).map(|(id, _)| *id)
    }

    /// Records that a row which is none of them may be, corrected in several things at once: those of its year that the
    /// file, which lists others as they are, has no other row for.
    pub fn may_be_corrected(&self, row: &Face, taken: &HashSet<RecordId>, book: Book) -> Vec<RecordId> {
        let titled = self.by_title.get(&plain(&row.title)).into_iter().flatten().copied();
        let mut near: Vec<usize> =
            titled.filter(|at| !self.lists(&self.faces[*at].1)).chain(self.left.near(row)).collect();
        near.sort_unstable();
        near.dedup();
        let of_year = |face: &Face| face.year.is_none() || face.year == row.year || face.year == Some(book.year);
        // Of one item and day the number in a title is as likely mended as it is another's.
        let same_day = |face: &Face| !row.date.is_unknown() && row.date == face.date && row.item == face.item;
        let renumbered = |face: &Face| {
            let (one, other) = (plain(&row.title), plain(&face.title));
            row.unit == face.unit && same_day(face) && likeness(&one, &other) >= ALIKE
        };
        let may_be = |(id, face): &&(RecordId, Face)| {
            let titled = is_retitled(row, face, row.unit == face.unit) || renumbered(face);
            !taken.contains(id) && of_year(face) && titled
        };
        each_once(near.into_iter().map(|at| &self.faces[at]).filter(may_be).map(|(id, _)| *id).collect())
    }

    fn candidates(&self, row: &Face) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut add = |some: Option<&Vec<usize>>| found.extend(some.into_iter().flatten());
        add(self.by_title.get(&plain(&row.title)));
        if !row.number.is_empty() {
            add(self.by_number.get(&plain(&row.number)));
        }
        for address in &row.addresses {
            add(self.by_address.get(&address_key(address)));
        }
        if !row.date.is_unknown() {
            // Where very many things of one item fall on one day, a title that is only alike tells nothing.
            add(self.by_place.get(&(row.item.clone(), row.date)).filter(|there| there.len() <= CROWD));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How surely the row is about the record: 0 for a doubt, nothing when it is not.
    fn judge(&self, row: &Face, face: &Face) -> Option<u8> {
        let title = likeness(&plain(&row.title), &plain(&face.title));
        let (same_title, alike) = (title >= 1.0, title >= CORRECTED && !numbered_apart(&row.title, &face.title));
        // A row of a file without the column of items says nothing of it.
        let same_item = row.item.is_empty() || row.item == face.item;
        // A row that says only when it was made says nothing of when it is to be public.
        let made = !row.made.is_unknown() && row.date == row.made && row.made == face.made;
        let same_date = made || compatible(row.date, face.date);
        let same_unit = row.unit.is_empty() || face.unit.is_empty() || row.unit == face.unit;
        let number = !row.number.is_empty() && plain(&row.number) == plain(&face.number);
        let address = self.shared_address(row, face);
        let apart = address == Some(false);
        if address == Some(true) {
            // Many records may give the address of one page; then it says nothing about which.
            if same_title || alike {
                return Some(9);
            }
            return match (same_item, same_date) {
                (true, true) => Some(7),
                (true, false) | (false, true) if title >= ALIKE => Some(0),
                _ => None,
            };
        }
        if number && (same_title || alike) {
            return Some(BY_NUMBER);
        }
        if same_title {
            return match (same_item, same_date, apart) {
                (true, true, false) => Some(6),
                (true, true, true) if same_unit => Some(5),
                (true, true, true) => Some(0),
                (true, false, false) if same_unit && slipped(row.date, face.date) => Some(3),
                (true, false, false) => Some(0),
                (true, false, true) if same_unit && beside(row.date, face.date) => Some(0),
                (false, true, false) if same_unit => Some(4),
                (false, true, _) => Some(0),
                _ => None,
            };
        }
        let beside = same_item && same_date && !row.date.is_unknown() && same_unit;
        match (beside, alike, apart) {
            (true, true, false) => Some(2),
            (true, true, true) => Some(0),
            (true, false, false)
                if (title >= ALIKE || shortened(&row.title, &face.title))
                    && !numbered_apart(&row.title, &face.title) =>
            {
                Some(0)
            }
            _ => None,
        }
    }

    /// Whether both have an address and share one; nothing when one of them has none, or the address is that of many.
    fn shared_address(&self, row: &Face, face: &Face) -> Option<bool> {
        if row.addresses.is_empty() || face.addresses.is_empty() {
            return None;
        }
        let theirs: HashSet<String> = face.addresses.iter().map(|address| address_key(address)).collect();
        let shared: Vec<String> =
            row.addresses.iter().map(|address| address_key(address)).filter(|key| theirs.contains(key)).collect();
        if shared.is_empty() {
            return Some(false);
        }
        let of_one = |key: &String| self.by_address.get(key).is_none_or(|known| known.len() == 1);
        if shared.iter().any(of_one) { Some(true) } else { None }
    }
}

/// Whether a row names another issue of what a record is: the numbers in their titles differ, and so do day and page.
pub fn is_another_issue(row: &Face, face: &Face) -> bool {
    let days = !row.date.is_unknown() && !face.date.is_unknown() && row.date != face.date;
    let pages = !row.addresses.is_empty() && !face.addresses.is_empty() && !share_a_page(row, face);
    days && pages && numbered_apart(&row.title, &face.title)
}

/// Whether a row and a record give a common address, or neither gives one.
pub fn share_a_page(row: &Face, face: &Face) -> bool {
    let theirs: HashSet<String> = face.addresses.iter().map(|address| address_key(address)).collect();
    let shared = row.addresses.iter().any(|address| theirs.contains(&address_key(address)));
    shared || row.addresses.is_empty() && theirs.is_empty()
}

/// Whether a row says of a record all that tells records apart, but for its key: title, item, day and page are the same,
/// and no other unit is named. Whatever key it gives, a second record of this would count one thing twice.
pub fn is_but_rekeyed(row: &Face, face: &Face) -> bool {
    let day = matches!(row.date, PartialDate::Day(_)) && row.date == face.date;
    let unit = row.unit.is_empty() || face.unit.is_empty() || row.unit == face.unit;
    let same = !row.title.is_empty() && plain(&row.title) == plain(&face.title) && row.item == face.item;
    day && unit && same && !row.addresses.is_empty() && share_a_page(row, face)
}

/// Records of which an edition is being drafted have two faces.
fn each_once(mut ids: Vec<RecordId>) -> Vec<RecordId> {
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    ids
}

/// Title, item and date in a number.
fn print_of(face: &Face) -> u64 {
    let date = face.date.to_string();
    fnv64([plain(&face.title).as_str(), &face.item, &date].iter().flat_map(|part| part.bytes().chain([0x1f])))
}

/// Whether a row may be the record of its unit and item that has its running number, retitled.
pub fn may_be_retitled(row: &Face, face: &Face) -> bool {
    row.item == face.item && row.unit == face.unit && is_retitled(row, face, true)
}

/// Whether one title may be the other mended: it goes on from it, or half of it is the same; of another unit's more.
fn is_retitled(row: &Face, face: &Face, same_unit: bool) -> bool {
    let (one, other) = (plain(&row.title), plain(&face.title));
    let share = if same_unit { RETITLED } else { ALIKE };
    let alike = one.contains(&other) || other.contains(&one) || likeness(&one, &other) >= share;
    alike && !numbered_apart(&row.title, &face.title)
}

/// Whether nothing speaks against a row being the record that has its running number: the day is not another, or the page
/// is the same.
pub fn same_day_or_page(row: &Face, face: &Face) -> bool {
    let theirs: HashSet<String> = face.addresses.iter().map(|address| address_key(address)).collect();
    let page = row.addresses.iter().any(|address| theirs.contains(&address_key(address)));
    page || compatible(row.date, face.date) || slipped(row.date, face.date)
}

/// A text without blanks, marks and the width of its letters.
pub(super) fn plain(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric();
    half_width(text).chars().filter(kept).flat_map(char::to_lowercase).collect()
}

/// Whether one title stands within the other: 工作要点 of 关于印发2024年工作要点的通知.
fn shortened(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    one.chars().count().min(other.chars().count()) >= SHORT && (one.contains(&other) || other.contains(&one))
}

/// What readers' programs and platforms hang on an address.
const HUNG: [&str; 8] = ["from", "source", "spm", "scene", "utm_", "isappinstalled", "share", "timestamp"];

pub(super) fn address_key(address: &str) -> String {
    let lower = address.trim().to_lowercase();
    let bare = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    let bare = bare.trim_start_matches("www.");
    let Some((page, query)) = bare.split_once('?') else { return bare.trim_end_matches('/').to_string() };
    let kept: Vec<&str> = query.split('&').filter(|part| !HUNG.iter().any(|hung| part.starts_with(hung))).collect();
    if kept.is_empty() { page.trim_end_matches('/').to_string() } else { format!("{page}?{}", kept.join("&")) }
}

/// The same day, or one of them says less, or nothing.
pub(super) fn compatible(one: PartialDate, other: PartialDate) -> bool {
    match (one.span(), other.span()) {
        (Some((first, last)), Some((from, to))) => (first <= from && to <= last) || (from <= first && last <= to),
        _ => true,
    }
}

/// Whether one date is the other with a slip: a day or so beside it, or the same day of another year. A week is the step
/// of notices that come every week.
fn slipped(one: PartialDate, other: PartialDate) -> bool {
    use chrono::Datelike;
    let (Some((first, _)), Some((second, _))) = (one.span(), other.span()) else { return false };
    let day = (first.month(), first.day()) == (second.month(), second.day());
    day && (first.year() - second.year()).abs() == 1 || beside(one, other)
}

/// Whether two dates lie less than a week apart.
pub(super) fn beside(one: PartialDate, other: PartialDate) -> bool {
    matches!((one.span(), other.span()), (Some((one, _)), Some((other, _))) if (one - other).num_days().abs() < WEEK)
}

/// Whether two titles differ in a number: the second batch is not the first. A year that only one of them names tells
/// nothing.
pub(super) fn numbered_apart(one: &str, other: &str) -> bool {
    let numbers = |text: &str| -> (Vec<String>, Vec<String>) {
        let width = half_width(text);
        let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百零〇两".contains(c);
        let runs = width.split(|c| !number(c)).filter(|run| !run.is_empty()).map(str::to_string);
        runs.partition(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
    };
    let ((years, rest), (other_years, other_rest)) = (numbers(one), numbers(other));
    rest.concat() != other_rest.concat() || !years.is_empty() && !other_years.is_empty() && years != other_years
}

/// How much of two texts is the same in the same order: 1 for equal ones.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longer = one.len().max(other.len());
    if longer == 0 || one.len().abs_diff(other.len()) * 2 > longer {
        return 0.0;
    }
    let mut before = vec![0usize; other.len() + 1];
    for a in &one {
        let mut row = vec![0usize; other.len() + 1];
        for (at, b) in other.iter().enumerate() {
            row[at + 1] = if a == b { before[at] + 1 } else { before[at + 1].max(row[at]) };
        }
        before = row;
    }
    let common = before.last().copied().unwrap_or_default();
    // Never quite 1: equal texts were told above.
    (common as f64 / longer as f64).min(0.999)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(title: &str, item: &str, date: &str, unit: &str, address: &str) -> Face {
        Face {
            title: title.into(),
            item: item.into(),
            unit: unit.into(),
            date: date.parse().unwrap(),
            made: PartialDate::Unknown,
            year: None,
            number: String::new(),
            addresses: [address].into_iter().filter(|text| !text.is_empty()).map(str::to_string).collect(),
        }
    }

    const TITLE: &str = "关于公布国家奖学金获奖名单的通知";

    fn there() -> Face {
        face(TITLE, "37", "2023-10-08", "xsc", "https://xsc.x.edu.cn/1.htm")
    }

    fn found(row: &Face, there: &[Face], file: &[Face]) -> Recognised {
        let numbered = there.iter().cloned().zip(1..).map(|(face, n)| (RecordId(n), face));
        Faces::new(numbered, file.iter().cloned()).recognise(row, &HashSet::new(), None)
    }

    #[test]
    fn one_thing_corrected_is_the_same_record() {
        let same = Recognised::Same(RecordId(1));
        for row in [
            there(),
            Face { title: "关于公布国家奖学金获奖学生名单的通知".into(), ..there() },
            Face { date: "2023-10-09".parse().unwrap(), ..there() },
            Face { date: "2022-10-08".parse().unwrap(), addresses: Vec::new(), ..there() },
            Face { item: "38".into(), ..there() },
            Face { unit: "jwc".into(), ..there() },
            Face { addresses: vec!["http://xsc.x.edu.cn/1.htm/".into()], ..there() },
            Face { addresses: vec!["https://xsc.x.edu.cn/2.htm".into()], ..there() },
        ] {
            assert_eq!(found(&row, &[there()], std::slice::from_ref(&row)), same, "{row:?}");
        }
        let bare = Face { addresses: Vec::new(), ..there() };
        assert_eq!(found(&there(), &[bare], &[]), same, "an address filled in");
        let made: PartialDate = "2023-09-30".parse().unwrap();
        let planned = Face { made, addresses: Vec::new(), ..there() };
        assert_eq!(found(&Face { date: made, ..planned.clone() }, &[planned], &[]), same, "told by when it was made");
        let numbered = |title: &str, item: &str| Face {
            title: title.into(),
            item: item.into(),
            number: "湘院发〔2023〕5号".into(),
            date: PartialDate::Unknown,
            addresses: Vec::new(),
            ..there()
        };
        assert_eq!(found(&numbered(TITLE, "38"), &[numbered(TITLE, "37")], &[]), same, "by its document number");
    }

    #[test]
    fn what_only_looks_alike_is_another() {
        for row in [
            face("关于公布国家励志奖学金补助发放安排的公告", "38", "2023-10-08", "xsc", ""),
            face("第二批拟录取名单", "12", "2023-10-08", "zsb", "https://zs.x.edu.cn/2.htm"),
            face(TITLE, "37", "2024-06-20", "xsc", "https://xsc.x.edu.cn/9.htm"),
        ] {
            let others = [there(), face("第一批拟录取名单", "12", "2023-10-08", "zsb", "https://zs.x.edu.cn/1.htm")];
            assert_eq!(found(&row, &others, &[]), Recognised::New, "{row:?}");
        }
    }

    #[test]
    fn what_the_file_lists_as_it_is_is_not_taken_for_another_row() {
        let monthly = |month: u32| face("食堂卫生检查通报", "40", &format!("2023-{month:02}-05"), "hqc", "");
        let file = [monthly(3), monthly(4), monthly(5)];
        assert_eq!(found(&monthly(5), &[monthly(3), monthly(4)], &file), Recognised::New);
        let taken = HashSet::from([RecordId(1)]);
        let faces = Faces::new([(RecordId(1), there())], []);
        assert_eq!(faces.recognise(&there(), &taken, None), Recognised::New, "another row has it");
    }

    #[test]
    fn real_doubt_is_a_question() {
        let doubt = Recognised::Doubtful(vec![RecordId(1)]);
        let bare = Face { addresses: Vec::new(), ..there() };
        for row in [
            Face { date: "2023-12-20".parse().unwrap(), ..bare.clone() },
            Face { item: "38".into(), unit: "jwc".into(), ..bare.clone() },
            Face { title: "关于公布国家奖学金评审结果名单的公示".into(), ..bare.clone() },
            Face { title: "国家奖学金".into(), ..bare.clone() },
        ] {
            assert_eq!(found(&row, std::slice::from_ref(&bare), std::slice::from_ref(&row)), doubt, "{row:?}");
        }
    }

    #[test]
    fn an_address_that_many_records_give_tells_none_of_them() {
        let home = "https://www.x.edu.cn/";
        let others = [face("学校章程", "3", "2020-01-01", "", home), face("学校概况", "1", "2020-01-01", "", home)];
        let row = face("内部管理体制", "2", "2020-01-01", "", home);
        assert_eq!(found(&row, &others, &[]), Recognised::New);
    }

    #[test]
    fn a_title_that_goes_on_may_be_the_record_of_the_number_corrected() {
        let one = face("收费标准", "21", "2025-10-09", "cwc", "");
        let of =
            |title: &str, item: &str, unit: &str| may_be_retitled(&face(title, item, "2025-10-19", unit, ""), &one);
        assert!(of("收费标准及依据", "21", "cwc"));
        assert!(!of("收费标准及依据", "22", "cwc") && !of("收费标准及依据", "21", "xsc"), "another item, another unit");
        assert!(!of("财务报销办法", "21", "cwc") && !of("收费标准（第2批）", "21", "cwc"), "another thing");
    }
}
