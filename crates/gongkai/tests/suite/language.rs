//! Help, languages, colours, completions, the manual: how the program talks about itself.

use crate::{Answer, Workplace, commands};
use std::ffi::OsStr;

#[test]
fn every_command_helps_with_an_example_in_both_languages() {
    let workplace = Workplace::new();
    let (commands, groups) = commands();
    for (lang, example) in [("zh", "示例："), ("en", "Example: ")] {
        for command in &commands {
            let mut arguments: Vec<&str> = command.split(' ').collect();
            arguments.extend(["--help", "--lang", lang]);
            let answer = workplace.run(&arguments).succeeds().says(&[&format!("{example}gongkai {command}")]);
            assert_eq!(answer.err, "");
        }
        for group in &groups {
            let mut arguments: Vec<&str> = group.split_whitespace().collect();
            arguments.extend(["--lang", lang, "--help"]);
            workplace.run(&arguments).succeeds().says(&["--lang"]);
        }
    }
}

/// Words of the library that reads the command line, which speaks English only.
const CLAPS_OWN: [&str; 11] =
    ["Usage", "Options", "OPTIONS", "Arguments", "Commands", "Print", "default:", "env:", "possible", "error:", "tip:"];

#[test]
fn a_chinese_help_page_has_no_word_of_the_librarys_english() {
    let workplace = Workplace::new();
    let (commands, groups) = commands();
    for command in commands.iter().chain(&groups) {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let page = workplace.run(&arguments).succeeds().says(&["用法：", "选项:", "显示帮助"]);
        for word in CLAPS_OWN {
            assert!(!page.out.contains(word), "{command}: “{word}” in:\n{}", page.out);
        }
        // The same page by `help` and by `-h`, and in English without a Chinese word outside the examples.
        let by_help: Vec<&str> = ["help"].into_iter().chain(command.split_whitespace()).collect();
        assert_eq!(workplace.run(&by_help).succeeds().out, page.out, "{command}");
        let english = workplace.run(&[&arguments[..], &["--lang", "en"]].concat()).succeeds().out;
        let before = english.split("Example:").next().unwrap_or_default();
        assert!(!has_chinese(before) && before.contains("Usage: ") && before.contains("Print help"), "{english}");
    }
    workplace.run(&["help", "nope"]).fails_in_one_line(&["nope"]);
}

#[test]
fn what_the_system_refuses_is_said_in_the_readers_language() {
    let workplace = Workplace::new();
    std::fs::create_dir(workplace.path("folder")).unwrap();
    workplace.write("a.md", "甲\n");
    let runs: [(&[&str], &str, &str); 5] = [
        (&["check", "folder"], "文件夹", "folder"),
        (&["scan", "a.md/b.md"], "不是文件夹", "not a folder"),
        (&["check", "a.md", "--baseline", "folder"], "文件夹", "folder"),
        (&["check", "a.md", "--ledger", "none.csv"], "找不到", "not found"),
        (&["scan", "a.md", "--redact", "none/b.md"], "找不到", "not found"),
    ];
    for (arguments, zh, en) in runs {
        let answer = workplace.run(arguments).exits(2).complains_in_one_line(&[zh]);
        let cause = answer.err.rsplit(['：', '（', ':']).next().unwrap().to_string();
        assert!(!cause.chars().any(|c| c.is_ascii_lowercase()), "{}", answer.err);
        let english = [arguments, &["--lang", "en"]].concat();
        let answer = workplace.run(&english).exits(2).complains_in_one_line(&[en]);
        assert!(!has_chinese(&answer.err), "{}", answer.err);
    }
}

#[test]
fn completions_and_the_manual_name_the_commands() {
    let workplace = Workplace::new();
    for shell in ["bash", "zsh", "fish"] {
        workplace.run(&["completions", shell]).succeeds().says(&["workday", "report"]);
    }
    workplace.run(&["completions", "nope"]).fails_in_one_line(&["nope", "bash"]);
    workplace.run(&["manual"]).succeeds().says(&[".TH gongkai", "workday"]);
    workplace.run(&["--version"]).succeeds().says(&["gongkai 0."]);
}

