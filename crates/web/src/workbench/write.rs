//! Writing a record: a form with its facts and its text, which says by when it has to be public, keeps what was typed
//! whatever happens, and sends it for review to people by name.

mod again_shown;

pub(crate) use self::again_shown::too_large;
use self::again_shown::{again, not_answered, with_answers, with_faults};
use crate::error::HttpError;
use crate::http::form::{self, FieldError, Fields, FormError, Rejected};
use crate::http::parts::{self, SentFile};
use crate::http::policy;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::again::Pressed;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::suspected::answers;
use crate::workbench::suspected::{self, Suspected, choices};
use crate::workbench::write_form::{Act, Sent, bare, untimely};
pub(crate) use crate::workbench::write_form::{Typed, blank_typed, is_act};
use crate::workbench::{attached, ruler};
use app::desk::{self, Desk, Due, Mark, Sheet, Written, marks};
use app::publicity::{self, Misfit, Why};
use app::records;
use app::records::suspicion::Brought;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::{Audience, Form, Openness, Origin, RecordError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much of a line is shown beside a mark.
const LINE_SHOWN: usize = 60;

/// What was recognised, told to whoever has to check it.
pub(crate) struct Recognised {
    /// Name of the file.
    pub(crate) file: String,
    /// Field (a message key under `work-label-`), where it was read, and whether it has to be looked at.
    pub(crate) lines: Vec<(&'static str, String, bool)>,
    /// `14段，1张表`.
    pub(crate) extent: String,
    /// What the file holds and the text does not.
    pub(crate) left_out: Option<String>,
    /// Other items that the title speaks of.
    pub(crate) others: Vec<(String, String)>,
}

/// What somebody else saved in between.
struct Meanwhile {
    by: Option<String>,
    at: String,
    /// Their title, when it is another.
    title: Option<String>,
    /// Paragraphs of theirs against what was typed here.
    difference: Vec<Vec<app::portal::diff::Piece>>,
}

#[derive(Template)]
#[template(path = "workbench/write.html")]
pub(crate) struct WritePage {
    bench: Bench,
    typed: Typed,
    errors: Vec<FieldError>,
    /// The record, unless it is a new one.
    sheet: Option<Box<Sheet>>,
    version: u32,
    units: Vec<(String, String)>,
    items: Vec<(String, String)>,
    /// Code of the audience that records of an item usually have, by its key.
    usual: BTreeMap<String, &'static str>,
    due: Option<Due>,
    ruler: Option<ruler::Ruler>,
    meanwhile: Option<Meanwhile>,
    saved: bool,
    /// Why a file could not be taken.
    refused: Option<String>,
    /// What was recognised in a document.
    recognised: Option<Recognised>,
    /// What has to be looked at in what stands in the form.
    marks: Vec<Mark>,
    /// It was to be sent for review and was stopped.
    stopped: bool,
    /// What is suspected in it, to be answered.
    suspected: Vec<Suspected>,
    /// It was to be sent, and something that is suspected was not answered.
    unanswered: bool,
    /// What is wrong with an answer.
    answer_wrong: Option<String>,
    /// Its files.
    attached: Vec<attached::Attached>,
    /// What is wrong with files that were sent and not taken.
    faults: Vec<String>,
    /// Files were sent with a form that could not be saved.
    untaken: bool,
    /// Title of what it is written after.
    after: Option<String>,
}

impl WritePage {
    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(self.bench.say(&format!("work-field-{}", error.code)))
    }

    fn action(&self) -> String {
        match &self.sheet {
            Some(sheet) => self.bench.to_record(&sheet.record.id),
            None => self.bench.to("/work/new"),
        }
    }

    fn forms(&self) -> Vec<(&'static str, String)> {
        Form::ALL.iter().map(|form| (form.code(), self.bench.word("portal-form", form.code(), form.zh()))).collect()
    }

    fn origins(&self) -> Vec<(&'static str, String)> {
        Origin::ALL.iter().map(|o| (o.code(), self.bench.word("portal-origin", o.code(), o.zh()))).collect()
    }

    fn audiences(&self) -> Vec<(&'static str, String)> {
        Audience::ALL.iter().map(|a| (a.code(), self.bench.word("portal-audience", a.code(), a.zh()))).collect()
    }

    /// The usual audience of an item by its code; everybody where the school says nothing.
    fn usual_of(&self, key: &str) -> &'static str {
        self.usual.get(key).copied().unwrap_or(Audience::Public.code())
    }

    /// For whom records of the item usually are, when this one is for others.
    fn unusual(&self) -> Option<String> {
        let usual = Audience::read(self.usual.get(&self.typed.item)?)?;
        (usual.code() != self.typed.audience).then(|| self.bench.word("portal-audience", usual.code(), usual.zh()))
    }

    fn opennesses(&self) -> Vec<(&'static str, String)> {
        let all = [Openness::Proactive, Openness::OnRequest, Openness::Withheld { ground: String::new() }];
        all.iter().map(|o| (o.code(), self.bench.word("portal-openness", o.code(), o.zh()))).collect()
    }

    /// Whether facts may change: not while readers see them.
    fn facts_are_free(&self) -> bool {
        self.sheet.as_ref().is_none_or(|sheet| sheet.record.facts_are_free())
    }

    /// Whether it was sent with nothing but a title.
    fn is_bare(&self) -> bool {
        self.errors.iter().any(|error| error.code == "bare")
    }

    fn is_amendment(&self) -> bool {
        self.sheet.as_ref().is_some_and(|sheet| sheet.is_amendment())
    }

    fn said_typed(&self) -> &str {
        ""
    }

    fn said_wrong(&self) -> Option<&String> {
        None
    }

    fn said_on(&self) -> Option<&Sheet> {
        self.sheet.as_deref()
    }

    fn waive_typed(&self, _: &str) -> &str {
        ""
    }

    fn waive_wrong(&self, _: &str) -> Option<&String> {
        None
    }

    /// Whether something in it may not become public without a legal basis.
    fn holds_certain(&self) -> bool {
        let in_files = self.sheet.as_ref().is_some_and(|sheet| records::attachment::stops(&sheet.record));
        in_files || self.marks.iter().any(|mark| mark.stops)
    }

    fn is_waived(&self) -> bool {
        self.sheet.as_ref().is_some_and(|sheet| sheet.waiver.is_some())
    }

    /// To whom it came back, as whoever looks is told: to them, or to somebody else.
    fn came_back(&self) -> String {
        match self.sheet.as_ref().filter(|sheet| !sheet.mine).and_then(|sheet| sheet.drafter.clone()) {
            Some(drafter) => self.bench.say1("work-came-back-to", "name", drafter),
            None => self.bench.say("work-came-back"),
        }
    }

    fn returned(&self) -> Option<String> {
        match &self.sheet.as_ref()?.record.progress {
            domain::record::Progress::Draft { returned } => returned.clone(),
            _ => None,
        }
    }

    /// The line that a mark stands in, so that it is found in the text.
    fn line(&self, mark: &Mark) -> Option<String> {
        // What was found of a person is not shown whole here either; covered first, so that no cut leaves half a number bare.
        let line = desk::line_shown(self.typed.body.lines().nth(mark.line?)?.trim());
        let cut: String = line.chars().take(LINE_SHOWN).collect();
        (!cut.is_empty()).then_some(cut)
    }

    fn label(&self, mark: &Mark) -> String {
        self.bench.say(&format!("work-label-{}", mark.field.replace('_', "-")))
    }

    fn stops(&self) -> u32 {
        let files = self.attached.iter().filter(|file| file.certain > 0).count();
        (self.marks.iter().filter(|mark| mark.stops).count() + files) as u32
    }

    /// What has to be mended before it can be sent: nothing of what a legal basis lets pass, which no column does.
    fn to_mend(&self) -> u32 {
        if self.is_waived() { self.misfits().len() as u32 } else { self.stops() + self.in_text().len() as u32 }
    }

    /// What stands beside the list of a period although its kind keeps it off the list.
    fn misfits(&self) -> &[Misfit] {
        self.sheet.as_ref().map_or(&[], |sheet| &sheet.misfits)
    }

    /// The same in the text, as it was saved.
    fn in_text(&self) -> Vec<&Misfit> {
        self.misfits().iter().filter(|misfit| misfit.file.is_empty()).collect()
    }

    fn misfit_words(&self, misfit: &Misfit) -> String {
        attached::misfit_words(self.bench.lang, misfit)
    }

    /// Heads of columns that wait for somebody to say that they are shown, each once.
    fn undecided(&self) -> Vec<&str> {
        let mut heads: Vec<&str> = Vec::new();
        for misfit in self.misfits().iter().filter(|misfit| misfit.why == Why::Open && !misfit.head.is_empty()) {
            if !heads.contains(&misfit.head.as_str()) {
                heads.push(&misfit.head);
            }
        }
        heads
    }

    /// For whom the kind of its list is, when that is not everybody: then a wider audience wants a reason.
    fn meant_for(&self) -> Option<String> {
        let posting = self.sheet.as_ref()?.posting.as_ref()?;
        let meant = posting.kind().audience();
        (meant != Audience::Public).then(|| self.bench.word("portal-audience", meant.code(), meant.zh()))
    }

    fn asks(&self) -> u32 {
        let asks = |file: &&attached::Attached| {
            file.certain == 0 && (file.suspected > 0 || !file.unread.is_empty() || !file.concealed.is_empty())
        };
        let files = self.attached.iter().filter(asks).count();
        (self.marks.iter().filter(|mark| !mark.stops).count() + files) as u32
    }

    /// What may be said of something that is suspected: code and words.
    fn answers(&self) -> Vec<(&'static str, String)> {
        choices(&self.bench)
    }

    /// Who reviews it next, by name.
    fn reviewers(&self) -> Option<String> {
        let next = &self.sheet.as_ref()?.next;
        (!next.is_empty()).then(|| next.join(&self.bench.say("portal-list-comma")))
    }

    /// What is certainly a person's in what is written.
    fn to_cover(&self) -> usize {
        self.marks.iter().filter(|mark| mark.stops).count() + self.in_text().len()
    }

    /// Saves while one writes.
    fn script(&self) -> &'static str {
        policy::WRITE
    }

    /// Today, as the field of a date takes it.
    fn today(&self) -> String {
        self.bench.today.to_string()
    }

    fn summary_length(&self) -> u32 {
        self.typed.summary.chars().count() as u32
    }
}

