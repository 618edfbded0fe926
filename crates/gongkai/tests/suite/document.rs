//! `import document`: a Word file becomes a draft with its pictures, once, and what is doubtful is said.

use crate::{Workplace, package};

/// One point, as PNG.
const POINT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0,
    0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// A notice with a picture that is in the file and one that is not.
fn word() -> Vec<u8> {
    let paragraph = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>");
    let text = |words: &str| paragraph(&format!("<w:t>{words}</w:t>"));
    let picture = |shows: &str, by: &str| {
        paragraph(&format!(
            "<w:drawing><wp:inline><wp:docPr id=\"1\" name=\"x\" descr=\"{shows}\"/><a:blip {by}/></wp:inline></w:drawing>"
        ))
    };
    let body = [
        text("关于评选国家奖学金的通知"),
        text("流程见下图。"),
        picture("评选流程", "r:embed=\"rId7\""),
        text("请各班按时报送。"),
        picture("", "r:link=\"rId8\""),
        text("教务处"),
        text("2023年10月18日"),
    ]
    .concat();
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:wp=\"wp\" xmlns:a=\"a\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>"
    );
    let kinds = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let own = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/image1.png\"/><Relationship Id=\"rId8\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"https://example.org/a.png\" TargetMode=\"External\"/></Relationships>";
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", kinds.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
        ("word/media/image1.png", POINT),
    ];
    package(&parts)
}

#[test]
fn a_word_file_becomes_a_draft_with_its_pictures() {
    let workplace = Workplace::with_school();
    workplace.write("单位.csv", "#表,单位\n代码,名称\njwc,教务处\n");
    workplace.run(&["import", "ledger", "单位.csv", "--yes"]).succeeds();
    workplace.write("通知.docx", word());
    let told = workplace.run(&["import", "document", "通知.docx", "--item", "37"]);
    told.succeeds().says(&[
        "标题：关于评选国家奖学金的通知",
        "责任部门：教务处",
        "2023-10-18",
        "图片1张（没有嵌入文件",
        "已存为草稿",
    ]);
    let again = workplace.run(&["import", "document", "通知.docx", "--item", "37", "--format", "json"]).exits(1).json();
    assert_eq!((&again["pictures"], &again["left_out"]["picture"]), (&1.into(), &1.into()), "{again}");
    assert!(again["same_title"].is_string() && again["pictures_lost"].as_array().unwrap().is_empty(), "{again}");
    workplace.run(&["export", "ledger", "out.json"]).succeeds();
    let ledger = std::fs::read_to_string(workplace.path("out.json")).unwrap();
    assert!(ledger.contains("流程见下图。\\n![评选流程](图1.png)\\n请各班按时报送。"), "{ledger}");
    workplace.run(&["verify"]).succeeds();
    for (asked, why) in
        [(&["--item", "99"][..], "不是清单中的事项"), (&["--item", "37", "--unit", "无此处"], "没有代码或名称是")]
    {
        let typed = [&["import", "document", "通知.docx"][..], asked].concat();
        let refused = workplace.run(&typed).exits(2);
        assert!(refused.err.contains(why), "{asked:?}: {}", refused.err);
    }
}
