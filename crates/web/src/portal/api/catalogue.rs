//! The datasets as a catalogue that catalogues of data collect (DCAT-AP, as JSON-LD): figures by school year, coverage,
//! all public records.

use super::json::path_of_dataset;
use super::plainly;
use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::identity::Identity;
use crate::portal::site::Site;
use app::portal::view::{DatasetView, Office};
use axum::response::Response;
use domain::date::PartialDate;
use serde_json::{Value, json};
use std::sync::Arc;

const LD: &str = "application/ld+json";

pub(crate) async fn catalogue(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let build = async {
        plainly(&request, "catalog").done()?;
        let (_, office) = site.portal.school().await?;
        let datasets = site.portal.datasets().await?;
        let identity = site.identity().await?;
        Ok(format!("{:#}\n", written(&identity, &office, &datasets, &request)))
    };
    site.data(&request, LD, build).await
}

fn written(identity: &Identity, office: &Office, datasets: &[DatasetView], request: &PageRequest) -> Value {
    let lang = request.lang;
    let at = |path: &str| identity.whole(path).unwrap_or_else(|| path.to_string());
    let publisher = json!({ "@type": "foaf:Agent", "@id": at("/#school"), "foaf:name": identity.school });
    let own = |path: &str, key: &str, media: &str| {
        json!({
            "@type": "dcat:Dataset",
            "@id": at(path),
            "dct:identifier": path,
            "dct:title": { "@language": "zh", "@value": lang.say(key) },
            "dct:description": { "@language": "zh", "@value": lang.say(&format!("{key}-about")) },
            "dct:publisher": { "@id": at("/#school") },
            "dcat:contactPoint": contact(office),
            "dcat:distribution": [distribution(&at(path), media)],
        })
    };
    let mut all = vec![
        own("/api/v1/records.jsonl", "api-set-records", "application/jsonl"),
        own("/api/v1/coverage", "api-set-coverage", "application/json"),
    ];
    all.extend(datasets.iter().map(|view| {
        let dataset = &view.dataset;
        let path = path_of_dataset(&dataset.key, &dataset.year.to_string());
        let figures: Vec<&str> = dataset.figures.iter().map(|figure| figure.name.as_str()).collect();
        let mut told = json!({
            "@type": "dcat:Dataset",
            "@id": at(&path),
            "dct:identifier": format!("{}.{}", dataset.key, dataset.year),
            "dct:title": { "@language": "zh", "@value": format!("{} {}", dataset.title, dataset.year) },
            "dct:description": { "@language": "zh", "@value": figures.join("、") },
            "dct:publisher": { "@id": at("/#school") },
            "dcat:contactPoint": contact(office),
            "dct:temporal": {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": { "@type": "xsd:date", "@value": dataset.year.first_day().to_string() },
                "dcat:endDate": { "@type": "xsd:date", "@value": dataset.year.last_day().to_string() },
            },
            "dcat:distribution": [distribution(&at(&path), "application/json")],
        });
        if let PartialDate::Day(day) = dataset.as_of {
            told["dct:modified"] = json!({ "@type": "xsd:date", "@value": day.to_string() });
        }
        told
    }));
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Catalog",
        "@id": at("/api/v1/catalog.jsonld"),
        "dct:title": { "@language": "zh", "@value": identity.site_name(lang) },
        "dct:description": { "@language": "zh", "@value": lang.say("api-catalogue-about") },
        "dct:publisher": publisher,
        "dct:language": { "@id": "http://publications.europa.eu/resource/authority/language/ZHO" },
        "foaf:homepage": { "@id": at("/") },
        "dcat:dataset": all,
    })
}

fn distribution(address: &str, media: &str) -> Value {
    json!({
        "@type": "dcat:Distribution",
        "dcat:accessURL": { "@id": address },
        "dcat:downloadURL": { "@id": address },
        "dcat:mediaType": { "@id": format!("http://www.iana.org/assignments/media-types/{media}") },
    })
}

fn contact(office: &Office) -> Value {
    let mut contact = json!({ "@type": "vcard:Organization" });
    if let Some(name) = &office.name {
        contact["vcard:fn"] = json!(name);
    }
    if let Some(email) = &office.email {
        contact["vcard:hasEmail"] = json!({ "@id": format!("mailto:{email}") });
    }
    if let Some(phone) = &office.phone {
        contact["vcard:hasTelephone"] = json!(phone);
    }
    contact
}
