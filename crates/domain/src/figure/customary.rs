//! What a dataset says wrongly although no identity of the ledger says so: grades and results that miss their whole, a
//! rate that no customary reading gives, a fraction that was entered as a percentage.
//!
//! Custom is not law. A rate of satisfaction is taken of those who are satisfied or of these and the fairly satisfied, of
//! all who took part, of those who answered or of those who were asked; it is called wrong only when none of these gives
//! it. Where not all parts are there, only what cannot be is told.

use super::{Arithmetic, Dataset, Figure, Identity, Quantity, Verdict, test_rate, total};

/// Why a person has to look at figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoubtKind {
    /// An identity of the ledger does not hold.
    Identity,
    /// Grades or results do not make their whole, or exceed it.
    Parts,
    /// Results leave something over, and not all kinds of result are entered.
    Rest,
    /// No customary reading gives the rate.
    Rate,
    /// The percentage is the fraction of two figures: 0.9375 with % beside 3750 of 4000.
    Fraction,
    /// A rate that is never so low: an employment rate below 1 %.
    Low,
}

/// Figures that a person has to look at, with the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Why.
    pub kind: DoubtKind,
    /// What was worked out; of [`DoubtKind::Low`] the name of the rate stands for it.
    pub arithmetic: Arithmetic,
    /// Whether the ledger marks one of the figures as disputed.
    pub disputed: bool,
}

/// Answers that count as satisfied, the best first; those of one row mean the same.
const FAVOURABLE: [&[&str]; 4] =
    [&["非常满意", "很满意", "十分满意"], &["满意"], &["比较满意", "较满意", "较为满意"], &["基本满意"]];
/// All other answers.
const UNFAVOURABLE: [&str; 10] =
    ["一般", "不太满意", "不满意", "很不满意", "非常不满意", "不了解", "不清楚", "说不清", "未表态", "弃权"];
/// Of these, those that are no opinion.
const NO_OPINION: [&str; 5] = ["不了解", "不清楚", "说不清", "未表态", "弃权"];
/// Who took part or answered, as against those who were asked.
const TAKERS: [&str; 9] = ["参加", "参评", "参与", "收回", "回收", "有效", "受访", "答卷", "应答"];
/// How many results a request may have, by key and name: all that the template asks for.
const RESULTS: [(&str, &str); 6] = [
    ("granted", "予以公开"),
    ("partial", "部分公开"),
    ("refused", "不予公开"),
    ("absent", "信息不存在"),
    ("other", "其他处理"),
    ("pending", "结转下学年办理"),
];
/// Rates that are never below 1 %.
const HIGH: [&str; 16] = [
    "就业率",
    "落实率",
    "满意率",
    "满意度",
    "报到率",
    "合格率",
    "及格率",
    "毕业率",
    "开课率",
    "到课率",
    "出勤率",
    "办结率",
    "答复率",
    "及时率",
    "完成率",
    "到位率",
];

impl Dataset {
    /// Everything of its figures that a person has to look at: the ledger's own identities first.
    pub fn doubts(&self) -> Vec<Doubt> {
        let broken = self.broken().into_iter();
        let mut doubts: Vec<Doubt> = broken
            .map(|broken| Doubt { kind: DoubtKind::Identity, arithmetic: broken.arithmetic, disputed: broken.disputed })
            .collect();
        doubts.extend(self.grades_against_whole());
        doubts.extend(self.results_against_whole());
        doubts.extend(self.figures.iter().filter_map(|figure| self.doubt_of_rate(figure)));
        doubts
    }

    /// Whether a figure is a grade of an appraisal or a result of requests: a part of the whole that its chapter opens with.
    pub fn is_grade_or_result(&self, figure: &Figure) -> bool {
        let result = |of: &(&str, &str)| self.result(*of).is_some_and(|found| found.key == figure.key);
        favour(figure).is_some() || is_unfavourable(figure) || RESULTS.iter().any(result)
    }

    /// Whether the rate of an identity is one of satisfaction that another customary reading gives.
    pub(super) fn is_read_otherwise(&self, identity: &Identity) -> Option<Arithmetic> {
        let Identity::Rate { rate, .. } = identity else { return None };
        let rate = self.figure(rate).filter(|figure| is_of_satisfaction(figure))?;
        self.readings(rate).into_iter().find_map(|verdict| match verdict {
            Verdict::Holds(arithmetic) => Some(arithmetic),
            _ => None,
        })
    }

    fn doubt(&self, kind: DoubtKind, arithmetic: Arithmetic, of: &[&Figure]) -> Doubt {
        let disputed = of.iter().any(|figure| figure.disputed.is_some());
        Doubt { kind, arithmetic, disputed }
    }

