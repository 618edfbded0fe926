//! Kinds of publicity as they are known: how long, before whom, which columns, on what and how sure; and the school's own rule
//! of how long, from a day on. The table of kinds is part of the program and is not changed.

use super::{at, may};
use crate::error::HttpError;
use crate::http::form::{self, Fields, FormError, FromForm, Reader};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, show, show_as};
use app::setup;
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::policy::{Permission, Relation};
use domain::publicity::kind::Time;
use domain::publicity::{Days, Kind, Length, Rule, Scope, Sensitive};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/settings/publicity.html")]
struct PublicityPage {
    bench: Bench,
    tab: &'static str,
    kinds: &'static [Kind],
    rules: Vec<Rule>,
    may_change: bool,
    done: Option<String>,
    /// Whose form was filled in wrongly, with what was typed, the field and the words.
    wrong: Option<(Fields, &'static str, String)>,
}

impl PublicityPage {
    fn name(&self, kind: &Kind) -> &'static str {
        if self.bench.lang == Lang::En { kind.name_en } else { kind.name_zh }
    }

    fn remark(&self, kind: &Kind) -> &'static str {
        if self.bench.lang == Lang::En { kind.remark_en } else { kind.remark_zh }
    }

    fn time(&self, kind: &Kind) -> String {
        let words = |key: &str, length: Length| {
            let days = if length.days == Days::Working { "working" } else { "calendar" };
            self.bench.count(&format!("{key}-{days}"), u64::from(length.count))
        };
        match kind.time {
            Time::AtLeast(length) => words("setting-publicity-least", length),
            Time::Within(length) => words("setting-publicity-within", length),
            Time::Unstated => self.bench.say("setting-publicity-unstated"),
        }
    }

    /// The school's own rules of a kind, the latest first.
    fn rules_of(&self, kind: &Kind) -> Vec<&Rule> {
        self.rules.iter().rev().filter(|rule| rule.kind == kind.id).collect()
    }

    /// `2026年9月1日起`, and whether it can still be taken back.
    fn rule_words(&self, kind: &Kind, rule: &Rule) -> String {
        let length = crate::portal::objection::length(self.bench.lang, rule.length(kind));
        let from = self.bench.date(&PartialDate::Day(rule.from));
        self.bench
            .lang
            .say_with("setting-publicity-own", &[("from", &from), ("length", &length), ("basis", &rule.basis)])
    }

    /// What the rule says of audience and columns, in words.
    fn rule_more(&self, rule: &Rule) -> Option<String> {
        let scope = rule.scope.map(|scope| self.word("scope", scope.code()));
        let shows = (!rule.shows.is_empty())
            .then(|| self.bench.say1("setting-publicity-shows-of", "heads", rule.shows.join("、")));
        let parts: Vec<String> = scope.into_iter().chain(shows).collect();
        (!parts.is_empty()).then(|| parts.join(&self.bench.say("work-comma")))
    }

    /// Before whom it may stand by the school's own rule, as its form offers it.
    fn scopes(&self, kind: &Kind) -> Vec<(&'static str, String)> {
        let offered = [Scope::PublicWeb, Scope::OnCampus, Scope::ClassOrDepartment];
        let fits = |scope: &&Scope| {
            let rule = Rule {
                kind: kind.id.to_string(),
                from: self.bench.today,
                count: 1,
                scope: Some(**scope),
                shows: Vec::new(),
                basis: String::new(),
            };
            rule.may_say(kind).is_ok()
        };
        offered.iter().filter(fits).map(|scope| (scope.code(), self.word("scope", scope.code()))).collect()
    }

    fn seen(&self, kind: &Kind) -> String {
        setup::publicity_seen(&self.rules, kind)
    }

    fn is_to_come(&self, rule: &Rule) -> bool {
        rule.from > self.bench.today
    }

    fn is_wrong(&self, kind: &Kind) -> bool {
        self.wrong.as_ref().is_some_and(|(typed, ..)| typed.get("kind") == kind.id)
    }

    fn wrong_in(&self, kind: &Kind, field: &str) -> Option<&String> {
        self.wrong.as_ref().filter(|(_, at, _)| self.is_wrong(kind) && *at == field).map(|(_, _, words)| words)
    }

    fn typed(&self, kind: &Kind, field: &str) -> &str {
        self.wrong.as_ref().filter(|_| self.is_wrong(kind)).map_or("", |(typed, ..)| typed.get(field))
    }

    fn word(&self, list: &str, code: &str) -> String {
        self.bench.say(&format!("setting-publicity-{list}-{}", code.replace('_', "-")))
    }

    fn listed(&self, words: &[&str]) -> String {
        words.join("、")
    }

    /// Columns that are judged for lists of every kind.
    fn sensitive(&self) -> &'static [Sensitive] {
        Sensitive::all()
    }

    fn reason(&self, one: &Sensitive) -> &'static str {
        if self.bench.lang == Lang::En { one.reason_en } else { one.reason_zh }
    }

    fn unsure(&self) -> usize {
        self.kinds.iter().filter(|kind| !kind.binding()).count()
    }
}

