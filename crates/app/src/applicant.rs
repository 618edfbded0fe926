//! That what is released to all does not tell of its applicant: asked when the draft is made, shown while somebody writes in it, and
//! asked again whenever it goes on towards the public, for whoever reviews it need not know who asked.

use crate::context::Ctx;
use crate::error::{PersonalData, Result};
use crate::guard::waived::holds;
use crate::papers;
use domain::policy::{Permission, Relation};
use domain::record::{Progress, Record, Visibility};
use domain::request::trace::{Part, Traces, may_hold_a_number};
use domain::request::{Applicant, RequestNumber};
use domain::school::School;
use store::{Reader, StoredRequest};

/// What the applicant of a request is known by.
pub(crate) struct Known {
    traces: Traces,
    /// A number of papers is kept, and its key cannot be had: nobody can say that a text does not hold it.
    sealed: bool,
}

impl Known {
    pub(crate) async fn of(ctx: &Ctx, reader: &Reader, stored: &StoredRequest) -> Result<Known> {
        let number: RequestNumber = stored.request.entry.number;
        let kept = reader.sealed_identity(number).await?;
        let opened = kept.as_deref().map(|kept| papers::open(&ctx.app, number, kept));
        let sealed = matches!(opened, Some(Err(_)));
        let identity = opened.and_then(std::result::Result::ok);
        Ok(Known { traces: traces(reader, &stored.request.entry.applicant, identity.as_deref()).await?, sealed })
    }

    /// Which parts of the applicant a text tells; nothing that is only feared.
    pub(crate) fn found_in(&self, text: &str) -> Vec<Part> {
        self.traces.found_in(text)
    }

    fn told(&self, ctx: &Ctx, field: &'static str, text: &str) -> Vec<PersonalData> {
        let may_know = ctx.allow(Permission::SeeApplicants, Relation::School).is_ok();
        let masked = |part: Part| match may_know {
            true => ctx.lang.say(&format!("request-trace-{}", part.code())),
            false => ctx.lang.say("request-trace"),
        };
        let mut words: Vec<String> = self.found_in(text).into_iter().map(masked).collect();
        if self.sealed && may_hold_a_number(text) {
            words.push(ctx.lang.say("request-trace-sealed"));
        }
        words.dedup();
        words.into_iter().map(|masked| PersonalData { field, masked }).collect()
    }
}

/// What somebody is known by who is no part of the school: what it says of itself is nobody's trace.
pub(crate) async fn traces(reader: &Reader, applicant: &Applicant, identity: Option<&str>) -> Result<Traces> {
    let school = School::of(reader.facts().await?);
    let units = reader.units().await?;
    let facts = school.facts().map(|fact| fact.value.as_str()).chain([school.name()]);
    let own: Vec<&str> = facts.chain(units.iter().flat_map(|unit| [unit.name.as_str(), unit.duty.as_str()])).collect();
    Ok(Traces::of(applicant, identity, &own))
}

/// What of its applicant a record tells that was made of an answer, in its newest edition and that one's files; nothing of any other
/// record.
pub(crate) async fn told_in(ctx: &Ctx, reader: &Reader, record: &Record) -> Result<Vec<PersonalData>> {
    let Some(number) = reader.request_released_as(record.id).await? else { return Ok(Vec::new()) };
    let Some(stored) = reader.find_request(number).await? else { return Ok(Vec::new()) };
    let Some(edition) = record.newest() else { return Ok(Vec::new()) };
    let known = Known::of(ctx, reader, &stored).await?;
    let keywords = edition.keywords.join("；");
    let mut texts: Vec<(&'static str, &str)> = vec![
        ("title", &edition.title),
        ("summary", &edition.summary),
        ("body", &edition.body),
        ("document_number", &edition.document_number),
        ("issuer", &edition.issuer),
        ("keywords", &keywords),
        ("change_note", &edition.change_note),
        ("note", &record.note),
    ];
    if let Visibility::Withdrawn { reason, .. } = &record.visibility {
        texts.push(("state_reason", reason));
    }
    for release in &record.releases {
        texts.push(("locator", &release.locator));
    }
    let digests: Vec<String> = record.newest_attachments().map(|file| file.digest.clone()).collect();
    let said = reader.file_texts(&digests).await?;
    texts.extend(record.newest_attachments().map(|file| (PersonalData::ATTACHMENT, file.name.as_str())));
    texts.extend(digests.iter().filter_map(|digest| Some((PersonalData::ATTACHMENT, said.get(digest)?.as_str()))));
    let mut found: Vec<PersonalData> = texts.iter().flat_map(|(field, text)| known.told(ctx, field, text)).collect();
    found.dedup();
    Ok(found)
}

/// The same of a record that is about to be saved, where it goes on towards the public and nobody said on what legal basis it
/// may. A draft is kept as it is written, and shows what is found in it; what comes back or down is kept from nothing.
pub(crate) async fn applicant_told(ctx: &Ctx, reader: &Reader, record: &Record) -> Result<Vec<PersonalData>> {
    let goes_down = matches!(record.progress, Progress::Draft { .. } | Progress::Stopped);
    if goes_down || reader.request_released_as(record.id).await?.is_none() {
        return Ok(Vec::new());
    }
    // What was public before was asked then, unless words were added to it since.
    if let Some(before) = reader.find_record(record.id).await?
        && matches!(before.progress, Progress::Done)
        && before.editions == record.editions
        && before.releases == record.releases
        && before.visibility == record.visibility
    {
        return Ok(Vec::new());
    }
    let found = told_in(ctx, reader, record).await?;
    let Some(edition) = record.newest().filter(|_| !found.is_empty()) else { return Ok(found) };
    let waivers = reader.waivers(record.id).await?;
    Ok(if holds(&waivers, record, edition).is_some() { Vec::new() } else { found })
}
