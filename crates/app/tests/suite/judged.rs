//! Judgement at the door: what a file says and cannot be right, or what would keep a record out of every report, is told
//! with its number and its rows; and what stands in a file twice is never taken once in silence.

use app::ledger::{Bad, Outcome};
use domain::audit::Discrepancy;
use domain::ledger::{Concern, FaultKind, Table};
use office::ledger::Language;
use testkit::on_both;

/// What was told: what, about what, how often, and where.
fn told(outcome: &Outcome) -> Vec<(Concern, String, u64, Vec<String>)> {
    let mut told: Vec<_> = outcome
        .judged
        .told()
        .iter()
        .map(|told| {
            let places = told.places.iter().map(|spot| spot.text(Language::Zh));
            (told.remark.concern, told.remark.about.clone(), told.count, places.collect())
        })
        .collect();
    told.sort();
    told
}

fn told_of(concern: Concern, about: &str, lines: &[u64]) -> (Concern, String, u64, Vec<String>) {
    let places = lines.iter().map(|line| format!("第{line}行")).collect();
    (concern, about.to_string(), lines.len() as u64, places)
}

const BOOK: &str = "标题,事项,生成日期,公开日期,网址,责任部门\n\
    按时公开,37,2023-03-01,2023-03-02,https://x.edu.cn/1,学生处\n\
    迟公开,37,2023-03-01,2023-06-01,https://x.edu.cn/2,学生处\n\
    先公开后生成,37,2023-05-01,2023-03-01,https://x.edu.cn/3,学生处\n\
    未来,37,,2099-08-31,https://x.edu.cn/4,学生处\n\
    没有日期,38,,,https://x.edu.cn/5,学生处\n\
    只有年份,36,,2023,https://x.edu.cn/6,学生处\n\
    只有标题,35,,,,学生处\n\
    没有去处,35,,2023-03-02,,学生处\n\
    没有部门,35,,2023-03-02,https://x.edu.cn/7,\n\
    没有事项,S9,,2023-03-02,https://x.edu.cn/8,学生处\n";

