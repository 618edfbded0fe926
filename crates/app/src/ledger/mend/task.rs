//! What an office may ask to have mended, and how the things it is about are named in one word.
//!
//! The names are those that [`super::list`] gives: a code or name, a key, an index number, `2022-2023/6/1`. It must not
//! look anything up.

use domain::catalogue::ItemKey;
use domain::nil_statement::NilStatement;
use domain::school_year::SchoolYear;
use std::fmt;
use store::CodeOf;

/// Something to be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Another name for a unit or channel; the one before stays known.
    Rename {
        /// Which sort.
        of: CodeOf,
        /// Its code or name.
        which: String,
        /// The new name.
        name: String,
    },
    /// One unit or channel goes into another, with all that names it.
    Merge {
        /// Which sort.
        of: CodeOf,
        /// The one that goes, by code or name.
        from: String,
        /// The one that stays, by code or name.
        into: String,
    },
    /// A record goes under another item, unit or school year.
    Move {
        /// The record.
        record: String,
        /// Where to.
        to: Whereto,
    },
    /// A text of a report becomes the n-th of its place.
    Order {
        /// The text.
        text: String,
        /// From 1.
        nth: u32,
    },
    /// Something that should not be there goes.
    Delete(Target),
    /// A public record is taken down; a tombstone with the reason stays.
    Withdraw {
        /// The record.
        record: String,
        /// Why.
        reason: String,
    },
}

/// What a record goes under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereto {
    /// An item, by its number on the list or key.
    Item(ItemKey),
    /// A unit, by code or name.
    Unit(String),
    /// A school year.
    Year(SchoolYear),
}

/// Something to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A unit that nothing names, or what one was called before.
    Unit(String),
    /// A channel that nothing names, or what one was called before.
    Channel(String),
    /// A draft that never was public.
    Record(String),
    /// A text of a report.
    Text(String),
    /// A nil statement.
    Nil(String),
    /// A release of a record.
    Release(String),
    /// A dataset to which no text refers.
    Dataset(String),
}

impl Target {
    /// The word for its kind on the command line, and its own.
    fn parts(&self) -> (&'static str, &str) {
        match self {
            Target::Unit(which) => ("unit", which),
            Target::Channel(which) => ("channel", which),
            Target::Record(which) => ("record", which),
            Target::Text(which) => ("text", which),
            Target::Nil(which) => ("nil", which),
            Target::Release(which) => ("release", which),
            Target::Dataset(which) => ("dataset", which),
        }
    }
}

impl Task {
    /// Whether something is lost by it that only a new entry brings back.
    pub fn is_destructive(&self) -> bool {
        match self {
            Task::Merge { .. } | Task::Delete(_) | Task::Withdraw { .. } => true,
            Task::Rename { .. } | Task::Move { .. } | Task::Order { .. } => false,
        }
    }
}

/// The command that asks for it, as a person types it, without what is only for the moment (`--yes`) or stands in the
/// ledger anyway (the reason of a withdrawal).
impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = match self {
            Task::Rename { of, which, name } => vec!["rename".into(), of.code().into(), which.clone(), name.clone()],
            Task::Merge { of, from, into } => vec!["merge".into(), of.code().into(), from.clone(), into.clone()],
            Task::Move { record, to } => {
                let [option, to] = match to {
                    Whereto::Item(item) => ["--item".into(), item.to_string()],
                    Whereto::Unit(unit) => ["--unit".into(), unit.clone()],
                    Whereto::Year(year) => ["--year".into(), year.to_string()],
                };
                vec!["move".into(), record.clone(), option, to]
            }
            Task::Order { text, nth } => vec!["move".into(), text.clone(), "--order".into(), nth.to_string()],
            Task::Delete(target) => {
                let (what, which) = target.parts();
                vec!["delete".into(), what.into(), which.into()]
            }
            Task::Withdraw { record, .. } => vec!["withdraw".into(), record.clone()],
        };
        f.write_str("ledger")?;
        for word in words {
            let plain = !word.is_empty() && !word.chars().any(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '\\'));
            if plain { write!(f, " {word}")? } else { write!(f, " '{}'", word.replace('\'', "'\\''"))? }
        }
        Ok(())
    }
}

