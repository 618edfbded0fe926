//! A file of a record to be read in the page: its text and tables, for whoever has no program for it.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::attachment::about;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use app::portal::preview::{Part, Preview};
use askama::Template;
use axum::response::Response;
use domain::ids::{AttachmentId, RecordId};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/preview.html")]
pub(crate) struct PreviewPage {
    frame: Frame,
    record: RecordId,
    view: Preview,
}

impl Page for PreviewPage {
    /// The file is found with its record; twice would be once too often.
    fn is_unlisted(&self) -> bool {
        true
    }
}

impl PreviewPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, record: RecordId, view: Preview) -> PreviewPage {
        let frame = Frame::new(request, identity, Section::Catalogue, view.file.name.clone());
        let to = format!("/record/{record}");
        let frame = frame.under(&to, view.title.clone()).unlisted();
        PreviewPage { frame, record, view }
    }

    fn about(&self) -> String {
        about(self.frame.lang, &self.view.file)
    }

    fn download(&self) -> String {
        format!("/record/{}/attachment/{}", self.record, self.view.file.id)
    }

    fn outcome(&self) -> Result<&Vec<Part>, String> {
        self.view.read.as_ref().map_err(|error| app::guard::words::unreadable(self.frame.lang, error))
    }
}

/// A file of the edition on view, as text and tables. What has come down has none.
pub(crate) async fn preview(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Record);
    let id: RecordId = request.param(0).parse().map_err(|_| absent())?;
    let attachment: AttachmentId = request.param(1).parse().map_err(|_| absent())?;
    site.page(&request, |identity| async {
        let found = site.portal_for(&request).preview(id, attachment).await?.ok_or_else(absent)?;
        let view = found.ok_or(HttpError::Gone)?;
        Ok(PreviewPage::new(&request, identity, id, view))
    })
    .await
}
