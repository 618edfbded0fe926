//! Datasets by form: all of them by year, and one to be filled in with its identities worked out beside it and last year's
//! numbers beside each field. What is wrong stands at its field, and what was typed is kept.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields};
use crate::http::reply;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use app::datasets::{self, At, Fault, MOST_FIGURES, Overview, Sheet, Typed, Worked, Wrong};
use app::desk::Desk;
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::equation;
use domain::figure::{Arithmetic, Dataset, Identity, Quantity, Standing, Verdict};
use domain::ledger::{self, DatasetRef, Entry, FaultKind, Table, columns};
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Empty rows that are offered at a time.
const ROWS: usize = 5;
/// Characters of a cell that are read at all.
const CELL: usize = 20_000;

#[derive(Template)]
#[template(path = "workbench/figures.html")]
struct FiguresPage {
    bench: Bench,
    overview: Overview,
    /// Whether they may enter datasets.
    writes: bool,
    /// The year that is offered for a new one.
    year: SchoolYear,
    refused: Option<String>,
}

impl FiguresPage {
    fn address(&self, key: &str, at: &usize) -> String {
        let year = self.overview.years.get(*at).map(ToString::to_string).unwrap_or_default();
        self.bench.to(&format!("/work/figures/{year}/{key}"))
    }

    /// How a dataset stands, in words; the class of its mark.
    fn standing(&self, standing: &Standing) -> (&'static str, String) {
        standing_words(&self.bench, standing)
    }

    fn shown_years(&self) -> usize {
        self.overview.years.len().min(YEARS)
    }
}

/// Years that are shown beside each other.
const YEARS: usize = 5;

fn standing_words(bench: &Bench, standing: &Standing) -> (&'static str, String) {
    if standing.is_complete() {
        return ("ok", bench.say("work-figures-complete"));
    }
    let words: Vec<String> = [
        ("work-figures-broken", standing.broken),
        ("work-figures-gaps", standing.gaps),
        ("work-figures-disputed", standing.disputed),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| bench.count(key, count))
    .collect();
    let class = if standing.broken > 0 { "back" } else { "draft" };
    (class, words.join(&bench.say("portal-list-comma")))
}

/// All datasets.
pub(crate) async fn figures(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "figures").await?;
    let overview = datasets::overview(&ctx).await?;
    let writes = ctx.allow(Permission::WriteFigures, Relation::School).is_ok();
    let year = SchoolYear::of(ctx.today());
    let bench = bench.titled(request.lang.say("work-figures"));
    show(&request, &FiguresPage { bench, overview, writes, year, refused: None })
}

#[derive(Template)]
#[template(path = "workbench/dataset.html")]
struct DatasetPage {
    bench: Bench,
    /// Where the form goes.
    path: String,
    typed: Typed,
    wrong: Vec<Wrong>,
    worked: Vec<Worked>,
    /// Which state was read; empty for a new one.
    state: String,
    before: Option<Dataset>,
    units: Vec<(String, String)>,
    items: Vec<(String, String)>,
    writes: bool,
    done: Option<String>,
    refused: Option<String>,
}

impl DatasetPage {
    fn is_new(&self) -> bool {
        self.state.is_empty()
    }

    fn head(&self, key: &str) -> &str {
        self.typed.head.get(key).map_or("", String::as_str)
    }

    fn is_head(&self, key: &str, value: &str) -> bool {
        self.head(key) == value
    }

