//! Sums and rates of one paragraph together: what holds, what does not, and which one slip mends all.
//!
//! `sum` and `rate` say what the words claim; here the numbers are tried, because only together do they
//! tell an error from a way of speaking. It must not read text in any other way than through those two.

use crate::consistency::Sink;
use crate::consistency::claims::rate::{self, Certainty, Earlier, RateClaim};
use crate::consistency::claims::relations::{self, Relation, Strength};
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, sentences};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated, Suggestion};
use crate::consistency::slip::{print_like, slipped};
use crate::numbers::{Amount, ONE, print, print_in_scale};

/// Tests every sum and rate of a paragraph.
pub(crate) fn examine(norm: &Norm, sink: &mut Sink) {
    let mut earlier: Vec<Earlier> = Vec::new();
    for sentence in sentences(norm) {
        Case::new(norm, &sentence, &earlier).examine(sink);
        hundred(norm, &sentence, sink);
        crate::consistency::rules::sum::balance::examine(norm, &sentence, sink);
        crate::consistency::rules::rate::impossible::examine(norm, &sentence, &earlier, sink);
        earlier.extend(sentence.quantities.iter().filter(|q| !q.percent && !q.difference && q.unit != Unit::None).map(
            |q| Earlier {
                label: norm.text[q.label.clone()].to_owned(),
                amount: q.amount,
                unit: q.unit,
                exact: !q.approximate,
            },
        ));
        let surplus = earlier.len().saturating_sub(40);
        earlier.drain(..surplus);
    }
}

/// Shares that divide one question's answers make a hundred.
fn hundred(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let shares: Vec<&Quantity> = sentence.quantities.iter().filter(|q| q.percent).collect();
    if shares.len() < 3
        || sentence.quantities.iter().rev().take(shares.len()).any(|q| !q.percent)
        || shares.iter().any(|q| q.approximate || q.difference)
    {
        return;
    }
    let sum: i128 = shares.iter().map(|q| q.amount.value).sum();
    let slack: i128 = shares.iter().map(|q| q.amount.last_place).sum();
    let off = (sum - 100 * ONE).abs();
    let (exact, near) = (2 * off <= slack, off <= 12 * ONE);
    if !exact && !near {
        return;
    }
    sink.claims += 1;
    // Only a scale with both ends is known to be complete.
    let words = &norm.text[sentence.range.clone()];
    let scale = words.matches("满意").count() >= 3 && words.contains("不满意")
        || words.contains("不合格")
        || words.contains("不称职");
    if exact || !scale || words.contains('等') {
        return;
    }
    let text = print(sum);
    let message = Message::new(
        format!("各项占比之和为 {text}%，不是 100%。"),
        format!("The shares add up to {text}%, not to 100%."),
    );
    let (Some(first), Some(last)) = (shares.first(), shares.last()) else { return };
    let line = shares.iter().map(|q| print(q.amount.value)).collect::<Vec<_>>().join("+");
    let finding = Finding::new(Rule::Sum, Severity::Warning, norm.source(&(first.at.start..last.end)), message)
        .mismatch(Stated::new(100), Derived::new(&text))
        .arithmetic(format!("{line}={text}"))
        .places(shares.iter().map(|q| norm.source(&q.at)).collect());
    sink.report(finding);
}

/// Tests a list: `bounds` are the ends of its opening line and of each entry.
pub(crate) fn examine_list(norm: &Norm, bounds: &[usize], sink: &mut Sink) {
    let (Some(&head), Some(&end)) = (bounds.first(), bounds.last()) else { return };
    let all = sentences(norm);
    let whole_from = norm.text[..head].rfind('。').unwrap_or(norm.body);
    let quantities: Vec<Quantity> = all.into_iter().flat_map(|s| s.quantities).collect();
    let sentence = Sentence { range: whole_from..end, quantities };
    let Some(relation) = relations::list_relation(&norm.text, &sentence, bounds) else { return };
    let amounts = sentence.quantities.iter().map(|q| q.amount).collect();
    Case { norm, sentence: &sentence, relations: vec![relation], rates: Vec::new(), amounts }.examine(sink);
}

