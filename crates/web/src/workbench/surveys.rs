//! Evaluations at work: the list, one survey from its questionnaire to its results, codes to hand out, and what came on paper.
//!
//! Codes are shown once, in answer to the press that made them, and are in no address. While answers come in only their number is
//! shown.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields};
use crate::http::reply;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::portal::survey::{Asked, Outcome, answer_of, asked, number, outcomes};
use crate::qr::Qr;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::settings::staff::XLSX;
use app::publicity::Receipt;
use app::surveys::{self, Line, Sheet, Told};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use domain::survey::{Audience, Choice, Group, Question, QuestionKind, Stage, Survey, SurveyError};
use std::sync::Arc;

/// Empty rows below the questions, for more of them.
const SPARE: usize = 3;
/// What can be told as done.
const DONE: [&str; 10] =
    ["drafted", "saved", "opened", "closed", "shown", "hidden", "deleted", "given", "entered", "voided"];
/// Kinds of questions, by code.
const KINDS: [&str; 4] = ["scale", "overall", "choice", "open"];

fn told(bench: &Bench, request: &PageRequest) -> Option<String> {
    let done = request.told(Tells::Done).filter(|done| DONE.contains(&done.as_str()))?;
    Some(bench.say(&format!("surveys-done-{done}")))
}

fn audience_word(bench: &Bench, audience: Audience) -> String {
    bench.word("survey-audience", audience.code(), audience.zh())
}

fn stage_word(bench: &Bench, survey: &Survey) -> (&'static str, String) {
    let over = survey.stage == Stage::Running && bench.today > survey.until;
    let class = match survey.stage {
        Stage::Draft => "draft",
        Stage::Running if over => "late",
        Stage::Running => "review",
        _ => "public",
    };
    let key = if over { "surveys-ended".to_string() } else { format!("survey-stage-{}", survey.stage.code()) };
    (class, bench.say(&key))
}

#[derive(Template)]
#[template(path = "workbench/surveys.html")]
struct ListPage {
    bench: Bench,
    lines: Vec<Line>,
    keeps: bool,
    years: Vec<SchoolYear>,
    typed: Fields,
    refused: Option<String>,
    done: Option<String>,
}

impl ListPage {
    fn stage(&self, line: &Line) -> (&'static str, String) {
        stage_word(&self.bench, &line.survey)
    }

    fn to(&self, line: &Line) -> String {
        self.bench.to(&format!("/work/surveys/{}", line.survey.number))
    }

    /// What was typed, or what is proposed: the school year that runs, for three weeks from today.
    fn typed(&self, field: &str) -> String {
        match (self.typed.get(field), field) {
            ("", "title") => match self.years.first() {
                Some(year) if self.refused.is_none() => format!("{year}学年信息公开评议"),
                _ => String::new(),
            },
            ("", "from") => self.bench.today.to_string(),
            ("", "until") => (self.bench.today + chrono::Days::new(20)).to_string(),
            (typed, _) => typed.to_string(),
        }
    }
}

async fn list_page(ctx: &app::Ctx, bench: Bench) -> Result<ListPage, HttpError> {
    let lines = surveys::list(ctx).await?;
    let this = SchoolYear::of(ctx.today()).first_year();
    let years = (this - 2..=this).rev().filter_map(SchoolYear::beginning).collect();
    let keeps = ctx.allow(Permission::KeepSurveys, Relation::School).is_ok();
    let bench = bench.titled(ctx.lang.say("work-at-surveys"));
    Ok(ListPage { bench, lines, keeps, years, typed: Fields::default(), refused: None, done: None })
}

/// The list.
pub(crate) async fn list(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "surveys").await?;
    let done = told(&bench, &request);
    let page = list_page(&ctx, bench).await?;
    show(&request, &ListPage { done, ..page })
}

fn day(fields: &Fields, field: &str) -> Option<NaiveDate> {
    fields.get(field).trim().parse().ok()
}

