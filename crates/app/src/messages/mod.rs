//! Messages that leave the house: each put up in the transaction that causes it, sent by a job, and sent once.
//!
//! A message is handed over only after that was written down; a worker that is lost before loses nothing, and one that is
//! lost after leaves a message of which nobody knows whether it arrived: that is said, and somebody decides. Addresses are
//! looked up when it is sent. Nothing of a message, its recipient or a server's words is logged.

mod servers;

use crate::context::{App, Ctx};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::job::{Done, Job};
use crate::portal::subscribe;
use crate::words::Lang;
use chrono::TimeDelta;
use domain::event::{Act, Event, Object};
use domain::person::Access;
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use notify::mail::{Mail, Mailbox};
use notify::robot::Robot;
use notify::{Reply, Trouble};
use serde_json::{Value, json};
use servers::Unset;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::{ClaimedMessage, MessageKind, SUBSCRIBER, StoredMessage};
pub use store::{MessageState, NewMessage};

/// How long a worker may have a message; one that died loses it then.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// How long reaching a server, or handing over to it, may take altogether.
const LONGEST: Duration = Duration::from_secs(60);
/// How often a message is tried.
const ATTEMPTS: u32 = 10;
/// How long a message that has come to an end is kept.
const KEPT: TimeDelta = TimeDelta::days(90);
/// Most messages that are listed.
const LISTED: u32 = 200;

/// Why a message did not leave, as it is kept and told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// A message key under `message-trouble-` or `message-unset-`.
    key: String,
    /// How far it had come: a message key under `message-step-`; empty where it says nothing.
    step: String,
    /// The number a server gave; 0 without one.
    number: i64,
    /// The server's words, or the file or variable that it is about.
    text: String,
}

impl Failure {
    fn of(trouble: &Trouble) -> Failure {
        let mut failure = Failure { key: format!("trouble-{}", trouble.code()), ..Failure::default() };
        match trouble {
            Trouble::Unreachable(text) | Trouble::Encryption(text) => failure.text.clone_from(text),
            Trouble::Slow(step) | Trouble::Lost(step) => failure.step = step.code().into(),
            Trouble::Refused { step, reply: Reply { code, text }, .. } => {
                failure = Failure { step: step.code().into(), number: *code, text: text.clone(), ..failure };
            }
            Trouble::TooMany(Reply { code, text }) => {
                failure = Failure { number: *code, text: text.clone(), ..failure };
            }
            Trouble::NoStartTls | Trouble::NoSignIn | Trouble::Bare | Trouble::Foreign => {}
        }
        failure
    }

    fn unset(what: &str, place: impl Into<String>) -> Failure {
        Failure { key: format!("unset-{what}"), text: place.into(), ..Failure::default() }
    }

    fn kept(&self) -> String {
        json!({"key": self.key, "step": self.step, "number": self.number, "text": self.text}).to_string()
    }

    fn read(text: &str) -> Failure {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_string();
        Failure {
            key: field("key"),
            step: field("step"),
            number: value["number"].as_i64().unwrap_or_default(),
            text: field("text"),
        }
    }

    /// It in words: what, where, how to mend it.
    pub fn said(&self, lang: Lang) -> String {
        let step = match self.step.as_str() {
            "" => String::new(),
            step => lang.say(&format!("message-step-{step}")),
        };
        let reply = match (self.number, self.text.as_str()) {
            (0, text) => text.to_string(),
            (number, "") => number.to_string(),
            (number, text) => format!("{number} {text}"),
        };
        let key = format!("message-{}", self.key);
        lang.say_with(&key, &[("step", &step), ("reply", &crate::guard::shown(&reply))])
    }

    /// Its code, for data.
    pub fn code(&self) -> &str {
        &self.key
    }
}

impl From<Unset> for Failure {
    fn from(unset: Unset) -> Failure {
        Failure::unset(unset.what, unset.place)
    }
}

/// A message as those see it who look after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its number.
    pub nr: u64,
    /// By what it goes.
    pub kind: MessageKind,
    /// Name of the person, or of the robot.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// How far it has come.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was put up.
    pub made_at: Timestamp,
    /// When it is tried next, while it waits.
    pub due_at: Timestamp,
    /// When it came to an end.
    pub ended_at: Option<Timestamp>,
    /// Why it did not leave the last time.
    pub failure: Option<Failure>,
}

