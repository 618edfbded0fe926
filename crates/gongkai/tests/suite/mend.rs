//! `gongkai ledger`: what it shows, when it asks, what it leaves; and that whoever does what the program advises about a
//! ledger ends well.

use crate::Workplace;
use crate::need::Tool;
use std::io::Write;
use std::process::Stdio;

const ROWS: &str = "编号,标题,事项,公开日期,责任部门,渠道,网址\n\
    R1,关于认定工作的通知,37,2023-05-12,学工部,官网,https://www.x.edu.cn/1\n\
    R2,关于评优工作的通知,37,2023-05-13,学生工作处,官网,https://www.x.edu.cn/2\n\
    R3,尚在起草的通知,37,,学生工作处,,\n";

fn school() -> Workplace {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", ROWS);
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace
}

/// Rows of a list as JSON.
fn rows(workplace: &Workplace, what: &str) -> Vec<serde_json::Value> {
    let answer = workplace.run(&["ledger", "list", what, "--format", "json"]).succeeds();
    answer.json()["rows"].as_array().unwrap().clone()
}

/// One column of a list.
fn column(workplace: &Workplace, what: &str, column: &str) -> Vec<String> {
    rows(workplace, what).iter().map(|row| row[column].as_str().unwrap().to_string()).collect()
}

#[test]
fn a_list_is_a_table_whose_first_column_names_the_thing() {
    let workplace = school();
    workplace.run(&["ledger", "list", "units"]).succeeds().says(&["代码", "曾用名", "学工部", "学生工作处"]);
    workplace.run(&["ledger", "list", "units", "--query", "学工"]).succeeds().says(&["学工部"]);
    let records = workplace.run(&["ledger", "list", "records", "--query", "评优"]).succeeds();
    let lines: Vec<&str> = records.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", records.out);
    assert!(lines[0].starts_with("编号  索引号") && lines[1].starts_with("R2    "), "{}", records.out);
    assert_eq!(lines[2], "    R2/1  官网  2023-05-13  https://www.x.edu.cn/2");
    for name in ["R2", "R2/1"] {
        assert!(records.out.contains(name));
    }
    let row = &rows(&workplace, "records")[0];
    for key in ["key", "index", "title", "item", "unit", "year", "state", "releases"] {
        assert!(!row[key].is_null(), "{key}: {row}");
    }
    for what in ["channels", "datasets", "texts", "nil"] {
        for lang in ["zh", "en"] {
            workplace.run(&["--lang", lang, "ledger", "list", what]).succeeds();
        }
    }
}

#[test]
fn what_would_go_is_shown_and_stays_without_a_terminal_or_yes() {
    let workplace = school();
    let before = workplace.ledger();
    for command in [
        &["ledger", "merge", "unit", "学工部", "学生工作处"][..],
        &["ledger", "delete", "record", "R3"],
        &["ledger", "delete", "release", "R2/1"],
        &["ledger", "withdraw", "R1", "--reason", "附件有误"],
    ] {
        workplace.run(command).exits(1).says(&["没有执行", "--yes"]);
        assert_eq!(workplace.ledger(), before, "{command:?}");
    }
    workplace.run(&["ledger", "merge", "unit", "学工部", "学生工作处", "--yes"]).succeeds().says(&[
        "“学工部”",
        "并入“学生工作处”",
        "1 条记录",
        "留作曾用名",
        "已执行",
    ]);
    assert_eq!(column(&workplace, "units", "name"), ["学生工作处"]);
    workplace.run(&["ledger", "delete", "record", "R3", "--yes"]).succeeds().says(&["尚在起草的通知"]);
    workplace.run(&["ledger", "withdraw", "R1", "--reason", "附件有误", "--yes"]).succeeds().says(&["附件有误"]);
    assert_eq!(column(&workplace, "records", "state"), ["withdrawn", "public"]);
}