/// Begins a survey.
pub(crate) async fn begin(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "surveys").await?;
    let fields = form::fields(&request)?;
    let year = fields.get("year").parse::<SchoolYear>().map_err(|_| HttpError::Unknown)?;
    let done = match (day(&fields, "from"), day(&fields, "until")) {
        (Some(from), Some(until)) => surveys::draft(&ctx, year, fields.get("title"), from, until).await,
        _ => Err(surveys::Refusal::Survey(SurveyError::Days).into()),
    };
    match done {
        Ok(number) => Ok(go_on(&request, &format!("/work/surveys/{number}?done=drafted"))),
        Err(app::Error::Survey(refusal)) => {
            let refused = Some(bench.say(&format!("survey-error-{}", refusal.code())));
            let page = list_page(&ctx, bench).await?;
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &ListPage { typed: fields, refused, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// A row of the questions that are written.
struct Row {
    place: String,
    text: String,
    en: String,
    kind: String,
    choices: String,
}

#[derive(Template)]
#[template(path = "workbench/survey.html")]
struct SheetPage {
    bench: Bench,
    sheet: Sheet,
    /// Where anybody answers.
    address: String,
    /// The act that was refused with what was typed, and why.
    wrong: Option<(String, Fields, String)>,
    done: Option<String>,
}

impl SheetPage {
    fn to(&self, rest: &str) -> String {
        self.bench.to(&format!("/work/surveys/{}{rest}", self.sheet.survey.number))
    }

    fn stage(&self) -> (&'static str, String) {
        stage_word(&self.bench, &self.sheet.survey)
    }

    fn is(&self, code: &str) -> bool {
        self.sheet.survey.stage.code() == code
    }

    fn audience(&self, audience: &Audience) -> String {
        audience_word(&self.bench, *audience)
    }

    /// Why the last act was refused: said above all, for its form may be gone with the stage.
    fn refused(&self) -> Option<&str> {
        self.wrong.as_ref().map(|(.., words)| words.as_str())
    }

    fn wrong_for(&self, act: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, ..)| wrong == act).map(|(.., words)| words.as_str())
    }

    /// What was typed into the form of an act that was refused, else what stands.
    fn typed(&self, act: &str, field: &str, stands: impl std::fmt::Display) -> String {
        match &self.wrong {
            Some((wrong, typed, _)) if wrong == act => typed.get(field).to_string(),
            _ => stands.to_string(),
        }
    }

    fn rows(&self) -> Vec<Row> {
        if let Some((act, typed, _)) = &self.wrong
            && act == "save"
        {
            return typed_rows(typed);
        }
        let row = |(place, question): (usize, &Question)| Row {
            place: (place + 1).to_string(),
            text: question.text.clone(),
            en: question.en.clone(),
            kind: question.kind.code().to_string(),
            choices: match &question.kind {
                QuestionKind::Choice(choices) => {
                    let line = |one: &Choice| match one.en.as_str() {
                        "" => one.text.clone(),
                        en => format!("{}|{en}", one.text),
                    };
                    choices.iter().map(line).collect::<Vec<_>>().join("\n")
                }
                _ => String::new(),
            },
        };
        let rows = self.sheet.survey.questions.iter().enumerate().map(row);
        let spare = (0..SPARE).map(|_| Row {
            place: String::new(),
            text: String::new(),
            en: String::new(),
            kind: "scale".into(),
            choices: String::new(),
        });
        rows.chain(spare).collect()
    }

    fn kinds(&self) -> Vec<(&'static str, String)> {
        KINDS.map(|kind| (kind, self.bench.say(&format!("surveys-kind-{kind}")))).into()
    }

    /// Each group: code, name, whether it is asked, and whether without a code.
    fn groups(&self) -> Vec<(&'static str, String, bool, bool)> {
        let of = |audience: &Audience| {
            let group = self.sheet.survey.group(*audience);
            let (asked, open) = match &self.wrong {
                Some((act, typed, _)) if act == "save" => {
                    let has =
                        |field: &str| typed.pairs().iter().any(|(name, code)| name == field && code == audience.code());
                    (has("group"), has("open"))
                }
                _ => (group.is_some(), group.is_some_and(|group| group.open)),
            };
            (audience.code(), audience_word(&self.bench, *audience), asked, open)
        };
        Audience::ALL.iter().map(of).collect()
    }

    fn asked(&self) -> Vec<Asked> {
        asked(self.bench.lang, &self.sheet.survey, &Fields::default())
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let Some(tally) = &self.sheet.tally else { return Vec::new() };
        let told = Told { survey: self.sheet.survey.clone(), tally: tally.clone() };
        outcomes(self.bench.lang, &told, |audience| audience_word(&self.bench, audience))
    }

    fn words(&self) -> Vec<(&str, &[String])> {
        let text = |place: usize| self.sheet.survey.questions.get(place).map(|question| question.text.as_str());
        self.sheet.words.iter().filter_map(|(place, words)| Some((text(*place)?, words.as_slice()))).collect()
    }

    fn rate(&self) -> Option<String> {
        let given: u64 = self.sheet.turnout.iter().map(|one| one.given).sum();
        let back: u64 = self.sheet.turnout.iter().map(|one| one.back).sum();
        let tenths = (back * 1_000 + given / 2).checked_div(given)?;
        Some(format!("{}.{}%", tenths / 10, tenths % 10))
    }

    fn has_codes(&self) -> bool {
        self.sheet.survey.groups.iter().any(|group| group.codes > 0)
    }

    fn has_sheets(&self) -> bool {
        self.sheet.survey.groups.iter().any(|group| group.sheets > 0)
    }

    /// What can be chosen to give out to.
    fn given_to(&self) -> Vec<(&'static str, String)> {
        let groups = self.sheet.survey.groups.iter().map(|group| group.audience);
        groups.map(|audience| (audience.code(), audience_word(&self.bench, audience))).collect()
    }
}

fn typed_rows(typed: &Fields) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (name, value) in typed.pairs() {
        match name.as_str() {
            "place" => rows.push(Row {
                place: value.clone(),
                text: String::new(),
                en: String::new(),
                kind: String::new(),
                choices: String::new(),
            }),
            "text" | "en" | "kind" | "choices" => {
                let Some(row) = rows.last_mut() else { continue };
                let cell = match name.as_str() {
                    "text" => &mut row.text,
                    "en" => &mut row.en,
                    "kind" => &mut row.kind,
                    _ => &mut row.choices,
                };
                cell.clone_from(value);
            }
            _ => {}
        }
    }
    rows
}

