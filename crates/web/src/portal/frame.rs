//! What every page has around its content: school, language, reading mode, place, tags; and the words and addresses
//! that templates ask for.

use crate::http::cleaned::Cleaned;
use crate::http::request::PageRequest;
use crate::portal::identity::Identity;
use app::portal::view::{Board, PublicityLine};
use app::words::Lang;
use chrono::NaiveDate;
use domain::catalogue::{Category, ItemKey, TimingRule};
use domain::coverage::{ItemAccount, State};
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::publicity::{Days, Standing};
use domain::record::Audience;
use domain::school_year::SchoolYear;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;

/// Address of a page in a language.
pub(crate) fn to(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Zh => path.to_string(),
        Lang::En if path == "/" => "/en".to_string(),
        Lang::En => format!("/en{path}"),
    }
}

/// What may stand in a segment of a path as it is (RFC 3986 section 2.3).
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Address of the form of a request, with what is asked for filled in.
pub(crate) fn asking(frame: &Frame, what: &str) -> String {
    let what: String = what.trim().chars().take(crate::http::request::LONGEST_VALUE).collect();
    match what.is_empty() {
        true => frame.to("/request"),
        false => frame.to(&format!("/request?q={}", utf8_percent_encode(&what, SEGMENT))),
    }
}

/// Part of the navigation that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Catalogue,
    Publicity,
    Requests,
    Voices,
    Figures,
    Reports,
    About,
    Search,
    None,
}

/// The frame of one page.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    pub(crate) large: bool,
    /// Path without language prefix.
    pub(crate) path: String,
    pub(crate) raw_query: Option<String>,
    /// What of the query tells this page from others of the same path; what else somebody hung on it does not.
    pub(crate) own_query: Option<String>,
    pub(crate) site: Arc<Identity>,
    pub(crate) section: Section,
    /// Title of the page; empty on the front page.
    pub(crate) title: String,
    /// Tags of the head by name (网页标签规范).
    pub(crate) metas: Vec<(&'static str, String)>,
    /// Places above this one: address and name.
    pub(crate) crumbs: Vec<(String, String)>,
    /// What the feed of this page is about, as its address names it.
    pub(crate) feed: String,
    /// Whether search engines may list it.
    pub(crate) listed: bool,
    /// What it is about, in the words of schema.org.
    pub(crate) about: Vec<serde_json::Value>,
    /// Who reads it, when they are signed in.
    pub(crate) reader: Option<Reader>,
    /// Whether something nobody could see was taken out of what was sent.
    pub(crate) cleaned: Cleaned,
    /// Whether what it says depends on the day.
    pub(crate) daily: bool,
}

/// Somebody who is signed in and reads the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reader {
    pub(crate) name: String,
    /// Whether the workbench has work for them.
    pub(crate) works: bool,
}

impl Frame {
    pub(crate) fn new(request: &PageRequest, site: Arc<Identity>, section: Section, title: impl Into<String>) -> Frame {
        let mut metas = vec![("SiteName", site.site_name(request.lang))];
        metas.extend(site.domain().map(|domain| ("SiteDomain", domain.to_string())));
        metas.extend(site.site_code.clone().map(|code| ("SiteIDCode", code)));
        Frame {
            lang: request.lang,
            large: request.large,
            path: request.path.clone(),
            raw_query: request.raw_query.clone(),
            own_query: None,
            site,
            section,
            title: title.into(),
            metas,
            crumbs: Vec::new(),
            feed: "all".to_string(),
            listed: true,
            about: Vec::new(),
            reader: request
                .seat
                .as_ref()
                .map(|seat| Reader { name: seat.person.name.clone(), works: seat.person.works() }),
            cleaned: request.cleaned.clone(),
            daily: true,
        }
    }

    /// Tags of a column page.
    pub(crate) fn column(mut self, name: impl Into<String>, about: impl Into<String>) -> Frame {
        let (name, about) = (name.into(), about.into());
        self.metas.push(("ColumnName", name.clone()));
        self.metas.push(("ColumnDescription", about.clone()));
        self.metas.push(("ColumnKeywords", format!("{name},{}", self.lang.say("portal-site"))));
        self.metas.push(("ColumnType", self.lang.say("portal-site")));
        self.metas.push(("description", about));
        self
    }

    /// The feed of what this page is about.
    pub(crate) fn followed(mut self, about: impl Into<String>) -> Frame {
        self.feed = about.into();
        self
    }

