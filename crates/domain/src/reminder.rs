//! Reminders (催办): of what is due or waits for somebody, who is told on which day.
//!
//! One reminder per person, thing and stage; nothing on days off, before the morning or after the evening; who is told
//! later than the day itself is told of the stage that counts then. The numbers of days are the school's to set and no law.
//! It must not know how anybody is reached: a reminder is a fact, and a mail only one way to carry it.

use crate::calendar::Calendar;
use crate::catalogue::ItemKey;
use crate::coded::coded;
use crate::date::{day_in_china, in_china, instant_in_china};
use crate::ids::{RecordId, UserId};
use crate::record::Timestamp;
use chrono::{NaiveDate, NaiveTime};
use std::fmt;
use std::str::FromStr;

/// What somebody is reminded of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// An item of the catalogue that has to be brought up to date.
    Item(ItemKey),
    /// A record on its way.
    Record(RecordId),
    /// A period of publicity that ends.
    Publicity(RecordId),
}

/// Text that is no thing or stage of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing that anybody is reminded of: {0}")]
pub struct NotAReminder(pub String);

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Thing::Item(key) => write!(f, "item/{key}"),
            Thing::Record(id) => write!(f, "record/{id}"),
            Thing::Publicity(id) => write!(f, "publicity/{id}"),
        }
    }
}

impl FromStr for Thing {
    type Err = NotAReminder;

    fn from_str(text: &str) -> Result<Thing, NotAReminder> {
        let wrong = || NotAReminder(text.chars().take(60).collect());
        match text.split_once('/') {
            Some(("item", key)) => key.parse().map(Thing::Item).map_err(|_| wrong()),
            Some(("record", id)) => id.parse().map(Thing::Record).map_err(|_| wrong()),
            Some(("publicity", id)) => id.parse().map(Thing::Publicity).map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}

coded! {
    /// What a thing needs of somebody.
    Need {
        /// An item is to be brought up to date.
        Update = "update", "更新事项";
        /// A draft is to be finished.
        Write = "write", "写完送审";
        /// What came back is to be mended.
        Mend = "mend", "改好再送";
        /// It waits for its unit's review.
        UnitReview = "unit_review", "单位审核";
        /// It waits for the secrecy review.
        SecrecyReview = "secrecy_review", "保密审查";
        /// It passed both and is to be published.
        Publish = "publish", "公开";
        /// A period of publicity ends.
        PublicityEnds = "publicity_ends", "公示期满";
    }
}

impl Need {
    /// Whether somebody is told when it comes to them, beside the day it is due.
    fn is_told_at_once(self) -> bool {
        matches!(self, Need::Mend | Need::UnitReview | Need::SecrecyReview | Need::Publish)
    }

    /// Whether it goes on being wanted when its day has passed.
    fn can_be_late(self) -> bool {
        self != Need::PublicityEnds
    }
}

/// Something that somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// What it is.
    pub thing: Thing,
    /// What it needs.
    pub need: Need,
    /// Code of the unit whose it is.
    pub unit: Option<String>,
    /// By when.
    pub due: Option<NaiveDate>,
    /// Since when it is with those who have it now.
    pub since: Option<NaiveDate>,
    /// Who has to act.
    pub answers: Vec<UserId>,
    /// Who heads them.
    pub heads: Vec<UserId>,
}

/// At which point somebody is reminded. Each comes once for a thing and a due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It came to them on this day.
    Came(Need, NaiveDate),
    /// So many working days before it is due.
    Before(u32, NaiveDate),
    /// On the day.
    On(NaiveDate),
    /// So many working days after.
    After(u32, NaiveDate),
    /// It is late, and their head is told.
    Head(NaiveDate),
    /// It is later, and the disclosure office is told.
    Office(NaiveDate),
    /// Somebody asked for it on this day.
    Urged(NaiveDate),
}

impl Stage {
    /// Stable code, a message key under `remind-stage-`.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Came(..) => "came",
            Stage::Before(..) => "before",
            Stage::On(_) => "on",
            Stage::After(..) => "after",
            Stage::Head(_) => "head",
            Stage::Office(_) => "office",
            Stage::Urged(_) => "urged",
        }
    }

    /// The due date it is about, if it is about one.
    pub fn due(self) -> Option<NaiveDate> {
        match self {
            Stage::Before(_, due) | Stage::On(due) | Stage::After(_, due) | Stage::Head(due) | Stage::Office(due) => {
                Some(due)
            }
            Stage::Came(..) | Stage::Urged(_) => None,
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code();
        match self {
            Stage::Came(need, day) => write!(f, "{code}/{}/{day}", need.code()),
            Stage::Before(n, day) | Stage::After(n, day) => write!(f, "{code}/{n}/{day}"),
            Stage::On(day) | Stage::Head(day) | Stage::Office(day) | Stage::Urged(day) => write!(f, "{code}/{day}"),
        }
    }
}

