//! A ledger file is brought in: sent, looked at as a plan, chosen from and written; and what was brought in before, with a way
//! back.
//!
//! What is written is what was shown: the form carries the file's digest and the state of the ledger, and the use case
//! refuses when either is another. Nothing of the file is given out again.

use crate::error::{Absent, HttpError};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields};
use crate::http::parts;
use crate::http::reply;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::import_plan::{self, Chosen};
use app::Ctx;
use app::guard::shown;
use app::guard::words::{ledger_file, obstacle};
use app::ledger::upload::{self, Upload};
use app::ledger::{Batch, Choice, HeadAnswer, Undo, list_named, names_of, plan_workbook, undo};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// What stands on an import that is told.
const OBSTACLES: usize = 20;

#[derive(Template)]
#[template(path = "workbench/import.html")]
struct ImportPage {
    bench: Bench,
    waiting: Option<Upload>,
    batches: Vec<(Batch, Option<String>)>,
    /// Older imports are listed before this one.
    older: Option<u32>,
    /// What was done.
    done: Option<String>,
    /// Why the file was not taken.
    refused: Option<String>,
    /// The import that cannot be taken back, and why.
    stands: Option<(u32, Vec<String>)>,
}

impl ImportPage {
    fn source(&self, batch: &Batch) -> String {
        let source = shown(&batch.source);
        if batch.by_command { format!("gongkai {source}") } else { source }
    }

    fn about(&self, batch: &Batch) -> String {
        let [written, refused] = [batch.written, batch.refused].map(|count| count.to_string());
        self.bench.lang.say_with("work-import-batch-about", &[("written", &written), ("refused", &refused)])
    }

    fn undone(&self, batch: &Batch) -> Option<String> {
        let (at, _) = batch.undone.as_ref()?;
        Some(self.bench.say1("work-import-undone-at", "at", self.bench.moment(at)))
    }

    fn obstacles(&self, batch: &Batch) -> Option<&Vec<String>> {
        self.stands.as_ref().filter(|(nr, _)| *nr == batch.nr).map(|(_, why)| why)
    }
}

async fn page(ctx: &Ctx, bench: Bench, below: Option<u32>) -> Result<ImportPage, HttpError> {
    let waiting = upload::waiting(ctx).await?;
    let batches = list_named(ctx, below).await?;
    let older = batches.last().map(|(batch, _)| batch.nr).filter(|nr| *nr > 1 && batches.len() >= 100);
    let title = bench.say("work-import");
    let bench = bench.titled(title);
    Ok(ImportPage { bench, waiting, batches, older, done: None, refused: None, stands: None })
}

/// Where a file is sent, and what was brought in before.
pub(crate) async fn import(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "import").await?;
    let below = request.query("before").and_then(|nr| nr.parse().ok());
    let page = page(&ctx, bench, below).await?;
    let done = done(&request, &page.bench);
    show(&request, &ImportPage { done, ..page })
}

/// What the address says was done.
fn done(request: &PageRequest, bench: &Bench) -> Option<String> {
    let number = |name| request.query(name).and_then(|number| number.parse::<u64>().ok()).map(|n| n.to_string());
    match request.told(Tells::Done)?.as_str() {
        "written" => {
            let [nr, written, left] = ["nr", "written", "left"].map(|name| number(name).unwrap_or_default());
            let args = [("number", nr.as_str()), ("written", &written), ("left", &left)];
            Some(bench.lang.say_with("work-import-done", &args))
        }
        "nothing" => Some(bench.say("work-import-done-nothing")),
        "dropped" => Some(bench.say("work-import-done-dropped")),
        "gone" => Some(bench.say("work-import-done-gone")),
        "undone" => {
            let [nr, removed, restored] = ["nr", "removed", "restored"].map(|name| number(name).unwrap_or_default());
            let args = [("number", nr.as_str()), ("removed", &removed), ("restored", &restored)];
            Some(bench.lang.say_with("import-undone", &args))
        }
        _ => None,
    }
}

