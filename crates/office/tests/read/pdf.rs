//! PDF files.

use domain::extract::{BlockKind, Concealed, Place};
use office::{Limits, ReadError, read_bytes};
use proptest::prelude::*;

use crate::kit::{block, cells, concealed, pdf, pdf_with, read, texts, visible};

#[test]
fn lines_are_put_together_in_reading_order_whatever_the_drawing_order() {
    let page = "BT /F1 12 Tf 20 100 Td (Second line.) Tj ET BT /F1 12 Tf 20 150 Td (First line.) Tj ET";
    let extract = read("a.pdf", &pdf(&[page], ""));
    assert_eq!(texts(&extract), ["First line.", "Second line."]);
    assert_eq!(block(&extract, "Second line.").place, Place::Page { page: 1, line: 2 });
}

#[test]
fn a_paragraph_is_whole_again_and_a_hyphen_goes() {
    let page = "BT /F1 12 Tf 14 TL 20 150 Td (The college discloses what the law de-) Tj T* (mands and proves that it did so in every) Tj \
        T* (year.) Tj ET";
    let extract = read("a.pdf", &pdf(&[page], ""));
    assert_eq!(
        texts(&extract),
        ["The college discloses what the law demands and proves that it did so in every year."]
    );
}

#[test]
fn text_under_a_black_box_is_covered_and_text_on_a_coloured_ground_is_not() {
    let page = "0.8 g 10 140 200 30 re f 0 g BT /F1 12 Tf 20 150 Td (On ground) Tj ET \
        BT /F1 12 Tf 20 100 Td (ID 13800138000) Tj ET 0 g 34 95 100 16 re f 10 60 m 200 60 l S";
    let extract = read("a.pdf", &pdf(&[page], ""));
    assert_eq!(visible(&extract), ["On ground", "ID"]);
    assert_eq!(concealed(&extract, "13800138000"), Some(Concealed::Covered));
}

#[test]
fn cells_between_rules_are_parted_by_tabs() {
    let page = "BT /F1 10 Tf 20 150 Td (A) Tj ET BT /F1 10 Tf 30 150 Td (12) Tj ET 28 140 m 28 165 l S";
    let extract = read("a.pdf", &pdf(&[page], ""));
    assert_eq!(texts(&extract), ["A\t12"]);
}

#[test]
fn a_picture_beside_text_is_said_and_a_shade_of_a_few_points_is_none() {
    let words = "BT /F1 12 Tf 20 150 Td (Words) Tj ET";
    let picture = format!("{words} q 60 0 0 40 100 10 cm /Im1 Do Q");
    let line = format!("{words} q 200 0 0 1 10 10 cm /Im1 Do Q");
    let extract = read("a.pdf", &pdf(&[words, &picture, &line], ""));
    let notices: Vec<_> = extract.notices.iter().map(|notice| (notice.key, notice.at.as_str())).collect();
    assert_eq!(notices, [("picture-on-page", "2")]);
}

#[test]
fn a_page_that_is_only_a_picture_is_said() {
    let picture = "q 280 0 0 180 10 10 cm /Im1 Do Q";
    let extract = read("a.pdf", &pdf(&["BT /F1 12 Tf 20 150 Td (Words) Tj ET", picture, ""], ""));
    let notices: Vec<(&str, &str)> = extract.notices.iter().map(|n| (n.key, n.at.as_str())).collect();
    assert_eq!(notices, [("page-is-picture", "2")]);
}

#[test]
fn links_and_written_comments_are_read() {
    let annotations = "/Annots [<< /Subtype /Link /Rect [20 145 60 165] /A << /S /URI /URI (http://a.cn/x) >> >> \
        << /Subtype /Text /Rect [0 0 1 1] /Contents (please check) >>]";
    let extract = read("a.pdf", &pdf(&["BT /F1 12 Tf 20 150 Td (Notice and more) Tj ET"], annotations));
    assert_eq!(extract.links[0].address, "http://a.cn/x");
    assert_eq!(&extract.text[extract.links[0].range.clone()], "Notice");
    assert_eq!(block(&extract, "please check").kind, BlockKind::Comment);
}

