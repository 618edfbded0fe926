//! What people of the school do with a request: one order, one step, one event.

use super::hand::{at_hand, kept};
use super::letters::issue;
use super::outgoing::passed;
use super::{Refusal, allow, person, terms_of};
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::policy::Permission;
use domain::request::{Did, Hand, Opinion, Reply, Request, RequestNumber, Stage, Step};
use store::Events;

/// Something to be done with a request. Days are those on which it happened, when that was not today.
pub enum Order {
    /// Register it.
    Register,
    /// Ask the applicant to add something.
    AskClarification {
        /// What.
        what: String,
        /// The last day for it.
        until: NaiveDate,
    },
    /// Enter what the applicant added on paper or by word of mouth.
    Supplement {
        /// What.
        text: String,
        /// When.
        on: NaiveDate,
    },
    /// Nothing was added in time.
    Abandon,
    /// Give it to units, by code.
    Assign {
        /// Which.
        units: Vec<String>,
    },
    /// Ask a third party.
    AskOpinion {
        /// Who.
        party: String,
        /// About what.
        what: String,
    },
    /// Enter what the third party said.
    Hear {
        /// How.
        opinion: Opinion,
        /// In what words.
        text: String,
        /// When.
        on: NaiveDate,
    },
    /// Ask for more time.
    AskExtension {
        /// How many working days.
        days: u32,
        /// Why.
        reason: String,
    },
    /// Grant it.
    Grant,
    /// Refuse it.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Write down what was looked for.
    Search {
        /// Where.
        places: String,
        /// What was found.
        found: String,
    },
    /// Draft the answer.
    Draft(Reply),
    /// Send the draft back.
    Return {
        /// Why.
        reason: String,
    },
    /// Pass the draft.
    Review,
    /// Sign the answer and say how it was delivered.
    Answer {
        /// How.
        delivery: String,
    },
    /// Enter that the applicant withdraws it.
    Withdraw {
        /// Why.
        reason: String,
        /// When.
        on: NaiveDate,
    },
    /// Hand it on as a petition.
    Transfer {
        /// Where to, and why.
        reason: String,
    },
    /// Handle it with another one.
    Merge {
        /// Which.
        into: RequestNumber,
    },
    /// Do not handle again what was answered.
    Repeat {
        /// Which.
        of: RequestNumber,
        /// What the applicant is told.
        reason: String,
    },
    /// Say something to the applicant.
    Say {
        /// What.
        text: String,
    },
    /// Put it into the archive.
    Archive {
        /// Under what number.
        shelf: String,
    },
}

impl Order {
    /// What somebody has to be allowed for it.
    pub(super) fn permission(&self, request: &Request) -> Permission {
        match self {
            Order::Search { .. } | Order::Draft(_) => Permission::WorkOnRequests,
            Order::Grant | Order::Refuse { .. } => Permission::GrantExtensions,
            Order::Review => Permission::ReviewAnswers,
            Order::Answer { .. } => Permission::SignAnswers,
            // Whoever judges it next sends it back.
            Order::Return { .. } if matches!(request.stage, Stage::Reviewed { .. }) => Permission::SignAnswers,
            Order::Return { .. } => Permission::ReviewAnswers,
            _ => Permission::HandleRequests,
        }
    }

    /// The step that it makes, and the day on which that happened.
    fn step(self, today: NaiveDate, names: Vec<String>) -> (Did, NaiveDate) {
        let on = match &self {
            Order::Supplement { on, .. } | Order::Hear { on, .. } | Order::Withdraw { on, .. } => *on,
            _ => today,
        };
        let did = match self {
            Order::Register => Did::Registered,
            Order::AskClarification { what, until } => Did::ClarificationAsked { what, until },
            Order::Supplement { text, .. } => Did::Supplemented { text },
            Order::Abandon => Did::Abandoned,
            Order::Assign { .. } => Did::Assigned { units: names },
            Order::AskOpinion { party, what } => Did::OpinionAsked { party, what },
            Order::Hear { opinion, text, .. } => Did::OpinionGiven { opinion, text },
            Order::AskExtension { days, reason } => Did::ExtensionAsked { days, reason },
            Order::Grant => Did::ExtensionGranted,
            Order::Refuse { reason } => Did::ExtensionRefused { reason },
            Order::Search { places, found } => Did::Searched { places, found },
            Order::Draft(reply) => Did::Drafted(reply),
            Order::Return { reason } => Did::Returned { reason },
            Order::Review => Did::Reviewed,
            Order::Answer { delivery } => Did::Answered { delivery },
            Order::Withdraw { reason, .. } => Did::Withdrawn { reason },
            Order::Transfer { reason } => Did::Transferred { reason },
            Order::Merge { into } => Did::Merged { into },
            Order::Repeat { of, reason } => Did::Repeated { of, reason },
            Order::Say { text } => Did::Said { text },
            Order::Archive { shelf } => Did::Archived { shelf },
        };
        (did, on)
    }
}

