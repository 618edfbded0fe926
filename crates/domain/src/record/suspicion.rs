//! Suspicions: what the guard is not certain of in a text or a file is answered by a person before it goes on.
//!
//! An answer says whether it is personal data, and why it may be public all the same; it holds for the text or file as it stood,
//! known by its digest, through every step that follows. It exists so that no suspicion goes public because nobody was asked. It
//! must not hold what was found.

use super::{Record, RecordError};
use crate::coded::coded;
use crate::event::{Act, Event};

/// What is asked about when it is the text of an edition; a file is known by its id.
pub const TEXT: &str = "text";

/// Longest answer, in characters.
pub const LONGEST_ANSWER: usize = 300;

/// Shortest answer that says anything, in characters.
const SHORTEST_ANSWER: usize = 4;

coded! {
    /// What somebody says of a suspicion.
    Judged {
        /// It is nobody's personal data.
        NotPersonal = "not_personal", "不是个人信息";
        /// It is, and a rule lets it be public.
        Lawful = "lawful", "是个人信息，依法应当公开";
    }
}

/// An answer to what is suspected in a text or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// [`TEXT`], or the id of an attachment.
    pub subject: String,
    /// Digest of the text or file as it stood.
    pub digest: String,
    /// What it is.
    pub judged: Judged,
    /// What it is in words, or the rule and its article.
    pub words: String,
}

/// Why an answer is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// It says nothing.
    #[error("the answer says nothing")]
    Short,
    /// It is personal data, and no article lets it be public.
    #[error("the basis names no article")]
    NoArticle,
    /// It is too long.
    #[error("longer than {LONGEST_ANSWER} characters")]
    Long,
}

impl AnswerError {
    /// Stable code, a message key under `suspect-wrong-`.
    pub fn code(self) -> &'static str {
        match self {
            AnswerError::Short => "short",
            AnswerError::NoArticle => "no-article",
            AnswerError::Long => "long",
        }
    }
}

impl Answered {
    /// The same, when it says what an answer has to say: what is personal data names the article (第…条) that orders it.
    ///
    /// # Errors
    /// [`AnswerError`].
    pub fn judge(self) -> Result<Answered, AnswerError> {
        let words = self.words.trim();
        let length = words.chars().count();
        if length > LONGEST_ANSWER {
            return Err(AnswerError::Long);
        }
        if words.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_ANSWER {
            return Err(AnswerError::Short);
        }
        let article = words.find('第').is_some_and(|at| words[at..].contains('条'));
        if self.judged == Judged::Lawful && !article {
            return Err(AnswerError::NoArticle);
        }
        Ok(Answered { words: words.to_string(), ..self })
    }

    /// An answer as an event keeps it.
    pub fn of(facts: &[(String, String)], reason: Option<&str>) -> Option<Answered> {
        let fact = |name: &str| facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        Some(Answered {
            subject: fact("subject")?.to_string(),
            digest: fact("digest")?.to_string(),
            judged: Judged::read(fact("judged")?)?,
            words: reason?.to_string(),
        })
    }
}

impl Record {
    /// Answers what is suspected in an edition that is on its way.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when none is.
    pub fn answer(&self, answered: &Answered) -> Result<Event, RecordError> {
        if !self.progress.is_open() {
            return Err(self.wrong("answer"));
        }
        let edition = self.newest().map_or(1, |edition| edition.number);
        let event = self.event(Act::SuspicionAnswered).with("edition", edition);
        let event = event.with("subject", &answered.subject).with("digest", &answered.digest);
        Ok(event.with("judged", answered.judged.code()).because(answered.words.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(judged: Judged, words: &str) -> Result<Answered, AnswerError> {
        Answered { subject: TEXT.into(), digest: "d".into(), judged, words: words.into() }.judge()
    }

    #[test]
    fn an_answer_says_what_it_is_and_personal_data_names_its_article() {
        assert_eq!(said(Judged::NotPersonal, "  。。。 "), Err(AnswerError::Short));
        assert_eq!(said(Judged::NotPersonal, &"长".repeat(301)), Err(AnswerError::Long));
        assert_eq!(said(Judged::Lawful, "学校一直这样公开"), Err(AnswerError::NoArticle));
        assert!(said(Judged::NotPersonal, "是教材的书号").is_ok());
        assert_eq!(said(Judged::Lawful, " 某办法第十条 ").map(|said| said.words), Ok("某办法第十条".to_string()));
    }

    #[test]
    fn what_an_event_keeps_is_the_answer_that_was_given() {
        let given = said(Judged::NotPersonal, "是教材的书号").unwrap();
        let facts = [("subject", TEXT), ("digest", "d"), ("judged", "not_personal")];
        let facts: Vec<(String, String)> = facts.map(|(name, value)| (name.into(), value.into())).into();
        assert_eq!(Answered::of(&facts, Some("是教材的书号")), Some(given));
        assert_eq!(Answered::of(&facts[..2], Some("是教材的书号")), None);
    }
}
