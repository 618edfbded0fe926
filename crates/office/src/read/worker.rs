//! Reading in a process of its own, which may crash, hang or swell without harm.
//!
//! It exists because formats such as PDF have hurt every program that read them. The parent starts the
//! same executable again with [`ARGUMENT`], watches its memory and its time, and believes nothing of
//! its answer that does not check. It must not be used for what it protects against: the child never
//! starts a worker.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use domain::extract::Extract;

use super::{CFB_MAGIC, Limits, ReadError, load, looks_like_html, name_of, read_file, read_owned, wire};

/// The first argument that makes the executable a worker; `main` looks for it before anything else and
/// calls [`worker_main`].
pub const ARGUMENT: &str = "__read-worker";

/// How often the child is looked at.
const WATCH: Duration = Duration::from_millis(5);

/// Stack of the reading thread in the child; deep PDFs need more than a main thread has.
const STACK: usize = 64 * 1024 * 1024;

/// Reads a file, in a worker process unless it is plain text. The executable that calls this must hand
/// [`ARGUMENT`] to [`worker_main`].
pub fn read_isolated(path: &Path, limits: &Limits) -> Result<Extract, ReadError> {
    if is_plain(path)? {
        return read_file(path, limits);
    }
    let program = std::env::current_exe().map_err(|error| ReadError::Unreadable { why: error.kind().to_string() })?;
    read_with(&program, path, limits)
}

/// Text needs no parser that could be hurt.
fn is_plain(path: &Path) -> Result<bool, ReadError> {
    let few = Limits { max_bytes: u64::MAX, ..Limits::default() };
    let mut head = Vec::new();
    match std::fs::File::open(path) {
        Ok(file) => {
            // A folder opens and does not read; `load` says it in words.
            if file.take(4096).read_to_end(&mut head).is_err() {
                return load(path, &few).map(|_| true);
            }
        }
        Err(_) => return load(path, &few).map(|_| true),
    }
    let name = name_of(path).to_ascii_lowercase();
    let named = [".txt", ".text", ".log", ".md", ".markdown", ".csv", ".tsv"].iter().any(|end| name.ends_with(end));
    let marked = head.starts_with(b"PK") || head.starts_with(&CFB_MAGIC) || head.windows(5).any(|w| w == b"%PDF-");
    Ok(named && !marked && !looks_like_html(&head))
}

/// Reads a file with `program` as the worker.
pub fn read_with(program: &Path, path: &Path, limits: &Limits) -> Result<Extract, ReadError> {
    let refused = |error: std::io::Error| ReadError::Unreadable { why: error.kind().to_string() };
    let mut child = Command::new(program)
        .arg(ARGUMENT)
        .arg(path)
        .args(to_args(limits))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(refused)?;
    let Some(pipe) = child.stdout.take() else { return Err(ReadError::WorkerDied) };
    let most = limits.max_memory;
    let collect = std::thread::spawn(move || {
        let mut answer = Vec::new();
        pipe.take(most).read_to_end(&mut answer).map(|_| answer)
    });
    let watched = watch(&mut child, limits, || collect.is_finished());
    if watched.is_err() {
        // The child may be gone already; either way it must not stay.
        let _ = child.kill();
    }
    let _ = child.wait();
    let answer = collect.join();
    watched?;
    match answer {
        Ok(Ok(bytes)) => wire::read(&bytes).unwrap_or(Err(ReadError::WorkerDied)),
        _ => Err(ReadError::WorkerDied),
    }
}

/// Waits for the child to close its answer, unless it passes a limit first.
fn watch(child: &mut Child, limits: &Limits, finished: impl Fn() -> bool) -> Result<(), ReadError> {
    let begun = Instant::now();
    let mut pause = Duration::from_micros(200);
    while !finished() {
        if begun.elapsed() >= limits.max_time {
            return Err(ReadError::TimedOut { seconds: limits.max_time.as_secs() });
        }
        if resident(child.id()).is_some_and(|bytes| bytes > limits.max_memory) {
            return Err(ReadError::OutOfMemory { mebibytes: limits.max_memory / (1024 * 1024) });
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(WATCH);
    }
    Ok(())
}

/// Resident memory of a process, where the system gives it (Linux); elsewhere only time is limited.
pub(crate) fn resident(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

fn to_args(limits: &Limits) -> Vec<String> {
    let Limits {
        max_bytes,
        max_inflated,
        max_part,
        max_parts,
        max_depth,
        max_cells,
        max_text,
        max_pages,
        max_memory,
        max_time,
    } = limits;
    vec![
        max_bytes.to_string(),
        max_inflated.to_string(),
        max_part.to_string(),
        max_parts.to_string(),
        max_depth.to_string(),
        max_cells.to_string(),
        max_text.to_string(),
        max_pages.to_string(),
        max_memory.to_string(),
        max_time.as_millis().to_string(),
    ]
}

fn from_args(args: &[OsString]) -> Option<Limits> {
    let number = |at: usize| args.get(at)?.to_str()?.parse::<u64>().ok();
    let size = |at: usize| number(at).and_then(|number| usize::try_from(number).ok());
    Some(Limits {
        max_bytes: number(0)?,
        max_inflated: number(1)?,
        max_part: number(2)?,
        max_parts: size(3)?,
        max_depth: size(4)?,
        max_cells: size(5)?,
        max_text: size(6)?,
        max_pages: size(7)?,
        max_memory: number(8)?,
        max_time: Duration::from_millis(number(9)?),
    })
}

/// The worker's whole life: reads the file its arguments name and writes the answer to standard output.
/// Says nothing on standard error, since what a crash would say could quote the file.
pub fn worker_main() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let args: Vec<OsString> = std::env::args_os().skip(2).collect();
    let Some((path, rest)) = args.split_first() else { return ExitCode::from(2) };
    let Some(limits) = from_args(rest) else { return ExitCode::from(2) };
    let path = std::path::PathBuf::from(path);
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let bytes = load(&path, &limits)?;
        read_owned(&name_of(&path), bytes, &limits)
    });
    let answer = match reading.map(std::thread::JoinHandle::join) {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(ReadError::damaged("content")),
        Err(_) => Err(ReadError::WorkerDied),
    };
    let mut out = std::io::stdout().lock();
    match out.write_all(&wire::write(&answer)).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
