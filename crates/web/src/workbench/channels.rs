//! Channels of a published record: its ready texts, the notice for the board, where it went out and where things like it used
//! to go out; and what of somebody's own is still to be posted.
//!
//! Texts that somebody changes here are theirs for this once: they are counted again and given back, never saved.

use crate::error::{Absent, HttpError};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::parts;
use crate::http::policy;
use crate::http::reply;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::qr::Qr;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::record::id;
use crate::workbench::taken_down;
use app::accounts::squares;
use app::desk::{Channels, Customary, Out, Paper, ToPost};
use app::guard::words::file_fault;
use app::records::{self, Brought};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::channel_text::{messages, screen_over, seconds};
use domain::date::PartialDate;
use domain::ids::{AttachmentId, RecordId};
use domain::record::{Audience, FileKind, Release};
use domain::school::ChannelKind;
use std::sync::Arc;

/// Longest address or place, and remark, in characters.
const LINE: usize = 500;
/// Longest text that is counted again, in characters.
const TEXT: usize = 400_000;

#[derive(Template)]
#[template(path = "workbench/channels.html")]
struct ChannelsPage {
    bench: Bench,
    view: Channels,
    texts: Texts,
    /// Another record that waits to be posted.
    next: Option<RecordId>,
    /// What was typed into the form of a release that is wrong, and what is wrong: field and words.
    typed: Fields,
    wrong: Vec<(&'static str, String)>,
    done: Option<String>,
    counted: bool,
    code: Vec<Vec<bool>>,
}

/// The texts as they stand in their fields.
struct Texts {
    article: String,
    group: String,
    message: String,
    screen: String,
    broadcast: String,
    subject: String,
    mail: String,
}

impl Texts {
    fn of(view: &Channels) -> Texts {
        let texts = view.texts.clone();
        Texts {
            article: view.article.clone(),
            group: texts.group,
            message: texts.message,
            screen: texts.screen,
            broadcast: texts.broadcast,
            subject: texts.subject,
            mail: texts.mail,
        }
    }
}

impl FromForm for Texts {
    fn from_form(form: &mut Reader<'_>) -> Option<Texts> {
        Some(Texts {
            article: form.text("article", TEXT)?,
            group: form.text("group", TEXT)?,
            message: form.text("message", TEXT)?,
            screen: form.text("screen", TEXT)?,
            broadcast: form.text("broadcast", TEXT)?,
            subject: form.line("subject", TEXT)?,
            mail: form.text("mail", TEXT)?,
        })
    }
}

impl ChannelsPage {
    fn path(&self) -> String {
        format!("{}/channels", self.bench.to_record(&self.view.record.id))
    }

    fn heading(&self) -> String {
        let title = &self.view.edition.title;
        match self.view.left.len() {
            0 => self.bench.say1("work-channels-of", "title", title),
            left => {
                let left = left.to_string();
                self.bench.lang.say_with("work-channels-left-of", &[("title", title), ("count", &left)])
            }
        }
    }

    /// For whom it is, and so where it does not go.
    fn inside(&self) -> String {
        let key = match self.view.record.audience {
            Audience::Campus => "work-channels-inside-campus",
            Audience::Unit => "work-channels-inside-unit",
            Audience::Public => "work-channels-inside-other",
        };
        self.bench.say(key)
    }

    fn since(&self) -> String {
        self.bench.date(&self.view.record.published_on())
    }

    /// `57字，算1条，还可写13字`.
    fn message_count(&self) -> String {
        let count = messages(&self.texts.message);
        let [units, messages, room] = [count.units, count.messages, count.room].map(|n| n.to_string());
        self.bench
            .lang
            .say_with("work-channels-message-count", &[("units", &units), ("messages", &messages), ("room", &room)])
    }

    /// The article as it reads, made by the program and by nobody else, without the look that goes along with it: the page has its
    /// own, and runs no style that stands in a text.
    fn preview(&self) -> String {
        let mut parts = self.view.article.split(" style=\"");
        let first = parts.next().unwrap_or_default().to_string();
        parts.fold(first, |text, part| text + part.split_once('"').map_or("", |(_, rest)| rest))
    }

    fn screen_over(&self) -> usize {
        screen_over(&self.texts.screen)
    }

