//! What an index promises: every part of a text finds it; who names a document has it first; filters count what they leave.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use chrono::NaiveDate;
use domain::ids::RecordId;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use search::{Answer, Ask, Entry, Facet, Index, Names, Query, Sort};
use std::collections::BTreeSet;

const TODAY: &str = "2026-11-30";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn names() -> Names {
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    Names {
        units: pairs(&[("jwc", "教务处"), ("xgc", "学生工作处"), ("zjc", "招生就业处")]),
        items: pairs(&[("7", "招生章程及特殊类型招生办法，分批次、分科类招生计划"), ("20", "收支决算总表")]),
        categories: pairs(&[("2", "招生考试信息"), ("3", "财务、资产及收费信息")]),
    }
}

fn titled(title: &str) -> Entry {
    Entry { title: title.into(), item: "1".into(), form: "notice".into(), ..Entry::default() }
}

fn index(entries: Vec<Entry>) -> Index {
    let index = Index::new().unwrap();
    index.put(entries.into_iter().enumerate().map(|(at, entry)| (RecordId(at as u128), entry)).collect()).unwrap();
    index.commit().unwrap();
    index
}

fn ask() -> Ask {
    Ask { take: 1000, ..Ask::default() }
}

fn find(index: &Index, typed: &str) -> Answer {
    index.find(Query::read(typed).as_ref(), &names(), &ask(), day(TODAY)).unwrap()
}

fn hits(index: &Index, typed: &str) -> Vec<u128> {
    let answer = find(index, typed);
    if answer.loose { Vec::new() } else { answer.hits.into_iter().map(|id| id.0).collect() }
}

/// Thousands of texts of a few characters, so that parts of one stand in others too; every part of every field is looked for.
#[test]
fn every_part_of_every_field_finds_its_record() {
    let letters = "[招生计划章程奖学金名单公示江南职业技术院教务财产采购预决算收费标准领导干部任免岗位聘用就业质量报告会议规定办法申诉处分资助贷款勤工宿舍食堂安全应急獎學發的在年号日第项处〔〕（）【】《》“”、，。；：！ \n　·—2023abＡ１é℃]";
    let short = format!("{letters}{{0,14}}");
    let long = format!("{letters}{{0,60}}");
    let strategy = (&short[..], &short[..], &short[..], &long[..], &long[..]);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let mut fields: Vec<[String; 5]> = Vec::new();
    for _ in 0..2000 {
        let (a, b, c, d, e) = strategy.new_tree(&mut runner).unwrap().current();
        fields.push([a, b, c, d, e]);
    }
    let entry = |f: &[String; 5]| Entry {
        title: f[0].clone(),
        numbers: vec![f[1].clone()],
        keywords: vec![f[2].clone()],
        texts: vec![f[3].clone()],
        files: vec![f[4].clone()],
        ..titled("")
    };
    let index = index(fields.iter().map(entry).collect());
    let form = |text: &str| Query::read(text).map(|query| query.whole()).unwrap_or_default();
    let forms: Vec<[String; 5]> = fields.iter().map(|texts| texts.each_ref().map(|text| form(text))).collect();
    let (mut asked, mut compared) = (0, 0);
    for (id, texts) in fields.iter().enumerate() {
        let text: Vec<char> = texts[id % 5].chars().collect();
        let whole = text.len();
        for (from, length) in [(id % 7, 2), [(id % 5, 3), (0, 1), (id % 11, 9), (0, whole)][id / 5 % 4]] {
            let part: String = text.iter().skip(from).take(length).collect();
            let Some(query) = Query::read(&part) else { continue };
            let wide = Ask { sort: Sort::Date, ..ask() };
            let answer = index.find(Some(&query), &Names::default(), &wide, day(TODAY)).unwrap();
            assert!(!answer.loose, "{part:?} stands in {texts:?}");
            let among = answer.hits.contains(&RecordId(id as u128));
            assert!(among || answer.total > 1000, "{part:?} of {texts:?} is not among {} hits", answer.total);
            asked += 1;
            // Against a plain look through everything: whatever holds the text, of whole words, is counted.
            if id % 3 == 0 && answer.total <= 1000 {
                let (wanted, found) = (form(&part), answer.hits.iter().copied().collect::<BTreeSet<RecordId>>());
                let holds = |texts: &[String; 5]| texts.iter().any(|text| text.contains(&wanted));
                for (other, _) in forms.iter().enumerate().filter(|(_, texts)| holds(texts)) {
                    assert!(found.contains(&RecordId(other as u128)), "{part:?} is not found in {:?}", fields[other]);
                }
                compared += 1;
            }
        }
    }
    assert!(asked > 3_000 && compared > 500, "{asked} {compared}");
}

