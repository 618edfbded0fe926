//! What an address asks, read strictly: what cannot be meant is named and not left out, for an answer to less than was
//! asked looks like an answer to all of it.

use crate::error::HttpError;
use crate::http::form::FieldError;
use crate::http::request::PageRequest;
use std::collections::BTreeSet;
use std::str::FromStr;

/// The questions of one address.
pub(crate) struct Questions<'a> {
    request: &'a PageRequest,
    errors: Vec<FieldError>,
}

impl<'a> Questions<'a> {
    pub(crate) fn of(request: &'a PageRequest) -> Questions<'a> {
        Questions { request, errors: Vec::new() }
    }

    /// A value as it stands; nothing when it is not asked.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.request.query(name)
    }

    /// A value of a kind; what is none is wrong.
    pub(crate) fn read<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        self.read_with(name, |text| text.parse().ok())
    }

    /// The same with a reader of its own.
    pub(crate) fn read_with<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.wrong(name, "choice");
        }
        value
    }

    /// Something is wrong with a question.
    pub(crate) fn wrong(&mut self, field: &'static str, code: &'static str) {
        self.errors.push(FieldError { field, code });
    }

    /// Nothing but these is asked, and each once.
    pub(crate) fn only(&mut self, names: &[&'static str]) {
        let query = self.request.raw_query.as_deref().unwrap_or_default();
        let mut seen = BTreeSet::new();
        for (name, _) in form_urlencoded::parse(query.as_bytes()) {
            match names.iter().find(|known| **known == name) {
                None => self.wrong("parameter", "unknown"),
                Some(known) if !seen.insert(*known) => self.wrong(known, "twice"),
                Some(_) => {}
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`HttpError::Question`] with everything that is wrong.
    pub(crate) fn done(self) -> Result<(), HttpError> {
        if self.errors.is_empty() { Ok(()) } else { Err(HttpError::Question(self.errors)) }
    }
}
