//! The catalogue: all items, one category, one item with its records.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::asked::Questions;
use crate::portal::browse::{Turns, place};
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::view::{Board, CategoryBoard, ItemView, ListQuery, Sort};
use askama::Template;
use axum::response::Response;
use domain::catalogue::ItemKey;
use domain::coverage::State;
use domain::ledger::Concern;
use domain::record::Audience;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/catalogue.html")]
pub(crate) struct CataloguePage {
    pub(crate) frame: Frame,
    pub(crate) board: Arc<Board>,
}

impl Page for CataloguePage {}

pub(crate) async fn catalogue(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let (name, about) = (request.lang.say("portal-nav-catalogue"), request.lang.say("portal-catalogue-about"));
        let frame = Frame::new(&request, identity, Section::Catalogue, name.clone()).column(name, about);
        Ok(CataloguePage { frame, board: site.portal.board().await? })
    })
    .await
}

#[derive(Template)]
#[template(path = "portal/category.html")]
pub(crate) struct CategoryPage {
    pub(crate) frame: Frame,
    pub(crate) view: CategoryBoard,
}

impl Page for CategoryPage {}

pub(crate) async fn category(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let absent = || HttpError::Absent(Absent::Category);
        let number: u8 = request.param(0).parse().map_err(|_| absent())?;
        let board = site.portal.board().await?;
        let view = board.categories.iter().find(|board| board.category.number == number).ok_or_else(absent)?.clone();
        let frame = Frame::new(&request, identity, Section::Catalogue, "");
        let name = frame.category_name(&view.category);
        let frame = Frame { title: name.clone(), ..frame }
            .column(name.clone(), name)
            .followed(format!("category-{number}"))
            .under("/catalogue", request.lang.say("portal-nav-catalogue"));
        Ok(CategoryPage { frame, view })
    })
    .await
}

#[derive(Template)]
#[template(path = "portal/item.html")]
pub(crate) struct ItemPage {
    pub(crate) frame: Frame,
    pub(crate) view: ItemView,
}

impl Page for ItemPage {}

impl ItemPage {
    /// Whether something is listed that is not for everyone, which no count above the list holds.
    fn inside(&self) -> bool {
        self.view.lines.iter().any(|line| line.audience != Audience::Public)
    }

    /// Address of this list sorted otherwise, from its beginning.
    fn sorted(&self, sort: &Sort) -> String {
        self.address(*sort, None)
    }

    fn turns(&self) -> Turns {
        let at = |name, id: &String| self.address(self.view.query.sort, Some((name, id)));
        Turns {
            first: self.view.previous.as_ref().map(|_| self.sorted(&self.view.query.sort)),
            previous: self.view.previous.as_ref().map(|id| at("before", id)),
            next: self.view.next.as_ref().map(|id| at("after", id)),
        }
    }

    /// Address of this list without filters.
    fn all(&self) -> String {
        self.frame.to_item(&self.view.item.key)
    }

    fn filtered(&self) -> bool {
        self.view.query.year.is_some() || self.view.query.unit.is_some()
    }

    /// How many of the records have dates that cannot be right.
    fn doubt(&self, concern: &Concern, count: &u64) -> String {
        let key = if *concern == Concern::Future { "portal-dates-future" } else { "portal-dates-backwards" };
        self.frame.say1(key, "count", count)
    }

    fn sort_name(&self, sort: &Sort) -> String {
        self.frame.say(match sort {
            Sort::Date => "portal-sort-date",
            Sort::Title => "portal-sort-title",
            Sort::Unit => "portal-sort-unit",
        })
    }

    fn address(&self, sort: Sort, at: Option<(&str, &str)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(year) = self.view.query.year {
            query.append_pair("year", &year.to_string());
        }
        if let Some(unit) = &self.view.query.unit {
            query.append_pair("unit", unit);
        }
        if sort != Sort::default() {
            query.append_pair("sort", sort.code());
        }
        if let Some((name, id)) = at {
            query.append_pair(name, id);
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", self.all())
    }
}

pub(crate) async fn item(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let absent = || HttpError::Absent(Absent::Item);
        let key: ItemKey = request.param(0).parse().map_err(|_| absent())?;
        let mut questions = Questions::of(&request);
        let query = ListQuery {
            year: questions.read("year"),
            unit: questions.text("unit"),
            sort: questions
                .read_with("sort", |text| Sort::ALL.into_iter().find(|sort| sort.code() == text))
                .unwrap_or_default(),
            at: place(&request),
        };
        questions.done()?;
        let view = site.portal_for(&request).item(&key, query).await?.ok_or_else(absent)?;
        Ok(ItemPage { frame: item_frame(&request, identity, &view), view })
    })
    .await
}

pub(crate) fn item_frame(
    request: &PageRequest,
    identity: Arc<crate::portal::identity::Identity>,
    view: &ItemView,
) -> Frame {
    let frame = Frame::new(request, identity, Section::Catalogue, "");
    let text = frame.item_text(&view.item.text, &view.item.english);
    let category = frame.category_name(&view.category);
    let frame = Frame { title: text.clone(), ..frame }
        .column(category.clone(), text)
        .followed(format!("item-{}", view.item.key))
        .under("/catalogue", request.lang.say("portal-nav-catalogue"))
        .under(format!("/category/{}", view.category.number), category);
    if request.raw_query.is_some() { frame.unlisted() } else { frame }
}
