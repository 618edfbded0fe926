//! Samples of every page in every language: what tests render and what people look at without a ledger.
//!
//! Their school does not exist, and neither do their records.

mod log;
mod requests;
mod surveys;
mod things;
mod voices;

use super::about::AboutPage;
use super::api::ApiPage;
use super::browse::{NumbersPage, RecordsPage, UnitPage, UnitsPage};
use super::catalogue::{CataloguePage, CategoryPage, ItemPage, item_frame};
use super::figures::{DatasetPage, FiguresPage};
use super::front::FrontPage;
use super::objection;
use super::publicity::PublicityPage;
use super::record::{RecordPage, TombstonePage};
use super::reports::{ReportPage, ReportsPage};
use super::search::SearchPage;
use crate::error::{Absent, HttpError};
use crate::http::form::{FieldError, Rejected};
use crate::http::request::PageRequest;
use crate::portal::fault::ErrorPage;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::Page;
use app::ledger::mend::Refusal;
use app::portal::search::{
    Asked, DatasetHit, Facet, FacetValue, FacetView, FigureHit, Found, Hit, OfficeFact, OfficeHit,
};
use app::portal::view::*;
use app::words::Lang;
use domain::ids::RecordId;
use domain::publicity::{Days, Standing};
use std::sync::Arc;
use things::*;

/// One rendered sample.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Which page, and which case of it: `record-editions`.
    pub name: &'static str,
    /// In which language.
    pub lang: Lang,
    /// Status it is answered with.
    pub status: u16,
    /// The whole page.
    pub html: String,
}

/// Every page of the portal in every language, without a ledger.
///
/// # Errors
/// What a template reports.
pub fn samples() -> Result<Vec<Sample>, askama::Error> {
    let mut out = Vec::new();
    for lang in Lang::ALL {
        let make = Maker { lang, identity: Arc::new(identity()) };
        make.all(&mut out)?;
    }
    Ok(out)
}

struct Maker {
    lang: Lang,
    identity: Arc<Identity>,
}

impl Maker {
    fn request(&self, path: &str) -> PageRequest {
        let prefix = if self.lang == Lang::En { "/en" } else { "" };
        PageRequest {
            lang: self.lang,
            full_path: format!("{prefix}{path}"),
            path: path.to_string(),
            ..PageRequest::nowhere()
        }
    }

    fn frame(&self, path: &str, section: Section, title: &str) -> Frame {
        Frame::new(&self.request(path), self.identity.clone(), section, self.lang.say(title))
    }

    fn put<P: Page>(&self, out: &mut Vec<Sample>, name: &'static str, page: P) -> Result<(), askama::Error> {
        out.push(Sample { name, lang: self.lang, status: page.status().as_u16(), html: page.render()? });
        Ok(())
    }

