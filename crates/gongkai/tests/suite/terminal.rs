//! How `check` and `scan` look on a terminal: width, carets under wide characters, colour, a spinner for long work.
//!
//! `script` (util-linux) lends a terminal; where it is missing these tests say that they were left out.

use crate::need::Tool;
use crate::{Workplace, made_up_id};
use std::io::Write;
use std::process::Stdio;

/// What a terminal of so many columns is sent, both streams together, and the exit code; none without `script`.
pub(crate) fn on_a_terminal(
    workplace: &Workplace,
    columns: usize,
    setting: &str,
    arguments: &str,
) -> Option<(String, Option<i32>)> {
    typed_at_a_terminal(workplace, columns, setting, arguments, "")
}

/// The same where somebody types this.
pub(crate) fn typed_at_a_terminal(
    workplace: &Workplace,
    columns: usize,
    setting: &str,
    arguments: &str,
    typed: &str,
) -> Option<(String, Option<i32>)> {
    let mut script = crate::demo::tool(Tool::Script)?;
    let program = env!("CARGO_BIN_EXE_gongkai");
    let line = format!("stty cols {columns} rows 40; {setting} '{program}' {arguments}");
    let mut child = script
        .args(["-qec", &line, "/dev/null"])
        .current_dir(&workplace.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("LANG", "zh_CN.UTF-8")
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .env_remove("GONGKAI_LANG")
        .env_remove("LC_ALL")
        .spawn()
        .unwrap();
    // What is typed stays until the program asks; then there is no more.
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"), output.status.code()))
}

/// The text without escape sequences of colour.
pub(crate) fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut pieces = text.split("\u{1b}[");
    bare.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        bare.push_str(piece.split_once('m').map_or(piece, |(_, rest)| rest));
    }
    bare
}

/// Columns: Chinese characters and their punctuation take two.
fn wide(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

const SUM: &str = "全校共招生100人，其中单独招生60人，高职统招30人，对口升学20人。";

#[test]
fn carets_stand_under_the_place_and_lines_keep_to_the_width() {
    let workplace = Workplace::new();
    workplace.write("a.md", format!("# 通知\n\n{}{SUM}{}\n", "前文，".repeat(30), "后文，".repeat(30)));
    for columns in [80, 60] {
        let Some((sent, code)) = on_a_terminal(&workplace, columns, "", "check a.md") else { return };
        assert_eq!(code, Some(1), "{sent}");
        let text = bare(&sent);
        let lines: Vec<&str> = text.lines().collect();
        let carets = lines.iter().position(|line| line.contains('^')).expect("carets");
        let (sentence, marks) = (lines[carets - 1], lines[carets]);
        assert!(wide(sentence) <= columns && wide(marks) <= columns, "{text}");
        // Walk to the column of the first caret: there the marked words begin.
        let column = marks.find('^').unwrap();
        let mut seen = 0;
        let marked: String = sentence
            .chars()
            .skip_while(|c| {
                let at = seen;
                seen += wide(&c.to_string());
                at < column
            })
            .collect();
        assert!(marked.starts_with("100人，其中"), "{text}");
        assert!(sentence.starts_with("    …") && text.contains("60+30+20=110≠100"), "{text}");
        assert!(!text.contains('【'), "{text}");
    }
}

#[test]
fn colour_is_for_terminals_that_did_not_refuse_it() {
    let workplace = Workplace::new();
    workplace.write("a.md", format!("{SUM}\n学生李四，身份证号{}。\n", made_up_id(50)));
    for command in ["check a.md", "scan a.md", "--help"] {
        let Some((coloured, _)) = on_a_terminal(&workplace, 80, "", command) else { return };
        assert!(coloured.contains("\u{1b}["), "{command}: {coloured:?}");
        let (plain, _) = on_a_terminal(&workplace, 80, "NO_COLOR=1", command).expect("script was there");
        assert!(!plain.contains('\u{1b}'), "{command}: {plain:?}");
        assert_eq!(bare(&coloured), plain, "{command}");
    }
    let (json, _) = on_a_terminal(&workplace, 80, "", "check a.md --format json").expect("script was there");
    assert!(!json.contains('\u{1b}') && json.starts_with('{'), "{json:?}");
}

#[test]
fn what_a_file_says_cannot_steer_the_terminal() {
    let workplace = Workplace::new();
    workplace.write("a.md", "全校\u{1b}[2J\u{7}共招生100人，其中单独招生60人，\u{202e}高职统招30人，对口升学20人。\n2023年2月30日\u{1b}]0;x\u{7}开会。\n");
    let Some((sent, _)) = on_a_terminal(&workplace, 80, "NO_COLOR=1", "check a.md") else { return };
    assert!(sent.contains("2023年2月30日"), "{sent:?}");
    assert!(sent.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{sent:?}");
}

#[test]
fn long_work_shows_a_spinner_on_a_terminal_that_goes_when_it_is_done() {
    let workplace = Workplace::new();
    workplace.write("slow.txt", format!("{SUM}\n").repeat(12_000));
    let Some((sent, code)) = on_a_terminal(&workplace, 80, "", "check slow.txt --format json") else { return };
    assert_eq!(code, Some(1), "{}", sent.len());
    let (before, after) = sent.split_once("正在核对 slow.txt").expect("the spinner");
    assert!(before.chars().count() < 20 && after.contains("\u{1b}[2K"), "{}", sent.len());
    assert!(!after.split_once("{\"files\"").expect("the answer").1.contains("正在核对"));
}