/// What the form offers to choose from.
pub(crate) fn page(bench: Bench, desk: &Desk, typed: Typed) -> WritePage {
    let units = desk.drafting_units().iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let items = desk.catalogue.items.iter().map(|item| {
        let text = match bench.lang {
            app::words::Lang::En if !item.english.is_empty() => item.english.clone(),
            _ => item.text.clone(),
        };
        (item.key.to_string(), text)
    });
    let items: Vec<(String, String)> = items.collect();
    let made = typed.made_on.parse::<PartialDate>().unwrap_or_default();
    let due = typed.item.parse::<ItemKey>().ok().and_then(|item| desk.due(&item, made));
    let ruler = made.day().zip(due).map(|(made, due)| ruler::Ruler::new(&bench, desk.calendar(), made, due));
    let marks = marks(bench.lang, &typed.edition());
    WritePage {
        bench,
        typed,
        errors: Vec::new(),
        sheet: None,
        version: 0,
        units,
        items,
        usual: desk.cares.iter().filter_map(|care| Some((care.item.to_string(), care.audience?.code()))).collect(),
        due,
        ruler,
        meanwhile: None,
        saved: false,
        refused: None,
        recognised: None,
        marks,
        stopped: false,
        suspected: Vec::new(),
        unanswered: false,
        answer_wrong: None,
        attached: Vec::new(),
        faults: Vec::new(),
        untaken: false,
        after: None,
    }
}

