//! Editions of a school's catalogue: what a draft of changes comes to, from which school year it may hold, and that no year
//! before it changes.
//!
//! It must not know where drafts are kept or who publishes them.

use super::{Catalogue, CatalogueError, Item, ItemKey, ItemSetting, SchoolKind};
use crate::school_year::SchoolYear;
use std::collections::BTreeSet;

/// What of an item a change touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The text of a school's own item.
    Text,
    /// Name of its category.
    Category,
    /// Whether it applies, and why not.
    Applies,
    /// The unit that answers for it.
    Unit,
    /// When it is brought up to date.
    Timing,
    /// Statutory items it counts for.
    MapsTo,
    /// The remark.
    Note,
}

impl Facet {
    /// Stable code, a part of message keys.
    pub fn code(self) -> &'static str {
        match self {
            Facet::Text => "text",
            Facet::Category => "category",
            Facet::Applies => "applies",
            Facet::Unit => "unit",
            Facet::Timing => "timing",
            Facet::MapsTo => "maps-to",
            Facet::Note => "note",
        }
    }
}

/// An item as it was and as it is, where the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// As it was; `None` for one that is new.
    pub before: Option<Item>,
    /// As it is.
    pub after: Item,
    /// Name of its category before and after.
    pub category: (String, String),
    /// What differs; for a new item everything that it says.
    pub facets: Vec<Facet>,
}

/// Items of `after` that differ from those of `before`, in the order of `after`.
pub fn differences(before: &Catalogue, after: &Catalogue) -> Vec<Difference> {
    let category = |catalogue: &Catalogue, number| catalogue.category(number).map(|one| one.name.clone());
    let differs = |item: &Item| {
        let old = before.item(&item.key);
        let old_category = old.and_then(|old| category(before, old.category)).unwrap_or_default();
        let new_category = category(after, item.category).unwrap_or_default();
        let mut facets = Vec::new();
        let mut note = |facet, differs: bool| facets.extend(differs.then_some(facet));
        note(Facet::Text, old.is_none_or(|old| old.text != item.text));
        note(Facet::Category, old_category != new_category);
        note(Facet::Applies, old.is_none_or(|old| old.applicability != item.applicability));
        note(Facet::Unit, old.map_or(item.unit.is_some(), |old| old.unit != item.unit));
        note(Facet::Timing, old.is_none_or(|old| old.timing != item.timing));
        note(Facet::MapsTo, old.map_or(!item.maps_to.is_empty(), |old| old.maps_to != item.maps_to));
        note(Facet::Note, old.map_or(!item.note.is_empty(), |old| old.note != item.note));
        (!facets.is_empty()).then(|| Difference {
            before: old.cloned(),
            after: item.clone(),
            category: (old_category, new_category),
            facets,
        })
    };
    after.items.iter().filter_map(differs).collect()
}

/// The newest edition of a school's catalogue: all that it says, whatever the year.
pub fn newest(kind: SchoolKind, settings: &[ItemSetting]) -> Result<Catalogue, CatalogueError> {
    let mut settings: Vec<&ItemSetting> = settings.iter().collect();
    settings.sort_by_key(|setting| setting.from);
    Catalogue::of_school(kind, settings)
}

/// Drafts as settings that hold from a school year, each laid over what the school said from that very year: one row says all of
/// an item from a year.
pub fn settle(settings: &[ItemSetting], drafts: &[ItemSetting], from: Option<SchoolYear>) -> Vec<ItemSetting> {
    let over = |draft: &ItemSetting| {
        let same = settings.iter().find(|known| known.key == draft.key && known.from == from);
        let base = same.cloned().unwrap_or_else(|| ItemSetting { from, ..ItemSetting::of(draft.key.clone()) });
        ItemSetting {
            key: draft.key.clone(),
            from,
            category: draft.category.or(base.category),
            category_name: draft.category_name.clone().or(base.category_name),
            text: draft.text.clone().or(base.text),
            applicability: draft.applicability.clone().or(base.applicability),
            unit: draft.unit.clone().or(base.unit),
            timing: draft.timing.or(base.timing),
            maps_to: draft.maps_to.clone(),
            note: if draft.note.is_empty() { base.note } else { draft.note.clone() },
        }
    };
    drafts.iter().map(over).collect()
}

