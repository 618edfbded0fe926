//! What a change does with surveys. Nothing of it is decided here but that no words are asked or told which the gate refuses.

use super::Change;
use crate::error::Result;
use domain::survey::{self, Audience, Survey};

impl Change<'_> {
    /// The number of the next survey.
    pub(crate) async fn next_survey(&mut self) -> Result<u32> {
        Ok(self.tx.next_survey().await?)
    }

    /// Keeps a survey that was read at this version, or a new one.
    ///
    /// # Errors
    /// [`Error::Personal`] when everybody would come to read what the gate is certain of.
    pub(crate) async fn save_survey(&mut self, survey: &Survey, seen: Option<u32>) -> Result<()> {
        if survey.stage != survey::Stage::Draft {
            let words = [("title", survey.title.as_str()), ("body", &survey.intro), ("summary", survey.summary())];
            let asked = survey.questions.iter().flat_map(survey::Question::words).map(|text| ("body", text));
            self.judges(words.into_iter().chain(asked))?;
        }
        Ok(self.tx.save_survey(survey, seen).await?)
    }

    /// Deletes a survey that was never opened.
    pub(crate) async fn forget_survey(&mut self, survey: u32) -> Result<()> {
        Ok(self.tx.forget_survey(survey).await?)
    }

    /// Keeps digests of new codes of a survey.
    pub(crate) async fn keep_survey_codes(&mut self, of: u32, audience: Audience, digests: &[String]) -> Result<()> {
        Ok(self.tx.keep_survey_codes(of, audience, digests).await?)
    }

    /// Marks codes of a survey as spent.
    pub(crate) async fn spend_survey_codes(&mut self, survey: u32, digests: &[String]) -> Result<()> {
        Ok(self.tx.spend_survey_codes(survey, digests).await?)
    }

    /// Forgets the codes of a group of a survey that nobody used; how many.
    pub(crate) async fn void_survey_codes(&mut self, survey: u32, of: Audience) -> Result<u32> {
        Ok(self.tx.void_survey_codes(survey, of).await?)
    }

    /// Writes all answers of a survey anew, so that nothing tells of the order in which they came.
    pub(crate) async fn mix_survey_answers(&mut self, survey: u32) -> Result<()> {
        Ok(self.tx.mix_survey_answers(survey).await?)
    }

    /// Keeps an answer to a survey under a random id.
    pub(crate) async fn keep_survey_answer(
        &mut self,
        id: &str,
        survey: u32,
        answer: &survey::Answer,
        form: Option<&str>,
    ) -> Result<()> {
        Ok(self.tx.keep_survey_answer(id, survey, answer, form).await?)
    }

    /// Destroys the codes of a survey.
    pub(crate) async fn forget_survey_codes(&mut self, survey: u32) -> Result<()> {
        Ok(self.tx.forget_survey_codes(survey).await?)
    }

    /// Commits what an event tells of later, together with others: an answer to a survey, which no time may stand beside.
    pub(crate) async fn commit_untold(self) -> Result<()> {
        Ok(self.tx.commit_unlogged().await?)
    }
}