/// An empty form.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { desk, bench, .. } = AtWork::at(&site, &request, "new").await?;
    if !bench.drafts {
        return Err(HttpError::Forbidden);
    }
    let bench = bench.titled(request.lang.say("work-at-new"));
    // What comes again every year is written after what was written before.
    if let Some(before) = request.query("from").and_then(|id| id.parse().ok()) {
        let sheet = desk.sheet(before).await?;
        let after = Some(sheet.edition().title);
        let typed = Typed::of_sheet(&sheet).anew(&desk);
        return show(&request, &WritePage { after, ..page(bench, &desk, typed) });
    }
    let typed = Typed { item: request.query("item").unwrap_or_default(), ..blank_typed(&desk) }.usually(&desk);
    show(&request, &page(bench, &desk, typed))
}

/// An empty form with a word about a file that could not be taken.
pub(crate) fn blank_with(bench: Bench, desk: &Desk, refused: Option<String>) -> WritePage {
    WritePage { refused, ..page(bench, desk, blank_typed(desk)) }
}

impl WritePage {
    /// The same with what was recognised in a document.
    pub(crate) fn recognised(self, recognised: Recognised) -> WritePage {
        WritePage { recognised: Some(recognised), ..self }
    }
}

impl WritePage {
    /// The same for a record that is there.
    fn on(self, sheet: Sheet, version: u32) -> WritePage {
        let attached = attached::of(&self.bench, &sheet.record, &sheet.misfits);
        let suspected = suspected::of(&self.bench, &sheet);
        let missing = desk::pictures_missing(self.bench.lang, &sheet.record);
        let whole = desk::of_whole(self.bench.lang, &sheet).into_iter();
        let marks = whole.chain(self.marks).chain(missing).collect();
        // The day by which it has to be public is that of what is not public yet.
        let (due, ruler) = if sheet.is_amendment() { (None, None) } else { (self.due, self.ruler) };
        WritePage { suspected, attached, marks, due, ruler, sheet: Some(Box::new(sheet)), version, ..self }
    }
}

