//! Coverage and timeliness: which items are disclosed, which are late, computed from the ledger each time.
//!
//! Nothing here is stored. A school year's account asks what was disclosed in it; the board of today asks what
//! is fresh, due soon or overdue. Portal, JSON and report count by [`accounts`] and [`coverage`] and nothing else, so that
//! they differ only in the period they say they are about.

use crate::calendar::{Calendar, DueDate};
use crate::catalogue::{Applicability, Catalogue, Item, ItemKey, TimingRule};
use crate::date::PartialDate;
use crate::record::{Disclosed, Record};
use crate::school_year::SchoolYear;
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
    /// The yearly deadline that the last publication answers, by what it says it is about ([`answers`]).
    pub answered: Option<NaiveDate>,
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
        _ if !facts.disclosed && facts.nil => State::Nil,
        _ if !facts.disclosed => State::NeverDisclosed,
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
            let in_year = |year: i32| deadline(year, month, day);
            // Without a word of what it was about, the day on which it went out says which deadline it answers.
            let answered = facts.answered.or_else(|| answers("", facts.latest, rule));
            match answered.filter(|_| facts.disclosed) {
                Some(answered) => in_year(answered.year() + 1),
                None if facts.nil => None,
                // Never, or nobody knows when: the deadline that passed last was not shown to be kept.
                None => [today.year(), today.year() - 1].into_iter().filter_map(in_year).find(|due| *due < today),
            }
        }
    }
}

/// The deadline of a yearly item that a publication answers: that of the period its title names, and where that leaves a choice
/// the one nearest to the day on which it went out. So what is late answers the deadline it missed and not the next one.
pub fn answers(title: &str, published: PartialDate, rule: TimingRule) -> Option<NaiveDate> {
    let TimingRule::YearlyBy { month, day } = rule else { return None };
    let in_year = |year: i32| deadline(year, month, day);
    let on = published.span().map(|(_, last)| last);
    let nearest = |years: &[i32]| {
        let dues = years.iter().filter_map(|year| in_year(*year));
        let distance = |due: &NaiveDate| on.map_or(0, |on| (*due - on).num_days().abs());
        dues.min_by_key(distance)
    };
    if let Some(year) = SchoolYear::first_in(title) {
        // A report on a school year is due when it is over; what is due within it may be about it or about the one before.
        let after = in_year(year.first_year() + 1).filter(|due| *due > year.last_day());
        return after.or_else(|| nearest(&[year.first_year(), year.first_year() + 1, year.first_year() + 2]));
    }
    match calendar_year(title) {
        Some(year) => nearest(&[year, year + 1]),
        None => on.and_then(|on| nearest(&[on.year() - 1, on.year(), on.year() + 1])),
    }
}

/// The first calendar year that a title names: 2025年, 2025年度.
fn calendar_year(title: &str) -> Option<i32> {
    title.match_indices('年').find_map(|(at, _)| {
        let before = &title[..at];
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let year: i32 = digits.chars().rev().collect::<String>().parse().ok()?;
        (digits.len() == 4 && (1950..=2150).contains(&year)).then_some(year)
    })
}

fn deadline(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day.min(28).max(day.min(last_day(year, month))))
}

fn last_day(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or(28)
}

