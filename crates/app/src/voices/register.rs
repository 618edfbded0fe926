//! The register of voices: what waits, what is late, what a school year came to, and the answers that everybody may read.

use super::{may, seeing, terms_of};
use crate::context::Ctx;
use crate::error::Result;
use domain::policy::{Denied, Desk, Permission, Relation};
use domain::request::register::Span;
use domain::school_year::SchoolYear;
use domain::voice::register::Account;
use domain::voice::{Clock, Kind, PublicAnswer, Voice, VoiceNumber};
use store::VoicesOf;

/// A voice in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The voice; the words of a complaint are sealed in it.
    pub voice: Voice,
    /// Names of the units that work on it.
    pub units: Vec<String>,
    /// The clock that is over first.
    pub alarm: Option<Clock>,
    /// Whether it has stood for three months without an answer.
    pub silent: bool,
    /// Whether the reader has something to do with it.
    pub waits: bool,
}

impl Line {
    /// Whether a clock of it is over without what it runs for.
    pub fn is_late(&self) -> bool {
        self.alarm.as_ref().and_then(Clock::left).is_some_and(|left| left < 0)
    }
}

/// What a list of voices shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Those that the reader may see, the most pressing first.
    pub lines: Vec<Line>,
    /// What the year came to so far, for the kinds that the reader sees all of.
    pub account: Account,
    /// Those kinds.
    pub whole: Vec<Kind>,
    /// Whether the reader may see complaints.
    pub complaints: bool,
}

/// Whether somebody sees voices that are no complaints: all of them, or those of their units.
fn sees_some(ctx: &Ctx) -> bool {
    ctx.allow(Permission::SeeVoices, Relation::School).is_ok()
        || match ctx.who.desk() {
            Desk::School => false,
            Desk::Units(units) => {
                units.iter().any(|unit| ctx.allow(Permission::SeeVoices, Relation::Unit(Some(unit))).is_ok())
            }
        }
}

fn sees_complaints(ctx: &Ctx) -> bool {
    ctx.allow(Permission::SeeComplaints, Relation::School).is_ok()
}

/// All voices that somebody may see: those whose senders wait, and those of a school year that are over.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever sees none at all.
pub async fn overview(ctx: &Ctx, year: SchoolYear) -> Result<Overview> {
    let complaints = sees_complaints(ctx);
    if !complaints && !sees_some(ctx) {
        return Err(Denied(Permission::SeeVoices).into());
    }
    let reader = ctx.read().await?;
    let span = Span::of(year);
    // What was received later and waits stands in the list of any year: it is what there is to do.
    let stored = reader.voices(VoicesOf::Between(span.from, span.to.max(ctx.today()))).await?;
    let voices: Vec<Voice> =
        stored.into_iter().map(|stored| stored.voice).filter(|voice| may(ctx, seeing(voice.kind()), voice)).collect();
    let account = Account::of(&voices, span, &ctx.app.calendar, ctx.today());
    let whole = |kind: &Kind| ctx.allow(seeing(*kind), Relation::School).is_ok();
    let names = reader.units().await?;
    let name = |code: &String| names.iter().find(|unit| unit.code == *code).map_or(code.clone(), |u| u.name.clone());
    let mut lines = Vec::new();
    for voice in voices {
        let terms = terms_of(voice.kind(), voice.entry.received_on)?;
        let acts = super::sheet::acts(ctx, &voice);
        lines.push(Line {
            units: voice.units.iter().map(name).collect(),
            alarm: voice.alarm(&terms, &ctx.app.calendar, ctx.today()).filter(|_| voice.is_open()),
            silent: voice.is_open() && voice.silent_since(&terms, &ctx.app.calendar, ctx.today()).is_some(),
            waits: super::sheet::task(&voice, &acts).is_some()
                || (may(ctx, super::handling(voice.kind()), &voice) && super::uncorrected(&reader, &voice).await?),
            voice,
        });
    }
    lines.sort_by_key(|line| {
        let ended = line.voice.ended_on().map(std::cmp::Reverse);
        (ended.is_some(), ended, line.alarm.as_ref().map(|clock| clock.due.date()), line.voice.entry.number)
    });
    Ok(Overview { lines, account, whole: Kind::ALL.iter().copied().filter(whole).collect(), complaints })
}

/// How many voices somebody has something to do with, and how many of them are late; none for whoever sees none.
///
/// # Errors
/// Of the database.
pub async fn mine(ctx: &Ctx) -> Result<(usize, usize)> {
    if !sees_complaints(ctx) && !sees_some(ctx) {
        return Ok((0, 0));
    }
    let lines = overview(ctx, SchoolYear::of(ctx.today())).await?.lines;
    let waits = lines.iter().filter(|line| line.waits);
    Ok((waits.clone().count(), waits.filter(|line| line.is_late()).count()))
}

/// How many voices wait whose sender somebody may see; nothing for whoever sees none.
///
/// # Errors
/// Of the database.
pub async fn open_count(ctx: &Ctx) -> Result<Option<usize>> {
    let (complaints, some) = (sees_complaints(ctx), sees_some(ctx));
    if !complaints && !some {
        return Ok(None);
    }
    let reader = ctx.read().await?;
    let mut open = if complaints { reader.open_voices(true).await? } else { 0 };
    if ctx.allow(Permission::SeeVoices, Relation::School).is_ok() {
        open += reader.open_voices(false).await?;
    } else if some {
        let voices = reader.voices(VoicesOf::Open).await?;
        let theirs = |voice: &Voice| !voice.kind().is_sealed() && may(ctx, Permission::SeeVoices, voice);
        open += voices.iter().filter(|stored| theirs(&stored.voice)).count() as u64;
    }
    Ok(Some(usize::try_from(open).unwrap_or(usize::MAX)))
}

/// The answers that everybody may read (答复选登), the newest first.
///
/// # Errors
/// Of the database.
pub async fn shown_answers(ctx: &Ctx) -> Result<Vec<(VoiceNumber, PublicAnswer)>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let shown = ctx.read().await?.voices(VoicesOf::Shown).await?;
    let mut answers: Vec<(VoiceNumber, PublicAnswer)> =
        shown.into_iter().filter_map(|one| Some((one.voice.entry.number, one.voice.shown?))).collect();
    answers.sort_by_key(|(number, answer)| (std::cmp::Reverse(answer.on), std::cmp::Reverse(*number)));
    Ok(answers)
}
