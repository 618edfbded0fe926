//! A percentage, ratio, growth or average, and the quantities it may come from.
//!
//! A claim lists every reading of what the percentage may be of; it holds if one reading fits the rounding interval of
//! every number in it. Nothing is reported here: rule `rate` does that, knowing what the sums of the sentence say.

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
    /// The base is the whole that the part stands under, or the stage that the rate is named after: what is far off is no
    /// other reading.
    Whole,
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
        crate::steps::take(self.readings.len());
        self.readings.iter().any(|r| self.fits(r, amounts, sentence))
    }

    pub(crate) fn fits(&self, reading: &Reading, amounts: &[Amount], sentence: &Sentence) -> bool {
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
        // 0.9375% for 93.75%: a fraction with a percent sign.
        let fraction =
            exact / 100 / stated.last_place.max(1) > 9 && (exact / 100 - stated.value).abs() <= stated.last_place;
        let shifted = shifted || fraction;
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
pub(crate) fn bounds(amount: Amount, unit: Unit) -> (i128, i128) {
    if amount.is_exact_count() && unit != Unit::Money {
        return (amount.value, amount.value);
    }
    let half = (amount.last_place + 1) / 2;
    (amount.value - half, amount.value + half)
}
