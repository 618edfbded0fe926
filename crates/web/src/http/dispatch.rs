//! From the route table to answers: the router and its guards. Whatever a row forbids is refused here, so that
//! handlers only see what they were made for.

use crate::error::{Absent, HttpError};
use crate::http::cache::CachePolicy;
use crate::http::cost::Cost;
use crate::http::door;
use crate::http::form::{self, own_address};
use crate::http::gate::Place;
use crate::http::held::Held;
use crate::http::limits;
use crate::http::negotiate::ErrorsAs;
use crate::http::request::{CLEANED, PageRequest};
use crate::http::route::{Area, Route, Verb, Who};
use crate::http::{parts, policy, reply};
use crate::portal::fault;
use crate::portal::identity::Identity;
use crate::portal::site::{AWAY, Site};
use app::accounts::{Seat, Stage};
use app::portal::Answers;
use app::words::Lang;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Longest path with query, in bytes.
const LONGEST_ADDRESS: usize = 2048;

/// A body above this is a file.
const LARGE: usize = 1024 * 1024;
/// Longest time for sending a file and answering it.
const SENDING: Duration = Duration::from_secs(180);

/// The rows that stand at one address, one for each thing that can be done there.
type Rows = Arc<[&'static Route]>;

/// The table as a router, ready to be served or called in tests.
pub(crate) fn router(site: Arc<Site>, routes: &'static [Route]) -> Router {
    let https = site.portal.settings().origin.as_ref().is_some_and(|origin| origin.starts_with("https:"));
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
    guard(router, https)
}

fn guard(router: Router, https: bool) -> Router {
    let always = |name: HeaderName, value: HeaderValue| SetResponseHeaderLayer::if_not_present(name, value);
    let fixed = HeaderValue::from_static;
    // Read by browsers only where it comes by HTTPS, whoever encrypts.
    let router = match https {
        true => router.layer(always(header::STRICT_TRANSPORT_SECURITY, fixed("max-age=31536000"))),
        false => router,
    };
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
    let (head, began) = (request.method() == Method::HEAD, Instant::now());
    let (mut parts, body) = request.into_parts();
    let row = rows.iter().copied().find(|row| row.verb.takes(&parts.method));
    // Whoever asks the interface for what it has not is a program as well.
    let nowhere = if parts.uri.path().starts_with("/api/") { Area::Api } else { Area::Portal };
    let area = rows.first().map_or(nowhere, |row| row.area);
    let errors = if area == Area::Api { ErrorsAs::Problem } else { ErrorsAs::Page };
    let keeping = row.map_or((CachePolicy::Never, Cost::Nothing), |row| (row.cache, row.cost));
    let read = PageRequest::read(lang, keeping, errors, &mut parts).await;
    let (Ok(request) | Err(request)) = &read;
    let outcome = if parts.uri.path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        Err((HttpError::AddressTooLong, request.clone().without_address()))
    } else if read.is_err() {
        Err((HttpError::Malformed, request.clone()))
    } else {
        let answered = answer(&site, row, &rows, request.clone(), &parts, body);
        // Whoever sends a file over a slow line is given the time for it.
        let limit = if row.is_some_and(|row| row.body > LARGE) { SENDING } else { site.options.timeout };
        let answered = tokio::time::timeout(limit, answered).await;
        answered.unwrap_or(Err(HttpError::Timeout)).map_err(|error| (error, request.clone()))
    };
    let cleaned = request.cleaned.clone();
    let mut response = match outcome {
        Ok(response) if parts.method == Method::POST && cleaned.is_set() => telling_of_it(response),
        Ok(response) => response,
        Err((error, request)) => {
            let error = blamed(&site, error).await;
            fault::answer(&request, site.identity_for(&error).await, &error)
        }
    };
    if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy::content(area));
    }
    if area == Area::Api {
        // Scripts of other sites may read it: nothing in it is anybody's own, and nobody is asked who they are.
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    if head {
        *response.body_mut() = Body::empty();
    }
    site.counted.count(area, response.status(), began.elapsed());
    response
}

/// An answer that leads on, leading to a page that says what was taken out of what was sent.
fn telling_of_it(mut response: Response) -> Response {
    let location = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    if !location.is_empty() {
        let (page, place) = location.split_once('#').map_or((location, None), |(page, place)| (page, Some(place)));
        let mark = if page.contains('?') { '&' } else { '?' };
        let place = place.map(|place| format!("#{place}")).unwrap_or_default();
        if let Ok(to) = HeaderValue::from_str(&format!("{page}{mark}{CLEANED}=1{place}")) {
            response.headers_mut().insert(header::LOCATION, to);
        }
    }
    response
}

/// The error as it is told: a failure while the database does not answer is no fault of the program's.
async fn blamed(site: &Site, error: HttpError) -> HttpError {
    match error {
        HttpError::Internal(_) if site.portal.pulse_now().await.answers == Answers::Away => {
            HttpError::Unavailable(AWAY)
        }
        error => error,
    }
}

