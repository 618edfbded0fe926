//! The list of a publicity period judged for its kind: column by column, by head (`domain::publicity::roll`) and by what the
//! gate finds in the cells. What is asked of a list before it is kept is asked here, whoever brings it.

use super::publication::{Field, Gate};
use crate::error::PersonalData;
use domain::publicity::roll::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS};
use domain::publicity::{Fate, Kind, Posting, Roll, RowDoubt, Sensitive};

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
    /// Rows, from 0, whose cell in it has to be mended: the column stays, those cells may not. Empty where the whole goes.
    pub cells: Vec<usize>,
    /// The same for what is only suspected.
    pub suspected: Option<(usize, String)>,
    /// What its cells say that is sensitive, whatever its head.
    pub said: Option<&'static Sensitive>,
    /// Whether somebody decided that it is shown although no rule names it.
    pub kept: bool,
}

impl Column {
    /// Whether it goes, whatever anybody says.
    pub fn goes(&self) -> bool {
        matches!(self.fate, Fate::Forbidden(_)) || (self.found.is_some() && self.cells.is_empty())
    }

    /// Whether it stays and cells of it have to be mended first.
    pub fn is_wrong(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Whether it is among what is shown.
    pub fn stays(&self) -> bool {
        !self.goes() && (matches!(self.fate, Fate::Shown | Fate::Masked) || (self.is_asked() && self.kept))
    }

    /// Whether nobody has decided on it.
    pub fn is_open(&self) -> bool {
        !self.goes() && self.is_asked() && !self.kept
    }

    /// Whether it is shown only when somebody says so.
    pub fn is_asked(&self) -> bool {
        matches!(self.fate, Fate::Unlisted | Fate::Sensitive(_))
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
    /// Whether it is a list of people as its kind has it, and nothing in it is a name.
    pub nameless: bool,
    /// Rows of it, from 0, that are nobody's: they are mended or taken out before it is kept.
    pub doubts: Vec<(usize, RowDoubt)>,
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
        let stops = |column: &Column| column.goes() || column.is_wrong() || column.is_open();
        !self.nameless && self.doubts.is_empty() && !self.columns.iter().any(stops) && fits(&self.roll)
    }
}

/// Judges a list for a kind. `kept` are heads of columns that no rule names and somebody wants shown.
pub fn examine(kind: &Kind, roll: Roll, kept: &[String]) -> Examined {
    let fates = roll.judge(kind);
    let mut judged = found(&roll, &fates);
    let said: Vec<_> = judged.iter_mut().enumerate().map(|(at, spots)| told(kind, &roll, at, &fates, spots)).collect();
    let columns: Vec<Column> = roll
        .heads
        .iter()
        .zip(&fates)
        .zip(judged.into_iter().zip(said))
        .enumerate()
        .map(|(at, ((head, fate), ((found, suspected), said)))| Column {
            said,
            head: head.clone(),
            fate: *fate,
            cells: found.as_ref().map(|spot| to_mend(&roll, at, *fate, spot)).unwrap_or_default(),
            found: found.map(|spot| (spot.rows.len(), spot.masked)),
            suspected: suspected.map(|spot| (spot.rows.len(), spot.masked)),
            kept: !head.is_empty() && kept.contains(head),
        })
        .collect();
    let left: Vec<Fate> =
        columns.iter().map(|column| if column.goes() { Fate::Numbering } else { column.fate }).collect();
    let shown = roll.cut(&left, |at| columns.get(at).is_some_and(|column| column.kept));
    // As they came: what tells two people apart may be among what goes.
    Examined { doubts: roll.doubts(), twins: roll.twins(), nameless: roll.lacks_names(kind), shown, columns, roll }
}

/// Where something was found in a column, once for each finding, and an example of it, masked. No row: in its head.
struct Spot {
    rows: Vec<Option<usize>>,
    masked: String,
}

type Spots = Option<Spot>;

/// The cells of a column that have to be mended while it stays: it is one that the kind shows, and they are single ones. Names
/// always stay, for a list of people without them is none.
fn to_mend(roll: &Roll, at: usize, fate: Fate, spot: &Spot) -> Vec<usize> {
    if !matches!(fate, Fate::Shown | Fate::Masked) || spot.rows.contains(&None) {
        return Vec::new();
    }
    let mut rows: Vec<usize> = spot.rows.iter().copied().flatten().collect();
    rows.sort_unstable();
    rows.dedup();
    let filled = roll.rows.iter().filter(|row| row.get(at).is_some_and(|cell| !cell.is_empty())).count();
    let single = rows.len() * 2 <= filled || roll.name_columns().contains(&at);
    if single { rows } else { Vec::new() }
}

/// What the gate finds in the cells of each column, as they would be shown: certain and suspected.
fn found(roll: &Roll, fates: &[Fate]) -> Vec<(Spots, Spots)> {
    let names: Vec<String> = (0..roll.heads.len()).map(|at| at.to_string()).collect();
    // Where the line of each row begins, in characters.
    let mut begun: Vec<Vec<usize>> = vec![Vec::new(); roll.heads.len()];
    let texts: Vec<String> = roll
        .heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let judged =
                matches!(fates.get(at), Some(Fate::Shown | Fate::Masked | Fate::Unlisted | Fate::Sensitive(_)));
            let covered = fates.get(at) == Some(&Fate::Masked);
            let mut text = if judged { format!("{head}\n") } else { String::new() };
            let mut length = text.chars().count();
            for cell in roll.rows.iter().filter_map(|row| row.get(at)).filter(|_| judged) {
                let cell = if covered { domain::publicity::roll::cover(cell) } else { cell.clone() };
                // A sentence of its own, so that nothing reaches from one row into the next.
                let line = format!("{head}：{cell}。\n");
                begun[at].push(length);
                length += line.chars().count();
                text.push_str(&line);
            }
            text
        })
        .collect();
    let verdict = Gate::default().judge(names.iter().zip(&texts).map(|(name, text)| Field::new(name, text)));
    let mut spots: Vec<(Spots, Spots)> = (0..roll.heads.len()).map(|_| (None, None)).collect();
    for (certain, concern) in verdict
        .refused
        .into_iter()
        .map(|found| (true, found))
        .chain(verdict.asked.into_iter().map(|found| (false, found)))
    {
        let Some(at) = concern.field.parse::<usize>().ok().filter(|at| *at < spots.len()) else { continue };
        let row = begun[at].partition_point(|from| *from <= concern.place.start).checked_sub(1);
        let spot = if certain { &mut spots[at].0 } else { &mut spots[at].1 };
        spot.get_or_insert_with(|| Spot { rows: Vec::new(), masked: concern.masked }).rows.push(row);
    }
    spots
}

