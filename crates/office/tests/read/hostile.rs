//! Files made to do harm: one clear error each, never a crash, within the limits.

use office::{Limits, ReadError, read_bytes};

use crate::kit::{docx, docx_with, holds, p, pdf, pdf_with, read, texts, xlsx_with, zip, zip_bytes};

fn error(name: &str, bytes: &[u8], limits: &Limits) -> ReadError {
    read_bytes(name, bytes, limits).expect_err("this file must be refused")
}

fn document(prolog: &str, body: &str) -> Vec<u8> {
    let text = format!("<?xml version=\"1.0\"?>{prolog}<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    zip(&[("word/document.xml", &text)])
}

#[test]
fn a_zip_bomb_stops_at_the_limit() {
    let limits = Limits { max_part: 1_000_000, ..Limits::default() };
    let bomb = docx(&p(&"0".repeat(2_000_000)));
    assert!(bomb.len() < 20_000);
    assert_eq!(error("a.docx", &bomb, &limits), ReadError::TooLarge { what: "inflated-bytes", limit: 1_000_000 });
}

#[test]
fn a_string_shown_by_very_many_cells_stops_at_the_limit_of_text() {
    let limits = Limits { max_text: 100_000, ..Limits::default() };
    let strings = format!("<si><t>{}</t></si>", "长".repeat(3000));
    let rows: String =
        (1..=100).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let bytes = xlsx_with(&format!("<sheetData>{rows}</sheetData>"), &strings, &[], &[]);
    assert_eq!(error("a.xlsx", &bytes, &limits), ReadError::TooLarge { what: "text-bytes", limit: 100_000 });
}

#[test]
fn document_types_and_entities_are_refused() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>";
    assert_eq!(
        error("a.docx", &document(laughs, &p("&b;")), &Limits::default()),
        ReadError::Forbidden { what: "doctype" }
    );
    assert_eq!(error("a.docx", &document("", &p("&b;")), &Limits::default()), ReadError::Forbidden { what: "entity" });
}

#[test]
fn deep_nesting_is_refused_without_a_deep_stack() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(20_000) + &"</w:tc></w:tr></w:tbl>".repeat(20_000);
    assert_eq!(error("a.docx", &document("", &deep), &Limits::default()), ReadError::TooDeep { limit: 200 });
    let page = "<div>".repeat(100_000);
    assert_eq!(error("a.html", page.as_bytes(), &Limits::default()), ReadError::TooDeep { limit: 400 });
    let lists = "- ".repeat(50_000) + "x";
    assert!(read_bytes("a.md", lists.as_bytes(), &Limits::default()).is_ok());
    let quotes = "> ".repeat(50_000) + "x";
    assert!(read_bytes("a.md", quotes.as_bytes(), &Limits::default()).is_ok());
}

#[test]
fn a_bomb_within_a_file_is_a_bomb() {
    let limits = Limits { max_part: 1_000_000, ..Limits::default() };
    let bomb = docx(&p(&"0".repeat(2_000_000)));
    let root = crate::kit::relations(&[("a", "officeDocument", "word/document.xml")]);
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", p("公开"));
    let parts = [
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/embeddings/a.docx", &bomb),
    ];
    assert_eq!(
        error("a.docx", &zip_bytes(&parts), &limits),
        ReadError::TooLarge { what: "inflated-bytes", limit: 1_000_000 }
    );
}

