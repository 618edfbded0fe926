//! `gongkai init`, `import ledger` and `export ledger`: in, out, in again, and not one row lost or doubled.

use crate::Workplace;
use serde_json::Value;
use std::time::{Duration, Instant};

/// Rows that a school would type into the template, by table: two good records, a unit, a channel.
const ROWS: [(&str, &str); 4] = [
    ("#表,学校\r\n", "short_name,某职院,\n"),
    ("#表,单位\r\n", "xsc,学生工作处,职能部门,,,,\n"),
    ("#表,渠道\r\n", "site,学校官网,网站,https://www.example.edu.cn/,\n"),
    ("#表,记录\r\n", ""),
];

const HEAD: &str = "#表,记录\n编号,标题,事项,责任部门,公开日期,渠道,网址\n";
const GOOD: &str = "R1,关于认定工作的通知,37,学生工作处,2023年5月12日,学校官网,https://www.example.edu.cn/1.html\n\
                    R2,关于评优工作的通知,3７,学生工作处,2023.5,学校官网,\n";
const UNITS: &str = "#表,单位\n单位代码,单位名称,类别\nxsc,学生工作处,职能部门\n\
                     #表,渠道\n渠道代码,渠道名称,类别\nsite,学校官网,网站\n";
/// Lines 11, 12 and 13 of the file: no such item, no such day, no title.
const BAD: &str = "R3,坏事项,99,,2023-05-12,,\nR4,坏日期,37,,2023年13月40日,,\nR5,,37,,,,\n";

fn good() -> String {
    format!("{UNITS}{HEAD}{GOOD}")
}

fn with_bad_rows() -> String {
    format!("{}{BAD}", good())
}

fn parsed(ledger: &str) -> Value {
    serde_json::from_str(ledger).unwrap()
}

#[test]
fn a_school_begins_with_init_and_a_second_init_spoils_nothing() {
    let workplace = Workplace::new();
    let words = ["init", "--name", "某某职业学院", "--kind", "vocational", "--administrator", "王老师"];
    workplace.run(&words).succeeds().says(&["gongkai.toml", "gongkai import ledger"]);
    let before = (workplace.text("gongkai.toml"), workplace.ledger());
    assert!(before.0.contains("王老师") && before.1.contains("某某职业学院"));
    workplace.run(&words).fails_in_one_line(&["gongkai.toml", "--config"]);
    assert_eq!(before, (workplace.text("gongkai.toml"), workplace.ledger()));
}