    fn all(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        let board = Arc::new(board());
        for (name, filled) in [("front", true), ("front-empty", false)] {
            self.put(out, name, FrontPage::new(&self.request("/"), self.identity.clone(), front(&board, filled)))?;
        }
        let frame = self.frame("/catalogue", Section::Catalogue, "portal-nav-catalogue");
        self.put(out, "catalogue", CataloguePage { frame, board: board.clone() })?;
        let frame = self.frame("/category/6", Section::Catalogue, "portal-nav-catalogue");
        self.put(out, "category", CategoryPage { frame, view: board.categories[5].clone() })?;
        for (name, filled) in [("item", true), ("item-empty", false)] {
            let view = item(&board, filled);
            let frame = item_frame(&self.request("/item/37"), self.identity.clone(), &view);
            self.put(out, name, ItemPage { frame, view })?;
        }
        for (name, editions) in [("record", 1), ("record-editions", 2), ("record-many-editions", 4)] {
            let request = self.request("/record/rec_00000000000000000000000000000001");
            if let Some(page) = RecordPage::new(&request, self.identity.clone(), record(&board, editions)) {
                self.put(out, name, page)?;
            }
        }
        self.pointers(out, &board)?;
        self.unposted(out, &board)?;
        self.objections(out, &board)?;
        self.log(out, &board)?;
        self.requests(out)?;
        self.voices(out)?;
        self.surveys(out)?;
        let withdrawn = Some("标题有误，已另行公开");
        let stones = [
            ("tombstone-withdrawn", withdrawn, true),
            ("tombstone-expired", None, true),
            ("tombstone-untitled", None, false),
        ];
        for (name, reason, titled) in stones {
            let request = self.request("/record/rec_00000000000000000000000000000009");
            let view = tombstone(&board, reason, titled);
            self.put(out, name, TombstonePage::new(&request, self.identity.clone(), view))?;
        }
        self.standings(out)?;
        for (name, datasets) in [("figures", vec![dataset(true), dataset(false)]), ("figures-empty", Vec::new())] {
            let frame = self.frame("/figures", Section::Figures, "portal-nav-figures");
            self.put(out, name, FiguresPage { frame, datasets })?;
        }
        for (name, broken, years) in
            [("dataset", false, vec![year()]), ("dataset-broken", true, vec![next_year(), year()])]
        {
            let request = self.request("/figures/graduates");
            self.put(out, name, DatasetPage::new(&request, self.identity.clone(), dataset(broken), years))?;
        }
        self.reports(out)?;
        let view = About { board: board.clone(), ..about() };
        self.put(out, "about", AboutPage::new(&self.request("/about"), self.identity.clone(), view))?;
        let things = vec![("item", "37".to_string()), ("dataset", "graduates".to_string())];
        self.put(out, "api", ApiPage::new(&self.request("/api"), self.identity.clone(), things))?;
        self.searches(out, &board)?;
        self.lists(out, &board)?;
        self.errors(out)
    }

    /// Records without a text of their own: one that stands elsewhere, and one that stands nowhere.
    fn pointers(&self, out: &mut Vec<Sample>, board: &Board) -> Result<(), askama::Error> {
        for (name, elsewhere) in [("record-pointer", true), ("record-nowhere", false)] {
            let mut view = record(board, 1);
            view.record.editions.iter_mut().for_each(|edition| edition.body.clear());
            view.releases.retain(|release| elsewhere || release.link.is_none());
            let request = self.request("/record/rec_00000000000000000000000000000001");
            if let Some(page) = RecordPage::new(&request, self.identity.clone(), view) {
                self.put(out, name, page)?;
            }
        }
        Ok(())
    }

    /// A period that stands elsewhere, with how one objects to it.
    fn unposted(&self, out: &mut Vec<Sample>, board: &Board) -> Result<(), askama::Error> {
        let standing = Some(Standing::Running { left: 3, days: Days::Working, provisional: false });
        let mut view = RecordView { standing, ..record(board, 1) };
        view.record.publicity = Some(domain::record::Publicity {
            kind: "国家奖学金初审名单".into(),
            from: day(2031, 3, 20),
            until: day(2031, 3, 26),
        });
        let request = self.request("/record/rec_00000000000000000000000000000001");
        match RecordPage::new(&request, self.identity.clone(), view) {
            Some(page) => self.put(out, "record-unposted", page),
            None => Ok(()),
        }
    }

    /// Lists without a search.
    fn lists(&self, out: &mut Vec<Sample>, board: &Board) -> Result<(), askama::Error> {
        for (name, list) in [("units", units()), ("units-empty", Vec::new())] {
            self.put(out, name, UnitsPage::new(&self.request("/units"), self.identity.clone(), list))?;
        }
        for (name, filled) in [("unit", true), ("unit-empty", false)] {
            let view = unit(board, filled);
            self.put(out, name, UnitPage::new(&self.request("/unit/jwc"), self.identity.clone(), view))?;
        }
        for (name, filled) in [("records", true), ("records-empty", false)] {
            let request = self.request("/records");
            self.put(out, name, RecordsPage::new(&request, self.identity.clone(), records(filled)))?;
        }
        for (name, filled) in [("numbers", true), ("numbers-empty", false)] {
            let request = self.request("/numbers");
            self.put(out, name, NumbersPage::new(&request, self.identity.clone(), numbers(filled)))?;
        }
        Ok(())
    }

