//! Whether a row says itself that it is not open to all, or no longer public, where no column of its own says so.
//!
//! 校内公开 in place of an address, （已撤下） behind a title, 已撤下 in the remark, a row struck through: what such words
//! mean for the record a person has to say in the columns for it. Where those are filled nothing is asked.

use super::super::closed::{self, GuardCell, GuardKind, Guarded, Says};
use super::super::words::{self, Ended};
use super::super::{address, words::tick};
use super::channels::is_kept_inside;
use super::{Cells, Doubt, Question, Taken, Understood};
use crate::ledger::Table;

impl Cells<'_> {
    /// Whether the row says by its own columns that it is not open to everybody.
    pub(super) fn is_narrow(&self) -> bool {
        matches!(self.text("audience"), "校内" | "本单位") || matches!(self.text("openness"), "依申请公开" | "不予公开")
    }

    /// Words in the columns of addresses and channels, and behind a title, that say that not everybody may see it.
    pub(in super::super) fn not_for_all(&mut self) {
        let (Some(locator), Some(channel)) = (self.at("locator"), self.at("channel")) else { return };
        if words::not_for_all(&address::words(self.cell(locator))) {
            if !self.is_narrow() {
                self.ask(locator, Doubt::NotPublic, Vec::new());
            } else if address::read(self.cell(locator)).found.is_empty() {
                self.take(locator, Taken::NoAddress, "");
            }
        }
        let told = self.is_narrow() || !self.text("audience").is_empty() || !self.text("index").is_empty();
        let bare = address::read(self.cell(locator)).found.is_empty() && self.link(locator).is_none();
        if !told && bare && self.may_be_public() && is_kept_inside(self.cell(locator)) {
            self.ask(locator, Doubt::Inside, Vec::new());
        }
        if !self.is_narrow() && words::not_for_all(&address::words(self.cell(channel))) {
            self.ask(channel, Doubt::NotPublic, Vec::new());
        }
        if let Some(note) = self.at("note").filter(|at| !self.is_narrow() && closes(self.cell(*at))) {
            let text = self.cell(note).to_string();
            self.questions.push(Question::new(Doubt::NotPublic, Some(note), &text, Vec::new()));
        }
        let number = self.at("document_number").filter(|at| closed::number_is_closed(self.cell(*at)));
        if let Some(number) = number.filter(|_| !self.is_narrow()) {
            let text = self.cell(number).to_string();
            self.questions.push(Question::new(Doubt::NotPublic, Some(number), &text, Vec::new()));
        }
        let said = self.is_narrow() || !self.text("audience").is_empty();
        let closes = |title: &str| words::title_not_for_all(title) || tagged(title, Says::Closed);
        if let Some(title) = self.at("title").filter(|at| !said && closes(self.cell(*at))) {
            let text = self.cell(title).to_string();
            self.questions.push(Question::new(Doubt::NotPublic, Some(title), &text, Vec::new()));
        }
    }

    /// What says that it is not public yet, while no column says what it is; and a title that is none.
    pub(in super::super) fn not_yet(&mut self) {
        let (Some(title), Some(note)) = (self.at("title"), self.at("note")) else { return };
        let open = self.text("state").is_empty() && !self.is_narrow();
        let named = self.cell(title);
        let behind = tagged(named, Says::Waiting);
        let said = (behind || words::title_not_yet(named)).then_some(title);
        let said = said.or(Some(note).filter(|at| waits(self.cell(*at))));
        if let Some(at) = said.filter(|_| open) {
            let text = self.cell(at).to_string();
            self.questions.push(Question::new(Doubt::NotYet, Some(at), &text, Vec::new()));
        }
        if words::repeats(self.cell(note)) {
            self.ask(note, Doubt::Word, Vec::new());
        }
        // What has an index number was written by the program, remark and all.
        if self.text("index").is_empty() && words::corrects(self.cell(note)) {
            let text = self.cell(note).to_string();
            self.questions.push(Question::new(Doubt::NoteSays, Some(note), &text, Vec::new()));
        }
        let named = self.cell(title);
        let word = address::stands_for_one(named) && !words::says_nothing(named) && !self.is_lost(title);
        if !self.cell(title).is_empty() && (words::is_no_title(self.cell(title)) || word) {
            self.ask(title, Doubt::Word, Vec::new());
        }
    }

    /// What says that the record is off view, while no column says what it is.
    pub(in super::super) fn ended(&mut self) {
        let places = [self.at("title"), self.at("note"), self.at("state_reason")];
        let [Some(title), Some(note), Some(reason)] = places else { return };
        self.validity_as_state();
        // A day of taking down without a word of what the record is since.
        if self.text("state").is_empty()
            && let Some(on) = self.at("state_on").filter(|on| !self.cell(*on).is_empty())
        {
            return self.ask(on, Doubt::Withdrawn, vec!["撤回".to_string(), "到期".to_string()]);
        }
        let struck: Vec<usize> = self.written.hints.iter().filter(|hint| hint.struck).map(|hint| hint.column).collect();
        if self.text("state").is_empty() {
            if self.cell(reason).starts_with(['未', '无']) || tick(self.cell(reason)) == Some(false) {
                self.take(reason, Taken::Word, "");
            }
            let annulled = !self.text("validity").is_empty();
            let counts = |ended: &Ended| *ended == Ended::TakenDown || !annulled;
            let said = if struck.contains(&title) || words::ended_title(self.cell(title)).is_some_and(|it| counts(&it))
            {
                Some(title)
            } else if !self.cell(reason).is_empty() {
                Some(reason)
            } else if self.is_down_by_place() {
                self.at("locator").filter(|at| words::ended(self.cell(*at)).is_some()).or(self.at("channel"))
            } else {
                Some(note).filter(|note| ended(self.cell(*note)).is_some_and(|it| counts(&it)))
            };
            if let Some(at) = said {
                let text = self.cell(at).to_string();
                self.questions.push(Question::new(Doubt::Withdrawn, Some(at), &text, Vec::new()));
                return;
            }
        }
        // A cell struck through says that what stands in it does not hold.
        for at in struck {
            if !self.cell(at).is_empty() && at != title {
                self.ask(at, Doubt::Word, Vec::new());
            }
        }
    }

    /// 有效 in a column of states is of the document: it holds and stands there. Whether what no longer holds does, is asked.
    fn validity_as_state(&mut self) {
        let (Some(state), Some(validity)) = (self.at("state"), self.at("validity")) else { return };
        let text = self.cell(state).to_string();
        let word = words::known(Table::Records, "validity", &text);
        match word.or_else(|| ["有效", "失效", "废止"].into_iter().find(|word| *word == text)) {
            Some("有效") => {
                self.take(state, Taken::Word, "公开");
                if self.cell(validity).is_empty() {
                    self.row.0[validity] = "有效".to_string();
                    self.understood.push(Understood::new(Taken::Word, Some(validity), &text, "有效"));
                }
            }
            Some(_) => self.ask(state, Doubt::Withdrawn, vec!["公开".to_string(), "撤回".to_string()]),
            None => {}
        }
    }

    /// What columns of secrecy and review, notes behind cells and the line above the table say, where the columns of the
    /// ledger do not say what the row is.
    pub(in super::super) fn guards(&mut self) {
        let told = self.is_narrow() || !matches!(self.text("state"), "" | "公开");
        // What is ticked for everybody is for the school too.
        let ticked = |cell: &&GuardCell, head: &str| {
            cell.kind == GuardKind::Column && cell.head.trim().ends_with(head) && tick(&cell.text) == Some(true)
        };
        let everybody = self.written.guards.iter().any(|cell| ticked(&cell, "向社会公开"));
        for cell in self.written.guards.iter().filter(|cell| !(everybody && ticked(cell, "校内公开"))) {
            self.guard(cell, told);
        }
        let said = told || !self.text("audience").is_empty();
        if let Some(line) = self.written.sheet.closed.as_deref().filter(|_| !said) {
            self.questions.push(Question::new(Doubt::Guarded, None, line, Vec::new()));
        }
    }

    fn guard(&mut self, cell: &GuardCell, told: bool) {
        let words = cell.words();
        if cell.kind == GuardKind::Repeated {
            return self.questions.push(Question::new(Doubt::Differs, None, &words, Vec::new()));
        }
        match closed::guarded(cell) {
            _ if cell.text.trim().is_empty() => {}
            Guarded::Kept if !told => self.questions.push(Question::new(Doubt::Guarded, None, &words, Vec::new())),
            Guarded::Unknown if !told => {
                self.questions.push(Question::new(Doubt::GuardUnknown, None, &words, Vec::new()));
            }
            _ if cell.kind == GuardKind::Unread => {}
            _ if cell.kind == GuardKind::Note => self.understood.push(Understood::new(Taken::Note, None, &words, "")),
            _ => self.understood.push(Understood::new(Taken::Guard, None, &words, "")),
        }
    }

    /// Whether the address or a channel says that it is off view: 链接失效, 官网（已删）.
    fn is_down_by_place(&self) -> bool {
        let place = self.text("locator");
        let place = address::read(place).found.is_empty() && words::ended(place).is_some();
        place || self.text("channel").contains(['(', '（']) && words::ended_title(self.text("channel")).is_some()
    }
}

