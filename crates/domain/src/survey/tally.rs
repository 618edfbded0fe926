//! What a survey came to, and what of it may be told.
//!
//! A count of one to four people is told to nobody, and with it as many others as keep it from being worked out: whoever knows the
//! whole and all parts but one knows that one. So of what is hidden there are at least two parts and at least [`FEW`] people
//! (primary and complementary suppression, as offices of statistics do it). What groups answered is told apart only where nothing
//! has to be hidden in any of them.

use super::{Answer, Audience, Level, QuestionKind, Survey, Way};
use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::figure::{Dataset, Figure, Identity, Quantity};

/// Fewer people than that are a few, of whom nobody is told how many they are.
pub const FEW: u64 = 5;

/// The dataset of the report that a survey gives.
pub const DATASET: &str = "survey";

/// How the source of that dataset begins, by which it is told from one that was entered by hand.
pub const SOURCE: &str = "评议“";

/// Its figure of answers by the open page.
pub const OPEN_ANSWERS: &str = "open_page";

/// A count as everybody may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// So many.
    Count(u64),
    /// Not told: they are few, or would tell of few.
    Hidden,
}

impl Cell {
    /// The count, where it is told.
    pub fn count(self) -> Option<u64> {
        match self {
            Cell::Count(count) => Some(count),
            Cell::Hidden => None,
        }
    }
}

/// What of counts that make up a known whole may be told.
///
/// With every few the smallest others are hidden until two parts and [`FEW`] people are, and until each that is shown is more than all
/// that are hidden together: then however those are divided among the hidden, the same would be shown, and whoever knows this rule
/// learns nothing from what was *not* hidden. Noughts are hidden with them, for beside shown ones each hidden count would be one at least.
pub fn told(counts: &[u64]) -> Vec<Cell> {
    let is_few = |count: u64| (1..FEW).contains(&count);
    let mut hidden: Vec<bool> = counts.iter().map(|count| is_few(*count)).collect();
    if hidden.contains(&true) {
        loop {
            let of = |hides: bool| {
                let some = counts.iter().zip(&hidden).filter(move |(count, hidden)| **hidden == hides && **count > 0);
                some.map(|(count, _)| *count)
            };
            let next = of(false).min();
            let people: u64 = of(true).sum();
            let enough = of(true).count() >= 2 && people >= FEW;
            let Some(next) = next.filter(|next| !enough || *next <= people) else { break };
            for (hides, count) in hidden.iter_mut().zip(counts) {
                *hides |= *count == next;
            }
        }
        for (hides, count) in hidden.iter_mut().zip(counts) {
            *hides |= *count == 0;
        }
    }
    counts.iter().zip(hidden).map(|(count, hidden)| if hidden { Cell::Hidden } else { Cell::Count(*count) }).collect()
}

/// How many of a group were asked and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnout {
    /// Who.
    pub audience: Audience,
    /// Codes and paper forms that were given out.
    pub given: u64,
    /// Of these, how many came back.
    pub back: u64,
    /// Answers by the open page beside them.
    pub open: u64,
}

impl Turnout {
    /// All answers.
    pub fn answers(&self) -> u64 {
        self.back + self.open
    }
}

/// What may be told of how many of each group answered: whether each is told.
pub fn told_turnout(turnout: &[Turnout]) -> Vec<bool> {
    let counts: Vec<u64> = turnout.iter().map(Turnout::answers).collect();
    told(&counts).into_iter().map(|cell| cell != Cell::Hidden).collect()
}

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Result {
    /// Its place.
    pub place: usize,
    /// What of the counts may be told, in the order of its codes; none where words were written.
    pub cells: Vec<Cell>,
    /// How many left it blank.
    pub blank: Cell,
    /// How many are content, of a scale.
    pub content: Option<Share>,
    /// The same by group, where nothing of it has to be hidden.
    pub by_group: Vec<(Audience, Vec<u64>)>,
}

/// A share in tenths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Exactly so much.
    Exactly(u64),
    /// No less, whatever is hidden.
    AtLeast(u64),
}

/// What a survey came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// All answers.
    pub answers: u64,
    /// By group, in order.
    pub turnout: Vec<Turnout>,
    /// By question, in order.
    pub results: Vec<Result>,
}

/// How many answers came by group and way: what is told while a survey runs.
pub fn turnout(survey: &Survey, counts: &[(Audience, Way, u64)]) -> Vec<Turnout> {
    let of = |audience: Audience, open: bool| {
        let theirs = counts.iter().filter(|(one, way, _)| *one == audience && (*way == Way::Open) == open);
        theirs.map(|(.., count)| count).sum()
    };
    let groups = survey.groups.iter();
    groups
        .map(|group| Turnout {
            audience: group.audience,
            given: u64::from(group.codes) + u64::from(group.sheets),
            back: of(group.audience, false),
            open: of(group.audience, true),
        })
        .collect()
}

