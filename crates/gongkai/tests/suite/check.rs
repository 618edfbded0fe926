//! `gongkai check`: the contract that other programs read, and its exit codes.

use crate::{Workplace, made_up_id};
use serde_json::Value;

const WRONG: &str = "# 某某职业学院2022-2023学年信息公开工作年度报告\n\n\
                     😀全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。\n";
const RIGHT: &str = "# 某某职业学院通知\n\n全校共招生110人，其中单独招生60人，高职统招30人，对口升学20人。\n";

fn findings(json: &Value) -> &Vec<Value> {
    json["files"][0]["findings"].as_array().unwrap()
}

#[test]
fn a_wrong_sum_is_told_with_the_fields_of_the_contract() {
    let workplace = Workplace::new();
    workplace.write("report.md", WRONG);
    let answer = workplace.run(&["check", "report.md", "--format", "json"]).exits(1);
    assert_eq!(answer.err, "");
    let json = answer.json();
    assert_eq!(json["files"].as_array().unwrap().len(), 1);
    assert_eq!(json["files"][0]["file"], "report.md");
    assert!(json["files"][0]["claims"].as_u64().unwrap() >= 1);
    let finding = findings(&json).iter().find(|finding| finding["rule"] == "sum").expect("the sum");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["line"], 3);
    for field in ["line", "column", "start", "end"] {
        assert!(finding[field].is_u64(), "{field}: {finding}");
    }
    for field in ["quote", "message", "fingerprint"] {
        assert!(finding[field].is_string(), "{field}: {finding}");
    }
    assert_eq!((&finding["expected"], &finding["found"]), (&"100".into(), &"110".into()));
}

#[test]
fn places_count_unicode_scalar_values_and_point_at_the_quotation() {
    let workplace = Workplace::new();
    workplace.write("report.txt", WRONG);
    let json = workplace.run(&["check", "report.txt", "--format", "json"]).exits(1).json();
    let finding = findings(&json).iter().find(|finding| finding["rule"] == "sum").expect("the sum");
    let number = |field: &str| finding[field].as_u64().unwrap() as usize;
    let quoted: String = WRONG.chars().skip(number("start")).take(number("end") - number("start")).collect();
    assert_eq!(finding["quote"], quoted);
    assert!(quoted.starts_with("100人") || quoted.contains("100人"), "{quoted}");
    let line = WRONG.lines().nth(number("line") - 1).unwrap();
    let from: String = line.chars().skip(number("column") - 1).collect();
    assert!(from.starts_with(quoted.as_str()), "{from}");
    for place in finding["places"].as_array().into_iter().flatten() {
        let (start, end) = (place["start"].as_u64().unwrap() as usize, place["end"].as_u64().unwrap() as usize);
        let there: String = WRONG.chars().skip(start).take(end - start).collect();
        assert_eq!(place["quote"], there);
    }
}

#[test]
fn what_holds_is_silent_but_counted() {
    let workplace = Workplace::new();
    workplace.write("notice.md", RIGHT);
    let json = workplace.run(&["check", "notice.md", "--format", "json"]).succeeds().json();
    assert!(findings(&json).is_empty(), "{json}");
    assert!(json["files"][0]["claims"].as_u64().unwrap() >= 1);
    workplace.run(&["check", "notice.md"]).succeeds().says(&["notice.md：核对 1 处陈述，发现 0 处"]);
}

#[test]
fn text_shows_the_sentence_with_the_place_and_the_arithmetic() {
    let workplace = Workplace::new();
    workplace.write("report.md", WRONG);
    workplace.run(&["check", "report.md"]).exits(1).says(&["report.md:3:", "[sum]", "【", "】", "60+30+20=110≠100"]);
    workplace.run(&["--lang", "en", "check", "report.md"]).exits(1).says(&["error [sum]", "110", "100"]);
}

