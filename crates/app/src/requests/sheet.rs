//! One request as somebody of the school sees it, and what they may do with it now.

use super::hand::at_hand;
use super::{may, terms_of};
use crate::context::Ctx;
use crate::error::Result;
use domain::ids::{RecordId, UserId};
use domain::policy::Permission;
use domain::request::letter::Letter;
use domain::request::{Alarm, Clock, Day, Did, Hand, Regime, Request, RequestNumber, Stage, Terms};
use std::collections::HashMap;
use store::StoredRequest;

/// An act that a page offers: one that the table of rights and the stage allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Register.
    Register,
    /// Ask for a supplement.
    AskClarification,
    /// Enter a supplement.
    Supplement,
    /// Close for want of one.
    Abandon,
    /// Give to units.
    Assign,
    /// Ask a third party.
    AskOpinion,
    /// Enter its answer.
    Hear,
    /// Ask for more time.
    AskExtension,
    /// Grant or refuse it.
    Decide,
    /// Write a search down.
    Search,
    /// Draft.
    Draft,
    /// Pass the draft, or send it back.
    Review,
    /// Sign and send, or send back.
    Answer,
    /// Enter that it is withdrawn.
    Withdraw,
    /// Hand it on as a petition.
    Transfer,
    /// Handle with another.
    Merge,
    /// Not handle again.
    Repeat,
    /// Say something to the applicant.
    Say,
    /// Archive.
    Archive,
    /// Look at the identity number.
    OpenIdentity,
    /// Make the answer the draft of a record for everybody.
    Release,
}

impl Act {
    /// Every one, in the order of a page.
    pub const ALL: [Act; 21] = [
        Act::Register,
        Act::Decide,
        Act::Review,
        Act::Answer,
        Act::Hear,
        Act::Supplement,
        Act::Abandon,
        Act::Assign,
        Act::Draft,
        Act::Search,
        Act::AskClarification,
        Act::AskOpinion,
        Act::AskExtension,
        Act::Say,
        Act::Transfer,
        Act::Merge,
        Act::Repeat,
        Act::Withdraw,
        Act::Archive,
        Act::Release,
        Act::OpenIdentity,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Act::Register => "register",
            Act::AskClarification => "ask-clarification",
            Act::Supplement => "supplement",
            Act::Abandon => "abandon",
            Act::Assign => "assign",
            Act::AskOpinion => "ask-opinion",
            Act::Hear => "hear",
            Act::AskExtension => "ask-extension",
            Act::Decide => "decide",
            Act::Search => "search",
            Act::Draft => "draft",
            Act::Review => "review",
            Act::Answer => "answer",
            Act::Withdraw => "withdraw",
            Act::Transfer => "transfer",
            Act::Merge => "merge",
            Act::Repeat => "repeat",
            Act::Say => "say",
            Act::Archive => "archive",
            Act::OpenIdentity => "open-identity",
            Act::Release => "release",
        }
    }

    /// The act with this code.
    pub fn read(code: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.code() == code)
    }

    fn permission(self) -> Permission {
        match self {
            Act::Decide => Permission::GrantExtensions,
            Act::Search | Act::Draft => Permission::WorkOnRequests,
            Act::Review => Permission::ReviewAnswers,
            Act::Answer => Permission::SignAnswers,
            Act::OpenIdentity => Permission::SeeIdentity,
            _ => Permission::HandleRequests,
        }
    }

    /// Whether a request is where this act may be done; what days decide is asked when it is done.
    fn fits(self, request: &Request, by: Option<UserId>) -> bool {
        let stage = &request.stage;
        let worked_on = matches!(stage, Stage::Registered | Stage::Assigned);
        let in_hand = worked_on || matches!(stage, Stage::ThirdParty | Stage::Drafted { .. } | Stage::Reviewed { .. });
        let asked = request.extension.as_ref();
        let pending = asked.is_some_and(|extension| extension.decided.is_none());
        let granted = asked.and_then(|extension| extension.granted_on()).is_some();
        match self {
            Act::Register => matches!(stage, Stage::Received),
            Act::AskClarification => {
                worked_on && !request.clarified && request.pauses.is_empty() && request.extension.is_none()
            }
            Act::Supplement | Act::Abandon => matches!(stage, Stage::Clarifying { .. }),
            Act::Assign => worked_on,
            Act::Transfer | Act::Merge | Act::Repeat => worked_on,
            Act::AskOpinion => matches!(stage, Stage::Assigned),
            Act::Hear => matches!(stage, Stage::ThirdParty),
            Act::AskExtension => in_hand && !pending && !granted,
            Act::Decide => in_hand && pending && asked.is_some_and(|extension| Some(extension.asked_by) != by),
            Act::Search => in_hand,
            Act::Draft => matches!(stage, Stage::Assigned | Stage::Drafted { .. }),
            Act::Review => matches!(stage, Stage::Drafted { by: drafter, .. } if Some(*drafter) != by),
            Act::Answer => matches!(stage, Stage::Reviewed { drafted_by, .. } if Some(*drafted_by) != by),
            Act::Withdraw => request.is_open(),
            Act::Say => !matches!(stage, Stage::Archived(_)),
            Act::Archive => matches!(stage, Stage::Closed(_)),
            Act::OpenIdentity => true,
            Act::Release => super::release::is_given(request),
        }
    }
}

