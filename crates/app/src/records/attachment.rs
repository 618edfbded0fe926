//! Attachments of a draft: taken in, read by the personal-data guard, replaced by a copy without what was found, taken away.
//!
//! A file is trusted in nothing: neither its name nor what that says of its content. What the guard found is kept with the
//! attachment, masked; whoever sends the record on and whoever makes it public goes by that. Reading happens before the
//! change begins, so that a slow file holds up no other writer.

pub use super::suspicion::CONCEALED;
use super::suspicion::asks;
use crate::context::Ctx;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::file_fault::FileFault;
use crate::guard::beside::cover_file;
use crate::guard::publication::Gate;
use crate::guard::rows::judge_file_name;
use crate::guard::{
    Limits, ReadError, RedactError, Scan, Source, read_text, redact_file, said, scan_held, shown, steers,
};
use domain::event::Event;
use domain::ids::{AttachmentId, RecordId, UserId};
use domain::policy::{Denied, Permission, Relation};
use domain::publicity::Posting;
use domain::record::{
    Attachment, FileKind, Inspection, LARGEST_ATTACHMENT, LONGEST_ATTACHMENT_NAME, Record, RecordError, Spot, Unread,
};

/// Spots that are kept of what is certain, and of what is suspected.
const CERTAIN_KEPT: usize = 20;
const SUSPECTED_KEPT: usize = 10;
/// Parts kept of what was not read.
const UNREAD_KEPT: usize = 20;

/// Adds a file to a draft; one of the same name takes its place. `version` is that of the draft which was read, when it
/// matters what somebody else has done meanwhile.
///
/// # Errors
/// [`Error::Attachment`] when the file is not taken; [`Error::Record`] when nothing is being drafted or there is no room.
/// What the guard is certain of is no error here: the draft keeps the file, and is not sent on with it.
pub async fn attach(ctx: &Ctx, id: RecordId, version: Option<u32>, name: &str, bytes: Vec<u8>) -> Result<AttachmentId> {
    attach_by(ctx, Right::Draft, id, version, (name, bytes)).await
}

/// By what right a file is put into a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Whoever drafts.
    Draft,
    /// Whoever brings files in at the command line, and is nobody in particular.
    Import,
}

impl Right {
    fn ask(self, ctx: &Ctx, unit: Option<&str>) -> Result<()> {
        match self {
            Right::Draft => ctx.allow(Permission::Draft, Relation::Unit(unit)),
            Right::Import => ctx.allow(Permission::ImportLedger, Relation::School),
        }
    }
}

/// The same by one right or the other.
pub(crate) async fn attach_by(
    ctx: &Ctx,
    right: Right,
    id: RecordId,
    version: Option<u32>,
    (name, bytes): (&str, Vec<u8>),
) -> Result<AttachmentId> {
    let by = match right {
        Right::Draft => Some(person(ctx)?),
        Right::Import => ctx.who.user(),
    };
    let name = clean(name);
    let refused = |why| Error::Attachment { name: shown(&name), why };
    let kind = acceptable(&name, &bytes).and_then(|kind| legible(kind, &bytes)).map_err(refused)?;
    // Before the work of reading: whether it would be taken at all.
    let mut trial = ctx.read().await?.record(id).await?;
    right.ask(ctx, trial.unit.as_deref())?;
    let digest = sha256(&bytes);
    let file = Attachment {
        id: ctx.ids.attachment(),
        size: bytes.len() as u64,
        digest,
        first_edition: 0,
        gone_in: None,
        inspection: Inspection::default(),
        name: name.clone(),
    };
    trial.attach(by, file.clone())?;
    let read = move || {
        let inspection = inspect(&file.name, kind, &bytes);
        (file, bytes, inspection)
    };
    let (file, bytes, inspection) = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    let (inspection, said) = match inspection {
        Ok(read) => read,
        Err(ReadError::Unreadable { why }) => return Err(Error::Internal(anyhow::anyhow!("reading a file: {why}"))),
        Err(error) => return Err(refused(FileFault::Unreadable(error))),
    };
    let file = Attachment { inspection, ..file };
    put(ctx, right, id, version, (bytes, said), file, |record, file| record.attach(by, file)).await
}

/// Takes a file from a draft. An edition that was public keeps it.
///
/// # Errors
/// [`Error::Record`] when nothing is being drafted, or the file is no part of it.
pub async fn detach(ctx: &Ctx, id: RecordId, version: Option<u32>, attachment: AttachmentId) -> Result<()> {
    let by = person(ctx)?;
    let mut change = ctx.write().await?;
    let mut record = change.record(id).await?;
    ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref()))?;
    unchanged(&record, version)?;
    let event = record.detach(by, attachment)?;
    change.save_record(&record).await?;
    change.commit(event).await?;
    Ok(())
}

