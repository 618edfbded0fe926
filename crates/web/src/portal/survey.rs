//! The yearly evaluation for whoever is asked: what runs, the questionnaire, a word of thanks, and what earlier ones came to.
//!
//! A form works without a script and without an account. A code may stand in the address that a QR code leads to; what is answered
//! stands in none, and no page says who answered.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, Fields};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section, to};
use crate::portal::identity::Identity;
use crate::portal::request::{show, word};
use crate::portal::request_clock as clock;
use crate::portal::site::{Page, Site};
use app::publicity::Receipt;
use app::surveys::{self, Form, Refusal, Told};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Principal;
use domain::survey::tally::{self, Share, Turnout, told_turnout};
use domain::survey::{Answer, Audience, Cell, FEW, LONGEST_ANSWER, Level, Question, QuestionKind, Survey, Way};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The address below which everything of surveys stands.
pub(crate) const PATH: &str = "/survey";

#[derive(Template)]
#[template(path = "portal/surveys.html")]
pub(crate) struct FrontPage {
    pub(crate) frame: Frame,
    pub(crate) running: Vec<Survey>,
    pub(crate) shown: Vec<Survey>,
}

impl Page for FrontPage {}

impl FrontPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>) -> FrontPage {
        let name = request.lang.say("survey-title");
        let frame = Frame::new(request, identity, Section::Voices, name.clone());
        let frame = frame.under("/voice", request.lang.say("voice-title"));
        FrontPage {
            frame: frame.column(name, request.lang.say("survey-about")),
            running: Vec::new(),
            shown: Vec::new(),
        }
    }

    fn until(&self, survey: &Survey) -> String {
        clock::day(self.frame.lang, survey.until)
    }
}

/// What runs, and what earlier ones came to.
pub(crate) async fn front(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
        let page = FrontPage::new(&request, identity);
        Ok(FrontPage { running: surveys::running(&ctx).await?, shown: surveys::shown(&ctx).await?, ..page })
    })
    .await
}

/// A question as a form shows it.
pub(crate) struct Asked {
    /// Its field: `q0`.
    pub(crate) field: String,
    pub(crate) number: usize,
    pub(crate) text: String,
    /// What can be chosen: code and words; none where words are written.
    pub(crate) choices: Vec<(String, String)>,
    pub(crate) typed: String,
}

/// The questions of a survey in a language, with what was typed.
pub(crate) fn asked(lang: app::words::Lang, survey: &Survey, typed: &Fields) -> Vec<Asked> {
    let of = |(place, question): (usize, &Question)| {
        let field = format!("q{place}");
        let codes = question.codes().into_iter().enumerate();
        Asked {
            typed: typed.get(&field).to_string(),
            field,
            number: place + 1,
            text: said(lang, &question.text, &question.en),
            choices: codes.map(|(nth, code)| (code, choice(lang, question, nth))).collect(),
        }
    };
    survey.questions.iter().enumerate().map(of).collect()
}

/// What can be chosen of a question, in words.
pub(crate) fn choice(lang: app::words::Lang, question: &Question, nth: usize) -> String {
    match &question.kind {
        QuestionKind::Choice(choices) => {
            choices.get(nth).map(|choice| said(lang, &choice.text, &choice.en)).unwrap_or_default()
        }
        _ => Level::ALL.get(nth).map_or_else(String::new, |level| match lang {
            app::words::Lang::Zh => level.zh().to_string(),
            app::words::Lang::En => lang.say(&format!("survey-level-{}", level.code())),
        }),
    }
}

fn said(lang: app::words::Lang, zh: &str, en: &str) -> String {
    match lang {
        app::words::Lang::En if !en.is_empty() => en.to_string(),
        _ => zh.to_string(),
    }
}

/// What a form answers.
pub(crate) fn answer_of(survey: &Survey, fields: &Fields) -> Answer {
    let value = |place: usize| {
        let typed = fields.get(&format!("q{place}")).replace("\r\n", "\n");
        let typed: String = typed.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        (!typed.trim().is_empty()).then(|| (place, typed.trim().to_string()))
    };
    let values: BTreeMap<usize, String> = (0..survey.questions.len()).filter_map(value).collect();
    let audience = Audience::read(fields.get("audience")).unwrap_or(Audience::Public);
    Answer { audience, way: Way::Open, values }
}

#[derive(Template)]
#[template(path = "portal/survey.html")]
pub(crate) struct FormPage {
    pub(crate) frame: Frame,
    pub(crate) form: Form,
    pub(crate) typed: Fields,
    /// The code as it was typed or stands in the address.
    pub(crate) code: String,
    /// The id of the form: what is sent by it twice is one answer.
    pub(crate) once: String,
    /// Why it was not taken.
    pub(crate) refused: Option<Refusal>,
}