/// What of a request waits for whoever asks: acts by which it goes on.
pub(super) fn tasks(ctx: &Ctx, request: &Request) -> Vec<Act> {
    let by = ctx.who.user();
    let on = [
        Act::Register,
        Act::Decide,
        Act::Review,
        Act::Answer,
        Act::Hear,
        Act::Abandon,
        Act::Assign,
        Act::Draft,
        Act::Archive,
    ];
    let next = |act: &Act| match act {
        // Assigned once, it is others' turn.
        Act::Assign => matches!(request.stage, Stage::Registered),
        Act::Draft => matches!(request.stage, Stage::Assigned),
        Act::Abandon => matches!(request.stage, Stage::Clarifying { until } if until < ctx.today()),
        _ => true,
    };
    let mine = |act: &Act| may(ctx, act.permission(), request) && act.fits(request, by) && next(act);
    on.into_iter().filter(mine).collect()
}

/// A step with whose hand it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The step.
    pub step: domain::request::Step,
    /// The person's name; none for the applicant.
    pub by: Option<String>,
}

/// A request as somebody of the school sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The request.
    pub request: Request,
    /// The version that was read.
    pub version: u32,
    /// Whether an identity number is kept.
    pub has_identity: bool,
    /// The draft of a record that was made of its answer.
    pub released: Option<RecordId>,
    /// The lengths of time that hold for it.
    pub terms: Terms,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// The one that is over first.
    pub alarm: Option<Alarm>,
    /// The days of each clock.
    pub days: Vec<(Regime, Vec<Day>)>,
    /// What was done, in order.
    pub deeds: Vec<Deed>,
    /// Names of the units that work on it.
    pub units: Vec<String>,
    /// What the reader may do now, in the order of a page.
    pub acts: Vec<Act>,
    /// What of it waits for the reader.
    pub tasks: Vec<Act>,
    /// Letters that can be made.
    pub letters: Vec<Letter>,
    /// Whether who asks is told: those who only review or read are not told name and address.
    pub names_applicant: bool,
}

/// A request for whoever may see it.
///
/// # Errors
/// [`crate::Error::NotFound`] for who may not.
pub async fn look(ctx: &Ctx, number: RequestNumber) -> Result<Sheet> {
    let reader = ctx.read().await?;
    let StoredRequest { request, version, has_identity, released } = at_hand(ctx, &reader, number).await?;
    // A draft that was deleted is no record that was made of it.
    let released = match released {
        Some(made) => reader.find_record(made).await?.map(|record| record.id),
        None => None,
    };
    let terms = terms_of(ctx, request.entry.received_on)?;
    let calendar = &ctx.app.calendar;
    let by = ctx.who.user();
    let offered = |act: &Act| {
        let there = match act {
            Act::OpenIdentity => has_identity,
            Act::Release => released.is_none(),
            _ => true,
        };
        there && may(ctx, act.permission(), &request) && act.fits(&request, by)
    };
    let acts: Vec<Act> = Act::ALL.into_iter().filter(offered).collect();
    let people = request.steps.iter().filter_map(|step| match step.by {
        Hand::Person(person) => Some(person),
        Hand::Applicant => None,
    });
    let mut people: Vec<UserId> = people.collect();
    people.sort_unstable();
    people.dedup();
    let names: HashMap<UserId, String> = reader.names_of(&people).await?;
    let units = reader.units().await?;
    let unit = |code: &String| units.iter().find(|unit| unit.code == *code).map_or(code.clone(), |u| u.name.clone());
    let deeds = request.steps.iter().map(|step| Deed {
        by: match step.by {
            Hand::Applicant => None,
            Hand::Person(person) => Some(names.get(&person).cloned().unwrap_or_default()),
        },
        step: step.clone(),
    });
    Ok(Sheet {
        version,
        has_identity,
        released,
        clocks: request.clocks(&terms, calendar, ctx.today()),
        alarm: request.alarm(&terms, calendar, ctx.today()),
        days: Regime::ALL.iter().map(|regime| (*regime, request.days(*regime, &terms, calendar))).collect(),
        deeds: deeds.collect(),
        units: request.units.iter().map(unit).collect(),
        tasks: tasks(ctx, &request),
        letters: request.letters(),
        names_applicant: names_applicant(ctx, &request),
        acts,
        terms,
        request,
    })
}

/// Whoever answers has to know whom; whoever looks for the thing or reviews the answer does not.
pub(super) fn names_applicant(ctx: &Ctx, request: &Request) -> bool {
    may(ctx, Permission::SeeApplicants, request)
}

impl Sheet {
    /// Whether a search was written down.
    pub fn has_search(&self) -> bool {
        self.request.steps.iter().any(|step| matches!(step.did, Did::Searched { .. }))
    }
}
