//! A whole and its presumed parts, with how strongly the words claim that these are all.
//!
//! It must not read text.

use crate::numbers::Amount;

/// How strongly the words claim "these parts and no others make this whole".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Overlapping or incomplete by their words: each part may only not exceed the whole.
    PartOnly,
    /// 其中 and nothing more.
    Weak,
    /// A whole with 总 or 共 and a run of numbers after it.
    Likely,
    /// 共…，其中 with three or more; in parentheses; 合计 after the parts.
    Strong,
    /// By their meaning complete: 男/女, 其余, an equation.
    Closed,
}

/// A whole and its presumed parts, as indices of the sentence's quantities.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) whole: usize,
    /// Other quantities that may be meant as the whole; the relation holds if one of them fits.
    pub(crate) or_wholes: Vec<usize>,
    /// Readings of what the parts are; the relation holds if one does. The first is the likeliest.
    pub(crate) readings: Vec<Vec<usize>>,
    pub(crate) strength: Strength,
    /// Whether the parts are named alike, as 政府主办 and 部门主办 are.
    pub(crate) parallel: bool,
    /// Whether the whole stands directly before its 其中, so that a larger part cannot be.
    pub(crate) tight: bool,
    /// Whether it is known by the names of its parts alone, so that a wide miss means another whole.
    pub(crate) named: bool,
}

impl Relation {
    pub(crate) fn new(whole: usize, readings: Vec<Vec<usize>>, strength: Strength) -> Relation {
        Relation { whole, or_wholes: Vec::new(), readings, strength, parallel: false, tight: false, named: false }
    }

    pub(crate) fn parts(&self) -> &[usize] {
        &self.readings[0]
    }

    pub(crate) fn holds(&self, amounts: &[Amount]) -> bool {
        let fits = |whole: &usize, parts: &[usize]| adds_up(amounts[*whole], parts.iter().map(|i| amounts[*i]));
        let wholes = || std::iter::once(&self.whole).chain(&self.or_wholes);
        crate::steps::take(self.readings.iter().map(Vec::len).sum());
        self.readings.iter().any(|parts| wholes().any(|whole| fits(whole, parts)))
    }

    /// A relation known by its words alone.
    pub(crate) fn named(whole: usize, parts: Vec<usize>) -> Relation {
        Relation { named: true, ..Relation::new(whole, vec![parts], Strength::Closed) }
    }
}

/// Whether parts make the whole, allowing for the rounding of every number that can be rounded.
pub(crate) fn adds_up(whole: Amount, parts: impl Iterator<Item = Amount>) -> bool {
    let mut slack = if whole.is_exact_count() { 0 } else { whole.last_place };
    let mut rest = whole.value;
    let mut rounded = slack > 0;
    for part in parts {
        rest -= part.value;
        if !part.is_exact_count() {
            slack += part.last_place;
            rounded = true;
        }
    }
    // Half a last place each; a whole number among decimals is taken as exact.
    if rounded { 2 * rest.abs() <= slack } else { rest == 0 }
}
