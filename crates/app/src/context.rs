//! Who asks, when, and with what at hand: the first argument of every use case.

use crate::clock::{Clock, Ids};
use crate::error::{Error, Result};
use crate::guard::looked::Looked;
use crate::sealed::Vault;
use crate::settings::Settings;
use crate::settings_fault::SettingsFault;
use crate::spent::Spent;
use crate::words::Lang;
use domain::calendar::Calendar;
use domain::policy::{self, Permission, Principal, Relation};
use domain::record::Timestamp;
use std::sync::Arc;
pub use store::Left as DatabaseLeft;
use store::{Reader, Store};

/// The program at work: what lives as long as the process.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Settings of the configuration file.
    pub settings: Settings,
    /// Working days, with the years of the configured file.
    pub calendar: Calendar,
    /// The clock.
    pub clock: Clock,
    /// The maker of ids.
    pub ids: Ids,
    /// What was found in files beside lists.
    pub looked: Looked,
    /// Keys of complaints that supervisors have open.
    pub vault: Vault,
    /// What is known of answers to surveys and not yet written down.
    pub spent: Spent,
}

impl App {
    /// Opens the school's database that the settings name and brings its schema up to date; one that is missing or
    /// empty is an error, for a new one would look like lost data.
    pub async fn open(settings: Settings, clock: Clock, ids: Ids) -> Result<Arc<App>> {
        let calendar = calendar(&settings)?;
        let store = Store::open(&settings.database_address()).await.map_err(|error| named(error, &settings))?;
        Ok(Arc::new(App::over(store, settings, calendar, (clock, ids))))
    }

    /// Makes the database that the settings name, for a new school.
    pub async fn create(settings: Settings, clock: Clock, ids: Ids) -> Result<Arc<App>> {
        let calendar = calendar(&settings)?;
        let store = Store::create(&settings.database_address()).await.map_err(|error| named(error, &settings))?;
        Ok(Arc::new(App::over(store, settings, calendar, (clock, ids))))
    }

    /// Over an open database, holding nothing yet.
    fn over(store: Store, settings: Settings, calendar: Calendar, (clock, ids): (Clock, Ids)) -> App {
        let (looked, vault, spent) = (Looked::default(), Vault::default(), Spent::default());
        App { store, settings, calendar, clock, ids, looked, vault, spent }
    }

    /// A context for one request, command or job.
    pub fn ctx(self: &Arc<Self>, who: Principal, lang: Lang) -> Ctx {
        Ctx { app: Arc::clone(self), who, now: self.clock.now(), ids: self.ids.clone(), lang }
    }
}

/// The error with the database it is about.
fn named(error: store::Error, settings: &Settings) -> Error {
    match Error::from(error) {
        Error::Database { fault, .. } => Error::Database { fault, database: settings.database_shown() },
        other => other,
    }
}

/// The calendar with the years of the configured file.
pub fn calendar(settings: &Settings) -> Result<Calendar> {
    let mut calendar = Calendar::mainland();
    if let Some(file) = &settings.calendar {
        let path = settings.resolve(file);
        let text = std::fs::read_to_string(&path).map_err(|error| Error::file(&path, error))?;
        let wrong = |error: domain::calendar::CalendarFileError| Error::Settings {
            file: path.display().to_string(),
            what: SettingsFault::Calendar(error.to_string()),
        };
        calendar.add_years(&text).map_err(wrong)?;
    }
    Ok(calendar)
}

/// One request, command or job.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The program.
    pub app: Arc<App>,
    /// Who acts.
    pub who: Principal,
    /// When; read once.
    pub now: Timestamp,
    /// Makes ids.
    pub ids: Ids,
    /// The language to answer in.
    pub lang: Lang,
}

impl Ctx {
    /// The civil date in China at [`Ctx::now`].
    pub fn today(&self) -> chrono::NaiveDate {
        domain::date::day_in_china(self.now)
    }

    /// Whether they may do this to what stands in this relation; every use case asks it first.
    pub fn allow(&self, permission: Permission, relation: Relation<'_>) -> Result<()> {
        Ok(policy::allow(&self.who, permission, relation)?)
    }

    /// Begins to read one consistent state.
    pub async fn read(&self) -> Result<Reader> {
        Ok(self.app.store.read().await?)
    }
}
