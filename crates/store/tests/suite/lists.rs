//! Lists: sorted, filtered, and paged by key without losing or repeating a row.

use crate::harness::on_both;
use crate::make::{number, record, release, save_all};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::record::{Reach, Record, Visibility};
use store::{At, By, Count, Filter, Line, Listed, Order, Page, Reader, Sort, Store};

fn dated(n: u32, since: &str) -> Record {
    let since: PartialDate = since.parse().unwrap();
    Record { visibility: Visibility::Public { edition: 1, since, updated: since }, ..record(n) }
}

fn numbers(lines: &[Line]) -> Vec<u32> {
    lines.iter().map(|line| number(line.id)).collect()
}

async fn walk(reader: &Reader, filter: &Filter, limit: u32) -> Vec<u32> {
    let (mut all, mut at) = (Vec::new(), At::First);
    loop {
        let Listed { rows, next, .. } = reader.lines(filter, Page { at, limit }).await.unwrap();
        all.extend(numbers(&rows));
        match next {
            Some(next) => at = At::After(next),
            None => return all,
        }
    }
}

async fn walk_back(reader: &Reader, filter: &Filter, limit: u32) -> Vec<u32> {
    let (mut all, mut at) = (Vec::new(), At::Last);
    loop {
        let Listed { rows, previous, .. } = reader.lines(filter, Page { at, limit }).await.unwrap();
        all.splice(0..0, numbers(&rows));
        match previous {
            Some(previous) => at = At::Before(previous),
            None => return all,
        }
    }
}

async fn many(store: &Store) {
    let records: Vec<Record> = (0..300)
        .map(|n| {
            // Few dates and titles, so that there are ties to break.
            let mut made = dated(n, ["2023-05-12", "2023-05", "2023", "", "2022-11-30"][n as usize % 5]);
            made.editions[0].title = format!("标题{}", n % 7);
            made.unit = (n % 3 > 0).then(|| format!("u{}", n % 4));
            made.item = ItemKey::Official(if n % 2 == 0 { 8 } else { 9 });
            made
        })
        .collect();
    save_all(store, &records).await;
}