/// The share of one number in another, in tenths of a percent, rounded down where `floor`, else to the nearest.
fn tenths(part: u64, whole: u64, floor: bool) -> Option<u64> {
    let scaled = part.checked_mul(2_000)?.checked_div(whole)?;
    Some(if floor { scaled / 2 } else { scaled.div_ceil(2) })
}

impl Tally {
    /// Counts.
    pub fn of(survey: &Survey, answers: &[Answer]) -> Tally {
        let mut counts: Vec<(Audience, Way, u64)> = Vec::new();
        for answer in answers {
            match counts.iter_mut().find(|(audience, way, _)| (*audience, *way) == (answer.audience, answer.way)) {
                Some((.., count)) => *count += 1,
                None => counts.push((answer.audience, answer.way, 1)),
            }
        }
        let results = (0..survey.questions.len()).map(|place| result(survey, answers, place)).collect();
        Tally { answers: answers.len() as u64, turnout: turnout(survey, &counts), results }
    }

    /// What the report tells: who was asked, who answered, and what they think on the whole.
    pub fn dataset(&self, survey: &Survey) -> Dataset {
        let mut figures = vec![whole("participants", "参加评议", "人", self.answers, PARTICIPANTS)];
        let mut identities = Vec::new();
        let parts = |keys: &[&str]| keys.iter().map(|key| (*key).to_string()).collect::<Vec<String>>();
        let told_of = told_turnout(&self.turnout);
        let of_groups = self.turnout.iter().zip(&told_of).filter(|(one, told)| **told && one.answers() > 0);
        for (one, _) in of_groups {
            let key = format!("from_{}", one.audience.code());
            figures.push(whole(&key, one.audience.zh(), "人", one.answers(), ""));
        }
        let rest: u64 =
            self.turnout.iter().zip(&told_of).filter(|(_, told)| !**told).map(|(one, _)| one.answers()).sum();
        if rest > 0 {
            figures.push(whole("from_rest", "其余", "人", rest, "不足5人的，和为免推算出来而一并不列的"));
        }
        let sum = |of: fn(&Turnout) -> u64| self.turnout.iter().map(of).sum::<u64>();
        let (given, back, open) = (sum(|one| one.given), sum(|one| one.back), sum(|one| one.open));
        // Where a few answered by one way, how many by the other would tell of them.
        let ways = !told(&[back, open]).contains(&Cell::Hidden);
        if let Some(rate) = tenths(back, given, false).filter(|_| ways) {
            figures.push(whole("given", "发放问卷", "份", given, "答卷码和纸质问卷"));
            figures.push(whole("back", "收回问卷", "份", back, "不含公开填写的"));
            figures.push(figure("back_rate", "回收率", "%", percent(rate), ""));
            identities.push(Identity::AtMost { part: "back".into(), whole: "given".into() });
            identities.push(Identity::Rate {
                rate: "back_rate".into(),
                parts: parts(&["back"]),
                whole: "given".into(),
            });
            identities.push(Identity::Sum { whole: "participants".into(), parts: parts(&["back", OPEN_ANSWERS]) });
        }
        if ways {
            figures.push(whole(OPEN_ANSWERS, "公开填写", "份", open, "不凭答卷码填写的，无法保证一人一份"));
        }
        if let Some(overall) = survey.overall().and_then(|place| self.results.get(place)) {
            overall_figures(overall, self.answers, &mut figures, &mut identities);
        }
        Dataset {
            key: DATASET.into(),
            title: "信息公开评议".into(),
            item: ItemKey::Official(6),
            unit: None,
            year: survey.year,
            as_of: PartialDate::Day(survey.ended_on().unwrap_or(survey.until)),
            source: format!("{SOURCE}{}”的答卷", survey.title),
            figures,
            identities,
        }
    }
}

/// What people think on the whole: each level that may be told; where nothing is hidden, what they make up and the share of those
/// who are content.
fn overall_figures(overall: &Result, answers: u64, figures: &mut Vec<Figure>, identities: &mut Vec<Identity>) {
    let mut told: Vec<String> = Vec::new();
    for (level, cell) in Level::ALL.iter().zip(&overall.cells) {
        if let Cell::Count(n) = cell {
            figures.push(whole(level.code(), level.zh(), "人", *n, ""));
            told.push(level.code().to_string());
        }
    }
    if let Cell::Count(n @ 1..) = overall.blank {
        figures.push(whole("blank", "未答", "人", n, ""));
        told.push("blank".into());
    }
    let hidden = overall.cells.iter().chain([&overall.blank]).any(|cell| *cell == Cell::Hidden);
    if hidden && !told.is_empty() {
        let sum: u64 = overall.cells.iter().chain([&overall.blank]).filter_map(|cell| cell.count()).sum();
        figures.push(whole(
            "rest",
            "其余",
            "人",
            answers.saturating_sub(sum),
            "不足5人的选项，和为免推算出来而一并不列的",
        ));
        told.push("rest".into());
        identities.push(Identity::Sum { whole: "participants".into(), parts: told.clone() });
    }
    // A share of what is hidden in part would tell of it; that it is no less than something stands on the results' page.
    let Some(Share::Exactly(share)) = overall.content else { return };
    let opinions = || Level::ALL.iter().filter(|level| **level != Level::Unknown);
    let base: u64 = opinions().zip(&overall.cells).filter_map(|(_, cell)| cell.count()).sum();
    figures.push(whole("base", "表示意见", "人", base, "除不了解和未答以外的人数"));
    figures.push(figure("rate", "满意率", "%", percent(share), RATE));
    let keys = |some: &mut dyn Iterator<Item = &'static Level>| some.map(|level| level.code().to_string()).collect();
    let content: Vec<String> = keys(&mut Level::ALL.iter().filter(|level| level.is_content()));
    let with_opinion: Vec<String> = keys(&mut Level::ALL.iter().filter(|level| **level != Level::Unknown));
    identities.push(Identity::Rate { rate: "rate".into(), parts: content, whole: "base".into() });
    identities.push(Identity::Sum { whole: "base".into(), parts: with_opinion });
    identities.push(Identity::Sum { whole: "participants".into(), parts: told });
}

