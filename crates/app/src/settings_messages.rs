//! Settings of what leaves the house: when people are reminded, by which server mail goes, through which robots groups are
//! told.
//!
//! Passwords, and addresses of robots, stand in files of their own or in the environment, never in the settings
//! ([`crate::messages`] reads them). Whether the file can be right is judged when it is read; whether a server answers, by trying.

use crate::settings_fault::SettingsFault;
use chrono::NaiveTime;
use domain::reminder::Rules;
use notify::mail::{Address, Mailbox};
use notify::robot::Kind;
use notify::smtp::Security;
use std::path::PathBuf;

/// Most working days that a reminder is before or after its day.
const MOST_DAYS: u32 = 60;

type Checked = Result<(), SettingsFault>;

/// When people are reminded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReminderSettings {
    /// Working days before the due date.
    pub before: Vec<u32>,
    /// After it, each so many working days.
    pub every: u32,
    /// After so many working days the head of the unit is told.
    pub head_after: u32,
    /// After so many the disclosure office is told.
    pub office_after: u32,
    /// From when on people are reached on working days, China's time.
    pub morning: String,
    /// Until when.
    pub evening: String,
}

impl Default for ReminderSettings {
    fn default() -> ReminderSettings {
        let rules = Rules::default();
        let time = |time: NaiveTime| time.format("%H:%M").to_string();
        ReminderSettings {
            before: rules.before,
            every: rules.every,
            head_after: rules.head_after,
            office_after: rules.office_after,
            morning: time(rules.morning),
            evening: time(rules.evening),
        }
    }
}

impl ReminderSettings {
    pub(crate) fn is_default(&self) -> bool {
        *self == ReminderSettings::default()
    }

    /// As rules; what cannot be read is as it is unless somebody sets it, for [`ReminderSettings::check`] has refused it.
    pub fn rules(&self) -> Rules {
        let defaults = Rules::default();
        Rules {
            before: self.before.clone(),
            every: self.every,
            head_after: self.head_after,
            office_after: self.office_after,
            morning: time(&self.morning).unwrap_or(defaults.morning),
            evening: time(&self.evening).unwrap_or(defaults.evening),
        }
    }

    pub(crate) fn check(&self) -> Checked {
        let days = |setting, days: u32| match (1..=MOST_DAYS).contains(&days) {
            true => Ok(()),
            false => Err(wrong(setting, &days.to_string(), "days")),
        };
        self.before.iter().try_for_each(|before| days("reminders.before", *before))?;
        days("reminders.every", self.every)?;
        days("reminders.head_after", self.head_after)?;
        days("reminders.office_after", self.office_after)?;
        let morning = time(&self.morning).ok_or_else(|| wrong("reminders.morning", &self.morning, "time"))?;
        match time(&self.evening) {
            Some(evening) if evening > morning => Ok(()),
            _ => Err(wrong("reminders.evening", &self.evening, "time")),
        }
    }
}

/// By which server mail goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// Name of the SMTP server.
    pub server: String,
    /// Its port; 465 for `tls`, 587 for `starttls`, 25 for `none` unless another is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// `tls`, `starttls` or `none`.
    pub security: String,
    /// As whom to sign in; nobody when it is empty.
    pub user: String,
    /// A file with the password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// Who sends: `name@example.edu.cn` or `Name <name@example.edu.cn>`.
    pub from: String,
    /// A PEM file with the certificate of the school's own authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<PathBuf>,
}

impl MailSettings {
    pub(crate) fn check(&self) -> Checked {
        let label = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'.';
        if self.server.is_empty() || !self.server.bytes().all(label) {
            return Err(wrong("mail.server", &self.server, "host"));
        }
        let security = self.read_security().ok_or_else(|| wrong("mail.security", &self.security, "security"))?;
        if security == Security::None && !self.user.is_empty() {
            return Err(wrong("mail.security", &self.security, "security-with-user"));
        }
        self.from.parse::<Mailbox>().map(|_| ()).map_err(|_| wrong("mail.from", &self.from, "mailbox"))
    }

