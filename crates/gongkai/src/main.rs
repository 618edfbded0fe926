//! The `gongkai` program: reads the command line, wires the parts, prints results.
//!
//! Data goes to standard output, talk to standard error. Exit 0 on success, 1 when a check found something, 2 on
//! wrong use or a failure that one line explains.

mod cli;
mod command;
mod json;
mod log;
mod talk;
mod usage;

use app::words::Lang;
use clap::FromArgMatches;
use clap::error::ErrorKind;
use std::process::ExitCode;
use talk::Talk;

fn main() -> ExitCode {
    if let Some(ended) = app::guard::serve_as_reader() {
        return ended;
    }
    let lang = language();
    Talk::new(lang, false).tell_panics();
    let read = cli::localised(lang).try_get_matches().and_then(|matches| cli::Cli::from_arg_matches(&matches));
    let cli = match read {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output with 0; wrong use to standard error with 2, in one line
            // unless nothing was typed at all, which is answered with the help.
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
                Talk::new(lang, false).page_aside(&error.render());
                return ExitCode::from(2);
            }
            if !error.use_stderr() {
                Talk::new(lang, false).page(&error.render());
                return ExitCode::SUCCESS;
            }
            let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
            Talk::new(lang, false).aside(usage::explain(lang, &error, arguments));
            return ExitCode::from(2);
        }
    };
    let talk = Talk::new(cli.lang.map_or(lang, Lang::from), cli.verbose);
    talk.tell_panics();
    if cli.verbose {
        log::start();
    }
    match command::run(cli, &talk) {
        Ok(code) => code,
        Err(error) => talk.fail(&error),
    }
}

/// The language before arguments are read: `--lang`, else `GONGKAI_LANG`, `LC_ALL`, `LANG`. Chinese unless one of
/// them says English.
fn language() -> Lang {
    // Not `args()`, which panics on a name that is no Unicode.
    let mut arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let mut chosen = None;
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            chosen = arguments.next();
        } else if let Some(value) = argument.strip_prefix("--lang=") {
            chosen = Some(value.to_string());
        }
    }
    let variables = ["GONGKAI_LANG", "LC_ALL", "LANG"];
    let from_environment =
        || variables.iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    match chosen.or_else(from_environment) {
        Some(value) if value.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}