/// A sentence with what it claims.
struct Case<'a> {
    norm: &'a Norm,
    sentence: &'a Sentence,
    relations: Vec<Relation>,
    rates: Vec<RateClaim>,
    amounts: Vec<Amount>,
}

impl<'a> Case<'a> {
    fn new(norm: &'a Norm, sentence: &'a Sentence, earlier: &[Earlier]) -> Self {
        Case {
            norm,
            sentence,
            relations: relations::relations(&norm.text, sentence),
            rates: rate::claims(&norm.text, sentence, earlier),
            amounts: sentence.quantities.iter().map(|q| q.amount).collect(),
        }
    }

    fn examine(&mut self, sink: &mut Sink) {
        let mut mended_rates: Vec<usize> = Vec::new();
        for index in 0..self.relations.len() {
            sink.claims += 1;
            if let Some(finding) = self.judge_sum(index, &mut mended_rates) {
                sink.report(finding);
            }
        }
        for index in 0..self.rates.len() {
            sink.claims += 1;
            if mended_rates.contains(&index) || self.rates[index].holds(&self.amounts, self.sentence) {
                continue;
            }
            if let Some(finding) = self.judge_rate(index) {
                sink.report(finding);
            }
        }
    }

    fn quantity(&self, i: usize) -> &Quantity {
        &self.sentence.quantities[i]
    }

    fn printed(&self, i: usize) -> &str {
        &self.norm.text[self.quantity(i).at.clone()]
    }

    /// 万元 in 5836.42万元.
    fn scale_and_unit(&self, i: usize) -> &str {
        let quantity = self.quantity(i);
        &self.norm.text[quantity.at.start + quantity.digits(&self.norm.text).len()..quantity.end]
    }

