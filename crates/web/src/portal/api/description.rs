//! The API as a table, and the description that is made of it (OpenAPI 3.1).

use crate::portal::identity::Identity;
use app::words::Lang;
use serde_json::{Map, Value, json};

/// Shapes of answers; a test holds every answer against its own.
pub(crate) const SCHEMAS: &str = include_str!("../../../assets/api-schemas.json");

/// What may stand in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    /// Shape of the value, as JSON.
    pub(crate) shape: &'static str,
    /// A value to try.
    pub(crate) example: &'static str,
}

/// One address of the API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    /// Stable code, a message key under `api-do-`.
    pub(crate) code: &'static str,
    /// Pattern, as the route table has it.
    pub(crate) path: &'static str,
    pub(crate) asked: &'static [Asked],
    pub(crate) media: &'static str,
    /// Shape of the answer, of one line for lines.
    pub(crate) schema: &'static str,
}

impl Endpoint {
    /// Names of what may be asked.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.asked.iter().map(|asked| asked.name).collect()
    }
}

const JSON: &str = "application/json";
const TEXT: &str = r#"{"type":"string","minLength":1,"maxLength":100}"#;
const SCHOOL_YEAR: &str = r#"{"type":"string","pattern":"^[0-9]{4}-[0-9]{4}$"}"#;

const fn asked(name: &'static str, shape: &'static str, example: &'static str) -> Asked {
    Asked { name, shape, example }
}

const fn endpoint(code: &'static str, path: &'static str, schema: &'static str) -> Endpoint {
    Endpoint { code, path, asked: &[], media: JSON, schema }
}

/// What the list of records may be asked.
const OF_RECORDS: &[Asked] = &[
    asked("item", r#"{"type":"string","pattern":"^S?[0-9]+$"}"#, "37"),
    asked("category", r#"{"type":"integer","minimum":1}"#, "6"),
    asked("unit", TEXT, ""),
    asked("form", r##"{"$ref":"#/components/schemas/Form"}"##, "notice"),
    asked("channel", TEXT, ""),
    asked("year", r#"{"type":"integer","minimum":1900,"maximum":9999}"#, "2023"),
    asked("month", r#"{"type":"integer","minimum":1,"maximum":12}"#, ""),
    asked("school_year", SCHOOL_YEAR, ""),
    asked("limit", r#"{"type":"integer","minimum":1,"maximum":200,"default":50}"#, "10"),
    asked("cursor", TEXT, ""),
];

/// The API.
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    Endpoint { asked: OF_RECORDS, ..endpoint("records", "/api/v1/records", "Records") },
    endpoint("record", "/api/v1/records/{record}", "Whole"),
    Endpoint { media: "application/jsonl", ..endpoint("records.jsonl", "/api/v1/records.jsonl", "Whole") },
    endpoint("items", "/api/v1/items", "Items"),
    endpoint("item", "/api/v1/items/{item}", "Item"),
    endpoint("units", "/api/v1/units", "Units"),
    endpoint("channels", "/api/v1/channels", "Channels"),
    endpoint("datasets", "/api/v1/datasets", "Datasets"),
    Endpoint {
        asked: &[asked("year", SCHOOL_YEAR, "")],
        ..endpoint("dataset", "/api/v1/datasets/{dataset}", "Dataset")
    },
    endpoint("coverage", "/api/v1/coverage", "Coverage"),
    endpoint("publicity", "/api/v1/publicity", "Periods"),
    endpoint("reports", "/api/v1/reports", "Reports"),
    endpoint("school", "/api/v1/school", "School"),
    Endpoint { media: "application/ld+json", ..endpoint("catalog", "/api/v1/catalog.jsonld", "Anything") },
    endpoint("openapi", "/api/v1/openapi.json", "Anything"),
];

/// Words of an endpoint, in one language.
pub(crate) fn words(lang: Lang, endpoint: &Endpoint) -> String {
    lang.say(&format!("api-do-{}", endpoint.code.replace('.', "-")))
}

/// Words of what may be asked.
pub(crate) fn words_of(lang: Lang, asked: &Asked) -> String {
    lang.say(&format!("api-ask-{}", asked.name.replace('_', "-")))
}

/// The description.
pub(crate) fn description(identity: &Identity) -> Value {
    let paths: Map<String, Value> =
        ENDPOINTS.iter().map(|endpoint| (endpoint.path.to_string(), json!({ "get": operation(endpoint) }))).collect();
    let shapes: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    let mut told = json!({
        "openapi": "3.1.0",
        "info": {
            "title": identity.site_name(Lang::Zh),
            "summary": Lang::Zh.say("api-about"),
            "description": Lang::En.say("api-about"),
            "version": "1",
        },
        "paths": paths,
        "components": { "schemas": shapes },
    });
    if let Some(origin) = &identity.origin {
        told["servers"] = json!([{ "url": origin }]);
    }
    told
}

fn operation(endpoint: &Endpoint) -> Value {
    let shape = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let places = endpoint.path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let places =
        places.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let asked = endpoint.asked.iter().map(|asked| {
        json!({
            "name": asked.name, "in": "query", "required": false, "schema": shape(asked.shape),
            "description": format!("{} / {}", words_of(Lang::Zh, asked), words_of(Lang::En, asked)),
        })
    });
    let parameters: Vec<Value> = places.chain(asked).collect();
    let answer = json!({ "$ref": format!("#/components/schemas/{}", endpoint.schema) });
    let problem = |words: &str| {
        json!({
            "description": words,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    let mut answers = json!({
        "200": {
            "description": "OK",
            "headers": { "ETag": { "schema": { "type": "string" } } },
            "content": { endpoint.media: { "schema": answer } },
        },
        "304": { "description": "Not Modified" },
        "400": problem("Bad Request"),
        "429": problem("Too Many Requests"),
        "503": problem("Service Unavailable"),
    });
    if endpoint.path.contains('{') {
        answers["404"] = problem("Not Found");
    }
    if endpoint.code == "record" {
        answers["410"] = problem("Gone");
    }
    json!({
        "operationId": endpoint.code.replace('.', "_"),
        "summary": words(Lang::Zh, endpoint),
        "description": words(Lang::En, endpoint),
        "parameters": parameters,
        "responses": answers,
    })
}
