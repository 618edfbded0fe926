//! A document somebody hands in: read within limits, in a process of its own where its format needs one, and told what it says
//! of itself ([`domain::incoming`]), with its unit looked up by today's and former names. Pictures of its text become
//! attachments of the draft that is made of it; until there is one, the document waits for its writer for a day.

use crate::context::Ctx;
use crate::desk::{Desk, Draft};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::guard::{Limits, ReadError, Source, read_text};
use crate::job::{Job, UPLOADS_WAIT};
use crate::records;
use crate::records::attachment::{Right, attach_by};
use domain::ids::{RecordId, UserId};
use domain::incoming::{self, Incoming, Pictured};
use domain::policy::{Denied, Permission, Relation};
use store::CodeOf;

/// What was read of a document.
#[derive(Debug)]
pub struct Document {
    /// What it says of itself.
    pub incoming: Incoming,
    /// Code of the unit that signed it, when it is one of the school's, and whether by a former name.
    pub unit: Option<(String, bool)>,
}

impl Desk {
    /// Reads a document that was handed in under a name.
    ///
    /// # Errors
    /// Inside: the file cannot be read, for a reason that can be told. Outside: the machine's.
    pub async fn read_document(&self, name: &str, bytes: Vec<u8>) -> Result<std::result::Result<Document, ReadError>> {
        let name = name.to_string();
        let read = move || read_text(Source::Held { name: &name, bytes: &bytes }, &Limits::default());
        let extract = tokio::task::spawn_blocking(read).await.map_err(crate::Error::internal)?;
        let extract = match extract {
            Ok(extract) => extract,
            Err(error) => return Ok(Err(error)),
        };
        let incoming = incoming::read(&extract);
        let unit = match &incoming.signed_by {
            Some(signed) => self.unit_called(&signed.value).await?,
            None => None,
        };
        Ok(Ok(Document { incoming, unit }))
    }

    /// The unit that a name means, and whether it was called so before.
    async fn unit_called(&self, name: &str) -> Result<Option<(String, bool)>> {
        // 江南职业技术学院学生处 is 学生处 of this school.
        let short = name.strip_prefix(self.school.as_str()).unwrap_or(name);
        if let Some(unit) = self.units.iter().find(|unit| unit.name == name || unit.name == short) {
            return Ok(Some((unit.code.clone(), false)));
        }
        let former = self.former_names(CodeOf::Unit).await?;
        let former = former.into_iter().find(|former| former.former == name || former.former == short);
        Ok(former.map(|former| (former.code, true)))
    }
}

fn writer(ctx: &Ctx) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::Draft)))
}

/// Keeps a document until its writer has saved a draft; the digest by which it is found then.
///
/// # Errors
/// Who is nobody in particular keeps none.
pub async fn keep(ctx: &Ctx, name: &str, bytes: Vec<u8>) -> Result<String> {
    let person = writer(ctx)?;
    let digest = sha256(&bytes);
    let mut change = ctx.write().await?;
    change.waiting().hand_document(person, &digest, (name, bytes), ctx.now).await?;
    change.enqueue(Job::ForgetUploads, ctx.now + UPLOADS_WAIT).await?;
    change.commit_unlogged().await?;
    Ok(digest)
}

/// Makes the pictures of a document that was kept attachments of a draft whose text shows them, and forgets the document.
/// What could not be attached, with why.
///
/// # Errors
/// The record cannot be read, or the database not written.
pub async fn bring_pictures(ctx: &Ctx, id: RecordId, digest: &str) -> Result<Vec<(String, Error)>> {
    let person = writer(ctx)?;
    let Some((name, bytes)) = ctx.read().await?.handed_document(person, digest).await? else { return Ok(Vec::new()) };
    let faults = attach_pictures(ctx, Right::Draft, id, (&name, bytes)).await?;
    let mut change = ctx.write().await?;
    change.waiting().forget_document(person, digest).await?;
    change.commit_unlogged().await?;
    Ok(faults)
}

/// Makes a draft of a document at the command line, with the pictures that its text shows; what of those could not be
/// attached, with why. Whoever may bring a ledger in may do so: nothing becomes public by it, and nobody has drafted it.
///
/// # Errors
/// [`Error::Forbidden`] for whoever brings in no ledgers.
pub async fn draft_document(
    ctx: &Ctx,
    draft: Draft,
    document: (&str, Vec<u8>),
) -> Result<(RecordId, Vec<(String, Error)>)> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    let id = records::enter(ctx, draft.record()).await?;
    Ok((id, attach_pictures(ctx, Right::Import, id, document).await?))
}

/// Makes the pictures of a document attachments of a draft whose text shows them. What could not be attached, with why.
///
/// # Errors
/// The record cannot be read.
async fn attach_pictures(
    ctx: &Ctx,
    right: Right,
    id: RecordId,
    (name, bytes): (&str, Vec<u8>),
) -> Result<Vec<(String, Error)>> {
    let record = ctx.read().await?.record(id).await?;
    let body = record.newest().map(|edition| edition.body.clone()).unwrap_or_default();
    let name = name.to_string();
    let read = move || pictures(&name, &bytes, &body);
    let found = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
    let mut faults = Vec::new();
    for (file, bytes) in found {
        match bytes {
            Some(bytes) => {
                // Where a picture was taken is nobody's business.
                let bare = records::without_particulars(&bytes).unwrap_or(bytes);
                if let Err(error) = attach_by(ctx, right, id, None, (&file, bare)).await {
                    faults.push((file, error));
                }
            }
            None => faults.push((file, Error::NotFound { kind: "picture", key: String::new() })),
        }
    }
    Ok(faults)
}

/// Pictures of a document that a text shows, by their names in it, each with its bytes where the file has them.
fn pictures(name: &str, bytes: &[u8], body: &str) -> Vec<(String, Option<Vec<u8>>)> {
    let Ok(extract) = read_text(Source::Held { name, bytes }, &Limits::default()) else { return Vec::new() };
    let shown: Vec<String> = domain::text::pictures(body).collect();
    let mut wanted: Vec<Pictured> = incoming::read(&extract).pictures;
    wanted.retain(|picture| shown.contains(&picture.file));
    let names: Vec<&str> = wanted.iter().map(|picture| picture.part.as_str()).collect();
    let mut parts = office::read::parts(bytes, &names, &Limits::default()).unwrap_or_default();
    let mut take = |part: &str| parts.iter().position(|(known, _)| known == part).map(|at| parts.swap_remove(at).1);
    wanted.into_iter().map(|picture| (picture.file, take(&picture.part))).collect()
}
