//! The form of a draft: what was typed, field by field, and what it says. Who sees it, and what becomes of it, is for the page.

use crate::http::form::{FieldError, Fields, FromForm, Reader};
use app::desk::{Desk, Draft, Sheet, covered};
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::AttachmentId;
use domain::record::{Audience, Edition, Facts, Form, Openness, Origin, Term, Validity};

/// Longest title, in characters.
const TITLE: usize = 200;
/// Longest summary (信息公开目录: 内容概述 within 100 characters).
const SUMMARY: usize = 100;
/// Longest text.
const BODY: usize = 400_000;
/// Longest of the other lines.
const LINE: usize = 200;

/// What was typed, field by field, as it goes back into the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) title: String,
    pub(crate) document_number: String,
    pub(crate) item: String,
    pub(crate) unit: String,
    pub(crate) form: String,
    pub(super) origin: String,
    pub(crate) made_on: String,
    pub(super) openness: String,
    pub(super) ground: String,
    pub(super) audience: String,
    pub(super) until: String,
    pub(crate) summary: String,
    pub(crate) body: String,
    pub(super) change_note: String,
    /// Somebody said that nobody knows when it was made.
    pub(super) undated: bool,
    /// Somebody said that only its title is to be public.
    pub(super) bare: bool,
    /// Why more people see it than the kind of its list says.
    pub(super) wider: String,
    /// Digest of the document that it was read from, while its pictures wait there.
    pub(crate) document: String,
}

impl Typed {
    pub(super) fn of(fields: &Fields) -> Typed {
        let field = |name: &str| fields.get(name).replace("\r\n", "\n");
        Typed {
            title: field("title"),
            document_number: field("document_number"),
            item: field("item"),
            unit: field("unit"),
            form: field("form"),
            origin: field("origin"),
            made_on: match (field("made_on"), field("made_today")) {
                (empty, today) if empty.trim().is_empty() => today,
                (typed, _) => typed,
            },
            openness: field("openness"),
            ground: field("ground"),
            audience: field("audience"),
            until: field("until"),
            undated: !field("undated").is_empty(),
            bare: !field("bare").is_empty(),
            wider: field("wider"),
            document: field("document"),
            summary: field("summary"),
            body: field("body"),
            change_note: field("change_note"),
        }
    }

    /// What of it is text.
    pub(super) fn edition(&self) -> Edition {
        Edition {
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            document_number: self.document_number.clone(),
            change_note: self.change_note.clone(),
            ..Edition::default()
        }
    }

    /// The same for another time: what is of that one document alone is left out.
    pub(super) fn anew(self, desk: &Desk) -> Typed {
        let blank = blank_typed(desk);
        let unit = if desk.drafting_units().iter().any(|unit| unit.code == self.unit) { self.unit } else { blank.unit };
        let (none, made_on) = (String::new, blank.made_on);
        Typed { unit, made_on, document_number: none(), until: none(), change_note: none(), summary: none(), ..self }
    }

    pub(super) fn of_sheet(sheet: &Sheet) -> Typed {
        let (facts, edition) = (sheet.record.facts(), sheet.edition());
        let ground = match &facts.openness {
            Openness::Withheld { ground } => ground.clone(),
            _ => String::new(),
        };
        let until = match facts.term {
            Term::Until(day) => day.to_string(),
            Term::Standing => String::new(),
        };
        Typed {
            title: edition.title,
            document_number: edition.document_number,
            item: facts.item.to_string(),
            unit: facts.unit.unwrap_or_default(),
            form: facts.form.code().into(),
            origin: facts.origin.code().into(),
            made_on: edition.made_on.to_string(),
            openness: facts.openness.code().into(),
            ground,
            audience: facts.audience.code().into(),
            until,
            summary: edition.summary,
            body: edition.body,
            change_note: edition.change_note,
            undated: false,
            bare: false,
            wider: sheet.posting.as_ref().map(|posting| posting.wider.clone()).unwrap_or_default(),
            document: String::new(),
        }
    }
}

/// A form that was sent: what is to be done, and what it says.
pub(super) struct Sent {
    pub(super) act: Act,
    pub(super) version: u32,
    pub(super) draft: Draft,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Save,
    Submit,
    Detach(AttachmentId),
    Redact(AttachmentId),
    /// Cover what is certainly a person's in the text.
    Cover,
    /// Show it as readers will see it.
    See,
}

impl Act {
    pub(super) fn read(text: &str) -> Option<Act> {
        let file = |prefix: &str| text.strip_prefix(prefix)?.parse().ok();
        match text {
            "save" => Some(Act::Save),
            "submit" => Some(Act::Submit),
            "cover" => Some(Act::Cover),
            "see" => Some(Act::See),
            _ => file("detach:").map(Act::Detach).or_else(|| file("redact:").map(Act::Redact)),
        }
    }
}

impl Typed {
    /// The same for those for whom records of its item usually are, where the school says so.
    pub(super) fn usually(self, desk: &Desk) -> Typed {
        let usual = self.item.parse().ok().and_then(|item: ItemKey| desk.usual_audience(&item));
        Typed { audience: usual.map_or(self.audience, |usual| usual.code().to_string()), ..self }
    }
}

