//! What waits for somebody: drafts of theirs, what has come back, what is theirs to review or to publish, each with the day by
//! which it has to be public.

use super::{Desk, Due};
use crate::error::Result;
use domain::ids::{RecordId, UserId};
use domain::person::Access;
use domain::policy::{Desk as Whose, Permission, Principal, Relation, Role};
use domain::school_year::SchoolYear;
use store::{DeskLine, Filter, Order, Page, Sort};

/// Most tasks of one kind that are listed; there is a link to the rest.
const MOST: u32 = 50;

/// Why something waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It came back to them, for this reason.
    Returned(String),
    /// They are writing it.
    Drafting,
    /// It is theirs to review for its unit.
    UnitReview,
    /// It is theirs to review for secrecy.
    SecrecyReview,
    /// It passed both reviews and is theirs to publish.
    Publish,
}

impl Why {
    /// Stable code, a part of message keys.
    pub fn code(&self) -> &'static str {
        match self {
            Why::Returned(_) => "returned",
            Why::Drafting => "drafting",
            Why::UnitReview => "unit-review",
            Why::SecrecyReview => "secrecy-review",
            Why::Publish => "publish",
        }
    }
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The record.
    pub row: DeskLine,
    /// Why it is here.
    pub why: Why,
    /// By when it has to be public.
    pub due: Option<Due>,
    /// Name of its drafter.
    pub drafter: Option<String>,
}

/// What waits, the most pressing first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// School years whose report waits for their approval.
    pub approvals: Vec<SchoolYear>,
    /// More wait than are listed.
    pub more: bool,
}

impl Home {
    /// Tasks whose day has passed.
    pub fn late(&self) -> usize {
        self.tasks.iter().filter(|task| task.due.is_some_and(|due| due.is_late())).count()
    }

    /// Tasks whose day is near.
    pub fn soon(&self) -> usize {
        self.tasks.iter().filter(|task| task.due.is_some_and(|due| due.is_soon())).count()
    }

    /// Tasks that are reviews or publications.
    pub fn to_judge(&self) -> usize {
        self.tasks.iter().filter(|task| !matches!(task.why, Why::Drafting | Why::Returned(_))).count()
    }
}

impl Desk {
    /// What waits for whoever opened the desk.
    ///
    /// # Errors
    /// Of the database.
    pub async fn home(&self) -> Result<Home> {
        let Principal::Account { user, posts } = &self.ctx.who else { return Ok(Home::default()) };
        let mut home = Home::default();
        let drafting = Filter { progress: vec!["draft"], drafter: Some(*user), ..self.filter() };
        self.gather(&mut home, drafting, |row| match &row.returned {
            Some(reason) => Why::Returned(reason.clone()),
            None => Why::Drafting,
        })
        .await?;
        let headed = posts.iter().filter(|post| post.role == Role::UnitHead).filter_map(|post| post.unit.clone());
        let headed = Whose::Units(headed.collect());
        if headed != Whose::Units(Default::default()) {
            let review =
                Filter { progress: vec!["unit_review"], not_drafter: Some(*user), desk: Some(headed), ..self.filter() };
            self.gather(&mut home, review, |_| Why::UnitReview).await?;
        }
        let may = |permission| self.ctx.allow(permission, Relation::School).is_ok();
        if may(Permission::ReviewInstead) {
            let review = Filter { progress: vec!["unit_review"], not_drafter: Some(*user), ..self.filter() };
            self.gather_headless(&mut home, review).await?;
        }
        if may(Permission::ReviewForSecrecy) {
            let review = Filter { progress: vec!["secrecy_review"], not_drafter: Some(*user), ..self.filter() };
            self.gather(&mut home, review, |_| Why::SecrecyReview).await?;
            home.tasks.retain(|task| task.why != Why::SecrecyReview || task.row.unit_reviewer != Some(*user));
        }
        if may(Permission::Publish) {
            let ready = Filter { progress: vec!["approved"], ..self.filter() };
            self.gather(&mut home, ready, |_| Why::Publish).await?;
            // What is planned for a minute publishes itself.
            home.tasks.retain(|task| task.row.publish_at.is_none_or(|at| at <= self.ctx.now));
        }
        if may(Permission::ApproveReport) {
            home.approvals = self.reader.reports_to_approve().await?;
        }
        let names = self.names(home.tasks.iter().filter_map(|task| task.row.drafter)).await?;
        for task in &mut home.tasks {
            task.drafter = task.row.drafter.and_then(|id: UserId| names.get(&id).cloned());
        }
        let place = |task: &Task| (task.due.map_or(i64::MAX, |due| due.left), task.row.line.id);
        home.tasks.sort_by_key(place);
        Ok(home)
    }

    /// Everything on the desk, in the order of entry.
    pub(super) fn filter(&self) -> Filter {
        Filter { desk: Some(self.whose.clone()), sort: Sort::Entry, order: Order::Descending, ..Filter::default() }
    }

    /// What waits for a review that no head of its unit may do.
    async fn gather_headless(&self, home: &mut Home, filter: Filter) -> Result<()> {
        let listed = self.reader.desk_lines(&filter, Page::first(MOST)).await?;
        home.more |= listed.next.is_some();
        let people = self.reader.people().await?;
        let heads_of = |row: &DeskLine| -> Vec<UserId> {
            let heads = people.iter().filter(|person| {
                person.access != Access::Closed
                    && Some(person.id) != row.drafter
                    && person
                        .posts
                        .iter()
                        .any(|post| post.role == Role::UnitHead && post.unit.is_some() && post.unit == row.line.unit)
            });
            heads.map(|person| person.id).collect()
        };
        let records: Vec<RecordId> = listed.rows.iter().map(|row| row.line.id).collect();
        let heads: Vec<UserId> = listed.rows.iter().flat_map(heads_of).collect();
        // Of a record that was never public there is one edition; of another, whoever wrote in an earlier one may review.
        let wrote = self.reader.wrote_in(&records, &heads).await?;
        for row in listed.rows {
            let first = row.visibility == "hidden";
            let barred = |head: &UserId| first && wrote.contains(&(row.line.id, *head, 1));
            let known = home.tasks.iter().any(|task| task.row.line.id == row.line.id);
            if !known && heads_of(&row).iter().all(barred) {
                let due = self.due(&row.line.item, row.made_on).filter(|_| first);
                home.tasks.push(Task { why: Why::UnitReview, due, drafter: None, row });
            }
        }
        Ok(())
    }

    async fn gather(&self, home: &mut Home, filter: Filter, why: impl Fn(&DeskLine) -> Why) -> Result<()> {
        let listed = self.reader.desk_lines(&filter, Page::first(MOST)).await?;
        home.more |= listed.next.is_some();
        for row in listed.rows {
            // What is on view was made public in its time; its next edition has none of its own.
            let due = self.due(&row.line.item, row.made_on).filter(|_| row.visibility == "hidden");
            home.tasks.push(Task { why: why(&row), due, drafter: None, row });
        }
        Ok(())
    }
}