/// A text of a report: `2022-2023/6/1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextName {
    pub(super) year: SchoolYear,
    pub(super) place: String,
    pub(super) order: u32,
}

impl TextName {
    pub(super) fn read(text: &str) -> Option<TextName> {
        let (year, rest) = text.split_once('/')?;
        let (place, order) = rest.rsplit_once('/')?;
        Some(TextName {
            year: year.trim().parse().ok()?,
            place: place.trim().into(),
            order: order.trim().parse().ok()?,
        })
    }
}

impl fmt::Display for TextName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.year, self.place, self.order)
    }
}

/// A nil statement: `2022-2023/47/jwc`, the unit by code or name.
pub(super) struct NilName {
    pub(super) year: SchoolYear,
    pub(super) item: ItemKey,
    pub(super) unit: String,
}

impl NilName {
    pub(super) fn read(text: &str) -> Option<NilName> {
        let mut parts = text.splitn(3, '/');
        let (year, item, unit) = (parts.next()?, parts.next()?, parts.next()?);
        Some(NilName { year: year.trim().parse().ok()?, item: item.trim().parse().ok()?, unit: unit.trim().into() })
    }

    /// The name of a statement.
    pub(super) fn of(nil: &NilStatement) -> String {
        format!("{}/{}/{}", nil.year, nil.item, nil.unit)
    }
}

/// A release of a record: the record and its number from 1, `R12/2`.
pub(super) fn release(text: &str) -> Option<(&str, u32)> {
    let (record, n) = text.rsplit_once('/')?;
    Some((record, n.trim().parse().ok()?))
}

/// A dataset: its key, or school year and key, `2022-2023/graduates`.
pub(super) fn dataset(text: &str) -> (Option<SchoolYear>, &str) {
    let named = text.split_once('/').and_then(|(year, key)| Some((year.trim().parse().ok()?, key.trim())));
    named.map_or((None, text.trim()), |(year, key)| (Some(year), key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_the_command_that_asks_for_it() {
        let rename = Task::Rename { of: CodeOf::Unit, which: "jwc".into(), name: "教务 部".into() };
        assert_eq!(rename.to_string(), "ledger rename unit jwc '教务 部'");
        let moved = Task::Move { record: "R1".into(), to: Whereto::Year("2021-2022".parse().unwrap()) };
        assert_eq!(moved.to_string(), "ledger move R1 --year 2021-2022");
        assert_eq!(Task::Delete(Target::Release("R1/2".into())).to_string(), "ledger delete release R1/2");
        let withdraw = Task::Withdraw { record: "it's".into(), reason: "有误".into() };
        assert_eq!(withdraw.to_string(), r"ledger withdraw 'it'\''s'");
    }

    #[test]
    fn names_of_one_word_are_read_as_they_are_listed() {
        let text = TextName::read("2022-2023/2.3/4").unwrap();
        assert_eq!((text.place.as_str(), text.order, text.to_string().as_str()), ("2.3", 4, "2022-2023/2.3/4"));
        assert_eq!(NilName::read("2022-2023/47/党委/宣传部").unwrap().unit, "党委/宣传部");
        assert_eq!(release("12345/2023-00001/2"), Some(("12345/2023-00001", 2)));
        assert_eq!(dataset("graduates"), (None, "graduates"));
        assert_eq!(dataset("2022-2023/graduates").1, "graduates");
        for wrong in ["2022-2023/1", "2022/6/1", "2022-2023/6/x", ""] {
            assert_eq!(TextName::read(wrong), None, "{wrong}");
        }
    }
}
