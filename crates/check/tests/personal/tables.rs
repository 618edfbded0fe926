//! Tables and hidden places: what heads say about the cells beneath, and what a policy says about heads.

use check::personal::{Finding, Kind, Policy, Reason, TableScanner, scan};
use domain::extract::{BlockKind, Concealed, Extract, Link, Place};

/// A worksheet from rows of cells divided by `|`.
fn sheet(rows: &[&str]) -> Extract {
    let mut extract = Extract::default();
    add_sheet(&mut extract, 0, rows, None);
    extract
}

fn add_sheet(extract: &mut Extract, table: usize, rows: &[&str], concealed: Option<Concealed>) {
    for (row, line) in rows.iter().enumerate() {
        for (column, text) in line.split('|').enumerate() {
            let kind = BlockKind::Cell { table, row, column, row_span: 1, column_span: 1 };
            let cell = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            extract.push(text, kind, Place::Cell { sheet: format!("Sheet{}", table + 1), cell }, concealed);
        }
    }
}

/// Findings as `kind cell?`, with `?` for what is not certain and `*` for what is partly masked.
fn seen(extract: &Extract, findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            let place = match &extract.blocks[finding.block].place {
                Place::Cell { cell, .. } => cell.clone(),
                other => format!("{other:?}"),
            };
            let sort = if finding.partly_masked {
                "*"
            } else if finding.certain {
                ""
            } else {
                "?"
            };
            format!("{} {place}{sort}", finding.kind.code())
        })
        .collect()
}

#[track_caller]
fn check(rows: &[&str], policy: Option<&str>, wanted: &[&str]) {
    let extract = sheet(rows);
    let policy = policy.map(|kind| Policy::of(kind).expect(kind));
    let findings = scan(&extract, policy.as_ref());
    assert_eq!(seen(&extract, &findings), wanted);
}

#[test]
fn a_head_gives_meaning_to_the_cells_beneath() {
    check(
        &[
            "序号|姓名|身份证号码|联系电话|家庭住址|出生日期|银行卡号",
            "1|张三|430602199001011235|13800138000|平江县三阳乡大众村5组|1990-01-01|6222020000000000017",
            "2|李四|430602900101123|0730-8412345|岳阳楼区学院路18号3栋402室|19900101|",
        ],
        None,
        &[
            "id_card C2",
            "mobile D2",
            "address E2",
            "birth_date F2",
            "bank_card G2?",
            "id_card C3",
            "landline D3",
            "address E3",
            "birth_date F3",
        ],
    );
}

#[test]
fn a_valid_number_beneath_its_head_is_certain() {
    check(&["姓名|身份证号", "张三|11010519491231002X"], None, &["id_card B2"]);
    check(&["姓名|卡号", "张三|4111111111111111"], None, &["bank_card B2"]);
    check(&["姓名|证件类型|证件号码", "张三|护照|E12345678"], None, &["passport C2"]);
}

#[test]
fn title_rows_above_the_head_do_no_harm() {
    check(
        &[
            "2023年国家励志奖学金拟获奖学生名单",
            "湖南民族职业学院",
            "序号|姓名|出生年月|学号|手机",
            "1|张三|2003年5月|202203010112|13800138000",
        ],
        None,
        &["birth_date C4", "mobile E4"],
    );
}

#[test]
fn the_cell_at_the_left_of_a_form_says_what_it_is() {
    check(
        &[
            "姓名|张三|出生年月|1998.03|民族|汉",
            "身份证号|11010519491231002X|联系电话|0730-8412345",
            "家庭住址|湖南省平江县三阳乡大众村5组",
        ],
        None,
        &["birth_date D1", "id_card B2", "landline D2", "address B3"],
    );
}

#[test]
fn numbers_of_students_and_things_are_not_telephones() {
    check(&["姓名|学号|考生号", "张三|18020301011|13430602150"], None, &[]);
    check(&["合同编号|金额|发票号码", "13800138000|13900000001|15900000001"], None, &[]);
    check(&["部门|办公电话|传真", "教务处|0730-8412345|0730-8412346"], None, &[]);
}

