//! What is known about the words of documents: lists beside this file that somebody who knows no Rust can extend.
//!
//! `.txt` files hold lists by name, `.tsv` files tables; both say in comments what each list means. They are part of
//! the program and read once. Patterns of two or three tokens stay with the code that reads them. Nothing is decided
//! here.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Words in the order of the file.
pub(crate) type Words = Vec<&'static str>;

/// The cells of a row, each with the ways to say one thing.
pub(crate) type Row = Vec<Words>;

/// Declares the lists of a file: the name in the program and the name in the file.
macro_rules! lists {
    ($($file:literal: $($name:ident = $list:literal),+ $(,)?;)+) => {
        $($(pub(crate) static $name: LazyLock<Words> = LazyLock::new(|| list(include_str!($file), $list));)+)+

        /// File, list, name in the program, words.
        #[cfg(test)]
        static LISTS: &[(&str, &str, &str, &LazyLock<Words>)] = &[$($(($file, $list, stringify!($name), &$name)),+),+];
    };
}

/// Declares tables, each a file of its own.
macro_rules! tables {
    ($($name:ident = $file:literal),+ $(,)?) => {
        $(pub(crate) static $name: LazyLock<Vec<Row>> = LazyLock::new(|| rows(include_str!($file)));)+

        /// File, name in the program, rows.
        #[cfg(test)]
        static TABLES: &[(&str, &str, &LazyLock<Vec<Row>>)] = &[$(($file, stringify!($name), &$name)),+];
    };
}

lists! {
    "quantity.txt":
        UNITS = "units",
        NO_COUNT = "no-count",
        CUES = "cues",
        LOOSE_AFTER = "loose-after",
        LOOSE_BEFORE = "loose-before",
        NO_DIFFERENCE = "no-difference",
        DIFFERENCE = "difference",
        EACH = "each",
        REACHES = "reaches";
    "tables.txt":
        NOT_SUMMABLE = "not-summable",
        NOT_PARTS = "not-parts";
    "report.txt":
        REPORT_TITLES = "report-titles",
        COLLEGE_REPORT_TITLES = "college-report-titles",
        COLLEGE_WORDS = "college-words",
        PERIOD_WORDS = "period-words",
        TITLE_ENDS = "title-ends",
        LINE_HEADS = "line-heads",
        ANNOUNCES_PARTS = "announces-parts",
        GOVERNMENT_FORM = "government-form",
        ITEM_TABLE = "item-table",
        NOT_PROACTIVE = "not-proactive",
        NOTHING = "nothing",
        ON_REQUESTS = "on-requests",
        ON_EVALUATION = "on-evaluation",
        ON_COMPLAINTS = "on-complaints",
        ATTACHMENTS = "attachments";
    "publication.txt":
        ISSUES = "issues",
        ISSUE_VERBS = "issue-verbs",
        PUBLISHES = "publishes",
        PUBLISHES_AFTER = "publishes-after",
        BACKGROUND_BEFORE = "background-before",
        BACKGROUND_AFTER = "background-after",
        PUBLICATION_LINES = "publication-lines",
        PLANNED = "planned",
        IN_FORCE = "in-force",
        EVENTS = "events",
        HISTORY = "history";
    "sites.txt":
        ADDRESS_WORDS = "address-words",
        VISIT_WORDS = "visit-words",
        SITE_ENDS = "site-ends",
        SITE_COMMON = "site-common";
    "facts.txt":
        OTHER_FACT = "other-fact",
        TOTAL_NAMES = "total-names",
        SAID_OF_ANY = "said-of-any",
        ANOTHER_FACT = "another-fact";
    "counts.txt":
        CHOICE = "choice",
        JOINTS = "joints",
        LIST_VERBS = "list-verbs",
        BOUNDS = "bounds",
        NO_NAME = "no-name",
        EXPLAINS = "explains", ETC_UNITS = "etc-units", LISTED_NOUNS = "listed-nouns", ANNOUNCED_BELOW = "announced-below", ANNOUNCED_HERE = "announced-here", ENTRY_UNITS = "entry-units";
    "sums.txt":
        OPEN_ENDED = "open-ended",
        NO_ETC = "no-etc",
        LEAVES_LIST = "leaves-list",
        NET = "net",
        TOTAL_WORDS = "total-words",
        NO_TOTAL = "no-total",
        TOTAL_BEHIND = "total-behind",
        PRESENT = "present",
        ABSENT = "absent",
        MORE = "more",
        LESS = "less",
        INDUSTRIES = "industries",
        SHARE_WORDS = "share-words",
        CHANGE_WORDS = "change-words",
        CARRIED_ON = "carried-on",
        TAKEN_IN = "taken-in",
        SETTLED = "settled",
        PART_CUES = "part-cues",
        NO_MEMBER = "no-member",
        NO_PART = "no-part",
        SUBJECTS = "subjects",
        KINDS_OF = "kinds-of",
        MAKES_WHOLE = "makes-whole",
        MAY_MAKE_WHOLE = "may-make-whole",
        NO_ENTRY = "no-entry",
        THINGS = "things",
        CARRIED = "carried",
        TOLD_TO_OVERLAP = "told-to-overlap",
        TOLD_APART = "told-apart",
        WHOLE_OF_YEAR = "whole-of-year";
    "rates.txt":
        GROWS = "grows",
        REAL_TERMS = "real-terms",
        MEANS = "means",
        OWN_GROWTH = "own-growth",
        NO_QUOTIENT = "no-quotient",
        SAVINGS = "savings",
        DONE = "done",
        AVERAGES = "averages",
        PER_HEAD = "per-head",
        PLACES = "places",
        BASE_HEADS = "base-heads",
        BASE_ENDS = "base-ends",
        TOTALS = "totals",
        LABEL_ENDS = "label-ends",
        PLAIN_SHARE = "plain-share",
        UP = "up",
        DOWN = "down",
        BECOMES = "becomes",
        STEPS = "steps",
        YEAR_BEFORE = "year-before",
        THIS_YEAR = "this-year",
        OTHER_BASES = "other-bases",
        PLACES_IN_LINE = "places-in-line",
        NEGATED = "negated",
        BOUNDED = "bounded";
}

