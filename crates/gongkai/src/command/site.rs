//! `gongkai export site`: the portal as files.

use super::on_school;
use crate::cli::TextOrJson;
use crate::talk::Talk;
use anyhow::{Error, Result, anyhow};
use app::portal::made::MadeFault;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use web::still::{Address, Fault, Written, write};

/// What was asked.
pub(super) struct Asked {
    pub(super) folder: PathBuf,
    pub(super) address: Option<String>,
    pub(super) format: TextOrJson,
}

pub(super) fn run(asked: Asked, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let address = match &asked.address {
        None => None,
        Some(text) => Some(
            Address::read(text)
                .ok_or_else(|| anyhow!(talk.lang.say_with("site-fault-address", &[("address", text)])))?,
        ),
    };
    on_school(config, talk, async |app| {
        let bar = talk.counter("site-progress");
        let written = write(&app, &asked.folder, address.clone(), &|| bar.inc(1)).await;
        bar.finish_and_clear();
        let written = written.map_err(|fault| told(fault, talk))?;
        let root = address.as_ref().is_some_and(Address::is_root);
        if asked.format == TextOrJson::Json {
            talk.json(&json!({
                "folder": asked.folder,
                "pages": written.pages,
                "written": written.kept.written,
                "same": written.kept.same,
                "removed": written.kept.removed,
                "dead_links": written.dead,
                "as_of": written.day.to_string(),
                "true_until": written.until.map(|day| day.to_string()),
                "left_out": left_out(address.is_some(), root),
            }))?;
        } else {
            say(&written, &asked.folder, (address.is_some(), root), talk);
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// What is not in the folder for want of an address, or of a root to stand at.
fn left_out(addressed: bool, root: bool) -> Vec<&'static str> {
    let all: &[&str] = if addressed { &[] } else { &["sitemap", "feeds", "404", "canonical"] };
    all.iter().copied().chain((!root).then_some("robots")).collect()
}

fn say(written: &Written, folder: &Path, (addressed, root): (bool, bool), talk: &Talk) {
    let counts = [written.pages, written.kept.written, written.kept.same, written.kept.removed].map(|n| n.to_string());
    let args = [
        ("pages", counts[0].as_str()),
        ("folder", &folder.display().to_string()),
        ("written", &counts[1]),
        ("same", &counts[2]),
        ("removed", &counts[3]),
    ];
    talk.say("site-done", &args);
    if let Some(day) = written.until {
        talk.say("site-until", &[("day", &day.to_string())]);
    }
    talk.say("site-upload", &[]);
    if written.dead > 0 {
        talk.say("site-dead", &[("count", &written.dead.to_string())]);
    }
    match (addressed, root) {
        (false, _) => talk.say("site-no-address", &[]),
        (true, false) => talk.say("site-robots", &[]),
        (true, true) => {}
    }
}

/// Why nothing was written, in words.
pub(super) fn told(fault: Fault, talk: &Talk) -> Error {
    let say = |key: &str, args: &[(&'static str, &str)]| anyhow!(talk.lang.say_with(key, args));
    match fault {
        Fault::Folder(MadeFault::Foreign(folder)) => {
            say("site-fault-foreign", &[("folder", &folder.display().to_string())])
        }
        Fault::Folder(MadeFault::Changed(file)) => say("site-fault-changed", &[("file", &file.display().to_string())]),
        Fault::Folder(MadeFault::Io(path, error)) => app::Error::file(&path, error).into(),
        Fault::App(error) => error.into(),
        Fault::Moved => say("site-fault-moved", &[]),
        Fault::Clash(one, other) => say("site-fault-clash", &[("one", &one), ("other", &other)]),
        Fault::Page(address, why) => say("site-fault-page", &[("address", &address), ("why", &why)]),
    }
}