#[test]
fn what_is_only_worth_knowing_is_shown_when_asked_for_and_stops_nobody() {
    let workplace = Workplace::new();
    workplace.write("notice.md", "全校现有教师86人，其中教授12人、副教授30人。\n");
    let json = workplace.run(&["check", "notice.md", "--format", "json"]).succeeds().json();
    assert_eq!(findings(&json)[0]["severity"], "note", "{json}");
    let quiet = workplace.run(&["check", "notice.md"]).succeeds();
    let quiet = quiet.says(&["发现 0 处", "提示 1", "另有 1 条提示未列出"]);
    assert!(!quiet.out.contains("[sum]"), "{}", quiet.out);
    let told = workplace.run(&["check", "notice.md", "--notes"]).succeeds();
    let told = told.says(&["[sum]", "12+30=42<86", "发现 1 处"]);
    assert!(!told.out.contains("未列出"), "{}", told.out);
}

#[test]
fn findings_already_judged_are_left_out() {
    let workplace = Workplace::new();
    workplace.write("report.md", WRONG);
    let first = workplace.run(&["check", "report.md", "--format", "json"]).exits(1);
    workplace.write("judged.json", &first.out);
    let json =
        workplace.run(&["check", "report.md", "--format", "json", "--baseline", "judged.json"]).succeeds().json();
    assert!(findings(&json).is_empty(), "{json}");
    let prints: Vec<String> =
        findings(&first.json()).iter().map(|finding| finding["fingerprint"].as_str().unwrap().to_string()).collect();
    workplace.write("judged.txt", prints.join("\n"));
    workplace.run(&["check", "report.md", "--baseline", "judged.txt"]).succeeds();
    let sarif = workplace.run(&["check", "report.md", "--format", "sarif"]).exits(1).out;
    workplace.write("judged.sarif", &sarif);
    workplace.run(&["check", "report.md", "--baseline", "judged.sarif"]).succeeds();
    workplace.write("nothing.sarif", workplace.run(&["check", "judged.txt", "--format", "sarif"]).succeeds().out);
    workplace.run(&["check", "report.md", "--baseline", "nothing.sarif"]).exits(1);
    // A sentence added later is told although the old one is judged.
    workplace.write("report.md", format!("{WRONG}\n教师共有50人，其中男教师20人，女教师29人。\n"));
    let json = workplace.run(&["check", "report.md", "--format", "json", "--baseline", "judged.txt"]).exits(1).json();
    assert_eq!(findings(&json).iter().filter(|finding| finding["rule"] == "sum").count(), 1, "{json}");
    workplace.run(&["check", "report.md", "--baseline", "missing.txt"]).fails_in_one_line(&["missing.txt"]);
    workplace.write("novel.txt", "no fingerprint at all");
    workplace.run(&["check", "report.md", "--baseline", "novel.txt"]).fails_in_one_line(&["novel.txt"]);
}

#[test]
fn every_rule_of_the_contract_explains_itself() {
    let workplace = Workplace::new();
    for rule in [
        "sum",
        "rate",
        "count",
        "numbering",
        "date",
        "link-date",
        "host",
        "period",
        "personal-data",
        "category",
        "repeat",
    ] {
        let answer = workplace.run(&["check", "--explain", rule]).succeeds();
        assert!(answer.out.contains(&format!("`{rule}`")) && answer.out.lines().count() > 5, "{rule}: {}", answer.out);
        assert!(answer.out.contains("查什么") && !answer.out.contains("Known limits"), "{rule}: {}", answer.out);
        let english = workplace.run(&["check", "--explain", rule, "--lang", "en"]).succeeds().out;
        assert!(english.contains(&format!("`{rule}`")) && english.contains("Known limits"), "{rule}: {english}");
        assert!(!english.contains("查什么"), "{rule}: {english}");
    }
    workplace.run(&["check", "--explain", "nope"]).fails_in_one_line(&["nope", "sum", "personal-data"]);
}

