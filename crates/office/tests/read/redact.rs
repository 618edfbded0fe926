//! Redaction: what was found is gone, everything else is there.

use domain::extract::{Concealed, Extract, Place};
use encoding_rs::GB18030;
use office::Limits;
use office::redact::{RedactError, Span, redact};
use proptest::prelude::*;
use rust_xlsxwriter::{Note, Workbook};

use crate::kit::{block, docx_with, p, read, relations, texts, xlsx_with, zip};
use crate::need::{Tool, need};

const ID: &str = "110101199003072316";
const PHONE: &str = "13800138000";

/// Every place where one of the words stands within a block.
fn spans(extract: &Extract, words: &[&str]) -> Vec<Span> {
    let mut found = Vec::new();
    for (index, block) in extract.blocks.iter().enumerate() {
        for word in words {
            for (at, _) in extract.text_of(block).match_indices(word) {
                let start = block.range.start + at;
                found.push(Span { block: index, range: start..start + word.len() });
            }
        }
    }
    found
}

/// Redacts all of the words and proves it by reading the copy.
#[track_caller]
fn without(name: &str, bytes: &[u8], words: &[&str]) -> (Extract, Extract, Vec<u8>) {
    let before = read(name, bytes);
    let found = spans(&before, words);
    assert!(!found.is_empty(), "nothing to remove");
    let copy = redact(name, bytes, &found, &Limits::default()).expect("a copy is made");
    let after = read(name, &copy.bytes);
    for word in words {
        assert!(!after.text.contains(word), "{word} is left in {:?}", texts(&after));
    }
    assert!(after.blocks.len() <= before.blocks.len());
    (before, after, copy.bytes)
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).expect("the part"), &mut text).expect("text");
    text
}

