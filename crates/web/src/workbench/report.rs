//! The report studio: a part of the report with notes beside its lines, the texts that people write in it, remarks, drafts, and
//! the way to the leader and onto the site. What a page offers is what the stage and the permissions allow.

use crate::error::{Absent, HttpError};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields};
use crate::http::reply;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::report_part::{self, Row};
use app::Ctx;
use app::portal::diff::{Line, Piece};
use app::report::{Format, gaps_workbook};
use app::studio::{self, Stage, Studio, TextFault};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::annual_report::PARTS;
use domain::calendar::Calendar;
use domain::ledger::{Table, TextEntry, columns};
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use std::collections::HashMap;
use std::sync::Arc;

/// Longest text and shortest line that are read at all, in characters.
const TEXT: usize = 200_000;
const LINE: usize = 500;
/// Gaps that are listed on a page.
const GAPS: usize = 200;

#[derive(Template)]
#[template(path = "workbench/report.html")]
pub(crate) struct ReportPage {
    bench: Bench,
    studio: Studio,
    years: Vec<SchoolYear>,
    part: usize,
    rows: Vec<Row>,
    /// Number, name and gaps of each part.
    parts: Vec<(usize, String, usize)>,
    texts: Vec<Written>,
    /// Where a new text can stand: place and name.
    places: Vec<(String, String)>,
    /// References that a text may hold: how it is written, name and number.
    references: Vec<(String, String)>,
    gaps: Vec<GapLine>,
    may: May,
    /// Working days to the day on which it is due.
    left: i64,
    /// Names of people by what events call them.
    names: HashMap<String, String>,
    done: Option<String>,
    refused: Option<String>,
}

/// A text that people wrote, as it stands in its form.
struct Written {
    place: String,
    name: String,
    order: u32,
    heading: String,
    text: String,
    source: String,
    seen: String,
    /// What is wrong with it.
    wrong: Vec<String>,
}

/// Something that is missing.
struct GapLine {
    what: String,
    about: String,
    unit: String,
    /// Where it is supplied.
    link: Option<String>,
}

/// What they may do.
struct May {
    write: bool,
    approve: bool,
    issue: bool,
    export: bool,
}

impl ReportPage {
    fn year(&self) -> SchoolYear {
        self.studio.built.year.year
    }

    fn path(&self) -> String {
        self.bench.to(&format!("/work/report/{}", self.year()))
    }

    fn to_part(&self, part: &usize) -> String {
        format!("{}?part={part}", self.path())
    }

    fn is_part(&self, part: &usize) -> bool {
        *part == self.part
    }

    fn stage_word(&self) -> String {
        self.bench.say(&format!("work-report-stage-{}", self.studio.stage.code()))
    }

