//! A file of a record as it is given out: to be saved under its name, never shown in a page's place.

use crate::error::{Absent, HttpError};
use crate::http::cache::Finished;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use app::words::Lang;
use axum::response::Response;
use domain::ids::{AttachmentId, RecordId};
use domain::record::Attachment;
use std::sync::Arc;

/// Given out for a name that tells no kind any more.
const ANY_FILE: &str = "application/octet-stream";

/// Kind and size: `表格，23 KB`.
pub(crate) fn about(lang: Lang, file: &Attachment) -> String {
    let kind = file
        .kind()
        .map_or_else(|| lang.say("attach-kind-other"), |kind| lang.say(&format!("attach-kind-{}", kind.group)));
    lang.say_with("attach-about", &[("kind", &kind), ("size", &size(file.size))])
}

/// `312 B`, `23 KB`, `4.1 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// A file to be saved, never to be shown by itself.
pub(crate) fn finished(file: &Attachment, bytes: Vec<u8>) -> Finished {
    Finished::file(file.kind().map_or(ANY_FILE, |kind| kind.media_type), bytes, file.name.clone())
}

/// A file of the edition on view. What has come down has none.
pub(crate) async fn attachment(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Record);
    let id: RecordId = request.param(0).parse().map_err(|_| absent())?;
    let attachment: AttachmentId = request.param(1).parse().map_err(|_| absent())?;
    site.file(&request, async {
        let found = site.portal_for(&request).attachment(id, attachment).await?.ok_or_else(absent)?;
        let (file, bytes) = found.ok_or(HttpError::Gone)?;
        Ok(finished(&file, bytes))
    })
    .await
}
