//! The commands: each calls use cases and prints what they give.

mod audit;
mod backup;
mod check;
mod copy;
mod demo;
mod document;
mod files;
mod init;
mod input;
mod jobs;
mod ledger;
mod mail;
mod manual;
mod mend;
mod overview;
mod proof;
mod report;
mod scan;
mod serve;
mod site;
mod status;
mod stop;
mod user;
mod witness;
mod workday;

use crate::cli::{self, Cli, Command};
use crate::talk::Talk;
use anyhow::Result;
use app::clock::{Clock, Ids};
use app::context::DatabaseLeft as Left;
use app::files::{Output, Over};
use app::settings::Settings;
use app::{App, Ctx};
use domain::policy::Principal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Runs the command.
pub(crate) fn run(cli: Cli, talk: &Talk) -> Result<ExitCode> {
    let config = cli.config;
    match cli.command {
        Command::Demo(args) => demo::run(args, talk),
        Command::Init(args) => init::run(args, &config, talk),
        Command::Serve(args) => serve::run(args, &config, talk),
        Command::Import(args) => ledger::import(args, &config, talk),
        Command::Export(args) => ledger::export(args, &config, talk),
        Command::Ledger(args) => mend::run(args, &config, talk),
        Command::Report(args) => report::run(args, &config, talk),
        Command::Gaps(args) => report::gaps(args, &config, talk),
        Command::User(args) => user::run(args, &config, talk),
        Command::Jobs(args) => jobs::run(args, &config, talk),
        Command::Mail(args) => mail::run(args, &config, talk),
        Command::Status(args) => status::run(args, &config, talk),
        Command::Witness(args) => witness::run(args, talk),
        Command::Backup(args) => backup::backup(args, &config, talk),
        Command::Restore(args) => backup::restore(args, &config, talk),
        Command::Audit(args) => audit::run(args, &config, talk),
        Command::Verify(args) => backup::verify(args, &config, talk),
        Command::Workday(args) => workday::run(args, &config, talk),
        Command::Check(args) => check::run(args, &config, talk),
        Command::Scan(args) => scan::run(args, talk),
        Command::Help(args) => match cli::help(talk.lang, &args.path) {
            Ok(page) => {
                talk.page(&page);
                Ok(ExitCode::SUCCESS)
            }
            Err(word) => Err(anyhow::anyhow!(talk.lang.say_with("usage-unknown-command", &[("command", &word)]))),
        },
        Command::Completions(args) => {
            let mut command = cli::localised(talk.lang);
            // Into memory first: the generator panics when a reader of the pipe has gone away.
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut command, "gongkai", &mut script);
            talk.line(String::from_utf8_lossy(&script).trim_end());
            Ok(ExitCode::SUCCESS)
        }
        Command::Manual => {
            talk.line(manual::page(talk.lang)?.trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// How long work that nobody waits for any more may hold up the end of the program.
const LAST_MOMENT: Duration = Duration::from_secs(1);

/// Runs what a command does with a database.
fn running(work: impl Future<Output = Result<ExitCode>>) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_timeout(LAST_MOMENT);
    outcome
}

/// Works on the school that the configuration names and leaves its database whole, whatever came of it: every command
/// on a school goes through here, so that none ends with its last word still in the log beside the file.
fn on_school(config: &Path, talk: &Talk, work: impl AsyncFnOnce(Arc<App>) -> Result<ExitCode>) -> Result<ExitCode> {
    if !config.exists() {
        return Err(app::Error::NotFound { kind: "config", key: config.display().to_string() }.into());
    }
    let settings = Settings::load(config)?;
    running(async {
        let app = App::open(settings, Clock::System, Ids::Random).await?;
        let outcome = work(Arc::clone(&app)).await;
        leave(&app, talk, outcome).await
    })
}

/// What a command must not write over whatever it is told: the configuration, the school's database, what it reads.
fn needed(app: &App, config: &Path, input: Option<&Path>) -> Vec<PathBuf> {
    let database = app.settings.database_address();
    let database = database.strip_prefix("sqlite://").map(PathBuf::from);
    [Some(config.to_path_buf()), database, input.map(Path::to_path_buf)].into_iter().flatten().collect()
}

/// The one opener of files that a command writes: none of what is needed, of a name with the ending that its content has,
/// and over nothing that somebody wrote or changed unless `--overwrite` says so (`app::files`).
fn output(out: &Path, overwrite: bool, ending: Option<&str>, needed: &[PathBuf], talk: &Talk) -> Result<Output> {
    let refusal = |key| Err(anyhow::anyhow!(talk.lang.say_with(key, &[("file", &out.display().to_string())])));
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    let place = whole(out);
    if needed.iter().any(|kept| kept == out || place.is_some() && whole(kept) == place) {
        return refusal("output-costs");
    }
    let named = |ending| out.extension().is_some_and(|named| named.eq_ignore_ascii_case(ending));
    if !ending.is_none_or(named) {
        return refusal("output-ending");
    }
    Ok(Output { path: out.to_path_buf(), over: over(overwrite) })
}

/// What may be replaced, as the command line says it.
fn over(overwrite: bool) -> Over {
    if overwrite { Over::Anything } else { Over::Ours }
}

/// How a command ends that looks for something: a file failed, something was not read though all had to be, something
/// was found.
fn ending(failed: bool, unread: bool, found: bool) -> ExitCode {
    ExitCode::from(match (failed, unread, found) {
        (true, ..) => 2,
        (_, true, _) => 3,
        (.., found) => u8::from(found),
    })
}

/// Closes the database and hands the outcome on, its error with the database it is about.
async fn leave(app: &Arc<App>, talk: &Talk, outcome: Result<ExitCode>) -> Result<ExitCode> {
    if let Err(error) = app::surveys::mark_rest(app).await {
        tracing::error!(%error, "app.surveys.unmarked");
    }
    let left = match app.store.close().await {
        Left::Whole => None,
        Left::InUse => Some("database-in-use"),
        Left::Unmoved => Some("database-unmoved"),
    };
    if let Some(key) = left
        && outcome.is_ok()
    {
        talk.aside(talk.lang.say_with(key, &[("database", &app.settings.database_shown())]));
    }
    outcome.map_err(|mut error| {
        if let Some(app::Error::Database { database, .. }) = error.downcast_mut()
            && database.is_empty()
        {
            *database = app.settings.database_shown();
        }
        error
    })
}

/// A context for somebody at the command line.
fn operator(app: &Arc<App>, talk: &Talk) -> Ctx {
    app.ctx(Principal::Operator, talk.lang)
}

/// A moment as people of the school read it: China's time, to the minute.
fn to_the_minute(at: domain::record::Timestamp) -> String {
    domain::date::in_china(at).format("%Y-%m-%d %H:%M").to_string()
}
