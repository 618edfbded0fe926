//! A row meets the record that is there already: what an import may change, and what it must leave alone.
//!
//! Identity, index number and history stay, the rest is as the rows say. An import passes no review by, takes nothing
//! off the site without a tombstone, and brings nothing back from one; where a row asks for that it is refused, never
//! taken half.

use super::assemble::Moment;
use super::parse::FaultKind;
use crate::date::PartialDate;
use crate::event::{Act, Event, Object};
use crate::record::{Audience, Edition, Openness, Past, Progress, Reach, Record, Release, Visibility};
use chrono::NaiveDate;

/// Why a row may not change the record that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// An edition is being drafted or reviewed.
    Underway,
    /// The record would leave the site, or part of its readers, without a tombstone; the column that asks for it.
    OffSite(&'static str),
    /// The record came down and does not come back.
    Down,
    /// An edition that was public would change.
    Edition,
    /// More readers would see editions that were not meant for them.
    Widened,
}

impl Refusal {
    /// The column to mend and what is wrong with it.
    pub fn fault(self) -> (&'static str, FaultKind) {
        match self {
            Refusal::Underway => ("state", FaultKind::Underway),
            Refusal::OffSite("openness") => ("openness", FaultKind::Closed),
            Refusal::OffSite(column) => (column, FaultKind::OffSite),
            Refusal::Down => ("state", FaultKind::Down),
            Refusal::Edition => ("title", FaultKind::Edition),
            Refusal::Widened => ("audience", FaultKind::Widened),
        }
    }
}

/// Takes an imported record over the one that is there. `whole` says that the rows gave earlier editions too and are
/// the whole history.
///
/// # Errors
/// What the row asks for is not an import's to do; the record stays as it is.
pub fn merge(existing: &Record, incoming: Record, whole: bool, moment: Moment) -> Result<Record, Refusal> {
    let incoming = Record {
        id: existing.id,
        index: existing.index.clone(),
        drafter: existing.drafter,
        // A ledger file knows nothing of them.
        attachments: existing.attachments.clone(),
        version: existing.version,
        ..incoming
    };
    // A term that is over has taken the record down, whether or not anything has done so yet.
    let mut over = existing.clone();
    let title = existing.public_edition().map_or("", |edition| edition.title.as_str());
    let existing = match over.expire(moment.today, (moment.names_a_person)(title)) {
        Ok(_) => &over,
        Err(_) => existing,
    };
    match &existing.visibility {
        Visibility::Hidden if in_hands(existing) => unchanged_or(existing, &incoming, Refusal::Underway),
        Visibility::Hidden => Ok(incoming),
        Visibility::Public { .. } if existing.progress.is_open() => underway(existing, incoming, whole, moment),
        Visibility::Public { .. } => on_view(existing, incoming, whole, moment),
        Visibility::Withdrawn { was, .. } | Visibility::Expired { was } => down(existing, was, incoming, moment),
    }
}

/// The event of an import: what it did to the record that was there, if any.
pub fn imported(before: Option<&Record>, after: &Record, today: NaiveDate) -> Event {
    let came_down = before.is_some_and(|before| matches!(before.visibility, Visibility::Public { .. }));
    let act = match (before, &after.visibility) {
        (None, _) => Act::RecordImported,
        (Some(_), Visibility::Withdrawn { .. }) if came_down => Act::RecordWithdrawn,
        (Some(_), Visibility::Expired { .. }) if came_down => Act::RecordExpired,
        (Some(_), _) => Act::RecordReimported,
    };
    // The widest audience but the staff: whoever else may see it sees no more than this.
    let units = [before, Some(after)].into_iter().flatten().filter_map(|record| record.unit.clone()).collect();
    let reach = Reach::Units(units);
    let shown = |record: &Record| reach.show(record, today);
    let nothing = crate::record::Shown::Nothing;
    let moved = before.map_or(nothing, shown) != shown(after)
        || before.is_some_and(|before| before.accounted() != after.accounted());
    let event = Event::new(act, Object::Record(after.id)).with("index", &after.index).seen(moved);
    match &after.visibility {
        Visibility::Withdrawn { reason, .. } if act == Act::RecordWithdrawn => event.because(reason.clone()),
        _ => event,
    }
}

/// Whether a person, and not only a ledger file, has its newest edition in hand.
fn in_hands(record: &Record) -> bool {
    match record.progress {
        Progress::Draft { .. } => record.drafter.is_some(),
        Progress::Approved { secrecy_reviewer, .. } => secrecy_reviewer.is_some(),
        Progress::UnitReview | Progress::SecrecyReview { .. } => true,
        // What both reviews decided to keep with the school.
        Progress::Done => record.is_settled() && record.drafter.is_some(),
        Progress::Stopped => false,
    }
}

/// The record as it is when the rows say just that, else the refusal.
fn unchanged_or(existing: &Record, incoming: &Record, refusal: Refusal) -> Result<Record, Refusal> {
    let newest = |record: &Record| record.newest().map(content);
    let hidden = matches!(incoming.visibility, Visibility::Hidden);
    let same = hidden && newest(existing) == newest(incoming) && particulars(existing) == particulars(incoming);
    if same { Ok(existing.clone()) } else { Err(refusal) }
}

