//! What `check` and `scan` found in each of several files, as a table behind their findings.

use crate::talk::{Talk, columns};

/// Room of a column of counts.
const ROOM: usize = 10;

/// A file's line: its counts, and its name as it may be shown.
pub(super) type Line = (Vec<usize>, String);

/// Prints the table: `heads` are message keys, one for each count. Nothing for a single file.
pub(super) fn print(heads: &[&str], lines: &[Line], talk: &Talk) {
    if lines.len() < 2 {
        return;
    }
    let right = |text: &str| {
        let width: usize = text.chars().map(columns).sum();
        format!("{}{text}", " ".repeat(ROOM.saturating_sub(width)))
    };
    let head: String = heads.iter().map(|key| right(&talk.lang.say(key))).collect();
    talk.line("");
    talk.line(format!("{head}  {}", talk.lang.say("overview-file")));
    for (counts, file) in lines {
        let counts: String = counts.iter().map(|count| right(&count.to_string())).collect();
        talk.line(format!("{counts}  {file}"));
    }
}
