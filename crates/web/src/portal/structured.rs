//! What search engines are told of a page in the words of schema.org: a block of data (JSON-LD) in its head.
//!
//! It says what the page says and no more: days that are known, names that stand on it. Pages that search engines shall not
//! list, and a site that does not know its own address, have none. It is data; nothing in it runs, and what people wrote can
//! not end it.

use crate::portal::frame::Frame;
use domain::date::PartialDate;
use domain::figure::Dataset;
use domain::record::{Edition, Record};
use serde_json::{Map, Value, json};

/// The block of a page; `None` where there is none.
pub(crate) fn block(frame: &Frame) -> Option<String> {
    let origin = frame.site.origin.as_deref().filter(|_| frame.listed)?;
    let mut graph = vec![school(frame, origin)];
    graph.extend(crumbs(frame));
    graph.extend(frame.about.iter().cloned());
    let block = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    // Nothing of it may be read as the end of the block, or as a beginning of another.
    Some(block.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

fn identity(origin: &str) -> String {
    format!("{origin}/#school")
}

fn school(frame: &Frame, origin: &str) -> Value {
    let mut school = json!({ "@type": "CollegeOrUniversity", "@id": identity(origin), "name": frame.site.school });
    if let Some(website) = frame.site.website.as_ref().filter(|website| domain::address::is_web(website)) {
        school["url"] = json!(website);
    }
    if let Some(phone) = &frame.site.phone {
        school["telephone"] = json!(phone);
    }
    if let Some(email) = &frame.site.email {
        school["email"] = json!(email);
    }
    school
}

/// Where the page stands, itself last.
fn crumbs(frame: &Frame) -> Option<Value> {
    if frame.crumbs.is_empty() {
        return None;
    }
    let home = (frame.to("/"), frame.say("portal-home"));
    let here = (frame.own(frame.english()), frame.title.clone());
    let places = [home].into_iter().chain(frame.crumbs.iter().cloned()).chain([here]);
    let places = places.enumerate().map(|(at, (path, name))| {
        json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": frame.absolute(&path) })
    });
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": places.collect::<Vec<_>>() }))
}

/// The site itself with its search, for the front page.
pub(crate) fn site(frame: &Frame) -> Option<Value> {
    let origin = frame.site.origin.as_deref()?;
    let search = format!("{}?q={{q}}", frame.absolute(&frame.to("/search"))?);
    Some(json!({
        "@type": "WebSite",
        "name": frame.site_name(),
        "url": frame.whole()?,
        "inLanguage": frame.lang.tag(),
        "publisher": { "@id": identity(origin) },
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": search },
            "query-input": "required name=q",
        },
    }))
}

/// A record with its edition on view.
pub(crate) fn record(frame: &Frame, record: &Record, edition: &Edition, unit: Option<&str>) -> Option<Value> {
    let origin = frame.site.origin.as_deref()?;
    let mut about = article(frame, origin, &edition.title)?;
    about.insert("identifier".into(), json!(record.index.to_string()));
    if !edition.document_number.is_empty() {
        about.insert("alternativeHeadline".into(), json!(edition.document_number));
    }
    if let domain::record::Visibility::Public { since, updated, .. } = &record.visibility {
        dated(&mut about, "datePublished", *since);
        dated(&mut about, "dateModified", *updated);
    }
    dated(&mut about, "dateCreated", edition.made_on);
    if !edition.summary.is_empty() {
        about.insert("abstract".into(), json!(edition.summary));
    }
    if !edition.keywords.is_empty() {
        about.insert("keywords".into(), json!(edition.keywords));
    }
    if let Some(unit) = unit {
        about.insert("author".into(), json!({ "@type": "Organization", "name": unit }));
    }
    Some(Value::Object(about))
}

/// An annual report.
pub(crate) fn report(frame: &Frame, issued_on: chrono::NaiveDate) -> Option<Value> {
    let origin = frame.site.origin.as_deref()?;
    let mut about = article(frame, origin, &frame.title)?;
    about.insert("@type".into(), json!("Report"));
    dated(&mut about, "datePublished", PartialDate::Day(issued_on));
    Some(Value::Object(about))
}

/// A dataset, with where its numbers are to be had as data.
pub(crate) fn dataset(frame: &Frame, dataset: &Dataset) -> Option<Value> {
    let origin = frame.site.origin.as_deref()?;
    let mut about = article(frame, origin, &dataset.title)?;
    about.insert("@type".into(), json!("Dataset"));
    about.remove("headline");
    about.insert("name".into(), json!(dataset.title));
    let figures: Vec<&str> = dataset.figures.iter().map(|figure| figure.name.as_str()).collect();
    about.insert("description".into(), json!(format!("{} {}：{}", dataset.title, dataset.year, figures.join("、"))));
    about.insert("variableMeasured".into(), json!(figures));
    dated(&mut about, "dateModified", dataset.as_of);
    let data = frame.absolute("/data/figures.json")?;
    let data = json!({ "@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": data });
    about.insert("distribution".into(), data);
    Some(Value::Object(about))
}

/// What a text of the school has of any kind. It is in Chinese, in whatever language the page around it is.
fn article(frame: &Frame, origin: &str, title: &str) -> Option<Map<String, Value>> {
    let about = json!({
        "@type": "Article",
        "headline": title,
        "url": frame.whole()?,
        "inLanguage": "zh-CN",
        "publisher": { "@id": identity(origin) },
        "isAccessibleForFree": true,
    });
    about.as_object().cloned()
}

/// A date as far as it is known: a year or a month alone is a date of its own kind there too.
fn dated(about: &mut Map<String, Value>, name: &str, date: PartialDate) {
    if !date.is_unknown() {
        about.insert(name.to_string(), json!(date.to_string()));
    }
}
