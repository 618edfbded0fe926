//! The period of a publicity in a row: both ends, one of them, or how long it is.
//!
//! A list of names without its last day would stay public for good, so it is asked what nobody can work out. How days are
//! counted is [`Length`]'s to know. It must not know how a date is spelt: that is [`date`](super::super::date).

use super::super::date::{self, Dated};
use super::{Cells, Doubt, StatedYear, Taken, Understood};
use crate::calendar::Calendar;
use crate::date::PartialDate;
use crate::publicity::{self, Days, Length};
use chrono::NaiveDate;
use std::sync::LazyLock;

/// The working days of the mainland, read once.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::mainland);

impl Cells<'_> {
    /// A column of publicity periods holds both ends in one cell, how long it is, or the day of disclosure of what is no
    /// publicity.
    pub(super) fn periods(&mut self, stated: StatedYear) {
        let places = [self.at("publicity_from"), self.at("publicity_until"), self.at("published_on")];
        let [Some(from), Some(until), Some(day)] = places else { return };
        let stated = match self.day_in(from, stated) {
            Some(first) if stated == StatedYear::None => StatedYear::of_date(PartialDate::Day(first)),
            _ => stated,
        };
        if !self.cell(until).is_empty() {
            self.end_beside(from, until, day, stated);
            // Both ends in columns of their own say since when it was public, where no other column does.
            let open = self.cell(day).is_empty() && !self.asks_about(day) && self.text("index").is_empty();
            if let Some(first) = self.day_in(from, stated).filter(|_| open) {
                let text = self.cell(from).to_string();
                self.begins(day, &text, PartialDate::Day(first));
            }
            return self.until_of_what(until);
        }
        let text = self.cell(from).to_string();
        if text.is_empty() {
            return;
        }
        let open = self.cell(day).is_empty() && !self.asks_about(day);
        match date::read(&text, self.is_number(from), stated) {
            Dated::Period(first, _) if open => self.begins(day, &text, first),
            Dated::Period(..) | Dated::NotYet => {}
            Dated::Literal | Dated::Other(_) if self.written.sheet.begins_only => {
                let first = self.day_in(from, stated).filter(|_| open && self.text("index").is_empty());
                first.into_iter().for_each(|first| self.begins(day, &text, PartialDate::Day(first)));
            }
            _ if Lasting::read(&text).is_some() => self.lasts(from, (from, until, day), stated),
            // 公示时间 with one day in it is when it was put up; until when nobody says.
            _ if open && self.text("publicity").is_empty() => {
                self.row.0.swap(from, day);
                self.moved = Some((from, day));
            }
            _ => {}
        }
    }

    /// The first day of a period is the day of disclosure of a row that names no other.
    fn begins(&mut self, day: usize, text: &str, first: PartialDate) {
        self.row.0[day] = first.to_string();
        self.understood.push(Understood::new(Taken::PeriodStart, Some(day), text, first.to_string()));
    }

    fn asks_about(&self, at: usize) -> bool {
        self.questions.iter().any(|question| question.column == Some(at))
    }

    /// The day that a cell holds, where it holds one.
    fn day_in(&self, at: usize, stated: StatedYear) -> Option<NaiveDate> {
        let read = match date::read(self.cell(at), self.is_number(at), stated) {
            Dated::Literal => self.cell(at).parse().ok()?,
            Dated::Other(date) | Dated::OfStatedYear(date) => date,
            _ => return None,
        };
        if let PartialDate::Day(day) = read { Some(day) } else { None }
    }

    /// A column beside that of the first day, 公示期, says how long, or both days again.
    fn end_beside(&mut self, from: usize, until: usize, day: usize, stated: StatedYear) {
        let text = self.cell(until).to_string();
        if Lasting::read(&text).is_some() {
            // Both days say more than how many they are.
            if let Dated::Period(first, last) = date::read(self.cell(from), self.is_number(from), stated) {
                let both = self.cell(from).to_string();
                if self.cell(day).is_empty() && !self.asks_about(day) {
                    self.begins(day, &both, first);
                }
                self.row.0[until] = last.to_string();
                return self.in_period((from, Some(from)), &both, (first, last));
            }
            return self.lasts(until, (from, until, day), stated);
        }
        let Dated::Period(first, last) = date::read(&text, self.is_number(until), stated) else { return };
        if !self.cell(from).is_empty() && self.day_in(from, stated).map(PartialDate::Day) != Some(first) {
            return self.ask(until, Doubt::Date, vec![first.to_string(), last.to_string()]);
        }
        if self.cell(day).is_empty() && !self.asks_about(day) {
            self.begins(day, &text, first);
        }
        self.row.0[until] = last.to_string();
        self.in_period((from, Some(until)), &text, (first, last));
    }

    /// 公示期：5个工作日 is how long: its last day follows from its first, or from the day of disclosure. 不少于5天, a first day
    /// that is not known and a year whose holidays nobody has announced leave it to a person.
    fn lasts(&mut self, at: usize, (from, until, day): (usize, usize, usize), stated: StatedYear) {
        let text = self.cell(at).to_string();
        let Some(lasting) = Lasting::read(&text) else { return };
        let begun = lasting.from.as_deref().map(|begun| match date::read(begun, false, stated) {
            Dated::Literal => begun.parse().ok(),
            Dated::Other(PartialDate::Day(day)) | Dated::OfStatedYear(PartialDate::Day(day)) => Some(day),
            _ => None,
        });
        let first = match begun {
            Some(begun) => begun,
            None => (at != from).then(|| self.day_in(from, stated)).flatten().or_else(|| self.day_in(day, stated)),
        };
        let last = first.and_then(|first| lasting.length.last_day(first, &CALENDAR).ok());
        let (at_first, at_last) = (first.map(PartialDate::Day), last.map(|last| PartialDate::Day(last.date())));
        let first_text = at_first.map(|first| first.to_string()).unwrap_or_default();
        match (at_first, at_last, last) {
            (Some(first), Some(end), Some(due)) if !lasting.at_least && !due.is_provisional() => {
                self.row.0[until] = end.to_string();
                if self.cell(day).is_empty() && !self.asks_about(day) {
                    self.begins(day, &text, first);
                }
                self.in_period((from, None), &text, (first, end));
                self.understood.push(Understood::new(Taken::Lasting, Some(at), &text, end.to_string()));
            }
            (_, end, _) => {
                self.row.0[from] = first_text;
                self.row.0[until].clear();
                let choices = end.iter().map(PartialDate::to_string).collect();
                self.questions.push(super::Question::new(Doubt::NoEnd, Some(until), &text, choices));
            }
        }
    }

    /// The row is one of a publicity of these days, told where a cell held both.
    fn in_period(
        &mut self,
        (from, told): (usize, Option<usize>),
        text: &str,
        (first, last): (PartialDate, PartialDate),
    ) {
        if let Some(at) = told {
            self.understood.push(Understood::new(Taken::Period, Some(at), text, format!("{first}/{last}")));
        }
        if let Some(kind) = self.at("publicity").filter(|kind| self.cell(*kind).is_empty()) {
            self.row.0[kind] = kind_of_publicity(self.text("title"));
        }
        self.row.0[from] = first.to_string();
    }

    /// 截止日期 is that of a publicity, or of anything else that the record speaks of.
    fn until_of_what(&mut self, until: usize) {
        let publicity = ["publicity", "publicity_from"].iter().any(|key| !self.text(key).is_empty());
        if !self.cell(until).is_empty() && !publicity && !self.text("title").contains("公示") {
            self.ask(until, Doubt::Until, Vec::new());
        }
    }

    /// A publicity without its last day would stay public for good: asked where the row says that it is one, told where
    /// only its title does.
    pub(in super::super) fn publicity_end(&mut self) {
        let places = [self.at("publicity"), self.at("publicity_from"), self.at("publicity_until"), self.at("title")];
        let [Some(kind), Some(from), Some(until), Some(title)] = places else { return };
        let asked = |at: usize| self.questions.iter().any(|question| question.column == Some(at));
        // What has an index number was written by the program and says all there is.
        let ended = !self.cell(until).is_empty() || asked(until) || asked(from);
        let standing = matches!(self.text("term"), "" | "长期" | "standing");
        if ended || !standing || !self.may_be_public() || !self.text("index").is_empty() {
            return;
        }
        let said = !self.cell(kind).is_empty() || !self.cell(from).is_empty();
        // What is copied out of a document that the row names may not say more than that does.
        if said && self.text("source").is_empty() {
            let written = [self.cell(from), self.cell(kind)].into_iter().find(|text| !text.is_empty());
            let written = written.unwrap_or_default().to_string();
            if self.cell(kind).is_empty() {
                self.row.0[kind] = kind_of_publicity(self.cell(title));
            }
            self.questions.push(super::Question::new(Doubt::NoEnd, Some(until), &written, Vec::new()));
        } else if said || of_publicity(self.cell(title)) {
            let written = self.cell(title).to_string();
            self.understood.push(Understood::new(Taken::NoEnd, Some(title), &written, ""));
        }
    }

    /// A period: of a publicity its first and last day, else its first day is the date.
    pub(super) fn period(&mut self, at: usize, key: &str, from: PartialDate, until: PartialDate) {
        if !matches!(key, "published_on" | "on" | "publicity_from") {
            return self.ask(at, Doubt::Date, vec![from.to_string(), until.to_string()]);
        }
        let places = [self.at("publicity"), self.at("publicity_from"), self.at("publicity_until")];
        let [Some(kind), Some(first), Some(last)] = places else {
            return self.take(at, Taken::PeriodStart, from.to_string());
        };
        let named = key == "publicity_from" || !self.cell(kind).is_empty() || self.text("title").contains("公示");
        if !named || !self.cell(last).is_empty() {
            return self.take(at, Taken::PeriodStart, from.to_string());
        }
        let written = std::mem::replace(&mut self.row.0[at], from.to_string());
        self.in_period((first, Some(at)), &written, (from, until));
        self.row.0[last] = until.to_string();
    }
}

