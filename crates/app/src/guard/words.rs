//! Why a file could not be read, in the reader's words: what the system refused, what a reader met, what is wrong with a
//! ledger file, what is to be looked at in it.
//!
//! All sentences are in the locales. None of these errors carries text of the file.

use crate::file_fault::FileFault;
use crate::guard::{Notice, shown};
use crate::mend_refusal::Refusal as NotMended;
use crate::words::Lang;
use domain::ledger::{Doubt, Judged, Question, Table, Taken, columns};
use office::ReadError;
use office::ledger::{Language, LedgerFileError};
use office::whole_file::Refusal;
use std::collections::HashMap;
use std::io::ErrorKind;
use store::{CodeOf, Obstacle, Thing};

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Zh => Language::Zh,
            Lang::En => Language::En,
        }
    }
}

/// Kinds of refusal of the system that people meet, with their message keys under `system-`.
const SYSTEM: [(ErrorKind, &str); 15] = [
    (ErrorKind::NotFound, "not-found"),
    (ErrorKind::PermissionDenied, "permission"),
    (ErrorKind::IsADirectory, "is-folder"),
    (ErrorKind::NotADirectory, "no-folder"),
    (ErrorKind::AlreadyExists, "exists"),
    (ErrorKind::StorageFull, "full"),
    (ErrorKind::QuotaExceeded, "full"),
    (ErrorKind::FileTooLarge, "too-large"),
    (ErrorKind::ReadOnlyFilesystem, "read-only"),
    (ErrorKind::InvalidFilename, "name"),
    (ErrorKind::ResourceBusy, "busy"),
    (ErrorKind::InvalidData, "not-text"),
    (ErrorKind::OutOfMemory, "memory"),
    (ErrorKind::TimedOut, "timed-out"),
    (ErrorKind::UnexpectedEof, "cut"),
];

/// What the system refused, in words.
pub fn system(lang: Lang, error: &std::io::Error) -> String {
    match Refusal::of(error) {
        Some(Refusal::NotRegular) => return lang.say("system-not-regular"),
        Some(Refusal::Circle) => return lang.say("system-circle"),
        Some(Refusal::Planted) => return lang.say("system-planted"),
        Some(Refusal::Kept) => return lang.say("system-kept"),
        None => {}
    }
    // A message of one of our libraries says more than the kind it was given.
    let own = error.raw_os_error().is_none() && error.get_ref().is_some() && error.kind() != ErrorKind::InvalidData;
    match SYSTEM.iter().find(|(kind, _)| *kind == error.kind() && !own) {
        Some((_, key)) => lang.say(&format!("system-{key}")),
        None => error.to_string(),
    }
}

/// What a person must know of how a file was read.
pub fn notice(lang: Lang, notice: &Notice) -> String {
    lang.say_with(&format!("extract-{}", notice.key), &[("at", &shown(&notice.at))])
}

/// Why a file is not taken as an attachment, or not redacted, and what helps.
pub fn file_fault(lang: Lang, fault: &FileFault) -> String {
    let said = lang.say(&format!("attach-fault-{}", fault.code()));
    match fault {
        FileFault::Empty
        | FileFault::Kind
        | FileFault::Packed
        | FileFault::Rtf
        | FileFault::Evidence
        | FileFault::Unlike
        | FileFault::Large => said,
        FileFault::Named(masked) => format!("{said}{masked}"),
        FileFault::Unreadable(error) => format!("{said}{}", unreadable(lang, error)),
        FileFault::NotRedacted(key) => format!("{said}{}", lang.say(&format!("redact-{key}"))),
    }
}