#[test]
fn moving_and_renaming_need_no_yes_and_say_what_they_did() {
    let workplace = school();
    workplace.run(&["ledger", "move", "R1", "--item", "38"]).succeeds().says(&["第 37 项", "第 38 项", "已执行"]);
    workplace.run(&["ledger", "move", "R1", "--item", "38"]).succeeds().says(&["已经如此"]);
    workplace.run(&["ledger", "move", "R1", "--year", "2021-2022"]).succeeds().says(&["2022-2023", "2021-2022"]);
    workplace.run(&["ledger", "move", "R1", "--unit", "学生工作处"]).succeeds().says(&["学工部"]);
    workplace.run(&["ledger", "rename", "channel", "官网", "学校官网"]).succeeds().says(&["留作曾用名"]);
    workplace.run(&["ledger", "move", "R1"]).exits(2);
    workplace.run(&["ledger", "move", "R1", "--item", "99"]).fails_in_one_line(&["99", "1 至 50"]);
    workplace.run(&["ledger", "move", "R9", "--item", "38"]).fails_in_one_line(&["R9"]);
    workplace.run(&["ledger", "move", "R1", "--year", "2022"]).fails_in_one_line(&["2022-2023"]);
    workplace.run(&["ledger", "move", "R1", "--unit", "后勤处"]).fails_in_one_line(&["后勤处", "ledger list units"]);
}

#[test]
fn what_was_mended_is_listed_with_its_command_and_taken_back_but_for_a_withdrawal() {
    let workplace = school();
    let before = workplace.ledger();
    let merge = ["ledger", "merge", "unit", "学工部", "学生工作处", "--yes"];
    workplace.run(&merge).succeeds().says(&["第 2 批", "gongkai import undo 2"]);
    workplace.run(&["import", "list"]).succeeds().says(&["gongkai ledger merge unit 学工部 学生工作处", "rows.csv"]);
    let json = workplace.run(&["import", "list", "--format", "json"]).succeeds().json();
    let [mended, import] = [&json["imports"][0], &json["imports"][1]];
    assert_eq!(mended["command"], "ledger merge unit 学工部 学生工作处");
    assert!(mended.get("file").is_none() && import.get("command").is_none() && import["file"] == "rows.csv", "{json}");
    workplace.run(&["import", "undo", "2", "--yes"]).succeeds();
    assert_eq!(workplace.ledger(), before);
    let withdraw = ["ledger", "withdraw", "R1", "--reason", "附件有误", "--yes"];
    workplace.run(&withdraw).succeeds().says(&["撤回后不能撤销", "已执行"]);
    let refused = workplace.run(&["import", "undo", "3", "--yes"]).exits(1);
    refused.says(&["不能撤销", "作为新记录录入"]);
    // As the message advises.
    workplace.write("new.csv", ROWS.replace("R1,", "R1a,").replace("/1\n", "/1a\n"));
    workplace.run(&["import", "ledger", "new.csv", "--yes"]).succeeds();
    assert!(column(&workplace, "records", "key").contains(&"R1a".to_string()));
}

