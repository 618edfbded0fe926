//! Books and texts as clerks keep them: sheets of departments, addresses behind cells, old formats, odd separators, damage.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::ledger::{Doubt, Nothing, Reading, Table, Taken, columns, read_row};
use office::ledger::{Language, LedgerFileError, Limits, Located, Notice, PrivateCopy, Remark, read};
use rust_xlsxwriter::{Format, Formula, Url, Workbook, Worksheet};
use std::path::PathBuf;

/// What a file gives.
struct Found {
    rows: Vec<Located>,
    errors: Vec<LedgerFileError>,
    remarks: Vec<Remark>,
    notices: Vec<Notice>,
}

impl Found {
    fn readings(&self) -> Vec<Reading> {
        self.rows.iter().map(|row| read_row(row.written(), &Nothing)).collect()
    }

    fn cells(&self, key: &str) -> Vec<String> {
        let at = columns(Table::Records).iter().position(|column| column.key == key).unwrap();
        self.readings().iter().map(|reading| reading.row.cell(at).to_string()).collect()
    }

    fn understood(&self, wanted: Taken) -> Vec<(String, String)> {
        let told = self.remarks.iter().filter_map(|remark| match remark {
            Remark::Understood { remark, .. } if remark.kind == wanted => {
                Some((remark.written.clone(), remark.taken.clone()))
            }
            _ => None,
        });
        told.collect()
    }

