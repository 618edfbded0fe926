//! Somebody of the school, and what they do.
//!
//! Every act here succeeds or the test fails. For what is refused a test calls the use case with [`Person::ctx`].

use crate::school::{School, UNITS};
use app::ledger::{Options, Outcome, Plan, export, import, plan};
use app::report::{Issuing, Unfilled, issue};
use app::words::Lang;
use app::{Ctx, records};
use domain::ids::{RecordId, UserId};
use domain::policy::{Post, Principal, Role};
use domain::record::{Edition, Record, Release};
use domain::school_year::SchoolYear;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Somebody who acts.
#[derive(Debug, Clone)]
pub struct Person<'s> {
    school: &'s School,
    who: Principal,
}

impl School {
    /// The clerk of a unit, by its name or code.
    pub fn clerk(&self, unit: &str) -> Person<'_> {
        self.holding(Role::Clerk, Some(unit))
    }

    /// The head of a unit, by its name or code.
    pub fn head(&self, unit: &str) -> Person<'_> {
        self.holding(Role::UnitHead, Some(unit))
    }

    /// The secrecy reviewer.
    pub fn secrecy(&self) -> Person<'_> {
        self.holding(Role::SecrecyReviewer, None)
    }

    /// The disclosure office.
    pub fn office(&self) -> Person<'_> {
        self.holding(Role::Office, None)
    }

    /// Somebody who holds this post.
    pub fn holding(&self, role: Role, unit: Option<&str>) -> Person<'_> {
        let code = |unit: &str| {
            let known = UNITS.iter().find(|(_, name)| *name == unit);
            known.map_or(unit, |(code, _)| code).to_string()
        };
        let at = Role::ALL.iter().position(|known| *known == role).unwrap_or_default();
        let posts = vec![Post { role, unit: unit.map(code) }];
        self.who(Principal::Account { user: UserId(at as u128 + 1), posts })
    }

    /// Whoever works at the command line.
    pub fn operator(&self) -> Person<'_> {
        self.who(Principal::Operator)
    }

    /// The program, doing a job.
    pub fn job(&self) -> Person<'_> {
        self.who(Principal::Job("test"))
    }

    /// Somebody without an account.
    pub fn visitor(&self) -> Person<'_> {
        self.who(Principal::Visitor)
    }

    /// Anybody.
    pub fn who(&self, who: Principal) -> Person<'_> {
        Person::new(self, who)
    }
}

impl<'s> Person<'s> {
    pub(crate) fn new(school: &'s School, who: Principal) -> Person<'s> {
        Person { school, who }
    }

    /// Their context, now.
    pub fn ctx(&self) -> Ctx {
        self.school.app.ctx(self.who.clone(), Lang::Zh)
    }

    /// Enters a first draft.
    pub async fn drafts(&self, draft: impl Into<Record>) -> RecordId {
        records::draft(&self.ctx(), draft.into()).await.unwrap()
    }

    /// Rewrites the draft.
    pub async fn revises(&self, id: RecordId, edition: Edition) {
        records::revise(&self.ctx(), id, edition).await.unwrap();
    }

    /// Sends it to the unit's head.
    pub async fn submits(&self, id: RecordId) {
        records::submit(&self.ctx(), id).await.unwrap();
    }

    /// Passes it: for secrecy if that is their post, else for the unit.
    pub async fn passes(&self, id: RecordId) {
        let secrecy = matches!(&self.who, Principal::Account { posts, .. }
            if posts.iter().any(|post| post.role == Role::SecrecyReviewer));
        let passed = if secrecy {
            records::pass_secrecy_review(&self.ctx(), id).await
        } else {
            records::pass_unit_review(&self.ctx(), id).await
        };
        passed.unwrap();
    }

    /// Sets the minute at which it becomes public.
    pub async fn plans_for(&self, id: RecordId, minute: &str) {
        records::plan(&self.ctx(), id, Some(crate::school::minute(minute))).await.unwrap();
    }

    /// Sends it back.
    pub async fn returns(&self, id: RecordId, reason: &str) {
        records::send_back(&self.ctx(), id, reason).await.unwrap();
    }

    /// Publishes it.
    pub async fn publishes(&self, id: RecordId) {
        records::publish(&self.ctx(), id).await.unwrap();
    }

    /// Begins the next edition.
    pub async fn amends(&self, id: RecordId, next: Edition) {
        records::amend(&self.ctx(), id, next).await.unwrap();
    }

    /// Takes it down.
    pub async fn withdraws(&self, id: RecordId, reason: &str) {
        records::withdraw(&self.ctx(), id, reason, None).await.unwrap();
    }

    /// Registers that it went out.
    pub async fn releases(&self, id: RecordId, release: Release) {
        records::release(&self.ctx(), id, release).await.unwrap();
    }

    /// Imports a ledger file.
    pub async fn brings_in(&self, file: &Path) -> Outcome {
        import(&self.ctx(), file, Options::default(), &|_| {}).await.unwrap()
    }

    /// Imports the text of a ledger file of this name.
    pub async fn imports(&self, name: &str, text: &str) -> Outcome {
        self.imports_with(name, text, Options::default()).await
    }

    /// Imports the text of a ledger file of this name, so.
    pub async fn imports_with(&self, name: &str, text: &str, options: Options) -> Outcome {
        let file = self.school.folder().join(name);
        std::fs::write(&file, text).unwrap();
        import(&self.ctx(), &file, options, &|_| {}).await.unwrap()
    }

    /// Plans the import of the text of a ledger file of this name.
    pub async fn plans(&self, name: &str, text: &str) -> Plan {
        let file = self.school.folder().join(name);
        std::fs::write(&file, text).unwrap();
        plan(&self.ctx(), &file, &|_| {}).await.unwrap()
    }

    /// Exports the whole ledger to a file of this name.
    pub async fn exports(&self, name: &str) -> PathBuf {
        let file = self.school.folder().join(name);
        export(&self.ctx(), &file, &|_| {}).await.unwrap();
        file
    }

    /// Issues the report of a year, signed on a day.
    pub async fn issues(&self, year: SchoolYear, signed_on: &str) -> Issuing {
        issue(&self.ctx(), year, signed_on.parse().unwrap(), Unfilled::Print, Arc::new(|_| {})).await.unwrap()
    }
}
