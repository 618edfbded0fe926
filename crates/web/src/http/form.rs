//! Forms (`application/x-www-form-urlencoded`): decoded within limits and read field by field, so that one answer
//! names everything that is wrong and what was typed is not lost.
//!
//! Errors are codes on fields; templates choose the words.

use crate::http::request::PageRequest;

/// Most fields of a form.
const MOST_FIELDS: usize = 200;
/// Most fields of one that is a list with boxes to tick.
const MOST_OF_LIST: usize = 4_000;
/// Media type of the forms that are read.
pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// What can be read from a form.
pub(crate) trait FromForm: Sized {
    /// Reads its fields. `None` goes with at least one error in the reader.
    fn from_form(form: &mut Reader<'_>) -> Option<Self>;
}

/// Fields in the order they were sent, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// What was typed into a field; the first when it was sent twice, empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

impl Fields {
    /// All of them, in the order they were sent.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// Name of the field, a message key under `field-`.
    pub(crate) field: &'static str,
    /// `required`, `choice` or `long`, a message key under `field-error-`.
    pub(crate) code: &'static str,
}

/// A form that cannot be accepted, with what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub(crate) typed: Fields,
    pub(crate) errors: Vec<FieldError>,
}

/// Why there is no form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FormError {
    /// Something else was sent.
    MediaType,
    /// More fields than any form has.
    TooManyFields,
    /// Fields are wrong.
    Rejected(Rejected),
}

/// The fields of a request's form, undivided.
pub(crate) fn fields(request: &PageRequest) -> Result<Fields, FormError> {
    at_most(request, MOST_FIELDS)
}

/// The fields of a form that is a long list, undivided.
pub(crate) fn fields_of_list(request: &PageRequest) -> Result<Fields, FormError> {
    at_most(request, MOST_OF_LIST)
}

fn at_most(request: &PageRequest, most: usize) -> Result<Fields, FormError> {
    if request.media_type != MEDIA_TYPE {
        return Err(FormError::MediaType);
    }
    let pairs = form_urlencoded::parse(&request.body).take(most + 1);
    let plain = |value: std::borrow::Cow<'_, str>| request.cleaned.plain(value.into_owned());
    let fields = Fields(pairs.map(|(name, value)| (name.into_owned(), plain(value))).collect());
    if fields.0.len() > most {
        return Err(FormError::TooManyFields);
    }
    Ok(fields)
}

/// The form of a request.
pub(crate) fn read<T: FromForm>(request: &PageRequest) -> Result<T, FormError> {
    let fields = fields(request)?;
    let mut reader = Reader { fields: &fields, errors: Vec::new() };
    match T::from_form(&mut reader) {
        Some(value) if reader.errors.is_empty() => Ok(value),
        _ => {
            let errors = reader.errors;
            Err(FormError::Rejected(Rejected { typed: fields, errors }))
        }
    }
}

/// Takes fields out of a form and gathers what is wrong with them.
pub(crate) struct Reader<'a> {
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    /// A line of text of at most so many characters, trimmed; empty when nothing was typed.
    pub(crate) fn line(&mut self, field: &'static str, longest: usize) -> Option<String> {
        let value = self.fields.get(field).trim();
        if value.chars().count() > longest {
            return self.refuse(field, "long");
        }
        Some(value.chars().filter(|c| !c.is_control()).collect())
    }

    /// A text of several lines, without what is no text; line ends become `\n`.
    pub(crate) fn text(&mut self, field: &'static str, longest: usize) -> Option<String> {
        let value = self.fields.get(field);
        if value.chars().count() > longest {
            return self.refuse(field, "long");
        }
        let value = value.replace("\r\n", "\n").replace('\r', "\n");
        Some(value.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect())
    }

    /// A secret as it was typed, of at most 1,000 characters; longer is refused by whoever judges it.
    pub(crate) fn secret(&mut self, field: &'static str) -> String {
        self.fields.get(field).chars().take(1_000).collect()
    }

    /// All fields, in the order they were sent.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.fields.0
    }

    /// What was typed into a field, as it is.
    pub(crate) fn raw(&self, field: &str) -> &str {
        self.fields.get(field)
    }

    /// Everything that was sent in fields of this name.
    pub(crate) fn all(&self, field: &str) -> Vec<&str> {
        self.fields.0.iter().filter(|(name, _)| name == field).map(|(_, value)| value.as_str()).collect()
    }

    /// A line that must not be empty.
    pub(crate) fn given(&mut self, field: &'static str, longest: usize) -> Option<String> {
        match self.line(field, longest) {
            Some(line) if line.is_empty() => self.refuse(field, "required"),
            line => line,
        }
    }

    /// What is wrong with a field, as a code of the form's own.
    pub(crate) fn refuse<T>(&mut self, field: &'static str, code: &'static str) -> Option<T> {
        self.errors.push(FieldError { field, code });
        None
    }

    /// One of several words.
    pub(crate) fn choice<T>(&mut self, field: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        match self.fields.get(field).trim() {
            "" => self.refuse(field, "required"),
            value => read(value).or_else(|| self.refuse(field, "choice")),
        }
    }
}

