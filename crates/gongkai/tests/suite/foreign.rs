//! What others wrote, repeated in what the program says: never a number of a person whole, never a character that
//! steers the terminal, and no log lines beside the program's own words.

use crate::{Answer, Workplace, made_up_id};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

/// An identity number of no check character that holds: the engine only suspects it.
fn slipped_id() -> String {
    let mut id = made_up_id(77);
    let last = if id.ends_with('1') { '2' } else { '1' };
    id.pop();
    id.push(last);
    id
}

/// Every character on both streams, line ends apart, is one that stands there and does nothing else.
#[track_caller]
fn steers_nothing(answer: &Answer) {
    let steering =
        |c: &char| *c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    for stream in [&answer.out, &answer.err] {
        assert_eq!(stream.chars().find(steering), None, "{}: {stream:?}", answer.typed);
    }
}

/// The ways to import: looking only, unasked, applied; for people, for programs, as a workbook; with causes.
const IMPORTS: [&[&str]; 8] = [
    &["--dry-run"],
    &["--dry-run", "-v", "--plan", "plan.xlsx"],
    &[],
    &["--format", "json"],
    &["--lang", "en"],
    &["--yes", "--plan", "plan.xlsx"],
    &["--yes", "--format", "json"],
    &["--yes", "--lang", "en", "-v"],
];

#[test]
fn an_identity_number_in_a_bad_cell_is_never_repeated_whole() {
    let workplace = Workplace::with_school();
    let (right, slipped) = (made_up_id(5), slipped_id());
    for id in [right.as_str(), &slipped] {
        let split = format!("{} {} {}", &id[..6], &id[6..14], &id[14..]);
        // As whatever cannot be read: an item, a date, an index number, a key used twice, a word, a unit that nobody knows.
        let rows = [
            format!("K1,甲,{id},,2023-05-12,,\n"),
            format!("K2,乙,37,,{id},,\n"),
            format!("K3,丙,37,,张三{id},,\n"),
            format!("K4,丁,37,,{split},,\n"),
            format!("K5,戊,37,,2023-05-12,{id},\n"),
            format!("K6,己,37,,2023-05-12,,{id}\n"),
            format!("K7,庚,37,{id}号,2023-05-12,,\n"),
            format!("K8,{}{id},37,,{}{id},,\n", "长".repeat(26), "长".repeat(26)),
        ];
        workplace.write("in.csv", format!("编号,标题,事项,责任部门,公开日期,公开属性,索引号\n{}", rows.concat()));
        for way in IMPORTS {
            let answer = workplace.run(&[&["import", "ledger", "in.csv"], way].concat()).exits(1);
            for shown in [&answer.out, &answer.err] {
                assert!(!shown.contains(id) && !shown.contains(&split), "{}:\n{shown}", answer.typed);
                assert!(!shown.contains(&id[6..14]), "{}: the birthday is shown\n{shown}", answer.typed);
            }
            if way.contains(&"--plan") {
                // Of a number that is covered `scan` says that the rest could still tell a person; more is not there.
                let found = workplace.run(&["scan", "plan.xlsx"]);
                let numbers = found.out.lines().filter(|line| line.contains('*'));
                assert!(numbers.clone().count() > 4, "{}", found.out);
                assert_eq!(numbers.filter(|line| !line.contains("只遮盖了一部分")).count(), 0, "{}", found.out);
                std::fs::remove_file(workplace.path("plan.xlsx")).unwrap();
            }
        }
        let answer = workplace.run(&["import", "ledger", "in.csv", "--format", "json", "--yes"]).exits(1);
        assert!(answer.out.contains(&format!("{}***********{}", &id[..3], &id[14..])), "{}", answer.out);
    }
}

#[test]
fn a_heading_or_a_sheet_of_a_ledger_file_that_names_a_person_by_number_is_not_repeated_whole() {
    let workplace = Workplace::with_school();
    let id = made_up_id(6);
    workplace.write("in.csv", format!("编号,标题,事项,{id}\nK1,甲,37,x\n"));
    let answer = workplace.run(&["import", "ledger", "in.csv", "--yes"]).succeeds().says(&["未读取"]);
    assert!(!answer.out.contains(&id[6..14]), "{}", answer.out);
}

#[test]
fn a_suspected_identity_number_is_covered_in_every_form_of_a_checks_answer() {
    let workplace = Workplace::new();
    let id = slipped_id();
    workplace.write(
        "a.md",
        format!("身份证号{id}的学生所在班共100人，其中男60人，女30人，未到20人。\n\n{id}，2023年2月30日开会。\n"),
    );
    for format in ["text", "json", "sarif"] {
        let answer = workplace.run(&["check", "a.md", "--format", format]).exits(1);
        assert!(answer.out.contains("2023年2月30日"), "{}", answer.out);
        assert!(!answer.out.contains(&id[6..14]), "{format}:\n{}", answer.out);
    }
}

