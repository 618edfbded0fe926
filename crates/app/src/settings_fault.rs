//! What can be wrong with the configuration file, and how it is said.

use crate::words::Lang;

/// What is wrong with the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// It is no TOML, or has a setting or a kind of value that there is not.
    #[error("line {line}: `{text}`: {what}")]
    Unreadable {
        /// Line, from 1.
        line: usize,
        /// The line as it stands there.
        text: String,
        /// What the parser says.
        what: String,
    },
    /// A value that this setting does not take.
    #[error("{setting} = `{value}`: not a {expected}")]
    Wrong {
        /// Name of the setting.
        setting: &'static str,
        /// The value.
        value: String,
        /// What it takes, a message key under `settings-expected-`.
        expected: &'static str,
    },
    /// The calendar it names cannot be used.
    #[error("{0}")]
    Calendar(String),
}

impl SettingsFault {
    /// It in words.
    pub fn said(&self, lang: Lang) -> String {
        match self {
            SettingsFault::Unreadable { line, text, what } => {
                lang.say_with("settings-unreadable", &[("line", &line.to_string()), ("text", text), ("what", what)])
            }
            SettingsFault::Wrong { setting, value, expected } => {
                let expected = lang.say(&format!("settings-expected-{expected}"));
                lang.say_with("settings-wrong", &[("setting", setting), ("value", value), ("expected", &expected)])
            }
            SettingsFault::Calendar(what) => what.clone(),
        }
    }
}