    fn stage_shape(&self) -> &'static str {
        match self.studio.stage {
            Stage::Assembling { .. } => "draft",
            Stage::Checked { .. } | Stage::Approved { .. } => "ok",
            Stage::Sent { .. } => "review",
            Stage::Published { .. } => "public",
        }
    }

    fn heading(&self) -> String {
        let say = |key: &str| self.bench.say(key);
        match &self.studio.stage {
            Stage::Assembling { gaps, .. } => self.bench.count("work-report-lacks", *gaps),
            Stage::Checked { .. } => say("work-report-ready"),
            Stage::Sent { moved: true, .. } | Stage::Approved { moved: true, .. } => say("work-report-moved-on"),
            Stage::Sent { .. } => say("work-report-with-leader"),
            Stage::Approved { .. } => say("work-report-approved"),
            Stage::Published { edition, moved, .. } => {
                let key = if *moved { "work-report-published-moved" } else { "work-report-published" };
                self.bench.say1(key, "edition", edition)
            }
        }
    }

    /// By when it has to be public, or when it was signed.
    fn due(&self) -> String {
        if let Stage::Published { signed_on, .. } = &self.studio.stage {
            return self.bench.say1("work-report-signed", "day", self.bench.short(signed_on));
        }
        let day = self.bench.short(&self.year().report_due());
        let key = if self.left < 0 { "work-report-late" } else { "work-report-due" };
        self.bench.lang.say_with(key, &[("day", &day), ("left", &self.left.unsigned_abs().to_string())])
    }

    /// What the leader wrote when it came back.
    fn returned(&self) -> Option<&str> {
        match &self.studio.stage {
            Stage::Assembling { returned, .. } | Stage::Checked { returned } => {
                returned.as_ref().map(|(reason, _)| reason.as_str())
            }
            _ => None,
        }
    }

    /// Who sent or approved it, and when.
    fn by(&self) -> Option<String> {
        let (key, by, at) = match &self.studio.stage {
            Stage::Sent { by, at, .. } => ("work-report-sent-by", by, at),
            Stage::Approved { by, at, .. } => ("work-report-approved-by", by, at),
            _ => return None,
        };
        let name = self.names.get(by).unwrap_or(by);
        Some(self.bench.lang.say_with(key, &[("name", name), ("at", &self.bench.moment(at))]))
    }

    fn can_send(&self) -> bool {
        let ready = match self.studio.stage {
            Stage::Checked { .. } | Stage::Approved { moved: true, .. } => true,
            Stage::Published { moved, gaps, .. } => moved && gaps == 0,
            _ => false,
        };
        self.may.write && ready && self.studio.built.year.unfinished.is_none()
    }

    /// Under which number it lies with the leader.
    fn sent(&self) -> Option<u32> {
        match self.studio.stage {
            Stage::Sent { nr, .. } => Some(nr),
            _ => None,
        }
    }

    fn can_approve(&self) -> bool {
        self.may.approve && matches!(self.studio.stage, Stage::Sent { moved: false, .. })
    }

    fn can_issue(&self) -> bool {
        self.may.issue && matches!(self.studio.stage, Stage::Approved { moved: false, .. })
    }

    fn formats(&self) -> [Format; 7] {
        Format::DOWNLOADS
    }

    fn remarks(&self) -> Vec<(u32, String, String, String, bool)> {
        let here = self.studio.remarks.iter().filter(|(remark, _)| remark.part as usize == self.part);
        let one = |(remark, by): &(studio::ReportRemark, String)| {
            (remark.nr, by.clone(), self.bench.moment(&remark.at), remark.text.clone(), remark.settled.is_some())
        };
        here.map(one).collect()
    }

    /// Open remarks of a part.
    fn open_remarks(&self, part: &usize) -> usize {
        let open =
            |(remark, _): &&(studio::ReportRemark, String)| remark.part as usize == *part && remark.settled.is_none();
        self.studio.remarks.iter().filter(open).count()
    }

    fn compare(&self, nr: &u32) -> String {
        format!("{}/compare?old={nr}", self.path())
    }

    fn newest(&self) -> Option<u32> {
        self.studio.drafts.first().map(|draft| draft.version.nr)
    }

    fn changed(&self) -> Vec<(String, String, String)> {
        let empty = || self.bench.say("plan-empty");
        let one = |changed: &studio::Changed| {
            let (words, _) = report_part::explain(&self.bench, &self.studio, &changed.source);
            (words, changed.old.clone().unwrap_or_else(empty), changed.new.clone().unwrap_or_else(empty))
        };
        self.studio.changed.iter().map(one).collect()
    }

    fn times(&self, count: &usize) -> String {
        self.bench.count("work-report-times", count)
    }

    fn lacks(&self, gaps: &usize) -> String {
        self.bench.count("work-report-part-lacks", gaps)
    }

    fn to_year(&self, year: &SchoolYear) -> String {
        self.bench.to(&format!("/work/report/{year}"))
    }

    /// The first words of a text, to know it by.
    fn beginning(&self, text: &str) -> String {
        let cut: String = text.chars().take(36).collect();
        if cut.len() < text.len() { format!("{cut}…") } else { cut }
    }

    fn unit(&self, unit: &Option<String>) -> String {
        unit.clone().unwrap_or_else(|| self.bench.say("work-report-nobody"))
    }

    fn gaps_more(&self) -> usize {
        self.studio.built.gaps.len().saturating_sub(self.gaps.len())
    }
}

