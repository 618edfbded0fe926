//! The file of a backup: a zip archive of tables as lines of JSON, of files, and of the list of both with their digests.
//!
//! The list is the last part, so a file that was cut off has none. It must not touch a database.

use crate::archive_fault::ArchiveFault;
use crate::digest::hex;
use crate::error::{Error, Result};
use crate::files::WholeFile;
use crate::settings::Settings;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use store::Cell;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The form of the file that this program writes and reads.
pub(super) const FORMAT: u32 = 1;
/// The list of the parts.
const MANIFEST: &str = "manifest.json";
/// Longest list that is read, in bytes.
const LONGEST_MANIFEST: u64 = 4 << 20;
/// Longest row that is read, in bytes: a file of an upload's size, as text.
const LONGEST_ROW: u64 = 256 << 20;

/// What the list says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) program: String,
    pub(super) made_at: String,
    pub(super) school: String,
    /// Steps of the schema that the database had seen.
    pub(super) steps: Vec<String>,
    pub(super) parts: Vec<Part>,
}

/// A part of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name: `tables/record.jsonl`, `files/gongkai.toml`.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// How many rows, of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// What is in a backup that was looked through and found whole.
#[derive(Debug, Clone)]
pub struct Contents {
    /// Name of the school.
    pub school: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// Version of the program that made it.
    pub program: String,
    /// Its parts.
    pub parts: Vec<Part>,
    pub(super) steps: Vec<String>,
}

impl Contents {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.parts.iter().filter_map(|part| part.rows).sum()
    }

    /// Rows of one table.
    pub fn rows_of(&self, table: &str) -> u64 {
        let name = table_part(table);
        self.parts.iter().find(|part| part.name == name).and_then(|part| part.rows).unwrap_or_default()
    }
}

fn table_part(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

/// A backup on its way into its file.
pub(super) struct Archive {
    zip: ZipWriter<zip::write::StreamWriter<BufWriter<WholeFile>>>,
    parts: Vec<Part>,
    digest: Sha256,
}

impl Archive {
    pub(super) fn begin(file: WholeFile) -> Archive {
        let zip = ZipWriter::new_stream(BufWriter::new(file));
        Archive { zip, parts: Vec::new(), digest: Sha256::new() }
    }

    /// Begins a table.
    pub(super) fn table(&mut self, table: &str, columns: &[String]) -> io::Result<()> {
        self.part(table_part(table), Some(0))?;
        self.write(format!("{}\n", json!(columns)).as_bytes())
    }

    /// A row of the table that was begun.
    pub(super) fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        let cells: Vec<Value> = row.iter().map(value).collect();
        if let Some(Part { rows: Some(rows), .. }) = self.parts.last_mut() {
            *rows += 1;
        }
        self.write(format!("{}\n", Value::from(cells)).as_bytes())
    }

    /// Rows of the table that was begun, so far.
    pub(super) fn rows(&self) -> u64 {
        self.parts.last().and_then(|part| part.rows).unwrap_or_default()
    }

    /// A file.
    pub(super) fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.part(format!("files/{name}"), None)?;
        self.write(bytes)
    }

    fn part(&mut self, name: String, rows: Option<u64>) -> io::Result<()> {
        self.end_part();
        self.zip.start_file(&name, SimpleFileOptions::default().large_file(true))?;
        self.parts.push(Part { name, sha256: String::new(), bytes: 0, rows });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        if let Some(part) = self.parts.last_mut() {
            part.bytes += bytes.len() as u64;
        }
        self.zip.write_all(bytes)
    }

    fn end_part(&mut self) {
        let digest = self.digest.finalize_reset();
        if let Some(part) = self.parts.last_mut() {
            part.sha256 = hex(&digest);
        }
    }

    /// Writes the list and gives the file back.
    pub(super) fn finish(mut self, manifest: Manifest) -> io::Result<WholeFile> {
        self.end_part();
        let manifest = Manifest { parts: self.parts, ..manifest };
        self.zip.start_file(MANIFEST, SimpleFileOptions::default())?;
        self.zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
        let buffered = self.zip.finish()?.into_inner();
        buffered.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Int(number) => json!(number),
        Cell::Text(text) => json!(text),
        Cell::Bytes(bytes) => json!({ "b64": STANDARD.encode(bytes) }),
        Cell::Nothing => Value::Null,
    }
}

