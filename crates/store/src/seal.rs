//! Digests of what becomes public, written by the changes that make it: for `verify`.
//!
//! It exists so that a title, an address or a figure which was changed in its table, and not by a change with an event, is
//! found. Each record has a seal over its own rows of the tables in [`FAMILY`], each table of [`WHOLE`] one over all of
//! its rows, each request for disclosure and each voice one over its own, and the events one chain. A transaction looks at the seal before it first writes there: what did not hold
//! then is not sealed over, so that the next honest change does not hide what was done before it. Order of rows does not
//! count, for the two databases sort texts differently.
//!
//! It must not be taken for a proof: whoever writes into the tables can write into `seal` as well. What it does not cover
//! is what is never public (accounts, drafts of settings, messages, remarks) and what `whole` derives from records.

use crate::db::dialect::{Transaction, Work};
use crate::db::sql::{Sql, Table, rows, sql};
use crate::db::value::Value;
use crate::error::Result;
use crate::whole::Disagreement;
use crate::{Reader, Tx};
use domain::fnv::fnv128;
use domain::request::RequestNumber;
use domain::voice::VoiceNumber;
use std::collections::{BTreeMap, BTreeSet};

const SEAL: Table = Table { name: "seal", columns: &["kind", "seal_key", "digest"] };

/// Kinds of seals.
const RECORD: &str = "record";
const TABLE: &str = "table";
const EVENTS: &str = "event";

/// Records that are digested together.
const TOGETHER: usize = 300;
/// Events that are read together.
const EVENTS_TOGETHER: i64 = 1_000;

/// Tables that are sealed as a whole: each is small, or seldom written.
pub(crate) const WHOLE: &[&Table] = &[
    &crate::school::FACT,
    &crate::school::UNIT,
    &crate::school::CHANNEL,
    &crate::school::SETTING,
    &crate::dataset::DATASET,
    &crate::dataset::FIGURE,
    &crate::dataset::IDENTITY,
    &crate::report::TEXT,
    &crate::report::NIL,
    &crate::edition::EDITION,
    &crate::closed::CLOSED,
    &crate::publicity_rule::RULE,
    &crate::voice::KEY,
    &crate::survey::SURVEY,
    &crate::survey::QUESTION,
    &crate::survey::GROUP,
    &crate::issued::REPORT,
    &crate::issued::FILE,
];

/// Objections with how far they have come, which is written after they were filed.
const OBJECTION: Table = Table {
    name: "objection",
    columns: &[
        "year",
        "serial",
        "receipt",
        "record",
        "edition",
        "about_row",
        "body",
        "name",
        "contact",
        "filed_at",
        "stage",
        "acknowledged_at",
        "ruled_by",
        "ruled_at",
        "ruling",
        "answer",
        "about_cells",
    ],
};

/// A table whose rows belong to records.
pub(crate) struct Part {
    pub(crate) table: &'static Table,
    /// How a row says whose it is, in a query that has `record` beside the table.
    belongs: &'static str,
    /// Columns that are not sealed: numbers inside this database, and what is derived and held against the rules elsewhere.
    pub(crate) leaves: &'static [&'static str],
}

/// The tables that a record stands in.
pub(crate) const FAMILY: &[Part] = &[
    Part {
        table: &crate::record_row::RECORD,
        belongs: "t.nr = record.nr",
        leaves: &[
            "nr",
            "report_year",
            "publicity_first",
            "publicity_last",
            "finder",
            "account",
            "title",
            "document_number",
            "fingerprint",
            "version",
        ],
    },
    Part { table: &crate::record_row::EDITION, belongs: "t.record_nr = record.nr", leaves: &["record_nr"] },
    Part { table: &crate::record_row::RELEASE, belongs: "t.record_nr = record.nr", leaves: &["record_nr"] },
    Part { table: &crate::attachment::ATTACHMENT, belongs: "t.record_nr = record.nr", leaves: &["record_nr"] },
    Part { table: &crate::posting::POSTING, belongs: "t.record = record.id", leaves: &[] },
    Part { table: &crate::posting::ROW, belongs: "t.record = record.id", leaves: &[] },
    Part { table: &OBJECTION, belongs: "t.record = record.id", leaves: &[] },
];

