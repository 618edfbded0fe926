//! The public log: its pages, what is read by programs byte for byte, and the page that checks a proof.

use crate::error::{Absent, HttpError};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::parts;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use app::log::Checked;
use app::portal::log::{LogLine, LogView, SealView};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// What happened, in words.
pub(crate) fn kind(lang: Lang, line: &LogLine) -> String {
    lang.say(&format!("log-kind-{}", line.kind))
}

#[derive(Template)]
#[template(path = "portal/log.html")]
pub(crate) struct LogPage {
    pub(crate) frame: Frame,
    pub(crate) view: LogView,
}

impl Page for LogPage {}

impl LogPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: LogView) -> LogPage {
        let name = request.lang.say("log-title");
        let frame = Frame::new(request, identity, Section::Catalogue, name.clone());
        LogPage { frame: frame.column(name, request.lang.say("log-about")), view }
    }

    fn kind(&self, line: &LogLine) -> String {
        kind(self.frame.lang, line)
    }

    fn witnessed(&self, name: &str, at: &DateTime<Utc>) -> String {
        let at = domain::date::in_china(*at).format("%Y-%m-%d %H:%M").to_string();
        self.frame.lang.say_with("log-witnessed", &[("name", name), ("at", &at)])
    }
}

/// The log by day.
pub(crate) async fn log(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let until = match request.query("until") {
        // Later than any entry, and four digits of a year as days are compared.
        None => NaiveDate::from_ymd_opt(9999, 12, 31),
        Some(day) => day.parse().ok(),
    };
    let until = until.ok_or(HttpError::Absent(Absent::Page))?;
    site.page(&request, |identity| async { Ok(LogPage::new(&request, identity, site.portal.log(until).await?)) }).await
}

#[derive(Template)]
#[template(path = "portal/log-verify.html")]
pub(crate) struct VerifyPage {
    pub(crate) frame: Frame,
    /// What came of it: a code of what does not hold, or what holds.
    pub(crate) outcome: Option<Result<Checked, &'static str>>,
    /// Keys of this school's log.
    pub(crate) keys: Vec<String>,
}

impl Page for VerifyPage {
    fn status(&self) -> StatusCode {
        if matches!(self.outcome, Some(Err(_))) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }
}

impl VerifyPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, keys: Vec<String>) -> VerifyPage {
        let name = request.lang.say("log-verify-title");
        let frame = Frame::new(request, identity, Section::Catalogue, name.clone())
            .column(name, request.lang.say("log-verify-about"))
            .under("/log", request.lang.say("log-title"));
        VerifyPage { frame, outcome: None, keys }
    }

    fn kind(&self, checked: &Checked) -> String {
        self.frame.say(&format!("log-kind-{}", checked.kind))
    }

    fn fault(&self, code: &str) -> String {
        self.frame.say(&format!("log-fault-{code}"))
    }

    fn place(&self, checked: &Checked) -> String {
        let (place, size) = (checked.place.to_string(), checked.size.to_string());
        self.frame.lang.say_with("log-place", &[("place", &place), ("size", &size)])
    }
}

/// The page on which somebody puts a proof.
pub(crate) async fn verify(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async { Ok(VerifyPage::new(&request, identity, site.portal.log_keys().await?)) })
        .await
}

/// Checks a proof that somebody sent. Nothing of it is kept.
pub(crate) async fn check(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let sent = parts::read(&request).await?;
    let keys = site.portal.log_keys().await?;
    let file = sent.files.first().map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let outcome = match file {
        Some(file) => app::log::check(&file, &keys),
        None => Err("none"),
    };
    let page = VerifyPage::new(&request, site.identity().await?, keys);
    let page = VerifyPage { outcome: Some(outcome), frame: page.frame.unlisted(), ..page };
    let finished = Finished::new(page.status(), "text/html; charset=utf-8", page.render()?);
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &finished))
}

/// The newest checkpoint.
pub(crate) async fn checkpoint(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, TEXT, async { site.portal.log_checkpoint().await?.ok_or(HttpError::Absent(Absent::Page)) })
        .await
}

/// The keys that check checkpoints, the newest first.
pub(crate) async fn key(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, TEXT, async {
        let keys = site.portal.log_keys().await?;
        if keys.is_empty() { Err(HttpError::Absent(Absent::Page)) } else { Ok(keys.join("\n") + "\n") }
    })
    .await
}

