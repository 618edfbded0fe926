//! Units and people from a list: what it would come to is shown first, and exactly that is done, all of it or nothing. Whoever
//! is new is invited by a link that is shown once.
//!
//! A list adds: posts that it does not name stay, and nobody is closed out by it.

use super::staff_file::{Column, Grid, Row, RowFault, rows};
use super::{digest, plain, units};
use crate::accounts::{self, Draft, Invitation};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::document::{Align, Block, Column as Width, Document, Inline, Table};
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::{Access, Login, Person};
use domain::policy::{Permission, Post, Relation, Role};
use domain::school::{Unit, UnitKind};
use std::collections::BTreeMap;
use store::Events;

/// What a line comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is new.
    New,
    /// It is changed.
    Changed,
    /// It is so already.
    Same,
}

/// What the list says of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitStep {
    /// The unit as it will be.
    pub unit: Unit,
    /// What is done.
    pub step: Step,
}

/// What the list says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStep {
    /// Who they are now, when they are known.
    pub before: Option<Person>,
    /// What they sign in with.
    pub login: Login,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// What they will be.
    pub posts: Vec<Post>,
    /// What is done.
    pub step: Step,
    /// Why somebody should look at it first, a message key under `setting-doubt-`: it is done only when it is ticked.
    pub doubt: Option<&'static str>,
}

/// What a list comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StaffPlan {
    /// Units in the order of the list.
    pub units: Vec<UnitStep>,
    /// People in the order of the list.
    pub people: Vec<PersonStep>,
    /// Lines that cannot be taken.
    pub faults: Vec<RowFault>,
    /// Names what was seen.
    pub seen: String,
}

impl StaffPlan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        let done = |step: &Step| *step == Step::Same;
        self.units.iter().all(|unit| done(&unit.step)) && self.people.iter().all(|person| done(&person.step))
    }
}

/// Somebody who was invited.
#[derive(Debug)]
pub struct Invited {
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub login: Login,
    /// The link, shown once.
    pub invitation: Invitation,
}

/// What was done.
#[derive(Debug, Default)]
pub struct Applied {
    /// Units entered or changed.
    pub units: usize,
    /// People entered or changed.
    pub people: usize,
    /// Those who were invited.
    pub invited: Vec<Invited>,
}

/// What a list would come to.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not manage people and units.
pub async fn plan_staff(ctx: &Ctx, grid: &Grid) -> Result<StaffPlan> {
    may(ctx)?;
    let reader = ctx.read().await?;
    Ok(plan(grid, &reader.units().await?, &reader.people().await?))
}

/// Does what was seen. Doubtful people are entered only when their login is among `ticked`.
///
/// # Errors
/// [`Error::Conflict`] when the list comes to something else by now; then nothing is done.
pub async fn apply_staff(ctx: &Ctx, grid: &Grid, seen: &str, ticked: &[String]) -> Result<Applied> {
    may(ctx)?;
    let mut change = ctx.write().await?;
    let plan = plan(grid, &change.units().await?, &change.people().people().await?);
    if plan.seen != seen {
        return Err(Error::Conflict { kind: "staff", key: String::new() });
    }
    let (mut applied, mut events) = (Applied::default(), Vec::new());
    for UnitStep { unit, step } in &plan.units {
        if *step != Step::Same {
            change.save_unit(unit).await?;
            events.push(Event::new(Act::UnitWritten, Object::Unit(unit.code.clone())));
            applied.units += 1;
        }
    }
    let agreed = |person: &&PersonStep| {
        person.step != Step::Same && (person.doubt.is_none() || ticked.contains(&person.login.to_string()))
    };
    for person in plan.people.iter().filter(agreed) {
        enter(ctx, &mut change, person, &mut applied, &mut events).await?;
    }
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(applied)
}

async fn enter(
    ctx: &Ctx,
    change: &mut Change<'_>,
    person: &PersonStep,
    applied: &mut Applied,
    events: &mut Vec<Event>,
) -> Result<()> {
    let PersonStep { before, login, name, email, posts, .. } = person.clone();
    let draft = Draft { login: login.clone(), name: name.clone(), email, posts };
    let new = before.is_none();
    let (id, event) = accounts::save_in(ctx, change, before, draft, false).await?;
    events.extend(event);
    applied.people += 1;
    if new {
        let (invitation, event) = accounts::invite_in(ctx, change, id).await?;
        events.push(event);
        applied.invited.push(Invited { name, login, invitation });
    }
    Ok(())
}