impl Part {
    pub(crate) fn columns(&self) -> Vec<&'static str> {
        self.table.columns.iter().filter(|column| !self.leaves.contains(column)).copied().collect()
    }
}

rows! {
    struct Sealed {
        seal_key: String,
        digest: String,
    }

    struct Id {
        id: String,
    }
}

/// The digest of a row: where each value stands, of what kind it is, and what it is. No text holds the byte that closes a
/// part.
fn row_digest(table: &str, columns: &[&str], row: &[Value]) -> u128 {
    let mut bytes = table.as_bytes().to_vec();
    for (column, value) in columns.iter().zip(row) {
        bytes.push(0xff);
        bytes.extend(column.bytes());
        bytes.push(0xff);
        match value {
            Value::Int(None) | Value::Text(None) => bytes.push(b'-'),
            Value::Int(Some(number)) => bytes.extend(format!("i{number}").bytes()),
            Value::Text(Some(text)) => bytes.extend(b"t".iter().copied().chain(text.bytes())),
            Value::Bytes(content) => bytes.extend(format!("b{:032x}", fnv128(content.iter().copied())).bytes()),
        }
    }
    fnv128(bytes)
}

/// Things that people file, each with tables of its own. Units that work on them are left out: their codes follow a unit that gets
/// another.
struct Filed {
    /// The kind of their seals.
    kind: &'static str,
    tables: &'static [&'static Table],
    /// The first columns of both tables, which are the number of the thing.
    number: &'static [&'static str],
}

const REQUESTS: Filed = Filed {
    kind: "request",
    tables: &[&crate::request::REQUEST, &crate::request::STEP, &crate::request_letter::LETTER],
    number: &["year", "serial"],
};
const VOICES: Filed =
    Filed { kind: "voice", tables: &[&crate::voice::VOICE, &crate::voice::STEP], number: &["kind", "year", "serial"] };
const FILED: [&Filed; 2] = [&REQUESTS, &VOICES];

/// Digests of the rows of what was filed, and the tables that they stand in.
type FiledRows = BTreeMap<String, (Vec<u128>, BTreeSet<&'static str>)>;

impl Filed {
    /// The rows of things by number; of one or of all.
    async fn rows(&self, tx: &Transaction, one: Option<&[Value]>) -> Result<FiledRows> {
        let mut rows = FiledRows::new();
        for table in self.tables.iter().copied() {
            let mut query = Sql::new(format!("SELECT {} FROM {}", table.columns.join(", "), table.name));
            for (at, (column, value)) in self.number.iter().zip(one.unwrap_or_default()).enumerate() {
                query.push(if at == 0 { " WHERE " } else { " AND " }).push(column).push(" = ").bind(value.clone());
            }
            for row in query.raw(tx, table.columns).await? {
                let number: Vec<String> = row.iter().take(self.number.len()).filter_map(written).collect();
                let (digests, tables) = rows.entry(number.join("-")).or_default();
                digests.push(row_digest(table.name, table.columns, &row));
                tables.insert(table.name);
            }
        }
        Ok(rows)
    }

    /// The digest of one thing.
    async fn digest(&self, tx: &Transaction, number: &[Value]) -> Result<Option<String>> {
        Ok(self.rows(tx, Some(number)).await?.into_values().next().map(|(rows, _)| together(rows)))
    }

    /// Whether a thing is as the change left it that was the last to write it.
    async fn held(&self, tx: &Transaction, key: &str, number: &[Value]) -> Result<bool> {
        let kept = seals(tx, self.kind, Some(&[key.to_string()])).await?.remove(key);
        Ok(kept == self.digest(tx, number).await?)
    }

    /// Seals a thing as it is.
    async fn seal(&self, tx: &Transaction, key: &str, number: &[Value]) -> Result<()> {
        let digest = self.digest(tx, number).await?;
        keep(tx, self.kind, vec![(key.to_string(), digest)]).await
    }
}

/// A part of a number as text.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Int(Some(number)) => Some(number.to_string()),
        Value::Text(Some(text)) => Some(text.clone()),
        _ => None,
    }
}

