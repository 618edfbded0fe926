//! Ledger files in and out: what schools keep is read rightly, what is written reads back the same, and
//! hostile files end in one clear line.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::ledger::{Entry, Row, Table, columns, is_ditto, parse, print};
use office::ledger::{Format, Language, LedgerFileError, Limits, Located, Notice, read, template, write};
use proptest::prelude::*;
use rust_xlsxwriter::{Format as Style, Workbook};
use std::path::PathBuf;

/// A file in the system's folder for such, removed when dropped.
struct Temp(PathBuf);

impl Temp {
    fn new(name: &str, bytes: &[u8]) -> Temp {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let at = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("gongkai-ledger-{}-{at}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
        Temp(folder.join(name))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

type Found = (Vec<Result<Located, LedgerFileError>>, Vec<Notice>);

fn found_within(name: &str, bytes: &[u8], limits: &Limits) -> Found {
    let file = Temp::new(name, bytes);
    match read(&file.0, limits) {
        Ok(mut reader) => {
            let items = reader.by_ref().collect();
            (items, reader.notices().to_vec())
        }
        Err(error) => (vec![Err(error)], Vec::new()),
    }
}

fn found(name: &str, bytes: &[u8]) -> Found {
    found_within(name, bytes, &Limits::default())
}

fn good(name: &str, bytes: &[u8]) -> Vec<Located> {
    found(name, bytes).0.into_iter().map(|item| item.unwrap()).collect()
}

fn only_error(name: &str, bytes: &[u8]) -> LedgerFileError {
    let (items, _) = found(name, bytes);
    match &items[..] {
        [Err(error)] => error.clone(),
        other => panic!("{other:?}"),
    }
}

fn at(table: Table, key: &str) -> usize {
    columns(table).iter().position(|column| column.key == key).unwrap()
}

fn cell<'a>(row: &'a Located, key: &str) -> &'a str {
    row.row.cell(at(row.table, key))
}

fn written(format: Format, rows: &[(Table, Row)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    assert_eq!(write(format, &mut bytes, &mut rows.iter().cloned()), Ok(rows.len() as u64));
    bytes
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_with_merged_titles_and_a_head_of_two_rows_is_read_with_its_cells() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("2022-2023台账").unwrap();
        let plain = Style::new();
        sheet.merge_range(0, 0, 0, 4, "某学院信息公开台账", &plain).unwrap();
        sheet.merge_range(2, 0, 3, 0, "序号", &plain).unwrap();
        sheet.merge_range(2, 1, 3, 1, "信息名称\n（必填）", &plain).unwrap();
        sheet.merge_range(2, 2, 3, 2, "事 项*", &plain).unwrap();
        sheet.merge_range(2, 3, 2, 4, "公开情况", &plain).unwrap();
        sheet.write(3, 3, "公开日期").unwrap();
        sheet.write(3, 4, "公开渠道").unwrap();
        sheet.write(5, 0, 1).unwrap();
        sheet.write(5, 1, "关于认定的通知").unwrap();
        sheet.write(5, 2, 37).unwrap();
        sheet.write(5, 3, "２０２３．５．１２").unwrap();
        book.add_worksheet().set_name("Sheet2").unwrap();
    });
    let (items, notices) = found("a.xlsx", &bytes);
    let [Ok(row)] = &items[..] else { panic!("{items:?}") };
    assert_eq!(
        (cell(row, "title"), cell(row, "item"), cell(row, "published_on")),
        ("关于认定的通知", "37", "２０２３．５．１２")
    );
    assert_eq!(row.place.cell(at(Table::Records, "published_on"), Language::Zh), "'2022-2023台账'!D6");
    assert!(
        matches!(parse(row.table, &row.row), Ok(Entry::Record(entry)) if entry.published_on.zh() == "2023年5月12日")
    );
    let unknown = Notice::UnknownColumn { place: "'2022-2023台账'!A3".into(), head: "序号".into() };
    assert!(notices.contains(&unknown), "{notices:?}");
    assert_eq!(notices.iter().filter(|notice| notice.code() == "unknown-column").count(), 1);
}