/// Puts a copy without personal data in the place of a file of a draft. The copy was read again, and holds nothing any more
/// of which the guard is certain.
///
/// # Errors
/// [`Error::Attachment`] when no such copy can be made; the file stays.
pub async fn redact(ctx: &Ctx, id: RecordId, version: Option<u32>, attachment: AttachmentId) -> Result<AttachmentId> {
    let by = person(ctx)?;
    let reader = ctx.read().await?;
    let record = reader.record(id).await?;
    ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref()))?;
    let file = record.newest_attachments().find(|file| file.id == attachment).ok_or(RecordError::NoAttachment)?.clone();
    let bytes = reader.blob(&file.digest).await?.ok_or_else(|| no_bytes(&file))?;
    let newest = record.newest().map_or(1, |edition| edition.number);
    let posting = reader.posting(id, newest).await?;
    drop(reader);
    let name = file.name.clone();
    let refused = |why| Error::Attachment { name: shown(&name), why: not_redacted(why) };
    let made =
        tokio::task::spawn_blocking(move || copy(&file, &bytes, posting.as_ref())).await.map_err(Error::internal)?;
    let (copied, bytes, said) = made.map_err(refused)?;
    let copied = Attachment { id: ctx.ids.attachment(), ..copied };
    put(ctx, Right::Draft, id, version, (bytes, said), copied, |record, copy| record.redact(by, attachment, copy)).await
}

/// Whether the newest edition has a file that may not become public as it is.
pub fn stops(record: &Record) -> bool {
    record.newest_attachments().any(|file| file.inspection.certain > 0)
}

/// Files of the newest edition with something in them that the guard could not read: whoever reviews it looks for themselves.
pub fn unread(record: &Record) -> Vec<&Attachment> {
    record.newest_attachments().filter(|file| is_unread(file)).collect()
}

/// Whether something in a file was read by nobody. What is hidden in it was.
pub fn is_unread(file: &Attachment) -> bool {
    file.inspection.unread.iter().any(|unread| !unread.code.starts_with(CONCEALED))
}

/// An attachment whose bytes are not there: the database was changed by somebody else.
pub(crate) fn no_bytes(file: &Attachment) -> Error {
    Error::Internal(anyhow::anyhow!("the bytes of {} are not in the database", file.id))
}

async fn put(
    ctx: &Ctx,
    right: Right,
    id: RecordId,
    version: Option<u32>,
    (bytes, said): (Vec<u8>, String),
    file: Attachment,
    transition: impl FnOnce(&mut Record, Attachment) -> std::result::Result<Event, RecordError>,
) -> Result<AttachmentId> {
    let mut change = ctx.write().await?;
    let mut record = change.record(id).await?;
    right.ask(ctx, record.unit.as_deref())?;
    unchanged(&record, version)?;
    let (attachment, digest) = (file.id, file.digest.clone());
    let event = transition(&mut record, file)?;
    change.keep_file(&digest, bytes).await?;
    change.keep_file_text(&digest, &said).await?;
    change.save_record(&record).await?;
    change.commit(event).await?;
    Ok(attachment)
}

fn person(ctx: &Ctx) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::Draft)))
}

fn unchanged(record: &Record, version: Option<u32>) -> Result<()> {
    if version.is_some_and(|version| version != record.version) {
        return Err(Error::Conflict { kind: "record", key: record.id.to_string() });
    }
    Ok(())
}

/// A name without folders and without what steers writing or stands for nothing, cut so that its ending stays.
fn clean(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: Vec<char> =
        name.chars().filter(|c| !steers(*c) && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*')).collect();
    let from = plain.len().saturating_sub(LONGEST_ATTACHMENT_NAME);
    plain[from..].iter().collect::<String>().trim().to_string()
}

/// The kind of a file that is taken as evidence: a picture without particulars, or a PDF file.
///
/// # Errors
/// Why it is not taken.
pub(super) fn evidence(name: &str, bytes: Vec<u8>) -> std::result::Result<(String, Vec<u8>), FileFault> {
    let name = clean(name);
    let kind = acceptable(&name, &bytes)?;
    match kind.ending {
        "pdf" => Ok((name, bytes)),
        "jpg" | "jpeg" | "png" => {
            let bare = super::picture::without_particulars(&bytes).ok_or(FileFault::Unlike)?;
            Ok((name, bare))
        }
        _ => Err(FileFault::Evidence),
    }
}

fn acceptable(name: &str, bytes: &[u8]) -> std::result::Result<&'static FileKind, FileFault> {
    let kind = FileKind::of(name).ok_or(FileFault::Kind)?;
    if bytes.is_empty() {
        return Err(FileFault::Empty);
    }
    if bytes.len() as u64 > LARGEST_ATTACHMENT {
        return Err(FileFault::Large);
    }
    if !kind.fits(bytes) {
        return Err(FileFault::Unlike);
    }
    match judge_file_name(&mut Gate::default(), name) {
        Some(masked) => Err(FileFault::Named(masked)),
        None => Ok(kind),
    }
}

