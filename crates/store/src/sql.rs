//! Small tools to run SQL: typed rows out, many rows in, one text for both databases.
//!
//! It exists so that aggregates hold only their own SQL. It must not know any table.

use crate::dialect;
use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult, Statement, Value};

/// Values bound in one statement at most: well under SQLite's 32766 and PostgreSQL's 65535.
const VALUES_PER_STATEMENT: usize = 8_000;

/// A SQL text that grows with the values bound in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(text: impl Into<String>) -> Sql {
        Sql { text: text.into(), values: Vec::new() }
    }

    /// Appends SQL of ours; never anything a user typed.
    pub(crate) fn push(&mut self, text: &str) -> &mut Sql {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder bound to the value.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Sql {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Appends a list of placeholders.
    pub(crate) fn bind_list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Sql {
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    pub(crate) async fn all<T: FromQueryResult>(self, db: &impl ConnectionTrait) -> Result<Vec<T>> {
        let rows = db.query_all_raw(self.statement(db)).await?;
        rows.iter().map(|row| T::from_query_result(row, "").map_err(Error::from)).collect()
    }

    pub(crate) async fn one<T: FromQueryResult>(self, db: &impl ConnectionTrait) -> Result<Option<T>> {
        let row = db.query_one_raw(self.statement(db)).await?;
        row.map(|row| T::from_query_result(&row, "").map_err(Error::from)).transpose()
    }

    /// How many rows it touched.
    pub(crate) async fn run(self, db: &impl ConnectionTrait) -> Result<u64> {
        Ok(db.execute_raw(self.statement(db)).await?.rows_affected())
    }

    fn statement(self, db: &impl ConnectionTrait) -> Statement {
        Statement::from_sql_and_values(db.get_database_backend(), self.text, self.values)
    }
}

/// A query with values in one expression.
pub(crate) fn sql(text: &str, values: impl IntoIterator<Item = Value>) -> Sql {
    Sql { text: text.to_string(), values: values.into_iter().collect() }
}

/// A table with the columns that are written, in the order of the values.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
}

impl Table {
    /// Inserts rows, given as their values one row after the other, in as few statements as fit; `tail` is what
    /// follows `VALUES …`, such as `ON CONFLICT …`.
    pub(crate) async fn insert(&self, tx: &DatabaseTransaction, values: Vec<Value>, tail: &str) -> Result<()> {
        let width = self.columns.len();
        let per_statement = (VALUES_PER_STATEMENT / width).max(1) * width;
        let mut values = values.into_iter();
        let mut full: Option<String> = None;
        loop {
            let batch: Vec<Value> = values.by_ref().take(per_statement).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let rows = batch.len() / width;
            let text = match &full {
                Some(text) if batch.len() == per_statement => text.clone(),
                _ => {
                    let text = self.text(tx, rows, tail);
                    full = Some(text.clone());
                    text
                }
            };
            let statement = Statement::from_sql_and_values(tx.get_database_backend(), text, batch);
            tx.execute_raw(statement).await.map_err(|error| self.error(error))?;
        }
    }

    /// Inserts one row or, when its key (the first `key` columns) is there, sets the others.
    pub(crate) async fn upsert(&self, tx: &DatabaseTransaction, key: usize, values: Vec<Value>) -> Result<()> {
        let (key, rest) = self.columns.split_at(key);
        let set: Vec<String> = rest.iter().map(|column| format!("{column} = excluded.{column}")).collect();
        let tail = format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "));
        self.insert(tx, values, &tail).await
    }

    fn text(&self, tx: &DatabaseTransaction, rows: usize, tail: &str) -> String {
        let backend = tx.get_database_backend();
        let mut text = format!("INSERT INTO {} ({}) VALUES ", self.name, self.columns.join(", "));
        let mut n = 0;
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..self.columns.len() {
                if column > 0 {
                    text.push(',');
                }
                n += 1;
                dialect::placeholder(backend, n, &mut text);
            }
            text.push(')');
        }
        text.push_str(tail);
        text
    }

    fn error(&self, error: DbErr) -> Error {
        if dialect::is_taken(&error) { Error::Taken { kind: self.name } } else { error.into() }
    }
}

/// One number, such as a count.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Number {
    pub(crate) n: i64,
}

/// Text for a column that may be NULL.
pub(crate) fn optional(text: Option<&str>) -> Value {
    Value::from(text.map(str::to_string))
}

/// A list of texts as a JSON array.
pub(crate) fn json_list<T: AsRef<str>>(texts: &[T]) -> String {
    serde_json::Value::from(texts.iter().map(|text| text.as_ref()).collect::<Vec<_>>()).to_string()
}

/// A JSON array of texts, or nothing when the column holds something else.
pub(crate) fn read_list(json: &str) -> Option<Vec<String>> {
    serde_json::from_str(json).ok()
}

/// A pattern for `lower(column) LIKE … ESCAPE '\'` that finds the text as it stands: `%`, `_` and `\` are
/// themselves. ASCII letters match in either case, as `lower` folds them on both databases.
pub(crate) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_in_a_searched_text_are_escaped() {
        assert_eq!(containing("50%_A\\"), "%50\\%\\_a\\\\%");
    }

    #[test]
    fn lists_read_back_from_json() {
        let list = ["a,b".to_string(), "“引号”\"".to_string()];
        assert_eq!(read_list(&json_list(&list)), Some(list.to_vec()));
        assert_eq!(read_list("{}"), None);
    }
}