fn cell(value: Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Nothing),
        Value::Number(number) => number.as_i64().map(Cell::Int),
        Value::String(text) => Some(Cell::Text(text)),
        Value::Object(object) => {
            let text = object.get("b64")?.as_str()?;
            STANDARD.decode(text).ok().map(Cell::Bytes)
        }
        Value::Bool(_) | Value::Array(_) => None,
    }
}

/// A backup that is read.
pub(super) struct Opened {
    zip: ZipArchive<BufReader<File>>,
    pub(super) manifest: Manifest,
    file: String,
}

impl Opened {
    pub(super) fn open(path: &Path) -> Result<Opened> {
        let file = path.display().to_string();
        let fault = |why| Error::Archive { file: file.clone(), why };
        crate::files::to_be_read(path)?;
        let opened = File::open(path).map_err(|error| Error::file(path, error))?;
        let mut zip = ZipArchive::new(BufReader::new(opened)).map_err(|_| fault(ArchiveFault::Foreign))?;
        let manifest = {
            let part = zip.by_name(MANIFEST).map_err(|_| fault(ArchiveFault::Foreign))?;
            let mut text = Vec::new();
            part.take(LONGEST_MANIFEST).read_to_end(&mut text).map_err(|_| fault(ArchiveFault::Foreign))?;
            let known: Value = serde_json::from_slice(&text).map_err(|_| fault(ArchiveFault::Foreign))?;
            if known["format"].as_u64().is_some_and(|format| format > u64::from(FORMAT)) {
                return Err(fault(ArchiveFault::Newer));
            }
            serde_json::from_value::<Manifest>(known).map_err(|_| fault(ArchiveFault::Foreign))?
        };
        Ok(Opened { zip, manifest, file })
    }

    pub(super) fn fault(&self, why: ArchiveFault) -> Error {
        Error::Archive { file: self.file.clone(), why }
    }

    /// Holds every part against the list: none too many, none missing, each with the bytes that it had.
    pub(super) fn prove(&mut self) -> Result<()> {
        let mut listed: Vec<&str> = self.manifest.parts.iter().map(|part| part.name.as_str()).collect();
        listed.push(MANIFEST);
        for name in self.zip.file_names() {
            let name = name.map_err(|_| self.fault(ArchiveFault::Foreign))?;
            if !listed.contains(&&*name) {
                return Err(self.fault(ArchiveFault::Parts { part: name.into_owned() }));
            }
        }
        for part in self.manifest.parts.clone() {
            let damaged = || ArchiveFault::Damaged { part: part.name.clone() };
            let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0_u64, vec![0; 1 << 16]);
            let mut rows = 0;
            {
                let Ok(mut read) = self.zip.by_name(&part.name) else {
                    return Err(self.fault(ArchiveFault::Parts { part: part.name.clone() }));
                };
                loop {
                    match read.read(&mut buffer) {
                        Ok(0) => break,
                        // What is longer than it was need not be read to its end.
                        Ok(n) if bytes + n as u64 <= part.bytes => {
                            digest.update(&buffer[..n]);
                            bytes += n as u64;
                            rows += buffer[..n].iter().filter(|byte| **byte == b'\n').count() as u64;
                        }
                        Ok(_) | Err(_) => {
                            bytes = u64::MAX;
                            break;
                        }
                    }
                }
            }
            // The first line of a table names its columns.
            let rows = rows.checked_sub(1);
            if bytes != part.bytes
                || hex(&digest.finalize()) != part.sha256
                || part.rows.is_some_and(|n| rows != Some(n))
            {
                return Err(self.fault(damaged()));
            }
        }
        Ok(())
    }

    /// The names of the tables, in the order in which they were written.
    pub(super) fn tables(&self) -> Vec<String> {
        let table = |part: &Part| Some(part.name.strip_prefix("tables/")?.strip_suffix(".jsonl")?.to_string());
        self.manifest.parts.iter().filter_map(table).collect()
    }

    /// A file, when there is one of this name.
    pub(super) fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let name = format!("files/{name}");
        let Some(part) = self.manifest.parts.iter().find(|part| part.name == name).cloned() else { return Ok(None) };
        let mut bytes = Vec::new();
        let read = self.zip.by_name(&name).map_err(io::Error::from);
        match read.and_then(|read| read.take(part.bytes).read_to_end(&mut bytes)) {
            Ok(_) => Ok(Some(bytes)),
            Err(_) => Err(self.fault(ArchiveFault::Damaged { part: name })),
        }
    }

    /// Names of the files.
    pub(super) fn files(&self) -> Vec<String> {
        self.manifest.parts.iter().filter_map(|part| part.name.strip_prefix("files/")).map(str::to_string).collect()
    }

    /// The rows of a table, so many at a time, with the names of their columns.
    pub(super) fn rows<'a>(&'a mut self, table: &str) -> Result<Rows<'a>> {
        let part = table_part(table);
        let damaged = Error::Archive { file: self.file.clone(), why: ArchiveFault::Damaged { part: part.clone() } };
        let Ok(read) = self.zip.by_name(&part) else { return Err(damaged) };
        let mut rows = Rows { read: BufReader::new(Box::new(read)), columns: Vec::new(), damaged };
        let columns = rows.line()?.and_then(|line| serde_json::from_slice(&line).ok());
        rows.columns = columns.ok_or_else(|| rows.fault())?;
        Ok(rows)
    }
}

