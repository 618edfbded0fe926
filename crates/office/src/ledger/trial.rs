//! A first reading of a workbook in a process of its own, which may crash, hang or swell without harm.
//!
//! The libraries that read workbooks hold what they like and take their time. So a workbook is read to its end by the
//! same executable started again, watched for memory and time; only what came through is then read here, where the same
//! bytes take the same way. Text and JSON are read as a stream under limits of their own and need none. It must not give
//! anything of the file back: the worker's answer is that it came to its end.

use super::{Form, LedgerFileError, Limits, read_answered};
use crate::read::worker::resident;
use domain::ledger::{HeadAnswers, Table};
use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The first argument that makes the executable a worker; `main` looks for it before anything else and calls
/// [`trial_main`].
pub const ARGUMENT: &str = "__ledger-worker";

/// What the worker says before it looks at the file: a program that does not serve as one says something else.
const BEGUN: &[u8] = b"GKL1";
/// What it says when it came to the end, whatever it found.
const ENDED: &[u8] = b"end";
/// How often it is looked at.
const WATCH: Duration = Duration::from_millis(5);

/// What a first reading may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Resident memory, in bytes.
    pub memory: u64,
    /// Time.
    pub time: Duration,
}

impl Default for Bounds {
    /// The memory that checking a file has, and time for a ledger of a million rows.
    fn default() -> Bounds {
        Bounds { memory: 1 << 30, time: Duration::from_secs(120) }
    }
}

/// Reads the file to its end elsewhere, if it is a workbook.
///
/// # Errors
/// It takes more than the bounds, or the reader breaks down over it. What else is wrong with the file is told by reading
/// it.
pub fn trial(path: &Path, limits: &Limits, answers: &HeadAnswers, bounds: Bounds) -> Result<(), LedgerFileError> {
    if matches!(Form::of(path)?, Form::Text | Form::Json) {
        return Ok(());
    }
    let program = std::env::current_exe().map_err(|error| LedgerFileError::io(&error))?;
    trial_by(&program, path, limits, answers, bounds)
}

fn trial_by(
    program: &Path,
    path: &Path,
    limits: &Limits,
    answers: &HeadAnswers,
    bounds: Bounds,
) -> Result<(), LedgerFileError> {
    let mut child = Command::new(program)
        .arg(ARGUMENT)
        .arg(path)
        .args(to_args(limits))
        .args(answers.iter().map(|(table, head, column)| {
            let column = column.map_or(String::new(), |at| at.to_string());
            format!("{}:{column}:{head}", table.code())
        }))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| LedgerFileError::io(&error))?;
    let Some(pipe) = child.stdout.take() else { return Err(broken()) };
    let collect = std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = pipe.take(64).read_to_end(&mut said);
        said
    });
    let watched = watch(&mut child, bounds, || collect.is_finished());
    if watched.is_err() {
        // The child may be gone already; either way it must not stay.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| LedgerFileError::io(&error))?;
    let said = collect.join().unwrap_or_default();
    watched?;
    match said.strip_prefix(BEGUN) {
        Some(rest) if rest == ENDED && status.success() => Ok(()),
        Some(_) => Err(broken()),
        // A program that was not made to serve as a reader, such as a test: nothing was tried.
        None if status.success() || !said.is_empty() => Ok(()),
        None => Err(broken()),
    }
}

fn broken() -> LedgerFileError {
    LedgerFileError::damaged("the reader broke down over it")
}

/// Waits for the child to close its answer, unless it passes a bound first.
fn watch(child: &mut Child, bounds: Bounds, finished: impl Fn() -> bool) -> Result<(), LedgerFileError> {
    let begun = Instant::now();
    let mut pause = Duration::from_micros(200);
    while !finished() {
        if begun.elapsed() >= bounds.time {
            return Err(LedgerFileError::Slow { seconds: bounds.time.as_secs() });
        }
        if resident(child.id()).is_some_and(|bytes| bytes > bounds.memory) {
            return Err(LedgerFileError::Memory { mebibytes: bounds.memory >> 20 });
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(WATCH);
    }
    Ok(())
}

fn to_args(limits: &Limits) -> [String; 5] {
    let Limits { file_bytes, unfolded_bytes, rows, columns, cell_bytes } = limits;
    [file_bytes.to_string(), unfolded_bytes.to_string(), rows.to_string(), columns.to_string(), cell_bytes.to_string()]
}

fn from_args(args: &[OsString]) -> Option<(Limits, HeadAnswers)> {
    let number = |at: usize| args.get(at)?.to_str()?.parse::<u64>().ok();
    let size = |at: usize| number(at).and_then(|number| usize::try_from(number).ok());
    let limits = Limits {
        file_bytes: number(0)?,
        unfolded_bytes: number(1)?,
        rows: number(2)?,
        columns: size(3)?,
        cell_bytes: size(4)?,
    };
    let mut answers = HeadAnswers::default();
    for text in args.get(5..)?.iter().map(|arg| arg.to_str()) {
        let mut parts = text?.splitn(3, ':');
        let (table, column, head) = (parts.next()?, parts.next()?, parts.next()?);
        answers.insert(Table::read(table)?, head, column.parse().ok());
    }
    Some((limits, answers))
}

/// The worker's whole life: reads the file its arguments name to the end. Says nothing on standard error, since what a
/// crash would say could quote the file.
pub fn trial_main() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = std::io::stdout();
    let mut say = move |what: &[u8]| out.write_all(what).and_then(|()| out.flush()).is_ok();
    let args: Vec<OsString> = std::env::args_os().skip(2).collect();
    let Some((path, rest)) = args.split_first() else { return ExitCode::from(2) };
    let Some((limits, answers)) = from_args(rest) else { return ExitCode::from(2) };
    if !say(BEGUN) {
        return ExitCode::from(2);
    }
    read_to_the_end(path, &limits, answers);
    if say(ENDED) { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// What is wrong with the file is told by whoever reads it for what it holds.
fn read_to_the_end(path: &OsStr, limits: &Limits, answers: HeadAnswers) {
    if let Ok(reader) = read_answered(Path::new(path), limits, &Arc::new(answers)) {
        reader.for_each(drop);
    }
}
