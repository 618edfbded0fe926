//! How every item of the catalogue stands, for those who answer for it: the state, the day by which something has to be
//! public, and who is responsible; and nil statements, by which a unit says that there was nothing.

use super::{Desk, Due};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::publication::covered;
use crate::portal::{answer_deadlines, together};
use chrono::NaiveDate;
use domain::catalogue::{Applicability, ItemKey, TimingRule};
use domain::coverage::{State, accounts, due_date, next_due, standing};
use domain::date::PartialDate;
use domain::event::{Act, Event, Object};
use domain::ids::RecordId;
use domain::nil_statement::{NilStatement, Signs, signs_for};
use domain::policy::{Desk as Whose, Permission, Principal, Relation, Role};
use domain::record::RecordError;
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use store::{At, Filter, Page};

/// An item on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    /// Key of the item.
    pub key: ItemKey,
    /// Its text.
    pub text: String,
    /// Its English label; empty when there is none.
    pub english: String,
    /// Code of the unit that answers for it, when the school has said so.
    pub unit: Option<String>,
    /// When it has to be brought up to date.
    pub timing: TimingRule,
    /// How it stands, as on the portal.
    pub state: State,
    /// By when what waits of it longest has to be public. It is not public that it waits, so it changes no state.
    pub waits: Option<Due>,
    /// The record of it that is on its way and has to be public first; nothing when none is.
    pub on_way: Option<RecordId>,
    /// When something of it last went out.
    pub latest: PartialDate,
    /// By when something has to be public, when that is known.
    pub due: Option<Due>,
    /// Whether a nil statement may be signed for it by whoever looks: nothing went out in this school year, and it is theirs.
    pub nil: bool,
    /// School years for which a nil statement stands that whoever looks may take back, the latest first.
    pub signed: Vec<SchoolYear>,
}

/// What a unit, or nobody, answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// Code of the unit; `None` for items that nobody answers for yet.
    pub unit: Option<String>,
    /// Its items, in the order of the list.
    pub squares: Vec<Square>,
}

impl Square {
    /// Whether something of it that waits is past its day, while the item itself is not.
    pub fn is_late_inside(&self) -> bool {
        self.state != State::Overdue && self.waits.is_some_and(|due| due.is_late())
    }
}

impl BoardRow {
    /// Items of the row that are overdue, or of which something that waits is.
    pub fn late(&self) -> usize {
        self.squares.iter().filter(|square| square.state == State::Overdue || square.is_late_inside()).count()
    }
}

/// Whether a record was public before, when it was made, and which it is: the first of them is wanted.
type OnItsWay = (bool, Option<NaiveDate>, RecordId);

