//! What anybody does with a survey: reads what is asked, answers, and reads what it came to.

use super::{Refusal, at_hand};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::publicity::{Length, Receipt};
use domain::policy::{Permission, Relation};
use domain::survey::{Answer, Audience, Stage, Survey, Tally, Way};
use store::{Reader, StoredSurvey};

/// What somebody is shown who would answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What is asked.
    pub survey: Survey,
    /// As one of whom the code lets them answer; without one they say so themselves.
    pub audience: Option<Audience>,
    /// Those whom anybody may answer for without a code.
    pub open: Vec<Audience>,
    /// Whether answers are taken today.
    pub takes: bool,
    /// Whether none are taken any more.
    pub over: bool,
    /// Why the code lets nobody in.
    pub refused: Option<Refusal>,
}

/// A survey whose results everybody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What was asked, and what the school says of the answers.
    pub survey: Survey,
    /// What may be told of them.
    pub tally: Tally,
}

/// Surveys that take answers today.
///
/// # Errors
/// Of the database.
pub async fn running(ctx: &Ctx) -> Result<Vec<Survey>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let all = ctx.read().await?.surveys().await?;
    Ok(all.into_iter().map(|stored| stored.survey).filter(|survey| survey.is_open(ctx.today())).collect())
}

/// Surveys whose results are on view.
///
/// # Errors
/// Of the database.
pub async fn shown(ctx: &Ctx) -> Result<Vec<Survey>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let all = ctx.read().await?.surveys().await?;
    let is_shown = |survey: &Survey| matches!(survey.stage, Stage::Shown { .. });
    Ok(all.into_iter().map(|stored| stored.survey).filter(is_shown).collect())
}

/// What is asked by a survey, for whoever has a code of it or none.
///
/// # Errors
/// [`Error::NotFound`] of one that is still written.
pub async fn form(ctx: &Ctx, number: u32, code: Option<&Receipt>) -> Result<Form> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let reader = ctx.read().await?;
    let survey = not_written(at_hand(&reader, number).await?.survey)?;
    let (audience, refused) = match code {
        None => (None, None),
        Some(code) => match opened(ctx, &reader, number, code).await {
            Ok(audience) => (Some(audience), None),
            Err(refusal) => (None, Some(refusal?)),
        },
    };
    let open = survey.groups.iter().filter(|group| group.open).map(|group| group.audience).collect();
    let over = survey.stage != Stage::Running || ctx.today() > survey.until;
    Ok(Form { takes: survey.is_open(ctx.today()), over, survey, audience, open, refused })
}

/// A draft is nobody's but the office's.
fn not_written(survey: Survey) -> Result<Survey> {
    match survey.stage {
        Stage::Draft => Err(Error::NotFound { kind: "survey", key: survey.number.to_string() }),
        _ => Ok(survey),
    }
}

/// For whom a code is good, or why it is not.
type Opened = std::result::Result<Audience, Result<Refusal>>;

/// For whom a code was made.
async fn opened(ctx: &Ctx, reader: &Reader, survey: u32, code: &Receipt) -> Opened {
    let digest = code.digest_for("survey");
    match reader.survey_code(survey, &digest).await {
        Ok(Some(_)) if ctx.app.spent.holds(survey, &digest) => Err(Ok(Refusal::Spent)),
        Ok(Some(code)) if code.spent => Err(Ok(Refusal::Spent)),
        Ok(Some(code)) => Ok(code.audience),
        Ok(None) => Err(Ok(Refusal::Code)),
        Err(error) => Err(Err(error.into())),
    }
}

