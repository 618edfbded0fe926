//! Part one of a report begun from last year's: kept once, marked, undone, and never passed over.

use app::error::Error;
use app::guard::{Extract, Limits, Source, read_text};
use app::ledger::{Undo, undo};
use app::report::{Format, begin, build, file, final_report, gaps, keep_begun};
use domain::annual_report::GapKind;
use testkit::School;

const LAST: &str = "# 某学院2021—2022学年信息公开工作年度报告\n\n## 一、信息公开工作概述\n\n学校公开信息86条，设{a.b}专栏。\n\n\
    ### （一）2022年工作机制\n\n召开会议三次。\n\n### （二）主动公开总体情况\n\n共86条。\n\n## 二、主动公开情况\n\n略。\n";

fn read(text: &str) -> Extract {
    read_text(Source::Held { name: "last.md", bytes: text.as_bytes() }, &Limits::default()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn last_years_sentences_are_kept_with_their_numbers_marked_and_hold_a_final_report_back() {
    let school = School::founded_on("2023-12-01").await;
    school.operator().imports("a.csv", "编号,标题,事项,公开日期,责任部门\nk1,甲,37,2023-05-01,教务处\n").await;
    let before = std::fs::read(school.operator().exports("before.json").await).unwrap();
    let (ctx, year) = (school.operator().ctx(), "2022-2023".parse().unwrap());
    let stale = async || {
        let built = build(&school.ctx(), year, None).await.unwrap();
        built.gaps.into_iter().filter(|gap| gap.kind == GapKind::Stale).map(|gap| gap.about).collect::<Vec<_>>()
    };
    assert!(stale().await.is_empty());
    let beginning = begin(&ctx, year, &read(LAST), "last.md").await.unwrap();
    assert_eq!((beginning.marks, beginning.from), (3, Some("2021-2022".parse().unwrap())));
    assert_eq!(beginning.own, ["主动公开总体情况"]);
    assert!(stale().await.is_empty(), "to look keeps nothing");
    let number = keep_begun(&ctx, &beginning).await.unwrap().unwrap();
    assert_eq!(stale().await, ["86条", "2022年", "三次"]);
    let built = build(&school.ctx(), year, None).await.unwrap();
    for format in [Format::Docx, Format::Pdf, Format::Markdown] {
        file(&school.app, &built, format).unwrap();
    }
    let text = typeset::markdown(&built.document);
    assert!(
        text.contains("学校公开信息【待核：86条】，设｛a.b｝专栏。") && text.contains("【待核：2022年】工作机制"),
        "{text}"
    );
    let signed = "2023-10-30".parse().unwrap();
    let refused = final_report(&school.ctx(), year, signed).await.unwrap_err();
    assert!(matches!(refused, Error::Incomplete { gaps, .. } if gaps == built.gaps.len()), "{refused}");
    // The workbook lists them and takes the sentences back, put right.
    let book = school.folder().join("gaps.xlsx");
    gaps(&ctx, year, &book).await.unwrap();
    let listed = office::read::read_file(&book, &office::read::Limits::default()).unwrap();
    assert!(listed.text.contains("标为【待核】的数字、日期") && listed.text.contains("学校公开信息【待核：86条】"));
    // What was kept stays: a second begin changes nothing and says so, before and after it was looked at.
    for again in [begin(&ctx, year, &read(LAST), "last.md").await.err(), keep_begun(&ctx, &beginning).await.err()] {
        assert!(matches!(again, Some(Error::NotBegun { why: "kept", texts: 2, .. })), "{again:?}");
    }
    let rows = "#表,报告文字\n学年,位置,次序,小标题,文字\n2022-2023,1,1,,学校公开信息90条。\n2022-2023,1,2,工作机制,召开会议四次。\n";
    let mended = school.operator().imports("mended.csv", rows).await;
    assert_eq!(mended.bad_rows, 0, "{:?}", mended.bad);
    assert!(stale().await.is_empty());
    assert!(matches!(undo(&ctx, mended.batch.unwrap()).await.unwrap(), Undo::Done { .. }));
    assert!(matches!(undo(&ctx, number).await.unwrap(), Undo::Done { .. }));
    assert_eq!(std::fs::read(school.operator().exports("after.json").await).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_part_one_and_one_with_personal_data_keep_nothing() {
    let school = School::founded_on("2023-12-01").await;
    let (ctx, year) = (school.operator().ctx(), "2022-2023".parse().unwrap());
    let none = begin(&ctx, year, &read("# 关于放假的通知\n\n放假三天。\n"), "a.md").await.unwrap_err();
    assert!(matches!(none, Error::NotBegun { why: "no-part", .. }), "{none}");
    // An invented number: region and date are real, the serial is not anybody's, the check character holds.
    let personal = "# 报告\n\n## 一、概述\n\n联系人身份证号 110101199001010015。\n\n## 二、主动公开情况\n\n略。\n";
    let beginning = begin(&ctx, year, &read(personal), "a.md").await.unwrap();
    let refused = keep_begun(&ctx, &beginning).await.unwrap_err();
    assert!(matches!(refused, Error::Personal(_)), "a mark hides nothing: {refused}");
    assert!(school.app.store.read().await.unwrap().texts(None).await.unwrap().is_empty());
    let visitor = begin(&school.visitor().ctx(), year, &read(LAST), "last.md").await.unwrap_err();
    assert!(matches!(visitor, Error::Forbidden(_)), "{visitor}");
}
