//! Units and channels by code or name.
//!
//! A row may name a unit or channel by either. A name that nothing describes yet is entered as a unit or
//! channel of its own, and the outcome lists it, so that a first ledger with one sheet comes in whole and a
//! misspelt name is seen.

use domain::ledger::{Taken, Understood, channel_group, channel_kind};
use domain::school::{Channel, ChannelKind, Unit, UnitKind};
use std::collections::HashMap;

/// What the codes of channels begin with that are made from their names.
pub(super) const CHANNELS: &str = "c";

/// Codes by code and by name.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    codes: HashMap<String, String>,
    /// The code and name of the first channel of a group of usual names (官网, 学校官网).
    groups: HashMap<&'static str, (String, String)>,
    prefix: &'static str,
}

impl Names {
    pub(super) fn new(prefix: &'static str) -> Names {
        Names { codes: HashMap::new(), groups: HashMap::new(), prefix }
    }

    /// Learns a code and its name. The first of two things of one name keeps it.
    pub(super) fn learn(&mut self, code: &str, name: &str) {
        self.codes.insert(code.to_string(), code.to_string());
        self.codes.entry(plain(name)).or_insert_with(|| code.to_string());
        if let Some(group) = self.group(name) {
            self.groups.entry(group).or_insert_with(|| (code.to_string(), name.to_string()));
        }
    }

    fn group(&self, name: &str) -> Option<&'static str> {
        if self.prefix == CHANNELS { channel_group(name) } else { None }
    }

    fn direct(&self, text: &str) -> Option<&String> {
        self.codes.get(text).or_else(|| self.codes.get(&plain(text)))
    }

    /// The name of the channel that a text means by another of its usual names.
    pub(super) fn by_group(&self, text: &str) -> Option<&str> {
        if self.direct(text).is_some() {
            return None;
        }
        self.groups.get(self.group(text)?).map(|(_, name)| name.as_str())
    }

    /// The code for what a row says; `Err` gives the code under which it is entered anew.
    pub(super) fn code(&self, text: &str) -> Result<String, String> {
        let grouped = || self.groups.get(self.group(text)?).map(|(code, _)| code);
        match self.direct(text).or_else(grouped) {
            Some(code) => Ok(code.clone()),
            None => Err(self.new_code(text)),
        }
    }

    /// A code made from the name, the same in every import.
    fn new_code(&self, name: &str) -> String {
        let hash = domain::fnv::fnv64(plain(name).bytes());
        format!("{}-{:08x}", self.prefix, (hash >> 32) as u32 ^ hash as u32)
    }
}

/// A name without blanks and quotation marks.
fn plain(name: &str) -> String {
    domain::date::half_width(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"')).collect()
}

/// A unit of which only the name is known.
pub(super) fn unit(code: &str, name: &str) -> Unit {
    let blank = String::new;
    Unit {
        code: code.into(),
        name: name.trim().into(),
        kind: UnitKind::Other,
        parent: blank(),
        duty: blank(),
        members: blank(),
        note: blank(),
    }
}

/// A channel of which only the name is known.
pub(super) fn channel(code: &str, name: &str) -> Channel {
    Channel {
        code: code.into(),
        name: name.trim().into(),
        kind: channel_kind(name).unwrap_or(ChannelKind::Other),
        address: String::new(),
        note: String::new(),
    }
}

/// How the kind of a channel entered by name was told, or that it is not known.
pub(super) fn kind_told(channel: &Channel) -> Understood {
    match channel.kind {
        ChannelKind::Other => Understood::new(Taken::ChannelUnknown, None, &channel.name, ""),
        kind => Understood::new(Taken::ChannelKind, None, &channel.name, kind.zh()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_name_find_the_same_unit_and_a_new_name_gets_a_steady_code() {
        let mut names = Names::new("u");
        names.learn("jwc", "教务处");
        assert_eq!(names.code("jwc"), Ok("jwc".into()));
        assert_eq!(names.code(" 教 务 处 "), Ok("jwc".into()));
        assert_eq!(names.code("学生处"), names.code("学生 处"));
        assert!(names.code("学生处").is_err_and(|code| code.starts_with("u-")));
    }
}