#[test]
fn a_list_of_departments_is_not_a_list_of_people() {
    check(&["部门|联系电话|地址", "教务处|0730-8412345|岳阳市学院路18号行政楼402室"], None, &["landline B2?"]);
}

#[test]
fn hidden_sheets_rows_and_comments_are_read_and_said_to_be_hidden() {
    let mut extract = sheet(&["姓名|班级", "张三|1班"]);
    add_sheet(&mut extract, 1, &["姓名|身份证号", "张三|11010519491231002X"], Some(Concealed::HiddenSheet));
    let place = Place::Paragraph { part: "comment".into(), number: 1 };
    extract.push("他的手机是13800138000", BlockKind::Comment, place, None);
    extract.push(
        "电话13900000001",
        BlockKind::Deleted,
        Place::Property("deleted".into()),
        Some(Concealed::TrackedDeletion),
    );
    let findings = scan(&extract, None);
    let places: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.concealed)).collect();
    assert_eq!(
        places,
        [
            (Kind::IdCard, Some(Concealed::HiddenSheet)),
            (Kind::Mobile, None),
            (Kind::Mobile, Some(Concealed::TrackedDeletion))
        ]
    );
}

#[test]
fn a_forbidden_column_is_reported_though_its_cells_are_empty() {
    check(
        &["姓名|身份证件号码|家庭住址|电话号码|出生日期|银行卡号", "张三|||||"],
        Some("national_scholarship"),
        &["id_card B1", "address C1", "mobile D1", "birth_date E1", "bank_card F1"],
    );
    let extract = sheet(&["姓名|身 份 证 号", "张三|"]);
    let findings = scan(&extract, Policy::of("national_scholarship").as_ref());
    assert_eq!((findings[0].why, findings[0].masked.as_str()), (Reason::ForbiddenColumn, "身份证号"));
}

#[test]
fn what_a_kind_of_publicity_allows_is_not_reported() {
    let rows = ["姓名|性别|出生年月|籍贯|民族|现任职务", "张三|男|1975.03|湖南岳阳|汉族|教务处副处长"];
    check(&rows, Some("cadre_appointment"), &[]);
    check(&rows, Some("national_grant"), &["birth_date C1", "other_id D1?", "other_id E1?", "birth_date C2"]);
    check(&["姓名|考生编号|总成绩", "张三|105323000000001|380"], Some("postgraduate_admission"), &[]);
}

#[test]
fn student_numbers_are_told_once_for_their_column() {
    check(&["姓名|学号", "张三|202203010112", "李四|202203010113"], Some("national_scholarship"), &["other_id B1?"]);
    check(&["姓名|学号", "张三|2022****0112"], Some("national_scholarship"), &[]);
}

#[test]
fn a_full_date_in_a_column_of_months_is_asked_about() {
    check(&["姓名|出生年月", "张三|1975-03-12"], Some("cadre_appointment"), &["birth_date B2?"]);
}

#[test]
fn cells_do_not_run_together() {
    check(&["数量|编码", "430602|199001011235"], None, &[]);
    check(&["甲|乙|丙", "138|0013|8000"], None, &[]);
}

#[test]
fn a_number_broken_over_two_lines_of_a_page_is_one() {
    let mut extract = Extract::default();
    for (line, text) in ["身份证号1101051949", "1231002X，特此公示"].into_iter().enumerate() {
        extract.push(text, BlockKind::Paragraph, Place::Page { page: 1, line: line + 1 }, None);
    }
    let findings = scan(&extract, None);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].certain && findings[0].block == 0);
    assert_eq!(&extract.text[findings[0].range.clone()], "1101051949\n1231002X");
}

