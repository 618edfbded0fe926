//! Where the life of a record meets its list: before it goes to review, when it is published, amended, given up or taken down.

use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::ReadError;
use crate::guard::beside::{self, Misfit};
use crate::guard::looked::Looked;
use crate::guard::roll::judge_posting;
use crate::publicity_refusal::Refusal;
use crate::records::Done;
use domain::date::start_in_china;
use domain::policy::{Permission, Relation};
use domain::publicity::posting::SEALED_YEARS;
use domain::publicity::{Posting, Scope};
use domain::record::{Attachment, Audience, Record, RecordError, Timestamp, Visibility};

/// What tables beside the list show that its kind keeps off the list: in the text of the newest edition and in its files.
/// Asked before the change begins, since files are read.
///
/// # Errors
/// A file that was read when it came in cannot be read any more; its bytes are not there.
async fn misfits(reader: &store::Reader, record: &Record) -> Result<Vec<Misfit>> {
    found_beside(reader, record, None).await
}

/// The same for whoever only looks: a file that was looked into is not read again.
///
/// # Errors
/// Those of a file that cannot be read, or whose bytes are not there.
pub(crate) async fn misfits_seen(ctx: &Ctx, reader: &store::Reader, record: &Record) -> Result<Vec<Misfit>> {
    found_beside(reader, record, Some(&ctx.app.looked)).await
}

async fn found_beside(reader: &store::Reader, record: &Record, looked: Option<&Looked>) -> Result<Vec<Misfit>> {
    let Some((_, posting)) = newest(reader, record).await? else { return Ok(Vec::new()) };
    let (kind, decided) = (posting.kind(), posting.decided());
    let (body, heads) = (record.newest().map(|edition| edition.body.clone()).unwrap_or_default(), decided.clone());
    let judge = move || beside::in_text(kind, &heads, &body);
    let mut found = tokio::task::spawn_blocking(judge).await.map_err(Error::internal)?;
    for file in record.newest_attachments().filter(|file| is_read(file)) {
        let key = format!("{}\n{}\n{}\n{}", kind.id, file.digest, file.name, decided.join("\t"));
        if let Some(known) = looked.and_then(|looked| looked.find(&key)) {
            found.extend(known);
            continue;
        }
        let bytes = reader.blob(&file.digest).await?.ok_or_else(|| super::attachment::no_bytes(file))?;
        let (name, decided) = (file.name.clone(), decided.clone());
        let judge = move || beside::in_file(kind, &decided, &name, &bytes);
        let judged = tokio::task::spawn_blocking(judge).await.map_err(Error::internal)?;
        let judged = judged.map_err(|error: ReadError| anyhow::anyhow!("reading an attachment: {error}"));
        let judged = judged.map_err(Error::Internal)?;
        if let Some(looked) = looked {
            looked.keep(key, judged.clone());
        }
        found.extend(judged);
    }
    Ok(found)
}

/// Whether a file was read when it came in. What was not is for people to look at, and its inspection says so.
fn is_read(file: &Attachment) -> bool {
    let whole = ["picture", "archive", "format", "not-finished", "encrypted"];
    !file.inspection.unread.iter().any(|unread| unread.at.is_empty() && whole.contains(&unread.code.as_str()))
}

/// Refuses whoever may not, and what tables beside the list show that its kind keeps off the list.
pub(crate) async fn nothing_beside(ctx: &Ctx, seen: super::Seen, permission: Permission) -> Result<super::Seen> {
    let reader = ctx.read().await?;
    let record = reader.record(seen.id).await?;
    ctx.allow(permission, Relation::Unit(record.unit.as_deref()))?;
    let found = misfits(&reader, &record).await?;
    match found.is_empty() {
        // What was judged is what goes on: a change in between is somebody else's.
        true => Ok(super::Seen { version: Some(seen.version.unwrap_or(record.version)), ..seen }),
        false => Err(Error::Personal(found.iter().map(Misfit::told).collect())),
    }
}

/// The posting of the newest edition, when it has one.
async fn newest(change: &store::Reader, record: &Record) -> Result<Option<(u32, Posting)>> {
    let Some(number) = record.newest().map(|edition| edition.number) else { return Ok(None) };
    Ok(change.posting(record.id, number).await?.map(|posting| (number, posting)))
}

/// What stands in a proposed title for what its writer has to fill in.
const UNTITLED: &str = "年……名单";

/// Refuses an audience that the kind forbids, and a wider one than it says of which nobody says why.
pub(crate) fn audience_is_said(posting: &Posting, audience: Audience) -> Result<()> {
    if !audience_fits(posting, audience) {
        return Err(Refusal::Audience.into());
    }
    match posting.kind().is_widened_by(audience) && posting.wider.trim().is_empty() {
        true => Err(Refusal::Wider.into()),
        false => Ok(()),
    }
}

/// Whether a record may be seen by so many as a posting of its kind may be.
pub(crate) fn audience_fits(posting: &Posting, audience: Audience) -> bool {
    let inside = matches!(posting.kind().scope, Scope::ClassOrDepartment | Scope::Internal);
    !(inside && audience == Audience::Public)
}

