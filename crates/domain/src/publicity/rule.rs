//! The school's own rule of a kind of publicity, from a day on: how long it stands, before whom, and which columns are shown that no
//! source names.
//!
//! It is laid over the table of kinds: where it asks for more days than that, it holds; below a minimum that binds it does not
//! go, and what the table keeps off a list no rule of a school shows. Earlier rules stay, so that what began under one is judged
//! by it.

use super::kind::{Kind, Nature, Scope};
use super::length::Length;
use super::posting::{LONGEST, LengthError};
use super::roll::{Fate, Roll};
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
    /// Before whom it stands; as the table says where it is not said.
    pub scope: Option<Scope>,
    /// Heads of columns that are shown without anybody deciding it of each list.
    pub shows: Vec<String>,
    /// The school's document, with its article.
    pub basis: String,
}

/// What no rule of a school may say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverruledError {
    /// A list that stays within a class, a department or the unit may not stand before everybody, and what a rule above the school
    /// wants before everybody may not stand before fewer.
    #[error("not before them")]
    Scope,
    /// This column is kept off lists of the kind.
    #[error("never shown: {0}")]
    Column(String),
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

    /// Whether what it says of audience and columns may stand.
    ///
    /// # Errors
    /// [`OverruledError`].
    pub fn may_say(&self, kind: &Kind) -> Result<(), OverruledError> {
        let inside = |scope| matches!(scope, Scope::ClassOrDepartment | Scope::Internal);
        let outside = |scope| matches!(scope, Scope::PublicWeb | Scope::DesignatedMedium);
        if let Some(scope) = self.scope {
            let wider = inside(kind.scope) && outside(scope);
            let narrower = outside(kind.scope) && !outside(scope) && kind.nature == Nature::MandatoryMinimum;
            if wider || narrower {
                return Err(OverruledError::Scope);
            }
        }
        let heads = Roll { heads: self.shows.clone(), rows: Vec::new() };
        let fates = heads.judge(kind);
        let kept_off = fates.iter().zip(&self.shows).find(|(fate, _)| matches!(fate, Fate::Forbidden(_)));
        kept_off.map_or(Ok(()), |(_, head)| Err(OverruledError::Column(head.clone())))
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

    /// Before whom a list stands under the school's own rule.
    pub fn scope_under(&self, rule: Option<&Rule>) -> Scope {
        rule.and_then(|rule| rule.scope).unwrap_or(self.scope)
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
    fn no_rule_of_a_school_shows_what_is_kept_off_or_leads_outside_what_stays_inside() {
        let said = |kind: &str, scope: Option<Scope>, shows: &[&str]| {
            let (shows, basis) = (shows.iter().map(ToString::to_string).collect(), "校发".to_string());
            let from = "2026-09-01".parse().unwrap();
            Rule { kind: kind.into(), from, count: 5, scope, shows, basis }.may_say(Kind::of(kind).unwrap())
        };
        assert_eq!(said("national_grant", Some(Scope::PublicWeb), &["专业排名", "综合测评"]), Ok(()));
        let column = |head: &str| Err(OverruledError::Column(head.into()));
        assert_eq!(said("national_grant", None, &["专业排名", "身份证号"]), column("身份证号"));
        assert_eq!(said("general", None, &["病史"]), column("病史"), "what is never shown of anybody");
        assert_eq!(said("hardship_identification", Some(Scope::PublicWeb), &[]), Err(OverruledError::Scope));
        assert_eq!(said("hardship_identification", Some(Scope::OnCampus), &[]), Ok(()));
        let binding = Kind::all()
            .iter()
            .find(|kind| kind.scope == Scope::PublicWeb && kind.nature == Nature::MandatoryMinimum && kind.is_period());
        assert_eq!(said(binding.unwrap().id, Some(Scope::OnCampus), &[]), Err(OverruledError::Scope));
    }

    #[test]
    fn the_rule_of_the_day_holds_and_never_goes_below_a_minimum() {
        let of = |id: &str| Kind::of(id).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rule = |from: &str, count| Rule {
            kind: "national_grant".into(),
            from: day(from),
            count,
            scope: None,
            shows: Vec::new(),
            basis: "校发".into(),
        };
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
