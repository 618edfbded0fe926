//! PDF files.

use domain::extract::{BlockKind, Concealed, Place};
use office::{Limits, ReadError, read_bytes};

use crate::kit::{block, concealed, pdf, read, texts, visible};

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
fn chinese_from_libreoffice_is_whole_and_headed() {
    let extract = read("report.pdf", include_bytes!("../../fixtures/report.pdf"));
    assert!(matches!(block(&extract, "一、概述").kind, BlockKind::Heading(_)));
    let long = extract.blocks.iter().find(|b| extract.text_of(b).starts_with("学校及时")).expect("the paragraph");
    assert!(extract.text_of(long).ends_with("等向大会进行报告。"), "four lines are one paragraph");
    assert!(texts(&extract).contains(&"学生\t12\t30"));
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