async fn page(
    ctx: &Ctx,
    bench: Bench,
    calendar: &Calendar,
    year: SchoolYear,
    asked: &Asked,
) -> Result<ReportPage, HttpError> {
    let studio = studio::open(ctx, year).await?;
    let years = studio::years(ctx).await?;
    let left = calendar.between(ctx.today(), year.report_due()).0;
    let may = |permission| ctx.allow(permission, Relation::School).is_ok();
    let may = May {
        write: may(Permission::WriteReport),
        approve: may(Permission::ApproveReport),
        issue: may(Permission::IssueReport),
        export: may(Permission::ExportLedger),
    };
    let part = asked.part.min(PARTS.len());
    let name = |part: usize| match part.checked_sub(1).and_then(|at| PARTS.get(at)) {
        Some(title) => (*title).to_string(),
        None => bench.say("work-report-preface"),
    };
    let gaps_of = report_part::gaps_by_part(&studio.built.document);
    let parts = (0..=PARTS.len()).map(|part| (part, name(part), gaps_of.get(part).copied().unwrap_or(0))).collect();
    let rows = report_part::rows(&bench, &studio, part, asked.of.as_deref());
    let places: Vec<(String, String)> = studio::places(part, &studio.built.year.catalogue)
        .into_iter()
        .map(|place| (place.place, if place.name.is_empty() { name(part) } else { place.name }))
        .collect();
    let mut texts: Vec<&TextEntry> =
        studio.built.year.texts.iter().filter(|text| places.iter().any(|(place, _)| *place == text.place)).collect();
    texts.sort_by_key(|text| (places.iter().position(|(place, _)| *place == text.place), text.order));
    let texts = texts.into_iter().map(|text| written(text, &places)).collect();
    let references = studio.built.year.datasets.iter().flat_map(|dataset| {
        dataset.figures.iter().map(|figure| {
            (
                format!("{{{}.{}}}", dataset.key, figure.key),
                format!("{}　{}　{}", dataset.title, figure.name, figure.printed()),
            )
        })
    });
    let references = references.collect();
    let gaps = studio.built.gaps.iter().take(GAPS).map(|gap| gap_line(&bench, &studio, gap)).collect();
    let names = match &studio.stage {
        Stage::Sent { by, .. } | Stage::Approved { by, .. } => studio::names_of(ctx, by).await?,
        _ => HashMap::new(),
    };
    let bench = bench.titled(studio.built.document.title_line());
    Ok(ReportPage {
        bench,
        studio,
        years,
        part,
        rows,
        parts,
        texts,
        places,
        references,
        gaps,
        may,
        left,
        names,
        done: None,
        refused: None,
    })
}

fn written(text: &TextEntry, places: &[(String, String)]) -> Written {
    let name = places.iter().find(|(place, _)| *place == text.place).map(|(_, name)| name.clone());
    Written {
        place: text.place.clone(),
        name: name.unwrap_or_default(),
        order: text.order,
        heading: text.heading.clone(),
        text: text.text.clone(),
        source: text.source.clone(),
        seen: studio::text_state(Some(text)),
        wrong: Vec::new(),
    }
}

/// Something that is missing, with where it is supplied.
fn gap_line(bench: &Bench, studio: &Studio, gap: &domain::annual_report::Gap) -> GapLine {
    let units = &studio.built.year.units;
    let unit = gap
        .unit
        .as_ref()
        .map(|code| units.iter().find(|unit| unit.code == *code).map_or(code.clone(), |unit| unit.name.clone()));
    let link = match (&gap.record, &gap.item) {
        (Some(record), _) => Some(bench.to(&format!("/work/ledger?q={record}"))),
        (None, Some(item)) => Some(bench.to(&format!("/work/ledger?item={item}"))),
        (None, None) => None,
    };
    GapLine {
        what: gap.kind.zh().to_string(),
        about: gap.about.clone(),
        unit: unit.unwrap_or_else(|| bench.say("work-report-nobody")),
        link,
    }
}

/// What of a report is asked for.
#[derive(Debug, Clone, Default)]
struct Asked {
    part: usize,
    /// The reference whose source is shown.
    of: Option<String>,
}

fn year(request: &PageRequest) -> Result<SchoolYear, HttpError> {
    request.param(0).parse().map_err(|_| HttpError::Absent(Absent::Report))
}

#[derive(Template)]
#[template(path = "workbench/report-none.html")]
struct NoReportPage {
    bench: Bench,
}

/// The report at work: of the latest year that is over, else of the latest for which there is anything.
pub(crate) async fn latest(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "report").await?;
    let years = studio::years(&ctx).await?;
    match years.iter().find(|year| year.last_day() < ctx.today()).or(years.first()) {
        Some(year) => Ok(go_on(&request, &format!("/work/report/{year}"))),
        None => {
            let bench = bench.titled(request.lang.say("work-at-report"));
            show(&request, &NoReportPage { bench })
        }
    }
}