/// A tile or bundle.
pub(crate) async fn tile(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.file(&request, async {
        let bytes = site.portal.log_tile(request.param(0)).await?.ok_or(HttpError::Absent(Absent::Page))?;
        Ok(Finished::new(StatusCode::OK, BYTES, bytes))
    })
    .await
}

/// The proof of an entry, to be saved.
pub(crate) async fn proof(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Page);
    let place = request.param(0);
    let plain = !place.is_empty() && place.len() < 19 && place.bytes().all(|byte| byte.is_ascii_digit());
    let seq = place.parse::<u64>().ok().filter(|seq| plain && seq.to_string() == place).ok_or_else(absent)?;
    site.file(&request, async {
        let (name, text) = site.portal.log_proof(seq).await?.ok_or_else(absent)?;
        Ok(Finished::file(TEXT, text.into_bytes(), name))
    })
    .await
}

/// The last entries as a feed.
#[derive(Template)]
#[template(path = "portal/log.atom.xml")]
struct NewsFeed {
    site: Arc<Identity>,
    lang: Lang,
    title: String,
    school: String,
    origin: String,
    updated: String,
    lines: Vec<LogLine>,
}

impl NewsFeed {
    fn at(&self, path: &str) -> String {
        self.site.whole(path).unwrap_or_else(|| path.to_string())
    }

    /// The same wherever the portal stands: the log's name and the place in it.
    fn id(&self, line: &LogLine) -> String {
        format!("urn:log:{}:{}", self.origin, line.seq)
    }

    fn titled(&self, line: &LogLine) -> String {
        let kind = kind(self.lang, line);
        match (line.index.is_empty(), line.edition) {
            (true, _) => kind,
            (false, 0 | 1) => format!("{kind} {}", line.index),
            (false, edition) => {
                let edition = self.lang.say_with("portal-edition", &[("number", &edition.to_string())]);
                format!("{kind} {} {edition}", line.index)
            }
        }
    }

    fn leads(&self, line: &LogLine) -> String {
        match line.index.as_str() {
            "" => self.at("/log"),
            index => self.at(&format!("/index/{index}")),
        }
    }

    fn proof(&self, line: &LogLine) -> String {
        self.at(&format!("/log/proof/{}", line.seq))
    }
}

/// What was entered last, as Atom (RFC 4287).
pub(crate) async fn news(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, "application/atom+xml; charset=utf-8", async {
        let (identity, (origin, lines)) = (site.identity().await?, site.portal.log_news().await?);
        let lang = Lang::Zh;
        // Before anything is sealed there is nothing that could be older than the day on which it is asked for.
        let updated = lines.first().ok_or(HttpError::Absent(Absent::Page))?.at.clone();
        let title = format!("{} · {}", lang.say("log-title"), identity.site_name(lang));
        let school = identity.school.clone();
        Ok(NewsFeed { site: identity, lang, title, school, origin, updated, lines }.render()?)
    })
    .await
}

/// The last entries as a table.
pub(crate) async fn csv(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, "text/csv; charset=utf-8", async { Ok(site.portal.log_csv().await?) }).await
}

/// The seal of a record, in words.
pub(crate) struct Seal<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) view: &'a SealView,
}

impl Seal<'_> {
    /// When it was entered, and where.
    pub(crate) fn when(&self) -> String {
        let last = &self.view.last;
        let (place, time) = ((last.seq + 1).to_string(), last.time());
        let date: Option<NaiveDate> = last.date.parse().ok();
        let date = date.map_or_else(|| last.date.clone(), |day| self.frame.on(&day));
        self.frame.lang.say_with("log-seal-when", &[("date", &date), ("time", &time), ("place", &place)])
    }

    /// What it covers.
    pub(crate) fn covers(&self) -> String {
        match self.view.files {
            0 => self.frame.say("log-seal-covers"),
            files => self.frame.lang.count("log-seal-covers-files", files as u64),
        }
    }

    /// What was entered of the record, the first first: what happened, when, and the address of its proof.
    pub(crate) fn history(&self) -> Vec<(String, &str, String)> {
        let line = |line| (kind(self.frame.lang, line), line.date.as_str(), format!("/log/proof/{}", line.seq));
        self.view.history.iter().map(line).collect()
    }
}
