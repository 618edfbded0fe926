//! The school's profile as a form.

use super::at;
use super::form::{Field, Input, Typed};
use crate::error::HttpError;
use crate::http::form;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, show, show_as};
use app::setup::{self, FACTS, Kept, Profile};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::edition::Difference;
use std::sync::Arc;

/// Longest value, as in ledger files.
const LONGEST: usize = 2_000;

#[derive(Template)]
#[template(path = "workbench/settings/school.html")]
struct SchoolPage {
    bench: Bench,
    tab: &'static str,
    profile: Profile,
    fields: Vec<Field>,
    /// Items that another kind of school would have otherwise; the form is sent again to agree.
    items: Vec<Difference>,
    saved: bool,
}

impl SchoolPage {
    fn new(bench: Bench, profile: Profile, typed: &Typed) -> SchoolPage {
        let kinds = ["vocational", "undergraduate", "university"];
        let field = |key: &'static str| {
            let input = match key {
                "kind" => {
                    let choice = |kind: &&str| (kind.to_string(), bench.say(&format!("setting-kind-{kind}")));
                    Input::Choice(kinds.iter().map(choice).collect())
                }
                _ => Input::Line,
            };
            let field = typed.field(&bench, key, &format!("fact-{}", key.replace('_', "-")), profile.value(key), input);
            let note = profile.facts.get(key).map_or("", |fact| fact.note.as_str());
            match note {
                "" => field,
                note => {
                    Field { hint: format!("{} {}", field.hint, bench.say1("setting-source", "note", note)), ..field }
                }
            }
        };
        let fields = FACTS.into_iter().map(field).collect();
        SchoolPage { bench, tab: "school", profile, fields, items: Vec::new(), saved: false }
    }

    fn seen(&self) -> &str {
        &self.profile.seen
    }

    /// Facts that came with a ledger and are not asked for here.
    fn others(&self) -> Vec<(&str, &str)> {
        let others = self.profile.facts.values().filter(|fact| !FACTS.contains(&fact.key.as_str()));
        others.map(|fact| (fact.key.as_str(), fact.value.as_str())).collect()
    }
}

/// The profile.
pub(crate) async fn school(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "setting-at-school").await?;
    let profile = setup::profile(&ctx).await?;
    let saved = request.told(Tells::Saved).is_some();
    show(&request, &SchoolPage { saved, ..SchoolPage::new(bench, profile, &Typed::default()) })
}

/// Saves it.
pub(crate) async fn save(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "setting-at-school").await?;
    let fields = form::fields(&request)?;
    let profile = setup::profile(&ctx).await?;
    let mut typed = Typed::with(&bench, fields.clone(), &[]);
    let facts: Vec<(String, String)> =
        FACTS.iter().map(|key| (key.to_string(), fields.get(key).trim().to_string())).collect();
    let mut wrong = false;
    for (key, value) in FACTS.iter().zip(facts.iter().map(|(_, value)| value)) {
        let told = refused(key, value).or_else(|| unfit(key, value).filter(|_| profile.value(key) != value));
        if let Some(code) = told {
            let own = format!("setting-wrong-{code}");
            let words = if bench.lang.knows(&own) { bench.say(&own) } else { bench.say(&format!("work-field-{code}")) };
            (typed, wrong) = (typed.and(key, words), true);
        }
    }
    if wrong {
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &SchoolPage::new(bench, profile, &typed));
    }
    match setup::save_profile(&ctx, &facts, fields.get("seen"), fields.get("agreed") == "yes").await? {
        Kept::Saved(_) => Ok(go_on(&request, "/work/settings/school?saved=1")),
        Kept::OtherKind(items) => show(&request, &SchoolPage { items, ..SchoolPage::new(bench, profile, &typed) }),
        Kept::Personal(key, masked) => {
            let field = FACTS.into_iter().find(|known| *known == key).unwrap_or("name");
            let words = bench.say1("setting-wrong-personal", "masked", masked);
            let page = SchoolPage::new(bench, profile, &typed.and(field, words));
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// What would be printed on the portal and is not what its field is for. What came with a ledger stays until somebody changes it.
fn unfit(key: &str, value: &str) -> Option<&'static str> {
    match key {
        _ if value.is_empty() => None,
        "phone" | "fax" if holds_mobile(value) => Some("mobile"),
        "email" if !value.split(['、', '；', ';', '，', ',']).all(|one| is_mailbox(one.trim())) => Some("email"),
        "website" if !is_site(value) => Some("website"),
        _ => None,
    }
}

/// Whether a number among those of an office is a mobile one, which is somebody's own.
fn holds_mobile(value: &str) -> bool {
    value.split(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '+'))).any(|number| {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits);
        digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3'
    })
}

fn is_mailbox(value: &str) -> bool {
    let Some((name, host)) = value.split_once('@') else { return false };
    let part = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_+".contains(c));
    name.split('.').all(part) && host.contains('.') && host.split('.').all(part)
}

/// Whether an address is one of the web: other schemes lead readers nowhere, or run in their browser.
fn is_site(value: &str) -> bool {
    let scheme = value.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let web = scheme.is_none_or(|scheme| matches!(scheme.as_str(), "http" | "https") || scheme.contains('.'));
    web && !value.contains(char::is_whitespace) && domain::address::host(value).is_some()
}

/// What a fact cannot be.
fn refused(key: &str, value: &str) -> Option<&'static str> {
    match key {
        "name" if value.is_empty() => Some("required"),
        _ if value.chars().count() > LONGEST => Some("long"),
        _ if value.chars().any(char::is_control) => Some("line"),
        "code" if value.len() > 20 || !value.bytes().all(|b| b.is_ascii_alphanumeric()) => Some("school-code"),
        "kind" if !["", "vocational", "undergraduate", "university"].contains(&value) => Some("choice"),
        "email" if !value.is_empty() && (!value.contains('@') || value.contains(char::is_whitespace)) => Some("email"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::unfit;

    #[test]
    fn what_is_no_contact_of_an_office_is_refused_in_its_field() {
        for (key, value, wrong) in [
            ("phone", "0730-8412345", None),
            ("phone", "0730-8412345、0730-8412346转801", None),
            ("phone", "13800138000", Some("mobile")),
            ("phone", "办公室：138 0013 8000", Some("mobile")),
            ("phone", "+86-13800138000", Some("mobile")),
            ("fax", "", None),
            ("email", "xxgk@example.edu.cn", None),
            ("email", "a.b@example.edu.cn、c@example.cn", None),
            ("email", "xxgk@", Some("email")),
            ("email", "xxgk@example", Some("email")),
            ("email", "a@b@c.cn", Some("email")),
            ("website", "https://www.example.edu.cn/", None),
            ("website", "www.example.edu.cn", None),
            ("website", "www.example.edu.cn:8080/xxgk", None),
            ("website", "javascript:alert(1)", Some("website")),
            ("website", "data:text/html,x.y", Some("website")),
            ("website", "学校网站", Some("website")),
        ] {
            assert_eq!(unfit(key, value), wrong, "{key} {value}");
        }
    }
}
