//! Large text files and tables in pieces, so that a file of a hundred megabytes is never held as bytes and as
//! text at the same time, and need not be held as a whole at all.
//!
//! A text in pieces is the text that [`super::read_file`] gives: decoded, line ends made uniform, no mark at its
//! head. It must not read anything but plain text; whatever needs a parser is read whole, in a worker.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use domain::extract::{BlockKind, Extract};
use encoding_rs::{CoderResult, Decoder, UTF_8};

use super::builder::Builder;
use super::plain::{self, Utf8};
use super::{Format, Limits, ReadError, delimited, looks_like_html, name_of, sniff};

/// Text files of at least so many bytes are read in pieces.
const LARGE: u64 = 8 * 1024 * 1024;
/// Bytes of the file read at a time.
const RAW: usize = 256 * 1024;
/// Bytes of text that make a piece of a table, before its last row is complete.
const TABLE: usize = 1024 * 1024;
/// Bytes of text after which a piece of a table is cut though no row ends, as after a quote that never closes.
const MOST: usize = 16 * 1024 * 1024;

/// A large text file or table, read piece by piece.
///
/// ```no_run
/// # fn main() -> Result<(), office::ReadError> {
/// use office::read::{Limits, Pieces};
/// let limits = Limits::default();
/// if let Some(mut pieces) = Pieces::open("big.txt".as_ref(), &limits)? {
///     let mut text = String::new();
///     while pieces.read_on(&mut text)? {
///         // use it
///         text.clear();
///     }
/// }
/// # Ok(())
/// # }
/// ```
// No `Debug`: it holds text of the file.
pub struct Pieces {
    file: File,
    length: u64,
    decoder: Decoder,
    raw: Vec<u8>,
    ended: bool,
    /// The text so far ended in a carriage return, whose line feed may follow.
    returned: bool,
    lost: bool,
    given: usize,
    limit: usize,
    table: bool,
}

impl Pieces {
    /// Opens a file that is large and plain text or a delimited table by its name and its first bytes; `None`
    /// for every other, also for one that cannot be opened: [`super::read_file`] says why.
    pub fn open(path: &Path, limits: &Limits) -> Result<Option<Pieces>, ReadError> {
        Pieces::open_from(path, limits, LARGE)
    }

    /// The same for files of at least `least` bytes.
    fn open_from(path: &Path, limits: &Limits, least: u64) -> Result<Option<Pieces>, ReadError> {
        let Ok(mut file) = File::open(path) else { return Ok(None) };
        let Ok(metadata) = file.metadata() else { return Ok(None) };
        let length = metadata.len();
        if !metadata.is_file() || length < least || length > limits.max_bytes {
            return Ok(None);
        }
        let mut head = Vec::new();
        if Read::by_ref(&mut file).take(64 * 1024).read_to_end(&mut head).is_err() {
            return Ok(None);
        }
        let marked = head.starts_with(b"PK") || head.starts_with(&super::CFB_MAGIC);
        if marked || looks_like_html(&head) {
            return Ok(None);
        }
        let table = match sniff(&name_of(path), &head, limits) {
            Ok(Format::Plain) => false,
            Ok(Format::Delimited) => true,
            _ => return Ok(None),
        };
        let refused = |error: std::io::Error| ReadError::Unreadable { why: error.kind().to_string() };
        let size = usize::try_from(length).unwrap_or(usize::MAX);
        let mut failed = None;
        let encoding = plain::decide(&head, size, || {
            validity(&mut file).unwrap_or_else(|error| {
                failed = Some(error);
                Utf8::Broken
            })
        });
        if let Some(error) = failed {
            return Err(refused(error));
        }
        let decoder = encoding?.new_decoder_with_bom_removal();
        file.rewind().map_err(refused)?;
        Ok(Some(Pieces {
            file,
            length,
            decoder,
            raw: vec![0; RAW],
            ended: false,
            returned: false,
            lost: false,
            given: 0,
            limit: limits.max_text,
            table,
        }))
    }

    /// Whether it is a delimited table and not running text.
    pub fn is_table(&self) -> bool {
        self.table
    }

