//! Small tools to run SQL: typed rows out, many rows in, one text for both databases.
//!
//! It exists so that aggregates hold only their own SQL. It must not know any table.

use crate::db::dialect::{self, Row, Transaction};
use crate::db::value::Value;
use crate::error::{Error, Result};

/// Values bound in one statement at most: well under SQLite's 32766 and PostgreSQL's 65535.
const VALUES_PER_STATEMENT: usize = 8_000;

/// What a row of a query is read into; [`rows!`] declares it.
pub(crate) trait FromRow: Sized {
    /// Reads the columns by name.
    fn from_row(row: &Row) -> Result<Self>;
}

/// Declares structs that are read from the columns of the same names.
macro_rules! rows {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $row:ident { $($field_vis:vis $field:ident: $kind:ty),+ $(,)? }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $row { $($field_vis $field: $kind),+ }

        impl $crate::db::sql::FromRow for $row {
            fn from_row(row: &$crate::db::dialect::Row) -> $crate::error::Result<$row> {
                Ok($row { $($field: row.get(stringify!($field))?),+ })
            }
        }
    )+};
}
pub(crate) use rows;

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

    pub(crate) async fn all<T: FromRow>(self, tx: &Transaction) -> Result<Vec<T>> {
        tx.all(self.text, self.values).await?.iter().map(T::from_row).collect()
    }

    pub(crate) async fn one<T: FromRow>(self, tx: &Transaction) -> Result<Option<T>> {
        tx.one(self.text, self.values).await?.as_ref().map(T::from_row).transpose()
    }

    /// The rows as values, in the order of these columns, whatever they hold.
    pub(crate) async fn raw(self, tx: &Transaction, columns: &[&str]) -> Result<Vec<Vec<Value>>> {
        let values = |row: &Row| columns.iter().map(|column| Ok(row.value(column)?)).collect();
        tx.all(self.text, self.values).await?.iter().map(values).collect()
    }

    /// How many rows it touched.
    pub(crate) async fn run(self, tx: &Transaction) -> Result<u64> {
        tx.about_to(&self.text).await?;
        Ok(tx.run(self.text, self.values).await?)
    }
}

/// A query with values in one expression.
pub(crate) fn sql(text: &str, values: impl IntoIterator<Item = Value>) -> Sql {
    Sql { text: text.to_string(), values: values.into_iter().collect() }
}

/// Declares a table and the function that appends the values of one row of it, each value beside the name of its
/// column.
macro_rules! stored {
    ($table:ident = $name:literal, fn $values:ident($($arg:ident: $kind:ty),* $(,)?) {
        $($column:ident: $value:expr),+ $(,)?
    }) => {
        pub(crate) const $table: $crate::db::sql::Table =
            $crate::db::sql::Table { name: $name, columns: &[$(stringify!($column)),+] };

        /// Appends the values of a row, in the order of the columns.
        pub(crate) fn $values($($arg: $kind,)* into: &mut Vec<$crate::db::value::Value>) {
            into.extend([$($crate::db::value::Value::from($value)),+]);
        }
    };
}
pub(crate) use stored;

/// A table with the columns that are written, in the order of the values.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
}

impl Table {
    /// Inserts rows, given as their values one row after the other, in as few statements as fit; `tail` is what
    /// follows `VALUES …`, such as `ON CONFLICT …`.
    pub(crate) async fn insert(&self, tx: &Transaction, values: Vec<Value>, tail: &str) -> Result<()> {
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
            tx.about_to(&text).await?;
            tx.run(text, batch).await.map_err(|error| self.error(error))?;
        }
    }

    /// Inserts one row or, when its key (the first `key` columns) is there, sets the others.
    pub(crate) async fn upsert(&self, tx: &Transaction, key: usize, values: Vec<Value>) -> Result<()> {
        let (key, rest) = self.columns.split_at(key);
        let set: Vec<String> = rest.iter().map(|column| format!("{column} = excluded.{column}")).collect();
        let tail = format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "));
        self.insert(tx, values, &tail).await
    }

    fn text(&self, tx: &Transaction, rows: usize, tail: &str) -> String {
        let backend = tx.backend();
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

    fn error(&self, error: sqlx::Error) -> Error {
        if dialect::is_taken(&error) { Error::Taken { kind: self.name } } else { error.into() }
    }
}

rows! {
    /// One number, such as a count.
    pub(crate) struct Number {
        pub(crate) n: i64,
    }
}

/// Text for a column that may be NULL.
pub(crate) fn optional(text: Option<&str>) -> Value {
    Value::from(text)
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
