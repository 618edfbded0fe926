//! Units and channels by code or name, the ones of today and the ones before.
//!
//! A row may name a unit or channel by either. A name that nothing describes yet is entered as a unit or
//! channel of its own, and the outcome lists it, so that a first ledger with one sheet comes in whole and a
//! misspelt name is seen. What something was called before is recognised for good: an old sheet neither renames
//! it back nor makes a twin.

use crate::change::Change;
use crate::error::Result;
use domain::event::{Act, Event, Object};
use domain::ledger::{FaultKind, Table, Taken, Understood, channel_group, channel_kind};
use domain::school::{Channel, ChannelKind, Unit, UnitKind};
use std::collections::{BTreeSet, HashMap};
use store::{CodeOf, Former, Reader, Saved};

/// Codes by code and by name.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    of: CodeOf,
    /// Codes of today with their names.
    names: HashMap<String, String>,
    /// Codes by name.
    codes: HashMap<String, String>,
    /// Codes by what they or their names were before, and by what they are written like.
    former: HashMap<String, String>,
    /// What was before, by code of today.
    before: HashMap<String, Vec<String>>,
    /// The name of the school, which people write before its units.
    school: String,
    /// The code of the first channel of a group of usual names (官网, 学校官网).
    groups: HashMap<&'static str, String>,
    /// What was said the old way.
    recognised: BTreeSet<Recognised>,
}

/// A unit or channel that a file names the old way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recognised {
    /// [`Table::Units`] or [`Table::Channels`].
    pub table: Table,
    /// What the file says.
    pub given: String,
    /// Its code today.
    pub code: String,
    /// Its name today.
    pub name: String,
    /// Whether the file gave it this code for the one before.
    pub recoded: bool,
}

/// What a row that describes a unit or channel says of what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// It describes what has this code after it: `from` is the code that is given up for it, `name` the name that holds.
    Describes { code: String, from: Option<String>, name: String },
    /// It is an old row of something that has another code by now; there is nothing to take from it.
    Old,
    /// It cannot be taken: the column, why, and what stands in the way.
    Refused(&'static str, FaultKind, String),
}

/// What describing a unit or channel came to.
#[derive(Debug)]
pub(super) enum Described<T> {
    /// It was saved, as it is now.
    Saved(Saved, Vec<Event>, T),
    /// The row is an old one and changes nothing.
    Old,
    /// The row cannot be taken: the column, why, and what stands in the way.
    Refused(&'static str, FaultKind, String),
}

impl Names {
    pub(crate) fn new(of: CodeOf) -> Names {
        Names {
            of,
            names: HashMap::new(),
            codes: HashMap::new(),
            former: HashMap::new(),
            before: HashMap::new(),
            school: String::new(),
            groups: HashMap::new(),
            recognised: BTreeSet::new(),
        }
    }

    /// Learns what the school is called: 某某学院人事处 is its 人事处.
    pub(super) fn of_school(&mut self, name: &str) {
        self.school = name.trim().to_string();
    }

