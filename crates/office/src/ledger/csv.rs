//! Reading text: UTF-8 with or without its mark, UTF-16 with one, GB18030 (and so GBK); divided by comma, tab, semicolon or
//! another sign; whole ledgers with `#表` lines or one plain table.
//!
//! An own parser of a hundred lines, because it must hold nothing but a row, stop at a quotation mark that is
//! never closed before it has eaten the file, and know the line on which each row begins.

use super::map::{Mapper, RawHint, RawRow};
use super::place::PlaceKind;
use super::sink::{Sink, Stop};
use super::text::{Mark, mark_of, unguarded};
use super::{LedgerFileError, Limits};
use domain::ledger::{HeadAnswers, SheetFacts, Table, head_of, table_of};
use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

/// Bytes from which the delimiter is guessed.
const SAMPLE: u64 = 64 * 1024;

pub(crate) fn produce(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    let encoding = encoding_of(path)?;
    let plain = table_by_name(path);
    let manner = Manner::of(path, encoding, plain, limits, &sink.answers())?;
    let mut rows = Rows::new(decoded(path, encoding)?, manner, limits);
    let nameless: Arc<str> = Arc::from("");
    let start = |table| Mapper::new(table, PlaceKind::Line, nameless.clone(), limits, SheetFacts::default());
    let mut mapper = start(plain);
    let mut cells = Vec::new();
    let mut any = false;
    while let Some(line) = rows.next(&mut cells)? {
        if mark_of(&cells) == Some(Mark::Section) {
            mapper.end(sink)?;
            let name = cells.iter().filter(|cell| !cell.trim().is_empty()).nth(1).map_or("", String::as_str);
            mapper = start(table_of(name).ok_or(LedgerFileError::Section { line })?);
            any = true;
            continue;
        }
        any = any || cells.iter().any(|cell| !cell.trim().is_empty());
        let cells = std::mem::take(&mut cells);
        let hints = hints(&cells);
        mapper.row(RawRow { row: line, cells, hints }, unguarded, sink)?;
    }
    if !any {
        return Err(LedgerFileError::NoTable.into());
    }
    mapper.end(sink)
}

/// A text keeps no types: what looks like a number with a point was one in the spreadsheet that wrote it.
fn hints(cells: &[String]) -> Vec<RawHint> {
    let pointed = |cell: &&String| {
        let text = cell.trim();
        text.len() <= 7
            && text.split_once('.').is_some_and(|(whole, part)| {
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
                digits(whole) && digits(part)
            })
    };
    let numbers = (0..).zip(cells).filter(|(_, cell)| pointed(cell));
    numbers.map(|(at, _)| RawHint { at, number: true, ..RawHint::default() }).collect()
}

/// A single table under its own name (`units.csv`, `台账-单位.csv` as spreadsheets save a sheet) is that table,
/// anything else the records.
fn table_by_name(path: &Path) -> Table {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let last = stem.rsplit(['-', '_', ' ']).next().unwrap_or(stem);
    table_of(stem).or_else(|| table_of(last)).unwrap_or(Table::Records)
}

/// The encoding by its mark, or UTF-8 when all of the file is, or GB18030 when that reads without a fault.
pub(crate) fn encoding_of(path: &Path) -> Result<&'static Encoding, LedgerFileError> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(|error| LedgerFileError::io(&error))?);
    let start = file.fill_buf().map_err(|error| LedgerFileError::io(&error))?;
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(LedgerFileError::damaged("a workbook under the name of a text file"));
    }
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return Ok(encoding);
    }
    let Some(line) = first_line_not_utf8(&mut file)? else { return Ok(UTF_8) };
    // A byte of UTF-8 that was damaged leaves the rest of it whole; GBK that happens to look like UTF-8 is rare.
    if is_mostly_utf8(File::open(path).map_err(|error| LedgerFileError::io(&error))?)? {
        return Err(LedgerFileError::Encoding { line });
    }
    let mut text = Decoded::new(File::open(path).map_err(|error| LedgerFileError::io(&error))?, GB18030);
    io::copy(&mut text, &mut io::sink()).map_err(|error| LedgerFileError::io(&error))?;
    if text.faulty { Err(LedgerFileError::Encoding { line }) } else { Ok(GB18030) }
}

fn first_line_not_utf8(input: &mut impl BufRead) -> Result<Option<u64>, LedgerFileError> {
    let mut line = 1u64;
    // A character cut at the end of a buffer is looked at with the next one.
    let mut rest: Vec<u8> = Vec::new();
    loop {
        let bytes = input.fill_buf().map_err(|error| LedgerFileError::io(&error))?;
        if bytes.is_empty() {
            return Ok(if rest.is_empty() { None } else { Some(line) });
        }
        let count = bytes.len();
        rest.extend_from_slice(bytes);
        input.consume(count);
        let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        match std::str::from_utf8(&rest) {
            Ok(_) => {
                line += lines(&rest);
                rest.clear();
            }
            Err(error) => {
                let good = error.valid_up_to();
                line += lines(&rest[..good]);
                if error.error_len().is_some() {
                    return Ok(Some(line));
                }
                rest.drain(..good);
            }
        }
    }
}

