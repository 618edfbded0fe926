//! Rule `rate`: percentages, ratios, growth and averages against the quantities they come from.
//!
//! A claim lists every reading of what the percentage may be of; it holds if one reading fits the
//! rounding interval of every number in it. It must not report by itself: `statement` does, knowing
//! what the sums of the same sentence say.

use crate::consistency::claims::reading::View;
use crate::consistency::document::quantity::{Sentence, Unit};
use crate::consistency::slip::{one_extra, one_slip, one_slip_in};
use crate::numbers::{Amount, ONE, print};

/// How sure it is that the readings hold the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// Any of several could be meant.
    Loose,
    /// One pair of numbers and a word that relates them.
    Likely,
    /// Base and part are named.
    Explicit,
}

/// One reading: sum of `of` over `base`, or growth of `of` from `base`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) of: Vec<usize>,
    pub(crate) base: Base,
}

/// What a rate is taken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Base {
    /// A quantity of the sentence.
    Here(usize),
    /// A quantity of an earlier sentence of the paragraph.
    Earlier(Amount),
    /// The quantity less (or, for a decrease, plus) the change in `of`.
    Before { now: usize, decrease: bool },
    /// Growth from this quantity to the one in `of`.
    From(usize),
}

/// What kind of figure is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    Share,
    Growth,
    /// `of : base`, as in 生师比.
    Ratio,
    /// `of / base`, as in 人均.
    Average,
}

/// A stated rate and what it may come from.
#[derive(Debug, Clone)]
pub(crate) struct RateClaim {
    /// Index of the stated figure.
    pub(crate) stated: usize,
    pub(crate) figure: Figure,
    pub(crate) readings: Vec<Reading>,
    pub(crate) certainty: Certainty,
}

/// A quantity of an earlier sentence of the same paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub(crate) label: String,
    pub(crate) amount: Amount,
    pub(crate) unit: Unit,
    pub(crate) exact: bool,
}

impl RateClaim {
    pub(crate) fn holds(&self, amounts: &[Amount], sentence: &Sentence) -> bool {
        self.readings.iter().any(|r| self.fits(r, amounts, sentence))
    }

