//! The Word file of a report: elements where the schema wants them, numbers that Word counts and that come out
//! as the model has them, the same bytes every time, and a text that reads back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use domain::document::{Align, Block, Chart, ChartKind, Column, Document, Inline, Series, Table};
use office::docx::{DocxError, Language, read_back, read_back_links, write_report, write_report_in};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

fn heading(level: u8, number: &str, text: &str) -> Block {
    Block::Heading { level, number: number.into(), text: text.into(), anchor: format!("h-{number}-{text}") }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Inline::text(text)])
}

fn table() -> Table {
    let column = |head: &str, width, align| Column { head: head.into(), width, align };
    let link = Inline::Link { text: "查看".into(), address: "https://www.example.edu.cn/a?b=1&c=2".into() };
    let row = |at: usize| {
        vec![
            vec![Inline::text(at.to_string())],
            vec![Inline::text("学校名称、办学地点"), Inline::Remark("（存疑）".into())],
            vec![link.clone()],
        ]
    };
    Table {
        caption: "表1 清单事项公开情况表".into(),
        columns: vec![column("序号", 1, Align::Center), column("事项", 6, Align::Start), column("链接", 2, Align::End)],
        rows: (1..=50).map(row).collect(),
    }
}

fn chart(kind: ChartKind, series: usize) -> Chart {
    Chart {
        title: "录取人数".into(),
        description: "三类录取人数的比较。".into(),
        kind,
        categories: vec!["普通类 <文>".into(), "单招".into(), "五年制".into()],
        series: (0..series)
            .map(|at| Series { name: format!("20{}年", 22 + at), values: vec![4896, 493, 142 + at as u64] })
            .collect(),
        unit: "人".into(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: vec!["某某职业学院".into(), "2022-2023学年信息公开工作年度报告".into()],
        issuer: "某某职业学院".into(),
        language: "zh-CN",
        date: NaiveDate::from_ymd_opt(2023, 10, 31).unwrap(),
        signed: true,
        subject: "信息公开".into(),
        keywords: vec!["信息公开".into(), "年度报告".into()],
        blocks,
    }
}

/// A report with every kind of block.
fn report() -> Document {
    let value = Inline::value("5531", "figure:admissions.total");
    let link = Inline::Link { text: "学校官网".into(), address: "https://www.example.edu.cn/".into() };
    document(vec![
        paragraph("根据《高等学校信息公开办法》等规定，编制本报告。"),
        heading(1, "一、", "概述"),
        heading(2, "（一）", "组织领导"),
        Block::Paragraph(vec![Inline::text("录取"), value, Inline::text("人，见"), link, Inline::text("。")]),
        heading(3, "1.", "制度"),
        heading(4, "（1）", "细则"),
        Block::List(vec![vec![Inline::text("甲")], vec![Inline::text("乙")]]),
        Block::List(vec![vec![Inline::text("丙")]]),
        heading(2, "（二）", "渠道"),
        Block::Chart(chart(ChartKind::Columns, 2)),
        heading(1, "二、", "清单事项公开情况表"),
        Block::Table(table()),
        Block::Chart(chart(ChartKind::Bars, 1)),
        Block::Chart(chart(ChartKind::Stacked, 3)),
        heading(1, "四、", "其他"),
        heading(1, "", "附录"),
        Block::Signature(vec!["某某职业学院".into(), "2023年10月31日".into()]),
    ])
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(one, _)| one == name).unwrap_or_else(|| panic!("{name}"));
    String::from_utf8(found.1).unwrap()
}

