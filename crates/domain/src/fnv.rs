//! FNV-1a: short names for contents, such as a row without a key, a finding, a drawing in a page.
//!
//! It exists so that every such name in the program is made the same way and never changes: names are kept in
//! ledgers and baselines. It must never protect anything: whoever wants two contents with one name can make them.

/// The name of an empty content, from which [`fnv64_on`] goes on.
pub const FNV64: u64 = 0xcbf2_9ce4_8422_2325;

/// The name of a content in 64 bits.
#[must_use]
pub fn fnv64(bytes: impl IntoIterator<Item = u8>) -> u64 {
    fnv64_on(FNV64, bytes)
}

/// The name of a content with more behind it.
#[must_use]
pub fn fnv64_on(name: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(name, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The same in 128 bits, for names that must differ among millions of contents.
#[must_use]
pub fn fnv128(bytes: impl IntoIterator<Item = u8>) -> u128 {
    bytes.into_iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

/// The bytes of several texts, each closed by a byte that no text holds, so that `ab`, `c` and `a`, `bc` differ.
pub fn closed<'t>(parts: &'t [&'t str]) -> impl Iterator<Item = u8> + 't {
    parts.iter().flat_map(|part| part.bytes().chain([0xff]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_test_vectors_hold() {
        let of = |text: &str| (fnv64(text.bytes()), fnv128(text.bytes()));
        assert_eq!(of(""), (0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d));
        assert_eq!(of("a"), (0xaf63_dc4c_8601_ec8c, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964));
        assert_eq!(of("foobar").0, 0x8594_4171_f739_67e8);
    }

    #[test]
    fn where_one_part_ends_and_the_next_begins_counts() {
        assert_ne!(fnv64(closed(&["ab", "c"])), fnv64(closed(&["a", "bc"])));
        assert_ne!(fnv64(closed(&["ab", ""])), fnv64(closed(&["ab"])));
    }
}
