//! What a visitor may see, for every state a record can be in.

use crate::harness::on_both;
use crate::make::{edition, number, record, release, save_all};
use domain::date::PartialDate;
use domain::ids::UserId;
use domain::record::{Audience, Openness, Progress, Publicity, Record, Visibility};
use store::{Error, Filter, Page, Shown, TombstoneKind};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// One record for each visibility, openness and audience; only number 0 is for visitors to find.
fn every_state() -> Vec<Record> {
    let hidden =
        [Visibility::Hidden, Visibility::Withdrawn { reason: "有误".into(), successor: None }, Visibility::Expired];
    let public = record(0).visibility;
    let mut states = vec![(public.clone(), Openness::Proactive, Audience::Public)];
    for visibility in hidden.into_iter().chain([public]) {
        for openness in [Openness::Proactive, Openness::OnRequest, Openness::Withheld { ground: "办法第十条".into() }]
        {
            for audience in [Audience::Public, Audience::Campus, Audience::Unit] {
                let state = (visibility.clone(), openness.clone(), audience);
                if !states.contains(&state) {
                    states.push(state);
                }
            }
        }
    }
    let publicity =
        Publicity { kind: "评优".into(), from: "2023-05-01".parse().unwrap(), until: "2023-05-07".parse().unwrap() };
    (0..)
        .zip(states)
        .map(|(n, (visibility, openness, audience))| {
            let mut made = record(n * 50);
            made.publicity = Some(publicity.clone());
            Record { visibility, openness, audience, ..made }
        })
        .collect()
}

on_both! {
    fn no_list_count_or_search_shows_what_is_not_public(place) {
        let store = place.open().await;
        let records = every_state();
        assert_eq!(records.len(), 36);
        save_all(&store, &records).await;
        let reader = store.read().await.unwrap();
        let only_first = [record(0).id];
        let lines = reader.lines(&Filter::default(), Page::first(100)).await.unwrap().rows;
        assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), only_first);
        let lists = [
            reader.latest_records(100).await.unwrap(),
            reader.search_titles("事项的通知", 100).await.unwrap().lines,
            reader.publicity_in_progress(day("2023-05-03")).await.unwrap(),
        ];
        for list in lists {
            assert_eq!(list.iter().map(|line| line.id).collect::<Vec<_>>(), only_first);
        }
        let pages = reader.public_pages(None, 100).await.unwrap();
        assert_eq!(pages.iter().map(|(id, _)| *id).collect::<Vec<_>>(), only_first);
        assert_eq!(reader.list_records(&Filter::default(), Page::first(100)).await.unwrap().rows.len(), 1);
        assert_eq!(reader.latest_by_item(None).await.unwrap().values().map(|latest| latest.records).sum::<u64>(), 1);
        let year = "2019-2020".parse().unwrap();
        assert_eq!(reader.counts_by_item_month(year).await.unwrap().iter().map(|count| count.records).sum::<u64>(), 1);
        assert_eq!(reader.counts_by_channel(year).await.unwrap().iter().map(|count| count.records).sum::<u64>(), 1);
        let beside = reader.neighbours(record(0).id).await.unwrap();
        assert_eq!((beside.older, beside.newer), (None, None));
        let all = Filter { all_states: true, ..Filter::default() };
        assert_eq!(reader.lines(&all, Page::first(100)).await.unwrap().rows.len(), 36);
    }

    fn at_its_address_a_record_is_shown_or_its_tombstone_or_nothing(place) {
        let store = place.open().await;
        let records = every_state();
        save_all(&store, &records).await;
        let reader = store.read().await.unwrap();
        for record in &records {
            let open = record.openness == Openness::Proactive && record.audience == Audience::Public;
            match (reader.shown(record.id).await, &record.visibility) {
                (Ok(Shown::Public(shown)), Visibility::Public { .. }) if open => assert_eq!(shown.id, record.id),
                (Ok(Shown::Tombstone(stone)), Visibility::Withdrawn { reason, .. }) if open => {
                    assert_eq!(stone.kind, TombstoneKind::Withdrawn { reason: reason.clone(), successor: None });
                }
                (Ok(Shown::Tombstone(stone)), Visibility::Expired) if open => assert_eq!(stone.kind, TombstoneKind::Expired),
                (Err(Error::NotFound { .. }), visibility) => assert!(!open || *visibility == Visibility::Hidden),
                (other, visibility) => panic!("{visibility:?} {:?} {:?}: {other:?}", record.openness, record.audience),
            }
        }
    }

    fn the_draft_of_a_next_edition_stays_unseen(place) {
        let store = place.open().await;
        let mut made = record(1);
        made.editions.push(edition(2, "尚未审查的新标题"));
        let mut unpublished = release("web", "https://www.example.edu.cn/draft");
        unpublished.edition = 2;
        made.releases.push(unpublished);
        made.progress = Progress::SecrecyReview { unit_reviewer: UserId(7) };
        made.drafter = Some(UserId(8));
        save_all(&store, &[made]).await;
        let reader = store.read().await.unwrap();
        let Shown::Public(shown) = reader.shown(record(1).id).await.unwrap() else { panic!("it is public") };
        assert_eq!((shown.editions.len(), shown.releases.len()), (1, 1));
        assert_eq!((&shown.progress, shown.drafter), (&Progress::Done, None));
        assert_eq!(reader.latest_records(1).await.unwrap()[0].title, record(1).editions[0].title);
        assert!(reader.search_titles("尚未审查", 10).await.unwrap().lines.is_empty());
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
            let lines = reader.publicity_in_progress(day(today)).await.unwrap();
            assert_eq!(lines.iter().map(|line| number(line.id)).collect::<Vec<_>>(), standing, "{today}");
        }
    }
}
