//! Publicity periods (公示) as use cases: a list is read and judged before anything of it is kept, put up with its record, kept
//! under seal when it has come down, and answered for to whoever objects.
//!
//! The list goes the way of its record: drafted, reviewed, published, taken down; `life` is where the life of records asks
//! for it. What may be shown is the kind's (`domain::publicity`) and the personal-data gate's; who may see objections is the
//! table's (`domain::policy`). Words of objections and names in lists never enter a log, an error or an event.

mod life;
mod list;
mod objections;
mod overview;
mod receipt;
mod sealed;
mod start;

pub(crate) use life::{amended, came_down, given_up, judge, not_before, post, ready};
pub use list::{Column, Examined, Look, Read, examine, read_list};
pub use objections::{Filed, NewObjection, Shown, acknowledge, file, query, rule};
pub use overview::{Page, Period, Where, look, overview};
pub use receipt::Receipt;
pub use sealed::{Sealed, open_sealed};
pub(crate) use sealed::purge_due;
pub use start::{Start, Terms, extend, replace, start};

use domain::objection::ObjectionError;
use domain::publicity::{Kind, LengthError};

/// Why a use case of publicity did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the life of an objection does not allow.
    #[error(transparent)]
    Objection(#[from] ObjectionError),
    /// Nothing stands open to objection there now.
    #[error("nothing is open to objection")]
    Closed,
    /// More objections wait than anybody can read.
    #[error("too many objections wait")]
    Full,
    /// Objections of this kind need a name.
    #[error("an objection of this kind needs a name")]
    Nameless,
    /// There is no such row.
    #[error("there is no such row")]
    NoRow,
    /// The list has columns or cells that may not be shown, or nobody decided on.
    #[error("the list holds what may not be shown")]
    Columns,
    /// There is neither list nor text.
    #[error("there is nothing to show")]
    Nothing,
    /// The audience is wider than the kind allows.
    #[error("a period of this kind is not for everybody")]
    Audience,
    /// The end would not be later.
    #[error("the end would not be later")]
    NotLater,
    /// There is no list under seal.
    #[error("there is no list under seal")]
    NotSealed,
    /// The length is not allowed.
    #[error(transparent)]
    Length(#[from] LengthError),
}

impl Refusal {
    /// Stable code, a message key under `publicity-refused-`.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Objection(error) => error.code(),
            Refusal::Closed => "closed",
            Refusal::Full => "full",
            Refusal::Nameless => "nameless",
            Refusal::NoRow => "no-row",
            Refusal::Columns => "columns",
            Refusal::Nothing => "nothing",
            Refusal::Audience => "audience",
            Refusal::NotLater => "not-later",
            Refusal::NotSealed => "not-sealed",
            Refusal::Length(LengthError::Short(_)) => "short",
            Refusal::Length(LengthError::Unusual(_)) => "unusual",
            Refusal::Length(LengthError::Range) => "range",
        }
    }
}

/// Kinds of period that hold the words in a name, an other name or what they rest on, in the order of the table.
pub fn kinds(words: &str) -> Vec<&'static Kind> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let holds = |kind: &&'static Kind| {
        let names = kind.synonyms.iter().copied().chain([kind.name_zh, kind.name_en, kind.basis]);
        let text = names.collect::<Vec<_>>().join("\n").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    Kind::all().iter().filter(|kind| kind.is_period()).filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_by_what_people_call_them_and_deadlines_are_none() {
        let names = |words: &str| kinds(words).iter().map(|kind| kind.id).collect::<Vec<_>>();
        assert_eq!(names("励志"), ["national_inspirational_scholarship"]);
        assert!(names("奖学金").len() > 2);
        assert_eq!(names("合同公告"), Vec::<&str>::new());
        assert_eq!(kinds("").len(), Kind::all().iter().filter(|kind| kind.is_period()).count());
    }
}
