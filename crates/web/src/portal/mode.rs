//! The switch of the reading mode (长者模式): a form with one button on every page.

use crate::error::HttpError;
use crate::http::form::{self, FromForm, Reader};
use crate::http::reply;
use crate::http::request::{MODE_COOKIE, PageRequest};
use crate::portal::site::Site;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use cookie::{Cookie, SameSite, time::Duration};
use std::sync::Arc;

/// Longest address that is gone back to.
const LONGEST_BACK: usize = 2048;

struct SwitchMode {
    large: bool,
    back: String,
}

impl FromForm for SwitchMode {
    fn from_form(form: &mut Reader<'_>) -> Option<SwitchMode> {
        let large = form.choice("mode", |mode| match mode {
            "large" => Some(true),
            "normal" => Some(false),
            _ => None,
        });
        let back = form.line("back", LONGEST_BACK);
        Some(SwitchMode { large: large?, back: back? })
    }
}

/// Sets the reading mode and goes back to where the reader was.
pub(crate) async fn switch(_site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let SwitchMode { large, back } = form::read(&request)?;
    let kept = if large { Duration::days(365) } else { Duration::ZERO };
    let cookie = Cookie::build((MODE_COOKIE, if large { "large" } else { "" }))
        .path("/")
        .max_age(kept)
        .same_site(SameSite::Lax)
        .http_only(true);
    let front = if request.lang == app::words::Lang::En { "/en" } else { "/" };
    let mut response = reply::redirect(StatusCode::SEE_OTHER, form::own_address(&back).unwrap_or(front));
    if let Ok(cookie) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
