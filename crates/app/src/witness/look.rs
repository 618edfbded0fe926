//! Looking at a school: its keys, its checkpoint, and the tiles that show how it has grown since the last time.

use super::kept::{AlarmKind, Silent};
use super::{Answer, Proven, Witness, read_keys};
use crate::error::{Error, Result};
use notify::post::{Line, WebAddress};
use notify::{Roots, Trouble};
use proof::{Checkpoint, Fetched, Hash, Note, Submission, VerifierKey};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Most bytes of keys, a checkpoint or a tile.
const LONGEST: usize = 64 * 1024;
/// Keys that a school may name: each is a log of its own.
const KEYS: usize = 20;
/// Schools that are looked at together.
const TOGETHER: usize = 8;

/// How schools are asked.
#[derive(Debug, Clone)]
pub struct Gaze {
    /// Whose certificates are trusted.
    pub roots: Roots,
    /// Longest time for each step.
    pub patience: Duration,
}

impl Gaze {
    /// With the roots of the web.
    ///
    /// # Errors
    /// When there are none.
    pub fn of_the_web() -> Result<Gaze> {
        let roots = Roots::with(None).map_err(|why| Error::internal(anyhow::anyhow!(why)))?;
        Ok(Gaze { roots, patience: Duration::from_secs(10) })
    }

    async fn get(&self, address: &str) -> std::result::Result<Vec<u8>, String> {
        let said = |trouble: Trouble| trouble.to_string();
        let address = WebAddress::of_anybody(address).ok_or_else(|| "no address of the web".to_string())?;
        let line = Line::open(address, &self.roots, self.patience).await.map_err(said)?;
        match line.get(LONGEST).await.map_err(said)? {
            (200, body) => Ok(body),
            (status, _) => Err(format!("HTTP {status}")),
        }
    }

    async fn text(&self, address: &str) -> std::result::Result<String, String> {
        String::from_utf8(self.get(address).await?).map_err(|_| "no text".to_string())
    }
}

/// What a school shows.
struct Shown {
    keys: Vec<VerifierKey>,
    note: Note,
    checkpoint: Checkpoint,
}

impl Witness {
    /// Looks at every school once, some together. What is wrong is kept and told in the table; a school that cannot be reached
    /// keeps none of the others waiting.
    ///
    /// # Errors
    /// When what was seen cannot be kept.
    pub async fn look(self: &Arc<Self>, gaze: &Gaze) -> Result<()> {
        let addresses: Vec<String> = self.schools().keys().cloned().collect();
        let (turns, mut looks) = (Arc::new(Semaphore::new(TOGETHER)), tokio::task::JoinSet::new());
        for address in addresses {
            let (witness, gaze, turns) = (Arc::clone(self), gaze.clone(), Arc::clone(&turns));
            looks.spawn(async move {
                let _turn = turns.acquire_owned().await;
                witness.look_at(&address, &gaze).await
            });
        }
        let mut first = Ok(());
        while let Some(looked) = looks.join_next().await {
            let looked = looked.map_err(|error| Error::internal(anyhow::anyhow!(error))).and_then(|looked| looked);
            first = first.and(looked);
        }
        first
    }

    /// Looks at one.
    async fn look_at(&self, address: &str, gaze: &Gaze) -> Result<()> {
        let shown = match shown(address, gaze).await {
            Ok(shown) => shown,
            Err(why) => return self.silent(address, &why),
        };
        self.meet(address, &shown)?;
        let origin = shown.checkpoint.origin.clone();
        let log = self.schools().get(address).and_then(|kept| kept.log(&origin).cloned());
        let seen = match log {
            Some(log) => log.seen()?,
            // The checkpoint is of none of the logs that the school names.
            None => return self.silent(address, "the checkpoint is signed by no key that is named"),
        };
        let (old, new) = (seen.as_ref().map_or(0, |seen| seen.size), shown.checkpoint.size);
        if new < old {
            return self.rolled_back(address, &shown.note);
        }
        let proof = match grown(address, gaze, old, &shown.checkpoint).await {
            Ok(proof) => proof,
            Err(why) => return self.silent(address, &why),
        };
        let asked = Submission { old, proof, note: shown.note };
        let answer = self.decide(&mut self.schools(), address, &asked, Proven::OfItsTiles)?;
        if let Answer::Refused(refusal) = answer {
            // A push came in between: the next look will do. Everything else was written down.
            tracing::warn!(school = address, ?refusal, "app.witness.refused");
        }
        Ok(())
    }