    fn cell<'a>(&'a self, figure: &'a BTreeMap<&'static str, String>, key: &str) -> &'a str {
        figure.get(key).map_or("", String::as_str)
    }

    fn heading(&self) -> String {
        match (self.head("title"), self.is_new()) {
            ("", _) => self.bench.say("work-figures-new"),
            (title, true) => self.bench.say1("work-figures-new-of", "title", title),
            (title, false) => title.to_string(),
        }
    }

    /// How what is typed stands.
    fn standing(&self) -> Option<(&'static str, String)> {
        let (dataset, _) = datasets::judge(&self.typed).ok()?;
        (!self.is_new()).then(|| standing_words(&self.bench, &dataset.standing()))
    }

    fn wrong_head(&self, key: &str) -> Option<String> {
        self.wrong.iter().find(|wrong| matches!(wrong.at, At::Head(at) if at == key)).map(|wrong| self.words(wrong))
    }

    fn wrong_cell(&self, at: &usize, key: &str) -> Option<String> {
        let here = |wrong: &&Wrong| matches!(wrong.at, At::Figure(row, column) if row == *at && column == key);
        self.wrong.iter().find(here).map(|wrong| self.words(wrong))
    }

    /// What is wrong in the identities, line by line.
    fn wrong_identities(&self) -> Vec<String> {
        let of = |wrong: &&Wrong| matches!(wrong.at, At::Identity(_));
        self.wrong.iter().filter(of).map(|wrong| self.words(wrong)).collect()
    }

    fn words(&self, wrong: &Wrong) -> String {
        let lang = self.bench.lang;
        let line = |line: usize, words: String| {
            lang.say_with("work-figures-line", &[("line", &(line + 1).to_string()), ("words", &words)])
        };
        let words = match (&wrong.fault, wrong.at) {
            (Fault::Cell(kind, text), at) => {
                let head = label(at).map(|label| lang.say(label)).unwrap_or_default();
                let key = if *kind == FaultKind::Unknown {
                    "work-figures-unknown".into()
                } else {
                    format!("fault-{}", kind.code())
                };
                lang.say_with(&key, &[("head", &head), ("text", text)])
            }
            (Fault::Equation(fault), _) => {
                lang.say_with(&format!("work-figures-equation-{}", fault.code()), &[("name", fault.written())])
            }
            (Fault::Broken(arithmetic), At::Identity(at)) => {
                let sum =
                    self.typed.identities.lines().nth(at).is_some_and(|line| !line.contains(['÷', '/', '≤', '<']));
                lang.say_with("work-figures-refused", &[("arithmetic", &broken(lang, arithmetic, sum))])
            }
            (Fault::Broken(arithmetic), _) => broken(lang, arithmetic, false),
            (Fault::Negative, _) => lang.say("work-figures-negative"),
            (Fault::Owed, _) => lang.say("work-figures-owed"),
            (Fault::Fraction, _) => lang.say("work-figures-fraction"),
            (Fault::AboveTheWhole, _) => lang.say("work-figures-above"),
            (Fault::Cleared, _) => lang.say("work-figures-cleared"),
            (Fault::Quoted(name), _) => lang.say_with("work-figures-quoted", &[("name", name)]),
            (Fault::Later, _) => lang.say("work-figures-later"),
            (Fault::Many, _) => lang.count("work-figures-many", MOST_FIGURES as u64),
        };
        match wrong.at {
            At::Identity(at) => line(at, words),
            At::Head(_) | At::Figure(..) => words,
        }
    }

    /// Of each identity the line, what it comes to, and the class of that.
    fn verdicts(&self) -> Vec<(String, String, &'static str)> {
        let lang = self.bench.lang;
        let one = |worked: &Worked| {
            let line = self.typed.identities.lines().nth(worked.line).unwrap_or_default().trim().to_string();
            let sum = matches!(worked.identity, Identity::Sum { .. });
            let (words, class) = match &worked.verdict {
                Verdict::Holds(arithmetic) => {
                    (lang.say_with("work-figures-holds", &[("worked", &arithmetic.worked)]), "done")
                }
                Verdict::Broken(arithmetic) if worked.disputed => {
                    let arithmetic = broken(lang, arithmetic, sum);
                    (lang.say_with("work-figures-excused", &[("arithmetic", &arithmetic)]), "ask")
                }
                Verdict::Broken(arithmetic) => (broken(lang, arithmetic, sum), "stop"),
                Verdict::Untestable(name) => (lang.say_with("work-figures-untestable", &[("name", name)]), ""),
            };
            (line, words, class)
        };
        self.worked.iter().map(one).collect()
    }

    /// What the figure was a year before, and by how much it differs now.
    fn last_year(&self, figure: &BTreeMap<&'static str, String>) -> Option<String> {
        let known = self.before.as_ref()?.figure(self.cell(figure, "key"))?;
        let value = known.value?;
        let now = self.cell(figure, "value").parse::<Quantity>().ok();
        let difference = now.and_then(|now| now.minus(value));
        let printed = value.to_string();
        Some(match difference {
            None => printed,
            Some(difference) if difference.mantissa == 0 => self.bench.say1("work-figures-unchanged", "value", printed),
            Some(difference) => {
                let sign = if difference.mantissa > 0 { "+" } else { "−" };
                let size = difference.to_string();
                format!("{printed}（{sign}{}）", size.trim_start_matches('-'))
            }
        })
    }

    fn before_year(&self) -> Option<String> {
        self.before.as_ref().map(|before| before.year.to_string())
    }
}