#[test]
fn control_characters_in_a_cell_reach_neither_a_terminal_nor_a_pipe() {
    let workplace = Workplace::with_school();
    workplace.write(
        "in.csv",
        "编号,标题,事项,公开日期,责任部门,\u{1b}[31m列\u{7}\nk1,a,37,\u{1b}]0;PWNED\u{7}\u{1b}[2J\u{202e}2023,,\n\
         k2,b,\u{1b}[31m99,2023-05-01,,\nk3,c,37,2023-05-01,\u{9b}2J处\u{202e},\nk4,d,37,\u{fdd0}[31m9,,\n",
    );
    for way in IMPORTS {
        let answer = workplace.run(&[&["import", "ledger", "in.csv"], way].concat()).exits(1);
        steers_nothing(&answer);
        assert!(answer.out.contains("PWNED") && answer.out.contains("99"), "{}", answer.out);
    }
    let json = workplace.run(&["import", "ledger", "in.csv", "--format", "json", "--yes"]).exits(1).json();
    let bad = json["bad"].as_array().unwrap();
    assert!(bad.iter().all(|bad| bad["message"].as_str().unwrap().lines().count() == 1), "{json}");
    if let Some((sent, code)) = crate::terminal::on_a_terminal(&workplace, 80, "", "import ledger in.csv 2>/dev/null") {
        assert_eq!(code, Some(1), "{sent}");
        let bare = crate::terminal::bare(&sent);
        let steering = bare.chars().find(|c| *c != '\n' && (c.is_control() || *c == '\u{202e}'));
        assert!(steering.is_none() && !sent.contains("\u{1b}[31m99") && bare.contains("PWNED"), "{sent:?}");
    }
}

#[test]
fn what_steers_is_data_in_a_checks_json_and_is_escaped_there() {
    let workplace = Workplace::new();
    workplace.write("a.md", "全校\u{9b}2J共招生100人，其中单独招生60人，\u{202e}高职统招30人，对口升学20人。\n");
    let id = made_up_id(8);
    workplace.write("b\u{9b}2J.md", format!("身份证号{id}\n"));
    for arguments in [["check", "a.md", "--format", "json"], ["check", "a.md", "--format", "sarif"]] {
        let answer = workplace.run(&arguments).exits(1);
        steers_nothing(&answer);
        assert!(answer.json().to_string().contains('\u{202e}'), "{}", answer.out);
    }
    let answer = workplace.run(&["scan", "b\u{9b}2J.md", "--format", "json"]).exits(1);
    steers_nothing(&answer);
    assert_eq!(answer.json()["files"][0]["file"], "b\u{9b}2J.md");
}

#[test]
fn what_was_typed_cannot_steer_the_terminal_when_it_is_repeated() {
    let workplace = Workplace::with_school();
    for arguments in [
        &["report", "\u{1b}[2J2022", "--out", "x"][..],
        &["check", "--explain", "\u{1b}[31msum"],
        &["check", "a.md", "--year", "\u{9b}2J"],
        &["scan", "a.md", "--policy", "\u{1b}[31m"],
        &["help", "\u{1b}[2J"],
        &["workday", "is", "\u{1b}[2J"],
        &["import", "ledger", "\u{1b}[2J\u{202e}.csv", "--yes"],
    ] {
        let answer = workplace.run(arguments).exits(2);
        steers_nothing(&answer);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
    }
}

#[test]
fn a_command_logs_nothing_unless_asked_whatever_the_log_is_set_to() {
    let workplace = Workplace::with_school();
    workplace.write("in.csv", "编号,标题,事项\nK1,甲,37\n");
    workplace.write("bad.db", "no database".repeat(1_000));
    workplace.write("bad.toml", "database = \"sqlite://bad.db\"\n");
    let run = |arguments: &[&str]| {
        Answer::of(arguments, workplace.command(arguments).env("GONGKAI_LOG", "trace").output().unwrap())
    };
    for arguments in [
        &["demo", "--no-serve"][..],
        &["import", "ledger", "in.csv", "--yes"],
        &["export", "ledger", "out.csv"],
        &["check", "in.csv"],
    ] {
        assert_eq!(run(arguments).succeeds().err, "", "{arguments:?}");
    }
    // What fails says so in one line; with -v causes and log lines follow it.
    let failing = ["export", "ledger", "out.csv", "--config", "bad.toml"];
    run(&failing).fails_in_one_line(&[]);
    let verbose = run(&[&failing[..], &["-v"]].concat()).exits(2);
    assert!(verbose.err.contains("gongkai.start") && verbose.err.contains("\ngongkai: "), "{}", verbose.err);
    steers_nothing(&verbose);
}

