//! The ledger as a table: views, filters, columns, sorting and paging, all in the address; what it shows as a file; views that
//! somebody keeps; and what is done with several records at once.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, FromForm, Reader};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::fault;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show};
use app::desk::{self, LARGEST_FILE, LedgerPage, LedgerQuery, Row, SavedView, View, table_file};
use app::records::{self, Seen};
use askama::Template;
use axum::response::Response;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::policy::{Permission, Relation};
use domain::record::{Openness, Record};
use std::sync::Arc;
use store_sort::{SORTS, Sorted};

/// What the table can be sorted by.
mod store_sort {
    use app::desk::Sort;

    /// A column that sorts: its key in addresses and message keys, and what it means.
    pub(super) type Sorted = (&'static str, Sort);
    pub(super) const SORTS: [Sorted; 4] =
        [("entry", Sort::Entry), ("title", Sort::Title), ("unit", Sort::Unit), ("date", Sort::Date)];
}

/// Longest name of a view, and question of one.
const LONGEST_NAME: usize = 40;
const LONGEST_QUERY: usize = 1_000;
/// Most records with which something is done at once: as many as stand on a page.
const MOST_TOGETHER: usize = 50;
/// Stages that can be asked for.
const STAGES: [&str; 6] = ["draft", "unit_review", "secrecy_review", "approved", "done", "stopped"];

/// A column beside the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Index,
    Number,
    Item,
    Unit,
    Stage,
    Made,
    Due,
    Published,
    Drafter,
    Audience,
}

impl Column {
    const ALL: [Column; 10] = [
        Column::Index,
        Column::Number,
        Column::Item,
        Column::Unit,
        Column::Stage,
        Column::Made,
        Column::Due,
        Column::Published,
        Column::Drafter,
        Column::Audience,
    ];
    /// Those that are shown when nobody chose.
    const USUAL: [Column; 7] =
        [Column::Number, Column::Item, Column::Unit, Column::Stage, Column::Made, Column::Due, Column::Published];

    /// Stable code, in addresses.
    fn code(self) -> &'static str {
        match self {
            Column::Index => "index",
            Column::Number => "number",
            Column::Item => "item",
            Column::Unit => "unit",
            Column::Stage => "stage",
            Column::Made => "made",
            Column::Due => "due",
            Column::Published => "published",
            Column::Drafter => "drafter",
            Column::Audience => "audience",
        }
    }

    fn head(self) -> &'static str {
        match self {
            Column::Index => "work-index",
            Column::Number => "work-number",
            Column::Item => "work-item-short",
            Column::Unit => "work-unit",
            Column::Stage => "work-stage",
            Column::Made => "work-made",
            Column::Due => "work-due",
            Column::Published => "work-published",
            Column::Drafter => "work-drafter",
            Column::Audience => "work-label-audience",
        }
    }

    /// What sorts by it.
    fn sorts(self) -> Option<&'static str> {
        match self {
            Column::Unit => Some("unit"),
            Column::Published => Some("date"),
            _ => None,
        }
    }

    /// Whether there is no room for it on a narrow screen.
    fn is_wide(self) -> bool {
        matches!(self, Column::Index | Column::Number | Column::Published | Column::Drafter | Column::Audience)
    }

    /// Those that an address asks for: `cols=unit.item`, or one `col` for each box that is ticked.
    fn asked(request: &PageRequest) -> Vec<Column> {
        let named = |code: &str| Column::ALL.into_iter().find(|column| column.code() == code);
        let ticked = request.queries("col");
        let asked: Vec<Column> = match request.query("cols") {
            _ if !ticked.is_empty() => ticked.iter().filter_map(|code| named(code)).collect(),
            Some(codes) => codes.split('.').filter_map(named).collect(),
            None => Column::USUAL.to_vec(),
        };
        Column::ALL.into_iter().filter(|column| asked.contains(column)).collect()
    }
}

