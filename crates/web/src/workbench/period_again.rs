//! A form of a new period that is sent again after it made a draft: what was written since is saved over that draft, so that
//! nobody is told of something saved that is not.

use crate::error::HttpError;
use app::Ctx;
use app::desk::{Desk, Draft, Written};
use app::publicity::{self, Start};
use domain::ids::RecordId;
use domain::record::{Edition, Facts};

/// What became of it.
pub(super) enum Again {
    /// The draft says what the form says.
    Saved,
    /// The draft is on its way, and nothing of the form was saved.
    Gone,
}

/// Saves a form over the draft that it made before.
pub(super) async fn save_over(ctx: &Ctx, id: RecordId, start: &Start) -> Result<Result<Again, app::Error>, HttpError> {
    let desk = Desk::open(ctx).await?;
    let Some(page) = publicity::look(ctx, &desk, id).await? else { return Ok(Ok(Again::Gone)) };
    drop(desk);
    let (sheet, posting) = (page.sheet, page.posting);
    let (facts, edition) = (sheet.record.facts(), sheet.edition());
    let text = edition.title == start.title && edition.body.trim_end() == start.body.trim_end();
    let about =
        facts.item == start.item && facts.unit.as_deref() == Some(&start.unit) && facts.audience == start.audience;
    let days = posting.starts == start.terms.starts && posting.length.count == start.terms.count;
    let list = posting.roll == start.roll && days && posting.contact == start.terms.contact;
    if text && about && list {
        return Ok(Ok(Again::Saved));
    }
    if !sheet.acts.write {
        return Ok(Ok(Again::Gone));
    }
    let facts = Facts { item: start.item.clone(), unit: Some(start.unit.clone()), audience: start.audience, ..facts };
    let edition = Edition { title: start.title.clone(), body: start.body.clone(), ..edition };
    Ok(written(ctx, id, sheet.record.version, Draft { facts, edition }, start, list).await)
}

async fn written(
    ctx: &Ctx,
    id: RecordId,
    version: u32,
    draft: Draft,
    start: &Start,
    list: bool,
) -> Result<Again, app::Error> {
    let version = match draft.save(ctx, id, version).await? {
        Written::Saved(version) | Written::Same(version) => version,
        Written::Meanwhile(_) => return Err(app::Error::Conflict { kind: "record", key: id.to_string() }),
    };
    let version = publicity::decide(ctx, id, version, Some(&start.wider), &[]).await?;
    if !list {
        publicity::replace(ctx, id, version, start.terms.clone(), start.roll.clone(), &start.kept).await?;
    }
    Ok(Again::Saved)
}