impl Desk {
    /// The items on the desk by unit: all of them, or those of one's units. Rows with something overdue come first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn board(&self) -> Result<Vec<BoardRow>> {
        let this_year = SchoolYear::of(self.today());
        let disclosed = self.reader.disclosed_facts().await?;
        let statements = self.reader.nil_statements(None).await?;
        let stands = |nil: &&NilStatement| nil.stands_in(this_year);
        let nils: Vec<ItemKey> = statements.iter().filter(stands).map(|nil| nil.item.clone()).collect();
        let mut all = accounts(&self.catalogue, &together(disclosed.iter()), &nils);
        answer_deadlines(&self.reader, &self.catalogue, &mut all).await?;
        let of_year = together(disclosed.iter().filter(|facts| facts.year == Some(this_year)));
        let waiting = self.reader.waiting_since().await?;
        let on_way = self.on_its_way_of_items().await?;
        let mut rows: Vec<BoardRow> = Vec::new();
        for item in &self.catalogue.items {
            if !self.whose.holds(item.unit.as_deref()) && self.whose != Whose::School {
                continue;
            }
            let account = all.get(&item.key).copied().unwrap_or_default();
            let facts = account.facts();
            let since = waiting.iter().find(|(key, _)| *key == item.key).map(|(_, since)| *since);
            let waits = since.and_then(|since| due_date(since, item.timing, self.calendar()));
            let waits = waits.map(|due| self.distance(due));
            let due = next_due(item.timing, &facts, self.calendar(), self.today());
            let due = due.map(|due| self.distance(domain::calendar::DueDate::Fixed(due)));
            let signs = self.ctx.allow(Permission::SignNil, Relation::Unit(item.unit.as_deref())).is_ok();
            let nothing = !of_year.contains_key(&item.key) && !account.nil;
            let applies = !matches!(item.applicability, Applicability::NotApplicable { .. });
            let square = Square {
                key: item.key.clone(),
                text: item.text.clone(),
                english: item.english.clone(),
                unit: item.unit.clone(),
                timing: item.timing,
                state: standing(item, &facts, self.calendar(), self.today()),
                latest: account.latest,
                // Whichever comes first is what somebody has to do something about.
                due: [due, waits].into_iter().flatten().min_by_key(|due| due.on),
                waits,
                on_way: on_way.get(&item.key).copied(),
                // Nobody says that there was nothing while something is being written.
                nil: signs && nothing && applies && item.unit.is_some() && !on_way.contains_key(&item.key),
                signed: statements
                    .iter()
                    .rev()
                    .filter(|nil| {
                        nil.item == item.key && nil.stands_in(this_year) && may_take_back(&self.ctx, &nil.unit)
                    })
                    .map(|nil| nil.year)
                    .collect(),
            };
            match rows.iter_mut().find(|row| row.unit == item.unit) {
                Some(row) => row.squares.push(square),
                None => rows.push(BoardRow { unit: item.unit.clone(), squares: vec![square] }),
            }
        }
        rows.sort_by_key(|row| (row.unit.is_none(), std::cmp::Reverse(row.late())));
        Ok(rows)
    }

    /// Of each item the record on this desk that is on its way and was made first: what never was public before what is amended.
    async fn on_its_way_of_items(&self) -> Result<BTreeMap<ItemKey, RecordId>> {
        const TOGETHER: u32 = 500;
        let (mut first, mut page): (BTreeMap<ItemKey, OnItsWay>, _) = (BTreeMap::new(), Page::first(TOGETHER));
        loop {
            let progress = vec!["draft", "unit_review", "secrecy_review", "approved"];
            let listed = self.reader.desk_lines(&Filter { progress, ..self.filter() }, page).await?;
            for row in &listed.rows {
                let place = (row.visibility != "hidden", row.made_on.day(), row.line.id);
                let known = first.entry(row.line.item.clone()).or_insert(place);
                *known = place.min(*known);
            }
            match listed.next {
                Some(next) => page = Page { at: At::After(next), limit: TOGETHER },
                None => return Ok(first.into_iter().map(|(item, (.., id))| (item, id)).collect()),
            }
        }
    }
}

/// What stood beside a nil statement when it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// Whether something of the item is on its way that was made in that school year: the statement may be wrong.
    pub waits: bool,
}

/// Signs that a unit had nothing to disclose under an item in a school year (零报告).
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not sign for the unit that answers for the item; [`Error::NilYear`] for a year for
/// which nobody signs; [`Error::NilWithRecords`] when something of it went out in that year; [`Error::NotFound`] for an item
/// that the catalogue does not have; [`Error::Nobodys`] for one that nobody answers for yet.
pub async fn sign_nil(ctx: &Ctx, item: &ItemKey, year: SchoolYear, note: &str) -> Result<Signed> {
    let desk = Desk::open(ctx).await?;
    let absent = || Error::NotFound { kind: "item", key: item.to_string() };
    let unit = desk.item(item).ok_or_else(absent)?.unit.clone();
    let Some(unit) = unit else {
        // Whoever could sign for no unit at all is not told how items stand.
        ctx.allow(Permission::SignNil, Relation::School)
            .or_else(|denied| if signs_somewhere(ctx) { Ok(()) } else { Err(denied) })?;
        return Err(Error::Nobodys { item: item.to_string() });
    };
    let signed_by = signer(ctx, &unit, year)?;
    let own = [item.clone()];
    let counting = desk.catalogue.counting_for();
    let keys: Vec<ItemKey> = match item {
        ItemKey::Official(number) => counting.get(number).cloned().unwrap_or_else(|| own.to_vec()),
        ItemKey::School(_) => own.to_vec(),
    };
    drop(desk);
    let mut change = ctx.write().await?;
    let disclosed = change.disclosed_facts().await?;
    let counts =
        |facts: &&store::YearFacts| facts.year == Some(year) && keys.contains(&facts.item) && facts.facts.entries > 0;
    if disclosed.iter().any(|facts| counts(&facts)) {
        return Err(Error::NilWithRecords { item: item.to_string() });
    }
    let waiting = change.waiting_since().await?;
    let waits = waiting.iter().any(|(key, since)| keys.contains(key) && *since <= year.last_day());
    let nil = NilStatement {
        item: item.clone(),
        year,
        unit,
        signed_by: signed_by.zh().to_string(),
        signed_on: PartialDate::Day(ctx.today()),
        note: note.trim().to_string(),
    };
    change.save_nil(&nil).await?;
    let event = Event::new(Act::NilStated, Object::Item(item.to_string())).with("year", year).with("unit", &nil.unit);
    change.commit(event).await?;
    Ok(Signed { waits })
}

