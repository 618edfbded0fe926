//! Rule `link-date`: a stated date against the date that a page's address carries.
//!
//! Many site systems put the day a page was made into its address, as an epoch or as digits. A stated
//! date that lies weeks away from it is a question, not a proof: pages are moved. So it warns and never
//! accuses. It must not fetch anything.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use chrono::{DateTime, NaiveDate};
use regex::Regex;

use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::date::DateAt;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::pieces::Kind;
use crate::consistency::finding::{Finding, Message, Printed, Required, Rule, Severity};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::words;

/// A page made this many days from the stated date still agrees: drafts, holidays, late uploads.
const TOLERANCE: i64 = 7;

/// A date this many days and more from the page is history that the page is about.
const HISTORY: i64 = 800;

/// Addresses are compared with dates at most this many paragraphs back.
const REACH: usize = 3;

static PUBLISHES: LazyLock<AhoCorasick> = LazyLock::new(|| words::finder(&words::PUBLISHES));

/// A date that waits for the address of its page.
#[derive(Debug, Clone)]
struct Dated {
    first: NaiveDate,
    last: NaiveDate,
    range: Range<usize>,
    paragraph: usize,
    publishes: bool,
}

/// What has been read so far: dates waiting for links.
#[derive(Debug, Default)]
pub(crate) struct LinkDates {
    waiting: Vec<Dated>,
    paragraph: usize,
    /// The table row being read, and whether it spoke of publication.
    row: Option<usize>,
    publishing: bool,
}

impl Check for LinkDates {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        self.read(paragraph.norm, paragraph.dates, sink);
    }
}

impl LinkDates {
    /// Reads a paragraph; `dates` are its dates in order.
    fn read(&mut self, norm: &Norm, dates: &[DateAt], sink: &mut Sink) {
        self.paragraph += 1;
        let now = self.paragraph;
        self.waiting.retain(|s| s.paragraph + REACH >= now);
        // A new heading, list entry or table row starts a new matter.
        let row = if let Kind::Cell(row) = norm.kind { Some(row) } else { None };
        // A line of columns is a row of its own; what stands above it may belong to another row.
        if norm.marker.is_some() || norm.looks_like_heading() || row != self.row || norm.columns {
            self.waiting.clear();
            self.publishing = false;
        }
        self.row = row;
        let here = PUBLISHES.is_match(&norm.text);
        if here {
            self.waiting.iter_mut().for_each(|s| s.publishes = true);
        }
        // The cells of a row are one statement.
        self.publishing |= here && row.is_some();
        let publishes = here || self.publishing;
        let mut dates = dates
            .iter()
            .filter(|d| !d.titled && !d.inherited && !is_background(&norm.text, d) && gives_a_day(&norm.text, d))
            .peekable();
        let here = self.waiting.len();
        let mut dates_before = 0;
        for address in &norm.addresses {
            while let Some(date) = dates.next_if(|d| d.at.start < address.at) {
                self.wait(norm, date, publishes && (row.is_some() || speaks_of_publication(&norm.text, date)));
                dates_before = date.at.end;
            }
            // A date far up in the same paragraph belongs to something else.
            let far = norm.text[..address.at].char_indices().rev().nth(120).map_or(0, |(i, _)| i);
            if self.waiting.len() > here && dates_before < far {
                self.waiting.clear();
            }
            if let Some(carried) = date_in(&address.url) {
                self.compare(carried, &address.range, sink);
                self.waiting.clear();
            }
        }
        for date in dates {
            // An event described at length, and a link to its source in the next paragraph.
            if norm.text[date.at.end..].chars().nth(120).is_none() {
                self.wait(norm, date, publishes && (row.is_some() || speaks_of_publication(&norm.text, date)));
            }
        }
        if norm.columns {
            self.waiting.clear();
        }
    }

    fn wait(&mut self, norm: &Norm, date: &DateAt, publishes: bool) {
        if let (Some(first), Some(last)) = (date.first(), date.last()) {
            self.waiting.push(Dated {
                first,
                last,
                range: norm.source(&date.at),
                paragraph: self.paragraph,
                publishes,
            });
        }
        let surplus = self.waiting.len().saturating_sub(20);
        self.waiting.drain(..surplus);
    }

    fn compare(&self, carried: Carried, address: &Range<usize>, sink: &mut Sink) {
        if self.waiting.is_empty() {
            return;
        }
        sink.claims += 1;
        let apart = |s: &Dated| -> i64 {
            if carried.last < s.first {
                (s.first - carried.last).num_days()
            } else if carried.first > s.last {
                (carried.first - s.last).num_days()
            } else {
                0
            }
        };
        if self.waiting.iter().any(|s| !(TOLERANCE + 1..HISTORY).contains(&apart(s))) {
            return;
        }
        // Several dates before one address: which is its own is not known.
        let [stated] = &self.waiting[..] else { return };
        if !stated.publishes {
            return;
        }
        let (days, page) = (apart(stated), carried.text());
        let said = if stated.first == stated.last {
            stated.first.to_string()
        } else {
            stated.first.format("%Y-%m").to_string()
        };
        let message = Message::new(
            format!(
                "文中日期为 {said}，网址中的编号表示 {page}，相差 {days} 天：请核对日期和链接（网站迁移也会造成这种差别）。"
            ),
            format!(
                "The text says {said}, the address carries {page}, {days} days apart. Check both; a site move can also cause this."
            ),
        );
        let finding = Finding::new(
            Rule::LinkDate,
            Severity::Warning,
            stated.range.start.min(address.start)..address.end.max(stated.range.end),
            message,
        )
        .instead(Required::new(page), Printed::new(said))
        .places(vec![stated.range.clone(), address.clone()]);
        sink.report(finding);
    }
}

