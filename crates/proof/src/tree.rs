//! The Merkle tree of RFC 6962 over tiles: its root, proofs that an entry is in it and that a larger tree goes on from a smaller
//! one, and how it grows.
//!
//! A tile holds up to 256 hashes of one level; what lies between the levels is computed. Which tiles a computation wants is asked
//! first ([`tiles_wanted`]), so that whoever stores them may fetch them in their own way.

use crate::hash::{Hash, empty_root, node_hash};
use crate::tile::{Tile, WIDTH};
use crate::{Error, Result};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// Largest tree: indexes are kept as signed numbers elsewhere.
const LARGEST: u64 = 1 << 62;

/// Where hashes come from.
pub trait Reader {
    /// Hashes `from..from + count` of a tile.
    ///
    /// # Errors
    /// [`Error::Tile`] when the tile is not there or has fewer.
    fn hashes(&self, tile: Tile, from: usize, count: usize) -> Result<Vec<Hash>>;
}

/// Tiles that were fetched.
#[derive(Debug, Clone, Default)]
pub struct Fetched(HashMap<Tile, Vec<Hash>>);

impl Fetched {
    /// Adds a tile.
    pub fn add(&mut self, tile: Tile, hashes: Vec<Hash>) {
        self.0.insert(tile, hashes);
    }
}

impl Reader for Fetched {
    fn hashes(&self, tile: Tile, from: usize, count: usize) -> Result<Vec<Hash>> {
        let hashes = self.0.get(&tile).filter(|hashes| hashes.len() == tile.width);
        let some = hashes.and_then(|hashes| hashes.get(from..from.checked_add(count)?));
        some.map(<[Hash]>::to_vec).ok_or_else(|| Error::Tile(tile.to_string()))
    }
}

/// A reader that only notes what is asked of it.
#[derive(Default)]
struct Wanted(RefCell<BTreeSet<Tile>>);

impl Reader for Wanted {
    fn hashes(&self, tile: Tile, _: usize, count: usize) -> Result<Vec<Hash>> {
        self.0.borrow_mut().insert(tile);
        Ok(vec![[0; 32]; count])
    }
}

/// The tiles that a computation reads.
///
/// # Errors
/// Those of the computation.
pub fn tiles_wanted<T>(computation: impl Fn(&dyn Reader) -> Result<T>) -> Result<Vec<Tile>> {
    let wanted = Wanted::default();
    computation(&wanted)?;
    Ok(wanted.0.into_inner().into_iter().collect())
}

/// The root of hashes that are the leaves of a whole tree, whose number is a power of two.
fn whole(mut hashes: Vec<Hash>) -> Hash {
    while hashes.len() > 1 {
        hashes = hashes.chunks(2).map(|pair| node_hash(&pair[0], pair.last().unwrap_or(&pair[0]))).collect();
    }
    hashes.pop().unwrap_or_else(empty_root)
}

/// The largest power of two below `n`, which is at least 2.
fn split(n: u64) -> u64 {
    1 << (63 - (n - 1).leading_zeros())
}

/// `MTH(D[low..high])` in a tree of `size`; the range is one that the recursion of RFC 6962 comes to.
fn range(reader: &dyn Reader, low: u64, high: u64, size: u64) -> Result<Hash> {
    let count = high - low;
    if count == 0 {
        return Ok(empty_root());
    }
    if count.is_power_of_two() && low.is_multiple_of(count) {
        let height = count.trailing_zeros();
        let (level, inner) = (height / 8, height % 8);
        let first = low >> (8 * level);
        let tile = Tile::of(level, first / WIDTH, size).ok_or(Error::Range { index: low, size })?;
        // Below 256, for the tile holds it.
        let from = (first % WIDTH) as usize;
        return Ok(whole(reader.hashes(tile, from, 1 << inner)?));
    }
    let middle = low + split(count);
    Ok(node_hash(&range(reader, low, middle, size)?, &range(reader, middle, high, size)?))
}

/// The root of the tree of the first `size` entries.
///
/// # Errors
/// [`Error::Tile`] for a tile that is missing.
pub fn root(reader: &dyn Reader, size: u64) -> Result<Hash> {
    check_size(size)?;
    range(reader, 0, size, size)
}

fn check_size(size: u64) -> Result<()> {
    if size <= LARGEST { Ok(()) } else { Err(Error::Range { index: size, size: LARGEST }) }
}

