//! Slips of the hand: one changed digit or one swapped pair.
//!
//! A sum that misses could mean anything: parts that overlap, parts left out, or an error. A sum that
//! exactly one slip would mend is an error far more often than chance, so the rules lean on this test.

use crate::numbers::Amount;

/// Whether `a` becomes `b` by one changed digit or by swapping two neighbours. Both count last places.
pub(crate) fn one_slip(a: i128, b: i128) -> bool {
    if a < 0 || b < 0 || a == b {
        return false;
    }
    let (a, b) = (a.to_string(), b.to_string());
    if a.len() != b.len() {
        return false;
    }
    let differing: Vec<usize> =
        a.bytes().zip(b.bytes()).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect();
    match differing[..] {
        [_] => true,
        [i, j] => j == i + 1 && a.as_bytes()[i] == b.as_bytes()[j] && a.as_bytes()[j] == b.as_bytes()[i],
        _ => false,
    }
}

/// The same for numbers printed with `width` digits, so that 0.08 and 0.38 differ by one digit.
pub(crate) fn one_slip_in(a: i128, b: i128, width: usize) -> bool {
    if a < 0 || b < 0 || a == b {
        return false;
    }
    let (a, b) = (format!("{a:0>width$}"), format!("{b:0>width$}"));
    a.len() == b.len() && a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() == 1
}

/// Whether `longer` is `shorter` with one digit too many: 151 for 51.
pub(crate) fn one_extra(longer: i128, shorter: i128) -> bool {
    let (longer, shorter) = (longer.to_string(), shorter.to_string());
    longer.len() == shorter.len() + 1
        && shorter.len() > 1
        && (0..longer.len()).any(|i| longer[..i] == shorter[..i] && longer[i + 1..] == shorter[i..])
}

/// The amount `value` when printed with the precision of `like`, if one slip leads there.
pub(crate) fn slipped(like: Amount, value: i128) -> Option<Amount> {
    if value <= 0 || like.last_place <= 0 || value % like.last_place != 0 {
        return None;
    }
    one_slip(like.value / like.last_place, value / like.last_place)
        .then_some(Amount { value, last_place: like.last_place })
}

/// The printed digits of an amount that replaces one printed as `digits`.
pub(crate) fn print_like(digits: &str, amount: Amount) -> String {
    let decimals = digits.find('.').map_or(0, |i| digits.len() - i - 1);
    let places = (amount.value / amount.last_place.max(1)).to_string();
    if decimals == 0 {
        return places;
    }
    let padded = format!("{places:0>width$}", width = decimals + 1);
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    format!("{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::ONE;

    #[test]
    fn one_digit_or_one_swapped_pair_is_a_slip() {
        assert!(one_slip(2509, 3509));
        assert!(one_slip(4896, 4986));
        assert!(!one_slip(4896, 4968 + 1));
        assert!(!one_slip(99, 100));
        assert!(!one_slip(5, 5));
        assert!(!one_slip(123, 321));
    }

    #[test]
    fn a_mended_number_keeps_its_form() {
        let amount = Amount { value: 34 * ONE + 560_000, last_place: 10_000 };
        assert_eq!(print_like("35.56", amount), "34.56");
        assert_eq!(print_like("0.56", Amount { value: 460_000, last_place: 10_000 }), "0.46");
    }
}
