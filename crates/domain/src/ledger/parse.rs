//! A row of text becomes an entry, or a list of faults that name the column and the cure.

mod cells;
mod fault;

pub use fault::{Fault, FaultKind};

use super::entry::{DatasetRef, EditionEntry, Entry, EntryState, RecordEntry, ReleaseEntry, TextEntry};
use super::names::split_names;
use super::{Row, Table, has_hint};
use crate::catalogue::{Applicability, ItemSetting};
use crate::date::{PartialDate, half_width};
use crate::figure::{Dataset, Figure, Identity};
use crate::fnv::fnv128;
use crate::nil_statement::NilStatement;
use crate::record::{Audience, Edition, Form, Openness, Origin, Publicity, Term, Validity};
use crate::school::{Channel, ChannelKind, SchoolFact, Unit, UnitKind};
use crate::school_year::SchoolYear;
use cells::Reader;

/// Reads a row. All faults of the row are named at once.
pub fn parse(table: Table, row: &Row) -> Result<Entry, Vec<Fault>> {
    let mut reader = Reader { table, row, faults: Vec::new() };
    let entry = match table {
        Table::School => Entry::School(SchoolFact {
            key: reader.code("key"),
            value: reader.required("value", 2000),
            note: reader.text("note", 2000),
        }),
        Table::Units => Entry::Unit(reader.unit()),
        Table::Channels => Entry::Channel(Channel {
            code: reader.code("code"),
            name: reader.required("name", 200),
            kind: reader.word("kind", ChannelKind::read, ChannelKind::Other, true),
            address: reader.text("address", 2000),
            note: reader.text("note", 2000),
            former: reader.former(),
        }),
        Table::Items => Entry::Item(reader.item_setting()),
        Table::Records => Entry::Record(Box::new(reader.record())),
        Table::Releases => Entry::Release(reader.release()),
        Table::Editions => Entry::Edition(reader.edition()),
        Table::Datasets => Entry::Dataset(reader.dataset()),
        Table::Figures => reader.figure(),
        Table::Identities => reader.identity(),
        Table::Texts => Entry::Text(reader.report_text()),
        Table::Nil => Entry::Nil(NilStatement {
            item: reader.item("item"),
            year: reader.year("year"),
            unit: reader.required("unit", 200),
            signed_by: reader.text("signed_by", 200),
            signed_on: reader.date("signed_on"),
            note: reader.text("note", 2000),
        }),
    };
    if reader.faults.is_empty() { Ok(entry) } else { Err(reader.faults) }
}

