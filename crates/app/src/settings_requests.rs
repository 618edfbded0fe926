//! Settings of requests for disclosure: what the school's own rule says of their time, and how long identity numbers are kept.

use crate::settings_fault::SettingsFault;
use chrono::NaiveDate;
use domain::request::SchoolTerms;
use std::path::PathBuf;

/// Longest extension that a school may set, in working days: what the regulation gives at most (条例第三十三条).
const MOST_EXTENSION: u32 = 20;
/// Longest that identity numbers are kept after the answer, in days.
const MOST_KEPT: u32 = 3_650;

/// Requests for disclosure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequestSettings {
    /// By how many working days the school's own rule lets the answer of the decree be put off; 0 when it has none.
    pub extension: u32,
    /// From when on that rule holds: `2024-09-01`.
    pub extension_from: String,
    /// The rule and its article.
    pub extension_basis: String,
    /// How many days after the answer identity numbers are destroyed.
    pub keep_identity: u32,
    /// A file with the key under which identity numbers are kept. It is made when it is first needed, and no backup holds it.
    pub key_file: PathBuf,
}

impl Default for RequestSettings {
    fn default() -> RequestSettings {
        RequestSettings {
            extension: 0,
            extension_from: String::new(),
            extension_basis: String::new(),
            keep_identity: 180,
            key_file: PathBuf::from("identity.key"),
        }
    }
}

impl RequestSettings {
    pub(crate) fn is_default(&self) -> bool {
        *self == RequestSettings::default()
    }

    /// What the school set; nothing without a rule.
    pub fn school(&self) -> Option<SchoolTerms> {
        let from: NaiveDate = self.extension_from.parse().ok()?;
        let basis = self.extension_basis.clone();
        (self.extension > 0).then_some(SchoolTerms { extension: self.extension, from, basis })
    }

    pub(crate) fn check(&self) -> Result<(), SettingsFault> {
        let wrong = |setting, value: String, expected| Err(SettingsFault::Wrong { setting, value, expected });
        if self.extension > MOST_EXTENSION {
            return wrong("requests.extension", self.extension.to_string(), "request-extension");
        }
        if self.extension > 0 && self.extension_from.parse::<NaiveDate>().is_err() {
            return wrong("requests.extension_from", self.extension_from.clone(), "request-day");
        }
        if self.extension > 0 && self.extension_basis.trim().is_empty() {
            return wrong("requests.extension_basis", String::new(), "request-basis");
        }
        if !(1..=MOST_KEPT).contains(&self.keep_identity) {
            return wrong("requests.keep_identity", self.keep_identity.to_string(), "request-days");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::Settings;

    #[test]
    fn a_rule_of_the_school_is_taken_with_its_day_and_its_article_or_refused() {
        let read = |text: &str| Settings::parse(text, std::path::Path::new("gongkai.toml"));
        assert_eq!(read("").unwrap().requests.school(), None);
        let whole =
            "[requests]\nextension = 10\nextension_from = \"2024-09-01\"\nextension_basis = \"学校规定第十二条\"";
        let school = read(whole).unwrap().requests.school().unwrap();
        assert_eq!((school.extension, school.from.to_string().as_str()), (10, "2024-09-01"));
        for (text, named) in [
            ("extension = 10", "extension_from"),
            ("extension = 10\nextension_from = \"2024-09-01\"", "extension_basis"),
            ("extension = 21\nextension_from = \"2024-09-01\"\nextension_basis = \"x\"", "requests.extension"),
            ("keep_identity = 0", "keep_identity"),
        ] {
            let told = read(&format!("[requests]\n{text}")).unwrap_err().to_string();
            assert!(told.contains(named), "{text}: {told}");
        }
    }
}
