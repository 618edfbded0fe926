//! The door of the workbench: who is let through to a page, where the others are sent, and the cookies by which they are
//! known again.
//!
//! What somebody sent when nobody sat at the browser any more is not lost: they sign in and it goes on.

use crate::error::HttpError;
use crate::http::reply;
use crate::http::request::{BROWSER_COOKIE, PageRequest, SESSION_COOKIE};
use crate::http::route::{Route, Verb, Who};
use crate::portal::site::Site;
use app::accounts::{Entered, Stage};
use app::words::Lang;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

/// How long a browser stays known.
const KNOWN: Duration = Duration::days(180);

/// Where whoever may not see this page is sent; `None` for whoever may.
///
/// # Errors
/// [`HttpError::SignIn`] for what was sent by nobody: it is not sent elsewhere, or it would be lost.
pub(crate) fn turned_away(row: &Route, request: &PageRequest) -> Result<Option<Response>, HttpError> {
    if row.who == Who::Everyone {
        return Ok(None);
    }
    let go = |path: &str| {
        let english = request.lang == Lang::En;
        let path = if english { format!("/en{path}") } else { path.to_string() };
        Ok(Some(reply::redirect(StatusCode::SEE_OTHER, &path)))
    };
    match (request.seat.as_ref().map(|seat| seat.session.stage), row.verb) {
        (Some(Stage::Whole), _) => Ok(None),
        (Some(Stage::SecondStep), _) => go("/work/second-step"),
        (Some(Stage::Password), _) => go("/work/password"),
        (None, Verb::Get) => {
            let back = form_urlencoded::byte_serialize(request.key().address.as_bytes()).collect::<String>();
            go(&format!("/work/sign-in?back={back}"))
        }
        (None, Verb::Post) => Err(HttpError::SignIn),
    }
}

/// Gives the browser what it is known by from now on.
pub(crate) fn let_in(site: &Site, mut response: Response, entered: &Entered) -> Response {
    let session = Cookie::build((SESSION_COOKIE, entered.token.reveal().to_string()));
    set(site, &mut response, session);
    if entered.stage != Stage::SecondStep {
        let known = Cookie::build((BROWSER_COOKIE, entered.known.reveal().to_string())).max_age(KNOWN);
        set(site, &mut response, known);
    }
    response
}

/// Takes the session away from the browser.
pub(crate) fn let_out(site: &Site, mut response: Response) -> Response {
    set(site, &mut response, Cookie::build((SESSION_COOKIE, String::new())).max_age(Duration::ZERO));
    response
}

fn set(site: &Site, response: &mut Response, cookie: cookie::CookieBuilder<'static>) {
    // A browser that is spoken to without encryption would throw a cookie away that asks for it.
    let secure = site.portal.settings().origin.as_deref().is_some_and(|origin| origin.starts_with("https:"));
    let cookie = cookie.path("/").http_only(true).same_site(SameSite::Lax).secure(secure).build();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
