//! The commands: each calls use cases and prints what they give.

mod check;
mod copy;
mod demo;
mod init;
mod input;
mod jobs;
mod ledger;
mod manual;
mod report;
mod scan;
mod serve;
mod stop;
mod workday;

use crate::cli::{self, Cli, Command};
use crate::talk::Talk;
use anyhow::Result;
use app::clock::{Clock, Ids};
use app::settings::Settings;
use app::{App, Ctx};
use domain::policy::Principal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the command.
pub(crate) fn run(cli: Cli, talk: &Talk) -> Result<ExitCode> {
    let config = cli.config;
    match cli.command {
        Command::Demo(args) => demo::run(args, talk),
        Command::Init(args) => init::run(args, &config, talk),
        Command::Serve(args) => serve::run(args, &config, talk),
        Command::Import(args) => ledger::import(args, &config, talk),
        Command::Export(args) => ledger::export(args, &config, talk),
        Command::Report(args) => report::run(args, &config, talk),
        Command::Jobs(args) => jobs::run(args, &config, talk),
        Command::Workday(args) => workday::run(args, &config, talk),
        Command::Check(args) => check::run(args, talk),
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

/// A runtime for the commands that touch the database.
fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// The program on an existing school. A configuration file that is not there is an error with its cure, since a
/// new empty database would look like lost data.
async fn open(config: &Path) -> Result<Arc<App>> {
    if !config.exists() {
        return Err(app::Error::NotFound { kind: "config", key: config.display().to_string() }.into());
    }
    Ok(App::open(Settings::load(config)?, Clock::System, Ids::Random).await?)
}

/// A context for somebody at the command line.
fn operator(app: &Arc<App>, talk: &Talk) -> Ctx {
    app.ctx(Principal::Operator, talk.lang)
}
