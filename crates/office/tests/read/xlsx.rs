//! Workbooks.

use domain::extract::{BlockKind, Concealed, Place};
use rust_xlsxwriter::{Format, Note, Url, Workbook};

use crate::kit::{block, cell_place, cells, concealed, read, relations, texts, xlsx_with};

const HIDDEN_THINGS: &str = "<sheetFormatPr/><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>暗列</t></is></c></row>\
    <row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>110101199003072316</v></c></row>\
    <row r=\"3\"><c t=\"str\"><f>\"139\"&amp;\"00139000\"</f><v>13900139000</v></c><c r=\"D3\" t=\"b\"><v>1</v></c></row></sheetData>";

#[test]
fn hidden_rows_and_columns_are_told_and_still_read() {
    let extract = read("a.xlsx", &xlsx_with(HIDDEN_THINGS, "<si><t>姓名</t></si>", &[], &[]));
    assert_eq!(concealed(&extract, "姓名"), None);
    assert_eq!(concealed(&extract, "暗列"), Some(Concealed::HiddenColumn));
    assert_eq!(concealed(&extract, "110101199003072316"), Some(Concealed::HiddenRow));
    assert_eq!(block(&extract, "13900139000").place, cell_place("名单", "A3"), "a cell without address follows");
    assert_eq!(block(&extract, "TRUE").place, cell_place("名单", "D3"));
    let formula = block(&extract, "\"139\"&\"00139000\"");
    assert_eq!((formula.kind.clone(), formula.concealed), (BlockKind::Stored, Some(Concealed::Stored)));
    assert_eq!(block(&extract, "\"13800138000\"").place, Place::Property("联系人".into()));
}

#[test]
fn a_workbook_of_another_program_shows_dates_percentages_merges_and_links() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("一月").expect("a name");
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.write_number_with_format(0, 0, 45170, &date).expect("fits");
    sheet.write_number_with_format(0, 1, 0.912_146_8, &Format::new().set_num_format("0.00%")).expect("fits");
    sheet.write_number(0, 2, 0.1 + 0.2).expect("fits");
    sheet.merge_range(2, 1, 4, 2, "合并", &Format::new()).expect("fits");
    sheet.write_url_with_text(6, 0, Url::new("http://a.cn/x"), "链接").expect("fits");
    sheet.insert_note(0, 0, &Note::new("电话 13800138000").set_author("王")).expect("fits");
    let hidden = book.add_worksheet().set_name("底稿").expect("a name");
    hidden.write_string(1, 2, "草稿").expect("fits");
    hidden.set_hidden(true);
    let very = book.add_worksheet().set_name("深").expect("a name");
    very.write_string(0, 0, "深藏").expect("fits");
    very.set_very_hidden(true);
    let extract = read("a.xlsx", &book.save_to_buffer().expect("memory takes all"));
    assert_eq!(block(&extract, "2023年9月1日").place, cell_place("一月", "A1"));
    assert_eq!(block(&extract, "91.21%").place, cell_place("一月", "B1"));
    assert_eq!(block(&extract, "0.3").place, cell_place("一月", "C1"));
    assert!(cells(&extract).contains(&(2, 1, 3, 2, "合并")));
    assert_eq!(concealed(&extract, "草稿"), Some(Concealed::HiddenSheet));
    assert_eq!(concealed(&extract, "深藏"), Some(Concealed::HiddenSheet));
    assert_eq!(extract.links.len(), 1);
    assert_eq!(&extract.text[extract.links[0].range.clone()], "链接");
    let note = extract.blocks.iter().find(|block| block.kind == BlockKind::Comment).expect("the note is read");
    assert!(extract.text_of(note).contains("13800138000"));
    assert_eq!(note.place, cell_place("一月", "A1"));
}

#[test]
fn shared_strings_join_their_runs_and_leave_out_readings() {
    let strings = "<si><r><t>张</t></r><r><rPr/><t>三&amp;李</t></r><rPh sb=\"0\"><t>zhang</t></rPh></si><si/>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>9</v></c></row></sheetData>";
    let extract = read("a.xlsx", &xlsx_with(sheet, strings, &[], &[]));
    assert_eq!(cells(&extract), [(0, 0, 1, 1, "张三&李")]);
}