    fn questions(&self) -> Vec<(Doubt, String, Vec<String>, u64)> {
        let asked = self.remarks.iter().filter_map(|remark| match remark {
            Remark::Question { question, spot, rows, .. } => {
                Some((question.kind, spot.text(Language::Zh), question.candidates.clone(), *rows))
            }
            Remark::Understood { .. } => None,
        });
        asked.collect()
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn found(name: &str, bytes: &[u8]) -> Found {
    let folder = folder();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut out = Found { rows: Vec::new(), errors: Vec::new(), remarks: Vec::new(), notices: Vec::new() };
    match read(&path, &Limits::default()) {
        Ok(mut reader) => {
            for item in reader.by_ref() {
                match item {
                    Ok(row) => out.rows.push(row),
                    Err(error) => out.errors.push(error),
                }
            }
            out.remarks = reader.remarks().to_vec();
            out.notices = reader.notices().to_vec();
        }
        Err(error) => out.errors.push(error),
    }
    out
}

fn rows(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) {
    for (row, cells) in (first..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn every_sheet_with_the_head_of_records_is_read_whatever_its_name_and_the_others_are_named() {
    let head = &["序号", "公开内容", "清单序号", "公开时间"][..];
    let bytes = book(|book| {
        rows(book.add_worksheet().set_name("记录").unwrap(), 0, &[&["标题", "事项"], &["甲", "28"]]);
        for unit in ["教务处", "学生处"] {
            let sheet = book.add_worksheet().set_name(unit).unwrap();
            let title = format!("{unit}2024-2025学年信息公开台账");
            rows(
                sheet,
                0,
                &[
                    &[&title],
                    head,
                    &["1", "乙", "28", "10.15"],
                    &["2", "丙", "28", "2025年3月1日"],
                    &["合计", "", "2条"],
                ],
            );
        }
        rows(book.add_worksheet().set_name("填表说明").unwrap(), 0, &[&["1.请于9月15日前报送"]]);
        book.add_worksheet().set_name("Sheet5").unwrap();
        let lost = &["a", "b", "c"][..];
        rows(book.add_worksheet().set_name("明细").unwrap(), 0, &[lost, lost, lost, lost]);
        rows(
            book.add_worksheet().set_name("旧表").unwrap().set_hidden(true),
            0,
            &[head, &["1", "丁", "28", "2024.10.1"]],
        );
    });
    let found = found("台账.xlsx", &bytes);
    assert_eq!(found.cells("title"), ["甲", "乙", "丙", "乙", "丙"]);
    assert_eq!(found.cells("unit"), ["", "教务处", "教务处", "学生处", "学生处"]);
    assert_eq!(found.cells("published_on")[1..3], ["2024-10-15", "2025年3月1日"]);
    let taken = |name: &str| (name.to_string(), name.to_string());
    assert_eq!(found.understood(Taken::Sheet), [taken("教务处"), taken("学生处")]);
    assert_eq!(found.understood(Taken::SheetOut), [("填表说明".to_string(), String::new())]);
    assert_eq!(found.understood(Taken::RowOut).len(), 2);
    assert_eq!(found.questions(), [(Doubt::SheetHead, "明细".to_string(), vec![], 4)]);
    assert!(found.notices.contains(&Notice::HiddenSheet { name: "旧表".into() }));
}

#[test]
fn addresses_behind_cells_are_read_with_them() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        rows(sheet, 0, &[&["标题", "事项", "网址"]]);
        sheet.write_string(1, 0, "链接在网址列").unwrap();
        sheet.write_url_with_text(1, 2, Url::new("https://x.edu.cn/1.htm?a=1&b=2"), "查看").unwrap();
        sheet.write_url_with_text(2, 0, Url::new("https://x.edu.cn/2.htm"), "链接在标题").unwrap();
        sheet.write_string(3, 0, "公式").unwrap();
        let formula = Formula::new("=HYPERLINK(\"https://x.edu.cn/3.htm\",\"点击查看\")").set_result("点击查看");
        sheet.write_formula(3, 2, formula).unwrap();
        sheet.write_string(4, 0, "没有链接").unwrap();
        sheet.write_string(4, 2, "点击查看").unwrap();
        sheet.write_string(5, 0, "表内链接").unwrap();
        sheet.write_url_with_text(5, 2, Url::new("internal:记录!A1"), "链接").unwrap();
        sheet.write_string(6, 0, "文件").unwrap();
        sheet.write_url_with_text(6, 2, Url::new("file:///C:/a.docx"), "查看").unwrap();
        for row in 1..7 {
            sheet.write_number(row, 1, 37).unwrap();
        }
    });
    let found = found("a.xlsx", &bytes);
    let pages = ["https://x.edu.cn/1.htm?a=1&b=2", "https://x.edu.cn/2.htm", "https://x.edu.cn/3.htm", "", ""];
    assert_eq!(found.cells("locator")[..5], pages);
    let kinds: Vec<Vec<Taken>> =
        found.readings().iter().map(|reading| reading.understood.iter().map(|told| told.kind).collect()).collect();
    assert_eq!(kinds[..5], [[Taken::Link], [Taken::TitleLink], [Taken::Link], [Taken::NoAddress], [Taken::NoAddress]]);
    assert!(found.readings()[5].entry.is_err(), "a file of somebody's disk is refused");
}

/// A program that does not calculate keeps no result; the writer does, so the part is changed by hand.
#[test]
fn a_formula_without_a_kept_result_is_named() {
    use std::io::{Read, Write};
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        rows(sheet, 0, &[&["标题", "事项", "公开日期"], &["甲", "37"], &["乙", "37"]]);
        sheet.write_formula(1, 2, Formula::new("=TODAY()").set_result("9999")).unwrap();
        sheet.write_formula(2, 2, Formula::new("=\"2024-10-\"&1").set_result("2024-10-1")).unwrap();
        sheet.write_formula(3, 0, Formula::new("=A2").set_result("9999")).unwrap();
    });
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        to.start_file(part.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(content.replace("<v>9999</v>", "").as_bytes()).unwrap();
    }
    let found = found("a.xlsx", &to.finish().unwrap().into_inner());
    let told: Vec<usize> = found.readings().iter().map(|reading| reading.understood.len()).collect();
    assert_eq!((told, found.cells("published_on")[1].as_str()), (vec![1, 0], "2024-10-1"));
    assert_eq!(found.understood(Taken::Formula).len(), 1, "a row of nothing else is named too");
}

