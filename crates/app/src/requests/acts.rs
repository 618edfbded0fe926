//! What people of the school do with a request: one order, one step, one event.

use super::hand::{at_hand, kept};
use super::{Refusal, allow, person, terms_of};
use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::{Field, Gate};
use chrono::NaiveDate;
use domain::policy::Permission;
use domain::request::{Did, Hand, Opinion, Reply, Request, RequestNumber, Stage, Step};
use store::StoredRequest;

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
/// [`Error::Request`] when its life does not allow it; [`Error::Personal`] when an answer holds what may certainly not be told.
pub async fn act(ctx: &Ctx, number: RequestNumber, seen: u32, order: Order) -> Result<()> {
    let mut change = ctx.write().await?;
    let StoredRequest { mut request, version, .. } = at_hand(ctx, &change, number).await?;
    let permission = order.permission(&request);
    allow(ctx, permission, &request)?;
    let by = person(ctx, permission)?;
    if seen != version {
        return Err(Error::Conflict { kind: "request", key: number.to_string() });
    }
    let mut names = Vec::new();
    match &order {
        Order::Assign { units } => {
            let closed = change.closed(store::CodeOf::Unit).await?;
            let all = change.units().await?;
            for code in units {
                let unit = all.iter().find(|unit| unit.code == *code && !closed.contains_key(code));
                names.push(unit.ok_or(Refusal::NoUnit)?.name.clone());
            }
            request.units.clone_from(units);
        }
        Order::Merge { into: other } | Order::Repeat { of: other, .. } if *other != number => {
            let there = change.find_request(*other).await?;
            // What was answered is there to be repeated; what is merged goes on with the other one.
            let fits = |one: &StoredRequest| one.request.is_open() == matches!(order, Order::Merge { .. });
            there.filter(fits).ok_or(Refusal::NoOther)?;
        }
        Order::Draft(reply) => {
            clean("answer", &reply.text)?;
            clean("answer", &reply.ground)?;
        }
        _ => {}
    }
    let terms = terms_of(ctx, request.entry.received_on)?;
    let (did, on) = order.step(ctx.today(), names);
    let step = Step { at: ctx.now, on, by: Hand::Person(by), did };
    let event = request.take(step, &terms, &ctx.app.calendar).map_err(Refusal::Request)?;
    kept(ctx, &mut change, &request, version).await?;
    change.commit(event).await?;
    Ok(())
}

/// Refuses text that somebody outside reads when the gate is certain of something in it.
fn clean(field: &'static str, text: &str) -> Result<()> {
    let refused = Gate::default().judge([Field::new(field, text)]).refused;
    if refused.is_empty() {
        return Ok(());
    }
    Err(Error::Personal(refused.into_iter().map(|concern| PersonalData { field, masked: concern.masked }).collect()))
}
