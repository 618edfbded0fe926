//! Words of the school on their way to somebody outside: what the guard is certain of stops them, unless somebody says whose the
//! numbers are; and numbers of papers that applicants write where everybody who works on a request reads them.

use super::Refusal;
use crate::applicant::Known;
use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::Kind;
use crate::guard::publication::{Concern, Field, Gate};
use domain::request::trace::is_blank;
use domain::request::{Applicant, Did};
use store::{Reader, StoredRequest};

/// Kinds of numbers that an office has as well: its telephone, its mailbox, its account, its address.
const OFFICES: [Kind; 5] = [Kind::BankCard, Kind::Mobile, Kind::Landline, Kind::Email, Kind::Address];

/// Whether an act may say what it says; with what somebody said of the numbers in it, when that was needed.
///
/// # Errors
/// [`Error::Personal`] for what nobody answers for, and for what nobody can; [`Refusal::TellsApplicant`].
pub(super) async fn passed(
    ctx: &Ctx,
    reader: &Reader,
    stored: &StoredRequest,
    did: &Did,
    vouched: &str,
) -> Result<Option<Did>> {
    let to_another = matches!(did, Did::OpinionAsked { .. });
    if let Did::OpinionAsked { what, .. } = did
        && !Known::of(ctx, reader, stored).await?.found_in(what).is_empty()
    {
        return Err(Refusal::TellsApplicant.into());
    }
    let mut found: Vec<Concern<'static>> = Vec::new();
    for text in did.outgoing() {
        // Applicants are told what they said of themselves.
        let text = if to_another { text.to_string() } else { without_own(text, &stored.request.entry.applicant) };
        found.extend(Gate::default().judge([Field::new("answer", &text)]).refused);
    }
    if found.is_empty() {
        return Ok(None);
    }
    if !is_blank(vouched) && found.iter().all(|concern| OFFICES.contains(&concern.kind)) {
        let reason = crate::guard::publication::covered(vouched.trim());
        return Ok(Some(Did::Vouched { reason }));
    }
    let told = found.into_iter().map(|concern| PersonalData { field: concern.field, masked: concern.masked });
    Err(Error::Personal(told.collect()))
}

/// A text without what its reader said of themselves.
fn without_own(text: &str, who: &Applicant) -> String {
    let own = [&who.phone, &who.email, &who.address];
    own.into_iter()
        .filter(|word| word.chars().count() > 4)
        .fold(text.to_string(), |text, word| text.replace(word.as_str(), "……"))
}

/// Numbers of papers that stand in free text, masked: those that the guard is certain of. They belong into the field that is kept
/// under a key.
pub fn identity_numbers(texts: &[&str]) -> Vec<String> {
    let fields = texts.iter().map(|text| Field::new("content", text));
    let papers = |concern: &Concern<'_>| matches!(concern.kind, Kind::IdCard | Kind::Passport | Kind::OtherId);
    Gate::default().judge(fields).refused.into_iter().filter(papers).map(|concern| concern.masked).collect()
}