#[test]
fn the_text_reads_back_with_the_numbers_word_counts() {
    let back = read_back(&write_report(&report(), Language::Zh).unwrap()).unwrap();
    let start = "某某职业学院\n2022-2023学年信息公开工作年度报告\n根据《高等学校信息公开办法》等规定，编制本报告。\n一、概述\n（一）组织领导\n\
                 录取5531人，见学校官网（https://www.example.edu.cn/）。\n1.制度\n（1）细则\n（1）甲\n（2）乙\n（1）丙\n（二）渠道\n\
                 普通类 <文>\t4896\t4896\n单招\t493\t493\n五年制\t142\t143\n录取人数\n二、清单事项公开情况表\n\
                 表1 清单事项公开情况表\n序号\n事项\n链接\n1\n学校名称、办学地点（存疑）\n查看\n2\n";
    assert!(back.starts_with(start), "{back}");
    assert!(back.ends_with("四、其他\n附录\n某某职业学院\n2023年10月31日\n"), "{back}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(write_report(&report(), Language::Zh), write_report(&report(), Language::Zh));
}

#[test]
fn headings_are_counted_by_word_and_not_written_out() {
    let xml = part(&write_report(&report(), Language::Zh).unwrap(), "word/document.xml");
    let body = &xml[xml.find("upperRoman").unwrap()..];
    assert!(!body.contains("一、概述") && body.contains(">概述<"));
    assert_eq!(body.matches("<w:numId w:val=\"0\"/>").count(), 1, "only the appendix is unnumbered");
}

#[test]
fn the_contents_are_filled_and_lead_to_the_headings() {
    let xml = part(&write_report(&report(), Language::Zh).unwrap(), "word/document.xml");
    let contents = &xml[..xml.find("<w:bookmarkStart").unwrap()];
    for (entry, mark) in [("一、概述", "_Toc00000001"), ("（二）渠道", "_Toc00000005"), ("附录", "_Toc00000008")]
    {
        assert!(contents.contains(entry) && contents.contains(&format!("PAGEREF {mark} ")), "{entry}");
        assert!(xml.contains(&format!("w:name=\"{mark}\"")), "{mark}");
    }
    assert!(!contents.contains("1.制度"), "two levels are listed");
    let begins = xml.matches("fldCharType=\"begin\"").count();
    assert_eq!(
        (begins, begins),
        (xml.matches("fldCharType=\"separate\"").count(), xml.matches("fldCharType=\"end\"").count())
    );
}

#[test]
fn nothing_is_asked_on_opening_and_captions_are_counted_by_word() {
    let bytes = write_report(&report(), Language::Zh).unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert!(!part(&bytes, "word/settings.xml").contains("updateFields") && !xml.contains("w:dirty"));
    assert!(part(&bytes, "word/settings.xml").contains("<w:mirrorMargins/>"));
    assert!(xml.contains("<w:fldSimple w:instr=\" SEQ 表 \\* ARABIC \"><w:r><w:t>1</w:t></w:r></w:fldSimple>"));
    assert!(!xml.contains("headerReference"), "no running head");
    assert_eq!(xml.matches("<w:sectPr>").count(), 3, "cover, contents, text");
}

#[test]
fn the_contents_end_in_a_section_of_their_own_whose_pages_are_numbered_anywhere() {
    let xml = part(&write_report(&report(), Language::Zh).unwrap(), "word/document.xml");
    let end = xml.find("<w:pStyle w:val=\"SectionEnd\"/>").unwrap();
    assert!(xml[..end].rfind("fldCharType=\"end\"").unwrap() > xml.rfind("PAGEREF").unwrap(), "the field has ended");
    assert!(xml[end..].starts_with("<w:pStyle w:val=\"SectionEnd\"/><w:sectPr>"), "a paragraph without words");
    assert_eq!(xml.matches("SectionEnd").count(), 1);
}

#[test]
fn chinese_quotation_marks_are_set_in_the_chinese_face_and_numbers_are_not_parted_from_their_units() {
    let text = Block::Paragraph(vec![Inline::text("开展“十公开”"), Inline::text("共12条")]);
    let document = Document { blocks: vec![text], ..report() };
    let bytes = write_report(&document, Language::Zh).unwrap();
    let xml = part(&bytes, "word/document.xml");
    let runs = |words: &str| {
        let at = xml.find(words).unwrap();
        xml[xml[..at].rfind("<w:r>").unwrap()..at].to_string()
    };
    assert!(runs("开展“").contains("<w:rFonts w:hint=\"eastAsia\"/>"));
    assert!(!runs("共12条").contains("rFonts"));
    // Said to the program that breaks the lines; the text itself stays what it is, copied or searched.
    let settings = part(&bytes, "word/settings.xml");
    let list = settings.split("<w:noLineBreaksBefore").nth(1).unwrap().split("/>").next().unwrap();
    assert!("年月日条项人元0123456789，。》".chars().all(|c| list.contains(c)), "{list}");
    assert!(!xml.contains('\u{2060}') && read_back(&bytes).unwrap().contains("共12条"));
}

#[test]
fn a_short_table_stays_on_one_page_and_a_long_one_is_divided() {
    let kept = |rows: usize| {
        let row = || vec![vec![Inline::text("甲")], vec![Inline::text("1")]];
        let column = |head: &str| Column { head: head.into(), width: 1, align: Align::Start };
        let table =
            Table { caption: "表1 甲".into(), columns: vec![column("甲"), column("乙")], rows: vec![row(); rows] };
        let document = Document { blocks: vec![Block::Table(table)], ..report() };
        let xml = part(&write_report(&document, Language::Zh).unwrap(), "word/document.xml");
        xml.matches("<w:keepNext/>").count()
    };
    assert_eq!((kept(3), kept(40)), (4, 0), "two cells of every row but the last");
}

#[test]
fn a_report_stands_in_the_schools_own_file_in_its_styles() {
    for mark in ["{{正文}}", "{{body}}"] {
        stands_at(mark);
    }
}

fn stands_at(mark: &str) {
    let school = document(vec![paragraph("某某职业学院文件"), paragraph(mark), paragraph("印发机关")]);
    // A file in which the heading goes by another id, as WPS writes it.
    let mut parts = parts(&write_report(&school, Language::Zh).unwrap());
    for (name, content) in &mut parts {
        if name == "word/styles.xml" {
            let text = String::from_utf8(content.clone()).unwrap();
            *content = text.replace("\"Heading1\"", "\"2\"").replace("Body Address", "No Such Name").into_bytes();
        }
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, content).unwrap();
    }
    let template = zip.finish().unwrap().into_inner();
    let bytes = write_report_in(&report(), &template).unwrap();
    let back = read_back(&bytes).unwrap();
    assert!(back.contains("某某职业学院文件\n") && back.ends_with("印发机关\n") && !back.contains("正文}}"), "{back}");
    assert!(
        back.contains("一、概述\n（一）组织领导\n录取5531人") && back.contains("（1）甲\n（2）乙\n（1）丙\n"),
        "{back}"
    );
    let (xml, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
    assert!(xml.contains("<w:pStyle w:val=\"2\"/>") && !xml.contains("Heading1\""), "the school's heading");
    assert_eq!(styles.matches("w:val=\"Body Address\"").count(), 1, "what it lacks is added");
    assert_eq!(out_of_order(&xml), None);
    assert!(part(&bytes, "[Content_Types].xml").contains("/word/charts/chart9001.xml"));
    assert_eq!(read_back_links(&bytes).unwrap().len(), 51);
    assert!(matches!(write_report_in(&report(), b"PK"), Err(DocxError::Read(_))));
}

#[test]
fn a_short_notice_has_no_contents() {
    let xml = part(&write_report(&document(vec![paragraph("无")]), Language::Zh).unwrap(), "word/document.xml");
    assert!(!xml.contains("TOC"));
}

#[test]
fn tables_repeat_their_head_and_keep_rows_whole() {
    let xml = part(&write_report(&report(), Language::Zh).unwrap(), "word/document.xml");
    assert_eq!((xml.matches("<w:tblHeader/>").count(), xml.matches("<w:cantSplit/>").count()), (1, 51));
    let widths: u32 = xml
        .match_indices("<w:gridCol w:w=\"")
        .map(|(at, tag)| {
            let rest = &xml[at + tag.len()..];
            rest[..rest.find('"').unwrap()].parse::<u32>().unwrap()
        })
        .sum();
    assert_eq!(widths, 8844);
}

#[test]
fn links_are_relationships_and_every_relationship_is_used() {
    let bytes = write_report(&report(), Language::Zh).unwrap();
    let (xml, relations) = (part(&bytes, "word/document.xml"), part(&bytes, "word/_rels/document.xml.rels"));
    assert!(relations.contains("Target=\"https://www.example.edu.cn/a?b=1&amp;c=2\" TargetMode=\"External\""));
    let ids: Vec<&str> = relations.split(" Id=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for id in &ids[5..] {
        assert!(xml.contains(&format!("r:id=\"{id}\"")), "{id}");
    }
    for id in xml.split("r:id=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]) {
        assert!(ids.contains(&id), "{id}");
    }
}

#[test]
fn links_read_back_with_their_addresses() {
    let links = read_back_links(&write_report(&report(), Language::Zh).unwrap()).unwrap();
    assert_eq!(links.len(), 51);
    assert_eq!(links[0], ("学校官网".to_string(), "https://www.example.edu.cn/".to_string()));
    assert_eq!(links[50], ("查看".to_string(), "https://www.example.edu.cn/a?b=1&c=2".to_string()));
}

#[test]
fn an_address_word_could_not_parse_does_not_damage_the_file() {
    let link = |address: &str| Inline::Link { text: "查看".into(), address: address.into() };
    let links = ["http://", "https://a b/", "/records/1", "javascript:x", "https://a.cn/通 知|1.pdf"].map(link);
    let bytes = write_report(&document(vec![Block::Paragraph(links.to_vec())]), Language::Zh).unwrap();
    assert_eq!(read_back_links(&bytes).unwrap(), [("查看".to_string(), "https://a.cn/通%20知%7C1.pdf".to_string())]);
}

#[test]
fn every_part_has_a_type_and_is_well_formed() {
    let bytes = write_report(&report(), Language::Zh).unwrap();
    let types = part(&bytes, "[Content_Types].xml");
    for (name, content) in parts(&bytes) {
        if name.ends_with(".xlsx") {
            continue;
        }
        if !name.ends_with(".rels") && name != "[Content_Types].xml" {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
        }
        let text = String::from_utf8(content).unwrap();
        let mut reader = Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")), Event::Eof) {}
    }
    assert_eq!(types.matches("/word/charts/").count(), 3);
}

#[test]
fn every_style_that_is_named_is_defined() {
    let bytes = write_report(&report(), Language::Zh).unwrap();
    let styles = part(&bytes, "word/styles.xml");
    let all: String = ["document", "footer1", "footer2", "footer3", "numbering", "styles"]
        .map(|name| part(&bytes, &format!("word/{name}.xml")))
        .concat();
    for tag in ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"] {
        for rest in all.split(&format!("<{tag} w:val=\"")).skip(1) {
            let name = &rest[..rest.find('"').unwrap()];
            assert!(styles.contains(&format!("w:styleId=\"{name}\"")), "{tag} {name}");
        }
    }
}

