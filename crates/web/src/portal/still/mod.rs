//! The portal as a folder of files, for a host that takes nothing else.
//!
//! Every page is asked of the same router that serves it, found by following the links of pages, and written with links
//! that lead from file to file, so that the folder stands under any address. What only a server can answer (questions,
//! forms, the switch of the reading mode) is left out, and no link leads there: its words stay as text. It holds what a
//! visitor sees on the day it is made and says so. It must not show anything that a visitor of the portal is not shown.

mod find;
mod links;

use crate::portal::place::{self, Address, Still};
use app::App;
use app::portal::made::{Kept, Made, MadeFault};
use app::portal::{Portal, PortalSettings};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::NaiveDate;
use links::{Becomes, Link};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Pages that are made at once.
const AT_ONCE: usize = 4;
/// Largest file of a record, and more.
const LARGEST: usize = 256 * 1024 * 1024;
/// What a page of the folder may load: a server that hands out files says nothing of it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";
/// The same with the search that runs in the browser.
const POLICY_OF_SEARCH: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                                base-uri 'none'; script-src 'self'; connect-src 'self'";

/// Makes the site as it answers for files.
pub(crate) type Served = fn(Portal, Still) -> Router;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Pages, in both languages.
    pub pages: usize,
    /// What became of the files.
    pub kept: Kept,
    /// Addresses that the portal names and has nothing at.
    pub dead: usize,
    /// The last day on which everything in it may stand: then a term ends.
    pub until: Option<NaiveDate>,
    /// The day it is about.
    pub day: NaiveDate,
}

