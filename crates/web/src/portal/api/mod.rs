//! The read API: the same as the pages say, for programs. Every answer is described ([`description`]) by the table that
//! also says what may be asked, so that what is accepted and what is described are one.
//!
//! It holds what everybody may see and needs no key; scripts of other sites may read it. It must not say a number that a
//! page does not say.

mod catalogue;
mod description;
mod flow;
mod json;
mod page;

pub(crate) use catalogue::catalogue;
pub(crate) use description::{ENDPOINTS, description};
#[cfg(feature = "samples")]
pub(crate) use page::ApiPage;
pub(crate) use page::try_page;

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::asked::Questions;
use crate::portal::site::Site;
use app::portal::api::{EntryQuery, Found};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::catalogue::ItemKey;
use domain::ids::RecordId;
use domain::record::Form;
use domain::school_year::SchoolYear;
use serde_json::{Value, json};
use std::sync::Arc;

const JSON: &str = "application/json; charset=utf-8";
/// Records of one answer, unless another number is asked.
const USUAL: u32 = 50;
/// Most records of one answer.
const MOST: u32 = 200;

/// Refuses whatever the description of an endpoint does not name.
fn plainly<'a>(request: &'a PageRequest, code: &str) -> Questions<'a> {
    let mut questions = Questions::of(request);
    let named = ENDPOINTS.iter().find(|endpoint| endpoint.code == code);
    questions.only(&named.map(|endpoint| endpoint.names()).unwrap_or_default());
    questions
}

/// An answer as JSON.
async fn answered(
    site: &Site,
    request: &PageRequest,
    build: impl Future<Output = Result<Value, HttpError>>,
) -> Result<Response, HttpError> {
    let text = async { build.await.map(|value| format!("{value:#}\n")) };
    site.data(request, JSON, text).await
}

/// The same of what is text already.
async fn said(
    site: &Site,
    request: &PageRequest,
    build: impl Future<Output = Result<String, HttpError>>,
) -> Result<Response, HttpError> {
    site.data(request, JSON, build).await
}

pub(crate) async fn school(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "school").done()?;
        let (school, office) = site.portal.school().await?;
        Ok(json::school(&school, &office))
    })
    .await
}

/// What is asked of the list of records.
async fn asked(site: &Site, request: &PageRequest) -> Result<EntryQuery, HttpError> {
    let mut questions = plainly(request, "records");
    let item = questions.read::<ItemKey>("item");
    let category = questions.read::<u8>("category");
    let year = questions.read_with("year", |text| text.parse().ok().filter(|year| (1900..=9999).contains(year)));
    let month = questions.read_with("month", |text| text.parse().ok().filter(|month| (1..=12).contains(month)));
    if month.is_some() && year.is_none() {
        questions.wrong("month", "without-year");
    }
    let board = site.portal.board().await?;
    let items: Vec<ItemKey> = match (&item, category) {
        (Some(item), None) => vec![item.clone()],
        (None, Some(number)) => {
            let board = board.categories.iter().find(|board| board.category.number == number);
            board.map(|board| board.items.iter().map(|item| item.key.clone()).collect()).unwrap_or_default()
        }
        (Some(_), Some(_)) => {
            questions.wrong("category", "with-item");
            Vec::new()
        }
        (None, None) => Vec::new(),
    };
    // A category without items would ask for everything.
    if category.is_some() && items.is_empty() || item.as_ref().is_some_and(|item| board.find(item).is_none()) {
        questions.wrong(if category.is_some() { "category" } else { "item" }, "choice");
    }
    let (unit, channel) = (questions.text("unit"), questions.text("channel"));
    // What there is not would look as if it had nothing.
    if let Some(code) = &unit
        && !site.portal.knows_unit(code).await?
    {
        questions.wrong("unit", "choice");
    }
    if let Some(code) = &channel
        && !site.portal.knows_channel(code).await?
    {
        questions.wrong("channel", "choice");
    }
    let query = EntryQuery {
        items,
        unit,
        form: questions.read_with("form", Form::read),
        channel,
        since: year.map(|year| (year, month)),
        school_year: questions.read::<SchoolYear>("school_year"),
        after: questions.read::<RecordId>("cursor"),
        limit: questions
            .read_with("limit", |text| text.parse().ok().filter(|limit| (1..=MOST).contains(limit)))
            .unwrap_or(USUAL),
    };
    questions.done()?;
    Ok(query)
}

