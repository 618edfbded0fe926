//! Sums and rates of one sentence together: what holds, what does not, and which one slip mends all.
//!
//! The words say what is claimed; here the numbers are tried, because only together do sums and rates tell an error
//! from a way of speaking. It must not read text in any other way than through relations and rates, and reports
//! nothing: that is for rules `sum` and `rate`.

use std::ops::Range;

use super::parts::{self, Excess, Remainder};
use super::rate::{Earlier, RateClaim};
use super::relation::{Relation, Strength};
use super::{rates, relations};
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit};
use crate::consistency::finding::Severity;
use crate::consistency::slip::slipped;
use crate::numbers::{Amount, ONE};

/// A base may stand this many quantities back in the paragraph.
const MOST_EARLIER: usize = 40;

/// What the sentences of a paragraph claim.
#[derive(Default)]
pub(crate) struct Statements<'a> {
    pub(crate) all: Vec<Statement<'a>>,
    /// Quantities of the paragraph that later sentences may refer to.
    earlier: Vec<Earlier>,
}

impl<'a> Statements<'a> {
    pub(crate) fn of(norm: &'a Norm, sentences: &'a [Sentence]) -> Statements<'a> {
        let mut statements = Statements::default();
        for sentence in sentences {
            let before = statements.earlier.len();
            let earlier = before.saturating_sub(MOST_EARLIER)..before;
            let rates = rates::claims(&norm.text, sentence, &statements.earlier[earlier.clone()]);
            let relations = relations::relations(&norm.text, sentence);
            statements.all.push(Statement::new(norm, sentence, relations, rates, earlier));
            let stocks = sentence.quantities.iter().filter(|q| !q.percent && !q.difference && q.unit != Unit::None);
            statements.earlier.extend(stocks.map(|q| Earlier {
                label: norm.text[q.label.clone()].to_owned(),
                amount: q.amount,
                unit: q.unit,
                exact: !q.approximate,
            }));
        }
        statements
    }

    /// The quantities stated before a sentence of the paragraph.
    pub(crate) fn before(&self, statement: &Statement) -> &[Earlier] {
        self.earlier.get(statement.earlier.clone()).unwrap_or(&[])
    }
}

/// A sentence with what it claims and what of it does not hold.
pub(crate) struct Statement<'a> {
    pub(crate) norm: &'a Norm,
    pub(crate) sentence: &'a Sentence,
    pub(crate) relations: Vec<Relation>,
    pub(crate) rates: Vec<RateClaim>,
    pub(crate) amounts: Vec<Amount>,
    /// Sums that do not hold, and are not explained by the way people speak.
    pub(crate) broken: Vec<Broken>,
    /// Rates that the slip in a sum explains as well.
    pub(crate) explained: Vec<usize>,
    /// Lists whose parts leave something over, or nothing; none that is `broken`.
    pub(crate) remainders: Vec<Remainder>,
    earlier: Range<usize>,
}

/// A sum that does not hold.
pub(crate) enum Broken {
    /// The parts of this relation do not make its whole; with the one slip that mends it, if there is only one.
    Parts { relation: usize, severity: Severity, fix: Option<Fix> },
    /// One part, or several that cannot be the same thing, exceed their whole.
    Excess { excess: Excess, severity: Severity },
}

/// One slip and what it mends beside the sum.
#[derive(Clone)]
pub(crate) struct Fix {
    /// Which quantity.
    pub(crate) index: usize,
    /// What it would be.
    pub(crate) amount: Amount,
    /// The rates that hold with it and did not before.
    pub(crate) mended: Vec<usize>,
}