    fn has_sum_of(&self, whole: &Figure) -> bool {
        let of = |identity: &Identity| matches!(identity, Identity::Sum { whole: key, .. } if *key == whole.key);
        self.identities.iter().any(of)
    }

    /// Figures that answer how satisfied people are.
    fn grades(&self) -> Vec<&Figure> {
        self.figures.iter().filter(|figure| favour(figure).is_some() || is_unfavourable(figure)).collect()
    }

    /// Numbers of people or sheets that grades may be part of.
    fn wholes(&self) -> Vec<&Figure> {
        let counts = |figure: &&Figure| {
            !figure.is_percentage() && favour(figure).is_none() && !is_unfavourable(figure) && known(figure).is_some()
        };
        self.figures.iter().filter(counts).collect()
    }

    /// Grades against those who took part: all of them make one of the numbers given, and none can be more.
    fn grades_against_whole(&self) -> Option<Doubt> {
        let grades = self.grades();
        let values: Vec<Quantity> = grades.iter().copied().map(known).collect::<Option<_>>()?;
        // 满意 and 不满意 at the least: one grade alone is no scale.
        if values.len() < 2 || !grades.iter().any(|figure| is_unfavourable(figure)) {
            return None;
        }
        let took_part = |figure: &&Figure| TAKERS.iter().any(|word| figure.name.contains(word));
        let wholes: Vec<&Figure> = self.wholes().into_iter().filter(took_part).collect();
        let whole = wholes.first()?;
        if wholes.iter().any(|figure| self.has_sum_of(figure)) {
            return None;
        }
        let sum = total(&values)?;
        let meets = |figure: &&Figure| known(figure).is_some_and(|value| value.compare(sum).is_eq());
        if wholes.iter().any(meets) {
            return None;
        }
        let named: Vec<&Figure> = grades.iter().chain([whole]).copied().collect();
        Some(self.doubt(DoubtKind::Parts, summed(&values, sum, known(whole)?), &named))
    }

