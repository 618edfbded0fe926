//! Writing files so that they are there whole or not at all, and nobody reads them who may not.

use crate::error::{Error, Result};
pub use office::whole_file::Access;
use std::path::Path;

/// Writes a file beside its place, brings it to the disk and moves it there.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>, access: Access) -> Result<()> {
    office::whole_file::write(path, bytes.as_ref(), access).map_err(|error| Error::file(path, error))
}
