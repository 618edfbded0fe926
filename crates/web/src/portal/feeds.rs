//! What programs follow: feeds as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, publicity periods and yearly days as
//! iCalendar (RFC 5545), and the description of the search (OpenSearch 1.1).
//!
//! All of them hold what a visitor sees on pages, titles and days, never a text or a list. Whole addresses stand in them
//! when the site knows its own; paths otherwise.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::frame::SEGMENT;
use crate::portal::identity::Identity;
use crate::portal::site::Site;
use app::portal::{Dates, Feed, FeedEntry, Subject};
use app::words::Lang;
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, Days, NaiveDate};
use domain::ids::RecordId;
use percent_encoding::utf8_percent_encode;
use serde_json::json;
use std::sync::Arc;

/// Forms of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Atom,
    Rss,
    Json,
}

impl Form {
    fn of(extension: &str) -> Option<Form> {
        match extension {
            "atom" => Some(Form::Atom),
            "rss" => Some(Form::Rss),
            "json" => Some(Form::Json),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Form::Atom => "application/atom+xml; charset=utf-8",
            Form::Rss => "application/rss+xml; charset=utf-8",
            Form::Json => "application/feed+json",
        }
    }
}

/// `all.atom`, `category-2.rss`, `item-S1.json`, `unit-JWC.atom`.
fn subject(name: &str) -> Option<(Subject, Form)> {
    let (about, extension) = name.rsplit_once('.')?;
    let form = Form::of(extension)?;
    let subject = match about.split_once('-') {
        None if about == "all" => Subject::All,
        Some(("category", number)) => Subject::Category(number.parse().ok()?),
        Some(("item", key)) => Subject::Item(key.parse().ok()?),
        Some(("unit", code)) if !code.is_empty() => Subject::Unit(code.to_string()),
        _ => return None,
    };
    Some((subject, form))
}

/// A feed with what its writers need of the site.
#[derive(Debug)]
struct Written {
    feed: Feed,
    title: String,
    /// What it is about and what it leaves out.
    about: String,
    site: Identity,
    /// Path of the feed itself, and of the page with the same.
    path: String,
    page: String,
}

impl Written {
    fn new(feed: Feed, page: String, site: &Identity, path: &str) -> Written {
        let lang = Lang::Zh;
        let whole = site.site_name(lang);
        let title = feed.name.as_ref().map_or_else(|| whole.clone(), |name| format!("{name} · {whole}"));
        let mut about = lang.say("feed-about");
        if feed.undated {
            about.push_str(&lang.say("feed-undated"));
        }
        Written { feed, title, about, site: site.clone(), path: path.to_string(), page }
    }

    fn at(&self, path: &str) -> String {
        self.site.whole(path).unwrap_or_else(|| path.to_string())
    }

    fn address(&self, entry: &FeedEntry) -> String {
        self.at(&format!("/record/{}", entry.record.id))
    }

    /// Unit, item and document number: what a reader of news wants to know besides the title.
    fn summary(&self, entry: &FeedEntry) -> String {
        let parts = [entry.record.unit.as_deref().unwrap_or_default(), &entry.record.document_number, &entry.item];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
    }

    fn urn(&self, entry: &FeedEntry) -> String {
        urn(entry.record.id)
    }

    /// The first moment of a day in China: a feed wants an instant, the ledger knows the day.
    fn midnight(&self, day: &NaiveDate) -> String {
        midnight(*day)
    }

    /// The same as RSS writes it.
    fn rfc822(&self, day: &NaiveDate) -> String {
        format!("{} 00:00:00 +0800", day.format("%a, %d %b %Y"))
    }

    fn json(&self) -> String {
        let items = self.feed.entries.iter().map(|entry| {
            let mut item = json!({
                "id": urn(entry.record.id),
                "url": self.address(entry),
                "title": entry.record.title,
                "content_text": self.summary(entry),
                "date_published": midnight(entry.published),
                "date_modified": midnight(entry.updated),
                "language": "zh-CN",
            });
            if !entry.category.is_empty() {
                item["tags"] = json!([entry.category]);
            }
            item
        });
        let items = items.collect::<Vec<_>>();
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "description": self.about,
            "home_page_url": self.at(&self.page),
            "feed_url": self.at(&self.path),
            "language": "zh-CN",
            "items": items,
        });
        if !self.feed.school.is_empty() {
            feed["authors"] = json!([{ "name": self.feed.school }]);
        }
        format!("{feed:#}\n")
    }
}

#[derive(Template)]
#[template(path = "portal/feed.atom.xml")]
struct Atom<'a> {
    w: &'a Written,
}

#[derive(Template)]
#[template(path = "portal/feed.rss.xml")]
struct Rss<'a> {
    w: &'a Written,
}

