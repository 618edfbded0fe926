//! The catalogue as a table, what is drafted of it, and publishing the draft as the next edition.

use super::at;
use crate::error::HttpError;
use crate::http::form;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, show, show_as};
use app::setup::{self, CatalogueView, Proposal};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::edition::{Difference, Facet, Unsure};
use domain::catalogue::{Applicability, Category, Item, ItemKey, TimingRule};
use domain::school::Unit;
use domain::school_year::SchoolYear;
use std::sync::Arc;

/// A timing rule in words.
pub(super) fn timing(bench: &Bench, rule: TimingRule) -> String {
    match rule {
        TimingRule::WithinWorkingDays(days) => bench.count("portal-timing-made", days),
        TimingRule::WithinDaysOfApproval(days) => bench.count("portal-timing-approval", days),
        TimingRule::YearlyBy { month, day } => {
            let (month, day) = (month.to_string(), day.to_string());
            bench.lang.say_with("portal-timing-yearly", &[("month", &month), ("day", &day)])
        }
        TimingRule::OnChange => bench.say("portal-timing-change"),
    }
}

/// Whether an item applies, in words.
pub(super) fn applies(bench: &Bench, applicability: &Applicability) -> String {
    match applicability {
        Applicability::Applies => bench.say("setting-applies"),
        Applicability::IfAny => bench.say("setting-if-any"),
        Applicability::NotApplicable { reason } => bench.say1("setting-not-applicable", "reason", reason),
    }
}

/// Name of a unit; what nobody answers for is said.
pub(super) fn unit(bench: &Bench, units: &[Unit], code: Option<&String>) -> String {
    let Some(code) = code else { return bench.say("work-board-nobody") };
    units.iter().find(|unit| unit.code == *code).map_or_else(|| code.clone(), |unit| unit.name.clone())
}

/// An item's words in the language of the page.
pub(super) fn text(bench: &Bench, item: &Item) -> String {
    match bench.lang {
        Lang::En if !item.english.is_empty() => item.english.clone(),
        _ => item.text.clone(),
    }
}

#[derive(Template)]
#[template(path = "workbench/settings/catalogue.html")]
struct CataloguePage {
    bench: Bench,
    tab: &'static str,
    view: CatalogueView,
    /// Every unit, closed ones too, for names.
    units: Vec<Unit>,
    only: String,
    refused: Option<String>,
    done: Option<String>,
}

