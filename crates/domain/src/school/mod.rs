//! The school as its ledger describes it: a handful of named facts, each known or not.

mod channel;
mod unit;

pub use channel::{Channel, ChannelKind};
pub use unit::{Unit, UnitKind};

use crate::catalogue::SchoolKind;
use std::collections::BTreeMap;

/// Facts that make up the contact of the disclosure office (办法第十一条: name, head, address, hours, telephone,
/// fax and e-mail are public).
pub const OFFICE_FACTS: [&str; 7] = ["office", "head", "address", "hours", "phone", "fax", "email"];

/// One fact about the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolFact {
    /// Which: `name`, `code`, …
    pub key: String,
    /// Its value.
    pub value: String,
    /// Source or remark.
    pub note: String,
}

/// The school's profile. What is not known is absent, never a guess.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct School {
    facts: BTreeMap<String, SchoolFact>,
}

impl School {
    /// From its facts; a later one replaces an earlier one of the same key.
    pub fn of(facts: impl IntoIterator<Item = SchoolFact>) -> School {
        School { facts: facts.into_iter().map(|fact| (fact.key.clone(), fact)).collect() }
    }

    /// The value of a fact, when known.
    pub fn fact(&self, key: &str) -> Option<&str> {
        self.facts.get(key).map(|fact| fact.value.as_str()).filter(|value| !value.is_empty())
    }

    /// All facts by key.
    pub fn facts(&self) -> impl Iterator<Item = &SchoolFact> {
        self.facts.values()
    }

    /// Full name; a school without one is 学校.
    pub fn name(&self) -> &str {
        self.fact("name").unwrap_or("学校")
    }

    /// Code for index numbers; `00000` stands for a code not yet given.
    pub fn code(&self) -> &str {
        self.fact("code").unwrap_or("00000")
    }

    /// Kind, which decides defaults of the catalogue.
    pub fn kind(&self) -> SchoolKind {
        match self.fact("kind") {
            Some("undergraduate") => SchoolKind::Undergraduate,
            Some("university") => SchoolKind::University,
            _ => SchoolKind::Vocational,
        }
    }
}
