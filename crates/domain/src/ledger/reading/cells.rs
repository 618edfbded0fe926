//! The cells of one row on their way to what the columns want, column by column.
//!
//! Each step looks at the text first and leaves alone what is literal. What it changes it tells, what it cannot decide it
//! asks, and the cell in question is left empty.

mod channels;
mod dates;
mod numbers;
mod openness;
mod periods;
mod places;
mod sites;
mod standing;
mod unit;

use super::absent::not_yet;
use super::address;
use super::channel::says_none;
use super::item::{self, Named};
use super::shape;
use super::words;
use super::{
    Doubt, FORMULA, Fault, FaultKind, Known, Question, ReleaseEntry, Row, StatedYear, Table, Taken, Understood,
    Written, columns,
};
use crate::text::turns;
use periods::kind_of_publicity;
use places::{Sites, release};

/// A row being read.
pub(super) struct Cells<'a> {
    written: Written<'a>,
    pub(super) row: Row,
    pub(super) releases: Vec<ReleaseEntry>,
    pub(super) understood: Vec<Understood>,
    pub(super) questions: Vec<Question>,
    pub(super) faults: Vec<Fault>,
    /// A cell that went to another column, from and to.
    moved: Option<(usize, usize)>,
}

/// Columns that hold texts in which every sign counts.
const TEXTS: [&str; 4] = ["body", "text", "definition", "note"];