tables! {
    CATEGORIES = "categories.tsv",
    CHAPTERS = "chapters.tsv",
    COMPLETE = "complete.tsv",
    DIVISIONS = "divisions.tsv",
    GRADES = "grades.tsv",
    HALVES = "halves.tsv",
    NESTED = "nested.tsv",
    OUTCOMES = "outcomes.tsv",
    PARTS = "parts.tsv",
    STAGES = "stages.tsv",
    PAIRS = "pairs.tsv",
    VIEWS = "views.tsv",
}

/// Searches for all the words at once, for texts much longer than a label.
pub(crate) fn finder(words: &[&str]) -> AhoCorasick {
    AhoCorasick::new(words).expect("a few short words")
}

/// A pattern that any of the words fits, the first of the file that does.
pub(crate) fn pattern(words: &[&str]) -> String {
    words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|")
}

fn is_comment(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

fn heading(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.strip_suffix(']')
}

/// The words of a list; none when the file has no such list, which a test forbids.
fn list(file: &'static str, name: &str) -> Words {
    file.lines()
        .skip_while(|line| heading(line) != Some(name))
        .skip(1)
        .take_while(|line| heading(line).is_none())
        .filter(|line| !is_comment(line))
        .flat_map(str::split_whitespace)
        .collect()
}

fn rows(file: &'static str) -> Vec<Row> {
    let cell = |text: &'static str| text.split('|').filter(|word| !word.is_empty()).collect();
    file.lines()
        .filter(|line| !is_comment(line) && !line.trim().is_empty())
        .map(|line| line.split('\t').map(cell).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::collections::BTreeSet;
    use std::path::Path;

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/consistency")
    }

    fn read(file: &str) -> String {
        std::fs::read_to_string(folder().join("words").join(file)).expect("a file of words")
    }

    fn twice(words: &[&str]) -> Vec<String> {
        let mut seen = BTreeSet::new();
        words.iter().filter(|word| !seen.insert(**word)).map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn every_list_has_words_none_of_them_twice() {
        for (file, list, _, words) in LISTS {
            assert!(!words.is_empty(), "{file} has no list {list}, or nothing in it");
            assert_eq!(twice(words), Vec::<String>::new(), "twice in {list} of {file}");
        }
    }

    #[test]
    fn every_row_says_something_in_two_columns_at_least_and_nothing_twice() {
        for (file, _, rows) in TABLES {
            assert!(rows.len() >= 2, "{file}");
            let whole: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
            assert_eq!(twice(&whole.iter().map(String::as_str).collect::<Vec<_>>()), Vec::<String>::new(), "{file}");
            for row in rows.iter() {
                assert!(row.len() >= 2 && row[1..].iter().all(|cell| !cell.is_empty()), "{file}: {row:?}");
                row.iter().for_each(|cell| assert_eq!(twice(cell), Vec::<String>::new(), "{file}: {row:?}"));
            }
        }
    }

    #[test]
    fn every_list_says_what_it_is_for_and_is_known_to_the_program() {
        let files: BTreeSet<&str> = LISTS.iter().map(|(file, ..)| *file).collect();
        for file in &files {
            let text = read(file);
            let lines: Vec<&str> = text.lines().collect();
            for (at, name) in lines.iter().enumerate().filter_map(|(at, line)| Some((at, heading(line)?))) {
                assert!(lines.get(at + 1).is_some_and(|line| is_comment(line)), "[{name}] of {file} has no comment");
                assert!(
                    LISTS.iter().any(|(f, list, ..)| f == file && *list == name),
                    "[{name}] of {file} is not named"
                );
            }
        }
        for (file, ..) in TABLES {
            assert!(read(file).starts_with("# "), "{file} has no comment");
        }
        let known: BTreeSet<String> =
            files.iter().copied().chain(TABLES.iter().map(|(file, ..)| *file)).map(str::to_owned).collect();
        let present: BTreeSet<String> = std::fs::read_dir(folder().join("words"))
            .expect("the folder of words")
            .map(|entry| entry.expect("a file").file_name().into_string().expect("a plain name"))
            .filter(|name| name != "mod.rs")
            .collect();
        assert_eq!(known, present);
    }

    #[test]
    fn every_list_is_used() {
        fn sources(folder: &Path, text: &mut String) {
            for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
                if path.is_dir() && !path.ends_with("words") {
                    sources(&path, text);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    text.push_str(&std::fs::read_to_string(path).expect("a source file"));
                }
            }
        }
        let mut text = String::new();
        sources(&folder(), &mut text);
        let names = LISTS.iter().map(|(_, _, name, _)| *name).chain(TABLES.iter().map(|(_, name, _)| *name));
        for name in names {
            let path = format!("words::{name}");
            let used = text
                .match_indices(&path)
                .any(|(at, _)| !text[at + path.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
            assert!(used, "nothing reads {name}");
        }
    }
}
