//! Findings as a SARIF 2.1.0 log, which editors and code hosts open at the place.

use super::FileAnswer;
use anyhow::Result;
use serde_json::{Value, json};

/// The log of a run.
pub(super) fn log(files: &[FileAnswer]) -> Result<String> {
    let mut rules: Vec<&str> = files.iter().flat_map(|file| &file.findings).map(|told| told.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let results: Vec<Value> =
        files.iter().flat_map(|file| file.findings.iter().map(|told| result(file, told))).collect();
    let notifications: Vec<Value> = files
        .iter()
        .filter_map(|file| file.error.as_ref())
        .map(|error| json!({ "level": "error", "message": { "text": error } }))
        .collect();
    Ok(serde_json::to_string(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gongkai",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| json!({ "id": rule })).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": notifications.is_empty(), "toolExecutionNotifications": notifications }],
            "results": results,
        }],
    }))?)
}

fn result(file: &FileAnswer, told: &super::Told) -> Value {
    let location = |line: usize, column: usize, start: usize, end: usize| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": file.file.replace('\\', "/") },
            "region": { "startLine": line, "startColumn": column, "charOffset": start, "charLength": end - start },
        } })
    };
    let related: Vec<Value> =
        told.places.iter().map(|place| location(place.line, place.column, place.start, place.end)).collect();
    json!({
        "ruleId": told.rule,
        "level": told.severity,
        "message": { "text": told.message },
        "locations": [location(told.line, told.column, told.start, told.end)],
        "relatedLocations": related,
        "partialFingerprints": { "gongkai/v1": told.fingerprint },
    })
}