#[derive(Template)]
#[template(path = "workbench/ledger.html")]
struct LedgerTable {
    bench: Bench,
    page: LedgerPage,
    query: LedgerQuery,
    columns: Vec<Column>,
    saved: Vec<SavedView>,
    units: Vec<(String, String)>,
    items: Vec<(String, String)>,
    sorted: &'static str,
    /// Whether whoever looks may publish.
    publishes: bool,
}

impl LedgerTable {
    /// What stands in the address of this table with something else; what is empty goes.
    fn question(&self, changes: &[(&str, &str)]) -> String {
        let query = &self.query;
        let mut pairs = vec![
            ("view", if query.view == View::All { "" } else { query.view.code() }.to_string()),
            ("q", query.text.clone().unwrap_or_default()),
            ("unit", query.unit.clone().unwrap_or_default()),
            ("item", query.item.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("stage", query.progress.unwrap_or_default().to_string()),
            ("sort", if self.sorted == "entry" { "" } else { self.sorted }.to_string()),
            ("way", if query.ascending { "up" } else { "" }.to_string()),
            ("cols", if self.custom_columns() { self.codes() } else { String::new() }),
        ];
        for (name, value) in changes {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, (*value).to_string()));
        }
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            text.append_pair(name, value);
        }
        text.finish()
    }

    fn address(&self, changes: &[(&str, &str)]) -> String {
        at(self.bench.to("/work/ledger"), &self.question(changes))
    }

    fn file(&self) -> String {
        at(self.bench.to("/work/ledger.xlsx"), &self.question(&[]))
    }

    fn kept(&self, view: &SavedView) -> String {
        at(self.bench.to("/work/ledger"), &view.query)
    }

    /// Whether the table is what this view asks for.
    fn is_kept(&self, view: &SavedView) -> bool {
        view.query == self.question(&[])
    }

    /// What the form for columns carries along beside them.
    fn along(&self) -> Vec<(String, String)> {
        let question = self.question(&[("cols", "")]);
        form_urlencoded::parse(question.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }

    fn custom_columns(&self) -> bool {
        self.columns != Column::USUAL
    }

    /// The columns as an address names them.
    fn codes(&self) -> String {
        let codes: Vec<&str> = self.columns.iter().map(|column| column.code()).collect();
        if codes.is_empty() { "none".to_string() } else { codes.join(".") }
    }

    /// Whether there is anything that whoever looks may do with several records at once.
    fn acts(&self) -> bool {
        self.bench.drafts || self.publishes
    }

    fn offered(&self) -> [Column; 10] {
        Column::ALL
    }

    fn shows(&self, column: &Column) -> bool {
        self.columns.contains(column)
    }

    fn names_drafters(&self) -> bool {
        self.shows(&Column::Drafter)
    }

    /// What a file says in a cell: whole dates, and no mark that only a page can make.
    fn plain(&self, row: &Row, column: Column) -> String {
        let day = |date: &PartialDate| if date.is_unknown() { String::new() } else { date.to_string() };
        match column {
            Column::Index => row.line.line.index.to_string(),
            Column::Number => row.line.line.document_number.clone(),
            Column::Item => row.line.line.item.to_string(),
            Column::Unit => self.unit(row),
            Column::Stage => self.stage(row).1,
            Column::Made => day(&row.line.made_on),
            Column::Due => row.due.map(|due| due.on.to_string()).unwrap_or_default(),
            Column::Published => day(&row.line.line.since),
            Column::Drafter => row.drafter.clone().unwrap_or_default(),
            Column::Audience => {
                let withheld = Openness::Withheld { ground: String::new() };
                if row.line.withheld {
                    return self.bench.word("portal-openness", withheld.code(), withheld.zh());
                }
                let audience = row.line.audience;
                self.bench.word("portal-audience", audience.code(), audience.zh())
            }
        }
    }

    fn view(&self, view: &View) -> String {
        self.address(&[("view", if *view == View::All { "" } else { view.code() })])
    }

    fn sort(&self, column: &str) -> String {
        let turned = self.sorted == column && !self.query.ascending;
        let column = if column == "entry" { "" } else { column };
        self.address(&[("sort", column), ("way", if turned { "up" } else { "" })])
    }

    /// `ascending` or `descending` for the column that sorts.
    fn way(&self, column: &str) -> Option<&'static str> {
        (self.sorted == column).then_some(if self.query.ascending { "ascending" } else { "descending" })
    }

    fn after(&self, id: &RecordId) -> String {
        self.address(&[("after", &id.to_string())])
    }

    fn before(&self, id: &RecordId) -> String {
        self.address(&[("before", &id.to_string())])
    }

    fn is_narrowed(&self) -> bool {
        let query = &self.query;
        query.text.is_some() || query.unit.is_some() || query.item.is_some() || query.progress.is_some()
    }

    fn bare(&self) -> String {
        self.address(&[("q", ""), ("unit", ""), ("item", ""), ("stage", "")])
    }

    fn unit(&self, row: &Row) -> String {
        let code = row.line.line.unit.clone().unwrap_or_default();
        self.units.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name.clone())
    }

    /// Whether a row says nothing in a column: on a phone such a line is left out.
    fn is_bare(&self, row: &Row, column: &Column) -> bool {
        matches!(self.plain(row, *column).trim(), "" | "—")
    }

    fn stage(&self, row: &Row) -> (&'static str, String) {
        stage(&self.bench, &row.line.progress, &row.line.visibility, row.line.returned.is_some())
    }

    fn stages(&self) -> [&'static str; 6] {
        STAGES
    }

    fn is_stage(&self, stage: &&str) -> bool {
        self.query.progress == Some(*stage)
    }

    fn is_unit(&self, code: &str) -> bool {
        self.query.unit.as_deref() == Some(code)
    }

    fn is_item(&self, key: &str) -> bool {
        self.query.item.as_ref().is_some_and(|item| item.to_string() == key)
    }

    fn stage_word(&self, stage: &&str) -> String {
        self.bench.say(&format!("work-stage-{}", stage.replace('_', "-")))
    }
}