/// A kind that the guard can look into, or people at a glance: what is packed, and text with its words in codes, would go on
/// unread. What came before this was asked stays as it is.
fn legible(kind: &'static FileKind, bytes: &[u8]) -> std::result::Result<&'static FileKind, FileFault> {
    let packed: [&[u8]; 2] = [b"Rar!\x1a\x07", b"7z\xBC\xAF\x27\x1C"];
    match kind.group {
        "archive" => Err(FileFault::Packed),
        _ if packed.iter().any(|mark| bytes.starts_with(mark)) => Err(FileFault::Packed),
        _ if bytes.starts_with(b"{\\rtf") => Err(FileFault::Rtf),
        _ => Ok(kind),
    }
}

/// What the guard says of a file, and what the file says.
///
/// # Errors
/// It is broken or built to be more than it says; of what only cannot be read, that is said.
fn inspect(name: &str, kind: &FileKind, bytes: &[u8]) -> std::result::Result<(Inspection, String), ReadError> {
    let mut inspection = Inspection::default();
    let whole = |code: &str| vec![Unread { code: code.to_string(), at: String::new() }];
    if matches!(kind.group, "picture" | "archive") {
        return Ok((Inspection { unread: whole(kind.group), ..inspection }, String::new()));
    }
    let (mut certain, mut suspected) = (Vec::new(), Vec::new());
    let mut text = String::new();
    let scanned = scan_held(Source::Held { name, bytes }, &Scan::default(), |found| {
        let (count, kept, most) = if found.certain {
            (&mut inspection.certain, &mut certain, CERTAIN_KEPT)
        } else {
            (&mut inspection.suspected, &mut suspected, SUSPECTED_KEPT)
        };
        *count = count.saturating_add(1);
        let spot = Spot {
            kind: found.kind.to_string(),
            place: shown(&found.place),
            masked: found.text_masked,
            certain: found.certain,
            hidden: found.hidden.map(str::to_string),
        };
        keep(kept, most, spot);
    });
    inspection.unread = match scanned {
        Ok(held) => {
            text = held.said;
            let concealed = held.concealed.into_iter().map(|(code, at)| (format!("{CONCEALED}{code}"), at));
            let all = concealed.chain(held.notices.into_iter().map(|notice| (notice.key.to_string(), notice.at)));
            all.take(UNREAD_KEPT).map(|(code, at)| Unread { code, at: shown(&at) }).collect()
        }
        Err(ReadError::UnknownFormat | ReadError::Unsupported { .. }) => whole("format"),
        Err(ReadError::TimedOut { .. } | ReadError::OutOfMemory { .. } | ReadError::WorkerDied) => {
            whole("not-finished")
        }
        Err(error) => return Err(error),
    };
    certain.append(&mut suspected);
    Ok((Inspection { spots: certain, ..inspection }, text))
}

/// Keeps a spot as long as there is room; what is asked about takes the place of what is not, so that a file full of offices'
/// telephones hides nothing behind them.
fn keep(kept: &mut Vec<Spot>, most: usize, spot: Spot) {
    if kept.len() < most {
        kept.push(spot);
    } else if asks(&spot.kind)
        && let Some(quiet) = kept.iter_mut().rev().find(|known| !asks(&known.kind))
    {
        *quiet = spot;
    }
}

/// What a file says that came before this was kept; nothing of what cannot be read.
pub(crate) fn read_again(name: &str, bytes: &[u8]) -> String {
    match FileKind::of(name) {
        Some(kind) if !matches!(kind.group, "picture" | "archive") => {
            read_text(Source::Held { name, bytes }, &Limits::default())
                .map(|extract| said(&extract))
                .unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// A copy of a file without what was found in it, as an attachment with its bytes and what it says.
fn copy(
    file: &Attachment,
    bytes: &[u8],
    posting: Option<&Posting>,
) -> std::result::Result<(Attachment, Vec<u8>, String), RedactError> {
    let kind = file.kind().ok_or(RedactError::Read(ReadError::UnknownFormat))?;
    let mut copy = redact_file(Source::Held { name: &file.name, bytes }, &Scan::default())?.copy?;
    // Beside the list of a posting, columns that its kind keeps off it go as well.
    if let Some(posting) = posting
        && let Some(columns) = cover_file(posting.kind(), &posting.decided(), &file.name, &copy.bytes)?
    {
        copy.bytes = columns.bytes;
    }
    let (mut inspection, said) = inspect(&file.name, kind, &copy.bytes)?;
    if inspection.certain > 0 {
        return Err(RedactError::Left(inspection.certain as usize));
    }
    let parts = copy.not_looked_into.iter().take(UNREAD_KEPT);
    inspection.unread.extend(parts.map(|part| Unread { code: "not-looked-into".to_string(), at: shown(part) }));
    let digest = sha256(&copy.bytes);
    Ok((Attachment { size: copy.bytes.len() as u64, digest, inspection, ..file.clone() }, copy.bytes, said))
}

/// Why there is no copy, and what helps.
fn not_redacted(error: RedactError) -> FileFault {
    match error {
        RedactError::Read(error) => FileFault::Unreadable(error),
        RedactError::Left(_) | RedactError::File(_) => FileFault::NotRedacted("by-hand"),
        refused @ RedactError::Refused(_) => FileFault::NotRedacted(refused.key().unwrap_or("by-hand")),
    }
}
