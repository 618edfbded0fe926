//! One record: a form while it is being drafted, else its text with what may be done with it next; and the acts themselves.

mod pass_on;

use self::pass_on::pass_on;
use crate::error::{Absent, HttpError};
use crate::http::form::{self, FieldError, Fields, FormError, Rejected};
use crate::http::parts;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::again::is_done;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::record_order::{Given, Order, pressed};
use crate::workbench::{attached, ledger, ruler, suspected, write};
use app::desk::{Copies, Desk, Happened, Mark, Sheet, marks, of_whole, pictures_missing};
use app::portal::diff::Piece;
use app::publicity;
use app::records::{self, Seen};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Act;
use domain::ids::RecordId;
use domain::record::{Edition, Openness, Progress, Term, WaiverError};
use domain::text::{Block, Placed, Set, blocks};
use domain::voice::VoiceNumber;
use std::sync::Arc;

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
    /// What was filled in wrongly.
    wrong: Option<Wrong>,
    saved: bool,
    done: Option<String>,
    others: Vec<RecordId>,
    attached: Vec<attached::Attached>,
    /// What is proposed as the note of an amendment, when a correction that was found right leads here.
    correcting: Option<String>,
    /// Copies elsewhere of what was withdrawn.
    copies: Option<Copies>,
    /// Names of channels over which things like it went out, and it did not; nothing for whoever posts nothing.
    left: Option<Vec<String>>,
}

/// A form of the page that cannot be accepted.
struct Wrong {
    /// Whose form it is.
    act: String,
    typed: Fields,
    /// The field, and what is wrong with it.
    field: &'static str,
    words: String,
}

impl RecordPage {
    /// Where a picture of the text stands: an attachment of the same edition.
    fn picture(&self, file: &str) -> Option<String> {
        let record = &self.sheet.record;
        let found = record.attachments_of(self.edition.number).find(|known| known.name == file && known.is_picture());
        found.map(|file| format!("/work/record/{}/attachment/{}", record.id, file.id))
    }

    fn no_picture(&self, file: &str) -> String {
        self.bench.say1("record-no-picture", "file", file)
    }

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

    /// Why more people see its list than the kind says: for whom that is meant, and the reason.
    fn widened(&self, posting: &domain::publicity::Posting) -> Option<(String, String)> {
        let meant = posting.kind().audience();
        let word = self.bench.word("portal-audience", meant.code(), meant.zh());
        posting.kind().is_widened_by(self.sheet.record.audience).then(|| (word, posting.wider.clone()))
    }

    /// What stands in its text although the kind of its list keeps it off the list.
    fn misfits(&self) -> Vec<String> {
        let in_text = self.sheet.misfits.iter().filter(|misfit| misfit.file.is_empty());
        in_text.map(|misfit| attached::misfit_words(self.bench.lang, misfit)).collect()
    }

    /// What whoever passes it on looks at first, as the form names it: what is suspected, and files that nobody could read.
    fn to_look_at(&self) -> Vec<suspected::Look> {
        suspected::looks(&self.bench, &self.sheet, &self.attached)
    }

    /// What may be said of something that is suspected: code and words.
    fn answers(&self) -> Vec<(&'static str, String)> {
        suspected::choices(&self.bench)
    }

    /// The kind of a period in words.
    fn publicity_kind(&self, posting: &domain::publicity::Posting) -> String {
        crate::workbench::periods::name(&self.bench, posting.kind())
    }

    /// Whether it stands open to objection, so that taking it down leaves it without a result.
    fn ends_early(&self) -> bool {
        self.sheet.record.is_open_to_objection(self.bench.today)
    }

    fn openness(&self) -> String {
        let openness = &self.sheet.record.openness;
        let word = self.bench.word("portal-openness", openness.code(), openness.zh());
        match openness {
            Openness::Withheld { ground } => format!("{word}（{ground}）"),
            _ => word,
        }
    }

