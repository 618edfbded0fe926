//! What search engines and those who check public sites read of a page: the tags of public bodies, one address for one
//! content, both languages naming each other, data that says what the page says. Every page of the route table is asked.

use crate::pages::without_data;
use crate::school::School;
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use web::routes::{Area, Param, ROUTES, Verb};

const ORIGIN: &str = "https://xxgk.example.edu.cn";
const SITE: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: [&str; 4] = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
const ARTICLE: [&str; 3] = ["ArticleTitle", "PubDate", "ContentSource"];

/// What a page is to those who check tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Front,
    Column,
    Article,
    /// For whoever is on their way through it: search engines list it nowhere.
    Passing,
}

/// A page of the route table: a new route has to be named here.
fn kind(pattern: &str) -> Kind {
    match pattern {
        "/" => Kind::Front,
        "/record/{record}" | "/reports/{year}" => Kind::Article,
        "/record/{record}/objection"
        | "/record/{record}/objection/filed"
        | "/objection"
        | "/request/filed"
        | "/request/query"
        | "/voice/filed"
        | "/voice/query"
        | "/survey/{survey}"
        | "/survey/{survey}/thanks"
        | "/index/{*index}" => Kind::Passing,
        "/subscribe" | "/subscription/{invitation}" | "/unsubscribe/{invitation}" => Kind::Passing,
        "/catalogue"
        | "/category/{category}"
        | "/item/{item}"
        | "/units"
        | "/unit/{unit}"
        | "/records"
        | "/numbers"
        | "/publicity"
        | "/figures"
        | "/figures/{dataset}"
        | "/reports"
        | "/about"
        | "/api"
        | "/log"
        | "/log/verify"
        | "/request"
        | "/survey"
        | "/survey/{survey}/results"
        | "/voice"
        | "/voice/answers"
        | "/voice/new/{voicekind}"
        | "/search" => Kind::Column,
        other => panic!("{other} is no page that is known here"),
    }
}

async fn school() -> School {
    let settings = app::settings::Settings {
        public_address: ORIGIN.into(),
        site_code: Some("4300000001".into()),
        ..app::settings::Settings::default()
    };
    let school = School::with(settings).await;
    let folder = std::env::temp_dir().join(format!("gongkai-tags-{}-{:p}", std::process::id(), &school));
    let file = app::demo::write_ledger(&folder).unwrap();
    app::ledger::import(&school.ctx(), &file, app::ledger::Options::default(), &|_| {}).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    school.issue().await;
    school.surveyed().await;
    school
}

/// Every page of the portal, with one thing that exists for each place of its pattern.
async fn pages(school: &School) -> Vec<(Kind, String)> {
    let record = school.a_record().await;
    let unit = school.app.portal().unwrap().units().await.unwrap().remove(0).unit.code;
    let mut pages = Vec::new();
    for route in ROUTES.iter().filter(|route| route.area == Area::Portal && route.verb == Verb::Get && route.translated)
    {
        // What a file says is not listed, and the year's ledger has no files: `attached` asks for it.
        if route.params.contains(&Param::Attachment) {
            continue;
        }
        let mut address = route.pattern.to_string();
        for param in route.params {
            let value = match param {
                Param::Category => "6".to_string(),
                Param::Item => "37".to_string(),
                Param::Unit => unit.clone(),
                Param::Record => record.id.to_string(),
                Param::Index => record.index.to_string(),
                Param::Dataset => "graduates".to_string(),
                Param::Year => "2022-2023".to_string(),
                Param::Invitation => "0".repeat(64),
                Param::VoiceKind => "opinion".to_string(),
                Param::Survey => "1".to_string(),
                other => panic!("{other:?} stands in no page"),
            };
            let (start, end) = (address.find('{').unwrap(), address.find('}').unwrap());
            address.replace_range(start..=end, &value);
        }
        pages.push((kind(route.pattern), address));
    }
    pages
}