#[test]
fn a_text_keeps_its_encoding_its_mark_and_its_line_ends() {
    let text = format!("姓名：张三\r\n号：{ID}，又{ID}\r\n");
    let starred = text.replace(ID, &"*".repeat(18));
    let national = |text: &str| GB18030.encode(text).0.into_owned();
    let wide = |text: &str| [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let marked = |text: &str| [b"\xEF\xBB\xBF".to_vec(), text.into()].concat();
    for (name, write) in [("a.txt", &national as &dyn Fn(&str) -> Vec<u8>), ("a.md", &wide), ("a.csv", &marked)] {
        let (_, _, copy) = without(name, &write(&text), &[ID]);
        assert_eq!(copy, write(&starred), "{name}");
    }
}

#[test]
fn a_number_alone_in_its_line_goes_although_stars_are_a_mark_there() {
    for (name, text) in [
        ("a.md", format!("电话\n\n{PHONE}\n\n- {PHONE}\n- 尾\n")),
        ("a.md", format!("{PHONE}\n张三 {ID}\n")),
        ("a.md", format!("| {PHONE} | {PHONE} |\n|--|--|\n")),
    ] {
        let (_, _, copy) = without(name, text.as_bytes(), &[PHONE, ID]);
        let starred = text.replace(PHONE, &"*".repeat(11)).replace(ID, &"*".repeat(18));
        assert_eq!(String::from_utf8_lossy(&copy), starred);
    }
}

#[test]
fn a_number_split_over_runs_and_hidden_everywhere_in_a_word_file_is_gone() {
    let body = format!(
        "<w:p><w:r><w:t>证号</w:t></w:r><w:r><w:t>110101</w:t></w:r><w:r><w:t>&#49;99003072316。</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>\
         <w:p><w:del><w:r><w:delText>{ID}</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>{PHONE}</w:t></w:r></w:p>\
         <w:p><w:hyperlink r:id=\"m\"><w:r><w:t>写信</w:t></w:r></w:hyperlink></w:p>",
        p(PHONE)
    );
    let comments = format!("<w:comments xmlns:w=\"w\"><w:comment>{}</w:comment></w:comments>", p(ID));
    let core = format!("<cp:core xmlns:cp=\"c\"><dc:title xmlns:dc=\"d\">\n  {PHONE} </dc:title></cp:core>");
    let custom = format!("<root><a>{ID}</a></root>");
    let settings = "<w:settings xmlns:w=\"w\"/>";
    let bytes = docx_with(
        &body,
        &[("m", "hyperlink", &format!("mailto:{PHONE}@a.cn")), ("c", "comments", "comments.xml")],
        &[
            ("word/comments.xml", &comments),
            ("docProps/core.xml", &core),
            ("customXml/item1.xml", &custom),
            ("word/settings.xml", settings),
            ("word/media/a.png", "picture"),
        ],
    );
    let (before, after, copy) = without("a.docx", &bytes, &[ID, PHONE]);
    assert_eq!(texts(&after)[0], format!("证号{}。", "*".repeat(18)));
    assert_eq!(part(&copy, "word/settings.xml"), settings);
    assert_eq!(part(&copy, "word/media/a.png"), "picture");
    assert!(!part(&copy, "word/_rels/document.xml.rels").contains(PHONE), "addresses of links are swept too");
    assert_eq!(before.links.len(), after.links.len());
    let found = spans(&before, &[ID, PHONE]);
    let kept = redact("a.docx", &bytes, &found, &Limits::default()).expect("a copy").not_looked_into;
    assert_eq!(kept, ["word/media/a.png"], "what was not looked into is said");
}

#[test]
fn cells_of_every_kind_lose_the_number_and_stay_valid() {
    let sheet = format!(
        "<sheetData><row r=\"1\"><c r=\"A1\" s=\"0\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" s=\"0\"><v>{PHONE}</v></c>\
         <c r=\"D1\" t=\"str\"><f>\"{PHONE}\"&amp;\"x\"</f><v>{PHONE}x</v></c><c r=\"E1\" t=\"inlineStr\"><is><t>电{PHONE}</t></is></c></row>\
         <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>0</v></c></row></sheetData><hyperlinks><hyperlink ref=\"B1\" tooltip=\"{ID}\"/></hyperlinks>"
    );
    let strings = format!(
        "<si><r><t>身份证</t></r><r><t>{}</t></r><r><t>{}</t></r></si><si><t>无关</t></si>",
        &ID[..9],
        &ID[9..]
    );
    let records =
        format!("<pivotCacheRecords xmlns=\"s\"><r><s v=\"{ID}\"/><n v=\"{PHONE}\"/></r></pivotCacheRecords>");
    let bytes = xlsx_with(&sheet, &strings, &[], &[("xl/pivotCache/pivotCacheRecords1.xml", &records)]);
    let (_, after, copy) = without("a.xlsx", &bytes, &[ID, PHONE]);
    assert_eq!(block(&after, "无关").place, Place::Cell { sheet: "名单".into(), cell: "B1".into() });
    let xml = part(&copy, "xl/worksheets/sheet1.xml");
    assert!(
        xml.contains("<c r=\"C1\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">***********</t></is></c>"),
        "{xml}"
    );
    assert!(!xml.contains("<f>"), "a formula would compute it again");
    assert!(!xml.contains(ID) && !xml.contains(PHONE));
    assert!(
        part(&copy, "xl/pivotCache/pivotCacheRecords1.xml").contains("<n v=\"11111111111\"/>"),
        "a number stays one"
    );
    assert!(
        part(&copy, "xl/worksheets/sheet1.xml").contains("<c r=\"B1\" t=\"s\"><v>1</v></c>"),
        "other cells are untouched"
    );
}

#[test]
fn a_workbook_of_another_program_opens_again_after_redaction() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, format!("联系 {PHONE}")).expect("fits");
    sheet.write_number(1, 0, 13_800_138_000.0).expect("fits");
    sheet.write_string(2, 0, "其他").expect("fits");
    sheet.insert_note(2, 0, &Note::new(PHONE)).expect("fits");
    let bytes = book.save_to_buffer().expect("memory takes all");
    let (_, after, copy) = without("a.xlsx", &bytes, &[PHONE]);
    assert!(texts(&after).contains(&"联系 ***********"));
    let mut opened: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(copy)).expect("another reader opens it");
    let range = calamine::Reader::worksheet_range(&mut opened, "Sheet1").expect("the sheet");
    assert_eq!(range.get_value((1, 0)), Some(&calamine::Data::String("***********".into())));
    assert_eq!(range.get_value((2, 0)), Some(&calamine::Data::String("其他".into())));
}

#[test]
fn a_preview_picture_is_left_out() {
    let root =
        relations(&[("a", "officeDocument", "word/document.xml"), ("b", "thumbnail", "docProps/thumbnail.jpeg")]);
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", p(PHONE));
    let bytes = zip(&[
        ("_rels/.rels", &root),
        ("word/document.xml", &document),
        ("docProps/thumbnail.jpeg", "a picture of the first page"),
    ]);
    let (_, _, copy) = without("a.docx", &bytes, &[PHONE]);
    let archive = zip::ZipArchive::new(std::io::Cursor::new(copy.as_slice())).expect("an archive");
    assert!(archive.file_names().all(|name| !name.unwrap().contains("thumbnail")));
    assert!(!part(&copy, "_rels/.rels").contains("thumbnail"));
    assert!(part(&copy, "_rels/.rels").contains("officeDocument"));
}