#[test]
fn a_chart_carries_its_numbers_twice_and_the_same() {
    let bytes = write_report(&report(), Language::Zh).unwrap();
    let xml = part(&bytes, "word/charts/chart1.xml");
    assert!(xml.contains("<c:f>Sheet1!$C$2:$C$4</c:f>") && xml.contains("普通类 &lt;文&gt;"));
    let book = parts(&bytes).into_iter().find(|(name, _)| name == "word/embeddings/chart1.xlsx").unwrap().1;
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    for number in ["4896", "493", "142", "143"] {
        assert!(
            xml.contains(&format!("<c:v>{number}</c:v>")) && sheet.contains(&format!("<v>{number}</v>")),
            "{number}"
        );
    }
}

/// The sequences of ECMA-376 for the elements whose children writers most often put in the wrong order.
const ORDERS: &[(&str, &str)] = &[
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    ),
    ("w:numPr", "ilvl numId"),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    ("w:tblBorders", "top left bottom right insideH insideV"),
    ("w:tblCellMar", "top left bottom right"),
    ("w:tbl", "tblPr tblGrid tr"),
    ("w:tr", "tblPrEx trPr tc"),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    ),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    ("w:lvl", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
    ("w:num", "abstractNumId lvlOverride"),
    ("w:numbering", "numPicBullet abstractNum num"),
    (
        "w:settings",
        "zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore compat themeFontLang",
    ),
    ("w:font", "altName panose1 charset family notTrueType pitch sig"),
    ("wp:inline", "extent effectExtent docPr cNvGraphicFramePr graphic"),
    ("c:chartSpace", "date1904 lang roundedCorners style clrMapOvr chart spPr txPr externalData"),
    ("c:chart", "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs"),
    ("c:barChart", "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId"),
    ("c:ser", "idx order tx spPr invertIfNegative dPt dLbls cat val"),
    ("c:dLbls", "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize"),
    (
        "c:catAx",
        "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    ),
    (
        "c:valAx",
        "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween",
    ),
    ("c:scaling", "logBase orientation max min"),
];

/// Names the first child that stands where the schema has no room for it.
fn out_of_order(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    // Each open element with the position its last child has in the sequence.
    let mut open: Vec<(String, usize)> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (element, empty) = match &event {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Eof => return None,
            _ => continue,
        };
        if let Some((parent, last)) = open.last_mut()
            && let Some((_, order)) = ORDERS.iter().find(|(name, _)| name == parent)
            && !(parent == "c:chart" && empty)
        {
            let name = element.local_name();
            let Some(at) = order.split(' ').position(|one| one == name.as_ref()) else {
                return Some(format!("{} in {parent}", name.as_ref()));
            };
            if at < *last {
                return Some(format!("{} in {parent} too late", name.as_ref()));
            }
            *last = at;
        }
        if !empty {
            open.push((element.name().as_ref().to_string(), 0));
        }
    }
}

