//! Search: question, filters, order and page are the address, so that whatever was found can be kept and passed on.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::search::{Asked, DatasetHit, Facet, FacetValue, FacetView, Found, Hit, OfficeFact, Ranking};
use app::portal::view::ItemLine;
use askama::Template;
use axum::response::Response;
use domain::publicity::Standing;
use domain::record::Form;
use form_urlencoded::Serializer;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages named on each side of the one that is shown.
const NEIGHBOURS: usize = 3;
/// Values of a filter that are shown at once, and things beside the records; the rest is folded, not left out.
const AT_ONCE: usize = 6;
/// What is found beside the records: heading, address and name of each, and its language.
type Straight = (String, Vec<Link>);

/// One thing to go to straight away.
struct Link {
    address: String,
    name: String,
    /// What stands beside it, and whether that is doubted.
    facts: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "portal/search.html")]
pub(crate) struct SearchPage {
    pub(crate) frame: Frame,
    pub(crate) found: Found,
}

impl Page for SearchPage {}

impl SearchPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<crate::portal::identity::Identity>,
        found: Found,
    ) -> SearchPage {
        let about = if identity.still.is_some() { "site-find-about" } else { "portal-search-about" };
        let (name, about) = (request.lang.say("portal-nav-search"), request.lang.say(about));
        let frame = Frame::new(request, identity, Section::Search, name.clone()).column(name, about);
        let frame = if found.asked.is_empty() { frame } else { frame.unlisted() };
        SearchPage { frame, found }
    }

    /// The address of what is asked with something else in its place.
    fn address(&self, asked: &Asked) -> String {
        self.frame.to(&format!("/search?{}", query(asked)))
    }

    fn to_page(&self, page: &usize) -> String {
        self.address(&Asked { page: *page, ..self.found.asked.clone() })
    }

    /// Where programs follow what is asked, in their form.
    fn feed(&self, form: &str) -> String {
        let asked = Asked { ranking: Ranking::Relevance, page: 1, ..self.found.asked.clone() };
        format!("/search.{form}?{}", query(&asked))
    }

    /// Where one asks to be told by mail of what is asked.
    fn subscribe(&self) -> String {
        let about = format!("search-{}", self.found.asked.text);
        let query = Serializer::new(String::new()).append_pair("about", &about).finish();
        self.frame.to(&format!("/subscribe?{query}"))
    }

    fn ranked(&self, ranking: Ranking) -> String {
        self.address(&Asked { ranking, page: 1, ..self.found.asked.clone() })
    }

    fn by_date(&self) -> bool {
        self.found.asked.ranking == Ranking::Date
    }

    fn asking(&self, text: &str) -> String {
        self.address(&Asked::from(text))
    }

    /// What leads straight to where it was found: units, figures, channels.
    fn straight(&self) -> Vec<Straight> {
        let found = &self.found;
        let plain = |address: String, name: &str, fact: &str| {
            let facts = if fact.is_empty() { Vec::new() } else { vec![(fact.to_string(), false)] };
            Link { address, name: name.to_string(), facts }
        };
        let units = found.units.iter().map(|(code, name)| plain(self.frame.to_unit(code), name, ""));
        let datasets = found.datasets.iter().map(|hit| self.dataset(hit));
        let about = format!("{}#channels", self.frame.to("/about"));
        let channels = found.channels.iter().map(|channel| plain(about.clone(), &channel.name, &channel.address));
        let all = [
            ("search-unit", units.collect::<Vec<_>>()),
            ("search-dataset", datasets.collect()),
            ("search-channel", channels.collect()),
        ];
        let some = all.into_iter().filter(|(_, links)| !links.is_empty());
        some.map(|(key, links)| (self.frame.say(key), links)).collect()
    }

    fn dataset(&self, hit: &DatasetHit) -> Link {
        let address = self.frame.to_dataset(&hit.key, (!hit.latest).then_some(hit.year));
        let unknown = || self.frame.say("portal-unknown");
        let figure = |figure: &app::portal::search::FigureHit| {
            let printed = figure.printed.clone().unwrap_or_else(unknown);
            (format!("{} {printed}", figure.name), figure.disputed)
        };
        let facts = hit.figures.iter().map(figure).collect();
        Link { address, name: format!("{} {}", hit.title, hit.year), facts }
    }

    fn fact_name(&self, fact: &OfficeFact) -> Option<String> {
        let key = match fact {
            OfficeFact::Name => return None,
            OfficeFact::Phone => "portal-office-phone",
            OfficeFact::Hours => "portal-office-hours",
            OfficeFact::Head => "portal-office-head",
            OfficeFact::Address => "portal-office-address",
            OfficeFact::Fax => "portal-office-fax",
            OfficeFact::Email => "portal-office-email",
        };
        Some(self.frame.say(key))
    }

    /// Items that are shown at once, and those that are folded.
    fn items(&self) -> (&[ItemLine], &[ItemLine]) {
        self.found.items.split_at(self.found.items.len().min(AT_ONCE))
    }

    /// Values of a filter that are shown at once: those that are chosen and those that leave most; and the others.
    fn values<'a>(&self, view: &'a FacetView) -> (Vec<&'a FacetValue>, Vec<&'a FacetValue>) {
        let mut room = AT_ONCE.max(view.values.iter().filter(|value| value.chosen).count());
        let mut free = room - view.values.iter().filter(|value| value.chosen).count();
        // To fold one alone takes as much room as to show it.
        if view.values.len() == room + 1 {
            (room, free) = (room + 1, free + 1);
        }
        let (mut shown, mut more) = (Vec::new(), Vec::new());
        for value in &view.values {
            if value.chosen {
                shown.push(value);
            } else if free > 0 && shown.len() < room {
                free -= 1;
                shown.push(value);
            } else {
                more.push(value);
            }
        }
        (shown, more)
    }

    /// A letter to the office with what was looked for filled in.
    /// The form of a request with what was looked for filled in.
    fn request(&self) -> String {
        crate::portal::frame::asking(&self.frame, &self.found.asked.text)
    }

    fn letter(&self) -> Option<String> {
        let email = self.frame.site.email.as_ref()?;
        let subject = self.frame.say1("search-letter", "query", &self.found.asked.text);
        Some(crate::portal::frame::letter(email, &subject))
    }

    fn unfiltered(&self) -> String {
        self.address(&Asked { filters: BTreeMap::new(), page: 1, ..self.found.asked.clone() })
    }

    fn is_filtered(&self) -> bool {
        self.found.asked.filters.values().any(|chosen| !chosen.is_empty())
    }

    /// Pages to turn to: the first, the last, and those around this one. A gap is `None`.
    fn pages(&self) -> Vec<Option<usize>> {
        let (here, last) = (self.found.asked.page, self.found.pages);
        let near = |page: &usize| *page == 1 || *page == last || page.abs_diff(here) <= NEIGHBOURS;
        let mut pages: Vec<Option<usize>> = Vec::new();
        for page in (1..=last).filter(near) {
            if matches!(pages.last(), Some(Some(before)) if before + 1 < page) {
                pages.push(None);
            }
            pages.push(Some(page));
        }
        pages
    }

    fn is_here(&self, page: &usize) -> bool {
        self.found.asked.page == *page
    }

    fn next(&self) -> Option<usize> {
        (self.found.asked.page < self.found.pages).then_some(self.found.asked.page + 1)
    }

    fn legend(&self, view: &FacetView) -> String {
        self.frame.say(match view.facet {
            Facet::Category => "search-by-category",
            Facet::Item => "search-by-item",
            Facet::Unit => "search-by-unit",
            Facet::Year => "search-by-year",
            Facet::Form => "search-by-form",
            Facet::Channel => "search-by-channel",
            Facet::Publicity => "search-by-publicity",
        })
    }

    /// What a value of a filter is called, and in which language.
    fn value(&self, view: &FacetView, value: &FacetValue) -> (String, &'static str) {
        let here = self.frame.lang.tag();
        match view.facet {
            Facet::Year => (self.frame.say1("search-year", "year", &value.code), here),
            Facet::Publicity if value.code == "running" => (self.frame.say("search-running"), here),
            Facet::Publicity => (self.frame.say("search-over"), here),
            Facet::Form => (Form::read(&value.code).map_or(value.code.clone(), |form| self.form_word(form)), here),
            _ => (self.frame.item_text(&value.name, &value.english), self.frame.lang_of(&value.english)),
        }
    }

    fn form(&self, hit: &Hit) -> String {
        self.form_word(hit.line.form)
    }

    fn form_word(&self, form: Form) -> String {
        match self.frame.english() {
            true => self.frame.say(&format!("portal-form-{}", form.code())),
            false => form.zh().to_string(),
        }
    }

    fn also(&self) -> String {
        self.found.also.join(&self.frame.say("portal-list-comma"))
    }

    /// What stands of its publicity period, while it runs.
    fn running(&self, hit: &Hit) -> Option<String> {
        match hit.standing.as_ref()? {
            Standing::Running { left: 0, .. } => Some(self.frame.say("search-running-today")),
            Standing::Running { left, days, .. } => {
                let between = if self.frame.english() { " " } else { "" };
                let left = format!("{left}{between}{}", self.frame.days_left(left, days));
                Some(self.frame.say1("search-running-left", "left", left))
            }
            _ => None,
        }
    }
}