    /// The name of a unit without that of the school before it.
    pub(super) fn bare<'t>(&self, text: &'t str) -> &'t str {
        let text = text.trim();
        let own = !self.school.is_empty() && self.of == CodeOf::Unit;
        let bare = text.strip_prefix(self.school.as_str()).filter(|_| own).map(str::trim_start);
        bare.filter(|bare| domain::ledger::is_unit(bare)).unwrap_or(text)
    }

    /// Everything that is known.
    pub(crate) async fn load(reader: &Reader, of: CodeOf) -> Result<Names> {
        let mut names = Names::new(of);
        match of {
            CodeOf::Unit => reader.units().await?.iter().for_each(|unit| names.learn(&unit.code, &unit.name)),
            CodeOf::Channel => reader.channels().await?.iter().for_each(|one| names.learn(&one.code, &one.name)),
        }
        for Former { code, former } in reader.former_names(of).await? {
            names.remember(&code, &former);
        }
        Ok(names)
    }

    /// Learns a code and its name. The first of two things of one name keeps it.
    pub(crate) fn learn(&mut self, code: &str, name: &str) {
        self.names.insert(code.to_string(), name.to_string());
        self.codes.entry(plain(name)).or_insert_with(|| code.to_string());
        if let Some(group) = self.group(name) {
            self.groups.entry(group).or_insert_with(|| code.to_string());
        }
    }

    fn group(&self, name: &str) -> Option<&'static str> {
        if self.of == CodeOf::Channel { channel_group(name) } else { None }
    }

    /// The name of the channel that a text means by another of its usual names.
    pub(super) fn by_group(&self, text: &str) -> Option<&str> {
        if self.find(text).is_some() {
            return None;
        }
        self.groups.get(self.group(text)?).map(|code| self.name(code))
    }

    /// Learns what something was called before.
    pub(super) fn remember(&mut self, code: &str, former: &str) {
        self.former.insert(plain(former), code.to_string());
        self.before.entry(code.to_string()).or_default().push(former.to_string());
    }

    /// The code of what is called so, or was.
    pub(crate) fn find(&self, text: &str) -> Option<&String> {
        let text = text.trim();
        if let Some((code, _)) = self.names.get_key_value(text) {
            return Some(code);
        }
        let plain = plain(text);
        let known = self.codes.get(&plain).or_else(|| self.former.get(&plain));
        let bare = self.bare(text);
        if known.is_none() && bare != text {
            return self.find(bare);
        }
        match former_within(text).filter(|_| known.is_none() && self.of == CodeOf::Unit) {
            Some((now, _)) => self.find(now),
            None => known,
        }
    }

    /// The name of today.
    pub(crate) fn name(&self, code: &str) -> &str {
        self.names.get(code).map_or("", String::as_str)
    }

    /// What the thing was called before.
    pub(crate) fn before(&self, code: &str) -> &[String] {
        self.before.get(code).map_or(&[], Vec::as_slice)
    }

    /// The code of what a text means, by whatever name it goes.
    pub(super) fn meant(&self, text: &str) -> Option<&String> {
        self.find(text).or_else(|| self.groups.get(self.group(text)?))
    }

    /// The code for what a row says; `Err` gives the code under which it is entered anew.
    pub(super) fn code(&mut self, text: &str) -> std::result::Result<String, String> {
        let Some(code) = self.meant(text).cloned() else { return Err(self.new_code(self.bare(text))) };
        if let Some(former) = self.former(text) {
            self.tell(&former, &code, false);
        }
        Ok(code)
    }

    /// What was said the old way, in order.
    pub(super) fn recognised(&mut self) -> BTreeSet<Recognised> {
        std::mem::take(&mut self.recognised)
    }

    pub(super) fn tell(&mut self, given: &str, code: &str, recoded: bool) {
        let table = match self.of {
            CodeOf::Unit => Table::Units,
            CodeOf::Channel => Table::Channels,
        };
        let (given, name) = (given.trim().to_string(), self.name(code).to_string());
        self.recognised.insert(Recognised { table, given, code: code.to_string(), name, recoded });
    }

    /// A code made from the name, the same in every import.
    fn new_code(&self, name: &str) -> String {
        let hash = domain::fnv::fnv64(plain(name).bytes());
        let prefix = match self.of {
            CodeOf::Unit => "u",
            CodeOf::Channel => "c",
        };
        format!("{prefix}-{:08x}", (hash >> 32) as u32 ^ hash as u32)
    }

    /// Whether the program made this code of a name of the thing: nobody chose it, so a chosen one may take its place.
    fn is_made(&self, code: &str, of: &str) -> bool {
        let names = std::iter::once(self.name(of)).chain(self.before(of).iter().map(String::as_str));
        names.into_iter().any(|name| self.new_code(name) == code)
    }

    /// The text when it is what something was called before and nothing is now.
    pub(crate) fn former(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let today = self.names.contains_key(text) || self.codes.contains_key(&plain(text));
        (!today && self.former.contains_key(&plain(text))).then(|| text.to_string())
    }

    /// Keeps the name that something had before it was saved with the one of now.
    pub(crate) async fn renamed(&self, change: &mut Change<'_>, code: &str, before: &str, now: &str) -> Result<()> {
        for written in self.before(code).iter().filter(|former| plain(former) == plain(now)) {
            change.forget_former(self.of, written).await?;
        }
        // Of two of one name the one that gets another leaves it to the other.
        if plain(before) != plain(now) && self.other_with(before, code).is_none() {
            change.save_former(self.of, code, before).await?;
        }
        Ok(())
    }

    /// Whose name this is or was, if it is somebody else's.
    pub(crate) fn other_with(&self, name: &str, code: &str) -> Option<&String> {
        let plain = plain(name);
        let known = self.codes.get(&plain).or_else(|| self.former.get(&plain));
        known.filter(|known| known.as_str() != code)
    }

    /// What a row adds to the former names of what has this code: those that are there already first, and none that it
    /// has today.
    ///
    /// # Errors
    /// A name that another has, or had; it would mean either of two.
    pub(super) fn with_former(
        &self,
        code: &str,
        name: &str,
        listed: Vec<String>,
    ) -> std::result::Result<Vec<String>, String> {
        let mut former = self.before(code).to_vec();
        for one in listed {
            let written = plain(&one);
            if let Some(other) =
                self.names.get_key_value(one.as_str()).map(|(other, _)| other).filter(|other| *other != code)
            {
                return Err(self.shown(other));
            }
            if let Some(other) = self.other_with(&one, code) {
                return Err(self.shown(other));
            }
            let today = written == plain(name) || written == plain(self.name(code)) || one == code;
            if !today && !former.iter().any(|known| plain(known) == written) {
                former.push(one);
            }
        }
        Ok(former)
    }

    /// What a row with this code and name says of what is there.
    pub(super) fn row(&self, code: &str, name: &str) -> Row {
        if self.names.contains_key(code) {
            return self.known(code, None, name);
        }
        if let Some(now) = self.former.get(&plain(code)) {
            let theirs = self.find(name).is_some_and(|found| found == now);
            return match theirs {
                true => Row::Old,
                false if self.is_made(code, now) => self.known(now, None, name),
                false => Row::Refused("code", FaultKind::CodeTaken, self.shown(now)),
            };
        }
        let new = || Row::Describes { code: code.into(), from: None, name: name.into() };
        match self.find(name) {
            None => new(),
            Some(found) if self.is_made(found, found) => match self.known(found, Some(found), name) {
                Row::Describes { from, name, .. } => Row::Describes { code: code.into(), from, name },
                other => other,
            },
            // One site under two addresses is two channels of one name.
            Some(_) if self.of == CodeOf::Channel && self.former(name).is_none() => new(),
            Some(found) => Row::Refused("name", FaultKind::NameTaken, self.shown(found)),
        }
    }

    /// What a row about something that is there says of its name.
    fn known(&self, code: &str, from: Option<&String>, name: &str) -> Row {
        let (before, from) = (self.name(code), from.cloned());
        let takes = |name: &str| Row::Describes { code: code.into(), from: from.clone(), name: name.into() };
        if plain(name) == plain(before) {
            return takes(name);
        }
        // Its own old name renames nothing back; a name that another has, or had, would mean either of two.
        if self.former.get(&plain(name)).is_some_and(|owner| owner == code) {
            return takes(before);
        }
        match self.other_with(name, code) {
            Some(other) => Row::Refused("name", FaultKind::NameTaken, self.shown(other)),
            None => takes(name),
        }
    }

    /// Name and code as messages show them.
    fn shown(&self, code: &str) -> String {
        format!("{}（{code}）", self.name(code))
    }

    /// Takes what a row says of a unit or channel; what it was before stays known.
    pub(super) async fn describe<T: Coded>(&mut self, change: &mut Change<'_>, mut row: T) -> Result<Described<T>> {
        let (given_code, given_name) = (row.code().clone(), row.name().trim().to_string());
        let (code, from, name) = match self.row(&given_code, &given_name) {
            Row::Describes { code, from, name } => (code, from, name),
            Row::Refused(column, kind, text) => return Ok(Described::Refused(column, kind, text)),
            Row::Old => {
                if let Some(now) = self.find(&given_code).cloned() {
                    self.tell(&given_code, &now, false);
                }
                return Ok(Described::Old);
            }
        };
        let mut events = Vec::new();
        if let Some(from) = &from {
            change.recode(self.of, from, &code).await?;
            let event = Event::new(T::RECODED, T::object(code.clone()));
            events.push(event.with("from", from));
        }
        row.code().clone_from(&code);
        row.name().clone_from(&name);
        row.settle(self);
        let before = self.names.get(from.as_ref().unwrap_or(&code)).cloned();
        let mut saved = row.save(change).await?;
        for former in row.former().clone() {
            if !self.before(from.as_ref().unwrap_or(&code)).contains(&former) {
                change.save_former(self.of, &code, &former).await?;
                self.remember(&code, &former);
                saved = if saved == Saved::Same { Saved::Changed } else { saved };
            }
        }
        match &before {
            Some(before) if plain(before) != plain(&name) => {
                self.renamed(change, &code, before, &name).await?;
                events.push(Event::new(T::RENAMED, T::object(code.clone())).with("from", before));
            }
            _ if saved != Saved::Same => events.push(Event::new(T::WRITTEN, T::object(code.clone()))),
            _ => {}
        }
        let restructured = from.is_some() || before.as_ref().is_some_and(|before| plain(before) != plain(&name));
        if restructured {
            *self = Names { recognised: self.recognised(), ..Names::load(change, self.of).await? };
        } else {
            self.learn(&code, &name);
        }
        if plain(&given_name) != plain(&name) {
            self.tell(&given_name, &code, false);
        }
        if let Some(from) = &from {
            self.tell(from, &code, true);
        } else if given_code != code {
            self.tell(&given_code, &code, false);
        }
        let saved = if restructured { Saved::Changed } else { saved };
        Ok(Described::Saved(saved, events, row))
    }
}