#[test]
fn the_published_descriptions_are_those_of_the_program() {
    let workplace = Workplace::new();
    let published = |file: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        std::fs::read_to_string(root.join(file)).unwrap_or_default()
    };
    for (file, arguments) in [
        ("docs/ledger.md", &["export", "columns", "--lang", "zh"][..]),
        ("docs/gongkai.1", &["manual", "--lang", "en"][..]),
    ] {
        let answer = workplace.run(arguments).succeeds();
        assert!(answer.out == published(file), "{file} is out of date: run `cargo xtask docs`");
    }
}

/// What differs from run to run: when an import was, and how much a packed file weighs.
fn steady(printed: &str) -> String {
    let clock = |word: &str| {
        word.len() == 5 && word.bytes().enumerate().all(|(at, b)| if at == 2 { b == b':' } else { b.is_ascii_digit() })
    };
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let differs = |at: usize| {
            let next = words.get(at + 1).copied().unwrap_or_default();
            clock(words[at]) || clock(next) || next.starts_with("kB")
        };
        let words: Vec<&str> = (0..words.len()).map(|at| if differs(at) { "_" } else { words[at] }).collect();
        words.join(" ")
    };
    printed.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The guide's examples are what the program prints, in the order in which they stand there. `serve` and `jobs` speak of a
/// day that passes, `init` and `export` are done on the way to the others.
#[test]
fn the_guide_shows_what_is_printed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = std::fs::read_to_string(root.join("docs/command-line.md")).unwrap();
    for (from, to) in [("import ledger", "jobs"), ("check", "workday")] {
        let at = |name: &str| guide.find(&format!("## `{name}`\n")).unwrap_or_else(|| panic!("{name}"));
        let ran = shows_what_is_printed(&Workplace::with_school(), &guide[at(from)..at(to)]);
        assert!(ran >= 8, "{from}: {ran} examples");
    }
}

/// Types the examples of a part of the guide one after the other; how many there were.
fn shows_what_is_printed(workplace: &Workplace, part: &str) -> usize {
    let mut ran = 0;
    for block in part.split("```text\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for example in format!("\n{block}").split("\n$ ").skip(1) {
            let (typed, shown) = example.split_once('\n').unwrap_or((example, ""));
            let shown = shown.trim_end();
            if let Some(file) = typed.strip_prefix("cat ") {
                if workplace.path(file).exists() {
                    assert_eq!(workplace.text(file).trim_end(), shown, "{typed}");
                } else {
                    workplace.write(file, format!("{shown}\n"));
                }
                continue;
            }
            let Some(typed) = typed.strip_prefix("gongkai ") else { continue };
            let (typed, into) = typed.split_once(" > ").map_or((typed, None), |(typed, file)| (typed, Some(file)));
            let arguments: Vec<&str> = typed.split_whitespace().chain(["--lang", "en"]).collect();
            let answer = workplace.run(&arguments);
            if let Some(file) = into {
                workplace.write(file, &answer.out);
                continue;
            }
            let (printed, shown) = (steady(&format!("{}{}", answer.err, answer.out)), steady(shown));
            if shown.contains('…') && !printed.contains('…') {
                for line in shown.lines().filter(|line| *line != "…") {
                    assert!(printed.lines().any(|printed| printed == line), "{typed}: {line}\n{printed}");
                }
            } else {
                assert_eq!(printed, shown, "{typed}");
            }
            ran += 1;
        }
    }
    ran
}

/// No escape codes, whatever the surroundings say of colours.
#[track_caller]
fn is_plain(answer: &Answer) {
    assert!(!answer.out.contains('\u{1b}') && !answer.err.contains('\u{1b}'), "{:?} {:?}", answer.out, answer.err);
}

