//! `gongkai mail`: sends a trial mail as the settings say and tells in words what went wrong.

use super::{on_school, operator};
use crate::cli;
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::guard::printable;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: cli::Mail, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let cli::Mail::Test { address } = args;
    on_school(config, talk, async |app| match app::messages::try_mail(&operator(&app, talk), &address).await? {
        Ok(()) => {
            talk.say("mail-sent", &[("to", &printable(&address))]);
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            let line = talk.lang.say_with("mail-not-sent", &[("why", &failure.said(talk.lang))]);
            talk.line(format!("{} {line}", talk.ink(Ink::Warn, "!")));
            Ok(ExitCode::from(1))
        }
    })
}
