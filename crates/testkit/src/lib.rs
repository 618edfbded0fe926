//! A school for tests: real databases, a clock that can be moved, people who do what their posts allow.
//!
//! It exists so that a test of a use case reads as a sentence, on SQLite and on PostgreSQL alike. For development only:
//! nothing that is shipped may depend on it. It decides nothing and goes round no rule; only [`School::keeps`] puts into
//! the database what no act of today leads to.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

pub mod book;
pub mod layout;
mod need;
mod person;
mod place;
pub mod postbox;
mod record;
pub mod robots;
mod school;
pub mod tls;

pub use need::{Tool, need};
pub use person::Person;
pub use place::{Kind, Place, execute};
pub use record::{RecordBuilder, date, edition, next_edition, record, release};
pub use school::{DAY, School};

/// Does it on a thread and a runtime of its own and waits: for `drop`, which may be called on any runtime.
fn on_a_thread<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let thread = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    });
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_whose_tool_is_missing_fails_in_the_gate_and_says_elsewhere_that_it_is_skipped() {
        for tool in [Tool::Postgres, Tool::PostgresServer, Tool::Chromium, Tool::PdfToText, Tool::Office, Tool::Script]
        {
            let failure = need::missing(tool, true, "a::test").unwrap_err();
            assert!(failure.contains("install"), "it says what to do: {failure}");
            assert_eq!(need::missing(tool, false, "a::test"), Ok(format!("skipped: a::test: {failure}\n")));
        }
    }

    #[tokio::test]
    #[should_panic(expected = "jobs are left failed")]
    async fn a_school_does_not_close_over_a_failed_job() {
        let school = School::founded_on("2023-12-01").await;
        let id = school.publishes(record("临时通知").until("2023-12-05")).await;
        school.days_pass(5);
        school.tampers(&format!("UPDATE record SET form = 'unheard-of' WHERE id = '{id}'")).await;
        app::jobs::run_due(&school.app).await.unwrap();
        school.tampers(&format!("UPDATE record SET form = 'notice' WHERE id = '{id}'")).await;
    }

    #[tokio::test]
    #[should_panic(expected = "the kept counts are not those of the records")]
    async fn a_school_does_not_close_over_a_wrong_count() {
        let school = School::founded_on("2023-12-01").await;
        school.publishes(record("通知")).await;
        school.tampers("UPDATE tally SET things = things + 1").await;
    }

    #[test]
    fn the_clock_of_a_school_is_china_s() {
        assert_eq!(school::minute("2023-12-01 00:30").to_rfc3339(), "2023-11-30T16:30:00+00:00");
        assert_eq!(school::minute("2023-12-01").to_rfc3339(), "2023-12-01T02:00:00+00:00");
    }
}
