//! What the guard suspects in a record on its way to the public: asked when it is sent, stood by when it is reviewed and
//! published.
//!
//! What is certain is another matter ([`super::waiver`]). One answer holds for the text, or for a file, as it stands: its digest
//! tells, so that another word or another file is asked about anew. Answers are events, and the log is where they are kept.

use super::{Seen, for_unit};
use crate::change::Change;
use crate::context::Ctx;
use crate::digest::hex;
use crate::error::{Error, PersonalData, Result};
use crate::guard::Kind;
use crate::guard::publication::{Field, Gate};
use crate::guard::rows::suspect_edition;
use domain::event::{Act, Object};
use domain::ids::RecordId;
use domain::policy::{Permission, Relation};
use domain::record::{
    AnswerError, Answered, Attachment, Edition, Judged, Openness, Progress, Record, RecordError, SUSPECT_TEXT, Spot,
    Timestamp, Unread,
};
use sha2::{Digest, Sha256};
use store::EventFilter;

/// How the code begins of what was read and nobody sees who opens the file: hidden sheets, comments, deleted words.
pub const CONCEALED: &str = "concealed-";

/// Most of the spots in a text that are listed.
const LISTED: usize = 20;

/// Something that is suspected in the text of a record or in one of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    /// [`SUSPECT_TEXT`], or the id of an attachment.
    pub subject: String,
    /// Name of the file; nothing for the text.
    pub file: Option<String>,
    /// What was found, masked: of a text, the place is the field.
    pub spots: Vec<Spot>,
    /// How much was found, listed or not.
    pub count: u32,
    /// What nobody sees who opens the file, and everybody gets.
    pub concealed: Vec<Unread>,
    /// Digest of the text or file as it stands.
    pub digest: String,
    /// The answer that holds for it.
    pub answer: Option<Said>,
    /// What was answered last when it stood otherwise.
    pub before: Option<String>,
}

/// An answer, with who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it is.
    pub judged: Judged,
    /// In words.
    pub words: String,
    /// By whom: as events name them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

impl Suspicion {
    /// A short name of what was shown: whoever answers says by it what they saw. It tells nothing of what was found but what is
    /// shown of it.
    pub fn seen(&self) -> String {
        let mut hash = Sha256::new();
        for spot in &self.spots {
            hash.update(format!("{}\n{}\n", spot.kind, spot.masked));
        }
        for part in &self.concealed {
            hash.update(format!("{}\n{}\n", part.code, part.at));
        }
        hash.update(self.count.to_be_bytes());
        hex(&hash.finalize())[..16].to_string()
    }
}

/// An answer as somebody brings it, with what they saw ([`Suspicion::seen`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// What it is about.
    pub subject: String,
    /// What was shown to them.
    pub seen: String,
    /// What they say it is.
    pub judged: Judged,
    /// In words.
    pub words: String,
}

/// Whether suspected data of a kind has to be answered for: not a telephone that stands in an office, nor an office's mailbox,
/// which notices are full of.
pub(crate) fn asks(kind: &str) -> bool {
    kind != Kind::Landline.code() && kind != Kind::Email.code()
}

/// What is suspected in a record on its way to the public, with what was answered.
///
/// # Errors
/// Of the database.
pub(crate) async fn of(reader: &store::Reader, record: &Record) -> Result<Vec<Suspicion>> {
    let Some(edition) = record.newest() else { return Ok(Vec::new()) };
    if record.openness != Openness::Proactive || !record.progress.is_open() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Suspicion> = in_text(edition).into_iter().chain(in_files(record)).collect();
    if found.is_empty() {
        return Ok(found);
    }
    for (answered, said) in answers(reader, record.id).await? {
        for one in found.iter_mut().filter(|one| one.subject == answered.subject || one.digest == answered.digest) {
            match one.digest == answered.digest {
                true => one.answer = Some(said.clone()),
                false => one.before = Some(said.words.clone()),
            }
        }
    }
    Ok(found)
}

/// The same for whoever works on the record.
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not.
pub async fn asks_about(ctx: &Ctx, id: RecordId) -> Result<Vec<Suspicion>> {
    let reader = ctx.read().await?;
    let record = reader.record(id).await?;
    ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref()))?;
    of(&reader, &record).await
}

fn in_text(edition: &Edition) -> Option<Suspicion> {
    let mut asked = suspect_edition(&mut Gate::default(), edition);
    asked.retain(|concern| asks(concern.kind.code()));
    let spot = |concern: &crate::guard::publication::Concern<'static>| Spot {
        kind: concern.kind.code().to_string(),
        place: concern.field.to_string(),
        masked: concern.masked.clone(),
        certain: false,
        hidden: None,
    };
    (!asked.is_empty()).then(|| Suspicion {
        subject: SUSPECT_TEXT.to_string(),
        file: None,
        spots: asked.iter().take(LISTED).map(spot).collect(),
        count: u32::try_from(asked.len()).unwrap_or(u32::MAX),
        concealed: Vec::new(),
        digest: digest(edition),
        answer: None,
        before: None,
    })
}

fn in_files(record: &Record) -> impl Iterator<Item = Suspicion> {
    record.newest_attachments().filter_map(in_file)
}

