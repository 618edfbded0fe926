//! The ledger as a table: views, filters, sorting and paging, all in the address.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show};
use app::desk::{LedgerPage, LedgerQuery, Row, View};
use askama::Template;
use axum::response::Response;
use domain::ids::RecordId;
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

/// Stages that can be asked for.
const STAGES: [&str; 6] = ["draft", "unit_review", "secrecy_review", "approved", "done", "stopped"];

#[derive(Template)]
#[template(path = "workbench/ledger.html")]
struct LedgerTable {
    bench: Bench,
    page: LedgerPage,
    query: LedgerQuery,
    units: Vec<(String, String)>,
    items: Vec<(String, String)>,
    sorted: &'static str,
}

impl LedgerTable {
    /// The address of this table with something else; what is empty goes.
    fn address(&self, changes: &[(&str, &str)]) -> String {
        let query = &self.query;
        let mut pairs = vec![
            ("view", if query.view == View::All { "" } else { query.view.code() }.to_string()),
            ("q", query.text.clone().unwrap_or_default()),
            ("unit", query.unit.clone().unwrap_or_default()),
            ("item", query.item.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("stage", query.progress.unwrap_or_default().to_string()),
            ("sort", if self.sorted == "entry" { "" } else { self.sorted }.to_string()),
            ("way", if query.ascending { "up" } else { "" }.to_string()),
        ];
        for (name, value) in changes {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, (*value).to_string()));
        }
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            text.append_pair(name, value);
        }
        let text = text.finish();
        let path = self.bench.to("/work/ledger");
        if text.is_empty() { path } else { format!("{path}?{text}") }
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
        _ => ("gone", "work-stage-stopped"),
    };
    (shape, bench.say(key))
}

/// The table.
pub(crate) async fn ledger(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { desk, mut bench, .. } = AtWork::at(&site, &request, "ledger").await?;
    let text = request.query("q");
    // Who types an index number wants that record.
    if let Some(id) = match &text {
        Some(text) => desk.named(text).await?,
        None => None,
    } {
        return Ok(go_on(&request, &format!("/work/record/{id}")));
    }
    let sort = request.query("sort");
    let (sorted, sort): Sorted = SORTS.into_iter().find(|(key, _)| sort.as_deref() == Some(*key)).unwrap_or(SORTS[0]);
    let stage = request.query("stage");
    let query = LedgerQuery {
        view: request.query("view").and_then(|view| View::read(&view)).unwrap_or_default(),
        unit: request.query("unit"),
        item: request.query("item").and_then(|item| item.parse().ok()),
        progress: STAGES.into_iter().find(|known| stage.as_deref() == Some(*known)),
        sort,
        ascending: request.query("way").as_deref() == Some("up"),
        after: request.query("after").and_then(|id| id.parse().ok()),
        before: request.query("before").and_then(|id| id.parse().ok()),
        text,
    };
    let page = desk.ledger(&query).await?;
    bench.asked = query.text.clone().unwrap_or_default();
    let units = desk.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let english = request.lang == app::words::Lang::En;
    let items = desk.catalogue.items.iter().map(|item| {
        let text = if english && !item.english.is_empty() { &item.english } else { &item.text };
        (item.key.to_string(), text.chars().take(24).collect())
    });
    let (items, title) = (items.collect(), request.lang.say("work-at-ledger"));
    show(&request, &LedgerTable { bench: bench.titled(title), page, query, units, items, sorted })
}
