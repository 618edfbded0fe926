//! The voices of the living sample: an opinion that was answered for everybody, an enquiry that came by the hotline, a correction of
//! a record, and a sealed complaint that nobody reads without the supervisors' passphrase. Each act is done by whose it is.

use super::{Actor, Filling, MORNING, PASSPHRASE, wrong};
use crate::error::{Error, Result};
use crate::voices::{self, NewVoice, Order};
use chrono::{NaiveDate, TimeDelta};
use domain::date::instant_in_china;
use domain::policy::Principal;
use domain::record::{Reach, Timestamp};
use domain::voice::{Intake, Kind, Outcome, VoiceNumber};

const VOICES: &str = include_str!("../../../../../samples/living/voices.json");

#[derive(Debug, serde::Deserialize)]
struct Said {
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    contact: String,
    content: String,
    /// How it came; by the portal where nothing is said.
    #[serde(default)]
    intake: String,
    /// Whether it is about a record: the newest on view.
    #[serde(default)]
    record: bool,
    received: String,
    /// Day, login, act, and what the act needs.
    steps: Vec<Vec<String>>,
}

/// An act on a voice: that it comes in, or one of its steps.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Comes,
    Goes(usize),
}

/// The voices, and their numbers so far.
pub(super) struct Voices {
    said: Vec<Said>,
    numbers: Vec<Option<VoiceNumber>>,
}

impl Voices {
    pub(super) fn read(filling: &Filling<'_>) -> Result<Voices> {
        let said: Vec<Said> = serde_json::from_str(&filling.fill(VOICES)?).map_err(Error::internal)?;
        Ok(Voices { numbers: vec![None; said.len()], said })
    }

    /// When each act happens, and on which voice.
    pub(super) fn steps(&self) -> Result<Vec<(Timestamp, usize, Step)>> {
        let mut steps = Vec::new();
        let mut on = |day: &str, minutes: i64, at: usize, step| -> Result<()> {
            let day: NaiveDate = day.parse().map_err(Error::internal)?;
            steps.push((instant_in_china(day.and_time(MORNING)) + TimeDelta::minutes(minutes), at, step));
            Ok(())
        };
        for (at, said) in self.said.iter().enumerate() {
            on(&said.received, 7, at, Step::Comes)?;
            for (nth, step) in said.steps.iter().enumerate() {
                let day = step.first().ok_or_else(|| wrong("a step without a day".into()))?;
                on(day, 35 + 10 * i64::try_from(nth).unwrap_or_default(), at, Step::Goes(nth))?;
            }
        }
        Ok(steps)
    }

    pub(super) async fn does(&mut self, actor: &Actor<'_>, at: usize, step: Step) -> Result<()> {
        let said = &self.said[at];
        match (step, self.numbers[at]) {
            (Step::Comes, _) => self.numbers[at] = Some(said.comes(actor).await?),
            (Step::Goes(nth), Some(number)) => said.goes(actor, number, &said.steps[nth]).await?,
            (Step::Goes(_), None) => return Err(wrong("a voice is worked on before it came".into())),
        }
        Ok(())
    }
}

impl Said {
    async fn comes(&self, actor: &Actor<'_>) -> Result<VoiceNumber> {
        let kind = Kind::read(&self.kind).ok_or_else(|| wrong(format!("no kind {}", self.kind)))?;
        let visitor = actor.is(Principal::Visitor);
        if kind.is_sealed() && !voices::takes_complaints(&visitor).await? {
            voices::set_key(&actor.named("supervisor")?, PASSPHRASE).await?;
        }
        let record = match self.record {
            true => {
                let newest = visitor.read().await?.latest_records(&Reach::Public, visitor.today(), 1).await?;
                newest.first().map(|line| line.id)
            }
            false => None,
        };
        let (content, name, contact) = (self.content.clone(), self.name.clone(), self.contact.clone());
        let new = NewVoice { kind, content, name, contact, record };
        let filed = match Intake::read(&self.intake) {
            None => voices::file_once(&visitor, new, "").await?,
            Some(intake) => {
                let office = actor.named("office")?;
                let received = office.today();
                voices::enter(&office, new, intake, received, "").await?
            }
        };
        Ok(filed.number)
    }

    async fn goes(&self, actor: &Actor<'_>, number: VoiceNumber, step: &[String]) -> Result<()> {
        let word = |at: usize| step.get(at).cloned().ok_or_else(|| wrong("a step that lacks something".into()));
        let order = match word(2)?.as_str() {
            "accept" => Order::Accept,
            "assign" => Order::Assign { units: vec![word(3)?] },
            "note" => Order::Note { text: word(3)? },
            "say" => Order::Say { text: word(3)? },
            "answer" => {
                let outcome = Outcome::read(&word(3)?).ok_or_else(|| wrong("no such outcome".into()))?;
                Order::Answer { outcome, text: word(4)? }
            }
            "show" => Order::Show { title: word(3)?, asked: word(4)?, answer: word(5)? },
            other => return Err(wrong(format!("no act {other}"))),
        };
        let ctx = actor.named(&word(1)?)?;
        let seen = voices::look(&ctx, number, None).await?.version;
        voices::act(&ctx, number, seen, order, None).await
    }
}