    /// What became of requests against those received.
    fn results_against_whole(&self) -> Option<Doubt> {
        if self.key != "requests" {
            return None;
        }
        let received = self.figure("received").filter(|figure| !self.has_sum_of(figure))?;
        let results: Vec<&Figure> = RESULTS.iter().filter_map(|result| self.result(*result)).collect();
        let values: Vec<Quantity> = results.iter().copied().filter_map(known).collect();
        let others = self
            .figures
            .iter()
            .filter(|figure| figure.key != received.key && !results.iter().any(|result| result.key == figure.key));
        let others: Vec<&Figure> = others.filter(|figure| figure.unit == received.unit).collect();
        let mut whole = known(received)?;
        // What was carried over from the year before is answered as well.
        let carried = |figure: &&Figure| figure.name.contains("结转") && figure.name.contains('上');
        for figure in others.iter().copied().filter(carried) {
            whole = whole.plus(known(figure)?)?;
        }
        let unread =
            others.iter().any(|figure| !carried(figure) && figure.value.is_some_and(|value| value.mantissa != 0));
        let sum = total(&values)?;
        let kind = match sum.compare(whole) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Greater => DoubtKind::Parts,
            // What is not entered yet is asked for in its place, and what nobody knows here may be the rest.
            std::cmp::Ordering::Less if values.len() < results.len() || values.is_empty() || unread => return None,
            std::cmp::Ordering::Less if results.len() < RESULTS.len() => DoubtKind::Rest,
            std::cmp::Ordering::Less => DoubtKind::Parts,
        };
        let named: Vec<&Figure> = results.into_iter().chain([received]).collect();
        Some(self.doubt(kind, summed(&values, sum, whole), &named))
    }

    fn result(&self, (key, name): (&str, &str)) -> Option<&Figure> {
        let named = |figure: &&Figure| figure.name == name;
        self.figure(key).or_else(|| self.figures.iter().find(named))
    }

    /// A percentage that its neighbours do not give.
    fn doubt_of_rate(&self, rate: &Figure) -> Option<Doubt> {
        let value = known(rate).filter(|_| rate.is_percentage())?;
        let of_identity =
            |identity: &Identity| matches!(identity, Identity::Rate { rate: key, .. } if *key == rate.key);
        // What the ledger says it is of is tested already.
        let tested =
            |identity: &Identity| of_identity(identity) && !matches!(self.test(identity), Verdict::Untestable(_));
        if self.identities.iter().any(tested) {
            return None;
        }
        if let Some(doubt) = self.doubt_of_fraction(rate, value) {
            return Some(doubt);
        }
        // Of about a thousand a rate says nothing that can be worked out.
        if !is_of_satisfaction(rate) || self.figures.iter().any(|figure| figure.approximate) {
            return None;
        }
        let mut broken = Vec::new();
        for reading in self.readings(rate) {
            match reading {
                Verdict::Holds(_) => return None,
                Verdict::Broken(arithmetic) => broken.push(arithmetic),
                Verdict::Untestable(_) => {}
            }
        }
        // Of those who took part: the satisfied alone, and all favourable answers.
        let favourable = self.figures.iter().filter(|figure| favour(figure).is_some()).count();
        broken.truncate(favourable);
        let mut told: Vec<Arithmetic> = broken;
        if told.len() > 2 {
            told.drain(1..told.len() - 1);
        }
        let found = told.last()?.found.clone();
        let worked: Vec<&str> = told.iter().map(|arithmetic| arithmetic.worked.as_str()).collect();
        let arithmetic = Arithmetic { worked: worked.join("；"), expected: format!("{value}%"), found };
        let named: Vec<&Figure> = self.grades().into_iter().chain([rate]).collect();
        Some(self.doubt(DoubtKind::Rate, arithmetic, &named))
    }

    /// Every customary reading of a rate of satisfaction, tested: of each whole the best answers first, then more of them.
    fn readings(&self, rate: &Figure) -> Vec<Verdict> {
        let Some(value) = known(rate) else { return Vec::new() };
        let mut grades: Vec<(usize, Quantity)> =
            self.figures.iter().filter_map(|figure| Some((favour(figure)?, known(figure)?))).collect();
        grades.sort_by_key(|(rank, _)| *rank);
        let favourable: Vec<Quantity> = grades.into_iter().map(|(_, value)| value).collect();
        // Of all who answered, and of those who have an opinion.
        let answered = |without: &[&str]| {
            let grades = self.grades().into_iter().filter(|figure| !without.contains(&bare(&figure.name)));
            let values: Vec<Quantity> = grades.filter_map(known).collect();
            total(&values).filter(|_| values.len() > favourable.len())
        };
        let wholes = self.wholes().into_iter().filter_map(known).chain(answered(&[])).chain(answered(&NO_OPINION));
        let wholes: Vec<Quantity> = wholes.collect();
        let mut verdicts = Vec::new();
        for whole in &wholes {
            for upto in 1..=favourable.len() {
                let parts = &favourable[..upto];
                let fits = total(parts).is_some_and(|part| part.compare(*whole).is_le());
                verdicts.extend(fits.then(|| test_rate(value, *whole, parts)));
            }
        }
        verdicts
    }

    /// Whether a percentage is the fraction of two figures, or far below what rates of its name are.
    fn doubt_of_fraction(&self, rate: &Figure, value: Quantity) -> Option<Doubt> {
        let high = HIGH.iter().any(|name| rate.name.contains(name)) && !rate.name.contains('不');
        if value.mantissa <= 0 || value.compare(Quantity::whole(1)).is_gt() {
            return None;
        }
        let whole = Quantity { mantissa: value.mantissa, decimals: value.decimals.saturating_sub(2) };
        let hundredfold = match value.decimals {
            0 => Quantity::whole(value.mantissa * 100),
            1 => Quantity::whole(value.mantissa * 10),
            _ => whole,
        };
        let counts: Vec<&Figure> = self
            .figures
            .iter()
            .filter(|figure| !figure.is_percentage() && known(figure).is_some())
            .take(MOST)
            .collect();
        let mut found = None;
        for part in &counts {
            for whole in counts.iter().filter(|whole| whole.key != part.key && whole.unit == part.unit) {
                let (Some(part), Some(base)) = (known(part), known(whole)) else { continue };
                if part.mantissa <= 0 || part.compare(base).is_gt() {
                    continue;
                }
                if matches!(test_rate(value, base, &[part]), Verdict::Holds(_)) {
                    return None;
                }
                if let Verdict::Holds(arithmetic) = test_rate(hundredfold, base, &[part]) {
                    found.get_or_insert(arithmetic);
                }
            }
        }
        let expected = format!("{value}%");
        match found {
            // Two digits meet some quotient by chance.
            Some(arithmetic) if high || value.decimals >= 3 => {
                Some(self.doubt(DoubtKind::Fraction, Arithmetic { expected, ..arithmetic }, &[rate]))
            }
            _ if high => {
                let arithmetic = Arithmetic { worked: rate.name.clone(), expected, found: format!("{hundredfold}%") };
                Some(self.doubt(DoubtKind::Low, arithmetic, &[rate]))
            }
            _ => None,
        }
    }
}

