//! The yearly evaluation (评议): a questionnaire, who is asked, what they answer, and what may be told of it.
//!
//! An answer is nobody's: it holds who is asked as one of six groups, what was chosen and what was written, and neither a time nor a
//! number nor anything of the code that let somebody in. That a person answers once is known by the code alone, which is spent and
//! has nothing in common with the answer. Counts of fewer than [`FEW`] people are told to nobody ([`tally`]), not even to who asks.
//! This module knows no store, no clock and no code.

mod questions;
pub mod tally;
#[cfg(test)]
mod tests;

pub use questions::{Choice, Level, Question, QuestionKind, defaults};
pub use tally::{Cell, FEW, Tally};

use crate::coded::coded;
use crate::event::{Act, Event, Object};
use crate::request::trace::is_blank;
use crate::school_year::SchoolYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt;

/// Most questions of a questionnaire.
pub const MOST_QUESTIONS: usize = 60;
/// Most choices of a question.
pub const MOST_CHOICES: usize = 20;
/// Longest text of a question or a choice, in signs.
pub const LONGEST_QUESTION: usize = 200;
/// Longest answer in words, in signs.
pub const LONGEST_ANSWER: usize = 500;
/// Most questions that are answered in words, so that an answer fits into what a form may send.
pub const MOST_OPEN: usize = 10;
/// Longest first words, in signs.
pub const LONGEST_INTRO: usize = 2_000;

coded! {
    /// Who is asked.
    Audience {
        /// Teachers.
        Teacher = "teacher", "教师";
        /// Other staff.
        Staff = "staff", "职工";
        /// Students.
        Student = "student", "学生";
        /// Parents of students.
        Parent = "parent", "家长";
        /// Former students.
        Alumnus = "alumnus", "校友";
        /// Anybody else: the report is to tell what the public thinks as well.
        Public = "public", "社会公众";
    }
}

coded! {
    /// By what way an answer came.
    Way {
        /// With a code that is good for one answer.
        Code = "code", "凭答卷码";
        /// On paper, entered by the office.
        Paper = "paper", "纸质问卷";
        /// By the open page, where nothing says that nobody answers twice.
        Open = "open", "公开填写";
    }
}

/// A group of people that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Who.
    pub audience: Audience,
    /// Whether anybody may answer for it without a code.
    pub open: bool,
    /// Codes that were made for it.
    pub codes: u32,
    /// Paper forms that were handed out.
    pub sheets: u32,
}

impl Group {
    /// One to which nothing was given out yet.
    pub fn new(audience: Audience, open: bool) -> Group {
        Group { audience, open, codes: 0, sheets: 0 }
    }
}

/// How far a survey has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Answers are taken between its days.
    Running,
    /// Over: the codes are destroyed, the results can be read.
    Closed {
        /// Since when.
        on: NaiveDate,
        /// What was said of the results before they were taken down again; empty where nothing was.
        summary: String,
    },
    /// The results are on view for everybody.
    Shown {
        /// Since when no answers are taken.
        closed: NaiveDate,
        /// Since when.
        on: NaiveDate,
        /// What the school says of them, and what it does about them.
        summary: String,
    },
}

impl Stage {
    /// Stable code, a message key under `survey-stage-`.
    pub fn code(&self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Running => "running",
            Stage::Closed { .. } => "closed",
            Stage::Shown { .. } => "shown",
        }
    }
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// From 1, in the order in which they were made.
    pub number: u32,
    /// The school year that is evaluated, in whose report the results stand.
    pub year: SchoolYear,
    /// Its title.
    pub title: String,
    /// What those who are asked are told first.
    pub intro: String,
    /// The first day on which answers are taken.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// What is asked, in order.
    pub questions: Vec<Question>,
    /// Who is asked, each once.
    pub groups: Vec<Group>,
    /// How far it has come.
    pub stage: Stage,
}

/// What somebody answers: by the place of each question, from 0.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// As one of whom.
    pub audience: Audience,
    /// By what way it came.
    pub way: Way,
    /// Codes of what was chosen, or words.
    pub values: BTreeMap<usize, String>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}

/// What does not go so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SurveyError {
    /// Not at this stage.
    #[error("not at this stage")]
    Stage,
    /// The title is missing or too long.
    #[error("a title is needed")]
    Title,
    /// The first words are too long.
    #[error("the first words are too long")]
    Intro,
    /// The school year cannot be read.
    #[error("no school year")]
    Year,
    /// The last day is before the first, or over already.
    #[error("the days do not fit")]
    Days,
    /// Nothing is asked, or too much.
    #[error("there is no question, or too many")]
    Questions,
    /// A question has no text or a text too long, or its choices are fewer than two, too many, or one twice.
    #[error("a question is not complete")]
    Question,
    /// More than one question is that on the whole.
    #[error("only one question is the overall one")]
    Overall,
    /// Nobody is asked, or somebody twice.
    #[error("nobody is asked")]
    Groups,
    /// Answers are not taken yet.
    #[error("answers are not taken yet")]
    Early,
    /// They are not taken any more.
    #[error("answers are not taken any more")]
    Over,
    /// This group is not asked, or not by this way.
    #[error("this group is not asked so")]
    NotAsked,
    /// Nothing was answered.
    #[error("nothing was answered")]
    Empty,
    /// What was chosen is no choice of the question.
    #[error("no such choice")]
    Choice,
    /// Words are too long.
    #[error("the answer is too long")]
    Long,
    /// More paper forms came back than were handed out.
    #[error("more paper forms than were handed out")]
    Sheets,
    /// What is said to everybody of the results is missing.
    #[error("a summary is needed")]
    Summary,
}

