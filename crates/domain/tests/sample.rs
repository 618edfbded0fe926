//! The sample year: every row is sound, every reference leads somewhere, and nothing the report prints is lost.
//!
//! The ledger is held against `printed`, lists of what the report prints, and against the annual report that the
//! program composes from it. Nothing here may be read off the ledger and expected back.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what does not read fails the test")]

use domain::annual_report::{Year, compose};
use domain::audit::{Discrepancy, audit};
use domain::calendar::Calendar;
use domain::catalogue::{Catalogue, SchoolKind};
use domain::date::PartialDate;
use domain::document::{Block, plain};
use domain::figure::{Dataset, Verdict};
use domain::ids::RecordId;
use domain::ledger::{Entry, EntryState, Moment, Parts, RecordEntry, Row, Table, assemble, columns, parse, print};
use domain::record::{Disclosed, Form, IndexNumber};
use domain::school::School;
use std::collections::{BTreeMap, BTreeSet};

#[path = "sample/printed.rs"]
mod printed;

use printed::{DATES, FIGURES, LINKS, MARKS};

const SAMPLE: &str = include_str!("../../../samples/2022-2023/ledger.json");

/// Every row of the file with its table, in the order of the file.
fn rows() -> Vec<(Table, Row)> {
    let file: serde_json::Value = serde_json::from_str(SAMPLE).unwrap();
    assert_eq!((&file["format"], &file["version"]), (&"gongkai-ledger".into(), &1.into()));
    let known: BTreeSet<&str> = Table::ALL.iter().map(|table| table.code()).chain(["format", "version"]).collect();
    for key in file.as_object().unwrap().keys() {
        assert!(known.contains(key.as_str()), "no table {key}");
    }
    let mut rows = Vec::new();
    for table in Table::ALL {
        for object in file[table.code()].as_array().into_iter().flatten() {
            let mut row = vec![String::new(); columns(*table).len()];
            for (key, value) in object.as_object().unwrap() {
                let at = columns(*table).iter().position(|column| column.key == key);
                let text = value.as_str().unwrap_or_else(|| panic!("not text: {object}"));
                assert_eq!(text.trim(), text, "blanks around a cell: {object}");
                assert!(!text.is_empty(), "an empty cell is left out: {object}");
                row[at.unwrap_or_else(|| panic!("no column {key}: {object}"))] = text.to_string();
            }
            rows.push((*table, Row(row)));
        }
    }
    rows
}

fn entries() -> Vec<Entry> {
    let read = |(table, row): (Table, Row)| parse(table, &row).unwrap_or_else(|faults| panic!("{row:?}: {faults:?}"));
    rows().into_iter().map(read).collect()
}

fn records() -> Vec<RecordEntry> {
    let record = |entry| match entry {
        Entry::Record(record) => Some(*record),
        _ => None,
    };
    entries().into_iter().filter_map(record).collect()
}

/// The datasets with their figures and identities put together.
fn datasets() -> BTreeMap<String, Dataset> {
    let mut datasets = BTreeMap::new();
    for entry in entries() {
        let owner = |datasets: &mut BTreeMap<String, Dataset>, key: &str, add: &dyn Fn(&mut Dataset)| {
            add(datasets.get_mut(key).unwrap_or_else(|| panic!("no dataset {key}")));
        };
        match entry {
            Entry::Dataset(dataset) => drop(datasets.insert(dataset.key.clone(), dataset)),
            Entry::Figure(key, figure) => owner(&mut datasets, &key.key, &|set| set.figures.push(figure.clone())),
            Entry::Identity(key, identity, _) => {
                owner(&mut datasets, &key.key, &|set| set.identities.push(identity.clone()))
            }
            _ => {}
        }
    }
    datasets
}

fn texts() -> Vec<(String, String)> {
    let text = |entry| match entry {
        Entry::Text(text) => Some((text.place, text.text)),
        _ => None,
    };
    entries().into_iter().filter_map(text).collect()
}

