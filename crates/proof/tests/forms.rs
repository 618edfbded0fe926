//! What is written and read: addresses, bundles, notes, checkpoints, entries, proof files.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use proof::{
    Bundle, Checkpoint, Edge, Entry, Error, Fetched, Former, Kind, Note, Opening, ProofFile, Resource, SigningKey,
    Tile, VerifierKey, inclusion, leaf_hash, read_bundle, tiles_wanted, write_bundle,
};
use proptest::prelude::*;

#[test]
fn addresses_are_those_of_the_specification_and_each_thing_has_one() {
    for (text, resource) in [
        ("tile/0/x001/x234/067", Resource::Tile(Tile { level: 0, index: 1_234_067, width: 256 })),
        ("tile/0/x001/067", Resource::Tile(Tile { level: 0, index: 1067, width: 256 })),
        ("tile/2/000.p/1", Resource::Tile(Tile { level: 2, index: 0, width: 1 })),
        ("tile/entries/x273/001.p/112", Resource::Bundle(Bundle { index: 273_001, width: 112 })),
    ] {
        assert_eq!(text.parse(), Ok(resource));
        assert_eq!(resource.to_string(), text);
    }
    for wrong in [
        "tile/0/0",
        "tile/0/1067",
        "tile/0/001/067",
        "tile/0/x000/067",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/x001",
        "tile/0/000/",
        "tile/0/",
        "tile/data/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/8/0/000",
        "",
        "tile",
        "tile/0/０００",
    ] {
        assert!(wrong.parse::<Resource>().is_err(), "{wrong}");
    }
}

#[test]
fn a_bundle_is_read_as_it_was_written_and_what_is_cut_is_refused() {
    let entries: [&[u8]; 3] = [b"one", b"", &[7; 65_535]];
    let bytes = write_bundle(entries).unwrap();
    assert_eq!(&bytes[..7], b"\x00\x03one\x00\x00");
    assert_eq!(read_bundle(&bytes).unwrap(), entries);
    assert!(read_bundle(&bytes[..bytes.len() - 1]).is_err());
    assert!(write_bundle([&[0u8; 65_536][..]]).is_err());
    assert!(read_bundle(&[0; 2 * 257]).is_err());
}

#[test]
fn the_note_of_the_specification_holds_with_its_key() {
    let key: VerifierKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().unwrap();
    let text = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let note: Note = text.parse().unwrap();
    assert_eq!(note.verify(std::slice::from_ref(&key)).unwrap(), [(&key, None)]);
    assert_eq!((note.to_string().as_str(), key.id().as_str()), (text, "530d903a"));
    let changed: Note = text.replace("example message", "example massage").parse().unwrap();
    assert_eq!(changed.verify(std::slice::from_ref(&key)), Err(Error::Signature));
    assert_eq!(note.verify(&[]), Err(Error::Unknown));
}

#[test]
fn a_key_is_read_as_it_was_written_and_no_other() {
    let key = SigningKey::new("xxgk.example.edu.cn/log/1", [7; 32]).unwrap();
    let again = SigningKey::read(&format!("{}\n", key.to_private_text())).unwrap();
    assert_eq!((again.name(), again.verifier()), (key.name(), key.verifier()));
    assert_eq!(key.verifier().to_string().parse(), Ok(key.verifier()));
    assert!(!format!("{key:?}").contains("seed"));
    for name in ["", "a b", "a+b", "a\u{3000}b", "a\n"] {
        assert!(SigningKey::new(name, [7; 32]).is_err(), "{name:?}");
    }
    assert!(SigningKey::read(&key.to_private_text().replace("/log/1", "/log/2")).is_err());
}

#[test]
fn a_witness_says_when_it_saw_a_checkpoint_and_nothing_of_it_can_be_changed() {
    let (log, witness) =
        (SigningKey::new("log.example", [1; 32]).unwrap(), SigningKey::new("witness.example", [2; 32]).unwrap());
    let checkpoint = Checkpoint { origin: "log.example".into(), size: 3, root: [9; 32] };
    let mut note = checkpoint.sign(&log);
    note.signatures.push(witness.cosign(&note.text, 1_679_315_147));
    let note: Note = note.to_string().parse().unwrap();
    let keys = [log.verifier(), witness.cosigner()];
    assert_eq!(note.verify(&keys).unwrap()[1].1, Some(1_679_315_147));
    assert_eq!(Checkpoint::open(&note, &keys).unwrap(), checkpoint);
    // A witness alone is not the log.
    assert_eq!(Checkpoint::open(&note, &keys[1..]), Err(Error::Origin));
    let other = Note { text: Checkpoint { size: 4, ..checkpoint }.to_string(), ..note.clone() };
    assert_eq!(other.verify(&keys[1..]), Err(Error::Signature));
    assert_eq!(witness.cosigner().to_string().parse(), Ok(witness.cosigner()));
}

#[test]
fn a_checkpoint_that_is_written_otherwise_is_none() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let read = |text: &str| text.parse::<Checkpoint>();
    assert_eq!(read(&format!("example.com/behind-the-sofa\n20852163\n{root}\n")).unwrap().size, 20_852_163);
    assert!(read(&format!("a\n0\n{root}\nextension\n")).is_ok());
    for wrong in
        ["a\n01\nR\n", "a\n-1\nR\n", "a\n1\nR", "\n1\nR\n", "a\n1\n\n", "a\n1\nR\n\n", "a\n1\nAAAA\n", "a\n+1\nR\n"]
    {
        assert!(read(&wrong.replace('R', root)).is_err(), "{wrong:?}");
    }
}

fn opening() -> Opening {
    Opening {
        salt: [3; 32],
        text: Opening::digest_of("正文", ""),
        files: vec![(Opening::digest_of_file(b"file"), "附件 一.pdf".into())],
        meta: "{\"title\":\"关于放假的通知\"}".into(),
    }
}

