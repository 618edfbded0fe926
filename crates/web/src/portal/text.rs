//! Sizes of files as pages print them.

/// `1.4 MB`.
pub(crate) fn size(bytes: &u64) -> String {
    match *bytes {
        bytes @ 0..1_000 => format!("{bytes} B"),
        bytes @ 1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        bytes => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}