/// The latest messages, those first that did not leave.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see jobs.
pub async fn list(ctx: &Ctx) -> Result<Vec<Outgoing>> {
    ctx.allow(Permission::SeeJobs, Relation::School)?;
    let reader = ctx.read().await?;
    let messages = reader.messages(LISTED).await?;
    let people: Vec<_> = messages.iter().filter_map(|message| message.message.recipient.parse().ok()).collect();
    let names = reader.names_of(&people).await?;
    let names: HashMap<String, String> = names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let outgoing = |StoredMessage { nr, message, state, attempts, made_at, ended_at, failure }| Outgoing {
        nr,
        kind: message.kind,
        to: match message.recipient.starts_with(SUBSCRIBER) {
            true => ctx.lang.say("subscribe-somebody"),
            false => names.get(&message.recipient).cloned().unwrap_or(message.recipient.clone()),
        },
        subject: subject_of(ctx.lang, &message),
        state,
        attempts,
        made_at,
        due_at: message.due_at,
        ended_at,
        failure: failure.map(|failure| Failure::read(&failure)),
    };
    Ok(messages.into_iter().map(outgoing).collect())
}

/// What a message is about: mails to subscribers say so when they leave.
fn subject_of(lang: Lang, message: &NewMessage) -> String {
    match message.recipient.starts_with(SUBSCRIBER) {
        true => lang.say("subscribe-somebody-about"),
        false => message.subject.clone(),
    }
}

/// How many messages wait, and how many did not leave.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see jobs.
pub async fn count(ctx: &Ctx) -> Result<(u64, u64)> {
    ctx.allow(Permission::SeeJobs, Relation::School)?;
    let reader = ctx.read().await?;
    let mut counts = [0; 4];
    let states = [MessageState::Queued, MessageState::Sending, MessageState::Failed, MessageState::Unsure];
    for (count, state) in counts.iter_mut().zip(states) {
        *count = reader.count_messages(state).await?;
    }
    Ok((counts[0] + counts[1], counts[2] + counts[3]))
}

/// Tries a message again that did not leave, or of which nobody knows whether it did.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when it has left, or is being sent.
pub async fn retry(ctx: &Ctx, nr: u64) -> Result<()> {
    ctx.allow(Permission::RetryMessages, Relation::School)?;
    let mut change = ctx.write().await?;
    if !change.outgoing().retry_message(nr, ctx.now).await? {
        return Err(Error::Conflict { kind: "message", key: nr.to_string() });
    }
    change.enqueue(Job::Deliver, ctx.now).await?;
    change.commit(Event::new(Act::MessageRetried, Object::School).with("message", nr)).await?;
    Ok(())
}

/// Sends a trial mail to an address at once. What went wrong comes back in words of its own.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not send messages again.
pub async fn try_mail(ctx: &Ctx, to: &str) -> Result<std::result::Result<(), Failure>> {
    ctx.allow(Permission::RetryMessages, Relation::School)?;
    let Ok(address) = to.parse() else { return Ok(Err(Failure::unset("address", to))) };
    let (server, from) = match ctx.app.settings.mail_server() {
        Ok(Some(server)) => server,
        Ok(None) => return Ok(Err(Failure::unset("mail", ""))),
        Err(unset) => return Ok(Err(unset.into())),
    };
    let school = domain::school::School::of(ctx.read().await?.facts().await?).name().to_string();
    let mail = Mail {
        from,
        to: Mailbox { name: String::new(), address },
        subject: ctx.lang.say_with("message-trial-subject", &[("school", &school)]),
        plain: ctx.lang.say_with("message-trial-text", &[("school", &school)]),
        html: String::new(),
        id: format!("trial-{}", ctx.ids.event()),
        date: ctx.now,
        leave: String::new(),
    };
    let sent = async {
        let ready = server.prepare(&mail.from.address, &mail.to.address).await?;
        ready.hand_over(&mail).await
    };
    let sent = tokio::time::timeout(LONGEST, sent).await.unwrap_or(Err(Trouble::Slow(notify::Step::Answer)));
    Ok(sent.map_err(|trouble| Failure::of(&trouble)))
}

/// Sends what is due, one after the other, until nothing is; stops early for jobs that cannot wait.
pub(crate) async fn deliver_due(ctx: &Ctx) -> Result<Done> {
    let app = &ctx.app;
    let mut tx = app.store.write().await?;
    tx.forget_messages(ctx.now - KEPT).await?;
    tx.commit_unlogged().await?;
    while let Some(claimed) = claim(app).await? {
        let fate = send(app, &claimed).await?;
        tracing::info!(message = claimed.nr, attempts = claimed.attempts, fate = fate.code(), "app.messages.tried");
        settle(app, &claimed, fate).await?;
        // Whatever is to be published or taken down at this minute waits for one message at most.
        if app.store.read().await?.next_job().await?.is_some_and(|due| due <= app.clock.now()) {
            break;
        }
    }
    Ok(Done::default())
}