/// Shape and word of a stage.
pub(crate) fn stage(bench: &Bench, progress: &str, visibility: &str, returned: bool) -> (&'static str, String) {
    let (shape, key) = match (visibility, progress, returned) {
        ("withdrawn", ..) => ("gone", "work-stage-withdrawn"),
        ("expired", ..) => ("gone", "work-stage-expired"),
        (_, "draft", true) => ("back", "work-stage-returned"),
        ("public", "draft", false) => ("draft", "work-stage-amending"),
        (_, "draft", false) => ("draft", "work-stage-draft"),
        (_, "unit_review", _) => ("review", "work-stage-unit-review"),
        (_, "secrecy_review", _) => ("review", "work-stage-secrecy-review"),
        (_, "approved", _) => ("ok", "work-stage-approved"),
        ("public", ..) => ("public", "work-stage-public"),
        ("hidden", "done", _) => ("gone", "work-stage-settled"),
        _ => ("gone", "work-stage-stopped"),
    };
    (shape, bench.say(key))
}

fn at(path: String, question: &str) -> String {
    if question.is_empty() { path } else { format!("{path}?{question}") }
}

/// The table that an address asks for.
async fn table(at_work: AtWork, request: &PageRequest) -> Result<(app::Ctx, app::desk::Desk, LedgerTable), HttpError> {
    let AtWork { ctx, desk, mut bench, .. } = at_work;
    let sort = request.query("sort");
    let (sorted, sort): Sorted = SORTS.into_iter().find(|(key, _)| sort.as_deref() == Some(*key)).unwrap_or(SORTS[0]);
    let stage = request.query("stage");
    let units: Vec<(String, String)> = desk.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    // A view may have been kept that names a unit which has gone into another.
    let known = |code: &String| units.iter().any(|(unit, _)| unit == code);
    let query = LedgerQuery {
        view: request.query("view").and_then(|view| View::read(&view)).unwrap_or_default(),
        unit: request.query("unit").filter(known),
        item: request.query("item").and_then(|item| item.parse().ok()),
        progress: STAGES.into_iter().find(|known| stage.as_deref() == Some(*known)),
        sort,
        ascending: request.query("way").as_deref() == Some("up"),
        after: request.query("after").and_then(|id| id.parse().ok()),
        before: request.query("before").and_then(|id| id.parse().ok()),
        text: request.query("q"),
    };
    bench.asked = query.text.clone().unwrap_or_default();
    let english = request.lang == app::words::Lang::En;
    let items = desk.catalogue.items.iter().map(|item| {
        let text = if english && !item.english.is_empty() { &item.english } else { &item.text };
        (item.key.to_string(), text.chars().take(24).collect())
    });
    let (items, title) = (items.collect(), request.lang.say("work-at-ledger"));
    let table = LedgerTable {
        saved: desk.saved_views().await?,
        publishes: ctx.allow(Permission::Publish, Relation::School).is_ok(),
        columns: Column::asked(request),
        page: LedgerPage::default(),
        bench: bench.titled(title),
        query,
        units,
        items,
        sorted,
    };
    Ok((ctx, desk, table))
}