/// Adds to what was found in a column the cells that tell of illness, faith or poverty under a head that says nothing of it.
/// What is sensitive there first is given back, for its reason.
fn told(
    kind: &Kind,
    roll: &Roll,
    at: usize,
    fates: &[Fate],
    (certain, suspected): &mut (Spots, Spots),
) -> Option<&'static Sensitive> {
    if matches!(fates.get(at), None | Some(Fate::Forbidden(_) | Fate::Numbering)) {
        return None;
    }
    let head = roll.heads.get(at).map(String::as_str).unwrap_or_default();
    let mut first = None;
    for (row, cell) in roll.rows.iter().enumerate().filter_map(|(row, cells)| Some((row, cells.get(at)?))) {
        let Some(said) = Sensitive::in_cell(kind, head, cell) else { continue };
        let spots = if said.never { &mut *certain } else { &mut *suspected };
        // The word itself is what must not be shown.
        let masked = || format!("{}**", cell.trim().chars().take(1).collect::<String>());
        spots.get_or_insert_with(|| Spot { rows: Vec::new(), masked: masked() }).rows.push(Some(row));
        first = first.or(Some(said));
    }
    first
}

/// What the gate is certain of in a posting. Its columns were judged for its kind when it was written; here it is asked again,
/// by heads and by cells, before anybody sees it.
pub(crate) fn judge_posting(posting: &Posting) -> Vec<PersonalData> {
    let field = PersonalData::LIST;
    // Whoever reads a list is told to go there: a number that no word gives as an office's is somebody's own.
    let contact = Gate::default().judge([Field::new(field, &posting.contact)]).refused;
    let mut found: Vec<PersonalData> =
        contact.into_iter().map(|concern| PersonalData { field, masked: concern.masked }).collect();
    let judged = examine(posting.kind(), posting.roll.clone(), &posting.roll.heads);
    let columns = judged.columns.into_iter().filter(|column| column.goes() || column.is_wrong());
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
    fn a_column_that_is_more_than_a_list_needs_waits_for_somebody_to_say_so_and_a_sensitive_one_never_stays() {
        let list = Roll::read_lines("姓名\t民族\t病史\n李示例\t土家族\t无").unwrap();
        let judged = examine(Kind::general(), list.clone(), &[]);
        assert!(judged.columns[1].is_open() && judged.columns[2].goes(), "{:?}", judged.columns);
        assert_eq!(judged.shown.heads, ["姓名"]);
        let kept = examine(Kind::general(), list, &["民族".into(), "病史".into()]);
        assert_eq!(kept.shown.heads, ["姓名", "民族"]);
        assert!(examine(Kind::general(), kept.shown, &["民族".into()]).passes());
    }

    #[test]
    fn a_cell_that_tells_of_illness_or_poverty_is_mended_or_its_column_goes_whatever_the_head() {
        let list = "姓名\t学院\t备注\t情况\n李示例\t商学院\t无\t低保户\n王样本\t商学院\t患抑郁症\t建档立卡\n孙某某\t医护学院\t\t孤儿";
        let judged = examine(Kind::general(), Roll::read_lines(list).unwrap(), &["备注".into(), "情况".into()]);
        assert_eq!(judged.columns[2].said.map(|one| one.column.name), Some("健康状况"), "{:?}", judged.columns[2]);
        assert!(judged.columns[3].goes() && judged.columns[3].said.is_some(), "{:?}", judged.columns[3]);
        assert!(!judged.passes());
        let (_, example) = judged.columns[2].found.clone().unwrap();
        assert_eq!(example, "患**", "never the word itself");
        let named = "姓名\t学院\n李示例（残疾）\t商学院\n王样本\t商学院";
        let judged = examine(Kind::general(), Roll::read_lines(named).unwrap(), &[]);
        assert_eq!((judged.going(), judged.columns[0].cells.as_slice()), (0, &[0][..]), "{:?}", judged.columns);
    }

    #[test]
    fn one_number_in_one_cell_leaves_the_names_and_is_told_by_its_row() {
        let list = "姓名\t学院\n李示例\t商学院\n王样本13800138000\t商学院\n孙某某\t医护学院";
        let judged = examine(kind("national_scholarship"), Roll::read_lines(list).unwrap(), &[]);
        assert_eq!((judged.going(), judged.columns[0].cells.as_slice()), (0, &[1][..]), "{:?}", judged.columns);
        assert_eq!(judged.shown.heads, ["姓名", "学院"], "no names are stripped");
        assert!(!judged.passes());
        let alone = Roll::read_lines("姓名\t学院\n王样本13800138000\t商学院").unwrap();
        assert!(examine(kind("national_scholarship"), alone, &[]).columns[0].is_wrong());
        let numbers = Roll::read_lines("姓名\t学院\n李示例\t13800138000\n王样本\t13900139000").unwrap();
        assert!(
            examine(kind("national_scholarship"), numbers, &[]).columns[1].goes(),
            "a column of numbers goes whole"
        );
    }

    #[test]
    fn sums_heads_and_rows_without_a_name_are_no_people_and_keep_a_list_from_being_kept() {
        let list =
            "序号\t姓名\t学院\n1\t李示例\t商学院\n序号\t姓名\t学院\n2\t\t医护学院\n合计\t\t2人\n3\t王样本\t商学院";
        let judged = examine(kind("national_scholarship"), Roll::read_lines(list).unwrap(), &[]);
        assert_eq!(judged.doubts, [(1, RowDoubt::Head), (2, RowDoubt::Nameless), (3, RowDoubt::Sum)]);
        assert!(!judged.passes());
        let people = "姓名\t学院\n李示例\t商学院\n合小计\t医护学院\n总计划\t商学院";
        assert_eq!(examine(kind("national_scholarship"), Roll::read_lines(people).unwrap(), &[]).doubts, []);
        let joined = "姓名\t联系\t\n姓名\t学院\t班级\n李示例\t商学院\t会计2401";
        assert_eq!(Roll::read_lines(joined).unwrap().heads, ["姓名", "学院", "班级"]);
    }

    #[test]
    fn a_list_of_people_without_names_is_not_kept_where_its_kind_has_them() {
        let list = Roll::read_lines("学院\t班级\n商学院\t会计2401").unwrap();
        assert!(!examine(kind("national_scholarship"), list, &[]).passes());
    }

    #[test]
    fn two_people_whom_only_a_column_that_goes_tells_apart_are_compared_as_they_came() {
        let list = Roll::read_lines("学院\t身份证号\n商学院\t110101199003070038\n商学院\t110101199003070011").unwrap();
        assert_eq!(examine(kind("national_scholarship"), list, &[]).twins, []);
    }

    #[test]
    fn a_number_of_a_student_is_covered_and_passes() {
        let list = Roll::read_lines("姓名\t学号\n李示例\t20240101017").unwrap();
        let judged = examine(kind("national_scholarship"), list, &[]);
        assert_eq!(judged.shown.rows, [["李示例", "2024****017"]]);
        assert!(judged.passes());
    }
}
