//! The read API: what is described is what is answered, its numbers are those of the pages, and what cannot be meant is
//! refused.

use crate::leaks::school_with;
use crate::marks::cases;
use crate::school::{Answer, School};
use app::settings::Settings;
use axum::http::{Method, StatusCode, header};
use domain::ids::RecordId;
use domain::record::{Form, Record};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use web::routes::{Area, Param, ROUTES, Verb};

/// Asks as one of many visitors, so that no measure is reached.
async fn get(school: &School, address: &str) -> Answer {
    use std::sync::atomic::{AtomicU32, Ordering};
    static VISITOR: AtomicU32 = AtomicU32::new(1);
    school.get_as(VISITOR.fetch_add(1, Ordering::Relaxed), address).await
}

async fn asked(school: &School, address: &str) -> Value {
    let answer = get(school, address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    serde_json::from_str(&answer.text()).unwrap_or_else(|error| panic!("{address}: {error}"))
}

/// What is wrong with a value by its shape (as much of JSON Schema as the description uses; a word it does not know is
/// wrong, too).
fn faults(value: &Value, shape: &Value, shapes: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, rule) in shape.as_object().unwrap() {
        let holds = match word.as_str() {
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/components/schemas/").unwrap();
                let shape = shapes.get(name).unwrap_or_else(|| panic!("{at}: there is no shape {name}"));
                found.extend(faults(value, shape, shapes, at));
                true
            }
            "type" => {
                let of = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(number) if number.is_f64() => "number",
                    Value::Number(_) => "integer",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                rule == of || rule.as_array().is_some_and(|all| all.iter().any(|one| one == of))
            }
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_i64().is_none_or(|value| value >= rule.as_i64().unwrap()),
            "pattern" => match (rule.as_str().unwrap(), value.as_str()) {
                (_, None) => true,
                ("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", Some(text)) => {
                    text.parse::<domain::date::PartialDate>().is_ok() && [4, 7, 10].contains(&text.len())
                }
                ("^[0-9a-f]{64}$", Some(text)) => text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()),
                (other, _) => panic!("{at}: pattern {other}"),
            },
            "required" => {
                let missing = rule.as_array().unwrap().iter().filter(|key| value.get(key.as_str().unwrap()).is_none());
                found.extend(missing.filter(|_| value.is_object()).map(|key| format!("{at}: {key} is missing")));
                true
            }
            "properties" => {
                for (key, shape) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(key) {
                        found.extend(faults(inner, shape, shapes, &format!("{at}.{key}")));
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = shape["properties"].as_object().unwrap();
                let more = value.as_object().into_iter().flatten().filter(|(key, _)| !known.contains_key(*key));
                found.extend(more.map(|(key, _)| format!("{at}: {key} is not described")));
                true
            }
            "items" => {
                for (n, inner) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(inner, rule, shapes, &format!("{at}[{n}]")));
                }
                true
            }
            other => panic!("{at}: {other} is not checked here"),
        };
        if !holds {
            found.push(format!("{at}: {value} is not {word} {rule}"));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_is_described_and_every_answer_is_as_described() {
    let school = School::sample().await;
    school.issue().await;
    let told = asked(&school, "/api/v1/openapi.json").await;
    assert_eq!(told["openapi"], "3.1.0");
    assert_eq!(told["servers"][0]["url"], "https://xxgk.example.edu.cn");
    let described: BTreeSet<&str> = told["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let routes = ROUTES.iter().filter(|route| route.pattern.starts_with("/api/v1"));
    let served: BTreeSet<&str> = routes.clone().map(|route| route.pattern).collect();
    assert_eq!(described, served);
    assert!(routes.clone().all(|route| route.area == Area::Api && route.verb == Verb::Get && !route.by_reader));
    let shapes = &told["components"]["schemas"];
    let record = school.a_record().await;
    for route in routes {
        let mut address = route.pattern.to_string();
        for param in route.params {
            let value = match param {
                Param::Record => record.id.to_string(),
                Param::Item => "37".to_string(),
                Param::Dataset => "graduates".to_string(),
                other => panic!("{other:?}"),
            };
            let (start, end) = (address.find('{').unwrap(), address.find('}').unwrap());
            address.replace_range(start..=end, &value);
        }
        let told = &told["paths"][route.pattern]["get"];
        let (media, content) = told["responses"]["200"]["content"].as_object().unwrap().iter().next().unwrap();
        let answer = get(&school, &address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.header(header::CONTENT_TYPE).starts_with(media.as_str()), "{address}: {media}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*", "{address}");
        let text = answer.text();
        let values: Vec<Value> = match media.as_str() {
            "application/jsonl" => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
            _ => vec![serde_json::from_str(&text).unwrap()],
        };
        assert!(!values.is_empty(), "{address}");
        let found: Vec<String> = values.iter().flat_map(|v| faults(v, &content["schema"], shapes, &address)).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
        // Whoever has it is told that nothing changed.
        let etag = answer.header(header::ETAG).to_string();
        assert!(!etag.is_empty(), "{address}");
        let again = school.ask(Method::GET, &address, &[(header::IF_NONE_MATCH, &etag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        // What is not described is refused, not left out.
        let wrong = get(&school, &format!("{address}?colour=red")).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(wrong.header(header::CONTENT_TYPE).starts_with("application/problem+json"), "{address}");
        let problem: Value = serde_json::from_str(&wrong.text()).unwrap();
        assert_eq!(problem["errors"][0]["code"], "unknown", "{address}: {problem}");
        assert_eq!(faults(&problem, &shapes["Problem"], shapes, &address), Vec::<String>::new());
        for asked in told["parameters"].as_array().unwrap().iter().filter(|asked| asked["in"] == "query") {
            assert!(!asked["description"].as_str().unwrap().contains("api-ask"), "{asked}");
        }
        assert!(!told["summary"].as_str().unwrap().contains("api-do"), "{told}");
    }
    let forms: Vec<&str> = Form::ALL.iter().map(|form| form.code()).collect();
    assert_eq!(shapes["Form"]["enum"], json!(forms));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_those_of_pages_board_and_report() {
    let school = School::sample().await;
    let portal = school.app.portal().unwrap();
    let coverage = asked(&school, "/api/v1/coverage").await;
    assert_eq!(coverage, asked(&school, "/data/coverage.json").await);
    let by_key = |value: &Value| -> BTreeMap<String, Value> {
        value["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["item"].as_str().unwrap().into(), item.clone()))
            .collect()
    };
    let (items, covered) = (by_key(&asked(&school, "/api/v1/items").await), by_key(&coverage));
    assert_eq!(items.len(), covered.len());
    let mut all = 0;
    for (key, item) in &items {
        for field in ["state", "records", "own", "taken_down", "text"] {
            assert_eq!(item[field], covered[key][field], "{key}: {field}");
        }
        assert_eq!(asked(&school, &format!("/api/v1/items/{key}")).await, *item);
        let list = asked(&school, &format!("/api/v1/records?item={key}&limit=200")).await;
        let records = list["total"]["records"].as_u64().unwrap();
        assert_eq!(records as usize, list["records"].as_array().unwrap().len(), "{key}");
        all += records;
        // What stands on the page of the item, batches counted out and what came down taken off.
        let own = item["own"].as_u64().unwrap() - item["taken_down"].as_u64().unwrap();
        assert_eq!(list["total"]["things"].as_u64().unwrap(), own, "{key}");
    }
    let whole = asked(&school, "/api/v1/records?limit=1").await;
    let browsed = portal.records(Default::default()).await.unwrap().list;
    assert_eq!(whole["total"], json!({ "records": browsed.records, "things": browsed.things }));
    assert_eq!(all, browsed.records, "every record stands under one item");
    let lines = get(&school, "/api/v1/records.jsonl").await.text();
    assert_eq!(lines.lines().count() as u64, browsed.records);
    for account in &portal.board().await.unwrap().years {
        let list = asked(&school, &format!("/api/v1/records?school_year={}&limit=1", account.year)).await;
        assert_eq!(list["total"]["things"].as_u64(), Some(account.entries), "{}", account.year);
    }
    for unit in asked(&school, "/api/v1/units").await["units"].as_array().unwrap() {
        let code: String = unit["code"].as_str().unwrap().bytes().map(|b| format!("%{b:02X}")).collect();
        let list = asked(&school, &format!("/api/v1/records?unit={code}&limit=1")).await;
        assert_eq!(list["total"]["records"], unit["records"], "{unit}");
    }
    for category in 1..=10 {
        let list = asked(&school, &format!("/api/v1/records?category={category}&limit=200")).await;
        let shown = list["records"].as_array().unwrap();
        assert!(shown.iter().all(|record| items[record["item"].as_str().unwrap()]["category"]["number"] == category));
    }
    let datasets = asked(&school, "/api/v1/datasets").await;
    assert_eq!(datasets, asked(&school, "/data/figures.json").await);
    for dataset in datasets["datasets"].as_array().unwrap() {
        let address =
            format!("/api/v1/datasets/{}?year={}", dataset["key"].as_str().unwrap(), dataset["year"].as_str().unwrap());
        let one = asked(&school, &address).await;
        assert_eq!((&one["figures"], &one["broken"]), (&dataset["figures"], &dataset["broken"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_by_cursor_give_each_record_once() {
    let school = School::sample().await;
    for filter in ["", "&year=2023", "&category=6", "&form=notice"] {
        let (mut seen, mut cursor, mut total) = (Vec::new(), String::new(), Value::Null);
        loop {
            let page = asked(&school, &format!("/api/v1/records?limit=17{filter}{cursor}")).await;
            let ids =
                page["records"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_string());
            seen.extend(ids);
            assert!(total.is_null() || total == page["total"]);
            total = page["total"].clone();
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let once: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len() as u64, once.len()), (total["records"].as_u64().unwrap(), seen.len()), "{filter}");
    }
    let lines = get(&school, "/api/v1/records.jsonl").await.text();
    let ids: BTreeSet<String> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string()).collect();
    assert_eq!(ids.len(), lines.lines().count());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_meant_is_named_and_nothing_is_guessed() {
    let school = School::sample().await;
    let problem = async |address: &str| {
        let answer = get(&school, address).await;
        let told: Value =
            serde_json::from_str(&answer.text()).unwrap_or_else(|_| panic!("{address}: {}", answer.text()));
        assert_eq!(told["status"], answer.status.as_u16(), "{address}");
        (answer.status, told)
    };
    for (question, field) in [
        ("year=abc", "year"),
        ("year=0", "year"),
        ("month=5", "month"),
        ("year=2023&month=13", "month"),
        ("item=x", "item"),
        ("item=99", "item"),
        ("category=99", "category"),
        ("item=37&category=6", "category"),
        ("form=poem", "form"),
        ("school_year=2023", "school_year"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=rec_ffffffffffffffffffffffffffffffff", "cursor"),
        ("unit=a&unit=b", "unit"),
        ("page=2", "parameter"),
    ] {
        let (status, told) = problem(&format!("/api/v1/records?{question}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{question}");
        assert_eq!(told["errors"][0]["field"], field, "{question}: {told}");
        assert!(!told["errors"][0]["detail"].as_str().unwrap().contains("field-"), "{question}: {told}");
    }
    for address in
        ["/api/v1/records/x", "/api/v1/items/99", "/api/v1/datasets/none", "/api/v1/datasets/graduates?year=1999-2000"]
    {
        assert_eq!(problem(address).await.0, StatusCode::NOT_FOUND, "{address}");
    }
    // Pages say it too, and lead to the list without the question.
    for (address, words) in [
        ("/records?year=abc", "年份：不在可选范围之内"),
        ("/en/records?year=2023&month=13", "month is not one of the choices"),
        ("/records?month=5", "月份：要和年份一起写"),
        ("/records?form=poem", "体裁"),
        ("/unit/jwc?year=abc", "年份"),
        ("/item/37?year=2023", "年份"),
        ("/item/37?sort=colour", "排序"),
        ("/numbers?series=x&year=abc", "年份"),
        ("/numbers?page=x", "页码"),
    ] {
        let answer = get(&school, address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        let path = address.split('?').next().unwrap();
        let text = answer.text();
        assert!(text.contains(words) && text.contains(&format!("href=\"{path}\"")), "{address}: {text}");
    }
    for address in ["/records?year=2023&utm_source=wechat", "/records?year=", "/item/37?year=2022-2023&sort=title"] {
        assert_eq!(get(&school, address).await.status, StatusCode::OK, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_list_of_names_there_are_facts_and_of_what_came_down_nothing() {
    let school = School::sample().await;
    let record = school.a_record().await;
    let listed = |n: u32, form: Form| {
        let mut other = Record { id: RecordId(0xabcd_0000 + u128::from(n)), version: 0, form, ..record.clone() };
        (other.index.serial, other.key) = (30_000 + n, format!("api-{n}"));
        (other.publicity, other.attachments) = (None, Vec::new());
        other.editions[0].body = "张三、李四".into();
        other
    };
    let (names, rule) = (listed(1, Form::List), listed(2, Form::Rule));
    school.save(&names).await;
    school.save(&rule).await;
    let of = async |record: &Record| asked(&school, &format!("/api/v1/records/{}", record.id)).await;
    let told = of(&names).await;
    assert_eq!((&told["lists_names"], &told["text"], &told["attachments"]), (&json!(true), &Value::Null, &json!([])));
    assert_eq!(of(&rule).await["text"], "张三、李四");
    let lines = get(&school, "/api/v1/records.jsonl").await.text();
    assert_eq!(lines.matches("张三、李四").count(), 1, "in the copy of all too");
    let cases = cases();
    let school = school_with(Settings::default(), &cases, async |_| {}).await;
    for case in &cases {
        let answer = get(&school, &format!("/api/v1/records/{}", case.record.id)).await;
        let served = get(&school, &format!("/record/{}", case.record.id)).await;
        assert_eq!(answer.status, served.status, "{}: the same as its page", case.name);
    }
    // The copy of all holds what is on view.
    let lines = get(&school, "/api/v1/records.jsonl").await.text();
    let live = cases.iter().filter(|case| case.is_live());
    for case in live.clone() {
        assert!(lines.contains(&case.record.id.to_string()), "{}", case.name);
    }
    assert!(lines.lines().count() >= live.count());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_has_what_a_catalogue_of_data_wants() {
    let school = School::sample().await;
    let told = asked(&school, "/api/v1/catalog.jsonld").await;
    for key in ["dct:title", "dct:description", "dct:publisher", "dcat:dataset"] {
        assert!(!told[key].is_null(), "DCAT-AP wants {key} of a catalogue");
    }
    let datasets = told["dcat:dataset"].as_array().unwrap();
    let figures = asked(&school, "/api/v1/datasets").await;
    assert_eq!(datasets.len(), figures["datasets"].as_array().unwrap().len() + 2);
    for dataset in datasets {
        for key in ["dct:title", "dct:description"] {
            assert!(!dataset[key]["@value"].as_str().unwrap().is_empty(), "{dataset}");
        }
        let address = dataset["dcat:distribution"][0]["dcat:accessURL"]["@id"].as_str().unwrap();
        let path = address.strip_prefix("https://xxgk.example.edu.cn").unwrap();
        assert_eq!(get(&school, path).await.status, StatusCode::OK, "{address}");
    }
}