/// Does something with a request that was seen at a version.
///
/// # Errors
/// [`Error::NotFound`] for who may not know of it; [`Error::Conflict`] when somebody else did something since;
/// [`Error::Request`] when its life does not allow it; [`Error::Personal`] when its words hold what may certainly not be told.
pub async fn act(ctx: &Ctx, number: RequestNumber, seen: u32, order: Order) -> Result<()> {
    act_vouching(ctx, number, seen, order, "").await
}

/// The same by somebody who says whose the telephones, mailboxes and accounts are that stand in its words; that is kept with it.
///
/// # Errors
/// As of [`act`]; nobody can answer for a number of papers.
pub async fn act_vouching(ctx: &Ctx, number: RequestNumber, seen: u32, order: Order, vouched: &str) -> Result<()> {
    let mut change = ctx.write().await?;
    let mut stored = at_hand(ctx, &change, number).await?;
    let permission = order.permission(&stored.request);
    allow(ctx, permission, &stored.request)?;
    let by = person(ctx, permission)?;
    if seen != stored.version {
        return Err(Error::Conflict { kind: "request", key: number.to_string() });
    }
    let names = fitting(&change, &mut stored.request, &order).await?;
    let terms = terms_of(ctx, stored.request.entry.received_on)?;
    let (did, on) = order.step(ctx.today(), names);
    let vouching = passed(ctx, &change, &stored, &did, vouched).await?;
    let mut request = stored.request;
    let before = request.issued();
    let mut events = Vec::new();
    for (did, on) in vouching.map(|did| (did, ctx.today())).into_iter().chain([(did, on)]) {
        let step = Step { at: ctx.now, on, by: Hand::Person(by), did };
        events.push(request.take(step, &terms, &ctx.app.calendar).map_err(Refusal::Request)?);
    }
    kept(ctx, &mut change, &request, stored.version).await?;
    issue(ctx, &mut change, &request, &before).await?;
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(())
}

/// Whether what an order names is there and fits; the names of its units, which the request takes on.
async fn fitting(reader: &store::Reader, request: &mut Request, order: &Order) -> Result<Vec<String>> {
    let mut names = Vec::new();
    match order {
        Order::Assign { units } => {
            let closed = reader.closed(store::CodeOf::Unit).await?;
            let all = reader.units().await?;
            for code in units {
                let unit = all.iter().find(|unit| unit.code == *code && !closed.contains_key(code));
                names.push(unit.ok_or(Refusal::NoUnit)?.name.clone());
            }
            request.units.clone_from(units);
        }
        Order::Merge { into: other } | Order::Repeat { of: other, .. } if *other != request.entry.number => {
            let there = reader.find_request(*other).await?.ok_or(Refusal::NoOther)?.request;
            // What was answered is there to be repeated; what is merged goes on with the other one.
            let fits = match order {
                Order::Merge { .. } => there.is_open(),
                _ => there.stage.ending().is_some_and(|ending| ending.reply.is_some()),
            };
            if !fits {
                return Err(Refusal::NoOther.into());
            }
            // Everybody has an answer of their own.
            if !there.entry.applicant.is_same(&request.entry.applicant) {
                return Err(Refusal::OtherApplicant.into());
            }
        }
        _ => {}
    }
    Ok(names)
}
