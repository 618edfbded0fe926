//! The releases of a record that is there, when a file speaks of it again.
//!
//! A row owns the releases that it names: one that it names no more goes, and one whose day or place it corrects moves and
//! is not added a second time. What came in another way (the table of releases, a person) stays unless the table corrects
//! it. What the file has no column for says nothing. It decides only this and keeps the order of what is there.

use super::entry::ReleaseEntry;
use crate::address::host;
use crate::date::PartialDate;
use crate::record::{Record, Release};

/// What the record's own row says of its releases, channels as codes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowReleases {
    /// Channels that share the row's place.
    pub channels: Vec<String>,
    /// The row's place.
    pub locator: String,
    /// The row's day.
    pub on: PartialDate,
    /// Others that the row names.
    pub beside: Vec<ReleaseEntry>,
    /// Whether the file has a column of channels.
    pub has_channel: bool,
    /// Whether it has one of places.
    pub has_locator: bool,
    /// Whether it has one of days.
    pub has_day: bool,
    /// The program wrote the row: what does not fit into it stands in the table of releases, whether the file has that or not.
    pub printed: bool,
}

/// The releases of a record after a file: what its row says (nothing when the file has no row of it) and what the table of
/// releases says, over what is there. Each with whether the row names it.
pub fn reconcile(existing: &Record, row: Option<RowReleases>, table: Vec<ReleaseEntry>) -> Vec<(ReleaseEntry, bool)> {
    let mut there: Vec<Slot> = existing.releases.iter().map(|release| Slot::of(existing, release)).collect();
    if let Some(row) = row {
        if row.printed {
            let inline = there.len() - super::take_apart(existing).releases.len();
            there.iter_mut().skip(inline).for_each(|slot| slot.of_row = false);
        }
        let named = if row.has_channel { row.named(&there) } else { row.corrected(existing, &there) };
        if row.has_channel || row.has_locator || row.has_day {
            own(&mut there, named, &table, row.has_locator);
        }
    }
    for release in table {
        correct(&mut there, release);
    }
    there.into_iter().map(|slot| (slot.release, slot.of_row)).collect()
}

/// Notes of a new record's releases that its row names them, those of the table excepted.
pub fn mark_of_row(record: &mut Record, table: &[ReleaseEntry]) {
    for release in &mut record.releases {
        let given = |entry: &ReleaseEntry| {
            (&entry.channel, &entry.locator, entry.on) == (&release.channel, &release.locator, release.on)
                && (&entry.evidence, &entry.note) == (&release.evidence, &release.note)
        };
        release.of_row = !table.iter().any(given);
    }
}

struct Slot {
    release: ReleaseEntry,
    of_row: bool,
}

impl Slot {
    fn of(record: &Record, release: &Release) -> Slot {
        let entry = ReleaseEntry {
            record: record.key.clone(),
            channel: release.channel.clone(),
            on: release.on,
            locator: release.locator.clone(),
            evidence: release.evidence.clone(),
            edition: Some(release.edition),
            note: release.note.clone(),
        };
        Slot { release: entry, of_row: release.of_row }
    }
}

impl RowReleases {
    /// All releases that the row names. What the file has no column for is as it is there.
    fn named(&self, there: &[Slot]) -> Vec<ReleaseEntry> {
        let bare = |channel: &str, locator: &str| ReleaseEntry {
            record: String::new(),
            channel: channel.to_string(),
            on: self.on,
            locator: locator.to_string(),
            evidence: String::new(),
            edition: None,
            note: String::new(),
        };
        let mut named: Vec<ReleaseEntry> = self.channels.iter().map(|channel| bare(channel, &self.locator)).collect();
        if named.is_empty() && !self.locator.is_empty() && self.has_locator {
            named.push(bare("", &self.locator));
        }
        named.extend(self.beside.iter().cloned());
        for release in &mut named {
            let known = there.iter().filter(|slot| slot.of_row);
            let known = || known.clone().find(|slot| slot.release.channel == release.channel);
            if !self.has_locator {
                // A place without a channel is that of the channel which is named now.
                let placed = || there.iter().find(|slot| slot.of_row && slot.release.channel.is_empty());
                release.locator = known().or_else(placed).map_or_else(String::new, |slot| slot.release.locator.clone());
            }
            if !self.has_day {
                release.on = known().map_or(self.on, |slot| slot.release.on);
            }
        }
        named
    }

