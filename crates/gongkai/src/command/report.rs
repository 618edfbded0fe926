//! `gongkai report`: the annual report in every format, with a bar, read back and compared.

mod begin;

use super::{needed, on_school, operator, output, over};
use crate::cli;
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::App;
use app::files::Over;
use app::guard::words::judged;
use app::guard::{Checked, printable, shown};
use app::report::{Built, Format, Issuing, Lacking, Unfilled, Written};
use chrono::NaiveDate;
use domain::annual_report::GapKind;
use domain::audit::Discrepancy;
use domain::date::zh_day;
use domain::figure::DoubtKind;
use domain::ledger::Judged;
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn run(args: cli::Report, config: &Path, talk: &Talk) -> Result<ExitCode> {
    if let Some(cli::ReportAct::Issue { year, date, incomplete }) = args.act {
        let unfilled = if incomplete { Unfilled::Print } else { Unfilled::Refuse };
        return issue(&year, date, unfilled, config, talk);
    }
    // The command line asks for the year, and for the folder where nothing is begun.
    let year = school_year(&args.year.unwrap_or_default(), talk)?;
    on_school(config, talk, async |app| {
        if let Some(file) = &args.from
            && let Some(ended) = begin::begin(&operator(&app, talk), year, file, args.yes, talk).await?
        {
            return Ok(ended);
        }
        let Some(out) = args.out else { return Ok(ExitCode::SUCCESS) };
        // What is due by now is done first, so that a draft speaks of nothing whose term is over.
        app::jobs::catch_up(&app).await?;
        let ctx = operator(&app, talk);
        let template = args.template.as_deref().map(read).transpose()?;
        let mut built = match args.date.filter(|_| args.last) {
            Some(day) => app::report::final_report(&ctx, year, day).await?,
            None => app::report::build(&ctx, year, args.date).await?,
        };
        built.template = template.map(Arc::from);
        let formats: Vec<Format> = args.format.iter().flat_map(|format| format.files()).copied().collect();
        let whole = write(&app, &built, (&out, over(args.overwrite)), &formats, talk)?;
        tell_discrepancies(&built.discrepancies, talk);
        tell_checked(&app::report::checked(&built, talk.lang), talk);
        tell_drafts(&built, talk);
        tell_gaps(&built, talk);
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(2) })
    })
}

fn read(path: &Path) -> Result<Vec<u8>> {
    app::files::to_be_read(path)?;
    std::fs::read(path).map_err(|error| app::Error::file(path, error).into())
}

/// `gongkai report issue`: makes the report of a year public.
fn issue(year: &str, date: Option<NaiveDate>, unfilled: Unfilled, config: &Path, talk: &Talk) -> Result<ExitCode> {
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
        let issuing = app::report::issue(&ctx, year, signed_on, unfilled, Arc::new(step)).await;
        bar.finish_and_clear();
        tell_issue(&issuing?, year, talk);
        Ok(ExitCode::SUCCESS)
    })
}

/// `gongkai gaps`: what the report of a year still lacks, by unit, as a workbook to send out and take back.
pub(super) fn gaps(args: cli::Gaps, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let year = school_year(&args.year, talk)?;
    on_school(config, talk, async |app| {
        let out = output(&args.out, args.overwrite, Some("xlsx"), &needed(&app, config, None), talk)?;
        let by_unit = app::report::gaps(&operator(&app, talk), year, out).await?;
        if by_unit.is_empty() {
            talk.say("gaps-none", &[("year", &year.to_string())]);
            return Ok(ExitCode::SUCCESS);
        }
        for Lacking { unit, gaps, drafts } in &by_unit {
            let drafts = match drafts {
                0 => String::new(),
                drafts => talk.lang.say_with("gaps-drafts-of", &[("count", &drafts.to_string())]),
            };
            let unit = unit.as_deref().map_or_else(|| talk.lang.say("gaps-no-unit"), printable);
            talk.line(format!("  {unit}  {gaps}{drafts}"));
        }
        let total = |count: fn(&Lacking) -> usize| by_unit.iter().map(count).sum::<usize>().to_string();
        let file = args.out.display().to_string();
        let args = [("count", total(|one| one.gaps)), ("drafts", total(|one| one.drafts)), ("file", printable(&file))];
        let key = if by_unit.iter().all(|one| one.drafts == 0) { "gaps-written" } else { "gaps-written-drafts" };
        talk.say(key, &args.each_ref().map(|(name, text)| (*name, text.as_str())));
        Ok(ExitCode::SUCCESS)
    })
}

/// What the program's own checker finds in the report.
pub(super) fn tell_checked(checked: &Checked, talk: &Talk) {
    let findings: Vec<_> = checked.findings.iter().filter(|finding| finding.severity != "note").collect();
    if findings.is_empty() {
        return talk.say("report-checked-clean", &[("claims", &checked.claims.to_string())]);
    }
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("report-checked-head")));
    for finding in findings {
        talk.line(format!("  {} {}", talk.ink(Ink::Warn, "!"), printable(&finding.message)));
    }
}

