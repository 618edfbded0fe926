//! The catalogue: the 50 statutory items in 10 categories as data, and what a school makes of them.
//!
//! Source: 《高等学校信息公开事项清单》(教办函〔2014〕23号). The item's number is a stable key and never changes. What the
//! list does not say (which items a kind of school needs, who answers for them, how often) are defaults that a
//! school confirms; they are never shown as law. How one edition of a school's catalogue follows another is [`edition`]'s.

pub mod edition;

use crate::school_year::SchoolYear;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// Stable key of an item: `32`, or `S1` for one that the school defines itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKey {
    /// Number on the statutory list, 1 to 50.
    Official(u8),
    /// The school's own, from 1.
    School(u16),
}

impl ItemKey {
    /// A few words by which an overview names a statutory item, in Chinese and in English; nothing for one of the school's own. Ours and not official: the
    /// official text stands on the item's page.
    pub fn short_name(&self) -> Option<(&'static str, &'static str)> {
        let ItemKey::Official(number) = self else { return None };
        statutory_list().items.iter().find(|item| item.number == *number).map(|item| item.short)
    }
}

/// Text that is no item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an item of the list (1 to 50, or S1 for a school's own): {0}")]
pub struct NotAnItem(pub String);

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ItemKey::Official(number) => write!(f, "{number}"),
            ItemKey::School(number) => write!(f, "S{number}"),
        }
    }
}

impl std::str::FromStr for ItemKey {
    type Err = NotAnItem;

    /// Reads `32`, `第32项`, `S1`; full-width digits and blanks are forgiven.
    fn from_str(text: &str) -> Result<Self, NotAnItem> {
        let plain: String = crate::date::half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.trim_start_matches('第').trim_end_matches(['项', '.']).trim_end_matches(".0");
        let wrong = || NotAnItem(text.trim().chars().take(40).collect());
        match plain.strip_prefix(['S', 's']) {
            Some(number) => match number.parse() {
                Ok(number @ 1..) => Ok(ItemKey::School(number)),
                _ => Err(wrong()),
            },
            None => match plain.parse() {
                Ok(number @ 1..=50) => Ok(ItemKey::Official(number)),
                _ => Err(wrong()),
            },
        }
    }
}

/// A category: 1 to 10 are statutory, from 11 the school's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Number; part of the public address.
    pub number: u8,
    /// Name in Chinese.
    pub name: String,
    /// Name in English; empty for a school's own unless it gives one.
    pub english: String,
}

/// One item as a school has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable key.
    pub key: ItemKey,
    /// Category it stands in.
    pub category: u8,
    /// Official text, or the school's for its own items.
    pub text: String,
    /// Short label in English.
    pub english: String,
    /// Whether it applies to this school, and if not, why.
    pub applicability: Applicability,
    /// Responsible unit's code, once the school has said so.
    pub unit: Option<String>,
    /// When it has to be brought up to date.
    pub timing: TimingRule,
    /// Statutory items that a school's own item counts for.
    pub maps_to: Vec<u8>,
    /// The school's remark, or the reading offered as a default.
    pub note: String,
}

/// Whether an item applies to the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicability {
    /// It applies.
    Applies,
    /// It applies when the school has such a thing; a nil statement answers otherwise.
    IfAny,
    /// It does not, for this reason.
    NotApplicable {
        /// Why, in Chinese, as printed in the item table.
        reason: String,
    },
}

/// When an item must be brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimingRule {
    /// Within so many working days of being made, obtained or changed (清单通知第二点: 20).
    WithinWorkingDays(u32),
    /// Within so many calendar days of approval (预算法实施条例第六条: 20).
    WithinDaysOfApproval(u32),
    /// Every year by this month and day.
    YearlyBy {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// Whenever it changes.
    OnChange,
}

/// Text that is no timing rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a timing rule (`made 20`, `approval 20`, `yearly 10-31`, `change`): {0}")]
pub struct NotATimingRule(pub String);