#[test]
fn init_without_a_terminal_names_what_is_missing() {
    let workplace = Workplace::new();
    workplace.run(&["init", "--kind", "vocational", "--administrator", "王"]).fails_in_one_line(&["--name"]);
    workplace.run(&["init", "--name", "甲", "--administrator", "王"]).fails_in_one_line(&["--kind"]);
    workplace.run(&["init", "--name", "甲", "--kind", "vocational"]).fails_in_one_line(&["--administrator"]);
    assert_eq!(std::fs::read_dir(&workplace.0).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn the_template_filled_in_comes_in_and_goes_out_and_into_another_school_the_same() {
    let workplace = Workplace::with_school();
    workplace.run(&["export", "ledger", "--template", "form.csv"]).succeeds();
    let mut form = workplace.text("form.csv");
    for (section, row) in ROWS {
        let at = form.find(section).unwrap_or_else(|| panic!("{section} is in the template"));
        // Rows go where the section's example stands.
        let example = at + form[at..].find("\n#示例").expect("an example") + 1;
        form.insert_str(example, row);
    }
    form.push_str(&format!("{HEAD}{GOOD}"));
    workplace.write("form.csv", form);
    workplace
        .run(&["import", "ledger", "form.csv", "--yes"])
        .succeeds()
        .says(&["单位：新增 1", "记录：新增 2，更新 0，未变 0"]);
    let ledger = workplace.ledger();
    for value in
        ["某职院", "R1", "R2", "关于认定工作的通知", "2023-05-12", "2023-05\"", "https://www.example.edu.cn/1.html"]
    {
        assert!(ledger.contains(value), "{value}: {ledger}");
    }
    assert!(!ledger.contains("example.edu.cn/2"), "examples of the template stay out");
    for file in ["out.xlsx", "out.csv", "out.json"] {
        workplace.run(&["export", "ledger", file]).succeeds().says(&[file]);
        let other = Workplace::new();
        other.run(&["init", "--name", "别校", "--kind", "university", "--administrator", "李"]).succeeds();
        other.write(file, workplace.bytes(file));
        other.run(&["import", "ledger", file, "--yes"]).succeeds();
        assert_eq!(parsed(&ledger), parsed(&other.ledger()), "{file}");
        let again = other.run(&["import", "ledger", file, "--yes"]).succeeds();
        let again = again.says(&["记录：新增 0，更新 0，未变 2", "没有需要写入的新内容"]);
        assert_eq!(again.out.matches("新增 0，更新 0").count(), again.out.matches("新增").count());
    }
}

#[test]
fn an_export_is_the_same_bytes_the_second_time() {
    let workplace = Workplace::with_school();
    workplace.write("in.csv", good());
    workplace.run(&["import", "ledger", "in.csv", "--yes"]).succeeds();
    for ending in ["xlsx", "csv", "json"] {
        let (first, second) = (format!("a.{ending}"), format!("b.{ending}"));
        workplace.run(&["export", "ledger", &first]).succeeds();
        workplace.run(&["export", "ledger", &second]).succeeds();
        assert!(workplace.bytes(&first) == workplace.bytes(&second), "{ending}");
    }
}

#[test]
fn every_bad_row_is_named_with_its_place_and_the_good_ones_stay() {
    let workplace = Workplace::with_school();
    workplace.write("in.csv", with_bad_rows());
    workplace.run(&["import", "ledger", "in.csv", "--yes"]).exits(1).says(&[
        "第11行“事项”列 “事项”中的“99”",
        "第12行“公开日期”列 “公开日期”中的“2023年13月40日”",
        "第13行“标题”列 “标题”不能为空",
        "3 行有误",
        "记录：新增 2",
    ]);
    let ledger = workplace.ledger();
    assert!(ledger.contains("R1") && ledger.contains("R2"));
    assert!(!ledger.contains("R3") && !ledger.contains("R4") && !ledger.contains("R5"));
}

#[test]
fn the_json_answer_has_its_fields_and_names_cells() {
    let workplace = Workplace::with_school();
    workplace.write("in.csv", with_bad_rows());
    let answer = workplace.run(&["import", "ledger", "in.csv", "--format", "json", "--yes"]).exits(1);
    assert_eq!(answer.out.lines().count(), 1);
    assert!(!answer.out.contains("null"), "what is not there is left out: {}", answer.out);
    let json = answer.json();
    assert_eq!(json["kept"], true);
    assert_eq!(json["bad_rows"], 3);
    assert_eq!(json["tables"]["records"], serde_json::json!({ "new": 2, "changed": 0, "same": 0 }));
    let bad = json["bad"].as_array().unwrap();
    let faults: Vec<&str> = bad.iter().map(|bad| bad["fault"].as_str().unwrap()).collect();
    assert_eq!(faults, ["item", "date", "missing"]);
    let columns: Vec<&str> = bad.iter().map(|bad| bad["column"].as_str().unwrap()).collect();
    assert_eq!(columns, ["item", "published_on", "title"]);
    for bad in bad {
        for field in ["table", "where", "text", "message"] {
            assert!(bad[field].is_string(), "{field}: {bad}");
        }
    }
}

#[test]
fn a_dry_run_and_all_or_nothing_keep_nothing() {
    let workplace = Workplace::with_school();
    let before = workplace.ledger();
    workplace.write("in.csv", with_bad_rows());
    workplace.write("good.csv", good());
    workplace.run(&["import", "ledger", "in.csv", "--dry-run"]).exits(1).says(&["3 行有误"]);
    assert_eq!(before, workplace.ledger());
    workplace.run(&["import", "ledger", "good.csv", "--dry-run"]).succeeds().says(&["记录：新增 2"]);
    assert_eq!(before, workplace.ledger());
    let json =
        workplace.run(&["import", "ledger", "in.csv", "--all-or-nothing", "--format", "json", "--yes"]).exits(1).json();
    assert_eq!(json["kept"], false);
    assert_eq!(before, workplace.ledger());
    workplace.run(&["import", "ledger", "good.csv", "--all-or-nothing", "--yes"]).succeeds();
    assert_ne!(before, workplace.ledger());
}

#[test]
fn an_import_without_a_school_or_of_another_form_is_refused_with_the_cure() {
    let workplace = Workplace::new();
    workplace.write("in.csv", good());
    workplace.run(&["import", "ledger", "in.csv", "--yes"]).fails_in_one_line(&["gongkai.toml", "gongkai init"]);
    let workplace = Workplace::with_school();
    workplace.run(&["export", "ledger", "out.ods"]).fails_in_one_line(&["out.ods", ".xlsx"]);
    workplace.run(&["export", "ledger", "nowhere/out.csv"]).fails_in_one_line(&["nowhere"]);
}

const MANY: usize = 8_000;

fn many() -> String {
    let mut text = String::from("编号,标题,事项,公开日期,网址\n");
    for number in 0..MANY {
        text += &format!("K{number:05},第{number}号通知,37,2023-05-12,https://www.example.edu.cn/{number}.html\n");
    }
    text
}

/// Keys of the records, sorted, none left out that is there twice.
fn keys(ledger: &Value) -> Vec<String> {
    let records = ledger["records"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut keys: Vec<String> = records.iter().map(|record| record["key"].as_str().unwrap().to_string()).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn an_import_that_is_killed_half_way_can_be_repeated_to_its_end() {
    let workplace = Workplace::with_school();
    workplace.write("many.csv", many());
    let written = || std::fs::metadata(workplace.path("gongkai.db-wal")).map_or(0, |file| file.len());
    let (mut cut_short, mut there) = (0, 0);
    // Killed when so much has been written to the database's log, so that it falls into the writing on any machine.
    for kilobytes in [1, 500, 4_000] {
        let (from, until) = (written(), Instant::now() + Duration::from_secs(300));
        let mut child = workplace.command(&["import", "ledger", "many.csv", "--yes"]).spawn().unwrap();
        while child.try_wait().unwrap().is_none() && written() < from + kilobytes * 1024 {
            assert!(Instant::now() < until, "the import stands still");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        cut_short += u32::from(!child.wait().unwrap().success());
        // What is left opens, exports and is the beginning of the file, every row whole and once.
        let kept = keys(&parsed(&workplace.ledger()));
        println!("{} rows are kept after {kilobytes} kB", kept.len());
        there = kept.len();
        assert_eq!(kept, (0..kept.len()).map(|number| format!("K{number:05}")).collect::<Vec<_>>());
    }
    assert!(cut_short > 0, "no import was killed in the middle");
    let last = workplace.run(&["import", "ledger", "many.csv", "--yes"]).succeeds();
    // On a loaded machine the last of them may have come to its end before it was killed.
    last.says(&[if there < MANY { "已写入" } else { "未变 8000" }]);
    let ledger = parsed(&workplace.ledger());
    assert_eq!(keys(&ledger), (0..MANY).map(|number| format!("K{number:05}")).collect::<Vec<_>>());
    let mut indexes: Vec<&str> =
        ledger["records"].as_array().unwrap().iter().map(|record| record["index"].as_str().unwrap()).collect();
    indexes.sort_unstable();
    indexes.dedup();
    assert_eq!(indexes.len(), MANY, "no index number is given twice");
    workplace.run(&["import", "ledger", "many.csv", "--yes"]).succeeds().says(&["记录：新增 0，更新 0，未变 8000"]);
}

#[test]
fn nothing_is_written_before_somebody_says_yes() {
    let workplace = Workplace::with_school();
    workplace.write("in.csv", good());
    let before = workplace.ledger();
    let plan = workplace.run(&["import", "ledger", "in.csv"]).exits(1);
    plan.says(&["新增记录（2）", "关于认定工作的通知", "未写入任何内容", "--yes"]);
    let json = workplace.run(&["import", "ledger", "in.csv", "--format", "json"]).exits(1).json();
    assert_eq!((&json["kept"], &json["tables"]["records"]["new"]), (&false.into(), &2.into()));
    assert_eq!(json.get("batch"), None, "{json}");
    let typed = |typed| crate::terminal::typed_at_a_terminal(&workplace, 80, "", "import ledger in.csv", typed);
    for answer in ["", "n\n", "\n"] {
        let Some((sent, code)) = typed(answer) else { return };
        assert!(code == Some(1) && sent.contains("新增记录") && !sent.contains("已写入"), "{answer:?}: {sent}");
        assert_eq!(workplace.ledger(), before, "{answer:?}");
    }
    let (sent, code) = typed("y\n").expect("script was there");
    assert!(code == Some(0) && sent.contains("gongkai import undo 1"), "{sent}");
    assert_ne!(workplace.ledger(), before);
    // Where nothing would be written, nobody is asked.
    let (sent, code) = typed("").expect("script was there");
    assert!(code == Some(0) && sent.contains("没有需要写入的新内容"), "{sent}");
}

#[test]
fn an_import_is_listed_with_its_number_and_taken_back_by_it() {
    let workplace = Workplace::with_school();
    workplace.run(&["import", "list"]).succeeds().says(&["还没有导入过"]);
    workplace.run(&["import", "undo", "1", "--yes"]).fails_in_one_line(&["1", "gongkai import list"]);
    let before = workplace.ledger();
    workplace.write("in.csv", with_bad_rows());
    let kept = workplace.run(&["import", "ledger", "in.csv", "--yes", "--format", "json"]).exits(1).json();
    assert_eq!((&kept["kept"], &kept["batch"]), (&true.into(), &1.into()));
    workplace.run(&["import", "list"]).succeeds().says(&["in.csv"]);
    // Seen, and not confirmed.
    workplace.run(&["import", "undo", "1"]).exits(1).says(&["in.csv", "--yes"]);
    assert_ne!(workplace.ledger(), before);
    workplace.run(&["import", "undo", "1", "--yes"]).succeeds();
    assert_eq!(workplace.ledger(), before);
    workplace.run(&["import", "undo", "1", "--yes"]).exits(1);
    let listed = workplace.run(&["import", "list", "--lang", "en"]).succeeds();
    assert!(listed.says(&["left out  undone on 20"]).err.is_empty());
    let json = workplace.run(&["import", "list", "--format", "json"]).succeeds();
    let first = &json.json()["imports"][0];
    assert!(first["number"] == 1 && first["undone"]["at"].is_string(), "{}", json.out);
    workplace.run(&["import", "ledger", "in.csv", "--yes"]).exits(1);
    let json = workplace.run(&["import", "list", "--format", "json"]).succeeds();
    assert!(json.json()["imports"][0]["number"] == 2 && !json.out.contains("null"), "{}", json.out);
}

#[test]
fn a_head_in_doubt_is_answered_once_and_never_asked_again() {
    let workplace = Workplace::with_school();
    workplace.write("a.csv", "公开信息名称,编号2,公开日期\n甲通知,37,2024-10-1\n");
    workplace.write("b.csv", "公开信息名称,编号2,公开日期\n乙通知,38,2024-10-2\n");
    let asked = workplace.run(&["import", "ledger", "a.csv", "--yes"]).exits(1);
    assert!(asked.out.contains("--column \"编号2=事项\""), "{}", asked.out);
    for (wrong, said) in [("编号2", "编号2"), ("编号9=事项", "编号9"), ("编号2=没有", "没有")] {
        workplace.run(&["import", "ledger", "a.csv", "--yes", "--column", wrong]).fails_in_one_line(&[said]);
    }
    let answer = ["import", "ledger", "a.csv", "--yes", "--column", "编号2=事项", "--format", "json"];
    let json = workplace.run(&answer).succeeds().json();
    assert_eq!(json["answered"], serde_json::json!([{ "table": "records", "head": "编号2", "column": "item" }]));
    workplace.run(&["import", "ledger", "b.csv", "--yes"]).succeeds().says(&["“编号2”→事项"]);
    workplace.run(&["ledger", "list", "heads"]).succeeds().says(&["编号2", "事项"]);
    workplace.run(&["ledger", "delete", "head", "编号2"]).exits(1);
    workplace.run(&["ledger", "delete", "head", "编号2", "--yes"]).succeeds();
    workplace.run(&["import", "ledger", "b.csv", "--yes"]).exits(1).says(&["缺少必填列"]);
}

#[test]
fn somebody_at_a_terminal_answers_with_a_number() {
    let workplace = Workplace::with_school();
    workplace.write("a.csv", "公开信息名称,编号2,节点\n甲通知,37,2024-10-1\n乙通知,38,2024-10-2\n");
    let typed = crate::terminal::typed_at_a_terminal(&workplace, 100, "", "import ledger a.csv", "1\n3\ny\n");
    let Some((sent, code)) = typed else { return };
    let bare = crate::terminal::bare(&sent);
    assert_eq!(code, Some(0), "{bare}");
    assert!(bare.contains("1　“编号2”就是“事项”") && bare.contains("3　“节点”不读取"), "{bare}");
    let kept = workplace.run(&["ledger", "list", "heads", "--format", "json"]).succeeds().json();
    let means: Vec<_> = kept["rows"].as_array().unwrap().iter().map(|row| row["means"].as_str().unwrap()).collect();
    assert_eq!(means, ["事项", ""], "{kept}");
    // Nobody need answer: what stays open is left out as ever.
    workplace.write("b.csv", "公开信息名称,编号3\n丙通知,37\n");
    let (sent, code) =
        crate::terminal::typed_at_a_terminal(&workplace, 100, "", "import ledger b.csv", "\n").unwrap_or_default();
    assert_eq!(code, Some(1), "{sent}");
}
