//! A share that no whole number can have: 30.26 % of 807 courses.
//!
//! Part of rule `rate`. The denominators are presumed from the words, so this never says more than
//! "looks wrong".

use crate::consistency::claims::rate::Earlier;
use crate::consistency::claims::reading::{base_name, names};
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Sentence, Unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::numbers::{Amount, ONE, print};

/// Tests shares whose part is not given as a number but whose base is, by name.
pub(crate) fn examine(norm: &Norm, sentence: &Sentence, earlier: &[Earlier], sink: &mut Sink) {
    for (i, stated) in sentence.quantities.iter().enumerate() {
        if !stated.percent || stated.approximate {
            continue;
        }
        let from = if i == 0 { sentence.range.start } else { sentence.quantities[i - 1].end };
        let lead = &norm.text[from.min(stated.at.start)..stated.at.start];
        let Some(cut) = lead.rfind('占') else { continue };
        let words = &lead[cut + '占'.len_utf8()..];
        let base = base_name(words);
        // A number right before 占 is the part; `rate` has tested that.
        if base.is_empty()
            || words.contains(['，', '；'])
            || (i > 0 && !sentence.quantities[i - 1].percent && lead[..cut].chars().count() <= 3)
        {
            continue;
        }
        let Some(whole) = only_base(norm, sentence, i, earlier, base) else { continue };
        let step = stated.amount.last_place;
        // With that many things every printed share is some whole number's share.
        if whole * step >= 100 * ONE {
            continue;
        }
        sink.claims += 1;
        let nearest = |k: i128| (k * 100 * ONE) / whole;
        let below = stated.amount.value * whole / (100 * ONE);
        if (below..=below + 1).any(|k| (nearest(k) - stated.amount.value).abs() < step) {
            continue;
        }
        let printed = stated.digits(&norm.text).to_owned();
        let shown = |k: i128| print((nearest(k) + step / 2) / step * step);
        let (low, high) = (shown(below), shown(below + 1));
        let lines = [format!("{below}÷{whole}={low}%"), format!("{}÷{whole}={high}%", below + 1)];
        let message = Message::new(
            format!("以 {whole} 为总数得不出 {printed}%：{}，{}。", lines[0], lines[1]),
            format!("No whole number out of {whole} makes {printed}%: {}, {}.", lines[0], lines[1]),
        );
        let range = norm.source(&(from + cut..stated.end));
        let down = stated.amount.value - nearest(below) <= nearest(below + 1) - stated.amount.value;
        let mut finding = Finding::new(Rule::Rate, Severity::Warning, range, message)
            .mismatch(Stated::new(printed), Derived::new(if down { low } else { high }));
        finding.arithmetic.extend(lines);
        sink.report(finding);
    }
}

/// The one whole count that the words name as the base.
fn only_base(norm: &Norm, sentence: &Sentence, before: usize, earlier: &[Earlier], base: &str) -> Option<i128> {
    let counts = |amount: Amount, unit: Unit| {
        (amount.is_exact_count() && matches!(unit, Unit::Person | Unit::Other(_))).then_some(amount.value / ONE)
    };
    let total = |label: &str| names(label, base) && ["总", "共"].iter().any(|w| label.contains(w));
    let here = sentence.quantities[..before]
        .iter()
        .filter(|q| !q.percent && !q.approximate && !q.difference && total(&norm.text[q.label.clone()]))
        .filter_map(|q| counts(q.amount, q.unit));
    let there = earlier.iter().filter(|e| e.exact && total(&e.label)).filter_map(|e| counts(e.amount, e.unit));
    let mut found: Vec<i128> = here.chain(there).filter(|n| *n > 1).collect();
    found.dedup();
    match found[..] {
        [one] => Some(one),
        _ => None,
    }
}