    fn judge_sum(&mut self, index: usize, mended_rates: &mut Vec<usize>) -> Option<Finding> {
        if self.relations[index].named {
            self.settle_whole(index);
        }
        let relation = &self.relations[index];
        if relation.strength == Strength::PartOnly {
            return self.larger_part(relation);
        }
        if relation.holds(&self.amounts) {
            return None;
        }
        let fixes = self.fixes(relation);
        let total: i128 = relation.parts().iter().map(|i| self.amounts[*i].value).sum();
        let whole = self.amounts[relation.whole];
        let severity = self.severity_of_sum(relation, total, !fixes.is_empty());
        let best = self.best_fixes(&fixes);
        let mends_rate = best.first().is_some_and(|b| !b.mended.is_empty());
        let severity = match severity {
            None | Some(Severity::Note) => return self.larger_part(relation),
            Some(Severity::Warning) if mends_rate => Severity::Error,
            Some(s) => s,
        };
        let terms: Vec<String> = relation.parts().iter().map(|i| self.printed(*i).to_owned()).collect();
        let money = self.quantity(relation.whole).unit == Unit::Money;
        // Money is told in the scale in which the document states the whole: 亿元, 万元 or 元.
        let scaled = money && whole.last_place > ONE;
        let (stated, derived) = if scaled {
            let printed = self.printed(relation.whole);
            (print_in_scale(whole.value, printed), print_in_scale(total, printed))
        } else {
            (print(whole.value), print(total))
        };
        let unit = if scaled { self.scale_and_unit(relation.whole) } else { "" };
        let text = Message::new(
            format!(
                "各部分之和为 {derived}{unit}，与总数 {stated}{unit} 不符，相差 {}。",
                difference(&stated, &derived)
            ),
            format!(
                "The parts add up to {derived}{unit}, not to the stated {stated}{unit}; the difference is {}.",
                difference(&stated, &derived)
            ),
        );
        let first = relation.parts().iter().chain([&relation.whole]).map(|i| self.quantity(*i).at.start).min()?;
        let last = relation.parts().iter().chain([&relation.whole]).map(|i| self.quantity(*i).end).max()?;
        let mut finding = Finding::new(Rule::Sum, severity, self.norm.source(&(first..last)), text)
            .mismatch(Stated::new(&stated), Derived::new(&derived))
            .places(
                relation
                    .parts()
                    .iter()
                    .chain([&relation.whole])
                    .map(|i| self.norm.source(&self.quantity(*i).at))
                    .collect(),
            )
            .arithmetic(format!("{}={derived}{unit}≠{stated}{unit}", terms.join("+")));
        if let [fix] = &best[..] {
            finding.suggestion = Some(self.suggestion(fix, relation, &mut finding.arithmetic));
            mended_rates.extend(fix.mended.iter().copied());
        }
        Some(finding)
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
        match relation.strength {
            // Names may mislead, so only a slip is told, and few digits make one by chance.
            Strength::Closed if relation.named && !slip => None,
            Strength::Closed if relation.named && places < 100 => Some(Severity::Warning),
            Strength::Closed if slip || close => Some(Severity::Error),
            Strength::Closed => Some(Severity::Warning),
            // The more digits, the less does chance look like a slip.
            Strength::Strong if slip && (places >= 10_000 || (places >= 100 && (close || total > whole))) => {
                Some(Severity::Error)
            }
            Strength::Strong if slip && (places >= 100 || close || total > whole) => Some(Severity::Warning),
            Strength::Likely if slip && (close || (total > whole && relation.parts().len() >= 3)) && count >= 10 => {
                Some(Severity::Warning)
            }
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

    /// A part that exceeds the whole it stands under cannot be, however the parts overlap.
    fn larger_part(&self, relation: &Relation) -> Option<Finding> {
        let whole = relation.whole;
        let part = *relation.parts().first()?;
        let (a, b) = (self.quantity(whole), self.quantity(part));
        if !relation.tight
            || a.approximate
            || b.approximate
            || self.amounts[part].value <= self.amounts[whole].value
            || a.unit == Unit::None
            || ["净", "差额", "逆差", "顺差", "盈余", "结余", "余额"]
                .iter()
                .any(|w| self.norm.text[a.label.clone()].contains(w))
        {
            return None;
        }
        let (w, p) = (self.printed(whole).to_owned(), self.printed(part).to_owned());
        let scale = if a.unit == Unit::Money { w.as_str() } else { "" };
        let message = Message::new(
            format!("“其中”所列的 {p} 大于它所属的总数 {w}。"),
            format!("{p} is given as a part of {w}, which is smaller."),
        );
        let range = self.norm.source(&(a.at.start..b.end));
        let severity = if a.amount.is_exact_count()
            && self.norm.text[a.at.start..a.end].ends_with(unit_text(&self.norm.text, b))
        {
            Severity::Error
        } else {
            Severity::Warning
        };
        Some(
            Finding::new(Rule::Sum, severity, range, message)
                .mismatch(
                    Stated::new(print_in_scale(self.amounts[whole].value, scale)),
                    Derived::new(print_in_scale(self.amounts[part].value, scale)),
                )
                .arithmetic(format!("{p}>{w}")),
        )
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

    fn suggestion(&self, fix: &Fix, relation: &Relation, arithmetic: &mut Vec<String>) -> Suggestion {
        let quantity = self.quantity(fix.index);
        let digits = quantity.digits(&self.norm.text).to_owned();
        let scale = &self.norm.text[quantity.at.start + digits.len()..quantity.at.end];
        let with = if digits.is_empty() { print(fix.amount.value) } else { print_like(&digits, fix.amount) };
        let replace = if digits.is_empty() { self.printed(fix.index).to_owned() } else { digits };
        let mut amounts = self.amounts.clone();
        amounts[fix.index] = fix.amount;
        let terms: Vec<String> = relation.parts().iter().map(|i| print(amounts[*i].value)).collect();
        arithmetic.push(format!(
            "{replace}{scale}→{with}{scale}: {}={}",
            terms.join("+"),
            print(amounts[relation.whole].value)
        ));
        let mut also = (String::new(), String::new());
        for rate in &fix.mended {
            let claim = &self.rates[*rate];
            if let Some(line) = self.holding_line(claim, &amounts) {
                also = (format!("，{line} 也随之成立"), format!(", and {line} holds as well"));
                arithmetic.push(line);
            }
        }
        let why = Message::new(
            format!("把 {replace} 改为 {with}，各部分之和即等于总数{}；其他一处改动都做不到。", also.0),
            format!("With {with} for {replace} the parts make the whole{}; no other single slip does it.", also.1),
        );
        Suggestion { replace, with, at: self.norm.source(&quantity.at), why }
    }

    fn holding_line(&self, claim: &RateClaim, amounts: &[Amount]) -> Option<String> {
        let stated = amounts[claim.stated].value;
        let fits =
            |reading: &&rate::Reading| claim.worked(reading, amounts, self.sentence).is_some_and(|w| w.value == stated);
        let best = claim.readings.iter().filter(fits).max_by_key(|r| r.of.len())?;
        claim.arithmetic(best, amounts, self.sentence)
    }

    fn judge_rate(&self, index: usize) -> Option<Finding> {
        let claim = &self.rates[index];
        let closest = claim.readings.iter().min_by_key(|r| claim.distance(r, &self.amounts, self.sentence))?;
        let first = claim.readings.first()?;
        let slip = claim
            .slip(first, &self.amounts, self.sentence)
            .map(|w| (first, w))
            .or_else(|| claim.slip(closest, &self.amounts, self.sentence).map(|w| (closest, w)));
        let distance = claim.distance(closest, &self.amounts, self.sentence);
        let digits = self.quantity(claim.stated).digits(&self.norm.text).bytes().filter(u8::is_ascii_digit).count();
        // An average names both its numbers; a quotient of stages may be of another stage.
        let reach = if claim.figure == rate::Figure::Average { 20 } else { 5 };
        // One in the last place is how shares are made to add up to a hundred.
        let last = self.amounts[claim.stated].last_place;
        let off = claim
            .worked(closest, &self.amounts, self.sentence)
            .map_or(i128::MAX, |w| (w.value - self.amounts[claim.stated].value).abs());
        let listed = self.rates.iter().filter(|r| r.figure == rate::Figure::Share).count() >= 3;
        if off <= last && listed && claim.figure == rate::Figure::Share {
            return None;
        }
        let severity = match claim.certainty {
            Certainty::Explicit if off <= last => Severity::Warning,
            Certainty::Explicit if slip.is_some() => Severity::Error,
            Certainty::Explicit if distance <= 25 => Severity::Warning,
            Certainty::Likely if slip.is_some() && digits >= 3 || distance <= reach => Severity::Warning,
            Certainty::Loose if slip.is_some() && digits >= 4 && claim.readings.len() <= 12 => Severity::Warning,
            _ => return None,
        };
        let reading = slip.as_ref().map_or(closest, |(r, _)| *r);
        let worked = claim.worked(reading, &self.amounts, self.sentence)?;
        let sign = if self.quantity(claim.stated).percent { "%" } else { "" };
        let stated = self.quantity(claim.stated).digits(&self.norm.text).to_owned();
        let derived = print_like(&stated, worked);
        let line = claim.arithmetic(reading, &self.amounts, self.sentence)?;
        let message = Message::new(
            format!("按文中数字计算应为 {derived}{sign}（{line}），文中写作 {stated}{sign}。"),
            format!("By the numbers given it would be {derived}{sign} ({line}); the text says {stated}{sign}."),
        );
        let mut from = self.quantity(claim.stated).at.start;
        if let Some(start) = reading.of.iter().map(|i| self.quantity(*i).at.start).min() {
            from = from.min(start);
        }
        let range = self.norm.source(&(from..self.quantity(claim.stated).end));
        let finding = Finding::new(Rule::Rate, severity, range, message);
        Some(finding.mismatch(Stated::new(stated), Derived::new(derived)).arithmetic(line))
    }
}

/// One slip and what it mends beside the sum.
struct Fix {
    index: usize,
    amount: Amount,
    mended: Vec<usize>,
}

fn unit_text<'a>(text: &'a str, quantity: &Quantity) -> &'a str {
    &text[quantity.at.end..quantity.end]
}

fn difference(a: &str, b: &str) -> String {
    let read = |t: &str| crate::numbers::read_amount(t).map_or(0, |(a, _)| a.value);
    print((read(a) - read(b)).abs())
}
