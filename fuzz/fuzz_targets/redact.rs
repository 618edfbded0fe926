//! A span of any text file or web page: a copy without it, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use office::redact::{Span, redact};
use office::{Limits, read_bytes};

fuzz_target!(|data: &[u8]| {
    let [block, length, bytes @ ..] = data else { return };
    let name = ["a.md", "a.html", "a.csv"][usize::from(*length) % 3];
    let Ok(extract) = read_bytes(name, bytes, &Limits::default()) else { return };
    if extract.blocks.is_empty() {
        return;
    }
    let index = usize::from(*block) % extract.blocks.len();
    let range = extract.blocks[index].range.clone();
    let end = range.end.min(range.start + usize::from(*length));
    let span = Span { block: index, range: range.start..end };
    if extract.text.get(span.range.clone()).is_none() {
        return;
    }
    let removed = extract.text[span.range.clone()].to_owned();
    if let Ok(copy) = redact(name, bytes, &[span.clone()], &Limits::default()) {
        let after = read_bytes(name, &copy.bytes, &Limits::default()).expect("a copy reads");
        // Signs alone are no one's data and may stay.
        let blank = !removed.chars().any(char::is_alphanumeric);
        assert!(blank || after.text != extract.text, "something must have changed");
    }
});