/// The table.
pub(crate) async fn ledger(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let at_work = AtWork::at(&site, &request, "ledger").await?;
    // Who types an index number wants that record.
    if let Some(id) = match request.query("q") {
        Some(text) => at_work.desk.named(&text).await?,
        None => None,
    } {
        return Ok(go_on(&request, &format!("/work/record/{id}")));
    }
    let (_, desk, table) = table(at_work, &request).await?;
    let page = desk.ledger(&table.query).await?;
    show(&request, &LedgerTable { page, ..table })
}

/// What the table shows, every page of it, as a file.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let at_work = AtWork::at(&site, &request, "ledger").await?;
    let (ctx, desk, table) = table(at_work, &request).await?;
    let rows = desk.ledger_rows(&table.query).await?;
    if rows.len() >= LARGEST_FILE {
        return Err(HttpError::Rule("work-ledger-too-many".to_string()));
    }
    let heads = std::iter::once("work-title").chain(table.columns.iter().map(|column| column.head()));
    let heads: Vec<String> = heads.map(|key| request.lang.say(key)).collect();
    let cells = rows.iter().map(|row| {
        let cells = table.columns.iter().map(|column| table.plain(row, *column));
        std::iter::once(row.line.line.title.clone()).chain(cells).collect()
    });
    let title = format!("{} {}", request.lang.say("work-at-ledger"), ctx.today());
    let bytes = table_file(&title, &heads, cells.collect(), request.lang)?;
    let name = format!("ledger-{}.xlsx", ctx.today());
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &Finished::file(TYPE, bytes, name)))
}

/// Something to be done with the table or with rows that are ticked in it.
enum Order {
    Keep {
        name: String,
        query: String,
    },
    Forget {
        name: String,
    },
    /// Each with the version that was seen: nobody acts on a text that was changed since their table was shown.
    Together {
        what: Together,
        seen: Vec<(RecordId, u32)>,
        sure: bool,
    },
}

/// What can be done with several records at once: nothing that somebody has to read each of for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Together {
    Submit,
    Publish,
    Delete,
}

impl Together {
    fn code(self) -> &'static str {
        match self {
            Together::Submit => "submit",
            Together::Publish => "publish",
            Together::Delete => "delete",
        }
    }
}

