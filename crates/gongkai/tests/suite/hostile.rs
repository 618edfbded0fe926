//! Files that are missing, empty, damaged or made to do harm: one line, exit 2, and the database as it was.

use crate::Workplace;

/// A small archive whose one part unfolds to `mebibytes` of zeros. Written by hand, from one piece of deflated zeros
/// repeated, since deflating gigabytes takes a minute.
pub(crate) fn bomb(part: &str, mebibytes: u32) -> Vec<u8> {
    let mut piece = Vec::with_capacity(1 << 16);
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    deflate.compress_vec(&vec![0; 1 << 20], &mut piece, flate2::FlushCompress::Full).unwrap();
    // An empty last block ends the stream.
    let body = [piece.repeat(mebibytes as usize), vec![0x03, 0x00]].concat();
    let (packed, unfolded, name) = (body.len() as u32, mebibytes << 20, part.len() as u16);
    let words = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    // Version 20, no flags, deflated, no time, no checksum, sizes, length of the name.
    let about = [&[20, 0, 0, 0, 8, 0][..], &words(&[0, 0, packed, unfolded]), &name.to_le_bytes(), &[0; 2]].concat();
    let entry = [b"PK\x03\x04", &about[..], part.as_bytes(), &body].concat();
    let central = [b"PK\x01\x02\x14\0", &about[..], &[0; 14], part.as_bytes()].concat();
    let counts = [&[0; 4][..], &[1, 0, 1, 0], &words(&[central.len() as u32, entry.len() as u32]), &[0; 2]].concat();
    [&entry[..], &central, b"PK\x05\x06", &counts].concat()
}

/// A whole workbook with one row of records.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("记录").unwrap();
    for (column, text) in ["编号", "标题", "事项"].into_iter().enumerate() {
        sheet.write(0, column as u16, text).unwrap();
    }
    for (column, text) in ["R1", "某通知", "37"].into_iter().enumerate() {
        sheet.write(1, column as u16, text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// Bytes that are no text in any encoding and no archive, always the same.
fn garbage() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8 | 0x80
    };
    (0..4_000).map(next).collect()
}

#[test]
fn no_file_that_is_wrong_changes_the_ledger() {
    let workplace = Workplace::with_school();
    let before = workplace.ledger();
    let whole = workbook();
    std::fs::create_dir(workplace.path("folder.csv")).unwrap();
    for ending in ["csv", "json", "xlsx"] {
        workplace.write(&format!("empty.{ending}"), "");
        workplace.write(&format!("garbage.{ending}"), garbage());
    }
    workplace.write("cut.xlsx", &whole[..whole.len() / 2]);
    workplace.write("cut.json", "{\"format\":\"gongkai-ledger\",\"version\":1,\"records\":[{\"key\":\"R1\",");
    workplace.write("deep.json", "[".repeat(200_000));
    workplace.write("page.csv", "<html><body>404</body></html>\n");
    workplace.write("word.docx", bomb("word/document.xml", 1));
    let files = [
        "missing.csv",
        "missing.xlsx",
        "folder.csv",
        "empty.csv",
        "empty.json",
        "empty.xlsx",
        "garbage.csv",
        "garbage.json",
        "garbage.xlsx",
        "cut.xlsx",
        "cut.json",
        "deep.json",
        "page.csv",
        "word.docx",
    ];
    for file in files {
        for way in [&["--all-or-nothing"][..], &["--format", "json"], &[]] {
            let arguments = [&["import", "ledger", file, "--yes"], way].concat();
            workplace.run(&arguments).fails_in_one_line(&[file]);
        }
    }
    assert_eq!(before, workplace.ledger());
    workplace.write("whole.xlsx", &whole);
    workplace.run(&["import", "ledger", "whole.xlsx", "--yes"]).succeeds();
    assert_ne!(before, workplace.ledger());
}

#[test]
fn an_archive_made_to_fill_the_machine_is_refused() {
    let workplace = Workplace::with_school();
    let before = workplace.ledger();
    workplace.write("bomb.xlsx", bomb("xl/worksheets/sheet1.xml", 2_049));
    assert!(workplace.bytes("bomb.xlsx").len() < 32 << 20);
    workplace.run(&["import", "ledger", "bomb.xlsx", "--yes"]).fails_in_one_line(&["bomb.xlsx"]);
    assert_eq!(before, workplace.ledger());
    workplace.write("bomb.docx", bomb("word/document.xml", 300));
    workplace.run(&["import", "ledger", "bomb.docx", "--yes"]).fails_in_one_line(&["bomb.docx"]);
    assert_eq!(before, workplace.ledger());
    workplace.run(&["scan", "bomb.docx"]).exits(2).complains_in_one_line(&["bomb.docx"]);
    workplace.run(&["check", "bomb.docx"]).exits(2).complains_in_one_line(&["bomb.docx"]);
}

#[test]
fn a_database_that_is_none_is_told_in_one_line_and_left_alone() {
    let workplace = Workplace::with_school();
    for name in ["gongkai.db", "gongkai.db-wal", "gongkai.db-shm"] {
        let _ = std::fs::remove_file(workplace.path(name));
    }
    workplace.write("gongkai.db", garbage());
    let answer = workplace.run(&["export", "ledger", "out.csv"]).exits(2);
    assert_eq!(answer.out, "");
    assert!(answer.err.starts_with("gongkai: "), "{}", answer.err);
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    assert_eq!(workplace.bytes("gongkai.db"), garbage());
}

#[test]
fn a_configuration_that_is_wrong_is_named() {
    let workplace = Workplace::with_school();
    for wrong in ["databse = \"x\"\n", "listen = \n", "database = \"mysql://x\"\n", "calendar = 3\n"] {
        workplace.write("gongkai.toml", wrong);
        workplace.run(&["export", "ledger", "out.csv"]).fails_in_one_line(&[]);
    }
}

#[test]
fn the_copy_that_a_killed_import_left_goes_with_the_next_one() {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "标题,事项\n甲,37\n");
    let folder = workplace.path("temporary");
    let left = folder.join("gongkai-import-killed");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join(".lock"), "").unwrap();
    std::fs::write(left.join("rows.csv"), "标题,事项\n甲,37\n").unwrap();
    let mut import = workplace.command(&["import", "ledger", "rows.csv", "--yes"]);
    assert!(import.env("TMPDIR", &folder).status().unwrap().success());
    let there: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert!(there.is_empty(), "{there:?}");
}
