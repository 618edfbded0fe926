//! Who looks after items, and for whom records of them usually are. Never public.

use crate::db::sql::{Sql, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::care::Care;
use domain::record::Audience;

const CARE: Table = Table { name: "item_care", columns: &["item", "person", "audience"] };

rows! {
    struct CareRow {
        item: String,
        person: String,
        audience: String,
    }
}

impl CareRow {
    fn care(self) -> Result<Care> {
        let wrong = |column| impossible("item_care", column, &self.item);
        let said = |text: &str| (!text.is_empty()).then(|| text.to_string());
        Ok(Care {
            item: self.item.parse().map_err(|_| wrong("item"))?,
            person: said(&self.person).map(|id| id.parse().map_err(|_| wrong("person"))).transpose()?,
            audience: said(&self.audience)
                .map(|code| Audience::read(&code).ok_or_else(|| wrong("audience")))
                .transpose()?,
        })
    }
}

impl Reader {
    /// What is said of items.
    pub async fn cares(&self) -> Result<Vec<Care>> {
        let rows: Vec<CareRow> =
            Sql::new("SELECT item, person, audience FROM item_care ORDER BY item").all(&self.tx).await?;
        rows.into_iter().map(CareRow::care).collect()
    }
}

impl Tx {
    /// Keeps what is said of an item; nothing is kept where nothing is said.
    pub async fn save_care(&mut self, care: &Care) -> Result<()> {
        let item = care.item.to_string();
        sql("DELETE FROM item_care WHERE item = $1", [item.as_str().into()]).run(&self.tx).await?;
        if care.is_empty() {
            return Ok(());
        }
        let person = care.person.map(|id| id.to_string()).unwrap_or_default();
        let values = vec![item.into(), person.into(), care.audience.map_or("", Audience::code).into()];
        CARE.insert(&self.tx, values, "").await
    }
}
