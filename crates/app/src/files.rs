//! Writing files so that they are there whole or not at all.

use crate::error::{Error, Result};
pub use office::whole_file::WholeFile;
use std::path::Path;

/// Writes a file beside its place, brings it to the disk and moves it there.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    office::whole_file::write(path, bytes.as_ref()).map_err(|error| Error::file(path, error))
}
