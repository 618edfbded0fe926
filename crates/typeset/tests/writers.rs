//! What the writers promise: the document's words, all of them, in every format, and nothing they could do as markup.

#[path = "../../testkit/src/need.rs"]
mod need;
#[path = "../testdata/sample.rs"]
mod sample;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use domain::document::{Align, Block, Chart, ChartKind, Column, Document, Inline, Series, Table};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object};
use need::{Tool, need};
use proptest::prelude::*;
use typeset::{ChartTheme, Fonts, HtmlOptions, Step, chart_svg, html, html_page, markdown, pdf};

const HOSTILE: &str = r##"#include "x" #set page() *粗* _斜_ $x^2$ \ <b>&amp;</b> <script>alert('1')</script> `c` [t](javascript:x) | 1. ~~s~~ // /* @ref <lab> = "q" #{} ]]> -- 《》"##;

fn fonts() -> Fonts {
    Fonts::with_folders(&[PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts/fandol")])
}

/// The sample's PDF, made once.
fn sample_pdf() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| pdf(&sample::report(), &fonts(), &|_| ()).expect("the sample can be printed"))
}

fn document(blocks: Vec<Block>) -> Document {
    Document { title: vec!["标题".into()], blocks, ..sample::report() }
}

/// Every place a word can stand in, filled with the same words.
fn everywhere(words: &str) -> Document {
    let text = || {
        vec![
            Inline::text(words),
            Inline::value(words, words),
            Inline::Remark(words.into()),
            Inline::Link { text: words.into(), address: words.into() },
        ]
    };
    Document {
        title: vec![words.into()],
        issuer: words.into(),
        subject: words.into(),
        keywords: vec![words.into()],
        blocks: vec![
            Block::Heading { level: 3, number: "1.".into(), text: words.into(), anchor: words.into() },
            Block::Paragraph(text()),
            Block::List(vec![text()]),
            Block::Table(Table {
                caption: words.into(),
                columns: vec![Column { head: words.into(), width: 1, align: Align::Start }],
                rows: vec![vec![text()]],
            }),
            Block::Chart(Chart {
                title: words.into(),
                description: words.into(),
                kind: ChartKind::Bars,
                categories: vec![words.into()],
                series: vec![Series { name: words.into(), values: vec![3] }],
                unit: words.into(),
            }),
            Block::Signature(vec![words.into(), words.into()]),
        ],
        ..sample::report()
    }
}

/// The words of a file by poppler's pdftotext, without blanks and page numbers; nothing when it is not installed.
fn words_of(file: &[u8]) -> Option<String> {
    Some(pages_of(file)?.concat())
}

/// The same page by page.
fn pages_of(file: &[u8]) -> Option<Vec<String>> {
    let program = need(Tool::PdfToText)?;
    let path = std::env::temp_dir().join(format!(
        "typeset-test-{}-{:x}.pdf",
        std::process::id(),
        file.len() ^ file.as_ptr() as usize
    ));
    std::fs::write(&path, file).expect("a temporary file can be written");
    let output = Command::new(program).arg(&path).arg("-").output().expect("the reader runs");
    let _ = std::fs::remove_file(&path);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let pages = text.split('\u{c}').map(|page| page.lines().filter(|line| !is_page_number(line)).collect::<String>());
    Some(pages.map(|page| dense(&page)).collect())
}

/// `— 12 —`, which stands between the parts of a sentence that runs on to the next page.
fn is_page_number(line: &str) -> bool {
    let line = dense(line);
    line.strip_prefix('—')
        .and_then(|l| l.strip_suffix('—'))
        .is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit() || c == 'I'))
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Entries of the first dictionary of this type.
fn with_type<'a>(file: &'a Pdf, name: &str) -> Option<Dict<'a>> {
    file.objects().into_iter().find_map(|object| match object {
        Object::Dict(dict) => {
            (dict.get::<hayro_syntax::object::Name<'_>>("Type").is_some_and(|n| n.as_str() == name)).then_some(dict)
        }
        _ => None,
    })
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert!(pdf(&sample::report(), &fonts(), &|_| ()).expect("printed") == sample_pdf());
}

