//! A school to test on: the sample year, imported as anybody's ledger is, a fixed clock, counted ids.

use app::clock::{Clock, Ids};
use app::context::{App, Ctx};
use app::ledger::{Options as Import, import};
use app::report::{Issuing, Unfilled, issue};
use app::settings::Settings;
use app::words::Lang;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::event::{Act, Event, Object};
use domain::policy::Principal;
use domain::record::{Reach, Record};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;
use tower::ServiceExt;

/// A running portal without a socket.
pub(crate) struct School {
    pub(crate) app: Arc<App>,
    router: Router,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where it leads, without the mark that lets only its reader be told what was done.
    pub(crate) fn leads(&self) -> String {
        let to = self.header(header::LOCATION);
        let (path, place) = to.split_once('#').map_or((to, String::new()), |(path, at)| (path, format!("#{at}")));
        format!("{}{place}", path.split("&told=").next().unwrap_or_default())
    }

    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl School {
    /// A survey that is over and whose results are on view: twenty-five of the public answered it, of whom a few wrote.
    pub(crate) async fn surveyed(&self) {
        use app::surveys;
        let who = Principal::Account {
            user: domain::ids::UserId(900),
            posts: vec![domain::policy::Post { role: domain::policy::Role::Office, unit: None }],
        };
        let office = self.app.ctx(who, Lang::Zh);
        let visitor = self.app.ctx(Principal::Visitor, Lang::Zh);
        let (year, day) = ("2022-2023".parse().unwrap(), office.today());
        let number = surveys::draft(&office, year, "2022-2023学年评议", day, day).await.unwrap();
        surveys::open(&office, number, 1).await.unwrap();
        for n in 0..25 {
            let values = [(19, if n < 12 { "very" } else { "satisfied" }), (20, if n < 3 { "QZSV0WORD" } else { "" })];
            let values = values.iter().map(|(place, value)| (*place, (*value).to_string())).collect();
            let answer = domain::survey::Answer {
                audience: domain::survey::Audience::Public,
                way: domain::survey::Way::Open,
                values,
            };
            surveys::answer(&visitor, number, None, answer, &format!("evt_{n:032x}")).await.unwrap();
        }
        surveys::close(&office, number, 2).await.unwrap();
        surveys::show(&office, number, 3, "总体较为满意，将增加招生信息。").await.unwrap();
    }

    /// The sample year on 20 October 2023, eleven days before its report is due.
    pub(crate) async fn sample() -> School {
        let school = School::empty().await;
        let folder = std::env::temp_dir().join(format!("gongkai-web-{}-{:p}", std::process::id(), &school));
        let file = app::demo::write_ledger(&folder).unwrap();
        import(&school.ctx(), &file, Import::default(), &|_| {}).await.unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        school
    }

    /// A school that has entered nothing yet.
    pub(crate) async fn empty() -> School {
        School::with(Settings { public_address: "https://xxgk.example.edu.cn".into(), ..Settings::default() }).await
    }

    /// An empty school with these settings.
    pub(crate) async fn with(settings: Settings) -> School {
        let calendar = domain::calendar::Calendar::mainland();
        // A place of its own for what jobs keep beside the settings.
        static SCHOOLS: AtomicU64 = AtomicU64::new(0);
        let number = SCHOOLS.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("portal-{}-{number}", std::process::id()));
        let settings = if settings.folder == Path::new("") { Settings { folder, ..settings } } else { settings };
        let clock = Clock::Fixed("2023-10-20T02:00:00Z".parse().unwrap());
        let ids = Ids::Random;
        let app = Arc::new(App {
            store: Store::in_memory().await.unwrap(),
            settings,
            calendar,
            clock,
            ids,
            looked: Default::default(),
            vault: Default::default(),
            spent: Default::default(),
        });
        let router = web::router(app.portal().unwrap(), web::Options::default());
        School { app, router }
    }

    /// The same school, served otherwise.
    pub(crate) fn served_with(self, options: web::Options) -> School {
        let router = web::router(self.app.portal().unwrap(), options);
        School { router, ..self }
    }

    /// Any public record of the school, to make others from.
    pub(crate) async fn a_record(&self) -> Record {
        let reader = self.app.store.read().await.unwrap();
        let id = reader.latest_records(&Reach::Public, chrono::NaiveDate::MIN, 1).await.unwrap()[0].id;
        reader.record(id).await.unwrap()
    }

    /// Saves a new record as it is, as something that readers see.
    pub(crate) async fn save(&self, record: &Record) {
        self.save_with(record, Vec::new()).await;
    }

    /// The same for a record with files: their digests and bytes.
    pub(crate) async fn save_with(&self, record: &Record, files: Vec<(String, Vec<u8>)>) {
        let ctx = self.ctx();
        let mut change = ctx.write().await.unwrap();
        for (digest, bytes) in files {
            change.keep_file(&digest, bytes).await.unwrap();
        }
        change.save_record(record).await.unwrap();
        let mut event = Event::new(Act::RecordImported, Object::Record(record.id));
        event.public = true;
        change.commit(event).await.unwrap();
    }

    /// Issues the report of the sample year.
    pub(crate) async fn issue(&self) -> Issuing {
        let signed_on = "2023-10-20".parse().unwrap();
        issue(&self.ctx(), app::demo::year(), signed_on, Unfilled::Print, Arc::new(|_| {})).await.unwrap()
    }

    /// The operator at work.
    pub(crate) fn ctx(&self) -> Ctx {
        self.app.ctx(Principal::Operator, Lang::Zh)
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    /// What the visitor of this number gets, who has an address of their own and so a measure of their own.
    pub(crate) async fn get_as(&self, visitor: u32, address: &str) -> Answer {
        let mut request = Request::get(address).body(Body::empty()).unwrap();
        let visitor = std::net::Ipv4Addr::from_bits(0x0a00_0000 + visitor);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((visitor, 40_000))));
        self.answer(request).await
    }

    pub(crate) async fn ask(&self, method: Method, address: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
        self.send(method, address, headers, Body::empty()).await
    }

    /// Sends a form as a browser does from a page of this site.
    pub(crate) async fn post(&self, address: &str, form: &str) -> Answer {
        let site = header::HeaderName::from_static("sec-fetch-site");
        self.submit(address, form, &[(site, "same-origin")]).await
    }

    /// Sends a form with these headers and no others that say where it comes from.
    pub(crate) async fn submit(&self, address: &str, form: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
        let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8");
        let headers: Vec<_> = headers.iter().cloned().chain([kind]).collect();
        self.send(Method::POST, address, &headers, Body::from(form.to_string())).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        address: &str,
        headers: &[(header::HeaderName, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.answer(request.body(body).unwrap()).await
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
