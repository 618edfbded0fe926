//! scratch
use app::App;
use app::clock::{Clock, Ids};
use app::settings::Settings;
use app::words::Lang;
use domain::event::Actor;
#[tokio::main]
async fn main() {
    let folder = std::path::PathBuf::from("/tmp/look");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let app = App::open(Settings { folder: folder.clone(), ..Settings::default() }, Clock::System, Ids::Random)
        .await
        .unwrap();
    let ctx = app.ctx(Actor::Operator, Lang::Zh);
    let file = app::demo::write_ledger(&folder).unwrap();
    app::ledger::import(&ctx, &file, Default::default(), &|_| {}).await.unwrap();
    let built = app::report::build(&ctx, app::demo::year(), None).await.unwrap();
    let w = app::report::write(&app, &built, &folder.join("report"), &app::report::Format::ALL, &|_| {}).unwrap();
    eprintln!("{w:#?}");
}