impl fmt::Display for TimingRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimingRule::WithinWorkingDays(days) => write!(f, "made {days}"),
            TimingRule::WithinDaysOfApproval(days) => write!(f, "approval {days}"),
            TimingRule::YearlyBy { month, day } => write!(f, "yearly {month:02}-{day:02}"),
            TimingRule::OnChange => write!(f, "change"),
        }
    }
}

impl std::str::FromStr for TimingRule {
    type Err = NotATimingRule;

    fn from_str(text: &str) -> Result<Self, NotATimingRule> {
        let wrong = || NotATimingRule(text.trim().chars().take(40).collect());
        let plain = crate::date::half_width(text.trim());
        let (word, rest) = plain.split_once(' ').unwrap_or((&plain, ""));
        let days = || rest.trim().parse::<u32>().ok().filter(|days| (1..=366).contains(days)).ok_or_else(wrong);
        match word {
            "made" => Ok(TimingRule::WithinWorkingDays(days()?)),
            "approval" => Ok(TimingRule::WithinDaysOfApproval(days()?)),
            "yearly" => {
                let (month, day) = rest.trim().split_once('-').ok_or_else(wrong)?;
                let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
                chrono::NaiveDate::from_ymd_opt(2024, month, day).ok_or_else(wrong)?;
                Ok(TimingRule::YearlyBy { month, day })
            }
            "change" if rest.is_empty() => Ok(TimingRule::OnChange),
            _ => Err(wrong()),
        }
    }
}

/// The kind of school, which decides the default for items written for universities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SchoolKind {
    /// A higher vocational college without degree programmes (高职).
    #[default]
    Vocational,
    /// An undergraduate college without postgraduates.
    Undergraduate,
    /// A university with postgraduates.
    University,
}

/// A change that a school makes to the list: one row of its catalogue edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSetting {
    /// Which item.
    pub key: ItemKey,
    /// The school year from which it applies; from the beginning when absent. Settings from one year on make a new
    /// edition of the catalogue, and the report of an earlier year stays with its own.
    pub from: Option<SchoolYear>,
    /// For a school's own item or to move nothing: the category. `None` keeps the statutory one.
    pub category: Option<u8>,
    /// Name of a school's own category, given once with its first item.
    pub category_name: Option<String>,
    /// Text of a school's own item; statutory items keep their official text.
    pub text: Option<String>,
    /// Whether it applies.
    pub applicability: Option<Applicability>,
    /// Responsible unit's code or name.
    pub unit: Option<String>,
    /// When it is brought up to date.
    pub timing: Option<TimingRule>,
    /// Statutory items that a school's own item counts for.
    pub maps_to: Vec<u8>,
    /// Remark.
    pub note: String,
}

impl ItemSetting {
    /// A setting that changes nothing yet.
    pub fn of(key: ItemKey) -> ItemSetting {
        ItemSetting {
            key,
            from: None,
            category: None,
            category_name: None,
            text: None,
            applicability: None,
            unit: None,
            timing: None,
            maps_to: Vec::new(),
            note: String::new(),
        }
    }
}

/// A catalogue edition: all categories and items as one school has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// Categories by number.
    pub categories: Vec<Category>,
    /// Items: the statutory ones by number, then the school's own.
    pub items: Vec<Item>,
}

/// A setting that cannot be taken into the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// A school's own item without text or category.
    #[error("item {0} needs a text and a category")]
    Incomplete(ItemKey),
    /// A statutory item cannot change its category or text.
    #[error("item {0} is on the statutory list; its text and category cannot change")]
    Fixed(ItemKey),
    /// A category that nobody named.
    #[error("category {0} has no name")]
    Unnamed(u8),
}

impl Catalogue {
    /// The statutory list with the defaults for a kind of school.
    pub fn statutory(kind: SchoolKind) -> Catalogue {
        let list = statutory_list();
        let items = list.items.iter().map(|row| row.item(kind)).collect();
        Catalogue { categories: list.categories.clone(), items }
    }

