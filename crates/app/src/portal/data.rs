//! Coverage and figures for machines: a province polls, compares and keeps them. Fields are added, never renamed.

use super::Portal;
use crate::error::{Error, Result};
use domain::coverage::{Coverage, State};
use domain::ledger::Concern;
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Portal {
    /// Every item with its state, as JSON.
    pub async fn coverage_json(&self) -> Result<String> {
        let basics = self.basics().await?;
        let doubts = self.doubts(&self.app.store.read().await?, basics.today, None).await?;
        let mut items = Vec::new();
        for board in &basics.board.categories {
            for item in &board.items {
                items.push(json!({
                    "item": item.key.to_string(),
                    "category": board.category.number,
                    "text": item.text,
                    "state": item.state.code(),
                    "latest": text_or_null(&item.latest.to_string()),
                    "unit": item.unit,
                    "timing": item.timing.to_string(),
                    "reason": item.reason,
                    "records": item.account.entries,
                    "own": item.account.own,
                    "taken_down": item.account.taken_down,
                    "impossible_dates": doubts.get(&item.key).map(concerns).unwrap_or_default(),
                }));
            }
        }
        let totals: serde_json::Map<String, Value> =
            State::ALL.iter().map(|state| (state.code().to_string(), basics.board.tally(*state).into())).collect();
        let years: Vec<Value> = basics
            .board
            .years
            .iter()
            .map(|account| {
                let mut year = coverage(&account.coverage);
                year["year"] = account.year.to_string().into();
                year["records"] = account.entries.into();
                year
            })
            .collect();
        pretty(&json!({
            "school": {"name": basics.school.name, "code": text_or_null(&basics.school.code)},
            "as_of": basics.today.to_string(),
            "scope": "everything disclosed up to as_of, all school years; totals and coverage count items of the national list; records count batch entries in full and what the school's own items map here",
            "totals": totals,
            "coverage": coverage(&basics.board.coverage),
            "years": years,
            "items": items,
        }))
    }

    /// Every dataset with its figures and what does not add up, as JSON. Numbers are texts as printed, so that
    /// nothing is lost to floating point.
    pub async fn figures_json(&self) -> Result<String> {
        let basics = self.basics().await?;
        let datasets = self.datasets().await?.into_iter().map(|view| {
            let mut dataset = crate::figures::json(&view.dataset);
            dataset["unit"] = view.unit.into();
            dataset
        });
        let datasets: Vec<Value> = datasets.collect();
        pretty(&json!({"school": {"name": basics.school.name}, "datasets": datasets}))
    }
}

/// What cannot be right, each with its entries.
fn concerns(found: &BTreeMap<Concern, u64>) -> Vec<Value> {
    found.iter().map(|(concern, records)| json!({"concern": concern.code(), "records": records})).collect()
}

fn coverage(coverage: &Coverage) -> Value {
    json!({
        "applicable": coverage.applicable,
        "disclosed": coverage.disclosed,
        "nil": coverage.nil,
        "open": coverage.open(),
        "not_applicable": coverage.not_applicable,
    })
}

fn text_or_null(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value).map_err(Error::internal)? + "\n")
}
