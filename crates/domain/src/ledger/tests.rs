//! Rows become entries and rows again.

use super::*;
use crate::record::Openness;
use proptest::prelude::*;

fn row(table: Table, cells: &[(&str, &str)]) -> Row {
    let mut row = vec![String::new(); columns(table).len()];
    for (key, text) in cells {
        let at = columns(table).iter().position(|column| column.key == *key).unwrap();
        row[at] = text.to_string();
    }
    Row(row)
}

fn faults(table: Table, cells: &[(&str, &str)]) -> Vec<(&'static str, FaultKind)> {
    let faults = parse(table, &row(table, cells)).unwrap_err();
    faults.into_iter().map(|fault| (columns(table)[fault.column].key, fault.kind)).collect()
}

#[test]
fn a_row_needs_only_title_and_item() {
    let Ok(Entry::Record(entry)) = parse(Table::Records, &row(Table::Records, &[("title", "通知"), ("item", "37")]))
    else {
        panic!("refused")
    };
    assert_eq!((entry.count, &entry.openness), (1, &Openness::Proactive));
    assert!(entry.key.starts_with("auto-") && entry.published_on.is_unknown());
}

#[test]
fn all_faults_of_a_row_are_named_at_once() {
    let found = faults(
        Table::Records,
        &[("item", "51"), ("published_on", "2023-02-30"), ("openness", "不予公开"), ("count", "0"), ("form", "公函")],
    );
    for wanted in [
        ("title", FaultKind::Missing),
        ("item", FaultKind::Item),
        ("published_on", FaultKind::Date),
        ("ground", FaultKind::Missing),
        ("count", FaultKind::Count),
        ("form", FaultKind::Word),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
}

#[test]
fn an_item_that_does_not_apply_needs_a_reason() {
    assert_eq!(faults(Table::Items, &[("item", "11"), ("applies", "不适用")]), [("reason", FaultKind::Missing)]);
}

#[test]
fn heads_of_real_spreadsheets_are_recognised() {
    for (head, key) in
        [("信息名称*", "title"), (" 公 开 日 期 ", "published_on"), ("责任部门（必填）", "unit"), ("Title", "title")]
    {
        let at = column_of(Table::Records, head).unwrap();
        assert_eq!(columns(Table::Records)[at].key, key, "{head}");
    }
    let cells = |text: &[&str]| text.iter().map(|t| t.to_string()).collect::<Vec<_>>();
    assert!(is_head(Table::Records, &cells(&["序号", "标题", "事项", "发布日期"])));
    assert!(!is_head(Table::Records, &cells(&["某学院2022-2023学年信息公开台账", "", "", ""])));
}

#[test]
fn no_two_columns_of_a_table_answer_to_the_same_head() {
    for table in Table::ALL {
        let heads = |column: &Column| {
            std::iter::once(column.key)
                .chain([column.zh])
                .chain(column.aliases.iter().copied())
                .map(str::to_string)
                .collect::<Vec<_>>()
        };
        let mut all: Vec<String> = columns(*table).iter().flat_map(heads).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "{table:?}");
    }
}

#[test]
fn the_same_content_has_the_same_key_and_another_title_another() {
    let key = |title: &str| match parse(Table::Records, &row(Table::Records, &[("title", title), ("item", "1")])) {
        Ok(Entry::Record(entry)) => entry.key,
        other => panic!("{other:?}"),
    };
    assert_eq!(key("甲"), key("甲"));
    assert_ne!(key("甲"), key("乙"));
}

#[test]
fn a_release_keeps_its_edition_and_its_remark_apart() {
    for edition in ["", "2"] {
        let cells = [("record", "xs-01"), ("channel", "wechat"), ("edition", edition), ("note", "报告未另写日期")];
        let entry = parse(Table::Releases, &row(Table::Releases, &cells)).unwrap();
        let (table, printed) = print(&entry);
        assert_eq!(parse(table, &printed), Ok(entry));
    }
}

fn words() -> impl Strategy<Value = String> {
    "[\\u{4e00}-\\u{9fa5}A-Za-z0-9，。〔〕]{1,20}"
}

fn record_cells() -> impl Strategy<Value = Row> {
    let dates = prop::sample::select(vec!["", "2023-05-12", "2023年5月", "2023", "45058", "２０２３．５．１２"]);
    let forms = prop::sample::select(vec!["", "通知", "名单", "news"]);
    (words(), 1u8..=50, words(), dates.clone(), dates, forms, prop::option::of(1u32..1000), prop::bool::ANY).prop_map(
        |(title, item, unit, made, published, form, count, withheld)| {
            row(
                Table::Records,
                &[
                    ("title", title.as_str()),
                    ("item", &item.to_string()),
                    ("unit", &unit),
                    ("made_on", made),
                    ("published_on", published),
                    ("form", form),
                    ("count", &count.map(|count| count.to_string()).unwrap_or_default()),
                    ("openness", if withheld { "不予公开" } else { "" }),
                    ("ground", if withheld { "办法第十条第二项" } else { "" }),
                    ("channel", "site；wechat"),
                ],
            )
        },
    )
}

proptest! {
    #[test]
    fn a_printed_record_reads_back_the_same(row in record_cells()) {
        let entry = parse(Table::Records, &row).unwrap();
        let (table, printed) = print(&entry);
        prop_assert_eq!(table, Table::Records);
        prop_assert_eq!(printed.0.len(), columns(table).len());
        prop_assert_eq!(parse(table, &printed), Ok(entry));
    }

    #[test]
    fn no_row_makes_it_panic(at in 0usize..12, cells in prop::collection::vec("\\PC{0,12}|[0-9.]{0,8}|sum|rate|不适用", 0..30)) {
        let table = Table::ALL[at];
        if let Ok(entry) = parse(table, &Row(cells)) {
            let (same, printed) = print(&entry);
            prop_assert_eq!(same, table);
            prop_assert_eq!(parse(table, &printed), Ok(entry));
        }
    }
}
