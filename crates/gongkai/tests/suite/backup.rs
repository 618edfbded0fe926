//! Backups from the command line: made, looked at, put back, refused.

use crate::Workplace;

fn school() -> Workplace {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", "编号,标题,事项,公开日期,责任部门\nR1,奖学金评定办法,37,2023-05-01,教务处\n");
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace
}

#[test]
fn a_school_is_backed_up_and_made_again_elsewhere() {
    let workplace = school();
    let made = workplace.run(&["backup", "school.zip"]).succeeds();
    assert!(made.out.contains("信息 1 条") && made.out.contains("未加密"), "{}", made.out);
    let again = workplace.run(&["backup", "school.zip"]);
    again.fails_in_one_line(&["school.zip", "已存在"]);
    assert!(workplace.run(&["verify", "school.zip"]).succeeds().out.contains("完整"));
    let restored =
        workplace.run(&["--config", "new/gongkai.toml", "restore", "school.zip", "--format", "json"]).succeeds();
    assert_eq!(restored.json()["verify"]["whole"], true);
    let verified = workplace.run(&["--config", "new/gongkai.toml", "verify", "--format", "json"]).succeeds().json();
    assert_eq!((verified["records"].as_u64(), verified["doubts"].as_array().map(Vec::len)), (Some(1), Some(0)));
    workplace.run(&["export", "ledger", "before.json"]).succeeds();
    workplace.run(&["--config", "new/gongkai.toml", "export", "ledger", "after.json"]).succeeds();
    assert_eq!(workplace.text("before.json"), workplace.text("after.json"));
    workplace.run(&["--config", "new/gongkai.toml", "restore", "school.zip"]).fails_in_one_line(&["已有一所学校"]);
    let both = ["--config", "new/gongkai.toml", "restore", "school.zip", "--database", "sqlite://other.db"];
    workplace.run(&both).fails_in_one_line(&["--database", "new/gongkai.toml"]);
}

#[test]
fn a_damaged_backup_and_a_damaged_database_are_found() {
    let workplace = school();
    workplace.run(&["backup", "school.zip"]).succeeds();
    let bytes = workplace.bytes("school.zip");
    workplace.write("cut.zip", &bytes[..bytes.len() / 2]);
    workplace.run(&["verify", "cut.zip"]).fails_in_one_line(&["cut.zip", "不完整"]);
    workplace.run(&["--config", "new/gongkai.toml", "restore", "cut.zip"]).fails_in_one_line(&["cut.zip", "不完整"]);
    assert!(!workplace.path("new").exists());
    workplace.run(&["restore", "nowhere.zip"]).fails_in_one_line(&["nowhere.zip"]);
    crate::database::execute(&workplace, "UPDATE tally SET things = 99");
    let found = workplace.run(&["verify"]).exits(1);
    assert!(found.out.contains("统计数与信息不一致"), "{}", found.out);
}

#[test]
fn what_was_changed_by_hand_is_named_so_that_it_can_be_found_and_a_backup_of_it_says_what_to_look_at_first() {
    let workplace = school();
    let well = workplace.run(&["verify"]).succeeds();
    assert!(well.out.contains("完整") && well.out.contains("查不出的"), "{}", well.out);
    let export = || workplace.run(&["export", "ledger", "out.json", "--overwrite"]).succeeds();
    export();
    let id = workplace.text("out.json").len();
    crate::database::execute(
        &workplace,
        "UPDATE edition SET title = '改过的标题'; UPDATE record SET title = '改过的标题'",
    );
    let found = workplace.run(&["verify"]).exits(1);
    let line = found.out.lines().find(|line| line.contains("没有经过本程序")).expect("a line of the record");
    assert!(line.contains("record rec_") && !line.contains('*'), "{line}");
    export();
    assert_ne!(workplace.text("out.json").len(), id, "what was changed is what readers get");
    // A later change does not hide it, and neither does a backup.
    workplace.write("more.csv", "编号,标题,事项,公开日期\nk9,另一条通知,37,2023-06-12\n");
    workplace.run(&["import", "ledger", "more.csv", "--yes"]);
    workplace.run(&["verify"]).exits(1);
    workplace.run(&["backup", "hurt.zip"]).succeeds();
    let restored = workplace.run(&["--config", "new/gongkai.toml", "restore", "hurt.zip"]).exits(1);
    assert!(restored.out.contains("先核对") && !restored.out.contains("下一步"), "{}", restored.out);
}

#[test]
fn nothing_that_a_command_writes_takes_the_place_of_the_school_or_of_what_it_reads() {
    let workplace = school();
    workplace.run(&["import", "ledger", "rows.csv", "--dry-run", "--plan", "plan.xlsx"]).succeeds();
    let kept = ["gongkai.db", "gongkai.toml", "rows.csv", "plan.xlsx"].map(|name| (name, workplace.bytes(name)));
    for (name, _) in &kept[..3] {
        for out in [name.to_string(), format!("./{name}")] {
            workplace.run(&["gaps", "2022-2023", "--out", &out]).fails_in_one_line(&[name]);
            workplace.run(&["import", "ledger", "rows.csv", "--dry-run", "--plan", &out]).fails_in_one_line(&[name]);
        }
    }
    workplace
        .run(&["import", "ledger", "plan.xlsx", "--dry-run", "--plan", "plan.xlsx"])
        .fails_in_one_line(&["plan.xlsx"]);
    workplace.run(&["export", "ledger", "gongkai.toml"]).exits(2);
    for (name, bytes) in &kept {
        assert!(workplace.bytes(name) == *bytes, "{name}");
    }
}
