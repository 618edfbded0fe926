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
        self.of(survey).iter().any(|held| held == digest)
    }

    pub(crate) fn hold(&self, survey: u32, audience: Audience, digest: &str) {
        self.with(|held| held.codes.entry((survey, audience)).or_default().insert(digest.to_string()));
    }

    /// All codes of a survey.
    pub(crate) fn of(&self, survey: u32) -> Vec<String> {
        self.with(|held| {
            let theirs = held.codes.iter().filter(|((of, _), _)| *of == survey);
            theirs.flat_map(|(_, digests)| digests.iter().cloned()).collect()
        })
    }

    /// Forgets codes that are marked, or were not spent after all.
    pub(crate) fn forget(&self, survey: u32, digests: &[String]) {
        self.with(|held| {
            for (_, kept) in held.codes.iter_mut().filter(|((of, _), _)| *of == survey) {
                kept.retain(|digest| !digests.contains(digest));
            }
        });
    }

    pub(crate) fn answered(&self, survey: u32) {
        self.with(|held| *held.answers.entry(survey).or_default() += 1);
    }

    /// The codes of a survey in groups that have enough of them, and how many answers no event tells of, if there are enough.
    pub(crate) fn due(&self, survey: u32, least: usize) -> (Vec<String>, u64) {
        self.with(|held| {
            let theirs = held.codes.iter().filter(|((of, _), digests)| *of == survey && digests.len() >= least);
            let codes = theirs.flat_map(|(_, digests)| digests.iter().cloned()).collect();
            let answers = held.answers.get(&survey).copied().unwrap_or_default();
            (codes, if answers >= least as u64 { answers } else { 0 })
        })
    }

    pub(crate) fn told(&self, survey: u32, answers: u64) {
        self.with(|held| {
            if let Some(kept) = held.answers.get_mut(&survey) {
                *kept = kept.saturating_sub(answers);
            }
        });
    }

    pub(crate) fn surveys(&self) -> BTreeSet<u32> {
        self.with(|held| held.codes.keys().map(|(survey, _)| *survey).chain(held.answers.keys().copied()).collect())
    }
}
