//! The school's own look at its portal, for those who decide what is published: what would fail it, the score, what to do
//! first. Links are looked at by the command alone, and the page says so.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use app::portal::audit::{Audit, Column};
use askama::Template;
use axum::response::Response;
use domain::indicator::{Measure, Rule};
use std::sync::Arc;

/// Columns that are named at once; the rest is folded.
const AT_ONCE: usize = 10;

#[derive(Template)]
#[template(path = "workbench/audit.html")]
struct AuditPage {
    bench: Bench,
    audit: Audit,
}

impl AuditPage {
    fn heading(&self) -> String {
        match self.audit.first().len() {
            0 => self.bench.say("audit-heading-none"),
            n => self.bench.count("audit-heading", n),
        }
    }

    fn rule(&self, rule: &Rule) -> String {
        let limit = rule.limit.to_string();
        self.bench.lang.say_with(&format!("audit-rule-{}", rule.code), &[("limit", &limit)])
    }

    fn value(&self, measure: &Measure) -> String {
        match measure {
            Measure::Is(value) => value.to_string(),
            Measure::Never => self.bench.say("audit-never"),
            Measure::Unmeasured(why) => self.bench.say(&format!("audit-unmeasured-{why}")),
        }
    }

    fn verdict(&self, rule: &Rule, measure: &Measure) -> String {
        self.bench.say(&format!("audit-verdict-{}", rule.judge(*measure).code()))
    }

    fn is_bad(&self, rule: &Rule, measure: &Measure) -> bool {
        rule.judge(*measure) <= domain::indicator::Verdict::Mend
    }

    fn source(&self, rule: &Rule) -> String {
        self.bench.lang.say_with(&format!("audit-basis-{}", rule.basis.code()), &[("source", rule.source)])
    }

    fn to_do(&self, rule: &Rule) -> String {
        self.bench.say(&format!("audit-do-{}", rule.code))
    }

    /// Which years' reports are missing, and from when on the ledger knows.
    fn reports(&self) -> Option<String> {
        let since = self.audit.since?;
        let named = |year: &domain::school_year::SchoolYear| match self.bench.lang {
            app::words::Lang::Zh => year.zh(),
            app::words::Lang::En => year.to_string(),
        };
        let comma = self.bench.say("portal-list-comma");
        let missing = self.audit.unreported.iter().map(named).collect::<Vec<_>>().join(&comma);
        let key = if missing.is_empty() { "audit-reports-none" } else { "audit-reports" };
        Some(self.bench.lang.say_with(key, &[("years", &missing), ("since", &named(&since))]))
    }

    fn score(&self) -> Option<String> {
        let tenths = self.audit.score.tenths()?;
        Some(format!("{}.{}", tenths / 10, tenths % 10))
    }

    fn counts(&self) -> String {
        let score = &self.audit.score;
        let counts = [score.coverage.applicable, score.coverage.disclosed, score.coverage.nil, score.dated]
            .map(|n| n.to_string());
        let names = ["applicable", "disclosed", "nil", "dated"];
        let args: Vec<(&'static str, &str)> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
        self.bench.lang.say_with("audit-score-of", &args)
    }

    /// Columns that are named at once, and the others.
    fn columns(&self, rule: &Rule) -> (&[Column], &[Column]) {
        let all = self.audit.columns(rule.code);
        all.split_at(all.len().min(AT_ONCE))
    }

    fn name(&self, column: &Column) -> String {
        let english = self.bench.lang == app::words::Lang::En && !column.item.english.is_empty();
        let text = if english { &column.item.english } else { &column.item.text };
        format!("{} {text}", column.item.key)
    }

    fn address(&self, column: &Column) -> String {
        self.bench.to(&format!("/item/{}", column.item.key))
    }
}

/// The page.
pub(crate) async fn audit(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "audit").await?;
    let audit = site.portal.audit(&ctx, None).await?;
    let bench = bench.titled(request.lang.say("audit-title"));
    show(&request, &AuditPage { bench, audit })
}