/// All settings after others took the place of those of the same item and year.
pub fn with(settings: &[ItemSetting], settled: &[ItemSetting]) -> Vec<ItemSetting> {
    let mut all = settings.to_vec();
    for one in settled {
        match all.iter_mut().find(|known| known.key == one.key && known.from == one.from) {
            Some(known) => known.clone_from(one),
            None => all.push(one.clone()),
        }
    }
    all
}

/// School years from which a new edition may hold, the usual one first: this year, the next, and the one before while its
/// report is still to be written. No year whose report was issued changes, and none comes under an edition that holds later.
pub fn may_hold_from(settings: &[ItemSetting], issued: &[SchoolYear], today: SchoolYear) -> Vec<SchoolYear> {
    let latest = settings.iter().filter_map(|setting| setting.from).max();
    let wanted =
        [Some(today), SchoolYear::beginning(today.first_year() + 1), SchoolYear::beginning(today.first_year() - 1)];
    let free = |year: &SchoolYear| {
        latest.is_none_or(|latest| latest <= *year) && issued.iter().max().is_none_or(|issued| issued < year)
    };
    let mut years: Vec<SchoolYear> = wanted.into_iter().flatten().filter(free).collect();
    if years.is_empty() {
        // An edition that holds from a year to come is amended for that year.
        years.extend(latest.filter(|year| issued.iter().max().is_none_or(|issued| issued < year)));
    }
    years
}

/// How many items of each of these years are other than before, by what is to be published; none is expected before the
/// year from which it holds.
pub fn touched(
    kind: SchoolKind,
    before: &[ItemSetting],
    after: &[ItemSetting],
    years: &BTreeSet<SchoolYear>,
) -> Result<Vec<(SchoolYear, usize)>, CatalogueError> {
    let count = |year: &SchoolYear| {
        let (old, new) = (Catalogue::in_year(kind, before, *year)?, Catalogue::in_year(kind, after, *year)?);
        Ok((*year, differences(&old, &new).len()))
    };
    years.iter().map(count).collect()
}

/// The next free key for an item of the school's own.
pub fn next_own<'a>(known: impl IntoIterator<Item = &'a ItemKey>) -> ItemKey {
    let last = known.into_iter().filter_map(|key| match key {
        ItemKey::School(number) => Some(*number),
        ItemKey::Official(_) => None,
    });
    ItemKey::School(last.max().unwrap_or(0).saturating_add(1))
}

/// Why something of an item is not certain: what the program offers and the school has not said yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsure {
    /// The time rests on 预算法实施条例第六条, whose use for colleges was not read in a text of its own.
    BudgetDays,
    /// The time is told by the press, not by a rule that was read.
    YearlyReport,
    /// The list means another kind of school; how it is read for this one is the program's proposal.
    Reading,
}

impl Unsure {
    /// Stable code, a part of message keys.
    pub fn code(self) -> &'static str {
        match self {
            Unsure::BudgetDays => "budget-days",
            Unsure::YearlyReport => "yearly-report",
            Unsure::Reading => "reading",
        }
    }
}

/// What of an item the school should confirm. What it said itself is its own.
pub fn unsure(item: &Item, settings: &[ItemSetting]) -> Vec<Unsure> {
    let ItemKey::Official(number) = item.key else { return Vec::new() };
    let said = |what: fn(&ItemSetting) -> bool| settings.iter().any(|one| one.key == item.key && what(one));
    let mut unsure = Vec::new();
    if !said(|one| one.timing.is_some()) {
        match item.timing {
            super::TimingRule::WithinDaysOfApproval(_) => unsure.push(Unsure::BudgetDays),
            // 办法第二十四条 and the yearly notices give the day of item 6.
            super::TimingRule::YearlyBy { .. } if number != 6 => unsure.push(Unsure::YearlyReport),
            _ => {}
        }
    }
    if !item.note.is_empty() && !said(|one| !one.note.is_empty() || one.applicability.is_some()) {
        unsure.push(Unsure::Reading);
    }
    unsure
}

