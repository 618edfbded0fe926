//! JSON as the program prints it: one line, and nothing in it that steers the terminal it may be printed on.
//!
//! `serde_json` escapes the control characters of ASCII only. The others, and the marks that turn the direction of
//! writing, are escaped here, so that the data stay what they are and the screen does too.

use app::guard::steers;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{Result, Write};

/// Writes a value.
pub(crate) fn write(to: &mut impl Write, value: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(to, Harmless))
}

/// A value as one line.
pub(crate) fn line(value: &impl Serialize) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    write(&mut bytes, value)?;
    Ok(String::from_utf8(bytes)?)
}

struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| steers(*c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_escaped_and_reads_back_as_it_was() {
        let text = "a\u{1b}[31m\u{9b}2J\u{202e}b\u{7f}\u{fdd0}\n\"国\"";
        let line = line(&text).unwrap();
        assert_eq!(line, r#""a\u001b[31m\u009b2J\u202eb\u007f\ufdd0\n\"国\"""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