#[test]
fn page_numbers_and_running_heads_are_margins() {
    let page = |n: u32| {
        format!(
            "BT /F1 8 Tf 20 190 Td (Annual report) Tj ET BT /F1 8 Tf 140 5 Td (- {n} -) Tj ET \
             BT /F1 12 Tf 20 100 Td (Body of page {n}.) Tj ET"
        )
    };
    let pages: Vec<String> = (1..=3).map(page).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let extract = read("a.pdf", &pdf(&pages, ""));
    let body: Vec<&str> =
        extract.blocks.iter().filter(|b| b.kind != BlockKind::PageMargin).map(|b| extract.text_of(b)).collect();
    assert_eq!(body, ["Body of page 1.", "Body of page 2.", "Body of page 3."]);
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut page = String::new();
    for line in 0..8 {
        let y = 180 - line * 14;
        page.push_str(&format!("BT /F1 9 Tf 15 {y} Td (left column text {line} goes here) Tj ET "));
        page.push_str(&format!("BT /F1 9 Tf 165 {y} Td (right column text {line} goes here) Tj ET "));
    }
    let extract = read("a.pdf", &pdf(&[&page], ""));
    let all = extract.text.replace('\n', " ");
    assert!(all.find("left column text 7") < all.find("right column text 0"), "{all}");
}

#[test]
fn columns_whose_lines_stand_at_different_heights_are_read_one_after_the_other() {
    let mut page = String::from("BT /F1 9 Tf 15 190 Td (A heading on the left) Tj ET ");
    for line in 0..9 {
        let (left, right) = (170 - line * 14, 163 - line * 14);
        page.push_str(&format!("BT /F1 9 Tf 15 {left} Td (left column text {line} goes on here) Tj ET "));
        if line < 8 {
            page.push_str(&format!("BT /F1 9 Tf 165 {right} Td (right column text {line} goes on here) Tj ET "));
        }
    }
    page.push_str("BT /F1 12 Tf 15 20 Td (Below both) Tj ET BT /F1 9 Tf 15 8 Td (Left cell) Tj ET BT /F1 9 Tf 200 8 Td (right cell) Tj ET");
    let all = read("a.pdf", &pdf(&[&page], "")).text.replace(['\n', '\t'], " ");
    let at = |text: &str| all.find(text).unwrap_or_else(|| panic!("{text} in {all}"));
    let order = [
        "A heading",
        "left column text 0",
        "left column text 8",
        "right column text 0",
        "right column text 7",
        "Below both",
    ];
    assert!(order.windows(2).all(|two| at(two[0]) < at(two[1])), "{all}");
}

#[test]
fn chinese_from_libreoffice_is_whole_and_headed() {
    let extract = read("report.pdf", include_bytes!("../../fixtures/report.pdf"));
    assert!(matches!(block(&extract, "一、概述").kind, BlockKind::Heading(_)));
    let long = extract.blocks.iter().find(|b| extract.text_of(b).starts_with("学校及时")).expect("the paragraph");
    assert!(extract.text_of(long).ends_with("等向大会进行报告。"), "four lines are one paragraph");
    let row: Vec<&str> = cells(&extract).into_iter().filter(|cell| cell.0 == 2).map(|cell| cell.4).collect();
    assert_eq!(row, ["学生", "12", "30"], "a ruled table is a table");
    assert_eq!(cells(&extract)[..2], [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "数量")]);
    assert_eq!(extract.links[0].address, "http://example.cn/info/1001/2.htm");
}

#[test]
fn a_locked_file_says_so_and_a_cut_one_is_damaged_or_read_in_part() {
    let locked = include_bytes!("../../fixtures/locked.pdf");
    assert_eq!(read_bytes("a.pdf", locked, &Limits::default()), Err(ReadError::Encrypted));
    let whole = include_bytes!("../../fixtures/report.pdf");
    for part in [10, 100, 1000, whole.len() / 2, whole.len() - 20] {
        if let Err(error) = read_bytes("a.pdf", &whole[..part], &Limits::default()) {
            assert_eq!(error, ReadError::Damaged { what: "pdf".into() });
        }
    }
}

#[test]
fn an_embedded_font_that_does_not_tell_its_characters_is_read_by_its_collection() {
    let extract = read("gb1.pdf", include_bytes!("../../fixtures/gb1.pdf"));
    assert_eq!(texts(&extract), ["信息公开年度报告13800138000"]);
    assert!(extract.notices.is_empty());
}

