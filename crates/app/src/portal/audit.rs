//! The school's own look at its portal, as those look who score it: which columns are empty, late or without dates, what
//! cannot be right, how much of the list is disclosed, and what to do first.
//!
//! It counts what the board counts ([`super::view::Board`]), so that it cannot say anything else than portal and report.
//! Links are looked at elsewhere ([`super::outside`], and by whoever has the pages); until then they are not measured.

use super::view::ItemLine;
use super::{Portal, REACH};
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::catalogue::ItemKey;
use domain::coverage::{Coverage, State};
use domain::date::PartialDate;
use domain::indicator::{Measure, RULES, Rule, Verdict};
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use domain::voice::{Terms, Voice};
use std::collections::BTreeMap;
use store::{Filter, Page, VoicesOf};

/// Days after which an item that is late is long late.
const LONG: i64 = 365;
/// Records that are read at once.
const CHUNK: u32 = 1000;

/// A column of the portal, which is an item, with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The item.
    pub item: ItemLine,
    /// How many of its records it is about; none of an empty one.
    pub records: u64,
}

/// How much of the list is disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Of one school year; of all together without one.
    pub year: Option<SchoolYear>,
    /// The account, as board and report have it.
    pub coverage: Coverage,
    /// Items that apply and are disclosed with a known day.
    pub dated: u32,
}