/// What has a code and a name, and is described by a row of its own table.
pub(super) trait Coded {
    /// The event of another name.
    const RENAMED: Act;
    /// The event of another code.
    const RECODED: Act;
    /// The event of any other change.
    const WRITTEN: Act;

    fn code(&mut self) -> &mut String;
    fn name(&mut self) -> &mut String;
    fn former(&mut self) -> &mut Vec<String>;
    /// Says what it names of its like by today's code.
    fn settle(&mut self, names: &Names);
    async fn save(&self, change: &mut Change<'_>) -> Result<Saved>;
    fn object(code: String) -> Object;
}

impl Coded for Unit {
    const RENAMED: Act = Act::UnitRenamed;
    const RECODED: Act = Act::UnitRecoded;
    const WRITTEN: Act = Act::UnitWritten;

    fn code(&mut self) -> &mut String {
        &mut self.code
    }

    fn name(&mut self) -> &mut String {
        &mut self.name
    }

    fn former(&mut self) -> &mut Vec<String> {
        &mut self.former
    }

    fn settle(&mut self, names: &Names) {
        if let Some(code) = names.find(&self.parent).filter(|_| !self.parent.is_empty()) {
            self.parent.clone_from(code);
        }
    }

    async fn save(&self, change: &mut Change<'_>) -> Result<Saved> {
        change.save_unit(self).await
    }