impl Page for FormPage {
    fn status(&self) -> StatusCode {
        match self.refused.is_none() && self.form.refused.is_none() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

impl FormPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, form: Form) -> FormPage {
        let lang = request.lang;
        let frame = Frame::new(request, identity, Section::Voices, form.survey.title.clone())
            .under(PATH, lang.say("survey-title"))
            .unlisted();
        let (typed, code, once) = (Fields::default(), String::new(), String::new());
        FormPage { frame, form, typed, code, once, refused: None }
    }

    fn asked(&self) -> Vec<Asked> {
        asked(self.frame.lang, &self.form.survey, &self.typed)
    }

    fn audience(&self, audience: &Audience) -> String {
        audience_word(&self.frame, *audience)
    }

    fn until(&self) -> String {
        clock::day(self.frame.lang, self.form.survey.until)
    }

    fn from(&self) -> String {
        clock::day(self.frame.lang, self.form.survey.from)
    }

    /// Whether the questions are shown: to whoever has a good code, or anybody where somebody may answer without one.
    fn may_answer(&self) -> bool {
        self.form.takes && (self.form.audience.is_some() || !self.form.open.is_empty())
    }

    fn why(&self) -> Option<String> {
        let refusal = self.refused.or(self.form.refused)?;
        Some(self.frame.say(&format!("survey-error-{}", refusal.code())))
    }

    fn longest(&self) -> usize {
        LONGEST_ANSWER
    }

    fn is_audience(&self, audience: &Audience) -> bool {
        self.typed.get("audience") == audience.code()
    }
}

/// Who is asked, in words.
pub(crate) fn audience_word(frame: &Frame, audience: Audience) -> String {
    word(frame, "survey-audience", audience.code(), audience.zh())
}

/// The number of a survey in an address.
pub(crate) fn number(request: &PageRequest) -> Result<u32, HttpError> {
    let typed = request.param(0);
    let plain = typed.bytes().all(|byte| byte.is_ascii_digit()) && !typed.starts_with('0');
    typed.parse().ok().filter(|_| plain).ok_or(HttpError::Absent(Absent::Page))
}

/// The questionnaire; the code may stand in the address.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let code = request.query("code").unwrap_or_default();
    let form = looked(&ctx, number, &code).await?;
    let once = ctx.ids.event().to_string();
    let page = FormPage { code, once, ..FormPage::new(&request, site.identity().await?, form) };
    show(&request, &page)
}

/// What is asked, for a code as it was typed; one that is no code lets nobody in.
async fn looked(ctx: &app::Ctx, number: u32, code: &str) -> Result<Form, HttpError> {
    if code.trim().is_empty() {
        return Ok(surveys::form(ctx, number, None).await?);
    }
    match Receipt::read(code) {
        Some(code) => Ok(surveys::form(ctx, number, Some(&code)).await?),
        None => {
            let form = surveys::form(ctx, number, None).await?;
            Ok(Form { refused: Some(Refusal::Code), ..form })
        }
    }
}

/// Takes an answer by a code. So many may come from one address as sit in a hall with their telephones.
pub(crate) async fn answer(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    taken(site, request, true).await
}

/// Takes an answer of anybody, of whom nothing says that they answer once.
pub(crate) async fn answer_open(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    taken(site, request, false).await
}

async fn taken(site: Arc<Site>, request: PageRequest, coded: bool) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let fields = form::fields(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let once = fields.get("once").to_string();
    let code = if coded { fields.get("code").to_string() } else { String::new() };
    let form = looked(&ctx, number, &code).await?;
    let answer = answer_of(&form.survey, &fields);
    // Nobody who has a code is taken for one of those who have none, or says by no choice who they are.
    let refused = match (coded, form.audience, form.refused) {
        (.., Some(refusal)) => Some(refusal),
        (true, None, None) => Some(Refusal::Code),
        (false, ..) if Audience::read(fields.get("audience")).is_none() => {
            Some(Refusal::Survey(domain::survey::SurveyError::NotAsked))
        }
        _ => None,
    };
    let done = match refused {
        Some(refusal) => Err(refusal),
        None => match surveys::answer(&ctx, number, Receipt::read(&code).as_ref(), answer, &once).await {
            Ok(()) => Ok(()),
            Err(app::Error::Survey(refusal)) => Err(refusal),
            Err(other) => return Err(other.into()),
        },
    };
    match done {
        Ok(()) => {
            let on = to(request.lang, &format!("{PATH}/{number}/thanks"));
            Ok(reply::redirect(StatusCode::SEE_OTHER, &on))
        }
        Err(refusal) => {
            let page = FormPage::new(&request, site.identity().await?, form);
            show(&request, &FormPage { typed: fields, code, once, refused: Some(refusal), ..page })
        }
    }
}

#[derive(Template)]
#[template(path = "portal/survey-thanks.html")]
pub(crate) struct ThanksPage {
    pub(crate) frame: Frame,
}

impl Page for ThanksPage {}

impl ThanksPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>) -> ThanksPage {
        let frame = Frame::new(request, identity, Section::Voices, request.lang.say("survey-thanks"))
            .under(PATH, request.lang.say("survey-title"))
            .unlisted();
        ThanksPage { frame }
    }
}