async fn page(site: &Site, request: &PageRequest) -> Result<(app::Ctx, PublicityPage), HttpError> {
    let (ctx, bench) = at(site, request, "setting-at-publicity").await?;
    let rules = setup::publicity_rules(&ctx).await?;
    let may_change = may(&ctx, Permission::KeepCatalogue);
    let page =
        PublicityPage { bench, tab: "publicity", kinds: Kind::all(), rules, may_change, done: None, wrong: None };
    Ok((ctx, page))
}

/// The table.
pub(crate) async fn publicity(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = page(&site, &request).await?;
    let done = request.told(Tells::Done).filter(|done| ["set", "back"].contains(&done.as_str()));
    let done = done.map(|done| page.bench.say(&format!("setting-publicity-done-{done}")));
    show(&request, &PublicityPage { done, ..page })
}

/// A rule as a form says it.
enum Order {
    Set(Rule),
    TakeBack(String, NaiveDate),
}

impl FromForm for Order {
    fn from_form(form: &mut Reader<'_>) -> Option<Order> {
        let kind = form.given("kind", 100);
        let from = form.choice("from", |from| from.parse::<PartialDate>().ok().and_then(PartialDate::day));
        match form.raw("act") {
            "back" => Some(Order::TakeBack(kind?, from?)),
            "set" => {
                let count = form.choice("count", |count| domain::date::half_width(count).parse().ok());
                let basis = form.given("basis", 1_000);
                let scope = match form.raw("scope").is_empty() {
                    true => Some(None),
                    false => form.choice("scope", Scope::read).map(Some),
                };
                let shows = form.line("shows", 1_000);
                let heads = |shows: String| {
                    let heads = shows.split(['、', '，', ',', '；', ';']).map(|head| head.trim().to_string());
                    heads.filter(|head| !head.is_empty()).collect()
                };
                Some(Order::Set(Rule {
                    kind: kind?,
                    from: from?,
                    count: count?,
                    scope: scope?,
                    shows: heads(shows?),
                    basis: basis?,
                }))
            }
            _ => form.refuse("act", "choice"),
        }
    }
}

/// Sets how long a kind stands in this school from a day on, or takes that back before the day.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, page) = page(&site, &request).await?;
    let typed = form::fields(&request)?;
    let wrong = match form::read::<Order>(&request) {
        Ok(Order::TakeBack(kind, from)) => {
            setup::take_back_publicity_rule(&ctx, &kind, from).await?;
            return Ok(go_on(&request, "/work/settings/publicity?done=back"));
        }
        Ok(Order::Set(rule)) => match setup::set_publicity_rule(&ctx, rule, typed.get("seen")).await {
            Ok(Ok(())) => return Ok(go_on(&request, "/work/settings/publicity?done=set")),
            Ok(Err(wrong)) => wrong,
            Err(app::Error::Conflict { .. }) => ("from", "otherwise"),
            Err(other) => return Err(other.into()),
        },
        Err(FormError::Rejected(rejected)) => {
            ctx.allow(Permission::KeepCatalogue, Relation::School)?;
            match rejected.errors.first().filter(|error| !["act", "kind"].contains(&error.field)) {
                Some(error) => (error.field, error.code),
                None => return Err(HttpError::Unknown),
            }
        }
        Err(other) => return Err(other.into()),
    };
    let (field, code) = wrong;
    let words = page.bench.say(&format!("setting-publicity-wrong-{field}-{code}"));
    let page = PublicityPage { wrong: Some((typed, field, words)), ..page };
    show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
