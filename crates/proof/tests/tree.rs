//! The tree against a model that only knows the sentences of RFC 6962 and another implementation of SHA-256.

use proof::{
    Edge, Error, Fetched, Hash, Reader, Tile, consistency, empty_root, inclusion, leaf_hash, root, tiles_wanted,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

fn model_hash(parts: &[&[u8]]) -> Hash {
    parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into()
}

/// `MTH(D[n])`, as it is written.
fn model_root(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => model_hash(&[]),
        [one] => model_hash(&[&[0], one]),
        many => {
            let mut k = 1;
            while k * 2 < many.len() {
                k *= 2;
            }
            model_hash(&[&[1], &model_root(&many[..k]), &model_root(&many[k..])])
        }
    }
}

/// `PATH(m, D[n])`.
fn model_path(m: usize, entries: &[Vec<u8>]) -> Vec<Hash> {
    if entries.len() <= 1 {
        return Vec::new();
    }
    let mut k = 1;
    while k * 2 < entries.len() {
        k *= 2;
    }
    let (mut path, last) = match m < k {
        true => (model_path(m, &entries[..k]), model_root(&entries[k..])),
        false => (model_path(m - k, &entries[k..]), model_root(&entries[..k])),
    };
    path.push(last);
    path
}

/// `SUBPROOF(m, D[n], b)`.
fn model_subproof(m: usize, entries: &[Vec<u8>], b: bool) -> Vec<Hash> {
    if m == entries.len() {
        return if b { Vec::new() } else { vec![model_root(entries)] };
    }
    let mut k = 1;
    while k * 2 < entries.len() {
        k *= 2;
    }
    let (mut path, last) = match m <= k {
        true => (model_subproof(m, &entries[..k], b), model_root(&entries[k..])),
        false => (model_subproof(m - k, &entries[k..], false), model_root(&entries[..k])),
    };
    path.push(last);
    path
}

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|at| format!("entry {at}").into_bytes()).collect()
}

/// A log that keeps what a log keeps: hashes by level.
#[derive(Default)]
struct Log {
    levels: BTreeMap<u32, Vec<Hash>>,
    edge: Edge,
}

impl Log {
    fn of(count: usize) -> Log {
        let mut log = Log::default();
        entries(count).iter().for_each(|entry| log.push(leaf_hash(entry)));
        log
    }

    fn push(&mut self, leaf: Hash) {
        self.levels.entry(0).or_default().push(leaf);
        for node in self.edge.push(leaf) {
            let level = self.levels.entry(node.level).or_default();
            assert_eq!(level.len() as u64, node.index, "nodes come in their order");
            level.push(node.hash);
        }
    }

    fn fetch(&self, tiles: Vec<Tile>) -> Fetched {
        let mut fetched = Fetched::default();
        for tile in tiles {
            let from = tile.index as usize * 256;
            fetched.add(tile, self.levels[&tile.level][from..from + tile.width].to_vec());
        }
        fetched
    }

    fn run<T>(&self, computation: impl Fn(&dyn Reader) -> Result<T, Error>) -> Result<T, Error> {
        computation(&self.fetch(tiles_wanted(&computation)?))
    }
}