#[test]
fn threaded_comments_caches_and_external_links_are_read() {
    let thread = "<ThreadedComments xmlns=\"t\"><threadedComment ref=\"B2\" id=\"{1}\"><text>打给 13800138000</text></threadedComment></ThreadedComments>";
    let records = "<pivotCacheRecords xmlns=\"s\"><r><s v=\"张三\"/><n v=\"110101199003072316\"/><x v=\"4\"/></r></pivotCacheRecords>";
    let external = "<externalLink xmlns=\"s\"><sheetDataSet><sheetData><row><cell r=\"A1\"><v>外部值</v></cell></row></sheetData></sheetDataSet></externalLink>";
    let drawing = "<xdr:wsDr xmlns:xdr=\"x\" xmlns:a=\"a\"><xdr:from><xdr:col>7</xdr:col></xdr:from><a:p><a:r><a:rPr><a:latin typeface=\"x\"/></a:rPr><a:t>框</a:t></a:r><a:r><a:rPr><a:latin typeface=\"x\"/></a:rPr><a:t>中字</a:t></a:r></a:p></xdr:wsDr>";
    let bytes = xlsx_with(
        "<sheetData/>",
        "",
        &[("c", "threadedComment", "../threadedComments/t1.xml")],
        &[
            ("xl/threadedComments/t1.xml", thread),
            ("xl/pivotCache/pivotCacheRecords1.xml", records),
            ("xl/externalLinks/externalLink1.xml", external),
            ("xl/drawings/drawing1.xml", drawing),
        ],
    );
    let extract = read("a.xlsx", &bytes);
    assert_eq!(block(&extract, "打给 13800138000").place, cell_place("名单", "B2"));
    for stored in ["张三", "110101199003072316", "外部值"] {
        assert_eq!(concealed(&extract, stored), Some(Concealed::Stored), "{stored}");
    }
    assert!(!texts(&extract).contains(&"4"), "an index into the cache is not a value");
    assert_eq!(block(&extract, "框中字").kind, BlockKind::TextBox);
    assert!(!texts(&extract).contains(&"7"), "where a box stands is nobody's word");
}

#[test]
fn a_stated_dimension_of_a_whole_sheet_costs_nothing() {
    let sheet = "<dimension ref=\"A1:XFD1048576\"/><cols><col min=\"1\" max=\"16384\" width=\"9\"/></cols><sheetData>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>7</v></c></row></sheetData>";
    let extract = read("a.xlsx", &xlsx_with(sheet, "", &[], &[]));
    assert_eq!(block(&extract, "7").place, cell_place("名单", "XFD1048576"));
}

#[test]
fn files_of_libreoffice_in_both_formats_hold_the_same_cells() {
    let new = read("list.xlsx", include_bytes!("../../fixtures/list.xlsx"));
    let old = read("list.xls", include_bytes!("../../fixtures/list.xls"));
    assert_eq!(cells(&new), cells(&old));
    assert_eq!(block(&new, "2023-10-08").place, cell_place("list", "C3"));
    assert_eq!(block(&old, "11010519491231002X").place, cell_place("list", "B2"));
}

#[test]
fn a_relations_part_may_be_missing() {
    let bytes = crate::kit::zip(&[
        ("_rels/.rels", &relations(&[("a", "officeDocument", "/xl/workbook.xml")])),
        ("xl/workbook.xml", "<workbook xmlns=\"s\"><sheets/></workbook>"),
    ]);
    assert!(read("a.xlsx", &bytes).blocks.is_empty());
}

#[test]
fn a_margin_is_read_when_a_person_wrote_it() {
    let margins = "<sheetData/><headerFooter><oddHeader>&amp;C&amp;\"Arial,Bold\"&amp;12&amp;A</oddHeader>\
        <oddFooter>&amp;L电话 13800138000&amp;RP &amp;P</oddFooter></headerFooter>";
    let extract = read("a.xlsx", &xlsx_with(margins, "", &[], &[]));
    let found: Vec<&str> =
        extract.blocks.iter().filter(|b| b.kind == BlockKind::PageMargin).map(|b| extract.text_of(b)).collect();
    assert_eq!(found, ["&L电话 13800138000&RP &P"]);
}

