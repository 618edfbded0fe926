//! What is filled in where the report lacks something is taken as it is meant, and what is not taken is said.

use app::report::{build, gaps};
use domain::annual_report::GapKind;
use domain::audit::Discrepancy;
use domain::catalogue::ItemKey;
use domain::document::Block;
use testkit::School;

const TODAY: &str = "2025-12-01";
const RECORD: &str = "标题,事项,公开日期,网址\n学籍办法,36,2024-10-01,https://x.edu.cn/1\n";

fn cells(built: &app::report::Built, item: &str) -> Vec<String> {
    let rows = built.document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.columns.len() == 6 => Some(&table.rows),
        _ => None,
    });
    let row = rows.flatten().find(|row| domain::document::plain(&row[0]) == item).expect("a row of the item");
    row.iter().map(|cell| domain::document::plain(cell)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn deadlines_come_back_in_every_customary_spelling_and_what_is_not_understood_is_asked_for_again() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", RECORD).await;
    let remarks = [
        ("1", "2026-12-31", "未公开，2026年12月31日前完成"),
        ("2", "2026年底前", "未公开，2026年底前完成"),
        ("3", "2026年6月", "未公开，2026年6月底前完成"),
        ("4", "拟2026年10月前完成", "未公开，2026年10月前完成"),
        ("5", "2026.12.31前公开", "未公开，2026年12月31日前完成"),
        ("7", "2026年6月30日前完成", "未公开，2026年6月30日前完成"),
        ("9", "年底前", "未公开，【待补：完成时限】"),
    ];
    let rows: String = remarks.iter().map(|(item, remark, _)| format!("{item},{remark}\n")).collect();
    let outcome = school.operator().imports("b.csv", &format!("#表,事项\n事项,备注\n{rows}")).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let year = "2024-2025".parse().unwrap();
    let built = build(&school.ctx(), year, None).await.unwrap();
    for (item, remark, printed) in remarks {
        assert_eq!(cells(&built, item)[5], printed, "{remark}");
    }
    let told = Discrepancy::Deadline { item: ItemKey::Official(9), remark: "年底前".into() };
    assert!(built.discrepancies.contains(&told), "{:?}", built.discrepancies);
    let book = school.folder().join("gaps.xlsx");
    gaps(&school.ctx(), year, &book).await.unwrap();
    let text = office::read::read_file(&book, &office::read::Limits::default()).unwrap().text;
    assert!(text.contains("（备注“年底前”看不出年月日）"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_says_nothing_is_asked_for_and_its_row_goes_out_to_be_mended() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", RECORD).await;
    let texts = "#表,报告文字\n学年,位置,次序,文字\n2024-2025,6,1,（略）\n2024-2025,3,1,无。\n";
    let outcome = school.operator().imports("b.csv", texts).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let year = "2024-2025".parse().unwrap();
    let built = build(&school.ctx(), year, None).await.unwrap();
    let kinds: Vec<GapKind> = built.gaps.iter().map(|gap| gap.kind).collect();
    assert!(kinds.contains(&GapKind::Lessons) && !kinds.contains(&GapKind::Requests), "{kinds:?}");
    let final_one = app::report::final_report(&school.ctx(), year, "2025-10-31".parse().unwrap()).await;
    assert!(final_one.is_err());
    let book = school.folder().join("gaps.xlsx");
    gaps(&school.ctx(), year, &book).await.unwrap();
    let text = office::read::read_file(&book, &office::read::Limits::default()).unwrap().text;
    assert!(text.contains("（略）"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_back_and_what_a_unit_signed_for_stand_in_the_table_with_their_unit() {
    let school = School::founded_on(TODAY).await;
    let rows = "标题,事项,责任部门,公开日期,网址,公开属性,不公开依据,学年\n学籍办法,36,教务处,2024-10-01,https://x.edu.cn/1,,,\n\
        考察材料,25,组织部,,,不予公开,个人隐私,2024-2025\n评审意见,42,科研处,,,依申请公开,,2024-2025\n";
    let outcome = school.operator().imports("a.csv", rows).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let signed = "#表,零报告\n事项,学年,责任部门,签署人,签署日期\n22,2024-2025,组织部,部长,2025-9-1\n";
    let outcome = school.operator().imports("b.csv", signed).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let built = build(&school.ctx(), "2024-2025".parse().unwrap(), None).await.unwrap();
    assert_eq!(cells(&built, "25")[3..], ["组织部", "—", "列为不予公开1条"]);
    assert_eq!(cells(&built, "42")[3..], ["科研处", "—", "列为依申请公开1条"]);
    assert_eq!(cells(&built, "22")[3..], ["组织部", "—", "本学年无此类信息"]);
    let text = typeset::markdown(&built.whole());
    assert!(!text.contains("考察材料") && !text.contains("个人隐私"), "what is withheld is not printed: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_filled_with_true_numbers_raises_no_doubt_and_with_missing_ones_it_does() {
    let year = "2024-2025".parse().unwrap();
    for (dissatisfied, other, doubts) in [("50", "1", 0), ("40", "1", 1), ("50", "0", 1), ("40", "0", 2)] {
        let school = School::founded_on(TODAY).await;
        let rows = format!(
            "#表,数据集\n数据集代码,标题,事项,学年\nsurvey,信息公开评议,6,2024-2025\nrequests,信息公开申请,6,2024-2025\n\
             #表,数据\n数据集代码,数据代码,名称,数值,单位\nsurvey,participants,参加评议,1000,人\nsurvey,satisfied,满意,700,人\n\
             survey,fairly,基本满意,250,人\nsurvey,dissatisfied,不满意,{dissatisfied},人\nsurvey,rate,满意率,95,%\n\
             requests,received,收到申请,5,件\nrequests,granted,予以公开,3,件\nrequests,partial,部分公开,0,件\n\
             requests,refused,不予公开,1,件\nrequests,absent,信息不存在,0,件\nrequests,other,其他处理,{other},件\n\
             requests,pending,结转下学年办理,0,件\n"
        );
        let outcome = school.operator().imports("a.csv", &rows).await;
        assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
        let built = build(&school.ctx(), year, None).await.unwrap();
        let figures = built.discrepancies.iter().filter(|one| matches!(one, Discrepancy::Figures { .. })).count();
        assert_eq!(figures, doubts, "{:?}", built.discrepancies);
        assert!(built.year.findings.iter().all(|finding| finding.kind.code() != "rate"), "{:?}", built.year.findings);
        assert_eq!(typeset::markdown(&built.document).matches("已在正文中注明").count(), doubts);
    }
}