impl Reader<'_> {
    fn unit(&mut self) -> Unit {
        Unit {
            code: self.code("code"),
            name: self.required("name", 200),
            kind: self.word("kind", UnitKind::read, UnitKind::Department, false),
            parent: self.line("parent", 64),
            duty: self.text("duty", 4000),
            members: self.text("members", 4000),
            note: self.text("note", 2000),
            former: self.former(),
        }
    }

    /// Former names. A name may have any mark in it, 、 as it is and ； in quotation marks.
    fn former(&mut self) -> Vec<String> {
        split_names(&self.text("former", 20_000))
    }

    fn item_setting(&mut self) -> ItemSetting {
        let some = |text: String| if text.is_empty() { None } else { Some(text) };
        let reason = self.line("reason", 500);
        let applicability = match self.raw("applies") {
            "" => None,
            "适用" | "applies" => Some(Applicability::Applies),
            "如有" | "if_any" => Some(Applicability::IfAny),
            "不适用" | "not_applicable" => {
                if reason.is_empty() {
                    self.fault("reason", FaultKind::Missing);
                }
                Some(Applicability::NotApplicable { reason: reason.clone() })
            }
            _ => {
                self.fault("applies", FaultKind::Word);
                None
            }
        };
        if !reason.is_empty() && !matches!(applicability, Some(Applicability::NotApplicable { .. })) {
            self.fault("applies", FaultKind::Needs);
        }
        let category = match half_width(self.raw("category")).trim_end_matches(".0") {
            "" => None,
            text => match text.parse::<u8>() {
                Ok(number @ 1..=99) => Some(number),
                _ => {
                    self.fault("category", FaultKind::Number);
                    None
                }
            },
        };
        let mut maps_to = Vec::new();
        for part in self.list("maps_to") {
            match part.parse::<u8>() {
                Ok(number @ 1..=50) => maps_to.push(number),
                _ => self.fault("maps_to", FaultKind::Item),
            }
        }
        let timing = match self.raw("timing") {
            "" => None,
            text => match text.parse() {
                Ok(rule) => Some(rule),
                Err(_) => {
                    self.fault("timing", FaultKind::Timing);
                    None
                }
            },
        };
        let from = self.optional_year("from_year");
        ItemSetting {
            key: self.item("item"),
            from,
            category,
            category_name: some(self.line("category_name", 100)),
            text: some(self.line("text", 500)),
            applicability,
            unit: some(self.line("unit", 200)),
            timing,
            maps_to,
            note: self.text("note", 2000),
        }
    }

    fn record(&mut self) -> RecordEntry {
        let given_key = self.line("key", 128);
        let summary = self.text("summary", 100);
        let count = self.count();
        let openness = self.openness();
        let index = match self.raw("index") {
            "" => None,
            text => text.parse().map_err(|_| self.fault("index", FaultKind::Index)).ok(),
        };
        let year = self.optional_year("year");
        let mut entry = RecordEntry {
            key: given_key,
            index,
            title: self.required("title", 500),
            item: self.item("item"),
            unit: self.line("unit", 200),
            form: self.word("form", Form::read, Form::Other, false),
            document_number: self.line("document_number", 100),
            issuer: self.line("issuer", 200),
            origin: self.word("origin", Origin::read, Origin::Made, false),
            made_on: self.date("made_on"),
            published_on: self.date("published_on"),
            channels: self.list("channel"),
            locator: self.line("locator", 2000),
            openness,
            audience: self.word("audience", Audience::read, Audience::Public, false),
            term: self.term(),
            validity: self.word("validity", Validity::read, Validity::InForce, false),
            count,
            summary,
            body: self.text("body", 100_000),
            keywords: self.list("keywords"),
            year,
            publicity: self.publicity(),
            state: None,
            state_reason: self.line("state_reason", 500),
            state_on: self.date("state_on"),
            change_note: self.line("change_note", 500),
            note: self.text("note", 2000),
            source: self.line("source", 500),
        };
        entry.state = self.state(&entry);
        if entry.key.is_empty() {
            entry.key = made_key(&entry);
        }
        entry
    }

    fn state(&mut self, entry: &RecordEntry) -> Option<EntryState> {
        let state = match self.raw("state") {
            "" => None,
            text => EntryState::read(text).or_else(|| {
                self.fault("state", FaultKind::Word);
                None
            }),
        };
        if state == Some(EntryState::Withdrawn) && entry.state_reason.is_empty() {
            self.fault("state_reason", FaultKind::Missing);
        }
        let proactive = entry.openness == Openness::Proactive;
        let fits = |state| match state {
            EntryState::Draft => true,
            EntryState::Settled => !proactive,
            EntryState::Public | EntryState::Withdrawn | EntryState::Expired => proactive,
        };
        if !state.is_none_or(fits) {
            self.fault("state", FaultKind::Needs);
        }
        if !entry.state_on.is_unknown() && !matches!(state, Some(EntryState::Withdrawn | EntryState::Expired)) {
            self.fault("state_on", FaultKind::Needs);
        }
        if let (Some((first, _)), Some((_, last))) = (entry.published_on.span(), entry.state_on.span())
            && last < first
        {
            self.fault("state_on", FaultKind::Order);
        }
        state
    }

    fn release(&mut self) -> ReleaseEntry {
        let release = ReleaseEntry {
            record: self.required("record", 128),
            channel: self.line("channel", 200),
            on: self.date("on"),
            locator: self.line("locator", 2000),
            evidence: self.text("evidence", 500),
            edition: self.number("edition"),
            note: self.text("note", 2000),
        };
        // A release of which nothing at all is known is no release.
        if release.channel.is_empty() && release.locator.is_empty() && release.on.is_unknown() {
            self.fault("channel", FaultKind::Missing);
        }
        release
    }

    fn edition(&mut self) -> EditionEntry {
        if self.raw("number").is_empty() {
            self.fault("number", FaultKind::Missing);
        }
        EditionEntry {
            record: self.required("record", 128),
            edition: Edition {
                number: self.number("number").unwrap_or(1),
                title: self.required("title", 500),
                summary: self.text("summary", 100),
                body: self.text("body", 100_000),
                document_number: self.line("document_number", 100),
                issuer: self.line("issuer", 200),
                made_on: self.date("made_on"),
                keywords: self.list("keywords"),
                change_note: self.line("change_note", 500),
            },
            draft: match self.raw("state") {
                "" => false,
                text if EntryState::read(text) == Some(EntryState::Draft) => true,
                _ => {
                    self.fault("state", FaultKind::Word);
                    false
                }
            },
        }
    }

    fn dataset_ref(&mut self) -> DatasetRef {
        DatasetRef { key: self.figure_code("dataset"), year: self.optional_year("year") }
    }

    fn optional_year(&mut self, key: &str) -> Option<SchoolYear> {
        match self.raw(key) {
            "" => None,
            text => text.parse().map_err(|_| self.fault(key, FaultKind::Year)).ok(),
        }
    }

    fn count(&mut self) -> u32 {
        match half_width(self.raw("count")).trim().trim_end_matches(".0") {
            "" => 1,
            text => text.parse().ok().filter(|count| (1..=1_000_000).contains(count)).unwrap_or_else(|| {
                self.fault("count", FaultKind::Count);
                1
            }),
        }
    }

    fn openness(&mut self) -> Openness {
        let ground = self.line("ground", 500);
        match self.raw("openness") {
            "" | "主动公开" | "proactive" => Openness::Proactive,
            "依申请公开" | "on_request" => Openness::OnRequest,
            "不予公开" | "withheld" => {
                if ground.is_empty() {
                    self.fault("ground", FaultKind::Missing);
                }
                Openness::Withheld { ground }
            }
            _ => {
                self.fault("openness", FaultKind::Word);
                Openness::Proactive
            }
        }
    }

    fn term(&mut self) -> Term {
        match self.raw("term") {
            "" | "长期" | "standing" => Term::Standing,
            text => match text.parse::<PartialDate>().ok().and_then(PartialDate::day) {
                Some(day) => Term::Until(day),
                None => {
                    self.fault("term", FaultKind::Date);
                    Term::Standing
                }
            },
        }
    }

    fn publicity(&mut self) -> Option<Publicity> {
        let kind = self.line("publicity", 100);
        let (from, until) = (self.date("publicity_from"), self.date("publicity_until"));
        if kind.is_empty() {
            if !from.is_unknown() || !until.is_unknown() {
                self.fault("publicity", FaultKind::Needs);
            }
            return None;
        }
        if let (Some((first, _)), Some((_, last))) = (from.span(), until.span())
            && last < first
        {
            self.fault("publicity_until", FaultKind::Order);
        }
        Some(Publicity { kind, from, until })
    }

    fn dataset(&mut self) -> Dataset {
        let unit = self.line("unit", 200);
        Dataset {
            key: self.figure_code("key"),
            title: self.required("title", 200),
            item: self.item("item"),
            unit: if unit.is_empty() { None } else { Some(unit) },
            year: self.year("year"),
            as_of: self.date("as_of"),
            source: self.text("source", 2000),
            figures: Vec::new(),
            identities: Vec::new(),
        }
    }

    fn figure(&mut self) -> Entry {
        let value = match self.raw("value") {
            "" => None,
            text => text.parse().map_err(|_| self.fault("value", FaultKind::Number)).ok(),
        };
        let disputed = self.text("disputed", 1000);
        let figure = Figure {
            key: self.figure_code("key"),
            name: self.required("name", 200),
            value,
            unit: self.line("unit", 20),
            definition: self.text("definition", 2000),
            approximate: self.yes("approximate"),
            disputed: if disputed.is_empty() { None } else { Some(disputed) },
        };
        Entry::Figure(self.dataset_ref(), figure)
    }

    fn identity(&mut self) -> Entry {
        let dataset = self.dataset_ref();
        let target = self.figure_code("target");
        let terms: Vec<String> = self
            .line("terms", 2000)
            .split(['+', '＋'])
            .map(|t| t.trim().to_string())
            .filter(|t| !t.is_empty())
            .collect();
        let of = self.line("of", 64);
        let needs = |reader: &mut Self, key: &str, empty: bool| {
            if empty {
                reader.fault(key, FaultKind::Missing);
            }
        };
        let identity = match self.raw("kind") {
            "sum" => {
                needs(self, "terms", terms.is_empty());
                Identity::Sum { whole: target, parts: terms }
            }
            "rate" => {
                needs(self, "terms", terms.is_empty());
                needs(self, "of", of.is_empty());
                Identity::Rate { rate: target, parts: terms, whole: of }
            }
            "part" => {
                needs(self, "of", of.is_empty());
                Identity::AtMost { part: target, whole: of }
            }
            "stage" => {
                needs(self, "of", of.is_empty());
                Identity::Stage { later: target, earlier: of }
            }
            other => {
                let kind = if other.is_empty() { FaultKind::Missing } else { FaultKind::Word };
                self.fault("kind", kind);
                Identity::Sum { whole: target, parts: terms }
            }
        };
        Entry::Identity(dataset, identity, self.text("note", 2000))
    }

    fn report_text(&mut self) -> TextEntry {
        let place = half_width(self.raw("place"));
        let in_report = place == "preface"
            || matches!(place.split_once('.'), Some(("2", category)) if category.parse::<u8>().is_ok_and(|c| c >= 1))
            || place.parse::<u8>().is_ok_and(|part| (1..=8).contains(&part));
        if !in_report {
            self.fault("place", if place.is_empty() { FaultKind::Missing } else { FaultKind::Word });
        }
        let order = match half_width(self.raw("order")).trim_end_matches(".0").parse::<u32>() {
            Ok(order @ 1..=9999) => order,
            _ => {
                self.fault("order", FaultKind::Count);
                1
            }
        };
        let text = self.text("text", 100_000);
        if text.is_empty() {
            self.fault("text", FaultKind::Missing);
        }
        if has_hint(&text) {
            self.fault("text", FaultKind::Unwritten);
        }
        TextEntry {
            year: self.year("year"),
            place,
            order,
            heading: self.line("heading", 200),
            text,
            source: self.line("source", 500),
        }
    }
}

/// What the keys begin with that are made for rows which give none.
const MADE: &str = "auto-";

/// Whether a record's key was made from its content, so that nobody knows it by it.
pub fn is_made_key(key: &str) -> bool {
    key.starts_with(MADE)
}

/// The key of a row that gives none: the same content gives the same key in every import.
fn made_key(entry: &RecordEntry) -> String {
    let parts = [
        entry.item.to_string(),
        entry.title.clone(),
        entry.unit.clone(),
        entry.document_number.clone(),
        entry.made_on.to_string(),
        entry.published_on.to_string(),
        entry.locator.clone(),
    ];
    let hash = fnv128(parts.iter().flat_map(|part| part.bytes().chain([0x1f])));
    format!("{MADE}{hash:032x}")
}