#[test]
fn a_pipe_and_no_color_get_no_escape_codes() {
    let workplace = Workplace::with_school();
    workplace.write("wrong.md", "全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。\n");
    workplace.write("bad.csv", "编号,标题,事项\nR1,甲,99\n");
    let runs: [&[&str]; 8] = [
        &["--help"],
        &["nope"],
        &["check", "wrong.md"],
        &["scan", "wrong.md"],
        &["import", "ledger", "bad.csv", "--yes"],
        &["workday", "add", "2030-01-01", "5", "--explain"],
        &["demo", "--no-serve"],
        &["export", "ledger", "out.ods"],
    ];
    for arguments in runs {
        for (name, value) in [("NO_COLOR", "1"), ("TERM", "xterm-256color")] {
            let output = workplace.command(arguments).env(name, value).output().unwrap();
            let answer = Answer::of(arguments, output);
            assert!(!answer.out.is_empty() || !answer.err.is_empty());
            is_plain(&answer);
        }
    }
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn english_is_answered_in_english_however_it_is_asked_for() {
    let workplace = Workplace::with_school();
    workplace.write("bad.csv", "编号,标题,事项,公开日期\nR1,A title,37,2023-05-12\nR2,B title,37,x\n");
    workplace.write("good.csv", "编号,标题,事项,公开日期\nR3,C title,37,2023-05-12\n");
    let lines: [(&[&str], i32); 12] = [
        (&["workday", "add", "2030-01-01", "3", "--explain"], 0),
        (&["workday", "is", "x"], 2),
        (&["report", "1999-2000", "--out", "out"], 2),
        (&["import", "ledger", "missing.csv", "--yes"], 2),
        (&["import", "ledger", "good.csv"], 1),
        (&["import", "list"], 0),
        (&["import", "undo", "7"], 2),
        (&["gaps", "2022", "--out", "gaps.xlsx"], 2),
        (&["report", "issue", "1999-2000"], 2),
        (&["check", "missing.md"], 2),
        (&["scan"], 2),
        (&["export", "ledger", "out.csv"], 0),
    ];
    for (arguments, code) in lines {
        let before = [&["--lang", "en"], arguments].concat();
        let behind = [arguments, &["--lang=en"]].concat();
        let mut said: Vec<String> = Vec::new();
        for arguments in [&before, &behind] {
            let answer = workplace.run(arguments).exits(code);
            said.push(answer.out + &answer.err);
        }
        let output = workplace.command(arguments).env("GONGKAI_LANG", OsStr::new("en")).output().unwrap();
        let answer = Answer::of(arguments, output).exits(code);
        said.push(answer.out + &answer.err);
        for said in said {
            assert!(!said.is_empty() && !has_chinese(&said), "{arguments:?}: {said}");
        }
        let chinese = workplace.run(arguments).exits(code);
        assert!(has_chinese(&(chinese.out + &chinese.err)), "{arguments:?} in Chinese");
    }
    let answer = workplace.run(&["--lang", "en", "import", "ledger", "bad.csv", "--yes"]).exits(1);
    answer.says(&["records: 1 new", "is not a date", "Kept."]);
}

#[test]
fn nothing_typed_is_answered_with_the_help() {
    let answer = Workplace::new().run(&[]).exits(2);
    assert!(answer.err.contains("workday") && answer.out.is_empty());
    Workplace::new().run(&["nope"]).fails_in_one_line(&["nope", "--help"]);
    Workplace::new().run(&["serve", "--nope"]).fails_in_one_line(&["--nope", "gongkai serve --help"]);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_unicode_does_not_upset_the_program() {
    use std::os::unix::ffi::OsStrExt;
    let workplace = Workplace::new();
    let output = workplace.command(&["scan"]).arg(OsStr::from_bytes(b"\xff\xfe.txt")).output().unwrap();
    let answer = Answer::of(&["scan", "(no Unicode)"], output);
    answer.exits(2).complains_in_one_line(&[".txt"]);
}
