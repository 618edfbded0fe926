//! Datasets as JSON, the same wherever they leave the program: on the portal and in the report's own file.

use domain::figure::Dataset;
use serde_json::{Value, json};

/// A dataset with its figures and what does not add up. Numbers are texts as printed, so that nothing is lost to
/// floating point. Fields are added, never renamed.
pub fn json(dataset: &Dataset) -> Value {
    let broken = dataset.broken();
    let about = |keys: Vec<&str>| keys.first().and_then(|key| dataset.figure(key)).map(|figure| figure.name.clone());
    json!({
        "key": dataset.key,
        "title": dataset.title,
        "item": dataset.item.to_string(),
        "year": dataset.year.to_string(),
        "as_of": known(&dataset.as_of.to_string()),
        "source": known(&dataset.source),
        "figures": dataset.figures.iter().map(|figure| json!({
            "ref": format!("figure:{}.{}", dataset.key, figure.key),
            "key": figure.key,
            "name": figure.name,
            "value": figure.value.map(|value| value.to_string()),
            "unit": figure.unit,
            "definition": known(&figure.definition),
            "approximate": figure.approximate,
            "disputed": figure.disputed,
        })).collect::<Vec<_>>(),
        "broken": broken.iter().map(|broken| json!({
            "identity": broken.identity.code(),
            "rule": broken.identity.code(),
            "about": about(broken.identity.keys()),
            "worked": broken.arithmetic.worked,
            "expected": broken.arithmetic.expected,
            "found": broken.arithmetic.found,
        })).collect::<Vec<_>>(),
    })
}

/// A text, or null when it is empty.
fn known(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}
