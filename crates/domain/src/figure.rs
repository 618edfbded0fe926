//! Statistics as data: figures in a dataset, and the identities that must hold between them.
//!
//! An identity is tested when figures are written and again when they are published. A broken one is refused
//! with the arithmetic shown, unless a figure it names is *disputed*: printed so in its source and known not to
//! add up. Then it stays visible with that mark and never passes for sound.

mod customary;

pub use customary::{Doubt, DoubtKind};

use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::school_year::SchoolYear;
use std::fmt;

/// An exact decimal number: `mantissa / 10^decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// All digits.
    pub mantissa: i64,
    /// How many of them stand behind the point, at most 6. `91.20` and `91.2` differ: printed precision counts.
    pub decimals: u8,
}

/// Text that is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a number: {0}")]
pub struct NotANumber(pub String);

impl Quantity {
    /// A whole number.
    pub fn whole(number: i64) -> Quantity {
        Quantity { mantissa: number, decimals: 0 }
    }

    /// The mantissa at another precision, at least its own.
    fn at(self, decimals: u8) -> i128 {
        i128::from(self.mantissa) * 10i128.pow(u32::from(decimals.saturating_sub(self.decimals)))
    }

    /// Exact comparison; `1.50` equals `1.5`.
    pub fn compare(self, other: Quantity) -> std::cmp::Ordering {
        let decimals = self.decimals.max(other.decimals);
        self.at(decimals).cmp(&other.at(decimals))
    }

    /// Exact sum; `None` beyond 64 bits.
    pub fn plus(self, other: Quantity) -> Option<Quantity> {
        let decimals = self.decimals.max(other.decimals);
        let mantissa = i64::try_from(self.at(decimals) + other.at(decimals)).ok()?;
        Some(Quantity { mantissa, decimals })
    }

    /// Exact difference; `None` beyond 64 bits.
    pub fn minus(self, other: Quantity) -> Option<Quantity> {
        self.plus(Quantity { mantissa: other.mantissa.checked_neg()?, ..other })
    }

    /// As a floating number, for drawing only.
    pub fn approx(self) -> f64 {
        self.mantissa as f64 / 10f64.powi(i32::from(self.decimals))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let scale = 10u64.pow(u32::from(self.decimals));
        let digits = self.mantissa.unsigned_abs();
        let sign = if self.mantissa < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:0width$}", digits / scale, digits % scale, width = usize::from(self.decimals))
    }
}

impl std::str::FromStr for Quantity {
    type Err = NotANumber;

    /// Reads `5531`, `5,531`, `91.21`, `91.21%` (the sign is dropped), full-width digits and stray blanks.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let wrong = || NotANumber(text.trim().chars().take(40).collect());
        let written = crate::date::half_width(text);
        if !is_grouped(&written) {
            return Err(wrong());
        }
        let plain: String = written.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
        let plain = plain.trim_end_matches(['%', '‰']);
        let (sign, digits) = plain.strip_prefix('-').map_or((1, plain), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(part) || part.len() > 6 || digits.ends_with('.') {
            return Err(wrong());
        }
        let mantissa: i64 = format!("{whole}{part}").parse().map_err(|_| wrong())?;
        Ok(Quantity { mantissa: sign * mantissa, decimals: part.len() as u8 })
    }
}

/// Whether the commas of a number part its thousands: `1,2,3` is three numbers and `12,34` may be a decimal.
pub(crate) fn is_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',').map(|group| group.chars().filter(char::is_ascii_digit).count());
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_none() || ((1..=3).contains(&first) && rest.all(|digits| digits == 3))
}

/// Measure words of what comes in whole ones only.
const COUNTED: [&str; 14] = ["人", "人次", "名", "门", "件", "项", "个", "条", "次", "场", "家", "所", "册", "篇"];

/// One number of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Key within the dataset, ASCII: `total`.
    pub key: String,
    /// What it counts, as printed before the number.
    pub name: String,
    /// The number; `None` when the source gives none.
    pub value: Option<Quantity>,
    /// Measure word or unit: 人, 门, 条, %.
    pub unit: String,
    /// What exactly is counted, and how.
    pub definition: String,
    /// Whether the source says 余, 约 or 近: such a figure takes no part in identities.
    pub approximate: bool,
    /// Why it is disputed, if it is.
    pub disputed: Option<String>,
}

