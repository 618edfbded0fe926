//! The lists of the living sample: one open to objection, one that came down with its objection ruled on, one that waits for its
//! day. Each act is done by whose it is, through `app::publicity` and `app::records`; nobody in a list exists.

use super::{Actor, Filling, MORNING, wrong};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::job::Job;
use crate::{publicity, records};
use chrono::{NaiveDate, TimeDelta};
use domain::date::instant_in_china;
use domain::ids::RecordId;
use domain::objection::{ObjectionNumber, Ruling};
use domain::policy::Principal;
use domain::publicity::{Kind, Roll};
use domain::record::{Audience, Timestamp};
use publicity::{NewObjection, Start, Terms};

const LISTS: &str = include_str!("../../../../../samples/living/lists.json");

/// A day in the file.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(try_from = "String")]
struct Day(NaiveDate);

impl TryFrom<String> for Day {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> std::result::Result<Day, chrono::ParseError> {
        text.parse().map(Day)
    }
}

/// A list, with the days on which something happens to it.
#[derive(Debug, serde::Deserialize)]
struct List {
    title: String,
    kind: String,
    item: String,
    /// Login of its clerk.
    by: String,
    body: String,
    contact: String,
    days: u32,
    /// Why it is for everybody, where its kind is for the campus.
    #[serde(default)]
    wider: String,
    /// It is drafted and passes both reviews.
    begun: Day,
    starts: Day,
    /// It goes out; nothing while it waits for its day.
    published: Option<Day>,
    /// It comes down.
    ended: Option<Day>,
    /// Heads, then rows.
    roll: Vec<Vec<String>>,
    #[serde(default)]
    objections: Vec<Objected>,
}

#[derive(Debug, serde::Deserialize)]
struct Objected {
    filed: Day,
    row: u32,
    text: String,
    /// On which day, how, and with what answer.
    ruled: Option<(Day, String, String)>,
}

/// An act on a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Draft,
    Submit,
    PassUnit,
    PassSecrecy,
    Publish,
    /// Somebody objects; by position.
    Object(usize),
    Rule(usize),
    TakeDown,
}

/// The lists, and what has come of them so far.
pub(super) struct Lists {
    lists: Vec<List>,
    ids: Vec<Option<RecordId>>,
    /// Numbers of objections, by list.
    numbers: Vec<Vec<ObjectionNumber>>,
}

impl Lists {
    pub(super) fn read(filling: &Filling<'_>) -> Result<Lists> {
        let lists: Vec<List> = serde_json::from_str(&filling.fill(LISTS)?).map_err(Error::internal)?;
        Ok(Lists { ids: vec![None; lists.len()], numbers: vec![Vec::new(); lists.len()], lists })
    }

    /// When each act happens, and on which list.
    pub(super) fn steps(&self) -> Vec<(Timestamp, usize, Step)> {
        let mut steps = Vec::new();
        for (at, list) in self.lists.iter().enumerate() {
            let mut on = |Day(day): Day, minutes: i64, step| {
                steps.push((instant_in_china(day.and_time(MORNING)) + TimeDelta::minutes(minutes), at, step));
            };
            let reviewed = [Step::Draft, Step::Submit, Step::PassUnit, Step::PassSecrecy];
            for (minutes, step) in (11..).step_by(48).zip(reviewed) {
                on(list.begun, minutes, step);
            }
            if let Some(day) = list.published {
                on(day, 20, Step::Publish);
            }
            for (nr, objection) in list.objections.iter().enumerate() {
                on(objection.filed, 250, Step::Object(nr));
                if let Some((day, ..)) = &objection.ruled {
                    on(*day, 130, Step::Rule(nr));
                }
            }
            if let Some(Day(day)) = list.ended {
                steps.push((domain::date::start_in_china(day), at, Step::TakeDown));
            }
        }
        steps
    }

    pub(super) async fn does(&mut self, actor: &Actor<'_>, at: usize, step: Step) -> Result<()> {
        let list = &self.lists[at];
        let Some(id) = self.ids[at] else {
            self.ids[at] = Some(list.drafts(&actor.named(&list.by)?).await?);
            return Ok(());
        };
        match step {
            Step::Draft => Ok(()),
            Step::Submit => records::submit(&actor.named(&list.by)?, id).await,
            Step::PassUnit => records::pass_unit_review(&actor.head_of(&list.by)?, id).await,
            Step::PassSecrecy => records::pass_secrecy_review(&actor.named("secrecy")?, id).await,
            Step::Publish => records::publish(&actor.named("office")?, id).await,
            Step::Object(nr) => {
                let Objected { row, text, .. } = &list.objections[nr];
                let new = NewObjection { record: id, row: Some(*row), text: text.clone(), objector: None };
                let filed = publicity::file(&actor.is(Principal::Visitor), new).await?;
                self.numbers[at].push(filed.number);
                Ok(())
            }
            Step::Rule(nr) => {
                let number = *self.numbers[at].get(nr).ok_or_else(|| wrong("ruled before it was filed".into()))?;
                self.lists[at].objections[nr].is_ruled(&actor.head_of(&list.by)?, id, number).await
            }
            Step::TakeDown => records::take_down_due(&actor.is(Principal::Job(Job::TakeDown.code()))).await.map(|_| ()),
        }
    }
}

impl Objected {
    async fn is_ruled(&self, head: &Ctx, id: RecordId, number: ObjectionNumber) -> Result<()> {
        let Some((_, ruling, answer)) = &self.ruled else { return Ok(()) };
        let ruling = Ruling::read(ruling).ok_or_else(|| wrong(format!("no ruling {ruling}")))?;
        publicity::acknowledge(head, id, number).await?;
        publicity::rule(head, id, number, ruling, answer).await
    }
}

impl List {
    async fn drafts(&self, clerk: &Ctx) -> Result<RecordId> {
        let mut rows = self.roll.iter().cloned();
        let Principal::Account { posts, .. } = &clerk.who else { return Err(wrong("a list of nobody".into())) };
        let start = Start {
            kind: Kind::of(&self.kind).ok_or_else(|| wrong(format!("no kind {}", self.kind)))?,
            title: self.title.clone(),
            body: self.body.clone(),
            item: self.item.parse().map_err(|_| wrong(format!("no item {}", self.item)))?,
            unit: posts.first().and_then(|post| post.unit.clone()).unwrap_or_default(),
            audience: Audience::Public,
            wider: self.wider.clone(),
            terms: Terms { starts: self.starts.0, count: self.days, own_rule: false, contact: self.contact.clone() },
            roll: Roll { heads: rows.next().unwrap_or_default(), rows: rows.collect() },
            kept: Vec::new(),
        };
        publicity::start(clerk, start).await
    }
}
