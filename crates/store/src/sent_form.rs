//! Forms that were sent: one that is sent twice, by an impatient finger or a browser that goes back, makes one thing.

use crate::db::sql::{Table, rows, sql};
use crate::error::Result;
use crate::{Reader, Tx};
use domain::ids::UserId;
use domain::record::Timestamp;

const SENT_FORM: Table = Table { name: "sent_form", columns: &["id", "person", "at", "made"] };

rows! {
    struct MadeRow {
        made: String,
    }
}

impl Reader {
    /// What a person's form of this id made; nothing when it was not sent yet, and an empty text while it is at work.
    pub async fn made_by_form(&self, person: UserId, id: &str) -> Result<Option<String>> {
        let text = "SELECT made FROM sent_form WHERE id = $1 AND person = $2";
        let row: Option<MadeRow> = sql(text, [id.into(), person.to_string().into()]).one(&self.tx).await?;
        Ok(row.map(|row| row.made))
    }
}

impl Tx {
    /// Notes that a form was sent. Those of long ago go.
    pub async fn note_form(&mut self, (person, id): (UserId, &str), at: Timestamp, oldest: Timestamp) -> Result<()> {
        sql("DELETE FROM sent_form WHERE at < $1", [oldest.timestamp_micros().into()]).run(&self.tx).await?;
        let values = vec![id.into(), person.to_string().into(), at.timestamp_micros().into(), String::new().into()];
        SENT_FORM.insert(&self.tx, values, "").await
    }

    /// Notes what it made.
    pub async fn note_made(&mut self, person: UserId, id: &str, made: &str) -> Result<()> {
        let values = [made.into(), id.into(), person.to_string().into()];
        sql("UPDATE sent_form SET made = $1 WHERE id = $2 AND person = $3", values).run(&self.tx).await.map(|_| ())
    }

    /// Forgets a form that made nothing, so that it can be sent again.
    pub async fn forget_form(&mut self, person: UserId, id: &str) -> Result<()> {
        let values = [id.into(), person.to_string().into()];
        sql("DELETE FROM sent_form WHERE id = $1 AND person = $2", values).run(&self.tx).await.map(|_| ())
    }
}
