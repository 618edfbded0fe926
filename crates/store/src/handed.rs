//! Documents that were handed in to become drafts, for as long as their writer has not saved one: the pictures of the text are
//! taken out of them then.
//!
//! They are nobody's but their sender's, a few a person, and gone after a day. Nothing is decided here.

use crate::db::sql::{Table, rows, sql};
use crate::error::Result;
use crate::{Reader, Tx};
use domain::ids::UserId;
use domain::record::Timestamp;

const HANDED: Table = Table { name: "handed_document", columns: &["person", "digest", "name", "bytes", "sent_at"] };

/// Documents of a person that wait at once.
const MOST: i64 = 5;

rows! {
    struct HandedRow {
        name: String,
        bytes: Vec<u8>,
    }
}

impl Reader {
    /// The document of a person with this digest: its name and its bytes.
    pub async fn handed_document(&self, person: UserId, digest: &str) -> Result<Option<(String, Vec<u8>)>> {
        let text = "SELECT name, bytes FROM handed_document WHERE person = $1 AND digest = $2";
        let row: Option<HandedRow> = sql(text, [person.to_string().into(), digest.into()]).one(&self.tx).await?;
        Ok(row.map(|row| (row.name, row.bytes)))
    }
}

impl Tx {
    /// Keeps a document for a person; of more than a few the oldest goes.
    pub async fn hand_document(
        &mut self,
        person: UserId,
        digest: &str,
        (name, bytes): (&str, Vec<u8>),
        at: Timestamp,
    ) -> Result<()> {
        let who = person.to_string();
        let same = "DELETE FROM handed_document WHERE person = $1 AND digest = $2";
        sql(same, [who.as_str().into(), digest.into()]).run(&self.tx).await?;
        let older = "DELETE FROM handed_document WHERE person = $1 AND digest NOT IN \
                     (SELECT digest FROM handed_document WHERE person = $1 ORDER BY sent_at DESC, digest LIMIT $2)";
        sql(older, [who.as_str().into(), (MOST - 1).into()]).run(&self.tx).await?;
        let values = vec![who.as_str().into(), digest.into(), name.into(), bytes.into(), at.timestamp_micros().into()];
        HANDED.insert(&self.tx, values, "").await
    }

    /// Forgets a document of a person.
    pub async fn forget_document(&mut self, person: UserId, digest: &str) -> Result<()> {
        let text = "DELETE FROM handed_document WHERE person = $1 AND digest = $2";
        sql(text, [person.to_string().into(), digest.into()]).run(&self.tx).await.map(|_| ())
    }
}
