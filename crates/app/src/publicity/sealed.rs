//! The sealed copy of a list that has come down: kept for a set time, looked at by few and never unnoticed, then destroyed.

use super::Refusal;
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::policy::{Permission, Relation};
use domain::publicity::Roll;

/// A sealed copy. It names people and is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Title of the record.
    pub title: String,
    /// From when to when it stood.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// The list as it was shown last.
    pub roll: Roll,
    /// The last day on which it is kept.
    pub kept_until: Option<NaiveDate>,
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealed").field("period", &self.period).finish_non_exhaustive()
    }
}

/// Looks at the sealed copy of a list, which is logged before anything of it is shown.
///
/// # Errors
/// [`Refusal::NotSealed`] when the record has not come down, had no list, or its copy was destroyed.
pub async fn open_sealed(ctx: &Ctx, id: RecordId) -> Result<Sealed> {
    let change = ctx.write().await?;
    let absent = || Error::NotFound { kind: "record", key: id.to_string() };
    let record = change.find_record(id).await?.ok_or_else(absent)?;
    ctx.allow(Permission::OpenSealed, Relation::Unit(record.unit.as_deref()))?;
    let was = record.visibility.past().ok_or(Refusal::NotSealed)?;
    let posting = change.posting(id, was.edition).await?;
    let posting = posting.filter(|posting| !posting.purged && !posting.roll.rows.is_empty());
    let posting = posting.ok_or(Refusal::NotSealed)?;
    let title = record.edition(was.edition).map(|edition| edition.title.clone()).unwrap_or_default();
    change.commit(record.sealed_list_opened()).await?;
    Ok(Sealed { title, period: posting.period, roll: posting.roll, kept_until: posting.kept_until })
}
