//! Reading JSON: `{"format":"gongkai-ledger","version":1,"school":[{…}],"records":[…]}`, row by row.
//!
//! A visitor, so that no array is ever held; the keys of a row are the keys of [`domain::ledger::columns`]
//! (Chinese heads are understood too), values are texts. A plain array of objects is the table of records.

use super::csv::{Decoded, encoding_of};
use super::error::{Notice, short};
use super::place::{PlaceKind, RowPlace};
use super::sink::{Sink, Stop};
use super::{Language, LedgerFileError, Limits, Located};
use domain::ledger::{GuardCell, GuardKind, Hint, Row, SheetFacts, Table, column_of, columns, is_guard, table_of};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;

/// The name and version every written ledger carries.
pub(crate) const FORMAT: &str = "gongkai-ledger";
/// Version of the form; fields are added, never renamed.
pub(crate) const VERSION: u64 = 1;

pub(crate) fn produce(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    let file = std::fs::File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let text = Decoded::new(file, encoding_of(path)?);
    // An escape may take six bytes for one.
    let text =
        Bounded { input: text, most: limits.cell_bytes.saturating_mul(6), run: 0, quoted: false, escaped: false };
    let text = BufReader::with_capacity(1 << 16, text);
    let state = RefCell::new(State { sink, limits, stop: None, reported: HashSet::new(), tables: Vec::new() });
    let mut json = serde_json::Deserializer::from_reader(text);
    let read = Root { state: &state }.deserialize(&mut json).and_then(|()| json.end());
    let state = state.into_inner();
    if let Some(stop) = state.stop {
        return Err(stop);
    }
    if let Err(error) = read {
        let (line, column) = (error.line(), error.column());
        return Err(Stop::Failed(match (error.io_error_kind(), error.classify()) {
            (Some(io::ErrorKind::FileTooLarge), _) => {
                LedgerFileError::Size { what: "cell-bytes", limit: limits.cell_bytes as u64 }
            }
            (Some(kind), _) => LedgerFileError::Io { reason: kind.to_string() },
            (_, serde_json::error::Category::Data) => LedgerFileError::Shape { line, column },
            _ => LedgerFileError::Json { line, column },
        }));
    }
    if state.tables.is_empty() { Err(LedgerFileError::NoTable.into()) } else { Ok(()) }
}

/// JSON in which no text is longer than a cell may be: a parser holds each whole before anybody sees it.
struct Bounded<R> {
    input: R,
    most: usize,
    /// Bytes of the text that goes on.
    run: usize,
    quoted: bool,
    escaped: bool,
}

impl<R: io::Read> io::Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(out)?;
        for byte in &out[..count] {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.quoted => self.escaped = true,
                b'"' => (self.quoted, self.run) = (!self.quoted, 0),
                _ => {}
            }
            self.run += usize::from(self.quoted);
        }
        if self.run > self.most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(count) }
    }
}

struct State<'a> {
    sink: &'a mut Sink,
    limits: &'a Limits,
    /// Why the visitor stopped; serde's own error cannot carry it.
    stop: Option<Stop>,
    /// Unknown keys already reported, by table: once is enough.
    reported: HashSet<(Table, String)>,
    /// Tables met so far.
    tables: Vec<Table>,
}

impl State<'_> {
    fn fail<E: serde::de::Error>(&mut self, stop: impl Into<Stop>) -> E {
        self.stop = Some(stop.into());
        E::custom("stopped")
    }
}

/// The whole file.
struct Root<'s, 'a> {
    state: &'s RefCell<State<'a>>,
}

impl<'de> DeserializeSeed<'de> for Root<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the tables of a ledger")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<(), A::Error> {
        self.state.borrow_mut().tables.push(Table::Records);
        Rows { state: self.state, table: Table::Records }.visit_seq(rows)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if let Some(table) = table_of(&key) {
                {
                    let mut state = self.state.borrow_mut();
                    if state.tables.contains(&table) {
                        state.sink.notice(Notice::RepeatedTable { name: short(&key) });
                    }
                    state.tables.push(table);
                }
                map.next_value_seed(Rows { state: self.state, table })?;
            } else if key == "format" || key == "version" {
                let value: serde_json::Value = map.next_value()?;
                let known = if key == "format" { value == FORMAT } else { value == VERSION };
                if !known {
                    return Err(self.state.borrow_mut().fail(LedgerFileError::Version));
                }
            } else {
                map.next_value::<IgnoredAny>()?;
                if !key.starts_with('#') {
                    self.state.borrow_mut().sink.notice(Notice::UnknownTable { name: short(&key) });
                }
            }
        }
        Ok(())
    }
}

/// The array of one table.
struct Rows<'s, 'a> {
    state: &'s RefCell<State<'a>>,
    table: Table,
}

impl<'de> DeserializeSeed<'de> for Rows<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let name: Arc<str> = Arc::from(self.table.code());
        let none: Arc<[Option<u32>]> = Arc::from([]);
        let facts: Arc<SheetFacts> = Arc::default();
        let mut at = 0;
        loop {
            let place = RowPlace {
                sheet: name.clone(),
                row: at,
                kind: PlaceKind::Object,
                table: self.table,
                columns: none.clone(),
            };
            let seed = Object { state: self.state, table: self.table, place: &place };
            let Some(found) = rows.next_element_seed(seed)? else { return Ok(()) };
            let mut state = self.state.borrow_mut();
            if state.sink.rows() >= state.limits.rows {
                let limit = state.limits.rows;
                return Err(state.fail(LedgerFileError::Size { what: "rows", limit }));
            }
            let table = self.table;
            let item = match found {
                Ok(None) => None,
                Ok(Some((row, ..))) if row.is_blank() => None,
                Ok(Some((row, hints, guards))) => {
                    Some(Ok(Located { table, row, place, hints, sites: Vec::new(), guards, facts: facts.clone() }))
                }
                Err(error) => Some(Err(error)),
            };
            if let Some(Err(stop)) = item.map(|item| state.sink.put(item)) {
                return Err(state.fail(stop));
            }
            at += 1;
        }
    }
}

