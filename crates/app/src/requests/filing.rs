//! What an applicant does, without an account: files a request, looks it up by its receipt, adds something, says something,
//! withdraws it. And the same taken in by the office, for what comes on paper or by word of mouth.

use super::hand::kept;
use super::{Refusal, person, terms_of};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::papers;
use crate::publicity::{Length, Receipt};
use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use domain::request::letter::Letter;
use domain::request::{
    Alarm, Applicant, ApplicantKind, Clock, Day, Did, Entry, Hand, Intake, Regime, Reply, Request, RequestNumber,
    Stage, Step, Terms, Wanted, Way,
};
use store::{Events, StoredRequest};

/// Most requests of one name, telephone or mailbox that wait to be registered. Nobody's share shuts out another, so all together
/// have no limit: how fast one machine sends is the server's to say, and what pours in is dismissed by the office.
const MOST_WAITING: usize = 20;
/// Within how long the same words of the same person are the same request.
const SAME: TimeDelta = TimeDelta::hours(1);
/// Most that an applicant says of one request.
const MOST_WORDS: usize = 50;

/// What somebody asks for. It holds words of theirs and is not printed.
pub struct NewRequest {
    /// Who asks, by kind.
    pub kind: ApplicantKind,
    /// Who asks.
    pub applicant: Applicant,
    /// The number of their papers; empty when they give none.
    pub identity: String,
    /// What is asked for.
    pub content: String,
    /// What for.
    pub purpose: String,
    /// In what form.
    pub wanted: Wanted,
    /// By what way.
    pub way: Way,
}

impl NewRequest {
    /// What everybody reads who works on it.
    pub fn free_text(&self) -> Vec<&str> {
        let Applicant { name, contact, representative, address, .. } = &self.applicant;
        vec![&self.content, &self.purpose, name, contact, representative, address]
    }
}

/// A request that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Its number.
    pub number: RequestNumber,
    /// What opens it. It cannot be had again.
    pub receipt: Receipt,
}

/// Something of a request that its applicant is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The day on which it happened.
    pub on: NaiveDate,
    /// When it was entered.
    pub at: Timestamp,
    /// What, as the code of the act.
    pub act: &'static str,
    /// Whether it was the applicant.
    pub own: bool,
    /// Words, where they are for the applicant.
    pub words: Vec<Word>,
}

/// Words for the applicant, with what they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Word {
    /// What they are: `text`, `until`, `days`, `reason`, `units`, `delivery`, `of`.
    pub name: &'static str,
    /// The words.
    pub text: String,
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A request as its applicant sees it: nothing of it that is for the school alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub number: RequestNumber,
    /// How it came in.
    pub intake: Intake,
    /// The day on which it counts as received.
    pub received_on: NaiveDate,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// What was asked for.
    pub content: String,
    /// In what form.
    pub wanted: Wanted,
    /// By what way.
    pub way: Way,
    /// Stable code of the stage: what goes on in the house is `assigned` to the applicant until the answer is signed.
    pub stage: &'static str,
    /// What happened, in order.
    pub told: Vec<Told>,
    /// The answer that was signed.
    pub answer: Option<Reply>,
    /// What came of it, when it is over.
    pub outcome: Option<domain::request::Outcome>,
    /// Its clocks, the decree's first.
    pub clocks: Vec<Clock>,
    /// The one that is over first.
    pub alarm: Option<Alarm>,
    /// Every day of the clock that is over first.
    pub days: Vec<Day>,
    /// The lengths of time that hold.
    pub terms: Terms,
    /// Until when something is to be added, when it is.
    pub until: Option<NaiveDate>,
    /// Letters that can be had.
    pub letters: Vec<Letter>,
    /// Whether it is not over.
    pub open: bool,
    /// Whether something may be said.
    pub may_say: bool,
    /// The request that it is handled together with, as it stands.
    pub went_into: Option<Box<Shown>>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").field("number", &self.number).field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// Files a request by a form with an id that nobody guesses: however often it is sent with the same words, one request is filed, and
