//! One stretch of text that belongs together: digits and labels are looked for in one pass, and what they propose is
//! judged by the readers of each kind.
//!
//! It must not know where the text came from, nor keep anything but buffers from one stretch to the next.

use super::chain::Chain;
use super::context::{Context, Frame, Words};
use super::finding::{self, Finding};
use super::labels::Label;
use super::{address, chars, dates, email, identity, masks, numbers, papers, phones, spelled};

/// Finds personal data in running text. Ranges are bytes of `text`; `block` is 0.
pub fn scan_text(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    segment(text, Frame::default(), &mut Scratch::default(), &mut found);
    found
}

/// Buffers of a scan, kept from one stretch of text to the next so that they are not made anew.
#[derive(Default)]
pub(super) struct Scratch {
    chain: Chain,
    words: Words,
}

/// Scans one stretch of text that belongs together and appends what it finds, in order.
pub(super) fn segment(text: &str, frame: Frame, scratch: &mut Scratch, found: &mut Vec<Finding>) {
    let first = found.len();
    signals(text, frame, scratch, found);
    cues(text, frame, found);
    finding::settle(found, first);
}

/// Everything that digits and `@` give away.
fn signals(text: &str, frame: Frame, scratch: &mut Scratch, out: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    scratch.words.clear();
    let mut at = 0;
    while let Some(signal) = chars::next_signal(bytes, at) {
        crate::steps::take(1 + signal - at);
        let sign = chars::after(text, signal).unwrap_or(' ');
        at = if matches!(sign, '@' | '＠') {
            email::address(text, signal, &mut scratch.words, frame, out).unwrap_or(signal + sign.len_utf8())
        } else {
            let end = scratch.chain.read(text, signal);
            // The digits of `wang123@` are the mailbox's and no number; eleven might be a telephone all the same.
            let mailbox = (bytes.get(end) == Some(&b'@') && scratch.chain.digits.len() < 11)
                .then(|| email::address(text, end, &mut scratch.words, frame, out))
                .flatten();
            mailbox.or_else(|| chain(text, scratch, frame, out)).unwrap_or(end).max(end)
        };
    }
}

/// Everything that words give away before any digit.
fn cues(text: &str, frame: Frame, out: &mut Vec<Finding>) {
    for (start, end, word) in address::cues(text) {
        match word {
            "出生" | "生于" | "生日" => dates::birth_in_chinese(text, end, frame, out),
            "身份证" => spelled::identity_number(text, end, out),
            word if word.starts_with(['一', '幺', '壹']) => spelled::mobile(text, start, frame, out),
            "(at)" | "[at]" => email::spelt(text, start..end, frame, out),
            _ => address::after_cue(text, start..end, frame, out),
        }
    }
    if let Some(label @ (Label::Abode | Label::Place)) = frame.label {
        address::cell(text, label, frame, out);
    }
}

/// Judges a chain; gives the byte to go on from when more than the chain was used.
fn chain(text: &str, scratch: &mut Scratch, frame: Frame, out: &mut Vec<Finding>) -> Option<usize> {
    let chain = &scratch.chain;
    let start = chain.groups[0].range.start;
    for group in &chain.groups {
        if group.len <= 5 {
            address::by_door(text, group.range.clone(), frame, out);
        }
    }
    if frame.label == Some(Label::Birth) && chain.groups.len() == 1 && chain.groups[0].len == 5 {
        dates::birth_serial(text, chain.groups[0].range.clone(), identity::number(&chain.digits), out);
    }
    let last = chain.groups.last()?;
    let masked = chars::after(text, last.range.end)
        .is_some_and(|c| chars::is_mask(c) || chars::is_blank(c) || chars::is_hyphen(c))
        && masks::may_follow(text, last.range.end);
    let date = may_be_date(text, chain, frame);
    if chain.groups[0].len <= 6 && chars::before(text, start).is_some_and(chars::is_mask) {
        masks::masked_head(text, chain, frame, out);
    }
    // Years, counts and amounts are short and far more than all else: they cost no context.
    if !masked && !date && chain.digits.len() < 6 {
        return None;
    }
    let context = scratch.words.before(text, start, frame);
    if date {
        dates::birth(text, start, &context, out);
    }
    if masked && let Some(end) = masks::masked_tail(text, chain, &context, out) {
        return Some(end);
    }
    if chain.digits.len() >= 6 {
        numbers(text, chain, &context, out);
    }
    None
}

/// Every run of groups that could be a number.
fn numbers(text: &str, chain: &Chain, context: &Context<'_>, out: &mut Vec<Finding>) {
    let mut at = 0;
    while at < chain.groups.len() {
        let before = out.len();
        let mut total = 0;
        for to in at..chain.groups.len() {
            crate::steps::take(1);
            total += chain.groups[to].len;
            if total > 21 {
                break;
            }
            match total {
                17 | 18 => numbers::identity(text, chain, at, to, context, out),
                11 | 12 | 13 | 15 => phones::mobile(text, chain, at, to, context, out),
                _ => {}
            }
            if total >= 15 {
                numbers::card(text, chain, at, to, context, out);
            }
        }
        if chain.groups[at].len >= 6 {
            numbers::identity_of_other_length(text, chain, at, context, out);
            papers::paper(text, chain, at, context, out);
        }
        let line = phones::landline(text, chain, at, context, out);
        // What a certain finding or a telephone has used is not read again.
        let used =
            out[before..].iter().filter(|finding| finding.certain).map(|finding| finding.range.end).max().unwrap_or(0);
        let next = chain.groups.partition_point(|group| group.range.end <= used);
        at = (at + 1).max(next).max(line.map_or(0, |last| last + 1));
    }
}

/// Whether the chain may begin a date of birth: its first group looks like a year or a date, and something
/// near speaks of birth.
fn may_be_date(text: &str, chain: &Chain, frame: Frame) -> bool {
    let first = &chain.groups[0];
    let year = chain.digits_of(0, 0);
    if !matches!(first.len, 4 | 6 | 8) || !matches!(year, [1, 9, ..] | [2, 0, ..]) {
        return false;
    }
    if frame.label == Some(Label::Birth) {
        return true;
    }
    let before = chars::floor(text, first.range.start.saturating_sub(42));
    let after = chars::floor(text, first.range.end + 48);
    text[before..after].contains('生') || dates::latin_word_of_birth(&text[before..first.range.start])
}