    /// Writes down logs that are met first. The first ones are believed, as nobody has said anything else; a later one is told.
    fn meet(&self, address: &str, shown: &Shown) -> Result<()> {
        let mut schools = self.schools();
        let Some(kept) = schools.get(address) else { return Ok(()) };
        let mut next = kept.clone();
        let first = next.logs().is_empty();
        // The newest is named first, and is the last that is met.
        for key in shown.keys.iter().rev().filter(|key| kept.log(key.name()).is_none()) {
            if !first {
                next.alarm(AlarmKind::OtherLog, &key.to_string(), self.clock.now());
                tracing::warn!(school = address, "app.witness.other_log");
            }
            next.meet(key);
        }
        next.answered(self.clock.now());
        self.keep(&mut schools, address, next)
    }

    fn silent(&self, address: &str, why: &str) -> Result<()> {
        let mut schools = self.schools();
        let Some(kept) = schools.get(address) else { return Ok(()) };
        let mut next = kept.clone();
        let since = next.silent.as_ref().map_or_else(|| self.clock.now(), |silent| silent.since);
        let why: String = why.chars().filter(|c| !c.is_control()).take(200).collect();
        next.silent = Some(Silent { since, why });
        self.keep(&mut schools, address, next)
    }

    fn rolled_back(&self, address: &str, note: &Note) -> Result<()> {
        let mut schools = self.schools();
        let Some(kept) = schools.get(address) else { return Ok(()) };
        let mut next = kept.clone();
        next.behind = true;
        if next.alarm(AlarmKind::Rollback, &note.to_string(), self.clock.now()) {
            tracing::error!(school = address, "app.witness.rollback");
        }
        self.keep(&mut schools, address, next)
    }
}

async fn shown(address: &str, gaze: &Gaze) -> std::result::Result<Shown, String> {
    let keys: Vec<String> =
        gaze.text(&format!("{address}/log/key")).await?.lines().take(KEYS).map(str::to_string).collect();
    let keys = read_keys(&keys);
    let note: Note = gaze
        .text(&format!("{address}/log/checkpoint"))
        .await?
        .parse()
        .map_err(|error: proof::Error| error.to_string())?;
    let checkpoint = Checkpoint::open(&note, &keys).map_err(|error| error.to_string())?;
    Ok(Shown { keys, note, checkpoint })
}

/// The proof that a log has grown since a size and nothing else, made of its tiles, which lead to the checkpoint's root.
async fn grown(address: &str, gaze: &Gaze, old: u64, new: &Checkpoint) -> std::result::Result<Vec<Hash>, String> {
    if old == 0 || old == new.size {
        return Ok(Vec::new());
    }
    let said = |error: proof::Error| error.to_string();
    let wants =
        |reader: &dyn proof::Reader| Ok((proof::consistency(reader, old, new.size)?, proof::root(reader, new.size)?));
    let mut fetched = Fetched::default();
    for tile in proof::tiles_wanted(wants).map_err(said)? {
        let bytes = gaze.get(&format!("{address}/log/{tile}")).await?;
        fetched.add(tile, tile.read(&bytes).map_err(said)?);
    }
    let (proof, root) = wants(&fetched).map_err(said)?;
    if root == new.root { Ok(proof) } else { Err("the tiles are not those of the checkpoint".to_string()) }
}
