//! Tiles and entry bundles as C2SP tlog-tiles serves them: their addresses, and their bytes.

use crate::hash::Hash;
use crate::{Error, Result, decimal};
use std::fmt;
use std::str::FromStr;

/// Hashes of a full tile, and entries of a full bundle.
pub(crate) const WIDTH: u64 = 256;

/// A tile of hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// Its level; the hashes of level 0 are those of entries.
    pub level: u32,
    /// Its place on that level.
    pub index: u64,
    /// How many hashes it has: 1 to 256.
    pub width: usize,
}

impl Tile {
    /// The tile in a tree of this size; `None` when the tree has no hash of it.
    pub fn of(level: u32, index: u64, size: u64) -> Option<Tile> {
        let hashes = if level < 8 { size >> (8 * level) } else { 0 };
        let width = hashes.checked_sub(index.checked_mul(WIDTH)?)?.min(WIDTH);
        (width > 0).then_some(Tile { level, index, width: width as usize })
    }
}

/// Entries of the places `index * 256` onwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bundle {
    /// Its place.
    pub index: u64,
    /// How many entries it has: 1 to 256.
    pub width: usize,
}

/// What stands at an address below `tile/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Hashes.
    Tile(Tile),
    /// Entries.
    Bundle(Bundle),
}

/// `x001/x234/067`, and `.p/N` of what is not full.
fn place(f: &mut fmt::Formatter<'_>, index: u64, width: usize) -> fmt::Result {
    let mut parts = vec![format!("{:03}", index % 1000)];
    let mut rest = index / 1000;
    while rest > 0 {
        parts.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    parts.reverse();
    f.write_str(&parts.join("/"))?;
    if (width as u64) < WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        place(f, self.index, self.width)
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        place(f, self.index, self.width)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resource::Tile(tile) => tile.fmt(f),
            Resource::Bundle(bundle) => bundle.fmt(f),
        }
    }
}

impl FromStr for Resource {
    type Err = Error;

    /// Reads what is written after `tile/`, or the whole of it; each thing has one address.
    fn from_str(text: &str) -> Result<Resource> {
        let wrong = || Error::Form("address");
        let text = text.strip_prefix("tile/").unwrap_or(text);
        let (level, rest) = text.split_once('/').ok_or_else(wrong)?;
        let (place, width) = match rest.split_once(".p/") {
            Some((place, width)) => {
                (place, decimal(width).filter(|width| (1..WIDTH).contains(width)).ok_or_else(wrong)?)
            }
            None => (rest, WIDTH),
        };
        let (mut index, parts) = (0u64, place.split('/').count());
        for (at, part) in place.split('/').enumerate() {
            let digits = if at + 1 < parts { part.strip_prefix('x').ok_or_else(wrong)? } else { part };
            if digits.len() != 3
                || !digits.bytes().all(|byte| byte.is_ascii_digit())
                || (at == 0 && parts > 1 && digits == "000")
            {
                return Err(wrong());
            }
            let value: u64 = digits.parse().map_err(|_| wrong())?;
            index = index.checked_mul(1000).and_then(|index| index.checked_add(value)).ok_or_else(wrong)?;
        }
        // What would begin past the last possible entry is not there.
        if index > u64::MAX / WIDTH {
            return Err(wrong());
        }
        let width = width as usize;
        if level == "entries" {
            return Ok(Resource::Bundle(Bundle { index, width }));
        }
        let level = decimal(level).filter(|level| *level < 64).ok_or_else(wrong)?;
        Ok(Resource::Tile(Tile { level: level as u32, index, width }))
    }
}

/// The bytes of a bundle: each entry after its length in two bytes.
///
/// # Errors
/// [`Error::Form`] for an entry of more than 65,535 bytes.
pub fn write_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| Error::Form("entry"))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle.
///
/// # Errors
/// [`Error::Form`] when the bytes end inside an entry, or there are more than 256.
pub fn read_bundle(mut bytes: &[u8]) -> Result<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (entry, rest) =
            rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Error::Form("bundle"))?;
        entries.push(entry);
        bytes = rest;
    }
    if bytes.is_empty() && entries.len() as u64 <= WIDTH { Ok(entries) } else { Err(Error::Form("bundle")) }
}

/// The hashes of a tile's bytes.
impl Tile {
    /// Reads the bytes of this tile.
    ///
    /// # Errors
    /// [`Error::Tile`] when it has another width.
    pub fn read(self, bytes: &[u8]) -> Result<Vec<Hash>> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if rest.is_empty() && hashes.len() == self.width {
            Ok(hashes.to_vec())
        } else {
            Err(Error::Tile(self.to_string()))
        }
    }
}