/// each answer shows its receipt. `ctx` is a visitor's even when they are signed in: who asks is what they write of themselves.
///
/// # Errors
/// [`Refusal::Full`], [`Refusal::Repeated`], [`Refusal::Key`].
pub async fn file_once(ctx: &Ctx, new: NewRequest, form: &str) -> Result<Filed> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let mut change = ctx.write().await?;
    let receipt = receipt_of(form, &new);
    if let Some(receipt) = &receipt
        && let Some(number) = change.request_of(&receipt.digest_for("request")).await?
    {
        return Ok(Filed { number, receipt: receipt.clone() });
    }
    let mut waiting = 0;
    for number in change.open_requests_like(&new.applicant).await? {
        let Some(StoredRequest { request, .. }) = change.find_request(number).await? else { continue };
        let entry = &request.entry;
        let same = (&entry.applicant, &entry.content) == (&new.applicant, &new.content);
        if same && ctx.now - entry.entered_at < SAME {
            return Err(Refusal::Repeated.into());
        }
        waiting += usize::from(request.stage == Stage::Received);
        if waiting >= MOST_WAITING {
            return Err(Refusal::Full.into());
        }
    }
    let receipt = match receipt {
        Some(receipt) => receipt,
        None => Receipt::new(&ctx.ids, Length::Plain)?,
    };
    // The day on which it is sent and receipted: both sides have confirmed it then (条例第三十一条).
    let filed = begun(ctx, &mut change, (new, Intake::Portal, ctx.today()), receipt).await?;
    let event = filed.1.received();
    change.commit(event).await?;
    Ok(filed.0)
}

/// Takes a request in that came by letter, mail, fax, visit or word of mouth: entered and registered at once, as quickly as by the
/// portal. The receipt can be given to the applicant.
///
/// # Errors
/// [`Refusal::BeforeRules`], [`domain::request::RequestError::Future`].
pub async fn enter(ctx: &Ctx, new: NewRequest, intake: Intake, received: NaiveDate, form: &str) -> Result<Filed> {
    ctx.allow(Permission::TakeRequests, Relation::School)?;
    let by = person(ctx, Permission::TakeRequests)?;
    let mut change = ctx.write().await?;
    let receipt = receipt_of(form, &new);
    if let Some(receipt) = &receipt
        && let Some(number) = change.request_of(&receipt.digest_for("request")).await?
    {
        return Ok(Filed { number, receipt: receipt.clone() });
    }
    if received > ctx.today() {
        return Err(Refusal::Request(domain::request::RequestError::Future).into());
    }
    let receipt = match receipt {
        Some(receipt) => receipt,
        None => Receipt::new(&ctx.ids, Length::Plain)?,
    };
    let (filed, mut request) = begun(ctx, &mut change, (new, intake, received), receipt).await?;
    let terms = terms_of(ctx, received)?;
    let step = Step { at: ctx.now, on: ctx.today(), by: Hand::Person(by), did: Did::Registered };
    let came = request.received();
    let events = Events::new(came).and(request.take(step, &terms, &ctx.app.calendar).map_err(Refusal::Request)?);
    change.save_request(&request, 1, None).await?;
    super::letters::issue(ctx, &mut change, &request, &[]).await?;
    change.commit(events).await?;
    Ok(filed)
}

async fn begun(
    ctx: &Ctx,
    change: &mut Change<'_>,
    (new, intake, received_on): (NewRequest, Intake, NaiveDate),
    receipt: Receipt,
) -> Result<(Filed, Request)> {
    terms_of(ctx, received_on)?;
    let number = change.next_request(ctx.today().year()).await?;
    let sealed = match new.identity.trim() {
        "" => None,
        identity => Some(papers::seal(ctx, change, number, identity).await?),
    };
    let request = Request::new(Entry {
        number,
        received_on,
        entered_at: ctx.now,
        intake,
        kind: new.kind,
        applicant: new.applicant,
        content: new.content,
        purpose: new.purpose,
        wanted: new.wanted,
        way: new.way,
    });
    change.file_request(&request, &receipt.digest_for("request"), sealed.as_deref()).await?;
    Ok((Filed { number, receipt }, request))
}

