//! What is read by machines: coverage and figures as JSON, the sitemap, robots.txt, assets; and the switch of the
//! reading mode, which needs no page.

use crate::cache::CachePolicy;
use crate::error::{Absent, Trouble};
use crate::reply;
use crate::site::Site;
use crate::visit::{MODE_COOKIE, Visit};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;

const JSON: &str = "application/json";

pub(crate) async fn coverage(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.data(&visit, JSON, async { Ok(site.portal.coverage_json().await?) }).await
}

pub(crate) async fn figures(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.data(&visit, JSON, async { Ok(site.portal.figures_json().await?) }).await
}

/// Addresses of all pages and of the latest records; older ones are reached from the pages of their items.
pub(crate) async fn sitemap(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.data(&visit, "application/xml; charset=utf-8", async {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        // The protocol wants whole addresses: without an origin in the configuration there are none to give.
        if let Some(origin) = &site.portal.settings().origin {
            for (path, date) in site.portal.addresses().await? {
                let day = date.day().map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
                out.push_str(&format!("<url><loc>{}{}</loc>{day}</url>\n", xml(origin), xml(&path)));
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

pub(crate) async fn robots(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.data(&visit, "text/plain; charset=utf-8", async {
        let mut out = String::from("User-agent: *\nDisallow: /search?\nDisallow: /en/search?\nDisallow: /mode/\n");
        if let Some(origin) = &site.portal.settings().origin {
            out.push_str(&format!("Sitemap: {origin}/sitemap.xml\n"));
        }
        Ok(out)
    })
    .await
}

/// Browsers that ask for the old name get the seal.
pub(crate) async fn favicon(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    named(&site, &visit, "seal.svg", CachePolicy::Asked)
}

pub(crate) async fn asset(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    let policy = if visit.raw_query.is_some() { CachePolicy::Forever } else { CachePolicy::Asked };
    named(&site, &visit, visit.param(0), policy)
}

fn named(site: &Site, visit: &Visit, name: &str, policy: CachePolicy) -> Result<Response, Trouble> {
    let finished = site.assets.find(name).ok_or(Trouble::Absent(Absent::Page))?;
    let mut response = reply::finished(visit, &finished, policy);
    // An emblem is somebody's SVG: opened by itself it may show itself and nothing more.
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"),
    );
    Ok(response)
}

/// Sets the reading mode and goes back to where the visitor was.
pub(crate) async fn mode(_site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    let cookie = match visit.param(0) {
        "large" => format!("{MODE_COOKIE}=large; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"),
        "normal" => format!("{MODE_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly"),
        _ => return Err(Trouble::Absent(Absent::Page)),
    };
    let back = visit.back().unwrap_or_else(|| "/".to_string());
    let mut response = reply::redirect(StatusCode::SEE_OTHER, &back);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
