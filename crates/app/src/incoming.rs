//! A document somebody hands in: read within limits, in a process of its own where its format needs one, and told what it says
//! of itself ([`domain::incoming`]), with its unit looked up by today's and former names.

use crate::desk::Desk;
use crate::error::Result;
use crate::guard::{Limits, ReadError, Source, read_text};
use domain::incoming::{self, Incoming};
use store::CodeOf;

/// What was read of a document.
#[derive(Debug)]
pub struct Document {
    /// What it says of itself.
    pub incoming: Incoming,
    /// Code of the unit that signed it, when it is one of the school's, and whether by a former name.
    pub unit: Option<(String, bool)>,
}

impl Desk {
    /// Reads a document that was handed in under a name.
    ///
    /// # Errors
    /// Inside: the file cannot be read, for a reason that can be told. Outside: the machine's.
    pub async fn read_document(&self, name: &str, bytes: Vec<u8>) -> Result<std::result::Result<Document, ReadError>> {
        let name = name.to_string();
        let read = move || read_text(Source::Held { name: &name, bytes: &bytes }, &Limits::default());
        let extract = tokio::task::spawn_blocking(read).await.map_err(crate::Error::internal)?;
        let extract = match extract {
            Ok(extract) => extract,
            Err(error) => return Ok(Err(error)),
        };
        let incoming = incoming::read(&extract);
        let unit = match &incoming.signed_by {
            Some(signed) => self.unit_called(&signed.value).await?,
            None => None,
        };
        Ok(Ok(Document { incoming, unit }))
    }

    /// The unit that a name means, and whether it was called so before.
    async fn unit_called(&self, name: &str) -> Result<Option<(String, bool)>> {
        // 江南职业技术学院学生处 is 学生处 of this school.
        let short = name.strip_prefix(self.school.as_str()).unwrap_or(name);
        if let Some(unit) = self.units.iter().find(|unit| unit.name == name || unit.name == short) {
            return Ok(Some((unit.code.clone(), false)));
        }
        let former = self.former_names(CodeOf::Unit).await?;
        let former = former.into_iter().find(|former| former.former == name || former.former == short);
        Ok(former.map(|former| (former.code, true)))
    }
}
