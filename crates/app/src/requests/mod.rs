//! Requests for disclosure (依申请公开) as use cases: filed by anybody without an account, looked up by whoever has the receipt,
//! registered, worked on, answered and accounted for by those whom the table of rights names.
//!
//! Everything that is done is one step of a request (`domain::request`), saved with its event in one change. What somebody wrote is
//! kept with the request and shown to those who may read it; it enters no log, no error and no event. What a regulation decides by
//! days is asked of the calendar each time and kept nowhere, so that a notice that comes later moves every running clock.

mod acts;
mod dismissing;
mod filing;
mod hand;
mod identity;
mod letters;
mod outgoing;
mod register;
mod release;
mod sheet;

pub use crate::report::account;
pub use crate::request_refusal::Refusal;
pub use acts::{Order, act, act_vouching};
pub use dismissing::dismiss;
pub use filing::{
    Filed, NewRequest, Shown, Told, Word, enter, file_once, letter_of, query, say, shown_of, supplement, withdraw,
};
pub use identity::open_identity;
pub(crate) use identity::purge_due;
pub use letters::{LetterFile, letter};
pub use outgoing::identity_numbers;
pub use register::{Line, Overview, Register, mine, open_count, overview, register};
pub use release::release;
pub use sheet::{Act, Deed, Sheet, look};

use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::ids::UserId;
use domain::policy::{Denied, Permission, Relation};
use domain::request::letter::Sender;
use domain::request::{Request, Terms};
use domain::school::School;

/// The lengths of time that hold for a request.
///
/// # Errors
/// [`Refusal::BeforeRules`].
pub(crate) fn terms_of(ctx: &Ctx, received: chrono::NaiveDate) -> Result<Terms> {
    let school = ctx.app.settings.requests.school();
    Ok(Terms::on(received, school.as_ref()).ok_or(Refusal::BeforeRules)?)
}

/// Whether somebody may do this to a request: everywhere, or for one of the units that work on it.
fn may(ctx: &Ctx, permission: Permission, request: &Request) -> bool {
    ctx.allow(permission, Relation::School).is_ok()
        || request.units.iter().any(|unit| ctx.allow(permission, Relation::Unit(Some(unit))).is_ok())
}

fn allow(ctx: &Ctx, permission: Permission, request: &Request) -> Result<()> {
    if may(ctx, permission, request) { Ok(()) } else { Err(Error::Forbidden(Denied(permission))) }
}

/// Whoever acts as a person of the school.
fn person(ctx: &Ctx, permission: Permission) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(Denied(permission)))
}

/// From whom letters come. The remedies are those a college has; the words name no article that was not read.
fn sender(school: &School) -> Sender {
    let fact = |key: &str| school.fact(key).unwrap_or_default().to_string();
    let contact = [fact("office"), fact("address"), fact("phone"), fact("email")];
    let contact = contact.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("，");
    Sender { school: school.name().to_string(), contact, remedy: REMEDY.to_string() }
}

/// What somebody may do who is not content with an answer; a part of the letter, which is Chinese whoever reads it.
const REMEDY: &str = "如对本答复有异议，可以向学校纪检监察部门或者省级教育行政部门举报；认为学校未依法提供信息的，可以依照《中华人民共和国政府信息公开条例》第五十五条向省级教育行政部门申诉。";