/// Contents of tags by the value of an attribute that names them.
fn tags<'a>(html: &'a str, start: &str, value: &str) -> Vec<(&'a str, &'a str)> {
    let attribute = |tag: &'a str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split('"').next()
    };
    let all = html.split(start).skip(1).filter_map(|rest| rest.split('>').next());
    all.filter_map(|tag| {
        let tag: &'a str = tag;
        let named = tag.split_once('"').and_then(|(_, rest)| rest.split('"').next())?;
        Some((named, attribute(tag, value)?))
    })
    .collect()
}

fn links<'a>(html: &'a str, rel: &str) -> Vec<&'a str> {
    let all = html.split("<link ").skip(1).filter_map(|rest| rest.split('>').next());
    let of = all.filter(|tag| tag.contains(&format!("rel=\"{rel}\"")));
    of.filter_map(|tag| tag.split_once("href=\"")?.1.split('"').next()).collect()
}

fn data(html: &str) -> Option<Value> {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">")?;
    serde_json::from_str(rest.split("</script>").next()?).ok()
}

fn hreflang(html: &str) -> BTreeMap<&str, &str> {
    let all = html.split("<link rel=\"alternate\" hreflang=\"").skip(1);
    all.filter_map(|rest| {
        let (lang, rest) = rest.split_once('"')?;
        Some((lang, rest.split_once("href=\"")?.1.split('"').next()?))
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_the_tags_of_its_kind_one_address_and_its_other_language() {
    let school = school().await;
    let mut seen = BTreeSet::new();
    for (at, (kind, path)) in pages(&school).await.into_iter().enumerate() {
        for english in [false, true] {
            let address = match (english, path.as_str()) {
                (false, path) => path.to_string(),
                (true, "/") => "/en".to_string(),
                (true, path) => format!("/en{path}"),
            };
            let answer = school.get_as(2 * at as u32 + u32::from(english), &address).await;
            let html = answer.text();
            let about = format!("{kind:?} {address}");
            without_data(&html, &about);
            if kind == Kind::Passing {
                assert!(answer.status != StatusCode::OK || html.contains("content=\"noindex\""), "{about}");
                continue;
            }
            assert_eq!(answer.status, StatusCode::OK, "{about}");
            seen.insert(kind as u8);
            let metas = tags(&html, "<meta name=", "content");
            let named: Vec<&str> = metas.iter().map(|(name, _)| *name).collect();
            let wanted: Vec<&str> = match kind {
                Kind::Front => SITE.to_vec(),
                Kind::Column => [&SITE[..], &COLUMN].concat(),
                _ => [&SITE[..], &COLUMN, &ARTICLE].concat(),
            };
            let every = [&SITE[..], &COLUMN, &ARTICLE].concat();
            for name in every {
                let times = named.iter().filter(|known| **known == name).count();
                assert_eq!(times, usize::from(wanted.contains(&name)), "{about}: {name}");
            }
            assert!(metas.iter().all(|(_, content)| !content.trim().is_empty()), "{about}: {metas:?}");
            assert_eq!(named.iter().filter(|name| **name == "description").count(), 1, "{about}");
            let own = format!("{ORIGIN}{address}");
            assert_eq!(links(&html, "canonical"), [own.as_str()], "{about}");
            let english_one = if path == "/" { format!("{ORIGIN}/en") } else { format!("{ORIGIN}/en{path}") };
            let chinese_one = format!("{ORIGIN}{path}");
            let both = BTreeMap::from([
                ("zh-CN", chinese_one.as_str()),
                ("en", english_one.as_str()),
                ("x-default", chinese_one.as_str()),
            ]);
            assert_eq!(hreflang(&html), both, "{about}");
            let cards = tags(&html, "<meta property=", "content");
            for name in ["og:title", "og:type", "og:url", "og:site_name", "og:locale", "og:description"] {
                assert!(cards.iter().any(|(known, value)| *known == name && !value.is_empty()), "{about}: {name}");
            }
            // What somebody hangs on an address makes no other page of it.
            let hung = school.get_as(9_000 + at as u32, &format!("{address}?utm_source=x")).await.text();
            let canonical = links(&hung, "canonical");
            assert!(canonical.is_empty() || canonical == [own.as_str()], "{about}: {canonical:?}");
            told(&about, kind, &own, &html);
        }
    }
    assert_eq!(seen.len(), 3, "every kind was seen");
}

/// The block of data says what the page is and where it stands.
fn told(about: &str, kind: Kind, own: &str, html: &str) {
    let block = data(html).unwrap_or_else(|| panic!("{about}: no data"));
    let graph = block["@graph"].as_array().unwrap();
    let of = |kind: &str| graph.iter().find(|node| node["@type"] == kind);
    assert_eq!(of("CollegeOrUniversity").unwrap()["name"], "湖南民族职业学院", "{about}");
    let crumbs = of("BreadcrumbList").map(|list| list["itemListElement"].as_array().unwrap().clone());
    assert_eq!(
        crumbs.is_some(),
        html.contains("class=\"crumbs"),
        "{about}: what stands in the data stands on the page"
    );
    if let Some(places) = crumbs {
        for (at, place) in places.iter().enumerate() {
            assert_eq!(place["position"], at + 1, "{about}");
            assert!(place["name"].as_str().is_some_and(|name| !name.is_empty()), "{about}");
            assert!(place["item"].as_str().is_some_and(|item| item.starts_with(ORIGIN)), "{about}");
        }
        assert_eq!(places.last().unwrap()["item"], own, "{about}");
    }
    match kind {
        Kind::Front => {
            assert!(of("WebSite").unwrap()["potentialAction"]["target"]["urlTemplate"].is_string(), "{about}")
        }
        Kind::Article => {
            let node = of("Article").or_else(|| of("Report")).unwrap_or_else(|| panic!("{about}"));
            assert_eq!(node["url"], own, "{about}");
            let published = node["datePublished"].as_str().unwrap_or_default();
            assert!(html.contains(&format!("name=\"PubDate\" content=\"{published}\"")), "{about}: {published}");
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_names_and_what_is_not_everybodys_tell_search_engines_nothing() {
    let school = school().await;
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0x5151);
    record.key = "names".into();
    record.index.serial = 90_511;
    record.version = 0;
    record.form = domain::record::Form::List;
    school.save(&record).await;
    let html = school.get(&format!("/record/{}", record.id)).await.text();
    assert!(html.contains("content=\"noindex\"") && html.contains(&record.editions[0].title), "{html}");
    for never in ["ld+json", "og:title", "canonical", "hreflang=\"x-default\""] {
        assert!(!html.contains(never), "{never}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_map_names_every_page_in_both_languages_by_its_one_address() {
    let school = school().await;
    let map = school.get("/sitemap.xml").await.text();
    let addresses: Vec<&str> = map.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    let once: BTreeSet<&str> = addresses.iter().copied().collect();
    assert_eq!(addresses.len(), once.len(), "each once");
    assert!(once.len() > 200, "{}", once.len());
    for address in &once {
        let path = address.strip_prefix(ORIGIN).unwrap();
        let other = match path.strip_prefix("/en") {
            Some("") => format!("{ORIGIN}/"),
            Some(rest) => format!("{ORIGIN}{rest}"),
            None if path == "/" => format!("{ORIGIN}/en"),
            None => format!("{ORIGIN}/en{path}"),
        };
        assert!(once.contains(other.as_str()), "{address} has no other language");
    }
    assert_eq!(map.matches("hreflang=\"x-default\"").count(), addresses.len());
    // Each stands where it says, and says the same of itself; of records, which all have one template, some do.
    let (mut records, mut asked) = (0, 0);
    for (at, address) in once.iter().enumerate() {
        if address.contains("/record/") {
            records += 1;
            if records > 12 {
                continue;
            }
        }
        let answer = school.get_as(at as u32, address.strip_prefix(ORIGIN).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(links(&answer.text(), "canonical"), [*address]);
        asked += 1;
    }
    assert!(asked > 150, "{asked}");
    // And whatever is a page that may be listed is named.
    for (kind, path) in pages(&school).await {
        let named = once.contains(format!("{ORIGIN}{path}").as_str());
        assert_eq!(named, kind != Kind::Passing && path != "/search", "{path}");
    }
}
