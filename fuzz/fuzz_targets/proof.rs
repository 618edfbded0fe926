#![no_main]
//! Whatever somebody sends as a proof, a note, a key, an address or a bundle is read or refused, and what is read is written the same.

use libfuzzer_sys::fuzz_target;
use proof::{Entry, Note, ProofFile, Resource, VerifierKey, read_bundle, write_bundle};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(entries) = read_bundle(bytes) {
        assert_eq!(write_bundle(entries).as_deref(), Ok(bytes));
    }
    if let Ok(entry) = Entry::read(bytes) {
        assert_eq!(entry.to_json().as_bytes(), bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = text.parse::<VerifierKey>();
    if let Ok(resource) = text.parse::<Resource>() {
        assert_eq!(resource.to_string().parse(), Ok(resource));
    }
    if let Ok(note) = text.parse::<Note>() {
        assert_eq!(note.to_string(), text);
    }
    if let Ok(file) = text.parse::<ProofFile>() {
        assert_eq!(file.to_string().parse(), Ok(file));
    }
});