impl<'a> Cells<'a> {
    pub(super) fn new(written: Written<'a>) -> Cells<'a> {
        let mut row = written.row.clone();
        row.0.resize(columns(written.table).len(), String::new());
        Cells {
            written,
            row,
            releases: Vec::new(),
            understood: Vec::new(),
            questions: Vec::new(),
            faults: Vec::new(),
            moved: None,
        }
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

    /// Whether a link stands behind a cell whose address nobody can read.
    fn is_lost(&self, at: usize) -> bool {
        self.written.hints.iter().any(|hint| hint.column == at && hint.lost && hint.link.is_none())
    }

    fn is_number(&self, at: usize) -> bool {
        let own = |column: usize| column == at || self.moved == Some((column, at));
        self.written.hints.iter().any(|hint| own(hint.column) && hint.number)
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

    /// Columns in which something stands, or a formula, that came to nothing; a word that says that there is nothing deletes.
    pub(super) fn unread(&self) -> Vec<(usize, String)> {
        let filled = |at: usize| {
            let text = self.written.row.cell(at).trim();
            !text.is_empty() && (not_yet(text) || !words::says_nothing(text) && !says_none(text))
        };
        let formula = |at: usize| self.written.hints.iter().any(|hint| hint.column == at && hint.formula);
        let asked = |at: usize| self.questions.iter().any(|question| question.column == Some(at));
        let key = self.at("key");
        // A channel whose day or address is told apart stands in a release of its own.
        let apart = self.at("channel").filter(|_| self.releases.iter().any(|release| !release.channel.is_empty()));
        let read = |at: usize| Some(at) == key || Some(at) == apart || asked(at);
        let all = (0..self.row.0.len()).filter(|at| self.cell(*at).is_empty() && !read(*at));
        let found = all.filter(|at| filled(*at) || formula(*at));
        let written = |at: usize| if filled(at) { self.written.row.cell(at) } else { FORMULA }.to_string();
        found.map(|at| (at, written(at))).collect()
    }

    /// Signs without width that come along from pages and chats.
    pub(super) fn clean(&mut self) {
        // What turns the direction of writing makes a text read otherwise than it is written, so it is told.
        for (at, column) in columns(self.written.table).iter().enumerate() {
            if !TEXTS.contains(&column.key) && self.row.cell(at).contains(turns) {
                let text: String = self.row.cell(at).chars().filter(|c| !turns(*c)).collect();
                self.take(at, Taken::Turned, text);
            }
        }
        let unseen = |c: char| matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}');
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

    pub(super) fn items(&mut self) {
        let Some(at) = self.at("item") else { return };
        let title = if self.written.table == Table::Records { self.text("title").to_string() } else { String::new() };
        let text = self.cell(at).to_string();
        let beside = self.written.sheet.category.clone().filter(|_| self.written.table == Table::Records);
        let category = beside.as_deref().and_then(item::category_of);
        if text.is_empty() && !title.is_empty() {
            return match (self.written.sheet.item, category) {
                (None, Some(category)) => self.item_of_category(at, item::within(category, &title)),
                _ => self.item_of_others(at),
            };
        }
        match (item::read(&text, &title), category) {
            (Named::Literal, category) => self.agrees(at, text.trim().parse().ok(), category, beside),
            (Named::Number(number), category) => {
                self.take(at, Taken::ItemNumber, number.to_string());
                self.agrees(at, Some(number), category, beside);
            }
            (Named::Text(number), category) => {
                self.take(at, Taken::ItemText, number.to_string());
                self.agrees(at, Some(number), category, beside);
            }
            (Named::Doubtful(items), Some(category)) => {
                let of_category = |item: &u8| item::is_of_category(category, *item);
                let within: Vec<u8> = items.iter().copied().filter(of_category).collect();
                match within.as_slice() {
                    [only] => self.take(at, Taken::ItemText, only.to_string()),
                    [] => self.ask(at, Doubt::Item, items.iter().map(u8::to_string).collect()),
                    _ => self.ask(at, Doubt::Item, within.iter().map(u8::to_string).collect()),
                }
            }
            (Named::Doubtful(items), None) => self.ask(at, Doubt::Item, items.iter().map(u8::to_string).collect()),
            (Named::No, Some(category)) => self.item_of_category(at, item::within(category, &title)),
            (Named::No, None) => {}
        }
    }

    /// What a category and the title come to.
    fn item_of_category(&mut self, at: usize, named: Named) {
        match named {
            Named::Text(number) => self.take(at, Taken::ItemText, number.to_string()),
            Named::Doubtful(items) => self.ask(at, Doubt::Item, items.iter().map(u8::to_string).collect()),
            Named::Literal | Named::Number(_) | Named::No => {}
        }
    }

    /// An item of another category than the row names beside it: one of the two is wrong.
    fn agrees(&mut self, at: usize, item: Option<u8>, category: Option<u8>, beside: Option<String>) {
        if let (Some(item), Some(category), Some(beside)) = (item, category, beside)
            && !item::is_of_category(category, item)
        {
            self.ask(at, Doubt::Category, vec![beside]);
        }
    }

    /// A row that names no item: that of the heading above it; that of the row above may be meant.
    fn item_of_others(&mut self, at: usize) {
        let (of_group, above) = (self.written.sheet.item, self.written.sheet.item_above.clone());
        if let Some(item) = of_group {
            self.row.0[at] = item.to_string();
            self.understood.push(Understood::new(Taken::ItemOfGroup, Some(at), "", item.to_string()));
        } else if let Some(above) = above {
            self.ask(at, Doubt::Above, vec![above]);
        }
    }

    /// An address within a title is none of it; where the row gives no other, it is the row's.
    fn address_in_title(&mut self) {
        let (Some(title), Some(locator)) = (self.at("title"), self.at("locator")) else { return };
        if !self.cell(title).contains("://") || !self.text("index").is_empty() {
            return;
        }
        let address::Addresses { found, words, .. } = address::read(self.cell(title));
        let [page] = found.as_slice() else { return };
        if words.is_empty() {
            return;
        }
        let free = self.cell(locator).is_empty();
        if free {
            self.row.0[locator].clone_from(page);
        }
        self.take(title, Taken::AddressInTitle, words);
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
        if let Some((at, several)) = self.at("title").and_then(|at| Some((at, words::several_things(self.cell(at))?))) {
            self.ask(at, Doubt::SeveralThings, vec![several.to_string()]);
        }
        self.address_in_title();
        let elsewhere = || ["channel", "locator", "published_on"].iter().any(|key| !self.text(key).is_empty());
        if let (Some(at), Some(above)) = (self.at("title"), self.written.sheet.title_above.as_ref())
            && self.cell(at).is_empty()
            && self.text("key").is_empty()
            && self.text("item").is_empty()
            && elsewhere()
        {
            self.ask(at, Doubt::Continued, vec![above.clone()]);
        }
        let number = self.at("document_number");
        if let Some(at) = number.filter(|at| words::says_nothing(self.cell(*at))) {
            self.take(at, Taken::Word, "");
        }
        // A channel that is still to come is asked about with the others.
        let channel = self.at("channel").filter(|at| !not_yet(self.cell(*at)));
        for at in [number, channel].into_iter().flatten() {
            if words::stands_for_name(self.cell(at)) {
                self.take(at, Taken::NoName, "");
            }
        }
    }
}
