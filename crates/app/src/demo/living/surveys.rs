//! The evaluations of the living sample: that of last school year with 212 answers, over and told; and one that runs now. Answers
//! are counted out, since nobody in it exists.

use super::{Actor, Filling, MORNING};
use crate::error::Result;
use crate::surveys;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::date::instant_in_china;
use domain::policy::Principal;
use domain::record::Timestamp;
use domain::school_year::SchoolYear;
use domain::survey::{Answer, Audience, QuestionKind, Survey, Way};

/// Who answered last year, and how many codes or paper forms they were given; none where anybody may answer.
const LAST: [(Audience, Way, u32, u32); 6] = [
    (Audience::Teacher, Way::Code, 24, 30),
    (Audience::Staff, Way::Code, 12, 15),
    (Audience::Student, Way::Code, 120, 150),
    (Audience::Parent, Way::Paper, 28, 40),
    (Audience::Alumnus, Way::Code, 10, 20),
    (Audience::Public, Way::Open, 18, 0),
];
/// The same of the one that runs.
const NOW: [(Audience, Way, u32, u32); 3] = [
    (Audience::Teacher, Way::Code, 9, 30),
    (Audience::Student, Way::Code, 31, 150),
    (Audience::Public, Way::Open, 4, 0),
];
const WORDS: [&str; 5] = [
    "希望把历年录取分数放在一页里。",
    "奖助学金的评定细则可以写得更清楚。",
    "食堂和宿舍的收费标准希望及时更新。",
    "附件最好能直接在网页上看。",
    "采购结果公布得晚了一些。",
];
const SUMMARY: &str = "参加评议的师生、家长和社会公众总体较为满意。意见集中在招生信息、资助细则和收费标准三个方面。\n\
    下一学年将整理历年录取分数，细化奖助学金评定说明，收费标准变动后五个工作日内更新。";

/// An act on a survey.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Begins,
    IsAnswered,
    Ends,
}

/// The surveys and their numbers so far: last year's, and the one that runs.
pub(super) struct Surveys {
    spans: [(SchoolYear, NaiveDate, NaiveDate); 2],
    numbers: [u32; 2],
}

impl Surveys {
    /// Last year's in the first weeks of its last June, and one that began a week ago.
    pub(super) fn new(filling: &Filling<'_>) -> Option<Surveys> {
        let this = SchoolYear::of(filling.today);
        let last = SchoolYear::beginning(this.first_year() - 1)?;
        let june = NaiveDate::from_ymd_opt(last.first_year() + 1, 6, 3)?;
        let spans =
            [(last, june, june + Days::new(18)), (this, filling.today - Days::new(7), filling.today + Days::new(14))];
        Some(Surveys { spans, numbers: [0; 2] })
    }

    /// When each act happens, and on which.
    pub(super) fn steps(&self) -> Vec<(Timestamp, usize, Step)> {
        let at = |day: NaiveDate, minutes| instant_in_china(day.and_time(MORNING)) + TimeDelta::minutes(minutes);
        let [(_, from, until), (_, now, _)] = self.spans;
        vec![
            (at(from, 0), 0, Step::Begins),
            (at(from, 600), 0, Step::IsAnswered),
            (at(until + Days::new(3), 0), 0, Step::Ends),
            (at(now, 30), 1, Step::Begins),
            (at(now, 660), 1, Step::IsAnswered),
        ]
    }

    pub(super) async fn does(&mut self, actor: &Actor<'_>, nth: usize, step: Step) -> Result<()> {
        let office = actor.named("office")?;
        let (year, from, until) = self.spans[nth];
        match step {
            Step::Begins => {
                let title = format!("{year}学年信息公开评议");
                let number = surveys::draft(&office, year, &title, from, until).await?;
                self.numbers[nth] = number;
                surveys::open(&office, number, 1).await
            }
            Step::IsAnswered => self.is_answered(actor, nth).await,
            Step::Ends => {
                let number = self.numbers[nth];
                let version = surveys::look(&office, number).await?.version;
                surveys::close(&office, number, version).await?;
                surveys::show(&office, number, version + 1, SUMMARY).await
            }
        }
    }

    async fn is_answered(&self, actor: &Actor<'_>, nth: usize) -> Result<()> {
        let (office, visitor, number) = (actor.named("office")?, actor.is(Principal::Visitor), self.numbers[nth]);
        let survey = surveys::look(&office, number).await?.survey;
        let groups = if nth == 0 { &LAST[..] } else { &NOW[..] };
        let mut all = 0;
        for (audience, way, answers, given) in groups {
            let mut codes = match way {
                Way::Code => surveys::give_codes(&office, number, *audience, *given).await?,
                Way::Open => Vec::new(),
                Way::Paper => {
                    surveys::give_sheets(&office, number, *audience, *given).await?;
                    Vec::new()
                }
            };
            for _ in 0..*answers {
                let answer = answer(&survey, *audience, all);
                all += 1;
                match (way, codes.pop()) {
                    (Way::Paper, _) => surveys::enter_paper(&office, number, answer, "").await?,
                    (_, code) => surveys::answer(&visitor, number, code.as_ref(), answer, "").await?,
                }
            }
        }
        Ok(())
    }
}

/// The answer of the one who came as the `nth`.
fn answer(survey: &Survey, audience: Audience, nth: usize) -> Answer {
    let value = |place: usize, kind: &QuestionKind| match kind {
        QuestionKind::Open if nth.is_multiple_of(17) => Some(WORDS[(nth / 17 + place) % WORDS.len()].to_string()),
        QuestionKind::Open => None,
        QuestionKind::Choice(choices) => Some(((nth * 5 + place) % choices.len()).to_string()),
        // Of twenty, eight are very content, six content and four fairly; one is not, and one does not know.
        _ => Some(
            match (nth * 7 + place * 3) % 20 {
                0..8 => "very",
                8..14 => "satisfied",
                14..18 => "fairly",
                18 => "dissatisfied",
                _ => "unknown",
            }
            .to_string(),
        ),
    };
    let questions = survey.questions.iter().enumerate();
    let values = questions.filter_map(|(place, question)| Some((place, value(place, &question.kind)?))).collect();
    Answer { audience, way: Way::Open, values }
}