/// The keys in braces, and the text with each replaced by what the figure prints.
fn filled(text: &str, datasets: &BTreeMap<String, Dataset>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (reference, after) = after.split_once('}').unwrap_or_else(|| panic!("open brace: {text}"));
        let (dataset, figure) = reference.split_once('.').unwrap_or_else(|| panic!("{reference}"));
        let figure = datasets.get(dataset).and_then(|set| set.figure(figure));
        let printed = figure.unwrap_or_else(|| panic!("nothing behind {reference}")).printed();
        assert!(!printed.is_empty(), "{reference} prints nothing");
        out.push_str(before);
        out.push_str(&printed);
        rest = after;
    }
    assert!(!rest.contains('}'), "stray brace: {text}");
    out + rest
}

#[test]
fn every_row_is_read_and_printed_back_the_same() {
    for (table, row) in rows() {
        let entry = parse(table, &row).unwrap_or_else(|faults| panic!("{row:?}: {faults:?}"));
        let (same, printed) = print(&entry);
        assert_eq!(parse(same, &printed), Ok(entry), "{row:?}");
    }
}

#[test]
fn no_key_stands_twice() {
    let mut seen = BTreeSet::new();
    for entry in entries() {
        let key = match entry {
            Entry::School(fact) => ("school", fact.key),
            Entry::Unit(unit) => ("unit", unit.code),
            Entry::Channel(channel) => ("channel", channel.code),
            Entry::Item(item) => ("item", item.key.to_string()),
            Entry::Record(record) => ("record", record.key),
            Entry::Edition(of) => ("edition", format!("{} {}", of.record, of.edition.number)),
            Entry::Release(release) => ("release", format!("{}/{}", release.record, release.channel)),
            Entry::Dataset(dataset) => ("dataset", dataset.key),
            Entry::Figure(dataset, figure) => ("figure", format!("{}.{}", dataset.key, figure.key)),
            Entry::Identity(dataset, identity, _) => ("identity", format!("{}: {identity:?}", dataset.key)),
            Entry::Text(text) => ("text", format!("{}/{}", text.place, text.order)),
            Entry::Nil(nil) => ("nil", nil.item.to_string()),
        };
        assert!(seen.insert(key.clone()), "{key:?} twice");
    }
}

#[test]
fn only_the_admission_site_has_one_name_for_two_addresses() {
    let mut names = BTreeSet::new();
    let mut twice = Vec::new();
    for entry in entries() {
        match entry {
            Entry::Unit(unit) => assert!(names.insert(("unit", unit.name.clone())), "{}", unit.name),
            Entry::Channel(channel) if !names.insert(("channel", channel.name.clone())) => twice.push(channel.name),
            _ => {}
        }
    }
    assert_eq!(twice, ["湖南民族职业学院招生网"], "the report prints it with two host names");
}

#[test]
fn every_reference_leads_somewhere() {
    let (mut units, mut channels, mut keys) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for entry in entries() {
        match entry {
            Entry::Unit(unit) => drop(units.insert(unit.code)),
            Entry::Channel(channel) => drop(channels.insert(channel.code)),
            Entry::Record(record) => drop(keys.insert(record.key)),
            _ => {}
        }
    }
    let unit = |code: &str| assert!(code.is_empty() || units.contains(code), "no unit {code}");
    let mut released = BTreeSet::new();
    for entry in entries() {
        match entry {
            Entry::Unit(of) => unit(&of.parent),
            Entry::Item(item) => unit(item.unit.as_deref().unwrap_or_default()),
            Entry::Dataset(dataset) => unit(dataset.unit.as_deref().unwrap_or_default()),
            Entry::Record(record) => {
                unit(&record.unit);
                for channel in &record.channels {
                    assert!(channels.contains(channel), "no channel {channel} ({})", record.key);
                    assert!(released.insert((record.key.clone(), channel.clone())), "{} twice", record.key);
                }
            }
            Entry::Release(release) => {
                assert!(keys.contains(&release.record), "no record {}", release.record);
                assert!(channels.contains(&release.channel), "no channel {}", release.channel);
                assert!(released.insert((release.record.clone(), release.channel)), "{} twice", release.record);
            }
            _ => {}
        }
    }
}

