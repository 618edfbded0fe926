//! What a command writes replaces nothing that somebody wrote or changed: every command with an output, and what may
//! stand in its place.

use crate::{Workplace, made_up_id};

/// A command with a file that it writes.
struct Output {
    typed: Vec<String>,
    file: String,
    /// Exits when it has written.
    code: i32,
}

/// A school with one record.
fn school() -> Workplace {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "编号,标题,事项,公开日期\nR1,关于放假的通知,37,2023-05-12\n");
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace
}

/// Every command that writes a file where somebody says.
fn outputs() -> Vec<Output> {
    let output = |typed: &[&str], file: &str, code: i32| Output {
        typed: typed.iter().map(ToString::to_string).collect(),
        file: file.to_string(),
        code,
    };
    let mut all = vec![
        output(&["gaps", "2022-2023", "--out", "gaps.xlsx"], "gaps.xlsx", 0),
        output(&["scan", "list.txt", "--redact", "copy.txt"], "copy.txt", 1),
        output(&["scan", "list.txt", "notes.txt", "--redact", "copies"], "copies/notes.txt", 1),
    ];
    let plan = ["import", "ledger", "rows.csv", "--dry-run", "--plan", "plan.xlsx"];
    all.push(output(&plan, "plan.xlsx", 0));
    for ending in ["csv", "json", "xlsx"] {
        let (ledger, form) = (format!("ledger.{ending}"), format!("form.{ending}"));
        all.push(output(&["export", "ledger", &ledger], &ledger, 0));
        all.push(output(&["export", "ledger", "--template", &form], &form, 0));
    }
    for (format, ending) in [
        ("docx", "docx"),
        ("html", "html"),
        ("md", "md"),
        ("json", "json"),
        ("annex", "annex.docx"),
        ("annex", "annex.xlsx"),
    ] {
        let typed = ["report", "2022-2023", "--out", "report", "--format", format];
        let file = format!("report/annual-report-2022-2023.{ending}");
        all.push(output(&typed, &file, 0));
    }
    all
}

#[test]
fn nothing_is_replaced_that_somebody_wrote_or_changed_unless_they_say_so() {
    let workplace = school();
    workplace.write("list.txt", format!("身份证号{}\n", made_up_id(7)));
    workplace.write("notes.txt", "没有号码。\n");
    for Output { typed, file, code } in outputs() {
        let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
        let run = || workplace.run(&typed);
        // Absent, then ours as it is, and ours of another time: an earlier run wrote something else.
        run().exits(code);
        let first = workplace.bytes(&file);
        run().exits(code);
        assert_eq!(workplace.bytes(&file), first, "{typed:?}: the same ledger, the same bytes");
        // Ours, changed by somebody.
        let mut edited = first.clone();
        edited.push(b'\n');
        for there in [edited, b"a clerk's own".to_vec()] {
            workplace.write(&file, &there);
            let refused = run().exits(2);
            assert!(refused.err.contains(&file) && refused.err.contains("--overwrite"), "{typed:?}: {}", refused.err);
            assert_eq!(workplace.bytes(&file), there, "{typed:?}");
        }
        // An empty file costs nothing, and what somebody gave up goes.
        workplace.write(&file, "");
        run().exits(code);
        assert_eq!(workplace.bytes(&file), first, "{typed:?}");
        workplace.write(&file, "a clerk's own");
        workplace.run(&[&typed[..], &["--overwrite"]].concat()).exits(code);
        assert_eq!(workplace.bytes(&file), first, "{typed:?}");
    }
}

#[test]
fn a_report_of_a_ledger_that_went_on_replaces_the_one_before_whole_or_not_at_all() {
    let workplace = school();
    let report = ["report", "2022-2023", "--out", "report", "--format", "docx,md,json"];
    workplace.run(&report).succeeds();
    let text = |ending: &str| workplace.bytes(&format!("report/annual-report-2022-2023.{ending}"));
    let before = ["docx", "md", "json"].map(text);
    workplace.write("more.csv", "编号,标题,事项,公开日期\nR2,关于评奖的通知,37,2023-06-12\n");
    workplace.run(&["import", "ledger", "more.csv", "--yes"]).succeeds();
    workplace.run(&report).succeeds();
    let after = ["docx", "md", "json"].map(text);
    assert!(before.iter().zip(&after).all(|(before, after)| before != after));
    // Somebody works on one of them: the others stay beside it as they were.
    workplace.write("report/annual-report-2022-2023.md", "# 经办人改过\n");
    workplace.run(&["import", "undo", "2", "--yes"]).succeeds();
    workplace.run(&report).fails_in_one_line(&["annual-report-2022-2023.md", "--overwrite"]);
    assert_eq!([text("docx"), text("json")], [after[0].clone(), after[2].clone()]);
}

#[test]
fn the_sample_goes_beside_a_report_that_somebody_works_on() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    workplace.write("gongkai-demo/report/annual-report-2022-2023.md", "# 经办人改过\n");
    workplace.run(&["demo", "--no-serve"]).succeeds().says(&["report-2"]);
    assert_eq!(workplace.text("gongkai-demo/report/annual-report-2022-2023.md"), "# 经办人改过\n");
    assert!(workplace.path("gongkai-demo/report-2/annual-report-2022-2023.md").exists());
}

#[test]
fn what_a_command_needs_is_not_written_over_whatever_it_is_told() {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "编号,标题,事项,公开日期\nR1,关于放假的通知,37,2023-05-12\n");
    std::fs::copy(workplace.path("gongkai.toml"), workplace.path("school.xlsx")).unwrap();
    let before = workplace.bytes("school.xlsx");
    let runs: [&[&str]; 3] = [
        &["--config", "school.xlsx", "gaps", "2022-2023", "--out", "school.xlsx", "--overwrite"],
        &["--config", "school.xlsx", "export", "ledger", "school.xlsx", "--overwrite"],
        &["--config", "school.xlsx", "import", "ledger", "rows.csv", "--plan", "./school.xlsx", "--overwrite"],
    ];
    for run in runs {
        workplace.run(run).fails_in_one_line(&["school.xlsx"]);
        assert_eq!(workplace.bytes("school.xlsx"), before, "{run:?}");
    }
    let plan = ["import", "ledger", "rows.csv", "--plan", "rows.csv", "--overwrite"];
    workplace.run(&plan).fails_in_one_line(&["rows.csv"]);
}
