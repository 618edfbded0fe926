//! One request as handlers see it: language, reading mode, address, parameters, query, form.

use crate::http::cache::{CachePolicy, Key};
use crate::http::cleaned::Cleaned;
use crate::http::cost::Cost;
use crate::http::negotiate::{Coding, ErrorsAs};
use app::accounts::{Seat, Token, Visit};
use app::publicity::Receipt;
use app::words::Lang;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header::{self, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use cookie::Cookie;
use domain::policy::Principal;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::sync::Arc;

/// Name of the cookie that holds the reading mode.
pub(crate) const MODE_COOKIE: &str = "reading";
/// Name of the cookie that opens a session.
pub(crate) const SESSION_COOKIE: &str = "session";
/// Name of the cookie by which a browser is known that has signed in before.
pub(crate) const BROWSER_COOKIE: &str = "browser";
/// Name of the cookie that carries the receipt of an objection from its form to the page that shows it.
pub(crate) const SLIP_COOKIE: &str = "objection";
/// What an address says to the page it leads to when something was taken out of what was sent.
pub(crate) const CLEANED: &str = "cleaned";
/// Longest value of a query that is read, in characters; what is longer is cut.
pub(crate) const LONGEST_VALUE: usize = 100;

/// Most values of one name that are read.
const MOST_VALUES: usize = 50;

/// What the form of an objection left in the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Nothing: there was no form, or the browser keeps no cookies.
    #[default]
    None,
    /// That the form was here: the browser keeps what it is given.
    Form,
    /// The receipt.
    Receipt(Receipt),
}

impl Slip {
    fn read(value: Option<&str>) -> Slip {
        match value {
            None | Some("") => Slip::None,
            Some(value) => Receipt::read(value).map_or(Slip::Form, Slip::Receipt),
        }
    }
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct PageRequest {
    pub(crate) lang: Lang,
    /// Large-text mode (长者模式).
    pub(crate) large: bool,
    /// Path with language prefix, as requested.
    pub(crate) full_path: String,
    /// Path without language prefix, beginning with `/`.
    pub(crate) path: String,
    /// Path as requested, whatever is sent there.
    pub(crate) sent_to: String,
    /// Query as requested, without `?`.
    pub(crate) raw_query: Option<String>,
    /// Parameters of the route in order, decoded.
    pub(crate) params: Vec<String>,
    /// What may keep the answer: the row of the table says so.
    pub(crate) cache: CachePolicy,
    /// What the answer costs: the row says so, and whether there is a query.
    pub(crate) cost: Cost,
    pub(crate) coding: Coding,
    /// How the client wants to be told what goes wrong.
    pub(crate) errors_as: ErrorsAs,
    pub(crate) if_none_match: Option<String>,
    /// Media type of the body, without parameters.
    pub(crate) media_type: String,
    /// The same as it was sent: with what divides the parts of a form that brings files.
    pub(crate) content_type: String,
    /// What the browser brought to show who sits at it; read where the answer depends on it.
    pub(crate) token: Option<Token>,
    /// Where it comes from, for the workbench.
    pub(crate) visit: Visit,
    /// Address of whoever asks; nothing when it came through a proxy that nobody named.
    pub(crate) client: Option<IpAddr>,
    /// Who sits at it, where the answer depends on it.
    pub(crate) seat: Option<Arc<Seat>>,
    /// The body of a form; empty for what reads.
    pub(crate) body: Bytes,
    /// Whether more was sent than is taken, and the body is only what came first: the form says so and keeps what was typed.
    pub(crate) cut: bool,
    /// What the form of an objection left in the browser.
    pub(crate) slip: Slip,
    /// Whether something nobody could see was taken out of what was sent; of a page, whether it was of what led here.
    pub(crate) cleaned: Cleaned,
}

impl PageRequest {
    /// Reads the head of a request, whose answer is kept and costs as its row says, and which is told errors as
    /// `errors` unless it asks otherwise; `Err` when its path is not text.
    pub(crate) async fn read(
        lang: Lang,
        (cache, cost): (CachePolicy, Cost),
        errors: ErrorsAs,
        parts: &mut Parts,
    ) -> Result<PageRequest, PageRequest> {
        let full_path = parts.uri.path().to_string();
        let path = match lang {
            Lang::Zh => full_path.clone(),
            Lang::En => {
                let rest = full_path.strip_prefix("/en").unwrap_or(&full_path);
                if rest.is_empty() { "/".to_string() } else { rest.to_string() }
            }
        };
        let media_type = text(&parts.headers, header::CONTENT_TYPE).split(';').next().unwrap_or_default();
        let raw_query = parts.uri.query().filter(|query| !query.is_empty()).map(str::to_string);
        let mut request = PageRequest {
            lang,
            large: cookie(&parts.headers, MODE_COOKIE).as_deref() == Some("large"),
            sent_to: full_path.clone(),
            full_path,
            path,
            params: Vec::new(),
            cache,
            cost: if raw_query.is_some() { cost.with_query() } else { cost },
            raw_query,
            coding: Coding::accepted(text(&parts.headers, header::ACCEPT_ENCODING)),
            errors_as: ErrorsAs::accepted(text(&parts.headers, header::ACCEPT), errors),
            if_none_match: Some(text(&parts.headers, header::IF_NONE_MATCH).to_string()).filter(|tag| !tag.is_empty()),
            media_type: media_type.trim().to_ascii_lowercase(),
            content_type: text(&parts.headers, header::CONTENT_TYPE).to_string(),
            token: None,
            visit: Visit::default(),
            client: None,
            seat: None,
            body: Bytes::new(),
            cut: false,
            slip: Slip::read(cookie(&parts.headers, SLIP_COOKIE).as_deref()),
            cleaned: Cleaned::default(),
        };
        // Where something is sent there is no page to come back to or to show in the other language.
        if parts.method != Method::GET && parts.method != Method::HEAD {
            request = request.without_address();
        } else if request.query(CLEANED).is_some() {
            request.cleaned.set();
        }
        match RawPathParams::from_request_parts(parts, &()).await {
            Ok(params) => {
                request.params = params.iter().map(|(_, value)| value.to_string()).collect();
                Ok(request)
            }
            Err(_) => Err(request),
        }
    }