/// Enters a new record.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    if request.cut {
        return too_large(&site, request, None).await;
    }
    let (request, files) = parts::split(request).await?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "new").await?;
    let bench = bench.titled(request.lang.say("work-at-new"));
    match form::read::<Sent>(&request) {
        Err(FormError::Rejected(Rejected { typed, errors })) => {
            let page = WritePage { errors, untaken: !files.is_empty(), ..page(bench, &desk, Typed::of(&typed)) };
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
        Ok(sent) => {
            let typed = Typed::of(&form::fields(&request)?);
            let mut errors = untimely(&sent, desk.today());
            errors.extend(bare(&sent, &typed, !files.is_empty()));
            if !errors.is_empty() {
                let page = WritePage { errors, untaken: !files.is_empty(), ..page(bench, &desk, typed) };
                return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
            }
            drop(desk);
            let id = match desk::once(&ctx, form::fields(&request)?.get("once")).await? {
                desk::Sending::First(form) => match sent.draft.enter(&ctx).await {
                    Ok(id) => {
                        form.made(&ctx, &id.to_string()).await?;
                        id
                    }
                    Err(error) => {
                        form.nothing(&ctx).await?;
                        return Err(error.into());
                    }
                },
                // What was written since is saved over what the form has made.
                desk::Sending::Again(Some(made)) => return again(site, request, &made, files).await,
                desk::Sending::Again(None) => return Ok(go_on(&request, "/work/ledger?view=mine")),
            };
            let document = form::fields(&request)?.get("document").to_string();
            let answers = Vec::new();
            let as_saved = Saved { act: sent.act, files, decided: None, version: None, document, answers };
            saved(&site, &request, &ctx, id, as_saved).await
        }
    }
}

/// What is still to be done with a draft that has been saved.
struct Saved {
    act: Act,
    files: Vec<SentFile>,
    /// Why more people see its list than the kind says, and heads of columns that are shown: as the form says.
    decided: Option<(String, Vec<String>)>,
    version: Option<u32>,
    /// Digest of the document whose pictures its text shows.
    document: String,
    /// What was answered of what is suspected.
    answers: Vec<Brought>,
}

/// Takes the files that came with a saved draft, does what its button said, and goes back to its form; or sends it on its
/// way when that is wanted and nothing in it stops it.
async fn saved(
    site: &Site,
    request: &PageRequest,
    ctx: &app::Ctx,
    id: RecordId,
    saved: Saved,
) -> Result<Response, HttpError> {
    let mut at = if saved.files.is_empty() { "" } else { "#f-attachments" };
    if let Some(((wider, kept), version)) = saved.decided.zip(saved.version) {
        publicity::decide(ctx, id, version, Some(&wider), &kept).await?;
    }
    let mut faults = attached::take_pictures(ctx, id, &saved.document).await?;
    faults.extend(attached::take(ctx, id, saved.files).await?);
    match saved.act {
        Act::Detach(file) => {
            at = "#f-attachments";
            records::detach(ctx, id, None, file).await?;
        }
        Act::Redact(file) => {
            at = "#f-attachments";
            faults.extend(attached::redact(ctx, id, file).await?);
        }
        Act::Save | Act::Submit | Act::Cover | Act::See => {}
    }
    if !faults.is_empty() {
        return with_faults(site, request, id, faults).await;
    }
    if saved.act == Act::Submit
        && let Some(wrong) = not_answered(ctx, id, &saved.answers).await?
    {
        return with_answers(site, request, id, &saved.answers, wrong).await;
    }
    if saved.act == Act::See {
        return Ok(go_on(request, &format!("/work/record/{id}?as=read")));
    }
    let told = match saved.act {
        // What is certain in the text or in an attachment stops it, unless there is a legal basis for just this.
        Act::Submit => match records::submit(ctx, id).await {
            Ok(()) => "saved",
            Err(app::Error::Personal(_)) => "stopped",
            Err(app::Error::Publicity(publicity::Refusal::Wider)) => "wider",
            Err(app::Error::Record(RecordError::NotAnswered)) => {
                at = "#suspected";
                "unanswered"
            }
            Err(other) => return Err(other.into()),
        },
        _ => "saved",
    };
    Ok(go_on(request, &format!("/work/record/{id}?{told}=1{at}")))
}