impl Figure {
    /// Whether it is a number below nothing of which its definition does not say that it may be (“可为负”): people, courses
    /// and papers are counted from nothing on, and only balances and changes go below.
    pub fn is_below_nothing(&self) -> bool {
        self.value.is_some_and(|value| value.mantissa < 0) && !self.definition.contains('负')
    }

    /// Whether it counts people, courses or papers and is no whole number: there is no half of one but in averages and
    /// equivalents (平均, 折合), which say so.
    pub fn is_part_of_one(&self) -> bool {
        let one = |value: Quantity| 10i64.pow(u32::from(value.decimals.min(18)));
        let worked_out = |text: &str| text.contains(['均', '折']);
        COUNTED.contains(&self.unit.trim())
            && self.value.is_some_and(|value| value.mantissa % one(value) != 0)
            && ![&self.name, &self.definition].into_iter().any(|text| worked_out(text))
    }

    /// Whether it is a percentage above the whole of which its definition does not say how that comes (“超过100%”): parts are
    /// no more than what they are part of, and only growth goes above.
    pub fn is_above_the_whole(&self) -> bool {
        let above = |value: Quantity| value.mantissa > 100 * 10i64.pow(u32::from(value.decimals.min(16)));
        self.is_percentage() && self.value.is_some_and(above) && !self.definition.contains("100")
    }

    /// Whether it is an amount of money.
    pub fn is_money(&self) -> bool {
        self.unit.trim().ends_with('元')
    }

    /// The number with its unit as official prose prints it: `5531人`, `63.60%`, `400余人`.
    pub fn printed(&self) -> String {
        match self.value {
            None => String::new(),
            Some(value) => format!("{value}{}{}", if self.approximate { "余" } else { "" }, self.unit),
        }
    }
}

/// A statement that must hold between figures of one dataset, by their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// `whole = part + part + …`
    Sum {
        /// The whole.
        whole: String,
        /// All of its parts.
        parts: Vec<String>,
    },
    /// `rate % = (part + part + …) / whole`, within half a unit of the last printed digit.
    Rate {
        /// The percentage.
        rate: String,
        /// What is counted.
        parts: Vec<String>,
        /// Of how many.
        whole: String,
    },
    /// `part ≤ whole`.
    AtMost {
        /// The part.
        part: String,
        /// The whole.
        whole: String,
    },
    /// A later stage has no more than the one before: `later ≤ earlier`.
    Stage {
        /// The later stage.
        later: String,
        /// The stage before.
        earlier: String,
    },
}

impl Identity {
    /// Stable code used in ledgers: `sum`, `rate`, `part`, `stage`.
    pub fn code(&self) -> &'static str {
        match self {
            Identity::Sum { .. } => "sum",
            Identity::Rate { .. } => "rate",
            Identity::AtMost { .. } => "part",
            Identity::Stage { .. } => "stage",
        }
    }

    /// Keys of all figures it names, the one it is about first.
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Identity::Sum { whole, parts } => std::iter::once(whole).chain(parts).map(String::as_str).collect(),
            Identity::Rate { rate, parts, whole } => {
                [rate, whole].into_iter().chain(parts).map(String::as_str).collect()
            }
            Identity::AtMost { part, whole } => vec![part, whole],
            Identity::Stage { later, earlier } => vec![later, earlier],
        }
    }
}

/// What testing an identity gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds(Arithmetic),
    /// It cannot be true.
    Broken(Arithmetic),
    /// A figure is missing, unknown or approximate; names its key.
    Untestable(String),
}

/// The sum worked out, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arithmetic {
    /// `2509 + 64 + 295 + 273 + 28 + 371 = 3540`.
    pub worked: String,
    /// What the whole, rate or bound says: `4540`.
    pub expected: String,
    /// What the parts give: `3540`.
    pub found: String,
}

impl Arithmetic {
    /// By how much what the parts give differs from what is said; nothing where it is no number.
    pub fn difference(&self) -> Option<Quantity> {
        let number = |text: &str| text.trim_start_matches(['≤', ' ']).parse::<Quantity>().ok();
        let difference = number(&self.expected)?.minus(number(&self.found)?)?;
        Some(Quantity { mantissa: difference.mantissa.checked_abs()?, ..difference })
    }
}

