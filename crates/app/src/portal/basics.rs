//! What most pages share: the school, its units and channels, and the board of items. Read in one snapshot and kept
//! until the next event.

use super::view::{Board, CategoryBoard, ItemLine, Office, Publisher, YearAccount};
use crate::error::Result;
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::catalogue::{Applicability, Catalogue, ItemKey, TimingRule};
use domain::coverage::{ItemAccount, KeyFacts, accounts, answers, coverage, standing};
use domain::nil_statement::NilStatement;
use domain::record::Reach;
use domain::school::{Channel, School, Unit, UnitKind};
use domain::school_year::SchoolYear;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use store::{Reader, YearFacts};

pub(super) struct Basics {
    pub(super) ledger: u64,
    pub(super) today: NaiveDate,
    pub(super) school: Publisher,
    pub(super) office: Office,
    pub(super) units: Vec<Unit>,
    /// Codes of the units that have something on view.
    found: BTreeSet<String>,
    unit_names: HashMap<String, String>,
    /// The same with units that only what is not everybody's names.
    all_names: HashMap<String, String>,
    pub(super) channels: Vec<Channel>,
    counting: BTreeMap<u8, Vec<ItemKey>>,
    pub(super) board: Arc<Board>,
}

impl Basics {
    pub(super) async fn read(reader: &Reader, calendar: &Calendar, ledger: u64, today: NaiveDate) -> Result<Basics> {
        let school = School::of(reader.facts().await?);
        let (mut units, mut channels) = (reader.units().await?, reader.channels().await?);
        let all_names: HashMap<String, String> =
            units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
        // A unit that only a hidden row names is not told; one that is registered, answers for an item or has something
        // on view is.
        let found = reader.units_found(&Reach::Public, today).await?;
        let item_settings = reader.item_settings().await?;
        let responsible = |unit: &Unit| item_settings.iter().any(|set| set.unit.as_deref() == Some(&unit.code));
        let registered =
            |unit: &Unit| unit.kind != UnitKind::Other || !unit.duty.is_empty() || !unit.members.is_empty();
        units.retain(|unit| found.contains(&unit.code) || registered(unit) || responsible(unit));
        // Remarks are the staff's, and so is what things were called before.
        for unit in &mut units {
            unit.note.clear();
            unit.former.clear();
        }
        for channel in &mut channels {
            channel.note.clear();
            channel.former.clear();
        }
        let unit_names: HashMap<String, String> =
            units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
        let settings = item_settings;
        let catalogue = Catalogue::in_year(school.kind(), &settings, SchoolYear::of(today))?;
        let counting = catalogue.counting_for();
        let disclosed = reader.disclosed_facts().await?;
        let statements = reader.nil_statements(None).await?;
        let this_year = SchoolYear::of(today);
        let stands = |nil: &&NilStatement| nil.stands_in(this_year);
        let nils: Vec<ItemKey> = statements.iter().filter(stands).map(|nil| nil.item.clone()).collect();
        let mut ledger_accounts = accounts(&catalogue, &together(disclosed.iter()), &nils);
        answer_deadlines(reader, &catalogue, &mut ledger_accounts).await?;
        let account = |key: &ItemKey| ledger_accounts.get(key).copied().unwrap_or_default();
        let categories = catalogue.categories.iter().map(|category| CategoryBoard {
            category: category.clone(),
            items: catalogue
                .items_in(category.number)
                .map(|item| {
                    let account = account(&item.key);
                    ItemLine {
                        key: item.key.clone(),
                        text: item.text.clone(),
                        english: item.english.clone(),
                        unit_code: item.unit.clone(),
                        unit: item.unit.as_ref().map(|unit| unit_names.get(unit).unwrap_or(unit).clone()),
                        timing: item.timing,
                        state: standing(item, &account.facts(), calendar, today),
                        latest: account.latest,
                        account,
                        reason: match &item.applicability {
                            Applicability::NotApplicable { reason } => Some(reason.clone()),
                            _ => None,
                        },
                    }
                })
                .collect(),
        });
        let categories = categories.collect();
        let mut years = Vec::new();
        for year in reader.years().await? {
            let catalogue = Catalogue::in_year(school.kind(), &settings, year)?;
            let facts = together(disclosed.iter().filter(|facts| facts.year == Some(year)));
            let nils: Vec<ItemKey> =
                statements.iter().filter(|nil| nil.year == year).map(|nil| nil.item.clone()).collect();
            let accounts = accounts(&catalogue, &facts, &nils);
            let entries = accounts.values().map(|account| account.own).sum();
            years.push(YearAccount { year, coverage: coverage(&catalogue.items, &accounts), entries });
        }
        let coverage = coverage(&catalogue.items, &ledger_accounts);
        let board = Arc::new(Board { categories, as_of: today, coverage, years });
        let office = office(&school);
        Ok(Basics {
            ledger,
            today,
            school: publisher(&school),
            office,
            units,
            found,
            unit_names,
            all_names,
            channels,
            counting,
            board,
        })
    }

