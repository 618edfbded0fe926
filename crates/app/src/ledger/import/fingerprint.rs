//! What identifies the content of a record's rows, so that a second import of the same file changes nothing.

use domain::ids::RecordId;
use domain::ledger::{self, Entry, EntryState, Parts, RecordEntry, Row, Table};
use domain::record::{IndexNumber, Openness};
use sha2::{Digest, Sha256};

/// What identifies the content of a record's rows, however they were written: a row and the row of its export
/// have the same. The index number is assigned and does not count.
pub(super) fn fingerprint(parts: &Parts) -> u64 {
    let mut hash = Sha256::new();
    if is_plain(parts) {
        // The common row is its own canonical form but for two cells.
        feed(&mut hash, Table::Records, canonical(&parts.record));
    } else {
        let nobody = IndexNumber { school: String::new(), year: 0, serial: 0 };
        let plain = ledger::take_apart(&ledger::assemble(parts.clone(), RecordId(0), nobody, None));
        feed(&mut hash, Table::Records, canonical(&plain.record));
        for edition in plain.editions {
            let (table, row) = ledger::print(&Entry::Edition(edition));
            feed(&mut hash, table, row);
        }
        for release in plain.releases {
            let (table, row) = ledger::print(&Entry::Release(release));
            feed(&mut hash, table, row);
        }
    }
    let digest = hash.finalize();
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Whether assembling the row and taking it apart again would change nothing but write its state out.
fn is_plain(parts: &Parts) -> bool {
    let record = &parts.record;
    parts.editions.is_empty()
        && parts.releases.is_empty()
        && record.openness == Openness::Proactive
        && matches!(record.state, None | Some(EntryState::Public))
        && record.state_reason.is_empty()
        && record.publicity.is_none()
        && !record.channels.is_empty()
}

/// The row with its state written out and without its index number.
fn canonical(record: &RecordEntry) -> Row {
    let at =
        |key: &str| ledger::columns(Table::Records).iter().position(|column| column.key == key).unwrap_or_default();
    let mut row = ledger::record_row(record);
    row.0[at("index")].clear();
    if row.0[at("state")].is_empty() {
        row.0[at("state")].push_str(EntryState::Public.zh());
    }
    row
}

fn feed(hash: &mut Sha256, table: Table, row: Row) {
    hash.update(table.code());
    for cell in row.0 {
        hash.update(cell);
        hash.update([0x1f]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cells: &[(&str, &str)]) -> Parts {
        let mut row = vec![String::new(); ledger::columns(Table::Records).len()];
        for (key, text) in cells {
            row[ledger::columns(Table::Records).iter().position(|column| column.key == *key).unwrap()] =
                text.to_string();
        }
        let Ok(Entry::Record(entry)) = ledger::parse(Table::Records, &Row(row)) else { panic!("{cells:?}") };
        Parts { record: *entry, editions: Vec::new(), releases: Vec::new() }
    }

    #[test]
    fn a_row_and_the_row_of_its_export_have_one_fingerprint() {
        for cells in [
            &[
                ("key", "k"),
                ("title", "甲"),
                ("item", "37"),
                ("published_on", "2023-05-12"),
                ("channel", "site；wechat"),
            ][..],
            &[
                ("key", "k"),
                ("title", "甲"),
                ("item", "37"),
                ("channel", "site"),
                ("locator", "https://a.cn/1"),
                ("term", "2024-01-01"),
            ],
            &[
                ("key", "k"),
                ("title", "甲"),
                ("item", "37"),
                ("form", "名单"),
                ("channel", "site"),
                ("publicity", "x"),
                ("publicity_until", "2023-06-01"),
            ],
            &[("key", "k"), ("title", "甲"), ("item", "37"), ("locator", "https://a.cn/1")],
            &[("key", "k"), ("title", "甲"), ("item", "37"), ("made_on", "2023-05-12")],
        ] {
            let first = parts(cells);
            let index = IndexNumber { school: "1".into(), year: 2023, serial: 7 };
            let exported = ledger::take_apart(&ledger::assemble(first.clone(), RecordId(3), index, None));
            assert_eq!(fingerprint(&first), fingerprint(&exported), "{cells:?}");
        }
        let other =
            |title: &str| fingerprint(&parts(&[("key", "k"), ("title", title), ("item", "37"), ("channel", "site")]));
        assert_ne!(other("甲"), other("乙"));
    }
}
