//! Who finds and sees what: for every state a record can be in and everyone who looks, the store gives what `domain`
//! says.

use crate::harness::on_both;
use crate::make::{edition, number, record, release, save_all, today};
use chrono::{Days, NaiveDate};
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::{RecordId, UserId};
use domain::record::{Audience, Openness, Past, Progress, Publicity, Reach, Record, Shown, Term, Visibility};
use store::{Filter, Line, Page, Reader, Store};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One record for each state, openness, audience and unit; titles, items and dates differ, some dates are the same.
fn every_state() -> Vec<Record> {
    let mut all = Vec::new();
    for state in 0..7 {
        for openness in [Openness::Proactive, Openness::OnRequest, Openness::Withheld { ground: "办法第十条".into() }]
        {
            for audience in [Audience::Public, Audience::Campus, Audience::Unit] {
                for unit in [Some("u1"), Some("u2"), None] {
                    let made = in_state(state, record(all.len() as u32));
                    let (openness, unit) = (openness.clone(), unit.map(str::to_string));
                    all.push(Record { openness, audience, unit, ..made });
                }
            }
        }
    }
    all
}

fn in_state(state: u32, made: Record) -> Record {
    let n = number(made.id);
    let since = PartialDate::Day(day("2023-03-01") + Days::new(u64::from(n % 40)));
    let past = |until: &str, titled| Past { edition: 1, since, updated: since, until: until.parse().unwrap(), titled };
    let publicity = Publicity {
        kind: "评优".into(),
        from: "2024-05-01".parse().unwrap(),
        until: PartialDate::Day(today() + Days::new(u64::from(n % 5))),
    };
    let mut made = Record {
        item: ItemKey::Official(if n.is_multiple_of(2) { 8 } else { 9 }),
        publicity: Some(publicity),
        visibility: Visibility::Public { edition: 1, since, updated: since },
        drafter: Some(UserId(8)),
        note: "仅供内部".into(),
        ..made
    };
    match state {
        0 => (made.visibility, made.progress) = (Visibility::Hidden, Progress::Draft { returned: None }),
        1 => {}
        2 => {
            made.editions.push(edition(2, "尚未审查的通知"));
            made.progress = Progress::SecrecyReview { unit_reviewer: UserId(7) };
        }
        // Its term is over and nothing has taken it down yet.
        3 => made.term = Term::Until(today() - Days::new(1)),
        4 => {
            let successor = Some("12345/2023-00007".into());
            made.visibility =
                Visibility::Withdrawn { was: past("2023-06-01", true), reason: "有误".into(), successor };
        }
        5 => {
            made.editions.push(edition(2, "没有发出的更正"));
            made.progress = Progress::Stopped;
            made.visibility =
                Visibility::Withdrawn { was: past("2024-01-01", false), reason: "有误".into(), successor: None };
        }
        _ => made.visibility = Visibility::Expired { was: past("2023-12-31", true) },
    }
    made
}

/// Everyone who may look, by name.
fn everyone() -> Vec<(&'static str, Reach)> {
    let units = |codes: &[&str]| Reach::Units(codes.iter().map(|code| code.to_string()).collect());
    vec![
        ("anyone", Reach::Public),
        ("the campus", Reach::Campus),
        ("a member of u1", units(&["u1"])),
        ("a member of u2", units(&["u2"])),
        ("a member of both", units(&["u1", "u2"])),
        ("a member of another unit", units(&["u3"])),
        ("a member of no unit", units(&[])),
        ("a reader of all units", Reach::AllUnits),
        ("the staff", Reach::Staff),
    ]
}

fn ids(lines: &[Line]) -> Vec<RecordId> {
    lines.iter().map(|line| line.id).collect()
}

/// The records that somebody finds, newest first, as a list shows them.
fn found<'a>(records: &'a [Record], reach: &Reach) -> Vec<&'a Record> {
    let mut found: Vec<&Record> = records.iter().filter(|record| reach.finds(record, today())).collect();
    found.sort_by_key(|record| (record.published_on().to_string(), record.id));
    found.reverse();
    found
}

async fn walk(reader: &Reader, filter: &Filter) -> Vec<RecordId> {
    let (mut all, mut page) = (Vec::new(), Page::first(11));
    loop {
        let listed = reader.lines(filter, page).await.unwrap();
        all.extend(ids(&listed.rows));
        match listed.next {
            Some(next) => page = Page::after(next, 11),
            None => return all,
        }
    }
}

async fn school_of_every_state(store: &Store) -> Vec<Record> {
    let records = every_state();
    save_all(store, &records).await;
    records
}

