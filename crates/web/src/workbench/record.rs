//! One record: a form while it is being drafted, else its text with what may be done with it next; and the acts themselves.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, FormError, FromForm, Reader, Rejected};
use crate::http::parts;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::{attached, ledger, ruler, write};
use app::desk::{Desk, Happened, Mark, Sheet, marks};
use app::portal::diff::Piece;
use app::records;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Act;
use domain::ids::RecordId;
use domain::record::{Edition, IndexNumber, Openness, Progress, Term, Timestamp};
use domain::text::{Block, Placed, Set, blocks};
use std::sync::Arc;

/// Longest reason, in characters.
const REASON: usize = 500;

#[derive(Template)]
#[template(path = "workbench/record.html")]
struct RecordPage {
    bench: Bench,
    sheet: Sheet,
    edition: Edition,
    unit: String,
    item: String,
    stage: (&'static str, String),
    ruler: Option<ruler::Ruler>,
    blocks: Vec<Placed>,
    /// What the engines say has to be looked at.
    marks: Vec<Mark>,
    /// The act whose form was filled in wrongly, with what was typed and what is wrong.
    wrong: Option<(String, String, String)>,
    saved: bool,
    done: Option<String>,
    others: Vec<RecordId>,
    attached: Vec<attached::Attached>,
    /// Names of channels over which things like it went out, and it did not; nothing for whoever posts nothing.
    left: Option<Vec<String>>,
}

impl RecordPage {
    fn act(&self, happened: &Happened) -> String {
        self.bench.act(happened.act)
    }

    fn by(&self, happened: &Happened) -> String {
        match (&happened.by, happened.actor.as_str()) {
            (Some(name), _) => name.clone(),
            (None, "operator") => self.bench.say("work-by-operator"),
            (None, actor) if actor.starts_with("system:") => self.bench.say("work-by-system"),
            _ => self.bench.say("work-nobody"),
        }
    }

    /// From when it would stand, or stands, and how long.
    fn planned_period(&self, posting: &domain::publicity::Posting) -> String {
        let length = crate::portal::objection::length(self.bench.lang, posting.length);
        let from = posting.period.map_or(posting.starts, |(from, _)| from);
        let key = if posting.period.is_some() { "periods-stands" } else { "periods-planned" };
        self.bench.lang.say_with(key, &[("from", &self.bench.short(&from)), ("length", &length)])
    }

    fn openness(&self) -> String {
        let openness = &self.sheet.record.openness;
        let word = self.bench.word("portal-openness", openness.code(), openness.zh());
        match openness {
            Openness::Withheld { ground } => format!("{word}（{ground}）"),
            _ => word,
        }
    }

    fn audience(&self) -> String {
        let audience = self.sheet.record.audience;
        self.bench.word("portal-audience", audience.code(), audience.zh())
    }

    fn term(&self) -> String {
        match self.sheet.record.term {
            Term::Standing => self.bench.say("work-term-standing"),
            Term::Until(day) => self.bench.say1("work-term-until", "day", self.bench.short(&day)),
        }
    }

    fn kind(&self) -> String {
        let form = self.sheet.record.form;
        self.bench.word("portal-form", form.code(), form.zh())
    }

    fn next(&self) -> Option<String> {
        let next = &self.sheet.next;
        (!next.is_empty()).then(|| next.join(&self.bench.say("portal-list-comma")))
    }

    fn published(&self) -> String {
        self.bench.date(&self.sheet.record.published_on())
    }

    fn planned(&self) -> Option<String> {
        match self.sheet.record.progress {
            Progress::Approved { publish_at: Some(at), .. } => Some(self.bench.moment(&at)),
            _ => None,
        }
    }

    fn is_review(&self) -> bool {
        let acts = &self.sheet.acts;
        acts.pass_unit || acts.pass_secrecy || acts.publish || acts.send_back
    }