/// How long something is put up: 7天, 5个工作日, 不少于5个工作日, 自2023年5月4日起5个工作日, 公示期7天.
#[derive(Debug, PartialEq, Eq)]
struct Lasting {
    length: Length,
    /// The first day as it is written, where it is.
    from: Option<String>,
    /// It may be longer: 不少于.
    at_least: bool,
}

impl Lasting {
    fn read(text: &str) -> Option<Lasting> {
        let plain: String = crate::date::half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let bare = plain.trim_start_matches('自').trim_start_matches('从').trim_end_matches(['。', '内']);
        let (from, rest) = match bare.split_once('起') {
            Some((from, rest)) if !from.is_empty() => (Some(from.to_string()), rest.trim_start_matches(['至', '到'])),
            _ => (None, bare),
        };
        // 自发布之日起 is from the day of disclosure.
        let from = from.filter(|from| !["之日", "当日", "当天"].iter().any(|word| from.ends_with(word)));
        let rest = rest.trim_start_matches([',', '、', ':', '计']);
        let rest = ["公示期限为", "公示期限", "公示期为", "公示期", "公示时间为", "公示时间", "公示", "为期", "共"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest)
            .trim_start_matches([':', '为']);
        let longer = ["不少于", "不得少于", "不低于", "至少"].iter().find_map(|word| rest.strip_prefix(word));
        let rest = longer.unwrap_or(rest);
        let (rest, longer) = match rest.strip_suffix("以上").or_else(|| rest.strip_suffix("及以上")) {
            Some(rest) => (rest, true),
            None => (rest, longer.is_some()),
        };
        // 公示天数: 5, of which days nobody says.
        if rest.len() <= 2 && from.is_none() && rest.parse().is_ok_and(|count: u32| count > 0) {
            let length = Length { count: rest.parse().ok()?, days: Days::Working };
            return Some(Lasting { length, from, at_least: true });
        }
        let (count, days) = LENGTHS.iter().find_map(|(unit, days)| Some((rest.strip_suffix(unit)?, *days)))?;
        let count =
            count.parse().ok().or_else(|| crate::zh::number(count)).filter(|count| (1..=366).contains(count))?;
        let week = rest.ends_with('周') || rest.ends_with("星期");
        let length = Length { count: if week { count * 7 } else { count }, days };
        Some(Lasting { length, from, at_least: longer })
    }
}