#[test]
fn the_items_make_a_catalogue_that_holds_every_item_in_use() {
    let entries = entries();
    let settings: Vec<_> =
        entries.iter().filter_map(|entry| if let Entry::Item(item) = entry { Some(item) } else { None }).collect();
    let catalogue = Catalogue::of_school(SchoolKind::Vocational, settings).unwrap();
    assert_eq!(catalogue.category(11).unwrap().name, "就业创业信息");
    for record in records() {
        assert!(catalogue.item(&record.item).is_some(), "{} under {}", record.key, record.item);
    }
    for dataset in datasets().values() {
        assert!(catalogue.item(&dataset.item).is_some(), "{}", dataset.key);
    }
    let counting = catalogue.counting_for();
    assert_eq!((counting[&31].len(), counting[&32].len()), (3, 2));
}

#[test]
fn every_row_says_where_it_comes_from_and_which_year_accounts_for_it() {
    for record in records() {
        assert!(record.source.starts_with("报告"), "{}", record.key);
        assert_eq!(record.year, "2022-2023".parse().ok(), "{}", record.key);
    }
    for entry in entries() {
        let source = match entry {
            Entry::School(fact) => fact.note,
            Entry::Unit(unit) => unit.note,
            Entry::Channel(channel) => channel.note,
            Entry::Item(item) => item.note,
            Entry::Dataset(dataset) => dataset.source,
            Entry::Text(text) => text.source,
            _ => continue,
        };
        assert!(source.contains("报告"), "{source}");
    }
}

#[test]
fn everything_the_report_names_is_public_and_nothing_a_draft() {
    for record in records() {
        let placed = !record.published_on.is_unknown() || !record.channels.is_empty() || !record.locator.is_empty();
        assert_eq!(record.state, (!placed).then_some(EntryState::Public), "{}", record.key);
    }
}

#[test]
fn the_counts_of_the_year_are_those_of_the_report() {
    let records = records();
    let over = |channel: &str| records.iter().filter(|record| record.channels.iter().any(|c| c == channel)).count();
    assert_eq!((over("jyw"), over("jycy")), (17, 21));
    let batch = |key: &str| records.iter().find(|record| record.key == key).map(|record| record.count);
    for (key, count) in
        [("cg-01", 3), ("cg-02", 3), ("cg-03", 77), ("rs-01", 9), ("rs-02", 6), ("rs-03", 7), ("qt-2", 27)]
    {
        assert_eq!(batch(key), Some(count), "{key}");
    }
    let batches = records.iter().filter(|record| record.count > 1).count();
    assert_eq!(batches, 7, "everything else stands for itself");
    let of_item = |item: &str| records.iter().filter(|record| record.item.to_string() == item).count();
    assert_eq!(of_item("S5"), 5, "stages of the election");
    assert_eq!(over("xxgk"), 3, "finance documents");
    let by_form = |form: Form, key: &str| records.iter().filter(|r| r.form == form && r.key.starts_with(key)).count();
    assert_eq!(by_form(Form::List, "xs-"), 8, "lists announced in the students' chapter");
    assert_eq!(by_form(Form::Notice, "xs-"), 20, "notices of the students' chapter");
    assert_eq!(by_form(Form::Notice, "qt-"), 6, "safety notices");
    assert_eq!((by_form(Form::Forward, "jy-1-"), by_form(Form::Forward, "jy-2-")), (1, 13));
}