/// One row: `Ok(None)` for a remark (`"#": …`), an error when only this row is lost.
struct Object<'s, 'a> {
    state: &'s RefCell<State<'a>>,
    table: Table,
    place: &'s RowPlace,
}

type Read = Result<Option<(Row, Vec<Hint>, Vec<GuardCell>)>, LedgerFileError>;

impl Object<'_, '_> {
    fn wrong<E>(&self, found: &'static str) -> Result<Read, E> {
        Ok(Err(LedgerFileError::Type { place: self.place.clone(), column: None, found }))
    }
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = Read;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
        let mut row = Row(vec![String::new(); columns(self.table).len()]);
        let (mut remark, mut fault) = (false, None);
        let (mut seen, mut hints, mut guards) = (HashSet::new(), Vec::new(), Vec::new());
        while let Some(key) = map.next_key::<String>()? {
            let Some(column) = column_of(self.table, &key) else {
                // What no column of the ledger is may say that the row is not for everybody.
                if let Some(text) = map.next_value_seed(Aside)?.filter(|_| self.table == Table::Records) {
                    let kind = if is_guard(&key) { GuardKind::Column } else { GuardKind::Unread };
                    guards.push(GuardCell { at: u32::MAX, head: key.clone(), text, kind });
                }
                remark |= key == "#";
                let mut state = self.state.borrow_mut();
                if !key.starts_with('#')
                    && state.reported.len() < 1000
                    && state.reported.insert((self.table, short(&key)))
                {
                    state.sink.notice(Notice::UnknownColumn { place: self.place.row(Language::En), head: short(&key) });
                }
                continue;
            };
            let join = if columns(self.table)[column].key == "terms" { "+" } else { "；" };
            let limit = self.state.borrow().limits.cell_bytes;
            let (text, number) = map.next_value_seed(Cell { join })?;
            if number {
                hints.push(Hint { column, number, ..Hint::default() });
            }
            if !seen.insert(column) {
                fault = Some(LedgerFileError::Repeated { place: self.place.clone(), column });
                continue;
            }
            match text {
                Ok(text) if text.len() > limit => {
                    fault = Some(LedgerFileError::Long { place: self.place.clone(), column, limit });
                }
                Ok(text) => row.0[column] = text,
                Err(DIGITS) => fault = Some(LedgerFileError::Digits { place: self.place.clone(), column }),
                Err(found) => {
                    fault = Some(LedgerFileError::Type { place: self.place.clone(), column: Some(column), found });
                }
            }
        }
        Ok(match fault {
            _ if remark => Ok(None),
            Some(fault) => Err(fault),
            None => Ok(Some((row, hints, guards))),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Read, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.wrong("list")
    }
    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Ok(None))
    }
    fn visit_str<E>(self, _: &str) -> Result<Read, E> {
        self.wrong("text")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Read, E> {
        self.wrong("boolean")
    }
    fn visit_i64<E>(self, _: i64) -> Result<Read, E> {
        self.wrong("number")
    }
    fn visit_u64<E>(self, _: u64) -> Result<Read, E> {
        self.wrong("number")
    }
    fn visit_f64<E>(self, _: f64) -> Result<Read, E> {
        self.wrong("number")
    }
}

/// A value of a key that is no column, as a clerk would have written it; lists and objects say nothing.
struct Aside;

impl<'de> DeserializeSeed<'de> for Aside {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Aside {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.trim().to_string()).filter(|text| !text.is_empty() && text.len() <= 4_096))
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Some(if yes { "是" } else { "否" }.to_string()))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// One value as the text of a cell; `Err` names the type that no cell can have.
struct Cell {
    /// Between the texts of a list.
    join: &'static str,
}

/// From here on a number with a point keeps no longer every digit: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What such a number is called among the types that no cell can have.
const DIGITS: &str = "digits";

/// The text, and whether a number with a point stood there.
type Text = (Result<String, &'static str>, bool);

fn plain(text: String) -> Text {
    (Ok(text), false)
}

impl<'de> DeserializeSeed<'de> for Cell {
    type Value = Text;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(plain(text.to_string()))
    }
    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(plain(text))
    }
    fn visit_unit<E>(self) -> Result<Text, E> {
        Ok(plain(String::new()))
    }
    fn visit_bool<E>(self, value: bool) -> Result<Text, E> {
        Ok(plain(if value { "是" } else { "否" }.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Text, E> {
        Ok(plain(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Text, E> {
        Ok(plain(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Text, E> {
        // Whole numbers beyond 2^53 come here when they fit no other type, and have lost their last digits.
        if value.abs() >= EXACT {
            return Ok((Err(DIGITS), false));
        }
        Ok((Ok(value.to_string()), true))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Text, A::Error> {
        let (mut texts, mut fault) = (Vec::new(), None);
        while let Some(value) = list.next_element::<serde_json::Value>()? {
            match value {
                serde_json::Value::String(text) => texts.push(text),
                serde_json::Value::Number(number)
                    if number.as_f64().is_some_and(|value| value.abs() < EXACT) || number.is_u64() =>
                {
                    texts.push(number.to_string());
                }
                _ => fault = Some("list of other than texts"),
            }
        }
        Ok((fault.map_or_else(|| Ok(texts.join(self.join)), Err), false))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok((Err("object"), false))
    }
}
