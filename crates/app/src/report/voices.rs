//! What the registers of voices say of a year, as the report takes it: nobody types these numbers.
//!
//! A register says 无 of a year that it was kept in from the first day on. Complaints have one of their own, which supervisors keep:
//! it begins when their key is set. Of a year before, or of one in the middle of which it began, it speaks only when it has rows.

use crate::context::App;
use crate::error::Result;
use chrono::NaiveDate;
use domain::date::day_in_china;
use domain::figure::Dataset;
use domain::request::register::Span;
use domain::school_year::SchoolYear;
use domain::voice::Kind;
use domain::voice::register::{Account, COMPLAINTS, VOICES};
use store::{Reader, VoicesOf};

/// Puts what the registers say of a year in the place of what was entered by hand; nothing where they know nothing of it.
///
/// # Errors
/// Of the database.
pub(super) async fn voices(reader: &Reader, app: &App, year: SchoolYear, datasets: &mut Vec<Dataset>) -> Result<()> {
    let span = Span::of(year);
    // Of a year that has not begun no register says anything.
    if app.clock.today() < span.from {
        return Ok(());
    }
    let stored = reader.voices(VoicesOf::Between(span.from, span.to)).await?;
    let account = Account::of(stored.iter().map(|one| &one.voice), span, &app.calendar, app.clock.today());
    let whole = |since: Option<NaiveDate>| since.is_some_and(|since| since <= span.from);
    // While a year runs nobody learns from a draft of its report that a complaint came in.
    let over = app.clock.today() > span.to;
    if over && (!account.count(Kind::Complaint).is_empty() || whole(complaints_since(reader).await?)) {
        let at = datasets.iter().position(|dataset| dataset.key == COMPLAINTS);
        let typed = at.map(|at| datasets.remove(at));
        datasets.push(account.complaints(year, typed.as_ref()));
    }
    let mut others = Kind::ALL.iter().filter(|kind| !kind.is_sealed());
    let some = others.any(|kind| !account.count(*kind).is_empty());
    if some || whole(reader.first_voice(false).await?.map(day_in_china)) {
        datasets.retain(|dataset| dataset.key != VOICES);
        datasets.push(account.voices(year));
    }
    Ok(())
}

/// Since when the register of complaints is kept.
async fn complaints_since(reader: &Reader) -> Result<Option<NaiveDate>> {
    let first = reader.first_voice(true).await?;
    let key = reader.complaint_keys().await?.first().map(|key| key.made_at);
    Ok(first.into_iter().chain(key).min().map(day_in_china))
}