    /// The statutory list with a school's settings applied in order.
    pub fn of_school<'a>(
        kind: SchoolKind,
        settings: impl IntoIterator<Item = &'a ItemSetting>,
    ) -> Result<Catalogue, CatalogueError> {
        let mut catalogue = Catalogue::statutory(kind);
        for setting in settings {
            catalogue.apply(setting)?;
        }
        Ok(catalogue)
    }

    /// The edition of the catalogue for one school year: settings from later years are left out, and those of later
    /// years come over earlier ones.
    pub fn in_year(kind: SchoolKind, settings: &[ItemSetting], year: SchoolYear) -> Result<Catalogue, CatalogueError> {
        let mut settings: Vec<&ItemSetting> =
            settings.iter().filter(|setting| setting.from.is_none_or(|from| from <= year)).collect();
        settings.sort_by_key(|setting| setting.from);
        Catalogue::of_school(kind, settings)
    }

    /// The item with this key.
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.items.iter().find(|item| item.key == *key)
    }

    /// The category with this number.
    pub fn category(&self, number: u8) -> Option<&Category> {
        self.categories.iter().find(|category| category.number == number)
    }

    /// The items of a category in their order.
    pub fn items_in(&self, category: u8) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.category == category)
    }

    /// For every statutory item the keys whose records count for it: its own and those mapped onto it.
    pub fn counting_for(&self) -> BTreeMap<u8, Vec<ItemKey>> {
        let mut counting: BTreeMap<u8, Vec<ItemKey>> = BTreeMap::new();
        for item in &self.items {
            match item.key {
                ItemKey::Official(number) => counting.entry(number).or_default().push(item.key.clone()),
                ItemKey::School(_) => {
                    for number in &item.maps_to {
                        counting.entry(*number).or_default().push(item.key.clone());
                    }
                }
            }
        }
        counting
    }

    fn apply(&mut self, setting: &ItemSetting) -> Result<(), CatalogueError> {
        match setting.key {
            ItemKey::Official(_) => {
                let item = self
                    .items
                    .iter_mut()
                    .find(|item| item.key == setting.key)
                    .ok_or_else(|| CatalogueError::Incomplete(setting.key.clone()))?;
                let moved = setting.category.is_some_and(|category| category != item.category);
                if moved || setting.text.as_ref().is_some_and(|text| *text != item.text) {
                    return Err(CatalogueError::Fixed(setting.key.clone()));
                }
                change(item, setting);
            }
            ItemKey::School(_) => self.own_item(setting)?,
        }
        Ok(())
    }

    fn own_item(&mut self, setting: &ItemSetting) -> Result<(), CatalogueError> {
        if let (Some(number), Some(name)) = (setting.category, &setting.category_name) {
            match self.categories.iter_mut().find(|category| category.number == number) {
                Some(category) if number > 10 => category.name.clone_from(name),
                Some(_) => {}
                None => self.categories.push(Category { number, name: name.clone(), english: String::new() }),
            }
        }
        if let Some(item) = self.items.iter_mut().find(|item| item.key == setting.key) {
            if let Some(text) = &setting.text {
                item.text.clone_from(text);
            }
            change(item, setting);
            return Ok(());
        }
        let (Some(text), Some(category)) = (&setting.text, setting.category) else {
            return Err(CatalogueError::Incomplete(setting.key.clone()));
        };
        if self.category(category).is_none() {
            return Err(CatalogueError::Unnamed(category));
        }
        let mut item = Item {
            key: setting.key.clone(),
            category,
            text: text.clone(),
            english: String::new(),
            applicability: Applicability::Applies,
            unit: None,
            timing: TimingRule::WithinWorkingDays(20),
            maps_to: Vec::new(),
            note: String::new(),
        };
        change(&mut item, setting);
        self.items.push(item);
        Ok(())
    }
}

