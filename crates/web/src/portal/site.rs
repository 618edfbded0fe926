//! What one running site holds: the use cases, finished pages, limits, options; and how a page becomes an answer.

use crate::assets::Assets;
use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished, Generation, Key, PageCache};
use crate::http::csrf::SameSite;
use crate::http::limits::Limiter;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::identity::Identity;
use app::portal::Portal;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// How the site is run. The defaults suit one school on one machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes that finished pages may take.
    pub cache_bytes: usize,
    /// Longest time an answer may take.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options { cache_bytes: 48 * 1024 * 1024, timeout: Duration::from_secs(10) }
    }
}

/// A page: an askama struct with the status it is answered with.
pub(crate) trait Page: Template {
    fn status(&self) -> StatusCode {
        StatusCode::OK
    }
}

/// A running site.
pub(crate) struct Site {
    pub(crate) portal: Portal,
    pub(crate) options: Options,
    pub(crate) limiter: Limiter,
    pub(crate) same_site: SameSite,
    pub(crate) assets: Assets,
    cache: PageCache,
}

impl Site {
    pub(crate) fn new(portal: Portal, options: Options) -> Site {
        let settings = portal.settings();
        Site {
            cache: PageCache::new(options.cache_bytes),
            limiter: Limiter::default(),
            same_site: SameSite::new(settings.origin.as_deref()),
            assets: Assets::new(settings),
            portal,
            options,
        }
    }

    /// The frame's facts.
    pub(crate) async fn identity(&self) -> Result<Arc<Identity>, HttpError> {
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

    /// A finished answer: the one kept, or the one that `build` makes.
    pub(crate) async fn page<P, B>(
        &self,
        request: &PageRequest,
        build: impl FnOnce(Arc<Identity>) -> B,
    ) -> Result<Response, HttpError>
    where
        P: Page,
        B: Future<Output = Result<P, HttpError>>,
    {
        self.keep(request, request.large, async {
            let page = build(self.identity().await?).await?;
            Ok(Finished::new(page.status(), "text/html; charset=utf-8", page.render()?))
        })
        .await
    }

    /// The same for what is no page: JSON and the sitemap.
    pub(crate) async fn data(
        &self,
        request: &PageRequest,
        media_type: &'static str,
        build: impl Future<Output = Result<String, HttpError>>,
    ) -> Result<Response, HttpError> {
        self.keep(request, false, async { Ok(Finished::new(StatusCode::OK, media_type, build.await?)) }).await
    }

    async fn keep(
        &self,
        request: &PageRequest,
        large: bool,
        build: impl Future<Output = Result<Finished, HttpError>>,
    ) -> Result<Response, HttpError> {
        let held = request.cache == CachePolicy::Ledger && request.raw_query.is_none();
        let generation = self.generation().await?;
        let key = Key { path: request.full_path.clone(), large };
        if held && let Some(finished) = self.cache.get(generation, &key) {
            return Ok(reply::finished(request, &finished));
        }
        let finished = Arc::new(build.await?);
        // Only what exists is kept: errors would let anyone fill the store with addresses of their making.
        if held && finished.status == StatusCode::OK {
            self.cache.put(generation, key, finished.clone());
        }
        Ok(reply::finished(request, &finished))
    }

    async fn generation(&self) -> Result<Generation, HttpError> {
        use chrono::Datelike;
        Ok(Generation { ledger: self.portal.generation().await?, day: self.portal.today().num_days_from_ce() })
    }
}