#[test]
fn a_number_in_a_column_of_dates_that_lost_its_zero_is_asked_about() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        let month = Format::new().set_num_format("yyyy.m");
        rows(
            sheet,
            0,
            &[&["标题", "事项", "公开日期"], &["甲", "37"], &["乙", "37"], &["丙", "37"], &["丁", "37", "2024.1"]],
        );
        sheet.write_number(1, 2, 2024.1).unwrap();
        sheet.write_number(2, 2, 2024.11).unwrap();
        sheet.write_number_with_format(3, 2, 45566, &month).unwrap();
    });
    let found = found("a.xlsx", &bytes);
    assert_eq!(found.cells("published_on"), ["", "2024.11", "2024-10", "2024.1"]);
    assert_eq!(found.readings()[0].questions[0].candidates, ["2024-01", "2024-10"]);
    for (name, text) in [
        ("a.csv", "标题,事项,公开日期\n甲,37,2024.1\n"),
        ("a.json", r#"[{"title":"甲","item":"37","published_on":2024.10}]"#),
    ] {
        let found = self::found(name, text.as_bytes());
        assert_eq!(found.readings()[0].questions.len(), 1, "{name}: no type tells it from the tenth month");
    }
}

#[test]
fn a_missing_column_is_one_question_with_the_rows_it_costs() {
    let text = "公开信息名称,公开时间,编号2\n".to_string() + &"甲,2024.10.2,1\n".repeat(276);
    let found = found("a.csv", text.as_bytes());
    assert!(found.rows.is_empty());
    assert_eq!(found.questions(), [(Doubt::MissingColumn, "第1行".to_string(), vec!["编号2".to_string()], 276)]);
    assert_eq!(found.understood(Taken::Head), [("公开信息名称".to_string(), "标题".to_string())]);
}

/// Made with LibreOffice from a sheet with a title, a merged item, dates as dates and a linked cell.
#[test]
fn workbooks_of_other_programs_are_read_and_say_what_cannot_be() {
    let xls = include_bytes!("../fixtures/departments.xls");
    for (name, bytes) in [
        ("a.xls", &xls[..]),
        ("a.et", &xls[..]),
        ("renamed.xlsx", &xls[..]),
        ("a.ods", &include_bytes!("../fixtures/departments.ods")[..]),
    ] {
        let found = found(name, bytes);
        assert!(found.errors.is_empty(), "{name}: {:?}", found.errors);
        assert_eq!(found.cells("title"), ["专业设置情况", "新增专业名单", "停招专业名单"], "{name}");
        assert_eq!(found.cells("unit"), ["教务处"; 3], "{name}");
        assert_eq!(found.cells("published_on"), ["2024-10-15", "2024-11-01", ""], "{name}");
        assert_eq!(found.cells("item"), ["28", "28", "第28项"], "{name}");
        let second: Vec<Taken> = found.readings()[1].understood.iter().map(|told| told.kind).collect();
        assert_eq!(second, [Taken::FirstDay, Taken::UnitOfSheet, Taken::Link], "{name}");
        assert_eq!(found.readings()[2].questions.len(), 1, "{name}: 2024.1");
    }
}

#[test]
fn addresses_behind_the_cells_of_an_old_workbook_are_read_and_what_cannot_be_is_asked() {
    let found = found("a.xls", include_bytes!("../fixtures/linked.xls"));
    assert!(found.errors.is_empty(), "{:?}", found.errors);
    let pages = [
        "https://x.edu.cn/1.htm?a=1&b=2",
        "https://x.edu.cn/2.htm",
        "https://x.edu.cn/信息/3.htm#top",
        "",
        "https://x.edu.cn/5.htm",
        "",
        "目录",
        "https://x.edu.cn/x1.htm",
        "https://x.edu.cn/x2.htm",
    ];
    assert_eq!(found.cells("locator"), pages);
    let readings = found.readings();
    let asked = |at: usize| readings[at].questions.iter().map(|question| question.kind).collect::<Vec<_>>();
    assert_eq!(asked(3), [Doubt::LinkUnread], "an address computed from other cells");
    assert!((0..pages.len()).filter(|at| *at != 3).all(|at| asked(at).is_empty()));
    assert!(readings[5].understood.iter().any(|told| told.kind == Taken::NoAddress), "nothing stands behind it");
}

