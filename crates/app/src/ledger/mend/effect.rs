//! What a task comes to, fact by fact, so that a person sees it before it is done.
//!
//! Facts are keys of messages with their arguments; the sentences are in `locales/`.

/// One thing that a task does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// A message key.
    pub key: String,
    /// Its arguments.
    pub args: Vec<(&'static str, String)>,
}

/// Everything that a task does; nothing when it is so already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// In the order in which a person wants to know it.
    pub facts: Vec<Fact>,
}

impl Effect {
    /// Notes a fact.
    pub(super) fn says(&mut self, key: impl Into<String>, args: &[(&'static str, &str)]) {
        let args = args.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.facts.push(Fact { key: key.into(), args });
    }

    /// Notes how many of something.
    pub(super) fn counts(&mut self, key: impl Into<String>, count: u64) {
        if count > 0 {
            self.says(key, &[("count", &count.to_string())]);
        }
    }
}
