//! The list of a publicity period: read from a file or from pasted lines, shown with what may not be shown of it, and kept once
//! nothing of that is left. What goes is never sent back to the browser and never kept; single cells that have to be mended are
//! sent back to be mended, and not kept before.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, FieldError, Fields, FormError, Rejected};
use crate::http::parts::{self, SentFile};
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::period_again::{Again, save_over};
use crate::workbench::period_form::{Brought, Sent, SentTerms, Typed, all, brought};
use crate::workbench::periods;
use crate::workbench::ruler::Ruler;
use app::desk::Desk;
use app::publicity::{self, Column, Examined, Read, Refusal, Start};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::publicity::roll::cover;
use domain::publicity::{Days, Fate, Kind, Posting, RowDoubt, Rule, Scope, Sensitive};
use domain::record::Audience;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows that are shown of a list.
const SHOWN: usize = 20;
/// Rows that are nobody's that are asked about at a time.
const DOUBTS: usize = 50;
/// Twins that are asked about at a time.
const TWINS: usize = 15;

/// What the list belongs to.
enum Target {
    /// A record to come.
    New,
    /// A draft that is there.
    Draft { id: RecordId, version: u32, amends: bool },
}

#[derive(Template)]
#[template(path = "workbench/period-list.html")]
struct ListPage {
    bench: Bench,
    kind: &'static Kind,
    target: Target,
    typed: Typed,
    errors: Vec<FieldError>,
    /// The list as it was judged, when there is one.
    examined: Option<Examined>,
    /// What was read of a file, just now.
    read: Option<(String, Read)>,
    /// The list without what goes, as the form carries it.
    carried: String,
    kept: Vec<String>,
    /// Whether somebody has looked at the twins.
    twins_seen: bool,
    /// Why nothing could be read or kept.
    refused: Option<String>,
    units: Vec<(String, String)>,
    items: Vec<(String, String)>,
    /// The school's own rule for periods that begin when this one does.
    rule: Option<Rule>,
    ruler: Option<Ruler>,
    /// `公示到 9月23日（周三）24:00`.
    ends: Option<String>,
}