fn in_file(file: &Attachment) -> Option<Suspicion> {
    let spots: Vec<Spot> =
        file.inspection.spots.iter().filter(|spot| !spot.certain && asks(&spot.kind)).cloned().collect();
    let concealed: Vec<Unread> =
        file.inspection.unread.iter().filter(|part| part.code.starts_with(CONCEALED)).cloned().collect();
    let quiet = file.inspection.spots.iter().filter(|spot| !spot.certain && !asks(&spot.kind)).count();
    // Of what was counted and not kept nobody can say any more that it is of a kind which is not asked about.
    let count = if spots.is_empty() { 0 } else { file.inspection.suspected.saturating_sub(quiet as u32) };
    (!spots.is_empty() || !concealed.is_empty()).then(|| Suspicion {
        subject: file.id.to_string(),
        file: Some(file.name.clone()),
        spots,
        count,
        concealed,
        digest: file.digest.clone(),
        answer: None,
        before: None,
    })
}

/// Of every word of an edition that readers get.
fn digest(edition: &Edition) -> String {
    let mut hash = Sha256::new();
    let texts = [
        &edition.title,
        &edition.summary,
        &edition.body,
        &edition.document_number,
        &edition.issuer,
        &edition.change_note,
    ];
    for text in texts.into_iter().chain(&edition.keywords) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize())
}

/// Every answer that was given of a record, the oldest first.
async fn answers(reader: &store::Reader, id: RecordId) -> Result<Vec<(Answered, Said)>> {
    const PAGE: u32 = 1_000;
    let filter = EventFilter { object: Some(Object::Record(id)) };
    let (mut after, mut found) = (0, Vec::new());
    loop {
        let events = reader.events(&filter, after, PAGE).await?;
        let Some(last) = events.last() else { return Ok(found) };
        after = last.seq;
        for event in events.into_iter().filter(|event| event.act == Act::SuspicionAnswered) {
            if let Some(answered) = Answered::of(&event.facts, event.reason.as_deref()) {
                let (judged, words) = (answered.judged, answered.words.clone());
                found.push((answered, Said { judged, words, actor: event.actor, at: event.at }));
            }
        }
    }
}

/// That everything suspected was answered.
///
/// # Errors
/// [`RecordError::NotAnswered`].
pub(super) fn answered(suspicions: &[Suspicion]) -> Result<()> {
    match suspicions.iter().all(|one| one.answer.is_some()) {
        true => Ok(()),
        false => Err(RecordError::NotAnswered.into()),
    }
}

/// That everything suspected was answered, and that whoever passes it on looked at it and stands by the answers. By itself goes
/// only what people passed.
///
/// # Errors
/// [`RecordError::NotAnswered`], [`RecordError::NotLooked`].
pub(super) async fn stood_by(ctx: &Ctx, change: &Change<'_>, record: &Record, seen: Seen) -> Result<Vec<Suspicion>> {
    // A row of a ledger file was published before it came here, or says itself that it was reviewed.
    if ctx.who.user().is_none() && matches!(record.progress, Progress::Approved { secrecy_reviewer: None, .. }) {
        return Ok(Vec::new());
    }
    let suspicions = of(change, record).await?;
    answered(&suspicions)?;
    if !suspicions.is_empty() && !seen.looked && ctx.who.user().is_some() {
        return Err(RecordError::NotLooked.into());
    }
    Ok(suspicions)
}

/// Why an answer was not taken: what it is about, and the code of what is wrong with it.
pub type Refused = (String, &'static str);

/// Answers what is suspected in a record. What was changed since it was shown is not answered by it, and is asked again.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not do the next step with the record. Inside: what is wrong with the answers; none is
/// kept then.
pub async fn answer(ctx: &Ctx, id: RecordId, brought: &[Brought]) -> Result<std::result::Result<(), Refused>> {
    let reader = ctx.read().await?;
    let unit = for_unit(ctx, &reader, &reader.record(id).await?).await?;
    drop(reader);
    let change: Change<'_> = ctx.write().await?;
    let record = change.record(id).await?;
    let permission = match record.progress {
        Progress::Draft { .. } => Permission::Draft,
        Progress::UnitReview => unit,
        Progress::SecrecyReview { .. } => Permission::ReviewForSecrecy,
        Progress::Approved { .. } | Progress::Done | Progress::Stopped => Permission::Publish,
    };
    ctx.allow(permission, Relation::Unit(record.unit.as_deref()))?;
    super::person(ctx, permission)?;
    let mut events = Vec::new();
    for suspicion in of(&change, &record).await? {
        let seen = suspicion.seen();
        let Some(given) = brought.iter().find(|one| one.subject == suspicion.subject && one.seen == seen) else {
            continue;
        };
        let says = |said: &Said| said.judged == given.judged && said.words == given.words.trim();
        if suspicion.answer.as_ref().is_some_and(says) {
            continue;
        }
        let answer = Answered {
            subject: suspicion.subject.clone(),
            digest: suspicion.digest.clone(),
            judged: given.judged,
            words: given.words.clone(),
        };
        let answer = match answer.judge() {
            Ok(answer) => answer,
            Err(error) => return Ok(Err((suspicion.subject, AnswerError::code(error)))),
        };
        let told = Gate::default().judge([Field::new("answer", &answer.words)]).refused;
        if !told.is_empty() {
            let told = told.into_iter().map(|concern| PersonalData { field: concern.field, masked: concern.masked });
            return Err(Error::Personal(told.collect()));
        }
        events.push(record.answer(&answer)?);
    }
    if let Some(events) = store::Events::of(events) {
        change.commit(events).await?;
    }
    Ok(Ok(()))
}
