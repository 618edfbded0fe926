//! The form beside the list of a publicity period: what was typed, and what it says of the record and its days.

use crate::error::HttpError;
use crate::http::cleaned::Cleaned;
use crate::http::form::{Fields, FromForm, Reader};
use crate::http::parts::SentFile;
use crate::workbench::bench::Bench;
use app::guard::words::unreadable;
use app::publicity::{self, Look, Read, Terms};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::publicity::Roll;
use domain::record::Audience;

/// Longest of the lines.
const LINE: usize = 200;
/// Longest reason for a wider audience.
const REASON: usize = 300;
/// Longest text before a list.
const BODY: usize = 20_000;
/// Longest list, in characters of the field that carries it.
const TABLE: usize = 4_000_000;

/// What was typed beside the list.
#[derive(Default, Clone)]
pub(super) struct Typed {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) item: String,
    pub(super) unit: String,
    pub(super) audience: String,
    pub(super) wider: String,
    pub(super) starts: String,
    pub(super) count: String,
    pub(super) own_rule: bool,
    pub(super) contact: String,
}

impl Typed {
    pub(super) fn of(fields: &Fields) -> Typed {
        let field = |name: &str| fields.get(name).replace("\r\n", "\n");
        Typed {
            title: field("title"),
            body: field("body"),
            item: field("item"),
            unit: field("unit"),
            audience: field("audience"),
            wider: field("wider"),
            starts: field("starts"),
            count: field("count"),
            own_rule: !field("own_rule").is_empty(),
            contact: field("contact"),
        }
    }
}

/// What the form says of its days.
pub(super) struct SentTerms(pub(super) Terms);

impl FromForm for SentTerms {
    fn from_form(form: &mut Reader<'_>) -> Option<SentTerms> {
        let starts = day(form, "starts");
        let count = match domain::date::half_width(&form.given("count", 10)?).parse() {
            Ok(count) => Some(count),
            Err(_) => form.refuse("count", "number"),
        };
        let contact = form.given("contact", LINE);
        let own_rule = !form.raw("own_rule").is_empty();
        Some(SentTerms(Terms { starts: starts?, count: count?, own_rule, contact: contact? }))
    }
}

/// What the form says of a new record.
pub(super) struct Sent {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) item: ItemKey,
    pub(super) unit: String,
    pub(super) audience: Audience,
    pub(super) wider: String,
    pub(super) terms: Terms,
}

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let title = form.given("title", LINE);
        let body = form.text("body", BODY);
        let item = form.choice("item", |item| item.parse().ok());
        let unit = form.given("unit", LINE);
        let audience = form.choice("audience", Audience::read);
        let wider = form.line("wider", REASON);
        let terms = SentTerms::from_form(form);
        Some(Sent {
            title: title?,
            body: body?.trim_end().to_string(),
            item: item?,
            unit: unit?,
            audience: audience?,
            wider: wider?,
            terms: terms?.0,
        })
    }
}

pub(super) fn day(form: &mut Reader<'_>, field: &'static str) -> Option<NaiveDate> {
    match form.given(field, 40)?.parse::<PartialDate>().ok().and_then(PartialDate::day) {
        Some(day) => Some(day),
        None => form.refuse(field, "date"),
    }
}

/// What was sent with a list, before it is judged.
pub(super) struct Brought {
    pub(super) roll: Option<Roll>,
    /// Just read, and not what the form carried.
    pub(super) fresh: bool,
    pub(super) read: Option<(String, Read)>,
    pub(super) refused: Option<String>,
}

/// The list that a form brings: a file before pasted lines before what it carried.
pub(super) async fn brought(
    bench: &Bench,
    cleaned: &Cleaned,
    fields: &Fields,
    files: Vec<SentFile>,
) -> Result<Brought, HttpError> {
    let pasted = fields.get("pasted");
    let (name, bytes) = match files.into_iter().next() {
        Some(file) => (file.name, file.bytes.to_vec()),
        None if !pasted.trim().is_empty() => {
            let name = if pasted.contains('\t') { "pasted.tsv" } else { "pasted.csv" };
            (name.to_string(), pasted.as_bytes().to_vec())
        }
        None => {
            let table = fields.get("table");
            let roll = if table.len() > TABLE * 4 { None } else { Roll::read_lines(table) };
            return Ok(Brought { roll, fresh: false, read: None, refused: None });
        }
    };
    let refused = match publicity::read_list(&name, bytes).await? {
        Ok(mut read) => {
            for cell in read.roll.heads.iter_mut().chain(read.roll.rows.iter_mut().flatten()) {
                *cell = cleaned.plain(std::mem::take(cell));
            }
            let name = if name.starts_with("pasted.") { bench.say("periods-pasted") } else { name };
            return Ok(Brought { roll: Some(read.roll.clone()), fresh: true, read: Some((name, read)), refused: None });
        }
        Err(Look::Empty) => bench.say1("periods-read-empty", "file", &name),
        Err(Look::Large) => bench.say1("periods-read-large", "file", &name),
        Err(Look::SideBySide) => bench.say1("periods-read-side-by-side", "file", &name),
        Err(Look::Unreadable(error)) => {
            let why = unreadable(bench.lang, &error);
            bench.lang.say_with("work-file-unreadable", &[("file", &name), ("why", &why)])
        }
    };
    Ok(Brought { roll: None, fresh: true, read: None, refused: Some(refused) })
}

/// Everything that was sent in fields of a name.
pub(super) fn all(fields: &Fields, name: &str) -> Vec<String> {
    fields.pairs().iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
}
