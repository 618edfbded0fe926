//! Bank cards: length, issuer prefix and the Luhn check digit (ISO/IEC 7812-1).
//!
//! Pure arithmetic over digits; the words around a number are weighed in `numbers`.

use std::sync::LazyLock;

/// How far a number looks like a bank card by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Wrong length or no network issues such numbers.
    None,
    /// A network's range and length, but the check digit is wrong.
    WrongCheck,
    /// A network's range and length and a right check digit.
    Network,
    /// A known bank's prefix with its length and a right check digit.
    Issuer,
}

/// Judges 16 to 19 digits.
pub(super) fn likeness(digits: &[u8]) -> Likeness {
    let network = match (digits.len(), digits.first().copied().unwrap_or(0), digits.get(1).copied().unwrap_or(0)) {
        (16..=19, 6, 2) => true,
        // Visa and Mastercard, the latter also 2221 to 2720, left out: such numbers are rarely cards here.
        (16, 4, _) | (16, 5, 1..=5) => true,
        _ => false,
    };
    let issuer = issued(digits);
    match (issuer, network, luhn(digits)) {
        (true, _, true) => Likeness::Issuer,
        (false, true, true) => Likeness::Network,
        (true, _, false) | (_, true, false) => Likeness::WrongCheck,
        _ => Likeness::None,
    }
}

/// Whether fifteen digits in the range of American Express.
pub(super) fn is_american_express(digits: &[u8]) -> bool {
    matches!(digits, [3, 4 | 7, ..] if digits.len() == 15)
}

/// The Luhn check.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let value = u32::from(digit) << (place % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Whether a known prefix with a length its bank uses.
fn issued(digits: &[u8]) -> bool {
    static ISSUERS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| parse(include_str!("data/issuers.txt")));
    if !(16..=19).contains(&digits.len()) {
        return false;
    }
    [5, 6].into_iter().any(|length| {
        let prefix = super::identity::number(&digits[..length]);
        ISSUERS.binary_search_by_key(&prefix, |row| row.0).is_ok_and(|at| ISSUERS[at].1 >> digits.len() & 1 == 1)
    })
}

/// Prefix with a bit for each length.
fn parse(table: &str) -> Vec<(u32, u32)> {
    let mut rows: Vec<(u32, u32)> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut parts = line.split_ascii_whitespace();
            let prefix = parts.next()?.parse().ok()?;
            let lengths = parts.next()?.split(',').filter_map(|length| length.parse::<u32>().ok());
            Some((prefix, lengths.filter(|&length| length < 32).fold(0, |bits, length| bits | 1 << length)))
        })
        .collect();
    rows.sort_unstable();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    #[test]
    fn the_usual_test_numbers_pass_luhn_and_their_neighbours_do_not() {
        assert!(luhn(&digits("4111111111111111")) && luhn(&digits("79927398713")));
        assert!(!luhn(&digits("4111111111111112")) && !luhn(&[]));
    }

    #[test]
    fn issuer_prefix_and_length_go_together() {
        assert_eq!(
            likeness(&digits("6222020000000000001")),
            if luhn(&digits("6222020000000000001")) { Likeness::Issuer } else { Likeness::WrongCheck }
        );
        assert_eq!(likeness(&digits("9111111111111111")), Likeness::None);
    }

    #[test]
    fn the_table_of_issuers_reads_whole() {
        let table = include_str!("data/issuers.txt");
        let rows = parse(table);
        assert_eq!(rows.len(), table.lines().filter(|line| !line.starts_with('#')).count());
        assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0), "a prefix stands twice");
        assert!(rows.iter().all(|row| row.1 != 0));
    }
}
