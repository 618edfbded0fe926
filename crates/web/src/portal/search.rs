//! Search: question, filters, order and page are the address, so that whatever was found can be kept and passed on.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::search::{Asked, Facet, FacetValue, FacetView, Found, Hit, Ranking};
use askama::Template;
use axum::response::Response;
use domain::publicity::Standing;
use domain::record::Form;
use form_urlencoded::Serializer;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages named on each side of the one that is shown.
const NEIGHBOURS: usize = 3;

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
        let (name, about) = (request.lang.say("portal-nav-search"), request.lang.say("portal-search-about"));
        let frame = Frame::new(request, identity, Section::Search, name.clone()).column(name, about);
        let frame = if found.asked.is_empty() { frame } else { frame.unlisted() };
        SearchPage { frame, found }
    }

    /// The address of what is asked with something else in its place.
    fn address(&self, asked: &Asked) -> String {
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
        self.frame.to(&format!("/search?{}", query.finish()))
    }

    fn to_page(&self, page: &usize) -> String {
        self.address(&Asked { page: *page, ..self.found.asked.clone() })
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

    fn of_unit(&self, code: &str) -> String {
        let filters = BTreeMap::from([(Facet::Unit, vec![code.to_string()])]);
        self.address(&Asked { filters, page: 1, ..Asked::default() })
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

/// What an address asks.
fn asked(request: &PageRequest) -> Asked {
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
