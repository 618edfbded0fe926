//! What a change does with requests for disclosure, and with opinions, enquiries, corrections and complaints. What everybody would
//! come to read of them passes the gate; nothing else is decided here.

use super::Change;
use crate::error::Result;
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::request::{Request, RequestNumber};
use domain::voice::{Kind, Voice, VoiceNumber};
use store::ComplaintKey;

impl Change<'_> {
    /// The number of the next request of a calendar year.
    pub(crate) async fn next_request(&mut self, year: i32) -> Result<RequestNumber> {
        Ok(self.tx.next_request(year).await?)
    }

    /// Forgets that a record was made of an answer, for it is gone.
    pub(crate) async fn forget_released(&mut self, record: RecordId) -> Result<()> {
        Ok(self.tx.forget_released(record).await?)
    }

    /// Keeps a letter of a request as it is issued.
    pub(crate) async fn issue_letter(&mut self, of: RequestNumber, letter: &str, document: &str) -> Result<()> {
        Ok(self.tx.issue_letter(of, letter, self.ctx.now, document).await?)
    }

    /// Keeps a new request, which never becomes public and no gate judges.
    pub(crate) async fn file_request(
        &mut self,
        request: &Request,
        receipt: &str,
        identity: Option<&str>,
    ) -> Result<()> {
        Ok(self.tx.file_request(request, receipt, identity).await?)
    }

    /// Keeps a request with the steps that were taken since it was read at this version.
    pub(crate) async fn save_request(
        &mut self,
        request: &Request,
        version: u32,
        identity_until: Option<NaiveDate>,
    ) -> Result<()> {
        Ok(self.tx.save_request(request, version, identity_until).await?)
    }

    /// Notes the draft that was made of an answer.
    pub(crate) async fn release_request(&mut self, number: RequestNumber, record: RecordId) -> Result<()> {
        Ok(self.tx.release_request(number, record).await?)
    }

    /// The number of the next voice of a kind in a calendar year.
    pub(crate) async fn next_voice(&mut self, kind: Kind, year: i32) -> Result<VoiceNumber> {
        Ok(self.tx.next_voice(kind, year).await?)
    }

    /// Keeps a new voice, of which nothing becomes public and no gate judges anything.
    pub(crate) async fn file_voice(&mut self, voice: &Voice, receipt: &str, reader_key: Option<&str>) -> Result<()> {
        Ok(self.tx.file_voice(voice, receipt, reader_key).await?)
    }

    /// Keeps a voice with the steps that were taken since it was read at this version.
    ///
    /// # Errors
    /// [`Error::Personal`] when everybody would come to read what the gate is certain of.
    pub(crate) async fn save_voice(&mut self, voice: &Voice, version: u32) -> Result<()> {
        if let Some(shown) = &voice.shown {
            let fields = [("title", &shown.title), ("asked", &shown.asked), ("answer", &shown.answer)];
            self.judges(fields.into_iter().map(|(name, text)| (name, text.as_str())))?;
        }
        Ok(self.tx.save_voice(voice, version).await?)
    }

    /// Keeps a key of complaints.
    pub(crate) async fn save_complaint_key(&mut self, key: &ComplaintKey) -> Result<()> {
        Ok(self.tx.save_complaint_key(key).await?)
    }

    /// Destroys identity numbers whose last day lies before this one; of which requests.
    pub(crate) async fn purge_identities(&mut self, before: NaiveDate) -> Result<Vec<RequestNumber>> {
        Ok(self.tx.purge_identities(before).await?)
    }
}
