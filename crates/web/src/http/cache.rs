//! How long an answer may be kept, and the stores of finished pages inside the process.
//!
//! A page is a function of its address, the language, the reading mode, the ledger and the day. The ledger is known
//! by its last event and the day by the calendar, so finished pages are kept until either moves on. They can be
//! thrown away at any time; nothing but speed depends on them. Pages, answers to questions and files have a store each, so
//! that none pushes the others out.

use crate::http::negotiate::Coding;
use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// What may keep an answer, and how long. Every row of the route table declares one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CachePolicy {
    /// Until the ledger or the day moves: browsers ask again every time, and mostly hear that nothing changed.
    Ledger,
    /// For a year when the address carries the stamp of its content, else as [`CachePolicy::Ledger`].
    Stamped,
    /// For a year: what never is another thing at its address.
    Immutable,
    /// Not at all: errors and answers that set a cookie.
    Never,
    /// Not at all, and nowhere on the way: what is made for one reader who is signed in.
    Private,
}

impl CachePolicy {
    /// Whether anything at all may keep it.
    pub(crate) fn keeps(self) -> bool {
        !matches!(self, CachePolicy::Never | CachePolicy::Private)
    }

    /// Value of `Cache-Control` for an address with or without a query.
    pub(crate) fn header(self, query: Option<&str>) -> HeaderValue {
        HeaderValue::from_static(match (self, query) {
            (CachePolicy::Never, _) => "no-store",
            (CachePolicy::Private, _) => "private, no-store",
            (CachePolicy::Stamped, Some(_)) | (CachePolicy::Immutable, None) => "public, max-age=31536000, immutable",
            _ => "public, no-cache",
        })
    }
}

/// A finished answer with its compressed forms, each made when it is first wanted.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: StatusCode,
    pub(crate) media_type: &'static str,
    /// Strong per form: the forms add their own letter.
    pub(crate) etag: String,
    /// Name to save it under, of what is a file and no page: it is compressed already, and shown by itself it may do
    /// nothing.
    pub(crate) file_name: Option<String>,
    /// Search engines are told to keep it out.
    pub(crate) unlisted: bool,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Finished {
    pub(crate) fn new(status: StatusCode, media_type: &'static str, body: impl Into<Bytes>) -> Finished {
        use sha2::{Digest, Sha256};
        let plain = body.into();
        let digest = Sha256::digest(&plain);
        let etag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let (brotli, gzip) = (OnceLock::new(), OnceLock::new());
        Finished { status, media_type, etag, file_name: None, unlisted: false, plain, brotli, gzip }
    }

    /// The same as a file.
    pub(crate) fn file(media_type: &'static str, body: Vec<u8>, name: String) -> Finished {
        Finished { file_name: Some(name), ..Finished::new(StatusCode::OK, media_type, body) }
    }

    /// The body in this coding.
    pub(crate) fn body(&self, coding: Coding) -> Bytes {
        match coding {
            Coding::Plain => self.plain.clone(),
            Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)).clone(),
            Coding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)).clone(),
        }
    }

    /// Bytes it may come to hold: the plain form and two compressed ones of at most half of it together.
    fn weight(&self) -> usize {
        self.plain.len() + self.plain.len() / 2 + 256
    }
}

/// Quality 5: a page in about a millisecond, within a few per cent of the best.
fn brotli(plain: &[u8]) -> Bytes {
    use std::io::Write;
    let mut out = Vec::with_capacity(plain.len() / 4 + 64);
    {
        let mut writer = brotli::CompressorWriter::new(&mut out, 32 * 1024, 5, 20);
        // Writing to memory cannot fail; were it to, an empty body would be wrong, so the plain one is kept apart.
        let _ = writer.write_all(plain);
    }
    out.into()
}

fn gzip(plain: &[u8]) -> Bytes {
    use std::io::Write;
    let mut writer =
        flate2::write::GzEncoder::new(Vec::with_capacity(plain.len() / 4 + 64), flate2::Compression::new(6));
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default().into()
}

