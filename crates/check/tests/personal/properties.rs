//! Promises that hold for every text.

use check::personal::{Finding, Kind, Policy, Scanner, redact, scan, scan_text};
use domain::extract::{BlockKind, Extract, Place};
use proptest::prelude::*;

/// The check character of GB 11643, written here anew so that the guard's own arithmetic is tested.
fn check_character(body: &str) -> char {
    let sum: u32 =
        body.chars().zip((1..=17).rev()).map(|(c, place)| (1 << place) % 11 * c.to_digit(10).expect("digit")).sum();
    "10X98765432".chars().nth((sum % 11) as usize).expect("eleven characters")
}

/// Identity numbers of real counties with artificial serials.
fn identity() -> impl Strategy<Value = String> {
    let region =
        prop::sample::select(vec!["430602", "430102", "110101", "440305", "510104", "650102", "150404", "460105"]);
    (region, 1940u32..2019, 1u32..=12, 1u32..=28, 0u32..1000).prop_map(|(region, year, month, day, serial)| {
        let body = format!("{region}{year:04}{month:02}{day:02}{serial:03}");
        let check = check_character(&body);
        format!("{body}{check}")
    })
}

/// A way of writing a number that must not hide it.
fn disguise(value: &str, how: u8, at: usize) -> String {
    let at = 1 + at % (value.len() - 2);
    let split = |gap: &str| format!("{}{gap}{}", &value[..at], &value[at..]);
    match how {
        0 => value.to_owned(),
        1 => value.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).expect("full-width form")).collect(),
        2 => split(" "),
        3 => split("\n"),
        4 => split("\u{200B}"),
        5 => split("-"),
        6 => split("\u{3000}"),
        7 => value.chars().flat_map(|c| [c, '\u{FEFF}']).collect::<String>().trim_end_matches('\u{FEFF}').to_owned(),
        8 => format!("{} {} {}", &value[..6], &value[6..14], &value[14..]),
        9 => value.to_lowercase(),
        _ => value.chars().flat_map(|c| [c, ' ']).collect::<String>().trim_end().to_owned(),
    }
}

