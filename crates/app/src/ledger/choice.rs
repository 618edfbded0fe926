//! What somebody who looks at a plan chooses of it: rows that are left out, deletions that are meant, and what a row is that
//! may be a record which is there.
//!
//! A row is named by its table and place, which stay the same as long as the file is the same. What a row is left out for
//! is told in the plan; nothing else of it is decided here.

use super::plan::{Change, row_name};
use domain::ledger::Table;
use office::ledger::RowPlace;
use std::collections::{BTreeMap, BTreeSet};

/// What is chosen of a plan. By itself it is all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Rows whose deletions are meant; nothing when no deletion needs to be confirmed.
    deletions: Option<BTreeSet<String>>,
    /// Rows that are left out.
    left: BTreeSet<String>,
    /// Keys of rows that may be another's, as if they stood in the file.
    keys: BTreeMap<String, String>,
}

impl Choice {
    /// Only the deletions of these rows are meant, and those rows are left out.
    pub fn of(deletions: impl IntoIterator<Item = String>, left: impl IntoIterator<Item = String>) -> Choice {
        let deletions = Some(deletions.into_iter().collect());
        Choice { deletions, left: left.into_iter().collect(), keys: BTreeMap::new() }
    }

    /// The same, with keys for rows by their names: that of the record which a row is about, or a new one.
    pub fn keyed(self, keys: impl IntoIterator<Item = (String, String)>) -> Choice {
        Choice { keys: keys.into_iter().collect(), ..self }
    }

    /// Whether anything may be left out at all.
    pub(super) fn is_made(&self) -> bool {
        self.deletions.is_some() || !self.left.is_empty()
    }

    /// Whether a change is written.
    pub(super) fn takes(&self, change: &Change) -> bool {
        if !self.is_made() {
            return true;
        }
        let name = change.row();
        let meant = self.deletions.as_ref().is_none_or(|meant| !change.deletes() || meant.contains(&name));
        meant && !self.left.contains(&name)
    }

    /// The key that somebody gave a row of records.
    pub(super) fn key(&self, place: &RowPlace) -> Option<&str> {
        if self.keys.is_empty() {
            return None;
        }
        self.keys.get(&row_name(Table::Records, place)).map(String::as_str)
    }
}
