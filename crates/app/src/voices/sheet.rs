//! One voice as somebody of the school sees it: what was said, what was done, its clocks, and the acts that its stage and the
//! reader's rights allow.

use super::words::{Opens, place, place_of_step};
use super::{Opener, at_hand, handling, may, terms_of};
use crate::context::Ctx;
use crate::error::Result;
use chrono::NaiveDate;
use domain::ids::{RecordId, UserId};
use domain::policy::Permission;
use domain::record::Shown;
use domain::request::Day;
use domain::voice::{Clock, Did, Hand, Kind, Outcome, Reply, Stage, Step, Voice, VoiceNumber, Words};
use store::StoredVoice;

/// Something that can be done at a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Take it up.
    Accept,
    /// Give it to units.
    Assign,
    /// Write down what was found out.
    Note,
    /// Answer it.
    Answer,
    /// Say something to its sender.
    Say,
    /// Do not deal with it.
    Refuse,
    /// Hand it on.
    Transfer,
    /// Enter that its sender takes it back.
    Withdraw,
    /// Let everybody read the answer.
    Show,
    /// Take that down.
    Hide,
    /// It is over.
    Close,
}

impl Act {
    /// All, in the order in which a sheet offers them.
    pub const ALL: [Act; 11] = [
        Act::Accept,
        Act::Assign,
        Act::Note,
        Act::Answer,
        Act::Show,
        Act::Close,
        Act::Say,
        Act::Refuse,
        Act::Transfer,
        Act::Withdraw,
        Act::Hide,
    ];

    /// Stable code, used in forms and message keys.
    pub fn code(self) -> &'static str {
        match self {
            Act::Accept => "accept",
            Act::Assign => "assign",
            Act::Note => "note",
            Act::Answer => "answer",
            Act::Say => "say",
            Act::Refuse => "refuse",
            Act::Transfer => "transfer",
            Act::Withdraw => "withdraw",
            Act::Show => "show",
            Act::Hide => "hide",
            Act::Close => "close",
        }
    }

    /// Reads a code.
    pub fn read(code: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.code() == code)
    }

    /// The step of it, to be tried.
    fn did(self, kind: Kind) -> Did {
        let words = || Words::read(kind, "—".to_string());
        let text = || "—".to_string();
        match self {
            Act::Accept => Did::Accepted,
            Act::Assign => Did::Assigned { units: vec![text()] },
            Act::Note => Did::Noted { text: words() },
            Act::Answer => {
                let outcome = Outcome::ALL.iter().copied().find(|outcome| outcome.kind() == kind);
                Did::Answered(Reply { outcome: outcome.unwrap_or(Outcome::Explained), text: words() })
            }
            Act::Say => Did::Said { text: words() },
            Act::Refuse => Did::Refused { ground: words() },
            Act::Transfer => Did::Transferred { to: words() },
            Act::Withdraw => Did::Withdrawn { reason: words() },
            Act::Show => Did::Shown { title: text(), asked: text(), answer: text() },
            Act::Hide => Did::Hidden,
            Act::Close => Did::Closed,
        }
    }
}

/// A step with whose hand it was and its words, where they can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The step.
    pub step: Step,
    /// Name of whoever did it; nothing for the sender.
    pub by: Option<String>,
    /// Its words.
    pub text: Option<String>,
}

/// A voice as somebody sees it at work. It holds words of its sender and is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The voice.
    pub voice: Voice,
    /// How often it was saved.
    pub version: u32,
    /// Whether its words are sealed and the session has no key open that opens them.
    pub locked: bool,
    /// Whether some of them are sealed to a key that the session has not open, and some can be read.
    pub partly: bool,
    /// Of a correction that was found right: whether what is on view was not amended since.
    pub uncorrected: bool,
    /// What was said, where it can be opened.
    pub content: Option<String>,
    /// Who said it, and how they are reached, for whoever is to know and where it can be opened.
    pub sender: Option<(String, String)>,
    /// What was done.
    pub deeds: Vec<Deed>,
    /// The answer.
    pub answer: Option<(Outcome, Option<String>)>,
    /// Names of the units that work on it.
    pub units: Vec<String>,
    /// Of a correction, the record it is about, with its title.
    pub record: Option<(RecordId, String)>,
    /// Its clocks, each with every day of it.
    pub clocks: Vec<(Clock, Vec<Day>)>,
    /// Since when it has stood for three months without an answer.
    pub silent_since: Option<NaiveDate>,
    /// What the reader can do.
    pub acts: Vec<Act>,
    /// What of that waits for them.
    pub task: Option<Act>,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet").field("number", &self.voice.entry.number).finish_non_exhaustive()
    }
}