#[test]
fn the_document_that_is_named_stands_first() {
    let mut entries: Vec<Entry> = (0..40)
        .map(|n| Entry {
            texts: vec![format!("按照招生章程和招生章程的要求，招生章程第{n}条，民院发〔2023〕12号，招生计划")],
            day: Some(day("2026-11-01")),
            ..titled(&format!("关于印发{}年招生章程等文件的通知", 1980 + n))
        })
        .collect();
    entries.push(Entry { day: Some(day("2019-05-01")), ..titled("招生章程") });
    entries.push(Entry {
        numbers: vec!["民院发〔2023〕12号".into()], ..titled("关于做好有关工作的通知")
    });
    entries.push(titled("2023年招生计划"));
    let index = index(entries);
    assert_eq!(hits(&index, "招生章程")[0], 40);
    assert_eq!(hits(&index, "《招生章程》")[0], 40);
    assert_eq!(hits(&index, "民院发[2023]12号")[0], 41);
    assert_eq!(hits(&index, "招生计划2023")[0], 42);
    assert_eq!(hits(&index, "招生计划 2023年")[0], 42);
}

#[test]
fn words_that_stand_close_together_stand_above_words_far_apart() {
    let far = format!("奖学金的评定另行通知。{}名单附后。", "其余事项按学校规定办理。".repeat(20));
    let near = format!("{}国家奖学金推荐名单附后。", "其余事项按学校规定办理。".repeat(20));
    let one = "奖学金评定办法".repeat(12);
    let index = index(vec![
        Entry { texts: vec![far], ..titled("通知一") },
        Entry { texts: vec![near], ..titled("通知二") },
        Entry { texts: vec![one], ..titled("通知三") },
    ]);
    assert_eq!(hits(&index, "奖学金名单"), [1, 0]);
    assert_eq!(hits(&index, "名单 奖学金"), [1, 0]);
}

#[test]
fn what_means_the_same_and_what_is_typed_by_first_letters_is_found() {
    let index = index(vec![
        titled("2026年单独招生办法"),
        Entry { unit: Some("jwc".into()), ..titled("关于期末工作的安排") },
        Entry { item: "20".into(), ..titled("2025年度报表") },
        Entry { category: Some(2), ..titled("有关安排") },
        titled("重庆校区介绍"),
    ]);
    assert_eq!(hits(&index, "单招"), [0]);
    assert_eq!(hits(&index, "jwc"), [1]);
    assert_eq!(hits(&index, "教务"), [1]);
    assert_eq!(hits(&index, "决算"), [2]);
    assert_eq!(hits(&index, "招生考试"), [3]);
    assert_eq!(hits(&index, "ddzs"), [0]);
    assert_eq!(hits(&index, "cqxq"), [4], "characters of several readings by each");
    assert_eq!(hits(&index, "校"), [4], "a single character searches");
    assert_eq!(hits(&index, "教务 期末"), [1], "words may stand in different places");
    assert!(hits(&index, "教务 决算").is_empty());
}

#[test]
fn when_nothing_says_all_of_it_what_says_most_is_given_and_told() {
    let index = index(vec![titled("招生计划调整公告"), titled("食堂价格")]);
    let answer = find(&index, "招生计划调正");
    assert!(answer.loose);
    assert_eq!(answer.hits, [RecordId(0)]);
    assert_eq!(find(&index, "犇羴鱻"), Answer { loose: true, ..find(&index, "犇羴鱻") });
    assert_eq!(find(&index, "犇羴鱻").total, 0);
}

