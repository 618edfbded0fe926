//! The attachments of a record in the workbench: what the guard said of each, in words; files that come with a form, and one
//! that is given out to whoever works on the record.
//!
//! Files come with the form of the draft, whatever button of it is pressed, so that nothing that is typed is lost for them and
//! no file that was chosen is left behind unsaid.

use crate::error::{Absent, HttpError};
use crate::http::cache::CachePolicy;
use crate::http::parts::SentFile;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::attachment::{about, finished};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench};
use app::guard::Kind;
use app::guard::words::file_fault;
use app::publicity::Misfit;
use app::records::attachment;
use app::words::Lang;
use axum::response::Response;
use domain::ids::{AttachmentId, RecordId};
use domain::record::{Attachment, Record, RecordError, Spot, Unread};
use std::sync::Arc;

/// Endings of files of which a redacted copy can be made.
const REDACTED: [&str; 5] = ["docx", "xlsx", "txt", "csv", "md"];

/// An attachment as it is shown.
pub(crate) struct Attached {
    pub(crate) id: AttachmentId,
    pub(crate) name: String,
    pub(crate) address: String,
    /// `表格，23 KB`.
    pub(crate) about: String,
    pub(crate) certain: u32,
    pub(crate) suspected: u32,
    /// What was found: what it is, where, what hides it, what may be shown; and whether it is certain.
    pub(crate) spots: Vec<(String, bool)>,
    /// More was found than is listed.
    pub(crate) more: u32,
    /// What nobody but a person has looked at.
    pub(crate) unread: Vec<String>,
    /// What whoever gets the file gets without seeing it at once.
    pub(crate) concealed: Vec<String>,
    pub(crate) redactable: bool,
    /// Somebody has to open it.
    pub(crate) looks: bool,
}

/// The attachments of the newest edition.
pub(crate) fn of(bench: &Bench, record: &Record, misfits: &[Misfit]) -> Vec<Attached> {
    let with_columns = |file: &Attachment| {
        let mut shown = attached(bench, record.id, file);
        for misfit in misfits.iter().filter(|misfit| misfit.file == app::guard::shown(&file.name)) {
            shown.certain += 1;
            shown.spots.push((misfit_words(bench.lang, misfit), true));
            shown.redactable |= file.kind().is_some_and(|kind| REDACTED.contains(&kind.ending));
        }
        shown
    };
    record.newest_attachments().map(with_columns).collect()
}

/// `附件里的“家庭住址”列（Sheet1!C1）：…` of what stands beside a list and is kept off it.
pub(crate) fn misfit_words(lang: Lang, misfit: &Misfit) -> String {
    let why = lang.say(&format!("publicity-beside-{}", misfit.why.code()));
    let head = if misfit.head.is_empty() { lang.say("periods-no-head") } else { misfit.head.clone() };
    let facts = [("head", head.as_str()), ("place", &misfit.place), ("why", &why), ("masked", &misfit.masked)];
    lang.say_with("publicity-beside", &facts).trim().to_string()
}

fn attached(bench: &Bench, record: RecordId, file: &Attachment) -> Attached {
    let inspection = &file.inspection;
    let found = inspection.certain + inspection.suspected;
    let kind = file.kind();
    let (concealed, unread): (Vec<_>, Vec<_>) =
        inspection.unread.iter().partition(|one| one.code.starts_with(attachment::CONCEALED));
    Attached {
        id: file.id,
        name: file.name.clone(),
        address: bench.to(&format!("/work/record/{record}/attachment/{}", file.id)),
        about: about(bench.lang, file),
        certain: inspection.certain,
        suspected: inspection.suspected,
        spots: inspection.spots.iter().map(|spot| (spot_words(bench.lang, spot), spot.certain)).collect(),
        more: found.saturating_sub(inspection.spots.len() as u32),
        unread: unread.iter().map(|unread| unread_words(bench.lang, unread)).collect(),
        concealed: concealed.iter().map(|unread| concealed_words(bench.lang, unread)).collect(),
        looks: attachment::is_unread(file),
        redactable: found > 0 && kind.is_some_and(|kind| REDACTED.contains(&kind.ending)),
    }
}

