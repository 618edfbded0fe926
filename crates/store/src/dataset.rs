//! Datasets with their figures and identities, saved and read whole.
//!
//! Whether the identities hold is asked in `domain` before; here nothing is computed and nothing is rounded:
//! a figure is stored as its digits and how many of them stand behind the point.

use crate::db::sql::{Number, Sql, Table, json_list, optional, read_list, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result, impossible};
use crate::record_row::{date, school_year};
use crate::{Reader, Saved, Tx};
use domain::figure::{Dataset, Figure, Identity, Quantity};
use domain::school_year::SchoolYear;

pub(crate) const DATASET: Table = Table {
    name: "dataset",
    columns: &["dataset_key", "year", "title", "item", "unit", "as_of", "source", "position"],
};

pub(crate) const FIGURE: Table = Table {
    name: "figure",
    columns: &[
        "dataset_key",
        "year",
        "position",
        "figure_key",
        "name",
        "mantissa",
        "decimals",
        "unit",
        "definition",
        "approximate",
        "disputed",
    ],
};

pub(crate) const IDENTITY: Table =
    Table { name: "identity", columns: &["dataset_key", "year", "position", "kind", "figure_keys", "note"] };

rows! {
    struct DatasetRow {
        dataset_key: String,
        title: String,
        item: String,
        unit: Option<String>,
        year: i64,
        as_of: String,
        source: String,
    }

    struct FigureRow {
        dataset_key: String,
        figure_key: String,
        name: String,
        mantissa: Option<i64>,
        decimals: i64,
        unit: String,
        definition: String,
        approximate: i64,
        disputed: Option<String>,
    }
}

impl FigureRow {
    fn figure(self) -> Result<Figure> {
        let wrong = |column| impossible("figure", column, format!("{}.{}", self.dataset_key, self.figure_key));
        let decimals =
            u8::try_from(self.decimals).ok().filter(|decimals| *decimals <= 6).ok_or_else(|| wrong("decimals"))?;
        Ok(Figure {
            value: self.mantissa.map(|mantissa| Quantity { mantissa, decimals }),
            approximate: match self.approximate {
                0 => false,
                1 => true,
                _ => return Err(wrong("approximate")),
            },
            key: self.figure_key,
            name: self.name,
            unit: self.unit,
            definition: self.definition,
            disputed: self.disputed,
        })
    }
}

rows! {
    struct IdentityRow {
        dataset_key: String,
        position: i64,
        kind: String,
        figure_keys: String,
        note: String,
    }
}

impl IdentityRow {
    fn identity(&self) -> Result<Identity> {
        let wrong = |column| impossible("identity", column, format!("{}/{}", self.dataset_key, self.position));
        let keys = read_list(&self.figure_keys).ok_or_else(|| wrong("figure_keys"))?;
        let mut keys = keys.into_iter();
        let mut next = || keys.next().ok_or_else(|| wrong("figure_keys"));
        Ok(match self.kind.as_str() {
            "sum" => Identity::Sum { whole: next()?, parts: keys.collect() },
            "rate" => {
                let (rate, whole) = (next()?, next()?);
                Identity::Rate { rate, whole, parts: keys.collect() }
            }
            "part" => Identity::AtMost { part: next()?, whole: next()? },
            "stage" => Identity::Stage { later: next()?, earlier: next()? },
            _ => return Err(wrong("kind")),
        })
    }
}

impl Reader {
    /// Datasets in the order of entry; of one school year or of all.
    pub async fn datasets(&self, year: Option<SchoolYear>) -> Result<Vec<Dataset>> {
        let mut query = Sql::new("SELECT * FROM dataset");
        if let Some(year) = year {
            query.push(" WHERE year = ").bind(i64::from(year.first_year()));
        }
        query.push(" ORDER BY position");
        let mut datasets = Vec::new();
        for row in query.all::<DatasetRow>(&self.tx).await? {
            datasets.push(self.whole(row).await?);
        }
        Ok(datasets)
    }

    /// The dataset with this key: of a school year, or the latest there is.
    pub async fn dataset(&self, key: &str, year: Option<SchoolYear>) -> Result<Dataset> {
        let absent = || Error::NotFound { kind: "dataset", key: key.to_string() };
        self.find_dataset(key, year).await?.ok_or_else(absent)
    }

    /// The dataset with this key, if there is one: of a school year, or the latest there is.
    pub async fn find_dataset(&self, key: &str, year: Option<SchoolYear>) -> Result<Option<Dataset>> {
        let mut query = Sql::new("SELECT * FROM dataset WHERE dataset_key = ");
        query.bind(key);
        if let Some(year) = year {
            query.push(" AND year = ").bind(i64::from(year.first_year()));
        }
        query.push(" ORDER BY year DESC LIMIT 1");
        match query.one(&self.tx).await? {
            None => Ok(None),
            Some(row) => Ok(Some(self.whole(row).await?)),
        }
    }

