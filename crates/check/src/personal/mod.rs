//! Personal data in extracted text: the guard that nothing passes before it is public.
//!
//! [`scan`] reads what a file holds, hidden places included, with table heads as context; [`scan_text`]
//! reads running text; [`Scanner`] reads text of any length in pieces with fixed memory. All three are pure
//! functions over text: no file is read, nothing is logged, and a [`Finding`] never carries what was found,
//! only a masked form of it.
//!
//! Precision goes before recall. What is `certain` is personal data by arithmetic and by the words around
//! it; what is not is for a person to judge. `docs/personal-data.md` says what is which.

mod address;
mod cards;
mod chain;
mod chars;
mod context;
mod dates;
mod email;
mod finding;
mod identity;
mod labels;
mod masks;
mod numbers;
mod papers;
mod people;
mod phones;
mod policy;
mod redact;
mod segment;
mod sheet;
mod spelled;
mod stream;
mod table;

pub use finding::{Finding, Kind, Reason};
pub use people::{may_list_people, told_in_tables};
pub use policy::Policy;
pub use redact::{REMOVED, redact};
pub use segment::scan_text;
pub use sheet::{TableScanner, scan};
pub use stream::Scanner;
