//! Any bytes, read as any format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use office::{Limits, read_bytes};

const NAMES: [&str; 8] = ["a.docx", "a.xlsx", "a.pdf", "a.html", "a.md", "a.csv", "a.txt", "a.xls"];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let limits = Limits { max_text: 16 << 20, max_inflated: 16 << 20, max_part: 16 << 20, ..Limits::default() };
    let Ok(extract) = read_bytes(NAMES[usize::from(*first) % NAMES.len()], bytes, &limits) else { return };
    let mut end = 0;
    for block in &extract.blocks {
        assert!(block.range.start >= end && extract.text.get(block.range.clone()).is_some());
        end = block.range.end;
    }
    for link in &extract.links {
        assert!(extract.text.get(link.range.clone()).is_some());
    }
});
