//! Web pages.

use domain::extract::{BlockKind, Concealed, Place};
use encoding_rs::GB18030;

use crate::kit::{block, cells, concealed, read, texts, visible};

#[test]
fn a_page_reads_as_a_person_sees_it() {
    let page = "<!doctype html><html><head><title>公告</title><style>p{}</style><script>var 手机='13800138000'</script></head>\
        <body><h2>一、&nbsp;概&#24565;</h2><p>第一段<br>续行<p>第二 \n 段<div>块<b>粗</b></div>尾</body></html>";
    let extract = read("a.html", page.as_bytes());
    assert_eq!(texts(&extract), ["公告", "一、\u{a0}概念", "第一段\n续行", "第二 段", "块粗", "尾"]);
    assert_eq!(block(&extract, "公告").kind, BlockKind::Property);
    assert_eq!(block(&extract, "一、\u{a0}概念").kind, BlockKind::Heading(2));
}

#[test]
fn hidden_things_and_comments_are_concealed() {
    let page = "<p>明</p><!-- 注 --><div style='Display : none'>暗<p>也暗</p></div><p hidden>藏</p>\
        <input type=hidden value=值><template><p>模</p></template><p>亮";
    let extract = read("a.html", page.as_bytes());
    assert_eq!(visible(&extract), ["明", "亮"]);
    for text in ["暗", "也暗", "藏", "模"] {
        assert_eq!(concealed(&extract, text), Some(Concealed::HiddenText), "{text}");
    }
    for text in ["注", "值"] {
        assert_eq!(concealed(&extract, text), Some(Concealed::Stored), "{text}");
    }
}

#[test]
fn tables_with_spans_and_without_end_tags_know_their_cells() {
    let page = "<table><tr><th rowspan=2>项<th colspan=2>数<tr><td>男<td>女<tr><td>甲<td><p>1</p><p>2</p><td>3</table>";
    let extract = read("a.html", page.as_bytes());
    assert_eq!(
        cells(&extract),
        [
            (0, 0, 2, 1, "项"),
            (0, 1, 1, 2, "数"),
            (1, 1, 1, 1, "男"),
            (1, 2, 1, 1, "女"),
            (2, 0, 1, 1, "甲"),
            (2, 1, 1, 1, "1\n2"),
            (2, 2, 1, 1, "3"),
        ]
    );
}

#[test]
fn a_table_used_for_layout_is_not_one_cell() {
    let page = "<table><tr><td><h1>标题</h1><p>文</p><table><tr><td>格</td></tr></table></td></tr></table>";
    let extract = read("a.html", page.as_bytes());
    assert_eq!(texts(&extract), ["标题", "文", "格"]);
    assert_eq!(block(&extract, "标题").kind, BlockKind::Heading(1));
    assert_eq!(cells(&extract).len(), 1);
}

#[test]
fn lists_show_the_numbers_a_browser_shows() {
    let page = "<ol start=3><li>三<li value=7>七<ol type=A><li>子</ol><li>八</ol><ul><li>点</ul>";
    let extract = read("a.html", page.as_bytes());
    let markers: Vec<(&str, Option<&str>)> = extract
        .blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::ListItem { marker, .. } => (extract.text_of(block), marker.as_deref()),
            _ => (extract.text_of(block), None),
        })
        .collect();
    assert_eq!(
        markers,
        [("三", Some("3.")), ("七", Some("7.")), ("子", Some("A.")), ("八", Some("8.")), ("点", Some("•"))]
    );
}

#[test]
fn links_keep_their_text_even_across_blocks() {
    let page = "<p>见<a href='/info/1.htm'>公<b>告</b></a>及<a name=x>锚</a></p><a href=u><h3>题</h3><p>文</p></a>";
    let extract = read("a.html", page.as_bytes());
    let links: Vec<(&str, &str)> =
        extract.links.iter().map(|link| (&extract.text[link.range.clone()], link.address.as_str())).collect();
    assert_eq!(links[0], ("公告", "/info/1.htm"));
    assert!(links.contains(&("题", "u")) && links.contains(&("文", "u")), "{links:?}");
}

#[test]
fn a_page_in_gbk_is_read_by_what_it_says_and_a_page_named_xls_is_a_page() {
    let page = "<html><meta charset=gb2312><p>公开镕</p></html>";
    let bytes = GB18030.encode(page).0.into_owned();
    assert_eq!(texts(&read("a.html", &bytes)), ["公开镕"]);
    let table = "<html><table><tr><td>姓名</td></tr></table></html>";
    assert_eq!(cells(&read("名单.xls", table.as_bytes())), [(0, 0, 1, 1, "姓名")]);
}

#[test]
fn a_block_knows_its_line() {
    let extract = read("a.html", b"<p>a</p>\n\n<p>\nb</p>");
    assert_eq!(block(&extract, "b").place, Place::Line { line: 4, column: 1 });
}

#[test]
fn numbers_that_scripts_keep_in_attributes_are_stored() {
    let page = "<table><tr data-idcard=\"110101199003072316\" data-index=\"3\"><td title='13800138000' data-src='http://a.cn/20230908123456'>张</td></tr></table>\
        <span data-mail=li@school.example title=\"说明文字\">李</span>";
    let extract = read("a.html", page.as_bytes());
    for stored in ["110101199003072316", "13800138000", "li@school.example"] {
        assert_eq!(concealed(&extract, stored), Some(Concealed::Stored), "{stored}");
    }
    assert_eq!(texts(&extract).len(), 5, "what only steers is left out: {:?}", texts(&extract));
}
