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

#[test]
fn part_one_is_begun_from_last_years_report_in_whatever_form_it_is_kept() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    let config = "gongkai-demo/gongkai.toml";
    let mut kept = Vec::new();
    for (number, form) in (2..).zip(["docx", "pdf", "html", "md"]) {
        let last = format!("gongkai-demo/report/annual-report-2022-2023.{form}");
        let begin = ["report", "2023-2024", "--config", config, "--from", &last];
        let shown = workplace.run(&begin).exits(1);
        shown.says(&["【待核：2022—2023学年】", "没有取用：主动公开总体情况、清单事项落实情况", "--yes"]);
        let done = workplace.run(&[&begin[..], &["--yes"]].concat()).succeeds();
        done.says(&[&format!("第 {number} 批")]);
        let told = workplace.run(&[&begin[..], &["--yes"]].concat());
        told.fails_in_one_line(&["2023-2024", "没有改动", "gongkai ledger delete text"]);
        let texts = workplace.run(&["ledger", "list", "texts", "--config", config, "--query", "2023-2024/"]);
        kept.push(texts.succeeds().out);
        workplace.run(&["import", "undo", &number.to_string(), "--config", config, "--yes"]).succeeds();
    }
    assert!(kept[0].contains("2023-2024/1/1") && kept.iter().all(|texts| *texts == kept[0]), "{kept:#?}");
    workplace.write("notice.md", "# 通知\n\n放假三天。\n");
    let none = workplace.run(&["report", "2023-2024", "--config", config, "--from", "notice.md", "--yes"]);
    none.fails_in_one_line(&["没有找到"]);
    workplace
        .run(&["report", "2023-2024", "--config", config, "--from", "nowhere.docx"])
        .fails_in_one_line(&["nowhere"]);
    workplace.run(&["report", "2023-2024", "--from", "a.md", "--date", "2024-10-30"]).fails_in_one_line(&["--out"]);
    workplace.run(&["report", "2023-2024", "--out", "out", "--yes"]).fails_in_one_line(&["--from"]);
}

#[test]
fn what_was_taken_over_is_counted_until_it_is_put_right() {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "编号,标题,事项,公开日期\nR1,某通知,37,2023-05-12\n");
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace.write("last.md", "# 报告\n\n## 一、概述\n\n公开86条。\n\n## 二、主动公开情况\n\n略。\n");
    let begin = ["report", "2022-2023", "--from", "last.md", "--yes", "--out", "out", "--format", "md"];
    workplace.run(&begin).succeeds().says(&["1 处【待核】", "处【待补】"]);
    assert!(workplace.text("out/annual-report-2022-2023.md").contains("【待核：86条】"));
    let last = ["report", "2022-2023", "--out", "out", "--final", "--date", "2023-10-30"];
    workplace.run(&last).fails_in_one_line(&["不能定稿"]);
    workplace.run(&["gaps", "2022-2023", "--out", "gaps.xlsx"]).succeeds();
}