async fn claim(app: &Arc<App>) -> Result<Option<ClaimedMessage>> {
    let now = app.clock.now();
    if app.store.read().await?.next_message().await?.is_none_or(|due| due > now) {
        return Ok(None);
    }
    let mut tx = app.store.write().await?;
    let claimed = tx.claim_message(now, now + LEASE).await?;
    tx.commit_unlogged().await?;
    Ok(claimed)
}

/// What becomes of a message that was tried.
enum Fate {
    Sent,
    /// It did not leave, and is tried again.
    Again(Failure),
    /// It may not leave yet; no attempt.
    Later(Timestamp, Option<Failure>),
    Failed(Failure),
    /// It may have left.
    Unsure(Failure),
    /// Another worker has it.
    Lost,
    /// There is nobody to tell, or nothing to say, any more.
    Moot,
}

impl Fate {
    fn code(&self) -> &'static str {
        match self {
            Fate::Sent => "sent",
            Fate::Again(_) => "again",
            Fate::Later(..) => "later",
            Fate::Failed(_) => "failed",
            Fate::Unsure(_) => "unsure",
            Fate::Lost => "lost",
            Fate::Moot => "moot",
        }
    }

    /// After something went wrong before it was handed over, or the other side refused it.
    fn after(trouble: &Trouble) -> Fate {
        let failure = Failure::of(trouble);
        if trouble.is_for_good() { Fate::Failed(failure) } else { Fate::Again(failure) }
    }
}

async fn send(app: &Arc<App>, claimed: &ClaimedMessage) -> Result<Fate> {
    match claimed.message.kind {
        MessageKind::Mail => send_mail(app, claimed).await,
        MessageKind::Robot => send_to_robot(app, claimed).await,
    }
}

async fn send_mail(app: &Arc<App>, claimed: &ClaimedMessage) -> Result<Fate> {
    let message = &claimed.message;
    if message.recipient.starts_with(SUBSCRIBER) {
        return send_to_subscriber(app, claimed).await;
    }
    let id = message.recipient.parse().map_err(Error::internal)?;
    let person = app.store.read().await?.find_person(id).await?;
    let Some(person) = person.filter(|person| person.access != Access::Closed) else {
        return Ok(Fate::Failed(Failure::unset("nobody", "")));
    };
    let Ok(address) = person.email.parse() else { return Ok(Fate::Failed(Failure::unset("no-address", ""))) };
    let (server, from) = match app.settings.mail_server() {
        Ok(Some(server)) => server,
        Ok(None) => return Ok(Fate::Failed(Failure::unset("mail", ""))),
        Err(unset) => return Ok(Fate::Again(unset.into())),
    };
    let mail = Mail {
        from,
        to: Mailbox { name: person.name, address },
        subject: message.subject.clone(),
        plain: message.plain.clone(),
        html: message.html.clone(),
        id: short(&message.key),
        date: claimed.made_at,
        leave: String::new(),
    };
    let prepared = tokio::time::timeout(LONGEST, server.prepare(&mail.from.address, &mail.to.address)).await;
    let ready = match prepared.unwrap_or(Err(Trouble::Slow(notify::Step::Connect))) {
        Ok(ready) => ready,
        Err(trouble) => return Ok(Fate::after(&trouble)),
    };
    handed(app, claimed, ready.hand_over(&mail)).await
}

/// Sends what somebody wants to be told, as it is true when it leaves.
async fn send_to_subscriber(app: &Arc<App>, claimed: &ClaimedMessage) -> Result<Fate> {
    let message = &claimed.message;
    let Some(one) = app.store.read().await?.subscription(&message.recipient).await? else { return Ok(Fate::Moot) };
    let Ok(address) = one.address.parse() else { return Ok(Fate::Moot) };
    let (server, from) = match app.settings.mail_server() {
        Ok(Some(server)) => server,
        Ok(None) => return Ok(Fate::Failed(Failure::unset("mail", ""))),
        Err(unset) => return Ok(Fate::Again(unset.into())),
    };
    let prepared = tokio::time::timeout(LONGEST, server.prepare(&from.address, &address)).await;
    let ready = match prepared.unwrap_or(Err(Trouble::Slow(notify::Step::Connect))) {
        Ok(ready) => ready,
        Err(trouble) => return Ok(Fate::after(&trouble)),
    };
    // Written at the last moment: what came down while the server was reached is not in it.
    let one = app.store.read().await?.subscription(&message.recipient).await?;
    let Some(one) = one else { return Ok(Fate::Moot) };
    let Some(letter) = subscribe::letter(app, &one, &message.plain).await? else { return Ok(Fate::Moot) };
    let mail = Mail {
        from,
        to: Mailbox { name: String::new(), address },
        subject: letter.subject,
        plain: letter.plain,
        html: letter.html,
        id: short(&message.key),
        date: claimed.made_at,
        leave: letter.leave,
    };
    handed(app, claimed, ready.hand_over(&mail)).await
}