/// An address of this site, to go to. Whatever could be read as another host is none: browsers take a backslash for a
/// slash, and what stands between sometimes decodes either before it passes the address on.
pub(crate) fn own_address(text: &str) -> Option<&str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let host = ["//", "/%2f", "/%5c"].iter().any(|start| path.contains(start));
    // Nor one that climbs: it is not where it seems to be.
    let climbs = path.split('/').any(|part| matches!(part.replace("%2e", ".").as_str(), "." | ".."));
    (plain && !climbs && text.starts_with('/') && !host).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq)]
    struct Order {
        size: u8,
        note: String,
    }

    impl FromForm for Order {
        fn from_form(form: &mut Reader<'_>) -> Option<Order> {
            let size = form.choice("size", |word| (word == "small").then_some(1));
            let note = form.line("note", 5);
            Some(Order { size: size?, note: note? })
        }
    }

    fn sent(body: &str) -> Result<Order, FormError> {
        let body = axum::body::Bytes::copy_from_slice(body.as_bytes());
        read(&PageRequest { media_type: MEDIA_TYPE.into(), body, ..PageRequest::nowhere() })
    }

    #[test]
    fn a_form_is_decoded_and_read() {
        let order = sent("size=small&note=+%E6%8B%9B%E7%94%9F%0a&other=1").unwrap();
        assert_eq!(order, Order { size: 1, note: "招生".into() });
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once_and_what_was_typed_is_kept() {
        let Err(FormError::Rejected(rejected)) = sent("size=huge&note=far+too+long") else { panic!("accepted") };
        let found: Vec<_> = rejected.errors.iter().map(|error| (error.field, error.code)).collect();
        assert_eq!(found, [("size", "choice"), ("note", "long")]);
        assert_eq!((rejected.typed.get("size"), rejected.typed.get("note")), ("huge", "far too long"));
        let Err(FormError::Rejected(rejected)) = sent("note=a") else { panic!("accepted") };
        assert_eq!(rejected.errors, [FieldError { field: "size", code: "required" }]);
    }

    #[test]
    fn what_turns_the_writing_is_taken_out_of_every_field_and_the_request_knows() {
        let order = |body: &str| {
            let body = axum::body::Bytes::copy_from_slice(body.as_bytes());
            PageRequest { media_type: MEDIA_TYPE.into(), body, ..PageRequest::nowhere() }
        };
        let turned = order("size=small&note=%E2%80%AE%E6%8B%9B%D8%9C%E7%94%9F%E2%81%A9");
        assert_eq!(read(&turned), Ok(Order { size: 1, note: "招生".into() }));
        assert!(turned.cleaned.is_set());
        let plain = order("size=small&note=%E6%8B%9B");
        assert!(read::<Order>(&plain).is_ok() && !plain.cleaned.is_set());
    }

    #[test]
    fn a_form_has_a_kind_and_an_end() {
        let json = PageRequest { media_type: "application/json".into(), ..PageRequest::nowhere() };
        assert_eq!(read::<Order>(&json), Err(FormError::MediaType));
        assert_eq!(sent(&"a=1&".repeat(MOST_FIELDS + 1)), Err(FormError::TooManyFields));
    }

    #[test]
    fn only_addresses_of_this_site_are_gone_back_to() {
        assert_eq!(own_address("/item/32?sort=title"), Some("/item/32?sort=title"));
        assert_eq!(own_address("/search?q=//%5c"), Some("/search?q=//%5c"), "a query is no path");
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/%5cevil.example",
            "/%5Cevil.example",
            "/%2fevil.example",
            "/%2F%5cevil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/en/../../evil",
            "/en/%2E%2e/evil",
            "/en//evil.example",
            "///evil.example",
            "/\t/evil.example",
            "/a\r\nX: y",
            "",
            "item",
            "/é",
        ] {
            assert_eq!(own_address(elsewhere), None, "{elsewhere}");
        }
    }
}