    /// A request to nowhere in particular, for the page of a panic and for samples.
    pub(crate) fn nowhere() -> PageRequest {
        PageRequest {
            lang: Lang::Zh,
            large: false,
            full_path: "/".to_string(),
            path: "/".to_string(),
            sent_to: "/".to_string(),
            raw_query: None,
            params: Vec::new(),
            cache: CachePolicy::Never,
            cost: Cost::Nothing,
            coding: Coding::Plain,
            errors_as: ErrorsAs::Page,
            if_none_match: None,
            media_type: String::new(),
            content_type: String::new(),
            token: None,
            visit: Visit::default(),
            client: None,
            seat: None,
            body: Bytes::new(),
            cut: false,
            slip: Slip::None,
            cleaned: Cleaned::default(),
        }
    }

    /// Reads what the workbench asks of a browser: its session, what it is known by, what it says it is.
    pub(crate) fn read_browser(&mut self, headers: &HeaderMap, client: IpAddr) {
        let brought =
            |name| cookie(headers, name).filter(|value| !value.is_empty()).map(|value| Token::brought(&value));
        self.token = brought(SESSION_COOKIE);
        self.visit = Visit {
            place: client.to_string(),
            browser: text(headers, header::USER_AGENT).to_string(),
            known: brought(BROWSER_COOKIE),
        };
    }

    /// The same for one reader, who is known: nobody else is given the answer.
    pub(crate) fn read_by(self, seat: Arc<Seat>) -> PageRequest {
        PageRequest { cache: CachePolicy::Private, seat: Some(seat), ..self }
    }

    /// Who reads: a visitor, unless somebody sits there who is signed in.
    pub(crate) fn reader(&self) -> Principal {
        self.seat.as_ref().map_or(Principal::Visitor, |seat| seat.principal())
    }

    /// The same without its address, which is not worth repeating on a page.
    pub(crate) fn without_address(self) -> PageRequest {
        let front = if self.lang == Lang::En { "/en" } else { "/" };
        PageRequest { full_path: front.to_string(), path: "/".to_string(), raw_query: None, ..self }
    }

    /// What its answer is kept under.
    pub(crate) fn key(&self) -> Key {
        let mut address = self.full_path.clone();
        if let Some(query) = &self.raw_query {
            address.push('?');
            address.push_str(query);
        }
        Key { address, large: self.large && self.cost != Cost::File }
    }

    /// A parameter of the route; empty when the route has fewer.
    pub(crate) fn param(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }

    /// All values of a name in the query, each as [`PageRequest::query`] would give it.
    pub(crate) fn queries(&self, name: &str) -> Vec<String> {
        let query = self.raw_query.as_deref().unwrap_or_default();
        let values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name).take(MOST_VALUES);
        values.map(|(_, value)| clean(&value, LONGEST_VALUE)).filter(|value| !value.is_empty()).collect()
    }

