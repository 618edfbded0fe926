//! The numbers Word prints before paragraphs and does not store with them.
//!
//! It exists because the checker must see `（3）` where a reader sees it. Rules: ECMA-376 part 1,
//! 17.9 (numbering) and 17.18.59 (number formats). It must not touch the document.

use std::collections::HashMap;

use super::super::ReadError;
use super::super::xml::{Token, Xml};

/// Levels a list can have.
const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// After which level (from 1) it begins again; 0 is never, `None` is after any higher one.
    restart: Option<u32>,
    legal: bool,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level { start: 1, format: "decimal".into(), text: String::new(), restart: None, legal: false, style: None }
    }
}

#[derive(Debug, Clone, Default)]
struct Abstract {
    levels: Vec<Level>,
    /// Another definition this one stands for, through a numbering style.
    style_link: Option<String>,
    style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Instance {
    of: i64,
    starts: HashMap<usize, u32>,
    overrides: HashMap<usize, Level>,
    begun: bool,
}

/// All lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    definitions: HashMap<i64, Abstract>,
    instances: HashMap<i64, Instance>,
    counters: HashMap<i64, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(crate) fn read(text: &str, max_depth: usize) -> Result<Numbering, ReadError> {
        let mut numbering = Numbering::default();
        let mut xml = Xml::new(text, "word/numbering.xml", max_depth);
        let mut definition: Option<(i64, Abstract)> = None;
        let mut instance: Option<(i64, Instance)> = None;
        let mut level: Option<(usize, Level)> = None;
        let mut overridden = 0usize;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => {
                    let value = || tag.attr("val").map(|value| value.into_owned());
                    match tag.name() {
                        "abstractNum" => definition = tag.number("abstractNumId").map(|id| (id, Abstract::default())),
                        "num" => instance = tag.number("numId").map(|id| (id, Instance::default())),
                        "abstractNumId" => {
                            if let (Some((_, instance)), Some(id)) = (&mut instance, tag.number("val")) {
                                instance.of = id;
                            }
                        }
                        "numStyleLink" => {
                            if let Some((_, definition)) = &mut definition {
                                definition.style_link = value();
                            }
                        }
                        "styleLink" => {
                            if let Some((_, definition)) = &mut definition {
                                definition.style = value();
                            }
                        }
                        "lvlOverride" => overridden = index(tag.number("ilvl")),
                        "startOverride" => {
                            if let (Some((_, instance)), Some(start)) = (&mut instance, tag.number("val")) {
                                instance.starts.insert(overridden, clamp(start));
                            }
                        }
                        "lvl" => level = Some((index(tag.number("ilvl")), Level::default())),
                        name => {
                            if let Some((_, level)) = &mut level {
                                level_property(level, name, tag.number("val"), value, tag.flag("val"));
                            }
                        }
                    }
                }
                Token::Close(end) => match end.name() {
                    "lvl" => {
                        if let Some((at, level)) = level.take() {
                            place_level(&mut definition, &mut instance, at, level);
                        }
                    }
                    "abstractNum" => numbering.definitions.extend(definition.take()),
                    "num" => numbering.instances.extend(instance.take()),
                    _ => {}
                },
                Token::Text(..) => {}
            }
        }
        Ok(numbering)
    }

    fn level(&self, instance: &Instance, definition: i64, at: usize) -> Level {
        if let Some(level) = instance.overrides.get(&at) {
            return level.clone();
        }
        self.definitions.get(&definition).and_then(|known| known.levels.get(at)).cloned().unwrap_or_default()
    }

    /// The level that list `num` gives to paragraphs of a style, if it names the style.
    pub(crate) fn level_of(&self, num: i64, style: &str) -> Option<usize> {
        let definition = self.real(self.instances.get(&num)?.of);
        let levels = &self.definitions.get(&definition)?.levels;
        levels.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// A definition that only names a style stands for the definition that carries that style.
    fn real(&self, id: i64) -> i64 {
        let Some(link) = self.definitions.get(&id).and_then(|known| known.style_link.as_ref()) else { return id };
        let carrier = self.definitions.iter().filter(|(_, known)| known.style.as_ref() == Some(link));
        carrier.map(|(id, _)| *id).min().unwrap_or(id)
    }

    /// Counts one paragraph of list `num` at `level` and gives its number as printed; `None` when the
    /// list does not exist (`numId` 0 takes a paragraph out of its style's list).
    pub(crate) fn next(&mut self, num: i64, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get(&num)?.clone();
        let definition = self.real(instance.of);
        let levels: Vec<Level> = (0..LEVELS).map(|at| self.level(&instance, definition, at)).collect();
        let counters = self.counters.entry(definition).or_default();
        if !instance.begun {
            for (at, start) in &instance.starts {
                counters[*at] = Some(start.saturating_sub(1)).filter(|_| *start > 0);
            }
            if let Some(instance) = self.instances.get_mut(&num) {
                instance.begun = true;
            }
        }
        let first = instance.starts.get(&level).copied().unwrap_or(levels[level].start);
        counters[level] = Some(counters[level].map_or(first, |count| count.saturating_add(1)));
        for deeper in level + 1..LEVELS {
            let again = match levels[deeper].restart {
                None => true,
                Some(0) => false,
                Some(after) => level < after as usize,
            };
            if again {
                counters[deeper] = None;
            }
        }
        Some(print(&levels, level, counters))
    }
}

