//! What answers cost, in classes. A row of the table names one; limits and places go by it.

/// What an answer costs: it decides how often one address may ask for it and how many are made at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Nothing: it is at hand, without the ledger.
    Nothing,
    /// A page: made once and then kept. To make one, or to find that there is none, takes a place among a few, and is
    /// done for one address only so often; with a query it is a question.
    Page,
    /// A question: new to the database unless it was asked before. A burst from one address, then a few a second; fewer
    /// places than pages have, so that a flood of questions leaves them alone.
    Question,
    /// Work of somebody who is signed in, or signing in: never kept, since it is theirs alone; made in a place among a few.
    Work,
    /// Something that a visitor files: never kept; a few from one address, then one now and again.
    Filing,
    /// Something that a visitor has filed and looks up by its receipt: never kept; a few from one address, then one now and again,
    /// counted apart from what is filed.
    Receipt,
    /// An answer to a survey by a code that is good once: never kept; as many from one address as sit in a hall.
    Answer,
    /// A file: many bytes, asked before or not. As often as questions; while it is not kept, its place is held until it
    /// was sent.
    File,
}

impl Cost {
    /// The same for an address with a query.
    pub(crate) fn with_query(self) -> Cost {
        if self == Cost::Page { Cost::Question } else { self }
    }

    /// Whether one address may ask for it only so often, when the answer is `kept` or not. A page it may always ask for:
    /// who does not make it waits for whoever does.
    pub(crate) fn is_rated(self, kept: bool) -> bool {
        self == Cost::File || (self == Cost::Question && !kept)
    }
}
