//! The school: its database, its clock, and who acts in it.

use crate::on_a_thread;
use crate::place::{Kind, Place};
use crate::record::RecordBuilder;
use app::accounts::Draft;
use app::clock::{Clock, Ids};
use app::jobs::{Ran, run_due};
use app::portal::Portal;
use app::settings::Settings;
use app::{App, Ctx};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use domain::event::{Act, Event, Object};
use domain::ids::{RecordId, UserId};
use domain::policy::{Post, Principal, Role};
use domain::record::{Record, Timestamp};
use domain::school::{Channel, ChannelKind, SchoolFact, Unit, UnitKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::{Stamp, Store};

/// The day on which the school of a test opens, unless the test says another.
pub const DAY: &str = "2023-12-01";

/// Units of a founded school: code and name.
pub(crate) const UNITS: [(&str, &str); 2] = [("jwc", "教务处"), ("cwc", "财务处")];

/// A school of its own, gone when dropped. Then it is asserted that no job is left failed and that the kept counts are
/// those of the records.
#[derive(Debug)]
pub struct School {
    /// The program at work.
    pub app: Arc<App>,
    hands: Arc<AtomicI64>,
    serial: AtomicU64,
    // Last: the place goes after what uses it.
    place: Place,
}

impl Drop for School {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let address = self.place.address.clone();
        on_a_thread(async move {
            let store = Store::open(&address).await.unwrap();
            let tx = store.write().await.unwrap();
            assert!(tx.tally_is_true().await.unwrap(), "the kept counts are not those of the records");
            let failed: Vec<_> = tx.jobs().await.unwrap().into_iter().filter(|job| job.failure.is_some()).collect();
            assert!(failed.is_empty(), "jobs are left failed: {failed:?}");
            drop(tx);
            store.close().await;
        });
    }
}

impl School {
    /// An empty school on a SQLite file; it is 10 o'clock on this day.
    pub async fn open_on(day: &str) -> School {
        School::in_place(Place::new(Kind::Sqlite).await.unwrap(), day).await
    }

    /// The same with units, a channel and a name.
    pub async fn founded_on(day: &str) -> School {
        School::open_on(day).await.founded().await
    }

    /// An empty school at a place.
    pub async fn in_place(place: Place, day: &str) -> School {
        let hands = Arc::new(AtomicI64::new(minute(day).timestamp_micros()));
        let settings = Settings { folder: place.folder().to_path_buf(), ..Settings::default() };
        let app = App {
            // By its address and not through the settings, whose environment variable could name a real school.
            store: Store::create(&place.address).await.unwrap(),
            calendar: app::context::calendar(&settings).unwrap(),
            settings,
            clock: Clock::Hands(Arc::clone(&hands)),
            ids: Ids::Counted(Arc::new(AtomicU64::new(0))),
            looked: Default::default(),
            vault: Default::default(),
            spent: Default::default(),
        };
        School { app: Arc::new(app), hands, serial: AtomicU64::new(0), place }
    }

    /// Enters name and code, 教务处 and 财务处, and the web site as a channel.
    pub async fn founded(self) -> School {
        let ctx = self.operator().ctx();
        let mut change = ctx.write().await.unwrap();
        for (key, value) in [("name", "示例职业学院"), ("code", "12345"), ("kind", "vocational")] {
            let fact = SchoolFact { key: key.into(), value: value.into(), note: String::new() };
            change.save_fact(&fact).await.unwrap();
        }
        for (code, name) in UNITS {
            let unit = Unit {
                code: code.into(),
                name: name.into(),
                kind: UnitKind::Department,
                parent: String::new(),
                duty: String::new(),
                members: String::new(),
                note: String::new(),
                former: Vec::new(),
            };
            change.save_unit(&unit).await.unwrap();
        }
        let site = Channel {
            code: "site".into(),
            name: "学校官网".into(),
            kind: ChannelKind::Website,
            address: String::new(),
            note: String::new(),
            former: Vec::new(),
        };
        change.save_channel(&site).await.unwrap();
        change.commit(Event::new(Act::SchoolFounded, Object::School)).await.unwrap();
        drop(ctx);
        self
    }

    /// The same school with other settings.
    pub fn equipped(mut self, set: impl FnOnce(&mut Settings)) -> School {
        let mut settings = self.app.settings.clone();
        set(&mut settings);
        self.app = Arc::new(App {
            store: self.app.store.clone(),
            settings,
            calendar: self.app.calendar.clone(),
            clock: self.app.clock.clone(),
            ids: self.app.ids.clone(),
            looked: Default::default(),
            vault: Default::default(),
            spent: Default::default(),
        });
        self
    }

    /// Somebody gets an account with a post and an address of mail.
    pub async fn employs(&self, login: &str, role: Role, unit: Option<&str>) -> UserId {
        let post = Post { role, unit: unit.map(str::to_string) };
        let draft = Draft {
            login: login.parse().unwrap(),
            name: format!("{login}同事"),
            email: format!("{login}@example.edu.cn"),
            posts: vec![post],
        };
        app::accounts::save(&self.ctx(), None, draft, false).await.unwrap()
    }

