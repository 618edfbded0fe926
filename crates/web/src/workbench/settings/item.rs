//! One item of the catalogue, or a new one of the school's own: what it shall be in the next edition.

use super::catalogue::{applies, text, timing, unit};
use super::form::{Field, Input, Typed};
use super::{at, which, with};
use crate::error::{Absent, HttpError};
use crate::http::form::{self, FieldError, Fields};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, show, show_as};
use app::setup::{self, CareView, CatalogueView, ItemWish, OwnWish};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::edition::Unsure;
use domain::catalogue::{Applicability, Item, ItemKey, TimingRule};
use domain::record::Audience;
use std::sync::Arc;

/// Longest text, reason and remark, in characters.
const TEXT: usize = 500;

#[derive(Template)]
#[template(path = "workbench/settings/item.html")]
struct ItemPage {
    bench: Bench,
    view: CatalogueView,
    key: Option<ItemKey>,
    fields: Vec<Field>,
    confirms: bool,
    refused: Option<String>,
    /// Who looks after it and for whom its records usually are; nothing of an item that is not in the newest edition.
    care: Option<CareView>,
    done: Option<String>,
}

impl ItemPage {
    fn item(&self) -> Option<&Item> {
        self.view.next.item(self.key.as_ref()?)
    }

    fn published(&self) -> Option<&Item> {
        self.view.newest.item(self.key.as_ref()?)
    }

    fn text(&self) -> String {
        self.item().map(|item| text(&self.bench, item)).unwrap_or_default()
    }

    /// How the newest edition has it, in a line.
    fn now(&self) -> Option<String> {
        let item = self.published()?;
        let unit = unit(&self.bench, &self.view.units, item.unit.as_ref());
        Some(format!("{}　{unit}　{}", applies(&self.bench, &item.applicability), timing(&self.bench, item.timing)))
    }

    fn unsure(&self) -> Vec<Unsure> {
        self.published().map(|item| domain::catalogue::edition::unsure(item, &self.view.settings)).unwrap_or_default()
    }

    fn unsure_words(&self, unsure: &Unsure) -> String {
        self.bench.say(&format!("setting-unsure-{}", unsure.code()))
    }

    fn seen(&self) -> String {
        self.key.as_ref().map(|key| self.view.seen(key)).unwrap_or_default()
    }

    fn is_drafted(&self) -> bool {
        self.key.as_ref().is_some_and(|key| self.view.is_drafted(key))
    }

    /// People who may look after it, with whether they do.
    fn carers(&self, care: &CareView) -> Vec<(String, String, bool)> {
        let is = |id| care.care.person == Some(id);
        care.people.iter().map(|one| (one.id.to_string(), one.name.clone(), is(one.id))).collect()
    }

    fn audiences(&self, care: &CareView) -> Vec<(&'static str, String, bool)> {
        let word = |one: &Audience| self.bench.word("portal-audience", one.code(), one.zh());
        Audience::ALL.iter().map(|one| (one.code(), word(one), care.care.audience == Some(*one))).collect()
    }