    /// The releases of the row with another day or place, where the file does not say over which channels they went.
    fn corrected(&self, existing: &Record, there: &[Slot]) -> Vec<ReleaseEntry> {
        let mut named: Vec<ReleaseEntry> =
            there.iter().filter(|slot| slot.of_row).map(|slot| slot.release.clone()).collect();
        if self.has_day {
            let before = super::take_apart(existing).record.published_on;
            named.iter_mut().filter(|release| release.on == before).for_each(|release| release.on = self.on);
        }
        if !self.has_locator {
            return named;
        }
        if self.locator.is_empty() {
            named.iter_mut().for_each(|release| release.locator.clear());
            named.retain(|release| !release.channel.is_empty());
        } else if named.iter().all(|release| release.locator != self.locator) {
            let of_host = host(&self.locator);
            let beside = |release: &&ReleaseEntry| of_host.is_some() && host(&release.locator) == of_host;
            let first = named.iter().find(beside).or(named.first()).map(|release| release.locator.clone());
            let moved = named.iter_mut().filter(|release| Some(&release.locator) == first.as_ref());
            moved.for_each(|release| release.locator.clone_from(&self.locator));
            if named.is_empty() {
                let channels = if self.channels.is_empty() { vec![String::new()] } else { self.channels.clone() };
                named = Self { channels, has_channel: true, has_day: true, beside: Vec::new(), ..self.clone() }
                    .named(there);
            }
        }
        for release in &self.beside {
            if named.iter().all(|known| known.locator != release.locator) {
                named.push(release.clone());
            }
        }
        named
    }
}

/// Puts what the row names in the place of what it named before.
fn own(there: &mut Vec<Slot>, named: Vec<ReleaseEntry>, table: &[ReleaseEntry], has_locator: bool) {
    let mut free: Vec<bool> = vec![true; there.len()];
    let mut at: Vec<Option<usize>> = vec![None; named.len()];
    // The surest first, so that what is as it was is nobody else's.
    for sureness in 0..=5 {
        for (new, release) in named.iter().enumerate().filter(|(new, _)| at[*new].is_none()).collect::<Vec<_>>() {
            let fits = |old: &usize| free[*old] && alike(&there[*old], release, sureness);
            if let Some(old) = (0..there.len()).find(fits) {
                free[old] = false;
                at[new] = Some(old);
            }
        }
    }
    let mut added = Vec::new();
    for (release, old) in named.into_iter().zip(at) {
        match old.map(|old| &mut there[old]) {
            Some(slot) => {
                // What somebody else gave is not taken away by a row that has less.
                let keeps = !slot.of_row && (release.locator.is_empty() || !has_locator);
                let locator = if keeps { slot.release.locator.clone() } else { release.locator };
                slot.release =
                    ReleaseEntry { channel: release.channel, on: release.on, locator, ..slot.release.clone() };
                slot.of_row = true;
            }
            None => added.push(Slot { release, of_row: true }),
        }
    }
    let mut kept = free.into_iter().map(|free| !free);
    there.retain(|slot| {
        let taken = kept.next().unwrap_or(true);
        taken || !slot.of_row || table.iter().any(|release| is_same(&slot.release, release))
    });
    let after = there.iter().rposition(|slot| slot.of_row).map_or(0, |last| last + 1);
    there.splice(after..after, added);
}

/// How surely a release that the row names is one that is there: 0 is the same, 5 the same channel and no more.
fn alike(slot: &Slot, new: &ReleaseEntry, sureness: u8) -> bool {
    let old = &slot.release;
    let channel = old.channel == new.channel;
    let place = old.locator == new.locator;
    let (day, placed) = (old.on == new.on, place && !new.locator.is_empty());
    let compatible = place || old.locator.is_empty() || new.locator.is_empty();
    match sureness {
        0 => slot.of_row && channel && place && day,
        1 => channel && place && day,
        2 => channel && placed,
        3 => channel && day && (slot.of_row || compatible),
        4 => slot.of_row && placed,
        _ => slot.of_row && channel,
    }
}

/// Whether a release of the table is about this one: the same channel and place, or channel and day.
fn is_same(known: &ReleaseEntry, release: &ReleaseEntry) -> bool {
    known.channel == release.channel
        && if release.locator.is_empty() || known.locator.is_empty() {
            known.on == release.on
        } else {
            known.locator == release.locator
        }
}

/// Lays a release of the table over the one it is about, or adds it. What the row itself names is another, unless its place
/// says that it is the same.
fn correct(there: &mut Vec<Slot>, release: ReleaseEntry) {
    let exact = |slot: &Slot| {
        let known = &slot.release;
        (&known.channel, &known.locator, known.on) == (&release.channel, &release.locator, release.on)
    };
    let placed = |slot: &Slot| !release.locator.is_empty() && slot.release.locator == release.locator;
    let same = |slot: &Slot| is_same(&slot.release, &release) && (!slot.of_row || placed(slot));
    match there.iter().position(exact).or_else(|| there.iter().position(same)) {
        Some(at) => {
            let edition = release.edition.or(there[at].release.edition);
            there[at].release = ReleaseEntry { edition, ..release };
        }
        None => there.push(Slot { release, of_row: false }),
    }
}
