//! The requests of the living sample: one answered, one that stands still while a third party is asked, one for which more time is
//! asked for, one that waits for its applicant, one that nobody has registered yet. Each act is done by whose it is.

use super::{Actor, Filling, MORNING, wrong};
use crate::error::{Error, Result};
use crate::requests::{self, NewRequest, Order};
use chrono::{NaiveDate, TimeDelta};
use domain::date::instant_in_china;
use domain::policy::Principal;
use domain::record::Timestamp;
use domain::request::{Applicant, ApplicantKind, Intake, Outcome, Reply, RequestNumber, Wanted, Way};

const REQUESTS: &str = include_str!("../../../../../samples/living/requests.json");

#[derive(Debug, serde::Deserialize)]
struct Asked {
    kind: String,
    name: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    way: String,
    content: String,
    /// How it came; by the portal where nothing is said.
    #[serde(default)]
    intake: String,
    received: String,
    /// Day, login, act, and what the act needs.
    steps: Vec<Vec<String>>,
}

/// An act on a request: that it comes in, or one of its steps.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Comes,
    Goes(usize),
}

/// The requests, and their numbers so far.
pub(super) struct Requests {
    asked: Vec<Asked>,
    numbers: Vec<Option<RequestNumber>>,
}

impl Requests {
    pub(super) fn read(filling: &Filling<'_>) -> Result<Requests> {
        let asked: Vec<Asked> = serde_json::from_str(&filling.fill(REQUESTS)?).map_err(Error::internal)?;
        Ok(Requests { numbers: vec![None; asked.len()], asked })
    }

    /// When each act happens, and on which request.
    pub(super) fn steps(&self) -> Result<Vec<(Timestamp, usize, Step)>> {
        let mut steps = Vec::new();
        let mut on = |day: &str, minutes: i64, at: usize, step| -> Result<()> {
            let day: NaiveDate = day.parse().map_err(Error::internal)?;
            steps.push((instant_in_china(day.and_time(MORNING)) + TimeDelta::minutes(minutes), at, step));
            Ok(())
        };
        for (at, asked) in self.asked.iter().enumerate() {
            on(&asked.received, 5, at, Step::Comes)?;
            for (nth, step) in asked.steps.iter().enumerate() {
                let day = step.first().ok_or_else(|| wrong("a step without a day".into()))?;
                on(day, 30 + 10 * i64::try_from(nth).unwrap_or_default(), at, Step::Goes(nth))?;
            }
        }
        Ok(steps)
    }

    pub(super) async fn does(&mut self, actor: &Actor<'_>, at: usize, step: Step) -> Result<()> {
        let asked = &self.asked[at];
        match (step, self.numbers[at]) {
            (Step::Comes, _) => self.numbers[at] = Some(asked.comes(actor).await?),
            (Step::Goes(nth), Some(number)) => asked.goes(actor, number, &asked.steps[nth]).await?,
            (Step::Goes(_), None) => return Err(wrong("a request is worked on before it came".into())),
        }
        Ok(())
    }
}

impl Asked {
    async fn comes(&self, actor: &Actor<'_>) -> Result<RequestNumber> {
        let new = NewRequest {
            kind: ApplicantKind::read(&self.kind).ok_or_else(|| wrong(format!("no kind {}", self.kind)))?,
            applicant: Applicant {
                name: self.name.clone(),
                contact: self.contact.clone(),
                phone: self.phone.clone(),
                email: self.email.clone(),
                ..Applicant::default()
            },
            identity: String::new(),
            content: self.content.clone(),
            purpose: String::new(),
            wanted: Wanted::Electronic,
            way: Way::read(&self.way).ok_or_else(|| wrong(format!("no way {}", self.way)))?,
        };
        let filed = match Intake::read(&self.intake) {
            None => requests::file_once(&actor.is(Principal::Visitor), new, "").await?,
            Some(intake) => {
                let office = actor.named("office")?;
                let received = office.today();
                requests::enter(&office, new, intake, received, "").await?
            }
        };
        Ok(filed.number)
    }

    async fn goes(&self, actor: &Actor<'_>, number: RequestNumber, step: &[String]) -> Result<()> {
        let word = |at: usize| step.get(at).cloned().ok_or_else(|| wrong("a step that lacks something".into()));
        let order = match word(2)?.as_str() {
            "register" => Order::Register,
            "assign" => Order::Assign { units: vec![word(3)?] },
            "search" => Order::Search { places: word(3)?, found: word(4)? },
            "draft" => {
                let outcome = Outcome::read(&word(3)?).ok_or_else(|| wrong("no such result".into()))?;
                Order::Draft(Reply { outcome, ground: word(4)?, text: word(5)? })
            }
            "review" => Order::Review,
            "answer" => Order::Answer { delivery: word(3)? },
            "ask_opinion" => Order::AskOpinion { party: word(3)?, what: word(4)? },
            "ask_extension" => {
                Order::AskExtension { days: word(3)?.parse().map_err(Error::internal)?, reason: word(4)? }
            }
            "clarify" => Order::AskClarification { what: word(3)?, until: word(4)?.parse().map_err(Error::internal)? },
            other => return Err(wrong(format!("no act {other}"))),
        };
        let ctx = actor.named(&word(1)?)?;
        let seen = requests::look(&ctx, number).await?.version;
        requests::act(&ctx, number, seen, order).await
    }
}
