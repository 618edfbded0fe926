//! The page of an import's plan: questions first, then what changes cell by cell, what comes in, what is wrong, and how things
//! were understood.
//!
//! What a cell of the file says is repeated without a number that may be a person's ([`app::guard::shown`]).

use crate::error::HttpError;
use crate::portal::fault;
use crate::workbench::bench::Bench;
use app::Ctx;
use app::guard::shown;
use app::guard::words::{judged, ledger_file, question, understood};
use app::ledger::upload::{self, Looked};
use app::ledger::{Bad, Change, Choice, HeadAnswer, Missing, Outcome, Possible, Told, grouped};
use app::words::Lang;
use askama::Template;
use domain::ledger::{Doubt, Question, Table, Taken, Understood};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of each list that are shown; the rest are counted.
const SHOWN: usize = 500;
/// Places and examples of one thing.
const PLACES: usize = 3;
/// Characters of a cell.
const CELL: usize = 120;

/// What was chosen of a plan that was shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chosen {
    /// Rows that were shown with a box; nothing before anybody chose.
    listed: Option<BTreeSet<String>>,
    /// Those of them that are to be written.
    taken: BTreeSet<String>,
    /// What rows are that may be a record which is there: its key, or `new`.
    same: Vec<(String, String)>,
}

impl Chosen {
    pub(crate) fn of(fields: &[(String, String)]) -> Chosen {
        let all = |name: &'static str| fields.iter().filter(move |(field, _)| field == name);
        let listed = all("listed").flat_map(|(_, list)| list.split(' ').map(str::to_string)).collect();
        let same = fields.iter().filter_map(|(field, value)| {
            let row = field.strip_prefix("same.").filter(|_| !value.is_empty())?;
            Some((row.to_string(), value.clone()))
        });
        Chosen { listed: Some(listed), taken: all("take").map(|(_, row)| row.clone()).collect(), same: same.collect() }
    }

    /// As the use case takes it.
    pub(crate) fn choice(&self, digest: &str) -> Choice {
        let listed = self.listed.iter().flatten();
        let left = listed.filter(|row| !self.taken.contains(*row)).cloned();
        let key = |(row, said): &(String, String)| {
            // A key that no other row of any file gets.
            let own = || format!("new-{}-{row}", digest.get(..12).unwrap_or(digest));
            (row.clone(), if said == "new" { own() } else { said.clone() })
        };
        Choice::of(self.taken.iter().cloned(), left).keyed(self.same.iter().map(key))
    }
}

#[derive(Template)]
#[template(path = "workbench/import-plan.html")]
pub(crate) struct PlanPage {
    pub(crate) bench: Bench,
    file: String,
    digest: String,
    state: u64,
    read: u64,
    /// Rows that would be written.
    writes: u64,
    /// Whether anything would be kept: rows, or answers about heads.
    has_news: bool,
    counts: Counts,
    heads: Vec<HeadQuestion>,
    /// Rows that may be a record that is there.
    maybe: Vec<Maybe>,
    /// What was said of such rows.
    same: Vec<(String, String)>,
    /// What else is asked: where, and the question with its cure.
    doubts: Vec<(String, String)>,
    changed: Vec<Row>,
    new: Vec<Row>,
    bad: Vec<(String, String)>,
    judged: Vec<(String, String)>,
    understood: Vec<(String, String)>,
    /// What an earlier delivery of the book had and this one has not: name and number.
    missing: Vec<(String, String)>,
    missing_all: usize,
    /// Tables with how many rows are new, changed and the same.
    tables: Vec<(String, [u64; 3])>,
    /// Answers about heads that are kept.
    kept: Vec<String>,
    listed: String,
    pub(crate) counted: bool,
    /// Why nothing was written.
    pub(crate) refused: Option<String>,
}

/// How much there is of each kind.
struct Counts {
    changed: usize,
    new: usize,
    left: u64,
    bad: u64,
    asked: u64,
}

struct HeadQuestion {
    words: String,
    places: String,
    /// What is sent and what it says.
    choices: Vec<(String, String)>,
}