/// Entries of an archive's directory that all point at the one part there is.
fn overlapping(part: &[u8], count: u16) -> Vec<u8> {
    let whole = zip_bytes(&[("word/document.xml", part)]);
    let find = |sign: &[u8]| whole.windows(4).position(|four| four == sign).expect("an archive has it");
    let (directory, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
    let (head, tail) = (&whole[directory..directory + 46], &whole[directory + 46 + 17..end]);
    let mut out = whole[..directory].to_vec();
    for index in 0..count {
        let name = if index == 0 { "word/document.xml".to_owned() } else { format!("word/d{index:07}.xml") };
        assert_eq!(name.len(), 17, "as long as the first, so that lengths stay");
        out.extend_from_slice(head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(tail);
    }
    let length = u32::try_from(out.len() - directory).expect("small");
    let mut closing = whole[end..].to_vec();
    closing[8..10].copy_from_slice(&count.to_le_bytes());
    closing[10..12].copy_from_slice(&count.to_le_bytes());
    closing[12..16].copy_from_slice(&length.to_le_bytes());
    out.extend(closing);
    out
}

#[test]
fn parts_that_are_all_the_same_bytes_are_counted_each_time() {
    let part = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", p(&"0".repeat(100_000)));
    let bytes = overlapping(part.as_bytes(), 200);
    assert!(bytes.len() < 50_000);
    let limits = Limits { max_inflated: 5_000_000, ..Limits::default() };
    let refused = error("a.docx", &bytes, &limits);
    assert!(matches!(refused, ReadError::TooLarge { .. } | ReadError::Damaged { .. }), "{refused}");
}

#[test]
fn a_part_that_says_it_is_small_is_counted_all_the_same() {
    let mut bytes = docx(&p(&"0".repeat(2_000_000)));
    let stated = bytes.windows(17).rposition(|name| name == b"word/document.xml").expect("named") - 46 + 24;
    bytes[stated..stated + 4].copy_from_slice(&10u32.to_le_bytes());
    let limits = Limits { max_part: 1_000_000, ..Limits::default() };
    let refused = error("a.docx", &bytes, &limits);
    let counted = ReadError::TooLarge { what: "inflated-bytes", limit: 1_000_000 };
    assert!(refused == counted || matches!(refused, ReadError::Damaged { .. }), "{refused}");
}

#[test]
fn a_hundred_thousand_empty_paragraphs_are_nothing() {
    assert!(read("a.docx", &docx(&"<w:p/>".repeat(100_000))).blocks.is_empty());
    let page = "<table>".to_owned() + &"<tr><td rowspan=1000 colspan=1000>x".repeat(40);
    assert!(read_bytes("a.html", page.as_bytes(), &Limits::default()).is_ok());
    let line = "1,".repeat(100_000);
    assert!(read_bytes("a.csv", line.as_bytes(), &Limits::default()).is_ok());
}

#[test]
fn pdfs_that_lead_back_to_themselves_end() {
    let body = "BT /F1 12 Tf 20 150 Td (Words) Tj ET";
    // A tree of names that holds itself, a field that is its own parent, an attachment list of one's own.
    let more =
        ["<< /Kids [5 0 R 5 0 R] /Names [(a) 6 0 R] >>", "<< /T (x) /FT /Tx /Parent 6 0 R /Kids [6 0 R 6 0 R] >>"];
    let root =
        "/Names << /EmbeddedFiles 5 0 R >> /AcroForm << /Fields [6 0 R] >> /OCProperties << /OCGs [5 0 R] /D 5 0 R >>";
    let annotations =
        "/Annots [<< /Subtype /Widget /Parent 6 0 R /Rect [0 0 1 1] >> 6 0 R << /Subtype /FileAttachment /FS 6 0 R >>]";
    assert_eq!(texts(&read("a.pdf", &pdf_with(&[body], annotations, root, &more))), ["Words"]);
    let cycle = String::from_utf8(pdf(&[body], "")).expect("text").replacen("/Kids [", "/Kids [2 0 R 2 0 R ", 1);
    if let Ok(extract) = read_bytes("a.pdf", cycle.as_bytes(), &Limits::default()) {
        holds(&extract);
    }
    let filters = format!("/Filter [{}]", "/FlateDecode ".repeat(100));
    let packed =
        String::from_utf8(pdf(&[body], "")).expect("text").replacen("/Length", &format!("{filters} /Length"), 2);
    if let Ok(extract) = read_bytes("a.pdf", packed.as_bytes(), &Limits::default()) {
        holds(&extract);
    }
}

#[test]
fn a_page_as_large_as_a_country_and_a_page_of_lines_are_read() {
    let body = "BT /F1 12 Tf 20 150 Td (Words) Tj ET 0 0 1000000000 1000000000 re f";
    let large = String::from_utf8(pdf(&[body], "")).expect("text").replace("[0 0 300 200]", "[0 0 1e9 1e9]");
    if let Ok(extract) = read_bytes("a.pdf", large.as_bytes(), &Limits::default()) {
        holds(&extract);
    }
    // More crossings of lines than are looked at; the words are read as on any page.
    let lines: String =
        (0..2100).map(|at| format!("0 {0} m 300 {0} l S {0} 0 m {0} 200 l S ", at as f32 / 11.0)).collect();
    let extract = read("a.pdf", &pdf(&[&format!("BT /F1 12 Tf 20 150 Td (Words) Tj ET {lines}")], ""));
    assert!(extract.text.replace(['\t', '\n', ' '], "").contains("Words"), "{:?}", texts(&extract));
}

#[test]
fn links_and_descriptions_without_end_are_bounded() {
    let limits = Limits { max_text: 100_000, ..Limits::default() };
    let described = format!("<wp:docPr descr=\"{}\"/>", "长".repeat(3000)).repeat(100);
    let body = format!("<w:p><w:r>{described}</w:r></w:p>");
    let refused = error("a.docx", &docx_with(&body, &[], &[]), &limits);
    assert_eq!(refused, ReadError::TooLarge { what: "text-bytes", limit: 100_000 });
}

#[test]
fn too_many_cells_are_refused() {
    let limits = Limits { max_cells: 10, ..Limits::default() };
    let cells = "<w:tbl><w:tr>".to_owned() + &"<w:tc><w:p/></w:tc>".repeat(11) + "</w:tr></w:tbl>";
    assert_eq!(error("a.docx", &docx(&cells), &limits), ReadError::TooLarge { what: "cells", limit: 10 });
    assert_eq!(
        error("a.txt", "a\n\n".repeat(11).as_bytes(), &limits),
        ReadError::TooLarge { what: "cells", limit: 10 }
    );
}

#[test]
fn what_is_cut_off_wrong_or_unknown_is_named() {
    let whole = docx(&p("公开"));
    let cases: [(&str, &[u8], ReadError); 8] = [
        ("a.docx", &whole[..whole.len() / 2], ReadError::Damaged { what: "zip".into() }),
        ("a.docx", b"", ReadError::Damaged { what: "zip".into() }),
        ("a.xlsx", b"not a zip", ReadError::Damaged { what: "zip".into() }),
        ("a.pdf", b"%PDF-1.7 and nothing", ReadError::Damaged { what: "pdf".into() }),
        ("a.pdf", b"nothing", ReadError::Damaged { what: "pdf".into() }),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ReadError::UnknownFormat),
        ("a.png", b"\x89PNG", ReadError::UnknownFormat),
        ("a.txt", b"\x00\x01\x02\x00\x00\x05", ReadError::UnknownFormat),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(error(name, bytes, &Limits::default()), expected, "{name}");
    }
    let open = zip(&[("word/document.xml", "<w:document xmlns:w=\"w\"><w:body><w:p>")]);
    assert_eq!(error("a.docx", &open, &Limits::default()), ReadError::Damaged { what: "word/document.xml".into() });
    let small = Limits { max_bytes: 3, ..Limits::default() };
    assert_eq!(error("a.txt", b"abcd", &small), ReadError::TooLarge { what: "bytes", limit: 3 });
}

#[test]
fn an_encrypted_office_file_says_so() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let container = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 504], name].concat();
    assert_eq!(error("a.docx", &container, &Limits::default()), ReadError::Encrypted);
}