    /// Address of the feed of this page.
    pub(crate) fn to_feed(&self, form: &str) -> String {
        format!("/feed/{}.{form}", utf8_percent_encode(&self.feed, SEGMENT))
    }

    /// What the search looks through.
    pub(crate) fn search_label(&self) -> String {
        self.say(if self.is_still() { "site-find-label" } else { "portal-search-label" })
    }

    /// A chart, with what is said of its unit in the language of the page.
    pub(crate) fn drawn(&self, chart: &domain::document::Chart) -> String {
        app::portal::chart_svg_in(self.lang, chart)
    }

    /// Where one asks to be told by mail of what this page is about.
    pub(crate) fn to_subscribe(&self) -> String {
        self.to(&format!("/subscribe?about={}", utf8_percent_encode(&self.feed, SEGMENT)))
    }

    /// What it is about, for search engines.
    pub(crate) fn about(mut self, about: Option<serde_json::Value>) -> Frame {
        self.about.extend(about);
        self
    }

    /// Tags of an article (网页标签规范), besides those of its column. The tag of the day wants a minute; a ledger that knows
    /// only the day is not given one.
    pub(crate) fn article(mut self, title: &str, published: &PartialDate, source: &str, about: String) -> Frame {
        self.metas.retain(|(name, _)| *name != "description");
        self.metas.push(("ArticleTitle", title.to_string()));
        if !published.is_unknown() {
            self.metas.push(("PubDate", published.to_string()));
        }
        self.metas.push(("ContentSource", source.to_string()));
        self.metas.push(("description", about.clone()));
        self.metas.push(("Description", about));
        if let Some(url) = self.whole() {
            self.metas.push(("Url", url));
        }
        self
    }

    /// What kind of page it is to whoever shows a card of it.
    pub(crate) fn is_article(&self) -> bool {
        self.metas.iter().any(|(name, _)| *name == "ArticleTitle")
    }

    /// What a card of the page says below its title.
    pub(crate) fn described(&self) -> Option<&str> {
        self.metas.iter().find(|(name, _)| *name == "description").map(|(_, about)| about.as_str())
    }

    /// A place above this one.
    pub(crate) fn under(mut self, path: impl Into<String>, name: impl Into<String>) -> Frame {
        self.crumbs.push((self.to(&path.into()), name.into()));
        self
    }

    /// The same page, kept out of search engines.
    pub(crate) fn unlisted(mut self) -> Frame {
        self.listed = false;
        self
    }

    /// The day it was made, on a page of a folder of files whose words depend on the day.
    pub(crate) fn made_on(&self) -> Option<String> {
        let still = self.site.still.as_ref().filter(|_| self.daily)?;
        Some(self.on(&still.day))
    }

    /// The day that stands on paper: on which it was asked for, or of a folder of files the one that its words depend on.
    pub(crate) fn printed_on(&self) -> Option<String> {
        if self.is_still() { self.made_on() } else { Some(self.on(&self.site.today)) }
    }

    /// Whether it stands in a folder of files, where nothing can be asked or sent.
    pub(crate) fn is_still(&self) -> bool {
        self.site.still.is_some()
    }

    /// Whether feeds and site map are there, which name whole addresses.
    pub(crate) fn has_feeds(&self) -> bool {
        self.site.still.as_ref().is_none_or(|still| still.address.is_some())
    }

    /// Asked when the page is drawn, when everything that was sent has been read.
    pub(crate) fn is_cleaned(&self) -> bool {
        self.cleaned.is_set()
    }

    /// Where a reader signs in to come back here.
    pub(crate) fn sign_in(&self) -> String {
        let back: String = form_urlencoded::byte_serialize(self.here().as_bytes()).collect();
        format!("{}?back={back}", self.to("/work/sign-in"))
    }

