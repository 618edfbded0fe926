//! What the readers find in files, format by format, and what redaction leaves.
//!
//! Files are made here, part by part, so that a test shows what it is about; a few small ones made by
//! LibreOffice stand in `fixtures/`.

mod docx;
mod hostile;
mod html;
mod kit;
#[path = "../../../testkit/src/need.rs"]
mod need;
mod pdf;
mod plain;
mod redact;
mod xlsx;
