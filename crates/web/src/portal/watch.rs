//! For whoever watches the program: whether it lives, whether it can serve, and numbers. The first two say one word to anybody; the
//! numbers are for this machine and for places that the settings name.

use crate::error::{Absent, HttpError};
use crate::http::cache::Finished;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use app::portal::Answers;
use app::watch::Standing;
use axum::http::StatusCode;
use axum::response::Response;
use std::fmt::Write;
use std::sync::Arc;

const TEXT: &str = "text/plain; charset=utf-8";
/// Version of the text format (Prometheus exposition formats).
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether the process lives: it answers.
pub(crate) async fn health(_: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    Ok(reply::finished(&request, &Finished::new(StatusCode::OK, TEXT, "ok\n")))
}

/// Whether it can serve: the database answers. Why it does not stands in the log.
pub(crate) async fn ready(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let away = site.portal.pulse().await.answers == Answers::Away;
    let (status, word) = match away {
        true => (StatusCode::SERVICE_UNAVAILABLE, "database\n"),
        false => (StatusCode::OK, "ready\n"),
    };
    Ok(reply::finished(&request, &Finished::new(status, TEXT, word)))
}

/// Numbers, in the text format of Prometheus. There is no such page for anybody else.
pub(crate) async fn metrics(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let named = |address| site.portal.settings().metrics_from.iter().any(|network| network.holds(address));
    if !request.client.is_some_and(|address| address.is_loopback() || named(address)) {
        return Err(HttpError::Absent(Absent::Page));
    }
    let mut body = site.counted.written();
    let standing = async { app::watch::standing(site.portal.app(), &*site.portal.board().await?).await };
    match standing.await {
        Ok(standing) => body.push_str(&written(&standing)),
        Err(_) => body.push_str("# TYPE gongkai_database_up gauge\ngongkai_database_up 0\n"),
    }
    Ok(reply::finished(&request, &Finished::new(StatusCode::OK, METRICS, body)))
}

fn written(standing: &Standing) -> String {
    let mut out = String::new();
    let mut gauge = |name: &str, help: &str, value: u64| {
        let _ = writeln!(out, "# HELP gongkai_{name} {help}\n# TYPE gongkai_{name} gauge\ngongkai_{name} {value}");
    };
    gauge("database_up", "Whether the database answers.", 1);
    gauge("events", "Events in the ledger.", standing.events);
    gauge("items_overdue", "Items of the catalogue that are overdue.", standing.items.0 as u64);
    gauge("items_due_soon", "Items of the catalogue that are due soon.", standing.items.1 as u64);
    gauge("messages_waiting", "Messages that wait to be sent.", standing.mail.0);
    gauge("messages_failed", "Messages that could not be sent.", standing.mail.1);
    gauge("log_entries", "Entries of the public log.", standing.log.0);
    gauge("log_sealed", "Entries of the public log that are sealed.", standing.log.1);
    gauge("jobs_failed", "Jobs that failed since they last succeeded.", failed(standing));
    gauge("concerns", "What wants somebody; gongkai status says what.", standing.concerns().len() as u64);
    if let Some(free) = standing.free {
        gauge("disk_free_bytes", "Room on the disk.", free);
    }
    if let Some(days) = standing.certificate.days_left(standing.at) {
        gauge("certificate_days_left", "Days until the certificate is over.", u64::try_from(days).unwrap_or(0));
    }
    if let Some((made, bytes)) = standing.backup {
        let age = (standing.at - made).num_seconds();
        gauge("backup_age_seconds", "Since the last scheduled backup.", u64::try_from(age).unwrap_or(0));
        gauge("backup_bytes", "How large it is.", bytes);
    }
    let _ =
        writeln!(out, "# HELP gongkai_job_late_seconds Since a job was due.\n# TYPE gongkai_job_late_seconds gauge");
    for job in &standing.jobs {
        let _ = writeln!(out, "gongkai_job_late_seconds{{job=\"{}\"}} {}", job.kind, job.late);
    }
    out
}

fn failed(standing: &Standing) -> u64 {
    standing.jobs.iter().filter(|job| job.failed.is_some()).count() as u64
}