/// The answer to whoever asks: to one reader, where the portal's pages depend on who reads and somebody is signed in.
async fn answer(
    site: &Arc<Site>,
    row: Option<&'static Route>,
    rows: &[&'static Route],
    mut request: PageRequest,
    parts: &Parts,
    body: Body,
) -> Result<Response, HttpError> {
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let client = limits::client(connected, &parts.headers, &site.portal.settings().trusted_proxies);
    request.client = connected
        .filter(|_| !limits::is_hidden(connected, &parts.headers, &site.portal.settings().trusted_proxies))
        .map(|_| client);
    if row.is_none_or(|row| row.by_reader && row.area != Area::Workbench) {
        request.read_browser(&parts.headers, client);
        if let Some(seat) = reader(site, &request, client).await? {
            let request = request.read_by(seat);
            let asked = request.clone();
            return match allowed(site, row, rows, request, (parts, client), body).await {
                Err(error) => {
                    let error = blamed(site, error).await;
                    Ok(fault::answer(&asked, site.identity_for(&error).await, &error))
                }
                answered => answered,
            };
        }
    }
    allowed(site, row, rows, request, (parts, client), body).await
}

/// Who reads a page of the portal, when somebody is signed in. While the database does not answer, it is read as everyone
/// reads it.
async fn reader(site: &Site, request: &PageRequest, client: IpAddr) -> Result<Option<Arc<Seat>>, HttpError> {
    let Some(token) = &request.token else { return Ok(None) };
    // To look somebody up costs as much as a page, whatever was brought.
    if let Err(seconds) = site.makers.take(client, Instant::now()) {
        return Err(HttpError::Wait { seconds, typed: form::Fields::default() });
    }
    if site.portal.pulse().await.answers == Answers::Away {
        return Ok(None);
    }
    let seat = tokio::select! {
        seat = site.seat(token) => seat?,
        () = site.portal.away() => None,
    };
    Ok(seat.filter(|seat| seat.session.stage == Stage::Whole).map(Arc::new))
}

/// What the row of the table allows, then its handler.
async fn allowed(
    site: &Arc<Site>,
    row: Option<&'static Route>,
    rows: &[&'static Route],
    mut request: PageRequest,
    (parts, client): (&Parts, IpAddr),
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
    // Behind the door there is only the workbench.
    if row.who != Who::Everyone && row.area != Area::Workbench {
        return Err(HttpError::SignIn);
    }
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let larger = announced.is_some_and(|length: u64| length > row.body as u64);
    if row.area == Area::Workbench {
        request.read_browser(&parts.headers, client);
        if let Some(token) = &request.token {
            request.seat = site.seat(token).await?.map(Arc::new);
        }
        return at_work(site, row, request, client, (body, larger)).await;
    }
    if larger {
        return Err(HttpError::TooLarge);
    }
    if row.verb == Verb::Post {
        request.body = whole(body, row.body).await?;
    }
    let held = match request.cost {
        Cost::Filing => Some(&site.filers),
        Cost::Receipt => Some(&site.seekers),
        Cost::Answer => Some(&site.pollees),
        _ => None,
    };
    if let Some(held) = held {
        if let Err(seconds) = held.take(client, Instant::now()) {
            return Err(HttpError::Wait { seconds, typed: form::fields(&request).unwrap_or_default() });
        }
        let place = site.place(Cost::Question, client).await?;
        return Ok(made(site, row, request, place).await?.0);
    }
    if request.cost == Cost::Nothing {
        return (row.handler)(site.clone(), request).await;
    }
    kept_or_made(site, row, request, client).await
}

/// What somebody asks for who is known by now; with the body whether it is larger than its row allows.
async fn at_work(
    site: &Arc<Site>,
    row: &'static Route,
    mut request: PageRequest,
    client: IpAddr,
    (body, larger): (Body, bool),
) -> Result<Response, HttpError> {
    let body = match row.verb {
        // Files that are too large take nothing along that was typed before them.
        Verb::Post if larger && row.body > LARGE && request.media_type == parts::MEDIA_TYPE => {
            request.cut = true;
            Ok(ends(body, row.body).await)
        }
        _ if larger => Err(HttpError::TooLarge),
        Verb::Post => whole(body, row.body).await,
        _ => Ok(Bytes::new()),
    };
    let brought = body.map(|body| request.body = body);
    match door::turned_away(row, &request) {
        Ok(None) => {}
        Ok(Some(elsewhere)) => return Ok(elsewhere),
        Err(HttpError::SignIn) => {
            brought?;
            return (site.at_work.sign_in_again)(site.clone(), request).await;
        }
        Err(error) => return Err(error),
    }
    let seated = request.seat.is_some() && row.who != Who::Everyone && request.errors_as == ErrorsAs::Page;
    let sent = seated.then(|| request.clone());
    let answered = match brought {
        Ok(()) => {
            let place = site.place(Cost::Work, client).await?;
            made(site, row, request, place).await.map(|(response, _)| response)
        }
        Err(error) => Err(error),
    };
    match (answered, sent) {
        (Err(error), Some(sent)) => (site.at_work.at_fault)(site.clone(), sent, error).await,
        (answered, _) => answered,
    }
}

/// The answer that is kept, or one that is made: by one at a time for each address, in a place among those that cost as
/// much.
async fn kept_or_made(
    site: &Arc<Site>,
    row: &'static Route,
    request: PageRequest,
    client: IpAddr,
) -> Result<Response, HttpError> {
    let kept = site.kept(&request).await?;
    if request.cost.is_rated(kept.is_some())
        && let Err(seconds) = site.limiter.take(client, Instant::now())
    {
        return Err(HttpError::Wait { seconds, typed: form::Fields::default() });
    }
    if let Some(response) = kept {
        return Ok(response);
    }
    let cost = request.cost;
    let shared = request.cache.keeps();
    let _turn = if shared { Some(site.turns.take(request.key()).await) } else { None };
    // Whoever had the turn before may have made it.
    if let Some(response) = site.kept(&request).await? {
        return Ok(response);
    }
    // Whoever is signed in was counted when they were looked up.
    if shared
        && cost == Cost::Page
        && let Err(seconds) = site.makers.take(client, Instant::now())
    {
        return Err(HttpError::Wait { seconds, typed: form::Fields::default() });
    }
    let place = site.place(cost, client).await?;
    let (response, place) = tokio::select! {
        made = made(site, row, request, place) => made?,
        // Nobody is kept waiting for a database that has gone away meanwhile.
        () = site.portal.away() => return Err(HttpError::Unavailable(AWAY)),
    };
    Ok(if cost == Cost::File { response.map(|body| Body::new(Held::new(body, place))) } else { response })
}

/// Makes an answer in a thread of its own, so that one which keeps the processor busy does not hold up those that are
/// at hand. It goes on when nobody waits for it any more, for as long as an answer may take, and keeps its place so
/// long: what is at work at once is bounded whatever visitors do.
async fn made(
    site: &Arc<Site>,
    row: &'static Route,
    request: PageRequest,
    place: Option<Place>,
) -> Result<(Response, Option<Place>), HttpError> {
    // Files that somebody sent are read before the answer.
    let limit = if request.body.len() > LARGE || request.media_type == parts::MEDIA_TYPE {
        SENDING
    } else {
        site.options.timeout
    };
    let runtime = Handle::current();
    let work = (row.handler)(site.clone(), request);
    let making = move || (runtime.block_on(async { tokio::time::timeout(limit, work).await }), place);
    match tokio::task::spawn_blocking(making).await {
        Ok((Ok(response), place)) => Ok((response?, place)),
        Ok((Err(_), _)) => Err(HttpError::Timeout),
        Err(_) => Err(HttpError::Internal(anyhow::anyhow!("a handler panicked"))),
    }
}

/// How many times the limit of a body is taken of one that is too large.
const FORGOTTEN: usize = 4;
/// So much of its end is kept: more than fields that stand after a file may hold, a list of four million characters among them.
const LAST: usize = 16 * 1024 * 1024;

/// A body within its limit, whatever it announced.
async fn whole(body: Body, limit: usize) -> Result<Bytes, HttpError> {
    // A connection that breaks off has nobody left to tell what is wrong with it.
    axum::body::to_bytes(body, limit).await.map_err(|_| HttpError::TooLarge)
}

/// What comes first and what comes last of a body that is too large: fields stand before a file and after it, and what is left
/// out between is of the file. It is taken and forgotten, so that the browser, which goes on sending, is still there for the
/// answer; of what has no end in sight there is only the beginning.
async fn ends(mut body: Body, limit: usize) -> Bytes {
    let (mut held, mut last, mut taken) = (Vec::new(), std::collections::VecDeque::<u8>::new(), 0);
    while taken < limit.saturating_mul(FORGOTTEN) {
        let frame = std::future::poll_fn(|turn| std::pin::Pin::new(&mut body).poll_frame(turn)).await;
        let Some(Ok(data)) = frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default())) else {
            held.extend(last);
            break;
        };
        taken += data.len();
        let room = limit.saturating_sub(held.len()).min(data.len());
        held.extend_from_slice(&data[..room]);
        last.extend(&data[room..]);
        last.drain(..last.len().saturating_sub(LAST));
    }
    held.into()
}

/// The head of a request for those who judge by it alone.
fn bodiless(parts: &Parts) -> axum::http::Request<()> {
    let mut head = axum::http::Request::new(());
    *head.method_mut() = parts.method.clone();
    *head.uri_mut() = parts.uri.clone();
    *head.headers_mut() = parts.headers.clone();
    head
}

/// What to do with an address that no route has: one with a slash too many is put right, unless what is left could lead
/// to another host.
fn elsewhere(request: &PageRequest) -> Result<Response, HttpError> {
    let trimmed = request.full_path.trim_end_matches('/');
    if trimmed.len() < request.full_path.len() && own_address(trimmed).is_some() {
        return Ok(reply::redirect(StatusCode::PERMANENT_REDIRECT, trimmed));
    }
    Err(HttpError::Absent(Absent::Page))
}

#[cfg(test)]
mod tests;
