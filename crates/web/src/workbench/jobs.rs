//! What the program does by itself, and the messages that left or did not, for those who look after it.

use crate::error::HttpError;
use crate::http::form::{self, FromForm, Reader};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show};
use app::jobs::Job;
use app::messages::{self, MessageState, Outgoing};
use askama::Template;
use axum::response::Response;
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use std::sync::Arc;

/// A job as the page shows it.
struct Work {
    name: String,
    due: Timestamp,
    failure: Option<String>,
}

#[derive(Template)]
#[template(path = "workbench/jobs.html")]
struct JobsPage {
    bench: Bench,
    work: Vec<Work>,
    messages: Vec<Outgoing>,
    may_retry: bool,
    done: bool,
}

impl JobsPage {
    fn heading(&self) -> String {
        match self.messages.iter().filter(|message| self.is_stuck(message)).count() {
            0 => self.bench.say("jobs-page-heading-none"),
            n => self.bench.count("jobs-page-heading", n),
        }
    }

    fn is_stuck(&self, message: &Outgoing) -> bool {
        matches!(message.state, MessageState::Failed | MessageState::Unsure)
    }

    /// Whether somebody may want it tried again: it did not leave, or waits after it failed.
    fn can_retry(&self, message: &Outgoing) -> bool {
        let waits = message.state == MessageState::Queued && message.failure.is_some();
        self.may_retry && (self.is_stuck(message) || waits)
    }

    fn state(&self, message: &Outgoing) -> String {
        self.bench.say(&format!("message-state-{}", message.state.code()))
    }

    fn kind(&self, message: &Outgoing) -> String {
        self.bench.say(&format!("message-kind-{}", message.kind.code()))
    }

    fn failure(&self, message: &Outgoing) -> Option<String> {
        let failure = message.failure.as_ref().filter(|_| message.state != MessageState::Sent)?;
        Some(failure.said(self.bench.lang))
    }
}

/// The page.
pub(crate) async fn jobs(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "jobs").await?;
    let messages = messages::list(&ctx).await?;
    let work = app::jobs::list(&ctx).await?.into_iter().map(|job| Work {
        name: Job::read(&job.kind).map_or(job.kind, |job| bench.say(&format!("job-{}", job.code()))),
        due: job.due_at,
        failure: job.failure.map(|(_, why)| why),
    });
    let work = work.collect();
    let may_retry = ctx.allow(Permission::RetryMessages, Relation::School).is_ok();
    let done = request.told(Tells::Done).is_some_and(|done| done == "retry");
    let bench = bench.titled(request.lang.say("work-at-jobs"));
    show(&request, &JobsPage { bench, work, messages, may_retry, done })
}

/// A message to be tried again.
struct Again(u64);

impl FromForm for Again {
    fn from_form(form: &mut Reader<'_>) -> Option<Again> {
        form.choice("message", |nr| nr.parse().ok()).map(Again)
    }
}

/// Tries a message again.
pub(crate) async fn retry(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let Again(nr) = form::read(&request)?;
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "jobs").await?;
    messages::retry(&ctx, nr).await?;
    Ok(go_on(&request, "/work/jobs?done=retry"))
}
