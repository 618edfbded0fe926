//! The catalogue: all items, one category, one item with its records.

use crate::cache::CachePolicy;
use crate::error::{Absent, Trouble};
use crate::frame::{Frame, Section};
use crate::site::{Page, Site};
use crate::visit::{Visit, encode};
use app::portal::view::{Board, CategoryBoard, ItemView, ListQuery, Sort};
use askama::Template;
use axum::response::Response;
use domain::catalogue::ItemKey;
use domain::coverage::State;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/catalogue.html")]
pub(crate) struct CataloguePage {
    pub(crate) frame: Frame,
    pub(crate) board: Arc<Board>,
}

impl Page for CataloguePage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

pub(crate) async fn catalogue(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let (name, about) = (visit.lang.say("portal-nav-catalogue"), visit.lang.say("portal-catalogue-about"));
        let frame = Frame::new(&visit, identity, Section::Catalogue, name.clone()).column(name, about);
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

impl Page for CategoryPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

pub(crate) async fn category(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let absent = || Trouble::Absent(Absent::Category);
        let number: u8 = visit.param(0).parse().map_err(|_| absent())?;
        let board = site.portal.board().await?;
        let view = board.categories.iter().find(|board| board.category.number == number).ok_or_else(absent)?.clone();
        let frame = Frame::new(&visit, identity, Section::Catalogue, "");
        let name = frame.category_name(&view.category);
        let frame = Frame { title: name.clone(), ..frame }
            .column(name.clone(), name)
            .under("/catalogue", visit.lang.say("portal-nav-catalogue"));
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

impl Page for ItemPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

impl ItemPage {
    /// Address of this list sorted otherwise, from its beginning.
    fn sorted(&self, sort: &Sort) -> String {
        self.address(*sort, None)
    }

    /// Address of the next page.
    fn next(&self) -> Option<String> {
        self.view.next.as_deref().map(|after| self.address(self.view.query.sort, Some(after)))
    }

    /// Address of this list without filters.
    fn all(&self) -> String {
        self.frame.to_item(&self.view.item.key)
    }

    fn filtered(&self) -> bool {
        self.view.query.year.is_some() || self.view.query.unit.is_some()
    }

    fn sort_name(&self, sort: &Sort) -> String {
        self.frame.say(match sort {
            Sort::Date => "portal-sort-date",
            Sort::Title => "portal-sort-title",
            Sort::Unit => "portal-sort-unit",
        })
    }

    fn address(&self, sort: Sort, after: Option<&str>) -> String {
        let mut query = Vec::new();
        if let Some(year) = self.view.query.year {
            query.push(format!("year={year}"));
        }
        if let Some(unit) = &self.view.query.unit {
            query.push(format!("unit={}", encode(unit)));
        }
        if sort != Sort::default() {
            query.push(format!("sort={}", sort.code()));
        }
        if let Some(after) = after {
            query.push(format!("after={}", encode(after)));
        }
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.all(), query.join("&"))
    }
}

pub(crate) async fn item(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let absent = || Trouble::Absent(Absent::Item);
        let key: ItemKey = visit.param(0).parse().map_err(|_| absent())?;
        let query = ListQuery {
            year: visit.asked("year").and_then(|year| year.parse().ok()),
            unit: visit.asked("unit"),
            sort: visit.asked("sort").map(|sort| Sort::read(&sort)).unwrap_or_default(),
            after: visit.asked("after"),
        };
        let view = site.portal.item(&key, query).await?.ok_or_else(absent)?;
        Ok(ItemPage { frame: item_frame(&visit, identity, &view), view })
    })
    .await
}

pub(crate) fn item_frame(visit: &Visit, identity: Arc<crate::site::Identity>, view: &ItemView) -> Frame {
    let frame = Frame::new(visit, identity, Section::Catalogue, "");
    let text = frame.item_text(&view.item.text, &view.item.english);
    let category = frame.category_name(&view.category);
    let frame = Frame { title: text.clone(), ..frame }
        .column(category.clone(), text)
        .under("/catalogue", visit.lang.say("portal-nav-catalogue"))
        .under(format!("/category/{}", view.category.number), category);
    if visit.raw_query.is_some() { frame.unlisted() } else { frame }
}