#[test]
fn sarif_names_the_rule_and_the_place() {
    let workplace = Workplace::new();
    workplace.write("report.md", WRONG);
    let json = workplace.run(&["check", "report.md", "--format", "sarif"]).exits(1).json();
    assert_eq!(json["version"], "2.1.0");
    let run = &json["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "gongkai");
    let result = run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "sum").expect("the sum");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "report.md");
    assert_eq!(place["region"]["startLine"], 3);
    assert_eq!(result["level"], "error");
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_still_told() {
    let workplace = Workplace::new();
    workplace.write("report.md", WRONG);
    workplace.write("damaged.docx", "PK\u{3}\u{4} no archive at all");
    // The container in which an office program keeps an encrypted document.
    workplace.write("locked.docx", [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 2_000]].concat());
    workplace.write("empty.pdf", "");
    std::fs::create_dir(workplace.path("folder.md")).unwrap();
    for file in ["missing.md", "damaged.docx", "locked.docx", "empty.pdf", "folder.md"] {
        for format in ["text", "json", "sarif"] {
            let answer = workplace.run(&["check", file, "report.md", "--format", format]).exits(2);
            let answer = answer.complains_in_one_line(&[file]).says(&["report.md"]);
            assert!(answer.out.contains("sum"), "{}", answer.out);
        }
        let json = workplace.run(&["check", "report.md", file, "--format", "json"]).exits(2).json();
        assert!(!findings(&json).is_empty());
        assert_eq!(json["files"][1]["file"], file);
        assert!(json["files"][1]["error"].is_string());
    }
    workplace.run(&["check"]).fails_in_one_line(&[]);
    workplace.run(&["check", "report.md", "--year", "2022-2024"]).fails_in_one_line(&["2022-2024"]);
}

#[test]
fn personal_data_is_told_masked() {
    let workplace = Workplace::new();
    let id = made_up_id(123);
    workplace.write("list.md", format!("# 名单\n\n学生李四，身份证号{id}，手机13812345678。\n"));
    for format in ["text", "json", "sarif"] {
        let answer = workplace.run(&["check", "list.md", "--format", format]).exits(1).says(&["personal-data"]);
        let all = format!("{}{}", answer.out, answer.err);
        assert!(!all.contains(&id) && !all.contains("13812345678"), "{format}: {all}");
    }
}

/// A ledger of one dataset: 4540 graduates.
const LEDGER: &str = "#表,数据集\n数据集代码,标题,事项,学年\ngraduates,2023届毕业生去向,32,2022-2023\n\
                      #表,数据\n数据集代码,数据代码,名称,数值,单位\ngraduates,total,毕业生总人数,4540,人\n";

#[test]
fn a_figure_that_differs_from_the_ledger_is_told_and_one_that_agrees_is_counted() {
    let workplace = Workplace::with_school();
    workplace.write("ledger.csv", LEDGER);
    workplace.run(&["import", "ledger", "ledger.csv", "--yes"]).succeeds();
    workplace.run(&["export", "ledger", "ledger.xlsx"]).succeeds();
    workplace.run(&["export", "ledger", "ledger.json"]).succeeds();
    workplace.write("agrees.md", "2023届毕业生总人数为4540人。\n");
    workplace.write("differs.md", "# 通知\n\n2023届毕业生总人数为3540人。\n");
    for ledger in ["ledger.csv", "ledger.xlsx", "ledger.json"] {
        let bare = workplace.run(&["check", "agrees.md", "--format", "json"]).succeeds().json();
        let json = workplace.run(&["check", "agrees.md", "--ledger", ledger, "--format", "json"]).succeeds().json();
        let claims = |json: &Value| json["files"][0]["claims"].as_u64().unwrap();
        assert_eq!(claims(&json), claims(&bare) + 1, "{ledger}");
        let json = workplace.run(&["check", "differs.md", "--ledger", ledger, "--format", "json"]).exits(1).json();
        let finding = &findings(&json)[0];
        assert_eq!((&finding["expected"], &finding["found"]), (&"4540".into(), &"3540".into()), "{ledger}: {json}");
        assert_eq!((&finding["line"], &finding["column"]), (&3.into(), &6.into()), "{ledger}: {json}");
        assert_eq!(finding["quote"], "毕业生总人数为3540");
        // Judged once, it stays out.
        workplace.write("judged.json", json.to_string());
        workplace.run(&["check", "differs.md", "--ledger", ledger, "--baseline", "judged.json"]).succeeds();
    }
    workplace.run(&["check", "differs.md", "--ledger", "missing.csv"]).fails_in_one_line(&["missing.csv", "找不到"]);
    workplace.run(&["check", "differs.md", "--ledger", "differs.md"]).fails_in_one_line(&["differs.md"]);
}