/// Whether a button of this form says so.
pub(crate) fn is_act(text: &str) -> bool {
    Act::read(text).is_some()
}

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let act = form.choice("act", Act::read)?;
        let version = form.raw("version").parse().unwrap_or_default();
        let title = form.given("title", TITLE);
        let document_number = form.line("document_number", LINE);
        let item = form.choice("item", |item| item.parse::<ItemKey>().ok());
        let unit = form.given("unit", LINE);
        let kind = form.choice("form", Form::read);
        let origin = form.choice("origin", Origin::read);
        let made_on = date(form, "made_on");
        // One press says that it was made today; a day that is typed is the day.
        let made_on = match (made_on, form.raw("made_today").parse::<PartialDate>()) {
            (Some(PartialDate::Unknown), Ok(today)) => Some(today),
            (made_on, _) => made_on,
        };
        // Nothing is due of what has no date: that it has none is somebody's word and no slip.
        if act == Act::Submit && made_on == Some(PartialDate::Unknown) && form.raw("undated").is_empty() {
            return form.refuse("made_on", "undated");
        }
        let openness = openness(form);
        let audience = form.choice("audience", Audience::read);
        let term = term(form);
        let summary = form.text("summary", SUMMARY).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let body = form.text("body", BODY);
        let change_note = form.line("change_note", LINE);
        let facts = Facts {
            item: item?,
            unit: Some(unit?),
            form: kind?,
            origin: origin?,
            openness: openness?,
            audience: audience?,
            term: term?,
            validity: Validity::InForce,
        };
        let edition = Edition {
            title: title?,
            summary: summary?,
            body: body?.trim_end().to_string(),
            document_number: document_number?,
            made_on: made_on?,
            change_note: change_note?,
            ..Edition::default()
        };
        let edition = if act == Act::Cover { covered(edition) } else { edition };
        Some(Sent { act, version, draft: Draft { facts, edition } })
    }
}

/// Dates with which nothing is sent for review: made after today, or out for no day.
pub(super) fn untimely(sent: &Sent, today: chrono::NaiveDate) -> Vec<FieldError> {
    let later = sent.draft.edition.made_on.span().is_some_and(|(first, _)| first > today);
    let over = matches!(sent.draft.facts.term, Term::Until(last) if last < today);
    let wrong = [(later, "made_on", "future"), (over, "until", "past")].into_iter();
    let wrong = wrong.filter(|(is, ..)| *is && sent.act == Act::Submit);
    wrong.map(|(_, field, code)| FieldError { field, code }).collect()
}

/// That readers would find nothing but a title, with which nothing is sent for review unasked. `lies` is what of it lies
/// elsewhere: files, a list, addresses.
pub(super) fn bare(sent: &Sent, typed: &Typed, lies: bool) -> Vec<FieldError> {
    let edition = &sent.draft.edition;
    let open = sent.draft.facts.openness == Openness::Proactive;
    let bare = sent.act == Act::Submit && open && edition.body.trim().is_empty() && !lies && !typed.bare;
    bare.then_some(FieldError { field: "body", code: "bare" }).into_iter().collect()
}

/// A day, a month or a year, however it is written; nothing when nothing was typed.
pub(super) fn date(form: &mut Reader<'_>, field: &'static str) -> Option<PartialDate> {
    let typed = form.line(field, 40)?;
    if typed.is_empty() {
        return Some(PartialDate::Unknown);
    }
    match typed.parse::<PartialDate>() {
        Ok(date) => Some(date),
        Err(_) => form.refuse(field, "date"),
    }
}

pub(super) fn openness(form: &mut Reader<'_>) -> Option<Openness> {
    let ground = form.line("ground", LINE)?;
    match form.raw("openness") {
        "proactive" => Some(Openness::Proactive),
        "on_request" => Some(Openness::OnRequest),
        "withheld" if ground.is_empty() => form.refuse("ground", "required"),
        "withheld" => Some(Openness::Withheld { ground }),
        _ => form.refuse("openness", "required"),
    }
}

pub(super) fn term(form: &mut Reader<'_>) -> Option<Term> {
    let typed = form.line("until", 40)?;
    if typed.is_empty() {
        return Some(Term::Standing);
    }
    match typed.parse::<PartialDate>().ok().and_then(PartialDate::day) {
        Some(day) => Some(Term::Until(day)),
        None => form.refuse("until", "date"),
    }
}

/// What a new form begins with.
pub(crate) fn blank_typed(desk: &Desk) -> Typed {
    let units = desk.drafting_units();
    Typed {
        unit: if units.len() == 1 { units[0].code.clone() } else { String::new() },
        form: Form::Notice.code().into(),
        origin: Origin::Made.code().into(),
        openness: Openness::Proactive.code().into(),
        audience: Audience::Public.code().into(),
        // A day that nobody gave is not today's.
        ..Typed::default()
    }
}