/// One digest of many, in whatever order they come.
fn together(mut rows: Vec<u128>) -> String {
    rows.sort_unstable();
    format!("{:032x}", fnv128(rows.into_iter().flat_map(u128::to_be_bytes)))
}

/// The digest of a whole table; none of an empty one.
async fn table_digest(tx: &Transaction, table: &Table) -> Result<Option<String>> {
    let query = Sql::new(format!("SELECT {} FROM {}", table.columns.join(", "), table.name));
    let rows = query.raw(tx, table.columns).await?;
    let digests: Vec<u128> = rows.iter().map(|row| row_digest(table.name, table.columns, row)).collect();
    Ok((!digests.is_empty()).then(|| together(digests)))
}

/// The digests of these records; none of one that is not there.
async fn record_digests(tx: &Transaction, ids: &[String]) -> Result<BTreeMap<String, String>> {
    let mut rows: BTreeMap<String, Vec<u128>> = BTreeMap::new();
    for part in FAMILY {
        let columns = part.columns();
        let named: Vec<String> = columns.iter().map(|column| format!("t.{column} AS {column}")).collect();
        let mut query = Sql::new(format!(
            "SELECT record.id AS sealed_id, {} FROM record JOIN {} AS t ON {} WHERE record.id IN (",
            named.join(", "),
            part.table.name,
            part.belongs
        ));
        query.bind_list(ids.iter().map(String::as_str)).push(")");
        let asked: Vec<&str> = std::iter::once("sealed_id").chain(columns.iter().copied()).collect();
        for mut row in query.raw(tx, &asked).await? {
            let values = row.split_off(1);
            if let Some(Value::Text(Some(id))) = row.pop() {
                rows.entry(id).or_default().push(row_digest(part.table.name, &columns, &values));
            }
        }
    }
    Ok(rows.into_iter().map(|(id, rows)| (id, together(rows))).collect())
}

/// The seals of one kind, of these keys or all.
async fn seals(tx: &Transaction, kind: &str, keys: Option<&[String]>) -> Result<BTreeMap<String, String>> {
    let mut query = Sql::new("SELECT seal_key, digest FROM seal WHERE kind = ");
    query.bind(kind);
    if let Some(keys) = keys {
        query.push(" AND seal_key IN (").bind_list(keys.iter().map(String::as_str)).push(")");
    }
    let found: Vec<Sealed> = query.all(tx).await?;
    Ok(found.into_iter().map(|row| (row.seal_key, row.digest)).collect())
}

/// Writes seals; those without a digest go.
async fn keep(tx: &Transaction, kind: &str, digests: Vec<(String, Option<String>)>) -> Result<()> {
    let (mut values, mut gone) = (Vec::new(), Vec::new());
    for (key, digest) in digests {
        match digest {
            Some(digest) => values.extend([kind.into(), key.into(), digest.into()]),
            None => gone.push(key),
        }
    }
    SEAL.upsert(tx, 2, values).await?;
    if gone.is_empty() {
        return Ok(());
    }
    let mut query = Sql::new("DELETE FROM seal WHERE kind = ");
    query.bind(kind).push(" AND seal_key IN (").bind_list(gone).push(")");
    query.run(tx).await.map(|_| ())
}

/// Looks, before the first statement that writes to a table which is sealed as a whole, whether its seal holds.
pub(crate) fn guard<'a>(tx: &'a Transaction, text: &'a str) -> Work<'a, Result<()>> {
    Box::pin(async move {
        let heads = ["INSERT INTO ", "UPDATE ", "DELETE FROM "];
        let rest = heads.iter().find_map(|head| text.trim_start().strip_prefix(head)).unwrap_or_default();
        let name = rest.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        let Some(table) = WHOLE.iter().find(|table| table.name == name) else { return Ok(()) };
        if tx.notes().tables.contains_key(table.name) {
            return Ok(());
        }
        let kept = seals(tx, TABLE, Some(&[table.name.to_string()])).await?.remove(table.name);
        let held = kept == table_digest(tx, table).await?;
        tx.notes().tables.insert(table.name, held);
        Ok(())
    })
}