/// Refuses a text that readers will see when it holds a name of the lists of a record: a list comes down, and what is said of
/// it stays.
pub(crate) async fn names_nobody(reader: &store::Reader, record: &Record, text: &str) -> Result<()> {
    for number in record.editions.iter().map(|edition| edition.number) {
        if reader.posting(record.id, number).await?.is_some_and(|posting| posting.roll.is_named_in(text)) {
            return Err(Refusal::Named.into());
        }
    }
    Ok(())
}

/// Refuses the note on what changed when it names somebody.
async fn note_names_nobody(reader: &store::Reader, record: &Record) -> Result<()> {
    match record.newest().map(|edition| edition.change_note.as_str()).filter(|note| !note.is_empty()) {
        Some(note) => names_nobody(reader, record, note).await,
        None => Ok(()),
    }
}

/// Whether a record may go to review, as far as its list is concerned.
pub(crate) async fn ready(change: &store::Reader, record: &Record) -> Result<()> {
    let Some((_, posting)) = newest(change, record).await? else { return Ok(()) };
    passes(&posting, record)?;
    note_names_nobody(change, record).await
}

fn passes(posting: &Posting, record: &Record) -> Result<()> {
    audience_is_said(posting, record.audience)?;
    // The title that is proposed where only its writer knows what it is about.
    if record.newest().is_some_and(|edition| edition.title.contains(UNTITLED)) {
        return Err(RecordError::Missing("title").into());
    }
    let text = record.newest().is_some_and(|edition| !edition.body.trim().is_empty());
    if posting.roll.rows.is_empty() && !text {
        return Err(Refusal::Nothing.into());
    }
    if posting.roll.lacks_names(posting.kind()) {
        return Err(Refusal::NoNames.into());
    }
    let found = judge_posting(posting);
    if found.is_empty() { Ok(()) } else { Err(Error::Personal(found)) }
}

/// The instant at which the period of a record is to begin, when that is not yet.
pub(crate) async fn begins(reader: &store::Reader, record: &Record, ctx: &Ctx) -> Result<Option<Timestamp>> {
    let posting = newest(reader, record).await?.map(|(_, posting)| posting);
    Ok(posting.filter(|posting| posting.starts > ctx.today()).map(|posting| start_in_china(posting.starts)))
}

/// Puts up the list of a record that is about to be published: its period begins today.
pub(crate) async fn post(ctx: &Ctx, change: &mut Change<'_>, record: &mut Record) -> Result<()> {
    let Some((number, mut posting)) = newest(change, record).await? else { return Ok(()) };
    passes(&posting, record)?;
    note_names_nobody(change, record).await?;
    if posting.starts > ctx.today() {
        return Err(RecordError::TooEarly(start_in_china(posting.starts)).into());
    }
    let before = match record.visibility {
        Visibility::Public { edition, .. } => change.posting(record.id, edition).await?,
        _ => None,
    };
    let kind = posting.kind();
    let period = posting.post(ctx.today(), before.as_ref(), &ctx.app.calendar).map_err(Error::internal)?;
    record.fix_period(kind, period.0, period.1)?;
    change.save_posting(record.id, number, &posting).await
}

/// The next edition of a record begins with the list of the one on view.
pub(crate) async fn amended(ctx: &Ctx, change: &mut Change<'_>, record: &Record) -> Result<()> {
    let Visibility::Public { edition, .. } = record.visibility else { return Ok(()) };
    let (Some(posting), Some(next)) = (change.posting(record.id, edition).await?, record.newest()) else {
        return Ok(());
    };
    let again = vec![false; posting.roll.rows.len()];
    let next_posting =
        Posting { starts: ctx.today(), period: None, extended: None, kept_until: None, again, ..posting };
    change.save_posting(record.id, next.number, &next_posting).await
}

/// What was written for an amendment that is given up goes with it.
pub(crate) async fn given_up(change: &mut Change<'_>, record: &Record) -> Result<()> {
    match record.visibility {
        Visibility::Public { edition, .. } => change.forget_postings(record.id, edition).await,
        _ => Ok(()),
    }
}

/// A list that was to stay and is withdrawn is kept under seal like any other.
pub(crate) async fn came_down(ctx: &Ctx, change: &mut Change<'_>, record: &Record) -> Result<()> {
    let Some(was) = record.visibility.past() else { return Ok(()) };
    let Some(mut posting) = change.posting(record.id, was.edition).await? else { return Ok(()) };
    if posting.kept_until.is_none() && posting.period.is_some() {
        posting.kept_until = ctx.today().checked_add_months(chrono::Months::new(12 * SEALED_YEARS.unsigned_abs()));
        change.keep_posting(record.id, was.edition, &posting).await?;
    }
    Ok(())
}

/// Destroys the sealed copies whose time is over.
pub(crate) async fn purge_due(ctx: &Ctx) -> Result<Done> {
    let mut done = Done::default();
    for id in ctx.read().await?.purges_due(ctx.today()).await? {
        ctx.allow(Permission::RunJobs, Relation::School)?;
        let mut change = ctx.write().await?;
        let Some(record) = change.find_record(id).await? else {
            // The record is gone and its list has nothing to hang on.
            change.forget_postings(id, 0).await?;
            change.commit_unlogged().await?;
            continue;
        };
        change.purge_postings(id).await?;
        change.commit(record.sealed_list_purged()).await?;
        done.records += 1;
    }
    Ok(done)
}