on_both! {
    async fn what_cannot_be_right_or_falls_out_is_told_with_its_rows_and_comes_in_all_the_same(school) {
        let school = school.founded().await;
        let expected = [
            told_of(Concern::Future, "", &[5]),
            told_of(Concern::Backwards, "", &[4]),
            told_of(Concern::Late, "", &[3]),
            told_of(Concern::Undated, "", &[6]),
            told_of(Concern::Vague, "", &[7]),
            told_of(Concern::Draft, "", &[8]),
            told_of(Concern::Unplaced, "", &[9]),
            told_of(Concern::Unitless, "", &[10]),
            told_of(Concern::ItemUnknown, "", &[11]),
        ];
        let plan = school.operator().plans("book.csv", BOOK).await.outcome;
        assert_eq!(told(&plan), expected);
        let outcome = school.operator().imports("book.csv", BOOK).await;
        assert_eq!(told(&outcome), expected);
        assert!(!outcome.is_partial(), "a remark keeps nothing out");
        assert_eq!(outcome.tables[&Table::Records].new, 10);
        let again = school.operator().imports("book.csv", BOOK).await;
        assert_eq!((again.written(), told(&again)), (0, expected.to_vec()), "and again, as long as it is so");
    }

    async fn a_nil_statement_beside_records_is_told_whichever_of_them_comes_last(school) {
        let school = school.founded().await;
        let nil = "#表,零报告\n事项,学年,责任部门\n47,2022-2023,国际处\n48,2022-2023,国际处\n";
        let records = "标题,事项,公开日期,网址,责任部门\n合作办学情况,47,2023-03-01,https://x.edu.cn/1,国际处\n\
            又一年,48,2023-10-01,https://x.edu.cn/2,国际处\n";
        let outcome = school.operator().imports("nil.csv", nil).await;
        assert_eq!(told(&outcome), []);
        let outcome = school.operator().imports("records.csv", records).await;
        let expected = |line| [told_of(Concern::Nil, "2022-2023 47 国际处", &[line])];
        assert_eq!(told(&outcome), expected(2), "the year of the other has no statement");
        let outcome = school.operator().imports("nil.csv", nil).await;
        assert_eq!(told(&outcome), expected(3));
    }

    async fn channels_on_one_host_are_told_with_their_rows(school) {
        let school = school.founded().await;
        let channels = "#表,渠道\n渠道代码,渠道名称,类别,地址\nsite,官网,网站,https://www.x.edu.cn/\n\
            open,信息公开网,网站,https://x.edu.cn/xxgk/\nzs,招生网,网站,https://zs.x.edu.cn/\n";
        let outcome = school.operator().imports("channels.csv", channels).await;
        assert_eq!(told(&outcome), [told_of(Concern::Host, "官网、信息公开网（x.edu.cn）", &[3, 4])]);
    }

    async fn the_report_tells_of_its_year_what_the_import_told(school) {
        let school = school.founded().await;
        let nil = "#表,零报告\n事项,学年,责任部门\n37,2022-2023,国际处\n";
        school.operator().imports("book.csv", BOOK).await;
        school.operator().imports("nil.csv", nil).await;
        let year = "2022-2023".parse().unwrap();
        let built = app::report::build(&school.operator().ctx(), year, None).await.unwrap();
        let told: Vec<(Concern, u64, Vec<String>)> = built
            .discrepancies
            .into_iter()
            .filter_map(|told| match told {
                Discrepancy::Records { concern, entries, titles } => Some((concern, entries, titles)),
                Discrepancy::Together(judged) => Some((judged.concern, 1, vec![judged.about])),
                _ => None,
            })
            .collect();
        let one = |concern, title: &str| (concern, 1, vec![title.to_string()]);
        let expected = [
            one(Concern::Backwards, "先公开后生成"),
            one(Concern::Late, "迟公开"),
            one(Concern::Unplaced, "没有去处"),
            one(Concern::Unitless, "没有部门"),
            one(Concern::ItemUnknown, "没有事项"),
            one(Concern::Nil, "2022-2023 37 国际处"),
        ];
        assert_eq!(told, expected);
    }

    async fn no_two_rows_of_one_key_overwrite_each_other(school) {
        let school = school.founded().await;
        // Every small table, two rows of one key that say different things, and what of the key is told.
        for (table, rows, told) in [
            (Table::School, "项目,内容\nname,甲学院\nname,乙学院\n", "name"),
            (Table::Units, "单位代码,单位名称\njwc,教务处\njwc,教务部\n", "jwc"),
            (Table::Channels, "渠道代码,渠道名称,类别\nsite,官网,网站\nsite,网站,网站\n", "site"),
            (Table::Items, "事项,责任部门\n37,学生处\n37,教务处\n", "37"),
            (Table::Texts, "学年,位置,次序,文字\n2022-2023,6,1,甲\n2022-2023,6,1,乙\n", "2022-2023 6.1"),
            (Table::Nil, "事项,学年,责任部门,签署人\n47,2022-2023,国际处,处长\n47,2022-2023,国际处,副处长\n", "47 2022-2023 国际处"),
            (Table::Records, "编号,标题,事项,公开日期\nr-1,关于认定的通知,37,2023-05-12\nr-1,关于补助的通知,37,2023-05-13\n", "r-1"),
        ] {
            let text = format!("#表,{}\n{rows}", table.zh());
            let outcome = school.operator().imports(&format!("{}.csv", table.code()), &text).await;
            let found: Vec<_> = outcome
                .bad
                .iter()
                .filter_map(|bad| match bad {
                    Bad::Cell { table, kind, text, place, .. } => Some((*table, *kind, text.as_str(), place.row)),
                    Bad::File(_) => None,
                })
                .collect();
            assert_eq!(found, [(table, FaultKind::Duplicate, told, 4)], "{table:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn characters_that_no_font_has_are_told_with_their_cells() {
    let school = testkit::School::open_on("2025-12-01").await;
    let text = "标题,事项,公开日期,备注\n关于𠮷字的通知,37,2024-10-1,\n含私用字\u{E000}的通知,37,2024-10-2,\n丙,37,2024-10-3,\u{12000}\n";
    let outcome = school.operator().imports("a.csv", text).await;
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == domain::ledger::Taken::Glyph);
    let told: Vec<(String, String)> =
        told.map(|told| (told.places[0].text(office::ledger::Language::Zh), told.remark.taken.clone())).collect();
    let wanted = [("第3行“标题”列", "〔U+E000〕"), ("第4行“备注”列", "〔U+12000〕")];
    assert_eq!(told, wanted.map(|(place, printed)| (place.to_string(), printed.to_string())));
    assert_eq!(outcome.written(), 3, "nothing is refused for it");
}
