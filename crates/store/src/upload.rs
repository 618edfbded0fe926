//! Ledger files that were sent and not brought in yet: one a person, with what was answered of its heads.
//!
//! They are nobody's but their sender's, and gone when they were brought in, given up or too old. Nothing is decided here.

use crate::db::sql::{Number, Sql, Table, json_list, read_list, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ids::UserId;
use domain::record::Timestamp;

const UPLOAD: Table = Table { name: "upload", columns: &["person", "name", "digest", "bytes", "answers", "sent_at"] };

/// A file that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name without folders.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub digest: String,
    /// What was said of its heads: head and column.
    pub answers: Vec<(String, String)>,
    /// When it was sent.
    pub at: Timestamp,
}

rows! {
    struct UploadRow {
        name: String,
        digest: String,
        answers: String,
        sent_at: i64,
    }

    struct BytesRow {
        bytes: Vec<u8>,
    }
}

impl UploadRow {
    fn upload(self, person: UserId) -> Result<Upload> {
        let wrong = |column| impossible("upload", column, person);
        let words = read_list(&self.answers).filter(|words| words.len() % 2 == 0).ok_or_else(|| wrong("answers"))?;
        Ok(Upload {
            answers: words.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
            at: Timestamp::from_timestamp_micros(self.sent_at).ok_or_else(|| wrong("sent_at"))?,
            name: self.name,
            digest: self.digest,
        })
    }
}

fn list(answers: &[(String, String)]) -> String {
    json_list(&answers.iter().flat_map(|(head, column)| [head.clone(), column.clone()]).collect::<Vec<_>>())
}

impl Reader {
    /// The file of a person that waits.
    pub async fn upload(&self, person: UserId) -> Result<Option<Upload>> {
        let text = "SELECT name, digest, answers, sent_at FROM upload WHERE person = $1";
        let row: Option<UploadRow> = sql(text, [person.to_string().into()]).one(&self.tx).await?;
        row.map(|row| row.upload(person)).transpose()
    }

    /// What is in it, as long as it is the one of this digest.
    pub async fn upload_bytes(&self, person: UserId, digest: &str) -> Result<Option<Vec<u8>>> {
        let text = "SELECT bytes FROM upload WHERE person = $1 AND digest = $2";
        let row: Option<BytesRow> = sql(text, [person.to_string().into(), digest.into()]).one(&self.tx).await?;
        Ok(row.map(|row| row.bytes))
    }

    /// When the oldest file was sent, or the oldest document that waits to become a draft.
    pub async fn oldest_upload(&self) -> Result<Option<Timestamp>> {
        let text = "SELECT coalesce(min(sent_at), -1) AS n FROM \
                    (SELECT sent_at FROM upload UNION ALL SELECT sent_at FROM handed_document) AS waiting";
        let row: Option<Number> = Sql::new(text).one(&self.tx).await?;
        Ok(row.filter(|row| row.n >= 0).and_then(|row| Timestamp::from_timestamp_micros(row.n)))
    }
}

impl Tx {
    /// Keeps a file in the place of the one that a person sent before.
    pub async fn save_upload(&mut self, person: UserId, upload: &Upload, bytes: Vec<u8>) -> Result<()> {
        self.forget_upload(person).await?;
        let values = vec![
            person.to_string().into(),
            upload.name.as_str().into(),
            upload.digest.as_str().into(),
            bytes.into(),
            list(&upload.answers).into(),
            upload.at.timestamp_micros().into(),
        ];
        UPLOAD.insert(&self.tx, values, "").await
    }

    /// Writes down what was said of the heads of a person's file, as long as it is the one of this digest.
    pub async fn answer_upload(&mut self, person: UserId, digest: &str, answers: &[(String, String)]) -> Result<()> {
        let text = "UPDATE upload SET answers = $1 WHERE person = $2 AND digest = $3";
        let values = [list(answers).into(), person.to_string().into(), digest.into()];
        sql(text, values).run(&self.tx).await.map(|_| ())
    }

    /// Forgets the file of a person.
    pub async fn forget_upload(&mut self, person: UserId) -> Result<()> {
        sql("DELETE FROM upload WHERE person = $1", [person.to_string().into()]).run(&self.tx).await.map(|_| ())
    }

    /// Forgets files and documents that were sent before this moment; how many.
    pub async fn forget_uploads_before(&mut self, moment: Timestamp) -> Result<u64> {
        let mut forgotten = 0;
        for text in ["DELETE FROM upload WHERE sent_at < $1", "DELETE FROM handed_document WHERE sent_at < $1"] {
            forgotten += sql(text, [moment.timestamp_micros().into()]).run(&self.tx).await?;
        }
        Ok(forgotten)
    }
}
