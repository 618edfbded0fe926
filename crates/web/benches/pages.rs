//! Pages of the portal at 1,000, 100,000 and 1,000,000 records (`GONGKAI_BENCH_SIZES` chooses): import through the
//! use case that users have, then cold pages (no two alike, nothing cached) and warm ones.

use app::clock::{Clock, Ids};
use app::settings::Settings;
use app::words::Lang;
use app::{App, Ctx};
use axum::body::Body;
use axum::http::Request;
use domain::policy::Principal;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Filter, Page};
use tower::ServiceExt;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
async fn main() {
    let sizes = std::env::var("GONGKAI_BENCH_SIZES").unwrap_or_else(|_| "1000,100000,1000000".into());
    for size in sizes.split(',').filter_map(|size| size.trim().parse::<usize>().ok()) {
        let folder = std::env::temp_dir().join(format!("gongkai-pages-{}-{size}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the benchmark");
        let ledger = folder.join("ledger.csv");
        write_ledger(&ledger, size);
        let settings = Settings { folder: folder.clone(), ..Settings::default() };
        let app = App::create(settings, Clock::System, Ids::Random).await.expect("a database");
        let ctx = app.ctx(Principal::Operator, Lang::Zh);
        let start = now();
        app::ledger::import(&ctx, &ledger, Default::default(), &|_| {}).await.expect("an import");
        println!("{size:>9} records: import through the use case {:>8.2} s", start.elapsed().as_secs_f64());
        pages(&app, &ctx, size).await;
        let _ = std::fs::remove_dir_all(&folder);
    }
}

fn now() -> Instant {
    Instant::now()
}

fn write_ledger(path: &Path, size: usize) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
    writeln!(file, "编号,标题,事项,责任部门,公开日期,渠道,网址").expect("a line");
    for n in 0..size {
        let (year, month, day) = (2010 + n % 16, 1 + n % 12, 1 + n % 28);
        writeln!(
            file,
            "k{n},关于做好第{n}号事项公开工作的通知,{},单位{},{year}-{month:02}-{day:02},官网,https://www.example.edu.cn/{n}.html",
            1 + n % 50,
            n % 30
        )
        .expect("a line");
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
async fn pages(app: &Arc<App>, ctx: &Ctx, size: usize) {
    let router = web::router(app.portal().expect("a portal"), web::Options::default());
    let reader = app.store.read().await.expect("a reader");
    let listed = reader.lines(&Filter::default(), Page::first(500)).await.expect("records");
    drop(reader);
    let records: Vec<String> = listed.rows.iter().map(|line| format!("/record/{}", line.id)).collect();
    let get = async |path: &str| {
        let start = now();
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(request).await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let body = axum::body::to_bytes(answer.into_body(), 1 << 24).await.expect("a body");
        assert!(!body.is_empty());
        start.elapsed()
    };
    get("/").await;
    let mut cold = Vec::new();
    for path in &records {
        cold.push(get(path).await);
    }
    let mut warm = Vec::new();
    for path in records.iter().cycle().take(2_000) {
        warm.push(get(path).await);
    }
    let (mut front_cold, mut front_warm) = (Vec::new(), Vec::new());
    for round in 0..50 {
        app::school::found(ctx, &format!("第{round}学院"), "vocational").await.expect("a change");
        front_cold.push(get("/").await);
        for _ in 0..20 {
            front_warm.push(get("/").await);
        }
    }
    for (what, times) in [
        ("record page, cold", cold),
        ("record page, warm", warm),
        ("front page, cold", front_cold),
        ("front page, warm", front_warm),
    ] {
        println!("{size:>9} records: {what:<20} {}", told(times));
    }
}

fn told(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    format!("median {:>7.3} ms   p99 {:>7.3} ms", at(50), at(99))
}
