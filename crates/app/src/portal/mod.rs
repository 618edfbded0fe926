//! What the portal may know: the queries behind its pages.
//!
//! One rule holds for every function here: it asks with the reach of who looks, so only what they may see leaves it. Front
//! page, item, list of periods, record and file are the reader's ([`Portal::seen_by`]); board and counts, search, JSON,
//! sitemap and reports are the public's, whoever asks. Views are in [`view`]; they are computed from the ledger each time
//! and hold no sentences.

pub mod api;
pub mod audit;
mod basics;
pub mod browse;
mod chart;
mod data;
pub mod diff;
mod feed;
pub mod log;
pub mod made;
pub mod outside;
pub mod preview;
mod pulse;
mod record;
pub mod search;
mod still;
pub mod subscribe;
mod veil;
pub mod view;

pub(crate) use basics::{answer_deadlines, together};
pub use chart::{chart_svg, chart_svg_in};
pub use feed::{Dates, Feed, FeedEntry, Subject};
pub use pulse::{Answers, Pulse};
pub use still::simplified_of;

use crate::context::App;
use crate::error::{Error, Result};
use crate::report::Format;
pub use crate::settings::PortalSettings;
use basics::Basics;
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::figure::Dataset;
use domain::ledger::{Concern, judge_dates};
use domain::policy::Principal;
use domain::publicity::{self, Kind, Standing};
use domain::record::{Audience, Finder, Reach, Shown, lists_names};
use domain::school_year::SchoolYear;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use pulse::Feeler;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Filter, Line, Order, Page};
use view::{
    About, Board, FigureTeaser, Front, ItemView, ListQuery, NilLine, Office, PublicityLine, Publisher, RecordLine,
    ReportLine, ReportView, Sort,
};

/// Records on one page of an item.
const PAGE: u32 = 50;
/// Newest records in the site map; older ones are reached from the pages of their items.
const MAPPED: usize = 5_000;

impl App {
    /// The portal over this school's ledger.
    ///
    /// # Errors
    /// When the emblem of the settings cannot be used.
    pub fn portal(self: &Arc<Self>) -> crate::Result<Portal> {
        Ok(Portal::new(Arc::clone(self), self.settings.portal()?))
    }
}

/// Who asks for what is the same for everybody: feeds, site map, doubts.
const REACH: Reach = Reach::Public;

/// The portal's use cases over one ledger, as one reader sees it: anyone, until [`Portal::seen_by`] says who.
#[derive(Clone)]
pub struct Portal {
    app: Arc<App>,
    reach: Reach,
    kept: Arc<Kept>,
}

/// What all readers share.
struct Kept {
    settings: PortalSettings,
    basics: RwLock<Option<Arc<Basics>>>,
    /// Held by whoever reads the basics anew, so that they are read once and not by every request that waits for them.
    reading: tokio::sync::Mutex<()>,
    feeler: Feeler,
    shelf: search::Shelf,
    /// The same of what members of the school find.
    inside: search::Shelf,
    misses: search::Misses,
}

impl Portal {
    /// A portal over the program at work.
    pub fn new(app: Arc<App>, settings: PortalSettings) -> Portal {
        let feeler = Feeler::new(app.store.clone());
        let kept = Kept {
            basics: RwLock::new(None),
            reading: tokio::sync::Mutex::default(),
            shelf: search::Shelf::of(Reach::Public),
            inside: search::Shelf::of(Reach::AllUnits),
            misses: search::Misses::default(),
            settings,
            feeler,
        };
        Portal { app, reach: Reach::Public, kept: Arc::new(kept) }
    }

    /// The same portal as somebody sees it who may be known to the school. What comes of it is theirs alone and may be kept
    /// nowhere.
    pub fn seen_by(&self, who: &Principal) -> Portal {
        Portal { reach: who.reads(), ..self.clone() }
    }

    /// The same as everybody sees it.
    fn everybodys(&self) -> Portal {
        Portal { reach: REACH, ..self.clone() }
    }

    /// Who looks.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The program at work behind it.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// What the configuration says.
    pub fn settings(&self) -> &PortalSettings {
        &self.kept.settings
    }

