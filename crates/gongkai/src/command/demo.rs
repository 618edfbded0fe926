//! `gongkai demo`: the real year of a college, from ledger to report and portal, in one command; or an invented college at
//! work.

use super::{leave, ledger, operator, report, running, serve};
use crate::cli;
use crate::talk::{Ink, Talk, words};
use anyhow::Result;
use app::clock::{Clock, Ids};
use app::demo::{SamplePerson, living};
use app::error::DatabaseFault;
use app::files::{Access, Output, Over, Refusal};
use app::guard::printable;
use app::report::{Built, Format, Unfilled};
use app::settings::Settings;
use app::words::Lang;
use app::{App, Error};
use domain::coverage::coverage;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// The folder of its report, in that of the sample.
const REPORT: &str = "report";
/// So many folders are tried for it at most.
const REPORTS: u32 = 100;

pub(super) fn run(args: cli::Demo, talk: &Talk) -> Result<ExitCode> {
    let folder = &args.folder();
    let _folder = app::files::folder(folder)?;
    talk.say("demo-folder", &[("folder", &folder.display().to_string())]);
    let made = Made::in_folder(folder);
    let mut whole = false;
    let outcome = made_and_shown(&args, &mut whole, talk);
    if !whole {
        // Half a sample would pass for one, and where the disk is full it would be in the way.
        made.remove();
    }
    outcome
}

/// Files of a sample that were not there before this run.
struct Made {
    folder: PathBuf,
    before: BTreeSet<PathBuf>,
}

impl Made {
    fn in_folder(folder: &Path) -> Made {
        Made { folder: folder.to_path_buf(), before: Made::files(folder) }
    }

    /// What is in the folder of the names that a sample's files have, but for the database, which is its maker's to take away.
    fn files(folder: &Path) -> BTreeSet<PathBuf> {
        let entries = |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().flatten();
        let named =
            |name: &OsStr| matches!(name.to_str(), Some("gongkai.toml" | app::demo::LEDGER_FILE | living::LEDGER_FILE));
        let own = entries(folder.to_path_buf()).filter(|entry| named(&entry.file_name()));
        let reports = entries(folder.join(REPORT))
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("annual-report-"));
        own.chain(reports).map(|entry| entry.path()).collect()
    }

    fn remove(self) {
        for file in Made::files(&self.folder).difference(&self.before) {
            // What cannot be removed is written over by the next run.
            let _ = std::fs::remove_file(file);
        }
        // Only when nothing stands in it.
        let _ = std::fs::remove_dir(self.folder.join(REPORT));
    }
}

/// Makes the sample, which is `whole` from then on, and serves it.
fn made_and_shown(args: &cli::Demo, whole: &mut bool, talk: &Talk) -> Result<ExitCode> {
    let config = args.folder().join("gongkai.toml");
    if !config.exists() {
        let out = Output { path: config.clone(), over: Over::Nothing };
        app::files::write(out, Settings::default().to_toml(), Access::Private)?;
    }
    let settings = Settings::load(&config)?;
    running(async {
        // Another run of it may have been here.
        let app = match App::open(settings.clone(), Clock::System, Ids::Random).await {
            Err(Error::Database { fault: DatabaseFault::Missing | DatabaseFault::Empty, .. }) => {
                App::create(settings, Clock::System, Ids::Random).await?
            }
            opened => opened?,
        };
        let made = match args.sample {
            cli::Sample::Year => make(args, &app, talk).await,
            cli::Sample::Living => make_living(args, &app, talk).await,
        };
        let outcome = match made {
            Ok(true) => {
                *whole = true;
                show(args, &app, talk).await
            }
            Ok(false) => Ok(ExitCode::from(2)),
            Err(error) => Err(error),
        };
        let outcome = leave(&app, talk, outcome).await;
        if !*whole {
            app.store.unmake();
        }
        outcome
    })
}

/// Makes the college that is at work, unless the folder has it.
async fn make_living(args: &cli::Demo, app: &Arc<App>, talk: &Talk) -> Result<bool> {
    let ctx = operator(app, talk);
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-living")));
    match app::school::name(&ctx).await? {
        None => living::make(&ctx, &args.folder()).await?,
        Some(name) if name == living::SCHOOL => talk.say("demo-living-there", &[]),
        Some(name) => {
            talk.say("demo-another-school", &[("name", &name)]);
            return Ok(false);
        }
    }
    Ok(true)
}

