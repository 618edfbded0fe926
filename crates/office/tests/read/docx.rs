//! Word files.

use domain::extract::{BlockKind, Concealed, Place};

use crate::kit::{block, cells, concealed, docx, docx_with, p, read, texts, visible, xlsx_with};

const STYLES: &str = "<w:styles xmlns:w=\"w\">\
    <w:style w:styleId=\"a1\"><w:name w:val=\"heading 1\"/></w:style>\
    <w:style w:styleId=\"a2\"><w:name w:val=\"二级\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
    <w:style w:styleId=\"a3\"><w:name w:val=\"我的标题\"/><w:basedOn w:val=\"a1\"/></w:style>\
    <w:style w:styleId=\"li\"><w:name w:val=\"列表\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
    <w:style w:styleId=\"hid\"><w:name w:val=\"隐\"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";

const NUMBERING: &str = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"japaneseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%3\"/><w:isLgl/></w:lvl>\
    </w:abstractNum><w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/>\
    <w:lvlText w:val=\"\u{F0B7}\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>";

fn styled(body: &str) -> Vec<u8> {
    docx_with(
        body,
        &[("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml")],
        &[("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)],
    )
}

fn item(num: i32, level: i32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[test]
fn a_list_shows_the_numbers_word_would_print() {
    let list = [
        item(1, 0, "甲"),
        item(1, 1, "甲一"),
        item(1, 1, "甲二"),
        item(1, 2, "细"),
        item(1, 0, "乙"),
        item(1, 1, "乙一"),
        item(2, 0, "另起"),
        item(3, 0, "点"),
        item(0, 0, "无号"),
    ];
    let extract = read("a.docx", &styled(&list.concat()));
    let markers: Vec<Option<&str>> = extract
        .blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::ListItem { marker, .. } => marker.as_deref(),
            _ => None,
        })
        .collect();
    let expected =
        ["一、", "（一）", "（二）", "1.1", "二、", "（一）", "五、", "•"].map(Some).into_iter().chain([None]);
    assert_eq!(markers, expected.collect::<Vec<_>>());
    assert_eq!(texts(&extract)[1], "甲一", "the number is not part of the text");
}

#[test]
fn headings_come_from_styles_their_parents_and_outline_levels() {
    let heading = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let numbered = "<w:p><w:pPr><w:pStyle w:val=\"a1\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>有号</w:t></w:r></w:p>";
    let body =
        [heading("a1", "一"), heading("a2", "二"), heading("a3", "三"), heading("li", "列"), numbered.to_owned()];
    let extract = read("a.docx", &styled(&body.concat()));
    assert_eq!(block(&extract, "一").kind, BlockKind::Heading(1));
    assert_eq!(block(&extract, "二").kind, BlockKind::Heading(2));
    assert_eq!(block(&extract, "三").kind, BlockKind::Heading(1));
    assert!(matches!(&block(&extract, "列").kind, BlockKind::ListItem { marker: Some(m), .. } if m == "一、"));
    assert_eq!(block(&extract, "二、有号").kind, BlockKind::Heading(1), "a heading carries its number in the text");
}

#[test]
fn merged_and_nested_cells_keep_their_rows_and_columns() {
    let cell = |properties: &str, content: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>");
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", &p("内")));
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val=\"restart\"/>", &p("项目")),
        cell("<w:gridSpan w:val=\"2\"/>", &p("数量")),
        cell("<w:vMerge/>", "<w:p/>"),
        cell("", &(p("男") + &p("续"))),
        cell("", &(inner + &p("女"))),
    );
    let extract = read("a.docx", &docx(&(p("前") + &table + &p("后"))));
    assert_eq!(
        cells(&extract),
        [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "数量"), (1, 1, 1, 1, "男\n续"), (1, 2, 1, 1, "女"), (0, 0, 1, 1, "内")]
    );
    let tables: Vec<usize> = extract
        .blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Cell { table, .. } => Some(table),
            _ => None,
        })
        .collect();
    assert_eq!(tables, [0, 0, 0, 0, 1]);
    assert_eq!(texts(&extract).first(), Some(&"前"));
    assert_eq!(texts(&extract).last(), Some(&"后"));
}

