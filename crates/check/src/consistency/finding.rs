//! What the checker reports: rules, severities, findings and their fingerprints.
//!
//! Plain data for the command line, the workbench and the portal. It must not decide anything: whether
//! a statement holds is the business of the rule that made the finding.

use domain::fnv::{closed, fnv64};
use std::fmt;
use std::ops::Range;

/// The pages of a rule under `docs/rules`, which are part of the program.
macro_rules! page {
    ($name:literal) => {
        Page {
            zh: include_str!(concat!("../../../../docs/rules/zh/", $name, ".md")),
            en: include_str!(concat!("../../../../docs/rules/", $name, ".md")),
        }
    };
}

/// Declares the rules: their name, and their code, which is also the name of their pages.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What kind of statement was tested. The codes are a contract of the command line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* $name,)+
        }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: [Rule; [$($code),+].len()] = [$(Rule::$name),+];

            /// The stable code, as in `--format json` and `--explain`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Rule::$name => $code,)+
                }
            }

            /// The documentation page of the rule in both languages, Markdown.
            #[must_use]
            pub fn explain(self) -> Page {
                match self {
                    $(Rule::$name => page!($code),)+
                }
            }
        }
    };
}

rules! {
    /// Parts against their whole.
    Sum = "sum",
    /// A percentage, ratio, growth or average against the quantities it comes from.
    Rate = "rate",
    /// A stated number of listed things against the list.
    Count = "count",
    /// A skipped, repeated or disordered number of a chapter or list entry.
    Numbering = "numbering",
    /// An impossible or contradictory date, or a weekday that is not its own.
    Date = "date",
    /// A stated date against the date its page address carries.
    LinkDate = "link-date",
    /// One named site under two host names.
    Host = "host",
    /// An event outside the reporting year.
    Period = "period",
    /// Required chapters and tables, and headings filed under another official category.
    Category = "category",
    /// One fact with two values, the school's own name included.
    Repeat = "repeat",
}

impl Rule {
    /// The rule with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// A documentation page, Markdown: what is tested, what holds and what fails, known limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Looks wrong; a person must decide.
    Warning,
    /// Cannot be true.
    Error,
}

impl Severity {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Message {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Message {
        Message { zh: zh.into(), en: en.into() }
    }
}

/// A change of one printed number that makes every statement about these quantities hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The number as printed (separators and full-width forms resolved).
    pub replace: String,
    /// What it would be.
    pub with: String,
    /// Where the printed number stands: bytes of the extracted text.
    pub at: Range<usize>,
    /// Why this change and no other.
    pub why: Message,
}

/// Names a finding across runs: made of the rule and of the words and values concerned, not of their
/// position, so that an edit elsewhere in the document does not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// A fingerprint only has to tell the findings of one document apart.
    pub(crate) fn of(parts: &[&str]) -> Fingerprint {
        Fingerprint(fnv64(closed(parts)))
    }

    /// Reads the printed form of 16 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Fingerprint> {
        (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok().map(Fingerprint)).flatten()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A statement that does not hold, or does not look as if it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was tested.
    pub rule: Rule,
    /// How sure.
    pub severity: Severity,
    /// Where: bytes of [`domain::extract::Extract::text`], on character boundaries.
    pub range: Range<usize>,
    /// Every further place of a grouped finding (the numbers of a sum, each date outside the year).
    pub places: Vec<Range<usize>>,
    /// What is wrong, in both languages.
    pub message: Message,
    /// The arithmetic worked, line by line; empty when there is none.
    pub arithmetic: Vec<String>,
    /// Of a sum, rate or count: the value the document states as the whole, rate or count. Of the other rules:
    /// what should stand there. Part of the fingerprint.
    pub expected: Option<String>,
    /// Of a sum, rate or count: the value that follows from its parts. Of the other rules: what stands there. Part
    /// of the fingerprint.
    pub found: Option<String>,
    /// Where a ledger says what should stand there, of a comparison with one.
    pub reference: Option<String>,
    /// The one change that mends it, when there is exactly one.
    pub suggestion: Option<Suggestion>,
    /// Names the finding across runs.
    pub fingerprint: Fingerprint,
}

/// Declares a value that only its own kind can take the place of, so that no rule reports the two the wrong way round.
macro_rules! value {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        pub(crate) struct $name(String);

        impl $name {
            pub(crate) fn new(value: impl ToString) -> $name {
                $name(value.to_string())
            }
        }
    )*};
}

value! {
    /// What the document states as a whole, a rate or a count.
    Stated,
    /// What follows from the parts, the quantities or the list.
    Derived,
    /// What should stand in a place.
    Required,
    /// What stands there.
    Printed,
}

impl Finding {
    pub(crate) fn new(rule: Rule, severity: Severity, range: Range<usize>, message: Message) -> Finding {
        Finding {
            rule,
            severity,
            range,
            places: Vec::new(),
            message,
            arithmetic: Vec::new(),
            expected: None,
            found: None,
            reference: None,
            suggestion: None,
            fingerprint: Fingerprint(0),
        }
    }

    pub(crate) fn places(mut self, places: Vec<Range<usize>>) -> Finding {
        self.places = places;
        self
    }

    pub(crate) fn arithmetic(mut self, line: impl Into<String>) -> Finding {
        self.arithmetic.push(line.into());
        self
    }

    /// The two values of a sum, rate or count that do not agree.
    pub(crate) fn mismatch(mut self, stated: Stated, derived: Derived) -> Finding {
        self.expected = Some(stated.0);
        self.found = Some(derived.0);
        self
    }

    /// What the document has in the place of what a rule demands.
    pub(crate) fn instead(mut self, required: Required, printed: Printed) -> Finding {
        self.expected = Some(required.0);
        self.found = Some(printed.0);
        self
    }
}