#[test]
fn every_error_has_a_line_in_both_languages_without_line_breaks() {
    let all = [
        ReadError::NotFound,
        ReadError::Unreadable { why: "permission denied".into() },
        ReadError::TooLarge { what: "bytes", limit: 5 },
        ReadError::TooDeep { limit: 5 },
        ReadError::Encrypted,
        ReadError::Damaged { what: "zip".into() },
        ReadError::Forbidden { what: "doctype" },
        ReadError::UnknownFormat,
        ReadError::Unsupported { format: ".doc", instead: ".docx" },
        ReadError::TimedOut { seconds: 5 },
        ReadError::OutOfMemory { mebibytes: 5 },
        ReadError::WorkerDied,
    ];
    for error in all {
        assert!(!error.to_string().contains('\n') && !error.to_string().is_empty());
        assert!(error.zh().chars().any(|c| c > '\u{4E00}'), "{error}");
        assert!(error.key().starts_with("read."));
        for (_, value) in error.args() {
            assert!(error.to_string().contains(&value) && error.zh().contains(&value), "{error}");
        }
    }
}

/// A small generator with a fixed seed, so that a failure can be met again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// Changes, cuts and doubles pieces of a file.
fn mutate(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for _ in 0..=dice.roll(4) {
        if changed.is_empty() {
            return changed;
        }
        let at = dice.roll(changed.len());
        let length = dice.roll(40).min(changed.len() - at);
        match dice.roll(5) {
            0 => changed[at] = dice.roll(256) as u8,
            1 => drop(changed.drain(at..at + length)),
            2 => changed.truncate(at),
            3 => {
                let piece = changed[at..at + length].to_vec();
                let to = dice.roll(changed.len());
                changed.splice(to..to, piece);
            }
            _ => changed[at..at + length].fill(dice.roll(256) as u8),
        }
    }
    changed
}