impl FromForm for Order {
    fn from_form(form: &mut Reader<'_>) -> Option<Order> {
        let what = match form.raw("act") {
            "keep" => {
                let name = form.given("name", LONGEST_NAME);
                let query = form.line("query", LONGEST_QUERY);
                return Some(Order::Keep { name: name?, query: query? });
            }
            "forget" => return Some(Order::Forget { name: form.given("name", LONGEST_NAME)? }),
            "submit" => Together::Submit,
            "publish" => Together::Publish,
            "delete" => Together::Delete,
            _ => return form.refuse("act", "choice"),
        };
        let seen =
            |row: &str| row.split_once(':').and_then(|(id, version)| Some((id.parse().ok()?, version.parse().ok()?)));
        let rows = form.all("id");
        let seen: Vec<(RecordId, u32)> = rows.iter().filter_map(|row| seen(row)).collect();
        // Who does not say what they saw does nothing to it, and is not told that it was done.
        if seen.len() < rows.len() {
            return form.refuse("id", "choice");
        }
        Some(Order::Together { what, seen, sure: form.raw("sure") == "1" })
    }
}

#[derive(Template)]
#[template(path = "workbench/together.html")]
struct TogetherPage {
    bench: Bench,
    what: Together,
    /// Those with which it was done, or is to be done: as the form names them, and by title.
    done: Vec<(String, RecordId, String)>,
    /// Those with which it was not, and why.
    left: Vec<(RecordId, String, String)>,
    /// It is asked whether it is meant.
    asks: bool,
    back: String,
}

/// Keeps or forgets a view, or does the same with several records.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let order = form::read::<Order>(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "ledger").await?;
    match order {
        Order::Keep { name, query } => {
            // Whatever was sent, what is kept is a question of this table.
            let asked = PageRequest { raw_query: Some(query).filter(|query| !query.is_empty()), ..request.clone() };
            let (_, _, table) = table(AtWork::at(&site, &asked, "ledger").await?, &asked).await?;
            let query = table.question(&[]);
            desk::save_view(&ctx, SavedView { name, query: query.clone() }).await?;
            Ok(go_on(&request, &at("/work/ledger".to_string(), &query)))
        }
        Order::Forget { name } => {
            desk::forget_view(&ctx, &name).await?;
            Ok(go_on(&request, "/work/ledger"))
        }
        Order::Together { seen, .. } if seen.is_empty() => Err(HttpError::Rule("work-together-none".to_string())),
        Order::Together { what, seen, sure } => {
            let asks = what == Together::Delete && !sure;
            let (mut done, mut left) = (Vec::new(), Vec::new());
            for (id, version) in seen.into_iter().take(MOST_TOGETHER) {
                let sheet = match desk.sheet(id).await {
                    Ok(sheet) => sheet,
                    // Somebody else took it away meanwhile, or it never was on this desk.
                    Err(app::Error::NotFound { .. }) => continue,
                    Err(other) => return Err(other.into()),
                };
                let title = sheet.edition().title;
                let seen = Seen::at(id, version);
                let result = match what {
                    // It is asked about what can be deleted alone, and the rest is told with why not.
                    _ if asks => can_delete(&ctx, &sheet.record),
                    Together::Submit => records::submit(&ctx, seen).await,
                    Together::Publish => records::publish(&ctx, seen).await,
                    Together::Delete => records::delete_draft(&ctx, seen).await,
                };
                match result {
                    Ok(()) => done.push((format!("{id}:{version}"), id, title)),
                    Err(error) => left.push((id, title, why(&request, error.into())?)),
                }
            }
            let bench = bench.titled(request.lang.say(&format!("work-together-{}", what.code())));
            let back = bench.to("/work/ledger");
            show(&request, &TogetherPage { bench, what, done, left, asks, back })
        }
    }
}

/// Whether somebody may delete a record, and it can be.
fn can_delete(ctx: &app::Ctx, record: &Record) -> app::Result<()> {
    ctx.allow(Permission::Draft, Relation::Unit(record.unit.as_deref()))?;
    record.deleted()?;
    Ok(())
}

/// Why something was not done, in words; what is no fault of the record's is one of the whole.
fn why(request: &PageRequest, error: HttpError) -> Result<String, HttpError> {
    let telling = error.telling();
    if telling.status.is_server_error() {
        return Err(error);
    }
    let particulars = fault::particulars(request.lang, &error);
    let heading = request.lang.say(telling.heading);
    Ok(if particulars.is_empty() { heading } else { particulars.join(" ") })
}