impl ListPage {
    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(match (field, error.code) {
            ("count", "short" | "unusual" | "range")
            | ("starts", "past")
            | ("audience", "audience")
            | ("wider", "wider") => self.bench.say(&format!("publicity-refused-{}", error.code)),
            (_, code) => self.bench.say(&format!("work-field-{code}")),
        })
    }

    /// What the use case refused: beside the field that is to be changed, where there is one.
    fn not_taken(self, error: app::Error) -> Result<ListPage, HttpError> {
        let field = match &error {
            app::Error::Publicity(Refusal::Length(_)) => Some("count"),
            app::Error::Publicity(Refusal::Past) => Some("starts"),
            app::Error::Publicity(Refusal::Audience) => Some("audience"),
            app::Error::Publicity(Refusal::Wider) => Some("wider"),
            _ => None,
        };
        Ok(match (field, error) {
            (Some(field), app::Error::Publicity(refusal)) => {
                ListPage { errors: vec![FieldError { field, code: refusal.code() }], ..self }
            }
            (_, error) => ListPage { refused: Some(refusal(&self.bench, error)?), ..self },
        })
    }

    fn name(&self) -> String {
        periods::name(&self.bench, self.kind)
    }

    fn action(&self) -> String {
        match &self.target {
            Target::New => self.bench.to(&format!("/work/publicity/new/{}", self.kind.id)),
            Target::Draft { id, .. } => self.bench.to(&format!("/work/publicity/{id}/list")),
        }
    }

    fn is_new(&self) -> bool {
        matches!(self.target, Target::New)
    }

    fn amends(&self) -> bool {
        matches!(self.target, Target::Draft { amends: true, .. })
    }

    fn version(&self) -> u32 {
        match self.target {
            Target::Draft { version, .. } => version,
            Target::New => 0,
        }
    }

    fn going(&self) -> usize {
        self.examined.as_ref().map_or(0, Examined::going)
    }

    fn open(&self) -> usize {
        self.examined.as_ref().map_or(0, |list| list.columns.iter().filter(|column| column.is_open()).count())
    }

    fn asks_twins(&self) -> bool {
        !self.twins_seen && self.examined.as_ref().is_some_and(|list| !list.twins.is_empty())
    }

    /// Whether something has to be decided before the list is kept.
    fn has_questions(&self) -> bool {
        self.going() > 0 || self.open() > 0 || self.asks_twins() || !self.doubts().is_empty()
    }

    /// Cells that have to be mended before the list is kept, in words.
    fn wrong(&self) -> Vec<String> {
        let columns = self.examined.iter().flat_map(|list| &list.columns).filter(|column| column.is_wrong());
        let told = |column: &Column| {
            let rows: Vec<String> = column.cells.iter().map(|row| (row + 1).to_string()).collect();
            let found = column.found.clone().map(|(_, masked)| masked).unwrap_or_default();
            let rows = rows.join("、");
            let facts: [(&str, &str); 3] = [("column", &column.head), ("rows", &rows), ("found", &found)];
            self.bench.lang.say_with("periods-wrong-cells", &facts)
        };
        columns.map(told).collect()
    }

    fn is_nameless(&self) -> bool {
        self.examined.as_ref().is_some_and(|list| list.nameless)
    }

    /// Whether the list cannot be kept before its file or its words are mended.
    fn is_wrong(&self) -> bool {
        self.is_nameless() || !self.wrong().is_empty()
    }

    /// Whether nobody has said for whom it is, or something that is nothing: then nothing is chosen for them.
    fn lacks_audience(&self) -> bool {
        !self.audiences().iter().any(|(code, _)| *code == self.typed.audience)
    }

    fn heading(&self) -> String {
        let name = self.name();
        match self.going() {
            0 => name,
            going => {
                let colon = self.bench.say("periods-colon");
                format!("{name}{colon}{}", self.bench.count("periods-columns-forbidden", going))
            }
        }
    }

    fn least(&self) -> String {
        match &self.rule {
            Some(rule) => crate::portal::objection::length(self.bench.lang, rule.length(self.kind)),
            None => periods::least(&self.bench, self.kind),
        }
    }

    /// What becomes of a column, in words, with a class for how grave it is.
    fn fate(&self, column: &Column) -> (&'static str, String) {
        let say = |key: &str| self.bench.say(key);
        match (&column.found, column.fate) {
            (_, Fate::Forbidden(_)) => ("gone", say("periods-fate-forbidden")),
            (Some(_), _) if column.is_wrong() => ("warnc", self.bench.count("periods-fate-mend", column.cells.len())),
            (Some((count, _)), _) => ("gone", self.bench.count("periods-fate-found", *count)),
            (None, Fate::Shown) => ("okc", say("periods-fate-shown")),
            (None, Fate::Masked) => ("warnc", say("periods-fate-masked")),
            (None, Fate::Numbering) => ("mut", say("periods-fate-numbering")),
            (None, Fate::Unlisted | Fate::Sensitive(_)) if column.kept => ("okc", say("periods-fate-shown")),
            (None, Fate::Sensitive(_)) => ("warnc", say("periods-fate-sensitive")),
            (None, Fate::Unlisted) => ("warnc", say("periods-fate-unlisted")),
        }
    }

    /// Why columns go or are asked about that are judged for every kind, each once: `民族：…（个人信息保护法第六条）`.
    fn reasons(&self) -> Vec<String> {
        let chinese = self.bench.lang == app::words::Lang::Zh;
        let mut told: Vec<String> = Vec::new();
        for column in self.examined.iter().flat_map(|list| &list.columns) {
            let by_head = Sensitive::of(self.kind, &column.head).filter(|why| !why.never || column.goes());
            let Some(why) = by_head.or(column.said) else { continue };
            let reason = if chinese { why.reason_zh } else { why.reason_en };
            let facts = [("column", column.head.as_str()), ("reason", reason), ("source", why.source)];
            let words = self.bench.lang.say_with("periods-sensitive-why", &facts);
            if !told.contains(&words) {
                told.push(words);
            }
        }
        told
    }

    /// What of a file nobody sees who opens it, in words; it was not read.
    fn hidden(&self) -> Vec<String> {
        let Some((_, read)) = &self.read else { return Vec::new() };
        let mut told = Vec::new();
        if !read.hidden_sheets.is_empty() {
            let sheets = read.hidden_sheets.join("、");
            told.push(self.bench.say1("periods-hidden-sheets", "sheets", sheets));
        }
        for (count, key) in [(read.hidden_rows, "periods-hidden-rows"), (read.hidden_columns, "periods-hidden-columns")]
        {
            if count > 0 {
                told.push(self.bench.count(key, count));
            }
        }
        told
    }

    /// The first rows as the page shows them: what goes is not shown whole here either.
    fn preview(&self) -> Vec<Vec<(bool, String)>> {
        let Some(list) = &self.examined else { return Vec::new() };
        let cell = |at: usize, (column, text): (&Column, &String)| match column {
            column if column.goes() || column.cells.contains(&at) => (true, veil(text)),
            column if column.fate == Fate::Masked => (false, cover(text)),
            _ => (false, text.clone()),
        };
        let rows = list.roll.rows.iter().take(SHOWN).enumerate();
        rows.map(|(at, row)| list.columns.iter().zip(row).map(|pair| cell(at, pair)).collect()).collect()
    }

    fn rows(&self) -> usize {
        self.examined.as_ref().map_or(0, |list| list.roll.rows.len())
    }

    fn not_shown(&self) -> usize {
        self.rows().saturating_sub(SHOWN)
    }

    /// Twins as they are asked about: position of the later one, and both rows in words.
    fn twins(&self) -> Vec<(usize, String)> {
        let Some(list) = &self.examined else { return Vec::new() };
        let words = |at: usize| list.shown.rows.get(at).map(|row| row.join(" ")).unwrap_or_default();
        let told = |(first, other): &(usize, usize)| {
            let (a, b) = ((first + 1).to_string(), (other + 1).to_string());
            let words = words(*other);
            (*other, self.bench.lang.say_with("periods-twin", &[("first", &a), ("other", &b), ("row", &words)]))
        };
        list.twins.iter().take(TWINS).map(told).collect()
    }

    /// Rows that are nobody's: position, what they are in words, and whether they go unless somebody says otherwise. In one that
    /// only lacks its name somebody may have slipped.
    fn doubts(&self) -> Vec<(usize, String, bool)> {
        let Some(list) = &self.examined else { return Vec::new() };
        let told = |(at, doubt): &(usize, RowDoubt)| {
            let row = list.shown.rows.get(*at).map(|row| row.join(" ")).unwrap_or_default();
            let (number, key) = ((at + 1).to_string(), format!("periods-doubt-{}", doubt.code()));
            let words = self.bench.lang.say_with(&key, &[("number", &number), ("row", row.trim())]);
            (*at, words, *doubt != RowDoubt::Nameless)
        };
        list.doubts.iter().take(DOUBTS).map(told).collect()
    }

    fn twins_left(&self) -> usize {
        self.examined.as_ref().map_or(0, |list| list.twins.len().saturating_sub(TWINS))
    }

    fn suspected(&self) -> Vec<(&Column, String)> {
        let Some(list) = &self.examined else { return Vec::new() };
        let told = |column: &&Column| !column.goes() && column.suspected.is_some();
        let columns = list.columns.iter().filter(told);
        columns.map(|column| (column, column.suspected.clone().map(|(_, masked)| masked).unwrap_or_default())).collect()
    }

    fn audiences(&self) -> Vec<(&'static str, String)> {
        let fits = |audience: &&Audience| **audience != Audience::Public || !is_inside(self.kind);
        let all = Audience::ALL.iter().filter(fits);
        all.map(|a| (a.code(), self.bench.word("portal-audience", a.code(), a.zh()))).collect()
    }

    /// For whom its rule says it is, where that is not everybody: then a wider audience wants a reason.
    fn meant_for(&self) -> Option<String> {
        let meant = self.kind.audience();
        let word = self.bench.word("portal-audience", meant.code(), meant.zh());
        (meant != Audience::Public).then_some(word)
    }

    fn remark(&self) -> &'static str {
        if self.bench.lang == app::words::Lang::Zh { self.kind.remark_zh } else { self.kind.remark_en }
    }
}

