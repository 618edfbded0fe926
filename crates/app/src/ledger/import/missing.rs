//! What an earlier delivery of the same book had and this one has not.
//!
//! A row that a file does not have changes nothing; but whoever sends a book again and has taken a row out of it means
//! something by that, so it is listed. It is told only where the file is that book again: where at least half of what came
//! with an import, or of a unit in it, is in the file. Nothing is written here.

use super::Importing;
use super::said::title;
use crate::error::Result;
use crate::ledger::plan::Missing;
use domain::figure::Dataset;
use domain::ids::RecordId;
use domain::ledger::Table;
use domain::record::Visibility;
use std::collections::{BTreeMap, HashSet};

/// Records by which the earlier imports of a book are found.
const SAMPLE: usize = 5_000;

/// Rows that make a book: who sends one row corrects it.
const FEW: usize = 2;

/// How much of something that came with an import is in the file.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    all: usize,
    met: usize,
}

impl Share {
    fn add(&mut self, met: bool) {
        self.all += 1;
        self.met += usize::from(met);
    }

    /// The file is that again.
    fn is_again(self) -> bool {
        self.met >= FEW && self.met * 2 >= self.all
    }
}

impl Importing<'_> {
    /// Lists the records that came with an earlier delivery of the book and that no row of the file is about.
    pub(super) async fn missing_records(&mut self) -> Result<()> {
        let step = self.taken.len().div_ceil(SAMPLE).max(1);
        let some: Vec<RecordId> = self.taken.iter().copied().step_by(step).collect();
        let came = self.change.came_with(&some).await?;
        let missing = missing(&came, &self.taken);
        // What a row was asked about may be in the file.
        let asked: HashSet<RecordId> =
            self.outcome.possible.iter().flat_map(|row| row.candidates.iter().map(|one| one.id)).collect();
        for ids in missing.chunks(SAMPLE) {
            let records = self.change.records(ids).await?;
            for record in ids.iter().filter(|id| !asked.contains(*id)).filter_map(|id| records.get(id)) {
                let title = title(record);
                // Taken off view already, or in a row that could not be read: that was told.
                let down = matches!(record.visibility, Visibility::Withdrawn { .. } | Visibility::Expired { .. });
                if down || self.unread.contains(&super::short_hash(title)) {
                    continue;
                }
                self.outcome.lacks(Missing {
                    table: Table::Records,
                    name: title.to_string(),
                    key: record.key.clone(),
                    index: Some(record.index.clone()),
                });
            }
        }
        Ok(())
    }
}

/// The figures that a dataset has and that a file does not give which gives at least half of them.
pub(super) fn missing_figures(before: &Dataset, given: &HashSet<String>) -> Vec<Missing> {
    let mut share = Share::default();
    before.figures.iter().for_each(|figure| share.add(given.contains(&figure.key)));
    let left = before.figures.iter().filter(|figure| share.is_again() && !given.contains(&figure.key));
    let named = |label: &str| format!("{}：{label}", before.title);
    left.map(|figure| Missing {
        table: Table::Figures,
        name: named(&figure.name),
        key: format!("{}/{}", before.key, figure.key),
        index: None,
    })
    .collect()
}

/// The records of the imports, or of the units in them, that the file is again, without those that it has.
fn missing(came: &[(u32, RecordId, String)], taken: &HashSet<RecordId>) -> Vec<RecordId> {
    let mut imports: BTreeMap<u32, Share> = BTreeMap::new();
    let mut units: BTreeMap<(u32, &str), Share> = BTreeMap::new();
    for (nr, id, unit) in came {
        let met = taken.contains(id);
        imports.entry(*nr).or_default().add(met);
        units.entry((*nr, unit)).or_default().add(met);
    }
    let again = |nr: &u32, unit: &str| {
        let of = |share: Option<&Share>| share.is_some_and(|share| share.is_again());
        of(imports.get(nr)) || of(units.get(&(*nr, unit)))
    };
    let left = came.iter().filter(|(nr, id, unit)| !taken.contains(id) && again(nr, unit));
    left.map(|(_, id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> RecordId {
        RecordId(n)
    }

    #[test]
    fn only_of_a_book_that_comes_again_is_it_told_what_it_lacks() {
        let came: Vec<_> = (1..=10).map(|n| (1, id(n), if n <= 4 { "jwc" } else { "xsc" }.to_string())).collect();
        let taken = |ids: &[u128]| -> HashSet<RecordId> { ids.iter().map(|n| id(*n)).collect() };
        assert_eq!(missing(&came, &taken(&[1, 2, 3])), [id(4)], "one unit sends its rows again");
        assert_eq!(missing(&came, &taken(&[1])), [], "a row or two is no book");
        let whole = taken(&[1, 2, 3, 5, 6, 7, 8, 9]);
        assert_eq!(missing(&came, &whole), [id(4), id(10)]);
        assert_eq!(missing(&came, &taken(&[])), []);
    }
}
