//! Issued reports: every edition stays as it was issued, byte for byte.

use crate::harness::on_both;
use crate::make::{now, record, save_all};
use domain::record::Audience;
use domain::school_year::SchoolYear;
use store::{Error, Issued, NewIssue, Store};

/// Bytes without a pattern, the same every time for a seed.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(next).collect()
}

fn year(text: &str) -> SchoolYear {
    text.parse().unwrap()
}

fn issue(of: &str, edition: u32, length: usize) -> NewIssue {
    let seed = u64::from(edition);
    NewIssue {
        year: year(of),
        edition,
        record: record(edition).id,
        signed_on: "2023-10-31".parse().unwrap(),
        issued_at: now(),
        document: format!("{of}学年第{edition}版：“信息公开”"),
        files: vec![("pdf".into(), noise(seed, length)), ("docx".into(), noise(seed + 100, 17)), ("md".into(), vec![])],
    }
}

/// How an edition of [`issue`] is listed.
fn listed(of: &str, edition: u32, length: u64) -> Issued {
    Issued {
        year: year(of),
        edition,
        record: record(edition).id,
        signed_on: "2023-10-31".parse().unwrap(),
        issued_at: now(),
        files: vec![("docx".into(), 17), ("md".into(), 0), ("pdf".into(), length)],
    }
}

async fn save(store: &Store, issue: NewIssue) {
    let mut tx = store.write().await.unwrap();
    tx.save_issue(issue).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

on_both! {
    fn the_files_of_an_edition_come_back_byte_for_byte(place) {
        let store = place.open().await;
        let million = issue("2022-2023", 1, 1_000_000);
        save(&store, million.clone()).await;
        store.close().await;
        let store = place.open().await;
        let reader = store.read().await.unwrap();
        for (format, bytes) in &million.files {
            let back = reader.issued_file(million.year, 1, format).await.unwrap();
            assert!(back.as_ref() == Some(bytes), "{format} differs");
        }
        assert_eq!(reader.issued_document(million.year, 1).await.unwrap(), Some(million.document));
        assert_eq!(reader.issued_file(million.year, 1, "html").await.unwrap(), None);
        assert_eq!(reader.issued_file(million.year, 2, "pdf").await.unwrap(), None);
        assert_eq!(reader.issued_document(year("2021-2022"), 1).await.unwrap(), None);
    }

    fn editions_stand_newest_first_and_the_list_has_the_newest_of_each_year(place) {
        let store = place.open().await;
        save_all(&store, &[record(1), record(2)]).await;
        assert_eq!(store.read().await.unwrap().issued_reports().await.unwrap(), []);
        assert_eq!(store.read().await.unwrap().last_issue(year("2022-2023")).await.unwrap(), 0);
        save(&store, issue("2022-2023", 1, 10)).await;
        save(&store, issue("2023-2024", 1, 20)).await;
        save(&store, issue("2022-2023", 2, 30)).await;
        save(&store, issue("2021-2022", 1, 40)).await;
        let reader = store.read().await.unwrap();
        let newest = [listed("2023-2024", 1, 20), listed("2022-2023", 2, 30), listed("2021-2022", 1, 40)];
        assert_eq!(reader.issued_reports().await.unwrap(), newest);
        let editions = reader.issued_editions(year("2022-2023")).await.unwrap();
        assert_eq!(editions, [listed("2022-2023", 2, 30), listed("2022-2023", 1, 10)]);
        assert_eq!(reader.last_issue(year("2022-2023")).await.unwrap(), 2);
        assert_eq!(reader.issued_document(year("2022-2023"), 1).await.unwrap(), Some(issue("2022-2023", 1, 0).document));
    }

    fn an_edition_goes_from_every_list_with_the_record_that_announces_it(place) {
        let store = place.open().await;
        let mut hidden = record(2);
        hidden.audience = Audience::Campus;
        save_all(&store, &[record(1), hidden]).await;
        save(&store, issue("2021-2022", 1, 10)).await;
        save(&store, issue("2022-2023", 2, 10)).await;
        let reader = store.read().await.unwrap();
        assert_eq!(reader.issued_reports().await.unwrap(), [listed("2021-2022", 1, 10)]);
        assert_eq!(reader.issued_editions(year("2022-2023")).await.unwrap(), []);
        assert_eq!(reader.last_issue(year("2022-2023")).await.unwrap(), 2, "its number is not given again");
    }

    fn an_edition_that_is_there_is_never_written_over(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        save(&store, issue("2022-2023", 1, 10)).await;
        let mut other = issue("2022-2023", 1, 99);
        other.document = "改过的报告".into();
        other.files.push(("html".into(), b"<p>".to_vec()));
        let mut tx = store.write().await.unwrap();
        let error = tx.save_issue(other).await.unwrap_err();
        assert!(matches!(error, Error::Taken { kind: "issued_report" }), "{error}");
        // Whatever the caller does next, nothing of it is there.
        let _ = tx.commit_unlogged().await;
        let reader = store.read().await.unwrap();
        assert_eq!(reader.issued_editions(year("2022-2023")).await.unwrap(), [listed("2022-2023", 1, 10)]);
        let first = issue("2022-2023", 1, 10);
        assert_eq!(reader.issued_document(first.year, 1).await.unwrap(), Some(first.document));
        assert_eq!(reader.issued_file(first.year, 1, "pdf").await.unwrap().as_ref(), Some(&first.files[0].1));
        assert_eq!(reader.issued_file(first.year, 1, "html").await.unwrap(), None);
    }

    fn two_files_of_one_format_are_refused(place) {
        let store = place.open().await;
        let mut twice = issue("2022-2023", 1, 10);
        twice.files.push(("pdf".into(), vec![1]));
        let mut tx = store.write().await.unwrap();
        let error = tx.save_issue(twice).await.unwrap_err();
        assert!(matches!(error, Error::Taken { kind: "issued_file" }), "{error}");
        drop(tx);
        assert_eq!(store.read().await.unwrap().issued_reports().await.unwrap(), []);
    }

    fn an_impossible_issue_is_an_error_that_names_table_column_and_id(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        save(&store, issue("2022-2023", 1, 10)).await;
        for (sql, column) in [
            ("UPDATE issued_report SET signed_on = 'someday'", "signed_on"),
            ("UPDATE issued_report SET signed_on = '2023-10-31', issued_at = 9000000000000000000", "issued_at"),
        ] {
            place.tamper(sql).await;
            let reader = store.read().await.unwrap();
            for error in [
                reader.issued_reports().await.unwrap_err(),
                reader.issued_editions(year("2022-2023")).await.unwrap_err(),
            ] {
                let Error::Impossible { table: "issued_report", column: at, id } = &error else { panic!("{error}") };
                assert_eq!((*at, id.as_str()), (column, "2022/1"));
            }
        }
    }
}