pub(crate) async fn records(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        let asked = asked(&site, &request).await?;
        let Some(found) = site.portal.entries(&asked).await? else {
            let mut questions = Questions::of(&request);
            questions.wrong("cursor", "choice");
            questions.done()?;
            return Err(HttpError::Absent(Absent::Record));
        };
        let identity = site.identity().await?;
        let records: Vec<Value> = found.entries.iter().map(|entry| json::entry(entry, &identity)).collect();
        Ok(json!({
            "total": { "records": found.records, "things": found.things },
            "records": records,
            "next": found.next.map(|next| next.to_string()),
        }))
    })
    .await
}

pub(crate) async fn record(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "record").done()?;
        let absent = || HttpError::Absent(Absent::Record);
        let id: RecordId = request.param(0).parse().map_err(|_| absent())?;
        match site.portal.entry(id).await?.ok_or_else(absent)? {
            Found::Live(whole) => {
                let identity = site.identity().await?;
                Ok(json::whole(&whole, &identity))
            }
            Found::Gone => Err(HttpError::Gone),
        }
    })
    .await
}

/// All records, one in a line.
pub(crate) async fn all_records(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    plainly(&request, "records.jsonl").done()?;
    let pulse = site.portal.pulse().await;
    let etag = format!("\"{:x}-{}\"", pulse.ledger, site.portal.today());
    let same = request.if_none_match.as_deref().is_some_and(|tags| tags.split(',').any(|tag| tag.trim() == etag));
    let mut response = Response::new(Body::empty());
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        let identity = site.identity().await?;
        *response.body_mut() = Body::new(flow::Flow::of(site.portal.clone(), identity));
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/jsonl; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, request.cache.header(None));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    Ok(response)
}

pub(crate) async fn items(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "items").done()?;
        let board = site.portal.board().await?;
        let all =
            board.categories.iter().flat_map(|board| board.items.iter().map(|item| json::item(item, &board.category)));
        Ok(json!({ "as_of": board.as_of.to_string(), "items": all.collect::<Vec<_>>() }))
    })
    .await
}

pub(crate) async fn item(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "item").done()?;
        let absent = || HttpError::Absent(Absent::Item);
        let key: ItemKey = request.param(0).parse().map_err(|_| absent())?;
        let board = site.portal.board().await?;
        let (category, item) = board.find(&key).ok_or_else(absent)?;
        Ok(json::item(item, category))
    })
    .await
}

pub(crate) async fn units(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "units").done()?;
        let units = site.portal.units().await?;
        Ok(json!({ "units": units.iter().map(json::unit).collect::<Vec<_>>() }))
    })
    .await
}

pub(crate) async fn channels(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "channels").done()?;
        let about = site.portal.about().await?;
        Ok(json!({ "channels": about.channels.iter().map(json::channel).collect::<Vec<_>>() }))
    })
    .await
}

pub(crate) async fn publicity(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "publicity").done()?;
        let (lines, identity) = (site.portal.publicity().await?, site.identity().await?);
        let periods: Vec<Value> = lines.iter().map(|line| json::period(line, &identity)).collect();
        Ok(json!({ "as_of": site.portal.today().to_string(), "periods": periods }))
    })
    .await
}

pub(crate) async fn reports(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "reports").done()?;
        let (reports, identity) = (site.portal.reports().await?, site.identity().await?);
        Ok(json!({ "reports": reports.iter().map(|report| json::report(report, &identity)).collect::<Vec<_>>() }))
    })
    .await
}

pub(crate) async fn datasets(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    said(&site, &request, async {
        plainly(&request, "datasets").done()?;
        Ok(site.portal.figures_json().await?)
    })
    .await
}

pub(crate) async fn dataset(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        let mut questions = plainly(&request, "dataset");
        let year = questions.read::<SchoolYear>("year");
        questions.done()?;
        let found = site.portal.dataset(request.param(0), year).await?;
        let (view, years) = found.ok_or(HttpError::Absent(Absent::Dataset))?;
        let mut dataset = app::figures::json(&view.dataset);
        dataset["unit"] = json!(view.unit);
        dataset["years"] = years.iter().map(ToString::to_string).collect();
        Ok(dataset)
    })
    .await
}

pub(crate) async fn coverage(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    said(&site, &request, async {
        plainly(&request, "coverage").done()?;
        Ok(site.portal.coverage_json().await?)
    })
    .await
}

pub(crate) async fn openapi(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    answered(&site, &request, async {
        plainly(&request, "openapi").done()?;
        let identity = site.identity().await?;
        Ok(description(&identity))
    })
    .await
}