on_both! {
    fn pages_in_any_order_give_every_row_once(place) {
        let store = place.open().await;
        many(&store).await;
        let reader = store.read().await.unwrap();
        for sort in [Sort::Date, Sort::Title, Sort::Unit, Sort::Entry] {
            for order in [Order::Descending, Order::Ascending] {
                for items in [vec![], vec![ItemKey::Official(8)], vec![ItemKey::Official(9), ItemKey::Official(8)]] {
                    let filter = Filter { items, sort, order, ..Filter::default() };
                    let whole = walk(&reader, &filter, 1000).await;
                    assert_eq!(whole.len(), if filter.items.len() == 1 { 150 } else { 300 });
                    assert_eq!(walk(&reader, &filter, 7).await, whole, "{sort:?} {order:?}");
                    assert_eq!(walk_back(&reader, &filter, 11).await, whole, "{sort:?} {order:?} backwards");
                }
            }
        }
    }

    fn dates_known_in_part_stand_before_the_days_they_hold(place) {
        let store = place.open().await;
        save_all(&store, &[
            dated(1, "2023-05-12"), dated(2, "2023-05"), dated(3, ""), dated(4, "2023"), dated(5, "2023-06-01"),
        ]).await;
        let reader = store.read().await.unwrap();
        let filter = Filter { order: Order::Ascending, ..Filter::default() };
        assert_eq!(walk(&reader, &filter, 10).await, [3, 4, 2, 1, 5]);
    }

    fn a_page_goes_on_where_it_was_although_its_last_record_is_gone(place) {
        let store = place.open().await;
        save_all(&store, &(0..6).map(record).collect::<Vec<_>>()).await;
        let first = store.read().await.unwrap().lines(&Filter::default(), Page::first(3)).await.unwrap();
        assert_eq!(numbers(&first.rows), [5, 4, 3]);
        assert_eq!(first.previous, None);
        let mut gone = store.read().await.unwrap().record(record(3).id).await.unwrap();
        gone.note = "改为校内公开".into();
        gone.audience = domain::record::Audience::Campus;
        save_all(&store, &[gone]).await;
        let reader = store.read().await.unwrap();
        let second = reader.lines(&Filter::default(), Page::after(first.next.unwrap(), 3)).await.unwrap();
        assert_eq!(numbers(&second.rows), [2, 1, 0]);
        assert_eq!(second.next, None);
        assert_eq!(second.previous, Some(record(2).id));
    }

    fn filters_narrow_by_unit_year_channel_and_text(place) {
        let store = place.open().await;
        let mut in_wechat = dated(1, "2022-10-01");
        in_wechat.releases.push(release("wechat", ""));
        let mut of_finance = dated(2, "2023-10-01");
        of_finance.unit = Some("finance".into());
        let mut said_so = dated(3, "");
        said_so.year = "2022-2023".parse().ok();
        save_all(&store, &[in_wechat, of_finance, said_so, dated(4, "2021-10-01")]).await;
        let reader = store.read().await.unwrap();
        let year = Filter { year: "2022-2023".parse().ok(), order: Order::Ascending, ..Filter::default() };
        assert_eq!(walk(&reader, &year, 10).await, [3, 1]);
        let unit = Filter { unit: Some("finance".into()), ..Filter::default() };
        assert_eq!(walk(&reader, &unit, 10).await, [2]);
        let channel = Filter { channel: Some("wechat".into()), ..Filter::default() };
        assert_eq!(walk(&reader, &channel, 10).await, [1]);
        let text = Filter { text: Some("第4号".into()), ..Filter::default() };
        assert_eq!(walk(&reader, &text, 10).await, [4]);
    }

    fn a_line_links_to_the_first_release_with_a_web_address(place) {
        let store = place.open().await;
        let mut made = record(1);
        made.releases = vec![release("board", "教学楼一楼"), release("web", "https://a.example/1"), release("web", "https://a.example/2")];
        let mut bare = record(2);
        bare.releases = vec![];
        save_all(&store, &[made, bare]).await;
        let lines = store.read().await.unwrap().latest_records(&Reach::Public, chrono::NaiveDate::MIN, 2).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.link.as_deref()).collect::<Vec<_>>(), [None, Some("https://a.example/1")]);
    }

    fn a_line_links_to_nothing_that_only_looks_like_an_address(place) {
        let store = place.open().await;
        let mut made = record(1);
        made.releases = vec![release("board", "HTTP展板"), release("web", " HTTPS://a.example/1")];
        save_all(&store, &[made]).await;
        let lines = store.read().await.unwrap().latest_records(&Reach::Public, chrono::NaiveDate::MIN, 1).await.unwrap();
        assert_eq!(lines[0].link.as_deref(), Some(" HTTPS://a.example/1"));
    }

    fn a_search_takes_wildcards_and_quotes_as_they_stand(place) {
        let store = place.open().await;
        let titled = |n: u32, title: &str| {
            let mut made = record(n);
            made.editions[0].title = title.into();
            made
        };
        save_all(&store, &[
            titled(1, "合格率100%的课程"), titled(2, "合格率1000门课程"), titled(3, "A_B计划"), titled(4, "AxB计划"),
            titled(5, "路径C:\\new"), titled(6, "“双引号”与'单引号'"),
        ]).await;
        let reader = store.read().await.unwrap();
        for (text, found) in [
            ("100%", vec![1]), ("a_b", vec![3]), ("C:\\n", vec![5]), ("'单引号'", vec![6]), ("%%", vec![]), ("计划", vec![4, 3]),
            ("计", vec![]), ("示院发〔2023〕", vec![6, 5, 4, 3, 2, 1]),
        ] {
            let hits = reader.search_titles(&Reach::Public, chrono::NaiveDate::MIN, text, 10).await.unwrap();
            assert_eq!(numbers(&hits.lines), found, "{text}");
            assert!(hits.complete && !hits.more);
        }
        let hits = reader.search_titles(&Reach::Public, chrono::NaiveDate::MIN, "示院发", 4).await.unwrap();
        assert!(hits.more && hits.lines.len() == 4);
    }

    fn a_search_finds_the_records_of_a_unit_by_its_name(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        tx.save_unit(&crate::school::unit("u3", "计划财务处")).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        save_all(&store, &(0..8).map(record).collect::<Vec<_>>()).await;
        let hits = store.read().await.unwrap().search_titles(&Reach::Public, chrono::NaiveDate::MIN, "财务", 10).await.unwrap();
        assert_eq!(numbers(&hits.lines), [3]);
    }
}

