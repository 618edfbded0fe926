//! Everything in the school that somebody has to do, with who that is: what reminders are made of.
//!
//! It is what the front page and the board show, asked for everybody at once. Who has to act follows from posts; where
//! nobody holds the post, it falls to the heads of the unit, and after them to the disclosure office.

use super::{BoardRow, Desk};
use crate::error::Result;
use domain::care::{Care, may_care};
use domain::catalogue::ItemKey;
use domain::coverage::State;
use domain::date::day_in_china;
use domain::ids::UserId;
use domain::person::{Access, Person};
use domain::policy::Role;
use domain::record::Reach;
use domain::reminder::{Matter, Need, Thing};
use std::collections::BTreeSet;
use store::{At, DeskLine, Filter, Page};

/// Records that are read together.
const TOGETHER: u32 = 500;

/// A matter with what people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// What is to be done, by whom, by when.
    pub matter: Matter,
    /// The item it belongs to.
    pub item: ItemKey,
    /// Whether it is past its day, or nothing was ever disclosed.
    pub wanting: bool,
}

/// Who holds which post.
pub(crate) struct Holders(Vec<Person>);

impl Holders {
    fn of(people: Vec<Person>) -> Holders {
        Holders(people.into_iter().filter(|person| person.access != Access::Closed).collect())
    }

    fn at(&self, role: Role, unit: Option<&str>) -> Vec<UserId> {
        let holds = |person: &&Person| {
            person.posts.iter().any(|post| post.role == role && (unit.is_none() || post.unit.as_deref() == unit))
        };
        self.0.iter().filter(holds).map(|person| person.id).collect()
    }

    fn heads(&self, unit: Option<&str>) -> Vec<UserId> {
        unit.map_or_else(Vec::new, |unit| self.at(Role::UnitHead, Some(unit)))
    }

    /// Clerks of a unit, or its heads where it has none.
    pub(crate) fn clerks(&self, unit: Option<&str>) -> Vec<UserId> {
        let clerks = unit.map_or_else(Vec::new, |unit| self.at(Role::Clerk, Some(unit)));
        if clerks.is_empty() { self.heads(unit) } else { clerks }
    }

    /// Who is asked for an item: whoever looks after it, as long as they work for its unit; else the unit's clerks.
    pub(crate) fn of_item(&self, key: &ItemKey, unit: Option<&str>, cares: &[Care]) -> Vec<UserId> {
        let named = cares.iter().find(|care| care.item == *key).and_then(|care| care.person);
        match named.and_then(|id| self.person(id)).filter(|person| may_care(person, unit)) {
            Some(person) => vec![person.id],
            None => self.clerks(unit),
        }
    }

    /// The people of the disclosure office.
    pub(crate) fn office(&self) -> Vec<UserId> {
        self.at(Role::Office, None)
    }

    /// Somebody who is still there.
    pub(crate) fn person(&self, id: UserId) -> Option<&Person> {
        self.0.iter().find(|person| person.id == id)
    }

    fn is_there(&self, id: Option<UserId>) -> Option<UserId> {
        id.filter(|id| self.person(*id).is_some())
    }
}

impl Desk {
    /// Who holds which post.
    pub(crate) async fn posts(&self) -> Result<Holders> {
        Ok(Holders::of(self.reader.people().await?))
    }