#[test]
fn a_reader_that_takes_too_long_is_not_waited_for() {
    let limits = Limits { max_time: std::time::Duration::ZERO, ..Limits::default() };
    let whole = include_bytes!("../../fixtures/report.pdf");
    assert_eq!(read_bytes("a.pdf", whole, &limits), Err(ReadError::TimedOut { seconds: 0 }));
}

/// A table's borders as lines, and text at points.
fn drawn(uprights: &[(u32, u32, u32)], levels: &[(u32, u32, u32)], words: &[(u32, u32, &str)]) -> String {
    let upright = uprights.iter().map(|(x, from, to)| format!("{x} {from} m {x} {to} l S "));
    let level = levels.iter().map(|(y, from, to)| format!("{from} {y} m {to} {y} l S "));
    let word = words.iter().map(|(x, y, text)| format!("BT /F1 8 Tf {x} {y} Td ({text}) Tj ET "));
    upright.chain(level).chain(word).collect()
}

#[test]
fn a_cell_that_wraps_stays_one_cell_beside_its_neighbours() {
    let page = drawn(
        &[(20, 100, 180), (80, 100, 160), (150, 100, 180), (220, 100, 180)],
        &[(180, 20, 220), (160, 20, 220), (130, 20, 220), (100, 20, 220)],
        &[
            (24, 190, "Above"),
            (24, 168, "Both columns"),
            (154, 168, "Head"),
            (24, 150, "A name of two"),
            (24, 140, "lines here"),
            (84, 150, "12"),
            (154, 150, "43010219"),
            (154, 140, "5501011234"),
            (24, 118, "Sum"),
            (84, 118, "12"),
            (24, 90, "Below"),
        ],
    );
    let extract = read("a.pdf", &pdf(&[&page], ""));
    assert_eq!(
        cells(&extract),
        [
            (0, 0, 1, 2, "Both columns"),
            (0, 2, 1, 1, "Head"),
            (1, 0, 1, 1, "A name of two lines here"),
            (1, 1, 1, 1, "12"),
            (1, 2, 1, 1, "43010219\n5501011234"),
            (2, 0, 1, 1, "Sum"),
            (2, 1, 1, 1, "12"),
        ]
    );
    assert_eq!(texts(&extract).first(), Some(&"Above"));
    assert_eq!(texts(&extract).last(), Some(&"Below"));
    assert_eq!(block(&extract, "Below").place, Place::Page { page: 1, line: 5 }, "rows count as lines");
}

#[test]
fn a_number_too_long_for_its_cell_is_still_one_number() {
    let page = drawn(
        &[(20, 100, 180), (60, 100, 180), (104, 100, 180)],
        &[(180, 20, 104), (150, 20, 104), (100, 20, 104)],
        &[
            (24, 168, "No"),
            (64, 168, "Card"),
            (24, 140, "1"),
            (64, 140, "43010219"),
            (64, 130, "90030745"),
            (64, 120, "14"),
        ],
    );
    let extract = read("a.pdf", &pdf(&[&page], ""));
    assert!(cells(&extract).contains(&(1, 1, 1, 1, "430102199003074514")), "{:?}", texts(&extract));
}

#[test]
fn a_table_without_outer_borders_is_a_table_and_a_frame_or_a_chart_is_none() {
    let open = drawn(
        &[(100, 100, 180)],
        &[(180, 20, 200), (140, 20, 200), (100, 20, 200)],
        &[(24, 150, "a"), (120, 150, "b")],
    );
    assert_eq!(cells(&read("a.pdf", &pdf(&[&open], ""))), [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]);
    let frame =
        drawn(&[(20, 20, 180), (280, 20, 180)], &[(20, 20, 280), (180, 20, 280)], &[(24, 150, "Words in a frame")]);
    assert!(cells(&read("a.pdf", &pdf(&[&frame], ""))).is_empty());
    let chart = drawn(
        &[(40, 20, 180), (120, 20, 180), (200, 20, 180)],
        &[(20, 40, 200), (100, 40, 200), (180, 40, 200)],
        &[(20, 20, "0"), (20, 100, "50"), (60, 60, "37"), (60, 140, "88")],
    );
    assert!(cells(&read("a.pdf", &pdf(&[&chart], ""))).is_empty(), "a grid with words in one column only");
}