    /// Whether whoever writes it looks at what readers will see.
    fn is_looked_at(&self) -> bool {
        self.sheet.acts.write
    }

    fn audience(&self) -> String {
        let audience = self.sheet.record.audience;
        // What is kept back is for nobody to read, whatever was chosen before.
        if matches!(self.sheet.record.openness, Openness::Withheld { .. }) {
            return String::new();
        }
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

    fn said_typed(&self) -> &str {
        self.typed("comment", "wording")
    }

    fn said_wrong(&self) -> Option<&String> {
        self.wrong_in("comment", "wording")
    }

    fn waive_typed(&self, field: &str) -> &str {
        self.typed("waive", field)
    }

    fn waive_wrong(&self, field: &str) -> Option<&String> {
        self.wrong_in("waive", field)
    }

    /// Whether something in it may not become public without a legal basis.
    fn holds_certain(&self) -> bool {
        self.marks.iter().any(|mark| mark.stops) || app::records::attachment::stops(&self.sheet.record)
    }

    fn said_on(&self) -> Option<&Sheet> {
        Some(&self.sheet)
    }

    fn address(&self) -> String {
        self.bench.to_record(&self.sheet.record.id)
    }

    fn acts_on_approved(&self) -> bool {
        self.sheet.acts.publish || self.sheet.acts.plan
    }

    fn is_review(&self) -> bool {
        let acts = &self.sheet.acts;
        acts.pass_unit || acts.pass_secrecy || self.acts_on_approved() || acts.send_back
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

    fn is_wrong(&self, act: &str) -> bool {
        self.wrong.as_ref().is_some_and(|wrong| wrong.act == act)
    }

    /// What is wrong with a field of an act's form.
    fn wrong_in(&self, act: &str, field: &str) -> Option<&String> {
        self.wrong.as_ref().filter(|wrong| wrong.act == act && wrong.field == field).map(|wrong| &wrong.words)
    }

    fn label(&self, mark: &Mark) -> String {
        self.bench.say(&format!("work-label-{}", mark.field.replace('_', "-")))
    }

    fn typed(&self, act: &str, field: &str) -> &str {
        match self.wrong.as_ref().filter(|wrong| wrong.act == act) {
            Some(wrong) => wrong.typed.get(field),
            None if (act, field) == ("amend", "change_note") => self.correcting.as_deref().unwrap_or_default(),
            None => "",
        }
    }

    /// What an amendment changes, only where it does.
    fn changed(&self) -> Vec<&Vec<Piece>> {
        let same = |line: &&Vec<Piece>| line.iter().all(|piece| matches!(piece, Piece::Same(_)));
        self.sheet.changes.iter().filter(|line| !same(line)).collect()
    }
}

/// The same on paper, for the file: who judged what and when.
#[derive(Template)]
#[template(path = "workbench/review-sheet.html")]
struct ReviewSheet(RecordPage);

impl std::ops::Deref for ReviewSheet {
    type Target = RecordPage;

    fn deref(&self) -> &RecordPage {
        &self.0
    }
}

impl RecordPage {
    /// What was done on the way of the newest edition, but for writing and talking.
    fn way(&self) -> Vec<&Happened> {
        let number = self.edition.number.to_string();
        let of_edition = |happened: &Happened| {
            let said = happened.facts.iter().find(|(name, _)| name == "edition");
            said.is_none_or(|(_, edition)| *edition == number)
        };
        let told = |happened: &&Happened| {
            !happened.act.writes()
                && !matches!(happened.act, Act::Commented | Act::RecordReleased | Act::ReleaseDeleted)
                && of_edition(happened)
        };
        self.sheet.history.iter().filter(told).collect()
    }
}

/// The review sheet of a record, to be printed.
pub(crate) async fn review_sheet(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    let AtWork { desk, bench, .. } = AtWork::at(&site, &request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    show(&request, &ReviewSheet(page(bench, &desk, sheet)))
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
    if sheet.acts.write && request.query("as").as_deref() != Some("read") {
        return write::form_of(&request, &desk, bench, sheet).await;
    }
    let others = home.tasks.iter().map(|task| task.row.line.id).filter(|other| *other != id).collect();
    let done = request.told(Tells::Done).filter(|done| is_done(done, &sheet));
    let done = done.map(|done| bench.say(&format!("work-done-{done}")));
    let saved = request.told(Tells::Saved).is_some();
    let left = match sheet.acts.release {
        true => Some(desk.left_to_post(&sheet.record).await?.into_iter().map(|one| one.channel.name).collect()),
        false => None,
    };
    let correction = request.query("correct").and_then(|number| number.parse::<VoiceNumber>().ok());
    // The note is Chinese whoever writes it: readers of the record read it.
    let correcting =
        correction.map(|number| Lang::Zh.say_with("voice-correct-note", &[("number", number.zh().as_str())]));
    let copies = desk.copies(id).await?;
    let page = page(bench, &desk, sheet);
    show(&request, &RecordPage { others, done, saved, left, copies, correcting, ..page })
}

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
    let marks = match sheet.record.progress.is_open() {
        true => of_whole(bench.lang, &sheet)
            .into_iter()
            .chain(marks(bench.lang, &edition))
            .chain(pictures_missing(bench.lang, &sheet.record))
            .collect(),
        false => Vec::new(),
    };
    let attached = attached::of(&bench, &sheet.record, &sheet.misfits);
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
        copies: None,
        left: None,
        correcting: None,
    }
}

/// Does something with a record.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    if request.cut {
        return write::too_large(&site, request, Some(id)).await;
    }
    let (request, files) = parts::split(request).await?;
    let Given { order, version } = match form::read::<Given>(&request) {
        Ok(Given { order: Order::Write, .. }) => return write::save(site, request, id, files).await,
        Ok(given) => given,
        Err(FormError::Rejected(rejected)) => return wrong(&site, &request, id, rejected).await,
        Err(other) => return Err(other.into()),
    };
    let AtWork { ctx, desk, .. } = AtWork::at(&site, &request, "ledger").await?;
    // On the desk, or there is nothing to act on.
    let sheet = match desk.sheet(id).await {
        Err(app::Error::NotFound { .. })
            if matches!(order, Order::Delete) && app::desk::has_deleted(&ctx, id).await? =>
        {
            return Ok(go_on(&request, "/work?done=delete"));
        }
        sheet => sheet?,
    };
    drop(desk);
    // Nobody passes, publishes or takes down a text that was changed since their page was shown; who does not say which text
    // they saw does nothing to it.
    let seen = match (version, &order) {
        (Some(version), _) => Seen::at(id, version),
        (None, Order::Comment { .. }) => Seen::from(id),
        (None, _) => return Err(HttpError::Unknown),
    };
    let pressed = pressed(&order);
    let done = match carry_out(&ctx, seen, &sheet, order).await {
        Ok(done) => done,
        // Somebody's own second press is no change of somebody else's.
        Err(HttpError::Conflict | HttpError::Rule(_)) if pressed.is_done_by(&ctx, id).await? => Done::Told("already"),
        // What is wrong with one field is said there.
        Err(HttpError::Invalid(rejected)) => {
            let rejected = Rejected { typed: form::fields(&request)?, ..rejected };
            return wrong(&site, &request, id, rejected).await;
        }
        Err(other) => return Err(other),
    };
    Ok(match done {
        Done::At(path) => go_on(&request, &path),
        Done::Told(done) => go_on(&request, &format!("/work/record/{id}?done={done}")),
    })
}

