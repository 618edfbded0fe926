//! Text, Markdown and CSV: positions are those of the decoded file.

use domain::extract::{BlockKind, Place};
use encoding_rs::GB18030;
use proptest::prelude::*;

use crate::kit::{block, cells, read, texts};

const SAMPLE: &str = "姓名：张三\r\n电话：13800138000，𠮷。\r\n";

#[test]
fn every_encoding_decodes_to_the_same_text() {
    let wide = |to: fn(u16) -> [u8; 2]| SAMPLE.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let marked = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
    let files = [
        SAMPLE.as_bytes().to_vec(),
        marked(b"\xEF\xBB\xBF", SAMPLE.into()),
        GB18030.encode(SAMPLE).0.into_owned(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        marked(b"\xFF\xFE", wide(u16::to_le_bytes)),
        marked(b"\xFE\xFF", wide(u16::to_be_bytes)),
    ];
    for (at, file) in files.iter().enumerate() {
        let extract = read("a.txt", file);
        assert_eq!(extract.text, "姓名：张三\n电话：13800138000，𠮷。\n", "file {at}");
        assert_eq!(block(&extract, "电话：13800138000，𠮷。").place, Place::Line { line: 2, column: 1 }, "file {at}");
    }
}

#[test]
fn utf16_without_a_single_ascii_character_is_still_found() {
    let text = "信息公开工作年度报告学校基本情况招生考试信息财务资产收费信息人事师资信息教学质量信息";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("a.txt", &bytes).text, text);
    let national = GB18030.encode(text).0.into_owned();
    assert_eq!(read("a.txt", &national).text, text);
}

#[test]
fn a_lost_character_is_said() {
    let mut bytes = "学校信息公开，".repeat(40).into_bytes();
    bytes.push(0xFF);
    bytes.extend("年度报告。".repeat(40).bytes());
    let extract = read("a.txt", &bytes);
    assert!(extract.text.starts_with("学校信息公开，") && extract.text.ends_with("年度报告。"));
    assert_eq!(extract.notices[0].key, "characters-lost");
}

#[test]
fn lines_broken_at_a_page_width_are_one_paragraph_and_others_are_not() {
    let long = "学校及时向全校广大教职工公开学校有关事务信息为确保校内信息的畅通尽可能做到广大教职工人人";
    let text = format!("{long}\n有数。\n短行\n另一行\n{long}\n1. 第一条\n");
    let extract = read("a.txt", text.as_bytes());
    let first = format!("{long}\n有数。");
    assert_eq!(texts(&extract), [first.as_str(), "短行", "另一行", long, "1. 第一条"]);
}

#[test]
fn indented_text_starts_at_its_own_column() {
    let extract = read("a.txt", "　　正文".as_bytes());
    assert_eq!(block(&extract, "正文").place, Place::Line { line: 1, column: 3 });
}

#[test]
fn a_huge_text_has_few_blocks_that_hold_whole_lines() {
    let line = "一行普通的文字，用来填满很大的文件。\n";
    let text = line.repeat(18 * 1024 * 1024 / line.len());
    let extract = read("a.txt", text.as_bytes());
    assert!(extract.blocks.len() < 1000, "{}", extract.blocks.len());
    let mut counted = 1;
    for block in &extract.blocks {
        assert_eq!(block.place, Place::Line { line: counted, column: 1 });
        assert!(extract.text_of(block).ends_with('。'));
        counted += extract.text_of(block).lines().count();
    }
    assert_eq!(counted - 1, text.lines().count());
}

#[test]
fn csv_cells_are_ranges_of_the_file_quoted_or_not() {
    let extract = read("a.csv", "姓名,备注,号\n张三,\"他说\"\"好\"\"，\n再见\",7\n李四,,8\n".as_bytes());
    assert_eq!(
        cells(&extract),
        [
            (0, 0, 1, 1, "姓名"),
            (0, 1, 1, 1, "备注"),
            (0, 2, 1, 1, "号"),
            (1, 0, 1, 1, "张三"),
            (1, 1, 1, 1, "他说\"\"好\"\"，\n再见"),
            (1, 2, 1, 1, "7"),
            (2, 0, 1, 1, "李四"),
            (2, 2, 1, 1, "8"),
        ]
    );
    assert_eq!(block(&extract, "7").place, Place::Line { line: 3, column: 5 });
    for (text, sign) in [("a;b\n1;2\n", ';'), ("a\tb\n1\t2\n", '\t'), ("a,b\n1,2", ',')] {
        assert_eq!(cells(&read("a.csv", text.as_bytes())).len(), 4, "{sign:?}");
    }
}

#[test]
fn markdown_hides_comments_and_keeps_code() {
    let extract = read("a.md", "文\n<!-- 草稿 -->\n\n```\n代码\n```\n> 引文\n> 续\n\n* * *\n尾".as_bytes());
    assert_eq!(texts(&extract), ["文", "草稿", "代码", "引文\n> 续", "尾"]);
    assert_eq!(block(&extract, "草稿").kind, BlockKind::Stored);
}

/// What Markdown is made of.
const MARKUP: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "甲",
    "张三",
    "a",
    "5",
    "1. ",
    "- ",
    "* ",
    "> ",
    "# ",
    "##",
    "| ",
    "|",
    "|甲|乙|\n",
    "|-|-|\n",
    "---\n",
    "***",
    "===\n",
    "```",
    "~~~",
    "`",
    "<!--",
    "-->",
    "<div>\n",
    "<a href=\"x\">",
    "</a>",
    "[甲](",
    ")",
    "[a]: ",
    "[a]",
    "[^1]",
    "[^1]: ",
    "![",
    "\\",
    "&amp;",
    "<http://a.cn>",
    "**",
    "_",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_reads_as_itself(text in "[a-z0-9 ，。、公开#|\\-\\[\\]()<>*`>\\\\\"\n\r\t;]{0,200}", ending in "txt|md|csv") {
        let extract = read(&format!("a.{ending}"), text.as_bytes());
        prop_assert_eq!(&extract.text, &text.replace("\r\n", "\n").replace('\r', "\n"));
        let lines: Vec<&str> = extract.text.split('\n').collect();
        for block in &extract.blocks {
            let Place::Line { line, column } = block.place else { panic!("text has lines") };
            let after: String = lines[line - 1].chars().skip(column - 1).collect();
            let first = extract.text_of(block).split('\n').next().unwrap_or_default();
            prop_assert!(after.starts_with(first), "{:?} is not at {}:{}", first, line, column);
        }
    }

    #[test]
    fn no_letter_of_a_markdown_text_is_lost_or_read_twice(
        pieces in proptest::collection::vec(prop::sample::select(MARKUP), 0..60),
    ) {
        let extract = read("a.md", pieces.concat().as_bytes());
        let mut free = 0;
        for block in &extract.blocks {
            let before = extract.text.get(free..block.range.start);
            prop_assert!(before.is_some(), "{:?} overlaps", extract.text_of(block));
            prop_assert!(!before.unwrap_or_default().contains(char::is_alphanumeric), "{before:?} is lost");
            free = block.range.end;
        }
        prop_assert!(!extract.text[free..].contains(char::is_alphanumeric), "{:?} is lost", &extract.text[free..]);
    }

    #[test]
    fn any_bytes_are_text_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400), ending in "txt|md|csv|html|x") {
        let _ = office::read_bytes(&format!("a.{ending}"), &bytes, &office::Limits::default());
    }
}
