//! The school's own rule of how long a kind of publicity stands, from a day on.
//!
//! It is laid over the table of kinds: where it asks for more days than that, it holds; below a minimum that binds it does not
//! go. Earlier rules stay, so that what began under one is judged by it.

use super::kind::{Kind, Nature};
use super::length::Length;
use super::posting::{LONGEST, LengthError};
use chrono::NaiveDate;

/// How long a kind stands in this school from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Id of the kind.
    pub kind: String,
    /// The first day on which a period may begin under it.
    pub from: NaiveDate,
    /// How many days of the sort that the kind counts.
    pub count: u32,
    /// The school's document, with its article.
    pub basis: String,
}

impl Rule {
    /// The rule that holds for periods of a kind that begin on a day.
    pub fn in_force<'r>(rules: &'r [Rule], kind: &Kind, day: NaiveDate) -> Option<&'r Rule> {
        rules.iter().filter(|rule| rule.kind == kind.id && rule.from <= day).max_by_key(|rule| rule.from)
    }

    /// Whether its number may stand: no rule of a school goes below a minimum.
    ///
    /// # Errors
    /// [`LengthError`].
    pub fn fits(kind: &Kind, count: u32) -> Result<(), LengthError> {
        kind.long(count, true).map(|_| ())
    }

    /// The length it asks for.
    pub fn length(&self, kind: &Kind) -> Length {
        Length { count: self.count, ..kind.offered() }
    }
}

impl Kind {
    /// A length of so many days, judged by the school's own rule where it has one, and by the table where it has none.
    ///
    /// # Errors
    /// [`LengthError`].
    pub fn long_under(&self, rule: Option<&Rule>, count: u32, usual_is_not_ours: bool) -> Result<Length, LengthError> {
        let Some(rule) = rule else { return self.long(count, usual_is_not_ours) };
        match count {
            0 => Err(LengthError::Range),
            _ if count > LONGEST => Err(LengthError::Range),
            _ if count < rule.count => Err(LengthError::Short(rule.length(self))),
            _ => self.long(count, true),
        }
    }

    /// The length that is offered under the school's own rule.
    pub fn offered_under(&self, rule: Option<&Rule>) -> Length {
        rule.map_or_else(|| self.offered(), |rule| rule.length(self))
    }

    /// Whether somebody has to say that a shorter period is the school's own: where no rule of the school says how long.
    pub fn asks_whose_rule(&self, rule: Option<&Rule>) -> bool {
        rule.is_none() && self.nature != Nature::MandatoryMinimum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_the_day_holds_and_never_goes_below_a_minimum() {
        let of = |id: &str| Kind::of(id).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rule =
            |from: &str, count| Rule { kind: "national_grant".into(), from: day(from), count, basis: "校发".into() };
        let rules = [rule("2026-01-01", 3), rule("2026-09-01", 7)];
        let grant = of("national_grant");
        assert_eq!(Rule::in_force(&rules, grant, day("2025-12-31")), None);
        assert_eq!(Rule::in_force(&rules, grant, day("2026-08-31")).map(|rule| rule.count), Some(3));
        let now = Rule::in_force(&rules, grant, day("2026-09-01"));
        assert_eq!(now.map(|rule| rule.count), Some(7));
        assert_eq!(Rule::in_force(&rules, of("national_scholarship"), day("2026-09-01")), None);
        assert!(matches!(grant.long_under(now, 6, true), Err(LengthError::Short(least)) if least.count == 7));
        assert_eq!(grant.long_under(now, 7, false).map(|length| length.count), Ok(7));
        assert_eq!(
            grant.long_under(Some(&rules[0]), 3, false).map(|length| length.count),
            Ok(3),
            "its own rule says so"
        );
        assert_eq!(grant.long_under(None, 3, false), grant.long(3, false));
        assert!(matches!(Rule::fits(of("national_scholarship"), 4), Err(LengthError::Short(_))));
        assert_eq!(Rule::fits(of("hardship_identification"), 3), Ok(()));
        assert_eq!(Rule::fits(grant, 400), Err(LengthError::Range));
    }
}