#[test]
fn a_table_goes_on_overleaf_without_its_repeated_head() {
    let page = |from: u32| {
        drawn(
            &[(20, 20, 180), (100, 20, 180), (180, 20, 180)],
            &[(180, 20, 180), (160, 20, 180), (90, 20, 180), (20, 20, 180)],
            &[
                (24, 165, "Name"),
                (104, 165, "Number"),
                (24, 120, &format!("n{from}")),
                (104, 120, &from.to_string()),
                (24, 50, &format!("n{}", from + 1)),
                (104, 50, &(from + 1).to_string()),
            ],
        )
    };
    let extract = read("a.pdf", &pdf(&[&page(1), &page(3)], ""));
    let rows: Vec<(usize, &str)> = cells(&extract).iter().map(|cell| (cell.0, cell.4)).collect();
    let expected = [
        (0, "Name"),
        (0, "Number"),
        (1, "n1"),
        (1, "1"),
        (2, "n2"),
        (2, "2"),
        (3, "n3"),
        (3, "3"),
        (4, "n4"),
        (4, "4"),
    ];
    assert_eq!(rows, expected);
    assert!(extract.blocks.iter().all(|block| matches!(block.kind, BlockKind::Cell { table: 0, .. })));
    let titled = format!("{} BT /F1 8 Tf 24 190 Td (Another table) Tj ET", page(3));
    let two = read("a.pdf", &pdf(&[&page(1), &titled], ""));
    assert!(two.blocks.iter().any(|block| matches!(block.kind, BlockKind::Cell { table: 1, .. })));
}

#[test]
fn contents_lines_stay_apart_and_ligatures_are_letters() {
    let page = "BT /F1 10 Tf 20 180 Td 14 TL (Overview of the year ............................................... 3) Tj T*         (Matters for the public .............................................. 5) Tj T* (Closing words ........................................................ 12) Tj ET";
    let extract = read("a.pdf", &pdf(&[page], ""));
    assert_eq!(texts(&extract).len(), 3, "{:?}", texts(&extract));
}

#[test]
fn what_a_page_hides_is_told_with_its_reason() {
    let ocg = "<< /Type /OCG /Name (draft) >>";
    let root = "/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >>";
    let page = "BT /F1 12 Tf 20 150 Td (Shown) Tj ET /OC /Layer BDC BT /F1 12 Tf 20 120 Td (Layer 13800138000) Tj ET EMC         BT /F1 12 Tf 3 Tr 20 100 Td (Unseen ink) Tj 0 Tr ET BT /F1 12 Tf 20 900 Td (Off the page) Tj ET         q 0 0 50 50 re W n BT /F1 12 Tf 100 60 Td (Cut away) Tj ET Q BT /F1 12 Tf 20 80 Td (13900139000) Tj ET 40 70 100 25 re f";
    let bytes = pdf_with(&[page], "", root, &[ocg]);
    let extract = read("a.pdf", &bytes);
    assert_eq!(concealed(&extract, "Shown"), None);
    assert_eq!(concealed(&extract, "Layer 13800138000"), Some(Concealed::HiddenText));
    assert_eq!(concealed(&extract, "Unseen ink"), Some(Concealed::HiddenText));
    assert_eq!(concealed(&extract, "Off the page"), Some(Concealed::Covered));
    assert_eq!(concealed(&extract, "Cut away"), Some(Concealed::Covered));
    assert_eq!(concealed(&extract, "13900139000"), Some(Concealed::Covered), "the digits left free belong to it");
}

#[test]
fn text_recognised_in_a_scan_is_what_a_reader_sees() {
    let page = "q 300 0 0 200 0 0 cm /Im1 Do Q BT /F1 12 Tf 3 Tr 20 150 Td (Words of the scan) Tj ET";
    let extract = read("a.pdf", &pdf(&[page], ""));
    assert_eq!(concealed(&extract, "Words of the scan"), None);
    assert!(extract.notices.is_empty(), "the page has text");
}

