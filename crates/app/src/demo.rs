//! The sample year: the real year 2022-2023 of a college, as a ledger file in the program.
//!
//! It enters the database through the same import that a school's own file does.

use crate::error::{Error, Result};
use crate::files::Access;
use domain::school_year::SchoolYear;
use std::path::{Path, PathBuf};

/// The sample ledger. Facts of a published report; what it does not give is left out.
const LEDGER: &[u8] = include_bytes!("../../../samples/2022-2023/ledger.json");

/// Its name in the sample's folder.
pub const LEDGER_FILE: &str = "ledger-2022-2023.json";

/// The year of the sample.
pub fn year() -> SchoolYear {
    SchoolYear::of(chrono::NaiveDate::from_ymd_opt(2022, 9, 1).unwrap_or_default())
}

/// The day the sample's report is signed: the last date that its source gives.
pub fn signed_on() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2023, 11, 26).unwrap_or_default()
}

/// Writes the sample ledger into the folder for import and for a look. An existing copy is left when it is the
/// same.
pub fn write_ledger(folder: &Path) -> Result<PathBuf> {
    let path = folder.join(LEDGER_FILE);
    if std::fs::read(&path).is_ok_and(|present| present == LEDGER) {
        return Ok(path);
    }
    std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    crate::files::write(&path, LEDGER, Access::Ordinary)?;
    Ok(path)
}