    fn seconds(&self) -> usize {
        seconds(&self.texts.broadcast)
    }

    fn out(&self, out: &Out) -> String {
        let day = self.bench.date(&out.release.on);
        let mut words = if out.own_site { self.bench.say1("work-channels-by-itself", "day", day) } else { day };
        if !out.current {
            words = format!("{words}　{}", self.bench.count("work-channels-edition", u64::from(out.release.edition)));
        }
        words
    }

    /// Channels to choose from: those that are left first, and not the site itself once the record is on it.
    fn choices(&self) -> Vec<(&str, &str)> {
        let left = self.view.left.iter().map(|one| &one.channel);
        let there = |code: &str| self.view.out.iter().any(|out| out.own_site && out.release.channel == code);
        let is_left = |code: &str| self.view.left.iter().any(|one| one.channel.code == code);
        let rest = self.view.channels.iter().filter(|one| !is_left(&one.code) && !there(&one.code));
        left.chain(rest).map(|one| (one.code.as_str(), one.name.as_str())).collect()
    }

    fn customary(&self, one: &Customary) -> String {
        self.bench.count("work-channels-customary", one.records)
    }

    fn wrong_in(&self, field: &str) -> Option<&String> {
        self.wrong.iter().find(|(wrong, _)| *wrong == field).map(|(_, words)| words)
    }

    /// What stands in a field of the form of a release.
    fn typed(&self, field: &str) -> String {
        match self.typed.get(field) {
            "" if field == "on" && self.wrong.is_empty() => self.bench.today.to_string(),
            typed => typed.to_string(),
        }
    }

    fn is_chosen(&self, code: &str) -> bool {
        self.typed.get("channel") == code
    }

    /// The code as one path of squares.
    fn squares(&self) -> String {
        Qr::of(&self.code).path
    }

    fn side(&self) -> usize {
        Qr::of(&self.code).side
    }

    /// Copies with one press; without it the fields are there to copy from.
    fn script(&self) -> &'static str {
        policy::COPY
    }
}

async fn page(site: &Site, request: &PageRequest) -> Result<(app::Ctx, ChannelsPage), HttpError> {
    let id = id(request)?;
    let AtWork { ctx, desk, bench, to_post, .. } = AtWork::at(site, request, "channels").await?;
    let view = desk.channels(id).await?;
    let code = view.address.as_deref().map(squares).transpose()?.unwrap_or_default();
    let next = to_post.iter().map(|one| one.id).find(|other| *other != id);
    let bench = bench.titled(view.edition.title.clone());
    let texts = Texts::of(&view);
    let (typed, wrong) = (Fields::default(), Vec::new());
    Ok((ctx, ChannelsPage { bench, view, texts, next, typed, wrong, done: None, counted: false, code }))
}

/// The channels of a record.
pub(crate) async fn channels(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    if let Some(copies) = taken_down::copies(&site, &request).await? {
        return Ok(copies);
    }
    let (_, page) = page(&site, &request).await?;
    let done = request.told(Tells::Done).filter(|done| ["release", "take_back"].contains(&done.as_str()));
    let done = done.map(|done| page.bench.say(&format!("work-channels-done-{}", done.replace('_', "-"))));
    show(&request, &ChannelsPage { done, ..page })
}

/// Something to be done.
enum Order {
    Count(Texts),
    Release(Release),
    TakeBack { n: u32, version: u32 },
}

impl FromForm for Order {
    fn from_form(form: &mut Reader<'_>) -> Option<Order> {
        Some(match form.raw("act") {
            "count" => Order::Count(Texts::from_form(form)?),
            "take_back" => Order::TakeBack {
                n: form.choice("n", |n| n.parse().ok())?,
                version: form.choice("version", |version| version.parse().ok())?,
            },
            "release" => {
                let channel = form.given("channel", LINE);
                let on = form.choice("on", |on| on.parse().ok().filter(|on: &PartialDate| on.day().is_some()));
                let locator = form.line("locator", LINE);
                let note = form.line("note", LINE);
                let evidence = form.line("evidence", LINE);
                let edition = form.choice("edition", |edition| edition.parse().ok());
                Order::Release(Release {
                    edition: edition?,
                    channel: channel?,
                    on: on?,
                    locator: locator?,
                    evidence: evidence?,
                    note: note?,
                    of_row: false,
                })
            }
            _ => return form.refuse("act", "choice"),
        })
    }
}