impl CataloguePage {
    fn items<'p>(&'p self, category: &Category) -> Vec<&'p Item> {
        let wanted = |item: &&Item| match self.only.as_str() {
            "nobody" => item.unit.is_none() && !matches!(item.applicability, Applicability::NotApplicable { .. }),
            "drafted" => self.view.is_drafted(&item.key),
            "unsure" => !self.view.unsure(item).is_empty(),
            _ => true,
        };
        self.view.next.items_in(category.number).filter(wanted).collect()
    }

    fn shown(&self) -> usize {
        self.view.next.categories.iter().map(|category| self.items(category).len()).sum()
    }

    fn text(&self, item: &Item) -> String {
        text(&self.bench, item)
    }

    fn category(&self, category: &Category) -> String {
        match self.bench.lang {
            Lang::En if !category.english.is_empty() => category.english.clone(),
            _ => category.name.clone(),
        }
    }

    fn unit(&self, item: &Item) -> String {
        unit(&self.bench, &self.units, item.unit.as_ref())
    }

    fn timing(&self, item: &Item) -> String {
        timing(&self.bench, item.timing)
    }

    fn applies(&self, item: &Item) -> String {
        applies(&self.bench, &item.applicability)
    }

    fn is_off(&self, item: &Item) -> bool {
        matches!(item.applicability, Applicability::NotApplicable { .. })
    }

    fn is_unsure(&self, item: &Item) -> bool {
        self.view.unsure(item).iter().any(|one| *one != Unsure::Reading)
    }

    fn is_reading(&self, item: &Item) -> bool {
        self.view.unsure(item).contains(&Unsure::Reading)
    }

    fn usual(&self, item: &Item) -> Option<String> {
        let open = item.unit.is_none() && !self.is_off(item);
        let usual = self.view.usual(&item.key).filter(|_| open)?;
        Some(unit(&self.bench, &self.units, Some(&usual.to_string())))
    }

    fn proposed(&self) -> usize {
        let open = |item: &&Item| item.unit.is_none() && !self.is_off(item) && self.view.usual(&item.key).is_some();
        self.view.next.items.iter().filter(open).count()
    }

    fn unsure_count(&self) -> usize {
        self.view.next.items.iter().filter(|item| !self.is_off(item) && !self.view.unsure(item).is_empty()).count()
    }

    fn maps(&self, item: &Item) -> String {
        item.maps_to.iter().map(ToString::to_string).collect::<Vec<_>>().join(&self.bench.say("portal-list-comma"))
    }

    fn link(&self, item: &Item) -> String {
        self.bench.to_with("/work/settings/item", "key", &item.key.to_string())
    }

    fn heading(&self) -> String {
        let (number, left) = (self.view.number.to_string(), self.view.without_unit().to_string());
        self.bench.lang.say_with("setting-catalogue-heading", &[("number", &number), ("count", &left)])
    }

    /// From when it holds, and what it holds.
    fn about(&self) -> String {
        let own = self.view.next.items.iter().filter(|item| matches!(item.key, ItemKey::School(_))).count().to_string();
        let from = match self.view.from {
            Some(year) => self.bench.say1("setting-catalogue-from", "year", year),
            None => self.bench.say("setting-catalogue-always"),
        };
        self.bench.lang.say_with("setting-catalogue-about", &[("own", &own), ("from", &from)])
    }

    fn edition(&self, edition: &setup::PastEdition) -> String {
        let from = edition.from.map(|year| year.to_string()).unwrap_or_default();
        let args = [
            ("number", edition.number.to_string()),
            ("year", from),
            ("day", self.bench.moment(&edition.published_at)),
            ("items", edition.items.to_string()),
        ];
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.bench.lang.say_with("setting-catalogue-edition", &args)
    }
}

async fn page(site: &Site, request: &PageRequest) -> Result<(app::Ctx, CataloguePage), HttpError> {
    let (ctx, bench) = at(site, request, "setting-at-catalogue").await?;
    let view = setup::catalogue(&ctx).await?;
    let units = setup::units(&ctx).await?.into_iter().map(|row| row.unit).collect();
    let only = request.query("only").unwrap_or_default();
    Ok((ctx, CataloguePage { bench, tab: "catalogue", view, units, only, refused: None, done: None }))
}

/// The table.
pub(crate) async fn catalogue(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = page(&site, &request).await?;
    let count = request.query("count").and_then(|count| count.parse::<u64>().ok()).unwrap_or_default();
    let done = request.told(Tells::Done).filter(|done| ["drafted", "given-up", "published"].contains(&done.as_str()));
    let done = done.map(|done| page.bench.count(&format!("setting-catalogue-{done}"), count));
    show(&request, &CataloguePage { done, ..page })
}

/// Drafts owners for several items at once, or gives drafts up.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, page) = page(&site, &request).await?;
    let fields = form::fields(&request)?;
    let (done, count) = match fields.get("act") {
        "usual" => ("drafted", setup::draft_usual(&ctx).await?),
        "give_up" => ("given-up", setup::give_up(&ctx, None).await?),
        _ => {
            let ticked = fields.pairs().iter().filter(|(name, _)| name == "item");
            let keys: Vec<ItemKey> = ticked.filter_map(|(_, key)| key.parse().ok()).collect();
            let unit = fields.get("unit");
            let missing = match (keys.is_empty(), unit) {
                (true, _) => Some("setting-bulk-none"),
                (false, "") => Some("setting-bulk-no-unit"),
                _ => None,
            };
            if let Some(key) = missing {
                let refused = Some(page.bench.say(key));
                return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &CataloguePage { refused, ..page });
            }
            ("drafted", setup::draft_unit(&ctx, &keys, unit).await?)
        }
    };
    Ok(go_on(&request, &format!("/work/settings/catalogue?done={done}&count={count}")))
}

