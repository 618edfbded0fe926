//! `gongkai report YEAR --from FILE`: part one begun from last year's report. What would be kept is shown, with every number
//! and date of that year marked, before anybody is asked.

use crate::command::input::Input;
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::Ctx;
use app::guard::{Limits, printable, read_text, shown};
use app::report::{Beginning, begin as look, keep_begun};
use domain::school_year::SchoolYear;
use std::path::Path;
use std::process::ExitCode;

/// Shows what would be kept, asks, and keeps it; how the command ends when nothing was kept.
pub(super) async fn begin(
    ctx: &Ctx,
    year: SchoolYear,
    file: &Path,
    yes: bool,
    talk: &Talk,
) -> Result<Option<ExitCode>> {
    let limits = Limits::default();
    let text = {
        let _busy = talk.busy("check-busy", &file.display().to_string());
        Input::open(file, &limits).and_then(|input| read_text(input.source(), &limits))
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            talk.unreadable(file, &error);
            return Ok(Some(ExitCode::from(2)));
        }
    };
    talk.notices(file, &text.notices);
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().replace(char::is_control, "");
    let beginning = look(ctx, year, &text, &name).await?;
    tell(&beginning, &name, talk);
    let agreed = if yes { Some(true) } else { talk.agreed("begin-ask")? };
    if agreed != Some(true) {
        talk.say(if agreed.is_none() { "begin-needs-yes" } else { "begin-left" }, &[]);
        return Ok(Some(ExitCode::from(1)));
    }
    if let Some(number) = keep_begun(ctx, &beginning).await? {
        talk.say("begin-done", &[("number", &number.to_string()), ("year", &year.to_string())]);
    }
    Ok(None)
}

fn tell(beginning: &Beginning, name: &str, talk: &Talk) {
    let paragraphs: usize = beginning.texts.iter().map(|text| text.text.split('\n').count()).sum();
    let args = [
        ("file", shown(name)),
        ("year", beginning.year.to_string()),
        ("count", paragraphs.to_string()),
        ("marks", beginning.marks.to_string()),
    ];
    talk.say("begin-head", &args.each_ref().map(|(name, text)| (*name, text.as_str())));
    match beginning.from {
        Some(from) if from == beginning.year => talk.say("begin-same-year", &[("from", &from.to_string())]),
        Some(from) => talk.say("begin-from", &[("from", &from.to_string())]),
        None => {}
    }
    for text in &beginning.texts {
        if !text.heading.is_empty() {
            talk.line(talk.ink(Ink::Strong, &printable(&shown(&text.heading))));
        }
        for paragraph in text.text.split('\n') {
            talk.line(format!("  {}", printable(&shown(paragraph))));
        }
    }
    if !beginning.own.is_empty() {
        let own: Vec<String> = beginning.own.iter().map(|name| shown(name)).collect();
        talk.say("begin-own", &[("sections", &own.join(&talk.lang.say("list-separator")))]);
    }
    if beginning.tables > 0 {
        talk.say("begin-tables", &[("count", &beginning.tables.to_string())]);
    }
}