    /// Where the way of the record has come to, step by step: shape, word, by whom and when.
    fn steps(&self) -> Vec<(&'static str, String, String)> {
        let mut steps: Vec<(&'static str, String, String)> = Vec::new();
        // Of the present edition only: what was done since it was begun.
        let begun = self.sheet.history.iter().rposition(|happened| {
            matches!(happened.act, Act::RecordPublished | Act::RecordAmended) && self.sheet.record.progress.is_open()
        });
        for happened in self.sheet.history.iter().skip(begun.map_or(0, |at| at + 1)) {
            let words = format!("{}　{}", self.act(happened), self.by(happened));
            let mut more = self.bench.moment(&happened.at);
            if let Some(reason) = &happened.reason {
                more = format!("{more}　“{reason}”");
            }
            // Saving again and again is one step.
            if matches!(happened.act, Act::RecordDrafted | Act::AttachmentAdded | Act::AttachmentRemoved)
                && let Some(last) = steps.last_mut()
                && last.1 == words
            {
                last.2 = more;
                continue;
            }
            steps.push(("was", words, more));
        }
        let waits = match self.sheet.record.progress {
            Progress::UnitReview => Some(("now", "work-stage-unit-review")),
            Progress::SecrecyReview { .. } => Some(("now", "work-stage-secrecy-review")),
            Progress::Approved { .. } => Some(("now", "work-stage-approved")),
            _ => None,
        };
        if let Some((shape, key)) = waits {
            steps.push((
                shape,
                self.bench.say(key),
                self.next().unwrap_or_else(|| self.bench.say("work-nobody-holds")),
            ));
        }
        steps
    }

    fn wrong_for(&self, act: &str) -> Option<&(String, String, String)> {
        self.wrong.as_ref().filter(|(wrong, ..)| wrong == act)
    }

    fn label(&self, mark: &Mark) -> String {
        self.bench.say(&format!("work-label-{}", mark.field.replace('_', "-")))
    }

    fn typed(&self, act: &str) -> String {
        self.wrong_for(act).map(|(_, typed, _)| typed.clone()).unwrap_or_default()
    }

    /// What an amendment changes, only where it does.
    fn changed(&self) -> Vec<&Vec<Piece>> {
        let same = |line: &&Vec<Piece>| line.iter().all(|piece| matches!(piece, Piece::Same(_)));
        self.sheet.changes.iter().filter(|line| !same(line)).collect()
    }
}

/// The record whose id stands in the address.
pub(crate) fn id(request: &PageRequest) -> Result<RecordId, HttpError> {
    request.param(0).parse().map_err(|_| HttpError::Absent(Absent::Record))
}

/// A record.
pub(crate) async fn record(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    let AtWork { desk, bench, home, .. } = AtWork::at(&site, &request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    if sheet.acts.write {
        return write::form_of(&request, &desk, bench, sheet).await;
    }
    let others = home.tasks.iter().map(|task| task.row.line.id).filter(|other| *other != id).collect();
    let done = request.query("done").filter(|done| DONE.contains(&done.as_str()));
    let done = done.map(|done| bench.say(&format!("work-done-{done}")));
    let saved = request.query("saved").is_some();
    let left = match sheet.acts.release {
        true => Some(desk.left_to_post(&sheet.record).await?.into_iter().map(|one| one.channel.name).collect()),
        false => None,
    };
    let page = page(bench, &desk, sheet);
    show(&request, &RecordPage { others, done, saved, left, ..page })
}

/// What can be told as done.
const DONE: [&str; 7] = ["pass_unit", "pass_secrecy", "send_back", "publish", "withdraw", "planned", "give_up"];

fn page(bench: Bench, desk: &Desk, sheet: Sheet) -> RecordPage {
    let edition = sheet.edition();
    let unit = sheet.record.unit.as_deref().map(|code| desk.unit_name(code).to_string()).unwrap_or_default();
    let item = desk.item(&sheet.record.item).map(|item| item.text.clone()).unwrap_or_default();
    let returned = matches!(&sheet.record.progress, Progress::Draft { returned: Some(_) });
    let (progress, visibility) = (sheet.record.progress.code(), sheet.record.visibility.code());
    let stage = ledger::stage(&bench, progress, visibility, returned);
    let ruler =
        edition.made_on.day().zip(sheet.due).map(|(made, due)| ruler::Ruler::new(&bench, desk.calendar(), made, due));
    let blocks = blocks(&edition.body);
    // What is public was judged; what is on its way is to be.
    let marks = if sheet.record.progress.is_open() { marks(bench.lang, &edition) } else { Vec::new() };
    let attached = attached::of(&bench, &sheet.record);
    let bench = bench.titled(edition.title.clone());
    RecordPage {
        attached,
        bench,
        sheet,
        edition,
        unit,
        item,
        stage,
        ruler,
        blocks,
        marks,
        wrong: None,
        saved: false,
        done: None,
        others: Vec::new(),
        left: None,
    }
}

/// Something to be done with a record.
enum Order {
    /// Save the draft, or send it: the form of `write`.
    Write,
    Delete,
    PassUnit,
    PassSecrecy {
        publish_at: Option<Timestamp>,
    },
    SendBack {
        reason: String,
    },
    Publish,
    Amend {
        note: String,
    },
    Withdraw {
        reason: String,
        successor: Option<IndexNumber>,
    },
}

/// An order, and the state of the record that was seen when it was given.
struct Given {
    order: Order,
    version: Option<u32>,
}

impl FromForm for Given {
    fn from_form(form: &mut Reader<'_>) -> Option<Given> {
        let order = Order::from_form(form)?;
        Some(Given { order, version: form.raw("version").parse().ok() })
    }
}

impl FromForm for Order {
    fn from_form(form: &mut Reader<'_>) -> Option<Order> {
        Some(match form.raw("act") {
            "delete" => Order::Delete,
            "pass_unit" => Order::PassUnit,
            "pass_secrecy" => Order::PassSecrecy { publish_at: minute(form, "publish_at")? },
            "send_back" => Order::SendBack { reason: form.given("reason", REASON)? },
            "publish" => Order::Publish,
            "amend" => Order::Amend { note: form.given("change_note", REASON)? },
            "withdraw" => Order::Withdraw { reason: form.given("reason", REASON)?, successor: successor(form)? },
            _ => Order::Write,
        })
    }
}

/// A minute in China, as a field for one sends it or as people write it; nothing when nothing was typed.
fn minute(form: &mut Reader<'_>, field: &'static str) -> Option<Option<Timestamp>> {
    let typed = form.line(field, 40)?.replace('T', " ");
    if typed.is_empty() {
        return Some(None);
    }
    match chrono::NaiveDateTime::parse_from_str(&typed, "%Y-%m-%d %H:%M") {
        Ok(local) => Some(Some(domain::date::instant_in_china(local))),
        Err(_) => form.refuse(field, "minute"),
    }
}

/// The index number of what takes the place of something withdrawn; nothing when nothing was typed.
fn successor(form: &mut Reader<'_>) -> Option<Option<IndexNumber>> {
    let typed = form.line("successor", 60)?;
    if typed.is_empty() {
        return Some(None);
    }
    match typed.parse() {
        Ok(index) => Some(Some(index)),
        Err(_) => form.refuse("successor", "index"),
    }
}

/// Does something with a record.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    let (request, files) = parts::split(request).await?;
    let Given { order, version } = match form::read::<Given>(&request) {
        Ok(Given { order: Order::Write, .. }) => return write::save(site, request, id, files).await,
        Ok(given) => given,
        Err(FormError::Rejected(rejected)) => return wrong(&site, &request, id, &rejected).await,
        Err(other) => return Err(other.into()),
    };
    let AtWork { ctx, desk, .. } = AtWork::at(&site, &request, "ledger").await?;
    // On the desk, or there is nothing to act on.
    let sheet = desk.sheet(id).await?;
    let amends = sheet.is_amendment();
    drop(desk);
    // Nobody passes, publishes or takes down a text that was changed since their page was shown.
    if version.is_some_and(|seen| seen != sheet.record.version) {
        return Err(app::Error::Conflict { kind: "record", key: id.to_string() }.into());
    }
    let done = match order {
        Order::Write => return Err(HttpError::Malformed),
        Order::Delete if amends => {
            records::give_up_amendment(&ctx, id).await?;
            "give_up"
        }
        Order::Delete => {
            records::delete_draft(&ctx, id).await?;
            return Ok(go_on(&request, "/work?done=delete"));
        }
        Order::PassUnit => {
            records::pass_unit_review(&ctx, id).await?;
            "pass_unit"
        }
        Order::PassSecrecy { publish_at } => {
            records::pass_secrecy_review(&ctx, id, publish_at).await?;
            if publish_at.is_some() { "planned" } else { "pass_secrecy" }
        }
        Order::SendBack { reason } => {
            records::send_back(&ctx, id, &reason).await?;
            "send_back"
        }
        Order::Publish => {
            records::publish(&ctx, id).await?;
            "publish"
        }
        Order::Amend { note } => {
            let edition = sheet.record.public_edition().cloned().unwrap_or_default();
            records::amend(&ctx, id, Edition { change_note: note, ..edition }).await?;
            return Ok(go_on(&request, &format!("/work/record/{id}")));
        }
        Order::Withdraw { reason, successor } => {
            records::withdraw(&ctx, id, &reason, successor).await?;
            "withdraw"
        }
    };
    Ok(go_on(&request, &format!("/work/record/{id}?done={done}")))
}

/// The page again, with the form that was filled in wrongly open.
async fn wrong(site: &Site, request: &PageRequest, id: RecordId, rejected: &Rejected) -> Result<Response, HttpError> {
    let AtWork { desk, bench, .. } = AtWork::at(site, request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    let act = rejected.typed.get("act").to_string();
    let field = rejected.errors.first();
    let typed = field.map(|error| rejected.typed.get(error.field).to_string()).unwrap_or_default();
    let words = field.map(|error| bench.say(&format!("work-{}-{}", error.field.replace('_', "-"), error.code)));
    let page = page(bench, &desk, sheet);
    let page = RecordPage { wrong: Some((act, typed, words.unwrap_or_default())), ..page };
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