#[test]
fn what_changes_removed_and_what_is_hidden_stand_apart() {
    let body = format!(
        "<w:p>{}<w:del w:id=\"1\"><w:r><w:delText>旧的手机</w:delText></w:r><w:r><w:delText>号</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\">{}</w:ins>{}{}{}</w:p><w:p><w:pPr><w:pStyle w:val=\"hid\"/></w:pPr><w:r><w:t>整段隐</w:t></w:r></w:p>\
         <w:p><w:moveFrom w:id=\"9\"><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>",
        run("", "前"),
        run("", "新"),
        run("<w:vanish/>", "暗一"),
        run("<w:vanish/>", "暗二"),
        run("<w:vanish w:val=\"0\"/>", "后"),
    );
    let extract = read("a.docx", &styled(&body));
    assert_eq!(visible(&extract), ["前新后"]);
    assert_eq!(concealed(&extract, "旧的手机号"), Some(Concealed::TrackedDeletion));
    assert_eq!(block(&extract, "旧的手机号").kind, BlockKind::Deleted);
    assert_eq!(concealed(&extract, "移走"), Some(Concealed::TrackedDeletion), "moved text stands as plain text");
    assert_eq!(concealed(&extract, "暗一暗二"), Some(Concealed::HiddenText));
    assert_eq!(concealed(&extract, "整段隐"), Some(Concealed::HiddenText));
}

#[test]
fn notes_margins_boxes_and_comments_are_read_in_their_own_parts() {
    let note = |inner: &str| {
        format!(
            "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\">{}</w:footnote><w:footnote w:id=\"2\">{inner}</w:footnote></w:footnotes>",
            p("分隔")
        )
    };
    let boxed = format!(
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"mc\"><mc:Choice><wps:txbx xmlns:wps=\"wps\"><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice>\
         <mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>继续</w:t></w:r></w:p>",
        p("框内")
    );
    let (footnotes, header) = (note(&p("脚注")), format!("<w:hdr xmlns:w=\"w\">{}</w:hdr>", p("页眉")));
    let comments = format!(
        "<w:comments xmlns:w=\"w\"><w:comment w:id=\"1\" w:author=\"某\">{}</w:comment></w:comments>",
        p("请核实")
    );
    let bytes = docx_with(
        &boxed,
        &[("1", "footnotes", "footnotes.xml"), ("2", "header", "header1.xml"), ("3", "comments", "comments.xml")],
        &[("word/footnotes.xml", &footnotes), ("word/header1.xml", &header), ("word/comments.xml", &comments)],
    );
    let extract = read("a.docx", &bytes);
    assert_eq!(texts(&extract), ["正文继续", "框内", "脚注", "页眉", "请核实"]);
    assert_eq!(block(&extract, "框内").kind, BlockKind::TextBox);
    assert_eq!(block(&extract, "脚注").kind, BlockKind::Note);
    assert_eq!(block(&extract, "页眉").kind, BlockKind::PageMargin);
    assert_eq!(block(&extract, "请核实").kind, BlockKind::Comment);
    assert_eq!(block(&extract, "请核实").place, Place::Paragraph { part: "comment".into(), number: 1 });
}

#[test]
fn links_are_found_in_relations_and_in_fields() {
    let body = "<w:p><w:r><w:t>见</w:t></w:r><w:hyperlink r:id=\"h\"><w:r><w:t>公告</w:t></w:r></w:hyperlink>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"http://b.cn/a?x=1&amp;y=2\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>附件</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
        <w:fldSimple w:instr=\"HYPERLINK http://c.cn\"><w:r><w:t>丙</w:t></w:r></w:fldSimple><w:r><w:tab/><w:t>尾</w:t></w:r></w:p>";
    let extract = read("a.docx", &docx_with(body, &[("h", "hyperlink", "http://a.cn/")], &[]));
    assert_eq!(texts(&extract), ["见公告附件丙\t尾"]);
    let links: Vec<(&str, &str)> =
        extract.links.iter().map(|link| (&extract.text[link.range.clone()], link.address.as_str())).collect();
    assert_eq!(links, [("公告", "http://a.cn/"), ("附件", "http://b.cn/a?x=1&y=2"), ("丙", "http://c.cn")]);
}