fn is_inside(kind: &Kind) -> bool {
    matches!(kind.scope, Scope::ClassOrDepartment | Scope::Internal)
}

/// The first character of a cell that goes, and nothing of how long the rest is.
fn veil(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let head: String = text.chars().take(1).collect();
    format!("{head}**")
}

/// An item that lists of a kind are usually disclosed under.
fn usual_item(kind: &Kind) -> &'static str {
    match kind.id {
        "national_scholarship"
        | "national_inspirational_scholarship"
        | "national_grant"
        | "secondary_vocational_aid"
        | "hardship_identification" => "37",
        "school_scholarship_honours" => "38",
        "special_admission_qualification" => "8",
        "independent_recruitment" => "9",
        "cadre_appointment" | "open_recruitment" | "internal_competition" => "25",
        "tender_candidates"
        | "tender_document_sale"
        | "gp_single_source"
        | "gp_prequalification"
        | "gp_document_supply"
        | "gp_notice_period"
        | "gp_intention" => "18",
        _ => "",
    }
}

fn usual_audience(kind: &Kind, rule: Option<&Rule>) -> Audience {
    match kind.scope_under(rule) {
        Scope::PublicWeb | Scope::DesignatedMedium => Audience::Public,
        Scope::OnCampus => Audience::Campus,
        Scope::ClassOrDepartment | Scope::Internal => Audience::Unit,
    }
}

