//! Where a page stands when the portal is a folder of files: which file answers an address, and under which address the
//! folder stands.
//!
//! A file is named with plain letters and an ending, so that any server finds it, any disk keeps it and any program that
//! uploads it leaves its name alone. Of addresses with a question those are files that turn the pages of a list or narrow
//! it by one thing; the rest only a server can answer.

use chrono::NaiveDate;
use domain::fnv::fnv64;
use std::collections::BTreeMap;

/// Longest name of a file without its ending.
const LONGEST: usize = 120;

/// The address under which a folder will stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Scheme and host.
    pub(crate) origin: String,
    /// The path, between slashes.
    pub(crate) base: String,
}

impl Address {
    /// Reads `https://www.example.edu.cn/xxgk`; `None` when it is no address that a folder can stand under.
    pub fn read(text: &str) -> Option<Address> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '/' | '%');
        let sound = matches!(scheme, "http" | "https") && !host.is_empty() && host.chars().all(is_host);
        if !sound || !path.chars().all(is_path) || path.split('/').any(|step| matches!(step, "." | "..")) {
            return None;
        }
        let path = path.trim_matches('/');
        let base = if path.is_empty() { "/".to_string() } else { format!("/{path}/") };
        Some(Address { origin: format!("{scheme}://{}", host.to_ascii_lowercase()), base })
    }

    /// Whether it is the root of a host.
    pub fn is_root(&self) -> bool {
        self.base == "/"
    }

    /// The whole address of a file.
    pub(crate) fn of(&self, file: &str) -> String {
        let file = file.strip_suffix("index.html").filter(|folder| folder.is_empty()).unwrap_or(file);
        format!("{}{}{file}", self.origin, self.base)
    }
}

/// How a site stands that is a folder of files.
#[derive(Debug, Clone)]
pub(crate) struct Still {
    pub(crate) address: Option<Address>,
    /// The day it is made.
    pub(crate) day: NaiveDate,
}

/// The file of an address of this site, path and query; `None` for what only a server answers. What ends as its content
/// does (a file of a record) is known once it was asked for, and is not told here.
pub(crate) fn file_of(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (lang, path) = match path.strip_prefix("/en") {
        Some("") => ("en/", "/"),
        Some(rest) if rest.starts_with('/') => ("en/", rest),
        _ => ("", path),
    };
    let steps: Vec<String> = path.split('/').skip(1).map(decoded).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let query: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let page = |base: String, asked: &[&[&str]]| Some(format!("{lang}{base}{}.html", narrowed(&query, asked)?));
    match steps.as_slice() {
        [""] => page("index".into(), &[]),
        // Which parts of a question a list may be asked by together; it may be turned from page to page by each.
        ["records"] => page("records".into(), &[&[], &["year"], &["month", "year"], &["form"], &["unit"]]),
        ["unit", code] => page(format!("unit/{}", plain(code)), &[&[], &["year"]]),
        ["item", key] => page(format!("item/{}", plain(key)), &[&[]]),
        ["numbers"] => page("numbers".into(), &[&["series"], &["series", "year"]]),
        ["figures", key] => page(format!("figures/{}", plain(key)), &[&["year"]]),
        [one @ ("catalogue" | "units" | "publicity" | "figures" | "reports" | "about" | "search")] => {
            page((*one).to_string(), &[])
        }
        [kind @ ("category" | "reports" | "record"), key] => page(format!("{kind}/{}", plain(key)), &[]),
        _ if !lang.is_empty() => None,
        // What the stamp of an asset tells is when it changed; it is one file.
        ["assets", name] if name.contains('.') => Some(format!("assets/{}", plain(name))),
        _ if !query.is_empty() => None,
        ["reports", year, file] => Some(format!("reports/{}/{}", plain(year), plain(file))),
        [kind @ ("feed" | "data"), name] => Some(format!("{kind}/{}", plain(name))),
        [name @ ("publicity.ics" | "sitemap.xml" | "opensearch.xml")] => Some((*name).to_string()),
        _ => None,
    }
}

/// What of a question stands in the name of the file; `None` when it asks what is no file.
fn narrowed(query: &BTreeMap<String, String>, asked: &[&[&str]]) -> Option<String> {
    // An answer that begins nowhere is the first page.
    let keys: Vec<&str> = query.keys().map(String::as_str).filter(|key| !["after", "page"].contains(key)).collect();
    let turned = query.len() > keys.len();
    if !(keys.is_empty() && !turned || asked.contains(&keys.as_slice())) {
        return None;
    }
    if query.is_empty() {
        return Some(String::new());
    }
    let parts: Vec<String> = query.iter().map(|(key, value)| format!("{key}-{}", plain(value))).collect();
    Some(format!("/{}", short(parts.join("-"))))
}