#[test]
fn on_a_terminal_it_asks_and_does_what_is_answered() {
    let workplace = school();
    for (answer, code, left) in [("n\n", 1, 2), ("y\n", 0, 1)] {
        let Some(mut script) = crate::demo::tool(Tool::Script) else { return };
        let program = env!("CARGO_BIN_EXE_gongkai");
        let line = format!("stty cols 100 rows 40; '{program}' ledger merge unit 学工部 学生工作处");
        let mut child = script
            .args(["-qec", &line, "/dev/null"])
            .current_dir(workplace.path("."))
            .env("LANG", "zh_CN.UTF-8")
            .env_remove("GONGKAI_LANG")
            .env_remove("LC_ALL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains("确定执行吗"), "{told}");
        assert_eq!(column(&workplace, "units", "name").len(), left, "{told}");
    }
}

/// The command between two marks of a message, as a person would type it, with what stands for the other filled in.
fn advised<'t>(message: &'t str, placeholder: &str, other: &'t str) -> Vec<&'t str> {
    let (_, command) = message.trim().rsplit_once("gongkai ").unwrap_or_else(|| panic!("no command in: {message}"));
    let command = command.split(['；', '，', '。', '`']).next().unwrap();
    command.split(' ').map(|word| if word == placeholder { other } else { word }).collect()
}

#[test]
fn who_is_told_that_a_unit_cannot_be_deleted_does_what_the_message_says_and_ends_well() {
    for (what, which, other, placeholder) in
        [("unit", "学工部", "学生工作处", "承接单位"), ("channel", "官网", "公众号", "保留的渠道")]
    {
        let workplace = school();
        workplace.write("more.csv", format!("{ROWS}R4,另一通知,37,2023-05-14,,公众号,\n"));
        workplace.run(&["import", "ledger", "more.csv", "--yes"]).succeeds();
        let told = workplace.run(&["ledger", "delete", what, which, "--yes"]).fails_in_one_line(&[which, "merge"]).err;
        let command = advised(&told, placeholder, other);
        workplace.run(&[&command[..], &["--yes"]].concat()).succeeds();
        let names = column(&workplace, &format!("{what}s"), "name");
        assert!(!names.iter().any(|name| name == which), "{names:?}");
        // The sheet of before names the one that is left, and nothing is entered anew.
        let again = workplace.run(&["import", "ledger", "more.csv", "--yes", "--format", "json"]).succeeds().json();
        assert_eq!(again["entered"].as_array().unwrap().len(), 0, "{again}");
        assert_eq!(column(&workplace, &format!("{what}s"), "name"), names);
    }
}

#[test]
fn who_describes_a_unit_and_a_channel_entered_by_name_as_advised_has_one_of_each() {
    let workplace = Workplace::with_school();
    workplace.write("a.csv", "编号,标题,事项,公开日期,责任部门,渠道\n1,a,37,2024.10.1,学生工作处,官网\n");
    workplace.run(&["import", "ledger", "a.csv", "--yes"]).succeeds().says(&[
        "“学生工作处”按名称登记",
        "“官网”按名称登记",
        "补充代码和类别",
    ]);
    let described = "#表,单位\n单位代码,单位名称,类别\nxsc,学生工作处,职能部门\n\
                     #表,渠道\n渠道代码,渠道名称,类别,地址\nsite,官网,网站,https://www.x.edu.cn\n";
    workplace.write("u.csv", described);
    workplace
        .run(&["import", "ledger", "u.csv", "--yes"])
        .succeeds()
        .says(&["“学生工作处”改用代码 xsc", "“官网”改用代码 site"]);
    workplace.write("b.csv", "编号,标题,事项,公开日期,责任部门,渠道\n3,c,37,2024.10.3,学生工作处,官网\n");
    workplace.run(&["import", "ledger", "b.csv", "--yes"]).succeeds();
    assert_eq!(column(&workplace, "units", "code"), ["xsc"]);
    assert_eq!(column(&workplace, "channels", "code"), ["site"]);
    assert_eq!(column(&workplace, "records", "unit"), ["学生工作处", "学生工作处"]);
}

#[test]
fn who_is_told_of_a_misspelt_name_mends_it_and_later_imports_know_the_slip() {
    // “请核对是否写错”: the slip is merged into what was meant.
    let workplace = school();
    workplace.write("slip.csv", "编号,标题,事项,公开日期,责任部门\nR5,又一通知,37,2023-05-15,学生工做处\n");
    workplace.run(&["import", "ledger", "slip.csv", "--yes"]).succeeds().says(&["“学生工做处”", "核对是否写错"]);
    workplace.run(&["ledger", "merge", "unit", "学生工做处", "学生工作处", "--yes"]).succeeds();
    workplace.run(&["import", "ledger", "slip.csv", "--yes"]).succeeds().says(&["“学生工做处”是单位“学生工作处”"]);
    assert_eq!(column(&workplace, "units", "name"), ["学工部", "学生工作处"]);
}

#[test]
fn who_is_told_that_a_name_or_code_is_taken_does_either_thing_the_message_offers() {
    let units = "#表,单位\n单位代码,单位名称,类别\n";
    let taken = |row: &str, head: &str| {
        let workplace = Workplace::with_school();
        workplace.write("u.csv", format!("{units}jwc,教务处,职能部门\ncwc,财务处,职能部门\n"));
        workplace.run(&["import", "ledger", "u.csv", "--yes"]).succeeds();
        workplace.run(&["ledger", "rename", "unit", "jwc", "教务部"]).succeeds();
        workplace.write("v.csv", format!("{units}{row}\n"));
        workplace.run(&["import", "ledger", "v.csv", "--yes"]).exits(1).says(&[head, "教务部（jwc）"]);
        workplace
    };
    // “请在本行填括号内的代码”.
    let workplace = taken("jw,教务处,职能部门", "单位名称");
    workplace.write("v.csv", format!("{units}jwc,教务处,二级学院\n"));
    workplace.run(&["import", "ledger", "v.csv", "--yes"]).succeeds();
    assert_eq!(column(&workplace, "units", "name"), ["教务部", "财务处"]);
    assert_eq!(column(&workplace, "units", "kind")[0], "二级学院");
    // “或运行 gongkai ledger merge 合并”.
    let workplace = taken("cwc,教务处,职能部门", "单位名称");
    workplace.run(&["ledger", "merge", "unit", "cwc", "jwc", "--yes"]).succeeds();
    assert_eq!(column(&workplace, "units", "name"), ["教务部"]);
    // “请换一个名称”, and for a code “请换一个代码”.
    let workplace = taken("jw,教务部,职能部门", "单位名称");
    workplace.write("v.csv", format!("{units}jw,教材科,职能部门\n"));
    workplace.run(&["import", "ledger", "v.csv", "--yes"]).succeeds();
    assert_eq!(column(&workplace, "units", "name").len(), 3);
    workplace.run(&["ledger", "merge", "unit", "jw", "jwc", "--yes"]).succeeds();
    workplace.write("v.csv", format!("{units}jw,教研室,职能部门\n"));
    workplace.run(&["import", "ledger", "v.csv", "--yes"]).exits(1).says(&["单位代码", "教务部（jwc）"]);
    workplace.write("v.csv", format!("{units}jys,教研室,职能部门\n"));
    workplace.run(&["import", "ledger", "v.csv", "--yes"]).succeeds();
    assert!(column(&workplace, "units", "name").contains(&"教研室".to_string()));
}

#[test]
fn who_is_told_that_a_record_is_no_draft_withdraws_it_and_whose_dataset_is_quoted_deletes_the_text() {
    let workplace = school();
    let told = workplace.run(&["ledger", "delete", "record", "R1", "--yes"]).fails_in_one_line(&["withdraw"]).err;
    assert!(told.contains("gongkai ledger withdraw"), "{told}");
    workplace.run(&["ledger", "withdraw", "R1", "--reason", "有误", "--yes"]).succeeds();
    workplace.write(
        "d.csv",
        "#表,数据集\n数据集代码,标题,事项,学年\ngraduates,毕业生,32,2022-2023\n\
         #表,数据\n数据集,数据代码,名称,数值,单位\ngraduates,whole,总数,100,人\n\
         #表,报告文字\n学年,位置,次序,文字\n2022-2023,6,1,共{graduates.whole}人。\n",
    );
    workplace.run(&["import", "ledger", "d.csv", "--yes"]).succeeds();
    workplace
        .run(&["ledger", "delete", "dataset", "graduates", "--yes"])
        .fails_in_one_line(&["2022-2023/6/1", "delete text"]);
    workplace.run(&["ledger", "delete", "text", "2022-2023/6/1", "--yes"]).succeeds();
    workplace.run(&["ledger", "delete", "dataset", "graduates", "--yes"]).succeeds();
    assert!(rows(&workplace, "datasets").is_empty() && rows(&workplace, "texts").is_empty());
    // What is named wrongly is told how to be named, with the list that shows it.
    for (what, wrong, list) in [("text", "第六部分", "texts"), ("nil", "47", "nil"), ("release", "R2", "records")] {
        let told = workplace.run(&["ledger", "delete", what, wrong, "--yes"]).fails_in_one_line(&[wrong, list]).err;
        assert_eq!(advised(&told, "", ""), ["ledger", "list", list], "{told}");
        workplace.run(&advised(&told, "", "")).succeeds();
    }
}
