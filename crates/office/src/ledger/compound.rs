//! One stream out of a compound file, the container of .xls (MS-CFB).
//!
//! The library that reads cells keeps the container to itself. Everything a container says of itself may be false:
//! chains end after as many sectors as the file has, and what points outside of it is no stream. It must not know what
//! the stream holds.

/// What a container begins with.
const HEADER: usize = 512;
/// The first number of a sector that is none.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams below are kept in small sectors.
const SMALL: u64 = 4096;
const SMALL_SECTOR: usize = 64;
const ENTRY: usize = 128;

/// The first of the streams of these names that is there.
pub(crate) fn stream(bytes: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let file = Container::open(bytes)?;
    let directory = file.chain(u32_at(bytes, 48)?, u64::MAX)?;
    let entries = || directory.chunks_exact(ENTRY);
    let (name, length) = (|entry: &[u8]| name_of(entry), |entry: &[u8]| u32_at(entry, 120).map(u64::from));
    let found = names.iter().find_map(|wanted| {
        entries().find(|entry| entry[66] == 2 && name(entry).is_some_and(|name| name.eq_ignore_ascii_case(wanted)))
    })?;
    let (start, length) = (u32_at(found, 116)?, length(found)?);
    if length >= SMALL {
        return file.chain(start, length);
    }
    let root = entries().next()?;
    let small = file.chain(u32_at(root, 116)?, u64::from(u32_at(root, 120)?))?;
    let table = file.chain(u32_at(bytes, 60)?, u64::MAX)?;
    follow(start, length, SMALL_SECTOR, &small, |sector| u32_at(&table, usize::try_from(sector).ok()?.checked_mul(4)?))
}

fn name_of(entry: &[u8]) -> Option<String> {
    // Its length counts the closing nought.
    let length = usize::from(u16_at(entry, 64)?).checked_sub(2)?.min(62);
    let units: Vec<u16> = entry[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

struct Container<'a> {
    /// The sectors behind the header.
    sectors: &'a [u8],
    size: usize,
    /// Which sector comes after which.
    next: Vec<u32>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Container<'a>> {
        let size = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        // The header fills the first sector, however large.
        let mut file = Container { sectors: bytes.get(size.max(HEADER)..)?, size, next: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|at| u32_at(bytes, 76 + at * 4)).collect();
        let mut more = u32_at(bytes, 68)?;
        for _ in 0..file.count() {
            let Some(sector) = file.sector(more) else { break };
            let (last, own) = sector.split_last_chunk::<4>().map(|(own, last)| (u32::from_le_bytes(*last), own))?;
            tables.extend(numbers(own));
            more = last;
        }
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR).take(file.count()) {
            let sector = file.sector(table)?;
            file.next.extend(numbers(sector));
        }
        Some(file)
    }

    fn count(&self) -> usize {
        self.sectors.len().div_ceil(self.size)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(number).ok().filter(|_| number < NO_SECTOR)?.checked_mul(self.size)?;
        self.sectors.get(start..start.checked_add(self.size)?)
    }

    /// A chain of sectors, up to `length` bytes.
    fn chain(&self, start: u32, length: u64) -> Option<Vec<u8>> {
        follow(start, length, self.size, self.sectors, |sector| self.next.get(usize::try_from(sector).ok()?).copied())
    }
}

/// Follows a chain for no more sectors than there are.
fn follow(start: u32, length: u64, size: usize, sectors: &[u8], next: impl Fn(u32) -> Option<u32>) -> Option<Vec<u8>> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let (mut chain, mut sector) = (Vec::new(), start);
    for _ in 0..sectors.len().div_ceil(size) {
        if sector >= NO_SECTOR || chain.len() >= length {
            break;
        }
        let from = usize::try_from(sector).ok()?.checked_mul(size)?;
        // The last sector of a file may be cut.
        let until = from.checked_add(size)?.min(sectors.len());
        chain.extend_from_slice(sectors.get(from..until)?);
        sector = next(sector)?;
    }
    chain.truncate(length);
    Some(chain)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const BOOK: &[u8] = include_bytes!("../../fixtures/departments.xls");

    #[test]
    fn a_stream_is_found_by_its_name_whole() {
        let book = stream(BOOK, &["Workbook", "Book"]).unwrap();
        // The record that begins every such stream.
        assert_eq!(u16_at(&book, 0), Some(0x0809));
        assert!(stream(BOOK, &["Nothing"]).is_none());
    }

    /// Each byte of the header and the tables changed, and the file cut anywhere: an answer, and never a wait.
    #[test]
    fn no_container_makes_it_panic_or_go_round_in_circles() {
        for at in (0..BOOK.len()).step_by(7) {
            for byte in [0, 1, 0xFF] {
                let mut bytes = BOOK.to_vec();
                bytes[at] = byte;
                let _ = stream(&bytes, &["Workbook"]);
            }
            let _ = stream(&BOOK[..at], &["Workbook"]);
        }
    }
}