/// The receipt of what a form with an id says; nothing of one without.
fn receipt_of(form: &str, new: &NewRequest) -> Option<Receipt> {
    let Applicant { name, contact, representative, phone, email, address } = &new.applicant;
    let said = [
        new.kind.code(),
        name,
        contact,
        representative,
        phone,
        email,
        address,
        &new.identity,
        &new.content,
        &new.purpose,
        new.wanted.code(),
        new.way.code(),
    ];
    Receipt::of_form(form, &said, Length::Plain)
}

/// What a receipt opens; nothing for one that opens nothing, whatever the reason.
///
/// # Errors
/// The machine's.
pub async fn query(ctx: &Ctx, receipt: &Receipt) -> Result<Option<Shown>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let reader = ctx.read().await?;
    let Some(number) = reader.request_of(&receipt.digest_for("request")).await? else { return Ok(None) };
    let Some(stored) = reader.find_request(number).await? else { return Ok(None) };
    let mut shown = shown_of(ctx, &stored.request)?;
    // It goes on with another one of the same applicant: whoever looks finds that one's answer here.
    let asker = stored.request.entry.applicant.clone();
    let (mut at, mut seen) = (stored.request, Vec::new());
    while let Some(Did::Merged { into }) =
        at.steps.iter().rev().map(|step| &step.did).find(|did| matches!(did, Did::Merged { .. }))
    {
        let into = *into;
        if seen.contains(&into) {
            break;
        }
        seen.push(into);
        let Some(next) = reader.find_request(into).await? else { break };
        at = next.request;
        // Those that were put together before this was asked may be two people's.
        if !at.entry.applicant.is_same(&asker) {
            break;
        }
        shown.went_into = Some(Box::new(shown_of(ctx, &at)?));
    }
    Ok(Some(shown))
}

/// A request as its applicant sees it.
///
/// # Errors
/// [`Refusal::BeforeRules`].
pub fn shown_of(ctx: &Ctx, request: &Request) -> Result<Shown> {
    let entry = &request.entry;
    let terms = terms_of(ctx, entry.received_on)?;
    let calendar = &ctx.app.calendar;
    let clocks = request.clocks(&terms, calendar, ctx.today());
    let alarm = request.alarm(&terms, calendar, ctx.today());
    let regime = alarm.map_or(Regime::Decree, |alarm| alarm.regime);
    let ending = request.stage.ending();
    Ok(Shown {
        number: entry.number,
        intake: entry.intake,
        received_on: entry.received_on,
        entered_at: entry.entered_at,
        content: entry.content.clone(),
        wanted: entry.wanted,
        way: entry.way,
        stage: match &request.stage {
            Stage::Drafted { .. } | Stage::Reviewed { .. } => "assigned",
            Stage::Archived(_) => "closed",
            stage => stage.code(),
        },
        told: request.steps.iter().filter_map(told).collect(),
        answer: ending.and_then(|ending| ending.reply.clone()),
        outcome: ending.map(|ending| ending.outcome),
        clocks,
        alarm,
        days: request.days(regime, &terms, calendar),
        until: match &request.stage {
            Stage::Clarifying { until } => Some(*until),
            _ => None,
        },
        letters: request.letters().into_iter().filter(|letter| is_theirs(request, *letter)).collect(),
        open: request.is_open(),
        went_into: None,
        may_say: !matches!(request.stage, Stage::Archived(_)) && words_of(request) < MOST_WORDS,
        terms,
    })
}

/// Whether a letter is the applicant's: none to a third party, and no answer before it is signed.
fn is_theirs(request: &Request, letter: Letter) -> bool {
    !matches!(letter, Letter::Opinion(_)) && request.is_signed(letter)
}

fn words_of(request: &Request) -> usize {
    request.steps.iter().filter(|step| step.by == Hand::Applicant).count()
}