    /// The school years that have a dataset with this key, the latest first.
    pub async fn dataset_years(&self, key: &str) -> Result<Vec<SchoolYear>> {
        let text = "SELECT year AS n FROM dataset WHERE dataset_key = $1 ORDER BY year DESC";
        let rows: Vec<Number> = sql(text, [key.into()]).all(&self.tx).await?;
        rows.into_iter().map(|row| school_year(row.n).ok_or_else(|| impossible("dataset", "year", key))).collect()
    }

    /// Remarks on the identities of a dataset, in their order.
    pub async fn identity_notes(&self, key: &str, year: SchoolYear) -> Result<Vec<String>> {
        Ok(self.identity_rows(key, year).await?.into_iter().map(|row| row.note).collect())
    }

    async fn identity_rows(&self, key: &str, year: SchoolYear) -> Result<Vec<IdentityRow>> {
        let text = "SELECT * FROM identity WHERE dataset_key = $1 AND year = $2 ORDER BY position";
        sql(text, of(key, year)).all(&self.tx).await
    }

    async fn whole(&self, row: DatasetRow) -> Result<Dataset> {
        let wrong = |column| impossible("dataset", column, &row.dataset_key);
        let (key, year) = (row.dataset_key.as_str(), school_year(row.year).ok_or_else(|| wrong("year"))?);
        let query = sql("SELECT * FROM figure WHERE dataset_key = $1 AND year = $2 ORDER BY position", of(key, year));
        let figures: Vec<FigureRow> = query.all(&self.tx).await?;
        let identities = self.identity_rows(key, year).await?;
        Ok(Dataset {
            item: row.item.parse().map_err(|_| wrong("item"))?,
            year,
            as_of: date(&row.as_of).ok_or_else(|| wrong("as_of"))?,
            figures: figures.into_iter().map(FigureRow::figure).collect::<Result<_>>()?,
            identities: identities.iter().map(IdentityRow::identity).collect::<Result<_>>()?,
            key: row.dataset_key,
            title: row.title,
            unit: row.unit,
            source: row.source,
        })
    }
}

/// Key and year as values.
fn of(key: &str, year: SchoolYear) -> [Value; 2] {
    [key.into(), i64::from(year.first_year()).into()]
}

impl Tx {
    /// Saves a dataset whole; key and school year are its key. `notes` are remarks on its identities in their order,
    /// empty where there are fewer.
    pub async fn save_dataset(&mut self, dataset: &Dataset, notes: &[String]) -> Result<Saved> {
        let notes: Vec<&str> =
            (0..dataset.identities.len()).map(|at| notes.get(at).map_or("", String::as_str)).collect();
        let (name, year) = (dataset.key.as_str(), dataset.year);
        let key = of(name, year);
        let before = self.find_dataset(name, Some(year)).await?;
        let same = before.as_ref() == Some(dataset) && self.identity_notes(name, year).await? == notes;
        let rest = vec![
            dataset.title.as_str().into(),
            dataset.item.to_string().into(),
            dataset.unit.as_deref().into(),
            dataset.as_of.to_string().into(),
            dataset.source.as_str().into(),
        ];
        let saved = self.save_row(&DATASET, &key, same, rest).await?;
        if saved == Saved::Same {
            return Ok(saved);
        }
        for table in [&FIGURE, &IDENTITY] {
            let text = format!("DELETE FROM {} WHERE dataset_key = $1 AND year = $2", table.name);
            sql(&text, key.clone()).run(&self.tx).await?;
        }
        let mut values = Vec::new();
        for (position, figure) in (1i64..).zip(&dataset.figures) {
            values.extend(key.clone());
            figure_values(position, figure, &mut values);
        }
        FIGURE.insert(&self.tx, values, "").await?;
        let mut values: Vec<Value> = Vec::new();
        for ((position, identity), note) in (1i64..).zip(&dataset.identities).zip(notes) {
            values.extend(key.clone());
            let keys = json_list(&identity.keys());
            values.extend([position.into(), identity.code().into(), keys.into(), note.into()]);
        }
        IDENTITY.insert(&self.tx, values, "").await?;
        Ok(saved)
    }

    /// Takes a dataset away with its figures and identities.
    pub async fn delete_dataset(&mut self, key: &str, year: SchoolYear) -> Result<()> {
        for table in [&FIGURE, &IDENTITY, &DATASET] {
            let text = format!("DELETE FROM {} WHERE dataset_key = $1 AND year = $2", table.name);
            sql(&text, of(key, year)).run(&self.tx).await?;
        }
        Ok(())
    }
}

fn figure_values(position: i64, figure: &Figure, into: &mut Vec<Value>) {
    into.extend([
        position.into(),
        figure.key.as_str().into(),
        figure.name.as_str().into(),
        figure.value.map(|value| value.mantissa).into(),
        i64::from(figure.value.map_or(0, |value| value.decimals)).into(),
        figure.unit.as_str().into(),
        figure.definition.as_str().into(),
        i64::from(figure.approximate).into(),
        optional(figure.disputed.as_deref()),
    ]);
}
