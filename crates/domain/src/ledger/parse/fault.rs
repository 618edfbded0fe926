//! What can be wrong with a cell, and so what mends it.

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Column by its position in [`columns`](crate::ledger::columns).
    pub column: usize,
    /// What is wrong, and so what mends it.
    pub kind: FaultKind,
    /// The cell's text, cut to 40 characters. Empty when the cell is.
    pub text: String,
}

/// What is wrong. The code is a message key under `fault.` that says the cure as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A required cell is empty.
    Missing,
    /// Not a date.
    Date,
    /// Not a number.
    Number,
    /// Not a count from 1.
    Count,
    /// Not an item.
    Item,
    /// Not a school year.
    Year,
    /// Not one of the words the column allows.
    Word,
    /// Not an index number.
    Index,
    /// Longer than allowed: 100 characters for a summary, 500 for a title, 100,000 for a text.
    Long,
    /// Not letters, digits, `-`, `_` and `.`, or longer than 64.
    Code,
    /// Not a timing rule.
    Timing,
    /// Another cell must be filled for this one to make sense.
    Needs,
    /// Refers to something that neither file nor database has. Found by `app`.
    Unknown,
    /// The same key stands in an earlier row. Found by `app`.
    Duplicate,
    /// An identity of the dataset does not hold. Found by `app`.
    Broken,
    /// The end lies before the start.
    Order,
    /// A day on which something is said to have happened lies in the future. Found by `app`.
    Future,
    /// Control characters, also those that turn the direction of writing.
    Characters,
    /// The words that ask for a text stand where the text should.
    Unwritten,
    /// An address that is neither http nor https.
    Address,
    /// Personal data that may not be public. Found by `app`.
    Personal,
    /// An edition of the record is being drafted or reviewed here, which an import must not pass by.
    Underway,
    /// A record on view would vanish without a tombstone.
    OffSite,
    /// A record on view would not be open of the school's own accord any more, without having been withdrawn.
    Closed,
    /// A record that came down would come back.
    Down,
    /// An edition that was public would change.
    Edition,
    /// More readers would see editions that were not meant for them.
    Widened,
    /// A record that has an index number would get another. Found by `app`.
    Renumbered,
    /// A row that belongs to this one is bad, so this one is left as it is. Found by `app`.
    Child,
    /// One key in several years, and the row does not say which.
    WhichYear,
    /// One key on several sheets, for several things. Found by `app`.
    Several,
    /// A name that another unit or channel has or had. Found by `app`.
    NameTaken,
    /// A code that another unit or channel had. Found by `app`.
    CodeTaken,
}

impl FaultKind {
    /// Stable code.
    pub fn code(self) -> &'static str {
        use FaultKind::*;
        match self {
            Missing => "missing",
            Date => "date",
            Number => "number",
            Count => "count",
            Item => "item",
            Year => "year",
            Word => "word",
            Index => "index",
            Long => "long",
            Code => "code",
            Timing => "timing",
            Needs => "needs",
            Unknown => "unknown",
            Duplicate => "duplicate",
            Broken => "broken",
            Order => "order",
            Future => "future",
            Characters => "characters",
            Unwritten => "unwritten",
            Address => "address",
            Personal => "personal",
            Underway => "underway",
            OffSite => "off-site",
            Closed => "closed",
            Down => "down",
            Edition => "edition",
            WhichYear => "which-year",
            Several => "several",
            NameTaken => "name-taken",
            CodeTaken => "code-taken",
            Widened => "widened",
            Renumbered => "renumbered",
            Child => "child",
        }
    }
}