#[test]
fn an_address_computed_from_other_cells_is_asked_about_in_every_workbook() {
    let xlsx = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        rows(sheet, 0, &[&["标题", "事项", "网址", "公众号链接"], &["甲", "37"], &["", "37"], &["丙", "37"]]);
        let computed = || Formula::new("=HYPERLINK(\"https://x.edu.cn/\"&B2,\"查看\")").set_result("查看");
        sheet.write_formula(1, 2, computed()).unwrap();
        sheet.write_formula(2, 0, computed()).unwrap();
        sheet.write_formula(3, 3, computed()).unwrap();
    });
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let ods = zipped(&[
        mimetype,
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        (
            "content.xml",
            r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="记录"><table:table-row><table:table-cell office:value-type="string"><text:p>标题</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>事项</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>网址</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>37</text:p></table:table-cell><table:table-cell table:formula="of:=HYPERLINK([.B2];&quot;查看&quot;)" office:value-type="string"><text:p>查看</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
        ),
    ]);
    for (name, bytes, count) in [("a.xlsx", xlsx, 3), ("a.ods", ods, 1)] {
        let found = found(name, &bytes);
        let readings = found.readings();
        assert_eq!(readings.len(), count, "{name}: {:?}", found.errors);
        for reading in readings {
            assert_eq!(
                reading.questions.iter().map(|question| question.kind).collect::<Vec<_>>(),
                [Doubt::LinkUnread],
                "{name}: {reading:?}"
            );
        }
    }
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        to.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A document of paragraphs and tables: a cell that begins with `→` links to what follows, one with `↓` begins a merge,
/// `↑` continues it; `|` divides cells.
fn word(blocks: &[&str]) -> Vec<u8> {
    let (mut body, mut relations) = (String::new(), String::new());
    for block in blocks {
        if !block.contains('|') {
            let style = if block.starts_with('#') { "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>" } else { "" };
            body += &format!("<w:p>{style}<w:r><w:t>{}</w:t></w:r></w:p>", block.trim_start_matches('#'));
            continue;
        }
        body += "<w:tbl>";
        for line in block.split('\n') {
            body += "<w:tr>";
            for cell in line.split('|') {
                let merge = match cell.chars().next() {
                    Some('↓') => "<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>",
                    Some('↑') => "<w:tcPr><w:vMerge/></w:tcPr>",
                    _ => "",
                };
                let text = cell.trim_start_matches(['↓', '↑']);
                let mut runs = String::new();
                for (at, part) in text.split('→').enumerate() {
                    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
                    if at == 0 {
                        runs += &run(part);
                        continue;
                    }
                    let id = relations.matches("<Rel").count();
                    relations += &format!(
                        "<Relationship Id=\"l{id}\" Type=\"t/hyperlink\" Target=\"{part}\" TargetMode=\"External\"/>"
                    );
                    runs += &format!("<w:hyperlink r:id=\"l{id}\">{}</w:hyperlink>", run("查看"));
                }
                body += &format!("<w:tc>{merge}<w:p>{runs}</w:p></w:tc>");
            }
            body += "</w:tr>";
        }
        body += "</w:tbl>";
    }
    let document = format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>");
    zipped(&[
        ("[Content_Types].xml", "<Types xmlns=\"c\"/>"),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"x\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &format!("<Relationships xmlns=\"x\">{relations}</Relationships>")),
    ])
}

