//! Loose ends: what the ledger names and does not have, and what two things are called. An undo may make none.
//!
//! It must not decide what is done about them.

use crate::code::{CodeOf, Place};
use crate::db::sql::{rows, sql};
use crate::error::Result;
use crate::record_row::school_year;
use crate::{Obstacle, Reader};
use domain::annual_report::references;
use std::collections::BTreeSet;

rows! {
    struct Word {
        word: String,
    }
}

/// Units of one name, now or before. A channel may be called as another is; only what it was called before is its own.
const DOUBLED: [(CodeOf, &str); 2] = [
    (
        CodeOf::Unit,
        "SELECT word FROM (SELECT code, name AS word FROM unit
             UNION SELECT unit AS code, former AS word FROM unit_former) AS known
         GROUP BY word HAVING count(DISTINCT code) > 1",
    ),
    (
        CodeOf::Channel,
        "SELECT DISTINCT a.former AS word FROM channel_former AS a WHERE EXISTS (SELECT 1 FROM channel AS b
             WHERE b.code <> a.channel AND b.name = a.former) OR EXISTS (SELECT 1 FROM channel_former AS b
             WHERE b.channel <> a.channel AND b.former = a.former)",
    ),
];

impl Reader {
    /// What is named and not there, called as another is, or quoted by a text of these years and has no figure; each
    /// as what stands in the way of an undo that would make it so.
    pub(crate) async fn loose_ends(&self, years: &BTreeSet<i64>) -> Result<BTreeSet<Obstacle>> {
        let mut loose = BTreeSet::new();
        for of in [CodeOf::Unit, CodeOf::Channel] {
            for Place { table, column } in of.places() {
                let text = format!(
                    "SELECT DISTINCT {column} AS word FROM {table}
                     WHERE {column} <> '' AND {column} NOT IN (SELECT code FROM {})",
                    of.code()
                );
                let words: Vec<Word> = sql(&text, []).all(&self.tx).await?;
                loose.extend(words.into_iter().map(|row| Obstacle::Gone(of, row.word)));
            }
        }
        for (of, text) in DOUBLED {
            let words: Vec<Word> = sql(text, []).all(&self.tx).await?;
            loose.extend(words.into_iter().map(|row| Obstacle::Doubled(of, row.word)));
        }
        for year in years.iter().filter_map(|year| school_year(*year)) {
            let datasets = self.datasets(Some(year)).await?;
            let figures: BTreeSet<String> = datasets
                .iter()
                .flat_map(|dataset| dataset.figures.iter().map(|figure| format!("{}.{}", dataset.key, figure.key)))
                .collect();
            for text in self.texts(Some(year)).await? {
                let quoted = references(&text.text).into_iter().filter(|reference| !figures.contains(*reference));
                loose.extend(quoted.map(|reference| Obstacle::Unquoted(year, reference.to_string())));
            }
        }
        Ok(loose)
    }
}