fn change(item: &mut Item, setting: &ItemSetting) {
    if let Some(applicability) = &setting.applicability {
        item.applicability = applicability.clone();
    }
    if let Some(unit) = &setting.unit {
        item.unit = Some(unit.clone());
    }
    if let Some(timing) = setting.timing {
        item.timing = timing;
    }
    item.maps_to.clone_from(&setting.maps_to);
    if !setting.note.is_empty() {
        item.note.clone_from(&setting.note);
    }
}

struct StatutoryItem {
    number: u8,
    category: u8,
    text: &'static str,
    english: &'static str,
    scope: &'static str,
    vocational: &'static str,
    timing: TimingRule,
    usual: &'static str,
    note: &'static str,
    /// In Chinese and in English.
    short: (&'static str, &'static str),
}

impl StatutoryItem {
    fn item(&self, kind: SchoolKind) -> Item {
        let applies = match kind {
            SchoolKind::Vocational => self.vocational != "not_applicable",
            SchoolKind::Undergraduate => self.scope != "postgraduate_only",
            SchoolKind::University => true,
        };
        let applicability = if !applies {
            let reason = if self.note.is_empty() { "学校无此类事项" } else { self.note };
            Applicability::NotApplicable { reason: reason.to_string() }
        } else if self.vocational == "if_any" {
            Applicability::IfAny
        } else {
            Applicability::Applies
        };
        // The remarks read the list for a vocational college; other schools take the text as it is.
        let note = if kind == SchoolKind::Vocational && applies { self.note } else { "" };
        Item {
            key: ItemKey::Official(self.number),
            category: self.category,
            text: self.text.to_string(),
            english: self.english.to_string(),
            applicability,
            unit: None,
            timing: self.timing,
            maps_to: Vec::new(),
            note: note.to_string(),
        }
    }
}

struct StatutoryList {
    categories: Vec<Category>,
    items: Vec<StatutoryItem>,
}