    /// Whom something is for, and what that means; nothing for what is for everyone.
    pub(crate) fn inside(&self, audience: &Audience) -> Option<(String, String)> {
        let keys = match audience {
            Audience::Public => return None,
            Audience::Campus => ("portal-audience-campus", "portal-inside-campus"),
            Audience::Unit => ("portal-audience-unit", "portal-inside-unit"),
        };
        Some((self.say(keys.0), self.say(keys.1)))
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    pub(crate) fn say1(&self, key: &str, name: &'static str, value: impl std::fmt::Display) -> String {
        self.lang.say_with(key, &[(name, &value.to_string())])
    }

    pub(crate) fn count(&self, key: &str, count: impl Countable) -> String {
        self.lang.count(key, count.number())
    }

    pub(crate) fn english(&self) -> bool {
        self.lang == Lang::En
    }

    /// Address of a page in the language of this one.
    pub(crate) fn to(&self, path: &str) -> String {
        to(self.lang, path)
    }

    pub(crate) fn to_item(&self, key: &ItemKey) -> String {
        self.to(&format!("/item/{key}"))
    }

    pub(crate) fn to_category(&self, number: &u8) -> String {
        self.to(&format!("/category/{number}"))
    }

    pub(crate) fn to_record(&self, id: &RecordId) -> String {
        self.to(&format!("/record/{id}"))
    }

    pub(crate) fn to_unit(&self, code: &str) -> String {
        self.to(&format!("/unit/{}", utf8_percent_encode(code, SEGMENT)))
    }

    /// Address of a dataset; without a year for the latest.
    pub(crate) fn to_dataset(&self, key: &str, year: Option<SchoolYear>) -> String {
        let page = self.to(&format!("/figures/{}", utf8_percent_encode(key, SEGMENT)));
        year.map_or_else(|| page.clone(), |year| format!("{page}?year={year}"))
    }

    /// The address that an index number leads to.
    pub(crate) fn to_index(&self, index: impl AsRef<str>) -> String {
        let segment = |text| utf8_percent_encode(text, SEGMENT).to_string();
        let segments: Vec<String> = index.as_ref().split('/').map(segment).collect();
        self.to(&format!("/index/{}", segments.join("/")))
    }

    /// This page in Chinese.
    pub(crate) fn here_zh(&self) -> String {
        self.with_query(self.path.clone())
    }

    /// This page in English.
    pub(crate) fn here_en(&self) -> String {
        self.with_query(if self.path == "/" { "/en".into() } else { format!("/en{}", self.path) })
    }

    /// Its address in a language, whole when the site knows its own: to search engines a part of one means nothing.
    pub(crate) fn alternate(&self, english: bool) -> String {
        let path = self.own(english);
        self.absolute(&path).unwrap_or(path)
    }

    /// This page in its own language.
    pub(crate) fn here(&self) -> String {
        if self.english() { self.here_en() } else { self.here_zh() }
    }

    pub(crate) fn site_name(&self) -> String {
        self.site.site_name(self.lang)
    }

    /// The whole address of a listed page, when the site knows its own.
    pub(crate) fn canonical(&self) -> Option<String> {
        if self.listed { self.whole() } else { None }
    }

    /// The whole address of this page, when the site knows its own.
    pub(crate) fn whole(&self) -> Option<String> {
        self.absolute(&self.own(self.english()))
    }

    /// The one path of this page in a language.
    pub(crate) fn own(&self, english: bool) -> String {
        let path = match (english, self.path.as_str()) {
            (false, path) => path.to_string(),
            (true, "/") => "/en".to_string(),
            (true, path) => format!("/en{path}"),
        };
        match &self.own_query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        }
    }

    /// An absolute address, when the site knows its own.
    pub(crate) fn absolute(&self, path: &str) -> Option<String> {
        self.site.whole(path)
    }

