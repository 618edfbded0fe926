//! What robots of groups are told each working morning: how things stand, in numbers.
//!
//! A group has members nobody here knows of: it gets counts and numbers of items, whose texts are everybody's, and no title,
//! name or note that somebody wrote.

use crate::change::Change;
use crate::context::Ctx;
use crate::desk::{Desk, Waiting};
use crate::error::Result;
use crate::job::Job;
use crate::words::Lang;
use domain::calendar::DueDate;
use domain::reminder::{Need, Thing};
use store::{MessageKind, NewMessage};

/// Puts up a message to each robot that has something to say.
pub(super) async fn tell(ctx: &Ctx, change: &mut Change<'_>, desk: &Desk, waiting: &[Waiting]) -> Result<()> {
    let mut any = false;
    for robot in &ctx.app.settings.robots {
        let theirs: Vec<&Waiting> =
            waiting.iter().filter(|one| robot.unit.is_none() || one.matter.unit == robot.unit).collect();
        let Some(situation) = situation(desk, &theirs) else { continue };
        let whose = robot.unit.as_deref().map_or(desk.school.as_str(), |unit| desk.unit_name(unit));
        let text = Lang::Zh.say_with("remind-group", &[("whose", whose), ("situation", &situation)]);
        let message = NewMessage {
            key: format!("group/{}/{}", robot.name, desk.today()),
            kind: MessageKind::Robot,
            recipient: robot.name.clone(),
            subject: situation,
            plain: text,
            html: String::new(),
            due_at: ctx.now,
        };
        any |= change.outgoing().put_up_message(&message, ctx.now).await?;
    }
    if any {
        change.enqueue(Job::Deliver, ctx.now).await?;
    }
    Ok(())
}

/// `逾期 3 件（第20、39项），5 个工作日内到期 1 件（第9项）`; `None` when there is nothing.
fn situation(desk: &Desk, theirs: &[&Waiting]) -> Option<String> {
    let lang = Lang::Zh;
    let left = |one: &&&Waiting| one.matter.due.map(|due| desk.distance(DueDate::Fixed(due)).left);
    let told = |key: &str, some: Vec<&&Waiting>| {
        (!some.is_empty()).then(|| {
            let items = some.iter().filter(|one| matches!(one.matter.thing, Thing::Item(_)));
            let items: Vec<String> = items.map(|one| one.item.to_string()).collect();
            let count = lang.count(key, some.len() as u64);
            match items.is_empty() {
                true => count,
                false => format!("{count}{}", lang.say_with("remind-group-items", &[("items", &items.join("、"))])),
            }
        })
    };
    let ends = |one: &&&Waiting| one.matter.need == Need::PublicityEnds;
    let late = theirs.iter().filter(|one| !ends(one) && left(one).is_some_and(|left| left < 0));
    let soon = theirs.iter().filter(|one| !ends(one) && left(one).is_some_and(|left| (0..=5).contains(&left)));
    let judge = theirs.iter().filter(|one| {
        matches!(one.matter.need, Need::UnitReview | Need::SecrecyReview | Need::Publish)
            && left(one).is_none_or(|left| left > 5)
    });
    let ending = theirs.iter().filter(|one| ends(one) && left(one).is_some_and(|left| left <= 2));
    let parts = [
        told("remind-group-late", late.collect()),
        told("remind-group-soon", soon.collect()),
        told("remind-group-judge", judge.collect()),
        told("remind-group-ending", ending.collect()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(&lang.say("remind-comma")))
}
