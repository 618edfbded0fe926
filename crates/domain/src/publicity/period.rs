//! First and last days of a publicity period, reckoned with the statutory calendar.
//!
//! The day of posting is day zero (民法典第二百零一条) and a period of plain days that would end on a rest day ends on the next
//! working day (第二百零三条). Both articles are applied to publicity by analogy, so whoever reports a period as too short
//! says by how much and whether counting the day of posting would mend it; many schools count it. Nothing is reckoned
//! from a day that the ledger does not know.

use super::kind::Kind;
use super::length::{Days, Length};
use crate::calendar::{Calendar, DueDate};
use crate::date::PartialDate;
use chrono::NaiveDate;

/// A period ends before the shortest its kind allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stands {stands} of {wanted}; the shortest period ends on {}", shortest.date())]
pub struct TooShort {
    /// What the kind asks for.
    pub wanted: Length,
    /// How many days of that sort it stands, the day of posting not counted.
    pub stands: u32,
    /// The earliest last day that would do; provisional when it may still move.
    pub shortest: DueDate,
    /// Whether it would be long enough if the day of posting counted, as many schools count it.
    pub enough_with_first_day: bool,
}

/// Whether a period stands as long as its kind asks. What the ledger does not know (a month without a day, no end) is
/// read in the period's favour, and a kind that states no number is always kept. Whether the number is law is another
/// question: [`Kind::binding`].
pub fn check(kind: &Kind, from: PartialDate, until: PartialDate, calendar: &Calendar) -> Result<(), TooShort> {
    let (Some(wanted), Some((posted, _)), Some((_, last))) = (kind.length(), from.span(), until.span()) else {
        return Ok(());
    };
    let Ok(shortest) = wanted.last_day(posted, calendar) else { return Ok(()) };
    if last >= shortest.date() {
        return Ok(());
    }
    let with_first_day = posted.pred_opt().and_then(|before| wanted.last_day(before, calendar).ok());
    Err(TooShort {
        wanted,
        stands: left(wanted.days, posted, last, calendar).0,
        shortest,
        enough_with_first_day: with_first_day.is_some_and(|shortest| last >= shortest.date()),
    })
}

/// Where a period stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its last day is not known.
    Undated,
    /// It has not begun.
    Ahead,
    /// It stands.
    Running {
        /// Days after today up to its last: 0 on the last day. Of working days 0 as well when only rest days are left
        /// before a last day that is one itself.
        left: u32,
        /// Of which sort.
        days: Days,
        /// Whether a year whose holidays are not announced lies between.
        provisional: bool,
    },
    /// Its last day has gone by.
    Over,
}

impl Standing {
    /// Whether its last day has gone by.
    pub fn is_over(self) -> bool {
        self == Standing::Over
    }
}

/// Where a period stands today, counted in the days of its kind; in plain days when the kind is not known. A month or year
/// without a day begins with its first and ends with its last day.
pub fn standing(
    kind: Option<&Kind>,
    from: PartialDate,
    until: PartialDate,
    today: NaiveDate,
    calendar: &Calendar,
) -> Standing {
    let days = kind.map_or(Days::Calendar, Kind::days);
    match (from.span(), until.span()) {
        (_, Some((_, last))) if today > last => Standing::Over,
        (Some((first, _)), _) if today < first => Standing::Ahead,
        (_, None) => Standing::Undated,
        (_, Some((_, last))) => {
            let (left, provisional) = left(days, today, last, calendar);
            Standing::Running { left, days, provisional }
        }
    }
}

/// Which day of a period this is, in the days of its kind; 0 on the day on which it was posted, which does not count. Nothing before
/// it or when that day is not known.
pub fn day_of(kind: Option<&Kind>, from: PartialDate, today: NaiveDate, calendar: &Calendar) -> Option<u32> {
    let posted = from.day().filter(|posted| *posted <= today)?;
    Some(left(kind.map_or(Days::Calendar, Kind::days), posted, today, calendar).0)
}

