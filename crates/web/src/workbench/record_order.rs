//! What may be ordered at the page of a record, as its forms say it, and the step that each order is.

use crate::http::form::{FromForm, Reader};
use crate::workbench::again::Pressed;
use crate::workbench::suspected::answers;
use crate::workbench::write;
use app::records::suspicion::Brought;
use domain::event::Act;
use domain::record::{IndexNumber, Timestamp};

/// Longest comment, in characters.
const COMMENT: usize = 1_000;
/// Longest reason, in characters.
const REASON: usize = 500;

/// Something to be done with a record.
pub(super) enum Order {
    /// Save the draft, or send it: the form of `write`.
    Write,
    Delete,
    PassUnit {
        looked: Looked,
    },
    PassSecrecy {
        looked: Looked,
    },
    /// At a minute, or at none any more.
    Plan {
        at: Option<Timestamp>,
        looked: Looked,
    },
    SendBack {
        reason: String,
    },
    Reopen {
        reason: String,
    },
    Waive {
        basis: String,
        reason: String,
    },
    Publish {
        looked: Looked,
    },
    /// Take back what was sent and nobody has judged.
    PullBack,
    Comment {
        wording: String,
        once: String,
    },
    Amend {
        note: String,
    },
    Withdraw {
        reason: String,
        successor: Option<IndexNumber>,
    },
}

/// What whoever passes something on ticked, and what they answered of what is suspected.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) ticked: Vec<String>,
    pub(super) answers: Vec<Brought>,
}

impl Looked {
    fn of(form: &Reader<'_>) -> Looked {
        Looked { ticked: texts(form, "looked"), answers: answers(form.pairs()) }
    }
}

/// An order, and the state of the record that was seen when it was given.
pub(super) struct Given {
    pub(super) order: Order,
    pub(super) version: Option<u32>,
}

impl FromForm for Given {
    fn from_form(form: &mut Reader<'_>) -> Option<Given> {
        let order = Order::from_form(form)?;
        Some(Given { order, version: form.raw("version").parse().ok() })
    }
}

impl FromForm for Order {
    fn from_form(form: &mut Reader<'_>) -> Option<Order> {
        Some(match form.raw("act") {
            "delete" => Order::Delete,
            "pass_unit" => Order::PassUnit { looked: Looked::of(form) },
            "pass_secrecy" => Order::PassSecrecy { looked: Looked::of(form) },
            "plan" => Order::Plan { at: Some(minute(form, "publish_at")?), looked: Looked::of(form) },
            "plan_off" => Order::Plan { at: None, looked: Looked::default() },
            "pull_back" => Order::PullBack,
            "send_back" => Order::SendBack { reason: form.given("reason", REASON)? },
            "waive" => {
                let (basis, reason) = (form.given("basis", REASON), form.given("waiver_reason", REASON));
                Order::Waive { basis: basis?, reason: reason? }
            }
            "reopen" => Order::Reopen { reason: form.given("reason", REASON)? },
            "publish" => Order::Publish { looked: Looked::of(form) },
            "comment" => Order::Comment { wording: comment(form)?, once: form.raw("once").to_string() },
            "amend" => Order::Amend { note: form.given("change_note", REASON)? },
            "withdraw" => Order::Withdraw { reason: form.given("reason", REASON)?, successor: successor(form)? },
            act => match write::is_act(act) {
                true => Order::Write,
                false => return form.refuse("act", "choice"),
            },
        })
    }
}

/// Everything that was sent under a name.
pub(super) fn texts(form: &Reader<'_>, field: &str) -> Vec<String> {
    form.all(field).into_iter().map(str::to_string).collect()
}

/// A minute in China, as a field for one sends it or as people write it.
pub(super) fn minute(form: &mut Reader<'_>, field: &'static str) -> Option<Timestamp> {
    let typed = form.line(field, 40)?.replace('T', " ");
    match chrono::NaiveDateTime::parse_from_str(&typed, "%Y-%m-%d %H:%M") {
        Ok(local) => Some(domain::date::instant_in_china(local)),
        Err(_) => form.refuse(field, "minute"),
    }
}

pub(super) fn comment(form: &mut Reader<'_>) -> Option<String> {
    let wording = form.text("wording", COMMENT)?.trim().to_string();
    if wording.is_empty() { form.refuse("wording", "required") } else { Some(wording) }
}

/// The index number of what takes the place of something withdrawn; nothing when nothing was typed.
pub(super) fn successor(form: &mut Reader<'_>) -> Option<Option<IndexNumber>> {
    let typed = form.line("successor", 60)?;
    if typed.is_empty() {
        return Some(None);
    }
    match typed.parse() {
        Ok(index) => Some(Some(index)),
        Err(_) => form.refuse("successor", "index"),
    }
}

/// The step that an order is, when it is one that is taken once.
pub(super) fn pressed(order: &Order) -> Pressed {
    match order {
        Order::PassUnit { .. } => Pressed::step(&[Act::UnitReviewPassed]),
        Order::PassSecrecy { .. } => Pressed::step(&[Act::SecrecyReviewPassed, Act::RecordSettled]),
        Order::PullBack => Pressed::step(&[Act::RecordPulledBack]),
        Order::Publish { .. } => Pressed::step(&[Act::RecordPublished, Act::RecordAmended]),
        Order::SendBack { reason } => Pressed::because(&[Act::RecordReturned], reason),
        Order::Reopen { reason } => Pressed::because(&[Act::RecordReopened], reason),
        Order::Plan { at, .. } => Pressed::planned(*at),
        Order::Amend { note } => Pressed::amending(note),
        // An amendment that was given up; a draft that is gone is looked for elsewhere.
        Order::Delete => Pressed::step(&[Act::RecordDeleted]),
        Order::Withdraw { reason, .. } => Pressed::because(&[Act::RecordWithdrawn], reason),
        _ => Pressed::step(&[]),
    }
}
