//! Who publishes, as the frame of every page needs it.

use crate::portal::place::{self, Still};
use app::words::Lang;
use chrono::NaiveDate;
use std::sync::Arc;

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
    /// Whether anybody can be told by mail.
    pub(crate) mails: bool,
    /// The day, as printed pages say it.
    pub(crate) today: NaiveDate,
    /// When the site is written as files: how that stands.
    pub(crate) still: Option<Arc<Still>>,
}

impl Identity {
    /// `某某职业学院信息公开`.
    pub(crate) fn site_name(&self, lang: Lang) -> String {
        lang.say_with("portal-site-of", &[("school", &self.school)]).trim().to_string()
    }

    /// The whole address of what stands at a path, with its query; `None` when the site does not know its own, or has
    /// nothing there.
    pub(crate) fn whole(&self, path: &str) -> Option<String> {
        match &self.still {
            None => self.origin.as_ref().map(|origin| format!("{origin}{path}")),
            Some(still) => Some(still.address.as_ref()?.of(&place::file_of(path)?)),
        }
    }

    /// Host of the origin.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.origin.as_deref().and_then(|origin| origin.split_once("://")).map(|(_, host)| host)
    }
}
