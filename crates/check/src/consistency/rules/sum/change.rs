//! The change of one cell of a table that makes its sums hold, in words for whoever corrects it.

use crate::consistency::document::table::Slot;
use crate::consistency::finding::{Message, Suggestion};
use crate::consistency::slip::print_like;
use crate::numbers::Amount;

/// The change of one cell that makes its table hold; `zh` and `en` say what holds then.
pub(super) fn changed(slot: &Slot, to: Amount, zh: &str, en: &str) -> Suggestion {
    let (digits, with) = (&slot.digits, print_like(&slot.digits, to));
    let why = Message::new(format!("把 {digits} 改为 {with}，{zh}。"), format!("With {with} for {digits} {en}."));
    Suggestion { replace: digits.clone(), with, at: slot.range.clone(), why }
}