const PARTICIPANTS: &str = "收到的有效答卷，每份算一人";
const RATE: &str = "很满意、满意和基本满意的人数÷除不了解和未答以外的人数；不足5人的选项不单独列出";

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn percent(tenths: u64) -> Quantity {
    Quantity { mantissa: count(tenths), decimals: 1 }
}

fn whole(key: &str, name: &str, unit: &str, n: u64, definition: &str) -> Figure {
    figure(key, name, unit, Quantity::whole(count(n)), definition)
}

fn figure(key: &str, name: &str, unit: &str, value: Quantity, definition: &str) -> Figure {
    Figure {
        key: key.into(),
        name: name.into(),
        value: Some(value),
        unit: unit.into(),
        definition: definition.into(),
        approximate: false,
        disputed: None,
    }
}

/// Counts of the codes of a question, and at the end of what was left blank.
fn counts<'a>(codes: &[String], place: usize, answers: impl Iterator<Item = &'a Answer>) -> Vec<u64> {
    let mut counts = vec![0; codes.len() + 1];
    for answer in answers {
        let value = answer.values.get(&place).map_or("", String::as_str);
        let at = codes.iter().position(|code| code == value).unwrap_or(codes.len());
        counts[at] += 1;
    }
    counts
}

fn result(survey: &Survey, answers: &[Answer], place: usize) -> Result {
    let question = &survey.questions[place];
    if question.kind == QuestionKind::Open {
        return Result { place, cells: Vec::new(), blank: Cell::Hidden, content: None, by_group: Vec::new() };
    }
    let codes = question.codes();
    // Where all answered alike, everybody's answer would be known: of the school as of a group.
    let several = |counts: &[u64]| counts.iter().filter(|count| **count > 0).count() > 1;
    let whole = counts(&codes, place, answers.iter());
    let alike = !answers.is_empty() && !several(&whole);
    let mut cells = if alike { vec![Cell::Hidden; whole.len()] } else { told(&whole) };
    let content = question.kind.is_scale().then(|| content(&cells, answers.len() as u64)).flatten();
    let blank = cells.pop().unwrap_or(Cell::Hidden);
    let all = survey.groups.iter().map(|group| {
        let theirs = answers.iter().filter(|answer| answer.audience == group.audience);
        (group.audience, counts(&codes, place, theirs))
    });
    let some: Vec<(Audience, Vec<u64>)> = all.filter(|(_, counts)| counts.iter().any(|count| *count > 0)).collect();
    let safe = some.iter().all(|(_, counts)| several(counts) && !told(counts).contains(&Cell::Hidden));
    Result { place, cells, blank, content, by_group: if safe && some.len() > 1 { some } else { Vec::new() } }
}

/// The share of those who are content among those who have an opinion, of levels and of blanks; from what is told alone, so that it
/// tells nothing more.
fn content(cells: &[Cell], whole: u64) -> Option<Share> {
    let sum = |which: &dyn Fn(usize) -> bool| -> u64 {
        cells.iter().enumerate().filter(|(at, _)| which(*at)).filter_map(|(_, cell)| cell.count()).sum()
    };
    let is_content = |at: usize| Level::ALL.get(at).is_some_and(|level| level.is_content());
    let has_none = |at: usize| Level::ALL.get(at).is_none_or(|level| *level == Level::Unknown);
    let content = sum(&is_content);
    let base = whole.checked_sub(sum(&has_none))?;
    match cells.contains(&Cell::Hidden) {
        // Of what is hidden nobody is content, and everybody has an opinion. Where much is hidden that says nothing true.
        true => {
            let hidden = whole - cells.iter().filter_map(|cell| cell.count()).sum::<u64>();
            tenths(content, base, true).filter(|_| hidden * 5 <= whole).map(Share::AtLeast)
        }
        false => tenths(content, base, false).map(Share::Exactly),
    }
}