    /// Which one its form is about.
    fn at(&self) -> String {
        self.key.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

fn page(bench: Bench, view: CatalogueView, key: Option<ItemKey>, typed: &Typed) -> ItemPage {
    let item = key.as_ref().and_then(|key| view.next.item(key));
    let mut fields = Vec::new();
    let choice = |pairs: &[(&str, String)]| {
        Input::Choice(pairs.iter().map(|(code, word)| (code.to_string(), word.clone())).collect())
    };
    if !matches!(key, Some(ItemKey::Official(_))) {
        fields.push(typed.field(&bench, "text", "own-text", item.map_or("", |item| item.text.as_str()), Input::Area));
        if item.is_none() {
            let known = view
                .next
                .categories
                .iter()
                .map(|one| (one.number.to_string(), format!("{}　{}", one.number, one.name)));
            let new = (String::new(), bench.say("setting-own-category-new"));
            fields.push(typed.field(
                &bench,
                "category",
                "own-category",
                "",
                Input::Choice(known.chain([new]).collect()),
            ));
            fields.push(typed.field(&bench, "category_name", "own-category-name", "", Input::Line));
        }
        let maps = item.map(|item| item.maps_to.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"));
        fields.push(typed.field(&bench, "maps_to", "own-maps-to", &maps.unwrap_or_default(), Input::Line));
    }
    let applicability = item.map_or(&Applicability::Applies, |item| &item.applicability);
    let (code, reason) = match applicability {
        Applicability::Applies => ("applies", ""),
        Applicability::IfAny => ("if_any", ""),
        Applicability::NotApplicable { reason } => ("not_applicable", reason.as_str()),
    };
    let words = [
        ("applies", bench.say("setting-applies")),
        ("if_any", bench.say("setting-if-any-long")),
        ("not_applicable", bench.say("setting-applies-not")),
    ];
    fields.push(typed.field(&bench, "applies", "item-applies", code, choice(&words)));
    fields.push(typed.field(&bench, "reason", "item-reason", reason, Input::Line));
    let now = item.and_then(|item| item.unit.clone()).unwrap_or_default();
    let mut units: Vec<(String, String)> = Vec::new();
    if now.is_empty() {
        units.push((String::new(), bench.say("work-board-nobody")));
    }
    units.extend(view.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())));
    let mut owner = typed.field(&bench, "unit", "item-unit", &now, Input::Choice(units));
    if let Some(key) = &key {
        let usual = domain::catalogue::edition::usual_units(key);
        if !usual.is_empty() {
            owner.hint = bench.say1("setting-item-usual", "units", usual.join("、"));
        }
    }
    fields.push(owner);
    let rule = item.map_or(TimingRule::WithinWorkingDays(20), |item| item.timing);
    let (rule, number) = match rule {
        TimingRule::WithinWorkingDays(days) => ("made", days.to_string()),
        TimingRule::WithinDaysOfApproval(days) => ("approval", days.to_string()),
        TimingRule::YearlyBy { month, day } => ("yearly", format!("{month}-{day}")),
        TimingRule::OnChange => ("change", String::new()),
    };
    let rules = ["made", "approval", "yearly", "change"].map(|rule| (rule, bench.say(&format!("setting-rule-{rule}"))));
    fields.push(typed.field(&bench, "rule", "item-rule", rule, choice(&rules)));
    fields.push(typed.field(&bench, "number", "item-number", &number, Input::Line));
    fields.push(typed.field(&bench, "note", "item-note", item.map_or("", |item| item.note.as_str()), Input::Area));
    ItemPage { bench, view, key, fields, confirms: false, refused: None, care: None, done: None }
}

async fn opened(
    site: &Site,
    request: &PageRequest,
) -> Result<(app::Ctx, Bench, CatalogueView, Option<ItemKey>), HttpError> {
    let (ctx, bench) = at(site, request, "setting-own-new").await?;
    let view = setup::catalogue(&ctx).await?;
    let absent = HttpError::Absent(Absent::Item);
    let key: Option<ItemKey> = match which(request, "key") {
        None => {
            ctx.allow(domain::policy::Permission::KeepCatalogue, domain::policy::Relation::School)?;
            None
        }
        Some(text) => match text.parse() {
            Ok(key) if view.next.item(&key).is_some() => Some(key),
            _ => return Err(absent),
        },
    };
    let bench = match &key {
        Some(key) => {
            let title = bench.say1("work-item", "item", key);
            bench.titled(title)
        }
        None => bench,
    };
    Ok((ctx, bench, view, key))
}

/// An item.
pub(crate) async fn item(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench, view, key) = opened(&site, &request).await?;
    let done = request.told(Tells::Done).filter(|done| done == "cared").map(|_| bench.say("setting-care-done"));
    let care = cared(&ctx, &view, key.as_ref()).await?;
    show(&request, &ItemPage { care, done, ..page(bench, view, key, &Typed::default()) })
}

/// What is said of an item of the newest edition beside it.
async fn cared(ctx: &app::Ctx, view: &CatalogueView, key: Option<&ItemKey>) -> Result<Option<CareView>, HttpError> {
    match key.filter(|key| view.newest.item(key).is_some()) {
        Some(key) => Ok(Some(setup::care(ctx, key).await?)),
        None => Ok(None),
    }
}