impl SurveyError {
    /// Stable code, a message key under `survey-error-`.
    pub fn code(self) -> &'static str {
        match self {
            SurveyError::Stage => "stage",
            SurveyError::Title => "title",
            SurveyError::Intro => "intro",
            SurveyError::Year => "year",
            SurveyError::Days => "days",
            SurveyError::Questions => "questions",
            SurveyError::Question => "question",
            SurveyError::Overall => "overall",
            SurveyError::Groups => "groups",
            SurveyError::Early => "early",
            SurveyError::Over => "over",
            SurveyError::NotAsked => "not-asked",
            SurveyError::Empty => "empty",
            SurveyError::Choice => "choice",
            SurveyError::Long => "long",
            SurveyError::Sheets => "sheets",
            SurveyError::Summary => "summary",
        }
    }
}

impl Survey {
    /// One with the default questionnaire, for the school's own people and everybody else.
    pub fn new(number: u32, year: SchoolYear, title: &str, from: NaiveDate, until: NaiveDate) -> Survey {
        let group = |audience: &Audience| Group::new(*audience, *audience == Audience::Public);
        Survey {
            number,
            year,
            title: title.trim().to_string(),
            intro: String::new(),
            from,
            until,
            questions: defaults(),
            groups: Audience::ALL.iter().map(group).collect(),
            stage: Stage::Draft,
        }
    }

    /// The group of an audience.
    pub fn group(&self, audience: Audience) -> Option<&Group> {
        self.groups.iter().find(|group| group.audience == audience)
    }

