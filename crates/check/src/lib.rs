//! The checker and the personal-data guard: pure functions over extracted text.
//!
//! [`consistency`] names statements that cannot hold together; [`personal`] names personal data. Both take
//! a [`domain::extract::Extract`] and give findings; [`edited`] compares an
//! edited report with the one that a ledger gives. None of them reads files, asks the time, keeps state or logs,
//! and no input makes them panic. The command line, the import and the workbench are users of this library
//! like any other program; `docs/rules/` and `docs/personal-data.md` say what is found and what is not.
//!
//! # Use in a program of your own
//! Cut a document into blocks (paragraphs, list entries, cells) in reading order, each with the place where a
//! person finds it again; crate `office` does that for files. Then ask either engine, or both:
//!
//! ```
//! use check::{consistency, personal};
//! use domain::extract::{BlockKind, Extract, Place};
//!
//! let mut extract = Extract::default();
//! let letter = ["共受理申请12件（其中自然人9件、法人4件）。", "申请人张某，身份证号110101199003070038。"];
//! for (line, text) in (1..).zip(letter) {
//!     extract.push(text, BlockKind::Paragraph, Place::Line { line, column: 1 }, None);
//! }
//!
//! // 9 + 4 is not 12. Ranges are bytes of `extract.text`; messages come in both languages.
//! let outcome = consistency::check(&extract, &consistency::Options::default());
//! let finding = &outcome.findings[0];
//! assert_eq!((finding.rule.code(), finding.found.as_deref()), ("sum", Some("13")));
//! assert_eq!(extract.block_at(finding.range.start), extract.blocks.first());
//!
//! // A number whose region, date and check character hold. It is never given back whole.
//! let found = personal::scan(&extract, None);
//! assert_eq!((found[0].kind.code(), found[0].certain), ("id_card", true));
//! assert!(!found[0].masked.contains("19900307"));
//! ```
//!
//! # Cost
//! Time grows with the text, memory with what was claimed or found. Text of any length goes through
//! [`personal::Scanner`] in pieces; `cargo bench -p check` measures both engines.

pub mod consistency;
pub mod edited;
pub mod numbers;
pub mod personal;
mod steps;
