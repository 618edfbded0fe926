//! How things stand per unit, who would be asked, who was reminded last and when, and what comes due on which day.

use crate::context::Ctx;
use crate::desk::{BoardRow, Desk, Holders, Square, Waiting};
use crate::error::Result;
use chrono::NaiveDate;
use domain::care::Care;
use domain::catalogue::ItemKey;
use domain::coverage::State;
use domain::date::day_in_china;
use domain::ids::UserId;
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use domain::reminder::{Need, Thing};
use std::collections::BTreeMap;

/// When somebody was last reminded of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastTime {
    /// When.
    pub at: Timestamp,
    /// Who asked; nobody when the program did.
    pub by: Option<String>,
}

/// An item on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// As on the board.
    pub square: Square,
    /// When somebody was last reminded of it, or of a record of it that is on its way.
    pub last: Option<LastTime>,
    /// Whether somebody asked for it today.
    pub today: bool,
}

impl Covered {
    /// Whether something is to be done about it.
    pub fn is_open(&self) -> bool {
        matches!(self.square.state, State::Overdue | State::DueSoon | State::NeverDisclosed)
            || self.square.is_late_inside()
    }
}

/// What a unit, or nobody, answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredUnit {
    /// Code of the unit; `None` for what nobody answers for.
    pub unit: Option<String>,
    /// Names of those who would be asked.
    pub people: Vec<String>,
    /// Its items.
    pub items: Vec<Covered>,
}

impl CoveredUnit {
    /// How many of its items are in a state.
    pub fn count(&self, state: State) -> usize {
        self.items.iter().filter(|item| item.square.state == state).count()
    }
}

/// Something that comes due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// On this day.
    pub day: NaiveDate,
    /// Whether it is a period of publicity that ends.
    pub ends: bool,
}

/// The board with all that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// By unit, those with something overdue first.
    pub units: Vec<CoveredUnit>,
    /// What comes due, in no order.
    pub ahead: Vec<Ahead>,
    /// Whether whoever looks may ask for what is due.
    pub may_urge: bool,
}

/// For whoever opened the desk: of the whole school, or of their units.
///
/// # Errors
/// Of the database.
pub async fn overview(ctx: &Ctx, desk: &Desk) -> Result<Overview> {
    let board = desk.board().await?;
    let holders = desk.posts().await?;
    let waiting = desk.waiting(&holders, &board).await?;
    let ahead = waiting
        .iter()
        .filter_map(|one| Some(Ahead { day: one.matter.due?, ends: one.matter.need == Need::PublicityEnds }));
    let ahead = ahead.collect();
    let last = last_times(desk, waiting).await?;
    let units = board.into_iter().map(|row| unit(ctx, row, &holders, &desk.cares, &last)).collect();
    Ok(Overview { units, ahead, may_urge: ctx.allow(Permission::Urge, Relation::School).is_ok() })
}

fn unit(
    ctx: &Ctx,
    row: BoardRow,
    holders: &Holders,
    cares: &[Care],
    last: &BTreeMap<ItemKey, LastTime>,
) -> CoveredUnit {
    let mut people: Vec<UserId> = Vec::new();
    for square in row.squares.iter().filter(|square| square.state != State::NotApplicable) {
        let asked = holders.of_item(&square.key, row.unit.as_deref(), cares);
        people.extend(asked.into_iter().filter(|id| !people.contains(id)).collect::<Vec<_>>());
    }
    let items = row.squares.into_iter().map(|square| {
        let last = last.get(&square.key).cloned();
        let today = last.as_ref().is_some_and(|last| last.by.is_some() && day_in_china(last.at) == ctx.today());
        Covered { square, last, today }
    });
    CoveredUnit {
        people: people.into_iter().filter_map(|id| Some(holders.person(id)?.name.clone())).collect(),
        items: items.collect(),
        unit: row.unit,
    }
}

/// When somebody was last reminded of each item, or of a record of it that is on its way.
async fn last_times(desk: &Desk, waiting: Vec<Waiting>) -> Result<BTreeMap<ItemKey, LastTime>> {
    let mut of: BTreeMap<Thing, ItemKey> = waiting.into_iter().map(|one| (one.matter.thing, one.item)).collect();
    of.extend(desk.catalogue.items.iter().map(|item| (Thing::Item(item.key.clone()), item.key.clone())));
    let things: Vec<Thing> = of.keys().cloned().collect();
    let last = desk.reader().last_reminded(&things).await?;
    let names = desk.names(last.values().filter_map(|one| one.reminder.by)).await?;
    let mut times: BTreeMap<ItemKey, LastTime> = BTreeMap::new();
    for (thing, one) in last {
        let Some(item) = of.get(&thing) else { continue };
        let time = LastTime { at: one.at, by: one.reminder.by.and_then(|by| names.get(&by).cloned()) };
        let newest = times.entry(item.clone()).or_insert_with(|| time.clone());
        if newest.at < time.at {
            *newest = time;
        }
    }
    Ok(times)
}
