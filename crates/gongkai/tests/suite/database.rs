//! The database in every state that it can be found in, met by every command that uses it: one line with the way out,
//! exit 2, and nothing made or changed; and a file that is whole after every command.

use crate::{Workplace, commands};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Every command that opens the school's database; a command that is not here is caught by the table of commands.
const COMMANDS: [&[&str]; 26] = [
    &["import", "undo", "1", "--yes"],
    &["import", "ledger", "rows.csv", "--yes"],
    &["import", "document", "notice.txt", "--item", "37", "--unit", "教务处"],
    &["import", "list"],
    &["export", "ledger", "out.json"],
    &["export", "site", "site"],
    &["audit", "--offline"],
    &["report", "2022-2023", "--out", "report"],
    &["gaps", "2022-2023", "--out", "gaps.xlsx"],
    &["report", "issue", "2022-2023", "--date", "2023-10-30", "--incomplete"],
    &["jobs"],
    &["status"],
    &["mail", "test", "name@example.edu.cn"],
    &["user", "list"],
    &["user", "add", "1001", "--name", "沈小禾", "--role", "clerk@教务处"],
    &["user", "reset", "1001"],
    &["user", "disable", "1001"],
    &["backup", "out.zip"],
    &["verify"],
    &["serve", "--listen", "127.0.0.1:0"],
    &["ledger", "list", "records"],
    &["ledger", "rename", "unit", "教务处", "教务部"],
    &["ledger", "merge", "unit", "财务处", "教务部", "--yes"],
    &["ledger", "move", "R1", "--item", "38"],
    &["ledger", "delete", "unit", "教务处", "--yes"],
    &["ledger", "withdraw", "R1", "--reason", "有误", "--yes"],
];

const ROWS: &str = "编号,标题,事项,公开日期,责任部门\nR1,某通知,37,2023-05-01,教务处\nR0,账目,9,2023-05-01,财务处\n";

fn school() -> Workplace {
    let workplace = Workplace::with_school();
    workplace.write("rows.csv", ROWS);
    workplace.write("notice.txt", "关于评选奖学金的通知\n各班：\n现将有关事项通知如下。\n教务处\n2023年5月18日\n");
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace
}

/// Every file of the folder and what it holds.
fn files(workplace: &Workplace) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(workplace.path(".")).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    files.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

