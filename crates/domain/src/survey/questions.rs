//! What is asked: a scale of five, choices of its own, or words; and the default questionnaire.

use super::{LONGEST_ANSWER, LONGEST_QUESTION, MOST_CHOICES, SurveyError};
use crate::coded::coded;
use crate::request::trace::is_blank;

const DEFAULTS: &str = include_str!("../../data/survey.tsv");

coded! {
    /// The five answers of a scale.
    Level {
        /// Very content.
        Very = "very", "很满意";
        /// Content.
        Satisfied = "satisfied", "满意";
        /// Fairly content.
        Fairly = "fairly", "基本满意";
        /// Not content.
        Dissatisfied = "dissatisfied", "不满意";
        /// They do not know.
        Unknown = "unknown", "不了解";
    }
}

impl Level {
    /// Whether it counts as content.
    pub fn is_content(self) -> bool {
        matches!(self, Level::Very | Level::Satisfied | Level::Fairly)
    }
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// In Chinese.
    pub text: String,
    /// In English; empty where it has none.
    pub en: String,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// By one of five levels.
    Scale,
    /// The same, on the whole: what the report tells.
    Overall,
    /// By one of these.
    Choice(Vec<Choice>),
    /// In words.
    Open,
}

impl QuestionKind {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            QuestionKind::Scale => "scale",
            QuestionKind::Overall => "overall",
            QuestionKind::Choice(_) => "choice",
            QuestionKind::Open => "open",
        }
    }

    /// Reads a code with its choices.
    pub fn read(code: &str, choices: Vec<Choice>) -> Option<QuestionKind> {
        match code {
            "scale" => Some(QuestionKind::Scale),
            "overall" => Some(QuestionKind::Overall),
            "choice" => Some(QuestionKind::Choice(choices)),
            "open" => Some(QuestionKind::Open),
            _ => None,
        }
    }

    /// Whether it is answered by a level.
    pub fn is_scale(&self) -> bool {
        matches!(self, QuestionKind::Scale | QuestionKind::Overall)
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// In Chinese.
    pub text: String,
    /// In English; empty where it has none.
    pub en: String,
    /// How it is answered.
    pub kind: QuestionKind,
}

impl Question {
    /// Codes of what can be chosen, in order; none where words are written.
    pub fn codes(&self) -> Vec<String> {
        match &self.kind {
            QuestionKind::Scale | QuestionKind::Overall => {
                Level::ALL.iter().map(|level| level.code().to_string()).collect()
            }
            QuestionKind::Choice(choices) => (0..choices.len()).map(|nth| nth.to_string()).collect(),
            QuestionKind::Open => Vec::new(),
        }
    }

    /// All its words: itself and what can be chosen, in both languages.
    pub fn words(&self) -> Vec<&str> {
        let mut words = vec![self.text.as_str(), self.en.as_str()];
        if let QuestionKind::Choice(choices) = &self.kind {
            words.extend(choices.iter().flat_map(|choice| [choice.text.as_str(), choice.en.as_str()]));
        }
        words
    }

    pub(super) fn is_complete(&self) -> bool {
        let said = |text: &str| !is_blank(text) && text.chars().count() <= LONGEST_QUESTION;
        let choices = match &self.kind {
            QuestionKind::Choice(choices) => {
                let twice = |at: usize| choices[..at].iter().any(|one| one.text == choices[at].text);
                (2..=MOST_CHOICES).contains(&choices.len())
                    && choices.iter().all(|choice| said(&choice.text))
                    && !(0..choices.len()).any(twice)
            }
            _ => true,
        };
        said(&self.text) && choices
    }

    pub(super) fn takes(&self, value: &str) -> Result<(), SurveyError> {
        match self.kind {
            QuestionKind::Open if value.chars().count() > LONGEST_ANSWER => Err(SurveyError::Long),
            QuestionKind::Open => Ok(()),
            _ if value.is_empty() || self.codes().iter().any(|code| code == value) => Ok(()),
            _ => Err(SurveyError::Choice),
        }
    }
}

/// The default questionnaire.
pub fn defaults() -> Vec<Question> {
    let rows = DEFAULTS.lines().filter(|line| !line.starts_with('#'));
    let choice = |text: &str| {
        let (text, en) = text.split_once('|').unwrap_or((text, ""));
        Choice { text: text.to_string(), en: en.to_string() }
    };
    let question = |line: &str| {
        let mut cells = line.split('\t');
        let (code, text, en) = (cells.next()?, cells.next()?, cells.next()?);
        let choices = cells.next().map(|cell| cell.split(';').map(choice).collect()).unwrap_or_default();
        Some(Question { text: text.into(), en: en.into(), kind: QuestionKind::read(code, choices)? })
    };
    rows.filter_map(question).collect()
}
