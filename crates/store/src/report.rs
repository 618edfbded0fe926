//! What people give an annual report beyond records and figures: its texts and the nil statements.
//!
//! Texts hold references (`{dataset.figure}`), not numbers; they are stored as written.

use crate::db::sql::{Sql, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::{date, school_year};
use crate::{Reader, Saved, Tx};
use domain::ledger::TextEntry;
use domain::nil_statement::NilStatement;
use domain::school_year::SchoolYear;

pub(crate) const TEXT: Table =
    Table { name: "report_text", columns: &["year", "place", "position", "heading", "wording", "source"] };

pub(crate) const NIL: Table =
    Table { name: "nil_statement", columns: &["year", "item", "unit", "signed_by", "signed_on", "note"] };

rows! {
    struct TextRow {
        year: i64,
        place: String,
        position: i64,
        heading: String,
        wording: String,
        source: String,
    }
}

impl TextRow {
    fn text(self) -> Result<TextEntry> {
        let wrong =
            |column| impossible("report_text", column, format!("{}/{}/{}", self.year, self.place, self.position));
        Ok(TextEntry {
            year: school_year(self.year).ok_or_else(|| wrong("year"))?,
            order: u32::try_from(self.position).map_err(|_| wrong("position"))?,
            place: self.place,
            heading: self.heading,
            text: self.wording,
            source: self.source,
        })
    }
}

rows! {
    struct NilRow {
        year: i64,
        item: String,
        unit: String,
        signed_by: String,
        signed_on: String,
        note: String,
    }
}

impl NilRow {
    fn statement(self) -> Result<NilStatement> {
        let wrong = |column| impossible("nil_statement", column, format!("{}/{}/{}", self.year, self.item, self.unit));
        Ok(NilStatement {
            year: school_year(self.year).ok_or_else(|| wrong("year"))?,
            item: self.item.parse().map_err(|_| wrong("item"))?,
            signed_on: date(&self.signed_on).ok_or_else(|| wrong("signed_on"))?,
            unit: self.unit,
            signed_by: self.signed_by,
            note: self.note,
        })
    }
}

fn of_year(text: &str, year: Option<SchoolYear>, order: &str) -> Sql {
    let mut query = Sql::new(text);
    if let Some(year) = year {
        query.push(" WHERE year = ").bind(i64::from(year.first_year()));
    }
    query.push(order);
    query
}

impl Reader {
    /// Texts of the report of one school year or of all, by year, place and order.
    pub async fn texts(&self, year: Option<SchoolYear>) -> Result<Vec<TextEntry>> {
        let query = of_year("SELECT * FROM report_text", year, " ORDER BY year, place, position");
        query.all::<TextRow>(&self.tx).await?.into_iter().map(TextRow::text).collect()
    }

    /// Nil statements for one school year or for all, by year, item and unit.
    pub async fn nil_statements(&self, year: Option<SchoolYear>) -> Result<Vec<NilStatement>> {
        let query = of_year("SELECT * FROM nil_statement", year, " ORDER BY year, item, unit");
        query.all::<NilRow>(&self.tx).await?.into_iter().map(NilRow::statement).collect()
    }
}

impl Tx {
    /// Saves a text of a report; year, place and order are its key.
    pub async fn save_text(&mut self, text: &TextEntry) -> Result<Saved> {
        let key: [Value; 3] =
            [i64::from(text.year.first_year()).into(), text.place.as_str().into(), i64::from(text.order).into()];
        let here = "SELECT * FROM report_text WHERE year = $1 AND place = $2 AND position = $3";
        let before = sql(here, key.clone()).one::<TextRow>(&self.tx).await?.map(TextRow::text).transpose()?;
        if before.as_ref() == Some(text) {
            return Ok(Saved::Same);
        }
        let mut values = key.to_vec();
        values.extend([text.heading.as_str(), &text.text, &text.source].map(Value::from));
        TEXT.upsert(&self.tx, 3, values).await?;
        Ok(if before.is_some() { Saved::Changed } else { Saved::New })
    }

    /// Saves a nil statement; year, item and unit are its key.
    pub async fn save_nil(&mut self, nil: &NilStatement) -> Result<Saved> {
        let key: [Value; 3] =
            [i64::from(nil.year.first_year()).into(), nil.item.to_string().into(), nil.unit.as_str().into()];
        let here = "SELECT * FROM nil_statement WHERE year = $1 AND item = $2 AND unit = $3";
        let before = sql(here, key.clone()).one::<NilRow>(&self.tx).await?.map(NilRow::statement).transpose()?;
        if before.as_ref() == Some(nil) {
            return Ok(Saved::Same);
        }
        let mut values = key.to_vec();
        values.push(nil.signed_by.as_str().into());
        values.push(nil.signed_on.to_string().into());
        values.push(nil.note.as_str().into());
        NIL.upsert(&self.tx, 3, values).await?;
        Ok(if before.is_some() { Saved::Changed } else { Saved::New })
    }

    /// Takes a text of a report away.
    pub async fn delete_text(&mut self, year: SchoolYear, place: &str, order: u32) -> Result<()> {
        let key = [i64::from(year.first_year()).into(), place.into(), i64::from(order).into()];
        let text = "DELETE FROM report_text WHERE year = $1 AND place = $2 AND position = $3";
        sql(text, key).run(&self.tx).await?;
        Ok(())
    }

    /// Takes a nil statement away.
    pub async fn delete_nil(&mut self, nil: &NilStatement) -> Result<()> {
        let key: [Value; 3] =
            [i64::from(nil.year.first_year()).into(), nil.item.to_string().into(), nil.unit.as_str().into()];
        let text = "DELETE FROM nil_statement WHERE year = $1 AND item = $2 AND unit = $3";
        sql(text, key).run(&self.tx).await?;
        Ok(())
    }
}