#[test]
fn children_stand_in_the_order_of_the_schema() {
    for (name, content) in parts(&write_report(&report(), Language::Zh).unwrap()) {
        if name.ends_with(".xml") {
            assert_eq!(out_of_order(&String::from_utf8(content).unwrap()), None, "{name}");
        }
    }
    let wrong = "<w:pPr><w:jc w:val=\"left\"/><w:spacing w:after=\"1\"/></w:pPr>";
    assert_eq!(out_of_order(wrong), Some("spacing in w:pPr too late".to_string()));
}

#[test]
fn a_ragged_table_is_refused() {
    let mut ragged = table();
    ragged.rows[1].pop();
    assert_eq!(
        write_report(&document(vec![Block::Table(ragged)]), Language::Zh),
        Err(DocxError::Ragged { table: 1, row: 2 })
    );
}

#[test]
fn properties_say_who_and_when_and_what() {
    let bytes = write_report(&report(), Language::Zh).unwrap();
    let core = part(&bytes, "docProps/core.xml");
    for wanted in [
        "<dc:title>某某职业学院2022-2023学年信息公开工作年度报告<",
        "<dc:creator>某某职业学院<",
        "信息公开; 年度报告",
        "2023-10-31T00:00:00Z",
        "<dc:language>zh-CN<",
    ] {
        assert!(core.contains(wanted), "{wanted}");
    }
}

