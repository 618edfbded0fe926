//! How many requests were answered, how and how fast: numbers in memory, read by `/metrics`. Nothing of who asked or for what.

use crate::http::route::Area;
use axum::http::StatusCode;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS: [u64; 10] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];
const AREAS: [(&str, Area); 3] = [("portal", Area::Portal), ("workbench", Area::Workbench), ("api", Area::Api)];
/// First digit of a status.
const CLASSES: usize = 6;

/// Counts of one area.
#[derive(Debug, Default)]
struct Counts {
    by_class: [AtomicU64; CLASSES],
    /// Answers within each bound, and slower ones.
    within: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

/// Counts since the program began.
#[derive(Debug, Default)]
pub(crate) struct Counted([Counts; AREAS.len()]);

impl Counted {
    pub(crate) fn count(&self, area: Area, status: StatusCode, took: Duration) {
        let at = AREAS.iter().position(|(_, known)| *known == area).unwrap_or(0);
        let counts = &self.0[at];
        let add = |to: &AtomicU64, by| {
            to.fetch_add(by, Ordering::Relaxed);
        };
        add(&counts.by_class[usize::from(status.as_u16() / 100).min(CLASSES - 1)], 1);
        let millis = took.as_millis();
        let bound = BOUNDS.iter().position(|bound| millis <= u128::from(*bound)).unwrap_or(BOUNDS.len());
        add(&counts.within[bound], 1);
        add(&counts.micros, u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// As the text format of Prometheus has it.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        let _ =
            writeln!(out, "# HELP gongkai_requests_total Requests answered.\n# TYPE gongkai_requests_total counter");
        for ((area, _), counts) in AREAS.iter().zip(&self.0) {
            for (class, count) in counts.by_class.iter().enumerate().skip(1) {
                let count = count.load(Ordering::Relaxed);
                let _ = writeln!(out, "gongkai_requests_total{{area=\"{area}\",status=\"{class}xx\"}} {count}");
            }
        }
        let name = "gongkai_request_duration_seconds";
        let _ = writeln!(
            out,
            "# HELP {name} Time from the head of a request to that of its answer.\n# TYPE {name} histogram"
        );
        for ((area, _), counts) in AREAS.iter().zip(&self.0) {
            let mut sum = 0;
            for (bound, count) in BOUNDS.iter().zip(&counts.within) {
                sum += count.load(Ordering::Relaxed);
                let bound = *bound as f64 / 1_000.0;
                let _ = writeln!(out, "{name}_bucket{{area=\"{area}\",le=\"{bound}\"}} {sum}");
            }
            sum += counts.within[BOUNDS.len()].load(Ordering::Relaxed);
            let seconds = counts.micros.load(Ordering::Relaxed) as f64 / 1_000_000.0;
            let _ = writeln!(out, "{name}_bucket{{area=\"{area}\",le=\"+Inf\"}} {sum}");
            let _ = writeln!(out, "{name}_sum{{area=\"{area}\"}} {seconds}\n{name}_count{{area=\"{area}\"}} {sum}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_answered_is_counted_by_area_status_and_time() {
        let counted = Counted::default();
        counted.count(Area::Portal, StatusCode::OK, Duration::from_millis(7));
        counted.count(Area::Portal, StatusCode::NOT_FOUND, Duration::from_secs(20));
        let written = counted.written();
        for line in [
            "gongkai_requests_total{area=\"portal\",status=\"2xx\"} 1",
            "gongkai_requests_total{area=\"portal\",status=\"4xx\"} 1",
            "gongkai_requests_total{area=\"api\",status=\"2xx\"} 0",
            "gongkai_request_duration_seconds_bucket{area=\"portal\",le=\"0.005\"} 0",
            "gongkai_request_duration_seconds_bucket{area=\"portal\",le=\"0.01\"} 1",
            "gongkai_request_duration_seconds_bucket{area=\"portal\",le=\"+Inf\"} 2",
            "gongkai_request_duration_seconds_count{area=\"portal\"} 2",
        ] {
            assert!(written.lines().any(|one| one == line), "{line}\n{written}");
        }
    }
}
