//! The rules that a check reports under, and the page that explains each.

use crate::words::Lang;
use check::consistency::{Page, Rule};

/// The rule that the personal-data guard stands behind; all others are the checker's own.
pub(super) const PERSONAL_DATA: &str = "personal-data";

const PERSONAL_DATA_PAGE: Page = Page {
    zh: include_str!("../../../../docs/rules/zh/personal-data.md"),
    en: include_str!("../../../../docs/rules/personal-data.md"),
};

/// The codes of all rules, in the order in which answers list them.
pub fn known_rules() -> impl Iterator<Item = &'static str> {
    Rule::ALL.into_iter().map(Rule::code).chain([PERSONAL_DATA])
}

/// The documentation page of a rule, in Markdown; none for a code that is no rule's.
pub fn explain_rule(code: &str, lang: Lang) -> Option<&'static str> {
    let page = if code == PERSONAL_DATA { PERSONAL_DATA_PAGE } else { Rule::from_code(code)?.explain() };
    Some(match lang {
        Lang::Zh => page.zh.trim_end(),
        Lang::En => page.en.trim_end(),
    })
}