#[test]
fn the_roots_of_rfc_6962_come_out() {
    // The leaves of the reference implementation's tests, and the roots that it gives.
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let mut edge = Edge::default();
    let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(edge.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let mut roots = Vec::new();
    for leaf in leaves {
        edge.push(leaf_hash(leaf));
        roots.push(hex(edge.root()));
    }
    assert_eq!(roots[0], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(roots[1], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    assert_eq!(roots[7], "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

#[test]
fn roots_and_proofs_of_every_small_tree_are_those_of_the_model() {
    let all = entries(40);
    for size in 0..=all.len() {
        let (log, some) = (Log::of(size), &all[..size]);
        let top = model_root(some);
        assert_eq!(log.run(|reader| root(reader, size as u64)).unwrap(), top);
        assert_eq!(log.edge.root(), top);
        for (index, entry) in some.iter().enumerate() {
            let path = log.run(|reader| inclusion(reader, index as u64, size as u64)).unwrap();
            assert_eq!(path, model_path(index, some));
            verify_inclusion(&leaf_hash(entry), index as u64, size as u64, &path, &top).unwrap();
        }
        for old in 1..=size {
            let path = log.run(|reader| consistency(reader, old as u64, size as u64)).unwrap();
            assert_eq!(path, model_subproof(old, some, true));
            let before = model_root(&all[..old]);
            verify_consistency((old as u64, &before), (size as u64, &top), &path).unwrap();
        }
        verify_consistency((0, &empty_root()), (size as u64, &top), &[]).unwrap();
    }
}

#[test]
fn a_tree_that_reaches_over_tiles_is_that_of_the_model_and_its_edge_can_be_read_back() {
    for size in [255, 256, 257, 513, 65_536, 65_793] {
        let (log, some) = (Log::of(size), entries(size));
        let top = model_root(&some);
        assert_eq!(log.run(|reader| root(reader, size as u64)).unwrap(), top);
        let edge = Edge::read(&log.fetch(Edge::tiles(size as u64)), size as u64).unwrap();
        assert_eq!((edge.size(), edge.root()), (size as u64, top));
        for index in [0, 1, size / 2, size - 1] {
            let path = log.run(|reader| inclusion(reader, index as u64, size as u64)).unwrap();
            assert_eq!(path, model_path(index, &some));
        }
        for old in [1, 255, size / 2, size - 1] {
            let path = log.run(|reader| consistency(reader, old as u64, size as u64)).unwrap();
            assert_eq!(path, model_subproof(old, &some, true));
        }
    }
}

#[test]
fn a_tree_of_seventy_thousand_has_the_tiles_that_the_specification_counts() {
    let size = 70_000;
    let widths =
        |level| (0..).map_while(move |at| Tile::of(level, at, size)).map(|tile| tile.width).collect::<Vec<_>>();
    assert_eq!((widths(0).len(), widths(0)[272], widths(0)[273]), (274, 256, 112));
    assert_eq!(widths(1), [256, 17]);
    assert_eq!(widths(2), [1]);
    assert!(widths(3).is_empty());
    assert_eq!([0, 1].map(|level| Tile::of(level, 0, 256).map(|tile| tile.width)), [Some(256), Some(1)]);
}

#[test]
fn what_the_tree_does_not_have_is_refused_and_not_computed() {
    let log = Log::of(10);
    assert_eq!(log.run(|reader| inclusion(reader, 10, 10)), Err(Error::Range { index: 10, size: 10 }));
    assert_eq!(log.run(|reader| consistency(reader, 11, 10)), Err(Error::Range { index: 11, size: 10 }));
    assert!(matches!(root(&Fetched::default(), 10), Err(Error::Tile(_))));
    assert!(log.run(|reader| root(reader, u64::MAX)).is_err());
    let top = log.edge.root();
    assert!(verify_inclusion(&[0; 32], 0, 0, &[], &top).is_err());
    assert!(verify_consistency((5, &top), (4, &top), &[]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_single_bit_of_a_proof_of_inclusion_counts(size in 1usize..700, at in any::<prop::sample::Index>()) {
        let (log, index) = (Log::of(size), at.index(size));
        let (size, leaf) = (size as u64, leaf_hash(&entries(index + 1)[index]));
        let path = log.run(|reader| inclusion(reader, index as u64, size)).unwrap();
        let top = log.edge.root();
        verify_inclusion(&leaf, index as u64, size, &path, &top).unwrap();
        for at in 0..path.len() * 256 {
            let mut wrong = path.clone();
            wrong[at / 256][at % 256 / 8] ^= 1 << (at % 8);
            prop_assert!(verify_inclusion(&leaf, index as u64, size, &wrong, &top).is_err());
        }
        for at in 0..256 {
            let (mut other, mut another) = (leaf, top);
            other[at / 8] ^= 1 << (at % 8);
            another[at / 8] ^= 1 << (at % 8);
            prop_assert!(verify_inclusion(&other, index as u64, size, &path, &top).is_err());
            prop_assert!(verify_inclusion(&leaf, index as u64, size, &path, &another).is_err());
        }
        let (mut long, short) = (path.clone(), path.split_last().map(|(_, rest)| rest));
        long.push([7; 32]);
        prop_assert!(verify_inclusion(&leaf, index as u64, size, &long, &top).is_err());
        if let Some(short) = short {
            prop_assert!(verify_inclusion(&leaf, index as u64, size, short, &top).is_err());
        }
        for other in 0..size {
            prop_assert_eq!(verify_inclusion(&leaf, other, size, &path, &top).is_ok(), other == index as u64);
        }
    }

    #[test]
    fn every_single_bit_of_a_proof_of_consistency_counts(new in 2usize..700, at in any::<prop::sample::Index>()) {
        let old = at.index(new - 1) + 1;
        let (log, before) = (Log::of(new), Log::of(old).edge.root());
        let (old, new, top) = (old as u64, new as u64, log.edge.root());
        let path = log.run(|reader| consistency(reader, old, new)).unwrap();
        verify_consistency((old, &before), (new, &top), &path).unwrap();
        for at in 0..path.len() * 256 {
            let mut wrong = path.clone();
            wrong[at / 256][at % 256 / 8] ^= 1 << (at % 8);
            prop_assert!(verify_consistency((old, &before), (new, &top), &wrong).is_err());
        }
        let mut other = before;
        other[0] ^= 1;
        prop_assert!(verify_consistency((old, &other), (new, &top), &path).is_err());
        prop_assert!(verify_consistency((old, &before), (new, &other), &path).is_err());
        let mut long = path.clone();
        long.push([7; 32]);
        prop_assert!(verify_consistency((old, &before), (new, &top), &long).is_err());
        prop_assert!(verify_consistency((old, &before), (new, &top), &path[..path.len() - 1]).is_err());
    }
}