fn entry(kind: Kind) -> Entry {
    Entry {
        kind,
        index: "10001/2026-00007".into(),
        edition: 2,
        commitments: Some(opening().commit()),
        period: None,
        date: "2026-12-01".into(),
        at: "2026-12-01T03:24:09.000000Z".into(),
        former: None,
    }
}

#[test]
fn an_entry_has_one_form_and_holds_no_word_of_the_text() {
    let json = entry(Kind::Amend).to_json();
    assert!(
        json.starts_with(r#"{"at":"2026-12-01T03:24:09.000000Z","date":"2026-12-01","edition":2,"files":""#),
        "{json}"
    );
    assert!(json.ends_with(r#"","v":1}"#) && json.is_ascii(), "{json}");
    for kind in Kind::ALL {
        let mut entry = entry(*kind);
        entry.period = Some(("2026-12-01".into(), "2026-12-08".into()));
        entry.former = Some(Former { origin: "a".into(), size: 3, root: "00".into() });
        assert_eq!(Entry::read(entry.to_json().as_bytes()), Ok(entry));
        assert_eq!(Kind::read(kind.code()), Some(*kind));
    }
    for wrong in [
        json.replace(",\"date\"", ", \"date\""),
        json.replace("\"v\":1", "\"v\":2"),
        json.replace("amend", "mend"),
        format!("{json} "),
        json.replace("\"v\"", "\"name\":\"x\",\"v\""),
    ] {
        assert!(Entry::read(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

/// A log of `size` entries with this one at `index`, and the proof of it.
fn proof(size: u64, index: u64) -> (SigningKey, ProofFile) {
    let key = SigningKey::new("xxgk.example.edu.cn/log/1", [7; 32]).unwrap();
    let text = entry(Kind::Publish).to_json();
    let leaves: Vec<_> = (0..size)
        .map(|at| if at == index { leaf_hash(text.as_bytes()) } else { leaf_hash(&at.to_be_bytes()) })
        .collect();
    let mut edge = Edge::default();
    let mut nodes = vec![leaves.clone()];
    for leaf in leaves {
        for node in edge.push(leaf) {
            nodes.resize(nodes.len().max(node.level as usize + 1), Vec::new());
            nodes[node.level as usize].push(node.hash);
        }
    }
    let mut fetched = Fetched::default();
    for tile in tiles_wanted(|reader| inclusion(reader, index, size)).unwrap() {
        let from = tile.index as usize * 256;
        fetched.add(tile, nodes[tile.level as usize][from..from + tile.width].to_vec());
    }
    let path = inclusion(&fetched, index, size).unwrap();
    let checkpoint = Checkpoint { origin: key.name().into(), size, root: edge.root() }.sign(&key);
    let file = ProofFile { entry: text, opening: Some(opening()), index, path, checkpoint };
    (key, file)
}

#[test]
fn a_proof_file_says_what_was_entered_where_and_of_what() {
    let (key, file) = proof(1000, 700);
    let read: ProofFile = file.to_string().parse().unwrap();
    assert_eq!(read, file);
    let verified = read.verify(&[key.verifier()]).unwrap();
    assert_eq!(
        (verified.entry.index.as_str(), verified.index, verified.checkpoint.size),
        ("10001/2026-00007", 700, 1000)
    );
    assert_eq!(verified.opening, Some(opening()));
    assert!(file.to_string().len() < 2_000, "{}", file.to_string().len());
    // Of a thing that is down, the same without what it was made of.
    let bare = ProofFile { opening: None, ..file.clone() };
    assert_eq!(bare.to_string().parse::<ProofFile>().unwrap().verify(&[key.verifier()]).unwrap().opening, None);
    let stranger = SigningKey::new(key.name(), [8; 32]).unwrap();
    assert_eq!(file.verify(&[stranger.verifier()]), Err(Error::Unknown));
    let told = Opening { meta: "{\"title\":\"关于开学的通知\"}".into(), ..opening() };
    assert_eq!(ProofFile { opening: Some(told), ..file }.verify(&[key.verifier()]), Err(Error::Opening("meta")));
}

#[test]
fn every_single_bit_of_a_proof_file_counts() {
    let (key, file) = proof(9, 4);
    let (bytes, keys, sound) =
        (file.to_string().into_bytes(), [key.verifier()], file.verify(&[key.verifier()]).unwrap());
    for at in 0..bytes.len() * 8 {
        let mut wrong = bytes.clone();
        wrong[at / 8] ^= 1 << (at % 8);
        let read = String::from_utf8(wrong).ok().and_then(|text| text.parse::<ProofFile>().ok());
        let held = read.and_then(|file| file.verify(&keys).ok());
        assert_eq!(held, None, "bit {at}, of {:?}", sound.entry.index);
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_fall(text in "\\PC*", bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = text.parse::<Note>();
        let _ = text.parse::<Checkpoint>();
        let _ = text.parse::<VerifierKey>();
        let _ = text.parse::<ProofFile>();
        let _ = text.parse::<Resource>();
        let _ = SigningKey::read(&text);
        let _ = Entry::read(&bytes);
        let _ = read_bundle(&bytes);
    }

    #[test]
    fn an_address_that_is_read_is_written_the_same(text in "(tile/)?(entries|[0-9]{1,2})/(x[0-9]{3}/){0,3}[0-9]{3}(\\.p/[0-9]{1,3})?") {
        if let Ok(resource) = text.parse::<Resource>() {
            let whole = if text.starts_with("tile/") { text.clone() } else { format!("tile/{text}") };
            prop_assert_eq!(resource.to_string(), whole);
        }
    }
}
