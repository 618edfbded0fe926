//! What clerks ordinarily write is read without a question, and told where it was understood.

use super::*;

fn silent(cells: &[(&str, &str)], year: StatedYear) -> Reading {
    let reading = read_with(cells, &[], &SheetFacts { year, ..SheetFacts::default() });
    assert!(reading.questions.is_empty() && reading.entry.is_ok(), "{cells:?}: {reading:?}");
    reading
}

#[test]
fn days_beside_the_day_of_disclosure_are_of_its_year() {
    let day = ("published_on", "2024-12-30");
    let period = silent(&[day, ("title", "甲公示"), ("publicity_from", "12月30日至1月8日")], StatedYear::None);
    assert_eq!([cell(&period, "publicity_from"), cell(&period, "publicity_until")], ["2024-12-30", "2025-01-08"]);
    let channels = silent(&[day, ("channel", "官网（12.30）、公众号（1月2日）")], StatedYear::None);
    assert_eq!(channels.releases.last().map(|release| release.on.to_string()).as_deref(), Some("2025-01-02"));
    let own = silent(&[("channel", "官网（2024.10.15）、公众号（10.16）")], StatedYear::None);
    assert_eq!(own.releases.last().map(|release| release.on.to_string()).as_deref(), Some("2024-10-16"));
    let far = read(&[day, ("channel", "官网（6.30）")]);
    assert_eq!(far.questions[0].kind, Doubt::Year, "half a year away it may be of either");
}

#[test]
fn a_sheet_of_one_month_gives_it_to_its_days() {
    let month = StatedYear::of("2024年10月");
    for (written, day) in [("10月15日", "2024-10-15"), ("15日", "2024-10-15"), ("9.30", "2024-09-30")] {
        assert_eq!(cell(&silent(&[("published_on", written)], month), "published_on"), day, "{written}");
    }
    let far = read_with(&[("published_on", "5月3日")], &[], &SheetFacts { year: month, ..SheetFacts::default() });
    assert_eq!(far.questions[0].kind, Doubt::Year);
}

#[test]
fn school_years_of_four_digits_in_all_are_read_and_other_pairs_are_none() {
    for written in ["24-25", "24/25", "24—25学年", "２４－２５"] {
        assert_eq!(cell(&silent(&[("year", written)], StatedYear::None), "year"), "2024-2025", "{written}");
    }
    for written in ["24-26", "4-5", "24-25-1"] {
        assert!(read(&[("year", written)]).entry.is_err(), "{written}");
    }
}

#[test]
fn states_in_the_words_of_a_website_or_of_a_document_are_understood() {
    for (written, state, validity) in [
        ("正常", "公开", ""),
        ("审核中", "草稿", ""),
        ("待审批", "草稿", ""),
        ("有效", "公开", "有效"),
        ("现行有效", "公开", "有效"),
    ] {
        let reading = silent(&[("state", written)], StatedYear::None);
        assert_eq!([cell(&reading, "state"), cell(&reading, "validity")], [state, validity], "{written}");
        assert!(!reading.understood.is_empty(), "{written}");
    }
    for written in ["废止", "已失效"] {
        assert_eq!(read(&[("state", written)]).questions[0].kind, Doubt::Withdrawn, "{written}");
    }
}

#[test]
fn openness_within_the_school_is_an_audience() {
    let reading = silent(&[("openness", "校内公开")], StatedYear::None);
    assert_eq!([cell(&reading, "openness"), cell(&reading, "audience")], ["主动公开", "校内"]);
    let both = read(&[("openness", "校内公开"), ("audience", "社会")]);
    assert_eq!(both.questions[0].candidates, ["校内", "社会"]);
}
