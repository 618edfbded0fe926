//! What people of the school do with a voice: one order, one step, one event.

use super::words::{Opens, Sealing, place, place_of_step};
use super::{Opener, Refusal, allow, at_hand, handling, person};
use crate::applicant::traces;
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::policy::Permission;
use domain::request::Applicant;
use domain::voice::{Did, Hand, Kind, Outcome, Reply, Step, Voice, VoiceNumber, Words};
use store::{Reader, StoredVoice};

/// Something to be done with a voice.
pub enum Order {
    /// Take it up.
    Accept,
    /// Do not deal with it.
    Refuse {
        /// On what ground; its sender is told.
        ground: String,
    },
    /// Hand it on.
    Transfer {
        /// To whom, and why; its sender is told.
        to: String,
    },
    /// Give it to units, by code.
    Assign {
        /// Which.
        units: Vec<String>,
    },
    /// Write down what was found out, or propose an answer.
    Note {
        /// What.
        text: String,
    },
    /// Answer its sender.
    Answer {
        /// What came of it.
        outcome: Outcome,
        /// The words.
        text: String,
    },
    /// Say something to its sender.
    Say {
        /// What.
        text: String,
    },
    /// Enter that its sender takes it back.
    Withdraw {
        /// Why.
        reason: String,
        /// When.
        on: NaiveDate,
    },
    /// It is over.
    Close,
    /// Let everybody read what was asked and answered.
    Show {
        /// What it is about.
        title: String,
        /// What was said, in the words of the office.
        asked: String,
        /// What the school answers.
        answer: String,
    },
    /// Take that down again.
    Hide,
}

impl Order {
    /// What somebody has to be allowed for it.
    pub(super) fn permission(&self, kind: Kind) -> Permission {
        match self {
            Order::Note { .. } if !kind.is_sealed() => Permission::WorkOnVoices,
            _ => handling(kind),
        }
    }

    /// The step that it makes, with its words as they were typed, and the day on which that happened.
    fn step(self, today: NaiveDate, names: Vec<String>) -> (Did, NaiveDate) {
        let on = if let Order::Withdraw { on, .. } = &self { *on } else { today };
        let did = match self {
            Order::Accept => Did::Accepted,
            Order::Refuse { ground } => Did::Refused { ground: Words::Plain(ground) },
            Order::Transfer { to } => Did::Transferred { to: Words::Plain(to) },
            Order::Assign { .. } => Did::Assigned { units: names },
            Order::Note { text } => Did::Noted { text: Words::Plain(text) },
            Order::Answer { outcome, text } => Did::Answered(Reply { outcome, text: Words::Plain(text) }),
            Order::Say { text } => Did::Said { text: Words::Plain(text) },
            Order::Withdraw { reason, .. } => Did::Withdrawn { reason: Words::Plain(reason) },
            Order::Close => Did::Closed,
            Order::Show { title, asked, answer } => {
                let plain = |text: String| text.trim().to_string();
                Did::Shown { title: plain(title), asked: plain(asked), answer: plain(answer) }
            }
            Order::Hide => Did::Hidden,
        };
        (did, on)
    }
}

/// Does something with a voice that was seen at a version; `opener` is what the session has open of the keys of complaints.
///
/// # Errors
/// [`Error::NotFound`] for who may not know of it; [`Error::Conflict`] when somebody else did something since; [`Error::Voice`] when
/// its life does not allow it; [`Error::Personal`] when everybody would read what may certainly not be told.
pub async fn act(ctx: &Ctx, number: VoiceNumber, seen: u32, order: Order, opener: Option<&Opener>) -> Result<()> {
    let mut change = ctx.write().await?;
    let mut stored = at_hand(ctx, &change, number).await?;
    let permission = order.permission(number.kind);
    allow(ctx, permission, &stored.voice)?;
    let by = person(ctx, permission)?;
    if seen != stored.version {
        return Err(Error::Conflict { kind: "voice", key: number.to_string() });
    }
    let mut names = Vec::new();
    match &order {
        Order::Assign { units } => {
            let closed = change.closed(store::CodeOf::Unit).await?;
            let all = change.units().await?;
            for code in units {
                let unit = all.iter().find(|unit| unit.code == *code && !closed.contains_key(code));
                names.push(unit.ok_or(Refusal::NoUnit)?.name.clone());
            }
            if !number.kind.is_sealed() {
                stored.voice.units.clone_from(units);
            }
        }
        Order::Show { title, asked, answer } => unnamed(&change, &stored.voice, [title, asked, answer], opener).await?,
        _ => {}
    }
    let sealing = Sealing::of(&stored, &change.complaint_keys().await?, &ctx.ids)?;
    let StoredVoice { mut voice, version, .. } = stored;
    let (did, on) = order.step(ctx.today(), names);
    let did = sealing.did(&place_of_step(number, voice.steps.len()), did)?;
    let step = Step { at: ctx.now, on, by: Hand::Person(by), did };
    let event = voice.take(step).map_err(Refusal::Voice)?;
    change.save_voice(&voice, version).await?;
    change.commit(event).await?;
    Ok(())
}

/// Refuses what everybody would read when it tells of whoever sent it, however it is set. What they said of themselves has to be
/// known for that, so of a complaint the key has to be open.
async fn unnamed(reader: &Reader, voice: &Voice, texts: [&String; 3], opener: Option<&Opener>) -> Result<()> {
    let opens = opener.map_or(Opens::Nothing, Opens::Supervisors);
    let entry = &voice.entry;
    let told = |field: &str, words| opens.words(&place(entry.number, field), words).ok_or(Refusal::Locked);
    let (name, contact) = (told("name", &entry.name)?, told("contact", &entry.contact)?);
    // In one line stands how they are reached, by whatever way.
    let applicant = Applicant {
        name,
        phone: contact.clone(),
        email: contact.clone(),
        address: contact.clone(),
        contact,
        ..Applicant::default()
    };
    let traces = traces(reader, &applicant, None).await?;
    match texts.iter().all(|text| traces.found_in(text).is_empty()) {
        true => Ok(()),
        false => Err(Refusal::NamesSender.into()),
    }
}
