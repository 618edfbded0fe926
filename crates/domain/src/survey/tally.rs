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
pub fn told(counts: &[u64]) -> Vec<Cell> {
    let is_few = |count: u64| (1..FEW).contains(&count);
    let mut hidden: Vec<bool> = counts.iter().map(|count| is_few(*count)).collect();
    if hidden.contains(&true) {
        loop {
            let (parts, people) = counts
                .iter()
                .zip(&hidden)
                .filter(|(_, hidden)| **hidden)
                .fold((0, 0), |of, one| (of.0 + 1, of.1 + one.0));
            if parts >= 2 && people >= FEW {
                break;
            }
            // The smallest of the others goes with it: what is hidden is as little as can be.
            let others = (0..counts.len()).filter(|at| !hidden[*at]);
            let Some(next) = others.min_by_key(|at| (counts[*at] == 0, counts[*at])) else { break };
            hidden[next] = true;
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
    Some(if floor { scaled / 2 } else { (scaled + 1) / 2 })
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
        let mut figures =
            vec![figure("participants", "参加评议", "人", Quantity::whole(count(self.answers)), PARTICIPANTS)];
        let mut identities = Vec::new();
        let mut groups = Vec::new();
        for one in self.turnout.iter().filter(|one| one.answers() > 0) {
            let key = format!("from_{}", one.audience.code());
            figures.push(figure(&key, one.audience.zh(), "人", Quantity::whole(count(one.answers())), ""));
            groups.push(key);
        }
        identities.push(Identity::Sum { whole: "participants".into(), parts: groups });
        let given: u64 = self.turnout.iter().map(|one| one.given).sum();
        let back: u64 = self.turnout.iter().map(|one| one.back).sum();
        if let Some(rate) = tenths(back, given, false) {
            figures.push(figure("given", "发放问卷", "份", Quantity::whole(count(given)), "答卷码和纸质问卷"));
            figures.push(figure("back", "收回问卷", "份", Quantity::whole(count(back)), "不含公开填写的"));
            figures.push(figure("back_rate", "回收率", "%", percent(rate), ""));
            identities.push(Identity::AtMost { part: "back".into(), whole: "given".into() });
            identities.push(Identity::Rate {
                rate: "back_rate".into(),
                parts: vec!["back".into()],
                whole: "given".into(),
            });
        }
        let overall = survey.overall().and_then(|place| self.results.get(place));
        for (level, cell) in overall.iter().flat_map(|result| Level::ALL.iter().zip(&result.cells)) {
            if let Cell::Count(n) = cell {
                figures.push(figure(level.code(), level.zh(), "人", Quantity::whole(count(*n)), ""));
            }
        }
        // A share of what is hidden in part would tell of it; that it is no less than something stands on the result's page.
        if let Some(Share::Exactly(share)) = overall.and_then(|result| result.content) {
            figures.push(figure("rate", "满意率", "%", percent(share), RATE));
        }
        Dataset {
            key: DATASET.into(),
            title: "信息公开评议".into(),
            item: ItemKey::Official(6),
            unit: None,
            year: survey.year,
            as_of: PartialDate::Day(survey.until),
            source: format!("评议“{}”的答卷", survey.title),
            figures,
            identities,
        }
    }
}

const PARTICIPANTS: &str = "收到的有效答卷，每份算一人";
const RATE: &str = "很满意、满意和基本满意的人数÷除不了解和未答以外的人数；不足5人的选项不单独列出";

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn percent(tenths: u64) -> Quantity {
    Quantity { mantissa: count(tenths), decimals: 1 }
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
    let mut cells = told(&counts(&codes, place, answers.iter()));
    let content = question.kind.is_scale().then(|| content(&cells, answers.len() as u64)).flatten();
    let blank = cells.pop().unwrap_or(Cell::Hidden);
    let all = survey.groups.iter().map(|group| {
        let theirs = answers.iter().filter(|answer| answer.audience == group.audience);
        (group.audience, counts(&codes, place, theirs))
    });
    let some: Vec<(Audience, Vec<u64>)> = all.filter(|(_, counts)| counts.iter().any(|count| *count > 0)).collect();
    let safe = some.iter().all(|(_, counts)| !told(counts).contains(&Cell::Hidden));
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
        // Of what is hidden nobody is content, and everybody has an opinion.
        true => tenths(content, base, true).map(Share::AtLeast),
        false => tenths(content, base, false).map(Share::Exactly),
    }
}
