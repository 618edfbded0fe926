//! The disclosure office asks for what is due: one thing, what a unit has, or all that is late; each once a day.

use super::{tell, waiting_by_thing};
use crate::context::Ctx;
use crate::desk::{Desk, Waiting};
use crate::error::Result;
use domain::catalogue::ItemKey;
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use domain::reminder::{Stage, Thing};
use std::collections::BTreeSet;
use store::NewReminder;

/// Working days within which a unit is asked for what is due.
const SOON: i64 = 5;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All that is late, of every unit.
    AllLate,
    /// What a unit has that is late, due within five working days, or was never disclosed.
    Unit(String),
    /// These items, and nothing else of their units.
    Items(Vec<ItemKey>),
}

/// What became of asking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Urged {
    /// How many things were asked for.
    pub things: usize,
    /// Of how many people.
    pub people: usize,
    /// Things that were asked for today already, and were left.
    pub already: usize,
    /// Names of units with something that nobody can be asked for.
    pub nobody: Vec<String>,
    /// When mail goes, if not now.
    pub later: Option<Timestamp>,
}

/// Asks for it. Each thing is asked for once a day.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever may not.
pub async fn urge(ctx: &Ctx, wanted: &Wanted, note: &str) -> Result<Urged> {
    ctx.allow(Permission::Urge, Relation::School)?;
    let note = &crate::guard::publication::covered(note);
    let desk = Desk::open(ctx).await?;
    let holders = desk.posts().await?;
    let waiting = desk.waiting(&holders, &desk.board().await?).await?;
    let mut chosen: Vec<&Waiting> = match wanted {
        Wanted::Items(items) => items.iter().flat_map(|item| of_item(&desk, &waiting, item)).collect(),
        _ => waiting.iter().filter(|one| is_wanted(&desk, wanted, one)).collect(),
    };
    let things: Vec<Thing> = chosen.iter().map(|one| one.matter.thing.clone()).collect();
    let mut change = ctx.write().await?;
    let stage = Stage::Urged(ctx.today());
    let told = change.reminded(&things).await?;
    let asked: BTreeSet<&Thing> = told.iter().filter(|(_, _, at)| *at == stage).map(|(_, thing, _)| thing).collect();
    let before = chosen.len();
    chosen.retain(|one| !asked.contains(&one.matter.thing));
    let mut urged = Urged { already: before - chosen.len(), ..Urged::default() };
    let (nobody, chosen): (Vec<&Waiting>, Vec<&Waiting>) =
        chosen.into_iter().partition(|one| one.matter.answers.is_empty());
    let units: BTreeSet<&str> = nobody.iter().filter_map(|one| one.matter.unit.as_deref()).collect();
    urged.nobody = units.into_iter().map(|unit| desk.unit_name(unit).to_string()).collect();
    let reminders: Vec<NewReminder> = chosen
        .iter()
        .flat_map(|one| one.matter.answers.iter().map(|person| (*person, *one)))
        .map(|(person, one)| NewReminder {
            person,
            thing: one.matter.thing.clone(),
            stage,
            need: one.matter.need,
            by: ctx.who.user(),
            note: note.trim().to_string(),
        })
        .collect();
    if reminders.is_empty() {
        return Ok(urged);
    }
    urged.things = chosen.len();
    urged.people = reminders.iter().map(|one| one.person).collect::<BTreeSet<_>>().len();
    let rules = ctx.app.settings.reminders.rules();
    let mail = ctx.app.settings.mail.is_some();
    urged.later = (mail && !rules.awake(desk.calendar(), ctx.now)).then(|| rules.moment(desk.calendar(), ctx.now));
    let key = format!("urged/{}", ctx.ids.event());
    tell(ctx, &mut change, &desk, &holders, &reminders, &waiting_by_thing(&waiting), &key).await?;
    let object = match wanted {
        Wanted::Unit(unit) => Object::Unit(unit.clone()),
        Wanted::Items(items) if items.len() == 1 => Object::Item(items[0].to_string()),
        Wanted::AllLate | Wanted::Items(_) => Object::School,
    };
    let event = Event::new(Act::Urged, object).with("things", urged.things).with("people", urged.people);
    change.commit(if note.trim().is_empty() { event } else { event.because(note.trim()) }).await?;
    Ok(urged)
}

fn is_wanted(desk: &Desk, wanted: &Wanted, one: &Waiting) -> bool {
    let left = one.matter.due.map(|due| desk.distance(domain::calendar::DueDate::Fixed(due)).left);
    let late = left.is_some_and(|left| left < 0) && one.wanting;
    match wanted {
        Wanted::AllLate => late,
        Wanted::Unit(unit) => {
            let soon = left.is_some_and(|left| (0..=SOON).contains(&left));
            one.matter.unit.as_ref() == Some(unit) && (late || soon || one.wanting)
        }
        // Asked for one by one, by `of_item`.
        Wanted::Items(_) => false,
    }
}

/// What is asked for when an item is: the item itself; where records of it are on their way instead, those of the unit that
/// answers for it that are late, or the one that is due first.
fn of_item<'a>(desk: &Desk, waiting: &'a [Waiting], item: &ItemKey) -> Vec<&'a Waiting> {
    let itself = |one: &&Waiting| one.matter.thing == Thing::Item(item.clone());
    if let Some(one) = waiting.iter().find(itself) {
        return vec![one];
    }
    let unit = desk.item(item).and_then(|item| item.unit.clone());
    let of_unit = |one: &&Waiting| {
        one.item == *item && matches!(one.matter.thing, Thing::Record(_)) && (unit.is_none() || one.matter.unit == unit)
    };
    let mut records: Vec<&Waiting> = waiting.iter().filter(of_unit).collect();
    records.sort_by_key(|one| (!one.wanting, one.matter.due.is_none(), one.matter.due));
    let late = records.iter().filter(|one| one.wanting).count();
    records.truncate(late.max(1));
    records
}