    /// A list that stands open, and what visitors see who object.
    fn objections(&self, out: &mut Vec<Sample>, board: &Board) -> Result<(), askama::Error> {
        let id = RecordId(1);
        let running = Standing::Running { left: 2, days: Days::Working, provisional: true };
        let also_open = vec![publicity(running)];
        let view = RecordView { posted: Some(posted()), also_open, ..record(board, 1) };
        let request = self.request(&format!("/record/{id}"));
        if let Some(page) = RecordPage::new(&request, self.identity.clone(), view.clone()) {
            self.put(out, "record-posted", page)?;
        }
        let request = self.request(&format!("/record/{id}/objection"));
        for (name, open) in [("objection", true), ("objection-closed", false)] {
            let view = RecordView { posted: Some(Posted { open, ..posted() }), ..view.clone() };
            if let Some(page) = objection::form_page(&request, self.identity.clone(), id, view) {
                self.put(out, name, page)?;
            }
        }
        let query = objection::QueryPage::new(&self.request("/objection"), self.identity.clone());
        self.put(out, "objection-query", query)
    }

    fn standings(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        let running = |left, days| Standing::Running { left, days, provisional: left > 3 };
        let standings =
            [running(3, Days::Working), running(5, Days::Calendar), running(0, Days::Working), Standing::Undated];
        let all = standings.map(publicity).to_vec();
        for (name, lines) in [("publicity", all), ("publicity-empty", Vec::new())] {
            let frame = self.frame("/publicity", Section::Publicity, "portal-nav-publicity");
            self.put(out, name, PublicityPage { frame, lines })?;
        }
        Ok(())
    }

    fn reports(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        for (name, reports) in [("reports", vec![report_line()]), ("reports-empty", Vec::new())] {
            let frame = self.frame("/reports", Section::Reports, "portal-nav-reports");
            self.put(out, name, ReportsPage { frame, reports })?;
        }
        for (name, earlier) in
            [("report", Vec::new()), ("report-again", vec![ReportLine { edition: 1, ..report_line() }])]
        {
            let line = ReportLine { edition: earlier.len() as u32 + 1, ..report_line() };
            let view = ReportView { line, document: Arc::new(report()), earlier };
            self.put(out, name, ReportPage::new(&self.request("/reports/2030-2031"), self.identity.clone(), view))?;
        }
        Ok(())
    }