impl FromStr for Stage {
    type Err = NotAReminder;

    fn from_str(text: &str) -> Result<Stage, NotAReminder> {
        let wrong = || NotAReminder(text.chars().take(60).collect());
        let parts: Vec<&str> = text.split('/').collect();
        let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| wrong());
        let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
        match parts.as_slice() {
            ["came", need, on] => Ok(Stage::Came(Need::read(need).ok_or_else(wrong)?, day(on)?)),
            ["before", n, due] => Ok(Stage::Before(number(n)?, day(due)?)),
            ["on", due] => Ok(Stage::On(day(due)?)),
            ["after", n, due] => Ok(Stage::After(number(n)?, day(due)?)),
            ["head", due] => Ok(Stage::Head(day(due)?)),
            ["office", due] => Ok(Stage::Office(day(due)?)),
            ["urged", on] => Ok(Stage::Urged(day(on)?)),
            _ => Err(wrong()),
        }
    }
}

/// When people are reminded: what a school sets. No law says any of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Working days before the due date.
    pub before: Vec<u32>,
    /// After it, each so many working days.
    pub every: u32,
    /// After so many working days the head of the unit is told.
    pub head_after: u32,
    /// After so many the disclosure office is told.
    pub office_after: u32,
    /// From when on people are reached.
    pub morning: NaiveTime,
    /// Until when.
    pub evening: NaiveTime,
}

impl Default for Rules {
    fn default() -> Rules {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        Rules { before: vec![5, 2], every: 2, head_after: 5, office_after: 10, morning: at(8, 30), evening: at(18, 0) }
    }
}

impl Rules {
    /// Whether people may be reached now: on a working day between morning and evening.
    pub fn awake(&self, calendar: &Calendar, now: Timestamp) -> bool {
        let local = in_china(now);
        calendar.is_working_day(local.date()) && (self.morning..self.evening).contains(&local.time())
    }

    /// The next working morning after this instant.
    pub fn next_morning(&self, calendar: &Calendar, now: Timestamp) -> Timestamp {
        let local = in_china(now);
        let today = calendar.is_working_day(local.date()) && local.time() < self.morning;
        let day = match today {
            true => local.date(),
            // Beyond the years of the calendar nobody waits for a mail.
            false => calendar.add(local.date(), 1).map_or(local.date(), |due| due.date()),
        };
        instant_in_china(day.and_time(self.morning))
    }

    /// When people may be reached: now, or the next working morning.
    pub fn moment(&self, calendar: &Calendar, now: Timestamp) -> Timestamp {
        if self.awake(calendar, now) { now } else { self.next_morning(calendar, now) }
    }

    /// The stages of a due date that have come by a day: the one that counts for those who have to act, and how far it is
    /// told on.
    fn stages(&self, due: NaiveDate, late: bool, calendar: &Calendar, today: NaiveDate) -> Stages {
        let mut stages = Stages::default();
        if today < due {
            let come = |n: &&u32| calendar.add(due, -i64::from(**n)).is_ok_and(|day| day.date() <= today);
            stages.act = self.before.iter().filter(come).min().map(|n| Stage::Before(*n, due));
            return stages;
        }
        let passed = u32::try_from(calendar.between(due, today).0).unwrap_or(0);
        let times = passed.checked_div(self.every).unwrap_or(0);
        stages.act = match times {
            0 if late || today == due || passed == 0 => Some(Stage::On(due)),
            times if late && times > 0 => Some(Stage::After(times * self.every, due)),
            _ => None,
        };
        if late {
            stages.head = (passed >= self.head_after).then_some(Stage::Head(due));
            stages.office = (passed >= self.office_after).then_some(Stage::Office(due));
        }
        stages
    }
}

#[derive(Default)]
struct Stages {
    act: Option<Stage>,
    head: Option<Stage>,
    office: Option<Stage>,
}

/// Somebody to be reminded of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Who.
    pub to: UserId,
    /// Which of the matters.
    pub matter: usize,
    /// At which point.
    pub stage: Stage,
}