/// The committed corpus: names and contents that every reader must survive in thousands of variations.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("fixtures are committed")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a fixture reads"))
        })
        .collect();
    files.sort();
    files
}

/// Parts of a stored (not packed) archive can be hurt where a packed one would only fail its checksum.
fn loose(parts: &[(&str, &str)], dice: &mut Dice) -> Vec<u8> {
    let changed: Vec<(String, String)> = parts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), String::from_utf8_lossy(&mutate(text.as_bytes(), dice)).into_owned()))
        .collect();
    let at = dice.roll(parts.len());
    let mixed: Vec<(&str, &str)> = parts
        .iter()
        .zip(&changed)
        .enumerate()
        .map(|(index, (whole, hurt))| if index == at { (hurt.0.as_str(), hurt.1.as_str()) } else { *whole })
        .collect();
    zip(&mixed)
}

#[test]
fn the_corpus_reads_and_its_mutations_never_crash() {
    let mut dice = Dice(20_260_302);
    for (name, bytes) in corpus() {
        let whole = read_bytes(&name, &bytes, &Limits::default());
        // A ledger may be one, a text that is checked or scanned may not.
        let other = name.ends_with(".ods") && matches!(whole, Err(ReadError::Unsupported { .. }));
        assert!(whole.is_ok() || other || name == "locked.pdf", "{name}: {whole:?}");
        let rounds = if name.ends_with(".pdf") { 40 } else { 300 };
        for _ in 0..rounds {
            if let Ok(extract) = read_bytes(&name, &mutate(&bytes, &mut dice), &Limits::default()) {
                holds(&extract);
            }
        }
    }
}

#[test]
fn hurt_parts_of_whole_archives_never_crash() {
    let mut dice = Dice(7);
    let relations = crate::kit::relations(&[("n", "numbering", "numbering.xml"), ("s", "styles", "styles.xml")]);
    let word: [(&str, &str); 4] = [
        (
            "word/document.xml",
            "<w:document xmlns:w=\"w\"><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
             <w:r><w:t>甲&amp;</w:t><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/>\
             <w:gridSpan w:val=\"2\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
        ),
        ("word/_rels/document.xml.rels", &relations),
        (
            "word/numbering.xml",
            "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"1\"><w:start w:val=\"4\"/><w:lvlText w:val=\"%1.%2\"/><w:lvlRestart w:val=\"1\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>",
        ),
        (
            "word/styles.xml",
            "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a\"><w:basedOn w:val=\"a\"/></w:style></w:styles>",
        ),
    ];
    let book = crate::kit::relations(&[("r", "worksheet", "worksheets/sheet1.xml"), ("s", "styles", "styles.xml")]);
    let sheet: [(&str, &str); 4] = [
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" r:id=\"r\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", &book),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><cols><col min=\"1\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"2\"><c r=\"B2\" s=\"1\"><f>\"a\"</f><v>45170.25</v></c><c t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref=\"B2:C9\"/></mergeCells></worksheet>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy/m/d h:mm\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>",
        ),
    ];
    for _ in 0..1500 {
        for (name, parts) in [("a.docx", &word), ("a.xlsx", &sheet)] {
            if let Ok(extract) = read_bytes(name, &loose(parts, &mut dice), &Limits::default()) {
                holds(&extract);
            }
        }
    }
}

#[test]
fn hurt_page_contents_never_crash() {
    let mut dice = Dice(11);
    let page = "0.8 g 10 140 200 30 re f BT /F1 12 Tf 14 TL 20 150 Td (On ground) Tj T* [(a) -3000 (b)] TJ ET 34 95 m 100 16 l S q 1 0 0 1 5 5 cm /Im1 Do Q";
    for _ in 0..400 {
        let hurt = mutate(page.as_bytes(), &mut dice);
        if let Ok(extract) = read_bytes("a.pdf", &pdf(&[&String::from_utf8_lossy(&hurt)], ""), &Limits::default()) {
            holds(&extract);
        }
    }
}
