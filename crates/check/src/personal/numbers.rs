//! Identity numbers and bank cards in a chain of digits, with the words around them weighed.
//!
//! Arithmetic proposes (`identity`, `cards`), words dispose (`context`): a valid identity number is one
//! unless the text calls it something else; a valid card number is one only where a label or a known
//! issuer says so, since one number in ten passes the Luhn check by chance.

use super::cards::{self, Likeness};
use super::chain::{Chain, Gap};
use super::chars::{self, is_blank, is_hyphen, is_invisible, is_latin, is_x};
use super::context::{Context, Token, is_amount, token};
use super::finding::{Finding, Kind, Reason, mask, mask_digits};
use super::identity::{self, Marks};
use super::labels::Label;

/// Finds identity numbers in groups `from..=to` (which hold `to - from + 1` groups of one chain).
pub(super) fn identity(
    text: &str,
    chain: &Chain,
    from: usize,
    to: usize,
    context: &Context<'_>,
    out: &mut Vec<Finding>,
) {
    let digits = chain.digits_of(from, to);
    if !gaps_allow(chain, from, to) {
        return;
    }
    let range = chain.range_of(from, to);
    let (check, end) = match digits.len() {
        17 => match x_after(text, range.end, to > from) {
            Some(end) => (10, end),
            None => return,
        },
        18 => (digits[17], range.end),
        _ => return,
    };
    if text[end..].starts_with(|c: char| is_latin(c)) {
        return;
    }
    let marks = identity::eighteen(digits, check);
    let named = from == 0 && context.named() == Some(Label::IdCard);
    let about = context.about(&[Label::IdCard]);
    let foreign = digits[0] == 9;
    let about = about || foreign && context.about(&[Label::Paper]);
    if foreign && !(about && identity::permanent_resident(digits, check)) && !named {
        return;
    }
    let token = token(text, range.start, end);
    let verdict = if (marks.prefecture || foreign) && marks.date && marks.check {
        valid(marks, foreign, about, token, from == 0, context, is_amount(text, range.start, end))
    } else if named && (to == from || marks.prefecture && marks.date) {
        Some((false, Reason::IdWrongMarks))
    } else if to == from
        && marks.county
        && marks.date
        && marks.year < 2020
        && unlabelled(context)
        && token == Token::Plain
    {
        // All marks but the check character: a slip of the pen is likelier than another number.
        Some((false, Reason::IdWrongMarks))
    } else {
        None
    };
    if let Some((certain, why)) = verdict {
        let mut masked = mask_digits(digits);
        if check == 10 {
            // The mask of the seventeen digits shows one more of them than the whole number's does.
            masked = mask(&format!("{}X", spell(digits)));
        }
        out.push(Finding::new(Kind::IdCard, range.start..end, masked, certain, why));
    }
}

fn valid(
    marks: Marks,
    foreign: bool,
    about: bool,
    token: Token,
    first: bool,
    context: &Context<'_>,
    amount: bool,
) -> Option<(bool, Reason)> {
    let called = if first { context.named() } else { None };
    if called == Some(Label::Credit) {
        return None;
    }
    // In a web address too: a number with every mark of a person's is no page's number.
    let page = token == Token::Url && !(marks.county && marks.year < 2020);
    if token == Token::Code || page || matches!(called, Some(Label::Number | Label::Amount)) || amount {
        return Some((false, Reason::IdCalledOtherwise));
    }
    if !about && !marks.county && !foreign {
        return Some((false, Reason::IdUnknownCounty));
    }
    if !about && marks.year >= 2020 {
        return Some((false, Reason::IdRecentDate));
    }
    Some((true, Reason::IdAllMarks))
}

/// A single group of another length: the fifteen digits of old, the twenty of a disability certificate
/// (an identity number with two more digits), and what is named an identity number but cannot be one.
pub(super) fn identity_of_other_length(
    text: &str,
    chain: &Chain,
    at: usize,
    context: &Context<'_>,
    out: &mut Vec<Finding>,
) {
    let group = &chain.groups[at];
    let digits = chain.digits_of(at, at);
    let named = || at == 0 && context.named() == Some(Label::IdCard);
    let push = |out: &mut Vec<Finding>, certain, why| {
        out.push(Finding::new(Kind::IdCard, group.range.clone(), mask_digits(digits), certain, why))
    };
    match group.len {
        15 => {
            let marks = identity::fifteen(digits);
            // Three more digits behind a gap would make it the head of eighteen with a wrong check character.
            let cut = chain.groups.get(at + 1).is_some_and(|next| next.len == 3 && next.gap != Gap::Wide);
            let fits = marks.prefecture && marks.date && !cut;
            if fits && context.about(&[Label::IdCard]) {
                push(out, true, Reason::IdOldForm);
            } else if fits
                && marks.county
                && unlabelled(context)
                && token(text, group.range.start, group.range.end) == Token::Plain
                && !is_amount(text, group.range.start, group.range.end)
                && marks.year >= 1920
            {
                push(out, false, Reason::IdOldFormUnnamed);
            } else if named() {
                push(out, false, Reason::IdWrongMarks);
            }
        }
        20 => {
            let marks = identity::eighteen(&digits[..17], digits[17]);
            let disability = (1..=7).contains(&digits[18]) && (1..=4).contains(&digits[19]);
            if marks.county && marks.date && marks.check && disability {
                push(out, context.about(&[Label::IdCard]), Reason::IdAllMarks);
            }
        }
        16 | 17 | 19 if named() && !chars::after(text, group.range.end).is_some_and(is_x) => {
            push(out, false, Reason::IdWrongMarks)
        }
        _ => {}
    }
}

