//! How long the queries of the portal's pages take at 1,000, 100,000 and 1,000,000 records: median and 99th
//! percentile of 200 runs, in milliseconds. It prints; nothing is asserted.
//!
//! `cargo bench -p store --bench pages [-- 1000 100000 …]`.

#[path = "../tests/suite/make.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use more of it")]
mod make;
mod place;

use domain::catalogue::ItemKey;
use domain::record::Reach;
use make::record;
use std::io::Write;
use std::time::Instant;
use store::{At, Filter, Order, Page, Sort, Store};

#[tokio::main]
async fn main() {
    for size in place::sizes() {
        let place = place::Place::new(size);
        let store = place::fill(&place.address, size).await;
        say(&format!("{size} records"));
        pages(&store, size).await;
    }
}

async fn pages(store: &Store, size: u32) {
    let middle = record(size / 2).id;
    let of_item = |sort| Filter { sort, order: Order::Ascending, ..Filter::item(ItemKey::Official(7)) };
    let of_year = Filter { year: "2022-2023".parse().ok(), ..Filter::item(ItemKey::Official(7)) };
    let of_category = Filter { items: (7..=14).map(ItemKey::Official).collect(), ..Filter::default() };
    let year = "2022-2023".parse().expect("a school year");
    let today = "2023-05-12".parse().expect("a day");
    macro_rules! time {
        ($name:literal, $runs:literal, |$reader:ident| $query:expr) => {{
            let mut times = Vec::new();
            for _ in 0..$runs {
                let start = Instant::now();
                let $reader = store.read().await.expect("a reader begins");
                let _ = $query.await.expect("the query runs");
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
            times.sort_by(f64::total_cmp);
            let (median, worst) = (times[times.len() / 2], times[times.len() * 99 / 100]);
            say(&format!("  {:<34} median {median:8.2} ms   p99 {worst:8.2} ms", $name));
        }};
    }
    let (public, unit) = (Reach::Public, Reach::Units(["u1".to_string()].into()));
    time!("front: latest ten", 200, |reader| reader.latest_records(&public, today, 10));
    time!("front: publicity in progress", 200, |reader| reader.publicity_in_progress(&public, today));
    time!("board: what was disclosed", 200, |reader| reader.disclosed_facts());
    time!("item: first page", 200, |reader| reader.lines(&of_item(Sort::Date), Page::first(20)));
    time!("item: last page by title", 200, |reader| reader
        .lines(&of_item(Sort::Title), Page { at: At::Last, limit: 20 }));
    time!("item: page by unit", 200, |reader| reader.lines(&of_item(Sort::Unit), Page::first(20)));
    time!("item: page of a year", 200, |reader| reader.lines(&of_year, Page::first(20)));
    time!("category: page of eight items", 200, |reader| reader.lines(&of_category, Page::first(20)));
    time!("record: what is shown", 200, |reader| reader.shown(middle, &public, today));
    time!("search: found often", 50, |reader| reader.search_titles(&public, today, "事项的通知", 50));
    time!("search: found never", 50, |reader| reader.search_titles(&public, today, "不存在的字样", 50));
    time!("member of a unit: latest ten", 20, |reader| reader.latest_records(&unit, today, 10));
    time!("night: terms that are over", 200, |reader| reader.terms_over(today));
    time!("report: records of the year", 5, |reader| reader.disclosed(year));
    time!("report: not disclosed", 5, |reader| reader.kept_back(year));
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("standard output is open");
}