pub(crate) fn execute(workplace: &Workplace, sql: &str) {
    let address = format!("sqlite://{}", workplace.path("gongkai.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&address).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

/// Runs every command and expects of each one line with these words, and the folder as it was.
#[track_caller]
fn every_command_refuses(workplace: &Workplace, words: &[&str]) {
    let before = files(workplace);
    for command in COMMANDS {
        workplace.run(command).fails_in_one_line(words);
        let after = files(workplace);
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&after), names(&before), "{command:?} makes or removes a file");
        assert!(after == before, "{command:?} changes a file");
    }
}

#[test]
fn a_database_that_is_missing_or_empty_does_not_become_a_new_school() {
    let workplace = school();
    std::fs::remove_file(workplace.path("gongkai.db")).unwrap();
    every_command_refuses(&workplace, &["找不到数据库", "gongkai.db", "备份", "gongkai init"]);
    workplace.write("gongkai.db", "");
    every_command_refuses(&workplace, &["gongkai.db", "空的", "备份"]);
}

#[test]
fn a_file_that_is_another_programs_or_no_database_is_left_alone() {
    let workplace = school();
    workplace.write("gongkai.db", "这不是数据库。".repeat(500));
    every_command_refuses(&workplace, &["gongkai.db", "不是本程序的数据库"]);
    std::fs::remove_file(workplace.path("gongkai.db")).unwrap();
    workplace.write("gongkai.db", "");
    execute(&workplace, "CREATE TABLE 订单 (x)");
    every_command_refuses(&workplace, &["gongkai.db", "不是本程序的数据库"]);
    std::fs::remove_file(workplace.path("gongkai.toml")).unwrap();
    let init = ["init", "--name", "某学院", "--kind", "vocational", "--administrator", "王"];
    workplace.run(&init).fails_in_one_line(&["不是本程序的数据库"]);
    assert!(!workplace.path("gongkai.toml").exists(), "no configuration for a school that was not made");
}

#[cfg(unix)]
#[test]
fn a_pipe_a_folder_or_a_link_that_leads_nowhere_is_no_database_and_nobody_waits_for_it() {
    let workplace = school();
    let database = workplace.path("gongkai.db");
    let init = ["init", "--config", "new.toml", "--name", "某学院", "--kind", "vocational", "--administrator", "王"];
    std::fs::remove_file(&database).unwrap();
    assert!(Command::new("mkfifo").arg(&database).status().unwrap().success());
    every_command_refuses_what_is_no_file(&workplace, "不是本程序的数据库");
    workplace.run(&init).fails_in_one_line(&["gongkai.db", "不是本程序的数据库"]);
    std::fs::remove_file(&database).unwrap();
    std::fs::create_dir(&database).unwrap();
    every_command_refuses_what_is_no_file(&workplace, "不是本程序的数据库");
    std::fs::remove_dir(&database).unwrap();
    std::os::unix::fs::symlink("nowhere/school.db", &database).unwrap();
    every_command_refuses_what_is_no_file(&workplace, "找不到数据库");
    workplace.run(&init).fails_in_one_line(&["gongkai.db", "链接指向不存在的位置"]);
    assert!(!workplace.path("new.toml").exists());
    // Whoever has a link to a database that is there works with that one.
    std::fs::remove_file(&database).unwrap();
    std::os::unix::fs::symlink("real.db", &database).unwrap();
    workplace.write("gongkai.toml", "database = \"sqlite://real.db\"\n");
    std::fs::remove_file(workplace.path("gongkai.toml")).unwrap();
    let address = format!("sqlite://{}", workplace.path("real.db").display());
    let made = workplace.command(&init[..]).env("GONGKAI_DATABASE", address).output().unwrap();
    assert_eq!(made.status.code(), Some(0));
    workplace.run(&["import", "ledger", "rows.csv", "--yes", "--config", "new.toml"]).succeeds();
    assert!(database.is_symlink());
}

/// As [`every_command_refuses`], where what stands in the database's place cannot be read.
#[track_caller]
fn every_command_refuses_what_is_no_file(workplace: &Workplace, words: &str) {
    for command in COMMANDS {
        workplace.run(command).fails_in_one_line(&["gongkai.db", words]);
    }
    assert!(!workplace.path("gongkai.db-wal").exists() && !workplace.path("nowhere").exists());
}

#[test]
fn whatever_a_folder_is_called_its_school_is_found_from_within_and_from_without() {
    let workplace = Workplace::new();
    for (n, name) in
        ["a b", "a%20b", "a%zz", "a?b", "a?mode=memory", "a#b", "a&b=c", "a'b", "中文，目录"].iter().enumerate()
    {
        let config = format!("{name}/gongkai.toml");
        let school = format!("第{n}学院");
        let init = ["init", "--config", &config, "--name", &school, "--kind", "vocational", "--administrator", "王"];
        workplace.run(&init).succeeds();
        assert!(workplace.path(name).join("gongkai.db").is_file(), "{name}");
        workplace.write("rows.csv", ROWS);
        workplace.run(&["import", "ledger", "rows.csv", "--yes", "--config", &config]).succeeds().says(&["1 "]);
        let within =
            workplace.command(&["export", "ledger", "out.json"]).current_dir(workplace.path(name)).output().unwrap();
        assert_eq!(within.status.code(), Some(0), "{name}");
        let portal = crate::serve::Portal::of(&workplace, &config);
        let page = portal.get("/");
        assert!(String::from_utf8_lossy(&page.body).contains(&school), "{name}: another folder's school");
        assert_eq!(portal.stops(), Some(0));
    }
}

/// Writes the configuration of a database in a folder that only some may write into.
#[cfg(unix)]
#[test]
fn a_database_whose_folder_may_not_be_written_is_not_said_to_be_a_server() {
    let workplace = school();
    let database = workplace.path("gongkai.db");
    // What SQLite cannot make beside the file: here a folder stands in its place.
    std::fs::create_dir(workplace.path("gongkai.db-wal")).unwrap();
    for command in COMMANDS {
        let answer = workplace.run(command).fails_in_one_line(&["gongkai.db", "系统报错"]);
        assert!(!answer.err.contains("服务"), "{}", answer.err);
    }
    assert!(database.is_file());
}

#[test]
fn a_newer_or_damaged_database_is_left_alone() {
    let workplace = school();
    let whole = workplace.bytes("gongkai.db");
    execute(&workplace, "INSERT INTO migration (name) VALUES ('29990101_000001_later')");
    every_command_refuses(&workplace, &["gongkai.db", "较新版本", "29990101_000001_later"]);
    let mut damaged = whole.clone();
    for at in (4096..damaged.len()).step_by(4096) {
        damaged[at..at + 64].fill(0xab);
    }
    for damaged in [damaged.as_slice(), &whole[..whole.len() / 2]] {
        workplace.write("gongkai.db", damaged);
        for command in COMMANDS {
            workplace.run(command).fails_in_one_line(&["gongkai.db", "已损坏", "备份"]);
            assert!(workplace.bytes("gongkai.db") == damaged, "{command:?} changes the file");
            // Of a file that cannot be read to its end SQLite leaves its log behind.
            for ending in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(workplace.path(&format!("gongkai.db{ending}")));
            }
        }
    }
}

