//! One hostile part within an otherwise whole archive.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use office::{Limits, read_bytes};

const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const PARTS: [(&str, &str); 8] = [
    ("a.docx", "word/document.xml"),
    ("a.docx", "word/numbering.xml"),
    ("a.docx", "word/styles.xml"),
    ("a.docx", "docProps/custom.xml"),
    ("a.xlsx", "xl/worksheets/sheet1.xml"),
    ("a.xlsx", "xl/sharedStrings.xml"),
    ("a.xlsx", "xl/styles.xml"),
    ("a.xlsx", "xl/workbook.xml"),
];

fuzz_target!(|data: &[u8]| {
    let Some((first, part)) = data.split_first() else { return };
    let (name, target) = PARTS[usize::from(*first) % PARTS.len()];
    let relation =
        |id: &str, kind: &str, to: &str| format!("<Relationship Id=\"{id}\" Type=\"{REL}/{kind}\" Target=\"{to}\"/>");
    let (folder, main) = if name == "a.docx" { ("word", "document") } else { ("xl", "workbook") };
    let relations = format!(
        "<Relationships>{}{}{}{}</Relationships>",
        relation("n", "numbering", "numbering.xml"),
        relation("s", "styles", "styles.xml"),
        relation("r", "worksheet", "worksheets/sheet1.xml"),
        relation("t", "sharedStrings", "sharedStrings.xml"),
    );
    let whole = [
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"a\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:p></w:body></w:document>",
        ),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"r\"/></sheets></workbook>"),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row><c t=\"s\" s=\"1\"><v>0</v></c><c s=\"1\"><v>4.5</v></c></row></sheetData></worksheet>",
        ),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).is_ok() && zip.write_all(bytes).is_ok()
    };
    put(&format!("{folder}/_rels/{main}.xml.rels"), relations.as_bytes());
    put(target, part);
    for (other, text) in whole.into_iter().filter(|(other, _)| *other != target && other.starts_with(folder)) {
        put(other, text.as_bytes());
    }
    if let Ok(bytes) = zip.finish() {
        let _ = read_bytes(name, &bytes.into_inner(), &Limits::default());
    }
});
