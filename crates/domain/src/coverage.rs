//! Coverage and timeliness: which items are disclosed, which are late, computed from the ledger each time.
//!
//! Nothing here is stored. A school year's account asks what was disclosed in it; the board of today asks what
//! is fresh, due soon or overdue.

use crate::calendar::Calendar;
use crate::catalogue::{Applicability, Catalogue, Item, ItemKey, TimingRule};
use crate::date::PartialDate;
use crate::record::{Openness, Record, Visibility};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Working days before a due date within which an item is due soon.
pub const DUE_SOON: i64 = 20;

/// Where an item stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Disclosed and nothing waits.
    Fresh,
    /// Something is due within [`DUE_SOON`] working days.
    DueSoon,
    /// Something is past its date.
    Overdue,
    /// It applies and nothing was ever disclosed.
    NeverDisclosed,
    /// The unit has stated that there is nothing to disclose.
    Nil,
    /// It does not apply to the school.
    NotApplicable,
}

impl State {
    /// Every state in the order of the board's legend.
    pub const ALL: [State; 6] =
        [State::Fresh, State::DueSoon, State::Overdue, State::NeverDisclosed, State::Nil, State::NotApplicable];

    /// Stable code, a message key under `state-`.
    pub fn code(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::DueSoon => "due-soon",
            State::Overdue => "overdue",
            State::NeverDisclosed => "never",
            State::Nil => "nil",
            State::NotApplicable => "not-applicable",
        }
    }
}

/// What the ledger says of one item, all records counted that count for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemFacts {
    /// Whether anything is public.
    pub disclosed: bool,
    /// Latest date on which something of it went public, as far as is known.
    pub latest: PartialDate,
    /// When the oldest record that still waits was made or obtained.
    pub waiting_since: Option<NaiveDate>,
    /// Whether a nil statement stands for the present school year.
    pub nil: bool,
}

/// Where an item stands on a day.
pub fn standing(item: &Item, facts: &ItemFacts, calendar: &Calendar, today: NaiveDate) -> State {
    if matches!(item.applicability, Applicability::NotApplicable { .. }) {
        return State::NotApplicable;
    }
    let next = next_due(item.timing, facts, calendar, today);
    match next {
        Some(due) if due < today => State::Overdue,
        _ if !facts.disclosed => {
            if facts.nil {
                State::Nil
            } else {
                State::NeverDisclosed
            }
        }
        Some(due) if calendar.between(today, due).0 <= DUE_SOON => State::DueSoon,
        _ => State::Fresh,
    }
}

/// The next date by which something must be public, if one is known.
pub fn next_due(rule: TimingRule, facts: &ItemFacts, calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
    match rule {
        TimingRule::WithinWorkingDays(days) => {
            facts.waiting_since.and_then(|made| calendar.add(made, i64::from(days)).ok()).map(|due| due.date())
        }
        TimingRule::WithinDaysOfApproval(days) => {
            facts.waiting_since.and_then(|made| made.checked_add_days(chrono::Days::new(days.into())))
        }
        TimingRule::OnChange => None,
        TimingRule::YearlyBy { month, day } => {
            if !facts.disclosed {
                return None;
            }
            // What went out after one deadline answers for the next one.
            let (_, latest) = facts.latest.span()?;
            let in_year =
                |year: i32| NaiveDate::from_ymd_opt(year, month, day.min(28).max(day.min(last_day(year, month))));
            let answered = (latest.year()..=latest.year() + 1).filter_map(in_year).find(|due| *due >= latest)?;
            let next = in_year(answered.year() + 1)?;
            let _ = today;
            Some(next)
        }
    }
}

fn last_day(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or(28)
}

/// How a record kept its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Punctuality {
    /// Public within the term.
    OnTime,
    /// So many working days late.
    Late(i64),
    /// A date is not known, so nothing can be said.
    Unknown,
}

/// How a record kept the term of its item. Only whole dates are judged.
pub fn punctuality(record: &Record, rule: TimingRule, calendar: &Calendar) -> Punctuality {
    let made = record.editions.first().and_then(|edition| edition.made_on.day());
    let (Some(made), Some(published)) = (made, record.published_on().day()) else { return Punctuality::Unknown };
    let due = match rule {
        TimingRule::WithinDaysOfApproval(days) => made.checked_add_days(chrono::Days::new(days.into())),
        TimingRule::WithinWorkingDays(days) => calendar.add(made, i64::from(days)).ok().map(|due| due.date()),
        // 清单通知第二点: twenty working days where the school has set nothing else.
        TimingRule::OnChange | TimingRule::YearlyBy { .. } => calendar.add(made, 20).ok().map(|due| due.date()),
    };
    match due {
        Some(due) if published <= due => Punctuality::OnTime,
        Some(due) => Punctuality::Late(calendar.between(due, published).0),
        None => Punctuality::Unknown,
    }
}

/// Counts of how records kept their terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timeliness {
    /// On time.
    pub on_time: u32,
    /// Late.
    pub late: u32,
    /// Not decidable.
    pub unknown: u32,
}

impl Timeliness {
    /// Adds one record.
    pub fn count(&mut self, punctuality: Punctuality) {
        match punctuality {
            Punctuality::OnTime => self.on_time += 1,
            Punctuality::Late(_) => self.late += 1,
            Punctuality::Unknown => self.unknown += 1,
        }
    }
}

