//! What visitors looked for and did not find: counted without who looked, so that the office sees what is missed.
//!
//! What holds personal data, or may, is not counted: people type names and numbers into anything. Nothing of it is ever
//! public, and no search waits for it or fails with it.

use super::view::Missed;
use crate::context::{App, Ctx};
use crate::error::Result;
use crate::guard::publication::{Field, Gate};
use crate::job::reason;
use crate::portal::Portal;
use domain::policy::{Permission, Relation};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Longest question that is counted, in characters; what is longer is no word but a text.
const LONGEST: usize = 30;
/// Questions that wait to be written down; more are not counted.
const WAITING: usize = 200;
/// How often they are written down at most, so that searching does not keep writers busy.
const PAUSE: Duration = Duration::from_secs(10);
/// How many the office is shown.
const SHOWN: u32 = 200;

/// Counts of this process that are not written down yet.
#[derive(Debug, Default)]
pub(in crate::portal) struct Misses {
    waiting: Mutex<(BTreeMap<String, u64>, Option<Instant>)>,
}

impl Misses {
    /// Counts a question that found nothing. What fails is logged and forgotten.
    pub(super) async fn note(&self, app: &App, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || text.chars().count() > LONGEST {
            return;
        }
        let verdict = Gate::default().judge([Field::new("query", &text)]);
        if !verdict.refused.is_empty() || !verdict.asked.is_empty() {
            return;
        }
        {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let (counts, written) = &mut *waiting;
            if counts.len() < WAITING || counts.contains_key(&text) {
                *counts.entry(text).or_default() += 1;
            }
            if written.is_some_and(|written| written.elapsed() < PAUSE) {
                return;
            }
            *written = Some(Instant::now());
        }
        self.write_down(app).await;
    }

    /// Writes down what waits; when another writer is at work for long, it is not counted.
    async fn write_down(&self, app: &App) {
        let due: Vec<(String, u64)> = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut waiting.0).into_iter().collect()
        };
        if due.is_empty() {
            return;
        }
        let write = async || -> Result<()> {
            let mut tx = app.store.write().await?;
            tx.count_misses(&due, app.clock.now()).await?;
            Ok(tx.commit_unlogged().await?)
        };
        match tokio::time::timeout(Duration::from_millis(500), write()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(error = reason(&error), "app.portal.misses"),
            Err(_) => tracing::warn!("app.portal.misses: another writer is at work"),
        }
    }
}

impl Portal {
    /// What was looked for in vain, most often first.
    ///
    /// # Errors
    /// They may not see it.
    pub async fn misses(&self, ctx: &Ctx) -> Result<Vec<Missed>> {
        ctx.allow(Permission::SeeSearches, Relation::School)?;
        self.kept.misses.write_down(&self.app).await;
        let misses = ctx.read().await?.misses(SHOWN).await?;
        let missed = |miss: store::Miss| Missed { wording: miss.wording, times: miss.times, last_at: miss.last_at };
        Ok(misses.into_iter().map(missed).collect())
    }
}
