//! Files that the program leaves: who may read them, what they replace, and that a disk without room leaves none.

use crate::{Answer, Workplace, made_up_id};
use std::path::Path;

/// The program started by a shell that first does this.
fn after(workplace: &Workplace, first: &str, arguments: &[&str]) -> Answer {
    let command = workplace.command(arguments);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]).arg(command.get_program()).args(arguments);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    Answer::of(arguments, shell.current_dir(&workplace.0).output().unwrap())
}

/// Every file below a folder, by its path in it, in order.
fn files(folder: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
}

/// A text, a table, a page and a sheet with a number of a person, of `rows` rows.
fn lists(workplace: &Workplace, rows: u16) -> [&'static str; 4] {
    let ids: Vec<String> = (0..rows).map(|at| made_up_id(at % 1_000)).collect();
    let lines = |head: &str, tail: &str| ids.iter().map(|id| format!("{head}{id}{tail}\n")).collect::<String>();
    workplace.write("list.txt", lines("身份证号", ""));
    workplace.write("list.csv", format!("姓名,身份证号\n{}", lines("李四,", "")));
    workplace.write("list.html", format!("<html><body>{}</body></html>", lines("<p>身份证号", "</p>")));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "身份证号").unwrap();
    for (row, id) in ids.iter().enumerate() {
        sheet.write(row as u32 + 1, 0, id).unwrap();
    }
    book.save(workplace.path("list.xlsx")).unwrap();
    ["list.txt", "list.csv", "list.html", "list.xlsx"]
}

/// What is public whoever reads it: forms without a word in them, and the sample, which comes with the program.
const PUBLIC: [&str; 4] = ["form.csv", "form.json", "form.xlsx", "ledger-2022-2023.json"];