#[test]
fn what_cannot_be_removed_is_an_error_and_not_a_copy() {
    // The number of a list is printed by Word and stands nowhere in the file.
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/>\
        <w:start w:val=\"138001\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let body = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>题</w:t></w:r></w:p>";
    let bytes = docx_with(body, &[("n", "numbering", "numbering.xml")], &[("word/numbering.xml", numbering)]);
    let before = read("a.docx", &bytes);
    let found = spans(&before, &["138001"]);
    assert_eq!(redact("a.docx", &bytes, &found, &Limits::default()), Err(RedactError::NotRemoved(0)));
    let outside = [Span { block: 0, range: 0..before.text.len() + 1 }];
    assert_eq!(redact("a.docx", &bytes, &outside, &Limits::default()), Err(RedactError::BadSpan(0)));
    let page = crate::kit::pdf(&["BT /F1 12 Tf 20 150 Td (13800138000) Tj ET"], "");
    let found = spans(&read("a.pdf", &page), &[PHONE]);
    assert_eq!(redact("a.pdf", &page, &found, &Limits::default()), Err(RedactError::UnsupportedFormat));
}

#[test]
fn a_page_loses_the_number_from_text_attributes_comments_and_scripts() {
    let page = format!(
        "<!doctype html>\r\n<html><head><meta charset=gbk><title>名单</title></head><body>\r\n\
         <!-- 旧表 {ID} --><p title='{PHONE}'>号：110101<b>1990</b>&#48;3&#x30;7\r\n2316，电话<span>138</span>00138000。</p>\r\n\
         <table><tr><td data-id={ID}>张三</td><td>{ID}</td></tr></table>\r\n\
         <a href=\"mailto:li.si@school.example?subject=a\">写信</a> <a href='tel:+86-{PHONE}'>来电</a>\r\n\
         <input value=\"{PHONE}\"><script>var p = \"{PHONE}\"; if (1 < 2) {{}}</script></body></html>"
    );
    let split = "110101<b>1990</b>&#48;3&#x30;7\r\n2316";
    assert!(page.contains(split));
    let bytes = GB18030.encode(&page).0.into_owned();
    let before = read("a.html", &bytes);
    let mut found = spans(&before, &[ID, PHONE, "1101011990030 7 2316", "11010119900307 2316", "写信", "来电"]);
    found.sort_by_key(|span| span.range.start);
    let copy = redact("a.html", &bytes, &found, &Limits::default()).expect("a copy is made").bytes;
    let (text, _, lost) = GB18030.decode(&copy);
    assert!(!lost);
    for gone in [ID, PHONE, "li.si@school.example", "00138000", "1990"] {
        assert!(!text.contains(gone), "{gone} is left in {text}");
    }
    assert!(
        text.contains("<p title='***********'>号：******<b>****</b>****\r\n****，电话<span>***</span>********。</p>"),
        "{text}"
    );
    assert!(
        text.contains("if (1 < 2) {}</script>") && text.contains("张三") && text.starts_with("<!doctype html>\r\n")
    );
    assert!(text.contains("href=\"mailto:********************?subject=a\""), "{text}");
    let shorter = page.chars().count() - text.chars().count();
    assert_eq!(shorter, "&#48;&#x30;".len() - 2, "nothing else has changed its length");
}

#[test]
fn short_texts_of_a_page_go_only_where_they_were_found() {
    let page = "<p>王五生于1990年</p>\n<p>另见1990年的通知</p>\n<p>1990年</p>";
    let before = read("a.html", page.as_bytes());
    let found = vec![spans(&before, &["1990年"])[0].clone()];
    let copy = redact("a.html", page.as_bytes(), &found, &Limits::default()).expect("a copy is made").bytes;
    assert_eq!(String::from_utf8(copy).expect("text"), page.replacen("1990年", "*****", 1));
}

#[test]
fn a_letter_box_behind_a_name_goes_with_the_name() {
    let body = "<w:p><w:hyperlink r:id=\"m\"><w:r><w:t>李老师的信箱</w:t></w:r></w:hyperlink></w:p>";
    let bytes = docx_with(body, &[("m", "hyperlink", "mailto:li.si@school.example")], &[]);
    let (before, after, copy) = without("a.docx", &bytes, &["李老师的信箱"]);
    assert_eq!(before.links[0].address, "mailto:li.si@school.example");
    assert_eq!(after.links[0].address, "mailto:********************");
    assert!(!part(&copy, "word/_rels/document.xml.rels").contains("school"));
}