/// What the form calls a field: the key of its label.
fn label(at: At) -> Option<&'static str> {
    Some(match at {
        At::Head("title") => "work-title",
        At::Head("key") => "work-figures-dataset-key",
        At::Head("item") => "work-item-label",
        At::Head("unit") => "work-unit",
        At::Head("year") => "work-figures-year",
        At::Head("as_of") => "work-figures-as-of",
        At::Head("source") => "work-figures-source",
        At::Figure(_, "name") => "work-figures-name",
        At::Figure(_, "key") => "work-figures-key",
        At::Figure(_, "value") => "work-figures-value",
        At::Figure(_, "unit") => "work-figures-unit",
        At::Figure(_, "definition") => "work-figures-definition",
        At::Figure(_, "approximate") => "work-figures-approximate",
        At::Figure(_, "disputed") => "work-figures-disputed-why",
        At::Head(_) | At::Figure(..) | At::Identity(_) => return None,
    })
}

/// `5531 ≠ 4896 + 493 + 141，差1`.
fn broken(lang: Lang, arithmetic: &Arithmetic, sum: bool) -> String {
    let Arithmetic { worked, expected, found } = arithmetic;
    let parts = worked.split(" = ").next().unwrap_or(worked);
    let difference = arithmetic.difference().map(|difference| difference.to_string());
    match difference {
        Some(difference) if sum => {
            let args = [("expected", expected.as_str()), ("parts", parts), ("difference", &difference)];
            lang.say_with("work-figures-differs", &args)
        }
        _ => lang.say_with(
            "work-figures-differs-otherwise",
            &[("expected", expected), ("found", found), ("worked", worked)],
        ),
    }
}

/// A dataset as it would be typed.
fn typed(sheet: &Sheet) -> Typed {
    let dataset = &sheet.dataset;
    let cells = |table: Table, entry: &Entry| -> BTreeMap<&'static str, String> {
        let (_, row) = ledger::print(entry);
        columns(table).iter().map(|column| column.key).zip(row.0).collect()
    };
    let bare = Dataset { figures: Vec::new(), identities: Vec::new(), ..dataset.clone() };
    let owner = DatasetRef { key: dataset.key.clone(), year: Some(dataset.year) };
    let notes = sheet.notes.iter().map(String::as_str).chain(std::iter::repeat(""));
    let lines =
        dataset.identities.iter().zip(notes).map(|(identity, note)| equation::print(identity, note, &dataset.figures));
    Typed {
        head: cells(Table::Datasets, &Entry::Dataset(bare)),
        figures: dataset
            .figures
            .iter()
            .map(|figure| cells(Table::Figures, &Entry::Figure(owner.clone(), figure.clone())))
            .collect(),
        identities: lines.collect::<Vec<_>>().join("\n"),
    }
}