    /// Whether characters could not be decoded so far.
    pub fn lost_characters(&self) -> bool {
        self.lost
    }

    /// Adds the next piece of some hundred kilobytes to `text`; `false` when nothing is left.
    ///
    /// # Errors
    /// [`ReadError::Unreadable`] when the system fails, [`ReadError::TooLarge`] when the text grows beyond the limit.
    pub fn read_on(&mut self, text: &mut String) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        let read = fill(&mut self.file, &mut self.raw)
            .map_err(|error| ReadError::Unreadable { why: error.kind().to_string() })?;
        self.ended = read < self.raw.len();
        let start = text.len();
        let mut at = 0;
        loop {
            let (result, taken, lost) = self.decoder.decode_to_string(&self.raw[at..read], text, self.ended);
            (at, self.lost) = (at + taken, self.lost | lost);
            match result {
                CoderResult::InputEmpty => break,
                CoderResult::OutputFull => text.reserve(RAW),
            }
        }
        self.unify_line_ends(text, start);
        self.given += text.len() - start;
        if self.given > self.limit {
            return Err(ReadError::TooLarge { what: "text-bytes", limit: self.limit as u64 });
        }
        Ok(true)
    }

    /// CRLF and lone CR of the piece that begins at byte `start` become LF.
    fn unify_line_ends(&mut self, text: &mut String, start: usize) {
        let piece = &text[start..];
        if !self.returned && !piece.contains('\r') || piece.is_empty() {
            return;
        }
        let piece = text.split_off(start);
        let skip = usize::from(self.returned && piece.starts_with('\n'));
        self.returned = piece.ends_with('\r');
        let mut rest = &piece[skip..];
        while let Some(at) = rest.find('\r') {
            text.push_str(&rest[..at]);
            text.push('\n');
            rest = &rest[at + 1..];
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        text.push_str(rest);
    }

    /// The whole text, held once.
    pub(super) fn whole(mut self, builder: &mut Builder<'_>) -> Result<String, ReadError> {
        // Room for what Chinese in two bytes becomes in three; what is not written to costs nothing.
        let length = usize::try_from(self.length).unwrap_or(0);
        let room = if self.decoder.encoding() == UTF_8 { length } else { length + length / 2 };
        let mut text = String::with_capacity(room.min(self.limit) + RAW);
        while self.read_on(&mut text)? {}
        if self.lost {
            builder.notice("characters-lost", "");
        }
        Ok(text)
    }
}

