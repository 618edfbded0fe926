//! The annual report of the sample year.

use app::report::{Format, build, compare, file, write};
use domain::audit::Discrepancy;
use testkit::School;

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_year_goes_in_and_its_report_comes_out_true_in_every_format() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    let out = school.folder().join("report");
    let written: Vec<_> =
        write(&school.app, &built, &out, &Format::ALL, &|_| {}).unwrap().into_iter().map(Result::unwrap).collect();
    assert_eq!(written.len(), 5);
    for file in &written {
        assert!(file.bytes > 10_000, "{file:?}");
    }
    let values = |format| written.iter().find(|file| file.format == format).unwrap().compared.unwrap().values;
    assert_eq!(values(Format::Docx), values(Format::Pdf));
    assert!(values(Format::Pdf) > 500, "{}", values(Format::Pdf));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_ledger_gives_the_same_bytes_in_another_database() {
    let mut made = Vec::new();
    for day in ["2023-12-01", "2024-06-01"] {
        let school = School::open_on(day).await.with_sample().await;
        let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
        made.push(Format::ALL.map(|format| file(&school.app, &built, format).unwrap().bytes));
    }
    for (at, format) in Format::ALL.into_iter().enumerate() {
        assert!(made[0][at] == made[1][at], "{format:?} differs");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_says_another_number_is_refused() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    for format in [Format::Docx, Format::Pdf] {
        let bytes = file(&school.app, &built, format).unwrap().bytes;
        let mut other = built.document.clone();
        change_first(&mut other.blocks, "5531人", "5532人");
        let refused = compare(&other, format, &bytes, &[]).unwrap_err();
        assert!(refused.to_string().contains("5532"), "{refused}");
    }
}

fn change_first(blocks: &mut [domain::document::Block], from: &str, to: &str) {
    use domain::document::{Block, Inline};
    for block in blocks {
        let Block::Paragraph(inlines) = block else { continue };
        for inline in inlines {
            if let Inline::Value { text, .. } = inline
                && text == from
            {
                *text = to.to_string();
                return;
            }
        }
    }
    panic!("{from} does not stand in the report");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_add_up_in_the_sample_is_named() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let built = build(&school.ctx(), app::demo::year(), None).await.unwrap();
    let told: Vec<String> = built.discrepancies.iter().map(|discrepancy| format!("{discrepancy:?}")).collect();
    let count =
        |wanted: fn(&Discrepancy) -> bool| built.discrepancies.iter().filter(|discrepancy| wanted(discrepancy)).count();
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::Figures { disputed: true, .. })), 2, "{told:#?}");
    assert_eq!(
        count(|discrepancy| matches!(discrepancy, Discrepancy::Figures { disputed: false, .. })),
        0,
        "{told:#?}"
    );
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::LinkDate { .. })), 2, "{told:#?}");
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::Hosts { .. })), 1, "{told:#?}");
    assert_eq!(count(|discrepancy| matches!(discrepancy, Discrepancy::OutsidePeriod { .. })), 1, "{told:#?}");
}

#[tokio::test]
async fn a_year_of_which_the_ledger_knows_nothing_has_no_report() {
    let school = School::open_on("2023-12-01").await;
    let refused = build(&school.ctx(), app::demo::year(), None).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}