#[test]
fn the_tables_of_a_document_are_read_like_sheets_each_with_the_unit_that_stands_above_it() {
    let bytes = word(&[
        "某某学院2023-2024学年信息公开台账",
        "#一、教务处",
        "序号|标题|事项|公开日期|网址\n1|教学大纲|↓28|3月5日|→https://x.edu.cn/1.htm\n2|选课通知|↑|2024年3月6日|https://x.edu.cn/2.htm",
        "填报单位：学生处　　填表人：张三",
        "序号|标题|事项|公开日期|网址\n1|奖学金办法|37|3月上旬|→https://x.edu.cn/3.htm→https://x.edu.cn/4.htm\n合计||1条||",
        "#附：说明",
        "表|一\n二|三",
        "甲|乙|丙\n丁|戊|己\n庚|辛|壬",
    ]);
    for name in ["a.docx", "a.doc", "a.xlsx"] {
        let found = found(name, &bytes);
        assert!(found.errors.is_empty(), "{name}: {:?}", found.errors);
        assert_eq!(found.cells("title"), ["教学大纲", "选课通知", "奖学金办法"], "{name}");
        assert_eq!(found.cells("unit"), ["教务处", "教务处", "学生处"], "{name}");
        assert_eq!(found.cells("item"), ["28", "28", "37"], "a merged cell counts for each row");
        assert_eq!(found.cells("published_on"), ["2024-03-05", "2024年3月6日", "2024-03"]);
        assert_eq!(
            found.cells("locator"),
            ["https://x.edu.cn/1.htm", "https://x.edu.cn/2.htm", "https://x.edu.cn/3.htm"]
        );
        assert_eq!(found.cells("key"), ["", "", ""], "1, 2 of several tables are no keys");
        let others: Vec<String> = found.readings()[2].releases.iter().map(|release| release.locator.clone()).collect();
        assert_eq!(others, ["https://x.edu.cn/4.htm"], "no address of a cell is dropped");
        let sheets: Vec<String> = found.understood(Taken::Sheet).into_iter().map(|(name, _)| name).collect();
        assert_eq!(sheets, ["教务处", "学生处"]);
        assert_eq!(found.rows[2].place.row(Language::Zh), "学生处!2");
        assert_eq!(found.understood(Taken::SheetOut).len(), 1, "a small table is named");
        assert_eq!(found.questions().len(), 1, "a table of rows without a head is asked about");
    }
}

#[test]
fn a_document_without_a_register_says_so_and_an_old_one_names_the_way_out() {
    assert_eq!(found("a.docx", &word(&["没有表"])).errors, [LedgerFileError::NoTable]);
    let old = include_bytes!("../fixtures/linked.xls");
    assert_eq!(found("a.doc", old).errors, [LedgerFileError::Document]);
    let workbook =
        book(|book| rows(book.add_worksheet().set_name("记录").unwrap(), 0, &[&["标题", "事项"], &["甲", "28"]]));
    assert_eq!(found("a.docx", &workbook).cells("title"), ["甲"], "what it is goes before what its name says");
    assert_eq!(found("a.docx", b"PK\x03\x04damaged").errors.len(), 1);
}

