//! Lists without a search: whatever is counted is listed, whatever is listed can be reached from both ends, and nobody finds
//! in a list what they may not read.

use app::demo::living;
use app::portal::Portal;
use app::portal::browse::{Listing, RecordsQuery};
use app::portal::view::Place;
use domain::coverage::{Timeliness, punctuality};
use domain::ids::RecordId;
use domain::policy::Principal;
use domain::record::{Audience, Reach};
use std::collections::BTreeSet;
use testkit::{School, record};

async fn listed(portal: &Portal, query: &RecordsQuery) -> Listing {
    portal.records(query.clone()).await.unwrap().list
}

fn ids(list: &Listing) -> Vec<RecordId> {
    list.lines.iter().map(|line| line.id).collect()
}

/// All pages of a list, from its beginning.
async fn forth(portal: &Portal, query: &RecordsQuery) -> Vec<Listing> {
    let mut pages = vec![listed(portal, query).await];
    while let Some(next) = pages.last().and_then(|page| page.next.clone()) {
        pages.push(listed(portal, &RecordsQuery { at: Place::After(next), ..query.clone() }).await);
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_lead_back_the_way_they_came() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let portal = school.portal();
    let pages = forth(&portal, &RecordsQuery::default()).await;
    assert!(pages.len() > 2, "{}", pages.len());
    assert!(pages[0].previous.is_none() && pages[1..].iter().all(|page| page.previous.is_some()));
    let all: Vec<RecordId> = pages.iter().flat_map(ids).collect();
    let once: BTreeSet<RecordId> = all.iter().copied().collect();
    assert_eq!((all.len() as u64, once.len()), (pages[0].records, all.len()), "each record once");
    let mut at = pages.len() - 1;
    let mut page = pages[at].clone();
    while let Some(previous) = page.previous.clone() {
        page = listed(&portal, &RecordsQuery { at: Place::Before(previous), ..RecordsQuery::default() }).await;
        at -= 1;
        assert_eq!(ids(&page), ids(&pages[at]), "page {at}");
    }
    assert_eq!(at, 0);
    for nowhere in ["", "x", "rec_ffffffffffffffffffffffffffffffff"] {
        let query = RecordsQuery { at: Place::After(nowhere.into()), ..RecordsQuery::default() };
        assert_eq!(ids(&listed(&portal, &query).await), ids(&pages[0]), "{nowhere}: begins at the start");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_every_choice_stands_what_it_lists() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let portal = school.portal();
    let whole = portal.records(RecordsQuery::default()).await.unwrap();
    assert!(!whole.years.is_empty() && !whole.forms.is_empty() && !whole.units.is_empty());
    let dated: u64 = whole.years.iter().map(|(_, records)| records).sum();
    assert_eq!(dated + whole.undated, whole.list.records);
    assert!(whole.list.things > whole.list.records, "batches are counted out");
    let mut choices: Vec<(RecordsQuery, u64)> = Vec::new();
    for (year, records) in &whole.years {
        let query = RecordsQuery { year: Some(*year), ..RecordsQuery::default() };
        choices.push((query.clone(), *records));
        for (month, records) in portal.records(query.clone()).await.unwrap().months {
            choices.push((RecordsQuery { month: Some(month), ..query.clone() }, records));
        }
    }
    choices.extend(whole.forms.iter().map(|(form, n)| (RecordsQuery { form: Some(*form), ..Default::default() }, *n)));
    choices.extend(
        whole.units.iter().map(|(code, _, n)| (RecordsQuery { unit: Some(code.clone()), ..Default::default() }, *n)),
    );
    assert!(choices.len() > 20, "{}", choices.len());
    for (query, records) in choices {
        let lines: usize = forth(&portal, &query).await.iter().map(|page| page.lines.len()).sum();
        assert_eq!(lines as u64, records, "{query:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_everybodys_is_neither_listed_nor_counted_for_a_visitor() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    let numbered = |title: &str, number: &str| {
        let number = number.to_string();
        record(title).unit("jwc").newest(|edition| edition.document_number = number)
    };
    school.publishes(numbered("公开办法", "民院发〔2023〕1号")).await;
    school.publishes(numbered("校内办法", "民院发〔2023〕2号").audience(Audience::Campus)).await;
    school.clerk("教务处").drafts(numbered("起草办法", "民院发〔2023〕3号")).await;
    for (who, seen) in [
        (Principal::Visitor, 1),
        (
            Principal::Account {
                user: domain::ids::UserId(7),
                posts: vec![domain::policy::Post { role: domain::policy::Role::Member, unit: None }],
            },
            2,
        ),
    ] {
        let portal = portal.seen_by(&who);
        let records = portal.records(RecordsQuery::default()).await.unwrap();
        assert_eq!((records.list.records, records.list.lines.len()), (seen, seen as usize), "{who:?}");
        assert_eq!(records.units.iter().map(|(_, _, n)| n).sum::<u64>(), seen, "{who:?}");
        let unit = portal.unit("jwc", RecordsQuery::default()).await.unwrap().unwrap();
        assert_eq!(unit.list.records, seen, "{who:?}");
        assert_eq!(unit.timeliness.on_time + unit.timeliness.late + unit.timeliness.unknown, 1, "the public's account");
        let line = portal.units().await.unwrap().into_iter().find(|line| line.unit.code == "jwc").unwrap();
        assert_eq!(line.records, seen, "{who:?}");
        let numbers = portal.numbers(Some(("民院发".into(), Some(2023))), 1).await.unwrap();
        assert_eq!(numbers.lines.len(), seen as usize, "{who:?}");
        assert_eq!(numbers.series.iter().map(|line| line.records).sum::<usize>(), seen as usize, "{who:?}");
    }
    assert!(portal.unit("nobody", RecordsQuery::default()).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn how_a_unit_keeps_its_terms_is_what_the_one_rule_says_of_its_records() {
    let school = School::open_on("2026-11-30 15:00").await;
    living::make(&school.ctx(), school.folder()).await.unwrap();
    let (portal, today) = (school.portal(), school.ctx().today());
    let board = portal.board().await.unwrap();
    let reader = school.app.store.read().await.unwrap();
    let ids: Vec<RecordId> = reader.found_versions(&Reach::Public, today).await.unwrap().into_keys().collect();
    let records = reader.records(&ids).await.unwrap();
    let (mut units, mut judged) = (0, 0);
    for line in portal.units().await.unwrap() {
        let mut expected = Timeliness::default();
        for record in records.values().filter(|record| record.unit.as_deref() == Some(&line.unit.code)) {
            let (_, item) = board.find(&record.item).unwrap();
            expected.count(punctuality(record, item.timing, &school.app.calendar));
        }
        let view = portal.unit(&line.unit.code, RecordsQuery::default()).await.unwrap().unwrap();
        assert_eq!(view.timeliness, expected, "{}", line.unit.name);
        assert_eq!(view.items.len(), line.items, "{}", line.unit.name);
        let states: usize = view.states.iter().map(|(_, count)| count).sum();
        assert_eq!(states, line.items, "every item stands somehow");
        units += 1;
        judged += expected.on_time + expected.late;
    }
    assert!(units > 5 && judged > 5, "{units} {judged}");
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_stand_in_the_order_of_their_numbers_and_each_in_one_place() {
    let school = School::founded_on("2023-12-01").await;
    let numbers =
        ["民院发〔2023〕12号", "民院发[2023]3号", "民院发（2022）第40号", "民院办〔2023〕1号", "2023-7", "教函第5号"];
    for (at, number) in numbers.into_iter().enumerate() {
        let wanted = record(&format!("文件{at}")).unit("jwc");
        school.publishes(wanted.newest(|edition| edition.document_number = number.to_string())).await;
    }
    school.publishes(record("没有文号").unit("jwc")).await;
    let portal = school.portal();
    let shown = async |series: &str, year: Option<u16>| {
        let view = portal.numbers(Some((series.to_string(), year)), 1).await.unwrap();
        view.lines.into_iter().map(|line| line.document_number).collect::<Vec<_>>()
    };
    assert_eq!(shown("民院发", Some(2023)).await, ["民院发[2023]3号", "民院发〔2023〕12号"]);
    assert_eq!(shown("", None).await, ["2023-7", "教函第5号"]);
    assert!(shown("民院发", Some(1999)).await.is_empty());
    let view = portal.numbers(None, 1).await.unwrap();
    let series: Vec<(&str, u16, usize)> =
        view.series.iter().map(|line| (line.series.as_str(), line.year, line.records)).collect();
    assert_eq!(series, [("民院办", 2023, 1), ("民院发", 2023, 2), ("民院发", 2022, 1)]);
    assert_eq!(series.iter().map(|(_, _, n)| n).sum::<usize>() + view.others, numbers.len());
}
