//! Who publishes, as the frame of every page needs it.

use app::words::Lang;

/// School, contact and what the configuration adds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identity {
    /// Name of the school; empty when the ledger has none.
    pub(crate) school: String,
    pub(crate) website: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) site_code: Option<String>,
    pub(crate) emblem: bool,
    /// Address of the style sheet.
    pub(crate) style: String,
    pub(crate) filings: Vec<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
}

impl Identity {
    /// `某某职业学院信息公开`.
    pub(crate) fn site_name(&self, lang: Lang) -> String {
        lang.say_with("portal-site-of", &[("school", &self.school)]).trim().to_string()
    }

    /// Host of the origin.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.origin.as_deref().and_then(|origin| origin.split_once("://")).map(|(_, host)| host)
    }
}