/// The list as data, read once. The file is part of the program, so a fault in it is a fault of the build:
/// the test below reads every row.
fn statutory_list() -> &'static StatutoryList {
    static LIST: OnceLock<StatutoryList> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut list = StatutoryList { categories: Vec::new(), items: Vec::new() };
        for line in include_str!("../data/items.tsv").lines() {
            let columns: Vec<&'static str> = line.split('\t').collect();
            match columns.as_slice() {
                ["C", number, name, english, ..] => list.categories.push(Category {
                    number: number.parse().unwrap_or_default(),
                    name: (*name).to_string(),
                    english: (*english).to_string(),
                }),
                ["I", number, text, english, scope, vocational, timing, usual, note, short, short_en] => {
                    list.items.push(StatutoryItem {
                        number: number.parse().unwrap_or_default(),
                        category: list.categories.last().map_or(0, |category| category.number),
                        text,
                        english,
                        scope,
                        vocational,
                        timing: timing.parse().unwrap_or(TimingRule::WithinWorkingDays(20)),
                        usual,
                        note,
                        short: (short, short_en),
                    });
                }
                _ => {}
            }
        }
        list
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statutory_list_has_fifty_items_in_ten_categories_of_known_size() {
        let catalogue = Catalogue::statutory(SchoolKind::University);
        let short = |item: &Item| {
            item.key
                .short_name()
                .is_some_and(|(zh, en)| (4..=12).contains(&zh.chars().count()) && (4..=40).contains(&en.len()))
        };
        assert!(catalogue.items.iter().all(short) && ItemKey::School(1).short_name().is_none());
        let sizes: Vec<usize> = (1..=10).map(|category| catalogue.items_in(category).count()).collect();
        assert_eq!(sizes, [6, 8, 7, 5, 9, 4, 3, 4, 2, 2]);
        let numbers: Vec<String> = catalogue.items.iter().map(|item| item.key.to_string()).collect();
        assert_eq!(numbers, (1..=50).map(|n| n.to_string()).collect::<Vec<_>>());
        assert!(
            catalogue
                .items
                .iter()
                .all(|item| item.applicability == Applicability::Applies || item.applicability == Applicability::IfAny)
        );
        assert_eq!(catalogue.item(&ItemKey::Official(6)).unwrap().timing, TimingRule::YearlyBy { month: 10, day: 31 });
        assert_eq!(catalogue.item(&ItemKey::Official(19)).unwrap().timing, TimingRule::WithinDaysOfApproval(20));
    }

    #[test]
    fn a_vocational_college_does_without_eight_items_and_says_why() {
        let catalogue = Catalogue::statutory(SchoolKind::Vocational);
        let without: Vec<String> = catalogue
            .items
            .iter()
            .filter(|item| matches!(&item.applicability, Applicability::NotApplicable { reason } if !reason.is_empty()))
            .map(|item| item.key.to_string())
            .collect();
        assert_eq!(without, ["11", "12", "13", "14", "43", "44", "45", "46"]);
    }

    fn setting(key: &str) -> ItemSetting {
        ItemSetting {
            key: key.parse().unwrap(),
            from: None,
            category: None,
            category_name: None,
            text: None,
            applicability: None,
            unit: None,
            timing: None,
            maps_to: Vec::new(),
            note: String::new(),
        }
    }

    #[test]
    fn a_school_adds_a_category_whose_items_count_for_statutory_ones() {
        let mut own = setting("S1");
        own.category = Some(11);
        own.category_name = Some("就业创业信息".into());
        own.text = Some("就业工作动态".into());
        own.maps_to = vec![31, 32];
        let catalogue = Catalogue::of_school(SchoolKind::Vocational, [&own]).unwrap();
        assert_eq!(catalogue.category(11).unwrap().name, "就业创业信息");
        assert_eq!(catalogue.counting_for()[&31], [ItemKey::Official(31), ItemKey::School(1)]);
    }

    #[test]
    fn a_report_stays_with_the_edition_of_its_year() {
        let (mut now, mut later) = (setting("48"), setting("48"));
        now.applicability = Some(Applicability::NotApplicable { reason: "无来华留学生".into() });
        later.applicability = Some(Applicability::Applies);
        later.from = Some("2024-2025".parse().unwrap());
        let settings = [later, now];
        let applies = |year: &str| {
            let catalogue = Catalogue::in_year(SchoolKind::Vocational, &settings, year.parse().unwrap()).unwrap();
            catalogue.item(&ItemKey::Official(48)).unwrap().applicability == Applicability::Applies
        };
        assert!(!applies("2022-2023") && !applies("2023-2024") && applies("2024-2025") && applies("2025-2026"));
    }

    #[test]
    fn a_statutory_item_keeps_its_text_and_an_own_item_needs_one() {
        let mut renamed = setting("32");
        renamed.text = Some("别的".into());
        assert_eq!(
            Catalogue::of_school(SchoolKind::Vocational, [&renamed]),
            Err(CatalogueError::Fixed(ItemKey::Official(32)))
        );
        assert!(Catalogue::of_school(SchoolKind::Vocational, [&setting("S2")]).is_err());
    }

    #[test]
    fn items_and_rules_read_back_from_their_text() {
        for text in ["1", "50", "S3"] {
            assert_eq!(text.parse::<ItemKey>().unwrap().to_string(), text);
        }
        assert_eq!("第３２项".parse(), Ok(ItemKey::Official(32)));
        assert!(
            "51".parse::<ItemKey>().is_err() && "0".parse::<ItemKey>().is_err() && "S0".parse::<ItemKey>().is_err()
        );
        for text in ["made 20", "approval 20", "yearly 10-31", "change"] {
            assert_eq!(text.parse::<TimingRule>().unwrap().to_string(), text);
        }
        assert!("yearly 02-30".parse::<TimingRule>().is_err() && "made 0".parse::<TimingRule>().is_err());
    }
}
