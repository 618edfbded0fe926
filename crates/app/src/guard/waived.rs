//! What of personal data a waiver covers: pure, of editions as they stand. Where the data is looked for is the gate's; who gives
//! waivers is `records`.

use super::publication::Gate;
use super::rows::{judge_attachments, judge_edition};
use crate::digest::hex;
use crate::error::PersonalData;
use domain::record::{Edition, Record, Waiver};
use sha2::{Digest, Sha256};

/// What the gate is certain of in one edition and its files.
pub(crate) fn certain(gate: &mut Gate, record: &Record, edition: &Edition) -> Vec<PersonalData> {
    let mut found = judge_edition(gate, edition);
    found.extend(judge_attachments(gate, record.attachments_of(edition.number)));
    found
}

/// Of an edition and its files as they stand: every word and every byte that readers would get.
pub(crate) fn digest(record: &Record, edition: &Edition) -> String {
    let mut hash = Sha256::new();
    let texts = [
        &edition.title,
        &edition.summary,
        &edition.body,
        &edition.document_number,
        &edition.issuer,
        &edition.change_note,
    ];
    let files = record.attachments_of(edition.number).flat_map(|file| [&file.name, &file.digest]);
    for text in texts.into_iter().chain(&edition.keywords).chain(files) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize())
}

/// The waiver that holds for an edition as it stands.
pub(crate) fn holds<'w>(waivers: &'w [Waiver], record: &Record, edition: &Edition) -> Option<&'w Waiver> {
    let digest = digest(record, edition);
    waivers.iter().rev().find(|waiver| waiver.covers(edition.number, &digest))
}

/// What of `found` in a record that is to be seen no waiver covers.
pub(crate) fn uncovered(
    gate: &mut Gate,
    record: &Record,
    found: Vec<PersonalData>,
    waivers: &[Waiver],
) -> Vec<PersonalData> {
    if waivers.is_empty() {
        return found;
    }
    let mut covered = Vec::new();
    for edition in record.editions.iter().filter(|edition| holds(waivers, record, edition).is_some()) {
        covered.extend(certain(gate, record, edition));
    }
    let mut left: Vec<PersonalData> = found.into_iter().filter(|one| !covered.contains(one)).collect();
    // What another edition was given leave for says nothing of the one on view.
    if let Some(edition) = record.public_edition().filter(|edition| holds(waivers, record, edition).is_none()) {
        left.extend(certain(gate, record, edition));
    }
    left
}