/// Records of the year that are drafts still, by unit, since nothing in the report tells of them.
fn tell_drafts(built: &Built, talk: &Talk) {
    let mut by_unit: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in &built.drafts {
        let code = draft.unit.as_deref().unwrap_or_default();
        let known = built.year.units.iter().find(|unit| unit.code == code);
        *by_unit.entry(known.map_or(code, |unit| unit.name.as_str())).or_default() += 1;
    }
    if by_unit.is_empty() {
        return;
    }
    let said = |(unit, count): (&str, usize)| {
        let unit = if unit.is_empty() { talk.lang.say("report-drafts-nobody") } else { shown(unit) };
        format!("{unit} {count}")
    };
    let units: Vec<String> = by_unit.into_iter().map(said).collect();
    let (count, units) = (built.drafts.len().to_string(), units.join(&talk.lang.say("list-separator")));
    talk.say("report-drafts", &[("count", &count), ("units", &units), ("year", &built.year.year.to_string())]);
}

/// How much is still missing, and how to get at it.
pub(super) fn tell_gaps(built: &Built, talk: &Talk) {
    if !built.gaps.is_empty() {
        let year = built.year.year.to_string();
        let stale = built.gaps.iter().filter(|gap| gap.kind == GapKind::Stale).count();
        if stale < built.gaps.len() {
            talk.say("report-gaps", &[("count", &(built.gaps.len() - stale).to_string()), ("year", &year)]);
        }
        if stale > 0 {
            talk.say("report-stale", &[("count", &stale.to_string()), ("year", &year)]);
        }
    }
}

/// What issuing came to.
pub(super) fn tell_issue(issuing: &Issuing, year: SchoolYear, talk: &Talk) {
    let key = if issuing.new { "report-issued" } else { "report-issued-before" };
    talk.say(key, &[("year", &year.to_string()), ("edition", &issuing.edition.to_string())]);
}

pub(super) fn school_year(text: &str, talk: &Talk) -> Result<SchoolYear> {
    text.parse().map_err(|_| anyhow!(talk.lang.say_with("report-wrong-year", &[("text", &shown(text))])))
}

/// Writes the formats with a bar and tells of each; whether all of them could be written. What fails keeps none of the
/// others back.
pub(super) fn write(app: &App, built: &Built, out: (&Path, Over), formats: &[Format], talk: &Talk) -> Result<bool> {
    let bar = talk.bar(formats.len() as u64, "report-progress");
    let step = |format: Format| {
        bar.set_message(format!("{} .{}", talk.lang.say("report-progress"), format.extension()));
        bar.inc(1);
    };
    let written = app::report::write(app, built, out, formats, &step);
    bar.finish_and_clear();
    let mut whole = true;
    for file in written? {
        match file {
            Ok(file) => tell_file(&file, talk),
            Err(error) => {
                whole = false;
                talk.fail(&error.into());
            }
        }
    }
    if formats.contains(&Format::Pdf) {
        let missing = app::report::missing_faces(app);
        if !missing.is_empty() {
            talk.say("report-faces", &[("faces", &missing.join("、"))]);
        }
    }
    Ok(whole)
}

/// A file, and what was compared.
fn tell_file(file: &Written, talk: &Talk) {
    let size = format!("{} kB", file.bytes.div_ceil(1024));
    let path = file.path.display().to_string();
    let Some(compared) = file.compared else { return talk.say("report-file", &[("file", &path), ("size", &size)]) };
    let (pieces, values) = (compared.pieces.to_string(), compared.values.to_string());
    let told = [("file", path.as_str()), ("size", &size), ("pieces", &pieces), ("values", &values)];
    talk.say("report-file-compared", &told);
    if compared.shaped > 0 {
        talk.say("report-shaped", &[("count", &compared.shaped.to_string())]);
    }
    for (character, place) in &file.replaced {
        let number = format!("U+{:04X}", u32::from(*character));
        talk.say("report-replaced", &[("number", &number), ("place", &printable(place))]);
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
        Discrepancy::Figures { dataset, kind, arithmetic, disputed } => {
            let key = match kind {
                DoubtKind::Rest => "discrepancy-figures-rest",
                DoubtKind::Low | DoubtKind::Fraction => "discrepancy-figures-fraction",
                _ if *disputed => "discrepancy-figures-disputed",
                _ => "discrepancy-figures",
            };
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
        Discrepancy::Records { concern, entries, titles } => {
            let words = judged(lang, &Judged { concern: *concern, about: String::new() }, *entries);
            if titles.is_empty() {
                return words;
            }
            let titles: Vec<String> = titles.iter().map(|title| shown(title)).collect();
            let titles = titles.join(&lang.say("list-separator"));
            lang.say_with("discrepancy-records", &[("words", &words), ("titles", &titles)])
        }
        Discrepancy::Together(together) => judged(lang, together, 1),
        Discrepancy::Deadline { item, remark } => {
            lang.say_with("discrepancy-deadline", &[("item", &item.to_string()), ("remark", &shown(remark))])
        }
        Discrepancy::Perhaps(count) => lang.say_with("discrepancy-perhaps", &[("count", &count.to_string())]),
        Discrepancy::ItemsWithoutUnit(count) => {
            lang.say_with("discrepancy-items-without-unit", &[("count", &count.to_string())])
        }
    }
}