    /// Everything on the desk that somebody has to do.
    pub(crate) async fn waiting(&self, holders: &Holders, board: &[BoardRow]) -> Result<Vec<Waiting>> {
        let mut waiting = Vec::new();
        let mut page = Page::first(TOGETHER);
        loop {
            let progress = vec!["draft", "unit_review", "secrecy_review", "approved"];
            let listed = self.reader.desk_lines(&Filter { progress, ..self.filter() }, page).await?;
            waiting.extend(listed.rows.iter().filter_map(|row| self.on_its_way(row, holders)));
            match listed.next {
                Some(next) => page = Page { at: At::After(next), limit: TOGETHER },
                None => break,
            }
        }
        // What is late of an item because a record of it waits is told by that record.
        let told: BTreeSet<ItemKey> = waiting.iter().map(|one: &Waiting| one.item.clone()).collect();
        waiting.extend(items(board, holders, &self.cares, &told));
        for line in self.reader.publicity_in_progress(&Reach::Staff, self.today()).await? {
            let Some(until) = line.publicity.as_ref().and_then(|publicity| publicity.until.day()) else { continue };
            let unit = line.unit.clone();
            let matter = Matter {
                thing: Thing::Publicity(line.id),
                need: Need::PublicityEnds,
                due: Some(until),
                since: None,
                answers: holders.clerks(unit.as_deref()),
                heads: Vec::new(),
                unit,
            };
            waiting.push(Waiting { matter, item: line.item, wanting: false });
        }
        Ok(waiting)
    }

    fn on_its_way(&self, row: &DeskLine, holders: &Holders) -> Option<Waiting> {
        let unit = row.line.unit.as_deref();
        let but = |people: Vec<UserId>, others: [Option<UserId>; 2]| -> Vec<UserId> {
            people.into_iter().filter(|one| !others.contains(&Some(*one))).collect()
        };
        let (need, mut answers) = match row.progress.as_str() {
            "draft" => {
                let need = if row.returned.is_some() { Need::Mend } else { Need::Write };
                let drafter = holders.is_there(row.drafter);
                (need, drafter.map_or_else(|| holders.clerks(unit), |drafter| vec![drafter]))
            }
            // Where no head may, it falls to the office, below: to those who did not draft it.
            "unit_review" => match but(holders.heads(unit), [row.drafter, None]) {
                heads if heads.is_empty() => (Need::UnitReview, but(holders.office(), [row.drafter, None])),
                heads => (Need::UnitReview, heads),
            },
            "secrecy_review" => {
                let reviewers = holders.at(Role::SecrecyReviewer, None);
                (Need::SecrecyReview, but(reviewers, [row.drafter, row.unit_reviewer]))
            }
            // What is planned for a minute publishes itself.
            _ if row.publish_at.is_some_and(|at| at > self.ctx.now) => return None,
            _ => (Need::Publish, holders.office()),
        };
        if answers.is_empty() {
            answers = holders.office();
        }
        let due = self.due(&row.line.item, row.made_on);
        let heads = if matches!(need, Need::Write | Need::Mend) { holders.heads(unit) } else { Vec::new() };
        let matter = Matter {
            thing: Thing::Record(row.line.id),
            need,
            unit: row.line.unit.clone(),
            due: due.map(|due| due.on),
            since: row.moved_at.map(day_in_china),
            answers,
            heads,
        };
        Some(Waiting { matter, item: row.line.item.clone(), wanting: due.is_some_and(|due| due.is_late()) })
    }
}

/// What is open of the items themselves.
fn items(board: &[BoardRow], holders: &Holders, cares: &[Care], told: &BTreeSet<ItemKey>) -> Vec<Waiting> {
    let squares = board.iter().flat_map(|row| &row.squares).filter(|square| {
        let open = matches!(square.state, State::Overdue | State::DueSoon | State::NeverDisclosed);
        let settled = matches!(square.state, State::NotApplicable | State::Nil);
        square.unit.is_some() && (open || square.due.is_some()) && !settled && !told.contains(&square.key)
    });
    let waiting = squares.map(|square| {
        let unit = square.unit.as_deref();
        let matter = Matter {
            thing: Thing::Item(square.key.clone()),
            need: Need::Update,
            due: square.due.map(|due| due.on),
            since: None,
            answers: holders.of_item(&square.key, unit, cares),
            heads: holders.heads(unit),
            unit: square.unit.clone(),
        };
        let wanting = matches!(square.state, State::Overdue | State::NeverDisclosed);
        Waiting { matter, item: square.key.clone(), wanting }
    });
    waiting.collect()
}
