//! Headings' numbers: what Word will count by itself, and where the document wants another number.
//!
//! The model gives each number as text. Word must count by itself so that people can insert a heading and
//! have the rest follow; so a number is written only as a restart, or literally where no counter can give it.

/// 一、二、…… 十、十一、…… 二十、…… 一百零一, up to 9,999; beyond, digits.
pub(crate) fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number > 9999 {
        return if number == 0 { DIGITS[0].to_string() } else { number.to_string() };
    }
    let mut text = String::new();
    let (mut rest, mut gap) = (number, false);
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = rest / unit;
        rest %= unit;
        if digit == 0 {
            gap = gap || !text.is_empty();
            continue;
        }
        if gap {
            text.push_str(DIGITS[0]);
            gap = false;
        }
        // 十二, not 一十二, at the very start.
        if !(digit == 1 && unit == 10 && text.is_empty()) {
            text.push_str(DIGITS[digit as usize]);
        }
        text.push_str(name);
    }
    text
}

/// The printed number of a heading of level 1 to 4.
pub(crate) fn printed(level: usize, number: u32) -> String {
    match level {
        1 => format!("{}、", chinese(number)),
        2 => format!("（{}）", chinese(number)),
        3 => format!("{number}."),
        _ => format!("（{number}）"),
    }
}

/// The counter's value behind a printed number, if the level's counter can print it.
fn value(level: usize, text: &str) -> Option<u32> {
    (1..=999).find(|number| printed(level, *number) == text)
}

/// How a heading gets its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// Word counts, in the list of this id.
    Counted(u32),
    /// No number.
    None,
    /// Not a number any counter gives: it stands in the text.
    Literal,
}

/// Follows the counters as Word will.
#[derive(Debug)]
pub(crate) struct Counters {
    counts: [u32; 4],
    /// Where each level starts in the list in use.
    starts: [u32; 4],
    list: u32,
    next_list: u32,
    /// The `w:num` elements besides the first two.
    pub(crate) nums: String,
}

/// The list bound to the heading styles, and the one bound to the list style.
const HEADINGS: u32 = 1;
const ENTRIES: u32 = 2;

impl Counters {
    pub(crate) fn new() -> Counters {
        let mut counters =
            Counters { counts: [0; 4], starts: [1; 4], list: HEADINGS, next_list: ENTRIES + 1, nums: String::new() };
        counters.nums.push_str(&num(HEADINGS, 0, &[]));
        counters.nums.push_str(&num(ENTRIES, 1, &[]));
        counters
    }

    /// Takes the next heading; `level` is 1 to 4.
    pub(crate) fn heading(&mut self, level: usize, number: &str) -> Numbering {
        if number.is_empty() {
            return Numbering::None;
        }
        let at = level.clamp(1, 4) - 1;
        let next = self.counts[at] + 1;
        // Nearly always the next number; looking for another is slow.
        let wanted = if printed(at + 1, next) == number { Some(next) } else { value(at + 1, number) };
        let Some(wanted) = wanted else { return Numbering::Literal };
        let starts_right = self.starts[at..].iter().skip(1).all(|start| *start == 1);
        if wanted != next || !starts_right {
            self.restart(at, wanted);
        }
        self.counts[at] = wanted;
        self.counts[at + 1..].fill(0);
        Numbering::Counted(self.list)
    }

    /// A list whose level `at` starts at `wanted`, the levels above go on and those below start at 1. Every
    /// level is said, because Word and LibreOffice differ in what a list inherits from the one before.
    fn restart(&mut self, at: usize, wanted: u32) {
        self.starts = std::array::from_fn(|level| match level.cmp(&at) {
            std::cmp::Ordering::Less => self.counts[level] + 1,
            std::cmp::Ordering::Equal => wanted,
            std::cmp::Ordering::Greater => 1,
        });
        self.list = self.next_list;
        self.next_list += 1;
        self.nums.push_str(&num(self.list, 0, &self.starts));
    }

    /// A list of entries that starts at 1.
    pub(crate) fn entries(&mut self) -> u32 {
        let list = self.next_list;
        self.next_list += 1;
        self.nums.push_str(&num(list, 1, &[1]));
        list
    }
}

fn num(id: u32, kind: u32, starts: &[u32]) -> String {
    let mut text = format!("  <w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{kind}\"/>");
    for (level, start) in starts.iter().enumerate() {
        text.push_str(&format!(
            "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
        ));
    }
    text + "</w:num>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_in_chinese() {
        for (number, text) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (34, "三十四"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1002, "一千零二"),
            (2030, "二千零三十"),
        ] {
            assert_eq!(chinese(number), text);
        }
    }

    #[test]
    fn a_document_in_order_needs_no_restart() {
        let mut counters = Counters::new();
        for (level, number) in
            [(1, "一、"), (2, "（一）"), (3, "1."), (3, "2."), (2, "（二）"), (3, "1."), (1, "二、"), (2, "（一）")]
        {
            assert_eq!(counters.heading(level, number), Numbering::Counted(1), "{number}");
        }
        assert!(!counters.nums.contains("lvlOverride"));
    }

    #[test]
    fn a_number_out_of_order_restarts_and_what_follows_goes_on() {
        let mut counters = Counters::new();
        counters.heading(1, "一、");
        assert_eq!(counters.heading(1, "三、"), Numbering::Counted(3));
        assert_eq!(counters.heading(2, "（二）"), Numbering::Counted(4));
        assert_eq!(counters.heading(2, "（三）"), Numbering::Counted(4));
        assert_eq!(counters.heading(1, "四、"), Numbering::Counted(5), "below it （一） must come again");
        assert_eq!(counters.heading(2, "（一）"), Numbering::Counted(5));
        assert_eq!(counters.heading(1, ""), Numbering::None);
        assert_eq!(counters.heading(1, "附件1"), Numbering::Literal);
    }
}