/// Goes on with the chain of events by these, given as their values.
pub(crate) async fn chain(tx: &Transaction, values: &[Value]) -> Result<()> {
    let columns = crate::event_row::EVENT.columns;
    let before = seals(tx, EVENTS, None).await?.remove("").unwrap_or_default();
    let last = values.chunks(columns.len()).fold(before, |before, row| link(&before, columns, row));
    if values.is_empty() { Ok(()) } else { keep(tx, EVENTS, vec![(String::new(), Some(last))]).await }
}

/// The chain with one event more.
fn link(before: &str, columns: &[&str], row: &[Value]) -> String {
    format!("{:032x}", fnv128(before.bytes().chain(row_digest("event", columns, row).to_be_bytes())))
}

impl Tx {
    /// Whether a request is as the change left it that was the last to write it. To be asked before it is written.
    pub(crate) async fn request_held(&self, number: RequestNumber) -> Result<bool> {
        REQUESTS.held(&self.tx, &number.to_string(), &crate::request::key(number)).await
    }

    /// Seals a request that was written, unless it did not hold before.
    pub(crate) async fn seal_request(&self, number: RequestNumber, held: bool) -> Result<()> {
        match held {
            true => REQUESTS.seal(&self.tx, &number.to_string(), &crate::request::key(number)).await,
            false => Ok(()),
        }
    }

    /// Whether a voice is as the change left it that was the last to write it. To be asked before it is written.
    pub(crate) async fn voice_held(&self, number: VoiceNumber) -> Result<bool> {
        VOICES.held(&self.tx, &number.to_string(), &crate::voice::key(number)).await
    }

    /// Seals a voice that was written, unless it did not hold before.
    pub(crate) async fn seal_voice(&self, number: VoiceNumber, held: bool) -> Result<()> {
        match held {
            true => VOICES.seal(&self.tx, &number.to_string(), &crate::voice::key(number)).await,
            false => Ok(()),
        }
    }

    /// Notes that rows of these records are about to be written, and whether their seals hold. To be called before.
    pub(crate) async fn about_to_write(&self, ids: impl IntoIterator<Item = String>) -> Result<()> {
        let ids: Vec<String> = {
            let notes = self.tx.notes();
            ids.into_iter().filter(|id| !notes.records.contains_key(id)).collect()
        };
        for ids in ids.chunks(TOGETHER) {
            let (kept, are) = (seals(&self.tx, RECORD, Some(ids)).await?, record_digests(&self.tx, ids).await?);
            let mut notes = self.tx.notes();
            notes.records.extend(ids.iter().map(|id| (id.clone(), kept.get(id) == are.get(id))));
        }
        Ok(())
    }

    /// Seals the records that were written, but for those whose seal did not hold before.
    pub(crate) async fn seal_records(&self) -> Result<()> {
        let written = std::mem::take(&mut self.tx.notes().records);
        let sound: Vec<String> = written.into_iter().filter_map(|(id, held)| held.then_some(id)).collect();
        for ids in sound.chunks(TOGETHER) {
            let mut digests = record_digests(&self.tx, ids).await?;
            let digests = ids.iter().map(|id| (id.clone(), digests.remove(id))).collect();
            keep(&self.tx, RECORD, digests).await?;
        }
        Ok(())
    }