/// Says who looks after the item and for whom its records usually are.
async fn care(
    request: &PageRequest,
    (ctx, bench, view, key): (app::Ctx, Bench, CatalogueView, Option<ItemKey>),
    fields: &Fields,
) -> Result<Response, HttpError> {
    let key = key.ok_or(HttpError::Absent(Absent::Item))?;
    let chosen = |name: &str| Some(fields.get(name)).filter(|value| !value.is_empty());
    let person = chosen("person").map(str::parse).transpose().map_err(|_| HttpError::Unknown)?;
    let audience = match chosen("audience") {
        Some(code) => Some(Audience::read(code).ok_or(HttpError::Unknown)?),
        None => None,
    };
    match setup::set_care(&ctx, &key, person, audience, fields.get("seen")).await {
        Ok(()) => Ok(go_on(request, &format!("{}&done=cared", with("/work/settings/item", "key", &key.to_string())))),
        // What somebody else said meanwhile is shown as it is now.
        Err(app::Error::Conflict { .. }) => {
            let refused = Some(bench.say("setting-care-otherwise"));
            let care = cared(&ctx, &view, Some(&key)).await?;
            let page = ItemPage { refused, care, ..page(bench, view, Some(key), &Typed::default()) };
            show_as(request, StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Drafts it, or gives the draft up.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench, view, key) = opened(&site, &request).await?;
    let fields = form::fields(&request)?;
    if fields.get("act") == "care" {
        return care(&request, (ctx, bench, view, key), &fields).await;
    }
    if fields.get("act") == "give_up" {
        let count = setup::give_up(&ctx, key.as_ref()).await?;
        return Ok(go_on(&request, &format!("/work/settings/catalogue?done=given-up&count={count}")));
    }
    let confirms = fields.get("confirms") == "yes";
    let wish = match wish(&view, key.as_ref(), &fields) {
        Ok(wish) => wish,
        Err(errors) => {
            let typed = Typed::with(&bench, fields, &errors);
            let page = ItemPage { confirms, ..page(bench, view, key, &typed) };
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match setup::draft_item(&ctx, key.as_ref(), &wish, fields.get("seen")).await {
        Ok(_) => Ok(go_on(&request, "/work/settings/catalogue?done=drafted&count=1")),
        Err(app::Error::Conflict { .. }) => {
            let refused = Some(bench.say("setting-item-otherwise"));
            let typed = Typed::with(&bench, fields, &[]);
            let page = ItemPage { refused, confirms, ..page(bench, view, key, &typed) };
            show_as(&request, StatusCode::CONFLICT, &page)
        }
        Err(app::Error::Personal(found)) => {
            let masked = found.iter().map(|one| one.masked.clone()).collect::<Vec<_>>().join("、");
            let field = match found.first().map(|one| one.field) {
                Some("text") => "text",
                Some("reason") => "reason",
                Some("category_name") => "category_name",
                _ => "note",
            };
            let words = bench.say1("setting-wrong-personal", "masked", masked);
            let typed = Typed::with(&bench, fields, &[]).and(field, words);
            let page = ItemPage { confirms, ..page(bench, view, key, &typed) };
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// What was written, or everything that is wrong with it.
fn wish(view: &CatalogueView, key: Option<&ItemKey>, fields: &Fields) -> Result<ItemWish, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut line = |field: &'static str, required: bool| {
        let text: String = fields.get(field).trim().chars().filter(|c| !c.is_control()).collect();
        if text.chars().count() > TEXT {
            errors.push(FieldError { field, code: "long" });
        } else if required && text.is_empty() {
            errors.push(FieldError { field, code: "required" });
        }
        text
    };
    let off = fields.get("applies") == "not_applicable";
    let (reason, note) = (line("reason", off), line("note", false));
    let own = !matches!(key, Some(ItemKey::Official(_)));
    let text = if own { line("text", true) } else { String::new() };
    let named = own && key.is_none() && fields.get("category").is_empty();
    let name = if named { line("category_name", true) } else { String::new() };
    let applicability = match fields.get("applies") {
        "applies" => Applicability::Applies,
        "if_any" => Applicability::IfAny,
        "not_applicable" => Applicability::NotApplicable { reason },
        _ => {
            errors.push(FieldError { field: "applies", code: "choice" });
            Applicability::Applies
        }
    };
    let rule = format!(
        "{} {}",
        fields.get("rule"),
        domain::date::half_width(fields.get("number").trim()).replace(['月', '/', '.'], "-").replace('日', "")
    );
    let rule = if fields.get("rule") == "change" { "change".to_string() } else { rule };
    let timing = rule.parse::<TimingRule>().unwrap_or_else(|_| {
        errors.push(FieldError { field: "number", code: "rule" });
        TimingRule::OnChange
    });
    let maps: Vec<&str> =
        fields.get("maps_to").split([',', '，', '、', ';', '；', ' ']).filter(|one| !one.is_empty()).collect();
    let maps_to: Vec<u8> = maps.iter().filter_map(|one| one.parse().ok().filter(|n| (1..=50).contains(n))).collect();
    if own && maps_to.len() != maps.len() {
        errors.push(FieldError { field: "maps_to", code: "maps-to" });
    }
    let category = match fields.get("category") {
        "" => Err(name),
        number => match number.parse().ok().filter(|number| view.next.category(*number).is_some()) {
            Some(number) => Ok(number),
            None => {
                errors.push(FieldError { field: "category", code: "choice" });
                Ok(0)
            }
        },
    };
    let unit = Some(fields.get("unit").to_string()).filter(|unit| !unit.is_empty());
    if unit.as_ref().is_some_and(|unit| view.units.iter().all(|known| known.code != *unit)) {
        errors.push(FieldError { field: "unit", code: "choice" });
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let own = own.then_some(OwnWish { text, category, maps_to });
    Ok(ItemWish { applicability, unit, timing, confirms: fields.get("confirms") == "yes", note, own })
}
