//! What the workbench shows to whoever works there: what waits for them, the ledger at every stage, one record with what may
//! be done with it next.
//!
//! Only records on somebody's desk ([`domain::policy::Desk`]) leave it. Views hold facts; sentences are chosen where the
//! language is known. Nothing is changed here but by `write`, which goes through the use cases of `records`.

mod acts;
mod aside;
mod board;
mod channels;
mod home;
mod ledger;
mod log;
mod marks;
mod once;
mod sheet;
mod waiting;
mod write;

pub use acts::Acts;
pub use aside::{Said, SavedView, comment, forget_view, save_view};
pub use board::{BoardRow, Signed, Square, sign_nil, take_back_nil};
pub use channels::{Channels, Copies, Customary, Evidence, Out, Paper, ToPost};
pub use home::{Home, Task, Why};
pub use ledger::{LARGEST_FILE, LedgerPage, LedgerQuery, Row, View, table_file};
pub use log::{
    LogLine, LogNames, LogPage, LogQuery, MOST as MOST_OF_LOG, has_deleted, log, log_actors, table_text, whole_log,
};
pub use marks::{Mark, covered, is_bare, line_shown, marks, of_whole, pictures_missing, stops};
pub use once::{Sending, Sent, once};
pub use sheet::{Happened, Sheet};
pub(crate) use waiting::{Holders, Waiting};
pub use write::{Draft, Written};

use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::calendar::{Calendar, DueDate};
use domain::care::Care;
use domain::catalogue::{Catalogue, Item, ItemKey};
use domain::coverage::due_date;
use domain::date::PartialDate;
use domain::ids::UserId;
use domain::policy::{Denied, Desk as Whose, Permission, Role};
use domain::record::Audience;
use domain::school::{School, Unit};
use domain::school_year::SchoolYear;
use std::collections::{BTreeSet, HashMap};
use store::Reader;
pub use store::Sort;

/// What every page of the workbench may look up, read in one state of the ledger.
#[derive(Debug)]
pub struct Desk {
    ctx: Ctx,
    reader: Reader,
    /// Whose records are seen.
    pub whose: Whose,
    /// Name of the school.
    pub school: String,
    /// Units in the order of entry.
    pub units: Vec<Unit>,
    /// Codes of those among them that are closed: nothing new is theirs.
    pub closed_units: BTreeSet<String>,
    /// The catalogue of this school year.
    pub catalogue: Catalogue,
    /// Who looks after items, and for whom records of them usually are.
    pub cares: Vec<Care>,
}

/// When something has to be public, and how far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// By this day.
    pub on: NaiveDate,
    /// Whether it may still move because a year's notice is not known.
    pub provisional: bool,
    /// Working days from today to it; negative when it has passed.
    pub left: i64,
}

impl Due {
    /// Whether it has passed.
    pub fn is_late(&self) -> bool {
        self.left < 0
    }

    /// Whether it is near: three working days or fewer.
    pub fn is_soon(&self) -> bool {
        (0..=3).contains(&self.left)
    }
}

impl Desk {
    /// For whoever asks. A member of the school without any other post has an empty one: their account, and files to check.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for whoever has no desk at all: visitors, and accounts without a post.
    pub async fn open(ctx: &Ctx) -> Result<Desk> {
        let whose = ctx.who.desk();
        let may = |permission| ctx.allow(permission, domain::policy::Relation::School).is_ok();
        if !may(Permission::ManagePeople) && !may(Permission::ReadCampus) {
            return Err(Error::Forbidden(Denied(Permission::ReadCampus)));
        }
        let reader = ctx.read().await?;
        let school = School::of(reader.facts().await?);
        let settings = reader.item_settings().await?;
        let catalogue = Catalogue::in_year(school.kind(), &settings, SchoolYear::of(ctx.today()))?;
        let units = reader.units().await?;
        let closed_units = reader.closed(store::CodeOf::Unit).await?.into_keys().collect();
        let school = school.name().to_string();
        let cares = reader.cares().await?;
        Ok(Desk { ctx: ctx.clone(), whose, school, units, closed_units, catalogue, cares, reader })
    }

    /// Today in China.
    pub fn today(&self) -> NaiveDate {
        self.ctx.today()
    }

    /// The working days.
    pub fn calendar(&self) -> &Calendar {
        &self.ctx.app.calendar
    }

    /// Name of a unit; its code when the ledger does not name it.
    pub fn unit_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.units.iter().find(|unit| unit.code == code).map_or(code, |unit| unit.name.as_str())
    }

    /// Units for which somebody may draft, in the order of entry.
    pub fn drafting_units(&self) -> Vec<&Unit> {
        let may = |unit: &&Unit| {
            let relation = domain::policy::Relation::Unit(Some(&unit.code));
            self.ctx.allow(Permission::Draft, relation).is_ok() && !self.closed_units.contains(&unit.code)
        };
        self.units.iter().filter(may).collect()
    }

    /// An item of the catalogue.
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.catalogue.item(key)
    }

    /// For whom records of an item usually are, where the school says so.
    pub fn usual_audience(&self, key: &ItemKey) -> Option<Audience> {
        self.cares.iter().find(|care| care.item == *key)?.audience
    }

    /// When something of this item, made then, has to be public.
    pub fn due(&self, item: &ItemKey, made: PartialDate) -> Option<Due> {
        let item = self.item(item)?;
        let due = due_date(made.day()?, item.timing, self.calendar())?;
        Some(self.distance(due))
    }

    /// The state of the ledger that the desk was read in.
    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// How far a due date is.
    pub(crate) fn distance(&self, due: DueDate) -> Due {
        let left = self.calendar().between(self.today(), due.date()).0;
        Due { on: due.date(), provisional: due.is_provisional(), left }
    }

    /// How many objections wait to be decided by whoever asks.
    ///
    /// # Errors
    /// The machine's.
    pub async fn open_objections(&self) -> Result<usize> {
        use domain::policy::Relation;
        let may = |relation: Relation<'_>| self.ctx.allow(Permission::RuleObjections, relation).is_ok();
        let whose = match may(Relation::School) {
            true => Whose::School,
            false => {
                let units = self.units.iter().map(|unit| unit.code.clone());
                Whose::Units(units.filter(|unit| may(Relation::Unit(Some(unit)))).collect())
            }
        };
        Ok(usize::try_from(self.reader.open_objections(&whose).await?).unwrap_or(usize::MAX))
    }

    /// What units or channels were called before.
    pub(crate) async fn former_names(&self, of: store::CodeOf) -> Result<Vec<store::Former>> {
        Ok(self.reader.former_names(of).await?)
    }

    /// Names of people by id.
    pub(crate) async fn names(&self, people: impl IntoIterator<Item = UserId>) -> Result<HashMap<UserId, String>> {
        let mut ids: Vec<UserId> = people.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.reader.names_of(&ids).await?)
    }

    /// Names of those who hold a role, in a unit or in the whole school, without one person.
    pub(crate) async fn holders(&self, role: Role, unit: Option<&str>, without: Option<UserId>) -> Result<Vec<String>> {
        let people = self.reader.people().await?;
        let holds = |person: &&domain::person::Person| {
            Some(person.id) != without
                && person.access != domain::person::Access::Closed
                && person.posts.iter().any(|post| post.role == role && (unit.is_none() || post.unit.as_deref() == unit))
        };
        Ok(people.iter().filter(holds).map(|person| person.name.clone()).collect())
    }
}