/// The page around what was typed, without a list.
fn page(bench: Bench, desk: &Desk, kind: &'static Kind, target: Target, typed: Typed, rules: &[Rule]) -> ListPage {
    let starts = typed.starts.parse::<PartialDate>().ok().and_then(PartialDate::day).unwrap_or_else(|| desk.today());
    let rule = Rule::in_force(rules, kind, starts).cloned();
    let units = desk.drafting_units().iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let items = desk.catalogue.items.iter().map(|item| {
        let english = bench.lang == app::words::Lang::En && !item.english.is_empty();
        (item.key.to_string(), if english { item.english.clone() } else { item.text.clone() })
    });
    let items = items.collect();
    let (ruler, ends) = reckoned(&bench, desk, kind, &typed);
    let title = periods::name(&bench, kind);
    let bench = bench.titled(title);
    ListPage {
        bench,
        kind,
        target,
        typed,
        errors: Vec::new(),
        examined: None,
        read: None,
        carried: String::new(),
        kept: Vec::new(),
        twins_seen: false,
        refused: None,
        units,
        items,
        rule,
        ruler,
        ends,
    }
}

/// When it would end as the form stands, and how that is counted.
fn reckoned(bench: &Bench, desk: &Desk, kind: &'static Kind, typed: &Typed) -> (Option<Ruler>, Option<String>) {
    let starts = typed.starts.parse::<PartialDate>().ok().and_then(PartialDate::day);
    let count = domain::date::half_width(&typed.count).parse().ok();
    let reckoned = starts.zip(count).and_then(|(starts, count)| {
        let length = kind.long(count, true).ok()?;
        let starts = starts.max(desk.today());
        let (last, _) = kind.reckon(starts, length, desk.calendar()).ok()?;
        Some((starts, last, length.days))
    });
    let Some((starts, last, days)) = reckoned else { return (None, None) };
    let ruler = Ruler::of_period(bench, desk.calendar(), (starts, last.date()), days, last.is_provisional());
    let (day, weekday) = (bench.short(&last.date()), bench.weekday(&last.date()));
    let ends = bench.lang.say_with("periods-ends", &[("day", &day), ("weekday", &weekday)]);
    (Some(ruler), Some(ends))
}

fn kind_of(request: &PageRequest) -> Result<&'static Kind, HttpError> {
    Kind::of(request.param(0)).filter(|kind| kind.is_period()).ok_or(HttpError::Absent(Absent::Page))
}

/// The title that is proposed. What a list of the general kind is about only its writer knows, and the name of the kind is
/// no title.
fn title(kind: &Kind, year: &str) -> String {
    match kind.id == Kind::general().id {
        true => app::words::Lang::Zh.say_with("periods-title-general", &[("year", year)]),
        false => app::words::Lang::Zh.say_with("periods-title", &[("year", year), ("kind", kind.name_zh)]),
    }
}

/// The form of a new period.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let kind = kind_of(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    if !bench.drafts {
        return Err(HttpError::Forbidden);
    }
    let rules = publicity::rules(&ctx).await?;
    let units = desk.drafting_units();
    let today = desk.today();
    let year = chrono::Datelike::year(&today).to_string();
    let typed = Typed {
        title: title(kind, &year),
        unit: if units.len() == 1 { units[0].code.clone() } else { String::new() },
        item: usual_item(kind).to_string(),
        audience: usual_audience(kind, Rule::in_force(&rules, kind, today)).code().to_string(),
        starts: today.to_string(),
        count: kind.offered_under(Rule::in_force(&rules, kind, today)).count.to_string(),
        contact: site.identity().await?.phone.clone().unwrap_or_default(),
        ..Typed::default()
    };
    show(&request, &page(bench, &desk, kind, Target::New, typed, &rules))
}