    /// With the sample year imported.
    pub async fn with_sample(self) -> School {
        let file = app::demo::write_ledger(self.folder()).unwrap();
        let outcome = self.operator().brings_in(&file).await;
        assert_eq!(outcome.bad_rows, 0, "{:#?}", outcome.bad);
        self
    }

    /// The folder, for files of the test.
    pub fn folder(&self) -> &Path {
        self.place.folder()
    }

    /// A second process on the same database, with the same clock.
    pub async fn another_process(&self) -> Arc<App> {
        Arc::new(App {
            store: Store::open(&self.place.address).await.unwrap(),
            settings: self.app.settings.clone(),
            calendar: self.app.calendar.clone(),
            clock: self.app.clock.clone(),
            ids: self.app.ids.clone(),
            looked: Default::default(),
            vault: Default::default(),
            spent: Default::default(),
        })
    }

    /// Sets the clock: `2023-12-24`, when it is 10 o'clock, or `2023-12-24 08:30`. Times are China's.
    pub fn at(&self, time: &str) {
        self.hands.store(minute(time).timestamp_micros(), Ordering::Relaxed);
    }

    /// Lets so many days go by.
    pub fn days_pass(&self, days: i64) {
        self.hands.fetch_add(TimeDelta::days(days).num_microseconds().unwrap(), Ordering::Relaxed);
    }

    /// Lets so many minutes go by.
    pub fn minutes_pass(&self, minutes: i64) {
        self.hands.fetch_add(TimeDelta::minutes(minutes).num_microseconds().unwrap(), Ordering::Relaxed);
    }

    /// The operator's context.
    pub fn ctx(&self) -> Ctx {
        self.operator().ctx()
    }

    /// The portal.
    pub fn portal(&self) -> Portal {
        self.app.portal().unwrap()
    }

    /// What is due runs.
    pub async fn jobs_run(&self) -> Ran {
        let ran = run_due(&self.app).await.unwrap();
        assert_eq!(ran.failed, 0, "a job failed: {:?}", self.app.store.read().await.unwrap().jobs().await.unwrap());
        ran
    }

    /// A record goes the whole way: drafted, passed by its unit and for secrecy, published.
    pub async fn publishes(&self, record: RecordBuilder) -> RecordId {
        let record = record.unit("jwc").build();
        let id = self.clerk("教务处").drafts(record).await;
        self.passes_reviews(id).await;
        self.office().publishes(id).await;
        id
    }

    /// A draft of 教务处 is submitted and passes both reviews.
    pub async fn passes_reviews(&self, id: RecordId) {
        self.clerk("教务处").submits(id).await;
        self.head("教务处").passes(id).await;
        self.secrecy().passes(id).await;
    }

    /// Puts a record into the database as it is, past all use cases: for what only older versions, a tampering or a
    /// sequence of acts too long to tell would leave. It gets id and index number when it has none.
    pub async fn keeps(&self, record: impl Into<Record>) -> Record {
        let mut record: Record = record.into();
        if record.index.serial == 0 {
            record.id = self.app.ids.record();
            if record.newest().is_some_and(|edition| edition.title == record.key) {
                record.key = record.id.to_string();
            }
            // Of a year whose numbers nothing else gives out.
            record.index.year = 2001;
            record.index.serial = 1 + self.serial.fetch_add(1, Ordering::Relaxed) as u32;
        }
        let mut tx = self.app.store.write().await.unwrap();
        tx.save_record(&record).await.unwrap();
        let ids = || self.app.ids.event();
        let actor = Principal::Operator.actor();
        let stamp = Stamp { actor: &actor, at: self.app.clock.now(), ids: &ids, seed: [7; 32] };
        let event = Event { public: true, ..Event::new(Act::RecordImported, Object::Record(record.id)) };
        tx.commit(&stamp, event).await.unwrap();
        self.record(record.id).await
    }

    /// Runs SQL behind the program's back.
    pub async fn tampers(&self, sql: &str) {
        crate::place::execute(&self.place.address, sql).await;
    }

    /// The record with this id, whole.
    pub async fn record(&self, id: RecordId) -> Record {
        self.app.store.read().await.unwrap().record(id).await.unwrap()
    }

    /// The record with this key, whole.
    pub async fn record_of(&self, key: &str) -> Record {
        self.app.store.read().await.unwrap().find_record_by_key(key).await.unwrap().unwrap()
    }

    /// `hidden`, `public`, `withdrawn` or `expired`.
    pub async fn visibility(&self, id: RecordId) -> &'static str {
        self.record(id).await.visibility.code()
    }
}

/// An instant from the time in China.
pub(crate) fn minute(text: &str) -> Timestamp {
    let local = match text.parse::<NaiveDate>() {
        Ok(day) => day.and_hms_opt(10, 0, 0).unwrap(),
        Err(_) => NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap(),
    };
    let china = FixedOffset::east_opt(8 * 3600).unwrap();
    china.from_local_datetime(&local).unwrap().with_timezone(&Utc)
}