    /// The same for the tables that were written.
    pub(crate) async fn seal_tables(&self) -> Result<()> {
        let written = std::mem::take(&mut self.tx.notes().tables);
        for table in WHOLE.iter().filter(|table| written.get(table.name) == Some(&true)) {
            let digest = table_digest(&self.tx, table).await?;
            keep(&self.tx, TABLE, vec![(table.name.to_string(), digest)]).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// Seals everything as it is, in a writer's transaction: for a database that had no seals, or whose tables changed.
    pub(crate) async fn seal_anew(&self) -> Result<()> {
        Sql::new("DELETE FROM seal").run(&self.tx).await?;
        for table in WHOLE {
            let digest = table_digest(&self.tx, table).await?;
            keep(&self.tx, TABLE, vec![(table.name.to_string(), digest)]).await?;
        }
        let mut after = String::new();
        while let Some(ids) = self.ids_after(&after).await? {
            let digests = record_digests(&self.tx, &ids).await?;
            keep(&self.tx, RECORD, digests.into_iter().map(|(id, digest)| (id, Some(digest))).collect()).await?;
            after = ids.last().cloned().unwrap_or_default();
        }
        for filed in FILED {
            let rows = filed.rows(&self.tx, None).await?;
            let digests = rows.into_iter().map(|(key, (rows, _))| (key, Some(together(rows)))).collect();
            keep(&self.tx, filed.kind, digests).await?;
        }
        let digest = Some(self.event_chain().await?).filter(|chain| !chain.is_empty());
        keep(&self.tx, EVENTS, vec![(String::new(), digest)]).await
    }

    /// The next ids of records after this one; `None` when there are no more.
    async fn ids_after(&self, after: &str) -> Result<Option<Vec<String>>> {
        let limit = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
        let text = "SELECT id FROM record WHERE id > $1 ORDER BY id LIMIT $2";
        let page: Vec<Id> = sql(text, [after.into(), limit.into()]).all(&self.tx).await?;
        Ok((!page.is_empty()).then(|| page.into_iter().map(|row| row.id).collect()))
    }

    /// The chain that the events as they are make.
    async fn event_chain(&self) -> Result<String> {
        let columns = crate::event_row::EVENT.columns;
        let text = format!("SELECT {} FROM event WHERE seq > $1 ORDER BY seq LIMIT $2", columns.join(", "));
        let (mut chain, mut after) = (String::new(), 0_i64);
        loop {
            let page = sql(&text, [after.into(), EVENTS_TOGETHER.into()]).raw(&self.tx, columns).await?;
            let Some(Value::Int(Some(last))) = page.last().and_then(|row| row.first()) else { return Ok(chain) };
            after = *last;
            chain = page.iter().fold(chain, |before, row| link(&before, columns, row));
        }
    }

    /// What is not as the change left it that was the last to write it: records, tables, events.
    pub async fn broken_seals(&self) -> Result<Vec<Disagreement>> {
        let broken = |table, row: &str| Disagreement { table, row: row.to_string(), column: String::new() };
        let mut found = Vec::new();
        let kept = seals(&self.tx, TABLE, None).await?;
        for table in WHOLE {
            if table_digest(&self.tx, table).await?.as_ref() != kept.get(table.name) {
                found.push(broken(table.name, ""));
            }
        }
        let mut kept: BTreeSet<(String, String)> = seals(&self.tx, RECORD, None).await?.into_iter().collect();
        let (mut after, mut changed) = (String::new(), BTreeSet::new());
        while let Some(ids) = self.ids_after(&after).await? {
            let digests = record_digests(&self.tx, &ids).await?;
            changed.extend(digests.into_iter().filter(|seal| !kept.remove(seal)).map(|(id, _)| id));
            after = ids.last().cloned().unwrap_or_default();
        }
        // What is left over is of records that were changed, or that are gone.
        changed.extend(kept.into_iter().map(|(id, _)| id));
        found.extend(changed.iter().map(|id| broken(RECORD, id)));
        for filed in FILED {
            let mut kept = seals(&self.tx, filed.kind, None).await?;
            for (key, (rows, tables)) in filed.rows(&self.tx, None).await? {
                if kept.remove(&key) != Some(together(rows)) {
                    found.extend(tables.into_iter().map(|table| broken(table, &key)));
                }
            }
            found.extend(kept.keys().map(|key| broken(filed.kind, key)));
        }
        let chain = seals(&self.tx, EVENTS, None).await?.remove("").unwrap_or_default();
        if self.event_chain().await? != chain {
            found.push(broken(EVENTS, ""));
        }
        Ok(found)
    }
}