/// The date by which something made on a day must be public; `None` beyond the years a calendar can hold.
pub fn due_date(made: NaiveDate, rule: TimingRule, calendar: &Calendar) -> Option<DueDate> {
    match rule {
        TimingRule::WithinDaysOfApproval(days) => {
            made.checked_add_days(chrono::Days::new(days.into())).map(DueDate::Fixed)
        }
        TimingRule::WithinWorkingDays(days) => calendar.add(made, i64::from(days)).ok(),
        // 清单通知第二点: twenty working days where the school has set nothing else.
        TimingRule::OnChange | TimingRule::YearlyBy { .. } => calendar.add(made, 20).ok(),
    }
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

/// How a record kept the term of its item. Only whole dates are judged, and only where one can follow from the other: what
/// went public before it was made has a wrong date, and nobody knows which.
pub fn punctuality(record: &Record, rule: TimingRule, calendar: &Calendar) -> Punctuality {
    let made = record.editions.first().map(|edition| edition.made_on).unwrap_or_default();
    kept(made, record.published_on(), rule, calendar)
}

/// The same by the dates of a record alone: when its first edition was made and when it was first public.
pub fn kept(made: PartialDate, published: PartialDate, rule: TimingRule, calendar: &Calendar) -> Punctuality {
    let (Some(made), Some(published)) = (made.day(), published.day()) else { return Punctuality::Unknown };
    // Public before it was made: one of the two is wrong, and nothing follows from it.
    if published < made {
        return Punctuality::Unknown;
    }
    let due = due_date(made, rule, calendar).map(DueDate::date);
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

/// What was disclosed under one key of the catalogue, mapped items left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyFacts {
    /// Entries, batches counted out (条).
    pub entries: u64,
    /// Of these, taken down since.
    pub taken_down: u64,
    /// Latest date on which one of them went out, as far as any is known.
    pub latest: PartialDate,
}

/// The account of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ItemAccount {
    /// Entries under the item itself, batches counted out (条). Sums over items count nothing twice.
    pub own: u64,
    /// Entries that count for the item: its own and those of the school's own items that map onto it.
    pub entries: u64,
    /// Of [`ItemAccount::entries`], taken down since.
    pub taken_down: u64,
    /// Latest date on which one of them went out, as far as any is known.
    pub latest: PartialDate,
    /// The yearly deadline that the last of them answers, where somebody has looked at what they say they are about.
    pub answered: Option<NaiveDate>,
    /// Whether a nil statement stands.
    pub nil: bool,
}

impl ItemAccount {
    /// What the public knows of the item, by which portal, JSON and workbench alike say how it stands. What still waits is
    /// not public, and neither is that it waits: whoever works on it is told of it beside the state ([`due_date`]), and not
    /// by another state.
    pub fn facts(&self) -> ItemFacts {
        ItemFacts {
            disclosed: self.entries > 0,
            latest: self.latest,
            answered: self.answered,
            waiting_since: None,
            nil: self.nil,
        }
    }
}

/// The account of every item of the catalogue: own items under their own heading and into what they map to.
pub fn accounts(
    catalogue: &Catalogue,
    facts: &BTreeMap<ItemKey, KeyFacts>,
    nils: &[ItemKey],
) -> BTreeMap<ItemKey, ItemAccount> {
    let counting = catalogue.counting_for();
    let account = |item: &Item| {
        let own = [item.key.clone()];
        let keys: &[ItemKey] = match &item.key {
            ItemKey::Official(number) => counting.get(number).map_or(&own[..], Vec::as_slice),
            ItemKey::School(_) => &own,
        };
        let known: Vec<&KeyFacts> = keys.iter().filter_map(|key| facts.get(key)).collect();
        ItemAccount {
            own: facts.get(&item.key).map_or(0, |facts| facts.entries),
            entries: known.iter().map(|facts| facts.entries).sum(),
            taken_down: known.iter().map(|facts| facts.taken_down).sum(),
            latest: known.iter().map(|facts| facts.latest).max_by_key(|date| date.sort_key()).unwrap_or_default(),
            answered: None,
            nil: keys.iter().any(|key| nils.contains(key)),
        }
    };
    catalogue.items.iter().map(|item| (item.key.clone(), account(item))).collect()
}

/// Counts records by key.
pub fn facts_of<'a>(records: impl IntoIterator<Item = &'a Disclosed>) -> BTreeMap<ItemKey, KeyFacts> {
    let mut facts: BTreeMap<ItemKey, KeyFacts> = BTreeMap::new();
    for record in records {
        let facts = facts.entry(record.item.clone()).or_default();
        facts.entries += u64::from(record.count);
        if record.taken_down() {
            facts.taken_down += u64::from(record.count);
        }
        let on = record.published_on();
        // As text: of dates that begin on one day the one that is known best, in whatever order they come.
        if on.to_string() > facts.latest.to_string() {
            facts.latest = on;
        }
    }
    facts
}

/// The record to cite for an item among those under these keys: the latest, among equals one with an address, then the
/// first.
pub fn cited<'a>(records: &'a [Disclosed], keys: &[ItemKey]) -> Option<&'a Disclosed> {
    let own = records.iter().enumerate().filter(|(_, record)| keys.contains(&record.item));
    let key = |at: usize, record: &Disclosed| (record.published_on().sort_key(), record.has_address(), usize::MAX - at);
    own.max_by_key(|(at, record)| key(*at, record)).map(|(_, record)| record)
}

