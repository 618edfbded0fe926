//! What public websites are checked for, as numbers with the value from which they fail: the national indicators
//! (国办秘函〔2019〕19号), which a college follows by choice or by its province's order, and what colleges' own rules add.
//!
//! What cannot be measured from the ledger is said to be so and never counted as nothing. Where a number of the rule is
//! applied to something it does not name, the rule is marked as read so.

/// How sure it is that the number is the rule's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The rule's text says it.
    Rule,
    /// It is read into the rule: the rule speaks of columns, a ledger has items.
    Reading,
}

impl Basis {
    /// Stable code, a message key under `audit-basis-`.
    pub fn code(self) -> &'static str {
        match self {
            Basis::Rule => "rule",
            Basis::Reading => "reading",
        }
    }
}

/// One indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, a message key under `audit-rule-`, and under `audit-do-` for what to do.
    pub code: &'static str,
    /// From this value on it fails.
    pub limit: u64,
    /// Up to this value there is nothing to mend.
    pub free: u64,
    /// Whether it fails the site alone (单项否决).
    pub at_once: bool,
    /// How sure.
    pub basis: Basis,
    /// Where it comes from.
    pub source: &'static str,
}

/// The national check of public websites.
const CHECK: &str = "国办秘函〔2019〕19号";
/// The ministry's notices on the annual report.
const REPORT: &str = "教办厅函〔2018〕80号";

const fn rule(code: &'static str, limit: u64, at_once: bool, basis: Basis, source: &'static str) -> Rule {
    Rule { code, limit, free: 0, at_once, basis, source }
}

/// All, those that fail a site alone first.
pub const RULES: &[Rule] = &[
    // Two weeks without anything new.
    Rule { free: 14, ..rule("update", 15, true, Basis::Rule, CHECK) },
    rule("empty", 5, true, Basis::Reading, CHECK),
    rule("late", 5, true, Basis::Reading, CHECK),
    rule("long-late", 10, true, Basis::Reading, CHECK),
    rule("impossible-dates", 1, true, Basis::Reading, CHECK),
    rule("undated", 1, false, Basis::Rule, CHECK),
    rule("dead-inside", 1, false, Basis::Reading, CHECK),
    rule("dead-outside", 1, false, Basis::Reading, CHECK),
    rule("report", 1, false, Basis::Rule, REPORT),
    rule("unanswered", 1, true, Basis::Rule, CHECK),
    rule("availability", 1, true, Basis::Rule, CHECK),
];

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// So many.
    Is(u64),
    /// More than can be said: there never was anything.
    Never,
    /// Nothing was looked at; why, as a message key under `audit-unmeasured-`.
    Unmeasured(&'static str),
}

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It fails.
    Fails,
    /// It holds, and there is something to mend.
    Mend,
    /// Nobody looked.
    Unmeasured,
    /// It holds.
    Holds,
}

impl Verdict {
    /// Stable code, a message key under `audit-verdict-`.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Fails => "fails",
            Verdict::Mend => "mend",
            Verdict::Unmeasured => "unmeasured",
            Verdict::Holds => "holds",
        }
    }
}

impl Rule {
    /// The rule with this code.
    pub fn read(code: &str) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.code == code)
    }

    /// What a measure comes to.
    pub fn judge(&self, measure: Measure) -> Verdict {
        match measure {
            Measure::Never => Verdict::Fails,
            Measure::Is(value) if value >= self.limit => Verdict::Fails,
            Measure::Is(value) if value > self.free => Verdict::Mend,
            Measure::Is(_) => Verdict::Holds,
            Measure::Unmeasured(_) => Verdict::Unmeasured,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_fails_from_its_limit_on_and_what_nobody_measured_is_no_nought() {
        for (code, measure, verdict) in [
            ("empty", Measure::Is(0), Verdict::Holds),
            ("empty", Measure::Is(4), Verdict::Mend),
            ("empty", Measure::Is(5), Verdict::Fails),
            ("update", Measure::Is(14), Verdict::Holds),
            ("update", Measure::Is(15), Verdict::Fails),
            ("update", Measure::Never, Verdict::Fails),
            ("long-late", Measure::Is(9), Verdict::Mend),
            ("undated", Measure::Is(1), Verdict::Fails),
            ("unanswered", Measure::Unmeasured("no-mailbox"), Verdict::Unmeasured),
        ] {
            assert_eq!(Rule::read(code).unwrap().judge(measure), verdict, "{code} {measure:?}");
        }
        assert!(RULES.iter().all(|rule| rule.free < rule.limit && !rule.source.is_empty()));
    }
}
