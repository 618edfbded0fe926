//! What a record says at one time, and where it went out.

use crate::date::PartialDate;

/// The content of a record as it was at one time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edition {
    /// From 1.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Summary, within 100 characters (内容概述).
    pub summary: String,
    /// The text itself; empty when only an off-site copy is known.
    pub body: String,
    /// Document number such as 民院发〔2023〕12号; empty when it has none.
    pub document_number: String,
    /// The body that issued it, when it is not the school.
    pub issuer: String,
    /// When it was made or obtained.
    pub made_on: PartialDate,
    /// Keywords.
    pub keywords: Vec<String>,
    /// For an edition after the first: what changed, for the public.
    pub change_note: String,
}

/// One going-out of an edition over one channel.
#[derive(Debug, Clone)]
pub struct Release {
    /// Which edition.
    pub edition: u32,
    /// Channel's code.
    pub channel: String,
    /// When, as far as it is known.
    pub on: PartialDate,
    /// Address or place.
    pub locator: String,
    /// Evidence: a scan, photograph or screenshot, named.
    pub evidence: String,
    /// Remark.
    pub note: String,
    /// Whether the record's own row in a ledger file names it: then a row that does not name it any more takes it away.
    /// That is not what the release says, and two that say the same are equal.
    pub of_row: bool,
}

impl PartialEq for Release {
    fn eq(&self, other: &Release) -> bool {
        let said = |release: &Release| (release.edition, release.on);
        said(self) == said(other)
            && (&self.channel, &self.locator) == (&other.channel, &other.locator)
            && (&self.evidence, &self.note) == (&other.evidence, &other.note)
    }
}

impl Eq for Release {}

impl Release {
    /// Whether it can be cited by a web address.
    pub fn is_web(&self) -> bool {
        crate::address::is_web(&self.locator)
    }
}