#[derive(Template)]
#[template(path = "workbench/settings/next.html")]
struct NextPage {
    bench: Bench,
    proposal: Option<Proposal>,
    units: Vec<Unit>,
    number: u32,
    /// How many drafts change nothing but confirm what was offered.
    confirmed: usize,
    drafts: usize,
    may_change: bool,
    refused: Option<String>,
}

impl NextPage {
    fn facet(&self, facet: &Facet) -> String {
        self.bench.say(&format!("setting-facet-{}", facet.code()))
    }

    fn cell(&self, difference: &Difference, facet: &Facet, after: bool) -> String {
        let item = if after { Some(&difference.after) } else { difference.before.as_ref() };
        let Some(item) = item else { return "—".to_string() };
        let words = match facet {
            Facet::Text => item.text.clone(),
            Facet::Category if after => difference.category.1.clone(),
            Facet::Category => difference.category.0.clone(),
            Facet::Applies => applies(&self.bench, &item.applicability),
            Facet::Unit => unit(&self.bench, &self.units, item.unit.as_ref()),
            Facet::Timing => timing(&self.bench, item.timing),
            Facet::MapsTo => item.maps_to.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
            Facet::Note => item.note.clone(),
        };
        if words.is_empty() { "—".to_string() } else { words }
    }

    fn text(&self, difference: &Difference) -> String {
        text(&self.bench, &difference.after)
    }

    fn heading(&self) -> String {
        let (number, drafts) = (self.number.to_string(), self.drafts.to_string());
        self.bench.lang.say_with("setting-next-heading", &[("number", &number), ("count", &drafts)])
    }

    /// What becomes of a school year.
    fn year(&self, (year, items, issued): &(SchoolYear, usize, bool)) -> String {
        let key = match (*items, *issued) {
            (0, true) => "setting-next-year-issued",
            (0, false) => "setting-next-year-same",
            _ => "setting-next-year-changes",
        };
        let (year, items) = (year.to_string(), items.to_string());
        self.bench.lang.say_with(key, &[("year", &year), ("count", &items)])
    }
}

fn year(text: &str) -> Option<SchoolYear> {
    text.parse().ok()
}

async fn next_page(
    site: &Site,
    request: &PageRequest,
    from: Option<SchoolYear>,
) -> Result<(app::Ctx, NextPage), HttpError> {
    let (ctx, bench) = at(site, request, "setting-next").await?;
    let proposal = setup::propose(&ctx, from).await?;
    let view = setup::catalogue(&ctx).await?;
    let units = setup::units(&ctx).await?.into_iter().map(|row| row.unit).collect();
    let changed = proposal.as_ref().map_or(0, |proposal| proposal.differences.len());
    let page = NextPage {
        bench,
        confirmed: view.drafts.len().saturating_sub(changed),
        drafts: view.drafts.len(),
        number: view.number.saturating_add(1),
        may_change: view.may_change,
        proposal,
        units,
        refused: None,
    };
    Ok((ctx, page))
}

/// What the next edition changes, and in which years.
pub(crate) async fn next(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let from = request.query("from").and_then(|from| year(&from));
    let (_, page) = next_page(&site, &request, from).await?;
    show(&request, &page)
}

/// Publishes it.
pub(crate) async fn publish(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let from = year(fields.get("from"));
    let (ctx, page) = next_page(&site, &request, from).await?;
    let Some(from) = from else {
        let refused = Some(page.bench.say("setting-next-otherwise"));
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &NextPage { refused, ..page });
    };
    match setup::publish(&ctx, from, fields.get("seen")).await {
        Ok(number) => Ok(go_on(&request, &format!("/work/settings/catalogue?done=published&count={number}"))),
        Err(app::Error::Conflict { .. }) => {
            let refused = Some(page.bench.say("setting-next-otherwise"));
            show_as(&request, StatusCode::CONFLICT, &NextPage { refused, ..page })
        }
        Err(error) => Err(error.into()),
    }
}