/// A public record whose next edition is on its way: the rows may repeat what is public, and the draft as it is, and take
/// the record down. A draft that came by file, and that nobody here has in hand, they may change.
fn underway(existing: &Record, incoming: Record, whole: bool, moment: Moment) -> Result<Record, Refusal> {
    if matches!(incoming.visibility, Visibility::Withdrawn { .. } | Visibility::Expired { .. }) {
        let down = taken_down(existing, incoming, moment);
        return Ok(Record { progress: Progress::Stopped, ..down });
    }
    let public = existing.public_edition().map_or(0, |edition| edition.number);
    let settled = |record: &Record| Record {
        editions: record.editions.iter().filter(|edition| edition.number <= public).cloned().collect(),
        progress: Progress::Done,
        ..record.clone()
    };
    let draft = incoming.editions.iter().find(|edition| edition.number > public && incoming.progress.is_open());
    if !in_hands(existing) && matches!(existing.progress, Progress::Draft { .. }) {
        let after = on_view(&settled(existing), settled(&incoming), whole, moment)?;
        return Ok(with_draft(after, draft.cloned(), existing));
    }
    if draft.is_some_and(|draft| existing.newest().map(content) != Some(content(draft))) {
        return Err(Refusal::Underway);
    }
    let (before, incoming) = (settled(existing), settled(&incoming));
    match on_view(&before, incoming, whole, moment) {
        Ok(after) if after == before => Ok(existing.clone()),
        _ => Err(Refusal::Underway),
    }
}

/// The record with the edition in preparation after the one on view: that of the rows, or the one that is there when they
/// bring none.
fn with_draft(mut record: Record, draft: Option<Edition>, existing: &Record) -> Record {
    if let Some(draft) = draft.or_else(|| existing.newest().cloned()) {
        let number = record.newest().map_or(1, |edition| edition.number + 1);
        record.editions.push(Edition { number, ..draft });
        record.progress = existing.progress.clone();
    }
    record
}

/// A record on view, nothing on its way.
fn on_view(existing: &Record, incoming: Record, whole: bool, moment: Moment) -> Result<Record, Refusal> {
    if incoming.openness != Openness::Proactive {
        return Err(Refusal::OffSite("openness"));
    }
    if narrower(incoming.audience, existing.audience) {
        return Err(Refusal::OffSite("audience"));
    }
    let text = |record: &Record| record.public_edition().map(content);
    let widened = narrower(existing.audience, incoming.audience);
    if widened && (existing.editions.len() > 1 || text(existing) != text(&incoming)) {
        return Err(Refusal::Widened);
    }
    match incoming.visibility {
        Visibility::Hidden => Err(Refusal::OffSite("state")),
        Visibility::Public { since, .. } => next_edition(existing, incoming, since, whole, moment.today),
        Visibility::Withdrawn { .. } | Visibility::Expired { .. } => Ok(taken_down(existing, incoming, moment)),
    }
}

fn narrower(audience: Audience, than: Audience) -> bool {
    audience > than
}

/// Other content becomes the next edition, brought up to date on `today`; public editions never change.
fn next_edition(
    existing: &Record,
    incoming: Record,
    since: PartialDate,
    whole: bool,
    today: NaiveDate,
) -> Result<Record, Refusal> {
    let (Some(old), Some(new)) = (existing.newest(), incoming.newest().cloned()) else { return Err(Refusal::Edition) };
    let mut merged = incoming;
    if whole {
        let kept =
            |edition: &Edition| merged.edition(edition.number).is_some_and(|other| content(other) == content(edition));
        if !existing.editions.iter().all(kept) {
            return Err(Refusal::Edition);
        }
    } else {
        merged.editions.clone_from(&existing.editions);
        if content(old) != content(&new) {
            let mut next = Edition { number: old.number + 1, ..new };
            if next.change_note.trim().is_empty() {
                // Readers are told what is different, whoever brings it.
                next.change_note = note_of(old, &next);
            }
            merged.editions.push(next);
        }
    }
    let number = merged.newest().map_or(1, |edition| edition.number);
    if !whole {
        keep_editions_of_releases(existing, &mut merged, number);
    }
    let updated = match existing.visibility {
        Visibility::Public { updated, .. } if number == old.number => updated,
        _ => PartialDate::Day(today),
    };
    merged.visibility = Visibility::Public { edition: number, since, updated };
    Ok(merged)
}

/// A row without history says "the newest" of releases that went out before. One whose day or place is corrected went out
/// with the edition it did.
fn keep_editions_of_releases(existing: &Record, merged: &mut Record, number: u32) {
    for release in &mut merged.releases {
        let same = |known: &&Release| Release { edition: release.edition, ..(*known).clone() } == *release;
        let corrected = |known: &&Release| (known.edition, &known.channel) == (release.edition, &release.channel);
        let known = existing.releases.iter().find(same).or_else(|| existing.releases.iter().find(corrected));
        release.edition = known.map_or(number, |known| known.edition);
    }
}

