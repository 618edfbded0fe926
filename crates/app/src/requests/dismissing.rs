//! What pours in and is no request: told apart from what people ask, put behind it, and dismissed in one go with a reason. Nobody is
//! shut out by it, for whatever was sent is kept, and whoever has the receipt reads why it was dismissed.

use super::hand::{at_hand, kept};
use super::{Refusal, allow, person, terms_of};
use crate::context::Ctx;
use crate::error::Result;
use domain::policy::Permission;
use domain::request::{Did, Hand, Intake, Request, RequestNumber, Stage, Step};
use std::collections::HashMap;
use store::{Events, StoredRequest};

/// From how many alike on they are doubtful.
const ALIKE: usize = 6;
/// How many signs of a text are compared.
const COMPARED: usize = 16;

/// Which of these wait to be registered, came by the portal, and are so many of one kind that they may be poured in: of one sender,
/// or with one beginning.
pub(super) fn doubtful<'r>(requests: impl Iterator<Item = &'r Request> + Clone) -> Vec<RequestNumber> {
    let waiting = |request: &&Request| request.stage == Stage::Received && request.entry.intake == Intake::Portal;
    let marks = |request: &Request| {
        let entry = &request.entry;
        let words: String = entry.content.chars().filter(|c| c.is_alphabetic()).take(COMPARED).collect();
        let of = |kind: char, text: &str| (!text.is_empty()).then(|| format!("{kind}{text}"));
        [
            of('w', &words),
            of('p', &entry.applicant.phone),
            of('e', &entry.applicant.email),
            of('n', &entry.applicant.name),
        ]
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for request in requests.clone().filter(waiting) {
        for mark in marks(request).into_iter().flatten() {
            *counts.entry(mark).or_default() += 1;
        }
    }
    let many = |mark: String| counts.get(&mark).is_some_and(|count| *count >= ALIKE);
    requests
        .filter(waiting)
        .filter(|request| marks(request).into_iter().flatten().any(many))
        .map(|request| request.entry.number)
        .collect()
}

/// Dismisses what was no request, for one reason; those that were registered meanwhile stay. How many were dismissed.
///
/// # Errors
/// [`domain::request::RequestError::Blank`] without a reason; [`crate::Error::Forbidden`].
pub async fn dismiss(ctx: &Ctx, numbers: &[RequestNumber], reason: &str) -> Result<usize> {
    let by = person(ctx, Permission::HandleRequests)?;
    let mut change = ctx.write().await?;
    let mut events = Vec::new();
    for number in numbers {
        let StoredRequest { mut request, version, .. } = at_hand(ctx, &change, *number).await?;
        allow(ctx, Permission::HandleRequests, &request)?;
        if request.stage != Stage::Received {
            continue;
        }
        let terms = terms_of(ctx, request.entry.received_on)?;
        let did = Did::Dismissed { reason: reason.trim().to_string() };
        let step = Step { at: ctx.now, on: ctx.today(), by: Hand::Person(by), did };
        events.push(request.take(step, &terms, &ctx.app.calendar).map_err(Refusal::Request)?);
        kept(ctx, &mut change, &request, version).await?;
    }
    let dismissed = events.len();
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(dismissed)
}
