//! Every rate that a sentence states against numbers at hand.
//!
//! Several rates of one sentence say together what they are of, so here their readings are weighed against each
//! other.

use super::rate::{Base, Certainty, Earlier, Figure, RateClaim, Reading, bounds};
use super::reading::Context;
use crate::consistency::document::quantity::{Sentence, Unit};
use crate::numbers::{Amount, ONE};

/// Every rate that a sentence states against numbers at hand.
pub(crate) fn claims(text: &str, sentence: &Sentence, earlier: &[Earlier]) -> Vec<RateClaim> {
    let view = Context { text, sentence, all: &sentence.quantities, earlier };
    let mut found = Vec::new();
    let amounts: Vec<Amount> = view.all.iter().map(|q| q.amount).collect();
    let percents = view.all.iter().filter(|q| q.percent).count();
    for i in 0..view.all.len() {
        let quantity = &view.all[i];
        if quantity.approximate {
            continue;
        }
        let claim = if quantity.percent && view.of_another_year(i) {
            None
        } else if quantity.percent {
            let plain = view
                .growth(i)
                .or_else(|| view.respectively(i, percents))
                .or_else(|| view.share_first(i).filter(|c| !c.readings.is_empty()))
                .or_else(|| view.share(i))
                .or_else(|| view.named_rate(i));
            // Where the words before a share settle nothing, its name or what stands behind may.
            let open = |c: &RateClaim| {
                c.readings.is_empty() || c.certainty <= Certainty::Likely && !c.holds(&amounts, sentence)
            };
            match plain {
                Some(claim) if claim.figure == Figure::Growth || !open(&claim) => Some(claim),
                plain => view.share_by_name(i).or(plain),
            }
        } else {
            view.ratio(i).or_else(|| view.average(i))
        };
        found.extend(claim.filter(|c| !c.readings.is_empty()));
    }
    agree(&mut found, sentence);
    imply(&mut found, &view);
    exhaust(&mut found, &view);
    elsewhere(&mut found, &view);
    found
}

/// Two shares that do not fit the whole before them but fit one other number are of that number, which stands elsewhere.
fn elsewhere(claims: &mut [RateClaim], view: &Context) {
    let amounts: Vec<Amount> = view.all.iter().map(|q| q.amount).collect();
    let odd: Vec<(usize, (i128, i128))> = (0..claims.len())
        .filter(|c| claims[*c].certainty == Certainty::Whole && claims[*c].figure == Figure::Share)
        .filter(|c| !claims[*c].holds(&amounts, view.sentence))
        .filter_map(|c| {
            let of = *claims[c].readings.first()?.of.first()?;
            Some((c, implied(amounts[of], amounts[claims[c].stated])))
        })
        .collect();
    for (c, (low, high)) in &odd {
        if odd.iter().any(|(d, (l, h))| d != c && low <= h && l <= high) {
            claims[*c].certainty = Certainty::Loose;
        }
    }
}

/// Numbers with their shares imply what they are shares of, even when the whole is not stated: what most
/// of them imply is the base, and one that implies another is questioned.
fn imply(claims: &mut Vec<RateClaim>, view: &Context) {
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
fn exhaust(claims: &mut Vec<RateClaim>, view: &Context) {
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
