//! One million deadlines: from every day of seventeen years in turn, 20 working days on, and back again.

use domain::calendar::Calendar;
use std::hint::black_box;
use std::time::Instant;

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn main() {
    let calendar = Calendar::mainland();
    let first = chrono::NaiveDate::from_ymd_opt(2010, 1, 1).expect("a day of the calendar");
    for (what, days) in [("20 working days on", 20), ("15 working days back", -15)] {
        let start = Instant::now();
        for n in 0..1_000_000u64 {
            let from = first + chrono::Days::new(n % 6_000);
            black_box(calendar.add(black_box(from), days).expect("within range"));
        }
        println!("1,000,000 deadlines, {what:<22} {:>8.3} s", start.elapsed().as_secs_f64());
    }
}