pub(crate) fn spot_words(lang: Lang, spot: &Spot) -> String {
    let kind = Kind::ALL.into_iter().find(|kind| kind.code() == spot.kind);
    let kind = kind.map_or(spot.kind.as_str(), |kind| if lang == Lang::Zh { kind.zh() } else { kind.en() });
    let hidden = spot.hidden.as_ref().map(|hidden| lang.say(&format!("hidden-{hidden}"))).unwrap_or_default();
    let args = [("kind", kind), ("place", spot.place.as_str()), ("hidden", &hidden), ("masked", &spot.masked)];
    lang.say_with("attach-spot", &args)
}

/// `隐藏的工作表：Sheet2`, or without a place where there is none.
pub(crate) fn concealed_words(lang: Lang, one: &Unread) -> String {
    let what = lang.say(&format!("attach-{}", one.code));
    match one.at.as_str() {
        "" => what,
        at => lang.say_with("attach-concealed-at", &[("what", &what), ("at", at)]),
    }
}

fn unread_words(lang: Lang, unread: &Unread) -> String {
    let own = format!("attach-unread-{}", unread.code);
    if lang.knows(&own) {
        return lang.say_with(&own, &[("at", &unread.at)]);
    }
    let notice = format!("extract-{}", unread.code);
    if lang.knows(&notice) { lang.say_with(&notice, &[("at", &unread.at)]) } else { lang.say("attach-unread-format") }
}

/// Attaches the pictures of a document that the text of a draft was read from; what is wrong with those that are not taken.
pub(crate) async fn take_pictures(ctx: &app::Ctx, id: RecordId, document: &str) -> Result<Vec<String>, HttpError> {
    if document.is_empty() {
        return Ok(Vec::new());
    }
    let faults = app::incoming::bring_pictures(ctx, id, document).await?;
    faults.into_iter().map(|(name, error)| fault(ctx.lang, &name, error)).collect()
}

/// Adds the files that came with a form to a draft; what is wrong with those that are not taken.
pub(crate) async fn take(ctx: &app::Ctx, id: RecordId, files: Vec<SentFile>) -> Result<Vec<String>, HttpError> {
    let mut faults = Vec::new();
    for file in files {
        match app::records::attach(ctx, id, None, &file.name, file.bytes.to_vec()).await {
            Ok(_) => {}
            Err(error) => faults.push(fault(ctx.lang, &file.name, error)?),
        }
    }
    Ok(faults)
}

/// Puts a redacted copy in the place of a file; why not, when there is none.
pub(crate) async fn redact(ctx: &app::Ctx, id: RecordId, file: AttachmentId) -> Result<Option<String>, HttpError> {
    match attachment::redact(ctx, id, None, file).await {
        Ok(_) => Ok(None),
        Err(error) => fault(ctx.lang, "", error).map(Some),
    }
}

/// What is wrong with a file in words; any other error as it is.
fn fault(lang: Lang, name: &str, error: app::Error) -> Result<String, HttpError> {
    let (name, why) = match error {
        app::Error::Attachment { name, why } => (name, file_fault(lang, &why)),
        app::Error::Record(error @ (RecordError::TooManyAttachments(_) | RecordError::NoAttachment)) => {
            (app::guard::shown(name), lang.say(&format!("record-error-{}", error.code())))
        }
        app::Error::NotFound { kind: "picture", .. } => (app::guard::shown(name), lang.say("attach-picture-gone")),
        other => return Err(other.into()),
    };
    Ok(lang.say_with("attach-fault", &[("name", &name), ("why", &why)]))
}

/// A file of a record, for whoever has that on the desk.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Record);
    let id: RecordId = request.param(0).parse().map_err(|_| absent())?;
    let attachment: AttachmentId = request.param(1).parse().map_err(|_| HttpError::Absent(Absent::Page))?;
    let AtWork { desk, .. } = AtWork::at(&site, &request, "ledger").await?;
    let (file, bytes) = desk.attachment(id, attachment).await?;
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &finished(&file, bytes)))
}