/// What somebody can do with a voice.
pub(super) fn acts(ctx: &Ctx, voice: &Voice) -> Vec<Act> {
    let Some(by) = ctx.who.user() else { return Vec::new() };
    let kind = voice.kind();
    let possible = |act: &Act| {
        let step = Step { at: ctx.now, on: ctx.today(), by: Hand::Person(by), did: act.did(kind) };
        voice.clone().take(step).is_ok()
    };
    let allowed = |act: &Act| match act {
        Act::Note if !kind.is_sealed() => may(ctx, Permission::WorkOnVoices, voice),
        _ => may(ctx, handling(kind), voice),
    };
    Act::ALL.into_iter().filter(|act| allowed(act) && possible(act)).collect()
}

/// What of a voice waits for somebody.
pub(super) fn task(voice: &Voice, acts: &[Act]) -> Option<Act> {
    let next: &[Act] = match voice.stage {
        Stage::Received if voice.kind().is_sealed() => &[Act::Accept],
        Stage::Received => &[Act::Assign],
        // Whoever works on it finds out first; the office answers what was found out.
        Stage::Assigned if !voice.steps.iter().any(|step| matches!(step.did, Did::Noted { .. })) => &[Act::Note],
        Stage::Accepted | Stage::Assigned => &[Act::Answer],
        _ => &[],
    };
    next.iter().copied().find(|act| acts.contains(act))
}

/// A voice for somebody of the school; `opener` is what their session has open of the keys of complaints.
///
/// # Errors
/// [`crate::Error::NotFound`] for who may not know of it.
pub async fn look(ctx: &Ctx, number: VoiceNumber, opener: Option<&Opener>) -> Result<Sheet> {
    let reader = ctx.read().await?;
    let StoredVoice { voice, version, .. } = at_hand(ctx, &reader, number).await?;
    let opens = opener.map_or(Opens::Nothing, Opens::Supervisors);
    let people = voice.steps.iter().filter_map(|step| match step.by {
        Hand::Person(person) => Some(person),
        Hand::Applicant => None,
    });
    let mut people: Vec<UserId> = people.collect();
    people.sort_unstable();
    people.dedup();
    let names = reader.names_of(&people).await?;
    let units = reader.units().await?;
    let unit = |code: &String| units.iter().find(|unit| unit.code == *code).map_or(code.clone(), |u| u.name.clone());
    let record = match voice.entry.record {
        Some(id) => match reader.shown(id, &ctx.who.reads(), ctx.today()).await? {
            Shown::Record(record) => record.public_edition().map(|edition| (id, edition.title.clone())),
            _ => None,
        },
        None => None,
    };
    let terms = terms_of(number.kind, voice.entry.received_on)?;
    let calendar = &ctx.app.calendar;
    let text = |nth: usize, words: &Words| opens.words(&place_of_step(number, nth), words);
    let sealed = |deed: &Deed| deed.text.is_none() && deed.step.did.words().is_some();
    let deeds = voice.steps.iter().enumerate().map(|(nth, step)| Deed {
        by: match step.by {
            Hand::Applicant => None,
            Hand::Person(person) => Some(names.get(&person).cloned().unwrap_or_default()),
        },
        text: step.did.words().and_then(|words| text(nth, words)),
        step: step.clone(),
    });
    let deeds: Vec<Deed> = deeds.collect();
    let entry = &voice.entry;
    let opened = |field: &str, words: &Words| opens.words(&place(number, field), words);
    let content = opened("content", &entry.content);
    // Whoever answers has to know whom; the unit that finds out what is asked does not.
    let names_sender = number.kind.is_sealed() || may(ctx, Permission::SeeApplicants, &voice);
    let acts = acts(ctx, &voice);
    let answered = voice.steps.iter().enumerate().rev().find_map(|(nth, step)| match &step.did {
        Did::Answered(reply) => Some((reply.outcome, text(nth, &reply.text))),
        _ => None,
    });
    Ok(Sheet {
        version,
        locked: content.is_none(),
        partly: content.is_some() && deeds.iter().any(sealed),
        uncorrected: super::uncorrected(&reader, &voice).await?,
        sender: opened("name", &entry.name).zip(opened("contact", &entry.contact)).filter(|_| names_sender),
        content,
        deeds,
        answer: answered,
        units: voice.units.iter().map(unit).collect(),
        record,
        clocks: voice
            .clocks(&terms, calendar, ctx.today())
            .into_iter()
            .map(|clock| (clock.clone(), clock.days(calendar)))
            .collect(),
        silent_since: voice.silent_since(&terms, calendar, ctx.today()).filter(|_| voice.is_open()),
        task: task(&voice, &acts),
        acts,
        voice,
    })
}