#[test]
fn the_log_of_serve_has_no_colours_in_a_pipe() {
    let workplace = Workplace::with_school();
    let mut command = workplace.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.env("GONGKAI_LOG", "info").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(address.contains("http://127.0.0.1:"), "{address}");
    assert!(log.contains("gongkai.start") && !log.contains('\u{1b}'), "{log:?}");
}

/// A folder's name that clears a screen, colours, turns the direction and breaks the line.
#[cfg(unix)]
const STEERING: &str = "a\u{1b}[2J\u{9b}31m\u{202e}\u{7}\nb";

#[cfg(unix)]
#[test]
fn the_name_of_a_folder_steers_nothing_whatever_is_read_from_it_or_written_into_it() {
    let workplace = Workplace::new();
    let inside = |name: &str| format!("{STEERING}/{name}");
    let [empty, config, demo, csv, form, report, copy, text, gaps, plan, rows] = [
        "nothing in it",
        "gongkai.toml",
        "demo",
        "out.csv",
        "form.xlsx",
        "report",
        "copy.txt",
        "list.txt",
        "gaps.xlsx",
        "plan.xlsx",
        "rows\u{1b}[2J\u{9b}31m\u{202e}\n.csv",
    ]
    .map(inside);
    let school = ["--name", "甲学院", "--kind", "vocational", "--administrator", "王老师"];
    workplace.run(&[&["init", "--config", &config][..], &school].concat()).succeeds();
    workplace.write(&text, format!("身份证号{}\n", made_up_id(9)));
    let sample = format!("{demo}/gongkai.toml");
    std::fs::create_dir(workplace.path(&empty)).unwrap();
    workplace.write(&rows, "编号,标题,事项\nR1,某通知,37\n");
    let runs: [(&[&str], i32); 19] = [
        (&["init", "--config", &config], 2),
        (&["demo", "--no-serve", "--data", &demo], 0),
        (&["export", "ledger", &csv, "--config", &config], 0),
        (&["import", "ledger", &csv, "--config", &config, "--yes"], 0),
        (&["import", "ledger", &text, "--config", &config, "--yes"], 2),
        (&["import", "ledger", &rows, "--config", &config, "--plan", &plan], 1),
        (&["import", "ledger", &rows, "--config", &config, "--yes"], 0),
        (&["import", "list", "--config", &config], 0),
        (&["import", "undo", "1", "--config", &config], 1),
        (&["export", "ledger", "--template", &form], 0),
        (&["export", "ledger", &config, "--config", &config], 2),
        (&["report", "2022-2023", "--out", &report, "--format", "md", "--config", &sample], 0),
        (&["report", "2022-2023", "--out", &text, "--config", &sample], 2),
        (&["gaps", "2022-2023", "--out", &gaps, "--config", &sample], 0),
        (&["scan", &text, "--redact", &copy], 1),
        (&["scan", &text, "--redact", &text], 2),
        (&["check", &text, &copy, &csv, &empty], 2),
        (&["check", &copy, "--baseline", &text], 2),
        (&["serve", "--config", &copy], 2),
    ];
    for (arguments, code) in runs {
        for more in [&[][..], &["-v"]] {
            let arguments = [arguments, more].concat();
            let output = workplace.command(&arguments).env("GONGKAI_LOG", "trace").output().unwrap();
            steers_nothing(&Answer::of(&arguments, output).exits(code));
        }
    }
    // A variable is repeated as little as an argument.
    for arguments in [&["--help"][..], &["export", "ledger", "--help"], &["export", "ledger", "x.csv"], &["manual"]] {
        let output = workplace.command(arguments).env("GONGKAI_CONFIG", inside("none.toml")).output().unwrap();
        steers_nothing(&Answer::of(arguments, output));
    }
}

#[test]
fn the_name_of_a_file_steers_nothing_while_it_is_being_read() {
    let workplace = Workplace::new();
    let name = "slow\u{1b}[31m\u{9b}2J\u{202e}.txt";
    workplace.write(name, "全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。\n".repeat(12_000));
    let typed = format!("check '{name}' --format json");
    let Some((sent, _)) = crate::terminal::on_a_terminal(&workplace, 80, "", &typed) else { return };
    let (spinner, _) = sent.split_once("{\"files\"").expect("the answer");
    assert!(spinner.contains("slow\u{fffd}[31m\u{fffd}2J\u{fffd}.txt"), "{spinner:?}");
    assert!(!sent.contains('\u{9b}') && !sent.contains('\u{202e}'), "{spinner:?}");
}