#[test]
fn a_date_in_three_columns_is_one_date_in_every_form() {
    let lines = [
        ["标题", "事项", "年", "月", "日", "网址"],
        ["甲", "37", "2024", "3", "5", "https://x.edu.cn/1"],
        ["乙", "37", "2024", "10", "", "https://x.edu.cn/2"],
        ["丙", "37", "", "", "", "https://x.edu.cn/3"],
    ];
    let csv = lines.map(|line| line.join(",")).join("\n");
    let xlsx = book(|book| {
        let sheet = book.add_worksheet().set_name("教务处").unwrap();
        for (row, line) in (0..).zip(lines) {
            for (column, cell) in (0..).zip(line) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    });
    let document = word(&[&lines.map(|line| line.join("|")).join("\n")]);
    for (name, bytes) in [("a.csv", csv.into_bytes()), ("a.xlsx", xlsx), ("a.docx", document)] {
        let found = found(name, &bytes);
        assert_eq!(found.cells("published_on"), ["2024年3月5日", "2024年10月", ""], "{name}: {:?}", found.errors);
        assert!(found.understood(Taken::Head).contains(&("年、月、日".into(), "公开日期".into())), "{name}");
        assert!(found.notices.is_empty(), "{name}: {:?}", found.notices);
        assert!(found.readings().iter().all(|reading| reading.questions.is_empty()), "{name}");
    }
    for (text, column, wanted) in [
        ("标题,事项,成文,,,网址\n,,年,月,日,\n甲,37,2024,3,5,\n乙,37,2024,4,6,\n", "made_on", "2024年3月5日"),
        ("标题,事项,公开日期,,,网址\n甲,37,2024,3,5,\n乙,37,2024,4,6,\n", "published_on", "2024年3月5日"),
        ("标题,事项,公开日期,年,月,日\n甲,37,2024-4-1,2024,3,5\n", "made_on", "2024年3月5日"),
    ] {
        let found = found("a.csv", text.as_bytes());
        assert_eq!(found.cells(column)[0], wanted, "{text}: {:?} {:?}", found.errors, found.remarks);
    }
}

#[test]
fn text_is_read_with_any_separator_and_any_end_of_line() {
    for separator in [",", "\t", ";", "|", "，", "；", "^"] {
        for end in ["\n", "\r\n", "\r"] {
            let line = |cells: [&str; 3]| cells.join(separator) + end;
            let text = line(["标题", "事项", "公开日期"]) + &line(["甲", "37", "2024-10-1"]) + &line(["乙", "38", ""]);
            let found = found("a.txt", text.as_bytes());
            assert_eq!(found.cells("title"), ["甲", "乙"], "{separator:?} {end:?}: {:?}", found.errors);
            assert_eq!(found.cells("item"), ["37", "38"], "{separator:?} {end:?}");
        }
    }
}

#[test]
fn one_damaged_byte_does_not_make_a_text_gbk() {
    let text = "标题,事项\n教职工名单,37\n学校章程,2\n";
    let at = text.find('工').unwrap() + 2;
    let mut damaged = text.as_bytes().to_vec();
    damaged.remove(at);
    assert_eq!(found("a.csv", &damaged).errors, [LedgerFileError::Encoding { line: 2 }]);
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    assert_eq!(found("a.csv", &gbk).cells("title"), ["教职工名单", "学校章程"]);
}

#[test]
fn json_that_says_a_thing_twice_or_in_too_many_digits_says_so() {
    let found = found(
        "a.json",
        br#"{"records":[{"key":"a","key":"b","title":"t","item":"1"},{"key":20230000000000000001,"title":"t","item":1}],"records":[]}"#,
    );
    let codes: Vec<&str> = found.errors.iter().map(LedgerFileError::code).collect();
    assert_eq!((codes, found.rows.len()), (vec!["repeated", "digits"], 0));
    assert_eq!(found.notices, [Notice::RepeatedTable { name: "records".into() }]);
}

#[test]
fn what_would_swell_is_refused_while_it_is_small() {
    let wide = format!("标题,事项\n{}", ",".repeat(5_000_000));
    assert_eq!(found("a.csv", wide.as_bytes()).errors[0].code(), "size");
    let long = format!(r#"[{{"title":"{}","item":"1"}}]"#, "a".repeat(8_000_000));
    assert_eq!(found("a.json", long.as_bytes()).errors, [LedgerFileError::Size { what: "cell-bytes", limit: 400_000 }]);
}

#[test]
fn a_private_copy_stays_as_it_was_taken() {
    let folder = folder();
    let path = folder.path().join("units.csv");
    std::fs::write(&path, "单位代码,单位名称\njwc,教务处\n").unwrap();
    let copy = PrivateCopy::of(&path, &Limits::default()).unwrap();
    std::fs::write(&path, "").unwrap();
    for _ in 0..2 {
        let rows: Vec<Located> =
            copy.read(&Limits::default(), &Default::default()).unwrap().map(Result::unwrap).collect();
        assert!(matches!(rows.as_slice(), [row] if row.table == Table::Units), "the name says which table it is");
    }
    let small = Limits { file_bytes: 3, ..Limits::default() };
    std::fs::write(&path, "1234").unwrap();
    assert!(matches!(PrivateCopy::of(&path, &small), Err(LedgerFileError::Size { .. })));
}

#[test]
fn the_unit_of_rows_is_that_of_the_heading_above_them() {
    let text = "序号,标题,事项,公开日期,责任部门\n一、党政办公室,,,,\n1,甲,1,2024-10-1,\n2,乙,2,2024-10-2,\n\
        教务处（1条）,,,,\n1,丙,28,2024-10-3,\n合计,,3条,,\n";
    let found = found("a.csv", text.as_bytes());
    assert!(found.errors.is_empty(), "{:?}", found.errors);
    assert_eq!(found.cells("title"), ["甲", "乙", "丙"]);
    assert_eq!(found.cells("unit"), ["党政办公室", "党政办公室", "教务处"]);
    let told: Vec<Taken> =
        found.readings().iter().flat_map(|reading| reading.understood.iter().map(|told| told.kind)).collect();
    assert_eq!(told, [Taken::UnitOfGroup; 3], "each row says whence it is");
}

#[test]
fn an_empty_unit_below_another_than_the_sheets_is_asked_about() {
    let text = "填报单位：信息公开办公室,,,\n标题,事项,公开日期,责任部门\n甲,1,2024-10-1,\n乙,2,2024-10-2,教务处\n丙,2,2024-10-3,\n";
    let found = found("a.csv", text.as_bytes());
    let readings = found.readings();
    assert_eq!(found.cells("unit"), ["信息公开办公室", "教务处", ""]);
    let asked: Vec<(Doubt, Vec<String>)> =
        readings[2].questions.iter().map(|question| (question.kind, question.candidates.clone())).collect();
    assert_eq!(asked, [(Doubt::Unit, vec!["教务处".to_string(), "信息公开办公室".to_string()])]);
}

#[test]
fn ditto_is_what_the_row_above_has() {
    let text = "标题,事项,公开日期,责任部门,网址\n甲,1,2024-10-1,教务处,https://x.edu.cn/1\n乙,同上,〃,同上,同上\n丙,\"\"\"\",2024-10-3,同上,\n";
    let read = found("a.csv", text.as_bytes());
    assert_eq!(read.cells("item"), ["1", "1", "1"]);
    assert_eq!(read.cells("published_on"), ["2024-10-1", "2024-10-1", "2024-10-3"]);
    assert_eq!(read.cells("unit"), ["教务处"; 3]);
    assert_eq!(read.cells("locator")[1], "https://x.edu.cn/1");
    assert_eq!(read.understood(Taken::Ditto).len(), 6, "{:?}", read.understood(Taken::Ditto));
    // There is nothing above the first row.
    let first = found("a.csv", "标题,事项\n甲,同上\n".as_bytes());
    assert_eq!(first.readings()[0].questions.len(), 1);
}

#[test]
fn an_error_of_a_formula_counts_only_in_a_column_that_is_read() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet().set_name("记录").unwrap();
        rows(sheet, 0, &[&["序号", "标题", "事项"], &["", "甲", "1"], &["", "", "2"]]);
        let error = || Formula::new("=1/0").set_result("#DIV/0!");
        sheet.write_formula(1, 0, error()).unwrap();
        sheet.write_formula(2, 1, error()).unwrap();
    });
    let found = found("a.xlsx", &bytes);
    assert_eq!(found.cells("title"), ["甲"]);
    assert!(
        matches!(&found.errors[..], [LedgerFileError::Formula { place }] if place == "记录!B3"),
        "{:?}",
        found.errors
    );
}