#[test]
fn a_server_that_does_not_answer_is_named_without_its_password() {
    let workplace = school();
    workplace.write("gongkai.toml", "database = \"postgres://jwc:s3cret@127.0.0.1:9/gongkai?password=s3cret\"\n");
    for command in COMMANDS {
        let answer = workplace.run(command).fails_in_one_line(&["连不上", "postgres://127.0.0.1:9/gongkai"]);
        assert!(!answer.err.contains("s3cret"), "{}", answer.err);
    }
    workplace.write("gongkai.toml", "database = \"mysql://jwc:s3cret@127.0.0.1/gongkai\"\n");
    for command in COMMANDS {
        let answer = workplace.run(command).fails_in_one_line(&["数据库地址写法不对", "postgres://"]);
        assert!(!answer.err.contains("s3cret"), "{}", answer.err);
    }
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_of_it_kept() {
    let workplace = school();
    let before = workplace.ledger();
    workplace.write("more.csv", "编号,标题,事项,公开日期\nR2,另一通知,37,2023-05-02\n");
    // A version of the format that is only read (https://www.sqlite.org/fileformat2.html, 1.3.3).
    let mut bytes = workplace.bytes("gongkai.db");
    bytes[18] = 3;
    workplace.write("gongkai.db", &bytes);
    workplace.run(&["import", "ledger", "more.csv", "--yes"]).fails_in_one_line(&["gongkai.db", "只能读不能写"]);
    bytes[18] = 2;
    workplace.write("gongkai.db", &bytes);
    assert_eq!(workplace.ledger(), before);
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_said_and_nothing_of_it_kept() {
    let workplace = school();
    let before = workplace.ledger();
    let rows: String = (0..20_000).map(|n| format!("K{n},第{n}号通知,37,2023-05-02\n")).collect();
    workplace.write("many.csv", format!("编号,标题,事项,公开日期\n{rows}"));
    let program = env!("CARGO_BIN_EXE_gongkai");
    let script = format!("trap '' XFSZ; ulimit -f 2000; exec {program} import ledger many.csv --all-or-nothing --yes");
    let output = Command::new("sh").args(["-c", &script]).current_dir(workplace.path(".")).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("读写数据库") && told.contains("ulimit -f") && told.lines().count() == 1, "{told}");
    assert_eq!(workplace.ledger(), before);
}

#[cfg(unix)]
#[test]
fn where_a_new_school_finds_no_room_nothing_of_it_is_left_and_the_next_attempt_succeeds() {
    let program = env!("CARGO_BIN_EXE_gongkai");
    let init = "init --config new/gongkai.toml --name X --kind vocational --administrator W";
    let mut refused = 0;
    for blocks in [0, 8, 40, 200, 400, 500, 520, 540, 560] {
        let workplace = Workplace::new();
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} {init}");
        let output = Command::new("sh").args(["-c", &script]).current_dir(workplace.path(".")).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        if output.status.code() == Some(0) {
            continue;
        }
        refused += 1;
        assert_eq!((output.status.code(), told.lines().count()), (Some(2), 1), "{blocks}: {told}");
        let left = std::fs::read_dir(workplace.path(".")).unwrap().count();
        assert_eq!(left, 0, "{blocks} blocks: something is left after: {told}");
        workplace.run(&init.split(' ').collect::<Vec<_>>()).succeeds();
    }
    assert!(refused > 2, "the limits are too wide to try anything");
}

#[test]
fn init_says_which_database_a_variable_names_and_which_the_file() {
    let workplace = Workplace::new();
    let init = ["init", "--name", "某学院", "--kind", "vocational", "--administrator", "王"];
    let address = format!("sqlite://{}", workplace.path("elsewhere.db").display());
    let output = workplace.command(&init).env("GONGKAI_DATABASE", &address).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("elsewhere.db") && told.contains("GONGKAI_DATABASE"), "{told}");
    assert!(told.contains("sqlite://gongkai.db"), "{told}");
    assert!(workplace.path("elsewhere.db").exists() && !workplace.path("gongkai.db").exists());
    // Without the variable the file's own database is asked for, which nobody made.
    workplace.run(&["jobs"]).fails_in_one_line(&["找不到数据库", "gongkai.db"]);
    // The school that is there is not written over.
    std::fs::remove_file(workplace.path("gongkai.toml")).unwrap();
    let again = workplace.command(&init).env("GONGKAI_DATABASE", &address).output().unwrap();
    let told = String::from_utf8(again.stderr).unwrap();
    assert!(again.status.code() == Some(2) && told.contains("已有一所学校"), "{told}");
    assert!(!workplace.path("gongkai.toml").exists());
}