    fn object(code: String) -> Object {
        Object::Unit(code)
    }
}

impl Coded for Channel {
    const RENAMED: Act = Act::ChannelRenamed;
    const RECODED: Act = Act::ChannelRecoded;
    const WRITTEN: Act = Act::ChannelWritten;

    fn code(&mut self) -> &mut String {
        &mut self.code
    }

    fn name(&mut self) -> &mut String {
        &mut self.name
    }

    fn former(&mut self) -> &mut Vec<String> {
        &mut self.former
    }

    fn settle(&mut self, _: &Names) {}

    async fn save(&self, change: &mut Change<'_>) -> Result<Saved> {
        change.save_channel(self).await
    }

    fn object(code: String) -> Object {
        Object::Channel(code)
    }
}

/// A name without blanks and quotation marks.
pub(crate) fn plain(name: &str) -> String {
    domain::date::half_width(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"')).collect()
}

/// How words before a former name begin.
const FORMERLY: [&str; 6] = ["原名", "原为", "原", "曾用名", "前身为", "曾名"];
/// How words before the name of today begin.
const NOW: [&str; 4] = ["现名", "现为", "现更名为", "现"];
/// How the name of a unit ends.
const UNITS: [&str; 14] = ["院", "系", "部", "处", "室", "中心", "办", "馆", "科", "所", "委", "会", "校", "站"];

/// The name of today and those before, of a unit written with both: 信息工程学院（原计算机系）, 计算机系（现信息工程学院）.
pub(super) fn former_within(text: &str) -> Option<(&str, Vec<&str>)> {
    let text = text.trim();
    let (first, inner) = text.strip_suffix(['）', ')'])?.split_once(['（', '('])?;
    let (first, inner) = (first.trim(), inner.trim());
    let after = |words: &[&str]| {
        let rest = words.iter().find_map(|word| inner.strip_prefix(word))?;
        Some(rest.trim_start_matches(['：', ':', ' ', '“']).trim_end_matches([' ', '”']))
    };
    let is_unit = |name: &&str| name.chars().count() > 1 && UNITS.iter().any(|ending| name.ends_with(ending));
    let (now, former) = match (after(&FORMERLY), after(&NOW)) {
        (Some(former), _) => (first, former),
        (None, Some(now)) => (now, first),
        _ => return None,
    };
    let former: Vec<&str> = former.split(['、', '，', '和', '/']).map(str::trim).collect();
    (is_unit(&now) && former.iter().all(is_unit)).then_some((now, former))
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
        former: Vec::new(),
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
        former: Vec::new(),
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

    /// 教务处 with a code, 学生处 entered by name; both were something else before.
    fn known() -> (Names, String) {
        let mut names = Names::new(CodeOf::Unit);
        names.learn("jwc", "教务处");
        names.remember("jwc", "教学工作部");
        let made = names.code("学生处").unwrap_err();
        names.learn(&made, "学生处");
        names.remember(&made, "学工部");
        names.remember("jwc", "dean");
        (names, made)
    }

    #[test]
    fn code_and_name_of_today_and_before_find_the_same_unit_and_a_new_name_gets_a_steady_code() {
        let (mut names, made) = known();
        for said in ["jwc", " 教 务 处 ", "教学工作部", "dean"] {
            assert_eq!(names.code(said), Ok("jwc".into()), "{said}");
        }
        assert_eq!(names.code("学工部"), Ok(made));
        assert_eq!(names.code("财务处"), names.code("财务 处"));
        assert!(names.code("财务处").is_err_and(|code| code.starts_with("u-")));
        let told: Vec<String> = names.recognised().into_iter().map(|told| told.given).collect();
        assert_eq!(told, ["dean", "学工部", "教学工作部"], "what is said as of today needs no word");
    }

    #[test]
    fn a_bracket_with_a_former_name_is_no_part_of_the_name() {
        assert_eq!(former_within("信息工程学院（原计算机系）"), Some(("信息工程学院", vec!["计算机系"])));
        assert_eq!(former_within("计算机系（现信息工程学院）"), Some(("信息工程学院", vec!["计算机系"])));
        assert_eq!(former_within("教务处（曾用名：教学工作部）"), Some(("教务处", vec!["教学工作部"])));
        assert_eq!(former_within("财务处(原计财处、审计处)"), Some(("财务处", vec!["计财处", "审计处"])));
        for name in [
            "学生工作部（处）",
            "教务处（原则上）",
            "教务处（招生办）",
            "（原计算机系）",
            "教务处",
            "教务处（原李处长）办",
        ] {
            assert_eq!(former_within(name), None, "{name}");
        }
        let (names, _) = known();
        assert_eq!(names.find("教务处（原教研室）").map(String::as_str), Some("jwc"));
    }

    #[test]
    fn a_row_describes_what_it_names_by_any_of_its_codes_and_names_and_never_two() {
        let (names, made) = known();
        let describes = |code: &str, from: Option<&str>, name: &str| Row::Describes {
            code: code.into(),
            from: from.map(str::to_string),
            name: name.into(),
        };
        let taken = |row: Row| match row {
            Row::Refused(column, kind, text) => (column, kind, text),
            other => panic!("{other:?}"),
        };
        assert_eq!(names.row("cwc", "财务处"), describes("cwc", None, "财务处"), "a new one");
        assert_eq!(names.row("jwc", "教务部"), describes("jwc", None, "教务部"), "a new name");
        assert_eq!(
            names.row("jwc", "教学工作部"),
            describes("jwc", None, "教务处"),
            "an old sheet renames nothing back"
        );
        assert_eq!(names.row("xsc", "学生处"), describes("xsc", Some(&made), "学生处"), "a chosen code for a made one");
        assert_eq!(names.row("xsc", "学工部"), describes("xsc", Some(&made), "学生处"), "found by its old name");
        assert_eq!(names.row("dean", "教学工作部"), Row::Old);
        assert_eq!(names.row("dean", "教务处"), Row::Old);
        let jwc = || "教务处（jwc）".to_string();
        assert_eq!(taken(names.row("dean", "财务处")), ("code", FaultKind::CodeTaken, jwc()));
        assert_eq!(taken(names.row("jw", "教务处")), ("name", FaultKind::NameTaken, jwc()), "a chosen code stays");
        assert_eq!(taken(names.row(&made, "教学工作部")), ("name", FaultKind::NameTaken, jwc()));
        assert_eq!(taken(names.row("jwc", "学工部")).1, FaultKind::NameTaken);
    }
}