struct Maybe {
    row: String,
    at: String,
    title: String,
    /// Key, index number and title.
    candidates: Vec<(String, String, String)>,
    said: String,
}

struct Row {
    row: String,
    at: String,
    table: String,
    name: String,
    taken: bool,
    deletes: bool,
    /// Whether it can be left out.
    boxed: bool,
    /// Head, before, after, whether it goes.
    cells: Vec<(String, String, String, bool)>,
    /// What a new record is known by: head and cell.
    facts: Vec<(&'static str, String)>,
}

impl PlanPage {
    fn heading(&self) -> String {
        let writes = self.writes.to_string();
        let asked = (self.heads.len() + self.maybe.len()).to_string();
        match (asked.as_str(), self.writes) {
            ("0", 0) => self.bench.say("work-import-nothing"),
            ("0", _) => self.bench.lang.say_with("work-import-look", &[("writes", &writes)]),
            _ => self.bench.lang.say_with("work-import-look-asked", &[("writes", &writes), ("asked", &asked)]),
        }
    }

    fn more(&self, all: &usize, shown: usize) -> Option<String> {
        (*all > shown).then(|| self.bench.count("work-import-more", all - shown))
    }

    fn table_line(&self, [new, changed, same]: &[u64; 3]) -> String {
        let [new, changed, same] = [new, changed, same].map(|count| count.to_string());
        self.bench.lang.say_with("work-import-table", &[("new", &new), ("changed", &changed), ("same", &same)])
    }

    fn is_said(&self, one: &Maybe, said: &str) -> bool {
        one.said == said
    }

    /// What was said of rows that are therefore asked about no more.
    fn said(&self) -> Vec<&(String, String)> {
        self.same.iter().filter(|(row, _)| self.maybe.iter().all(|one| one.row != *row)).collect()
    }