#[test]
fn paragraphs_are_counted_as_a_person_counts_them() {
    let extract = read("a.docx", &docx(&(p("一") + "<w:p/>" + &p("三"))));
    assert_eq!(block(&extract, "三").place, Place::Paragraph { part: "body".into(), number: 3 });
}

#[test]
fn properties_and_stored_data_are_read_as_such() {
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>王老师</dc:creator></cp:coreProperties>";
    let custom = "<Properties xmlns:vt=\"v\"><property name=\"联系电话\"><vt:lpwstr>13800138000</vt:lpwstr></property></Properties>";
    let chart = "<c:chart xmlns:c=\"c\"><c:strCache><c:pt><c:v>李四</c:v></c:pt><c:pt><c:v>赵五</c:v></c:pt></c:strCache></c:chart>";
    let more = [("docProps/core.xml", core), ("docProps/custom.xml", custom), ("word/charts/chart1.xml", chart)];
    let extract = read("a.docx", &docx_with(&p("正文"), &[], &more));
    assert_eq!(block(&extract, "王老师").place, Place::Property("creator".into()));
    assert_eq!(block(&extract, "13800138000").place, Place::Property("联系电话".into()));
    assert_eq!(concealed(&extract, "李四"), Some(Concealed::Stored));
    assert_eq!(block(&extract, "赵五").kind, BlockKind::Stored);
}

#[test]
fn references_in_text_become_their_characters() {
    let extract = read("a.docx", &docx(&p("A&amp;B &lt;&#20844;&#x5F00;&gt;")));
    assert_eq!(texts(&extract), ["A&B <公开>"]);
}

#[test]
fn a_file_of_libreoffice_reads_like_the_page_it_shows() {
    let extract = read("report.docx", include_bytes!("../../fixtures/report.docx"));
    assert_eq!(block(&extract, "一、概述").kind, BlockKind::Heading(1));
    assert!(matches!(&block(&extract, "子条二").kind, BlockKind::ListItem { marker: Some(m), level: 1 } if m == "b."));
    assert_eq!(cells(&extract)[..2], [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "数量")]);
    assert_eq!(extract.links[0].address, "http://example.cn/info/1001/2.htm");
}

#[test]
fn a_file_within_the_file_is_named() {
    let more = [("word/embeddings/sheet.xlsx", "PK")];
    let extract = read("a.docx", &docx_with(&p("正文"), &[], &more));
    let notices: Vec<(&str, &str)> = extract.notices.iter().map(|n| (n.key, n.at.as_str())).collect();
    assert_eq!(notices, [("part-not-read", "word/embeddings/sheet.xlsx")]);
}

#[test]
fn what_the_file_keeps_and_shows_nowhere_is_read_as_stored() {
    let body = "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp=\"wp\"><wp:docPr id=\"1\" name=\"图片 1\" descr=\"张三13800138000\"/></wp:inline></w:drawing></w:r></w:p>\
        <w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText=\"李四13900139000\" w:value=\"1\"/></w:dropDownList></w:sdtPr>\
        <w:sdtContent><w:p><w:r><w:t>选择</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let settings =
        "<w:settings xmlns:w=\"w\"><w:docVars><w:docVar w:name=\"a\" w:val=\"13700137000\"/></w:docVars></w:settings>";
    let people = "<w15:people xmlns:w15=\"p\"><w15:person w15:author=\"王\"><w15:presenceInfo w15:providerId=\"AD\" w15:userId=\"wang@school.example\"/></w15:person></w15:people>";
    let bytes = docx_with(
        body,
        &[
            ("s", "settings", "settings.xml"),
            ("p", "people", "people.xml"),
            ("x", "hyperlink", "mailto:left@school.example"),
        ],
        &[("word/settings.xml", settings), ("word/people.xml", people)],
    );
    let extract = read("a.docx", &bytes);
    assert_eq!(visible(&extract), ["正文", "选择"]);
    for stored in
        ["张三13800138000", "李四13900139000", "13700137000", "wang@school.example", "mailto:left@school.example"]
    {
        assert_eq!(concealed(&extract, stored), Some(Concealed::Stored), "{stored}");
    }
}