on_both! {
    fn every_list_and_search_finds_exactly_what_domain_lets_each_find(place) {
        let store = place.open().await;
        let records = school_of_every_state(&store).await;
        let reader = store.read().await.unwrap();
        let mut sizes = Vec::new();
        for (who, reach) in everyone() {
            let found = found(&records, &reach);
            sizes.push(found.len());
            let expected: Vec<RecordId> = found.iter().map(|record| record.id).collect();
            let filter = Filter { reach: reach.clone(), today: today(), ..Filter::default() };
            assert_eq!(walk(&reader, &filter).await, expected, "lines for {who}");
            let items = vec![ItemKey::Official(9), ItemKey::Official(8)];
            assert_eq!(walk(&reader, &Filter { items, ..filter.clone() }).await, expected, "lines of two items for {who}");
            for unit in ["u1", "u2"] {
                let of_unit: Vec<RecordId> =
                    found.iter().filter(|record| record.unit.as_deref() == Some(unit)).map(|record| record.id).collect();
                let filter = Filter { unit: Some(unit.into()), ..filter.clone() };
                assert_eq!(walk(&reader, &filter).await, of_unit, "lines of {unit} for {who}");
            }
            assert_eq!(ids(&reader.latest_records(&reach, today(), 1000).await.unwrap()), expected, "latest for {who}");
            let hits = reader.search_titles(&reach, today(), "事项的通知", 200).await.unwrap();
            assert_eq!(ids(&hits.lines), expected, "search for {who}");
            assert!(reader.search_titles(&reach, today(), "尚未审查", 200).await.unwrap().lines.is_empty(), "drafts for {who}");

            let mut by_end = found.clone();
            by_end.sort_by_key(|record| (record.publicity.as_ref().unwrap().until.to_string(), record.id));
            let by_end: Vec<RecordId> = by_end.iter().map(|record| record.id).collect();
            assert_eq!(ids(&reader.publicity_in_progress(&reach, today()).await.unwrap()), by_end, "publicity for {who}");

            let mut entered = expected.clone();
            entered.sort_unstable();
            let first = reader.pages(&reach, today(), None, 5).await.unwrap();
            let after = first.last().map(|(id, _)| *id);
            let rest = reader.pages(&reach, today(), after, 1000).await.unwrap();
            let pages: Vec<RecordId> = first.iter().chain(&rest).map(|(id, _)| *id).collect();
            assert_eq!(pages, entered, "site map for {who}");
        }
        // Published or amended, and proactively open: two states for each audience and unit.
        assert_eq!(sizes, [6, 12, 14, 14, 16, 12, 12, 18, 189]);
    }

    fn lines_say_of_a_record_what_is_on_view_and_who_finds_it(place) {
        let store = place.open().await;
        let records = school_of_every_state(&store).await;
        let filter = Filter { reach: Reach::Staff, ..Filter::default() };
        let lines = store.read().await.unwrap().lines(&filter, Page::first(1000)).await.unwrap().rows;
        assert_eq!(lines.len(), records.len());
        for line in lines {
            let of = records.iter().find(|record| record.id == line.id).unwrap();
            assert_eq!(line.finder, of.finder(), "{of:?}");
            assert_eq!(Some(&line.title), of.principal_edition().map(|edition| &edition.title));
            assert_eq!((line.since, line.year), (of.published_on(), Some(of.accounted_in())));
            assert_eq!((&line.unit, &line.publicity), (&of.unit, &of.publicity));
        }
    }

    fn at_its_address_each_sees_what_domain_shows_them(place) {
        let store = place.open().await;
        let records = school_of_every_state(&store).await;
        let reader = store.read().await.unwrap();
        let (mut seen, mut stones, mut nothing) = (0, 0, 0);
        for record in &records {
            let stored = Record { version: 1, ..record.clone() };
            for (who, reach) in everyone() {
                let shown = reader.shown(record.id, &reach, today()).await.unwrap();
                assert_eq!(shown, reach.show(&stored, today()), "{who}: {record:?}");
                match shown {
                    Shown::Record(_) => seen += 1,
                    Shown::Tombstone(_) => stones += 1,
                    Shown::Nothing => nothing += 1,
                }
            }
        }
        assert!(seen > 189 && stones > 50 && nothing > 500, "{seen} {stones} {nothing}");
        let unknown = reader.shown(record(5000).id, &Reach::Staff, today()).await.unwrap();
        assert_eq!(unknown, Shown::Nothing);
    }

    fn what_is_over_tomorrow_is_shown_today(place) {
        let store = place.open().await;
        let made = Record { term: Term::Until(today()), ..record(1) };
        save_all(&store, &[made]).await;
        let reader = store.read().await.unwrap();
        let shown = reader.shown(record(1).id, &Reach::Public, today()).await.unwrap();
        assert!(matches!(shown, Shown::Record(_)), "{shown:?}");
        let tomorrow = today() + Days::new(1);
        let shown = reader.shown(record(1).id, &Reach::Public, tomorrow).await.unwrap();
        assert!(matches!(shown, Shown::Tombstone(_)), "{shown:?}");
        assert_eq!(reader.terms_over(today()).await.unwrap(), []);
        assert_eq!(reader.terms_over(tomorrow).await.unwrap(), [record(1).id]);
        assert_eq!(reader.next_term().await.unwrap(), Some(today()));
    }

    fn the_draft_of_a_next_edition_stays_unseen(place) {
        let store = place.open().await;
        let mut made = record(1);
        made.editions.push(edition(2, "尚未审查的新标题"));
        let mut unpublished = release("wechat", "https://www.example.edu.cn/draft");
        unpublished.edition = 2;
        made.releases = vec![release("board", "教学楼一楼"), unpublished];
        made.progress = Progress::SecrecyReview { unit_reviewer: UserId(7) };
        made.drafter = Some(UserId(8));
        save_all(&store, &[made]).await;
        let reader = store.read().await.unwrap();
        let Shown::Record(shown) = reader.shown(record(1).id, &Reach::Public, today()).await.unwrap() else {
            panic!("it is public")
        };
        assert_eq!((shown.editions.len(), shown.releases.len()), (1, 1));
        assert_eq!((&shown.progress, shown.drafter), (&Progress::Done, None));
        let latest = &reader.latest_records(&Reach::Public, today(), 1).await.unwrap()[0];
        assert_eq!(latest.title, record(1).editions[0].title);
        assert_eq!(latest.link, None, "the address of a draft");
        assert!(reader.search_titles(&Reach::Public, today(), "尚未审查", 10).await.unwrap().lines.is_empty());
        let over = |channel: &str| Filter { channel: Some(channel.into()), ..Filter::default() };
        assert_eq!(walk(&reader, &over("board")).await.len(), 1);
        assert_eq!(walk(&reader, &over("wechat")).await, [], "it is not out there yet");
    }

    fn what_is_set_for_a_minute_is_due_then_and_not_before(place) {
        let store = place.open().await;
        let planned = |n: u32, minutes: i64| Record {
            visibility: Visibility::Hidden,
            progress: Progress::Approved {
                secrecy_reviewer: Some(UserId(7)),
                publish_at: Some(crate::make::now() + chrono::TimeDelta::minutes(minutes)),
            },
            ..record(n)
        };
        save_all(&store, &[planned(1, 20), planned(2, 10), record(3)]).await;
        let reader = store.read().await.unwrap();
        let at = |minutes| crate::make::now() + chrono::TimeDelta::minutes(minutes);
        assert_eq!(reader.publication_due(at(9)).await.unwrap(), []);
        assert_eq!(reader.publication_due(at(10)).await.unwrap(), [record(2).id]);
        assert_eq!(reader.publication_due(at(20)).await.unwrap(), [record(2).id, record(1).id]);
        assert_eq!(reader.next_publication().await.unwrap(), Some(at(10)));
    }

    fn publicity_stands_from_its_first_to_its_last_day(place) {
        let store = place.open().await;
        let with = |n: u32, from: &str, until: &str| {
            let mut made = record(n);
            let date = |text: &str| text.parse::<PartialDate>().unwrap();
            made.publicity = Some(Publicity { kind: "评优".into(), from: date(from), until: date(until) });
            made
        };
        save_all(&store, &[
            with(1, "2023-05-01", "2023-05-07"), with(2, "2023-05-07", "2023-05"), with(3, "", "2023-05-07"),
            with(4, "2023-05-01", ""),
        ]).await;
        let reader = store.read().await.unwrap();
        for (today, standing) in [
            ("2023-04-30", vec![3]), ("2023-05-01", vec![1, 3]), ("2023-05-07", vec![1, 3, 2]),
            ("2023-05-08", vec![2]), ("2023-05-31", vec![2]), ("2023-06-01", vec![]),
        ] {
            let lines = reader.publicity_in_progress(&Reach::Public, day(today)).await.unwrap();
            assert_eq!(lines.iter().map(|line| number(line.id)).collect::<Vec<_>>(), standing, "{today}");
        }
    }
}