/// The page with the list that a form brought, judged; whether the form wants it kept and nothing stands in the way.
fn judged(mut page: ListPage, fields: &Fields, brought: Brought) -> (ListPage, bool) {
    let Brought { roll, fresh, read, refused } = brought;
    (page.read, page.refused) = (read, refused);
    let act = fields.get("act");
    let wants = act == "enter" && !fresh && page.refused.is_none();
    let Some(mut roll) = roll else { return (page, wants) };
    if !fresh {
        page.kept = all(fields, "keep");
    }
    // What the school's own rule shows nobody has to decide of each list.
    let shows = page.rule.iter().flat_map(|rule| &rule.shows).filter(|head| !page.kept.contains(head));
    let shows: Vec<String> = shows.cloned().collect();
    page.kept.extend(shows);
    if !fresh {
        page.twins_seen = !fields.get("twins").is_empty();
        let drops: Vec<usize> = all(fields, "drop").iter().filter_map(|row| row.parse().ok()).collect();
        // Rows were asked about by their place; where the lines were edited since, another row may stand there.
        let asked: BTreeSet<usize> =
            roll.doubts().into_iter().map(|(at, _)| at).chain(roll.twins().into_iter().map(|(_, at)| at)).collect();
        let mut at = 0;
        roll.rows.retain(|_| {
            at += 1;
            !(drops.contains(&(at - 1)) && asked.contains(&(at - 1)))
        });
        // What was not kept goes when its writer says so, and never unnoticed.
        if act == "cut" {
            roll = publicity::examine(page.kind, roll, &page.kept).shown;
        }
    }
    let list = publicity::examine(page.kind, roll, &page.kept);
    // What the form carries on has nothing in it any more that goes; what is undecided stays for the decision.
    let undecided: Vec<String> = list.columns.iter().map(|column| column.head.clone()).collect();
    page.carried = publicity::examine(page.kind, list.roll.clone(), &undecided).shown.lines();
    page.examined = Some(list);
    let ready = wants && !page.has_questions() && !page.is_wrong();
    (page, ready)
}

/// Why the use case refused, in words; what is no refusal is an error of the page.
pub(super) fn refusal(bench: &Bench, error: app::Error) -> Result<String, HttpError> {
    match error {
        app::Error::Publicity(refusal) => Ok(bench.say(&format!("publicity-refused-{}", refusal.code()))),
        app::Error::Personal(found) => {
            let masked: Vec<String> = found.into_iter().map(|found| found.masked).collect();
            Ok(bench.say1("periods-personal", "found", masked.join(&bench.say("portal-list-comma"))))
        }
        other => Err(other.into()),
    }
}

/// What a form brought; of one whose file was too large everything but the file.
async fn sent(request: PageRequest) -> Result<(PageRequest, Vec<SentFile>), HttpError> {
    match request.cut {
        true => Ok((parts::typed(request).await?, Vec::new())),
        false => parts::split(request).await,
    }
}

/// The form with all that was typed, of which the file was too large: neither it nor what it was sent with is kept yet.
fn too_large(request: &PageRequest, page: ListPage) -> Result<Response, HttpError> {
    let refused = Some(request.lang.say("periods-file-too-large"));
    show_as(request, StatusCode::PAYLOAD_TOO_LARGE, &ListPage { refused, ..page })
}