/// Names of the units that usually answer for an item, the first one first: a proposal, never law.
pub fn usual_units(key: &ItemKey) -> Vec<&'static str> {
    let ItemKey::Official(number) = key else { return Vec::new() };
    let row = super::statutory_list().items.iter().find(|row| row.number == *number);
    row.map(|row| row.usual.split('、').filter(|name| !name.is_empty()).collect()).unwrap_or_default()
}

/// Which of a school's units usually answers for an item, by its code: one that is called so, or whose name holds all
/// characters of the usual one in their order (招生就业处, 招生就业指导处).
pub fn usual_unit<'a>(key: &ItemKey, units: impl IntoIterator<Item = (&'a str, &'a str)> + Clone) -> Option<&'a str> {
    let alike = |usual: &str, name: &str| usual == name || has_in_order(name, usual) || has_in_order(usual, name);
    usual_units(key)
        .into_iter()
        .find_map(|usual| units.clone().into_iter().find(|(_, name)| alike(usual, name)).map(|(code, _)| code))
}

/// Whether a name begins and ends as the other and has all its characters in order.
fn has_in_order(long: &str, short: &str) -> bool {
    let (first, last) = (short.chars().next(), short.chars().next_back());
    if short.chars().count() < 3 || long.chars().next() != first || long.chars().next_back() != last {
        return false;
    }
    let mut rest = long.chars();
    short.chars().all(|wanted| rest.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Applicability, TimingRule};
    use proptest::prelude::*;

    fn year(text: &str) -> SchoolYear {
        text.parse().unwrap()
    }

    fn owned(key: &str, unit: &str, from: Option<&str>) -> ItemSetting {
        let from = from.map(year);
        ItemSetting { unit: Some(unit.into()), from, ..ItemSetting::of(key.parse().unwrap()) }
    }

    #[test]
    fn a_draft_is_laid_over_what_was_said_from_the_same_year_and_over_no_other() {
        let mut known = owned("37", "xsc", Some("2025-2026"));
        known.timing = Some(TimingRule::OnChange);
        let settings = [owned("37", "old", None), known];
        let draft = owned("37", "jwc", None);
        let [same] = &settle(&settings, std::slice::from_ref(&draft), Some(year("2025-2026")))[..] else { panic!() };
        assert_eq!((same.unit.as_deref(), same.timing), (Some("jwc"), Some(TimingRule::OnChange)));
        let [later] = &settle(&settings, std::slice::from_ref(&draft), Some(year("2026-2027")))[..] else { panic!() };
        assert_eq!((later.unit.as_deref(), later.timing), (Some("jwc"), None));
    }

    #[test]
    fn a_difference_names_what_was_and_what_is() {
        let kind = SchoolKind::Vocational;
        let before = newest(kind, &[]).unwrap();
        let mut own = ItemSetting::of(ItemKey::School(1));
        (own.category, own.category_name, own.text) = (Some(11), Some("就业".into()), Some("就业动态".into()));
        let mut applies = ItemSetting::of("48".parse().unwrap());
        applies.applicability = Some(Applicability::NotApplicable { reason: "无来华留学生".into() });
        let after = newest(kind, &[owned("37", "xsc", None), applies, own]).unwrap();
        let found = differences(&before, &after);
        let told: Vec<(String, &[Facet])> =
            found.iter().map(|one| (one.after.key.to_string(), one.facets.as_slice())).collect();
        assert_eq!(told[0], ("37".to_string(), &[Facet::Unit][..]));
        assert_eq!(told[1], ("48".to_string(), &[Facet::Applies][..]));
        assert_eq!(told[2].0, "S1");
        assert_eq!(found[2].category, (String::new(), "就业".to_string()));
        assert!(differences(&after, &after).is_empty());
    }

    #[test]
    fn no_edition_holds_in_a_year_whose_report_was_issued_or_under_a_later_edition() {
        let today = year("2026-2027");
        let names = |years: Vec<SchoolYear>| years.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(may_hold_from(&[], &[], today)), ["2026-2027", "2027-2028", "2025-2026"]);
        assert_eq!(names(may_hold_from(&[], &[year("2025-2026")], today)), ["2026-2027", "2027-2028"]);
        let later = [owned("37", "xsc", Some("2027-2028"))];
        assert_eq!(names(may_hold_from(&later, &[], today)), ["2027-2028"]);
        let far = [owned("37", "xsc", Some("2030-2031"))];
        assert_eq!(names(may_hold_from(&far, &[], today)), ["2030-2031"]);
    }

    #[test]
    fn usual_units_are_found_among_the_school_s_own_and_never_guessed_from_a_piece() {
        let units = [("zjc", "招生就业指导处"), ("xs", "学生工作处"), ("cw", "财务处"), ("dz", "党政办公室")];
        let usual = |key: &str| usual_unit(&key.parse().unwrap(), units);
        assert_eq!(usual("9"), Some("zjc"));
        assert_eq!(usual("37"), Some("xs"));
        assert_eq!(usual("1"), Some("dz"));
        assert_eq!(usual("19"), None, "计划财务处 is not 财务处");
        assert_eq!(usual("S1"), None);
        assert!(!usual_units(&ItemKey::Official(37)).is_empty());
    }

    #[test]
    fn what_the_school_has_said_is_no_longer_to_be_confirmed() {
        let list = newest(SchoolKind::Vocational, &[]).unwrap();
        let of = |key: &str, settings: &[ItemSetting]| {
            unsure(list.item(&key.parse().unwrap()).unwrap(), settings).iter().map(|one| one.code()).collect::<Vec<_>>()
        };
        assert_eq!(of("19", &[]), ["budget-days"]);
        assert_eq!(of("33", &[]), ["yearly-report"]);
        assert_eq!(of("27", &[]), ["reading"]);
        assert!(of("6", &[]).is_empty() && of("37", &[]).is_empty());
        let mut said = ItemSetting::of("19".parse().unwrap());
        said.timing = Some(TimingRule::WithinDaysOfApproval(20));
        assert!(of("19", &[said]).is_empty());
    }

    proptest! {
        /// Whatever is drafted and from whatever year it holds, the years before stay as they were.
        #[test]
        fn a_new_edition_changes_no_year_before_it(
            known in prop::collection::vec((1u8..=50, 0u8..4, 2020i32..2026), 0..12),
            drafted in prop::collection::btree_map(1u8..=50, 0u8..4, 1..12),
            from in 2020i32..2030,
        ) {
            let unit = |n: u8| ["a", "b", "c", "d"][n as usize];
            let settings: Vec<ItemSetting> = known.iter().map(|(key, n, from)| {
                owned(&key.to_string(), unit(*n), Some(&format!("{from}-{}", from + 1)))
            }).collect();
            let settings = with(&[], &settings);
            let drafts: Vec<ItemSetting> = drafted.iter().map(|(key, n)| owned(&key.to_string(), unit(*n), None)).collect();
            let from = year(&format!("{from}-{}", from + 1));
            let after = with(&settings, &settle(&settings, &drafts, Some(from)));
            let years = (2018..2032).map(|first| year(&format!("{first}-{}", first + 1))).collect();
            for (at, changed) in touched(SchoolKind::Vocational, &settings, &after, &years).unwrap() {
                prop_assert!(at >= from || changed == 0, "{at}: {changed}");
            }
        }
    }
}