/// Takes a file in, or takes an import back.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "import").await?;
    let (request, files) = parts::split(request).await?;
    if form::fields(&request)?.get("act") == "undo" {
        return take_back(&ctx, bench, &request).await;
    }
    let Some(file) = files.into_iter().next() else {
        let page = page(&ctx, bench, None).await?;
        let refused = Some(page.bench.say("work-file-none"));
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &ImportPage { refused, ..page });
    };
    match upload::send(&ctx, &file.name, file.bytes.to_vec()).await {
        Ok(()) => Ok(go_on(&request, "/work/import/plan")),
        Err(app::Error::LedgerFile { error, .. }) => {
            let page = page(&ctx, bench, None).await?;
            let why = shown(&ledger_file(request.lang, &error));
            let words = request.lang.say_with("work-file-unreadable", &[("file", &shown(&file.name)), ("why", &why)]);
            let page = ImportPage { refused: Some(words), ..page };
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn take_back(ctx: &Ctx, bench: Bench, request: &PageRequest) -> Result<Response, HttpError> {
    let nr: u32 = form::fields(request)?.get("nr").parse().map_err(|_| HttpError::Absent(Absent::Page))?;
    match undo(ctx, nr).await? {
        Undo::Done { removed, restored } => {
            let to = format!("/work/import?done=undone&nr={nr}&removed={removed}&restored={restored}");
            Ok(go_on(request, &to))
        }
        Undo::Refused(obstacles) => {
            let names = names_of(ctx, &obstacles).await?;
            let told = obstacles.iter().take(OBSTACLES).map(|one| obstacle(request.lang, one, &names));
            let mut why: Vec<String> = told.collect();
            if obstacles.len() > OBSTACLES {
                why.push(bench.count("work-import-more", obstacles.len() - OBSTACLES));
            }
            let page = page(ctx, bench, nr.checked_add(1)).await?;
            show_as(request, StatusCode::CONFLICT, &ImportPage { stands: Some((nr, why)), ..page })
        }
    }
}

/// What bringing the file in that waits would do.
pub(crate) async fn plan(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "import").await?;
    if upload::waiting(&ctx).await?.is_none() {
        return Ok(go_on(&request, "/work/import"));
    }
    let page = import_plan::page(&ctx, bench, &Chosen::default()).await?;
    show(&request, &page)
}

/// Answers questions, counts again what was chosen, writes it or gives it up.
pub(crate) async fn decide(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "import").await?;
    // A plan has a box for each row, which are more than any other form has.
    let fields = form::fields_of_list(&request)?;
    let chosen = Chosen::of(fields.pairs());
    let digest = fields.get("digest").to_string();
    let refuse = async |bench: Bench, chosen: &Chosen, status, words: String| {
        let mut page = import_plan::page(&ctx, bench, chosen).await?;
        page.refused = Some(words);
        show_as(&request, status, &page)
    };
    // Pressed once more, or in a second tab: what became of the file stands in the list of what was brought in.
    if fields.get("act") != "drop" && upload::waiting(&ctx).await?.is_none() {
        return Ok(go_on(&request, "/work/import?done=gone"));
    }
    let outcome = match fields.get("act") {
        "drop" => {
            upload::give_up(&ctx).await?;
            return Ok(go_on(&request, "/work/import?done=dropped"));
        }
        "answer" => match upload::answer(&ctx, &digest, answers(&fields)).await {
            Ok(()) => return Ok(go_on(&request, "/work/import/plan")),
            Err(app::Error::NotFound { kind: kind @ ("head" | "column"), key }) => {
                let words = request.lang.say_with(&format!("work-import-no-{kind}"), &[("key", &shown(&key))]);
                return refuse(bench, &chosen, StatusCode::UNPROCESSABLE_ENTITY, words).await;
            }
            Err(error) => Err(error),
        },
        "write" => {
            let state = fields.get("state").parse().unwrap_or(u64::MAX);
            upload::write(&ctx, &digest, state, &chosen.choice(&digest)).await.map(Some)
        }
        _ => Ok(None),
    };
    match outcome {
        Ok(None) => {
            let mut page = import_plan::page(&ctx, bench, &chosen).await?;
            page.counted = true;
            show(&request, &page)
        }
        Ok(Some(outcome)) => {
            let (written, left) = (outcome.written(), outcome.left_out() + outcome.left);
            Ok(go_on(
                &request,
                &match outcome.batch {
                    Some(nr) => format!("/work/import?done=written&nr={nr}&written={written}&left={left}"),
                    None => "/work/import?done=nothing".to_string(),
                },
            ))
        }
        Err(app::Error::Conflict { kind: "ledger", .. }) => {
            let words = bench.say("work-import-moved");
            refuse(bench, &chosen, StatusCode::CONFLICT, words).await
        }
        Err(app::Error::Conflict { kind: "upload", .. }) => {
            let words = bench.say("work-import-other-file");
            refuse(bench, &Chosen::default(), StatusCode::CONFLICT, words).await
        }
        Err(other) => Err(other.into()),
    }
}

/// What was said of heads.
fn answers(fields: &Fields) -> Vec<HeadAnswer> {
    let given = fields.pairs().iter().filter(|(field, value)| field.starts_with("head.") && !value.is_empty());
    given.filter_map(|(_, value)| HeadAnswer::read(value)).collect()
}

/// The plan as a workbook, for a colleague.
pub(crate) async fn workbook(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "import").await?;
    let looked = upload::look(&ctx, &Choice::of([], [])).await?;
    let bytes = plan_workbook(&looked.upload.name, &looked.plan.outcome, request.lang)?;
    let name = match request.lang {
        Lang::Zh => "导入对照.xlsx",
        Lang::En => "import-plan.xlsx",
    };
    let finished =
        Finished::file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes, name.to_string());
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &finished))
}