    /// Whether answers are taken on a day.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.stage == Stage::Running && self.from <= today && today <= self.until
    }

    /// The last day on which answers were taken, when it is over.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        match self.stage {
            Stage::Closed { on, .. } | Stage::Shown { closed: on, .. } => Some(on.min(self.until)),
            Stage::Draft | Stage::Running => None,
        }
    }

    /// What the school says of the results, or said before they were taken down.
    pub fn summary(&self) -> &str {
        match &self.stage {
            Stage::Closed { summary, .. } | Stage::Shown { summary, .. } => summary,
            Stage::Draft | Stage::Running => "",
        }
    }

    /// Whether anybody may answer without a code.
    pub fn has_open_page(&self) -> bool {
        self.groups.iter().any(|group| group.open)
    }

    /// The question on the whole, which the report tells, by its place.
    pub fn overall(&self) -> Option<usize> {
        self.questions.iter().position(|question| matches!(question.kind, QuestionKind::Overall))
    }

    fn event(&self, act: Act) -> Event {
        Event::new(act, Object::Survey(self.number.to_string()))
    }

    fn at(&self, stage: &Stage) -> Result<(), SurveyError> {
        if self.stage == *stage { Ok(()) } else { Err(SurveyError::Stage) }
    }

    /// Puts another text in the place of what is still written.
    ///
    /// # Errors
    /// [`SurveyError::Stage`]; [`SurveyError::Title`].
    pub fn revise(&mut self, new: Survey) -> Result<Event, SurveyError> {
        self.at(&Stage::Draft)?;
        let title = new.title.trim();
        if is_blank(title) || title.chars().count() > LONGEST_QUESTION {
            return Err(SurveyError::Title);
        }
        if new.intro.chars().count() > LONGEST_INTRO {
            return Err(SurveyError::Intro);
        }
        *self = Survey { number: self.number, stage: Stage::Draft, title: title.to_string(), ..new };
        Ok(self.event(Act::SurveyDrafted))
    }

    /// Begins to take answers: from now on nothing that is asked changes.
    ///
    /// # Errors
    /// What is not complete.
    pub fn open(&mut self, today: NaiveDate) -> Result<Event, SurveyError> {
        self.at(&Stage::Draft)?;
        if is_blank(&self.title) {
            return Err(SurveyError::Title);
        }
        if self.until < self.from || self.until < today {
            return Err(SurveyError::Days);
        }
        let in_words = self.questions.iter().filter(|question| question.kind == QuestionKind::Open).count();
        if self.questions.is_empty() || self.questions.len() > MOST_QUESTIONS || in_words > MOST_OPEN {
            return Err(SurveyError::Questions);
        }
        if !self.questions.iter().all(Question::is_complete) {
            return Err(SurveyError::Question);
        }
        let overall = |question: &&Question| matches!(question.kind, QuestionKind::Overall);
        if self.questions.iter().filter(overall).count() > 1 {
            return Err(SurveyError::Overall);
        }
        let twice = |at: usize| self.groups[..at].iter().any(|one| one.audience == self.groups[at].audience);
        if self.groups.is_empty() || (0..self.groups.len()).any(twice) {
            return Err(SurveyError::Groups);
        }
        self.stage = Stage::Running;
        Ok(self.event(Act::SurveyOpened).with("until", self.until))
    }

    /// The event of deleting one that was never opened.
    ///
    /// # Errors
    /// [`SurveyError::Stage`].
    pub fn deleted(&self) -> Result<Event, SurveyError> {
        self.at(&Stage::Draft)?;
        Ok(self.event(Act::SurveyDeleted))
    }

    /// Gives out codes.
    ///
    /// # Errors
    /// [`SurveyError::Stage`], [`SurveyError::NotAsked`].
    pub fn give_codes(&mut self, audience: Audience, codes: u32) -> Result<Event, SurveyError> {
        let group = self.asked(audience)?;
        group.codes = group.codes.saturating_add(codes);
        let event = self.event(Act::SurveyGivenOut).with("group", audience.code());
        Ok(event.with("codes", codes))
    }

    /// Takes back codes that nobody used.
    ///
    /// # Errors
    /// The same.
    pub fn void_codes(&mut self, audience: Audience, codes: u32) -> Result<Event, SurveyError> {
        let group = self.asked(audience)?;
        group.codes = group.codes.saturating_sub(codes);
        let event = self.event(Act::SurveyCodesVoided).with("group", audience.code());
        Ok(event.with("codes", codes))
    }

    /// Enters how many paper forms were handed out in all; `received` came back so far.
    ///
    /// # Errors
    /// The same; [`SurveyError::Sheets`] when more came back.
    pub fn hand_out(&mut self, audience: Audience, sheets: u32, received: u32) -> Result<Event, SurveyError> {
        let group = self.asked(audience)?;
        if received > sheets {
            return Err(SurveyError::Sheets);
        }
        group.sheets = sheets;
        let event = self.event(Act::SurveyGivenOut).with("group", audience.code());
        Ok(event.with("sheets", sheets))
    }

    fn asked(&mut self, audience: Audience) -> Result<&mut Group, SurveyError> {
        self.at(&Stage::Running)?;
        self.groups.iter_mut().find(|group| group.audience == audience).ok_or(SurveyError::NotAsked)
    }

    /// Whether an answer is taken; `received` is how many came on paper for its group so far. No event tells of one answer: whoever
    /// keeps it tells of several together.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn take(&self, answer: &Answer, received: u32, today: NaiveDate) -> Result<(), SurveyError> {
        self.at(&Stage::Running)?;
        if today < self.from {
            return Err(SurveyError::Early);
        }
        // What came on paper in time may be entered afterwards.
        if today > self.until && answer.way != Way::Paper {
            return Err(SurveyError::Over);
        }
        let group = self.group(answer.audience).ok_or(SurveyError::NotAsked)?;
        match answer.way {
            Way::Open if !group.open => return Err(SurveyError::NotAsked),
            Way::Paper if received >= group.sheets => return Err(SurveyError::Sheets),
            _ => {}
        }
        if answer.values.values().all(|value| is_blank(value)) {
            return Err(SurveyError::Empty);
        }
        for (place, value) in &answer.values {
            let question = self.questions.get(*place).ok_or(SurveyError::Choice)?;
            question.takes(value)?;
        }
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    /// [`SurveyError::Stage`].
    pub fn close(&mut self, today: NaiveDate) -> Result<Event, SurveyError> {
        self.at(&Stage::Running)?;
        self.stage = Stage::Closed { on: today, summary: String::new() };
        Ok(self.event(Act::SurveyClosed))
    }

    /// Puts the results on view with what the school says of them.
    ///
    /// # Errors
    /// [`SurveyError::Stage`], [`SurveyError::Summary`].
    pub fn show(&mut self, summary: &str, today: NaiveDate) -> Result<Event, SurveyError> {
        let (closed, on) = match self.stage {
            Stage::Closed { on, .. } => (on, today),
            Stage::Shown { closed, on, .. } => (closed, on),
            _ => return Err(SurveyError::Stage),
        };
        if is_blank(summary) {
            return Err(SurveyError::Summary);
        }
        self.stage = Stage::Shown { closed, on, summary: summary.trim().to_string() };
        Ok(self.event(Act::SurveyShown))
    }

    /// Takes them down again.
    ///
    /// # Errors
    /// [`SurveyError::Stage`].
    pub fn hide(&mut self) -> Result<Event, SurveyError> {
        match &self.stage {
            Stage::Shown { closed, summary, .. } => {
                self.stage = Stage::Closed { on: *closed, summary: summary.clone() };
            }
            _ => return Err(SurveyError::Stage),
        }
        Ok(self.event(Act::SurveyHidden))
    }
}