#[test]
fn fields_and_notes_are_read_once() {
    let annotations = "/Annots [<< /Subtype /Widget /FT /Tx /T (phone) /V (13800138000) /Rect [0 0 9 9] >>         << /Subtype /Widget /Parent 5 0 R /Rect [0 0 9 9] >> << /Subtype /Widget /FT /Btn /V /Yes /Rect [0 0 9 9] >>         << /Subtype /FreeText /Contents (Drawn note) /Rect [0 0 9 9] >> << /Subtype /FreeText /Contents (Loose note) /Rect [0 0 9 9] >>         << /Subtype /Widget /FT /Tx /V (Hidden value) /F 2 /Rect [0 0 9 9] >>]";
    let root = "/AcroForm << /Fields [5 0 R 6 0 R] >>";
    let more =
        ["<< /FT /Tx /T (name) /V (Li Si) /Kids [5 0 R] /Parent 5 0 R >>", "<< /FT /Tx /T (old) /V (On no page) >>"];
    let extract = read("a.pdf", &pdf_with(&["BT /F1 12 Tf 20 150 Td (Drawn note) Tj ET"], annotations, root, &more));
    let mut all = texts(&extract);
    all.sort_unstable();
    assert_eq!(all, ["13800138000", "Drawn note", "Hidden value", "Li Si", "Loose note", "On no page"]);
    assert_eq!(concealed(&extract, "13800138000"), None, "a filled field is there to be read");
    assert_eq!(concealed(&extract, "Hidden value"), Some(Concealed::HiddenText));
    assert_eq!(block(&extract, "On no page").place, Place::Property("old".into()));
}

#[test]
fn files_attached_to_a_page_are_named_and_read() {
    let list = "name,number\nLi,13800138000\n";
    let more = [
        "<< /Names [(a) 6 0 R (b) 8 0 R] >>",
        "<< /Type /Filespec /UF (list.csv) /EF << /F 7 0 R >> >>",
        &format!("<< /Length {} >>\nstream\n{list}\nendstream", list.len()),
        "<< /Type /Filespec /F (tool.exe) /EF << /F 9 0 R >> >>",
        "<< /Length 2 >>\nstream\nMZ\nendstream",
    ];
    let root = "/Names << /EmbeddedFiles 5 0 R >>";
    let extract = read("a.pdf", &pdf_with(&["BT /F1 12 Tf 20 150 Td (Words) Tj ET"], "", root, &more));
    assert_eq!(cells(&extract)[3], (1, 1, 1, 1, "13800138000"));
    assert_eq!(concealed(&extract, "13800138000"), Some(Concealed::Stored));
    assert_eq!(block(&extract, "13800138000").place, Place::Property("list.csv/2:4".into()));
    assert_eq!(block(&extract, "tool.exe").kind, BlockKind::Stored);
    let notices: Vec<(&str, &str)> = extract.notices.iter().map(|n| (n.key, n.at.as_str())).collect();
    assert_eq!(notices, [("part-not-read", "tool.exe")]);
}

#[test]
fn a_file_attached_to_itself_ends() {
    let mut inner = pdf(&["BT /F1 12 Tf 20 150 Td (Innermost) Tj ET"], "");
    for depth in 0..4 {
        let text = String::from_utf8(inner).expect("the kit writes text");
        let more = [
            "<< /Names [(a) 6 0 R] >>",
            "<< /Type /Filespec /UF (inner.pdf) /EF << /F 7 0 R >> >>",
            &format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        ];
        let words = format!("BT /F1 12 Tf 20 150 Td (Depth {depth}) Tj ET");
        inner = pdf_with(&[&words], "", "/Names << /EmbeddedFiles 5 0 R >>", &more);
    }
    let extract = read("a.pdf", &inner);
    for text in ["Depth 3", "Depth 2", "Depth 1"] {
        block(&extract, text);
    }
    assert!(!texts(&extract).contains(&"Depth 0"), "a fourth level is not opened");
    assert!(extract.notices.iter().any(|notice| notice.key == "part-not-read"));
}

#[test]
fn a_chapter_as_large_as_the_text_is_known_by_its_font() {
    let body = |y: u32| {
        format!(
            "BT /F1 9 Tf 20 {y} Td (Words of the text that run on to fill a line of it and so on) Tj 0 -11 Td (and end here.) Tj ET "
        )
    };
    let page = format!(
        "BT /F2 9 Tf 20 180 Td (1. The first chapter) Tj ET {} BT /F2 9 Tf 20 130 Td (2. Another, whose title is so long that it \
         needs a line) Tj 0 -11 Td (more than one) Tj ET {} BT /F1 9 Tf 20 70 Td (3. An entry of a list) Tj ET {} \
         BT /F2 9 Tf 20 20 Td (4. A sentence in the font of chapters;) Tj ET",
        body(165),
        body(100),
        body(50)
    );
    let extract = read("a.pdf", &pdf(&[&page], ""));
    let headings: Vec<&str> = extract
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(3)))
        .map(|block| extract.text_of(block))
        .collect();
    let two = "2. Another, whose title is so long that it needs a line more than one";
    assert_eq!(headings, ["1. The first chapter", two], "{:?}", texts(&extract));
}