/// What a finished page is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Path with its language prefix, and the query.
    pub(crate) address: String,
    pub(crate) large: bool,
}

/// What all kept pages depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Generation {
    pub(crate) ledger: u64,
    pub(crate) day: i32,
}

/// Finished pages, bounded in bytes.
///
/// Two halves: what is used moves to the young half; when that is full it becomes the old half and the former old
/// half is dropped. So what is read often stays, in constant time.
#[derive(Debug)]
pub(crate) struct PageCache {
    halves: Mutex<Halves>,
    half_bytes: usize,
}

#[derive(Debug, Default)]
struct Halves {
    generation: Generation,
    young: HashMap<Key, Arc<Finished>>,
    old: HashMap<Key, Arc<Finished>>,
    young_bytes: usize,
}

impl PageCache {
    pub(crate) fn new(bytes: usize) -> PageCache {
        PageCache { halves: Mutex::new(Halves::default()), half_bytes: bytes / 2 }
    }

    pub(crate) fn get(&self, generation: Generation, key: &Key) -> Option<Arc<Finished>> {
        let mut halves = self.lock(generation);
        if let Some(page) = halves.young.get(key) {
            return Some(page.clone());
        }
        let page = halves.old.remove(key)?;
        self.put_young(&mut halves, key.clone(), page.clone());
        Some(page)
    }

    pub(crate) fn put(&self, generation: Generation, key: Key, page: Arc<Finished>) {
        if page.weight() <= self.half_bytes / 2 {
            self.put_young(&mut self.lock(generation), key, page);
        }
    }

    fn put_young(&self, halves: &mut Halves, key: Key, page: Arc<Finished>) {
        if halves.young_bytes + page.weight() > self.half_bytes {
            halves.old = std::mem::take(&mut halves.young);
            halves.young_bytes = 0;
        }
        halves.young_bytes += page.weight();
        if let Some(before) = halves.young.insert(key, page) {
            halves.young_bytes = halves.young_bytes.saturating_sub(before.weight());
        }
    }

    fn lock(&self, generation: Generation) -> std::sync::MutexGuard<'_, Halves> {
        // A panic elsewhere cannot leave a wrong page here: entries are whole before they go in.
        let mut halves = self.halves.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if halves.generation != generation {
            *halves = Halves { generation, ..Halves::default() };
        }
        halves
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Arc<Finished> {
        Arc::new(Finished::new(StatusCode::OK, "text/html; charset=utf-8", text.to_string()))
    }

    fn key(address: &str) -> Key {
        Key { address: address.into(), large: false }
    }

    #[test]
    fn a_page_is_kept_until_the_ledger_or_the_day_moves() {
        let cache = PageCache::new(100_000);
        let now = Generation { ledger: 7, day: 1 };
        cache.put(now, key("/"), page("a"));
        assert!(cache.get(now, &key("/")).is_some());
        assert!(cache.get(now, &Key { large: true, ..key("/") }).is_none());
        assert!(cache.get(Generation { day: 2, ..now }, &key("/")).is_none());
        cache.put(now, key("/"), page("a"));
        assert!(cache.get(Generation { ledger: 8, ..now }, &key("/")).is_none());
    }

    #[test]
    fn what_is_read_stays_and_the_rest_makes_room() {
        let cache = PageCache::new(40_000);
        let now = Generation::default();
        cache.put(now, key("/"), page("often read"));
        for number in 0..500 {
            cache.put(now, key(&format!("/item/{number}")), page(&"x".repeat(1000)));
            assert!(cache.get(now, &key("/")).is_some(), "{number}");
        }
        let halves = cache.lock(now);
        assert!(halves.young.len() + halves.old.len() < 40);
    }

    #[test]
    fn compressed_forms_hold_the_same_page() {
        use std::io::Read;
        let text = "信息公开".repeat(500);
        let page = page(&text);
        let mut back = String::new();
        brotli::Decompressor::new(&page.body(Coding::Brotli)[..], 4096).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        let mut back = String::new();
        flate2::read::GzDecoder::new(&page.body(Coding::Gzip)[..]).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
    }
}
