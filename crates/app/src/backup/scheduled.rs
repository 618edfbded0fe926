//! Backups that the program makes by itself: once a day at a time, into a folder, of which the old ones go.

use super::backup;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::job::Done;
use chrono::{Datelike, NaiveDateTime};
use domain::event::{Act, Event, Object};
use std::collections::BTreeSet;
use std::path::Path;

const BEFORE: &str = "gongkai-";
const BEHIND: &str = ".zip";
const FORM: &str = "%Y%m%d-%H%M%S";

/// How many are kept: the last of so many days, weeks and months that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keeping {
    pub(crate) daily: u32,
    pub(crate) weekly: u32,
    pub(crate) monthly: u32,
}

/// Makes the backup that is due and lets go of those that need not be kept.
///
/// # Errors
/// When it cannot be written or does not read back: then none goes.
pub(crate) async fn backup_due(ctx: &Ctx) -> Result<Done> {
    let settings = &ctx.app.settings.backup;
    let Some(folder) = &settings.folder else { return Ok(Done::default()) };
    let folder = ctx.app.settings.resolve(folder);
    let made = crate::files::folder(&folder)?;
    let file = folder.join(format!("{BEFORE}{}{BEHIND}", domain::date::in_china(ctx.now).format(FORM)));
    backup(ctx, &file, &|_, _| {}).await?;
    drop(made);
    let bytes = std::fs::metadata(&file).map_err(|error| Error::file(&file, error))?.len();
    let change = ctx.write().await?;
    change.commit_sealed(Event::new(Act::BackupMade, Object::School).with("bytes", bytes)).await?;
    forget(&folder, Keeping { daily: settings.daily, weekly: settings.weekly, monthly: settings.monthly })?;
    Ok(Done::default())
}

/// When a file of this name was made, if the program made it here.
fn made_at(name: &str) -> Option<NaiveDateTime> {
    let time = name.strip_prefix(BEFORE)?.strip_suffix(BEHIND)?;
    NaiveDateTime::parse_from_str(time, FORM).ok().filter(|at| at.format(FORM).to_string() == time)
}

/// Removes those that need not be kept. What is called otherwise is somebody's and stays.
fn forget(folder: &Path, keeping: Keeping) -> Result<()> {
    let refused = |error| Error::file(folder, error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        if let Some(at) = entry.file_name().to_str().and_then(made_at) {
            found.push((at, entry.path()));
        }
    }
    let kept = kept(found.iter().map(|(at, _)| *at).collect(), keeping);
    for (_, path) in found.iter().filter(|(at, _)| !kept.contains(at)) {
        std::fs::remove_file(path).map_err(|error| Error::file(path, error))?;
    }
    Ok(())
}

/// Which of these are kept; the newest always.
fn kept(mut all: Vec<NaiveDateTime>, keeping: Keeping) -> BTreeSet<NaiveDateTime> {
    all.sort_unstable_by(|a, b| b.cmp(a));
    let mut kept: BTreeSet<NaiveDateTime> = all.first().copied().into_iter().collect();
    let day = |at: &NaiveDateTime| (at.year(), at.ordinal());
    let week = |at: &NaiveDateTime| (at.iso_week().year(), at.iso_week().week());
    let month = |at: &NaiveDateTime| (at.year(), at.month());
    for (of, most) in [
        (&day as &dyn Fn(&NaiveDateTime) -> (i32, u32), keeping.daily),
        (&week, keeping.weekly),
        (&month, keeping.monthly),
    ] {
        let mut seen = BTreeSet::new();
        for at in &all {
            if seen.len() < most as usize && seen.insert(of(at)) {
                kept.insert(*at);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    const USUAL: Keeping = Keeping { daily: 7, weekly: 4, monthly: 12 };

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, FORM).unwrap()
    }

    #[test]
    fn of_two_years_of_nights_a_week_four_weeks_and_a_year_of_months_are_kept() {
        let nights: Vec<_> = (0..730).map(|n| at("20260101-030000") + Days::new(n)).collect();
        let kept: Vec<String> = kept(nights, USUAL).iter().map(|at| at.format("%m-%d").to_string()).collect();
        let last: Vec<&str> = kept.iter().rev().take(7).map(String::as_str).collect();
        assert_eq!(last, ["12-31", "12-30", "12-29", "12-28", "12-27", "12-26", "12-25"]);
        assert!(kept.contains(&"12-19".to_string()) && kept.contains(&"12-12".to_string()), "Sundays: {kept:?}");
        assert_eq!(kept[..3], ["01-31", "02-28", "03-31"]);
        assert_eq!(kept.len(), 7 + 2 + 11);
    }

    #[test]
    fn only_what_the_program_called_so_is_its_own() {
        assert_eq!(made_at("gongkai-20260101-030000.zip"), Some(at("20260101-030000")));
        for other in
            ["gongkai-backup-20260101-030000.zip", "gongkai-20260101.zip", "gongkai-20260101-030000.zip.part", "1.zip"]
        {
            assert_eq!(made_at(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn the_newest_is_kept_and_never_more_than_all_rules_together(days in proptest::collection::vec(0u64..900, 0..60)) {
            let all: Vec<_> = days.into_iter().map(|n| at("20260101-030000") + Days::new(n)).collect();
            let kept = kept(all.clone(), USUAL);
            prop_assert_eq!(kept.last(), all.iter().max());
            prop_assert!(kept.len() <= 23 && kept.iter().all(|at| all.contains(at)));
        }
    }
}