async fn send_to_robot(app: &Arc<App>, claimed: &ClaimedMessage) -> Result<Fate> {
    let message = &claimed.message;
    let robot: Robot = match app.settings.robot(&message.recipient) {
        Ok(robot) => robot,
        Err(unset) if unset.what == "robot" => return Ok(Fate::Failed(unset.into())),
        Err(unset) => return Ok(Fate::Again(unset.into())),
    };
    let now = app.clock.now();
    let minute = TimeDelta::minutes(1);
    let recent = app.store.read().await?.sent_since(&message.recipient, now - minute).await?;
    if recent.len() >= robot.kind.in_a_minute() {
        let first = recent.get(recent.len() - robot.kind.in_a_minute()).copied().unwrap_or(now);
        return Ok(Fate::Later(first + minute, None));
    }
    let (roots, patience) = match app.settings.web_roots() {
        Ok(roots) => roots,
        Err(unset) => return Ok(Fate::Again(unset.into())),
    };
    let prepared = tokio::time::timeout(LONGEST, robot.prepare(&message.plain, now, &roots, patience)).await;
    let ready = match prepared.unwrap_or(Err(Trouble::Slow(notify::Step::Connect))) {
        Ok(ready) => ready,
        Err(trouble) => return Ok(Fate::after(&trouble)),
    };
    match handed(app, claimed, ready.hand_over()).await? {
        Fate::Again(failure) if failure.key == "trouble-too-many" => {
            Ok(Fate::Later(now + robot.kind.rest(), Some(failure)))
        }
        fate => Ok(fate),
    }
}

/// Writes down that it is handed over, and hands it over.
async fn handed(
    app: &Arc<App>,
    claimed: &ClaimedMessage,
    over: impl Future<Output = std::result::Result<(), Trouble>>,
) -> Result<Fate> {
    let mut tx = app.store.write().await?;
    let mine = tx.hand_over_message(claimed).await?;
    tx.commit_unlogged().await?;
    if !mine {
        return Ok(Fate::Lost);
    }
    Ok(match tokio::time::timeout(LONGEST, over).await.unwrap_or(Err(Trouble::Slow(notify::Step::Answer))) {
        Ok(()) => Fate::Sent,
        Err(trouble) if trouble.leaves_unsure() => Fate::Unsure(Failure::of(&trouble)),
        Err(trouble) => Fate::after(&trouble),
    })
}

async fn settle(app: &Arc<App>, claimed: &ClaimedMessage, fate: Fate) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let end = async |tx: &mut store::Tx, state, failure: Option<Failure>| {
        tx.end_message(claimed, state, now, failure.map(|failure| failure.kept()).as_deref()).await
    };
    match fate {
        Fate::Sent => end(&mut tx, MessageState::Sent, None).await?,
        Fate::Failed(failure) => end(&mut tx, MessageState::Failed, Some(failure)).await?,
        Fate::Unsure(failure) => end(&mut tx, MessageState::Unsure, Some(failure)).await?,
        Fate::Again(failure) if claimed.attempts >= ATTEMPTS => {
            end(&mut tx, MessageState::Failed, Some(failure)).await?;
        }
        Fate::Again(failure) => {
            let again = now + crate::job::backoff(claimed.attempts);
            tx.put_off_message(claimed, again, Some(&failure.kept()), true).await?;
        }
        Fate::Later(again, failure) => {
            let why = failure.map(|failure| failure.kept());
            tx.put_off_message(claimed, again, why.as_deref(), false).await?;
        }
        Fate::Lost => {}
        Fate::Moot => tx.drop_message(claimed.nr).await?,
    }
    Ok(tx.commit_unlogged().await?)
}

/// What a mail is known by to those who get it: the same for the same message, and telling nothing of it.
fn short(key: &str) -> String {
    sha256(key).chars().take(24).collect()
}
