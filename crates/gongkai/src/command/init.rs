//! `gongkai init`: a configuration file and a database for a new school.

use super::{leave, running};
use crate::cli;
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::clock::{Clock, Ids};
use app::files::{Access, WholeFile};
use app::settings::Settings;
use app::{App, Error};
use domain::policy::Principal;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: cli::Init, config: &Path, talk: &Talk) -> Result<ExitCode> {
    if config.exists() {
        return Err(anyhow!(talk.lang.say_with("init-exists", &[("file", &config.display().to_string())])));
    }
    let name = given(args.name, "init-ask-name", "--name", talk)?;
    let kind = match args.kind {
        Some(kind) => kind.code().to_string(),
        None => ask_kind(talk)?,
    };
    let administrator = given(args.administrator, "init-ask-administrator", "--administrator", talk)?;
    let folder = config.parent().map(Path::to_path_buf).unwrap_or_default();
    let _folder = app::files::folder(&folder)?;
    let settings = Settings { folder, administrator, ..Settings::default() };
    // Begun first: where there is no room for the file, no database is made.
    let refused = |error| Error::file(config, error);
    let mut file = WholeFile::create(config, Access::Private).map_err(refused)?;
    file.write_all(settings.to_toml().as_bytes()).and_then(|()| file.flush()).map_err(refused)?;
    running(async {
        let app = App::create(settings.clone(), Clock::System, Ids::Random).await?;
        let founded = app::school::found(&app.ctx(Principal::Operator, talk.lang), &name, &kind).await;
        let set_up = founded.and_then(|()| file.commit().map_err(refused)).and_then(|()| app::log::ready(&app));
        let outcome = leave(&app, talk, set_up.map(|()| ExitCode::SUCCESS).map_err(Into::into)).await;
        if outcome.is_err() {
            // A school without its configuration file would be in the way of the next attempt.
            app.store.unmake();
        }
        outcome
    })?;
    let (file, database) = (config.display().to_string(), settings.database_shown());
    talk.say("init-done", &[("file", &file), ("database", &database)]);
    talk.say("school-code-missing", &[]);
    if settings.database_from_environment() {
        talk.say("init-environment", &[("database", &database), ("file", &file), ("named", &settings.database)]);
    }
    Ok(ExitCode::SUCCESS)
}

/// Characters of a name at most.
const LONGEST: usize = 200;

/// What was given, or asked for at a terminal; elsewhere the missing option is named.
fn given(value: Option<String>, question: &str, option: &str, talk: &Talk) -> Result<String> {
    let answer = match value {
        Some(value) => value,
        None => ask(question, option, talk)?,
    };
    let answer = answer.trim().to_string();
    let unfit = answer.chars().any(char::is_control);
    if unfit || answer.chars().count() > LONGEST {
        let key = if unfit { "init-control" } else { "init-long" };
        return Err(anyhow!(talk.lang.say_with(key, &[("option", option), ("most", &LONGEST.to_string())])));
    }
    if answer.is_empty() {
        return Err(anyhow!(talk.lang.say_with("init-missing", &[("option", option)])));
    }
    Ok(answer)
}

fn ask(question: &str, option: &str, talk: &Talk) -> Result<String> {
    talk.ask(question)?.ok_or_else(|| anyhow!(talk.lang.say_with("init-missing", &[("option", option)])))
}

fn ask_kind(talk: &Talk) -> Result<String> {
    let kinds = ["vocational", "undergraduate", "university"];
    let answer = ask("init-ask-kind", "--kind", talk)?;
    match answer.trim() {
        "" | "1" => Ok(kinds[0].to_string()),
        "2" => Ok(kinds[1].to_string()),
        "3" => Ok(kinds[2].to_string()),
        other if kinds.contains(&other) => Ok(other.to_string()),
        _ => Err(anyhow!(talk.lang.say_with("init-missing", &[("option", "--kind")]))),
    }
}