/// What stands in the fields of a form; a figure that is to go is left out.
fn of_fields(fields: &Fields) -> Typed {
    let cut = |text: &str| text.chars().take(CELL).collect::<String>();
    let line = |text: &str| {
        cut(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_string()
    };
    // What may have several lines keeps them.
    let text = |key: &str, text: &str| match key {
        "source" | "definition" | "disputed" => {
            let text = cut(text).replace("\r\n", "\n").replace('\r', "\n");
            text.chars().filter(|c| *c == '\n' || !c.is_control()).collect::<String>().trim().to_string()
        }
        _ => line(text),
    };
    let head = columns(Table::Datasets).iter().map(|column| (column.key, text(column.key, fields.get(column.key))));
    let mut figures: BTreeMap<usize, BTreeMap<&'static str, String>> = BTreeMap::new();
    let mut gone = Vec::new();
    for (name, value) in fields.pairs() {
        let Some((at, key)) = name.strip_prefix("figure.").and_then(|rest| rest.split_once('.')) else { continue };
        let Ok(at) = at.parse::<usize>() else { continue };
        if key == "gone" {
            gone.push(at);
        } else if let Some(column) = columns(Table::Figures).iter().find(|column| column.key == key) {
            figures.entry(at).or_default().insert(column.key, text(column.key, value));
        }
    }
    let identities = cut(fields.get("identities")).replace("\r\n", "\n").replace('\r', "\n");
    Typed {
        head: head.collect(),
        figures: figures.into_iter().filter(|(at, _)| !gone.contains(at)).map(|(_, cells)| cells).collect(),
        identities,
    }
}

/// The page of a dataset. Empty rows are added behind its figures.
fn page(
    bench: Bench,
    desk: &Desk,
    path: String,
    typed: Typed,
    (state, before): (String, Option<Dataset>),
    writes: bool,
) -> DatasetPage {
    let mut units: Vec<(String, String)> =
        desk.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let english = bench.lang == Lang::En;
    let items = desk.catalogue.items.iter().map(|item| {
        let text = if english && !item.english.is_empty() { &item.english } else { &item.text };
        (item.key.to_string(), text.chars().take(24).collect())
    });
    let mut items: Vec<(String, String)> = items.collect();
    // What this year's list does not have stays chosen, and is told when it is saved.
    for (known, key) in [(&mut units, "unit"), (&mut items, "item")] {
        let chosen = typed.head.get(key).filter(|chosen| !chosen.is_empty());
        if let Some(chosen) = chosen.filter(|chosen| known.iter().all(|(key, _)| key != *chosen)) {
            known.push((chosen.clone(), chosen.clone()));
        }
    }
    let worked = datasets::worked(&typed);
    let mut typed = typed;
    if writes {
        let empty = |cells: &&BTreeMap<&'static str, String>| cells.values().all(String::is_empty);
        let there = typed.figures.iter().rev().take_while(empty).count();
        typed.figures.extend(std::iter::repeat_n(BTreeMap::new(), ROWS.saturating_sub(there)));
    }
    let title = typed.head.get("title").filter(|title| !title.is_empty()).cloned();
    let title = title.unwrap_or_else(|| bench.say("work-figures-new"));
    let bench = bench.titled(title);
    DatasetPage {
        bench,
        path,
        typed,
        wrong: Vec::new(),
        worked,
        state,
        before,
        units,
        items,
        writes,
        done: None,
        refused: None,
    }
}

/// The form of a new dataset: empty, or begun by the definition of another year (`?from=`).
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "figures").await?;
    ctx.allow(Permission::WriteFigures, Relation::School).map_err(HttpError::from)?;
    let year = request.query("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| SchoolYear::of(ctx.today()));
    let path = bench.to("/work/figures/new");
    let Some(from) = request.query("from").filter(|from| !from.is_empty()) else {
        let head = [("year", year.to_string())].into();
        let typed = Typed { head, ..Typed::default() };
        return show(&request, &page(bench, &desk, path, typed, Default::default(), true));
    };
    match datasets::begun(&ctx, &from, year).await {
        Ok(sheet) => {
            let typed = typed(&sheet);
            show(&request, &page(bench, &desk, path, typed, (String::new(), sheet.before), true))
        }
        // It is there already: it is opened.
        Err(app::Error::Taken { .. }) => Ok(go_on(&request, &format!("/work/figures/{year}/{from}"))),
        Err(other) => Err(other.into()),
    }
}

/// Saves a new dataset.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let at = AtWork::at(&site, &request, "figures").await?;
    let fields = form::fields_of_list(&request)?;
    let typed = of_fields(&fields);
    let path = at.bench.to("/work/figures/new");
    written(at, &request, path, typed, (String::new(), None), &fields).await
}