/// Why it was not.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The folder.
    #[error(transparent)]
    Folder(#[from] MadeFault),
    /// The ledger.
    #[error(transparent)]
    App(#[from] app::Error),
    /// Something became public meanwhile, or came down.
    #[error("the ledger moved while it was written")]
    Moved,
    /// Two addresses whose files differ in the case of letters alone, which some disks take for one.
    #[error("{0} and {1} differ in the case of letters alone")]
    Clash(String, String),
    /// A page that could not be made.
    #[error("{0}: {1}")]
    Page(String, String),
}

/// Writes the portal as everybody sees it into a folder, in the place of what was written there before.
///
/// # Errors
/// [`Fault`]; the folder is then as it was.
pub(crate) async fn write(
    app: &Arc<App>,
    folder: &Path,
    address: Option<Address>,
    told: &(dyn Fn() + Sync),
    served: Served,
) -> Result<Written, Fault> {
    let settings = app.settings.portal()?;
    let settings = PortalSettings { origin: address.as_ref().map(|address| address.origin.clone()), ..settings };
    let portal = Portal::new(Arc::clone(app), settings);
    let day = portal.today();
    let before = portal.pulse_now().await.ledger;
    let router = served(portal.clone(), Still { address: address.clone(), day });
    let mut crawl = Crawl::new(router, Some(Made::begin(folder)?), address);
    crawl.follow(&portal, told).await?;
    let pages = crawl.write_pages().await?;
    if let Some(made) = &mut crawl.made {
        find::write(&portal, made).await?;
    }
    if portal.pulse_now().await.ledger != before || portal.today() != day {
        return Err(Fault::Moved);
    }
    let until = portal.stands_until().await?;
    let dead = crawl.found.values().filter(|found| matches!(found, Found::Nothing)).count();
    let kept = crawl.made.map_or(Ok(Kept::default()), Made::finish)?;
    Ok(Written { pages, kept, dead, until, day })
}

/// Links of the portal that lead to nothing: each address with a page that names it. Asks for all pages, and writes nothing.
///
/// # Errors
/// [`Fault`].
pub(crate) async fn dead_links(
    app: &Arc<App>,
    told: &(dyn Fn() + Sync),
    served: Served,
) -> Result<Vec<(String, String)>, Fault> {
    let portal = app.portal()?;
    let router = served(portal.clone(), Still { address: None, day: portal.today() });
    let mut crawl = Crawl::new(router, None, None);
    crawl.follow(&portal, told).await?;
    let dead = crawl.found.iter().filter(|(_, found)| matches!(found, Found::Nothing));
    let named = |address: &String| crawl.named_on.get(address).cloned().unwrap_or_default();
    let mut dead: Vec<(String, String)> = dead.map(|(address, _)| (address.clone(), named(address))).collect();
    dead.sort();
    Ok(dead)
}

/// What stands at an address.
#[derive(Debug, Clone)]
enum Found {
    /// A page, in this file.
    Page(String),
    /// A file, to be saved under a name.
    File(String, Option<String>),
    /// Another address.
    Elsewhere(String),
    Nothing,
}

/// An answer of the router.
struct Answer {
    address: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn is_page(&self) -> bool {
        self.header(header::CONTENT_TYPE).starts_with("text/html")
    }

    /// The name it is to be saved under.
    fn saved_as(&self) -> Option<String> {
        let said = self.header(header::CONTENT_DISPOSITION);
        if let Some((_, name)) = said.split_once("filename*=UTF-8''") {
            return Some(percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned());
        }
        Some(said.split_once("filename=\"")?.1.trim_end_matches('"').to_string())
    }
}

struct Crawl {
    router: Router,
    /// Where it is written; nowhere when it is only looked at.
    made: Option<Made>,
    address: Option<Address>,
    found: HashMap<String, Found>,
    /// By the page that leads on to it: the page before it.
    before: HashMap<String, String>,
    queue: VecDeque<String>,
    queued: HashSet<String>,
    /// Files by their names in small letters.
    names: BTreeMap<String, (String, String)>,
    /// By address: the first page that names it.
    named_on: HashMap<String, String>,
}

impl Crawl {
    fn new(router: Router, made: Option<Made>, address: Option<Address>) -> Crawl {
        // No server has the script of the search.
        let script = "/assets/find.js".to_string();
        let found = Found::File(script.trim_start_matches('/').to_string(), None);
        Crawl {
            router,
            made,
            address,
            found: HashMap::from([(script.clone(), found)]),
            before: HashMap::new(),
            queue: VecDeque::new(),
            queued: HashSet::from([script]),
            names: BTreeMap::new(),
            named_on: HashMap::new(),
        }
    }

    /// Asks for everything that can be reached, and for tombstones, which no page names.
    async fn follow(&mut self, portal: &Portal, told: &(dyn Fn() + Sync)) -> Result<(), Fault> {
        let mut seeds: Vec<String> = ["/", "/en", "/publicity.ics"].map(str::to_string).into();
        if self.address.is_some() {
            seeds.push("/sitemap.xml".to_string());
        }
        for id in portal.tombstones().await? {
            seeds.extend([format!("/record/{id}"), format!("/en/record/{id}")]);
        }
        for seed in seeds {
            self.meet(seed);
        }
        let mut asked: JoinSet<Result<Answer, Fault>> = JoinSet::new();
        loop {
            while asked.len() < AT_ONCE
                && let Some(address) = self.queue.pop_front()
            {
                asked.spawn(ask(self.router.clone(), address));
            }
            let Some(answer) = asked.join_next().await else { break };
            let answer = answer.map_err(|error| Fault::Page(String::new(), error.to_string()))??;
            self.take(answer)?;
            told();
        }
        if let Some(address) = self.address.clone() {
            self.at_the_root(&address).await?;
        }
        Ok(())
    }

    fn meet(&mut self, address: String) {
        if self.queued.insert(address.clone()) {
            self.queue.push_back(address);
        }
    }

    fn take(&mut self, answer: Answer) -> Result<(), Fault> {
        let found = match answer.status {
            StatusCode::OK | StatusCode::GONE => self.keep(&answer)?,
            StatusCode::NOT_FOUND => Found::Nothing,
            status if status.is_redirection() => {
                let to = answer.header(header::LOCATION).to_string();
                self.meet(to.clone());
                Found::Elsewhere(to)
            }
            status => return Err(Fault::Page(answer.address, status.to_string())),
        };
        self.found.insert(answer.address, found);
        Ok(())
    }

    /// Keeps what was answered, a page as it is for now, and goes on to what it names.
    fn keep(&mut self, answer: &Answer) -> Result<Found, Fault> {
        let name = self.name(answer)?;
        self.put(&name, &answer.body)?;
        if !answer.is_page() {
            return Ok(Found::File(name, answer.saved_as()));
        }
        for link in links::links(&String::from_utf8_lossy(&answer.body)) {
            if link.attribute == "data-root" || link.sends || !is_asked(&link.address) {
                continue;
            }
            if link.rel == "next" {
                self.before.entry(link.address.clone()).or_insert_with(|| answer.address.clone());
            }
            self.named_on.entry(link.address.clone()).or_insert_with(|| answer.address.clone());
            self.meet(link.address);
        }
        Ok(Found::Page(name))
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        if let Some(made) = &mut self.made {
            made.put(name, bytes)?;
        }
        Ok(())
    }

    /// The file of an answer, which no other address may have.
    fn name(&mut self, answer: &Answer) -> Result<String, Fault> {
        let name = match place::file_of(&answer.address) {
            Some(name) => name,
            None => {
                let path = answer.address.split('?').next().unwrap_or_default().trim_start_matches('/');
                let ending = match answer.saved_as() {
                    Some(name) => name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()),
                    None => answer.header(header::CONTENT_TYPE).split(['/', '+', ';']).nth(1).map(str::to_string),
                };
                let plain = |ending: &String| ending.len() <= 8 && ending.chars().all(|c| c.is_ascii_alphanumeric());
                format!("{path}.{}", ending.filter(plain).unwrap_or("bin".into()))
            }
        };
        let taken = self.names.entry(name.to_ascii_lowercase()).or_insert((name.clone(), answer.address.clone()));
        if taken.0 != name {
            return Err(Fault::Clash(taken.1.clone(), answer.address.clone()));
        }
        Ok(name)
    }

    /// What a server looks for by itself: the page of what is not there, and the word to robots, which stands at the root of
    /// a host or nowhere.
    async fn at_the_root(&mut self, address: &Address) -> Result<(), Fault> {
        let nothing = ask(self.router.clone(), "/not-found".to_string()).await?;
        self.put("404.html", &nothing.body)?;
        self.found.insert("/not-found".to_string(), Found::Page("404.html".to_string()));
        if address.base == "/" {
            let robots = ask(self.router.clone(), "/robots.txt".to_string()).await?;
            self.put("robots.txt", &robots.body)?;
        }
        Ok(())
    }

    /// Writes every page with links that lead to files.
    async fn write_pages(&mut self) -> Result<usize, Fault> {
        let pages: BTreeMap<String, String> = self
            .found
            .iter()
            .filter_map(|(address, found)| match found {
                Found::Page(name) => Some((name.clone(), address.clone())),
                _ => None,
            })
            .collect();
        for (name, address) in &pages {
            let raw = self.made.as_ref().map_or(Ok(Vec::new()), |made| made.read(name))?;
            let raw = String::from_utf8_lossy(&raw);
            let policy = if address.ends_with("/search") { POLICY_OF_SEARCH } else { POLICY };
            let head = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
            let mut stray = None;
            let page = links::written(&raw, &head, |link| {
                if link.sends {
                    stray = Some(link.address.clone());
                }
                self.becomes(link, address, name)
            });
            // A form that only a server takes would be a door painted on a wall: our templates leave it out.
            if let Some(form) = stray {
                return Err(Fault::Page(address.clone(), form));
            }
            self.put(name, page.as_bytes())?;
            tokio::task::yield_now().await;
        }
        Ok(pages.len())
    }

    fn becomes(&self, link: &Link, page: &str, file: &str) -> Becomes {
        let lead = |to: &str| match (&self.address, file) {
            // This one is shown at any address, so only a whole way leads on from it.
            (Some(address), "404.html") => format!("{}{to}", address.base),
            _ => place::way(file, to),
        };
        if link.attribute == "data-root" {
            return Becomes::To(lead("index.html").trim_end_matches("index.html").to_string(), None);
        }
        let before = if link.rel == "prev" { self.before.get(page) } else { None };
        let mut address = before.unwrap_or(&link.address);
        // One that leads on leads to a page: an index number to its record.
        if let Some(Found::Elsewhere(to)) = self.found.get(address) {
            address = to;
        }
        match self.found.get(address) {
            Some(Found::Page(to)) => Becomes::To(lead(to), None),
            Some(Found::File(to, saved)) => {
                let stamp = address.split_once('?').filter(|_| to.starts_with("assets/"));
                let stamp = stamp.map(|(_, stamp)| format!("?{stamp}")).unwrap_or_default();
                Becomes::To(format!("{}{stamp}", lead(to)), saved.clone())
            }
            _ => Becomes::Text,
        }
    }
}

/// Whether an address is asked for: it has a file, or is a file of a record, an emblem or an index number, of which the file
/// is known by the answer.
fn is_asked(address: &str) -> bool {
    let path = address.strip_prefix("/en/").map_or(address, |rest| rest);
    let path = path.trim_start_matches('/');
    let by_answer = path.starts_with("index/")
        || path == "assets/emblem"
        || path.starts_with("record/") && path.split('/').nth(2) == Some("attachment");
    by_answer && !address.contains('?') || place::file_of(address).is_some()
}

async fn ask(router: Router, address: String) -> Result<Answer, Fault> {
    let fault = |error: String| Fault::Page(address.clone(), error);
    let request = Request::get(&address).body(Body::empty()).map_err(|error| fault(error.to_string()))?;
    let response = router.oneshot(request).await.map_err(|error| fault(error.to_string()))?;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, LARGEST).await.map_err(|error| fault(error.to_string()))?.to_vec();
    Ok(Answer { address, status: parts.status, headers: parts.headers, body })
}
