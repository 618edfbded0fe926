//! What is known of answers that were kept and is not yet in the database: the codes they came by, and that they came.
//!
//! Were a code marked in the change that keeps its answer, whoever reads what a database notes beside its rows (its log of writes,
//! the number of a transaction, two backups with one answer between them) would see which belong together; and so with the time of an
//! event. So codes of a group are held here until as many are there as a few are not, and marked in one change, in the order of their
//! digests; and that so many answers came is one event. Whoever pulls the plug in between lets those few answer again and counts them
//! in no event; that is the price, and it is small.

use domain::survey::Audience;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// What is held, by survey.
#[derive(Default)]
struct Held {
    /// Digests of codes, by group: with one of another group among them its answer would be found.
    codes: BTreeMap<(u32, Audience), BTreeSet<String>>,
    /// Answers of which no event tells yet.
    answers: BTreeMap<u32, u64>,
}

/// What can be written down of a survey.
#[derive(Clone, Default)]
pub(crate) struct Due {
    codes: BTreeMap<Audience, BTreeSet<String>>,
    /// Answers of which no event tells yet.
    pub(crate) answers: u64,
}

impl Due {
    fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.answers == 0
    }

    /// Digests of all codes.
    pub(crate) fn digests(&self) -> Vec<String> {
        self.codes.values().flatten().cloned().collect()
    }
}

impl Held {
    /// The codes of groups that have enough of them, and the answers, if there are enough.
    fn due(&self, survey: u32, least: usize) -> Due {
        let theirs = self.codes.iter().filter(|((of, _), digests)| *of == survey && digests.len() >= least.max(1));
        let answers = self.answers.get(&survey).copied().unwrap_or_default();
        Due {
            codes: theirs.map(|((_, group), digests)| (*group, digests.clone())).collect(),
            answers: if answers >= least as u64 { answers } else { 0 },
        }
    }
}

/// What this process holds.
#[derive(Default)]
pub struct Spent(Mutex<Held>);

impl std::fmt::Debug for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Spent(…)")
    }
}

impl Spent {
    fn with<T>(&self, does: impl FnOnce(&mut Held) -> T) -> T {
        does(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn holds(&self, survey: u32, digest: &str) -> bool {
        self.with(|held| held.codes.iter().any(|((of, _), digests)| *of == survey && digests.contains(digest)))
    }

    pub(crate) fn hold(&self, survey: u32, audience: Audience, digest: &str) {
        self.with(|held| held.codes.entry((survey, audience)).or_default().insert(digest.to_string()));
    }

    /// Lets a code go that was not spent after all.
    pub(crate) fn release(&self, survey: u32, audience: Audience, digest: &str) {
        self.with(|held| {
            if let Some(kept) = held.codes.get_mut(&(survey, audience)) {
                kept.remove(digest);
            }
        });
    }

    pub(crate) fn answered(&self, survey: u32) {
        self.with(|held| *held.answers.entry(survey).or_default() += 1);
    }

    /// Whether so much of a survey is held that it can be written down.
    pub(crate) fn has(&self, survey: u32, least: usize) -> bool {
        self.with(|held| !held.due(survey, least).is_empty())
    }

    /// Hands over what can be written down of a survey; to be asked by whoever writes alone, so that nothing is handed over twice.
    pub(crate) fn take(&self, survey: u32, least: usize) -> Due {
        self.with(|held| {
            let due = held.due(survey, least);
            for group in due.codes.keys() {
                held.codes.remove(&(survey, *group));
            }
            if due.answers > 0 {
                held.answers.remove(&survey);
            }
            due
        })
    }

    /// Takes back what could not be written down.
    pub(crate) fn give_back(&self, survey: u32, due: Due) {
        self.with(|held| {
            for (group, digests) in due.codes {
                held.codes.entry((survey, group)).or_default().extend(digests);
            }
            if due.answers > 0 {
                *held.answers.entry(survey).or_default() += due.answers;
            }
        });
    }

    pub(crate) fn surveys(&self) -> BTreeSet<u32> {
        self.with(|held| held.codes.keys().map(|(survey, _)| *survey).chain(held.answers.keys().copied()).collect())
    }
}
