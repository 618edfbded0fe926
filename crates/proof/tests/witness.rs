//! What a witness signs and what it refuses: every growth of a log, and nothing else.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use proof::{
    Checkpoint, Edge, Error, Fetched, Hash, Note, Refusal, SigningKey, Submission, Tile, VerifierKey, consistency,
    leaf_hash, witness,
};
use proptest::prelude::*;

fn key() -> SigningKey {
    SigningKey::new("example.edu.cn/log/1", [7; 32]).unwrap()
}

fn leaves(count: u64, salt: u8) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&[salt, n as u8, (n >> 8) as u8])).collect()
}

fn signed(leaves: &[Hash], key: &SigningKey) -> Note {
    let mut edge = Edge::default();
    for leaf in leaves {
        edge.push(*leaf);
    }
    Checkpoint { origin: key.name().to_string(), size: leaves.len() as u64, root: edge.root() }.sign(key)
}

fn seen(note: &Note) -> Checkpoint {
    note.text.parse().unwrap()
}

/// The tiles of a tree below 65,536 entries.
fn tiles(leaves: &[Hash]) -> Fetched {
    let (mut edge, mut fetched) = (Edge::default(), Fetched::default());
    let nodes: Vec<_> = leaves.iter().flat_map(|leaf| edge.push(*leaf)).collect();
    for (at, chunk) in leaves.chunks(256).enumerate() {
        fetched.add(Tile { level: 0, index: at as u64, width: chunk.len() }, chunk.to_vec());
    }
    if !nodes.is_empty() {
        let hashes: Vec<Hash> = nodes.iter().map(|node| node.hash).collect();
        fetched.add(Tile { level: 1, index: 0, width: hashes.len() }, hashes);
    }
    fetched
}

fn submission(leaves: &[Hash], old: u64, key: &SigningKey) -> Submission {
    let size = leaves.len() as u64;
    let proof = if old == 0 || old >= size { Vec::new() } else { consistency(&tiles(leaves), old, size).unwrap() };
    Submission { old, proof, note: signed(leaves, key) }
}

fn keys() -> Vec<VerifierKey> {
    vec![key().verifier()]
}

proptest! {
    #[test]
    fn a_log_that_has_grown_is_cosigned_and_one_that_was_changed_is_not(old in 0u64..700, more in 0u64..700, at in 0u64..700) {
        let all = leaves(old + more, 0);
        let before = (old > 0).then(|| seen(&signed(&all[..old as usize], &key())));
        let asked = submission(&all, old, &key());
        prop_assert_eq!(asked.to_string().parse::<Submission>().unwrap(), asked.clone());
        prop_assert_eq!(witness(before.as_ref(), &asked, &keys()), Ok(seen(&asked.note)));
        if at < old {
            let mut changed = all.clone();
            changed[at as usize] = leaf_hash(b"another");
            let asked = submission(&changed, old, &key());
            let refused = if more == 0 { Refusal::Fork } else { Refusal::Proof };
            prop_assert_eq!(witness(before.as_ref(), &asked, &keys()), Err(refused));
        }
    }

    #[test]
    fn whatever_is_sent_is_read_or_refused(body in ".{0,300}") {
        let _ = body.parse::<Submission>();
    }
}

#[test]
fn each_refusal_is_told_apart() {
    let all = leaves(300, 0);
    let before = seen(&signed(&all[..100], &key()));
    let ask = |seen: Option<&Checkpoint>, asked: &Submission| witness(seen, asked, &keys()).unwrap_err();
    let good = submission(&all, 100, &key());
    assert!(witness(Some(&before), &good, &keys()).is_ok());
    // Somebody else's key under the log's name, and a signature that does not hold.
    let other = SigningKey::new("example.edu.cn/log/1", [8; 32]).unwrap();
    assert_eq!(ask(Some(&before), &submission(&all, 100, &other)), Refusal::Signature);
    let forged = good.to_string().replace("\n300\n", "\n299\n").parse::<Submission>().unwrap();
    assert_eq!(ask(Some(&before), &forged), Refusal::Signature);
    // From another size than was seen: told which.
    assert_eq!(ask(Some(&before), &submission(&all, 99, &key())), Refusal::Stale(100));
    assert_eq!(ask(None, &submission(&all, 100, &key())), Refusal::Stale(0));
    assert_eq!(ask(Some(&before), &Submission { old: 301, ..good.clone() }), Refusal::Form);
    // The same size with another root is a fork whatever size it says that it goes on from.
    let forked = signed(&leaves(100, 1), &key());
    for old in [0, 50, 100] {
        let asked = Submission { old, proof: Vec::new(), note: forked.clone() };
        assert_eq!(ask(Some(&before), &asked), Refusal::Fork, "{old}");
    }
    // A proof where none is wanted, and none where one is.
    assert_eq!(ask(None, &Submission { old: 0, ..good.clone() }), Refusal::Proof);
    assert_eq!(ask(Some(&before), &Submission { proof: Vec::new(), ..good.clone() }), Refusal::Proof);
    let answers = [Refusal::Form, Refusal::Signature, Refusal::Stale(7), Refusal::Fork, Refusal::Proof];
    assert_eq!(answers.map(|refusal| refusal.status().0), [400, 403, 409, 409, 422]);
    for wrong in ["", "old\n\n", "old 01\n\nx", "old 1\nx\n\nx", "old -1\n\nx"] {
        assert_eq!(wrong.parse::<Submission>().err(), Some(Error::Form("submission")), "{wrong}");
    }
}
