//! The list of a publicity period judged for its kind: column by column, by head (`domain::publicity::roll`) and by what the
//! gate finds in the cells. What is asked of a list before it is kept is asked here, whoever brings it.

use super::publication::{Field, Gate};
use crate::error::PersonalData;
use domain::publicity::roll::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS};
use domain::publicity::{Fate, Kind, Posting, Roll};

/// Whether a list is no larger than is taken.
pub(crate) fn fits(roll: &Roll) -> bool {
    let long = |cell: &String| cell.chars().count() > LONGEST_CELL;
    roll.rows.len() <= MOST_ROWS
        && roll.heads.len() <= MOST_COLUMNS
        && !roll.rows.iter().chain([&roll.heads]).flatten().any(long)
}

/// A column as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// What becomes of it by its head.
    pub fate: Fate,
    /// In how many of its cells something was found that may certainly not be shown, and an example, masked.
    pub found: Option<(usize, String)>,
    /// The same for what is only suspected.
    pub suspected: Option<(usize, String)>,
    /// Whether somebody decided that it is shown although no rule names it.
    pub kept: bool,
}

impl Column {
    /// Whether it goes, whatever anybody says.
    pub fn goes(&self) -> bool {
        matches!(self.fate, Fate::Forbidden(_)) || self.found.is_some()
    }

    /// Whether it is among what is shown.
    pub fn stays(&self) -> bool {
        !self.goes() && (matches!(self.fate, Fate::Shown | Fate::Masked) || (self.fate == Fate::Unlisted && self.kept))
    }

    /// Whether nobody has decided on it.
    pub fn is_open(&self) -> bool {
        !self.goes() && self.fate == Fate::Unlisted && !self.kept
    }
}

/// A list as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The list as it came.
    pub roll: Roll,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What may be shown of it, after what goes is gone and what is to be covered is covered.
    pub shown: Roll,
    /// Rows of it, from 0, that say the same of one name: the first and the other one.
    pub twins: Vec<(usize, usize)>,
}

impl Examined {
    /// How many columns go.
    pub fn going(&self) -> usize {
        self.columns.iter().filter(|column| column.goes()).count()
    }

    /// Whether it may be kept as it is but for what goes by itself: nothing forbidden in it, everything decided.
    pub fn passes(&self) -> bool {
        !self.columns.iter().any(|column| column.goes() || column.is_open()) && fits(&self.roll)
    }
}

/// Judges a list for a kind. `kept` are heads of columns that no rule names and somebody wants shown.
pub fn examine(kind: &Kind, roll: Roll, kept: &[String]) -> Examined {
    let fates = roll.judge(kind);
    let judged = found(&roll, &fates);
    let columns: Vec<Column> = roll
        .heads
        .iter()
        .zip(&fates)
        .zip(judged)
        .map(|((head, fate), (found, suspected))| Column {
            head: head.clone(),
            fate: *fate,
            found,
            suspected,
            kept: !head.is_empty() && kept.contains(head),
        })
        .collect();
    let left: Vec<Fate> =
        columns.iter().map(|column| if column.goes() { Fate::Numbering } else { column.fate }).collect();
    let shown = roll.cut(&left, |at| columns.get(at).is_some_and(|column| column.kept));
    Examined { twins: shown.twins(), shown, columns, roll }
}

/// How many cells something was found in, and an example of it, masked.
type Spots = Option<(usize, String)>;

/// What the gate finds in the cells of each column, as they would be shown: certain and suspected.
fn found(roll: &Roll, fates: &[Fate]) -> Vec<(Spots, Spots)> {
    let names: Vec<String> = (0..roll.heads.len()).map(|at| at.to_string()).collect();
    let texts: Vec<String> = roll
        .heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let judged = matches!(fates.get(at), Some(Fate::Shown | Fate::Masked | Fate::Unlisted));
            let covered = fates.get(at) == Some(&Fate::Masked);
            let mut text = if judged { format!("{head}\n") } else { String::new() };
            for cell in roll.rows.iter().filter_map(|row| row.get(at)).filter(|_| judged) {
                let cell = if covered { domain::publicity::roll::cover(cell) } else { cell.clone() };
                // A sentence of its own, so that nothing reaches from one row into the next.
                text.push_str(&format!("{head}：{cell}。\n"));
            }
            text
        })
        .collect();
    let verdict = Gate::default().judge(names.iter().zip(&texts).map(|(name, text)| Field::new(name, text)));
    let mut spots: Vec<(Spots, Spots)> = vec![(None, None); roll.heads.len()];
    let note = |spot: &mut Spots, masked: String| match spot {
        Some((count, _)) => *count += 1,
        None => *spot = Some((1, masked)),
    };
    for concern in verdict.refused {
        if let Some((certain, _)) = concern.field.parse().ok().and_then(|at: usize| spots.get_mut(at)) {
            note(certain, concern.masked);
        }
    }
    for concern in verdict.asked {
        if let Some((_, suspected)) = concern.field.parse().ok().and_then(|at: usize| spots.get_mut(at)) {
            note(suspected, concern.masked);
        }
    }
    spots
}

/// What the gate is certain of in a posting. Its columns were judged for its kind when it was written; here it is asked again,
/// by heads and by cells, before anybody sees it.
pub(crate) fn judge_posting(posting: &Posting) -> Vec<PersonalData> {
    let field = PersonalData::LIST;
    let contact = Gate::default().judge([Field::of_office(field, &posting.contact)]).refused;
    let mut found: Vec<PersonalData> =
        contact.into_iter().map(|concern| PersonalData { field, masked: concern.masked }).collect();
    let judged = examine(posting.kind(), posting.roll.clone(), &posting.roll.heads);
    let columns = judged.columns.into_iter().filter(|column| column.goes());
    found.extend(columns.map(|column| PersonalData {
        field,
        masked: column.found.map_or_else(|| column.head.clone(), |(_, masked)| format!("{} {masked}", column.head)),
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(id: &str) -> &'static Kind {
        Kind::of(id).unwrap()
    }

    #[test]
    fn what_is_forbidden_by_head_or_by_content_goes_and_the_rest_is_asked() {
        let list = Roll::read_lines(
            "姓名\t学院\t身份证号\t备注\t说明\n李示例\t商学院\t110101199003070038\t13800138000\t无\n王样本\t商学院\t\t\t无",
        )
        .unwrap();
        let judged = examine(kind("national_scholarship"), list.clone(), &[]);
        let going: Vec<&str> = judged.columns.iter().filter(|column| column.goes()).map(|c| c.head.as_str()).collect();
        assert_eq!(going, ["身份证号", "备注"], "{:?}", judged.columns);
        assert!(judged.columns[4].is_open() && !judged.passes());
        assert_eq!(judged.shown.heads, ["姓名", "学院"]);
        let (count, example) = judged.columns[3].found.clone().unwrap();
        assert!(count == 1 && !example.contains("13800138000"), "{example}");
        let kept = examine(kind("national_scholarship"), list, &["说明".into(), "备注".into()]);
        assert_eq!(kept.shown.heads, ["姓名", "学院", "说明"], "what is forbidden cannot be kept");
        let again = examine(kind("national_scholarship"), kept.shown.clone(), &["说明".into()]);
        assert!(again.passes());
        assert_eq!(again.shown, again.roll);
    }

    #[test]
    fn a_number_of_a_student_is_covered_and_passes() {
        let list = Roll::read_lines("姓名\t学号\n李示例\t20240101017").unwrap();
        let judged = examine(kind("national_scholarship"), list, &[]);
        assert_eq!(judged.shown.rows, [["李示例", "2024****017"]]);
        assert!(judged.passes());
    }
}
