//! What somebody answered of heads of ledger files, so that the next file with such a head asks nothing.
//!
//! Few rows, read whole. Which column a head may mean is decided by `domain`; here it is only kept.

use crate::db::sql::{Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ledger::{self, HeadAnswers};

pub(crate) const HEAD: Table = Table { name: "head_answer", columns: &["ledger_table", "head", "means"] };

rows! {
    struct HeadRow {
        ledger_table: String,
        head: String,
        means: String,
    }
}

impl Reader {
    /// What was answered of heads.
    pub async fn head_answers(&self) -> Result<HeadAnswers> {
        let text = "SELECT ledger_table, head, means FROM head_answer ORDER BY ledger_table, head";
        let rows: Vec<HeadRow> = sql(text, []).all(&self.tx).await?;
        let mut answers = HeadAnswers::default();
        for HeadRow { ledger_table, head, means } in rows {
            let wrong = |column| impossible("head_answer", column, &head);
            let table = ledger::Table::read(&ledger_table).ok_or_else(|| wrong("ledger_table"))?;
            let of = |column: &ledger::Column| column.key == means;
            let column = match means.as_str() {
                "" => None,
                _ => Some(ledger::columns(table).iter().position(of).ok_or_else(|| wrong("means"))?),
            };
            answers.insert(table, &head, column);
        }
        Ok(answers)
    }
}

impl Tx {
    /// Keeps that a head means the column, nothing for one that is not to be read; `head` as [`HeadAnswers::form`] gives it.
    pub async fn save_head_answer(&mut self, table: ledger::Table, head: &str, column: Option<usize>) -> Result<()> {
        let means = column.and_then(|at| ledger::columns(table).get(at)).map_or("", |column| column.key);
        let values = vec![table.code().into(), head.into(), means.into()];
        HEAD.insert(&self.tx, values, " ON CONFLICT (ledger_table, head) DO UPDATE SET means = excluded.means").await
    }

    /// Takes the answer about a head away; whether there was one.
    pub async fn forget_head_answer(&mut self, table: ledger::Table, head: &str) -> Result<bool> {
        let values = [table.code().into(), head.into()];
        Ok(sql("DELETE FROM head_answer WHERE ledger_table = $1 AND head = $2", values).run(&self.tx).await? > 0)
    }
}