#[test]
fn filters_count_what_choosing_them_would_bring() {
    let entry = |unit: &str, year, period: Option<(&str, &str)>| Entry {
        unit: Some(unit.into()),
        year: Some(year),
        period: period.map(|(from, until)| (day(from), day(until))),
        channels: vec!["site".into(), "site".into()],
        ..titled("公示")
    };
    let index = index(vec![
        entry("jwc", 2026, Some(("2026-11-28", TODAY))),
        entry("jwc", 2025, Some(("2025-11-01", "2025-11-05"))),
        entry("xgc", 2026, Some(("2026-12-01", "2026-12-05"))),
        entry("xgc", 2026, None),
    ]);
    let query = Query::read("公示").unwrap();
    let with = |filters: &[(Facet, &str)]| {
        let mut ask = ask();
        for (facet, value) in filters {
            ask.filters.entry(*facet).or_default().push(value.to_string());
        }
        index.find(Some(&query), &names(), &ask, day(TODAY)).unwrap()
    };
    let counts = |answer: &Answer, facet| -> Vec<String> {
        answer.counts.of(facet).iter().map(|(value, count)| format!("{value} {count}")).collect()
    };
    let all = with(&[]);
    assert_eq!(all.total, 4);
    assert_eq!(counts(&all, Facet::Unit), ["jwc 2", "xgc 2"]);
    assert_eq!(counts(&all, Facet::Publicity), ["over 1", "running 1"]);
    assert_eq!(counts(&all, Facet::Channel), ["site 4"]);
    let some = with(&[(Facet::Year, "2026")]);
    assert_eq!(some.total, 3);
    assert_eq!(counts(&some, Facet::Year), ["2026 3", "2025 1"], "its own choice does not count");
    assert_eq!(counts(&some, Facet::Unit), ["xgc 2", "jwc 1"]);
    assert_eq!(with(&[(Facet::Year, "2026"), (Facet::Year, "2025")]).total, 4);
    assert_eq!(with(&[(Facet::Year, "2025"), (Facet::Unit, "xgc")]).total, 0);
    assert_eq!(with(&[(Facet::Publicity, "running")]).hits, [RecordId(0)]);
    assert_eq!(with(&[(Facet::Unit, "never heard of")]).total, 0);
}

#[test]
fn pages_follow_each_other_and_dates_sort() {
    let entries =
        (0..25).map(|n| Entry { day: day("2026-01-01").checked_add_days(chrono::Days::new(n)), ..titled("通知") });
    let index = index(entries.collect());
    let query = Query::read("通知").unwrap();
    let page = |skip| {
        let ask = Ask { sort: Sort::Date, skip, take: 10, ..Ask::default() };
        index.find(Some(&query), &names(), &ask, day(TODAY)).unwrap().hits
    };
    let all: Vec<u128> = [page(0), page(10), page(20)].concat().into_iter().map(|id| id.0).collect();
    assert_eq!(all, (0..25).rev().collect::<Vec<u128>>());
    assert!(page(30).is_empty());
    let once: BTreeSet<u128> = all.iter().copied().collect();
    assert_eq!(once.len(), 25);
}

#[test]
fn what_is_forgotten_changed_or_over_is_not_found() {
    let index = index(vec![titled("旧的标题"), Entry { until: Some(day("2026-11-29")), ..titled("到期的标题") }]);
    assert_eq!(hits(&index, "标题"), [0], "a term that is over ends it without being told");
    index.put(vec![(RecordId(0), Entry { version: 2, ..titled("新的名称") })]).unwrap();
    index.commit().unwrap();
    assert!(hits(&index, "旧的").is_empty());
    assert_eq!(hits(&index, "名称"), [0]);
    assert_eq!(index.known()[&RecordId(0)], 2);
    index.remove(&[RecordId(0)]);
    index.commit().unwrap();
    assert!(hits(&index, "名称").is_empty());
    assert!(!index.known().contains_key(&RecordId(0)));
}