/// Why a file cannot be read, in words.
pub fn unreadable(lang: Lang, error: &ReadError) -> String {
    // What the package of a file is called says nothing to whoever has the file.
    if matches!(error, ReadError::Damaged { what } if what == "zip") {
        return lang.say("read-damaged-whole");
    }
    let key = error.key().replace("read.", "read-");
    let args: Vec<(&'static str, String)> = error.args().into_iter().map(|arg| said(lang, arg)).collect();
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let words = lang.say_with(&key, &args);
    match lang {
        // A reason younger than its words here still has the library's own.
        Lang::Zh if words == key => error.zh(),
        Lang::En if words == key => error.to_string(),
        _ => words,
    }
}

/// An argument of a reader's error in words: a refusal of the system by its kind, a measure by its name.
fn said(lang: Lang, (name, value): (&'static str, String)) -> (&'static str, String) {
    let key = match name {
        "why" | "reason" => {
            let known =
                SYSTEM.iter().find(|(kind, _)| kind.to_string() == value).map(|(_, key)| format!("system-{key}"));
            // What a library says of a file is English.
            known
                .or_else(|| (name == "reason" && lang == Lang::Zh && value.is_ascii()).then(|| "reason-unknown".into()))
        }
        "format" | "instead" => Some(format!("read-{value}")).filter(|key| lang.knows(key)),
        "what" => Some(format!("measure-{value}")).filter(|key| lang.knows(key)),
        _ => None,
    };
    (name, key.map_or(value, |key| lang.say(&key)))
}

/// What is told of facts that were judged, with how often. Names in it are shown as far as they may be.
pub fn judged(lang: Lang, judged: &Judged, count: u64) -> String {
    let args = [("about", judged.about.as_str()), ("count", &count.to_string())];
    shown(&lang.say_with(&format!("judged-{}", judged.concern.code()), &args))
}

/// What is asked about a cell, a column or a sheet, with what it may be. `rows` could not be read for it.
pub fn question(lang: Lang, table: Option<Table>, question: &Question, rows: u64) -> String {
    let Question { kind, column, written, candidates } = question;
    let quoted = matches!(kind, Doubt::Head | Doubt::MissingColumn | Doubt::Word | Doubt::Unit);
    let said = candidates.iter().map(|text| shown(text));
    let said: Vec<String> = said.map(|text| if quoted { format!("“{text}”") } else { text }).collect();
    let or = match (lang, kind) {
        (Lang::Zh, Doubt::Item) => "、",
        (Lang::Zh, _) => "或",
        (Lang::En, _) => " or ",
    };
    let candidates = if said.is_empty() { "none".to_string() } else { said.join(or) };
    let args = [
        ("head", head(table, *column)),
        ("text", &shown(written)),
        ("candidates", &candidates),
        ("rows", &rows.to_string()),
    ];
    // What an empty cell may be is told by the title.
    let unwritten = *kind == Doubt::Item && written.trim().is_empty();
    let key = if unwritten { "question-item-unwritten".to_string() } else { format!("question-{}", kind.code()) };
    lang.say_with(&key, &args)
}

/// How something was understood, with how often; what it was and what it was taken for comes behind.
pub fn understood(lang: Lang, table: Option<Table>, kind: Taken, column: Option<usize>, count: u64) -> String {
    let args = [("head", head(table, column)), ("count", &count.to_string())];
    lang.say_with(&format!("understood-{}", kind.code()), &args)
}

/// The head of a column, nothing where it is about none.
fn head(table: Option<Table>, column: Option<usize>) -> &'static str {
    let (Some(table), Some(column)) = (table, column) else { return "" };
    columns(table).get(column).map_or("", |column| column.zh)
}

/// Why a ledger file, or a row of it, cannot be read, in words.
pub fn ledger_file(lang: Lang, error: &LedgerFileError) -> String {
    let args: Vec<(&'static str, String)> = error.args(lang.into()).into_iter().map(|arg| said(lang, arg)).collect();
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lang.say_with(&format!("ledger-file-{}", error.code()), &args)
}

/// What stands on an import, so that it cannot be taken back, and what to do about it.
pub fn obstacle(lang: Lang, obstacle: &Obstacle, names: &HashMap<Thing, String>) -> String {
    let said = |key: &str, thing: &Thing| {
        let kind = lang.say(&format!("thing-{}", thing.kind()));
        let name = names.get(thing).cloned().unwrap_or_else(|| thing.name());
        lang.say_with(key, &[("kind", &kind), ("name", &shown(&name))])
    };
    let coded = |key: &str, of: CodeOf, name: &str| {
        let kind = lang.say(&format!("thing-{}", of.code()));
        lang.say_with(key, &[("kind", &kind), ("name", &shown(name))])
    };
    match obstacle {
        Obstacle::Changed(thing) => said("import-undo-changed", thing),
        Obstacle::Named(thing) => said("import-undo-named", thing),
        Obstacle::Issued(year) => lang.say_with("import-undo-issued", &[("year", &year.to_string())]),
        Obstacle::Withdrawn(thing) => said("import-undo-withdrawn", thing),
        Obstacle::Taken(thing) => said("import-undo-taken", thing),
        Obstacle::Gone(of, code) => coded("import-undo-gone", *of, code),
        Obstacle::Doubled(of, name) => coded("import-undo-doubled", *of, name),
        Obstacle::Unquoted(year, reference) => {
            let args = [("year", year.to_string()), ("reference", shown(reference))];
            lang.say_with("import-undo-unquoted", &args.each_ref().map(|(name, text)| (*name, text.as_str())))
        }
        Obstacle::Undone => lang.say("import-undo-again"),
    }
}

/// Why the ledger is not mended as it was asked for, with what mends the asking: a key under `error-mend-`
/// for the command line, under `http-mend-` for a page.
pub fn not_mended(lang: Lang, key: &str, refusal: &NotMended) -> String {
    let separator = lang.say("list-separator");
    let args = match refusal {
        NotMended::Named { code, name, by, .. } => {
            let said = |(table, count): &(&str, u64)| {
                lang.say_with(&format!("mend-named-{table}"), &[("count", &count.to_string())])
            };
            let by: Vec<String> = by.iter().map(said).collect();
            vec![("code", code.clone()), ("name", name.clone()), ("by", by.join(&separator))]
        }
        NotMended::NameTaken { name, other } => vec![("name", name.clone()), ("other", other.clone())],
        NotMended::Itself(name) => vec![("name", name.clone())],
        NotMended::Quoted { dataset, texts } => vec![("dataset", dataset.clone()), ("texts", texts.join(&separator))],
        NotMended::Several(names) => vec![("names", names.clone())],
        NotMended::Form { given, .. } => vec![("given", given.clone())],
        NotMended::NoName | NotMended::Otherwise => Vec::new(),
    };
    let args: Vec<(&'static str, String)> = args.into_iter().map(|(name, value)| (name, shown(&value))).collect();
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lang.say_with(key, &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_said_in_both_languages() {
        for (kind, _) in SYSTEM {
            let error = std::io::Error::from(kind);
            let (zh, en) = (system(Lang::Zh, &error), system(Lang::En, &error));
            assert!(zh.chars().all(|c| !c.is_ascii_lowercase()) && en.is_ascii(), "{zh} {en}");
            let why = ReadError::Unreadable { why: kind.to_string() };
            assert!(unreadable(Lang::Zh, &why).contains(&zh), "{}", unreadable(Lang::Zh, &why));
        }
        for refusal in [Refusal::NotRegular, Refusal::Planted, Refusal::Circle] {
            let error = std::io::Error::from(refusal);
            let (zh, en) = (system(Lang::Zh, &error), system(Lang::En, &error));
            assert!(zh.chars().all(|c| !c.is_ascii_lowercase()) && en.is_ascii(), "{zh} {en}");
        }
    }

    #[test]
    fn every_reason_not_to_read_a_file_has_words_here() {
        let all = [
            ReadError::NotFound,
            ReadError::Unreadable { why: String::new() },
            ReadError::TooLarge { what: "cells", limit: 5 },
            ReadError::TooDeep { limit: 5 },
            ReadError::Encrypted,
            ReadError::Damaged { what: "zip".into() },
            ReadError::Forbidden { what: "doctype" },
            ReadError::UnknownFormat,
            ReadError::Unsupported { format: ".doc", instead: ".docx" },
            ReadError::TimedOut { seconds: 5 },
            ReadError::OutOfMemory { mebibytes: 5 },
            ReadError::WorkerDied,
        ];
        for error in all {
            for lang in Lang::ALL {
                assert!(!unreadable(lang, &error).starts_with("read-"), "{error}");
            }
            let en = unreadable(Lang::En, &error);
            assert!(!en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{en}");
        }
        for what in ["bytes", "inflated-bytes", "parts", "cells", "pages", "text-bytes"] {
            assert!(Lang::Zh.knows(&format!("measure-{what}")), "{what}");
        }
    }
}
