//! Things of the portal as JSON. Fields are added, never renamed; what is not known is null and not a guess.

use crate::portal::frame::SEGMENT;
use crate::portal::identity::Identity;
use app::portal::api::{Entry, Whole};
use app::portal::browse::UnitLine;
use app::portal::view::{ItemLine, Office, PublicityLine, Publisher, ReleaseLine, ReportLine};
use domain::catalogue::Category;
use domain::date::PartialDate;
use domain::publicity::{Days, Standing};
use domain::record::Term;
use domain::school::Channel;
use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};

/// A date as far as it is known: `2023-05-12`, `2023-05`, `2023`.
fn date(date: &PartialDate) -> Value {
    if date.is_unknown() { Value::Null } else { date.to_string().into() }
}

fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// The whole address of a path, or the path when the site does not know its own.
fn address(identity: &Identity, path: String) -> String {
    identity.whole(&path).unwrap_or(path)
}

pub(super) fn school(school: &Publisher, office: &Office) -> Value {
    json!({
        "name": text(&school.name), "code": text(&school.code), "website": school.website, "region": school.region,
        "office": {
            "name": office.name, "head": office.head, "address": office.address, "hours": office.hours,
            "phone": office.phone, "fax": office.fax, "email": office.email,
        },
    })
}

pub(super) fn entry(entry: &Entry, identity: &Identity) -> Value {
    let line = &entry.line;
    let unit = entry.unit.as_ref().map(|code| json!({ "code": code, "name": line.unit }));
    let period = entry
        .period
        .as_ref()
        .map(|period| json!({ "kind": text(&period.kind), "from": date(&period.from), "until": date(&period.until) }));
    json!({
        "id": line.id.to_string(),
        "url": address(identity, format!("/record/{}", line.id)),
        "index": line.index.to_string(),
        "title": line.title,
        "document_number": text(&line.document_number),
        "item": line.item.to_string(),
        "unit": unit,
        "form": line.form.code(),
        "published": date(&line.published),
        "updated": date(&entry.updated),
        "school_year": entry.school_year.map(|year| year.to_string()),
        "validity": entry.validity.code(),
        "count": line.count,
        "publicity": period,
        "lists_names": entry.names,
        "link": entry.link,
    })
}

pub(super) fn whole(whole: &Whole, identity: &Identity) -> Value {
    let (record, mut told) = (&whole.record, entry(&whole.entry, identity));
    let Some(edition) = record.public_edition() else { return told };
    let names = whole.entry.names;
    told["summary"] = if names { Value::Null } else { text(&edition.summary) };
    // A list of names comes down with its period; what copies of it do, nobody knows.
    told["text"] = if names { Value::Null } else { text(&edition.body) };
    told["issuer"] = text(&edition.issuer);
    told["made_on"] = date(&edition.made_on);
    told["keywords"] = json!(edition.keywords);
    told["origin"] = record.origin.code().into();
    told["until"] = match record.term {
        Term::Standing => Value::Null,
        Term::Until(day) => day.to_string().into(),
    };
    told["edition"] = edition.number.into();
    told["releases"] = whole.releases.iter().map(release).collect();
    let files = record.attachments.iter().filter(|_| !names).map(|file| {
        json!({
            "name": file.name, "size": file.size, "sha256": file.digest,
            "url": address(identity, format!("/record/{}/attachment/{}", record.id, file.id)),
        })
    });
    told["attachments"] = files.collect();
    told
}

fn release(release: &ReleaseLine) -> Value {
    json!({
        "channel": release.channel, "on": date(&release.on), "link": release.link, "place": text(&release.place),
        "edition": release.edition, "evidence": release.evidence,
    })
}

pub(super) fn item(item: &ItemLine, category: &Category) -> Value {
    let unit = item.unit.as_ref().map(|name| json!({ "code": item.unit_code, "name": name }));
    json!({
        "item": item.key.to_string(),
        "category": { "number": category.number, "name": category.name, "english": text(&category.english) },
        "text": item.text,
        "english": text(&item.english),
        "unit": unit,
        "timing": item.timing.to_string(),
        "state": item.state.code(),
        "latest": date(&item.latest),
        "records": item.account.entries,
        "own": item.account.own,
        "taken_down": item.account.taken_down,
        "reason": item.reason,
    })
}

pub(super) fn unit(line: &UnitLine) -> Value {
    json!({
        "code": line.unit.code, "name": line.unit.name, "kind": line.unit.kind.code(), "parent": text(&line.unit.parent),
        "records": line.records, "latest": date(&line.latest), "items": line.items, "wanting": line.wanting,
    })
}

pub(super) fn channel(channel: &Channel) -> Value {
    json!({
        "code": channel.code, "name": channel.name, "kind": channel.kind.code(), "address": text(&channel.address),
    })
}

pub(super) fn period(line: &PublicityLine, identity: &Identity) -> Value {
    let (state, left, days, provisional) = match &line.standing {
        Standing::Running { left, days, provisional } => ("running", Some(*left), Some(days), *provisional),
        Standing::Ahead => ("ahead", None, None, false),
        Standing::Over => ("over", None, None, false),
        Standing::Undated => ("undated", None, None, false),
    };
    json!({
        "id": line.record.id.to_string(),
        "url": address(identity, format!("/record/{}", line.record.id)),
        "title": line.record.title,
        "unit": line.record.unit,
        "kind": text(&line.kind),
        "from": date(&line.from),
        "until": date(&line.until),
        "state": state,
        "days_left": left,
        "days": days.map(|days| match days { Days::Working => "working", Days::Calendar => "calendar" }),
        "provisional": provisional,
    })
}

pub(super) fn report(report: &ReportLine, identity: &Identity) -> Value {
    let files = report.files.iter().map(|(format, size)| {
        let path = format!("/reports/{}/report.{}", report.year, format.extension());
        json!({ "format": format.extension(), "size": size, "url": address(identity, path) })
    });
    json!({
        "year": report.year.to_string(),
        "edition": report.edition,
        "signed_on": report.signed_on.to_string(),
        "issued_on": report.issued_on.to_string(),
        "record": report.record.to_string(),
        "url": address(identity, format!("/reports/{}", report.year)),
        "files": files.collect::<Vec<_>>(),
    })
}

/// Path of a dataset's figures.
pub(super) fn path_of_dataset(key: &str, year: &str) -> String {
    format!("/api/v1/datasets/{}?year={year}", utf8_percent_encode(key, SEGMENT))
}