#[test]
fn dates_months_numbers_and_percentages_are_read_as_they_are_seen() {
    let bytes = book(|book| {
        let day = Style::new().set_num_format("yyyy/m/d");
        let month = Style::new().set_num_format("yyyy\"年\"m\"月\"");
        let percent = Style::new().set_num_format("0.00%");
        let sheet = book.add_worksheet().set_name("records").unwrap();
        for (column, head) in (0..).zip(["标题", "事项", "生成日期", "公开日期", "条数", "备注", "出处"])
        {
            sheet.write(0, column, head).unwrap();
        }
        sheet.write(1, 0, "通知").unwrap();
        sheet.write(1, 1, 8.0).unwrap();
        sheet.write_number_with_format(1, 2, 45058, &day).unwrap();
        sheet.write_number_with_format(1, 3, 45058, &month).unwrap();
        sheet.write(1, 4, 77).unwrap();
        sheet.write_number_with_format(1, 5, 0.636, &percent).unwrap();
        sheet.write(1, 6, 13.5).unwrap();
    });
    let rows = good("a.xlsx", &bytes);
    let cells = ["item", "made_on", "published_on", "count", "note", "source"].map(|key| cell(&rows[0], key));
    assert_eq!(cells, ["8", "2023-05-12", "2023-05", "77", "63.60%", "13.5"]);
}

/// The 1904 system counts from another day; the writer cannot set it, so the part is changed by hand.
#[test]
fn a_workbook_of_the_1904_system_gives_the_same_day() {
    use std::io::{Read, Write};
    let bytes = book(|book| {
        let day = Style::new().set_num_format("yyyy-mm-dd");
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        for (column, head) in (0..).zip(["标题", "事项", "公开日期"]) {
            sheet.write(0, column, head).unwrap();
        }
        sheet.write(1, 0, "通知").unwrap();
        sheet.write(1, 1, 8).unwrap();
        sheet.write_number_with_format(1, 2, 45058 - 1462, &day).unwrap();
    });
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        to.start_file(part.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(content.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").as_bytes()).unwrap();
    }
    let rows = good("a.xlsx", &to.finish().unwrap().into_inner());
    assert_eq!(cell(&rows[0], "published_on"), "2023-05-12");
}

#[test]
fn a_cell_merged_over_several_rows_counts_for_each() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        let plain = Style::new();
        for (column, head) in (0..).zip(["标题", "事项", "责任部门"]) {
            sheet.write(0, column, head).unwrap();
        }
        sheet.merge_range(1, 1, 2, 1, "37", &plain).unwrap();
        sheet.merge_range(1, 2, 3, 2, "学工处", &plain).unwrap();
        for (row, title) in (1..).zip(["甲", "乙", "丙", "丁"]) {
            sheet.write(row, 0, title).unwrap();
        }
        sheet.write(3, 1, 8).unwrap();
    });
    let rows = good("a.xlsx", &bytes);
    let cells: Vec<[&str; 3]> = rows.iter().map(|row| ["title", "item", "unit"].map(|key| cell(row, key))).collect();
    assert_eq!(cells, [["甲", "37", "学工处"], ["乙", "37", "学工处"], ["丙", "8", "学工处"], ["丁", "", ""]]);
}

#[test]
fn a_formula_error_loses_its_row_and_no_other() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        for (column, head) in (0..).zip(["标题", "事项"]) {
            sheet.write(0, column, head).unwrap();
        }
        sheet.write_formula(1, 0, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(1, 1, 8).unwrap();
        sheet.write(2, 0, "通知").unwrap();
        sheet.write(2, 1, 8).unwrap();
    });
    let (items, _) = found("a.xlsx", &bytes);
    assert!(matches!(&items[0], Err(LedgerFileError::Formula { place }) if place == "记录!A2"), "{items:?}");
    assert!(matches!(&items[1], Ok(row) if cell(row, "title") == "通知"));
}

#[test]
fn gbk_text_with_semicolons_and_a_title_is_read() {
    let (bytes, _, _) =
        encoding_rs::GB18030.encode("某学院台账;;\r\n标题;事项;发布日期\r\n\r\n关于开学的通知;8;2023年9月1日\r\n");
    let rows = good("台账.csv", &bytes);
    assert_eq!((cell(&rows[0], "title"), cell(&rows[0], "published_on")), ("关于开学的通知", "2023年9月1日"));
    assert_eq!(rows[0].place.cell(at(Table::Records, "title"), Language::Zh), "第4行“标题”列");
    assert_eq!(rows[0].place.cell(at(Table::Records, "title"), Language::En), "line 4, column 标题");
}