#[test]
fn a_thread_is_read_once_although_it_is_kept_twice() {
    let thread = "<ThreadedComments xmlns=\"t\"><threadedComment ref=\"B2\" id=\"{1}\"><text>打给 13800138000</text></threadedComment></ThreadedComments>";
    let legacy = "<comments xmlns=\"s\"><authors><author>tc={1}</author><author>王</author></authors><commentList>\
        <comment ref=\"B2\" authorId=\"0\"><text><t>[线程批注] 打给 13800138000</t></text></comment>\
        <comment ref=\"B3\" authorId=\"1\"><text><r><t>另</t></r><r><t>一条</t></r></text><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><commentPr><anchor><xdr:from xmlns:xdr=\"x\"><xdr:col>1</xdr:col></xdr:from></anchor></commentPr></mc:Choice></mc:AlternateContent></comment></commentList></comments>";
    let bytes = xlsx_with(
        "<sheetData/>",
        "",
        &[("c", "comments", "../comments1.xml"), ("t", "threadedComment", "../threadedComments/t1.xml")],
        &[("xl/comments1.xml", legacy), ("xl/threadedComments/t1.xml", thread)],
    );
    let extract = read("a.xlsx", &bytes);
    let comments: Vec<&str> =
        extract.blocks.iter().filter(|b| b.kind == BlockKind::Comment).map(|b| extract.text_of(b)).collect();
    assert_eq!(comments, ["打给 13800138000", "另一条"]);
}

#[test]
fn strings_no_cell_shows_rules_filters_and_accounts_are_stored() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row></sheetData>\
        <conditionalFormatting><cfRule><formula>$A1=\"13900139000\"</formula></cfRule><cfRule><formula>$A1&gt;3</formula></cfRule></conditionalFormatting>\
        <autoFilter><filterColumn><filters><filter val=\"张三\"/></filters></filterColumn></autoFilter>";
    let persons = "<personList xmlns=\"p\"><person displayName=\"王\" userId=\"wang@school.example\"/></personList>";
    let pivot = "<pivotTableDefinition xmlns=\"s\"><items><item n=\"李四\" x=\"0\"/></items></pivotTableDefinition>";
    let bytes = xlsx_with(
        sheet,
        "<si><t>13800138000</t></si><si><t>在用</t></si>",
        &[],
        &[("xl/persons/person.xml", persons), ("xl/pivotTables/pivotTable1.xml", pivot)],
    );
    let extract = read("a.xlsx", &bytes);
    assert_eq!(concealed(&extract, "在用"), None);
    for stored in ["13800138000", "$A1=\"13900139000\"", "张三", "wang@school.example", "李四"] {
        assert_eq!(concealed(&extract, stored), Some(Concealed::Stored), "{stored}");
    }
    assert!(!extract.text.contains("$A1>3"), "a comparison is nobody's word");
}

#[test]
fn drawings_for_older_programs_are_read_and_need_not_be_well_formed() {
    let vml =
        "<xml xmlns:v=\"v\"><v:shape><v:textbox><div><font>按钮13800138000</font></div></v:textbox></v:shape></xml>";
    let broken = "<xml><v:textbox><div>甲<br>乙</div></v:textbox></xml>";
    let more = [("xl/drawings/vmlDrawing1.vml", vml), ("xl/drawings/vmlDrawing2.vml", broken)];
    let extract = read("a.xlsx", &xlsx_with("<sheetData/>", "", &[], &more));
    assert_eq!(block(&extract, "按钮13800138000").kind, BlockKind::TextBox);
    assert_eq!(extract.notices[0].at, "xl/drawings/vmlDrawing2.vml");
    let twice = "<xdr:wsDr xmlns:xdr=\"x\" xmlns:a=\"a\"><mc:AlternateContent><mc:Choice><a:p><a:t>新图形</a:t></a:p></mc:Choice>\
        <mc:Fallback><a:p><a:t>此图形需要新版本</a:t></a:p></mc:Fallback></mc:AlternateContent></xdr:wsDr>";
    let extract = read("a.xlsx", &xlsx_with("<sheetData/>", "", &[], &[("xl/drawings/drawing1.xml", twice)]));
    assert!(!extract.text.contains("新版本"));
}