#[test]
fn small_tables_do_not_make_the_text_look_like_headings() {
    let rows: Vec<(u32, u32, String)> =
        (0..8).flat_map(|row| [20, 150].map(|x| (x + 4, 20 + row * 10, format!("cell {row} of a table")))).collect();
    let words: Vec<(u32, u32, &str)> = rows.iter().map(|(x, y, text)| (*x, *y, text.as_str())).collect();
    let levels: Vec<(u32, u32, u32)> = (0..9).map(|row| (17 + row * 10, 20, 280)).collect();
    let table = drawn(&[(20, 17, 97), (150, 17, 97), (280, 17, 97)], &levels, &words).replace("/F1 8 Tf", "/F1 5 Tf");
    let sentence = "Words of the text that run on.";
    let text: String = (0..8).map(|at| format!("BT /F1 9 Tf 20 {} Td ({sentence}) Tj ET ", 190 - at * 11)).collect();
    let extract = read("a.pdf", &pdf(&[&(text + &table)], ""));
    assert!(extract.blocks.iter().all(|block| !matches!(block.kind, BlockKind::Heading(_))), "{:?}", texts(&extract));
    assert_eq!(cells(&extract).len(), 16);
}

#[test]
fn a_list_of_libreoffice_over_two_pages_is_one_table() {
    let extract = read("pages.pdf", include_bytes!("../../fixtures/pages.pdf"));
    let all = cells(&extract);
    let last = all.iter().rev().take(2).map(|cell| (cell.0, cell.1, cell.3, cell.4)).collect::<Vec<_>>();
    assert_eq!(last, [(12, 2, 1, "11066"), (12, 0, 2, "合计")]);
    assert_eq!(all.iter().filter(|cell| cell.4 == "序号").count(), 1, "the head that comes again is left out");
    assert!(all.iter().any(|cell| cell.4 == "机械工程与自动化技术学院"), "a name that wraps is one");
    assert!(extract.blocks.iter().all(|block| !matches!(block.kind, BlockKind::Cell { table: 1.., .. })));
    let margins = extract.blocks.iter().filter(|block| block.kind == BlockKind::PageMargin);
    let margins: Vec<&str> = margins.map(|block| extract.text_of(block)).collect();
    assert_eq!(margins, ["示例学院公开名单", "- 1 -", "示例学院公开名单", "- 2 -"]);
    let whole =
        extract.blocks.iter().find(|block| extract.text_of(block).starts_with("以上名单")).expect("the paragraph");
    assert!(extract.text_of(whole).ends_with("写入年度报告。"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_letter_is_lost_whatever_lines_are_drawn(
        uprights in prop::collection::vec((5u32..295, 5u32..195, 5u32..195), 0..9),
        levels in prop::collection::vec((5u32..195, 5u32..295, 5u32..295), 0..9),
        words in prop::collection::vec((10u32..250, 10u32..185, "[a-z]{1,7}"), 1..12),
    ) {
        let named: Vec<(u32, u32, &str)> = words.iter().map(|(x, y, word)| (*x, *y, word.as_str())).collect();
        let extract = read("a.pdf", &pdf(&[&drawn(&uprights, &levels, &named)], ""));
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(char::is_ascii_lowercase).collect();
            letters.sort_unstable();
            letters
        };
        let drawn_letters = sorted(&words.iter().map(|(.., word)| word.as_str()).collect::<String>());
        // Letters that are drawn twice at one place are one letter made bold.
        let read_letters = sorted(&extract.text);
        let overlapping = words.iter().enumerate().any(|(at, one)| {
            words[..at].iter().any(|two| one.1.abs_diff(two.1) < 8 && one.0.abs_diff(two.0) < 60)
        });
        prop_assert!(overlapping || read_letters == drawn_letters, "{:?}", texts(&extract));
    }
}