#[test]
fn addresses_behind_links_are_read() {
    let mut extract = Extract::default();
    let range = extract.push("点此联系", BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
    extract.links.push(Link { range: range.clone(), address: "tel:13800138000".into() });
    extract.links.push(Link { range, address: "mailto:zhangsan@qq.com?subject=1".into() });
    let kinds: Vec<_> = scan(&extract, None).iter().map(|finding| (finding.kind, finding.why)).collect();
    assert_eq!(kinds, [(Kind::Mobile, Reason::BehindLink), (Kind::Email, Reason::BehindLink)]);
}

#[test]
fn ranges_count_in_the_text_of_the_file() {
    let extract = sheet(&["说明：以下为名单", "姓名|手机", "张三| 138 0013 8000 "]);
    let findings = scan(&extract, None);
    assert_eq!(&extract.text[findings[0].range.clone()], "138 0013 8000");
    assert_eq!(findings[0].masked, "138****8000");
}

#[test]
fn a_table_of_departments_may_have_a_column_of_telephones() {
    check(&["部门|联系电话", "教务处|"], Some("general"), &[]);
    check(&["联系电话|姓名", "|张三"], Some("general"), &["mobile A1"]);
    check(&["学号|联系电话", "202203010112|"], Some("general"), &["other_id A1?", "mobile B1"]);
}

#[test]
fn a_day_that_a_spreadsheet_gives_as_a_number_is_a_date_of_birth_beneath_its_head() {
    check(&["姓名|出生日期|成绩", "张三|37747|37747"], None, &["birth_date B2"]);
}

#[test]
fn an_address_in_whatever_words_is_asked_about_beneath_its_head() {
    check(&["姓名|家庭住址", "张三|湖南岳阳平江", "李四|同上", "王五|不详"], None, &["address B2?"]);
}

#[test]
fn a_title_and_a_column_without_meaning_end_what_was_said_above() {
    check(&["名单及联系电话", "姓名|学号|备注|单号", "张三|18020301011|13800138000|13900000001"], None, &["mobile C3"]);
    check(&["|家庭电话|", "姓名|备注|班级", "张三|8412345|1班"], None, &["landline B3"]);
    check(&["|家庭电话|", "姓名|备注|学号", "张三|8412345|"], None, &[]);
}

#[test]
fn what_stands_in_brackets_explains_a_head() {
    check(&["姓名（与身份证一致）|电话（座机）", "张三|0730-8412345"], Some("general"), &["mobile B1", "landline B2"]);
}

#[test]
fn heads_in_two_rows_are_read_from_the_lower() {
    check(&["姓名|联系方式|", "|手机|邮箱", "张三|13800138000|zhangsan@qq.com"], None, &["mobile B3", "email C3"]);
}

#[test]
fn an_address_beside_a_firm_is_not_taken_for_a_home() {
    let address = "长沙市岳麓区麓谷大道658号3栋402室";
    check(&["姓名|地址", &format!("张三|{address}")], None, &["address B2"]);
    check(&["公司名称|联系人姓名|地址", &format!("某某科技|张三|{address}")], None, &["address C2?"]);
}

#[test]
fn a_link_that_shows_what_it_holds_says_nothing_new() {
    let mut extract = Extract::default();
    let text = "招生咨询电话：0730-8412345";
    let range = extract.push(text, BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
    extract.links.push(Link { range: range.end - 12..range.end, address: "tel:07308412345".into() });
    extract.links.push(Link { range: range.end..range.end, address: "tel:0730-8412399".into() });
    assert_eq!(seen(&extract, &scan(&extract, None)), Vec::<String>::new());
}

#[test]
fn a_table_in_pieces_gives_what_the_whole_gives() {
    let rows = [
        "姓名|学号|联系电话|家庭住址",
        "张三|13800000001|0730-8412345|岳阳楼区学院路18号3栋402室",
        "李四|13800000002|13907300001|不详",
        "王五|13800000003|13907300002|平江县三阳乡大众村5组",
    ];
    for policy in [None, Policy::of("national_scholarship")] {
        let whole = sheet(&rows);
        let wanted = scan(&whole, policy.as_ref());
        let mut scanner = TableScanner::new(policy.as_ref());
        let mut told = scanner.feed(&sheet(&rows[..2])).len();
        for (row, cells) in rows.iter().enumerate().skip(2) {
            let mut piece = Extract::default();
            for (column, text) in cells.split('|').enumerate() {
                let kind = BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
                piece.push(text, kind, Place::Line { line: row + 1, column: 1 }, None);
            }
            let found = scanner.feed(&piece);
            let kinds =
                |findings: &[Finding]| findings.iter().map(|found| (found.kind, found.certain)).collect::<Vec<_>>();
            let beneath = |finding: &&Finding| matches!(whole.blocks[finding.block].kind, BlockKind::Cell { row: at, .. } if at == row);
            let of_row: Vec<Finding> = wanted.iter().filter(beneath).cloned().collect();
            assert_eq!(kinds(&found), kinds(&of_row), "row {row}");
            told += found.len();
        }
        assert_eq!(told, wanted.len());
    }
}

#[test]
fn illness_faith_and_poverty_beside_names_are_told_cell_by_cell() {
    check(
        &["姓名|学院|病史|宗教信仰|家庭年收入|困难等级", "张三|商学院|哮喘|佛教|8000|特别困难", "李四|商学院|无||—|"],
        None,
        &["other_id C2", "other_id D2", "other_id E2?", "other_id F2?"],
    );
    check(&["序号|姓名|困难原因", "1|张三|父亲因病去世", "|合计|共1人"], None, &["other_id C2"]);
    check(&["学号|困难类型", "20240101017|低保"], None, &["other_id B2"]);
    check(&["姓名|备注", "张三|建档立卡户", "李四|省级优秀"], None, &["other_id B2?"]);
    check(&["姓名|健康状况", "张三|良好"], None, &["other_id B2?"]);
    check(&["姓名|病史", "张三|电话13800138000"], None, &["mobile B2"]);
}

#[test]
fn tables_without_people_and_lists_of_prizes_are_left_alone() {
    check(&["学院|低保|残疾|人数", "商学院|12|3|15"], None, &[]);
    check(&["困难类型|人数", "低保|12"], None, &[]);
    check(&["姓名|学院|奖项", "张三|商学院|一等奖"], None, &[]);
    check(&["姓名|课题", "张三|残疾人运动会志愿服务研究"], None, &[]);
    check(&["姓名|职务|联系部门", "张三|心理委员|心理健康教育中心"], None, &[]);
}

#[test]
fn a_kind_that_shows_a_column_may_show_it() {
    let rows = ["姓名|班级|困难等级", "张三|会计2401|特别困难"];
    check(&rows, Some("hardship_identification"), &[]);
    check(&rows, None, &["other_id C2?"]);
}

#[test]
fn a_long_list_in_pieces_keeps_its_sensitive_columns() {
    let mut scanner = TableScanner::new(None);
    assert_eq!(scanner.feed(&sheet(&["姓名|病史"])).len(), 0);
    for row in 1..4 {
        let mut piece = Extract::default();
        for (column, text) in ["张三", "哮喘"].into_iter().enumerate() {
            let kind = BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
            piece.push(text, kind, Place::Line { line: row + 1, column: 1 }, None);
        }
        let found = scanner.feed(&piece);
        assert_eq!(
            found.iter().map(|one| (one.why, one.certain)).collect::<Vec<_>>(),
            [(Reason::SensitiveColumn, true)]
        );
    }
}

#[test]
fn whom_to_ask_in_a_department_is_not_certain() {
    let rows = ["部门|联系人|办公电话|手机|邮箱", "招生办|刘老师|0730-8412300|13907300000|liuxiang@163.com"];
    check(&rows, None, &["mobile D2?", "email E2?"]);
    let people = ["部门|姓名|联系人|手机", "招生办|刘某|周某|13907300000"];
    check(&people, None, &["mobile D2"]);
}

#[test]
fn columns_of_data_are_no_telephones() {
    check(
        &["station_id|lat|count|timestamp|phone", "13800138001|29.3570123456|15073001234|1697443200000|13907300000"],
        None,
        &["mobile E2"],
    );
}