    /// Today's civil date in China.
    pub fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    /// What pages depend on besides the day, and whether the database answers. Events of this process count at once,
    /// those of other nodes within a second. Waits for the database a moment at most.
    pub async fn pulse(&self) -> Pulse {
        self.kept.feeler.feel().await
    }

    /// The same, asked anew: for whoever was told by the database that something is wrong.
    pub async fn pulse_now(&self) -> Pulse {
        self.kept.feeler.feel_now().await
    }

    /// Comes when the database does not answer any more: for whoever waits for an answer that needs it.
    pub async fn away(&self) {
        self.kept.feeler.away().await;
    }

    /// School, units, channels and board as of the last event and today; read once for all pages between two events.
    async fn basics(&self) -> Result<Arc<Basics>> {
        let (ledger, today) = (self.pulse().await.ledger, self.today());
        let fits = |basics: &Arc<Basics>| basics.ledger == ledger && basics.today == today;
        if let Some(basics) = self.kept_basics().filter(fits) {
            return Ok(basics);
        }
        let _turn = self.kept.reading.lock().await;
        if let Some(basics) = self.kept_basics().filter(fits) {
            return Ok(basics);
        }
        let basics = Arc::new(Basics::read(&self.app.store.read().await?, &self.app.calendar, ledger, today).await?);
        *self.kept.basics.write().unwrap_or_else(PoisonError::into_inner) = Some(basics.clone());
        Ok(basics)
    }

    fn kept_basics(&self) -> Option<Arc<Basics>> {
        self.kept.basics.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The school and its disclosure office as they were last read, without asking the database.
    pub fn kept_school(&self) -> Option<(Publisher, Office)> {
        self.kept_basics().map(|basics| (basics.school.clone(), basics.office.clone()))
    }

    /// The school and its disclosure office.
    pub async fn school(&self) -> Result<(Publisher, Office)> {
        let basics = self.basics().await?;
        Ok((basics.school.clone(), basics.office.clone()))
    }

    /// All items and how they stand.
    pub async fn board(&self) -> Result<Arc<Board>> {
        Ok(self.basics().await?.board.clone())
    }

    /// The front page.
    pub async fn front(&self) -> Result<Front> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let latest = reader.latest_records(&self.reach, self.today(), 10).await?;
        let mut figures = Vec::new();
        for dataset in latest_of_each(reader.datasets(None).await?) {
            if figures.len() == 2 {
                break;
            }
            if let Some(chart) = chart::of(&dataset).into_iter().next() {
                let disputed = !dataset.broken().is_empty();
                figures.push(FigureTeaser { key: dataset.key, title: dataset.title, chart, disputed });
            }
        }
        let mut sealed = Vec::new();
        for line in &latest {
            if self.sealed(&reader, line.id).await?.is_some() {
                sealed.push(line.id);
            }
        }
        drop(reader);
        let mut publicity = self.publicity().await?;
        let closes = |line: &&PublicityLine| matches!(line.standing, Standing::Running { left: 0, .. });
        let (running, closing) = (publicity.len(), publicity.iter().filter(closes).count());
        publicity.truncate(6);
        Ok(Front {
            publicity,
            running,
            closing,
            sealed,
            latest: latest.into_iter().map(|line| basics.line(line)).collect(),
            board: basics.board.clone(),
            reports: self.reports().await?.into_iter().take(3).collect(),
            figures,
            office: basics.office.clone(),
        })
    }

    /// What of the dates that visitors see cannot be right, by item, with how many entries. Nothing is told of what they do
    /// not see, and like every count it is the same for all readers.
    async fn doubts(
        &self,
        reader: &store::Reader,
        today: NaiveDate,
        item: Option<&ItemKey>,
    ) -> Result<BTreeMap<ItemKey, BTreeMap<Concern, u64>>> {
        let mut doubts: BTreeMap<ItemKey, BTreeMap<Concern, u64>> = BTreeMap::new();
        for record in reader.doubtful_dates(&REACH, today, item).await? {
            let Shown::Record(record) = REACH.show(&record, today) else { continue };
            for concern in judge_dates(&record, today) {
                *doubts.entry(record.item.clone()).or_default().entry(concern).or_default() += u64::from(record.count);
            }
        }
        Ok(doubts)
    }

