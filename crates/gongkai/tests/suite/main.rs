//! The program as somebody types it: whole runs of the binary, judged by what it prints, leaves and returns.
//!
//! Rules are tested where they live; here are contracts of the command line, files left behind, and what happens
//! when things go wrong. Every test has a folder of its own, needs no network, no order and no other test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]
#![expect(clippy::print_stdout, reason = "the test output says how far a killed import came")]

mod attachment;
mod audit;
mod backup;
mod browser;
mod check;
mod contract;
mod database;
mod demo;
mod document;
mod files;
mod foreign;
mod hostile;
mod journey;
mod language;
mod ledger;
mod log;
mod mend;
#[path = "../../../testkit/src/need.rs"]
mod need;
mod outputs;
mod report;
mod scan;
mod secrets;
mod serve;
mod server;
mod site;
mod terminal;
mod workday;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that goes when the test ends; the program runs in it.
struct Workplace(PathBuf);

impl Drop for Workplace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Workplace {
    /// An empty one.
    fn new() -> Workplace {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("e2e-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Workplace(folder)
    }

    /// One with a new school.
    fn with_school() -> Workplace {
        let workplace = Workplace::new();
        workplace
            .run(&["init", "--name", "某某职业学院", "--kind", "vocational", "--administrator", "王老师"])
            .succeeds();
        workplace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), contents).unwrap();
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// The program in this folder, with nothing of the surroundings that it would listen to.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(arguments).current_dir(&self.0).stdin(Stdio::null()).env("LANG", "zh_CN.UTF-8");
        for name in [
            "GONGKAI_LANG",
            "GONGKAI_CONFIG",
            "GONGKAI_DATABASE",
            "GONGKAI_LOG",
            "LC_ALL",
            "NO_COLOR",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(arguments, self.command(arguments).output().unwrap())
    }

    /// The ledger as JSON text, which is the same for the same ledger.
    fn ledger(&self) -> String {
        let name = "workplace-ledger.json";
        self.run(&["export", "ledger", name]).succeeds();
        let text = self.text(name);
        std::fs::remove_file(self.path(name)).unwrap();
        text
    }
}

/// What a run gave.
struct Answer {
    typed: String,
    code: Option<i32>,
    out: String,
    err: String,
}

impl Answer {
    fn of(arguments: &[&str], output: Output) -> Answer {
        Answer {
            typed: format!("gongkai {}", arguments.join(" ")),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn exits(self, code: i32) -> Answer {
        assert_eq!(self.code, Some(code), "{}\n--- out\n{}\n--- err\n{}", self.typed, self.out, self.err);
        self
    }

    #[track_caller]
    fn succeeds(self) -> Answer {
        self.exits(0)
    }

    /// Exit 2, nothing on standard output, and one line on standard error that has these words.
    #[track_caller]
    fn fails_in_one_line(self, words: &[&str]) -> Answer {
        let answer = self.exits(2);
        assert_eq!(answer.out, "", "{} prints data although it fails", answer.typed);
        answer.complains_in_one_line(words)
    }

    #[track_caller]
    fn complains_in_one_line(self, words: &[&str]) -> Answer {
        let err = &self.err;
        assert!(err.starts_with("gongkai: ") && err.ends_with('\n'), "{}: {err}", self.typed);
        assert_eq!(err.lines().count(), 1, "{}: {err}", self.typed);
        for word in words {
            assert!(err.contains(word), "{}: “{word}” is not in: {err}", self.typed);
        }
        self
    }

    #[track_caller]
    fn prints(self, out: &str) -> Answer {
        assert_eq!(self.out, out, "{}", self.typed);
        self
    }

    #[track_caller]
    fn says(self, words: &[&str]) -> Answer {
        for word in words {
            assert!(self.out.contains(word), "{}: “{word}” is not in:\n{}", self.typed, self.out);
        }
        self
    }

    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{}: {error}\n{}", self.typed, self.out))
    }
}

/// What can be typed, as the help pages say: commands such as `import ledger`, and the groups that only hold commands.
fn commands() -> (Vec<String>, Vec<String>) {
    let workplace = Workplace::new();
    let (mut commands, mut groups, mut left) = (Vec::new(), Vec::new(), vec![String::new()]);
    while let Some(name) = left.pop() {
        let arguments: Vec<&str> = name.split_whitespace().chain(["--help", "--lang", "en"]).collect();
        let page = workplace.run(&arguments).succeeds().out;
        let listed = page.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
        let below = listed
            .take_while(|line| !line.trim().is_empty())
            .filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|below| !below.is_empty()));
        left.extend(below.map(|below| format!("{name} {below}").trim_start().to_string()));
        let usage = page.lines().find(|line| line.starts_with("Usage: ")).unwrap();
        if usage.ends_with("<COMMAND>") { groups.push(name) } else { commands.push(name) }
    }
    assert!(commands.len() > 15 && groups.len() > 3, "{commands:?} {groups:?}");
    (commands, groups)
}

/// A zip archive of these parts, stored as they are: what an office file is made of.
fn package<T: AsRef<[u8]>>(parts: &[(&str, T)]) -> Vec<u8> {
    let words = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for (name, part) in parts {
        let (part, mut sum) = (part.as_ref(), flate2::Crc::new());
        sum.update(part);
        let (length, name_length) = (part.len() as u32, name.len() as u16);
        // Version 20, no flags, stored, no time, checksum, sizes, length of the name, no extra field.
        let about =
            [&[20, 0, 0, 0, 0, 0][..], &words(&[0, sum.sum(), length, length]), &name_length.to_le_bytes(), &[0; 2]];
        let about = about.concat();
        let offset = words(&[bytes.len() as u32]);
        central.extend([b"PK\x01\x02\x14\0", &about[..], &[0; 10], &offset, name.as_bytes()].concat());
        bytes.extend([b"PK\x03\x04", &about[..], name.as_bytes(), part].concat());
    }
    let count = (parts.len() as u16).to_le_bytes();
    let ends = words(&[central.len() as u32, bytes.len() as u32]);
    [&bytes[..], &central, b"PK\x05\x06", &[0; 4], &count, &count, &ends, &[0; 2]].concat()
}

/// A Chinese ID number of a made-up person: a real region, a date, a serial and the check character of GB 11643.
fn made_up_id(serial: u16) -> String {
    let body = format!("43060219900101{serial:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    format!("{body}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11])
}
