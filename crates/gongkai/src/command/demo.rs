//! `gongkai demo`: the real year of a college, from ledger to report and portal, in one command.

use super::{leave, ledger, operator, report, running, serve};
use crate::cli;
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::clock::{Clock, Ids};
use app::error::DatabaseFault;
use app::files::Access;
use app::guard::printable;
use app::report::{Built, Format, Unfilled};
use app::settings::Settings;
use app::words::Lang;
use app::{App, Error};
use domain::coverage::coverage;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn run(args: cli::Demo, talk: &Talk) -> Result<ExitCode> {
    let folder = &args.data;
    let _folder = app::files::folder(folder)?;
    talk.say("demo-folder", &[("folder", &folder.display().to_string())]);
    let config = folder.join("gongkai.toml");
    if !config.exists() {
        app::files::write(&config, Settings::default().to_toml(), Access::Private)?;
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
        let outcome = show(&args, &app, talk).await;
        leave(&app, talk, outcome).await
    })
}

async fn show(args: &cli::Demo, app: &Arc<App>, talk: &Talk) -> Result<ExitCode> {
    let (folder, ctx) = (&args.data, operator(app, talk));
    let file = app::demo::write_ledger(folder)?;
    let file_shown = printable(&file.display().to_string());
    talk.line(talk.ink(Ink::Strong, &talk.lang.say_with("demo-import", &[("file", &file_shown)])));
    let outcome = app::ledger::import(&ctx, &file, app::ledger::Options::default(), &|_| {}).await?;
    ledger::tell(&outcome, talk);

    let built = app::report::build(&ctx, app::demo::year(), None).await?;
    tell_coverage(&built, talk);
    let out = folder.join("report");
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-report")));
    report::write(app, &built, &out, &Format::ALL, talk)?;
    report::tell_discrepancies(&built.discrepancies, talk);
    let (year, signed) = (app::demo::year(), app::demo::signed_on());
    let issuing = app::report::issue(&ctx, year, signed, Unfilled::Print, Arc::new(|_| {})).await?;
    report::tell_issue(&issuing, app::demo::year(), talk);
    if args.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    let password = app::demo::people(&ctx).await?;
    let listener = serve::listen(args.port, talk).await?;
    let local = listener.local_addr()?;
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-open")));
    for (key, path) in ADDRESSES {
        talk.say_address(key, &format!("http://{local}{path}"));
    }
    talk.line(talk.ink(Ink::Strong, &talk.lang.say("demo-people")));
    for person in app::demo::PEOPLE {
        let role = match talk.lang {
            Lang::Zh => person.role.zh().to_string(),
            Lang::En => talk.lang.say(&format!("role-{}", person.role.code().replace('_', "-"))),
        };
        talk.say("demo-person", &[("login", person.login), ("name", person.name), ("role", &role)]);
    }
    talk.say("demo-password", &[("password", &password)]);
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
