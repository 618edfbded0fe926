//! Which units answer for an item: as the catalogue says, else those of whom the ledger tells that they work on it.

use super::Year;
use crate::catalogue::{Item, ItemKey};

/// The names of the units responsible for an item, in the order in which the ledger names them: the one that the catalogue
/// sets, else those of its records, public or kept back, else those that signed that there was nothing.
pub fn units_of(year: &Year, item: &Item) -> Vec<String> {
    if let Some(unit) = unit_name(year, item.unit.as_deref()) {
        return vec![unit.to_string()];
    }
    // What the school counts apart counts for the item it stands for.
    let mut keys = vec![&item.key];
    if let ItemKey::Official(number) = &item.key {
        keys.extend(year.catalogue.items.iter().filter(|own| own.maps_to.contains(number)).map(|own| &own.key));
    }
    let of_records = year.records.iter().map(|record| (&record.item, record.unit.as_deref()));
    let kept_back = year.kept_back.iter().map(|one| (&one.item, one.unit.as_deref()));
    let signed = year.nils.iter().map(|nil| (&nil.item, Some(nil.unit.as_str())));
    let mut units: Vec<String> = Vec::new();
    for (_, unit) in of_records.chain(kept_back).chain(signed).filter(|(key, _)| keys.contains(key)) {
        if let Some(unit) = unit_name(year, unit).map(str::to_string)
            && !units.contains(&unit)
        {
            units.push(unit);
        }
    }
    units
}

fn unit_name<'a>(year: &'a Year, code: Option<&str>) -> Option<&'a str> {
    let code = code?;
    let named = year.units.iter().find(|unit| unit.code == code || unit.name == code);
    named.map(|unit| unit.name.as_str())
}
