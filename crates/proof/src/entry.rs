//! What is entered in the log: a fact about one record or report, as canonical JSON, with no word of its text in it.
//!
//! Text, files and metadata stand there as commitments: a hash over a salt and the thing. The salt goes out with a proof as long as
//! the thing itself is on view. A list of one name has so few possible texts that a plain digest would tell it for ever; a
//! commitment whose salt was destroyed tells nothing.

use crate::hash::{Hash, sha256};
use crate::{Error, Result, hex, unhex};
use serde_json::{Map, Value};

/// Version of the form.
const VERSION: u64 = 1;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Made public by the school's own procedure.
    Publish,
    /// Came into the ledger from a file, with whatever day the file says it was published.
    Import,
    /// A next edition.
    Amend,
    /// Facts of what is on view changed without a next edition.
    Correct,
    /// Taken down, for a reason.
    Withdraw,
    /// Taken down because its term was over.
    Expire,
    /// No longer for everybody.
    Restrict,
    /// A period in which something is open to objection began.
    PublicityBegin,
    /// Such a period was made longer.
    PublicityExtend,
    /// Such a period is over and its list is down.
    PublicityEnd,
    /// An annual report was issued.
    Report,
    /// The log goes on under another key.
    Reanchor,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Kind] = &[
        Kind::Publish,
        Kind::Import,
        Kind::Amend,
        Kind::Correct,
        Kind::Withdraw,
        Kind::Expire,
        Kind::Restrict,
        Kind::PublicityBegin,
        Kind::PublicityExtend,
        Kind::PublicityEnd,
        Kind::Report,
        Kind::Reanchor,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Publish => "publish",
            Kind::Import => "import",
            Kind::Amend => "amend",
            Kind::Correct => "correct",
            Kind::Withdraw => "withdraw",
            Kind::Expire => "expire",
            Kind::Restrict => "restrict",
            Kind::PublicityBegin => "publicity-begin",
            Kind::PublicityExtend => "publicity-extend",
            Kind::PublicityEnd => "publicity-end",
            Kind::Report => "report",
            Kind::Reanchor => "reanchor",
        }
    }

    /// The kind with this code.
    pub fn read(code: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether something that was on view is another since, or gone.
    pub fn changes(self) -> bool {
        !matches!(self, Kind::Publish | Kind::Import | Kind::PublicityBegin | Kind::Report)
    }
}

/// What an entry says of a text, files and metadata without saying them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitments {
    /// Of the text, and of a list beside it.
    pub text: Hash,
    /// Of the files.
    pub files: Hash,
    /// Of title, number, item, days.
    pub meta: Hash,
}

/// What the commitments are over: enough to hold a text, a file, a title against an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What makes the commitments impossible to guess.
    pub salt: [u8; 32],
    /// SHA-256 of the text and of the list beside it.
    pub text: Hash,
    /// SHA-256 and name of each file, in order.
    pub files: Vec<(Hash, String)>,
    /// Title, number, item, days: canonical JSON.
    pub meta: String,
}

impl Opening {
    /// The SHA-256 of a text, and of the list that stands beside it where there is one.
    pub fn digest_of(text: &str, list: &str) -> Hash {
        if list.is_empty() {
            return sha256(&[text.as_bytes()]);
        }
        sha256(&[text.as_bytes(), b"\n", list.as_bytes()])
    }

    /// The SHA-256 of a file's bytes.
    pub fn digest_of_file(bytes: &[u8]) -> Hash {
        sha256(&[bytes])
    }

    /// The commitments.
    pub fn commit(&self) -> Commitments {
        let mut files = String::new();
        for (digest, name) in &self.files {
            files.push_str(&format!("{} {name}\n", hex(digest)));
        }
        Commitments {
            text: sha256(&[&self.salt, b"text\n", hex(&self.text).as_bytes()]),
            files: sha256(&[&self.salt, b"files\n", files.as_bytes()]),
            meta: sha256(&[&self.salt, b"meta\n", self.meta.as_bytes()]),
        }
    }