/// A part of a year's report.
pub(crate) async fn report(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "report").await?;
    let asked =
        Asked { part: request.query("part").and_then(|part| part.parse().ok()).unwrap_or(1), of: request.query("of") };
    let page = page(&ctx, bench, desk.calendar(), year(&request)?, &asked).await?;
    let done = request.told(Tells::Done).filter(|done| DONE.contains(&done.as_str()));
    let done = done.map(|done| page.bench.say(&format!("work-report-done-{done}")));
    show(&request, &ReportPage { done, ..page })
}

/// What can have been done.
const DONE: [&str; 10] =
    ["text", "gone", "kept", "sent", "back", "approved", "returned", "issued", "remark", "settled"];

/// Does something to a report.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "report").await?;
    let (year, fields) = (year(&request)?, form::fields(&request)?);
    let part = fields.get("part").parse().unwrap_or(1);
    let number = |name: &str| fields.get(name).parse::<u32>().unwrap_or(0);
    let done = match fields.get("act") {
        "text" => match studio::save_text(&ctx, &text_of(year, &fields), fields.get("seen")).await {
            Ok(Ok(())) => Ok("text"),
            Ok(Err(faults)) => {
                let asked = Asked { part, of: None };
                let page = page(&ctx, bench, desk.calendar(), year, &asked).await?;
                let faults = faults.iter().map(|fault| words(&page.bench, fault)).collect();
                return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &given_back(page, &fields, faults));
            }
            Err(error) => Err(error),
        },
        "delete" => {
            let (place, order) = (fields.get("place"), number("order"));
            studio::delete_text(&ctx, year, place, order, fields.get("seen")).await.map(|()| "gone")
        }
        "keep" => studio::keep(&ctx, year).await.map(|_| "kept"),
        "send" => studio::send(&ctx, year).await.map(|()| "sent"),
        "take_back" => studio::take_back(&ctx, year, number("nr")).await.map(|()| "back"),
        "approve" => studio::approve(&ctx, year, number("nr")).await.map(|()| "approved"),
        "send_back" => studio::send_back(&ctx, year, number("nr"), fields.get("reason")).await.map(|()| "returned"),
        "issue" => studio::issue(&ctx, year).await.map(|_| "issued"),
        "remark" => studio::remark(&ctx, year, part as u32, fields.get("text")).await.map(|()| "remark"),
        "settle" => studio::settle(&ctx, year, number("nr")).await.map(|()| "settled"),
        _ => return Err(HttpError::Absent(Absent::Page)),
    };
    match done {
        Ok(done) => Ok(go_on(&request, &format!("/work/report/{year}?part={part}&done={done}"))),
        Err(error) => {
            let (status, words) = why_not(&bench, error)?;
            let page = page(&ctx, bench, desk.calendar(), year, &Asked { part, of: None }).await?;
            let page = if fields.get("act") == "text" { given_back(page, &fields, vec![words.clone()]) } else { page };
            show_as(&request, status, &ReportPage { refused: Some(words), ..page })
        }
    }
}

/// Why something was not done, in words; any other error as it is.
fn why_not(bench: &Bench, error: app::Error) -> Result<(StatusCode, String), HttpError> {
    let say = |key: &str| bench.say(key);
    Ok(match error {
        app::Error::Conflict { .. } => (StatusCode::CONFLICT, say("work-report-conflict")),
        app::Error::Incomplete { gaps, .. } => (StatusCode::CONFLICT, bench.count("work-report-incomplete", gaps)),
        app::Error::NotIssued { why, .. } => (StatusCode::CONFLICT, say(&format!("work-report-not-{why}"))),
        app::Error::Differs { .. } => (StatusCode::CONFLICT, say("work-report-differs")),
        app::Error::Record(domain::record::RecordError::OwnWork) => (StatusCode::CONFLICT, say("work-report-own")),
        app::Error::Record(domain::record::RecordError::Missing(_)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, say("work-report-no-reason"))
        }
        app::Error::Personal(found) => {
            let found: Vec<String> = found.iter().map(|found| found.masked.clone()).collect();
            let found = found.join(&say("portal-list-comma"));
            (StatusCode::UNPROCESSABLE_ENTITY, bench.say1("work-report-personal", "found", found))
        }
        other => return Err(other.into()),
    })
}