#[test]
fn utf16_with_tabs_as_spreadsheets_save_it_is_read() {
    let mut bytes = vec![0xFF, 0xFE];
    "标题\t事项\n通知\t8\n".encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
    assert_eq!(cell(&good("a.txt", &bytes)[0], "title"), "通知");
}

#[test]
fn a_whole_ledger_in_one_text_has_sections() {
    let text = "#表,单位,,\n单位代码,单位名称,,\njwc,教务处,,\n#table,records\n标题,事项\n通知,8\n";
    let rows = good("a.csv", text.as_bytes());
    assert_eq!(rows.iter().map(|row| row.table).collect::<Vec<_>>(), [Table::Units, Table::Records]);
    assert_eq!(rows[1].place.row(Language::En), "line 6");
}

#[test]
fn a_single_table_is_known_by_the_name_of_its_file() {
    let rows = good("2023台账-单位.csv", "单位代码,单位名称\njwc,教务处\n".as_bytes());
    assert_eq!(rows[0].table, Table::Units);
}

#[test]
fn json_takes_numbers_nulls_and_lists_and_names_what_no_cell_can_hold() {
    let text = r#"{"format":"gongkai-ledger","version":1,"extra":[1],
        "records":[{"title":"通知","item":8,"channel":["site","wechat"],"note":null,"colour":"red"},
                   {"title":{"a":1},"item":8}, "x", {"标题":"决定","item":"9","count":3}],
        "identities":[{"dataset":"d","kind":"sum","target":"t","terms":["a","b"]}]}"#;
    let (items, notices) = found("a.json", text.as_bytes());
    let [Ok(first), Err(second), Err(third), Ok(fourth), Ok(identity)] = &items[..] else { panic!("{items:?}") };
    assert_eq!((cell(first, "item"), cell(first, "channel"), cell(first, "note")), ("8", "site；wechat", ""));
    assert_eq!(second.to_string(), "records[1].title: a text was expected, found object");
    assert_eq!(third.to_string(), "records[2]: a text was expected, found text");
    assert_eq!((cell(fourth, "title"), cell(fourth, "count")), ("决定", "3"));
    assert_eq!(cell(identity, "terms"), "a+b");
    let codes: Vec<&str> = notices.iter().map(Notice::code).collect();
    assert_eq!(codes, ["unknown-table", "unknown-column"]);
}

#[test]
fn what_is_no_ledger_says_so_in_one_line() {
    let check = |name: &str, bytes: &[u8], code: &str| {
        let error = only_error(name, bytes);
        assert_eq!(error.code(), code, "{name}: {error}");
        assert!(!error.to_string().contains('\n'));
    };
    check("a.doc", b"", "document");
    check("a.ppt", b"", "format");
    check("a.csv", b"", "no-table");
    check("a.csv", "甲,乙\n丙,丁\n".as_bytes(), "no-head");
    check("a.csv", "#表,没有\n".as_bytes(), "section");
    check("a.csv", "标题,事项\n\"通知,8\n".as_bytes(), "quote");
    check("a.csv", b"a,b\n\xff\xff\xff,1\n", "encoding");
    check("a.csv", b"PK\x03\x04....", "damaged");
    check("a.json", b"", "json");
    check("a.json", b"{\"records\":[{]}", "json");
    check("a.json", b"{\"a\":1}", "no-table");
    check("a.json", b"{\"format\":\"other\"}", "version");
    check("a.json", b"3", "shape");
    check("a.json", b"{\"records\":{\"title\":1}}", "shape");
    check("a.json", b"\"\xff\xff\xff\"", "encoding");
    check("a.xlsx", b"", "damaged");
    check("a.xlsx", b"PK\x03\x04 cut off", "damaged");
    check("a.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........", "damaged");
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("a.xlsx", &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &wide[..]].concat(), "password");
    check(
        "a.xlsx",
        &book(|book| {
            book.add_worksheet().write(0, 0, "x").unwrap();
        }),
        "no-table",
    );
    check(
        "a.xlsx",
        &book(|book| {
            book.add_worksheet().set_name("单位").unwrap().write(0, 0, "x").unwrap();
        }),
        "no-head",
    );
    check("a.json", "[".repeat(100_000).as_bytes(), "json");
}