    /// Whether an entry was made of just this.
    ///
    /// # Errors
    /// [`Error::Opening`] with the part that differs.
    pub fn check(&self, entry: &Entry) -> Result<()> {
        let entered = entry.commitments.ok_or(Error::Opening("text"))?;
        let is = self.commit();
        for (part, same) in
            [("text", is.text == entered.text), ("files", is.files == entered.files), ("meta", is.meta == entered.meta)]
        {
            if !same {
                return Err(Error::Opening(part));
            }
        }
        Ok(())
    }
}

/// The log that an entry of kind [`Kind::Reanchor`] goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// What it was called.
    pub origin: String,
    /// How large its last known checkpoint was.
    pub size: u64,
    /// The root of it, as base 16.
    pub root: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What happened.
    pub kind: Kind,
    /// To which record: its index number. Empty for what is about no record.
    pub index: String,
    /// Which edition; 0 when nothing of it is on view.
    pub edition: u32,
    /// What is on view since; none when nothing is.
    pub commitments: Option<Commitments>,
    /// First and last day of a period, as `2026-12-01`.
    pub period: Option<(String, String)>,
    /// The civil day in China, as `2026-12-01`.
    pub date: String,
    /// The instant, as `2026-12-01T03:24:09.000000Z`.
    pub at: String,
    /// What the log goes on from.
    pub former: Option<Former>,
}

impl Entry {
    /// The one way to write it (RFC 8785): members in order, no blanks.
    pub fn to_json(&self) -> String {
        let mut members: std::collections::BTreeMap<&str, Value> = std::collections::BTreeMap::new();
        members.insert("v", VERSION.into());
        members.insert("kind", self.kind.code().into());
        members.insert("date", self.date.as_str().into());
        members.insert("at", self.at.as_str().into());
        if !self.index.is_empty() {
            members.insert("index", self.index.as_str().into());
        }
        if self.edition > 0 {
            members.insert("edition", self.edition.into());
        }
        if let Some(Commitments { text, files, meta }) = &self.commitments {
            members.extend([("text", hex(text).into()), ("files", hex(files).into()), ("meta", hex(meta).into())]);
        }
        if let Some((from, until)) = &self.period {
            members.extend([("from", from.as_str().into()), ("until", until.as_str().into())]);
        }
        if let Some(Former { origin, size, root }) = &self.former {
            members.insert("former_origin", origin.as_str().into());
            members.insert("former_size", (*size).into());
            members.insert("former_root", root.as_str().into());
        }
        serde_json::to_string(&members).unwrap_or_default()
    }

    /// Reads what [`Entry::to_json`] wrote; nothing else is an entry, not even the same with a blank in it.
    ///
    /// # Errors
    /// [`Error::Form`].
    pub fn read(bytes: &[u8]) -> Result<Entry> {
        let entry = serde_json::from_slice(bytes).ok().and_then(|members| read(&members));
        let same = |entry: &Entry| entry.to_json().as_bytes() == bytes;
        entry.filter(same).ok_or(Error::Form("entry"))
    }
}

fn read(members: &Map<String, Value>) -> Option<Entry> {
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_string);
    let hash = |name: &str| text(name).and_then(|text| unhex(&text));
    let number = |name: &str| members.get(name).and_then(Value::as_u64);
    let commitments = hash("text").zip(hash("files")).zip(hash("meta"));
    let former = text("former_origin").zip(number("former_size")).zip(text("former_root"));
    if number("v") != Some(VERSION) {
        return None;
    }
    Some(Entry {
        kind: Kind::read(&text("kind")?)?,
        index: text("index").unwrap_or_default(),
        edition: u32::try_from(number("edition").unwrap_or_default()).ok()?,
        commitments: commitments.map(|((text, files), meta)| Commitments { text, files, meta }),
        period: text("from").zip(text("until")),
        date: text("date")?,
        at: text("at")?,
        former: former.map(|((origin, size), root)| Former { origin, size, root }),
    })
}