/// What lengths are counted in, the longer words first.
const LENGTHS: [(&str, Days); 12] = [
    ("个工作日", Days::Working),
    ("工作日", Days::Working),
    ("个自然日", Days::Calendar),
    ("自然日", Days::Calendar),
    ("个日历日", Days::Calendar),
    ("日历日", Days::Calendar),
    ("日历天", Days::Calendar),
    ("天", Days::Calendar),
    ("日", Days::Calendar),
    ("个星期", Days::Calendar),
    ("星期", Days::Calendar),
    ("周", Days::Calendar),
];

/// Whether a title is that of something put up for objections: not of what came of it, nor of rules for it.
fn of_publicity(title: &str) -> bool {
    let plain = title.trim_end_matches(['》', '”', ')', '）']);
    let others = ["公示栏", "公示期", "公示结果", "公示制度", "公示办法", "公示情况"];
    plain.contains("公示") && !others.iter().any(|word| plain.contains(word))
}

/// The kind of publicity that a title names, else the bare word.
pub(super) fn kind_of_publicity(title: &str) -> String {
    let kinds: Vec<&publicity::Kind> = title
        .split(|c: char| !c.is_alphanumeric())
        .flat_map(|part| {
            let part = part.trim_start_matches("关于").trim_start_matches("对");
            publicity::Kind::read(part.split('的').next().unwrap_or(part))
        })
        .collect();
    match kinds.as_slice() {
        [only] => only.name_zh.to_string(),
        _ => "公示".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_with_its_first_day_and_whether_it_may_be_longer() {
        let read = |text: &str| {
            Lasting::read(text)
                .map(|lasting| (lasting.length.count, lasting.length.days, lasting.from, lasting.at_least))
        };
        let plain = |count, days| Some((count, days, None, false));
        for (text, said) in [
            ("5个工作日", plain(5, Days::Working)),
            ("三个工作日", plain(3, Days::Working)),
            ("７ 天", plain(7, Days::Calendar)),
            ("公示期为7日", plain(7, Days::Calendar)),
            ("一周", plain(7, Days::Calendar)),
            ("十五日", plain(15, Days::Calendar)),
            ("不少于5个工作日", Some((5, Days::Working, None, true))),
            ("5个工作日以上", Some((5, Days::Working, None, true))),
            ("自2023年5月4日起5个工作日", Some((5, Days::Working, Some("2023年5月4日".into()), false))),
            ("2023-05-04起，公示7天", Some((7, Days::Calendar, Some("2023-05-04".into()), false))),
            ("15日", plain(15, Days::Calendar)),
            ("5月4日", None),
            ("2023年5月4日", None),
            ("2023-05-04", None),
            ("长期", None),
            ("0天", None),
            ("999999999999天", None),
            ("", None),
        ] {
            assert_eq!(read(text), said, "{text}");
        }
    }
}
