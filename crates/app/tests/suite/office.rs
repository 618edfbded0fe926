//! A school for tests.

use app::clock::{Clock, Ids};
use app::ledger::{Options, Outcome};
use app::settings::Settings;
use app::words::Lang;
use app::{App, Ctx};
use domain::event::Actor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A school in a folder of its own, gone when dropped.
pub(crate) struct Office {
    pub(crate) app: Arc<App>,
    pub(crate) folder: PathBuf,
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Office {
    /// Opens an empty school on a day.
    pub(crate) async fn open_on(day: &str) -> Office {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("gongkai-app-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let settings = Settings { folder: folder.clone(), ..Settings::default() };
        let clock = Clock::Fixed(format!("{day}T02:00:00Z").parse().unwrap());
        let ids = Ids::Counted(Arc::new(AtomicU64::new(0)));
        Office { app: App::open(settings, clock, ids).await.unwrap(), folder }
    }

    pub(crate) fn ctx(&self) -> Ctx {
        self.app.ctx(Actor::Operator, Lang::Zh)
    }

    pub(crate) async fn imports(&self, file: &Path, options: Options) -> Outcome {
        app::ledger::import(&self.ctx(), file, options, &|_| {}).await.unwrap()
    }

    /// Imports the text of a ledger file.
    pub(crate) async fn imports_text(&self, name: &str, text: &str, options: Options) -> Outcome {
        let file = self.folder.join(name);
        std::fs::write(&file, text).unwrap();
        self.imports(&file, options).await
    }

    pub(crate) async fn with_sample(self) -> Office {
        let file = app::demo::write_ledger(&self.folder).unwrap();
        let outcome = self.imports(&file, Options::default()).await;
        assert_eq!(outcome.bad_rows, 0, "{:#?}", outcome.bad);
        self
    }
}