on_both! {
    fn what_is_counted_beside_a_list_is_what_the_list_holds(place) {
        let store = place.open().await;
        many(&store).await;
        let mut numbered = dated(900, "2023-05-13");
        numbered.editions[0].document_number = "民院发〔2023〕12号".into();
        numbered.editions[0].made_on = "2023-05-02".parse().unwrap();
        numbered.unit = Some("u9".into());
        numbered.count = 40;
        let mut hidden = Record { visibility: Visibility::Hidden, ..record(901) };
        hidden.editions[0].document_number = "民院发〔2023〕13号".into();
        save_all(&store, &[numbered, hidden]).await;
        let reader = store.read().await.unwrap();
        let all = Filter::default();
        let sum = |counts: &[Count]| counts.iter().map(|count| count.records).sum::<u64>();
        let whole = reader.counted(&all, By::All).await.unwrap();
        assert_eq!((whole.len(), whole[0].records, whole[0].things), (1, 301, 340));
        assert_eq!(whole[0].latest, "2023-05-13".parse().unwrap());
        for by in [By::Month, By::Form, By::Unit] {
            assert_eq!(sum(&reader.counted(&all, by).await.unwrap()), 301, "{by:?}");
        }
        let months: Vec<String> =
            reader.counted(&all, By::Month).await.unwrap().into_iter().map(|count| count.of).collect();
        assert_eq!(months, ["", "2022-11", "2023", "2023-05"]);
        // A year holds what is known by the year alone, a month only what is known to lie in it.
        for (since, records) in [
            ((2023, None), 181),
            ((2023, Some(5)), 121),
            ((2022, None), 60),
            ((2022, Some(11)), 60),
            ((2022, Some(1)), 0),
            ((2024, None), 0),
        ] {
            let filter = Filter { since: Some(since), ..Filter::default() };
            assert_eq!(walk(&reader, &filter, 70).await.len(), records, "{since:?}");
            assert_eq!(sum(&reader.counted(&filter, By::All).await.unwrap()), records as u64, "{since:?}");
        }
        let form = record(1).form;
        let of_form = Filter { form: Some(form), ..Filter::default() };
        assert_eq!(walk(&reader, &of_form, 70).await.len(), 301);
        let numbers = reader.document_numbers(&Reach::Public, NaiveDate::MIN).await.unwrap();
        let numbers: Vec<&str> =
            numbers.iter().map(|(_, number)| number.as_str()).filter(|number| number.contains('〔')).collect();
        assert!(numbers.contains(&"民院发〔2023〕12号") && !numbers.contains(&"民院发〔2023〕13号"), "{numbers:?}");
        let kept = reader.kept_terms("u9", NaiveDate::MIN).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(
            (kept[0].made, kept[0].published),
            ("2023-05-02".parse().unwrap(), "2023-05-13".parse().unwrap())
        );
        let ids = [record(5).id, record(901).id, record(900).id, record(3).id];
        let lines = reader.lines_of(&ids, &Reach::Public, NaiveDate::MIN).await.unwrap();
        assert_eq!(self::numbers(&lines), [5, 900, 3], "in the order that was asked for, without what is hidden");
    }
}
