//! Rule `rate`: a percentage, ratio, growth or average against the quantities it comes from.
//!
//! What a rate may be of is read in `claims`; a rate that the slip in a sum of its sentence explains is left to rule
//! `sum`.

mod against;
mod compared;
mod direction;
mod impossible;
mod trend;

use crate::consistency::claims::rate::{Certainty, Figure};
use crate::consistency::claims::statement::Statement;
use crate::consistency::document::quantity::Sentence;
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::paragraph::Paragraph;
use crate::consistency::rule::{Check, Sink};
use crate::consistency::slip::print_like;

/// The rule keeps nothing from one sentence to the next.
pub(crate) struct Rates;

impl Check for Rates {
    fn paragraph(&mut self, paragraph: &Paragraph, sink: &mut Sink) {
        let mut before: Option<&Sentence> = None;
        for statement in &paragraph.statements.all {
            sink.claims += statement.rates.len();
            let turned = direction::examine(paragraph.norm, before, statement.sentence, &statement.summed(), sink);
            before = Some(statement.sentence);
            statement
                .broken_rates()
                .filter(|i| !turned.contains(&statement.quantity(statement.rates[*i].stated).at.start))
                .filter_map(|i| judge(statement, i))
                .for_each(|f| sink.report(f));
            impossible::together(paragraph.norm, statement.sentence, sink);
            impossible::examine(paragraph.norm, statement.sentence, paragraph.statements.before(statement), sink);
        }
    }
}

fn judge(statement: &Statement, index: usize) -> Option<Finding> {
    let claim = &statement.rates[index];
    let closest = claim.readings.iter().min_by_key(|r| claim.distance(r, &statement.amounts, statement.sentence))?;
    let first = claim.readings.first()?;
    let slip = claim
        .slip(first, &statement.amounts, statement.sentence)
        .map(|w| (first, w))
        .or_else(|| claim.slip(closest, &statement.amounts, statement.sentence).map(|w| (closest, w)));
    let distance = claim.distance(closest, &statement.amounts, statement.sentence);
    let digits =
        statement.quantity(claim.stated).digits(&statement.norm.text).bytes().filter(u8::is_ascii_digit).count();
    // An average names both its numbers; a quotient of stages may be of another stage.
    let reach = if claim.figure == Figure::Average { 20 } else { 5 };
    // One in the last place is how shares are made to add up to a hundred.
    let last = statement.amounts[claim.stated].last_place;
    let off = claim
        .worked(closest, &statement.amounts, statement.sentence)
        .map_or(i128::MAX, |w| (w.value - statement.amounts[claim.stated].value).abs());
    let listed = statement.rates.iter().filter(|r| r.figure == Figure::Share).count() >= 3;
    if off <= last && listed && claim.figure == Figure::Share {
        return None;
    }
    let severity = match claim.certainty {
        Certainty::Explicit | Certainty::Whole if off <= last => Severity::Warning,
        Certainty::Explicit if slip.is_some() => Severity::Error,
        // Two digits are a slip away from many numbers.
        Certainty::Whole if slip.is_some() && digits >= 3 => Severity::Error,
        Certainty::Whole => Severity::Warning,
        Certainty::Explicit if distance <= 25 => Severity::Warning,
        Certainty::Likely if slip.is_some() && digits >= 3 || distance <= reach => Severity::Warning,
        Certainty::Loose if slip.is_some() && digits >= 4 && claim.readings.len() <= 12 => Severity::Warning,
        _ => return None,
    };
    let reading = slip.as_ref().map_or(closest, |(r, _)| *r);
    let worked = claim.worked(reading, &statement.amounts, statement.sentence)?;
    let sign = if statement.quantity(claim.stated).percent { "%" } else { "" };
    let stated = statement.quantity(claim.stated).digits(&statement.norm.text).to_owned();
    let derived = print_like(&stated, worked);
    let line = claim.arithmetic(reading, &statement.amounts, statement.sentence)?;
    let message = Message::new(
        format!("按文中数字计算应为 {derived}{sign}（{line}），文中写作 {stated}{sign}。"),
        format!("By the numbers given it would be {derived}{sign} ({line}); the text says {stated}{sign}."),
    );
    let mut from = statement.quantity(claim.stated).at.start;
    if let Some(start) = reading.of.iter().map(|i| statement.quantity(*i).at.start).min() {
        from = from.min(start);
    }
    let range = statement.norm.source(&(from..statement.quantity(claim.stated).end));
    let finding = Finding::new(Rule::Rate, severity, range, message);
    Some(finding.mismatch(Stated::new(stated), Derived::new(derived)).arithmetic(line))
}