/// Finds bank cards in groups `from..=to`.
pub(super) fn card(text: &str, chain: &Chain, from: usize, to: usize, context: &Context<'_>, out: &mut Vec<Finding>) {
    let digits = chain.digits_of(from, to);
    if !(15..=21).contains(&digits.len()) || !gaps_allow(chain, from, to) || !card_grouping(chain, from, to) {
        return;
    }
    let range = chain.range_of(from, to);
    let likeness = cards::likeness(digits);
    let labelled = context.about(&[Label::BankCard]);
    let named = from == 0 && context.named() == Some(Label::BankCard);
    if likeness < Likeness::Network && !named {
        return;
    }
    let called = if from == 0 { context.named() } else { None };
    if matches!(called, Some(Label::Number | Label::Student | Label::Credit | Label::Amount | Label::IdCard))
        || token(text, range.start, range.end) != Token::Plain
        || is_amount(text, range.start, range.end)
        || text[range.end..].starts_with(is_x) && digits.len() == 17
    {
        return;
    }
    // The end of a decimal fraction, and a stretch of a longer row of figures, are cards only by a label.
    let figures = from > 0 && chain.groups[from].gap == Gap::Dot
        || chain.groups[from + 1..=to].iter().any(|group| group.gap == Gap::Dot)
        || loose(chain, from, to) && likeness < Likeness::Issuer;
    if figures && !labelled {
        return;
    }
    let account = context.about(&[Label::Account, Label::OrgAccount]);
    let good = ((16..=19).contains(&digits.len()) || cards::is_american_express(digits)) && cards::luhn(digits);
    let (certain, why) = if context.of_institution() {
        (false, Reason::CardOfInstitution)
    } else if labelled && good {
        (true, Reason::CardAllMarks)
    } else if labelled {
        (false, Reason::CardWrongMarks)
    } else if likeness == Likeness::Issuer && (from == to || context.of_person() || !loose(chain, from, to)) {
        (true, Reason::CardAllMarks)
    } else if account && digits[0] == 6 {
        (context.of_person(), Reason::CardAllMarks)
    } else if likeness == Likeness::Issuer || digits[0] == 6 || to > from {
        // A bare number of Visa's or Mastercard's range is more often something else.
        (false, Reason::CardUnnamed)
    } else {
        return;
    };
    out.push(Finding::new(Kind::BankCard, range, mask_digits(digits), certain, why));
}

/// Whether a number might be anything: no label near it but a name or what speaks of telephones.
fn unlabelled(context: &Context<'_>) -> bool {
    !context.nearest().is_some_and(|(label, distance)| {
        distance < super::context::Distance::Far
            && matches!(
                label,
                Label::Number
                    | Label::Student
                    | Label::Credit
                    | Label::Amount
                    | Label::Account
                    | Label::OrgAccount
                    | Label::BankCard
                    | Label::Paper
            )
    })
}

/// Cards are grouped by fours, or as 6 and the rest, or digit by digit, or broken once by a line's end.
fn card_grouping(chain: &Chain, from: usize, to: usize) -> bool {
    let groups = &chain.groups[from..=to];
    let last = groups.len() - 1;
    let fours = groups[..last].iter().all(|group| group.len == 4) && groups[last].len <= 4;
    let six = groups.len() == 2 && groups[0].len == 6;
    let express = groups.len() == 3 && [groups[0].len, groups[1].len, groups[2].len] == [4, 6, 5];
    let singles = groups.iter().all(|group| group.len == 1);
    let broken = groups.len() == 2 && groups[1].gap == Gap::Break;
    last == 0 || fours || six || express || singles || broken
}

/// Whether the groups stand with blanks between them in a longer row of numbers, as in a table of figures.
fn loose(chain: &Chain, from: usize, to: usize) -> bool {
    chain.groups[from..=to].iter().skip(1).any(|group| matches!(group.gap, Gap::Blank | Gap::Break))
        && (from > 0 || to + 1 < chain.groups.len())
}

/// Whether the gaps inside a number are ones that people and converters put there.
fn gaps_allow(chain: &Chain, from: usize, to: usize) -> bool {
    let inner = &chain.groups[from + 1..=to];
    inner.iter().all(|group| matches!(group.gap, Gap::Blank | Gap::Hyphen | Gap::Break | Gap::Dot))
        && inner.iter().filter(|group| group.gap == Gap::Break).count() <= 2
}

/// The byte after the check character X that follows byte `end`, past blanks when the number is split.
fn x_after(text: &str, end: usize, split: bool) -> Option<usize> {
    let mut gaps = 0;
    for (offset, c) in text[end..].char_indices() {
        crate::steps::take(1);
        if is_x(c) {
            let past = end + offset + c.len_utf8();
            return (!text[past..].starts_with(|c: char| is_latin(c) || chars::digit(c).is_some())).then_some(past);
        }
        if is_invisible(c) {
            continue;
        }
        gaps += 1;
        if gaps > if split { 2 } else { 1 } || !(is_blank(c) || is_hyphen(c) || c == '\n') || (!split && c != '\n') {
            return None;
        }
    }
    None
}

/// Digits as text.
pub(super) fn spell(digits: &[u8]) -> String {
    digits.iter().map(|&digit| char::from(b'0' + digit)).collect()
}