/// Figures of a dataset that are tried against each other.
const MOST: usize = 60;

impl Figure {
    /// Whether it is a percentage.
    pub fn is_percentage(&self) -> bool {
        matches!(self.unit.trim(), "%" | "％")
    }
}

/// The number, when it is exact.
fn known(figure: &Figure) -> Option<Quantity> {
    figure.value.filter(|_| !figure.approximate)
}

/// `满意人数` without what it counts.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let name =
        ["的人数", "人数", "票数", "份数", "数", "的"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    ["评价为", "评价", "表示"].iter().find_map(|start| name.strip_prefix(start)).unwrap_or(name)
}

/// How favourable an answer is, the best 0.
fn favour(figure: &Figure) -> Option<usize> {
    let name = bare(&figure.name);
    FAVOURABLE.iter().position(|row| row.contains(&name)).filter(|_| !figure.is_percentage())
}

fn is_unfavourable(figure: &Figure) -> bool {
    UNFAVOURABLE.contains(&bare(&figure.name)) && !figure.is_percentage()
}

fn is_of_satisfaction(rate: &Figure) -> bool {
    rate.name.contains("满意") && rate.name.ends_with('率') && !rate.name.contains('不') && rate.is_percentage()
}

fn summed(parts: &[Quantity], sum: Quantity, whole: Quantity) -> Arithmetic {
    Arithmetic {
        worked: format!("{} = {sum}", super::joined(parts)),
        expected: whole.to_string(),
        found: sum.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ItemKey;
    use crate::date::PartialDate;

    fn dataset(key: &str, figures: &[(&str, &str, &str)]) -> Dataset {
        let figure = |(at, (name, value, unit)): (usize, &(&str, &str, &str))| Figure {
            key: if at == 0 { "received".into() } else { format!("f{at}") },
            name: name.to_string(),
            value: value.parse().ok(),
            unit: unit.to_string(),
            definition: String::new(),
            approximate: false,
            disputed: None,
        };
        Dataset {
            key: key.into(),
            title: "评议".into(),
            item: ItemKey::Official(6),
            unit: None,
            year: "2024-2025".parse().unwrap(),
            as_of: PartialDate::Unknown,
            source: String::new(),
            figures: figures.iter().enumerate().map(figure).collect(),
            identities: Vec::new(),
        }
    }

    fn kinds(dataset: &Dataset) -> Vec<DoubtKind> {
        dataset.doubts().iter().map(|doubt| doubt.kind).collect()
    }

    fn survey(dissatisfied: &str, rate: &str) -> Dataset {
        let figures = [
            ("参加评议", "1000", "人"),
            ("满意", "700", "人"),
            ("基本满意", "250", "人"),
            ("不满意", dissatisfied, "人"),
            ("满意率", rate, "%"),
        ];
        dataset("survey", &figures)
    }

    #[test]
    fn a_rate_of_satisfaction_is_wrong_only_when_no_customary_reading_gives_it() {
        for (dissatisfied, right) in
            [("50", &["95", "95.0", "70", "70.00"][..]), ("40", &["95", "70", "96", "95.96", "70.7", "71"])]
        {
            for tenth in 1..=1000 {
                let rate = format!("{}.{}", tenth / 10, tenth % 10);
                let rates =
                    survey(dissatisfied, &rate).doubts().into_iter().filter(|doubt| doubt.kind == DoubtKind::Rate);
                let fits = match dissatisfied {
                    "50" => matches!(rate.as_str(), "95.0" | "70.0"),
                    _ => matches!(rate.as_str(), "95.0" | "70.0" | "96.0" | "70.7"),
                };
                // What is below one per cent is told as a fraction.
                assert_eq!(rates.count() == 0, fits || tenth <= 10, "{rate}");
            }
            for rate in right {
                assert!(!kinds(&survey(dissatisfied, rate)).contains(&DoubtKind::Rate), "{dissatisfied} {rate}");
            }
        }
        // Of those who were asked.
        let mut asked = survey("50", "79.17");
        asked.figures.push(Figure {
            key: "sent".into(),
            name: "发放问卷".into(),
            value: "1200".parse().ok(),
            unit: "份".into(),
            ..asked.figures[0].clone()
        });
        assert_eq!(kinds(&asked), []);
        let wrong = survey("50", "16").doubts();
        assert_eq!(wrong[0].arithmetic.worked, "700 ÷ 1000 = 70%；(700 + 250) = 950，950 ÷ 1000 = 95%");
    }

    #[test]
    fn an_identity_of_the_template_holds_by_every_customary_reading() {
        let mut set = survey("50", "70");
        set.identities.push(Identity::Rate {
            rate: "f4".into(),
            parts: vec!["f1".into(), "f2".into()],
            whole: "received".into(),
        });
        assert_eq!(set.broken(), []);
        set.figures[4].value = "71".parse().ok();
        assert_eq!((set.broken().len(), kinds(&set)), (1, vec![DoubtKind::Identity]));
    }

    #[test]
    fn grades_that_miss_those_who_took_part_are_told_and_other_answers_counted() {
        assert_eq!(kinds(&survey("50", "95")), []);
        assert_eq!(kinds(&survey("40", "96")), [DoubtKind::Parts]);
        assert_eq!(survey("40", "96").doubts()[0].arithmetic.worked, "700 + 250 + 40 = 990");
        let mut set = survey("40", "96");
        set.figures.push(Figure {
            key: "u".into(),
            name: "不了解".into(),
            value: "10".parse().ok(),
            ..set.figures[0].clone()
        });
        assert_eq!(kinds(&set), []);
        // Of those who answered, of a number that is only about, and of one grade nothing is said.
        let mut set = survey("40", "96");
        set.figures.push(Figure {
            key: "v".into(),
            name: "有效问卷".into(),
            value: "990".parse().ok(),
            ..set.figures[0].clone()
        });
        assert_eq!(kinds(&set), []);
        let mut set = survey("40", "95");
        set.figures[0].approximate = true;
        assert_eq!(kinds(&set), []);
        assert_eq!(kinds(&dataset("survey", &[("参加评议", "1000", "人"), ("满意", "700", "人")])), []);
    }

    #[test]
    fn requests_whose_results_miss_them_are_told() {
        let all = |values: [&str; 6]| {
            let mut figures = vec![("收到申请", "5", "件")];
            figures.extend(RESULTS.iter().zip(values).map(|((_, name), value)| (*name, value, "件")));
            dataset("requests", &figures)
        };
        assert_eq!(kinds(&all(["3", "0", "1", "1", "0", "0"])), []);
        assert_eq!(kinds(&all(["3", "0", "1", "0", "0", "0"])), [DoubtKind::Parts]);
        assert_eq!(kinds(&all(["3", "1", "1", "1", "0", "0"])), [DoubtKind::Parts]);
        // One that is not filled in yet is a gap, and may be the rest.
        assert_eq!(kinds(&all(["3", "", "1", "0", "0", "0"])), []);
        let some = dataset("requests", &[("收到申请", "5", "件"), ("予以公开", "3", "件"), ("不予公开", "1", "件")]);
        assert_eq!(kinds(&some), [DoubtKind::Rest]);
        let carried =
            dataset("requests", &[("收到申请", "5", "件"), ("上学年结转", "1", "件"), ("予以公开", "6", "件")]);
        assert_eq!(kinds(&carried), []);
        let unread =
            dataset("requests", &[("收到申请", "5", "件"), ("予以公开", "3", "件"), ("申请人撤回", "2", "件")]);
        assert_eq!(kinds(&unread), []);
    }

    #[test]
    fn a_fraction_with_a_percent_sign_is_told_and_a_small_rate_is_not() {
        let of = |name: &str, value: &str| {
            kinds(&dataset("grad", &[("毕业生总人数", "4000", "人"), ("去向落实", "3750", "人"), (name, value, "%")]))
        };
        for value in ["0.9375", "0.938", "0.94"] {
            assert_eq!(of("就业率", value), [DoubtKind::Fraction], "{value}");
        }
        assert_eq!(of("签约占比", "0.9375"), [DoubtKind::Fraction]);
        assert_eq!((of("就业率", "93.75"), of("退学率", "0.62"), of("退学率", "0.94")), (vec![], vec![], vec![]));
        let alone = |name: &str, value: &str| kinds(&dataset("grad", &[(name, value, "%")]));
        assert_eq!(alone("就业率", "0.9375"), [DoubtKind::Low]);
        assert_eq!(
            (alone("失业率", "0.94"), alone("不合格率", "0.62"), alone("就业率", "62")),
            (vec![], vec![], vec![])
        );
        // 25 of 4000 are 0.625 %.
        let small = dataset("grad", &[("总数", "4000", "人"), ("退学", "25", "人"), ("退学率", "0.625", "%")]);
        assert_eq!(kinds(&small), []);
    }
}