/// Whether what stands before or behind a title as a mark says so: 【内部】, （送审稿）, 不予公开-, 机密★1年.
fn tagged(title: &str, what: Says) -> bool {
    let marks = words::before(title).into_iter().chain(words::behind(title));
    let starred = || what == Says::Closed && title.contains('★') && closed::says(title) == Some(Says::Closed);
    // （校内征求意见）, （校内公示）: whatever it is, it is within the school.
    let within = |mark: &str| what == Says::Closed && mark.starts_with("校内");
    marks.into_iter().any(|mark| closed::says(&mark) == Some(what) || within(&mark)) || starred()
}

/// Whether a remark says that not everybody may see it.
fn closes(note: &str) -> bool {
    words::note_not_for_all(note) || closed::says(note) == Some(Says::Closed)
}

/// Whether a remark says that it is not public yet.
fn waits(note: &str) -> bool {
    words::not_yet(note) || closed::says(note) == Some(Says::Waiting)
}

/// What a remark says of something that is no longer as it was.
fn ended(note: &str) -> Option<Ended> {
    words::ended(note).or_else(|| match closed::says(note)? {
        Says::Down => Some(Ended::TakenDown),
        Says::Annulled => Some(Ended::Annulled),
        Says::Closed | Says::Waiting => None,
    })
}
