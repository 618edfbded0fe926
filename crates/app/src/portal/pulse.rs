//! Whether the database answers, and how far its ledger has got.
//!
//! Every page depends on the last event that concerned the public, so every request asks for it; but no request may
//! wait for a database that hangs. So the database is asked by one task at a time, at most once a second, and requests
//! wait for its word only for a moment. It must not decide what to show of an older state: that is the reader's.

use std::time::Duration;
use store::Store;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// How long events of other nodes may go unnoticed.
const POLL: Duration = Duration::from_secs(1);
/// How long a request waits for the word of the database.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long the database may be silent until it counts as away.
const SILENCE: Duration = Duration::from_secs(2);
/// When a question is given up and asked again on another connection.
const GIVEN_UP: Duration = Duration::from_secs(5);

/// What is known of the ledger at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// Number of the last event that concerned the public, as far as it is known here.
    pub ledger: u64,
    /// How the database answers.
    pub answers: Answers,
    /// How long ago it last did.
    pub age: Duration,
}

/// How the database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// In time.
    Well,
    /// Not yet; it may be busy.
    Late,
    /// Not at all.
    Away,
}

#[derive(Debug, Clone, Copy)]
struct Beat {
    /// When the question was asked that is open.
    asked: Option<Instant>,
    /// When the last question came to its end, if any did.
    ended: Option<Instant>,
    /// When one was last answered.
    answered: Instant,
    /// Whether the last one was answered.
    well: bool,
}

/// Feels the pulse of one database.
#[derive(Debug)]
pub(super) struct Feeler {
    store: Store,
    beat: watch::Sender<Beat>,
}

impl Feeler {
    /// For a store that was just opened, which is to say that it answered.
    pub(super) fn new(store: Store) -> Feeler {
        let beat = Beat { asked: None, ended: None, answered: Instant::now(), well: true };
        Feeler { store, beat: watch::Sender::new(beat) }
    }

    /// What is known, at most a second old while the database answers. Waits for it a moment at most, once a second.
    pub(super) async fn feel(&self) -> Pulse {
        let beat = *self.beat.borrow();
        let since_end = beat.ended.map_or(Duration::MAX, |ended| ended.elapsed());
        if beat.asked.is_none() && since_end >= POLL {
            let answer = self.ask();
            // While it is away nobody waits for it in vain, unless nobody has asked for long.
            if beat.well || since_end > GIVEN_UP {
                answer.await;
            }
        }
        self.known()
    }

    /// Comes when the database is away: for whoever waits for it.
    pub(super) async fn away(&self) {
        while self.feel().await.answers != Answers::Away {
            tokio::time::sleep(PATIENCE).await;
        }
    }

    /// What is known after asking now: for whoever has a reason to doubt.
    pub(super) async fn feel_now(&self) -> Pulse {
        self.ask().await;
        self.known()
    }

    /// What is known without asking.
    pub(super) fn known(&self) -> Pulse {
        let beat = *self.beat.borrow();
        let silent = beat.asked.map_or(Duration::ZERO, |asked| asked.elapsed());
        let answers = match () {
            () if !beat.well || silent >= SILENCE => Answers::Away,
            () if silent >= PATIENCE => Answers::Late,
            () => Answers::Well,
        };
        Pulse { ledger: self.store.seen_public_seq(), answers, age: beat.answered.elapsed() }
    }

    /// Asks, unless a question is open; what comes back waits for its end, but not long.
    fn ask(&self) -> impl Future<Output = ()> + use<> {
        let opened = self.beat.send_if_modified(|beat| {
            let free = beat.asked.is_none();
            if free {
                beat.asked = Some(Instant::now());
            }
            free
        });
        if opened {
            // A task of its own: the request that asked may be gone before the answer is there.
            tokio::spawn(question(self.store.clone(), self.beat.clone()));
        }
        let mut heard = self.beat.subscribe();
        async move {
            let _ = timeout(PATIENCE, heard.wait_for(|beat| beat.asked.is_none())).await;
        }
    }
}

async fn question(store: Store, beat: watch::Sender<Beat>) {
    let why = match timeout(GIVEN_UP, store.public_seq()).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(format!("{:#}", anyhow::Error::from(error))),
        Err(_) => Some("no answer".to_string()),
    };
    beat.send_modify(|beat| {
        let now = Instant::now();
        // Said when it changes, not with every request that suffers from it.
        match &why {
            Some(why) if beat.well => tracing::error!(error = why, "app.portal.database-away"),
            None if !beat.well => {
                let seconds = beat.answered.elapsed().as_secs();
                tracing::info!(seconds, "app.portal.database-back");
            }
            _ => {}
        }
        beat.well = why.is_none();
        if beat.well {
            beat.answered = now;
        }
        (beat.asked, beat.ended) = (None, Some(now));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All connections of the pool, so that whoever asks the database waits.
    async fn hold(store: &Store) -> Vec<store::Reader> {
        let mut held = Vec::new();
        while let Ok(reader) = timeout(Duration::from_millis(50), store.read()).await {
            held.push(reader.unwrap());
        }
        held
    }

    #[tokio::test]
    async fn nobody_waits_long_for_a_database_that_is_silent() {
        let store = Store::in_memory().await.unwrap();
        let feeler = Feeler::new(store.clone());
        assert_eq!(feeler.feel().await.answers, Answers::Well);
        let held = hold(&store).await;
        let start = Instant::now();
        assert_eq!(feeler.feel_now().await.answers, Answers::Late);
        assert!(start.elapsed() < SILENCE, "a moment only: {:?}", start.elapsed());
        assert_eq!(feeler.feel().await.answers, Answers::Late, "and nobody else waits at all");
        while feeler.known().answers == Answers::Late {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(feeler.known().answers, Answers::Away);
        assert!(feeler.known().age >= SILENCE);
        drop(held);
        while feeler.feel_now().await.answers != Answers::Well {
            assert!(start.elapsed() < Duration::from_secs(30), "it is seen when it answers again");
        }
    }
}