#[test]
fn every_identity_holds_except_those_of_the_graduates_which_are_disputed() {
    let datasets = datasets();
    let mut tested = 0;
    for dataset in datasets.values() {
        for identity in &dataset.identities {
            tested += 1;
            let verdict = dataset.test(identity);
            match dataset.key.as_str() {
                "graduates" => assert!(matches!(verdict, Verdict::Broken(_)), "{identity:?} {verdict:?}"),
                _ => assert!(matches!(verdict, Verdict::Holds(_)), "{}: {identity:?} {verdict:?}", dataset.key),
            }
        }
    }
    assert_eq!(tested, 13);
    let broken = datasets["graduates"].broken();
    assert_eq!(broken.len(), 2);
    assert!(broken.iter().all(|broken| broken.disputed));
    assert_eq!((broken[0].arithmetic.expected.as_str(), broken[0].arithmetic.found.as_str()), ("4540", "3540"));
    assert_eq!((broken[1].arithmetic.expected.as_str(), broken[1].arithmetic.found.as_str()), ("91.21%", "69.19%"));
    let disputed = datasets.values().flat_map(|set| &set.figures).filter(|figure| figure.disputed.is_some()).count();
    assert_eq!(disputed, 1, "nothing else is called in question");
}

#[test]
fn texts_read_rightly_once_their_figures_stand_in_them() {
    let datasets = datasets();
    let text: String = texts().iter().map(|(_, text)| filled(text, &datasets) + "\n").collect();
    for sentence in [
        "等16个职能部门主要负责人为成员",
        "我校2023年共招生5531人，其中三年制高职录取4896人，中高职衔接返校493人，五年制大专招收142人（其中内地西藏班131人、青海班学生11人）。",
        "专业课学分占总学分的63.60%，选修课学分占总学分的11.34%。主讲专业课程的副教授占副教授总数的86.32%，副教授授专业课程占课程总门数的比例为30.26%。",
        "推送外出参加省、市党校学习二十大精神培训班13人次，组织校领导讲党课12次，党员干部听专题党课400余人次",
        "2023年我院专业备案29个",
        "2023年未招生专业2个",
        "撰写论文100余篇，其中1篇获第十三届",
        "共计：17条（转发省市级发文2条，学院15条）",
        "共计：21条（转发省市发文18条，学院3条）",
        "2023届毕业生总人数为4540人，协议和合同就业2509人，自主创业64人，灵活就业295人，升学273人，暂不就业28人，待就业371人，总就业率为91.21%。",
        "全年共下发督导通报27期。",
    ] {
        assert!(text.contains(sentence), "{sentence}");
    }
    let places: BTreeSet<String> = texts().into_iter().map(|(place, _)| place).collect();
    let wanted = ["preface", "1", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.10", "2.11", "4", "5", "6"];
    assert_eq!(places, wanted.iter().map(|place| place.to_string()).collect());
}

#[test]
fn no_figure_stands_in_a_text_beside_the_ledger() {
    // A measured number typed into a sentence could differ from its figure: it must be a reference.
    let measure = ["人", "条", "项", "次", "期", "门", "篇", "部", "个", "%"];
    for (place, text) in texts() {
        let characters: Vec<char> = text.chars().collect();
        for pair in characters.windows(2) {
            let typed = pair[0].is_ascii_digit() && measure.contains(&pair[1].to_string().as_str());
            assert!(!typed, "{place}: a number before {} is typed, not referred to: {text}", pair[1]);
        }
    }
}

#[test]
fn every_figure_of_the_report_is_in_a_dataset_as_printed() {
    let datasets = datasets();
    for (place, reference, printed) in FIGURES {
        let (dataset, figure) = reference.split_once('.').unwrap();
        let found = datasets.get(dataset).and_then(|set| set.figure(figure)).map(|figure| figure.printed());
        assert_eq!(found.as_deref(), Some(*printed), "{place}: {reference}");
    }
    // What the report does not print is counted or said in words, and only this.
    let listed: BTreeSet<&str> = FIGURES.iter().map(|(_, reference, _)| *reference).collect();
    let all =
        datasets.values().flat_map(|set| set.figures.iter().map(move |figure| format!("{}.{}", set.key, figure.key)));
    let further: BTreeSet<String> = all.filter(|reference| !listed.contains(reference.as_str())).collect();
    let wanted = ["bodies.departments_named", "complaints.received", "requests.received", "requests.withheld"];
    assert_eq!(further, wanted.iter().map(|reference| reference.to_string()).collect());
}

#[test]
fn records_carry_the_dates_that_the_report_gives_and_no_other() {
    let records = records();
    for (place, date, documents) in DATES {
        let date: PartialDate = date.parse().unwrap();
        let found = records.iter().filter(|record| record.source == *place && record.published_on == date).count();
        assert_eq!(found, *documents, "{place} {}", date.zh());
    }
    let dated = records.iter().filter(|record| !record.published_on.is_unknown()).count();
    assert_eq!(dated, DATES.iter().map(|(_, _, documents)| documents).sum::<usize>(), "dates from elsewhere");
    assert!(records.iter().all(|record| record.made_on.is_unknown()), "the report gives no date of making");
    for entry in entries() {
        if let Entry::Release(release) = entry {
            assert!(release.on.is_unknown(), "{}: the report gives further releases no date", release.record);
        }
    }
    let as_of = datasets()["graduates"].as_of;
    assert_eq!(as_of.zh(), "2023年9月1日");
}

#[test]
fn every_link_of_the_report_is_there_and_no_record_has_another() {
    let mut addresses: Vec<String> = records().into_iter().map(|record| record.locator).collect();
    for entry in entries() {
        if let Entry::Channel(channel) = entry {
            addresses.push(channel.address);
        }
    }
    let text: String = texts().into_iter().map(|(_, text)| text + "\n").collect();
    for (place, link) in LINKS {
        assert!(addresses.iter().any(|address| address == link) || text.contains(link), "{place}: {link}");
    }
    for address in addresses.iter().filter(|address| address.starts_with("http")) {
        assert!(LINKS.iter().any(|(_, link)| link == address), "not in the report: {address}");
    }
    for (place, link) in &LINKS[4..7] {
        let record = records().into_iter().find(|record| record.locator == *link);
        assert_eq!(record.map(|record| record.source), Some(format!("报告{place}")), "{link}");
    }
}

#[test]
fn what_identifies_stands_there_as_printed() {
    for (place, mark) in MARKS {
        assert!(SAMPLE.contains(mark), "{place}: {mark}");
    }
}

#[test]
fn the_school_signed_no_nil_statement_and_has_no_code() {
    for entry in entries() {
        assert!(!matches!(&entry, Entry::Nil(_)));
        assert!(!matches!(&entry, Entry::School(fact) if fact.key == "code"));
    }
}

/// The year as the program assembles it for its report.
fn year() -> Year {
    let (mut facts, mut settings, mut releases) = (Vec::new(), Vec::new(), BTreeMap::<String, Vec<_>>::new());
    let (mut units, mut channels, mut texts, mut records) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entry in entries() {
        match entry {
            Entry::School(fact) => facts.push(fact),
            Entry::Unit(unit) => units.push(unit),
            Entry::Channel(channel) => channels.push(channel),
            Entry::Item(setting) => settings.push(setting),
            Entry::Text(text) => texts.push(text),
            Entry::Record(record) => records.push(*record),
            Entry::Release(release) => releases.entry(release.record.clone()).or_default().push(release),
            _ => {}
        }
    }
    let assembled = records.into_iter().zip(1u32..).map(|(record, serial)| {
        let releases = releases.remove(&record.key).unwrap_or_default();
        let index = IndexNumber { school: "00000".into(), year: 2023, serial };
        assemble(Parts { record, editions: Vec::new(), releases }, RecordId(serial.into()), index, moment())
    });
    Year {
        records: assembled.filter_map(|record| Disclosed::of(&record)).collect(),
        kept_back: Vec::new(),
        perhaps: 0,
        school: School::of(facts),
        year: "2022-2023".parse().unwrap(),
        catalogue: Catalogue::of_school(SchoolKind::Vocational, &settings).unwrap(),
        units,
        channels,
        datasets: datasets().into_values().collect(),
        texts,
        nils: Vec::new(),
        withdrawn: Vec::new(),
        findings: Vec::new(),
        calendar: Calendar::mainland(),
        signed_on: None,
        unfinished: None,
    }
}

/// The day the school's report was made.
fn moment() -> Moment {
    Moment { today: "2023-11-26".parse().unwrap(), names_a_person: |_| false }
}

/// What the composed report prints under each heading of the first two levels.
fn chapters() -> BTreeMap<String, String> {
    let mut chapters = BTreeMap::<String, String>::new();
    let (mut part, mut section) = (String::new(), String::new());
    for block in compose(&year()).unwrap().document.blocks {
        let printed = match block {
            Block::Heading { level: 1, text, .. } => {
                (part, section) = (text, String::new());
                continue;
            }
            Block::Heading { level: 2, text, .. } => {
                section = text;
                continue;
            }
            Block::Heading { text, .. } => text,
            Block::Paragraph(inlines) => plain(&inlines),
            Block::List(entries) => entries.iter().map(|entry| plain(entry) + "\n").collect(),
            Block::Table(table) => table.rows.iter().flatten().map(|cell| plain(cell) + "\n").collect(),
            Block::Chart(_) | Block::Signature(_) => continue,
        };
        for heading in [&part, &section] {
            *chapters.entry(heading.clone()).or_default() += &format!("{printed}\n");
        }
    }
    chapters
}

#[test]
fn the_composed_report_prints_every_figure_in_the_chapter_where_the_school_printed_it() {
    let chapters = chapters();
    let names = [
        "基本信息",
        "招生考试信息",
        "财务、资产及收费信息",
        "人事师资信息",
        "教学质量信息",
        "学生管理服务信息",
        "学风建设信息",
        "就业创业信息",
        "其他",
    ];
    let order =
        ["二（一）", "二（二）", "二（三）", "二（四）", "二（五）", "二（六）", "二（七）", "二（八）", "二（九）"];
    for (place, reference, printed) in FIGURES {
        let chapter =
            order.iter().position(|start| place.starts_with(start)).map_or("信息公开工作概述", |at| names[at]);
        assert!(chapters[chapter].contains(printed), "{reference} {printed} is not in {chapter}");
    }
}

#[test]
fn the_composed_report_lists_every_record_with_date_and_address_under_its_category() {
    let year = year();
    let annex = compose(&year).unwrap().annex;
    let rows: Vec<String> = annex
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(&table.rows) } else { None })
        .flatten()
        .map(|row| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | "))
        .collect();
    for record in records() {
        let item = year.catalogue.item(&record.item).unwrap();
        let category = &year.catalogue.category(item.category).unwrap().name;
        let wanted = [category, &record.title, &record.published_on.zh(), &record.locator];
        let listed = rows.iter().any(|row| wanted.iter().all(|wanted| row.contains(wanted.as_str())));
        assert!(listed, "{}: {wanted:?} is not in the annex", record.key);
    }
}

#[test]
fn the_audit_names_what_the_printed_report_contradicts() {
    let discrepancies = audit(&year(), "2023-10-30".parse().unwrap());
    let figures = discrepancies
        .iter()
        .filter(|discrepancy| matches!(discrepancy, Discrepancy::Figures { disputed: true, .. }))
        .count();
    let links: Vec<&str> = discrepancies
        .iter()
        .filter_map(|d| if let Discrepancy::LinkDate { title, .. } = d { Some(title.as_str()) } else { None })
        .collect();
    assert_eq!(figures, 2, "sum and rate of the graduates");
    assert_eq!(links, ["湖南民族职业学院2023年度单位预算公开", "湖南民族职业学院2022年部门决算公开"]);
    assert!(
        discrepancies
            .iter()
            .any(|discrepancy| matches!(discrepancy, Discrepancy::Hosts { hosts, .. } if hosts.len() == 2))
    );
    assert!(
        discrepancies.iter().any(|discrepancy| matches!(discrepancy, Discrepancy::OutsidePeriod { entries: 20, .. }))
    );
}