    /// A value of the query, decoded, trimmed, without control characters, cut to [`LONGEST_VALUE`]; `None` when
    /// absent or empty.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        self.query_whole(name, LONGEST_VALUE)
    }

    /// The same for what may be longer, such as an address.
    pub(crate) fn query_whole(&self, name: &str, longest: usize) -> Option<String> {
        let query = self.raw_query.as_deref()?;
        let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
        let clean = clean(&value, longest);
        (!clean.is_empty()).then_some(clean)
    }
}

impl PageRequest {
    /// What an address says was done, when this site sent the reader there after they did it; nothing of an address that
    /// somebody wrote, kept or passed on.
    pub(crate) fn told(&self, what: Tells) -> Option<String> {
        let (query, mark) = self.raw_query.as_deref()?.rsplit_once(TOLD)?;
        let session = &self.seat.as_ref()?.session.id;
        (mark == told_mark(session, &format!("{}?{query}", self.sent_to))).then(|| self.query(what.name())).flatten()
    }

    /// An address of the workbench with what was done there, so that it is told to this reader and no other.
    pub(crate) fn telling(&self, address: &str) -> String {
        let (path, place) =
            address.split_once('#').map_or((address, String::new()), |(path, at)| (path, format!("#{at}")));
        match &self.seat {
            Some(seat) if path.contains('?') => {
                format!("{path}{TOLD}{}{place}", told_mark(&seat.session.id, path))
            }
            _ => address.to_string(),
        }
    }
}

/// What an address tells the page it leads to: said to whom this site sent there, and to nobody who wrote the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tells {
    /// What was done.
    Done,
    /// Who was reminded of what.
    Urged,
    /// What was typed is kept.
    Saved,
    /// It was not sent for review, for something in it may not become public.
    Stopped,
    /// It was not sent for review, for nobody says why more people see its list.
    Wider,
    /// It was not sent for review, for nobody says what something suspected in it is.
    Unanswered,
}

impl Tells {
    const ALL: [Tells; 6] = [Tells::Done, Tells::Urged, Tells::Saved, Tells::Stopped, Tells::Wider, Tells::Unanswered];

    fn name(self) -> &'static str {
        match self {
            Tells::Done => "done",
            Tells::Urged => "urged",
            Tells::Saved => "saved",
            Tells::Stopped => "stopped",
            Tells::Wider => "wider",
            Tells::Unanswered => "unanswered",
        }
    }

    /// Whether an address tells anything, so that it has to be marked.
    pub(crate) fn any_in(address: &str) -> bool {
        let query =
            address.split('#').next().and_then(|address| address.split_once('?')).map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes()).any(|(name, _)| Tells::ALL.iter().any(|one| one.name() == name))
    }
}

/// Stands before the mark of an address that tells what was done.
const TOLD: &str = "&told=";

/// What tells an address that this site gave in a session from one that somebody wrote.
fn told_mark(session: &str, address: &str) -> String {
    let digest = Sha256::digest(format!("{session}\n{address}"));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A value of a query without control characters, trimmed and cut.
fn clean(value: &str, longest: usize) -> String {
    let clean: String =
        value.trim().chars().filter(|c| !c.is_control() && !domain::text::turns(*c)).take(longest).collect();
    clean.trim().to_string()
}

/// A header as text; empty when it is absent or no text.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> PageRequest {
        PageRequest { raw_query: Some(query.to_string()), ..PageRequest::nowhere() }
    }

    #[test]
    fn a_value_of_the_query_is_decoded_and_cleaned() {
        assert_eq!(asked("q=%E6%8B%9B+%E7%94%9F").query("q").as_deref(), Some("招 生"));
        assert_eq!(asked("a=1&q=%00%0Ax%20").query("q").as_deref(), Some("x"));
        assert_eq!(asked("q=%zz%").query("q").as_deref(), Some("%zz%"), "what is no code stays");
        assert_eq!(asked("q=%ff").query("q").as_deref(), Some("\u{fffd}"), "what is no text is marked");
        assert_eq!(asked(&format!("q={}", "a".repeat(500))).query("q").map(|q| q.len()), Some(LONGEST_VALUE));
        for nothing in ["q=", "q=+%20", "p=1", "&&&"] {
            assert_eq!(asked(nothing).query("q"), None, "{nothing}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; =; reading=large ; b".parse().unwrap());
        assert_eq!(cookie(&headers, MODE_COOKIE).as_deref(), Some("large"));
        assert_eq!(cookie(&headers, "read"), None);
    }
}