/// Coverage of a set of items in a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Items that apply.
    pub applicable: u32,
    /// Of these, disclosed in the year.
    pub disclosed: u32,
    /// Of these, answered by a nil statement.
    pub nil: u32,
    /// Items that do not apply.
    pub not_applicable: u32,
}

impl Coverage {
    /// Items that apply and have neither record nor nil statement.
    pub fn open(self) -> u32 {
        self.applicable - self.disclosed - self.nil
    }
}

/// What a school year disclosed under one statutory item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemAccount {
    /// Entries: records with their batch counts.
    pub entries: u64,
    /// The latest record: position in the list given.
    pub latest: Option<usize>,
    /// Whether a nil statement stands.
    pub nil: bool,
}

/// Accounts for each statutory item from the records of a year; `counting` says which items' records count for it.
pub fn account(catalogue: &Catalogue, records: &[Record], nils: &[ItemKey]) -> BTreeMap<u8, ItemAccount> {
    let counting = catalogue.counting_for();
    let mut accounts: BTreeMap<u8, ItemAccount> =
        counting.keys().map(|number| (*number, ItemAccount::default())).collect();
    let mut of_item: BTreeMap<&ItemKey, Vec<u8>> = BTreeMap::new();
    for (number, keys) in &counting {
        for key in keys {
            of_item.entry(key).or_default().push(*number);
        }
    }
    for (at, record) in records.iter().enumerate() {
        if record.openness != Openness::Proactive
            || !matches!(record.visibility, Visibility::Public { .. } | Visibility::Expired)
        {
            continue;
        }
        for number in of_item.get(&record.item).into_iter().flatten() {
            let Some(account) = accounts.get_mut(number) else { continue };
            account.entries += u64::from(record.count);
            let newer = |at: usize| records[at].published_on().sort_key();
            // A later date wins; among equals the one with an address, then the first.
            let key = |at: usize| (newer(at), has_address(&records[at]));
            if account.latest.is_none_or(|best| key(at) > key(best)) {
                account.latest = Some(at);
            }
        }
    }
    for key in nils {
        for number in of_item.get(key).into_iter().flatten() {
            if let Some(account) = accounts.get_mut(number) {
                account.nil = true;
            }
        }
    }
    accounts
}

/// Whether a release of the record can be cited by an address.
pub fn has_address(record: &Record) -> bool {
    record.releases.iter().any(|release| crate::address::is_web(&release.locator))
}

/// Coverage of the statutory items chosen.
pub fn coverage<'a>(items: impl IntoIterator<Item = &'a Item>, accounts: &BTreeMap<u8, ItemAccount>) -> Coverage {
    let mut coverage = Coverage::default();
    for item in items {
        let ItemKey::Official(number) = item.key else { continue };
        if matches!(item.applicability, Applicability::NotApplicable { .. }) {
            coverage.not_applicable += 1;
            continue;
        }
        coverage.applicable += 1;
        match accounts.get(&number) {
            Some(account) if account.entries > 0 => coverage.disclosed += 1,
            Some(account) if account.nil => coverage.nil += 1,
            _ => {}
        }
    }
    coverage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::SchoolKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn state(item: u8, facts: &ItemFacts, today: &str) -> State {
        let catalogue = Catalogue::statutory(SchoolKind::Vocational);
        standing(catalogue.item(&ItemKey::Official(item)).unwrap(), facts, &Calendar::mainland(), day(today))
    }

    fn disclosed(on: &str) -> ItemFacts {
        ItemFacts { disclosed: true, latest: on.parse().unwrap(), ..ItemFacts::default() }
    }

    #[test]
    fn an_item_that_does_not_apply_is_never_late() {
        assert_eq!(state(12, &ItemFacts::default(), "2023-10-01"), State::NotApplicable);
    }

    #[test]
    fn nothing_disclosed_is_said_so_unless_a_nil_statement_stands() {
        assert_eq!(state(16, &ItemFacts::default(), "2023-10-01"), State::NeverDisclosed);
        assert_eq!(state(16, &ItemFacts { nil: true, ..ItemFacts::default() }, "2023-10-01"), State::Nil);
    }

    #[test]
    fn a_document_that_waits_becomes_due_soon_and_then_overdue() {
        let mut facts = disclosed("2023-01-10");
        assert_eq!(state(37, &facts, "2023-10-01"), State::Fresh);
        facts.waiting_since = Some(day("2023-09-28"));
        assert_eq!(state(37, &facts, "2023-10-20"), State::DueSoon);
        assert_eq!(state(37, &facts, "2023-11-01"), State::DueSoon, "the last day is still in time");
        assert_eq!(state(37, &facts, "2023-11-02"), State::Overdue);
    }

    #[test]
    fn a_yearly_report_answers_for_its_year_only() {
        let facts = disclosed("2022-10-28");
        assert_eq!(state(6, &facts, "2023-08-01"), State::Fresh);
        assert_eq!(state(6, &facts, "2023-10-20"), State::DueSoon);
        assert_eq!(state(6, &facts, "2023-11-01"), State::Overdue);
        assert_eq!(state(6, &disclosed("2023-11-05"), "2023-11-06"), State::Fresh);
    }
}
