//! The checker and the personal-data guard over any text.
#![no_main]

use check::consistency::{Options, check};
use check::personal::scan_text;
use libfuzzer_sys::fuzz_target;
use office::{Limits, read_bytes};

fuzz_target!(|data: &[u8]| {
    let Ok(extract) = read_bytes("a.md", data, &Limits::default()) else { return };
    let _ = check(&extract, &Options::default());
    let _ = scan_text(&extract.text);
});