/// Whether of the sequences above ASCII more are whole characters of UTF-8 than not, by the start of the file.
fn is_mostly_utf8(file: File) -> Result<bool, LedgerFileError> {
    let mut bytes = Vec::new();
    file.take(4 << 20).read_to_end(&mut bytes).map_err(|error| LedgerFileError::io(&error))?;
    let (mut whole, mut broken) = (0u64, 0u64);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count() as u64;
        broken += u64::from(!chunk.invalid().is_empty());
    }
    Ok(whole > broken)
}

/// How a text divides its cells and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Manner {
    delimiter: &'static [u8],
    /// Lines end with a carriage return alone, as old programs for the Macintosh write them.
    returns: bool,
}

/// Signs that may divide cells, the usual one first.
const DELIMITERS: [&[u8]; 9] = [b",", b"\t", b";", b"|", "，".as_bytes(), "；".as_bytes(), b"^", b"~", b":"];

impl Manner {
    /// The delimiter under which the start of the file has a section line, or the row with most heads.
    fn of(
        path: &Path,
        encoding: &'static Encoding,
        table: Table,
        limits: &Limits,
        answers: &HeadAnswers,
    ) -> Result<Manner, LedgerFileError> {
        let mut sample = Vec::new();
        let text = decoded(path, encoding)?;
        text.take(SAMPLE).read_to_end(&mut sample).map_err(|error| LedgerFileError::io(&error))?;
        let returns = sample.contains(&b'\r') && !sample.contains(&b'\n');
        let mut best = (0, Manner { delimiter: b",", returns });
        for delimiter in DELIMITERS {
            let manner = Manner { delimiter, returns };
            let mut rows = Rows::new(Cursor::new(&sample), manner, limits);
            let mut cells = Vec::new();
            for _ in 0..20 {
                // The sample may end inside a quotation; that is no fault of the file.
                let Ok(Some(_)) = rows.next(&mut cells) else { break };
                let section = mark_of(&cells) == Some(Mark::Section) && cells.len() > 1;
                let heads = cells.iter().filter(|cell| head_of(table, cell, answers).is_some()).count();
                let count = if section { usize::MAX } else { heads };
                if count > best.0 {
                    best = (count, manner);
                }
            }
        }
        Ok(best.1)
    }
}

fn decoded(path: &Path, encoding: &'static Encoding) -> Result<BufReader<Decoded<File>>, LedgerFileError> {
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    Ok(BufReader::with_capacity(1 << 16, Decoded::new(file, encoding)))
}