/// Thanks whoever answered. The page says nothing that is not the same for everybody.
pub(crate) async fn thanks(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    surveys::form(&ctx, number, None).await?;
    site.page(&request, |identity| async { Ok(ThanksPage::new(&request, identity)) }).await
}

/// A line of a result: what could be chosen, how many did, and how long its bar is of a hundred.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) count: Option<u64>,
    pub(crate) share: Option<String>,
    pub(crate) length: u64,
}

/// A group in the results.
struct Group {
    name: String,
    /// Codes and paper forms that it was given.
    given: u64,
    /// How many came back and by the open page, where that may be told.
    both: Option<(u64, u64)>,
    /// How many in all, where that may be.
    all: Option<u64>,
}

/// What came of one question.
pub(crate) struct Outcome {
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) bars: Vec<Bar>,
    /// The share of those who are content, in words.
    pub(crate) content: Option<String>,
    /// By group: its name and its counts.
    pub(crate) groups: Vec<(String, Vec<u64>)>,
}

/// What came of the questions that are not answered in words.
pub(crate) fn outcomes(lang: app::words::Lang, told: &Told, audience: impl Fn(Audience) -> String) -> Vec<Outcome> {
    let whole = told.tally.answers;
    let bar = |name: String, cell: &Cell| {
        let count = cell.count();
        let tenths = count.and_then(|count| (count * 1_000 + whole / 2).checked_div(whole));
        Bar {
            name,
            count,
            share: tenths.map(|tenths| format!("{}.{}%", tenths / 10, tenths % 10)),
            length: tenths.unwrap_or_default() / 10,
        }
    };
    let of = |result: &domain::survey::tally::Result| {
        let question = told.survey.questions.get(result.place)?;
        if question.kind == QuestionKind::Open {
            return None;
        }
        let cells = result.cells.iter().enumerate();
        let mut bars: Vec<Bar> = cells.map(|(nth, cell)| bar(choice(lang, question, nth), cell)).collect();
        if result.blank != Cell::Count(0) {
            bars.push(bar(lang.say("survey-blank"), &result.blank));
        }
        let content = result.content.map(|share| {
            let (key, tenths) = match share {
                Share::Exactly(tenths) => ("survey-content", tenths),
                Share::AtLeast(tenths) => ("survey-content-at-least", tenths),
            };
            lang.say_with(key, &[("share", &format!("{}.{}%", tenths / 10, tenths % 10))])
        });
        Some(Outcome {
            number: result.place + 1,
            text: said(lang, &question.text, &question.en),
            bars,
            content,
            groups: result.by_group.iter().map(|(one, counts)| (audience(*one), counts.clone())).collect(),
        })
    };
    told.tally.results.iter().filter_map(of).collect()
}

#[derive(Template)]
#[template(path = "portal/survey-results.html")]
pub(crate) struct ResultsPage {
    pub(crate) frame: Frame,
    pub(crate) told: Told,
}

impl Page for ResultsPage {}

impl ResultsPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, told: Told) -> ResultsPage {
        let lang = request.lang;
        let frame = Frame::new(request, identity, Section::Voices, told.survey.title.clone())
            .under(PATH, lang.say("survey-title"))
            .column(told.survey.title.clone(), lang.say("survey-about"));
        ResultsPage { frame, told }
    }

    fn outcomes(&self) -> Vec<Outcome> {
        outcomes(self.frame.lang, &self.told, |audience| audience_word(&self.frame, audience))
    }

    fn turnout(&self) -> Vec<Group> {
        let turned = &self.told.tally.turnout;
        let told = told_turnout(turned);
        // A few by one way of all groups together would be found from those that are told.
        let sum = |of: fn(&Turnout) -> u64| turned.iter().map(of).sum::<u64>();
        let ways = |back, open| !tally::told(&[back, open]).contains(&Cell::Hidden);
        let whole = ways(sum(|one| one.back), sum(|one| one.open));
        let of = |(one, told): (&Turnout, bool)| {
            let both = (told && whole && ways(one.back, one.open)).then_some((one.back, one.open));
            let name = audience_word(&self.frame, one.audience);
            Group { name, given: one.given, both, all: told.then(|| one.answers()) }
        };
        self.told.tally.turnout.iter().zip(told).map(of).collect()
    }

    /// How many answered; of a few that they are few.
    fn answers(&self) -> String {
        match self.told.tally.answers {
            few if few < FEW => self.frame.say("survey-few-answers"),
            count => self.frame.count("survey-answers", count),
        }
    }

    fn span(&self) -> String {
        let (from, until) = (self.told.survey.from, self.told.survey.until);
        let day = |day| clock::day(self.frame.lang, day);
        self.frame.lang.say_with("survey-span", &[("from", &day(from)), ("until", &day(until))])
    }
}

/// What a survey came to.
pub(crate) async fn results(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    site.page(&request, |identity| async {
        let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
        Ok(ResultsPage::new(&request, identity, surveys::results_of(&ctx, number).await?))
    })
    .await
}