/// Who is to be reminded now of which of these matters. `known` says whether somebody was reminded of a thing at a stage
/// before.
pub fn plan(
    matters: &[Matter],
    office: &[UserId],
    rules: &Rules,
    calendar: &Calendar,
    now: Timestamp,
    known: impl Fn(UserId, &Thing, Stage) -> bool,
) -> Vec<Reminder> {
    let mut reminders: Vec<Reminder> = Vec::new();
    if !rules.awake(calendar, now) {
        return reminders;
    }
    let today = day_in_china(now);
    for (at, matter) in matters.iter().enumerate() {
        let stages =
            matter.due.map(|due| rules.stages(due, matter.need.can_be_late(), calendar, today)).unwrap_or_default();
        let came = matter.since.filter(|_| matter.need.is_told_at_once()).map(|since| Stage::Came(matter.need, since));
        let mut tell = |people: &[UserId], stage: Option<Stage>| {
            for (to, stage) in people.iter().filter_map(|to| Some((*to, stage?))) {
                let again =
                    |one: &Reminder| one.to == to && one.stage == stage && matters[one.matter].thing == matter.thing;
                if !known(to, &matter.thing, stage) && !reminders.iter().any(again) {
                    reminders.push(Reminder { to, matter: at, stage });
                }
            }
        };
        // What is due says more than that it came.
        tell(&matter.answers, stages.act.or(came));
        let others = |people: &[UserId]| -> Vec<UserId> {
            people.iter().copied().filter(|one| !matter.answers.contains(one)).collect()
        };
        tell(&others(&matter.heads), stages.head);
        tell(&others(office), stages.office);
    }
    reminders
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    const CLERK: UserId = UserId(1);
    const HEAD: UserId = UserId(2);
    const OFFICE: UserId = UserId(3);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// An instant from the time in China.
    fn at(text: &str) -> Timestamp {
        instant_in_china(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn item(due: &str) -> Matter {
        Matter {
            thing: Thing::Item(ItemKey::Official(39)),
            need: Need::Update,
            unit: Some("xsc".into()),
            due: Some(day(due)),
            since: None,
            answers: vec![CLERK],
            heads: vec![HEAD],
        }
    }

    fn told(matter: &Matter, now: &str) -> Vec<(UserId, String)> {
        let plan = plan(
            std::slice::from_ref(matter),
            &[OFFICE],
            &Rules::default(),
            &Calendar::mainland(),
            at(now),
            |_, _, _| false,
        );
        plan.into_iter().map(|one| (one.to, one.stage.to_string())).collect()
    }

    #[test]
    fn a_due_date_is_told_five_and_two_working_days_before_on_the_day_and_each_two_after() {
        // 20 September and 10 October are worked in exchange; 25 September and 1 to 7 October are off.
        let due = item("2026-09-22");
        for (now, stage) in [
            ("2026-09-15 09:00", None),
            ("2026-09-16 09:00", Some("before/5/2026-09-22")),
            ("2026-09-18 09:00", Some("before/5/2026-09-22")),
            ("2026-09-20 09:00", Some("before/2/2026-09-22")),
            ("2026-09-21 09:00", Some("before/2/2026-09-22")),
            ("2026-09-22 09:00", Some("on/2026-09-22")),
            ("2026-09-23 09:00", Some("on/2026-09-22")),
            ("2026-09-24 09:00", Some("after/2/2026-09-22")),
        ] {
            let expected: Vec<_> = stage.into_iter().map(|stage| (CLERK, stage.to_string())).collect();
            assert_eq!(told(&due, now), expected, "{now}");
        }
    }

    #[test]
    fn what_stays_late_goes_to_the_head_and_then_to_the_office() {
        let due = item("2026-09-08");
        let tags =
            |now| told(&due, now).into_iter().map(|(to, stage)| (to, stage.split('/').next().unwrap().to_string()));
        let clerk = |stage: &str| (CLERK, stage.to_string());
        assert_eq!(tags("2026-09-14 09:00").collect::<Vec<_>>(), [clerk("after")]);
        let head = (HEAD, "head".to_string());
        assert_eq!(tags("2026-09-15 09:00").collect::<Vec<_>>(), [clerk("after"), head.clone()]);
        let office = (OFFICE, "office".to_string());
        assert_eq!(tags("2026-09-21 09:00").collect::<Vec<_>>(), [clerk("after"), head, office]);
    }

    #[test]
    fn nobody_is_reached_at_night_or_on_a_day_off() {
        let due = item("2026-09-22");
        for quiet in ["2026-09-22 08:29", "2026-09-22 18:00", "2026-09-25 10:00", "2026-09-26 10:00"] {
            assert_eq!(told(&due, quiet), [], "{quiet}");
        }
        let (rules, calendar) = (Rules::default(), Calendar::mainland());
        for (now, morning) in [
            ("2026-09-24 18:00", "2026-09-28 08:30"),
            ("2026-09-18 23:00", "2026-09-20 08:30"),
            ("2026-09-18 08:00", "2026-09-18 08:30"),
            ("2026-09-18 08:30", "2026-09-20 08:30"),
        ] {
            assert_eq!(rules.next_morning(&calendar, at(now)), at(morning), "{now}");
        }
    }

    #[test]
    fn what_came_to_a_reviewer_is_told_once_and_a_head_who_has_to_act_is_not_told_twice() {
        let review = Matter {
            need: Need::UnitReview,
            since: Some(day("2026-09-16")),
            due: Some(day("2026-12-01")),
            answers: vec![HEAD],
            ..item("2026-12-01")
        };
        assert_eq!(told(&review, "2026-09-17 09:00"), [(HEAD, "came/unit_review/2026-09-16".to_string())]);
        let late = Matter { due: Some(day("2026-09-01")), ..review };
        let people: Vec<UserId> = told(&late, "2026-09-17 09:00").into_iter().map(|(to, _)| to).collect();
        assert_eq!(people, [HEAD, OFFICE]);
    }

    #[test]
    fn a_publicity_that_is_over_is_not_late() {
        let ends = Matter { need: Need::PublicityEnds, ..item("2026-09-22") };
        assert_eq!(told(&ends, "2026-09-22 09:00").len(), 1);
        for later in ["2026-09-23 09:00", "2026-10-23 09:00"] {
            assert_eq!(told(&ends, later), [], "{later}");
        }
    }

    #[test]
    fn things_and_stages_read_back() {
        let things =
            [Thing::Item(ItemKey::School(3)), Thing::Record(RecordId(7)), Thing::Publicity(RecordId(u128::MAX))];
        for thing in things {
            assert_eq!(thing.to_string().parse(), Ok(thing));
        }
        let due = day("2026-09-22");
        for stage in [
            Stage::Came(Need::Mend, due),
            Stage::Before(5, due),
            Stage::On(due),
            Stage::After(2, due),
            Stage::Head(due),
            Stage::Office(due),
            Stage::Urged(due),
        ] {
            assert_eq!(stage.to_string().parse(), Ok(stage));
        }
        assert!("item/99".parse::<Thing>().is_err() && "after/2".parse::<Stage>().is_err());
    }

    /// What a program that looks at these hours tells of these due dates, with when it told.
    fn run(dues: &[i64], hours: &[i64]) -> Vec<(Timestamp, UserId, Thing, Stage)> {
        let (rules, calendar, start) = (Rules::default(), Calendar::mainland(), at("2026-08-20 00:15"));
        let matters = (1..).zip(dues).map(|(n, due)| Matter {
            thing: Thing::Item(ItemKey::School(n)),
            due: Some(day_in_china(start + TimeDelta::days(*due))),
            ..item("2026-09-22")
        });
        let matters: Vec<Matter> = matters.collect();
        let mut known: BTreeSet<(UserId, Thing, Stage)> = BTreeSet::new();
        let mut told = Vec::new();
        for hour in hours {
            let now = start + TimeDelta::hours(*hour);
            let seen = |to: UserId, thing: &Thing, stage: Stage| known.contains(&(to, thing.clone(), stage));
            let planned = plan(&matters, &[OFFICE], &rules, &calendar, now, seen);
            for one in planned {
                let thing = matters[one.matter].thing.clone();
                assert!(known.insert((one.to, thing.clone(), one.stage)), "twice: {one:?}");
                told.push((now, one.to, thing, one.stage));
            }
        }
        told
    }

    proptest! {
        #[test]
        fn none_comes_twice_none_at_night_and_none_is_lost(
            dues in prop::collection::vec(0i64..60, 1..4),
            down in prop::collection::vec((0i64..1600, 1i64..200), 0..4),
        ) {
            let hours: Vec<i64> =
                (0..1600).filter(|hour| !down.iter().any(|(from, n)| (*from..from + n).contains(hour))).collect();
            let told = run(&dues, &hours);
            let (rules, calendar) = (Rules::default(), Calendar::mainland());
            for (now, ..) in &told {
                prop_assert!(rules.awake(&calendar, *now), "at night: {now}");
            }
            // On every working day on which it was looked, whoever has to act knows the stage of that day.
            let start = at("2026-08-20 00:15");
            let mut looked: BTreeMap<NaiveDate, Timestamp> = BTreeMap::new();
            for hour in &hours {
                let now = start + TimeDelta::hours(*hour);
                if rules.awake(&calendar, now) {
                    looked.insert(day_in_china(now), now);
                }
            }
            for (n, due) in (1..).zip(&dues) {
                let due = day_in_china(start + TimeDelta::days(*due));
                let thing = Thing::Item(ItemKey::School(n));
                for (today, last) in &looked {
                    let stages = rules.stages(due, true, &calendar, *today);
                    let people = [(CLERK, stages.act), (HEAD, stages.head), (OFFICE, stages.office)];
                    for (to, stage) in people.into_iter().filter_map(|(to, stage)| Some((to, stage?))) {
                        let knows = told.iter().any(|one| one.0 <= *last && (one.1, &one.2, one.3) == (to, &thing, stage));
                        prop_assert!(knows, "{to} was not told {stage} of {thing} by {today}");
                    }
                }
            }
        }
    }
}
