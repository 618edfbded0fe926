//! What a copy of the portal as files needs besides its pages: what came down and keeps a tombstone, the lines of its
//! search, and the day on which it is no longer true by itself.
//!
//! All of it is what everybody may see, whoever asks.

use super::view::RecordLine;
use super::{Portal, REACH};
use crate::error::Result;
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::record::Shown;
use std::collections::{BTreeMap, BTreeSet};
use store::{Filter, Page};

/// Records that are read at once.
const CHUNK: u32 = 1000;

impl Portal {
    /// Records that were on view for everybody and came down: each keeps a tombstone at its address, and no list names it.
    pub async fn tombstones(&self) -> Result<Vec<RecordId>> {
        let today = self.today();
        let (mut found, mut after) = (Vec::new(), None::<String>);
        loop {
            let records = self.app.store.read().await?.export_records(after.as_deref(), CHUNK).await?;
            let Some(last) = records.last() else { return Ok(found) };
            after = Some(last.key.clone());
            let gone = records.iter().filter(|record| matches!(REACH.show(record, today), Shown::Tombstone(_)));
            found.extend(gone.map(|record| record.id));
        }
    }

    /// Records that everybody finds, the newest first: those after one of them, with where the next ones begin.
    pub async fn lines_after(&self, after: Option<RecordId>) -> Result<(Vec<RecordLine>, Option<RecordId>)> {
        let basics = self.basics().await?;
        let page = after.map_or(Page::first(CHUNK), |after| Page::after(after, CHUNK));
        let filter = Filter { reach: REACH, today: basics.today, ..Filter::default() };
        let listed = self.app.store.read().await?.lines(&filter, page).await?;
        Ok((listed.rows.into_iter().map(|line| basics.line(line)).collect(), listed.next))
    }

    /// The last day on which everything that is on view now may stay so: then a term ends.
    pub async fn stands_until(&self) -> Result<Option<NaiveDate>> {
        Ok(self.app.store.read().await?.next_term().await?)
    }
}

/// Traditional characters, each with the simplified one, of those that stand in a text: what a small search has to know to
/// find it by either.
pub fn simplified_of(stands: &BTreeSet<char>) -> BTreeMap<char, char> {
    let pairs = ('\u{3400}'..='\u{9fff}').map(|c| (c, search::simplified(c)));
    pairs.filter(|(from, to)| from != to && (stands.contains(to) || stands.contains(from))).collect()
}
