//! Whether what the portal leads to outside is still there: each address of the web that something on view names, asked
//! politely and within limits, by the command that looks and by nothing else.
//!
//! Only what says for certain that there is nothing counts as dead; what is slow, refuses or cannot prove who it is, is
//! told as not sure. What was not asked is told too.

use super::{Portal, REACH};
use crate::error::Result;
use domain::address::{host, is_internal, is_web};
use domain::indicator::Measure;
use domain::record::Shown;
pub use notify::{Looker, Seen};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Most addresses that are asked.
const MOST: usize = 2_000;
/// Most of one host: a look at a site is no copy of it.
const MOST_OF_A_HOST: usize = 200;
/// Hosts that are asked at once; each is asked one thing at a time.
const HOSTS: usize = 8;
/// How long a host is left alone between two questions.
const PAUSE: Duration = Duration::from_millis(500);
/// Longest time that a page may take to open (国办秘函〔2019〕19号).
const PATIENCE: Duration = Duration::from_secs(15);
/// Records that are read at once.
const CHUNK: u32 = 1000;

/// An address with how many records lead there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The address.
    pub address: String,
    /// Records on view that name it.
    pub records: u64,
    /// The index number of one of them.
    pub index: String,
}

/// What became of the addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outside {
    /// How many were asked.
    pub asked: usize,
    /// There is nothing, with the status of the answer.
    pub dead: Vec<(Lead, u16)>,
    /// Nobody knows, with a stable code: a status, or what went wrong.
    pub unsure: Vec<(Lead, String)>,
    /// Only from inside the school; not asked.
    pub internal: Vec<Lead>,
    /// Beyond the limits; not asked.
    pub left: usize,
}

/// Asks as a careful visitor does.
///
/// # Errors
/// When the certificates of the web cannot be read.
pub fn looker() -> Result<Looker> {
    let roots = notify::Roots::with(None).map_err(|why| crate::Error::internal(anyhow::anyhow!(why)))?;
    let agent = format!("gongkai/{} (link check)", env!("CARGO_PKG_VERSION"));
    Ok(Looker { roots, patience: PATIENCE, agent, inside: false })
}

impl Portal {
    /// Addresses of the web that what is on view for everybody leads to, each once.
    pub async fn leads_outside(&self) -> Result<Vec<Lead>> {
        let today = self.today();
        let (mut leads, mut after): (BTreeMap<String, Lead>, Option<String>) = Default::default();
        loop {
            let records = self.app.store.read().await?.export_records(after.as_deref(), CHUNK).await?;
            let Some(last) = records.last() else { break };
            after = Some(last.key.clone());
            for record in &records {
                let Shown::Record(record) = REACH.show(record, today) else { continue };
                let mut named: Vec<&str> = record.releases.iter().map(|release| release.locator.trim()).collect();
                named.sort_unstable();
                named.dedup();
                for address in named.into_iter().filter(|address| is_web(address)) {
                    let lead = || Lead { address: address.into(), records: 0, index: record.index.to_string() };
                    leads.entry(address.to_string()).or_insert_with(lead).records += 1;
                }
            }
        }
        Ok(leads.into_values().collect())
    }
}

/// Asks for all of them; `told` hears of each.
pub async fn look(leads: Vec<Lead>, looker: &Looker, told: impl Fn()) -> Outside {
    let mut outside = Outside::default();
    let mut by_host: BTreeMap<String, VecDeque<Lead>> = BTreeMap::new();
    for lead in leads {
        if is_internal(&lead.address) && !looker.inside {
            outside.internal.push(lead);
            continue;
        }
        let queue = by_host.entry(host(&lead.address).unwrap_or_default()).or_default();
        if outside.asked >= MOST || queue.len() >= MOST_OF_A_HOST {
            outside.left += 1;
            continue;
        }
        outside.asked += 1;
        queue.push_back(lead);
    }
    let (sender, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let seats = Arc::new(tokio::sync::Semaphore::new(HOSTS));
    let mut asking = JoinSet::new();
    for (_, mut queue) in by_host {
        let (looker, sender, seats) = (looker.clone(), sender.clone(), Arc::clone(&seats));
        asking.spawn(async move {
            let Ok(_seat) = seats.acquire().await else { return };
            while let Some(lead) = queue.pop_front() {
                let seen = looker.look(&lead.address).await;
                // Whoever listens is there until all are heard.
                let _ = sender.send((lead, seen));
                if !queue.is_empty() {
                    tokio::time::sleep(PAUSE).await;
                }
            }
        });
    }
    drop(sender);
    while let Some((lead, seen)) = heard.recv().await {
        told();
        outside.take(lead, seen);
    }
    outside.dead.sort_by(|(a, _), (b, _)| a.address.cmp(&b.address));
    outside.unsure.sort_by(|(a, _), (b, _)| a.address.cmp(&b.address));
    outside.internal.sort_by(|a, b| a.address.cmp(&b.address));
    outside
}

impl Outside {
    /// What it comes to: not measured where nothing of what was asked could be told, as without a network.
    pub fn measure(&self) -> Measure {
        match self.asked > 0 && self.unsure.len() == self.asked {
            true => Measure::Unmeasured("not-reached"),
            false => Measure::Is(self.dead.len() as u64),
        }
    }

    fn take(&mut self, lead: Lead, seen: Seen) {
        match seen {
            Seen::Answered(200..=399) => {}
            Seen::Answered(status @ (404 | 410)) => self.dead.push((lead, status)),
            // Refused, too many, a fault of the server: what a browser is shown may be something else.
            Seen::Answered(status) => self.unsure.push((lead, status.to_string())),
            Seen::NoHost => self.unsure.push((lead, "no-host".to_string())),
            Seen::NoAddress => self.unsure.push((lead, "no-address".to_string())),
            Seen::Unsure(trouble) => self.unsure.push((lead, trouble.code().to_string())),
            Seen::Inside => {
                self.asked -= 1;
                self.internal.push(lead);
            }
        }
    }
}