/// Days of a sort after `day` up to and with `last`, and whether that may still change.
fn left(days: Days, day: NaiveDate, last: NaiveDate, calendar: &Calendar) -> (u32, bool) {
    if day >= last {
        return (0, false);
    }
    let (count, provisional) = match days {
        Days::Working => calendar.between(day, last),
        Days::Calendar => ((last - day).num_days(), false),
    };
    (u32::try_from(count).unwrap_or(0), provisional)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::OutOfRange;
    use chrono::Days as Span;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(id: &str) -> &'static Kind {
        Kind::of(id).unwrap()
    }

    #[test]
    fn the_day_of_posting_does_not_count_and_the_last_day_is_the_number_of_the_kind() {
        let (calendar, kind) = (Calendar::mainland(), of("national_scholarship"));
        let nth = |today| day_of(Some(kind), PartialDate::Day(day("2026-11-27")), day(today), &calendar);
        assert_eq!(
            ["2026-11-26", "2026-11-27", "2026-11-28", "2026-12-01", "2026-12-04"].map(nth),
            [None, Some(0), Some(0), Some(2), Some(5)]
        );
    }

    #[track_caller]
    fn ends(id: &str, posted: &str, want: &str) {
        let last = of(id).length().unwrap().last_day(day(posted), &Calendar::mainland());
        assert_eq!(last, Ok(DueDate::Fixed(day(want))), "{id} posted on {posted}");
    }

    #[test]
    fn periods_of_real_notices_end_on_known_days() {
        // Over the National Day holiday of 2023, with two worked weekend days behind it.
        ends("national_scholarship", "2023-09-28", "2023-10-11");
        // The sample's list of 14 October 2023, a Saturday.
        ends("national_scholarship", "2023-10-14", "2023-10-20");
        // Over Labour Day of 2024, with Sunday 28 April worked.
        ends("cadre_appointment", "2024-04-26", "2024-05-07");
        ends("cadre_appointment", "2023-11-06", "2023-11-13");
        // Over the Spring Festival of 2025, with Sunday 26 January worked.
        ends("student_transfer", "2025-01-24", "2025-02-07");
        // Over Tomb-Sweeping Day of 2024, with Sunday 7 April worked.
        ends("postgraduate_admission", "2024-04-01", "2024-04-16");
        ends("open_recruitment", "2026-09-18", "2026-09-29");
        ends("school_scholarship_honours", "2023-04-12", "2023-04-17");
    }

    #[test]
    fn plain_days_that_end_on_a_rest_day_end_on_the_next_working_day() {
        ends("tender_candidates", "2023-11-06", "2023-11-09");
        ends("tender_candidates", "2023-11-09", "2023-11-13");
        ends("tender_candidates", "2023-09-28", "2023-10-07");
        ends("technology_transfer_price", "2025-01-13", "2025-02-05");
        // Sunday 28 April 2024 was worked and is no rest day.
        ends("tender_candidates", "2024-04-25", "2024-04-28");
    }

    #[test]
    fn a_period_past_the_last_notice_is_provisional_until_the_year_is_known() {
        let mut calendar = Calendar::mainland();
        let (working, plain) =
            (of("national_scholarship").length().unwrap(), of("tender_candidates").length().unwrap());
        assert_eq!(working.last_day(day("2026-12-28"), &calendar), Ok(DueDate::Provisional(day("2027-01-05"))));
        assert_eq!(plain.last_day(day("2026-12-29"), &calendar), Ok(DueDate::Provisional(day("2027-01-04"))));
        assert_eq!(plain.last_day(day("2026-12-28"), &calendar), Ok(DueDate::Fixed(day("2026-12-31"))));
        calendar.add_years("2027 off 01-01 worked 01-02 # invented").unwrap();
        assert_eq!(working.last_day(day("2026-12-28"), &calendar), Ok(DueDate::Fixed(day("2027-01-04"))));
        assert_eq!(plain.last_day(day("2026-12-29"), &calendar), Ok(DueDate::Fixed(day("2027-01-02"))));
        assert_eq!(plain.last_day(NaiveDate::MAX, &calendar), Err(OutOfRange));
    }

    #[track_caller]
    fn judged(id: &str, from: &str, until: &str) -> Result<(), TooShort> {
        check(of(id), from.parse().unwrap(), until.parse().unwrap(), &Calendar::mainland())
    }

    #[test]
    fn a_period_that_ends_early_is_told_with_the_day_it_should_have_reached() {
        let monday_to_friday = TooShort {
            wanted: Length { count: 5, days: Days::Working },
            stands: 4,
            shortest: DueDate::Fixed(day("2023-10-23")),
            enough_with_first_day: true,
        };
        assert_eq!(judged("national_scholarship", "2023-10-16", "2023-10-20"), Err(monday_to_friday));
        assert_eq!(monday_to_friday.to_string(), "stands 4 of 5 working days; the shortest period ends on 2023-10-23");
        let over_the_holiday = judged("national_scholarship", "2023-09-28", "2023-10-07").unwrap_err();
        assert_eq!((over_the_holiday.stands, over_the_holiday.enough_with_first_day), (1, false));
        let backwards = judged("tender_candidates", "2023-10-16", "2023-10-10").unwrap_err();
        assert_eq!((backwards.stands, backwards.shortest), (0, DueDate::Fixed(day("2023-10-19"))));
    }

    #[test]
    fn what_the_ledger_does_not_know_is_read_in_the_periods_favour() {
        for (id, from, until) in [
            ("national_scholarship", "2023-10-16", "2023-10-23"),
            ("national_scholarship", "2023-10", "2023-10"),
            ("national_scholarship", "2023-10-30", "2023"),
            ("national_scholarship", "", "2023-10-17"),
            ("national_scholarship", "2023-10-16", ""),
            ("independent_recruitment", "2023-10-16", "2023-10-16"),
            ("gp_result", "2023-10-16", "2023-10-16"),
        ] {
            assert_eq!(judged(id, from, until), Ok(()), "{id} {from} to {until}");
        }
        assert!(judged("national_scholarship", "2023-10-30", "2023-10").is_err());
    }

    #[track_caller]
    fn stands(kind: Option<&str>, today: &str, want: &str) {
        let (from, until) = ("2023-09-28".parse().unwrap(), "2023-10-11".parse().unwrap());
        let standing = standing(kind.map(of), from, until, day(today), &Calendar::mainland());
        let told = match standing {
            Standing::Running { left, days, provisional } => format!("{left} {} {provisional}", days.code()),
            other => format!("{other:?}"),
        };
        assert_eq!(told, want, "{today}");
    }

    #[test]
    fn days_left_are_counted_as_the_kind_counts() {
        let scholarship = Some("national_scholarship");
        stands(scholarship, "2023-09-27", "Ahead");
        stands(scholarship, "2023-09-28", "5 working false");
        stands(scholarship, "2023-10-06", "5 working false");
        stands(scholarship, "2023-10-07", "4 working false");
        stands(scholarship, "2023-10-11", "0 working false");
        stands(scholarship, "2023-10-12", "Over");
        stands(None, "2023-09-28", "13 calendar false");
        stands(Some("tender_candidates"), "2023-10-10", "1 calendar false");
        stands(Some("independent_recruitment"), "2023-10-11", "0 working false");
        stands(Some("general"), "2023-10-06", "5 working false");
        stands(Some("gp_result"), "2023-10-06", "5 calendar false");
    }

    #[test]
    fn a_period_without_its_days_is_not_guessed() {
        let calendar = Calendar::mainland();
        let on = |from: &str, until: &str, today: &str| {
            standing(None, from.parse().unwrap(), until.parse().unwrap(), day(today), &calendar)
        };
        assert_eq!(on("2023-11-20", "", "2024-05-01"), Standing::Undated);
        assert_eq!(on("2023-11-20", "", "2023-11-19"), Standing::Ahead);
        assert_eq!(
            on("", "2023-11", "2023-11-30"),
            Standing::Running { left: 0, days: Days::Calendar, provisional: false }
        );
        assert!(on("", "2023-11", "2023-12-01").is_over());
        let scholarship = of("national_scholarship");
        let past = standing(
            Some(scholarship),
            PartialDate::Unknown,
            "2027-01-04".parse().unwrap(),
            day("2026-12-31"),
            &calendar,
        );
        assert_eq!(past, Standing::Running { left: 1, days: Days::Working, provisional: true });
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0u64..6_200).prop_map(|n| day("2010-01-01") + Span::new(n))
    }

    fn any_length() -> impl Strategy<Value = Length> {
        (1u32..40, any::<bool>())
            .prop_map(|(count, working)| Length { count, days: if working { Days::Working } else { Days::Calendar } })
    }

    fn any_timed_kind() -> impl Strategy<Value = &'static Kind> {
        prop::sample::select(Kind::all().iter().filter(|kind| kind.length().is_some()).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn no_period_ends_on_a_rest_day_or_a_day_early(posted in any_day(), length in any_length()) {
            let calendar = Calendar::mainland();
            let last = length.last_day(posted, &calendar).unwrap().date();
            prop_assert!(calendar.is_working_day(last));
            let stands = match length.days {
                Days::Working => calendar.between(posted, last).0,
                Days::Calendar => (last - posted).num_days(),
            };
            prop_assert!(stands >= i64::from(length.count));
            if length.days == Days::Working {
                prop_assert_eq!(stands, i64::from(length.count));
            } else {
                // Moved on only over rest days.
                let whole = posted + Span::new(length.count.into());
                prop_assert!(whole.iter_days().take_while(|day| *day < last).all(|day| !calendar.is_working_day(day)));
            }
        }

        #[test]
        fn the_shortest_period_passes_and_a_day_less_does_not(posted in any_day(), kind in any_timed_kind()) {
            let calendar = Calendar::mainland();
            let last = kind.length().unwrap().last_day(posted, &calendar).unwrap().date();
            let judged = |last| check(kind, PartialDate::Day(posted), PartialDate::Day(last), &calendar);
            prop_assert_eq!(judged(last), Ok(()));
            let short = judged(last.pred_opt().unwrap()).unwrap_err();
            prop_assert_eq!(short.shortest.date(), last);
        }

        #[test]
        fn days_left_fall_to_none_exactly_at_the_end(posted in any_day(), kind in any_timed_kind()) {
            let calendar = Calendar::mainland();
            let last = kind.length().unwrap().last_day(posted, &calendar).unwrap().date();
            let mut before = u32::MAX;
            for today in posted.iter_days().take_while(|day| *day <= last) {
                let on = standing(Some(kind), PartialDate::Day(posted), PartialDate::Day(last), today, &calendar);
                let Standing::Running { left, .. } = on else { panic!("{on:?} on {today}") };
                prop_assert!(left <= before);
                prop_assert_eq!(left == 0, today == last, "{} left on {}", left, today);
                before = left;
            }
            let after = standing(Some(kind), PartialDate::Day(posted), PartialDate::Day(last), last.succ_opt().unwrap(), &calendar);
            prop_assert!(after.is_over());
        }

        #[test]
        fn no_text_makes_reading_a_kind_or_a_head_panic(text in "\\PC{0,24}|[国家奖学金公示名单年学0-9（）]{0,12}") {
            let _ = (Kind::read_all(&text), super::super::forbidden_columns(None, &[&text]));
        }
    }
}