fn level_property(
    level: &mut Level,
    name: &str,
    number: Option<i64>,
    value: impl Fn() -> Option<String>,
    flag: Option<bool>,
) {
    match name {
        "start" => level.start = number.map_or(level.start, clamp),
        "numFmt" => level.format = value().unwrap_or_default(),
        "lvlText" => level.text = value().unwrap_or_default(),
        "lvlRestart" => level.restart = number.map(clamp),
        "isLgl" => level.legal = flag.unwrap_or(true),
        "pStyle" => level.style = value(),
        _ => {}
    }
}

fn place_level(
    definition: &mut Option<(i64, Abstract)>,
    instance: &mut Option<(i64, Instance)>,
    at: usize,
    level: Level,
) {
    if let Some((_, instance)) = instance {
        instance.overrides.insert(at, level);
    } else if let Some((_, definition)) = definition {
        while definition.levels.len() <= at {
            definition.levels.push(Level::default());
        }
        definition.levels[at] = level;
    }
}

fn index(level: Option<i64>) -> usize {
    usize::try_from(level.unwrap_or(0)).unwrap_or(0).min(LEVELS - 1)
}

fn clamp(number: i64) -> u32 {
    u32::try_from(number.clamp(0, 1_000_000)).unwrap_or(0)
}

/// `（%1）` with the counters filled in.
fn print(levels: &[Level], level: usize, counters: &[Option<u32>; LEVELS]) -> String {
    let own = &levels[level];
    if own.format == "bullet" {
        // Symbol fonts keep their bullets in the private use area, which no other font can show.
        return own.text.chars().map(|c| if ('\u{E000}'..='\u{F8FF}').contains(&c) { '•' } else { c }).collect();
    }
    let mut printed = String::new();
    let mut rest = own.text.chars().peekable();
    while let Some(c) = rest.next() {
        let digit = if c == '%' { rest.peek().and_then(|next| next.to_digit(10)) } else { None };
        match digit {
            Some(digit @ 1..=9) => {
                rest.next();
                let at = digit as usize - 1;
                let count = counters[at].unwrap_or(levels[at].start);
                let format = if own.legal { "decimal" } else { levels[at].format.as_str() };
                printed.push_str(&number(count, format));
            }
            _ => printed.push(c),
        }
    }
    printed
}