#[cfg(unix)]
#[test]
fn whatever_is_not_public_is_its_owners_alone_whoever_is_let_in_by_the_mask() {
    let workplace = Workplace::new();
    let inputs = lists(&workplace, 3);
    let open = |arguments: &[&str]| after(&workplace, "umask 0", arguments);
    open(&["demo", "--no-serve"]).succeeds();
    let config = ["--config", "gongkai-demo/gongkai.toml"];
    open(&["init", "--name", "甲学院", "--kind", "vocational", "--administrator", "王老师"]).succeeds();
    open(&[&["report", "2022-2023", "--out", "report"][..], &config].concat()).succeeds();
    open(&[&["gaps", "2022-2023", "--out", "gaps.xlsx"][..], &config].concat()).succeeds();
    open(&[&["report", "issue", "2022-2023", "--incomplete"][..], &config].concat()).succeeds();
    for ending in ["csv", "json", "xlsx"] {
        open(&[&["export", "ledger", &format!("ledger.{ending}")][..], &config].concat()).succeeds();
        open(&["export", "ledger", "--template", &format!("form.{ending}")]).succeeds();
    }
    open(&[&["import", "ledger", "ledger.csv", "--dry-run", "--plan", "plan.xlsx"][..], &config].concat());
    open(&[&["scan", "--redact", "copies"][..], &inputs].concat()).exits(1);
    let left = files(&workplace.0);
    assert_eq!(left.iter().filter(|file| file.starts_with("copies/")).count(), inputs.len());
    assert!(["gaps.xlsx", "plan.xlsx"].iter().all(|file| left.iter().any(|left| left == file)), "{left:?}");
    for file in left {
        let name = file.rsplit('/').next().unwrap();
        let public = PUBLIC.contains(&name);
        if inputs.contains(&file.as_str()) {
            continue;
        }
        assert_eq!(mode(&workplace.path(&file)), if public { 0o666 } else { 0o600 }, "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_who_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let workplace = Workplace::with_school();
    for (name, bits) in [("shared.csv", 0o640), ("form.csv", 0o600)] {
        workplace.write(name, "old");
        std::fs::set_permissions(workplace.path(name), std::fs::Permissions::from_mode(bits)).unwrap();
    }
    workplace.run(&["export", "ledger", "shared.csv", "--overwrite"]).succeeds();
    workplace.run(&["export", "ledger", "--template", "form.csv", "--overwrite"]).succeeds();
    assert_eq!((mode(&workplace.path("shared.csv")), mode(&workplace.path("form.csv"))), (0o640, 0o600));
}

/// No file may grow beyond so many kibibytes; a write that would is refused as by a disk without room.
fn without_room(workplace: &Workplace, kibibytes: u32, arguments: &[&str]) -> Answer {
    after(workplace, &format!("trap '' XFSZ; ulimit -f {}", kibibytes * 2), arguments)
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_is_named_with_the_file_and_leaves_what_was_there() {
    let workplace = Workplace::new();
    workplace.run(&["demo", "--no-serve"]).succeeds();
    let inputs = lists(&workplace, 2_000);
    let config = ["--config", "gongkai-demo/gongkai.toml"];
    std::fs::create_dir(workplace.path("out")).unwrap();
    // The first format written fits, the last does not.
    let size = |ending: &str| workplace.bytes(&format!("gongkai-demo/report/annual-report-2022-2023.{ending}")).len();
    let (first, last) = ("docx", "html");
    assert!(size(first) + 2_048 < size(last), "{} {}", size(first), size(last));
    let (written, named) = (format!("annual-report-2022-2023.{first}"), format!("out/annual-report-2022-2023.{last}"));
    for old in [written.as_str(), "ledger.csv", "list.txt"] {
        workplace.write(&format!("out/{old}"), "old");
    }
    let before = files(&workplace.0);
    let formats = format!("{first},{last}");
    let report = [&["report", "2022-2023", "--out", "out", "--format", &formats][..], &config].concat();
    let mut runs: Vec<(Vec<&str>, u32, &str)> = vec![(report, size(first).div_ceil(1_024) as u32 + 1, &named)];
    for file in ["out/ledger.csv", "out/ledger.json"] {
        runs.push(([&["export", "ledger", file][..], &config].concat(), 64, file));
    }
    // A workbook is made whole before it goes to the disk, and no file of its writer's meets the limit first.
    runs.push(([&["export", "ledger", "out/ledger.xlsx"][..], &config].concat(), 36, "out/ledger.xlsx"));
    runs.push(([&["gaps", "2022-2023", "--out", "out/gaps.xlsx"][..], &config].concat(), 32, "out/gaps.xlsx"));
    for file in ["out/form.csv", "out/form.json", "out/form.xlsx"] {
        runs.push((vec!["export", "ledger", "--template", file], 4, file));
    }
    for (arguments, kibibytes, named) in &runs {
        let answer = without_room(&workplace, *kibibytes, arguments).fails_in_one_line(&[named, "超过系统允许的大小"]);
        assert!(!answer.err.contains(".part") && !answer.err.contains("os error"), "{}", answer.err);
        assert_eq!(files(&workplace.0), before, "{}", answer.typed);
    }
    // A folder that was made for what could not be written goes with it.
    for (arguments, kibibytes) in [
        ([&["report", "2022-2023", "--out", "new/deeper", "--format", "docx"][..], &config].concat(), 40),
        ([&["scan", "--redact", "new"][..], &inputs[..2]].concat(), 4),
    ] {
        without_room(&workplace, kibibytes, &arguments).exits(2);
        assert!(!workplace.path("new").exists(), "{arguments:?} leaves an empty folder");
    }
    // Pages and sheets lie in a file of the reader's while they are read, which would meet the limit first.
    for input in &inputs[..2] {
        let copy = format!("out/{input}");
        let answer = without_room(&workplace, 4, &["scan", input, "--redact", &copy]).exits(2);
        let line = answer.complains_in_one_line(&[&copy, "超过系统允许的大小"]);
        assert!(!line.err.contains(".part"), "{}", line.err);
        assert_eq!(files(&workplace.0), before, "{}", line.typed);
    }
    for old in [written.as_str(), "ledger.csv", "list.txt"] {
        assert_eq!(workplace.text(&format!("out/{old}")), "old", "a report is written in one go");
    }
}