/// What is asked, as it stands in an address.
fn query(asked: &Asked) -> String {
    let mut query = Serializer::new(String::new());
    if !asked.text.is_empty() {
        query.append_pair("q", &asked.text);
    }
    for (facet, codes) in &asked.filters {
        for code in codes {
            query.append_pair(facet.code(), code);
        }
    }
    if asked.ranking == Ranking::Date {
        query.append_pair("sort", "date");
    }
    if asked.page > 1 {
        query.append_pair("page", &asked.page.to_string());
    }
    query.finish()
}

/// What an address asks.
pub(crate) fn asked(request: &PageRequest) -> Asked {
    let chosen = Facet::ALL.into_iter().map(|facet| (facet, request.queries(facet.code())));
    Asked {
        text: request.query("q").unwrap_or_default(),
        filters: chosen.filter(|(_, codes)| !codes.is_empty()).collect(),
        ranking: if request.query("sort").is_some_and(|sort| sort == "date") {
            Ranking::Date
        } else {
            Ranking::Relevance
        },
        page: request.query("page").and_then(|page| page.parse().ok()).unwrap_or(1),
    }
}

pub(crate) async fn search(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let found = site.portal_for(&request).search(asked(&request)).await?;
        Ok(SearchPage::new(&request, identity, found))
    })
    .await
}