/// How a dataset stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Figures without a number.
    pub gaps: usize,
    /// Figures that are marked as disputed.
    pub disputed: usize,
    /// Identities that do not hold although none of their figures is disputed.
    pub broken: usize,
    /// Identities that do not hold and whose figures are disputed.
    pub excused: usize,
}

impl Standing {
    /// Whether nothing is missing and everything adds up.
    pub fn is_complete(&self) -> bool {
        *self == Standing::default()
    }
}

/// Figures that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Key, ASCII: `graduates`.
    pub key: String,
    /// Title: 2023届毕业生去向.
    pub title: String,
    /// The item it is published under.
    pub item: ItemKey,
    /// Responsible unit's code, if known.
    pub unit: Option<String>,
    /// The school year in whose report it stands.
    pub year: SchoolYear,
    /// The day its figures describe.
    pub as_of: PartialDate,
    /// Where the figures come from.
    pub source: String,
    /// Figures in the order they are printed.
    pub figures: Vec<Figure>,
    /// What must hold between them.
    pub identities: Vec<Identity>,
}

impl Dataset {
    /// The figure with this key.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    /// Tests one identity.
    pub fn test(&self, identity: &Identity) -> Verdict {
        let mut known = Vec::new();
        for key in identity.keys() {
            match self.figure(key) {
                Some(Figure { value: Some(value), approximate: false, .. }) => known.push(*value),
                _ => return Verdict::Untestable(key.to_string()),
            }
        }
        match identity {
            Identity::Sum { .. } => test_sum(known[0], &known[1..]),
            Identity::Rate { .. } => match test_rate(known[0], known[1], &known[2..]) {
                // What the rate is of is the school's custom, not the template's.
                Verdict::Broken(broken) => {
                    self.is_read_otherwise(identity).map_or(Verdict::Broken(broken), Verdict::Holds)
                }
                verdict => verdict,
            },
            Identity::AtMost { .. } | Identity::Stage { .. } => test_at_most(known[0], known[1]),
        }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        let broken = self.broken();
        let excused = broken.iter().filter(|broken| broken.disputed).count();
        Standing {
            gaps: self.figures.iter().filter(|figure| figure.value.is_none()).count(),
            disputed: self.figures.iter().filter(|figure| figure.disputed.is_some()).count(),
            broken: broken.len() - excused,
            excused,
        }
    }

    /// Every identity that does not hold, and whether a figure it names is disputed.
    pub fn broken(&self) -> Vec<Broken<'_>> {
        let disputed = |identity: &Identity| {
            identity.keys().iter().any(|key| self.figure(key).is_some_and(|figure| figure.disputed.is_some()))
        };
        self.identities
            .iter()
            .filter_map(|identity| match self.test(identity) {
                Verdict::Broken(arithmetic) => Some(Broken { identity, arithmetic, disputed: disputed(identity) }),
                _ => None,
            })
            .collect()
    }
}

/// An identity that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken<'a> {
    /// Which.
    pub identity: &'a Identity,
    /// The arithmetic.
    pub arithmetic: Arithmetic,
    /// Whether it may be written all the same, because one of its figures is marked as disputed.
    pub disputed: bool,
}

fn total(parts: &[Quantity]) -> Option<Quantity> {
    parts.iter().try_fold(Quantity::whole(0), |sum, part| sum.plus(*part))
}

fn joined(parts: &[Quantity]) -> String {
    parts.iter().map(Quantity::to_string).collect::<Vec<_>>().join(" + ")
}

fn verdict(holds: bool, arithmetic: Arithmetic) -> Verdict {
    if holds { Verdict::Holds(arithmetic) } else { Verdict::Broken(arithmetic) }
}

fn too_large() -> Verdict {
    Verdict::Untestable("overflow".into())
}

fn test_sum(whole: Quantity, parts: &[Quantity]) -> Verdict {
    let Some(sum) = total(parts) else { return too_large() };
    let worked = format!("{} = {sum}", joined(parts));
    verdict(sum.compare(whole).is_eq(), Arithmetic { worked, expected: whole.to_string(), found: sum.to_string() })
}

