//! Rows between the records: what is none of them is told with its place, and no record is taken for one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::ledger::Taken;
use office::ledger::{Language, Limits, Remark};

#[test]
fn a_row_that_holds_a_value_of_its_own_is_a_row_whatever_it_begins_with_and_what_is_left_out_is_told_with_its_place() {
    let head = "序号,标题,事项,责任部门,公开日期,网址\n";
    let read = |row: &str| {
        let text =
            format!("{head}1,通知,37,学生处,2025-03-01,https://x.edu.cn/1\n{row}\n2,公告,37,学生处,2025-03-02,\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("台账.csv");
        std::fs::write(&path, text).unwrap();
        let mut reader = office::ledger::read(&path, &Limits::default()).unwrap();
        let rows = reader.by_ref().inspect(|row| assert!(row.is_ok())).count();
        let places: Vec<String> = reader
            .remarks()
            .iter()
            .filter_map(|remark| match remark {
                Remark::Understood { remark, spot, .. } if remark.kind == Taken::RowOut => {
                    Some(spot.text(Language::Zh))
                }
                _ => None,
            })
            .collect();
        (rows, places)
    };
    for row in [
        "注：关于奖学金的通知,,37,,2025-03-01,",
        "说明：另见,,,,2025-03-01,",
        "填表人：张三的通知,,,,,https://x.edu.cn/2",
        ",注：关于奖学金的通知,37,,,",
        "合计,,37,,,https://x.edu.cn/3",
        ",,,,2025年,",
        ",,,,2025-03-01,",
        ",,,学生处,,",
        ",,37,,,",
        ",,,,,https://x.edu.cn/4",
    ] {
        assert_eq!(read(row), (3, vec![]), "{row}");
    }
    for row in [
        "注：以上为本学年数据,,,,,",
        "填表人：张三,,审核人：李四,,2025-10-08,",
        "填表日期,,,,2025-10-08,",
        "合计,2条,,,,",
        "一、学生资助,,,,,",
        "学生处,,,,,",
        "2024-2025学年,,,,,",
        ",学生处,,,,",
    ] {
        let (rows, places) = read(row);
        assert_eq!((rows, places.len()), (2, 1), "{row}");
        assert!(places[0].contains('3'), "{row}: {places:?}");
    }
}

#[test]
fn the_sample_raises_no_question() {
    for year in ["2022-2023", "living"] {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(year).join("ledger.json");
        let mut rows = 0;
        for row in office::ledger::read(&path, &Limits::default()).unwrap() {
            let row = row.unwrap();
            let reading = domain::ledger::read_row(row.written(), &domain::ledger::Nothing);
            assert!(reading.questions.is_empty(), "{}: {:?}", row.place.row(Language::En), reading.questions);
            rows += 1;
        }
        assert!(rows > 30, "{year}: {rows}");
    }
}