/// Counts texts again, registers a release or takes one back.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    if request.cut {
        let request = parts::typed(request).await?;
        let (_, page) = page(&site, &request).await?;
        let wrong = vec![("files", request.lang.say("work-files-too-large"))];
        let page = ChannelsPage { typed: form::fields(&request)?, wrong, ..page };
        return show_as(&request, StatusCode::PAYLOAD_TOO_LARGE, &page);
    }
    let (request, files) = parts::split(request).await?;
    if let Some(registered) = taken_down::register(&site, &request).await? {
        return Ok(registered);
    }
    let (ctx, page) = page(&site, &request).await?;
    let order = match form::read::<Order>(&request) {
        Ok(order) => order,
        Err(FormError::Rejected(rejected)) => return wrong(&request, page, rejected),
        Err(other) => return Err(other.into()),
    };
    let id = page.view.record.id;
    let done = match order {
        Order::Count(texts) => return show(&request, &ChannelsPage { texts, counted: true, ..page }),
        Order::Release(release) => {
            let sent = match app::desk::once(&ctx, form::fields(&request)?.get("once")).await? {
                app::desk::Sending::First(sent) => Some(sent),
                // Pressed twice, and the first is at work: the page shows what comes of it.
                app::desk::Sending::Again(None) => {
                    return Ok(go_on(&request, &format!("/work/record/{id}/channels")));
                }
                // Pressed twice: it is registered once. With another release in it the form is another one.
                app::desk::Sending::Again(Some(_)) => {
                    if is_out(&self::page(&site, &request).await?.1, &release) {
                        return Ok(go_on(&request, &format!("/work/record/{id}/channels?done=release")));
                    }
                    None
                }
            };
            if let Some((field, code)) = refused(&page, &release) {
                if let Some(sent) = sent {
                    sent.nothing(&ctx).await?;
                }
                let errors = vec![form::FieldError { field, code }];
                return wrong(&request, page, Rejected { typed: form::fields(&request)?, errors });
            }
            let brought = files.into_iter().map(|file| Brought { name: file.name, bytes: file.bytes.to_vec() });
            let released = records::release_with(&ctx, id, release, brought.collect()).await;
            match (&released, sent) {
                (Ok(()), Some(sent)) => sent.made(&ctx, &id.to_string()).await?,
                (Err(_), Some(sent)) => sent.nothing(&ctx).await?,
                (_, None) => {}
            }
            match released {
                Ok(()) => "release",
                // Nothing is registered, and what was typed is kept.
                Err(app::Error::Attachment { name, why }) => {
                    let why = file_fault(ctx.lang, &why);
                    let words = ctx.lang.say_with("attach-fault", &[("name", &name), ("why", &why)]);
                    let typed = form::fields(&request)?;
                    let page = ChannelsPage { typed, wrong: vec![("files", words)], ..page };
                    return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
                }
                Err(app::Error::Personal(found)) if found.iter().all(is_of_form) => {
                    return personal(&request, page, &found);
                }
                Err(other) => return Err(other.into()),
            }
        }
        Order::TakeBack { n, version } => {
            records::take_back_release(&ctx, id, n, version).await?;
            "take_back"
        }
    };
    Ok(go_on(&request, &format!("/work/record/{id}/channels?done={done}")))
}

/// Whether the same release is registered.
fn is_out(page: &ChannelsPage, release: &Release) -> bool {
    page.view.out.iter().any(|out| {
        let known = &out.release;
        (known.channel == release.channel && known.on == release.on && known.locator == release.locator)
            && known.edition == release.edition
    })
}