fn may(ctx: &Ctx) -> Result<()> {
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    ctx.allow(Permission::ManageUnits, Relation::School)
}

fn plan(grid: &Grid, known: &[Unit], people: &[Person]) -> StaffPlan {
    let (unit_rows, person_rows, mut faults) = rows(grid);
    let mut all: Vec<Unit> = known.to_vec();
    let mut steps: Vec<UnitStep> = Vec::new();
    for row in &unit_rows {
        match unit_step(row, &all) {
            Ok(step) => {
                match all.iter_mut().find(|unit| unit.code == step.unit.code) {
                    Some(unit) => unit.clone_from(&step.unit),
                    None => all.push(step.unit.clone()),
                }
                match steps.iter_mut().find(|one| one.unit.code == step.unit.code) {
                    Some(_) => faults.push(row.fault("twice", &step.unit.code)),
                    None => steps.push(step),
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    let mut by_login: BTreeMap<String, usize> = BTreeMap::new();
    let mut persons: Vec<PersonStep> = Vec::new();
    for row in &person_rows {
        let read = match person_of(row, &all) {
            Ok(read) => read,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        match by_login.get(&read.login.to_string()).and_then(|at| persons.get_mut(*at)) {
            // One line a post.
            Some(person) if plain(&person.name) == plain(&read.name) => {
                let new = read.posts.into_iter().filter(|post| !person.posts.contains(post)).collect::<Vec<_>>();
                person.posts.extend(new);
            }
            Some(_) => faults.push(row.fault("two-names", &read.login.to_string())),
            None => {
                by_login.insert(read.login.to_string(), persons.len());
                persons.push(read);
            }
        }
    }
    for person in &mut persons {
        settle(person, people);
    }
    let seen = digest(&(&steps, &persons, &faults));
    StaffPlan { units: steps, people: persons, faults, seen }
}

fn unit_step(row: &Row, known: &[Unit]) -> std::result::Result<UnitStep, RowFault> {
    let (code, name) = (row.get(Column::Code), row.get(Column::Unit));
    let kind = match row.get(Column::Kind) {
        "" => None,
        word => Some(UnitKind::read(word).ok_or_else(|| row.fault("kind", word))?),
    };
    let parent = match row.get(Column::Parent) {
        "" => None,
        word => Some(unit_called(known, word).ok_or_else(|| row.fault("unit", word))?.code.clone()),
    };
    if let Some(unit) = known.iter().find(|unit| unit.code == code) {
        if plain(&unit.name) != plain(name) {
            return Err(row.fault("renamed", &unit.name));
        }
        let changed = Unit {
            kind: kind.unwrap_or(unit.kind),
            parent: parent.unwrap_or_else(|| unit.parent.clone()),
            ..unit.clone()
        };
        let step = if changed == *unit { Step::Same } else { Step::Changed };
        return Ok(UnitStep { unit: changed, step });
    }
    let wish = units::UnitWish {
        code: code.to_string(),
        name: name.to_string(),
        kind: kind.unwrap_or(UnitKind::Department),
        parent: parent.unwrap_or_default(),
        duty: String::new(),
        members: String::new(),
        note: String::new(),
    };
    match units::unfit(known, &wish) {
        Some(units::Wrong::Taken(_, other)) => Err(row.fault("taken", &other)),
        Some(units::Wrong::Field("code", _)) => Err(row.fault("code", code)),
        Some(_) => Err(row.fault("no-name", code)),
        None => {
            let units::UnitWish { code, name, kind, parent, duty, members, note } = wish;
            let unit = Unit { code, name, kind, parent, duty, members, note, former: Vec::new() };
            Ok(UnitStep { unit, step: Step::New })
        }
    }
}

/// The unit that a text means, by code, name or former name.
fn unit_called<'a>(known: &'a [Unit], text: &str) -> Option<&'a Unit> {
    let names = known.iter().map(|unit| (unit.code.as_str(), unit.name.as_str(), unit.former.as_slice()));
    let code = super::owner(names, text)?;
    known.iter().find(|unit| unit.code == code)
}

fn person_of(row: &Row, known: &[Unit]) -> std::result::Result<PersonStep, RowFault> {
    let (login, name, email) = (row.get(Column::Login), row.get(Column::Name), row.get(Column::Email));
    let login: Login = login.parse().map_err(|_| row.fault("login", login))?;
    if name.is_empty() || name.chars().count() > 60 {
        return Err(row.fault("no-name", &login.to_string()));
    }
    if !email.is_empty() && (!email.contains('@') || email.contains(char::is_whitespace)) {
        return Err(row.fault("email", email));
    }
    let word = row.get(Column::Post);
    let posts = match (word, row.get(Column::Unit)) {
        ("", "") => Vec::new(),
        (word, unit) => {
            let role = role(word).ok_or_else(|| row.fault("post", word))?;
            let in_unit = matches!(role, Role::Clerk | Role::UnitHead);
            let unit = match unit {
                "" => None,
                text => Some(unit_called(known, text).ok_or_else(|| row.fault("unit", text))?.code.clone()),
            };
            if in_unit && unit.is_none() {
                return Err(row.fault("post-unit", word));
            }
            // A post of the whole school is not of the unit in which somebody sits.
            vec![Post { role, unit: unit.filter(|_| in_unit || role == Role::Member) }]
        }
    };
    let (name, email) = (name.to_string(), email.to_string());
    Ok(PersonStep { before: None, login, name, email, posts, step: Step::New, doubt: None })
}

/// A role by its word, or by another that colleges use.
fn role(word: &str) -> Option<Role> {
    Role::read(word).or_else(|| match plain(word).as_str() {
        "公开员" | "信息公开员" | "联络员" | "经办人" => Some(Role::Clerk),
        "负责人" | "部门负责人" | "处长" | "主任" | "院长" => Some(Role::UnitHead),
        "保密员" | "保密审查" => Some(Role::SecrecyReviewer),
        "信息公开办" | "信息公开办公室" => Some(Role::Office),
        "纪检" | "纪检监察" | "监督" => Some(Role::Supervisor),
        "管理员" => Some(Role::Administrator),
        _ => None,
    })
}

/// What is known of somebody, and what the list makes of it.
fn settle(person: &mut PersonStep, people: &[Person]) {
    let Some(before) = people.iter().find(|known| known.login == person.login) else {
        let twin =
            people.iter().any(|known| known.access != Access::Closed && plain(&known.name) == plain(&person.name));
        person.doubt = twin.then_some("same-name");
        return;
    };
    let wanted = std::mem::take(&mut person.posts);
    person.posts.clone_from(&before.posts);
    person.posts.extend(wanted.into_iter().filter(|post| !before.posts.contains(post)));
    if person.email.is_empty() {
        person.email.clone_from(&before.email);
    }
    let same = before.name == person.name && before.email == person.email && before.posts == person.posts;
    person.step = if same { Step::Same } else { Step::Changed };
    person.doubt = match before.access {
        _ if same => None,
        Access::Closed => Some("closed"),
        _ if plain(&before.name) != plain(&person.name) => Some("other-name"),
        _ => None,
    };
    person.before = Some(before.clone());
}

/// A workbook to fill in: a sheet for units, one for people, the heads that are understood.
///
/// # Errors
/// It cannot be written.
pub fn staff_template(ctx: &Ctx) -> Result<Vec<u8>> {
    may(ctx)?;
    let sheet = |title: &str, about: &str, heads: &[&str], rows: &[&[&str]]| {
        let column = |head: &&str| Width { head: (*head).to_string(), width: 18, align: Align::Start };
        let cells = |row: &&[&str]| row.iter().map(|cell| vec![Inline::Text((*cell).to_string())]).collect();
        [
            Block::Heading { level: 1, number: String::new(), text: title.to_string(), anchor: String::new() },
            Block::Table(Table {
                caption: about.to_string(),
                columns: heads.iter().map(column).collect(),
                rows: rows.iter().map(cells).collect(),
            }),
        ]
    };
    let lang = ctx.lang;
    let blocks = [
        sheet(
            "单位",
            &lang.say("setting-staff-sheet-units"),
            &["单位代码", "单位名称", "类别", "上级单位"],
            &[&["", "", "", ""]],
        ),
        sheet(
            "人员",
            &lang.say("setting-staff-sheet-people"),
            &["工号", "姓名", "邮箱", "岗位", "单位"],
            &[&["", "", "", "", ""]],
        ),
    ];
    let document = Document {
        title: vec![lang.say("setting-staff-title")],
        issuer: String::new(),
        language: lang.tag(),
        date: chrono::NaiveDate::default(),
        signed: false,
        subject: String::new(),
        keywords: Vec::new(),
        blocks: blocks.into_iter().flatten().collect(),
    };
    office::tables::write_tables(&document).map_err(Error::internal)
}

impl Invited {
    /// Whose it is.
    pub fn person(&self) -> UserId {
        self.invitation.person
    }
}
