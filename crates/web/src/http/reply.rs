//! Answers: coding, entity tag, keeping, sending elsewhere.

use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::own_address;
use crate::http::negotiate::Coding;
use crate::http::policy;
use crate::http::request::PageRequest;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// A finished answer in the form this client takes, or only the news that nothing changed.
pub(crate) fn finished(request: &PageRequest, finished: &Finished) -> Response {
    // What is a file is compressed already.
    let coding = if finished.file_name.is_some() { Coding::Plain } else { request.coding };
    let etag = match coding.name() {
        Some(coding) => format!("\"{}-{coding}\"", finished.etag),
        None => format!("\"{}\"", finished.etag),
    };
    let mut response = Response::new(Body::empty());
    let tagged = request.cache.keeps() && finished.status == StatusCode::OK;
    if tagged && request.if_none_match.as_deref().is_some_and(|tags| matches_tag(tags, &etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.status_mut() = finished.status;
        let body = finished.body(coding);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(finished.media_type));
        if let Some(coding) = coding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        *response.body_mut() = Body::from(body);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, request.cache.header(request.raw_query.as_deref()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Cookie"));
    if tagged && let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if finished.unlisted {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    }
    if let Some(name) = &finished.file_name {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy::sandboxed());
        headers.insert(header::CONTENT_DISPOSITION, saved_as(name));
    }
    response
}

/// To be saved under this name and never shown in the page's place (RFC 6266); what is no plain name is said in UTF-8 besides
/// (RFC 8187).
fn saved_as(name: &str) -> HeaderValue {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut value = format!("attachment; filename=\"{ascii}\"");
    if ascii != name {
        value.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if plain(char::from(byte)) {
                value.push(char::from(byte));
            } else {
                value.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    // Plain ASCII throughout; were it not, a file without a name is still no page.
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Whether one of the tags of `If-None-Match` is this one; weak ones count (RFC 9110 section 13.1.2).
fn matches_tag(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Sends the client elsewhere on this site: to an address that cannot be read as one of another host, else to the
/// front page.
pub(crate) fn redirect(status: StatusCode, to: &str) -> Response {
    let to = own_address(to).unwrap_or("/");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, CachePolicy::Never.header(None));
    if let Ok(location) = HeaderValue::from_str(to) {
        headers.insert(header::LOCATION, location);
    }
    response
}