#[test]
fn what_stands_again_for_older_programs_goes_too_even_in_pieces() {
    let boxed = |text: &str| format!("<w:txbxContent>{text}</w:txbxContent>");
    let pieces = "<w:p><w:r><w:t>13800</w:t></w:r><w:r><w:t>138000</w:t></w:r></w:p>";
    let body = format!(
        "<w:p><w:r><mc:AlternateContent xmlns:mc=\"mc\"><mc:Choice>{}</mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r></w:p>",
        boxed(&p(PHONE)),
        boxed(pieces)
    );
    let (_, after, copy) = without("a.docx", &docx_with(&body, &[], &[]), &[PHONE]);
    assert_eq!(texts(&after), ["***********"]);
    let document = part(&copy, "word/document.xml");
    assert!(!document.contains("Fallback") && document.contains("</mc:Choice></mc:AlternateContent>"), "{document}");
}

#[test]
fn a_number_in_pieces_where_no_reader_looks_stops_the_copy() {
    let hidden = "<w:ruby><w:rt><w:r><w:t>13800</w:t></w:r><w:r><w:t>138000</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby>";
    let body = format!("{}<w:p><w:r>{hidden}</w:r></w:p>", p(PHONE));
    let bytes = docx_with(&body, &[], &[]);
    let found = spans(&read("a.docx", &bytes), &[PHONE]);
    assert_eq!(redact("a.docx", &bytes, &found, &Limits::default()), Err(RedactError::NotRemoved(0)));
}

#[test]
fn a_workbook_within_a_document_loses_the_number_and_stays_a_workbook() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "手机").expect("fits");
    sheet.write_string(1, 0, PHONE).expect("fits");
    sheet.write_string(2, 0, "其他").expect("fits");
    let inner = book.save_to_buffer().expect("memory takes all");
    let root = relations(&[("a", "officeDocument", "word/document.xml")]);
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", p(&format!("电话{PHONE}")));
    let bytes = crate::kit::zip_bytes(&[
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/embeddings/list.xlsx", &inner),
        ("word/embeddings/old.bin", b"unknown"),
    ]);
    let before = read("a.docx", &bytes);
    assert_eq!(block(&before, PHONE).place, crate::kit::cell_place("word/embeddings/list.xlsx/Sheet1", "A2"));
    assert_eq!(block(&before, PHONE).concealed, Some(Concealed::Stored));
    let found = spans(&before, &[PHONE]);
    assert_eq!(found.len(), 2);
    let copy = redact("a.docx", &bytes, &found, &Limits::default()).expect("a copy is made");
    assert_eq!(copy.not_looked_into, ["word/embeddings/old.bin"]);
    let after = read("a.docx", &copy.bytes);
    assert!(!after.text.contains(PHONE) && after.text.contains("其他"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(copy.bytes)).expect("an archive");
    let mut part = Vec::new();
    let mut file = archive.by_name("word/embeddings/list.xlsx").expect("the part");
    std::io::Read::read_to_end(&mut file, &mut part).expect("bytes");
    let mut opened: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(part)).expect("another reader opens it");
    let range = calamine::Reader::worksheet_range(&mut opened, "Sheet1").expect("the sheet");
    assert_eq!(range.get_value((1, 0)), Some(&calamine::Data::String("***********".into())));
}

#[test]
fn what_a_workbook_keeps_of_deleted_cells_goes_too() {
    let strings = format!("<si><t>在用</t></si><si><t>{ID}</t></si>");
    let sheet = format!(
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>\
         <autoFilter ref=\"A1:A9\"><filterColumn colId=\"0\"><filters><filter val=\"{PHONE}\"/></filters></filterColumn></autoFilter>"
    );
    let (before, _, copy) = without("a.xlsx", &xlsx_with(&sheet, &strings, &[], &[]), &[ID, PHONE]);
    assert_eq!(block(&before, ID).place, Place::Property("xl/sharedStrings.xml".into()));
    assert_eq!(block(&before, PHONE).concealed, Some(Concealed::Stored));
    assert!(part(&copy, "xl/sharedStrings.xml").contains("<t>在用</t>"));
}