    /// An empty cell is said to be empty.
    fn cell(&self, text: &str) -> String {
        if text.is_empty() { self.bench.say("plan-empty") } else { text.to_string() }
    }
}

/// The plan of the file that waits, so chosen.
pub(crate) async fn page(ctx: &Ctx, bench: Bench, chosen: &Chosen) -> Result<PlanPage, HttpError> {
    let upload = upload::waiting(ctx).await?;
    let digest = upload.map(|upload| upload.digest).unwrap_or_default();
    let Looked { upload, plan } = upload::look(ctx, &chosen.choice(&digest)).await?;
    let (lang, outcome) = (bench.lang, &plan.outcome);
    let (new, changed): (Vec<&Change>, Vec<&Change>) = outcome.changes.iter().partition(|change| change.new);
    let boxed = |change: &&Change| change.table == Table::Records || !change.new;
    let row = |change: &&Change| Row {
        row: change.row(),
        at: change.place.as_ref().map(|place| place.row(lang.into())).unwrap_or_default(),
        table: lang.say(&format!("table-{}", change.table.code())),
        name: shown(&change.name),
        taken: !change.left,
        deletes: change.deletes(),
        boxed: boxed(change),
        facts: change.facts.iter().map(|(head, cell)| (*head, cut(cell))).collect(),
        cells: change
            .cells
            .iter()
            .map(|cell| (cell.head.into(), cut(&cell.old), cut(&cell.new), cell.vanishes()))
            .collect(),
    };
    let (heads, doubts) = questions(outcome, lang);
    let counts = Counts {
        changed: changed.len(),
        new: new.len(),
        left: outcome.left,
        bad: outcome.bad_rows,
        asked: outcome.question_rows,
    };
    let changed: Vec<Row> = changed.iter().take(SHOWN).map(row).collect();
    let new: Vec<Row> = new.iter().take(SHOWN).map(row).collect();
    let listed: Vec<&str> = changed.iter().chain(&new).filter(|row| row.boxed).map(|row| row.row.as_str()).collect();
    Ok(PlanPage {
        file: shown(&upload.name),
        digest: upload.digest,
        state: plan.state(),
        read: outcome.read() + outcome.left,
        writes: outcome.written(),
        has_news: outcome.has_news(),
        counts,
        heads,
        maybe: outcome.possible.iter().take(SHOWN).map(|one| maybe(one, chosen, lang)).collect(),
        same: chosen.same.clone(),
        doubts,
        bad: bad(outcome, lang),
        judged: told(
            outcome.judged.told().iter().map(|told| (places(told, lang), judged(lang, &told.remark, told.count))),
        ),
        understood: understood_as(outcome, lang),
        missing: outcome.missing.iter().take(SHOWN).map(missing).collect(),
        missing_all: outcome.missing_all as usize,
        tables: outcome
            .tables
            .iter()
            .map(|(table, count)| {
                (lang.say(&format!("table-{}", table.code())), [count.new, count.changed, count.same])
            })
            .collect(),
        kept: outcome
            .answered
            .iter()
            .map(|(_, head, column)| {
                let key = if column.is_empty() { "head-kept-none" } else { "head-kept" };
                lang.say_with(key, &[("head", &shown(head)), ("column", column)]).trim().to_string()
            })
            .collect(),
        listed: listed.join(" "),
        changed,
        new,
        counted: false,
        refused: None,
        bench: bench.titled(lang.say("work-import-plan")),
    })
}

/// A cell as it is shown: without what may be a person's, cut.
fn cut(text: &str) -> String {
    let text = shown(text);
    let cut: String = text.chars().take(CELL).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn missing(one: &Missing) -> (String, String) {
    (shown(&one.name), one.index.as_ref().map_or_else(|| shown(&one.key), ToString::to_string))
}

fn maybe(one: &Possible, chosen: &Chosen, lang: Lang) -> Maybe {
    let row = one.row();
    let said = chosen.same.iter().find(|(known, _)| *known == row).map(|(_, said)| said.clone());
    let candidates = one
        .candidates
        .iter()
        .map(|candidate| (candidate.key.clone(), candidate.index.to_string(), shown(&candidate.title)));
    Maybe {
        at: one.place.row(lang.into()),
        title: shown(&one.title),
        candidates: candidates.collect(),
        said: said.unwrap_or_default(),
        row,
    }
}

/// Questions about heads, which are answered here, and all others.
fn questions(outcome: &Outcome, lang: Lang) -> (Vec<HeadQuestion>, Vec<(String, String)>) {
    let mut asked: Vec<&Told<Question>> = outcome.questions.told().iter().collect();
    asked.sort_by_key(|told| told.remark.kind != Doubt::MissingColumn);
    let (mut heads, mut others) = (Vec::new(), Vec::new());
    for told in asked {
        let answer = |choice: &str| HeadAnswer::to(&told.remark, told.table, choice);
        let mut choices: Vec<HeadAnswer> = told.remark.candidates.iter().filter_map(|choice| answer(choice)).collect();
        if !choices.is_empty() && told.remark.kind == Doubt::Head {
            choices.extend(answer(""));
        }
        // Rows that several questions keep out are counted with one of them.
        let missing = told.remark.kind == Doubt::MissingColumn && told.rows == 0;
        let rows = if missing { outcome.question_rows } else { told.rows };
        let (words, places) = (question(lang, told.table, &told.remark, rows), places(told, lang));
        if choices.is_empty() {
            others.push((places, words));
            continue;
        }
        let choice = |HeadAnswer { head, column }: HeadAnswer| {
            let key = if column.is_empty() { "work-import-head-none" } else { "work-import-head" };
            let words = lang.say_with(key, &[("head", &shown(&head)), ("column", &column)]);
            (format!("{head}={column}"), words)
        };
        heads.push(HeadQuestion { words, places, choices: choices.into_iter().map(choice).collect() });
    }
    let more = outcome.questions.more() as usize + others.len().saturating_sub(SHOWN);
    others.truncate(SHOWN);
    if more > 0 {
        others.push((String::new(), lang.count("work-import-more", more as u64)));
    }
    (heads, others)
}

/// The first places and how many there are.
fn first_places(places: &[String], count: u64, lang: Lang) -> String {
    let first = places.iter().take(PLACES).cloned().collect::<Vec<_>>().join(&lang.say("portal-list-comma"));
    if count as usize <= PLACES {
        return first;
    }
    lang.say_with("places-first", &[("place", &first), ("count", &count.to_string())])
}

fn places<T>(told: &Told<T>, lang: Lang) -> String {
    let places = told.places.iter().take(PLACES).map(|spot| spot.text(lang.into())).filter(|text| !text.is_empty());
    first_places(&places.collect::<Vec<_>>(), told.count, lang)
}

fn told(lines: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    lines.take(SHOWN).collect()
}

/// What is wrong, equal faults together.
fn bad(outcome: &Outcome, lang: Lang) -> Vec<(String, String)> {
    let line = |(bad, group): (&Bad, Vec<&Bad>)| match bad {
        Bad::File(error) => (String::new(), shown(&ledger_file(lang, error))),
        Bad::Cell { kind, text, .. } => {
            let at = |bad: &&Bad| match bad {
                Bad::Cell { column, place, .. } => Some(place.cell(*column, lang.into())),
                Bad::File(_) => None,
            };
            let places: Vec<String> = group.iter().filter_map(at).collect();
            let args = [("head", bad.head().unwrap_or_default()), ("text", &shown(text))];
            let words = lang.say_with(&fault::on_a_page(&format!("fault-{}", kind.code())), &args);
            (first_places(&places, places.len() as u64, lang), words)
        }
    };
    told(grouped(&outcome.bad).into_iter().map(line))
}

/// Like remarks by kind, table and column.
type Groups<'a> = BTreeMap<(Taken, Option<Table>, Option<usize>), Vec<&'a Told<Understood>>>;

/// How things were understood: the words for each kind and column, and examples.
fn understood_as(outcome: &Outcome, lang: Lang) -> Vec<(String, String)> {
    let mut groups = Groups::new();
    for told in outcome.understood.told() {
        groups.entry((told.remark.kind, told.table, told.remark.column)).or_default().push(told);
    }
    let example = |told: &&Told<Understood>| {
        let (written, taken) = (cut(&told.remark.written), cut(&told.remark.taken));
        match (written.is_empty(), taken.is_empty()) {
            (false, false) => format!("“{written}”→{taken}"),
            (false, true) => format!("“{written}”"),
            (true, _) => taken,
        }
    };
    let mut lines = Vec::new();
    for ((kind, table, column), group) in groups.into_iter().take(SHOWN) {
        let count: u64 = group.iter().map(|told| told.count).sum();
        let words = understood(lang, table, kind, column, count);
        let examples: Vec<String> = group.iter().take(2 * PLACES).map(example).collect();
        let cut_off = if group.len() > 2 * PLACES { "…" } else { "" };
        let separator = if lang == Lang::Zh { "；" } else { "; " };
        let words = words.trim_end_matches([':', '：', ' ']).to_string();
        lines.push((words, format!("{}{cut_off}", examples.join(separator))));
    }
    lines.extend(told_of_file(outcome, lang));
    lines
}

/// What was passed over in the file, and units and channels that it names otherwise than they are called.
fn told_of_file(outcome: &Outcome, lang: Lang) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let notices = outcome.notices.iter().map(|notice| {
        let args = notice.args();
        let args: Vec<(&'static str, String)> = args.into_iter().map(|(name, value)| (name, shown(&value))).collect();
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        (lang.say_with(&format!("ledger-notice-{}", notice.code()), &args), String::new())
    });
    lines.extend(notices.take(SHOWN));
    for (table, name) in outcome.entered.iter().take(SHOWN) {
        lines.push((
            lang.say_with(&format!("import-entered-{}", table.code()), &[("name", &shown(name))]).trim().to_string(),
            String::new(),
        ));
    }
    for known in outcome.recognised.iter().take(SHOWN) {
        let args = [("given", shown(&known.given)), ("code", known.code.clone()), ("name", shown(&known.name))];
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let key = if known.recoded { "recoded" } else { "recognised" };
        lines.push((
            lang.say_with(&format!("import-{key}-{}", known.table.code()), &args).trim().to_string(),
            String::new(),
        ));
    }
    lines
}