#[test]
fn after_every_command_a_copy_of_the_file_alone_is_the_whole_school() {
    let workplace = school();
    let copy = Workplace::new();
    copy.write("gongkai.toml", "database = \"sqlite://gongkai.db\"\n");
    let whole = |told: &str| {
        for ending in ["-wal", "-shm", "-journal"] {
            assert!(!workplace.path(&format!("gongkai.db{ending}")).exists(), "{told} leaves {ending}");
        }
        copy.write("gongkai.db", workplace.bytes("gongkai.db"));
        assert_eq!(copy.ledger(), workplace.ledger(), "after {told}");
    };
    whole("import");
    for (n, command) in COMMANDS.into_iter().enumerate().filter(|(_, command)| command[0] != "serve") {
        workplace.write("rows.csv", format!("{ROWS}R{n}A,第{n}号通知,37,2023-06-01\n"));
        match command[0] {
            // There is no server to try, much to be found, and no backup is scheduled.
            "mail" | "audit" | "status" => drop(workplace.run(command).exits(1)),
            _ => drop(workplace.run(command).succeeds()),
        }
        whole(&format!("{command:?}"));
    }
    // One that fails leaves no log either.
    workplace.run(&["report", "2031-2032", "--out", "report"]).exits(2);
    whole("a command that failed");
    let portal = crate::serve::Portal::of(&workplace, "gongkai.toml");
    workplace.write("rows.csv", format!("{ROWS}RS,服务期间的通知,37,2023-06-02\n"));
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    assert_eq!(portal.get("/").status, 200);
    assert_eq!(portal.stops(), Some(0));
    whole("serve");
}

#[test]
fn the_commands_that_are_tried_here_are_all_that_use_a_database() {
    // Whatever else there is reads files, makes a school, or says something about itself.
    let others = [
        "demo",
        "init",
        "restore",
        "verify proof",
        "witness serve",
        "witness key",
        "export columns",
        "check",
        "scan",
        "help",
        "completions",
        "manual",
    ];
    let (names, _) = commands();
    // `report issue 2022-2023` is `report issue` and not `report`.
    let named = |typed: &[&str]| {
        let typed = typed.join(" ");
        let names = names.iter().filter(|name| typed == **name || typed.starts_with(&format!("{name} ")));
        names.max_by_key(|name| name.len()).unwrap_or_else(|| panic!("{typed} is no command"))
    };
    let tried: BTreeSet<&String> = COMMANDS.into_iter().map(named).collect();
    for name in &names {
        let other = others.contains(&name.as_str()) || name.starts_with("workday ");
        assert!(tried.contains(name) != other, "{name} is in neither list, or in both");
    }
}

#[test]
fn a_plan_takes_the_writers_place() {
    let workplace = school();
    let before = workplace.ledger();
    workplace.write("more.csv", "编号,标题,事项\nR7,后来的,37\n");
    let address = format!("sqlite://{}", workplace.path("gongkai.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut writer = runtime.block_on(SqliteConnection::connect(&address)).unwrap();
    runtime.block_on(sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut writer)).unwrap();
    let plan = ["import", "ledger", "more.csv", "--dry-run"];
    let mut child = workplace.command(&plan).stdout(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert!(child.try_wait().unwrap().is_none(), "it waits for the writer before it");
    runtime.block_on(sqlx::raw_sql("ROLLBACK").execute(&mut writer)).unwrap();
    let told = crate::Answer::of(&plan, child.wait_with_output().unwrap());
    assert!(told.out.contains("后来的"), "and goes on when that is done: {}", told.out);
    assert_eq!(workplace.ledger(), before);
}

#[test]
fn reading_needs_no_writer() {
    let workplace = school();
    let address = format!("sqlite://{}", workplace.path("gongkai.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut writer = runtime.block_on(SqliteConnection::connect(&address)).unwrap();
    runtime.block_on(sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut writer)).unwrap();
    let writes = |command: &[&str]| {
        matches!(command, ["import", "ledger" | "undo" | "document", ..] | ["report", "issue", ..] | ["serve", ..])
            || matches!(command[0], "ledger" | "user" | "mail") && command[1] != "list"
    };
    for command in COMMANDS.into_iter().filter(|command| !writes(command)) {
        workplace.run(command).exits(i32::from(matches!(command[0], "audit" | "status")));
    }
    let portal = crate::serve::Portal::of(&workplace, "gongkai.toml");
    assert_eq!(portal.get("/catalogue").status, 200);
    assert_eq!(portal.stops(), Some(0));
    runtime.block_on(sqlx::raw_sql("ROLLBACK").execute(&mut writer)).unwrap();
}