/// Fills `buffer` as far as the file goes.
fn fill(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Whether the whole file is UTF-8.
fn validity(file: &mut File) -> std::io::Result<Utf8> {
    file.rewind()?;
    let mut buffer = vec![0; RAW];
    let (mut kept, mut ascii) = (0, true);
    loop {
        let read = fill(file, &mut buffer[kept..])?;
        let end = kept + read;
        let valid = match std::str::from_utf8(&buffer[..end]) {
            Ok(_) => end,
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(Utf8::Broken),
        };
        ascii &= buffer[..valid].is_ascii();
        buffer.copy_within(valid..end, 0);
        kept = end - valid;
        if end < buffer.len() {
            return Ok(match (kept, ascii) {
                (0, _) => Utf8::Whole,
                (_, false) => Utf8::Cut,
                (_, true) => Utf8::Broken,
            });
        }
    }
}

/// Rows of a large table, piece by piece; made from [`Pieces`] that are one.
// No `Debug`: it holds text of the file.
pub struct Rows {
    pieces: Pieces,
    /// Bytes of text that make a piece.
    least: usize,
    text: String,
    delimiter: Option<u8>,
    rows: usize,
    lines: usize,
    characters: usize,
}

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SomeRows {
    /// The rows as an extract of their own; rows and lines are counted from the file's beginning.
    pub extract: Extract,
    /// Lines of the file before these.
    pub lines: usize,
    /// Unicode scalar values of the text before these.
    pub characters: usize,
}

impl Rows {
    /// Reads rows out of pieces.
    pub fn of(pieces: Pieces) -> Rows {
        Rows { pieces, least: TABLE, text: String::new(), delimiter: None, rows: 0, lines: 0, characters: 0 }
    }

    /// Whether characters could not be decoded so far.
    pub fn lost_characters(&self) -> bool {
        self.pieces.lost
    }

    /// The next rows; `None` when nothing is left.
    ///
    /// # Errors
    /// Those of [`Pieces::read_on`].
    pub fn read_on(&mut self) -> Result<Option<SomeRows>, ReadError> {
        let mut wanted = self.least;
        loop {
            while self.text.len() < wanted && self.pieces.read_on(&mut self.text)? {}
            let last = self.pieces.ended;
            if self.text.is_empty() {
                return Ok(None);
            }
            let delimiter = *self.delimiter.get_or_insert_with(|| delimited::delimiter(&self.text));
            let (extract, rows) = self.cut(delimiter, last || self.text.len() >= MOST);
            if extract.text.is_empty() {
                wanted *= 2;
                continue;
            }
            let piece = SomeRows { lines: self.lines, characters: self.characters, extract };
            self.rows += rows;
            self.lines += piece.extract.text.bytes().filter(|byte| *byte == b'\n').count();
            self.characters += piece.extract.text.chars().count();
            return Ok(Some(piece));
        }
    }

    /// Takes the complete rows out of the text, or all of it; with how many rows they are.
    fn cut(&mut self, delimiter: u8, all: bool) -> (Extract, usize) {
        let mut extract = Extract::default();
        let (mut row, mut column, mut end, mut blocks, mut rows) = (0, 0, 0, 0, 0);
        let mut walk = delimited::Walk::over(&self.text, delimiter, self.lines + 1);
        while let Some(field) = walk.next() {
            if !self.text[field.range.clone()].trim().is_empty() {
                let kind = BlockKind::Cell { table: 0, row: self.rows + row, column, row_span: 1, column_span: 1 };
                extract.blocks.push(plain::block(field.range, kind, field.line, field.column));
            }
            column += 1;
            if field.ends_row {
                (row, column) = (row + 1, 0);
                let past = walk.past();
                if past <= self.text.len() {
                    (end, blocks, rows) = (past, extract.blocks.len(), row);
                }
            }
        }
        if all {
            (end, blocks, rows) = (self.text.len(), extract.blocks.len(), row);
        }
        extract.blocks.truncate(blocks);
        let rest = self.text.split_off(end);
        extract.text = std::mem::replace(&mut self.text, rest);
        (extract, rows)
    }
}

#[cfg(test)]
mod tests {
    use domain::extract::Place;
    use encoding_rs::{Encoding, GB18030, UTF_16LE};

    use super::super::read_bytes;
    use super::*;

    /// A file in the temporary folder that goes when the test ends.
    struct Large(std::path::PathBuf);

    impl Drop for Large {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    impl Large {
        fn of(name: &str, bytes: &[u8]) -> Large {
            let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
            std::fs::write(&path, bytes).expect("the temporary folder can be written to");
            Large(path)
        }

        fn pieces(&self) -> Pieces {
            Pieces::open_from(&self.0, &Limits::default(), 0).expect("it can be read").expect("it is large and plain")
        }
    }

    /// Text of lines that differ, about `size` bytes of it in UTF-8.
    fn text(size: usize, line_end: &str) -> String {
        let mut text = String::with_capacity(size + 200);
        let mut line = 0;
        while text.len() < size {
            line += 1;
            text.push_str(&format!("第{line}项工作按期完成，公开信息{}条😀。{line_end}", line * 7));
        }
        text
    }

    fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        if encoding == UTF_16LE {
            return [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        }
        encoding.encode(text).0.into_owned()
    }

    fn all(mut pieces: Pieces) -> String {
        let (mut whole, mut piece) = (String::new(), String::new());
        while pieces.read_on(&mut piece).expect("it can be read") {
            whole.push_str(&piece);
            piece.clear();
        }
        whole
    }

    #[test]
    fn a_text_in_pieces_is_the_whole_text_in_every_encoding() {
        for (encoding, line_end) in [(UTF_8, "\r\n"), (GB18030, "\n"), (UTF_16LE, "\r")] {
            let text = text(900 << 10, line_end);
            let bytes = encode(&text, encoding);
            let file = Large::of(&format!("{}.txt", encoding.name()), &bytes);
            let in_pieces = all(file.pieces());
            assert!(in_pieces == text.replace(line_end, "\n"), "{}", encoding.name());
            let read = read_bytes("a.txt", &bytes, &Limits::default()).expect("it can be read");
            assert!(in_pieces == read.text, "{}", encoding.name());
        }
    }

    #[test]
    fn a_file_that_ends_within_a_character_is_utf_8_still() {
        let mut bytes = text(600 << 10, "\n").into_bytes();
        bytes.extend("完".bytes().take(2));
        let mut pieces = Large::of("cut.txt", &bytes).pieces();
        let mut text = String::new();
        while pieces.read_on(&mut text).expect("it can be read") {}
        assert!(text.ends_with("。\n\u{FFFD}") && pieces.lost_characters());
    }

    #[test]
    fn a_small_file_and_one_that_needs_a_parser_are_not_read_in_pieces() {
        let limits = Limits::default();
        let none = |file: Large| Pieces::open(&file.0, &limits).expect("it can be looked at").is_none();
        assert!(none(Large::of("small.txt", text(700, "\n").as_bytes())));
        assert!(none(Large::of("page.txt", format!("<html>{}", text(9 << 20, "\n")).as_bytes())));
        assert!(none(Large::of("zip.csv", format!("PK\u{3}\u{4}{}", text(9 << 20, "\n")).as_bytes())));
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused() {
        let file = Large::of("much.txt", text(900 << 10, "\n").as_bytes());
        let limits = Limits { max_text: 600 << 10, ..Limits::default() };
        let mut pieces =
            Pieces::open_from(&file.0, &limits, 0).expect("it can be looked at").expect("it is large and plain");
        let mut text = String::new();
        let error = loop {
            match pieces.read_on(&mut text) {
                Ok(true) => {}
                Ok(false) => break None,
                Err(error) => break Some(error),
            }
        };
        assert_eq!(error.map(|error| error.key()), Some("read.too-large"));
    }

    #[test]
    fn rows_in_pieces_are_the_cells_of_the_whole_table() {
        let mut table = String::from("序号,姓名,说明,学号\n");
        let mut row = 0;
        while table.len() < 1500 << 10 {
            row += 1;
            let note = if row % 50 == 0 { "\"两行\n的说明，带\"\"引号\"\"\"" } else { "无😀" };
            table.push_str(&format!("{row},张三,{note},2021{row:08}\n"));
        }
        table.push_str("最后一行,没有换行");
        let whole = read_bytes("a.csv", table.as_bytes(), &Limits::default()).expect("it can be read");
        let mut rows = Rows::of(Large::of("rows.csv", table.as_bytes()).pieces());
        rows.least = 64 << 10;
        let (mut joined, mut pieces) = (Extract::default(), 0);
        while let Some(some) = rows.read_on().expect("it can be read") {
            let before = joined.text.len();
            assert_eq!(some.characters, joined.text.chars().count());
            assert_eq!(some.lines, joined.text.matches('\n').count());
            joined.text.push_str(&some.extract.text);
            for mut block in some.extract.blocks {
                block.range = block.range.start + before..block.range.end + before;
                joined.blocks.push(block);
            }
            pieces += 1;
        }
        assert!(pieces > 4, "{pieces} pieces");
        assert!(joined.text == whole.text);
        let differs = joined.blocks.iter().zip(&whole.blocks).position(|(joined, whole)| joined != whole);
        assert_eq!(differs.map(|at| (&joined.blocks[at], &whole.blocks[at])), None);
        assert_eq!(joined.blocks.len(), whole.blocks.len());
        let last = joined.blocks.last().expect("there are cells");
        assert!(matches!((&last.kind, &last.place), (BlockKind::Cell { column: 1, .. }, Place::Line { .. })));
    }
}
