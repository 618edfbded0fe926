//! What a row says of its openness, its audience and its term, in whatever column it says it.
//!
//! 主动公开, 依申请公开 and 不予公开 are answers and never channels, even where a column of channels holds them; a tick is
//! no channel either. 是 means disclosed; 否 does not say why not, and is asked about. How long a term lasts counts from
//! the day of disclosure; working days need a calendar and are asked about.

use super::super::date::{self, Dated};
use super::super::{channel, words};
use super::{Cells, Doubt, Question, StatedYear, Taken, Understood, kind_of_publicity};
use crate::date::{PartialDate, half_width};
use crate::ledger::Table;
use crate::zh;
use chrono::{Days, Months, NaiveDate};

impl Cells<'_> {
    /// Openness and audience, and what of them stands in the column of channels.
    pub(in super::super) fn openness(&mut self) {
        let (Some(openness), Some(channel)) = (self.at("openness"), self.at("channel")) else { return };
        match words::tick(self.cell(openness)) {
            Some(true) => self.take(openness, Taken::Word, "主动公开"),
            Some(false) if !self.cell(openness).is_empty() => {
                self.ask(openness, Doubt::Word, vec!["不予公开".into(), "依申请公开".into()]);
            }
            _ => {}
        }
        // 校内公开 in a column of openness says for whom.
        let inside = words::known(Table::Records, "audience", self.cell(openness)).filter(|word| *word != "社会");
        if let Some((word, at)) = inside.zip(self.at("audience")) {
            let there = self.cell(at).to_string();
            if there.is_empty() || there == word || words::known(Table::Records, "audience", &there) == Some(word) {
                self.take(openness, Taken::Word, "主动公开");
                self.row.0[at] = word.to_string();
                self.understood.push(Understood::new(Taken::Word, Some(at), self.written.row.cell(openness), word));
            } else {
                self.ask(openness, Doubt::Word, vec![word.to_string(), there]);
            }
        }
        if let Some(at) = self.at("audience").filter(|at| matches!(self.cell(*at), "内部" | "内部公开" | "对内"))
        {
            self.ask(at, Doubt::Word, vec!["校内".into(), "本单位".into()]);
        }
        self.openness_among_channels(openness, channel);
    }

    fn openness_among_channels(&mut self, openness: usize, channel: usize) {
        let text = self.cell(channel).to_string();
        if text.is_empty() || text.is_ascii() {
            return;
        }
        let mut kept: Vec<String> = Vec::new();
        let mut said: Vec<(&'static str, usize)> = Vec::new();
        for part in channel::split(&text) {
            let half = half_width(&part);
            let (bare, inner) =
                half.split_once('(').map_or((half.as_str(), ""), |(bare, inner)| (bare, inner.trim_end_matches(')')));
            let word = words::known(Table::Records, "audience", bare);
            let word = word.or_else(|| ["社会", "校内", "本单位"].into_iter().find(|word| *word == bare));
            let audience = word.zip(self.at("audience"));
            match (words::openness(bare).map(|word| (word, openness)), audience) {
                (Some(word), _) | (None, Some(word)) => {
                    said.push(word);
                    kept.extend(Some(inner.trim().to_string()).filter(|inner| channel::channel_kind(inner).is_some()));
                }
                (None, None) if words::tick(&part) == Some(true) => return self.ask(channel, Doubt::Word, Vec::new()),
                (None, None) => kept.push(part),
            }
        }
        if said.is_empty() {
            return;
        }
        self.row.0[channel] = kept.join("；");
        for (word, column) in said {
            let there = self.cell(column).to_string();
            if there.is_empty() {
                self.row.0[column] = word.to_string();
                self.understood.push(Understood::new(Taken::Word, Some(column), &text, word));
            } else if there != word {
                let question = Question::new(Doubt::Word, Some(column), &text, vec![there, word.to_string()]);
                self.questions.push(question);
            }
        }
    }

    /// A term in words, and the kind of a publicity whose days are given.
    pub(in super::super) fn terms(&mut self) {
        self.term();
        let places = [self.at("publicity"), self.at("publicity_from"), self.at("publicity_until"), self.at("title")];
        let [Some(kind), Some(from), Some(until), Some(title)] = places else { return };
        let days = !self.cell(from).is_empty() || !self.cell(until).is_empty();
        if days && self.cell(kind).is_empty() && self.cell(title).contains("公示") {
            let named = kind_of_publicity(self.cell(title));
            self.row.0[kind].clone_from(&named);
            self.understood.push(Understood::new(Taken::Word, Some(kind), self.row.cell(title), named));
        }
    }

    fn term(&mut self) {
        let (Some(at), Some(day)) = (self.at("term"), self.at("published_on")) else { return };
        let text = self.cell(at).to_string();
        let plain: String = half_width(&text).chars().filter(|c| !c.is_whitespace()).collect();
        if plain.is_empty() || plain == "长期" || plain.parse::<NaiveDate>().is_ok() {
            return;
        }
        if let Dated::Period(_, PartialDate::Day(last)) = date::read(&text, false, StatedYear::None) {
            return self.take(at, Taken::Term, last.to_string());
        }
        let deadline = ["及时", "适时", "实时", "随时", "定期", "日内", "月内", "每年", "每月", "每季", "每学"];
        if deadline.iter().any(|word| plain.contains(word)) {
            return self.take(at, Taken::Deadline, "");
        }
        let Some(length) = Length::of(&plain) else { return };
        let from = match self.cell(day).parse() {
            Ok(PartialDate::Day(from)) => Some(from),
            _ => None,
        };
        match from.and_then(|from| length.last(from)) {
            Some(last) => self.take(at, Taken::Term, last.to_string()),
            None => self.ask(at, Doubt::Word, Vec::new()),
        }
    }
}

/// How long something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Months(u32),
    Days(u64),
    /// Which days are working days is not known here.
    WorkingDays,
}

impl Length {
    fn of(plain: &str) -> Option<Length> {
        let bare = plain.trim_start_matches("公示").trim_start_matches("公开").trim_start_matches(['不', '少', '于']);
        if bare == "半年" {
            return Some(Length::Months(6));
        }
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        let numerals: usize = bare.chars().take_while(|c| zh::is_numeral(*c)).map(char::len_utf8).sum();
        let (number, unit) = bare.split_at(if digits > 0 { digits } else { numerals });
        let number = if digits > 0 { number.parse().ok()? } else { zh::number(number)? };
        match unit {
            "年" | "周年" | "学年" if number <= 100 => Some(Length::Months(number * 12)),
            "个月" | "月" if number <= 1200 => Some(Length::Months(number)),
            "天" | "日" | "个自然日" if number <= 36_500 => Some(Length::Days(number.into())),
            "周" | "个星期" | "星期" if number <= 5_000 => Some(Length::Days(u64::from(number) * 7)),
            "个工作日" | "工作日" => Some(Length::WorkingDays),
            _ => None,
        }
    }

    /// The last day, the first counted in.
    fn last(self, from: NaiveDate) -> Option<NaiveDate> {
        let after = match self {
            Length::Months(months) => from.checked_add_months(Months::new(months))?,
            Length::Days(days) => from.checked_add_days(Days::new(days))?,
            Length::WorkingDays => return None,
        };
        after.pred_opt()
    }
}