#[test]
fn the_pdf_has_pages_outline_tags_and_says_which_standards_it_keeps() {
    let file = Pdf::new(sample_pdf().to_vec()).expect("a PDF");
    assert!((14..=24).contains(&file.pages().len()), "{}", file.pages().len());
    let catalog = with_type(&file, "Catalog").expect("a catalogue");
    for key in ["Outlines", "StructTreeRoot", "MarkInfo", "Metadata", "Lang", "PageLabels", "OutputIntents"] {
        assert!(catalog.contains_key(key), "{key}");
    }
    let metadata = file
        .objects()
        .into_iter()
        .filter_map(|o| if let Object::Stream(s) = o { s.decoded().ok() } else { None })
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .find(|text| text.contains("<x:xmpmeta"))
        .expect("metadata");
    for mark in
        ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", "青川民族职业学院", "2023-10-31", "信息公开"]
    {
        assert!(metadata.contains(mark), "{mark} in {metadata}");
    }
}

#[test]
fn every_word_of_the_sample_is_in_the_pdf() {
    let Some(words) = words_of(sample_pdf()) else { return };
    let mut missing = Vec::new();
    let mut want = |text: &str| {
        if !words.contains(&dense(text)) {
            missing.push(text.to_string());
        }
    };
    for block in sample::report().blocks {
        match block {
            Block::Heading { number, text, .. } => want(&format!("{number}{text}")),
            Block::Paragraph(inlines) => inlines.iter().for_each(|i| want(i.printed())),
            Block::List(items) => items.iter().flatten().for_each(|i| want(i.printed())),
            // A cell's lines and its neighbours' can mingle in a text reader's order: numbers and heads are enough.
            Block::Table(table) => table.columns.iter().for_each(|c| want(&c.head)),
            Block::Chart(chart) => chart.categories.iter().for_each(|c| want(c)),
            Block::Signature(lines) => lines.iter().for_each(|l| want(l)),
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(words.contains(
        "http://cwc.qcmz.example.edu.cn/info/1041/1862.htm?urltype=news.NewsContentUrl&wbtreeid=1041&archive=2023budget"
    ));
}

#[test]
fn hostile_words_print_as_they_are_in_the_pdf() {
    let file = pdf(&everywhere(HOSTILE), &fonts(), &|_| ()).expect("printed");
    let Some(words) = words_of(&file) else { return };
    let times = words.matches(&dense(HOSTILE)).count();
    assert!(times >= 8, "only {times} times in {words}");
}

/// A chart of twenty bars takes ten lines of a page; it is set smaller rather than leave nine of them blank.
#[test]
fn a_chart_that_just_does_not_fit_is_set_smaller() {
    let chart = || {
        Block::Chart(Chart {
            title: "图一".into(),
            description: String::new(),
            kind: ChartKind::Bars,
            categories: (0..20).map(|at| format!("类别{at}")).collect(),
            series: vec![Series { name: "甲".into(), values: (1..21).collect() }],
            unit: "条".into(),
        })
    };
    // The page on which each word stands, below a paragraph of so many lines.
    let pages = |lines: usize, more: Option<Block>| -> Option<Vec<String>> {
        let text = |count: usize| Block::Paragraph(vec![Inline::text("字".repeat(count * 28 - 2))]);
        let blocks = [Some(text(lines)), more, Some(Block::Paragraph(vec![Inline::text("末")]))];
        let file = pdf(&document(blocks.into_iter().flatten().collect()), &fonts(), &|_| ()).expect("printed");
        pages_of(&file)
    };
    if pages(1, None).is_none() {
        return;
    }
    let first = |lines: usize, more: Option<Block>, word: &str| {
        pages(lines, more).is_some_and(|pages| pages.first().is_some_and(|page| page.contains(word)))
    };
    // Lines that fill the first page, and those under which the chart still stands.
    let full = (1..30).take_while(|lines| first(*lines, None, "末")).count();
    let under = (1..30).take_while(|lines| first(*lines, Some(chart()), "图一")).count();
    // A page has 22 lines.
    assert!(full - under <= 8, "below {} lines the chart leaves {} blank", under + 1, full - under);
    assert!(under < full, "a chart is no line of text");
}

#[test]
fn hostile_words_print_as_they_are_in_html() {
    let text = html(&everywhere(HOSTILE), &HtmlOptions::default()).replace("<br>", "<br/>");
    let tree = roxmltree::Document::parse(&text).expect("nothing of the document is markup");
    let words: String = tree.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
    assert!(words.matches(HOSTILE).count() >= 10, "{words}");
    assert!(!tree.descendants().any(|n| matches!(n.tag_name().name(), "script" | "b")));
    assert!(!tree.descendants().any(|n| n.attributes().any(|a| a.name().starts_with("on") || a.name() == "style")));
    // The link's address is no address.
    assert!(!tree.descendants().any(|n| n.attribute("href").is_some_and(|h| h.contains("javascript"))));
}

#[test]
fn hostile_words_print_as_they_are_in_markdown() {
    let (words, markup) = read_markdown(&markdown(&everywhere(HOSTILE)));
    assert!(words.matches(&dense(HOSTILE)).count() >= 10, "{words}");
    assert_eq!(markup, Vec::<String>::new());
}

#[test]
fn controls_and_turning_marks_are_left_out_everywhere() {
    let words = "甲\u{0}乙\u{202E}丙\u{7}丁\u{200F}戊\u{2066}己";
    let document = everywhere(words);
    for text in [html_page(&document), markdown(&document)] {
        assert!(text.contains("甲乙丙丁戊己"));
        assert!(!text.contains(['\u{0}', '\u{202E}', '\u{7}', '\u{200F}', '\u{2066}']));
    }
    let file = pdf(&document, &fonts(), &|_| ()).expect("printed");
    assert!(words_of(&file).is_none_or(|text| text.contains("甲乙丙丁戊己")));
}

#[test]
fn a_character_without_a_glyph_is_printed_as_its_number_and_reported() {
    let replaced = std::cell::RefCell::new(Vec::new());
    let file = pdf(&everywhere("笑\u{12000}א"), &fonts(), &|step| {
        if let Step::Replaced(characters) = step {
            *replaced.borrow_mut() = characters;
        }
    })
    .expect("printed");
    assert_eq!(*replaced.borrow(), ['א', '\u{12000}']);
    assert!(words_of(&file).is_none_or(|text| text.contains("笑〔U+12000〕〔U+05D0〕")));
    assert!(html_page(&everywhere("笑\u{12000}א")).contains("笑\u{12000}א"));
    assert!(markdown(&everywhere("笑\u{12000}א")).contains("笑\u{12000}א"));
}

#[test]
fn documents_without_anything_or_with_odd_parts_are_printed() {
    let odd = Document {
        title: vec![],
        blocks: vec![
            Block::Heading { level: 4, number: String::new(), text: String::new(), anchor: String::new() },
            Block::Heading { level: 1, number: " ".into(), text: "\u{202E}".into(), anchor: "b".into() },
            Block::Heading { level: 9, number: String::new(), text: "级".into(), anchor: "a".into() },
            Block::Heading { level: 0, number: String::new(), text: "级".into(), anchor: "a".into() },
            Block::Paragraph(vec![]),
            Block::List(vec![]),
            Block::List(vec![vec![]]),
            Block::Signature(vec![]),
            Block::Table(Table { caption: String::new(), columns: vec![], rows: vec![vec![]] }),
            Block::Table(Table {
                caption: String::new(),
                columns: vec![Column { head: String::new(), width: 0, align: Align::End }],
                rows: vec![vec![], vec![vec![], vec![Inline::text("多")]]],
            }),
            Block::Chart(Chart {
                title: String::new(),
                description: String::new(),
                kind: ChartKind::Stacked,
                categories: vec![],
                series: vec![],
                unit: String::new(),
            }),
            Block::Chart(Chart {
                title: "高".into(),
                description: "高于一页".into(),
                kind: ChartKind::Bars,
                categories: (0..60).map(|n| format!("第{n}类")).collect(),
                series: (0..6).map(|n| Series { name: format!("第{n}列"), values: vec![n; 60] }).collect(),
                unit: "人".into(),
            }),
            Block::Chart(Chart {
                title: "大".into(),
                description: String::new(),
                kind: ChartKind::Columns,
                categories: vec!["一".into(), "二".into()],
                series: vec![Series { name: "数".into(), values: vec![u64::MAX] }],
                unit: "x".into(),
            }),
        ],
        ..sample::report()
    };
    pdf(&odd, &fonts(), &|_| ()).expect("printed");
    roxmltree::Document::parse(&html(&odd, &HtmlOptions::default())).expect("well formed");
    markdown(&odd);
    let empty = Document {
        title: vec![],
        issuer: String::new(),
        subject: String::new(),
        keywords: vec![],
        blocks: vec![],
        ..sample::report()
    };
    pdf(&empty, &Fonts::embedded(), &|_| ()).expect("printed");
}

#[test]
fn a_row_longer_than_a_page_breaks_and_loses_nothing() {
    let words: String = (0..1500).map(|n| format!("第{n}句。")).collect();
    let table = Table {
        caption: "长表".into(),
        columns: vec![Column { head: "内容".into(), width: 1, align: Align::Start }],
        rows: vec![vec![vec![Inline::text(words.as_str())]]],
    };
    let file = pdf(&document(vec![Block::Table(table)]), &fonts(), &|_| ()).expect("printed");
    let Some(text) = words_of(&file) else { return };
    // The head is repeated on each page.
    assert_eq!(text.replace("内容", "").matches("句。").count(), 1500);
    assert!(text.contains("第1499句。"));
}

#[test]
fn the_page_of_a_document_stands_under_a_strict_policy_and_reads_in_order() {
    // Twice the same chart: their ids must differ all the same.
    let mut document = sample::report();
    let chart = document.blocks.iter().find(|b| matches!(b, Block::Chart(_))).cloned().expect("a chart");
    document.blocks.push(chart);
    let text = html(&document, &HtmlOptions::default()).replace("<br>", "<br/>");
    let tree = roxmltree::Document::parse(&text).expect("well formed");
    let headings: Vec<_> = tree
        .descendants()
        .filter(|n| n.is_element())
        .filter_map(|n| n.tag_name().name().strip_prefix('h')?.parse::<u8>().ok())
        .collect();
    assert_eq!(headings.first(), Some(&1));
    assert!(headings.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{headings:?}");
    let ids: Vec<&str> = tree.descendants().filter_map(|n| n.attribute("id")).collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len());
    for link in tree.descendants().filter_map(|n| n.attribute("href")).filter_map(|h| h.strip_prefix('#')) {
        assert!(ids.contains(&link), "{link}");
    }
    assert!(tree.descendants().any(|n| n.attribute("data-source") == Some("figure:admissions.total")
        && n.text() == Some("4512")
        && n.attribute("value") == Some("4512")));
    for table in tree.descendants().filter(|n| n.has_tag_name("table")) {
        assert!(table.children().any(|n| n.has_tag_name("caption")));
        assert!(table.descendants().filter(|n| n.has_tag_name("th")).all(|n| n.attribute("scope").is_some()));
    }
    for chart in tree.descendants().filter(|n| n.tag_name().name() == "svg") {
        for part in chart.attribute("aria-labelledby").expect("a name").split(' ') {
            assert!(ids.contains(&part), "{part}");
        }
        assert!(
            chart
                .ancestors()
                .find(|n| n.has_tag_name("figure"))
                .expect("a figure")
                .descendants()
                .any(|n| n.has_tag_name("table"))
        );
    }
}

#[test]
fn charts_are_drawn_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts");
    let charts = sample::report()
        .blocks
        .into_iter()
        .filter_map(|b| if let Block::Chart(chart) = b { Some(chart) } else { None });
    for (chart, name) in charts.zip(["months", "kinds", "destinations", "coverage"]) {
        for (theme, suffix) in [(ChartTheme::Paper, "paper"), (ChartTheme::Page, "page")] {
            let drawn = chart_svg(&chart, theme);
            roxmltree::Document::parse(&drawn).expect("well formed");
            let path = folder.join(format!("{name}-{suffix}.svg"));
            if std::env::var_os("UPDATE_CHARTS").is_some() {
                std::fs::write(&path, &drawn).expect("the folder of the charts can be written");
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(kept == drawn, "{} is drawn otherwise; look at it and set UPDATE_CHARTS=1", path.display());
        }
    }
}

/// Text without blanks, and every construct that is not the writer's own: emphasis, code, raw HTML, foreign links.
fn read_markdown(source: &str) -> (String, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut words = String::new();
    let mut markup = Vec::new();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST;
    for event in Parser::new_ext(source, options) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {}
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell,
            ) => {}
            other => markup.push(format!("{other:?}")),
        }
    }
    (dense(&words), markup)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_words_come_back_from_markdown_and_html(words in any_words()) {
        // Not as a link's address: that may rightly be a relative one.
        let made = document(vec![
            Block::Paragraph(vec![Inline::text(words.as_str())]),
            Block::Table(Table { caption: words.clone(), columns: vec![Column { head: "头".into(), width: 1, align: Align::Center }], rows: vec![vec![vec![Inline::value(words.as_str(), "x")]]] }),
        ]);
        let kept = dense(&words.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect::<String>());
        let (read, markup) = read_markdown(&markdown(&made));
        prop_assert_eq!(markup, Vec::<String>::new());
        prop_assert_eq!(read, format!("标题{kept}{kept}头{kept}"));
        let page = html(&made, &HtmlOptions { contents: false, ..HtmlOptions::default() }).replace("<br>", "<br/>");
        let tree = roxmltree::Document::parse(&page).expect("well formed");
        let read: String = tree.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
        prop_assert!(dense(&read).ends_with(&format!("{kept}{kept}头{kept}")), "{}", read);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn any_words_can_be_printed_to_the_standards(words in "\\PC{0,30}", raw in proptest::collection::vec(any::<char>(), 0..12)) {
        let words: String = words.chars().chain(raw).collect();
        prop_assert!(pdf(&everywhere(&words), &Fonts::embedded(), &|_| ()).is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_chart_of_any_shape_stays_in_its_frame(
        kind in proptest::sample::select(vec![ChartKind::Bars, ChartKind::Columns, ChartKind::Stacked]),
        names in proptest::collection::vec("\\PC{0,40}", 0..80),
        series in proptest::collection::vec(proptest::collection::vec(prop_oneof![0..5000_u64, any::<u64>()], 0..80), 0..9),
    ) {
        let series = series.into_iter().map(|values| Series { name: "某某系列".into(), values }).collect();
        let chart = Chart { title: "<&>".into(), description: "\"".into(), kind, categories: names, series, unit: "人".into() };
        let drawn = chart_svg(&chart, ChartTheme::Page);
        let tree = roxmltree::Document::parse(&drawn).expect("well formed");
        let frame: Vec<f64> = tree.root_element().attribute("viewBox").expect("a frame").split(' ').map(|n| n.parse().expect("a number")).collect();
        let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).map_or(0.0, |n| n.parse::<f64>().expect("a number"));
        for shape in tree.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "rect"))) {
            prop_assert!(number(shape, "x") >= 0.0 && number(shape, "y") >= 0.0, "{:?}", shape);
            prop_assert!(number(shape, "x") + number(shape, "width") <= frame[2] + 0.2, "{:?}", shape);
            prop_assert!(number(shape, "y") + number(shape, "height") <= frame[3] + 0.2, "{:?}", shape);
        }
        for words in tree.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text"))) {
            prop_assert!((0.0..=frame[2]).contains(&number(words, "x")) && (0.0..=frame[3]).contains(&number(words, "y")), "{:?}", words);
        }
    }
}

/// Words likely to be markup somewhere: marks, digits, blanks and a few letters.
fn any_words() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            4 => proptest::sample::select(r##"\`*_{}[]()<>#+-.!|~$&=:@/'"^%;,"##.chars().collect::<Vec<_>>()),
            2 => proptest::sample::select("1 2a b　公开\n".chars().collect::<Vec<_>>()),
            1 => proptest::sample::select(vec!['é', '〔', '😀', '\u{0}', 'w', 'h']),
        ],
        0..24,
    )
    .prop_map(|chars| chars.into_iter().collect())
}