/// Rows of a table as they are read.
pub(super) struct Rows<'a> {
    read: BufReader<Box<dyn Read + Send + 'a>>,
    pub(super) columns: Vec<String>,
    damaged: Error,
}

impl Rows<'_> {
    /// What is said of the table where it cannot be used.
    pub(super) fn fault(&self) -> Error {
        match &self.damaged {
            Error::Archive { file, why } => Error::Archive { file: file.clone(), why: why.clone() },
            _ => Error::internal(anyhow::anyhow!("a table of a backup")),
        }
    }

    fn line(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        match self.read.by_ref().take(LONGEST_ROW).read_until(b'\n', &mut line) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(line)),
            Err(_) => Err(self.fault()),
        }
    }

    /// The next rows, at most so many; none at the end.
    pub(super) fn next(&mut self, most: usize) -> Result<Vec<Vec<Cell>>> {
        let mut rows = Vec::new();
        while rows.len() < most {
            let Some(line) = self.line()? else { break };
            let values: Option<Vec<Value>> = serde_json::from_slice(&line).ok();
            let row: Option<Vec<Cell>> = values.and_then(|values| values.into_iter().map(cell).collect());
            match row {
                Some(row) if row.len() == self.columns.len() => rows.push(row),
                _ => return Err(self.fault()),
            }
        }
        Ok(rows)
    }
}

/// Reads a backup to its end and tells what is in it: every part as it was written, every row and the settings as something
/// that a school can be made of.
///
/// # Errors
/// [`Error::Archive`] when it is none, or not whole.
pub fn examine(file: &Path) -> Result<Contents> {
    let mut opened = Opened::open(file)?;
    opened.prove()?;
    if !opened.manifest.steps.iter().all(|step| store::knows_step(step)) {
        return Err(opened.fault(ArchiveFault::Newer));
    }
    for table in opened.tables() {
        let mut rows = opened.rows(&table)?;
        while !rows.next(1_000)?.is_empty() {}
    }
    let settings = opened.file(super::SETTINGS)?.unwrap_or_default();
    let read =
        std::str::from_utf8(&settings).is_ok_and(|text| Settings::parse(text, Path::new(super::SETTINGS)).is_ok());
    if settings.is_empty() || !read {
        return Err(opened.fault(ArchiveFault::Damaged { part: format!("files/{}", super::SETTINGS) }));
    }
    let Manifest { program, made_at, school, steps, parts, .. } = opened.manifest;
    Ok(Contents { school, made_at, program, parts, steps })
}