#[test]
fn the_year_decides_what_is_outside_it() {
    let workplace = Workplace::new();
    workplace.write("report.md", "# 某某职业学院信息公开工作报告\n\n2023年10月9日，学校公布了招生章程。\n");
    let told = |year: &str| workplace.run(&["check", "report.md", "--format", "json", "--year", year]).json();
    let period = |json: &Value| findings(json).iter().filter(|finding| finding["rule"] == "period").count();
    assert_eq!(period(&told("2022-2023")), 1);
    assert_eq!(period(&told("2023-2024")), 0);
    assert_eq!((period(&told("2022")), period(&told("2023"))), (1, 0), "calendar years");
    for wrong in ["22", "2022-2024", "2023-2022", "x", "二〇二二"] {
        workplace.run(&["check", "report.md", "--year", wrong]).fails_in_one_line(&[wrong, "2022-2023"]);
    }
}

#[test]
fn several_files_end_with_a_line_for_all() {
    let workplace = Workplace::new();
    workplace.write("wrong.md", WRONG);
    workplace.write("right.md", RIGHT);
    let answer = workplace.run(&["--lang", "en", "check", "wrong.md", "right.md", "missing.md"]).exits(2);
    let last = answer.out.lines().last().unwrap();
    assert!(last.starts_with("3 files: ") && last.ends_with("; 1 file failed"), "{}", answer.out);
    assert!(
        last.contains("(error 1, ") && answer.out.contains("right.md: 1 statement tested, 0 found"),
        "{}",
        answer.out
    );
}

#[test]
fn an_edited_report_is_compared_with_the_schools_own_ledger_value_by_value() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    let (config, report) = ("gongkai-demo/gongkai.toml", "gongkai-demo/report/annual-report-2022-2023.md");
    let told = |file: &str| {
        let json = workplace.run(&["--config", config, "check", file, "--ledger", "--format", "json"]).json();
        let of_ledger =
            |finding: &&Value| finding["rule"] == "repeat" && finding["message"].to_string().contains("台账");
        findings(&json).iter().filter(of_ledger).cloned().collect::<Vec<Value>>()
    };
    assert_eq!(told(report), Vec::<Value>::new());
    let text = workplace.text(report);
    let edited = text.replacen("5531", "5513", 1).replacen("4896", "4986", 1);
    assert_ne!(edited, text);
    workplace.write("edited.md", &edited);
    let told = told("edited.md");
    let expected: Vec<&str> = told.iter().map(|finding| finding["expected"].as_str().unwrap()).collect();
    assert_eq!(expected, ["5531人", "4896人"], "{told:?}");
    for finding in &told {
        assert_eq!(finding["severity"], "warning", "{finding}");
        assert!(finding["reference"].as_str().unwrap().starts_with("figure:"), "{finding}");
        assert_ne!(finding["expected"], finding["found"], "{finding}");
    }
    // Which year it is must be known, and a report must be named.
    workplace.write("undated.md", "共100人。\n");
    workplace.run(&["--config", config, "check", "undated.md", "--ledger"]).exits(2).complains_in_one_line(&["--year"]);
    let year = ["--config", config, "check", "undated.md", "--year", "2000-2001", "--ledger"];
    workplace.run(&year).exits(2).complains_in_one_line(&["2000-2001"]);
    workplace.run(&["check", "--ledger", "edited.md"]).fails_in_one_line(&["--ledger"]);
    workplace.run(&["check", "edited.md", "--ledger"]).fails_in_one_line(&["gongkai.toml"]);
}