/// The questions of a form: in the order of their numbers, those without one last; rows without a text are none.
fn questions(typed: &Fields) -> Vec<Question> {
    let mut rows: Vec<(u64, usize, Question)> = Vec::new();
    for (at, row) in typed_rows(typed).into_iter().enumerate() {
        let text = row.text.trim();
        if text.is_empty() {
            continue;
        }
        let choice = |line: &str| {
            let (text, en) = line.split_once(['|', '｜']).unwrap_or((line, ""));
            Choice { text: text.trim().to_string(), en: en.trim().to_string() }
        };
        let lines = row.choices.lines().filter(|line| !line.trim().is_empty());
        let kind = QuestionKind::read(&row.kind, lines.map(choice).collect()).unwrap_or(QuestionKind::Scale);
        let place = domain::date::half_width(row.place.trim()).parse().unwrap_or(u64::MAX);
        rows.push((place, at, Question { text: text.to_string(), en: row.en.trim().to_string(), kind }));
    }
    rows.sort_by_key(|(place, at, _)| (*place, *at));
    rows.into_iter().map(|(.., question)| question).collect()
}

/// The survey that a form writes, in the place of one.
fn written(old: &Survey, fields: &Fields) -> Result<Survey, SurveyError> {
    let chosen = |field: &str, audience: &Audience| {
        fields.pairs().iter().any(|(name, code)| name == field && code == audience.code())
    };
    let groups = Audience::ALL.iter().filter(|audience| chosen("group", audience));
    Ok(Survey {
        year: fields.get("year").trim().parse().map_err(|_| SurveyError::Year)?,
        title: fields.get("title").to_string(),
        intro: fields.get("intro").replace("\r\n", "\n").trim().to_string(),
        from: day(fields, "from").ok_or(SurveyError::Days)?,
        until: day(fields, "until").ok_or(SurveyError::Days)?,
        questions: questions(fields),
        groups: groups.map(|audience| Group::new(*audience, chosen("open", audience))).collect(),
        ..old.clone()
    })
}