/// A dataset of a year.
pub(crate) async fn sheet(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "figures").await?;
    let (year, key) = named(&request)?;
    let sheet = datasets::sheet(&ctx, &key, year).await?;
    let writes = ctx.allow(Permission::WriteFigures, Relation::School).is_ok();
    let path = bench.to(&format!("/work/figures/{year}/{key}"));
    let typed = typed(&sheet);
    let mut page = page(bench, &desk, path, typed, (sheet.state, sheet.before), writes);
    page.done = match (request.told(Tells::Done).as_deref(), request.query("nr").and_then(|nr| nr.parse::<u32>().ok()))
    {
        (Some("saved"), Some(nr)) => Some(page.bench.say1("work-figures-saved", "number", nr)),
        (Some("same"), _) => Some(page.bench.say("work-figures-same")),
        _ => None,
    };
    show(&request, &page)
}

fn named(request: &PageRequest) -> Result<(SchoolYear, String), HttpError> {
    let year = request.param(0).parse().map_err(|_| HttpError::Absent(crate::error::Absent::Dataset))?;
    Ok((year, request.param(1).to_string()))
}

/// Saves a dataset.
pub(crate) async fn save(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let at = AtWork::at(&site, &request, "figures").await?;
    let (year, key) = named(&request)?;
    let fields = form::fields_of_list(&request)?;
    let mut typed = of_fields(&fields);
    // Key and year are those of the address.
    typed.head.insert("key", key.clone());
    typed.head.insert("year", year.to_string());
    let before = datasets::sheet(&at.ctx, &key, year).await?.before;
    let path = at.bench.to(&format!("/work/figures/{year}/{key}"));
    let state = fields.get("state").to_string();
    written(at, &request, path, typed, (state, before), &fields).await
}

/// What came of what was typed: saved, worked out, or given back with what is wrong.
async fn written(
    AtWork { ctx, desk, bench, .. }: AtWork,
    request: &PageRequest,
    path: String,
    typed: Typed,
    (state, before): (String, Option<Dataset>),
    fields: &Fields,
) -> Result<Response, HttpError> {
    ctx.allow(Permission::WriteFigures, Relation::School).map_err(HttpError::from)?;
    let refused = |typed: Typed, bench, wrong, refused| {
        let page = page(bench, &desk, path.clone(), typed, (state.clone(), before.clone()), true);
        DatasetPage { wrong, refused, ..page }
    };
    let mut typed = typed;
    if fields.get("act") == "rows" {
        typed.figures.extend(std::iter::repeat_n(BTreeMap::new(), ROWS));
    }
    if fields.get("act") != "save" {
        // Worked out, or more rows; nothing is saved.
        let wrong =
            if fields.get("act") == "work" { datasets::judge(&typed).err().unwrap_or_default() } else { Vec::new() };
        return show(request, &refused(typed, bench, wrong, None));
    }
    match datasets::save(&ctx, &typed, &state).await {
        Ok(Ok(batch)) => {
            let cell = |key: &str| typed.head.get(key).cloned().unwrap_or_default();
            let to = format!("/work/figures/{}/{}", cell("year"), cell("key"));
            Ok(go_on(
                request,
                &match batch {
                    Some(nr) => format!("{to}?done=saved&nr={nr}"),
                    None => format!("{to}?done=same"),
                },
            ))
        }
        Ok(Err(wrong)) => show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &refused(typed, bench, wrong, None)),
        Err(app::Error::Conflict { .. }) => {
            let words = bench.say("work-figures-conflict");
            show_as(request, StatusCode::CONFLICT, &refused(typed, bench, Vec::new(), Some(words)))
        }
        Err(app::Error::Personal(found)) => {
            let found: Vec<String> = found.iter().map(|found| format!("{}：{}", found.head(), found.masked)).collect();
            let words = bench.say1("work-figures-personal", "found", found.join(&bench.say("portal-list-comma")));
            show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &refused(typed, bench, Vec::new(), Some(words)))
        }
        Err(other) => Err(other.into()),
    }
}

/// The dataset as a ledger file.
pub(crate) async fn workbook(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "figures").await?;
    let (year, key) = named(&request)?;
    let bytes = datasets::workbook(&ctx, &key, year).await?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let finished = Finished::file(media_type, bytes, format!("{key}-{year}.xlsx"));
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &finished))
}
