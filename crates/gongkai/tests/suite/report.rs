//! `gongkai report`: the right year, the right files, or a line that says what to do.

use crate::Workplace;

#[test]
fn a_year_of_which_nothing_is_known_is_refused_with_the_cure() {
    let workplace = Workplace::with_school();
    workplace.run(&["report", "1999-2000", "--out", "out"]).fails_in_one_line(&["1999-2000", "gongkai import ledger"]);
    assert!(!workplace.path("out").exists(), "no folder is left for a report that is not made");
}

#[test]
fn what_is_no_school_year_is_refused() {
    let workplace = Workplace::with_school();
    for text in ["2022", "2022-2024", "2023-2022", "二〇二二", "2022-2023-2024", "-1"] {
        workplace.run(&["report", "--out", "out", "--", text]).fails_in_one_line(&[text, "2022-2023"]);
    }
    workplace.run(&["report", "2022-2023"]).fails_in_one_line(&["--out"]);
    workplace.run(&["report", "2022-2023", "--out", "out", "--format", "doc"]).fails_in_one_line(&["doc", "docx"]);
    workplace.run(&["report", "2022-2023", "--out", "out", "--date", "昨天"]).fails_in_one_line(&["--date", "昨天"]);
}

#[test]
fn only_the_formats_asked_for_are_written_and_the_date_is_signed() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    let config = "gongkai-demo/gongkai.toml";
    workplace
        .run(&["report", "2022-2023", "--config", config, "--out", "a/b", "--format", "pdf,md", "--date", "2023-10-31"])
        .succeeds()
        .says(&["annual-report-2022-2023.pdf", "annual-report-2022-2023.md", "与台账一致"]);
    let mut names: Vec<String> = std::fs::read_dir(workplace.path("a/b"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["annual-report-2022-2023.md", "annual-report-2022-2023.pdf"]);
    let text = workplace.text("a/b/annual-report-2022-2023.md");
    assert!(text.contains("5531") && text.contains("2023年10月31日"));
    workplace.write("file", "");
    workplace.run(&["report", "2022-2023", "--config", config, "--out", "file"]).fails_in_one_line(&["file"]);
}

#[test]
fn the_report_in_markdown_passes_the_programs_own_checker_but_for_what_is_disputed() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    let report = "gongkai-demo/report/annual-report-2022-2023.md";
    let json = workplace.run(&["check", report, "--format", "json"]).json();
    let file = &json["files"][0];
    assert!(file["claims"].as_u64().unwrap() > 20, "{file}");
    let errors = file["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
    for error in errors {
        // The graduates' table is printed as its source has it, and marked as disputed.
        assert!(["sum", "rate", "link-date"].contains(&error["rule"].as_str().unwrap()), "{error}");
    }
}
