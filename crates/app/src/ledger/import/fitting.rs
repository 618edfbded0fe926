//! Whether a record's rows fit together: what keeps them out although each cell of them can be read.
//!
//! It looks at the file alone; what the record that is there allows is `domain::ledger::merge`'s to say.

use super::said::{Placed, bad};
use crate::ledger::tally::Bad;
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::ledger::{EditionEntry, EntryState, FaultKind, RecordEntry, ReleaseEntry, Table};
use office::ledger::RowPlace;
use std::collections::HashSet;

/// What keeps a record's row out although each cell of it can be read: editions and releases that do not fit together,
/// days on view that cannot be.
pub(super) fn unfit(
    entry: &RecordEntry,
    place: &RowPlace,
    editions: &[Placed<EditionEntry>],
    releases: &[Placed<ReleaseEntry>],
    today: NaiveDate,
) -> Option<Bad> {
    let later = |date: PartialDate| date.span().is_some_and(|(first, _)| first > today);
    if matches!(entry.state, Some(EntryState::Withdrawn | EntryState::Expired)) {
        for (column, date) in [("published_on", entry.published_on), ("state_on", entry.state_on)] {
            if later(date) {
                return Some(bad(Table::Records, column, FaultKind::Future, date.to_string(), place));
            }
        }
    }
    let mut numbers = HashSet::new();
    for (edition, place) in editions {
        let number = edition.edition.number;
        if !numbers.insert(number) {
            return Some(bad(Table::Editions, "number", FaultKind::Duplicate, number.to_string(), place));
        }
    }
    let mut drafts = editions.iter().filter(|(edition, _)| edition.draft);
    if let (Some(_), Some((draft, place))) = (drafts.next(), drafts.next()) {
        return Some(bad(Table::Editions, "state", FaultKind::Duplicate, draft.edition.title.clone(), place));
    }
    let earlier = editions.iter().filter(|(edition, _)| !edition.draft).map(|(edition, _)| edition.edition.number);
    let newest = earlier.max().map_or(1, |number| number + 1);
    // Without its history a row's newest edition is not known to be the first.
    let known = !editions.is_empty();
    let wrong = releases.iter().find(|(release, _)| known && release.edition.is_some_and(|n| n > newest));
    wrong.map(|(release, place)| {
        let number = release.edition.map(|number| number.to_string()).unwrap_or_default();
        bad(Table::Releases, "edition", FaultKind::Unknown, number, place)
    })
}
