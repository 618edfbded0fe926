//! What one running portal holds: the use cases, finished pages, the brake on searching, its options.

use crate::cache::{CachePolicy, Finished, Generation, Key, PageCache};
use crate::error::Trouble;
use crate::limiter::Limiter;
use crate::reply;
use crate::visit::Visit;
use app::portal::Portal;
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// How the portal is run. The defaults suit one school on one machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes that finished pages may take.
    pub cache_bytes: usize,
    /// Longest time an answer may take.
    pub timeout: Duration,
    /// Whether the client's address is the last one in `X-Forwarded-For`; only behind a proxy that sets it.
    pub behind_proxy: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { cache_bytes: 48 * 1024 * 1024, timeout: Duration::from_secs(10), behind_proxy: false }
    }
}

/// Who publishes, as the frame of every page needs it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identity {
    /// Name of the school; empty when the ledger has none.
    pub(crate) school: String,
    pub(crate) website: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) site_code: Option<String>,
    pub(crate) emblem: bool,
    /// Address of the style sheet.
    pub(crate) style: String,
    pub(crate) filings: Vec<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
}

impl Identity {
    /// `某某职业学院信息公开`.
    pub(crate) fn site_name(&self, lang: Lang) -> String {
        lang.say_with("portal-site-of", &[("school", &self.school)]).trim().to_string()
    }

    /// Host of the origin.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.origin.as_deref().and_then(|origin| origin.split_once("://")).map(|(_, host)| host)
    }
}

/// A page: an askama struct that says how long it may be kept.
pub(crate) trait Page: Template {
    const POLICY: CachePolicy;

    fn status(&self) -> StatusCode {
        StatusCode::OK
    }
}

/// A running portal.
pub(crate) struct Site {
    pub(crate) portal: Portal,
    pub(crate) options: Options,
    pub(crate) limiter: Limiter,
    pub(crate) assets: crate::assets::Assets,
    cache: PageCache,
}

impl Site {
    pub(crate) fn new(portal: Portal, options: Options) -> Site {
        let assets = crate::assets::Assets::new(portal.settings());
        Site { cache: PageCache::new(options.cache_bytes), limiter: Limiter::default(), assets, portal, options }
    }

    /// The frame's facts.
    pub(crate) async fn identity(&self) -> Result<Arc<Identity>, Trouble> {
        let (school, office) = self.portal.school().await?;
        let settings = self.portal.settings();
        Ok(Arc::new(Identity {
            school: school.name,
            website: school.website,
            origin: settings.origin.clone(),
            site_code: settings.site_code.clone(),
            emblem: self.assets.has_emblem(),
            style: self.assets.style_address(),
            filings: settings.filings.clone(),
            phone: office.phone,
            email: office.email,
        }))
    }

    /// A finished answer for this visit: the one kept, or the one that `build` makes.
    pub(crate) async fn page<P, B>(
        &self,
        visit: &Visit,
        build: impl FnOnce(Arc<Identity>) -> B,
    ) -> Result<Response, Trouble>
    where
        P: Page,
        B: Future<Output = Result<P, Trouble>>,
    {
        let held = P::POLICY == CachePolicy::Ledger && visit.raw_query.is_none();
        let generation = self.generation().await?;
        let key = Key { path: visit.full_path.clone(), large: visit.large };
        if held && let Some(finished) = self.cache.get(generation, &key) {
            return Ok(reply::finished(visit, &finished, P::POLICY));
        }
        let page = build(self.identity().await?).await?;
        let status = page.status();
        let finished = Arc::new(Finished::new(status, "text/html; charset=utf-8", page.render()?));
        // Only what exists is kept: errors would let anyone fill the store with addresses of their making.
        if held && status == StatusCode::OK {
            self.cache.put(generation, key, finished.clone());
        }
        Ok(reply::finished(visit, &finished, P::POLICY))
    }

    /// The same for what is no page: JSON and the sitemap.
    pub(crate) async fn data(
        &self,
        visit: &Visit,
        media_type: &'static str,
        build: impl Future<Output = Result<String, Trouble>>,
    ) -> Result<Response, Trouble> {
        let generation = self.generation().await?;
        let key = Key { path: visit.full_path.clone(), large: false };
        if let Some(finished) = self.cache.get(generation, &key) {
            return Ok(reply::finished(visit, &finished, CachePolicy::Ledger));
        }
        let finished = Arc::new(Finished::new(StatusCode::OK, media_type, build.await?));
        self.cache.put(generation, key, finished.clone());
        Ok(reply::finished(visit, &finished, CachePolicy::Ledger))
    }

    async fn generation(&self) -> Result<Generation, Trouble> {
        use chrono::Datelike;
        Ok(Generation { ledger: self.portal.generation().await?, day: self.portal.today().num_days_from_ce() })
    }
}
