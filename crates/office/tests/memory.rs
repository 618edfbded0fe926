//! Reading a large text must not hold it more than once.
//!
//! The one test of this binary, since the peak it looks at is the whole process's.

use std::io::Write;

use encoding_rs::GB18030;
use office::read::{Limits, read_file};

/// Peak resident memory of this process in bytes, where the system tells it.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? * 1024)
}

#[test]
fn a_large_text_in_gbk_is_held_once() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-held-once.txt", std::process::id()));
    let mut file = std::fs::File::create(&path).expect("the temporary folder can be written to");
    let line = "二级学院和各部门要高度重视信息公开工作，明确责任领导和具体负责人，建立健全工作台账。\n";
    let lines = GB18030.encode(&line.repeat(500)).0.into_owned();
    let mut length = 0;
    while length < 32 << 20 {
        file.write_all(&lines).expect("the temporary folder has room");
        length += lines.len();
    }
    drop(file);
    let before = peak();
    let read = read_file(&path, &Limits::default());
    let after = peak();
    let _ = std::fs::remove_file(&path);
    let text = read.expect("it can be read").text.len();
    assert!(text > length, "Chinese takes three bytes for two");
    if let (Some(before), Some(after)) = (before, after) {
        // The file's bytes beside the text would be two thirds more, a second copy of the text twice as much.
        assert!(after - before < text + text / 4, "{} bytes for a text of {text}", after - before);
    }
}