/// Text as documents have it: words, digits, signs and blanks, more often near a label than chance has it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,20}",
        "[０-９]{1,20}",
        "[ \t\n\u{3000}\u{200B}-]{1,3}",
        "\\PC{0,8}",
        "[a-zA-Z@.*×●xX]{1,8}",
        prop::sample::select(vec![
            "身份证号：",
            "电话：",
            "家庭住址：",
            "出生日期：",
            "银行卡号",
            "湖南省岳阳市",
            "学院路18号3栋402室",
            "年",
            "月",
            "日生",
            "@qq.com",
            "护照",
            "***"
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn sound(text: &str, findings: &[Finding]) {
    let mut end = 0;
    for finding in findings {
        assert!(finding.range.start >= end && finding.range.end > finding.range.start, "{findings:?}");
        let whole = &text[finding.range.clone()];
        // What the file itself masks may be shown as the file shows it.
        assert!(finding.partly_masked || !finding.masked.contains(whole), "{:?}", finding.kind);
        assert!(finding.masked.contains('*'), "{:?}", finding.kind);
        end = finding.range.end;
    }
}

/// So many cases, and no file left behind by a failure: the smallest case goes into the corpus instead.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A line of the corpus with a few characters knocked out, doubled or put in.
fn damaged() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = include_str!("../../corpus-personal/found.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .collect();
    let blow = (
        0usize..60,
        0u8..3,
        prop::sample::select(vec!['\u{200B}', '\n', ' ', '-', '７', 'x', '*', '@', '号', '：', '.', '（']),
    );
    (prop::sample::select(lines), prop::collection::vec(blow, 0..5)).prop_map(|(line, blows)| {
        let mut text: Vec<char> = line.replace("\\n", "\n").chars().filter(|c| !matches!(c, '⟦' | '⟧')).collect();
        for (at, how, c) in blows {
            let at = at % text.len();
            match how {
                0 => drop(text.remove(at)),
                1 => text.insert(at, c),
                _ => text[at] = c,
            }
            if text.is_empty() {
                text.push('空');
            }
        }
        text.into_iter().collect()
    })
}

/// A small sheet of random cells and heads.
fn cells() -> impl Strategy<Value = Extract> {
    let head = prop::sample::select(vec![
        "姓名",
        "身份证号",
        "电话",
        "家庭住址",
        "出生日期",
        "银行卡号",
        "学号",
        "护照号",
        "办公电话",
        "备注",
    ]);
    let cell = prop_oneof![text(), "[0-9X-]{0,20}", "\\PC{0,10}"];
    (prop::collection::vec(head, 1..6), prop::collection::vec(cell, 0..24), 0usize..3).prop_map(
        |(heads, cells, above)| {
            let mut extract = Extract::default();
            let columns = heads.len();
            let all = vec![String::new(); above * columns]
                .into_iter()
                .chain(heads.into_iter().map(String::from))
                .chain(cells);
            for (at, text) in all.enumerate() {
                let (row, column) = (at / columns, at % columns);
                let kind = BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
                extract.push(&text, kind, Place::Cell { sheet: "甲".into(), cell: format!("R{row}C{column}") }, None);
            }
            extract
        },
    )
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_valid_identity_number_is_found_in_any_disguise(value in identity(), how in 0u8..=10, at in 0usize..16) {
        let number = disguise(&value, how, at);
        for lead in ["", "张三，身份证号：", "名单如下：\n1、张三 "] {
            let line = format!("{lead}{number}，男");
            let found = scan_text(&line);
            prop_assert!(found.iter().any(|finding| finding.kind == Kind::IdCard && finding.certain
                && finding.range == (lead.len()..lead.len() + number.len())), "{line:?} {found:?}");
        }
    }

    #[test]
    fn a_wrong_check_character_is_never_certain(value in identity(), other in 1u32..10, how in 0u8..=10, at in 0usize..16) {
        let last = value.chars().last().and_then(|c| c.to_digit(10)).unwrap_or(0);
        let wrong = format!("{}{}", &value[..17], (last + other) % 10);
        prop_assume!(wrong != value);
        let line = format!("身份证号：{}", disguise(&wrong, how, at));
        prop_assert!(scan_text(&line).iter().all(|finding| finding.kind != Kind::IdCard || !finding.certain), "{line:?}");
    }

    #[test]
    fn random_digits_are_seldom_anything(digits in "[1-9][0-9]{17}") {
        let found = scan_text(&digits);
        let valid = check_character(&digits[..17]) == digits.chars().last().expect("eighteen");
        prop_assert!(valid || found.iter().all(|finding| finding.kind != Kind::IdCard || !finding.certain));
    }

    #[test]
    fn any_text_is_read_without_panic_and_shown_to_nobody(text in text()) {
        sound(&text, &scan_text(&text));
    }

    #[test]
    fn arbitrary_characters_are_read_without_panic(text in "(?s).{0,200}") {
        sound(&text, &scan_text(&text));
    }

    #[test]
    fn a_damaged_line_is_read_without_panic_and_shown_to_nobody(text in damaged()) {
        sound(&text, &scan_text(&text));
    }

    #[test]
    fn findings_in_a_sheet_lie_within_their_cells(extract in cells(), kind in prop::sample::select(vec!["", "national_scholarship", "cadre_appointment"])) {
        let findings = scan(&extract, Policy::of(kind).as_ref());
        for finding in &findings {
            let block = &extract.blocks[finding.block];
            prop_assert!(block.range.start <= finding.range.start && finding.range.end <= block.range.end, "{findings:?}");
            prop_assert!(extract.text.get(finding.range.clone()).is_some());
        }
        let values: Vec<_> = findings.into_iter().filter(|finding| !finding.is_column()).collect();
        sound(&extract.text, &values);
    }

    #[test]
    fn a_redacted_text_holds_nothing_certain(text in text()) {
        let copy = redact(&text, &scan_text(&text));
        let left: Vec<_> = scan_text(&copy).into_iter().filter(|finding| finding.certain).collect();
        prop_assert!(left.is_empty(), "{text:?} {copy:?} {left:?}");
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn pieces_give_what_the_whole_gives(cuts in prop::collection::vec(1usize..400_000, 1..6), lines in 4_000usize..8_000) {
        let text: String = (0..lines).map(|line| match line % 97 {
            3 => format!("身份证号：11010519491231002X，手机1380000{:04}\n", line % 10_000),
            40 => "家庭住址：湖南省平江县三阳乡大众村5组，出生日期：1998年3月5日\n".to_owned(),
            60 => "联系电话：138\n00138000 邮箱zhangsan@qq.com".to_owned(),
            70..=90 => format!("{line},张三,2021{line:08},11010519491231002X,1380000{:04},zhangsan{line}@qq.com\n", line % 10_000),
            _ => format!("第{line}项工作已于2023年9月完成，共{}人参加，公开率达到百分之九十八。\n", line * 7),
        }).collect();
        let whole = scan_text(&text);
        let mut pieced = Vec::new();
        let mut scanner = Scanner::new();
        let (mut at, mut cut) = (0, cuts.iter().cycle());
        while at < text.len() {
            let mut end = (at + cut.next().expect("a cycle has no end")).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            scanner.feed(&text[at..end], |finding| pieced.push(finding));
            at = end;
        }
        scanner.finish(|finding| pieced.push(finding));
        prop_assert_eq!(pieced, whole);
    }
}
