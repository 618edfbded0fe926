//! How long it takes to add entries, to prove one of ten million, and to check a proof.

#![allow(missing_docs, reason = "criterion makes a public function")]

use criterion::{Criterion, criterion_group, criterion_main};
use proof::{Edge, Fetched, Hash, Tile, inclusion, leaf_hash, root, tiles_wanted, verify_inclusion};
use std::hint::black_box;

const SIZE: u64 = 10_000_000;

/// Ten million hashes, level by level, as a database has them.
fn levels() -> Vec<Vec<Hash>> {
    let mut edge = Edge::default();
    let mut levels: Vec<Vec<Hash>> = vec![Vec::new(); 4];
    for at in 0..SIZE {
        let leaf = leaf_hash(&at.to_be_bytes());
        levels[0].push(leaf);
        for node in edge.push(leaf) {
            levels[node.level as usize].push(node.hash);
        }
    }
    levels
}

fn fetch(levels: &[Vec<Hash>], tiles: Vec<Tile>) -> Fetched {
    let mut fetched = Fetched::default();
    for tile in tiles {
        let from = tile.index as usize * 256;
        fetched.add(tile, levels[tile.level as usize][from..from + tile.width].to_vec());
    }
    fetched
}

fn log(c: &mut Criterion) {
    let entry = [b'x'; 400];
    c.bench_function("append 10,000 entries", |b| {
        b.iter(|| {
            let mut edge = Edge::default();
            for _ in 0..10_000 {
                black_box(edge.push(leaf_hash(black_box(&entry))));
            }
            edge.root()
        });
    });
    let levels = levels();
    let prove = |index| {
        let tiles = tiles_wanted(|reader| inclusion(reader, index, SIZE)).unwrap_or_default();
        inclusion(&fetch(&levels, tiles), index, SIZE).unwrap_or_default()
    };
    c.bench_function("prove one of ten million", |b| b.iter(|| prove(black_box(7_654_321))));
    let tiles = tiles_wanted(|reader| root(reader, SIZE)).unwrap_or_default();
    let top = root(&fetch(&levels, tiles), SIZE).unwrap_or_default();
    let (leaf, path) = (leaf_hash(&7_654_321u64.to_be_bytes()), prove(7_654_321));
    c.bench_function("check one of ten million", |b| {
        b.iter(|| verify_inclusion(&leaf, 7_654_321, SIZE, black_box(&path), &top).is_ok());
    });
}

criterion_group!(benches, log);
criterion_main!(benches);