/// Where to go on.
enum Done {
    /// Elsewhere.
    At(String),
    /// Where it was, and what is told there.
    Told(&'static str),
}

/// Does what was ordered with a record.
async fn carry_out(ctx: &app::Ctx, seen: Seen, sheet: &Sheet, order: Order) -> Result<Done, HttpError> {
    let at_field = |field, code| {
        let errors = vec![FieldError { field, code }];
        Err(HttpError::Invalid(Rejected { typed: Fields::default(), errors }))
    };
    Ok(Done::Told(match order {
        // Told apart before.
        Order::Write => return Err(HttpError::Unknown),
        Order::Delete if sheet.is_amendment() => {
            records::give_up_amendment(ctx, seen).await?;
            "give_up"
        }
        Order::Delete => {
            records::delete_draft(ctx, seen).await?;
            return Ok(Done::At("/work?done=delete".to_string()));
        }
        Order::PassUnit { .. } | Order::PassSecrecy { .. } | Order::Plan { .. } | Order::Publish { .. } => {
            return pass_on(ctx, seen, sheet, order).await;
        }
        Order::PullBack => {
            records::pull_back(ctx, seen).await?;
            "pull_back"
        }
        Order::SendBack { reason } => {
            records::send_back(ctx, seen, &reason).await?;
            "send_back"
        }
        Order::Reopen { reason } => {
            records::reopen(ctx, seen, &reason).await?;
            "reopen"
        }
        Order::Waive { basis, reason } => {
            let id = sheet.record.id;
            match records::waive(ctx, id, seen.version().unwrap_or(sheet.record.version), &basis, &reason).await {
                Ok(Ok(())) => return Ok(Done::At(format!("/work/record/{id}"))),
                Ok(Err(WaiverError::NoArticle)) => return at_field("basis", "article"),
                Ok(Err(WaiverError::NoReason)) => return at_field("waiver_reason", "required"),
                Ok(Err(_)) => return at_field("waiver_reason", "long"),
                Err(app::Error::Personal(found)) if found.iter().any(|one| one.field == "basis") => {
                    return at_field("basis", "personal");
                }
                Err(app::Error::Personal(_)) => return at_field("waiver_reason", "personal"),
                Err(other) => return Err(other.into()),
            }
        }
        Order::Comment { wording, once } => {
            if let app::desk::Sending::First(form) = app::desk::once(ctx, &once).await? {
                match app::desk::comment(ctx, sheet.record.id, wording).await {
                    Ok(()) => form.made(ctx, &sheet.record.id.to_string()).await?,
                    Err(error) => {
                        form.nothing(ctx).await?;
                        return Err(error.into());
                    }
                }
            }
            return Ok(Done::At(format!("/work/record/{}#said", sheet.record.id)));
        }
        Order::Amend { note } => {
            let edition = sheet.record.public_edition().cloned().unwrap_or_default();
            match records::amend(ctx, seen, Edition { change_note: note, ..edition }).await {
                Err(app::Error::Publicity(publicity::Refusal::Named)) => return at_field("change_note", "named"),
                other => other?,
            }
            return Ok(Done::At(format!("/work/record/{}", sheet.record.id)));
        }
        Order::Withdraw { reason, successor } => match records::withdraw(ctx, seen, &reason, successor).await {
            Ok(()) => "withdraw",
            Err(app::Error::NotFound { .. }) => return at_field("successor", "absent"),
            Err(app::Error::Publicity(publicity::Refusal::Named)) => return at_field("reason", "named"),
            Err(other) => return Err(other.into()),
        },
    }))
}

/// The page again, with the form that was filled in wrongly open.
async fn wrong(site: &Site, request: &PageRequest, id: RecordId, rejected: Rejected) -> Result<Response, HttpError> {
    let AtWork { desk, bench, .. } = AtWork::at(site, request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    let Some(error) = rejected.errors.first().filter(|error| error.field != "act") else {
        return Err(HttpError::Unknown);
    };
    let words =
        bench.say(&format!("work-{}-{}", error.field.replace('_', "-").replace("wording", "said-wording"), error.code));
    let act = rejected.typed.get("act").to_string();
    let wrong = Wrong { act, field: error.field, words, typed: rejected.typed };
    let page = RecordPage { wrong: Some(wrong), ..page(bench, &desk, sheet) };
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
