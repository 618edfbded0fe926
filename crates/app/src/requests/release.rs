//! Release to all (条例第四十四条): the answer to a request becomes the draft of a record for everybody, without the applicant; it
//! goes through the same reviews as any other.

use super::hand::at_hand;
use super::{Refusal, allow};
use crate::applicant::Known;
use crate::context::Ctx;
use crate::error::Result;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::event::Act;
use domain::ids::{RecordId, UserId};
use domain::policy::{Permission, Relation};
use domain::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Progress, Record, Term, Validity, Visibility,
};
use domain::request::{Group, Request, RequestNumber};
use store::Events;

/// Whether something was given that others could have as well.
pub(super) fn is_given(request: &Request) -> bool {
    request.stage.ending().is_some_and(|ending| {
        matches!(ending.outcome.group(), Group::Granted | Group::Parted) && ending.reply.is_some()
    })
}

/// Makes the draft of a record of what was answered. Title, text and item are the office's, which takes the text from the answer;
/// nothing of who asked, or in what words, goes with it.
///
/// # Errors
/// [`Refusal::NothingGiven`], [`Refusal::Released`]; [`crate::Error::Personal`] from the gate.
pub async fn release(ctx: &Ctx, number: RequestNumber, (title, text): (&str, &str), item: ItemKey) -> Result<RecordId> {
    let mut change = ctx.write().await?;
    let stored = at_hand(ctx, &change, number).await?;
    allow(ctx, Permission::HandleRequests, &stored.request)?;
    let unit = stored.request.units.first().cloned();
    ctx.allow(Permission::Draft, Relation::Unit(unit.as_deref()))?;
    if !is_given(&stored.request) {
        return Err(Refusal::NothingGiven.into());
    }
    if let Some(made) = stored.released {
        if change.find_record(made).await?.is_some() {
            return Err(Refusal::Released.into());
        }
        change.forget_released(made).await?;
    }
    let ending = stored.request.stage.ending().ok_or(Refusal::NothingGiven)?;
    let school = domain::school::School::of(change.facts().await?);
    let index = change.next_index(school.code(), chrono::Datelike::year(&ctx.today())).await?;
    let id = ctx.ids.record();
    let known = Known::of(ctx, &change, &stored).await?;
    if [title, text].iter().any(|text| !known.found_in(text).is_empty()) {
        return Err(Refusal::NamesApplicant.into());
    }
    let edition = Edition {
        number: 1,
        title: title.trim().to_string(),
        summary: String::new(),
        body: text.trim().to_string(),
        document_number: String::new(),
        issuer: String::new(),
        made_on: PartialDate::Day(ending.on),
        keywords: Vec::new(),
        change_note: String::new(),
    };
    let record = drafted_as(id, index, (item, unit), edition, ctx.who.user());
    let drafted = record.drafted()?;
    change.save_record(&record).await?;
    change.release_request(number, id).await?;
    let events = Events::new(drafted).and(stored.request.event(Act::RequestReleased));
    change.commit(events).await?;
    Ok(id)
}

fn drafted_as(
    id: RecordId,
    index: IndexNumber,
    (item, unit): (ItemKey, Option<String>),
    edition: Edition,
    drafter: Option<UserId>,
) -> Record {
    Record {
        id,
        key: id.to_string(),
        index,
        item,
        unit,
        form: Form::Page,
        origin: Origin::Made,
        openness: Openness::Proactive,
        audience: Audience::Public,
        term: Term::Standing,
        validity: Validity::InForce,
        count: 1,
        year: None,
        publicity: None,
        drafter,
        progress: Progress::Draft { returned: None },
        visibility: Visibility::Hidden,
        editions: vec![edition],
        releases: Vec::new(),
        attachments: Vec::new(),
        note: String::new(),
        source: String::new(),
        version: 0,
    }
}