/// In which post whoever asks signs for a unit and a school year.
fn signer(ctx: &Ctx, unit: &str, year: SchoolYear) -> Result<Role> {
    let head = ctx.allow(Permission::SignNil, Relation::Unit(Some(unit)));
    match (signs_for(year, ctx.today()), head) {
        (Ok(Signs::Head), head) => {
            head?;
            Ok(Role::UnitHead)
        }
        // What the office accounted for is the office's to mend.
        (Ok(Signs::Office), head) => match (ctx.allow(Permission::MendLedger, Relation::School), head) {
            (Ok(()), _) => Ok(Role::Office),
            (Err(_), Ok(())) => Err(Error::NilYear("office")),
            (Err(denied), Err(_)) => Err(denied),
        },
        (Err(wrong), head) => {
            head.or_else(|denied| ctx.allow(Permission::MendLedger, Relation::School).map_err(|_| denied))?;
            Err(Error::NilYear(wrong.code()))
        }
    }
}

/// Whether whoever asks may take back a statement of a unit: its head, who signs, or the office.
fn may_take_back(ctx: &Ctx, unit: &str) -> bool {
    ctx.allow(Permission::SignNil, Relation::Unit(Some(unit))).is_ok()
        || ctx.allow(Permission::MendLedger, Relation::School).is_ok()
}

/// Takes a nil statement back, for a reason that stays in the log.
///
/// # Errors
/// [`Error::Forbidden`] for whoever neither signs for its unit nor is the office; [`Error::NotFound`] when none stands;
/// [`Error::Record`] without a reason.
pub async fn take_back_nil(ctx: &Ctx, item: &ItemKey, year: SchoolYear, reason: &str) -> Result<()> {
    let mut change = ctx.write().await?;
    let statements = change.nil_statements(Some(year)).await?;
    let mut theirs = statements.into_iter().filter(|nil| nil.item == *item);
    let absent = || Error::NotFound { kind: "nil", key: format!("{item}/{year}") };
    let nil = match theirs.find(|nil| may_take_back(ctx, &nil.unit)) {
        Some(nil) => nil,
        None => {
            ctx.allow(Permission::MendLedger, Relation::School)
                .or_else(|denied| if signs_somewhere(ctx) { Ok(()) } else { Err(denied) })?;
            return Err(absent());
        }
    };
    let reason = covered(reason.trim());
    if reason.is_empty() {
        return Err(RecordError::Missing("reason").into());
    }
    change.delete_nil(&nil).await?;
    let event = Event::new(Act::NilDeleted, Object::Item(item.to_string())).with("year", year).with("unit", &nil.unit);
    change.commit(event.because(&reason)).await?;
    Ok(())
}

/// Whether they sign for any unit.
fn signs_somewhere(ctx: &Ctx) -> bool {
    matches!(&ctx.who, Principal::Account { posts, .. } if posts.iter().any(|post| signs(post.role)))
}

fn signs(role: Role) -> bool {
    role == Role::UnitHead
}