/// The proof that entry `index` is in the tree of `size` (RFC 6962, 2.1.1), from the leaf's sibling upwards.
///
/// # Errors
/// [`Error::Range`] for an entry that the tree does not have; [`Error::Tile`] for a tile that is missing.
pub fn inclusion(reader: &dyn Reader, index: u64, size: u64) -> Result<Vec<Hash>> {
    check_size(size)?;
    if index >= size {
        return Err(Error::Range { index, size });
    }
    let (mut low, mut high) = (0, size);
    let mut path = Vec::new();
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            path.push(range(reader, middle, high, size)?);
            high = middle;
        } else {
            path.push(range(reader, low, middle, size)?);
            low = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `new` entries goes on from that of `old` (RFC 6962, 2.1.2). Empty from nothing, and to itself.
///
/// # Errors
/// [`Error::Range`] when the old tree is the larger one; [`Error::Tile`] for a tile that is missing.
pub fn consistency(reader: &dyn Reader, old: u64, new: u64) -> Result<Vec<Hash>> {
    check_size(new)?;
    if old > new {
        return Err(Error::Range { index: old, size: new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut low, mut high) = (0, new);
    let mut path = Vec::new();
    // Whether the old tree's root is known to whoever checks: it is as long as we are on its left edge.
    let mut known = true;
    while high != old {
        let middle = low + split(high - low);
        if old <= middle {
            path.push(range(reader, middle, high, new)?);
            high = middle;
        } else {
            path.push(range(reader, low, middle, new)?);
            low = middle;
            known = false;
        }
    }
    if !known {
        path.push(range(reader, low, high, new)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that a leaf is entry `index` of the tree with this size and root.
///
/// # Errors
/// [`Error::Range`] or [`Error::Proof`].
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> Result<()> {
    if index >= size {
        return Err(Error::Range { index, size });
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return Err(Error::Proof);
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            // Of a right edge without a sibling on this level, the next level that has one.
            while at.is_multiple_of(2) && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(Error::Proof) }
}

/// Checks that the tree with the new size and root goes on from the one with the old (RFC 9162, 2.1.4.2).
///
/// # Errors
/// [`Error::Range`] or [`Error::Proof`].
pub fn verify_consistency(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> Result<()> {
    let ((old, old_root), (new, new_root)) = (old, new);
    if old > new {
        return Err(Error::Range { index: old, size: new });
    }
    let holds = |holds: bool| if holds { Ok(()) } else { Err(Error::Proof) };
    if old == new {
        return holds(path.is_empty() && old_root == new_root);
    }
    if old == 0 {
        return holds(path.is_empty() && *old_root == empty_root());
    }
    let mut path = path.iter();
    let (mut at, mut last) = (old - 1, new - 1);
    while at % 2 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let first = if old.is_power_of_two() { old_root } else { path.next().ok_or(Error::Proof)? };
    let (mut was, mut is) = (*first, *first);
    for hash in path {
        if last == 0 {
            return Err(Error::Proof);
        }
        if at % 2 == 1 || at == last {
            was = node_hash(hash, &was);
            is = node_hash(hash, &is);
            while at.is_multiple_of(2) && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            is = node_hash(&is, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    holds(last == 0 && was == *old_root && is == *new_root)
}

/// A hash of level 1 and above that came to be as a tile below it filled up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewNode {
    /// Its level in tiles.
    pub level: u32,
    /// Its place on that level.
    pub index: u64,
    /// The root of the full tile below it.
    pub hash: Hash,
}

/// The right edge of a tree: what it takes to add entries and to know the root.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    size: u64,
    /// The partial tile of each level, from the leaves upwards.
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// The tiles that the edge of a tree of this size is made of.
    pub fn tiles(size: u64) -> Vec<Tile> {
        let levels = (0..8).take_while(|level| size >> (8 * level) > 0);
        levels.filter_map(|level| Tile::of(level, (size >> (8 * level)) / WIDTH, size)).collect()
    }

    /// The edge of a tree of this size.
    ///
    /// # Errors
    /// [`Error::Tile`] for a tile that is missing.
    pub fn read(reader: &dyn Reader, size: u64) -> Result<Edge> {
        check_size(size)?;
        let mut levels = Vec::new();
        for tile in Edge::tiles(size) {
            levels.resize(tile.level as usize, Vec::new());
            levels.push(reader.hashes(tile, 0, tile.width)?);
        }
        Ok(Edge { size, levels })
    }

    /// How many entries the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the hash of an entry; returns what fills up with it.
    pub fn push(&mut self, leaf: Hash) -> Vec<NewNode> {
        let (mut hash, mut level, mut made) = (leaf, 0, Vec::new());
        self.size += 1;
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let tile = &mut self.levels[level];
            tile.push(hash);
            if (tile.len() as u64) < WIDTH {
                return made;
            }
            hash = whole(std::mem::take(tile));
            level += 1;
            // As many levels as a number of 64 bits has bytes.
            let index = (self.size >> (8 * level)) - 1;
            made.push(NewNode { level: level as u32, index, hash });
        }
    }

    /// The root.
    pub fn root(&self) -> Hash {
        let mut parts = Vec::new();
        for tile in self.levels.iter().rev() {
            let mut rest = tile.as_slice();
            while !rest.is_empty() {
                let (part, after) = rest.split_at(1 << rest.len().ilog2());
                parts.push(whole(part.to_vec()));
                rest = after;
            }
        }
        parts.into_iter().rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }
}