impl<'a> Statement<'a> {
    pub(crate) fn new(
        norm: &'a Norm,
        sentence: &'a Sentence,
        relations: Vec<Relation>,
        rates: Vec<RateClaim>,
        earlier: Range<usize>,
    ) -> Statement<'a> {
        let amounts = sentence.quantities.iter().map(|q| q.amount).collect();
        let (broken, explained) = (Vec::new(), Vec::new());
        let remainders = Vec::new();
        let mut statement =
            Statement { norm, sentence, relations, rates, amounts, broken, explained, remainders, earlier };
        for index in 0..statement.relations.len() {
            let broken = statement.judge_sum(index);
            statement.broken.extend(broken);
        }
        statement.judge_parts();
        statement
    }

    /// What the meaning of the parts tells: what exceeds its whole, and what is left over.
    fn judge_parts(&mut self) {
        for division in parts::divisions(&self.norm.text, self.sentence) {
            if let Some(excess) = division.excess(&self.norm.text, &self.sentence.quantities) {
                let severity = if excess.sure { Severity::Error } else { Severity::Warning };
                match self.reported(division.whole, &excess.parts) {
                    Some(known) if severity == Severity::Error => *known = Severity::Error,
                    Some(_) => {}
                    None => self.broken.push(Broken::Excess { excess, severity }),
                }
            } else if let Some(remainder) = division.remainder(&self.norm.text, self.sentence)
                && self.reported(remainder.whole, &remainder.parts).is_none()
            {
                self.remainders.push(remainder);
            }
        }
    }

    /// Where the numbers stand whose sums do not hold.
    pub(crate) fn summed(&self) -> Vec<usize> {
        let of = |broken: &Broken| match broken {
            Broken::Parts { relation, .. } => {
                let relation = &self.relations[*relation];
                relation.parts().iter().copied().chain([relation.whole]).collect()
            }
            Broken::Excess { .. } => Vec::new(),
        };
        self.broken.iter().flat_map(of).map(|i: usize| self.quantity(i).at.start).collect()
    }

    /// How surely a sum of this whole, or of two of these parts, was found not to hold.
    fn reported(&mut self, whole: usize, parts: &[usize]) -> Option<&mut Severity> {
        let relations = &self.relations;
        self.broken.iter_mut().find_map(|broken| match broken {
            Broken::Parts { relation, severity, .. } => {
                let known = &relations[*relation];
                let shared = parts.iter().filter(|p| known.parts().contains(p)).count();
                let same = known.whole == whole && (shared > 0 || parts.is_empty());
                (same || shared >= 2).then_some(severity)
            }
            Broken::Excess { excess, severity } => {
                (excess.whole == whole && excess.parts.iter().any(|p| parts.contains(p))).then_some(severity)
            }
        })
    }

    pub(crate) fn quantity(&self, i: usize) -> &Quantity {
        &self.sentence.quantities[i]
    }

    pub(crate) fn printed(&self, i: usize) -> &str {
        &self.norm.text[self.quantity(i).at.clone()]
    }

    /// The rates that do not hold, those left out that a slip in a sum explains.
    pub(crate) fn broken_rates(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rates.len())
            .filter(|i| !self.explained.contains(i) && !self.rates[*i].holds(&self.amounts, self.sentence))
    }

    fn judge_sum(&mut self, index: usize) -> Option<Broken> {
        if self.relations[index].named {
            self.settle_whole(index);
        }
        let relation = &self.relations[index];
        if relation.strength == Strength::PartOnly {
            return None;
        }
        if relation.holds(&self.amounts) {
            return None;
        }
        // 优 32 人、良 48 人，共 100 人，优良率 80%: their sum is a share of that whole, which the sentence says.
        if self.sum_is_a_share(relation) {
            return None;
        }
        let fixes = self.fixes(relation);
        let total: i128 = relation.parts().iter().map(|i| self.amounts[*i].value).sum();
        let severity = self.severity_of_sum(relation, total, !fixes.is_empty());
        let best = self.best_fixes(&fixes);
        let mends_rate = best.first().is_some_and(|b| !b.mended.is_empty());
        let severity = match severity {
            None | Some(Severity::Note) => return None,
            Some(Severity::Warning) if mends_rate => Severity::Error,
            Some(s) => s,
        };
        let fix = if let [fix] = &best[..] { Some(fix.clone()) } else { None };
        self.explained.extend(fix.iter().flat_map(|fix| fix.mended.iter().copied()));
        Some(Broken::Parts { relation: index, severity, fix })
    }

    /// Whether a percentage of the sentence is that of the parts in their whole.
    fn sum_is_a_share(&self, relation: &Relation) -> bool {
        let whole = self.amounts[relation.whole].value;
        let total: i128 = relation.parts().iter().map(|i| self.amounts[*i].value).sum();
        let share = |q: &Quantity| {
            let exact = total.checked_mul(100 * ONE).filter(|_| whole > 0).map(|t| t / whole);
            q.percent && !q.approximate && exact.is_some_and(|e| (e - q.amount.value).abs() * 2 <= q.amount.last_place)
        };
        total < whole && self.sentence.quantities.iter().any(share)
    }

    /// Of several wholes and readings that names alone do not tell apart, those meant miss by a slip, and
    /// by least.
    fn settle_whole(&mut self, index: usize) {
        let relation = &self.relations[index];
        if relation.holds(&self.amounts) {
            return;
        }
        let miss = |(whole, reading): &(usize, usize)| {
            let parts = &relation.readings[*reading];
            let total: i128 = parts.iter().map(|i| self.amounts[*i].value).sum();
            let off = self.amounts[*whole].value - total;
            let mends = slipped(self.amounts[*whole], total).is_some()
                || parts.iter().any(|i| slipped(self.amounts[*i], self.amounts[*i].value + off).is_some());
            (!mends, off.abs())
        };
        let wholes = std::iter::once(relation.whole).chain(relation.or_wholes.iter().copied());
        let all = wholes.flat_map(|whole| (0..relation.readings.len()).map(move |reading| (whole, reading)));
        let Some((whole, reading)) = all.min_by_key(miss) else { return };
        let relation = &mut self.relations[index];
        relation.whole = whole;
        relation.readings.swap(0, reading);
    }

    fn severity_of_sum(&self, relation: &Relation, total: i128, slip: bool) -> Option<Severity> {
        let whole = self.amounts[relation.whole].value;
        let off = (whole - total).abs();
        let close = off * 10 <= whole;
        let count = whole / ONE;
        let places = whole / self.amounts[relation.whole].last_place.max(1);
        let enclosed =
            relation.parts().first().is_some_and(|p| self.quantity(*p).group != self.quantity(relation.whole).group);
        let behind = relation.parts().first().is_some_and(|part| *part < relation.whole);
        match relation.strength {
            // Names may mislead, so only a slip is reported, and few digits make one by chance.
            Strength::Closed if relation.named && !slip => None,
            Strength::Closed if relation.named && places < 100 => Some(Severity::Warning),
            Strength::Closed if slip || close => Some(Severity::Error),
            Strength::Closed => Some(Severity::Warning),
            // The more digits, the less does chance look like a slip.
            Strength::Strong if slip && (places >= 10_000 || (places >= 100 && (close || total > whole))) => {
                Some(Severity::Error)
            }
            Strength::Strong if behind && relation.tight && slip => Some(Severity::Warning),
            // 共 8 人（书记 1 人、校长 1 人、…）: brackets right behind a total hold what it is made of.
            Strength::Strong if enclosed && total > whole && relation.parts().len() >= 3 && slip => {
                Some(Severity::Warning)
            }
            // Two digits fall short by a slip as often by chance: that is only a remainder; and what is far too much may be
            // seen from several sides, one slip away as any two digits are.
            Strength::Strong
                if slip
                    && (places >= 100
                        || total > whole
                            && relation.parts().len() >= 3
                            && (relation.parallel && off * 5 <= whole || close)
                        || behind && close) =>
            {
                Some(Severity::Warning)
            }
            Strength::Likely if places < 100 && total < whole && !behind && !enclosed => None,
            Strength::Likely if slip && (close || (total > whole && relation.parts().len() >= 3)) && count >= 10 => {
                Some(Severity::Warning)
            }
            // 产生 41 条，转发 6 条，共 57 条: a total right behind its parts is of nothing else.
            Strength::Likely if slip && behind && count >= 10 => Some(Severity::Warning),
            Strength::Likely if slip && count >= 300 && relation.parts().len() >= 3 => Some(Severity::Warning),
            // Two parts and no 共: only a near miss of parts named alike is worth a question.
            Strength::Weak if slip && relation.parallel && close && (total > whole || places >= 100) => {
                Some(Severity::Warning)
            }
            Strength::Weak if slip && relation.parts().len() >= 3 && count >= 500 && close => Some(Severity::Warning),
            // Five digits and more miss by one digit only where they were meant to meet.
            Strength::Weak if slip && relation.tight && places >= 10_000 => Some(Severity::Warning),
            _ => None,
        }
    }

    /// Every single slip that makes the relation hold.
    fn fixes(&self, relation: &Relation) -> Vec<(usize, Amount)> {
        let total: i128 = relation.parts().iter().map(|i| self.amounts[*i].value).sum();
        let whole = self.amounts[relation.whole];
        let off = whole.value - total;
        let mut fixes: Vec<(usize, Amount)> = Vec::new();
        fixes.extend(slipped(whole, total).map(|a| (relation.whole, a)));
        for &part in relation.parts() {
            fixes.extend(slipped(self.amounts[part], self.amounts[part].value + off).map(|a| (part, a)));
        }
        fixes
    }

    /// The slips after which most statements hold and none fails that held.
    fn best_fixes(&self, fixes: &[(usize, Amount)]) -> Vec<Fix> {
        let holds = |amounts: &[Amount]| -> Vec<bool> {
            let sums = self.relations.iter().map(|r| r.strength == Strength::PartOnly || r.holds(amounts));
            sums.chain(self.rates.iter().map(|r| r.holds(amounts, self.sentence))).collect()
        };
        let now = holds(&self.amounts);
        let mut best: Vec<Fix> = Vec::new();
        let mut most = 0;
        for (index, amount) in fixes {
            let mut amounts = self.amounts.clone();
            amounts[*index] = *amount;
            let then = holds(&amounts);
            if now.iter().zip(&then).any(|(before, after)| *before && !after) {
                continue;
            }
            let good = then.iter().filter(|h| **h).count();
            let mended = (0..self.rates.len())
                .filter(|r| !now[self.relations.len() + r] && then[self.relations.len() + r])
                .collect();
            if good > most {
                most = good;
                best.clear();
            }
            if good == most {
                best.push(Fix { index: *index, amount: *amount, mended });
            }
        }
        best
    }
}
