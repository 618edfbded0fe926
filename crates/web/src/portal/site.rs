//! What one running site holds: the use cases, finished answers, places to make more, limits, options; and how a page
//! becomes an answer.

use crate::assets::Assets;
use crate::error::HttpError;
use crate::http::cache::{Finished, Generation, PageCache};
use crate::http::cost::Cost;
use crate::http::counted::Counted;
use crate::http::csrf::SameSite;
use crate::http::gate::{Gate, Place};
use crate::http::limits::{Limiter, Rate};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::http::route::AtWork;
use crate::http::turns::Turns;
use crate::portal::identity::Identity;
use crate::portal::place::Still;
use app::accounts::{self, Seat, Token};
use app::portal::view::{Office, Publisher};
use app::portal::{Answers, Portal, Pulse};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How the site is run. The defaults suit one school on one machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes that finished pages, answers to questions and files may take together.
    pub cache_bytes: usize,
    /// Longest time an answer may take.
    pub timeout: Duration,
    /// Questions that are answered at once; twice as many pages are made at once.
    pub at_once: usize,
}

impl Default for Options {
    fn default() -> Options {
        let at_once = std::thread::available_parallelism().map_or(2, usize::from);
        Options { cache_bytes: 96 * 1024 * 1024, timeout: Duration::from_secs(10), at_once }
    }
}

/// Who waits for a place to have a question answered.
const QUEUE: usize = 16;
/// Who waits for a place to have a page made: more, because pages are what the site is for.
const PAGE_QUEUE: usize = 64;
/// Files on their way at once. They take memory and time of the network, hardly the processor's.
const FILES: usize = 64;
/// How long a question waits for its place; by then it is better asked again.
const QUEUEING: Duration = Duration::from_secs(2);
/// The fault of a database that does not answer.
pub(crate) const AWAY: &str = "away";
/// How long the page of an error waits for the school's name when it changes at that moment.
const MOMENT: Duration = Duration::from_millis(250);

/// A page: an askama struct with the status it is answered with.
pub(crate) trait Page: Template {
    fn status(&self) -> StatusCode {
        StatusCode::OK
    }

    /// Whether search engines are told to keep it out, in the answer's head too.
    fn is_unlisted(&self) -> bool {
        false
    }
}

/// A running site.
pub(crate) struct Site {
    pub(crate) portal: Portal,
    pub(crate) options: Options,
    /// Of questions and files.
    pub(crate) limiter: Limiter,
    /// Of pages that have to be made or looked for.
    pub(crate) makers: Limiter,
    /// Of what visitors file.
    pub(crate) filers: Limiter,
    /// How often one address looks receipts up.
    pub(crate) seekers: Limiter,
    /// How often whoever has a code answers what is asked.
    pub(crate) pollees: Limiter,
    pub(crate) same_site: SameSite,
    pub(crate) assets: Assets,
    pub(crate) turns: Turns,
    pub(crate) at_work: AtWork,
    /// What was answered since the program began.
    pub(crate) counted: Counted,
    /// When it is written as files: how that stands.
    still: Option<Arc<Still>>,
    /// Of work in the workbench.
    work: Gate,
    pages: Shelf,
    questions: Shelf,
    files: Shelf,
}

/// What is kept of one kind of answer, and the places to make more of it.
struct Shelf {
    kept: PageCache,
    gate: Gate,
}

impl Site {
    pub(crate) fn new(portal: Portal, options: Options, at_work: AtWork) -> Site {
        let settings = portal.settings();
        let eighth = options.cache_bytes / 8;
        let shelf = |eighths, gate| Shelf { kept: PageCache::new(eighths * eighth), gate };
        Site {
            at_work,
            counted: Counted::default(),
            still: None,
            work: Gate::new(2 * options.at_once, PAGE_QUEUE, options.timeout),
            pages: shelf(4, Gate::new(2 * options.at_once, PAGE_QUEUE, options.timeout)),
            questions: shelf(1, Gate::new(options.at_once, QUEUE, QUEUEING)),
            files: shelf(3, Gate::new(FILES, QUEUE, QUEUEING)),
            turns: Turns::default(),
            limiter: Limiter::new(Rate::QUESTIONS),
            makers: Limiter::new(Rate::PAGES),
            filers: Limiter::new(Rate::FILINGS),
            seekers: Limiter::new(Rate::RECEIPTS),
            pollees: Limiter::new(Rate::ANSWERS),
            same_site: SameSite::new(settings.origin.as_deref()),
            assets: Assets::new(settings),
            portal,
            options,
        }
    }

    /// The same for whoever writes all of it as files, and so asks for all of it.
    pub(crate) fn of_files(portal: Portal, still: Still, at_work: AtWork) -> Site {
        let site = Site::new(portal, Options::default(), at_work);
        let (limiter, makers) = (Limiter::new(Rate::ANY), Limiter::new(Rate::ANY));
        Site { limiter, makers, still: Some(Arc::new(still)), ..site }
    }

    /// The frame's facts.
    pub(crate) async fn identity(&self) -> Result<Arc<Identity>, HttpError> {
        Ok(self.frame_of(self.portal.school().await?))
    }