/// What no release of this record can be; what is unlikely wants a remark that says how it came about.
fn refused(page: &ChannelsPage, release: &Release) -> Option<(&'static str, &'static str)> {
    let Some(channel) = page.view.channels.iter().find(|channel| channel.code == release.channel) else {
        return Some(("channel", "choice"));
    };
    if release.on.day().is_none_or(|day| day > page.bench.today) {
        return Some(("on", "future"));
    }
    // No address but of the web leads anywhere from a page.
    let scheme = release.locator.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    if scheme.is_some_and(|scheme| matches!(scheme.as_str(), "javascript" | "data" | "file" | "vbscript")) {
        return Some(("locator", "choice"));
    }
    if is_out(page, release) {
        return Some(("channel", "twice"));
    }
    if release.note.is_empty() {
        if page.view.inside && channel.kind.is_to_society() {
            return Some(("channel", "outside"));
        }
        // 先审查、后公开.
        let published = page.view.record.published_on().day();
        if release.on.day().zip(published).is_some_and(|(on, published)| on < published) {
            return Some(("on", "early"));
        }
        let again =
            |out: &app::desk::Out| (&out.release.channel, out.release.edition) == (&release.channel, release.edition);
        if page.view.out.iter().any(again) {
            return Some(("channel", "again"));
        }
        if channel.kind == ChannelKind::Website && release.locator.is_empty() {
            return Some(("locator", "absent"));
        }
    }
    // What is being written has not gone out anywhere.
    (release.edition > page.view.edition.number).then_some(("edition", "choice"))
}

/// Whether personal data stands in a field of the form, and not in the record.
fn is_of_form(found: &app::error::PersonalData) -> bool {
    matches!(found.field, "locator" | "evidence")
}

/// Nothing is registered that holds personal data: it is said where it stands.
fn personal(
    request: &PageRequest,
    page: ChannelsPage,
    found: &[app::error::PersonalData],
) -> Result<Response, HttpError> {
    let wrong = found.iter().map(|one| (one.field, page.bench.say1("periods-personal", "found", &one.masked)));
    let wrong = wrong.collect();
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &ChannelsPage { typed: form::fields(request)?, wrong, ..page })
}

fn wrong(request: &PageRequest, page: ChannelsPage, rejected: Rejected) -> Result<Response, HttpError> {
    let words = |error: &form::FieldError| {
        let key = match error.code {
            "future" | "early" | "absent" | "twice" | "outside" | "again" => format!("work-channels-{}", error.code),
            code => format!("work-field-{code}"),
        };
        (error.field, page.bench.say(&key))
    };
    let wrong = rejected.errors.iter().map(words).collect();
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &ChannelsPage { typed: rejected.typed, wrong, ..page })
}

/// A file that shows a release, to be saved and never shown by itself, for whoever has the record on the desk.
pub(crate) async fn evidence(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    let evidence: AttachmentId = request.param(1).parse().map_err(|_| HttpError::Absent(Absent::Page))?;
    let AtWork { desk, .. } = AtWork::at(&site, &request, "channels").await?;
    let (evidence, bytes) = desk.evidence(id, evidence).await?;
    let kind = FileKind::of(&evidence.name).map_or("application/octet-stream", |kind| kind.media_type);
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &Finished::file(kind, bytes, evidence.name)))
}

/// A file: `notice-a4.pdf`, `notice-a3.pdf`, `article.html`.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    let AtWork { desk, .. } = AtWork::at(&site, &request, "channels").await?;
    let name = request.param(1).to_string();
    let paper = name.strip_prefix("notice-").and_then(|rest| rest.strip_suffix(".pdf")).and_then(Paper::read);
    let finished = match paper {
        Some(paper) => Finished::file("application/pdf", desk.notice(id, paper).await?, name),
        None if name == "article.html" => {
            let Channels { article, inside, .. } = desk.channels(id).await?;
            if inside {
                return Err(HttpError::Absent(Absent::Page));
            }
            let page = format!("<!doctype html>\n<html lang=\"zh-CN\"><meta charset=\"utf-8\"><body>\n{article}");
            Finished::file("text/html; charset=utf-8", page.into_bytes(), name)
        }
        None => return Err(HttpError::Absent(Absent::Page)),
    };
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &finished))
}

#[derive(Template)]
#[template(path = "workbench/to-post.html")]
struct ToPostPage {
    bench: Bench,
    rows: Vec<ToPost>,
}

impl ToPostPage {
    fn left(&self, row: &ToPost) -> String {
        row.left.join(&self.bench.say("portal-list-comma"))
    }
}

/// What of somebody's own is still to be posted.
pub(crate) async fn to_post(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { bench, to_post, .. } = AtWork::at(&site, &request, "channels").await?;
    let bench = bench.titled(request.lang.say("work-at-channels"));
    show(&request, &ToPostPage { bench, rows: to_post })
}