#[test]
fn a_list_of_many_people_is_done_in_a_moment() {
    let number = |at: usize| format!("1380{at:07}");
    let rows: String = (0..6000)
        .map(|at| {
            format!("<row r=\"{0}\"><c r=\"A{0}\" t=\"inlineStr\"><is><t>{1}</t></is></c></row>", at + 1, number(at))
        })
        .collect();
    let bytes = xlsx_with(&format!("<sheetData>{rows}</sheetData>"), "", &[], &[]);
    let before = read("a.xlsx", &bytes);
    let found: Vec<Span> = before
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| before.text_of(block).starts_with("1380"))
        .map(|(at, block)| Span { block: at, range: block.range.clone() })
        .collect();
    assert_eq!(found.len(), 6000);
    let copy = redact("a.xlsx", &bytes, &found, &Limits::default()).expect("a copy is made");
    assert!(read("a.xlsx", &copy.bytes).blocks.iter().all(|block| !block.range.is_empty()));
}

#[test]
fn copies_open_in_another_office_program() {
    let Some(program) = need(Tool::Office) else { return };
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("opens-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder of tests is writable");
    let list = include_bytes!("../../fixtures/list.xlsx");
    let report = include_bytes!("../../fixtures/report.docx");
    let removed = [("list.xlsx", list.as_slice(), "11010519491231002X"), ("report.docx", report.as_slice(), "子条二")];
    for (name, bytes, word) in removed {
        let (_, _, copy) = without(name, bytes, &[word]);
        std::fs::write(folder.join(name), copy).expect("the disk has room");
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let output = std::process::Command::new(program)
        .args([&profile, "--headless", "--convert-to", "pdf", "list.xlsx", "report.docx"])
        .current_dir(&folder)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for (name, stars, other) in [("list.pdf", "******************", "2023-10-08"), ("report.pdf", "***", "一、概述")]
    {
        let shown = read(name, &std::fs::read(folder.join(name)).expect("it was converted")).text;
        assert!(shown.contains(stars) && shown.contains(other), "{name}: {shown}");
    }
    std::fs::remove_dir_all(&folder).expect("it was made above");
}

/// A number as a page may write it: its digits cut by tags, written as references, broken over lines.
fn written(number: &str, dice: &[u8]) -> String {
    let mut out = String::new();
    for (at, digit) in number.chars().enumerate() {
        let roll = dice.get(at).copied().unwrap_or(0);
        match roll % 6 {
            1 => out.push_str(&format!("<b class='{roll}'>{digit}</b>")),
            2 => out.push_str(&format!("&#{};", digit as u32)),
            3 => out.push_str(&format!("&#x{:X};", digit as u32)),
            4 => out.push_str(&format!("<span title=\"{digit}>\">{digit}</span>")),
            _ => out.push(digit),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_number_is_gone_from_a_page_however_it_is_written(
        before in "[a-z公开 &;<>=\"'/!-]{0,30}",
        after in "[a-z公开 &;<>=\"'/!-]{0,30}",
        dice in prop::collection::vec(0u8..255, 18),
    ) {
        let page = format!("<p>{before}</p><p>号：{}。</p><p>{after}</p>", written(ID, &dice));
        let extract = read("a.html", page.as_bytes());
        let found = spans(&extract, &[ID]);
        match redact("a.html", page.as_bytes(), &found, &Limits::default()) {
            Ok(copy) => {
                let text = read("a.html", &copy.bytes).text;
                prop_assert!(!text.contains(ID));
                prop_assert_eq!(text, extract.text.replace(ID, &"*".repeat(18)));
            }
            // What stands before may swallow the number: a comment, a tag without an end.
            Err(error) => prop_assert!(matches!(error, RedactError::NotRemoved(_)), "{page}: {error}"),
        }
        let plain = format!("<p>号：{}。</p>", written(ID, &dice));
        let found = spans(&read("a.html", plain.as_bytes()), &[ID]);
        prop_assert!(redact("a.html", plain.as_bytes(), &found, &Limits::default()).is_ok(), "{plain}");
    }

    #[test]
    fn any_bytes_as_a_page_are_redacted_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..50) {
        let Ok(extract) = office::read_bytes("a.html", &bytes, &Limits::default()) else { return Ok(()) };
        let Some(block) = extract.blocks.get(at % extract.blocks.len().max(1)) else { return Ok(()) };
        let span = Span { block: at % extract.blocks.len(), range: block.range.clone() };
        let _ = redact("a.html", &bytes, &[span], &Limits::default());
    }
}