    fn fits(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> bool {
        let Some((low, high)) = self.interval(reading, amounts, sentence) else { return true };
        let (stated, step) = (amounts[self.stated].value, amounts[self.stated].last_place);
        if 2 * high >= 2 * stated - step && 2 * low <= 2 * stated + step {
            return true;
        }
        // Cut off instead of rounded: common, and no contradiction. A share to two decimals may have been
        // cut off from numbers that were rounded afterwards.
        let least = if step <= ONE / 100 { low } else { self.exact(reading, amounts).unwrap_or(low) };
        stated <= high && least < stated + step && stated <= self.exact(reading, amounts).unwrap_or(high)
    }

    /// Part, base and unit of a reading without regard to rounding.
    fn terms(&self, reading: &Reading, amounts: &[Amount]) -> Option<(i128, i128, i128)> {
        let value = |i: &usize| amounts[*i].value;
        let of: i128 = reading.of.iter().map(value).sum();
        let (part, base) = match &reading.base {
            Base::Here(i) => (of, value(i)),
            Base::Earlier(a) => (of, a.value),
            Base::Before { now, decrease } => (of, if *decrease { value(now) + of } else { value(now) - of }),
            Base::From(i) => ((of - value(i)).abs(), value(i)),
        };
        let unit = if matches!(self.figure, Figure::Share | Figure::Growth) { 100 * ONE } else { ONE };
        (base > 0).then_some((part, base, unit))
    }

    fn exact(&self, reading: &Reading, amounts: &[Amount]) -> Option<i128> {
        let (part, base, unit) = self.terms(reading, amounts)?;
        Some(part.checked_mul(unit)? / base)
    }

    /// The least and greatest figure the reading allows, in millionths (of a percent for shares).
    fn interval(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> Option<(i128, i128)> {
        let span = |i: &usize| bounds(amounts[*i], sentence.quantities[*i].unit);
        let of = reading.of.iter().map(span).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let (part, base) = match &reading.base {
            Base::Here(i) => (of, span(i)),
            Base::Earlier(amount) => (of, bounds(*amount, Unit::None)),
            Base::Before { now, decrease } => {
                let now = span(now);
                (of, if *decrease { (now.0 + of.0, now.1 + of.1) } else { (now.0 - of.1, now.1 - of.0) })
            }
            Base::From(i) => {
                let from = span(i);
                let change =
                    if of.0 >= from.0 { (of.0 - from.1, of.1 - from.0) } else { (from.0 - of.1, from.1 - of.0) };
                (change, from)
            }
        };
        if base.0 <= 0 {
            return None;
        }
        let unit = if matches!(self.figure, Figure::Share | Figure::Growth) { 100 * ONE } else { ONE };
        Some((part.0.checked_mul(unit)? / base.1, part.1.checked_mul(unit)?.checked_add(base.0 - 1)? / base.0))
    }

    /// The figure worked out from a reading, with the precision of the stated one.
    pub(crate) fn worked(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> Option<Amount> {
        let step = sentence.quantities[self.stated].amount.last_place;
        let (part, base, unit) = self.terms(reading, amounts)?;
        let raw = part.checked_mul(unit)?;
        let steps = (2 * raw + base * step) / (2 * base * step);
        Some(Amount { value: steps * step, last_place: step })
    }

    /// The arithmetic of a reading as a person would write it.
    pub(crate) fn arithmetic(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> Option<String> {
        let worked = self.worked(reading, amounts, sentence)?;
        let show = |i: &usize| print(amounts[*i].value);
        let of: Vec<String> = reading.of.iter().map(show).collect();
        let of = if of.len() > 1 { format!("({})", of.join("+")) } else { of.concat() };
        let sign = if matches!(self.figure, Figure::Share | Figure::Growth) { "%" } else { "" };
        let result = format!("{}{sign}", print(worked.value));
        Some(match &reading.base {
            Base::Here(i) => format!("{of}÷{}={result}", show(i)),
            Base::Earlier(a) => format!("{of}÷{}={result}", print(a.value)),
            Base::Before { now, decrease: false } => format!("{of}÷({}-{of})={result}", show(now)),
            Base::Before { now, decrease: true } => format!("{of}÷({}+{of})={result}", show(now)),
            Base::From(i) => format!("|{of}-{from}|÷{from}={result}", from = show(i)),
        })
    }

    /// Whether one slip in the stated figure would mend it.
    pub(crate) fn slip(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> Option<Amount> {
        let stated = amounts[self.stated];
        let worked = self.worked(reading, amounts, sentence)?;
        let (a, b) = (stated.value / stated.last_place, worked.value / worked.last_place);
        // A decimal point one place off is a slip as well: 25.6 for 2.56.
        let exact = self.exact(reading, amounts)?;
        let shifted =
            [exact * 10, exact / 10].iter().any(|v| (v - stated.value).abs() <= stated.last_place / 2 && a > 9);
        let width = 1 + stated.last_place.max(1).ilog10().abs_diff(ONE.ilog10()) as usize;
        (one_slip(a, b) || one_slip_in(a, b, width) || one_extra(a, b) || one_extra(b, a) || shifted).then_some(worked)
    }

    /// How far off, in hundredths of the worked figure.
    pub(crate) fn distance(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> i128 {
        match self.worked(reading, amounts, sentence) {
            Some(worked) if worked.value > 0 => 100 * (worked.value - amounts[self.stated].value).abs() / worked.value,
            _ => i128::MAX,
        }
    }
}

/// The interval a printed amount stands for: whole counts are exact, money and scaled numbers rounded.
fn bounds(amount: Amount, unit: Unit) -> (i128, i128) {
    if amount.is_exact_count() && unit != Unit::Money {
        return (amount.value, amount.value);
    }
    let half = (amount.last_place + 1) / 2;
    (amount.value - half, amount.value + half)
}

/// Every rate that a sentence states against numbers at hand.
pub(crate) fn claims(text: &str, sentence: &Sentence, earlier: &[Earlier]) -> Vec<RateClaim> {
    let view = View { text, sentence, all: &sentence.quantities, earlier };
    let mut found = Vec::new();
    let percents = view.all.iter().filter(|q| q.percent).count();
    for i in 0..view.all.len() {
        let quantity = &view.all[i];
        if quantity.approximate {
            continue;
        }
        let claim = if quantity.percent {
            view.growth(i)
                .or_else(|| view.respectively(i, percents))
                .or_else(|| view.share(i))
                .or_else(|| view.named_rate(i))
        } else {
            view.ratio(i).or_else(|| view.average(i))
        };
        found.extend(claim.filter(|c| !c.readings.is_empty()));
    }
    agree(&mut found, sentence);
    imply(&mut found, &view);
    exhaust(&mut found, &view);
    found
}

/// Numbers with their shares imply what they are shares of, even when the whole is not stated: what most
/// of them imply is the base, and one that implies another is questioned.
fn imply(claims: &mut Vec<RateClaim>, view: &View) {
    let amounts: Vec<Amount> = view.all.iter().map(|q| q.amount).collect();
    let pairs = view.numbers_with_shares();
    let intervals: Vec<(i128, i128)> =
        pairs.iter().map(|(of, stated)| implied(view.all[*of].amount, amounts[*stated])).collect();
    if pairs.len() < 4 {
        return;
    }
    let meets = |a: (i128, i128), b: (i128, i128)| a.0 <= b.1 && b.0 <= a.1;
    let votes = |s: (i128, i128)| intervals.iter().filter(|i| meets(s, **i)).count();
    // The narrowest interval among those that most others meet.
    let Some(base) = intervals.iter().copied().max_by_key(|s| (votes(*s), s.0 - s.1)) else { return };
    let count = votes(base);
    if count < 3 || count * 3 < pairs.len() * 2 {
        return;
    }
    let whole = Amount { value: i128::midpoint(base.0, base.1) / ONE * ONE, last_place: (base.1 - base.0).max(2) };
    for ((of, stated), interval) in pairs.iter().zip(&intervals) {
        let reading = Reading { of: vec![*of], base: Base::Earlier(whole) };
        let known = claims.iter_mut().find(|c| c.stated == *stated);
        let agrees = meets(base, *interval);
        match known {
            // A claim that holds, or whose base the words name, needs no guess.
            Some(claim) if agrees || claim.certainty == Certainty::Explicit || claim.holds(&amounts, view.sentence) => {
                if agrees && claim.certainty != Certainty::Explicit {
                    claim.readings.push(reading);
                }
            }
            Some(claim) => {
                claim.readings = vec![reading];
                claim.certainty = Certainty::Likely;
            }
            None => claims.push(RateClaim {
                stated: *stated,
                figure: Figure::Share,
                readings: vec![reading],
                certainty: if agrees { Certainty::Loose } else { Certainty::Likely },
            }),
        }
    }
}

/// 12 万元，占 30%；28 万元，占 70%: where parts with their shares are all there is, their sum is the base. It
/// is known to be by all shares but one that fit it.
fn exhaust(claims: &mut Vec<RateClaim>, view: &View) {
    let amounts: Vec<Amount> = view.all.iter().map(|q| q.amount).collect();
    let pairs = view.numbers_with_shares();
    if pairs.len() < 2 || pairs.len() > 12 {
        return;
    }
    let of: Vec<Amount> = pairs.iter().map(|(of, _)| amounts[*of]).collect();
    let sum = Amount {
        value: of.iter().map(|a| a.value).sum(),
        last_place: of.iter().map(|a| a.last_place).max().unwrap_or(ONE),
    };
    let fits = |(of, stated): &(usize, usize)| {
        let interval = implied(amounts[*of], amounts[*stated]);
        interval.0 <= sum.value && sum.value <= interval.1
    };
    let odd: Vec<&(usize, usize)> = pairs.iter().filter(|p| !fits(p)).collect();
    // A share of one or two digits fits by chance.
    let sharp = |stated: usize| amounts[stated].value / amounts[stated].last_place >= 100;
    if odd.len() > 1 || !pairs.iter().filter(|p| fits(p)).all(|p| sharp(p.1)) {
        return;
    }
    for (of, stated) in &pairs {
        let reading = Reading { of: vec![*of], base: Base::Earlier(sum) };
        let wrong = odd.iter().any(|o| o.1 == *stated);
        match claims.iter_mut().find(|c| c.stated == *stated) {
            Some(claim) if !wrong => claim.readings.push(reading),
            Some(claim) if claim.certainty == Certainty::Explicit || claim.holds(&amounts, view.sentence) => {}
            Some(claim) => {
                claim.readings = vec![reading];
                claim.certainty = Certainty::Likely;
            }
            None => claims.push(RateClaim {
                stated: *stated,
                figure: Figure::Share,
                readings: vec![reading],
                certainty: if wrong { Certainty::Likely } else { Certainty::Loose },
            }),
        }
    }
}

/// The least and greatest whole of which `part` is the stated share, cut-off shares included.
fn implied(part: Amount, share: Amount) -> (i128, i128) {
    let part = bounds(part, Unit::None);
    let low = (share.value - share.last_place / 2).max(1);
    let high = share.value + share.last_place;
    (part.0 * 100 * ONE / high, part.1 * 100 * ONE / low)
}

/// Shares of one sentence are mostly of one whole: what most of them agree on names the base for the rest.
fn agree(claims: &mut [RateClaim], sentence: &Sentence) {
    let amounts: Vec<Amount> = sentence.quantities.iter().map(|q| q.amount).collect();
    let value = |r: &Reading| match r.base {
        Base::Here(i) if r.of.len() == 1 => Some(amounts[i].value),
        Base::Earlier(a) if r.of.len() == 1 => Some(a.value),
        _ => None,
    };
    let shares: Vec<usize> = (0..claims.len()).filter(|c| claims[*c].figure == Figure::Share).collect();
    if shares.len() < 3 {
        return;
    }
    let mut votes: Vec<(i128, usize)> = Vec::new();
    for claim in shares.iter().map(|c| &claims[*c]) {
        for reading in claim.readings.iter().filter(|r| claim.fits(r, &amounts, sentence)) {
            let Some(base) = value(reading) else { continue };
            match votes.iter_mut().find(|v| v.0 == base) {
                Some(vote) => vote.1 += 1,
                None => votes.push((base, 1)),
            }
        }
    }
    let Some((base, count)) = votes.into_iter().max_by_key(|v| v.1) else { return };
    if count < 2 || count * 3 < shares.len() * 2 {
        return;
    }
    for index in shares {
        let claim = &mut claims[index];
        if claim.certainty != Certainty::Explicit && !claim.holds(&amounts, sentence) {
            claim.readings.retain(|r| value(r) == Some(base));
            claim.certainty = Certainty::Explicit;
        }
    }
}
