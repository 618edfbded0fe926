//! Reminders (催办): the program reminds of what is due each working morning, the disclosure office whenever it wants; each
//! of a thing once a stage, and never twice a day.
//!
//! Who is reminded of what on which day is decided by `domain::reminder`. Here it is kept, put before people in the
//! workbench, and put up as messages in the same transaction; sending them is the business of [`crate::messages`].

mod digest;
mod group;
mod label;
mod mine;
mod overview;
mod urge;

pub use label::Label;
pub use mine::{Choice, Line, Mine, choose, mine, read, unread};
pub use overview::{Ahead, Covered, CoveredUnit, LastTime, Overview, overview};
pub use urge::{Urged, Wanted, urge};

use crate::change::Change;
use crate::context::Ctx;
use crate::desk::{Desk, Holders, Waiting};
use crate::error::Result;
use crate::job::{Done, Job};
use crate::words::Lang;
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::Person;
use domain::reminder::{Thing, plan};
use std::collections::{BTreeMap, BTreeSet};
use store::{MailChoice, MessageKind, NewMessage, NewReminder};

/// Reminds everybody of what is due, when it is a working day between morning and evening.
pub(crate) async fn remind_due(ctx: &Ctx) -> Result<Done> {
    let rules = ctx.app.settings.reminders.rules();
    if !rules.awake(&ctx.app.calendar, ctx.now) {
        return Ok(Done::default());
    }
    let desk = Desk::open(ctx).await?;
    let holders = desk.posts().await?;
    let waiting = desk.waiting(&holders, &desk.board().await?).await?;
    let matters: Vec<_> = waiting.iter().map(|one| one.matter.clone()).collect();
    let things: Vec<Thing> = matters.iter().map(|matter| matter.thing.clone()).collect();
    let mut change = ctx.write().await?;
    // Asked where it is written, so that two processes remind nobody twice.
    let told = change.reminded(&things).await?;
    let known = |to: UserId, thing: &Thing, stage| told.contains(&(to, thing.clone(), stage));
    let planned = plan(&matters, &holders.office(), &rules, desk.calendar(), ctx.now, known);
    if planned.is_empty() {
        return Ok(Done::default());
    }
    let reminders: Vec<NewReminder> = planned
        .iter()
        .map(|one| NewReminder {
            person: one.to,
            thing: matters[one.matter].thing.clone(),
            stage: one.stage,
            need: matters[one.matter].need,
            by: None,
            note: String::new(),
        })
        .collect();
    let due = waiting_by_thing(&waiting);
    tell(ctx, &mut change, &desk, &holders, &reminders, &due, &format!("{}", desk.today())).await?;
    group::tell(ctx, &mut change, &desk, &waiting).await?;
    let people: BTreeSet<UserId> = reminders.iter().map(|one| one.person).collect();
    let event = Event::new(Act::Reminded, Object::School);
    change.commit(event.with("reminders", reminders.len()).with("people", people.len())).await?;
    Ok(Done::default())
}

fn waiting_by_thing(waiting: &[Waiting]) -> BTreeMap<Thing, &Waiting> {
    waiting.iter().map(|one| (one.matter.thing.clone(), one)).collect()
}

/// Keeps reminders, and puts up a digest to each person who wants mail and can be reached by it. `key` tells this occasion
/// from others.
async fn tell(
    ctx: &Ctx,
    change: &mut Change<'_>,
    desk: &Desk,
    holders: &Holders,
    reminders: &[NewReminder],
    due: &BTreeMap<Thing, &Waiting>,
    key: &str,
) -> Result<()> {
    change.outgoing().save_reminders(reminders, ctx.now).await?;
    if ctx.app.settings.mail.is_none() {
        return Ok(());
    }
    let things: Vec<Thing> = reminders.iter().map(|one| one.thing.clone()).collect();
    let labels = label::labels(desk, &things).await?;
    let choices = change.mail_choices().await?;
    let by = reminders.iter().find_map(|one| one.by).and_then(|by| holders.person(by)).map(|by| by.name.clone());
    let due_at = ctx.app.settings.reminders.rules().moment(desk.calendar(), ctx.now);
    let people: BTreeSet<UserId> = reminders.iter().map(|one| one.person).collect();
    let mut any = false;
    for person in people.into_iter().filter_map(|person| holders.person(person)) {
        let Some(lang) = reached_by_mail(person, choices.get(&person.id)) else { continue };
        let theirs: Vec<&NewReminder> = reminders.iter().filter(|one| one.person == person.id).collect();
        let digest = digest::Digest::of(desk, lang, person, &theirs, &labels, due, by.as_deref());
        let (plain, html) = digest.texts(ctx)?;
        let message = NewMessage {
            key: format!("digest/{}/{key}", person.id),
            kind: MessageKind::Mail,
            recipient: person.id.to_string(),
            subject: digest.subject,
            plain,
            html,
            due_at,
        };
        any |= change.outgoing().put_up_message(&message, ctx.now).await?;
    }
    if any {
        change.enqueue(Job::Deliver, due_at).await?;
    }
    Ok(())
}

/// The language in which somebody gets mail; `None` when they want none or have no address.
fn reached_by_mail(person: &Person, choice: Option<&MailChoice>) -> Option<Lang> {
    let wants = choice.is_none_or(|choice| choice.mail);
    let lang = choice.map_or(Lang::Zh, |choice| language(&choice.lang));
    (wants && crate::settings_messages::is_mail_address(&person.email)).then_some(lang)
}

fn language(tag: &str) -> Lang {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag).unwrap_or_default()
}
