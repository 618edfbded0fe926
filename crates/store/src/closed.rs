//! Units and channels that are closed: they keep their names, and nothing new is theirs.

use crate::db::sql::{Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{CodeOf, Reader, Tx};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(crate) const CLOSED: Table = Table { name: "closed_code", columns: &["kind", "code", "closed_on"] };

rows! {
    struct ClosedRow {
        code: String,
        closed_on: String,
    }
}

impl Reader {
    /// Units or channels that are closed, and since when.
    pub async fn closed(&self, of: CodeOf) -> Result<BTreeMap<String, NaiveDate>> {
        let text = "SELECT code, closed_on FROM closed_code WHERE kind = $1";
        let rows: Vec<ClosedRow> = sql(text, [of.code().into()]).all(&self.tx).await?;
        let read = |row: ClosedRow| {
            let day = row.closed_on.parse().map_err(|_| impossible("closed_code", "closed_on", &row.code))?;
            Ok((row.code, day))
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx {
    /// Closes a unit or channel from a day on, or takes it into use again.
    pub async fn save_closed(&mut self, of: CodeOf, code: &str, on: Option<NaiveDate>) -> Result<()> {
        let key = [of.code().into(), code.into()];
        match on {
            Some(day) => {
                let values = key.into_iter().chain([day.to_string().into()]).collect();
                CLOSED.upsert(&self.tx, 2, values).await
            }
            None => {
                sql("DELETE FROM closed_code WHERE kind = $1 AND code = $2", key).run(&self.tx).await?;
                Ok(())
            }
        }
    }

    /// Lets a code that takes the place of another be closed as that one was.
    pub(crate) async fn recode_closed(&mut self, of: CodeOf, from: &str, to: &str) -> Result<()> {
        let values = [of.code().into(), from.into(), to.into()];
        sql("UPDATE closed_code SET code = $3 WHERE kind = $1 AND code = $2", values).run(&self.tx).await?;
        Ok(())
    }
}
