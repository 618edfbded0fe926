//! Numbers that the file shows masked in part: `430***********1234`, `138****1234`.
//!
//! Masking is not safety: the head of an identity number tells the place and the tail tells people apart
//! within a class. They are reported as partly masked, never as certain.

use super::chain::Chain;
use super::chars::{self, is_blank, is_hyphen, is_invisible, is_mask, is_x};
use super::context::{Context, Distance, Frame, Words};
use super::finding::{Finding, Kind, Reason};
use super::identity::is_province;
use super::labels::Label;
use super::numbers::spell;

/// Longest run of mask characters that is still one number.
const MAX_MASK: usize = 24;

/// Whether mask characters follow byte `at`, past a blank or hyphen; a cheap question before the words.
pub(super) fn may_follow(text: &str, at: usize) -> bool {
    mask_and_tail(text, at).is_some()
}

/// Reads a masked number whose visible head is the last group of `chain`; gives the byte after it.
pub(super) fn masked_tail(text: &str, chain: &Chain, context: &Context<'_>, out: &mut Vec<Finding>) -> Option<usize> {
    let last = chain.groups.len() - 1;
    let group = &chain.groups[last];
    // A head split by one gap (`138 **** 1234` is read below, `430602-1990****`) joins the group before.
    let from = if last > 0 && matches!(group.gap, super::chain::Gap::Hyphen) { last - 1 } else { last };
    let (hidden, tail, end) = mask_and_tail(text, group.range.end)?;
    [from, last].into_iter().find_map(|from| {
        let head = chain.digits_of(from, last);
        let kind = kind_of(head, hidden, tail.chars().count(), context)?;
        let start = chain.groups[from].range.start;
        out.push(finding(kind, start..end, &format!("{}{}{tail}", spell(head), "*".repeat(hidden))));
        Some(end)
    })
}

/// Reads a number whose head is masked: the mask ends where the first group of `chain` begins. Only a
/// label makes such a number one.
pub(super) fn masked_head(text: &str, chain: &Chain, frame: Frame, out: &mut Vec<Finding>) {
    let group = &chain.groups[0];
    let mut hidden = 0;
    let mut start = group.range.start;
    for (offset, c) in text[..group.range.start].char_indices().rev() {
        if is_mask(c) && hidden < MAX_MASK {
            hidden += 1;
            start = offset;
        } else if !is_invisible(c) {
            break;
        }
    }
    if hidden < 4 || !(4..=6).contains(&group.len) {
        return;
    }
    let mut words = Words::default();
    let context = words.before(text, start, frame);
    if let Some(kind) = named_kind(&context).filter(|kind| *kind != Kind::OtherId) {
        out.push(finding(
            kind,
            start..group.range.end,
            &format!("{}{}", "*".repeat(hidden), spell(chain.digits_of(0, 0))),
        ));
    }
}

fn finding(kind: Kind, range: std::ops::Range<usize>, shown: &str) -> Finding {
    let mut finding = Finding::new(kind, range, super::finding::mask(shown), false, Reason::PartlyMasked);
    finding.partly_masked = true;
    finding
}

/// Mask characters after byte `at`, then what is shown again, then the byte after.
fn mask_and_tail(text: &str, at: usize) -> Option<(usize, String, usize)> {
    let (mut hidden, mut tail, mut end, mut gaps) = (0, String::new(), at, 0);
    for (offset, c) in text[at..].char_indices() {
        let past = at + offset + c.len_utf8();
        if let Some(value) = chars::digit(c).filter(|_| hidden > 0) {
            tail.push(char::from(b'0' + value));
            end = past;
        } else if is_mask(c) && tail.is_empty() {
            hidden += 1;
            end = past;
        } else if is_mask(c) && !is_x(c) {
            // Masked in two places: 430602****0101****.
            tail.push('*');
            end = past;
        } else if is_x(c) && tail.len() >= 2 {
            tail.push('X');
            end = past;
            break;
        } else if is_invisible(c) {
            continue;
        } else if (is_blank(c) || is_hyphen(c)) && gaps < 2 && tail.is_empty() {
            gaps += 1;
        } else {
            break;
        }
        if hidden > MAX_MASK || tail.len() > 12 {
            return None;
        }
    }
    (hidden >= 3).then_some((hidden, tail, end))
}

fn kind_of(head: &[u8], hidden: usize, tail: usize, context: &Context<'_>) -> Option<Kind> {
    let named = named_kind(context);
    let total = head.len() + hidden + tail;
    // Three digits or fewer point to nobody: 138********, 430***************.
    if head.len() + tail < 4 {
        return None;
    }
    let mobile_head = head[0] == 1 && head.get(1).is_none_or(|&second| second >= 3);
    let mobile = mobile_head && (10..=12).contains(&total) && (2..=7).contains(&head.len()) && tail >= 2;
    if let Some(kind) = named.filter(|_| total >= 6) {
        return match kind {
            Kind::OtherId => None,
            Kind::Landline if mobile_head && total == 11 => Some(Kind::Mobile),
            kind => Some(kind),
        };
    }
    if mobile && tail <= 5 {
        return Some(Kind::Mobile);
    }
    let identity = head.len() >= 2 && is_province(&head[..2]) || head.len() == 1;
    if matches!(total, 15 | 18) && identity && (tail > 0 || head.len() >= 6) && hidden >= 4 {
        return Some(Kind::IdCard);
    }
    (matches!(total, 16 | 17 | 19) && head.len() >= 4 && head[..2] == [6, 2] && tail > 0).then_some(Kind::BankCard)
}

/// The kind that the label speaks of; `OtherId` stands for labels of what is no personal number.
fn named_kind(context: &Context<'_>) -> Option<Kind> {
    let (label, distance) = context.nearest()?;
    if distance == Distance::Far {
        return None;
    }
    match label {
        Label::IdCard => Some(Kind::IdCard),
        Label::BankCard | Label::Account => Some(Kind::BankCard),
        Label::Mobile => Some(Kind::Mobile),
        Label::Phone | Label::Home => Some(Kind::Landline),
        Label::Passport | Label::Travel => Some(Kind::Passport),
        Label::Number | Label::Student | Label::Credit | Label::Amount | Label::OrgAccount | Label::Paper => {
            Some(Kind::OtherId)
        }
        _ => None,
    }
}