/// The rows say that it came down: what was on view stays known, whatever text the row carries now.
fn taken_down(existing: &Record, incoming: Record, moment: Moment) -> Record {
    let until = incoming.visibility.past().map_or(PartialDate::Unknown, |was| was.until);
    let until = if until.is_unknown() { PartialDate::Day(moment.today) } else { until };
    let mut down = Record {
        editions: existing.editions.clone(),
        releases: existing.releases.clone(),
        progress: Progress::Done,
        ..incoming
    };
    let title = existing.public_edition().map_or("", |edition| edition.title.as_str());
    if let Some(past) = existing.past(until, (moment.names_a_person)(title)) {
        match &mut down.visibility {
            Visibility::Withdrawn { was, .. } | Visibility::Expired { was } => *was = past,
            Visibility::Hidden | Visibility::Public { .. } => {}
        }
    }
    down
}

/// A record that has come down: the rows may say so again and mend what they say of it, and nothing comes back on view. Of
/// one whose term is over, title and days may be corrected; what was withdrawn stays as it was said.
fn down(existing: &Record, was: &Past, incoming: Record, moment: Moment) -> Result<Record, Refusal> {
    let kept = |was: PartialDate, now: PartialDate| was == now || was.is_unknown() || now.is_unknown();
    let withdrawn = matches!(existing.visibility, Visibility::Withdrawn { .. });
    // Withdrawn because it is not open any more: a row that says so asks for nothing else.
    let incoming = if withdrawn && incoming.openness != Openness::Proactive {
        let (openness, visibility) = (existing.openness.clone(), existing.visibility.clone());
        Record { openness, visibility, ..incoming }
    } else {
        incoming
    };
    let same_readers = (existing.audience, &existing.openness) == (incoming.audience, &incoming.openness);
    let Some(said) = incoming.visibility.past().cloned().filter(|_| same_readers) else { return Err(Refusal::Down) };
    let same_text = existing.principal_edition().map(content) == incoming.principal_edition().map(content);
    match (&existing.visibility, &incoming.visibility) {
        (Visibility::Withdrawn { reason, .. }, Visibility::Withdrawn { reason: now, .. }) => {
            let same_days = kept(was.since, said.since) && kept(was.until, said.until);
            if reason != now || !same_days || !same_text {
                return Err(Refusal::Down);
            }
        }
        (Visibility::Expired { .. }, Visibility::Expired { .. }) => {}
        _ => return Err(Refusal::Down),
    }
    let ended = matches!(existing.visibility, Visibility::Expired { .. });
    let newest = incoming.principal_edition().cloned();
    let mut merged = Record {
        editions: existing.editions.clone(),
        progress: existing.progress.clone(),
        visibility: existing.visibility.clone(),
        term: if ended { incoming.term } else { existing.term },
        ..incoming
    };
    let mut past = was.clone();
    if let Some(edition) = newest.filter(|_| !same_text) {
        past.edition = existing.newest().map_or(1, |last| last.number + 1);
        past.titled = was.titled && !(moment.names_a_person)(&edition.title);
        merged.editions.push(Edition { number: past.edition, ..edition });
    }
    keep_editions_of_releases(existing, &mut merged, past.edition);
    if ended && !said.since.is_unknown() {
        past.since = said.since;
    }
    if (ended || was.until.is_unknown()) && !said.until.is_unknown() {
        past.until = said.until;
    }
    if let Visibility::Withdrawn { was, .. } | Visibility::Expired { was } = &mut merged.visibility {
        *was = past;
    }
    Ok(merged)
}

/// What the public is told of an edition of which nobody wrote what changed: which of its parts are different.
fn note_of(old: &Edition, new: &Edition) -> String {
    let parts = [
        ("标题", old.title != new.title),
        ("文号", old.document_number != new.document_number),
        ("制作机关", old.issuer != new.issuer),
        ("生成日期", old.made_on != new.made_on),
        ("内容概述", old.summary != new.summary),
        ("正文", old.body != new.body),
        ("关键词", old.keywords != new.keywords),
    ];
    let different: Vec<&str> = parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    format!("改动：{}", different.join("、"))
}

/// The edition of a record on view that an import has made beside the one before, which stays as it was.
pub fn edition_made<'a>(before: &Record, after: &'a Record) -> Option<&'a Edition> {
    let on_view = |record: &Record| matches!(record.visibility, Visibility::Public { .. });
    let edition = after.public_edition().filter(|_| on_view(before))?;
    (before.editions.iter().all(|known| known.number < edition.number)).then_some(edition)
}

/// What an edition says, without its number and the note about the edition before.
fn content(edition: &Edition) -> Edition {
    Edition { number: 0, change_note: String::new(), ..edition.clone() }
}

/// What a record says beside its editions, releases and life.
fn particulars(record: &Record) -> Record {
    Record {
        progress: Progress::Done,
        visibility: Visibility::Hidden,
        editions: Vec::new(),
        releases: Vec::new(),
        ..record.clone()
    }
}

#[cfg(test)]
mod tests;