#[test]
fn what_is_no_word_file_is_refused() {
    assert!(matches!(read_back(b"PK"), Err(DocxError::Read(_))));
    let book = parts(&write_report(&report(), Language::Zh).unwrap())
        .into_iter()
        .find(|(name, _)| name.ends_with(".xlsx"))
        .unwrap()
        .1;
    assert_eq!(read_back(&book), Err(DocxError::Read("word/document.xml is missing".to_string())));
}

fn blocks() -> impl Strategy<Value = Vec<(u8, u32, String)>> {
    prop::collection::vec((1u8..=4, 0u32..6, "[\\PC]{0,8}"), 0..20)
}

fn number(level: u8, at: u32) -> String {
    let zh = ["", "一", "二", "三", "四", "五"][at as usize];
    match (level, at) {
        (_, 0) => String::new(),
        (1, _) => format!("{zh}、"),
        (2, _) => format!("（{zh}）"),
        (3, _) => format!("{at}."),
        _ => format!("（{at}）"),
    }
}

static NOTICE: std::sync::LazyLock<Vec<u8>> =
    std::sync::LazyLock::new(|| write_report(&document(vec![paragraph("无")]), Language::Zh).unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_the_model_numbers_reads_back_so(given in blocks()) {
        let blocks = given.iter().map(|(level, at, text)| heading(*level, &number(*level, *at), &format!("题{text}"))).collect();
        let bytes = write_report(&document(blocks), Language::En).unwrap();
        prop_assert_eq!(out_of_order(&part(&bytes, "word/document.xml")), None);
        let mut wanted = "某某职业学院\n2022-2023学年信息公开工作年度报告\n".to_string();
        for (level, at, text) in &given {
            wanted.push_str(&format!("{}题{text}\n", number(*level, *at)));
        }
        prop_assert_eq!(read_back(&bytes).unwrap(), wanted);
    }

    #[test]
    fn no_bytes_make_the_reading_panic(at in 0usize..100_000, flip in 1u8..) {
        let mut bytes = NOTICE.clone();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        let _ = read_back(&bytes);
        let _ = read_back(&bytes[..at]);
    }
}