/// The date of a law, a founding or a state of affairs, not of a publication.
fn is_background(text: &str, date: &DateAt) -> bool {
    let (before, after) = (tail(&text[..date.at.start], 30), head(&text[date.at.end..], 36));
    words::BACKGROUND_BEFORE.iter().any(|w| before.contains(w))
        || text[date.at.end..].starts_with('起')
        || words::BACKGROUND_AFTER.iter().any(|w| after.contains(w))
}

/// Whether the sentence of the date speaks of publication.
fn speaks_of_publication(text: &str, date: &DateAt) -> bool {
    let after = text[date.at.end..].split('。').next().unwrap_or("");
    let before = text[..date.at.start].rsplit('。').next().unwrap_or("");
    PUBLISHES.is_match(after) || PUBLISHES.is_match(before)
}

/// A month alone gives the day of publication only where the words say so: 2023年7月在学校网站公布, and not
/// 2023年7月网站运行报告.
fn gives_a_day(text: &str, date: &DateAt) -> bool {
    let after = head(&text[date.at.end..], 60);
    date.day.is_some() || after.starts_with(['在', '于']) || words::PUBLISHES_AFTER.iter().any(|w| after.contains(w))
}

/// The day or month an address carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Carried {
    first: NaiveDate,
    last: NaiveDate,
}

impl Carried {
    fn day(date: NaiveDate) -> Carried {
        Carried { first: date, last: date }
    }

    fn text(&self) -> String {
        if self.first == self.last { self.first.to_string() } else { self.first.format("%Y-%m").to_string() }
    }
}

static SLASHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[/_-](20[0-3]\d)[/_-]?([01]?\d)[/_-]([0-3]?\d)(?:[/_.-]|$)|/(20[0-3]\d)/([01]\d)([0-3]\d)/|/(20[0-3]\d)([01]\d)/").expect("a constant pattern")
});

/// Reads the date out of an address: `/2023/10/27/`, `/2023/1027/`, `t20231027_`, epoch seconds or
/// milliseconds (Beijing time), `/202310/`.
fn date_in(url: &str) -> Option<Carried> {
    let path = url.split_once("://").map_or(url, |(_, r)| r);
    let path = &path[path.find('/')?..];
    if let Some(caps) = SLASHED.captures(path) {
        let part = |i: usize| caps.get(i).and_then(|m| m.as_str().parse::<u32>().ok());
        let day =
            |y: usize, m: usize, d: usize| NaiveDate::from_ymd_opt(i32::try_from(part(y)?).ok()?, part(m)?, part(d)?);
        if let Some(date) = day(1, 2, 3).or_else(|| day(4, 5, 6)) {
            return Some(Carried::day(date));
        }
        if let (Some(year), Some(month)) = (part(7), part(8)) {
            let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1)?;
            let last = first + chrono::Months::new(1) - chrono::Days::new(1);
            // A folder of the month may hold a finer number; that is looked for first.
            return digits_in(path).or(Some(Carried { first, last }));
        }
    }
    digits_in(path)
}

fn digits_in(path: &str) -> Option<Carried> {
    path.split(|c: char| !c.is_ascii_digit()).find_map(|run| {
        let number: i64 = run.parse().ok()?;
        let seconds = match run.len() {
            13 => number / 1000,
            10 if run.starts_with('1') => number,
            8 => {
                let (y, m, d) = (number / 10_000, number / 100 % 100, number % 100);
                return NaiveDate::from_ymd_opt(i32::try_from(y).ok()?, u32::try_from(m).ok()?, u32::try_from(d).ok()?)
                    .filter(|_| (2000..2036).contains(&y))
                    .map(Carried::day);
            }
            _ => return None,
        };
        // 2005 to 2035; other numbers of that length are identifiers.
        (1_104_508_800..2_082_700_000).contains(&seconds).then_some(())?;
        DateTime::from_timestamp(seconds + 8 * 3600, 0).map(|t| Carried::day(t.date_naive()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_give_their_dates_up() {
        for (url, day) in [
            ("https://a.cn/content/1686889415331.shtml", Some("2023-06-16")),
            ("https://a.cn/content/1698378136.html", Some("2023-10-27")),
            ("http://a.cn/art/2023/10/27/art_1_2.html", Some("2023-10-27")),
            ("http://a.cn/2023/1027/c1a2/page.htm", Some("2023-10-27")),
            ("http://a.cn/c1/202310/t20231027_99.html", Some("2023-10-27")),
            ("http://a.cn/c1/202310/a.html", Some("2023-10")),
            ("http://a.cn/info/1012/3417.htm", None),
            ("http://a.cn/p/98765432.htm", None),
            ("http://a.cn/p/9876543210.htm", None),
        ] {
            assert_eq!(date_in(url).map(|c| c.text()).as_deref(), day, "{url}");
        }
    }
}
