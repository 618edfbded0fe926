//! The schema's history: one file per migration, named by file, never edited once released.
//!
//! It exists so that any database of any age becomes today's, and so that an old program leaves a newer database
//! alone. It must not hold queries or rules.

mod m20261130_000001_ledger;

use crate::db::dialect::{self, Transaction};
use crate::db::sql::{Sql, rows, sql};
use crate::error::{Error, Result};

/// A step of the schema.
struct Migration {
    /// The name of its file, without `m`.
    name: &'static str,
    /// In order; the words in `{}` are filled in by [`dialect::schema`].
    statements: &'static [&'static str],
}

/// In the order in which they are applied.
const ALL: &[Migration] =
    &[Migration { name: "20261130_000001_ledger", statements: m20261130_000001_ledger::STATEMENTS }];

rows! {
    struct Applied {
        name: String,
    }
}

/// Applies what the database has not seen yet, in the transaction of a writer: all of it or nothing.
pub(crate) async fn run(tx: &Transaction) -> Result<()> {
    let execute = async |statement: &str| tx.execute(&dialect::schema(tx.backend(), statement)).await;
    execute("CREATE TABLE IF NOT EXISTS migration (name {text} PRIMARY KEY) {table}").await?;
    let applied: Vec<Applied> = Sql::new("SELECT name FROM migration ORDER BY name").all(tx).await?;
    if let Some(unknown) = applied.iter().find(|row| ALL.iter().all(|known| known.name != row.name)) {
        return Err(Error::Newer { migration: unknown.name.clone() });
    }
    for migration in ALL.iter().filter(|known| applied.iter().all(|row| row.name != known.name)) {
        for statement in migration.statements {
            execute(statement).await?;
        }
        sql("INSERT INTO migration (name) VALUES ($1)", [migration.name.into()]).run(tx).await?;
    }
    Ok(())
}
