//! A zipped office file: its parts, inflated under limits, and who refers to whom.
//!
//! It exists to hold the rules for hostile archives in one place: sizes are counted while inflating
//! and never believed, names are looked up and never used as paths. It must not know what parts mean.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::{Token, Xml};
use super::{Format, Limits, ReadError};

/// An opened archive.
pub(crate) struct Package<'b> {
    archive: std::cell::RefCell<ZipArchive<Cursor<&'b [u8]>>>,
    names: Vec<String>,
    inflated: Cell<u64>,
    limits: Limits,
}

/// One relation of a part to another or to an address.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// The last word of its type, such as `hyperlink` or `comments`.
    pub(crate) kind: String,
    /// A part's name, or an address when `external`.
    pub(crate) target: String,
    pub(crate) external: bool,
}

/// Relations of one part by their id.
pub(crate) type Relations = BTreeMap<String, Relation>;

impl<'b> Package<'b> {
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Package<'b>, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::damaged("zip"))?;
        if archive.len() > limits.max_parts {
            return Err(ReadError::TooLarge { what: "parts", limit: limits.max_parts as u64 });
        }
        // A name that cannot be read would be a part that nobody looks into.
        let names = archive.file_names().map(|name| name.map(Cow::into_owned)).collect::<Result<Vec<String>, _>>();
        let mut names = names.map_err(|_| ReadError::damaged("zip"))?;
        names.sort_unstable();
        let archive = std::cell::RefCell::new(archive);
        Ok(Package { archive, names, inflated: Cell::new(0), limits: limits.clone() })
    }

    /// The names of all parts, sorted.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    /// The raw bytes of a part, or `None` if there is none of that name.
    pub(crate) fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let mut archive = self.archive.borrow_mut();
        let file = match archive.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(zip::result::ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
                return Err(ReadError::Encrypted);
            }
            Err(_) => return Err(ReadError::damaged(known_name(name))),
        };
        let left = self.limits.max_inflated.saturating_sub(self.inflated.get());
        let allowed = left.min(self.limits.max_part);
        let mut bytes = Vec::new();
        // One byte more than allowed distinguishes "exactly at the limit" from "over it".
        file.take(allowed + 1).read_to_end(&mut bytes).map_err(|_| ReadError::damaged(known_name(name)))?;
        if bytes.len() as u64 > allowed {
            return Err(ReadError::TooLarge { what: "inflated-bytes", limit: allowed });
        }
        self.inflated.set(self.inflated.get() + bytes.len() as u64);
        Ok(Some(bytes))
    }

    /// The text of an XML part.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, ReadError> {
        Ok(self.bytes(name)?.map(Package::decode))
    }

    /// The text of a part that must be there.
    pub(crate) fn required(&self, name: &str) -> Result<String, ReadError> {
        self.text(name)?.ok_or_else(|| ReadError::damaged(known_name(name)))
    }

    /// Parts are UTF-8 unless they begin with a mark that says UTF-16.
    pub(crate) fn decode(bytes: Vec<u8>) -> String {
        match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
            None => {
                String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
            }
        }
    }

    /// The relations of a part; none when it has none.
    pub(crate) fn relations(&self, part: &str) -> Result<Relations, ReadError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(text) = self.text(&name)? else { return Ok(Relations::new()) };
        let mut relations = Relations::new();
        let mut xml = Xml::new(&text, &name, self.limits.max_depth);
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            if tag.name() != "Relationship" {
                continue;
            }
            let (Some(id), Some(target)) = (tag.attr("Id"), tag.attr("Target")) else { continue };
            let kind = tag.attr("Type").map(|kind| kind.rsplit('/').next().unwrap_or_default().to_owned());
            let external = tag.attr("TargetMode").is_some_and(|mode| mode == "External");
            let target = if external { target.into_owned() } else { resolve(folder, &target) };
            relations.insert(id.into_owned(), Relation { kind: kind.unwrap_or_default(), target, external });
        }
        Ok(relations)
    }

    /// The part that holds the document itself.
    pub(crate) fn main_part(&self) -> Result<Option<String>, ReadError> {
        let found = self.relations("")?.into_values().find(|relation| relation.kind == "officeDocument");
        Ok(found.map(|relation| relation.target).filter(|target| self.has(target)))
    }

    /// Which office format this archive is.
    pub(crate) fn format(&self) -> Result<Format, ReadError> {
        let main = self.main_part()?.unwrap_or_default();
        let has = |name: &str| main == name || (main.is_empty() && self.has(name));
        if has("word/document.xml") || (main.starts_with("word/") && main.ends_with(".xml")) {
            return Ok(Format::Docx);
        }
        if has("xl/workbook.xml") || (main.starts_with("xl/") && main.ends_with(".xml")) {
            return Ok(Format::Xlsx);
        }
        if has("xl/workbook.bin") {
            return Ok(Format::Xlsb);
        }
        if main.starts_with("ppt/") {
            return Err(ReadError::Unsupported { format: ".pptx", instead: ".pdf" });
        }
        if self.has("content.xml") && self.has("mimetype") {
            return Err(ReadError::Unsupported { format: "OpenDocument", instead: ".docx / .xlsx" });
        }
        if self.has("[Content_Types].xml") {
            return Err(ReadError::damaged("[Content_Types].xml"));
        }
        Err(ReadError::UnknownFormat)
    }
}

/// A name that may be shown: part names are the file's own words, so only usual ones are repeated.
fn known_name(name: &str) -> &str {
    let usual = ["word/", "xl/", "docProps/", "_rels/", "customXml/", "[Content_Types].xml"];
    let plain = name.len() < 80 && name.chars().all(|c| c.is_ascii_alphanumeric() || "/._[]-".contains(c));
    if plain && usual.iter().any(|start| name.starts_with(start)) { name } else { "zip" }
}

/// `../media/a.png` seen from `word` is `media/a.png`; never leaves the archive since it is only a name.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