    fn with_query(&self, path: String) -> String {
        match &self.raw_query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        }
    }

    /// A date in words; unknown is said so.
    pub(crate) fn date(&self, date: &PartialDate) -> String {
        match (date, self.lang) {
            (PartialDate::Unknown, _) => self.say("date-unknown"),
            (date, Lang::Zh) => date.zh(),
            (date, Lang::En) => date.to_string(),
        }
    }

    /// A day in words.
    pub(crate) fn on(&self, day: &NaiveDate) -> String {
        self.date(&PartialDate::Day(*day))
    }

    /// `working days left`, to stand after the number.
    pub(crate) fn days_left(&self, left: &u32, days: &Days) -> String {
        self.count(
            match days {
                Days::Working => "portal-left-working",
                Days::Calendar => "portal-left-calendar",
            },
            left,
        )
    }

    /// How many days of a running period have come, today with them, and how many are left, with the words for both.
    pub(crate) fn so_far(&self, line: &PublicityLine) -> Option<(u32, u32, String)> {
        let Standing::Running { left, provisional: false, .. } = line.standing else { return None };
        // On the day on which it was posted, and on rest days after it, no day has come yet.
        let nth = line.nth.filter(|nth| *nth > 0)?;
        let (day, of) = (nth.to_string(), (nth + left).to_string());
        Some((nth, left, self.lang.say_with("portal-day-of", &[("day", &day), ("of", &of)])))
    }

    /// What the board counts, in a sentence.
    pub(crate) fn board_counts(&self, board: &Board) -> String {
        let coverage = board.coverage;
        let counts = [coverage.applicable, coverage.disclosed, coverage.nil, coverage.open()].map(|n| n.to_string());
        let names = ["applicable", "disclosed", "nil", "open"];
        let counts: Vec<(&'static str, &str)> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
        let mut sentence = self.lang.say_with("portal-board-counts", &counts);
        if board.own() > 0 {
            sentence.push_str(if self.english() { " " } else { "" });
            sentence.push_str(&self.count("portal-board-own", board.own()));
        }
        sentence
    }

    /// How many entries count for an item, and where they stand.
    pub(crate) fn account(&self, account: &ItemAccount) -> String {
        let mut parts = vec![self.count("portal-entries", account.entries)];
        if account.entries != account.own {
            parts.push(self.count("portal-entries-own", account.own));
        }
        if account.taken_down > 0 {
            parts.push(self.count("portal-entries-down", account.taken_down));
        }
        parts.join(&self.say("portal-list-comma"))
    }

    /// Year and month for the board.
    pub(crate) fn month(&self, date: &PartialDate) -> String {
        let text = date.to_string();
        text.get(..7).unwrap_or(&text).to_string()
    }

    pub(crate) fn category_name(&self, category: &Category) -> String {
        match self.lang {
            Lang::En if !category.english.is_empty() => category.english.clone(),
            _ => category.name.clone(),
        }
    }

    /// Language of a text that has an English form only sometimes.
    pub(crate) fn lang_of(&self, english: &str) -> &'static str {
        if self.english() && !english.is_empty() { "en" } else { "zh-CN" }
    }

    /// The item's text in the language of the page, official text where there is none.
    pub(crate) fn item_text(&self, text: &str, english: &str) -> String {
        if self.english() && !english.is_empty() { english.to_string() } else { text.to_string() }
    }

    pub(crate) fn state(&self, state: &State) -> String {
        self.say(match state {
            State::Fresh => "portal-state-fresh",
            State::DueSoon => "portal-state-due-soon",
            State::Overdue => "portal-state-overdue",
            State::NeverDisclosed => "portal-state-never",
            State::Nil => "portal-state-nil",
            State::NotApplicable => "portal-state-not-applicable",
        })
    }

    /// A shape for the state, so that it does not hang on colour.
    pub(crate) fn glyph(&self, state: &State) -> &'static str {
        match state {
            State::Fresh => "●",
            State::DueSoon => "◐",
            State::Overdue => "▲",
            State::NeverDisclosed => "○",
            State::Nil => "◇",
            State::NotApplicable => "╱",
        }
    }

    pub(crate) fn timing(&self, rule: &TimingRule) -> String {
        match rule {
            TimingRule::WithinWorkingDays(days) => self.count("portal-timing-made", days),
            TimingRule::WithinDaysOfApproval(days) => self.count("portal-timing-approval", days),
            TimingRule::YearlyBy { month, day } => {
                self.lang.say_with("portal-timing-yearly", &[("month", &month.to_string()), ("day", &day.to_string())])
            }
            TimingRule::OnChange => self.say("portal-timing-change"),
        }
    }
}

/// The address of a letter with its subject filled in.
pub(crate) fn letter(email: &str, subject: &str) -> String {
    let part = |text| utf8_percent_encode(text, SEGMENT).to_string();
    let whom: Vec<String> = email.split('@').map(part).collect();
    format!("mailto:{}?subject={}", whom.join("@"), part(subject))
}

/// What can be counted; templates hand over references to fields and values of calls alike.
pub(crate) trait Countable {
    fn number(self) -> u64;
}

impl Countable for usize {
    fn number(self) -> u64 {
        self as u64
    }
}

impl Countable for u64 {
    fn number(self) -> u64 {
        self
    }
}

impl Countable for &usize {
    fn number(self) -> u64 {
        *self as u64
    }
}

impl Countable for &u64 {
    fn number(self) -> u64 {
        *self
    }
}

impl Countable for u32 {
    fn number(self) -> u64 {
        u64::from(self)
    }
}

impl Countable for &u32 {
    fn number(self) -> u64 {
        u64::from(*self)
    }
}
