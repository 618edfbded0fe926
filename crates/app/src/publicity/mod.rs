//! Publicity periods (公示) as use cases: a list is read and judged before anything of it is kept, put up with its record, kept
//! under seal when it has come down, and answered for to whoever objects.
//!
//! The list goes the way of its record: drafted, reviewed, published, taken down; `records::posting` is where the life of records
//! asks for it. What may be shown is the kind's (`domain::publicity`) and the personal-data gate's; who may see objections is the
//! table's (`domain::policy`). Words of objections and names in lists never enter a log, an error or an event.

mod list;
mod objections;
mod overview;
mod receipt;
mod sealed;
mod start;

pub use crate::guard::beside::{Misfit, Why};
pub use crate::guard::roll::{Column, Examined, examine};
pub use crate::publicity_refusal::Refusal;
pub use list::{Look, Read, read_list};
pub use objections::{Filed, NewObjection, Shown, acknowledge, file, file_once, file_seen_by, query, rule};
pub use overview::{Page, Period, Where, look, overview};
pub(crate) use receipt::Length;
pub use receipt::Receipt;
pub use sealed::{Sealed, open_sealed};
pub use start::{Start, Terms, decide, extend, extend_saying, replace, start};

use crate::context::Ctx;
use crate::error::Result;
use domain::publicity::{Kind, Rule};

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

/// A text with what its tables may not show beside the list of a posting covered.
pub fn cover_beside(posting: &domain::publicity::Posting, body: &str) -> String {
    crate::guard::beside::cover_text(posting.kind(), &posting.decided(), body)
}

/// The school's own rules of how long kinds stand, for whoever begins a period.
///
/// # Errors
/// Of the database.
pub async fn rules(ctx: &Ctx) -> Result<Vec<Rule>> {
    Ok(ctx.read().await?.publicity_rules().await?)
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
