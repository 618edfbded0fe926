//! Samples of the pages of surveys: what runs and ran, the questionnaire by a code and without, with something wrong, before its days
//! and after them; the thanks; and results of which some are told and some are not.

use super::{Maker, Sample};
use crate::http::form::Fields;
use crate::portal::survey::{FormPage, FrontPage, ResultsPage, ThanksPage};
use app::surveys::{Form, Refusal, Told};
use chrono::NaiveDate;
use domain::survey::{Answer, Audience, Stage, Survey, SurveyError, Tally, Way};

impl Maker {
    /// The pages of surveys.
    pub(super) fn surveys(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        let Some(survey) = survey() else { return Ok(()) };
        let front = || FrontPage::new(&self.request("/survey"), self.identity.clone());
        self.put(out, "surveys-empty", front())?;
        self.put(out, "surveys", FrontPage { running: vec![survey.clone()], shown: vec![shown(&survey)], ..front() })?;
        let form = Form {
            survey: survey.clone(),
            audience: None,
            open: vec![Audience::Public],
            takes: true,
            over: false,
            refused: None,
        };
        let page = |form: Form| FormPage::new(&self.request("/survey/1"), self.identity.clone(), form);
        self.put(out, "survey", page(form.clone()))?;
        let coded = Form { audience: Some(Audience::Student), ..form.clone() };
        self.put(out, "survey-coded", FormPage { code: "7K2M-94QX-TH0A".into(), ..page(coded) })?;
        let empty = Some(Refusal::Survey(SurveyError::Empty));
        self.put(out, "survey-wrong", FormPage { refused: empty, typed: Fields::default(), ..page(form.clone()) })?;
        let closed = Form { open: Vec::new(), ..form.clone() };
        self.put(out, "survey-asks-code", page(closed.clone()))?;
        self.put(out, "survey-spent", page(Form { refused: Some(Refusal::Spent), ..closed }))?;
        self.put(out, "survey-early", page(Form { takes: false, ..form.clone() }))?;
        self.put(out, "survey-over", page(Form { takes: false, over: true, ..form }))?;
        let thanks = ThanksPage::new(&self.request("/survey/1/thanks"), self.identity.clone());
        self.put(out, "survey-thanks", thanks)?;
        let told = Told { tally: Tally::of(&survey, &answers()), survey: shown(&survey) };
        let results = ResultsPage::new(&self.request("/survey/1/results"), self.identity.clone(), told);
        self.put(out, "survey-results", results)
    }
}

fn survey() -> Option<Survey> {
    let day = |day| NaiveDate::from_ymd_opt(2031, 6, day);
    let mut survey = Survey::new(1, "2030-2031".parse().ok()?, "2030-2031学年信息公开评议", day(1)?, day(20)?);
    survey.intro = "请您评价学校一年来的信息公开工作。\n大约需要三分钟。".into();
    survey.open(day(1)?).ok()?;
    survey.give_codes(Audience::Student, 60).ok()?;
    Some(survey)
}

fn shown(survey: &Survey) -> Survey {
    let summary = "师生总体较为满意。下一学年将增加招生和资助信息，改进搜索。".to_string();
    Survey { stage: Stage::Shown { closed: survey.until, on: survey.until, summary }, ..survey.clone() }
}

/// Answers of which one question hides a few.
fn answers() -> Vec<Answer> {
    let each = |(audience, way, level, count): &(Audience, Way, &str, usize)| {
        let values = (3..20).map(|place| (place, (*level).to_string())).collect();
        vec![Answer { audience: *audience, way: *way, values }; *count]
    };
    let all = [
        (Audience::Student, Way::Code, "very", 30),
        (Audience::Student, Way::Code, "satisfied", 12),
        (Audience::Public, Way::Open, "dissatisfied", 3),
        (Audience::Public, Way::Open, "unknown", 9),
    ];
    all.iter().flat_map(each).collect()
}
