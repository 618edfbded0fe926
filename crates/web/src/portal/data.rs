//! What is read by machines: coverage and figures as JSON, the sitemap, robots.txt, assets.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::http::{policy, reply};
use crate::portal::site::Site;
use axum::http::header;
use axum::response::Response;
use std::sync::Arc;

const JSON: &str = "application/json";

pub(crate) async fn coverage(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, JSON, async { Ok(site.portal.coverage_json().await?) }).await
}

pub(crate) async fn figures(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, JSON, async { Ok(site.portal.figures_json().await?) }).await
}

/// Addresses of all pages and of the latest records; older ones are reached from the pages of their items.
pub(crate) async fn sitemap(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, "application/xml; charset=utf-8", async {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
             xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
        );
        // The protocol wants whole addresses: without an origin in the configuration there are none to give.
        let identity = site.identity().await?;
        if identity.origin.is_some() {
            for (path, date) in site.portal.addresses().await? {
                let day = date.day().map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
                // The same page in both languages, each naming both.
                let english = if path == "/" { "/en".to_string() } else { format!("/en{path}") };
                // A folder of files has no page to try the API.
                let (Some(zh), Some(en)) = (identity.whole(&path), identity.whole(&english)) else { continue };
                let [zh, en] = [zh, en].map(|address| xml(&address));
                let both: String = [("zh-CN", &zh), ("en", &en), ("x-default", &zh)]
                    .map(|(lang, to)| format!("<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{to}\"/>"))
                    .concat();
                for address in [zh, en] {
                    out.push_str(&format!("<url><loc>{address}</loc>{day}{both}</url>\n"));
                }
            }
        }
        out.push_str("</urlset>\n");
        Ok(out)
    })
    .await
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(crate) async fn robots(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, "text/plain; charset=utf-8", async {
        let mut out = String::from("User-agent: *\nDisallow: /search?\nDisallow: /en/search?\n");
        if let Some(map) = site.identity().await?.whole("/sitemap.xml") {
            out.push_str(&format!("Sitemap: {map}\n"));
        }
        Ok(out)
    })
    .await
}

/// Browsers that ask for the old name get the seal.
pub(crate) async fn favicon(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    named(&site, &request, "seal.svg")
}

pub(crate) async fn asset(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    named(&site, &request, request.param(0))
}

fn named(site: &Site, request: &PageRequest, name: &str) -> Result<Response, HttpError> {
    let finished = site.assets.find(name).ok_or(HttpError::Absent(Absent::Page))?;
    let mut response = reply::finished(request, &finished);
    // An emblem is somebody's SVG.
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy::sandboxed());
    Ok(response)
}