/// A name in plain letters: of what is none, its bytes.
fn plain(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            // A name that begins with a dot is hidden, or leads elsewhere.
            b'.' if !name.is_empty() => name.push('.'),
            _ => name.push_str(&format!("~{byte:02X}")),
        }
    }
    short(name)
}

/// Not longer than disks take.
fn short(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    format!("{}~{:016x}", &name[..LONGEST - 20], fnv64(name.bytes()))
}

fn decoded(step: &str) -> String {
    percent_encoding::percent_decode_str(step).decode_utf8_lossy().into_owned()
}

/// The way from one file to another, both named from the folder.
pub(crate) fn way(from: &str, to: &str) -> String {
    let (mut from, mut to) = (from, to);
    while let (Some((ours, rest)), Some((theirs, left))) = (from.split_once('/'), to.split_once('/'))
        && ours == theirs
    {
        (from, to) = (rest, left);
    }
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_file_with_a_plain_name() {
        for (address, file) in [
            ("/", Some("index.html")),
            ("/en", Some("en/index.html")),
            ("/en/catalogue", Some("en/catalogue.html")),
            ("/item/S1", Some("item/S1.html")),
            ("/unit/%E6%95%99", Some("unit/~E6~95~99.html")),
            ("/unit/..", Some("unit/~2E..html")),
            ("/unit/a%2Fb", Some("unit/a~2Fb.html")),
            ("/record/rec_1", Some("record/rec_1.html")),
            ("/records?year=2023&month=9", Some("records/month-9-year-2023.html")),
            ("/records?month=9&year=2023", Some("records/month-9-year-2023.html")),
            ("/records?after=rec_1&year=2023", Some("records/after-rec_1-year-2023.html")),
            ("/en/item/37?after=rec_1", Some("en/item/37/after-rec_1.html")),
            ("/numbers?series=&page=2", Some("numbers/page-2-series-.html")),
            ("/figures/graduates?year=2022-2023", Some("figures/graduates/year-2022-2023.html")),
            ("/assets/portal.css?0123abcd", Some("assets/portal.css")),
            ("/reports/2022-2023/report.annex.docx", Some("reports/2022-2023/report.annex.docx")),
            ("/feed/unit-jwc.atom", Some("feed/unit-jwc.atom")),
            // What is a question to a server.
            ("/records?year=2023&form=notice", None),
            ("/records?before=rec_1", None),
            ("/item/37?sort=title", None),
            ("/search?q=x", None),
            ("/catalogue?x=1", None),
            ("/record/rec_1/objection", None),
            ("/work/sign-in", None),
            ("/en/feed/all.atom", None),
            ("/mode", None),
        ] {
            assert_eq!(file_of(address).as_deref(), file, "{address}");
        }
        let long = file_of(&format!("/unit/{}", "%E6%95%99".repeat(60))).unwrap();
        let other = file_of(&format!("/unit/{}%E5", "%E6%95%99".repeat(60))).unwrap();
        assert!(long.len() < 140 && long != other, "{long}");
    }

    #[test]
    fn a_way_leads_from_any_file_to_any_other() {
        for (from, to, way_there) in [
            ("index.html", "item/1.html", "item/1.html"),
            ("item/1.html", "index.html", "../index.html"),
            ("item/1.html", "item/2.html", "2.html"),
            ("en/item/1/after-x.html", "en/item/1.html", "../1.html"),
            ("en/item/1/after-x.html", "item/1/after-x.html", "../../../item/1/after-x.html"),
            ("a/index.html", "a/index.html", "index.html"),
        ] {
            assert_eq!(way(from, to), way_there, "{from} {to}");
        }
    }

    #[test]
    fn an_address_is_one_that_a_folder_can_stand_under() {
        let of = |text| Address::read(text).map(|address| address.of("index.html"));
        assert_eq!(of("https://www.Example.edu.cn").as_deref(), Some("https://www.example.edu.cn/"));
        assert_eq!(of(" http://a.cn:8080/xxgk// ").as_deref(), Some("http://a.cn:8080/xxgk/"));
        for wrong in
            ["", "a.cn/xxgk", "ftp://a.cn/", "https:///x", "https://a.cn/a b", "https://a.cn/?q", "https://a.cn/../x"]
        {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