#[test]
fn nothing_in_place_of_a_title_is_asked_about_and_no_number_is_none() {
    let text = "标题,事项,公开日期,文号\n无,1,2024-10-1,\n本学年无此类信息,2,,\n甲,3,2024-10-2,无\n无线网络使用指南,39,2024-10-3,\n";
    let found = found("a.csv", text.as_bytes());
    let kinds: Vec<Vec<Doubt>> = found
        .readings()
        .iter()
        .map(|reading| reading.questions.iter().map(|question| question.kind).collect())
        .collect();
    assert_eq!(kinds, [vec![Doubt::Nothing], vec![Doubt::Nothing], vec![], vec![]]);
    assert_eq!(found.cells("document_number")[2], "");
}

#[test]
fn a_text_or_page_under_the_name_of_a_workbook_is_known_for_what_it_is() {
    let text = "标题,事项\n甲,1\n";
    assert_eq!(found("a.xls", text.as_bytes()).cells("title"), ["甲"], "a text is read as one");
    let (gbk, _, _) = encoding_rs::GBK.encode("标题\t事项\n乙\t2\n");
    assert_eq!(found("a.xls", &gbk).cells("title"), ["乙"]);
    assert_eq!(found("a.xls", b"<html><table></table></html>").errors, [LedgerFileError::Page]);
    for name in ["a.docx", "a.doc", "a.wps", "a.pdf", "a.odt"] {
        assert_eq!(found(name, b"x").errors, [LedgerFileError::Document], "{name}");
    }
}