/// Looks at a list, or enters the draft of a new period with it.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let kind = kind_of(&request)?;
    let cut = request.cut;
    let (request, files) = sent(request).await?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    if !bench.drafts {
        return Err(HttpError::Forbidden);
    }
    let fields = form::fields(&request)?;
    let brought = brought(&bench, &request.cleaned, &fields, files).await?;
    let rules = publicity::rules(&ctx).await?;
    let page = page(bench, &desk, kind, Target::New, Typed::of(&fields), &rules);
    let (page, ready) = judged(page, &fields, brought);
    if cut {
        return too_large(&request, page);
    }
    if !ready {
        let status = if page.refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return show_as(&request, status, &page);
    }
    let sent = match form::read::<Sent>(&request) {
        Ok(sent) => sent,
        Err(FormError::Rejected(Rejected { errors, .. })) => {
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &ListPage { errors, ..page });
        }
        Err(other) => return Err(other.into()),
    };
    let Sent { title, body, item, unit, audience, wider, terms } = sent;
    let roll = page.examined.as_ref().map(|list| list.shown.clone()).unwrap_or_default();
    drop(desk);
    let start = Start { kind, title, body, item, unit, audience, wider, terms, roll, kept: page.kept.clone() };
    let form = match app::desk::once(&ctx, fields.get("once")).await? {
        app::desk::Sending::First(form) => form,
        app::desk::Sending::Again(Some(made)) => {
            let id: RecordId = made.parse().map_err(|_| HttpError::Unknown)?;
            return match save_over(&ctx, id, &start).await? {
                Ok(Again::Saved) => Ok(go_on(&request, &format!("/work/publicity/{id}?done=entered"))),
                Ok(Again::Gone) => {
                    let refused = Some(request.lang.say("periods-again-gone"));
                    show_as(&request, StatusCode::CONFLICT, &ListPage { refused, ..page })
                }
                Err(error) => show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page.not_taken(error)?),
            };
        }
        app::desk::Sending::Again(None) => return Ok(go_on(&request, "/work/publicity")),
    };
    let started = publicity::start(&ctx, start).await;
    match &started {
        Ok(id) => form.made(&ctx, &id.to_string()).await?,
        Err(_) => form.nothing(&ctx).await?,
    }
    match started {
        Ok(id) => Ok(go_on(&request, &format!("/work/publicity/{id}?done=entered"))),
        Err(error) => show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page.not_taken(error)?),
    }
}

/// The draft whose list is written, with what it holds now.
async fn draft(desk: &Desk, ctx: &app::Ctx, id: RecordId) -> Result<(Target, Posting), HttpError> {
    let page = publicity::look(ctx, desk, id).await?.ok_or(HttpError::Absent(Absent::Record))?;
    if !page.sheet.acts.write {
        return Err(HttpError::Forbidden);
    }
    let amends = page.sheet.is_amendment();
    Ok((Target::Draft { id, version: page.sheet.record.version, amends }, page.posting))
}

/// The form of the list of a draft.
pub(crate) async fn form(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = crate::workbench::record::id(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    let (target, posting) = draft(&desk, &ctx, id).await?;
    let kind = posting.kind();
    let typed = Typed {
        starts: posting.starts.to_string(),
        count: posting.length.count.to_string(),
        own_rule: kind.long(posting.length.count, false).is_err(),
        contact: posting.contact.clone(),
        ..Typed::default()
    };
    let page = page(bench, &desk, kind, target, typed, &publicity::rules(&ctx).await?);
    let kept = posting.roll.heads.clone();
    let carried = if posting.roll.rows.is_empty() { String::new() } else { posting.roll.lines() };
    let examined = (!posting.roll.rows.is_empty()).then(|| publicity::examine(kind, posting.roll, &kept));
    show(&request, &ListPage { examined, carried, kept, twins_seen: true, ..page })
}

/// Looks at a list, or keeps it for the draft.
pub(crate) async fn save(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = crate::workbench::record::id(&request)?;
    let cut = request.cut;
    let (request, files) = sent(request).await?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    let (target, posting) = draft(&desk, &ctx, id).await?;
    let fields = form::fields(&request)?;
    let brought = brought(&bench, &request.cleaned, &fields, files).await?;
    // The version that the form was made for: a save in between is a conflict.
    let seen = fields.get("version").parse().unwrap_or_default();
    let target = match target {
        Target::Draft { id, amends, .. } => Target::Draft { id, version: seen, amends },
        Target::New => Target::New,
    };
    let rules = publicity::rules(&ctx).await?;
    let page = page(bench, &desk, posting.kind(), target, Typed::of(&fields), &rules);
    let (page, ready) = judged(page, &fields, brought);
    if cut {
        return too_large(&request, page);
    }
    if !ready {
        let status = if page.refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return show_as(&request, status, &page);
    }
    let SentTerms(terms) = match form::read::<SentTerms>(&request) {
        Ok(terms) => terms,
        Err(FormError::Rejected(Rejected { errors, .. })) => {
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &ListPage { errors, ..page });
        }
        Err(other) => return Err(other.into()),
    };
    let roll = page.examined.as_ref().map(|list| list.shown.clone()).unwrap_or_default();
    drop(desk);
    match publicity::replace(&ctx, id, seen, terms, roll, &page.kept).await {
        Ok(again) => Ok(go_on(&request, &format!("/work/publicity/{id}?done=listed&again={again}"))),
        Err(error) => show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page.not_taken(error)?),
    }
}