#[test]
fn a_field_within_the_instruction_of_another_is_not_text() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let plain = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}{}{}{}{}{}{}{}{}</w:p>",
        plain("称呼"),
        mark("begin"),
        code(" IF "),
        mark("begin"),
        code(" MERGEFIELD 性别 "),
        mark("separate"),
        plain("男"),
        mark("end"),
        code(" = \"男\" \"先生\" \"女士\" "),
        mark("separate"),
        plain("先生"),
        mark("end"),
    );
    let extract = read("a.docx", &docx(&body));
    assert_eq!(visible(&extract), ["称呼先生"]);
    assert!(extract.text.contains("女士"), "what the instruction holds is in the file");
}

#[test]
fn boxes_of_a_form_are_shown_and_a_level_may_be_named_by_its_style() {
    let symbol = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let body = format!(
        "<w:p>{}<w:r><w:t>是</w:t></w:r>{}<w:r><w:t>否</w:t></w:r></w:p>",
        symbol("Wingdings", "F0FE"),
        symbol("Wingdings 2", "F0A3")
    );
    assert_eq!(texts(&read("a.docx", &docx(&body))), ["☑是□否"]);
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"h2\"><w:name w:val=\"节\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>";
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:lvlText w:val=\"第%1章\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:pStyle w:val=\"h2\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let item = "<w:p><w:pPr><w:pStyle w:val=\"h2\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>".repeat(2);
    let bytes = docx_with(
        &item,
        &[("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml")],
        &[("word/styles.xml", styles), ("word/numbering.xml", numbering)],
    );
    let markers: Vec<_> = read("a.docx", &bytes).blocks.into_iter().map(|block| block.kind).collect();
    let marked = |text: &str| BlockKind::ListItem { marker: Some(text.to_owned()), level: 1 };
    assert_eq!(markers, [marked("（一）"), marked("（二）")]);
}

#[test]
fn a_file_in_a_file_is_read_to_a_depth_and_no_deeper() {
    let mut inner = docx(&p("最里面"));
    for depth in 0..4 {
        let root = crate::kit::relations(&[("a", "officeDocument", "word/document.xml")]);
        let document =
            format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", p(&format!("第{depth}层")));
        inner = crate::kit::zip_bytes(&[
            ("_rels/.rels", root.as_bytes()),
            ("word/document.xml", document.as_bytes()),
            ("word/embeddings/a.docx", &inner),
        ]);
    }
    let extract = read("a.docx", &inner);
    assert_eq!(texts(&extract), ["第3层", "第2层", "第1层"]);
    let notices: Vec<&str> = extract.notices.iter().map(|notice| notice.key).collect();
    assert_eq!(notices, ["part-not-read"]);
}

#[test]
fn a_page_inserted_whole_is_read() {
    let rels = [("c", "aFChunk", "afchunk.htm"), ("d", "aFChunk", "other.mht")];
    let more =
        [("word/afchunk.htm", "<html><body><p>并入的文字13800138000</p></body></html>"), ("word/other.mht", "\u{1}")];
    let extract = read("a.docx", &docx_with(&format!("{}<w:altChunk r:id=\"c\"/>", p("正文")), &rels, &more));
    assert_eq!(texts(&extract), ["正文", "并入的文字13800138000"]);
    assert_eq!(block(&extract, "并入的文字13800138000").place, Place::Property("word/afchunk.htm/1:1".into()));
    assert_eq!(extract.notices[0].at, "word/other.mht");
}

#[test]
fn pictures_in_whatever_part_of_a_file_are_said_not_to_be_read() {
    let notices = |name: &str, bytes: Vec<u8>| -> Vec<(&'static str, String)> {
        read(name, &bytes).notices.into_iter().map(|notice| (notice.key, notice.at)).collect()
    };
    assert_eq!(notices("a.docx", docx(&p("文字"))), []);
    let stamped = docx_with(&p("文字"), &[], &[("word/media/image1.png", "x"), ("docProps/thumbnail.jpeg", "x")]);
    assert_eq!(notices("a.docx", stamped), [("picture-in-file", "word/media/image1.png".to_string())]);
    let sheet = xlsx_with("<sheetData/>", "", &[], &[("xl/media/image1.jpeg", "x")]);
    assert_eq!(notices("a.xlsx", sheet), [("picture-in-file", "xl/media/image1.jpeg".to_string())]);
}
