//! `gongkai report`: the annual report in every format, with a bar, read back and compared.

use super::{on_school, operator};
use crate::cli;
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::App;
use app::guard::{printable, shown};
use app::report::{Built, Format, Issuing, Written};
use chrono::NaiveDate;
use domain::audit::Discrepancy;
use domain::date::zh_day;
use domain::school_year::SchoolYear;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn run(args: cli::Report, config: &Path, talk: &Talk) -> Result<ExitCode> {
    if let Some(cli::ReportAct::Issue { year, date }) = args.act {
        return issue(&year, date, config, talk);
    }
    // The command line asks for both.
    let (year, out) = (args.year.unwrap_or_default(), args.out.unwrap_or_default());
    let year = school_year(&year, talk)?;
    on_school(config, talk, async |app| {
        // What is due by now is done first, so that a draft speaks of nothing whose term is over.
        app::jobs::catch_up(&app).await?;
        let built = app::report::build(&operator(&app, talk), year, args.date).await?;
        let formats: Vec<Format> = args.format.into_iter().map(Format::from).collect();
        let written = write(&app, &built, &out, &formats, talk)?;
        tell_files(&written, talk);
        tell_discrepancies(&built.discrepancies, talk);
        Ok(ExitCode::SUCCESS)
    })
}

/// `gongkai report issue`: makes the report of a year public.
fn issue(year: &str, date: Option<NaiveDate>, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let year = school_year(year, talk)?;
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        let bar = talk.bar(Format::ALL.len() as u64, "report-progress");
        let step = {
            let bar = bar.clone();
            move |_: Format| bar.inc(1)
        };
        // Without a date it is signed as the edition before, so that nothing changes where nothing has.
        let before = app::report::last_signed(&ctx, year).await?;
        let signed_on = date.or(before).unwrap_or_else(|| ctx.today());
        let issuing = app::report::issue(&ctx, year, signed_on, Arc::new(step)).await;
        bar.finish_and_clear();
        tell_issue(&issuing?, year, talk);
        Ok(ExitCode::SUCCESS)
    })
}

/// What issuing came to.
pub(super) fn tell_issue(issuing: &Issuing, year: SchoolYear, talk: &Talk) {
    let key = if issuing.new { "report-issued" } else { "report-issued-before" };
    talk.say(key, &[("year", &year.to_string()), ("edition", &issuing.edition.to_string())]);
}

fn school_year(text: &str, talk: &Talk) -> Result<SchoolYear> {
    text.parse().map_err(|_| anyhow!(talk.lang.say_with("report-wrong-year", &[("text", &shown(text))])))
}

/// Writes the formats with a bar.
pub(super) fn write(app: &App, built: &Built, out: &Path, formats: &[Format], talk: &Talk) -> Result<Vec<Written>> {
    let bar = talk.bar(formats.len() as u64, "report-progress");
    let step = |format: Format| {
        bar.set_message(format!("{} .{}", talk.lang.say("report-progress"), format.extension()));
        bar.inc(1);
    };
    let written = app::report::write(app, built, out, formats, &step);
    bar.finish_and_clear();
    Ok(written?)
}

/// The files, and what was compared.
pub(super) fn tell_files(written: &[Written], talk: &Talk) {
    for file in written {
        let size = format!("{} kB", file.bytes.div_ceil(1024));
        let path = file.path.display().to_string();
        match file.compared {
            Some(compared) => talk.say(
                "report-file-compared",
                &[
                    ("file", &path),
                    ("size", &size),
                    ("pieces", &compared.pieces.to_string()),
                    ("values", &compared.values.to_string()),
                ],
            ),
            None => talk.say("report-file", &[("file", &path), ("size", &size)]),
        }
    }
}

/// What does not add up.
pub(super) fn tell_discrepancies(discrepancies: &[Discrepancy], talk: &Talk) {
    if discrepancies.is_empty() {
        return talk.say("discrepancies-none", &[]);
    }
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("discrepancies-head")));
    for discrepancy in discrepancies {
        talk.line(format!("  {} {}", talk.ink(Ink::Warn, "!"), printable(&describe(discrepancy, talk))));
    }
}

fn describe(discrepancy: &Discrepancy, talk: &Talk) -> String {
    let lang = talk.lang;
    match discrepancy {
        Discrepancy::Figures { dataset, arithmetic, disputed } => {
            let key = if *disputed { "discrepancy-figures-disputed" } else { "discrepancy-figures" };
            lang.say_with(
                key,
                &[("dataset", dataset), ("worked", &arithmetic.worked), ("expected", &arithmetic.expected)],
            )
        }
        Discrepancy::LinkDate { title, stated, carried, address } => lang.say_with(
            "discrepancy-link-date",
            &[("title", title), ("stated", &zh_day(*stated)), ("carried", &carried.zh()), ("address", address)],
        ),
        Discrepancy::Hosts { channel, hosts } => {
            lang.say_with("discrepancy-hosts", &[("channel", channel), ("hosts", &hosts.join("、"))])
        }
        Discrepancy::OutsidePeriod { entries, span } => lang.say_with(
            "discrepancy-outside",
            &[("count", &entries.to_string()), ("from", &zh_day(span.0)), ("to", &zh_day(span.1))],
        ),
        Discrepancy::Undated(count) => lang.say_with("discrepancy-undated", &[("count", &count.to_string())]),
        Discrepancy::ItemsWithoutUnit(count) => {
            lang.say_with("discrepancy-items-without-unit", &[("count", &count.to_string())])
        }
    }
}
