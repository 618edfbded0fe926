//! Protection against requests that another site makes a browser send: whatever changes something must come from
//! this site, by what the browser itself says (`Sec-Fetch-Site`, `Origin`). No token, so nothing to leak or to expire.
//!
//! The rule is tower-http's; here it is only asked, so that a refusal becomes a page like any other.

use axum::http::{Request, Response};
use std::convert::Infallible;
use std::future::{Ready, ready};
use tower::util::{ServiceExt, service_fn};
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// Asks whether a request may change something.
#[derive(Debug, Clone)]
pub(crate) struct SameSite(CsrfLayer);

impl SameSite {
    /// For a site that the public reaches under `origin` (scheme and host), whatever a proxy makes of `Host`.
    pub(crate) fn new(origin: Option<&str>) -> SameSite {
        let layer = CsrfLayer::new();
        let known = origin.and_then(|origin| layer.clone().add_trusted_origin(origin.to_ascii_lowercase()).ok());
        SameSite(known.unwrap_or(layer))
    }

    /// Whether the request comes from this site, or from no browser at all. What only reads always may.
    pub(crate) async fn allows(&self, head: Request<()>) -> bool {
        let beyond = |_: Request<()>| -> Ready<Result<Response<()>, Infallible>> { ready(Ok(Response::new(()))) };
        let answer = tower::Layer::layer(&self.0, service_fn(beyond)).oneshot(head).await;
        answer.is_ok_and(|answer| answer.extensions().get::<ProtectionError>().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn allowed(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/mode").header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        SameSite::new(Some("https://xxgk.example.edu.cn")).allows(request.body(()).unwrap()).await
    }

    #[tokio::test]
    async fn only_what_comes_from_this_site_may_change_something() {
        for (headers, may) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], false),
            (&[("origin", "http://127.0.0.1:8080")], true),
            (&[("origin", "https://xxgk.example.edu.cn")], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[], true),
        ] {
            assert_eq!(allowed("POST", headers).await, may, "{headers:?}");
        }
        assert!(allowed("GET", &[("sec-fetch-site", "cross-site")]).await, "a link from elsewhere is welcome");
        assert!(!allowed("DELETE", &[("sec-fetch-site", "cross-site")]).await);
    }
}