    fn searches(&self, out: &mut Vec<Sample>, board: &Board) -> Result<(), askama::Error> {
        let of = |text: &str| Found { asked: Asked::from(text), ..Found::default() };
        let hit = |n: u128, standing| Hit {
            title: vec![("国家".into(), false), ("奖学金".into(), true), ("评审结果".into(), false)],
            number: vec![("示院发〔2030〕1号".into(), false)],
            passage: vec![("按照".into(), false), ("奖学金".into(), true), ("评定办法，名单如下。".into(), false)],
            file: (n == 2).then(|| "名单.xlsx".to_string()),
            standing,
            line: line(n),
        };
        let running = Standing::Running { left: 3, days: Days::Working, provisional: false };
        let found = Found {
            asked: Asked {
                filters: [(Facet::Unit, vec!["xgc".to_string()])].into(), page: 2, ..Asked::from("奖学金")
            },
            total: 45,
            hits: vec![hit(1, Some(running)), hit(2, None)],
            pages: 12,
            facets: facets(),
            also: vec!["奖助学金".into()],
            items: board.items().filter(|i| i.text.contains("奖学金")).cloned().collect(),
            units: vec![("xgc".into(), "学生工作处".into())],
            datasets: vec![DatasetHit {
                key: "aid".into(),
                title: "学生资助".into(),
                year: year(),
                latest: true,
                figures: vec![FigureHit {
                    name: "国家奖学金人数".into(), printed: Some("8人".into()), disputed: true
                }],
            }],
            channels: about().channels,
            office: Some(OfficeHit {
                name: Some("信息公开办公室".into()),
                facts: vec![(OfficeFact::Phone, "0000-1234567".into())],
            }),
            ..Found::default()
        };
        let proposed = Found {
            meant: vec![("招生计划".into(), 6)],
            shorter: vec![("计划".into(), 9)],
            categories: board.categories.iter().map(|board| board.category.clone()).collect(),
            ..of("招声计划")
        };
        let filtered = Found { asked: found.asked.clone(), ..Found::default() };
        let (loose, partial) = (
            Found { loose: true, total: 2, hits: vec![hit(1, None)], ..proposed.clone() },
            Found { partial: true, total: 1, hits: vec![hit(1, None)], ..of("奖学金") },
        );
        let cases = [
            ("search", of("")),
            ("search-found", found),
            ("search-none", proposed),
            ("search-none-filtered", filtered),
            ("search-loose", loose),
            ("search-partial", partial),
        ];
        for (name, found) in cases {
            self.put(out, name, SearchPage::new(&self.request("/search"), self.identity.clone(), found))?;
        }
        Ok(())
    }

    fn errors(&self, out: &mut Vec<Sample>) -> Result<(), askama::Error> {
        let rejected = Rejected { errors: vec![FieldError { field: "mode", code: "choice" }], ..Rejected::default() };
        let cases = [
            ("error-400", HttpError::Malformed),
            ("error-401", HttpError::SignIn),
            ("error-403", HttpError::CrossSite),
            ("error-403-role", HttpError::Forbidden),
            ("error-404", HttpError::Absent(Absent::Record)),
            ("error-405", HttpError::Method("POST".into())),
            ("error-409", HttpError::Conflict),
            ("error-409-rule", HttpError::Rule("record-error-own-work".into())),
            ("error-409-mend", HttpError::Mend(Refusal::Itself("教务处（jwc）".into()))),
            ("error-410", HttpError::Gone),
            ("error-413", HttpError::TooLarge),
            ("error-414", HttpError::AddressTooLong),
            ("error-415", HttpError::MediaType),
            ("error-422", HttpError::Invalid(rejected)),
            ("error-422-personal", HttpError::Personal(vec![("title", "4301…".into())])),
            ("error-429", HttpError::TooMany),
            ("error-500", HttpError::Internal(anyhow::anyhow!("never shown"))),
            ("error-503", HttpError::Busy),
            ("error-503-timeout", HttpError::Timeout),
        ];
        for (name, error) in cases {
            let mut page = ErrorPage::new(&self.request("/nowhere"), self.identity.clone(), &error);
            page.reference = matches!(error, HttpError::Internal(_)).then(|| "1a2b-0001".to_string());
            self.put(out, name, page)?;
        }
        Ok(())
    }
}

/// What narrows a search, in the sample of one.
fn facets() -> Vec<FacetView> {
    let value = |code: &str, name: &str, chosen| FacetValue {
        code: code.into(),
        name: name.into(),
        english: String::new(),
        count: 2,
        chosen,
    };
    let facet = |facet, values| FacetView { facet, values };
    vec![
        facet(Facet::Category, vec![value("6", "学生管理服务信息", false)]),
        facet(Facet::Unit, vec![value("xgc", "学生工作处", true)]),
        facet(Facet::Year, vec![value("2030", "", false)]),
        facet(Facet::Form, domain::record::Form::ALL.iter().map(|form| value(form.code(), "", false)).collect()),
        facet(Facet::Publicity, vec![value("running", "", false), value("over", "", false)]),
    ]
}