/// Whether more people would see its list than the kind says, and nobody says why.
fn lacks_reason(sheet: &Sheet) -> bool {
    let wide = |posting: &domain::publicity::Posting| posting.kind().is_widened_by(sheet.record.audience);
    sheet.posting.as_ref().is_some_and(|posting| wide(posting) && posting.wider.is_empty())
}

/// The form of a draft.
pub(crate) async fn form_of(
    request: &PageRequest,
    desk: &Desk,
    bench: Bench,
    sheet: Sheet,
) -> Result<Response, HttpError> {
    let typed = Typed::of_sheet(&sheet);
    let stopped = request.told(Tells::Stopped).is_some();
    let wider = request.told(Tells::Wider).is_some() && lacks_reason(&sheet);
    let unanswered =
        request.told(Tells::Unanswered).is_some() && sheet.suspicions.iter().any(|one| one.answer.is_none());
    let saved = stopped || wider || unanswered || request.told(Tells::Saved).is_some();
    let version = sheet.record.version;
    let page = page(bench.titled(typed.title.clone()), desk, typed).on(sheet, version);
    let errors = if wider { vec![FieldError { field: "wider", code: "wider" }] } else { Vec::new() };
    show(request, &WritePage { saved, stopped, unanswered, errors, ..page })
}

/// Heads of columns that somebody wants shown.
fn kept(fields: &Fields) -> Vec<String> {
    fields.pairs().iter().filter(|(name, _)| name == "keep").map(|(_, head)| head.clone()).collect()
}

/// Saves a draft with the files that came along, and does what its button says.
pub(crate) async fn save(
    site: Arc<Site>,
    request: PageRequest,
    id: RecordId,
    files: Vec<SentFile>,
) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    let fields = form::fields(&request)?;
    let typed = Typed::of(&fields);
    let bench = bench.titled(typed.title.clone());
    let untaken = !files.is_empty();
    let sent = match form::read::<Sent>(&request) {
        Ok(sent) => sent,
        Err(FormError::Rejected(Rejected { errors, .. })) => {
            let version = fields.get("version").parse().unwrap_or_default();
            let page = page(bench, &desk, typed).on(sheet, version);
            let page = WritePage { errors, untaken, ..page };
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(other) => return Err(other.into()),
    };
    let mut errors = untimely(&sent, desk.today());
    let lies =
        untaken || sheet.posting.is_some() || sheet.record.releases.iter().any(|release| !release.locator.is_empty());
    errors.extend(bare(&sent, &typed, lies || sheet.record.newest_attachments().next().is_some()));
    if !errors.is_empty() {
        let page = page(bench, &desk, typed).on(sheet, sent.version);
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &WritePage { errors, untaken, ..page });
    }
    // Sent for review a moment ago by the same person, with the same words: their own second press.
    let same = sheet.record.newest().is_some_and(|now| sent.draft.says(now));
    if matches!(sent.act, Act::Submit) && same && files.is_empty() && Pressed::SENT.is_done_by(&ctx, id).await? {
        return Ok(go_on(&request, &format!("/work/record/{id}?done=already")));
    }
    let mut sent = sent;
    if let (Act::Cover, Some(posting)) = (sent.act, sheet.posting.as_ref()) {
        sent.draft.edition.body = publicity::cover_beside(posting, &sent.draft.edition.body);
    }
    let written = sent.draft.clone().save(&ctx, id, sent.version).await?;
    let theirs = match written {
        Written::Meanwhile(theirs) => theirs,
        Written::Saved(version) | Written::Same(version) => {
            drop(desk);
            let decided = sheet.posting.is_some().then(|| (typed.wider, kept(&fields)));
            let (document, answers) = (typed.document, answers(fields.pairs()));
            let saved_as = Saved { act: sent.act, files, decided, version: Some(version), document, answers };
            return saved(&site, &request, &ctx, id, saved_as).await;
        }
    };
    let last = sheet.history.iter().rev().find(|happened| happened.act.writes());
    let newest = theirs.newest().cloned().unwrap_or_default();
    let meanwhile = Meanwhile {
        by: last.and_then(|last| last.by.clone()),
        at: last.map(|last| bench.moment(&last.at)).unwrap_or_default(),
        title: (newest.title != typed.title).then(|| newest.title.clone()),
        difference: app::portal::diff::paragraphs(&newest.body, &typed.body),
    };
    // The version of theirs: who sends again has seen it.
    let page = page(bench, &desk, typed).on(sheet, theirs.version);
    show_as(&request, StatusCode::CONFLICT, &WritePage { meanwhile: Some(meanwhile), untaken, ..page })
}
