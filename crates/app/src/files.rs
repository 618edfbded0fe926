//! Writing files so that they are there whole or not at all, and nobody reads them who may not.

use crate::error::{Error, Result};
pub use office::whole_file::{Access, WholeFile};
use std::io::Write;
use std::path::Path;

/// Writes a file beside its place, brings it to the disk and moves it there.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>, access: Access) -> Result<()> {
    begin(path, bytes, access)?.commit().map_err(|error| Error::file(path, error))
}

/// Writes a file beside its place and leaves it to the caller to move it there.
pub(crate) fn begin(path: &Path, bytes: impl AsRef<[u8]>, access: Access) -> Result<WholeFile> {
    let begin = || {
        let mut file = WholeFile::create(path, access)?;
        file.write_all(bytes.as_ref())?;
        // What the disk has no room for is to be known here and not when it is moved.
        file.flush()?;
        Ok(file)
    };
    begin().map_err(|error| Error::file(path, error))
}