#[test]
fn a_row_that_the_sheet_hides_is_told_and_one_struck_through_is_asked_about() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        let head = &["标题", "事项", "公开日期", "渠道"][..];
        rows(sheet, 0, &[head, &["甲", "7", "2026-05-06", "官网"], &["乙", "7", "2026-05-07", "官网"]]);
        let struck = Format::new().set_font_strikethrough();
        for (column, text) in (0u16..).zip(["丙", "7", "2026-05-08", "官网"]) {
            sheet.write_string_with_format(3, column, text, &struck).unwrap();
        }
        sheet.set_row_hidden(2).unwrap();
    });
    let found = found("台账.xlsx", &bytes);
    assert_eq!(found.understood(Taken::HiddenRow), [("乙".to_string(), String::new())]);
    let asked: Vec<Vec<Doubt>> =
        found.readings().iter().map(|row| row.questions.iter().map(|question| question.kind).collect()).collect();
    assert_eq!(asked, [vec![], vec![], vec![Doubt::Withdrawn]]);
}

/// One book, as a spreadsheet writes it and as LibreOffice saves it in the other formats: a row, a column and a sheet are
/// hidden, a row and a date are struck through.
#[test]
fn what_a_book_hides_or_strikes_through_is_told_in_every_format() {
    for (name, bytes) in [
        ("a.xlsx", &include_bytes!("../fixtures/hidden.xlsx")[..]),
        ("a.xls", &include_bytes!("../fixtures/hidden.xls")[..]),
        ("a.ods", &include_bytes!("../fixtures/hidden.ods")[..]),
    ] {
        let found = found(name, bytes);
        assert!(found.errors.is_empty(), "{name}: {:?}", found.errors);
        assert_eq!(
            found.cells("title"),
            ["学籍办法", "作废办法", "隐藏办法", "专业设置"],
            "{name}: nothing hidden is lost"
        );
        let told = |kind| found.understood(kind).into_iter().map(|(written, _)| written).collect::<Vec<_>>();
        assert_eq!(
            (told(Taken::HiddenRow), told(Taken::HiddenColumn)),
            (vec!["隐藏办法".into()], vec!["备注".into()]),
            "{name}"
        );
        assert_eq!(found.notices, [Notice::HiddenSheet { name: "底稿".into() }], "{name}");
        let asked: Vec<Vec<Doubt>> = found
            .readings()
            .iter()
            .map(|reading| reading.questions.iter().map(|question| question.kind).collect())
            .collect();
        assert_eq!(asked, [vec![], vec![Doubt::Withdrawn], vec![], vec![Doubt::Word]], "{name}");
    }
}
