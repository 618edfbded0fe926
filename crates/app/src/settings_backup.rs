//! Settings of backups that the program makes by itself.

use crate::settings_fault::SettingsFault;
use chrono::NaiveTime;
use std::path::PathBuf;

/// Most that are kept of a kind, and the longest time without one that is borne, in days.
const MOST: u32 = 400;

/// Backups once a day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct BackupSettings {
    /// Where they go; none are made without one. Best on another disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// At which time of the day in China: `03:00`.
    pub at: String,
    /// The last of how many days is kept.
    pub daily: u32,
    /// The last of how many weeks.
    pub weekly: u32,
    /// The last of how many months.
    pub monthly: u32,
    /// After how many days without one it is told.
    pub stale_after: u32,
}

impl Default for BackupSettings {
    fn default() -> BackupSettings {
        BackupSettings { folder: None, at: "03:00".into(), daily: 7, weekly: 4, monthly: 12, stale_after: 3 }
    }
}

impl BackupSettings {
    pub(crate) fn is_default(&self) -> bool {
        *self == BackupSettings::default()
    }

    /// The time of the day.
    pub(crate) fn time(&self) -> NaiveTime {
        NaiveTime::parse_from_str(&self.at, "%H:%M").unwrap_or_default()
    }

    pub(crate) fn check(&self) -> Result<(), SettingsFault> {
        let wrong = |setting, value: String, expected| Err(SettingsFault::Wrong { setting, value, expected });
        if NaiveTime::parse_from_str(&self.at, "%H:%M").is_err() {
            return wrong("backup.at", self.at.clone(), "time");
        }
        for (setting, count, least) in [
            ("backup.daily", self.daily, 1),
            ("backup.weekly", self.weekly, 0),
            ("backup.monthly", self.monthly, 0),
            ("backup.stale_after", self.stale_after, 1),
        ] {
            if !(least..=MOST).contains(&count) {
                return wrong(setting, count.to_string(), "backup-count");
            }
        }
        Ok(())
    }
}