fn test_rate(rate: Quantity, whole: Quantity, parts: &[Quantity]) -> Verdict {
    let Some(part) = total(parts) else { return too_large() };
    let decimals = part.decimals.max(whole.decimals);
    let (part_scaled, whole_scaled) = (part.at(decimals), whole.at(decimals));
    if whole_scaled == 0 {
        return Verdict::Untestable("division by nothing".into());
    }
    // |part/whole·100 − rate| ≤ half a unit of the last printed digit, in whole numbers:
    // |200·10^d·part − 2·mantissa·whole| ≤ whole. Both ends count: half up and half to even both occur.
    let scale = 10i128.pow(u32::from(rate.decimals));
    let (Some(left), Some(right)) =
        (part_scaled.checked_mul(200 * scale), whole_scaled.checked_mul(2 * i128::from(rate.mantissa)))
    else {
        return too_large();
    };
    let holds = (left - right).abs() <= whole_scaled.abs();
    let exact = rounded_percent(part_scaled, whole_scaled, rate.decimals);
    let top = if parts.len() > 1 { format!("({}) = {part}，", joined(parts)) } else { String::new() };
    let worked = format!("{top}{part} ÷ {whole} = {exact}%");
    verdict(holds, Arithmetic { worked, expected: format!("{rate}%"), found: format!("{exact}%") })
}

fn rounded_percent(part: i128, whole: i128, decimals: u8) -> Quantity {
    let scaled = part.saturating_mul(100 * 10i128.pow(u32::from(decimals)));
    let rounded = (scaled * 2 + whole).div_euclid(whole * 2);
    Quantity { mantissa: i64::try_from(rounded).unwrap_or(i64::MAX), decimals }
}