    /// The frame's facts for the page of an error. They are those that are kept where the error comes of load; without
    /// any the page still appears, only without the school's name.
    pub(crate) async fn identity_for(&self, error: &HttpError) -> Arc<Identity> {
        if !error.is_of_load()
            && let Ok(Ok(identity)) = tokio::time::timeout(MOMENT, self.identity()).await
        {
            return identity;
        }
        self.frame_of(self.portal.kept_school().unwrap_or_default())
    }

    fn frame_of(&self, (school, office): (Publisher, Office)) -> Arc<Identity> {
        let settings = self.portal.settings();
        Arc::new(Identity {
            school: school.name,
            website: school.website,
            origin: settings.origin.clone(),
            site_code: settings.site_code.clone(),
            emblem: self.assets.has_emblem(),
            style: self.assets.style_address(),
            filings: settings.filings.clone(),
            phone: office.phone,
            email: office.email,
            mails: self.portal.app().tells_by_mail() && self.still.is_none(),
            today: self.portal.today(),
            still: self.still.clone(),
        })
    }

    /// A page that `build` makes, kept from now on.
    pub(crate) async fn page<P, B>(
        &self,
        request: &PageRequest,
        build: impl FnOnce(Arc<Identity>) -> B,
    ) -> Result<Response, HttpError>
    where
        P: Page,
        B: Future<Output = Result<P, HttpError>>,
    {
        self.keep(request, async {
            let page = build(self.identity().await?).await?;
            let mut finished = Finished::new(page.status(), "text/html; charset=utf-8", page.render()?);
            finished.unlisted = page.is_unlisted();
            Ok(finished)
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
        self.keep(request, async { Ok(Finished::new(StatusCode::OK, media_type, build.await?)) }).await
    }

    /// The same for a file.
    pub(crate) async fn file(
        &self,
        request: &PageRequest,
        build: impl Future<Output = Result<Finished, HttpError>>,
    ) -> Result<Response, HttpError> {
        self.keep(request, build).await
    }

    async fn keep(
        &self,
        request: &PageRequest,
        build: impl Future<Output = Result<Finished, HttpError>>,
    ) -> Result<Response, HttpError> {
        let Some(shelf) = self.shelf_for(request) else { return Ok(reply::finished(request, &build.await?)) };
        // Before it is built: what changes meanwhile is then found to be newer than the page.
        let generation = self.generation(self.portal.pulse().await);
        let finished = Arc::new(build.await?);
        // Only what exists is kept: errors would let anyone fill the store with addresses of their making.
        if finished.status == StatusCode::OK {
            shelf.kept.put(generation, request.key(), finished.clone());
        }
        Ok(reply::finished(request, &finished))
    }

    /// The answer that is kept, if one is.
    ///
    /// # Errors
    /// [`HttpError::Unavailable`] when none is and the database does not answer. What is kept is shown then, for it was
    /// true when the database last answered; its age says so. With the day it goes, for then terms end.
    pub(crate) async fn kept(&self, request: &PageRequest) -> Result<Option<Response>, HttpError> {
        let Some(shelf) = self.shelf_for(request) else { return Ok(None) };
        let pulse = self.portal.pulse().await;
        let Some(finished) = shelf.kept.get(self.generation(pulse), &request.key()) else {
            return if pulse.answers == Answers::Away { Err(HttpError::Unavailable(AWAY)) } else { Ok(None) };
        };
        let mut response = reply::finished(request, &finished);
        if pulse.answers != Answers::Well {
            response.headers_mut().insert(header::AGE, HeaderValue::from(pulse.age.as_secs()));
        }
        Ok(Some(response))
    }

    /// A place to make an answer of this cost for this client.
    pub(crate) async fn place(&self, cost: Cost, client: IpAddr) -> Result<Option<Place>, HttpError> {
        if cost == Cost::Work {
            return Ok(Some(self.work.enter(client).await?));
        }
        match self.shelf(cost) {
            Some(shelf) => Ok(Some(shelf.gate.enter(client).await?)),
            None => Ok(None),
        }
    }

    /// Who sits at the browser that brings this.
    pub(crate) async fn seat(&self, token: &Token) -> Result<Option<Seat>, HttpError> {
        Ok(accounts::seat(self.portal.app(), token).await?)
    }

    /// Where the answer is kept; nowhere when it is one reader's.
    fn shelf_for(&self, request: &PageRequest) -> Option<&Shelf> {
        if request.cache.keeps() { self.shelf(request.cost) } else { None }
    }

    /// The portal as whoever asks sees it.
    pub(crate) fn portal_for(&self, request: &PageRequest) -> Portal {
        self.portal.seen_by(&request.reader())
    }

    fn shelf(&self, cost: Cost) -> Option<&Shelf> {
        match cost {
            Cost::Nothing | Cost::Work | Cost::Filing | Cost::Receipt | Cost::Answer => None,
            Cost::Page => Some(&self.pages),
            Cost::Question => Some(&self.questions),
            Cost::File => Some(&self.files),
        }
    }

    fn generation(&self, pulse: Pulse) -> Generation {
        use chrono::Datelike;
        Generation { ledger: pulse.ledger, day: self.portal.today().num_days_from_ce() }
    }
}
