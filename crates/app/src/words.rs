//! Words that people see, in Chinese and English, from `locales/`.
//!
//! `zh-Hans` is the source and `en` follows; a test fails on a key that is missing, unused or takes other
//! arguments in one of them. No sentence for users stands in code.

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use std::borrow::Cow;
use std::collections::HashMap;

static_loader! {
    static LOCALES = {
        locales: "../../locales",
        fallback_language: "zh-Hans",
        // Isolation marks round arguments would end up in copied text and in comparisons.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ZH: LanguageIdentifier = langid!("zh-Hans");
static EN: LanguageIdentifier = langid!("en");

/// A language the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Chinese in simplified characters, the source.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// BCP 47 tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The text of a key without arguments.
    pub fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The text of a key with arguments by name.
    ///
    /// A missing key gives the key itself, which the locale test makes impossible for keys in use.
    pub fn say_with(self, key: &str, args: &[(&'static str, &str)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), argument(value))).collect();
        LOCALES.try_lookup_with_args(self.id(), key, &values).unwrap_or_else(|| key.to_string())
    }

    /// The text of a key whose argument `count` chooses the plural form.
    pub fn count(self, key: &str, count: u64) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
            HashMap::from([(Cow::Borrowed("count"), FluentValue::from(count as f64))]);
        LOCALES.try_lookup_with_args(self.id(), key, &values).unwrap_or_else(|| key.to_string())
    }

    /// Whether there is such a key, for enum labels that may have none.
    pub fn knows(self, key: &str) -> bool {
        LOCALES.try_lookup(self.id(), key).is_some()
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// What is printed as a count chooses the plural form; anything else, `007` too, stays words.
fn argument(text: &str) -> FluentValue<'_> {
    match text.parse::<u32>() {
        Ok(count) if count.to_string() == text => FluentValue::from(count),
        _ => FluentValue::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_told_apart_from_several_and_a_number_is_printed_as_it_came() {
        let rows = |rows: &str| Lang::En.say_with("export-done", &[("rows", rows), ("file", "a.csv")]);
        assert!(rows("1").contains("1 row written") && rows("2").contains("2 rows written"), "{}", rows("1"));
        assert!(rows("0").contains("0 rows") && rows("12000").contains("12000 rows"), "{}", rows("12000"));
        let port = Lang::En.say_with("serve-port-taken", &[("port", "0080")]);
        assert!(port.contains("0080"), "{port}");
    }

    #[test]
    fn both_languages_speak() {
        assert_eq!(Lang::Zh.say("date-unknown"), "日期不详");
        assert_eq!(Lang::En.say("date-unknown"), "date unknown");
    }
}
