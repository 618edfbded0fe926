//! The cells of one row on their way to what the columns want, column by column.
//!
//! Each step looks at the text first and leaves alone what is literal. What it changes it tells, what it cannot decide it
//! asks, and the cell in question is left empty.

mod openness;
mod sites;

use super::address::{self, Addresses};
use super::channel;
use super::date::{self, Dated};
use super::item::{self, Named};
use super::shape;
use super::words;
use super::{
    Doubt, Fault, FaultKind, Known, Question, ReleaseEntry, Row, StatedYear, Table, Taken, Understood, Written, columns,
};
use crate::date::PartialDate;
use crate::publicity;
use crate::record::Form;
use crate::school::ChannelKind;
use crate::school_year::SchoolYear;

/// A row being read.
pub(super) struct Cells<'a> {
    written: Written<'a>,
    pub(super) row: Row,
    pub(super) releases: Vec<ReleaseEntry>,
    pub(super) understood: Vec<Understood>,
    pub(super) questions: Vec<Question>,
    pub(super) faults: Vec<Fault>,
}

/// Columns that hold dates.
const DATES: [&str; 8] =
    ["made_on", "published_on", "on", "signed_on", "as_of", "state_on", "publicity_from", "publicity_until"];

/// Columns that hold texts in which every sign counts.
const TEXTS: [&str; 4] = ["body", "text", "definition", "note"];

impl<'a> Cells<'a> {
    pub(super) fn new(written: Written<'a>) -> Cells<'a> {
        let mut row = written.row.clone();
        row.0.resize(columns(written.table).len(), String::new());
        Cells { written, row, releases: Vec::new(), understood: Vec::new(), questions: Vec::new(), faults: Vec::new() }
    }

    fn at(&self, key: &str) -> Option<usize> {
        columns(self.written.table).iter().position(|column| column.key == key)
    }

    fn cell(&self, at: usize) -> &str {
        self.row.cell(at)
    }

    fn text(&self, key: &str) -> &str {
        self.at(key).map_or("", |at| self.row.cell(at))
    }

    fn link(&self, at: usize) -> Option<&'a str> {
        self.written.hints.iter().find(|hint| hint.column == at)?.link.as_deref()
    }

    fn is_number(&self, at: usize) -> bool {
        self.written.hints.iter().any(|hint| hint.column == at && hint.number)
    }

    /// The cell becomes `text`, and that is told.
    fn take(&mut self, at: usize, kind: Taken, text: impl Into<String>) {
        let text = text.into();
        let written = std::mem::replace(&mut self.row.0[at], text.clone());
        self.understood.push(Understood::new(kind, Some(at), &written, text));
    }

    /// The cell is asked about and left empty.
    fn ask(&mut self, at: usize, kind: Doubt, candidates: Vec<String>) {
        let written = std::mem::take(&mut self.row.0[at]);
        self.questions.push(Question::new(kind, Some(at), &written, candidates));
    }

    /// Formulas whose result the file does not keep: nobody knows what the sheet shows there.
    pub(super) fn formulas(&mut self) {
        for hint in self.written.hints.iter().filter(|hint| hint.formula && hint.link.is_none()) {
            if self.row.cell(hint.column).is_empty() {
                self.understood.push(Understood::new(Taken::Formula, Some(hint.column), "", ""));
            }
        }
    }