/// The address of the site as far as it is known, else nothing: then addresses are of its own machine.
fn whole(site: &Site) -> String {
    site.portal.app().settings.public_address.trim().trim_end_matches('/').to_string()
}

async fn page(site: &Site, ctx: &app::Ctx, bench: Bench, number: u32) -> Result<SheetPage, HttpError> {
    let sheet = surveys::look(ctx, number).await?;
    let bench = bench.titled(sheet.survey.title.clone());
    let address = format!("{}/survey/{number}", whole(site));
    Ok(SheetPage { bench, sheet, address, wrong: None, done: None })
}

/// A survey.
pub(crate) async fn survey(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "surveys").await?;
    let done = told(&bench, &request);
    let page = page(&site, &ctx, bench, number).await?;
    show(&request, &SheetPage { done, ..page })
}

#[derive(Template)]
#[template(path = "workbench/survey-codes.html")]
struct CodesPage {
    bench: Bench,
    survey: Survey,
    audience: String,
    /// Whether the site knows its own address, without which no code leads anywhere.
    whole: bool,
    /// Each code with the address that it opens, as words and as a picture.
    codes: Vec<(String, String, Option<Qr>)>,
}

/// Does something with a survey.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "surveys").await?;
    let fields = form::fields_of_list(&request)?;
    let seen = fields.get("version").parse().unwrap_or(0);
    let act = fields.get("act").to_string();
    let sure = !fields.get("sure").is_empty();
    let count = fields.get("count").trim().parse().unwrap_or(0);
    let audience = Audience::read(fields.get("audience"));
    let unsure = || Ok(Err(bench.say("surveys-unsure")));
    let done = match act.as_str() {
        "save" => {
            let old = surveys::look(&ctx, number).await?.survey;
            match written(&old, &fields) {
                Ok(new) => of(&bench, surveys::revise(&ctx, number, seen, new).await, "saved"),
                Err(error) => Ok(Err(bench.say(&format!("survey-error-{}", error.code())))),
            }
        }
        "open" if !sure => unsure(),
        "open" => of(&bench, surveys::open(&ctx, number, seen).await, "opened"),
        "close" if !sure => unsure(),
        "close" => of(&bench, surveys::close(&ctx, number, seen).await, "closed"),
        "show" => of(&bench, surveys::show(&ctx, number, seen, fields.get("summary")).await, "shown"),
        "hide" => of(&bench, surveys::hide(&ctx, number, seen).await, "hidden"),
        "delete" if !sure => unsure(),
        "delete" => match surveys::forget(&ctx, number, seen).await {
            Ok(()) => return Ok(go_on(&request, "/work/surveys?done=deleted")),
            Err(error) => of(&bench, Err(error), "deleted"),
        },
        "void" if !sure => unsure(),
        "void" => {
            let audience = audience.ok_or(HttpError::Unknown)?;
            of(&bench, surveys::void_codes(&ctx, number, audience).await.map(drop), "voided")
        }
        "sheets" => {
            let audience = audience.ok_or(HttpError::Unknown)?;
            of(&bench, surveys::give_sheets(&ctx, number, audience, count).await, "given")
        }
        "codes" | "codes-file" => {
            let audience = audience.ok_or(HttpError::Unknown)?;
            match surveys::give_codes(&ctx, number, audience, count).await {
                Ok(codes) => {
                    return given(&site, &ctx, &request, bench, (number, audience), codes, act == "codes-file").await;
                }
                Err(error) => of(&bench, Err(error), "given"),
            }
        }
        _ => return Err(HttpError::Unknown),
    }?;
    match done {
        Ok(done) => Ok(go_on(&request, &format!("/work/surveys/{number}?done={done}"))),
        Err(words) => {
            let page = page(&site, &ctx, bench, number).await?;
            let wrong = Some((act, fields, words));
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &SheetPage { wrong, ..page })
        }
    }
}