/// Brings the year in, writes its report and issues it; whether all of it could be written.
async fn make(args: &cli::Demo, app: &Arc<App>, talk: &Talk) -> Result<bool> {
    let (folder, ctx) = (&args.folder(), operator(app, talk));
    // Two samples in one ledger would be neither.
    if let Some(name) = app::school::name(&ctx).await?.filter(|name| name == living::SCHOOL) {
        talk.say("demo-another-school", &[("name", &name)]);
        return Ok(false);
    }
    let file = app::demo::write_ledger(folder)?;
    let file_shown = printable(&file.display().to_string());
    talk.line(talk.ink(Ink::Strong, &talk.lang.say_with("demo-import", &[("file", &file_shown)])));
    let outcome = app::ledger::import(&ctx, &file, app::ledger::Options::default(), &|_| {}).await?;
    ledger::tell(&outcome, talk);

    let built = app::report::build(&ctx, app::demo::year(), None).await?;
    tell_coverage(&built, talk);
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-report")));
    if !write_report(&built, folder, app, talk)? {
        return Ok(false);
    }
    report::tell_discrepancies(&built.discrepancies, talk);
    let (year, signed) = (app::demo::year(), app::demo::signed_on());
    let issuing = app::report::issue(&ctx, year, signed, Unfilled::Print, Arc::new(|_| {})).await?;
    report::tell_issue(&issuing, app::demo::year(), talk);
    Ok(true)
}

/// Writes the report; beside the one that is there when somebody has worked on that.
fn write_report(built: &Built, folder: &Path, app: &App, talk: &Talk) -> Result<bool> {
    for number in 1..REPORTS {
        let name = if number == 1 { REPORT.to_string() } else { format!("{REPORT}-{number}") };
        match report::write(app, built, (&folder.join(name), Over::Ours), &Format::ALL, talk) {
            Err(error) if is_kept(&error) => talk.aside(printable(&words(talk.lang, &error))),
            written => return written,
        }
    }
    report::write(app, built, (&folder.join(REPORT), Over::Ours), &Format::ALL, talk)
}

/// Whether a file was not written for the sake of the one that is there.
fn is_kept(error: &anyhow::Error) -> bool {
    let cause = match error.downcast_ref() {
        Some(Error::File { cause, .. }) => Some(cause),
        _ => None,
    };
    cause.and_then(Refusal::of) == Some(Refusal::Kept)
}

async fn show(args: &cli::Demo, app: &Arc<App>, talk: &Talk) -> Result<ExitCode> {
    if args.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    if matches!(args.sample, cli::Sample::Year)
        && let Some((count, year)) = app::demo::owners(&operator(app, talk)).await?
    {
        talk.say("demo-owners", &[("count", &count.to_string()), ("year", &year.to_string())]);
    }
    let (people, addresses): (&[SamplePerson], &[_]) = match args.sample {
        cli::Sample::Year => (&app::demo::PEOPLE, &ADDRESSES),
        cli::Sample::Living => (&living::PEOPLE, &LIVING_ADDRESSES),
    };
    let password = app::demo::people(&operator(app, talk), people).await?;
    let listener = serve::listen(args.port, talk).await?;
    let local = listener.local_addr()?;
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-open")));
    for (key, path) in addresses {
        talk.say_address(key, &format!("http://{local}{path}"));
    }
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-people")));
    for person in people {
        let role = match talk.lang {
            Lang::Zh => person.role.zh().to_string(),
            Lang::En => talk.lang.say(&format!("role-{}", person.role.code().replace('_', "-"))),
        };
        talk.say("demo-person", &[("login", person.login), ("name", person.name), ("role", &role)]);
    }
    talk.say("demo-password", &[("password", &password)]);
    if matches!(args.sample, cli::Sample::Living) {
        talk.say("demo-passphrase", &[("passphrase", living::PASSPHRASE)]);
    }
    talk.say("demo-stop", &[]);
    serve::Serving::prepare(Arc::clone(app), talk)?.run(listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// What the demo prints of the portal.
const ADDRESSES: [(&str, &str); 6] = [
    ("demo-address-portal", "/"),
    ("demo-address-catalogue", "/catalogue"),
    ("demo-address-figures", "/figures"),
    ("demo-address-report", "/reports/2022-2023"),
    ("demo-address-english", "/en"),
    ("demo-address-workbench", "/work"),
];

/// The same of the college that is at work, which has no report yet.
const LIVING_ADDRESSES: [(&str, &str); 5] = [
    ("demo-address-workbench", "/work"),
    ("demo-address-portal", "/"),
    ("demo-address-catalogue", "/catalogue"),
    ("demo-address-figures", "/figures"),
    ("demo-address-english", "/en"),
];

impl cli::Demo {
    /// Where the sample's data are kept.
    fn folder(&self) -> PathBuf {
        let usual = match self.sample {
            cli::Sample::Year => "gongkai-demo",
            cli::Sample::Living => "gongkai-living",
        };
        self.data.clone().unwrap_or_else(|| PathBuf::from(usual))
    }
}

fn tell_coverage(built: &Built, talk: &Talk) {
    let nils: Vec<_> = built.year.nils.iter().map(|nil| nil.item.clone()).collect();
    let facts = domain::coverage::facts_of(&built.year.records);
    let accounts = domain::coverage::accounts(&built.year.catalogue, &facts, &nils);
    let all = coverage(&built.year.catalogue.items, &accounts);
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-coverage")));
    talk.say(
        "demo-coverage-line",
        &[
            ("applicable", &all.applicable.to_string()),
            ("disclosed", &all.disclosed.to_string()),
            ("nil", &all.nil.to_string()),
            ("open", &all.open().to_string()),
            ("without", &all.not_applicable.to_string()),
        ],
    );
}
