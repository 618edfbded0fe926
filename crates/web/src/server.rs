//! The portal as a service: the router over the route table, its guards, and the loop that serves it.

use crate::error::{self, Absent, Trouble};
use crate::reply;
use crate::routes::{ROUTES, Route};
use crate::site::{Identity, Options, Site};
use crate::visit::Visit;
use app::portal::Portal;
use app::words::Lang;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Longest path with query, in bytes.
const LONGEST_ADDRESS: usize = 2048;
/// Pages are read, not written to.
const LARGEST_BODY: usize = 16 * 1024;

/// No script at all, nothing from elsewhere, nobody frames us.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                              base-uri 'none'; frame-ancestors 'none'";

/// The portal as a router, ready to be served or called in tests.
pub fn router(portal: Portal, options: Options) -> Router {
    let site = Arc::new(Site::new(portal, options));
    let mut router = Router::new();
    for route in ROUTES {
        for lang in Lang::ALL {
            if lang == Lang::En && !route.translated {
                continue;
            }
            let pattern = pattern(route, lang);
            let site = site.clone();
            router =
                router.route(&pattern, any(move |request: Request| dispatch(site.clone(), Some(route), lang, request)));
        }
    }
    router = router.fallback(move |request: Request| {
        let path = request.uri().path();
        let lang = if path == "/en" || path.starts_with("/en/") { Lang::En } else { Lang::Zh };
        dispatch(site.clone(), None, lang, request)
    });
    guard(router)
}

/// Where a route stands in this language.
fn pattern(route: &Route, lang: Lang) -> String {
    match lang {
        Lang::Zh => route.pattern.to_string(),
        Lang::En if route.pattern == "/" => "/en".to_string(),
        Lang::En => format!("/en{}", route.pattern),
    }
}

fn guard(router: Router) -> Router {
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(always(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
        .layer(always(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"))
        .layer(always(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(always(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(CatchPanicLayer::custom(panicked))
}

/// A panic is a fault of ours; what it said stays in the log.
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let trouble = Trouble::Internal(anyhow::anyhow!("a handler panicked"));
    error::answer(&Visit::nowhere(), Arc::new(Identity::default()), &trouble)
}

async fn dispatch(site: Arc<Site>, route: Option<&'static Route>, lang: Lang, request: Request) -> Response {
    let head = request.method() == Method::HEAD;
    let reads = head || request.method() == Method::GET;
    let long = request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS);
    let who = client(&request, site.options.behind_proxy);
    let (mut parts, _) = request.into_parts();
    let (visit, readable) = match Visit::read(lang, &mut parts).await {
        Ok(visit) => (visit, true),
        Err(visit) => (visit, false),
    };
    let outcome = if long {
        Err(Trouble::TooLong)
    } else if !readable {
        Err(Trouble::Malformed)
    } else if let Some(route) = route {
        if !reads {
            Err(Trouble::Method)
        } else if route.limited && !site.limiter.allows(who, Instant::now()) {
            Err(Trouble::TooMany)
        } else {
            let answer = (route.handler)(site.clone(), visit.clone());
            tokio::time::timeout(site.options.timeout, answer).await.unwrap_or(Err(Trouble::Timeout))
        }
    } else {
        elsewhere(&visit)
    };
    let mut response = match outcome {
        Ok(response) => response,
        Err(trouble) => {
            // Without a ledger the page of the trouble still appears, only without the school's name.
            let identity = site.identity().await.unwrap_or_default();
            let visit = if long { visit.without_address() } else { visit };
            error::answer(&visit, identity, &trouble)
        }
    };
    if head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// What to do with an address that no route has: one with a slash too many is put right.
fn elsewhere(visit: &Visit) -> Result<Response, Trouble> {
    let trimmed = visit.full_path.trim_end_matches('/');
    if trimmed.len() < visit.full_path.len() && trimmed.starts_with('/') && !trimmed.starts_with("//") {
        return Ok(reply::redirect(StatusCode::PERMANENT_REDIRECT, trimmed));
    }
    Err(Trouble::Absent(Absent::Page))
}

/// Whose questions are counted together.
fn client(request: &Request, behind_proxy: bool) -> IpAddr {
    let forwarded = || {
        let header = request.headers().get("x-forwarded-for")?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse().ok()
    };
    let connected = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    behind_proxy.then(forwarded).flatten().or_else(connected).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
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