/// What became of an act: what it did, or why not in words.
fn of(bench: &Bench, done: app::Result<()>, what: &'static str) -> Result<Result<&'static str, String>, HttpError> {
    match done {
        Ok(()) => Ok(Ok(what)),
        Err(app::Error::Survey(refusal)) => Ok(Err(bench.say(&format!("survey-error-{}", refusal.code())))),
        Err(app::Error::Personal(found)) => {
            let masked: Vec<String> = found.into_iter().map(|found| found.masked).collect();
            Ok(Err(bench.say1("requests-personal", "found", masked.join(&bench.say("portal-list-comma")))))
        }
        Err(other) => Err(other.into()),
    }
}

/// Codes that were just made, to be printed or as a workbook; they are shown this once.
async fn given(
    site: &Site,
    ctx: &app::Ctx,
    request: &PageRequest,
    bench: Bench,
    (number, audience): (u32, Audience),
    codes: Vec<Receipt>,
    workbook: bool,
) -> Result<Response, HttpError> {
    let survey = surveys::look(ctx, number).await?.survey;
    let address = |code: &str| format!("{}/survey/{number}?code={code}", whole(site));
    let codes: Vec<String> = codes.iter().map(Receipt::reveal).collect();
    if workbook {
        let known = if whole(site).is_empty() { "surveys-address-short" } else { "surveys-address" };
        let heads = vec![bench.say("surveys-codes"), bench.say(known)];
        let rows = codes.iter().map(|code| vec![code.clone(), address(code)]).collect();
        let (title, lang) = (survey.title.clone(), request.lang);
        let make = move || app::desk::table_file(&title, &heads, rows, lang);
        let bytes = tokio::task::spawn_blocking(make).await.map_err(|error| HttpError::Internal(error.into()))??;
        let name = format!("survey-{number}-{}.xlsx", audience.code());
        let finished = Finished::file(XLSX, bytes, name);
        return Ok(reply::finished(&PageRequest { cache: CachePolicy::Never, ..request.clone() }, &finished));
    }
    let codes = codes.into_iter().map(|code| {
        let address = address(&code);
        // Without the site's own address a telephone has nowhere to go.
        let picture = Qr::read(&address).filter(|_| !whole(site).is_empty());
        (code, address, picture)
    });
    let (codes, audience) = (codes.collect(), audience_word(&bench, audience));
    let bench = bench.titled(request.lang.say("surveys-codes"));
    show(request, &CodesPage { bench, survey, audience, whole: !whole(site).is_empty(), codes })
}

#[derive(Template)]
#[template(path = "workbench/survey-paper.html")]
struct PaperPage {
    bench: Bench,
    survey: Survey,
    typed: Fields,
    refused: Option<String>,
    done: Option<String>,
    print: bool,
}

impl PaperPage {
    fn asked(&self) -> Vec<Asked> {
        asked(self.bench.lang, &self.survey, &self.typed)
    }

    fn to(&self, rest: &str) -> String {
        self.bench.to(&format!("/work/surveys/{}{rest}", self.survey.number))
    }

    fn audiences(&self) -> Vec<(&'static str, String, bool)> {
        let with = self.survey.groups.iter().filter(|group| self.print || group.sheets > 0);
        let of = |group: &Group| {
            let code = group.audience.code();
            (code, audience_word(&self.bench, group.audience), self.typed.get("audience") == code)
        };
        with.map(of).collect()
    }
}

/// The form into which paper forms are typed; or an empty one to be printed.
pub(crate) async fn paper(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "surveys").await?;
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    let survey = surveys::look(&ctx, number).await?.survey;
    let (print, done) = (request.query("print").is_some(), told(&bench, &request));
    let bench = bench.titled(request.lang.say(if print { "surveys-print" } else { "surveys-paper" }));
    show(&request, &PaperPage { bench, survey, typed: Fields::default(), refused: None, done, print })
}

/// Enters one.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "surveys").await?;
    let fields = form::fields(&request)?;
    let survey = surveys::look(&ctx, number).await?.survey;
    let answer = answer_of(&survey, &fields);
    let done = match Audience::read(fields.get("audience")) {
        Some(_) => of(&bench, surveys::enter_paper(&ctx, number, answer, fields.get("once")).await, "entered")?,
        None => Err(bench.say("survey-error-not-asked")),
    };
    match done {
        Ok(done) => Ok(go_on(&request, &format!("/work/surveys/{number}/paper?done={done}"))),
        Err(words) => {
            let bench = bench.titled(request.lang.say("surveys-paper"));
            let page = PaperPage { bench, survey, typed: fields, refused: Some(words), done: None, print: false };
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
