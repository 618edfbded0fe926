//! `gongkai verify proof`: whether a proof of a public log holds, without a network and of whatever school.

use crate::cli::{TextOrJson, VerifyProof};
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::Error;
use app::guard::printable;
use app::log::{self, Checked};
use app::settings::Settings;
use serde_json::json;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// Longest file that is read: a proof has some thousand bytes.
const LONGEST: u64 = 1_000_000;

pub(super) fn run(args: VerifyProof, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let keys = keys(&args, config, talk)?;
    app::files::to_be_read(&args.file)?;
    let refused = |error| Error::file(&args.file, error);
    let mut bytes = Vec::new();
    std::fs::File::open(&args.file).map_err(refused)?.take(LONGEST + 1).read_to_end(&mut bytes).map_err(refused)?;
    // What is longer, or no text, is refused as no proof.
    let text = String::from_utf8(bytes).unwrap_or_default();
    match log::check(&text, &keys) {
        Ok(checked) => {
            if args.format == TextOrJson::Json {
                tell_json(&args, &checked, talk)?
            } else {
                tell(&checked, talk)
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(code) => {
            if args.format == TextOrJson::Json {
                talk.json(&json!({ "file": args.file, "holds": false, "fault": code }))?;
            } else {
                let why = talk.lang.say(&format!("log-fault-{code}"));
                talk.say("log-cli-fails", &[("why", &why)]);
            }
            Ok(ExitCode::from(1))
        }
    }
}

/// The keys that were given, else this school's.
fn keys(args: &VerifyProof, config: &Path, talk: &Talk) -> Result<Vec<String>> {
    if let Some(wrong) = args.key.iter().find(|key| !log::is_key(key)) {
        return Err(anyhow!(talk.lang.say_with("log-cli-bad-key", &[("key", &printable(wrong))])));
    }
    if !args.key.is_empty() {
        return Ok(args.key.clone());
    }
    let own = if config.exists() { log::own_key(&Settings::load(config)?)? } else { None };
    own.map(|key| vec![key]).ok_or_else(|| anyhow!(talk.lang.say("log-cli-no-key")))
}

fn tell(checked: &Checked, talk: &Talk) {
    let kind = talk.lang.say(&format!("log-kind-{}", checked.kind));
    talk.line(talk.lang.say_with("log-cli-holds", &[("kind", &kind), ("index", &printable(&checked.index))]));
    let (place, size) = (checked.place.to_string(), checked.size.to_string());
    let when = [
        ("date", checked.date.as_str()),
        ("at", &checked.at),
        ("place", &place),
        ("size", &size),
        ("origin", &checked.origin),
    ];
    talk.line(printable(&talk.lang.say_with("log-cli-when", &when)));
    let Some(opened) = &checked.opened else {
        return talk.line(talk.lang.say("log-closed"));
    };
    talk.line(printable(&talk.lang.say_with("log-cli-title", &[("title", &opened.title)])));
    talk.line(talk.lang.say_with("log-cli-text", &[("digest", &opened.text)]));
    for (digest, name) in &opened.files {
        talk.line(printable(&talk.lang.say_with("log-cli-file", &[("name", name), ("digest", digest)])));
    }
}

fn tell_json(args: &VerifyProof, checked: &Checked, talk: &Talk) -> Result<()> {
    let opened = checked.opened.as_ref().map(|opened| {
        let files: Vec<_> =
            opened.files.iter().map(|(digest, name)| json!({ "name": name, "sha256": digest })).collect();
        json!({ "title": opened.title, "number": opened.number, "text_sha256": opened.text, "files": files })
    });
    let witnesses: Vec<_> =
        checked.witnesses.iter().map(|(name, time)| json!({ "name": name, "time": time })).collect();
    talk.json(&json!({
        "file": args.file, "holds": true, "kind": checked.kind, "index": checked.index, "edition": checked.edition,
        "date": checked.date, "at": checked.at, "entry": checked.place, "size": checked.size,
        "origin": checked.origin, "opened": opened, "witnesses": witnesses,
    }))
}
