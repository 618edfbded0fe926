//! What is suspected in a record on its way to the public, as the forms show it: what was found, masked, and the answer that was
//! given; for whoever has to answer, and for whoever passes on what was answered.

use crate::workbench::attached::{Attached, concealed_words, spot_words};
use crate::workbench::bench::Bench;
use app::desk::Sheet;
use app::records::suspicion::{Brought, Suspicion};
use domain::record::Judged;

/// Something that whoever passes a record on has to look at.
pub(crate) struct Look {
    /// What the tick names.
    pub(crate) id: String,
    /// What is ticked, in words.
    pub(crate) words: String,
    /// What is suspected in it; nothing of a file that could not be read.
    pub(crate) suspected: Option<Suspected>,
}

/// A suspicion in words.
pub(crate) struct Suspected {
    /// What the field of an answer names: what it is about, and what was shown.
    pub(crate) about: String,
    /// Where it is: the text, or the name of a file.
    pub(crate) place: String,
    /// What was found.
    pub(crate) found: Vec<String>,
    /// More was found than is listed.
    pub(crate) more: u32,
    /// The answer that holds: what it is, why, and who said so.
    pub(crate) answer: Option<(String, String, String)>,
    /// What was answered when it stood otherwise, or is in the form that is sent back.
    pub(crate) before: String,
    /// Code of what is chosen.
    pub(crate) chosen: String,
}

/// The suspicions of a record.
pub(crate) fn of(bench: &Bench, sheet: &Sheet) -> Vec<Suspected> {
    sheet.suspicions.iter().map(|one| words(bench, sheet, one)).collect()
}

fn words(bench: &Bench, sheet: &Sheet, one: &Suspicion) -> Suspected {
    let spot = |spot: &domain::record::Spot| match one.file {
        Some(_) => spot_words(bench.lang, spot),
        None => {
            let label = format!("work-label-{}", spot.place.replace('_', "-"));
            let place = bench.say(if bench.lang.knows(&label) { &label } else { "suspect-text" });
            spot_words(bench.lang, &domain::record::Spot { place, ..spot.clone() })
        }
    };
    let concealed = one.concealed.iter().map(|part| concealed_words(bench.lang, part));
    let answer = one.answer.as_ref().map(|said| {
        let happened = sheet.history.iter().find(|happened| happened.at == said.at && happened.actor == said.actor);
        let by = happened.and_then(|happened| happened.by.clone()).unwrap_or_else(|| bench.say("work-nobody"));
        (judged(bench, said.judged), said.words.clone(), format!("{by}　{}", bench.moment(&said.at)))
    });
    Suspected {
        about: format!("{}:{}", one.subject, one.seen()),
        place: one.file.clone().unwrap_or_else(|| bench.say("suspect-text")),
        found: one.spots.iter().map(spot).chain(concealed).collect(),
        more: one.count.saturating_sub(u32::try_from(one.spots.len()).unwrap_or(u32::MAX)),
        answer,
        before: one.before.clone().unwrap_or_default(),
        chosen: String::new(),
    }
}

/// What may be said of something that is suspected: code and words.
pub(crate) fn choices(bench: &Bench) -> Vec<(&'static str, String)> {
    Judged::ALL.iter().map(|one| (one.code(), judged(bench, *one))).collect()
}

fn judged(bench: &Bench, judged: Judged) -> String {
    bench.say(&format!("suspect-is-{}", judged.code().replace('_', "-")))
}

/// What whoever passes a record on has to look at: everything that is suspected, and every file that nobody could read, each once.
pub(crate) fn looks(bench: &Bench, sheet: &Sheet, attached: &[Attached]) -> Vec<Look> {
    let mut looks: Vec<Look> = Vec::new();
    for (one, suspected) in sheet.suspicions.iter().zip(of(bench, sheet)) {
        let words = match suspected.answer {
            Some(_) => bench.say1("suspect-stand-by", "place", &suspected.place),
            None => bench.say1("suspect-looked", "place", &suspected.place),
        };
        looks.push(Look { id: one.subject.clone(), words, suspected: Some(suspected) });
    }
    let reviews = !matches!(sheet.record.progress, domain::record::Progress::Approved { .. });
    for file in attached.iter().filter(|file| file.looks && reviews) {
        let id = file.id.to_string();
        if !looks.iter().any(|look| look.id == id) {
            looks.push(Look { id, words: bench.say1("work-looked", "name", &file.name), suspected: None });
        }
    }
    looks
}

/// The answers of a form to what is suspected, each of three fields in a row: what it is about, what it is, and why. One that
/// says nothing is none.
pub(super) fn answers(fields: &[(String, String)]) -> Vec<Brought> {
    let all = |name: &str| fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect();
    let (about, judged, words): (Vec<String>, Vec<String>, Vec<String>) =
        (all("suspect"), all("suspect_is"), all("suspect_why"));
    let brought = about.into_iter().zip(judged).zip(words).filter_map(|((about, judged), words)| {
        let (subject, seen) = about.split_once(':')?;
        let judged = Judged::read(&judged)?;
        Some(Brought { subject: subject.to_string(), seen: seen.to_string(), judged, words })
    });
    brought.collect()
}
