//! One at a time for each page: when many ask for a page that is not kept, one makes it and the others wait for it.
//!
//! Without it every change of the ledger would have each page made as often as it is asked for in that moment.

use crate::http::cache::Key;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as Baton, OwnedMutexGuard};

/// Pages that are being made, or waited for.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<Key, Arc<Baton<()>>>>);

/// The turn at one page, or the wait for it; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    key: Key,
    baton: Arc<Baton<()>>,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits for the turn at this page.
    pub(crate) async fn take(&self, key: Key) -> Turn<'_> {
        let baton = self.batons().entry(key.clone()).or_default().clone();
        // Made before the wait, so that whoever gives it up leaves nothing behind.
        let mut turn = Turn { turns: self, key, baton, held: None };
        turn.held = Some(turn.baton.clone().lock_owned().await);
        turn
    }

    fn batons(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Arc<Baton<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.held = None;
        let mut batons = self.turns.batons();
        // The table's and this one: nobody else waits.
        if Arc::strong_count(&self.baton) <= 2 {
            batons.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn one_page_is_made_once_and_others_beside_it() {
        let turns = Turns::default();
        let key = |address: &str| Key { address: address.into(), large: false };
        let moment = Duration::from_millis(5);
        let first = turns.take(key("/")).await;
        assert!(timeout(moment, turns.take(key("/"))).await.is_err(), "the same page waits");
        assert!(timeout(moment, turns.take(key("/about"))).await.is_ok());
        drop(first);
        assert!(timeout(moment, turns.take(key("/"))).await.is_ok());
        assert!(turns.batons().is_empty(), "nothing is remembered of pages that are made");
    }
}
