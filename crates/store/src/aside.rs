//! What people keep beside records: views of the ledger that are their own, and comments from one to the other.
//!
//! Nothing of it is ever public, and it must not be joined into anything that readers see.

use crate::db::sql::{Number, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ids::{RecordId, UserId};
use domain::record::Timestamp;

const VIEW: Table = Table { name: "saved_view", columns: &["person", "name", "query"] };
const COMMENT: Table = Table { name: "comment", columns: &["nr", "record", "edition", "author", "at", "wording"] };

/// A view of the ledger that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What they call it.
    pub name: String,
    /// What stands in the address of the ledger, without `?`.
    pub query: String,
}

/// What somebody says to the others about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// About which.
    pub record: RecordId,
    /// Number of the edition that was the newest.
    pub edition: u32,
    /// Who.
    pub author: UserId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub wording: String,
}

rows! {
    struct ViewRow {
        name: String,
        query: String,
    }

    struct CommentRow {
        record: String,
        edition: i64,
        author: String,
        at: i64,
        wording: String,
    }
}

impl CommentRow {
    fn comment(self) -> Result<Comment> {
        let wrong = |column| impossible("comment", column, &self.record);
        Ok(Comment {
            record: self.record.parse().map_err(|_| wrong("record"))?,
            edition: u32::try_from(self.edition).map_err(|_| wrong("edition"))?,
            author: self.author.parse().map_err(|_| wrong("author"))?,
            at: Timestamp::from_timestamp_micros(self.at).ok_or_else(|| wrong("at"))?,
            wording: self.wording,
        })
    }
}

impl Reader {
    /// The views that somebody keeps, by name.
    pub async fn saved_views(&self, person: UserId) -> Result<Vec<SavedView>> {
        let text = "SELECT name, query FROM saved_view WHERE person = $1 ORDER BY name";
        let rows: Vec<ViewRow> = sql(text, [person.to_string().into()]).all(&self.tx).await?;
        Ok(rows.into_iter().map(|ViewRow { name, query }| SavedView { name, query }).collect())
    }

    /// What was said about a record, oldest first.
    pub async fn comments(&self, record: RecordId) -> Result<Vec<Comment>> {
        let text = "SELECT record, edition, author, at, wording FROM comment WHERE record = $1 ORDER BY nr";
        let rows: Vec<CommentRow> = sql(text, [record.to_string().into()]).all(&self.tx).await?;
        rows.into_iter().map(CommentRow::comment).collect()
    }

    /// The last thing said about each record that this person drafted or spoke about, when another said it after this instant;
    /// newest first.
    pub async fn comments_to(&self, person: UserId, after: Timestamp) -> Result<Vec<Comment>> {
        let text = "SELECT record, edition, author, at, wording FROM comment AS said
             WHERE at > $2 AND author <> $1
                 AND NOT EXISTS (SELECT 1 FROM comment AS later WHERE later.record = said.record AND later.nr > said.nr)
                 AND (EXISTS (SELECT 1 FROM record WHERE id = said.record AND drafter = $1)
                     OR EXISTS (SELECT 1 FROM comment AS own WHERE own.record = said.record AND own.author = $1))
             ORDER BY nr DESC LIMIT 50";
        let values = [person.to_string().into(), after.timestamp_micros().into()];
        let rows: Vec<CommentRow> = sql(text, values).all(&self.tx).await?;
        rows.into_iter().map(CommentRow::comment).collect()
    }
}

impl Tx {
    /// Keeps a view; one of the same name goes.
    pub async fn save_view(&mut self, person: UserId, view: &SavedView) -> Result<()> {
        let values = vec![person.to_string().into(), view.name.as_str().into(), view.query.as_str().into()];
        VIEW.insert(&self.tx, values, " ON CONFLICT (person, name) DO UPDATE SET query = excluded.query").await
    }

    /// Takes a view away.
    pub async fn forget_view(&mut self, person: UserId, name: &str) -> Result<()> {
        let values = [person.to_string().into(), name.into()];
        sql("DELETE FROM saved_view WHERE person = $1 AND name = $2", values).run(&self.tx).await?;
        Ok(())
    }

    /// Keeps what was said.
    pub async fn save_comment(&mut self, comment: &Comment) -> Result<()> {
        let last: Option<Number> = sql("SELECT coalesce(max(nr), 0) AS n FROM comment", []).one(&self.tx).await?;
        let values = vec![
            (last.map_or(0, |last| last.n) + 1).into(),
            comment.record.to_string().into(),
            i64::from(comment.edition).into(),
            comment.author.to_string().into(),
            comment.at.timestamp_micros().into(),
            comment.wording.as_str().into(),
        ];
        COMMENT.insert(&self.tx, values, "").await
    }
}