fn test_at_most(part: Quantity, whole: Quantity) -> Verdict {
    let holds = part.compare(whole).is_le();
    let worked = format!("{part} {} {whole}", if holds { "≤" } else { ">" });
    verdict(holds, Arithmetic { worked, expected: format!("≤ {whole}"), found: part.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dataset(figures: &[(&str, &str)], identities: Vec<Identity>) -> Dataset {
        let figure = |(key, value): &(&str, &str)| Figure {
            key: key.to_string(),
            name: key.to_string(),
            value: value.parse().ok(),
            unit: "人".into(),
            definition: String::new(),
            approximate: false,
            disputed: None,
        };
        Dataset {
            key: "graduates".into(),
            title: "毕业生去向".into(),
            item: ItemKey::Official(32),
            unit: None,
            year: "2022-2023".parse().unwrap(),
            as_of: PartialDate::Unknown,
            source: String::new(),
            figures: figures.iter().map(figure).collect(),
            identities,
        }
    }

    fn keys(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    fn graduates(contract: &str) -> Dataset {
        dataset(
            &[
                ("total", "4540"),
                ("contract", contract),
                ("own", "64"),
                ("flexible", "295"),
                ("study", "273"),
                ("pause", "28"),
                ("seeking", "371"),
                ("rate", "91.21"),
            ],
            vec![
                Identity::Sum {
                    whole: "total".into(),
                    parts: keys(&["contract", "own", "flexible", "study", "pause", "seeking"]),
                },
                Identity::Rate {
                    rate: "rate".into(),
                    parts: keys(&["contract", "own", "flexible", "study"]),
                    whole: "total".into(),
                },
            ],
        )
    }

    #[test]
    fn commas_part_thousands_or_the_number_is_none() {
        for (text, value) in [("5,531", Some("5531")), ("1,234,567.5", Some("1234567.5")), ("-1,000", Some("-1000"))] {
            assert_eq!(
                text.parse::<Quantity>().ok().map(|found| found.to_string()),
                value.map(str::to_string),
                "{text}"
            );
        }
        for text in ["1,2,3", "12,34", "5,5310", ",531", "1234,567"] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_printed_graduates_miss_the_whole_by_a_thousand() {
        let printed = graduates("2509");
        let broken = printed.broken();
        assert_eq!(broken.len(), 2);
        assert_eq!(broken[0].arithmetic.worked, "2509 + 64 + 295 + 273 + 28 + 371 = 3540");
        assert_eq!(broken[0].arithmetic.expected, "4540");
        assert!(!broken[0].disputed);
        assert!(graduates("3509").broken().is_empty(), "one digit mends sum and rate");
    }

    #[test]
    fn a_disputed_figure_is_let_through_but_stays_broken() {
        let mut printed = graduates("2509");
        printed.figures[1].disputed = Some("原件如此".into());
        assert!(printed.broken().iter().all(|broken| broken.disputed));
    }

    #[test]
    fn a_dataset_says_how_it_stands_and_by_how_much_it_misses() {
        let mut printed = graduates("2509");
        assert_eq!(printed.standing(), Standing { broken: 2, ..Standing::default() });
        assert_eq!(printed.broken()[0].arithmetic.difference(), Some(Quantity::whole(1000)));
        printed.figures[1].disputed = Some("原件如此".into());
        printed.figures[5].value = None;
        assert_eq!(printed.standing(), Standing { gaps: 1, disputed: 1, broken: 0, excused: 1 });
        assert!(graduates("3509").standing().is_complete());
        let off = |text: &str| text.parse::<Quantity>().unwrap().minus("1.5".parse().unwrap()).unwrap().to_string();
        assert_eq!((off("2"), off("1.50"), off("1")), ("0.5".into(), "0.00".into(), "-0.5".into()));
    }

    #[test]
    fn a_rate_holds_within_half_of_its_last_digit() {
        let rate = |text: &str, part: &str, whole: &str| {
            dataset(
                &[("rate", text), ("part", part), ("whole", whole)],
                vec![Identity::Rate { rate: "rate".into(), parts: keys(&["part"]), whole: "whole".into() }],
            )
            .broken()
            .is_empty()
        };
        assert!(rate("33.33", "1", "3") && rate("33.3", "1", "3") && rate("33", "1", "3"));
        assert!(!rate("33.34", "1", "3") && !rate("30.26", "244", "807") && !rate("30.26", "245", "807"));
        assert!(rate("12.5", "1", "8") && rate("13", "1", "8") && rate("12", "1", "8"), "a tie rounds either way");
    }

    #[test]
    fn stages_shrink_and_parts_fit() {
        let stage = |later: &str| {
            dataset(
                &[("first", "467"), ("second", later)],
                vec![Identity::Stage { later: "second".into(), earlier: "first".into() }],
            )
            .broken()
            .len()
        };
        assert_eq!((stage("129"), stage("467"), stage("468")), (0, 0, 1));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let reads = |text: &str| text.parse::<Quantity>().map(|quantity| quantity.to_string());
        assert_eq!(reads("５，５３１"), Ok("5531".into()));
        assert_eq!(reads("5,531"), Ok("5531".into()));
        assert_eq!(reads(" 91.20 % "), Ok("91.20".into()));
        assert_eq!(reads("-0.5"), Ok("-0.5".into()));
        for wrong in ["", "五", "1.2.3", "1e5", ".5", "5.", "99999999999999999999"] {
            assert!(reads(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_partition_always_holds_and_one_changed_part_never_does(
            parts in prop::collection::vec(0i64..100_000, 1..12), at in 0usize..12, by in 1i64..1000,
        ) {
            let names: Vec<String> = (0..parts.len()).map(|n| format!("p{n}")).collect();
            let whole: i64 = parts.iter().sum();
            let mut rows: Vec<(String, String)> = vec![("whole".into(), whole.to_string())];
            rows.extend(names.iter().cloned().zip(parts.iter().map(i64::to_string)));
            let build = |rows: &[(String, String)]| dataset(
                &rows.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(),
                vec![Identity::Sum { whole: "whole".into(), parts: names.clone() }],
            );
            prop_assert!(build(&rows).broken().is_empty());
            let at = at % parts.len();
            rows[at + 1].1 = (parts[at] + by).to_string();
            prop_assert_eq!(build(&rows).broken().len(), 1);
        }

        #[test]
        fn a_rate_worked_out_from_its_quantities_holds(part in 0i64..1_000_000, whole in 1i64..1_000_000, decimals in 0u8..4) {
            let rate = rounded_percent(part.into(), whole.into(), decimals);
            prop_assert!(matches!(test_rate(rate, Quantity::whole(whole), &[Quantity::whole(part)]), Verdict::Holds(_)));
        }
    }
}