    /// One item with a page of its records; `None` when there is no such item.
    pub async fn item(&self, key: &ItemKey, query: ListQuery) -> Result<Option<ItemView>> {
        let basics = self.basics().await?;
        let Some((category, item)) = basics.board.find(key) else { return Ok(None) };
        let reader = self.app.store.read().await?;
        let filter = Filter {
            items: vec![key.clone()],
            unit: query.unit.clone(),
            year: query.year,
            sort: match query.sort {
                Sort::Date => store::Sort::Date,
                Sort::Title => store::Sort::Title,
                Sort::Unit => store::Sort::Unit,
            },
            order: if query.sort == Sort::Date { Order::Descending } else { Order::Ascending },
            reach: self.reach.clone(),
            today: basics.today,
            ..Filter::default()
        };
        let listed = browse::turned(&reader, &filter, &query.at).await?;
        let nil = reader
            .nil_statements(None)
            .await?
            .into_iter()
            .filter(|nil| nil.item == *key)
            .map(|nil| NilLine { year: nil.year, unit: basics.unit_name(&nil.unit), signed_on: nil.signed_on })
            .collect();
        let doubts = match query == ListQuery::default() {
            true => self.doubts(&reader, basics.today, Some(key)).await?.remove(key).unwrap_or_default(),
            false => BTreeMap::new(),
        };
        let mut years = reader.years().await?;
        years.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Some(ItemView {
            doubts: doubts.into_iter().collect(),
            category: category.clone(),
            item: item.clone(),
            counting: basics.counting(key),
            lines: listed.rows.into_iter().map(|line| basics.line(line)).collect(),
            next: listed.next.map(|id| id.to_string()),
            previous: listed.previous.map(|id| id.to_string()),
            units: match self.reach {
                Reach::Public => basics.found_units(),
                _ => basics.name_units(reader.units_found(&self.reach, basics.today).await?),
            },
            years,
            nil,
            query,
        }))
    }

    /// What is in its publicity period today.
    pub async fn publicity(&self) -> Result<Vec<PublicityLine>> {
        let basics = self.basics().await?;
        let today = basics.today;
        let lines = self.app.store.read().await?.publicity_in_progress(&self.reach, today).await?;
        let shown = lines.into_iter().filter_map(|line| {
            let period = line.publicity.clone()?;
            let kinds = Kind::read_all(&period.kind);
            let kind = kinds.first().copied();
            let standing = publicity::standing(kind, period.from, period.until, today, &self.app.calendar);
            Some(PublicityLine {
                nth: publicity::day_of(kind, period.from, today, &self.app.calendar),
                record: basics.line(line),
                kind: period.kind,
                from: period.from,
                until: period.until,
                standing,
            })
        });
        Ok(shown.collect())
    }

    /// Annual reports that were issued, newest first, each in its newest edition.
    pub async fn reports(&self) -> Result<Vec<ReportLine>> {
        let issued = self.app.store.read().await?.issued_reports().await?;
        Ok(issued.into_iter().map(report_line).collect())
    }

    /// One annual report in its newest edition; `None` when none of that year was issued.
    pub async fn report(&self, year: SchoolYear) -> Result<Option<ReportView>> {
        let reader = self.app.store.read().await?;
        let mut editions = reader.issued_editions(year).await?.into_iter().map(report_line);
        let Some(line) = editions.next() else { return Ok(None) };
        let text = reader.issued_document(year, line.edition).await?;
        let text = text.ok_or_else(|| Error::internal(anyhow::anyhow!("issued report {year} has no document")))?;
        let document = crate::report::read_document(&text).map_err(Error::Internal)?;
        Ok(Some(ReportView { line, document: Arc::new(document), earlier: editions.collect() }))
    }

    /// A file of an annual report, of its newest edition; `None` when there is none.
    pub async fn report_file(&self, year: SchoolYear, format: Format) -> Result<Option<Vec<u8>>> {
        let reader = self.app.store.read().await?;
        match reader.issued_editions(year).await?.first() {
            None => Ok(None),
            Some(issued) => Ok(reader.issued_file(year, issued.edition, format.extension()).await?),
        }
    }

    /// The guide.
    pub async fn about(&self) -> Result<About> {
        let basics = self.basics().await?;
        Ok(About {
            school: basics.school.clone(),
            office: basics.office.clone(),
            channels: basics.channels.clone(),
            units: basics.units.clone(),
            board: basics.board.clone(),
        })
    }

    /// Addresses for the site map with the day each was last brought up to date: pages, categories, items,
    /// datasets, reports, and the newest records but those that list names.
    pub async fn addresses(&self) -> Result<Vec<(String, PartialDate)>> {
        let basics = self.basics().await?;
        let undated = |path: String| (path, PartialDate::Unknown);
        let mut out: Vec<(String, PartialDate)> = [
            "/",
            "/catalogue",
            "/units",
            "/records",
            "/numbers",
            "/publicity",
            "/figures",
            "/reports",
            "/log",
            "/log/verify",
            "/about",
            "/api",
            "/request",
            "/survey",
            "/voice",
            "/voice/answers",
            "/voice/new/opinion",
            "/voice/new/enquiry",
            "/voice/new/correction",
            "/voice/new/complaint",
        ]
        .map(|p| undated(p.to_string()))
        .into();
        for board in &basics.board.categories {
            out.push(undated(format!("/category/{}", board.category.number)));
            out.extend(board.items.iter().map(|item| (format!("/item/{}", item.key), item.latest)));
        }
        // A code may hold what an address cannot; it is written as addresses write it.
        out.extend(basics.units.iter().map(|unit| undated(format!("/unit/{}", segment(&unit.code)))));
        let reader = self.app.store.read().await?;
        for dataset in latest_of_each(reader.datasets(None).await?) {
            out.push(undated(format!("/figures/{}", dataset.key)));
        }
        for survey in reader.surveys().await?.into_iter().map(|stored| stored.survey) {
            if let domain::survey::Stage::Shown { on, .. } = survey.stage {
                out.push((format!("/survey/{}/results", survey.number), PartialDate::Day(on)));
            }
        }
        for report in self.reports().await? {
            out.push(undated(format!("/reports/{}", report.year)));
        }
        let (mut page, mut mapped) = (Page::first(1000), 0);
        while mapped < MAPPED {
            let listed = reader.lines(&Filter { today: basics.today, ..Filter::default() }, page).await?;
            mapped += listed.rows.len();
            // Names come down with their list; what a search engine was told of does not.
            let lasting = listed.rows.iter().filter(|line| !lists_names(line.form, line.publicity.as_ref()));
            out.extend(lasting.map(|line| (format!("/record/{}", line.id), line.updated)));
            match listed.next {
                Some(next) => page = Page::after(next, 1000),
                None => break,
            }
        }
        Ok(out)
    }
}

