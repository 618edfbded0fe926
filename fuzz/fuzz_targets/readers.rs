//! Any bytes, read as any format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use office::{Limits, read_bytes};

/// What content decides needs one name; text is read as each kind of text.
const TEXTS: [&str; 4] = ["a.html", "a.md", "a.csv", "a.txt"];

// Some readers of old formats panic on damaged files; the library catches that by design, and only a panic that
// escapes it is a crash.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let decided = data.starts_with(b"PK") || data.starts_with(b"\xD0\xCF") || data.starts_with(b"%PDF");
    for name in if decided { &["a.docx"][..] } else { &TEXTS[..] } {
        look(name, data);
    }
});

fn look(name: &str, data: &[u8]) {
    let limits = Limits { max_text: 16 << 20, max_inflated: 16 << 20, max_part: 16 << 20, ..Limits::default() };
    let Ok(extract) = read_bytes(name, data, &limits) else { return };
    let mut end = 0;
    for block in &extract.blocks {
        assert!(block.range.start >= end && extract.text.get(block.range.clone()).is_some());
        // Markdown has text that no rendering shows, and all of it is read.
        assert!(name != "a.md" || !extract.text[end..block.range.start].contains(char::is_alphanumeric));
        end = block.range.end;
    }
    assert!(name != "a.md" || !extract.text[end..].contains(char::is_alphanumeric));
    for link in &extract.links {
        assert!(extract.text.get(link.range.clone()).is_some());
    }
}