/// The latest record among those under these keys whose address a reader can follow: it has one and is on view.
pub fn linked<'a>(records: &'a [Disclosed], keys: &[ItemKey]) -> Option<&'a Disclosed> {
    let own = records.iter().enumerate().filter(|(_, record)| keys.contains(&record.item));
    let shown =
        own.filter(|(_, record)| !record.taken_down() && record.releases.iter().any(|release| release.is_web()));
    shown.max_by_key(|(at, record)| (record.published_on().sort_key(), usize::MAX - at)).map(|(_, record)| record)
}

/// Coverage of the statutory items chosen.
pub fn coverage<'a>(items: impl IntoIterator<Item = &'a Item>, accounts: &BTreeMap<ItemKey, ItemAccount>) -> Coverage {
    let mut coverage = Coverage::default();
    for item in items {
        let ItemKey::Official(_) = item.key else { continue };
        if matches!(item.applicability, Applicability::NotApplicable { .. }) {
            coverage.not_applicable += 1;
            continue;
        }
        coverage.applicable += 1;
        match accounts.get(&item.key) {
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
    fn a_yearly_item_never_disclosed_or_undated_is_the_one_that_is_late() {
        let undated = ItemFacts { disclosed: true, ..ItemFacts::default() };
        for facts in [ItemFacts::default(), undated] {
            assert_eq!(state(6, &facts, "2023-11-01"), State::Overdue);
            assert_eq!(state(6, &facts, "2023-10-31"), State::Overdue, "last year's was not kept either");
        }
        assert_eq!(state(6, &ItemFacts { nil: true, ..ItemFacts::default() }, "2023-11-01"), State::Nil);
    }

    #[test]
    fn a_yearly_report_answers_for_its_year_only() {
        let facts = disclosed("2022-10-28");
        assert_eq!(state(6, &facts, "2023-08-01"), State::Fresh);
        assert_eq!(state(6, &facts, "2023-10-20"), State::DueSoon);
        assert_eq!(state(6, &facts, "2023-11-01"), State::Overdue);
        assert_eq!(state(6, &disclosed("2023-11-05"), "2023-11-06"), State::Fresh);
    }

    #[test]
    fn what_is_late_answers_the_deadline_it_missed_and_not_the_next_one() {
        // The report of 2024-2025, five weeks late; a year later the next one is missing.
        assert_eq!(state(6, &disclosed("2025-12-05"), "2026-12-01"), State::Overdue);
        // Issued a month late, the next one is due in eleven.
        let rule = TimingRule::YearlyBy { month: 10, day: 31 };
        let due = next_due(rule, &disclosed("2026-12-01"), &Calendar::mainland(), day("2026-12-01"));
        assert_eq!(due, Some(day("2027-10-31")));
        assert_eq!(state(6, &disclosed("2025-10-20"), "2025-11-20"), State::Fresh, "early by days is in time");
    }

    #[test]
    fn a_title_says_which_deadline_is_answered() {
        let report = TimingRule::YearlyBy { month: 10, day: 31 };
        let quality = TimingRule::YearlyBy { month: 12, day: 31 };
        for (title, on, rule, due) in [
            ("2024—2025学年信息公开工作年度报告", "2026-09-10", report, "2025-10-31"),
            ("2024-2025学年信息公开年度报告", "2025-10-30", report, "2025-10-31"),
            ("2025年信息公开工作报告", "2025-12-05", report, "2025-10-31"),
            ("2024年度决算", "2025-09-20", report, "2025-10-31"),
            ("2025届毕业生就业质量年度报告（2025年）", "2026-01-15", quality, "2025-12-31"),
            ("就业质量年度报告", "2026-01-15", quality, "2025-12-31"),
        ] {
            assert_eq!(answers(title, on.parse().unwrap(), rule), Some(day(due)), "{title} {on}");
        }
        assert_eq!(answers("年度报告", PartialDate::Unknown, report), None);
        assert_eq!(answers("2025年通知", PartialDate::Unknown, TimingRule::OnChange), None);
    }
}
