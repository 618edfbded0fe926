//! XML as office files use it: start, end, text; nothing is expanded and nothing is fetched.
//!
//! It exists to hold the three rules for hostile XML in one place: no document type, no depth without
//! a bound, no unknown entity. It must not know what the elements mean.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::ReadError;

/// One thing met on the way through a part.
pub(crate) enum Token<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close(End<'a>),
    /// Character data, references resolved, and where it stood.
    Text(Cow<'a, str>, Range<usize>),
}

/// An end tag.
pub(crate) struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// The name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The prefix, or nothing.
    pub(crate) fn prefix(&self) -> &str {
        self.0.name().prefix().map(|prefix| prefix.into_inner()).unwrap_or_default()
    }
}

/// A start tag.
pub(crate) struct Tag<'a> {
    inner: BytesStart<'a>,
    /// Where the tag's `<` stands.
    pub(crate) start: usize,
}

impl<'a> Tag<'a> {
    /// The name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.inner.local_name().into_inner()
    }

    /// The prefix, or nothing.
    pub(crate) fn prefix(&self) -> &str {
        self.inner.name().prefix().map(|prefix| prefix.into_inner()).unwrap_or_default()
    }

    /// An attribute by its name without prefix, references resolved.
    pub(crate) fn attr(&self, name: &str) -> Option<Cow<'_, str>> {
        self.each_attr().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// An attribute as a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.attr(name)?.trim().parse().ok()
    }

    /// Whether an on/off attribute is on; absent is `None`.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.attr(name).map(|value| !matches!(value.as_ref(), "0" | "false" | "off" | "none"))
    }

    /// Every attribute: name without prefix, value with references resolved.
    pub(crate) fn each_attr(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut all = self.inner.attributes();
        all.with_checks(false);
        all.filter_map(|attribute| {
            let attribute = attribute.ok()?;
            let name = attribute.key.local_name().into_inner();
            let value = match attribute.value {
                Cow::Borrowed(raw) if !raw.contains('&') => Cow::Borrowed(raw),
                raw => Cow::Owned(quick_xml::escape::unescape(&raw).map(Cow::into_owned).unwrap_or(raw.into_owned())),
            };
            Some((name, value))
        })
    }

    /// Where the raw value of an attribute stands in the part, for `redact`.
    pub(crate) fn attr_source(&self, name: &str) -> Option<Range<usize>> {
        let mut all = self.inner.attributes();
        all.with_checks(false);
        let found = all.filter_map(Result::ok).find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let Cow::Borrowed(value) = found.value else { return None };
        // The value is a slice of the tag's own text, which begins one byte after `<`.
        let base = (*self.inner).as_ptr() as usize;
        let offset = (value.as_ptr() as usize).checked_sub(base)?;
        let start = self.start + 1 + offset;
        Some(start..start + value.len())
    }
}

/// A walk through one part.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    depth: usize,
    max_depth: usize,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(source: &'a str, part: &'a str, max_depth: usize) -> Xml<'a> {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Xml { reader, part, depth: 0, max_depth }
    }

    /// Where the walk stands, in bytes.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The next token, or `None` at the end of a whole part.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, ReadError> {
        loop {
            let start = self.position();
            let event = self.reader.read_event().map_err(|_| ReadError::damaged(self.part))?;
            match event {
                Event::Start(inner) => {
                    self.depth += 1;
                    if self.depth > self.max_depth {
                        return Err(ReadError::TooDeep { limit: self.max_depth });
                    }
                    return Ok(Some(Token::Open(Tag { inner, start })));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Token::Close(End(end))));
                }
                Event::Text(text) => return Ok(Some(Token::Text(text.into_inner(), start..self.position()))),
                Event::CData(text) => {
                    // Between `<![CDATA[` and `]]>`.
                    let text = text.into_inner();
                    let from = start + 9;
                    let end = from + text.len();
                    return Ok(Some(Token::Text(text, from..end)));
                }
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        _ => match reference.into_inner().as_ref() {
                            "amp" => "&".to_owned(),
                            "lt" => "<".to_owned(),
                            "gt" => ">".to_owned(),
                            "quot" => "\"".to_owned(),
                            "apos" => "'".to_owned(),
                            _ => return Err(ReadError::Forbidden { what: "entity" }),
                        },
                    };
                    return Ok(Some(Token::Text(Cow::Owned(resolved), start..self.position())));
                }
                Event::DocType(_) => return Err(ReadError::Forbidden { what: "doctype" }),
                Event::Eof if self.depth > 0 => return Err(ReadError::damaged(self.part)),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Skips the element that was just opened.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}