fn text_of(year: SchoolYear, fields: &Fields) -> TextEntry {
    let line = |name: &str| -> String {
        fields.get(name).chars().filter(|c| !c.is_control()).take(LINE).collect::<String>().trim().to_string()
    };
    let text: String = fields.get("text").replace("\r\n", "\n").replace('\r', "\n").chars().take(TEXT).collect();
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    TextEntry {
        year,
        place: line("place"),
        order: fields.get("order").parse().unwrap_or(0),
        heading: line("heading"),
        text: text.trim().to_string(),
        source: line("source"),
    }
}

/// The page with what was typed into a text and what is wrong with it.
fn given_back(mut page: ReportPage, fields: &Fields, wrong: Vec<String>) -> ReportPage {
    let typed = text_of(page.year(), fields);
    let seen = fields.get("seen").to_string();
    let known = page.texts.iter_mut().find(|text| text.place == typed.place && text.order == typed.order);
    match known {
        Some(text) => {
            (text.heading, text.text, text.source, text.seen, text.wrong) =
                (typed.heading, typed.text, typed.source, seen, wrong);
        }
        None => {
            let mut text = written(&typed, &page.places);
            (text.seen, text.wrong) = (seen, wrong);
            page.texts.push(text);
        }
    }
    page
}

fn words(bench: &Bench, fault: &TextFault) -> String {
    match fault {
        TextFault::Reference(reference) => bench.say1("work-report-no-figure", "reference", reference),
        TextFault::Cell(key, kind, text) => {
            let head = columns(Table::Texts).iter().find(|column| column.key == *key).map_or("", |column| column.zh);
            bench.lang.say_with(&format!("fault-{}", kind.code()), &[("head", head), ("text", text)])
        }
    }
}

#[derive(Template)]
#[template(path = "workbench/report-compare.html")]
struct ComparePage {
    bench: Bench,
    year: SchoolYear,
    old: u32,
    new: Option<u32>,
    parts: Vec<(String, Vec<Line>)>,
}

impl ComparePage {
    fn path(&self) -> String {
        self.bench.to(&format!("/work/report/{}", self.year))
    }

    fn heading(&self) -> String {
        let old = self.old.to_string();
        match self.new {
            Some(new) => {
                let args = [("old", old.as_str()), ("new", &new.to_string())];
                self.bench.lang.say_with("work-report-compared", &args)
            }
            None => self.bench.say1("work-report-compared-now", "old", old),
        }
    }
}

/// What changed from one kept draft to another, or to now.
pub(crate) async fn compare(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "report").await?;
    let year = year(&request)?;
    let number = |name: &str| request.query(name).and_then(|nr| nr.parse().ok());
    let old = number("old").ok_or(HttpError::Absent(Absent::Report))?;
    let new = number("new");
    let parts = studio::compared(&ctx, year, old, new).await?;
    let bench = bench.titled(request.lang.say("work-report-compare"));
    show(&request, &ComparePage { bench, year, old, new, parts })
}

/// What is lacking, as a workbook to be filled in and imported.
pub(crate) async fn gaps(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "report").await?;
    let year = year(&request)?;
    let (_, bytes) = gaps_workbook(&ctx, year).await?;
    let bytes = bytes.ok_or_else(|| HttpError::Rule("work-report-nothing-lacks".to_string()))?;
    Ok(given(&request, Format::AnnexXlsx.media_type(), bytes, format!("gaps-{year}.xlsx")))
}

/// The report as it would be made now, in a format.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "report").await?;
    let absent = || HttpError::Absent(Absent::Report);
    let year = year(&request)?;
    let format = request.param(1).strip_prefix("report.").and_then(Format::of).ok_or_else(absent)?;
    let built = app::report::build(&ctx, year, None).await?;
    let (app, made) = (ctx.app.clone(), move |app: &app::App| app::report::file(app, &built, format));
    let file =
        tokio::task::spawn_blocking(move || made(&app)).await.map_err(|error| HttpError::Internal(error.into()))?;
    match file {
        Ok(file) => {
            let name = format!("draft-{year}.{}", format.extension());
            Ok(given(&request, format.media_type(), file.bytes, name))
        }
        Err(app::Error::Differs { .. }) => Err(HttpError::Rule("work-report-differs".to_string())),
        Err(other) => Err(other.into()),
    }
}

fn given(request: &PageRequest, media_type: &'static str, bytes: Vec<u8>, name: String) -> Response {
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    reply::finished(&request, &Finished::file(media_type, bytes, name))
}