    /// Signs without width that come along from pages and chats.
    pub(super) fn clean(&mut self) {
        let unseen = |c: char| matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{ad}');
        for (cell, column) in self.row.0.iter_mut().zip(columns(self.written.table)) {
            if !TEXTS.contains(&column.key) && cell.contains(|c| unseen(c) || c == '\u{a0}') {
                *cell = cell.chars().filter(|c| !unseen(*c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
            }
        }
        // Of a report's text the braces count: a reference in full-width ones is one.
        if let Some(at) = self.at("text").filter(|_| self.written.table == Table::Texts)
            && self.row.0[at].contains('｛')
        {
            let text = self.row.0[at].replace('｛', "{").replace('｝', "}");
            self.take(at, Taken::Word, text);
        }
    }

    /// 同上 stands for a cell that a row by itself does not know.
    pub(super) fn ditto(&mut self) {
        for at in 0..self.row.0.len() {
            if shape::is_ditto(self.cell(at)) {
                self.ask(at, Doubt::Word, Vec::new());
            }
        }
    }

    /// Other words for those that columns know.
    pub(super) fn words(&mut self) {
        for (at, column) in columns(self.written.table).iter().enumerate() {
            if let Some(word) = words::known(self.written.table, column.key, self.cell(at)) {
                self.take(at, Taken::Word, word);
            }
        }
    }

    /// School years in other spellings; a calendar year may be either of two.
    pub(super) fn school_years(&mut self) {
        for key in ["year", "from_year"] {
            let Some(at) = self.at(key) else { continue };
            let text = self.cell(at).to_string();
            if text.is_empty() || text.parse::<SchoolYear>().is_ok() {
                continue;
            }
            match StatedYear::of(&text) {
                StatedYear::School(year) => self.take(at, Taken::Word, year.to_string()),
                StatedYear::Calendar(year) => {
                    let years = [year - 1, year].into_iter().filter_map(SchoolYear::beginning);
                    self.ask(at, Doubt::Word, years.map(|year| year.to_string()).collect());
                }
                StatedYear::None => {
                    let plain = text.trim().trim_end_matches("年");
                    if let Some(year) = plain.parse::<i32>().ok().filter(|year| (1990..=2100).contains(year)) {
                        let years = [year - 1, year].into_iter().filter_map(SchoolYear::beginning);
                        self.ask(at, Doubt::Word, years.map(|year| year.to_string()).collect());
                    }
                }
            }
        }
    }

    /// The year that a date without one is of: the row's own, else the sheet's.
    pub(super) fn stated_year(&self) -> StatedYear {
        match self.text("year").parse() {
            Ok(year) => StatedYear::School(year),
            Err(_) => self.written.sheet.year,
        }
    }

    pub(super) fn items(&mut self) {
        let Some(at) = self.at("item") else { return };
        let title = if self.written.table == Table::Records { self.text("title").to_string() } else { String::new() };
        let text = self.cell(at).to_string();
        match item::read(&text, &title) {
            Named::Literal | Named::No => {}
            Named::Number(number) => self.take(at, Taken::ItemNumber, number.to_string()),
            Named::Text(number) => self.take(at, Taken::ItemText, number.to_string()),
            Named::Doubtful(items) => self.ask(at, Doubt::Item, items.iter().map(u8::to_string).collect()),
        }
    }

    pub(super) fn dates(&mut self, stated: StatedYear) {
        for key in DATES {
            let Some(at) = self.at(key) else { continue };
            let text = self.cell(at).to_string();
            if text.is_empty() {
                continue;
            }
            match date::read(&text, self.is_number(at), stated) {
                Dated::Literal if self.written.hints.iter().any(|hint| hint.column == at && hint.month) => {
                    self.understood.push(Understood::new(Taken::FirstDay, Some(at), "", text));
                }
                Dated::Literal | Dated::No => {}
                Dated::Other(date) => self.take(at, Taken::Date, date.to_string()),
                Dated::OfStatedYear(date) => self.take(at, Taken::Year, date.to_string()),
                Dated::Vague(date) => self.take(at, Taken::Vague, date.to_string()),
                Dated::InYear(year) => self.in_year(at, year),
                Dated::Nothing => self.no_date(at, &text),
                Dated::Period(from, until) => self.period(at, key, from, until),
                Dated::Yearless => self.ask(at, Doubt::Year, Vec::new()),
                Dated::Doubtful(dates) => self.ask(at, Doubt::Date, dates.iter().map(PartialDate::to_string).collect()),
            }
        }
        let Some(at) = self.at("term") else { return };
        let text = self.cell(at).to_string();
        if let Dated::Other(PartialDate::Day(day)) = date::read(&text, false, StatedYear::None) {
            self.take(at, Taken::Date, day.to_string());
        }
    }

    /// Of a date only the school year is known.
    fn in_year(&mut self, at: usize, year: SchoolYear) {
        match self.at("year").filter(|year| self.cell(*year).is_empty()) {
            Some(column) => {
                self.row.0[column] = year.to_string();
                let written = std::mem::take(&mut self.row.0[at]);
                self.understood.push(Understood::new(Taken::Vague, Some(at), &written, year.to_string()));
            }
            None => self.take(at, Taken::NoDate, ""),
        }
    }

    /// 长期 in a column of dates is a term.
    fn no_date(&mut self, at: usize, text: &str) {
        let standing = text.starts_with("长期");
        if let Some(form) = self.at("form").filter(|form| standing && self.cell(*form).is_empty()) {
            // A page that stands for good bears no date, and lacks none.
            self.row.0[form] = Form::Page.zh().to_string();
            let written = std::mem::take(&mut self.row.0[at]);
            self.understood.push(Understood::new(Taken::NoDate, Some(at), &written, "长期公开"));
        } else {
            self.take(at, Taken::NoDate, "");
        }
        if let Some(term) = self.at("term").filter(|term| standing && self.cell(*term).is_empty()) {
            self.row.0[term] = "长期".to_string();
        }
    }

    /// A period: of a publicity its first and last day, else its first day is the date.
    fn period(&mut self, at: usize, key: &str, from: PartialDate, until: PartialDate) {
        if !matches!(key, "published_on" | "on" | "publicity_from") {
            return self.ask(at, Doubt::Date, vec![from.to_string(), until.to_string()]);
        }
        let places = [self.at("publicity"), self.at("publicity_from"), self.at("publicity_until")];
        let [Some(kind), Some(first), Some(last)] = places else {
            return self.take(at, Taken::PeriodStart, from.to_string());
        };
        let title = self.text("title").to_string();
        let named = !self.cell(kind).is_empty() || title.contains("公示");
        if !named || !self.cell(last).is_empty() {
            return self.take(at, Taken::PeriodStart, from.to_string());
        }
        let written = std::mem::replace(&mut self.row.0[at], from.to_string());
        self.understood.push(Understood::new(Taken::Period, Some(at), &written, format!("{from}/{until}")));
        if self.cell(kind).is_empty() {
            self.row.0[kind] = kind_of_publicity(&title);
        }
        self.row.0[first] = from.to_string();
        self.row.0[last] = until.to_string();
    }

    /// Numbers with their units, separators and in 万.
    pub(super) fn numbers(&mut self) {
        let (key, unit) = match self.written.table {
            Table::Figures => ("value", self.text("unit").to_string()),
            Table::Records => ("count", String::new()),
            _ => return,
        };
        let Some(at) = self.at(key) else { return };
        let text = self.cell(at).to_string();
        let plain = text.bytes().all(|b| b.is_ascii_digit());
        if text.is_empty() || plain || key == "value" && text.parse::<crate::figure::Quantity>().is_ok() {
            return;
        }
        let Some((number, about)) = words::figure(&text, &unit) else { return };
        match self.at("approximate").filter(|_| about) {
            Some(about) => self.row.0[about] = "是".to_string(),
            // How many things a row stands for is known or not.
            None if about => return,
            None => {}
        }
        self.take(at, Taken::Number, number);
    }

    /// 1, 2, 3 on several sheets number rows and are no keys.
    pub(super) fn key(&mut self) {
        let Some(at) = self.at("key").filter(|_| self.written.sheet.running) else { return };
        let text = self.cell(at);
        if !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()) {
            self.take(at, Taken::RunningNumber, "");
        }
    }

    /// 无 in place of a title says that there is nothing to disclose, which is a statement of its own; in place of a
    /// document's number, that it has none.
    pub(super) fn nothing(&mut self) {
        if let Some(at) = self.at("title").filter(|at| words::says_nothing(self.cell(*at))) {
            self.ask(at, Doubt::Nothing, Vec::new());
        }
        let number = self.at("document_number");
        if let Some(at) = number.filter(|at| words::says_nothing(self.cell(*at))) {
            self.take(at, Taken::Word, "");
        }
    }

    /// The unit: that of the sheet when the row names none; the first of several.
    pub(super) fn unit(&mut self, is_unit: &dyn Fn(&str) -> bool) {
        let Some(at) = self.at("unit") else { return };
        let text = self.cell(at).to_string();
        let none = matches!(text.as_str(), "无" | "待定" | "不详" | "/" | "—" | "-" | "未知" | "暂无");
        if text.is_empty() || none {
            if none {
                self.take(at, Taken::Unit, "");
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
        let parts: Vec<&str> = text
            .split(['、', '，', ',', '；', ';', '/', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let several = parts.len() > 1 && parts.iter().all(|part| shape::is_unit(part) || is_unit(part));
        if several {
            return self.first_unit(at, parts[0]);
        }
        // A person beside the unit: the unit answers, and no name goes along.
        if let [unit, person] = text.split_whitespace().collect::<Vec<_>>().as_slice()
            && shape::is_unit(unit)
            && !shape::is_unit(person)
            && (2..=4).contains(&person.chars().count())
        {
            self.row.0[at] = (*unit).to_string();
            self.understood.push(Understood::new(Taken::Unit, Some(at), unit, *unit));
        }
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

    /// A release's own address and channel.
    pub(super) fn release(&mut self) {
        let Some(at) = self.at("locator") else { return };
        let found = self.address(at);
        if let Some(first) = found.first() {
            self.row.0[at].clone_from(first);
        }
        if found.len() > 1 {
            self.ask(at, Doubt::Link, found);
        }
        if let Some(at) = self.at("channel").filter(|at| channel::says_none(self.cell(*at))) {
            self.take(at, Taken::NoChannel, "");
        }
    }

    /// Addresses and channels of a record, each address with the channel it belongs to.
    pub(super) fn places(&mut self, known: &dyn Known, stated: StatedYear) {
        let (Some(at), Some(channel)) = (self.at("locator"), self.at("channel")) else { return };
        let sites = self.sites(stated);
        let mut found = self.address(at);
        self.title_link(at, &mut found);
        let channels = self.channels(channel, &mut found);
        let literal = channels.is_none();
        let channels = channels.unwrap_or_else(|| {
            let text = self.cell(channel);
            text.split(['；', ';', '、', '\n'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(str::to_string)
                .collect()
        });
        if !sites.is_empty() {
            return self.place_sites((at, channel), sites, (channels, &found), known);
        }
        if let Some(first) = found.first() {
            self.row.0[at].clone_from(first);
        }
        self.spread(channel, channels, &found, literal, known);
    }

    /// The addresses of a cell, in its text and behind it; what is no address and not none stays as a place.
    fn address(&mut self, at: usize) -> Vec<String> {
        let text = self.cell(at).to_string();
        let link = self.link(at).map(str::trim).filter(|link| !link.is_empty() && !link.starts_with('#'));
        let Addresses { found, literal, words, refused, torn } = address::read(&text);
        let behind = link.map(address::read);
        if refused || behind.as_ref().is_some_and(|behind| behind.refused) {
            let shown = if refused { text.as_str() } else { link.unwrap_or_default() };
            self.faults.push(Fault { column: at, kind: FaultKind::Address, text: shown.chars().take(40).collect() });
            return Vec::new();
        }
        let behind: Vec<String> = behind.map(|behind| behind.found).unwrap_or_default();
        if let (Some(torn), [], [first, ..]) = (torn, behind.as_slice(), found.as_slice()) {
            self.ask(at, Doubt::Link, vec![torn, first.clone()]);
            return Vec::new();
        }
        match (found.as_slice(), behind.as_slice()) {
            ([], []) => {
                let word = address::stands_for_one(&text);
                if word {
                    let unread = self.written.sheet.links_unread && !address::says_none(&text);
                    self.take(at, if unread { Taken::LinkUnread } else { Taken::NoAddress }, "");
                }
                Vec::new()
            }
            ([], [link, ..]) => {
                let written = if text.is_empty() { String::new() } else { text };
                self.row.0[at].clone_from(link);
                self.understood.push(Understood::new(Taken::Link, Some(at), &written, link.clone()));
                vec![link.clone()]
            }
            ([one], [link, ..]) if !address::same(one, link) => {
                self.ask(at, Doubt::Link, vec![one.clone(), link.clone()]);
                Vec::new()
            }
            ([one], _) => {
                if !literal {
                    let kind = if words.is_empty() || words.len() < text.len() { Taken::Address } else { Taken::Link };
                    self.take(at, kind, one.clone());
                }
                found
            }
            (several, _) => {
                self.understood.push(Understood::new(Taken::Addresses, Some(at), &text, several.join(" ")));
                found
            }
        }
    }

    /// The address behind the title is the record's, where no other stands; two that differ are asked about.
    fn title_link(&mut self, at: usize, found: &mut Vec<String>) {
        let asked = self.questions.iter().any(|question| question.column == Some(at));
        let refused = self.faults.iter().any(|fault| fault.column == at);
        let title = self.at("title").and_then(|title| self.link(title)).map(address::read);
        let Some(link) = title.and_then(|title| title.found.into_iter().next()).filter(|_| !asked && !refused) else {
            return;
        };
        match found.as_slice() {
            [] if self.cell(at).is_empty() => {
                self.row.0[at].clone_from(&link);
                self.understood.push(Understood::new(Taken::TitleLink, Some(at), "", link.clone()));
                found.push(link);
            }
            [] => {}
            known if known.iter().any(|known| address::same(known, &link)) => {}
            known => {
                let candidates = [known, &[link]].concat();
                found.clear();
                self.ask(at, Doubt::Link, candidates);
            }
        }
    }

    /// The channels of a cell when it is more than codes and names divided as the column wants; addresses in it join
    /// those of the row.
    fn channels(&mut self, at: usize, found: &mut Vec<String>) -> Option<Vec<String>> {
        let text = self.cell(at).to_string();
        if text.is_empty() || text.split(['；', ';']).all(|part| is_code(part.trim())) {
            return None;
        }
        let Addresses { found: inner, words, .. } = address::read(&text);
        let page = |address: &String| {
            address.split_once("://").is_some_and(|(_, rest)| rest.trim_end_matches('/').contains('/'))
        };
        let pages: Vec<String> = inner.iter().filter(|address| page(address)).cloned().collect();
        let mut names = channel::split(if inner.is_empty() { &text } else { &words });
        // The address of a site as a whole is the channel itself, where no name stands beside it.
        if names.is_empty() {
            names.extend(
                inner.iter().filter(|address| !page(address)).filter_map(|address| crate::address::host(address)),
            );
        }
        let before = names.len();
        names.retain(|name| !channel::says_none(name));
        if names.is_empty() && before > 0 || names.is_empty() && channel::says_none(&text) {
            self.take(at, Taken::NoChannel, "");
            return Some(Vec::new());
        }
        for page in pages {
            if !found.iter().any(|known| address::same(known, &page)) {
                found.push(page);
            }
        }
        let joined = names.join("；");
        let literal: Vec<&str> =
            text.split(['；', ';', '、', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if literal != names {
            self.take(at, Taken::Channels, joined);
        }
        Some(names)
    }

    /// Puts each address to the channel it belongs to by its host. The row's own release is that of the first address;
    /// every other channel and address is a release beside it.
    fn spread(&mut self, at: usize, channels: Vec<String>, found: &[String], literal: bool, known: &dyn Known) {
        let Some(first) = found.first() else {
            return;
        };
        let sites = Sites::of(&channels, known);
        let codes = literal || channels.iter().all(|name| is_code(name));
        let holder = |address: &str| sites.holders(&channels, address);
        let of_first = if codes { (0..channels.len()).collect() } else { holder(first) };
        if of_first.len() < channels.len() {
            let named: Vec<&str> = of_first.iter().map(|at| channels[*at].as_str()).collect();
            let written = format!("{} {first}", channels.join("；"));
            let told = if named.is_empty() { first.clone() } else { format!("{} {first}", named.join("；")) };
            self.understood.push(Understood::new(Taken::AddressOfChannel, Some(at), &written, told));
            self.row.0[at] = named.join("；");
        }
        let mut held = of_first;
        for address in &found[1..] {
            let holders = if codes && channels.len() != 1 { Vec::new() } else { holder(address) };
            let host = crate::address::host(address).unwrap_or_default();
            let may_hold = |at: &&usize| sites.hosts[**at].is_empty() || sites.hosts[**at].contains(&host);
            let holder = match (holders.iter().find(may_hold), known.channel_of(&host)) {
                (None, Some(other)) => Err(other.to_string()),
                (sure, _) => sure.or(holders.first()).ok_or_else(String::new),
            };
            held.extend(holder.as_ref().ok().copied());
            let channel = holder.map_or_else(|other| other, |at| channels[*at].clone());
            self.releases.push(release(channel, address));
        }
        for (_, name) in channels.iter().enumerate().filter(|(at, _)| !held.contains(at)) {
            self.releases.push(release(name.clone(), ""));
        }
    }
}

/// What is known of the channels of a row.
struct Sites<'a> {
    /// What their names let one think.
    kinds: Vec<Option<ChannelKind>>,
    /// What the ledger says.
    hosts: Vec<&'a [String]>,
}

impl<'a> Sites<'a> {
    fn of(channels: &[String], known: &'a dyn Known) -> Sites<'a> {
        Sites {
            kinds: channels.iter().map(|name| channel::channel_kind(name)).collect(),
            hosts: channels.iter().map(|name| known.hosts(name)).collect(),
        }
    }

    /// Which of the channels may hold the page at an address.
    fn holders(&self, channels: &[String], address: &str) -> Vec<usize> {
        let those = |fits: &dyn Fn(usize) -> bool| (0..channels.len()).filter(|at| fits(*at)).collect::<Vec<_>>();
        // What the ledger says of a channel goes before what its name lets one think.
        let host = crate::address::host(address).unwrap_or_default();
        let own = those(&|at| self.hosts[at].contains(&host));
        if !own.is_empty() {
            return own;
        }
        let kind = channel::kind_of_address(address);
        let mut sure = those(&|at| self.kinds[at] == Some(kind));
        // Of several sites it is one whose host nobody has said, if there is one.
        if sure.iter().any(|at| self.hosts[*at].is_empty()) {
            sure.retain(|at| self.hosts[*at].is_empty());
        }
        let of_disclosure = |at: &usize| channels[*at].contains("信息公开");
        if sure.len() > 1 && channel::is_disclosure(address) && sure.iter().any(of_disclosure) {
            sure.retain(of_disclosure);
        }
        if !sure.is_empty() {
            return sure;
        }
        // A platform, a channel of unknown kind: it may hold any page.
        let any = |known: Option<ChannelKind>| matches!(known, None | Some(ChannelKind::Platform | ChannelKind::Other));
        those(&|at| any(self.kinds[at]))
    }
}

/// Whether a text can be a code and no name.
fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !text.contains("www.")
}

fn release(channel: String, locator: &str) -> ReleaseEntry {
    ReleaseEntry {
        record: String::new(),
        channel,
        on: PartialDate::Unknown,
        locator: locator.to_string(),
        evidence: String::new(),
        edition: None,
        note: String::new(),
    }
}

/// The kind of publicity that a title names, else the bare word.
fn kind_of_publicity(title: &str) -> String {
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
