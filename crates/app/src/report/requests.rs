//! What the register of requests says of a year, as the report takes it: nobody types these numbers.

use crate::error::Result;
use domain::request::register::{Balance, Span};
use domain::school_year::SchoolYear;
use store::{Reader, RequestsOf};

/// What a school year came to; nothing when the register has no row of it, so that an account kept elsewhere stays one.
///
/// # Errors
/// Of the database.
pub async fn account(reader: &Reader, year: SchoolYear) -> Result<Option<Balance>> {
    let span = Span::of(year);
    let stored = reader.requests(RequestsOf::Between(span.from, span.to)).await?;
    let balance = Balance::of(stored.iter().map(|stored| &stored.request), span);
    Ok((!balance.is_empty()).then_some(balance))
}