    pub(crate) fn read_security(&self) -> Option<Security> {
        match self.security.as_str() {
            "" | "tls" => Some(Security::Tls),
            "starttls" => Some(Security::StartTls),
            "none" => Some(Security::None),
            _ => None,
        }
    }
}

/// A robot of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RobotSettings {
    /// What it is called here: small letters, digits and `-`.
    pub name: String,
    /// `wecom`, `dingtalk` or `feishu`.
    pub kind: String,
    /// Code of the unit whose group it is; of the school when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A file with its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_file: Option<PathBuf>,
    /// A file with the key it wants to be signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
}

impl RobotSettings {
    pub(crate) fn check(&self) -> Checked {
        let letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if self.name.is_empty() || self.name.len() > 40 || !self.name.bytes().all(letter) {
            return Err(wrong("robots.name", &self.name, "robot-name"));
        }
        if Kind::read(&self.kind).is_none() {
            return Err(wrong("robots.kind", &self.kind, "robot-kind"));
        }
        Ok(())
    }

    /// The environment variable that has its address, or its key, before the file does.
    pub fn variable(&self, what: &str) -> String {
        format!("GONGKAI_ROBOT_{}_{what}", self.name.to_ascii_uppercase().replace('-', "_"))
    }
}

fn wrong(setting: &'static str, value: &str, expected: &'static str) -> SettingsFault {
    SettingsFault::Wrong { setting, value: value.to_string(), expected }
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// Whether mail reaches this address, as far as its form tells.
pub fn is_mail_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

#[cfg(test)]
mod tests {
    fn read(text: &str) -> Result<(), String> {
        let settings: crate::settings::Settings = toml::from_str(text).map_err(|error| error.to_string())?;
        settings.check_messages().map_err(|fault| fault.to_string())
    }

    #[test]
    fn what_can_be_right_is_taken_and_what_cannot_is_named() {
        for good in [
            "",
            "[reminders]\nbefore = []\nmorning = \"07:45\"",
            "[mail]\nserver = \"smtp.example.edu.cn\"\nfrom = \"信息公开办公室 <a@example.edu.cn>\"",
            "[mail]\nserver = \"127.0.0.1\"\nport = 2525\nsecurity = \"none\"\nfrom = \"a@b.cn\"",
            "[[robots]]\nname = \"all\"\nkind = \"wecom\"\naddress_file = \"robot\"",
        ] {
            assert_eq!(read(good), Ok(()), "{good}");
        }
        for (bad, named) in [
            ("[reminders]\nevery = 0", "reminders.every"),
            ("[reminders]\nbefore = [5, 61]", "reminders.before"),
            ("[reminders]\nmorning = \"25:00\"", "reminders.morning"),
            ("[reminders]\nevening = \"08:30\"", "reminders.evening"),
            ("[mail]\nfrom = \"a@b.cn\"", "mail.server"),
            ("[mail]\nserver = \"a b\"\nfrom = \"a@b.cn\"", "mail.server"),
            ("[mail]\nserver = \"a\"\nfrom = \"nobody\"", "mail.from"),
            ("[mail]\nserver = \"a\"\nsecurity = \"ssl\"\nfrom = \"a@b.cn\"", "mail.security"),
            ("[mail]\nserver = \"a\"\nsecurity = \"none\"\nuser = \"u\"\nfrom = \"a@b.cn\"", "mail.security"),
            ("[mail]\nserver = \"a\"\npassword = \"geheim\"\nfrom = \"a@b.cn\"", "unknown field"),
            ("[[robots]]\nname = \"A\"\nkind = \"wecom\"", "robots.name"),
            ("[[robots]]\nname = \"a\"\nkind = \"qq\"", "robots.kind"),
            ("[[robots]]\nname = \"a\"\nkind = \"wecom\"\n[[robots]]\nname = \"a\"\nkind = \"feishu\"", "robots.name"),
        ] {
            let told = read(bad).unwrap_err();
            assert!(told.contains(named), "{bad}: {told}");
        }
    }
}