/// Any encoding as UTF-8, without a byte order mark.
pub(crate) struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// `raw[from..until]` is not yet decoded.
    from: usize,
    until: usize,
    /// Nothing follows `raw`.
    last: bool,
    done: bool,
    /// Something was decoded.
    begun: bool,
    /// A byte sequence was no character.
    pub(crate) faulty: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(input: R, encoding: &'static Encoding) -> Decoded<R> {
        let decoder = if encoding == UTF_16LE || encoding == UTF_16BE || encoding == UTF_8 {
            encoding.new_decoder()
        } else {
            encoding.new_decoder_without_bom_handling()
        };
        let raw = vec![0; 1 << 16];
        Decoded { input, decoder, raw, from: 0, until: 0, last: false, done: false, begun: false, faulty: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // The decoder wants room for a whole character; callers of this module always give a buffer.
        if out.len() < 16 {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        while !self.done {
            if self.from == self.until && !self.last {
                self.from = 0;
                self.until = self.input.read(&mut self.raw)?;
                self.last = self.until == 0;
            }
            let (result, read, written, faulty) =
                self.decoder.decode_to_utf8(&self.raw[self.from..self.until], out, self.last);
            self.from += read;
            self.faulty |= faulty;
            self.done = self.last && result == encoding_rs::CoderResult::InputEmpty;
            // GB18030 has a mark of its own, which its decoder takes for a character.
            let mark = !self.begun && out[..written].starts_with("\u{FEFF}".as_bytes());
            self.begun |= written > 0;
            let written = if mark {
                out.copy_within(3..written, 0);
                written - 3
            } else {
                written
            };
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// Rows of delimited text.
pub(crate) struct Rows<R> {
    input: R,
    manner: Manner,
    /// Line of the next byte, from 1.
    line: u64,
    cell_bytes: usize,
    columns: usize,
}

#[derive(PartialEq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotation marks, or after the closing one.
    Bare,
    /// Between quotation marks.
    Quoted,
    /// After a quotation mark within quotation marks: the end, or half of a doubled one.
    Closing,
}

impl<R: BufRead> Rows<R> {
    pub(crate) fn new(input: R, manner: Manner, limits: &Limits) -> Rows<R> {
        Rows { input, manner, line: 1, cell_bytes: limits.cell_bytes, columns: limits.columns }
    }

    /// Reads the next row that is not an empty line; gives the line on which it begins, or `None` at the end.
    pub(crate) fn next(&mut self, cells: &mut Vec<String>) -> Result<Option<u64>, LedgerFileError> {
        cells.clear();
        let mut cell: Vec<u8> = Vec::new();
        let mut state = State::Start;
        let mut began = self.line;
        let most = (self.columns, self.cell_bytes);
        loop {
            let bytes = self.input.fill_buf().map_err(|error| LedgerFileError::io(&error))?;
            if bytes.is_empty() {
                if state == State::Quoted {
                    return Err(LedgerFileError::Quote { line: began });
                }
                if cells.is_empty() && cell.is_empty() && state == State::Start {
                    return Ok(None);
                }
                cells.push(text(cell));
                return Ok(Some(began));
            }
            let mut used = 0;
            let mut ended = false;
            for byte in bytes {
                used += 1;
                let byte = if self.manner.returns && *byte == b'\r' { b'\n' } else { *byte };
                if byte == b'\n' {
                    self.line += 1;
                }
                match state {
                    State::Quoted if byte == b'"' => state = State::Closing,
                    State::Quoted => cell.push(byte),
                    State::Closing if byte == b'"' => {
                        cell.push(byte);
                        state = State::Quoted;
                    }
                    State::Start if byte == b'"' => state = State::Quoted,
                    _ if ends(&cell, byte, self.manner.delimiter) => {
                        cell.truncate(cell.len() + 1 - self.manner.delimiter.len());
                        cells.push(text(std::mem::take(&mut cell)));
                        state = State::Start;
                    }
                    _ if byte == b'\n' => {
                        if cell.last() == Some(&b'\r') {
                            cell.pop();
                        }
                        if cells.is_empty() && cell.is_empty() && state != State::Closing {
                            state = State::Start;
                            began = self.line;
                            continue;
                        }
                        ended = true;
                        break;
                    }
                    _ => {
                        cell.push(byte);
                        state = State::Bare;
                    }
                }
                bounded(most, (cells.len(), cell.len()), began)?;
            }
            self.input.consume(used);
            if ended {
                cells.push(text(cell));
                return Ok(Some(began));
            }
        }
    }
}

/// A row is never held beyond its limit, however many signs divide it, nor a cell that a lone quotation mark has begun to
/// fill with the rest of the file. Counts of cells and of bytes of the cell.
fn bounded(most: (usize, usize), (cells, cell): (usize, usize), began: u64) -> Result<(), LedgerFileError> {
    if cells > most.0 {
        return Err(LedgerFileError::Size { what: "columns", limit: most.0 as u64 });
    }
    if cell > most.1.saturating_mul(4) { Err(LedgerFileError::Quote { line: began }) } else { Ok(()) }
}

/// Whether a byte is the last of the delimiter, the rest of which ends the cell.
fn ends(cell: &[u8], byte: u8, delimiter: &[u8]) -> bool {
    delimiter.split_last().is_some_and(|(last, before)| byte == *last && cell.ends_with(before))
}

/// The decoder gave UTF-8 and cells end at ASCII, so this holds for every cell; a fault would show as `�`.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const COMMA: Manner = Manner { delimiter: b",", returns: false };

    fn rows(input: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(Cursor::new(input.as_bytes()), COMMA, &Limits::default());
        let mut all = Vec::new();
        let mut cells = Vec::new();
        while let Some(line) = rows.next(&mut cells).unwrap() {
            all.push((line, cells.clone()));
        }
        all
    }

    #[test]
    fn quotations_line_feeds_and_blank_lines_keep_the_line_count() {
        let found = rows("a,b\r\n\r\n\"x\ny\",\"say \"\"hi\"\"\"\r\n,\n5\" pipe,\"\"\nlast");
        let cells = |text: &[&str]| text.iter().map(|t| t.to_string()).collect::<Vec<_>>();
        assert_eq!(
            found,
            [
                (1, cells(&["a", "b"])),
                (3, cells(&["x\ny", "say \"hi\""])),
                (5, cells(&["", ""])),
                (6, cells(&["5\" pipe", ""])),
                (7, cells(&["last"])),
            ]
        );
    }

    #[test]
    fn a_quotation_that_never_closes_is_named_by_its_line() {
        let mut rows = Rows::new(Cursor::new("a\n\"b\nc\n".as_bytes()), COMMA, &Limits::default());
        let mut cells = Vec::new();
        rows.next(&mut cells).unwrap();
        assert_eq!(rows.next(&mut cells), Err(LedgerFileError::Quote { line: 2 }));
    }

    #[test]
    fn a_character_cut_by_the_buffer_is_no_fault() {
        let text = "汉".repeat(40_000);
        let mut input = BufReader::with_capacity(7, text.as_bytes());
        assert_eq!(first_line_not_utf8(&mut input), Ok(None));
        assert_eq!(first_line_not_utf8(&mut Cursor::new(b"a\n\xd6\xd0\n")), Ok(Some(2)));
    }
}