impl Score {
    /// Points of a hundred in tenths: items disclosed, or stated as nothing, among those that apply. Rounded to the nearest, half up,
    /// but full only where nothing is left; nothing where no item applies.
    pub fn tenths(&self) -> Option<u64> {
        let done = u64::from(self.coverage.disclosed + self.coverage.nil);
        let all = u64::from(self.coverage.applicable);
        let rounded = (done * 2000 + all).checked_div(all * 2)?;
        Some(if done < all { rounded.min(999) } else { rounded })
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The day it is about.
    pub as_of: NaiveDate,
    /// Every rule with what was measured.
    pub measured: Vec<(&'static Rule, Measure)>,
    /// Columns with nothing on view and no statement that there is nothing.
    pub empty: Vec<Column>,
    /// Columns past their term.
    pub late: Vec<Column>,
    /// Those of them that nobody touched for more than a year.
    pub long_late: Vec<Column>,
    /// Columns with records of which no day is known.
    pub undated: Vec<Column>,
    /// Columns with dates that cannot be right.
    pub impossible: Vec<Column>,
    /// School years whose report should be out and is not.
    pub unreported: Vec<SchoolYear>,
    /// The school year with which the ledger begins: of those before nothing is known, and none is counted.
    pub since: Option<SchoolYear>,
    /// How much of the list is disclosed.
    pub score: Score,
}

impl Audit {
    /// The same with something measured that was not.
    pub fn measure(&mut self, code: &str, measure: Measure) {
        for (rule, before) in &mut self.measured {
            if rule.code == code {
                *before = measure;
            }
        }
    }

    /// Whether there is anything to mend.
    pub fn finds(&self) -> bool {
        self.measured.iter().any(|(rule, measure)| rule.judge(*measure) <= Verdict::Mend)
    }

    /// What to do, in the order of what weighs most: what fails the site alone, what else fails, what may still be mended.
    pub fn first(&self) -> Vec<(&'static Rule, Measure)> {
        let mut all: Vec<_> =
            self.measured.iter().copied().filter(|(rule, measure)| rule.judge(*measure) <= Verdict::Mend).collect();
        all.sort_by_key(|(rule, measure)| (rule.judge(*measure), !rule.at_once));
        all
    }

    /// The columns that a rule is about.
    pub fn columns(&self, code: &str) -> &[Column] {
        match code {
            "empty" => &self.empty,
            "late" => &self.late,
            "long-late" => &self.long_late,
            "undated" => &self.undated,
            "impossible-dates" => &self.impossible,
            _ => &[],
        }
    }
}

/// What is on view under an item.
#[derive(Default)]
struct OnView {
    records: u64,
    undated: u64,
}

impl Portal {
    /// The look, as everybody sees the portal; of one school year the score is its account.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the ledger has no account of the year.
    pub async fn audit(&self, ctx: &Ctx, year: Option<SchoolYear>) -> Result<Audit> {
        ctx.allow(Permission::SeeSearches, Relation::School)?;
        let basics = self.basics().await?;
        let (today, board) = (basics.today, basics.board.clone());
        let reader = self.app.store.read().await?;
        let doubts = self.doubts(&reader, today, None).await?;
        let (mut on_view, mut latest): (BTreeMap<ItemKey, OnView>, Option<NaiveDate>) = Default::default();
        let mut page = Page::first(CHUNK);
        loop {
            let listed = reader.lines(&Filter { reach: REACH, today, ..Filter::default() }, page).await?;
            for line in &listed.rows {
                let under = on_view.entry(line.item.clone()).or_default();
                under.records += 1;
                match line.since.day() {
                    None => under.undated += 1,
                    // What is dated in the future is no news of today; it is doubted elsewhere.
                    Some(day) if day <= today => latest = latest.max(Some(day)),
                    Some(_) => {}
                }
            }
            match listed.next {
                Some(next) => page = Page::after(next, CHUNK),
                None => break,
            }
        }
        let unanswered = unanswered(&reader, &self.app.calendar, today).await?;
        drop(reader);
        let records = |item: &ItemLine| on_view.get(&item.key).map_or(0, |under| under.records);
        let applies = |item: &&ItemLine| item.state != State::NotApplicable;
        let column = |item: &ItemLine, records| Column { item: item.clone(), records };
        let counted = |item: &ItemLine| records(item) + basics.counting(&item.key).iter().map(&records).sum::<u64>();
        let empty = board.items().filter(applies).filter(|item| item.state != State::Nil && counted(item) == 0);
        let empty: Vec<Column> = empty.map(|item| column(item, 0)).collect();
        let late = board.items().filter(|item| item.state == State::Overdue && counted(item) > 0);
        let late: Vec<Column> = late.map(|item| column(item, counted(item))).collect();
        let undated = board.items().filter_map(|item| {
            let undated = on_view.get(&item.key).map_or(0, |under| under.undated);
            (undated > 0).then(|| column(item, undated))
        });
        let undated: Vec<Column> = undated.collect();
        let impossible = board.items().filter_map(|item| {
            let found = doubts.get(&item.key)?.values().sum();
            Some(column(item, found))
        });
        let impossible: Vec<Column> = impossible.collect();
        let (unreported, since) = self.unreported(today).await?;
        let sum = |columns: &[Column]| Measure::Is(columns.iter().map(|column| column.records).sum());
        let long = late.iter().filter(|column| is_long_late(column.item.latest, today));
        let long_late: Vec<Column> = long.cloned().collect();
        let measure = |rule: &'static Rule| {
            let measure = match rule.code {
                "update" => latest.map_or(Measure::Never, |day| Measure::Is((today - day).num_days().unsigned_abs())),
                "empty" => Measure::Is(empty.len() as u64),
                "late" => Measure::Is(late.len() as u64),
                "long-late" => Measure::Is(long_late.len() as u64),
                "impossible-dates" => sum(&impossible),
                "undated" => sum(&undated),
                "report" => Measure::Is(unreported.len() as u64),
                "dead-inside" | "dead-outside" => Measure::Unmeasured("not-looked"),
                "unanswered" => unanswered,
                _ => Measure::Unmeasured("from-outside"),
            };
            (rule, measure)
        };
        Ok(Audit {
            as_of: today,
            measured: RULES.iter().map(measure).collect(),
            score: score(&board, year)?,
            empty,
            late,
            long_late,
            undated,
            impossible,
            unreported,
            since,
        })
    }

    /// Every school year whose report should be out (31 October) and is not, from that on with which the ledger begins; a school
    /// owes no report by this program of years before.
    async fn unreported(&self, today: NaiveDate) -> Result<(Vec<SchoolYear>, Option<SchoolYear>)> {
        let board = self.board().await?;
        let since = board.years.iter().map(|account| account.year).min();
        let issued: Vec<SchoolYear> = self.reports().await?.iter().map(|report| report.year).collect();
        let (first, last) = (since.map(SchoolYear::first_year), SchoolYear::of(today).first_year());
        let years = first.into_iter().flat_map(|first| first..last).filter_map(SchoolYear::beginning);
        let owed = years.filter(|year| year.report_due() < today && !issued.contains(year)).collect();
        Ok((owed, since))
    }
}

/// How many opinions, enquiries and corrections stand for three months without an answer. Of complaints nobody is told here; and a
/// school in whose register nothing ever stood may keep its messages elsewhere.
async fn unanswered(reader: &store::Reader, calendar: &Calendar, today: NaiveDate) -> Result<Measure> {
    if reader.first_voice(false).await?.is_none() {
        return Ok(Measure::Unmeasured("no-mailbox"));
    }
    let silent = |voice: &Voice| {
        let terms = Terms::on(voice.kind(), voice.entry.received_on);
        !voice.kind().is_sealed() && terms.is_some_and(|terms| voice.silent_since(&terms, calendar, today).is_some())
    };
    let open = reader.voices(VoicesOf::Open).await?;
    Ok(Measure::Is(open.iter().filter(|stored| silent(&stored.voice)).count() as u64))
}

fn is_long_late(latest: PartialDate, today: NaiveDate) -> bool {
    latest.span().is_none_or(|(_, last)| (today - last).num_days() > LONG)
}

fn score(board: &super::view::Board, year: Option<SchoolYear>) -> Result<Score> {
    let coverage = match year {
        None => board.coverage,
        Some(year) => {
            let found = board.years.iter().find(|account| account.year == year);
            found.ok_or(Error::NotFound { kind: "year", key: year.to_string() })?.coverage
        }
    };
    let dated = board
        .items()
        .filter(|item| !item.is_own() && item.state != State::NotApplicable && item.latest.day().is_some());
    Ok(Score { year, coverage, dated: u32::try_from(dated.count()).unwrap_or(u32::MAX) })
}