/// What of a step its applicant is told; nothing of what is the school's own work.
fn told(step: &Step) -> Option<Told> {
    let word = |name: &'static str, text: &str| vec![Word { name, text: text.to_string() }];
    let words = match &step.did {
        Did::Registered | Did::Abandoned | Did::OpinionAsked { .. } | Did::OpinionGiven { .. } => Vec::new(),
        Did::ClarificationAsked { what, until } => {
            let mut words = word("text", what);
            words.extend(word("until", &until.to_string()));
            words
        }
        Did::Supplemented { text } | Did::Said { text } => word("text", text),
        Did::Assigned { units } => word("units", &units.join("、")),
        Did::ExtensionGranted => Vec::new(),
        Did::Answered { delivery } => word("delivery", delivery),
        Did::Withdrawn { reason } | Did::Transferred { reason } | Did::Dismissed { reason } => word("reason", reason),
        Did::Merged { into } => word("of", &into.zh()),
        Did::Repeated { of, reason } => {
            let mut words = word("of", &of.zh());
            words.extend(word("reason", reason));
            words
        }
        Did::ExtensionAsked { .. }
        | Did::ExtensionRefused { .. }
        | Did::Searched { .. }
        | Did::Vouched { .. }
        | Did::Drafted(_)
        | Did::Returned { .. }
        | Did::Reviewed
        | Did::Archived { .. } => return None,
    };
    let own = step.by == Hand::Applicant;
    Some(Told { on: step.on, at: step.at, act: step.did.code(), own, words })
}

/// The applicant says something.
///
/// # Errors
/// [`Error::NotFound`] for a receipt that opens nothing; [`Refusal::Full`] when they have said too much.
pub async fn say(ctx: &Ctx, receipt: &Receipt, text: &str) -> Result<()> {
    by_applicant(ctx, receipt, Did::Said { text: text.trim().to_string() }).await
}

/// The applicant adds what they were asked for.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Request`] when nothing was asked.
pub async fn supplement(ctx: &Ctx, receipt: &Receipt, text: &str) -> Result<()> {
    by_applicant(ctx, receipt, Did::Supplemented { text: text.trim().to_string() }).await
}

/// The applicant withdraws the request.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Request`] when it is over.
pub async fn withdraw(ctx: &Ctx, receipt: &Receipt, reason: &str) -> Result<()> {
    by_applicant(ctx, receipt, Did::Withdrawn { reason: reason.trim().to_string() }).await
}

async fn by_applicant(ctx: &Ctx, receipt: &Receipt, did: Did) -> Result<()> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let absent = || Error::NotFound { kind: "request", key: "…".to_string() };
    let mut change = ctx.write().await?;
    let number = change.request_of(&receipt.digest_for("request")).await?.ok_or_else(absent)?;
    let StoredRequest { mut request, version, .. } = change.find_request(number).await?.ok_or_else(absent)?;
    if words_of(&request) >= MOST_WORDS && !matches!(did, Did::Withdrawn { .. }) {
        return Err(Refusal::Full.into());
    }
    // Said twice by a button that was pressed twice, it is said once.
    let twice = |step: &Step| step.by == Hand::Applicant && step.did == did && ctx.now - step.at < SAME;
    if request.steps.last().is_some_and(twice) {
        return Ok(());
    }
    let terms = terms_of(ctx, request.entry.received_on)?;
    let step = Step { at: ctx.now, on: ctx.today(), by: Hand::Applicant, did };
    let event = request.take(step, &terms, &ctx.app.calendar).map_err(Refusal::Request)?;
    kept(ctx, &mut change, &request, version).await?;
    change.commit(event).await?;
    Ok(())
}

/// A letter of a request for whoever has its receipt, as a PDF.
///
/// # Errors
/// [`Error::NotFound`] for a receipt that opens nothing, and for letters that are not the applicant's.
pub async fn letter_of(ctx: &Ctx, receipt: &Receipt, letter: Letter) -> Result<super::LetterFile> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let absent = || Error::NotFound { kind: "letter", key: letter.to_string() };
    let reader = ctx.read().await?;
    let number = reader.request_of(&receipt.digest_for("request")).await?.ok_or_else(absent)?;
    let StoredRequest { request, .. } = reader.find_request(number).await?.ok_or_else(absent)?;
    if !is_theirs(&request, letter) {
        return Err(absent());
    }
    let document = super::letters::document_of(ctx, &reader, &request, letter).await?;
    drop(reader);
    super::letters::made(ctx, &request, letter, document, crate::report::Format::Pdf).await
}
