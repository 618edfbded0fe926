//! The catalogue's next edition while it is drafted, and the editions that were published.
//!
//! Few rows, read whole. What a draft comes to is decided by `domain`.

use crate::db::sql::{Sql, Table, rows};
use crate::error::{Result, impossible};
use crate::record_row::school_year;
use crate::school::{SETTING, SettingRow, setting_values};
use crate::{Reader, Saved, Tx};
use chrono::DateTime;
use domain::catalogue::{ItemKey, ItemSetting};
use domain::record::Timestamp;
use domain::school_year::SchoolYear;

pub(crate) const DRAFT: Table = Table { name: "item_draft", columns: SETTING.columns };

pub(crate) const EDITION: Table =
    Table { name: "catalogue_edition", columns: &["number", "from_year", "published_at", "actor", "items"] };

/// An edition of the catalogue that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueEdition {
    /// Its number.
    pub number: u32,
    /// The school year from which it holds.
    pub from: Option<SchoolYear>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Who published it.
    pub actor: String,
    /// How many items it changed.
    pub items: u32,
}

rows! {
    struct EditionRow {
        number: i64,
        from_year: i64,
        published_at: i64,
        actor: String,
        items: i64,
    }
}

impl EditionRow {
    fn edition(self) -> Result<CatalogueEdition> {
        let wrong = |column| impossible("catalogue_edition", column, self.number);
        Ok(CatalogueEdition {
            number: u32::try_from(self.number).map_err(|_| wrong("number"))?,
            from: match self.from_year {
                0 => None,
                year => Some(school_year(year).ok_or_else(|| wrong("from_year"))?),
            },
            published_at: DateTime::from_timestamp_micros(self.published_at).ok_or_else(|| wrong("published_at"))?,
            items: u32::try_from(self.items).map_err(|_| wrong("items"))?,
            actor: self.actor,
        })
    }
}

impl Reader {
    /// Drafted changes of items, in the order of entry.
    pub async fn item_drafts(&self) -> Result<Vec<ItemSetting>> {
        let rows: Vec<SettingRow> = Sql::new("SELECT * FROM item_draft ORDER BY position").all(&self.tx).await?;
        rows.into_iter().map(SettingRow::setting).collect()
    }

    /// Editions that were published, the newest first.
    pub async fn catalogue_editions(&self) -> Result<Vec<CatalogueEdition>> {
        let rows: Vec<EditionRow> =
            Sql::new("SELECT * FROM catalogue_edition ORDER BY number DESC").all(&self.tx).await?;
        rows.into_iter().map(EditionRow::edition).collect()
    }
}

impl Tx {
    /// Saves a drafted change of an item; it has no year yet.
    pub async fn save_item_draft(&mut self, draft: &ItemSetting) -> Result<Saved> {
        let same = self.item_drafts().await?.iter().any(|known| known == draft);
        let key = [draft.key.to_string().into()];
        let rest = std::iter::once(0i64.into()).chain(setting_values(draft)).collect();
        self.save_row(&DRAFT, &key, same, rest).await
    }

    /// Gives up the draft of an item; whether there was one.
    pub async fn delete_item_draft(&mut self, item: &ItemKey) -> Result<bool> {
        let mut query = Sql::new("DELETE FROM item_draft WHERE item = ");
        query.bind(item.to_string());
        Ok(query.run(&self.tx).await? > 0)
    }

    /// Notes an edition that is published in this change.
    ///
    /// # Errors
    /// [`crate::Error::Taken`] when somebody else has published one of this number.
    pub async fn save_catalogue_edition(&mut self, edition: &CatalogueEdition) -> Result<()> {
        let values = vec![
            i64::from(edition.number).into(),
            edition.from.map_or(0, |year| i64::from(year.first_year())).into(),
            edition.published_at.timestamp_micros().into(),
            edition.actor.as_str().into(),
            i64::from(edition.items).into(),
        ];
        EDITION.insert(&self.tx, values, "").await
    }
}
