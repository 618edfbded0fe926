//! A share that no whole number can have: 30.26 % of 807 courses.
//!
//! Part of rule `rate`. The denominators are presumed from the words, so this never says more than
//! "looks wrong".

use crate::consistency::claims::member::{self, Member};
use crate::consistency::claims::rate::Earlier;
use crate::consistency::claims::reading::{base_name, names};
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::words;
use crate::numbers::{Amount, ONE, print};

/// 移动端占 62%，电脑端占 48%: shares of one whole by parts that cannot be the same thing, more than there is, or less where
/// the parts leave nothing out.
pub(super) fn together(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let all = &sentence.quantities;
    above_all(norm, sentence, sink);
    listed(norm, sentence, sink);
    let name = |q: &Quantity| {
        let label = norm.text[q.label.clone()].trim_end_matches(['为', '达', '约', '到', '的']);
        let name = ["占比", "比例", "占"].iter().find_map(|w| label.strip_suffix(w))?.trim_end_matches('的');
        let name = name.rsplit(['中', '其']).next().unwrap_or(name);
        let fits = q.percent && !q.approximate && (1..=10).contains(&name.chars().count());
        fits.then(|| member::members(name, true)).filter(|m| !m.is_empty())
    };
    let mut i = 0;
    while i + 1 < all.len() {
        let Some(first) = name(&all[i]) else {
            i += 1;
            continue;
        };
        let mut run = vec![(i, first.clone())];
        for (j, quantity) in all.iter().enumerate().skip(i + 1) {
            let gap = &norm.text[all[j - 1].end..quantity.label.start.max(all[j - 1].end)];
            match name(quantity) {
                Some(own) if matches!(gap, "，" | "、" | "；") => run.push((j, own)),
                _ => break,
            }
        }
        i += run.len();
        exceed(norm, sentence, &run, sink);
    }
}

/// 满意率 129%: more than all of those asked.
fn above_all(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    for stated in sentence.quantities.iter().filter(|q| q.percent && q.amount.value > 100 * ONE) {
        let label = norm.text[stated.label.clone()].trim_end_matches(['为', '达', '到', '约', '高', '的', '是']);
        if !words::BOUNDED.iter().any(|w| label.ends_with(&format!("{w}率"))) {
            continue;
        }
        sink.claims += 1;
        let printed = stated.digits(&norm.text).to_owned();
        let message = Message::new(
            format!("这个比率不会超过 100%，文中写作 {printed}%。"),
            format!("This rate cannot exceed 100%; the text says {printed}%."),
        );
        let range = norm.source(&(stated.label.start..stated.end));
        sink.report(
            Finding::new(Rule::Rate, Severity::Warning, range, message)
                .mismatch(Stated::new(&printed), Derived::new("100"))
                .arithmetic(format!("{printed}>100")),
        );
    }
}

/// 各方式占比为：网站 55%、微信 30%、微博 15%: a list of shares, each of another part.
fn listed(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let all = &sentence.quantities;
    let opens = |q: &Quantity| {
        let lead = &norm.text[..q.label.start];
        ["占比为：", "占比：", "比例为：", "构成为：", "占比分别为：", "结构为："].iter().any(|w| lead.ends_with(w))
    };
    let Some(from) = all.iter().position(|q| q.percent && opens(q)) else { return };
    let joined = |i: &usize| {
        let gap = &norm.text[all[*i - 1].end..all[*i].label.start.max(all[*i - 1].end)];
        all[*i].percent && !all[*i].approximate && matches!(gap, "，" | "、" | "；")
    };
    let to = (from + 1..all.len()).take_while(joined).last().unwrap_or(from);
    let run = &all[from..=to];
    let sum: i128 = run.iter().map(|q| q.amount.value).sum();
    let slack: i128 = run.iter().map(|q| q.amount.last_place).sum();
    let names: Vec<&str> = run.iter().map(|q| &norm.text[q.label.clone()]).collect();
    if run.len() < 3 || names.iter().any(|n| n.is_empty()) {
        return;
    }
    sink.claims += 1;
    if sum <= 100 * ONE + slack {
        return;
    }
    let total = print(sum);
    let message = Message::new(
        format!("所列占比合计为 {total}%，超过 100%。"),
        format!("The shares listed make {total}%, more than 100%."),
    );
    let terms: Vec<String> = run.iter().map(|q| print(q.amount.value)).collect();
    let range = norm.source(&(run[0].at.start..run[run.len() - 1].end));
    sink.report(
        Finding::new(Rule::Rate, Severity::Warning, range, message)
            .mismatch(Stated::new("100"), Derived::new(&total))
            .arithmetic(format!("{}={total}>100", terms.join("+"))),
    );
}

/// Reports a run of shares of one class that cannot be.
fn exceed(norm: &Norm, sentence: &Sentence, run: &[(usize, Vec<Member>)], sink: &mut Sink) {
    let Some((_, first)) = run.first() else { return };
    let Some(class) = first.iter().map(|m| &m.class).find(|c| run.iter().all(|r| r.1.iter().any(|m| m.class == **c)))
    else {
        return;
    };
    let mut names: Vec<&str> =
        run.iter().flat_map(|r| &r.1).filter(|m| m.class == *class).map(|m| m.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    if run.len() < 2 || names.len() != run.len() || class == member::AGE {
        return;
    }
    sink.claims += 1;
    let amount = |i: usize| sentence.quantities[i].amount;
    let sum: i128 = run.iter().map(|r| amount(r.0).value).sum();
    let slack: i128 = run.iter().map(|r| amount(r.0).last_place).sum();
    let short = sum + slack < 100 * ONE && member::complete(class, &names);
    if sum <= 100 * ONE + slack && !short {
        return;
    }
    let total = print(sum);
    let message = Message::new(
        format!("这几项占比互不重叠，合计为 {total}%，应为 100%。"),
        format!("These shares cannot overlap and make {total}%; they should make 100%."),
    );
    let (from, to) = (&sentence.quantities[run[0].0], &sentence.quantities[run[run.len() - 1].0]);
    let terms: Vec<String> = run.iter().map(|r| print(amount(r.0).value)).collect();
    let range = norm.source(&(from.at.start..to.end));
    sink.report(
        Finding::new(Rule::Rate, Severity::Warning, range, message)
            .mismatch(Stated::new("100"), Derived::new(&total))
            .arithmetic(format!("{}={total}≠100", terms.join("+"))),
    );
}

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
