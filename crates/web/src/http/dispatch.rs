//! From the route table to answers: the router, its guards, and the loop that serves it. Whatever a row forbids is
//! refused here, so that handlers only see what they were made for.

use crate::error::{Absent, HttpError};
use crate::http::cache::CachePolicy;
use crate::http::limits;
use crate::http::negotiate::ErrorsAs;
use crate::http::request::PageRequest;
use crate::http::route::{Area, Rate, Route, Verb, Who};
use crate::http::{policy, reply};
use crate::portal::fault;
use crate::portal::identity::Identity;
use crate::portal::site::Site;
use app::words::Lang;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Longest path with query, in bytes.
const LONGEST_ADDRESS: usize = 2048;

/// The rows that stand at one address, one for each thing that can be done there.
type Rows = Arc<[&'static Route]>;

/// The table as a router, ready to be served or called in tests.
pub(crate) fn router(site: Arc<Site>, routes: &'static [Route]) -> Router {
    let mut addresses: BTreeMap<(String, bool), Vec<&'static Route>> = BTreeMap::new();
    for route in routes {
        for lang in Lang::ALL {
            if let Some(pattern) = route.pattern_in(lang) {
                addresses.entry((pattern, lang == Lang::En)).or_default().push(route);
            }
        }
    }
    let mut router = Router::new();
    for ((pattern, english), rows) in addresses {
        let (site, rows, lang) = (site.clone(), Rows::from(rows), if english { Lang::En } else { Lang::Zh });
        let handler = move |request: Request| dispatch(site.clone(), rows.clone(), lang, request);
        router = router.route(&pattern, any(handler));
    }
    router = router.fallback(move |request: Request| {
        let path = request.uri().path();
        let lang = if path == "/en" || path.starts_with("/en/") { Lang::En } else { Lang::Zh };
        dispatch(site.clone(), Rows::default(), lang, request)
    });
    guard(router)
}

fn guard(router: Router) -> Router {
    let always = |name: HeaderName, value: HeaderValue| SetResponseHeaderLayer::if_not_present(name, value);
    let fixed = HeaderValue::from_static;
    router
        .layer(always(header::CONTENT_SECURITY_POLICY, policy::content(Area::Portal)))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")))
        .layer(always(header::REFERRER_POLICY, fixed("strict-origin-when-cross-origin")))
        .layer(always(HeaderName::from_static("permissions-policy"), fixed("camera=(), geolocation=(), microphone=()")))
        .layer(always(HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin")))
        .layer(always(HeaderName::from_static("cross-origin-resource-policy"), fixed("same-origin")))
        .layer(CatchPanicLayer::custom(panicked))
}

/// A panic is a fault of ours; what it said stays in the log.
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let error = HttpError::Internal(anyhow::anyhow!("a handler panicked"));
    fault::answer(&PageRequest::nowhere(), Arc::new(Identity::default()), &error)
}

async fn dispatch(site: Arc<Site>, rows: Rows, lang: Lang, request: Request) -> Response {
    let head = request.method() == Method::HEAD;
    let (mut parts, body) = request.into_parts();
    let row = rows.iter().copied().find(|row| row.verb.takes(&parts.method));
    let area = rows.first().map_or(Area::Portal, |row| row.area);
    let errors = if area == Area::Api { ErrorsAs::Problem } else { ErrorsAs::Page };
    let cache = row.map_or(CachePolicy::Never, |row| row.cache);
    let read = PageRequest::read(lang, cache, errors, &mut parts).await;
    let (Ok(request) | Err(request)) = &read;
    let outcome = if parts.uri.path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        Err((HttpError::AddressTooLong, request.clone().without_address()))
    } else if read.is_err() {
        Err((HttpError::Malformed, request.clone()))
    } else {
        let answered = answer(&site, row, &rows, request.clone(), &parts, body);
        let answered = tokio::time::timeout(site.options.timeout, answered).await;
        answered.unwrap_or(Err(HttpError::Timeout)).map_err(|error| (error, request.clone()))
    };
    let mut response = match outcome {
        Ok(response) => response,
        Err((error, request)) => {
            // Without a ledger the page of the error still appears, only without the school's name.
            let identity = site.identity().await.unwrap_or_default();
            fault::answer(&request, identity, &error)
        }
    };
    if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy::content(area));
    }
    if head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// What the row of the table allows, then its handler.
async fn answer(
    site: &Arc<Site>,
    row: Option<&'static Route>,
    rows: &[&'static Route],
    mut request: PageRequest,
    parts: &Parts,
    body: Body,
) -> Result<Response, HttpError> {
    let Some(row) = row else {
        if rows.is_empty() {
            return elsewhere(&request);
        }
        return Err(HttpError::Method(rows.iter().map(|row| row.verb.allow()).collect::<Vec<_>>().join(", ")));
    };
    if !site.same_site.allows(bodiless(parts)).await {
        return Err(HttpError::CrossSite);
    }
    // Nobody can sign in yet, so whoever comes is unknown.
    if row.who != Who::Everyone {
        return Err(HttpError::SignIn);
    }
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let client = limits::client(connected, &parts.headers, &site.portal.settings().trusted_proxies);
    if row.rate == Rate::Search && !site.limiter.allows(client, Instant::now()) {
        return Err(HttpError::TooMany);
    }
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > row.body as u64) {
        return Err(HttpError::TooLarge);
    }
    if row.verb == Verb::Post {
        request.body = whole(body, row.body).await?;
    }
    (row.handler)(site.clone(), request).await
}

/// A body within its limit, whatever it announced.
async fn whole(body: Body, limit: usize) -> Result<Bytes, HttpError> {
    // A connection that breaks off has nobody left to tell what is wrong with it.
    axum::body::to_bytes(body, limit).await.map_err(|_| HttpError::TooLarge)
}

/// The head of a request for those who judge by it alone.
fn bodiless(parts: &Parts) -> axum::http::Request<()> {
    let mut head = axum::http::Request::new(());
    *head.method_mut() = parts.method.clone();
    *head.uri_mut() = parts.uri.clone();
    *head.headers_mut() = parts.headers.clone();
    head
}

/// What to do with an address that no route has: one with a slash too many is put right.
fn elsewhere(request: &PageRequest) -> Result<Response, HttpError> {
    let trimmed = request.full_path.trim_end_matches('/');
    if trimmed.len() < request.full_path.len() && trimmed.starts_with('/') && !trimmed.starts_with("//") {
        return Ok(reply::redirect(StatusCode::PERMANENT_REDIRECT, trimmed));
    }
    Err(HttpError::Absent(Absent::Page))
}

/// Serves the router until `shutdown` comes; answers under way are finished.
///
/// # Errors
/// Only what the listener reports.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(shutdown)
        .await
}

#[cfg(test)]
mod tests;