#[test]
fn limits_hold_for_rows_columns_cells_and_what_a_workbook_unfolds_to() {
    let first_error = |name: &str, bytes: &[u8], limits: Limits| {
        found_within(name, bytes, &limits).0.into_iter().find_map(Result::err).map(|error| error.to_string())
    };
    let text = "标题,事项\na,1\nb,2\nc,3\n";
    let limits = Limits::default();
    let said = |text: &str| Some(text.to_string());
    assert_eq!(
        first_error("a.csv", text.as_bytes(), Limits { file_bytes: 5, ..limits }),
        said("too large: more than 5 file-bytes")
    );
    assert_eq!(
        first_error("a.csv", text.as_bytes(), Limits { rows: 1, ..limits }),
        said("too large: more than 1 rows")
    );
    assert_eq!(
        first_error("a.csv", text.as_bytes(), Limits { columns: 1, ..limits }),
        said("too large: more than 1 columns")
    );
    let long = format!("标题,事项\n{},1\nb,2\n", "x".repeat(50));
    let (items, _) = found_within("a.csv", long.as_bytes(), &Limits { cell_bytes: 40, ..limits });
    assert!(matches!(&items[..], [Err(LedgerFileError::Long { .. }), Ok(_)]), "{items:?}");
    let bomb = book(|book| {
        book.add_worksheet().write(0, 0, "a".repeat(30_000)).unwrap();
    });
    assert_eq!(
        first_error("a.xlsx", &bomb, Limits { unfolded_bytes: 20_000, ..limits }),
        said("too large: more than 20000 unfolded-bytes")
    );
}

#[test]
fn a_template_brings_in_nothing_and_says_nothing() {
    for format in Format::ALL {
        let bytes = template(format, None).unwrap();
        let (items, notices) = found(&format!("t.{}", format.extension()), &bytes);
        assert_eq!((items.len(), notices), (0, vec![]), "{format:?}");
        assert_eq!(bytes, template(format, None).unwrap());
    }
}

#[test]
fn the_template_of_a_year_brings_in_the_datasets_that_its_report_reads_without_numbers() {
    let year = "2024-2025".parse().unwrap();
    for format in Format::ALL {
        let rows = good(&format!("t.{}", format.extension()), &template(format, Some(year)).unwrap());
        let of = |table| rows.iter().filter(|row| row.table == table).collect::<Vec<_>>();
        let keys: Vec<&str> = of(Table::Datasets).into_iter().map(|row| cell(row, "key")).collect();
        assert_eq!(keys, ["requests", "survey", "complaints"], "{format:?}");
        let figures = of(Table::Figures);
        assert!(figures.iter().all(|row| cell(row, "value").is_empty() && cell(row, "year") == "2024-2025"));
        assert_eq!((figures.len(), of(Table::Identities).len(), of(Table::Texts).len()), (15, 3, 0), "{format:?}");
    }
}

#[test]
fn a_filled_template_brings_in_what_was_filled_in() {
    let mut text = String::from_utf8(template(Format::Csv, None).unwrap()).unwrap();
    text.push_str("47,2022-2023,国际处,处长,,\r\n");
    let rows = good("t.csv", text.as_bytes());
    assert_eq!((rows.len(), rows[0].table, cell(&rows[0], "unit")), (1, Table::Nil, "国际处"));
}

#[test]
fn a_text_longer_than_a_cell_goes_on_in_the_next_row() {
    let mut row = Row(vec![String::new(); columns(Table::Records).len()]);
    row.0[at(Table::Records, "title")] = "长文".to_string();
    row.0[at(Table::Records, "item")] = "1".to_string();
    row.0[at(Table::Records, "body")] = "汉字#表𠀀".repeat(20_000);
    let rows = [(Table::Records, row.clone()), (Table::Records, row)];
    let back = good("a.xlsx", &written(Format::Xlsx, &rows));
    assert_eq!(back.into_iter().map(|found| (found.table, found.row)).collect::<Vec<_>>(), rows);
}

#[test]
fn json_refuses_rows_of_a_table_that_has_ended() {
    let row = |table| (table, Row(vec!["x".to_string()]));
    let mut rows = [row(Table::Units), row(Table::Nil), row(Table::Units)].into_iter();
    assert_eq!(write(Format::Json, &mut Vec::new(), &mut rows), Err(LedgerFileError::Order { table: Table::Units }));
}

