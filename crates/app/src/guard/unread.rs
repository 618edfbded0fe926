//! What a reader did not read, as programs are told of it: the contract of `check` and `scan`.
//!
//! It exists so that an answer without findings is never taken for a clean file of which a part was not seen. Codes and
//! places are the same in every language; only the message is for people.

use super::words::notice as words;
use super::{Notice, shown};
use crate::words::Lang;
use serde::Serialize;

/// A part of a file that was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Stable code: `picture-page`, `picture-in-file`, `page-unread`, `part-unread`, `sheet-unread`, `unmapped-text` or `characters-lost`.
    pub code: &'static str,
    /// Where: `page 3`, or the name of a sheet or part, behind the names of the files that it lies in.
    #[serde(rename = "where")]
    pub place: String,
    /// The same for people.
    pub message: String,
}

impl Unread {
    /// Of what a reader noticed.
    pub fn of(notice: &Notice, lang: Lang) -> Unread {
        let (code, of_page) = match notice.key {
            "page-is-picture" => ("picture-page", true),
            "picture-on-page" => ("picture-in-file", true),
            "page-not-read" => ("page-unread", true),
            "text-without-unicode" => ("unmapped-text", true),
            "part-not-read" => ("part-unread", false),
            "sheet-not-read" => ("sheet-unread", false),
            other => (other, false),
        };
        let place = match notice.at.rsplit_once('/') {
            Some((within, page)) if of_page => format!("{within}/page {page}"),
            None if of_page => format!("page {}", notice.at),
            _ => notice.at.clone(),
        };
        Unread { code, place: shown(&place), message: words(lang, notice) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_as_one_wherever_its_file_lies() {
        let of = |key, at: &str| {
            let unread = Unread::of(&Notice { key, at: at.into() }, Lang::Zh);
            (unread.code, unread.place)
        };
        assert_eq!(of("page-is-picture", "3"), ("picture-page", "page 3".into()));
        assert_eq!(of("page-not-read", "扫描.pdf/12"), ("page-unread", "扫描.pdf/page 12".into()));
        assert_eq!(of("picture-on-page", "2"), ("picture-in-file", "page 2".into()));
        assert_eq!(of("picture-in-file", "word/media/a.png"), ("picture-in-file", "word/media/a.png".into()));
        assert_eq!(of("part-not-read", "word/embeddings/a.bin"), ("part-unread", "word/embeddings/a.bin".into()));
    }
}