/// Takes an answer, by a code or by the open page; `form` is the id of the form that was filled in.
///
/// # Errors
/// [`Refusal`].
pub async fn answer(ctx: &Ctx, number: u32, code: Option<&Receipt>, mut answer: Answer, form: &str) -> Result<()> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let mut change = ctx.write().await?;
    not_written(at_hand(&change, number).await?.survey)?;
    match code {
        None => {
            answer.way = Way::Open;
            keep(ctx, &mut change, number, &answer, Some(form)).await?.commit(ctx, change, number).await
        }
        Some(code) => {
            answer.way = Way::Code;
            answer.audience = match opened(ctx, &change, number, code).await {
                Ok(audience) => audience,
                Err(refusal) => return Err(refusal?.into()),
            };
            let kept = keep(ctx, &mut change, number, &answer, None).await?;
            // Held while nobody else can write: whoever sends it a second time finds it here. Were it marked in the database now,
            // what that notes of its writes would tell which answer is whose.
            let digest = code.digest_for("survey");
            ctx.app.spent.hold(number, answer.audience, &digest);
            let done = kept.commit(ctx, change, number).await;
            if done.is_err() {
                ctx.app.spent.release(number, answer.audience, &digest);
            }
            done
        }
    }
}

/// How many answers of a group came on paper.
pub(super) async fn on_paper(reader: &Reader, number: u32, audience: Audience) -> Result<u32> {
    let counts = reader.survey_counts(number).await?;
    let theirs = counts.iter().find(|(one, way, _)| (*one, *way) == (audience, Way::Paper));
    Ok(theirs.map_or(0, |(.., count)| u32::try_from(*count).unwrap_or(u32::MAX)))
}

/// An answer: whether it is new, or was kept before.
pub(super) struct Kept(bool);

impl Kept {
    /// Commits it, if it is new. That it came is told by an event together with others, for a time beside it would tell of it.
    pub(super) async fn commit(self, ctx: &Ctx, change: Change<'_>, number: u32) -> Result<()> {
        if !self.0 {
            return Ok(());
        }
        change.commit_untold().await?;
        ctx.app.spent.answered(number);
        // The answer is kept, whatever becomes of this: what is held stays held and is written down with the next.
        if let Err(error) = super::marking::mark(ctx, number, super::marking::enough()).await {
            tracing::error!(error = error.code(), "app.surveys.unmarked");
        }
        Ok(())
    }
}

/// Keeps an answer that the survey takes, under a random id.
pub(super) async fn keep(
    ctx: &Ctx,
    change: &mut Change<'_>,
    number: u32,
    answer: &Answer,
    form: Option<&str>,
) -> Result<Kept> {
    let StoredSurvey { survey, .. } = at_hand(change, number).await?;
    // The id of a form that somebody might guess is that of none.
    let said: Vec<String> =
        answer.values.iter().flat_map(|(place, value)| [place.to_string(), value.clone()]).collect();
    let said: Vec<&str> = [answer.audience.code()].into_iter().chain(said.iter().map(String::as_str)).collect();
    let sent = form.and_then(|form| Receipt::of_form(form, &said, Length::Plain));
    let sent = sent.map(|receipt| receipt.digest_for("survey form"));
    if let Some(sent) = &sent
        && change.survey_form_sent(sent).await?
    {
        return Ok(Kept(false));
    }
    let received = on_paper(change, number, answer.audience).await?;
    survey.take(answer, received, ctx.today()).map_err(Refusal::Survey)?;
    let id: String = ctx.ids.secret()?.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    change.keep_survey_answer(&id, number, answer, sent.as_deref()).await?;
    Ok(Kept(true))
}

/// What a survey came to, when its results are on view.
///
/// # Errors
/// [`Error::NotFound`] where they are not.
pub async fn results_of(ctx: &Ctx, number: u32) -> Result<Told> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let reader = ctx.read().await?;
    let survey = at_hand(&reader, number).await?.survey;
    if !matches!(survey.stage, Stage::Shown { .. }) {
        return Err(Error::NotFound { kind: "survey", key: number.to_string() });
    }
    let tally = Tally::of(&survey, &reader.survey_answers(number).await?);
    Ok(Told { survey, tally })
}