#[test]
fn a_spreadsheet_that_opens_the_text_runs_nothing() {
    let mut row = Row(vec![String::new(); columns(Table::Records).len()]);
    row.0[at(Table::Records, "title")] = "=HYPERLINK(\"http://x\")".to_string();
    row.0[at(Table::Records, "item")] = "1".to_string();
    row.0[at(Table::Records, "note")] = "+86 731".to_string();
    let text = String::from_utf8(written(Format::Csv, &[(Table::Records, row)])).unwrap();
    assert!(text.contains("\"'=HYPERLINK") && text.contains(",'+86 731,"), "{text}");
    assert!(text.starts_with('\u{FEFF}') && text.ends_with("\r\n"));
}

#[test]
fn dropping_a_reader_half_way_ends_it() {
    let mut text = "标题,事项\n".to_string();
    (0..20_000).for_each(|at| text.push_str(&format!("通知{at},8\n")));
    let file = Temp::new("a.csv", text.as_bytes());
    let mut reader = read(&file.0, &Limits::default()).unwrap();
    assert!(reader.next().is_some());
    drop(reader);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[\\u{4e00}-\\u{9fa5}A-Za-z0-9，。〔〕]{1,12}",
        1 => "['=+@,;\"# \\n\\t-]{0,3}(#表|#示例|#续|_x0041_|=|<&>|𠀀)\\PC{0,6}",
        1 => "\\PC{0,12}",
    ]
}

/// Rows of any table that `parse` takes, printed again: what an export holds. 同上 and its signs are the row above's in a
/// file, and no import takes one for itself.
fn entries() -> impl Strategy<Value = Vec<(Table, Row)>> {
    let row = (0..Table::ALL.len(), prop::collection::vec(text(), 28)).prop_map(|(which, cells)| {
        let table = Table::ALL[which];
        let sample = |key: &str, example: &str, cell: &String| match key {
            "title" | "name" | "text" | "value" | "note" | "body" | "source" | "unit" | "definition" | "duty" => {
                if example.parse::<f64>().is_ok() {
                    "-12.50".to_string()
                } else {
                    cell.clone()
                }
            }
            "heading" | "locator" | "members" | "channel" | "issuer" | "document_number" => cell.clone(),
            "published_on" => "2023年5月".to_string(),
            _ => example.to_string(),
        };
        let row = Row(columns(table)
            .iter()
            .zip(&cells)
            .map(|(column, cell)| sample(column.key, column.example, cell))
            .collect());
        let row = Some(row).filter(|row| !row.0.iter().any(|cell| is_ditto(cell)))?;
        parse(table, &row).ok().map(|entry| print(&entry))
    });
    prop::collection::vec(row, 0..12).prop_map(|rows| {
        let mut rows: Vec<(Table, Row)> = rows.into_iter().flatten().collect();
        rows.sort_by_key(|(table, _)| *table);
        rows
    })
}

static TEMPLATES: std::sync::LazyLock<Vec<Vec<u8>>> =
    std::sync::LazyLock::new(|| Format::ALL.iter().map(|format| template(*format, None).unwrap()).collect());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_entries_written_and_read_are_the_same_in_every_form(rows in entries()) {
        for format in Format::ALL {
            let bytes = written(format, &rows);
            prop_assert_eq!(&bytes, &written(format, &rows), "the same bytes twice");
            let (items, notices) = found(&format!("a.{}", format.extension()), &bytes);
            let back: Vec<(Table, Row)> = items.into_iter().map(|item| item.map(|found| (found.table, found.row)).unwrap()).collect();
            prop_assert_eq!(&back, &rows, "{:?}", format);
            prop_assert_eq!(notices, vec![]);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..4000, flip in any::<u8>()) {
        for format in Format::ALL {
            let name = format!("a.{}", format.extension());
            let mut whole = TEMPLATES[format as usize].clone();
            let at = cut % whole.len();
            whole[at] ^= flip;
            for input in [&bytes[..], &whole, &whole[..at]] {
                let (items, _) = found(&name, input);
                for error in items.into_iter().filter_map(Result::err) {
                    prop_assert!(!error.to_string().contains("gave up"), "{}", error);
                }
            }
        }
    }
}