/// One number in one of Word's formats; an unknown format counts in digits.
pub(crate) fn number(count: u32, format: &str) -> String {
    let ring = |first: u32, last: u32| -> Option<String> {
        (1..=last).contains(&count).then(|| char::from_u32(first + count - 1).map(String::from)).flatten()
    };
    let found = match format {
        "none" => Some(String::new()),
        "decimalZero" => Some(format!("{count:02}")),
        "lowerLetter" => Some(letters(count).to_lowercase()),
        "upperLetter" => Some(letters(count)),
        "lowerRoman" => Some(roman(count).to_lowercase()),
        "upperRoman" => Some(roman(count)),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(chinese(count, &PLAIN)),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Some(chinese(count, &LEGAL)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => {
            Some(count.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => ring(0x2460, 20),
        "decimalEnclosedParen" => ring(0x2474, 20),
        "decimalEnclosedFullstop" => ring(0x2488, 20),
        "ideographEnclosedCircle" => ring(0x3280, 10),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |digit: u8| char::from_u32(0xFF10 + u32::from(digit - b'0')).unwrap_or('０');
            Some(count.to_string().bytes().map(wide).collect())
        }
        "ideographTraditional" => pick("甲乙丙丁戊己庚辛壬癸", count),
        "ideographZodiac" => pick("子丑寅卯辰巳午未申酉戌亥", count),
        "ordinal" => Some(format!("{count}.")),
        "numberInDash" => Some(format!("- {count} -")),
        _ => None,
    };
    found.unwrap_or_else(|| count.to_string())
}

fn pick(from: &str, count: u32) -> Option<String> {
    from.chars().nth((count as usize).checked_sub(1)?).map(String::from)
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

struct Words {
    digits: [&'static str; 10],
    units: [&'static str; 4],
    wan: &'static str,
    /// 十 instead of 一十.
    short_ten: bool,
}

const PLAIN: Words = Words {
    digits: ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
    units: ["", "十", "百", "千"],
    wan: "万",
    short_ten: true,
};

const LEGAL: Words = Words {
    digits: ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
    units: ["", "拾", "佰", "仟"],
    wan: "万",
    short_ten: false,
};

fn chinese(count: u32, words: &Words) -> String {
    if count == 0 {
        return words.digits[0].to_owned();
    }
    let mut text = String::new();
    let (high, low) = (count / 10_000, count % 10_000);
    if high > 0 {
        text.push_str(&chinese(high, words));
        text.push_str(words.wan);
        if low > 0 && low < 1000 {
            text.push_str(words.digits[0]);
        }
    }
    let mut gap = false;
    for place in (0..4u32).rev() {
        let digit = (low / 10u32.pow(place) % 10) as usize;
        if digit == 0 {
            gap = gap || (!text.is_empty() && high == 0);
            continue;
        }
        if gap && !text.is_empty() && !text.ends_with(words.digits[0]) {
            text.push_str(words.digits[0]);
        }
        gap = false;
        let leading_ten = words.short_ten && place == 1 && digit == 1 && text.is_empty();
        if !leading_ten {
            text.push_str(words.digits[digit]);
        }
        text.push_str(words.units[place as usize]);
    }
    text
}

/// A to Z, then AA, BB and so on, as Word does.
fn letters(count: u32) -> String {
    let Some(zero_based) = count.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + u8::try_from(zero_based % 26).unwrap_or(0));
    let times = (zero_based / 26 + 1).min(30) as usize;
    std::iter::repeat_n(letter, times).collect()
}

fn roman(count: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = count.min(30_000);
    let mut text = String::new();
    for (value, sign) in STEPS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let cases = [
            (1, "chineseCounting", "一"),
            (10, "chineseCounting", "十"),
            (12, "japaneseCounting", "十二"),
            (20, "chineseCountingThousand", "二十"),
            (101, "chineseCountingThousand", "一百零一"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (20, "ideographDigital", "二〇"),
            (3, "lowerLetter", "c"),
            (27, "upperLetter", "AA"),
            (14, "lowerRoman", "xiv"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (2, "ideographTraditional", "乙"),
            (7, "decimalZero", "07"),
        ];
        for (count, format, expected) in cases {
            assert_eq!(number(count, format), expected, "{count} as {format}");
        }
    }
}