/// The identity of a record wherever it stands: ids are UUIDs.
fn urn(id: RecordId) -> String {
    let hex = format!("{:032x}", id.0);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn midnight(day: NaiveDate) -> String {
    format!("{day}T00:00:00+08:00")
}

/// The page with the same.
fn page_of(subject: &Subject) -> String {
    match subject {
        Subject::All => "/".to_string(),
        Subject::Unit(code) => format!("/unit/{}", utf8_percent_encode(code, SEGMENT)),
        Subject::Category(number) => format!("/category/{number}"),
        Subject::Item(key) => format!("/item/{key}"),
    }
}

pub(crate) async fn search_atom(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    search(site, request, Form::Atom).await
}

pub(crate) async fn search_rss(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    search(site, request, Form::Rss).await
}

pub(crate) async fn search_json(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    search(site, request, Form::Json).await
}

/// What a search finds, to follow it.
async fn search(site: Arc<Site>, request: PageRequest, form: Form) -> Result<Response, HttpError> {
    site.data(&request, form.media_type(), async {
        let asked = crate::portal::search::asked(&request);
        let feed = site.portal.search_feed(asked).await?.ok_or(HttpError::Absent(Absent::Page))?;
        let query = request.raw_query.as_deref().unwrap_or_default();
        let (page, path) = (format!("/search?{query}"), format!("{}?{query}", request.full_path));
        written(Written::new(feed, page, site.identity().await?.as_ref(), &path), form)
    })
    .await
}

fn written(written: Written, form: Form) -> Result<String, HttpError> {
    Ok(match form {
        Form::Atom => Atom { w: &written }.render()?,
        Form::Rss => Rss { w: &written }.render()?,
        Form::Json => written.json(),
    })
}

pub(crate) async fn feed(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Page);
    let (subject, form) = subject(request.param(0)).ok_or_else(absent)?;
    site.data(&request, form.media_type(), async {
        let feed = site.portal.feed(&subject).await?.ok_or_else(absent)?;
        written(Written::new(feed, page_of(&subject), site.identity().await?.as_ref(), &request.full_path), form)
    })
    .await
}

/// How the search is asked, for browsers that offer it in their bar.
#[derive(Template)]
#[template(path = "portal/opensearch.xml")]
struct OpenSearch {
    /// At most sixteen characters, as the description wants.
    short: String,
    long: String,
    /// Whole address of the search.
    search: String,
    seal: String,
}

pub(crate) async fn opensearch(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, "application/opensearchdescription+xml; charset=utf-8", async {
        let identity = site.identity().await?;
        // A browser searches at a whole address only.
        let search = identity.whole("/search").ok_or(HttpError::Absent(Absent::Page))?;
        let seal = identity.whole("/assets/seal.svg").unwrap_or_default();
        let long = identity.site_name(Lang::Zh);
        Ok(OpenSearch { short: long.chars().take(16).collect(), long, seal, search }.render()?)
    })
    .await
}

pub(crate) async fn calendar(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.data(&request, "text/calendar; charset=utf-8", async {
        let identity = site.identity().await?;
        let host = identity.domain().unwrap_or("localhost").to_string();
        Ok(ical(&site.portal.dates().await?, &identity, &host))
    })
    .await
}

/// Days of `dates` as whole-day events. What changes with each reading (stamps, random identities) is made of the days
/// themselves, so that the same ledger gives the same bytes.
fn ical(dates: &Dates, site: &Identity, host: &str) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| folded(&mut out, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Gongkai//Disclosure//ZH");
    line("X-WR-CALNAME", &escaped(&Lang::Zh.say_with("feed-calendar", &[("school", &dates.school)])));
    let stamp = format!("{}T000000Z", day(dates.as_of));
    for (period, from, until) in &dates.periods {
        line("BEGIN", "VEVENT");
        line("UID", &format!("{}-publicity@{host}", period.record.id));
        line("DTSTAMP", &stamp);
        line("DTSTART;VALUE=DATE", &day(*from));
        line("DTEND;VALUE=DATE", &day(after(*until)));
        line("SUMMARY", &escaped(&Lang::Zh.say_with("feed-publicity", &[("title", &period.record.title)])));
        if let Some(address) = site.whole(&format!("/record/{}", period.record.id)) {
            line("URL", &address);
        }
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    for item in &dates.yearly {
        let domain::catalogue::TimingRule::YearlyBy { month, day: on } = item.timing else { continue };
        let year = dates.as_of.year();
        let due = |year| NaiveDate::from_ymd_opt(year, month, on);
        // The next one: this year's while it is to come, else next year's.
        let Some(next) = due(year).filter(|due| *due >= dates.as_of).or_else(|| due(year + 1)) else { continue };
        line("BEGIN", "VEVENT");
        line("UID", &format!("item-{}@{host}", item.key));
        line("DTSTAMP", &stamp);
        line("DTSTART;VALUE=DATE", &day(next));
        line("DTEND;VALUE=DATE", &day(after(next)));
        line("RRULE", "FREQ=YEARLY");
        line("SUMMARY", &escaped(&Lang::Zh.say_with("feed-due", &[("item", &item.text)])));
        if let Some(address) = site.whole(&format!("/item/{}", item.key)) {
            line("URL", &address);
        }
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// The day after: where a whole-day event ends.
fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// Text as a value (RFC 5545 section 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line in pieces of at most 75 bytes, never within a character (section 3.1).
fn folded(out: &mut String, line: &str) {
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_of_a_calendar_is_folded_between_characters_and_reads_back() {
        let text = format!("SUMMARY:{}", "公示，名单;".repeat(40));
        let mut out = String::new();
        folded(&mut out, &text);
        assert!(out.ends_with("\r\n"));
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), text);
    }

    #[test]
    fn a_feed_has_a_name_that_says_what_it_is_about_or_none() {
        assert_eq!(subject("all.atom"), Some((Subject::All, Form::Atom)));
        assert_eq!(subject("category-2.rss"), Some((Subject::Category(2), Form::Rss)));
        assert_eq!(subject("unit-a.b-c.json"), Some((Subject::Unit("a.b-c".into()), Form::Json)));
        for wrong in ["all", "all.xml", "all-1.atom", "category-x.atom", "item-.atom", "unit-.atom", ".atom", "-.atom"]
        {
            assert_eq!(subject(wrong), None, "{wrong}");
        }
    }
}