/// A text as one segment of an address (RFC 3986 section 2.3).
fn segment(text: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT).to_string()
}

/// Each dataset once, of its latest school year: what stands at its address without a year.
fn latest_of_each(datasets: Vec<Dataset>) -> Vec<Dataset> {
    let latest =
        |dataset: &Dataset| !datasets.iter().any(|other| other.key == dataset.key && other.year > dataset.year);
    datasets.iter().filter(|dataset| latest(dataset)).cloned().collect()
}

fn report_line(issued: store::Issued) -> ReportLine {
    let format = |(name, length): (String, u64)| Some((Format::of(&name)?, length));
    let mut files: Vec<(Format, u64)> = issued.files.into_iter().filter_map(format).collect();
    files.sort_by_key(|(format, _)| Format::DOWNLOADS.iter().position(|known| known == format));
    ReportLine {
        year: issued.year,
        edition: issued.edition,
        signed_on: issued.signed_on,
        issued_on: domain::date::day_in_china(issued.issued_at),
        record: issued.record,
        files,
    }
}

impl Basics {
    /// A row of the store as a line of a list.
    fn line(&self, line: Line) -> RecordLine {
        RecordLine {
            unit: line.unit.as_deref().map(|code| self.unit_of_record(code)),
            id: line.id,
            index: line.index,
            title: line.title,
            item: line.item,
            form: line.form,
            document_number: line.document_number,
            published: line.since,
            count: line.count,
            audience: match line.finder {
                Finder::Public => Audience::Public,
                Finder::Campus => Audience::Campus,
                Finder::Unit | Finder::Staff => Audience::Unit,
            },
        }
    }
}
