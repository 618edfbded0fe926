//! One request as handlers see it: language, reading mode, path, parameters and question.

use crate::cache::Coding;
use app::words::Lang;
use axum::extract::FromRequestParts;
use axum::extract::RawPathParams;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;

/// Name of the cookie that holds the reading mode.
pub(crate) const MODE_COOKIE: &str = "reading";
/// Longest question that is read, in characters; what is longer is cut.
pub(crate) const LONGEST_QUESTION: usize = 100;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) lang: Lang,
    /// Large-text mode (长者模式).
    pub(crate) large: bool,
    /// Path with language prefix, as requested.
    pub(crate) full_path: String,
    /// Path without language prefix, beginning with `/`.
    pub(crate) path: String,
    /// Query as requested, without `?`.
    pub(crate) raw_query: Option<String>,
    /// Parameters of the route in order, decoded.
    pub(crate) params: Vec<String>,
    pub(crate) coding: Coding,
    pub(crate) if_none_match: Option<String>,
}

impl Visit {
    /// Reads a request; `Err` when its path is not text.
    pub(crate) async fn read(lang: Lang, parts: &mut Parts) -> Result<Visit, Visit> {
        let full_path = parts.uri.path().to_string();
        let path = match lang {
            Lang::Zh => full_path.clone(),
            Lang::En => {
                let rest = full_path.strip_prefix("/en").unwrap_or(&full_path);
                if rest.is_empty() { "/".to_string() } else { rest.to_string() }
            }
        };
        let mut visit = Visit {
            lang,
            large: reads_large(&parts.headers),
            full_path,
            path,
            raw_query: parts.uri.query().filter(|query| !query.is_empty()).map(str::to_string),
            params: Vec::new(),
            coding: Coding::accepted(text(&parts.headers, header::ACCEPT_ENCODING)),
            if_none_match: parts
                .headers
                .get(header::IF_NONE_MATCH)
                .and_then(|value| value.to_str().ok())
                .map(str::to_string),
        };
        match RawPathParams::from_request_parts(parts, &()).await {
            Ok(params) => {
                visit.params = params.iter().map(|(_, value)| value.to_string()).collect();
                Ok(visit)
            }
            Err(_) => Err(visit),
        }
    }

    /// A visit that is nowhere in particular, for the page of a panic.
    pub(crate) fn nowhere() -> Visit {
        Visit {
            lang: Lang::Zh,
            large: false,
            full_path: "/".to_string(),
            path: "/".to_string(),
            raw_query: None,
            params: Vec::new(),
            coding: Coding::Plain,
            if_none_match: None,
        }
    }

    /// The same without its address, which is not worth repeating on a page.
    pub(crate) fn without_address(self) -> Visit {
        Visit { full_path: "/".to_string(), path: "/".to_string(), raw_query: None, ..self }
    }

    /// The same for a body that is compressed already.
    pub(crate) fn uncompressed(&self) -> Visit {
        Visit { coding: Coding::Plain, ..self.clone() }
    }

    /// The page to go back to: an address of this site, or none. Whatever could be read as another host, as by
    /// `//` or a backslash, is refused.
    pub(crate) fn back(&self) -> Option<String> {
        let query = self.raw_query.as_deref()?;
        let back = decode(query.split('&').find_map(|pair| pair.strip_prefix("back="))?);
        let plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (plain && back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/mode/")).then_some(back)
    }

    /// A parameter of the route; empty when the route has fewer.
    pub(crate) fn param(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }

    /// A value of the query, decoded, trimmed, without control characters, cut to [`LONGEST_QUESTION`]; `None` when
    /// absent or empty.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        let query = self.raw_query.as_deref()?;
        let value = query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key == name).then_some(value)
        })?;
        let decoded = decode(value);
        let clean: String = decoded.trim().chars().filter(|c| !c.is_control()).take(LONGEST_QUESTION).collect();
        let clean = clean.trim().to_string();
        (!clean.is_empty()).then_some(clean)
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn reads_large(headers: &HeaderMap) -> bool {
    text(headers, header::COOKIE).split(';').any(|pair| pair.trim().split_once('=') == Some((MODE_COOKIE, "large")))
}

/// Percent-decoding of a form value; bytes that are no text become the replacement character.
fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|b| (*b as char).to_digit(16));
        match bytes[at] {
            b'+' => out.push(b' '),
            b'%' => match (hex(1), hex(2)) {
                (Some(high), Some(low)) => {
                    out.push((high * 16 + low) as u8);
                    at += 2;
                }
                _ => out.push(b'%'),
            },
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Percent-encoding of a value for a query or a path segment: all but letters, digits and `-._~`.
pub(crate) fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn what_is_encoded_reads_back(text in "\\PC{0,20}") {
            prop_assert_eq!(decode(&encode(&text)), text);
        }

        #[test]
        fn no_query_makes_it_panic(text in "[%+a-f0-9=&\u{e9}]{0,40}") {
            let _ = decode(&text);
        }
    }
}