    /// Code and name of the units that have something on view, to filter lists by.
    pub(super) fn found_units(&self) -> Vec<(String, String)> {
        let found = self.units.iter().filter(|unit| self.found.contains(&unit.code));
        found.map(|unit| (unit.code.clone(), unit.name.clone())).collect()
    }

    /// Name of a unit; its code, or what was written, when it is not registered.
    pub(super) fn unit_name(&self, code: &str) -> String {
        self.unit_names.get(code).cloned().unwrap_or_else(|| code.to_string())
    }

    /// Name of the unit of a record that the reader has before them, which names it by that.
    pub(super) fn unit_of_record(&self, code: &str) -> String {
        self.all_names.get(code).cloned().unwrap_or_else(|| code.to_string())
    }

    /// Code and name of units, in the order of their codes.
    pub(super) fn name_units(&self, codes: BTreeSet<String>) -> Vec<(String, String)> {
        codes.into_iter().map(|code| (code.clone(), self.unit_of_record(&code))).collect()
    }

    /// The school's own items that count for a statutory one.
    pub(super) fn counting(&self, key: &ItemKey) -> Vec<ItemLine> {
        let ItemKey::Official(number) = key else { return Vec::new() };
        let keys = self.counting.get(number).into_iter().flatten();
        keys.filter(|own| *own != key).filter_map(|own| self.board.find(own)).map(|(_, item)| item.clone()).collect()
    }
}

/// What was disclosed under each key, the years taken together.
pub(crate) fn together<'a>(disclosed: impl Iterator<Item = &'a YearFacts>) -> BTreeMap<ItemKey, KeyFacts> {
    let mut facts: BTreeMap<ItemKey, KeyFacts> = BTreeMap::new();
    for YearFacts { item, facts: more, .. } in disclosed {
        let facts = facts.entry(item.clone()).or_default();
        facts.entries += more.entries;
        facts.taken_down += more.taken_down;
        if more.latest.sort_key() > facts.latest.sort_key() {
            facts.latest = more.latest;
        }
    }
    facts
}

/// Titles of a yearly item that are looked at: the last years.
const YEARLY_TITLES: u32 = 40;

/// Says of yearly items which deadline their publications answer, by what their titles say they are about.
pub(crate) async fn answer_deadlines(
    reader: &Reader,
    catalogue: &Catalogue,
    accounts: &mut BTreeMap<ItemKey, ItemAccount>,
) -> Result<()> {
    let counting = catalogue.counting_for();
    for item in catalogue.items.iter().filter(|item| matches!(item.timing, TimingRule::YearlyBy { .. })) {
        let own = [item.key.clone()];
        let keys: &[ItemKey] = match &item.key {
            ItemKey::Official(number) => counting.get(number).map_or(&own[..], Vec::as_slice),
            ItemKey::School(_) => &own,
        };
        let mut last = None;
        for key in keys {
            for (title, on) in reader.disclosed_titles(key, YEARLY_TITLES).await? {
                last = last.max(answers(&title, on, item.timing));
            }
        }
        if let Some(account) = accounts.get_mut(&item.key) {
            account.answered = last;
        }
    }
    Ok(())
}

fn publisher(school: &School) -> Publisher {
    let fact = |key| school.fact(key).map(str::to_string);
    Publisher {
        name: fact("name").unwrap_or_default(),
        code: fact("code").unwrap_or_default(),
        website: fact("website"),
        region: fact("region"),
    }
}

fn office(school: &School) -> Office {
    let fact = |key| school.fact(key).map(str::to_string);
    Office {
        name: fact("office"),
        head: fact("head"),
        address: fact("address"),
        hours: fact("hours"),
        phone: fact("phone"),
        fax: fact("fax"),
        email: fact("email"),
    }
}
